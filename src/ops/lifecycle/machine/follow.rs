//! What follows a rental that came to nothing while its reservation waits: the same again, another offer, or the end.

use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Stepped, Trouble, Work, later};
use crate::booking::rental::{Followup, followup};
use crate::booking::{Reason, Rental, Reservation, State};
use crate::error::{Code, Error, Result};
use crate::providers::Network;
use crate::providers::rental::{Label, Order};
use crate::store::{Advance, Effect, ReserveError, Store, Substitute};
use crate::units::RentalId;

/// Pause before the same is tried again.
const PAUSE: Duration = Duration::from_secs(10);

/// What is written down before a create call for a reservation.
pub(in crate::ops::lifecycle) async fn intent(
    store: &Store,
    reservation: &Reservation,
    host: &str,
    now: Timestamp,
) -> Result<Rental> {
    let broken = |_| Error::new(Code::Internal, "the name of this database cannot be read");
    let deployment = store.deployment().await?.parse().map_err(broken)?;
    let id = Uuid::now_v7();
    let label = Label::new(deployment, id).to_string();
    let machine = reservation.offer.machine.as_deref().and_then(|machine| machine.split_once(':'));
    Ok(Rental {
        provider: reservation.offer.provider.clone(),
        offer_id: reservation.offer.id.clone(),
        host: Some(machine.map_or(host, |(_, machine)| machine).to_owned()),
        ..Rental::new(RentalId::new(id), reservation.id, label, now)
    })
}

/// A machine is given up: when nothing will be tried after it, the money goes back at once.
pub(super) async fn give_up(work: &Work<'_>, advance: Advance, now: Timestamp) -> Stepped {
    let is_waiting = work.claim.reservation.state == State::Activating;
    let effect = match followup(&advance.rental, work.claim.order.substitute) {
        Followup::Fail(reason) if is_waiting => Effect::Fail(reason),
        _ => Effect::None,
    };
    work.advance(&Advance { effect, ..advance }, now).await
}

/// A rental is over: whatever may follow is tried, the best first, until the calendar takes it.
pub(super) async fn conclude(
    work: &Work<'_>,
    advance: Advance,
    again_at: Option<Timestamp>,
    now: Timestamp,
) -> Stepped {
    let mut last = Err(Trouble::Other(Error::new(Code::Internal, "nothing follows")));
    for effect in effects(work, &advance.rental, again_at, now).await? {
        last = work.advance(&Advance { effect, ..advance.clone() }, now).await;
        if !matches!(last, Err(Trouble::Reserve(ReserveError::Taken { .. }))) {
            return last;
        }
    }
    last
}

async fn effects(
    work: &Work<'_>,
    over: &Rental,
    again_at: Option<Timestamp>,
    now: Timestamp,
) -> std::result::Result<Vec<Effect>, Trouble> {
    let reservation = &work.claim.reservation;
    if reservation.state != State::Activating {
        return Ok(vec![Effect::None]);
    }
    if reservation.start_by.is_none_or(|start_by| now >= start_by) {
        return Ok(vec![Effect::Fail(Reason::NotStarted)]);
    }
    let again_at = again_at.unwrap_or_else(|| later(now, PAUSE));
    let again = async || {
        let host = &work.claim.order.wanted.external_id;
        let next = intent(work.store, reservation, host, now).await?;
        let intent = Box::new(Rental { number: over.number + 1, ..next });
        Ok::<_, Trouble>(Effect::Retry { intent, due_at: again_at, substitute: None })
    };
    Ok(match followup(over, work.claim.order.substitute) {
        Followup::Fail(reason) => vec![Effect::Fail(reason)],
        Followup::Again => vec![again().await?],
        Followup::Another { or_again } => {
            let mut effects = Vec::new();
            for substitute in candidates(work, now).await? {
                let moved = Reservation { offer: substitute.offer.clone(), ..reservation.clone() };
                let next = intent(work.store, &moved, &substitute.wanted.external_id, now).await?;
                let intent = Box::new(Rental { number: over.number + 1, ..next });
                effects.push(Effect::Retry { intent, due_at: now, substitute: Some(Box::new(substitute)) });
            }
            effects.push(if or_again { again().await? } else { Effect::Fail(failure(over)) });
            effects
        }
    })
}

/// Why there is no machine when no other offer will do either.
fn failure(over: &Rental) -> Reason {
    match followup(over, false) {
        Followup::Fail(reason) => reason,
        _ => Reason::NoMachine,
    }
}

/// Equivalent offers of networks at which something can be rented now.
async fn candidates(work: &Work<'_>, now: Timestamp) -> std::result::Result<Vec<Substitute>, Trouble> {
    let mut providers = Vec::new();
    for network in Network::ALL {
        if work.app.rental(network).is_ok() && work.store.pause(network.as_str(), now).await?.is_none() {
            providers.push(network.as_str());
        }
    }
    let found = work.store.candidates(&work.claim.reservation, &work.claim.order, &providers).await?;
    let mut candidates = Vec::new();
    for candidate in found {
        let order = Order { wanted: candidate.wanted.clone(), ..super::create::order(work.claim)? };
        let network = super::network(work.app, &candidate.offer.provider)?;
        // Not every network takes an image, or goes without.
        if network.check(&order).is_ok() {
            candidates.push(candidate);
        }
    }
    Ok(candidates)
}
