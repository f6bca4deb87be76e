//! Reading the book: balances, what moved an account, and entries. Every answer is of one moment, and long ones come
//! in pages that neither repeat nor skip what was there when the first was read.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::ledger::{AccountCode, EntryKey, Kind};
use crate::store::select::Sql;
use crate::store::sql::Bind;
use crate::store::tx::{Tx, on, snapshot};
use crate::store::{Store, StoreError, bind_all, instant, micros};
use crate::units::Usdc;

/// Rows in one page, at most.
pub const MAX_PAGE: u32 = 1_000;
/// Sorts after every character of a code or key.
const AFTER_ASCII: char = '\u{7f}';

/// A part of a list, and where the next one starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, C> {
    /// The rows.
    pub rows: Vec<T>,
    /// What to ask for next; `None` when there is no more.
    pub next: Option<C>,
}

impl<T, C> Default for Page<T, C> {
    fn default() -> Self {
        Self { rows: Vec::new(), next: None }
    }
}

impl<T, C> Page<T, C> {
    /// A page of the first `limit` rows of one more than that.
    pub(in crate::store) fn cut(mut rows: Vec<T>, limit: usize, cursor: impl Fn(&T) -> C) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor) } else { None };
        Self { rows, next }
    }
}

/// Which accounts.
#[derive(Clone, Debug)]
pub struct AccountFilter {
    /// Codes that start so.
    pub prefix: String,
    /// Closed ones too.
    pub closed: bool,
    /// Codes after this one.
    pub after: Option<String>,
    /// Rows wanted, at most [`MAX_PAGE`].
    pub limit: u32,
}

/// An account as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// Which account.
    pub account: AccountCode,
    /// Its balance, in its own direction.
    pub balance: Usdc,
    /// Number of postings.
    pub version: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

/// Which entries, or which of an account's postings; newest first.
#[derive(Clone, Debug)]
pub struct EntryFilter {
    /// Only of these kinds; of every kind when empty.
    pub kinds: Vec<Kind>,
    /// Only those that move this account.
    pub account: Option<AccountCode>,
    /// Booked at or after.
    pub since: Option<Timestamp>,
    /// Booked before.
    pub until: Option<Timestamp>,
    /// Keys that start with one of these: everything of one reservation or withdrawal. Every key when empty.
    pub key_prefixes: Vec<String>,
    /// Where the page before ended.
    pub before: Option<i64>,
    /// Rows wanted, at most [`MAX_PAGE`].
    pub limit: u32,
}

impl Default for EntryFilter {
    fn default() -> Self {
        Self {
            kinds: Vec::new(),
            account: None,
            since: None,
            until: None,
            key_prefixes: Vec::new(),
            before: None,
            limit: 100,
        }
    }
}

/// An account with what moved it, both of one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The account as it stands.
    pub account: AccountState,
    /// What moved it, newest first; the next page starts before a version.
    pub page: Page<StatementLine, i64>,
}

/// One movement of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// The account's version after it: 1, 2, 3 … without gaps.
    pub version: i64,
    /// The entry's number.
    pub entry_id: i64,
    /// What kind of event.
    pub kind: Kind,
    /// The event's key.
    pub key: EntryKey,
    /// When it happened.
    pub event_at: Timestamp,
    /// When it was booked.
    pub created_at: Timestamp,
    /// By how much the balance changed, in the account's own direction.
    pub change: Usdc,
    /// The balance after it.
    pub balance_after: Usdc,
    /// The entry's notes.
    pub meta: BTreeMap<String, String>,
}

/// An entry as it was booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its number.
    pub id: i64,
    /// What kind of event.
    pub kind: Kind,
    /// Its key.
    pub key: EntryKey,
    /// The number of the entry it takes back.
    pub reverses: Option<i64>,
    /// When it happened.
    pub event_at: Timestamp,
    /// When it was booked.
    pub created_at: Timestamp,
    /// Its notes.
    pub meta: BTreeMap<String, String>,
    /// Its lines, ordered by account.
    pub lines: Vec<StoredLine>,
}

/// A line of a booked entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredLine {
    /// Which account.
    pub account: AccountCode,
    /// Debits are positive, credits negative.
    pub amount: Usdc,
    /// The account's balance after it, in the account's own direction.
    pub balance_after: Usdc,
}

/// A row of `account`: code, balance, version, opened, closed.
type AccountRow = (String, i64, i64, i64, Option<i64>);
/// Version, then a row of `entry` with the change and the balance after it.
pub(in crate::store) type StatementRow = (i64, i64, String, String, i64, i64, String, i64, i64);
/// A row of `entry`: id, kind, key, reverses, event, created, notes.
type EntryRow = (i64, String, String, Option<i64>, i64, i64, String);
/// A row of `posting` with its account's code: entry, code, amount, balance after.
type LineRow = (i64, String, i64, i64);

const ACCOUNT_COLUMNS: &str = "SELECT code, balance, version, opened_at, closed_at FROM account";

impl Store {
    /// One account as it stands; `None` when it was never opened.
    pub async fn account(&self, account: &AccountCode) -> Result<Option<AccountState>, StoreError> {
        snapshot!(self, |tx| account_in(tx, account).await?).map(account_state).transpose()
    }

    /// Accounts, by code.
    pub async fn accounts(&self, filter: &AccountFilter) -> Result<Page<AccountState, String>, StoreError> {
        let limit = filter.limit.min(MAX_PAGE);
        let mut sql = Sql::default();
        sql.push(ACCOUNT_COLUMNS);
        sql.push(" WHERE 1 = 1");
        sql.push(" AND ");
        push_prefix(&mut sql, "code", &filter.prefix);
        if !filter.closed {
            sql.push(" AND closed_at IS NULL");
        }
        if let Some(after) = &filter.after {
            sql.push(" AND code > ");
            sql.bind(Bind::Text(after.clone()));
        }
        sql.push(" ORDER BY code LIMIT ");
        sql.bind(Bind::Integer(i64::from(limit) + 1));
        let rows: Vec<AccountRow> = snapshot!(self, |tx| on!(tx, |connection: Db| {
            bind_all!(sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_all(connection).await?
        }));
        let accounts = rows.into_iter().map(account_state).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(accounts, limit as usize, |state| state.account.to_string()))
    }

    /// What moved an account, newest first, with the account as it stands at the same moment; `None` when it was
    /// never opened.
    pub async fn statement(
        &self,
        account: &AccountCode,
        filter: &EntryFilter,
    ) -> Result<Option<Statement>, StoreError> {
        let limit = filter.limit.min(MAX_PAGE);
        let mut sql = Sql::default();
        sql.push(
            "SELECT p.account_version, e.id, e.kind, e.idem_key, e.event_at, e.created_at, e.meta, \
             a.normal * p.amount, p.balance_after FROM account a JOIN posting p ON p.account_id = a.id \
             JOIN entry e ON e.id = p.entry_id WHERE a.code = ",
        );
        sql.bind(Bind::Text(account.to_string()));
        push_filter(&mut sql, filter);
        if let Some(before) = filter.before {
            sql.push(" AND p.account_version < ");
            sql.bind(Bind::Integer(before));
        }
        sql.push(" ORDER BY p.account_version DESC LIMIT ");
        sql.bind(Bind::Integer(i64::from(limit) + 1));
        let (state, rows): (Option<AccountRow>, Vec<StatementRow>) = snapshot!(self, |tx| {
            let state = account_in(tx, account).await?;
            let rows = on!(tx, |connection: Db| {
                bind_all!(sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_all(connection).await?
            });
            (state, rows)
        });
        let Some(state) = state else { return Ok(None) };
        let lines = rows.into_iter().map(statement_line).collect::<Result<Vec<_>, _>>()?;
        let page = Page::cut(lines, limit as usize, |line| line.version);
        Ok(Some(Statement { account: account_state(state)?, page }))
    }

    /// Entries with their lines, newest first; the next page starts before an entry's number.
    pub async fn entries(&self, filter: &EntryFilter) -> Result<Page<StoredEntry, i64>, StoreError> {
        let limit = filter.limit.min(MAX_PAGE);
        let mut sql = Sql::default();
        sql.push(
            "SELECT e.id, e.kind, e.idem_key, e.reverses, e.event_at, e.created_at, e.meta FROM entry e WHERE 1 = 1",
        );
        push_filter(&mut sql, filter);
        if let Some(before) = filter.before {
            sql.push(" AND e.id < ");
            sql.bind(Bind::Integer(before));
        }
        sql.push(" ORDER BY e.id DESC LIMIT ");
        sql.bind(Bind::Integer(i64::from(limit) + 1));
        let (rows, lines): (Vec<EntryRow>, Vec<LineRow>) = snapshot!(self, |tx| {
            let rows: Vec<EntryRow> = on!(tx, |connection: Db| {
                bind_all!(sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_all(connection).await?
            });
            let lines = lines_in(tx, rows.iter().map(|row| row.0)).await?;
            (rows, lines)
        });
        let mut by_entry: HashMap<i64, Vec<StoredLine>> = HashMap::new();
        for line in lines {
            by_entry.entry(line.0).or_default().push(stored_line(line)?);
        }
        let entries = rows.into_iter().map(|row| {
            let lines = by_entry.remove(&row.0).unwrap_or_default();
            stored_entry(row, lines)
        });
        let entries = entries.collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(entries, limit as usize, |entry| entry.id))
    }
}

async fn account_in(tx: &mut Tx<'_>, account: &AccountCode) -> Result<Option<AccountRow>, StoreError> {
    let sql = format!("{ACCOUNT_COLUMNS} WHERE code = $1");
    Ok(on!(tx, |connection: Db| {
        sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(account.to_string()).fetch_optional(connection).await?
    }))
}

async fn lines_in(tx: &mut Tx<'_>, entries: impl Iterator<Item = i64>) -> Result<Vec<LineRow>, StoreError> {
    let sql = format!(
        "SELECT p.entry_id, a.code, p.amount, p.balance_after FROM posting p JOIN account a ON a.id = p.account_id \
         WHERE p.entry_id IN (SELECT CAST(value AS BIGINT) FROM {}) ORDER BY p.entry_id, p.line",
        tx.dialect().unpack_first()
    );
    let ids = json!(entries.collect::<Vec<_>>()).to_string();
    Ok(on!(tx, |connection: Db| sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(ids).fetch_all(connection).await?))
}

/// Conditions on entries that lists of entries and of postings share.
pub(in crate::store) fn push_filter(sql: &mut Sql, filter: &EntryFilter) {
    let mut separator = " AND e.kind IN (";
    for kind in &filter.kinds {
        sql.push(separator);
        sql.bind(Bind::Text(kind.as_str().to_owned()));
        separator = ", ";
    }
    if !filter.kinds.is_empty() {
        sql.push(")");
    }
    if let Some(account) = &filter.account {
        sql.push(" AND e.id IN (SELECT entry_id FROM posting WHERE account_id = (SELECT id FROM account WHERE code = ");
        sql.bind(Bind::Text(account.to_string()));
        sql.push("))");
    }
    if let Some(since) = filter.since {
        sql.push(" AND e.created_at >= ");
        sql.bind(Bind::Integer(micros(since)));
    }
    if let Some(until) = filter.until {
        sql.push(" AND e.created_at < ");
        sql.bind(Bind::Integer(micros(until)));
    }
    for (index, prefix) in filter.key_prefixes.iter().enumerate() {
        sql.push(if index == 0 { " AND (" } else { " OR " });
        push_prefix(sql, "e.idem_key", prefix);
    }
    if !filter.key_prefixes.is_empty() {
        sql.push(")");
    }
}

/// A range is what an index can follow on both databases; LIKE would also read `%` and `_`.
fn push_prefix(sql: &mut Sql, column: &str, prefix: &str) {
    sql.push(&format!("({column} >= "));
    sql.bind(Bind::Text(prefix.to_owned()));
    sql.push(&format!(" AND {column} < "));
    sql.bind(Bind::Text(format!("{prefix}{AFTER_ASCII}")));
    sql.push(")");
}

fn account_state((code, balance, version, opened_at, closed_at): AccountRow) -> Result<AccountState, StoreError> {
    Ok(AccountState {
        account: account_code(&code)?,
        balance: Usdc::from_micros(balance),
        version,
        opened_at: instant(opened_at)?,
        closed_at: closed_at.map(instant).transpose()?,
    })
}

pub(in crate::store) fn statement_line(row: StatementRow) -> Result<StatementLine, StoreError> {
    let (version, entry_id, kind, key, event_at, created_at, meta, change, balance_after) = row;
    Ok(StatementLine {
        version,
        entry_id,
        kind: entry_kind(&kind)?,
        key: entry_key(&key)?,
        event_at: instant(event_at)?,
        created_at: instant(created_at)?,
        change: Usdc::from_micros(change),
        balance_after: Usdc::from_micros(balance_after),
        meta: notes(&meta)?,
    })
}

fn stored_line((_, code, amount, balance_after): LineRow) -> Result<StoredLine, StoreError> {
    Ok(StoredLine {
        account: account_code(&code)?,
        amount: Usdc::from_micros(amount),
        balance_after: Usdc::from_micros(balance_after),
    })
}

fn stored_entry(row: EntryRow, lines: Vec<StoredLine>) -> Result<StoredEntry, StoreError> {
    let (id, kind, key, reverses, event_at, created_at, meta) = row;
    Ok(StoredEntry {
        id,
        kind: entry_kind(&kind)?,
        key: entry_key(&key)?,
        reverses,
        event_at: instant(event_at)?,
        created_at: instant(created_at)?,
        meta: notes(&meta)?,
        lines,
    })
}

pub(in crate::store) fn account_code(code: &str) -> Result<AccountCode, StoreError> {
    code.parse().map_err(|_| StoreError::Corrupt("an account that is not in the chart"))
}

pub(in crate::store) fn entry_kind(kind: &str) -> Result<Kind, StoreError> {
    kind.parse().map_err(|_| StoreError::Corrupt("an entry of an unknown kind"))
}

pub(in crate::store) fn entry_key(key: &str) -> Result<EntryKey, StoreError> {
    key.parse().map_err(|_| StoreError::Corrupt("an entry with a malformed key"))
}

pub(in crate::store) fn notes(json: &str) -> Result<BTreeMap<String, String>, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt("notes that are no JSON object"))
}
