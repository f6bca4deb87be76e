//! How far providers are apart, by the three usual yardsticks.

use schemars::JsonSchema;
use serde::Serialize;

use crate::units::Rate;

const BPS: i128 = 10_000;

/// How far the cheapest provider is below others, in hundredths of a percent of their price, rounded down. Without
/// costs: a description of the market, not an offer to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Spread {
    /// Below the next cheapest provider.
    pub next_bps: i64,
    /// Below the median provider.
    pub median_bps: i64,
    /// Below the dearest provider. Recorded markets exceed 15 % on 99.8 % of days: it says nothing.
    pub dearest_bps: i64,
}

impl Spread {
    /// The spread of one price per provider; `None` for fewer than two.
    #[must_use]
    pub fn new(prices: &[Rate]) -> Option<Self> {
        let mut micros: Vec<i128> = prices.iter().map(|price| i128::from(price.micros())).collect();
        micros.sort_unstable();
        let (cheapest, next, dearest) = (*micros.first()?, *micros.get(1)?, *micros.last()?);
        // Twice the median, so that it is exact between two prices.
        let median = micros.get(micros.len() / 2)? + micros.get((micros.len() - 1) / 2)?;
        let below = |twice: i128| {
            if twice <= 0 {
                return 0;
            }
            i64::try_from((twice - 2 * cheapest) * BPS / twice).unwrap_or(0)
        };
        Some(Self { next_bps: below(2 * next), median_bps: below(median), dearest_bps: below(2 * dearest) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_is_measured_against_all_three() {
        let spread = |micros: &[i64]| {
            let prices: Vec<Rate> = micros.iter().map(|micros| Rate::from_micros(*micros)).collect();
            Spread::new(&prices)
        };
        let of = |next_bps, median_bps, dearest_bps| Some(Spread { next_bps, median_bps, dearest_bps });
        assert_eq!(spread(&[400, 100, 200]), of(5_000, 5_000, 7_500));
        assert_eq!(spread(&[85, 100, 101, 1_000]), of(1_500, 1_542, 9_150));
        assert_eq!(spread(&[5, 5]), of(0, 0, 0));
        assert_eq!(spread(&[5]), None);
    }
}
