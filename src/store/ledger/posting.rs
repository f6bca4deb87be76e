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

use super::{PostError, Posted, spending};
use crate::ledger::{AccountCode, Entry, EntryKey, Line};
use crate::store::tx::{Tx, on, retry};
use crate::store::{Store, StoreError, micros, write};
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

impl Tx<'_> {
    /// Books an entry in this transaction, at the instant given, with whatever else must happen along with it. After
    /// an error the transaction must be given up.
    pub async fn post(&mut self, entry: &Entry, at: Timestamp) -> Result<Posted, PostError> {
        post_in(self, entry, at).await
    }

    /// Opens an account in this transaction, unless it was opened before.
    pub async fn open_account(&mut self, account: &AccountCode, at: Timestamp) -> Result<(), PostError> {
        open_account_in(self, account, at).await
    }
}

/// Books an entry within a transaction that the caller commits, with whatever else must happen along with it.
/// After an error the transaction must be given up.
async fn post_in(tx: &mut Tx<'_>, entry: &Entry, at: Timestamp) -> Result<Posted, PostError> {
    let Some(entry_id) = insert_entry(tx, entry, at).await? else { return posted_before(tx, entry).await };
    for account in entry.opens() {
        let owner = entry.spending().map(|(wallet, ..)| wallet);
        insert_account(tx, account, owner, at).await?;
    }
    let codes = json!(entry.lines().iter().map(|line| line.account.to_string()).collect::<Vec<_>>()).to_string();
    let mut accounts = lock_accounts(tx, &codes).await?;
    if accounts.len() < entry.lines().len() {
        for Line { account, .. } in entry.lines() {
            if !accounts.contains_key(&account.to_string()) && !account.opens_by_name() {
                open_account_in(tx, account, at).await?;
            }
        }
        accounts = lock_accounts(tx, &codes).await?;
    }
    insert_postings(tx, entry_id, &move_accounts(entry, &accounts)?).await?;
    let id_of = |account: &AccountCode| accounts.get(&account.to_string()).map(|account| account.id);
    spending::record(tx, entry, entry_id, &id_of, at).await?;
    for account in entry.closes() {
        close_account(tx, account, at).await?;
    }
    Ok(Posted { entry_id, created: true })
}

/// Opens an account within a transaction that the caller commits, unless it was opened before.
async fn open_account_in(tx: &mut Tx<'_>, account: &AccountCode, at: Timestamp) -> Result<(), PostError> {
    insert_account(tx, account, None, at).await
}

async fn insert_account(
    tx: &mut Tx<'_>,
    account: &AccountCode,
    owner: Option<&AccountCode>,
    at: Timestamp,
) -> Result<(), PostError> {
    let sql = "INSERT INTO account (code, class, normal, floor, opened_at, owner) \
         SELECT $1, $2, $3, $4, $5, (SELECT id FROM account WHERE code = $6) \
         WHERE NOT EXISTS (SELECT 1 FROM account WHERE code = $1) ON CONFLICT (code) DO NOTHING";
    let class = account.class();
    on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(sql).bind(account.to_string()).bind(class.as_str()).bind(class.normal());
        let query = query.bind(account.floor().map(Usdc::micros)).bind(micros(at));
        query.bind(owner.map(ToString::to_string)).execute(connection).await?;
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
    let inserted: Option<i64> = on!(tx, |connection: Db| {
        let query = sqlx::query_scalar::<Db, i64>(sql).bind(entry.kind().as_str()).bind(entry.key().as_str());
        let query = query.bind(entry.request_hash().to_vec()).bind(lines).bind(reverses.and_then(|(_, id)| id));
        let query = query.bind(event_at).bind(micros(at)).bind(json!(entry.meta()).to_string());
        query.fetch_optional(connection).await?
    });
    match (inserted, reverses) {
        (Some(_), Some((key, None))) => Err(PostError::ReversedMissing(key.clone())),
        (inserted, _) => Ok(inserted),
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
        find_entry(tx, entry.key()).await?.ok_or(StoreError::Corrupt("a key that is taken and not there"))?;
    if hash == entry.request_hash() {
        Ok(Posted { entry_id, created: false })
    } else {
        Err(PostError::KeyReused(entry.key().clone()))
    }
}

/// An account as the entry finds it.
struct Locked {
    id: i64,
    balance: i64,
    floor: Option<i64>,
    version: i64,
    closed: bool,
}

/// A row of `account`: code, id, balance, floor, version, closed.
type LockedRow = (String, i64, i64, Option<i64>, i64, Option<i64>);

/// Locks the accounts of these codes in their order until the transaction ends.
async fn lock_accounts(tx: &mut Tx<'_>, codes: &str) -> Result<HashMap<String, Locked>, PostError> {
    let dialect = tx.dialect();
    let sql = format!(
        "SELECT code, id, balance, floor, version, closed_at FROM account WHERE code {} ORDER BY code{}",
        dialect.among_first(),
        dialect.for_no_key_update()
    );
    let rows: Vec<LockedRow> = on!(tx, |connection: Db| {
        sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(codes).fetch_all(connection).await?
    });
    let locked = |(code, id, balance, floor, version, closed_at): LockedRow| {
        (code, Locked { id, balance, floor, version, closed: closed_at.is_some() })
    };
    Ok(rows.into_iter().map(locked).collect())
}

/// The postings' rows, `[line, account, amount, balance after, version]`; or why the database would refuse them, in
/// the order of [`PostError`]. The accounts are locked: what holds here holds when the rows are written.
fn move_accounts(entry: &Entry, accounts: &HashMap<String, Locked>) -> Result<Vec<[i64; 5]>, PostError> {
    let found = entry.lines().iter().map(|line| match accounts.get(&line.account.to_string()) {
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
    let rows = found.into_iter().zip(1..).map(|((line, account), number)| {
        let balance = i64::try_from(after(line, account));
        let balance = balance.map_err(|_| PostError::BalanceTooLarge(line.account.clone()))?;
        Ok([number, account.id, line.amount.micros(), balance, account.version + 1])
    });
    rows.collect()
}

/// Writes the lines; the database moves the accounts with them, or refuses.
async fn insert_postings(tx: &mut Tx<'_>, entry_id: i64, rows: &[[i64; 5]]) -> Result<(), PostError> {
    let sql = format!(
        "INSERT INTO posting (entry_id, line, account_id, amount, balance_after, account_version) SELECT $2, \
         CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), CAST(value ->> 2 AS BIGINT), \
         CAST(value ->> 3 AS BIGINT), CAST(value ->> 4 AS BIGINT) FROM {}",
        tx.dialect().unpack_first()
    );
    let rows = json!(rows).to_string();
    on!(tx, |connection: Db| {
        sqlx::query::<Db>(AssertSqlSafe(sql)).bind(rows).bind(entry_id).execute(connection).await?;
    });
    Ok(())
}

async fn close_account(tx: &mut Tx<'_>, account: &AccountCode, at: Timestamp) -> Result<(), PostError> {
    let sql = "UPDATE account SET closed_at = $2 WHERE code = $1 AND closed_at IS NULL AND balance = 0";
    let closed = on!(tx, |connection: Db| {
        sqlx::query::<Db>(sql).bind(account.to_string()).bind(micros(at)).execute(connection).await?.rows_affected()
    });
    if closed == 1 { Ok(()) } else { Err(PostError::NotEmpty(account.clone())) }
}
