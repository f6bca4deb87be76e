//! A job as Dispersed describes it (`otoyinc.mintlify.app`: create-job, job-monitoring).

use serde::de::Error as _;

use crate::providers::rental::{Endpoint, Label, Listing, Machine, MachineId, Presence, State, short};
use crate::providers::wire::{Raw, object};

/// Who logs in: the account of the official images.
const USER: &str = "duser";
/// What the address for log-ins is called.
const SSH: &str = "ssh";

object! {
    pub(super) struct Job {
        uuid,
        status,
        title,
        /// Where the answer is wrapped.
        data,
        gpu_name,
        gpu_count,
        created_at,
    }
}

object! {
    struct Envelope {
        data,
        total,
    }
}

object! {
    struct Run {
        status,
        node_urls,
        node_uuid,
    }
}

object! {
    struct NodeUrl {
        description,
        hostname,
        port,
    }
}

/// The job in an answer, be it wrapped or not.
pub(super) fn unwrapped<'a>(text: &'a str) -> serde_json::Result<Job<'a>> {
    let job: Job<'a> = serde_json::from_str(text)?;
    if job.uuid.json().is_some() {
        return Ok(job);
    }
    job.data.parsed().ok_or_else(|| serde_json::Error::custom("no job"))
}

/// Its name, where it has one that can be used.
pub(super) fn id_of(job: &Job<'_>) -> Option<MachineId> {
    MachineId::new(&job.uuid.text()?)
}

/// Reads the answer about one job.
pub(super) fn read_one(text: &str, id: &MachineId) -> serde_json::Result<Presence> {
    let job = unwrapped(text)?;
    if id_of(&job).as_ref() != Some(id) {
        return Err(serde_json::Error::custom("another job"));
    }
    let status = job.status.text().ok_or_else(|| serde_json::Error::custom("no status"))?;
    let Some(state) = state(&status) else { return Ok(Presence::Gone { reason: Some(short(&status)) }) };
    Ok(Presence::Here(Box::new(machine(&job, id.clone(), state, &status))))
}

/// `None` for the states in which it is over and nothing bills. A word nobody knows means that it is there.
fn state(status: &str) -> Option<State> {
    match status.to_ascii_uppercase().as_str() {
        "COMPLETED" | "CANCELLED" | "FAILED" => None,
        "RUNNING" => Some(State::Running),
        "CANCELLING" | "FAILING" => Some(State::Ending),
        _ => Some(State::Starting),
    }
}

fn machine(job: &Job<'_>, id: MachineId, state: State, status: &str) -> Machine {
    let label = job.title.text().and_then(|title| title.parse::<Label>().ok());
    Machine {
        progress: Some(short(status)),
        gpu_name: job.gpu_name.text().map(|name| short(&name)),
        gpu_count: job.gpu_count.count().filter(|count| *count > 0),
        created_at: job.created_at.text().and_then(|text| text.parse().ok()),
        ..Machine::new(id, label, state)
    }
}

/// Reads a page of the list: rows on all pages, where the server says, and rows on this one.
pub(super) fn read_page(text: &str, listing: &mut Listing) -> serde_json::Result<(Option<usize>, usize)> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    if !envelope.data.json().is_some_and(|json| json.starts_with('[')) {
        return Err(serde_json::Error::custom("no list"));
    }
    let rows = envelope.data.items();
    let count = rows.len();
    for row in rows {
        let read = row.parsed::<Job<'_>>().and_then(|job| Some((job, id_of(&job)?, job.status.text()?)));
        let Some((job, id, status)) = read else {
            listing.doubts.push("a job in the list cannot be read".to_owned());
            continue;
        };
        let Some(state) = state(&status) else { continue };
        let machine = machine(&job, id, state, &status);
        if machine.label.is_some() {
            listing.machines.push(machine);
        } else {
            listing.foreign += 1;
        }
    }
    Ok((envelope.total.count().and_then(|total| usize::try_from(total).ok()), count))
}

/// Where a job's run takes log-ins, and the node it is on.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Way {
    pub endpoint: Option<Endpoint>,
    pub trouble: Option<String>,
    pub node: Option<String>,
}

/// Reads a job's runs. Addresses may come some time after the job is said to run.
pub(super) fn read_runs(text: &str) -> serde_json::Result<Way> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    if !envelope.data.json().is_some_and(|json| json.starts_with('[')) {
        return Err(serde_json::Error::custom("no list"));
    }
    let runs = envelope.data.items().into_iter().filter_map(Raw::parsed::<Run<'_>>);
    let Some(run) = runs.into_iter().find(|run| run.status.text().is_some_and(|status| status == "RUNNING")) else {
        return Ok(Way::default());
    };
    let node = run.node_uuid.id().map(|id| short(&id));
    let urls = run.node_urls.items().into_iter().filter_map(Raw::parsed::<NodeUrl<'_>>);
    let way = urls.into_iter().find(|url| url.description.text().is_some_and(|description| description == SSH));
    let endpoint = way.and_then(|url| Some(Endpoint::new(USER, &url.hostname.text()?, url.port.integer()?)));
    Ok(match endpoint {
        Some(Ok(endpoint)) => Way { endpoint: Some(endpoint), trouble: None, node },
        Some(Err(error)) => Way { endpoint: None, trouble: Some(error.to_string()), node },
        None => Way { endpoint: None, trouble: Some("no address for log-ins yet".to_owned()), node },
    })
}
