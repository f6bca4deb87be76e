//! Vast.ai: a marketplace of hosts, read through its search of asks.
//!
//! Sources of the wire format: `vast-ai/docs` (`api-reference/openapi/yaml/search_offers.yaml`), the official
//! client `vast-ai/vast-cli` (`vastai/api/offers.py`), recorded answers for what they leave out. No key is needed
//! to search; a configured one is sent. Few filters are sent, because combining them can hide valid rows, and rows
//! are checked again here, because the server has answered with rows that were not asked for.

mod split;

use reqwest::header::{AUTHORIZATION, HeaderName};
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::gpu::{Hints, resolve};
use super::http::{Answer, Request, Session};
use super::rows::Rows;
use super::wire::{Raw, object, price_of};
use super::{FetchError, Fetched, Network, ProviderSettings};
use crate::market::all_in::MAX_PRICE_PER_GIB;
use crate::market::country::parse_location;
use crate::market::offer::{Offer, PriceKind, Rejection};
use crate::units::{Rate, Usdc};
use split::{MAX_SEARCHES, Slice};

/// The search of asks; the slash at the end is part of the path.
const SEARCH: &str = "/api/v0/bundles/";
/// The names of all models that were ever listed.
const NAMES: &str = "/api/v0/gpu_names/unique/";
/// Rows asked for in one search: above the whole market (25,000), since without a limit 64 come.
const LIMIT: usize = 50_000;
/// Largest answer read: the whole market has 70 to 95 million bytes.
const MAX_ANSWER_BYTES: usize = 98_000_000;
/// GB of disk inside `dph_total`; the official client's default.
const ALLOCATED_STORAGE_GB: i64 = 5;
/// Model names kept from the catalogue of names and from answers.
const MAX_NAMES: usize = 2_000;
/// MiB in a GiB.
const MIB_PER_GIB: f64 = 1024.0;

object! {
    /// An ask: a slice of a machine, as a host offers it.
    struct Ask {
        id,
        machine_id,
        gpu_name,
        num_gpus,
        /// MiB of one GPU.
        gpu_ram,
        /// MiB of all GPUs.
        gpu_total_ram,
        /// USD per hour of the whole ask, GPUs only.
        dph_base,
        /// The same with the storage asked for.
        dph_total,
        /// USD per hour of the whole ask from which a bid is taken.
        min_bid,
        is_bid,
        rentable,
        rented,
        verification,
        geolocation,
        reliability,
        reliability2,
        /// Cores that come with the ask, with fractions.
        cpu_cores_effective,
        /// MB that come with the ask.
        cpu_ram,
        /// GB.
        disk_space,
        /// Mbit/s; 0 when nobody measured.
        inet_down,
        inet_up,
        cuda_max_good,
        /// USD per GB and month of 720 hours.
        storage_cost,
        /// USD per GB sent.
        inet_up_cost,
    }
}

/// The two markets a machine is in at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Market {
    OnDemand,
    Bid,
}

impl Market {
    /// The value of `type` in a search.
    const fn as_wire(self) -> &'static str {
        match self {
            Self::OnDemand => "on-demand",
            Self::Bid => "bid",
        }
    }
}

/// Reads the whole market: on demand, then interruptible. One after the other, because a whole answer is large.
pub(super) async fn fetch(session: &Session<'_>, settings: &ProviderSettings) -> Result<Fetched, FetchError> {
    let mut reading = Reading { session, key: settings.api_key.as_ref(), rows: Rows::new(Network::Vast), searches: 0 };
    for market in [Market::OnDemand, Market::Bid] {
        reading.market(market).await?;
    }
    Ok(reading.rows.finish())
}

/// A fetch in progress.
struct Reading<'a> {
    session: &'a Session<'a>,
    key: Option<&'a SecretString>,
    rows: Rows,
    searches: usize,
}

/// What one search brought.
struct Found {
    rows: usize,
    /// The models among them.
    names: Vec<String>,
    /// Rows outside of the slice that was asked for.
    foreign: usize,
}

impl Reading<'_> {
    /// Reads one market whole: in one search, or in as many slices as it takes for no answer to be cut off.
    async fn market(&mut self, market: Market) -> Result<(), FetchError> {
        let mut open = vec![Slice::everything()];
        let mut names: Option<Vec<String>> = None;
        while let Some(slice) = open.pop() {
            let found = self.search(market, &slice).await?;
            if !split::looks_cut_off(found.rows, LIMIT) {
                continue;
            }
            // A server that does not heed the slice answers the same to every other.
            if found.foreign > 0 || self.searches >= MAX_SEARCHES {
                self.warn_cut_off(market);
                return Ok(());
            }
            let names = match &mut names {
                Some(names) => names,
                None => names.insert(self.known_names().await),
            };
            names.extend(found.names);
            names.sort_unstable();
            names.dedup();
            names.truncate(MAX_NAMES);
            match slice.parts(names) {
                parts if parts.is_empty() => self.warn_cut_off(market),
                parts => open.extend(parts),
            }
        }
        Ok(())
    }

    fn warn_cut_off(&mut self, market: Market) {
        let message = format!("Vast.ai cut its {} answers off: some offers are missing", market.as_wire());
        self.rows.warn("truncated", message);
    }

    /// One search. Rows that an earlier search brought are left out without being counted again.
    async fn search(&mut self, market: Market, slice: &Slice) -> Result<Found, FetchError> {
        self.searches += 1;
        let answer = self.ask(Request::post(SEARCH, &query(market, slice))?.max_bytes(MAX_ANSWER_BYTES)).await?;
        let (rows, found) = answer.read(|text| normalize_all(text, market, slice))?;
        self.session.add_rows(rows.len() as u64);
        let earlier = self.rows.ids();
        for row in rows {
            let repeated = row.as_ref().is_ok_and(|offer| earlier.contains(offer.external_id.as_str()));
            if !repeated {
                self.rows.push(row);
            }
        }
        Ok(found)
    }

    /// The names Vast knows; without them a split goes by the names that were seen.
    async fn known_names(&mut self) -> Vec<String> {
        object! {
            struct Names { gpu_names, }
        }
        let names = match self.ask(Request::get(NAMES)).await {
            Ok(answer) => answer.read(|text| {
                let names: Names<'_> = serde_json::from_str(text)?;
                Ok(names.gpu_names.items().into_iter().filter_map(|name| Some(name.text()?.into_owned())).collect())
            }),
            Err(error) => Err(error),
        };
        names.unwrap_or_else(|error| {
            tracing::debug!(%error, "names of models unknown");
            Vec::new()
        })
    }

    async fn ask(&self, request: Request<'_>) -> Result<Answer, FetchError> {
        let request = match self.key {
            Some(key) => {
                let bearer = SecretString::from(format!("Bearer {}", key.expose_secret()));
                request.secret_header(HeaderName::from(AUTHORIZATION), bearer)
            }
            None => request,
        };
        self.session.send(&request).await
    }
}

/// The body of a search: filters and control keys in one object.
fn query(market: Market, slice: &Slice) -> Value {
    let mut query = json!({
        "type": market.as_wire(),
        "rentable": {"eq": true},
        "rented": {"eq": false},
        "external": {"eq": false},
        "order": [["id", "asc"]],
        "limit": LIMIT,
        "allocated_storage": ALLOCATED_STORAGE_GB,
    });
    if let Some(query) = query.as_object_mut() {
        query.extend(slice.filters());
    }
    query
}

/// Reads an answer's rows.
fn normalize_all(
    text: &str,
    market: Market,
    slice: &Slice,
) -> serde_json::Result<(Vec<Result<Offer, Rejection>>, Found)> {
    let rows = super::wire::rows_at(text, &["offers"])?;
    let mut found = Found { rows: rows.len(), names: Vec::new(), foreign: 0 };
    let mut offers = Vec::with_capacity(rows.len());
    for row in rows {
        let offer = read_ask(row).and_then(|ask| {
            let name = ask.gpu_name.text();
            if !slice.holds(name.as_deref(), ask.num_gpus.count()) {
                found.foreign += 1;
                return Err(Rejection::NotAsked);
            }
            if let Some(name) = name.filter(|name| found.names.last().is_none_or(|last| *last != **name)) {
                found.names.push(name.into_owned());
            }
            normalize(&ask, market)
        });
        offers.push(offer);
    }
    found.names.sort_unstable();
    found.names.dedup();
    Ok((offers, found))
}

fn read_ask(row: &RawValue) -> Result<Ask<'_>, Rejection> {
    serde_json::from_str(row.get()).map_err(|_| Rejection::Malformed)
}

/// Makes an offer of an ask. In the market of bids the price is the least that is accepted now; such an offer has an
/// id of its own, because the same ask is on demand too.
fn normalize(ask: &Ask<'_>, market: Market) -> Result<Offer, Rejection> {
    let id = ask.id.id().ok_or(Rejection::MissingId)?;
    let gpu_count = ask.num_gpus.count().filter(|count| *count > 0).ok_or(Rejection::NoGpu)?;
    let name = ask.gpu_name.text().ok_or(Rejection::NoModel)?;
    let interruptible = ask.is_bid.flag().unwrap_or(market == Market::Bid);
    let price_per_hour = price(ask, interruptible).ok_or(Rejection::BadPrice)?;
    let hints = Hints { vram_gib: vram_gib(ask, gpu_count), form_factor: None };
    let (gpu, tflops_fp16) = resolve(&name, hints);
    let (region, country) = ask.geolocation.text().map_or((None, None), |place| parse_location(&place));
    let share = |raw: Raw<'_>| raw.float().filter(|share| (0.0..=1.0).contains(share));
    Ok(Offer {
        provider: Network::Vast.as_str().to_owned(),
        external_id: if interruptible { format!("{id}-bid") } else { id.into_owned() },
        machine_id: ask.machine_id.id().map(std::borrow::Cow::into_owned),
        gpu,
        raw_gpu_name: name.into_owned(),
        tflops_fp16,
        gpu_count,
        units: 1,
        // A row that does not say is one of those asked for: rentable and not rented.
        available: ask.rentable.flag() != Some(false) && ask.rented.flag() != Some(true),
        kind: if interruptible { PriceKind::Interruptible } else { PriceKind::OnDemand },
        price_per_hour,
        region,
        country,
        reliability: share(ask.reliability2).or_else(|| share(ask.reliability)),
        verified: ask.verification.text().is_some_and(|word| word == "verified"),
        cpu_cores: ask.cpu_cores_effective.positive().and_then(whole),
        ram_gib: ask.cpu_ram.positive().map(|megabytes| hundredths(megabytes / MIB_PER_GIB)),
        disk_gib: ask.disk_space.positive(),
        net_down_mbps: ask.inet_down.positive(),
        net_up_mbps: ask.inet_up.positive(),
        cuda: ask.cuda_max_good.positive(),
        storage_price_per_gib_month: per_gib(ask.storage_cost).filter(|price| *price > Usdc::default()),
        egress_price_per_gib: per_gib(ask.inet_up_cost),
        min_hours: 0,
        rent_ref: None,
        quoted_at: None,
    })
}

/// The price of the whole ask without storage.
fn price(ask: &Ask<'_>, interruptible: bool) -> Option<Rate> {
    if interruptible && ask.min_bid.json().is_some() {
        return ask.min_bid.price();
    }
    if ask.dph_base.json().is_some() {
        return ask.dph_base.price();
    }
    // dph_total = dph_base + storage_cost × allocated_storage / 720, exact on all recorded rows.
    let storage = ask.storage_cost.decimal()? * Decimal::from(ALLOCATED_STORAGE_GB) / Decimal::from(720);
    price_of(ask.dph_total.decimal()?.checked_sub(storage)?)
}

fn vram_gib(ask: &Ask<'_>, gpu_count: u32) -> Option<f64> {
    let of_one = ask.gpu_ram.positive();
    let shared = || ask.gpu_total_ram.positive().map(|total| total / f64::from(gpu_count));
    of_one.or_else(shared).map(|mebibytes| mebibytes / MIB_PER_GIB)
}

/// USD per GiB, unless no sane host would ask it.
fn per_gib(raw: Raw<'_>) -> Option<Usdc> {
    let price = raw.decimal().filter(|price| !price.is_sign_negative()).and_then(Usdc::from_decimal_ceil)?;
    (price <= MAX_PRICE_PER_GIB).then_some(price)
}

/// Full units of a count that comes with fractions; `None` below one.
fn whole(number: f64) -> Option<u32> {
    const MOST: f64 = 1e6;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
    (1.0..=MOST).contains(&number).then_some(number as u32)
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests;
