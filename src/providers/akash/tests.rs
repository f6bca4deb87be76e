//! Akash's prices and providers, and the client against a server of ours.

use serde_json::{Value, json};

use super::*;
use crate::providers::testing::{Server, Step, answer, ok, sample};
use crate::providers::{Exchange, ProviderSettings};
use crate::units::Rate;

/// A model with one provider's best bid, some fields changed.
fn model(changes: &Value) -> Value {
    let mut row = json!({
        "vendor": "nvidia", "model": "h100", "ram": "80Gi", "interface": "SXM5",
        "availability": {"total": 68, "available": 15},
        "providerAvailability": {"total": 4, "available": 3},
        "price": {"currency": "USD", "min": 2.04, "max": 3.16, "avg": 2.58, "weightedAverage": 2.72, "med": 2.56},
        "bidCount": 480,
        "providersWithBestBid": [bid(&json!({}))],
    });
    merge(&mut row, changes);
    row
}

fn bid(changes: &Value) -> Value {
    let mut entry = json!({
        "provider": {"owner": "akash1a", "hostUri": "https://a:8443", "allocated": 13, "allocatable": 23},
        "bestBid": {"height": 28_533_031, "datetime": "2026-09-08T12:00:26.000Z", "provider": "akash1a",
                    "hourlyPrice": 2.04, "monthlyPrice": 1489.2},
    });
    merge(&mut entry, changes);
    entry
}

fn provider(changes: &Value) -> Value {
    let mut row = json!({
        "owner": "akash1a", "isOnline": true, "isAudited": true,
        "uptime1d": 1, "uptime7d": 1, "uptime30d": 0.9986,
        "country": "US", "ipCountryCode": "US", "locationRegion": "na-us-mid-atlantic", "ipRegion": "Washington, D.C.",
        "networkSpeedDown": 10_000, "networkSpeedUp": 0,
    });
    merge(&mut row, changes);
    row
}

fn merge(row: &mut Value, changes: &Value) {
    for (key, value) in changes.as_object().unwrap() {
        if value.is_object() && row[key].is_object() {
            merge(&mut row[key], value);
        } else {
            row[key] = value.clone();
        }
    }
}

fn prices(models: &[Value]) -> String {
    json!({"availability": {"total": 292, "available": 110}, "models": models}).to_string()
}

fn directory(providers: &[Value]) -> HashMap<String, Facts> {
    read_directory(&json!(providers).to_string()).unwrap()
}

fn read(models: &[Value], directory: &Directory) -> Vec<Result<Offer, Rejection>> {
    read_market(&prices(models), directory).unwrap().offers
}

fn one(model_changes: &Value) -> Result<Offer, Rejection> {
    let mut offers = read(&[model(model_changes)], &Some(directory(&[provider(&json!({}))])));
    assert_eq!(offers.len(), 1);
    offers.remove(0)
}

fn one_bid(changes: &Value) -> Result<Offer, Rejection> {
    one(&json!({ "providersWithBestBid": [bid(changes)] }))
}

fn facts_of(changes: &Value) -> Facts {
    directory(&[provider(changes)])["akash1a"].clone()
}

#[test]
fn a_providers_best_bid_becomes_an_offer() {
    let offer = one(&json!({})).unwrap();
    assert_eq!(offer.id(), "akash:nvidia/h100/80Gi/SXM5@akash1a");
    assert_eq!((offer.kind, offer.price_per_hour), (PriceKind::AuctionEstimate, Rate::from_micros(2_040_000)));
    assert_eq!((offer.gpu.slug, offer.gpu_count), (Some("h100-sxm5-80gb"), 1));
    assert_eq!((offer.units, offer.available), (10, true));
    assert_eq!((offer.country.as_deref(), offer.region.as_deref()), (Some("US"), Some("na-us-mid-atlantic")));
    assert_eq!((offer.reliability, offer.verified), (Some(0.9986), true));
    assert_eq!((offer.net_down_mbps, offer.net_up_mbps), (Some(10_000.0), None));
    assert_eq!(offer.quoted_at, "2026-09-08T12:00:26Z".parse().ok());
    assert_eq!((offer.storage_price_per_gib_month, offer.min_hours), (Some(Usdc::default()), 0));
}

#[test]
fn a_model_without_bids_by_provider_becomes_one_offer_at_the_median() {
    for told in [json!(null), json!([])] {
        let offer = one(&json!({ "providersWithBestBid": told })).unwrap();
        assert_eq!(offer.id(), "akash:nvidia/h100/80Gi/SXM5");
        assert_eq!((offer.price_per_hour, offer.units), (Rate::from_micros(2_560_000), 15));
        assert!(offer.available && !offer.verified);
        assert_eq!((offer.country, offer.reliability, offer.quoted_at), (None, None, None));
    }
    let full = one(&json!({"providersWithBestBid": [], "availability": {"available": 0}})).unwrap();
    assert_eq!((full.units, full.available), (0, false));
}

#[test]
fn only_free_gpus_of_audited_providers_that_are_online_are_available() {
    let available = |allocated: i32, provider_changes: Value| {
        let model = model(&json!({"providersWithBestBid": [bid(&json!({"provider": {"allocated": allocated}}))]}));
        let offer = read(&[model], &Some(directory(&[provider(&provider_changes)]))).remove(0).unwrap();
        (offer.units, offer.available)
    };
    assert_eq!(available(22, json!({})), (1, true));
    assert_eq!(available(23, json!({})), (0, false));
    assert_eq!(available(24, json!({})), (0, false), "more taken than there are");
    assert_eq!(available(0, json!({"isOnline": false})), (23, false));
    assert_eq!(available(0, json!({"isAudited": null})), (23, false));
    assert_eq!(available(0, json!({"owner": "akash1another"})), (23, false), "not in the list of providers");
    let unread = read(&[model(&json!({}))], &None).remove(0).unwrap();
    assert!(unread.available && !unread.verified, "with the list unread, the free GPUs decide");
}

#[test]
fn memory_is_told_in_several_ways() {
    let cases = [
        (json!("80Gi"), Some(80.0)),
        (json!("81920"), Some(80.0)),
        (json!(81_920), Some(80.0)),
        (json!("81920Mi"), Some(80.0)),
        (json!("80 GB"), Some(80.0)),
        (json!("80"), Some(80.0)),
        (json!("0Gi"), None),
        (json!("Gi"), None),
        (json!("80Xi"), None),
        (json!("-80Gi"), None),
        (json!("80é"), None),
        (json!(null), None),
    ];
    for (ram, gib) in cases {
        let text = ram.to_string();
        assert_eq!(vram_gib(Raw::new(serde_json::from_str(&text).unwrap())), gib, "{text}");
    }
}

#[test]
fn parts_of_an_id_that_are_not_told_leave_a_mark() {
    let offer = one(&json!({"vendor": null, "ram": "", "interface": null})).unwrap();
    assert_eq!(offer.external_id, "-/h100/-/-@akash1a");
    assert_eq!((offer.gpu.form_factor, offer.gpu.slug), (None, None));
}

#[test]
fn figures_nobody_set_are_unknown() {
    assert_eq!(facts_of(&json!({"networkSpeedDown": 0})).net_down_mbps, None);
    assert_eq!(facts_of(&json!({"networkSpeedDown": "1000"})).net_down_mbps, Some(1000.0));
    assert_eq!(facts_of(&json!({"uptime30d": null, "uptime7d": 0.98})).uptime, Some(0.98));
    assert_eq!(facts_of(&json!({"uptime30d": null, "uptime7d": null, "uptime1d": "0.5"})).uptime, Some(0.5));
    assert_eq!(facts_of(&json!({"uptime30d": null, "uptime7d": null, "uptime1d": null})).uptime, None);
    assert_eq!(facts_of(&json!({"uptime30d": 99.9, "uptime7d": -1, "uptime1d": null})).uptime, None);
}

#[test]
fn the_country_comes_from_whoever_tells_it() {
    let country = |changes| facts_of(&changes).country;
    assert_eq!(country(json!({"country": "DE"})), Some("DE"));
    assert_eq!(country(json!({"country": "Germany"})), Some("DE"));
    assert_eq!(country(json!({"country": null})), Some("US"));
    assert_eq!(country(json!({"country": "somewhere", "ipCountryCode": null})), Some("US"), "from the region");
    assert_eq!(country(json!({"country": null, "ipCountryCode": null, "locationRegion": null})), None);
    assert_eq!(facts_of(&json!({"locationRegion": null})).region.as_deref(), Some("Washington, D.C."));
}

#[test]
fn broken_rows_say_why() {
    let bids = [
        (json!({"provider": null}), Rejection::MissingId),
        (json!({"provider": {"owner": null}}), Rejection::MissingId),
        (json!({"provider": {"allocatable": 0}}), Rejection::NoGpu),
        (json!({"bestBid": null}), Rejection::BadPrice),
        (json!({"bestBid": {"hourlyPrice": null}}), Rejection::BadPrice),
        (json!({"bestBid": {"hourlyPrice": 0}}), Rejection::BadPrice),
        (json!({"bestBid": {"hourlyPrice": -1}}), Rejection::BadPrice),
        (json!({"bestBid": {"hourlyPrice": 1e300}}), Rejection::BadPrice),
    ];
    for (changes, rejection) in bids {
        assert_eq!(one_bid(&changes), Err(rejection), "{changes}");
    }
    let models = [
        (json!({"model": null}), Rejection::NoModel),
        (json!({"model": " "}), Rejection::NoModel),
        (json!({"providersWithBestBid": ["text"]}), Rejection::Malformed),
        (json!({"providersWithBestBid": [], "price": null}), Rejection::BadPrice),
        (json!({"providersWithBestBid": [], "price": {"med": "NaN"}}), Rejection::BadPrice),
        (json!({"providersWithBestBid": [], "availability": {"total": 0}}), Rejection::NoGpu),
    ];
    for (changes, rejection) in models {
        assert_eq!(one(&changes), Err(rejection), "{changes}");
    }
    assert_eq!(read(&[json!(7)], &None), [Err(Rejection::Malformed)]);
}

#[test]
fn numbers_may_come_as_text() {
    let texts = json!({"provider": {"allocated": "13", "allocatable": "23"}, "bestBid": {"hourlyPrice": "2.04"}});
    assert_eq!(one_bid(&texts), one(&json!({})));
}

#[test]
fn the_recorded_prices_are_read() {
    let Some(text) = sample("akash/gpu_prices_200_live_excerpt.json") else { return };
    let market = read_market(&text, &None).unwrap();
    assert!(!market.by_provider);
    let (offers, rejected): (Vec<_>, Vec<_>) = market.offers.into_iter().partition(Result::is_ok);
    assert_eq!(rejected, [Err(Rejection::BadPrice)], "nobody bid a B300");
    let offers: Vec<_> = offers.into_iter().map(Result::unwrap).collect();
    let found: Vec<_> = offers
        .iter()
        .map(|offer| {
            let gpu = &offer.gpu;
            (gpu.model.as_str(), gpu.vram_gib, gpu.form_factor.as_deref(), offer.price_per_hour.micros(), offer.units)
        })
        .collect();
    let expected = [
        ("A100", Some(80), Some("SXM"), 1_840_000, 14),
        ("H100", Some(80), Some("SXM"), 2_560_000, 15),
        ("H200", Some(141), Some("SXM"), 4_450_000, 40),
        ("RTX PRO 6000 Server", Some(96), Some("PCIe"), 2_040_000, 10),
        ("RTX 4090", Some(24), Some("PCIe"), 340_000, 2),
        ("V100", Some(16), Some("SXM"), 200_000, 2),
        ("V100", Some(32), Some("PCIe"), 190_000, 2),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_servers_own_test_payloads_are_read() {
    let Some(text) = sample("akash/gpu_prices_200_spec.json") else { return };
    let offers = read_market(&text, &None).unwrap().offers;
    let sizes: Vec<_> = offers.iter().map(|offer| offer.as_ref().map(|offer| offer.gpu.vram_gib)).collect();
    assert_eq!(sizes, [Err(&Rejection::BadPrice), Ok(Some(8)), Ok(Some(1)), Err(&Rejection::BadPrice)]);

    let empty = read_market(&sample("akash/gpu_prices_200_empty.json").unwrap(), &None).unwrap();
    assert!(empty.offers.is_empty() && empty.by_provider, "no models is no reason to warn");

    let providers = read_directory(&sample("akash/providers_200.json").unwrap()).unwrap();
    assert_eq!(providers.len(), 3);
    let full = &providers["akash17erkmem6xcugfnew2c0ujfqtet32j29ztk03jt"];
    assert_eq!((full.uptime, full.country, full.net_up_mbps), (Some(0.9986), Some("US"), Some(10_000.0)));
    let sparse = &providers["akash1am3sv9ac6yq6a4s2hkkcn6sd6723fpkp3en08s"];
    assert_eq!((sparse.country, sparse.region.as_deref(), sparse.net_down_mbps), (Some("US"), None, None));
    let offline = &providers["akash1ccktptfkvdc67msasmesuy5m7gpc76z75kukpz"];
    assert_eq!((offline.online, offline.audited, offline.country), (false, false, None));
}

/// Akash with these answers for prices by provider, prices by model and the list of providers.
fn server(detailed: Vec<Step>, plain: Vec<Step>, providers: Vec<Step>) -> Server {
    Server::start(move |request| match request.path.as_str() {
        "/v1/gpu-prices?debug=true" => detailed.clone(),
        "/v1/gpu-prices" => plain.clone(),
        "/v1/providers" => providers.clone(),
        _ => answer(404, "", b"{}"),
    })
}

async fn fetched(server: &Server) -> Result<Fetched, FetchError> {
    let settings = ProviderSettings { timeout: std::time::Duration::from_secs(5), ..server.settings(Network::Akash) };
    crate::providers::Provider::new(settings, &Exchange::Live).unwrap().fetch(&|_| {}).await
}

fn by_model() -> Vec<Step> {
    ok(prices(&[model(&json!({ "providersWithBestBid": null }))]))
}

fn providers() -> Vec<Step> {
    ok(json!(["nonsense", {"owner": null}, provider(&json!({}))]).to_string())
}

fn codes(fetched: &Fetched) -> Vec<&'static str> {
    fetched.warnings.iter().map(|warning| warning.code).collect()
}

#[tokio::test]
async fn prices_are_joined_with_providers_and_no_row_costs_another() {
    let bids = json!([bid(&json!({})), bid(&json!({})), bid(&json!({"bestBid": {"hourlyPrice": -1}})), null]);
    let models = [model(&json!({ "providersWithBestBid": bids })), json!([]), model(&json!({"model": "t4"}))];
    let server = server(ok(prices(&models)), vec![], providers());
    let fetched = fetched(&server).await.unwrap();
    let ids: Vec<_> = fetched.offers.iter().map(Offer::id).collect();
    assert_eq!(ids, ["akash:nvidia/h100/80Gi/SXM5@akash1a", "akash:nvidia/t4/80Gi/SXM5@akash1a"]);
    assert_eq!(fetched.offers[0].country.as_deref(), Some("US"));
    let rejected = [(Rejection::Malformed, 2), (Rejection::DuplicateId, 1), (Rejection::BadPrice, 1)];
    assert_eq!((fetched.received, &fetched.rejected), (6, &rejected.into()));
    assert!(fetched.warnings.is_empty());
}

#[tokio::test]
async fn prices_by_model_stand_in_when_there_are_none_by_provider() {
    for detailed in [by_model(), answer(400, "", b"{}"), answer(501, "", b"<html>")] {
        let fetched = fetched(&server(detailed, by_model(), providers())).await.unwrap();
        assert_eq!(fetched.offers[0].id(), "akash:nvidia/h100/80Gi/SXM5");
        assert_eq!(codes(&fetched), ["prices_per_model"]);
    }
}

#[tokio::test]
async fn without_the_list_of_providers_prices_are_kept_with_a_warning() {
    for providers in [answer(501, "", b""), ok("{}"), ok("<html>")] {
        let detailed = ok(prices(&[model(&json!({}))]));
        let fetched = fetched(&server(detailed, vec![], providers)).await.unwrap();
        assert_eq!(codes(&fetched), ["providers_unknown"]);
        let offer = &fetched.offers[0];
        assert_eq!((offer.country.as_deref(), offer.reliability, offer.verified), (None, None, false));
        assert_eq!((offer.units, offer.available), (10, true));
    }
}

#[tokio::test]
async fn without_prices_there_is_nothing() {
    let cases = [
        (answer(501, "", b""), answer(501, "", b""), "http_status"),
        (answer(401, "", b""), by_model(), "unauthorized"),
        (ok("<html>"), by_model(), "not_json"),
        (ok(r#"{"models":{}}"#), by_model(), "wrong_shape"),
    ];
    for (detailed, plain, code) in cases {
        assert_eq!(fetched(&server(detailed, plain, providers())).await.unwrap_err().code(), code);
    }
}
