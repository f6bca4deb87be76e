//! Changing a reservation: its row and the money that moves with it, in one transaction, and only when nobody else has
//! changed it since it was read.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::ReserveError;
use super::create::{busy_in, is_overlap, lock_calendar};
use super::record::{COLUMNS, ReservationRow};
use super::work::Claim;
use crate::booking::{Outcome, Reason, Rental, Reservation, apply};
use crate::ledger::limits::Spender;
use crate::store::tx::{Tx, on, retry};
use crate::store::{Store, micros, write};
use crate::units::{Rate, ReservationId, Usdc, UserId};

impl Tx<'_> {
    /// A reservation, held until this transaction ends; `owner` limits it to somebody's own.
    pub async fn reservation(&mut self, id: ReservationId, owner: Option<UserId>) -> Result<Reservation, ReserveError> {
        let lock = self.dialect().for_no_key_update();
        find(self, id, owner, lock).await
    }

    /// A reservation, held until this transaction ends together with the calendar it is in, so that it can become
    /// longer. Calendars are locked before rows, everywhere.
    pub async fn reservation_in_calendar(
        &mut self,
        id: ReservationId,
        owner: Option<UserId>,
    ) -> Result<Reservation, ReserveError> {
        let known = find(self, id, owner, "").await?;
        lock_calendar(self, &known).await?;
        self.reservation(id, owner).await
    }

    /// Takes in what happened to a reservation that this transaction holds: changes it by the rules, books what moves.
    /// After an error the transaction must be given up.
    pub async fn change(
        &mut self,
        reservation: &Reservation,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<Reservation, ReserveError> {
        if let Outcome::Extended(end) = outcome {
            ensure_free(self, reservation, end).await?;
        }
        let (changed, entry) = apply(reservation, outcome, now)?;
        store(self, &changed, Before { version: reservation.version, lease_token: None }).await?;
        if let Some(entry) = &entry {
            self.post(entry, now).await?;
        }
        Ok(changed)
    }
}

impl Store {
    /// Takes in what a worker did for a reservation it holds the lease of.
    pub async fn finish(&self, claim: &Claim, outcome: Outcome, now: Timestamp) -> Result<Reservation, ReserveError> {
        retry!(self.try_finish(claim, outcome, None, now))
    }

    /// Pays a reservation and writes down that its machine is to be rented: both or neither.
    pub async fn begin_renting(
        &self,
        claim: &Claim,
        outcome: Outcome,
        intent: &Rental,
        now: Timestamp,
    ) -> Result<Reservation, ReserveError> {
        retry!(self.try_finish(claim, outcome, Some(intent), now))
    }

    async fn try_finish(
        &self,
        claim: &Claim,
        outcome: Outcome,
        intent: Option<&Rental>,
        now: Timestamp,
    ) -> Result<Reservation, ReserveError> {
        let (changed, entry) = apply(&claim.reservation, outcome, now)?;
        let before = Before { version: claim.reservation.version, lease_token: Some(claim.lease_token) };
        Ok(write!(self, |tx: Db| {
            let tx = &mut Tx::from(tx);
            store(tx, &changed, before).await?;
            if let Some(entry) = &entry {
                let spender = spender(tx, &changed).await?;
                tx.spend_with(spender);
                tx.post(entry, now).await?;
            }
            if let Some(intent) = intent {
                tx.intend(intent, intent.created_at).await?;
            }
            changed
        }))
    }
}

/// Refuses when somebody else has the unit or the machine between its end and a later one.
async fn ensure_free(tx: &mut Tx<'_>, reservation: &Reservation, end: Timestamp) -> Result<(), ReserveError> {
    let busy = busy_in(tx, reservation, reservation.window.end(), Some(end)).await?;
    let of_unit = busy.bookings.iter().filter(|(unit, _)| *unit == reservation.unit).map(|(_, window)| window);
    match of_unit.chain(&busy.machine).map(|window| window.start()).min() {
        Some(from) => Err(ReserveError::Blocked { from }),
        None => Ok(()),
    }
}

async fn find(
    tx: &mut Tx<'_>,
    id: ReservationId,
    owner: Option<UserId>,
    lock: &'static str,
) -> Result<Reservation, ReserveError> {
    let sql = format!("SELECT {COLUMNS} FROM reservation WHERE id = $1 AND ($2 IS NULL OR owner = $2){lock}");
    let row: Option<ReservationRow> = on!(tx, |connection: Db| {
        sqlx::query_as::<Db, _>(AssertSqlSafe(sql))
            .bind(id.to_string())
            .bind(owner.map(|id| id.to_string()))
            .fetch_optional(connection)
            .await?
    });
    row.ok_or(ReserveError::Missing)?.try_into()
}

/// The token that a reservation was booked with, and what it may spend in a day.
async fn spender(tx: &mut Tx<'_>, reservation: &Reservation) -> Result<Option<Spender>, ReserveError> {
    let Some(token) = reservation.token else { return Ok(None) };
    let sql = "SELECT spend_limit_per_day FROM sessions WHERE id = $1";
    let limit: Option<Option<i64>> = on!(tx, |connection: Db| {
        sqlx::query_scalar::<Db, _>(sql).bind(token.to_string()).fetch_optional(connection).await?
    });
    Ok(Some(Spender { token: token.uuid(), per_day: limit.flatten().map(Usdc::from_micros) }))
}

/// As what a row must still be found.
struct Before {
    version: u64,
    lease_token: Option<i64>,
}

/// Writes a changed reservation over the one it was made from, and ends the lease on it.
async fn store(tx: &mut Tx<'_>, changed: &Reservation, before: Before) -> Result<(), ReserveError> {
    let sql = "UPDATE reservation SET state = $2, reason = $3, ends_at = $4, started_at = $5, stopped_at = $6, \
         market_price = $7, extensions = $8, charged = $9, refunded = $10, updated_at = $11, version = $12, \
         next_try_at = $13, attempts = 0, start_by = $16 \
         WHERE id = $1 AND version = $14 AND ($15 IS NULL OR lease_token = $15)";
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let changed_rows = on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(sql).bind(changed.id.to_string()).bind(changed.state.as_str());
        let query = query.bind(changed.reason.map(Reason::as_str)).bind(micros(changed.window.end()));
        let query = query.bind(changed.started_at.map(micros)).bind(changed.stopped_at.map(micros));
        let query = query.bind(changed.market_price.map(Rate::micros)).bind(i64::from(changed.extensions));
        let query = query.bind(changed.charged.micros()).bind(changed.refunded.micros());
        let query =
            query.bind(micros(changed.updated_at)).bind(signed(changed.version)).bind(changed.due_at().map(micros));
        let query = query.bind(signed(before.version)).bind(before.lease_token).bind(changed.start_by.map(micros));
        match query.execute(connection).await {
            // Looked at before, under a lock; the table has the last word.
            Err(error) if is_overlap(&error) => return Err(ReserveError::Blocked { from: changed.window.end() }),
            outcome => outcome?.rows_affected(),
        }
    });
    if changed_rows != 1 {
        return Err(ReserveError::Stale);
    }
    if changed.needs_machine() && changed.state.is_terminal() {
        tx.give_machine_up(changed).await?;
    }
    Ok(())
}
