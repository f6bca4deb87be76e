//! A rental and an order as rows.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::booking::{MachineOrder, Rental, RentalState};
use crate::store::{ReserveError, instant};
use crate::units::Rate;

/// Every column that is part of a [`Rental`], in the order of [`RentalRow`].
pub(super) const COLUMNS: &str = "id, reservation, number, provider, offer_id, label, state, reason, machine, host, \
     endpoint, progress, price_per_hour, own_end_at, call_until, misses, missed_since, seen_at, created_at, running_at, \
     releasing_at, ended_at, version";

/// A row of `rental`.
#[derive(sqlx::FromRow)]
pub(super) struct RentalRow {
    id: String,
    reservation: String,
    number: i64,
    provider: String,
    offer_id: String,
    label: String,
    state: String,
    reason: Option<String>,
    machine: Option<String>,
    host: Option<String>,
    endpoint: Option<String>,
    progress: Option<String>,
    price_per_hour: Option<i64>,
    own_end_at: Option<i64>,
    call_until: Option<i64>,
    misses: i64,
    missed_since: Option<i64>,
    seen_at: Option<i64>,
    created_at: i64,
    running_at: Option<i64>,
    releasing_at: Option<i64>,
    ended_at: Option<i64>,
    version: i64,
}

impl RentalRow {
    /// Which reservation it is of.
    pub(super) fn reservation(&self) -> &str {
        &self.reservation
    }
}

impl TryFrom<RentalRow> for Rental {
    type Error = ReserveError;

    fn try_from(row: RentalRow) -> Result<Self, ReserveError> {
        let corrupt = ReserveError::corrupt;
        let count = |number: i64| u32::try_from(number).map_err(|_| corrupt("a count out of range"));
        let at = |micros: Option<i64>| micros.map(instant).transpose();
        let endpoint = |text: &str| serde_json::from_str(text).map_err(|_| corrupt("an address that cannot be read"));
        Ok(Self {
            id: row.id.parse().map_err(|_| corrupt("a rental without an id"))?,
            reservation: row.reservation.parse().map_err(|_| corrupt("a rental of no reservation"))?,
            number: count(row.number)?,
            provider: row.provider,
            offer_id: row.offer_id,
            label: row.label,
            state: RentalState::from_word(&row.state).ok_or(corrupt("an unknown state of a rental"))?,
            reason: row.reason,
            machine: row.machine,
            host: row.host,
            endpoint: row.endpoint.as_deref().map(endpoint).transpose()?,
            progress: row.progress,
            price: row.price_per_hour.map(Rate::from_micros),
            own_end_at: at(row.own_end_at)?,
            call_until: at(row.call_until)?,
            misses: count(row.misses)?,
            missed_since: at(row.missed_since)?,
            seen_at: at(row.seen_at)?,
            created_at: instant(row.created_at)?,
            running_at: at(row.running_at)?,
            releasing_at: at(row.releasing_at)?,
            ended_at: at(row.ended_at)?,
            version: u64::try_from(row.version).map_err(|_| corrupt("a number out of range"))?,
        })
    }
}

/// Binds what may change of a rental, from the placeholder $1 on: see [`super::change`].
macro_rules! bind_rental {
    ($query:expr, $rental:expr) => {{
        let rental: &$crate::booking::Rental = $rental;
        let endpoint = rental.endpoint.as_ref().map(|endpoint| serde_json::json!(endpoint).to_string());
        let at = |instant: Option<jiff::Timestamp>| instant.map($crate::store::micros);
        $query
            .bind(rental.id.to_string())
            .bind(rental.state.as_str())
            .bind(rental.reason.clone())
            .bind(rental.machine.clone())
            .bind(rental.host.clone())
            .bind(endpoint)
            .bind(rental.progress.clone())
            .bind(rental.price.map($crate::units::Rate::micros))
            .bind(at(rental.own_end_at))
            .bind(at(rental.call_until))
            .bind(i64::from(rental.misses))
            .bind(at(rental.missed_since))
            .bind(at(rental.seen_at))
            .bind(at(rental.running_at))
            .bind(at(rental.releasing_at))
            .bind(at(rental.ended_at))
            .bind(i64::try_from(rental.version).unwrap_or(i64::MAX))
    }};
}

pub(super) use bind_rental;

/// A row of `machine_order`.
#[derive(sqlx::FromRow)]
pub(super) struct OrderRow {
    pub reservation: String,
    wanted: String,
    max_price: i64,
    image: Option<String>,
    disk_gib: i64,
    ssh_keys: String,
    env: String,
    onstart: Option<String>,
    substitute: i64,
    start_timeout: i64,
}

/// The columns of [`OrderRow`].
pub(super) const ORDER_COLUMNS: &str =
    "reservation, wanted, max_price, image, disk_gib, ssh_keys, env, onstart, substitute, start_timeout";

impl TryFrom<OrderRow> for MachineOrder {
    type Error = ReserveError;

    fn try_from(row: OrderRow) -> Result<Self, ReserveError> {
        let corrupt = |_| ReserveError::corrupt("an order that cannot be read");
        let env: BTreeMap<String, String> = serde_json::from_str(&row.env).map_err(corrupt)?;
        Ok(Self {
            wanted: serde_json::from_str(&row.wanted).map_err(corrupt)?,
            max_price: Rate::from_micros(row.max_price),
            image: row.image,
            disk_gib: u32::try_from(row.disk_gib).map_err(|_| ReserveError::corrupt("a count out of range"))?,
            ssh_keys: serde_json::from_str(&row.ssh_keys).map_err(corrupt)?,
            env: env.into_iter().map(|(name, value)| (name, SecretString::from(value))).collect(),
            onstart: row.onstart.map(SecretString::from),
            substitute: row.substitute == 1,
            start_timeout: u64::try_from(row.start_timeout)
                .map_err(|_| ReserveError::corrupt("a number out of range"))?,
        })
    }
}
