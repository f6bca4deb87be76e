//! Reservations in the database: booking a free unit, changing one together with the money that moves, handing out
//! the work that time brings, and reading.

mod change;
mod create;
mod laws;
mod read;
mod record;
mod work;

use std::time::Duration;

use jiff::Timestamp;

use crate::booking::{BookingError, Window};
use crate::error::{Code, Error};
use crate::store::ledger::PostError;
use crate::store::{Pools, Store, StoreError, instant};

pub(in crate::store) use create::{is_overlap, lock_calendar};
pub(in crate::store) use laws::LAWS;
pub use read::ReservationFilter;
pub(in crate::store) use record::{COLUMNS, ReservationRow};
pub use work::Claim;

/// Why a reservation was not made or changed; nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// Somebody has the time, or has it on another offer of the same machine.
    #[error("the offer is booked then")]
    Taken {
        /// The next block into which the booking fits.
        next_free: Option<Window>,
    },
    /// It cannot be longer: somebody has the time after it.
    #[error("the offer is booked from {from} on")]
    Blocked {
        /// From when on.
        from: Timestamp,
    },
    /// There is no such reservation, or it is somebody else's.
    #[error("there is no such reservation")]
    Missing,
    /// Somebody else changed it meanwhile, or took the work over.
    #[error("the reservation was changed by somebody else at the same time")]
    Stale,
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] BookingError),
    /// The book does not take the money's part of it.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] StoreError),
}

impl ReserveError {
    pub(in crate::store) const fn corrupt(what: &'static str) -> Self {
        Self::Database(StoreError::Corrupt(what))
    }

    /// How long to wait before repeating the transaction that ended in this is worth it; `None` when it never is.
    pub(in crate::store) fn retry_pause(&self) -> Option<Duration> {
        match self {
            Self::Database(error) => error.retry_pause(),
            Self::Post(error) => error.retry_pause(),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for ReserveError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<ReserveError> for Error {
    fn from(error: ReserveError) -> Self {
        let message = error.to_string();
        match error {
            ReserveError::Taken { next_free } => taken(&message, next_free),
            ReserveError::Blocked { from } => Self::new(Code::Conflict, message)
                .hint(format!("extend it until {from} at most"))
                .detail("free_until", from.to_string()),
            ReserveError::Missing => Self::new(Code::NotFound, message).hint("`gp4u reserve list` shows yours"),
            ReserveError::Stale => Self::new(Code::Conflict, message).hint("run the command again"),
            ReserveError::Refused(error) => error.into(),
            ReserveError::Post(error) => error.into(),
            ReserveError::Database(error) => error.into(),
        }
    }
}

fn taken(message: &str, next_free: Option<Window>) -> Error {
    let error = Error::new(Code::Conflict, message);
    match next_free {
        Some(next) => error
            .hint(format!("the next free block of that length is from {} to {}", next.start(), next.end()))
            .detail("next_free_starts_at", next.start().to_string())
            .detail("next_free_ends_at", next.end().to_string()),
        None => error.hint("there is no free block of that length within a year; try a shorter one or another offer"),
    }
}

impl Store {
    /// The time that counts: the server's where there is one, so that machines whose clocks differ agree.
    pub async fn clock(&self) -> Result<Timestamp, StoreError> {
        match &self.pools {
            Pools::Sqlite { .. } => Ok(Timestamp::now()),
            Pools::Postgres { read, .. } => {
                let sql = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";
                instant(sqlx::query_scalar::<_, i64>(sql).fetch_one(read).await?)
            }
        }
    }
}
