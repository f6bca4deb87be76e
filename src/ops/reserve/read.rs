//! Looking at reservations.

use jiff::tz::TimeZone;

use super::change::owner;
use super::report::{AttemptReport, EventReport, ReservationDetail, ReservationReport};
use super::when::{When, instant};
use crate::app::App;
use crate::auth::Scope;
use crate::booking::{RentalState, State};
use crate::error::{Code, Error, Result};
use crate::ops::actor::require;
use crate::ops::ledger::LedgerEntry;
use crate::store::{EntryFilter, MAX_PAGE, ReservationFilter};
use crate::units::ReservationId;

/// Which reservations are to be listed.
#[derive(Clone, Debug)]
pub struct ListRequest {
    /// Everybody's; only the operator may.
    pub all: bool,
    /// In one of these states; in any when empty.
    pub states: Vec<State>,
    /// Of this offer.
    pub offer_id: Option<String>,
    /// Not over at this time, in the user's words.
    pub from: Option<String>,
    /// Begun before this time, in the user's words.
    pub until: Option<String>,
    /// Whose clocks times without an offset are meant by.
    pub zone: TimeZone,
    /// Continue after this one.
    pub after: Option<String>,
    /// So many at most.
    pub limit: Option<u32>,
    /// Also count all that match.
    pub count: bool,
}

/// A page of reservations.
#[derive(Clone, Debug, Default)]
pub struct ReservationPage {
    /// They, the latest start first.
    pub rows: Vec<ReservationReport>,
    /// What continues the list.
    pub next: Option<String>,
    /// How many match in all, when counted.
    pub total: Option<u64>,
}

/// One's own reservations, or everybody's.
pub async fn list(app: &App, request: &ListRequest) -> Result<ReservationPage> {
    let actor = require(app, if request.all { Scope::Operator } else { Scope::Read }).await?;
    let when = When { now: app.now(), zone: &request.zone };
    let time = |text: &Option<String>, flag| text.as_deref().map(|text| instant(text, flag, &when)).transpose();
    let mut filter = ReservationFilter {
        owner: (!request.all).then_some(actor.user_id),
        states: request.states.clone(),
        offer_id: request.offer_id.clone(),
        from: time(&request.from, "--from")?,
        until: time(&request.until, "--until")?,
        after: request.after.as_deref().map(reservation_id).transpose()?,
        limit: request.limit.map(|limit| limit.saturating_add(1)),
    };
    let store = app.store().await?;
    let mut rows = store.reservations(&filter).await?;
    let mut next = None;
    if let Some(limit) = request.limit.map(|limit| limit as usize).filter(|limit| rows.len() > *limit) {
        rows.truncate(limit);
        next = rows.last().map(|last| last.id.to_string());
    }
    filter.after = None;
    let total = if request.count { Some(store.count_reservations(&filter).await?) } else { None };
    let rows = rows.iter().map(|row| Ok(ReservationReport::of(row)?)).collect::<Result<Vec<_>>>()?;
    Ok(ReservationPage { rows, next, total })
}

/// One reservation with all that happened to it. Somebody else's is not there, but for the operator.
pub async fn show(app: &App, id: &str) -> Result<ReservationDetail> {
    let actor = require(app, Scope::Read).await?;
    let store = app.store().await?;
    let reservation = store.reservation(reservation_id(id)?, owner(&actor)).await?;
    let (mut attempts, mut prefixes) = (Vec::new(), vec![format!("res:{}:", reservation.id)]);
    let mut ssh = None;
    if reservation.needs_machine() {
        let mut events = store.rental_events(reservation.id).await?;
        for rental in store.rentals(reservation.id).await? {
            prefixes.push(format!("leak:{}:", rental.id));
            let id = rental.id.to_string();
            let (own, others): (Vec<_>, Vec<_>) = events.into_iter().partition(|event| event.rental == id);
            events = others;
            let own =
                own.into_iter().map(|event| EventReport { at: event.at, kind: event.kind, message: event.message });
            if reservation.state == State::Active && rental.state == RentalState::Running {
                ssh = rental.endpoint.as_ref().map(|(user, host, port)| format!("{user}@{host} -p {port}"));
            }
            attempts.push(AttemptReport::of(rental, own.collect()));
        }
    }
    let filter = EntryFilter { key_prefixes: prefixes, limit: MAX_PAGE, ..EntryFilter::default() };
    let entries = store.entries(&filter).await?.rows.into_iter().map(LedgerEntry::from).rev().collect();
    Ok(ReservationDetail {
        refund_now: reservation.refund_at(app.time().await?)?,
        next_step_at: reservation.due_at(),
        start_by: reservation.start_by,
        ssh,
        attempts,
        entries,
        reservation: ReservationReport::of(&reservation)?,
    })
}

/// The id of a reservation, in its one spelling. Anything else names none.
pub(super) fn reservation_id(text: &str) -> Result<ReservationId> {
    text.parse().map_err(|_| {
        let shown: String = text.chars().take(40).collect();
        Error::new(Code::NotFound, format!("`{shown}` is not the id of a reservation"))
            .hint("`gp4u reserve list -o ids` lists yours")
    })
}
