//! A reservation as a row.

use super::ReserveError;
use crate::booking::{BookedOffer, Fulfilment, Reason, Reservation, State, Terms, Window};
use crate::store::instant;
use crate::units::{Rate, Usdc};

/// Every column that is part of a [`Reservation`], in the order of [`ReservationRow`].
pub(in crate::store) const COLUMNS: &str = "id, owner, token, offer_id, provider, machine, model, gpu_count, unit, starts_at, ends_at, \
     price_per_hour, min_seconds, fee_basis_points, max_price, fulfilment, note, state, reason, started_at, stopped_at, \
     market_price, extensions, charged, refunded, created_at, updated_at, version, start_by";

/// A row of `reservation`.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct ReservationRow {
    id: String,
    owner: String,
    token: Option<String>,
    offer_id: String,
    provider: String,
    machine: Option<String>,
    model: String,
    gpu_count: i64,
    unit: i64,
    starts_at: i64,
    ends_at: i64,
    price_per_hour: i64,
    min_seconds: i64,
    fee_basis_points: i64,
    max_price: Option<i64>,
    fulfilment: String,
    note: Option<String>,
    state: String,
    reason: Option<String>,
    started_at: Option<i64>,
    stopped_at: Option<i64>,
    market_price: Option<i64>,
    extensions: i64,
    charged: i64,
    refunded: i64,
    created_at: i64,
    updated_at: i64,
    version: i64,
    start_by: Option<i64>,
}

impl ReservationRow {
    /// The offer that is booked.
    pub(super) fn offer_id(&self) -> &str {
        &self.offer_id
    }
}

impl TryFrom<ReservationRow> for Reservation {
    type Error = ReserveError;

    fn try_from(row: ReservationRow) -> Result<Self, ReserveError> {
        let corrupt = ReserveError::corrupt;
        let count = |number: i64| u32::try_from(number).map_err(|_| corrupt("a count out of range"));
        let whole = |number: i64| u64::try_from(number).map_err(|_| corrupt("a number out of range"));
        let window = Window::new(instant(row.starts_at)?, instant(row.ends_at)?);
        let reason = |word: String| Reason::from_word(&word).ok_or(corrupt("an unknown reason"));
        Ok(Self {
            id: row.id.parse().map_err(|_| corrupt("a reservation without an id"))?,
            owner: row.owner.parse().map_err(|_| corrupt("a reservation of nobody"))?,
            token: row.token.map(|id| id.parse().map_err(|_| corrupt("a token without an id"))).transpose()?,
            offer: BookedOffer {
                id: row.offer_id,
                provider: row.provider,
                machine: row.machine,
                model: row.model,
                gpu_count: count(row.gpu_count)?,
            },
            unit: count(row.unit)?,
            window: window.map_err(|_| corrupt("a reservation without a length"))?,
            terms: Terms {
                rate: Rate::from_micros(row.price_per_hour),
                min_seconds: whole(row.min_seconds)?,
                fee_basis_points: count(row.fee_basis_points)?,
            },
            max_price: row.max_price.map(Rate::from_micros),
            fulfilment: Fulfilment::from_word(&row.fulfilment).ok_or(corrupt("an unknown fulfilment"))?,
            note: row.note,
            state: State::from_word(&row.state).ok_or(corrupt("an unknown state"))?,
            reason: row.reason.map(reason).transpose()?,
            started_at: row.started_at.map(instant).transpose()?,
            stopped_at: row.stopped_at.map(instant).transpose()?,
            market_price: row.market_price.map(Rate::from_micros),
            extensions: count(row.extensions)?,
            charged: Usdc::from_micros(row.charged),
            refunded: Usdc::from_micros(row.refunded),
            created_at: instant(row.created_at)?,
            updated_at: instant(row.updated_at)?,
            version: whole(row.version)?,
            start_by: row.start_by.map(instant).transpose()?,
        })
    }
}
