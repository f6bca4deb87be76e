//! Judging one market: where to buy, against whom, what it saves and how sure that is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::confidence::{Confidence, LOOKBACK_HOURS, Observation};
use super::outlier::{Outlier, Usual, usual_price};
use super::saving::{ASSUMED_EGRESS_PER_GIB, DEFAULT_HOURS, DEFAULT_MIN_SPREAD_BPS, Job, Saving};
use crate::market::history::{CountClass, Hour, PriceStats, SeriesKey};
use crate::units::Rate;

/// Providers from which the median one is told.
pub const MIN_PROVIDERS: usize = 3;

/// What a price is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Versus {
    /// The median provider, of three at least.
    #[default]
    Median,
    /// The next cheapest provider.
    Next,
    /// The dearest provider.
    Dearest,
    /// What the user pays, USD per GPU and hour.
    Price(Rate),
}

/// What is asked of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// What with.
    pub versus: Versus,
    /// GPUs of the job; the class's fewest when not named.
    pub gpus: Option<u32>,
    /// GiB to move.
    pub data_gib: u32,
    /// Hours the job goes on.
    pub hours: u32,
    /// Least net saving that is worth it, in basis points of the reference.
    pub min_spread_bps: i64,
    /// Also buy at a price that is probably a mistake.
    pub include_outliers: bool,
    /// Hours between observations: 1, or more where the market is seen less often.
    pub step_hours: i64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            versus: Versus::default(),
            gpus: None,
            data_gib: 0,
            hours: DEFAULT_HOURS,
            min_spread_bps: DEFAULT_MIN_SPREAD_BPS,
            include_outliers: false,
            step_hours: 1,
        }
    }
}

/// A provider's figures now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The figures.
    pub stats: PriceStats,
    /// Of when they are.
    pub at: Timestamp,
}

/// One provider in a market, now and before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSeries {
    /// Who.
    pub provider: String,
    /// Now; `None` when it has nothing on offer, or what is known is too old.
    pub now: Option<Seen>,
    /// Its price in the hours it was seen, oldest first.
    pub past: Vec<(Hour, Rate)>,
}

/// Everybody who competes in a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    /// Which.
    pub key: SeriesKey,
    /// Who.
    pub providers: Vec<ProviderSeries>,
}

/// What a price is compared with, found in a market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reference {
    /// USD per GPU and hour.
    pub price_per_gpu_hour: Rate,
    /// Whose price it is; two when it lies between two, none when the user named it.
    pub providers: Vec<String>,
}

/// A deal's comparison with its reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// With what.
    pub reference: Reference,
    /// What moving saves.
    pub saving: Saving,
    /// How sure that is.
    pub confidence: Confidence,
    /// What that was judged by, newest first.
    pub observations: Vec<Observation>,
    /// Whether it is news.
    pub is_event: bool,
    /// The data's way out was counted at an assumed price.
    pub egress_assumed: bool,
}

/// The best place to buy in a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deal {
    /// Where.
    pub provider: String,
    /// Its figures.
    pub stats: PriceStats,
    /// GPUs it is counted for.
    pub gpus: u32,
    /// Its own price is an outlier, taken on request.
    pub is_outlier: bool,
    /// What it is worth; `None` when there is nothing to compare with.
    pub comparison: Option<Comparison>,
    /// Providers compared.
    pub providers: u32,
    /// Oldest data used.
    pub observed_at: Timestamp,
    /// Prices left out, or marked, as probable mistakes.
    pub outliers: Vec<Outlier>,
}

/// A provider with its price of one moment.
#[derive(Clone, Copy, Debug)]
struct Offered {
    provider: usize,
    price: Rate,
}

/// Finds the best place to buy in a market and judges it; `None` when nobody has anything.
#[must_use]
pub fn assess(market: &Market, now: Hour, terms: &Terms) -> Option<Deal> {
    let usual = usual_by_provider(market, now);
    let buyable = |offered: &Offered| terms.include_outliers || judge(&usual, offered).is_none();
    let buy = current(market).filter(buyable).min_by(|a, b| by_price(market, a, b))?;
    judge_deal(market, &usual, buy, now, terms)
}

/// Judges buying at one provider, best place or not; `None` when it has nothing, or asks what must be a mistake.
#[must_use]
pub fn assess_provider(market: &Market, provider: &str, now: Hour, terms: &Terms) -> Option<Deal> {
    let usual = usual_by_provider(market, now);
    let buyable = |offered: &Offered| terms.include_outliers || judge(&usual, offered).is_none();
    let buy = current(market).filter(buyable).find(|offered| name(market, offered) == Some(provider))?;
    judge_deal(market, &usual, buy, now, terms)
}

fn judge_deal(market: &Market, usual: &[Option<Usual>], buy: Offered, now: Hour, terms: &Terms) -> Option<Deal> {
    let is_outlier = |offered: &Offered| judge(usual, offered).is_some();
    let sound: Vec<Offered> = current(market).filter(|offered| !is_outlier(offered)).collect();
    let seen = seen_of(market, &buy)?;
    let compared = sound.iter().filter_map(|offered| seen_of(market, offered)).chain([seen]);
    let gpus = terms.gpus.or(market.key.class.map(CountClass::min_gpus)).unwrap_or(1);
    Some(Deal {
        provider: name(market, &buy)?.to_owned(),
        stats: seen.stats.clone(),
        gpus,
        is_outlier: is_outlier(&buy),
        comparison: compare(market, usual, &sound, buy, now, gpus, terms),
        providers: u32::try_from(sound.len() + usize::from(is_outlier(&buy))).unwrap_or(u32::MAX),
        observed_at: compared.map(|seen| seen.at).min()?,
        outliers: current(market).filter_map(|offered| outlier(market, usual, &offered)).collect(),
    })
}

fn compare(
    market: &Market,
    usual: &[Option<Usual>],
    sound: &[Offered],
    buy: Offered,
    now: Hour,
    gpus: u32,
    terms: &Terms,
) -> Option<Comparison> {
    let (reference, holders) = reference(market, sound, buy.provider, terms.versus)?;
    let egress = holders.iter().filter_map(|offered| seen_of(market, offered)?.stats.egress_price_per_gib).max();
    let job = Job {
        gpus,
        data_gib: terms.data_gib,
        hours: terms.hours,
        egress_price_per_gib: egress.unwrap_or(ASSUMED_EGRESS_PER_GIB),
        min_hours: seen_of(market, &buy)?.stats.min_hours,
    };
    let saving = job.saving(buy.price, reference);
    let mut observations =
        vec![Observation { hour: now, best_bps: saving.basis_points, same_bps: Some(saving.basis_points) }];
    observations.extend(
        past(market, usual, now, terms.step_hours)
            .filter_map(|(hour, offered)| observe(market, hour, &offered, buy.provider, &job, terms.versus)),
    );
    let confidence = Confidence::new(&observations, terms.min_spread_bps);
    Some(Comparison {
        is_event: confidence.is_event(saving.basis_points, terms.min_spread_bps),
        saving,
        confidence,
        observations,
        egress_assumed: terms.data_gib > 0 && egress.is_none(),
        reference: Reference {
            price_per_gpu_hour: reference,
            providers: holders.iter().filter_map(|offered| name(market, offered)).map(str::to_owned).collect(),
        },
    })
}

/// What an earlier moment was worth, to its own best provider and to today's.
fn observe(
    market: &Market,
    hour: Hour,
    offered: &[Offered],
    today: usize,
    job: &Job,
    versus: Versus,
) -> Option<Observation> {
    let best = offered.iter().copied().min_by(|a, b| by_price(market, a, b))?;
    let (price, _) = reference(market, offered, best.provider, versus)?;
    let same = offered.iter().find(|offered| offered.provider == today);
    let same_bps = same.and_then(|same| {
        let (price, _) = reference(market, offered, same.provider, versus)?;
        Some(job.saving(same.price, price).basis_points)
    });
    Some(Observation { hour, best_bps: job.saving(best.price, price).basis_points, same_bps })
}

/// The price to compare a provider's with, and whose it is.
fn reference(market: &Market, offered: &[Offered], buyer: usize, versus: Versus) -> Option<(Rate, Vec<Offered>)> {
    let mut sorted = offered.to_vec();
    sorted.sort_by(|a, b| by_price(market, a, b));
    match versus {
        Versus::Price(price) => Some((price, Vec::new())),
        Versus::Median if sorted.len() < MIN_PROVIDERS => None,
        Versus::Median => {
            let (lower, upper) = (*sorted.get((sorted.len() - 1) / 2)?, *sorted.get(sorted.len() / 2)?);
            let holders = if lower.provider == upper.provider { vec![lower] } else { vec![lower, upper] };
            // Rounded down, so that no saving is overstated.
            Some((Rate::from_micros(lower.price.micros().midpoint(upper.price.micros())), holders))
        }
        Versus::Next => sorted.into_iter().find(|other| other.provider != buyer).map(|next| (next.price, vec![next])),
        Versus::Dearest => {
            sorted.into_iter().rev().find(|other| other.provider != buyer).map(|last| (last.price, vec![last]))
        }
    }
}

/// The earlier observations, newest first: in each stretch of `step` hours before the present one, every provider's
/// last price that is no outlier.
fn past<'a>(
    market: &'a Market,
    usual: &'a [Option<Usual>],
    now: Hour,
    step: i64,
) -> impl Iterator<Item = (Hour, Vec<Offered>)> + 'a {
    let step = step.max(1);
    let mut stretches: BTreeMap<i64, (Hour, Vec<Offered>)> = BTreeMap::new();
    for (provider, series) in market.providers.iter().enumerate() {
        let mut filled = None;
        for (hour, price) in series.past.iter().rev() {
            let age = now.since(*hour);
            let stretch = age / step;
            if age < step || filled == Some(stretch) {
                continue;
            }
            if age > LOOKBACK_HOURS {
                break;
            }
            filled = Some(stretch);
            let (newest, offered) = stretches.entry(stretch).or_insert((*hour, Vec::new()));
            *newest = (*newest).max(*hour);
            let price = Offered { provider, price: *price };
            if judge(usual, &price).is_none() {
                offered.push(price);
            }
        }
    }
    stretches.into_values()
}

fn usual_by_provider(market: &Market, now: Hour) -> Vec<Option<Usual>> {
    let prices: Vec<Option<Rate>> = market
        .providers
        .iter()
        .map(|series| usual_price(&series.past, series.now.as_ref().map(|seen| seen.stats.price), now))
        .collect();
    (0..prices.len())
        .map(|own| {
            let others = prices.iter().enumerate().filter(|(i, _)| *i != own).filter_map(|(_, price)| *price);
            Usual::of_others(&others.collect::<Vec<_>>())
        })
        .collect()
}

/// What is usual, when the price is an outlier.
fn judge(usual: &[Option<Usual>], offered: &Offered) -> Option<Usual> {
    usual.get(offered.provider).copied().flatten().filter(|usual| usual.is_outlier(offered.price))
}

fn outlier(market: &Market, usual: &[Option<Usual>], offered: &Offered) -> Option<Outlier> {
    Some(Outlier {
        provider: name(market, offered)?.to_owned(),
        price_per_gpu_hour: offered.price,
        usual_per_gpu_hour: judge(usual, offered)?.price,
    })
}

fn current(market: &Market) -> impl Iterator<Item = Offered> {
    let price = |series: &ProviderSeries| series.now.as_ref().map(|seen| seen.stats.price);
    market
        .providers
        .iter()
        .enumerate()
        .filter_map(move |(provider, series)| Some(Offered { provider, price: price(series)? }))
}

fn seen_of<'a>(market: &'a Market, offered: &Offered) -> Option<&'a Seen> {
    market.providers.get(offered.provider)?.now.as_ref()
}

fn name<'a>(market: &'a Market, offered: &Offered) -> Option<&'a str> {
    market.providers.get(offered.provider).map(|series| series.provider.as_str())
}

/// Cheapest first; of equals by name, so that the order of rows never matters.
fn by_price(market: &Market, a: &Offered, b: &Offered) -> std::cmp::Ordering {
    (a.price, name(market, a)).cmp(&(b.price, name(market, b)))
}

#[cfg(test)]
mod tests;
