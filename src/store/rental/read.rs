//! Reading what is rented and what could be.

use jiff::Timestamp;
use serde_json::json;
use sqlx::{AssertSqlSafe, FromRow};

use super::record::{COLUMNS, ORDER_COLUMNS, OrderRow, RentalRow};
use super::work::Substitute;
use crate::booking::{BookedOffer, MachineOrder, Rental, Reservation, Wanted};
use crate::market::offer::PriceKind;
use crate::store::tx::retry;
use crate::store::{ReserveError, Store, StoreError, instant, micros, read, write};
use crate::units::{Rate, ReservationId};

/// Substitutes looked at at most.
const MAX_CANDIDATES: u32 = 5;

/// Something that happened to a rental.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RentalEvent {
    /// To which.
    pub rental: String,
    /// When.
    pub at: Timestamp,
    /// In a word.
    pub kind: String,
    /// In words, the provider's too.
    pub message: String,
}

/// What is rented at a provider now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProviderLoad {
    /// Create calls of which nobody knows yet what came of them.
    pub unresolved: u64,
    /// What all that is rented costs an hour.
    pub price_per_hour: Rate,
}

/// An offer in the place of another.
pub type Candidate = Substitute;

#[derive(FromRow)]
struct OfferRow {
    id: String,
    provider: String,
    machine_id: Option<String>,
    model: String,
    units: i64,
    external_id: String,
    rent_ref: Option<String>,
    kind: String,
    raw_gpu_name: String,
    gpu_count: i64,
    vram_gib: Option<i64>,
    cpu_cores: Option<i64>,
    ram_gib: Option<f64>,
}

const OFFER_COLUMNS: &str = "o.id, o.provider, o.machine_id, o.model, o.units, o.external_id, o.rent_ref, o.kind, \
     o.raw_gpu_name, o.gpu_count, o.vram_gib, o.cpu_cores, o.ram_gib";

impl TryFrom<OfferRow> for Substitute {
    type Error = ReserveError;

    fn try_from(row: OfferRow) -> Result<Self, ReserveError> {
        let count = |number: i64| u32::try_from(number).map_err(|_| ReserveError::corrupt("a count out of range"));
        Ok(Self {
            units: count(row.units)?.max(1),
            offer: BookedOffer {
                machine: row.machine_id.map(|machine| format!("{}:{machine}", row.provider)),
                id: row.id,
                provider: row.provider,
                model: row.model,
                gpu_count: count(row.gpu_count)?,
            },
            wanted: Wanted {
                external_id: row.external_id,
                rent_ref: row.rent_ref,
                kind: PriceKind::from_name(&row.kind).ok_or(ReserveError::corrupt("an unknown kind of price"))?,
                gpu_name: row.raw_gpu_name,
                gpu_count: count(row.gpu_count)?,
                vram_gib: row.vram_gib.map(count).transpose()?,
                cpu_cores: row.cpu_cores.map(count).transpose()?,
                ram_gib: row.ram_gib,
            },
        })
    }
}

impl Store {
    /// Whose machines are whose where several databases share a provider account.
    pub async fn deployment(&self) -> Result<String, StoreError> {
        let sql = "SELECT id FROM deployment";
        Ok(read!(self, |pool: Db| sqlx::query_scalar::<Db, _>(sql).fetch_one(pool).await?))
    }

    /// An offer as renting knows it.
    pub async fn wanted(&self, offer_id: &str) -> Result<Option<Wanted>, ReserveError> {
        let sql = format!("SELECT {OFFER_COLUMNS} FROM offers o WHERE o.id = $1");
        let row: Option<OfferRow> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(offer_id).fetch_optional(pool).await?
        });
        row.map(|row| Ok(Substitute::try_from(row)?.wanted)).transpose()
    }

    /// Offers of these providers that are no dearer and no less than a reservation's, the cheapest first; those that were
    /// tried for it are left out.
    pub async fn candidates(
        &self,
        reservation: &Reservation,
        order: &MachineOrder,
        providers: &[&str],
    ) -> Result<Vec<Candidate>, ReserveError> {
        let sql = format!(
            "SELECT {OFFER_COLUMNS} FROM offers o WHERE o.provider {} AND o.model = $2 AND o.gpu_count = $3 \
             AND o.price_per_hour <= $4 AND o.kind = $5 AND (o.available OR o.kind = 'auction_estimate') AND o.gone_at IS NULL \
             AND o.min_hours * CAST(3600 AS BIGINT) <= $6 AND ($7 IS NULL OR o.vram_gib >= $7) \
             AND ($8 IS NULL OR o.cpu_cores >= $8) AND ($9 IS NULL OR o.ram_gib >= $9) \
             AND (o.verified OR NOT COALESCE((SELECT sold.verified FROM offers sold WHERE sold.id = $10), o.verified)) \
             AND o.id <> $10 AND o.id NOT IN (SELECT offer_id FROM rental WHERE reservation = $11) \
             ORDER BY o.price_per_hour, o.id LIMIT $12",
            self.dialect().among_first()
        );
        let wanted = &order.wanted;
        let seconds = i64::try_from(reservation.terms.min_seconds).unwrap_or(i64::MAX);
        let rows: Vec<OfferRow> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(json!(providers).to_string());
            let query = query.bind(&reservation.offer.model).bind(i64::from(reservation.offer.gpu_count));
            let query = query.bind(order.max_price.micros()).bind(wanted.kind.as_str()).bind(seconds);
            let query = query.bind(wanted.vram_gib.map(i64::from)).bind(wanted.cpu_cores.map(i64::from));
            let query = query.bind(wanted.ram_gib).bind(&reservation.offer.id).bind(reservation.id.to_string());
            query.bind(i64::from(MAX_CANDIDATES)).fetch_all(pool).await?
        });
        rows.into_iter().map(Substitute::try_from).collect()
    }

    /// What machine is to be rented for a reservation.
    pub async fn machine_order(&self, reservation: ReservationId) -> Result<MachineOrder, ReserveError> {
        let sql = format!("SELECT {ORDER_COLUMNS} FROM machine_order WHERE reservation = $1");
        let row: Option<OrderRow> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(reservation.to_string()).fetch_optional(pool).await?
        });
        row.ok_or(ReserveError::corrupt("a reservation without an order"))?.try_into()
    }

    /// The rentals of a reservation, the first one first.
    pub async fn rentals(&self, reservation: ReservationId) -> Result<Vec<Rental>, ReserveError> {
        let sql = format!("SELECT {COLUMNS} FROM rental WHERE reservation = $1 ORDER BY number");
        let rows: Vec<RentalRow> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(reservation.to_string()).fetch_all(pool).await?
        });
        rows.into_iter().map(Rental::try_from).collect()
    }

    /// What happened to the rentals of a reservation, in order.
    pub async fn rental_events(&self, reservation: ReservationId) -> Result<Vec<RentalEvent>, ReserveError> {
        let sql = "SELECT e.rental, e.at, e.kind, e.message FROM rental_event e JOIN rental r ON r.id = e.rental \
             WHERE r.reservation = $1 ORDER BY r.number, e.number";
        let rows: Vec<(String, i64, String, String)> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(sql).bind(reservation.to_string()).fetch_all(pool).await?
        });
        let events = rows
            .into_iter()
            .map(|(rental, at, kind, message)| Ok(RentalEvent { rental, at: instant(at)?, kind, message }));
        events.collect()
    }

    /// Rentals of a provider that are not over, and those with one of these labels.
    pub async fn rentals_at(&self, provider: &str, labels: &[String]) -> Result<Vec<Rental>, ReserveError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM rental WHERE label {} UNION SELECT {COLUMNS} FROM rental \
             WHERE provider = $2 AND state NOT IN ('released', 'absent')",
            self.dialect().among_first()
        );
        let rows: Vec<RentalRow> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(json!(labels).to_string());
            query.bind(provider).fetch_all(pool).await?
        });
        rows.into_iter().map(Rental::try_from).collect()
    }

    /// The providers at which there is something of ours, or was since an instant.
    pub async fn renting_providers(&self, since: Timestamp) -> Result<Vec<String>, ReserveError> {
        let sql = "SELECT provider FROM rental WHERE ended_at IS NULL OR ended_at > $1 \
             UNION SELECT provider FROM stray WHERE ended_at IS NULL ORDER BY provider";
        Ok(read!(self, |pool: Db| sqlx::query_scalar::<Db, _>(sql).bind(micros(since)).fetch_all(pool).await?))
    }

    /// What is rented at a provider now.
    pub async fn provider_load(&self, provider: &str) -> Result<ProviderLoad, ReserveError> {
        let sql = "SELECT COALESCE(SUM(CASE WHEN r.state = 'creating' THEN 1 ELSE 0 END), 0), \
             CAST(COALESCE(SUM(CASE WHEN r.state IN ('creating', 'created', 'running', 'releasing') \
             THEN COALESCE(r.price_per_hour, o.max_price) ELSE 0 END), 0) AS BIGINT) \
             FROM rental r JOIN machine_order o ON o.reservation = r.reservation \
             WHERE r.provider = $1 AND r.state NOT IN ('released', 'absent')";
        let (unresolved, price): (i64, i64) =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(sql).bind(provider).fetch_one(pool).await?);
        let unresolved = u64::try_from(unresolved).unwrap_or(0);
        Ok(ProviderLoad { unresolved, price_per_hour: Rate::from_micros(price) })
    }

    /// Why and until when nothing is rented at a provider, if that is so.
    pub async fn pause(&self, provider: &str, now: Timestamp) -> Result<Option<(Timestamp, String)>, ReserveError> {
        let sql = "SELECT until, reason FROM rental_pause WHERE provider = $1 AND until > $2";
        let found: Option<(i64, String)> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(sql).bind(provider).bind(micros(now)).fetch_optional(pool).await?
        });
        found.map(|(until, reason)| Ok((instant(until)?, reason))).transpose()
    }

    /// Rents nothing at a provider for a while.
    pub async fn pause_provider(&self, provider: &str, until: Timestamp, reason: &str) -> Result<(), ReserveError> {
        retry!(self.try_pause_provider(provider, until, reason))
    }

    async fn try_pause_provider(&self, provider: &str, until: Timestamp, reason: &str) -> Result<(), ReserveError> {
        let sql = "INSERT INTO rental_pause (provider, until, reason) VALUES ($1, $2, $3) \
             ON CONFLICT (provider) DO UPDATE SET until = excluded.until, reason = excluded.reason";
        write!(self, |tx: Db| {
            sqlx::query::<Db>(sql).bind(provider).bind(micros(until)).bind(reason).execute(tx).await?;
        });
        Ok(())
    }

    /// Machines own their ends: one was moved, by hand or over SSH.
    pub async fn moved_own_end(&self, rental: &Rental, until: Timestamp) -> Result<(), ReserveError> {
        retry!(self.try_moved_own_end(rental, until))
    }

    async fn try_moved_own_end(&self, rental: &Rental, until: Timestamp) -> Result<(), ReserveError> {
        let sql = "UPDATE rental SET own_end_at = $2, version = version + 1 WHERE id = $1 AND state = 'running'";
        write!(self, |tx: Db| {
            sqlx::query::<Db>(sql).bind(rental.id.to_string()).bind(micros(until)).execute(tx).await?;
        });
        Ok(())
    }
}
