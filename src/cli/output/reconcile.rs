//! What comparing with the providers found.

use super::record::{Column, Record};
use super::table::{Cell, Tone};
use crate::ops::reconcile::{Finding, FindingKind};

impl Record for Finding {
    const SCHEMA: &'static str = "findings";
    const FIELDS: &'static [&'static str] =
        &["kind", "provider", "machine", "label", "reservation", "price_per_hour", "since", "released", "message"];

    fn id(&self) -> &str {
        self.machine.as_deref().unwrap_or(&self.provider)
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("FOUND", 0, |row| Cell::new(word(row.kind)).tone(Tone::Bad)),
            Column::text("PROVIDER", 0, |row| Cell::new(&row.provider)),
            Column::text("MACHINE", 0, |row: &Self| Cell::maybe(row.machine.clone())),
            Column::text("RELEASED", 0, |row| Cell::new(if row.released { "yes" } else { "no" })),
            Column::prose("WHAT", |row| Cell::new(&row.message)),
        ]
    }
}

const fn word(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Orphan => "orphan",
        FindingKind::Unknown => "unknown",
        FindingKind::Missing => "missing",
        FindingKind::Untrusted => "untrusted",
        FindingKind::Unreachable => "unreachable",
        FindingKind::Dearer => "dearer",
    }
}
