//! The book in the database: booking entries, reading them back, and proving that all is well.

mod laws;
mod posting;
pub(in crate::store) mod read;
pub(in crate::store) mod spending;
mod verify;

use std::fmt;
use std::time::Duration;

use crate::error::{Code, Error};
use crate::ledger::limits::{Allowance, Period};
use crate::ledger::{AccountCode, EntryKey};
use crate::store::StoreError;
use crate::units::Usdc;

pub(in crate::store) use laws::{Law, Test};
pub use read::{
    AccountFilter, AccountState, EntryFilter, MAX_PAGE, Page, Statement, StatementLine, StoredEntry, StoredLine,
};
pub use verify::{LedgerCheck, LedgerReport};

/// What booking an entry did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posted {
    /// The entry's number.
    pub entry_id: i64,
    /// Whether it was booked now; `false` when the same request was booked before.
    pub created: bool,
}

/// Whose spending a limit is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitOf {
    /// A token's, in a day.
    Token,
    /// A wallet's, in a period.
    Wallet(Period),
}

impl fmt::Display for LimitOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token => f.write_str("a day for this token"),
            Self::Wallet(period) => write!(f, "a {period}"),
        }
    }
}

/// Why an entry was not booked; nothing was changed then. Where several reasons hold, the first of this list is
/// given, and of several accounts the first by code.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// Another request was booked under the key.
    #[error("`{0}` was already booked with other parameters")]
    KeyReused(EntryKey),
    /// The entry to take back was never booked.
    #[error("there is no entry `{0}` to take back")]
    ReversedMissing(EntryKey),
    /// An account was never opened.
    #[error("there is no account `{0}`")]
    AccountMissing(AccountCode),
    /// An account was closed.
    #[error("the account `{0}` is closed")]
    AccountClosed(AccountCode),
    /// An account would fall below its floor.
    #[error("{account} holds {available}, {needed} is needed")]
    InsufficientFunds {
        /// Which account.
        account: AccountCode,
        /// What can be taken from it.
        available: Usdc,
        /// What the entry takes.
        needed: Usdc,
    },
    /// A balance would not fit in 64-bit micro-units.
    #[error("the balance of `{0}` would be too large")]
    BalanceTooLarge(AccountCode),
    /// More would be spent than a limit allows.
    #[error("over the limit of {} USDC {whose}: {} is left, {needed} is needed", allowance.limit, allowance.left())]
    OverLimit {
        /// Whose limit.
        whose: LimitOf,
        /// What it allows, and what was spent.
        allowance: Allowance,
        /// What the entry spends.
        needed: Usdc,
    },
    /// An account that the entry closes would not be empty.
    #[error("the account `{0}` cannot be closed: it is not empty")]
    NotEmpty(AccountCode),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] StoreError),
}

impl PostError {
    /// How long to wait before repeating the transaction that ended in this is worth it; `None` when it never is.
    pub(in crate::store) fn retry_pause(&self) -> Option<Duration> {
        match self {
            Self::Database(error) => error.retry_pause(),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for PostError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<PostError> for Error {
    fn from(error: PostError) -> Self {
        let code = match error {
            PostError::Database(error) => return error.into(),
            PostError::InsufficientFunds { ref account, available, needed } => {
                let message = match account {
                    AccountCode::Wallet(_) => format!("{available} is available, {needed} is needed"),
                    _ => error.to_string(),
                };
                return Self::new(Code::InsufficientFunds, message)
                    .detail("available", available.to_string())
                    .detail("needed", needed.to_string());
            }
            PostError::OverLimit { whose, allowance, needed } => {
                let hint = match whose {
                    LimitOf::Token => "a token's limit is fixed; days are UTC",
                    LimitOf::Wallet(_) => "`gp4u wallet limits show` tells what is left and when it is renewed",
                };
                return Self::new(Code::OverLimit, error.to_string())
                    .hint(hint)
                    .detail("limit", allowance.limit.to_string())
                    .detail("spent", allowance.spent.to_string())
                    .detail("needed", needed.to_string());
            }
            PostError::AccountMissing(_) => Code::NotFound,
            PostError::BalanceTooLarge(_) => Code::Usage,
            PostError::KeyReused(_)
            | PostError::ReversedMissing(_)
            | PostError::AccountClosed(_)
            | PostError::NotEmpty(_) => Code::Conflict,
        };
        Self::new(code, error.to_string())
    }
}
