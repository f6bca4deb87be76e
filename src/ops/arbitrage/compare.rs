//! `arbitrage compare`: what each provider asks for one model.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::report::{market_id, percent};
use super::{Scope, View, age_s};
use crate::app::App;
use crate::error::{Result, Warning};
use crate::market::arbitrage::{Spread, is_outlier};
use crate::market::history::Billing;
use crate::store::ProviderStats;
use crate::units::Rate;

/// Parts per million in one.
const PPM: f64 = 1e6;

/// What `compare` is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareRequest {
    /// Which markets: one model.
    pub scope: Scope,
}

/// What the providers ask for one GPU.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GpuPrices {
    /// Names GPU and billing.
    pub id: String,
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …; null when unknown.
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
    /// Whether the machines can be taken away.
    pub kind: Billing,
    /// How far the cheapest provider's price is below the next one's, percent, outliers apart; null for one provider.
    pub below_next_percent: Option<f64>,
    /// The same against the median provider.
    pub below_median_percent: Option<f64>,
    /// The same against the dearest provider.
    pub below_dearest_percent: Option<f64>,
    /// Cheapest price first.
    pub providers: Vec<ProviderPrices>,
}

/// What one provider asks for one GPU: everything it has for rent, whatever the count and the reliability.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ProviderPrices {
    /// Who.
    pub provider: String,
    /// Offers.
    pub offers: u32,
    /// GPUs free; overlapping offers of one machine count once.
    pub gpus: u32,
    /// Cheapest, USD per GPU and hour.
    pub min_price_per_gpu_hour: Rate,
    /// 25th percentile by nearest rank.
    pub p25_price_per_gpu_hour: Rate,
    /// Middle.
    pub median_price_per_gpu_hour: Rate,
    /// Dearest.
    pub max_price_per_gpu_hour: Rate,
    /// The provider's price: its 25th percentile, but no cheaper than its second cheapest offer.
    pub price_per_gpu_hour: Rate,
    /// Mean measured reliability, 0 to 1; null when none was measured.
    pub mean_reliability: Option<f64>,
    /// Whether the price is far from what the other providers ask, and probably a mistake.
    pub outlier: bool,
    /// When it was seen.
    pub observed_at: Timestamp,
    /// Seconds since then.
    pub age_s: i64,
}

/// What each provider asks for each GPU that the model may be.
pub async fn compare(app: &App, request: &CompareRequest) -> Result<(Vec<GpuPrices>, Vec<Warning>)> {
    let store = app.store().await?;
    let view = View::new(app, store, &request.scope).await?;
    let stats = store.provider_stats(&view.query).await?;
    let gpus = stats.chunk_by(|a, b| a.key == b.key).filter_map(|of_gpu| gpu_prices(of_gpu, view.at())).collect();
    Ok((gpus, view.warnings(app).await?))
}

fn gpu_prices(stats: &[ProviderStats], now: Timestamp) -> Option<GpuPrices> {
    let key = &stats.first()?.key;
    let prices: Vec<Rate> = stats.iter().map(|provider| provider.stats.price).collect();
    let sound: Vec<Rate> =
        (0..prices.len()).filter(|own| !is_outlier(&prices, *own)).filter_map(|own| prices.get(own)).copied().collect();
    let spread = Spread::new(&sound);
    let mut providers: Vec<ProviderPrices> =
        stats.iter().enumerate().map(|(own, stats)| provider_prices(stats, is_outlier(&prices, own), now)).collect();
    providers.sort_by(|a, b| (a.price_per_gpu_hour, &a.provider).cmp(&(b.price_per_gpu_hour, &b.provider)));
    Some(GpuPrices {
        id: market_id(key),
        model: key.gpu.model.clone(),
        form_factor: key.gpu.form_factor.clone(),
        vram_gib: key.gpu.vram_gib,
        kind: key.billing,
        below_next_percent: spread.map(|spread| percent(spread.next_bps)),
        below_median_percent: spread.map(|spread| percent(spread.median_bps)),
        below_dearest_percent: spread.map(|spread| percent(spread.dearest_bps)),
        providers,
    })
}

fn provider_prices(provider: &ProviderStats, outlier: bool, now: Timestamp) -> ProviderPrices {
    let ProviderStats { provider, stats, observed_at, .. } = provider;
    ProviderPrices {
        provider: provider.clone(),
        offers: stats.offers,
        gpus: stats.gpus,
        min_price_per_gpu_hour: stats.min,
        p25_price_per_gpu_hour: stats.p25,
        median_price_per_gpu_hour: stats.median,
        max_price_per_gpu_hour: stats.max,
        price_per_gpu_hour: stats.price,
        mean_reliability: stats.reliability_ppm.map(|ppm| f64::from(ppm) / PPM),
        outlier,
        observed_at: *observed_at,
        age_s: age_s(*observed_at, now),
    }
}
