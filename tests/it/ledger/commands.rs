//! The operator's commands on the book, through the real binary.

use gp4u::ledger::Entry;
use gp4u::ledger::rules::{self, Booking};
use gp4u::store::Store;
use serde_json::Value;

use super::*;
use crate::wallet::Person;
use crate::world::{Database, World};

/// Books entries behind the program's back.
fn book(world: &World, entries: &[Entry]) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
        store.open_account(&wallet(1), moment(0)).await.unwrap();
        for entry in entries {
            store.post(entry, moment(0)).await.unwrap();
        }
        store.close().await;
    });
}

/// A wallet with money in it, and a booking that was used for half of its time.
fn used(world: &World) {
    let deposit = deposit("a", 90_000_000);
    let booking = Booking::Reservation(id(7));
    let earners = [(gp4u::ledger::AccountCode::PayableProvider(name("vast")), 1)];
    let settlement = rules::Settlement {
        user: id(1),
        held: usdc(40_000_000),
        used: usdc(20_000_000),
        fee: usdc(1_000_000),
        earners: &earners,
    };
    book(
        world,
        &[
            rules::deposit_final(&deposit, &name("hot")).unwrap(),
            rules::deposit_claimed(&deposit, id(1)).unwrap(),
            rules::hold(booking, id(1), usdc(40_000_000)).unwrap().note("provider", "vast").unwrap(),
            rules::settle(booking, &settlement).unwrap(),
        ],
    );
}

fn law<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["data"]["laws"].as_array().unwrap().iter().find(|law| law["law"] == id).unwrap()
}

#[test]
fn verify_names_every_law_and_what_became_of_it() {
    World::each(|world| {
        used(&world);
        let run = world.run(["ledger", "verify", "-o", "json"]);
        let report = run.json();
        let laws: Vec<&str> =
            report["data"]["laws"].as_array().unwrap().iter().map(|law| law["law"].as_str().unwrap()).collect();
        let book = (1..=15).map(|number| format!("I{number}"));
        let all: Vec<String> = book.chain((1..=3).map(|number| format!("R{number}"))).collect();
        assert_eq!(laws, all);
        assert_eq!(law(&report, "I11")["status"], "not_checked");
        assert!(law(&report, "I11")["reason"].is_string());
        // Entries that no command wrote have no deposit and no reservation behind them.
        for law in report["data"]["laws"].as_array().unwrap() {
            assert_eq!(law["law"] == "I9" || law["law"] == "R2", law["status"] == "broken", "{law}");
        }
        let error = run.exits(1).error();
        assert_eq!((&error["code"], &error["message"]), (&"check_failed".into(), &"the book breaks I9, R2".into()));
        assert_eq!(report["data"]["postings"], 10);
    });
}

#[test]
fn an_empty_book_is_in_order() {
    World::each(|world| {
        let table = world.run(["ledger", "verify"]).exits(0);
        assert_eq!(table.stdout.matches("  holds  ").count(), 17, "{}", table.stdout);
        assert!(table.stderr.contains("0 accounts, 0 entries, 0 postings"), "{}", table.stderr);
        let operator = Person::sign_up(&world, "operator");
        assert_eq!(operator.run(["ledger", "accounts", "-o", "ids"]).exits(0).stdout.lines().count(), 1);
        assert_eq!(operator.run(["ledger", "entries", "-o", "ids"]).exits(0).stdout, "");
    });
}

#[test]
fn accounts_are_listed_by_code_in_pages() {
    World::each(|world| {
        used(&world);
        let operator = Person::sign_up(&world, "operator");
        let all = operator.run(["ledger", "accounts", "-o", "ids"]).exits(0).stdout;
        let open: Vec<&str> = all.lines().collect();
        assert_eq!(open.len(), 6, "{all}");
        assert!(open.is_sorted() && !all.contains("escrow"));
        let closed = operator.run(["ledger", "accounts", "escrow:", "--closed", "-o", "ndjson"]).exits(0).stdout;
        let closed: Value = serde_json::from_str(&closed).unwrap();
        assert_eq!((closed["balance"].as_str(), closed["postings"].as_i64()), (Some("0.00"), Some(2)));
        assert!(closed["closed_at"].is_string());
        let mut paged = Vec::new();
        let mut after: Option<String> = None;
        while paged.len() < 10 {
            let mut arguments = vec!["ledger", "accounts", "-o", "json", "--limit", "2"];
            arguments.extend(after.as_deref().iter().flat_map(|cursor| ["--after", cursor]));
            let page = operator.run(arguments).exits(0).json();
            paged
                .extend(page["data"].as_array().unwrap().iter().map(|row| row["account"].as_str().unwrap().to_owned()));
            after = page["page"]["next"].as_str().map(str::to_owned);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, open);
    });
}

#[test]
fn entries_are_shown_with_their_postings() {
    World::each(|world| {
        used(&world);
        let operator = Person::sign_up(&world, "operator");
        let entries = operator.run(["ledger", "entries", "-o", "json"]).exits(0).json();
        let entries = entries["data"].as_array().unwrap();
        let kinds: Vec<&str> = entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["reservation_settle", "reservation_hold", "deposit_claim", "deposit"]);
        assert_eq!(entries[1]["notes"]["provider"], "vast");
        let settled = &entries[0]["lines"];
        let amounts: Vec<&str> =
            settled.as_array().unwrap().iter().map(|line| line["amount"].as_str().unwrap()).collect();
        assert_eq!(amounts, ["40.00", "-1.00", "-19.00", "-20.00"]);
        let csv = operator.run(["ledger", "entries", "-o", "csv", "--kind", "reservation_settle"]).exits(0).stdout;
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|field| field == name).unwrap();
        let lines: Vec<(String, String)> = reader
            .records()
            .map(|row| row.unwrap())
            .map(|row| (row[column("debit")].to_owned(), row[column("credit")].to_owned()))
            .collect();
        let told = |debit: &str, credit: &str| (debit.to_owned(), credit.to_owned());
        assert_eq!(lines, [told("40.00", ""), told("", "1.00"), told("", "19.00"), told("", "20.00")]);
        for (filter, count) in [
            (&["--account", "income:platform_fee"][..], 1),
            (&["--key", "res:"], 2),
            (&["--kind", "deposit", "--kind", "deposit_claim"], 2),
            (&["--since", "2030-01-01"], 0),
            (&["--until", "2030-01-01"], 4),
        ] {
            let arguments = ["ledger", "entries", "-o", "ids"].iter().chain(filter).copied();
            assert_eq!(operator.run(arguments).exits(0).stdout.lines().count(), count, "{filter:?}");
        }
        for wrong in [["--account", "wallet:x"], ["--kind", "deposits"], ["--after", "x"]] {
            let arguments = ["ledger", "entries"].iter().chain(&wrong).copied();
            operator.run(arguments).exits(2);
        }
    });
}

#[test]
fn a_sqlite_file_has_no_roles() {
    let world = World::new(Database::Sqlite);
    let run = world.run(["db", "migrate", "--roles", "-o", "json"]).exits(2);
    assert_eq!(run.error()["code"], "usage");
}
