//! The whole way from Vast's wire to offers, against a server that keeps, cuts or ignores what is asked.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::offer::normalize;
use super::*;
use crate::market::offer::{MAX_PRICE_PER_HOUR, Offer};
use crate::providers::testing::{Server, Step, answer, ok, sample};
use crate::providers::{Exchange, Provider};
use crate::units::{Rate, Usdc};

fn normalized(row: &Value, asked: PriceKind) -> Result<Offer, Rejection> {
    normalize(&serde_json::from_str(&row.to_string()).unwrap(), asked)
}

fn on_demand(row: &Value) -> Result<Offer, Rejection> {
    normalized(row, PriceKind::OnDemand)
}

/// A plain row with `changes` made to it; a change to `"absent"` takes the key away.
#[expect(clippy::needless_pass_by_value, reason = "changes are written in place")]
fn row(changes: Value) -> Value {
    let mut row = json!({
        "id": 7, "ask_contract_id": 7, "machine_id": 70, "gpu_name": "RTX 4090", "num_gpus": 2, "gpu_frac": 0.5,
        "gpu_ram": 24564, "gpu_total_ram": 49128, "dph_base": 0.8, "dph_total": 0.801, "min_bid": 0.3,
        "is_bid": false, "storage_cost": 0.144, "inet_up_cost": 0.001_302_083, "inet_up": 800.5,
        "inet_down": 900.0, "reliability": 0.5, "reliability2": 0.998, "rentable": true, "rented": false,
        "external": null, "verification": "verified", "cpu_cores_effective": 21.33, "cpu_cores": 64,
        "cpu_ram": 128_803, "disk_space": 1576.0, "cuda_max_good": 12.8, "geolocation": "Alberta, CA",
    });
    for (key, value) in changes.as_object().unwrap() {
        if value == "absent" {
            row.as_object_mut().unwrap().remove(key);
        } else {
            row[key] = value.clone();
        }
    }
    row
}

#[test]
fn a_row_becomes_an_offer_with_every_figure() {
    let offer = on_demand(&row(json!({}))).unwrap();
    let expected = Offer {
        provider: "vast".into(),
        external_id: "7".into(),
        machine_id: Some("70".into()),
        gpu: offer.gpu.clone(),
        raw_gpu_name: "RTX 4090".into(),
        tflops_fp16: offer.tflops_fp16,
        gpu_count: 2,
        units: 1,
        available: true,
        kind: PriceKind::OnDemand,
        price_per_hour: Rate::from_micros(800_000),
        region: Some("Alberta".into()),
        country: Some("CA".into()),
        reliability: Some(0.998),
        verified: true,
        cpu_cores: Some(21),
        ram_gib: Some(125.78),
        disk_gib: Some(1576.0),
        net_down_mbps: Some(900.0),
        net_up_mbps: Some(800.5),
        cuda: Some(12.8),
        storage_price_per_gib_month: Some(Usdc::from_micros(144_000)),
        egress_price_per_gib: Some(Usdc::from_micros(1_303)),
        min_hours: 0,
        rent_ref: None,
        quoted_at: None,
    };
    assert_eq!(offer, expected);
    assert_eq!((offer.gpu.model.as_str(), offer.gpu.vram_gib), ("RTX 4090", Some(24)));
    assert!(offer.tflops_fp16.is_some_and(|tflops| tflops > 100.0));
}

#[test]
fn memory_tells_models_of_one_name_apart() {
    let a100 = |mib: u32| on_demand(&row(json!({"gpu_name": "A100 SXM4", "gpu_ram": mib}))).unwrap().gpu;
    let (small, large) = (a100(39_936), a100(81_920));
    assert_eq!((small.model.as_str(), small.vram_gib, small.form_factor.as_deref()), ("A100", Some(40), Some("SXM")));
    assert_eq!((large.model.as_str(), large.vram_gib), ("A100", Some(80)));
    let by_total = row(json!({"gpu_name": "A100 SXM4", "gpu_ram": null, "gpu_total_ram": 163_840}));
    assert_eq!(on_demand(&by_total).unwrap().gpu, large);
}

#[test]
fn a_row_is_the_kind_it_says_else_the_kind_asked_for() {
    let kind = |is_bid: Value, asked| {
        let offer = normalized(&row(json!({"is_bid": is_bid})), asked).unwrap();
        (offer.external_id, offer.kind, offer.price_per_hour.micros())
    };
    let fixed = ("7".to_owned(), PriceKind::OnDemand, 800_000);
    let bid = ("7-bid".to_owned(), PriceKind::Interruptible, 300_000);
    assert_eq!(kind(json!(true), PriceKind::OnDemand), bid);
    assert_eq!(kind(json!("absent"), PriceKind::Interruptible), bid);
    assert_eq!(kind(json!(null), PriceKind::Interruptible), bid);
    assert_eq!(kind(json!(false), PriceKind::Interruptible), fixed);
    assert_eq!(kind(json!("absent"), PriceKind::OnDemand), fixed);
}

#[test]
fn broken_rows_are_refused_for_a_reason() {
    let cases = [
        (json!({"id": null}), Rejection::MissingId),
        (json!({"id": ""}), Rejection::MissingId),
        (json!({"id": "absent"}), Rejection::MissingId),
        (json!({"num_gpus": 0}), Rejection::NoGpu),
        (json!({"num_gpus": -1}), Rejection::NoGpu),
        (json!({"num_gpus": null}), Rejection::NoGpu),
        (json!({"gpu_name": ""}), Rejection::NoModel),
        (json!({"gpu_name": "  "}), Rejection::NoModel),
        (json!({"gpu_name": 4090}), Rejection::NoModel),
        (json!({"dph_base": "NaN"}), Rejection::BadPrice),
        (json!({"dph_base": null, "dph_total": null}), Rejection::BadPrice),
        (json!({"dph_base": 0}), Rejection::BadPrice),
        (json!({"dph_base": -0.5}), Rejection::BadPrice),
        (json!({"dph_base": 1e300}), Rejection::BadPrice),
        (json!({"dph_base": "free"}), Rejection::BadPrice),
        (json!({"dph_base": "absent", "dph_total": "absent"}), Rejection::BadPrice),
        (json!({"dph_base": "absent", "dph_total": 0.0001}), Rejection::BadPrice),
        (json!({"is_bid": true, "min_bid": null}), Rejection::BadPrice),
        (json!({"external": true}), Rejection::NotAsked),
    ];
    for (changes, reason) in cases {
        assert_eq!(on_demand(&row(changes.clone())), Err(reason), "{changes}");
    }
}

#[test]
fn numbers_may_be_strings_and_prices_are_exact() {
    let spelled = json!({
        "id": "7", "num_gpus": "2", "dph_base": "0.8", "gpu_ram": "24564", "reliability2": "0.998", "inet_up": "800.5",
        "cpu_ram": "128803", "machine_id": "70", "storage_cost": "0.144",
    });
    assert_eq!(on_demand(&row(spelled)), on_demand(&row(json!({}))));
    let price = |dph_base: Value| on_demand(&row(json!({"dph_base": dph_base}))).unwrap().price_per_hour.micros();
    assert_eq!(price(json!(0.281_481_481_481_481_5)), 281_482);
    assert_eq!(price(json!(2.5e-1)), 250_000);
    assert_eq!(price(json!(1)), 1_000_000);
}

#[test]
fn without_a_base_price_the_disk_is_taken_off_the_total() {
    let price = |changes| on_demand(&row(changes)).map(|offer| offer.price_per_hour.micros());
    // 0.144 USD per GB and month × 5 GB / 720 h = 0.001 USD per hour.
    assert_eq!(price(json!({"dph_base": "absent"})), Ok(800_000));
    assert_eq!(price(json!({"dph_base": null})), Ok(800_000));
    assert_eq!(price(json!({"dph_base": "absent", "storage_cost": null})), Err(Rejection::BadPrice));
}

#[test]
fn unknown_figures_are_none_and_never_zero() {
    let unknown = json!({
        "machine_id": null, "geolocation": null, "reliability": null, "reliability2": "absent", "inet_up": 0,
        "inet_down": 0, "storage_cost": 0, "inet_up_cost": -1, "cpu_cores_effective": null, "cpu_cores": null,
        "cpu_ram": null, "disk_space": "absent", "cuda_max_good": null, "verification": "deverified",
        "rentable": "absent", "rented": "absent",
    });
    let offer = on_demand(&row(unknown)).unwrap();
    let figures = [
        offer.reliability,
        offer.net_up_mbps,
        offer.net_down_mbps,
        offer.ram_gib,
        offer.disk_gib,
        offer.cuda,
        offer.cpu_cores.map(f64::from),
    ];
    assert_eq!(figures, [None; 7]);
    assert_eq!((offer.storage_price_per_gib_month, offer.egress_price_per_gib), (None, None));
    assert_eq!((offer.machine_id, offer.region, offer.country), (None, None, None));
    assert_eq!((offer.verified, offer.available), (false, true));
}

#[test]
fn figures_have_second_sources_and_bounds() {
    let with = |changes| on_demand(&row(changes)).unwrap();
    assert_eq!(with(json!({"reliability2": null})).reliability, Some(0.5));
    assert_eq!(with(json!({"reliability2": 1.2})).reliability, Some(1.0));
    assert_eq!(with(json!({"cpu_cores_effective": null})).cpu_cores, Some(32));
    assert_eq!(with(json!({"inet_up_cost": 0})).egress_price_per_gib, Some(Usdc::from_micros(0)), "free traffic");
    assert!(!with(json!({"rented": true})).available);
    assert!(!with(json!({"rentable": false})).available);
}

fn any_json() -> impl Strategy<Value = Value> {
    let number = prop_oneof![
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0..9).prop_map(Value::from)
    ];
    let text = "(\\PC|[0-9.eE+-]){0,8}".prop_map(Value::from);
    prop_oneof![number, text, any::<bool>().prop_map(Value::from), Just(json!(null)), Just(json!([1])), Just(json!({}))]
}

proptest! {
    /// Whatever stands in a row, an offer made of it is believable.
    #[test]
    fn no_row_makes_an_unbelievable_offer(
        changes in proptest::collection::btree_map(0_usize..30, any_json(), 0..6), bid: bool,
    ) {
        let mut row = row(json!({}));
        let keys: Vec<String> = row.as_object().unwrap().keys().cloned().collect();
        for (at, value) in changes {
            row[&keys[at % keys.len()]] = value;
        }
        let asked = if bid { PriceKind::Interruptible } else { PriceKind::OnDemand };
        if let Ok(offer) = normalized(&row, asked) {
            prop_assert!(offer.gpu_count > 0 && !offer.external_id.is_empty() && !offer.raw_gpu_name.is_empty());
            prop_assert!(offer.price_per_hour > Rate::default() && offer.price_per_hour <= MAX_PRICE_PER_HOUR);
            prop_assert!(offer.reliability.is_none_or(|share| (0.0..=1.0).contains(&share)));
            let figures = [offer.ram_gib, offer.disk_gib, offer.net_up_mbps, offer.net_down_mbps, offer.cuda];
            prop_assert!(figures.into_iter().flatten().all(|figure| figure.is_finite() && figure > 0.0));
            prop_assert!(offer.country.is_none_or(|country| country.len() == 2));
        }
    }
}

fn sample_offers(name: &str) -> Option<Vec<Result<Offer, Rejection>>> {
    let text = sample(&format!("vast/{name}"))?;
    let rows = rows_at(&text, &["offers"]).unwrap();
    Some(rows.iter().map(|row| normalize(&serde_json::from_str(row.get()).unwrap(), PriceKind::OnDemand)).collect())
}

#[test]
fn real_rows_become_offers() {
    let Some(offers) = sample_offers("search_offers_200_real_rows.json") else { return };
    let offers: Vec<Offer> = offers.into_iter().map(Result::unwrap).collect();
    let facts: Vec<_> = offers
        .iter()
        .map(|offer| (&*offer.external_id, offer.price_per_hour.micros(), offer.gpu.vram_gib, offer.country.as_deref()))
        .collect();
    let expected = [
        ("39185351", 693_334, Some(40), Some("CA")),
        ("39209551", 748_845, Some(40), Some("NL")),
        ("39235233", 764_401, Some(40), Some("DE")),
        ("30178907", 1_000_000, Some(40), Some("CZ")),
        ("30895671", 1_000_000, Some(40), Some("CZ")),
    ];
    assert_eq!(facts, expected);
    assert!(offers.iter().all(|offer| offer.gpu.model == "A100" && offer.available && offer.reliability > Some(0.9)));
}

#[test]
fn each_published_quirk_costs_nothing_else() {
    let Some(offers) = sample_offers("search_offers_200_quirks.json") else { return };
    assert_eq!(offers.len(), 7);
    let no_place = offers[0].as_ref().unwrap();
    assert_eq!((&no_place.region, &no_place.country), (&None, &None));
    let only_country = offers[1].as_ref().unwrap();
    assert_eq!((&only_country.region, only_country.country.as_deref()), (&None, Some("US")));
    assert_eq!(only_country.cpu_cores, Some(15), "the machine's count is null, the offer's is not");
    assert_eq!(offers[2], Err(Rejection::NoModel));
    let only_name = offers[3].as_ref().unwrap();
    assert_eq!((&only_name.region, only_name.country.as_deref()), (&None, Some("NO")));
    let benchmark_missing = offers[4].as_ref().unwrap();
    assert_eq!(benchmark_missing.reliability, Some(0.0));
    assert_eq!(offers[5].as_ref().unwrap().external_id, benchmark_missing.external_id, "a duplicate id");
    let no_total = offers[6].as_ref().unwrap();
    assert_eq!(no_total.price_per_hour.micros(), 693_334);
}

#[test]
fn documented_examples_are_read_or_named() {
    let Some(offers) = sample_offers("search_offers_200_doc_example_fixed.json") else { return };
    let offer = offers[0].as_ref().unwrap();
    assert_eq!((offer.gpu.slug, offer.raw_gpu_name.as_str()), (None, "Imaginary RTX 9999"));
    assert_eq!((offer.gpu_count, offer.price_per_hour.micros()), (4, 123_456));
    let as_published = sample("vast/search_offers_200_doc_example_as_published.json").unwrap();
    assert!(rows_at(&as_published, &["offers"]).unwrap_err().is_data(), "an object where a list is due");
}

/// How a fake server treats what it is asked.
#[derive(Clone, Copy)]
struct Manners {
    cut: usize,
    filters: bool,
}

/// A market of `counts` offers of each model, half with one GPU, the rest with two and more.
fn market(counts: &[(&str, usize)]) -> Vec<Value> {
    let mut id = 0;
    let mut rows = Vec::new();
    for (model, count) in counts {
        for at in 0..*count {
            id += 1;
            let num_gpus = [1, 2, 1, 4, 1, 8][at % 6];
            rows.push(row(json!({"id": id, "gpu_name": model, "num_gpus": num_gpus, "is_bid": "absent"})));
        }
    }
    rows
}

fn passes(row: &Value, filters: &Value) -> bool {
    let compare = |key: &str, op: &str, wanted: &Value| match op {
        "eq" => row[key].is_null() || row[key] == *wanted,
        "in" => wanted.as_array().unwrap().contains(&row[key]),
        "notin" => !wanted.as_array().unwrap().contains(&row[key]),
        _ => panic!("{op}"),
    };
    filters
        .as_object()
        .unwrap()
        .iter()
        .all(|(key, ops)| ops.as_object().is_none_or(|ops| ops.iter().all(|(op, wanted)| compare(key, op, wanted))))
}

fn vast(rows: Vec<Value>, listed: Vec<&'static str>, manners: Manners) -> Server {
    Server::start(move |received| {
        if received.method == "GET" {
            assert_eq!(received.path, MODELS);
            return ok(json!({"gpu_names": listed}).to_string());
        }
        assert_eq!(received.path, SEARCH);
        let asked: Value = serde_json::from_str(&received.body).unwrap();
        let limit = usize::try_from(asked["limit"].as_u64().unwrap()).unwrap().min(manners.cut);
        let found = rows.iter().filter(|row| !manners.filters || passes(row, &asked)).take(limit);
        ok(json!({"offers": found.collect::<Vec<_>>()}).to_string())
    })
}

async fn fetch_from(server: &Server) -> Fetched {
    server.provider(Network::Vast).fetch(&|_| {}).await.unwrap()
}

fn codes(fetched: &Fetched) -> Vec<&str> {
    fetched.warnings.iter().map(|warning| warning.code).collect()
}

#[tokio::test]
async fn one_request_a_kind_is_enough_when_nothing_is_cut_off() {
    let server = vast(market(&[("A", 63), ("B", 1000)]), vec![], Manners { cut: 100_000, filters: true });
    let fetched = fetch_from(&server).await;
    assert_eq!((fetched.offers.len(), fetched.received, fetched.warnings), (2126, 2126, vec![]));
    let asked = server.received();
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|asked| !asked.body.contains("verified") && !asked.headers.contains("authorization")));
    let kinds = PriceKind::ALL.map(|kind| fetched.offers.iter().filter(|offer| offer.kind == kind).count());
    assert_eq!(kinds, [1063, 1063, 0, 0]);
}

#[tokio::test]
async fn cut_answers_are_asked_for_in_parts_until_all_is_there() {
    let counts = [("A", 10), ("B", 40), ("C", 5), ("D", 90), ("E", 0), ("F", 30), ("Unlisted", 20)];
    let listed = vec!["A", "B", "C", "D", "E", "F"];
    let server = vast(market(&counts), listed, Manners { cut: 64, filters: true });
    let fetched = fetch_from(&server).await;
    assert_eq!((fetched.offers.len(), fetched.received), (2 * 195, 2 * 195));
    assert_eq!((codes(&fetched), &fetched.rejected), (vec![], &BTreeMap::new()));
    let asked = server.received().len();
    assert!(asked <= 35, "{asked} requests");
}

#[tokio::test]
async fn models_that_no_list_names_are_found_through_the_rest() {
    let counts = [("A", 60), ("B", 60), ("C", 60), ("D", 60)];
    let server = vast(market(&counts), vec![], Manners { cut: 64, filters: true });
    let fetched = fetch_from(&server).await;
    assert_eq!((fetched.offers.len(), codes(&fetched)), (480, vec![]));
}

#[tokio::test]
async fn what_cannot_be_split_further_is_said() {
    let server = vast(market(&[("A", 500), ("B", 20)]), vec!["A", "B"], Manners { cut: 64, filters: true });
    let fetched = fetch_from(&server).await;
    assert_eq!((codes(&fetched), fetched.is_complete), (vec!["truncated", "truncated"], false));
    assert!(fetched.warnings[0].message.contains("1 × A is cut off"), "{:?}", fetched.warnings);
    // 64 of each count of A, and all of B.
    assert_eq!(fetched.offers.len(), 2 * (4 * 64 + 20));
}

#[tokio::test]
async fn a_server_that_ignores_what_is_asked_is_not_asked_for_ever() {
    for cut in [64, 128] {
        let rows = market(&[("A", 100), ("B", 100)]);
        let server = vast(rows, vec!["A", "B"], Manners { cut, filters: false });
        let fetched = fetch_from(&server).await;
        assert_eq!(fetched.offers.len(), 2 * cut, "each offer once");
        assert_eq!((codes(&fetched), fetched.received), (vec!["truncated", "truncated"], 2 * cut));
        assert!(server.received().len() <= 5, "{} requests", server.received().len());
    }
}

#[tokio::test]
async fn rows_are_counted_once_however_often_they_are_answered() {
    let rows = r#"{"offers":[
        {"id":1,"gpu_name":"RTX 4090","num_gpus":1,"dph_base":0.5,"is_bid":false,"id":1},
        {"id":1,"gpu_name":"RTX 4090","num_gpus":1,"dph_base":0.6,"is_bid":false},
        {"id":2,"gpu_name":"RTX 4090","num_gpus":1,"dph_base":NaN,"is_bid":false},
        {"id":3,"gpu_name":"RTX 4090","num_gpus":0,"dph_base":0.5,"is_bid":false},
        {"id":null,"gpu_name":"RTX 4090","num_gpus":1,"dph_base":0.5,"is_bid":false},
        {"id":"4","gpu_name":"RTX 4090","num_gpus":"1","dph_base":"0.25","is_bid":false},
        "not an object", 17, null, [],
        {"id":5,"gpu_name":"RTX 4090","num_gpus":1,"dph_base":-Infinity,"is_bid":false}
    ]}"#;
    let server = Server::in_turn(vec![ok(rows)]);
    let fetched = fetch_from(&server).await;
    let offers: Vec<_> =
        fetched.offers.iter().map(|offer| (&*offer.external_id, offer.price_per_hour.micros())).collect();
    assert_eq!(offers, [("1", 500_000), ("4", 250_000)]);
    let rejected = BTreeMap::from([
        (Rejection::Malformed, 4),
        (Rejection::MissingId, 1),
        (Rejection::DuplicateId, 1),
        (Rejection::NoGpu, 1),
        (Rejection::BadPrice, 2),
    ]);
    assert_eq!((fetched.received, fetched.rejected), (11, rejected));
}

async fn failure(answers: Vec<Vec<Step>>) -> (&'static str, usize) {
    let server = Server::in_turn(answers);
    let error = server.provider(Network::Vast).fetch(&|_| {}).await.unwrap_err();
    (error.code(), server.received().len())
}

#[tokio::test]
async fn an_unknown_key_is_told_from_a_missing_page() {
    let refused = answer(404, "", br#"{"msg":"Invalid user key"}"#);
    assert_eq!(failure(vec![refused]).await, ("unauthorized", 1));
    assert_eq!(failure(vec![answer(404, "", b"{}")]).await, ("http_status", 1));
}

#[tokio::test]
async fn the_key_travels_in_the_header_only() {
    let server = Server::in_turn(vec![ok(r#"{"offers":[]}"#)]);
    let settings = ProviderSettings { api_key: Some("canary".into()), ..server.settings(Network::Vast) };
    Provider::new(settings, &Exchange::Live).unwrap().fetch(&|_| {}).await.unwrap();
    for asked in server.received() {
        assert!(asked.headers.contains("authorization: Bearer canary\n"), "{}", asked.headers);
        assert!(!asked.path.contains("canary") && !asked.body.contains("canary"));
    }
}

#[tokio::test]
async fn an_answer_too_large_to_read_is_asked_for_in_parts() {
    let too_large = |body: usize| {
        vec![Step::Send(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {body}\r\n\r\n").into_bytes())]
    };
    assert_eq!(failure(vec![too_large(100_000_000)]).await, ("too_large", 3));

    let rows = market(&[("A", 3), ("B", 4)]);
    let server = Server::start(move |received| {
        let found = |asked: &Value| json!({"offers": rows.iter().filter(|row| passes(row, asked)).collect::<Vec<_>>()});
        match serde_json::from_str::<Value>(&received.body) {
            Err(_) => ok(r#"{"gpu_names":["A","B"]}"#),
            Ok(asked) if asked["gpu_name"].is_null() => too_large(96_000_001),
            Ok(asked) => ok(found(&asked).to_string()),
        }
    });
    let fetched = fetch_from(&server).await;
    assert_eq!((fetched.offers.len(), codes(&fetched)), (14, vec![]));
}

#[tokio::test]
async fn a_streamed_body_of_a_hundred_megabytes_is_refused() {
    let head = Step::Send(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"offers\":[".to_vec());
    let body = vec![head, Step::Repeat(vec![b' '; 1_000_000], 100)];
    assert_eq!(failure(vec![body]).await.0, "too_large");
}

#[tokio::test]
async fn after_five_failures_the_provider_is_left_alone() {
    let server = Server::in_turn(vec![answer(404, "", b"")]);
    let provider = server.provider(Network::Vast);
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(provider.fetch(&|_| {}).await.unwrap_err().code());
    }
    assert_eq!(codes[..5], ["http_status"; 5]);
    assert_eq!((&codes[5..], server.received().len()), (["circuit_open"; 2].as_slice(), 5));
}

#[tokio::test]
async fn a_market_is_recorded_and_replayed_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (recorded, settings) = {
        let server = vast(market(&[("A", 70), ("B", 20)]), vec!["A", "B"], Manners { cut: 64, filters: true });
        let provider = Provider::new(server.settings(Network::Vast), &Exchange::Record(folder.path().into())).unwrap();
        (provider.fetch(&|_| {}).await.unwrap(), ProviderSettings::builtin(Network::Vast))
    };
    let replayed = Provider::new(settings, &Exchange::Replay(folder.path().into())).unwrap();
    let replayed = replayed.fetch(&|_| {}).await.unwrap();
    assert!(replayed.recorded_at.is_some());
    assert_eq!(Fetched { recorded_at: None, ..replayed }, recorded);
}
