//! Where the same GPU is really cheaper, by the real binary on both databases.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::world::{Database, Run, World};

const HEADER: &str = "provider,external_id,gpu_model,vram_gb,gpu_count,price_per_gpu_hour,reliability,machine_id,egress_price_per_gib,min_hours";

/// Makes rows the present offers of their providers.
fn offers(world: &World, rows: &[&str]) -> Run {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    world.run_with_input(["import", "--offers", "-", "-o", "json"], &text)
}

/// Three providers of an H100: one cheap, one that leaves no doubt about it, one dear.
const MARKET: [&str; 9] = [
    "cheap,a1,H100_SXM,80,1,1.00,0.99,m1,,",
    "cheap,a2,H100_SXM,80,1,1.10,0.99,m2,,",
    "cheap,a3,H100_SXM,80,1,1.12,,m3,,",
    "cheap,a4,H100_SXM,80,1,3.00,0.99,m4,,",
    "middle,b1,H100_SXM,80,1,2.00,0.99,,0.05,",
    "middle,b2,H100_SXM,80,1,2.40,0.80,,,",
    "dear,c1,H100_SXM,80,1,4.00,0.99,,,",
    "cheap,d1,H100_SXM,80,8,0.75,0.99,,,",
    "dear,e1,RTX_4090,24,1,0.50,0.99,,,",
];

fn run(world: &World, arguments: &[&str]) -> Value {
    world.run(arguments.iter().copied().chain(["-o", "json"])).exits(0).json()["data"].clone()
}

fn money(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (whole, fraction) = text.split_once('.').unwrap();
    sign * format!("{whole}{fraction:0<6}").parse::<i64>().unwrap()
}

#[test]
fn a_saving_is_found_and_every_number_can_be_recomputed() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let found = run(&world, &["arbitrage", "--data", "100", "--hours", "48", "--explain"]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{found:#}");
        let deal = &found[0];
        assert_eq!((&deal["id"], &deal["provider"]), (&json!("h100-sxm5-80gb:on_demand:1"), &json!("cheap")));
        assert_eq!(
            (&deal["price_per_gpu_hour"], &deal["reference_price_per_gpu_hour"]),
            (&json!("1.10"), &json!("2.00"))
        );
        assert_eq!((&deal["reference"], &deal["reference_providers"]), (&json!("median"), &json!(["middle"])));
        assert_eq!((&deal["depth_gpus"], &deal["offers"], &deal["providers"]), (&json!(3), &json!(4), &json!(3)));
        assert_eq!((&deal["flags"], &deal["confidence"]), (&json!(["imputed"]), &json!("new")));
        // 48 h at 2.00 less 48 h at 1.10 less 100 GiB at 0.05 less 45 min at 1.10.
        assert_eq!((&deal["switching_cost"], &deal["net_saving_per_gpu_hour"]), (&json!("5.825"), &json!("0.778645")));
        assert_eq!((&deal["net_saving_percent"], &deal["break_even_s"]), (&json!(38.93), &json!(23_300)));
        recompute(deal, 48, 100);
    });
}

/// Computes a deal's numbers from nothing but the offers it lists.
fn recompute(deal: &Value, hours: i64, data: i64) {
    let mut prices: BTreeMap<&str, i64> = BTreeMap::new();
    for provider in deal["explain"]["providers"].as_array().unwrap() {
        let mut own: Vec<i64> =
            provider["offers"].as_array().unwrap().iter().map(|offer| money(&offer["price_per_gpu_hour"])).collect();
        own.sort_unstable();
        let rank = own.len().div_ceil(4).max(2).min(own.len());
        let name = provider["provider"].as_str().unwrap();
        assert_eq!(money(&provider["price_per_gpu_hour"]), own[rank - 1]);
        prices.insert(name, own[rank - 1]);
        if name == deal["provider"] {
            let near = own.iter().filter(|price| **price * 100 <= own[rank - 1] * 105).count();
            assert_eq!(deal["depth_gpus"], near, "each on a machine of its own");
            assert_eq!(deal["offers"], own.len());
        }
    }
    let mut sorted: Vec<i64> = prices.values().copied().collect();
    sorted.sort_unstable();
    let (buy, reference) = (sorted[0], sorted[sorted.len() / 2]);
    assert_eq!((money(&deal["price_per_gpu_hour"]), money(&deal["reference_price_per_gpu_hour"])), (buy, reference));
    let holder = deal["reference_providers"][0].as_str().unwrap();
    let source = deal["explain"]["providers"].as_array().unwrap().iter().find(|p| p["provider"] == holder).unwrap();
    let egress = source["offers"].as_array().unwrap().iter().find_map(|o| o["egress_price_per_gib"].as_str()).unwrap();
    let switching = data * money(&json!(egress)) + (buy * 45 + 59) / 60;
    assert_eq!(money(&deal["switching_cost"]), switching);
    let net = (reference - buy) * hours - switching;
    assert_eq!(money(&deal["net_saving_per_gpu_hour"]), net.div_euclid(hours));
    let bps = (net * 10_000).div_euclid(reference * hours);
    assert!((deal["net_saving_percent"].as_f64().unwrap() * 100.0 - bps as f64).abs() < 1e-6);
    let per_hour = reference - buy;
    assert_eq!(deal["break_even_s"], (switching * 3_600 + per_hour - 1) / per_hour);
    let observations = deal["explain"]["observations"].as_array().unwrap();
    assert_eq!(deal["observations"], observations.len());
}

#[test]
fn the_reference_the_threshold_and_the_count_are_the_users() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let ids = |arguments: &[&str]| -> Vec<String> {
            let found = run(&world, &[&["arbitrage", "opportunities"], arguments].concat());
            found.as_array().unwrap().iter().map(|deal| deal["id"].as_str().unwrap().to_owned()).collect()
        };
        let one = "h100-sxm5-80gb:on_demand:1".to_owned();
        assert_eq!(ids(&["--min-spread", "43.2"]), std::slice::from_ref(&one));
        assert_eq!(ids(&["--min-spread", "44"]), Vec::<String>::new());
        assert_eq!(ids(&["--versus", "1.15", "--model", "4090"]), ["rtx-4090:on_demand:1".to_owned()], "what you pay");
        assert_eq!(ids(&["--versus", "9", "--model", "h100"]).len(), 2);
        assert_eq!(ids(&["--min-confidence", "seen"]), Vec::<String>::new());
        assert_eq!(ids(&["--events"]), Vec::<String>::new(), "a market seen once has no news");
        assert_eq!(ids(&["--kind", "interruptible"]), Vec::<String>::new());
        assert_eq!(ids(&["--versus", "next", "--model", "h100-sxm"]), std::slice::from_ref(&one));
        // Only `cheap` has four at once: there is nobody to compare with.
        assert_eq!(ids(&["--gpus", "4"]), Vec::<String>::new());
        let deal = &run(&world, &["arbitrage", "--gpus", "8", "--versus", "9"])[0];
        assert_eq!((&deal["count_class"], &deal["gpus"], &deal["depth_gpus"]), (&json!("8+"), &json!(8), &json!(8)));
        let empty = world.run(["arbitrage", "--events", "--exit-empty", "-o", "json"]).exits(10);
        assert_eq!(empty.error()["code"], "empty");
    });
}

#[test]
fn answers_are_kept_for_a_moment_and_a_change_of_the_market_ends_them() {
    World::each(|mut world| {
        offers(&world, &MARKET).exits(0);
        let price = |world: &World, more: &[&str]| {
            run(world, &[&["arbitrage"], more].concat())[0]["price_per_gpu_hour"].as_str().unwrap().to_owned()
        };
        assert_eq!(price(&world, &[]), "1.10");
        let sql = "UPDATE price_hours SET price = price + 1";
        world.sql(sql);
        assert_eq!(price(&world, &[]), "1.10", "kept");
        assert_eq!(price(&world, &["--hours", "25"]), "1.100001", "another question");
        assert_eq!(price(&world, &["--no-cache"]), "1.100001");
        offers(&world, &["other,x,L4,24,1,0.5,,,,"]).exits(0);
        assert_eq!(price(&world, &[]), "1.100001", "something was stored meanwhile");
        world.set("GP4U_ARBITRAGE__TTL", "1ms");
        world.sql(sql);
        assert_eq!(price(&world, &[]), "1.100002", "too old");
    });
}

#[test]
fn the_best_place_names_the_offers_to_take() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let found = run(&world, &["arbitrage", "best", "h100"]);
        let places: Vec<_> =
            found.as_array().unwrap().iter().map(|deal| (&deal["count_class"], &deal["provider"])).collect();
        assert_eq!(places, [(&json!("8+"), &json!("cheap")), (&json!("1"), &json!("cheap"))]);
        let ids: Vec<&str> =
            found[1]["cheapest_offers"].as_array().unwrap().iter().map(|offer| offer["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["cheap:a1", "cheap:a2", "cheap:a3"]);
        assert_eq!(world.run(["arbitrage", "best", "h100", "-o", "ids"]).exits(0).stdout, "cheap:d1\ncheap:a1\n");
        let none = world.run(["arbitrage", "best", "h100", "--gpus", "2", "-o", "json"]).exits(3);
        assert_eq!(none.error()["code"], "not_found", "no offer has two to four");
    });
}

#[test]
fn providers_are_compared_by_everything_they_have() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let found = run(&world, &["arbitrage", "compare", "h100"]);
        let gpu = &found[0];
        assert_eq!((&gpu["below_next_percent"], &gpu["below_median_percent"]), (&json!(58.33), &json!(58.33)));
        let cheap = &gpu["providers"][0];
        for (field, value) in [
            ("provider", json!("cheap")),
            ("offers", json!(5)),
            ("gpus", json!(12)),
            ("min_price_per_gpu_hour", json!("0.75")),
            ("p25_price_per_gpu_hour", json!("1.00")),
            ("median_price_per_gpu_hour", json!("1.10")),
            ("max_price_per_gpu_hour", json!("3.00")),
            ("price_per_gpu_hour", json!("1.00")),
            ("mean_reliability", json!(0.99)),
            ("outlier", json!(false)),
        ] {
            assert_eq!(cheap[field], value, "{field}");
        }
        let table = world.run(["arbitrage", "compare", "h100"]).exits(0);
        assert!(table.stdout.starts_with("GPU "), "{}", table.stdout);
        assert!(table.stderr.contains("58.3% below the next"), "{}", table.stderr);
    });
}

#[test]
fn savings_are_told_by_the_day_the_month_and_the_year() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let saving =
            run(&world, &["arbitrage", "savings", "h100", "--hours-per-day", "8", "--from", "middle", "--data", "100"])
                [0]
            .clone();
        for (field, value) in [
            ("from_providers", json!(["middle"])),
            ("from_price_per_gpu_hour", json!("2.00")),
            ("to_provider", json!("cheap")),
            ("to_price_per_gpu_hour", json!("1.10")),
            ("per_hour", json!("0.90")),
            ("per_day", json!("7.20")),
            ("per_month", json!("216.00")),
            ("per_year", json!("2628.00")),
            ("switching_cost", json!("5.825")),
            ("first_year_net", json!("2622.175")),
            ("break_even_s", json!(23_300)),
            ("break_even_days", json!(1)),
        ] {
            assert_eq!(saving[field], value, "{field}");
        }
        let dear = run(&world, &["arbitrage", "savings", "h100", "--from", "0.50"])[0].clone();
        assert_eq!((&dear["per_hour"], &dear["break_even_s"]), (&json!("-0.60"), &Value::Null));
        let unknown = world.run(["arbitrage", "savings", "h100", "--from", "nobody", "-o", "json"]).exits(3);
        assert!(unknown.error()["message"].as_str().unwrap().contains("nobody"));
        for wrong in [["--hours-per-day", "25"], ["--hours-per-day", "0"], ["--from", "-1"]] {
            assert_eq!(world.run(["arbitrage", "savings", "h100", wrong[0], wrong[1]]).code, 2, "{wrong:?}");
        }
    });
}

#[test]
fn a_bad_row_refuses_the_file_unless_it_is_to_be_skipped() {
    World::each(|world| {
        let text = "provider,gpu_model,vram_gb,price_per_hour,observed_at,colour\n\
                    a,H100_SXM,80,2,2026-08-01T00:00:00Z,red\n\
                    a,H100_SXM,80,two,2026-08-01T01:00:00Z,red\n\
                    ,H100_SXM,80,2,2026-08-01T02:00:00Z,red\n\
                    a,H100_SXM,80,2,2026-08-01T03:00:00Z\n\
                    a,L4,24,1.5,2026-08-01T04:00:00Z,\n";
        let refused = world.run_with_input(["import", "-", "-o", "json"], text).exits(2);
        assert!(refused.stdout.is_empty());
        let error = refused.error();
        assert_eq!((&error["code"], &error["details"]["bad"]), (&json!("bad_input"), &json!(3)));
        let rows = error["details"]["bad_rows"].as_array().unwrap();
        let lines: Vec<_> = rows.iter().map(|row| row["line"].as_u64().unwrap()).collect();
        assert_eq!(lines, [3, 4, 5]);
        assert_eq!(rows[1]["reason"], "provider is missing");
        assert_eq!(rows[2]["reason"], "has 5 fields where the header has 6");
        assert_eq!(history_hours(&world), 0, "nothing was taken");

        let dry = world.run_with_input(["import", "-", "--skip-bad", "--dry-run", "-o", "json"], text).exits(0).json();
        assert_eq!((&dry["data"]["new"], &dry["data"]["dry_run"]), (&json!(2), &json!(true)));
        assert_eq!(history_hours(&world), 0, "a dry run keeps nothing");

        let report = world.run_with_input(["import", "-", "--skip-bad", "-o", "json"], text).exits(0);
        let document = report.json();
        assert_eq!((&document["data"]["new"], &document["data"]["bad"]), (&json!(2), &json!(3)));
        let codes: Vec<&str> =
            document["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["unknown_column", "bad_rows"]);
        assert_eq!(history_hours(&world), 1);
    });
}

/// Hours with a price of an H100 in August 2026.
fn history_hours(world: &World) -> u64 {
    let run = world.run(["gpus", "history", "h100", "--at", "2026-08-31T00:00:00Z", "--days", "31", "-o", "json"]);
    if run.code == 3 {
        return 0;
    }
    run.exits(0).json()["data"][0]["offered_hours"].as_u64().unwrap()
}

#[test]
fn files_of_either_kind_are_taken_and_nonsense_is_not() {
    World::each(|world| {
        let ndjson = "{\"provider\":\"a\",\"model\":\"H100\",\"form_factor\":\"SXM\",\"vram_gib\":80,\"gpu_count\":8,\
                      \"price_per_hour\":\"16.00\",\"observed_at\":\"2026-08-01T00:00:00Z\"}\n\n\
                      {\"provider\":\"a\",\"model\":\"H100\",\"form_factor\":\"SXM\",\"vram_gib\":80,\"price_per_hour\":1.5,\
                      \"observed_at\":\"2026-08-01T01:00:00Z\"}\n";
        let report = world.run_with_input(["import", "-", "-o", "json"], ndjson).exits(0).json();
        assert_eq!(report["data"]["new"], 2);
        assert_eq!(history_hours(&world), 2);
        for (text, code) in [
            ("", "bad_input"),
            ("provider,price_per_hour\na,1\n", "bad_input"),
            ("{\"provider\":\n", "bad_input"),
            ("[1,2]", "bad_input"),
            ("\u{feff}provider,gpu,price_per_hour\na,H100_SXM,0\n", "bad_input"),
        ] {
            assert_eq!(
                world.run_with_input(["import", "-", "-o", "json"], text).exits(2).error()["code"],
                code,
                "{text}"
            );
        }
        assert_eq!(world.run(["import", "/no/such/file", "-o", "json"]).exits(1).error()["code"], "io");
        let own = offers(&world, &["vast,x,H100_SXM,80,1,1,,,,"]).exits(2);
        assert_eq!(own.error()["code"], "usage", "a network's offers come from a sync");
    });
}

#[test]
fn what_gp4u_lists_it_can_take_in() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let listed = world.run(["gpus", "search", "-o", "ndjson"]).exits(0).stdout;
        assert_eq!(listed.lines().count(), MARKET.len());
        let report = world.run_with_input(["import", "-", "-o", "json"], &listed).exits(0).json();
        assert_eq!((&report["data"]["rows"], &report["data"]["bad"]), (&json!(MARKET.len()), &json!(0)));
        assert_eq!(report["warnings"][0]["code"], "overruled", "the hour was seen whole already: {report:#}");
    });
}

#[test]
fn a_watch_ends_with_what_it_waited_for() {
    World::each(|world| {
        offers(&world, &MARKET).exits(0);
        let told = world.path("told").display().to_string();
        let exec = format!("tee '{told}'");
        let search = [
            "gpus",
            "search",
            "--model",
            "h100",
            "--until",
            "price_per_gpu_hour < 0.80",
            "--timeout",
            "9s",
            "--exec",
            &exec,
        ];
        let event: Value = serde_json::from_str(&world.run(search).exits(0).stdout).unwrap();
        assert_eq!((&event["event"], &event["id"]), (&json!("hit"), &json!("cheap:d1")));
        assert_eq!(event["data"]["price_per_hour"], "6.00");
        let given: Value = serde_json::from_str(&fs::read_to_string(&told).unwrap()).unwrap();
        assert_eq!(given, event);

        let news = ["arbitrage", "--until", "net_saving_percent >= 40 and provider = cheap", "--timeout", "1s"];
        let event: Value = serde_json::from_str(&world.run(news).exits(0).stdout).unwrap();
        assert_eq!(event["id"], "h100-sxm5-80gb:on_demand:1");

        let late =
            ["gpus", "history", "h100", "--until", "price_per_gpu_hour < 0.5", "--timeout", "1s", "-o", "ndjson"];
        let late = world.run(late).exits(8);
        assert_eq!((late.stdout.as_str(), &late.error()["code"]), ("", &json!("timed_out")));
        world.run(["arbitrage", "--watch=1s", "--timeout", "1s"]).exits(0);
    });
}

#[test]
fn a_watch_says_what_it_cannot_do_before_it_begins() {
    let world = World::new(Database::Sqlite);
    for (arguments, code) in [
        (&["gpus", "search", "--until", "prise < 1"][..], "bad_query"),
        (&["arbitrage", "--until", "net_saving_precent > 1"], "bad_query"),
        (&["gpus", "history", "h100", "--until", "price < 1"], "bad_query"),
        (&["gpus", "search", "--exec", "true"], "usage"),
        (&["arbitrage", "--watch", "--exec", "a 'b"], "usage"),
        (&["arbitrage", "--watch", "--at", "2026-08-01"], "usage"),
    ] {
        let run = world.run(arguments.iter().copied().chain(["-o", "ndjson"])).exits(2);
        assert_eq!(run.error()["code"], code, "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(world.run(["arbitrage", "--watch", "-o", "json"]).exits(2).error()["code"], "usage");
}
