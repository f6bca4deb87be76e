//! io.net: `https://api.io.solutions`, the virtual machines of its `vmaas` product.

mod deployments;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use deployments::ready;

use super::cloud::Cloud;
use super::fault::Operation;
use super::{Network, keys, wire};
use crate::server::{Answer, Request};

/// The account and the market.
#[derive(Clone)]
pub struct Ionet {
    pub hardware: Vec<Hardware>,
    /// Money on the account, in micro-dollars.
    pub credits: i64,
    /// Of every price, in hundredths of a percent: the network's fee and that for changing the currency.
    pub fee_basis_points: i64,
    pub conversion_basis_points: i64,
    /// Words for what deployments do are written in capitals, as some have seen.
    pub shouts: bool,
    deployments: BTreeMap<usize, deployments::Deployment>,
}

/// A kind of machine at a place.
#[derive(Clone, Debug)]
pub struct Hardware {
    pub id: String,
    /// What is deployed; a number for the network's own devices, a text for partners'.
    pub deploy_id: Value,
    pub name: String,
    pub cards: u64,
    pub vram_gb: u64,
    /// Micro-dollars per hour for all cards.
    pub rate: i64,
    pub replicas: u64,
    pub location: String,
}

impl Default for Ionet {
    fn default() -> Self {
        let hardware =
            |id: &str, deploy_id: Value, name: &str, cards, vram_gb, rate, replicas, location: &str| Hardware {
                id: id.to_owned(),
                deploy_id,
                name: name.to_owned(),
                cards,
                vram_gb,
                rate,
                replicas,
                location: location.to_owned(),
            };
        Self {
            hardware: vec![
                hardware("8H100.80S.176V__FI", json!("8H100.80S.176V"), "H100", 8, 80, 27_875_342, 3, "FI"),
                hardware("12__1", json!(12), "GeForce RTX 4090", 1, 24, 300_000, 57, "US"),
                hardware("12__2", json!(12), "GeForce RTX 4090", 2, 24, 600_000, 20, "US"),
                hardware("203__1", json!(203), "A100-SXM4-80GB", 1, 80, 1_100_000, 1, "US"),
            ],
            credits: 1_000_000_000,
            fee_basis_points: 150,
            conversion_basis_points: 200,
            shouts: false,
            deployments: BTreeMap::new(),
        }
    }
}

/// The body of a deploy that is fine.
pub fn fine_request(name: &str, hours: u64) -> Value {
    json!({
        "resource_private_name": name, "duration_hours": hours, "gpus_per_vm": 1, "hardware_id": 12,
        "location_ids": ["US"], "ssh_keys": {"gp4u": "ssh-ed25519 AAAA"},
    })
}

/// What a call is for.
pub fn operation(request: &Request) -> Operation {
    let segments = wire::segments(request);
    let path = segments.iter().skip_while(|segment| **segment != "vmaas").skip(1).copied().collect::<Vec<_>>();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", ["hardware", ..] | ["available-vms"]) => Operation::Market,
        ("GET", ["price"]) => Operation::Price,
        ("POST", ["deploy"]) => Operation::Create,
        ("GET", ["deployments"]) => Operation::List,
        ("GET", ["deployment", _]) => Operation::Get,
        ("GET", ["deployment", _, "vms"]) => Operation::Address,
        ("POST", ["deployment", _, "extend"]) => Operation::Extend,
        ("DELETE", ["deployment", _]) => Operation::Destroy,
        _ if segments.contains(&"caas") || segments.contains(&"io-explorer") => Operation::Market,
        _ => Operation::Other,
    }
}

/// Answers a call.
pub fn answer(cloud: &mut Cloud, request: &Request) -> Answer {
    let segments = wire::segments(request);
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["v1", "io-cloud", "vmaas", "hardware"]) => return hardware(cloud, request),
        ("GET", ["v1", "io-cloud", "caas", "hardware"]) => return containers(cloud),
        _ => {}
    }
    let ["enterprise", "v1", "io-cloud", "vmaas", path @ ..] = segments.as_slice() else { return not_found() };
    if !cloud.is_echo && request.header("x-api-key") != Some(keys::IONET) {
        return wire::reply(401, &json!({"detail": "Invalid API key provided!"}));
    }
    let body = wire::body(request);
    match (request.method.as_str(), path) {
        ("GET", ["hardware"]) => hardware(cloud, request),
        ("GET", ["hardware", "max-gpus-per-vm"]) => max_gpus(cloud),
        ("GET", ["available-vms"]) => available(cloud, request),
        ("GET", ["price"]) => deployments::price(cloud, request),
        ("POST", ["deploy"]) => deployments::deploy(cloud, &body, &request.body),
        ("GET", ["deployments"]) => deployments::list(cloud, request),
        ("GET", ["deployment", id]) => deployments::show(cloud, id),
        ("GET", ["deployment", id, "vms"]) => deployments::machines(cloud, id),
        ("POST", ["deployment", id, "extend"]) => deployments::extend(cloud, id, &body),
        ("DELETE", ["deployment", id]) => deployments::destroy(cloud, id),
        _ => not_found(),
    }
}

fn not_found() -> Answer {
    wire::reply(404, &json!("Not found"))
}

fn invalid(place: &str, field: &str, message: &str) -> Answer {
    wire::reply(422, &json!({"detail": [{"loc": [place, field], "msg": message, "type": "value_error"}]}))
}

fn rented(cloud: &Cloud, hardware: &Hardware) -> u64 {
    let live = cloud.of(Network::Ionet).filter(|(_, machine)| machine.is_live() && machine.offer == hardware.id);
    live.count() as u64
}

fn free(cloud: &Cloud, hardware: &Hardware) -> u64 {
    hardware.replicas.saturating_sub(rented(cloud, hardware))
}

fn hardware(cloud: &Cloud, request: &Request) -> Answer {
    let gpu = wire::query(request, "gpu");
    let rows = cloud.ionet.hardware.iter().filter(|row| gpu.as_ref().is_none_or(|gpu| row.name.contains(gpu)));
    let rows = rows.map(|row| json!({
        "id": row.id, "deploy_id": row.deploy_id, "name": row.name, "num_cards": row.cards,
        "supplier": if row.deploy_id.is_string() { "external" } else { "internal" }, "sold_out": free(cloud, row) == 0,
        "price": wire::dollars(row.rate), "vram_per_card": row.vram_gb,
        "interconnect": if row.deploy_id.is_string() { json!("sxm5") } else { Value::Null }, "nvlink": false,
        "storage": 500 * row.cards, "vcpu": 22 * row.cards, "memory": 125 * row.cards, "location": row.location,
    }));
    wire::ok(&json!({"data": {"hardware": rows.collect::<Vec<_>>()}}))
}

fn containers(cloud: &Cloud) -> Answer {
    let rows = cloud.ionet.hardware.iter().map(|row| json!({
        "id": row.id, "name": row.name, "brand_name": "NVIDIA", "num_cards": row.cards, "price": wire::dollars(row.rate),
        "available_replicas": free(cloud, row), "sold_out": free(cloud, row) == 0, "location": row.location,
        "vram_per_card": row.vram_gb,
    }));
    wire::ok(&json!({"data": {"hardware": rows.collect::<Vec<_>>()}}))
}

fn max_gpus(cloud: &Cloud) -> Answer {
    let rows = cloud.ionet.hardware.iter().filter(|row| row.deploy_id.is_number()).map(|row| json!({
        "max_gpus_per_vm": 8, "available": free(cloud, row), "hardware_id": row.deploy_id, "hardware_name": row.name,
        "brand_name": "NVIDIA",
    }));
    let rows: Vec<_> = rows.collect();
    wire::ok(&json!({"data": {"total": rows.len(), "hardware": rows}}))
}

fn available(cloud: &Cloud, request: &Request) -> Answer {
    let id = wire::query(request, "hardware_id").unwrap_or_default();
    let quantity = wire::number(request, "hardware_qty").unwrap_or(1) as u64;
    let rows = cloud.ionet.hardware.iter().filter(|row| text_of(&row.deploy_id) == id && row.cards == quantity);
    let rows = rows.enumerate().map(|(number, row)| {
        json!({
            "id": number + 1, "iso2": row.location, "name": row.location, "available_replicas": free(cloud, row),
        })
    });
    wire::ok(&json!({"data": rows.collect::<Vec<_>>()}))
}

/// A number or a text as it stands in a query.
fn text_of(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), ToOwned::to_owned)
}
