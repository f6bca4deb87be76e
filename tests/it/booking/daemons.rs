//! Two daemons at once, one of them asleep in the middle of its work and past its leases: everybody pays once, and gets
//! back what is theirs.

use std::path::PathBuf;
use std::time::Duration;

use gp4u::units::ReservationId;
use rustix::process::Signal;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::race::{book, wish};
use super::*;
use crate::daemon::{Daemon, until};
use crate::world::Database;

/// Reservations due at one moment: the even ones end then, the odd ones begin.
const DUE: u32 = 240;
/// How many a worker takes on at once.
const BATCH: i64 = 100;
/// Those of people whose wallets a test may hold up: as many as a worker looks after at the same time.
const STUCK: std::ops::Range<u32> = 20..28;
/// Those that their owner gives up in the end.
const CANCELLED: [u32; 3] = [41, 43, 201];
/// What everybody begins with.
const FUNDS: i64 = 1_000_000_000;

/// People with reservations that are due when the clock is moved by an hour, and the clock of all daemons.
struct Rush {
    desk: Desk,
    ann: Person,
    stuck: Vec<Person>,
    clock: PathBuf,
}

impl Rush {
    fn new(database: Database) -> Self {
        let mut desk = Desk::new(database);
        let clock = desk.world.path("clock");
        desk.world.set("GP4U_TEST_CLOCK", clock.to_str().unwrap()).set("GP4U_DAEMON__LIFECYCLE_EVERY", "200ms");
        for provider in ["VAST", "AKASH", "IONET", "RENDER"] {
            desk.world.set(&format!("GP4U_PROVIDERS__{provider}__ENABLED"), "false");
        }
        let ann = desk.person("ann", FUNDS);
        let stuck = STUCK.map(|number| desk.person(&format!("stuck-{number}"), FUNDS)).collect();
        let rush = Self { desk, ann, stuck, clock };
        let (desk, now) = (&rush.desk, rush.desk.now());
        for number in 0..DUE {
            let of_stuck = STUCK.contains(&number).then(|| (number - STUCK.start) as usize);
            let owner = of_stuck.map_or(&rush.ann, |index| &rush.stuck[index]);
            let mut wish = wish(owner, &format!("rush:{number}"), None, desk, i64::from(number % 2));
            // The order in which they are taken on.
            wish.id = ReservationId::new(Uuid::from_u128(u128::from(number) + 1));
            if of_stuck.is_some() {
                // Nobody else waits for what is owed to their providers.
                wish.offer.provider = format!("provider{number}");
            }
            desk.runtime.block_on(book(&desk.store, wish, 1, now)).unwrap();
        }
        // Five minutes late: those are not paid for.
        desk.later(300);
        rush.tick();
        assert_eq!(rush.count("state = 'active'"), i64::from(DUE / 2));
        rush.desk.later(3_300);
        rush.set_clock();
        rush
    }

    /// Gives all daemons the desk's time.
    fn set_clock(&self) {
        let new = self.clock.with_extension("new");
        std::fs::write(&new, self.desk.now().to_string()).unwrap();
        std::fs::rename(new, &self.clock).unwrap();
    }

    fn later(&self, seconds: i64) {
        self.desk.later(seconds);
        self.set_clock();
    }

    /// Does everything that is due, as a command in the foreground.
    fn tick(&self) {
        let id = Uuid::from_u128(1).to_string();
        let run = self.desk.reserve(&self.ann, ["wait", &id, "--until", "ended", "--timeout", "1ms"]);
        assert!([0, 8].contains(&run.code), "{run:?}");
    }

    fn count(&self, which: &str) -> i64 {
        self.desk.world.count(&format!("SELECT COUNT(*) FROM reservation WHERE {which}"))
    }

    /// Reservations whose turn it was, and is over.
    fn done(&self) -> i64 {
        self.count(&format!(
            "(starts_at < {0} AND state = 'completed') OR (starts_at >= {0} AND state = 'active')",
            Self::begun()
        ))
    }

    /// When those that are due begin or end, whatever the clock shows meanwhile.
    fn begun() -> i64 {
        OPENS.parse::<jiff::Timestamp>().unwrap().as_microsecond() + 3_600_000_000
    }

    #[track_caller]
    fn until_done(&self, what: &str, number: i64) {
        until(what, || (self.done() == number).then_some(()));
    }

    /// Two that nobody but the sleeper had in hand, and one that it had not, are given up; the unused time comes back.
    fn cancel_some(&self) {
        self.later(1_000);
        for number in CANCELLED {
            let id = Uuid::from_u128(u128::from(number) + 1).to_string();
            let cancelled = self.desk.reserve(&self.ann, ["cancel", &id, "--yes"]).exits(0).json()["data"].clone();
            assert_eq!(cancelled["state"], "cancelled", "{cancelled}");
            assert_ne!(cancelled["refunded"], "0.00", "{cancelled}");
        }
    }

    /// After the rest has ended too: everybody has paid for the seconds they had, once.
    fn settled(&self) {
        let cancelled = i64::try_from(CANCELLED.len()).unwrap();
        let ended = i64::from(DUE) - cancelled;
        until("all have ended", || (self.count("state = 'completed'") == ended).then_some(()));
        // 0.36 USD an hour are 100 micro-dollars a second.
        assert_eq!(self.count("charged <> (ends_at - started_at) / 10000"), 0, "charged for the time that was left");
        assert_eq!(self.count("charged - refunded <> (stopped_at - started_at) / 10000"), 0, "paid by the second");
        assert_eq!(self.count("refunded > 0"), cancelled);
        for step in ["hold", "end"] {
            let sql = format!("SELECT COUNT(*) FROM entry WHERE idem_key LIKE 'res:%:{step}'");
            assert_eq!(self.desk.world.count(&sql), i64::from(DUE), "{step}");
        }
        for person in self.stuck.iter().chain([&self.ann]) {
            let sql = format!("SELECT SUM(charged - refunded) FROM reservation WHERE owner = '{}'", person.id);
            assert_eq!(self.desk.balance(person), FUNDS - self.desk.world.count(&sql));
        }
        self.desk.proven();
    }
}

#[test]
fn a_daemon_that_sleeps_past_its_leases_is_replaced_and_charges_nobody_again() {
    let rush = Rush::new(Database::Postgres);
    let (runtime, url) = (&rush.desk.runtime, &rush.desk.world.database_url);
    let mut holder = runtime.block_on(PgConnection::connect(url)).unwrap();
    let process: i32 = runtime.block_on(sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut holder)).unwrap();
    let mut run = |sql: String| runtime.block_on(sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut holder)).unwrap();
    let wallets: Vec<String> = rush.stuck.iter().map(|person| format!("'wallet:{}'", person.id)).collect();
    run(format!("BEGIN; SELECT * FROM account WHERE code IN ({}) FOR UPDATE", wallets.join(", ")));

    // It has done twenty, is in the middle of eight, and has 72 more in its hands.
    let mut sleeper = Daemon::start(&rush.desk.world, []);
    let before = i64::from(STUCK.start);
    rush.until_done("the first twenty", before);
    let waiting = format!("SELECT COUNT(*) FROM pg_stat_activity WHERE {process} = ANY(pg_blocking_pids(pid))");
    let all = i64::from(STUCK.end - STUCK.start);
    until("the eight wait", || (rush.desk.world.count(&waiting) == all).then_some(()));
    sleeper.signal(Signal::STOP);
    assert_eq!(rush.done(), before);

    let mut other = Daemon::start(&rush.desk.world, []);
    rush.until_done("the other daemon does what nobody has", before + i64::from(DUE) - BATCH);
    // The sleeper's transactions get what they waited for, and sleep on it until the server ends them.
    run("ROLLBACK".to_owned());
    rush.later(61);
    rush.until_done("the other daemon takes over", i64::from(DUE));
    let late = format!("started_at = {}", Rush::begun() + 61_000_000);
    assert_eq!(rush.count(&late), (BATCH - before) / 2, "who waited a minute pays from then on");
    rush.cancel_some();

    sleeper.signal(Signal::CONT);
    rush.later(3_600 - 1_061);
    rush.settled();
    assert!(sleeper.is_running() && other.is_running());
    for daemon in [sleeper, other] {
        let (code, log) = daemon.stop();
        assert_eq!(code, Some(0), "{log}");
    }
    rush.settled();
}

#[test]
fn a_files_daemon_that_sleeps_past_its_leases_charges_nobody_again() {
    let rush = Rush::new(Database::Sqlite);
    let (runtime, url) = (&rush.desk.runtime, &rush.desk.world.database_url);
    let mut other = runtime.block_on(SqliteConnection::connect(url)).unwrap();
    let mut run = |sql: &'static str| runtime.block_on(sqlx::raw_sql(sql).execute(&mut other)).map(drop);
    run("PRAGMA busy_timeout = 0").unwrap();

    let mut sleeper = Daemon::start(&rush.desk.world, []);
    until("it has begun", || (rush.done() > 0).then_some(()));
    // Whoever sleeps in the middle of a transaction has the whole file: that is no time to take over.
    loop {
        sleeper.signal(Signal::STOP);
        if run("BEGIN IMMEDIATE").is_ok() {
            break;
        }
        sleeper.signal(Signal::CONT);
        std::thread::sleep(Duration::from_millis(1));
    }
    run("ROLLBACK").unwrap();
    assert!(rush.done() < i64::from(DUE), "it sleeps in the middle of its work");

    let refused = rush.desk.world.run(["daemon", "-o", "json"]).exits(5);
    assert_eq!(refused.error()["code"], "conflict", "a sleeping daemon has the file still");
    rush.later(61);
    rush.tick();
    assert_eq!(rush.done(), i64::from(DUE), "a command in the foreground takes over");
    rush.cancel_some();

    sleeper.signal(Signal::CONT);
    rush.later(3_600 - 1_061);
    rush.settled();
    assert!(sleeper.is_running());
    assert_eq!(sleeper.stop().0, Some(0));
    rush.settled();
}
