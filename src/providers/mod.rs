//! The rental networks: the only code that talks to providers.
//!
//! Each network has a file of its own with its wire types, its calls and a pure `normalize`, and a `rental` beside it
//! that rents its machines behind the one trait of [`rental`]; what they share is one HTTP client ([`http`]), tolerant
//! readers ([`wire`]), the collecting of offers ([`rows`]), recordings ([`recording`]) and the circuit breaker
//! ([`breaker`]). Nothing here reads configuration or prints.

mod akash;
pub mod breaker;
mod error;
mod gpu;
pub mod http;
mod ionet;
mod json;
pub mod recording;
mod redact;
mod render;
pub mod rental;
mod retry;
pub mod rows;
mod settings;
#[cfg(test)]
mod testing;
mod vast;
pub mod wire;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jiff::Timestamp;

pub use error::{Fault, FetchError, MAX_EXCERPT_CHARS};
pub use http::Progress;
pub use recording::Exchange;
pub use settings::{Clock, DEFAULT_DEADLINE, DEFAULT_TIMEOUT, ProviderSettings};

use crate::error::{Warning, did_you_mean};
use crate::market::offer::{Offer, Rejection};

/// A rental network gp4u reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Network {
    /// Vast.ai, a marketplace of hosts.
    Vast,
    /// Akash Network, auctions among providers.
    Akash,
    /// io.net (IO Cloud).
    Ionet,
    /// Render Network's compute subnet (Dispersed).
    Render,
}

/// A name that is none of the networks'.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a provider{}", did_you_mean.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default())]
pub struct UnknownNetwork {
    /// The name as given, cut to a printable length.
    pub name: String,
    /// The nearest known name, when one is near enough.
    pub did_you_mean: Option<&'static str>,
}

impl Network {
    /// Every network, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Vast, Self::Akash, Self::Ionet, Self::Render];

    /// The name in ids, configuration and output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vast => "vast",
            Self::Akash => "akash",
            Self::Ionet => "ionet",
            Self::Render => "render",
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Vast => "Vast.ai",
            Self::Akash => "Akash Network",
            Self::Ionet => "io.net",
            Self::Render => "Render Network",
        }
    }

    /// Finds a network by its exact name.
    pub fn parse(name: &str) -> Result<Self, UnknownNetwork> {
        Self::ALL.into_iter().find(|network| network.as_str() == name).ok_or_else(|| UnknownNetwork {
            name: name.chars().take(40).collect(),
            did_you_mean: did_you_mean(name, Self::ALL.map(Self::as_str)),
        })
    }
}

impl std::str::FromStr for Network {
    type Err = UnknownNetwork;

    fn from_str(name: &str) -> Result<Self, UnknownNetwork> {
        Self::parse(name)
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one fetch of a provider's market brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fetched {
    /// The offers, each id once.
    pub offers: Vec<Offer>,
    /// Rows received, each counted once: kept plus rejected.
    pub received: usize,
    /// Rows that did not become offers, by reason.
    pub rejected: BTreeMap<Rejection, u64>,
    /// What the user should know: data that is incomplete, or of a weaker kind.
    pub warnings: Vec<Warning>,
    /// Whether these are all offers there are; otherwise a warning says why not.
    pub is_complete: bool,
    /// When the answers were recorded, if they come from a recording: the oldest of them.
    pub recorded_at: Option<Timestamp>,
}

/// A network that can be asked for its market. Long-lived: it keeps connections, the request budget and the circuit.
#[derive(Debug)]
pub struct Provider {
    settings: ProviderSettings,
    http: http::Http,
    circuit: Mutex<breaker::State>,
}

impl Provider {
    /// Prepares a provider; nothing is sent. Fails on a wrong address or an unreadable recording.
    pub fn new(settings: ProviderSettings, exchange: &Exchange) -> Result<Self, FetchError> {
        let http = http::Http::new(&settings, exchange)?;
        Ok(Self { settings, http, circuit: Mutex::default() })
    }

    /// Which network it is.
    #[must_use]
    pub const fn network(&self) -> Network {
        self.settings.network
    }

    /// Reads the provider's whole market. `progress` is called as bytes and rows arrive.
    pub async fn fetch(&self, progress: &(dyn Fn(Progress) + Send + Sync)) -> Result<Fetched, FetchError> {
        self.enter()?;
        let session = self.http.session(progress);
        let fetched = match self.settings.network {
            Network::Vast => vast::fetch(&session, &self.settings).await,
            Network::Akash => akash::fetch(&session).await,
            Network::Ionet => ionet::fetch(&session, &self.settings).await,
            Network::Render => render::fetch(&session, &self.settings).await,
        };
        self.leave(fetched.as_ref().err());
        fetched.map(|fetched| Fetched { recorded_at: session.recorded_at(), ..fetched })
    }

    fn enter(&self) -> Result<(), FetchError> {
        let now = Instant::now();
        let mut circuit = self.circuit.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(retry_after) = circuit.wait(now) {
            return Err(FetchError::new(self.network().as_str(), Fault::CircuitOpen { retry_after }));
        }
        *circuit = breaker::next(*circuit, breaker::Event::Started, now);
        Ok(())
    }

    /// A failure on our side (a wrong key, say) says nothing of the provider's health.
    fn leave(&self, error: Option<&FetchError>) {
        let event = match error {
            None => breaker::Event::Succeeded,
            Some(error) if error.is_ours() => return,
            Some(_) => breaker::Event::Failed,
        };
        let mut circuit = self.circuit.lock().unwrap_or_else(PoisonError::into_inner);
        *circuit = breaker::next(*circuit, event, Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parsed_exactly_with_a_hint() {
        for network in Network::ALL {
            assert_eq!(Network::parse(network.as_str()), Ok(network));
        }
        let error = Network::parse("vats").unwrap_err();
        assert_eq!(error.to_string(), "`vats` is not a provider; did you mean `vast`?");
        assert_eq!(Network::parse("gcp").unwrap_err().did_you_mean, None);
    }
}
