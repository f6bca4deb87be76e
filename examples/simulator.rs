//! The four networks on loopback, to be driven by hand: `cargo run --example simulator`.
//!
//! It prints the environment in which gp4u and the official client of Vast.ai rent here, and runs until it is ended. Time
//! runs with the machine's and can be put forward; machines let in `ssh` with their renter's key, at `ssh_port` of the
//! first of these calls; whatever can go wrong can be asked for:
//!
//! ```sh
//! curl $VAST_URL/simulator                                               # what really is, and what it has billed
//! curl $VAST_URL/simulator/clock -d '{"advance_seconds": 3600}'
//! curl $VAST_URL/simulator/faults -d '{"fault": {"call": {"on": "create", "applied": {"after_seconds": 90}, "reply": "lost"}}}'
//! curl $VAST_URL/simulator/faults -d '{"fault": {"machine": "stuck"}, "times": 3}'
//! ```

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a tool for tests")]

#[allow(dead_code, reason = "tests need more of it")]
#[path = "../tests/it/server.rs"]
mod server;
#[allow(dead_code, unused_imports, reason = "tests need more of it")]
#[path = "../tests/simulator/mod.rs"]
mod simulator;

use simulator::{Clock, Network, Simulator, keys};

#[allow(clippy::print_stdout, reason = "its output is what it is for")]
fn main() {
    let simulator = Simulator::start(Clock::running());
    simulator.serve_ssh();
    let mut environment = simulator.environment();
    environment.push(("VAST_URL".to_owned(), simulator.url(Network::Vast).to_owned()));
    environment.push(("VAST_API_KEY".to_owned(), keys::VAST.to_owned()));
    for (name, value) in environment {
        println!("export {name}={value}");
    }
    loop {
        std::thread::park();
    }
}
