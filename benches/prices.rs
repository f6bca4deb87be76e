//! Whole-process times of the price commands: the real binary on a made-up market of 100,000 offers, on a file of
//! 63,462 observations, and on a year of hours.
//!
//! `cargo bench --bench prices`; with GP4U_TEST_POSTGRES_URL set (see tests/postgres.sh) on PostgreSQL too.

#![allow(clippy::expect_used, reason = "a benchmark that cannot be set up has nothing to measure")]

mod generator;
mod process;

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;

use divan::Bencher;
use jiff::{SignedDuration, Timestamp};
use process::{FOLDER, empty, filled, gp4u};

const DATABASES: [&str; 2] = ["sqlite", "postgres"];
const OFFERS: usize = 100_000;
/// As many as the record that the back-test goes through has.
const OBSERVATIONS: usize = 63_462;
const HOURS_OF_A_YEAR: i64 = 365 * 24;
const PROVIDERS: [&str; 4] = ["vast", "akash", "runpod", "lambda"];

fn main() {
    divan::main();
}

static MARKETS: LazyLock<[Option<String>; 2]> = LazyLock::new(|| DATABASES.map(|database| filled((database, OFFERS))));

fn on_market(bencher: Bencher<'_, '_>, database: &str, arguments: &[&str]) {
    let position = DATABASES.iter().position(|known| *known == database).unwrap_or_default();
    let Some(url) = &MARKETS[position] else { return };
    bencher.bench(|| gp4u(url, arguments, &[]));
}

#[divan::bench(args = DATABASES, sample_count = 50)]
fn opportunities_from_figures_kept_ready(bencher: Bencher<'_, '_>, database: &str) {
    on_market(bencher, database, &["arbitrage", "--max-age", "300d", "--no-cache", "-o", "json"]);
}

#[divan::bench(args = DATABASES, sample_count = 50)]
fn opportunities_asked_again(bencher: Bencher<'_, '_>, database: &str) {
    let arguments = ["arbitrage", "--max-age", "300d", "-o", "json"];
    let day = [("GP4U_ARBITRAGE__TTL", "24h")];
    let position = DATABASES.iter().position(|known| *known == database).unwrap_or_default();
    let Some(url) = &MARKETS[position] else { return };
    gp4u(url, &arguments, &day);
    bencher.bench(|| gp4u(url, &arguments, &day));
}

#[divan::bench(args = DATABASES, sample_count = 20)]
fn opportunities_for_four_gpus(bencher: Bencher<'_, '_>, database: &str) {
    on_market(bencher, database, &["arbitrage", "--max-age", "300d", "--gpus", "4", "--no-cache", "-o", "json"]);
}

/// Observations of the made-up market, twelve a provider and day.
static RECORD: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut text =
        String::from("provider,external_id,model,form_factor,vram_gib,gpu_count,kind,price_per_hour,observed_at\n");
    let start = now() - SignedDuration::from_hours(24 * 200);
    for (index, offer) in generator::market(9, OBSERVATIONS).into_iter().enumerate() {
        let at = start + SignedDuration::from_mins(i64::try_from(index * 4).unwrap_or_default());
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},on_demand,{},{at}",
            offer.provider,
            offer.external_id,
            offer.gpu.model,
            offer.gpu.form_factor.unwrap_or_default(),
            offer.gpu.vram_gib.unwrap_or_default(),
            offer.gpu_count,
            offer.price_per_hour,
        );
    }
    written("record.csv", &text)
});

/// Hourly observations of one model over a year.
static YEAR: LazyLock<PathBuf> = LazyLock::new(|| {
    let mut text = String::from("provider,model,vram_gib,price_per_hour,observed_at\n");
    let start = now() - SignedDuration::from_hours(HOURS_OF_A_YEAR);
    for hour in 0..HOURS_OF_A_YEAR {
        let at = start + SignedDuration::from_hours(hour);
        for (index, provider) in PROVIDERS.iter().enumerate() {
            let _ = writeln!(
                text,
                "{provider},RTX 4090,24,0.{},{at}",
                300 + index * 50 + usize::try_from(hour % 97).unwrap_or(0)
            );
        }
    }
    written("year.csv", &text)
});

fn now() -> Timestamp {
    Timestamp::now()
}

fn written(name: &str, text: &str) -> PathBuf {
    let path = FOLDER.path().join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

#[divan::bench(args = DATABASES, sample_count = 5, max_time = Duration::from_mins(1))]
fn import_63_462_observations(bencher: Bencher<'_, '_>, database: &str) {
    if empty(database, "import").is_none() {
        return;
    }
    let fresh = || {
        drop(std::fs::remove_file(FOLDER.path().join("import.db")));
        let url = empty(database, "import").unwrap_or_default();
        gp4u(&url, &["db", "migrate"], &[]);
        url
    };
    let record = RECORD.display().to_string();
    bencher.with_inputs(fresh).bench_values(|url| gp4u(&url, &["import", &record], &[]));
}

#[divan::bench(args = DATABASES, sample_count = 50)]
fn history_of_a_year(bencher: Bencher<'_, '_>, database: &str) {
    let Some(url) = empty(database, "year") else { return };
    gp4u(&url, &["db", "migrate"], &[]);
    gp4u(&url, &["import", &YEAR.display().to_string()], &[]);
    bencher.bench(|| gp4u(&url, &["gpus", "history", "4090", "--days", "365", "-o", "json"], &[]));
}
