//! Booking an entry. The order of the steps is what makes it exact:
//!
//! 1. the key is taken: a concurrent holder of the same key is waited for, an old one ends it here;
//! 2. the accounts are locked in the order of their codes, so that no two entries wait for each other, and looked at;
//! 3. the postings are written; the database moves the accounts with them, or refuses.
//!
//! A failed attempt leaves nothing, not even the key.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::{PostError, Posted};
use crate::ledger::{AccountCode, Entry, EntryKey, Line};
use crate::store::sql::Dialect;
use crate::store::tx::{Tx, on, retry};
use crate::store::{Store, micros, write};
use crate::units::Usdc;

impl Store {
    /// Books an entry in a transaction of its own, at the instant given, and tries again when the database or its
    /// connection failed in a way that passes. Booking the same entry twice books it once.
    pub async fn post(&self, entry: &Entry, at: Timestamp) -> Result<Posted, PostError> {
        retry!(self.try_post(entry, at))
    }

    async fn try_post(&self, entry: &Entry, at: Timestamp) -> Result<Posted, PostError> {
        Ok(write!(self, |tx: Db| post_in(&mut Tx::from(tx), entry, at).await?))
    }

    /// Opens an account, unless it was opened before.
    pub async fn open_account(&self, account: &AccountCode, at: Timestamp) -> Result<(), PostError> {
        retry!(self.try_open_account(account, at))
    }

    async fn try_open_account(&self, account: &AccountCode, at: Timestamp) -> Result<(), PostError> {
        write!(self, |tx: Db| open_account_in(&mut Tx::from(tx), account, at).await?);
        Ok(())
    }
}

/// Books an entry within a transaction that the caller commits, with whatever else must happen along with it.
/// After an error the transaction must be given up.
pub(in crate::store) async fn post_in(tx: &mut Tx<'_>, entry: &Entry, at: Timestamp) -> Result<Posted, PostError> {
    let Some(entry_id) = insert_entry(tx, entry, at).await? else { return posted_before(tx, entry).await };
    for account in entry.opens() {
        open_account_in(tx, account, at).await?;
    }
    let lines = lines_parameter(entry);
    let mut accounts = lock_accounts(tx, &lines).await?;
    if accounts.len() < entry.lines().len() {
        for Line { account, .. } in entry.lines() {
            if !accounts.contains_key(&account.to_string()) && !account.opens_by_name() {
                open_account_in(tx, account, at).await?;
            }
        }
        accounts = lock_accounts(tx, &lines).await?;
    }
    check_accounts(entry, &accounts)?;
    insert_postings(tx, entry_id, entry, lines).await?;
    for account in entry.closes() {
        close_account(tx, account, at).await?;
    }
    Ok(Posted { entry_id, created: true })
}

/// Opens an account within a transaction that the caller commits, unless it was opened before.
pub(in crate::store) async fn open_account_in(
    tx: &mut Tx<'_>,
    account: &AccountCode,
    at: Timestamp,
) -> Result<(), PostError> {
    let sql = "INSERT INTO account (code, class, normal, floor, opened_at) SELECT $1, $2, $3, $4, $5 \
         WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = $1) ON CONFLICT (code) DO NOTHING";
    let class = account.class();
    on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(sql).bind(account.to_string()).bind(class.as_str()).bind(class.normal());
        query.bind(account.floor().map(Usdc::micros)).bind(micros(at)).execute(connection).await?;
    });
    Ok(())
}

/// Takes the key; `None` when it is taken. PostgreSQL waits here for a concurrent holder to commit or give up.
async fn insert_entry(tx: &mut Tx<'_>, entry: &Entry, at: Timestamp) -> Result<Option<i64>, PostError> {
    let sql = "INSERT INTO entry (kind, idem_key, request_hash, lines, reverses, event_at, created_at, meta) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8 \
         WHERE NOT EXISTS (SELECT 1 FROM entry WHERE idem_key = $2) ON CONFLICT (idem_key) DO NOTHING RETURNING id";
    let reverses = match entry.reverses() {
        Some(key) => Some((key, find_entry(tx, key).await?.map(|(id, _)| id))),
        None => None,
    };
    let lines = i64::try_from(entry.lines().len()).unwrap_or(i64::MAX);
    let event_at = micros(entry.event_at().unwrap_or(at));
    let inserted: Result<Option<i64>, sqlx::Error> = on!(tx, |connection: Db| {
        let query = sqlx::query_scalar::<Db, i64>(sql).bind(entry.kind().as_str()).bind(entry.key().as_str());
        let query = query.bind(entry.request_hash().to_vec()).bind(lines).bind(reverses.and_then(|(_, id)| id));
        let query = query.bind(event_at).bind(micros(at)).bind(json!(entry.meta()).to_string());
        query.fetch_optional(connection).await
    });
    match (inserted, reverses) {
        (Ok(Some(_)), Some((key, None))) => Err(PostError::ReversedMissing(key.clone())),
        (Err(error), Some((key, _))) if violates(&error, "entry_reverses") => {
            Err(PostError::AlreadyReversed(key.clone()))
        }
        (inserted, _) => Ok(inserted?),
    }
}

/// The entry of a key: its number and the fingerprint of what was asked for.
async fn find_entry(tx: &mut Tx<'_>, key: &EntryKey) -> Result<Option<(i64, Vec<u8>)>, PostError> {
    let sql = "SELECT id, request_hash FROM entry WHERE idem_key = $1";
    Ok(on!(tx, |connection: Db| {
        sqlx::query_as::<Db, (i64, Vec<u8>)>(sql).bind(key.as_str()).fetch_optional(connection).await
    })?)
}

/// The answer when the key is taken: the same request was booked, or another one.
async fn posted_before(tx: &mut Tx<'_>, entry: &Entry) -> Result<Posted, PostError> {
    let (entry_id, hash) =
        find_entry(tx, entry.key()).await?.ok_or(PostError::Corrupt("a key that is taken and not there"))?;
    if hash == entry.request_hash() {
        Ok(Posted { entry_id, created: false })
    } else {
        Err(PostError::KeyReused(entry.key().clone()))
    }
}

/// The lines as one JSON parameter: `[[line, code, amount], …]`.
fn lines_parameter(entry: &Entry) -> String {
    let lines = entry.lines().iter().zip(1..);
    json!(
        lines.map(|(line, number)| json!([number, line.account.to_string(), line.amount.micros()])).collect::<Vec<_>>()
    )
    .to_string()
}

/// An account as the entry finds it.
struct Locked {
    balance: i64,
    floor: Option<i64>,
    closed: bool,
}

/// Locks the accounts of the lines in the order of their codes until the transaction ends.
async fn lock_accounts(tx: &mut Tx<'_>, lines: &str) -> Result<HashMap<String, Locked>, PostError> {
    let dialect = tx.dialect();
    let sql = format!(
        "SELECT code, balance, floor, closed_at FROM account WHERE code IN (SELECT value ->> 1 FROM {}) ORDER BY code{}",
        dialect.unpack_first(),
        dialect.for_no_key_update()
    );
    let rows: Vec<(String, i64, Option<i64>, Option<i64>)> = on!(tx, |connection: Db| {
        sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(lines).fetch_all(connection).await?
    });
    let locked = |(code, balance, floor, closed_at): (String, _, _, Option<i64>)| {
        (code, Locked { balance, floor, closed: closed_at.is_some() })
    };
    Ok(rows.into_iter().map(locked).collect())
}

/// Says why the database would refuse the lines, in the order of [`PostError`]. The accounts are locked: what holds
/// here holds when the lines are written.
fn check_accounts(entry: &Entry, accounts: &HashMap<String, Locked>) -> Result<(), PostError> {
    let found = entry.lines().iter().map(|line| (line, accounts.get(&line.account.to_string())));
    let found = found.map(|(line, account)| match account {
        Some(account) => Ok((line, account)),
        None => Err(PostError::AccountMissing(line.account.clone())),
    });
    let found: Vec<(&Line, &Locked)> = found.collect::<Result<_, _>>()?;
    if let Some((line, _)) = found.iter().find(|(_, account)| account.closed) {
        return Err(PostError::AccountClosed(line.account.clone()));
    }
    let change = |line: &Line| i128::from(line.account.class().normal()) * i128::from(line.amount.micros());
    let after = |line: &Line, account: &Locked| i128::from(account.balance) + change(line);
    let overdrawn = |(line, account): &&(&Line, &Locked)| {
        account.floor.is_some_and(|floor| after(line, account) < i128::from(floor))
    };
    if let Some((line, account)) = found.iter().find(overdrawn) {
        let available = account.balance.saturating_sub(account.floor.unwrap_or(0));
        return Err(PostError::InsufficientFunds {
            account: line.account.clone(),
            available: Usdc::from_micros(available),
            needed: Usdc::from_micros(i64::try_from(-change(line)).unwrap_or(i64::MAX)),
        });
    }
    match found.iter().find(|(line, account)| i64::try_from(after(line, account)).is_err()) {
        Some((line, _)) => Err(PostError::BalanceTooLarge(line.account.clone())),
        None => Ok(()),
    }
}

/// Writes the lines; the accounts move with them.
async fn insert_postings(tx: &mut Tx<'_>, entry_id: i64, entry: &Entry, lines: String) -> Result<(), PostError> {
    let sql = insert_postings_sql(tx.dialect());
    let written = on!(tx, |connection: Db| {
        sqlx::query::<Db>(AssertSqlSafe(sql)).bind(lines).bind(entry_id).execute(connection).await?.rows_affected()
    });
    if usize::try_from(written) == Ok(entry.lines().len()) {
        Ok(())
    } else {
        Err(PostError::Corrupt("an account that was locked and not there"))
    }
}

fn insert_postings_sql(dialect: Dialect) -> String {
    format!(
        "INSERT INTO posting (entry_id, line, account_id, amount, balance_after, account_version) \
         SELECT $2, line.number, account.id, line.amount, account.balance + account.normal * line.amount, \
         account.version + 1 FROM (SELECT CAST(value ->> 0 AS BIGINT) AS number, value ->> 1 AS code, \
         CAST(value ->> 2 AS BIGINT) AS amount FROM {}) AS line JOIN account ON account.code = line.code \
         ORDER BY line.number",
        dialect.unpack_first()
    )
}

async fn close_account(tx: &mut Tx<'_>, account: &AccountCode, at: Timestamp) -> Result<(), PostError> {
    let sql = "UPDATE account SET closed_at = $2 WHERE code = $1 AND closed_at IS NULL AND balance = 0";
    let closed = on!(tx, |connection: Db| {
        sqlx::query::<Db>(sql).bind(account.to_string()).bind(micros(at)).execute(connection).await?.rows_affected()
    });
    if closed == 1 { Ok(()) } else { Err(PostError::NotEmpty(account.clone())) }
}

/// Whether an error is the database's refusal under this constraint's name. SQLite has it in the message only, or, for
/// a UNIQUE column, the column's name.
fn violates(error: &sqlx::Error, constraint: &str) -> bool {
    match error {
        sqlx::Error::Database(error) => error.constraint() == Some(constraint) || error.message().ends_with(constraint),
        _ => false,
    }
}
