//! What came of a create call. Every way of ending is one of four, because what may be done next depends on it.

use std::fmt;
use std::time::Duration;

use super::MachineId;
use crate::providers::FetchError;
use crate::providers::http::Reply;
use crate::units::Rate;

/// A refusal for too many requests that took longer than this came from somewhere behind the server's front.
const PROMPT_REFUSAL: Duration = Duration::from_secs(5);

/// What came of a create call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Creation {
    /// There is a machine.
    Created(Created),
    /// There is none, for certain, and none will come of this call.
    Refused(Refusal),
    /// Something was made that will never run but may bill: it has to be released like any machine.
    Stillborn {
        /// What was made.
        id: MachineId,
        /// What is wrong with it.
        reason: String,
    },
    /// There may be a machine, now or later: only a search for the order's label can tell.
    Unknown {
        /// What happened.
        reason: String,
    },
}

/// A machine that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// The provider's name for it.
    pub id: MachineId,
    /// What did not go as it should, though the machine is there.
    pub notes: Vec<String>,
}

/// Why there is no machine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The kind of reason.
    pub why: Why,
    /// What happened, with the provider's own words made harmless.
    pub message: String,
    /// When another try makes sense, where that is known.
    pub retry_after: Option<Duration>,
}

/// The kinds of reasons for a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The create call was never sent: the same label may be used for the next try.
    NotSent,
    /// The offer is taken or gone: another one may do.
    OfferGone,
    /// The provider asks more than was accepted.
    PriceChanged {
        /// What it asks, all in.
        now: Rate,
    },
    /// What is to be had is not what was sold.
    Mismatch,
    /// The network has no way to rent this.
    Unsupported,
    /// The order is wrong, or the provider takes it to be.
    Invalid,
    /// Too many requests: this offer may still do, later.
    Busy,
    /// The key is missing, wrong, or lacks a permission.
    Unauthorized,
    /// The account at the provider has too little money.
    NoFunds,
}

impl Why {
    /// The frozen name for scripts and the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::OfferGone => "offer_gone",
            Self::PriceChanged { .. } => "price_changed",
            Self::Mismatch => "mismatch",
            Self::Unsupported => "unsupported",
            Self::Invalid => "invalid",
            Self::Busy => "busy",
            Self::Unauthorized => "unauthorized",
            Self::NoFunds => "no_funds",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Refusal {
    /// A refusal without a time for the next try.
    pub fn new(why: Why, message: impl Into<String>) -> Self {
        Self { why, message: message.into(), retry_after: None }
    }

    /// A question before the create call that was not answered: nothing was ordered.
    pub(in crate::providers) fn before_sending(error: &FetchError) -> Self {
        let why = if error.is_ours() { Why::Unauthorized } else { Why::NotSent };
        Self { why, message: in_full(error), retry_after: error.retry_after() }
    }
}

impl From<Refusal> for Creation {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Creation {
    /// There may be a machine.
    pub(in crate::providers) fn unknown(error: &FetchError) -> Self {
        Self::Unknown { reason: in_full(error) }
    }

    /// A create call without an answer.
    pub(in crate::providers) fn unanswered(error: &FetchError) -> Self {
        if error.never_sent() { Refusal::before_sending(error).into() } else { Self::unknown(error) }
    }

    /// A create call that was answered with anything but success. Where a network's own words say more than the status,
    /// its client has read them before.
    pub(in crate::providers) fn answered(reply: &Reply, error: &FetchError) -> Self {
        let why = match reply.status {
            401 | 403 => Why::Unauthorized,
            402 => Why::NoFunds,
            404 | 410 => Why::OfferGone,
            429 if reply.took <= PROMPT_REFUSAL => Why::Busy,
            408 | 409 | 425 | 429 => return Self::unknown(error),
            400..=499 => Why::Invalid,
            _ => return Self::unknown(error),
        };
        Refusal { why, message: in_full(error), retry_after: reply.retry_after }.into()
    }
}

/// The error and the provider's own words, which are already without secrets and control characters.
pub(in crate::providers) fn in_full(error: &FetchError) -> String {
    if error.excerpt.trim().is_empty() { error.to_string() } else { format!("{error}: {}", error.excerpt.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::Fault;

    fn answered(status: u16, took_s: u64) -> &'static str {
        let reply = Reply { status, body: vec![], retry_after: None, took: Duration::from_secs(took_s) };
        match Creation::answered(&reply, &FetchError::new("host/", Fault::HttpStatus { status })) {
            Creation::Refused(refusal) => refusal.why.as_str(),
            Creation::Unknown { .. } => "unknown",
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_a_certain_no_is_a_refusal() {
        let cases = [
            (400, "invalid"),
            (401, "unauthorized"),
            (402, "no_funds"),
            (403, "unauthorized"),
            (404, "offer_gone"),
            (410, "offer_gone"),
            (422, "invalid"),
            (429, "busy"),
        ];
        for (status, expected) in cases {
            assert_eq!(answered(status, 0), expected, "{status}");
        }
        for status in [100, 301, 302, 307, 408, 409, 425, 500, 501, 502, 503, 504, 599] {
            assert_eq!(answered(status, 0), "unknown", "{status}");
        }
        assert_eq!(answered(429, 6), "unknown", "it was not the front that refused");
    }

    #[test]
    fn only_what_was_never_sent_may_be_sent_again() {
        let reason = || "x".to_owned();
        let limit = Duration::from_secs(1);
        let unsent = [Fault::Dns, Fault::Connect { reason: reason() }, Fault::Tls { reason: reason() }];
        for fault in unsent {
            let creation = Creation::unanswered(&FetchError::new("", fault));
            assert!(matches!(creation, Creation::Refused(Refusal { why: Why::NotSent, .. })), "{creation:?}");
        }
        let sent = [
            Fault::Timeout { limit },
            Fault::Broken { reason: reason() },
            Fault::Truncated,
            Fault::TooLarge { limit: 1 },
            Fault::NotJson,
            Fault::WrongShape,
        ];
        for fault in sent {
            let creation = Creation::unanswered(&FetchError::new("", fault));
            assert!(matches!(creation, Creation::Unknown { .. }), "{creation:?}");
        }
    }
}
