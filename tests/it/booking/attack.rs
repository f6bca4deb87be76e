//! Hand-written SQL against the calendar: the database itself refuses it, whoever connects; and every law notices what
//! it is there to notice.

use super::*;

/// Two live reservations of one owner: `A` of OFFER from 10 to 11, `B` of a slice of a machine at the same time.
fn two(desk: &Desk) -> (String, String) {
    let ann = desk.person("ann", 10_000_000);
    let a = desk.book(&ann, OFFER, "2026-12-01 10:00", "1h");
    let b = desk.book(&ann, SLICES[0], "2026-12-01 10:00", "1h");
    (text(&a["id"]).to_owned(), text(&b["id"]).to_owned())
}

/// Copies a reservation under another id, with some columns changed.
fn copy(of: &str, changes: &[(&str, &str)]) -> String {
    let columns = "id, owner, token, offer_id, provider, machine, model, gpu_count, unit, starts_at, ends_at, \
         price_per_hour, min_seconds, fee_basis_points, max_price, fulfilment, note, state, reason, started_at, stopped_at, \
         market_price, extensions, charged, refunded, created_at, updated_at, version, next_try_at, attempts, \
         lease_token";
    let value = |column: &str| {
        let changed = changes.iter().find(|(name, _)| *name == column).map(|(_, value)| (*value).to_owned());
        changed.unwrap_or_else(|| if column == "id" { "'another'".to_owned() } else { column.to_owned() })
    };
    let values: Vec<String> = columns.split(", ").map(|column| value(column.trim())).collect();
    format!("INSERT INTO reservation ({columns}) SELECT {} FROM reservation WHERE id = '{of}'", values.join(", "))
}

#[test]
fn the_table_refuses_what_nobody_may_do() {
    Desk::each(|desk| {
        let (a, b) = two(&desk);
        let attacks = [
            ("the same time again", copy(&a, &[]), "reservation_unit_overlap"),
            (
                "a second of it",
                copy(&a, &[("starts_at", "ends_at - 1000000"), ("ends_at", "ends_at + 1000000")]),
                "reservation_unit_overlap",
            ),
            ("another slice of the machine", copy(&b, &[("offer_id", "'vast:3'")]), "reservation_machine_overlap"),
            (
                "a longer one over it",
                copy(&b, &[("offer_id", "'vast:3'"), ("starts_at", "0"), ("ends_at", "ends_at * 2")]),
                "reservation_machine_overlap",
            ),
            ("a deleted one", format!("DELETE FROM reservation WHERE id = '{a}'"), "reservation_kept"),
            (
                "another price",
                format!("UPDATE reservation SET price_per_hour = 1 WHERE id = '{a}'"),
                "reservation_fixed",
            ),
            (
                "another owner",
                format!("UPDATE reservation SET owner = 'x' WHERE id = '{a}'"),
                "reservation_fixed|reservation_owner|FOREIGN KEY",
            ),
            ("no length", format!("UPDATE reservation SET ends_at = starts_at WHERE id = '{a}'"), "reservation_window"),
            (
                "half a second",
                format!("UPDATE reservation SET ends_at = ends_at + 1 WHERE id = '{a}'"),
                "reservation_window",
            ),
            (
                "active without money",
                format!("UPDATE reservation SET state = 'active' WHERE id = '{a}'"),
                "reservation_started",
            ),
            (
                "ended with work left",
                format!("UPDATE reservation SET state = 'cancelled' WHERE id = '{a}'"),
                "reservation_work",
            ),
            (
                "no such state",
                format!("UPDATE reservation SET state = 'free' WHERE id = '{a}'"),
                "reservation_state|reservation_work",
            ),
            (
                "refunded without charge",
                format!("UPDATE reservation SET refunded = 1 WHERE id = '{a}'"),
                "reservation_refunded",
            ),
        ];
        for (what, sql, refusal) in attacks {
            let error = desk.try_sql(sql).expect_err(what).to_string();
            assert!(refusal.split('|').any(|name| error.contains(name)), "{what}: {error}");
        }
        // What is next to it is free, and so is the time of what has ended.
        desk.sql(copy(&a, &[("starts_at", "ends_at"), ("ends_at", "ends_at + 1000000")]));
        desk.sql(format!("UPDATE reservation SET state = 'cancelled', next_try_at = NULL WHERE id = '{a}'"));
        desk.sql(copy(&a, &[("id", "'third'"), ("state", "'pending'"), ("next_try_at", "1")]));
        let error = desk.try_sql(format!("UPDATE reservation SET state = 'pending', next_try_at = 1 WHERE id = '{a}'"));
        assert!(error.expect_err("back from the end").to_string().contains("reservation_"));
    });
}

#[test]
fn every_law_of_reservations_notices_a_breach() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 10_000_000);
        let active = desk.book(&ann, OFFER, "now", "1h");
        desk.tick(&ann, &active);
        let id = text(&active["id"]);
        let broken = || {
            let report = desk.runtime.block_on(desk.store.verify_ledger()).unwrap();
            let of_ours = report.checks.iter().filter(|check| check.id.starts_with('R') && !check.breaches.is_empty());
            of_ours.map(|check| check.id).collect::<Vec<_>>()
        };
        assert_eq!(broken(), Vec::<&str>::new());
        desk.sql(format!("UPDATE reservation SET charged = charged + 1 WHERE id = '{id}'"));
        assert_eq!(broken(), ["R1", "R2"]);
        desk.sql(format!("UPDATE reservation SET charged = charged - 1 WHERE id = '{id}'"));
        let hold = gp4u::ledger::rules::hold(
            gp4u::ledger::rules::Booking::Reservation(uuid::Uuid::from_u128(1)),
            ann.id.uuid(),
            gp4u::units::Usdc::from_micros(1),
        );
        desk.runtime.block_on(desk.store.post(&hold.unwrap(), desk.now())).unwrap();
        assert_eq!(broken(), ["R2"], "money is held for nobody's reservation");
        desk.sql(format!(
            "UPDATE reservation SET state = 'completed', stopped_at = ends_at, refunded = 1, next_try_at = NULL WHERE id = '{id}'"
        ));
        assert_eq!(broken(), ["R1", "R2"]);
        // The table would have to be broken first.
        if desk.world.database_url.starts_with("sqlite") {
            desk.sql("DROP TRIGGER reservation_unit_overlap_insert".to_owned());
        } else {
            desk.sql("ALTER TABLE reservation DROP CONSTRAINT reservation_unit_overlap".to_owned());
        }
        let pending = desk.book(&ann, OFFER, "+2h", "1h");
        desk.sql(copy(text(&pending["id"]), &[]));
        assert_eq!(broken(), ["R1", "R2", "R3"]);
    });
}
