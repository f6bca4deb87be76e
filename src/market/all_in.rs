//! The all-in price: what an hour really costs with the disk, the traffic and the hours a job needs.

use crate::units::{Rate, Usdc, ceil_div};

/// Hours in a provider's month, by which monthly disk prices are divided (Vast.ai's `storage_cost`).
pub const HOURS_PER_MONTH: i64 = 720;
/// Largest disk or traffic that can be asked for, in GiB.
pub const MAX_GIB: u32 = 1_000_000;
/// Longest run that can be asked for: ten years.
pub const MAX_RUN_HOURS: u32 = 87_600;
/// Hours over which traffic is spread when none are named.
pub const DEFAULT_RUN_HOURS: u32 = 24;
/// Dearest believable price of a GiB (stored for a month, or sent), in micro-USD: above, it counts as unknown.
/// With the other limits it keeps every product below within 64 bits, in Rust and in SQL.
pub const MAX_PRICE_PER_GIB: Usdc = Usdc::from_micros(1_000_000_000);

/// What a job needs beside the GPU.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// GiB of disk.
    pub disk_gib: u32,
    /// GiB sent from the machine over the whole run.
    pub egress_gib: u32,
    /// Hours the machine is kept; a minimum billing period counts against them.
    pub run_hours: Option<u32>,
}

impl Needs {
    /// Whether anything at all was asked for.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }

    /// Hours that traffic and minimum billing are spread over.
    #[must_use]
    pub fn hours(self) -> i64 {
        i64::from(self.run_hours.unwrap_or(DEFAULT_RUN_HOURS)).max(1)
    }

    /// The whole offer's price per hour with these needs, each part rounded up to the micro:
    /// `price · max(hours, min_hours) / hours + disk · storage price / 720 + traffic · egress price / hours`.
    /// The minimum counts only when hours were named. `None` when a price that is needed is unknown.
    #[must_use]
    pub fn price(
        self,
        price_per_hour: Rate,
        min_hours: u32,
        storage_price_per_gib_month: Option<Usdc>,
        egress_price_per_gib: Option<Usdc>,
    ) -> Option<Rate> {
        let mut micros = match self.run_hours {
            Some(_) => {
                let billed = self.hours().max(i64::from(min_hours));
                ceil_div(price_per_hour.micros() * billed, self.hours())
            }
            None => price_per_hour.micros(),
        };
        if self.disk_gib > 0 {
            micros += ceil_div(storage_price_per_gib_month?.micros() * i64::from(self.disk_gib), HOURS_PER_MONTH);
        }
        if self.egress_gib > 0 {
            micros += ceil_div(egress_price_per_gib?.micros() * i64::from(self.egress_gib), self.hours());
        }
        Some(Rate::from_micros(micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICE: Rate = Rate::from_micros(1_000_000);

    #[test]
    fn nothing_asked_is_the_list_price() {
        assert_eq!(Needs::default().price(PRICE, 5, None, None), Some(PRICE));
    }

    #[test]
    fn disk_is_vasts_formula() {
        // A recorded Vast row: 0.6933333333333334 + 0.2666666666666666 × 5 / 720 = 0.6951851851851852.
        let needs = Needs { disk_gib: 5, ..Needs::default() };
        let price = needs.price(Rate::from_micros(693_334), 0, Some(Usdc::from_micros(266_667)), None);
        assert_eq!(price, Some(Rate::from_micros(695_186)));
    }

    #[test]
    fn a_minimum_is_spread_over_the_hours_kept() {
        let needs = Needs { run_hours: Some(2), ..Needs::default() };
        assert_eq!(needs.price(PRICE, 6, None, None), Some(Rate::from_micros(3_000_000)));
        assert_eq!(needs.price(PRICE, 1, None, None), Some(PRICE));
    }

    #[test]
    fn an_unknown_price_that_is_needed_makes_the_whole_unknown() {
        let needs = Needs { egress_gib: 10, run_hours: Some(10), ..Needs::default() };
        assert_eq!(needs.price(PRICE, 0, None, None), None);
        assert_eq!(needs.price(PRICE, 0, None, Some(Usdc::from_micros(20_000))), Some(Rate::from_micros(1_020_000)));
    }

    #[test]
    fn the_limits_cannot_overflow() {
        let needs = Needs { disk_gib: MAX_GIB, egress_gib: MAX_GIB, run_hours: Some(1) };
        let dearest = crate::market::offer::MAX_PRICE_PER_HOUR;
        assert!(needs.price(dearest, MAX_RUN_HOURS, Some(MAX_PRICE_PER_GIB), Some(MAX_PRICE_PER_GIB)).is_some());
    }
}
