//! A reservation's life, as the commands tell it.

use gp4u::ledger::AccountCode;
use serde_json::{Value, json};

use super::*;
use crate::world::Database;

fn fields<'a>(reservation: &Value, names: impl IntoIterator<Item = &'a str>) -> Value {
    names.into_iter().map(|name| reservation[name].clone()).collect()
}

#[test]
fn it_is_booked_then_paid_then_settled() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 10_000_000);
        let booked = desk.book(&ann, OFFER, "tomorrow 09:00", "8h");
        assert_eq!(
            fields(&booked, ["state", "starts_at", "ends_at", "cost", "charged", "fulfilment"]),
            json!(["pending", "2026-11-25T09:00:00Z", "2026-11-25T17:00:00Z", "2.88", "0.00", "manual"])
        );
        assert_eq!(desk.balance(&ann), 10_000_000, "nothing is paid before it starts");
        assert_eq!(desk.at("2026-11-25T08:59:59Z").tick(&ann, &booked)["state"], "pending");
        let active = desk.at("2026-11-25T09:00:00Z").tick(&ann, &booked);
        assert_eq!(fields(&active, ["state", "charged", "refund_now"]), json!(["active", "2.88", "2.88"]));
        assert_eq!(desk.balance(&ann), 7_120_000);
        assert_eq!(desk.at("2026-11-25T16:59:59Z").tick(&ann, &booked)["state"], "active");
        let completed = desk.at("2026-11-25T17:00:30Z").tick(&ann, &booked);
        assert_eq!(
            fields(&completed, ["state", "cost", "refunded", "billed_s", "next_step_at"]),
            json!(["completed", "2.88", "0.00", 28_800, null])
        );
        assert_eq!(desk.balance(&ann), 7_120_000);
        desk.proven();
    });
}

#[test]
fn one_that_cannot_be_paid_or_is_dearer_than_accepted_or_was_missed_is_cancelled() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 359_999);
        let unpaid = desk.book(&ann, OFFER, "+1h", "1h");
        let unpaid = desk.later(3_600).tick(&ann, &unpaid);
        assert_eq!(fields(&unpaid, ["state", "reason", "charged"]), json!(["cancelled", "unpaid", "0.00"]));

        desk.give(&ann, 5_000_000);
        let create = ["create", OFFER, "--start", "+1h", "--for", "1h", "--max-price", "0.40"];
        let dearer = desk.reserve(&ann, create).exits(0).json()["data"].clone();
        let locked = desk.book(&ann, OFFER, "+2h", "1h");
        desk.sql(format!("UPDATE offers SET price_per_hour = 400001 WHERE id = '{OFFER}'"));
        let dearer = desk.later(3_600).tick(&ann, &dearer);
        assert_eq!(fields(&dearer, ["state", "reason", "charged"]), json!(["cancelled", "price_changed", "0.00"]));
        let locked = desk.later(3_600).tick(&ann, &locked);
        assert_eq!(
            fields(&locked, ["state", "price_per_hour", "charged", "market_price_per_hour"]),
            json!(["active", "0.36", "0.36", "0.400001"]),
            "what was agreed on is paid"
        );

        let missed = desk.book(&ann, UNITS, "+1h", "1h");
        let missed = desk.later(7_200).tick(&ann, &missed);
        assert_eq!(fields(&missed, ["state", "reason", "charged"]), json!(["cancelled", "missed", "0.00"]));
        desk.proven();
    });
}

#[test]
fn the_fee_is_part_of_what_was_used_and_of_the_time_it_was_booked() {
    for database in [Database::Sqlite, Database::Postgres] {
        let mut desk = Desk::new(database);
        let ann = desk.person("ann", 10_000_000);
        let parts = |desk: &Desk| {
            let accounts =
                ["income:platform_fee", "payable:provider:vast"].map(|code| code.parse::<AccountCode>().unwrap());
            let balance = |code: &AccountCode| desk.runtime.block_on(desk.store.account(code)).unwrap();
            accounts.map(|code| balance(&code).map_or(0, |account| account.balance.micros()))
        };
        let free = desk.book(&ann, OFFER, "now", "1h");
        desk.world.set("GP4U_FEES__PLATFORM_BASIS_POINTS", "333");
        let cut = desk.book(&ann, SLICES[0], "now", "1h");
        desk.world.set("GP4U_FEES__PLATFORM_BASIS_POINTS", "10000");
        assert_eq!(desk.tick(&ann, &cut)["charged"], "0.36", "the user pays no more");
        assert_eq!(parts(&desk), [0, 0], "nothing is anybody's before it is settled");
        // 3,333 seconds cost 333,300 micro-dollars, of which 3.33 % are 11,098.89.
        desk.later(3_333).reserve(&ann, ["cancel", text(&cut["id"]), "--yes"]).exits(0);
        assert_eq!(parts(&desk), [11_098, 322_202]);
        assert_eq!(desk.balance(&ann), 10_000_000 - 360_000 - 333_300);
        desk.later(267).tick(&ann, &free);
        assert_eq!(parts(&desk), [11_098, 322_202 + 360_000], "no fee was agreed on when this was booked");
        let all = desk.book(&ann, OFFER, "now", "1s");
        desk.tick(&ann, &all);
        desk.later(1).tick(&ann, &all);
        assert_eq!(parts(&desk), [11_098 + 100, 322_202 + 360_000], "all of it");
        desk.proven();

        desk.world.set("GP4U_FEES__PLATFORM_BASIS_POINTS", "10001");
        let refused = desk.reserve(&ann, ["create", OFFER, "--start", "now", "--for", "1h"]).exits(2).error();
        assert_eq!(refused["code"], "bad_config");
    }
}

#[test]
fn cancelling_is_free_before_the_start_and_gives_unused_time_back_afterwards() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 10_000_000);
        let cancel = |reservation: &Value, more: &[&str]| {
            let arguments = ["cancel", text(&reservation["id"])].into_iter().chain(more.iter().copied());
            desk.reserve(&ann, arguments)
        };
        let early = desk.book(&ann, OFFER, "+1h", "2h");
        let refused = cancel(&early, &[]).exits(2);
        assert_eq!(refused.error()["code"], "prompt_needed");
        assert!(text(&refused.error()["hint"]).contains("--yes"));
        let dry = cancel(&early, &["--dry-run"]).exits(0).json()["data"].clone();
        assert_eq!(fields(&dry, ["state", "dry_run"]), json!(["cancelled", true]));
        assert_eq!(desk.show(&ann, &early)["state"], "pending", "a dry run changes nothing");
        let early = cancel(&early, &["--yes"]).exits(0).json()["data"].clone();
        assert_eq!(fields(&early, ["state", "reason", "changed"]), json!(["cancelled", "requested", true]));
        let again = cancel(&early, &["--yes"]).exits(0).json()["data"].clone();
        assert_eq!(fields(&again, ["state", "changed"]), json!(["cancelled", false]));

        let active = desk.book(&ann, OFFER, "now", "2h");
        desk.tick(&ann, &active);
        let active = desk.later(1_801).tick(&ann, &active);
        assert_eq!(active["refund_now"], "0.5399");
        let ended = cancel(&active, &["--yes"]).exits(0).json()["data"].clone();
        assert_eq!(
            fields(&ended, ["state", "refunded", "cost", "billed_s"]),
            json!(["cancelled", "0.5399", "0.1801", 1_801])
        );
        assert_eq!(desk.balance(&ann), 10_000_000 - 180_100);
        assert_eq!(cancel(&active, &["--yes"]).exits(0).json()["data"]["changed"], false);

        let least = desk.book(&ann, LEAST, "now", "3h");
        desk.tick(&ann, &least);
        desk.later(60);
        let least = cancel(&least, &["--yes"]).exits(0).json()["data"].clone();
        assert_eq!(
            fields(&least, ["refunded", "min_billed_s"]),
            json!(["0.36", 7_200]),
            "two hours are billed at least"
        );

        let over = desk.book(&ann, OFFER, "now", "1h");
        desk.tick(&ann, &over);
        let over = desk.later(3_600).reserve(&ann, ["cancel", text(&over["id"]), "--yes"]).exits(0).json();
        assert_eq!(fields(&over["data"], ["state", "refunded"]), json!(["completed", "0.00"]), "too late to cancel");
        let late = cancel(&over["data"], &["--yes"]).exits(5);
        assert_eq!(late.error()["code"], "conflict");
        desk.proven();
    });
}

#[test]
fn an_extension_is_charged_at_once_or_refused_whole() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 1_080_000);
        let reservation = desk.book(&ann, OFFER, "now", "1h");
        let id = text(&reservation["id"]);
        let pending = desk.reserve(&ann, ["extend", id, "--for", "1h"]).exits(0).json()["data"].clone();
        assert_eq!(fields(&pending, ["cost", "charged", "extensions"]), json!(["0.72", "0.00", 1]));
        desk.tick(&ann, &reservation);
        assert_eq!(desk.balance(&ann), 360_000);
        desk.later(600);
        desk.reserve(&ann, ["extend", id, "--for", "30m"]).exits(2);
        desk.reserve(&ann, ["extend", id, "--for", "30m", "--yes", "--max-cost", "0.179999"]).exits(7);
        let longer = desk.reserve(&ann, ["extend", id, "--for", "30m", "--yes"]).exits(0).json()["data"].clone();
        assert_eq!(fields(&longer, ["charged", "duration_s", "extensions"]), json!(["0.90", 9_000, 2]));
        assert_eq!(desk.balance(&ann), 180_000);

        let poor = desk.reserve(&ann, ["extend", id, "--for", "31m", "--yes"]).exits(6);
        assert_eq!(poor.error()["code"], "insufficient_funds");
        let bob = desk.person("bob", 0);
        desk.book(&bob, OFFER, "2026-11-24T12:40:00Z", "1h");
        let blocked = desk.reserve(&ann, ["extend", id, "--for", "11m", "--yes"]).exits(5);
        assert_eq!(blocked.error()["details"]["free_until"], "2026-11-24T12:40:00Z");
        assert_eq!(desk.show(&ann, &reservation)["charged"], "0.90", "nothing of a refused extension stays");
        desk.reserve(&ann, ["extend", id, "--end", "2026-11-24T12:40:00Z", "--yes"]).exits(0);
        desk.reserve(&ann, ["extend", id, "--end", "2026-11-24T12:40:00Z", "--yes"]).exits(2);
        desk.later(36_000);
        desk.reserve(&ann, ["extend", id, "--for", "5m", "--yes"]).exits(5);
        assert_eq!(desk.tick(&ann, &reservation)["charged"], "0.96");
        desk.proven();
    });
}

#[test]
fn a_unit_is_booked_once_and_so_is_a_machine() {
    Desk::each(|desk| {
        let (ann, bob) = (desk.person("ann", 0), desk.person("bob", 0));
        desk.book(&ann, OFFER, "2026-12-01 10:00", "1h");
        desk.book(&bob, OFFER, "2026-12-01 11:00", "1h");
        let create = ["create", OFFER, "--start", "2026-12-01 10:59:59", "--for", "1h"];
        let refused = desk.reserve(&bob, create).exits(5);
        assert_eq!(refused.error()["details"]["next_free_starts_at"], "2026-12-01T12:00:00Z");
        assert!(text(&refused.error()["hint"]).contains("2026-12-01T12:00:00Z"));

        desk.book(&ann, SLICES[0], "2026-12-01 10:00", "1h");
        for slice in &SLICES[1..] {
            let refused = desk.reserve(&bob, ["create", slice, "--start", "2026-12-01 10:30", "--for", "2h"]).exits(5);
            assert_eq!(refused.error()["details"]["next_free_starts_at"], "2026-12-01T11:00:00Z");
        }
        desk.book(&bob, SLICES[2], "2026-12-01 11:00", "1h");

        let units: Vec<Value> =
            (0..3).map(|_| desk.book(&ann, UNITS, "2026-12-01 10:00", "1h")["unit"].clone()).collect();
        assert_eq!(units, [0, 1, 2]);
        desk.reserve(&bob, ["create", UNITS, "--start", "2026-12-01 10:00", "--for", "1h"]).exits(5);
        desk.proven();
    });
}

#[test]
fn what_cannot_be_booked_is_refused_and_leaves_nothing() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 0);
        let cases: [(&[&str], i32); 15] = [
            (&[OFFER, "--start", "2026-11-24T09:58:59Z", "--for", "1h"], 2),
            (&[OFFER, "--start", "2026-12-01", "--end", "2026-12-01"], 2),
            (&[OFFER, "--start", "2026-12-02", "--end", "2026-12-01"], 2),
            (&[OFFER, "--start", "now", "--end", "2099-01-01"], 2),
            (&[OFFER, "--start", "9999-01-01T00:00:00Z", "--for", "1h"], 2),
            (&[OFFER, "--start", "1764000000000", "--for", "1h"], 2),
            (&[OFFER, "--start", "2026-12-31T23:59:60Z", "--for", "1h"], 2),
            (&[OFFER, "--start", "now", "--for", "0s"], 2),
            (&[OFFER, "--start", "now", "--for", "1.5s"], 2),
            (&[OFFER, "--start", "now"], 2),
            (&[OFFER, "--start", "now", "--for", "1h", "--end", "2026-12-01"], 2),
            (&[OFFER, "--start", "now", "--for", "1h", "--max-price", "0.359999"], 7),
            (&[OFFER, "--start", "now", "--for", "2h", "--max-cost", "0.719999"], 7),
            (&["vast:999", "--start", "now", "--for", "1h"], 3),
            (&[OFFER, "--start", "now", "--for", "1h", "--note", "\u{1b}[2J"], 2),
        ];
        for (arguments, code) in cases {
            desk.reserve(&ann, ["create"].into_iter().chain(arguments.iter().copied())).exits(code);
        }
        desk.sql(format!("UPDATE offers SET gone_at = 1, last_seen_at = 1 WHERE id = '{LEAST}'"));
        desk.reserve(&ann, ["create", LEAST, "--start", "now", "--for", "1h"]).exits(5);
        let all = desk.reserve(&ann, ["list", "--count"]).exits(0).json();
        assert_eq!((all["data"].as_array().unwrap().len(), &all["page"]["total"]), (0, &json!(0)));
        // A moment ago is now.
        let now = desk.book(&ann, OFFER, "2026-11-24T09:59:00Z", "1h");
        assert_eq!(fields(&now, ["starts_at", "ends_at"]), json!(["2026-11-24T10:00:00Z", "2026-11-24T11:00:00Z"]));
    });
}

#[test]
fn a_request_is_done_once_under_its_key_and_a_dry_run_never() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 0);
        let create = ["create", OFFER, "--start", "+1h", "--for", "1h"];
        let dry = desk.reserve(&ann, create.into_iter().chain(["-n"])).exits(0).json();
        assert_eq!(fields(&dry["data"], ["dry_run", "cost"]), json!([true, "0.36"]));
        let keyed = |more: [&'static str; 2]| create.into_iter().chain(["--idempotency-key", "k1"]).chain(more);
        let first = desk.reserve(&ann, keyed(["--note", "x"])).exits(0).json()["data"].clone();
        // Long after it would have started.
        let second = desk.later(90_000).reserve(&ann, keyed(["--note", "x"])).exits(0).json()["data"].clone();
        assert_eq!(fields(&second, ["id", "replayed", "starts_at"]), json!([first["id"], true, first["starts_at"]]));
        desk.reserve(&ann, keyed(["--note", "y"])).exits(5);
        assert_eq!(desk.reserve(&ann, ["list"]).exits(0).json()["data"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn everybody_sees_their_own_and_the_operator_all() {
    Desk::each(|desk| {
        let (operator, ann, bob) = (desk.person("op", 0), desk.person("ann", 0), desk.person("bob", 0));
        let of_ann: Vec<Value> =
            (1..=3).map(|day| desk.book(&ann, OFFER, &format!("2026-12-0{day} 10:00"), "1h")).collect();
        let of_bob = desk.book(&bob, UNITS, "2026-12-01 10:00", "1h");
        let id = text(&of_ann[0]["id"]);
        for arguments in [["show", id], ["wait", id]] {
            desk.reserve(&bob, arguments).exits(3);
        }
        let missing = desk.reserve(&bob, ["cancel", "00000000-0000-7000-8000-000000000000", "--yes"]).exits(3).error();
        let foreign = desk.reserve(&bob, ["cancel", id, "--yes"]).exits(3).error();
        assert_eq!((&missing["message"], &missing["hint"]), (&foreign["message"], &foreign["hint"]));
        desk.reserve(&bob, ["extend", id, "--for", "1h"]).exits(3);
        for wrong in ["", "res:1", "../x", &id.to_uppercase()] {
            desk.reserve(&ann, ["show", wrong]).exits(3);
        }

        let ids = |person: &Person, arguments: &[&'static str]| -> Vec<String> {
            let page = desk.reserve(person, ["list"].into_iter().chain(arguments.iter().copied())).exits(0).json();
            page["data"].as_array().unwrap().iter().map(|row| text(&row["id"]).to_owned()).collect()
        };
        let names = |rows: &[&Value]| rows.iter().map(|row| text(&row["id"]).to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(&ann, &[]), names(&[&of_ann[2], &of_ann[1], &of_ann[0]]));
        assert_eq!(ids(&bob, &["--mine"]), names(&[&of_bob]));
        assert_eq!(ids(&operator, &[]), Vec::<String>::new());
        assert_eq!(ids(&operator, &["--all"]).len(), 4);
        desk.reserve(&ann, ["list", "--all"]).exits(4);
        assert_eq!(ids(&ann, &["--from", "2026-12-02 10:59", "--until", "2026-12-03 10:00"]), names(&[&of_ann[1]]));
        desk.reserve(&ann, ["cancel", text(&of_ann[1]["id"]), "--yes"]).exits(0);
        assert_eq!(ids(&ann, &["--state", "cancelled"]), names(&[&of_ann[1]]));
        assert_eq!(ids(&operator, &["--all", "--offer", UNITS]), names(&[&of_bob]));
        let first = desk.reserve(&ann, ["list", "--limit", "2", "--count"]).exits(0).json();
        assert_eq!(first["page"], json!({"total": 3, "next": of_ann[1]["id"]}));
        let rest = desk.reserve(&ann, ["list", "--after", text(&first["page"]["next"])]).exits(0).json();
        assert_eq!(rest["data"][0]["id"], of_ann[0]["id"]);
        desk.reserve(&ann, ["list", "--offer", "vast:77", "--exit-empty"]).exits(10);
    });
}

#[test]
fn waiting_does_what_a_daemon_does() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 1_000_000);
        let soon = desk.reserve(&ann, ["create", OFFER, "--start", "now", "--for", "1h", "--wait"]).exits(0).json();
        assert_eq!(soon["data"]["state"], "active");
        let id = text(&soon["data"]["id"]);
        let late = desk.reserve(&ann, ["wait", id, "--until", "ended", "--timeout", "50ms"]).exits(8);
        assert_eq!(late.error()["code"], "timed_out");
        desk.later(3_600).reserve(&ann, ["wait", id, "--until", "ended"]).exits(0);
        desk.reserve(&ann, ["wait", id]).exits(5);
    });
}
