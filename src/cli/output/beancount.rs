//! A wallet's history for beancount (<https://beancount.github.io/docs/beancount_language_syntax.html>).

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::Printer;
use super::stdout::Document;
use super::visible::visible;
use crate::error::Result;
use crate::ledger::analytics::day_of;
use crate::ledger::personal::PersonalAccount;
use crate::ops::wallet::PersonalEntry;
use crate::units::Usdc;

/// The day on which accounts are opened: before anything could happen to them, whatever the clocks said.
const OPENED: &str = "1970-01-01";
const HEADER: &str = "\
;; Written by gp4u wallet export --format beancount. Days are UTC.
option \"title\" \"gp4u wallet\"
option \"operating_currency\" \"USDC\"

1970-01-01 commodity USDC
";

/// Books being written, entry by entry.
pub struct BeancountDocument<'a> {
    document: Document<'a>,
    opened: BTreeSet<PersonalAccount>,
    last_day: Option<Date>,
    wallet: Option<Usdc>,
    begun: bool,
}

impl BeancountDocument<'_> {
    /// Writes an entry, and opens the accounts that it is the first to move.
    pub fn entry(&mut self, entry: &PersonalEntry) -> Result<()> {
        self.begin()?;
        let mut text = String::new();
        let new = entry.lines.iter().filter(|line| self.opened.insert(line.account.clone()));
        text.extend(new.map(|line| format!("{OPENED} open {} USDC\n", line.account)));
        text.push_str(&transaction(entry));
        self.last_day = self.last_day.max(Some(day_of(entry.at)));
        self.wallet = entry.wallet_after.or(self.wallet);
        self.document.push(&text)
    }

    fn begin(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.begun, true) { Ok(()) } else { self.document.push(HEADER) }
    }

    /// Writes what the wallet must come to: whoever changes the file by mistake is told.
    pub fn finish(mut self) -> Result<()> {
        self.begin()?;
        if let (Some(day), Some(balance)) = (self.last_day, self.wallet) {
            let day = day.saturating_add(1.day());
            self.document.push(&format!("\n{day} balance {} {balance} USDC\n", PersonalAccount::Wallet))?;
        }
        self.document.finish()
    }
}

fn transaction(entry: &PersonalEntry) -> String {
    let mut text = format!("\n{} * \"gp4u\" \"{}\"\n", day_of(entry.at), entry.kind.as_str().replace('_', " "));
    let facts = BTreeMap::from([("entry", entry.id.to_string()), ("key", entry.key.clone())]);
    let notes = entry.notes.iter().map(|(name, value)| (name.as_str(), value.clone()));
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let facts = facts.into_iter().chain(notes.filter(|(name, _)| is_name(name)));
    text.extend(facts.map(|(name, value)| format!("  {name}: \"{}\"\n", quoted(&value))));
    text.extend(entry.lines.iter().map(|line| format!("  {}  {} USDC\n", line.account, line.amount)));
    text
}

/// A text as a string has it.
fn quoted(text: &str) -> String {
    visible(text).replace('\\', "\\\\").replace('"', "\\\"")
}

impl Printer {
    /// Starts a wallet's books for beancount.
    pub fn beancount(&mut self) -> BeancountDocument<'_> {
        let document = self.stdout.document();
        BeancountDocument { document, opened: BTreeSet::new(), last_day: None, wallet: None, begun: false }
    }
}
