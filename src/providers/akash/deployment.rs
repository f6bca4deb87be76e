//! A deployment as the console describes it: an order, the lease that came of it, and what runs there
//! (`apps/api/src/deployment/http-schemas/{deployment,lease}.schema.ts`).

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::de::Error as _;

use super::bid::{dollars, price_per_hour};
use super::sdl::{SERVICE, SSH_PORT};
use crate::providers::rental::{Endpoint, Label, Machine, MachineId, Presence, State, short};
use crate::providers::wire::{Raw, object};
use crate::units::Rate;

/// Who logs in.
const USER: &str = "root";
/// An order without a lease that is older than this was left behind. Bids take half a minute, taking one at most as long
/// as its manifest is tried to be delivered.
const ORDER_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// Deployments are numbered by the milliseconds since 1970 (`deployment-writer.service.ts`), from this year on.
const FIRST_NUMBER: i64 = 1_600_000_000_000;

object! {
    struct Envelope {
        data,
    }
}

object! {
    struct Detail {
        deployment,
        leases,
        escrow_account,
        /// What newer consoles remember of the order.
        console_settings = "consoleSettings",
        name,
    }
}

object! {
    struct Settings {
        sdl,
    }
}

object! {
    struct Deployment {
        id,
        state,
    }
}

object! {
    struct DeploymentId {
        owner,
        dseq,
    }
}

object! {
    struct Lease {
        id,
        state,
        reason,
        price,
        status,
    }
}

object! {
    struct LeaseId {
        provider,
    }
}

object! {
    /// What the provider says runs there; null when it cannot be asked.
    struct Status {
        services,
        forwarded_ports,
        ips,
    }
}

object! {
    struct Service {
        available,
    }
}

object! {
    struct ForwardedPort {
        port,
        external_port = "externalPort",
        host,
    }
}

object! {
    struct LeasedIp {
        ip = "IP",
        port = "Port",
        external_port = "ExternalPort",
    }
}

object! {
    struct Escrow {
        state,
    }
}

object! {
    struct EscrowState {
        /// What was paid out of it so far.
        transferred,
        funds,
    }
}

object! {
    struct ListAnswer {
        deployments,
        pagination,
    }
}

object! {
    struct Pagination {
        has_more = "hasMore",
    }
}

object! {
    struct OnChain {
        other,
    }
}

object! {
    struct Groups {
        groups,
    }
}

object! {
    struct Group {
        group_spec,
    }
}

object! {
    struct GroupSpec {
        name,
    }
}

/// What an answer about one deployment says.
#[derive(Debug, PartialEq)]
pub(super) struct Described {
    pub presence: Presence,
    /// Whose wallet it is; needed to ask the chain.
    pub owner: Option<String>,
    /// Whether the console remembers the order, so that a label would be in it.
    pub remembered: bool,
    /// When what was put into escrow is used up, and what it is used up by.
    pub paid_until: Option<(Timestamp, Rate)>,
    /// The provider that has the lease, where its address has to be asked for: the port to log in at is known.
    pub host_of: Option<(String, i64)>,
}

/// Reads the answer about one deployment.
pub(super) fn read_one(text: &str, id: &MachineId, now: Timestamp) -> serde_json::Result<Described> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    let detail: Detail<'_> = envelope.data.parsed().ok_or_else(|| serde_json::Error::custom("no deployment"))?;
    let deployment: Deployment<'_> =
        detail.deployment.parsed().ok_or_else(|| serde_json::Error::custom("no deployment"))?;
    let number: DeploymentId<'_> = deployment.id.parsed().unwrap_or_default();
    if number.dseq.id().as_deref() != Some(id.as_str()) {
        return Err(serde_json::Error::custom("another deployment"));
    }
    let sdl = detail.console_settings.parsed::<Settings<'_>>().and_then(|settings| settings.sdl.text());
    let label = [&detail.name.text(), &sdl].into_iter().flatten().find_map(|text| Label::find_in(text));
    let leases: Vec<Lease<'_>> = detail.leases.items().into_iter().filter_map(Raw::parsed).collect();
    let live = leases.iter().find(|lease| is(lease.state, "active") || is(lease.state, "reclaiming"));
    let owner = number.owner.text().map(Cow::into_owned);
    let remembered = sdl.is_some();
    let (state, closed) = match deployment.state.text().as_deref() {
        Some("active") => (State::Starting, false),
        Some("closed") => (State::Ending, true),
        _ => return Err(serde_json::Error::custom("no state")),
    };
    let ended = leases.iter().find_map(|lease| lease.reason.text()).map(|reason| short(&reason));
    if closed && live.is_none() {
        return Ok(Described {
            presence: Presence::Gone { reason: ended },
            owner,
            remembered,
            paid_until: None,
            host_of: None,
        });
    }
    let mut machine = Machine { created_at: made_at(id), ..Machine::new(id.clone(), label, state) };
    let mut host_of = None;
    match live {
        Some(lease) if !closed => host_of = describe(&mut machine, lease),
        Some(_) => {}
        None => without_lease(&mut machine, leases.is_empty(), ended, now),
    }
    let paid_until = paid_until(&machine, detail.escrow_account);
    Ok(Described { presence: Presence::Here(Box::new(machine)), owner, remembered, paid_until, host_of })
}

/// All that was ever put into escrow lasts from the lease's beginning, which is a little later than the order's.
fn paid_until(machine: &Machine, escrow: Raw<'_>) -> Option<(Timestamp, Rate)> {
    let state: EscrowState<'_> = escrow.parsed::<Escrow<'_>>()?.state.parsed()?;
    let amounts = [state.transferred, state.funds].into_iter().flat_map(Raw::items);
    let total = amounts.map(dollars).try_fold(Decimal::ZERO, |total, amount| total.checked_add(amount?))?;
    let rate = machine.price_per_hour?;
    let hours = total.checked_div(rate.to_decimal())?;
    let seconds = i64::try_from(hours.checked_mul(Decimal::from(3600))?.trunc()).ok()?;
    Some((machine.created_at?.checked_add(SignedDuration::from_secs(seconds)).ok()?, rate))
}

fn is(raw: Raw<'_>, word: &str) -> bool {
    raw.text().is_some_and(|text| text == word)
}

/// Its number is the moment at which it was made.
fn made_at(id: &MachineId) -> Option<Timestamp> {
    let number: i64 = id.as_str().parse().ok().filter(|number| *number >= FIRST_NUMBER)?;
    Timestamp::from_millisecond(number).ok()
}

fn without_lease(machine: &mut Machine, never_had_one: bool, ended: Option<String>, now: Timestamp) {
    let is_young = machine.created_at.is_some_and(|made| now.duration_since(made) < ORDER_LIFE);
    if never_had_one && is_young {
        machine.progress = Some("waiting for bids".to_owned());
    } else {
        machine.state = State::Failed;
        let reason = if never_had_one { "the order was left without a lease" } else { "the lease was closed" };
        machine.progress = Some(ended.map_or_else(|| reason.to_owned(), |ended| format!("{reason}: {ended}")));
    }
}

/// Fills in what a live lease tells. Gives its provider when only that can say where to log in.
fn describe(machine: &mut Machine, lease: &Lease<'_>) -> Option<(String, i64)> {
    let provider = lease.id.parsed::<LeaseId<'_>>().and_then(|id| id.provider.text()).map(|text| short(&text));
    machine.host.clone_from(&provider);
    machine.price_per_hour = price_per_hour(lease.price);
    machine.progress = is(lease.state, "reclaiming").then(|| "the provider takes the machine back soon".to_owned());
    let Some(status) = lease.status.parsed::<Status<'_>>() else {
        machine.progress.get_or_insert_with(|| "the provider cannot be reached".to_owned());
        return None;
    };
    let available = status
        .services
        .entry(SERVICE)
        .and_then(|service| service.parsed::<Service<'_>>()?.available.integer())
        .is_some_and(|available| available >= 1);
    if !available {
        machine.progress.get_or_insert_with(|| "the container is being started".to_owned());
        return None;
    }
    let (host, port) = match (forwarded(status.forwarded_ports.entry(SERVICE)), leased_ip(status.ips.entry(SERVICE))) {
        (Some((None, port)), None) => return provider.map(|provider| (provider, port)),
        (Some((Some(host), port)), _) | (_, Some((host, port))) => (host, port),
        (None, None) => {
            machine.progress.get_or_insert_with(|| "no port for log-ins yet".to_owned());
            return None;
        }
    };
    let endpoint = Endpoint::new(USER, &host, port);
    log_in_at(machine, endpoint.map_err(|error| error.to_string()));
    None
}

/// With a way in the machine is running; one that makes no sense is said.
pub(super) fn log_in_at(machine: &mut Machine, endpoint: Result<Endpoint, String>) {
    match endpoint {
        Ok(endpoint) => {
            machine.state = State::Running;
            machine.endpoint = Some(endpoint);
        }
        Err(trouble) => machine.progress = Some(trouble),
    }
}

/// The address of a provider from its `hostUri` (`https://provider.example.com:8443`).
pub(super) fn host_endpoint(host_uri: &str, port: i64) -> Result<Endpoint, String> {
    let url = reqwest::Url::parse(host_uri).map_err(|_| "the provider has no address".to_owned())?;
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    Endpoint::new(USER, host, port).map_err(|error| error.to_string())
}

fn forwarded(ports: Option<Raw<'_>>) -> Option<(Option<String>, i64)> {
    let ports = ports?.items().into_iter().filter_map(Raw::parsed::<ForwardedPort<'_>>);
    let port = ports.into_iter().find(|port| port.port.integer() == Some(SSH_PORT))?;
    Some((port.host.text().map(Cow::into_owned), port.external_port.integer()?))
}

fn leased_ip(ips: Option<Raw<'_>>) -> Option<(String, i64)> {
    let ips = ips?.items().into_iter().filter_map(Raw::parsed::<LeasedIp<'_>>);
    let ip = ips.into_iter().find(|ip| ip.port.integer() == Some(SSH_PORT))?;
    Some((ip.ip.text()?.into_owned(), ip.external_port.integer()?))
}

/// A page of the list: the numbers of the deployments that are not closed, whether there are more pages, and whether a
/// row could not be read. Leases in the list have been seen with the wrong deployment, so nothing else is taken from it.
pub(super) fn read_page(text: &str) -> serde_json::Result<(Vec<MachineId>, bool, usize)> {
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    let answer: ListAnswer<'_> = envelope.data.parsed().ok_or_else(|| serde_json::Error::custom("no list"))?;
    let is_list = answer.deployments.json().is_some_and(|json| json.starts_with('['));
    let more = answer.pagination.parsed::<Pagination<'_>>().and_then(|pagination| pagination.has_more.flag());
    let (true, Some(more)) = (is_list, more) else { return Err(serde_json::Error::custom("no list")) };
    let rows = answer.deployments.items();
    let count = rows.len();
    let read = |row: Raw<'_>| {
        let deployment: Deployment<'_> = row.parsed::<Detail<'_>>()?.deployment.parsed()?;
        let id = MachineId::new(&deployment.id.parsed::<DeploymentId<'_>>()?.dseq.id()?)?;
        Some((!is(deployment.state, "closed")).then_some(id))
    };
    let ids: Vec<Option<MachineId>> = rows.into_iter().filter_map(read).collect();
    let unreadable = count - ids.len();
    Ok((ids.into_iter().flatten().collect(), more, unreadable))
}

/// The label in what the chain keeps of a deployment: the name of its group.
pub(super) fn label_on_chain(text: &str) -> serde_json::Result<Option<Label>> {
    let chain: OnChain<'_> = serde_json::from_str(text)?;
    let groups = chain.other.parsed::<Groups<'_>>().map(|other| other.groups.items()).unwrap_or_default();
    let names = groups.into_iter().map(|group| {
        let spec: GroupSpec<'_> = group.parsed::<Group<'_>>()?.group_spec.parsed()?;
        spec.name.text()
    });
    let names: Option<Vec<_>> = names.collect();
    let names = names.filter(|names| !names.is_empty()).ok_or_else(|| serde_json::Error::custom("no groups"))?;
    Ok(names.iter().find_map(|name| name.parse().ok()))
}
