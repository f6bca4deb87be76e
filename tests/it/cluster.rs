//! Plans by the real binary, on both databases and from files.

use std::fs;

use serde_json::{Value, json};

use crate::world::{Database, Run, World};

const HEADER: &str =
    "provider,external_id,gpu_model,vram_gb,gpu_count,price_per_hour,reliability,machine_id,kind,country,min_hours";

/// Four 4090s on a machine and a bit, some H100s, and one that can be taken away.
const MARKET: [&str; 8] = [
    "alpha,1,RTX_4090,24,1,0.30,0.99,m1,,IS,",
    "alpha,2,RTX_4090,24,2,0.62,0.99,m1,,IS,",
    "alpha,3,RTX_4090,24,2,0.70,0.99,m2,,IS,",
    "alpha,4,RTX_4090,24,1,0.333333,0.99,,,IS,",
    "beta,5,H100_SXM,80,1,2.20,0.995,n1,,US,",
    "beta,6,H100_SXM,80,8,16.00,0.995,n1,,US,",
    "beta,7,H100_SXM,80,1,2.10,,n2,,US,4",
    "alpha,8,RTX_4090,24,8,0.10,0.99,m3,interruptible,IS,",
];

fn offers(world: &World, rows: &[&str]) {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    world.run_with_input(["import", "--offers", "-"], &text).exits(0);
}

fn each(test: impl Fn(&World)) {
    World::each(|world| {
        offers(&world, &MARKET);
        test(&world);
    });
}

/// 4,000 TFLOP-hours in ten hours: three 4090s.
const JOB: [&str; 10] =
    ["cluster", "plan", "--work", "4000", "--deadline", "10h", "--efficiency", "1", "--exclude-provider", "beta"];

fn plan(world: &World, more: &[&str]) -> Run {
    world.run(JOB.iter().chain(more).copied())
}

fn document(world: &World, more: &[&str]) -> Value {
    plan(world, &[more, &["-o", "json"]].concat()).exits(0).json()["data"].clone()
}

fn ids(document: &Value) -> Vec<&str> {
    document["members"].as_array().unwrap().iter().map(|member| member["id"].as_str().unwrap()).collect()
}

fn micros(value: &Value) -> i64 {
    let (whole, fraction) = value.as_str().unwrap().split_once('.').unwrap();
    format!("{whole}{fraction:0<6}").parse().unwrap()
}

#[test]
fn a_plan_is_a_document_that_stands_for_itself() {
    each(|world| {
        let schema: Value = serde_json::from_str(&world.run(["schema", "plan"]).exits(0).stdout).unwrap();
        let run = plan(world, &["--job", "train", "--explain", "-o", "json"]).exits(0).json();
        assert!(jsonschema::is_valid(&schema, &run), "{run:#}");
        assert_eq!(run["schema"], "gp4u.plan/1");
        let plan = &run["data"];
        assert_eq!(ids(plan), ["alpha:2", "alpha:4"], "not 1 and 2, which share a machine of two GPUs");
        assert_eq!(
            (&plan["job"], &plan["precision"], &plan["kinds"]),
            (&json!("train"), &json!("fp16"), &json!(["on_demand"]))
        );
        assert_eq!(
            (&plan["totals"]["price_per_hour"], &plan["totals"]["cost"]),
            (&json!("0.953333"), &json!("9.53333"))
        );
        assert_eq!((&plan["totals"]["tflops"], &plan["totals"]["tflops_slack"]), (&json!(495.6), &json!(95.6)));
        assert_eq!((&plan["totals"]["done_s"], &plan["totals"]["slack_s"]), (&json!(29_056), &json!(6_944)));
        let proof = &plan["proof"];
        assert_eq!((&proof["status"], &proof["gap_ppm"]), (&json!("optimal"), &json!(0)));
        assert_eq!((&proof["value"], &proof["bound"]), (&json!("0.953333"), &json!("0.953333")));
        assert_eq!((&proof["eligible"], &proof["excluded"]), (&json!(4), &json!({ "provider": 3 })));
        assert_eq!(proof["unusable"], json!({ "other_kind": 1 }));
        assert!(proof["elapsed_ms"].is_u64() && plan["market_at"].is_string());
        let members = plan["members"].as_array().unwrap();
        let sum = |of: &dyn Fn(&Value) -> i64| members.iter().map(of).sum::<i64>();
        assert_eq!(sum(&|member| member["contribution_ppm"].as_i64().unwrap()), 1_000_000);
        assert_eq!(sum(&|member| micros(&member["cost"])), 9_533_330);
        assert_eq!(members[0]["country"], "IS");
        assert_eq!(plan["explanation"]["complete"], true);
        assert_eq!(plan["explanation"]["next_best"]["without"], "alpha:2");
    });
}

#[test]
fn every_format_shows_the_same_plan() {
    each(|world| {
        assert_eq!(plan(world, &["-o", "ids"]).exits(0).stdout, "alpha:2\nalpha:4\n");
        let csv = plan(world, &["-o", "csv", "--fields", "id,cost,contribution_ppm"]).exits(0).stdout;
        assert_eq!(csv, "id,cost,contribution_ppm\r\nalpha:2,6.20,666667\r\nalpha:4,3.33333,333333\r\n");
        let line = plan(world, &["-o", "ndjson"]).exits(0).stdout;
        assert_eq!(line.lines().count(), 1);
        let table = plan(world, &["--explain"]).exits(0);
        for words in [
            "cost       9.54 USD for 10h at 0.9534 USD/h",
            "cluster    3 GPUs on 2 machines: 495.6 FP16 TFLOPS, 400 needed",
            "time       done after 8h5m, 1h55m before the deadline",
            "alpha:2  2x RTX 4090 24G  0.6200",
            "66.66%",
            "proof      optimal, no plan is cheaper (4 offers qualify,",
            "free       --deadline: 11h instead of 10h saves nothing",
            "next best  without alpha:2",
        ] {
            assert!(table.stdout.contains(words), "{words}\n{}", table.stdout);
        }
        assert!(table.stderr.contains("1 interruptible offers were left out"), "{}", table.stderr);
    });
}

#[test]
fn what_nobody_can_do_names_the_smallest_change() {
    each(|world| {
        let run = plan(world, &["--vram", "200", "-o", "json"]).exits(7);
        let error = run.error();
        assert_eq!((&error["code"], &error["details"]["flag"]), (&json!("infeasible"), &json!("--vram")));
        assert_eq!(error["details"]["largest_vram_gib"], 80);
        assert!(error["message"].as_str().unwrap().contains("the largest there is has 80 GiB"), "{error:#}");
        assert_eq!(error["details"]["smallest_relaxation"]["relaxed"], "24 GiB", "the other provider is excluded");
        let document = run.json();
        assert_eq!(
            (&document["data"]["proof"]["status"], &document["data"]["members"]),
            (&json!("infeasible"), &json!([]))
        );

        let text = plan(world, &["--max-gpus", "2"]).exits(7);
        assert_eq!(text.stdout, "");
        // 12.1 hours of two 4090s.
        assert!(
            text.stderr.contains("change that makes it possible is --deadline: 12h7m instead of 10h"),
            "{}",
            text.stderr
        );
        let text = plan(world, &["--max-gpus", "2", "--explain"]).exits(7).stderr;
        assert!(text.contains("possible with --max-gpus: at most 3 GPUs instead of at most 2 GPUs"), "{text}");
        let dear = plan(world, &["--budget", "9.50", "-o", "json"]).exits(7).error();
        assert_eq!(dear["details"]["smallest_relaxation"]["relaxed"], "9.53333 USD");
        let only_spot =
            world.run(["cluster", "plan", "--throughput", "1300", "--efficiency", "1", "--model", "4090"]).exits(7);
        assert!(
            only_spot.stderr.contains("--kind on-demand --kind interruptible adds 1 offers"),
            "{}",
            only_spot.stderr
        );
    });
    World::each(|world| {
        let empty = world.run(["cluster", "plan", "--throughput", "5"]).exits(7);
        assert!(empty.stderr.contains("`gp4u sync` fills the market"), "{}", empty.stderr);
    });
}

#[test]
fn a_plan_is_priced_again_and_refused_when_dearer() {
    each(|world| {
        let path = world.path("plan.json").display().to_string();
        let saved = plan(world, &["-o", "json"]).exits(0).stdout;
        fs::write(&path, &saved).unwrap();
        let check = |more: &[&str]| world.run(["cluster", "plan", "--check", &path].iter().chain(more).copied());
        let same = check(&["-o", "json"]).exits(0).json();
        assert_eq!((&same["schema"], &same["data"]["acceptable"]), (&json!("gp4u.plan_check/1"), &json!(true)));
        assert_eq!(same["data"]["change_ppm"], 0);

        let mut dearer = MARKET;
        dearer[1] = "alpha,2,RTX_4090,24,2,0.65,0.99,m1,,IS,";
        offers(world, &dearer);
        let run = check(&["-o", "json"]).exits(7);
        assert_eq!(
            (&run.error()["code"], &run.error()["details"]["price_per_hour"]),
            (&json!("price_changed"), &json!("0.983333"))
        );
        assert_eq!(run.json()["data"]["acceptable"], false);
        let hint = check(&[]).exits(7).stderr;
        assert!(hint.contains("--slippage 3.15 accepts it"), "{hint}");
        check(&["--slippage", "3.14"]).exits(7);
        check(&["--slippage", "3.15"]).exits(0);
        let stdin = world.run_with_input(["cluster", "plan", "--check", "-", "--slippage", "5%", "-o", "ids"], &saved);
        assert_eq!(stdin.exits(0).stdout, "alpha:2\nalpha:4\n");

        offers(world, &["alpha,99,RTX_4090,24,2,0.60,0.99,m1,,IS,", "alpha,4,RTX_4090,24,1,0.333333,0.99,,,IS,"]);
        let renamed = check(&["-o", "json"]).exits(0).json();
        assert_eq!(renamed["data"]["members"][0]["found_as"], "alpha:99", "the same slice of the same machine");
        offers(world, &["alpha,2,RTX_4090,24,2,0.62,0.99,m1,,IS,"]);
        let gone = check(&["-o", "json"]).exits(7).error();
        assert_eq!(gone["details"]["gone"], json!(["alpha:4"]));

        let not_a_plan = world.run(["gpus", "search", "-o", "json"]).exits(0).stdout;
        let refused = world.run_with_input(["cluster", "plan", "--check", "-"], &not_a_plan).exits(2);
        assert!(refused.stderr.contains("its schema is gp4u.offers/1"), "{}", refused.stderr);
        world.run_with_input(["cluster", "plan", "--check", "-"], "{}").exits(2);
        world.run(["cluster", "plan", "--check", "nowhere.json"]).exits(1);
    });
}

/// A document without what differs from run to run.
fn settled(mut document: Value) -> Value {
    document["proof"]["elapsed_ms"] = Value::Null;
    document
}

#[test]
fn plans_compose_in_pipes_and_do_not_depend_on_the_order_of_offers() {
    each(|world| {
        let found = world.run(["gpus", "search", "-o", "ndjson"]).exits(0).stdout;
        let over = |input: &str| {
            let arguments = JOB.iter().chain(&["--offers", "-", "-o", "json"]).copied();
            settled(world.run_with_input(arguments, input).exits(0).json()["data"].clone())
        };
        let planned = over(&found);
        assert_eq!(planned["members"].as_array().map(Vec::len), Some(2));
        let mut lines: Vec<&str> = found.lines().collect();
        lines.reverse();
        assert_eq!(over(&lines.join("\n")), planned);
        lines.rotate_left(3);
        assert_eq!(over(&format!("\u{feff}{}\r\n\r\n", lines.join("\r\n"))), planned);
        assert_eq!(over(&world.run(["gpus", "search", "-o", "json"]).exits(0).stdout), planned, "a document, too");

        // The same as over the stored market, but for ages, and when the market was listed.
        let mut stored = settled(document(world, &[]));
        stored["market_at"] = planned["market_at"].clone();
        for (ours, theirs) in
            stored["members"].as_array_mut().unwrap().iter_mut().zip(planned["members"].as_array().unwrap())
        {
            ours["age_s"] = theirs["age_s"].clone();
        }
        assert_eq!(stored, planned);
    });
}

#[test]
fn offers_in_a_file_need_no_database_and_little_else() {
    let mut world = World::new(Database::Sqlite);
    world.set("GP4U_DATABASE_URL", "sqlite:/nowhere/at/all.db");
    let line = |id: u32, gpus: u32, price: &str, more: &str| {
        format!(
            r#"{{"id":"x:{id}","provider":"x","model":"Abacus","gpu_count":{gpus},"price_per_hour":"{price}","tflops_fp16":100.0{more}}}"#
        )
    };
    let offers =
        [line(1, 1, "1.00", ""), line(2, 2, "1.90", r#","units":2"#), line(3, 1, "0.10", r#","available":false"#)]
            .join("\n");
    let run = |more: &[&str], offers: &str| {
        world.run_with_input(
            ["cluster", "plan", "--offers", "-", "--efficiency", "1", "-o", "json"].iter().chain(more).copied(),
            offers,
        )
    };
    let four = run(&["--throughput", "400"], &offers).exits(0).json()["data"].clone();
    assert_eq!(ids(&four), ["x:2", "x:2"], "its tflops_fp16 and units are taken as given");
    assert_eq!(four["totals"]["cost"], Value::Null, "without an end");
    assert_eq!(ids(&run(&["--throughput", "100", "--model", "abacus"], &offers).exits(0).json()["data"]), ["x:1"]);
    let fp8 = run(&["--throughput", "100", "--precision", "fp8"], &offers).exits(7).json();
    assert_eq!(fp8["data"]["proof"]["unusable"], json!({ "unavailable": 1, "no_throughput": 2 }));

    for (bad, reason) in [
        (offers.replace("\"1.00\"", "\"-1\""), "offer 1"),
        (offers.replace("100.0", "NaN"), "offer 1"),
        (offers.replace("\"gpu_count\":2", "\"gpu_count\":1e99"), "offer 2"),
        (offers.replace("x:2", "x:1"), "`x:1` is there twice"),
        ("not json".to_owned(), "offer 1"),
    ] {
        let error = run(&["--throughput", "100"], &bad).exits(2).error();
        assert_eq!(error["code"], "bad_input");
        assert!(error["message"].as_str().unwrap().contains(reason), "{error:#}");
    }
    let huge = offers.replace("100.0", "1e300");
    assert_eq!(run(&["--throughput", "100"], &huge).exits(7).json()["data"]["proof"]["unusable"]["no_throughput"], 2);
    let empty = run(&["--throughput", "100"], "").exits(7).error();
    assert!(empty["message"].as_str().unwrap().contains("no offer to plan with"), "{empty:#}");
}

#[test]
fn kinds_are_never_mixed_unless_both_are_named() {
    each(|world| {
        let members = |more: &[&str]| {
            let found = document(world, more);
            ids(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(members(&[]), ["alpha:2", "alpha:4"]);
        assert_eq!(members(&["--kind", "interruptible"]), ["alpha:8"]);
        assert_eq!(members(&["--kind", "interruptible", "--kind", "on-demand"]), ["alpha:8"]);
    });
}

#[test]
fn limits_objectives_and_least_hours_are_kept() {
    each(|world| {
        let members = |arguments: &str| {
            let arguments = format!("cluster plan --efficiency 1 -o ids {arguments}");
            world.run(arguments.split(' ')).exits(0).stdout.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(members("--throughput 300 --same machine --model 4090"), ["alpha:2"]);
        assert_eq!(members("--throughput 900 --model h100-sxm"), ["beta:7"]);
        assert_eq!(members("--throughput 900 --model h100-sxm --deadline 2h"), ["beta:5"], "four hours are paid for");
        assert_eq!(members("--throughput 900 --vram 80 --min-reliability 99%"), ["beta:5"], "unknown is not enough");
        assert_eq!(members("--throughput 300 --survival 0.985 --model 4090"), ["alpha:2"]);
        assert_eq!(members("--gpus 3 --same model --exclude-provider beta"), ["alpha:2", "alpha:4"]);
        assert_eq!(members("--objective fastest --budget 0.65/h"), ["alpha:2"], "as fast as 1 and 4, and cheaper");
        assert_eq!(members("--work 100 --objective until-done --vram 80"), ["beta:6"], "the least per TFLOP-hour");
        assert_eq!(members("--work 100 --deadline 1h --vram 80"), ["beta:5"], "the least until the deadline");
        // 10 H100 hours in 1 h are 10 H100s' worth of throughput: 9,890 TFLOPS and more than the eight on a machine.
        assert_eq!(members("--work 8xH100-SXM-hours --deadline 1h --max-machines 1"), ["beta:6"]);
        // What is lost across machines: 0.7 of three 4090s is less than two.
        assert_eq!(
            world.run(["cluster", "plan", "--throughput", "340", "--model", "4090", "-o", "ids"]).exits(0).stdout,
            "alpha:2\nalpha:3\n",
        );
    });
}

#[test]
fn time_has_its_price() {
    each(|world| {
        let front = plan(world, &["--pareto", "-o", "json"]).exits(0).json();
        assert_eq!(front["schema"], "gp4u.front/1");
        let rows = front["data"].as_array().unwrap();
        assert!(rows.len() > 1);
        let pairs: Vec<(i64, i64)> =
            rows.iter().map(|row| (row["paid_s"].as_i64().unwrap(), micros(&row["cost"]))).collect();
        assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1), "{pairs:?}");
        // A row says what to ask for.
        let asked = rows[0]["id"].as_str().unwrap();
        let again = world.run([
            "cluster",
            "plan",
            "--work",
            "4000",
            "--deadline",
            asked,
            "--efficiency",
            "1",
            "--exclude-provider",
            "beta",
            "-o",
            "json",
        ]);
        assert_eq!(again.exits(0).json()["data"]["totals"]["cost"], rows[0]["cost"]);
        assert!(plan(world, &["--pareto=3"]).exits(0).stdout.starts_with("ASK FOR"));
        plan(world, &["--pareto", "--objective", "fastest"]).exits(2);
    });
}

#[test]
fn bad_input_is_refused_with_the_flag_that_has_it() {
    let world = World::new(Database::Sqlite);
    offers(&world, &MARKET);
    let cases: [(&str, &str); 34] = [
        ("--work 0 --deadline 1h", "--work"),
        ("--work -5 --deadline 1h", "--work"),
        ("--work NaN --deadline 1h", "--work"),
        ("--work inf --deadline 1h", "--work"),
        ("--work 1e30 --deadline 1h", "--work"),
        ("--work 0xA100-80GB-hours --deadline 1h", "--work"),
        ("--work 5xA1000000-hours --deadline 1h", "--work"),
        ("--work 5xH100-hours --deadline 1h", "--work"),
        ("--work 1e13xB200-hours --deadline 1h", "--work"),
        ("--work 5", "--deadline"),
        ("--work 5 --deadline 0", "--deadline"),
        ("--work 5 --deadline 0h", "--deadline"),
        ("--work 5 --deadline -1h", "--deadline"),
        ("--work 5 --deadline 48", "--deadline"),
        ("--work 5 --deadline 2020-01-01T00:00:00Z", "--deadline"),
        ("--work 5 --deadline 9999-01-01T00:00:00Z", "--deadline"),
        ("--throughput 0", "--throughput"),
        ("--throughput NaN", "--throughput"),
        ("--deadline 5h", "--work"),
        ("--throughput 5 --vram 0", "--vram"),
        ("--throughput 5 --max-gpus 0", "--max-gpus"),
        ("--throughput 5 --max-machines 10001", "--max-machines"),
        ("--throughput 5 --min-reliability 1.01", "--min-reliability"),
        ("--throughput 5 --survival 0", "--survival"),
        ("--throughput 5 --efficiency 0", "--efficiency"),
        ("--throughput 5 --efficiency NaN", "--efficiency"),
        ("--throughput 5 --budget 0", "--budget"),
        ("--throughput 5 --budget 5", "--budget"),
        ("--throughput 5 --model RTX-4091", "--model"),
        ("--throughput 5 --exclude-provider alhpa", "--exclude-provider"),
        ("--throughput 5 --same planet", "--same"),
        ("--throughput 5 --objective until-done", "--objective"),
        ("--objective fastest", "--objective"),
        ("--throughput 5 --time-limit 0s", "--time-limit"),
    ];
    for (arguments, flag) in cases {
        let line = format!("cluster plan -o json {arguments}");
        let run = world.run(line.split(' ')).exits(2);
        assert_eq!(run.stdout, "", "{arguments}");
        let error = run.error();
        assert!(error["message"].as_str().unwrap().contains(flag), "{arguments}: {error:#}");
    }
    let hint = |arguments: &str| {
        let line = format!("cluster plan -o json --throughput 5 {arguments}");
        world.run(line.split(' ')).error()["hint"].as_str().unwrap_or_default().to_owned()
    };
    assert!(hint("--model RTX-4091").contains("RTX 4090"), "{}", hint("--model RTX-4091"));
    assert_eq!(hint("--exclude-provider alhpa"), "did you mean `alpha`?");
    world.run(["cluster", "plan", "--throughput", "5", "--work", "5"]).exits(2);
}
