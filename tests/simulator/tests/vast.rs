use serde_json::{Value, json};

use super::super::{End, Fault, Network, Operation, Refusal, Trouble, keys};
use super::{World, at};

const VAST: Network = Network::Vast;

fn create(world: &World, ask: u64, more: &Value) -> super::Reply {
    let mut body = json!({"client_id": "me", "image": "ubuntu:24.04", "disk": 36.0, "label": "gp4u-1", "env": {},
        "runtype": "ssh_direc ssh_proxy"});
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    world.call(VAST, "PUT", &format!("/api/v0/asks/{ask}/"), body)
}

fn instance(world: &World, id: &str) -> Value {
    world.json(VAST, 200, "GET", &format!("/api/v0/instances/{id}/?owner=me"), Value::Null)["instances"].clone()
}

fn list(world: &World, query: &str) -> Value {
    world.json(VAST, 200, "GET", &format!("/api/v1/instances/?{query}"), Value::Null)
}

fn search(world: &World, query: &Value) -> Vec<u64> {
    let offers = world.json(VAST, 200, "POST", "/api/v0/bundles/", query.clone())["offers"].clone();
    offers.as_array().unwrap().iter().map(|offer| offer["id"].as_u64().unwrap()).collect()
}

#[test]
fn a_machine_costs_its_disk_from_the_start_and_its_cards_while_it_runs() {
    let world = World::new();
    let answer = create(&world, 101, &Value::Null).json();
    assert_eq!(answer["success"], true);
    assert_eq!(answer["instance_api_key"].as_str().unwrap().len(), 64);
    let id = answer["new_contract"].to_string();
    assert_eq!(instance(&world, &id)["actual_status"], Value::Null);
    world.advance(20);
    assert_eq!(instance(&world, &id)["actual_status"], "loading");
    world.advance(10);
    let running = instance(&world, &id);
    assert_eq!(running["actual_status"], "running");
    assert_eq!((&running["gpu_name"], &running["dph_base"]), (&json!("RTX 4090"), &json!(0.4)));
    // 0.2 dollars per gigabyte and month, 36 gigabytes, 720 hours.
    assert!((running["dph_total"].as_f64().unwrap() - 0.41).abs() < 1e-9);
    assert!(running["ports"]["22/tcp"][0]["HostPort"].is_string());

    world.advance(3600);
    let gone = world.json(VAST, 200, "DELETE", &format!("/api/v0/instances/{id}/"), json!({}));
    assert_eq!(gone["success"], true);
    world.advance(3600);
    assert_eq!(instance(&world, &id), Value::Null, "what is gone is null, with status 200");
    let machine = world.only_machine();
    // An hour of cards, and an hour and half a minute of disk.
    assert_eq!(world.simulator.billed(&machine), 400_000 + 10_083);
    assert_eq!((machine.ended_by, machine.ended_at), (Some(End::Renter), Some(at(3630))));
    assert_eq!(world.simulator.live_at(at(3629)).len(), 1);
    assert_eq!(world.simulator.live_at(at(3630)).len(), 0);
    let again = world.json(VAST, 404, "DELETE", &format!("/api/v0/instances/{id}/"), json!({}));
    assert_eq!(again["error"], "not_found");
}

#[test]
fn a_rented_slice_takes_those_that_share_its_cards_off_the_market() {
    let world = World::new();
    let h100 = json!({"gpu_name": {"eq": "H100 SXM"}, "rentable": {"eq": true}, "rented": {"eq": false}});
    assert_eq!(search(&world, &h100), [102, 103]);
    let answer = create(&world, 103, &Value::Null).json();
    assert_eq!(search(&world, &h100), [] as [u64; 0]);
    let taken = create(&world, 102, &Value::Null);
    assert_eq!(taken.status, 400);
    assert!(taken.text.contains("no_such_ask"), "{taken:?}");
    world.call(VAST, "DELETE", &format!("/api/v0/instances/{}/", answer["new_contract"]), json!({}));
    assert_eq!(search(&world, &h100), [102, 103]);
}

#[test]
fn a_search_knows_operators_order_and_limit_and_takes_no_notice_of_id() {
    let world = World::new();
    assert_eq!(
        search(&world, &json!({"verified": {"eq": true}, "order": [["dph_total", "desc"]], "limit": 2})),
        [102, 103]
    );
    assert_eq!(search(&world, &json!({"num_gpus": {"gte": 2, "lt": 8}, "external": {"eq": false}})), [103, 105]);
    assert_eq!(search(&world, &json!({"geolocation": {"in": ["NO", "SE"]}})), [104]);
    assert_eq!(search(&world, &json!({"id": {"eq": 101}})).len(), 6);
    assert_eq!(search(&world, &json!({"ask_contract_id": {"eq": 105}})), [105]);
    let bids = world.json(VAST, 200, "POST", "/api/v0/bundles/", json!({"type": "bid", "limit": 1}));
    assert_eq!((&bids["offers"][0]["is_bid"], &bids["offers"][0]["dph_base"]), (&json!(true), &json!(0.2)));
    let broken = world.send(VAST, "POST", "/api/v0/bundles/", &[], "{").unwrap();
    assert_eq!((broken.status, &broken.json()["error"]), (400, &json!("invalid_request")));
}

#[test]
fn a_list_has_pages_of_twenty_five_and_knows_labels() {
    let world = World::new();
    world.simulator.change(|cloud| {
        for number in 0..60 {
            let mut ask = cloud.vast.asks[0].clone();
            (ask.id, ask.machine_id, ask.gpu_ids) = (1000 + number, 1000 + number, vec![100_000 + number]);
            cloud.vast.asks.push(ask);
        }
    });
    for number in 0..60 {
        create(&world, 1000 + number, &json!({"label": format!("gp4u-{number}")}));
    }
    let mut seen = Vec::new();
    let mut query = "limit=100".to_owned();
    loop {
        let page = list(&world, &query);
        assert_eq!(page["total_instances"], 60);
        seen.extend(page["instances"].as_array().unwrap().iter().map(|row| row["label"].clone()));
        let Some(token) = page["next_token"].as_str() else { break };
        query = format!("limit=100&after_token={}", token.replace('=', "%3D"));
    }
    assert_eq!(seen.len(), 60);
    assert_eq!(list(&world, "limit=0")["instances"].as_array().unwrap().len(), 5);
    let one = list(&world, "select_filters=%7B%22label%22%3A%7B%22eq%22%3A%22gp4u-7%22%7D%7D");
    assert_eq!((&one["instances_found"], &one["instances"][0]["label"]), (&json!(1), &json!("gp4u-7")));
    let computed = "/api/v1/instances/?select_filters=%7B%22dph_total%22%3A%7B%22lt%22%3A1%7D%7D";
    world.json(VAST, 400, "GET", computed, Value::Null);
    let retired = world.json(VAST, 200, "GET", "/api/v0/instances/", Value::Null);
    assert_eq!(retired, json!({"instances_found": 0, "instances": []}));
}

#[test]
fn a_start_script_destroys_its_machine_at_the_deadline_if_it_runs() {
    let script = "sleep 7200; while :; do vastai destroy instance $CONTAINER_ID -y --api-key $CONTAINER_API_KEY; done";
    let world = World::new();
    world.simulator.inject(VAST, Fault::Machine(Trouble::Stuck));
    create(&world, 106, &json!({"onstart": script, "label": "stuck"}));
    create(&world, 101, &json!({"onstart": script, "label": "fine"}));
    create(&world, 105, &json!({"label": "without"}));
    create(&world, 103, &json!({"onstart": script, "label": "moved"}));
    world.advance(7229);
    let moved = world.simulator.machines().pop().unwrap();
    assert_eq!(moved.own_end, Some((at(7230), End::StartScript)));
    world.simulator.move_own_end(&moved, at(7300));
    assert_eq!(world.simulator.live().len(), 4);
    world.advance(86_400);
    let labels = |machines: Vec<super::Machine>| machines.into_iter().map(|machine| machine.label).collect::<Vec<_>>();
    assert_eq!(labels(world.simulator.live()), ["stuck", "without"], "what never starts has no script");
    let fine = &world.simulator.machines()[1];
    assert_eq!((fine.ended_by, fine.ended_at), (Some(End::StartScript), Some(at(7230))));
    assert_eq!(world.simulator.machines()[3].ended_at, Some(at(7300)));
}

#[test]
fn the_key_of_a_machine_ends_that_machine_and_does_nothing_else() {
    let world = World::new();
    let first = create(&world, 101, &Value::Null).json();
    let second = create(&world, 105, &Value::Null).json();
    let key = [("Authorization".to_owned(), format!("Bearer {}", first["instance_api_key"].as_str().unwrap()))];
    let with_key = |method, target: &str, body| world.send(VAST, method, target, &key, body).unwrap().status;
    let own = format!("/api/v0/instances/{}/", first["new_contract"]);
    let other = format!("/api/v0/instances/{}/", second["new_contract"]);
    assert_eq!(with_key("GET", "/api/v1/instances/", ""), 401);
    assert_eq!(with_key("PUT", "/api/v0/asks/104/", "{\"image\":\"a:1\"}"), 401);
    assert_eq!(with_key("DELETE", &other, "{}"), 401);
    assert_eq!(with_key("PUT", &own, "{\"label\":\"x\"}"), 401);
    assert_eq!(with_key("PUT", &own, "{\"state\":\"stopped\"}"), 200);
    assert_eq!(with_key("DELETE", &own, "{}"), 200);
    assert_eq!(with_key("DELETE", &own, "{}"), 401, "its key is gone with it");
    assert_eq!(world.simulator.live().len(), 1);
}

#[test]
fn keys_are_checked_and_each_refusal_has_its_own_shape() {
    let world = World::new();
    let bearer = |key: &str| [("Authorization".to_owned(), format!("Bearer {key}"))];
    let status = |headers: &[(String, String)], target: &str, method: &str| {
        world.send(VAST, method, target, headers, "{}").unwrap().status
    };
    assert_eq!(status(&[], "/api/v0/bundles/", "POST"), 200, "anybody may look");
    assert_eq!(status(&bearer("wrong"), "/api/v0/bundles/", "POST"), 404);
    assert_eq!(status(&bearer("wrong"), "/api/v1/instances/", "GET"), 401);
    assert_eq!(status(&[], "/api/v1/instances/", "GET"), 403);
    assert_eq!(status(&bearer(keys::VAST), "/api/v1/instances/", "GET"), 200);
    let user = world.json(VAST, 200, "GET", "/api/v0/users/current/", Value::Null);
    assert_eq!(user["credit"], 1000.0);
    for (refusal, status) in [(Refusal::NoSuchAskWild, 400), (Refusal::NoSuchAsk, 404), (Refusal::AskGone, 410)] {
        world.simulator.inject(VAST, Fault::Refused(refusal));
        let refused = create(&world, 101, &Value::Null);
        assert_eq!(refused.status, status);
        assert!(refused.text.contains("no_such_ask"), "{refused:?}");
    }
    world.simulator.inject(VAST, Fault::Refused(Refusal::NoMoney));
    assert_eq!(create(&world, 101, &Value::Null).json()["error"], "insufficient_credit");
    assert_eq!(create(&world, 101, &json!({"image": null})).status, 400);
    assert_eq!(create(&world, 101, &json!({"env": "-p 22:22"})).status, 400);
    assert_eq!(create(&world, 101, &json!({"price": 0.0001})).json()["error"], "invalid_price");
    assert!(world.simulator.machines().is_empty());
    assert_eq!(world.simulator.count(VAST, Operation::Create), 7);
}

#[test]
fn a_bid_that_is_too_low_leaves_a_stopped_machine_that_bills_its_disk() {
    let world = World::new();
    let answer = create(&world, 101, &json!({"price": 0.1}));
    assert_eq!((answer.status, &answer.json()["success"]), (200, &json!(false)));
    let id = answer.json()["new_contract"].to_string();
    world.advance(3600);
    let shown = instance(&world, &id);
    for state in ["cur_state", "intended_status", "next_state"] {
        assert_eq!(shown[state], "stopped");
    }
    assert_eq!(shown["is_bid"], true);
    assert_eq!(world.simulator.billed(&world.only_machine()), 10_000);
}

#[test]
fn a_stopped_machine_bills_its_disk_and_may_lose_its_cards() {
    let world = World::new();
    let id = create(&world, 101, &Value::Null).json()["new_contract"].to_string();
    let path = format!("/api/v0/instances/{id}/");
    world.advance(30);
    world.json(VAST, 200, "PUT", &path, json!({"state": "stopped"}));
    world.advance(3570);
    assert_eq!(world.simulator.billed(&world.only_machine()), 10_000);
    create(&world, 101, &Value::Null);
    world.json(VAST, 200, "PUT", &path, json!({"state": "running"}));
    world.advance(3600);
    assert_eq!(instance(&world, &id)["intended_status"], "running");
    assert_eq!(instance(&world, &id)["actual_status"], "loading", "another has its cards");
    world.json(VAST, 200, "PUT", &path, json!({"label": "renamed"}));
    assert_eq!(world.simulator.machines()[0].label, "renamed");
}

#[test]
fn ssh_keys_are_named_differently_when_made_and_when_listed() {
    let world = World::new();
    let made = world.json(VAST, 200, "POST", "/api/v0/ssh/", json!({"ssh_key": "ssh-ed25519 AAAA"}));
    assert_eq!(made["key"]["public_key"], "ssh-ed25519 AAAA");
    assert_eq!(world.json(VAST, 200, "GET", "/api/v0/ssh/", Value::Null)[0]["key"], "ssh-ed25519 AAAA");
    world.json(VAST, 400, "POST", "/api/v0/ssh/", json!({}));
    world.json(VAST, 200, "DELETE", &format!("/api/v0/ssh/{}/", made["key"]["id"]), Value::Null);
    let id = create(&world, 101, &Value::Null).json()["new_contract"].to_string();
    world.json(VAST, 200, "POST", &format!("/api/v0/instances/{id}/ssh/"), json!({"ssh_key": "ssh-ed25519 B"}));
    let logs = world.json(VAST, 200, "PUT", &format!("/api/v0/instances/request_logs/{id}/"), json!({}));
    assert!(logs["result_url"].as_str().unwrap().starts_with(world.simulator.url(VAST)));
}
