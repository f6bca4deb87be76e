//! A deployment of virtual machines as io.net describes it (`ionet-official/docs`,
//! `openapi/vmaas/{get-all-deployments,get-deployment,get-deployment-vms}.json`).

use std::borrow::Cow;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::de::Error as _;

use crate::providers::rental::{Endpoint, Label, Listing, Machine, MachineId, Presence, State, short};
use crate::providers::wire::{Raw, object, price_of};

/// Where SSH listens when nothing else is said.
const SSH_PORT: i64 = 22;
/// Words of an SSH command that are read at most.
const MAX_WORDS: usize = 32;
/// Options of `ssh` that take a word after them, but for the port.
const OPTIONS_WITH_VALUE: [&str; 6] = ["-i", "-o", "-l", "-J", "-F", "-L"];

object! {
    struct Envelope {
        data,
    }
}

object! {
    struct Page {
        deployments,
        total,
    }
}

object! {
    pub(super) struct Deployment {
        id,
        status,
        /// Only in the list.
        name,
        created_at,
        /// USD.
        amount_paid,
        total_gpus,
        /// GPUs, as the list names them.
        hardware_quantity,
        hardware_name,
        hardware_id,
        compute_minutes_served,
        compute_minutes_remaining,
    }
}

object! {
    struct Workers {
        workers,
    }
}

object! {
    struct Worker {
        device_id,
        vm_events,
        /// A command to log in; its wording is not documented.
        ssh_access,
    }
}

object! {
    struct Event {
        time,
        message,
    }
}

/// Reads the answer about one deployment.
pub(super) fn read_one(text: &str, id: &MachineId, now: Timestamp) -> serde_json::Result<Presence> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    let deployment: Deployment<'_> =
        envelope.data.parsed().ok_or_else(|| serde_json::Error::custom("no deployment"))?;
    if deployment.id.id().as_deref() != Some(id.as_str()) {
        return Err(serde_json::Error::custom("another deployment"));
    }
    let status = deployment.status.text().ok_or_else(|| serde_json::Error::custom("no status"))?;
    let Some(state) = state(&status) else { return Ok(Presence::Gone { reason: Some(short(&status)) }) };
    Ok(Presence::Here(Box::new(machine(&deployment, id.clone(), None, state, &status, now))))
}

/// What a page of the list tells besides its machines: all rows there are, and rows on this page.
pub(super) fn read_page(text: &str, now: Timestamp, listing: &mut Listing) -> serde_json::Result<(usize, usize)> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    let page: Page<'_> = envelope.data.parsed().ok_or_else(|| serde_json::Error::custom("no page"))?;
    let total = page.total.count().and_then(|total| usize::try_from(total).ok());
    let is_list = page.deployments.json().is_some_and(|json| json.starts_with('['));
    let (true, Some(total)) = (is_list, total) else { return Err(serde_json::Error::custom("no page")) };
    let rows = page.deployments.items();
    let count = rows.len();
    for row in rows {
        let read = row.parsed::<Deployment<'_>>().and_then(|deployment| {
            let id = MachineId::new(&deployment.id.id()?)?;
            Some((deployment, id, deployment.status.text()?))
        });
        let Some((deployment, id, status)) = read else {
            listing.doubts.push("a deployment in the list cannot be read".to_owned());
            continue;
        };
        let label = deployment.name.text().and_then(|name| name.parse::<Label>().ok());
        match (state(&status), label) {
            (None, _) => {}
            (Some(_), None) => listing.foreign += 1,
            (Some(state), label) => listing.machines.push(machine(&deployment, id, label, state, &status, now)),
        }
    }
    Ok((total, count))
}

/// `None` for the states in which it is over and nothing bills. A word nobody knows means that it is there.
fn state(status: &str) -> Option<State> {
    match status.to_ascii_lowercase().as_str() {
        "completed" | "destroyed" | "failed" => None,
        "running" => Some(State::Running),
        "termination requested" => Some(State::Ending),
        _ => Some(State::Starting),
    }
}

fn machine(
    deployment: &Deployment<'_>,
    id: MachineId,
    label: Option<Label>,
    state: State,
    status: &str,
    now: Timestamp,
) -> Machine {
    let remaining = deployment.compute_minutes_remaining.integer().filter(|minutes| *minutes >= 0);
    Machine {
        progress: Some(short(status)),
        gpu_name: deployment.hardware_name.text().map(|name| short(&name)),
        gpu_count: deployment.total_gpus.count().or_else(|| deployment.hardware_quantity.count()),
        price_per_hour: price_per_hour(deployment).and_then(price_of),
        host: deployment.hardware_id.id().map(|id| short(&id)),
        created_at: deployment.created_at.text().and_then(|text| moment(&text)),
        ends_at: remaining.and_then(|minutes| now.checked_add(SignedDuration::from_mins(minutes)).ok()),
        ..Machine::new(id, label, state)
    }
}

/// What was paid, over the time it was paid for.
fn price_per_hour(deployment: &Deployment<'_>) -> Option<Decimal> {
    let minutes =
        deployment.compute_minutes_served.integer()?.checked_add(deployment.compute_minutes_remaining.integer()?)?;
    deployment.amount_paid.decimal()?.checked_mul(Decimal::from(60))?.checked_div(Decimal::from(minutes))
}

/// A time of theirs, which need not say that it is in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let local = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    text.parse().ok().or_else(|| Some(local()?.timestamp()))
}

/// What is known of the virtual machine itself.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Vm {
    pub device: Option<String>,
    pub endpoint: Option<Endpoint>,
    /// Why there is no endpoint though there is a text that names one.
    pub trouble: Option<String>,
    /// Moments and messages, a line each.
    pub events: String,
}

/// Reads the first machine of a deployment; gp4u asks for no more than one.
pub(super) fn read_vms(text: &str) -> serde_json::Result<Vm> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    let workers: Workers<'_> = envelope.data.parsed().ok_or_else(|| serde_json::Error::custom("no machines"))?;
    let Some(worker) = workers.workers.items().first().and_then(|worker| worker.parsed::<Worker<'_>>()) else {
        return Ok(Vm::default());
    };
    let mut events = String::new();
    for event in worker.vm_events.items().into_iter().filter_map(Raw::parsed::<Event<'_>>) {
        let text = |raw: Raw<'_>| raw.text().map(|text| short(&text)).unwrap_or_default();
        events.extend([&text(event.time), " ", &text(event.message), "\n"]);
    }
    let access = worker.ssh_access.text();
    let endpoint = access.as_deref().map(read_ssh);
    let trouble = match &endpoint {
        Some(None) => access.as_deref().map(|text| short(&format!("a log-in that cannot be read: {text}"))),
        Some(Some(Err(error))) => Some(error.to_string()),
        _ => None,
    };
    let endpoint = endpoint.flatten().and_then(Result::ok);
    Ok(Vm { device: worker.device_id.id().map(|id| short(&id)), endpoint, trouble, events })
}

type Read = Result<Endpoint, crate::providers::rental::EndpointError>;

/// Finds user, host and port in `ssh user@host -p 31022`, `ssh://user@host:31022` and the like.
fn read_ssh(text: &str) -> Option<Read> {
    let mut port = None;
    let mut target: Option<Cow<'_, str>> = None;
    let mut words = text.split_whitespace().take(MAX_WORDS);
    while let Some(word) = words.next() {
        if word == "-p" {
            port = Some(words.next()?.parse().ok()?);
        } else if let Some(number) = word.strip_prefix("-p") {
            port = Some(number.parse().ok()?);
        } else if OPTIONS_WITH_VALUE.contains(&word) {
            words.next()?;
        } else if word.contains('@') && target.is_none() {
            target = Some(word.strip_prefix("ssh://").unwrap_or(word).trim_end_matches('/').into());
        }
    }
    let target = target?;
    let (user, host) = target.rsplit_once('@')?;
    let (host, named) = match host.rsplit_once(':') {
        Some((host, number)) if !host.contains(':') => (host, Some(number.parse().ok()?)),
        _ => (host, None),
    };
    Some(Endpoint::new(user, host, port.or(named).unwrap_or(SSH_PORT)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::providers::rental::EndpointError;

    #[test]
    fn ways_to_log_in_are_read_leniently_but_never_loosely() {
        let known = [
            "ssh ionet@203.0.113.7 -p 31022",
            "ssh -p 31022 ionet@203.0.113.7",
            "ssh -i key.pem -o X=y -p31022 ionet@203.0.113.7",
            "ssh://ionet@203.0.113.7:31022/",
            "ionet@203.0.113.7:31022",
        ];
        for text in known {
            assert_eq!(read_ssh(text), Some(Endpoint::new("ionet", "203.0.113.7", 31_022)), "{text}");
        }
        assert_eq!(read_ssh("ionet@vm.example.com"), Some(Endpoint::new("ionet", "vm.example.com", 22)));
        for text in ["", "ssh", "pending", "203.0.113.7", "ssh -p", "ssh a@b -p x", "ssh a@b:x"] {
            assert_eq!(read_ssh(text), None, "{text}");
        }
        assert_eq!(read_ssh("ssh a@-oProxyCommand=x"), Some(Err(EndpointError::Host)));
        assert_eq!(read_ssh("ssh -oProxyCommand=x@y"), Some(Err(EndpointError::User)));
        assert_eq!(read_ssh("ssh a@$(reboot)"), Some(Err(EndpointError::Host)));
    }

    #[test]
    fn times_without_a_zone_are_in_utc() {
        for text in ["2026-08-20T10:00:00.000Z", "2026-08-20T10:00:00", "2026-08-20T12:00:00+02:00"] {
            assert_eq!(moment(text), "2026-08-20T10:00:00Z".parse().ok(), "{text}");
        }
        assert_eq!(moment("soon"), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,60}") {
            let id = MachineId::new("a").unwrap();
            drop(read_ssh(&text));
            let _ = moment(&text);
            drop(read_vms(&text));
            drop(read_one(&text, &id, Timestamp::UNIX_EPOCH));
            drop(read_page(&text, Timestamp::UNIX_EPOCH, &mut Listing::default()));
        }
    }
}
