//! What becomes of a deposit or withdrawal, from the asking to the end.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// Into a wallet.
    Deposit,
    /// Out of a wallet.
    Withdrawal,
}

impl TransferKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Deposit, Self::Withdrawal];

    /// The name in output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Withdrawal => "withdrawal",
        }
    }

    /// The state in which one of this kind begins: it waits to be looked at.
    #[must_use]
    pub const fn begins(self) -> TransferState {
        match self {
            Self::Deposit => TransferState::Seen,
            Self::Withdrawal => TransferState::Requested,
        }
    }

    /// The state in which one of this kind has succeeded.
    #[must_use]
    pub const fn succeeds(self) -> TransferState {
        match self {
            Self::Deposit => TransferState::Claimed,
            Self::Withdrawal => TransferState::Paid,
        }
    }

    /// The state of one of this kind that was refused. A withdrawal's money is back in its wallet then.
    #[must_use]
    pub const fn fails(self) -> TransferState {
        match self {
            Self::Deposit => TransferState::Rejected,
            Self::Withdrawal => TransferState::Failed,
        }
    }
}

/// How far a deposit or withdrawal is. The strings are frozen: they stand in databases and exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferState {
    /// A deposit that somebody speaks of; nothing is booked.
    Seen,
    /// A deposit that arrived and is nobody's yet.
    Final,
    /// A deposit in its owner's wallet.
    Claimed,
    /// A deposit that was not found to be one.
    Rejected,
    /// A deposit that its chain took back.
    Reversed,
    /// A withdrawal that left the wallet and nothing else.
    Requested,
    /// A withdrawal whose payment is signed.
    Signed,
    /// A withdrawal whose payment is on its way.
    Broadcast,
    /// A withdrawal that arrived.
    Paid,
    /// A withdrawal that never will: the money is back.
    Failed,
}

impl TransferState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Seen,
        Self::Final,
        Self::Claimed,
        Self::Rejected,
        Self::Reversed,
        Self::Requested,
        Self::Signed,
        Self::Broadcast,
        Self::Paid,
        Self::Failed,
    ];

    /// The frozen name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Final => "final",
            Self::Claimed => "claimed",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
            Self::Requested => "requested",
            Self::Signed => "signed",
            Self::Broadcast => "broadcast",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for TransferState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TransferState {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}
