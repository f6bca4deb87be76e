//! Integration tests: the library on real databases, and the real binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed test is what they are for")]

mod arbitrage;
mod architecture;
mod cli;
#[path = "../../benches/generator.rs"]
mod generator;
mod ledger;
mod networks;
mod prices;
mod recorded;
mod schema;
mod server;
mod store;
mod sync;
mod world;
