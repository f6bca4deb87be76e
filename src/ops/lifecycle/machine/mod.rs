//! How a reservation comes to its machine and gives it back: one step of one rental at a time, each written down before
//! and after. What a step found is applied only if nobody else changed the rental meanwhile.

mod create;
mod follow;
mod release;
mod search;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::booking::rental::{Step, next};
use crate::booking::{Rental, RentalState, Reservation, State};
use crate::error::{Code, Error, Result};
use crate::providers::rental::{self, MachineId};
use crate::providers::{FetchError, Network};
use crate::store::{Advance, Effect, RentalClaim, ReserveError, Store};

pub(super) use follow::intent;
pub(in crate::ops) use release::leak;
pub(in crate::ops) use search::stray;

/// How long a worker has a rental to itself; a create call has its own time.
pub(super) const LEASE: Duration = Duration::from_mins(3);
/// No other step takes longer, so that none outlasts its lease.
const STEP_LIMIT: Duration = Duration::from_secs(150);
/// Pause after the first look that failed; twice as long after each other one.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// Longest pause.
const LAST_PAUSE: Duration = Duration::from_mins(1);
/// How long nothing is rented at a provider that refuses our key, or whose list cannot be believed.
pub(in crate::ops) const PROVIDER_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// A rental, and everything a step of it needs.
struct Work<'a> {
    app: &'a App,
    store: &'a Store,
    claim: &'a RentalClaim,
    network: Arc<dyn rental::Rental>,
}

/// Why a step was not made.
enum Trouble {
    /// It will be tried again: when, and what happened.
    Later(Timestamp, &'static str, String),
    /// The provider did not answer as it should.
    Unanswered(&'static str, FetchError),
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

type Stepped = std::result::Result<Reservation, Trouble>;

/// Makes one step; the state of the reservation if that is another one now.
pub(super) async fn look_after(app: &App, store: &Store, claim: &RentalClaim) -> Result<Option<State>> {
    let stepped = match network(app, &claim.rental.provider) {
        Ok(network) => limited(&Work { app, store, claim, network }).await,
        Err(error) => Err(Trouble::Later(later(app.time().await?, LAST_PAUSE), "no_key", error.message)),
    };
    let now = app.time().await?;
    let (at, kind, message) = match stepped {
        Ok(after) => return Ok((after.state != claim.reservation.state).then_some(after.state)),
        // Somebody else changed it, and looks after what follows.
        Err(Trouble::Reserve(ReserveError::Stale)) => return Ok(None),
        Err(Trouble::Later(at, kind, message)) => (at, kind, message),
        Err(Trouble::Unanswered(kind, error)) => {
            let pause = error.retry_after().unwrap_or_default().clamp(backoff(claim.attempts), LAST_PAUSE);
            (later(now, pause), kind, error.to_string())
        }
        Err(Trouble::Reserve(error)) => (later(now, backoff(claim.attempts)), "failed", stops(error.into())?),
        Err(Trouble::Other(error)) => (later(now, backoff(claim.attempts)), "failed", stops(error)?),
    };
    tracing::warn!(rental = %claim.rental.id, provider = claim.rental.provider, kind, "{message}");
    store.postpone_rental(claim, at, (kind, &message), now).await?;
    Ok(None)
}

/// What stops everything is told at once; anything else is a message.
fn stops(error: Error) -> Result<String> {
    if error.code.exit() == Code::DatabaseUnavailable.exit() { Err(error) } else { Ok(error.message) }
}

/// Only a create call may take as long as it says itself: cut off, nobody would know what came of it.
async fn limited(work: &Work<'_>) -> Stepped {
    if work.claim.rental.state == RentalState::Intent {
        return step(work).await;
    }
    if let Ok(stepped) = tokio::time::timeout(STEP_LIMIT, step(work)).await {
        return stepped;
    }
    let again_at = later(work.app.time().await?, LAST_PAUSE);
    Err(Trouble::Later(again_at, "slow", "the provider took too long to answer".to_owned()))
}

async fn step(work: &Work<'_>) -> Stepped {
    let now = work.app.time().await?;
    let is_wanted = matches!(work.claim.reservation.state, State::Activating | State::Active);
    match next(&work.claim.rental, is_wanted, now) {
        Step::Wait(until) => Err(Trouble::Later(until, "waiting", "its create call may still be under way".to_owned())),
        Step::Create => create::create(work, now).await,
        Step::Drop => release::drop_intent(work, now).await,
        Step::Search => search::search(work, now).await,
        Step::Watch => watch::watch(work, now).await,
        Step::Release => release::release(work, now).await,
        Step::Done => Err(ReserveError::Stale.into()),
    }
}

impl Work<'_> {
    /// Takes in a change, and whatever it says has happened.
    async fn advance(&self, advance: &Advance, now: Timestamp) -> Stepped {
        Ok(self.store.advance(self.claim, advance, now).await?)
    }

    /// The machine.
    fn machine(&self) -> std::result::Result<MachineId, Trouble> {
        let name = self.claim.rental.machine.as_deref();
        let missing = || Error::new(Code::Internal, "a rental has no machine where it should");
        Ok(name.and_then(MachineId::new).ok_or_else(missing)?)
    }
}

/// A change without further consequences.
const fn changed(rental: Rental, again_at: Option<Timestamp>) -> Advance {
    Advance { rental, again_at, is_failure: false, events: Vec::new(), effect: Effect::None, entry: None }
}

fn network(app: &App, provider: &str) -> Result<Arc<dyn rental::Rental>> {
    let network = Network::parse(provider).map_err(|error| Error::new(Code::Conflict, error.to_string()))?;
    app.rental(network)
}

/// So long after an instant.
fn later(now: Timestamp, pause: Duration) -> Timestamp {
    now.checked_add(pause).unwrap_or(now)
}

fn backoff(attempts: u32) -> Duration {
    FIRST_PAUSE.saturating_mul(1 << attempts.min(10)).min(LAST_PAUSE)
}
