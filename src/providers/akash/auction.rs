//! The auction that ends in a lease: an order, bids on it, the best of them taken, and the order closed whenever that does
//! not work out.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use tokio::time::Instant;

use super::bid::{self, Bids, Candidate, Terms};
use super::deployment::Described;
use super::rental::{Akash, DEPLOYMENTS, MAX_HOURS, MAX_STEP_HOURS, Whose};
use super::sdl::{self, GpuSpec};
use crate::providers::http::{Reply, Request, Session};
use crate::providers::rental::{
    Created, Creation, DEADMAN_MARGIN, Destruction, MachineId, MaySend, Order, Presence, Refusal, Rental as _, Why,
    in_full, whole_hours,
};
use crate::providers::wire::{number_of, object};
use crate::providers::{Fault, FetchError};
use crate::units::Rate;

const BIDS: &str = "/v1/bids";
const LEASES: &str = "/v1/leases";
const DEPOSITS: &str = "/v1/deposit-deployment";
/// In USD.
const MIN_DEPOSIT: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
/// Bids that are tried to be taken at most.
pub(super) const MAX_LEASES: usize = 4;
/// A lease call delivers the manifest before it answers: three tries of 15 seconds, 6 apart.
const LEASE_LIMIT: Duration = Duration::from_secs(95);
/// Looks at a deployment after it was closed.
const CLOSING_LOOKS: usize = 3;

/// How long bids are waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Between looks.
    pub look: Duration,
    /// From the first good bid to the decision.
    pub gather: Duration,
    /// For the first good bid.
    pub give_up: Duration,
}

pub(super) const PACE: Pace =
    Pace { look: Duration::from_secs(4), gather: Duration::from_secs(8), give_up: Duration::from_mins(1) };

object! {
    struct Answered {
        data,
    }
}

/// What every body is wrapped in.
#[derive(Serialize)]
struct Envelope<T> {
    data: T,
}

#[derive(Serialize)]
struct Placing<'a> {
    sdl: &'a str,
    /// What older consoles put into escrow, and what ends the lease once it is used up; newer ones pay as it goes.
    deposit: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(rename = "runtimeLimitHours", skip_serializing_if = "Option::is_none")]
    runtime_limit_hours: Option<i64>,
}

#[derive(Serialize)]
struct Deposit<'a> {
    dseq: &'a str,
    deposit: &'a RawValue,
}

object! {
    struct Ordered {
        dseq,
        manifest,
        sign_tx = "signTx",
    }
}

object! {
    struct Transaction {
        code,
    }
}

object! {
    struct ErrorBody {
        code,
        message,
    }
}

/// An order that is on the chain.
struct OnOffer {
    id: MachineId,
    manifest: String,
}

/// What came of trying to take a bid.
enum Taking {
    Taken,
    /// There is no lease: another bid may do.
    Refused(String),
    /// There is no lease, and this order will have none.
    OrderOver(String),
    /// There may be a lease.
    Unknown(String),
}

impl Akash {
    pub(super) async fn try_create(&self, order: &Order, may_send: &MaySend<'_>) -> Result<Creation, Refusal> {
        self.check(order)?;
        let gpu = gpu_of(order)?;
        let sdl = sdl::write(order, &gpu).map_err(|error| Refusal::new(Why::Invalid, error.to_string()))?;
        let session = self.session();
        let on_offer = match self.place(&session, order, &sdl, may_send).await? {
            Ok(on_offer) => on_offer,
            Err(creation) => return Ok(creation),
        };
        self.remember(&on_offer.id, Whose::Gp4u(order.label));
        let refusal = match self.lease(&session, order, &gpu, &on_offer, may_send).await {
            Ok(()) => return Ok(Creation::Created(Created { id: on_offer.id, notes: vec![] })),
            Err(refusal) => refusal,
        };
        // Whatever went wrong, an order that is left open goes on binding money, and takes bids.
        if self.close(&session, &on_offer.id).await {
            return Err(refusal);
        }
        let reason = format!("{refusal}; the order could not be seen to be closed");
        Ok(Creation::Stillborn { id: on_offer.id, reason })
    }

    /// Puts the order on the chain. Consoles that do not know of names and limits are asked again without: they said no.
    async fn place(
        &self,
        session: &Session<'_>,
        order: &Order,
        sdl: &str,
        may_send: &MaySend<'_>,
    ) -> Result<Result<OnOffer, Creation>, Refusal> {
        let hours = whole_hours(self.clock.now(), order.ends_at + DEADMAN_MARGIN).clamp(1, MAX_HOURS);
        let deposit = deposit(order.max_price_per_hour, hours);
        let deposit = &*number_of(deposit).map_err(|error| Refusal::new(Why::Invalid, error.to_string()))?;
        let name = Some(order.label.to_string());
        let with_limit = Placing { sdl, deposit, name, runtime_limit_hours: Some(hours.min(MAX_STEP_HOURS)) };
        let without = Placing { sdl, deposit, name: None, runtime_limit_hours: None };
        for data in [with_limit, without] {
            let body = Envelope { data };
            let request = Request::post(DEPLOYMENTS, &body).map_err(|error| Refusal::before_sending(&error))?;
            let request = self.keyed(request).guarded(may_send);
            let mut reply = match session.send_once(&request).await {
                Ok(reply) => reply,
                Err(error) => return Ok(Err(Creation::unanswered(&error))),
            };
            if reply.is_success() {
                return Ok(read_order(&mut reply)
                    .map_err(|fault| Creation::unknown(&session.reply_error(&request, fault, &reply))));
            }
            if !does_not_know_fields(&mut reply) {
                let fault = Fault::HttpStatus { status: reply.status };
                return Ok(Err(refused(&session.reply_error(&request, fault, &reply), &reply)));
            }
        }
        Err(Refusal::new(Why::Invalid, "Akash's console does not take orders of this shape"))
    }

    /// Puts so much more into escrow that a lease lasts until `wanted`, where consoles know of no other end.
    pub(super) async fn top_up(
        &self,
        session: &Session<'_>,
        id: &MachineId,
        wanted: Timestamp,
    ) -> Result<Timestamp, FetchError> {
        let unknown = || FetchError::new(DEPOSITS, Fault::WrongShape);
        let described = self.look(session, id).await?;
        let (end, rate) = described.and_then(|described| described.paid_until).ok_or_else(unknown)?;
        let missing = whole_hours(end, wanted).min(MAX_HOURS);
        if missing <= 0 {
            return Ok(end);
        }
        let deposit = &*number_of(deposit(rate, missing)).map_err(|_| unknown())?;
        let body = Envelope { data: Deposit { dseq: id.as_str(), deposit } };
        let request = self.keyed(Request::post(DEPOSITS, &body)?);
        let reply = session.send_once(&request).await?;
        if !reply.is_success() {
            return Err(session.reply_error(&request, Fault::HttpStatus { status: reply.status }, &reply));
        }
        Ok(end + SignedDuration::from_hours(missing))
    }

    /// Waits for bids and takes the best.
    async fn lease(
        &self,
        session: &Session<'_>,
        order: &Order,
        gpu: &GpuSpec,
        on_offer: &OnOffer,
        may_send: &MaySend<'_>,
    ) -> Result<(), Refusal> {
        let mut tried = BTreeSet::new();
        let mut last = None;
        for _ in 0..MAX_LEASES {
            let bid = match self.best_bid(session, order, gpu, on_offer, &tried).await {
                Ok(bid) => bid,
                Err(refusal) => return Err(last.unwrap_or(refusal)),
            };
            match self.take(session, on_offer, &bid, may_send).await {
                Taking::Taken => return Ok(()),
                Taking::Refused(message) => last = Some(Refusal::new(Why::OfferGone, message)),
                Taking::OrderOver(message) | Taking::Unknown(message) => {
                    return Err(Refusal::new(Why::OfferGone, message));
                }
            }
            tried.insert(bid.provider);
        }
        Err(last.unwrap_or_else(|| Refusal::new(Why::OfferGone, "no bid could be taken")))
    }

    async fn best_bid(
        &self,
        session: &Session<'_>,
        order: &Order,
        gpu: &GpuSpec,
        on_offer: &OnOffer,
        tried: &BTreeSet<String>,
    ) -> Result<Candidate, Refusal> {
        let (gpu_count, max_price_per_hour) = (order.wanted.gpu_count, order.max_price_per_hour);
        let terms = Terms { dseq: on_offer.id.as_str(), gpu, gpu_count, max_price_per_hour, tried };
        let began = Instant::now();
        let mut first_good: Option<Instant> = None;
        loop {
            let request = Request::get(BIDS).query("dseq", &on_offer.id);
            let answer =
                self.send(session, request).await.and_then(|answer| answer.read(|text| bid::read(text, &terms)));
            let bids = answer.map_err(|error| Refusal::new(Why::OfferGone, in_full(&error)))?;
            let now = Instant::now();
            if !bids.good.is_empty() {
                let gathered = now.duration_since(*first_good.get_or_insert(now)) >= self.pace.gather;
                // The bid of the one provider that was chosen will not get better by waiting.
                if let (true, Some(best)) = (gathered || gpu.owner.is_some(), bids.good.into_iter().next()) {
                    return Ok(best);
                }
            } else if now.duration_since(began) >= self.pace.give_up {
                return Err(no_bid(&bids, gpu));
            }
            tokio::time::sleep(self.pace.look).await;
        }
    }

    /// Takes a bid. The call may be repeated for the same bid, and is once: a lease without its manifest bills for nothing.
    async fn take(&self, session: &Session<'_>, on_offer: &OnOffer, bid: &Candidate, may_send: &MaySend<'_>) -> Taking {
        let mut taking = Taking::Unknown(String::new());
        for _ in 0..2 {
            let body = json!({"manifest": on_offer.manifest, "leases": [bid]});
            let request = match Request::post(LEASES, &body) {
                Ok(request) => self.keyed(request).guarded(may_send).timeout(LEASE_LIMIT),
                Err(error) => return Taking::Refused(error.to_string()),
            };
            taking = match session.send_once(&request).await {
                Ok(reply) if reply.is_success() => Taking::Taken,
                Ok(mut reply) => {
                    let fault = Fault::HttpStatus { status: reply.status };
                    let message = in_full(&session.reply_error(&request, fault, &reply));
                    read_refused_lease(&mut reply, message)
                }
                Err(error) if error.fault == Fault::Withheld => Taking::OrderOver(error.to_string()),
                Err(error) => Taking::Unknown(in_full(&error)),
            };
            if !matches!(taking, Taking::Unknown(_)) {
                break;
            }
        }
        taking
    }

    /// Closes a deployment; says whether it was seen to be closed.
    async fn close(&self, session: &Session<'_>, id: &MachineId) -> bool {
        if matches!(self.try_destroy(session, id).await, Ok(Destruction::AlreadyGone)) {
            return true;
        }
        for look in 0..CLOSING_LOOKS {
            if look > 0 {
                tokio::time::sleep(self.pace.look).await;
            }
            if matches!(
                self.look(session, id).await,
                Ok(None | Some(Described { presence: Presence::Gone { .. }, .. }))
            ) {
                return true;
            }
        }
        false
    }
}

/// What so many hours cost, in whole cents; the least that consoles take if that is more.
fn deposit(rate: Rate, hours: i64) -> Decimal {
    let price = rate.to_decimal().saturating_mul(Decimal::from(hours));
    price.round_dp_with_strategy(2, RoundingStrategy::ToPositiveInfinity).max(MIN_DEPOSIT)
}

pub(super) fn gpu_of(order: &Order) -> Result<GpuSpec, Refusal> {
    let unsupported = || Refusal::new(Why::Unsupported, "this is not an offer of Akash's");
    GpuSpec::parse(&order.wanted.external_id).ok_or_else(unsupported)
}

fn read_order(reply: &mut Reply) -> Result<OnOffer, Fault> {
    reply.read(|text| {
        let shape = || serde::de::Error::custom("no order");
        let answered: Answered<'_> = serde_json::from_str(text)?;
        let ordered: Ordered<'_> = answered.data.parsed().ok_or_else(shape)?;
        let code = ordered.sign_tx.parsed::<Transaction<'_>>().and_then(|transaction| transaction.code.integer());
        let id = ordered.dseq.id().and_then(|dseq| MachineId::new(&dseq));
        match (id, ordered.manifest.text()) {
            (Some(id), Some(manifest)) if code.unwrap_or(0) == 0 => Ok(OnOffer { id, manifest: manifest.into_owned() }),
            _ => Err(shape()),
        }
    })
}

/// The code and message of an error.
fn said(reply: &mut Reply) -> (String, String) {
    let read = reply.read(|text| {
        let body: ErrorBody<'_> = serde_json::from_str(text)?;
        Ok((body.code.text().unwrap_or_default().into_owned(), body.message.text().unwrap_or_default().into_owned()))
    });
    read.unwrap_or_default()
}

fn does_not_know_fields(reply: &mut Reply) -> bool {
    let body = String::from_utf8_lossy(&reply.body).into_owned();
    let (code, _) = said(reply);
    reply.status == 400
        && code == "validation_error"
        && ["runtimeLimitHours", "\"name\"", "unrecognized_keys"].iter().any(|word| body.contains(word))
}

/// What a refused order means. A top-up that is on its way is money that is not there yet.
fn refused(error: &FetchError, reply: &Reply) -> Creation {
    // Two orders of one millisecond: the other may be ours, too.
    if error.excerpt.contains("already exists") {
        return Creation::unknown(error);
    }
    match Creation::answered(reply, error) {
        // 404 is the console's, not the offer's: there is nothing to be gone yet.
        Creation::Refused(refusal) if refusal.why == Why::OfferGone => {
            Creation::Refused(Refusal { why: Why::Invalid, ..refusal })
        }
        creation => creation,
    }
}

fn read_refused_lease(reply: &mut Reply, message: String) -> Taking {
    let (code, said) = said(reply);
    match reply.status {
        400 if said.contains("order has already been matched or closed") => Taking::OrderOver(message),
        502 if code == "provider_unreachable" => Taking::Refused(message),
        408 | 409 | 425 => Taking::Unknown(message),
        400..=499 => Taking::Refused(message),
        _ => Taking::Unknown(message),
    }
}

fn no_bid(bids: &Bids, gpu: &GpuSpec) -> Refusal {
    if let Some(now) = bids.too_dear {
        return Refusal::new(Why::PriceChanged { now }, format!("the cheapest bid is {now} USD per hour"));
    }
    let nobody = if gpu.owner.is_some() { "the chosen provider did not bid" } else { "nobody bid" };
    let others = if bids.other > 0 { format!("; {} bids were for something else", bids.other) } else { String::new() };
    Refusal::new(Why::OfferGone, format!("{nobody} on the order{others}"))
}
