//! What a booking costs, what more of it costs, and what comes back.

use crate::ledger::{LedgerError, arithmetic};
use crate::units::{Rate, Usdc};

/// The terms agreed on when a booking was made; nothing changes them afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The price.
    pub rate: Rate,
    /// So many seconds are paid for at least, because the provider bills them.
    pub min_seconds: u64,
    /// Our share of what was used, in hundredths of a percent.
    pub fee_basis_points: u32,
}

impl Terms {
    /// What so many seconds cost, rounded up once.
    pub fn price(&self, seconds: u64) -> Result<Usdc, LedgerError> {
        arithmetic::price(self.rate, seconds.max(self.min_seconds))
    }

    /// What a longer booking costs on top of a shorter one; all the extensions of a booking and its first price sum to
    /// the price of the whole.
    pub fn extension(&self, booked_seconds: u64, extended_seconds: u64) -> Result<Usdc, LedgerError> {
        let billed = |seconds: u64| seconds.max(self.min_seconds);
        arithmetic::extension_price(self.rate, billed(booked_seconds), billed(extended_seconds))
    }

    /// What comes back of a booking of which less was used.
    pub fn refund(&self, booked_seconds: u64, used_seconds: u64) -> Result<Usdc, LedgerError> {
        let billed = |seconds: u64| seconds.max(self.min_seconds);
        arithmetic::refund(self.rate, billed(booked_seconds), billed(used_seconds))
    }

    /// Our share of what was used.
    pub fn fee(&self, used: Usdc) -> Result<Usdc, LedgerError> {
        arithmetic::fee(used, self.fee_basis_points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms() -> impl Strategy<Value = Terms> {
        (1_i64..10_000_000_000, prop_oneof![Just(0_u64), 1..100_000_u64], 0_u32..=10_000).prop_map(
            |(rate, min_seconds, fee_basis_points)| Terms {
                rate: Rate::from_micros(rate),
                min_seconds,
                fee_basis_points,
            },
        )
    }

    proptest! {
        #[test]
        fn extensions_sum_to_the_price_of_the_whole(terms in terms(), first in 1_u64..100_000, steps in prop::collection::vec(1_u64..50_000, 0..20)) {
            let (mut booked, mut paid) = (first, terms.price(first).unwrap().micros());
            for step in steps {
                paid += terms.extension(booked, booked + step).unwrap().micros();
                booked += step;
            }
            prop_assert_eq!(paid, terms.price(booked).unwrap().micros());
        }

        #[test]
        fn what_was_used_and_what_comes_back_make_the_whole(terms in terms(), used in 0_u64..100_000, more in 0_u64..100_000) {
            let back = terms.refund(used + more, used).unwrap();
            prop_assert!(back.micros() >= 0);
            prop_assert_eq!(back.micros() + terms.price(used).unwrap().micros(), terms.price(used + more).unwrap().micros());
        }

        #[test]
        fn nobody_pays_less_than_the_least_that_is_billed(terms in terms(), seconds in 0_u64..100_000) {
            prop_assert!(terms.price(seconds).unwrap() >= terms.price(0).unwrap());
            if seconds >= terms.min_seconds {
                prop_assert_eq!(terms.price(seconds), arithmetic::price(terms.rate, seconds));
            }
        }
    }
}
