//! Deployments: created, leased, shown and closed.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::cloud::{Cloud, Event};
use super::super::fault::{Fault, Refusal, Trouble};
use super::super::truth::{End, Machine, Meter, What};
use super::super::{Network, wire};
use super::market::{self, OWNER, per_block};
use super::sdl::{self, Order};
use super::{Version, error};
use crate::server::{Answer, Request};

/// Seconds after which a deployment without a lease is closed.
const UNLEASED_SECONDS: i64 = 600;
/// What a deployment starts with, in micro-dollars.
const DEPOSIT: i64 = 500_000;
/// Hours that a limit can be set to, or raised by, at once.
const LIMIT_STEP_HOURS: i64 = 48;
/// Most deployments of a page.
const PAGE_MAX: usize = 100;

/// What was deployed.
#[derive(Clone)]
pub struct Deployment {
    pub order: Order,
    pub lease: Option<Lease>,
    pub troubles: Vec<Trouble>,
    /// Nobody bids for it.
    pub is_ignored: bool,
    /// It was closed, after its provider went away.
    is_closed: bool,
    sdl: String,
    name: Option<String>,
    limit_hours: Option<i64>,
    deposit: i64,
}

/// A bid that was taken.
#[derive(Clone)]
pub struct Lease {
    pub provider: String,
    host: String,
    rate: i64,
    at: Timestamp,
    /// The provider was told what to run.
    has_manifest: bool,
}

/// `POST /v1/deployments`.
pub fn create(cloud: &mut Cloud, data: &Value, text: &str) -> Answer {
    if cloud.faults.refusal(Network::Akash, &[Refusal::NoMoney]).is_some() || cloud.akash.balance < DEPOSIT {
        return no_money(cloud);
    }
    let Some(sdl) = data["sdl"].as_str() else { return invalid("sdl", "Required") };
    let order = match sdl::read(sdl) {
        Ok(order) => order,
        Err(what) => return error(400, "bad_request", &format!("Invalid SDL: {what}")),
    };
    let is_later = cloud.akash.version == Version::Later;
    let limit_hours = data["runtimeLimitHours"].as_i64().filter(|_| is_later);
    if is_later
        && !data["runtimeLimitHours"].is_null()
        && limit_hours.is_none_or(|hours| !(1..=LIMIT_STEP_HOURS).contains(&hours))
    {
        return invalid("runtimeLimitHours", "Number must be between 1 and 48");
    }
    let deposit = match (is_later, data["deposit"].as_f64()) {
        (true, _) => DEPOSIT,
        (false, None) => return error(400, "bad_request", "deposit is required"),
        #[allow(clippy::cast_possible_truncation, reason = "dollars of a test")]
        (false, Some(deposit)) => (deposit * 1e6).round() as i64,
    };
    if deposit < DEPOSIT {
        return error(400, "bad_request", "Failed to create deployment: Deposit too low");
    }
    let name = data["name"].as_str().map(|name| name.trim().to_owned()).filter(|_| is_later);
    let mut number = cloud.now.as_millisecond();
    while cloud.find(Network::Akash, &number.to_string()).is_some() {
        number += 1;
    }
    let dseq = number.to_string();
    let troubles = cloud.faults.troubles(Network::Akash);
    let label = name.clone().unwrap_or_else(|| order.group.clone());
    let mut machine = Machine::new(Network::Akash, dseq.clone(), label, cloud.now);
    machine.gpu = order.models.first().map(|model| model.name.clone()).unwrap_or_default();
    machine.gpu_count = order.gpus;
    text.clone_into(&mut machine.request);
    let index = cloud.add(machine, &troubles);
    let is_ignored = cloud.faults.happens(Network::Akash, &Fault::NoBids);
    let manifest = json!([{
        "name": order.group, "services": [{"name": order.service, "image": order.image, "count": 1}],
    }]);
    let sdl = sdl.to_owned();
    let deployment =
        Deployment { order, lease: None, troubles, is_ignored, is_closed: false, sdl, name, limit_hours, deposit };
    cloud.akash.deployments.insert(index, deployment);
    let at = cloud.after(UNLEASED_SECONDS);
    cloud.at(at, Event::CloseUnleased(index));
    let hash = format!("{number:064X}");
    let data = json!({
        "dseq": dseq, "manifest": manifest.to_string(),
        "signTx": {"code": 0, "transactionHash": hash, "hash": hash, "rawLog": ""},
    });
    wire::reply(201, &json!({"data": data}))
}

fn no_money(cloud: &Cloud) -> Answer {
    let text = "Not enough balance to cover the deployment deposit. Add credits or turn on auto recharge to continue.";
    match cloud.akash.version {
        Version::August => error(402, "unknown_error", &format!("Failed to create deployment: {text}")),
        Version::Later => error(402, "insufficient_balance", text),
    }
}

fn invalid(field: &str, message: &str) -> Answer {
    wire::reply(
        400,
        &json!({
            "error": "BadRequestError", "message": "Validation error", "code": "validation_error",
            "type": "validation_error",
            "data": [{"code": "invalid_type", "path": ["data", field], "message": message}],
        }),
    )
}

/// Closes a deployment that nobody leased.
pub fn close_unleased(cloud: &mut Cloud, index: usize) {
    if cloud.akash.deployments[&index].lease.is_none() {
        cloud.end(index, End::NeverLeased);
    }
}

/// `POST /v1/leases`.
pub fn lease(cloud: &mut Cloud, body: &Value) -> Answer {
    if !body["manifest"].is_string() && cloud.akash.version == Version::August {
        return invalid("manifest", "Required");
    }
    let wanted = &body["leases"][0];
    let Some(index) = wanted["dseq"].as_str().and_then(|dseq| cloud.find(Network::Akash, dseq)) else {
        return error(404, "not_found", "Deployment not found");
    };
    let known = [Refusal::BidClosed, Refusal::OrderClosed, Refusal::ProviderUnreachable, Refusal::ManifestLost];
    let refusal = cloud.faults.refusal(Network::Akash, &known);
    let is_live = cloud.machines[index].is_live();
    if cloud.akash.deployments[&index].lease.is_none() || !is_live {
        let bids = market::bids(cloud, index);
        let bid = bids.iter().find(|bid| wanted["provider"] == bid.provider.owner && bid.state == "open");
        match (refusal, bid) {
            (Some(Refusal::OrderClosed), _) => return order_closed(),
            _ if !is_live => return order_closed(),
            (Some(Refusal::ProviderUnreachable), _) => {
                return error(502, "provider_unreachable", "Provider did not answer");
            }
            (Some(Refusal::BidClosed), _) | (_, None) => {
                let text = "Failed to create lease: Cannot create lease: The selected bid is no longer open. Please \
                    refresh and select an available bid.";
                return error(400, "bad_request", text);
            }
            (_, Some(bid)) => {
                let (owner, host) = (bid.provider.owner.clone(), bid.provider.host.clone());
                let (gpu, rate) = (bid.provider.model.clone(), bid.rate);
                let lease = Lease { provider: owner, host, rate, at: cloud.now, has_manifest: false };
                take(cloud, index, lease, gpu);
            }
        }
    }
    if refusal == Some(Refusal::ManifestLost) {
        return error(502, "manifest_not_delivered", "The provider did not take the manifest");
    }
    send_manifest(cloud, index);
    wire::ok(&json!({"data": shown(cloud, index, true)}))
}

fn order_closed() -> Answer {
    let text = "Failed to create lease: Cannot create lease: The associated order has already been matched or closed. \
        Re-create the deployment to generate a new order and try again.";
    error(400, "bad_request", text)
}

/// The lease begins, and with it what it costs and what bounds it.
fn take(cloud: &mut Cloud, index: usize, lease: Lease, gpu: String) {
    let rate = lease.rate;
    let deployment = cloud.akash.deployments.get_mut(&index).unwrap();
    let (limit, deposit) = (deployment.limit_hours, deployment.deposit);
    let is_sold = !deployment.troubles.iter().any(|trouble| matches!(trouble, Trouble::OtherGpu(_)));
    let machine = &mut cloud.machines[index];
    machine.offer.clone_from(&lease.provider);
    if is_sold {
        machine.gpu = gpu;
    }
    machine.start(Meter::per_second(What::Compute, cloud.now, rate));
    deployment.lease = Some(lease);
    match cloud.akash.version {
        Version::August => used_up(cloud, index, deposit),
        Version::Later => {
            if let Some(hours) = limit {
                cloud.set_own_end(index, cloud.after(hours * 3600), End::RuntimeLimit);
            }
        }
    }
}

/// Plans the end of a deposit.
fn used_up(cloud: &mut Cloud, index: usize, deposit: i64) {
    let Some(lease) = &cloud.akash.deployments[&index].lease else { return };
    let seconds = i128::from(deposit) * 3600 / i128::from(lease.rate.max(1));
    let at = lease.at + SignedDuration::from_secs(i64::try_from(seconds).unwrap());
    cloud.set_own_end(index, at, End::DepositUsedUp);
}

fn send_manifest(cloud: &mut Cloud, index: usize) {
    let deployment = cloud.akash.deployments.get_mut(&index).unwrap();
    let troubles = deployment.troubles.clone();
    let lease = deployment.lease.as_mut().unwrap();
    if !std::mem::replace(&mut lease.has_manifest, true) {
        cloud.boot(index, &troubles);
    }
}

/// `POST /v1/deposit-deployment`.
pub fn deposit(cloud: &mut Cloud, data: &Value) -> Answer {
    let Some(index) = data["dseq"].as_str().and_then(|dseq| cloud.find(Network::Akash, dseq)) else {
        return error(404, "not_found", "Deployment not found");
    };
    #[allow(clippy::cast_possible_truncation, reason = "dollars of a test")]
    let more = (data["deposit"].as_f64().unwrap_or_default() * 1e6).round() as i64;
    let deployment = cloud.akash.deployments.get_mut(&index).unwrap();
    deployment.deposit += more;
    let deposit = deployment.deposit;
    if cloud.akash.version == Version::August {
        used_up(cloud, index, deposit);
    }
    wire::ok(&json!({"data": shown(cloud, index, true)}))
}

/// `PATCH /v2/deployment-settings/{dseq}`: the new total of hours since the lease began.
pub fn limit(cloud: &mut Cloud, dseq: &str, hours: &Value) -> Answer {
    let Some(index) = cloud.find(Network::Akash, dseq) else {
        return error(404, "not_found", "Deployment settings not found");
    };
    let deployment = cloud.akash.deployments.get_mut(&index).unwrap();
    let before = deployment.limit_hours.unwrap_or(0);
    let after = hours.as_i64();
    if after.is_some_and(|after| after < before || after > before + LIMIT_STEP_HOURS)
        || (after.is_none() && !hours.is_null())
    {
        return error(400, "bad_request", "A runtime limit can be raised by at most 48 hours and never lowered");
    }
    deployment.limit_hours = after;
    let leased = deployment.lease.as_ref().map(|lease| lease.at);
    match (after, leased) {
        (Some(after), Some(at)) => {
            cloud.set_own_end(index, at + SignedDuration::from_hours(after), End::RuntimeLimit);
        }
        (None, _) => cloud.machines[index].own_end = None,
        _ => {}
    }
    settings(cloud, dseq)
}

/// `GET /v2/deployment-settings/{dseq}`.
pub fn settings(cloud: &Cloud, dseq: &str) -> Answer {
    match cloud.find(Network::Akash, dseq) {
        Some(index) => wire::ok(&json!({"data": setting(cloud, index)})),
        None => error(404, "not_found", "Deployment settings not found"),
    }
}

fn setting(cloud: &Cloud, index: usize) -> Value {
    let (machine, deployment) = (&cloud.machines[index], &cloud.akash.deployments[&index]);
    let ends = deployment.lease.as_ref().zip(deployment.limit_hours);
    json!({
        "id": wire::uuid(index as u64), "userId": "user-1", "dseq": machine.id, "sdl": deployment.sdl,
        "name": deployment.name, "autoTopUpEnabled": true, "estimatedTopUpAmount": 0, "topUpFrequencyMs": 3_600_000,
        "runtimeLimitHours": deployment.limit_hours,
        "runtimeEndsAt": ends.map(|(lease, hours)| wire::iso(lease.at + SignedDuration::from_hours(hours))),
        "createdAt": wire::iso(machine.created_at), "updatedAt": wire::iso(machine.created_at),
    })
}

/// `DELETE /v1/deployments/{dseq}`: as often as one likes.
pub fn close(cloud: &mut Cloud, request: &Request, dseq: &str) -> Answer {
    let Some(index) = cloud.find(Network::Akash, dseq) else {
        return error(404, "not_found", "Deployment not found");
    };
    cloud.end(index, End::Renter);
    cloud.akash.deployments.get_mut(&index).unwrap().is_closed = true;
    if wire::query(request, "async").as_deref() == Some("true") && cloud.akash.version == Version::Later {
        return wire::reply(202, &json!({"data": {"activityId": wire::uuid(index as u64)}}));
    }
    wire::ok(&json!({"data": {"success": true}}))
}

/// `GET /v1/deployments/{dseq}`.
pub fn show(cloud: &Cloud, dseq: &str) -> Answer {
    let Some(index) = cloud.find(Network::Akash, dseq) else {
        return error(404, "not_found", "Deployment not found");
    };
    let mut data = shown(cloud, index, true);
    if cloud.akash.version == Version::Later {
        data["consoleSettings"] =
            json!({"sdl": cloud.akash.deployments[&index].sdl, "manifestVersion": "uXNCvK3pMFoXPJqKJRIVPCuJ2cGUWGpZ"});
    }
    wire::ok(&json!({"data": data}))
}

/// Whether a deployment counts as open: one whose provider went away does, until it is closed.
fn is_open(machine: &Machine, deployment: &Deployment) -> bool {
    matches!(machine.ended_by, None | Some(End::Vanished)) && !deployment.is_closed
}

/// `GET /v1/deployments`.
pub fn list(cloud: &mut Cloud, request: &Request) -> Answer {
    let skip = wire::number(request, "skip").unwrap_or(0);
    let limit = wire::number(request, "limit").unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX);
    let wants_closed = wire::query(request, "state").as_deref() == Some("closed");
    let lag = cloud.faults.take(Network::Akash, |fault| match fault {
        Fault::ListLagsSeconds(seconds) => Some(*seconds),
        _ => None,
    });
    let is_empty = cloud.faults.happens(Network::Akash, &Fault::EmptyList);
    let all: Vec<usize> = cloud
        .of(Network::Akash)
        .filter(|(index, machine)| {
            let is_open = is_open(machine, &cloud.akash.deployments[index]);
            let age = cloud.now.as_second() - machine.created_at.as_second();
            !is_empty && is_open != wants_closed && lag.is_none_or(|lag| age >= lag)
        })
        .map(|(index, _)| index)
        .collect();
    let mut page: Vec<usize> = all.iter().skip(skip).take(limit).copied().collect();
    let mut has_more = skip + page.len() < all.len();
    if cloud.faults.happens(Network::Akash, &Fault::CutList) {
        page.truncate(page.len() / 2);
        has_more = false;
    }
    let mut items: Vec<Value> = page.iter().map(|index| listed(cloud, *index)).collect();
    if cloud.faults.happens(Network::Akash, &Fault::LeasesMixedUp) && items.len() > 1 {
        let mut leases: Vec<Value> = items.iter().map(|item| item["leases"].clone()).collect();
        leases.rotate_left(1);
        for (item, leases) in items.iter_mut().zip(leases) {
            item["leases"] = leases;
        }
    }
    let pagination = json!({"total": all.len(), "skip": skip, "limit": limit, "hasMore": has_more});
    wire::ok(&json!({"data": {"deployments": items, "pagination": pagination}}))
}

fn listed(cloud: &Cloud, index: usize) -> Value {
    let mut item = shown(cloud, index, false);
    if cloud.akash.version == Version::Later {
        item["groups"] = groups(cloud, index);
        item["name"] = json!(cloud.akash.deployments[&index].name);
        item["settings"] = setting(cloud, index);
    }
    item
}

fn groups(cloud: &Cloud, index: usize) -> Value {
    let (machine, deployment) = (&cloud.machines[index], &cloud.akash.deployments[&index]);
    json!([{
        "id": {"owner": OWNER, "dseq": machine.id, "gseq": 1}, "state": "open",
        "group_spec": {"name": deployment.order.group, "requirements": {"attributes": []}, "resources": []},
        "created_at": market::height(machine.created_at),
    }])
}

/// `GET /v1/deployment/{owner}/{dseq}`, for everybody: what the chain knows, which is the name of the group, too.
pub fn on_chain(cloud: &Cloud, owner: &str, dseq: &str) -> Answer {
    let Some(index) = cloud.find(Network::Akash, dseq).filter(|_| owner == OWNER) else {
        return error(404, "not_found", "Deployment not found");
    };
    let shown = shown(cloud, index, false);
    let status = &shown["deployment"]["state"];
    wire::ok(&json!({
        "owner": OWNER, "dseq": dseq, "balance": 0, "denom": "uact", "status": status, "totalMonthlyCostUDenom": 0,
        "leases": [], "events": [],
        "other": {
            "deployment": shown["deployment"], "groups": groups(cloud, index),
            "escrow_account": shown["escrow_account"],
        },
    }))
}

/// A deployment, its leases and its escrow account; lists leave out what a lease is doing.
fn shown(cloud: &Cloud, index: usize, with_status: bool) -> Value {
    let (machine, deployment) = (&cloud.machines[index], &cloud.akash.deployments[&index]);
    let is_closed = !is_open(machine, deployment);
    let created = market::height(machine.created_at);
    let leases: Vec<Value> = deployment
        .lease
        .iter()
        .map(|lease| {
            let mut shown = lease_of(machine, lease);
            if with_status {
                shown["status"] = doing(cloud, machine, deployment, lease);
            }
            shown
        })
        .collect();
    let amount = |micro: i64| json!([{"denom": "uact", "amount": format!("{micro}.000000000000000000")}]);
    let billed = machine.billed(cloud.now);
    let used_up = machine.ended_by == Some(End::DepositUsedUp);
    json!({
        "deployment": {
            "id": {"owner": OWNER, "dseq": machine.id}, "state": if is_closed { "closed" } else { "active" },
            "hash": "uXNCvK3pMFoXPJqKJRIVPCuJ2cGUWGpZ5mPHlCkWuJY=", "created_at": created,
        },
        "leases": leases,
        "escrow_account": {
            "id": {"scope": "deployment", "xid": format!("{OWNER}/{}", machine.id)},
            "state": {
                "owner": OWNER, "transferred": amount(billed), "settled_at": market::height(cloud.now),
                "state": if used_up { "overdrawn" } else if is_closed { "closed" } else { "open" },
                "funds": amount((deployment.deposit - billed).max(0)),
                "deposits": [{"owner": OWNER, "height": created, "source": "grant", "balance": amount(deployment.deposit)[0]}],
            },
        },
    })
}

fn lease_of(machine: &Machine, lease: &Lease) -> Value {
    let (state, reason) = match machine.ended_by {
        None => ("active", None),
        Some(End::DepositUsedUp) => ("insufficient_funds", Some("insufficient_funds")),
        Some(End::Vanished) => ("closed", Some("provider_closed")),
        Some(_) => ("closed", Some("user_closed")),
    };
    let closed = machine.ended_at.map_or_else(|| "0".to_owned(), market::height);
    let mut shown = json!({
        "id": {
            "owner": OWNER, "dseq": machine.id, "gseq": 1, "oseq": 1, "provider": lease.provider, "bseq": 0,
        },
        "state": state, "price": per_block(lease.rate), "created_at": market::height(lease.at),
        "closed_on": closed,
    });
    if let Some(reason) = reason {
        shown["reason"] = json!(reason);
    }
    shown
}

/// What the provider says about a lease; null when it says nothing.
fn doing(cloud: &Cloud, machine: &Machine, deployment: &Deployment, lease: &Lease) -> Value {
    let age = cloud.now.as_second() - machine.created_at.as_second();
    let is_silent = deployment
        .troubles
        .iter()
        .any(|trouble| matches!(trouble, Trouble::OfflineAfterSeconds(seconds) if age >= *seconds));
    if !machine.is_live() || is_silent || !lease.has_manifest {
        return Value::Null;
    }
    let count = i32::from(machine.ready_at.is_some());
    let service = json!({
        "name": deployment.order.service, "available": count, "total": 1, "uris": [], "observed_generation": 1,
        "replicas": 1, "updated_replicas": 1, "ready_replicas": count, "available_replicas": count,
    });
    let number: u64 = machine.id.parse().unwrap();
    let outside = |port: u64| {
        let usual = u16::try_from(30_000 + (number + port) % 2_700).unwrap();
        machine.ssh(&deployment.troubles, (&lease.host, usual)).filter(|_| count == 1)
    };
    let ports = deployment.order.ports.iter().filter_map(|port| {
        let (host, outside) = outside(*port)?;
        let mut shown = json!({"port": port, "externalPort": outside, "available": 1});
        if !cloud.akash.omits_host {
            shown["host"] = json!(host);
        }
        Some(shown)
    });
    let ports: Vec<Value> = ports.collect();
    let ports = if ports.is_empty() { json!({}) } else { json!({&deployment.order.service: ports}) };
    json!({"services": {&deployment.order.service: service}, "forwarded_ports": ports, "ips": {}})
}
