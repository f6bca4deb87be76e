//! Changes of orders and rentals within a transaction.

use std::collections::BTreeMap;

use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::json;

use super::record::bind_rental;
use crate::booking::{MachineOrder, Reason, Rental, Reservation};
use crate::store::tx::{Tx, on};
use crate::store::{ReserveError, micros};
use crate::units::ReservationId;

/// Longest text of an event that is kept.
const MAX_MESSAGE_CHARS: usize = 500;

impl Tx<'_> {
    /// Writes down what machine is to be rented for a reservation that this transaction books.
    pub async fn order(&mut self, reservation: ReservationId, order: &MachineOrder) -> Result<(), ReserveError> {
        let sql = "INSERT INTO machine_order (reservation, wanted, max_price, image, disk_gib, ssh_keys, env, onstart, \
             substitute, start_timeout) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let env: BTreeMap<&str, &str> =
            order.env.iter().map(|(name, value)| (name.as_str(), value.expose_secret())).collect();
        let [wanted, keys, env] = [json!(order.wanted), json!(order.ssh_keys), json!(env)].map(|json| json.to_string());
        let seconds = i64::try_from(order.start_timeout).unwrap_or(i64::MAX);
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(reservation.to_string()).bind(wanted);
            let query = query.bind(order.max_price.micros()).bind(&order.image).bind(i64::from(order.disk_gib));
            let query = query.bind(keys).bind(env).bind(order.onstart.as_ref().map(ExposeSecret::expose_secret));
            query.bind(i64::from(order.substitute)).bind(seconds).execute(connection).await?;
        });
        Ok(())
    }

    /// Writes down that a machine is to be rented, and when the call may be made.
    pub(in crate::store) async fn intend(&mut self, intent: &Rental, due_at: Timestamp) -> Result<(), ReserveError> {
        let sql = "INSERT INTO rental (id, reservation, number, provider, offer_id, label, state, host, misses, created_at, \
             version, next_try_at, attempts, lease_token) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, 0, 0)";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(intent.id.to_string()).bind(intent.reservation.to_string());
            let query = query.bind(i64::from(intent.number)).bind(&intent.provider).bind(&intent.offer_id);
            let query = query.bind(&intent.label).bind(intent.state.as_str()).bind(&intent.host);
            let query = query.bind(micros(intent.created_at)).bind(i64::try_from(intent.version).unwrap_or(1));
            query.bind(micros(due_at)).execute(connection).await?;
        });
        self.rental_event(intent, intent.created_at, "intent", &format!("to be rented: {}", intent.offer_id)).await
    }

    /// A reservation has ended: its machine is to be given back, and its secrets are forgotten. A call that is under way
    /// goes on; whoever makes it finds the reservation over.
    pub(in crate::store) async fn give_machine_up(&mut self, over: &Reservation) -> Result<(), ReserveError> {
        let now = micros(over.updated_at);
        let word = over.reason.map_or("ended", Reason::as_str);
        let failed = "INSERT INTO start_failure (rental, provider, host, at) SELECT id, provider, host, $2 FROM rental \
             WHERE reservation = $1 AND state = 'created' AND host IS NOT NULL";
        let release = "UPDATE rental SET state = CASE WHEN state = 'intent' THEN 'absent' ELSE 'releasing' END, \
             reason = COALESCE(reason, $3), releasing_at = CASE WHEN state = 'intent' THEN NULL ELSE $2 END, \
             ended_at = CASE WHEN state = 'intent' THEN $2 END, misses = 0, missed_since = NULL, attempts = 0, \
             next_try_at = CASE WHEN state = 'intent' THEN NULL ELSE $2 END, version = version + 1 \
             WHERE reservation = $1 AND state IN ('intent', 'created', 'running')";
        let told = "INSERT INTO rental_event (rental, number, at, kind, message) SELECT r.id, \
             (SELECT COUNT(*) + 1 FROM rental_event e WHERE e.rental = r.id), $2, 'given_up', $3 FROM rental r \
             WHERE r.reservation = $1 AND r.state IN ('intent', 'created', 'running')";
        let forget = "UPDATE machine_order SET env = '{}', onstart = NULL WHERE reservation = $1";
        let id = over.id.to_string();
        on!(self, |connection: Db| {
            if matches!(over.reason, Some(Reason::NotStarted | Reason::WrongMachine)) {
                sqlx::query::<Db>(failed).bind(&id).bind(now).execute(&mut *connection).await?;
            }
            sqlx::query::<Db>(told).bind(&id).bind(now).bind(word).execute(&mut *connection).await?;
            sqlx::query::<Db>(release).bind(&id).bind(now).bind(word).execute(&mut *connection).await?;
            sqlx::query::<Db>(forget).bind(&id).execute(&mut *connection).await?;
        });
        Ok(())
    }

    /// Writes a rental over the one it was made from, by its version and lease, and ends the lease.
    pub(super) async fn store_rental(
        &mut self,
        changed: &Rental,
        lease_token: i64,
        again_at: Option<Timestamp>,
        is_failure: bool,
    ) -> Result<(), ReserveError> {
        let sql = "UPDATE rental SET state = $2, reason = $3, machine = $4, host = $5, endpoint = $6, progress = $7, \
             price_per_hour = $8, own_end_at = $9, call_until = $10, misses = $11, missed_since = $12, seen_at = $13, \
             running_at = $14, releasing_at = $15, ended_at = $16, version = $17, next_try_at = $18, \
             attempts = CASE WHEN $19 = 1 THEN attempts + 1 ELSE 0 END \
             WHERE id = $1 AND version = $17 - 1 AND lease_token = $20";
        let rows = on!(self, |connection: Db| {
            let query = bind_rental!(sqlx::query::<Db>(sql), changed).bind(again_at.map(micros));
            query.bind(i64::from(is_failure)).bind(lease_token).execute(connection).await?.rows_affected()
        });
        if rows == 1 { Ok(()) } else { Err(ReserveError::Stale) }
    }

    /// Writes down what happened to a rental, unless it happened the last time too.
    pub(super) async fn rental_event(
        &mut self,
        rental: &Rental,
        at: Timestamp,
        kind: &str,
        message: &str,
    ) -> Result<(), ReserveError> {
        let sql = "INSERT INTO rental_event (rental, number, at, kind, message) \
             SELECT $1, COALESCE((SELECT MAX(number) FROM rental_event WHERE rental = $1), 0) + 1, $2, $3, $4 \
             WHERE NOT EXISTS (SELECT 1 FROM rental_event WHERE rental = $1 AND kind = $3 AND message = $4 \
             AND number = (SELECT MAX(number) FROM rental_event WHERE rental = $1))";
        let message: String = message.chars().take(MAX_MESSAGE_CHARS).collect();
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(rental.id.to_string()).bind(micros(at)).bind(kind);
            query.bind(message).execute(connection).await?;
        });
        Ok(())
    }

    /// Counts a machine that was rented and did not come up, once.
    pub(super) async fn failed_to_start(&mut self, rental: &Rental, at: Timestamp) -> Result<(), ReserveError> {
        let sql =
            "INSERT INTO start_failure (rental, provider, host, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let Some(host) = &rental.host else { return Ok(()) };
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(rental.id.to_string()).bind(&rental.provider).bind(host);
            query.bind(micros(at)).execute(connection).await?;
        });
        Ok(())
    }
}
