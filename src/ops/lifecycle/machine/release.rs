//! Giving a machine back: destroyed, and looked at until it is gone. One without the other proves nothing.

use std::time::Duration;

use jiff::Timestamp;

use super::{LAST_PAUSE, Stepped, Trouble, Work, changed, follow, later};
use crate::booking::rental::{Event, apply};
use crate::booking::window::seconds_between;
use crate::booking::{Reason, Rental, RentalState, Terms};
use crate::error::Result;
use crate::ledger::{Entry, Name, rules};
use crate::providers::rental::Presence;
use crate::store::Advance;
use crate::units::{Rate, RentalId, Usdc};

/// Pause after the first release; twice as long after each other one.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// A machine that is there so long after its first release needs a person.
const ALARM_SECONDS: u64 = 900;

/// Nothing was called, and nothing is wanted any more.
pub(super) async fn drop_intent(work: &Work<'_>, now: Timestamp) -> Stepped {
    let (dropped, _) = apply(&work.claim.rental, Event::GivenUp("requested".to_owned()), now);
    work.advance(&changed(dropped, None), now).await
}

pub(super) async fn release(work: &Work<'_>, now: Timestamp) -> Stepped {
    let rental = &work.claim.rental;
    if rental.state != RentalState::Releasing {
        // Found when nobody wanted it any more: that it is to be given back is written down first.
        let why = work.claim.reservation.reason.map_or("ended", Reason::as_str);
        let (releasing, _) = apply(rental, Event::GivenUp(why.to_owned()), now);
        return work.advance(&changed(releasing, Some(now)), now).await;
    }
    let id = work.machine()?;
    let taken = seconds_between(rental.releasing_at.unwrap_or(now), now);
    if taken >= ALARM_SECONDS {
        tracing::error!(provider = rental.provider, "machine {id} is not gone {taken} s after its first release");
    }
    work.network.destroy(&id).await.map_err(|error| Trouble::Unanswered("destroy_failed", error))?;
    let seen = work.network.get(&id).await.map_err(|error| Trouble::Unanswered("look_failed", error))?;
    let now = work.app.time().await?.max(now);
    match seen {
        Presence::Gone { .. } => {
            let (released, _) = apply(rental, Event::Gone, now);
            let since = work.claim.reservation.unwanted_since();
            let seconds = since.map_or(0, |since| released.leaked_seconds(since));
            let price = rental.price.unwrap_or(work.claim.order.max_price);
            let mut events = vec![("released", format!("the provider says that {id} is gone"))];
            let entry = leak(rental.id, id.as_str(), &rental.provider, Some(price), seconds)?;
            if entry.is_some() {
                events.push(("leaked", format!("it ran {seconds} s longer than it was booked")));
            }
            follow::conclude(work, Advance { events, entry, ..changed(released, None) }, None, now).await
        }
        Presence::Here(machine) => {
            let message = format!("{id} is still {} after its release", machine.state.as_str());
            let still = Rental { version: rental.version + 1, ..rental.clone() };
            let pause = FIRST_PAUSE.saturating_mul(1 << work.claim.attempts.min(10)).min(LAST_PAUSE);
            let events = vec![("destroyed", message)];
            let again_at = Some(later(now, pause));
            work.advance(&Advance { events, is_failure: true, ..changed(still, again_at) }, now).await
        }
    }
}

/// What is booked for a machine that ran so many seconds outside of any booking; nothing where nothing is known to have
/// been billed.
pub(in crate::ops) fn leak(
    rental: RentalId,
    machine: &str,
    provider: &str,
    price: Option<Rate>,
    seconds: u64,
) -> Result<Option<Entry>> {
    let Some(rate) = price.filter(|_| seconds > 0) else { return Ok(None) };
    let cost = Terms { rate, min_seconds: 0, fee_basis_points: 0 }.price(seconds)?;
    if cost == Usdc::default() {
        return Ok(None);
    }
    let machine: Name = machine.to_ascii_lowercase().trim_start_matches(['-', '_']).parse()?;
    Ok(Some(rules::leak(rental.uuid(), &machine, &provider.parse()?, cost)?))
}
