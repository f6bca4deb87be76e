//! How fast reservations are: booking as a whole process, free time over a year of bookings, and what comes due in the
//! same minute, with two workers.
//!
//!     GP4U_TEST_POSTGRES_FSYNC=on tests/postgres.sh cargo bench --bench booking

#![allow(clippy::print_stdout)]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use gp4u::app::App;
use gp4u::app::config::{Config, Flags, Folders, Sources};
use gp4u::ledger::account::Chain;
use gp4u::ledger::{AccountCode, Entry, Kind, Line};
use gp4u::ops::lifecycle::{LifecycleReport, Limits, tick};
use gp4u::store::Store;
use gp4u::units::Usdc;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Connection, Executor};
use uuid::Uuid;

/// Reservations due in the same minute.
const DUE: i64 = 10_000;
/// People who booked them.
const PEOPLE: u128 = 100;
/// Bookings of an hour, every other hour, for a year.
const YEAR: i64 = 4_380;
/// Runs of a process whose median is told.
const RUNS: usize = 21;

fn person(number: u128) -> Uuid {
    Uuid::from_u128(number + 1)
}

/// An application on a database, without any other configuration.
fn app(url: &str) -> Result<App> {
    let flags = Flags { database: Some(url.to_owned()), ..Flags::default() };
    let sources = Sources { flags, environment: Vec::new(), working_folder: None, folders: Folders::locate() };
    Ok(App::new(Config::load(&sources).map_err(|error| anyhow::anyhow!("{error}"))?))
}

/// People with money, and reservations that are due now.
async fn fill<C>(store: &Store, connection: &mut C, series: &str) -> Result<()>
where
    for<'c> &'c mut C: Executor<'c>,
{
    let mut lines = vec![Line::debit(
        AccountCode::Custody(Chain::NONE, "bench".parse()?),
        Usdc::from_micros(i64::try_from(PEOPLE)? * 1_000_000_000),
    )];
    for number in 0..PEOPLE {
        let id = person(number);
        let sql = format!(
            "INSERT INTO users (id, email, password_hash, is_operator, created_at) VALUES ('{id}', '{id}@x', 'x', FALSE, 0)"
        );
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        store.open_account(&AccountCode::Wallet(id), Timestamp::UNIX_EPOCH).await?;
        lines.push(Line::credit(AccountCode::Wallet(id), Usdc::from_micros(1_000_000_000)));
    }
    store.post(&Entry::new(Kind::OperatorTopUp, "funds".parse()?, lines)?, Timestamp::UNIX_EPOCH).await?;
    let now = Timestamp::now().as_second() * 1_000_000;
    let sql = format!(
        "INSERT INTO reservation (id, owner, offer_id, provider, model, gpu_count, unit, starts_at, ends_at, \
         price_per_hour, min_seconds, fee_basis_points, fulfilment, state, extensions, charged, refunded, created_at, \
         updated_at, version, next_try_at, attempts, lease_token) SELECT \
         '00000000-0000-7000-8000-' || substr(CAST(1000000000000 + n AS TEXT), 2), \
         '00000000-0000-0000-0000-0000000000' || substr('0123456789abcdef', 1 + CAST((1 + n % 99) / 16 AS INTEGER), 1) \
         || substr('0123456789abcdef', 1 + CAST((1 + n % 99) % 16 AS INTEGER), 1), \
         'vast:' || n, 'vast', 'RTX 4090', 1, 0, {now}, {now} + 3600000000, 360000, 0, 0, 'manual', 'pending', 0, 0, 0, \
         {now}, {now}, 1, {now}, 0, 0 FROM ({series}) AS g"
    );
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}

/// Everything due is looked after by two workers.
async fn due(database: &str, url: &str, store: &Store) -> Result<()> {
    let (one, two) = (app(url)?, app(url)?);
    let began = Instant::now();
    let (one, two) = tokio::join!(tick(&one, Limits::default()), tick(&two, Limits::default()));
    let took = began.elapsed();
    let reports: Vec<LifecycleReport> =
        [one, two].into_iter().collect::<Result<_, _>>().map_err(|error| anyhow::anyhow!("{error}"))?;
    let activated: u64 = reports.iter().map(|report| report.activated).sum();
    ensure!(activated == u64::try_from(DUE)?, "{reports:?}");
    ensure!(store.verify_ledger().await?.checks.iter().all(|check| check.breaches.is_empty() || check.id == "I12"));
    println!(
        "{database:10} {DUE} due in a minute, two workers ({} and {}): {:.0} a second",
        reports[0].activated,
        reports[1].activated,
        DUE as f64 / took.as_secs_f64()
    );
    Ok(())
}

fn gp4u(folder: &Path, arguments: &[&str]) -> Result<(Duration, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gp4u"));
    command.env_clear().env("HOME", folder).env("TZ", "Europe/Berlin").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let began = Instant::now();
    let mut child = command.spawn()?;
    child.stdin.take().context("no stdin")?.write_all(b"correct horse battery staple\n").ok();
    let output = child.wait_with_output()?;
    let took = began.elapsed();
    ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok((took, String::from_utf8(output.stdout)?))
}

fn median(what: &str, mut run: impl FnMut(usize) -> Result<Duration>) -> Result<()> {
    let mut times = (0..RUNS).map(&mut run).collect::<Result<Vec<_>>>()?;
    times.sort_unstable();
    println!("SQLite     {what}, whole process: {:.1} ms", times[RUNS / 2].as_secs_f64() * 1_000.0);
    Ok(())
}

async fn processes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let home = folder.path();
    let market = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/market");
    gp4u(home, &["db", "migrate"])?;
    gp4u(home, &["sync", "--replay", market])?;
    gp4u(home, &["auth", "signup", "--email", "a@example.com", "--password-stdin"])?;
    let offers = gp4u(home, &["gpus", "search", "--provider", "vast", "-o", "ids"])?.1;
    let offers: Vec<&str> = offers.lines().collect();
    median("reserve create", |run| {
        let start = format!("+{}h", run + 1);
        Ok(gp4u(home, &["reserve", "create", offers[0], "--start", &start, "--for", "1h", "--manual"])?.0)
    })?;
    let path = home.join(".local/share/gp4u/gp4u.db");
    let mut connection = sqlx::SqliteConnection::connect(&format!("sqlite:{}", path.display())).await?;
    let sql = format!(
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {YEAR}) \
         INSERT INTO reservation SELECT 'y' || n AS id, owner, token, '{}', provider, 'y', model, gpu_count, unit, \
         starts_at + n * 7200000000, ends_at + n * 7200000000, price_per_hour, min_seconds, fee_basis_points, max_price, \
         fulfilment, note, state, reason, started_at, stopped_at, market_price, extensions, charged, refunded, created_at, \
         updated_at, version, next_try_at + n * 7200000000, attempts, lease_token \
         FROM s CROSS JOIN (SELECT * FROM reservation LIMIT 1)",
        offers[1]
    );
    connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    median("reserve slots over a year of 4,380 bookings", |_| {
        let (took, slots) = gp4u(home, &["reserve", "slots", offers[1], "--days", "366", "--length", "1h", "--json"])?;
        ensure!(slots.lines().count() > 4_000);
        Ok(took)
    })?;
    median("reserve calendar of a year", |_| Ok(gp4u(home, &["reserve", "calendar", offers[1], "--days", "366"])?.0))
}

#[tokio::main]
async fn main() -> Result<()> {
    processes().await?;

    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("due.db").display());
    let store = Store::open(&url.parse()?).await?;
    let mut connection = sqlx::SqliteConnection::connect(&url).await?;
    let series = format!(
        "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {}) SELECT n FROM s",
        DUE - 1
    );
    fill(&store, &mut connection, &series).await?;
    due("SQLite", &url, &store).await?;

    let server = std::env::var("GP4U_TEST_POSTGRES_URL").context("run this under tests/postgres.sh")?;
    let mut connection = sqlx::PgConnection::connect(&server).await?;
    connection.execute("DROP SCHEMA IF EXISTS gp4u_bench CASCADE; CREATE SCHEMA gp4u_bench").await?;
    let url = format!("{server}?options=-csearch_path%3Dgp4u_bench");
    let store = Store::connect(&url.parse()?).await?;
    store.migrate().await?;
    let mut in_schema = sqlx::PgConnection::connect(&url).await?;
    fill(&store, &mut in_schema, &format!("SELECT CAST(n AS BIGINT) AS n FROM generate_series(0, {}) AS n", DUE - 1))
        .await?;
    due("PostgreSQL", &url, &store).await?;
    connection.execute("DROP SCHEMA gp4u_bench CASCADE").await?;
    Ok(())
}
