//! Wallets in the database: what they hold, what is asked to be put in or paid out, and how much may be spent.

mod balance;
mod limits;
mod movements;
mod transfers;

pub use balance::WalletState;
pub use limits::WalletLimit;
pub use movements::{OwnEntry, OwnLine};
pub use transfers::{NewDeposit, NewWithdrawal, StoredTransfer, TransferFilter, Verdict};
