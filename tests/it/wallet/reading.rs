//! Transactions and analytics.

use super::people::{Person, proven};
use crate::world::World;

/// An operator with 12 movements: one deposit, ten withdrawals of 1 to 10, one of which came back.
fn busy(world: &World) -> Person<'_> {
    let operator = Person::sign_up(world, "operator");
    operator.fund("100");
    for amount in 1..=10 {
        let amount = amount.to_string();
        operator.run(["wallet", "withdraw", "--amount", &amount, "--to", "bank", "--yes"]).exits(0);
    }
    let newest = operator.data(["wallet", "requests"])[0]["id"].as_str().unwrap().to_owned();
    operator.run(["wallet", "reject", &newest]).exits(0);
    operator
}

#[test]
fn transactions_come_in_pages_with_a_running_balance() {
    World::each(|world| {
        let operator = busy(&world);
        let all = operator.data(["wallet", "transactions"]);
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), 12);
        let micros = |value: &serde_json::Value| {
            let text = value.as_str().unwrap();
            let sign = if text.starts_with('-') { -1 } else { 1 };
            sign * text.trim_start_matches('-').parse::<gp4u::units::Usdc>().unwrap().micros()
        };
        for pair in all.windows(2) {
            assert_eq!(micros(&pair[0]["balance"]), micros(&pair[1]["balance"]) + micros(&pair[0]["amount"]));
        }
        assert_eq!(all[0]["balance"], operator.balance()["available"]);
        let mut paged = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut arguments = vec!["wallet", "transactions", "-o", "json", "--limit", "5"];
            arguments.extend(after.as_deref().iter().flat_map(|cursor| ["--after", cursor]));
            let page = operator.run(arguments).exits(0).json();
            paged.extend(page["data"].as_array().unwrap().clone());
            after = page["page"]["next"].as_str().map(str::to_owned);
            if after.is_none() {
                break;
            }
            // What moves the wallet meanwhile neither repeats nor hides a row.
            operator.run(["wallet", "withdraw", "--amount", "0.01", "--to", "bank", "--yes"]).exits(0);
        }
        assert_eq!(paged, *all);
        let rejected = &all[0]["object"].as_str().unwrap();
        for (filter, count) in [
            (&["--type", "withdrawal_failed"][..], 1),
            (&["--type", "deposit_claim", "--type", "withdrawal_failed"], 2),
            (&["--object", rejected], 2),
            (&["--object", all[11]["object"].as_str().unwrap()], 1),
            (&["--since", "2100-01-01"], 0),
            (&["--until", "2020-01-01"], 0),
        ] {
            let arguments = ["wallet", "transactions", "-o", "ids"].iter().chain(filter).copied();
            assert_eq!(operator.run(arguments).exits(0).stdout.lines().count(), count, "{filter:?}");
        }
        let csv = operator.run(["wallet", "transactions", "-o", "csv", "--limit", "1"]).exits(0).stdout;
        assert!(csv.starts_with("id,at,type,amount,balance,object,provider,gpu,key\r\n"), "{csv}");
        proven(&world);
    });
}

#[test]
fn analytics_sum_to_what_the_wallet_holds() {
    World::each(|world| {
        let operator = busy(&world);
        let report = operator.data(["wallet", "analytics", "--days", "7"]);
        assert_eq!((&report["opening"], &report["closing"]), (&"0.00".into(), &operator.balance()["available"]));
        assert_eq!((&report["money_in"], &report["money_out"]), (&"110.00".into(), &"55.00".into()));
        assert_eq!((&report["spent"], report["by_day"].as_array().unwrap().len()), (&"0.00".into(), 7));
        let kinds: Vec<&str> =
            report["by_type"].as_array().unwrap().iter().map(|kind| kind["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["deposit_claim", "withdrawal_failed", "withdrawal_request"]);
        let csv = operator.run(["wallet", "analytics", "--days", "3", "-o", "csv"]).exits(0).stdout;
        assert_eq!(csv.lines().count(), 4);
        let table = operator.run(["wallet", "analytics"]).exits(0).stdout;
        assert!(table.contains("Nothing was spent.") && table.contains("withdrawal_request"), "{table}");
        for (name, magic) in [("days.svg", &b"<svg"[..]), ("days.png", b"\x89PNG")] {
            operator.run(["wallet", "analytics", "--plot", name]).exits(0);
            assert!(std::fs::read(world.path(name)).unwrap().starts_with(magic));
        }
    });
}

#[test]
fn every_result_is_valid_in_every_format() {
    const COMMANDS: [(&[&str], &str); 11] = [
        (&["wallet", "balance"], "wallet"),
        (&["wallet", "deposit", "--amount", "1", "--reference", "again", "-n"], "request"),
        (&["wallet", "withdraw", "--amount", "1", "--to", "bank", "-n"], "request"),
        (&["wallet", "requests"], "requests"),
        (&["wallet", "transactions"], "transactions"),
        (&["wallet", "analytics"], "analytics"),
        (&["wallet", "limits", "show"], "limits"),
        (&["wallet", "limits", "set", "--day", "5", "-n"], "limits_change"),
        (&["ledger", "verify"], "ledger_verification"),
        (&["ledger", "accounts", "--closed"], "ledger_accounts"),
        (&["ledger", "entries"], "ledger_entries"),
    ];
    World::each(|world| {
        let operator = busy(&world);
        for (command, name) in COMMANDS {
            let run = |format| operator.run(command.iter().copied().chain(["-o", format])).exits(0);
            let schema = serde_json::from_str(&world.run(["schema", name]).exits(0).stdout).unwrap();
            let document = run("json").json();
            let errors: Vec<String> = jsonschema::validator_for(&schema)
                .unwrap()
                .iter_errors(&document)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{command:?}: {errors:#?}\n{document:#}");
            assert_eq!(document["page"].is_object(), document["data"].is_array(), "{command:?}");
            let lines = run("ndjson").stdout;
            let is_object =
                |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok_and(|line| line.is_object());
            assert!(!lines.is_empty() && lines.lines().all(is_object), "{command:?}: {lines}");
            let csv = run("csv").stdout;
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let width = reader.headers().unwrap().len();
            assert!(reader.records().all(|record| record.unwrap().len() == width), "{command:?}: {csv}");
            assert!(!run("ids").stdout.trim().is_empty() && !run("table").stdout.contains('\u{1b}'), "{command:?}");
        }
    });
}
