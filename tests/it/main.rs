//! Integration tests: the library on real databases, and the real binary.

mod architecture;
mod cli;
#[path = "../../benches/generator.rs"]
mod generator;
mod networks;
mod server;
mod store;
mod sync;
mod world;
