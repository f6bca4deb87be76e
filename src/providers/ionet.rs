//! io.net (IO Cloud): virtual machines from the keyless hardware list; and [`rental`], which needs a key.
//!
//! Sources of the wire format: `ionet-official/docs` (`openapi/vmaas/get-hardware-list.json`) for the rows,
//! recordings of the keyless endpoints for the rest. Sizes are sent as GB and taken for GiB, as sold.

mod deployment;
pub(super) mod rental;

use std::collections::HashMap;

use reqwest::header::HeaderName;
use serde_json::value::RawValue;

use super::gpu::{Hints, resolve};
use super::http::{Answer, Request, Session};
use super::rows::Rows;
use super::wire::{Raw, object, rows_at};
use super::{Fault, FetchError, Fetched, Network, ProviderSettings};
use crate::market::country::country_code;
use crate::market::offer::{MAX_TEXT_CHARS, Offer, PriceKind, Rejection};
use crate::units::Usdc;

/// The machines, open to everybody though not documented as such.
const MACHINES: &str = "/v1/io-cloud/vmaas/hardware";
/// The same rows, documented, for holders of a key.
const MACHINES_WITH_KEY: &str = "/enterprise/v1/io-cloud/vmaas/hardware";
/// The same configurations as containers: the only list that tells how many there are.
const STOCK: &str = "/v1/io-cloud/caas/hardware";
/// Where both lists have their rows.
const ROWS: [&str; 2] = ["data", "hardware"];
/// Hours are prepaid, and the first is never given back.
const MIN_HOURS: u32 = 1;

object! {
    /// A configuration of a machine.
    struct Machine {
        id,
        /// What renting asks for as `hardware_id`: a number for network machines, a text for partners'.
        deploy_id,
        name,
        num_cards,
        supplier,
        sold_out,
        /// USD per hour of the whole configuration.
        price,
        vram_per_card,
        interconnect,
        storage,
        vcpu,
        memory,
        /// ISO 3166-1 alpha-2.
        location,
    }
}

object! {
    /// A configuration's stock.
    struct Stock {
        id,
        available_replicas,
    }
}

/// How many of each configuration can be had, by id.
type Replicas = HashMap<String, u32>;

/// Reads the whole market.
pub(super) async fn fetch(session: &Session<'_>, settings: &ProviderSettings) -> Result<Fetched, FetchError> {
    let (machines, replicas) = tokio::join!(ask_machines(session, settings), ask_replicas(session));
    let mut rows = Rows::new(Network::Ionet);
    let replicas = replicas.unwrap_or_else(|error| {
        rows.warn("stock_unknown", format!("io.net does not tell how many of each machine there are: {error}"));
        Replicas::new()
    });
    let machines = machines?.read(|text| normalize_all(text, &replicas))?;
    session.add_rows(machines.len() as u64);
    for machine in machines {
        rows.push(machine);
    }
    Ok(rows.finish())
}

async fn ask_machines(session: &Session<'_>, settings: &ProviderSettings) -> Result<Answer, FetchError> {
    let open = session.send(&Request::get(MACHINES)).await;
    let fault = open.as_ref().err().map(|error| &error.fault);
    let closed = matches!(fault, Some(Fault::Unauthorized { .. } | Fault::HttpStatus { status: 404 }));
    let with_key = Request::get(MACHINES_WITH_KEY);
    match &settings.api_key {
        Some(key) if closed => {
            session.send(&with_key.secret_header(HeaderName::from_static("x-api-key"), key.clone())).await
        }
        // Whoever made the recording may have had a key.
        None if closed && session.is_replay() => session.send(&with_key).await,
        _ => open,
    }
}

async fn ask_replicas(session: &Session<'_>) -> Result<Replicas, FetchError> {
    session.send(&Request::get(STOCK)).await?.read(read_replicas)
}

fn read_replicas(text: &str) -> serde_json::Result<Replicas> {
    let stocks = rows_at(text, &ROWS)?.into_iter().filter_map(|row| Raw::new(row).parsed::<Stock<'_>>());
    Ok(stocks.filter_map(|stock| Some((stock.id.id()?.into_owned(), stock.available_replicas.count()?))).collect())
}

fn normalize_all(text: &str, replicas: &Replicas) -> serde_json::Result<Vec<Result<Offer, Rejection>>> {
    let machine = |row: &RawValue| {
        let machine: Machine<'_> = serde_json::from_str(row.get()).map_err(|_| Rejection::Malformed)?;
        let replicas = machine.id.id().and_then(|id| replicas.get(&*id).copied());
        normalize(&machine, replicas)
    };
    Ok(rows_at(text, &ROWS)?.into_iter().map(machine).collect())
}

/// Makes an offer of a machine and the number of its replicas, where that is known.
///
/// Partners' data centres (`supplier: external`) count as verified: io.net answers for them by contract. Machines of
/// the network (`internal`) are anybody's. io.net publishes no reliability before a machine is rented.
fn normalize(machine: &Machine<'_>, replicas: Option<u32>) -> Result<Offer, Rejection> {
    let id = machine.id.id().ok_or(Rejection::MissingId)?;
    let gpu_count = machine.num_cards.count().filter(|count| *count > 0).ok_or(Rejection::NoGpu)?;
    let name = machine.name.text().ok_or(Rejection::NoModel)?;
    let price_per_hour = machine.price.price().ok_or(Rejection::BadPrice)?;
    let interconnect = machine.interconnect.text();
    let hints = Hints { vram_gib: machine.vram_per_card.positive(), form_factor: interconnect.as_deref() };
    let (gpu, tflops_fp16) = resolve(&name, hints);
    let location = machine.location.text();
    Ok(Offer {
        provider: Network::Ionet.as_str().to_owned(),
        external_id: id.into_owned(),
        machine_id: None,
        gpu,
        raw_gpu_name: name.into_owned(),
        tflops_fp16,
        gpu_count,
        units: replicas.unwrap_or(1),
        available: machine.sold_out.flag() != Some(true) && replicas != Some(0),
        kind: PriceKind::OnDemand,
        price_per_hour,
        region: location.as_deref().map(str::to_owned),
        country: location.as_deref().and_then(country_code).map(str::to_owned),
        reliability: None,
        verified: machine.supplier.text().is_some_and(|supplier| supplier == "external"),
        cpu_cores: machine.vcpu.count().filter(|cores| *cores > 0),
        ram_gib: machine.memory.positive(),
        disk_gib: machine.storage.positive(),
        net_down_mbps: None,
        net_up_mbps: None,
        cuda: None,
        storage_price_per_gib_month: Some(Usdc::default()),
        egress_price_per_gib: None,
        min_hours: MIN_HOURS,
        rent_ref: rent_ref(machine),
        quoted_at: None,
    })
}

/// What renting asks for besides the id. `deploy_id` keeps its JSON type, because 12 and "12" are two machines.
fn rent_ref(machine: &Machine<'_>) -> Option<String> {
    let deploy_id = machine.deploy_id.json()?;
    let usable = machine.deploy_id.id().is_some() && deploy_id.len() <= MAX_TEXT_CHARS;
    let deploy_id: serde_json::Value = usable.then(|| serde_json::from_str(deploy_id).ok())??;
    let location = machine.location.text().filter(|location| location.len() <= MAX_TEXT_CHARS);
    Some(serde_json::json!({ "deploy_id": deploy_id, "location": location }).to_string())
}

#[cfg(test)]
mod tests;
