//! Deposits and withdrawals that were asked for.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::limits::wallet_id;
use crate::ledger::account::Chain;
use crate::ledger::transfer::{TransferKind, TransferState};
use crate::ledger::{AccountCode, Name};
use crate::store::ledger::{MAX_PAGE, Page, PostError};
use crate::store::select::Sql;
use crate::store::sql::Bind;
use crate::store::tx::{Tx, on};
use crate::store::{Store, StoreError, bind_all, instant, micros, read};
use crate::units::Usdc;

/// Money that a user says they sent.
#[derive(Clone, Debug)]
pub struct NewDeposit {
    /// Its id.
    pub id: Uuid,
    /// Whose wallet it is for.
    pub user: Uuid,
    /// On which chain.
    pub chain: Chain,
    /// The transaction.
    pub reference: Name,
    /// Which log of the transaction.
    pub log: u32,
    /// How much.
    pub amount: Usdc,
}

/// Money that a user wants to have.
#[derive(Clone, Debug)]
pub struct NewWithdrawal {
    /// Its id.
    pub id: Uuid,
    /// Whose wallet it comes from.
    pub user: Uuid,
    /// Where it shall go.
    pub destination: String,
    /// The user's own note.
    pub reference: Option<String>,
    /// What arrives.
    pub amount: Usdc,
    /// What it costs on top.
    pub fee: Usdc,
}

/// A deposit or withdrawal as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTransfer {
    /// Its id.
    pub id: Uuid,
    /// Which way it goes.
    pub kind: TransferKind,
    /// Whose wallet it is about.
    pub user: Uuid,
    /// The address that names the user's account.
    pub email: Option<String>,
    /// On which chain a deposit came.
    pub chain: Chain,
    /// Which log of its transaction.
    pub log: u32,
    /// How much.
    pub amount: Usdc,
    /// What a withdrawal costs on top.
    pub fee: Usdc,
    /// The transaction of a deposit; the user's own note on a withdrawal.
    pub reference: Option<String>,
    /// Where a withdrawal goes.
    pub destination: Option<String>,
    /// How far it is.
    pub state: TransferState,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// By which operator.
    pub decided_by: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
}

/// Which deposits and withdrawals; newest first.
#[derive(Clone, Debug, Default)]
pub struct TransferFilter {
    /// Only of this user; everybody's when `None`.
    pub user: Option<Uuid>,
    /// Only this way.
    pub kind: Option<TransferKind>,
    /// Only in these states; in every state when empty.
    pub states: Vec<TransferState>,
    /// Before this one.
    pub before: Option<Uuid>,
    /// Rows wanted, at most [`MAX_PAGE`].
    pub limit: u32,
}

/// What the operator decided.
#[derive(Clone, Copy, Debug)]
pub struct Verdict<'a> {
    /// The state from now on.
    pub state: TransferState,
    /// Who decided.
    pub by: &'a str,
    /// Why, where it was refused.
    pub reason: Option<&'a str>,
    /// When.
    pub at: Timestamp,
}

/// Deposits and withdrawals as rows of one kind.
const TRANSFERS: &str = "SELECT t.kind, t.id, a.code, u.email, t.chain, t.log, t.amount, t.fee, t.reference, \
     t.destination, t.state, t.requested_at, t.decided_at, t.decided_by, t.reason FROM ( \
     SELECT 'deposit' AS kind, id, wallet_id, chain, log, amount, CAST(0 AS BIGINT) AS fee, reference, \
     CAST(NULL AS TEXT) AS destination, state, requested_at, decided_at, decided_by, reason FROM deposit UNION ALL \
     SELECT 'withdrawal' AS kind, id, wallet_id, CAST(0 AS BIGINT) AS chain, CAST(0 AS BIGINT) AS log, amount, fee, \
     reference, destination, state, requested_at, decided_at, decided_by, reason FROM withdrawal) AS t \
     JOIN account a ON a.id = t.wallet_id LEFT JOIN users u ON u.id = substr(a.code, 8)";

#[derive(sqlx::FromRow)]
struct TransferRow {
    kind: String,
    id: String,
    code: String,
    email: Option<String>,
    chain: i64,
    log: i64,
    amount: i64,
    fee: i64,
    reference: Option<String>,
    destination: Option<String>,
    state: String,
    requested_at: i64,
    decided_at: Option<i64>,
    decided_by: Option<String>,
    reason: Option<String>,
}

impl TryFrom<TransferRow> for StoredTransfer {
    type Error = StoreError;

    fn try_from(row: TransferRow) -> Result<Self, StoreError> {
        let Ok(AccountCode::Wallet(user)) = row.code.parse() else {
            return Err(StoreError::Corrupt("a transfer of an account that is no wallet"));
        };
        let kind = TransferKind::ALL.into_iter().find(|kind| kind.as_str() == row.kind);
        Ok(Self {
            id: row.id.parse().map_err(|_| StoreError::Corrupt("a transfer with a malformed id"))?,
            kind: kind.ok_or(StoreError::Corrupt("a transfer of an unknown kind"))?,
            user,
            email: row.email,
            chain: Chain(u64::try_from(row.chain).map_err(|_| StoreError::Corrupt("a chain out of range"))?),
            log: u32::try_from(row.log).map_err(|_| StoreError::Corrupt("a log out of range"))?,
            amount: Usdc::from_micros(row.amount),
            fee: Usdc::from_micros(row.fee),
            reference: row.reference,
            destination: row.destination,
            state: row.state.parse().map_err(|()| StoreError::Corrupt("a transfer in an unknown state"))?,
            requested_at: instant(row.requested_at)?,
            decided_at: row.decided_at.map(instant).transpose()?,
            decided_by: row.decided_by,
            reason: row.reason,
        })
    }
}

impl Store {
    /// Deposits and withdrawals.
    pub async fn transfers(&self, filter: &TransferFilter) -> Result<Page<StoredTransfer, Uuid>, StoreError> {
        let limit = filter.limit.min(MAX_PAGE);
        let mut sql = Sql::default();
        sql.push(TRANSFERS);
        sql.push(" WHERE 1 = 1");
        if let Some(user) = filter.user {
            sql.push(" AND t.wallet_id = (SELECT id FROM account WHERE code = ");
            sql.bind(Bind::Text(AccountCode::Wallet(user).to_string()));
            sql.push(")");
        }
        if let Some(kind) = filter.kind {
            sql.push(" AND t.kind = ");
            sql.bind(Bind::Text(kind.as_str().to_owned()));
        }
        let mut separator = " AND t.state IN (";
        for state in &filter.states {
            sql.push(separator);
            sql.bind(Bind::Text(state.as_str().to_owned()));
            separator = ", ";
        }
        if !filter.states.is_empty() {
            sql.push(")");
        }
        if let Some(before) = filter.before {
            sql.push(" AND t.id < ");
            sql.bind(Bind::Text(before.to_string()));
        }
        sql.push(" ORDER BY t.id DESC LIMIT ");
        sql.bind(Bind::Integer(i64::from(limit) + 1));
        let rows: Vec<TransferRow> = read!(self, |pool: Db| {
            bind_all!(sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text)), &sql.binds).fetch_all(pool).await?
        });
        let transfers = rows.into_iter().map(StoredTransfer::try_from).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(transfers, limit as usize, |transfer| transfer.id))
    }
}

impl Tx<'_> {
    /// Writes a deposit down. When the user already spoke of this transaction, and that was not refused, nothing
    /// happens, and the id of what there is comes back.
    pub async fn insert_deposit(&mut self, deposit: &NewDeposit, at: Timestamp) -> Result<Uuid, PostError> {
        let wallet_id = wallet_id(self, deposit.user).await?;
        let insert = "INSERT INTO deposit (id, wallet_id, chain, reference, log, amount, state, requested_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (wallet_id, chain, reference, log) WHERE state <> 'rejected' DO NOTHING";
        let find = "SELECT id FROM deposit WHERE wallet_id = $1 AND chain = $2 AND reference = $3 AND log = $4 \
             AND state <> 'rejected'";
        let chain = i64::try_from(deposit.chain.0).map_err(|_| StoreError::Corrupt("a chain out of range"))?;
        let log = i64::from(deposit.log);
        let id: String = on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(insert).bind(deposit.id.to_string()).bind(wallet_id).bind(chain);
            let query = query.bind(deposit.reference.as_str()).bind(log).bind(deposit.amount.micros());
            let query = query.bind(TransferKind::Deposit.begins().as_str()).bind(micros(at));
            query.execute(&mut *connection).await?;
            let query = sqlx::query_scalar::<Db, _>(find).bind(wallet_id).bind(chain);
            query.bind(deposit.reference.as_str()).bind(log).fetch_one(connection).await?
        });
        Ok(id.parse().map_err(|_| StoreError::Corrupt("a transfer with a malformed id"))?)
    }

    /// Writes a withdrawal down. The entry that takes its money from the wallet goes into the same transaction.
    pub async fn insert_withdrawal(&mut self, withdrawal: &NewWithdrawal, at: Timestamp) -> Result<(), PostError> {
        let wallet_id = wallet_id(self, withdrawal.user).await?;
        let sql = "INSERT INTO withdrawal (id, wallet_id, destination, reference, amount, fee, state, requested_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(withdrawal.id.to_string()).bind(wallet_id);
            let query = query.bind(&withdrawal.destination).bind(withdrawal.reference.as_deref());
            let query = query.bind(withdrawal.amount.micros()).bind(withdrawal.fee.micros());
            query.bind(TransferKind::Withdrawal.begins().as_str()).bind(micros(at)).execute(connection).await?;
        });
        Ok(())
    }

    /// How many deposits of a user nobody has looked at yet.
    pub async fn count_waiting_deposits(&mut self, user: Uuid) -> Result<u64, PostError> {
        let wallet_id = wallet_id(self, user).await?;
        let sql = "SELECT COUNT(*) FROM deposit WHERE wallet_id = $1 AND state = 'seen'";
        let count: i64 =
            on!(self, |connection: Db| sqlx::query_scalar::<Db, _>(sql).bind(wallet_id).fetch_one(connection).await?);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// A deposit or withdrawal, as this transaction sees it.
    pub async fn transfer(&mut self, id: Uuid) -> Result<Option<StoredTransfer>, StoreError> {
        let sql = format!("{TRANSFERS} WHERE t.id = $1");
        let row: Option<TransferRow> = on!(self, |connection: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(connection).await?
        });
        row.map(StoredTransfer::try_from).transpose()
    }

    /// Decides a deposit or withdrawal that waits; `false` when it no longer does. What the verdict moves goes into the
    /// same transaction.
    pub async fn decide_transfer(
        &mut self,
        transfer: &StoredTransfer,
        verdict: &Verdict<'_>,
    ) -> Result<bool, StoreError> {
        let sql = match transfer.kind {
            TransferKind::Deposit => {
                "UPDATE deposit SET state = $2, decided_at = $3, decided_by = $4, reason = $5 \
                 WHERE id = $1 AND state = 'seen'"
            }
            TransferKind::Withdrawal => {
                "UPDATE withdrawal SET state = $2, decided_at = $3, decided_by = $4, reason = $5 \
                 WHERE id = $1 AND state = 'requested'"
            }
        };
        let changed = on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(transfer.id.to_string()).bind(verdict.state.as_str());
            let query = query.bind(micros(verdict.at)).bind(verdict.by).bind(verdict.reason);
            query.execute(connection).await?.rows_affected()
        });
        Ok(changed == 1)
    }
}
