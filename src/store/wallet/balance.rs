//! What a wallet holds, in one statement: all of it is of one moment.

use crate::ledger::AccountCode;
use crate::store::{Store, StoreError, read};
use crate::units::Usdc;
use uuid::Uuid;

/// A wallet as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalletState {
    /// What may be spent.
    pub available: Usdc,
    /// What is held for bookings.
    pub held: Usdc,
    /// What is on its way out.
    pub withdrawing: Usdc,
    /// Deposits that nobody has looked at yet.
    pub pending_deposits: Usdc,
    /// All that ever came in as deposits.
    pub deposited: Usdc,
    /// All that ever went out as withdrawals, with their fees.
    pub withdrawn: Usdc,
}

impl Store {
    /// A wallet as it stands; `None` when the user has none.
    pub async fn wallet(&self, user: Uuid) -> Result<Option<WalletState>, StoreError> {
        let sql = "SELECT w.balance, \
             (SELECT CAST(COALESCE(SUM(balance), 0) AS BIGINT) FROM account \
              WHERE owner = w.id AND closed_at IS NULL AND code LIKE 'escrow:%'), \
             (SELECT CAST(COALESCE(SUM(balance), 0) AS BIGINT) FROM account \
              WHERE owner = w.id AND closed_at IS NULL AND code LIKE 'payable:withdrawal:%'), \
             (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM deposit WHERE wallet_id = w.id AND state = 'seen'), \
             (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM deposit WHERE wallet_id = w.id AND state = 'claimed'), \
             (SELECT CAST(COALESCE(SUM(amount + fee), 0) AS BIGINT) FROM withdrawal \
              WHERE wallet_id = w.id AND state = 'paid') \
             FROM account w WHERE w.code = $1";
        let code = AccountCode::Wallet(user).to_string();
        let row: Option<(i64, i64, i64, i64, i64, i64)> =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(sql).bind(code).fetch_optional(pool).await?);
        Ok(row.map(|(available, held, withdrawing, pending_deposits, deposited, withdrawn)| WalletState {
            available: Usdc::from_micros(available),
            held: Usdc::from_micros(held),
            withdrawing: Usdc::from_micros(withdrawing),
            pending_deposits: Usdc::from_micros(pending_deposits),
            deposited: Usdc::from_micros(deposited),
            withdrawn: Usdc::from_micros(withdrawn),
        }))
    }
}
