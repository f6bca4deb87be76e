//! Renting at io.net: virtual machines, prepaid by whole hours (`ionet-official/docs`,
//! `reference/vmaas/example-deploying-using-APIs.mdx`, `openapi/vmaas/{deploy-vms,get-deployment-price}.json`).

use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderName;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::deployment::{Vm, read_one, read_page, read_vms};
use crate::providers::http::{Answer, Http, Request, Session};
use crate::providers::rental::{
    Bound, Created, Creation, Destruction, Label, Listing, Machine, MachineId, MaySend, Order, Pending, Presence,
    Profile, Prolonging, Quote, Refusal, Rental, State, Why, in_full, whole_hours,
};
use crate::providers::wire::{object, price_of};
use crate::providers::{Clock, Exchange, Fault, FetchError, Network, ProviderSettings};
use crate::units::Usdc;

const PRICE: &str = "/enterprise/v1/io-cloud/vmaas/price";
const DEPLOY: &str = "/enterprise/v1/io-cloud/vmaas/deploy";
const DEPLOYMENTS: &str = "/enterprise/v1/io-cloud/vmaas/deployments";
const DEPLOYMENT: &str = "/enterprise/v1/io-cloud/vmaas/deployment";
/// Deployments of one page: the most the server gives.
const PAGE_ROWS: usize = 100;
/// Pages read at most: what has ended stays in the list.
const MAX_PAGES: usize = 100;
/// Hours that can be bought at once.
const MAX_HOURS: i64 = 8760;
/// GPUs of one virtual machine at most.
const MAX_GPUS: u32 = 8;
/// So much of a booked hour may have passed before the machine is ordered without one hour more being bought.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(2);
/// Looks for a machine that was just ordered: the answer to the order does not name it.
const LOOKS: u32 = 6;
/// Pause before the first of these looks; twice as long before each other one.
const LOOK_INTERVAL: Duration = Duration::from_millis(200);
/// Words of a refusal that tell that there is no machine left.
const SOLD_OUT: [&str; 3] = ["available", "sold out", "replicas"];
/// What a deployment's keys are called; the name means nothing.
const KEY_NAME: &str = "gp4u";

/// Renting at io.net.
#[derive(Debug)]
pub(in crate::providers) struct Ionet {
    http: Http,
    key: SecretString,
    clock: Clock,
    look_interval: Duration,
}

/// What an offer is rented by.
#[derive(Debug, Deserialize)]
struct RentRef {
    /// With its JSON type: 12 and "12" are two machines.
    deploy_id: Value,
    location: Option<String>,
}

object! {
    struct Envelope {
        data,
    }
}

object! {
    struct Price {
        available_replica_count,
        /// USD for all hours, fees included.
        total_cost_usdc,
    }
}

/// An order that io.net can be asked for.
struct Terms {
    hardware_id: Value,
    location: String,
    hours: i64,
}

impl Ionet {
    pub(in crate::providers) fn new(settings: ProviderSettings) -> Result<Self, FetchError> {
        let http = Http::new(&settings, &Exchange::Live)?;
        let no_key = || FetchError::new(Network::Ionet.as_str(), Fault::NoKey);
        let key = settings.api_key.filter(|key| !key.expose_secret().is_empty()).ok_or_else(no_key)?;
        Ok(Self { http, key, clock: settings.clock, look_interval: LOOK_INTERVAL })
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

    /// The only question that tells the fees.
    async fn ask_price(&self, session: &Session<'_>, order: &Order, terms: &Terms) -> Result<Quote, Refusal> {
        let request = Request::get(PRICE)
            .query("location_ids", json!([terms.location]))
            .query("hardware_id", plain(&terms.hardware_id))
            .query("currency", "usdc")
            .query("duration_hours", terms.hours)
            .query("gpus_per_vm", order.wanted.gpu_count)
            .query("replica_count", 1);
        let answer = self.send(session, request).await.map_err(|error| refused_price(&error))?;
        let quote = answer.read(|text| Ok(read_quote(&serde_json::from_str(text)?, terms.hours)));
        quote.map_err(|error| Refusal::before_sending(&error))?
    }

    async fn try_create(&self, order: &Order, may_send: &MaySend<'_>) -> Result<Creation, Refusal> {
        let terms = terms(order, self.clock.now())?;
        let session = self.session();
        let quote = self.ask_price(&session, order, &terms).await?;
        if let Some(now) = quote.price_per_hour.filter(|price| *price > order.max_price_per_hour) {
            let message = format!("io.net asks {now} USD per hour with its fees");
            return Err(Refusal::new(Why::PriceChanged { now }, message));
        }
        let keys: Map<String, Value> = order
            .ssh_keys
            .iter()
            .enumerate()
            .map(|(number, key)| {
                let name = if number == 0 { KEY_NAME.to_owned() } else { format!("{KEY_NAME}-{}", number + 1) };
                (name, key.as_str().into())
            })
            .collect();
        let body = json!({
            "resource_private_name": order.label.to_string(),
            "duration_hours": terms.hours,
            "gpus_per_vm": order.wanted.gpu_count,
            "hardware_id": terms.hardware_id,
            "location_ids": [terms.location],
            "ssh_keys": keys,
        });
        let request = Request::post(DEPLOY, &body).map_err(|error| Refusal::before_sending(&error))?;
        let request = self.keyed(request).guarded(may_send);
        Ok(match session.send_once(&request).await {
            Ok(reply) if reply.is_success() => self.find_ordered(&session, order.label).await,
            Ok(reply) => {
                let fault = Fault::HttpStatus { status: reply.status };
                refused(Creation::answered(&reply, &session.reply_error(&request, fault, &reply)))
            }
            Err(error) => Creation::unanswered(&error),
        })
    }

    /// A yes names no machine: it is found by its name, at once or, if the list lags, by whoever looks later.
    async fn find_ordered(&self, session: &Session<'_>, label: Label) -> Creation {
        let mut reason = "the order was taken, but the list does not show it yet".to_owned();
        for look in 0..LOOKS {
            tokio::time::sleep(self.look_interval.saturating_mul(1 << look)).await;
            match self.read_list(session).await {
                Ok(listing) => {
                    if let Some(machine) = listing.with_label(label).next() {
                        return Creation::Created(Created { id: machine.id.clone(), notes: vec![] });
                    }
                }
                Err(error) => reason = in_full(&error),
            }
        }
        Creation::Unknown { reason }
    }

    async fn read_list(&self, session: &Session<'_>) -> Result<Listing, FetchError> {
        let mut listing = Listing::default();
        let mut seen = 0;
        for page in 0..MAX_PAGES {
            let request = Request::get(DEPLOYMENTS).query("page", page).query("page_size", PAGE_ROWS);
            let answer = self.send(session, request).await?;
            let mut found = Listing::default();
            let now = self.clock.now();
            let (total, rows) = answer.read(|text| {
                found = Listing::default();
                read_page(text, now, &mut found)
            })?;
            // Pages move while they are read when something is ordered meanwhile.
            found.machines.retain(|machine| !listing.machines.iter().any(|known| known.id == machine.id));
            listing.machines.extend(found.machines);
            listing.foreign += found.foreign;
            listing.doubts.extend(found.doubts);
            seen += rows;
            if seen >= total || rows == 0 {
                if seen < total {
                    listing.doubts.push(format!("the list shows {seen} deployments and counts {total}"));
                }
                return Ok(listing);
            }
        }
        listing.doubts.push("the list has no end".to_owned());
        Ok(listing)
    }

    async fn look(&self, session: &Session<'_>, id: &MachineId) -> Result<Presence, FetchError> {
        match self.send(session, Request::get(format!("{DEPLOYMENT}/{id}"))).await {
            Err(error) if is_absent(&error) => Ok(Presence::Gone { reason: None }),
            answer => answer?.read(|text| read_one(text, id, self.clock.now())),
        }
    }

    async fn look_inside(&self, session: &Session<'_>, id: &MachineId) -> Result<Vm, FetchError> {
        let request = Request::get(format!("{DEPLOYMENT}/{id}/vms")).query("page", 0).query("page_size", PAGE_ROWS);
        self.send(session, request).await?.read(read_vms)
    }

    async fn look_closely(&self, id: &MachineId) -> Result<Presence, FetchError> {
        let session = self.session();
        let machine = match self.look(&session, id).await? {
            Presence::Here(machine) if machine.state == State::Running => machine,
            presence => return Ok(presence),
        };
        Ok(Presence::Here(Box::new(match self.look_inside(&session, id).await {
            Ok(vm) => Machine {
                endpoint: vm.endpoint,
                progress: vm.trouble.or(machine.progress),
                host: vm.device.or(machine.host),
                ..*machine
            },
            Err(error) => Machine { progress: Some(error.to_string()), ..*machine },
        })))
    }

    async fn release(&self, id: &MachineId) -> Result<Destruction, FetchError> {
        let session = self.session();
        let Err(error) = self.send(&session, Request::delete(format!("{DEPLOYMENT}/{id}"))).await else {
            return Ok(Destruction::Accepted);
        };
        // What has ended cannot be ended: only a look tells that from a release that failed.
        let refused = matches!(error.fault, Fault::HttpStatus { status: 400..=499 });
        match self.look(&session, id).await {
            Ok(Presence::Gone { .. }) if refused => Ok(Destruction::AlreadyGone),
            _ => Err(error),
        }
    }

    /// Buys the hours that are missing, each time after a look at those that are there.
    async fn buy_hours(&self, id: &MachineId, ends_at: Timestamp) -> Result<Prolonging, FetchError> {
        let session = self.session();
        let gone = || FetchError::new(DEPLOYMENT, Fault::HttpStatus { status: 404 });
        let Presence::Here(machine) = self.look(&session, id).await? else { return Err(gone()) };
        let end = machine.ends_at.ok_or_else(|| FetchError::new(DEPLOYMENT, Fault::WrongShape))?;
        let missing = whole_hours(end, ends_at - TOLERANCE).min(MAX_HOURS);
        if missing <= 0 {
            return Ok(Prolonging::Until(end));
        }
        let request = Request::post(format!("{DEPLOYMENT}/{id}/extend"), &json!({"duration_hours": missing}))?;
        let request = self.keyed(request);
        let reply = session.send_once(&request).await?;
        if !reply.is_success() {
            return Err(session.reply_error(&request, Fault::HttpStatus { status: reply.status }, &reply));
        }
        Ok(Prolonging::Until(end + SignedDuration::from_hours(missing)))
    }
}

impl Rental for Ionet {
    fn network(&self) -> Network {
        Network::Ionet
    }

    fn profile(&self) -> Profile {
        Profile {
            create_limit: self.http.deadline(),
            bound: Bound::Prepaid,
            notice: Some("paid ahead by whole hours; the first hour is never given back"),
        }
    }

    fn check(&self, order: &Order) -> Result<(), Refusal> {
        // When does not matter here: any order that could be sent at some time will do.
        terms(order, order.ends_at).map(drop)
    }

    fn quote<'a>(&'a self, order: &'a Order) -> Pending<'a, Result<Quote, Refusal>> {
        async move {
            let terms = terms(order, self.clock.now())?;
            self.ask_price(&self.session(), order, &terms).await
        }
        .boxed()
    }

    fn create<'a>(&'a self, order: &'a Order, may_send: &'a MaySend<'a>) -> Pending<'a, Creation> {
        self.try_create(order, may_send).map(|tried| tried.unwrap_or_else(Creation::from)).boxed()
    }

    fn get<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Presence, FetchError>> {
        self.look_closely(id).boxed()
    }

    fn list(&self) -> Pending<'_, Result<Listing, FetchError>> {
        async { self.read_list(&self.session()).await }.boxed()
    }

    fn destroy<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Destruction, FetchError>> {
        self.release(id).boxed()
    }

    fn prolong<'a>(&'a self, id: &'a MachineId, ends_at: Timestamp) -> Pending<'a, Result<Prolonging, FetchError>> {
        self.buy_hours(id, ends_at).boxed()
    }

    /// The events of the machine; it keeps no other log that can be asked for.
    fn logs<'a>(&'a self, id: &'a MachineId, lines: u32) -> Pending<'a, Result<Option<String>, FetchError>> {
        async move {
            let events = self.look_inside(&self.session(), id).await?.events;
            let skipped = events.lines().count().saturating_sub(usize::try_from(lines).unwrap_or(usize::MAX));
            Ok(Some(events.lines().skip(skipped).flat_map(|line| [line, "\n"]).collect()))
        }
        .boxed()
    }
}

/// Makes terms of an order, or says why there are none.
fn terms(order: &Order, now: Timestamp) -> Result<Terms, Refusal> {
    order.check()?;
    let unsupported = |message: &str| Refusal::new(Why::Unsupported, message);
    let rent_ref = order.wanted.rent_ref.as_deref().and_then(|text| serde_json::from_str::<RentRef>(text).ok());
    let rent_ref = rent_ref.ok_or_else(|| unsupported("this is not an offer of io.net's"))?;
    let location = rent_ref.location.ok_or_else(|| unsupported("the offer does not say where it is"))?;
    if !(1..=MAX_GPUS).contains(&order.wanted.gpu_count) {
        return Err(unsupported("io.net rents machines of 1 to 8 GPUs"));
    }
    if order.image.is_some() || order.onstart.is_some() || !order.env.is_empty() {
        let message = "io.net rents virtual machines: image, start script and environment cannot be chosen";
        return Err(unsupported(message));
    }
    let hours = whole_hours(now, order.ends_at - TOLERANCE).max(1);
    if hours > MAX_HOURS {
        return Err(unsupported("io.net rents for at most 8,760 hours"));
    }
    Ok(Terms { hardware_id: rent_ref.deploy_id, location, hours })
}

/// As it stands in a query: a text without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn read_quote(envelope: &Envelope<'_>, hours: i64) -> Result<Quote, Refusal> {
    let gone = |message: &str| Refusal::new(Why::OfferGone, message);
    let price: Price<'_> = envelope.data.parsed().ok_or_else(|| gone("io.net names no price"))?;
    if price.available_replica_count.is_present() && price.available_replica_count.items().is_empty() {
        return Err(gone("no such machine is free"));
    }
    let total = price.total_cost_usdc.decimal().filter(|total| *total > Decimal::ZERO);
    let total = total.ok_or_else(|| gone("io.net names no price"))?;
    let per_hour = total.checked_div(Decimal::from(hours)).and_then(price_of);
    let per_hour = per_hour.ok_or_else(|| gone("io.net names no price that can be believed"))?;
    Ok(Quote {
        price_per_hour: Some(per_hour),
        prepaid: Usdc::from_decimal_ceil(total),
        kept: Some(Usdc::from_micros(per_hour.micros())),
    })
}

/// A machine that has no price is not to be had; what else goes wrong says nothing of it.
fn refused_price(error: &FetchError) -> Refusal {
    match error.fault {
        Fault::HttpStatus { status: 400 | 404 | 409 | 410 | 422 } => Refusal::new(Why::OfferGone, in_full(error)),
        _ => Refusal::before_sending(error),
    }
}

/// What is refused because nothing is free is refused with the status of a wrong order.
fn refused(creation: Creation) -> Creation {
    match creation {
        Creation::Refused(refusal) if refusal.why == Why::Invalid && says_sold_out(&refusal.message) => {
            Creation::Refused(Refusal { why: Why::OfferGone, ..refusal })
        }
        creation => creation,
    }
}

fn says_sold_out(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    SOLD_OUT.iter().any(|words| message.contains(words))
}

/// Whether an error says that there is no such deployment. `{"detail":"Not Found"}` is also what a path that has been
/// retired answers with: it proves nothing.
fn is_absent(error: &FetchError) -> bool {
    let said = error.excerpt.trim().to_ascii_lowercase();
    let is_text = said.starts_with('"') && said.contains("not found");
    let names_it = said.contains("deployment") && said.contains("not found") && said.starts_with('{');
    matches!(error.fault, Fault::HttpStatus { status: 404 }) && (is_text || names_it)
}

#[cfg(test)]
mod tests;
