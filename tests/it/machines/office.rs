//! What the tests of machines share: a world in front of the simulator, one clock for both, and somebody with money.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gp4u::app::App;
use gp4u::app::config::{Config, Sources};
use gp4u::booking::rental::RELEASE_BOUND_SECONDS;
use gp4u::booking::{Rental, Reservation, State};
use gp4u::ledger::AccountCode;
use gp4u::ledger::account::Chain;
use gp4u::ledger::rules::{self, Deposit};
use gp4u::ops::lifecycle::{Limits, tick};
use gp4u::ops::reconcile::reconcile;
use gp4u::store::Store;
use gp4u::units::{Usdc, UserId};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::simulator::{Clock, Machine, Network, Operation, Simulator};
use crate::world::{Database, Run, World, run_of};

/// When an office opens.
pub const OPENS: &str = "2026-11-24T10:00:00Z";
/// What somebody has at first, in micro-USDC.
pub const START: i64 = 100_000_000;
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4 me@home";
/// Laws about deposits: the money of these tests falls from the sky.
const BEYOND: [&str; 3] = ["I9", "I10", "I12"];
/// Turns after which everything has come to rest.
const MAX_TURNS: u32 = 400;

pub struct Office {
    pub world: World,
    pub simulator: Simulator,
    pub store: Arc<Store>,
    pub runtime: tokio::runtime::Runtime,
    pub user: UserId,
    app: App,
}

/// How things stood before a reservation.
#[derive(Clone, Copy)]
pub struct Stand {
    machines: usize,
    pub balance: i64,
    pub strays: i64,
    leaks: i64,
}

impl Office {
    /// Opens with the markets read, and an operator who has money.
    pub fn new(database: Database) -> Self {
        let mut world = World::new(database);
        let file = world.path("now");
        let clock = Clock::standing_at(OPENS.parse().unwrap()).kept_in(file.clone());
        let simulator = Simulator::start(clock);
        simulator.answer_on_ssh();
        simulator.change(|cloud| cloud.akash.bid_delay_seconds = 0);
        for (name, value) in simulator.environment() {
            world.set(&name, value);
        }
        for network in Network::ALL {
            world.set(&format!("GP4U_PROVIDERS__{}__RATE_PER_MINUTE", network.name().to_uppercase()), "6000");
        }
        world.set("GP4U_TEST_CLOCK", file.to_str().unwrap());
        std::fs::create_dir(world.path(".ssh")).unwrap();
        std::fs::write(world.path(".ssh/id_ed25519.pub"), KEY).unwrap();
        let signup = ["auth", "signup", "--email", "ann@example.com", "--password-stdin", "--json"];
        let signup = world.run_with_input(signup, "correct horse battery staple\n").exits(0).json();
        let user = text(&signup["data"]["user_id"]).parse().unwrap();
        world.run(["sync"]).exits(0);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let store = Arc::new(runtime.block_on(Store::open(&world.database_url.parse().unwrap())).unwrap());
        let mut sources = Sources::default();
        let environment = world.command();
        let known = environment.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
        sources.environment.extend(known);
        let app = App::new(Config::load(&sources).unwrap()).by_test_clock(file.to_str().unwrap().to_owned());
        let office = Self { world, simulator, store, runtime, user, app };
        office.give(START);
        office
    }

    /// Runs a test in an office on each database.
    pub fn each(test: impl Fn(Self)) {
        for database in [Database::Sqlite, Database::Postgres] {
            test(Self::new(database));
        }
    }

    /// Money falls from the sky.
    fn give(&self, micros: i64) {
        let name = format!("gift-{}", uuid::Uuid::now_v7());
        let deposit = Deposit {
            chain: Chain::NONE,
            transaction: name.parse().unwrap(),
            log: 0,
            amount: Usdc::from_micros(micros),
        };
        let arrived = rules::deposit_final(&deposit, &"hot".parse().unwrap()).unwrap();
        let claimed = rules::deposit_claimed(&deposit, self.user.uuid()).unwrap();
        self.runtime.block_on(async {
            self.store.post(&arrived, self.now()).await.unwrap();
            self.store.post(&claimed, self.now()).await.unwrap();
        });
    }

    /// Lets time go by by itself, twenty times as fast as it does, until the answer is dropped.
    pub fn let_time_pass(&self) -> impl Drop + use<> {
        struct Passing(Arc<AtomicBool>);
        impl Drop for Passing {
            fn drop(&mut self) {
                self.0.store(false, Ordering::SeqCst);
            }
        }
        let (clock, goes_on) = (self.simulator.clock().clone(), Arc::new(AtomicBool::new(true)));
        let passing = Passing(Arc::clone(&goes_on));
        std::thread::spawn(move || {
            while goes_on.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(50));
                clock.advance(Duration::from_secs(1));
            }
        });
        passing
    }

    /// Gives the user a key to log in with.
    pub fn make_key(&self) {
        let file = self.world.path(".ssh/id_ed25519");
        std::fs::remove_file(file.with_extension("pub")).unwrap();
        let mut keygen = Command::new("ssh-keygen");
        keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(file);
        assert!(keygen.status().unwrap().success());
    }

    pub fn now(&self) -> Timestamp {
        self.simulator.clock().now()
    }

    /// Puts the clock of the networks and of gp4u forward.
    pub fn later(&self, seconds: u64) -> &Self {
        self.simulator.advance(Duration::from_secs(seconds));
        self
    }

    /// What the user has.
    pub fn balance(&self) -> i64 {
        let wallet = AccountCode::Wallet(self.user.uuid());
        self.runtime.block_on(self.store.account(&wallet)).unwrap().unwrap().balance.micros()
    }

    /// Something to rent at a network.
    pub fn offer(&self, network: Network) -> String {
        self.offers(network, 1).remove(0)
    }

    /// So many things to rent at a network, the same one again where it has no others.
    pub fn offers(&self, network: Network, count: usize) -> Vec<String> {
        let name = network.name();
        self.world.run(["sync", name]).exits(0);
        let one = "gpu_count = 1 and kind != interruptible and kind != indicative and price_per_hour > 0.2";
        let search = ["gpus", "search", "--provider", name, "--where", one, "--all", "-o", "ids"];
        let found = self.world.run(search).exits(0).stdout;
        found.lines().map(str::to_owned).cycle().take(count).collect()
    }

    /// Everything there is to rent at a network, on machines of their own.
    pub fn any_offers(&self, network: Network) -> Vec<String> {
        let listed =
            self.data(&["gpus", "search", "--provider", network.name(), "--where", "kind != interruptible", "--all"]);
        let mut machines = std::collections::HashSet::new();
        let is_new = |offer: &&Value| offer["machine_id"].is_null() || machines.insert(offer["machine_id"].clone());
        let is_real = |offer: &&Value| !text(&offer["id"]).contains("cheap");
        let offers = listed.as_array().unwrap().iter().filter(is_real).filter(is_new);
        offers.map(|offer| text(&offer["id"]).to_owned()).collect()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.world.command();
        command.args(arguments).arg("--json");
        command
    }

    /// A shell that knows gp4u and everything that it needs.
    pub fn shell(&self, script: &str) -> Command {
        let gp4u = self.world.command();
        let folder = std::path::Path::new(gp4u.get_program()).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap();
        let path = std::env::join_paths([folder].into_iter().chain(std::env::split_paths(&path))).unwrap();
        let mut command = Command::new("bash");
        command.args(["-euc", script]).env_clear().current_dir(self.world.home());
        command.envs(gp4u.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", path);
        command
    }

    /// Runs gp4u with JSON.
    pub fn run(&self, arguments: &[&str]) -> Run {
        run_of(&self.command(arguments).output().unwrap())
    }

    #[track_caller]
    pub fn data(&self, arguments: &[&str]) -> Value {
        self.run(arguments).exits(0).json()["data"].clone()
    }

    /// Books two hours from now on.
    #[track_caller]
    pub fn book(&self, network: Network, more: &[&str]) -> Value {
        self.book_offer(network, &self.offer(network), more)
    }

    /// The same of a certain offer.
    #[track_caller]
    pub fn book_offer(&self, network: Network, offer: &str, more: &[&str]) -> Value {
        let image = if network == Network::Render { &["--image", "dispersednetwork/base:latest"][..] } else { &[] };
        let create = ["reserve", "create", offer, "--start", "now", "--for", "2h", "--yes"];
        self.data(&[&create, image, more].concat())
    }

    /// Lets a process die at a point, counted from 0; `false` when it has fewer and came to its end.
    pub fn dies(&self, arguments: &[&str], point: u32) -> bool {
        let mut command = self.command(arguments);
        command.env("GP4U_TEST_DIE_AT", point.to_string());
        let run = run_of(&command.output().unwrap());
        assert!([-1, 0, 5, 7, 8].contains(&run.code), "{run:?}");
        run.code == -1
    }

    #[track_caller]
    pub fn show(&self, reservation: &Value) -> Value {
        self.data(&["reserve", "show", text(&reservation["id"])])
    }

    /// The reservation and its rentals, straight from the database.
    #[track_caller]
    pub fn seen(&self, reservation: &Value) -> (Reservation, Vec<Rental>) {
        let id = text(&reservation["id"]).parse().unwrap();
        self.runtime.block_on(async {
            (self.store.reservation(id, None).await.unwrap(), self.store.rentals(id).await.unwrap())
        })
    }

    /// The words of a command that does what there is to do now.
    pub fn turning(reservation: &Value) -> Vec<&str> {
        vec!["reserve", "wait", text(&reservation["id"]), "--until", "ended", "--timeout", "1ms"]
    }

    /// Does what there is to do now, in this process: it takes less time than starting another.
    #[track_caller]
    pub fn turn(&self) {
        self.runtime.block_on(tick(&self.app, Limits::default())).unwrap();
    }

    /// Compares with the networks and releases what nobody owns; whether all was well.
    #[track_caller]
    pub fn reconcile(&self) -> bool {
        self.runtime.block_on(reconcile(&self.app, true)).unwrap().problem().is_none()
    }

    /// Lets time go by, so many seconds a step, until the reservation is as wanted.
    #[track_caller]
    pub fn until(&self, reservation: &Value, step: u64, wanted: impl Fn(&Reservation, &[Rental]) -> bool) {
        for _ in 0..MAX_TURNS {
            let (seen, rentals) = self.seen(reservation);
            if wanted(&seen, &rentals) {
                return;
            }
            self.turn();
            self.later(step);
        }
        panic!("it never came to be: {:#}\n{:#?}", self.show(reservation), self.simulator.machines());
    }

    /// Lets time go by until the machine is up, or never will be.
    #[track_caller]
    pub fn settle(&self, reservation: &Value) {
        self.until(reservation, 31, |seen, _| !matches!(seen.state, State::Pending | State::Activating));
    }

    /// A reservation that is active.
    #[track_caller]
    pub fn active(&self, network: Network) -> Value {
        let booked = self.book(network, &[]);
        self.settle(&booked);
        assert_eq!(self.seen(&booked).0.state, State::Active, "{:#}", self.show(&booked));
        booked
    }

    /// Lets time go by until nothing is left to be done for a reservation that has ended.
    #[track_caller]
    pub fn rest(&self, reservation: &Value) {
        self.until(reservation, 20, |seen, rentals| {
            seen.state.is_terminal() && rentals.iter().all(|rental| rental.state.is_over())
        });
    }

    /// Lets time go by until no machine is left anywhere: the last ones are nobody's.
    #[track_caller]
    pub fn tidy(&self) {
        for _ in 0..20 {
            if self.simulator.live().is_empty() && self.strays() == 0 {
                return;
            }
            self.reconcile();
            self.later(120);
        }
        panic!("machines are left: {:#?}", self.simulator.live());
    }

    fn strays(&self) -> i64 {
        self.world.count("SELECT COUNT(*) FROM stray WHERE ended_at IS NULL")
    }

    /// How things stand before a reservation.
    pub fn stand(&self) -> Stand {
        Stand {
            machines: self.simulator.machines().len(),
            balance: self.balance(),
            strays: self.world.count("SELECT COUNT(*) FROM stray"),
            leaks: self.leaks(),
        }
    }

    /// Entries that book what a machine cost that nobody wanted.
    pub fn leaks(&self) -> i64 {
        self.world.count("SELECT COUNT(*) FROM entry WHERE kind = 'leak'")
    }

    /// What must be true of every reservation that is over, whatever happened to it.
    #[track_caller]
    pub fn is_clean(&self, reservation: &Value, before: Stand, told: &str) {
        let (since, balance) = (before.machines, before.balance);
        let (seen, rentals) = self.seen(reservation);
        let story = || format!("{told}\n{:#}\n{:#?}", self.show(reservation), &self.simulator.machines()[since..]);
        self.proven();
        assert!(seen.state.is_terminal(), "{}", story());
        assert!(rentals.iter().all(|rental| rental.state.is_over()), "{}", story());
        assert!(self.simulator.live().is_empty(), "{}", story());
        // Charged once: the wallet is short of exactly what is said to be paid, and nothing was booked twice.
        assert_eq!(balance - self.balance(), seen.paid().micros(), "{}", story());
        let booked = |suffix: &str| {
            self.world.count(&format!("SELECT COUNT(*) FROM entry WHERE idem_key = 'res:{}:{suffix}'", seen.id))
        };
        let was_paid = i64::from(seen.charged.micros() > 0);
        assert_eq!((booked("hold"), booked("end")), (was_paid, was_paid), "{}", story());
        let machines = self.simulator.machines();
        let now = self.stand();
        let (strays, leaks) = (now.strays - before.strays, now.leaks - before.leaks);
        let mut stretches = Vec::new();
        for machine in &machines[since..] {
            stretches.extend(machine.stretches(self.now()));
            // It billed while it was wanted, and for as long as giving it back may take; or it is booked as a leak.
            let until = seen.unwanted_since().unwrap() + SignedDuration::from_secs(RELEASE_BOUND_SECONDS.cast_signed());
            let window = (seen.created_at.min(machine.created_at), until);
            let outside = machine.seconds_billed_outside(Some(window), self.now());
            assert!(outside == 0 || leaks > 0, "{outside} s: {}", story());
        }
        stretches.sort();
        let overlaps = stretches.windows(2).any(|pair| pair[0].1 > pair[1].0);
        assert!(!overlaps || strays > 0, "two machines bill at once: {}", story());
        // All is well: looking again changes nothing.
        let changing = || {
            let calls = self.simulator.calls();
            calls
                .iter()
                .filter(|call| matches!(call.operation, Operation::Create | Operation::Destroy | Operation::Extend))
                .count()
        };
        let before = changing();
        assert!(self.reconcile(), "{}", story());
        assert_eq!(changing(), before, "{}", story());
    }

    /// Machines that exist now at a network.
    pub fn live(&self, network: Network) -> Vec<Machine> {
        self.simulator.live().into_iter().filter(|machine| machine.network == network).collect()
    }

    /// Fails unless every law of the book, of reservations and of machines holds.
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
