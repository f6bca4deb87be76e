//! Render Network, through its compute subnet Dispersed: machines by the hour.
//!
//! The network's rendering subnet sells frames by OctaneBench hours through a web portal: it has no machines to list
//! and no API, so nothing here pretends it had. Without keys Dispersed may refuse to answer; then its published price
//! sheet stands in, as prices that are never ranked as cheapest nor rentable.
//!
//! Source of the wire format: `otoyinc.mintlify.app/list-compute-offers`.

mod job;
mod price_sheet;
pub(super) mod rental;
mod signing;

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;
use secrecy::ExposeSecret;
use uuid::Uuid;

use super::gpu::{Hints, resolve};
use super::http::{Request, Session, Signable, Signer};
use super::rows::Rows;
use super::wire::{Raw, object, rows_at};
use super::{Fault, FetchError, Fetched, Network, ProviderSettings};
use crate::market::country::country_of_cloud_region;
use crate::market::offer::{MAX_TEXT_CHARS, Offer, PriceKind, Rejection};
use crate::units::Usdc;
use signing::Keys;

const OFFERS: &str = "/v1/compute/offers";
/// Offers of one page: the most the server gives.
const PAGE_ROWS: usize = 50;
/// Pages read at most: about as many as the default request rate allows in the time of a fetch.
const MAX_PAGES: usize = 50;
/// Jobs are billed by the hour until they are cancelled.
const MIN_HOURS: u32 = 1;

object! {
    /// What stands around a page's rows.
    struct Envelope {
        total,
    }
}

object! {
    struct ComputeOffer {
        offer_id,
        hardware_summary,
        pricing,
        /// AWS's spelling: `us-west-2`.
        region_code,
    }
}

object! {
    struct Hardware {
        gpu_count,
        gpu_model_label,
        gpu_models,
        gpu_registry_uuid,
        min_gpu_vram_gib,
        cpu_cores,
        ram_gib,
        storage_gib,
    }
}

object! {
    struct GpuModel {
        count,
        name,
        gpu_registry_uuid,
        min_vram_gib,
    }
}

object! {
    struct Pricing {
        /// USD per hour. Of the whole machine, it seems: the documentation does not say, but an offer is of a machine.
        hourly_rate_usd,
        quoted_at,
    }
}

/// Reads the whole market.
///
/// Only a refusal of a question asked without keys leads to the price sheet. A refused key is an error, or a typing
/// mistake would turn real offers into a price list; so is a failing network, which leaves the offers of last time.
pub(super) async fn fetch(session: &Session<'_>, settings: &ProviderSettings) -> Result<Fetched, FetchError> {
    let Some(keys) = keys(settings) else {
        return match read_offers(session, None).await {
            Err(FetchError { fault: Fault::Unauthorized { .. }, .. }) => Ok(price_sheet::fetched()),
            offers => offers,
        };
    };
    let sign = |request: &Signable<'_>| keys.sign(request, Timestamp::now(), &Uuid::now_v7().simple().to_string());
    read_offers(session, Some(&sign)).await
}

fn keys(settings: &ProviderSettings) -> Option<Keys> {
    let public = settings.public_key.clone().filter(|key| !key.is_empty())?;
    let secret = settings.secret_key.clone().filter(|key| !key.expose_secret().is_empty())?;
    Some(Keys { public, secret })
}

async fn read_offers(session: &Session<'_>, signer: Option<&Signer<'_>>) -> Result<Fetched, FetchError> {
    let mut rows = Rows::new(Network::Render);
    let mut seen = 0;
    for number in 1..=MAX_PAGES {
        let request = Request::get(OFFERS).query("limit", PAGE_ROWS).query("page", number);
        let request = if let Some(signer) = signer { request.signed(signer) } else { request };
        let Page { offers, total } = session.send(&request).await?.read(read_page)?;
        session.add_rows(offers.len() as u64);
        seen += offers.len();
        // The total counts for more than a short page: the server may give fewer rows a page than asked for.
        let complete = offers.is_empty() || total.map_or(offers.len() < PAGE_ROWS, |total| seen >= total);
        // A server that ignores the page number would otherwise be asked for the same rows for ever.
        let repeated = offers.iter().all(|row| matches!(row, Ok(offer) if rows.contains(&offer.external_id)));
        for offer in offers {
            rows.push(offer);
        }
        if complete {
            return Ok(rows.finish());
        }
        if repeated {
            break;
        }
    }
    rows.incomplete(format!("Render Network lists more offers than the {} that are read", rows.kept()));
    Ok(rows.finish())
}

/// A page as read.
#[derive(Debug, PartialEq)]
struct Page {
    offers: Vec<Result<Offer, Rejection>>,
    /// Rows on all pages; unknown also where the server says 0, which it does when it did not count.
    total: Option<usize>,
}

fn read_page(text: &str) -> serde_json::Result<Page> {
    let rows = rows_at(text, &["data"])?;
    let envelope: Envelope<'_> = serde_json::from_str(text)?;
    let total = envelope.total.count().and_then(|total| usize::try_from(total).ok()).filter(|total| *total > 0);
    let offers = rows.into_iter().map(|row| normalize(&Raw::new(row).parsed().ok_or(Rejection::Malformed)?));
    Ok(Page { offers: offers.collect(), total })
}

/// Makes an offer of a listed machine. Being listed is all that tells that it can be had. Nobody vouches for it, and
/// its node's reputation is not part of the list. Its storage comes with it; what traffic costs is not told.
fn normalize(listed: &ComputeOffer<'_>) -> Result<Offer, Rejection> {
    let id = listed.offer_id.id().ok_or(Rejection::MissingId)?;
    let hardware: Hardware<'_> = listed.hardware_summary.parsed().ok_or(Rejection::NoGpu)?;
    let models: Vec<GpuModel<'_>> = hardware.gpu_models.items().into_iter().filter_map(Raw::parsed).collect();
    let gpu_count = gpu_count(&hardware, &models).ok_or(Rejection::NoGpu)?;
    let name = gpu_name(&hardware, &models)?;
    let pricing: Pricing<'_> = listed.pricing.parsed().unwrap_or_default();
    let price_per_hour = pricing.hourly_rate_usd.price().ok_or(Rejection::BadPrice)?;
    let vram = hardware.min_gpu_vram_gib.positive().or_else(|| models.first()?.min_vram_gib.positive());
    let (gpu, tflops_fp16) = resolve(&name, Hints { vram_gib: vram, form_factor: None });
    let region = listed.region_code.text();
    Ok(Offer {
        provider: Network::Render.as_str().to_owned(),
        external_id: id.into_owned(),
        machine_id: None,
        gpu,
        raw_gpu_name: name,
        tflops_fp16,
        gpu_count,
        units: 1,
        available: true,
        kind: PriceKind::OnDemand,
        price_per_hour,
        country: region.as_deref().and_then(country_of_cloud_region).map(str::to_owned),
        region: region.map(Cow::into_owned),
        reliability: None,
        verified: false,
        cpu_cores: hardware.cpu_cores.count().filter(|cores| *cores > 0),
        ram_gib: hardware.ram_gib.positive(),
        disk_gib: hardware.storage_gib.positive(),
        net_down_mbps: None,
        net_up_mbps: None,
        cuda: None,
        storage_price_per_gib_month: Some(Usdc::default()),
        egress_price_per_gib: None,
        min_hours: MIN_HOURS,
        rent_ref: rent_ref(listed, &hardware, &models),
        quoted_at: pricing.quoted_at.text().and_then(|time| time.parse().ok()),
    })
}

fn gpu_count(hardware: &Hardware<'_>, models: &[GpuModel<'_>]) -> Option<u32> {
    let listed = || models.iter().try_fold(0_u32, |sum, model| sum.checked_add(model.count.count()?));
    let count = if hardware.gpu_count.json().is_some() { hardware.gpu_count.count() } else { listed() };
    count.filter(|count| *count > 0)
}

/// The one model of a machine. Different ones come as several entries, or joined by `+` in one name.
fn gpu_name(hardware: &Hardware<'_>, models: &[GpuModel<'_>]) -> Result<String, Rejection> {
    let label = hardware.gpu_model_label.text();
    let names: Vec<_> = models.iter().filter_map(|model| model.name.text()).collect();
    if are_mixed(names.iter()) || are_mixed(label.iter()) {
        return Err(Rejection::MixedGpus);
    }
    label.or_else(|| names.into_iter().next()).map(Cow::into_owned).ok_or(Rejection::NoModel)
}

fn are_mixed<'a>(names: impl Iterator<Item = &'a Cow<'a, str>>) -> bool {
    let distinct: BTreeSet<String> =
        names.flat_map(|name| name.split('+')).map(|name| name.trim().to_lowercase()).collect();
    distinct.len() > 1
}

/// What a job asks for so that it lands on a machine like the chosen one: offers cannot be rented by their id.
fn rent_ref(listed: &ComputeOffer<'_>, hardware: &Hardware<'_>, models: &[GpuModel<'_>]) -> Option<String> {
    let bounded = |raw: Raw<'_>| raw.text().filter(|text| text.len() <= MAX_TEXT_CHARS).map(Cow::into_owned);
    let gpu = bounded(hardware.gpu_registry_uuid).or_else(|| bounded(models.first()?.gpu_registry_uuid));
    let region = bounded(listed.region_code);
    let known = gpu.is_some() || region.is_some();
    known.then(|| serde_json::json!({ "gpu_registry_uuid": gpu, "region_code": region }).to_string())
}

#[cfg(test)]
mod tests;
