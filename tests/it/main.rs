//! Integration tests: the library on real databases, and the real binary.

mod architecture;
#[path = "../../benches/generator.rs"]
mod generator;
mod ledger;
mod networks;
mod server;
mod store;
mod sync;
mod world;
