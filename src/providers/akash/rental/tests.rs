//! Auctions at a console that does all that Akash's has been seen to do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::providers::akash::auction::MAX_LEASES;
use crate::providers::rental::testing::{kind, mangled, order};
use crate::providers::rental::{State, Why};
use crate::providers::testing::{Received, Server, Step, answer, ok, sample};
use crate::units::Rate;

const OFFER: &str = "nvidia/rtx4090/24Gi/PCIe";
const DSEQ: &str = "1788868820092";
const OWNER: &str = "akash13265twfqejnma6cc93rw5dxk4cldyz2zyy8cdm";
const CHEAP: &str = "akash1cheap";
const DEAR: &str = "akash1dear";

fn bid(provider: &str, amount: &str) -> Value {
    json!({"bid": {
        "id": {"owner": OWNER, "dseq": DSEQ, "gseq": 1, "oseq": 1, "provider": provider, "bseq": 0},
        "state": "open", "price": {"denom": "uact", "amount": amount}, "created_at": "28826850",
        "resources_offer": [{"resources": {"id": 1, "gpu": {"units": {"val": "1"}, "attributes": [
            {"key": "vendor/nvidia/model/rtx4090/ram/24Gi", "value": "true"},
        ]}}, "count": 1, "prices": null}],
    }})
}

fn bids() -> Vec<Value> {
    vec![bid(DEAR, "700.000000000000000000"), bid(CHEAP, "458.911072000000000000")]
}

fn status() -> Value {
    json!({
        "services": {"ssh": {"name": "ssh", "available": 1, "total": 1, "uris": null}},
        "forwarded_ports": {"ssh": [{"port": 22, "externalPort": 32022, "host": "provider.example.com", "available": 1}]},
        "ips": {},
    })
}

fn lease(state: &str, status: &Value) -> Value {
    json!({
        "id": {"owner": OWNER, "dseq": DSEQ, "gseq": 1, "oseq": 1, "provider": CHEAP, "bseq": 0}, "state": state,
        "price": {"denom": "uact", "amount": "458.911072000000000000"}, "created_at": "28826860", "closed_on": "0",
        "status": status,
    })
}

fn detail(state: &str, leases: &[Value]) -> Value {
    json!({"data": {
        "deployment": {"id": {"owner": OWNER, "dseq": DSEQ}, "state": state, "hash": "x", "created_at": "28826840"},
        "leases": leases,
        "escrow_account": {"id": {"scope": "deployment", "xid": "x"}, "state": {
            "transferred": [{"denom": "uact", "amount": "50693.4"}], "funds": [{"denom": "uact", "amount": "500000.6"}],
        }},
    }})
}

fn ordered() -> Vec<Step> {
    let body = json!({"data": {"dseq": DSEQ, "manifest": "[{}]", "signTx": {"code": 0, "transactionHash": "AB"}}});
    answer(201, "", body.to_string().as_bytes())
}

fn problem(status: u16, code: &str, message: &str) -> Vec<Step> {
    let body = json!({"error": "X", "message": message, "code": code, "type": "client_error"});
    answer(status, "", body.to_string().as_bytes())
}

/// A console: what it answers to an order, to questions for bids, and to each try to take one. Closing works.
fn console(order: Vec<Step>, bids: Vec<Value>, leases: Vec<Vec<Step>>) -> Server {
    let (closed, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    Server::start(move |received| match (received.method.as_str(), received.path.as_str()) {
        ("POST", "/v1/deployments") => order.clone(),
        ("GET", path) if path.starts_with("/v1/bids") => ok(json!({"data": bids}).to_string()),
        ("POST", "/v1/leases") => leases[taken.fetch_add(1, Ordering::SeqCst).min(leases.len() - 1)].clone(),
        ("DELETE", _) => {
            closed.fetch_add(1, Ordering::SeqCst);
            ok(r#"{"data":{"success":true}}"#)
        }
        ("GET", path) if path == format!("/v1/deployments/{DSEQ}") => {
            ok(detail(if closed.load(Ordering::SeqCst) > 0 { "closed" } else { "active" }, &[]).to_string())
        }
        _ => problem(404, "not_found", "no such path"),
    })
}

fn client(server: &Server) -> Akash {
    let settings = ProviderSettings {
        api_key: Some("account-key".into()),
        timeout: Duration::from_secs(2),
        ..server.settings(Network::Akash)
    };
    let quick = Duration::from_millis(20);
    Akash { pace: Pace { look: quick, gather: quick, give_up: 5 * quick }, ..Akash::new(settings).unwrap() }
}

async fn create(server: &Server, offer: &str) -> Creation {
    client(server).create(&order(offer), &|| true).await
}

fn sent(server: &Server, method: &str, path: &str) -> Vec<Received> {
    let received = server.received().into_iter();
    received.filter(|received| received.method == method && received.path == path).collect()
}

fn closings(server: &Server) -> usize {
    sent(server, "DELETE", &format!("/v1/deployments/{DSEQ}")).len()
}

#[tokio::test]
async fn the_cheapest_bid_for_what_was_ordered_is_taken() {
    let server = console(ordered(), bids(), vec![ok("{}")]);
    let order = order(OFFER);
    let creation = client(&server).create(&order, &|| true).await;
    let id = MachineId::new(DSEQ).unwrap();
    assert_eq!(creation, Creation::Created(crate::providers::rental::Created { id, notes: vec![] }));

    let placed: Value = serde_json::from_str(&sent(&server, "POST", "/v1/deployments")[0].body).unwrap();
    assert_eq!(placed["data"]["name"], json!(order.label.to_string()));
    assert_eq!(placed["data"]["runtimeLimitHours"], json!(2), "one hour, and a margin");
    assert_eq!(placed["data"]["deposit"], json!(1), "two hours at half a dollar");
    assert_eq!(Label::find_in(placed["data"]["sdl"].as_str().unwrap()), Some(order.label));

    let taken = sent(&server, "POST", "/v1/leases").remove(0);
    let expected = json!({
        "manifest": "[{}]", "leases": [{"dseq": DSEQ, "gseq": 1, "oseq": 1, "provider": CHEAP}],
    });
    assert_eq!(serde_json::from_str::<Value>(&taken.body).unwrap(), expected);
    assert!(taken.headers.contains("x-api-key: account-key\n"));
    assert_eq!(closings(&server), 0);
}

#[tokio::test]
async fn every_answer_to_an_order_has_its_class_and_is_asked_for_once() {
    let cases = [
        (problem(400, "bad_request", "Invalid SDL: Service \"ssh\" has an invalid GPU vendor"), "invalid"),
        (problem(401, "unauthorized", "Invalid API key"), "unauthorized"),
        (problem(402, "unknown_error", "Not enough balance to cover the deployment deposit."), "no_funds"),
        (problem(403, "forbidden", "no"), "unauthorized"),
        (problem(404, "not_found", "no such path"), "invalid"),
        (problem(429, "rate_limited", "Too Many Requests"), "busy"),
        (problem(400, "bad_request", "Deployment with provided dseq and owner already exists"), "unknown"),
        (problem(500, "internal_server_error", "Internal server error"), "unknown"),
        (problem(503, "service_unavailable", "Service temporarily unavailable"), "unknown"),
        (ok(r#"{"data":{"dseq":"../x","manifest":"x"}}"#), "unknown"),
        (ok(r#"{"data":{"dseq":"1"}}"#), "unknown"),
        (ok(r#"{"data":{"dseq":"1","manifest":"x","signTx":{"code":5}}}"#), "unknown"),
        (ok("<h1>hi</h1>"), "unknown"),
        (ok(""), "unknown"),
        (vec![], "unknown"),
        (vec![Step::Wait(Duration::from_secs(5))], "unknown"),
    ];
    for (steps, expected) in cases {
        let server = console(steps, vec![], vec![ok("{}")]);
        let creation = create(&server, OFFER).await;
        assert_eq!(kind(&creation), expected, "{creation:?}");
        assert_eq!(sent(&server, "POST", "/v1/deployments").len(), 1);
        assert_eq!(server.received().len(), 1, "nothing else is asked: {creation:?}");
    }
}

#[tokio::test]
async fn consoles_that_know_neither_names_nor_limits_are_asked_without() {
    let refusal = json!({
        "error": "BadRequestError", "message": "Validation error", "code": "validation_error", "type": "validation_error",
        "data": [{"code": "unrecognized_keys", "keys": ["name", "runtimeLimitHours"], "path": ["data"]}],
    });
    let server =
        Server::start(move |received| match (received.method.as_str(), received.body.contains("runtimeLimit")) {
            ("POST", true) => answer(400, "", refusal.to_string().as_bytes()),
            ("POST", false) => ordered(),
            _ => ok(json!({"data": bids()}).to_string()),
        });
    assert_eq!(kind(&create(&server, OFFER).await), "created");
    let placed: Value = serde_json::from_str(&sent(&server, "POST", "/v1/deployments")[1].body).unwrap();
    assert_eq!(placed["data"].as_object().unwrap().keys().collect::<Vec<_>>(), ["deposit", "sdl"]);
}

#[tokio::test]
async fn an_order_without_a_good_bid_is_closed() {
    let other = json!({"bid": {"id": {"gseq": 1, "oseq": 1, "provider": "akash1x"}, "state": "open"}});
    let cases = [
        (OFFER, vec![], "offer_gone"),
        (OFFER, vec![other], "offer_gone"),
        (OFFER, vec![bid(CHEAP, "834")], "price_changed"),
        ("nvidia/rtx4090/24Gi/PCIe@akash1other", bids(), "offer_gone"),
        ("nvidia/rtx4090/48Gi/PCIe", bids(), "offer_gone"),
    ];
    for (offer, bids, expected) in cases {
        let server = console(ordered(), bids, vec![ok("{}")]);
        let creation = create(&server, offer).await;
        assert_eq!((kind(&creation), closings(&server)), (expected, 1), "{creation:?}");
        assert_eq!(sent(&server, "POST", "/v1/leases").len(), 0);
    }
    let server = console(ordered(), bids(), vec![ok("{}")]);
    assert_eq!(kind(&create(&server, "nvidia/rtx4090/24Gi/PCIe@akash1dear").await), "created");
    assert!(sent(&server, "POST", "/v1/leases")[0].body.contains(DEAR), "the chosen provider, though it is dearer");
}

#[tokio::test]
async fn a_bid_that_is_gone_gives_way_to_the_next() {
    let not_open = "Failed to create lease: Cannot create lease: The selected bid is no longer open.";
    for refusal in [
        problem(400, "bad_request", not_open),
        problem(403, "forbidden", "Provider not authorized."),
        problem(404, "not_found", "Provider not found"),
        problem(502, "provider_unreachable", "Provider did not answer"),
    ] {
        let server = console(ordered(), bids(), vec![refusal.clone(), ok("{}")]);
        assert_eq!(kind(&create(&server, OFFER).await), "created");
        let taken = sent(&server, "POST", "/v1/leases");
        assert!(taken[0].body.contains(CHEAP) && taken[1].body.contains(DEAR));

        let server = console(ordered(), bids(), vec![refusal]);
        let creation = create(&server, OFFER).await;
        assert_eq!((kind(&creation), closings(&server)), ("offer_gone", 1), "{creation:?}");
        assert_eq!(sent(&server, "POST", "/v1/leases").len(), 2);
    }
    let many: Vec<Value> = (0..9).map(|number| bid(&format!("akash1p{number}"), "100")).collect();
    let server = console(ordered(), many, vec![problem(400, "bad_request", not_open)]);
    assert_eq!(kind(&create(&server, OFFER).await), "offer_gone");
    assert_eq!(sent(&server, "POST", "/v1/leases").len(), MAX_LEASES);
}

#[tokio::test]
async fn a_lease_that_may_be_there_is_asked_for_once_more_and_else_closed() {
    for failure in [
        problem(502, "manifest_not_delivered", "The provider did not take the manifest"),
        problem(503, "service_unavailable", "Provider service is temporarily unavailable"),
        vec![],
    ] {
        let server = console(ordered(), bids(), vec![failure.clone(), ok("{}")]);
        assert_eq!(kind(&create(&server, OFFER).await), "created");
        let taken = sent(&server, "POST", "/v1/leases");
        assert!(taken.len() == 2 && taken[0].body == taken[1].body, "the same bid: another would be ignored");

        let server = console(ordered(), bids(), vec![failure]);
        let creation = create(&server, OFFER).await;
        assert_eq!((kind(&creation), closings(&server)), ("offer_gone", 1), "{creation:?}");
        assert_eq!(sent(&server, "POST", "/v1/leases").len(), 2);
    }
    let over = "Failed to create lease: Cannot create lease: The associated order has already been matched or closed.";
    let server = console(ordered(), bids(), vec![problem(400, "bad_request", over)]);
    assert_eq!((kind(&create(&server, OFFER).await), closings(&server)), ("offer_gone", 1));
    assert_eq!(sent(&server, "POST", "/v1/leases").len(), 1);
}

#[tokio::test]
async fn an_order_that_cannot_be_closed_is_not_forgotten() {
    let server = Server::start(|received| match (received.method.as_str(), received.path.as_str()) {
        ("POST", "/v1/deployments") => ordered(),
        ("DELETE", _) => problem(400, "bad_request", "Deployment escrow cannot be settled yet"),
        ("GET", path) if path.starts_with("/v1/bids") => ok(r#"{"data":[]}"#),
        _ => ok(detail("active", &[]).to_string()),
    });
    let Creation::Stillborn { id, reason } = create(&server, OFFER).await else { panic!("not stillborn") };
    assert_eq!(id.as_str(), DSEQ);
    assert!(reason.contains("nobody bid"), "{reason}");
}

#[tokio::test]
async fn without_the_right_to_act_nothing_is_ordered_and_no_bid_is_taken() {
    let server = console(ordered(), bids(), vec![ok("{}")]);
    let stale = client(&server).create(&order(OFFER), &|| false).await;
    assert_eq!((kind(&stale), server.received().len()), ("not_sent", 0));

    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let once = move || count.fetch_add(1, Ordering::SeqCst) == 0;
    let server = console(ordered(), bids(), vec![ok("{}")]);
    let stale = client(&server).create(&order(OFFER), &once).await;
    assert_eq!((kind(&stale), closings(&server)), ("offer_gone", 1));
    assert_eq!(sent(&server, "POST", "/v1/leases").len(), 0);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn what_cannot_be_rented_is_refused_without_asking() {
    let server = Server::in_turn(vec![ok("{}")]);
    let akash = client(&server);
    assert_eq!(akash.check(&order(OFFER)), Ok(()));
    assert_eq!(akash.check(&order("29907796")).unwrap_err().why, Why::Unsupported);
    let scripted = Order { onstart: Some("true".into()), ..order(OFFER) };
    assert_eq!(akash.check(&scripted).unwrap_err().why, Why::Unsupported);
}

fn read(detail: &Value, now: &str) -> Described {
    read_one(&detail.to_string(), &MachineId::new(DSEQ).unwrap(), now.parse().unwrap()).unwrap()
}

fn machine(detail: &Value) -> Machine {
    match read(detail, "2026-09-08T12:00:30Z").presence {
        Presence::Here(machine) => *machine,
        Presence::Gone { reason } => panic!("gone: {reason:?}"),
    }
}

#[test]
fn a_lease_is_a_machine_when_one_can_log_in() {
    let running = machine(&detail("active", &[lease("active", &status())]));
    assert_eq!(running.state, State::Running);
    assert_eq!(running.endpoint.unwrap().to_string(), "root@provider.example.com -p 32022");
    assert_eq!(running.price_per_hour, Some(Rate::from_micros(275_347)));
    assert_eq!(running.host.as_deref(), Some(CHEAP));
    assert_eq!(running.created_at.unwrap().to_string(), "2026-09-08T12:00:20.092Z");

    let with = |changes: Value| {
        let mut status = status();
        status.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        machine(&detail("active", &[lease("active", &status)]))
    };
    let ip = json!({"ssh": [{"IP": "213.58.173.240", "Port": 22, "ExternalPort": 22, "Protocol": "TCP"}]});
    let leased = with(json!({"forwarded_ports": {}, "ips": ip}));
    assert_eq!(leased.endpoint.unwrap().to_string(), "root@213.58.173.240 -p 22");
    for not_yet in [
        json!({"services": {"ssh": {"available": 0}}}),
        json!({"services": null}),
        json!({"forwarded_ports": {}}),
        json!({"forwarded_ports": {"ssh": [{"port": 80, "externalPort": 1, "host": "x"}]}}),
        json!({"forwarded_ports": {"ssh": [{"port": 22, "externalPort": 1, "host": "-oX=y"}]}}),
    ] {
        let starting = with(not_yet.clone());
        assert_eq!((starting.state, starting.endpoint), (State::Starting, None), "{not_yet}");
        assert!(starting.progress.is_some());
    }
    let unreachable = machine(&detail("active", &[lease("active", &Value::Null)]));
    assert_eq!(unreachable.state, State::Starting);
    let reclaimed = machine(&detail("active", &[lease("reclaiming", &status())]));
    assert_eq!(reclaimed.state, State::Running);
}

#[test]
fn a_deployment_without_a_live_lease_is_young_failed_or_gone() {
    let mut closed = lease("closed", &Value::Null);
    closed["reason"] = json!("provider_closed");
    let failed = machine(&detail("active", &[closed.clone()]));
    assert_eq!(
        (failed.state, failed.progress.as_deref()),
        (State::Failed, Some("the lease was closed: provider_closed"))
    );
    assert_eq!(machine(&detail("active", &[])).state, State::Starting);
    let left = read(&detail("active", &[]), "2026-09-08T12:30:00Z").presence;
    assert!(matches!(left, Presence::Here(machine) if machine.state == State::Failed));
    let gone = read(&detail("closed", &[closed]), "2026-09-08T12:00:30Z").presence;
    assert_eq!(gone, Presence::Gone { reason: Some("provider_closed".into()) });
    assert_eq!(machine(&detail("closed", &[lease("active", &Value::Null)])).state, State::Ending);
}

#[tokio::test]
async fn gone_is_only_what_is_said_to_be_gone() {
    let mut other = detail("active", &[]);
    other["data"]["deployment"]["id"]["dseq"] = json!("1");
    let cases = [
        (ok(detail("active", &[]).to_string()), "here"),
        (ok(detail("closed", &[]).to_string()), "gone"),
        (problem(404, "not_found", "Deployment not found"), "gone"),
        (answer(404, "", b"<h1>nothing here</h1>"), "http_status"),
        (ok(other.to_string()), "wrong_shape"),
        (ok(detail("paused", &[]).to_string()), "wrong_shape"),
        (ok(r#"{"data":null}"#), "wrong_shape"),
        (ok("{}"), "wrong_shape"),
        (ok("<h1>hi</h1>"), "not_json"),
    ];
    for (steps, expected) in cases {
        let server = Server::in_turn(vec![steps]);
        let seen = client(&server).get(&MachineId::new(DSEQ).unwrap()).await;
        let seen = match &seen {
            Ok(Presence::Here(_)) => "here",
            Ok(Presence::Gone { .. }) => "gone",
            Err(error) => error.code(),
        };
        assert_eq!(seen, expected);
    }
}

#[tokio::test]
async fn a_port_without_a_host_is_at_the_providers_own_address() {
    let mut status = status();
    status["forwarded_ports"]["ssh"][0].as_object_mut().unwrap().remove("host");
    let ready = detail("active", &[lease("active", &status)]).to_string();
    for (uri, expected) in [
        ("https://provider.example.com:8443", Some("root@provider.example.com -p 32022")),
        ("https://[2001:db8::7]:8443", Some("root@2001:db8::7 -p 32022")),
        ("nonsense", None),
    ] {
        let ready = ready.clone();
        let server = Server::start(move |received| match received.path.as_str() {
            "/v1/providers/akash1cheap" => ok(json!({"owner": CHEAP, "hostUri": uri}).to_string()),
            _ => ok(&ready),
        });
        let seen = client(&server).get(&MachineId::new(DSEQ).unwrap()).await.unwrap();
        let Presence::Here(machine) = seen else { panic!("gone") };
        assert_eq!(machine.endpoint.as_ref().map(ToString::to_string).as_deref(), expected, "{uri}");
        assert_eq!(machine.state == State::Running, expected.is_some());
    }
}

fn list_page(dseqs: &[&str], more: bool) -> Vec<Step> {
    let rows: Vec<Value> = dseqs
        .iter()
        .map(|dseq| json!({"deployment": {"id": {"owner": OWNER, "dseq": dseq}, "state": "active"}, "leases": []}))
        .collect();
    ok(json!({"data": {"deployments": rows, "pagination": {"total": null, "hasMore": more}}}).to_string())
}

fn detail_of(dseq: &str, sdl: Option<&str>) -> Vec<Step> {
    let mut detail = detail("active", &[]);
    detail["data"]["deployment"]["id"]["dseq"] = json!(dseq);
    detail["data"]["consoleSettings"] = sdl.map_or(Value::Null, |sdl| json!({"sdl": sdl, "manifestVersion": "x"}));
    ok(detail.to_string())
}

fn on_chain(group: &str) -> Vec<Step> {
    ok(json!({"owner": OWNER, "other": {"deployment": {}, "groups": [{"group_spec": {"name": group}}]}}).to_string())
}

#[tokio::test]
async fn deployments_are_told_apart_by_the_order_or_by_the_chain() {
    let label = order(OFFER).label;
    let sdl = format!("profiles:\n  placement:\n    {label}:\n");
    let server = Server::start(move |received| match received.path.as_str() {
        "/v1/deployments?limit=100&skip=0" => list_page(&["11", "12"], true),
        "/v1/deployments?limit=100&skip=100" => list_page(&["13", "14"], false),
        "/v1/deployments/11" => detail_of("11", Some(&sdl)),
        "/v1/deployments/12" => detail_of("12", Some("profiles: {}")),
        path if path.starts_with("/v1/deployments/") => detail_of(&path[path.len() - 2..], None),
        path if path == format!("/v1/deployment/{OWNER}/13") => on_chain(&label.to_string()),
        path if path == format!("/v1/deployment/{OWNER}/14") => on_chain("dcloud"),
        _ => problem(404, "not_found", "no such path"),
    });
    let akash = client(&server);
    let listing = akash.list().await.unwrap();
    let ids: Vec<&str> = listing.with_label(label).map(|machine| machine.id.as_str()).collect();
    assert_eq!((ids, listing.foreign, listing.doubts.len()), (vec!["11", "13"], 2, 0), "{listing:?}");
    let asked = server.received().len();
    assert_eq!(akash.list().await.unwrap(), listing);
    assert_eq!(server.received().len() - asked, 4, "two pages and our own machines: whose the others are is known");
}

#[tokio::test]
async fn a_list_that_cannot_be_believed_says_so() {
    let label = order(OFFER).label;
    let server = Server::start(move |received| match received.path.as_str() {
        "/v1/deployments?limit=100&skip=0" => list_page(&["11", "12"], false),
        "/v1/deployments/11" => detail_of("11", Some(&label.to_string())),
        path if path.starts_with("/v1/deployments/") => detail_of("12", None),
        _ => problem(404, "not_found", "no such path"),
    });
    let listing = client(&server).list().await.unwrap();
    assert_eq!(listing.with_label(label).count(), 1);
    assert!(listing.trust([]).unwrap_err().contains("whose deployment 12 is"), "{listing:?}");

    let endless = Server::start(|received| {
        if received.path.contains("limit") { list_page(&["11"], true) } else { detail_of("11", Some("")) }
    });
    assert!(client(&endless).list().await.unwrap().trust([]).is_err());

    for body in [
        r#"{"data":[]}"#,
        r#"{"data":{"deployments":[]}}"#,
        r#"{"data":{"deployments":{},"pagination":{"hasMore":false}}}"#,
        "{}",
        "null",
        "\"\"",
        "<h1>hi</h1>",
    ] {
        let server = Server::in_turn(vec![ok(body)]);
        assert!(client(&server).list().await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn the_end_is_moved_in_steps_and_never_nearer() {
    let hours = Arc::new(AtomicUsize::new(2));
    let start: Timestamp = "2026-09-08T12:00:00Z".parse().unwrap();
    let known = Arc::clone(&hours);
    let server = Server::start(move |received| {
        if received.method == "PATCH" {
            let body: Value = serde_json::from_str(&received.body).unwrap();
            let asked = usize::try_from(body["data"]["runtimeLimitHours"].as_u64().unwrap()).unwrap();
            let before = known.swap(asked, Ordering::SeqCst);
            assert!(before < asked && asked <= before + 48);
        }
        let hours = known.load(Ordering::SeqCst);
        let end = start + SignedDuration::from_hours(i64::try_from(hours).unwrap());
        ok(json!({"data": {"runtimeLimitHours": hours, "runtimeEndsAt": end.to_string()}}).to_string())
    });
    let akash = client(&server);
    let id = MachineId::new(DSEQ).unwrap();
    let far = start + SignedDuration::from_hours(100);
    let moved = akash.prolong(&id, far).await.unwrap();
    assert_eq!(moved, Prolonging::Until(start + SignedDuration::from_hours(101)), "and a margin");
    let asked = server.received().len();
    assert_eq!(akash.prolong(&id, start).await.unwrap(), moved);
    assert_eq!(server.received().len(), asked + 1, "a look is enough");

    let unlimited = Server::in_turn(vec![ok(r#"{"data":{"runtimeLimitHours":null,"runtimeEndsAt":null}}"#)]);
    assert_eq!(client(&unlimited).prolong(&id, far).await.unwrap(), Prolonging::NotHere);
}

#[tokio::test]
async fn at_an_older_console_escrow_is_topped_up() {
    let server = Server::start(|received| match (received.method.as_str(), received.path.as_str()) {
        ("GET", path) if path.starts_with("/v1") => ok(detail("active", &[lease("active", &status())]).to_string()),
        ("POST", "/v1/deposit-deployment") => ok("{}"),
        _ => problem(404, "not_found", "no such path"),
    });
    let id = MachineId::new(DSEQ).unwrap();
    let akash = client(&server);
    // 0.550694 USD at 0.275347 USD an hour are two hours.
    let made: Timestamp = "2026-09-08T12:00:20.092Z".parse().unwrap();
    let kept = akash.prolong(&id, made + SignedDuration::from_mins(100)).await.unwrap();
    assert_eq!(kept, Prolonging::Until(made + SignedDuration::from_hours(2)));
    assert_eq!(sent(&server, "POST", "/v1/deposit-deployment").len(), 0);
    let moved = akash.prolong(&id, made + SignedDuration::from_hours(5)).await.unwrap();
    assert_eq!(moved, Prolonging::Until(made + SignedDuration::from_hours(6)));
    let body = sent(&server, "POST", "/v1/deposit-deployment").remove(0).body;
    assert_eq!(body, format!(r#"{{"data":{{"dseq":"{DSEQ}","deposit":1.11}}}}"#));
}

#[test]
fn recorded_and_documented_answers_are_read() {
    let states = [
        ("closed_by_provider", Some(State::Failed), None),
        ("insufficient_funds", None, None),
        ("no_lease", Some(State::Starting), None),
        ("ready", Some(State::Running), Some("root@provider.ahn4-na-4090.akash.pub -p 32022")),
        ("ready_no_host", Some(State::Starting), None),
        ("ready_ssh_ip_only", Some(State::Running), Some("root@213.58.173.240 -p 22")),
        ("starting", Some(State::Starting), None),
        ("status_null", Some(State::Starting), None),
    ];
    let id = MachineId::new(DSEQ).unwrap();
    for (name, state, endpoint) in states {
        let Some(text) = sample(&format!("akash/deployment_200_{name}.json")) else { return };
        let described = read_one(&text, &id, "2026-09-08T12:00:30Z".parse().unwrap()).unwrap();
        assert_eq!(described.host_of.is_some(), name == "ready_no_host", "{name}");
        match described.presence {
            Presence::Here(machine) => {
                assert_eq!(Some(machine.state), state, "{name}");
                assert_eq!(machine.endpoint.map(|endpoint| endpoint.to_string()).as_deref(), endpoint, "{name}");
            }
            Presence::Gone { reason } => {
                assert_eq!((state, reason.as_deref()), (None, Some("insufficient_funds")), "{name}");
            }
        }
    }
    let read = |name: &str| sample(&format!("akash/{name}.json")).unwrap();
    assert_eq!(read_page(&read("deployments_list_200")).unwrap(), (vec![id.clone()], false, 0));
    assert_eq!(read_page(&read("deployments_list_200_empty")).unwrap(), (vec![], false, 0));
    let tried = std::collections::BTreeSet::new();
    let good = |name: &str, offer: &str, gpu_count| {
        let gpu = super::super::sdl::GpuSpec::parse(offer).unwrap();
        let max_price_per_hour = Rate::from_micros(10_000_000);
        let terms = super::super::bid::Terms { dseq: DSEQ, gpu: &gpu, gpu_count, max_price_per_hour, tried: &tried };
        let bids = super::super::bid::read(&read(name), &terms).unwrap();
        bids.good.first().map(|bid| bid.price_per_hour.micros())
    };
    assert_eq!(good("bids_200_rtx4090", "nvidia/rtx4090/24Gi/PCIe", 1), Some(275_347));
    assert_eq!(good("bids_200_rtx4090", "nvidia/rtx3090/24Gi/PCIe", 1), None);
    assert_eq!(good("bids_200_multi_gpu_two_units", "nvidia/h100/80Gi/SXM5", 2), Some(6_317_496));
    assert_eq!(good("bids_200_multi_gpu_two_units", "nvidia/h100/80Gi/SXM5", 1), None);
    assert_eq!(good("bids_200_legacy_bid_id_layout", "nvidia/rtx4090/24Gi/PCIe", 1), None);
    assert_eq!(good("bids_200_empty", "nvidia/rtx4090/24Gi/PCIe", 1), None);
}

proptest! {
    /// Whatever is wrong with an answer costs at most the answer.
    #[test]
    fn answers_that_are_wrong_somewhere_are_read_or_refused(
        one in mangled(&detail("active", &[lease("active", &status())])),
        listed in mangled(&json!({"data": {"deployments": [{"deployment": {"id": {"dseq": "1"}}}], "pagination": {"hasMore": false}}})),
        chain in mangled(&json!({"other": {"groups": [{"group_spec": {"name": "x"}}]}})),
        text in "\\PC{0,40}",
    ) {
        let id = MachineId::new(DSEQ).unwrap();
        for text in [&one, &listed, &chain, &text] {
            drop(read_one(text, &id, Timestamp::UNIX_EPOCH));
            drop(read_page(text));
            drop(label_on_chain(text));
            drop(host_endpoint(text, 22));
        }
    }
}
