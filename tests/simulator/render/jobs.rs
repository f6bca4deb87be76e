//! Jobs: matched, prepared, run and cancelled.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::cloud::{Cloud, Event};
use super::super::fault::{Fault, Refusal, Trouble, dearer_percent};
use super::super::truth::{End, Machine, Meter, What};
use super::super::{Network, wire};
use super::{Offer, error, is_free, page};
use crate::server::{Answer, Request};

/// Shortest times that a job may wait for a machine, for its start, and run.
const ASSIGN_MS_MIN: i64 = 300_000;
const START_MS_MIN: i64 = 120_000;
const RUN_MS_MIN: i64 = 60_000;
/// Seconds until a machine is found.
const MATCH_SECONDS: i64 = 5;
/// Seconds from running to having an address.
const ADDRESS_SECONDS: i64 = 5;
/// Seconds from a cancel to the end of it.
const CANCEL_SECONDS: i64 = 10;

/// A job.
#[derive(Clone)]
pub struct Job {
    body: Value,
    /// Micro-dollars per hour of the machine that was found.
    rate: Option<i64>,
    region: Option<String>,
    troubles: Vec<Trouble>,
}

/// `POST /v1/jobs`.
pub fn create(cloud: &mut Cloud, body: &Value, text: &str) -> Answer {
    if cloud.faults.refusal(Network::Render, &[Refusal::NoMoney]).is_some() || cloud.render.balance <= 0 {
        return error(402, "INSUFFICIENT_BALANCE", "Your balance is too low");
    }
    if let Err(what) = check(body) {
        return error(400, "BAD_REQUEST", what);
    }
    let troubles = cloud.faults.troubles(Network::Render);
    let found =
        cloud.render.offers.iter().find(|offer| fits(offer, body) && (cloud.is_echo || is_free(cloud, offer))).cloned();
    let uuid = wire::uuid(700_000 + cloud.number());
    let title = body["title"].as_str().unwrap_or_default().to_owned();
    let mut machine = Machine::new(Network::Render, uuid.clone(), title, cloud.now);
    text.clone_into(&mut machine.request);
    machine.gpu_count = body["gpu_count"].as_u64().unwrap_or(0);
    if let Some(offer) = &found {
        machine.offer.clone_from(&offer.id);
        machine.gpu.clone_from(&offer.gpu);
        machine.gpu_count = offer.gpus;
    }
    let index = cloud.add(machine, &troubles);
    let wait = |field: &str, least: i64| SignedDuration::from_millis(body[field].as_i64().unwrap_or(least));
    let (assign, start) = (wait("max_timeout_assign_ms", ASSIGN_MS_MIN), wait("max_timeout_start_ms", START_MS_MIN));
    let give_up = if found.is_some() { SignedDuration::from_secs(MATCH_SECONDS) + start } else { assign };
    cloud.set_own_end(index, cloud.now + give_up, End::Failed);
    if found.is_some() {
        cloud.boot(index, &troubles);
    }
    if troubles.contains(&Trouble::CannotStart) {
        let at = cloud.after(cloud.boot_seconds);
        cloud.at(at, Event::End(index, End::Failed));
    }
    let dearer = dearer_percent(&troubles);
    let rate = found.as_ref().map(|offer| offer.rate + offer.rate * dearer / 100);
    let region = found.map(|offer| offer.region);
    cloud.render.jobs.insert(index, Job { body: body.clone(), rate, region, troubles });
    wire::reply(201, &single(cloud, index))
}

fn check(body: &Value) -> Result<(), &'static str> {
    if !body["gpu_name"].is_null() && !body["gpu_registry_uuid"].is_null() {
        return Err("gpu_name and gpu_registry_uuid are mutually exclusive");
    }
    let at_least =
        |field: &str, least: i64| body[field].is_null() || body[field].as_i64().is_some_and(|ms| ms >= least);
    if !at_least("max_timeout_assign_ms", ASSIGN_MS_MIN) || !at_least("max_timeout_start_ms", START_MS_MIN) {
        return Err("a time-out is too short");
    }
    match body["task"].as_str() {
        Some("PERSISTENT") if body["max_timeout_run_ms"].is_null() => {}
        Some("PERSISTENT") => return Err("max_timeout_run_ms is for BATCH jobs"),
        Some("BATCH") if body["max_timeout_run_ms"].as_i64().is_some_and(|ms| ms >= RUN_MS_MIN) => {}
        Some("BATCH") => return Err("max_timeout_run_ms is required"),
        _ => return Err("task is BATCH or PERSISTENT"),
    }
    let parameters = &body["parameters"]["parameters"];
    if body["parameters"]["type"] != "docker" || parameters["image"].as_str().is_none_or(str::is_empty) {
        return Err("an image is required");
    }
    Ok(())
}

fn fits(offer: &Offer, body: &Value) -> bool {
    let least = |field: &str, has: u64| body[field].as_u64().is_none_or(|wanted| wanted <= has);
    let same = |field: &str, has: &str| body[field].as_str().is_none_or(|wanted| wanted == has);
    let regions = body["allowed_region_codes"].as_array().filter(|regions| !regions.is_empty());
    same("gpu_name", &offer.gpu)
        && same("gpu_registry_uuid", &offer.gpu_uuid)
        && least("gpu_count", offer.gpus)
        && least("min_vram_gb", offer.vram_gib)
        && least("min_ram_gb", offer.ram_gib)
        && least("min_storage_gb", offer.storage_gib)
        && regions.is_none_or(|regions| regions.contains(&json!(offer.region)))
}

/// It runs: a persistent job costs every started hour until it is cancelled, a batch job its time up to its limit.
pub fn ready(cloud: &mut Cloud, index: usize) {
    let now = cloud.now;
    let job = &cloud.render.jobs[&index];
    let by_the_second = Meter::per_second(What::Compute, now, job.rate.unwrap_or(0));
    let limit = job.body["max_timeout_run_ms"].as_i64();
    cloud.machines[index].ready_at = Some(now);
    if let Some(limit) = limit {
        cloud.machines[index].start(by_the_second);
        cloud.set_own_end(index, now + SignedDuration::from_millis(limit), End::RuntimeLimit);
    } else {
        cloud.machines[index].start(Meter { unit_seconds: 3600, ..by_the_second });
        cloud.machines[index].own_end = None;
    }
}

fn status(cloud: &Cloud, index: usize) -> &'static str {
    let (machine, job) = (&cloud.machines[index], &cloud.render.jobs[&index]);
    let since = |at: Timestamp| cloud.now.as_second() - at.as_second();
    match (machine.ended_by, machine.ended_at) {
        (Some(End::Renter), Some(at)) if since(at) < CANCEL_SECONDS && machine.ready_at.is_some() => "CANCELLING",
        (Some(End::Renter), _) => "CANCELLED",
        (Some(End::RuntimeLimit), _) => "COMPLETED",
        (Some(_), _) => "FAILED",
        (None, _) if machine.ready_at.is_some() => "RUNNING",
        (None, _) if job.rate.is_none() || since(machine.created_at) < MATCH_SECONDS => "PENDING",
        (None, _) if since(machine.created_at) < 2 * MATCH_SECONDS => "ASSIGNED",
        (None, _) => "PREPARING",
    }
}

fn shown(cloud: &Cloud, index: usize) -> Value {
    let (machine, job) = (&cloud.machines[index], &cloud.render.jobs[&index]);
    let mut shown = json!({
        "uuid": machine.id, "status": status(cloud, index), "task": job.body["task"], "title": machine.label,
        "created_at": wire::iso(machine.created_at), "updated_at": wire::iso(cloud.now),
    });
    for field in ["description", "cpu_count", "gpu_count", "gpu_name", "gpu_registry_uuid", "allowed_region_codes"] {
        shown[field] = job.body[field].clone();
    }
    shown
}

/// A job that is alone in its answer.
fn single(cloud: &Cloud, index: usize) -> Value {
    let shown = shown(cloud, index);
    if cloud.render.wraps_jobs { json!({"data": shown}) } else { shown }
}

fn found(cloud: &Cloud, uuid: &str) -> Result<usize, Answer> {
    cloud.find(Network::Render, uuid).ok_or_else(|| error(404, "NOT_FOUND", "Job not found"))
}

/// `GET /v1/jobs/{uuid}`.
pub fn show(cloud: &Cloud, uuid: &str) -> Answer {
    found(cloud, uuid).map_or_else(|answer| answer, |index| wire::ok(&single(cloud, index)))
}

/// `PUT /v1/jobs/{uuid}/cancel`.
pub fn cancel(cloud: &mut Cloud, uuid: &str) -> Answer {
    match found(cloud, uuid) {
        Err(answer) => answer,
        Ok(index) if !cloud.machines[index].is_live() => error(409, "CONFLICT", "The job has ended"),
        Ok(index) => {
            cloud.end(index, End::Renter);
            wire::ok(&single(cloud, index))
        }
    }
}

/// `GET /v1/jobs`, pages from one.
pub fn list(cloud: &mut Cloud, request: &Request) -> Answer {
    let filter = |name: &str| wire::query(request, &format!("filter[{name}]"));
    let (uuid, task) = (filter("uuid"), filter("task"));
    let wanted = filter("status");
    let statuses: Option<Vec<&str>> = wanted.as_deref().map(|wanted| wanted.split(',').collect());
    let lag = cloud.faults.take(Network::Render, |fault| match fault {
        Fault::ListLagsSeconds(seconds) => Some(*seconds),
        _ => None,
    });
    let is_empty = cloud.faults.happens(Network::Render, &Fault::EmptyList);
    let is_cut = cloud.faults.happens(Network::Render, &Fault::CutList);
    let mut rows: Vec<Value> = cloud
        .of(Network::Render)
        .filter(|(_, machine)| {
            let age = cloud.now.as_second() - machine.created_at.as_second();
            !is_empty && lag.is_none_or(|lag| age >= lag)
        })
        .map(|(index, _)| shown(cloud, index))
        .filter(|row| uuid.as_ref().is_none_or(|uuid| row["uuid"] == **uuid))
        .filter(|row| task.as_ref().is_none_or(|task| row["task"] == **task))
        .filter(|row| statuses.as_ref().is_none_or(|wanted| wanted.iter().any(|status| row["status"] == *status)))
        .collect();
    if wire::query(request, "sort").as_deref() == Some("-created_at") {
        rows.reverse();
    }
    if is_cut {
        rows.truncate(rows.len() / 2);
    }
    page(request, rows)
}

/// `GET /v1/job-runs`.
pub fn runs(cloud: &Cloud, request: &Request) -> Answer {
    let job = wire::query(request, "filter[job_uuid]");
    let status = wire::query(request, "filter[status]");
    let rows: Vec<Value> = cloud
        .of(Network::Render)
        .filter(|(_, machine)| machine.ready_at.is_some() && job.as_ref().is_none_or(|job| machine.id == *job))
        .map(|(index, _)| shown_run(cloud, index))
        .filter(|row| status.as_ref().is_none_or(|status| status.split(',').any(|status| row["status"] == status)))
        .collect();
    page(request, rows)
}

/// `GET /v1/job-runs/{uuid}`, with what the job printed.
pub fn run(cloud: &Cloud, uuid: &str) -> Answer {
    let run = cloud.of(Network::Render).map(|(index, _)| shown_run(cloud, index)).find(|run| run["uuid"] == uuid);
    match run {
        Some(mut run) => {
            run["logs"] = json!("started\n");
            wire::ok(&run)
        }
        None => error(404, "NOT_FOUND", "Job run not found"),
    }
}

fn shown_run(cloud: &Cloud, index: usize) -> Value {
    let (machine, job) = (&cloud.machines[index], &cloud.render.jobs[&index]);
    let region = job.region.as_deref().unwrap_or_default();
    let node = format!("node-{index}.{region}.proxy.dispersed.com");
    let port = u16::try_from(31_022 + index % 10_000).unwrap();
    let is_reachable = machine.is_live()
        && machine.ready_at.is_some_and(|ready| cloud.now.as_second() - ready.as_second() >= ADDRESS_SECONDS);
    let ssh = machine.ssh(&job.troubles, (&node, port)).filter(|_| is_reachable);
    let ports = job.body["parameters"]["parameters"]["ports"].as_array().cloned().unwrap_or_default();
    let urls = ssh.iter().flat_map(|(host, outside)| {
        ports.iter().map(move |port| match port.as_u64() {
            Some(22) => json!({
                "description": "ssh", "hostname": host, "port": outside, "protocol": "tcp", "tls": false,
            }),
            _ => json!({
                "description": port.to_string(), "hostname": host, "port": 443, "protocol": "https", "tls": true,
            }),
        })
    });
    let urls: Vec<Value> = urls.collect();
    json!({
        "uuid": wire::uuid(800_000 + index as u64), "job_uuid": machine.id, "status": status(cloud, index),
        "started_at_ms": machine.ready_at.map(Timestamp::as_millisecond), "node_urls": urls,
    })
}
