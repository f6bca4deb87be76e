//! Vast.ai: `https://console.vast.ai/api/`, as its documentation and its official client describe it.

mod filter;
mod instances;
mod listing;
mod market;
mod script;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use instances::{attached_keys, is_running, offline, ready};
pub use market::Ask;

use super::cloud::Cloud;
use super::fault::Operation;
use super::{Network, keys, wire};
use crate::server::{Answer, Request};

/// The account and the market.
#[derive(Clone)]
pub struct Vast {
    pub asks: Vec<Ask>,
    /// Money on the account, in micro-dollars.
    pub credit: i64,
    /// The public keys of the account.
    pub ssh_keys: BTreeMap<u64, String>,
    /// What the account rents, by the machine's number.
    instances: BTreeMap<usize, instances::Instance>,
}

impl Default for Vast {
    fn default() -> Self {
        Self { asks: market::usual(), credit: 1_000_000_000, ssh_keys: BTreeMap::new(), instances: BTreeMap::new() }
    }
}

/// Who calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    Account,
    /// The machine of this number, which may only start, stop and destroy itself.
    Machine(usize),
}

/// What a call is for.
pub fn operation(request: &Request) -> Operation {
    let segments = wire::segments(request);
    match (request.method.as_str(), segments.get(2..).unwrap_or_default()) {
        (_, ["bundles" | "gpu_names" | "gpu_types", ..] | ["search", "asks"]) => Operation::Market,
        ("PUT", ["asks", _]) => Operation::Create,
        ("GET", ["instances"]) => Operation::List,
        ("GET", ["instances", "filters"]) => Operation::Other,
        ("GET", ["instances", _]) => Operation::Get,
        ("DELETE", ["instances", ..]) => Operation::Destroy,
        ("PUT", ["instances", "request_logs", _]) => Operation::Logs,
        ("PUT", ["instances", ..]) => Operation::Change,
        (_, ["ssh" | "users", ..] | ["instances", _, "ssh"]) => Operation::Account,
        _ => Operation::Other,
    }
}

/// Answers a call.
pub fn answer(cloud: &mut Cloud, request: &Request) -> Answer {
    let segments = wire::segments(request);
    let [api, version, path @ ..] = segments.as_slice() else { return not_found() };
    match (request.method.as_str(), *api, *version, path) {
        ("GET", "logs", id, _) => return instances::printed(cloud, id),
        ("POST" | "GET", "api", "v0", ["bundles"]) | ("PUT", "api", "v0", ["search", "asks"]) => {
            // Anybody may look, but not with a wrong key; this path says so with 404.
            return if credentials(request).is_some() && caller(cloud, request).is_err() {
                wire::reply(404, &json!({"msg": "Invalid user key"}))
            } else {
                market::search(cloud, request)
            };
        }
        ("GET", "api", "v0", ["gpu_names", "unique"]) => return gpu_names(cloud),
        ("GET", "api", "v0", ["gpu_types"]) => return gpu_types(cloud),
        _ => {}
    }
    let caller = match caller(cloud, request) {
        Ok(caller) => caller,
        Err(refused) => return refused,
    };
    match (request.method.as_str(), *api, *version, path) {
        ("DELETE", "api", "v0", ["instances", id]) => instances::destroy(cloud, caller, id),
        ("PUT", "api", "v0", ["instances", id]) => instances::change(cloud, caller, id, &wire::body(request)),
        (method, "api", version, path) if caller == Caller::Account => {
            of_account(cloud, request, (method, version, path))
        }
        _ => forbidden(),
    }
}

fn of_account(cloud: &mut Cloud, request: &Request, call: (&str, &str, &[&str])) -> Answer {
    let body = wire::body(request);
    match call {
        ("PUT", "v0", ["asks", id]) => instances::create(cloud, id, &body, &request.body),
        ("GET", "v0", ["instances", "filters"]) => listing::filters(cloud),
        ("GET", "v0", ["instances", id]) => instances::show(cloud, id),
        // Retired: it answers, and knows of nothing.
        ("GET", "v0", ["instances"]) => wire::ok(&json!({"instances_found": 0, "instances": []})),
        ("GET", "v1", ["instances"]) => listing::list(cloud, request),
        ("DELETE", "v0", ["instances"]) => instances::destroy_many(cloud, &body),
        ("PUT", "v0", ["instances", "request_logs", id]) => instances::logs(cloud, request, id),
        ("POST", "v0", ["instances", id, "ssh"]) => instances::attach_key(cloud, id, &body),
        ("GET", "v0", ["users", "current"]) => user(cloud),
        ("GET", "v0", ["ssh"]) => {
            let keys = cloud.vast.ssh_keys.iter().map(|(id, key)| shown_key(*id, "key", key));
            wire::ok(&Value::Array(keys.collect()))
        }
        ("POST", "v0", ["ssh"]) => add_key(cloud, &body),
        ("DELETE", "v0", ["ssh", id]) => {
            let removed = id.parse().ok().and_then(|id: u64| cloud.vast.ssh_keys.remove(&id));
            removed.map_or_else(not_found, |_| wire::ok(&json!({"success": true})))
        }
        _ => not_found(),
    }
}

fn credentials(request: &Request) -> Option<String> {
    let header = request.header("Authorization").and_then(|value| value.strip_prefix("Bearer "));
    header.map(ToOwned::to_owned).or_else(|| wire::query(request, "api_key"))
}

fn caller(cloud: &Cloud, request: &Request) -> Result<Caller, Answer> {
    if cloud.is_echo {
        return Ok(Caller::Account);
    }
    let refused =
        |status, text: &str| wire::reply(status, &json!({"success": false, "error": "auth_error", "msg": text}));
    let key = credentials(request).ok_or_else(|| refused(403, "This action requires login."))?;
    if key == keys::VAST {
        return Ok(Caller::Account);
    }
    let machine =
        cloud.vast.instances.iter().find(|(index, instance)| instance.key == key && cloud.machines[**index].is_live());
    machine.map(|(index, _)| Caller::Machine(*index)).ok_or_else(|| refused(401, "Invalid user key"))
}

fn not_found() -> Answer {
    wire::reply(404, &json!({"success": false, "error": "not_found", "msg": "No such path"}))
}

fn forbidden() -> Answer {
    wire::reply(401, &json!({"success": false, "error": "auth_error", "msg": "This key may not do that."}))
}

fn gpu_names(cloud: &Cloud) -> Answer {
    let names: std::collections::BTreeSet<_> = cloud.vast.asks.iter().map(|ask| &ask.gpu_name).collect();
    wire::ok(&json!({"gpu_names": names}))
}

fn gpu_types(cloud: &Cloud) -> Answer {
    let types: BTreeMap<_, _> = cloud.vast.asks.iter().map(|ask| (&ask.gpu_name, ask.gpu_ram_mib)).collect();
    let types = types.iter().map(|(name, ram)| json!({"canonical_name": name, "gpu_ram_mb": ram}));
    wire::ok(&json!({"gpu_types": types.collect::<Vec<_>>()}))
}

fn user(cloud: &Cloud) -> Answer {
    let spent: i64 = cloud.of(Network::Vast).map(|(_, machine)| machine.billed(cloud.now)).sum();
    wire::ok(&json!({
        "id": 456, "key_id": 789, "email": "test@example.com", "balance": 0.0,
        "credit": wire::dollars(cloud.vast.credit - spent), "ssh_key": null, "sid": "s-1", "can_pay": true,
    }))
}

fn add_key(cloud: &mut Cloud, body: &Value) -> Answer {
    let Some(key) = body["ssh_key"].as_str().filter(|key| !key.is_empty()) else {
        return wire::reply(400, &json!({"success": false, "error": "no_ssh_key", "msg": "No ssh key provided"}));
    };
    let id = cloud.number();
    cloud.vast.ssh_keys.insert(id, key.to_owned());
    wire::ok(&json!({"success": true, "key": shown_key(id, "public_key", key)}))
}

/// A key, which is called differently when it is made and when it is listed.
fn shown_key(id: u64, field: &str, key: &str) -> Value {
    json!({"id": id, "user_id": 456, field: key, "created_at": "2026-01-01T12:00:00Z", "deleted_at": null})
}
