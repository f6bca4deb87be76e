//! The four networks on loopback, with a truth of their own: real HTTP, their wire formats, their ways to fail, and a
//! record of which machine lived when and what it billed to the second.
//!
//! Time is the simulator's. It stands still until a test moves it, so that "applied ten minutes later" takes no time at
//! all; see [`Clock`]. What a client is told may be wrong in any way that a test asks for by [`Simulator::inject`]; what
//! [`Simulator::machines`] tells never is.
//!
//! Nothing here uses gp4u's own code: formats and prices are written down a second time, from the networks'
//! documentation, so that client and simulator check each other. By hand: `cargo run --example simulator`.

mod akash;
mod clock;
mod cloud;
mod control;
mod fault;
mod ionet;
mod render;
mod ssh;
#[cfg(test)]
#[allow(clippy::needless_pass_by_value, reason = "calls read better with a body made on the spot")]
mod tests;
mod truth;
mod vast;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use jiff::Timestamp;

pub use akash::Version as AkashVersion;
pub use clock::Clock;
pub use cloud::{Call, Cloud};
pub use fault::{Applied, Fault, Operation, Refusal, Reply, Trouble};
pub use truth::{End, Machine};

use crate::server::{Answer, Request, Server};

/// A network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    Vast,
    Akash,
    Ionet,
    Render,
}

/// The keys that the networks know. Each is a word that must never be seen where it does not belong.
pub mod keys {
    /// Vast.ai: `Authorization: Bearer`.
    pub const VAST: &str = "canary-vast-account-key";
    /// Akash Console: `x-api-key`.
    pub const AKASH: &str = "ac.sk.production.canary-akash-account-key";
    /// io.net: `x-api-key`.
    pub const IONET: &str = "canary-ionet-account-key";
    /// Dispersed: the public half, `X-API-Key`.
    pub const RENDER_PUBLIC: &str = "pk_canary";
    /// Dispersed: the half that signs and never travels.
    pub const RENDER_SECRET: &str = "sk_canary-render-secret-key";
}

impl Network {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Vast, Self::Akash, Self::Ionet, Self::Render];

    /// Its name in gp4u's configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vast => "vast",
            Self::Akash => "akash",
            Self::Ionet => "ionet",
            Self::Render => "render",
        }
    }

    fn operation(self, request: &Request) -> Operation {
        match self {
            Self::Vast => vast::operation(request),
            Self::Akash => akash::operation(request),
            Self::Ionet => ionet::operation(request),
            Self::Render => render::operation(request),
        }
    }
}

struct State {
    cloud: Cloud,
    calls: Vec<Call>,
}

/// The running networks; they stop when it is dropped.
pub struct Simulator {
    clock: Clock,
    state: Arc<Mutex<State>>,
    servers: BTreeMap<Network, Server>,
    ssh: OnceLock<ssh::Service>,
}

impl Simulator {
    /// Starts all four, each on a port of its own.
    pub fn start(clock: Clock) -> Self {
        let state = Arc::new(Mutex::new(State { cloud: Cloud::new(clock.now()), calls: Vec::new() }));
        let servers = Network::ALL.into_iter().map(|network| {
            let (state, clock) = (Arc::clone(&state), clock.clone());
            (network, Server::start(move |request| serve(&state, &clock, network, request)))
        });
        Self { servers: servers.collect(), clock, state, ssh: OnceLock::new() }
    }

    /// Where a network listens.
    pub fn url(&self, network: Network) -> &str {
        &self.servers[&network].url
    }

    /// The environment in which gp4u rents here, all four networks with their keys.
    pub fn environment(&self) -> Vec<(String, String)> {
        let name = |network: Network, key: &str| format!("GP4U_PROVIDERS__{}__{key}", network.name().to_uppercase());
        let mut environment: Vec<_> =
            Network::ALL.iter().map(|network| (name(*network, "URL"), self.url(*network).to_owned())).collect();
        for (network, key, value) in [
            (Network::Vast, "API_KEY", keys::VAST),
            (Network::Akash, "API_KEY", keys::AKASH),
            (Network::Ionet, "API_KEY", keys::IONET),
            (Network::Render, "PUBLIC_KEY", keys::RENDER_PUBLIC),
            (Network::Render, "SECRET_KEY", keys::RENDER_SECRET),
        ] {
            environment.push((name(network, key), value.to_owned()));
        }
        environment
    }

    /// The clock that all networks go by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Puts the clock forward and lets happen what is due.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
        drop(self.state());
    }

    /// Lets all machines answer on SSH, here, with its first line and no more.
    pub fn answer_on_ssh(&self) {
        self.change(|cloud| cloud.ssh_ports = Some(ssh::Ports::Shared(ssh::shared_port())));
    }

    /// Lets each machine answer on SSH, on a port of its own, with all that comes after the first line; see
    /// [`Machine::ssh_port`].
    pub fn serve_ssh(&self) {
        self.ssh.get_or_init(|| {
            let (service, door) = ssh::Service::start(&self.state, &self.clock);
            self.change(|cloud| cloud.ssh_ports = Some(ssh::Ports::Own(door)));
            service
        });
    }

    /// Every machine there ever was, in the order they were created.
    pub fn machines(&self) -> Vec<Machine> {
        self.state().cloud.machines.clone()
    }

    /// The machines that existed at an instant.
    pub fn live_at(&self, at: Timestamp) -> Vec<Machine> {
        self.machines().into_iter().filter(|machine| machine.lived_at(at)).collect()
    }

    /// The machines that exist now.
    pub fn live(&self) -> Vec<Machine> {
        self.machines().into_iter().filter(Machine::is_live).collect()
    }

    /// What a machine has billed until now, in micro-dollars.
    pub fn billed(&self, machine: &Machine) -> i64 {
        let state = self.state();
        let now = state.cloud.now;
        let found = state.cloud.find(machine.network, &machine.id).expect("a machine of this simulator");
        state.cloud.machines[found].billed(now)
    }

    /// The calls so far, in the order they came.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// How many calls of a kind a network got.
    pub fn count(&self, network: Network, operation: Operation) -> usize {
        self.calls().iter().filter(|call| (call.network, call.operation) == (network, operation)).count()
    }

    /// Lets something go wrong, once.
    pub fn inject(&self, network: Network, fault: Fault) {
        self.inject_times(network, fault, 1);
    }

    /// Lets something go wrong a number of times; `u32::MAX` is for ever.
    pub fn inject_times(&self, network: Network, fault: Fault, times: u32) {
        self.state().cloud.faults.add(network, fault, times);
    }

    /// Takes back what has not gone wrong yet.
    pub fn heal(&self, network: Network) {
        self.state().cloud.faults.clear(network);
    }

    /// Changes the networks behind their clients' backs: markets, boot time, money.
    pub fn change(&self, change: impl FnOnce(&mut Cloud)) {
        change(&mut self.state().cloud);
    }

    /// Moves a machine's own end, as somebody does who logs in and moves its dead-man switch.
    pub fn move_own_end(&self, machine: &Machine, at: Timestamp) {
        self.change(|cloud| {
            let found = cloud.find(machine.network, &machine.id).expect("a machine of this simulator");
            let (_, by) = cloud.machines[found].own_end.expect("a machine that ends by itself");
            cloud.set_own_end(found, at, by);
        });
    }

    /// The secrets that were found where they do not belong: in what machines were created with, in names, in addresses
    /// of calls.
    pub fn leaked_secrets(&self) -> Vec<String> {
        let state = self.state();
        let machines = state.cloud.machines.iter().flat_map(|machine| {
            [
                (format!("request of {}", machine.id), &machine.request),
                (format!("name of {}", machine.id), &machine.label),
            ]
        });
        let calls = state.calls.iter().flat_map(|call| {
            [(format!("target {}", call.target), &call.target), (format!("body of {}", call.target), &call.body)]
        });
        let secrets = [keys::VAST, keys::AKASH, keys::IONET, keys::RENDER_SECRET];
        machines
            .chain(calls)
            .filter(|(_, text)| secrets.iter().any(|secret| text.contains(secret)))
            .map(|(place, _)| place)
            .collect()
    }

    /// The state as it is now.
    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap();
        state.cloud.advance(self.clock.now());
        state
    }
}

fn serve(state: &Mutex<State>, clock: &Clock, network: Network, request: &Request) -> Answer {
    let mut state = state.lock().unwrap();
    state.cloud.advance(clock.now());
    if request.path().starts_with("/simulator") {
        return control::answer(&mut state.cloud, clock, network, request);
    }
    let (answer, operation) = state.cloud.call(network, request);
    let call = Call {
        at: state.cloud.now,
        network,
        operation,
        method: request.method.clone(),
        target: request.target.clone(),
        body: request.body.clone(),
        headers: request.headers.clone(),
        status: status(&answer),
    };
    state.calls.push(call);
    answer
}

/// The status of an answer; none when nothing is said.
fn status(answer: &Answer) -> Option<u16> {
    match answer {
        Answer::Full(status, ..) => Some(*status),
        Answer::Truncated(..) | Answer::Flood(_) => Some(200),
        Answer::After(_, later) => status(later),
        Answer::Silence(_) => None,
    }
}
