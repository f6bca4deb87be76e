//! What benchmarks of whole processes share: databases, made-up markets in them, and runs of the real binary.

use std::process::{Command, Stdio};
use std::sync::LazyLock;

use gp4u::market::offer::Offer;
use gp4u::market::score::price_per_tflop_hour;
use gp4u::store::{Store, StoredOffer};
use jiff::Timestamp;
use tempfile::TempDir;

/// Where everything is kept while the benchmarks run.
pub static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));

/// The address of an empty database; `None` where there is no server.
pub fn empty(database: &str, name: &str) -> Option<String> {
    if database == "sqlite" {
        return Some(format!("sqlite:{}", FOLDER.path().join(format!("{name}.db")).display()));
    }
    let base = std::env::var("GP4U_TEST_POSTGRES_URL").ok()?;
    let schema = format!("gp4u_bench_{name}");
    block_on(async {
        use sqlx::{AssertSqlSafe, Connection};
        let mut connection = sqlx::PgConnection::connect(&base).await.expect("a server");
        let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("a schema");
    });
    let separator = if base.contains('?') { '&' } else { '?' };
    Some(format!("{base}{separator}options=-csearch_path%3D{schema}"))
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// Fills a database through the library, as `sync` does.
pub fn filled((database, count): (&str, usize)) -> Option<String> {
    let url = empty(database, &format!("market_{count}"))?;
    let offers = crate::generator::market(42, count);
    block_on(async {
        let store = Store::connect(&url.parse().expect("an address")).await.expect("a database");
        store.migrate().await.expect("a schema");
        for provider in ["vast", "akash", "ionet", "render"] {
            let own = offers.iter().filter(|offer| offer.provider == provider);
            let stored: Vec<StoredOffer<'_>> = own.map(stored).collect();
            store.replace_offers(provider, &stored, true, Timestamp::now()).await.expect("offers");
        }
        store.analyze().await.expect("statistics");
        store.close().await;
    });
    Some(url)
}

fn stored(offer: &Offer) -> StoredOffer<'_> {
    let per_tflop = |tflops| price_per_tflop_hour(offer.price_per_hour, offer.gpu_count, tflops);
    StoredOffer { offer, price_per_tflop_hour: offer.tflops_fp16.map(per_tflop), gscore: offer.reliability }
}

/// Runs the binary once on a database.
pub fn gp4u(url: &str, arguments: &[&str], environment: &[(&str, &str)]) {
    let status = Command::new(env!("CARGO_BIN_EXE_gp4u"))
        .env_clear()
        .env("HOME", FOLDER.path())
        .env("GP4U_DATABASE_URL", url)
        .envs(environment.iter().copied())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the binary runs");
    assert!(status.success(), "{arguments:?}: {status}");
}
