//! The store on both databases: what is written comes back, and every query is what a person would compute by hand.

use std::time::Duration;

use gp4u::market::all_in::Needs;
use gp4u::market::offer::Offer;
use gp4u::market::query::{Cursor, Fingerprint, Predicate, SortOrder, parse};
use gp4u::market::row::OfferRow;
use gp4u::store::{Replacement, SearchQuery, Store, StoreError, StoredOffer, View};
use jiff::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use tempfile::TempDir;

use crate::generator;
use crate::world::fresh_postgres;

/// A moment for all tests: nothing here may depend on today.
pub fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn view(needs: Needs) -> View {
    View { now: moment(60), max_age: Duration::from_mins(15), needs }
}

/// Runs a test on a migrated store of each database.
pub fn on_each<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    let folder = TempDir::new().unwrap();
    let urls = [format!("sqlite:{}", folder.path().join("test.db").display()), fresh_postgres()];
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for url in urls {
        runtime.block_on(async {
            let store = Store::connect(&url.parse().unwrap()).await.unwrap();
            if url.starts_with("postgres") {
                store.migrate().await.unwrap();
                test(store).await;
            } else {
                test(Store::open(&url.parse().unwrap()).await.unwrap()).await;
            }
        });
    }
}

pub fn stored(offers: &[Offer]) -> Vec<StoredOffer<'_>> {
    offers
        .iter()
        .map(|offer| StoredOffer {
            offer,
            price_per_tflop_hour: offer.tflops_fp16.map(|tflops| offer.price_per_hour.micros() as f64 / tflops),
            gscore: offer.reliability.map(|reliability| (reliability * 100.0).round() / 100.0),
        })
        .collect()
}

async fn fill(store: &Store, offers: &[Offer], at: Timestamp) {
    for provider in ["vast", "akash", "ionet", "render"] {
        let own: Vec<Offer> = offers.iter().filter(|offer| offer.provider == provider).cloned().collect();
        store.replace_offers(provider, &stored(&own), true, at).await.unwrap();
    }
}

async fn search(store: &Store, query: &SearchQuery) -> Vec<OfferRow> {
    let mut rows = Vec::new();
    store
        .search(query, |row| {
            rows.push(row);
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    rows
}

fn query(predicate: Predicate, sort: &str, needs: Needs) -> SearchQuery {
    SearchQuery { predicate, order: SortOrder::parse(sort).unwrap(), limit: None, after: None, view: view(needs) }
}

async fn everything(store: &Store, needs: Needs) -> Vec<OfferRow> {
    search(store, &query(Predicate::all([]), "id", needs)).await
}

#[test]
fn an_offer_comes_back_as_it_was_stored() {
    on_each(|store| async move {
        let offers = generator::market(1, 400);
        fill(&store, &offers, moment(0)).await;
        let rows = everything(&store, Needs::default()).await;
        assert_eq!(rows.len(), offers.len());
        for offer in &offers {
            let row = rows.iter().find(|row| row.id == offer.id()).unwrap();
            assert_eq!(row.machine_id, offer.machine_id);
            assert_eq!(
                (&row.model, &row.form_factor, row.vram_gib),
                (&offer.gpu.model, &offer.gpu.form_factor, offer.gpu.vram_gib)
            );
            assert_eq!(
                (row.price_per_hour, row.price_per_gpu_hour),
                (offer.price_per_hour, offer.price_per_gpu_hour())
            );
            assert_eq!((row.kind, row.available, row.verified), (offer.kind, offer.available, offer.verified));
            assert_eq!((row.reliability, row.cuda, row.ram_gib), (offer.reliability, offer.cuda, offer.ram_gib));
            assert_eq!((row.observed_at, row.age_s, row.stale), (moment(0), 60, false));
        }
    });
}

#[test]
fn an_answer_is_new_then_unchanged_then_changed_then_gone() {
    on_each(|store| async move {
        let mut offers: Vec<Offer> = generator::market(2, 300);
        offers.retain(|offer| offer.provider == "vast");
        let count = offers.len() as u64;
        let first = store.replace_offers("vast", &stored(&offers), true, moment(0)).await.unwrap();
        assert_eq!(first, Replacement { new: count, ..Replacement::default() });
        let again = store.replace_offers("vast", &stored(&offers), true, moment(1)).await.unwrap();
        assert_eq!(again, Replacement::default());
        let removed = offers.pop().unwrap();
        offers[0].price_per_hour = gp4u::units::Rate::from_micros(1);
        let next = store.replace_offers("vast", &stored(&offers), true, moment(2)).await.unwrap();
        assert_eq!(next, Replacement { changed: 1, gone: 1, ..Replacement::default() });
        assert_eq!(everything(&store, Needs::default()).await.len() as u64, count - 1);
        let gone = store.offers_by_id(&[removed.id()], &view(Needs::default())).await.unwrap();
        assert_eq!(gone[0].observed_at, moment(1), "a gone offer was last seen by the sync before");
        let late = store.replace_offers("vast", &[], true, moment(1)).await.unwrap();
        assert!(late.outdated, "an older answer never overwrites a newer one");
        offers.push(removed);
        let back = store.replace_offers("vast", &stored(&offers), true, moment(3)).await.unwrap();
        assert_eq!(back, Replacement { new: 1, ..Replacement::default() });
    });
}

#[test]
fn most_offers_gone_at_once_is_believed_the_second_time() {
    on_each(|store| async move {
        let offers: Vec<Offer> =
            generator::market(3, 400).into_iter().filter(|offer| offer.provider == "vast").collect();
        let count = offers.len() as u64;
        store.replace_offers("vast", &stored(&offers), true, moment(0)).await.unwrap();
        let few = stored(&offers[..5]);
        let doubted = store.replace_offers("vast", &few, true, moment(1)).await.unwrap();
        assert_eq!(doubted, Replacement { held: count - 5, ..Replacement::default() });
        let rows = everything(&store, Needs::default()).await;
        assert_eq!(rows.len() as u64, count);
        let held = rows.iter().find(|row| row.id == offers[9].id()).unwrap();
        assert_eq!(held.observed_at, moment(0), "what was not listed was not observed");
        let believed = store.replace_offers("vast", &few, true, moment(2)).await.unwrap();
        assert_eq!(believed, Replacement { gone: count - 5, ..Replacement::default() });
        assert_eq!(everything(&store, Needs::default()).await.len(), 5);
    });
}

#[test]
fn what_an_incomplete_answer_lacks_is_not_gone() {
    on_each(|store| async move {
        let mut offers: Vec<Offer> =
            generator::market(8, 100).into_iter().filter(|offer| offer.provider == "vast").collect();
        store.replace_offers("vast", &stored(&offers), true, moment(0)).await.unwrap();
        let lacking = offers.pop().unwrap();
        let outcome = store.replace_offers("vast", &stored(&offers), false, moment(1)).await.unwrap();
        assert_eq!(outcome, Replacement { held: 1, ..Replacement::default() });
        let rows = everything(&store, Needs::default()).await;
        assert_eq!(rows.iter().find(|row| row.id == lacking.id()).unwrap().observed_at, moment(0));
        let outcome = store.replace_offers("vast", &stored(&offers), true, moment(2)).await.unwrap();
        assert_eq!(outcome, Replacement { gone: 1, ..Replacement::default() });
    });
}

#[test]
fn a_failed_provider_keeps_its_offers_and_they_are_stale() {
    on_each(|store| async move {
        fill(&store, &generator::market(4, 200), moment(0)).await;
        store.provider_failed(None, "vast", moment(5), "timeout", "no answer").await.unwrap();
        for row in everything(&store, Needs::default()).await {
            assert_eq!(row.stale, row.provider == "vast", "{}", row.id);
        }
    });
}

#[test]
fn the_usual_searches_follow_an_index() {
    on_each(|store| async move {
        fill(&store, &generator::market(6, 20_000), moment(0)).await;
        store.analyze().await.unwrap();
        let searches = [
            ("available = true", "offers_by_price"),
            ("model = 'H100' and vram_gib >= 80 and reliability >= 0.95 and available = true", "offers_by_model_price"),
        ];
        for (text, index) in searches {
            let mut query = query(parse(text).unwrap(), "price_per_gpu_hour", Needs::default());
            query.limit = Some(20);
            assert_follows(&store, &query, index).await;
            query.after = search(&store, &query)
                .await
                .last()
                .map(|row| Cursor::at_row(Fingerprint::new(&query.predicate, &query.order, ""), &query.order, row));
            assert_follows(&store, &query, index).await;
        }
    });
}

async fn assert_follows(store: &Store, query: &SearchQuery, index: &str) {
    let plan = store.explain_search(query).await.unwrap();
    let scans = ["Seq Scan on offers", "SCAN o\n", "USE TEMP B-TREE"].iter().any(|scan| plan.contains(scan));
    assert!(plan.contains(index) && !scans, "{}:\n{plan}", query.predicate);
}

/// The law behind every search: what the database gives is what brute force in memory gives.
#[test]
fn every_query_is_equal_to_brute_force() {
    on_each(|store| async move {
        let offers = generator::market(5, 500);
        fill(&store, &offers, moment(0)).await;
        store.provider_failed(None, "akash", moment(5), "timeout", "no answer").await.unwrap();
        let needs = [
            Needs::default(),
            Needs { disk_gib: 500, ..Needs::default() },
            Needs { disk_gib: 100, egress_gib: 1000, run_hours: Some(3) },
        ];
        let mut runner = TestRunner::new(Config { cases: 0, ..Config::default() });
        for case in 0..400 {
            let needs = needs[case % needs.len()];
            let predicate = strategy::predicate().new_tree(&mut runner).unwrap().current();
            let sort = strategy::sort().new_tree(&mut runner).unwrap().current();
            let parsed = parse(&predicate).unwrap();
            let all = everything(&store, needs).await;
            let query = query(parsed.clone(), &sort, needs);
            let found = search(&store, &query).await;
            let mut expected: Vec<OfferRow> = all.into_iter().filter(|row| parsed.matches(row)).collect();
            expected.sort_by(|a, b| query.order.compare(a, b));
            assert_eq!(ids(&found), ids(&expected), "where {predicate} sort {sort}");
            assert_eq!(found, expected);
            assert_eq!(store.count(&parsed, &query.view).await.unwrap(), expected.len() as u64);
            pages_make_the_whole(&store, &query, &expected).await;
        }
    });
}

async fn pages_make_the_whole(store: &Store, query: &SearchQuery, expected: &[OfferRow]) {
    const PAGE: usize = 97;
    let fingerprint = Fingerprint::new(&query.predicate, &query.order, "");
    let mut query = SearchQuery { limit: Some(PAGE as u64), ..query.clone() };
    let mut pages: Vec<OfferRow> = Vec::new();
    loop {
        let page = search(store, &query).await;
        let Some(last) = page.last() else { break };
        query.after = Some(Cursor::at_row(fingerprint.clone(), &query.order, last));
        pages.extend(page);
        assert!(pages.len() <= expected.len(), "a page repeats rows");
    }
    assert_eq!(ids(&pages), ids(expected));
}

fn ids(rows: &[OfferRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

/// Queries as users write them.
mod strategy {
    use proptest::prelude::*;

    fn term() -> impl Strategy<Value = String> {
        let money = prop_oneof![
            Just("price_per_gpu_hour"),
            Just("price_per_hour"),
            Just("all_in_per_hour"),
            Just("all_in_per_gpu_hour"),
            Just("storage_price_per_gib_month"),
            Just("egress_price_per_gib")
        ];
        let number = prop_oneof![
            Just("reliability"),
            Just("gscore"),
            Just("tflops_fp16"),
            Just("ram_gib"),
            Just("disk_gib"),
            Just("net_up_mbps"),
            Just("cuda")
        ];
        let whole = prop_oneof![
            Just("gpu_count"),
            Just("vram_gib"),
            Just("units"),
            Just("cpu_cores"),
            Just("min_hours"),
            Just("start_failures"),
            Just("age_s")
        ];
        let operator = prop_oneof![Just("="), Just("!="), Just("<"), Just("<="), Just(">"), Just(">=")];
        let nullable = prop_oneof![
            Just("region"),
            Just("reliability"),
            Just("machine_id"),
            Just("all_in_per_hour"),
            Just("form_factor"),
            Just("gscore")
        ];
        prop_oneof![
            (money, operator.clone(), 0_u32..4_000).prop_map(|(field, op, cents)| format!(
                "{field} {op} {}.{:03}",
                cents / 1000,
                cents % 1000
            )),
            (number, operator.clone(), 0_u32..1000).prop_map(|(field, op, n)| format!("{field} {op} 0.{n:03}")),
            (Just("net_down_mbps"), operator.clone(), 0_u32..10_000)
                .prop_map(|(field, op, n)| format!("{field} {op} {n}")),
            (whole, operator.clone(), 0_u32..100).prop_map(|(field, op, n)| format!("{field} {op} {n}")),
            (nullable, prop_oneof![Just("="), Just("!=")]).prop_map(|(field, op)| format!("{field} {op} null")),
            Just("model in ('H100', 'a100', 'RTX 4090')".to_owned()),
            Just("model not in ('h100', 'RTX 3090')".to_owned()),
            Just("model ~ 'rtx*90'".to_owned()),
            Just("region ~ '?o*'".to_owned()),
            Just("machine_id ~ '1*'".to_owned()),
            Just("id ~ 'VAST:*'".to_owned()),
            Just("id ~ 'vast:*[1]'".to_owned()),
            Just("country != cn".to_owned()),
            Just("country in (US, de, NO)".to_owned()),
            Just("kind = interruptible".to_owned()),
            Just("kind in (on-demand, auction_estimate)".to_owned()),
            Just("available = true".to_owned()),
            Just("stale != true".to_owned()),
            Just("verified = false".to_owned()),
            Just("provider != vast".to_owned()),
            Just("form_factor = sxm".to_owned()),
            Just("observed_at >= 2026-09-21T13:33:20Z".to_owned()),
        ]
    }

    pub fn predicate() -> impl Strategy<Value = String> {
        term().prop_recursive(4, 16, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 2..4).prop_map(|terms| format!("({})", terms.join(" and "))),
                prop::collection::vec(inner.clone(), 2..4).prop_map(|terms| format!("({})", terms.join(" or "))),
                inner.prop_map(|term| format!("not ({term})")),
            ]
        })
    }

    pub fn sort() -> impl Strategy<Value = String> {
        let fields =
            gp4u::market::query::QueryField::all().map(gp4u::market::query::QueryField::name).collect::<Vec<_>>();
        prop::sample::subsequence(fields, 1..4).prop_flat_map(|fields| {
            prop::collection::vec(any::<bool>(), fields.len()).prop_map(move |descending| {
                let keys = fields.iter().zip(descending);
                keys.map(|(field, down)| format!("{}{field}", if down { "-" } else { "" }))
                    .collect::<Vec<_>>()
                    .join(",")
            })
        })
    }
}
