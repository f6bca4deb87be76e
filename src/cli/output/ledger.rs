//! The book as people read it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::record::{Column, Record};
use super::table::{Cell, Tone};
use super::{Page, Printer, Rows, Tail};
use crate::app::config::OutputFormat;
use crate::error::Result;
use crate::ops::ledger::{LawCheck, LawStatus, LedgerAccount, LedgerEntry, LedgerLine, LedgerVerification};
use crate::units::Usdc;

impl Record for LedgerVerification {
    const SCHEMA: &'static str = "ledger_verification";
    const FIELDS: &'static [&'static str] = &["clean", "accounts", "entries", "postings", "took_s", "laws"];

    fn id(&self) -> &'static str {
        "ledger"
    }
}

impl Record for LawCheck {
    const SCHEMA: &'static str = "ledger_verification";
    const FIELDS: &'static [&'static str] = &["law", "says", "status", "breaches", "reason"];

    fn id(&self) -> &str {
        self.law
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("LAW", 0, |row| Cell::new(row.law).tone(Tone::Strong)),
            Column::text("STATUS", 0, |row| match row.status {
                LawStatus::Holds => Cell::new("holds").tone(Tone::Good),
                LawStatus::Broken => Cell::new("BROKEN").tone(Tone::Bad),
                LawStatus::NotChecked => Cell::new("not checked").tone(Tone::Faint),
            }),
            Column::prose("WHAT IT SAYS", |row| match (row.reason, row.breaches.as_slice()) {
                (Some(reason), _) => Cell::new(&format!("{}: {reason}", row.says)),
                (None, []) => Cell::new(row.says),
                (None, breaches) => Cell::new(&format!("{}: {}", row.says, breaches.join("; "))).tone(Tone::Bad),
            }),
        ]
    }
}

impl Record for LedgerAccount {
    const SCHEMA: &'static str = "ledger_accounts";
    const FIELDS: &'static [&'static str] = &["account", "class", "balance", "postings", "opened_at", "closed_at"];

    fn id(&self) -> &str {
        &self.account
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            // A code is typed again: it is never cut.
            Column::prose("ACCOUNT", |row| Cell::new(&row.account).tone(Tone::Strong)),
            Column::text("CLASS", 2, |row| Cell::new(row.class)),
            Column::number("BALANCE", 0, |row| Cell::new(&row.balance.to_string())),
            Column::number("POSTINGS", 1, |row| Cell::new(&row.postings.to_string())),
            Column::text("CLOSED", 3, |row: &Self| Cell::maybe(row.closed_at.map(minute)))
                .usually(super::table::UNKNOWN),
        ]
    }
}

/// An instant to the minute, UTC.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

impl Record for LedgerEntry {
    const SCHEMA: &'static str = "ledger_entries";
    const FIELDS: &'static [&'static str] =
        &["id", "kind", "key", "booked_at", "happened_at", "reverses", "notes", "lines"];

    fn id(&self) -> &str {
        &self.id
    }
}

/// A line of an entry as a row, with what it says of the entry.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PostingRow {
    entry: String,
    line: usize,
    kind: &'static str,
    key: String,
    booked_at: Timestamp,
    happened_at: Timestamp,
    account: String,
    debit: Option<Usdc>,
    credit: Option<Usdc>,
    balance_after: Usdc,
    notes: BTreeMap<String, String>,
}

impl PostingRow {
    fn new(entry: &LedgerEntry, line: usize, posting: &LedgerLine) -> Self {
        let debit = (posting.amount > Usdc::default()).then_some(posting.amount);
        let credit = Usdc::from_micros(posting.amount.micros().saturating_neg());
        Self {
            entry: entry.id.clone(),
            line,
            kind: entry.kind,
            key: entry.key.clone(),
            booked_at: entry.booked_at,
            happened_at: entry.happened_at,
            account: posting.account.clone(),
            debit,
            credit: debit.is_none().then_some(credit),
            balance_after: posting.balance_after,
            notes: entry.notes.clone(),
        }
    }

    /// What an entry says once, beside its first line.
    fn once(&self, text: &str) -> Cell {
        Cell::new(if self.line == 1 { text } else { "" })
    }
}

impl Record for PostingRow {
    const SCHEMA: &'static str = "ledger_entries";
    const FIELDS: &'static [&'static str] = &[
        "entry",
        "line",
        "kind",
        "key",
        "booked_at",
        "happened_at",
        "account",
        "debit",
        "credit",
        "balance_after",
        "notes",
    ];

    fn id(&self) -> &str {
        &self.entry
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::number("ENTRY", 0, |row| row.once(&row.entry).tone(Tone::Strong)),
            Column::text("BOOKED", 1, |row| row.once(&minute(row.booked_at))),
            Column::text("KIND", 2, |row| row.once(row.kind)),
            Column::text("KEY", 4, |row| row.once(&row.key)),
            Column::prose("ACCOUNT", |row| Cell::new(&row.account)),
            Column::number("DEBIT", 0, |row| side(row.debit)),
            Column::number("CREDIT", 0, |row| side(row.credit)),
            Column::number("BALANCE", 3, |row| Cell::new(&row.balance_after.to_string())),
        ]
    }
}

/// An amount on one side; nothing on the other.
fn side(amount: Option<Usdc>) -> Cell {
    Cell::new(&amount.map(|amount| amount.to_string()).unwrap_or_default())
}

/// Entries being written: a row for each line in tables and CSV, otherwise a document for each entry.
pub enum EntryRows<'a> {
    /// Entries.
    Entries(Rows<'a, LedgerEntry>),
    /// Their lines.
    Lines(Rows<'a, PostingRow>),
}

impl EntryRows<'_> {
    /// Writes an entry.
    pub fn entry(&mut self, entry: &LedgerEntry) -> Result<()> {
        match self {
            Self::Entries(rows) => rows.row(entry),
            Self::Lines(rows) => {
                (1..).zip(&entry.lines).try_for_each(|(number, line)| rows.row(&PostingRow::new(entry, number, line)))
            }
        }
    }

    /// Writes what comes after the entries.
    pub fn finish(self, next: Option<String>) -> Result<()> {
        let tail = Tail { page: Page { total: None, next }, ..Tail::default() };
        match self {
            Self::Entries(rows) => rows.finish(&tail)?,
            Self::Lines(rows) => rows.finish(&tail)?,
        };
        Ok(())
    }
}

impl Printer {
    /// Prints what became of the book's laws: one document as JSON, otherwise a row for each law.
    pub fn verification(&mut self, report: &LedgerVerification) -> Result<()> {
        match self.format {
            OutputFormat::Json => self.object(report, None, &[]),
            _ => self.list(&report.laws, None, Vec::new()),
        }
    }

    /// Starts a list of entries.
    pub fn ledger_entries(&mut self, fields: Option<&str>) -> Result<EntryRows<'_>> {
        Ok(match self.format {
            OutputFormat::Table | OutputFormat::Csv => {
                EntryRows::Lines(self.rows(fields.map(PostingRow::select).transpose()?)?)
            }
            _ => EntryRows::Entries(self.rows(fields.map(LedgerEntry::select).transpose()?)?),
        })
    }
}
