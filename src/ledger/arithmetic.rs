//! The only prices, fees, refunds and shares. Every figure is rounded once; the others follow by subtraction,
//! so that the parts of an amount always sum to it.

use super::LedgerError;
use crate::units::{Rate, Usdc};

const SECONDS_PER_HOUR: i128 = 3600;
/// 100 %, in basis points.
pub const MAX_BASIS_POINTS: u32 = 10_000;

/// What `seconds` cost at `rate`: ⌈rate · seconds / 3600⌉. Taken of the whole time, never summed from pieces,
/// so that neither many short bookings nor many short extensions round in the buyer's favour.
pub fn price(rate: Rate, seconds: u64) -> Result<Usdc, LedgerError> {
    if rate.micros() < 0 {
        return Err(LedgerError::OutOfRange { what: "the rate" });
    }
    let micros = (i128::from(rate.micros()) * i128::from(seconds) + SECONDS_PER_HOUR - 1) / SECONDS_PER_HOUR;
    usdc(micros)
}

/// What an extension from `booked` to `extended` seconds costs, so that extensions sum to the price of the whole.
pub fn extension_price(rate: Rate, booked_seconds: u64, extended_seconds: u64) -> Result<Usdc, LedgerError> {
    if extended_seconds < booked_seconds {
        return Err(LedgerError::OutOfRange { what: "the extension" });
    }
    subtract(price(rate, extended_seconds)?, price(rate, booked_seconds)?)
}

/// What comes back of a booking of `booked` seconds of which `used` were used: the price of the whole less the
/// price of what was used.
pub fn refund(rate: Rate, booked_seconds: u64, used_seconds: u64) -> Result<Usdc, LedgerError> {
    if used_seconds > booked_seconds {
        return Err(LedgerError::OutOfRange { what: "the used time" });
    }
    subtract(price(rate, booked_seconds)?, price(rate, used_seconds)?)
}

/// Our share of an amount: ⌊amount · basis points / 10,000⌋.
pub fn fee(amount: Usdc, basis_points: u32) -> Result<Usdc, LedgerError> {
    if amount.micros() < 0 {
        return Err(LedgerError::OutOfRange { what: "the amount" });
    }
    if basis_points > MAX_BASIS_POINTS {
        return Err(LedgerError::OutOfRange { what: "the fee" });
    }
    usdc(i128::from(amount.micros()) * i128::from(basis_points) / i128::from(MAX_BASIS_POINTS))
}

/// Shares an amount out by weight with the largest-remainder method: the shares sum to the amount, a weight of
/// zero gets nothing, a larger weight never gets less, and of equal remainders the earlier one comes first.
/// Callers order members by id, so that nobody can aim for a place in the list.
pub fn split(amount: Usdc, weights: &[u64]) -> Result<Vec<Usdc>, LedgerError> {
    if amount.micros() < 0 {
        return Err(LedgerError::OutOfRange { what: "the amount" });
    }
    let total: i128 = weights.iter().copied().map(i128::from).sum();
    if total == 0 {
        return Err(LedgerError::NoWeight);
    }
    // An i64 times a u64 stays below 2^127.
    let exact = |weight: u64| i128::from(amount.micros()) * i128::from(weight);
    let mut shares: Vec<i128> = weights.iter().map(|&weight| exact(weight) / total).collect();
    let given: i128 = shares.iter().sum();
    let left = usize::try_from(i128::from(amount.micros()) - given).map_err(|_| LedgerError::TooLarge)?;
    let mut by_remainder: Vec<(i128, &mut i128)> =
        weights.iter().map(|&weight| exact(weight) % total).zip(&mut shares).collect();
    by_remainder.sort_by_key(|(remainder, _)| std::cmp::Reverse(*remainder));
    for (_, share) in by_remainder.into_iter().take(left) {
        *share += 1;
    }
    shares.into_iter().map(usdc).collect()
}

/// `whole − part`, when both fit.
pub(super) fn subtract(whole: Usdc, part: Usdc) -> Result<Usdc, LedgerError> {
    whole.micros().checked_sub(part.micros()).map(Usdc::from_micros).ok_or(LedgerError::TooLarge)
}

/// `a + b`, when it fits.
pub(super) fn add(a: Usdc, b: Usdc) -> Result<Usdc, LedgerError> {
    a.micros().checked_add(b.micros()).map(Usdc::from_micros).ok_or(LedgerError::TooLarge)
}

fn usdc(micros: i128) -> Result<Usdc, LedgerError> {
    i64::try_from(micros).map(Usdc::from_micros).map_err(|_| LedgerError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whole numbers with a liking for the edges, where rounding and overflow live.
    fn edgy(max: i64) -> impl Strategy<Value = i64> {
        let edge = (0_u32..63, -8_i64..=8).prop_map(move |(bit, by)| (1_i64 << bit).saturating_add(by).clamp(0, max));
        prop_oneof![0..=max, edge, Just(max), Just(0)]
    }

    fn weight() -> impl Strategy<Value = u64> {
        prop_oneof![3 => 0_u64..1000, 2 => any::<u64>(), 1 => Just(0), 1 => Just(u64::MAX)]
    }

    /// Far more than any price list asks and any booking lasts, and its product still fits.
    const MAX_RATE: i64 = 10_000_000_000;
    const MAX_SECONDS: i64 = 3_000_000_000;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_price_is_never_less_than_exact_and_less_than_a_micro_more(rate in edgy(MAX_RATE), seconds in edgy(MAX_SECONDS)) {
            let exact = i128::from(rate) * i128::from(seconds);
            let price = i128::from(price(Rate::from_micros(rate), seconds.unsigned_abs()).unwrap().micros());
            prop_assert!(price * 3600 >= exact);
            prop_assert!((price - 1) * 3600 < exact);
        }

        #[test]
        fn extensions_sum_to_the_price_of_the_whole(rate in edgy(MAX_RATE), steps in prop::collection::vec(0_u64..100_000, 0..50)) {
            let rate = Rate::from_micros(rate);
            let (mut booked, mut paid) = (0, Usdc::default());
            for step in steps {
                let more = extension_price(rate, booked, booked + step).unwrap();
                prop_assert!(more.micros() >= 0);
                booked += step;
                paid = add(paid, more).unwrap();
            }
            prop_assert_eq!(paid, price(rate, booked).unwrap());
        }

        #[test]
        fn many_short_bookings_never_cost_less_than_a_long_one(rate in edgy(MAX_RATE), parts in 1_u64..1000, seconds in 0_u64..10_000) {
            let rate = Rate::from_micros(rate);
            let short = price(rate, seconds).unwrap().micros() * i64::try_from(parts).unwrap();
            prop_assert!(short >= price(rate, seconds * parts).unwrap().micros());
        }

        #[test]
        fn used_and_refunded_make_the_whole(rate in edgy(MAX_RATE), seconds in (edgy(MAX_SECONDS), edgy(MAX_SECONDS))) {
            let rate = Rate::from_micros(rate);
            let booked = seconds.0.max(seconds.1).unsigned_abs();
            let used = seconds.0.min(seconds.1).unsigned_abs();
            let back = refund(rate, booked, used).unwrap();
            prop_assert!(back.micros() >= 0);
            prop_assert_eq!(add(back, price(rate, used).unwrap()), price(rate, booked));
            prop_assert_eq!(refund(rate, booked, booked).unwrap(), Usdc::default());
            prop_assert_eq!(refund(rate, booked, 0), price(rate, booked));
        }

        #[test]
        fn a_fee_loses_less_than_a_micro_and_never_exceeds_the_amount(amount in edgy(i64::MAX), basis_points in 0..=MAX_BASIS_POINTS) {
            let fee = i128::from(fee(Usdc::from_micros(amount), basis_points).unwrap().micros());
            let exact = i128::from(amount) * i128::from(basis_points);
            prop_assert!(fee * 10_000 <= exact && exact < (fee + 1) * 10_000);
            prop_assert!((0..=i128::from(amount)).contains(&fee));
        }

        #[test]
        fn shares_sum_to_the_amount_and_follow_the_weights(amount in edgy(i64::MAX), weights in prop::collection::vec(weight(), 0..60)) {
            let shares = split(Usdc::from_micros(amount), &weights);
            if weights.iter().all(|&weight| weight == 0) {
                prop_assert_eq!(shares, Err(LedgerError::NoWeight));
                return Ok(());
            }
            let shares: Vec<i64> = shares.unwrap().into_iter().map(Usdc::micros).collect();
            prop_assert_eq!(shares.iter().copied().map(i128::from).sum::<i128>(), i128::from(amount));
            let total: i128 = weights.iter().copied().map(i128::from).sum();
            for (&share, &weight) in shares.iter().zip(&weights) {
                prop_assert!(weight > 0 || share == 0);
                let exact = i128::from(amount) * i128::from(weight) / total;
                prop_assert!(i128::from(share) == exact || i128::from(share) == exact + 1, "within a micro of the exact share");
            }
            for (share, weight) in shares.iter().zip(&weights) {
                for (other_share, other_weight) in shares.iter().zip(&weights) {
                    prop_assert!(weight <= other_weight || share >= other_share);
                }
            }
            prop_assert_eq!(shares.len(), weights.len());
        }
    }

    #[test]
    fn of_equal_remainders_the_earlier_member_comes_first() {
        let shares = split(Usdc::from_micros(11), &[1, 1, 1]).unwrap();
        assert_eq!(shares.into_iter().map(Usdc::micros).collect::<Vec<_>>(), [4, 4, 3]);
    }

    #[test]
    fn ten_thousand_members_and_extreme_weights_stay_exact() {
        let mut weights = vec![1_u64; 10_000];
        weights[0] = u64::MAX;
        let shares = split(Usdc::from_micros(i64::MAX), &weights).unwrap();
        assert_eq!(shares.iter().map(|share| i128::from(share.micros())).sum::<i128>(), i128::from(i64::MAX));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let rate = Rate::from_micros(i64::MAX);
        assert_eq!(price(rate, 3600).unwrap().micros(), i64::MAX);
        assert_eq!(price(rate, 3601), Err(LedgerError::TooLarge));
        assert_eq!(price(Rate::from_micros(i64::MAX), u64::MAX), Err(LedgerError::TooLarge));
        assert!(price(Rate::from_micros(-1), 1).is_err());
        assert!(refund(rate, 10, 11).is_err());
        assert!(extension_price(rate, 10, 9).is_err());
        assert!(fee(Usdc::from_micros(-1), 1).is_err());
        assert!(fee(Usdc::from_micros(1), 10_001).is_err());
        assert!(split(Usdc::from_micros(-1), &[1]).is_err());
    }
}
