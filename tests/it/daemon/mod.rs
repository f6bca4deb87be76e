//! The daemon, by the real binary.

mod endpoints;
mod examples;
mod faults;
mod leases;
mod loops;
mod process;
mod rest;
mod time;

pub use process::{Daemon, until};

use serde_json::Value;

use crate::networks::{NAMES, Networks};
use crate::world::{Database, World};

/// A world whose loops run often, and networks that answer.
pub fn hasty(database: Database) -> (World, Networks) {
    let mut world = World::new(database);
    let networks = hurry(&mut world);
    (world, networks)
}

/// Points a world at networks and makes its loops run often.
pub fn hurry(world: &mut World) -> Networks {
    let networks = Networks::start(world);
    for name in NAMES {
        world.set(&format!("GP4U_PROVIDERS__{}__RATE_PER_MINUTE", name.to_uppercase()), "6000");
    }
    let settings = [("SYNC_EVERY", "200ms"), ("LIFECYCLE_EVERY", "200ms"), ("VERIFY_EVERY", "300ms"), ("LEASE", "2s")];
    for (name, value) in settings {
        world.set(&format!("GP4U_DAEMON__{name}"), value);
    }
    networks
}

/// The rows of `daemon status`.
pub fn status(world: &World) -> Vec<Value> {
    world.run(["daemon", "status", "-o", "json"]).json()["data"].as_array().expect("a list of loops").clone()
}

/// One row of it.
pub fn status_of(world: &World, id: &str) -> Value {
    let rows = status(world);
    rows.iter().find(|row| row["id"] == id).unwrap_or_else(|| panic!("no loop {id} in {rows:#?}")).clone()
}

/// How many offers are listed.
pub fn offers(world: &World) -> usize {
    let document = world.run(["gpus", "search", "--all", "--limit", "0", "-o", "json"]).exits(0).json();
    document["data"].as_array().expect("a list of offers").len()
}
