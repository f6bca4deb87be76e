//! `gpus history`: what a GPU cost over time.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::market::{freshness, resolve_known};
use crate::app::App;
use crate::error::{Result, Warning};
use crate::market::history::{Billing, GpuKey, Hour, HourPrices, PriceSummary, join_providers};
use crate::store::{HistoryQuery, ModelHistory};
use crate::units::Rate;

/// Days looked back on when none are named.
pub const DEFAULT_DAYS: u32 = 30;
/// Days that can be looked back on.
pub const MAX_DAYS: u32 = 3_650;

/// What `history` is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRequest {
    /// The GPU as the user spells it.
    pub model: String,
    /// How it is billed.
    pub billing: Billing,
    /// Only this provider.
    pub provider: Option<String>,
    /// Days to look back on.
    pub days: u32,
    /// The last moment; now when not given.
    pub at: Option<Timestamp>,
    /// Also tell for how much of the time the price was under this.
    pub under: Option<Rate>,
}

/// What one GPU cost over time. Hours in which nobody looked are not in it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GpuHistory {
    /// Names GPU and billing.
    pub id: String,
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …; null when unknown.
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
    /// Whether the machines could be taken away.
    pub kind: Billing,
    /// Whose prices: those that had it.
    pub providers: Vec<String>,
    /// First hour looked at.
    pub from: Timestamp,
    /// Last hour looked at.
    pub to: Timestamp,
    /// Hours in which somebody looked.
    pub observed_hours: u64,
    /// Of those, hours in which something was on offer.
    pub offered_hours: u64,
    /// The cheapest offer of all.
    pub lowest: PriceSummary,
    /// The cheapest provider's price, which no single offer makes.
    pub price: PriceSummary,
    /// The median of the providers' medians.
    pub median: PriceSummary,
    /// Each hour with offers, oldest first.
    pub points: Vec<HistoryPoint>,
}

/// The prices of one hour, USD per GPU and hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HistoryPoint {
    /// Beginning of the hour.
    pub hour: Timestamp,
    /// The cheapest offer of all.
    pub lowest: Rate,
    /// The cheapest provider's price.
    pub price: Rate,
    /// The median of the providers' medians.
    pub median: Rate,
    /// Offers.
    pub offers: u32,
    /// GPUs; overlapping offers of one machine count once.
    pub gpus: u32,
}

impl From<&HourPrices> for HistoryPoint {
    fn from(hour: &HourPrices) -> Self {
        Self {
            hour: hour.hour.start(),
            lowest: hour.lowest,
            price: hour.price,
            median: hour.median,
            offers: hour.offers,
            gpus: hour.gpus,
        }
    }
}

/// What each GPU that the model may be cost over time; GPUs without a price in it are left out.
pub async fn history(app: &App, request: &HistoryRequest) -> Result<(Vec<GpuHistory>, Vec<Warning>)> {
    let store = app.store().await?;
    let at = request.at.unwrap_or_else(|| app.now());
    let query = HistoryQuery {
        gpus: resolve_known(store, &request.model).await?,
        billing: request.billing,
        provider: request.provider.clone(),
        from: Hour::of(at - SignedDuration::from_hours(i64::from(request.days) * 24)),
        to: Hour::of(at),
    };
    let found = store.history(&query).await?;
    let histories = found.into_iter().filter_map(|found| of_gpu(found, &query, request.under)).collect();
    let warnings = if request.at.is_some() { Vec::new() } else { freshness(app, store).await? };
    Ok((histories, warnings))
}

fn of_gpu(found: ModelHistory, query: &HistoryQuery, under: Option<Rate>) -> Option<GpuHistory> {
    let ModelHistory { gpu, hours, observed_hours, newest_hour } = found;
    let providers: Vec<String> = hours.keys().cloned().collect();
    let hours = join_providers(hours.into_values().flatten());
    let newest = hours.last()?;
    let is_present = newest_hour.is_none_or(|hour| hour <= newest.hour);
    let summary = |price: fn(&HourPrices) -> Rate| {
        let prices: Vec<Rate> = hours.iter().map(price).collect();
        PriceSummary::new(&prices, is_present.then(|| price(newest)), observed_hours, under)
    };
    let GpuKey { model, form_factor, vram_gib } = gpu.clone();
    Some(GpuHistory {
        id: super::arbitrage::gpu_id(&gpu, query.billing),
        model,
        form_factor,
        vram_gib,
        kind: query.billing,
        providers,
        from: query.from.start(),
        to: query.to.start(),
        observed_hours,
        offered_hours: hours.len() as u64,
        lowest: summary(|hour| hour.lowest),
        price: summary(|hour| hour.price),
        median: summary(|hour| hour.median),
        points: hours.iter().map(HistoryPoint::from).collect(),
    })
}
