//! What is said of a place to buy.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{MarketOffers, age_s};
use crate::market::arbitrage::{Deal, Grade, Outlier, Terms, Versus};
use crate::market::catalogue::{Catalogue, GpuSpec};
use crate::market::history::{Billing, CountClass, GpuKey, NEAR_PERCENT, SeriesKey};
use crate::store::OwnedQuote;
use crate::units::{Rate, Usdc};

/// Hundredths in one.
const HUNDRED: f64 = 100.0;

/// What to know about a price before believing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The price rests on a single offer.
    Thin,
    /// A price in this market is probably a mistake; see `outliers`.
    Outlier,
    /// Nobody measured the reliability of some of the machines near the price: it was taken for the usual one.
    Imputed,
    /// Some of the prices are what recent auctions ended at.
    Estimate,
    /// The data's way out was counted at an assumed price.
    EgressAssumed,
}

impl Flag {
    /// The name used in JSON and in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Thin => "thin",
            Self::Outlier => "outlier",
            Self::Imputed => "imputed",
            Self::Estimate => "estimate",
            Self::EgressAssumed => "egress_assumed",
        }
    }
}

/// The best place to buy in one market: one GPU, one way of billing, one count class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Opportunity {
    /// Names the market: GPU, billing, count class.
    pub id: String,
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
    /// Whether the machines can be taken away.
    pub kind: Billing,
    /// GPUs of one offer: 1, 2-4 or 8+.
    pub count_class: CountClass,
    /// GPUs it is counted for.
    pub gpus: u32,
    /// Where to buy.
    pub provider: String,
    /// The provider's price, which no single offer makes, USD per GPU and hour.
    pub price_per_gpu_hour: Rate,
    /// What it is compared with: median, next, dearest or price; null when there is nothing to compare with.
    pub reference: Option<String>,
    /// Whose price that is; two when it lies between two.
    pub reference_providers: Vec<String>,
    /// The price it is compared with, USD per GPU and hour.
    pub reference_price_per_gpu_hour: Option<Rate>,
    /// What is left of the difference after moving, over the hours asked for, USD per GPU and hour.
    pub net_saving_per_gpu_hour: Option<Rate>,
    /// The same in percent of the reference, rounded down to hundredths.
    pub net_saving_percent: Option<f64>,
    /// What moving the whole job costs once, USD.
    pub switching_cost: Option<Usdc>,
    /// Seconds after which the cheaper price has paid for moving.
    pub break_even_s: Option<i64>,
    /// GPUs to be had within 5 % of the price.
    pub depth_gpus: u32,
    /// Offers the price was made of.
    pub offers: u32,
    /// Providers compared.
    pub providers: u32,
    /// Whether it is news: well above what this market usually offers.
    pub event: bool,
    /// What it usually offers: median of the 14 observations before, percent; null with fewer than 5.
    pub usual_saving_percent: Option<f64>,
    /// How well the saving has lasted.
    pub confidence: Option<Grade>,
    /// Observations that was taken from.
    pub observations: u32,
    /// Of those, how many had the saving at the same provider.
    pub held: u32,
    /// Hours from the first of those to the last.
    pub span_hours: i64,
    /// What to know before believing the price.
    pub flags: Vec<Flag>,
    /// Prices that are probably mistakes.
    pub outliers: Vec<Outlier>,
    /// Oldest data used.
    pub observed_at: Timestamp,
    /// Seconds since then.
    pub age_s: i64,
    /// What every number follows from, with `--explain`.
    pub explain: Option<Evidence>,
}

/// Everything that the numbers of one market follow from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Each provider's offers, cheapest provider first.
    pub providers: Vec<EvidenceProvider>,
    /// Earlier and present observations, newest first.
    pub observations: Vec<EvidenceObservation>,
}

/// One provider's offers in a market.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceProvider {
    /// Who.
    pub provider: String,
    /// Its price: of n offers the ⌈n/4⌉-th cheapest, but not cheaper than the second.
    pub price_per_gpu_hour: Rate,
    /// Its offers, cheapest first.
    pub offers: Vec<EvidenceOffer>,
}

/// An offer, as far as it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceOffer {
    /// Which.
    pub id: String,
    /// USD per GPU and hour.
    pub price_per_gpu_hour: Rate,
    /// GPUs in it.
    pub gpu_count: u32,
    /// How many of it can be had side by side.
    pub units: u32,
    /// Its machine: offers of one machine overlap.
    pub machine_id: Option<String>,
    /// Measured share of time up; null when the usual one was taken.
    pub reliability: Option<f64>,
    /// USD per GiB sent from it.
    pub egress_price_per_gib: Option<Usdc>,
    /// Hours paid for at least.
    pub min_hours: u32,
}

/// What could be saved at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceObservation {
    /// Beginning of the hour.
    pub hour: Timestamp,
    /// What the best provider of that moment saved, percent.
    pub best_saving_percent: f64,
    /// What today's provider saved then, percent; null when it had nothing.
    pub same_saving_percent: Option<f64>,
}

/// Basis points as percent.
pub(in crate::ops) fn percent(bps: i64) -> f64 {
    bps as f64 / HUNDRED
}

impl Opportunity {
    pub(super) fn new(key: &SeriesKey, deal: &Deal, terms: &Terms, at: Timestamp, explain: Option<Evidence>) -> Self {
        let comparison = deal.comparison.as_ref();
        let saving = comparison.map(|comparison| comparison.saving);
        let confidence = comparison.map(|comparison| comparison.confidence);
        let reference = comparison.map(|comparison| &comparison.reference);
        let count_class = key.class.unwrap_or(CountClass::One);
        Self {
            id: market_id(key),
            model: key.gpu.model.clone(),
            form_factor: key.gpu.form_factor.clone(),
            vram_gib: key.gpu.vram_gib,
            kind: key.billing,
            count_class,
            gpus: deal.gpus,
            provider: deal.provider.clone(),
            price_per_gpu_hour: deal.stats.price,
            reference: reference.map(|_| versus_name(terms.versus).to_owned()),
            reference_providers: reference.map(|reference| reference.providers.clone()).unwrap_or_default(),
            reference_price_per_gpu_hour: reference.map(|reference| reference.price_per_gpu_hour),
            net_saving_per_gpu_hour: saving.map(|saving| saving.net_per_gpu_hour),
            net_saving_percent: saving.map(|saving| percent(saving.basis_points)),
            switching_cost: saving.map(|saving| saving.switching_cost),
            break_even_s: saving.and_then(|saving| saving.break_even_s),
            depth_gpus: deal.stats.near_gpus,
            offers: deal.stats.offers,
            providers: deal.providers,
            event: comparison.is_some_and(|comparison| comparison.is_event),
            usual_saving_percent: confidence.and_then(|confidence| confidence.usual_bps).map(percent),
            confidence: confidence.map(|confidence| confidence.grade),
            observations: confidence.map_or(0, |confidence| confidence.observations),
            held: confidence.map_or(0, |confidence| confidence.held),
            span_hours: confidence.map_or(0, |confidence| confidence.span_hours),
            flags: flags(deal),
            outliers: deal.outliers.clone(),
            observed_at: deal.observed_at,
            age_s: age_s(deal.observed_at, at),
            explain,
        }
    }
}

fn flags(deal: &Deal) -> Vec<Flag> {
    [
        (Flag::Thin, deal.stats.is_thin()),
        (Flag::Outlier, !deal.outliers.is_empty()),
        (Flag::Imputed, deal.stats.near_unmeasured > 0),
        (Flag::Estimate, deal.stats.near_estimates > 0),
        (Flag::EgressAssumed, deal.comparison.as_ref().is_some_and(|comparison| comparison.egress_assumed)),
    ]
    .into_iter()
    .filter_map(|(flag, is_set)| is_set.then_some(flag))
    .collect()
}

const fn versus_name(versus: Versus) -> &'static str {
    match versus {
        Versus::Median => "median",
        Versus::Next => "next",
        Versus::Dearest => "dearest",
        Versus::Price(_) => "price",
    }
}

/// Names a market: the catalogue's name of the GPU, how it is billed, and the count class.
pub(super) fn market_id(key: &SeriesKey) -> String {
    let name = gpu_id(&key.gpu, key.billing);
    key.class.map_or(name.clone(), |class| format!("{name}:{}", class.as_str()))
}

/// Names a GPU by the catalogue's name of it, and how it is billed.
pub(in crate::ops) fn gpu_id(gpu: &GpuKey, billing: Billing) -> String {
    let is_it = |row: &&GpuSpec| {
        Some(row.vram_gib) == gpu.vram_gib && Some(row.form_factor.as_str()) == gpu.form_factor.as_deref()
    };
    let name = match Catalogue::builtin().rows_of(&gpu.model).find(is_it) {
        Some(row) => row.slug.clone(),
        None => gpu.to_string().to_lowercase().replace(' ', "-"),
    };
    format!("{name}:{}", billing.as_str())
}

impl Evidence {
    pub(super) fn new(market: &MarketOffers, deal: &Deal) -> Self {
        let mut providers: Vec<EvidenceProvider> = market
            .market
            .providers
            .iter()
            .filter_map(|series| {
                let offers = market.offers.iter().filter(|offer| offer.provider() == series.provider);
                Some(EvidenceProvider {
                    provider: series.provider.clone(),
                    price_per_gpu_hour: series.now.as_ref()?.stats.price,
                    offers: listed(offers),
                })
            })
            .collect();
        providers.sort_by(|a, b| (a.price_per_gpu_hour, &a.provider).cmp(&(b.price_per_gpu_hour, &b.provider)));
        let observations = deal
            .comparison
            .iter()
            .flat_map(|comparison| &comparison.observations)
            .map(|seen| EvidenceObservation {
                hour: seen.hour.start(),
                best_saving_percent: percent(seen.best_bps),
                same_saving_percent: seen.same_bps.map(percent),
            })
            .collect();
        Self { providers, observations }
    }
}

fn listed<'a>(offers: impl Iterator<Item = &'a OwnedQuote>) -> Vec<EvidenceOffer> {
    let mut listed: Vec<EvidenceOffer> = offers.map(EvidenceOffer::from).collect();
    listed.sort_by(|a, b| (a.price_per_gpu_hour, &a.id).cmp(&(b.price_per_gpu_hour, &b.id)));
    listed
}

impl From<&OwnedQuote> for EvidenceOffer {
    fn from(offer: &OwnedQuote) -> Self {
        let quote = offer.quote();
        Self {
            id: quote.id.to_owned(),
            price_per_gpu_hour: quote.price,
            gpu_count: quote.gpu_count,
            units: quote.units,
            machine_id: quote.machine.map(str::to_owned),
            reliability: quote.reliability,
            egress_price_per_gib: quote.egress_price_per_gib,
            min_hours: quote.min_hours,
        }
    }
}

/// The offers of a deal's provider near its price, cheapest first, at most so many.
pub(super) fn near_offers(market: &MarketOffers, deal: &Deal, limit: usize) -> Vec<EvidenceOffer> {
    let most = deal.stats.price.micros().saturating_mul(NEAR_PERCENT) / 100;
    let own = market.offers.iter().filter(|offer| offer.provider() == deal.provider);
    let mut near = listed(own.filter(|offer| offer.quote().price.micros() <= most));
    near.truncate(limit);
    near
}
