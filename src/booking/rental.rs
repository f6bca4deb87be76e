//! One create call and the machine that came of it: `intent → creating → created → running → releasing → released`, or
//! `absent` when there never was one.
//!
//! A reservation may have had several, one after the other: the next one begins only when the one before is released or
//! absent. [`next`] says what there is to do, [`apply`] takes in what happened. Nothing here believes anything without
//! proof: a call without an answer stays `creating` until a search has told, and "gone" is only what was seen several
//! times.

use jiff::Timestamp;

use super::reservation::Reason;
use super::window::seconds_between;
use crate::units::{Rate, RentalId, ReservationId};

/// Looks in a row that have to miss a machine before it counts as gone.
pub const LOOKS: u32 = 3;
/// Seconds that have to lie between the first and the last of them: a machine may be missing from a list for a while after
/// it was made.
pub const PROOF_SECONDS: u64 = 120;
/// Create calls for one reservation at most.
pub const MAX_RENTALS: u32 = 3;
/// Seconds that a release may take before the time it takes is a leak.
pub const RELEASE_BOUND_SECONDS: u64 = 300;

/// How far a rental is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RentalState {
    /// Written down; nothing was called.
    Intent,
    /// The create call is about to be made, was made, or nobody knows what came of it.
    Creating,
    /// There is a machine.
    Created,
    /// It is up, and its reservation is active.
    Running,
    /// It is being given back.
    Releasing,
    /// It is proven to be gone.
    Released,
    /// There never was one.
    Absent,
}

impl RentalState {
    /// Every one.
    pub const ALL: [Self; 7] =
        [Self::Intent, Self::Creating, Self::Created, Self::Running, Self::Releasing, Self::Released, Self::Absent];

    /// The word in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intent => "intent",
            Self::Creating => "creating",
            Self::Created => "created",
            Self::Running => "running",
            Self::Releasing => "releasing",
            Self::Released => "released",
            Self::Absent => "absent",
        }
    }

    /// Finds one by its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Released | Self::Absent)
    }
}

/// One create call and its machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rental {
    /// Its id; the label is made of it.
    pub id: RentalId,
    /// For which reservation.
    pub reservation: ReservationId,
    /// The how manieth of it, from 1.
    pub number: u32,
    /// At which provider.
    pub provider: String,
    /// Of which offer.
    pub offer_id: String,
    /// The name its machine carries.
    pub label: String,
    /// How far it is.
    pub state: RentalState,
    /// Why it is given back, or never was.
    pub reason: Option<String>,
    /// The provider's name for the machine.
    pub machine: Option<String>,
    /// The physical machine, or whoever offers it, as the provider tells.
    pub host: Option<String>,
    /// Where to log in: user, host, port.
    pub endpoint: Option<(String, String, u16)>,
    /// The provider's own word for how far it is.
    pub progress: Option<String>,
    /// What the provider charges by.
    pub price: Option<Rate>,
    /// When the machine ends by itself, as far as is known.
    pub own_end_at: Option<Timestamp>,
    /// When the create call is over, whoever makes it.
    pub call_until: Option<Timestamp>,
    /// Looks in a row that did not find it well.
    pub misses: u32,
    /// The first of them.
    pub missed_since: Option<Timestamp>,
    /// When it was last well.
    pub seen_at: Option<Timestamp>,
    /// When it was written down.
    pub created_at: Timestamp,
    /// When it was up.
    pub running_at: Option<Timestamp>,
    /// When it began to be given back.
    pub releasing_at: Option<Timestamp>,
    /// When it was proven to be gone, or never to have been.
    pub ended_at: Option<Timestamp>,
    /// Counts its changes.
    pub version: u64,
}

impl Rental {
    /// An intent.
    #[must_use]
    pub fn new(id: RentalId, reservation: ReservationId, label: String, now: Timestamp) -> Self {
        Self {
            id,
            reservation,
            number: 1,
            provider: String::new(),
            offer_id: String::new(),
            label,
            state: RentalState::Intent,
            reason: None,
            machine: None,
            host: None,
            endpoint: None,
            progress: None,
            price: None,
            own_end_at: None,
            call_until: None,
            misses: 0,
            missed_since: None,
            seen_at: None,
            created_at: now,
            running_at: None,
            releasing_at: None,
            ended_at: None,
            version: 1,
        }
    }

    /// Whether a list that was asked for at an instant has to show it: it was up, and well, long enough before.
    #[must_use]
    pub fn is_expected(&self, asked_at: Timestamp) -> bool {
        let is_settled = |up: Timestamp| seconds_between(up, asked_at) >= PROOF_SECONDS;
        self.state == RentalState::Running && self.running_at.is_some_and(is_settled)
    }

    /// Whether enough looks missed it for long enough.
    fn is_proven_missing(&self, now: Timestamp) -> bool {
        let long_enough = self.missed_since.is_some_and(|since| seconds_between(since, now) >= PROOF_SECONDS);
        self.misses >= LOOKS && long_enough
    }

    fn miss(&mut self, now: Timestamp) {
        self.misses += 1;
        self.missed_since.get_or_insert(now);
    }

    fn release(&mut self, reason: &str, now: Timestamp) {
        self.state = RentalState::Releasing;
        self.reason.get_or_insert_with(|| reason.to_owned());
        self.releasing_at.get_or_insert(now);
        self.misses = 0;
        self.missed_since = None;
    }

    fn end(&mut self, state: RentalState, now: Timestamp) {
        self.state = state;
        self.ended_at = Some(now);
    }

    /// Whether it counts as a failure to start: it was there, and never came up, by no fault of its renter.
    #[must_use]
    pub fn has_failed_to_start(&self) -> bool {
        let failed = ["not_started", "start_failed", "wrong_machine"];
        self.running_at.is_none()
            && self.machine.is_some()
            && self.reason.as_deref().is_some_and(|r| failed.contains(&r))
    }

    /// Seconds that it lived on after its booking had stopped, when that is more than a release may take. A machine that
    /// was never made has none.
    #[must_use]
    pub fn leaked_seconds(&self, stopped_at: Timestamp) -> u64 {
        let Some(ended) = self.ended_at.filter(|_| self.machine.is_some()) else { return 0 };
        let until = self.own_end_at.map_or(ended, |own| own.min(ended));
        let seconds = seconds_between(stopped_at, until);
        if seconds > RELEASE_BOUND_SECONDS { seconds } else { 0 }
    }
}

/// What there is to do for a rental.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing before this instant.
    Wait(Timestamp),
    /// Its create call is to be made.
    Create,
    /// It is wanted no more and nothing was called: it is over.
    Drop,
    /// Its label is to be searched for.
    Search,
    /// Its machine is to be looked at.
    Watch,
    /// Its machine is to be destroyed, and looked for until it is gone.
    Release,
    /// Nothing, ever.
    Done,
}

/// What is to be done now; `wanted` says whether its reservation still needs the machine.
#[must_use]
pub fn next(rental: &Rental, wanted: bool, now: Timestamp) -> Step {
    match rental.state {
        RentalState::Intent if wanted => Step::Create,
        RentalState::Intent => Step::Drop,
        RentalState::Creating => match rental.call_until.filter(|until| now < *until) {
            Some(until) => Step::Wait(until),
            None => Step::Search,
        },
        RentalState::Created | RentalState::Running if wanted => Step::Watch,
        RentalState::Created | RentalState::Running | RentalState::Releasing => Step::Release,
        RentalState::Released | RentalState::Absent => Step::Done,
    }
}

/// What happened to a rental.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The create call is about to be made and over by this instant.
    Calling(Timestamp),
    /// The call never left: it may be made again.
    NotSent,
    /// The call was made, and nobody knows what came of it.
    Unanswered,
    /// There is a machine of this name.
    Made(String),
    /// There is none and will be none, for this reason.
    Refused(String),
    /// A search that can be believed did not find it.
    Missing,
    /// It was seen, and nothing is wrong with it.
    Well,
    /// It was looked at and is gone, stopped or out of reach.
    Unwell,
    /// It is up.
    Up,
    /// It is to be given back, for this reason.
    GivenUp(String),
    /// It is proven to be gone.
    Gone,
}

/// What came of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It goes on.
    On,
    /// It has ended.
    Over,
    /// It is lost: it was last well at this instant.
    Lost(Timestamp),
}

/// Takes in what happened at an instant. Events that do not fit the state change nothing.
#[must_use]
pub fn apply(rental: &Rental, event: Event, now: Timestamp) -> (Rental, Turn) {
    let mut changed = rental.clone();
    changed.version += 1;
    let mut turn = Turn::On;
    match (rental.state, event) {
        (RentalState::Intent, Event::Calling(until)) => {
            changed.state = RentalState::Creating;
            changed.call_until = Some(until);
        }
        (RentalState::Creating, Event::NotSent) => {
            changed.state = RentalState::Intent;
            changed.call_until = None;
        }
        (RentalState::Creating, Event::Unanswered) => changed.call_until = Some(now),
        (RentalState::Creating, Event::Made(machine)) => {
            changed.state = RentalState::Created;
            changed.machine = Some(machine);
            changed.misses = 0;
            changed.missed_since = None;
            changed.seen_at = Some(now);
        }
        (RentalState::Intent | RentalState::Creating, Event::Refused(reason))
        | (RentalState::Intent, Event::GivenUp(reason)) => {
            changed.reason = Some(reason);
            changed.end(RentalState::Absent, now);
            turn = Turn::Over;
        }
        (RentalState::Creating, Event::Missing) => {
            changed.miss(now);
            if changed.is_proven_missing(now) {
                changed.reason = Some("not_found".to_owned());
                changed.end(RentalState::Absent, now);
                turn = Turn::Over;
            }
        }
        (RentalState::Created | RentalState::Running, Event::Well) => {
            changed.misses = 0;
            changed.missed_since = None;
            changed.seen_at = Some(now);
        }
        (RentalState::Created | RentalState::Running, Event::Unwell) => {
            changed.miss(now);
            if changed.is_proven_missing(now) {
                turn = Turn::Lost(changed.seen_at.unwrap_or(changed.created_at));
            }
        }
        (RentalState::Created, Event::Up) => {
            changed.state = RentalState::Running;
            changed.running_at = Some(now);
            changed.seen_at = Some(now);
        }
        (RentalState::Created | RentalState::Running, Event::GivenUp(reason)) => changed.release(&reason, now),
        (RentalState::Releasing, Event::Gone) => {
            changed.end(RentalState::Released, now);
            turn = Turn::Over;
        }
        _ => {}
    }
    (changed, turn)
}

/// What follows when a rental has come to nothing while its reservation still waits for a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followup {
    /// The same offer is tried again.
    Again,
    /// An equivalent offer is tried, where there is one; else the same again if that makes sense.
    Another {
        /// Whether the same one may be tried again.
        or_again: bool,
    },
    /// There will be no machine.
    Fail(Reason),
}

/// Decides what follows a rental that came to nothing for a reason: a refusal's word, or what [`Event::GivenUp`] said.
#[must_use]
pub fn followup(rental: &Rental, substitute: bool) -> Followup {
    let word = rental.reason.as_deref().unwrap_or_default();
    let reason = match word {
        "price_changed" => Reason::PriceChanged,
        "mismatch" | "wrong_machine" => Reason::WrongMachine,
        "start_failed" | "not_started" => Reason::NotStarted,
        _ => Reason::NoMachine,
    };
    // What is wrong with the order is wrong everywhere.
    let is_hopeless = matches!(word, "invalid");
    let may_work_again = matches!(word, "busy" | "not_found" | "start_failed" | "unreachable");
    if rental.number >= MAX_RENTALS || is_hopeless {
        Followup::Fail(reason)
    } else if matches!(word, "busy" | "not_found") {
        Followup::Again
    } else if substitute {
        Followup::Another { or_again: may_work_again }
    } else if may_work_again {
        Followup::Again
    } else {
        Followup::Fail(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    fn intent() -> Rental {
        let id = Uuid::from_u128(1);
        Rental::new(RentalId::new(id), ReservationId::new(id), "gp4u-x".to_owned(), at(0))
    }

    fn after(events: &[(i64, Event)]) -> (Rental, Turn) {
        events
            .iter()
            .fold((intent(), Turn::On), |(rental, _), (second, event)| apply(&rental, event.clone(), at(*second)))
    }

    fn made() -> Vec<(i64, Event)> {
        vec![(0, Event::Calling(at(30))), (1, Event::Made("7".to_owned()))]
    }

    #[test]
    fn a_call_is_searched_for_only_when_it_is_over() {
        let (calling, _) = after(&[(0, Event::Calling(at(30)))]);
        assert_eq!(next(&calling, true, at(29)), Step::Wait(at(30)));
        assert_eq!(next(&calling, true, at(30)), Step::Search);
        assert_eq!(next(&calling, false, at(30)), Step::Search, "nobody knows whether there is a machine");
        assert_eq!(next(&intent(), false, at(0)), Step::Drop);
    }

    #[test]
    fn absence_takes_three_looks_and_two_minutes() {
        let calling = (0, Event::Calling(at(30)));
        let soon = after(&[calling.clone(), (30, Event::Missing), (40, Event::Missing), (50, Event::Missing)]);
        assert_eq!((soon.0.state, soon.1), (RentalState::Creating, Turn::On));
        let two = after(&[calling.clone(), (30, Event::Missing), (200, Event::Missing)]);
        assert_eq!(two.0.state, RentalState::Creating);
        let three = after(&[calling, (30, Event::Missing), (90, Event::Missing), (150, Event::Missing)]);
        assert_eq!((three.0.state, three.1), (RentalState::Absent, Turn::Over));
    }

    #[test]
    fn one_good_look_forgives_what_was_missed() {
        let mut events = made();
        events.extend([
            (5, Event::Up),
            (60, Event::Unwell),
            (120, Event::Unwell),
            (150, Event::Well),
            (200, Event::Unwell),
        ]);
        let (rental, turn) = after(&events);
        assert_eq!((rental.misses, turn), (1, Turn::On));
        events.extend([(260, Event::Unwell), (320, Event::Unwell)]);
        assert_eq!(after(&events).1, Turn::Lost(at(150)));
    }

    #[test]
    fn what_never_came_up_is_a_failure_unless_it_was_given_up_on_request() {
        let mut events = made();
        events.push((9, Event::GivenUp("not_started".to_owned())));
        assert!(after(&events).0.has_failed_to_start());
        events.pop();
        events.push((9, Event::GivenUp("requested".to_owned())));
        assert!(!after(&events).0.has_failed_to_start());
    }

    #[test]
    fn what_came_to_nothing_is_tried_again_where_that_makes_sense() {
        let after = |word: &str, number, substitute| {
            let rental = Rental { reason: Some(word.to_owned()), number, ..intent() };
            followup(&rental, substitute)
        };
        assert_eq!(after("busy", 1, true), Followup::Again);
        assert_eq!(after("not_found", 2, false), Followup::Again);
        assert_eq!(after("not_found", 3, false), Followup::Fail(Reason::NoMachine));
        assert_eq!(after("start_failed", 1, true), Followup::Another { or_again: true });
        assert_eq!(after("offer_gone", 1, true), Followup::Another { or_again: false });
        assert_eq!(after("offer_gone", 1, false), Followup::Fail(Reason::NoMachine));
        assert_eq!(after("price_changed", 1, false), Followup::Fail(Reason::PriceChanged));
        assert_eq!(after("wrong_machine", 1, false), Followup::Fail(Reason::WrongMachine));
        assert_eq!(after("invalid", 1, true), Followup::Fail(Reason::NoMachine));
    }

    #[test]
    fn a_release_that_takes_long_is_a_leak_until_the_machine_ends_itself() {
        let mut events = made();
        events.extend([(5, Event::Up), (100, Event::GivenUp("ended".to_owned())), (401, Event::Gone)]);
        let (rental, _) = after(&events);
        assert_eq!(rental.leaked_seconds(at(101)), 0);
        assert_eq!(rental.leaked_seconds(at(100)), 301);
        assert_eq!(Rental { own_end_at: Some(at(300)), ..rental }.leaked_seconds(at(100)), 0);
    }

    fn event() -> impl Strategy<Value = Event> {
        prop_oneof![
            Just(Event::Calling(at(30))),
            Just(Event::NotSent),
            Just(Event::Unanswered),
            Just(Event::Made("7".to_owned())),
            Just(Event::Refused("offer_gone".to_owned())),
            Just(Event::Missing),
            Just(Event::Well),
            Just(Event::Unwell),
            Just(Event::Up),
            Just(Event::GivenUp("requested".to_owned())),
            Just(Event::Gone),
        ]
    }

    proptest! {
        /// Whatever comes in whatever order: a machine that was made is over only after it was seen to be gone.
        #[test]
        fn a_machine_is_never_forgotten(events in prop::collection::vec((0_i64..100, event()), 0..40)) {
            let mut rental = intent();
            let mut now = 0;
            for (pause, event) in events {
                now += pause;
                let gone = event == Event::Gone;
                let (changed, turn) = apply(&rental, event, at(now));
                prop_assert_eq!(turn == Turn::Over, changed.state.is_over() && !rental.state.is_over());
                if rental.machine.is_some() && changed.state.is_over() && !rental.state.is_over() {
                    prop_assert!(gone && rental.state == RentalState::Releasing);
                }
                prop_assert!(rental.machine.is_none() || changed.machine == rental.machine);
                prop_assert!(!rental.state.is_over() || changed.state == rental.state);
                prop_assert_eq!(changed.ended_at.is_some(), changed.state.is_over());
                rental = changed;
            }
        }
    }
}
