//! Renting real machines: one trait over the four networks, no wider than they need.
//!
//! What makes renting safe is not here but in the caller: an intent written down before every create call, a label made
//! for that call alone, absence that is proven, one machine at a time. What is here gives it the facts to rely on:
//! a create call has four ways of ending ([`Creation`]) and is sent exactly once; a list says whether it can be believed
//! ([`Listing`]); "gone" is only said when the provider said so.
//!
//! How a caller goes about it: write down an intent with a fresh [`Label`], and that the call is about to be made, for as
//! long as [`Profile::create_limit`]; [`Rental::create`]; then by its outcome
//! - `Created`: keep the id, look with [`Rental::get`] until there is an endpoint, compare with [`Machine::mismatch`] and
//!   the price, call [`Rental::prolong`] once;
//! - `Refused`: there is nothing; with [`Why::NotSent`] the same label may be used again, else a new intent with another
//!   offer, or later;
//! - `Stillborn`: keep the id, release it;
//! - `Unknown`: look for the label with [`Rental::list`] until it is there, or was missing several times from lists that
//!   [`Listing::trust`] believes.
//!
//! To release is [`Rental::destroy`], and then to look until [`Presence::Gone`]; one without the other proves nothing.

mod label;
mod order;
mod outcome;
mod ssh;
#[cfg(test)]
pub(in crate::providers) mod testing;

use std::fmt;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

pub use super::http::MaySend;
pub use label::{Deployment, Label, NotALabel};
pub use order::Order;
pub use outcome::{Created, Creation, Refusal, Why};
pub use ssh::{Caution, Endpoint, EndpointError, NotAKey, PublicKey};

pub(super) use outcome::in_full;

use super::{FetchError, Network, ProviderSettings, akash, ionet, render, vast};
pub use crate::booking::Wanted;
use crate::units::{Rate, Usdc};

/// Longest name of a machine that is taken from a provider.
const MAX_ID_CHARS: usize = 64;
/// Longest text about a machine kept from a provider.
const MAX_TEXT_CHARS: usize = 200;
/// Time allowed for everything one call of the trait does, where a network does not need more.
const CALL_LIMIT: Duration = Duration::from_mins(2);
/// What a machine's own end comes later than the booked one, so that it never comes before the release.
pub const DEADMAN_MARGIN: SignedDuration = SignedDuration::from_mins(15);
/// Requests in any 60 seconds at most, to be gentle: what a network allows for its search says nothing of these.
const MIN_RATE_PER_MINUTE: u32 = 60;

/// What a call of the trait gives.
pub type Pending<'a, T> = BoxFuture<'a, T>;

/// A network's machines for rent. None of the calls holds a lock or keeps a state that matters after it.
pub trait Rental: Send + Sync + fmt::Debug {
    /// Which network.
    fn network(&self) -> Network;

    /// What is peculiar to it.
    fn profile(&self) -> Profile;

    /// Whether the network can rent this at all; asks nobody.
    fn check(&self, order: &Order) -> Result<(), Refusal>;

    /// What the order costs now, fees and disk included. [`Rental::create`] asks it by itself.
    fn quote<'a>(&'a self, order: &'a Order) -> Pending<'a, Result<Quote, Refusal>>;

    /// Rents a machine: the only call that makes something. It is sent once. `may_send` is asked right before its bytes
    /// leave, and again before an auction's bid is taken; without its consent nothing is made, or what was is undone.
    fn create<'a>(&'a self, order: &'a Order, may_send: &'a MaySend<'a>) -> Pending<'a, Creation>;

    /// Looks at one machine. An error says nothing about it.
    fn get<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Presence, FetchError>>;

    /// Lists every machine of the provider account that may bill.
    fn list(&self) -> Pending<'_, Result<Listing, FetchError>>;

    /// Releases a machine for good. Saying yes is no proof: look again until it is [`Presence::Gone`]. May be repeated.
    fn destroy<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Destruction, FetchError>>;

    /// Moves the end that the network itself keeps to `ends_at` or later; never brings it nearer. May be repeated, and
    /// has to be called once a machine runs, since some networks take only part of a long booking at first.
    fn prolong<'a>(&'a self, id: &'a MachineId, ends_at: Timestamp) -> Pending<'a, Result<Prolonging, FetchError>>;

    /// The end of a machine's log; `None` where the network has no way to ask for it.
    fn logs<'a>(&'a self, id: &'a MachineId, lines: u32) -> Pending<'a, Result<Option<String>, FetchError>>;
}

/// What is peculiar to renting at a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The longest that a create call takes: a worker's lease has to outlast it.
    pub create_limit: Duration,
    /// What ends a machine that everybody forgot.
    pub bound: Bound,
    /// What a user has to know before agreeing.
    pub notice: Option<&'static str>,
}

/// What ends a machine that everybody forgot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// A script on the machine, which can be moved only from the machine itself.
    Script {
        /// The file on the machine that holds the end in seconds since 1970.
        file: &'static str,
    },
    /// The provider, at an hour it was told.
    Provider,
    /// The hours that were paid for.
    Prepaid,
    /// Nothing: it bills until it is cancelled.
    Nothing,
}

/// What an order costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The whole machine for an hour, with its disk and the provider's fees; unknown where it takes an auction to know.
    pub price_per_hour: Option<Rate>,
    /// What the provider takes at once, where it is paid ahead.
    pub prepaid: Option<Usdc>,
    /// What of it is not given back, however early the machine is released.
    pub kept: Option<Usdc>,
}

/// A provider's name for a machine: letters, digits, `-` and `_`, so that it can stand in an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MachineId(String);

impl MachineId {
    /// Takes a name; `None` when it is none.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let valid = (1..=MAX_ID_CHARS).contains(&text.len()) && text.bytes().all(allowed);
        valid.then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MachineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A machine as the provider describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// The provider's name for it.
    pub id: MachineId,
    /// Ours, if it is one; not every network repeats it when asked for one machine.
    pub label: Option<Label>,
    /// How far it is.
    pub state: State,
    /// The provider's own word for the state, or its progress.
    pub progress: Option<String>,
    /// Where to log in, once it is known and sound.
    pub endpoint: Option<Endpoint>,
    /// How the provider spells the GPU that is there.
    pub gpu_name: Option<String>,
    /// GPUs that are there.
    pub gpu_count: Option<u32>,
    /// What the provider charges by now, disk included.
    pub price_per_hour: Option<Rate>,
    /// Whose failures to start are counted: the physical machine, or the provider on it.
    pub host: Option<String>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
}

impl Machine {
    /// A machine of which nothing else is known.
    #[must_use]
    pub const fn new(id: MachineId, label: Option<Label>, state: State) -> Self {
        Self {
            id,
            label,
            state,
            progress: None,
            endpoint: None,
            gpu_name: None,
            gpu_count: None,
            price_per_hour: None,
            host: None,
            created_at: None,
            ends_at: None,
        }
    }
}

/// How far a machine is. In every one of these it is there, may bill, and has to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// On its way; nothing is wrong.
    Starting,
    /// Up. Log-ins may take a little longer.
    Running,
    /// Not running, and not on its way: taken away by a higher bid, or stopped. Its disk bills.
    Stopped,
    /// The provider lost contact with it.
    Lost,
    /// It will never run.
    Failed,
    /// Being released.
    Ending,
}

impl State {
    /// The frozen name for scripts and the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Running => "running",
            Self::Stopped => "stopped",
            Self::Lost => "lost",
            Self::Failed => "failed",
            Self::Ending => "ending",
        }
    }
}

/// What a look at one machine showed.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// It is there.
    Here(Box<Machine>),
    /// The provider says that it is not, or not any more.
    Gone {
        /// How it ended, where the provider says so: one that never ran has failed to start.
        reason: Option<String>,
    },
}

/// What came of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destruction {
    /// The provider said yes.
    Accepted,
    /// The provider knows of no such machine, or says it has ended.
    AlreadyGone,
}

/// What came of moving a machine's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prolonging {
    /// The provider will end it at this time, or later.
    Until(Timestamp),
    /// The end is not kept by the provider: see [`Bound`].
    NotHere,
}

/// Every machine of the account that carries a label of gp4u, and how far the list can be believed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// Machines with a label of gp4u, of whatever deployment.
    pub machines: Vec<Machine>,
    /// Machines of other people and programs.
    pub foreign: usize,
    /// Why machines may be missing; none of the reasons makes those that are there less real.
    pub doubts: Vec<String>,
}

impl Listing {
    /// The machines of a deployment.
    pub fn ours(&self, deployment: Deployment) -> impl Iterator<Item = &Machine> {
        self.machines.iter().filter(move |machine| machine.label.is_some_and(|label| label.deployment() == deployment))
    }

    /// The machines that carry a label; more than one is a fault of the provider, or of a late create call.
    pub fn with_label(&self, label: Label) -> impl Iterator<Item = &Machine> {
        self.machines.iter().filter(move |machine| machine.label == Some(label))
    }

    /// Whether "not in the list" means anything: the list is complete, and shows at least one of the machines that are
    /// known to be running, if there are any. Names the reason otherwise.
    pub fn trust<'a>(&self, running: impl IntoIterator<Item = &'a MachineId>) -> Result<(), String> {
        if let Some(doubt) = self.doubts.first() {
            return Err(doubt.clone());
        }
        let mut known = running.into_iter().peekable();
        if known.peek().is_some() && !known.any(|id| self.machines.iter().any(|machine| machine.id == *id)) {
            return Err("none of the machines that are known to be running is in the list".to_owned());
        }
        Ok(())
    }
}

/// Prepares renting at a network; nothing is sent. Fails without a key or with a wrong address.
pub fn open(settings: &ProviderSettings) -> Result<Box<dyn Rental>, FetchError> {
    let settings = ProviderSettings {
        rate_per_minute: settings.rate_per_minute.max(MIN_RATE_PER_MINUTE),
        deadline: CALL_LIMIT,
        ..settings.clone()
    };
    Ok(match settings.network {
        Network::Vast => Box::new(vast::rental::Vast::new(settings)?),
        Network::Akash => Box::new(akash::rental::Akash::new(settings)?),
        Network::Ionet => Box::new(ionet::rental::Ionet::new(settings)?),
        Network::Render => Box::new(render::rental::Render::new(&settings)?),
    })
}

/// Whole hours from one moment to another, begun ones counted; zero or less when there are none.
pub(super) fn whole_hours(from: Timestamp, to: Timestamp) -> i64 {
    let seconds = to.duration_since(from).as_secs();
    if seconds <= 0 { 0 } else { crate::units::ceil_div(seconds, 3600) }
}

/// A text of a provider, cut to a length that can be kept.
pub(super) fn short(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}

#[cfg(test)]
mod tests;
