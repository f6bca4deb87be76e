//! The work on rentals: handed out under a lease as that on reservations is, and taken in again together with what it
//! means for the reservation.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use sqlx::{AssertSqlSafe, FromRow};

use super::record::{COLUMNS, ORDER_COLUMNS, OrderRow, RentalRow};
use crate::booking::{BookedOffer, BookingError, MachineOrder, Outcome, Reason, Rental, Reservation, State, Wanted};
use crate::ledger::Entry;
use crate::store::booking::{self, ReservationRow, is_overlap, lock_calendar};
use crate::store::tx::{Tx, on, retry};
use crate::store::{ReserveError, Store, micros, read, write};

/// A rental that is this worker's to look after until its lease ends.
#[derive(Clone, Debug)]
pub struct RentalClaim {
    /// As it was found.
    pub rental: Rental,
    /// Its reservation.
    pub reservation: Reservation,
    /// What is to be rented.
    pub order: MachineOrder,
    /// Looks that failed before this one.
    pub attempts: u32,
    lease_token: i64,
}

impl RentalClaim {
    /// The same lease on a rental that was changed under it.
    #[must_use]
    pub fn with(&self, rental: Rental) -> Self {
        Self { rental, ..self.clone() }
    }
}

/// What came of looking after a rental.
#[derive(Clone, Debug)]
pub struct Advance {
    /// The rental as it is now.
    pub rental: Rental,
    /// When it is to be looked at again; `None` when it is over.
    pub again_at: Option<Timestamp>,
    /// Whether this look failed: the next pause is longer.
    pub is_failure: bool,
    /// What happened, in a word and in words.
    pub events: Vec<(&'static str, String)>,
    /// What it means for the reservation.
    pub effect: Effect,
    /// What is booked with it: the cost of a machine that lived on.
    pub entry: Option<Entry>,
}

/// What it means for the reservation.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Nothing.
    None,
    /// Its machine is up.
    Up,
    /// Its machine was last well at this instant.
    Lost(Timestamp),
    /// There will be no machine.
    Fail(Reason),
    /// Another create call will be made.
    Retry {
        /// For it.
        intent: Box<Rental>,
        /// When.
        due_at: Timestamp,
        /// Of another offer than before.
        substitute: Option<Box<Substitute>>,
    },
}

/// An offer that takes another's place.
#[derive(Clone, Debug)]
pub struct Substitute {
    /// What a reservation keeps of it.
    pub offer: BookedOffer,
    /// Units that can be booked side by side.
    pub units: u32,
    /// The offer as renting knows it.
    pub wanted: Wanted,
}

#[derive(FromRow)]
struct ClaimedRow {
    #[sqlx(flatten)]
    rental: RentalRow,
    lease_token: i64,
    attempts: i64,
}

impl Store {
    /// Takes on rentals of these providers that are due, the longest overdue first.
    pub async fn claim_rentals(
        &self,
        providers: &[&str],
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<RentalClaim>, ReserveError> {
        if providers.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let rows = retry!(self.try_claim_rentals(providers, now, lease, limit))?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids = json!(rows.iter().map(|row| row.rental.reservation()).collect::<Vec<_>>()).to_string();
        let mut reservations = self.reservations_by_id(&ids).await?;
        let mut orders = self.orders_by_id(&ids).await?;
        let claims = rows.into_iter().map(|row| {
            let rental = Rental::try_from(row.rental)?;
            let key = rental.reservation.to_string();
            let missing = ReserveError::corrupt("a rental without its reservation");
            let (reservation, order) = reservations.remove(&key).zip(orders.remove(&key)).ok_or(missing)?;
            let attempts = u32::try_from(row.attempts).unwrap_or(u32::MAX);
            Ok(RentalClaim { rental, reservation, order, attempts, lease_token: row.lease_token })
        });
        claims.collect()
    }

    async fn try_claim_rentals(
        &self,
        providers: &[&str],
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Vec<ClaimedRow>, ReserveError> {
        let sql = format!(
            "WITH due AS MATERIALIZED (SELECT id FROM rental WHERE next_try_at <= $2 AND provider {} \
             ORDER BY next_try_at, id LIMIT $4{}) \
             UPDATE rental SET next_try_at = $3, lease_token = lease_token + 1 WHERE id IN (SELECT id FROM due) \
             RETURNING {COLUMNS}, lease_token, attempts",
            self.dialect().among_first(),
            self.dialect().skip_locked()
        );
        let until = micros(now).saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
        Ok(write!(self, |tx: Db| {
            let query = sqlx::query_as::<Db, ClaimedRow>(AssertSqlSafe(sql)).bind(json!(providers).to_string());
            let query = query.bind(micros(now)).bind(until);
            query.bind(i64::from(limit)).fetch_all(tx).await?
        }))
    }

    async fn reservations_by_id(&self, ids: &str) -> Result<HashMap<String, Reservation>, ReserveError> {
        let columns = booking::COLUMNS;
        let sql = format!("SELECT {columns} FROM reservation WHERE id {}", self.dialect().among_first());
        let rows: Vec<ReservationRow> =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(ids).fetch_all(pool).await?);
        rows.into_iter().map(Reservation::try_from).map(|found| found.map(|one| (one.id.to_string(), one))).collect()
    }

    async fn orders_by_id(&self, ids: &str) -> Result<HashMap<String, MachineOrder>, ReserveError> {
        let among = self.dialect().among_first();
        let sql = format!("SELECT {ORDER_COLUMNS} FROM machine_order WHERE reservation {among}");
        let rows: Vec<OrderRow> =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(ids).fetch_all(pool).await?);
        rows.into_iter().map(|row| Ok((row.reservation.clone(), MachineOrder::try_from(row)?))).collect()
    }

    /// Takes in what a worker did for a rental it holds the lease of, and what it means for the reservation: all of it
    /// or, when the rental was changed meanwhile, nothing.
    pub async fn advance(
        &self,
        claim: &RentalClaim,
        advance: &Advance,
        now: Timestamp,
    ) -> Result<Reservation, ReserveError> {
        retry!(self.try_advance(claim, advance, now))
    }

    async fn try_advance(
        &self,
        claim: &RentalClaim,
        advance: &Advance,
        now: Timestamp,
    ) -> Result<Reservation, ReserveError> {
        Ok(write!(self, |tx: Db| advance_in(&mut Tx::from(tx), claim, advance, now).await?))
    }

    /// Moves the lease on a rental that is about to be changed no further until then.
    pub async fn postpone_rental(
        &self,
        claim: &RentalClaim,
        until: Timestamp,
        event: (&str, &str),
        now: Timestamp,
    ) -> Result<(), ReserveError> {
        retry!(self.try_postpone_rental(claim, until, event, now))
    }

    async fn try_postpone_rental(
        &self,
        claim: &RentalClaim,
        until: Timestamp,
        event: (&str, &str),
        now: Timestamp,
    ) -> Result<(), ReserveError> {
        let sql = "UPDATE rental SET next_try_at = $4, attempts = attempts + 1 \
             WHERE id = $1 AND version = $2 AND lease_token = $3";
        let version = i64::try_from(claim.rental.version).unwrap_or(i64::MAX);
        write!(self, |tx: Db| {
            let tx = &mut Tx::from(tx);
            let rows = on!(tx, |connection: Db2| {
                let query = sqlx::query::<Db2>(sql).bind(claim.rental.id.to_string()).bind(version);
                query.bind(claim.lease_token).bind(micros(until)).execute(connection).await?.rows_affected()
            });
            if rows == 1 {
                tx.rental_event(&claim.rental, now, event.0, event.1).await?;
            }
        });
        Ok(())
    }
}

async fn advance_in(
    tx: &mut Tx<'_>,
    claim: &RentalClaim,
    advance: &Advance,
    now: Timestamp,
) -> Result<Reservation, ReserveError> {
    let substitute = match &advance.effect {
        Effect::Retry { substitute: Some(substitute), .. } => Some(substitute),
        _ => None,
    };
    if let Some(substitute) = substitute {
        lock_calendar(tx, &Reservation { offer: substitute.offer.clone(), ..claim.reservation.clone() }).await?;
    }
    let reservation = tx.reservation(claim.reservation.id, None).await?;
    let rental = &advance.rental;
    tx.store_rental(rental, claim.lease_token, advance.again_at, advance.is_failure).await?;
    for (kind, message) in &advance.events {
        tx.rental_event(rental, now, kind, message).await?;
    }
    if rental.has_failed_to_start() {
        tx.failed_to_start(rental, now).await?;
    }
    if let Some(entry) = &advance.entry {
        tx.post(entry, now).await?;
    }
    let is_waiting = reservation.state == State::Activating;
    match &advance.effect {
        Effect::Up if is_waiting => match tx.change(&reservation, Outcome::Up, now).await {
            // It came up when its time was over.
            Err(ReserveError::Refused(BookingError::Over { .. })) => {
                tx.change(&reservation, Outcome::Refused(Reason::NotStarted), now).await
            }
            outcome => outcome,
        },
        Effect::Lost(last_well) if reservation.state == State::Active => {
            tx.change(&reservation, Outcome::Lost(*last_well), now).await
        }
        Effect::Fail(reason) if is_waiting => tx.change(&reservation, Outcome::Refused(*reason), now).await,
        Effect::Retry { intent, due_at, .. } if is_waiting => {
            if let Some(substitute) = substitute {
                take_place(tx, &reservation, substitute).await?;
            }
            tx.intend(intent, *due_at).await?;
            Ok(reservation)
        }
        _ => Ok(reservation),
    }
}

/// Puts another offer in the place of a reservation's, if it is free; its calendar is locked.
async fn take_place(tx: &mut Tx<'_>, reservation: &Reservation, substitute: &Substitute) -> Result<(), ReserveError> {
    let moved = Reservation { offer: substitute.offer.clone(), ..reservation.clone() };
    let taken = ReserveError::Taken { next_free: None };
    let Some(unit) = tx.free_unit(&moved, substitute.units).await? else { return Err(taken) };
    let sql = "UPDATE reservation SET offer_id = $2, provider = $3, machine = $4, unit = $5, version = version + 1 \
         WHERE id = $1";
    let order = "UPDATE machine_order SET wanted = $2 WHERE reservation = $1";
    let id = reservation.id.to_string();
    let offer = &substitute.offer;
    on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(sql).bind(&id).bind(&offer.id).bind(&offer.provider);
        match query.bind(&offer.machine).bind(i64::from(unit)).execute(&mut *connection).await {
            Err(error) if is_overlap(&error) => return Err(taken),
            outcome => outcome?,
        };
        let wanted = json!(substitute.wanted).to_string();
        sqlx::query::<Db>(order).bind(&id).bind(wanted).execute(&mut *connection).await?;
    });
    Ok(())
}
