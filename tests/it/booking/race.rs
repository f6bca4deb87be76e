//! Many at once: one slot is one client's, and one reservation is one worker's at a time.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gp4u::booking::{self, BookedOffer, End, Fulfilment, Outcome, Terms, Wish};
use gp4u::error::Code;
use gp4u::market::offer::PriceKind;
use gp4u::store::{ReserveError, Store};
use gp4u::units::{Rate, ReservationId};
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::world::Database;

const CLIENTS: usize = 64;
const ROUNDS: usize = 20;

/// A server has so many connections: crowds come one after the other.
static CROWD: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    CROWD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A wish for an hour of an offer, some hours from now.
pub fn wish(person: &Person, offer: &str, machine: Option<&str>, desk: &Desk, hour: i64) -> Wish {
    Wish {
        id: ReservationId::new(Uuid::now_v7()),
        owner: person.id,
        token: None,
        offer: BookedOffer {
            id: offer.to_owned(),
            provider: "vast".to_owned(),
            machine: machine.map(str::to_owned),
            model: "RTX 4090".to_owned(),
            gpu_count: 1,
        },
        kind: PriceKind::OnDemand,
        start: booking::window::after(desk.now(), hour.unsigned_abs() * 3_600).unwrap(),
        end: End::After(3_600),
        terms: Terms { rate: Rate::from_micros(360_000), min_seconds: 0, fee_basis_points: 0 },
        max_price: None,
        max_cost: None,
        fulfilment: Fulfilment::Manual,
        note: None,
    }
}

/// Books in a transaction of its own.
pub async fn book(store: &Store, wish: Wish, units: u32, now: jiff::Timestamp) -> gp4u::error::Result<()> {
    let reservation = booking::create(wish, now)?;
    store.transaction(async |tx| Ok(gp4u::store::End::Commit(tx.book(&reservation, units).await?))).await.map(drop)
}

fn rows(desk: &Desk, table: &'static str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM {table}");
    let url = desk.world.database_url.as_str();
    desk.runtime.block_on(async {
        use sqlx::{AssertSqlSafe, Connection};
        if url.starts_with("sqlite") {
            let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap()
        } else {
            let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap()
        }
    })
}

#[test]
fn of_64_clients_one_has_the_slot_each_of_20_times() {
    let _alone = alone();
    Desk::each(|desk| {
        let ann = desk.person("ann", 0);
        for round in 0..ROUNDS {
            let hour = i64::try_from(round).unwrap() * 2 + 1;
            let now = desk.now();
            // Half of them want one slice of a machine, half another.
            let client = |number: usize| {
                let wish = wish(&ann, SLICES[number % 2], Some("vast:m2"), &desk, hour);
                async move |store: &Store| book(store, wish, 1, now).await
            };
            let outcomes = desk.at_once((0..CLIENTS).map(client).collect());
            let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            let lost = outcomes.iter().filter(|outcome| matches!(outcome, Err(error) if error.code == Code::Conflict));
            assert_eq!((won, lost.count()), (1, CLIENTS - 1), "{outcomes:?}");
            assert_eq!(rows(&desk, "reservation"), i64::try_from(round).unwrap() + 1);
        }
        desk.proven();
    });
}

#[test]
fn of_64_processes_one_has_the_slot_and_63_end_with_5_and_leave_nothing() {
    let _alone = alone();
    Desk::each(|desk| {
        let ann = desk.person("ann", 0);
        let before = ["requests", "audit", "entry"].map(|table| rows(&desk, table));
        let start = || {
            let mut command = desk.command(&ann);
            command.args(["reserve", "create", OFFER, "--start", "+1h", "--for", "1h", "--manual", "--json"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| start()).collect();
        let mut codes = Vec::new();
        for client in clients {
            let run = crate::world::run_of(&client.wait_with_output().unwrap());
            if run.code != 0 {
                assert_eq!(run.error()["code"], "conflict", "{run:?}");
            }
            codes.push(run.code);
        }
        codes.sort_unstable();
        assert_eq!((codes[0], &codes[1..]), (0, &[5; CLIENTS - 1][..]));
        let after = ["requests", "audit", "entry"].map(|table| rows(&desk, table));
        assert_eq!(after, [before[0] + 1, before[1] + 1, before[2]], "of the losers there is no trace");
        assert_eq!(rows(&desk, "reservation"), 1);
    });
}

#[test]
fn an_offer_of_three_units_takes_three_of_many() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 0);
        let now = desk.now();
        let client = |_| {
            let wish = wish(&ann, UNITS, None, &desk, 1);
            async move |store: &Store| book(store, wish, 3, now).await
        };
        let outcomes = desk.at_once((0..16).map(client).collect());
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 3);
    });
}

#[test]
fn each_due_reservation_is_one_workers_however_many_there_are() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 1_000_000_000);
        let now = desk.now();
        for hour in 1..=60 {
            desk.runtime.block_on(book(&desk.store, wish(&ann, OFFER, None, &desk, hour), 1, now)).unwrap();
        }
        let later = desk.later(61 * 3_600).now();
        let claimed = desk.runtime.block_on(async {
            let workers: Vec<_> = (0..8)
                .map(|_| {
                    let store = Arc::clone(&desk.store);
                    tokio::spawn(async move {
                        let mut mine = Vec::new();
                        loop {
                            let claims = store.claim_due(later, Duration::from_mins(1), 5).await.unwrap();
                            if claims.is_empty() {
                                return mine;
                            }
                            mine.extend(claims.into_iter().map(|claim| claim.reservation.id));
                        }
                    })
                })
                .collect();
            let mut claimed = Vec::new();
            for worker in workers {
                claimed.extend(worker.await.unwrap());
            }
            claimed
        });
        assert_eq!((claimed.len(), claimed.iter().collect::<BTreeSet<_>>().len()), (60, 60));
    });
}

#[test]
fn a_worker_that_overslept_its_lease_changes_nothing() {
    Desk::each(|desk| {
        let ann = desk.person("ann", 1_000_000);
        let booked = desk.book(&ann, OFFER, "now", "2h");
        let lease = Duration::from_mins(1);
        desk.runtime.block_on(async {
            let claim = |now| desk.store.claim_due(now, lease, 10);
            let early = claim(desk.now()).await.unwrap().pop().unwrap();
            assert!(claim(desk.now()).await.unwrap().is_empty(), "it is somebody's");
            desk.later(59);
            assert!(claim(desk.now()).await.unwrap().is_empty());
            desk.later(1);
            let late = claim(desk.now()).await.unwrap().pop().unwrap();
            // The first one wakes up.
            let stale = desk.store.finish(&early, Outcome::Activated(None), desk.now()).await;
            assert!(matches!(stale, Err(ReserveError::Stale)), "{stale:?}");
            desk.store.postpone(&early, desk.now()).await.unwrap();
            desk.store.finish(&late, Outcome::Activated(None), desk.now()).await.unwrap();
            let stale = desk.store.finish(&early, Outcome::Activated(None), desk.now()).await;
            assert!(matches!(stale, Err(ReserveError::Stale)), "{stale:?}");
        });
        assert_eq!(desk.balance(&ann), 280_000, "it is paid once");
        assert_eq!(desk.show(&ann, &booked)["state"], json!("active"));
        desk.proven();
    });
}

#[test]
fn two_who_cancel_at_once_are_refunded_once() {
    for database in [Database::Sqlite, Database::Postgres] {
        let desk = Desk::new(database);
        let ann = desk.person("ann", 1_000_000);
        let active = desk.book(&ann, OFFER, "now", "1h");
        desk.tick(&ann, &active);
        desk.later(1_800);
        let cancel = || {
            let mut command = desk.command(&ann);
            command.args(["reserve", "cancel", text(&active["id"]), "--yes", "--json"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let clients: Vec<_> = (0..8).map(|_| cancel()).collect();
        let mut changed = 0;
        for client in clients {
            let run = crate::world::run_of(&client.wait_with_output().unwrap()).exits(0);
            changed += u32::from(run.json()["data"]["changed"] == true);
        }
        assert_eq!((changed, desk.balance(&ann)), (1, 820_000));
        desk.proven();
    }
}
