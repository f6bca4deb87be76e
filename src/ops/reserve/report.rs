//! Reservations and free time as they are told.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::booking::{BookingError, Fulfilment, Reason, Reservation, State, Window};
use crate::units::{Rate, Usdc};

/// A reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReservationReport {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub state: State,
    /// Why it ended, when not by its time.
    pub reason: Option<Reason>,
    /// Id of the offer.
    pub offer_id: String,
    /// Which unit of it, from 0.
    pub unit: u32,
    /// The provider.
    pub provider: String,
    /// The GPU.
    pub model: String,
    /// GPUs.
    pub gpu_count: u32,
    /// From when on it is booked.
    pub starts_at: Timestamp,
    /// Until when; the next booking may begin then.
    pub ends_at: Timestamp,
    /// Seconds that are booked.
    pub duration_s: u64,
    /// What it costs per hour, agreed on when it was booked.
    pub price_per_hour: Rate,
    /// What it costs: the whole before it ends, what was used afterwards.
    pub cost: Usdc,
    /// What was paid so far.
    pub charged: Usdc,
    /// What of that went back.
    pub refunded: Usdc,
    /// From when on it is paid for; null before it is active.
    pub started_at: Option<Timestamp>,
    /// Until when it was paid for; null before it has ended.
    pub stopped_at: Option<Timestamp>,
    /// Seconds that are paid for so far.
    pub billed_s: u64,
    /// Seconds that are paid for at least.
    pub min_billed_s: u64,
    /// Dearest market price per hour at which it still becomes active.
    pub max_price_per_hour: Option<Rate>,
    /// Market price per hour when it became active.
    pub market_price_per_hour: Option<Rate>,
    /// Times it was extended.
    pub extensions: u32,
    /// How it comes to its machine.
    pub fulfilment: Fulfilment,
    /// The owner's own words.
    pub note: Option<String>,
    /// Whose it is.
    pub owner: String,
    /// When it was booked.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ReservationReport {
    /// A reservation as it is told.
    pub fn of(reservation: &Reservation) -> Result<Self, BookingError> {
        Ok(Self {
            id: reservation.id.to_string(),
            state: reservation.state,
            reason: reservation.reason,
            offer_id: reservation.offer.id.clone(),
            unit: reservation.unit,
            provider: reservation.offer.provider.clone(),
            model: reservation.offer.model.clone(),
            gpu_count: reservation.offer.gpu_count,
            starts_at: reservation.window.start(),
            ends_at: reservation.window.end(),
            duration_s: reservation.window.seconds(),
            price_per_hour: reservation.terms.rate,
            cost: reservation.cost()?,
            charged: reservation.charged,
            refunded: reservation.refunded,
            started_at: reservation.started_at,
            stopped_at: reservation.stopped_at,
            billed_s: reservation.billed_seconds(),
            min_billed_s: reservation.terms.min_seconds,
            max_price_per_hour: reservation.max_price,
            market_price_per_hour: reservation.market_price,
            extensions: reservation.extensions,
            fulfilment: reservation.fulfilment,
            note: reservation.note.clone(),
            owner: reservation.owner.to_string(),
            created_at: reservation.created_at,
            updated_at: reservation.updated_at,
        })
    }
}

/// A reservation, and what may come of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReservationDetail {
    /// The reservation.
    #[serde(flatten)]
    pub reservation: ReservationReport,
    /// What would come back if it were cancelled now.
    pub refund_now: Usdc,
    /// When time changes its state; null when never.
    pub next_step_at: Option<Timestamp>,
}

/// A block of free time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SlotReport {
    /// Id of the offer.
    pub offer_id: String,
    /// From when on it is free.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// Its length in seconds.
    pub length_s: u64,
    /// When a booking of the length asked for can start at the latest.
    pub latest_start_at: Timestamp,
    /// What a booking of the length asked for costs.
    pub cost: Usdc,
    /// The time zone asked for.
    pub zone: String,
    /// Its start by that zone's clocks, with their offset.
    pub local_starts_at: String,
    /// Its end by that zone's clocks, with their offset.
    pub local_ends_at: String,
}

/// A day of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CalendarDay {
    /// Id of the offer.
    pub offer_id: String,
    /// The day in the time zone asked for.
    #[schemars(with = "String")]
    pub date: Date,
    /// The time zone.
    pub zone: String,
    /// Its first instant.
    pub starts_at: Timestamp,
    /// The first instant of the next day.
    pub ends_at: Timestamp,
    /// Its length in seconds: not all days have 24 hours.
    pub length_s: u64,
    /// Units the offer has.
    pub units: u32,
    /// Seconds of it in which a unit is free.
    pub free_s: u64,
    /// The day from its beginning to its end, cut where the number of free units changes.
    pub stretches: Vec<StretchReport>,
}

/// A part of a day in which the same number of units is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StretchReport {
    /// From when on.
    pub starts_at: Timestamp,
    /// Until when.
    pub ends_at: Timestamp,
    /// Units that are free.
    pub free_units: u32,
}

/// An instant by a zone's clocks, as RFC 3339.
pub(super) fn local(instant: Timestamp, zone: &TimeZone) -> String {
    instant.display_with_offset(zone.to_offset(instant)).to_string()
}

impl StretchReport {
    pub(super) const fn new(window: Window, free_units: u32) -> Self {
        Self { starts_at: window.start(), ends_at: window.end(), free_units }
    }
}
