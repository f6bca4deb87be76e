//! Extending and cancelling.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Value, json};

use super::create::{EndWords, may_book};
use super::read::reservation_id;
use super::report::ReservationReport;
use super::when::{When, instant, zone_word};
use crate::app::App;
use crate::auth::Scope;
use crate::booking::window::after;
use crate::booking::{Fulfilment, Outcome, Reservation, State};
use crate::error::{Code, Error, Result};
use crate::ops::actor::{Actor, require};
use crate::ops::lifecycle::{Limits, tick};
use crate::ops::mutation::{Done, Effect, Mutation, mutate};
use crate::store::Tx;
use crate::units::{Usdc, UserId};

/// How a reservation is to become longer.
#[derive(Clone, Debug, Serialize)]
pub struct ExtendRequest {
    /// Its id.
    pub id: String,
    /// Until when, or by how much.
    pub end: EndWords,
    /// The most that the extension may cost.
    pub max_cost: Option<Usdc>,
    /// Whose clocks times without an offset are meant by.
    #[serde(serialize_with = "zone_word")]
    pub zone: TimeZone,
}

/// What a change would cost or give back, for a question before it is made.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The reservation as it is.
    pub reservation: ReservationReport,
    /// What is charged at once.
    pub charge: Usdc,
    /// What comes back.
    pub refund: Usdc,
    /// What the minimum billing of the provider keeps of unused time.
    pub kept: Usdc,
}

/// What it would give back to cancel a reservation now; `None` when there is nothing left to cancel.
pub async fn preview_cancel(app: &App, id: &str) -> Result<Option<Preview>> {
    let actor = require(app, Scope::Book).await?;
    let reservation = app.store().await?.reservation(reservation_id(id)?, owner(&actor)).await?;
    if reservation.state.is_terminal() {
        return Ok(None);
    }
    let now = app.time().await?;
    Ok(Some(Preview {
        charge: Usdc::default(),
        refund: reservation.refund_at(now)?,
        kept: reservation.kept_at(now)?,
        reservation: ReservationReport::of(&reservation)?,
    }))
}

/// What it would cost to make a reservation longer.
pub async fn preview_extend(app: &App, request: &ExtendRequest) -> Result<Preview> {
    let actor = require(app, Scope::Book).await?;
    let reservation = app.store().await?.reservation(reservation_id(&request.id)?, owner(&actor)).await?;
    let end = end_of(&reservation, request, app.time().await?)?;
    Ok(Preview {
        charge: reservation.price_until(end)?,
        refund: Usdc::default(),
        kept: Usdc::default(),
        reservation: ReservationReport::of(&reservation)?,
    })
}

/// Makes a reservation longer. An active one is charged at once; either all of it happens or nothing.
pub async fn extend(app: &App, request: &ExtendRequest, mutation: &Mutation) -> Result<Done<ReservationReport>> {
    let actor = may_book(app).await?;
    let id = reservation_id(&request.id)?;
    mutate(app, &actor, "reserve extend", request, mutation, async |tx| {
        let now = app.time().await?;
        let reservation = tx.reservation_in_calendar(id, owner(&actor)).await?;
        let end = end_of(&reservation, request, now)?;
        let charge = reservation.price_until(end)?;
        if let Some(accepted) = request.max_cost.filter(|accepted| charge > *accepted) {
            return Err(Error::new(
                Code::PriceChanged,
                format!("it costs {charge}, more than the {accepted} accepted"),
            ));
        }
        changed(tx, &reservation, Outcome::Extended(end), now).await
    })
    .await
}

/// Cancels a reservation: free before it is active, against a refund of the unused time afterwards. One that is
/// cancelled already stays so.
pub async fn cancel(app: &App, id: &str, mutation: &Mutation) -> Result<Done<ReservationReport>> {
    let actor = require(app, Scope::Book).await?;
    let uuid = reservation_id(id)?;
    let done = mutate(app, &actor, "reserve cancel", &json!({ "id": id }), mutation, async |tx| {
        let now = app.time().await?;
        let reservation = tx.reservation(uuid, owner(&actor)).await?;
        if reservation.state == State::Cancelled {
            return Ok(Effect::unchanged(ReservationReport::of(&reservation)?));
        }
        changed(tx, &reservation, Outcome::Cancelled, now).await
    })
    .await?;
    give_back(app, &done).await;
    Ok(done)
}

/// Does at once what a daemon would do soon: the machine of what has just ended costs money.
async fn give_back(app: &App, done: &Done<ReservationReport>) {
    if done.dry_run || done.result.fulfilment == Fulfilment::Manual {
        return;
    }
    if let Err(error) = tick(app, Limits::default()).await {
        tracing::warn!("the machine was not released yet: {error}");
    }
}

/// Whose reservations somebody may change: the operator everybody's.
pub(super) fn owner(actor: &Actor) -> Option<UserId> {
    (!actor.is_operator).then_some(actor.user_id)
}

async fn changed(
    tx: &mut Tx<'_>,
    before: &Reservation,
    outcome: Outcome,
    now: Timestamp,
) -> Result<Effect<ReservationReport>> {
    let after = tx.change(before, outcome, now).await?;
    let state = |reservation: &Reservation| -> Value {
        json!({
            "state": reservation.state, "ends_at": reservation.window.end(), "charged": reservation.charged,
            "refunded": reservation.refunded,
        })
    };
    Ok(Effect::changed(ReservationReport::of(&after)?, after.id, Some(state(before)), Some(state(&after))))
}

fn end_of(reservation: &Reservation, request: &ExtendRequest, now: Timestamp) -> Result<Timestamp> {
    match &request.end {
        EndWords::At(text) => instant(text, "--end", &When { now, zone: &request.zone }),
        EndWords::For(seconds) => Ok(after(reservation.window.end(), *seconds)?),
    }
}
