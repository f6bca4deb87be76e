//! What moving from one price to another saves, after all costs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::market::offer::MAX_PRICE_PER_HOUR;
use crate::units::{Rate, Usdc};

/// Hours a saving is counted over when none are named.
pub const DEFAULT_HOURS: u32 = 24;
/// Least net saving that counts, in basis points, when none is named: 15 %.
pub const DEFAULT_MIN_SPREAD_BPS: i64 = 1_500;
/// Minutes paid at the new place before the job is where it was: booting, fetching images and data.
pub const RESTAGING_MINUTES: i64 = 45;
/// USD per GiB sent that is assumed of a place that does not say: the usual price on marketplaces.
pub const ASSUMED_EGRESS_PER_GIB: Usdc = Usdc::from_micros(20_000);

const MINUTES_PER_HOUR: i128 = 60;
const SECONDS_PER_HOUR: i128 = 3_600;
const BPS: i128 = 10_000;

/// What is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// GPUs, at least 1.
    pub gpus: u32,
    /// GiB that must be sent from the old place.
    pub data_gib: u32,
    /// Hours it goes on for, at least 1.
    pub hours: u32,
    /// USD per GiB sent from the old place.
    pub egress_price_per_gib: Usdc,
    /// Hours paid for at least at the new place.
    pub min_hours: u32,
}

/// What moving saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Saving {
    /// Net of all costs, USD per GPU and hour; negative when moving costs more than it saves.
    pub net_per_gpu_hour: Rate,
    /// The same in hundredths of a percent of the reference, rounded down.
    pub basis_points: i64,
    /// Cost of moving the whole job once.
    pub switching_cost: Usdc,
    /// Seconds after which the cheaper price has paid for moving; null when it never does.
    pub break_even_s: Option<i64>,
}

impl Job {
    /// What moving saves when the old place asks `reference` and the new one `price`, both per GPU and hour:
    ///
    /// ```text
    /// switching  = data · egress price + 45 min · price · GPUs
    /// net saving = (reference · hours − price · max(hours, min hours)) · GPUs − switching
    /// ```
    #[must_use]
    pub fn saving(&self, price: Rate, reference: Rate) -> Saving {
        let gpus = i128::from(self.gpus.max(1));
        let hours = i128::from(self.hours.max(1));
        let min_hours = i128::from(self.min_hours);
        let bill = |rate: Rate| i128::from(rate.min(MAX_PRICE_PER_HOUR).micros()) * gpus;
        let (price, reference) = (bill(price), bill(reference));
        let data = i128::from(self.data_gib) * i128::from(self.egress_price_per_gib.micros());
        let switching = data + ceil_div(price * i128::from(RESTAGING_MINUTES), MINUTES_PER_HOUR);
        let stay = reference * hours;
        let net = stay - price * hours.max(min_hours) - switching;
        Saving {
            net_per_gpu_hour: Rate::from_micros(narrow(net.div_euclid(hours * gpus))),
            basis_points: if stay > 0 { narrow((net * BPS).div_euclid(stay)) } else { 0 },
            switching_cost: Usdc::from_micros(narrow(switching)),
            break_even_s: break_even_s(price, reference, switching, min_hours),
        }
    }
}

/// When the two bills meet: after the minimum billing period, or within it, where the new bill does not grow.
fn break_even_s(price: i128, reference: i128, switching: i128, min_hours: i128) -> Option<i64> {
    if reference <= price {
        return None;
    }
    let after = ceil_div(switching * SECONDS_PER_HOUR, reference - price);
    let within = ceil_div((price * min_hours + switching) * SECONDS_PER_HOUR, reference);
    Some(narrow(if after >= min_hours * SECONDS_PER_HOUR { after } else { within }))
}

fn ceil_div(dividend: i128, divisor: i128) -> i128 {
    -(-dividend).div_euclid(divisor)
}

fn narrow(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const JOB: Job =
        Job { gpus: 1, data_gib: 0, hours: 24, egress_price_per_gib: ASSUMED_EGRESS_PER_GIB, min_hours: 0 };

    fn saving(job: Job, price: i64, reference: i64) -> Saving {
        job.saving(Rate::from_micros(price), Rate::from_micros(reference))
    }

    #[test]
    fn moving_costs_the_data_and_three_quarters_of_an_hour() {
        // 2 against 1 USD/h: 200 GiB · 0.02 = 4 USD, 45 min = 0.75 USD; 24 − 4.75 of 48 USD is 40.1 %.
        let saving = saving(Job { data_gib: 200, ..JOB }, 1_000_000, 2_000_000);
        assert_eq!(saving.switching_cost, Usdc::from_micros(4_750_000));
        assert_eq!((saving.basis_points, saving.net_per_gpu_hour), (4_010, Rate::from_micros(802_083)));
        assert_eq!(saving.break_even_s, Some(17_100), "4.75 USD at 1 USD/h");
    }

    #[test]
    fn a_minimum_billing_period_counts_and_can_hold_the_break_even() {
        let job = Job { hours: 1, min_hours: 10, ..JOB };
        assert_eq!(saving(job, 1_000_000, 2_000_000).net_per_gpu_hour, Rate::from_micros(-8_750_000));
        // Within the minimum the new bill stands at 10.75 USD, which the old one reaches after 5.375 h.
        assert_eq!(saving(job, 1_000_000, 2_000_000).break_even_s, Some(19_350));
    }

    #[test]
    fn a_dearer_place_never_pays() {
        let dearer = saving(JOB, 2_000_001, 2_000_000);
        assert!(dearer.basis_points < 0 && dearer.break_even_s.is_none());
    }

    #[test]
    fn the_limits_cannot_overflow() {
        let huge = Job { gpus: u32::MAX, data_gib: u32::MAX, hours: u32::MAX, min_hours: u32::MAX, ..JOB };
        assert!(saving(huge, i64::MAX, 1).basis_points < 0);
    }

    proptest! {
        #[test]
        fn dearer_never_saves_more(price in 1..10_000_000_i64, more in 1..10_000_000_i64, reference in 1..10_000_000_i64, gpus in 1_u32..64, hours in 1_u32..1_000, data_gib in 0_u32..10_000, min_hours in 0_u32..50) {
            let job = Job { gpus, data_gib, hours, min_hours, ..JOB };
            let (cheap, dear) = (saving(job, price, reference), saving(job, price + more, reference));
            prop_assert!(dear.basis_points <= cheap.basis_points);
            prop_assert!(dear.net_per_gpu_hour <= cheap.net_per_gpu_hour);
            prop_assert!(dear.break_even_s.is_none() || dear.break_even_s >= cheap.break_even_s);
        }

        #[test]
        fn at_the_break_even_both_bills_are_alike(price in 1..1_000_000_i64, more in 1_000..10_000_000_i64, data_gib in 0_u32..1_000, min_hours in 0_u32..50) {
            let job = Job { data_gib, min_hours, ..JOB };
            let reference = price + more;
            let found = saving(job, price, reference);
            let seconds = i128::from(found.break_even_s.unwrap());
            let new = |seconds: i128| i128::from(price) * seconds.max(i128::from(min_hours) * 3_600) + i128::from(found.switching_cost.micros()) * 3_600;
            prop_assert!(i128::from(reference) * seconds >= new(seconds));
            prop_assert!(i128::from(reference) * (seconds - 1) < new(seconds - 1));
        }
    }
}
