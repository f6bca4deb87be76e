//! From the offers of a moment to the figures of each series.

use std::collections::HashMap;

use super::percentile::{median, nearest_rank};
use super::series::{Billing, CountClass, GpuKey, SeriesKey};
use crate::market::offer::{Offer, PriceKind};
use crate::market::score::{provider_class, reliability_lower_bound};
use crate::units::{Rate, Usdc};

/// Lower bound of the reliability below which an offer is not compared. A machine that nobody measured is taken for
/// what is usual among its provider's, and marked.
pub const RELIABILITY_FLOOR: f64 = 0.95;
/// GPUs count as available near a price up to this percentage of it.
pub const NEAR_PERCENT: i64 = 105;
/// Share of a provider's offers, in percent, that may be cheaper than its price.
const PRICE_PERCENTILE: usize = 25;
/// Rank of the cheapest offer that can be a provider's price when it has several: what can be had only once is no
/// price. Within one model, count and country the cheapest Vast.ai offer is 20 to 42 % below the median.
const PRICE_RANK: usize = 2;
/// Parts per million in one.
const PPM: f64 = 1e6;

/// What statistics need to know of an offer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote<'a> {
    /// Whose.
    pub provider: &'a str,
    /// The offer's id, which stands for the machine where that is unknown.
    pub id: &'a str,
    /// The physical machine: its offers overlap.
    pub machine: Option<&'a str>,
    /// Canonical model.
    pub model: &'a str,
    /// PCIe, SXM …
    pub form_factor: Option<&'a str>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
    /// Whether it is exactly one GPU of the catalogue: no slice, no modified card, no undecided form factor.
    pub in_catalogue: bool,
    /// How the price is made.
    pub kind: PriceKind,
    /// Whether it can be rented now.
    pub available: bool,
    /// GPUs in the offer.
    pub gpu_count: u32,
    /// How many of it can be had side by side.
    pub units: u32,
    /// The price of one GPU.
    pub price: Rate,
    /// Measured share of time up.
    pub reliability: Option<f64>,
    /// USD per GiB sent from the machine.
    pub egress_price_per_gib: Option<Usdc>,
    /// Hours paid for at least.
    pub min_hours: u32,
}

impl<'a> From<&'a Offer> for Quote<'a> {
    fn from(offer: &'a Offer) -> Self {
        Self {
            provider: &offer.provider,
            id: &offer.external_id,
            machine: offer.machine_id.as_deref(),
            model: &offer.gpu.model,
            form_factor: offer.gpu.form_factor.as_deref(),
            vram_gib: offer.gpu.vram_gib,
            in_catalogue: offer.gpu.slug.is_some(),
            kind: offer.kind,
            available: offer.available,
            gpu_count: offer.gpu_count,
            units: offer.units,
            price: offer.price_per_gpu_hour(),
            reliability: offer.reliability,
            egress_price_per_gib: offer.egress_price_per_gib,
            min_hours: offer.min_hours,
        }
    }
}

impl Quote<'_> {
    /// The class it is compared in; `None` for an offer that is not compared: one that cannot be rented now, a price
    /// list, a GPU that is not exactly one of the catalogue's, an odd count, or a machine too often down.
    #[must_use]
    pub fn eligible_class(&self) -> Option<CountClass> {
        let class = provider_class(self.provider);
        let reliability = match self.reliability {
            Some(_) => reliability_lower_bound(self.reliability, class).0,
            None => class.prior_reliability(),
        };
        let eligible =
            self.available && self.in_catalogue && Billing::of(self.kind).is_some() && reliability >= RELIABILITY_FLOOR;
        CountClass::of(self.gpu_count).filter(|_| eligible)
    }

    /// The market it competes in; `None` for an offer that is not compared.
    #[must_use]
    pub fn series(&self) -> Option<SeriesKey> {
        let gpu = GpuKey {
            model: self.model.to_owned(),
            form_factor: self.form_factor.map(str::to_owned),
            vram_gib: self.vram_gib,
        };
        Some(SeriesKey { gpu, billing: Billing::of(self.kind)?, class: Some(self.eligible_class()?) })
    }

    fn gpus(&self) -> u32 {
        self.gpu_count.saturating_mul(self.units)
    }
}

/// The offers of one provider in one series at one moment, in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceStats {
    /// Offers counted.
    pub offers: u32,
    /// GPUs in them; overlapping offers of one machine count once, by the largest.
    pub gpus: u32,
    /// Cheapest.
    pub min: Rate,
    /// A quarter of the offers is no dearer, by nearest rank.
    pub p25: Rate,
    /// The middle.
    pub median: Rate,
    /// Dearest.
    pub max: Rate,
    /// The provider's price: its 25th percentile, but no cheaper than its second cheapest offer; its only offer where
    /// it has no other.
    ///
    /// With four offers the 25th percentile is the cheapest, with three the second counts: were that so, a fourth,
    /// dearer offer would make the provider cheaper.
    pub price: Rate,
    /// GPUs at no more than [`NEAR_PERCENT`] of the price.
    pub near_gpus: u32,
    /// Of the offers near the price, those on machines nobody measured.
    pub near_unmeasured: u32,
    /// Of the offers near the price, those whose price is an estimate of what an auction would end at.
    pub near_estimates: u32,
    /// Mean measured reliability in parts per million; unknown when none was measured.
    pub reliability_ppm: Option<u32>,
    /// Median USD per GiB sent from these machines; unknown when none says.
    pub egress_price_per_gib: Option<Usdc>,
    /// Hours paid for at least on any machine near the price.
    pub min_hours: u32,
}

impl PriceStats {
    /// Whether the price rests on a single offer.
    #[must_use]
    pub const fn is_thin(&self) -> bool {
        self.offers == 1
    }

    /// The figures of some offers of one provider for a job of so many GPUs; `None` when they have not so many.
    ///
    /// The price is then at least the one at which that many can be had.
    #[must_use]
    pub fn new(quotes: &[Quote<'_>], job_gpus: u32) -> Option<Self> {
        let mut sorted: Vec<&Quote<'_>> = quotes.iter().collect();
        sorted.sort_by(|a, b| (a.price, a.id).cmp(&(b.price, b.id)));
        let prices: Vec<Rate> = sorted.iter().map(|quote| quote.price).collect();
        let rank = (PRICE_PERCENTILE * prices.len()).div_ceil(100).max(PRICE_RANK.min(prices.len()));
        let robust = *prices.get(rank.checked_sub(1)?)?;
        let price = robust.max(price_of_depth(&sorted, job_gpus)?);
        let limit = i128::from(price.micros()) * i128::from(NEAR_PERCENT);
        let near_count = prices.partition_point(|price| i128::from(price.micros()) * 100 <= limit);
        let near = sorted.get(..near_count)?;
        let mut egress: Vec<Rate> = sorted
            .iter()
            .filter_map(|quote| quote.egress_price_per_gib.map(|price| Rate::from_micros(price.micros())))
            .collect();
        egress.sort_unstable();
        Some(Self {
            offers: count(prices.len()),
            gpus: distinct_gpus(sorted.iter().copied()),
            min: *prices.first()?,
            p25: nearest_rank(&prices, PRICE_PERCENTILE)?,
            median: median(&prices)?,
            max: *prices.last()?,
            price,
            near_gpus: distinct_gpus(near.iter().copied()),
            near_unmeasured: count(near.iter().filter(|quote| quote.reliability.is_none()).count()),
            near_estimates: count(near.iter().filter(|quote| quote.kind == PriceKind::AuctionEstimate).count()),
            reliability_ppm: mean_ppm(quotes),
            egress_price_per_gib: median(&egress).map(|price| Usdc::from_micros(price.micros())),
            min_hours: near.iter().map(|quote| quote.min_hours).max().unwrap_or(0),
        })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The price up to which one must go to have so many GPUs; `None` when there are not so many.
fn price_of_depth(sorted: &[&Quote<'_>], gpus: u32) -> Option<Rate> {
    let mut machines = Machines::default();
    sorted.iter().find(|quote| machines.add(quote) >= gpus).map(|quote| quote.price)
}

fn distinct_gpus<'a>(quotes: impl Iterator<Item = &'a Quote<'a>>) -> u32 {
    let mut machines = Machines::default();
    quotes.fold(0, |_, quote| machines.add(quote))
}

/// GPUs counted once although offers of one machine overlap.
#[derive(Default)]
struct Machines<'a> {
    largest: HashMap<&'a str, u32>,
    gpus: u32,
}

impl<'a> Machines<'a> {
    /// Counts an offer; gives the GPUs so far.
    fn add(&mut self, quote: &Quote<'a>) -> u32 {
        let Some(machine) = quote.machine else {
            self.gpus = self.gpus.saturating_add(quote.gpus());
            return self.gpus;
        };
        let largest = self.largest.entry(machine).or_default();
        let more = quote.gpus().saturating_sub(*largest);
        *largest += more;
        self.gpus = self.gpus.saturating_add(more);
        self.gpus
    }
}

fn mean_ppm(quotes: &[Quote<'_>]) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of one million")]
    let ppm = |share: f64| (share.clamp(0.0, 1.0) * PPM).round() as u64;
    let measured: Vec<u64> = quotes.iter().filter_map(|quote| quote.reliability).map(ppm).collect();
    let total: u64 = measured.iter().sum();
    u32::try_from(total.checked_div(measured.len() as u64)?).ok()
}

/// The figures of every series of one provider's offers: for each GPU and billing those of all offers that can be
/// rented, and for each count class those of the offers that are compared. Sorted by series.
#[must_use]
pub fn aggregate<'a>(quotes: impl IntoIterator<Item = Quote<'a>>) -> Vec<(SeriesKey, PriceStats)> {
    aggregate_for(quotes, 1)
}

/// The same for a job of so many GPUs; series that have not so many are left out.
#[must_use]
pub fn aggregate_for<'a>(quotes: impl IntoIterator<Item = Quote<'a>>, job_gpus: u32) -> Vec<(SeriesKey, PriceStats)> {
    type Group<'a> = (&'a str, Option<&'a str>, Option<u32>, Billing, Option<CountClass>);
    let mut groups: HashMap<Group<'a>, Vec<Quote<'a>>> = HashMap::new();
    for quote in quotes {
        let Some(billing) = Billing::of(quote.kind).filter(|_| quote.available) else { continue };
        let mut add = |class| {
            let group = (quote.model, quote.form_factor, quote.vram_gib, billing, class);
            groups.entry(group).or_default().push(quote);
        };
        add(None);
        if let Some(class) = quote.eligible_class() {
            add(Some(class));
        }
    }
    let mut series: Vec<(SeriesKey, PriceStats)> = groups
        .into_iter()
        .filter_map(|((model, form_factor, vram_gib, billing, class), quotes)| {
            let gpu = GpuKey { model: model.to_owned(), form_factor: form_factor.map(str::to_owned), vram_gib };
            Some((SeriesKey { gpu, billing, class }, PriceStats::new(&quotes, job_gpus)?))
        })
        .collect();
    series.sort_by(|a, b| a.0.cmp(&b.0));
    series
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::market::history::tests_support::quote;

    fn price_of(micros: &[i64]) -> i64 {
        let quotes: Vec<Quote<'_>> = micros.iter().map(|micros| quote("vast", "", *micros)).collect();
        PriceStats::new(&quotes, 1).unwrap().price.micros()
    }

    #[test]
    fn a_providers_price_is_one_that_can_be_had_twice() {
        assert_eq!(price_of(&[10]), 10);
        assert_eq!(price_of(&[10, 20]), 20);
        assert_eq!(price_of(&[10, 20, 30]), 20);
        assert_eq!(price_of(&[10, 20, 30, 40]), 20, "a fourth offer, the dearest, does not make it cheaper");
        assert_eq!(price_of(&[10, 20, 30, 40, 50, 60, 70, 80]), 20);
        assert_eq!(price_of(&[10, 20, 30, 40, 50, 60, 70, 80, 90]), 30);
    }

    #[test]
    fn the_figures_of_a_series_are_those_of_its_offers() {
        let egress = |micros| Some(Usdc::from_micros(micros));
        let quotes = [
            Quote { machine: Some("1"), gpu_count: 8, egress_price_per_gib: egress(10), ..quote("vast", "a", 100) },
            Quote { machine: Some("1"), gpu_count: 4, reliability: Some(0.97), ..quote("vast", "b", 104) },
            Quote {
                machine: Some("2"),
                reliability: None,
                min_hours: 3,
                egress_price_per_gib: egress(30),
                ..quote("vast", "c", 109)
            },
            Quote { min_hours: 9, kind: PriceKind::AuctionEstimate, ..quote("vast", "d", 300) },
        ];
        let stats = PriceStats::new(&quotes, 1).unwrap();
        let rate = Rate::from_micros;
        assert_eq!((stats.offers, stats.gpus), (4, 10), "slices of machine 1 overlap");
        assert_eq!((stats.min, stats.p25, stats.median, stats.max), (rate(100), rate(100), rate(107), rate(300)));
        assert_eq!((stats.price, stats.near_gpus), (rate(104), 9));
        assert_eq!((stats.near_unmeasured, stats.near_estimates, stats.min_hours), (1, 0, 3));
        assert_eq!((stats.reliability_ppm, stats.egress_price_per_gib), (Some(983_333), egress(20)));
    }

    #[test]
    fn a_job_pays_the_price_at_which_all_its_gpus_can_be_had() {
        let quotes = [
            Quote { machine: Some("1"), gpu_count: 2, ..quote("vast", "a", 100) },
            Quote { machine: Some("1"), gpu_count: 4, ..quote("vast", "b", 110) },
            Quote { machine: Some("2"), gpu_count: 4, ..quote("vast", "c", 200) },
        ];
        let price = |gpus| PriceStats::new(&quotes, gpus).map(|stats| stats.price.micros());
        assert_eq!([1, 4, 5, 8, 9].map(price), [Some(110), Some(110), Some(200), Some(200), None]);
    }

    #[test]
    fn what_cannot_be_compared_is_not() {
        let good = quote("vast", "a", 1);
        assert_eq!(good.eligible_class(), Some(CountClass::One));
        assert_eq!(Quote { reliability: None, ..good }.eligible_class(), Some(CountClass::One), "unmeasured is marked");
        for left_out in [
            Quote { available: false, ..good },
            Quote { in_catalogue: false, ..good },
            Quote { kind: PriceKind::Indicative, ..good },
            Quote { gpu_count: 6, ..good },
            Quote { reliability: Some(0.93), ..good },
        ] {
            assert_eq!(left_out.eligible_class(), None, "{left_out:?}");
        }
    }

    #[test]
    fn spot_and_on_demand_are_series_of_their_own() {
        let spot = Quote { kind: PriceKind::Interruptible, ..quote("vast", "b", 1) };
        let list = Quote { kind: PriceKind::Indicative, ..quote("vast", "c", 1) };
        let series = aggregate([quote("vast", "a", 9), spot, list]);
        let found: Vec<_> = series.iter().map(|(key, stats)| (key.billing, key.class, stats.min.micros())).collect();
        let one = Some(CountClass::One);
        let expected = [
            (Billing::OnDemand, None, 9),
            (Billing::OnDemand, one, 9),
            (Billing::Interruptible, None, 1),
            (Billing::Interruptible, one, 1),
        ];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn a_dearer_offer_never_makes_a_provider_cheaper(
            micros in prop::collection::vec(1..1_000_i64, 1..20),
            raised in any::<prop::sample::Index>(),
            by in 1..1_000_i64,
            more in 0..1_000_i64,
        ) {
            let before = price_of(&micros);
            let mut dearer = micros.clone();
            *raised.get_mut(&mut dearer) += by;
            prop_assert!(price_of(&dearer) >= before);
            let mut added = micros.clone();
            added.push(before + more);
            prop_assert!(price_of(&added) >= before);
        }

        #[test]
        fn neither_order_nor_company_changes_a_series(
            micros in prop::collection::vec(1..1_000_i64, 1..20),
            others in prop::collection::vec(1..1_000_i64, 0..20),
        ) {
            let own: Vec<_> = micros.iter().map(|micros| quote("vast", "", *micros)).collect();
            let alone = aggregate(own.iter().copied());
            let other = others.iter().map(|micros| Quote { form_factor: Some("PCIe"), ..quote("vast", "", *micros) });
            let mixed = aggregate(other.chain(own.iter().rev().copied()));
            let same: Vec<_> = mixed.into_iter().filter(|(key, _)| key.gpu.form_factor.as_deref() == Some("SXM")).collect();
            prop_assert_eq!(same, alone);
        }
    }
}
