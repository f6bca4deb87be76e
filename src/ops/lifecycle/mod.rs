//! What time brings to reservations: they become active and are paid, they end and are settled. One function for the
//! daemon and for whoever waits in the foreground.

pub(in crate::ops) mod machine;

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::booking::{Outcome, Reason, Reservation, State, Step, next};
use crate::error::{Code, Error, Result};
use crate::providers::Network;
use crate::store::{Claim, PostError, ReserveError, Store};

/// How long a worker has a reservation to itself. One that dies is missed for so long.
const LEASE: Duration = Duration::from_mins(1);
/// Reservations taken on at once: far fewer than are looked after within a lease.
const BATCH: u32 = 100;
/// While machines are looked after, how often a look is taken at what else is due.
const GLANCE: Duration = Duration::from_secs(1);
/// Reservations looked after at the same time, and machines.
const AT_ONCE: usize = 8;
/// Pause after the first attempt that failed; twice as long after each other one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest pause.
const LAST_PAUSE: Duration = Duration::from_mins(1);

/// How much one call does.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Reservations looked after at most.
    pub reservations: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { reservations: 100_000 }
    }
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LifecycleReport {
    /// Reservations that were due and looked after.
    pub due: u64,
    /// Became active, and were paid.
    pub activated: u64,
    /// Ended by their time, and were settled.
    pub completed: u64,
    /// Could not become active.
    pub cancelled: u64,
    /// Were broken off.
    pub failed: u64,
    /// Could not be looked after now and will be tried again.
    pub postponed: u64,
    /// Machines that were called for, looked at or given back.
    pub machines: u64,
    /// When there is something to do next, overdue work included.
    pub next_due_at: Option<Timestamp>,
}

/// Looks after everything that is due. Several may do this at once: each reservation is one's at a time, and a worker
/// that overslept changes nothing.
pub async fn tick(app: &App, limits: Limits) -> Result<LifecycleReport> {
    let store = app.store().await?;
    let providers: Vec<&str> =
        Network::ALL.into_iter().filter(|network| app.rental(*network).is_ok()).map(Network::as_str).collect();
    let mut report = LifecycleReport::default();
    let mut left = limits.reservations;
    let mut machines = FuturesUnordered::new();
    while left > 0 {
        let now = app.time().await?;
        let mut claimed = 0;
        // Looking disturbs nobody who writes.
        if store.next_due(&providers).await?.is_some_and(|due| due <= now) {
            let claims = store.claim_due(now, LEASE, BATCH.min(left)).await?;
            let free = AT_ONCE.saturating_sub(machines.len());
            let rentals =
                store.claim_rentals(&providers, now, machine::LEASE, u32::try_from(free).unwrap_or(0)).await?;
            claimed = claims.len() + rentals.len();
            machines
                .extend(rentals.into_iter().map(|claim| async move { machine::look_after(app, store, &claim).await }));
            let mut steps = futures_util::stream::iter(claims)
                .map(|claim| async move { look_after(app, store, &claim).await })
                .buffer_unordered(AT_ONCE);
            while let Some(event) = steps.next().await {
                report.count(event?);
            }
        }
        left = left.saturating_sub(u32::try_from(claimed).unwrap_or(u32::MAX));
        if claimed == 0 && machines.is_empty() {
            break;
        }
        // A machine may take minutes to be made: nothing else waits for that.
        if let Ok(Some(state)) = tokio::time::timeout(GLANCE, machines.next()).await {
            report.looked(state?);
        }
    }
    while let Some(state) = machines.next().await {
        report.looked(state?);
    }
    report.next_due_at = store.next_due(&providers).await?;
    Ok(report)
}

impl LifecycleReport {
    fn count(&mut self, event: Event) {
        self.due += 1;
        match event {
            Event::Changed(state) => self.became(state),
            Event::Postponed => self.postponed += 1,
            Event::Overtaken => {}
        }
    }

    /// A machine was looked after, and its reservation came to a state by that.
    const fn looked(&mut self, state: Option<State>) {
        self.machines += 1;
        if let Some(state) = state {
            self.became(state);
        }
    }

    const fn became(&mut self, state: State) {
        match state {
            State::Active => self.activated += 1,
            State::Completed => self.completed += 1,
            State::Cancelled => self.cancelled += 1,
            State::Failed => self.failed += 1,
            State::Pending | State::Activating => {}
        }
    }
}

/// What became of one reservation.
#[derive(Clone, Copy)]
enum Event {
    /// It is in this state now.
    Changed(State),
    /// It will be tried again.
    Postponed,
    /// Somebody else changed it meanwhile, or took it over.
    Overtaken,
}

async fn look_after(app: &App, store: &Store, claim: &Claim) -> Result<Event> {
    match step(app, store, claim).await {
        Ok(changed) => Ok(Event::Changed(changed.state)),
        Err(Trouble::Later(at)) => {
            store.postpone(claim, at).await?;
            Ok(Event::Postponed)
        }
        Err(Trouble::Reserve(ReserveError::Stale)) => Ok(Event::Overtaken),
        Err(Trouble::Reserve(error)) => give_back(app, store, claim, error.into()).await,
        Err(Trouble::Other(error)) => give_back(app, store, claim, error).await,
    }
}

/// Why a step was not made.
enum Trouble {
    /// It is too early.
    Later(Timestamp),
    /// The store refused.
    Reserve(ReserveError),
    /// Anything else.
    Other(Error),
}

impl From<ReserveError> for Trouble {
    fn from(error: ReserveError) -> Self {
        Self::Reserve(error)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Does what time asks for. The time is read anew: the machine may have slept since the reservation was taken on.
async fn step(app: &App, store: &Store, claim: &Claim) -> std::result::Result<Reservation, Trouble> {
    let now = app.time().await?;
    let reservation = &claim.reservation;
    match next(reservation, now) {
        Step::Activate => activate(store, claim, now).await,
        Step::GiveUp => Ok(store.finish(claim, Outcome::Refused(Reason::Missed), now).await?),
        Step::Abandon => Ok(store.finish(claim, Outcome::Refused(Reason::NotStarted), now).await?),
        // Its machine is given back from then on; what is paid does not wait for that.
        Step::Complete => Ok(store.finish(claim, Outcome::Completed, now).await?),
        // The clock was put back.
        Step::Wait(until) => Err(Trouble::Later(until)),
        Step::Done => Err(ReserveError::Stale.into()),
    }
}

async fn activate(store: &Store, claim: &Claim, now: Timestamp) -> std::result::Result<Reservation, Trouble> {
    let reservation = &claim.reservation;
    let dearer = |accepted| claim.market_price.is_some_and(|asked| asked > accepted);
    if reservation.max_price.is_some_and(dearer) {
        return Ok(store.finish(claim, Outcome::Refused(Reason::PriceChanged), now).await?);
    }
    let outcome = if reservation.needs_machine() {
        rent(store, claim, now).await?
    } else {
        store.finish(claim, Outcome::Activated(claim.market_price), now).await
    };
    let reason = match outcome {
        Err(ReserveError::Post(PostError::InsufficientFunds { .. } | PostError::AccountMissing(_))) => Reason::Unpaid,
        Err(ReserveError::Post(PostError::OverLimit { .. })) => Reason::OverLimit,
        outcome => return Ok(outcome?),
    };
    Ok(store.finish(claim, Outcome::Refused(reason), now).await?)
}

/// Sets the price aside and writes down that the machine is to be rented.
async fn rent(
    store: &Store,
    claim: &Claim,
    now: Timestamp,
) -> std::result::Result<std::result::Result<Reservation, ReserveError>, Trouble> {
    let reservation = &claim.reservation;
    let order = store.machine_order(reservation.id).await?;
    let intent = machine::intent(store, reservation, &order.wanted.external_id, now).await?;
    let outcome = Outcome::Renting(claim.market_price, order.start_timeout);
    Ok(store.begin_renting(claim, outcome, &intent, now).await)
}

/// Gives back what failed, to be tried again after a while. What stops everything is told at once.
async fn give_back(app: &App, store: &Store, claim: &Claim, error: Error) -> Result<Event> {
    if error.code.exit() == Code::DatabaseUnavailable.exit() {
        return Err(error);
    }
    tracing::warn!(reservation = %claim.reservation.id, error = %error, attempts = claim.attempts, "a step failed");
    let pause = FIRST_PAUSE.saturating_mul(1 << claim.attempts.min(10)).min(LAST_PAUSE);
    let at = app.time().await?.checked_add(pause).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
    store.postpone(claim, at).await?;
    Ok(Event::Postponed)
}
