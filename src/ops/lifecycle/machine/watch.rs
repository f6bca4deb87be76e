//! Looking at a machine: until it is up, and then whether it still is.

use std::time::Duration;

use jiff::Timestamp;

use super::{Stepped, Trouble, Work, changed, follow, later};
use crate::booking::rental::{Event, Turn, apply};
use crate::booking::{Rental, RentalState};
use crate::providers::rental::{Bound, Caution, Endpoint, Machine, Presence, Prolonging, State};
use crate::store::{Advance, Effect};

/// Between two looks at a machine that is on its way.
const STARTING_PAUSE: Duration = Duration::from_secs(5);
/// Between two looks at one that is up.
const RUNNING_PAUSE: Duration = Duration::from_mins(1);
/// How long an SSH server is waited for.
const GREETING_LIMIT: Duration = Duration::from_secs(5);

pub(super) async fn watch(work: &Work<'_>, now: Timestamp) -> Stepped {
    let seen = work.network.get(&work.machine()?).await.map_err(|error| Trouble::Unanswered("look_failed", error))?;
    match (seen, work.claim.rental.state) {
        (Presence::Gone { reason: Some(reason) }, RentalState::Created) => {
            give_up(work, None, "start_failed", reason, now).await
        }
        (Presence::Gone { reason }, _) => {
            let reason = reason.unwrap_or_else(|| "the provider knows of no such machine".to_owned());
            unwell(work, &work.claim.rental, reason, now).await
        }
        (Presence::Here(machine), RentalState::Created) => starting(work, &machine, now).await,
        (Presence::Here(machine), _) => running(work, &machine, now).await,
    }
}

/// What a look told, in a rental.
fn told(work: &Work<'_>, machine: &Machine) -> Rental {
    let rental = &work.claim.rental;
    let told_end = match work.network.profile().bound {
        // Its script was told by us; what the provider says is when the offer ends.
        Bound::Script { .. } => None,
        _ => machine.ends_at,
    };
    let endpoint = machine.endpoint.as_ref();
    Rental {
        endpoint: endpoint
            .map(|endpoint| (endpoint.user().to_owned(), endpoint.host().to_owned(), endpoint.port()))
            .or_else(|| rental.endpoint.clone()),
        progress: machine.progress.clone().or_else(|| Some(machine.state.as_str().to_owned())),
        price: machine.price_per_hour.or(rental.price),
        own_end_at: told_end.or(rental.own_end_at),
        ..rental.clone()
    }
}

async fn starting(work: &Work<'_>, machine: &Machine, now: Timestamp) -> Stepped {
    let told = told(work, machine);
    let progress = told.progress.clone().unwrap_or_default();
    match machine.state {
        State::Failed | State::Stopped | State::Ending => {
            return give_up(work, Some(told), "start_failed", format!("the machine is {progress}"), now).await;
        }
        State::Lost => return unwell(work, &told, format!("the machine is {progress}"), now).await,
        State::Starting => return wait(work, &told, progress, now).await,
        State::Running => {}
    }
    if let Some(mismatch) = machine.mismatch(&work.claim.order.wanted) {
        return give_up(work, Some(told), "wrong_machine", mismatch, now).await;
    }
    if let Some(price) = machine.price_per_hour.filter(|price| work.claim.order.is_dearer(*price)) {
        let message = format!("it costs {price} USD an hour, more than the {} agreed on", work.claim.order.max_price);
        return give_up(work, Some(told), "price_changed", message, now).await;
    }
    let Some(endpoint) = &machine.endpoint else { return wait(work, &told, progress, now).await };
    if let Some(message) = suspicious(work, endpoint) {
        return give_up(work, Some(told), "start_failed", message, now).await;
    }
    if !endpoint.answers(GREETING_LIMIT).await {
        return wait(work, &told, format!("{progress}; nothing answers at {endpoint} yet"), now).await;
    }
    is_up(work, told, endpoint, now).await
}

async fn is_up(work: &Work<'_>, told: Rental, endpoint: &Endpoint, now: Timestamp) -> Stepped {
    let mut events = vec![("up", format!("it answers at {endpoint}"))];
    if endpoint.caution() == Some(Caution::Private) {
        events.push(("private_address", "its address is one of a private network, such as yours".to_owned()));
    }
    let told = prolonged(work, told, &mut events).await?;
    let (up, _) = apply(&told, Event::Up, now);
    let again_at = Some(later(now, RUNNING_PAUSE));
    work.advance(&Advance { events, effect: Effect::Up, ..changed(up, again_at) }, now).await
}

/// Addresses that no rented machine has: this one, and those where clouds keep secrets.
fn suspicious(work: &Work<'_>, endpoint: &Endpoint) -> Option<String> {
    let is_local = work.app.is_local(work.network.network()).unwrap_or(false);
    let refused = match endpoint.caution() {
        Some(Caution::Loopback) => !is_local,
        Some(Caution::Special) => true,
        Some(Caution::Private) | None => false,
    };
    refused.then(|| format!("the provider says that the machine is at {endpoint}, which cannot be"))
}

/// The same with its own end where the booking's is, or later. That it could not be moved is told, and tried again.
async fn prolonged(work: &Work<'_>, told: Rental, events: &mut Vec<(&'static str, String)>) -> Result<Rental, Trouble> {
    let ends_at = work.claim.reservation.window.end();
    match work.network.profile().bound {
        Bound::Nothing => return Ok(told),
        Bound::Script { .. } => {
            if let Some(own_end_at) = told.own_end_at.filter(|own_end_at| *own_end_at < ends_at) {
                events.push(("own_end", format!("the machine ends itself at {own_end_at}, before its booking")));
            }
            return Ok(told);
        }
        Bound::Provider | Bound::Prepaid => {}
    }
    match work.network.prolong(&work.machine()?, ends_at).await {
        Ok(Prolonging::Until(until)) => Ok(Rental { own_end_at: Some(until), ..told }),
        Ok(Prolonging::NotHere) => Ok(told),
        Err(error) => {
            events.push(("prolong_failed", error.to_string()));
            Ok(told)
        }
    }
}

async fn running(work: &Work<'_>, machine: &Machine, now: Timestamp) -> Stepped {
    let mut told = told(work, machine);
    if machine.state != State::Running {
        let message = format!("the machine is {}", told.progress.clone().unwrap_or_default());
        return unwell(work, &told, message, now).await;
    }
    let mut events = Vec::new();
    if let Some(price) = machine.price_per_hour.filter(|price| work.claim.order.is_dearer(*price)) {
        tracing::error!(provider = work.claim.rental.provider, "machine {} costs {price} USD an hour now", machine.id);
        events.push(("dearer", format!("it costs {price} USD an hour now, which is not charged")));
    }
    if told.own_end_at.is_none_or(|own_end_at| own_end_at < work.claim.reservation.window.end()) {
        told = prolonged(work, told, &mut events).await?;
    }
    let (well, _) = apply(&told, Event::Well, now);
    work.advance(&Advance { events, ..changed(well, Some(later(now, RUNNING_PAUSE))) }, now).await
}

/// It is on its way.
async fn wait(work: &Work<'_>, told: &Rental, progress: String, now: Timestamp) -> Stepped {
    let (well, _) = apply(told, Event::Well, now);
    let events = vec![("starting", progress)];
    work.advance(&Advance { events, ..changed(well, Some(later(now, STARTING_PAUSE))) }, now).await
}

/// It was not seen well: only when that is so for long enough it counts as lost.
async fn unwell(work: &Work<'_>, told: &Rental, message: String, now: Timestamp) -> Stepped {
    let (unwell, turn) = apply(told, Event::Unwell, now);
    let is_up = told.state == RentalState::Running;
    let again_at = Some(later(now, RUNNING_PAUSE));
    match turn {
        Turn::Lost(last_well) if is_up => {
            let events = vec![("lost", message)];
            work.advance(&Advance { events, effect: Effect::Lost(last_well), ..changed(unwell, again_at) }, now).await
        }
        Turn::Lost(_) => give_up(work, None, "start_failed", message, now).await,
        _ => work.advance(&Advance { events: vec![("unwell", message)], ..changed(unwell, again_at) }, now).await,
    }
}

/// It will not do: it is released, and what follows waits for that.
async fn give_up(work: &Work<'_>, told: Option<Rental>, why: &str, message: String, now: Timestamp) -> Stepped {
    let told = told.unwrap_or_else(|| work.claim.rental.clone());
    let (given_up, _) = apply(&told, Event::GivenUp(why.to_owned()), now);
    let events = vec![("given_up", message)];
    follow::give_up(work, Advance { events, ..changed(given_up, Some(now)) }, now).await
}
