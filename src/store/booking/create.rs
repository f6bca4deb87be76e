//! Booking: a unit that is free is found under a lock, and the table itself refuses what the lock would miss.

use std::collections::HashSet;

use jiff::Timestamp;

use super::ReserveError;
use crate::booking::slots::Occupied;
use crate::booking::window::{MAX_SECONDS, after};
use crate::booking::{Reservation, Window};
use crate::store::micros;
use crate::store::sql::Dialect;
use crate::store::tx::{Tx, on};
use crate::units::Rate;

/// Bookings looked at to find the next free block.
const MAX_BOOKINGS: i64 = 20_000;

/// A live booking as a row: unit, whether it is of the same offer, start, end.
type BusyRow = (i64, bool, i64, i64);

impl Tx<'_> {
    /// Books a unit of an offer that has so many, in this transaction. The answer says which. After an error the
    /// transaction must be given up.
    pub async fn book(&mut self, reservation: &Reservation, units: u32) -> Result<Reservation, ReserveError> {
        lock_calendar(self, reservation).await?;
        let unit = self.free_unit(reservation, units).await?;
        let Some(unit) = unit else { return Err(taken(self, reservation, units).await?) };
        let booked = Reservation { unit, ..reservation.clone() };
        match insert(self, &booked).await {
            Ok(()) => Ok(booked),
            // The table has the last word.
            Err(error) if is_overlap(&error) => Err(ReserveError::Taken { next_free: None }),
            Err(error) => Err(error.into()),
        }
    }

    /// A unit of an offer with so many that nobody has in the reservation's time, whose calendar this transaction holds.
    pub(in crate::store) async fn free_unit(
        &mut self,
        reservation: &Reservation,
        units: u32,
    ) -> Result<Option<u32>, ReserveError> {
        let wanted = reservation.window;
        let busy = busy_in(self, reservation, wanted.start(), Some(wanted.end())).await?;
        let taken_units: HashSet<u32> = busy.bookings.iter().map(|(unit, _)| *unit).collect();
        Ok((0..units).find(|unit| busy.machine.is_empty() && !taken_units.contains(unit)))
    }
}

/// Waits until nobody else books the same machine or offer. SQLite has one writer and needs nothing; on PostgreSQL
/// two that wait for each other's constraint would be a deadlock.
pub(in crate::store) async fn lock_calendar(tx: &mut Tx<'_>, reservation: &Reservation) -> Result<(), sqlx::Error> {
    if tx.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    let name = reservation.offer.machine.as_ref().unwrap_or(&reservation.offer.id);
    on!(tx, |connection: Db| {
        sqlx::query::<Db>("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
            .bind(name)
            .execute(connection)
            .await?;
    });
    Ok(())
}

/// The refusal, with the next block that is free.
async fn taken(tx: &mut Tx<'_>, reservation: &Reservation, units: u32) -> Result<ReserveError, ReserveError> {
    let wanted = reservation.window;
    let busy = Occupied { units, ..busy_in(tx, reservation, wanted.start(), None).await? };
    let until = after(wanted.start(), MAX_SECONDS).unwrap_or(wanted.end());
    Ok(ReserveError::Taken { next_free: busy.next_free(wanted.start(), until, wanted.seconds()) })
}

/// Live bookings of the same offer or machine that are not over at an instant, and begin before another; the
/// reservation itself aside.
pub(super) async fn busy_in(
    tx: &mut Tx<'_>,
    reservation: &Reservation,
    from: Timestamp,
    until: Option<Timestamp>,
) -> Result<Occupied, ReserveError> {
    // One arm an index: two scans of what is asked for rather than one of everything.
    let sql = "SELECT unit, TRUE, starts_at, ends_at FROM reservation WHERE offer_id = $1 AND id <> $3 \
         AND state IN ('pending', 'activating', 'active') AND ends_at > $4 AND starts_at < $5 \
         UNION ALL SELECT unit, FALSE, starts_at, ends_at FROM reservation WHERE machine = $2 AND offer_id <> $1 \
         AND id <> $3 AND state IN ('pending', 'activating', 'active') AND ends_at > $4 AND starts_at < $5 LIMIT $6";
    let rows: Vec<BusyRow> = on!(tx, |connection: Db| {
        let query = sqlx::query_as::<Db, BusyRow>(sql).bind(&reservation.offer.id).bind(&reservation.offer.machine);
        let query = query.bind(reservation.id.to_string()).bind(micros(from)).bind(until.map_or(i64::MAX, micros));
        query.bind(MAX_BOOKINGS).fetch_all(connection).await?
    });
    occupied(rows)
}

/// Rows as what is occupied, of no units yet.
pub(super) fn occupied(rows: impl IntoIterator<Item = BusyRow>) -> Result<Occupied, ReserveError> {
    let mut occupied = Occupied::default();
    for (unit, same_offer, starts_at, ends_at) in rows {
        let window = Window::new(crate::store::instant(starts_at)?, crate::store::instant(ends_at)?);
        let window = window.map_err(|_| ReserveError::corrupt("a reservation without a length"))?;
        if same_offer {
            occupied.bookings.push((u32::try_from(unit).unwrap_or(u32::MAX), window));
        } else {
            occupied.machine.push(window);
        }
    }
    Ok(occupied)
}

/// Whether the table refused a booking because somebody else has the time.
pub(in crate::store) fn is_overlap(error: &sqlx::Error) -> bool {
    const EXCLUSION_VIOLATION: &str = "23P01";
    let sqlx::Error::Database(error) = error else { return false };
    error.code().as_deref() == Some(EXCLUSION_VIOLATION)
        || ["reservation_unit_overlap", "reservation_machine_overlap"].iter().any(|name| error.message().contains(name))
}

async fn insert(tx: &mut Tx<'_>, booked: &Reservation) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO reservation (id, owner, token, offer_id, provider, machine, model, gpu_count, unit, starts_at, \
         ends_at, price_per_hour, min_seconds, fee_basis_points, max_price, fulfilment, note, state, extensions, charged, \
         refunded, created_at, updated_at, version, next_try_at, attempts, lease_token) VALUES ($1, $2, $21, $3, $4, $5, \
         $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, 0, $18, $18, $19, $20, 0, 0)";
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (offer, terms) = (&booked.offer, &booked.terms);
    on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(sql)
            .bind(booked.id.to_string())
            .bind(booked.owner.to_string())
            .bind(&offer.id)
            .bind(&offer.provider);
        let query = query.bind(&offer.machine).bind(&offer.model).bind(i64::from(offer.gpu_count));
        let query =
            query.bind(i64::from(booked.unit)).bind(micros(booked.window.start())).bind(micros(booked.window.end()));
        let query = query.bind(terms.rate.micros()).bind(signed(terms.min_seconds));
        let query = query.bind(i64::from(terms.fee_basis_points)).bind(booked.max_price.map(Rate::micros));
        let query = query.bind(booked.fulfilment.as_str()).bind(&booked.note).bind(booked.state.as_str());
        let query =
            query.bind(micros(booked.created_at)).bind(signed(booked.version)).bind(booked.due_at().map(micros));
        query.bind(booked.token.map(|id| id.to_string())).execute(connection).await?;
    });
    Ok(())
}
