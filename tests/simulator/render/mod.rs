//! Render Network's Dispersed: `https://api.dispersed.com/v1/`. Jobs are matched with a machine, not rented from an offer.

mod jobs;
mod signing;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

pub use jobs::ready;
pub use signing::signed_headers;

use super::cloud::Cloud;
use super::fault::Operation;
use super::{Network, wire};
use crate::server::{Answer, Request};

/// Most rows of a page.
const PAGE_MAX: usize = 50;

/// The account and the market.
#[derive(Clone)]
pub struct Render {
    pub offers: Vec<Offer>,
    /// Offers are shown to callers who do not sign.
    pub shows_offers_unsigned: bool,
    /// A single job is answered under `data`, which the official client takes as well.
    pub wraps_jobs: bool,
    /// Money on the account, in micro-dollars.
    pub balance: i64,
    jobs: BTreeMap<usize, jobs::Job>,
    nonces: BTreeSet<String>,
}

/// A machine that could take a job.
#[derive(Clone, Debug)]
pub struct Offer {
    pub id: String,
    pub gpu: String,
    pub gpu_uuid: String,
    pub gpus: u64,
    pub vram_gib: u64,
    pub ram_gib: u64,
    pub storage_gib: u64,
    pub region: String,
    /// Micro-dollars per hour for the machine.
    pub rate: i64,
}

impl Default for Render {
    fn default() -> Self {
        let offer = |id: &str, gpu: &str, number, gpus: u64, vram_gib, region: &str, rate| Offer {
            id: id.to_owned(),
            gpu: gpu.to_owned(),
            gpu_uuid: wire::uuid(number),
            gpus,
            vram_gib,
            ram_gib: 48 * gpus,
            storage_gib: 300 * gpus,
            region: region.to_owned(),
            rate,
        };
        Self {
            offers: vec![
                offer("off_4090_1", "NVIDIA RTX 4090", 4090, 1, 24, "us-east-1", 350_000),
                offer("off_4090_2", "NVIDIA RTX 4090", 4090, 2, 24, "eu-central-1", 700_000),
                offer("off_5090_1", "NVIDIA RTX 5090", 5090, 1, 32, "us-west-2", 690_000),
            ],
            shows_offers_unsigned: true,
            wraps_jobs: false,
            balance: 1_000_000_000,
            jobs: BTreeMap::new(),
            nonces: BTreeSet::new(),
        }
    }
}

/// The body of a job that is fine.
pub fn fine_request(title: &str) -> Value {
    json!({
        "task": "PERSISTENT", "title": title, "description": "", "cpu_count": 2, "gpu_count": 1,
        "gpu_name": "NVIDIA RTX 4090", "min_vram_gb": 24, "min_ram_gb": 16, "min_storage_gb": 20,
        "max_timeout_run_ms": null, "max_timeout_assign_ms": 300_000, "max_timeout_start_ms": 300_000,
        "parameters": {"type": "docker", "parameters": {
            "image": "dispersednetwork/base", "tag": "latest", "sshkey": "ssh-ed25519 AAAA", "ports": [22],
        }},
    })
}

/// What a call is for.
pub fn operation(request: &Request) -> Operation {
    match (request.method.as_str(), wire::segments(request).as_slice()) {
        ("GET", ["v1", "compute", "offers"]) => Operation::Market,
        ("POST", ["v1", "jobs"]) => Operation::Create,
        ("GET", ["v1", "jobs"]) => Operation::List,
        ("GET", ["v1", "jobs", _]) => Operation::Get,
        ("PUT", ["v1", "jobs", _, "cancel"]) => Operation::Destroy,
        ("GET", ["v1", "job-runs"]) => Operation::Address,
        ("GET", ["v1", "job-runs", _]) => Operation::Logs,
        _ => Operation::Other,
    }
}

fn error(status: u16, code: &str, message: &str) -> Answer {
    wire::reply(status, &json!({"error": {"code": code, "message": message}}))
}

/// Answers a call.
pub fn answer(cloud: &mut Cloud, request: &Request) -> Answer {
    let segments = wire::segments(request);
    let is_market = segments.as_slice() == ["v1", "compute", "offers"];
    let is_unsigned = request.header("X-Signature").is_none();
    let is_open = cloud.is_echo || (is_market && is_unsigned && cloud.render.shows_offers_unsigned);
    if !is_open {
        match signing::check(request, cloud.now.as_millisecond()) {
            Err(what) => return error(401, "UNAUTHORIZED", what),
            Ok(nonce) if !cloud.render.nonces.insert(nonce.clone()) => {
                return error(401, "UNAUTHORIZED", "Nonce was used");
            }
            Ok(_) => {}
        }
    }
    let body = wire::body(request);
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["v1", "compute", "offers"]) => offers(cloud, request),
        ("POST", ["v1", "jobs"]) => jobs::create(cloud, &body, &request.body),
        ("GET", ["v1", "jobs"]) => jobs::list(cloud, request),
        ("GET", ["v1", "jobs", uuid]) => jobs::show(cloud, uuid),
        ("PUT", ["v1", "jobs", uuid, "cancel"]) => jobs::cancel(cloud, uuid),
        ("GET", ["v1", "job-runs"]) => jobs::runs(cloud, request),
        ("GET", ["v1", "job-runs", uuid]) => jobs::run(cloud, uuid),
        _ => error(404, "NOT_FOUND", "No such path"),
    }
}

fn is_free(cloud: &Cloud, offer: &Offer) -> bool {
    !cloud.of(Network::Render).any(|(_, machine)| machine.is_live() && machine.offer == offer.id)
}

fn offers(cloud: &Cloud, request: &Request) -> Answer {
    let rows: Vec<Value> = cloud
        .render
        .offers
        .iter()
        .filter(|offer| is_free(cloud, offer))
        .map(|offer| {
            json!({
                "availability": {}, "offer_id": offer.id, "region_code": offer.region,
                "hardware_summary": {
                    "cpu_cores": 16 * offer.gpus, "gpu_count": offer.gpus, "gpu_model_label": offer.gpu,
                    "gpu_models": [{
                        "count": offer.gpus, "gpu_registry_uuid": offer.gpu_uuid, "min_vram_gib": offer.vram_gib,
                        "name": offer.gpu,
                    }],
                    "gpu_registry_uuid": offer.gpu_uuid, "min_gpu_vram_gib": offer.vram_gib, "ram_gib": offer.ram_gib,
                    "storage_gib": offer.storage_gib,
                },
                "pricing": {"hourly_rate_usd": wire::dollars(offer.rate), "quoted_at": wire::iso(cloud.now)},
            })
        })
        .collect();
    page(request, rows)
}

/// A page of rows, numbered from one.
fn page(request: &Request, rows: Vec<Value>) -> Answer {
    let page = wire::number(request, "page").unwrap_or(1);
    let limit = wire::number(request, "limit").unwrap_or(20);
    if page == 0 || !(1..=PAGE_MAX).contains(&limit) {
        return error(400, "BAD_REQUEST", "limit is 1 to 50, page starts at 1");
    }
    let total = rows.len();
    let rows: Vec<Value> = rows.into_iter().skip((page - 1) * limit).take(limit).collect();
    wire::ok(&json!({"data": rows, "limit": limit, "page": page, "total": total}))
}
