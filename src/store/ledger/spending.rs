//! What is spent from a wallet, recorded with the entry that spends it, and the limits on it. The wallet is locked by
//! then: of several who spend at once each sees what those before it spent.

use jiff::Timestamp;

use super::{LimitOf, PostError};
use crate::ledger::limits::{Allowance, Period};
use crate::ledger::{AccountCode, Entry};
use crate::store::tx::{Tx, on};
use crate::store::{StoreError, micros};
use crate::units::Usdc;

/// Accounts of an entry by their numbers in the database.
pub(super) type IdOf<'a> = dyn Fn(&AccountCode) -> Option<i64> + Sync + 'a;

/// Refuses what is over a limit; records what an entry spends or gives back.
pub(super) async fn record(
    tx: &mut Tx<'_>,
    entry: &Entry,
    entry_id: i64,
    id_of: &IdOf<'_>,
    at: Timestamp,
) -> Result<(), PostError> {
    if let Some((wallet, amount, held)) = entry.spending() {
        let missing = |account: &AccountCode| PostError::AccountMissing(account.clone());
        let wallet_id = id_of(wallet).ok_or_else(|| missing(wallet))?;
        let held_id = id_of(held).ok_or_else(|| missing(held))?;
        check_limits(tx, wallet_id, amount, at).await?;
        let token = tx.spender.map(|spender| spender.token.to_string());
        let sql = "INSERT INTO spending (entry_id, wallet_id, held_id, token_id, at, amount) \
             VALUES ($1, $2, $3, $4, $5, $6)";
        on!(tx, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(entry_id).bind(wallet_id).bind(held_id).bind(token);
            query.bind(micros(at)).bind(amount.micros()).execute(connection).await?;
        });
        return Ok(());
    }
    for held_id in entry.closes().iter().filter_map(id_of) {
        give_back(tx, entry_id, held_id).await?;
    }
    Ok(())
}

/// What comes back of a thing counts for the time when it was first paid for: it makes room there, and nowhere else.
async fn give_back(tx: &mut Tx<'_>, entry_id: i64, held_id: i64) -> Result<(), PostError> {
    let sql = "INSERT INTO spending (entry_id, wallet_id, held_id, token_id, at, amount) \
         SELECT p.entry_id, began.wallet_id, $2, began.token_id, began.at, \
         CASE WHEN p.amount < -total.spent THEN -total.spent ELSE p.amount END \
         FROM (SELECT wallet_id, token_id, at FROM spending WHERE held_id = $2 ORDER BY entry_id LIMIT 1) AS began \
         CROSS JOIN (SELECT CAST(SUM(amount) AS BIGINT) AS spent FROM spending WHERE held_id = $2) AS total \
         JOIN posting p ON p.entry_id = $1 AND p.account_id = began.wallet_id AND p.amount < 0";
    on!(tx, |connection: Db| {
        sqlx::query::<Db>(sql).bind(entry_id).bind(held_id).execute(connection).await?;
    });
    Ok(())
}

async fn check_limits(tx: &mut Tx<'_>, wallet_id: i64, amount: Usdc, at: Timestamp) -> Result<(), PostError> {
    if let Some((spender, limit)) = tx.spender.and_then(|spender| Some((spender, spender.per_day?))) {
        let spent = spent_by_token(tx, &spender.token.to_string(), Period::Day, at).await?;
        check(LimitOf::Token, Allowance { limit, spent }, amount)?;
    }
    for (period, limit) in limits(tx, wallet_id).await? {
        let spent = spent_from(tx, wallet_id, period, at).await?;
        check(LimitOf::Wallet(period), Allowance { limit, spent }, amount)?;
    }
    Ok(())
}

fn check(whose: LimitOf, allowance: Allowance, needed: Usdc) -> Result<(), PostError> {
    if allowance.allows(needed) { Ok(()) } else { Err(PostError::OverLimit { whose, allowance, needed }) }
}

/// The limits of a wallet.
pub(in crate::store) async fn limits(tx: &mut Tx<'_>, wallet_id: i64) -> Result<Vec<(Period, Usdc)>, PostError> {
    let sql = "SELECT period, amount FROM spending_limit WHERE wallet_id = $1 ORDER BY period";
    let rows: Vec<(String, i64)> =
        on!(tx, |connection: Db| sqlx::query_as::<Db, _>(sql).bind(wallet_id).fetch_all(connection).await?);
    let limit = |(period, amount): (String, i64)| {
        let period = period.parse().map_err(|()| PostError::from(StoreError::Corrupt("an unknown period")))?;
        Ok((period, Usdc::from_micros(amount)))
    };
    rows.into_iter().map(limit).collect()
}

/// What was spent from a wallet in the period around an instant.
pub(in crate::store) async fn spent_from(
    tx: &mut Tx<'_>,
    wallet_id: i64,
    period: Period,
    at: Timestamp,
) -> Result<Usdc, PostError> {
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM spending \
         WHERE wallet_id = $1 AND at >= $2 AND at < $3";
    let (from, to) = period.around(at);
    let spent: i64 = on!(tx, |connection: Db| {
        let query = sqlx::query_scalar::<Db, i64>(sql).bind(wallet_id).bind(micros(from)).bind(micros(to));
        query.fetch_one(connection).await?
    });
    Ok(Usdc::from_micros(spent))
}

async fn spent_by_token(tx: &mut Tx<'_>, token: &str, period: Period, at: Timestamp) -> Result<Usdc, PostError> {
    let sql = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM spending \
         WHERE token_id = $1 AND at >= $2 AND at < $3";
    let (from, to) = period.around(at);
    let spent: i64 = on!(tx, |connection: Db| {
        let query = sqlx::query_scalar::<Db, i64>(sql).bind(token).bind(micros(from)).bind(micros(to));
        query.fetch_one(connection).await?
    });
    Ok(Usdc::from_micros(spent))
}
