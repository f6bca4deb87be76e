//! Dispersed's offers, the price sheet, and the client against a server of ours.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::providers::testing::{Received, Server, Step, answer, ok, sample};
use crate::providers::{Exchange, Provider};
use crate::units::Rate;

/// An offer with all fields, some of them changed.
fn listed(changes: &Value) -> Value {
    let mut row = json!({
        "availability": {},
        "hardware_summary": {
            "cpu_cores": 32, "gpu_count": 2, "gpu_model_label": "NVIDIA RTX 4090",
            "gpu_models": [{"count": 2, "gpu_registry_uuid": "uuid-4090", "min_vram_gib": 24, "name": "NVIDIA RTX 4090"}],
            "gpu_registry_uuid": "uuid-4090", "min_gpu_vram_gib": 24, "ram_gib": 128, "storage_gib": 900,
        },
        "offer_id": "off_1",
        "pricing": {"hourly_rate_usd": 0.7, "quoted_at": "2026-08-20T10:00:00Z"},
        "region_code": "eu-central-1",
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

fn page(rows: &[Value], total: &Value) -> String {
    json!({"data": rows, "limit": 50, "page": 1, "total": total}).to_string()
}

fn one(changes: &Value) -> Result<Offer, Rejection> {
    read_page(&page(&[listed(changes)], &json!(1))).unwrap().offers.remove(0)
}

fn hardware(changes: &Value) -> Result<Offer, Rejection> {
    one(&json!({ "hardware_summary": changes }))
}

#[test]
fn a_listed_machine_becomes_an_offer() {
    let offer = one(&json!({})).unwrap();
    assert_eq!((offer.id().as_str(), offer.kind), ("render:off_1", PriceKind::OnDemand));
    assert_eq!((offer.gpu.model.as_str(), offer.gpu.vram_gib, offer.gpu_count), ("RTX 4090", Some(24), 2));
    assert_eq!(offer.price_per_hour, Rate::from_micros(700_000), "the whole machine");
    assert_eq!(offer.price_per_gpu_hour(), Rate::from_micros(350_000));
    assert_eq!((offer.region.as_deref(), offer.country.as_deref()), (Some("eu-central-1"), Some("DE")));
    assert_eq!((offer.cpu_cores, offer.ram_gib, offer.disk_gib), (Some(32), Some(128.0), Some(900.0)));
    assert_eq!(offer.quoted_at, "2026-08-20T10:00:00Z".parse().ok());
    assert_eq!(offer.rent_ref.as_deref(), Some(r#"{"gpu_registry_uuid":"uuid-4090","region_code":"eu-central-1"}"#));
    assert_eq!((offer.units, offer.available, offer.verified, offer.reliability), (1, true, false, None));
}

#[test]
fn what_is_not_told_is_unknown() {
    let hardware = json!({"gpu_count": 1, "gpu_model_label": "RTX 4090"});
    let row = json!({"offer_id": 7, "hardware_summary": hardware, "pricing": {"hourly_rate_usd": 0.35}});
    let offer = read_page(&page(&[row], &json!(1))).unwrap().offers.remove(0).unwrap();
    assert_eq!((offer.external_id.as_str(), offer.gpu.vram_gib), ("7", Some(24)));
    assert_eq!((offer.region, offer.country, offer.rent_ref, offer.quoted_at), (None, None, None, None));
    assert_eq!((offer.cpu_cores, offer.ram_gib, offer.disk_gib), (None, None, None));
    let zeros = self::hardware(&json!({"cpu_cores": 0, "ram_gib": 0, "storage_gib": 0})).unwrap();
    assert_eq!((zeros.cpu_cores, zeros.ram_gib, zeros.disk_gib), (None, None, None));
    let odd = one(&json!({"region_code": "moon-1", "pricing": {"quoted_at": "yesterday"}})).unwrap();
    assert_eq!((odd.region.as_deref(), odd.country, odd.quoted_at), (Some("moon-1"), None, None));
}

#[test]
fn the_models_stand_in_for_a_missing_summary() {
    let missing = json!({
        "gpu_count": null, "gpu_model_label": null, "gpu_registry_uuid": null, "min_gpu_vram_gib": null,
    });
    assert_eq!(
        hardware(&missing),
        one(&json!({})).map(|offer| Offer { raw_gpu_name: "NVIDIA RTX 4090".into(), ..offer })
    );
}

#[test]
fn mixed_machines_are_not_offers() {
    let two = json!([{"count": 1, "name": "NVIDIA RTX 4090"}, {"count": 1, "name": "NVIDIA RTX 3090"}]);
    assert_eq!(hardware(&json!({ "gpu_models": two })), Err(Rejection::MixedGpus));
    let label = json!({"gpu_models": [], "gpu_model_label": "NVIDIA RTX 4090 + NVIDIA RTX 3090"});
    assert_eq!(hardware(&label), Err(Rejection::MixedGpus));
    let same = json!([{"count": 1, "name": "NVIDIA RTX 4090"}, {"count": 1, "name": "nvidia rtx 4090 "}]);
    assert_eq!(hardware(&json!({ "gpu_models": same })).unwrap().gpu_count, 2);
}

#[test]
fn broken_rows_say_why() {
    let cases = [
        (json!({"offer_id": null}), Rejection::MissingId),
        (json!({"offer_id": " "}), Rejection::MissingId),
        (json!({"hardware_summary": null}), Rejection::NoGpu),
        (json!({"hardware_summary": {"gpu_count": 0}}), Rejection::NoGpu),
        (json!({"hardware_summary": {"gpu_count": -1}}), Rejection::NoGpu),
        (json!({"hardware_summary": {"gpu_count": null, "gpu_models": []}}), Rejection::NoGpu),
        (json!({"hardware_summary": {"gpu_model_label": "", "gpu_models": null}}), Rejection::NoModel),
        (json!({"pricing": null}), Rejection::BadPrice),
        (json!({"pricing": {"hourly_rate_usd": 0}}), Rejection::BadPrice),
        (json!({"pricing": {"hourly_rate_usd": "inf"}}), Rejection::BadPrice),
        (json!({"pricing": {"hourly_rate_usd": -0.7}}), Rejection::BadPrice),
    ];
    for (changes, rejection) in cases {
        assert_eq!(one(&changes), Err(rejection), "{changes}");
    }
    assert_eq!(read_page(&page(&[json!(null)], &json!(1))).unwrap().offers, [Err(Rejection::Malformed)]);
}

#[test]
fn numbers_may_come_as_text() {
    let texts = json!({
        "hardware_summary": {"gpu_count": "2", "cpu_cores": "32", "min_gpu_vram_gib": "24"},
        "pricing": {"hourly_rate_usd": "0.70"},
    });
    assert_eq!(one(&texts), one(&json!({})));
}

#[test]
fn what_a_job_needs_is_bounded() {
    let long = "x".repeat(MAX_TEXT_CHARS + 1);
    let offer = one(&json!({"region_code": long, "hardware_summary": {"gpu_registry_uuid": long}})).unwrap();
    assert_eq!(offer.rent_ref.as_deref(), Some(r#"{"gpu_registry_uuid":"uuid-4090","region_code":null}"#));
}

#[test]
fn the_price_sheet_can_be_neither_rented_nor_mistaken_for_the_market() {
    let sheet = price_sheet::fetched();
    let prices: Vec<_> = sheet
        .offers
        .iter()
        .map(|offer| (offer.external_id.as_str(), offer.gpu.model.as_str(), offer.price_per_hour.to_string()))
        .collect();
    let expected = [
        ("rnp-019-rtx-5090", "RTX 5090", "0.69"),
        ("rnp-019-rtx-4090", "RTX 4090", "0.35"),
        ("rnp-019-rtx-3090", "RTX 3090", "0.31"),
    ];
    assert_eq!(prices, expected.map(|(id, model, price)| (id, model, price.to_owned())));
    for offer in &sheet.offers {
        assert!(offer.gpu.slug.is_some(), "{}", offer.raw_gpu_name);
        assert_eq!((offer.kind, offer.available, offer.units), (PriceKind::Indicative, false, 0));
        assert_eq!(offer.quoted_at, "2025-03-31T00:00:00Z".parse().ok());
        assert_eq!(offer.rent_ref, None);
    }
    let [warning] = &*sheet.warnings else { panic!("{:?}", sheet.warnings) };
    assert_eq!(warning.code, "indicative_prices");
    assert!(warning.message.contains("providers.render.secret_key"), "{}", warning.message);
}

#[test]
fn the_price_sheet_is_the_published_one() {
    let Some(text) = sample("render/rnp019_price_sheet.json") else { return };
    let published: Value = serde_json::from_str(&text).unwrap();
    for (offer, line) in price_sheet::fetched().offers.iter().zip(published["prices"].as_array().unwrap()) {
        assert_eq!(offer.raw_gpu_name, line["gpu"].as_str().unwrap());
        let upper_end = line.get("max").or(line.get("price")).unwrap();
        assert_eq!(offer.price_per_hour.to_string(), upper_end.to_string());
    }
}

#[test]
fn the_sample_pages_are_read() {
    let Some(text) = sample("render/offers.json") else { return };
    let Page { offers, total } = read_page(&text).unwrap();
    let offers: Vec<_> = offers.into_iter().map(Result::unwrap).collect();
    let found: Vec<_> = offers
        .iter()
        .map(|offer| {
            (offer.gpu.model.as_str(), offer.gpu_count, offer.price_per_hour.micros(), offer.country.as_deref())
        })
        .collect();
    let expected = [
        ("RTX 5090", 1, 690_000, Some("US")),
        ("RTX 4090", 1, 350_000, Some("US")),
        ("RTX 4090", 2, 700_000, Some("DE")),
        ("RTX 3090", 1, 310_000, Some("CA")),
    ];
    assert_eq!((found.as_slice(), total), (expected.as_slice(), Some(4)));

    let edge = read_page(&sample("render/offers_edge.json").unwrap()).unwrap().offers;
    assert_eq!(edge[0], Err(Rejection::MixedGpus));
    assert_eq!(edge[1].as_ref().unwrap().external_id, "off_min");
    assert_eq!(read_page(&sample("render/offers_empty.json").unwrap()).unwrap(), Page { offers: vec![], total: None });
}

/// How a server pages.
#[derive(Clone, Copy)]
struct Paging {
    rows: usize,
    /// Rows a page, whatever was asked for.
    page_rows: usize,
    /// Whether the total is told; 0 otherwise.
    total: bool,
    /// Whether it heeds the page number.
    heeds_page: bool,
}

impl Paging {
    const PLAIN: Self = Self { rows: 120, page_rows: 50, total: true, heeds_page: true };

    fn server(self) -> Server {
        Server::start(move |request| self.answer(request))
    }

    fn answer(self, request: &Received) -> Vec<Step> {
        let page_number: usize =
            request.path.strip_prefix("/v1/compute/offers?limit=50&page=").unwrap().parse().unwrap();
        let first = if self.heeds_page { (page_number - 1) * self.page_rows } else { 0 };
        let rows: Vec<_> = (first..self.rows.min(first + self.page_rows))
            .map(|number| listed(&json!({ "offer_id": number })))
            .collect();
        ok(page(&rows, &json!(if self.total { self.rows } else { 0 })))
    }
}

async fn fetched(server: &Server, keys: Option<(&str, &str)>) -> Result<Fetched, FetchError> {
    let settings = ProviderSettings {
        public_key: keys.map(|(public, _)| public.to_owned()),
        secret_key: keys.map(|(_, secret)| secret.into()),
        ..server.settings(Network::Render)
    };
    Provider::new(settings, &Exchange::Live).unwrap().fetch(&|_| {}).await
}

#[tokio::test]
async fn all_pages_are_read_and_not_one_more() {
    let cases = [
        (Paging::PLAIN, 120, 3),
        (Paging { rows: 100, ..Paging::PLAIN }, 100, 2),
        (Paging { total: false, ..Paging::PLAIN }, 120, 3),
        (Paging { total: false, rows: 100, ..Paging::PLAIN }, 100, 3),
        (Paging { page_rows: 30, ..Paging::PLAIN }, 120, 4),
        (Paging { rows: 0, ..Paging::PLAIN }, 0, 1),
    ];
    for (paging, offers, requests) in cases {
        let server = paging.server();
        let fetched = fetched(&server, None).await.unwrap();
        assert_eq!((fetched.offers.len(), server.received().len()), (offers, requests));
        assert!(fetched.warnings.is_empty());
    }
}

#[tokio::test]
async fn endless_pages_end_with_a_warning() {
    let cases = [
        (Paging { rows: usize::MAX, ..Paging::PLAIN }, MAX_PAGES * PAGE_ROWS, MAX_PAGES),
        (Paging { heeds_page: false, ..Paging::PLAIN }, PAGE_ROWS, 2),
    ];
    for (paging, offers, requests) in cases {
        let server = paging.server();
        let fetched = fetched(&server, None).await.unwrap();
        assert_eq!((fetched.offers.len(), server.received().len()), (offers, requests));
        assert_eq!(fetched.warnings[0].code, "truncated");
        assert!(!fetched.is_complete);
    }
}

#[tokio::test]
async fn a_page_that_fails_fails_the_whole() {
    let server = Server::start(|request| {
        if request.path.ends_with("page=3") { answer(501, "", b"") } else { Paging::PLAIN.answer(request) }
    });
    assert_eq!(fetched(&server, None).await.unwrap_err().code(), "http_status");
}

#[tokio::test]
async fn no_row_costs_another() {
    let rows = [
        listed(&json!({})),
        listed(&json!({})),
        listed(&json!({"offer_id": "b", "pricing": {"hourly_rate_usd": 0}})),
        json!("nonsense"),
        listed(&json!({"offer_id": "c"})),
    ];
    let server = Server::in_turn(vec![ok(page(&rows, &json!(5)))]);
    let fetched = fetched(&server, None).await.unwrap();
    assert_eq!(fetched.offers.iter().map(Offer::id).collect::<Vec<_>>(), ["render:off_1", "render:c"]);
    let rejected = [Rejection::Malformed, Rejection::DuplicateId, Rejection::BadPrice];
    assert_eq!(fetched.rejected, rejected.map(|reason| (reason, 1)).into());
}

/// The value of a header the server was sent.
fn header<'a>(request: &'a Received, name: &str) -> Option<&'a str> {
    request.headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn with_keys_every_request_is_signed_anew() {
    let server = Paging::PLAIN.server();
    let before = Timestamp::now();
    fetched(&server, Some(("pk_abc", "sk_canary"))).await.unwrap();
    let received = server.received();
    for request in &received {
        let (path, query) = request.path.split_once('?').unwrap();
        let at = Timestamp::from_millisecond(header(request, "x-time").unwrap().parse().unwrap()).unwrap();
        assert!(at.as_second() >= before.as_second());
        let keys = Keys { public: "pk_abc".into(), secret: "sk_canary".into() };
        let signable = Signable { method: &request.method, path, query, body: b"" };
        for (name, value) in keys.sign(&signable, at, header(request, "x-nonce").unwrap()) {
            assert_eq!(header(request, name.as_str()), Some(value.as_str()), "{name}");
        }
        assert!(!request.headers.contains("canary"));
    }
    let nonces: HashSet<_> = received.iter().filter_map(|request| header(request, "x-nonce")).collect();
    assert_eq!((nonces.len(), received.len()), (3, 3));
    assert!(nonces.iter().all(|nonce| nonce.len() == 32 && nonce.bytes().all(|byte| byte.is_ascii_hexdigit())));
}

#[tokio::test]
async fn a_retry_has_a_nonce_of_its_own() {
    let server = Server::in_turn(vec![answer(502, "", b""), ok(page(&[], &json!(0)))]);
    fetched(&server, Some(("pk_abc", "sk_canary"))).await.unwrap();
    let received = server.received();
    let [first, second] = &*received else { panic!("{received:?}") };
    assert_ne!(header(first, "x-nonce"), header(second, "x-nonce"));
}

#[tokio::test]
async fn refused_without_keys_the_price_sheet_stands_in() {
    for status in [401, 403] {
        let server = Server::in_turn(vec![answer(status, "", br#"{"error":{"code":"UNAUTHORIZED"}}"#)]);
        for keys in [None, Some(("", "")), Some(("pk_abc", ""))] {
            let fetched = fetched(&server, keys).await.unwrap();
            assert_eq!(fetched, price_sheet::fetched());
        }
        assert!(server.received().iter().all(|request| header(request, "x-api-key").is_none()), "asked unsigned");
    }
}

#[tokio::test]
async fn refused_keys_and_failing_servers_are_errors() {
    let refused = Server::in_turn(vec![answer(401, "", b"{}")]);
    assert_eq!(fetched(&refused, Some(("pk_abc", "sk_wrong"))).await.unwrap_err().code(), "unauthorized");
    let cases = [
        (answer(501, "", b""), "http_status"),
        (answer(404, "", b""), "http_status"),
        (ok("<html>"), "not_json"),
        (ok(r#"{"error":{"code":"X"}}"#), "wrong_shape"),
    ];
    for (answer, code) in cases {
        assert_eq!(fetched(&Server::in_turn(vec![answer]), None).await.unwrap_err().code(), code);
    }
}
