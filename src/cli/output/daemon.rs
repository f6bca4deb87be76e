//! The daemon's loops as people read them.

use jiff::{SignedDuration, Timestamp};

use super::offers::age;
use super::record::{Column, Record};
use super::table::{Cell, Tone};
use crate::daemon::{LoopHealth, LoopStatus, LoopTurn, TurnOutcome};

impl Record for LoopStatus {
    const SCHEMA: &'static str = "daemon_status";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "loop",
        "provider",
        "state",
        "last_run_at",
        "last_success_at",
        "next_run_at",
        "consecutive_errors",
        "error_code",
        "error_message",
        "lag_s",
        "holder",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("LOOP", 0, |row| Cell::new(&row.id).tone(Tone::Strong)),
            Column::text("STATE", 0, |row| match row.state {
                LoopHealth::Ok => Cell::new("ok").tone(Tone::Good),
                LoopHealth::Running => Cell::new("running").tone(Tone::Good),
                LoopHealth::Failing => Cell::new("FAILING").tone(Tone::Bad),
                LoopHealth::Overdue => Cell::new("OVERDUE").tone(Tone::Bad),
                LoopHealth::NeverRan => Cell::new("never ran").tone(Tone::Faint),
            }),
            Column::number("LAST RUN", 1, |row| ago(row.last_run_at)),
            Column::number("LAST SUCCESS", 0, |row| ago(row.last_success_at)),
            Column::number("NEXT", 1, |row| from_now(row.next_run_at)),
            Column::number("ERRORS", 1, |row: &Self| Cell::new(&row.consecutive_errors.to_string())).usually("0"),
            Column::number("LAG", 2, |row| Cell::maybe(row.lag_s.map(|lag| format!("{lag:.1}s")))),
            Column::prose("LAST ERROR", |row: &Self| match (&row.error_code, &row.error_message) {
                (Some(code), Some(message)) => Cell::new(&format!("{code}: {message}")).tone(Tone::Bad),
                _ => Cell::maybe(None),
            })
            .usually(super::table::UNKNOWN),
        ]
    }
}

impl Record for LoopTurn {
    const SCHEMA: &'static str = "daemon_turns";
    const FIELDS: &'static [&'static str] =
        &["id", "loop", "provider", "outcome", "took_s", "error_code", "error_message", "next_run_at"];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("LOOP", 0, |row| Cell::new(&row.id).tone(Tone::Strong)),
            Column::text("OUTCOME", 0, |row| match row.outcome {
                TurnOutcome::Done => Cell::new("done").tone(Tone::Good),
                TurnOutcome::Failed => Cell::new("FAILED").tone(Tone::Bad),
                TurnOutcome::NotDue => Cell::new("not due").tone(Tone::Faint),
                TurnOutcome::Held => Cell::new("a daemon runs it").tone(Tone::Faint),
                TurnOutcome::Dropped => Cell::new("dropped").tone(Tone::Strong),
            }),
            Column::number("TOOK", 1, |row| Cell::maybe(row.took_s.map(|took| format!("{took:.1}s")))),
            Column::number("NEXT", 1, |row| from_now(row.next_run_at)),
            Column::prose("ERROR", |row: &Self| match &row.error_message {
                Some(message) => Cell::new(message).tone(Tone::Bad),
                None => Cell::maybe(None),
            })
            .usually(super::table::UNKNOWN),
        ]
    }
}

fn ago(at: Option<Timestamp>) -> Cell {
    let Some(at) = at else { return Cell::new("never").tone(Tone::Faint) };
    Cell::new(&format!("{} ago", age(Timestamp::now().duration_since(at).as_secs().max(0))))
}

fn from_now(at: Option<Timestamp>) -> Cell {
    let Some(at) = at else { return Cell::maybe(None) };
    match at.duration_since(Timestamp::now()) {
        wait if wait <= SignedDuration::ZERO => Cell::new("now"),
        wait => Cell::new(&format!("in {}", age(wait.as_secs()))),
    }
}
