//! Exact order statistics of prices.

use crate::units::Rate;

/// Fewest prices from which a median, a quartile, a rank or a share is told.
pub const MIN_POINTS: usize = 5;
/// Fewest prices from which a 5th or 95th percentile is told: with fewer it would be the extreme itself.
pub const MIN_TAIL_POINTS: usize = 20;

/// The `percent`-th percentile by nearest rank: the smallest price that at least `percent` of 100 prices do not exceed.
/// It is always one of the prices. `None` for no prices. The prices must be sorted.
#[must_use]
pub fn nearest_rank(sorted: &[Rate], percent: usize) -> Option<Rate> {
    let rank = (percent * sorted.len()).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// The middle price; between two middle ones their mean, rounded up. `None` for no prices. They must be sorted.
#[must_use]
pub fn median(sorted: &[Rate]) -> Option<Rate> {
    let upper = sorted.get(sorted.len() / 2)?.micros();
    let lower = sorted.get(sorted.len().saturating_sub(1) / 2)?.micros();
    Some(Rate::from_micros(lower + (upper - lower + 1) / 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rates(micros: &[i64]) -> Vec<Rate> {
        micros.iter().map(|micros| Rate::from_micros(*micros)).collect()
    }

    #[test]
    fn percentiles_are_prices_that_were_asked() {
        let prices = rates(&[10, 20, 30, 40, 50]);
        let of = |percent| nearest_rank(&prices, percent).unwrap().micros();
        assert_eq!([0, 5, 20, 21, 25, 50, 75, 95, 100].map(of), [10, 10, 10, 20, 20, 30, 40, 50, 50]);
        assert_eq!(nearest_rank(&[], 50), None);
    }

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(median(&rates(&[1, 2, 9])), Some(Rate::from_micros(2)));
        assert_eq!(median(&rates(&[1, 2, 5, 9])), Some(Rate::from_micros(4)));
        assert_eq!(median(&[]), None);
    }

    proptest! {
        #[test]
        fn at_least_the_share_lies_at_or_below(mut micros in prop::collection::vec(0..1_000_i64, 1..60), percent in 0_usize..=100) {
            micros.sort_unstable();
            let prices = rates(&micros);
            let found = nearest_rank(&prices, percent).unwrap();
            let not_above = prices.iter().filter(|price| **price <= found).count();
            let below = prices.iter().filter(|price| **price < found).count();
            prop_assert!(not_above * 100 >= percent * prices.len());
            prop_assert!(below == 0 || below * 100 < percent * prices.len());
        }
    }
}
