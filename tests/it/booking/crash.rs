//! The process dies before and after every commit of every command, and is started again: nothing is half done, nothing
//! is done twice.

use serde_json::{Value, json};

use super::*;
use crate::world::{Database, Run};

/// More points than any command has.
const MAX_POINTS: u32 = 20;
const START: i64 = 10_000_000;

/// Runs a command as somebody; `die_at` is the point at which it dies, if it gets there.
fn run(desk: &Desk, ann: &Person, arguments: &[&str], die_at: Option<u32>) -> Run {
    let mut command = desk.command(ann);
    if let Some(point) = die_at {
        command.env("GP4U_TEST_DIE_AT", point.to_string());
    }
    crate::world::run_of(&command.arg("reserve").args(arguments).arg("--json").output().unwrap())
}

/// Lets a command die at each of its points in turn, on a reservation made for that, and then runs it again, over a
/// minute later, when a dead worker's lease is over. Tells how many points it has.
fn at_each_point(
    desk: &Desk,
    ann: &Person,
    prepare: impl Fn(&str) -> Value,
    arguments: impl Fn(&Value, &str) -> Vec<String>,
    check: impl Fn(&Value),
) -> u32 {
    for point in 0..MAX_POINTS {
        let key = format!("key-{point}-{}", uuid::Uuid::now_v7());
        let reservation = prepare(&key);
        let arguments = arguments(&reservation, &key);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let dying = run(desk, ann, &arguments, Some(point));
        if dying.code != -1 {
            assert!([0, 8].contains(&dying.code), "{dying:?}");
            return point;
        }
        desk.proven();
        desk.later(61);
        let again = run(desk, ann, &arguments, None);
        assert!([0, 8].contains(&again.code), "at point {point}: {again:?}");
        desk.proven();
        check(&reservation);
    }
    panic!("the command has no end");
}

/// One after the other.
fn next_hour(desk: &Desk) {
    desk.later(3_600);
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_process_that_dies_at_any_commit_books_charges_and_refunds_once() {
    for database in [Database::Sqlite, Database::Postgres] {
        let desk = Desk::new(database);
        let ann = desk.person("ann", START);
        let wait = |reservation: &Value, _: &str| {
            words(&["wait", text(&reservation["id"]), "--until", "ended", "--timeout", "1ms"])
        };
        let fresh = |_: &str| {
            next_hour(&desk);
            desk.book(&ann, OFFER, "now", "2h")
        };
        let active = |key: &str| {
            let booked = fresh(key);
            desk.tick(&ann, &booked)
        };
        let paid = std::cell::Cell::new(0);
        // The reservation ends, and has cost what its pure price is.
        let settled = |reservation: &Value, cost: i64| {
            desk.later(4 * 3_600).tick(&ann, reservation);
            paid.set(paid.get() + cost);
            assert_eq!(desk.balance(&ann), START - paid.get(), "{:?}", desk.show(&ann, reservation));
            desk.proven();
        };

        let points = at_each_point(
            &desk,
            &ann,
            |_| {
                next_hour(&desk);
                json!({})
            },
            |_, key| words(&["create", OFFER, "--start", "+3m", "--for", "2h", "--manual", "--idempotency-key", key]),
            |_| {
                let page = desk.reserve(&ann, ["list", "--state", "pending"]).exits(0).json();
                assert_eq!(page["data"].as_array().unwrap().len(), 1, "booked once");
                desk.at(text(&page["data"][0]["starts_at"])).tick(&ann, &page["data"][0]);
                settled(&page["data"][0], 720_000);
            },
        );
        assert_eq!(points, 2, "create");
        let last = desk.reserve(&ann, ["list", "--state", "pending"]).exits(0).json();
        desk.reserve(&ann, ["cancel", text(&last["data"][0]["id"]), "--yes"]).exits(0);

        // 61 seconds are lost to the lease of the dead worker, the rest is billed.
        let points = at_each_point(&desk, &ann, fresh, wait, |reservation| {
            let detail = desk.show(&ann, reservation);
            assert_eq!(detail["state"], "active");
            let cost = if detail["billed_s"] == 7_200 { 720_000 } else { 713_900 };
            settled(reservation, cost);
        });
        assert_eq!(points, 4, "activate: lease and payment");
        settled_last(&desk, &ann, &paid);

        let points = at_each_point(
            &desk,
            &ann,
            active,
            |reservation, key| {
                words(&["extend", text(&reservation["id"]), "--for", "1h", "--yes", "--idempotency-key", key])
            },
            |reservation| {
                assert_eq!(desk.show(&ann, reservation)["extensions"], 1);
                settled(reservation, 1_080_000);
            },
        );
        assert_eq!(points, 2, "extend");
        desk.give(&ann, START);
        paid.set(paid.get() - START);
        settled_last(&desk, &ann, &paid);

        let points = at_each_point(
            &desk,
            &ann,
            |key| {
                let reservation = active(key);
                desk.later(3_600 - 61);
                reservation
            },
            |reservation, key| words(&["cancel", text(&reservation["id"]), "--yes", "--idempotency-key", key]),
            |reservation| {
                let detail = desk.show(&ann, reservation);
                assert_eq!(detail["state"], "cancelled");
                // Before the commit it was not cancelled yet, after it it was.
                let seconds = detail["billed_s"].as_i64().unwrap();
                assert!([3_539, 3_600].contains(&seconds), "{detail}");
                settled(reservation, seconds * 100);
            },
        );
        assert_eq!(points, 2, "cancel");
        settled_last(&desk, &ann, &paid);

        let points = at_each_point(
            &desk,
            &ann,
            |key| {
                let reservation = active(key);
                desk.later(7_200);
                reservation
            },
            wait,
            |reservation| {
                assert_eq!(desk.show(&ann, reservation)["state"], "completed");
                settled(reservation, 720_000);
            },
        );
        assert_eq!(points, 4, "complete: lease and settlement");
    }
}

/// Lets the reservation of a command that lived to its end come to its own.
fn settled_last(desk: &Desk, ann: &Person, paid: &std::cell::Cell<i64>) {
    desk.later(4 * 3_600);
    let page = desk.reserve(ann, ["list", "--limit", "1"]).exits(0).json();
    desk.tick(ann, &page["data"][0]);
    paid.set(START - desk.balance(ann));
    desk.proven();
}
