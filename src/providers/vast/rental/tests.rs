//! Renting at a server that does all that Vast.ai has been seen to do.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::providers::rental::testing::{KEY, kind, mangled, order};
use crate::providers::rental::{Machine, State};
use crate::providers::testing::{Received, Server, Step, answer, ok, sample};

const ASK: &str = "29907796";

fn row() -> Value {
    json!({
        "id": 29_907_796, "ask_contract_id": 29_907_796, "machine_id": 12, "gpu_name": "RTX 4090", "num_gpus": 1,
        "gpu_ram": 24_564, "dph_base": 0.4, "dph_total": 0.41, "storage_cost": 0.36, "min_bid": 0.2, "is_bid": false,
        "rentable": true, "rented": false, "disk_space": 100.0, "verification": "verified",
    })
}

/// Answers searches with `rows`, a create call with `created`, and everything else with a plain yes.
fn server(rows: &[Value], created: Vec<Step>) -> Server {
    let found = json!({"offers": rows}).to_string();
    Server::start(move |received| match (received.method.as_str(), received.path.as_str()) {
        ("POST", SEARCH) => ok(&found),
        ("PUT", path) if path.starts_with(ASKS) => created.clone(),
        _ => ok(r#"{"success":true}"#),
    })
}

fn client(server: &Server) -> Vast {
    let settings = ProviderSettings {
        api_key: Some("account-key".into()),
        timeout: std::time::Duration::from_secs(2),
        deadline: std::time::Duration::from_secs(20),
        ..server.settings(Network::Vast)
    };
    Vast::new(settings).unwrap()
}

fn creates(server: &Server) -> Vec<Received> {
    server.received().into_iter().filter(|received| received.path.starts_with(ASKS)).collect()
}

async fn create(server: &Server, order: &Order) -> Creation {
    client(server).create(order, &|| true).await
}

#[tokio::test]
async fn a_machine_is_ordered_with_its_label_and_a_script_that_ends_it() {
    let server = server(&[row()], ok(r#"{"success":true,"new_contract":12345678,"instance_api_key":"instance-key"}"#));
    let order = order(ASK);
    let creation = create(&server, &order).await;
    let id = MachineId::new("12345678").unwrap();
    assert_eq!(creation, Creation::Created(Created { id, notes: vec![] }));
    assert!(!format!("{creation:?}").contains("instance-key"));

    let search: Value = serde_json::from_str(&server.received()[0].body).unwrap();
    assert_eq!(search["ask_contract_id"], json!({"eq": 29_907_796}));
    assert_eq!((&search["type"], &search["allocated_storage"]), (&json!("on-demand"), &json!(20)));

    let sent = creates(&server).remove(0);
    assert_eq!(sent.path, "/api/v0/asks/29907796/");
    assert!(sent.headers.contains("authorization: Bearer account-key\n"));
    let mut body: Value = serde_json::from_str(&sent.body).unwrap();
    let script = body["onstart"].take();
    assert_eq!(
        body,
        json!({
            "client_id": "me", "image": IMAGE, "disk": 20, "label": order.label.to_string(),
            "runtype": "ssh_direc ssh_proxy", "onstart": null, "env": {"MODE": "a 'b' \"c\": #d"},
            "target_state": "running", "cancel_unavail": true,
        })
    );
    let script = script.as_str().unwrap();
    let ends_at = (order.ends_at + DEADMAN_MARGIN).as_second();
    assert!(script.contains(&format!("GP4U_ENDS_AT={ends_at}\n")), "{script}");
    assert!(script.contains("$CONTAINER_API_KEY") && !sent.body.contains("account-key"), "{script}");

    let attached = server.received().pop().unwrap();
    assert_eq!(attached.path, "/api/v0/instances/12345678/ssh/");
    assert_eq!(serde_json::from_str::<Value>(&attached.body).unwrap(), json!({"ssh_key": KEY}));
    assert_eq!(server.received().len(), 3, "the account's keys are left alone: they would open every machine");
}

#[tokio::test]
async fn an_interruptible_machine_is_bid_for() {
    let mut bid = row();
    bid["is_bid"] = json!(true);
    let server = server(&[row(), bid], ok(r#"{"success":true,"new_contract":1}"#));
    let mut order = order("29907796-bid");
    order.wanted.kind = PriceKind::Interruptible;
    assert_eq!(kind(&create(&server, &order).await), "created");
    let sent = creates(&server).remove(0);
    assert_eq!(sent.path, "/api/v0/asks/29907796/");
    assert!(sent.body.contains(r#""price":0.49,"#), "without the disk, in exact digits: {}", sent.body);
}

#[tokio::test]
async fn the_price_is_looked_at_again_before_anything_is_ordered() {
    let with = |changes: Value| {
        let mut row = row();
        row.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        row
    };
    let cases = [
        (vec![], "offer_gone"),
        (vec![with(json!({"id": 1, "ask_contract_id": 1}))], "offer_gone"),
        (vec![with(json!({"rentable": false}))], "offer_gone"),
        (vec![with(json!({"rented": true}))], "offer_gone"),
        (vec![with(json!({"dph_base": null, "dph_total": null}))], "offer_gone"),
        (vec![with(json!({"dph_base": 0.490_000_1, "dph_total": null}))], "price_changed"),
        (vec![with(json!({"dph_total": 0.500_001}))], "price_changed"),
        (vec![with(json!({"storage_cost": 10}))], "price_changed"),
        (vec![with(json!({"gpu_name": "RTX 3090"}))], "mismatch"),
        (vec![with(json!({"num_gpus": 2}))], "mismatch"),
        (vec![with(json!({"disk_space": 10}))], "mismatch"),
        (vec![json!(null), json!([]), json!({"id": "x"}), row()], "created"),
    ];
    for (rows, expected) in cases {
        let server = server(&rows, ok(r#"{"success":true,"new_contract":1}"#));
        assert_eq!(kind(&create(&server, &order(ASK)).await), expected, "{rows:?}");
        assert_eq!(creates(&server).len(), usize::from(expected == "created"), "{rows:?}");
    }
}

#[tokio::test]
async fn a_quote_is_with_the_disk() {
    let server = server(&[row()], vec![]);
    let quote = client(&server).quote(&order(ASK)).await.unwrap();
    assert_eq!(quote.price_per_hour, Some(Rate::from_micros(410_000)));
    assert_eq!(creates(&server).len(), 0);
}

#[tokio::test]
async fn every_answer_to_a_create_call_has_its_class_and_is_asked_for_once() {
    let said = |error: &str, msg: &str| {
        json!({"success": false, "error": error, "msg": msg, "ask_id": 29_907_796}).to_string()
    };
    let gone = "error 404/3603: no_such_ask  Instance type by id 29907796 is not available.";
    let gone_410 = "error 410/3907: no_such_ask Instance type 29907796 is no longer available.";
    let cases = [
        (200, r#"{"success":true,"new_contract":1}"#.to_owned(), "created"),
        (200, r#"{"success":true,"new_contract":"1"}"#.to_owned(), "created"),
        (200, r#"{"success":false,"new_contract":12345679}"#.to_owned(), "stillborn"),
        (200, r#"{"success":false}"#.to_owned(), "unknown"),
        (200, r#"{"success":true}"#.to_owned(), "unknown"),
        (200, r#"{"success":true,"new_contract":"../../users"}"#.to_owned(), "unknown"),
        (200, "{}".to_owned(), "unknown"),
        (200, String::new(), "unknown"),
        (200, "null".to_owned(), "unknown"),
        (200, "[]".to_owned(), "unknown"),
        (200, "<!DOCTYPE html><title>Just a moment...</title>".to_owned(), "unknown"),
        (200, r#"{"success":true,"new_contract":"#.to_owned(), "unknown"),
        (200, said("invalid_args", gone), "offer_gone"),
        (400, said("invalid_args", gone), "offer_gone"),
        (404, said("invalid_args", gone), "offer_gone"),
        (410, said("no_such_ask", gone_410), "offer_gone"),
        (403, said("invalid_args", "error 403/3586: Offer 29907796 is not your own."), "offer_gone"),
        (400, said("invalid_args", "error 400/3467: Invalid args: 'id' is required"), "invalid"),
        (400, said("missing_billing", "add a card"), "no_funds"),
        (401, said("auth_error", "Invalid user key"), "unauthorized"),
        (403, said("auth_error", "This action requires login."), "unauthorized"),
        (404, r#"{"msg":"Invalid user key"}"#.to_owned(), "unauthorized"),
        (429, "API requests too frequent: endpoint threshold=4.5".to_owned(), "busy"),
        (302, String::new(), "unknown"),
        (408, String::new(), "unknown"),
        (409, String::new(), "unknown"),
        (500, said("internal", gone), "unknown"),
        (502, "<h1>Bad gateway</h1>".to_owned(), "unknown"),
        (503, String::new(), "unknown"),
        (504, String::new(), "unknown"),
    ];
    for (status, body, expected) in cases {
        let server = server(&[row()], answer(status, "", body.as_bytes()));
        let creation = create(&server, &order(ASK)).await;
        assert_eq!(kind(&creation), expected, "{status} {body}: {creation:?}");
        assert_eq!(creates(&server).len(), 1, "{status} {body}");
        assert!(!format!("{creation:?}").contains("account-key"));
    }
}

#[tokio::test]
async fn a_busy_server_says_when_to_come_back() {
    let server = server(&[row()], answer(429, "", br#"{"detail":"API requests too frequent endpoint threshold=4.5"}"#));
    let Creation::Refused(refusal) = create(&server, &order(ASK)).await else { panic!("not refused") };
    assert_eq!(refusal.retry_after.map(|wait| wait.as_millis()), Some(5400));
    assert!(refusal.message.contains("too frequent"), "{refusal}");
}

#[tokio::test]
async fn an_answer_that_does_not_come_leaves_the_outcome_open() {
    let silent = vec![Step::Wait(std::time::Duration::from_secs(10))];
    let broken = vec![];
    let cut = vec![Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"success\":true,".to_vec())];
    let garbled = vec![Step::Send(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())];
    for steps in [silent, broken, cut, garbled] {
        let server = server(&[row()], steps);
        let creation = create(&server, &order(ASK)).await;
        assert_eq!((kind(&creation), creates(&server).len()), ("unknown", 1), "{creation:?}");
    }
}

#[tokio::test]
async fn what_was_never_sent_is_said_to_be_so() {
    let server = server(&[row()], ok("{}"));
    let stale = client(&server).create(&order(ASK), &|| false).await;
    assert_eq!((kind(&stale), creates(&server).len()), ("not_sent", 0));

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let unreachable = ProviderSettings { url: format!("http://{closed}"), ..server.settings(Network::Vast) };
    let unreachable = Vast::new(ProviderSettings { api_key: Some("account-key".into()), ..unreachable }).unwrap();
    assert_eq!(kind(&unreachable.create(&order(ASK), &|| true).await), "not_sent");

    let down = Server::in_turn(vec![answer(503, "retry-after: 60\r\n", b"")]);
    let Creation::Refused(refusal) = create(&down, &order(ASK)).await else { panic!("not refused") };
    assert_eq!((refusal.why, refusal.retry_after.map(|wait| wait.as_secs())), (Why::NotSent, Some(60)));

    let closed_out = Server::in_turn(vec![answer(401, "", br#"{"success":false,"msg":"Invalid user key"}"#)]);
    assert_eq!(kind(&create(&closed_out, &order(ASK)).await), "unauthorized");
    assert_eq!(kind(&create(&closed_out, &order("akash1/x")).await), "unsupported");
}

#[tokio::test]
async fn a_key_that_cannot_be_attached_is_no_reason_to_lose_the_machine() {
    let server = Server::start(|received| match received.path.as_str() {
        SEARCH => ok(json!({"offers": [row()]}).to_string()),
        path if path.starts_with(ASKS) => ok(r#"{"success":true,"new_contract":1}"#),
        _ => answer(400, "", b"{}"),
    });
    let Creation::Created(created) = create(&server, &order(ASK)).await else { panic!("not created") };
    assert_eq!(created.notes.len(), 1);
}

fn instance() -> Value {
    json!({
        "id": 12_345_678, "actual_status": "running", "cur_state": "running", "next_state": "running",
        "intended_status": "running", "label": order(ASK).label.to_string(), "image_runtype": "ssh_direc ssh_proxy",
        "status_msg": "success, running base/ssh", "public_ipaddr": " 192.0.2.45 \n", "ssh_host": "ssh6.vast.ai",
        "ssh_port": 10600, "machine_id": 12, "gpu_name": "RTX 4090", "num_gpus": 1, "dph_total": 0.41,
        "start_date": 1_668_804_745.122_317_8, "end_date": 1_735_689_600.0, "jupyter_token": "tops3cret",
        "ports": {"22/tcp": [{"HostIp": "0.0.0.0", "HostPort": "20000"}], "8080/tcp": null},
    })
}

fn with(changes: &Value) -> Value {
    let mut instance = instance();
    instance.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    instance
}

fn read(instance: &Value) -> Machine {
    match read_one(&json!({"instances": instance}).to_string()).unwrap() {
        Presence::Here(machine) => *machine,
        Presence::Gone { .. } => panic!("gone"),
    }
}

#[test]
fn a_machine_is_read_with_all_that_is_told() {
    let machine = read(&instance());
    assert_eq!((machine.id.as_str(), machine.state), ("12345678", State::Running));
    assert_eq!(machine.label, Some(order(ASK).label));
    assert_eq!(machine.endpoint.unwrap().to_string(), "root@192.0.2.45 -p 20000");
    assert_eq!((machine.gpu_name.as_deref(), machine.gpu_count), (Some("RTX 4090"), Some(1)));
    assert_eq!(machine.price_per_hour, Some(Rate::from_micros(410_000)));
    assert_eq!((machine.host.as_deref(), machine.progress.as_deref()), (Some("12"), Some("success, running base/ssh")));
    assert_eq!(machine.created_at.unwrap().as_second(), 1_668_804_745);
}

#[test]
fn states_are_told_apart() {
    let stopped = json!({"cur_state": "stopped", "next_state": "stopped", "intended_status": "stopped"});
    let failed = "Error response from daemon: failed to create task: OCI runtime create failed: runc create failed";
    let cases = [
        (json!({}), State::Running),
        (json!({"actual_status": null, "cur_state": "unloaded"}), State::Starting),
        (json!({"actual_status": "loading", "status_msg": "1ef0c2a: Pulling fs layer"}), State::Starting),
        (json!({"actual_status": "created"}), State::Starting),
        (json!({"actual_status": "created", "status_msg": failed}), State::Failed),
        (json!({"actual_status": "stopped", "cur_state": "stopped"}), State::Starting),
        (json!({"actual_status": "rebooting"}), State::Starting),
        (json!({"actual_status": "exited"}), State::Stopped),
        (json!({"actual_status": "frozen"}), State::Stopped),
        (json!({"actual_status": "offline"}), State::Lost),
        (json!({"actual_status": "unknown"}), State::Lost),
        (stopped, State::Stopped),
    ];
    for (changes, state) in cases {
        assert_eq!(read(&with(&changes)).state, state, "{changes}");
    }
}

#[test]
fn the_way_in_is_direct_or_through_the_proxy_and_never_a_strange_one() {
    let cases = [
        (json!({}), Some("root@192.0.2.45 -p 20000")),
        (json!({"ports": null}), Some("root@ssh6.vast.ai -p 10600")),
        (json!({"ports": [22]}), Some("root@ssh6.vast.ai -p 10600")),
        (json!({"ports": {}, "image_runtype": "jupyter_proxy"}), Some("root@ssh6.vast.ai -p 10601")),
        (json!({"public_ipaddr": null}), Some("root@ssh6.vast.ai -p 10600")),
        (json!({"ports": null, "ssh_host": null}), None),
        (json!({"public_ipaddr": "-oProxyCommand=x"}), None),
        (json!({"public_ipaddr": "a;rm -rf /"}), None),
        (json!({"ports": {"22/tcp": [{"HostPort": "99999"}]}}), None),
    ];
    for (changes, expected) in cases {
        let machine = read(&with(&changes));
        assert_eq!(machine.endpoint.map(|endpoint| endpoint.to_string()).as_deref(), expected, "{changes}");
    }
    let machine = read(&with(&json!({"public_ipaddr": "$(reboot)"})));
    assert_eq!(machine.progress.as_deref(), Some("the provider named a host that is none"));
}

#[tokio::test]
async fn gone_is_only_what_is_said_to_be_gone() {
    let absent = br#"{"success":false,"error":"no_such_instance","msg":"Instance with that ID does not exist."}"#;
    let cases = [
        (ok(json!({"instances": instance()}).to_string()), "here"),
        (ok(r#"{"instances":null}"#), "gone"),
        (answer(404, "", absent), "gone"),
        (ok(r"{}"), "wrong_shape"),
        (ok(r#"{"instances":[]}"#), "wrong_shape"),
        (ok(r#"{"instances":{}}"#), "wrong_shape"),
        (ok(r#"{"success":false,"error":"deprecated_endpoint"}"#), "wrong_shape"),
        (ok("null"), "wrong_shape"),
        (ok("<h1>hello</h1>"), "not_json"),
        (answer(404, "", b"<h1>nothing here</h1>"), "http_status"),
        (answer(404, "", br#"{"msg":"Invalid user key"}"#), "unauthorized"),
        (answer(404, "", b"Session expired. Please log in again."), "unauthorized"),
    ];
    for (steps, expected) in cases {
        let server = Server::in_turn(vec![steps]);
        let seen = client(&server).get(&MachineId::new("12345678").unwrap()).await;
        let seen = match &seen {
            Ok(Presence::Here(_)) => "here",
            Ok(Presence::Gone { .. }) => "gone",
            Err(error) => error.code(),
        };
        assert_eq!(seen, expected);
        assert_eq!(server.received()[0].path, "/api/v0/instances/12345678/?owner=me");
    }
}

fn page(instances: &[Value], total: usize, next: Option<&str>) -> String {
    json!({
        "success": true, "instances_found": instances.len(), "total_instances": total, "label_counts": {},
        "next_token": next, "instances": instances,
    })
    .to_string()
}

#[tokio::test]
async fn every_page_of_the_list_is_read() {
    let foreign = with(&json!({"id": 2, "label": "ML Training Job 2025"}));
    let unnamed = with(&json!({"id": 3, "label": null}));
    let pages = vec![ok(page(&[instance(), foreign], 3, Some("t/1="))), ok(page(&[unnamed], 3, None))];
    let server = Server::in_turn(pages);
    let listing = client(&server).list().await.unwrap();
    assert_eq!((listing.machines.len(), listing.foreign, listing.doubts.len()), (1, 2, 0), "{listing:?}");
    assert_eq!(listing.with_label(order(ASK).label).count(), 1);
    let second = &server.received()[1].path;
    assert!(second.starts_with("/api/v1/instances/?after_token=t%2F1%3D&limit=25"), "{second}");
}

#[tokio::test]
async fn a_list_that_cannot_be_believed_says_so() {
    let unreadable = with(&json!({"id": null}));
    let doubtful = [
        (vec![page(&[instance()], 42, None)], "counts 42"),
        (vec![page(&[instance(), unreadable], 2, None)], "cannot be read"),
        (vec![page(&[instance()], 3, Some("x")), page(&[instance()], 3, Some("x"))], "no end"),
        (vec![page(&[instance()], 3, Some("x")), page(&[], 3, Some("y"))], "no end"),
    ];
    for (pages, expected) in doubtful {
        let server = Server::in_turn(pages.into_iter().map(ok).collect());
        let listing = client(&server).list().await.unwrap();
        assert!(listing.doubts.iter().any(|doubt| doubt.contains(expected)), "{listing:?}");
        assert!(listing.trust([]).is_err());
        assert!(listing.with_label(order(ASK).label).count() > 0);
    }
    let retired = r#"{"instances_found":0,"instances":[]}"#;
    let drifted = r#"{"success":true,"total_instances":0,"next_token":null,"instances":{}}"#;
    let failed =
        r#"{"success":false,"error":"deprecated_endpoint","total_instances":0,"next_token":null,"instances":[]}"#;
    for body in [retired, drifted, failed, "\"\"", "null", "[]", "{}", "<h1>hi</h1>", ""] {
        let server = Server::in_turn(vec![ok(body)]);
        assert!(client(&server).list().await.is_err(), "{body}");
    }
}

#[tokio::test]
async fn a_release_is_a_destruction() {
    let cases = [
        (ok(r#"{"success":true,"msg":"Instance destroyed successfully"}"#), "accepted"),
        (answer(404, "", br#"{"success":false,"error":"not_found","msg":"Instance not found"}"#), "gone"),
        (answer(404, "", br#"{"success":false,"error":"no_such_instance"}"#), "gone"),
        (ok(r#"{"success":false}"#), "wrong_shape"),
        (ok("<h1>hi</h1>"), "not_json"),
        (answer(404, "", b"<h1>nothing here</h1>"), "http_status"),
        (answer(400, "", br#"{"success":false,"error":"invalid_args"}"#), "http_status"),
    ];
    for (steps, expected) in cases {
        let server = Server::in_turn(vec![steps]);
        let released = client(&server).destroy(&MachineId::new("7").unwrap()).await;
        let released = match &released {
            Ok(Destruction::Accepted) => "accepted",
            Ok(Destruction::AlreadyGone) => "gone",
            Err(error) => error.code(),
        };
        let received = &server.received()[0];
        assert_eq!(released, expected);
        assert_eq!((received.method.as_str(), received.path.as_str()), ("DELETE", "/api/v0/instances/7/"));
        assert_eq!(received.body, "{}");
    }
    let busy = answer(429, "", br#"{"success":false,"error":"rate_limit_exceeded","msg":"endpoint threshold=0.1"}"#);
    let server = Server::in_turn(vec![busy, ok(r#"{"success":true}"#)]);
    assert_eq!(client(&server).destroy(&MachineId::new("7").unwrap()).await, Ok(Destruction::Accepted));
}

#[tokio::test]
async fn logs_are_fetched_from_where_they_are_put_without_the_key() {
    let store = Server::in_turn(vec![answer(404, "", b""), ok("[line 1]\nline 2\n")]);
    let address = format!("{}/log?signature=x", store.url);
    let server = Server::in_turn(vec![ok(json!({"success": true, "result_url": address}).to_string())]);
    let logs = client(&server).logs(&MachineId::new("7").unwrap(), 100).await.unwrap();
    assert_eq!(logs.as_deref(), Some("[line 1]\nline 2\n"));
    let asked = &server.received()[0];
    assert_eq!((asked.path.as_str(), asked.body.as_str()), ("/api/v0/instances/request_logs/7/", r#"{"tail":"100"}"#));
    assert!(!store.received()[1].headers.contains("account-key"));

    for address in ["http://example.com/log", "file:///etc/passwd", "ftp://127.0.0.1/", "nonsense"] {
        let server = Server::in_turn(vec![ok(json!({"result_url": address}).to_string())]);
        let error = client(&server).logs(&MachineId::new("7").unwrap(), 100).await.unwrap_err();
        assert_eq!(error.code(), "bad_url", "{address}");
    }
}

#[test]
fn recorded_and_documented_answers_are_read() {
    let states = [
        ("created_oci_error", State::Failed, Some("root@192.0.2.45 -p 20000")),
        ("interrupted", State::Stopped, None),
        ("jupyter_proxy_only", State::Running, Some("root@ssh6.vast.ai -p 10601")),
        ("loading", State::Starting, None),
        ("offline", State::Lost, None),
        ("running_direct_ssh", State::Running, Some("root@192.0.2.45 -p 20000")),
        ("running_doc", State::Running, Some("root@ssh2281.vast.ai -p 10882")),
        ("scheduling_null_status", State::Starting, None),
        ("stopped_by_user", State::Stopped, None),
    ];
    for (name, state, endpoint) in states {
        let Some(text) = sample(&format!("vast/show_instance_200_{name}.json")) else { return };
        let Presence::Here(machine) = read_one(&text).unwrap() else { panic!("{name}") };
        assert_eq!(machine.state, state, "{name}");
        if state == State::Running {
            assert_eq!(machine.endpoint.map(|endpoint| endpoint.to_string()).as_deref(), endpoint, "{name}");
        }
    }
    let read = |name: &str| sample(&format!("vast/{name}.json")).unwrap();
    assert_eq!(read_one(&read("show_instance_200_gone")).unwrap(), Presence::Gone { reason: None });
    let mut listing = Listing::default();
    assert_eq!(read_page(&read("list_instances_v1_200_empty"), &mut listing).unwrap().total, 0);
    let page = read_page(&read("list_instances_v1_200"), &mut listing).unwrap();
    assert_eq!((page.total, page.next.is_some(), listing.foreign, listing.doubts.len()), (42, true, page.rows, 0));
    for name in ["list_instances_v0_deprecated", "list_instances_v1_400"] {
        assert!(read_page(&read(name), &mut listing).is_err(), "{name}");
    }
}

proptest! {
    /// Whatever is wrong with an answer costs at most the answer.
    #[test]
    fn answers_that_are_wrong_somewhere_are_read_or_refused(
        one in mangled(&json!({"instances": instance()})),
        listed in mangled(&serde_json::from_str(&page(&[instance()], 1, None)).unwrap()),
        found in mangled(&json!([row()])),
        text in "\\PC{0,40}",
    ) {
        for text in [&one, &listed, &text] {
            drop(read_one(text));
            drop(read_page(text, &mut Listing::default()));
        }
        if let Ok(rows) = rows_at(&found, &[]) {
            drop(find_ask(&rows, &order(ASK), 29_907_796));
        }
    }
}
