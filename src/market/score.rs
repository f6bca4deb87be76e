//! The G-Score: performance, reliability and price of an offer in one number from 0 to 1.
//!
//! ```text
//! G = P^0.25 · R^0.35 · C^0.40
//! P = min(1, TFLOPS of one GPU / 989)
//! R = clamp((r − 0.90) / 0.0995, 0, 1)      r: lower bound of the reliability
//! C = clamp(median / (2 · own), 0, 1)       both USD per TFLOP-hour
//! ```
//!
//! It is a product because one bad property cannot be made up for by the others: Vast's own score, fitted over
//! recorded offers, is one too, with reliability at about the square. It is the same function for every provider;
//! providers only supply what they measured. It ranks and filters; whoever minimises money minimises money.
//!
//! The lower bound of the reliability is the mean less one standard deviation of a Beta distribution that starts
//! from what is usual for the provider's class, at the weight of [`PRIOR_DAYS`], and learns from the measured
//! share at the weight of [`MEASURED_DAYS`]. An unknown reliability is what is usual, marked `imputed`.

use schemars::JsonSchema;
use serde::Serialize;

use super::offer::{Offer, PriceKind};
use super::row::OfferRow;
use crate::units::Rate;

/// Weight of the performance factor. The three weights sum to 1.
pub const PERFORMANCE_WEIGHT: f64 = 0.25;
/// Weight of the reliability factor.
pub const RELIABILITY_WEIGHT: f64 = 0.35;
/// Weight of the price factor.
pub const PRICE_WEIGHT: f64 = 0.40;

/// FP16 dense tensor TFLOPS at which the performance factor is 1: one H100 SXM.
pub const FULL_PERFORMANCE_TFLOPS: f64 = 989.0;
/// Lower bound of the reliability at which its factor is 0. Of recorded Vast offers a tenth is below 0.873.
pub const ZERO_RELIABILITY: f64 = 0.90;
/// Lower bound of the reliability at which its factor is 1.
pub const FULL_RELIABILITY: f64 = 0.9995;

/// Days of observation that the prior counts for.
pub const PRIOR_DAYS: f64 = 20.0;
/// Days of observation that a measured reliability counts for.
///
/// No provider says how long it measured, so this is one number for all. Half a year lets a measured figure
/// outweigh the prior nine to one: on a marketplace R is 0.35, 0.67, 0.78, 0.89 for measured 0.95, 0.98, 0.99,
/// 0.999 (0.02 for an unknown one). With 30 days R would stay below 0.61 even for 1.0; with a year, a figure that
/// is often only a month's would be believed more than it deserves.
pub const MEASURED_DAYS: f64 = 180.0;
/// An unknown reliability never counts for more than this one measured on a marketplace. A list-price cloud's
/// prior alone would: nobody is to rank higher for not being measured.
pub const UNKNOWN_COUNTS_AT_MOST: f64 = 0.98;

/// Step of the grid that the reference price lies on, as a ratio.
const REFERENCE_STEP: f64 = 1.01;
/// Decimals of a score.
const SCORE_SCALE: f64 = 1e4;

/// What kind of business a provider is; decides what reliability to expect of an unmeasured machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProviderClass {
    /// Independent hosts set prices and come and go.
    Marketplace,
    /// One firm answers for the price and the machine.
    ListPrice,
}

impl ProviderClass {
    /// The share of time up that is usual in this class.
    #[must_use]
    pub const fn prior_reliability(self) -> f64 {
        match self {
            Self::Marketplace => 0.95,
            Self::ListPrice => 0.995,
        }
    }
}

/// The class of a provider. io.net sells at its own list prices, the dearer part of it from partner data centres;
/// Vast, Akash and Render pass on what hosts ask. A provider not known here is a marketplace, the careful guess.
#[must_use]
pub fn provider_class(provider: &str) -> ProviderClass {
    match provider {
        "ionet" => ProviderClass::ListPrice,
        _ => ProviderClass::Marketplace,
    }
}

/// What a score is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoreInputs {
    /// FP16 dense tensor TFLOPS of one GPU, from the catalogue.
    pub tflops_per_gpu: Option<f64>,
    /// GPUs in the offer.
    pub gpu_count: u32,
    /// Price of the whole offer.
    pub price_per_hour: Rate,
    /// How the price is made.
    pub kind: PriceKind,
    /// Measured share of time up, 0 to 1.
    pub reliability: Option<f64>,
    /// The provider's class.
    pub provider_class: ProviderClass,
}

impl From<&Offer> for ScoreInputs {
    fn from(offer: &Offer) -> Self {
        Self {
            tflops_per_gpu: offer.tflops_fp16,
            gpu_count: offer.gpu_count,
            price_per_hour: offer.price_per_hour,
            kind: offer.kind,
            reliability: offer.reliability,
            provider_class: provider_class(&offer.provider),
        }
    }
}

impl From<&OfferRow> for ScoreInputs {
    fn from(row: &OfferRow) -> Self {
        Self {
            tflops_per_gpu: row.tflops_fp16,
            gpu_count: row.gpu_count,
            price_per_hour: row.price_per_hour,
            kind: row.kind,
            reliability: row.reliability,
            provider_class: provider_class(&row.provider),
        }
    }
}

/// A G-Score and its factors, each from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Score {
    /// The G-Score, rounded to four decimals.
    pub value: f64,
    /// TFLOPS of one GPU against an H100 SXM's.
    pub performance: f64,
    /// Lower bound of the reliability on the scale from 0.90 to 0.9995.
    pub reliability: f64,
    /// Half the median price per TFLOP-hour scores 1, the median 0.5.
    pub price: f64,
    /// The reliability is what is usual for the provider's class: nobody measured it.
    pub imputed: bool,
}

impl Score {
    /// Scores an offer. `None` for a price list, which is no machine, and for a GPU of unknown performance.
    #[must_use]
    pub fn new(inputs: &ScoreInputs, reference: Reference) -> Option<Self> {
        if inputs.kind == PriceKind::Indicative {
            return None;
        }
        let tflops = known_tflops(inputs.tflops_per_gpu)?;
        let own_price = price_per_tflop_hour(inputs.price_per_hour, inputs.gpu_count, tflops);
        let (bound, imputed) = reliability_lower_bound(inputs.reliability, inputs.provider_class);

        let performance = (tflops / FULL_PERFORMANCE_TFLOPS).min(1.0);
        let reliability = ((bound - ZERO_RELIABILITY) / (FULL_RELIABILITY - ZERO_RELIABILITY)).clamp(0.0, 1.0);
        let price = reference.price_factor(own_price);
        let product =
            performance.powf(PERFORMANCE_WEIGHT) * reliability.powf(RELIABILITY_WEIGHT) * price.powf(PRICE_WEIGHT);
        let value = (product * SCORE_SCALE).round() / SCORE_SCALE;
        Some(Self { value, performance, reliability, price, imputed })
    }
}

/// The market's price of performance, against which offers are scored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// USD per TFLOP-hour, positive, on the grid of [`quantise`].
    pub price_per_tflop_hour: f64,
}

impl Reference {
    /// The quantised median of today's eligible offers, of any model. `None` when no offer is eligible: then
    /// nothing can be scored.
    ///
    /// Eligible is what can be rented now and kept: available, of known TFLOPS, at an on-demand price or an
    /// auction estimate. Interruptible offers, a third cheaper for being so, would shift the median with their
    /// share in the market; price lists are not machines.
    #[must_use]
    pub fn from_offers<'a>(offers: impl IntoIterator<Item = &'a Offer>) -> Option<Self> {
        let eligible =
            |offer: &&Offer| offer.available && matches!(offer.kind, PriceKind::OnDemand | PriceKind::AuctionEstimate);
        let price = |offer: &Offer| {
            let tflops = known_tflops(offer.tflops_fp16)?;
            Some(price_per_tflop_hour(offer.price_per_hour, offer.gpu_count, tflops))
        };
        Self::from_prices(offers.into_iter().filter(eligible).filter_map(price))
    }

    /// The quantised median of prices per TFLOP-hour, for a caller that has chosen the offers itself.
    /// Prices that are not positive numbers are left out.
    #[must_use]
    pub fn from_prices(prices: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut prices: Vec<f64> = prices.into_iter().filter(|price| price.is_finite() && *price > 0.0).collect();
        let middle = prices.len() / 2;
        if prices.is_empty() {
            return None;
        }
        let is_even = prices.len().is_multiple_of(2);
        let (below, upper, _) = prices.select_nth_unstable_by(middle, f64::total_cmp);
        let lower = below.iter().copied().max_by(f64::total_cmp).filter(|_| is_even).unwrap_or(*upper);
        Some(Self { price_per_tflop_hour: quantise(lower.midpoint(*upper)) })
    }

    /// The price factor of an offer: 1 at half the reference and below, falling with the price.
    fn price_factor(self, own_price: f64) -> f64 {
        if own_price > 0.0 { (self.price_per_tflop_hour / (2.0 * own_price)).clamp(0.0, 1.0) } else { 1.0 }
    }
}

/// Moves a positive price to the nearest point of a logarithmic grid of 1 % steps.
///
/// The median of the market moves a little with every sync. Taken as it is, every offer's score would change
/// every time, and with it everything stored, printed and compared. On the grid a score stays put until the
/// market has really moved, and it is off by at most 0.5 %, below what the score's exponents let anybody see.
#[must_use]
pub fn quantise(price: f64) -> f64 {
    let step = REFERENCE_STEP.ln();
    ((price.ln() / step).round() * step).exp()
}

/// USD per hour for one TFLOPS of FP16 dense tensor performance; infinite for zero GPUs.
#[must_use]
pub fn price_per_tflop_hour(price: Rate, gpu_count: u32, tflops_per_gpu: f64) -> f64 {
    const MICROS_PER_USD: f64 = 1e6;
    // Divided by the count first, which is exact for k GPUs at k times the price: they score the same to the bit.
    price.micros() as f64 / f64::from(gpu_count) / tflops_per_gpu / MICROS_PER_USD
}

fn known_tflops(tflops: Option<f64>) -> Option<f64> {
    tflops.filter(|tflops| tflops.is_finite() && *tflops > 0.0)
}

/// The lower bound of a reliability, and whether it is imputed.
pub(super) fn reliability_lower_bound(measured: Option<f64>, class: ProviderClass) -> (f64, bool) {
    let prior = class.prior_reliability();
    if let Some(share) = measured.filter(|share| share.is_finite()) {
        return (posterior_lower_bound(share.clamp(0.0, 1.0), MEASURED_DAYS, prior), false);
    }
    let marketplace = ProviderClass::Marketplace.prior_reliability();
    let limit = posterior_lower_bound(UNKNOWN_COUNTS_AT_MOST, MEASURED_DAYS, marketplace);
    (posterior_lower_bound(prior, 0.0, prior).min(limit), true)
}

/// Mean less one standard deviation of the Beta distribution with `days` of observed `share` upon a prior.
fn posterior_lower_bound(share: f64, days: f64, prior: f64) -> f64 {
    let weight = days + PRIOR_DAYS;
    let mean = (share * days + prior * PRIOR_DAYS) / weight;
    mean - (mean * (1.0 - mean) / (weight + 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const REFERENCE: Reference = Reference { price_per_tflop_hour: 0.002 };

    fn inputs(tflops: f64, micros: i64, reliability: Option<f64>) -> ScoreInputs {
        ScoreInputs {
            tflops_per_gpu: Some(tflops),
            gpu_count: 1,
            price_per_hour: Rate::from_micros(micros),
            kind: PriceKind::OnDemand,
            reliability,
            provider_class: ProviderClass::Marketplace,
        }
    }

    fn score(inputs: &ScoreInputs) -> Score {
        Score::new(inputs, REFERENCE).unwrap()
    }

    fn reliability_factor(reliability: Option<f64>, provider_class: ProviderClass) -> f64 {
        score(&ScoreInputs { provider_class, ..inputs(989.0, 1_000_000, reliability) }).reliability
    }

    #[test]
    fn a_score_is_the_weighted_product_of_its_factors() {
        // 165.2 TFLOPS at 0.3304 USD/h is 0.002 USD per TFLOP-hour: the reference itself.
        let score = score(&inputs(165.2, 330_400, Some(0.98)));
        assert!((score.performance - 165.2 / 989.0).abs() < 1e-12);
        assert!((score.price - 0.5).abs() < 1e-12);
        // Mean (0.98·180 + 0.95·20)/200 = 0.977, sd √(0.977·0.023/201) = 0.010573.
        assert!((score.reliability - (0.977 - 0.010_573 - 0.9) / 0.0995).abs() < 1e-4);
        // 0.16704^0.25 · 0.66760^0.35 · 0.5^0.4
        assert!((score.value - 0.4206).abs() < 1e-9, "{}", score.value);
        assert!(!score.imputed);
    }

    #[test]
    fn the_weights_sum_to_one() {
        assert!((PERFORMANCE_WEIGHT + RELIABILITY_WEIGHT + PRICE_WEIGHT - 1.0).abs() < 1e-12);
    }

    #[test]
    fn measured_reliability_spreads_over_the_scale() {
        let factor = |reliability| reliability_factor(reliability, ProviderClass::Marketplace);
        let shown = |reliability| format!("{:.2}", factor(reliability));
        let measured = [0.90, 0.93, 0.95, 0.98, 0.99, 0.999, 1.0].map(|reliability| shown(Some(reliability)));
        assert_eq!(measured, ["0.00", "0.14", "0.35", "0.67", "0.78", "0.89", "0.90"]);
        assert_eq!(shown(None), "0.02");
    }

    #[test]
    fn unknown_reliability_is_imputed_and_never_beats_a_measured_98_percent() {
        for class in [ProviderClass::Marketplace, ProviderClass::ListPrice] {
            let unknown = score(&ScoreInputs { provider_class: class, ..inputs(989.0, 1_000_000, None) });
            assert!(unknown.imputed && unknown.reliability > 0.0);
            assert!(unknown.reliability <= reliability_factor(Some(0.98), ProviderClass::Marketplace));
            assert!(unknown.reliability <= reliability_factor(Some(0.98), class));
        }
        let nonsense = score(&inputs(989.0, 1_000_000, Some(f64::NAN)));
        assert!(nonsense.imputed);
    }

    #[test]
    fn price_lists_and_unknown_gpus_have_no_score() {
        let offer = inputs(100.0, 1, Some(1.0));
        assert_eq!(Score::new(&ScoreInputs { kind: PriceKind::Indicative, ..offer }, REFERENCE), None);
        for tflops in [None, Some(0.0), Some(-1.0), Some(f64::NAN)] {
            assert_eq!(Score::new(&ScoreInputs { tflops_per_gpu: tflops, ..offer }, REFERENCE), None);
        }
    }

    #[test]
    fn half_the_reference_price_is_as_good_as_it_gets() {
        let factor = |micros| score(&inputs(100.0, micros, None)).price;
        assert!((factor(100_000) - 1.0).abs() < 1e-12);
        assert!((factor(50_000) - 1.0).abs() < 1e-12);
        assert!((factor(400_000) - 0.25).abs() < 1e-12);
        assert!((factor(0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_reference_is_the_median_of_good_prices() {
        let near = |prices: &[f64], median: f64| {
            let found = Reference::from_prices(prices.iter().copied()).unwrap().price_per_tflop_hour;
            assert!((found / median - 1.0).abs() <= 0.005, "{prices:?}: {found}");
        };
        near(&[3.0], 3.0);
        near(&[1.0, 9.0, 2.0], 2.0);
        near(&[4.0, 1.0, 2.0, 100.0], 3.0);
        near(&[f64::NAN, 0.0, -1.0, f64::INFINITY, 5.0], 5.0);
        assert_eq!(Reference::from_prices([0.0, f64::NAN]), None);
    }

    #[test]
    fn classes_are_those_of_the_networks() {
        assert_eq!(provider_class("ionet"), ProviderClass::ListPrice);
        for provider in ["vast", "akash", "render", "new"] {
            assert_eq!(provider_class(provider), ProviderClass::Marketplace);
        }
    }

    fn any_inputs() -> impl Strategy<Value = ScoreInputs> {
        let class = prop::sample::select(vec![ProviderClass::Marketplace, ProviderClass::ListPrice]);
        let reliability = proptest::option::of(0.0..=1.0_f64);
        (0.1..3_000.0_f64, 1_u32..17, 1..20_000_000_i64, reliability, class).prop_map(
            |(tflops, gpu_count, micros, reliability, provider_class)| ScoreInputs {
                gpu_count,
                provider_class,
                ..inputs(tflops, micros, reliability)
            },
        )
    }

    proptest! {
        #[test]
        fn scores_and_factors_are_shares(inputs in any_inputs()) {
            let score = score(&inputs);
            for factor in [score.value, score.performance, score.reliability, score.price] {
                prop_assert!((0.0..=1.0).contains(&factor));
            }
        }

        #[test]
        fn dearer_never_raises_it(inputs in any_inputs(), extra_micros in 1..20_000_000_i64) {
            let price_per_hour = Rate::from_micros(inputs.price_per_hour.micros() + extra_micros);
            let dearer = score(&ScoreInputs { price_per_hour, ..inputs });
            prop_assert!(dearer.value <= score(&inputs).value);
        }

        #[test]
        fn more_reliable_never_lowers_it(inputs in any_inputs(), a in 0.0..=1.0_f64, b in 0.0..=1.0_f64) {
            let with = |reliability| score(&ScoreInputs { reliability: Some(reliability), ..inputs }).value;
            prop_assert!(with(a.min(b)) <= with(a.max(b)));
        }

        #[test]
        fn k_gpus_at_k_times_the_price_score_the_same(inputs in any_inputs(), k in 1_u32..65) {
            let one = ScoreInputs { gpu_count: 1, ..inputs };
            let price_per_hour = Rate::from_micros(one.price_per_hour.micros() * i64::from(k));
            prop_assert_eq!(score(&ScoreInputs { gpu_count: k, price_per_hour, ..one }), score(&one));
        }

        #[test]
        fn the_currency_does_not_matter(inputs in any_inputs(), scale in 2_i64..1_000) {
            let price_per_hour = Rate::from_micros(inputs.price_per_hour.micros() * scale);
            let reference = Reference { price_per_tflop_hour: REFERENCE.price_per_tflop_hour * scale as f64 };
            let scaled = Score::new(&ScoreInputs { price_per_hour, ..inputs }, reference).unwrap();
            prop_assert!((scaled.value - score(&inputs).value).abs() < 1.5e-4);
        }

        #[test]
        fn quantising_is_near_ordered_and_settled(a in 1e-9..1e6_f64, b in 1e-9..1e6_f64) {
            prop_assert!((quantise(a) / a - 1.0).abs() < 0.005);
            prop_assert!(quantise(a.min(b)) <= quantise(a.max(b)));
            prop_assert!((quantise(quantise(a)) / quantise(a) - 1.0).abs() < 1e-12);
        }
    }
}
