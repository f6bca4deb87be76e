//! The work that time brings. What is due is handed out under a lease: until it ends nobody else is told of it. Leases
//! are counted: a worker that overslept its own finds that the count has moved on, and changes nothing. There is no
//! other queue: the rows are it.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use sqlx::{AssertSqlSafe, FromRow};

use super::ReserveError;
use super::record::{COLUMNS, ReservationRow};
use crate::booking::Reservation;
use crate::store::tx::retry;
use crate::store::{Store, StoreError, instant, micros, read, write};
use crate::units::Rate;

/// A reservation that is this worker's to look after until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As it was found.
    pub reservation: Reservation,
    /// Which lease it is.
    pub(super) lease_token: i64,
    /// Attempts that failed before this one.
    pub attempts: u32,
    /// What its offer costs per hour, while it is listed.
    pub market_price: Option<Rate>,
}

#[derive(FromRow)]
struct ClaimedRow {
    #[sqlx(flatten)]
    reservation: ReservationRow,
    lease_token: i64,
    attempts: i64,
}

impl Store {
    /// Takes on work that is due, the longest overdue first, so many reservations at most. What another worker holds
    /// is passed over.
    pub async fn claim_due(&self, now: Timestamp, lease: Duration, limit: u32) -> Result<Vec<Claim>, ReserveError> {
        let rows = retry!(self.try_claim_due(now, lease, limit))?;
        let mut market = self.market_prices(&rows).await?;
        let claims = rows.into_iter().map(|row| {
            let reservation = Reservation::try_from(row.reservation)?;
            Ok(Claim {
                market_price: market.remove(&reservation.offer.id),
                reservation,
                lease_token: row.lease_token,
                attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            })
        });
        let mut claims = claims.collect::<Result<Vec<_>, ReserveError>>()?;
        claims.sort_by_key(|claim| (claim.reservation.due_at(), claim.reservation.id));
        Ok(claims)
    }

    async fn try_claim_due(
        &self,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<ClaimedRow>, ReserveError> {
        // Materialized: what is locked and what is changed must be the same rows.
        let sql = format!(
            "WITH due AS MATERIALIZED (SELECT id FROM reservation WHERE next_try_at <= $1 \
             ORDER BY next_try_at, id LIMIT $3{}) UPDATE reservation SET next_try_at = $2, lease_token = lease_token + 1 WHERE id IN (SELECT id FROM due) \
             RETURNING {COLUMNS}, lease_token, attempts",
            self.dialect().skip_locked()
        );
        let until = micros(now).saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
        Ok(write!(self, |tx: Db| {
            let query = sqlx::query_as::<Db, ClaimedRow>(AssertSqlSafe(sql)).bind(micros(now)).bind(until);
            query.bind(i64::from(limit)).fetch_all(tx).await?
        }))
    }

    /// What the offers of claimed reservations cost now, by id; those that are gone are left out.
    async fn market_prices(&self, rows: &[ClaimedRow]) -> Result<HashMap<String, Rate>, ReserveError> {
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let sql = format!(
            "SELECT id, price_per_hour FROM offers WHERE id {} AND gone_at IS NULL",
            self.dialect().among_first()
        );
        let ids = json!(rows.iter().map(|row| row.reservation.offer_id()).collect::<Vec<_>>()).to_string();
        let prices: Vec<(String, i64)> =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(ids).fetch_all(pool).await?);
        Ok(prices.into_iter().map(|(id, price)| (id, Rate::from_micros(price))).collect())
    }

    /// Gives work back that failed, to be tried again later.
    pub async fn postpone(&self, claim: &Claim, until: Timestamp) -> Result<(), ReserveError> {
        retry!(self.try_postpone(claim, until))
    }

    async fn try_postpone(&self, claim: &Claim, until: Timestamp) -> Result<(), ReserveError> {
        let sql = "UPDATE reservation SET next_try_at = $4, attempts = attempts + 1 \
             WHERE id = $1 AND version = $2 AND lease_token = $3";
        let version = i64::try_from(claim.reservation.version).unwrap_or(i64::MAX);
        write!(self, |tx: Db| {
            let query =
                sqlx::query::<Db>(sql).bind(claim.reservation.id.to_string()).bind(version).bind(claim.lease_token);
            query.bind(micros(until)).execute(tx).await?;
        });
        Ok(())
    }

    /// When work is due next, overdue work included; what a worker holds is due when its lease ends. Machines count at
    /// these providers: of others the caller cannot do anything.
    pub async fn next_due(&self, providers: &[&str]) -> Result<Option<Timestamp>, StoreError> {
        let sql = format!(
            "SELECT MIN(due) FROM (SELECT MIN(next_try_at) AS due FROM reservation WHERE next_try_at IS NOT NULL \
             UNION ALL SELECT MIN(next_try_at) FROM rental WHERE next_try_at IS NOT NULL AND provider {}) AS queues",
            self.dialect().among_first()
        );
        let providers = json!(providers).to_string();
        let next: Option<i64> = read!(self, |pool: Db| {
            sqlx::query_scalar::<Db, _>(AssertSqlSafe(sql)).bind(providers).fetch_one(pool).await?
        });
        next.map(instant).transpose()
    }
}
