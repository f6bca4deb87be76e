use proptest::prelude::*;

use super::*;
use crate::market::arbitrage::Grade;
use crate::market::history::tests_support::quote;
use crate::market::history::{Billing, CountClass, GpuKey, Quote, aggregate};

const NOW: Hour = Hour(500_000);

fn key(class: CountClass) -> SeriesKey {
    SeriesKey {
        gpu: GpuKey { model: "H100".to_owned(), form_factor: Some("SXM".to_owned()), vram_gib: Some(80) },
        billing: Billing::OnDemand,
        class: Some(class),
    }
}

/// A market of the offers that providers have now, each seen before at the same price.
fn market(offers: &[(&'static str, i64)], hours_before: i64) -> Market {
    let mut by_provider: BTreeMap<&'static str, Vec<Quote<'static>>> = BTreeMap::new();
    for (provider, micros) in offers {
        by_provider.entry(provider).or_default().push(quote(provider, "", *micros));
    }
    let providers = by_provider.into_iter().map(|(provider, quotes)| series(provider, &quotes, hours_before)).collect();
    Market { key: key(CountClass::One), providers }
}

fn series(provider: &str, quotes: &[Quote<'_>], hours_before: i64) -> ProviderSeries {
    let stats = PriceStats::new(quotes, 1).unwrap();
    let past = (1..=hours_before).rev().map(|hour| (Hour(NOW.0 - hour), stats.price)).collect();
    ProviderSeries { provider: provider.to_owned(), now: Some(Seen { stats, at: NOW.start() }), past }
}

fn bps(deal: &Deal) -> i64 {
    deal.comparison.as_ref().unwrap().saving.basis_points
}

fn found(market: &Market, terms: &Terms) -> Deal {
    assess(market, NOW, terms).unwrap()
}

#[test]
fn a_deal_is_the_cheapest_provider_against_the_median_one() {
    let market = market(&[("a", 3_000_000), ("b", 1_000_000), ("b", 1_100_000), ("c", 2_000_000)], 0);
    let deal = found(&market, &Terms::default());
    assert_eq!(
        (deal.provider.as_str(), deal.stats.price),
        ("b", Rate::from_micros(1_100_000)),
        "its cheapest offer is one of a kind"
    );
    let comparison = deal.comparison.unwrap();
    assert_eq!(comparison.reference.providers, ["c"]);
    // 24 h: 48 − 26.4 − 0.825 of 48 USD.
    assert_eq!(comparison.saving.basis_points, 4_328);
    assert_eq!(comparison.confidence.grade, Grade::New);
    assert!(!comparison.is_event, "nobody knows what is usual here");
}

#[test]
fn the_reference_is_what_was_asked_for() {
    let market = market(&[("a", 1_000_000), ("b", 2_000_000), ("c", 2_400_000), ("d", 5_900_000)], 0);
    let of = |versus| {
        let reference = found(&market, &Terms { versus, ..Terms::default() }).comparison.unwrap().reference;
        (reference.price_per_gpu_hour.micros(), reference.providers.join(","))
    };
    assert_eq!(of(Versus::Next), (2_000_000, "b".to_owned()));
    assert_eq!(of(Versus::Median), (2_200_000, "b,c".to_owned()));
    assert_eq!(of(Versus::Dearest), (5_900_000, "d".to_owned()));
    assert_eq!(of(Versus::Price(Rate::from_micros(5))), (5, String::new()));
}

#[test]
fn two_providers_have_no_median() {
    let market = market(&[("a", 1_000_000), ("b", 2_000_000)], 0);
    assert!(found(&market, &Terms::default()).comparison.is_none());
    assert!(bps(&found(&market, &Terms { versus: Versus::Next, ..Terms::default() })) > 0);
    let nobody = Market { providers: Vec::new(), ..market };
    assert_eq!(assess(&nobody, NOW, &Terms::default()), None);
}

#[test]
fn an_absurd_price_is_shown_and_not_bought() {
    // An L4 at 0.022 USD/h for three days.
    let market = market(&[("a", 700_000), ("b", 390_000), ("c", 1_000_000), ("vast", 22_000)], 72);
    let deal = found(&market, &Terms::default());
    assert_eq!((deal.provider.as_str(), deal.is_outlier), ("b", false));
    assert_eq!(deal.comparison.unwrap().reference.providers, ["a"]);
    let named: Vec<_> =
        deal.outliers.iter().map(|outlier| (outlier.provider.as_str(), outlier.usual_per_gpu_hour.micros())).collect();
    assert_eq!(named, [("vast", 700_000)]);
    let deal = found(&market, &Terms { include_outliers: true, ..Terms::default() });
    assert_eq!((deal.provider.as_str(), deal.is_outlier), ("vast", true));
    assert_eq!(deal.comparison.unwrap().reference.providers, ["a"], "it is never the reference's company");
}

#[test]
fn a_saving_that_stands_is_stable_and_no_event() {
    let market = market(&[("a", 1_000_000), ("b", 2_000_000), ("c", 2_000_000)], 30);
    let comparison = found(&market, &Terms::default()).comparison.unwrap();
    assert_eq!((comparison.confidence.grade, comparison.is_event), (Grade::Stable, false));
    assert_eq!((comparison.confidence.held, comparison.confidence.observations), (25, 25));
}

#[test]
fn a_sudden_saving_is_an_event() {
    let mut market = market(&[("a", 1_000_000), ("b", 2_000_000), ("c", 2_000_000)], 30);
    for (_, price) in &mut market.providers[0].past {
        *price = Rate::from_micros(1_900_000);
    }
    let comparison = found(&market, &Terms::default()).comparison.unwrap();
    assert_eq!((comparison.confidence.grade, comparison.is_event), (Grade::New, true));
    assert_eq!(comparison.confidence.usual_bps, Some(203), "5 % less the cost of moving");
}

#[test]
fn hours_that_nobody_saw_are_no_observations() {
    let mut market = market(&[("a", 1_000_000), ("b", 2_000_000), ("c", 2_000_000)], 30);
    for series in &mut market.providers {
        series.past.retain(|(hour, _)| NOW.since(*hour) == 3 || NOW.since(*hour) > 25);
    }
    let confidence = found(&market, &Terms::default()).comparison.unwrap().confidence;
    assert_eq!((confidence.observations, confidence.span_hours), (6, 29));
}

#[test]
fn longer_steps_take_the_last_price_of_each() {
    let mut market = market(&[("a", 1_000_000), ("b", 2_000_000), ("c", 2_000_000)], 24 * 6);
    for series in &mut market.providers {
        // Each provider is seen once a day, at an hour of its own.
        let own = i64::try_from(series.provider.len()).unwrap();
        series.past.retain(|(hour, _)| NOW.since(*hour) % 24 == own);
    }
    let confidence = found(&market, &Terms { step_hours: 24, ..Terms::default() }).comparison.unwrap().confidence;
    assert_eq!((confidence.grade, confidence.observations), (Grade::Stable, 6));
}

const PROVIDERS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn any_offers() -> impl Strategy<Value = Vec<(&'static str, i64)>> {
    prop::collection::vec((prop::sample::select(PROVIDERS.to_vec()), 500_000..3_000_000_i64), 1..20)
}

fn any_versus() -> impl Strategy<Value = Versus> {
    prop_oneof![
        Just(Versus::Median),
        Just(Versus::Next),
        Just(Versus::Dearest),
        (1..4_000_000_i64).prop_map(|micros| Versus::Price(Rate::from_micros(micros))),
    ]
}

proptest! {
    /// Against a given price, no offer getting dearer, and no dearer offer coming, makes anything better.
    #[test]
    fn a_dearer_offer_never_improves_a_deal(
        offers in any_offers(),
        raised in any::<prop::sample::Index>(),
        by in 1..2_000_000_i64,
        reference in 500_000..4_000_000_i64,
    ) {
        let terms = Terms { versus: Versus::Price(Rate::from_micros(reference)), include_outliers: true, ..Terms::default() };
        let before = found(&market(&offers, 0), &terms);
        let mut dearer = offers.clone();
        raised.get_mut(&mut dearer).1 += by;
        let after = found(&market(&dearer, 0), &terms);
        prop_assert!(bps(&after) <= bps(&before));
        prop_assert!(after.stats.price >= before.stats.price);
        let mut added = offers.clone();
        added.push((raised.get(&offers).0, before.stats.price.micros() + by));
        prop_assert!(bps(&found(&market(&added, 0), &terms)) <= bps(&before));
    }

    /// Against any reference, the place one buys at getting dearer never makes the deal there better.
    #[test]
    fn a_provider_getting_dearer_never_improves_its_own_deal(offers in any_offers(), by in 1..2_000_000_i64, versus in any_versus()) {
        let terms = Terms { versus, include_outliers: true, ..Terms::default() };
        let before = found(&market(&offers, 0), &terms);
        let Some(comparison) = &before.comparison else { return Ok(()) };
        let dearer: Vec<_> = offers.iter().map(|(provider, micros)| (*provider, micros + if *provider == before.provider { by } else { 0 })).collect();
        let after = found(&market(&dearer, 0), &terms);
        if after.provider == before.provider
            && let Some(later) = &after.comparison
            && later.reference.price_per_gpu_hour == comparison.reference.price_per_gpu_hour
        {
            prop_assert!(later.saving.basis_points <= comparison.saving.basis_points);
        }
    }

    #[test]
    fn the_order_of_providers_does_not_matter(offers in any_offers(), versus in any_versus(), turn in 0_usize..5) {
        let terms = Terms { versus, ..Terms::default() };
        let straight = market(&offers, 30);
        let mut turned = straight.clone();
        let by = turn % turned.providers.len();
        turned.providers.rotate_left(by);
        let sorted = |deal: Option<Deal>| deal.map(|mut deal| {
            deal.outliers.sort_by(|a, b| a.provider.cmp(&b.provider));
            deal
        });
        prop_assert_eq!(sorted(assess(&turned, NOW, &terms)), sorted(assess(&straight, NOW, &terms)));
    }

    /// Offers of another GPU, another billing or another class leave a market as it is.
    #[test]
    fn other_markets_change_nothing(offers in any_offers(), others in any_offers(), which in 0..3) {
        let own = offers.iter().map(|(provider, micros)| quote(provider, "", *micros));
        let foreign = others.iter().map(|(provider, micros)| {
            let quote = quote(provider, "", *micros);
            match which {
                0 => Quote { vram_gib: Some(94), form_factor: Some("NVL"), ..quote },
                1 => Quote { kind: crate::market::offer::PriceKind::Interruptible, ..quote },
                _ => Quote { gpu_count: 8, ..quote },
            }
        });
        let of = |quotes: Vec<Quote<'static>>| {
            let providers = PROVIDERS.iter().filter_map(|provider| {
                let stats = aggregate(quotes.iter().copied().filter(|quote| quote.provider == *provider));
                let (_, stats) = stats.into_iter().find(|(found, _)| *found == key(CountClass::One))?;
                Some(ProviderSeries { provider: (*provider).to_owned(), now: Some(Seen { stats, at: NOW.start() }), past: Vec::new() })
            });
            assess(&Market { key: key(CountClass::One), providers: providers.collect() }, NOW, &Terms::default())
        };
        prop_assert_eq!(of(own.clone().chain(foreign).collect()), of(own.collect()));
    }

    /// Every number of a deal follows from the prices it names.
    #[test]
    fn a_deal_can_be_recomputed(offers in any_offers(), versus in any_versus(), hours in 1_u32..200) {
        let terms = Terms { versus, hours, ..Terms::default() };
        let Some(deal) = assess(&market(&offers, 0), NOW, &terms) else { return Ok(()) };
        let Some(comparison) = &deal.comparison else { return Ok(()) };
        let price_of = |provider: &str| {
            let mut own: Vec<i64> = offers.iter().filter(|offer| offer.0 == provider).map(|offer| offer.1).collect();
            own.sort_unstable();
            let rank = own.len().div_ceil(4).max(2).min(own.len());
            own[rank - 1]
        };
        prop_assert_eq!(deal.stats.price.micros(), price_of(&deal.provider));
        let reference = comparison.reference.price_per_gpu_hour.micros();
        match comparison.reference.providers.as_slice() {
            [] => prop_assert!(matches!(versus, Versus::Price(_))),
            [one] => prop_assert_eq!(reference, price_of(one)),
            [a, b, ..] => prop_assert_eq!(reference, i64::midpoint(price_of(a), price_of(b))),
        }
        let hours = i64::from(hours);
        let moving = (deal.stats.price.micros() * 45 + 59) / 60;
        let net = (reference - deal.stats.price.micros()) * hours - moving;
        prop_assert_eq!(comparison.saving.net_per_gpu_hour.micros(), net.div_euclid(hours));
        prop_assert_eq!(comparison.saving.basis_points, (net * 10_000).div_euclid(reference * hours));
    }
}
