//! Prices over time on both databases: what a sync and an import leave behind is what brute force says.

use std::collections::BTreeMap;
use std::time::Duration;

use gp4u::market::arbitrage::{Market, ProviderSeries, Seen};
use gp4u::market::catalogue::{Catalogue, Hints};
use gp4u::market::history::{Billing, Hour, HourPrices, PriceStats, Quote, SeriesKey, aggregate};
use gp4u::market::import::ImportedPrice;
use gp4u::market::offer::{Offer, PriceKind};
use gp4u::store::{HistoryQuery, MarketFilter, MarketQuery, Store};
use gp4u::units::Rate;
use jiff::{SignedDuration, Timestamp};

use crate::generator;
use crate::store::{moment, on_each, stored};

const PROVIDERS: [&str; 3] = ["vast", "akash", "render"];
const MAX_AGE: Duration = Duration::from_mins(15);

fn now_query(at: Timestamp) -> MarketQuery {
    MarketQuery { filter: MarketFilter::default(), at, is_past: false, max_age: MAX_AGE }
}

fn hours_later(hours: i64) -> Timestamp {
    moment(0) + SignedDuration::from_hours(hours)
}

/// Every provider's answers, in order.
type Answers = Vec<(Timestamp, Vec<Offer>)>;

/// What a provider asked at a moment, by series.
type Figures = (Timestamp, Vec<(SeriesKey, PriceStats)>);

/// The markets as the answers make them, by brute force: the last answer of each hour is the hour's.
fn expected(answers: &Answers, at: Timestamp) -> Vec<Market> {
    let mut hours: BTreeMap<(&str, Hour), Figures> = BTreeMap::new();
    for (seen, offers) in answers {
        for provider in PROVIDERS {
            let own = offers.iter().filter(|offer| offer.provider == provider);
            hours.insert((provider, Hour::of(*seen)), (*seen, aggregate(own.map(Quote::from))));
        }
    }
    let mut markets: BTreeMap<SeriesKey, BTreeMap<&str, ProviderSeries>> = BTreeMap::new();
    for ((provider, hour), (seen, series)) in &hours {
        let is_newest = !hours.contains_key(&(*provider, Hour(hour.0 + 1)));
        for (key, stats) in series.iter().filter(|(key, _)| key.class.is_some()) {
            let followed = markets.entry(key.clone()).or_default().entry(provider).or_insert_with(|| ProviderSeries {
                provider: (*provider).to_owned(),
                now: None,
                past: Vec::new(),
            });
            followed.past.push((*hour, stats.price));
            let is_fresh = at.duration_since(*seen) <= SignedDuration::try_from(MAX_AGE).unwrap();
            followed.now = (is_newest && is_fresh).then(|| Seen { stats: stats.clone(), at: *seen });
        }
    }
    let market = |(key, providers): (SeriesKey, BTreeMap<&str, ProviderSeries>)| Market {
        key,
        providers: providers.into_values().collect(),
    };
    markets.into_iter().map(market).collect()
}

fn sorted(mut markets: Vec<Market>) -> Vec<Market> {
    for market in &mut markets {
        market.providers.sort_by(|a, b| a.provider.cmp(&b.provider));
    }
    markets
}

/// A market that moves: each time some prices change, some offers go and some come.
fn moved(rng: &mut fastrand::Rng, offers: &mut Vec<Offer>, spare: &mut Vec<Offer>) {
    for offer in offers.iter_mut() {
        if rng.u32(0..100) >= 20 {
            continue;
        }
        offer.price_per_hour = Rate::from_micros(offer.price_per_hour.micros() * rng.i64(80..125) / 100 + 1);
        offer.available = rng.u32(0..100) < 80;
    }
    for _ in 0..offers.len() / 20 {
        spare.push(offers.swap_remove(rng.usize(0..offers.len())));
        offers.push(spare.swap_remove(rng.usize(0..spare.len())));
    }
}

async fn replace(store: &Store, offers: &[Offer], at: Timestamp) {
    for provider in PROVIDERS {
        let own: Vec<Offer> = offers.iter().filter(|offer| offer.provider == provider).cloned().collect();
        store.replace_offers(provider, &stored(&own), true, at).await.unwrap();
    }
}

#[test]
fn markets_are_what_the_syncs_saw() {
    on_each(|store| async move {
        let mut rng = fastrand::Rng::with_seed(7);
        let mut spare = generator::market(21, 600);
        spare.retain(|offer| PROVIDERS.contains(&offer.provider.as_str()));
        let mut offers = spare.split_off(spare.len() / 2);
        let mut answers: Answers = Vec::new();
        for step in 0..14 {
            // Twice an hour, on and off.
            let at = hours_later(step / 2 + step / 6) + SignedDuration::from_mins(5 + 40 * (step % 2));
            if step % 3 != 0 {
                moved(&mut rng, &mut offers, &mut spare);
            }
            replace(&store, &offers, at).await;
            answers.push((at, offers.clone()));
            let later = at + SignedDuration::from_mins(9);
            let found = sorted(store.markets(&now_query(later)).await.unwrap());
            assert_eq!(found, expected(&answers, later), "step {step}");
        }
        let last = answers.last().unwrap().0;
        let stale = store.markets(&now_query(last + SignedDuration::from_mins(16))).await.unwrap();
        assert!(stale.iter().flat_map(|market| &market.providers).all(|series| series.now.is_none()));
        let past = MarketQuery { is_past: true, max_age: Duration::from_hours(2), ..now_query(last) };
        let live = MarketQuery { max_age: Duration::from_hours(2), ..now_query(last) };
        assert_eq!(sorted(store.markets(&past).await.unwrap()), sorted(store.markets(&live).await.unwrap()));
        earlier_is_as_it_was(&store, &answers[..8]).await;
    });
}

/// The past, asked for later, is what the present was then.
async fn earlier_is_as_it_was(store: &Store, until_then: &[(Timestamp, Vec<Offer>)]) {
    let at = until_then.last().unwrap().0;
    let past = MarketQuery { is_past: true, ..now_query(at) };
    assert_eq!(sorted(store.markets(&past).await.unwrap()), expected(&until_then.to_vec(), at));
}

#[test]
fn points_are_written_where_price_or_availability_changed() {
    on_each(|store| async move {
        let mut offers: Vec<Offer> = generator::market(2, 60);
        offers.retain(|offer| offer.provider == "vast");
        let id = offers[0].id();
        offers[0].available = true;
        let price = offers[0].price_per_hour;
        let points = async || store.price_points(&id, 10).await.unwrap();
        let replace = async |offers: &[Offer], second| {
            store.replace_offers("vast", &stored(offers), true, moment(second)).await.unwrap()
        };
        replace(&offers, 0).await;
        offers[0].disk_gib = Some(1.0);
        replace(&offers, 1).await;
        assert_eq!(points().await.len(), 1, "a disk is no price");
        offers[0].price_per_hour = Rate::from_micros(price.micros() + 1);
        replace(&offers, 2).await;
        offers[0].available = false;
        replace(&offers, 3).await;
        offers[0].available = true;
        replace(&offers, 4).await;
        let gone = offers.remove(0);
        replace(&offers, 5).await;
        offers.push(gone);
        replace(&offers, 6).await;
        let found: Vec<_> = points()
            .await
            .iter()
            .rev()
            .map(|point| (point.at, point.price_per_hour.micros() - price.micros(), point.available))
            .collect();
        let expected = [(0, 0, true), (2, 1, true), (3, 1, false), (4, 1, true), (5, 1, false), (6, 1, true)];
        assert_eq!(found, expected.map(|(second, more, available)| (moment(second), more, available)));
    });
}

#[test]
fn a_doubted_answer_is_no_observation_and_an_incomplete_one_adds_to_the_last() {
    on_each(|store| async move {
        let mut offers = generator::market(3, 400);
        offers.retain(|offer| offer.provider == "vast");
        let markets = async |second| store.markets(&now_query(moment(second))).await.unwrap();
        store.replace_offers("vast", &stored(&offers), true, moment(0)).await.unwrap();
        let before = markets(0).await;
        store.replace_offers("vast", &stored(&offers[..3]), true, moment(1)).await.unwrap();
        assert_eq!(markets(1).await, before, "doubted");
        store.replace_offers("vast", &stored(&offers), true, moment(2)).await.unwrap();
        store.replace_offers("vast", &stored(&offers[..3]), false, moment(3)).await.unwrap();
        let stats = |markets: Vec<Market>| -> Vec<PriceStats> {
            markets
                .into_iter()
                .flat_map(|market| market.providers)
                .filter_map(|series| Some(series.now?.stats))
                .collect()
        };
        assert_eq!(stats(markets(3).await), stats(before), "incomplete: the rest was there a moment ago");
    });
}

fn observation(provider: &str, id: &str, micros: i64, at: Timestamp) -> ImportedPrice {
    ImportedPrice {
        provider: provider.to_owned(),
        external_id: id.to_owned(),
        gpu: Catalogue::builtin().resolve("H100_SXM", Hints { vram_gib: Some(80.0), form_factor: None }),
        kind: PriceKind::OnDemand,
        gpu_count: 1,
        price_per_gpu_hour: Rate::from_micros(micros),
        reliability: None,
        at,
    }
}

fn h100(from: i64, to: i64) -> HistoryQuery {
    HistoryQuery {
        gpus: Catalogue::builtin().select("h100", &[]).unwrap(),
        billing: Billing::OnDemand,
        provider: None,
        from: Hour::of(hours_later(from)),
        to: Hour::of(hours_later(to)),
    }
}

#[test]
fn the_same_observation_is_kept_once_and_hours_gather_all_of_them() {
    on_each(|store| async move {
        let first =
            [observation("lambda", "a", 2_000_000, moment(0)), observation("lambda", "b", 4_000_000, moment(9))];
        let second = [first[1].clone(), observation("lambda", "c", 3_000_000, moment(5)), first[1].clone()];
        let outcome = store.import_observations(&first, false).await.unwrap();
        assert_eq!((outcome.new, outcome.known), (2, 0));
        let outcome = store.import_observations(&second, false).await.unwrap();
        assert_eq!((outcome.new, outcome.known), (1, 2));
        let outcome = store.import_observations(&first, false).await.unwrap();
        assert_eq!((outcome.new, outcome.known), (0, 2));
        let history = store.history(&h100(0, 10)).await.unwrap();
        let rate = Rate::from_micros;
        let hour = HourPrices {
            hour: Hour::of(moment(0)),
            lowest: rate(2_000_000),
            price: rate(3_000_000),
            median: rate(3_000_000),
            offers: 3,
            gpus: 3,
        };
        assert_eq!(history.len(), 1);
        assert_eq!((&history[0].hours["lambda"], history[0].observed_hours), (&vec![hour], 1));
    });
}

#[test]
fn what_a_sync_saw_itself_stays() {
    on_each(|store| async move {
        let offers: Vec<Offer> =
            generator::market(4, 300).into_iter().filter(|offer| offer.provider == "vast").collect();
        store.replace_offers("vast", &stored(&offers), true, moment(0)).await.unwrap();
        let before = store.history(&h100(0, 0)).await.unwrap();
        let outcome = store.import_observations(&[observation("vast", "x", 1, moment(1))], false).await.unwrap();
        assert_eq!((outcome.new, outcome.overruled), (1, 1));
        assert_eq!(store.history(&h100(0, 0)).await.unwrap(), before);
        let outcome = store.import_observations(&[observation("vast", "x", 1, hours_later(-1))], false).await.unwrap();
        assert_eq!((outcome.new, outcome.overruled), (1, 0));
        let markets = store.markets(&now_query(moment(1))).await.unwrap();
        let series = markets.iter().flat_map(|market| &market.providers).find(|series| series.past.len() == 2).unwrap();
        assert_eq!(
            series.past[0],
            (Hour::of(hours_later(-1)), Rate::from_micros(1)),
            "the past grows by what is brought"
        );
    });
}

#[test]
fn an_hour_without_offers_was_observed_all_the_same() {
    on_each(|store| async move {
        let offers: Vec<Offer> =
            generator::market(4, 300).into_iter().filter(|offer| offer.provider == "vast").collect();
        store.replace_offers("vast", &stored(&offers), true, hours_later(0)).await.unwrap();
        let without: Vec<Offer> = offers.iter().filter(|offer| offer.gpu.model != "H100").cloned().collect();
        store.replace_offers("vast", &stored(&without), true, hours_later(2)).await.unwrap();
        for history in store.history(&h100(0, 5)).await.unwrap() {
            assert_eq!((history.hours["vast"].len(), history.observed_hours), (1, 2), "{}", history.gpu);
        }
    });
}

#[test]
fn answers_are_kept_until_a_sync() {
    on_each(|store| async move {
        let kept = async |since| store.kept_answer("q", moment(since)).await.unwrap();
        store.keep_answer("q", "1", moment(10), moment(0)).await;
        assert_eq!(kept(10).await.as_deref(), Some("1"));
        assert_eq!(kept(11).await, None, "too old");
        store.keep_answer("q", "2", moment(20), moment(0)).await;
        assert_eq!(kept(10).await.as_deref(), Some("2"));
        store.replace_offers("vast", &[], true, moment(21)).await.unwrap();
        assert_eq!(kept(0).await, None, "the market was seen anew");
    });
}

#[test]
fn what_is_too_old_is_forgotten() {
    on_each(|store| async move {
        let offers: Vec<Offer> =
            generator::market(4, 100).into_iter().filter(|offer| offer.provider == "vast").collect();
        let id = offers[0].id();
        store.replace_offers("vast", &stored(&offers), true, hours_later(0)).await.unwrap();
        let observations = [-9, 9].map(|hours| observation("aws", "x", 1, hours_later(hours)));
        assert_eq!(store.import_observations(&observations, false).await.unwrap().new, 2);
        store.forget_prices(hours_later(0), hours_later(0)).await.unwrap();
        assert_eq!(store.price_points(&id, 9).await.unwrap().len(), 1);
        let history = store.history(&HistoryQuery { provider: Some("aws".to_owned()), ..h100(-20, 20) }).await.unwrap();
        assert_eq!(history[0].hours["aws"].len(), 1);
        store.forget_prices(hours_later(1), hours_later(0)).await.unwrap();
        assert!(store.price_points(&id, 9).await.unwrap().is_empty());
    });
}
