//! From the networks' answers to the offers that users see, by the real binary on both databases.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::networks::{NAMES, Networks, vast_rows};
use crate::server::Answer;
use crate::world::{Run, World};

fn sync(world: &World) -> Run {
    world.run(["sync", "-o", "json"])
}

fn offers(world: &World) -> Vec<Value> {
    let document = world.run(["gpus", "search", "--all", "--limit", "0", "-o", "json"]).exits(0).json();
    document["data"].as_array().expect("a list of offers").clone()
}

fn offer<'a>(offers: &'a [Value], id: &str) -> &'a Value {
    offers.iter().find(|offer| offer["id"] == id).unwrap_or_else(|| panic!("no offer {id} in {offers:#?}"))
}

fn of_provider(offers: &[Value], provider: &str) -> usize {
    offers.iter().filter(|offer| offer["provider"] == provider).count()
}

fn report<'a>(document: &'a Value, provider: &str) -> &'a Value {
    let reports = document["data"]["providers"].as_array().expect("reports");
    reports.iter().find(|report| report["provider"] == provider).expect("a report")
}

#[test]
fn what_is_served_is_what_is_found() {
    World::each(|mut world| {
        let _networks = Networks::start(&mut world);
        let document = sync(&world).exits(0).json();
        for (provider, kept) in [("vast", 5), ("akash", 1), ("ionet", 1), ("render", 1)] {
            assert_eq!(report(&document, provider)["kept"], kept, "{document:#}");
        }
        let offers = offers(&world);
        assert_eq!(offers.len(), 8);

        let small = offer(&offers, "vast:104");
        assert_eq!(
            (&small["model"], &small["form_factor"], &small["vram_gib"]),
            (&json!("A100"), &json!("SXM"), &json!(40))
        );
        assert_eq!(small["price_per_hour"], "0.281482");
        assert_eq!((&small["reliability"], &small["country"]), (&Value::Null, &json!("NO")));
        assert_eq!(small["verified"], false);
        assert_eq!(offer(&offers, "vast:105")["vram_gib"], 80);
        let many = offer(&offers, "vast:102");
        assert_eq!((&many["price_per_hour"], &many["price_per_gpu_hour"]), (&json!("20.00"), &json!("2.50")));
        assert_eq!(
            (&many["machine_id"], &many["gpu_count"], &many["country"]),
            (&json!("12"), &json!(8), &json!("US"))
        );

        let akash = offers.iter().find(|offer| offer["provider"] == "akash").unwrap();
        assert_eq!((&akash["kind"], &akash["price_per_gpu_hour"]), (&json!("auction_estimate"), &json!("1.30")));
        assert_eq!((&akash["units"], &akash["reliability"]), (&json!(4), &Value::Null));
        let ionet = offer(&offers, "ionet:8H100.80S.176V__FI");
        assert_eq!((&ionet["price_per_hour"], &ionet["price_per_gpu_hour"]), (&json!("27.875343"), &json!("3.484418")));
        assert_eq!(
            (&ionet["model"], &ionet["form_factor"], &ionet["country"]),
            (&json!("H100"), &json!("SXM"), &json!("FI"))
        );
        assert_eq!(offer(&offers, "render:off_1")["price_per_hour"], "0.35");
    });
}

#[test]
fn broken_rows_are_counted_and_cost_no_other_row() {
    World::each(|mut world| {
        let networks = Networks::start(&mut world);
        let good = vast_rows();
        let mut rows = good.clone();
        let broken = |changes: Value| {
            let mut row = good[0].clone();
            row["id"] = json!(900);
            for (key, value) in changes.as_object().unwrap() {
                row[key] = value.clone();
            }
            row
        };
        rows.extend([
            broken(json!({"dph_base": "bare NaN", "id": 901})),
            broken(json!({"dph_base": -0.5, "id": 902})),
            broken(json!({"num_gpus": 0, "id": 903})),
            broken(json!({"id": null})),
            json!("not an object"),
            json!(7),
            good[0].clone(),
            broken(json!({"id": "905", "dph_base": "0.75", "num_gpus": "2", "gpu_ram": "24564"})),
        ]);
        networks.set_vast(rows);
        let document = sync(&world).exits(0).json();
        let vast = report(&document, "vast");
        let reasons = json!({"bad_price": 2, "no_gpu": 1, "missing_id": 1, "malformed": 2, "duplicate_id": 1});
        assert_eq!(vast["rejected"], reasons, "{vast:#}");
        assert_eq!((&vast["fetched"], &vast["kept"]), (&json!(13), &json!(6)));
        let offers = offers(&world);
        assert_eq!(of_provider(&offers, "vast"), 6);
        assert_eq!(offer(&offers, "vast:905")["price_per_gpu_hour"], "0.375");
    });
}

/// Every way a network can fail, what it is called, and that the other three are stored in time.
#[test]
fn one_network_failing_never_costs_anothers_data() {
    let html = b"<html><title>Just a moment...</title></html>".to_vec();
    let whole = json!({"offers": vast_rows()}).to_string().into_bytes();
    let faults: [(&str, Answer); 11] = [
        ("http_status", Answer::status(500, "oops")),
        ("rate_limited", Answer::Full(429, vec![("Retry-After".into(), "3600".into())], b"slow down".to_vec())),
        ("unauthorized", Answer::status(401, "{\"msg\": \"Invalid user key\"}")),
        ("not_json", Answer::Full(200, vec![("Content-Type".into(), "text/html".into())], html)),
        ("not_json", Answer::json("")),
        ("wrong_shape", Answer::json("[]")),
        ("truncated", Answer::Truncated(whole, 100)),
        ("not_json", Answer::json("{\"offers\": [{]}")),
        ("timeout", Answer::Silence(Duration::from_secs(8))),
        ("redirect", Answer::Full(302, vec![("Location".into(), "http://127.0.0.1:1/".into())], Vec::new())),
        ("too_large", Answer::Flood(100_000_000)),
    ];
    let mut world = World::new(crate::world::Database::Sqlite);
    world.set("GP4U_PROVIDERS__VAST__TIMEOUT", "2s").set("GP4U_PROVIDERS__VAST__RATE_PER_MINUTE", "1000");
    let networks = Networks::start(&mut world);
    for (code, fault) in faults {
        networks.break_down("vast", fault.clone());
        let started = Instant::now();
        let run = sync(&world).exits(11);
        assert!(started.elapsed() < Duration::from_secs(20), "{code} took {:?}", started.elapsed());
        let document = run.json();
        assert_eq!(report(&document, "vast")["error"]["code"], code, "{fault:?}: {document:#}");
        assert_eq!(run.error()["code"], "partial_sync");
        for other in &NAMES[1..] {
            assert_eq!(report(&document, other)["kept"], 1, "{other}: {document:#}");
        }
        assert_eq!(offers(&world).len(), 3);
    }
}

#[test]
fn a_network_that_recovers_is_asked_again() {
    World::each(|mut world| {
        world.set("GP4U_PROVIDERS__VAST__TIMEOUT", "5s");
        let networks = Networks::start(&mut world);
        networks.break_down("vast", Answer::Full(429, vec![("Retry-After".into(), "1".into())], Vec::new()));
        let mended = std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(500));
                networks.mend("vast");
            });
            sync(&world)
        });
        assert_eq!(report(&mended.exits(0).json(), "vast")["kept"], 5);
    });
}

#[test]
fn old_offers_of_a_failing_network_stay_and_are_stale() {
    World::each(|mut world| {
        world.set("GP4U_PROVIDERS__VAST__RATE_PER_MINUTE", "1000");
        let networks = Networks::start(&mut world);
        sync(&world).exits(0);
        networks.break_down("vast", Answer::status(401, "{}"));
        sync(&world).exits(11);
        let offers = offers(&world);
        assert_eq!(offers.len(), 8);
        for offer in &offers {
            assert_eq!(offer["stale"], offer["provider"] == "vast", "{offer:#}");
        }
        let search = world.run(["gpus", "search"]).exits(0);
        assert!(search.stderr.contains("vast"), "a reader is told: {}", search.stderr);
    });
}

#[test]
fn all_networks_failing_is_its_own_exit_code() {
    World::each(|mut world| {
        let networks = Networks::start(&mut world);
        for name in NAMES {
            networks.break_down(name, Answer::status(404, "gone"));
        }
        let run = sync(&world).exits(8);
        assert_eq!(run.error()["code"], "provider_unavailable");
        assert_eq!(run.error()["retryable"], true);
    });
}

#[test]
fn an_answer_that_takes_most_offers_away_is_believed_the_second_time() {
    World::each(|mut world| {
        world.set("GP4U_PROVIDERS__VAST__RATE_PER_MINUTE", "1000");
        let networks = Networks::start(&mut world);
        sync(&world).exits(0);
        networks.set_vast(Vec::new());
        assert_eq!(report(&sync(&world).exits(0).json(), "vast")["held"], 5);
        assert_eq!(of_provider(&offers(&world), "vast"), 5);
        assert_eq!(report(&sync(&world).exits(0).json(), "vast")["gone"], 5);
        assert_eq!(of_provider(&offers(&world), "vast"), 0);
    });
}

#[test]
fn a_recording_gives_the_same_market_without_any_network() {
    World::each(|mut world| {
        let networks = Networks::start(&mut world);
        world.set("GP4U_PROVIDERS__VAST__API_KEY", "canary-secret-key");
        world.run(["sync", "--record", "tape", "-o", "json"]).exits(0);
        let mut live = offers(&world);
        let key = networks.requests("vast")[0].header("authorization").map(str::to_owned);
        assert_eq!(key.as_deref(), Some("Bearer canary-secret-key"));
        for file in walk(&world.path("tape")) {
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(!text.contains("canary-secret-key"), "{} holds the key", file.display());
        }
        for name in NAMES {
            networks.break_down(name, Answer::status(500, "no network here"));
        }
        let mut other = World::new(world.database);
        other.set("GP4U_PROVIDERS__VAST__URL", "http://127.0.0.1:9");
        let tape = world.path("tape").display().to_string();
        other.run(["sync", "--replay", tape.as_str(), "-o", "json"]).exits(0);
        let mut replayed = offers(&other);
        for offer in live.iter_mut().chain(&mut replayed) {
            for field in ["observed_at", "age_s"] {
                offer[field] = Value::Null;
            }
        }
        assert_eq!(live, replayed);
    });
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn a_search_never_touches_the_network() {
    World::each(|mut world| {
        let networks = Networks::start(&mut world);
        sync(&world).exits(0);
        let before: usize = NAMES.iter().map(|name| networks.requests(name).len()).sum();
        world.run(["gpus", "search"]).exits(0);
        world.run(["gpus", "models"]).exits(0);
        world.run(["gpus", "compare", "vast:101", "vast:105"]).exits(0);
        world.run(["gpus", "show", "vast:101"]).exits(0);
        world.run(["providers", "status"]).exits(0);
        let after: usize = NAMES.iter().map(|name| networks.requests(name).len()).sum();
        assert_eq!(before, after);
    });
}

#[test]
fn text_from_a_provider_cannot_drive_a_terminal() {
    World::each(|mut world| {
        let networks = Networks::start(&mut world);
        let mut row = vast_rows().remove(0);
        row["gpu_name"] = json!("RTX 9999\u{1b}[2J\u{1b}]0;PAID\u{7}\u{9b}2J\r\u{202e}\u{200b}");
        row["geolocation"] = json!("=HYPERLINK(\"x\"), US");
        networks.set_vast(vec![row]);
        sync(&world).exits(0);
        for format in ["table", "json", "ndjson", "csv", "ids"] {
            let run = world.run(["gpus", "search", "--all", "-o", format]).exits(0);
            let bad = |c: char| {
                (c.is_control() && !matches!(c, '\n' | '\r')) || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}')
            };
            assert!(!run.stdout.contains(bad), "{format}: {:?}", run.stdout);
        }
        let csv = world.run(["gpus", "search", "--all", "-o", "csv", "--fields", "region"]).exits(0).stdout;
        assert!(csv.contains("'=HYPERLINK"), "{csv}");
        let search = world.run(["gpus", "search", "--all", "--model", "no such gpu"]).exits(2);
        assert!(search.stdout.is_empty());
    });
}
