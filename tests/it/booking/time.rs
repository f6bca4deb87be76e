//! Clocks: those that are put forward and back, those of other zones, and one that sleeps.

use serde_json::json;

use super::*;
use crate::world::Database;

/// A zone, a day whose clocks change, the clock from half past eleven the evening before to half past five, and the
/// hours that takes in half-hours.
const CHANGES: [(&str, &str, &str, &str, i64); 6] = [
    ("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-28 23:30", "2026-03-29 05:30", 10),
    ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-24 23:30", "2026-10-25 05:30", 14),
    ("America/New_York", "2026-03-07T12:00:00Z", "2026-03-07 23:30", "2026-03-08 05:30", 10),
    ("America/New_York", "2026-10-31T12:00:00Z", "2026-10-31 23:30", "2026-11-01 05:30", 14),
    ("Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-03 23:30", "2026-10-04 05:30", 11),
    ("Australia/Lord_Howe", "2026-04-04T00:00:00Z", "2026-04-04 23:30", "2026-04-05 05:30", 13),
];

#[test]
fn nights_of_changing_clocks_are_billed_to_the_second() {
    for database in [Database::Sqlite, Database::Postgres] {
        for (zone, opens, start, end, half_hours) in CHANGES {
            let desk = Desk::opening(database, opens);
            let ann = desk.person("ann", 10_000_000);
            desk.in_zone(zone);
            let create = ["create", OFFER, "--start", start, "--end", end];
            let booked = desk.reserve(&ann, create).exits(0).json()["data"].clone();
            assert_eq!(booked["duration_s"], half_hours * 1_800, "{zone} {start}");
            let cost = half_hours * 180_000;
            desk.at(text(&booked["starts_at"])).tick(&ann, &booked);
            assert_eq!(desk.balance(&ann), 10_000_000 - cost);
            // In steps of half an hour through the night.
            for _ in 1..half_hours {
                assert_eq!(desk.later(1_800).tick(&ann, &booked)["state"], "active");
            }
            let completed = desk.later(1_800).tick(&ann, &booked);
            assert_eq!(
                json!([completed["state"], completed["billed_s"], completed["refunded"]]),
                json!(["completed", half_hours * 1_800, "0.00"])
            );
            assert_eq!(desk.balance(&ann), 10_000_000 - cost);
            desk.proven();
        }
    }
}

#[test]
fn times_that_a_clock_shows_twice_or_never_are_refused_with_both_readings() {
    let desk = Desk::opening(Database::Sqlite, "2026-10-24T10:00:00Z");
    let ann = desk.person("ann", 0);
    desk.in_zone("Europe/Berlin");
    let create = ["create", OFFER, "--start", "tomorrow 02:30", "--for", "1h"];
    let refused = desk.reserve(&ann, create).exits(2).error();
    assert_eq!(refused["details"]["readings"], json!(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]));
    assert!(text(&refused["hint"]).contains("2026-10-25T01:30:00Z"), "{refused}");
    let never = ["create", OFFER, "--start", "2027-03-28 02:30", "--for", "1h"];
    let refused = desk.reserve(&ann, never).exits(2).error();
    assert_eq!(refused["details"]["readings"], json!(["2027-03-28T01:30:00Z", "2027-03-28T00:30:00Z"]));
    // Another zone has that time, and an offset leaves no doubt.
    desk.reserve(&ann, create.into_iter().chain(["--zone", "UTC"])).exits(0);
    desk.reserve(&ann, ["create", OFFER, "--start", "2027-03-28T02:30:00+02:00", "--for", "1h"]).exits(0);
    desk.reserve(&ann, ["list", "--from", "2026-10-25 02:30"]).exits(2);
    desk.reserve(&ann, create.into_iter().chain(["--zone", "Mars/Olympus"])).exits(2);
}

#[test]
fn a_clock_that_is_put_back_undoes_nothing_and_bills_nothing_twice() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 1_000_000);
        // Long after the login: one from the future is refused.
        let booked = desk.later(7_200).book(&ann, OFFER, "+30m", "1h");
        desk.later(1_800).tick(&ann, &booked);
        desk.later(600);
        let active = desk.later(-3_600).tick(&ann, &booked);
        assert_eq!(json!([active["state"], active["refund_now"]]), json!(["active", "0.36"]), "no time was used");
        assert_eq!(desk.balance(&ann), 640_000);
        assert_eq!(desk.later(3_600 + 2_999).tick(&ann, &booked)["state"], "active", "no early end");
        let completed = desk.later(1).tick(&ann, &booked);
        assert_eq!(json!([completed["state"], completed["billed_s"]]), json!(["completed", 3_600]));

        let other = desk.book(&ann, OFFER, "now", "1h");
        desk.tick(&ann, &other);
        desk.later(-3_600);
        let cancelled = desk.reserve(&ann, ["cancel", text(&other["id"]), "--yes"]).exits(0).json()["data"].clone();
        assert_eq!(json!([cancelled["refunded"], cancelled["billed_s"]]), json!(["0.36", 0]));
        assert_eq!(desk.balance(&ann), 640_000);
        desk.proven();
    });
}

#[test]
fn what_a_sleeping_machine_missed_is_not_billed() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 10_000_000);
        let (long, short) = (desk.book(&ann, OFFER, "+10m", "3h"), desk.book(&ann, UNITS, "+10m", "1h"));
        let running = desk.book(&ann, LEAST, "now", "3h");
        desk.tick(&ann, &running);
        // Two hours of sleep.
        desk.later(7_200);
        let woken = desk.tick(&ann, &long);
        assert_eq!(json!([woken["state"], woken["billed_s"], woken["charged"]]), json!(["active", 4_200, "0.42"]));
        let missed = desk.show(&ann, &short);
        assert_eq!(json!([missed["state"], missed["reason"]]), json!(["cancelled", "missed"]));
        assert_eq!(desk.show(&ann, &running)["state"], "active");
        // And again, over the end of both.
        desk.later(7_200);
        desk.tick(&ann, &long);
        let completed = desk.show(&ann, &running);
        assert_eq!(json!([completed["state"], completed["billed_s"]]), json!(["completed", 10_800]));
        assert_eq!(desk.balance(&ann), 10_000_000 - 420_000 - 1_080_000);
        desk.proven();
    });
}

#[test]
fn free_time_is_shown_by_the_zones_clocks() {
    let desk = Desk::opening(Database::Sqlite, "2026-10-23T10:00:00Z");
    let ann = desk.person("ann", 0);
    desk.in_zone("Europe/Berlin");
    desk.book(&ann, OFFER, "2026-10-25 09:00", "8h");
    let days = ["calendar", OFFER, "--date", "2026-10-24", "--days", "3"];
    let calendar = desk.reserve(&ann, days).exits(0).json()["data"].clone();
    let lengths: Vec<_> =
        calendar.as_array().unwrap().iter().map(|day| json!([day["date"], day["length_s"], day["free_s"]])).collect();
    let expected = [
        json!(["2026-10-24", 86_400, 86_400]),
        json!(["2026-10-25", 90_000, 61_200]),
        json!(["2026-10-26", 86_400, 86_400]),
    ];
    assert_eq!(lengths, expected);
    let slots = ["slots", OFFER, "--date", "2026-10-25", "--length", "2h"];
    let slots = desk.reserve(&ann, slots).exits(0).json()["data"].clone();
    let blocks: Vec<_> = slots
        .as_array()
        .unwrap()
        .iter()
        .map(|slot| json!([slot["local_starts_at"], slot["length_s"], slot["cost"]]))
        .collect();
    let expected =
        [json!(["2026-10-25T00:00:00+02:00", 36_000, "0.72"]), json!(["2026-10-25T17:00:00+01:00", 25_200, "0.72"])];
    assert_eq!(blocks, expected);
    // Nobody needs an account to see what is free, and of today only what is left.
    let nobody = desk
        .world
        .command()
        .env("GP4U_TEST_CLOCK", "2026-10-25T20:00:00Z")
        .env("TZ", "Europe/Berlin")
        .args(["reserve", "slots", OFFER, "--json"])
        .output()
        .unwrap();
    let left: serde_json::Value = serde_json::from_slice(&nobody.stdout).unwrap();
    assert_eq!(
        json!([left["data"][0]["starts_at"], left["data"][0]["length_s"]]),
        json!(["2026-10-25T20:00:00Z", 10_800])
    );
    desk.reserve(&ann, ["slots", OFFER, "--length", "48h", "--exit-empty"]).exits(10);
    desk.reserve(&ann, ["slots", OFFER, "--date", "someday"]).exits(2);
    desk.reserve(&ann, ["calendar", OFFER, "--days", "0"]).exits(2);
    desk.reserve(&ann, ["calendar", "vast:999"]).exits(3);
}
