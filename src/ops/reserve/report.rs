//! Reservations and free time as they are told.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::booking::{BookingError, Fulfilment, Reason, Rental, RentalState, Reservation, State, Window};
use crate::ops::ledger::LedgerEntry;
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
    /// When its machine has to be up; null before it is being rented.
    pub start_by: Option<Timestamp>,
    /// Where to log in, as ssh takes it; null while nowhere.
    pub ssh: Option<String>,
    /// The machines that were called for, the first one first; the last one is, or was, its own.
    pub attempts: Vec<AttemptReport>,
    /// What was booked for it, the first first.
    pub entries: Vec<LedgerEntry>,
}

/// One create call, and the machine that came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AttemptReport {
    /// Its place, from 1.
    pub number: u32,
    /// How far it is.
    pub state: RentalState,
    /// Why it was given back, or never came.
    pub reason: Option<String>,
    /// At which provider.
    pub provider: String,
    /// Of which offer.
    pub offer_id: String,
    /// The name that the machine carries at the provider.
    pub label: String,
    /// The provider's name for it.
    pub machine: Option<String>,
    /// The provider's own word for how far it is.
    pub progress: Option<String>,
    /// What the provider charges by, per hour.
    pub price_per_hour: Option<Rate>,
    /// When it was written down.
    pub created_at: Timestamp,
    /// When it was up.
    pub running_at: Option<Timestamp>,
    /// When it began to be given back.
    pub releasing_at: Option<Timestamp>,
    /// When it was proven to be gone, or never to have been.
    pub ended_at: Option<Timestamp>,
    /// When it would end by itself.
    pub own_end_at: Option<Timestamp>,
    /// What happened to it.
    pub events: Vec<EventReport>,
}

/// Something that happened to a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EventReport {
    /// When.
    pub at: Timestamp,
    /// In a word.
    pub kind: String,
    /// In words, the provider's too.
    pub message: String,
}

impl AttemptReport {
    pub(super) fn of(rental: Rental, events: Vec<EventReport>) -> Self {
        Self {
            number: rental.number,
            state: rental.state,
            reason: rental.reason,
            provider: rental.provider,
            offer_id: rental.offer_id,
            label: rental.label,
            machine: rental.machine,
            progress: rental.progress,
            price_per_hour: rental.price,
            created_at: rental.created_at,
            running_at: rental.running_at,
            releasing_at: rental.releasing_at,
            ended_at: rental.ended_at,
            own_end_at: rental.own_end_at,
            events,
        }
    }
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
