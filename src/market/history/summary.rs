//! What can be said about many hours of one GPU's price.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::percentile::{MIN_POINTS, MIN_TAIL_POINTS, median, nearest_rank};
use super::series::Hour;
use crate::units::Rate;

/// The prices of one hour, over all providers that were seen in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourPrices {
    /// Which hour.
    pub hour: Hour,
    /// The cheapest offer of all.
    pub lowest: Rate,
    /// The cheapest provider's price, which no single offer makes.
    pub price: Rate,
    /// The median of the providers' medians.
    pub median: Rate,
    /// Offers.
    pub offers: u32,
    /// GPUs.
    pub gpus: u32,
}

/// Joins the hours of several providers into those of the market, in order. `median` is each provider's own until then.
#[must_use]
pub fn join_providers(rows: impl IntoIterator<Item = HourPrices>) -> Vec<HourPrices> {
    let mut hours: BTreeMap<Hour, Vec<HourPrices>> = BTreeMap::new();
    for row in rows {
        hours.entry(row.hour).or_default().push(row);
    }
    hours.into_values().filter_map(|providers| join(&providers)).collect()
}

fn join(providers: &[HourPrices]) -> Option<HourPrices> {
    let mut medians: Vec<Rate> = providers.iter().map(|provider| provider.median).collect();
    medians.sort_unstable();
    Some(HourPrices {
        hour: providers.first()?.hour,
        lowest: providers.iter().map(|provider| provider.lowest).min()?,
        price: providers.iter().map(|provider| provider.price).min()?,
        median: median(&medians)?,
        offers: providers.iter().map(|provider| provider.offers).sum(),
        gpus: providers.iter().map(|provider| provider.gpus).sum(),
    })
}

/// Percentiles by nearest rank over observed hours; null where there are too few hours: 5 for quartiles and median,
/// 20 for the 5th and 95th percentile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Percentiles {
    /// Lowest in any observed hour.
    pub min: Option<Rate>,
    /// 5th percentile.
    pub p5: Option<Rate>,
    /// 25th percentile.
    pub p25: Option<Rate>,
    /// 50th percentile.
    pub p50: Option<Rate>,
    /// 75th percentile.
    pub p75: Option<Rate>,
    /// 95th percentile.
    pub p95: Option<Rate>,
    /// Highest in any observed hour.
    pub max: Option<Rate>,
}

/// For how much of the observed time a price was under an amount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct UnderShare {
    /// The amount, USD per GPU and hour.
    pub under: Rate,
    /// Observed hours with a price under it.
    pub hours_under: u64,
    /// Hours in which somebody looked, also those with nothing on offer.
    pub observed_hours: u64,
    /// The share of observed hours, 0 to 1; null for fewer than 5.
    pub share: Option<f64>,
}

/// One measure of the price over the observed hours.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PriceSummary {
    /// In the newest observed hour; null when nothing is on offer any more.
    pub now: Option<Rate>,
    /// Share of the hours with offers in which it was cheaper than now: 0 means never; null for fewer than 5 hours.
    pub cheaper_share: Option<f64>,
    /// How it was spread over the hours with offers.
    pub percentiles: Percentiles,
    /// For how much of the time it was under the amount asked about.
    pub under: Option<UnderShare>,
}

impl PriceSummary {
    /// Summarises the prices of the hours with offers, in any order. `observed_hours` counts those without offers too.
    #[must_use]
    pub fn new(prices: &[Rate], now: Option<Rate>, observed_hours: u64, under: Option<Rate>) -> Self {
        let mut sorted = prices.to_vec();
        sorted.sort_unstable();
        let below = |limit: Rate| sorted.partition_point(|price| *price < limit) as u64;
        let enough = sorted.len() >= MIN_POINTS;
        Self {
            now,
            cheaper_share: now.filter(|_| enough).map(|now| share(below(now), sorted.len() as u64)),
            percentiles: Percentiles::new(&sorted),
            under: under.map(|under| UnderShare {
                under,
                hours_under: below(under),
                observed_hours,
                share: (observed_hours >= MIN_POINTS as u64).then(|| share(below(under), observed_hours)),
            }),
        }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

impl Percentiles {
    fn new(sorted: &[Rate]) -> Self {
        let from = |points: usize, percent| {
            if sorted.len() >= points { nearest_rank(sorted, percent) } else { None }
        };
        Self {
            min: sorted.first().copied(),
            p5: from(MIN_TAIL_POINTS, 5),
            p25: from(MIN_POINTS, 25),
            p50: from(MIN_POINTS, 50),
            p75: from(MIN_POINTS, 75),
            p95: from(MIN_TAIL_POINTS, 95),
            max: sorted.last().copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates(micros: impl IntoIterator<Item = i64>) -> Vec<Rate> {
        micros.into_iter().map(Rate::from_micros).collect()
    }

    #[test]
    fn nothing_is_told_from_too_few_hours() {
        let few = PriceSummary::new(&rates(1..=4), Some(Rate::from_micros(2)), 4, Some(Rate::from_micros(3)));
        assert_eq!((few.percentiles.p50, few.percentiles.p5, few.cheaper_share), (None, None, None));
        assert_eq!(few.percentiles.min, Some(Rate::from_micros(1)), "extremes are facts, not statistics");
        assert_eq!(few.under.map(|under| (under.hours_under, under.share)), Some((2, None)));
        let some = PriceSummary::new(&rates(1..=5), None, 5, None);
        assert_eq!((some.percentiles.p50, some.percentiles.p95), (Some(Rate::from_micros(3)), None));
        let many = PriceSummary::new(&rates(1..=20), None, 20, None);
        assert_eq!(
            (many.percentiles.p5, many.percentiles.p95),
            (Some(Rate::from_micros(1)), Some(Rate::from_micros(19)))
        );
    }

    #[test]
    fn time_without_offers_counts_as_not_under() {
        let summary =
            PriceSummary::new(&rates([1, 2, 3, 4, 5]), Some(Rate::from_micros(4)), 10, Some(Rate::from_micros(3)));
        let under = summary.under.unwrap();
        assert_eq!((under.hours_under, under.observed_hours, under.share), (2, 10, Some(0.2)));
        assert_eq!(summary.cheaper_share, Some(0.6));
    }

    #[test]
    fn hours_of_several_providers_become_one() {
        let row = |hour, lowest, price, median| HourPrices {
            hour: Hour(hour),
            lowest: Rate::from_micros(lowest),
            price: Rate::from_micros(price),
            median: Rate::from_micros(median),
            offers: 1,
            gpus: 2,
        };
        let joined = join_providers([row(2, 7, 8, 9), row(1, 3, 5, 6), row(1, 4, 4, 8)]);
        assert_eq!(joined, [HourPrices { offers: 2, gpus: 4, ..row(1, 3, 4, 7) }, row(2, 7, 8, 9)]);
    }
}
