//! Akash Network, through its Console API: GPU prices of recent auctions, joined with the list of providers; and
//! [`rental`], which holds an auction of its own.
//!
//! Nothing on Akash has a price before somebody asks for bids. What is read here are estimates: per provider and GPU
//! the best bid of the last month, as `gpu-prices?debug=true` tells it, or per GPU the median of those bids where it
//! does not. A bid covers the processor, memory, disk and traffic of its order, and the orders looked at are small, so
//! an estimate is a floor.
//!
//! Source of the wire format: `akash-network/console`, `apps/api/src/gpu/services/gpu-price/gpu-price.service.ts` and
//! `apps/api/src/utils/map/provider.ts`.

mod auction;
mod bid;
mod deployment;
pub(super) mod rental;
mod sdl;

use std::collections::HashMap;

use jiff::Timestamp;

use super::gpu::{Hints, resolve};
use super::http::{Answer, Request, Session};
use super::rows::Rows;
use super::wire::{Raw, object, rows_at};
use super::{Fault, FetchError, Fetched, Network};
use crate::market::country::{country_code, country_of_cloud_region, country_of_name};
use crate::market::offer::{Offer, PriceKind, Rejection};
use crate::units::Usdc;

const PRICES: &str = "/v1/gpu-prices";
const PROVIDERS: &str = "/v1/providers";
/// From here on a bare number of `ram` can only be in MiB.
const MIB_PER_GIB: f64 = 1024.0;
/// What stands in an id for a part that is not told.
const UNTOLD: &str = "-";

object! {
    /// A GPU as some providers have it.
    struct Model {
        vendor,
        model,
        ram,
        interface,
        availability,
        price,
        /// One entry per provider that has bid; only with `debug=true`.
        best_bids = "providersWithBestBid",
    }
}

object! {
    /// GPUs of a model, over all providers.
    struct Availability {
        total,
        available,
    }
}

object! {
    /// USD per hour of one GPU, over the providers' best bids.
    struct Prices {
        median = "med",
    }
}

object! {
    struct BestBid {
        provider,
        bid = "bestBid",
    }
}

object! {
    /// A provider's GPUs of a model.
    struct Holding {
        owner,
        allocatable,
        allocated,
    }
}

object! {
    struct Bid {
        /// USD per hour of one GPU, though of the whole order.
        hourly_price = "hourlyPrice",
        datetime,
    }
}

object! {
    /// A provider. `0` is sent for figures nobody set, `null` for an up-time of zero.
    struct Provider {
        owner,
        is_online = "isOnline",
        is_audited = "isAudited",
        uptime_30d = "uptime30d",
        uptime_7d = "uptime7d",
        uptime_1d = "uptime1d",
        country,
        ip_country = "ipCountryCode",
        location_region = "locationRegion",
        ip_region = "ipRegion",
        /// Mbit/s, self-declared.
        speed_down = "networkSpeedDown",
        /// Mbit/s, self-declared.
        speed_up = "networkSpeedUp",
    }
}

/// What is known of a provider.
#[derive(Clone, Debug, Default, PartialEq)]
struct Facts {
    online: bool,
    audited: bool,
    uptime: Option<f64>,
    region: Option<String>,
    country: Option<&'static str>,
    net_down_mbps: Option<f64>,
    net_up_mbps: Option<f64>,
}

/// Facts by the provider's address; `None` when the list could not be read.
type Directory = Option<HashMap<String, Facts>>;

/// Reads the whole market.
pub(super) async fn fetch(session: &Session<'_>) -> Result<Fetched, FetchError> {
    let (prices, directory) = tokio::join!(ask_prices(session), ask_directory(session));
    let mut rows = Rows::new(Network::Akash);
    if let Err(error) = &directory {
        let message =
            format!("Akash's list of providers could not be read, so places and up-times are unknown: {error}");
        rows.warn("providers_unknown", message);
    }
    let directory = directory.ok();
    let market = prices?.read(|text| read_market(text, &directory))?;
    if !market.by_provider {
        rows.warn("prices_per_model", "Akash does not tell prices by provider now; these are medians by GPU model");
    }
    session.add_rows(market.offers.len() as u64);
    for offer in market.offers {
        rows.push(offer);
    }
    Ok(rows.finish())
}

/// Asks for prices by provider, and for prices by model when that undocumented question is not answered.
async fn ask_prices(session: &Session<'_>) -> Result<Answer, FetchError> {
    let detailed = session.send(&Request::get(PRICES).query("debug", true)).await;
    match detailed.as_ref().map_err(|error| &error.fault) {
        Err(Fault::HttpStatus { .. } | Fault::Unavailable { .. } | Fault::TooLarge { .. } | Fault::NotRecorded) => {
            session.send(&Request::get(PRICES)).await
        }
        _ => detailed,
    }
}

async fn ask_directory(session: &Session<'_>) -> Result<HashMap<String, Facts>, FetchError> {
    session.send(&Request::get(PROVIDERS)).await?.read(read_directory)
}

fn read_directory(text: &str) -> serde_json::Result<HashMap<String, Facts>> {
    let providers = rows_at(text, &[])?.into_iter().filter_map(|row| Raw::new(row).parsed::<Provider<'_>>());
    Ok(providers.filter_map(|provider| Some((provider.owner.text()?.into_owned(), facts(&provider)))).collect())
}

fn facts(provider: &Provider<'_>) -> Facts {
    let share = |raw: Raw<'_>| raw.float().filter(|share| (0.0..=1.0).contains(share));
    let text = |raw: Raw<'_>| raw.text().map(std::borrow::Cow::into_owned);
    let place = |raw: Raw<'_>| raw.text().and_then(|text| country_code(&text).or_else(|| country_of_name(&text)));
    Facts {
        online: provider.is_online.flag() == Some(true),
        audited: provider.is_audited.flag() == Some(true),
        uptime: share(provider.uptime_30d).or_else(|| share(provider.uptime_7d)).or_else(|| share(provider.uptime_1d)),
        region: text(provider.location_region).or_else(|| text(provider.ip_region)),
        country: place(provider.country)
            .or_else(|| place(provider.ip_country))
            .or_else(|| provider.location_region.text().and_then(|region| country_of_cloud_region(&region))),
        net_down_mbps: provider.speed_down.positive(),
        net_up_mbps: provider.speed_up.positive(),
    }
}

/// What the prices say.
struct Market {
    /// One per provider with a bid, or one per model where there are none.
    offers: Vec<Result<Offer, Rejection>>,
    /// Whether prices by provider are told, as far as there are models at all.
    by_provider: bool,
}

fn read_market(text: &str, directory: &Directory) -> serde_json::Result<Market> {
    let models = rows_at(text, &["models"])?;
    let mut market = Market { offers: Vec::new(), by_provider: models.is_empty() };
    for row in models {
        let Some(model) = Raw::new(row).parsed::<Model<'_>>() else {
            market.offers.push(Err(Rejection::Malformed));
            continue;
        };
        market.by_provider |= model.best_bids.json().is_some();
        let bids = model.best_bids.items();
        if bids.is_empty() {
            market.offers.push(normalize_model(&model));
        }
        market.offers.extend(bids.into_iter().map(|bid| normalize_bid(&model, bid, directory)));
    }
    Ok(market)
}

/// Makes an offer of a model over all providers: the median of their bids, since the least is often a full provider's.
fn normalize_model(model: &Model<'_>) -> Result<Offer, Rejection> {
    let availability: Availability<'_> = model.availability.parsed().unwrap_or_default();
    if availability.total.integer() == Some(0) {
        return Err(Rejection::NoGpu);
    }
    let free = availability.available.count().unwrap_or(0);
    let prices: Prices<'_> = model.price.parsed().unwrap_or_default();
    let offer = offer(model, prices.median, free)?;
    Ok(Offer { available: free > 0, ..offer })
}

/// Makes an offer of one provider's best bid for a model.
///
/// Akash's console lets nobody take bids of providers that are not audited, so audited counts as verified, and what
/// is not audited or not online is not available. With the list of providers unread, the free GPUs decide alone.
fn normalize_bid(model: &Model<'_>, bid: Raw<'_>, directory: &Directory) -> Result<Offer, Rejection> {
    let entry: BestBid<'_> = bid.parsed().ok_or(Rejection::Malformed)?;
    let holding: Holding<'_> = entry.provider.parsed().ok_or(Rejection::MissingId)?;
    let owner = holding.owner.text().ok_or(Rejection::MissingId)?;
    if holding.allocatable.integer() == Some(0) {
        return Err(Rejection::NoGpu);
    }
    let bid: Bid<'_> = entry.bid.parsed().unwrap_or_default();
    let offer = offer(model, bid.hourly_price, free_gpus(&holding))?;
    let known = directory.as_ref().map(|directory| directory.get(&*owner).cloned().unwrap_or_default());
    let usable = known.as_ref().is_none_or(|facts| facts.online && facts.audited);
    let facts = known.unwrap_or_default();
    Ok(Offer {
        external_id: format!("{}@{owner}", offer.external_id),
        available: offer.units > 0 && usable,
        region: facts.region,
        country: facts.country.map(str::to_owned),
        reliability: facts.uptime,
        verified: facts.audited,
        net_down_mbps: facts.net_down_mbps,
        net_up_mbps: facts.net_up_mbps,
        quoted_at: bid.datetime.text().and_then(|time| time.parse::<Timestamp>().ok()),
        ..offer
    })
}

fn free_gpus(holding: &Holding<'_>) -> u32 {
    let free = holding.allocatable.integer().zip(holding.allocated.integer());
    free.and_then(|(all, taken)| u32::try_from(all.checked_sub(taken)?).ok()).unwrap_or(0)
}

/// What every offer of a model has in common. One GPU is one unit: how many stand in one machine is not told.
fn offer(model: &Model<'_>, price: Raw<'_>, free: u32) -> Result<Offer, Rejection> {
    let name = model.model.text().ok_or(Rejection::NoModel)?;
    let price_per_hour = price.price().ok_or(Rejection::BadPrice)?;
    let interface = model.interface.text();
    let hints = Hints { vram_gib: vram_gib(model.ram), form_factor: interface.as_deref() };
    let (gpu, tflops_fp16) = resolve(&name, hints);
    let parts = [model.vendor, model.model, model.ram, model.interface].map(|part| part.id().unwrap_or(UNTOLD.into()));
    Ok(Offer {
        provider: Network::Akash.as_str().to_owned(),
        external_id: parts.join("/"),
        machine_id: None,
        gpu,
        raw_gpu_name: name.into_owned(),
        tflops_fp16,
        gpu_count: 1,
        units: free,
        available: false,
        kind: PriceKind::AuctionEstimate,
        price_per_hour,
        region: None,
        country: None,
        reliability: None,
        verified: false,
        cpu_cores: None,
        ram_gib: None,
        disk_gib: None,
        net_down_mbps: None,
        net_up_mbps: None,
        cuda: None,
        storage_price_per_gib_month: Some(Usdc::default()),
        egress_price_per_gib: Some(Usdc::default()),
        min_hours: 0,
        rent_ref: None,
        quoted_at: None,
    })
}

/// Memory of one GPU: `80Gi`, `81920Mi`, or a bare number, of MiB unless it is too small for that.
fn vram_gib(ram: Raw<'_>) -> Option<f64> {
    let text = ram.id()?;
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let number: f64 = number.parse().ok().filter(|number| *number > 0.0)?;
    match unit.trim() {
        "Gi" | "GiB" | "G" | "GB" => Some(number),
        "Mi" | "MiB" | "M" | "MB" => Some(number / MIB_PER_GIB),
        "" => Some(if number < MIB_PER_GIB { number } else { number / MIB_PER_GIB }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
