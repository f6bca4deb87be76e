//! What time does to the daemon: reservations whose time has come, and clocks that jump.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Daemon, hasty, status_of, until};
use crate::world::{Database, World};

/// A clock that a test sets.
struct Clock(PathBuf);

impl Clock {
    /// Makes a world live by it.
    fn of(world: &mut World, now: Timestamp) -> Self {
        let path = world.path("clock");
        world.set("GP4U_TEST_CLOCK", path.display().to_string());
        let clock = Self(path);
        clock.set(now);
        clock
    }

    fn set(&self, now: Timestamp) {
        // In one step: a reader must never find an empty file.
        let fresh = self.0.with_extension("fresh");
        std::fs::write(&fresh, now.to_string()).unwrap();
        std::fs::rename(&fresh, &self.0).unwrap();
    }
}

#[test]
fn reservations_whose_time_has_come_are_looked_after() {
    for database in [Database::Sqlite, Database::Postgres] {
        let (mut world, _networks) = hasty(database);
        let now: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
        let clock = Clock::of(&mut world, now);
        world.run(["sync", "-q"]).exits(0);
        let signup = ["auth", "signup", "--email", "ann@example.org", "--password-stdin"];
        world.run_with_input(signup, "correct horse battery staple\n").exits(0);
        let create = "reserve create vast:101 --start 2026-11-25T11:00:00Z --for 1h --manual --yes -o json";
        let booked = world.run(create.split_whitespace()).exits(0).json();
        let id = booked["data"]["id"].as_str().unwrap_or_else(|| panic!("{booked:#}")).to_owned();
        let state = || world.run(["reserve", "show", &id, "-o", "json"]).exits(0).json()["data"]["state"].clone();

        let daemon = Daemon::start(&world, []);
        until("a look at it", || (status_of(&world, "lifecycle")["state"] == "ok").then_some(()));
        assert_eq!(state(), "pending");
        clock.set(now + SignedDuration::from_hours(1));
        // There is no money in the wallet.
        until("its time", || (state() == "cancelled").then_some(()));
        let (code, log) = daemon.stop();
        assert_eq!(code, Some(0), "{log}");
        assert!(log.contains("1 reservations were due"), "{log}");
    }
}

#[test]
fn a_clock_that_jumps_stops_no_loop() {
    for database in [Database::Sqlite, Database::Postgres] {
        let (mut world, networks) = hasty(database);
        let now: Timestamp = "2026-11-25T10:00:00Z".parse().unwrap();
        let clock = Clock::of(&mut world, now);
        let mut daemon = Daemon::start(&world, []);
        let goes_on = |what: &str| {
            let asked = networks.requests("vast").len();
            until(what, || (networks.requests("vast").len() > asked + 5).then_some(()));
        };
        goes_on("the start");
        clock.set(now - SignedDuration::from_hours(1));
        goes_on("an hour back");
        clock.set(now + SignedDuration::from_hours(25));
        goes_on("a day on");
        clock.set(now);
        goes_on("back again");
        assert!(daemon.is_running());
        until("all well", || (status_of(&world, "sync:vast")["consecutive_errors"] == json!(0)).then_some(()));
        assert_eq!(daemon.stop().0, Some(0));
    }
}
