//! Instances: created from an ask, shown, stopped and destroyed.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::cloud::{Cloud, Event};
use super::super::fault::{Refusal, Trouble, dearer_percent};
use super::super::truth::{End, Machine, Meter, What};
use super::super::{Network, wire};
use super::market::{self, Ask};
use super::{Caller, script};
use crate::server::{Answer, Request};

/// Longest label of a create.
const LABEL_MAX_CHARS: usize = 256;
/// Smallest bid, in dollars per hour.
const BID_MIN: f64 = 0.001;
/// Gigabytes of disk when none are asked for.
const USUAL_DISK_GB: f64 = 10.0;

/// A contract.
#[derive(Clone)]
pub struct Instance {
    /// What it was rented from, at the price of the contract.
    pub ask: Ask,
    /// The restricted key that is handed to the machine itself.
    pub key: String,
    stage: Stage,
    /// Micro-dollars per hour while it runs.
    rate: i64,
    is_bid: bool,
    disk_gb: f64,
    /// The body of the create.
    body: Value,
    troubles: Vec<Trouble>,
    /// The account's keys at its create, and those attached since.
    attached: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Starting,
    Running,
    Stopped,
    Offline,
}

impl Instance {
    /// Whether it keeps its cards from others.
    pub fn holds_cards(&self) -> bool {
        self.stage != Stage::Stopped
    }
}

fn refused(status: u16, error: &str, text: &str, ask: &str) -> Answer {
    let ask = ask.parse::<u64>().map_or(Value::Null, |ask| json!(ask));
    wire::reply(status, &json!({"success": false, "error": error, "msg": text, "ask_id": ask}))
}

fn no_such_ask(shape: Refusal, ask: &str) -> Answer {
    match shape {
        Refusal::AskGone => {
            let text = format!("error 410/3907: no_such_ask Instance type {ask} is no longer available.");
            refused(410, "no_such_ask", &text, ask)
        }
        shape => {
            let status = if shape == Refusal::NoSuchAskWild { 400 } else { 404 };
            let text = format!("error 404/3603: no_such_ask  Instance type by id {ask} is not available.");
            refused(status, "invalid_args", &text, ask)
        }
    }
}

/// `PUT /asks/{id}/`.
pub fn create(cloud: &mut Cloud, id: &str, body: &Value, text: &str) -> Answer {
    let known = [Refusal::NoSuchAskWild, Refusal::NoSuchAsk, Refusal::AskGone, Refusal::Orphan, Refusal::NoMoney];
    let refusal = cloud.faults.refusal(Network::Vast, &known);
    match refusal {
        Some(Refusal::NoMoney) => return no_money(id),
        Some(Refusal::Orphan) | None => {}
        Some(shape) => return no_such_ask(shape, id),
    }
    if let Err(what) = check(body) {
        return refused(400, what.0, &format!("error 400/3467: Invalid args: {}", what.1), id);
    }
    let Some(ask) = cloud.vast.asks.iter().find(|ask| ask.id.to_string() == id).cloned() else {
        return no_such_ask(Refusal::NoSuchAskWild, id);
    };
    if !cloud.is_echo && !market::is_free(cloud, &ask) {
        return no_such_ask(if ask.is_gone { Refusal::AskGone } else { Refusal::NoSuchAskWild }, id);
    }
    let disk_gb = body["disk"].as_f64().unwrap_or(USUAL_DISK_GB);
    if disk_gb > ask.disk_space_gb {
        return refused(400, "invalid_args", "error 400/3467: Invalid args: not enough disk space", id);
    }
    if cloud.vast.credit <= 0 {
        return no_money(id);
    }
    let bid = body["price"].as_f64();
    #[allow(clippy::cast_possible_truncation, reason = "at most 128 dollars")]
    let bid_micro = bid.map(|bid| (bid * 1e6).round() as i64);
    let is_orphan = refusal.is_some() || bid_micro.is_some_and(|bid| bid < ask.min_bid);
    let contract = sign(cloud, ask, bid_micro, disk_gb, body, text);
    if is_orphan {
        stop(cloud, contract);
        let id: u64 = cloud.machines[contract].id.parse().unwrap();
        return wire::ok(&json!({"success": false, "new_contract": id}));
    }
    let id: u64 = cloud.machines[contract].id.parse().unwrap();
    wire::ok(&json!({"success": true, "new_contract": id, "instance_api_key": cloud.vast.instances[&contract].key}))
}

fn no_money(ask: &str) -> Answer {
    refused(400, "insufficient_credit", "error 400/3610: Your account lacks credit; see the billing page.", ask)
}

fn check(body: &Value) -> Result<(), (&'static str, &'static str)> {
    let has_image = body["image"].as_str().is_some_and(|image| !image.is_empty());
    if !has_image && !body["template_hash_id"].is_string() {
        return Err(("invalid_args", "'image' is required"));
    }
    if !body["env"].is_null() && !body["env"].is_object() {
        return Err(("invalid_args", "'env' must be an object"));
    }
    if body["label"].as_str().is_some_and(|label| label.chars().count() > LABEL_MAX_CHARS) {
        return Err(("label_too_long", "'label' is too long"));
    }
    match body["price"].as_f64() {
        Some(price) if !(BID_MIN..=128.0).contains(&price) => Err(("invalid_price", "'price' is out of range")),
        _ => Ok(()),
    }
}

/// Makes the contract; the machine's number.
fn sign(cloud: &mut Cloud, mut ask: Ask, bid: Option<i64>, disk_gb: f64, body: &Value, text: &str) -> usize {
    let troubles = cloud.faults.troubles(Network::Vast);
    ask.dph_base += ask.dph_base * dearer_percent(&troubles) / 100;
    let number = 7_000_000 + cloud.number();
    let label = body["label"].as_str().unwrap_or_default();
    let mut machine = Machine::new(Network::Vast, number.to_string(), label.to_owned(), cloud.now);
    machine.offer = ask.id.to_string();
    machine.gpu.clone_from(&ask.gpu_name);
    machine.gpu_count = ask.gpu_ids.len() as u64;
    text.clone_into(&mut machine.request);
    machine.start(Meter::per_second(What::Storage, cloud.now, ask.storage_rate(disk_gb)));
    let index = cloud.add(machine, &troubles);
    let instance = Instance {
        key: format!("{number:064x}"),
        stage: Stage::Starting,
        rate: bid.unwrap_or(ask.dph_base),
        is_bid: bid.is_some(),
        disk_gb,
        body: body.clone(),
        attached: cloud.vast.ssh_keys.values().cloned().collect(),
        ask,
        troubles,
    };
    cloud.boot(index, &instance.troubles);
    cloud.vast.instances.insert(index, instance);
    index
}

/// It answers on SSH: the price of the cards begins, and so does its start script.
pub fn ready(cloud: &mut Cloud, index: usize) {
    let now = cloud.now;
    let instance = cloud.vast.instances.get_mut(&index).unwrap();
    if instance.stage != Stage::Starting {
        return;
    }
    instance.stage = Stage::Running;
    let meter = Meter::per_second(What::Compute, now, instance.rate);
    let environment = instance.body["env"].as_object().into_iter().flatten();
    let environment = environment.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
    let deadline =
        instance.body["onstart"].as_str().and_then(|script| script::deadline(script, &environment.collect(), now));
    cloud.machines[index].start(meter);
    cloud.machines[index].ready_at.get_or_insert(now);
    if let Some(deadline) = deadline {
        cloud.set_own_end(index, deadline, End::StartScript);
    }
}

/// Its host loses contact: nothing is charged for the cards, and its script ends nothing that anybody could see.
pub fn offline(cloud: &mut Cloud, index: usize) {
    let now = cloud.now;
    if let Some(instance) = cloud.vast.instances.get_mut(&index) {
        instance.stage = Stage::Offline;
        cloud.machines[index].stop(What::Compute, now);
        cloud.machines[index].own_end = None;
    }
}

fn stop(cloud: &mut Cloud, index: usize) {
    let now = cloud.now;
    cloud.vast.instances.get_mut(&index).unwrap().stage = Stage::Stopped;
    cloud.machines[index].stop(What::Compute, now);
    // What does not run has no script that could end it.
    cloud.machines[index].own_end = None;
}

fn start(cloud: &mut Cloud, index: usize) {
    let ask = cloud.vast.instances[&index].ask.clone();
    if cloud.vast.instances[&index].stage != Stage::Stopped {
        return;
    }
    let is_free = market::is_free(cloud, &ask);
    cloud.vast.instances.get_mut(&index).unwrap().stage = Stage::Starting;
    // With its cards rented to another it waits, for ever.
    if is_free {
        let at = cloud.after(cloud.boot_seconds);
        cloud.at(at, Event::Ready(index));
    }
}

/// Whether it is neither stopped nor out of reach.
pub fn is_running(cloud: &Cloud, index: usize) -> bool {
    cloud.vast.instances[&index].stage == Stage::Running
}

/// The public keys that it was told of beside its create, one a line.
pub fn attached_keys(cloud: &Cloud, index: usize) -> String {
    cloud.vast.instances.get(&index).map(|instance| instance.attached.join("\n")).unwrap_or_default()
}

/// The number of a live machine.
pub fn live(cloud: &Cloud, id: &str) -> Option<usize> {
    cloud.find(Network::Vast, id).filter(|index| cloud.machines[*index].is_live())
}

/// `GET /instances/{id}/`: what is gone is null, with status 200.
pub fn show(cloud: &Cloud, id: &str) -> Answer {
    if id.parse::<u64>().is_err() {
        return wire::reply(400, &json!({"success": false, "error": "invalid_args", "msg": "invalid instance_id"}));
    }
    wire::ok(&json!({"instances": live(cloud, id).map(|index| shown(cloud, index))}))
}

/// `DELETE /instances/{id}/`.
pub fn destroy(cloud: &mut Cloud, caller: Caller, id: &str) -> Answer {
    let Some(index) = live(cloud, id) else {
        return wire::reply(404, &json!({"success": false, "error": "not_found", "msg": "Instance not found"}));
    };
    match caller {
        Caller::Machine(own) if own != index => return super::forbidden(),
        Caller::Machine(_) => cloud.end(index, End::StartScript),
        Caller::Account => cloud.end(index, End::Renter),
    }
    wire::ok(&json!({"success": true, "msg": "Instance destroyed successfully"}))
}

/// `DELETE /instances/` with `instance_ids`.
pub fn destroy_many(cloud: &mut Cloud, body: &Value) -> Answer {
    for id in body["instance_ids"].as_array().into_iter().flatten() {
        if let Some(index) = live(cloud, &id.to_string()) {
            cloud.end(index, End::Renter);
        }
    }
    wire::ok(&json!({"success": true}))
}

/// `PUT /instances/{id}/` with `state` or `label`.
pub fn change(cloud: &mut Cloud, caller: Caller, id: &str, body: &Value) -> Answer {
    let Some(index) = live(cloud, id) else {
        return wire::reply(404, &json!({"success": false, "error": "no_such_instance"}));
    };
    if caller != Caller::Account && (caller != Caller::Machine(index) || body["state"].is_null()) {
        return super::forbidden();
    }
    match body["state"].as_str() {
        Some("stopped") => stop(cloud, index),
        Some("running") => start(cloud, index),
        _ => {}
    }
    if let Some(label) = body["label"].as_str() {
        label.clone_into(&mut cloud.machines[index].label);
    }
    wire::ok(&json!({"success": true}))
}

/// `PUT /instances/request_logs/{id}/`: where they can be read.
pub fn logs(cloud: &Cloud, request: &Request, id: &str) -> Answer {
    match live(cloud, id) {
        Some(_) => {
            let url = format!("http://{}/logs/{id}", request.header("Host").unwrap_or_default());
            wire::ok(&json!({"success": true, "result_url": url}))
        }
        None => wire::reply(404, &json!({"success": false, "error": "no_such_instance"})),
    }
}

/// What a machine printed.
pub fn printed(cloud: &Cloud, id: &str) -> Answer {
    match live(cloud, id) {
        Some(index) => Answer::status(200, &format!("{}: started\n", cloud.machines[index].label)),
        None => super::not_found(),
    }
}

/// `POST /instances/{id}/ssh/`.
pub fn attach_key(cloud: &mut Cloud, id: &str, body: &Value) -> Answer {
    let Some(index) = live(cloud, id) else {
        return wire::reply(404, &json!({"success": false, "error": "no_such_instance"}));
    };
    let Some(key) = body["ssh_key"].as_str().filter(|key| !key.is_empty()) else {
        return wire::reply(400, &json!({"success": false, "error": "no_ssh_key", "msg": "No ssh key provided"}));
    };
    cloud.vast.instances.get_mut(&index).unwrap().attached.push(key.to_owned());
    wire::ok(&json!({"success": true, "msg": "SSH key attached successfully"}))
}

/// `actual_status` and `status_msg`.
fn status(cloud: &Cloud, index: usize) -> (Value, Value) {
    const CANNOT_START: &str = "Error response from daemon: failed to create task for container: failed to create shim \
        task: OCI runtime create failed: runc create failed: unable to start container process";
    let instance = &cloud.vast.instances[&index];
    let age = cloud.now.as_second() - cloud.machines[index].created_at.as_second();
    match instance.stage {
        Stage::Running => (json!("running"), json!(format!("success, running {}", instance.image()))),
        Stage::Stopped => (json!("exited"), json!("")),
        Stage::Offline => (json!("offline"), json!("")),
        Stage::Starting if age < cloud.boot_seconds / 6 => (Value::Null, Value::Null),
        Stage::Starting if age >= cloud.boot_seconds && instance.troubles.contains(&Trouble::CannotStart) => {
            (json!("created"), json!(CANNOT_START))
        }
        Stage::Starting => (json!("loading"), json!("1ef0c2a: Pulling fs layer")),
    }
}

impl Instance {
    fn image(&self) -> &str {
        self.body["image"].as_str().unwrap_or("vastai/base-image:cuda-12.8")
    }
}

/// An instance as the API shows it.
pub fn shown(cloud: &Cloud, index: usize) -> Value {
    wire::merged([state(cloud, index), connection(cloud, index), hardware(cloud, index), costs(cloud, index)])
}

fn state(cloud: &Cloud, index: usize) -> Value {
    let (machine, instance) = (&cloud.machines[index], &cloud.vast.instances[&index]);
    let (actual, message) = status(cloud, index);
    let wanted = if instance.stage == Stage::Stopped { "stopped" } else { "running" };
    let started = wire::epoch(machine.created_at);
    json!({
        "id": number(machine), "label": if machine.label.is_empty() { Value::Null } else { json!(machine.label) },
        "actual_status": actual, "cur_state": if actual.is_null() { "unloaded" } else { wanted }, "next_state": wanted,
        "intended_status": wanted, "status_msg": message, "start_date": started, "uptime_mins": null,
        "end_date": started + 90.0 * 86_400.0, "duration": 90.0 * 86_400.0, "time_remaining": "",
        "time_remaining_isbid": "", "webpage": null, "external": false, "rentable": true, "country_code": null,
    })
}

fn number(machine: &Machine) -> u64 {
    machine.id.parse().unwrap()
}

fn connection(cloud: &Cloud, index: usize) -> Value {
    let instance = &cloud.vast.instances[&index];
    let machine = &cloud.machines[index];
    let number = number(machine);
    let runtype = instance.body["runtype"].as_str().unwrap_or("ssh");
    let by_number = |from: u64| u16::try_from(from + number % 10_000).unwrap();
    // Trailing white space as in the wild.
    let direct = machine.ssh(&instance.troubles, ("203.0.113.10 ", by_number(20_000)));
    let proxy = machine.ssh(&instance.troubles, ("ssh6.vast.ai", by_number(10_000)));
    let is_direct = instance.stage == Stage::Running && runtype.contains("direc");
    let ports = direct.as_ref().filter(|_| is_direct).map_or_else(
        || json!({}),
        |(_, port)| json!({"22/tcp": [{"HostIp": "0.0.0.0", "HostPort": port.to_string()}]}),
    );
    // Beside Jupyter, SSH is one port further.
    let offset = u16::from(runtype.contains("jupyter"));
    let environment: Vec<Value> =
        instance.body["env"].as_object().into_iter().flatten().map(|(name, value)| json!([name, value])).collect();
    json!({
        "public_ipaddr": direct.map(|(host, _)| host), "local_ipaddrs": "10.0.0.5 172.17.0.2 \n", "ssh_host": proxy.as_ref().map(|(host, _)| host), "ssh_idx": "6",
        "ssh_port": proxy.as_ref().map(|(_, port)| port - offset),
        "ports": ports, "machine_dir_ssh_port": 21_000,
        "direct_port_count": 100, "direct_port_start": -1, "direct_port_end": -1, "static_ip": false,
        "image_uuid": instance.image(), "image_runtype": runtype, "image_args": [], "extra_env": environment,
        "onstart": instance.body["onstart"], "template_id": null, "template_name": null,
        "template_hash_id": instance.body["template_hash_id"], "jupyter_token": format!("{:064x}", number + 1),
    })
}

fn hardware(cloud: &Cloud, index: usize) -> Value {
    let (machine, instance) = (&cloud.machines[index], &cloud.vast.instances[&index]);
    let ask = &instance.ask;
    let usage = json!({
        "cpu_util": 0.0, "gpu_util": null, "gpu_temp": null, "mem_limit": null, "mem_usage": null, "vmem_usage": null,
        "disk_usage": -1, "disk_util": -1, "volume_info": [],
    });
    let hardware = json!({
        "machine_id": ask.machine_id, "host_id": 150_000 + ask.machine_id, "bundle_id": 1_545_000_000 + ask.id,
        "num_gpus": machine.gpu_count, "gpu_name": machine.gpu, "gpu_ram": ask.gpu_ram_mib, "gpu_arch": "nvidia",
        "gpu_totalram": ask.gpu_ram_mib * machine.gpu_count,
        "gpu_frac": machine.gpu_count as f64 / ask.machine_gpus as f64, "cpu_cores": 64, "cpu_cores_effective": 16.0,
        "cpu_ram": 65_536, "cpu_name": "Xeon\u{ae} Gold 6226R", "cpu_arch": "amd64", "disk_space": instance.disk_gb,
        "disk_name": "nvme", "disk_bw": 1500.0, "inet_up": 800.25, "inet_down": 900.5, "driver_version": "570.86.15",
        "cuda_max_good": 12.8, "geolocation": ask.geolocation, "reliability2": ask.reliability, "hosting_type": 0,
        "verification": if ask.verified { "verified" } else { "unverified" },
    });
    wire::merged([hardware, usage])
}

fn costs(cloud: &Cloud, index: usize) -> Value {
    let instance = &cloud.vast.instances[&index];
    let base = wire::dollars(instance.rate);
    let disk = wire::dollars(instance.ask.storage_rate(instance.disk_gb));
    let parts = json!({
        "gpuCostPerHour": base, "diskHour": disk, "totalHour": base + disk, "discountTotalHour": 0,
        "discountedTotalPerHour": base + disk,
    });
    json!({
        "is_bid": instance.is_bid, "min_bid": wire::dollars(instance.ask.min_bid), "dph_base": base,
        "dph_total": base + disk, "storage_cost": wire::dollars(instance.ask.storage_cost), "storage_total_cost": disk,
        "search": parts, "instance": parts, "inet_up_cost": 0.01, "inet_down_cost": 0.01, "inet_up_billed": null,
        "inet_down_billed": null, "dlperf": 85.6, "score": 80.0, "total_flops": 82.6, "credit_balance": null,
        "credit_discount": null, "credit_discount_max": 0.4,
    })
}

/// Seconds since a machine was created.
pub fn age_seconds(machine: &Machine, now: Timestamp) -> i64 {
    now.as_second() - machine.created_at.as_second()
}
