//! io.net's rows, and the client against a server of ours.

use serde_json::{Value, json};

use super::*;
use crate::providers::testing::{Received, Server, Step, answer, ok, sample};
use crate::providers::{Exchange, Provider};
use crate::units::Rate;

/// A machine of the network with all fields, some of them changed.
fn machine(changes: &Value) -> Value {
    let mut row = json!({
        "id": "12__2", "deploy_id": 12, "name": "GeForce RTX 4090", "num_cards": 2, "supplier": "internal",
        "sold_out": false, "price": 0.6, "vram_per_card": 24, "interconnect": null, "nvlink": false,
        "storage": 1000, "vcpu": 39, "memory": 125, "location": "US",
    });
    for (key, value) in changes.as_object().unwrap() {
        row[key] = value.clone();
    }
    row
}

fn list(rows: &[Value]) -> String {
    json!({"data": {"hardware": rows}}).to_string()
}

fn normalized(text: &str, replicas: &Replicas) -> Vec<Result<Offer, Rejection>> {
    normalize_all(text, replicas).unwrap()
}

fn one(changes: &Value) -> Result<Offer, Rejection> {
    normalized(&list(&[machine(changes)]), &Replicas::new()).pop().unwrap()
}

fn find<'a>(offers: &'a [Offer], id: &str) -> &'a Offer {
    offers.iter().find(|offer| offer.external_id == id).unwrap()
}

#[test]
fn a_machine_becomes_an_offer() {
    let offer = one(&json!({})).unwrap();
    assert_eq!((offer.id().as_str(), offer.kind), ("ionet:12__2", PriceKind::OnDemand));
    assert_eq!((offer.gpu.model.as_str(), offer.gpu.vram_gib, offer.gpu_count), ("RTX 4090", Some(24), 2));
    assert_eq!(offer.price_per_hour, Rate::from_micros(600_000), "the whole configuration");
    assert_eq!(offer.price_per_gpu_hour(), Rate::from_micros(300_000));
    assert_eq!((offer.region.as_deref(), offer.country.as_deref()), (Some("US"), Some("US")));
    assert_eq!((offer.cpu_cores, offer.ram_gib, offer.disk_gib), (Some(39), Some(125.0), Some(1000.0)));
    assert_eq!((offer.storage_price_per_gib_month, offer.min_hours), (Some(Usdc::default()), 1));
    assert_eq!((offer.reliability, offer.net_up_mbps, offer.egress_price_per_gib), (None, None, None));
    assert!(offer.available && !offer.verified);
}

#[test]
fn the_interconnect_tells_the_form_factor() {
    let gpu = |interconnect: &str| {
        one(&json!({"name": "H100", "vram_per_card": 80, "interconnect": interconnect})).unwrap().gpu
    };
    assert_eq!(gpu("sxm5").form_factor.as_deref(), Some("SXM"));
    assert_eq!(gpu("pcie").form_factor.as_deref(), Some("PCIe"));
    let unknown = one(&json!({"name": "H100", "vram_per_card": 80})).unwrap().gpu;
    assert_eq!((unknown.form_factor, unknown.slug), (None, None));
}

#[test]
fn what_is_not_told_is_unknown() {
    let text = list(&[json!({"id": "min", "name": "B200", "num_cards": 8, "price": 39.92})]);
    let offer = normalized(&text, &Replicas::new()).pop().unwrap().unwrap();
    assert_eq!((offer.region, offer.country, offer.rent_ref), (None, None, None));
    assert_eq!((offer.cpu_cores, offer.ram_gib, offer.disk_gib), (None, None, None));
    assert!(offer.available && !offer.verified);
    let zeros = one(&json!({"vcpu": 0, "memory": 0, "storage": 0, "location": "Atlantis"})).unwrap();
    assert_eq!((zeros.cpu_cores, zeros.ram_gib, zeros.disk_gib, zeros.country), (None, None, None, None));
}

#[test]
fn the_key_for_renting_keeps_its_type() {
    let rent_ref = |changes| one(&changes).unwrap().rent_ref;
    assert_eq!(rent_ref(json!({})).as_deref(), Some(r#"{"deploy_id":12,"location":"US"}"#));
    assert_eq!(
        rent_ref(json!({"deploy_id": "12", "location": null})).as_deref(),
        Some(r#"{"deploy_id":"12","location":null}"#)
    );
    for unusable in [json!(null), json!(""), json!([12]), json!({"a": 1}), json!("x".repeat(MAX_TEXT_CHARS + 1))] {
        assert_eq!(rent_ref(json!({ "deploy_id": unusable })), None);
    }
}

#[test]
fn replicas_are_units_and_none_left_is_not_available() {
    let replicas = read_replicas(&list(&[
        json!({"id": "a", "available_replicas": 3}),
        json!({"id": "b", "available_replicas": 0}),
        json!({"id": "c", "available_replicas": null}),
        json!({"id": "d", "available_replicas": -1}),
        json!({"available_replicas": 9}),
        json!("not an object"),
    ]))
    .unwrap();
    let rows = ["a", "b", "c", "d"].map(|id| machine(&json!({ "id": id })));
    let stock: Vec<_> = normalized(&list(&rows), &replicas)
        .into_iter()
        .map(|offer| offer.map(|offer| (offer.units, offer.available)).unwrap())
        .collect();
    assert_eq!(stock, [(3, true), (0, false), (1, true), (1, true)]);
    let sold_out = normalized(&list(&[machine(&json!({"id": "a", "sold_out": true}))]), &replicas);
    assert!(!sold_out[0].as_ref().unwrap().available);
}

#[test]
fn broken_rows_say_why() {
    let cases = [
        (json!({"id": null}), Rejection::MissingId),
        (json!({"id": ""}), Rejection::MissingId),
        (json!({"num_cards": 0, "name": ""}), Rejection::NoGpu),
        (json!({"num_cards": null}), Rejection::NoGpu),
        (json!({"num_cards": -8}), Rejection::NoGpu),
        (json!({"num_cards": 1.5}), Rejection::NoGpu),
        (json!({"name": ""}), Rejection::NoModel),
        (json!({"name": 4090}), Rejection::NoModel),
        (json!({"price": 0}), Rejection::BadPrice),
        (json!({"price": -0.6}), Rejection::BadPrice),
        (json!({"price": null}), Rejection::BadPrice),
        (json!({"price": "NaN"}), Rejection::BadPrice),
        (json!({"price": 10_000.01}), Rejection::BadPrice),
    ];
    for (changes, rejection) in cases {
        assert_eq!(one(&changes), Err(rejection), "{changes}");
    }
    assert_eq!(normalized(&list(&[json!([])]), &Replicas::new()), [Err(Rejection::Malformed)]);
}

#[test]
fn numbers_may_come_as_text() {
    let texts =
        json!({"id": 7, "num_cards": "2", "price": "0.6", "vram_per_card": "24", "vcpu": "39", "memory": "125"});
    let offer = one(&texts).unwrap();
    assert_eq!(offer, Offer { external_id: "7".into(), ..one(&json!({})).unwrap() });
}

#[test]
fn the_published_examples_are_read() {
    let Some(text) = sample("ionet/vmaas_hardware.json") else { return };
    let offers: Vec<_> = normalized(&text, &Replicas::new()).into_iter().map(Result::unwrap).collect();
    assert_eq!(offers.len(), 4);
    let b200 = find(&offers, "B200_sxm6x8__AU");
    assert_eq!((b200.gpu.model.as_str(), b200.gpu.form_factor.as_deref()), ("B200", Some("SXM")));
    assert_eq!((b200.country.as_deref(), b200.verified), (Some("AU"), true));

    let edge = normalized(&sample("ionet/vmaas_hardware_edge.json").unwrap(), &Replicas::new());
    assert!(!edge[0].as_ref().unwrap().available, "sold out");
    assert_eq!(edge[1..3], [Err(Rejection::NoGpu), Err(Rejection::BadPrice)]);
    assert_eq!(edge[3].as_ref().unwrap().gpu.model, "RTX 6000 Ada");
    assert_eq!(edge[4].as_ref().unwrap().country, None);
}

#[test]
fn the_recorded_answers_are_read() {
    let Some(text) = sample("ionet/real/vmaas_hardware_2026-06-13.json") else { return };
    let replicas = read_replicas(&sample("ionet/real/caas_hardware_2026-06-13.json").unwrap()).unwrap();
    let rows = normalized(&text, &replicas);
    let h100 = rows[0].as_ref().unwrap();
    assert_eq!(h100.price_per_hour, Rate::from_micros(27_875_343));
    assert_eq!(h100.price_per_gpu_hour(), Rate::from_micros(3_484_418));
    assert_eq!((h100.units, h100.available), (3, true));
    let b300 = rows[1].as_ref().unwrap();
    assert_eq!((b300.price_per_gpu_hour(), b300.available), (Rate::from_micros(7_982_877), false));
    assert_eq!(rows[2..], [Err(Rejection::NoGpu), Err(Rejection::BadPrice)]);
}

/// io.net with these answers for the open list, the list for key holders and the stock.
fn server(open: Vec<Step>, with_key: Vec<Step>, stock: Vec<Step>) -> Server {
    Server::start(move |request| match request.path.as_str() {
        MACHINES => open.clone(),
        MACHINES_WITH_KEY if request.headers.contains("x-api-key: canary") => with_key.clone(),
        MACHINES_WITH_KEY => answer(401, "", br#"{"detail":"Invalid API key provided!"}"#),
        STOCK => stock.clone(),
        _ => answer(404, "", br#""Not found""#),
    })
}

async fn fetched(server: &Server, key: Option<&str>) -> Result<Fetched, FetchError> {
    let settings = ProviderSettings { api_key: key.map(Into::into), ..server.settings(Network::Ionet) };
    Provider::new(settings, &Exchange::Live).unwrap().fetch(&|_| {}).await
}

fn paths(server: &Server) -> Vec<String> {
    let mut paths: Vec<_> = server.received().into_iter().map(|Received { path, .. }| path).collect();
    paths.sort();
    paths
}

#[tokio::test]
async fn machines_are_joined_with_their_stock_and_no_row_costs_another() {
    let rows = [
        machine(&json!({"id": "a"})),
        machine(&json!({"id": "a", "price": 9})),
        machine(&json!({"id": null})),
        json!("nonsense"),
        machine(&json!({"id": "b", "num_cards": 0})),
    ];
    let text = list(&rows).replace("\"num_cards\":0", "\"num_cards\":NaN");
    let server = server(ok(text), vec![], ok(list(&[json!({"id": "a", "available_replicas": 5})])));
    let fetched = fetched(&server, Some("canary")).await.unwrap();
    assert_eq!(fetched.offers.len(), 1);
    assert_eq!((fetched.offers[0].units, fetched.offers[0].price_per_hour), (5, Rate::from_micros(600_000)));
    let reasons = [Rejection::Malformed, Rejection::MissingId, Rejection::DuplicateId, Rejection::NoGpu];
    assert_eq!(fetched.rejected, reasons.map(|reason| (reason, 1)).into());
    assert_eq!((fetched.received, fetched.warnings), (5, vec![]));
    assert_eq!(paths(&server), [STOCK, MACHINES], "the key is not used where none is needed");
    assert!(server.received().iter().all(|request| !request.headers.contains("canary")));
}

#[tokio::test]
async fn without_stock_the_machines_are_kept_with_a_warning() {
    let server = server(ok(list(&[machine(&json!({}))])), vec![], answer(403, "", b"{}"));
    let fetched = fetched(&server, None).await.unwrap();
    assert_eq!((fetched.offers[0].units, fetched.offers[0].available), (1, true));
    assert_eq!(fetched.warnings[0].code, "stock_unknown");
}

#[tokio::test]
async fn a_closed_list_is_asked_for_again_with_the_key() {
    for status in [401, 403, 404] {
        let list = list(&[machine(&json!({}))]);
        let server = server(answer(status, "", b"{}"), ok(list), ok(r#"{"data":{"hardware":[]}}"#));
        assert_eq!(fetched(&server, Some("canary")).await.unwrap().offers.len(), 1, "{status}");
        assert_eq!(paths(&server), [MACHINES_WITH_KEY, STOCK, MACHINES]);
    }
}

#[tokio::test]
async fn a_closed_list_without_a_key_is_an_error() {
    let server = server(answer(401, "", b"{}"), vec![], ok("{}"));
    assert_eq!(fetched(&server, None).await.unwrap_err().code(), "unauthorized");
    assert_eq!(paths(&server), [STOCK, MACHINES]);
}

#[tokio::test]
async fn a_wrong_key_and_a_wrong_shape_are_errors() {
    let closed = server(answer(401, "", b"{}"), ok("{}"), ok("{}"));
    assert_eq!(fetched(&closed, Some("wrong")).await.unwrap_err().code(), "unauthorized");
    let odd = server(ok(r#"{"data":[]}"#), vec![], ok("{}"));
    assert_eq!(fetched(&odd, None).await.unwrap_err().code(), "wrong_shape");
    let down = server(answer(501, "", b""), ok("{}"), ok("{}"));
    assert_eq!(fetched(&down, Some("canary")).await.unwrap_err().code(), "http_status");
    assert!(!paths(&down).contains(&MACHINES_WITH_KEY.to_owned()), "a failing server is no reason to show the key");
}

#[tokio::test]
async fn what_was_recorded_with_a_key_is_replayed_without() {
    let folder = tempfile::tempdir().unwrap();
    let server = server(answer(401, "", b"{}"), ok(list(&[machine(&json!({}))])), ok(list(&[])));
    let settings = ProviderSettings { api_key: Some("canary".into()), ..server.settings(Network::Ionet) };
    let record = Exchange::Record(folder.path().to_owned());
    let live = Provider::new(settings, &record).unwrap().fetch(&|_| {}).await.unwrap();
    assert_eq!(live.offers.len(), 1);
    let replay = Exchange::Replay(folder.path().to_owned());
    let replayed = Provider::new(ProviderSettings::builtin(Network::Ionet), &replay).unwrap().fetch(&|_| {}).await;
    assert_eq!(replayed.unwrap().offers, live.offers);
}
