//! Booking an offer.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::machine::{MachineWish, Priced, priced};
use super::offer::{Bookable, bookable};
use super::report::ReservationReport;
use super::when::{When, instant};
use crate::app::App;
use crate::auth::Scope;
use crate::booking::{self, End, Fulfilment, Terms, Wish};
use crate::error::{Code, Error, Result, Warning};
use crate::ops::actor::{Actor, require};
use crate::ops::mutation::{Done, Effect, Mutation, answered, mutate};
use crate::store::SessionKind;
use crate::units::{Rate, ReservationId, Usdc};

/// What is to be booked, in the user's words: the same words under the same idempotency key are the same request.
#[derive(Clone, Debug, Serialize)]
pub struct CreateRequest {
    /// Id of the offer.
    pub offer_id: String,
    /// From when on.
    pub start: String,
    /// Until when.
    pub end: EndWords,
    /// Dearest price per hour, now and when it becomes active.
    pub max_price: Option<Rate>,
    /// Highest price of the whole.
    pub max_cost: Option<Usdc>,
    /// The owner's own words.
    pub note: Option<String>,
    /// The machine that gp4u rents; none when the owner does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<MachineWish>,
    /// Whose clocks times without an offset are meant by.
    #[serde(serialize_with = "super::when::zone_word")]
    pub zone: TimeZone,
}

/// When a booking is over, in the user's words.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndWords {
    /// At a time.
    At(String),
    /// So many seconds after its start.
    For(u64),
}

/// What a user has to know and agree to before an offer is booked.
pub async fn preview_create(app: &App, request: &CreateRequest) -> Result<Vec<String>> {
    may_book(app).await?;
    let offer = bookable(app, &request.offer_id).await?;
    let now = app.time().await?;
    Ok(machine(app, request, &offer, now).await?.map(|priced| priced.conditions).unwrap_or_default())
}

/// Books an offer. Nothing is paid before it becomes active. What is to be rented is checked and priced at the provider
/// before.
pub async fn create(
    app: &App,
    request: &CreateRequest,
    mutation: &Mutation,
) -> Result<(Done<ReservationReport>, Vec<Warning>)> {
    let actor = may_book(app).await?;
    if let Some(done) = answered(app, &actor, "reserve create", request, mutation).await? {
        return Ok((done, Vec::new()));
    }
    let listed = bookable(app, &request.offer_id).await?;
    let priced = machine(app, request, &listed, app.time().await?).await?;
    let id = ReservationId::new(Uuid::now_v7());
    let mut warnings = Vec::new();
    let done = mutate(app, &actor, "reserve create", request, mutation, async |tx| {
        let offer = bookable(app, &request.offer_id).await?;
        if offer.gone_at.is_some() {
            return Err(not_listed(request));
        }
        let now = app.time().await?;
        let wish = wish(&offer, request, priced.as_ref(), id, &actor, &When { now, zone: &request.zone })?;
        let reservation = booking::create(wish, now)?;
        affordable(&actor, reservation.cost()?)?;
        let booked = tx.book(&reservation, offer.units).await?;
        if let Some(priced) = &priced {
            tx.order(booked.id, &priced.order).await?;
        }
        warnings.clone_from(&offer.warnings);
        if booked.terms.min_seconds > booked.window.seconds() {
            let hours = offer.offer.min_hours;
            warnings.push(Warning::new("minimum_billing", format!("the provider bills {hours} h at least")));
        }
        let report = ReservationReport::of(&booked)?;
        let after = json!({ "state": report.state, "offer": report.offer_id, "cost": report.cost });
        Ok(Effect::changed(report, booked.id, None, Some(after)))
    });
    Ok((done.await?, warnings))
}

fn not_listed(request: &CreateRequest) -> Error {
    Error::new(Code::Conflict, format!("{} is no longer listed", request.offer_id))
        .hint("`gp4u gpus search` finds what is")
}

/// The machine to be rented, if gp4u is to rent it.
async fn machine(app: &App, request: &CreateRequest, offer: &Bookable, now: Timestamp) -> Result<Option<Priced>> {
    let Some(wish) = &request.machine else { return Ok(None) };
    if offer.gone_at.is_some() {
        return Err(not_listed(request));
    }
    let when = When { now, zone: &request.zone };
    let start = instant(&request.start, "--start", &when)?;
    let ends_at = match &request.end {
        EndWords::At(text) => instant(text, "--end", &when)?,
        EndWords::For(seconds) => booking::window::after(start.max(now), *seconds)?,
    };
    Ok(Some(priced(app, offer, wish, ends_at).await?))
}

/// Who acts, when that is somebody who may book and pay for it.
pub(super) async fn may_book(app: &App) -> Result<Actor> {
    require(app, Scope::Spend).await?;
    require(app, Scope::Book).await
}

/// Refuses at once what a token could never pay.
fn affordable(actor: &Actor, cost: Usdc) -> Result<()> {
    match actor.spend_limit_per_day {
        Some(limit) if cost > limit => {
            let message = format!("it costs {cost}, more than the {limit} that this token may spend in a day");
            Err(Error::new(Code::OverLimit, message))
        }
        _ => Ok(()),
    }
}

fn wish(
    offer: &Bookable,
    request: &CreateRequest,
    priced: Option<&Priced>,
    id: ReservationId,
    actor: &Actor,
    when: &When<'_>,
) -> Result<Wish> {
    let terms = offer.terms();
    Ok(Wish {
        id,
        owner: actor.user_id,
        token: (actor.kind == SessionKind::Token).then_some(actor.session_id),
        offer: offer.booked(),
        kind: offer.offer.kind,
        start: instant(&request.start, "--start", when)?,
        end: match &request.end {
            EndWords::At(text) => End::At(instant(text, "--end", when)?),
            EndWords::For(seconds) => End::After(*seconds),
        },
        terms: Terms { rate: priced.map_or(terms.rate, |priced| priced.rate), ..terms },
        max_price: request.max_price,
        max_cost: request.max_cost,
        fulfilment: if priced.is_some() { Fulfilment::Automatic } else { Fulfilment::Manual },
        note: request.note.clone(),
    })
}
