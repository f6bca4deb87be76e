//! A wallet's history for other programs.

use std::process::Command;

use gp4u::ledger::AccountCode;
use gp4u::ledger::rules::{self, Booking, Settlement};
use gp4u::store::Store;
use gp4u::units::Usdc;

use super::people::Person;
use crate::world::World;

/// A user who deposited, withdrew, booked and used, and earned a part of what another used.
fn eventful(world: &World) -> Person<'_> {
    let operator = Person::sign_up(world, "operator");
    operator.fund("100.000001");
    for verb in ["approve", "reject"] {
        let withdrawal = operator.data(["wallet", "withdraw", "--amount", "3.5", "--to", "bank", "--yes"]);
        operator.run(["wallet", verb, withdrawal["id"].as_str().unwrap()]).exits(0);
    }
    let me = operator.data(["auth", "whoami"])["user_id"].as_str().unwrap().parse().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
        let now = jiff::Timestamp::now();
        let usdc = |units: i64| Usdc::from_micros(units * 1_000_000);
        let [used, voided, held, others] = [1, 2, 3, 4].map(uuid::Uuid::from_u128);
        let other = uuid::Uuid::from_u128(99);
        store.open_account(&AccountCode::Wallet(other), now).await.unwrap();
        let vast = (AccountCode::PayableProvider("vast".parse().unwrap()), 3);
        let earners = [vast.clone(), (AccountCode::Wallet(other), 1)];
        let mine = Settlement { user: me, held: usdc(20), used: usdc(10), fee: usdc(1), earners: &earners };
        let earners = [vast, (AccountCode::Wallet(me), 1)];
        let theirs = Settlement { user: other, held: usdc(50), used: usdc(50), fee: usdc(2), earners: &earners };
        let noted = |entry: gp4u::ledger::Entry| {
            entry.note("provider", "vast").unwrap().note("gpu", "RTX \"4090\" \\ =1+1").unwrap()
        };
        for entry in [
            rules::goodwill(&"late".parse().unwrap(), other, usdc(60)).unwrap(),
            noted(rules::hold(Booking::Reservation(used), me, usdc(20)).unwrap()),
            noted(rules::settle(Booking::Reservation(used), &mine).unwrap()),
            rules::hold(Booking::Reservation(voided), me, usdc(5)).unwrap(),
            rules::void(Booking::Reservation(voided), me, usdc(5)).unwrap(),
            rules::hold(Booking::Cluster(held), me, usdc(7)).unwrap(),
            rules::hold(Booking::Cluster(others), other, usdc(50)).unwrap(),
            rules::settle(Booking::Cluster(others), &theirs).unwrap(),
        ] {
            store.post(&entry, now).await.unwrap();
        }
        store.close().await;
    });
    operator
}

#[test]
fn tables_hold_the_whole_history_oldest_first() {
    World::each(|world| {
        let operator = eventful(&world);
        let csv = operator.run(["wallet", "export"]).exits(0).stdout;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let numbers: Vec<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
        assert_eq!(numbers, (1..=rows.len()).collect::<Vec<_>>());
        assert_eq!(&rows[rows.len() - 1][4], operator.available());
        let lines = operator.run(["wallet", "export", "--format", "ndjson"]).exits(0).stdout;
        let last: serde_json::Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
        assert_eq!((lines.lines().count(), last["type"].as_str()), (rows.len(), Some("cluster_settle")));
        let held = operator.balance();
        assert_eq!((held["held"].as_str(), held["withdrawing"].as_str()), (Some("7.00"), Some("0.00")));
    });
}

#[test]
fn analytics_tell_providers_and_gpus_apart() {
    World::each(|world| {
        let operator = eventful(&world);
        let report = operator.data(["wallet", "analytics"]);
        let groups = |name: &str| {
            let groups = report[name].as_array().unwrap().iter();
            groups.map(|group| (group["name"].clone(), group["spent"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
        };
        // What another's booking paid this user is not spent, nor does it say where.
        assert_eq!(
            groups("by_provider"),
            [("vast".into(), "10.00".to_owned()), (serde_json::Value::Null, "-5.00".to_owned())]
        );
        let table = operator.run(["wallet", "analytics"]).exits(0).stdout;
        assert!(table.contains("USDC spent by day") && table.contains("PROVIDER"), "{table}");
    });
}

#[test]
fn beancount_books_balance_and_tell_nothing_of_others() {
    World::each(|world| {
        let operator = eventful(&world);
        let books = operator.run(["wallet", "export", "--format", "beancount"]).exits(0).stdout;
        assert!(!books.contains("00000000-0000-0000-0000-000000000063"), "{books}");
        assert!(books.contains("gpu: \"RTX \\\"4090\\\" \\\\ =1+1\""), "{books}");
        // The provider's and the owner's part of this user's own booking.
        assert!(books.contains("Expenses:Gp4u:Gpu:Vast  6.75 USDC"), "{books}");
        assert!(books.contains("Expenses:Gp4u:Gpu:Owners  2.25 USDC"), "{books}");
        assert!(books.contains("Income:Gp4u:Earnings  -12.00 USDC"), "{books}");
        let balance = format!(" balance Assets:Gp4u:Wallet {} USDC\n", operator.available());
        assert!(books.ends_with(&balance), "{books}");
        // A small reader of our own: every transaction sums to zero.
        let mut sum = 0;
        for line in books.lines().chain([""]) {
            match line.strip_prefix("  ").and_then(|line| line.strip_suffix(" USDC")) {
                Some(posting) => {
                    let amount = posting.rsplit(' ').next().unwrap();
                    let micros = amount.trim_start_matches('-').parse::<Usdc>().unwrap().micros();
                    sum += if amount.starts_with('-') { -micros } else { micros };
                }
                None if line.is_empty() => assert_eq!(std::mem::take(&mut sum), 0, "{books}"),
                None => {}
            }
        }
        // And beancount's own, where it is at hand.
        let file = world.path("wallet.beancount");
        std::fs::write(&file, &books).unwrap();
        if let Some(checker) = std::env::var_os("GP4U_TEST_BEAN_CHECK") {
            let output = Command::new(checker).arg(&file).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stdout));
        }
    });
}
