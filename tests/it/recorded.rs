//! Recorded prices, imported by the real binary, against an independent computation over the same file.
//!
//! Nothing here uses gp4u's own statistics: prices are read and ranked anew, by brute force.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use gp4u::market::arbitrage::{Grade, Spread, Terms};
use gp4u::market::catalogue::{Catalogue, Hints, Selection};
use gp4u::market::history::{Billing, Hour};
use gp4u::store::{HistoryQuery, Store};
use gp4u::units::Rate;
use jiff::Timestamp;
use serde_json::Value;

use crate::world::{Database, World};

#[path = "../../examples/backtest/study.rs"]
#[allow(dead_code)]
mod study;

/// The source that the study of the market left out: price lists of clouds, a row for each region.
const NOT_STUDIED: &str = "sooddvs/gpu-pricing";
/// Names that leave the form factor open: the study left them out too.
const AMBIGUOUS: [&str; 3] = ["A100_40", "A100_80", "H100"];

/// The recorded observations as CSV, which are not part of the package; `None`, said aloud, where they are not there.
fn observations() -> Option<String> {
    let root = env!("CARGO_MANIFEST_DIR");
    let shared = std::env::var("GP4U_SHARED_DIR").unwrap_or_else(|_| format!("{root}/../shared"));
    let path = PathBuf::from(shared).join("market/observations.csv.gz");
    if !path.exists() {
        assert!(std::env::var_os("GP4U_REQUIRE_SHARED").is_none(), "{} is missing", path.display());
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    let output = Command::new("gzip").arg("-dc").arg(&path).output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

/// One price in the file.
struct Row {
    provider: String,
    gpu: String,
    vram: f64,
    at: Timestamp,
    /// Micro-USD per GPU and hour.
    price: i64,
}

/// The on-demand prices of the file, read by hand.
fn rows(csv: &str) -> Vec<Row> {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let [provider, gpu, count, vram, price, at] =
        ["provider", "gpu_model", "gpu_count", "vram_gb", "price_per_hour_usd", "observed_at"].map(column);
    let mut rows = Vec::new();
    for cells in csv::Reader::from_reader(csv.as_bytes()).records() {
        let cells = cells.unwrap();
        let (Ok(seen), false) = (cells[at].parse(), cells[price].is_empty()) else { continue };
        let (dollars, fraction) = cells[price].split_once('.').unwrap();
        let micros: i64 = format!("{dollars}{fraction:0<6}").parse().unwrap();
        let gpus: i64 = cells[count].parse().unwrap();
        rows.push(Row {
            provider: cells[provider].replace("vastai", "vast"),
            gpu: cells[gpu].to_owned(),
            vram: cells[vram].parse().unwrap(),
            at: seen,
            price: (micros + gpus - 1) / gpus,
        });
    }
    rows
}

fn without_source(csv: &str, source: &str) -> String {
    let end = format!(",{source}");
    csv.lines().filter(|line| !line.ends_with(&end)).fold(String::new(), |text, line| text + line + "\n")
}

fn imported(database: Database, csv: &str) -> World {
    let world = World::new(database);
    let document = world.run_with_input(["import", "-", "-o", "json"], csv).exits(0).json();
    assert_eq!(document["data"]["bad"], 0);
    world
}

fn micros(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<Rate>().unwrap().micros()
}

#[test]
fn the_file_is_taken_as_it_is_and_once() {
    let Some(csv) = observations() else { return };
    for database in [Database::Sqlite, Database::Postgres] {
        let world = imported(database, &csv);
        let again = world.run_with_input(["import", "-", "-o", "json"], &csv).exits(0).json();
        let data = &again["data"];
        assert_eq!((&data["rows"], &data["undated"], &data["new"]), (&63_461.into(), &167.into(), &0.into()));
        assert_eq!(data["known"], data["taken"]);
    }
}

/// The study's numbers: on how many model-days the cheapest provider is 15 % below the dearest, the median and the next,
/// a provider's price being its cheapest on that day, a model the file's own name, and three providers the least.
#[test]
fn the_published_shares_come_out_of_what_was_imported() {
    let Some(csv) = observations() else { return };
    let csv = without_source(&csv, NOT_STUDIED);
    let rows: Vec<Row> = rows(&csv)
        .into_iter()
        .filter(|row| row.at.to_string().starts_with("2026") && !AMBIGUOUS.contains(&row.gpu.as_str()))
        .collect();
    let by_hand = shares(&by_day(rows.iter().map(|row| (row.gpu.clone(), row.at, row.provider.clone(), row.price))));
    assert_eq!(by_hand, ("0.998".to_owned(), "0.881".to_owned(), "0.561".to_owned(), 2_159));
    for database in [Database::Sqlite, Database::Postgres] {
        let world = imported(database, &csv);
        let stored = shares(&by_day(stored_prices(&world, &rows).into_iter()));
        assert_eq!(stored, by_hand);
    }
}

/// The cheapest price of each provider by model and day.
type Days = BTreeMap<(String, i64), BTreeMap<String, i64>>;

fn by_day(prices: impl Iterator<Item = (String, Timestamp, String, i64)>) -> Days {
    let mut days = Days::new();
    for (gpu, at, provider, price) in prices {
        let cheapest =
            days.entry((gpu, at.as_second().div_euclid(86_400))).or_default().entry(provider).or_insert(price);
        *cheapest = price.min(*cheapest);
    }
    days.retain(|_, providers| providers.len() >= 3);
    days
}

/// The shares against the dearest, the median and the next cheapest provider, and the number of model-days.
fn shares(days: &Days) -> (String, String, String, usize) {
    let spreads: Vec<Spread> = days
        .values()
        .map(|providers| {
            let prices: Vec<i64> = providers.values().copied().collect();
            let spread = Spread::new(&prices.iter().copied().map(Rate::from_micros).collect::<Vec<_>>()).unwrap();
            assert_eq!(
                exceeds(&prices),
                [spread.dearest_bps, spread.median_bps, spread.next_bps].map(|bps| bps >= 1_500)
            );
            spread
        })
        .collect();
    let share = |below: fn(&Spread) -> i64| {
        let exceeding = spreads.iter().filter(|spread| below(spread) >= 1_500).count();
        format!("{:.3}", exceeding as f64 / spreads.len() as f64)
    };
    (share(|s| s.dearest_bps), share(|s| s.median_bps), share(|s| s.next_bps), spreads.len())
}

/// Whether the cheapest is 15 % below the dearest, the median and the next, in floating point.
fn exceeds(prices: &[i64]) -> [bool; 3] {
    let mut sorted: Vec<f64> = prices.iter().map(|price| *price as f64).collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let median = if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) };
    [sorted[sorted.len() - 1], median, sorted[1]].map(|price| 1.0 - sorted[0] / price >= 0.15 - 1e-12)
}

/// The lowest price of each hour and provider out of the database, under the file's names of GPUs.
fn stored_prices(world: &World, rows: &[Row]) -> Vec<(String, Timestamp, String, i64)> {
    let mut names: BTreeMap<(String, Option<String>, Option<u32>), &str> = BTreeMap::new();
    for row in rows {
        let gpu = Catalogue::builtin().resolve(&row.gpu, Hints { vram_gib: Some(row.vram), form_factor: None });
        names.insert((gpu.model, gpu.form_factor, gpu.vram_gib), &row.gpu);
    }
    let models: BTreeSet<&String> = names.keys().map(|(model, ..)| model).collect();
    let query = HistoryQuery {
        gpus: models
            .into_iter()
            .map(|model| Selection { model: model.clone(), form_factor: None, vram_gib: None })
            .collect(),
        billing: Billing::OnDemand,
        provider: None,
        from: Hour::of("2026-01-01T00:00:00Z".parse().unwrap()),
        to: Hour::of("2026-12-31T23:00:00Z".parse().unwrap()),
    };
    let histories = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
        store.history(&query).await.unwrap()
    });
    let mut prices = Vec::new();
    for history in histories {
        let key = (history.gpu.model, history.gpu.form_factor, history.gpu.vram_gib);
        let Some(name) = names.get(&key) else { continue };
        for (provider, hours) in history.hours {
            prices.extend(
                hours
                    .iter()
                    .map(|hour| ((*name).to_owned(), hour.hour.start(), provider.clone(), hour.lowest.micros())),
            );
        }
    }
    prices
}

/// Prices of one GPU by hour and provider, cheapest first.
fn by_hour(rows: &[Row], gpu: &str, vram: f64) -> BTreeMap<Timestamp, BTreeMap<String, Vec<i64>>> {
    let mut hours: BTreeMap<Timestamp, BTreeMap<String, Vec<i64>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.gpu == gpu && (row.vram - vram).abs() < 0.5) {
        let hour = Timestamp::from_second(row.at.as_second().div_euclid(3_600) * 3_600).unwrap();
        hours.entry(hour).or_default().entry(row.provider.clone()).or_default().push(row.price);
    }
    for prices in hours.values_mut().flat_map(BTreeMap::values_mut) {
        prices.sort_unstable();
    }
    hours
}

/// The price at a share of the way up: the smallest that so many of all do not exceed.
fn at_share(sorted: &[i64], percent: usize) -> i64 {
    let needed = percent as f64 * sorted.len() as f64 / 100.0;
    let below_or_equal = |price: &&i64| sorted.iter().filter(|other| other <= price).count() as f64;
    *sorted.iter().find(|price| below_or_equal(price) >= needed).unwrap()
}

fn middle(sorted: &[i64]) -> i64 {
    let (lower, upper) = (sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]);
    (lower + upper + 1) / 2
}

/// A provider's price: a quarter of its offers may be cheaper, but at least one must be, if it has two.
fn own_price(sorted: &[i64]) -> i64 {
    let quarter = at_share(sorted, 25);
    if sorted.len() > 1 { quarter.max(sorted[1]) } else { quarter }
}

#[test]
fn histories_are_what_brute_force_says() {
    let Some(csv) = observations() else { return };
    let rows = rows(&csv);
    for database in [Database::Sqlite, Database::Postgres] {
        let world = imported(database, &csv);
        for (argument, gpu, vram) in [
            ("h100-sxm", "H100_SXM", 80.0),
            ("4090", "RTX_4090", 24.0),
            ("l4", "L4", 24.0),
            ("a100 sxm 40gb", "A100_SXM_40", 40.0),
        ] {
            let arguments = [
                "gpus",
                "history",
                argument,
                "--days",
                "400",
                "--at",
                "2026-08-23T00:00:00Z",
                "--under",
                "2.00",
                "-o",
                "json",
            ];
            let document = world.run(arguments).exits(0).json();
            let histories = document["data"].as_array().unwrap();
            let history = histories.iter().find(|history| history["vram_gib"].as_f64() == Some(vram)).unwrap();
            let oldest: Timestamp = history["from"].as_str().unwrap().parse().unwrap();
            let hours = by_hour(&rows, gpu, vram);
            let hours: Vec<_> = hours.range(oldest..).map(|(_, providers)| providers).collect();
            is_history(history, &hours);
        }
    }
}

fn is_history(history: &Value, hours: &[&BTreeMap<String, Vec<i64>>]) {
    let each = |of_hour: fn(&BTreeMap<String, Vec<i64>>) -> i64| -> Vec<i64> {
        hours.iter().map(|hour| of_hour(hour)).collect()
    };
    let lowest = each(|hour| hour.values().map(|prices| prices[0]).min().unwrap());
    let price = each(|hour| hour.values().map(|prices| own_price(prices)).min().unwrap());
    let median = each(|hour| {
        let mut medians: Vec<i64> = hour.values().map(|prices| middle(prices)).collect();
        medians.sort_unstable();
        middle(&medians)
    });
    assert_eq!(history["observed_hours"], hours.len());
    for (name, by_hand) in [("lowest", lowest), ("price", price), ("median", median)] {
        let stored = &history[name];
        let points: Vec<i64> = history["points"].as_array().unwrap().iter().map(|point| micros(&point[name])).collect();
        assert_eq!(points, by_hand, "{name}");
        let now = *by_hand.last().unwrap();
        let mut sorted = by_hand;
        sorted.sort_unstable();
        for (percentile, percent) in
            [("min", 0), ("p5", 5), ("p25", 25), ("p50", 50), ("p75", 75), ("p95", 95), ("max", 100)]
        {
            assert_eq!(micros(&stored["percentiles"][percentile]), at_share(&sorted, percent), "{name} {percentile}");
        }
        let count = |below: i64| sorted.iter().filter(|price| **price < below).count() as f64 / sorted.len() as f64;
        assert_eq!(micros(&stored["now"]), now);
        assert_eq!(stored["cheaper_share"], count(now));
        assert_eq!(stored["under"]["share"], count(2_000_000));
    }
}

#[test]
fn comparisons_are_what_brute_force_says() {
    let Some(csv) = observations() else { return };
    let rows = rows(&csv);
    for database in [Database::Sqlite, Database::Postgres] {
        let world = imported(database, &csv);
        for (argument, gpu, vram, at) in [
            ("h100-sxm", "H100_SXM", 80.0, "2026-07-20T23:59:59Z"),
            ("rtx 4090", "RTX_4090", 24.0, "2026-06-15T23:59:59Z"),
            ("h200-sxm", "H200", 141.0, "2026-05-01T12:00:00Z"),
        ] {
            let arguments =
                ["arbitrage", "compare", argument, "--kind", "on-demand", "--at", at, "--max-age", "24h", "-o", "json"];
            let document = world.run(arguments).exits(0).json();
            let gpus = document["data"].as_array().unwrap();
            assert_eq!(gpus.len(), 1, "{gpus:#?}");
            is_comparison(&gpus[0], &by_hour(&rows, gpu, vram), &rows, at.parse().unwrap());
        }
    }
}

/// Every provider with the newest hour of the last 24.
fn is_comparison(found: &Value, hours: &BTreeMap<Timestamp, BTreeMap<String, Vec<i64>>>, rows: &[Row], at: Timestamp) {
    let mut newest: BTreeMap<&str, (Timestamp, &Vec<i64>)> = BTreeMap::new();
    for (hour, providers) in hours.range(..=at) {
        for (provider, prices) in providers {
            newest.insert(provider, (*hour, prices));
        }
    }
    let last_seen = |provider: &str, hour: Timestamp| {
        let same_hour =
            |row: &&Row| row.provider == provider && row.at.as_second().div_euclid(3_600) * 3_600 == hour.as_second();
        rows.iter().filter(same_hour).map(|row| row.at).max().unwrap()
    };
    newest.retain(|provider, (hour, _)| at.duration_since(last_seen(provider, *hour)).as_hours() < 24);
    let providers = found["providers"].as_array().unwrap();
    assert_eq!(providers.len(), newest.len(), "{found:#}\n{newest:#?}");
    for provider in providers {
        let (_, prices) = newest[provider["provider"].as_str().unwrap()];
        assert_eq!(provider["offers"], prices.len());
        for (field, by_hand) in [
            ("min_price_per_gpu_hour", prices[0]),
            ("p25_price_per_gpu_hour", at_share(prices, 25)),
            ("median_price_per_gpu_hour", middle(prices)),
            ("max_price_per_gpu_hour", prices[prices.len() - 1]),
            ("price_per_gpu_hour", own_price(prices)),
        ] {
            assert_eq!(micros(&provider[field]), by_hand, "{field} of {provider}");
        }
    }
}

/// An L4 at 0.022 USD/h for three days, where the others asked 0.39 to 1.00.
#[test]
fn a_single_absurd_price_fools_nobody() {
    let Some(csv) = observations() else { return };
    let world = imported(Database::Sqlite, &csv);
    let moment = ["--at", "2026-08-22T12:00:00Z", "--max-age", "24h", "--kind", "on-demand", "-o", "json"];
    let run = |command: &[&str]| world.run(command.iter().chain(&moment).copied()).exits(0).json();
    let vast = run(&["arbitrage", "compare", "l4"])["data"][0]["providers"][0].clone();
    assert_eq!((&vast["provider"], &vast["outlier"]), (&"vast".into(), &true.into()));
    for command in [&["arbitrage", "best", "l4"][..], &["arbitrage", "opportunities", "--model", "l4"]] {
        let document = run(command);
        let deal = document["data"].as_array().unwrap().iter().find(|deal| deal["count_class"] == "1").unwrap();
        assert_eq!(deal["provider"], "jarvislabs");
        assert!(deal["flags"].as_array().unwrap().contains(&"outlier".into()));
        assert_eq!(deal["outliers"][0]["provider"], "vast");
        assert!(!deal["reference_providers"].as_array().unwrap().contains(&"vast".into()));
    }
    let with = run(&["arbitrage", "--model", "l4", "--include-outliers"]);
    let deal = with["data"].as_array().unwrap().iter().find(|deal| deal["count_class"] == "1").unwrap();
    assert_eq!(deal["provider"], "vast");
    assert!(!deal["reference_providers"].as_array().unwrap().contains(&"vast".into()));
}

/// What the README says of how far to believe a saving.
#[test]
fn a_stable_saving_holds_a_day_later() {
    let Some(csv) = observations() else { return };
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("observations.csv");
    std::fs::write(&path, csv).unwrap();
    let terms = Terms { step_hours: 24, ..Terms::default() };
    let verdicts = study::Record::new(&study::read(&path).unwrap()).judge(&terms);
    let fates = study::fates(&verdicts, &terms);
    let stable = fates[&Grade::Stable];
    assert!(stable.found > 1_500 && stable.share() >= 0.95 && stable.strict_share() >= 0.92, "{stable:?}");
    let mut shares = Grade::ALL.map(|grade| fates[&grade].share()).into_iter();
    assert!(shares.by_ref().is_sorted(), "the better the grade, the longer it holds: {fates:?}");
    let news = study::news(&verdicts);
    let (events, told) = news.values().fold((0, 0), |(events, told), news| (events + news.events, told + news.told));
    let share = f64::from(events) / f64::from(told);
    assert!((0.05..0.15).contains(&share), "{events} of {told}");
}
