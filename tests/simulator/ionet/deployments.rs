//! Deployments: paid for in whole hours in advance.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::cloud::{Cloud, Event};
use super::super::fault::{Fault, Refusal, Trouble, dearer_percent};
use super::super::truth::{End, Machine, Meter, What};
use super::super::{Network, wire};
use super::{Hardware, free, invalid, not_found, text_of};
use crate::server::{Answer, Request};

/// Longest time that can be bought at once.
const HOURS_MAX: i64 = 8760;
/// Most deployments of a page.
const PAGE_MAX: usize = 100;
/// Seconds from a destroy to the word for it.
const TERMINATION_SECONDS: i64 = 10;
/// The words for what a deployment does.
const STATUSES: [&str; 6] =
    ["running", "completed", "failed", "deployment requested", "termination requested", "destroyed"];
/// What a deploy may say; anything else is refused.
const FIELDS: [&str; 10] = [
    "ssh_keys",
    "resource_private_name",
    "node_pool_id",
    "duration_hours",
    "gpus_per_vm",
    "hardware_id",
    "location_ids",
    "vms_qty",
    "github_ids",
    "vm_image_type",
];

/// A deployment of one machine.
#[derive(Clone)]
pub struct Deployment {
    hardware: Hardware,
    /// Micro-dollars per hour with all fees.
    rate: i64,
    hours: i64,
    troubles: Vec<Trouble>,
    ssh_keys: Value,
    network_services: Value,
}

/// What an hour costs with all fees.
fn with_fees(cloud: &Cloud, rate: i64) -> i64 {
    rate + fee(rate, cloud.ionet.fee_basis_points) + fee(rate, cloud.ionet.conversion_basis_points)
}

fn fee(amount: i64, basis_points: i64) -> i64 {
    (amount * basis_points + 5_000) / 10_000
}

/// `GET /price`.
pub fn price(cloud: &Cloud, request: &Request) -> Answer {
    let get = |name: &str| wire::query(request, name);
    for name in ["location_ids", "hardware_id", "currency", "duration_hours", "gpus_per_vm", "replica_count"] {
        if get(name).is_none() {
            return invalid("query", name, "field required");
        }
    }
    let number = |name: &str| get(name).and_then(|text| text.parse::<i64>().ok()).filter(|number| *number >= 1);
    let (Some(hours), Some(cards), Some(replicas)) =
        (number("duration_hours"), number("gpus_per_vm"), number("replica_count"))
    else {
        return invalid("query", "duration_hours", "ensure this value is greater than or equal to 1");
    };
    let Ok(places) = serde_json::from_str::<Vec<Value>>(&get("location_ids").unwrap_or_default()) else {
        return invalid("query", "location_ids", "value is not a valid list");
    };
    let wanted = get("hardware_id").unwrap_or_default();
    let found = cloud.ionet.hardware.iter().find(|row| {
        text_of(&row.deploy_id) == wanted
            && i64::try_from(row.cards) == Ok(cards)
            && places.contains(&json!(row.location))
    });
    let Some(row) = found else { return not_found() };
    let whole = row.rate * hours * replicas;
    let total = with_fees(cloud, row.rate) * hours * replicas;
    let percent = |basis_points: i64| basis_points as f64 / 100.0;
    wire::ok(&json!({"data": {
        "replica_count": replicas, "gpus_per_vm": cards,
        "available_replica_count": (1..=free(cloud, row)).collect::<Vec<_>>(), "discount": 0.0,
        "ionet_fee": wire::dollars(fee(whole, cloud.ionet.fee_basis_points)),
        "ionet_fee_percent": percent(cloud.ionet.fee_basis_points),
        "currency_conversion_fee": wire::dollars(fee(whole, cloud.ionet.conversion_basis_points)),
        "currency_conversion_fee_percent": percent(cloud.ionet.conversion_basis_points),
        "total_cost_usdc": wire::dollars(total),
    }}))
}

/// `POST /deploy`: says nothing of what it made.
pub fn deploy(cloud: &mut Cloud, body: &Value, text: &str) -> Answer {
    let Some(fields) = body.as_object() else { return invalid("body", "__root__", "value is not a valid dict") };
    if let Some(unknown) = fields.keys().find(|field| !FIELDS.contains(&field.as_str()) && *field != "network_services")
    {
        return invalid("body", unknown, "extra fields not permitted");
    }
    let Some(name) = body["resource_private_name"].as_str().filter(|name| !name.is_empty()) else {
        return invalid("body", "resource_private_name", "field required");
    };
    let Some(hours) = body["duration_hours"].as_i64().filter(|hours| (1..=HOURS_MAX).contains(hours)) else {
        return invalid("body", "duration_hours", "ensure this value is greater than or equal to 1");
    };
    let Some(cards) = body["gpus_per_vm"].as_u64().filter(|cards| (1..=8).contains(cards)) else {
        return invalid("body", "gpus_per_vm", "ensure this value is between 1 and 8");
    };
    let place = match (&body["location_ids"], &body["node_pool_id"]) {
        (Value::Array(places), Value::Null) if places.len() == 1 => places[0].clone(),
        _ => return invalid("body", "location_ids", "exactly one of location_ids and node_pool_id"),
    };
    if body["ssh_keys"].as_object().is_some_and(|keys| keys.values().any(|key| !key.is_string())) {
        return invalid("body", "ssh_keys", "str type expected");
    }
    // A number is not the text of that number.
    let found = cloud
        .ionet
        .hardware
        .iter()
        .find(|row| row.deploy_id == body["hardware_id"] && row.cards == cards && place == json!(row.location));
    let Some(row) = found.cloned() else { return wire::reply(404, &json!({"detail": "Hardware not found"})) };
    if !cloud.is_echo && free(cloud, &row) == 0 {
        return wire::reply(400, &json!({"detail": "Not enough available replicas"}));
    }
    let is_refused = cloud.faults.refusal(Network::Ionet, &[Refusal::NoMoney]).is_some();
    let rate = with_fees(cloud, row.rate);
    if is_refused || cloud.ionet.credits < rate * hours {
        let short = json!({"shortfall_usd": 0.5, "quote_usd": wire::dollars(rate * hours)});
        return wire::reply(
            402,
            &json!({"status": "payment_required", "payment": {"x402Version": 2}, "io_net": short}),
        );
    }
    let order = Order { row, rate, hours, name: name.to_owned() };
    begin(cloud, order, body, text);
    wire::ok(&json!({}))
}

struct Order {
    row: Hardware,
    rate: i64,
    hours: i64,
    name: String,
}

fn begin(cloud: &mut Cloud, order: Order, body: &Value, text: &str) {
    let troubles = cloud.faults.troubles(Network::Ionet);
    let dearer = dearer_percent(&troubles);
    let id = wire::uuid(cloud.number());
    let mut machine = Machine::new(Network::Ionet, id, order.name, cloud.now);
    machine.offer.clone_from(&order.row.id);
    machine.gpu.clone_from(&order.row.name);
    machine.gpu_count = order.row.cards;
    text.clone_into(&mut machine.request);
    let index = cloud.add(machine, &troubles);
    cloud.boot(index, &troubles);
    if troubles.contains(&Trouble::CannotStart) {
        let at = cloud.after(cloud.boot_seconds);
        cloud.at(at, Event::End(index, End::Failed));
    }
    // What never starts is given up when the hours that were bought are over.
    cloud.set_own_end(index, cloud.after(order.hours * 3600), End::Failed);
    let deployment = Deployment {
        hardware: order.row,
        rate: order.rate + order.rate * dearer / 100,
        hours: order.hours,
        troubles,
        ssh_keys: body["ssh_keys"].clone(),
        network_services: body["network_services"].clone(),
    };
    cloud.ionet.deployments.insert(index, deployment);
}

/// It answers on SSH: its hours begin, the first of which is never paid back.
pub fn ready(cloud: &mut Cloud, index: usize) {
    let now = cloud.now;
    let deployment = &cloud.ionet.deployments[&index];
    let meter = Meter { at_least_seconds: 3600, ..Meter::per_second(What::Compute, now, deployment.rate) };
    let end = now + SignedDuration::from_hours(deployment.hours);
    cloud.machines[index].ready_at = Some(now);
    cloud.machines[index].start(meter);
    cloud.set_own_end(index, end, End::Prepaid);
}

/// `POST /deployment/{id}/extend`: so many hours more.
pub fn extend(cloud: &mut Cloud, id: &str, body: &Value) -> Answer {
    let Some(index) = cloud.find(Network::Ionet, id) else { return not_found() };
    let Some(hours) = body["duration_hours"].as_i64().filter(|hours| (1..=HOURS_MAX).contains(hours)) else {
        return invalid("body", "duration_hours", "ensure this value is greater than 0");
    };
    if !cloud.machines[index].is_live() {
        return wire::reply(400, &json!({"detail": "Deployment is not running"}));
    }
    cloud.ionet.deployments.get_mut(&index).unwrap().hours += hours;
    if let Some((at, by)) = cloud.machines[index].own_end {
        cloud.set_own_end(index, at + SignedDuration::from_hours(hours), by);
    }
    show(cloud, id)
}

/// `DELETE /deployment/{id}`.
pub fn destroy(cloud: &mut Cloud, id: &str) -> Answer {
    let Some(index) = cloud.find(Network::Ionet, id) else { return not_found() };
    cloud.end(index, End::Renter);
    wire::ok(&json!({}))
}

fn status(cloud: &Cloud, machine: &Machine) -> String {
    let status = match (machine.ended_by, machine.ended_at) {
        (Some(End::Renter), Some(at)) if cloud.now.as_second() - at.as_second() < TERMINATION_SECONDS => {
            "termination requested"
        }
        (Some(End::Prepaid), _) => "completed",
        (Some(End::Failed), _) => "failed",
        (Some(_), _) => "destroyed",
        (None, _) if machine.ready_at.is_some() => "running",
        (None, _) => "deployment requested",
    };
    if cloud.ionet.shouts { status.to_uppercase() } else { status.to_owned() }
}

fn minutes_served(cloud: &Cloud, machine: &Machine) -> i64 {
    let until = machine.ended_at.unwrap_or(cloud.now);
    machine.ready_at.map_or(0, |ready| (until.as_second() - ready.as_second()).max(0) / 60)
}

/// `GET /deployments`, pages from zero.
pub fn list(cloud: &mut Cloud, request: &Request) -> Answer {
    let page = wire::number(request, "page").unwrap_or(0);
    let size = wire::number(request, "page_size").unwrap_or(10);
    if !(1..=PAGE_MAX).contains(&size) {
        return invalid("query", "page_size", "ensure this value is less than or equal to 100");
    }
    let wanted = wire::query(request, "status").filter(|status| !status.is_empty());
    let lag = cloud.faults.take(Network::Ionet, |fault| match fault {
        Fault::ListLagsSeconds(seconds) => Some(*seconds),
        _ => None,
    });
    let is_empty = cloud.faults.happens(Network::Ionet, &Fault::EmptyList);
    let all: Vec<Value> = cloud
        .of(Network::Ionet)
        .filter(|(_, machine)| {
            let age = cloud.now.as_second() - machine.created_at.as_second();
            !is_empty && lag.is_none_or(|lag| age >= lag)
        })
        .filter(|(_, machine)| wanted.as_ref().is_none_or(|wanted| *wanted == status(cloud, machine)))
        .map(|(index, machine)| listed(cloud, index, machine))
        .collect();
    let mut total = all.len();
    let mut rows: Vec<Value> = all.into_iter().skip(page * size).take(size).collect();
    if cloud.faults.happens(Network::Ionet, &Fault::CutList) {
        rows.truncate(rows.len() / 2);
        total = rows.len();
    }
    wire::ok(&json!({"data": {"deployments": rows, "total": total, "statuses": STATUSES}}))
}

fn listed(cloud: &Cloud, index: usize, machine: &Machine) -> Value {
    let deployment = &cloud.ionet.deployments[&index];
    let served = minutes_served(cloud, machine);
    let all = deployment.hours * 60;
    json!({
        "id": machine.id, "status": status(cloud, machine), "name": machine.label,
        "completed_percent": served * 100 / all, "hardware_quantity": machine.gpu_count, "brand_name": "NVIDIA",
        "hardware_name": machine.gpu, "compute_minutes_served": served,
        "compute_minutes_remaining": if machine.is_live() { all - served } else { 0 },
    })
}

/// `GET /deployment/{id}`.
pub fn show(cloud: &Cloud, id: &str) -> Answer {
    let Some(index) = cloud.find(Network::Ionet, id) else { return not_found() };
    let (machine, deployment) = (&cloud.machines[index], &cloud.ionet.deployments[&index]);
    let served = minutes_served(cloud, machine);
    let place = &deployment.hardware.location;
    let time = |at: Option<Timestamp>| at.map(wire::iso);
    wire::ok(&json!({"data": {
        "id": machine.id, "status": status(cloud, machine), "created_at": wire::iso(machine.created_at),
        "started_at": time(machine.ready_at), "finished_at": time(machine.ended_at),
        "amount_paid": wire::dollars(paid(deployment, machine)),
        "completed_percent": served as f64 * 100.0 / (deployment.hours * 60) as f64, "total_gpus": machine.gpu_count,
        "gpus_per_vm": machine.gpu_count, "total_vms": 1, "hardware_name": machine.gpu,
        "hardware_id": deployment.hardware.deploy_id, "locations": [{"id": 1, "iso2": place, "name": place}],
        "brand_name": "NVIDIA", "compute_minutes_served": served,
        "compute_minutes_remaining": if machine.is_live() { deployment.hours * 60 - served } else { 0 },
        "ssh_keys": deployment.ssh_keys, "github_ids": [],
    }}))
}

/// Everything in advance; after the end, what was used, and the first hour if it ever ran.
fn paid(deployment: &Deployment, machine: &Machine) -> i64 {
    machine.ended_at.map_or(deployment.rate * deployment.hours, |at| machine.billed(at))
}

/// `GET /deployment/{id}/vms`.
pub fn machines(cloud: &Cloud, id: &str) -> Answer {
    let Some(index) = cloud.find(Network::Ionet, id) else { return not_found() };
    let (machine, deployment) = (&cloud.machines[index], &cloud.ionet.deployments[&index]);
    let Some(ready) = machine.ready_at.filter(|_| machine.is_live()) else {
        return wire::ok(&json!({"data": {"total": 0, "workers": []}}));
    };
    let port = u16::try_from(31_022 + index % 10_000).unwrap();
    let address = machine.ssh(&deployment.troubles, ("203.0.113.7", port));
    let command = address.map(|(host, port)| format!("ssh ionet@{host} -p {port}"));
    wire::ok(&json!({"data": {"total": 1, "workers": [{
        "device_id": wire::uuid(900_000 + index as u64), "vm_id": format!("vm-{index}"), "hardware": machine.gpu,
        "brand_name": "NVIDIA", "created_at": wire::iso(ready), "uptime_percent": 100.0,
        "gpus_per_vm": machine.gpu_count, "status": "running",
        "vm_events": [{"time": wire::iso(ready), "message": "VM started"}],
        "network_services": deployment.network_services,
        "ssh_access": command,
    }]}}))
}
