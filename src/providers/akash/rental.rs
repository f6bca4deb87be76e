//! Renting on Akash through its Console API: an order, bids on it, a lease of the best, and the order closed whenever
//! that does not end in a machine (`akash-network/console`, `apps/api/src/deployment` and `apps/api/src/bid`).

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use tokio::time::Instant;

use super::PROVIDERS;
use super::bid::{self, Bids, Candidate, Terms};
use super::deployment::{Described, host_endpoint, label_on_chain, log_in_at, read_one, read_page};
use super::sdl::{self, GpuSpec};
use crate::providers::http::{Answer, Http, Reply, Request, Session};
use crate::providers::rental::{
    Bound, Created, Creation, DEADMAN_MARGIN, Destruction, Label, Listing, MachineId, MaySend, Order, Pending,
    Presence, Profile, Prolonging, Quote, Refusal, Rental, Why, in_full, whole_hours,
};
use crate::providers::wire::object;
use crate::providers::{Exchange, Fault, FetchError, Network, ProviderSettings};

const DEPLOYMENTS: &str = "/v1/deployments";
const BIDS: &str = "/v1/bids";
const LEASES: &str = "/v1/leases";
/// What the chain itself says of a deployment; takes its owner, too.
const ON_CHAIN: &str = "/v1/deployment";
const SETTINGS: &str = "/v2/deployment-settings";
/// Deployments of one page: the most that newer consoles give.
const PAGE_ROWS: usize = 100;
/// Pages read at most.
const MAX_PAGES: usize = 100;
/// Bids that are tried to be taken at most.
const MAX_LEASES: usize = 4;
/// Hours by which a deployment's own end can be moved at once (`runtime-limit.ts`), and what it can be at most.
const MAX_STEP_HOURS: i64 = 48;
const MAX_HOURS: i64 = 8760;
/// Deployments whose labels are remembered.
const MAX_REMEMBERED: usize = 10_000;
/// A lease call delivers the manifest before it answers: three tries of 15 seconds, 6 apart.
const LEASE_LIMIT: Duration = Duration::from_secs(95);
/// Looks at a deployment after it was closed.
const CLOSING_LOOKS: usize = 3;

/// How long bids are waited for.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// Between looks.
    look: Duration,
    /// From the first good bid to the decision.
    gather: Duration,
    /// For the first good bid.
    give_up: Duration,
}

const PACE: Pace =
    Pace { look: Duration::from_secs(4), gather: Duration::from_secs(8), give_up: Duration::from_mins(1) };

/// Time for everything that renting does: order, bids, a few tries to take one, and closing.
const CREATE_LIMIT: Duration = Duration::from_mins(5);

/// Renting on Akash.
#[derive(Debug)]
pub(in crate::providers) struct Akash {
    http: Http,
    key: SecretString,
    pace: Pace,
    /// What deployments were found to be called; never changes, and costs two requests to find out.
    labels: Mutex<HashMap<MachineId, Option<Label>>>,
}

object! {
    struct Envelope {
        data,
    }
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

object! {
    struct Limit {
        hours = "runtimeLimitHours",
        ends_at = "runtimeEndsAt",
    }
}

object! {
    struct Owner {
        host_uri = "hostUri",
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
    pub(in crate::providers) fn new(settings: ProviderSettings) -> Result<Self, FetchError> {
        let settings = ProviderSettings { deadline: CREATE_LIMIT, ..settings };
        let http = Http::new(&settings, &Exchange::Live)?;
        let no_key = || FetchError::new(Network::Akash.as_str(), Fault::NoKey);
        let key = settings.api_key.filter(|key| !key.expose_secret().is_empty()).ok_or_else(no_key)?;
        Ok(Self { http, key, pace: PACE, labels: Mutex::default() })
    }

    fn session(&self) -> Session<'_> {
        self.http.session(&|_| {})
    }

    fn keyed<'a>(&self, request: Request<'a>) -> Request<'a> {
        request.secret_header(HeaderName::from_static("x-api-key"), self.key.clone())
    }

    async fn send(&self, session: &Session<'_>, request: Request<'_>) -> Result<Answer, FetchError> {
        session.send(&self.keyed(request)).await
    }

    async fn try_create(&self, order: &Order, may_send: &MaySend) -> Result<Creation, Refusal> {
        self.check(order)?;
        let gpu = gpu_of(order)?;
        let sdl = sdl::write(order, &gpu).map_err(|error| Refusal::new(Why::Invalid, error.to_string()))?;
        let session = self.session();
        let on_offer = match self.place(&session, order, &sdl, may_send).await? {
            Ok(on_offer) => on_offer,
            Err(creation) => return Ok(creation),
        };
        self.remember(&on_offer.id, Some(order.label));
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
        may_send: &MaySend,
    ) -> Result<Result<OnOffer, Creation>, Refusal> {
        let hours = whole_hours(Timestamp::now(), order.ends_at + DEADMAN_MARGIN).clamp(1, MAX_STEP_HOURS);
        let newer = json!({"data": {"sdl": sdl, "name": order.label.to_string(), "runtimeLimitHours": hours}});
        let older = json!({"data": {"sdl": sdl}});
        for body in [newer, older] {
            let request = Request::post(DEPLOYMENTS, &body).map_err(|error| Refusal::before_sending(&error))?;
            let request = self.keyed(request);
            if !may_send() {
                return Err(Refusal::new(Why::NotSent, "the right to send the order ended before it was sent"));
            }
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

    /// Waits for bids and takes the best.
    async fn lease(
        &self,
        session: &Session<'_>,
        order: &Order,
        gpu: &GpuSpec,
        on_offer: &OnOffer,
        may_send: &MaySend,
    ) -> Result<(), Refusal> {
        let mut tried = BTreeSet::new();
        let mut last = None;
        for _ in 0..MAX_LEASES {
            let bid = match self.best_bid(session, order, gpu, on_offer, &tried).await {
                Ok(bid) => bid,
                Err(refusal) => return Err(last.unwrap_or(refusal)),
            };
            if !may_send() {
                return Err(Refusal::new(Why::OfferGone, "the right to take a bid ended before it was taken"));
            }
            match self.take(session, on_offer, &bid).await {
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
    async fn take(&self, session: &Session<'_>, on_offer: &OnOffer, bid: &Candidate) -> Taking {
        let mut taking = Taking::Unknown(String::new());
        for _ in 0..2 {
            let body = json!({"manifest": on_offer.manifest, "leases": [bid]});
            let request = match Request::post(LEASES, &body) {
                Ok(request) => self.keyed(request).timeout(LEASE_LIMIT),
                Err(error) => return Taking::Refused(error.to_string()),
            };
            taking = match session.send_once(&request).await {
                Ok(reply) if reply.is_success() => Taking::Taken,
                Ok(mut reply) => {
                    let fault = Fault::HttpStatus { status: reply.status };
                    let message = in_full(&session.reply_error(&request, fault, &reply));
                    read_refused_lease(&mut reply, message)
                }
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

    async fn try_destroy(&self, session: &Session<'_>, id: &MachineId) -> Result<Destruction, FetchError> {
        match self.send(session, Request::delete(format!("{DEPLOYMENTS}/{id}"))).await {
            Ok(_) => Ok(Destruction::Accepted),
            Err(error) if is_absent(&error) => Ok(Destruction::AlreadyGone),
            Err(error) => Err(error),
        }
    }

    /// What the console says of a deployment; `None` when it knows of none.
    async fn look(&self, session: &Session<'_>, id: &MachineId) -> Result<Option<Described>, FetchError> {
        match self.send(session, Request::get(format!("{DEPLOYMENTS}/{id}"))).await {
            Err(error) if is_absent(&error) => Ok(None),
            answer => answer?.read(|text| read_one(text, id, Timestamp::now())).map(Some),
        }
    }

    /// As [`Akash::look`], with the address to log in at where only the provider's own entry has it.
    async fn look_closely(&self, session: &Session<'_>, id: &MachineId) -> Result<Option<Described>, FetchError> {
        let mut described = self.look(session, id).await?;
        if let Some(Described { presence: Presence::Here(machine), host_of: Some((provider, port)), .. }) =
            &mut described
            && MachineId::new(provider).is_some()
        {
            let answer = session.send(&Request::get(format!("{PROVIDERS}/{provider}"))).await;
            let endpoint = answer.and_then(|answer| {
                answer.read(|text| {
                    let owner: Owner<'_> = serde_json::from_str(text)?;
                    Ok(host_endpoint(&owner.host_uri.text().unwrap_or_default(), *port))
                })
            });
            log_in_at(machine, endpoint.unwrap_or_else(|error| Err(error.to_string())));
        }
        Ok(described)
    }

    fn remember(&self, id: &MachineId, label: Option<Label>) {
        let mut labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        if labels.len() >= MAX_REMEMBERED {
            labels.clear();
        }
        labels.insert(id.clone(), label);
    }

    fn remembered(&self, id: &MachineId) -> Option<Option<Label>> {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }

    /// Finds out what a deployment is called: from the order that newer consoles remember, else from the chain.
    async fn label(
        &self,
        session: &Session<'_>,
        id: &MachineId,
        described: &Described,
    ) -> Result<Option<Label>, FetchError> {
        let told = match &described.presence {
            Presence::Here(machine) => machine.label,
            Presence::Gone { .. } => None,
        };
        let label = match &described.owner {
            _ if told.is_some() || described.remembered => told,
            Some(owner) if MachineId::new(owner).is_some() => {
                let request = Request::get(format!("{ON_CHAIN}/{owner}/{id}"));
                session.send(&request).await?.read(label_on_chain)?
            }
            _ => return Err(FetchError::new(DEPLOYMENTS, Fault::WrongShape)),
        };
        self.remember(id, label);
        Ok(label)
    }

    async fn read_ids(&self, session: &Session<'_>, listing: &mut Listing) -> Result<Vec<MachineId>, FetchError> {
        let mut ids: Vec<MachineId> = Vec::new();
        for page in 0..MAX_PAGES {
            let request = Request::get(DEPLOYMENTS).query("skip", page * PAGE_ROWS).query("limit", PAGE_ROWS);
            let (found, more, unreadable) = self.send(session, request).await?.read(read_page)?;
            if unreadable > 0 {
                listing.doubts.push(format!("{unreadable} deployments in the list cannot be read"));
            }
            let is_new = found.iter().any(|id| !ids.contains(id));
            ids.extend(found);
            if !more {
                ids.sort();
                ids.dedup();
                return Ok(ids);
            }
            if !is_new {
                break;
            }
        }
        listing.doubts.push("the list has no end".to_owned());
        Ok(ids)
    }

    async fn read_list(&self) -> Result<Listing, FetchError> {
        let session = self.session();
        let mut listing = Listing::default();
        for id in self.read_ids(&session, &mut listing).await? {
            let known = self.remembered(&id);
            if known == Some(None) {
                listing.foreign += 1;
                continue;
            }
            let Some(described) = self.look_closely(&session, &id).await? else { continue };
            let label = match known {
                Some(label) => label,
                None => match self.label(&session, &id, &described).await {
                    Ok(label) => label,
                    Err(error) => {
                        listing.doubts.push(format!("it cannot be told whose deployment {id} is: {error}"));
                        continue;
                    }
                },
            };
            match (label, described.presence) {
                (_, Presence::Gone { .. }) => {}
                (None, Presence::Here(_)) => listing.foreign += 1,
                (label, Presence::Here(mut machine)) => {
                    machine.label = label;
                    listing.machines.push(*machine);
                }
            }
        }
        Ok(listing)
    }

    /// Moves a deployment's own end, in as many steps as it takes.
    async fn move_end(&self, id: &MachineId, ends_at: Timestamp) -> Result<Prolonging, FetchError> {
        let session = self.session();
        let path = format!("{SETTINGS}/{id}");
        let wanted = ends_at + DEADMAN_MARGIN;
        let mut answer = self.send(&session, Request::get(path.as_str())).await?;
        for _ in 0..MAX_HOURS / MAX_STEP_HOURS {
            let limit = answer.read(|text| {
                let envelope: Envelope<'_> = serde_json::from_str(text)?;
                let limit: Limit<'_> = envelope.data.parsed().unwrap_or_default();
                let end = limit.ends_at.text().and_then(|text| text.parse::<Timestamp>().ok());
                Ok(limit.hours.integer().zip(end))
            })?;
            let Some((hours, end)) = limit else { return Ok(Prolonging::NotHere) };
            let missing = whole_hours(end, wanted);
            if missing <= 0 || hours >= MAX_HOURS {
                return Ok(Prolonging::Until(end));
            }
            let hours = (hours + missing.min(MAX_STEP_HOURS)).min(MAX_HOURS);
            let request = Request::patch(path.as_str(), &json!({"data": {"runtimeLimitHours": hours}}))?;
            answer = self.send(&session, request).await?;
        }
        Err(FetchError::new(SETTINGS, Fault::WrongShape))
    }
}

impl Rental for Akash {
    fn network(&self) -> Network {
        Network::Akash
    }

    fn profile(&self) -> Profile {
        Profile {
            create_limit: self.http.deadline(),
            bound: Bound::Provider,
            notice: Some("the price is what the auction brings, and the provider may close the lease at any time"),
        }
    }

    fn check(&self, order: &Order) -> Result<(), Refusal> {
        order.check()?;
        gpu_of(order)?;
        if order.onstart.is_some() {
            let message = "Akash runs an image as it is: a start script has to be part of it";
            return Err(Refusal::new(Why::Unsupported, message));
        }
        Ok(())
    }

    fn quote<'a>(&'a self, order: &'a Order) -> Pending<'a, Result<Quote, Refusal>> {
        async move {
            self.check(order)?;
            Ok(Quote { price_per_hour: None, prepaid: None, kept: None })
        }
        .boxed()
    }

    fn create<'a>(&'a self, order: &'a Order, may_send: &'a MaySend) -> Pending<'a, Creation> {
        self.try_create(order, may_send).map(|tried| tried.unwrap_or_else(Creation::from)).boxed()
    }

    fn get<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Presence, FetchError>> {
        async move {
            let described = self.look_closely(&self.session(), id).await?;
            let presence = described.map_or(Presence::Gone { reason: None }, |described| described.presence);
            Ok(match presence {
                Presence::Here(machine) if machine.label.is_none() => {
                    let label = self.remembered(id).flatten();
                    Presence::Here(Box::new(crate::providers::rental::Machine { label, ..*machine }))
                }
                presence => presence,
            })
        }
        .boxed()
    }

    fn list(&self) -> Pending<'_, Result<Listing, FetchError>> {
        self.read_list().boxed()
    }

    fn destroy<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Destruction, FetchError>> {
        async move { self.try_destroy(&self.session(), id).await }.boxed()
    }

    fn prolong<'a>(&'a self, id: &'a MachineId, ends_at: Timestamp) -> Pending<'a, Result<Prolonging, FetchError>> {
        self.move_end(id, ends_at).boxed()
    }

    fn logs<'a>(&'a self, _: &'a MachineId, _: u32) -> Pending<'a, Result<Option<String>, FetchError>> {
        async { Ok(None) }.boxed()
    }
}

fn gpu_of(order: &Order) -> Result<GpuSpec, Refusal> {
    let unsupported = || Refusal::new(Why::Unsupported, "this is not an offer of Akash's");
    GpuSpec::parse(&order.wanted.external_id).ok_or_else(unsupported)
}

fn read_order(reply: &mut Reply) -> Result<OnOffer, Fault> {
    reply.read(|text| {
        let shape = || serde::de::Error::custom("no order");
        let envelope: Envelope<'_> = serde_json::from_str(text)?;
        let ordered: Ordered<'_> = envelope.data.parsed().ok_or_else(shape)?;
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

/// Whether an error says that there is no such deployment; a bare 404 does not.
fn is_absent(error: &FetchError) -> bool {
    matches!(error.fault, Fault::HttpStatus { status: 404 }) && error.excerpt.contains("not_found")
}

#[cfg(test)]
mod tests;
