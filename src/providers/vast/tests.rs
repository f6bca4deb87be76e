//! Vast's rows and searches, against what the network sends.

use super::super::testing::{Received, Server, ok};
use super::super::{Exchange, Provider};
use super::*;

fn ask(changes: &Value) -> Result<Offer, Rejection> {
    let mut row = json!({
        "id": 39_185_351, "machine_id": 34_447, "gpu_name": "A100 SXM4", "num_gpus": 2, "gpu_ram": 81_920,
        "dph_base": 1.4, "dph_total": 1.5, "min_bid": 0.6, "is_bid": false, "rentable": true, "rented": false,
        "verification": "verified", "geolocation": "Alberta, CA", "reliability2": 0.9631,
        "cpu_cores_effective": 21.33, "cpu_ram": 128_803, "disk_space": 1576.0, "inet_down": 413.9, "inet_up": 0.0,
        "cuda_max_good": 12.8, "storage_cost": 0.266_666_7, "inet_up_cost": 0.0,
    });
    for (key, value) in changes.as_object().unwrap() {
        row[key] = value.clone();
    }
    let text = row.to_string();
    normalize(&read_ask(serde_json::from_str(&text).unwrap())?, Market::OnDemand)
}

#[test]
fn an_ask_becomes_an_offer() {
    let offer = ask(&json!({})).unwrap();
    assert_eq!(offer.id(), "vast:39185351");
    assert_eq!(
        (offer.gpu.model.as_str(), offer.gpu.form_factor.as_deref(), offer.gpu.vram_gib),
        ("A100", Some("SXM"), Some(80))
    );
    assert_eq!(offer.price_per_hour, Rate::from_micros(1_400_000));
    assert_eq!(offer.price_per_gpu_hour(), Rate::from_micros(700_000));
    assert_eq!((offer.region.as_deref(), offer.country.as_deref()), (Some("Alberta"), Some("CA")));
    assert_eq!((offer.cpu_cores, offer.ram_gib, offer.cuda), (Some(21), Some(125.78), Some(12.8)));
    assert_eq!(offer.net_up_mbps, None, "0 means that nobody measured");
    assert_eq!(offer.egress_price_per_gib, Some(Usdc::default()), "free traffic is free");
    assert!(offer.available && offer.verified);
}

#[test]
fn forty_gigabytes_are_another_gpu_than_eighty() {
    assert_eq!(ask(&json!({"gpu_ram": 39_936})).unwrap().gpu.slug, Some("a100-sxm4-40gb"));
    assert_eq!(ask(&json!({"gpu_ram": 81_920})).unwrap().gpu.slug, Some("a100-sxm4-80gb"));
}

#[test]
fn a_bid_is_an_offer_of_its_own_at_the_least_bid() {
    let offer = ask(&json!({"is_bid": true})).unwrap();
    assert_eq!((offer.id().as_str(), offer.kind), ("vast:39185351-bid", PriceKind::Interruptible));
    assert_eq!(offer.price_per_hour, Rate::from_micros(600_000));
}

#[test]
fn without_a_base_price_storage_is_taken_off_the_total() {
    let row = json!({"dph_base": null, "dph_total": 0.695_185_185_185_185_2, "storage_cost": 0.266_666_666_666_666_6});
    assert_eq!(ask(&row).unwrap().price_per_hour, Rate::from_micros(693_334));
}

#[test]
fn figures_may_come_as_text_and_broken_rows_say_why() {
    let text = json!({"dph_base": "0.25", "num_gpus": "4", "gpu_ram": "24564", "gpu_name": "RTX 4090", "id": "7"});
    let offer = ask(&text).unwrap();
    assert_eq!((offer.gpu_count, offer.gpu.vram_gib, offer.price_per_hour.micros()), (4, Some(24), 250_000));
    let broken = [
        (json!({"id": null}), Rejection::MissingId),
        (json!({"num_gpus": 0}), Rejection::NoGpu),
        (json!({"gpu_name": ""}), Rejection::NoModel),
        (json!({"dph_base": -1.0}), Rejection::BadPrice),
        (json!({"dph_base": 0}), Rejection::BadPrice),
        (json!({"dph_base": "NaN"}), Rejection::BadPrice),
        (json!({"dph_base": 1e300}), Rejection::BadPrice),
    ];
    for (row, reason) in broken {
        assert_eq!(ask(&row).map(|offer| offer.id()), Err(reason), "{row}");
    }
    assert!(matches!(read_ask(serde_json::from_str("[1]").unwrap()), Err(Rejection::Malformed)));
}

#[test]
fn what_nobody_knows_stays_unknown() {
    let unknown = json!({
        "geolocation": null, "reliability2": null, "reliability": null, "cpu_cores_effective": null, "cpu_ram": null,
        "disk_space": null, "storage_cost": 0, "inet_up_cost": null, "cuda_max_good": null, "machine_id": null,
    });
    let offer = ask(&unknown).unwrap();
    assert_eq!((offer.country, offer.reliability, offer.cpu_cores, offer.ram_gib), (None, None, None, None));
    assert_eq!((offer.storage_price_per_gib_month, offer.egress_price_per_gib, offer.cuda), (None, None, None));
}

/// A market of 300 asks of 9 models behind a server that never gives more than `most` rows.
fn market_server(most: usize, heeds_filters: bool) -> Server {
    Server::start(move |request: &Received| {
        if request.path == NAMES {
            return ok(json!({"gpu_names": ["RTX 3090", "RTX 4090", "H100 SXM"]}).to_string());
        }
        let query: Value = serde_json::from_str(&request.body).unwrap();
        let wanted = |row: &Value| {
            ["gpu_name", "num_gpus"].iter().all(|field| {
                let filter = &query[*field];
                let listed = |list: &Value| list.as_array().is_none_or(|list| list.contains(&row[*field]));
                (filter["eq"].is_null() || filter["eq"] == row[*field])
                    && listed(&filter["in"])
                    && (filter["notin"].is_null() || !listed(&filter["notin"]))
            })
        };
        let models = ["RTX 3090", "RTX 4090", "H100 SXM", "L40S", "A40", "RTX A6000", "H200", "B200", "L4"];
        let rows: Vec<Value> = (0..300)
            .map(|id| {
                let gpu_count = [1, 2, 3, 4, 8][id / 9 % 5];
                json!({"id": id + 1, "gpu_name": models[id % 9], "num_gpus": gpu_count,
                    "gpu_ram": 24_576, "dph_base": 0.5, "is_bid": query["type"] == "bid"})
            })
            .filter(|row| !heeds_filters || wanted(row))
            .take(most)
            .collect();
        ok(json!({ "offers": rows }).to_string())
    })
}

async fn read(server: &Server) -> Fetched {
    let settings = ProviderSettings { rate_per_minute: 100_000, ..server.settings(Network::Vast) };
    Provider::new(settings, &Exchange::Live).unwrap().fetch(&|_| ()).await.unwrap()
}

#[tokio::test]
async fn a_market_that_fits_takes_one_search_a_kind() {
    let server = market_server(299, true);
    let fetched = read(&server).await;
    assert_eq!(fetched.offers.len(), 2 * 299);
    assert_eq!(server.received().len(), 2);
    assert_eq!(fetched.warnings, []);
}

#[tokio::test]
async fn a_market_that_is_cut_off_is_read_whole_in_slices() {
    let server = market_server(64, true);
    let fetched = read(&server).await;
    assert_eq!((fetched.offers.len(), fetched.received, fetched.warnings.len()), (600, 600, 0));
    assert!(server.received().len() <= 40, "{} requests", server.received().len());
}

#[tokio::test]
async fn a_server_that_heeds_no_filter_is_not_asked_for_ever() {
    let server = market_server(64, false);
    let fetched = read(&server).await;
    assert_eq!(fetched.offers.len(), 2 * 64);
    assert_eq!(fetched.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(), ["truncated", "truncated"]);
    assert!(server.received().len() <= 8);
}

#[tokio::test]
async fn a_server_that_knows_no_bids_gives_each_ask_once() {
    let server = Server::start(|_| {
        let row =
            json!({"id": 1, "gpu_name": "L4", "num_gpus": 1, "gpu_ram": 23_034, "dph_base": 0.5, "is_bid": false});
        ok(json!({ "offers": [row] }).to_string())
    });
    let fetched = read(&server).await;
    assert_eq!((fetched.offers.len(), fetched.received), (1, 1));
}
