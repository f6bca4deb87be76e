//! Bookings, without a database or a clock: what can be booked, what it costs, and what becomes of it in time.
//!
//! [`reservation`] is the state machine, [`order`] what machine is to be rented for one and [`rental`] the life of a machine
//! that is, [`price`] what a booking costs and gives back, [`window`] stretches of time,
//! [`slots`] free time, [`calendar`] days in somebody's time zone, [`moment`] times as people write them.

pub mod calendar;
pub mod moment;
pub mod order;
pub mod price;
pub mod rental;
pub mod reservation;
pub mod slots;
pub mod window;

use jiff::Timestamp;

pub use order::{MachineOrder, Wanted};
pub use price::Terms;
pub use rental::{Rental, RentalState};
pub use reservation::{
    BookedOffer, End, Fulfilment, Outcome, Reason, Reservation, State, Step, Wish, apply, create, next,
};
pub use window::{Window, WindowError};

use crate::error::{Code, Error};
use crate::ledger::LedgerError;
use crate::units::{Rate, Usdc};

/// Longest note on a reservation.
pub const MAX_NOTE_CHARS: usize = 500;

/// Why something cannot be booked, or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookingError {
    /// The time is no stretch of time that can be booked.
    #[error("the booking is not possible: {0}")]
    Window(WindowError),
    /// It would begin in the past.
    #[error("{start} is in the past")]
    InThePast {
        /// When it was to begin.
        start: Timestamp,
    },
    /// The offer is a published price, not a machine.
    #[error("the offer is a published price and cannot be booked")]
    NotForRent,
    /// The price per hour is above what is accepted.
    #[error("the offer costs {asked} per hour, more than the {accepted} accepted")]
    Dearer {
        /// What is asked.
        asked: Rate,
        /// What is accepted.
        accepted: Rate,
    },
    /// The whole costs more than is accepted.
    #[error("it costs {cost}, more than the {accepted} accepted")]
    CostsMore {
        /// What it costs.
        cost: Usdc,
        /// What is accepted.
        accepted: Usdc,
    },
    /// The note is too long.
    #[error("a note has at most {MAX_NOTE_CHARS} characters")]
    NoteTooLong,
    /// The state does not allow it.
    #[error("the reservation is {}", state.as_str())]
    NotNow {
        /// The state.
        state: State,
    },
    /// It is over, and only waits to be settled.
    #[error("the reservation ended at {end}")]
    Over {
        /// When it was over.
        end: Timestamp,
    },
    /// The new end is no later than the old one.
    #[error("the reservation already lasts until {end}")]
    NotLater {
        /// When it is over.
        end: Timestamp,
    },
    /// It was extended too often.
    #[error("a reservation is extended at most {} times", reservation::MAX_EXTENSIONS)]
    TooManyExtensions,
    /// The book does not take it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<BookingError> for Error {
    fn from(error: BookingError) -> Self {
        let code = match error {
            BookingError::Dearer { .. } | BookingError::CostsMore { .. } => Code::PriceChanged,
            BookingError::NotNow { .. }
            | BookingError::Over { .. }
            | BookingError::NotForRent
            | BookingError::TooManyExtensions => Code::Conflict,
            BookingError::Window(_)
            | BookingError::InThePast { .. }
            | BookingError::NoteTooLong
            | BookingError::NotLater { .. }
            | BookingError::Ledger(_) => Code::Usage,
        };
        Self::new(code, error.to_string())
    }
}

impl From<WindowError> for Error {
    fn from(error: WindowError) -> Self {
        BookingError::Window(error).into()
    }
}

#[cfg(test)]
mod tests;
