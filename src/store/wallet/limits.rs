//! How much may be spent from a wallet. The limits are enforced where entries are booked.

use jiff::Timestamp;
use uuid::Uuid;

use crate::ledger::AccountCode;
use crate::ledger::limits::{Allowance, Period};
use crate::store::Store;
use crate::store::ledger::PostError;
use crate::store::ledger::spending::{limits, spent_from};
use crate::store::tx::{Tx, on, snapshot};
use crate::units::Usdc;

/// A wallet's limit and what was spent of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalletLimit {
    /// In which period.
    pub period: Period,
    /// At most, where there is a limit.
    pub limit: Option<Usdc>,
    /// So far in the present one.
    pub spent: Usdc,
    /// When the next one begins.
    pub renewed_at: Timestamp,
}

impl WalletLimit {
    /// What is left; `None` without a limit.
    #[must_use]
    pub fn left(&self) -> Option<Usdc> {
        self.limit.map(|limit| Allowance { limit, spent: self.spent }.left())
    }
}

impl Store {
    /// A wallet's limits at an instant, one for each period; `None` when the user has no wallet.
    pub async fn wallet_limits(&self, user: Uuid, at: Timestamp) -> Result<Option<Vec<WalletLimit>>, PostError> {
        Ok(snapshot!(self, |tx| wallet_limits(tx, user, at).await?))
    }
}

async fn wallet_limits(tx: &mut Tx<'_>, user: Uuid, at: Timestamp) -> Result<Option<Vec<WalletLimit>>, PostError> {
    let Some(wallet_id) = find_wallet(tx, user).await? else { return Ok(None) };
    let limits = limits(tx, wallet_id).await?;
    let mut found = Vec::new();
    for period in Period::ALL {
        let limit = limits.iter().find(|(limited, _)| *limited == period).map(|(_, limit)| *limit);
        let spent = spent_from(tx, wallet_id, period, at).await?;
        found.push(WalletLimit { period, limit, spent, renewed_at: period.around(at).1 });
    }
    Ok(Some(found))
}

/// The number of a user's wallet among the accounts.
pub(super) async fn find_wallet(tx: &mut Tx<'_>, user: Uuid) -> Result<Option<i64>, PostError> {
    let code = AccountCode::Wallet(user).to_string();
    Ok(on!(tx, |connection: Db| {
        let query = sqlx::query_scalar::<Db, i64>("SELECT id FROM account WHERE code = $1").bind(code);
        query.fetch_optional(connection).await?
    }))
}

/// The same, where there must be one.
pub(super) async fn wallet_id(tx: &mut Tx<'_>, user: Uuid) -> Result<i64, PostError> {
    find_wallet(tx, user).await?.ok_or_else(|| PostError::AccountMissing(AccountCode::Wallet(user)))
}

impl Tx<'_> {
    /// A wallet's limits as this transaction sees them.
    pub async fn wallet_limits(&mut self, user: Uuid, at: Timestamp) -> Result<Vec<WalletLimit>, PostError> {
        let missing = || PostError::AccountMissing(AccountCode::Wallet(user));
        wallet_limits(self, user, at).await?.ok_or_else(missing)
    }

    /// Sets a wallet's limit, or takes it away.
    pub async fn set_wallet_limit(&mut self, user: Uuid, period: Period, limit: Option<Usdc>) -> Result<(), PostError> {
        let wallet_id = wallet_id(self, user).await?;
        let set = "INSERT INTO spending_limit (wallet_id, period, amount) VALUES ($1, $2, $3) \
             ON CONFLICT (wallet_id, period) DO UPDATE SET amount = excluded.amount";
        let unset = "DELETE FROM spending_limit WHERE wallet_id = $1 AND period = $2";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(if limit.is_some() { set } else { unset });
            let query = query.bind(wallet_id).bind(period.as_str());
            let query = if let Some(limit) = limit { query.bind(limit.micros()) } else { query };
            query.execute(connection).await?;
        });
        Ok(())
    }
}
