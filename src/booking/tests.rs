//! The laws of a reservation's life.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::reservation::{LATE_GRACE_SECONDS, PAST_GRACE_SECONDS};
use super::window::after;
use super::*;
use crate::ledger::{AccountCode, Entry, Kind};
use crate::market::offer::PriceKind;
use crate::units::{ReservationId, UserId};

const NOW: i64 = 1_790_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW + seconds).unwrap()
}

fn wish() -> Wish {
    Wish {
        id: ReservationId::new(Uuid::from_u128(7)),
        owner: UserId::new(Uuid::from_u128(1)),
        token: None,
        offer: BookedOffer {
            id: "vast:1".to_owned(),
            provider: "vast".to_owned(),
            machine: Some("vast:m1".to_owned()),
            model: "RTX 4090".to_owned(),
            gpu_count: 1,
        },
        kind: PriceKind::OnDemand,
        start: at(3_600),
        end: End::After(7_200),
        terms: Terms { rate: Rate::from_micros(360_000), min_seconds: 0, fee_basis_points: 250 },
        max_price: None,
        max_cost: None,
        fulfilment: Fulfilment::Manual,
        note: None,
    }
}

fn booked() -> Reservation {
    create(wish(), at(0)).unwrap()
}

fn active() -> Reservation {
    apply(&booked(), Outcome::Activated(None), at(3_600)).unwrap().0
}

fn change(entry: &Entry, account: &AccountCode) -> i64 {
    entry.lines().iter().filter(|line| line.account == *account).map(|line| line.amount.micros()).sum()
}

#[test]
fn a_booking_that_cannot_be_is_refused() {
    let refused = |change: &dyn Fn(&mut Wish)| {
        let mut wish = wish();
        change(&mut wish);
        create(wish, at(0)).unwrap_err()
    };
    let window = |error| BookingError::Window(error);
    assert_eq!(refused(&|wish| wish.end = End::After(0)), window(WindowError::Empty));
    assert_eq!(refused(&|wish| wish.end = End::At(at(3_599))), window(WindowError::Backwards));
    assert_eq!(refused(&|wish| wish.end = End::After(10 * 366 * 86_400)), window(WindowError::TooLong));
    let past = at(-i64::try_from(PAST_GRACE_SECONDS).unwrap() - 1);
    assert_eq!(refused(&|wish| wish.start = past), BookingError::InThePast { start: past });
    assert_eq!(refused(&|wish| wish.kind = PriceKind::Indicative), BookingError::NotForRent);
    assert_eq!(refused(&|wish| wish.terms.rate = Rate::default()), BookingError::NotForRent);
    let accepted = Rate::from_micros(359_999);
    let asked = Rate::from_micros(360_000);
    assert_eq!(refused(&|wish| wish.max_price = Some(accepted)), BookingError::Dearer { asked, accepted });
    let (cost, accepted) = (Usdc::from_micros(720_000), Usdc::from_micros(719_999));
    assert_eq!(refused(&|wish| wish.max_cost = Some(accepted)), BookingError::CostsMore { cost, accepted });
    assert_eq!(refused(&|wish| wish.note = Some("x".repeat(501))), BookingError::NoteTooLong);
    assert!(matches!(refused(&|wish| wish.offer.provider = "No One".to_owned()), BookingError::Ledger(_)));
}

#[test]
fn what_began_a_moment_ago_begins_now() {
    let wish = Wish { start: at(-59), end: End::After(60), ..wish() };
    let reservation = create(wish.clone(), at(0)).unwrap();
    assert_eq!((reservation.window.start(), reservation.window.seconds()), (at(0), 60));
    let reservation = create(Wish { end: End::At(at(60)), ..wish.clone() }, at(0)).unwrap();
    assert_eq!((reservation.window.start(), reservation.window.end()), (at(0), at(60)));
    let over = create(Wish { end: End::At(at(-1)), ..wish }, at(0)).unwrap_err();
    assert_eq!(over, BookingError::Window(WindowError::Backwards));
}

#[test]
fn time_says_what_is_to_be_done() {
    let booked = booked();
    assert_eq!(next(&booked, at(0)), Step::Wait(at(3_600)));
    assert_eq!(next(&booked, at(3_600)), Step::Activate);
    assert_eq!(next(&booked, at(10_800)), Step::GiveUp);
    let active = active();
    // The clock was put back an hour: nothing is undone, nothing is done early.
    assert_eq!(next(&active, at(0)), Step::Wait(at(10_800)));
    assert_eq!(next(&active, at(10_799)), Step::Wait(at(10_800)));
    assert_eq!(next(&active, at(10_800)), Step::Complete);
    let (completed, _) = apply(&active, Outcome::Completed, at(10_800)).unwrap();
    assert_eq!(next(&completed, at(0)), Step::Done);
    assert!(apply(&active, Outcome::Completed, at(10_799)).is_err(), "no early end");
    assert!(apply(&booked, Outcome::Activated(None), at(3_599)).is_err(), "no early start");
    assert!(apply(&booked, Outcome::Activated(None), at(10_800)).is_err(), "no start after the end");
}

#[test]
fn it_is_paid_when_it_starts_and_settled_when_it_ends() {
    let (active, hold) = apply(&booked(), Outcome::Activated(None), at(3_600)).unwrap();
    let hold = hold.unwrap();
    assert_eq!(hold.key().as_str(), "res:00000000-0000-0000-0000-000000000007:hold");
    assert_eq!(change(&hold, &AccountCode::Wallet(active.owner.uuid())), 720_000);
    let (completed, end) = apply(&active, Outcome::Completed, at(10_805)).unwrap();
    let end = end.unwrap();
    assert_eq!(
        (end.kind(), end.key().as_str()),
        (Kind::ReservationSettle, "res:00000000-0000-0000-0000-000000000007:end")
    );
    assert_eq!(change(&end, &AccountCode::PayableProvider("vast".parse().unwrap())), -702_000);
    assert_eq!(change(&end, &AccountCode::IncomePlatformFee), -18_000);
    assert_eq!(end.closes(), [AccountCode::EscrowReservation(active.id.uuid())]);
    assert_eq!((completed.billed_seconds(), completed.paid().micros()), (7_200, 720_000));
}

#[test]
fn unused_time_comes_back() {
    let active = active();
    assert_eq!(active.refund_at(at(3_600 + 1_800)).unwrap().micros(), 540_000);
    let (cancelled, end) = apply(&active, Outcome::Cancelled, at(3_600 + 1_800)).unwrap();
    assert_eq!(change(&end.unwrap(), &AccountCode::Wallet(active.owner.uuid())), -540_000);
    assert_eq!((cancelled.state, cancelled.reason), (State::Cancelled, Some(Reason::Requested)));
    // Cancelled at once, or by a clock that was put back: all of it.
    for second in [3_600, 0, -1_000_000] {
        let (cancelled, end) = apply(&active, Outcome::Cancelled, at(second)).unwrap();
        assert_eq!((end.unwrap().kind(), cancelled.paid().micros()), (Kind::ReservationVoid, 0));
    }
    let (free, nothing) = apply(&booked(), Outcome::Cancelled, at(3_599)).unwrap();
    assert_eq!((free.state, nothing), (State::Cancelled, None));
    let (over, _) = apply(&active, Outcome::Cancelled, at(10_800)).unwrap();
    assert_eq!((over.state, over.reason), (State::Completed, None), "too late to cancel");
}

#[test]
fn the_providers_least_is_paid_for() {
    let mut wish = wish();
    wish.terms.min_seconds = 3_600;
    let (active, _) = apply(&create(wish, at(0)).unwrap(), Outcome::Activated(None), at(3_600)).unwrap();
    assert_eq!(active.refund_at(at(3_660)).unwrap().micros(), 360_000);
    assert_eq!(active.refund_at(at(3_600 + 5_400)).unwrap().micros(), 180_000);
}

#[test]
fn time_missed_before_it_became_active_is_not_paid_for() {
    let late = i64::try_from(LATE_GRACE_SECONDS).unwrap();
    let (on_time, _) = apply(&booked(), Outcome::Activated(None), at(3_600 + late)).unwrap();
    assert_eq!(on_time.billed_seconds(), 7_200);
    // A laptop that slept for forty minutes.
    let (missed, _) = apply(&booked(), Outcome::Activated(None), at(3_600 + 2_400)).unwrap();
    assert_eq!((missed.billed_seconds(), missed.charged.micros()), (4_800, 480_000));
    let (completed, _) = apply(&missed, Outcome::Completed, at(10_800)).unwrap();
    assert_eq!((completed.billed_seconds(), completed.refunded.micros()), (4_800, 0));
}

#[test]
fn an_extension_is_charged_at_once_when_active_and_never_afterwards() {
    let (longer, entry) = apply(&active(), Outcome::Extended(at(14_400)), at(3_700)).unwrap();
    let entry = entry.unwrap();
    assert!(entry.key().as_str().ends_with(":extend:1"));
    assert_eq!(change(&entry, &AccountCode::Wallet(longer.owner.uuid())), 360_000);
    assert_eq!(longer.charged.micros(), 1_080_000);
    let (pending, nothing) = apply(&booked(), Outcome::Extended(at(14_400)), at(0)).unwrap();
    assert_eq!((nothing, pending.cost().unwrap().micros()), (None, 1_080_000));
    let refused = |end, now| apply(&active(), Outcome::Extended(at(end)), at(now)).unwrap_err();
    assert_eq!(refused(10_800, 3_700), BookingError::NotLater { end: at(10_800) });
    assert_eq!(refused(14_400, 10_800), BookingError::Over { end: at(10_800) });
}

#[test]
fn a_lost_machine_is_paid_for_until_it_was_last_well() {
    let (failed, _) = apply(&active(), Outcome::Lost(at(3_600 + 900)), at(3_600 + 1_200)).unwrap();
    assert_eq!((failed.state, failed.paid().micros(), failed.refunded.micros()), (State::Failed, 90_000, 630_000));
}

/// Something that may happen, some seconds after the last thing.
#[derive(Clone, Copy, Debug)]
enum Event {
    Tick,
    Unpaid,
    Cancel,
    Extend(u64),
    Lose(i64),
}

fn events() -> impl Strategy<Value = Vec<(i64, Event)>> {
    let event = prop_oneof![
        6 => Just(Event::Tick),
        1 => Just(Event::Unpaid),
        1 => Just(Event::Cancel),
        3 => (1_u64..10_000).prop_map(Event::Extend),
        1 => (0_i64..5_000).prop_map(Event::Lose),
    ];
    // The clock is put back now and then.
    prop::collection::vec((prop_oneof![8 => 0_i64..4_000, 1 => Just(-3_600)], event), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn whatever_happens_the_money_follows_the_time(
        events in events(),
        rate in 1_i64..10_000_000_000,
        min_seconds in prop_oneof![Just(0_u64), 1..20_000_u64],
        fee_basis_points in 0_u32..=10_000,
    ) {
        let mut wish = wish();
        wish.terms = Terms { rate: Rate::from_micros(rate), min_seconds, fee_basis_points };
        let mut now = at(0);
        let mut reservation = create(wish, now).unwrap();
        let (mut wallet, mut escrow, mut holds, mut ends) = (0_i128, 0_i128, 0, 0);
        for (pause, event) in events {
            now = Timestamp::from_second(now.as_second() + pause).unwrap();
            let outcome = match (event, next(&reservation, now)) {
                (Event::Tick, Step::Activate) => Outcome::Activated(None),
                (Event::Tick, Step::Complete) => Outcome::Completed,
                (Event::Tick, Step::GiveUp) => Outcome::Refused(Reason::Missed),
                (Event::Tick, Step::Wait(_) | Step::Done) => continue,
                (Event::Unpaid, _) => Outcome::Refused(Reason::Unpaid),
                (Event::Cancel, _) => Outcome::Cancelled,
                (Event::Extend(seconds), _) => Outcome::Extended(after(reservation.window.end(), seconds).unwrap()),
                (Event::Tick, Step::Abandon) => unreachable!("none of these needs a machine"),
                (Event::Lose(ago), _) => Outcome::Lost(Timestamp::from_second(now.as_second() - ago).unwrap()),
            };
            let Ok((changed, entry)) = apply(&reservation, outcome, now) else {
                // What is refused is refused for a reason, and time's own steps never are.
                prop_assert!(!matches!(event, Event::Tick));
                continue;
            };
            prop_assert!(!reservation.state.is_terminal(), "nothing happens after the end");
            prop_assert_eq!(changed.version, reservation.version + 1);
            prop_assert!(changed.updated_at >= reservation.updated_at);
            if let Some(entry) = entry {
                wallet -= i128::from(change(&entry, &AccountCode::Wallet(changed.owner.uuid())));
                escrow -= i128::from(change(&entry, &AccountCode::EscrowReservation(changed.id.uuid())));
                holds += u32::from(entry.key().as_str().ends_with(":hold"));
                ends += u32::from(entry.key().as_str().ends_with(":end"));
            }
            reservation = changed;
        }
        prop_assert_eq!(wallet, -i128::from(reservation.paid().micros()));
        prop_assert_eq!(u32::from(reservation.started_at.is_some()), holds);
        match reservation.state {
            State::Pending => prop_assert_eq!((escrow, ends), (0, 0)),
            State::Active => prop_assert_eq!((escrow, ends), (i128::from(reservation.charged.micros()), 0)),
            _ => prop_assert_eq!((escrow, ends), (0, holds)),
        }
        if reservation.started_at.is_some() {
            // One rounding for everything that happened.
            prop_assert_eq!(reservation.paid(), reservation.terms.price(reservation.billed_seconds()).unwrap());
        }
    }
}
