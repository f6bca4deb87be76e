//! A reservation and its machine, when all goes well.

use gp4u::booking::{Reason, Reservation};
use serde_json::json;

use super::*;
use crate::simulator::{End, Network};

#[test]
fn a_machine_is_rented_watched_paid_for_and_given_back() {
    Office::each(|office| {
        for network in Network::ALL {
            let before = office.balance();
            let active = office.active(network);
            let active = office.show(&active);
            assert_eq!(active["fulfilment"], "automatic");
            let machine = office.live(network).remove(0);
            assert_eq!(office.live(network).len(), 1);
            let attempt = &active["attempts"][0];
            assert_eq!(
                (text(&attempt["machine"]), text(&attempt["state"])),
                (machine.id.as_str(), "running"),
                "{active:#}"
            );
            assert_eq!(attempt["label"], machine.label.as_str());
            assert!(active["ssh"].is_string(), "{active:#}");
            let started: jiff::Timestamp = text(&active["started_at"]).parse().unwrap();
            assert!(started >= machine.ready_at.unwrap(), "time is paid for from when the machine is up");
            office.proven();
            // An hour of it is used.
            office.simulator.clock().set(started + jiff::SignedDuration::from_hours(1));
            office.turn();
            let cancelled = office.data(&["reserve", "cancel", text(&active["id"]), "--yes"]);
            assert_eq!((&cancelled["state"], &cancelled["billed_s"]), (&json!("cancelled"), &json!(3_600)));
            office.rest(&active);
            let shown = office.show(&active);
            assert_eq!(shown["attempts"][0]["state"], "released", "{shown:#}");
            let machine = office.simulator.machines().into_iter().find(|one| one.id == machine.id).unwrap();
            assert_eq!(machine.ended_by, Some(End::Renter), "{shown:#} {machine:#?}");
            let paid = before - office.balance();
            let agreed: f64 = text(&active["price_per_hour"]).parse().unwrap();
            assert!((paid as f64 - agreed * 1e6).abs() <= 1.0, "{network:?}: {paid} {agreed}");
            office.proven();
        }
        assert_eq!(office.simulator.leaked_secrets(), [] as [String; 0]);
        office.data(&["reconcile"]);
    });
}

#[test]
fn the_law_of_machines_notices_a_breach() {
    Office::each(|office| {
        let active = office.active(Network::Vast);
        let broken = || {
            let report = office.runtime.block_on(office.store.verify_ledger()).unwrap();
            let machines = report.checks.iter().find(|check| check.id == "I13").unwrap();
            !machines.breaches.is_empty()
        };
        assert!(!broken());
        office.world.sql("UPDATE rental SET state = 'releasing', releasing_at = 1");
        assert!(broken(), "an active reservation without a machine");
        office.world.sql("UPDATE rental SET state = 'running'");
        assert!(!broken());
        office.world.sql("UPDATE reservation SET fulfilment = 'manual'");
        assert!(broken(), "an order for what is rented by hand");
        office.world.sql("UPDATE reservation SET fulfilment = 'automatic'");
        office.run(&["reserve", "cancel", text(&active["id"]), "--yes"]).exits(0);
        assert!(!broken());
    });
}

/// The commands of the README as they stand there, with real SSH: each network's machine lets its renter in and shows its
/// GPU.
#[test]
fn the_readme_rents_logs_in_and_gives_back_at_every_network() {
    if std::process::Command::new("ssh").arg("-V").output().is_err() {
        eprintln!("skipped: OpenSSH's client is not installed");
        return;
    }
    let office = Office::new(crate::world::Database::Sqlite);
    office.simulator.serve_ssh();
    office.simulator.change(|cloud| cloud.boot_seconds = 0);
    office.make_key();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let flow = readme.split("<!-- real machines -->").nth(1).expect("the flow in the README is marked");
    let is_command = |line: &&str| !line.starts_with("```") && !line.starts_with("offer=");
    let script: String = flow.lines().filter(is_command).flat_map(|line| [line, "\n"]).collect();
    let _time = office.let_time_pass();
    for network in Network::ALL {
        let mut command = office.shell(&script);
        command.env("offer", office.offer(network));
        let run = crate::world::run_of(&command.output().unwrap());
        assert_eq!(run.code, 0, "{network:?}: {run:#?}");
        assert!(run.stdout.contains("NVIDIA-SMI"), "{network:?}: {run:#?}");
        assert_eq!(office.live(network).len(), 0, "{network:?}: {run:#?}");
    }
    office.proven();
}

/// The steps of the workflow, one after the other, as the runner takes them; what is trained is the user's own.
#[test]
fn the_workflow_rents_looks_and_gives_back() {
    if ["ssh", "jq"].iter().any(|program| std::process::Command::new(program).arg("-V").output().is_err()) {
        eprintln!("skipped: OpenSSH's client or jq is not installed");
        return;
    }
    let office = Office::new(crate::world::Database::Sqlite);
    office.simulator.serve_ssh();
    let _time = office.let_time_pass();
    let text_of = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/github-actions/book-gpu.yml"));
    let workflow: serde_json::Value = serde_saphyr::from_str(&text_of.unwrap()).unwrap();
    let output = office.world.path("output");
    std::fs::write(&output, "").unwrap();
    let mut known = vec![("MODEL", "rtx4090".to_owned()), ("HOURS", "2".to_owned()), ("KEY", "ci-1-1".to_owned())];
    for name in ["Make a key", "Choose an offer", "Book it", "Wait for the machine", "Look at the GPU", "Give it back"]
    {
        let steps = workflow["jobs"]["train"]["steps"].as_array().unwrap();
        let step = steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step {name}"));
        let mut command = office.shell(text(&step["run"]));
        command.env("GITHUB_OUTPUT", &output).env("RUNNER_TEMP", office.world.home()).envs(known.clone());
        let run = crate::world::run_of(&command.output().unwrap());
        assert_eq!(run.code, 0, "{name}: {run:#?}");
        if name == "Look at the GPU" {
            assert!(run.stdout.contains("RTX 4090"), "{run:#?}");
        }
        let outputs = std::fs::read_to_string(&output).unwrap();
        let value = |name: &str| outputs.lines().find_map(|line| Some(line.strip_prefix(name)?.to_owned()));
        known.extend(value("offer=").map(|offer| ("OFFER", offer)));
        known.extend(value("id=").map(|id| ("ID", id)));
    }
    assert_eq!(office.simulator.machines().len(), 1);
    assert!(office.simulator.live().is_empty());
    office.proven();
}

#[test]
fn a_longer_booking_moves_the_end_that_the_machine_keeps() {
    if std::process::Command::new("ssh").arg("-V").output().is_err() {
        eprintln!("skipped: OpenSSH's client is not installed");
        return;
    }
    for can_log_in in [true, false] {
        let office = Office::new(crate::world::Database::Sqlite);
        if can_log_in {
            office.simulator.serve_ssh();
            office.make_key();
        }
        let active = office.active(Network::Vast);
        let id = text(&active["id"]);
        let identity = office.world.path(".ssh/id_ed25519");
        let own_end = || office.simulator.machines()[0].own_end.unwrap().0;
        let before = own_end();
        let extend = ["reserve", "extend", id, "--for", "1h", "--yes", "--identity", identity.to_str().unwrap()];
        let document = office.run(&extend).exits(0).json();
        let ends_at = office.seen(&active).0.window.end();
        if can_log_in {
            assert_eq!(own_end(), ends_at + jiff::SignedDuration::from_mins(15));
            assert_eq!(office.show(&active)["attempts"][0]["own_end_at"], json!(own_end()));
        } else {
            // Nobody gets in: the booking is longer all the same, and it is said what to do.
            assert_eq!(own_end(), before);
            assert_eq!(document["warnings"][0]["code"], "own_end", "{document:#}");
        }
        // It is watched until its end: the new one, or the one that could not be moved, which is not charged beyond it.
        office.simulator.clock().set(ends_at - jiff::SignedDuration::from_mins(10));
        let is_over = |reservation: &Reservation| reservation.state.is_terminal();
        office.until(&active, 61, |seen, _| is_over(seen) || can_log_in && office.now() > ends_at);
        let lost = office.seen(&active).0.reason == Some(Reason::MachineLost);
        assert_eq!(lost, !can_log_in);
        office.rest(&active);
        office.proven();
    }
}

#[test]
fn what_a_machine_printed_is_shown_where_the_network_tells() {
    let office = Office::new(crate::world::Database::Sqlite);
    for network in Network::ALL {
        let active = office.active(network);
        let run = office.run(&["reserve", "logs", text(&active["id"]), "--lines", "5"]);
        assert!(run.code == 0 || run.code == 5 && run.error()["code"] == "conflict", "{network:?} {run:?}");
        assert!(!run.stdout.contains('\u{1b}'));
    }
}

#[test]
fn a_reservation_is_its_owners_alone() {
    let office = Office::new(crate::world::Database::Sqlite);
    let active = office.active(Network::Vast);
    let home = office.world.path("eve");
    std::fs::create_dir(&home).unwrap();
    let eve = |arguments: &[&str]| {
        let mut command = office.command(arguments);
        command.env("HOME", &home).stdin(std::process::Stdio::piped());
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // Only the sign-up reads it.
        drop(std::io::Write::write_all(&mut input, b"correct horse battery staple\n"));
        drop(input);
        crate::world::run_of(&child.wait_with_output().unwrap())
    };
    eve(&["auth", "signup", "--email", "eve@example.com", "--password-stdin"]).exits(0);
    for command in ["show", "ssh", "logs", "cancel"] {
        let flags: &[&str] = if command == "cancel" { &["--yes"] } else { &[] };
        eve(&[&["reserve", command, text(&active["id"])], flags].concat()).exits(3);
    }
    eve(&["reconcile"]).exits(4);
    assert_eq!(office.live(Network::Vast).len(), 1);
}
