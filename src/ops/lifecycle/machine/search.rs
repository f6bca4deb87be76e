//! A create call whose outcome nobody knows: the machine is searched for by its label, and believed to be absent only when
//! lists that can be believed missed it often enough for long enough.

use std::time::Duration;

use jiff::Timestamp;

use super::{LAST_PAUSE, PROVIDER_PAUSE, Stepped, Trouble, Work, changed, later};
use crate::booking::rental::{Event, Turn, apply};
use crate::error::{Code, Error};
use crate::providers::rental::{Label, Machine, MachineId};
use crate::store::{Advance, Stray};

/// Between two searches.
const PAUSE: Duration = Duration::from_secs(40);

pub(super) async fn search(work: &Work<'_>, now: Timestamp) -> Stepped {
    let rental = &work.claim.rental;
    let broken = |_| Error::new(Code::Internal, "the label of a rental cannot be read");
    let label: Label = rental.label.parse().map_err(broken)?;
    let listing = work.network.list().await.map_err(|error| Trouble::Unanswered("list_failed", error))?;
    let mut found: Vec<&Machine> = listing.with_label(label).collect();
    found.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
    if let Some((first, others)) = found.split_first() {
        let mut events = vec![("found", format!("machine {} carries its label", first.id))];
        for other in others {
            tracing::error!(
                provider = rental.provider,
                "two machines carry the label {label}: {} is nobody's",
                other.id
            );
            events.push(("second", format!("machine {} carries its label, too, and is to be released", other.id)));
            work.store.add_stray(&stray(rental, other, now), rental).await?;
        }
        let made = super::create::made(work, first.id.as_str(), now);
        return work.advance(&Advance { events, ..changed(made, Some(now)) }, now).await;
    }
    let rows = work.store.rentals_at(&rental.provider, &[]).await?;
    let expected = rows.iter().filter(|row| row.is_expected(now));
    let running: Vec<MachineId> = expected.filter_map(|row| MachineId::new(row.machine.as_deref()?)).collect();
    if let Err(doubt) = listing.trust(&running) {
        tracing::error!(provider = rental.provider, "its list of machines cannot be believed: {doubt}");
        let until = now.checked_add(PROVIDER_PAUSE).unwrap_or(now);
        work.store.pause_provider(&rental.provider, until, &doubt).await?;
        return Err(Trouble::Later(later(now, LAST_PAUSE), "untrusted", doubt));
    }
    let (missed, turn) = apply(rental, Event::Missing, now);
    let events = vec![("missing", format!("no machine carries its label ({} looks)", missed.misses))];
    if turn == Turn::Over {
        return super::follow::conclude(work, Advance { events, ..changed(missed, None) }, None, now).await;
    }
    work.advance(&Advance { events, ..changed(missed, Some(later(now, PAUSE))) }, now).await
}

/// A machine that nobody owns, as it is written down.
pub(in crate::ops) fn stray(owner: &crate::booking::Rental, machine: &Machine, now: Timestamp) -> Stray {
    Stray {
        provider: owner.provider.clone(),
        machine: machine.id.as_str().to_owned(),
        rental: owner.id,
        found_at: now,
        since: machine.created_at.unwrap_or(now).min(now),
        price: machine.price_per_hour.or(owner.price),
    }
}
