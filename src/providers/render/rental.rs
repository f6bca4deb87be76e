//! Renting on Render Network's Dispersed: a job that states what it needs, is matched with a node, and is billed by the
//! hour until it is cancelled (`otoyinc.mintlify.app`: create-job, job-monitoring, authenticate-requests).

use futures_util::FutureExt as _;
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::job::{id_of, read_one, read_page, read_runs, unwrapped};
use super::signing::Keys;
use super::{ComputeOffer, MAX_PAGES, OFFERS, PAGE_ROWS, keys, normalize};
use crate::market::offer::Offer;
use crate::providers::http::{Answer, Http, Reply, Request, Session, Signable, Signer};
use crate::providers::rental::{
    Bound, Created, Creation, Destruction, Listing, Machine, MachineId, MaySend, Order, Pending, Presence, Profile,
    Prolonging, Quote, Refusal, Rental, State, Why, in_full,
};
use crate::providers::wire::{Raw, object, rows_at};
use crate::providers::{Exchange, Fault, FetchError, Network, ProviderSettings};

const JOBS: &str = "/v1/jobs";
const RUNS: &str = "/v1/job-runs";
/// Every state in which a job may bill.
const LIVE: &str = "PENDING,ASSIGNED,PREPARING,RUNNING,CANCELLING,FAILING";
/// The least that the server takes, to find a node and to start there.
const ASSIGN_LIMIT_MS: u32 = 300_000;
const START_LIMIT_MS: u32 = 300_000;
/// What is asked for where the offer does not say.
const CPU_CORES: u32 = 2;
/// Tag of an image that names none.
const LATEST: &str = "latest";

/// Renting on Dispersed.
#[derive(Debug)]
pub(in crate::providers) struct Render {
    http: Http,
    keys: Keys,
}

/// What lands a job on a machine like the chosen one, besides the name of its GPU.
#[derive(Debug, Default, Deserialize)]
struct RentRef {
    gpu_registry_uuid: Option<String>,
    region_code: Option<String>,
}

object! {
    struct Envelope {
        total,
    }
}

impl Render {
    pub(in crate::providers) fn new(settings: &ProviderSettings) -> Result<Self, FetchError> {
        let http = Http::new(settings, &Exchange::Live)?;
        let keys = keys(settings).ok_or_else(|| FetchError::new(Network::Render.as_str(), Fault::NoKey))?;
        Ok(Self { http, keys })
    }

    fn session(&self) -> Session<'_> {
        self.http.session(&|_| {})
    }

    /// Signs a request anew for every attempt.
    fn signer(&self) -> impl Fn(&Signable<'_>) -> Vec<(reqwest::header::HeaderName, String)> + Send + Sync + '_ {
        |request| self.keys.sign(request, Timestamp::now(), &Uuid::now_v7().simple().to_string())
    }

    async fn send(&self, session: &Session<'_>, request: Request<'_>) -> Result<Answer, FetchError> {
        let signer = self.signer();
        let signer: &Signer<'_> = &signer;
        session.send(&request.signed(signer)).await
    }

    /// Looks for the offer among those of its GPU.
    async fn ask_quote(&self, session: &Session<'_>, order: &Order) -> Result<Quote, Refusal> {
        let rent_ref = rent_ref(order)?;
        let mut seen = 0;
        for page in 1..=MAX_PAGES {
            let request = Request::get(OFFERS).query("limit", PAGE_ROWS).query("page", page);
            let request = match &rent_ref.gpu_registry_uuid {
                Some(uuid) => request.query("filter[gpu_registry_uuid]", uuid),
                None => request,
            };
            let answer = self.send(session, request).await.map_err(|error| Refusal::before_sending(&error))?;
            let read = answer.read(|text| {
                let rows = rows_at(text, &["data"])?;
                let total = serde_json::from_str::<Envelope<'_>>(text)?.total.count();
                let offers = rows.iter().filter_map(|row| Raw::new(row).parsed::<ComputeOffer<'_>>());
                let offer = offers.filter_map(|offer| normalize(&offer).ok());
                let offer = offer.into_iter().find(|offer| offer.external_id == order.wanted.external_id);
                Ok((offer, rows.len(), total))
            });
            let (offer, rows, total) = read.map_err(|error| Refusal::before_sending(&error))?;
            if let Some(offer) = offer {
                return quote(&offer, order);
            }
            seen += rows;
            let is_last = total.filter(|total| *total > 0).map_or(rows < PAGE_ROWS, |total| seen >= total as usize);
            if rows == 0 || is_last {
                break;
            }
        }
        Err(Refusal::new(Why::OfferGone, "the offer is not listed any more"))
    }

    async fn try_create(&self, order: &Order, may_send: &MaySend<'_>) -> Result<Creation, Refusal> {
        self.check(order)?;
        let session = self.session();
        let quote = self.ask_quote(&session, order).await?;
        if let Some(now) = quote.price_per_hour.filter(|price| *price > order.max_price_per_hour) {
            return Err(Refusal::new(Why::PriceChanged { now }, format!("the offer costs {now} USD per hour by now")));
        }
        let signer = self.signer();
        let request = Request::post(JOBS, &body(order)?).map_err(|error| Refusal::before_sending(&error))?;
        let request = request.signed(&signer).guarded(may_send);
        Ok(match session.send_once(&request).await {
            Ok(reply) => read_creation(&session, &request, reply),
            Err(error) => Creation::unanswered(&error),
        })
    }

    async fn look(&self, session: &Session<'_>, id: &MachineId) -> Result<Presence, FetchError> {
        match self.send(session, Request::get(format!("{JOBS}/{id}"))).await {
            Err(error) if is_absent(&error) => Ok(Presence::Gone { reason: None }),
            answer => answer?.read(|text| read_one(text, id)),
        }
    }

    async fn look_closely(&self, id: &MachineId) -> Result<Presence, FetchError> {
        let session = self.session();
        let machine = match self.look(&session, id).await? {
            Presence::Here(machine) if machine.state == State::Running => machine,
            presence => return Ok(presence),
        };
        let request = Request::get(RUNS)
            .query("filter[job_uuid]", id)
            .query("filter[status]", "RUNNING")
            .query("limit", PAGE_ROWS);
        Ok(Presence::Here(Box::new(
            match self.send(&session, request).await.and_then(|answer| answer.read(read_runs)) {
                Ok(way) => Machine {
                    endpoint: way.endpoint,
                    progress: way.trouble.or(machine.progress),
                    host: way.node,
                    ..*machine
                },
                Err(error) => Machine { progress: Some(error.to_string()), ..*machine },
            },
        )))
    }

    async fn read_list(&self) -> Result<Listing, FetchError> {
        let session = self.session();
        let mut listing = Listing::default();
        let mut seen = 0;
        for page in 1..=MAX_PAGES {
            let request = Request::get(JOBS)
                .query("page", page)
                .query("limit", PAGE_ROWS)
                .query("sort", "-created_at")
                .query("filter[status]", LIVE);
            let answer = self.send(&session, request).await?;
            let mut found = Listing::default();
            let (total, rows) = answer.read(|text| {
                found = Listing::default();
                read_page(text, &mut found)
            })?;
            // Pages move while they are read when a job is made meanwhile.
            found.machines.retain(|machine| !listing.machines.iter().any(|known| known.id == machine.id));
            listing.machines.extend(found.machines);
            listing.foreign += found.foreign;
            listing.doubts.extend(found.doubts);
            seen += rows;
            let Some(total) = total else {
                listing.doubts.push("the list does not say how long it is".to_owned());
                return Ok(listing);
            };
            if seen >= total || rows == 0 {
                if seen < total {
                    listing.doubts.push(format!("the list shows {seen} jobs and counts {total}"));
                }
                return Ok(listing);
            }
        }
        listing.doubts.push("the list has no end".to_owned());
        Ok(listing)
    }

    async fn cancel(&self, id: &MachineId) -> Result<Destruction, FetchError> {
        let session = self.session();
        let request = Request::put(format!("{JOBS}/{id}/cancel"), &json!({"reason": "released by gp4u"}))?;
        let Err(error) = self.send(&session, request).await else { return Ok(Destruction::Accepted) };
        // What has ended cannot be cancelled: only a look tells that from a release that failed.
        let refused = matches!(error.fault, Fault::HttpStatus { status: 400..=499 });
        match self.look(&session, id).await {
            Ok(Presence::Gone { .. }) if refused => Ok(Destruction::AlreadyGone),
            _ => Err(error),
        }
    }
}

impl Rental for Render {
    fn network(&self) -> Network {
        Network::Render
    }

    fn profile(&self) -> Profile {
        Profile {
            create_limit: self.http.deadline(),
            bound: Bound::Nothing,
            notice: Some(
                "Dispersed finds a node for what is needed: the offer itself is not reserved; billed by the hour until cancelled",
            ),
        }
    }

    fn check(&self, order: &Order) -> Result<(), Refusal> {
        order.check()?;
        rent_ref(order)?;
        let refused = |why, message: &str| Err(Refusal::new(why, message));
        if order.image.is_none() {
            return refused(
                Why::Invalid,
                "Dispersed runs an image of your own; it needs an SSH server and an account `duser`",
            );
        }
        if order.onstart.is_some() {
            return refused(Why::Unsupported, "Dispersed runs an image as it is: a start script has to be part of it");
        }
        if order.ssh_keys.len() > 1 {
            return refused(Why::Unsupported, "Dispersed takes one SSH key");
        }
        Ok(())
    }

    fn quote<'a>(&'a self, order: &'a Order) -> Pending<'a, Result<Quote, Refusal>> {
        async move {
            self.check(order)?;
            self.ask_quote(&self.session(), order).await
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
        self.read_list().boxed()
    }

    fn destroy<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Destruction, FetchError>> {
        self.cancel(id).boxed()
    }

    fn prolong<'a>(&'a self, _: &'a MachineId, _: Timestamp) -> Pending<'a, Result<Prolonging, FetchError>> {
        async { Ok(Prolonging::NotHere) }.boxed()
    }

    fn logs<'a>(&'a self, _: &'a MachineId, _: u32) -> Pending<'a, Result<Option<String>, FetchError>> {
        async { Ok(None) }.boxed()
    }
}

fn rent_ref(order: &Order) -> Result<RentRef, Refusal> {
    let Some(text) = &order.wanted.rent_ref else { return Ok(RentRef::default()) };
    serde_json::from_str(text).map_err(|_| Refusal::new(Why::Unsupported, "this is not an offer of Dispersed's"))
}

/// The job. What the chosen offer has is what is asked for, so that a match is at least as good.
fn body(order: &Order) -> Result<Value, Refusal> {
    let RentRef { gpu_registry_uuid, region_code } = rent_ref(order)?;
    let (image, tag) = split_image(order.image.as_deref().unwrap_or_default());
    let env: Map<String, Value> =
        order.env.iter().map(|(name, value)| (name.clone(), value.expose_secret().into())).collect();
    let mut job = json!({
        "task": "PERSISTENT",
        "title": order.label.to_string(),
        "description": "rented by gp4u",
        "cpu_count": order.wanted.cpu_cores.unwrap_or(CPU_CORES),
        "gpu_count": order.wanted.gpu_count,
        "min_storage_gb": order.disk_gib,
        "max_timeout_run_ms": null,
        "max_timeout_assign_ms": ASSIGN_LIMIT_MS,
        "max_timeout_start_ms": START_LIMIT_MS,
        "max_node_count": 1,
        "max_retry_count": 0,
        "parameters": {"type": "docker", "parameters": {
            "image": image,
            "tag": tag,
            "host": "",
            "user": "",
            "secret": "",
            "sshkey": order.ssh_keys.first().map(crate::providers::rental::PublicKey::as_str),
            "ports": [22],
            "allowed_ips": ["0.0.0.0/0"],
            "env": env,
            "volumes": [],
        }},
    });
    if let Some(job) = job.as_object_mut() {
        match gpu_registry_uuid {
            Some(uuid) => job.insert("gpu_registry_uuid".to_owned(), uuid.into()),
            None => job.insert("gpu_name".to_owned(), order.wanted.gpu_name.clone().into()),
        };
        if let Some(vram) = order.wanted.vram_gib {
            job.insert("min_vram_gb".to_owned(), vram.into());
        }
        if let Some(region) = region_code {
            job.insert("allowed_region_codes".to_owned(), json!([region]));
        }
    }
    Ok(job)
}

/// Name and tag of an image. A colon before the last slash belongs to a registry's port.
fn split_image(image: &str) -> (&str, &str) {
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, LATEST),
    }
}

fn quote(offer: &Offer, order: &Order) -> Result<Quote, Refusal> {
    let same_gpu = offer.raw_gpu_name.eq_ignore_ascii_case(&order.wanted.gpu_name);
    if !same_gpu || offer.gpu_count != order.wanted.gpu_count {
        return Err(Refusal::new(Why::Mismatch, "the offer has other GPUs than the one that was chosen"));
    }
    Ok(Quote { price_per_hour: Some(offer.price_per_hour), prepaid: None, kept: None })
}

/// What an answer to a create call means.
fn read_creation(session: &Session<'_>, request: &Request<'_>, mut reply: Reply) -> Creation {
    if reply.is_success() {
        return match reply.read(|text| Ok(id_of(&unwrapped(text)?))) {
            Ok(Some(id)) => Creation::Created(Created { id, notes: vec![] }),
            Ok(None) => Creation::unknown(&session.reply_error(request, Fault::WrongShape, &reply)),
            Err(fault) => Creation::unknown(&session.reply_error(request, fault, &reply)),
        };
    }
    let error = session.reply_error(request, Fault::HttpStatus { status: reply.status }, &reply);
    match Creation::answered(&reply, &error) {
        // 404 is the path's, not the offer's: a job is matched with a node only later.
        Creation::Refused(refusal) if refusal.why == Why::OfferGone => {
            Creation::Refused(Refusal { why: Why::Invalid, message: in_full(&error), ..refusal })
        }
        creation => creation,
    }
}

/// Whether an error says that there is no such job: the error has to be in the API's own words.
fn is_absent(error: &FetchError) -> bool {
    let said = error.excerpt.to_ascii_lowercase();
    let named = said.contains("not_found") || said.contains("job not found");
    matches!(error.fault, Fault::HttpStatus { status: 404 }) && named && said.contains("\"error\"")
}

#[cfg(test)]
mod tests;
