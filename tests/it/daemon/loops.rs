//! Loops run, fail, recover, are told of, and are stopped and changed by signals.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use super::{Daemon, hasty, offers, status, status_of, until};
use crate::networks::{NAMES, vast_rows};
use crate::server::Answer;
use crate::world::{Database, World};

const BOTH: [Database; 2] = [Database::Sqlite, Database::Postgres];

#[test]
fn loops_run_and_are_told_of() {
    for database in BOTH {
        let (world, _networks) = hasty(database);
        let before = world.run(["daemon", "status", "-o", "json"]).exits(1);
        assert!(before.error()["message"].as_str().unwrap().starts_with("no daemon has run"), "{}", before.stderr);
        assert!(before.json()["data"].as_array().unwrap().iter().all(|row| row["state"] == "never_ran"));

        let daemon = Daemon::start(&world, []);
        until("the market", || (offers(&world) == 8).then_some(()));
        until("all loops well", || (world.run(["daemon", "status"]).code == 0).then_some(()));
        let rows = status(&world);
        let ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        for name in NAMES {
            let row = rows.iter().find(|row| row["id"] == format!("sync:{name}")).unwrap_or_else(|| panic!("{ids:?}"));
            assert_eq!((&row["loop"], &row["provider"]), (&json!("sync"), &json!(name)));
        }
        assert!(ids.contains(&"verify") && ids.contains(&"cleanup"), "{ids:?}");
        let of_cleanup = status_of(&world, "cleanup");
        assert!(of_cleanup["next_run_at"].as_str().unwrap().contains("T02:00:00"), "{of_cleanup:#}");
        assert_eq!((&of_cleanup["error_code"], &of_cleanup["consecutive_errors"]), (&Value::Null, &json!(0)));

        let again = status_of(&world, "verify")["last_success_at"].clone();
        until("another run", || (status_of(&world, "verify")["last_success_at"] != again).then_some(()));
        let (code, log) = daemon.stop();
        assert_eq!(code, Some(0), "{log}");
        assert!(log.trim_end().ends_with("stopped"), "{log}");
        assert!(status(&world).iter().all(|row| row["holder"].is_null()), "no lease is left");
    }
}

#[test]
fn a_failing_network_is_told_and_delays_no_other() {
    for database in BOTH {
        let (world, networks) = hasty(database);
        networks.break_down("akash", Answer::status(404, "gone"));
        let _daemon = Daemon::start(&world, []);
        let failing = until("the failure", || {
            let row = status_of(&world, "sync:akash");
            (row["consecutive_errors"].as_u64() > Some(1)).then_some(row)
        });
        assert_eq!((&failing["state"], &failing["error_code"]), (&json!("failing"), &json!("http_status")));
        assert_eq!(failing["last_success_at"], Value::Null);
        let run = world.run(["daemon", "status", "-o", "json"]).exits(1);
        assert_eq!(
            (&run.error()["code"], &run.error()["details"]["loops"]),
            (&json!("check_failed"), &json!(["sync:akash"]))
        );
        let others = networks.requests("vast").len();
        until("the others go on", || (networks.requests("vast").len() > others + 4).then_some(()));
        networks.mend("akash");
        until("the recovery", || (status_of(&world, "sync:akash")["state"] == "ok").then_some(()));
        assert_eq!(status_of(&world, "sync:akash")["consecutive_errors"], 0);
    }
}

#[test]
fn what_a_network_keeps_failing_at_is_not_asked_again_and_again() {
    let (mut world, networks) = hasty(Database::Sqlite);
    world.set("GP4U_DAEMON__SYNC_EVERY", "10ms");
    networks.break_down("render", Answer::status(404, "gone"));
    let daemon = Daemon::start(&world, []);
    // Long after the circuit must have opened.
    until("the circuit", || (status_of(&world, "sync:render")["error_code"] == "circuit_open").then_some(()));
    let asked = networks.requests("render").len();
    until("the others go on", || (networks.requests("vast").len() > 100).then_some(()));
    assert!(networks.requests("render").len() <= asked + 2, "one probe every half minute at most");
    daemon.stop();
}

#[test]
fn sigterm_lets_a_run_finish() {
    for database in BOTH {
        let (mut world, networks) = hasty(database);
        world.set("GP4U_DAEMON__LEASE", "60s");
        let slow = Answer::json(json!({"offers": vast_rows()}).to_string());
        networks.break_down("vast", Answer::After(Duration::from_secs(2), Box::new(slow)));
        let daemon = Daemon::start(&world, []);
        until("the question", || (!networks.requests("vast").is_empty()).then_some(()));
        let (code, log) = daemon.stop();
        assert_eq!(code, Some(0), "{log}");
        let row = status_of(&world, "sync:vast");
        assert!(row["last_success_at"].is_string() && row["holder"].is_null(), "{row:#}\n{log}");
        assert_eq!(offers(&world), 5 + 3);
    }
}

#[test]
fn a_run_that_does_not_finish_is_dropped_and_due_again() {
    let (mut world, networks) = hasty(Database::Postgres);
    world.set("GP4U_DAEMON__LEASE", "10m");
    networks.break_down("vast", Answer::Silence(Duration::from_secs(120)));
    let daemon = Daemon::start(&world, []);
    until("the question", || (!networks.requests("vast").is_empty()).then_some(()));
    let asked = Instant::now();
    let (code, log) = daemon.stop();
    assert!(asked.elapsed() < Duration::from_secs(30), "{log}");
    assert_eq!(code, Some(0), "{log}");
    let row = status_of(&world, "sync:vast");
    assert!(row["holder"].is_null() && row["error_code"].is_null() && row["last_success_at"].is_null(), "{row:#}");
    networks.mend("vast");
    let turns = world.run(["daemon", "--once", "-o", "json"]).exits(0).json();
    let turn = turns["data"].as_array().unwrap().iter().find(|turn| turn["id"] == "sync:vast").unwrap().clone();
    assert_eq!(turn["outcome"], "done", "nobody has to wait for the lease to end: {turn:#}");
}

#[test]
fn sighup_reads_the_configuration_anew_and_a_bad_one_changes_nothing() {
    for database in BOTH {
        let (world, networks) = hasty(database);
        let folder = world.path(".config/gp4u");
        std::fs::create_dir_all(&folder).unwrap();
        let write = |text: &str| std::fs::write(folder.join("config.toml"), text).unwrap();
        let mut daemon = Daemon::start(&world, []);
        until("the market", || (offers(&world) == 8).then_some(()));

        write("[providers.render]\nenabled = \"perhaps\"\n");
        daemon.signal(Signal::HUP);
        daemon.says("stays as it was");
        let asked = networks.requests("render").len();
        until("render is asked", || (networks.requests("render").len() > asked).then_some(()));

        write("[providers.render]\nenabled = false\n");
        daemon.signal(Signal::HUP);
        daemon.says("reloaded");
        let before = networks.requests("vast").len();
        until("the new loops run", || (networks.requests("vast").len() > before + 2).then_some(()));
        let asked = networks.requests("render").len();
        until("vast goes on", || (networks.requests("vast").len() > before + 20).then_some(()));
        assert_eq!(networks.requests("render").len(), asked, "render is left alone");
        assert!(daemon.is_running());
        assert_eq!(daemon.stop().0, Some(0));
    }
}

#[test]
fn once_runs_what_is_due_and_tells_cron() {
    for database in BOTH {
        let (mut world, networks) = hasty(database);
        world.set("GP4U_DAEMON__SYNC_EVERY", "1h").set("GP4U_DAEMON__VERIFY_EVERY", "1h");
        let outcomes = |world: &World, exit: i32| {
            let run = world.run(["daemon", "--once", "-o", "json"]).exits(exit);
            let turns = run.json()["data"].as_array().unwrap().clone();
            turns
                .iter()
                .map(|turn| (turn["id"].to_string(), turn["outcome"].as_str().unwrap().to_owned()))
                .collect::<Vec<_>>()
        };
        networks.break_down("ionet", Answer::status(404, "gone"));
        let first = outcomes(&world, 11);
        let failed: Vec<_> = first.iter().filter(|(_, outcome)| outcome != "done").collect();
        assert_eq!(failed, [&("\"sync:ionet\"".to_owned(), "failed".to_owned())], "{first:?}");
        assert_eq!(offers(&world), 7);
        let second = outcomes(&world, 0);
        assert!(second.iter().all(|(id, outcome)| outcome == "not_due" || id.contains("lifecycle")), "{second:?}");
        let run = world.run(["daemon", "--once"]).exits(0);
        assert!(run.stderr.is_empty(), "cron mails what is written there: {}", run.stderr);
    }
}

#[test]
fn the_clean_up_removes_what_nobody_lists_any_more() {
    for database in BOTH {
        let (mut world, networks) = hasty(database);
        world.set("GP4U_DAEMON__SYNC_EVERY", "10ms");
        world.run(["daemon", "--once", "-q"]).exits(0);
        networks.set_vast(vast_rows().into_iter().take(3).collect());
        until("two offers are gone", || {
            world.run(["daemon", "--once", "-q"]).exits(0);
            (offers(&world) == 6).then_some(())
        });
        let count = |state: &'static str| match state {
            "gone" => world.count("SELECT COUNT(*) FROM offers WHERE gone_at IS NOT NULL"),
            _ => world.count("SELECT COUNT(*) FROM offers"),
        };
        assert_eq!((count("all"), count("gone")), (8, 2));
        world.sql("UPDATE offers SET last_seen_at = last_seen_at - 86400000000 WHERE id = 'vast:104'");
        world.sql("UPDATE daemon_loops SET next_at = 1 WHERE name = 'cleanup'");
        world.run(["daemon", "--once", "-q"]).exits(0);
        assert_eq!((count("all"), count("gone")), (7, 1), "one was gone for a day, the other a moment");
        assert!(world.count("SELECT COUNT(*) FROM price_points WHERE offer_id = 'vast:104'") > 0, "history stays");
    }
}

#[test]
fn a_ledger_that_breaks_its_laws_is_a_failing_loop() {
    let (world, _networks) = hasty(Database::Postgres);
    world.sql("ALTER TABLE account DISABLE TRIGGER ALL");
    world.sql(
        "INSERT INTO account (code, class, normal, balance, version, opened_at) \
         VALUES ('expense:leak', 'expense', 1, 5, 0, 0)",
    );
    let run = world.run(["daemon", "--once", "-o", "json"]).exits(11);
    let turns = run.json()["data"].as_array().unwrap().clone();
    let verify = turns.iter().find(|turn| turn["id"] == "verify").unwrap();
    assert_eq!(verify["error_code"], "check_failed");
    assert!(verify["error_message"].as_str().unwrap().contains("I3"), "{verify:#}");
    assert!(run.stderr.contains("expense:leak"), "the log tells what breaks it: {}", run.stderr);
}
