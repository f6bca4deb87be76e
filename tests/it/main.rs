//! Integration tests: the library on real databases, and the real binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed test is what they are for")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod accounts;
mod arbitrage;
mod architecture;
mod booking;
mod cluster;
mod daemon;
/// The command line on each database.
#[allow(clippy::duplicate_mod)]
#[path = "."]
mod on_sqlite {
    const DATABASE: crate::world::Database = crate::world::Database::Sqlite;
    #[path = "cli.rs"]
    mod cli;
}
#[allow(clippy::duplicate_mod)]
#[path = "."]
mod on_postgres {
    const DATABASE: crate::world::Database = crate::world::Database::Postgres;
    #[path = "cli.rs"]
    mod cli;
}
#[path = "../../benches/generator.rs"]
mod generator;
mod ledger;
mod machines;
mod networks;
mod postgres;
mod prices;
mod recorded;
mod renting;
mod roles;
mod schema;
mod server;
mod simulated;
#[allow(dead_code, reason = "tests of one kind need one part of it")]
#[path = "../simulator/mod.rs"]
mod simulator;
mod store;
mod sync;
mod vastai;
mod wallet;
mod world;
