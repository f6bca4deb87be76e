//! The simulator keeps its word: what its networks do over real HTTP, and that its truth does not depend on what they say.

mod akash;
mod faults;
mod ionet;
mod render;
mod ssh;
mod vast;

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use super::{Clock, Machine, Network, Simulator, keys};
use crate::simulator::render::signed_headers;

/// When every test begins.
const START: &str = "2026-09-01T10:00:00Z";

/// A simulator whose time stands still, and a caller who has all keys.
struct World {
    simulator: Simulator,
    runtime: tokio::runtime::Runtime,
}

/// An answer.
#[derive(Debug)]
struct Reply {
    status: u16,
    headers: reqwest::header::HeaderMap,
    text: String,
}

impl Reply {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl World {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { simulator: Simulator::start(Clock::standing_at(START.parse().unwrap())), runtime }
    }

    /// What a call with these headers gets; none when no answer came.
    fn send(
        &self,
        network: Network,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &str,
    ) -> Option<Reply> {
        let url = format!("{}{target}", self.simulator.url(network));
        let client = reqwest::Client::builder().retry(reqwest::retry::never()).build().unwrap();
        let mut request = client.request(method.parse().unwrap(), url).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        self.runtime.block_on(async {
            let response = request.send().await.ok()?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            Some(Reply { status, headers, text: response.text().await.ok()? })
        })
    }

    /// What a call with the account's key gets.
    fn try_call(&self, network: Network, method: &str, target: &str, body: Value) -> Option<Reply> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = match network {
            Network::Vast => vec![("Authorization".to_owned(), format!("Bearer {}", keys::VAST))],
            Network::Akash => vec![("x-api-key".to_owned(), keys::AKASH.to_owned())],
            Network::Ionet => vec![("x-api-key".to_owned(), keys::IONET.to_owned())],
            Network::Render => signed_headers(method, target, &body, self.simulator.clock().now()),
        };
        self.send(network, method, target, &headers, &body)
    }

    #[track_caller]
    fn call(&self, network: Network, method: &str, target: &str, body: Value) -> Reply {
        self.try_call(network, method, target, body).expect("an answer")
    }

    /// The JSON of an answer with this status.
    #[track_caller]
    fn json(&self, network: Network, status: u16, method: &str, target: &str, body: Value) -> Value {
        let reply = self.call(network, method, target, body);
        assert_eq!(reply.status, status, "{reply:?}");
        reply.json()
    }

    fn advance(&self, seconds: u64) {
        self.simulator.advance(Duration::from_secs(seconds));
    }

    fn now(&self) -> Timestamp {
        self.simulator.clock().now()
    }

    #[track_caller]
    fn only_machine(&self) -> Machine {
        let machines = self.simulator.machines();
        assert_eq!(machines.len(), 1, "{machines:#?}");
        machines.into_iter().next().unwrap()
    }
}

/// The instant so many seconds after the beginning.
fn at(seconds: i64) -> Timestamp {
    START.parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_secs(seconds)
}
