//! What the tests of reservations share: a world with offers, people with money, and a clock that they set.

use std::cell::Cell;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use gp4u::ledger::AccountCode;
use gp4u::ledger::account::Chain;
use gp4u::ledger::rules::{self, Deposit};
use gp4u::store::Store;
use gp4u::units::{Usdc, UserId};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection};

use crate::world::{Database, Run, World};

/// When a desk opens, unless a test says otherwise.
pub const OPENS: &str = "2026-11-24T10:00:00Z";
/// An offer of one unit at 0.36 USD per hour, on a machine of its own.
pub const OFFER: &str = "vast:1";
/// Three offers of one machine.
pub const SLICES: [&str; 3] = ["vast:2", "vast:3", "vast:4"];
/// An offer of three units.
pub const UNITS: &str = "akash:3";
/// An offer of which two hours are billed at least.
pub const LEAST: &str = "ionet:1";

/// Laws about deposits: the money of these tests falls from the sky.
const BEYOND: [&str; 3] = ["I9", "I10", "I12"];

/// Somebody with an account.
pub struct Person {
    pub id: UserId,
    home: PathBuf,
}

pub struct Desk {
    pub world: World,
    pub store: Arc<Store>,
    pub runtime: tokio::runtime::Runtime,
    now: Cell<Timestamp>,
    zone: Cell<&'static str>,
}

impl Desk {
    pub fn new(database: Database) -> Self {
        Self::opening(database, OPENS)
    }

    pub fn opening(database: Database, now: &str) -> Self {
        let world = World::new(database);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let url = world.database_url.parse().unwrap();
        let store = Arc::new(runtime.block_on(Store::open(&url)).unwrap());
        let desk = Self { world, store, runtime, now: Cell::new(now.parse().unwrap()), zone: Cell::new("UTC") };
        let offers = [
            (OFFER, Some("m1"), 1, 1, 0),
            (SLICES[0], Some("m2"), 1, 1, 0),
            (SLICES[1], Some("m2"), 2, 1, 0),
            (SLICES[2], Some("m2"), 4, 1, 0),
            (UNITS, None, 1, 3, 0),
            (LEAST, None, 1, 1, 2),
        ];
        for provider in ["vast", "akash", "ionet"] {
            desk.sql(format!(
                "INSERT INTO providers (name, synced_at) VALUES ('{provider}', {})",
                desk.now().as_microsecond()
            ));
        }
        for (id, machine, gpus, units, min_hours) in offers {
            let (provider, external) = id.split_once(':').unwrap();
            let machine = machine.map_or("NULL".to_owned(), |machine| format!("'{machine}'"));
            desk.sql(format!(
                "INSERT INTO offers (id, provider, external_id, machine_id, model, gpu_count, units, available, kind, \
                 price_per_hour, price_per_gpu_hour, verified, min_hours, raw_gpu_name, digest, indicative, first_seen_at, \
                 changed_at) VALUES ('{id}', '{provider}', '{external}', {machine}, 'RTX 4090', {gpus}, {units}, TRUE, \
                 'on_demand', 360000, 360000, TRUE, {min_hours}, 'RTX 4090', 1, FALSE, 1, 1)"
            ));
        }
        desk
    }

    /// Runs a test at a desk on each database.
    pub fn each(test: impl Fn(Self)) {
        for database in [Database::Sqlite, Database::Postgres] {
            test(Self::new(database));
        }
    }

    pub fn now(&self) -> Timestamp {
        self.now.get()
    }

    /// Sets the clock.
    pub fn at(&self, text: &str) -> &Self {
        self.now.set(text.parse().unwrap());
        self
    }

    /// Moves the clock, backwards too.
    pub fn later(&self, seconds: i64) -> &Self {
        self.now.set(Timestamp::from_second(self.now().as_second() + seconds).unwrap());
        self
    }

    /// Moves everybody.
    pub fn in_zone(&self, zone: &'static str) -> &Self {
        self.zone.set(zone);
        self
    }

    /// Does something to the database behind the program's back.
    pub fn sql(&self, sql: String) {
        self.try_sql(sql).unwrap();
    }

    pub fn try_sql(&self, sql: String) -> Result<(), sqlx::Error> {
        let url = self.world.database_url.as_str();
        self.runtime.block_on(async {
            if url.starts_with("sqlite") {
                let mut connection = sqlx::SqliteConnection::connect(url).await?;
                sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
            } else {
                let mut connection = sqlx::PgConnection::connect(url).await?;
                sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await?;
            }
            Ok(())
        })
    }

    /// Somebody signs up, and finds so many micro-USDC in the wallet. The first is the operator.
    pub fn person(&self, name: &str, micros: i64) -> Person {
        let home = self.world.path(name);
        std::fs::create_dir_all(&home).unwrap();
        let nobody = Person { id: "00000000-0000-0000-0000-000000000000".parse().unwrap(), home };
        let email = format!("{name}@example.com");
        let mut command = self.command(&nobody);
        command.args(["auth", "signup", "--email", &email, "--password-stdin", "--json"]);
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"correct horse battery staple\n").unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let person = Person { id: text(&answer["data"]["user_id"]).parse().unwrap(), ..nobody };
        if micros > 0 {
            self.give(&person, micros);
        }
        person
    }

    /// Money falls from the sky.
    pub fn give(&self, person: &Person, micros: i64) {
        let name = format!("gift-{}-{}", person.id, uuid::Uuid::now_v7());
        let deposit = Deposit {
            chain: Chain::NONE,
            transaction: name.parse().unwrap(),
            log: 0,
            amount: Usdc::from_micros(micros),
        };
        let arrived = rules::deposit_final(&deposit, &"hot".parse().unwrap()).unwrap();
        let claimed = rules::deposit_claimed(&deposit, person.id.uuid()).unwrap();
        self.runtime.block_on(async {
            self.store.post(&arrived, self.now()).await.unwrap();
            self.store.post(&claimed, self.now()).await.unwrap();
        });
    }

    /// What somebody has, in micro-USDC.
    pub fn balance(&self, person: &Person) -> i64 {
        let wallet = AccountCode::Wallet(person.id.uuid());
        self.runtime.block_on(self.store.account(&wallet)).unwrap().unwrap().balance.micros()
    }

    pub fn command(&self, person: &Person) -> Command {
        let mut command = self.world.command();
        command.env("HOME", &person.home).env("TZ", self.zone.get()).env("GP4U_TEST_CLOCK", self.now().to_string());
        command
    }

    /// Runs `gp4u reserve …` as somebody, with JSON. What is booked is rented by hand.
    pub fn reserve<'a>(&self, person: &Person, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        let mut arguments: Vec<&str> = arguments.into_iter().collect();
        if arguments.first() == Some(&"create") {
            arguments.push("--manual");
        }
        crate::world::run_of(&self.command(person).arg("reserve").args(arguments).arg("--json").output().unwrap())
    }

    /// Books, and gives the reservation.
    #[track_caller]
    pub fn book(&self, person: &Person, offer: &str, start: &str, length: &str) -> Value {
        self.reserve(person, ["create", offer, "--start", start, "--for", length]).exits(0).json()["data"].clone()
    }

    #[track_caller]
    pub fn show(&self, person: &Person, reservation: &Value) -> Value {
        self.reserve(person, ["show", text(&reservation["id"])]).exits(0).json()["data"].clone()
    }

    /// Does what time asks for, as whoever waits does, and gives the reservation as it is then.
    #[track_caller]
    pub fn tick(&self, person: &Person, reservation: &Value) -> Value {
        let run = self.reserve(person, ["wait", text(&reservation["id"]), "--until", "ended", "--timeout", "1ms"]);
        assert!([0, 8].contains(&run.code), "{run:?}");
        self.show(person, reservation)
    }

    /// Runs jobs at the same time, each on a thread and with a store of its own, as processes would.
    pub fn at_once<T: Send, J: AsyncFnOnce(&Store) -> T + Send>(&self, jobs: Vec<J>) -> Vec<T> {
        let url = self.world.database_url.as_str();
        let start = std::sync::Barrier::new(jobs.len());
        std::thread::scope(|scope| {
            let run = |job: J| {
                let start = &start;
                scope.spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(async {
                        let store = Store::open(&url.parse().unwrap()).await;
                        // Whoever fails must not keep the others waiting.
                        start.wait();
                        let store = store.unwrap();
                        let outcome = job(&store).await;
                        store.close().await;
                        outcome
                    })
                })
            };
            let threads: Vec<_> = jobs.into_iter().map(run).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    /// Fails unless every law of the book and of reservations holds.
    #[track_caller]
    pub fn proven(&self) {
        let report = self.runtime.block_on(self.store.verify_ledger()).unwrap();
        let broken: Vec<_> =
            report.checks.iter().filter(|check| !check.breaches.is_empty() && !BEYOND.contains(&check.id)).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

#[track_caller]
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
