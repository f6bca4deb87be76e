//! Whatever 16 clients do at once: nobody has anybody else's time, and the money is to the micro what the rules say.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use gp4u::booking::window::after;
use gp4u::booking::{BookingError, End, Outcome, Reason, Step, Wish, next};
use gp4u::error::Code;
use gp4u::store::{ReservationFilter, ReserveError, Store};
use gp4u::units::{Rate, Usdc, UserId};
use jiff::Timestamp;

use super::race::{book, wish};
use super::*;

const CLIENTS: u64 = 16;
const STEPS: u32 = 25;
const SEEDS: u64 = 3;
/// Offers with their machine, units and how they are paid.
const OFFERS: [(&str, Option<&str>, u32); 5] = [
    (OFFER, Some("vast:m1"), 1),
    (SLICES[0], Some("vast:m2"), 1),
    (SLICES[1], Some("vast:m2"), 1),
    (UNITS, None, 3),
    (LEAST, None, 1),
];

/// The clock that all share.
struct Clock(AtomicI64);

impl Clock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }

    /// Moves on, now and then back.
    fn tick(&self, random: &mut fastrand::Rng) {
        let step = if random.u8(..) < 10 { -900 } else { random.i64(0..300) };
        self.0.fetch_add(step, Ordering::SeqCst);
    }
}

/// Errors that somebody who is in others' way must expect.
fn expected(error: &gp4u::error::Error) -> bool {
    matches!(error.code, Code::Conflict | Code::InsufficientFunds | Code::Usage | Code::NotFound)
}

async fn client(store: &Store, clock: Arc<Clock>, wishes: Vec<Wish>, owner: UserId, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut wishes = wishes.into_iter();
    for _ in 0..STEPS {
        clock.tick(&mut random);
        let now = clock.now();
        match random.u8(0..10) {
            0..5 => {
                let Some(mut wish) = wishes.next() else { return };
                let (_, _, units) = OFFERS.iter().find(|(id, ..)| *id == wish.offer.id).unwrap();
                wish.start = after(now, random.u64(0..20_000)).unwrap();
                wish.end = End::After(random.u64(1..15_000));
                if let Err(error) = book(store, wish, *units, now).await {
                    assert!(expected(&error), "{error:?}");
                }
            }
            5..8 => {
                let filter = ReservationFilter { owner: Some(owner), ..ReservationFilter::default() };
                let mine = store.reservations(&filter).await.unwrap();
                if mine.is_empty() {
                    continue;
                }
                let reservation = mine[random.usize(..mine.len())].clone();
                let outcome = if random.bool() {
                    Outcome::Cancelled
                } else {
                    Outcome::Extended(after(reservation.window.end(), random.u64(1..8_000)).unwrap())
                };
                let done = store.transaction(async |tx| {
                    let held = tx.reservation_in_calendar(reservation.id, Some(owner)).await?;
                    Ok(gp4u::store::End::Commit(tx.change(&held, outcome, now).await?))
                });
                if let Err(error) = done.await {
                    assert!(expected(&error), "{error:?}");
                }
            }
            _ => work(store, now).await,
        }
    }
}

/// What the lifecycle does, at a clock of ours.
async fn work(store: &Store, now: Timestamp) {
    for claim in store.claim_due(now, Duration::from_mins(1), 10).await.unwrap() {
        let outcome = match next(&claim.reservation, now) {
            Step::Activate => Outcome::Activated(None),
            Step::GiveUp => Outcome::Refused(Reason::Missed),
            Step::Complete => Outcome::Completed,
            Step::Wait(until) => {
                store.postpone(&claim, until).await.unwrap();
                continue;
            }
            Step::Abandon | Step::Done => continue,
        };
        let done = match store.finish(&claim, outcome, now).await {
            Err(ReserveError::Post(_)) => store.finish(&claim, Outcome::Refused(Reason::Unpaid), now).await,
            done => done,
        };
        match done {
            Ok(_) | Err(ReserveError::Stale | ReserveError::Refused(BookingError::NotNow { .. })) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

#[test]
fn whatever_sixteen_clients_do_time_and_money_are_right() {
    Desk::each(|desk| {
        let people: Vec<Person> = (0..4).map(|number| desk.person(&format!("p{number}"), 20_000_000)).collect();
        let clock = Arc::new(Clock(AtomicI64::new(desk.now().as_second())));
        for seed in 0..SEEDS {
            let clients = (0..CLIENTS).map(|number| {
                let mut random = fastrand::Rng::with_seed(seed * 1_000 + number);
                let person = &people[usize::try_from(number).unwrap() % people.len()];
                let wishes: Vec<Wish> = (0..STEPS)
                    .map(|_| {
                        let (offer, machine, _) = OFFERS[random.usize(..OFFERS.len())];
                        let mut wish = wish(person, offer, machine, &desk, 0);
                        wish.terms.min_seconds = if offer == LEAST { 7_200 } else { 0 };
                        wish.terms.rate = Rate::from_micros(random.i64(1..2_000_000));
                        wish.terms.fee_basis_points = random.u32(0..=10_000);
                        wish
                    })
                    .collect();
                let (clock, owner) = (Arc::clone(&clock), person.id);
                async move |store: &Store| client(store, clock, wishes, owner, seed * 7_919 + number).await
            });
            desk.at_once(clients.collect());
            desk.proven();
            exact(&desk, &people);
        }
        // And to the end of it all.
        let end = after(clock.now(), 1_000_000).unwrap();
        while desk.runtime.block_on(desk.store.next_due(&[])).unwrap().is_some() {
            desk.runtime.block_on(work(&desk.store, end));
        }
        desk.proven();
        exact(&desk, &people);
    });
}

/// Every charge and refund is what the pure functions say, and nobody has more or less than that.
fn exact(desk: &Desk, people: &[Person]) {
    for person in people {
        let filter = ReservationFilter { owner: Some(person.id), ..ReservationFilter::default() };
        let mine = desk.runtime.block_on(desk.store.reservations(&filter)).unwrap();
        let mut paid = 0;
        for reservation in mine {
            let expected = match reservation.started_at {
                Some(_) => reservation.terms.price(reservation.billed_seconds()).unwrap(),
                None => Usdc::default(),
            };
            assert_eq!(reservation.paid(), expected, "{reservation:?}");
            paid += expected.micros();
        }
        assert_eq!(desk.balance(person), 20_000_000 - paid);
    }
}
