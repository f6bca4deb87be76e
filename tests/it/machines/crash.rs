//! The process dies before and after every commit of every command, and is started again: one machine, one charge, and in
//! the end none of either.

use gp4u::booking::{RentalState, State};
use serde_json::{Value, json};

use super::*;
use crate::simulator::{Applied, Fault, Network, Operation, Reply, Trouble};
use crate::world::Database;

/// More points than any command has.
const MAX_POINTS: u32 = 40;
/// Pairs of a fault and a crash for each network and database.
const PAIRS: u64 = 3;

/// What a process is doing when it dies.
#[derive(Clone, Copy, Debug)]
enum Phase {
    Create,
    Activate,
    Start,
    Watch,
    Extend,
    Cancel,
    Complete,
}

impl Phase {
    const ALL: [Self; 7] =
        [Self::Create, Self::Activate, Self::Start, Self::Watch, Self::Extend, Self::Cancel, Self::Complete];
}

/// A reservation on its way to a phase, and the command that the process dies in.
struct Case<'a> {
    office: &'a Office,
    network: Network,
    offer: &'a str,
    phase: Phase,
    key: String,
}

impl<'a> Case<'a> {
    fn new(office: &'a Office, network: Network, offer: &'a str, phase: Phase) -> Self {
        Self { office, network, offer, phase, key: uuid::Uuid::now_v7().to_string() }
    }

    fn book(&self) -> Value {
        self.office.book_offer(self.network, self.offer, &[])
    }

    /// Brings a reservation to where the phase begins; none yet before the first.
    fn prepare(&self) -> Value {
        let office = self.office;
        match self.phase {
            Phase::Create => json!({}),
            Phase::Activate => self.book(),
            Phase::Start => {
                let booked = self.book();
                office.turn();
                office.later(60);
                booked
            }
            Phase::Watch | Phase::Extend | Phase::Cancel => {
                let booked = self.book();
                office.settle(&booked);
                office.later(60);
                booked
            }
            Phase::Complete => {
                let booked = self.book();
                office.settle(&booked);
                let (seen, _) = office.seen(&booked);
                office.simulator.clock().set(seen.window.end());
                office.later(0);
                booked
            }
        }
    }

    fn arguments<'b>(&'b self, reservation: &'b Value) -> Vec<&'b str> {
        let id = || text(&reservation["id"]);
        let mut arguments = match self.phase {
            Phase::Create => {
                let mut create = vec!["reserve", "create", self.offer, "--start", "now", "--for", "2h", "--yes"];
                if self.network == Network::Render {
                    create.extend(["--image", "dispersednetwork/base:latest"]);
                }
                create
            }
            Phase::Extend => vec!["reserve", "extend", id(), "--for", "1h", "--yes"],
            Phase::Cancel => vec!["reserve", "cancel", id(), "--yes"],
            Phase::Activate | Phase::Start | Phase::Watch | Phase::Complete => Office::turning(reservation),
        };
        if matches!(self.phase, Phase::Create | Phase::Extend | Phase::Cancel) {
            arguments.extend(["--idempotency-key", &self.key]);
        }
        arguments
    }

    /// Dies at a point and goes on to the end; `false` when the command has no such point.
    fn run(&self, point: u32) -> bool {
        let office = self.office;
        let before = office.stand();
        let prepared = self.prepare();
        let arguments = self.arguments(&prepared);
        let died = office.dies(&arguments, point);
        let told = format!("{:?} {:?} {:?} at point {point}", office.world.database, self.network, self.phase);
        office.later(11);
        let again = office.run(&arguments);
        let reservation = match self.phase {
            Phase::Create => again.exits(0).json()["data"].clone(),
            _ => prepared.clone(),
        };
        self.finish(&reservation);
        assert_eq!(office.stand().strays, before.strays, "{told}: a crash alone leaves nobody's machine");
        office.is_clean(&reservation, before, &told);
        died
    }

    /// The reservation comes to its end: by its time, or because it is given up.
    fn finish(&self, reservation: &Value) {
        let office = self.office;
        office.settle(reservation);
        if !matches!(self.phase, Phase::Complete) {
            office.run(&["reserve", "cancel", text(&reservation["id"]), "--yes"]);
        }
        office.rest(reservation);
        office.tidy();
    }
}

fn at_every_point(database: Database, network: Network) {
    let office = Office::new(database);
    let offer = office.offer(network);
    for phase in Phase::ALL {
        let points = (0..MAX_POINTS).take_while(|point| Case::new(&office, network, &offer, phase).run(*point)).count();
        assert!(points >= 2, "{phase:?} has commits");
        assert!(points < MAX_POINTS as usize, "{phase:?} has no end");
    }
    assert_eq!(office.simulator.leaked_secrets(), [] as [String; 0]);
}

macro_rules! for_each_network {
    ($($name:ident: $database:ident, $network:ident;)+) => {$(
        #[test]
        fn $name() {
            at_every_point(Database::$database, Network::$network);
        }
    )+};
}

for_each_network! {
    dying_anywhere_on_sqlite_vast: Sqlite, Vast;
    dying_anywhere_on_sqlite_akash: Sqlite, Akash;
    dying_anywhere_on_sqlite_ionet: Sqlite, Ionet;
    dying_anywhere_on_sqlite_render: Sqlite, Render;
    dying_anywhere_on_postgres_vast: Postgres, Vast;
    dying_anywhere_on_postgres_akash: Postgres, Akash;
    dying_anywhere_on_postgres_ionet: Postgres, Ionet;
    dying_anywhere_on_postgres_render: Postgres, Render;
}

/// What goes wrong beside a crash.
fn faults() -> Vec<Fault> {
    let call = |on, applied, reply| Fault::Call { on, applied, reply };
    vec![
        call(Operation::Create, Applied::Now, Reply::Lost),
        call(Operation::Create, Applied::Now, Reply::Status(500)),
        call(Operation::Create, Applied::Now, Reply::HalfJson),
        call(Operation::Create, Applied::Never, Reply::Status(503)),
        call(Operation::Create, Applied::AfterSeconds(30), Reply::Lost),
        call(Operation::Create, Applied::AfterSeconds(600), Reply::Lost),
        call(Operation::Destroy, Applied::Never, Reply::Real),
        call(Operation::Destroy, Applied::Never, Reply::Status(500)),
        call(Operation::Destroy, Applied::Now, Reply::Lost),
        call(Operation::Get, Applied::Never, Reply::Status(502)),
        call(Operation::List, Applied::Never, Reply::Html(200)),
        Fault::ListLagsSeconds(60),
        Fault::Machine(Trouble::Stuck),
        Fault::Machine(Trouble::CannotStart),
        Fault::Machine(Trouble::VanishesAfterSeconds(300)),
    ]
}

#[test]
fn a_fault_and_a_crash_at_once_leave_nothing_behind() {
    let faults = faults();
    for database in [Database::Sqlite, Database::Postgres] {
        let office = Office::new(database);
        for network in [Network::Vast, Network::Ionet, Network::Render] {
            for pair in 0..PAIRS {
                let seed = fastrand::u64(..);
                let mut random = fastrand::Rng::with_seed(seed);
                let fault = faults[random.usize(..faults.len())].clone();
                let (turn, point) = (random.usize(..8), random.u32(..10));
                let told =
                    format!("{database:?} {network:?} {fault:?}, dying in turn {turn} at point {point}: pair {pair}");
                let before = office.stand();
                // Only what is made long after it was given up is nobody's.
                let may_stray = matches!(fault, Fault::Call { applied: Applied::AfterSeconds(600), .. });
                let booked = office.book(network, &[]);
                office.simulator.inject(network, fault);
                for number in 0..8 {
                    let turning = Office::turning(&booked);
                    if number == turn {
                        office.dies(&turning, point);
                    }
                    office.turn();
                    office.later(45);
                }
                office.settle(&booked);
                office.run(&["reserve", "cancel", text(&booked["id"]), "--yes"]);
                office.rest(&booked);
                office.later(700);
                office.tidy();
                office.simulator.heal(network);
                assert!(may_stray || office.stand().strays == before.strays, "{told}");
                office.is_clean(&booked, before, &told);
            }
        }
    }
}

#[test]
fn two_workers_rent_one_machine() {
    Office::each(|office| {
        let booked = office.book(Network::Vast, &[]);
        let mut workers: Vec<_> = (0..4)
            .map(|_| office.command(&Office::turning(&booked)).stdout(std::process::Stdio::null()).spawn().unwrap())
            .collect();
        for worker in &mut workers {
            worker.wait().unwrap();
        }
        office.settle(&booked);
        let (seen, rentals) = office.seen(&booked);
        assert_eq!((seen.state, rentals.len()), (State::Active, 1));
        assert_eq!(rentals[0].state, RentalState::Running);
        assert_eq!(office.simulator.machines().len(), 1);
        office.proven();
    });
}
