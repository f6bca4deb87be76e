//! Renting at a server that does all that Dispersed is documented to do.

use proptest::prelude::*;

use super::*;
use crate::providers::rental::testing::{KEY, kind, mangled, seen};
use crate::providers::testing::{Received, Server, Step, answer, ok, sample};
use crate::units::Rate;

type Change = fn(&mut Order);

const UUID: &str = "7d0f3b7a-6d59-4f0b-9f5e-2f2b8f7e1a10";

fn order() -> Order {
    let mut order = crate::providers::rental::testing::order("offer-1");
    order.wanted.rent_ref = Some(r#"{"gpu_registry_uuid":"gpu-1","region_code":"us-east-1"}"#.to_owned());
    order.image = Some("registry.example.com:5000/base/ssh:2".into());
    order
}

fn offers(price: f64) -> Value {
    json!({"data": [{
        "offer_id": "offer-1", "region_code": "us-east-1", "availability": {},
        "hardware_summary": {"gpu_count": 1, "gpu_model_label": "RTX 4090", "gpu_registry_uuid": "gpu-1", "min_gpu_vram_gib": 24},
        "pricing": {"hourly_rate_usd": price, "quoted_at": "2026-08-20T10:00:00Z"},
    }], "limit": 50, "page": 1, "total": 1})
}

fn job(status: &str) -> Value {
    json!({"uuid": UUID, "status": status, "task": "PERSISTENT", "title": order().label.to_string()})
}

fn runs() -> Value {
    json!({"data": [{
        "uuid": "5d0f3b7a-1111-4f0b-9f5e-2f2b8f7e1a11", "job_uuid": UUID, "status": "RUNNING", "node_uuid": "node-1",
        "node_urls": [
            {"description": "8080", "hostname": "node-1.us-east-1.proxy.dispersed.com", "port": 443, "protocol": "https"},
            {"description": "ssh", "hostname": "node-1.us-east-1.proxy.dispersed.com", "port": 31022, "protocol": "tcp"},
        ],
    }], "page": 1, "limit": 10, "total": 1})
}

fn server(offers: &Value, created: Vec<Step>) -> Server {
    let offers = offers.to_string();
    Server::start(move |received| match received.method.as_str() {
        "POST" => created.clone(),
        _ => ok(&offers),
    })
}

fn client(server: &Server) -> Render {
    let settings = ProviderSettings {
        public_key: Some("pk_1".into()),
        secret_key: Some("secret-key".into()),
        timeout: std::time::Duration::from_secs(2),
        deadline: std::time::Duration::from_secs(20),
        ..server.settings(Network::Render)
    };
    Render::new(&settings).unwrap()
}

async fn create(server: &Server, order: &Order) -> Creation {
    client(server).create(order, &|| true).await
}

fn posts(server: &Server) -> Vec<Received> {
    server.received().into_iter().filter(|received| received.method == "POST").collect()
}

#[tokio::test]
async fn a_job_asks_for_what_the_offer_has() {
    for answered in [job("PENDING"), json!({"data": job("PENDING")})] {
        let server = server(&offers(0.35), answer(201, "", answered.to_string().as_bytes()));
        let order = order();
        let creation = create(&server, &order).await;
        assert_eq!(creation, Creation::Created(Created { id: MachineId::new(UUID).unwrap(), notes: vec![] }));
        let sent = posts(&server).remove(0);
        for header in ["x-api-key: pk_1\n", "x-time: ", "x-nonce: ", "x-signature: "] {
            assert!(sent.headers.contains(header), "{}", sent.headers);
        }
        assert!(!format!("{sent:?}").contains("secret-key"));
        assert_eq!(
            serde_json::from_str::<Value>(&sent.body).unwrap(),
            json!({
                "task": "PERSISTENT", "title": order.label.to_string(), "description": "rented by gp4u", "cpu_count": 2,
                "gpu_count": 1, "gpu_registry_uuid": "gpu-1", "min_vram_gb": 24, "min_storage_gb": 20,
                "max_timeout_run_ms": null, "max_timeout_assign_ms": 300_000, "max_timeout_start_ms": 300_000,
                "max_node_count": 1, "max_retry_count": 0, "allowed_region_codes": ["us-east-1"],
                "parameters": {"type": "docker", "parameters": {
                    "image": "registry.example.com:5000/base/ssh", "tag": "2", "host": "", "user": "", "secret": "",
                    "sshkey": KEY, "ports": [22], "allowed_ips": ["0.0.0.0/0"],
                    "env": {"MODE": "a 'b' \"c\": #d"}, "volumes": [],
                }},
            })
        );
        let asked = &server.received()[0].path;
        assert_eq!(asked, "/v1/compute/offers?filter%5Bgpu_registry_uuid%5D=gpu-1&limit=50&page=1");
    }
}

#[test]
fn an_offer_that_names_nothing_else_is_matched_by_its_gpu() {
    let mut order = order();
    order.wanted.rent_ref = None;
    let body = body(&order).unwrap();
    assert_eq!((&body["gpu_name"], &body["gpu_registry_uuid"]), (&json!("RTX 4090"), &Value::Null));
    assert_eq!(body["allowed_region_codes"], Value::Null, "anywhere");
}

#[test]
fn images_are_split_at_their_tag() {
    let cases = [
        ("ubuntu", ("ubuntu", "latest")),
        ("ubuntu:24.04", ("ubuntu", "24.04")),
        ("example.com:5000/ubuntu", ("example.com:5000/ubuntu", "latest")),
        ("example.com:5000/ubuntu:24.04", ("example.com:5000/ubuntu", "24.04")),
        ("", ("", "latest")),
    ];
    for (image, expected) in cases {
        assert_eq!(split_image(image), expected);
    }
}

#[tokio::test]
async fn the_offer_is_looked_at_again_before_anything_is_ordered() {
    let mut two_gpus = offers(0.35);
    two_gpus["data"][0]["hardware_summary"]["gpu_count"] = json!(2);
    let mut other = offers(0.35);
    other["data"][0]["offer_id"] = json!("offer-2");
    let cases = [
        (offers(0.500_001), "price_changed"),
        (two_gpus, "mismatch"),
        (other, "offer_gone"),
        (json!({"data": [], "total": 0}), "offer_gone"),
        (json!({"data": [null, 1], "total": 0}), "offer_gone"),
        (json!({"data": {}}), "not_sent"),
        (json!({}), "not_sent"),
    ];
    for (offers, expected) in cases {
        let server = server(&offers, ok(job("PENDING").to_string()));
        let creation = create(&server, &order()).await;
        assert_eq!((kind(&creation), posts(&server).len()), (expected, 0), "{creation:?}");
    }
    let server = server(&offers(0.35), ok(job("PENDING").to_string()));
    assert_eq!(client(&server).quote(&order()).await.unwrap().price_per_hour, Some(Rate::from_micros(350_000)));
    let stale = client(&server).create(&order(), &|| false).await;
    assert_eq!((kind(&stale), posts(&server).len()), ("not_sent", 0));
}

#[tokio::test]
async fn every_answer_to_a_create_call_has_its_class_and_is_asked_for_once() {
    let problem = |status, code: &str| answer(status, "", json!({"error": {"code": code}}).to_string().as_bytes());
    let cases = [
        (problem(400, "VALIDATION"), "invalid"),
        (problem(401, "UNAUTHORIZED"), "unauthorized"),
        (problem(402, "INSUFFICIENT_BALANCE"), "no_funds"),
        (problem(404, "NOT_FOUND"), "invalid"),
        (problem(429, "RATE_LIMITED"), "busy"),
        (problem(409, "CONFLICT"), "unknown"),
        (problem(500, "INTERNAL"), "unknown"),
        (problem(503, "UNAVAILABLE"), "unknown"),
        (answer(302, "", b""), "unknown"),
        (ok(r#"{"uuid":"../x"}"#), "unknown"),
        (ok(r#"{"data":{}}"#), "unknown"),
        (ok("{}"), "unknown"),
        (ok("<h1>hi</h1>"), "unknown"),
        (ok(""), "unknown"),
        (vec![], "unknown"),
        (vec![Step::Wait(std::time::Duration::from_secs(5))], "unknown"),
    ];
    for (steps, expected) in cases {
        let server = server(&offers(0.35), steps);
        let creation = create(&server, &order()).await;
        assert_eq!((kind(&creation), posts(&server).len()), (expected, 1), "{creation:?}");
        assert!(!format!("{creation:?}").contains("secret-key"));
    }
}

#[test]
fn what_dispersed_has_no_place_for_is_refused_without_asking() {
    let server = Server::in_turn(vec![ok("{}")]);
    let render = client(&server);
    assert_eq!(render.check(&order()), Ok(()));
    let changes: [(Change, Why); 4] = [
        (|order| order.image = None, Why::Invalid),
        (|order| order.onstart = Some("true".into()), Why::Unsupported),
        (|order| order.wanted.rent_ref = Some("12".into()), Why::Unsupported),
        (|order| order.ssh_keys.push(KEY.parse().unwrap()), Why::Unsupported),
    ];
    for (change, why) in changes {
        let mut order = order();
        change(&mut order);
        assert_eq!(render.check(&order).unwrap_err().why, why, "{order:?}");
    }
}

#[tokio::test]
async fn a_running_job_has_a_way_in_sooner_or_later() {
    let mut no_urls = runs();
    no_urls["data"][0]["node_urls"] = json!([]);
    let mut strange = runs();
    strange["data"][0]["node_urls"][1]["hostname"] = json!("-oProxyCommand=x");
    let cases = [
        (runs(), Some("duser@node-1.us-east-1.proxy.dispersed.com -p 31022"), "RUNNING"),
        (no_urls, None, "no address for log-ins yet"),
        (strange, None, "the provider named a host that is none"),
        (json!({"data": []}), None, "RUNNING"),
    ];
    for (runs, endpoint, progress) in cases {
        let server = Server::start(move |received| match received.path.as_str() {
            path if path.starts_with(RUNS) => ok(runs.to_string()),
            _ => ok(job("RUNNING").to_string()),
        });
        let seen = client(&server).get(&MachineId::new(UUID).unwrap()).await.unwrap();
        let Presence::Here(machine) = seen else { panic!("gone") };
        assert_eq!((machine.state, machine.label), (State::Running, Some(order().label)));
        assert_eq!(machine.endpoint.as_ref().map(ToString::to_string).as_deref(), endpoint);
        assert_eq!(machine.progress.as_deref(), Some(progress));
        let asked = &server.received()[1].path;
        assert_eq!(
            asked.strip_prefix(RUNS).unwrap(),
            format!("?filter%5Bjob_uuid%5D={UUID}&filter%5Bstatus%5D=RUNNING&limit=50")
        );
    }
}

#[tokio::test]
async fn gone_is_only_what_is_said_to_be_gone() {
    let cases = [
        (ok(job("PENDING").to_string()), "starting"),
        (ok(job("ASSIGNED").to_string()), "starting"),
        (ok(job("PREPARING").to_string()), "starting"),
        (ok(job("SOMETHING_NEW").to_string()), "starting"),
        (ok(job("CANCELLING").to_string()), "ending"),
        (ok(job("CANCELLED").to_string()), "gone"),
        (ok(job("COMPLETED").to_string()), "gone"),
        (ok(job("FAILED").to_string()), "gone"),
        (answer(404, "", br#"{"error":{"code":"NOT_FOUND"}}"#), "gone"),
        (answer(404, "", b"<h1>not found</h1>"), "http_status"),
        (ok(json!({"uuid": "another", "status": "RUNNING"}).to_string()), "wrong_shape"),
        (ok(json!({"uuid": UUID}).to_string()), "wrong_shape"),
        (ok("{}"), "wrong_shape"),
    ];
    for (steps, expected) in cases {
        let server = Server::in_turn(vec![steps]);
        let look = client(&server).get(&MachineId::new(UUID).unwrap()).await;
        assert_eq!(seen(&look), expected);
    }
}

#[tokio::test]
async fn the_list_is_read_to_its_end_or_not_believed() {
    let foreign = json!({"uuid": "b", "status": "RUNNING", "title": "somebody's"});
    let ended = json!({"uuid": "c", "status": "CANCELLED", "title": order().label.to_string()});
    let mut second = job("PENDING");
    second["uuid"] = json!("d");
    let page = |rows: &[Value], total: Option<usize>| ok(json!({"data": rows, "page": 1, "total": total}).to_string());
    let server = Server::in_turn(vec![
        page(&[job("RUNNING"), foreign, ended], Some(4)),
        page(std::slice::from_ref(&second), Some(4)),
    ]);
    let listing = client(&server).list().await.unwrap();
    let ids: Vec<&str> = listing.machines.iter().map(|machine| machine.id.as_str()).collect();
    assert_eq!((ids, listing.foreign, listing.doubts.len()), (vec![UUID, "d"], 1, 0), "{listing:?}");
    let asked = &server.received()[1].path;
    assert!(asked.contains("limit=50&page=2&sort=-created_at") && asked.contains("PENDING%2CASSIGNED"), "{asked}");

    let doubtful = [
        (vec![page(&[job("RUNNING")], Some(2)), page(&[], Some(2))], "counts 2"),
        (vec![page(&[job("RUNNING")], None)], "how long"),
        (vec![page(&[job("RUNNING"), json!({"uuid": "x"})], Some(2))], "cannot be read"),
    ];
    for (pages, expected) in doubtful {
        let server = Server::in_turn(pages);
        let listing = client(&server).list().await.unwrap();
        assert!(listing.trust([]).unwrap_err().contains(expected), "{listing:?}");
        assert_eq!(listing.with_label(order().label).count(), 1);
    }
    for body in [r#"{"data":{},"total":0}"#, r#"{"jobs":[],"total":0}"#, "[]", "null", "<h1>hi</h1>"] {
        let server = Server::in_turn(vec![ok(body)]);
        assert!(client(&server).list().await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn a_release_that_is_refused_is_looked_into() {
    let release = async |cancelled: Vec<Step>, seen: Vec<Step>| {
        let server =
            Server::start(move |received| if received.method == "PUT" { cancelled.clone() } else { seen.clone() });
        let released = client(&server).cancel(&MachineId::new(UUID).unwrap()).await;
        assert_eq!(server.received()[0].path, format!("/v1/jobs/{UUID}/cancel"));
        match released {
            Ok(Destruction::Accepted) => "accepted",
            Ok(Destruction::AlreadyGone) => "gone",
            Err(error) => error.code(),
        }
    };
    let refused = answer(409, "", br#"{"error":{"code":"JOB_ENDED"}}"#);
    assert_eq!(release(ok(job("CANCELLING").to_string()), vec![]).await, "accepted");
    assert_eq!(release(refused.clone(), ok(job("CANCELLED").to_string())).await, "gone");
    assert_eq!(release(refused, ok(job("RUNNING").to_string())).await, "http_status");
}

#[test]
fn recorded_and_documented_answers_are_read() {
    let Some(text) = sample("render/job_running.json") else { return };
    let id = MachineId::new(UUID).unwrap();
    let read = |name: &str| sample(&format!("render/{name}.json")).unwrap();
    assert!(matches!(read_one(&text, &id).unwrap(), Presence::Here(job) if job.state == State::Running));
    assert_eq!(read_one(&read("job_failed"), &id).unwrap(), Presence::Gone { reason: Some("FAILED".into()) });
    for name in ["create_job_response", "create_job_response_wrapped"] {
        assert_eq!(id_of(&unwrapped(&read(name)).unwrap()), Some(id.clone()), "{name}");
    }
    let way = read_runs(&read("job_runs")).unwrap();
    assert_eq!(way.endpoint.unwrap().to_string(), "duser@node-1.us-east-1.proxy.dispersed.com -p 31022");
    assert_eq!(read_runs(&read("job_runs_no_urls")).unwrap().endpoint, None);
    let documented: Value = serde_json::from_str(&read("create_job_request")).unwrap();
    let ours = body(&order()).unwrap();
    let ours = ours.as_object().unwrap();
    let template: Value = serde_json::from_str(&read("create_job_official_template")).unwrap();
    let known: Vec<&String> =
        documented.as_object().unwrap().keys().chain(template.as_object().unwrap().keys()).collect();
    let unknown: Vec<_> = ours.keys().filter(|key| !known.contains(key)).collect();
    assert_eq!(unknown, ["gpu_registry_uuid"], "documented in its place: gpu_name");
}

proptest! {
    /// Whatever is wrong with an answer costs at most the answer.
    #[test]
    fn answers_that_are_wrong_somewhere_are_read_or_refused(
        one in mangled(&job("RUNNING")),
        listed in mangled(&json!({"data": [job("RUNNING")], "total": 1})),
        ran in mangled(&runs()),
        text in "\\PC{0,40}",
    ) {
        for text in [&one, &listed, &ran, &text] {
            drop(read_one(text, &MachineId::new(UUID).unwrap()));
            drop(read_page(text, &mut Listing::default()));
            drop(read_runs(text));
        }
        let mut order = order();
        order.wanted.rent_ref = Some(text.clone());
        order.image = Some(text);
        drop(body(&order));
    }
}
