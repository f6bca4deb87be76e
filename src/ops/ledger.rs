//! The book for its operator: whether all is well, every account, every entry.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::actor;
use super::pages::{Paging, walk};
use crate::app::App;
use crate::auth::Scope;
use crate::error::Result;
use crate::ledger::{AccountCode, Kind};
use crate::store::{AccountFilter, AccountState, EntryFilter, LedgerCheck, StoredEntry};
use crate::units::Usdc;

/// Whether the book is right.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LedgerVerification {
    /// Whether no law is broken.
    pub clean: bool,
    /// Accounts looked at.
    pub accounts: u64,
    /// Entries looked at.
    pub entries: u64,
    /// Postings looked at.
    pub postings: u64,
    /// How long it took.
    pub took_s: f64,
    /// Every law, in order.
    pub laws: Vec<LawCheck>,
}

/// What became of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LawStatus {
    /// Nothing breaks it.
    Holds,
    /// Something breaks it.
    Broken,
    /// What it speaks of does not exist yet.
    NotChecked,
}

/// A law of the book and what breaks it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LawCheck {
    /// Its number, such as I3.
    pub law: &'static str,
    /// What it says.
    pub says: &'static str,
    /// What became of it.
    pub status: LawStatus,
    /// What breaks it, the first 20. Amounts are in micro-USDC.
    pub breaches: Vec<String>,
    /// Why it was not looked at.
    pub reason: Option<&'static str>,
}

impl From<LedgerCheck> for LawCheck {
    fn from(check: LedgerCheck) -> Self {
        let status = match (&check.not_checked, check.breaches.is_empty()) {
            (Some(_), _) => LawStatus::NotChecked,
            (None, true) => LawStatus::Holds,
            (None, false) => LawStatus::Broken,
        };
        Self { law: check.id, says: check.law, status, breaches: check.breaches, reason: check.not_checked }
    }
}

/// Checks every law of the book on one snapshot; changes nothing, and needs no login: whoever can open the database may
/// know whether it is sound.
pub async fn verify(app: &App) -> Result<LedgerVerification> {
    let began = app.now();
    let report = app.store().await?.verify_ledger().await?;
    Ok(LedgerVerification {
        clean: report.is_clean(),
        accounts: report.accounts,
        entries: report.entries,
        postings: report.postings,
        took_s: app.now().duration_since(began).as_secs_f64(),
        laws: report.checks.into_iter().map(LawCheck::from).collect(),
    })
}

/// An account of the book.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LedgerAccount {
    /// Its code, such as `wallet:…`.
    pub account: String,
    /// `asset`, `liability`, `income`, `expense` or `equity`.
    pub class: &'static str,
    /// Its balance in its own direction: healthy is positive.
    pub balance: Usdc,
    /// Number of postings.
    pub postings: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed for good; null while it is open.
    pub closed_at: Option<Timestamp>,
}

impl From<AccountState> for LedgerAccount {
    fn from(state: AccountState) -> Self {
        Self {
            account: state.account.to_string(),
            class: state.account.class().as_str(),
            balance: state.balance,
            postings: state.version,
            opened_at: state.opened_at,
            closed_at: state.closed_at,
        }
    }
}

/// Which accounts.
#[derive(Clone, Debug, Default)]
pub struct AccountsRequest {
    /// Codes that start so.
    pub prefix: String,
    /// Closed ones too.
    pub closed: bool,
    /// Which part of the list.
    pub paging: Paging,
}

/// Gives accounts by code; answers with the cursor of the next page.
pub async fn accounts(
    app: &App,
    request: &AccountsRequest,
    each: &mut dyn FnMut(&LedgerAccount) -> Result<()>,
) -> Result<Option<String>> {
    actor::require(app, Scope::Operator).await?;
    let store = app.store().await?;
    let page = async |after, limit| {
        let filter = AccountFilter { prefix: request.prefix.clone(), closed: request.closed, after, limit };
        store.accounts(&filter).await
    };
    walk(&request.paging, request.paging.after.clone(), page, &mut |state| each(&state.into())).await
}

/// An entry of the book with its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LedgerEntry {
    /// Its number.
    pub id: String,
    /// What kind of event it books.
    pub kind: &'static str,
    /// The event's key, booked once.
    pub key: String,
    /// When it was booked.
    pub booked_at: Timestamp,
    /// When it happened.
    pub happened_at: Timestamp,
    /// The number of the entry it takes back.
    pub reverses: Option<String>,
    /// Its notes.
    pub notes: BTreeMap<String, String>,
    /// Its lines, which sum to zero.
    pub lines: Vec<LedgerLine>,
}

/// A line of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LedgerLine {
    /// Which account.
    pub account: String,
    /// Debits are positive, credits negative.
    pub amount: Usdc,
    /// The account's balance after it, in the account's own direction.
    pub balance_after: Usdc,
}

impl From<StoredEntry> for LedgerEntry {
    fn from(entry: StoredEntry) -> Self {
        let lines = entry.lines.into_iter().map(|line| LedgerLine {
            account: line.account.to_string(),
            amount: line.amount,
            balance_after: line.balance_after,
        });
        Self {
            id: entry.id.to_string(),
            kind: entry.kind.as_str(),
            key: entry.key.to_string(),
            booked_at: entry.created_at,
            happened_at: entry.event_at,
            reverses: entry.reverses.map(|id| id.to_string()),
            notes: entry.meta,
            lines: lines.collect(),
        }
    }
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct EntriesRequest {
    /// Only of these kinds; of every kind when empty.
    pub kinds: Vec<Kind>,
    /// Only those that move this account.
    pub account: Option<AccountCode>,
    /// Keys that start so: everything of one deposit, booking or withdrawal.
    pub key_prefix: Option<String>,
    /// Booked at or after.
    pub since: Option<Timestamp>,
    /// Booked before.
    pub until: Option<Timestamp>,
    /// Which part of the list.
    pub paging: Paging,
}

/// Gives entries, newest first; answers with the cursor of the next page.
pub async fn entries(
    app: &App,
    request: &EntriesRequest,
    each: &mut dyn FnMut(&LedgerEntry) -> Result<()>,
) -> Result<Option<String>> {
    actor::require(app, Scope::Operator).await?;
    let store = app.store().await?;
    let page = async |before, limit| {
        let filter = EntryFilter {
            kinds: request.kinds.clone(),
            account: request.account.clone(),
            since: request.since,
            until: request.until,
            key_prefixes: request.key_prefix.clone().into_iter().collect(),
            before,
            limit,
        };
        store.entries(&filter).await
    };
    let next = walk(&request.paging, request.paging.number()?, page, &mut |entry| each(&entry.into())).await?;
    Ok(next.map(|number| number.to_string()))
}
