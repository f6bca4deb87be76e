//! Whole-process times of the market commands: the real binary on a made-up market of 100,000 and 1,000,000 offers.
//!
//! `cargo bench --bench market`; with GP4U_TEST_POSTGRES_URL set (see tests/postgres.sh) on PostgreSQL too.

#![allow(clippy::expect_used, reason = "a benchmark that cannot be set up has nothing to measure")]

mod generator;
mod process;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::LazyLock;
use std::time::Duration;

use divan::Bencher;
use process::{FOLDER, empty, filled, gp4u};

fn main() {
    divan::main();
}

/// A database and the offers in its market.
type Case = (&'static str, usize);

/// Databases to measure, each with a market of so many offers.
const CASES: [Case; 4] = [("sqlite", 100_000), ("postgres", 100_000), ("sqlite", 1_000_000), ("postgres", 1_000_000)];

static MARKETS: LazyLock<Vec<(Case, Option<String>)>> =
    LazyLock::new(|| CASES.into_iter().map(|case| (case, filled(case))).collect());

fn on_market(bencher: Bencher<'_, '_>, case: (&str, usize), arguments: &[&str]) {
    let Some((_, Some(url))) = MARKETS.iter().find(|(known, _)| *known == case) else { return };
    bencher.bench(|| gp4u(url, arguments, &[]));
}

#[divan::bench(sample_count = 200)]
fn version(bencher: Bencher<'_, '_>) {
    bencher.bench(|| gp4u("sqlite:/nowhere", &["--version"], &[]));
}

#[divan::bench(args = CASES, sample_count = 50)]
fn search_four_filters(bencher: Bencher<'_, '_>, case: (&str, usize)) {
    let filters = ["--model", "RTX 4090", "--country", "US", "--min-reliability", "0.95", "--min-vram", "24"];
    let mut arguments = vec!["gpus", "search"];
    arguments.extend(filters);
    arguments.extend(["--sort", "price_per_gpu_hour", "--limit", "20", "-o", "json"]);
    on_market(bencher, case, &arguments);
}

#[divan::bench(args = CASES, sample_count = 50)]
fn search_cheapest(bencher: Bencher<'_, '_>, case: (&str, usize)) {
    on_market(bencher, case, &["gpus", "search", "--limit", "20", "-o", "json"]);
}

#[divan::bench(args = CASES, sample_count = 10)]
fn search_by_gscore(bencher: Bencher<'_, '_>, case: (&str, usize)) {
    on_market(bencher, case, &["gpus", "search", "--sort", "-gscore", "--limit", "20", "-o", "json"]);
}

#[divan::bench(args = CASES, sample_count = 10)]
fn models(bencher: Bencher<'_, '_>, case: (&str, usize)) {
    on_market(bencher, case, &["gpus", "models", "-o", "json"]);
}

/// A server that answers every request with the same Vast answer of 25,000 offers (about 90 MB).
static VAST: LazyLock<String> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let mut offers = generator::market(7, 30_000);
    offers.retain(|offer| offer.provider == "vast");
    offers.truncate(24_999);
    let body = generator::vast_answer(&offers);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 65_536];
            let read = stream.read(&mut request).unwrap_or(0);
            let bids = String::from_utf8_lossy(&request[..read]).contains("\"bid\"");
            let body = if bids { "{\"offers\": []}" } else { body.as_str() };
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            drop(stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())));
        }
    });
    url
});

fn sync(url: &str) {
    gp4u(url, &["sync", "vast"], &[("GP4U_PROVIDERS__VAST__URL", VAST.as_str())]);
}

#[divan::bench(args = ["sqlite", "postgres"], sample_count = 5, max_time = Duration::from_mins(1))]
fn sync_25_000_new(bencher: Bencher<'_, '_>, database: &str) {
    if empty(database, "sync").is_none() {
        return;
    }
    let fresh = || {
        drop(std::fs::remove_file(FOLDER.path().join("sync.db")));
        let url = empty(database, "sync").unwrap_or_default();
        gp4u(&url, &["db", "migrate"], &[]);
        url
    };
    bencher.with_inputs(fresh).bench_values(|url| sync(&url));
}

#[divan::bench(args = ["sqlite", "postgres"], sample_count = 10)]
fn sync_25_000_unchanged(bencher: Bencher<'_, '_>, database: &str) {
    let Some(url) = empty(database, "unchanged") else { return };
    gp4u(&url, &["db", "migrate"], &[]);
    sync(&url);
    bencher.bench(|| sync(&url));
}
