//! The wallet: what it holds, money in and out, what was spent and on what, and how much may be.

mod analytics;
mod history;
mod limits;
mod transfers;

use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::auth::Scope;
use crate::error::{Code, Error, Result};
use crate::ops::actor;
use crate::units::Usdc;

pub use analytics::{AnalyticsRequest, DaySpending, GroupSpending, KindFlow, WalletAnalytics, analytics};
pub use history::{
    PersonalEntry, PersonalLine, Transaction, TransactionsRequest, each_personal_entry, each_transaction, transactions,
};
pub use limits::{LimitChange, SpendingLimit, SpendingLimits, set_limits, show_limits};
pub use transfers::{
    Decision, DepositRequest, Transfer, TransfersRequest, WithdrawRequest, decide, deposit, transfers, withdraw,
};

/// What a wallet holds, all of one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WalletBalance {
    /// What may be spent.
    pub available: Usdc,
    /// What is held for bookings.
    pub held: Usdc,
    /// What is on its way out.
    pub withdrawing: Usdc,
    /// Deposits that the operator has not looked at yet.
    pub pending_deposits: Usdc,
    /// All that ever came in as deposits.
    pub deposited: Usdc,
    /// All that ever went out as withdrawals, with their fees.
    pub withdrawn: Usdc,
}

/// Tells what the wallet holds.
pub async fn balance(app: &App) -> Result<WalletBalance> {
    let actor = actor::require(app, Scope::Read).await?;
    let state = app.store().await?.wallet(actor.user_id.uuid()).await?.ok_or_else(no_wallet)?;
    Ok(WalletBalance {
        available: state.available,
        held: state.held,
        withdrawing: state.withdrawing,
        pending_deposits: state.pending_deposits,
        deposited: state.deposited,
        withdrawn: state.withdrawn,
    })
}

fn no_wallet() -> Error {
    Error::new(Code::NotFound, "this account has no wallet")
}
