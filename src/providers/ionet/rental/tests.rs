//! Renting at a server that does all that io.net has been seen or documented to do.

use std::sync::Mutex;

use proptest::prelude::*;

use super::*;
use crate::providers::rental::testing::{KEY, kind, mangled, seen};
use crate::providers::testing::{Received, Server, Step, answer, ok, sample};
use crate::units::Rate;

type Change = fn(&mut Order);

const ID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

fn order() -> Order {
    let mut order = crate::providers::rental::testing::order("12__1");
    order.wanted.rent_ref = Some(r#"{"deploy_id":12,"location":"US"}"#.to_owned());
    order.env.clear();
    order
}

fn price(total: &str) -> String {
    let total: Value = serde_json::from_str(total).unwrap();
    json!({"data": {"replica_count": 1, "available_replica_count": [1, 2], "total_cost_usdc": total}}).to_string()
}

fn row(id: &str, name: &str, status: &str) -> Value {
    json!({
        "id": id, "status": status, "name": name, "completed_percent": 10, "hardware_quantity": 1, "brand_name": "NVIDIA",
        "hardware_name": "GeForce RTX 4090", "compute_minutes_served": 6, "compute_minutes_remaining": 54,
    })
}

fn list(rows: &[Value], total: usize) -> Vec<Step> {
    ok(json!({"data": {"deployments": rows, "total": total, "statuses": ["running"]}}).to_string())
}

fn detail(status: &str) -> Value {
    json!({"data": {
        "id": ID, "status": status, "created_at": "2026-08-20T10:00:00.000Z", "started_at": "2026-08-20T10:04:10.000Z",
        "finished_at": null, "amount_paid": 0.306, "completed_percent": 10.0, "total_gpus": 1, "gpus_per_vm": 1,
        "total_vms": 1, "hardware_name": "GeForce RTX 4090", "hardware_id": 12, "brand_name": "NVIDIA",
        "locations": [{"id": 1, "iso2": "US", "name": "United States"}], "compute_minutes_served": 6,
        "compute_minutes_remaining": 54, "ssh_keys": {"gp4u": KEY}, "github_ids": [],
    }})
}

fn vms(access: &Value) -> Value {
    json!({"data": {"total": 1, "workers": [{
        "device_id": "11111111-2222-4333-8444-555555555555", "vm_id": "vm-0", "hardware": "GeForce RTX 4090",
        "status": "running", "vm_events": [{"time": "2026-08-20T10:04:10.000Z", "message": "VM started"}],
        "network_services": {}, "ssh_access": access,
    }]}})
}

/// A server that says `price` to questions for prices, `deployed` to orders, and shows what was ordered in its list.
fn server(price: Vec<Step>, deployed: Vec<Step>) -> Server {
    let ordered = Mutex::new(None);
    Server::start(move |received| match (received.method.as_str(), received.path.as_str()) {
        ("GET", path) if path.starts_with(PRICE) => price.clone(),
        ("POST", DEPLOY) => {
            let body: Value = serde_json::from_str(&received.body).unwrap();
            *ordered.lock().unwrap() = body["resource_private_name"].as_str().map(str::to_owned);
            deployed.clone()
        }
        _ => {
            let ordered = ordered.lock().unwrap();
            let rows: Vec<Value> = ordered.iter().map(|name| row(ID, name, "deployment requested")).collect();
            list(&rows, rows.len())
        }
    })
}

fn client(server: &Server) -> Ionet {
    let settings = ProviderSettings {
        api_key: Some("account-key".into()),
        timeout: Duration::from_secs(2),
        ..server.settings(Network::Ionet)
    };
    Ionet { look_interval: Duration::from_millis(20), ..Ionet::new(settings).unwrap() }
}

async fn create(server: &Server, order: &Order) -> Creation {
    client(server).create(order, &|| true).await
}

fn orders(server: &Server) -> Vec<Received> {
    server.received().into_iter().filter(|received| received.path == DEPLOY).collect()
}

#[tokio::test]
async fn a_machine_is_ordered_under_a_name_and_found_by_it() {
    let server = server(ok(price("0.306")), ok(""));
    let order = order();
    let creation = create(&server, &order).await;
    assert_eq!(creation, Creation::Created(Created { id: MachineId::new(ID).unwrap(), notes: vec![] }));
    let sent = orders(&server).remove(0);
    assert!(sent.headers.contains("x-api-key: account-key\n"));
    assert_eq!(
        serde_json::from_str::<Value>(&sent.body).unwrap(),
        json!({
            "resource_private_name": order.label.to_string(), "duration_hours": 1, "gpus_per_vm": 1, "hardware_id": 12,
            "location_ids": ["US"], "ssh_keys": {"gp4u": KEY},
        })
    );
    let asked = &server.received()[0].path;
    let expected =
        "?currency=usdc&duration_hours=1&gpus_per_vm=1&hardware_id=12&location_ids=%5B%22US%22%5D&replica_count=1";
    assert_eq!(asked.strip_prefix(PRICE), Some(expected));
}

#[tokio::test]
async fn hours_are_whole_and_an_id_keeps_its_type() {
    for (minutes, hours) in [(1, 1), (60, 1), (61, 1), (63, 2), (180, 3), (183, 4)] {
        let server = server(ok(price("0.306")), ok("{}"));
        let mut order = order();
        order.ends_at = Timestamp::now() + SignedDuration::from_mins(minutes);
        order.wanted.rent_ref = Some(r#"{"deploy_id":"8H100.80S.176V","location":"FI"}"#.to_owned());
        assert_eq!(kind(&create(&server, &order).await), "created");
        let body: Value = serde_json::from_str(&orders(&server)[0].body).unwrap();
        assert_eq!(
            (&body["duration_hours"], &body["hardware_id"]),
            (&json!(hours), &json!("8H100.80S.176V")),
            "{minutes}"
        );
    }
}

#[tokio::test]
async fn the_price_is_with_fees_and_what_is_never_given_back_is_said() {
    let server = server(ok(price("0.918")), vec![]);
    let mut order = order();
    order.ends_at = Timestamp::now() + SignedDuration::from_hours(3);
    let quote = client(&server).quote(&order).await.unwrap();
    let expected = Quote {
        price_per_hour: Some(Rate::from_micros(306_000)),
        prepaid: Some(Usdc::from_micros(918_000)),
        kept: Some(Usdc::from_micros(306_000)),
    };
    assert_eq!(quote, expected);
}

#[tokio::test]
async fn without_a_price_that_was_accepted_nothing_is_ordered() {
    let none_free = r#"{"data":{"available_replica_count":[],"total_cost_usdc":0.3}}"#;
    let cases = [
        (ok(price("0.5000001")), "price_changed"),
        (ok(price("0")), "offer_gone"),
        (ok(price("null")), "offer_gone"),
        (ok(price("\"NaN\"")), "offer_gone"),
        (ok(price("1e300")), "offer_gone"),
        (ok(none_free), "offer_gone"),
        (ok("{}"), "offer_gone"),
        (answer(422, "", br#"{"detail":[{"msg":"x"}]}"#), "offer_gone"),
        (answer(404, "", br#""Not found""#), "offer_gone"),
        (answer(401, "", br#"{"detail":"Invalid API key provided!"}"#), "unauthorized"),
        (answer(503, "retry-after: 30\r\n", b""), "not_sent"),
        (ok("<h1>hi</h1>"), "not_sent"),
    ];
    for (steps, expected) in cases {
        let server = server(steps, ok(""));
        let creation = create(&server, &order()).await;
        assert_eq!((kind(&creation), orders(&server).len()), (expected, 0), "{creation:?}");
    }
    let server = server(ok(price("0.3")), ok(""));
    let stale = client(&server).create(&order(), &|| false).await;
    assert_eq!((kind(&stale), orders(&server).len()), ("not_sent", 0));
}

#[tokio::test]
async fn every_answer_to_an_order_has_its_class_and_is_asked_for_once() {
    let cases = [
        (answer(400, "", br#"{"detail":"no"}"#), "invalid"),
        (answer(400, "", br#"{"detail":"Not enough available replicas"}"#), "offer_gone"),
        (answer(401, "", br#"{"detail":"Invalid API key provided!"}"#), "unauthorized"),
        (answer(402, "", br#"{"status":"payment_required"}"#), "no_funds"),
        (answer(404, "", br#""Not found""#), "offer_gone"),
        (answer(422, "", br#"{"detail":[]}"#), "invalid"),
        (answer(429, "", b""), "busy"),
        (answer(409, "", b""), "unknown"),
        (answer(500, "", b""), "unknown"),
        (answer(502, "", b"<h1>Bad gateway</h1>"), "unknown"),
        (answer(302, "location: https://example.com\r\n", b""), "unknown"),
        (vec![], "unknown"),
        (vec![Step::Wait(Duration::from_secs(5))], "unknown"),
        (ok("<h1>whatever a yes says</h1>"), "created"),
    ];
    for (steps, expected) in cases {
        let server = server(ok(price("0.3")), steps);
        let creation = create(&server, &order()).await;
        assert_eq!((kind(&creation), orders(&server).len()), (expected, 1), "{creation:?}");
    }
}

#[tokio::test]
async fn an_order_that_the_list_does_not_show_stays_open() {
    for shown in [list(&[], 0), list(&[row(ID, "gp4u-other", "running")], 1), answer(500, "", b"")] {
        let server = Server::start(move |received| match received.path.as_str() {
            path if path.starts_with(PRICE) => ok(price("0.3")),
            DEPLOY => ok(""),
            _ => shown.clone(),
        });
        let creation = create(&server, &order()).await;
        assert_eq!((kind(&creation), orders(&server).len()), ("unknown", 1), "{creation:?}");
    }
}

#[test]
fn what_a_virtual_machine_has_no_place_for_is_refused_without_asking() {
    let server = Server::in_turn(vec![ok("{}")]);
    let ionet = client(&server);
    assert_eq!(ionet.check(&order()), Ok(()));
    let changes: [Change; 7] = [
        |order| order.image = Some("ubuntu:24.04".into()),
        |order| order.onstart = Some("true".into()),
        |order| drop(order.env.insert("A".into(), "b".into())),
        |order| order.wanted.rent_ref = None,
        |order| order.wanted.rent_ref = Some("{}".into()),
        |order| order.wanted.rent_ref = Some(r#"{"deploy_id":12,"location":null}"#.into()),
        |order| order.wanted.gpu_count = 9,
    ];
    for change in changes {
        let mut order = order();
        change(&mut order);
        assert_eq!(ionet.check(&order).unwrap_err().why, Why::Unsupported, "{order:?}");
    }
}

#[tokio::test]
async fn a_machine_runs_once_one_can_log_in() {
    let cases = [
        ("running", json!("ssh ionet@203.0.113.7 -p 31022"), Some("ionet@203.0.113.7 -p 31022"), "running"),
        ("RUNNING", json!("ssh ionet@203.0.113.7 -p 31022"), Some("ionet@203.0.113.7 -p 31022"), "RUNNING"),
        ("running", json!(""), None, "running"),
        ("running", Value::Null, None, "running"),
        ("running", json!("see the console"), None, "a log-in that cannot be read: see the console"),
        ("running", json!("ssh a@-oProxyCommand=x"), None, "the provider named a host that is none"),
    ];
    for (status, access, endpoint, progress) in cases {
        let server = Server::start(move |received| {
            if received.path.contains("/vms") { ok(vms(&access).to_string()) } else { ok(detail(status).to_string()) }
        });
        let seen = client(&server).get(&MachineId::new(ID).unwrap()).await.unwrap();
        let Presence::Here(machine) = seen else { panic!("gone") };
        assert_eq!(machine.state, State::Running);
        assert_eq!(machine.endpoint.as_ref().map(ToString::to_string).as_deref(), endpoint);
        assert_eq!(machine.progress.as_deref(), Some(progress));
        assert_eq!(machine.price_per_hour, Some(Rate::from_micros(306_000)));
        assert_eq!((machine.gpu_name.as_deref(), machine.gpu_count), (Some("GeForce RTX 4090"), Some(1)));
        assert_eq!(machine.host.as_deref(), Some("11111111-2222-4333-8444-555555555555"));
        let left = machine.ends_at.unwrap().duration_since(Timestamp::now());
        assert!((SignedDuration::from_mins(53)..=SignedDuration::from_mins(54)).contains(&left));
    }
}

#[tokio::test]
async fn gone_is_only_what_is_said_to_be_gone() {
    let mut other = detail("running");
    other["data"]["id"] = json!("another");
    let cases = [
        (ok(detail("deployment requested").to_string()), "starting"),
        (ok(detail("something new").to_string()), "starting"),
        (ok(detail("termination requested").to_string()), "ending"),
        (ok(detail("destroyed").to_string()), "gone"),
        (ok(detail("completed").to_string()), "gone"),
        (ok(detail("failed").to_string()), "gone"),
        (answer(404, "", br#""Not found""#), "gone"),
        (answer(404, "", br#"{"detail":"Deployment not found"}"#), "gone"),
        (answer(404, "", br#"{"detail":"Not Found"}"#), "http_status"),
        (answer(404, "", b"<h1>not found</h1>"), "http_status"),
        (ok(other.to_string()), "wrong_shape"),
        (ok(r#"{"data":null}"#), "wrong_shape"),
        (ok("{}"), "wrong_shape"),
    ];
    for (steps, expected) in cases {
        let server = Server::in_turn(vec![steps]);
        let look = client(&server).get(&MachineId::new(ID).unwrap()).await;
        assert_eq!(seen(&look), expected);
    }
}

#[tokio::test]
async fn the_list_is_read_to_its_end_or_not_believed() {
    let name = order().label.to_string();
    let first = [row("a", &name, "running"), row("b", "somebody's", "running"), row("c", &name, "destroyed")];
    let pages = vec![list(&first, 4), list(&[row("d", &name, "deployment requested")], 4)];
    let server = Server::in_turn(pages);
    let listing = client(&server).list().await.unwrap();
    let ids: Vec<&str> = listing.machines.iter().map(|machine| machine.id.as_str()).collect();
    assert_eq!((ids, listing.foreign, listing.doubts.len()), (vec!["a", "d"], 1, 0), "{listing:?}");
    assert_eq!(server.received()[1].path.strip_prefix(DEPLOYMENTS), Some("?page=1&page_size=100"));

    let doubtful = [
        (vec![list(&first, 4), list(&[], 4)], "counts 4"),
        (vec![list(&[row("a", &name, "running"), json!({"id": 1})], 2)], "cannot be read"),
    ];
    for (pages, expected) in doubtful {
        let server = Server::in_turn(pages);
        let listing = client(&server).list().await.unwrap();
        assert!(listing.trust([]).unwrap_err().contains(expected), "{listing:?}");
        assert!(listing.with_label(order().label).count() > 0);
    }
    for body in [
        r#"{"data":{"deployments":[]}}"#,
        r#"{"data":{"deployments":{},"total":0}}"#,
        r#"{"data":[]}"#,
        "{}",
        "null",
        "<h1>hi</h1>",
    ] {
        let server = Server::in_turn(vec![ok(body)]);
        assert!(client(&server).list().await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn a_release_that_is_refused_is_looked_into() {
    let release = async |deleted: Vec<Step>, seen: Vec<Step>| {
        let server =
            Server::start(move |received| if received.method == "DELETE" { deleted.clone() } else { seen.clone() });
        match client(&server).release(&MachineId::new(ID).unwrap()).await {
            Ok(Destruction::Accepted) => "accepted",
            Ok(Destruction::AlreadyGone) => "gone",
            Err(error) => error.code(),
        }
    };
    let refused = answer(400, "", br#"{"detail":"already destroyed"}"#);
    assert_eq!(release(ok(""), vec![]).await, "accepted");
    assert_eq!(release(refused.clone(), ok(detail("destroyed").to_string())).await, "gone");
    assert_eq!(release(refused, ok(detail("running").to_string())).await, "http_status");
    assert_eq!(release(answer(404, "", br#""Not found""#), answer(404, "", br#""Not found""#)).await, "gone");
    assert_eq!(release(answer(401, "", b""), ok(detail("destroyed").to_string())).await, "unauthorized");
}

#[tokio::test]
async fn only_missing_hours_are_bought() {
    let server = Server::start(|_| ok(detail("running").to_string()));
    let id = MachineId::new(ID).unwrap();
    let ionet = client(&server);
    let bought = |server: &Server| -> Vec<String> {
        server
            .received()
            .into_iter()
            .filter(|received| received.method == "POST")
            .map(|received| received.body)
            .collect()
    };
    let now = Timestamp::now();
    for minutes in [10, 54, 55] {
        let kept = ionet.prolong(&id, now + SignedDuration::from_mins(minutes)).await.unwrap();
        assert!(matches!(kept, Prolonging::Until(end) if end < now + SignedDuration::from_mins(55)), "{kept:?}");
    }
    assert!(bought(&server).is_empty());
    let moved = ionet.prolong(&id, now + SignedDuration::from_mins(54 + 90)).await.unwrap();
    assert!(matches!(moved, Prolonging::Until(end) if end > now + SignedDuration::from_mins(54 + 110)), "{moved:?}");
    assert_eq!(bought(&server), [r#"{"duration_hours":2}"#]);

    let server =
        Server::start(
            |received| {
                if received.method == "POST" { answer(500, "", b"") } else { ok(detail("running").to_string()) }
            },
        );
    let error = client(&server).prolong(&id, now + SignedDuration::from_hours(9)).await.unwrap_err();
    assert_eq!((error.code(), bought(&server).len()), ("http_status", 1), "hours are not bought twice");
}

#[tokio::test]
async fn the_log_is_what_happened_to_the_machine() {
    let server = Server::in_turn(vec![ok(vms(&Value::Null).to_string())]);
    let logs = client(&server).logs(&MachineId::new(ID).unwrap(), 5).await.unwrap();
    assert_eq!(logs.as_deref(), Some("2026-08-20T10:04:10.000Z VM started\n"));
    assert_eq!(client(&server).logs(&MachineId::new(ID).unwrap(), 0).await.unwrap().as_deref(), Some(""));
}

#[test]
fn recorded_and_documented_answers_are_read() {
    let Some(text) = sample("ionet/deployment_vm.json") else { return };
    let now = Timestamp::now();
    let id = MachineId::new(ID).unwrap();
    let state = |text: &str| match read_one(text, &id, now).unwrap() {
        Presence::Here(machine) => machine.state,
        Presence::Gone { .. } => panic!("gone"),
    };
    let read = |name: &str| sample(&format!("ionet/{name}.json")).unwrap();
    assert_eq!((state(&text), state(&read("deployment_vm_pending"))), (State::Running, State::Starting));
    let vm = read_vms(&read("deployment_vms")).unwrap();
    assert_eq!(vm.endpoint.unwrap().to_string(), "ionet@203.0.113.7 -p 31022");
    for (name, rows) in [("deployments_page0", 3), ("deployments_wire", 1)] {
        let mut listing = Listing::default();
        assert_eq!(read_page(&read(name), now, &mut listing).unwrap(), (rows, rows), "{name}");
        assert_eq!(listing.doubts, [] as [String; 0], "{name}");
    }
    let price = read("price_vmaas");
    let quote = read_quote(&serde_json::from_str(&price).unwrap(), 1).unwrap();
    assert_eq!(quote.price_per_hour, Some(Rate::from_micros(306_000)));
}

proptest! {
    /// Whatever is wrong with an answer costs at most the answer.
    #[test]
    fn answers_that_are_wrong_somewhere_are_read_or_refused(
        one in mangled(&detail("running")),
        listed in mangled(&json!({"data": {"deployments": [row("a", "x", "running")], "total": 1}})),
        inside in mangled(&vms(&json!("ssh a@b -p 1"))),
        priced in mangled(&serde_json::from_str(&price("0.3")).unwrap()),
        rent_ref in "\\PC{0,30}",
    ) {
        for text in [&one, &listed, &inside] {
            drop(read_one(text, &MachineId::new(ID).unwrap(), Timestamp::now()));
            drop(read_page(text, Timestamp::now(), &mut Listing::default()));
            drop(read_vms(text));
        }
        if let Ok(envelope) = serde_json::from_str(&priced) {
            drop(read_quote(&envelope, 3));
        }
        let mut order = order();
        order.wanted.rent_ref = Some(rent_ref);
        drop(terms(&order, Timestamp::now()));
    }
}
