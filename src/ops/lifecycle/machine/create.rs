//! The create call: the only one that makes something. That it will be made is written down before, and it is sent once.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{LAST_PAUSE, PROVIDER_PAUSE, Stepped, Trouble, Work, changed, later};
use crate::booking::rental::{Event, apply};
use crate::booking::{Rental, RentalState};
use crate::error::{Code, Error};
use crate::providers::rental::{Bound, Creation, DEADMAN_MARGIN, Label, Order, Refusal, Why};
use crate::store::{Advance, RentalClaim};
use crate::units::Rate;

/// Create calls of one provider of which nobody knows yet what came of them; with more nothing is rented there.
const MAX_UNRESOLVED: u64 = 5;
/// Before its time is over a call is not begun any more.
const MARGIN: Duration = Duration::from_secs(5);
/// Beyond the call: for writing down what came of it.
const WRITING_LIMIT: Duration = Duration::from_secs(30);
/// Until a new machine is looked at for the first time.
const FIRST_LOOK: Duration = Duration::from_secs(2);

pub(super) async fn create(work: &Work<'_>, now: Timestamp) -> Stepped {
    permitted(work, now).await?;
    let order = order(work.claim)?;
    let limit = work.network.profile().create_limit;
    let until = later(now, limit);
    let (calling, _) = apply(&work.claim.rental, Event::Calling(until), now);
    let claim = work.claim.with(calling.clone());
    // Should this process die, nobody looks before the call is over, whoever made it.
    let before = Advance {
        events: vec![("calling", format!("asking {} for a machine", work.network.network().title()))],
        ..changed(calling, Some(later(until, WRITING_LIMIT)))
    };
    work.advance(&before, now).await?;
    let began = Instant::now();
    let last_moment = until.checked_sub(MARGIN).unwrap_or(until);
    // By a clock that cannot be set and by one that goes on while the machine sleeps.
    let may_send = || began.elapsed() < limit.saturating_sub(MARGIN) && work.app.now() < last_moment;
    let creation = work.network.create(&order, &may_send).await;
    let work = Work { claim: &claim, network: work.network.clone(), ..*work };
    taken_in(&work, creation).await
}

/// The breakers: nothing is rented where something is badly wrong. Calls that are begun at the same moment do not see
/// each other.
async fn permitted(work: &Work<'_>, now: Timestamp) -> Result<(), Trouble> {
    let provider = work.claim.rental.provider.as_str();
    let soon = later(now, LAST_PAUSE);
    if let Some((until, reason)) = work.store.pause(provider, now).await? {
        let message = format!("nothing is rented at {provider} until {until}: {reason}");
        return Err(Trouble::Later(soon.min(until), "paused", message));
    }
    let load = work.store.provider_load(provider).await?;
    if load.unresolved >= MAX_UNRESOLVED {
        let message = format!("{} create calls at {provider} are still without an answer", load.unresolved);
        return Err(Trouble::Later(soon, "unresolved", message));
    }
    let cap = work.app.config.rental.max_price_per_hour;
    let then = Rate::from_micros(load.price_per_hour.micros().saturating_add(work.claim.order.max_price.micros()));
    if then > cap {
        let message =
            format!("machines at {provider} would cost {then} USD an hour, more than rental.max_price_per_hour");
        return Err(Trouble::Later(soon, "over_cap", message));
    }
    Ok(())
}

/// The order as the network takes it.
pub(super) fn order(claim: &RentalClaim) -> Result<Order, Error> {
    use secrecy::ExposeSecret as _;
    let broken = |what: &str| Error::new(Code::Internal, format!("{what} of the reservation cannot be read"));
    let order = &claim.order;
    let keys = order.ssh_keys.iter().map(|key| key.parse());
    Ok(Order {
        label: claim.rental.label.parse::<Label>().map_err(|_| broken("the label"))?,
        wanted: order.wanted.clone(),
        max_price_per_hour: order.max_price,
        image: order.image.clone(),
        disk_gib: order.disk_gib,
        ssh_keys: keys.collect::<Result<_, _>>().map_err(|_| broken("an SSH key"))?,
        env: order.env.clone(),
        onstart: order.onstart.as_ref().map(|script| script.expose_secret().to_owned()),
        ends_at: claim.reservation.window.end(),
    })
}

async fn taken_in(work: &Work<'_>, creation: Creation) -> Stepped {
    let now = work.app.time().await?;
    let rental = &work.claim.rental;
    match creation {
        Creation::Created(created) => {
            let id = created.id.as_str().to_owned();
            let mut events = vec![("created", format!("machine {id}"))];
            events.extend(created.notes.into_iter().map(|note| ("note", note)));
            let made = made(work, &id, now);
            work.advance(&Advance { events, ..changed(made, Some(later(now, FIRST_LOOK))) }, now).await
        }
        Creation::Stillborn { id, reason } => {
            let stillborn = made(work, id.as_str(), now);
            let version = stillborn.version;
            let (stillborn, _) = apply(&stillborn, Event::GivenUp("start_failed".to_owned()), now);
            let given_up = Rental { version, ..stillborn };
            let events = vec![("stillborn", format!("machine {id}: {reason}"))];
            super::follow::give_up(work, Advance { events, ..changed(given_up, Some(now)) }, now).await
        }
        Creation::Unknown { reason } => {
            let (searched, _) = apply(rental, Event::Unanswered, now);
            let events = vec![("unanswered", reason)];
            work.advance(&Advance { events, ..changed(searched, Some(later(now, FIRST_LOOK))) }, now).await
        }
        Creation::Refused(refusal) if refusal.why == Why::NotSent => not_sent(work, &refusal, now).await,
        Creation::Refused(refusal) => refused(work, refusal, now).await,
    }
}

/// There is a machine of this name. Where it ends by its own script, that was set with it.
pub(super) fn made(work: &Work<'_>, id: &str, now: Timestamp) -> Rental {
    let (mut made, _) = apply(&work.claim.rental, Event::Made(id.to_owned()), now);
    if made.state == RentalState::Created && matches!(work.network.profile().bound, Bound::Script { .. }) {
        made.own_end_at = work.claim.reservation.window.end().checked_add(DEADMAN_MARGIN).ok();
    }
    made
}

async fn not_sent(work: &Work<'_>, refusal: &Refusal, now: Timestamp) -> Stepped {
    let (intent, _) = apply(&work.claim.rental, Event::NotSent, now);
    let pause = refusal.retry_after.unwrap_or_default().clamp(super::backoff(work.claim.attempts), LAST_PAUSE);
    let events = vec![("not_sent", refusal.message.clone())];
    let again_at = Some(later(now, pause));
    work.advance(&Advance { events, is_failure: true, ..changed(intent, again_at) }, now).await
}

async fn refused(work: &Work<'_>, refusal: Refusal, now: Timestamp) -> Stepped {
    let provider = &work.claim.rental.provider;
    if matches!(refusal.why, Why::Unauthorized | Why::NoFunds) {
        let until = now.checked_add(PROVIDER_PAUSE).unwrap_or(now);
        tracing::error!(provider, "nothing is rented until {until}: {}", refusal.message);
        work.store.pause_provider(provider, until, &refusal.message).await?;
    }
    let why = refusal.why.as_str();
    let (absent, _) = apply(&work.claim.rental, Event::Refused(why.to_owned()), now);
    let events = vec![("refused", format!("{why}: {}", refusal.message))];
    let again_at = refusal.retry_after.map(|pause| later(now, pause.min(LAST_PAUSE)));
    super::follow::conclude(work, Advance { events, ..changed(absent, None) }, again_at, now).await
}
