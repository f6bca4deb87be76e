//! A rented machine as Vast.ai describes it (`api-reference/openapi/yaml/show_instance.yaml`, `show_instances.yaml`).

use jiff::Timestamp;

use crate::providers::rental::{Endpoint, Label, Listing, Machine, MachineId, Presence, State, short};
use crate::providers::wire::{Raw, object};

/// What a container that cannot be started is known by.
const START_FAILURE: &str = "OCI runtime create failed";
/// Who logs in.
const USER: &str = "root";

object! {
    /// Any field but `id` may be null.
    pub(super) struct Instance {
        id,
        label,
        /// null, created, loading, running, stopped, exited, rebooting, frozen, offline, unknown.
        actual_status,
        /// What the user asked for: running, stopped, frozen.
        intended_status,
        cur_state,
        next_state,
        status_msg,
        public_ipaddr,
        /// The proxy.
        ssh_host,
        ssh_port,
        /// `{"22/tcp":[{"HostIp":"0.0.0.0","HostPort":"20000"}]}`, or an array that says something else.
        ports,
        image_runtype,
        gpu_name,
        num_gpus,
        /// USD per hour with the disk.
        dph_total,
        machine_id,
        /// Seconds since 1970.
        start_date,
        /// When the host's offer ends.
        end_date,
    }
}

object! {
    /// An answer about one instance: `{"instances":{…}}`, and `{"instances":null}` for one that is not there.
    struct One {
        instances,
    }
}

object! {
    /// A page of the list, as version 1 has it.
    struct Page {
        success,
        total_instances,
        next_token,
        instances,
    }
}

object! {
    struct Port {
        host_port = "HostPort",
    }
}

/// Reads the answer about one instance.
pub(super) fn read_one(text: &str) -> serde_json::Result<Presence> {
    let one: One<'_> = serde_json::from_str(text)?;
    if one.instances.is_present() && one.instances.json().is_none() {
        return Ok(Presence::Gone { reason: None });
    }
    let machine = one.instances.parsed().and_then(|instance| machine(&instance));
    machine.map(|machine| Presence::Here(Box::new(machine))).ok_or_else(|| shape("no instance"))
}

/// What a page of the list tells besides its machines.
#[derive(Debug, PartialEq)]
pub(super) struct PageEnd {
    /// What asks for the next page.
    pub next: Option<String>,
    /// Instances on all pages.
    pub total: usize,
    /// Rows on this page, readable or not.
    pub rows: usize,
}

/// Adds a page to the list. The retired version of the list answers with nothing and no sign that it has retired, so
/// every part of the new one's shape has to be there.
pub(super) fn read_page(text: &str, listing: &mut Listing) -> serde_json::Result<PageEnd> {
    let page: Page<'_> = serde_json::from_str(text)?;
    let total = page.total_instances.count().and_then(|total| usize::try_from(total).ok());
    let is_list = page.instances.json().is_some_and(|json| json.starts_with('['));
    let (true, true, Some(total), Some(true)) = (is_list, page.next_token.is_present(), total, page.success.flag())
    else {
        return Err(shape("not a page of instances"));
    };
    let rows = page.instances.items();
    let end = PageEnd { next: page.next_token.text().map(std::borrow::Cow::into_owned), total, rows: rows.len() };
    for row in rows {
        match row.parsed().and_then(|instance| machine(&instance)) {
            Some(machine) if machine.label.is_some() => listing.machines.push(machine),
            Some(_) => listing.foreign += 1,
            None => listing.doubts.push("an instance in the list cannot be read".to_owned()),
        }
    }
    Ok(end)
}

fn shape(message: &str) -> serde_json::Error {
    serde::de::Error::custom(message)
}

fn machine(instance: &Instance<'_>) -> Option<Machine> {
    let id = MachineId::new(&instance.id.id()?)?;
    let label = instance.label.text().and_then(|text| text.parse::<Label>().ok());
    let message = instance.status_msg.text();
    let (endpoint, trouble) = endpoint(instance);
    let progress = trouble.or_else(|| message.map(|text| short(&text)));
    Some(Machine {
        progress: progress.or_else(|| instance.actual_status.text().map(|text| short(&text))),
        endpoint,
        gpu_name: instance.gpu_name.text().map(|name| short(&name)),
        gpu_count: instance.num_gpus.count(),
        price_per_hour: instance.dph_total.price(),
        host: instance.machine_id.id().map(|id| short(&id)),
        created_at: moment(instance.start_date),
        ends_at: moment(instance.end_date),
        ..Machine::new(id, label, state(instance))
    })
}

fn state(instance: &Instance<'_>) -> State {
    let is = |raw: Raw<'_>, word: &str| raw.text().is_some_and(|text| text == word);
    let cannot_start = instance.status_msg.text().is_some_and(|text| text.contains(START_FAILURE));
    if [instance.cur_state, instance.intended_status, instance.next_state].iter().all(|raw| is(*raw, "stopped")) {
        return State::Stopped;
    }
    match instance.actual_status.text().as_deref() {
        Some("running") => State::Running,
        Some("created") if cannot_start => State::Failed,
        Some("offline" | "unknown") => State::Lost,
        Some("exited" | "frozen") => State::Stopped,
        // Null and `stopped` are what an instance is while it waits for its GPU.
        _ => State::Starting,
    }
}

/// Directly where port 22 is open to the outside, else through the proxy; its port is one higher with Jupyter
/// (`vastai/cli/commands/misc.py`, `ssh-url`).
fn endpoint(instance: &Instance<'_>) -> (Option<Endpoint>, Option<String>) {
    let direct = instance
        .ports
        .entry("22/tcp")
        .and_then(|ports| ports.items().first()?.parsed::<Port<'_>>()?.host_port.integer());
    let address = direct.zip(instance.public_ipaddr.text()).map(|(port, host)| (host, port)).or_else(|| {
        let jupyter = instance.image_runtype.text().is_some_and(|text| text.contains("jupyter"));
        Some((instance.ssh_host.text()?, instance.ssh_port.integer()?.checked_add(i64::from(jupyter))?))
    });
    match address.map(|(host, port)| Endpoint::new(USER, &host, port)) {
        Some(Ok(endpoint)) => (Some(endpoint), None),
        Some(Err(error)) => (None, Some(error.to_string())),
        None => (None, None),
    }
}

fn moment(seconds: Raw<'_>) -> Option<Timestamp> {
    let micros = seconds.decimal()?.checked_mul(1_000_000.into())?.trunc();
    Timestamp::from_microsecond(i64::try_from(micros).ok()?).ok()
}
