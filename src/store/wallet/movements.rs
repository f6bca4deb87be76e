//! What moved a wallet, from the first on, as it comes from the database: a long history is never held in memory.

use std::collections::BTreeMap;

use futures_util::TryStreamExt;
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::ledger::{AccountCode, EntryKey, Kind};
use crate::store::ledger::read::{
    StatementRow, account_code, entry_key, entry_kind, notes, push_filter, statement_line,
};
use crate::store::select::Sql;
use crate::store::sql::Bind;
use crate::store::{EntryFilter, StatementLine, Store, StoreError, bind_all, instant, read};
use crate::units::Usdc;

/// An entry that a user has part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnEntry {
    /// Its number.
    pub id: i64,
    /// What kind of event.
    pub kind: Kind,
    /// Its key.
    pub key: EntryKey,
    /// When it was booked.
    pub created_at: Timestamp,
    /// Its notes.
    pub meta: BTreeMap<String, String>,
    /// Its lines.
    pub lines: Vec<OwnLine>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLine {
    /// Which account.
    pub account: AccountCode,
    /// Debits are positive, credits negative.
    pub amount: Usdc,
    /// The account's balance after it, in the account's own direction.
    pub balance_after: Usdc,
    /// Whether the account is the user's: the wallet, or what is held of its money.
    pub own: bool,
}

/// A line with its entry: id, kind, key, booked, notes, account, amount, balance after, own.
type OwnRow = (i64, String, String, i64, String, String, i64, i64, i64);

impl Store {
    /// Calls `each` with every movement of a wallet that the filter lets through, the oldest first, all of one moment.
    /// The filter's page does not count.
    pub async fn each_movement<E: From<StoreError>>(
        &self,
        user: Uuid,
        filter: &EntryFilter,
        mut each: impl FnMut(StatementLine) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut sql = Sql::default();
        sql.push(
            "SELECT p.account_version, e.id, e.kind, e.idem_key, e.event_at, e.created_at, e.meta, \
             a.normal * p.amount, p.balance_after FROM account a JOIN posting p ON p.account_id = a.id \
             JOIN entry e ON e.id = p.entry_id WHERE a.code = ",
        );
        sql.bind(Bind::Text(AccountCode::Wallet(user).to_string()));
        push_filter(&mut sql, filter);
        sql.push(" ORDER BY p.account_version");
        read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, StatementRow>(AssertSqlSafe(sql.text));
            let mut rows = bind_all!(query, &sql.binds).fetch(pool);
            while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                each(statement_line(row)?)?;
            }
        });
        Ok(())
    }

    /// Calls `each` with every entry that moves a user's money, the oldest first, all of one moment.
    pub async fn each_own_entry<E: From<StoreError>>(
        &self,
        user: Uuid,
        mut each: impl FnMut(OwnEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "WITH own AS (SELECT a.id FROM account w JOIN account a ON a.id = w.id OR a.owner = w.id \
             WHERE w.code = $1 UNION SELECT id FROM account WHERE code = $2) \
             SELECT e.id, e.kind, e.idem_key, e.created_at, e.meta, a.code, p.amount, p.balance_after, \
             CAST(CASE WHEN a.id IN (SELECT id FROM own) THEN 1 ELSE 0 END AS BIGINT) \
             FROM entry e JOIN posting p ON p.entry_id = e.id JOIN account a ON a.id = p.account_id \
             WHERE e.id IN (SELECT entry_id FROM posting WHERE account_id IN (SELECT id FROM own)) \
             ORDER BY e.id, p.line";
        let wallet = AccountCode::Wallet(user).to_string();
        let earnings = AccountCode::PayableOwner(user).to_string();
        let mut entry: Option<OwnEntry> = None;
        read!(self, |pool: Db| {
            let mut rows = sqlx::query_as::<Db, OwnRow>(sql).bind(wallet).bind(earnings).fetch(pool);
            while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                let (next, line) = own_line(row)?;
                match &mut entry {
                    Some(entry) if entry.id == next.id => entry.lines.push(line),
                    _ => {
                        let next = OwnEntry { lines: vec![line], ..next };
                        entry.replace(next).map_or(Ok(()), &mut each)?;
                    }
                }
            }
        });
        entry.map_or(Ok(()), each)
    }
}

fn own_line(row: OwnRow) -> Result<(OwnEntry, OwnLine), StoreError> {
    let (id, kind, key, created_at, meta, code, amount, balance_after, own) = row;
    let entry = OwnEntry {
        id,
        kind: entry_kind(&kind)?,
        key: entry_key(&key)?,
        created_at: instant(created_at)?,
        meta: notes(&meta)?,
        lines: Vec::new(),
    };
    let line = OwnLine {
        account: account_code(&code)?,
        amount: Usdc::from_micros(amount),
        balance_after: Usdc::from_micros(balance_after),
        own: own != 0,
    };
    Ok((entry, line))
}
