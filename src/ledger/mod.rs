//! The book, without a database: which accounts there are, what an entry is, and which entries gp4u writes.
//!
//! Money moves only as an [`Entry`]: two or more lines that sum to zero, under a key that is booked once.
//! [`account`] is the chart of accounts, [`rules`] the one place that says which event moves what,
//! [`arithmetic`] the only prices, fees, refunds and shares, [`limits`] how much may be spent, and [`personal`] the
//! book as one user sees it.

pub mod account;
pub mod analytics;
pub mod arithmetic;
pub mod entry;
pub mod limits;
pub mod personal;
pub mod rules;
pub mod transfer;

pub use account::{AccountCode, Class, Name};
pub use entry::{Entry, EntryKey, Kind, Line};

use crate::error::{Code, Error};
use crate::units::Usdc;

/// Why something cannot be booked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The text is no account of the chart.
    #[error("`{0}` is not an account")]
    BadAccount(String),
    /// Not `[a-z0-9][a-z0-9_.-]*`, or too long for an account code.
    #[error("`{0}` is not a name of lower-case letters, digits, `_`, `.` and `-`")]
    BadName(String),
    /// Not `[A-Za-z0-9:_.-]+`, or too long for a key.
    #[error("`{0}` is not a key of letters, digits, `:`, `_`, `.` and `-`")]
    BadKey(String),
    /// No entry is of this kind.
    #[error("`{0}` is not a kind of entry")]
    BadKind(String),
    /// The lines do not sum to zero.
    #[error("the entry is unbalanced by {0}")]
    Unbalanced(Usdc),
    /// Fewer than two accounts change.
    #[error("an entry changes at least two accounts")]
    TooFewLines,
    /// More accounts than one entry may change.
    #[error("an entry changes at most {max} accounts", max = entry::MAX_LINES)]
    TooManyLines,
    /// More notes than an entry may carry, or longer ones.
    #[error("an entry carries at most {max} bytes of notes", max = entry::MAX_META_BYTES)]
    TooMuchMeta,
    /// An amount that must be positive is not.
    #[error("{what} must be more than 0")]
    NotPositive {
        /// Which amount.
        what: &'static str,
    },
    /// An amount is negative, or more than what it is a part of.
    #[error("{what} is out of range")]
    OutOfRange {
        /// Which amount.
        what: &'static str,
    },
    /// A sum does not fit in 64-bit micro-units.
    #[error("the amounts are too large")]
    TooLarge,
    /// Shares were asked for and every weight is zero.
    #[error("there is nobody to pay: every weight is 0")]
    NoWeight,
}

impl From<LedgerError> for Error {
    fn from(error: LedgerError) -> Self {
        let code = match error {
            LedgerError::BadAccount(_)
            | LedgerError::BadName(_)
            | LedgerError::BadKey(_)
            | LedgerError::BadKind(_)
            | LedgerError::NotPositive { .. }
            | LedgerError::OutOfRange { .. }
            | LedgerError::TooMuchMeta
            | LedgerError::TooLarge => Code::Usage,
            LedgerError::Unbalanced(_)
            | LedgerError::TooFewLines
            | LedgerError::TooManyLines
            | LedgerError::NoWeight => Code::Internal,
        };
        Self::new(code, error.to_string())
    }
}
