//! Prices that are more likely a mistake than a bargain.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::market::history::{Hour, median};
use crate::units::Rate;

/// Hours over which a provider's usual price is taken: a week.
pub const USUAL_HOURS: i64 = 168;
/// Robust deviations from the usual price beyond which a price is an outlier.
const MAX_DEVIATIONS: f64 = 3.0;
/// What the median absolute deviation is multiplied with to estimate a standard deviation.
const MAD_TO_DEVIATION: f64 = 1.4826;
/// Whatever the deviations, a price within this factor of the usual one is no outlier: tiers of provider differ that
/// much, and two list prices that agree leave no deviation at all.
const NEVER_WITHIN: f64 = 4.0;
/// Other providers needed to tell what is usual.
const MIN_OTHERS: usize = 2;

/// A price far from what the other providers usually ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outlier {
    /// Who asks it.
    pub provider: String,
    /// USD per GPU and hour.
    pub price_per_gpu_hour: Rate,
    /// What the other providers usually asked over the last week.
    pub usual_per_gpu_hour: Rate,
}

/// What is usual for one provider to be measured by: the others' prices of the last week, one median each, so that
/// neither an absurd price that stays nor a provider that is watched more often than the rest can move it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usual {
    pub(super) price: Rate,
    /// Largest distance of the logarithm.
    limit: f64,
}

impl Usual {
    /// `None` with fewer than two others.
    pub(super) fn of_others(others: &[Rate]) -> Option<Self> {
        if others.len() < MIN_OTHERS {
            return None;
        }
        let mut sorted = others.to_vec();
        sorted.sort_unstable();
        let price = median(&sorted)?;
        let mut distances: Vec<f64> = sorted.iter().map(|other| distance(*other, price)).collect();
        distances.sort_by(f64::total_cmp);
        let middle = distances.len() / 2;
        let lower = distances.get((distances.len() - 1) / 2)?;
        let mad = lower.midpoint(*distances.get(middle)?);
        Some(Self { price, limit: (MAX_DEVIATIONS * MAD_TO_DEVIATION * mad).max(NEVER_WITHIN.ln()) })
    }

    pub(super) fn is_outlier(self, price: Rate) -> bool {
        distance(price, self.price) > self.limit
    }
}

/// Whether one of several providers' prices is far from the others'.
#[must_use]
pub fn is_outlier(prices: &[Rate], own: usize) -> bool {
    let others: Vec<Rate> = prices.iter().enumerate().filter(|(i, _)| *i != own).map(|(_, price)| *price).collect();
    prices.get(own).zip(Usual::of_others(&others)).is_some_and(|(price, usual)| usual.is_outlier(*price))
}

/// How far two prices are apart, as a ratio's logarithm.
fn distance(a: Rate, b: Rate) -> f64 {
    (a.micros().max(1) as f64 / b.micros().max(1) as f64).ln().abs()
}

/// A provider's usual price: the median of its last week.
pub(super) fn usual_price(past: &[(Hour, Rate)], current: Option<Rate>, now: Hour) -> Option<Rate> {
    let recent = past.iter().filter(|(hour, _)| *hour < now && now.since(*hour) < USUAL_HOURS).map(|(_, price)| *price);
    let mut prices: Vec<Rate> = recent.chain(current).collect();
    prices.sort_unstable();
    median(&prices)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(micros: i64, others: &[i64]) -> Option<bool> {
        let others: Vec<Rate> = others.iter().map(|micros| Rate::from_micros(*micros)).collect();
        Usual::of_others(&others).map(|usual| usual.is_outlier(Rate::from_micros(micros)))
    }

    #[test]
    fn a_price_like_no_other_is_an_outlier() {
        // An L4 at 0.022 USD/h where others asked 0.39 to 1.00, seen for three days.
        assert_eq!(judged(22_000, &[390_000, 700_000, 1_000_000]), Some(true));
        assert_eq!(judged(22_000, &[390_000, 1_000_000]), Some(true));
        assert_eq!(judged(290_000, &[390_000, 700_000, 1_000_000]), Some(false));
        assert_eq!(judged(10_000_000, &[390_000, 700_000, 1_000_000]), Some(true));
    }

    #[test]
    fn other_tiers_are_not_outliers() {
        assert_eq!(judged(1_500_000, &[4_000_000, 4_100_000]), Some(false));
        assert_eq!(judged(1_000_000, &[1_000_000, 1_000_000, 1_000_000]), Some(false));
    }

    #[test]
    fn one_other_provider_does_not_tell_what_is_usual() {
        assert_eq!(judged(1, &[1_000_000]), None);
    }

    #[test]
    fn the_usual_price_is_of_the_last_week() {
        let past: Vec<(Hour, Rate)> =
            [(0, 9), (832, 9), (833, 1), (999, 3)].map(|(hour, micros)| (Hour(hour), Rate::from_micros(micros))).into();
        assert_eq!(usual_price(&past, Some(Rate::from_micros(5)), Hour(1_000)), Some(Rate::from_micros(3)));
        assert_eq!(usual_price(&[], None, Hour(0)), None);
    }
}
