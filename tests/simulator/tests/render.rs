use serde_json::{Value, json};

use super::super::render::{fine_request as request, signed_headers};
use super::super::{End, Fault, Network, Refusal, Trouble};
use super::{World, at};

const RENDER: Network = Network::Render;

fn create(world: &World, body: Value) -> String {
    let job = world.json(RENDER, 201, "POST", "/v1/jobs", body);
    assert_eq!(job["status"], "PENDING");
    job["uuid"].as_str().unwrap().to_owned()
}

fn status(world: &World, uuid: &str) -> Value {
    world.json(RENDER, 200, "GET", &format!("/v1/jobs/{uuid}"), Value::Null)["status"].clone()
}

#[test]
fn a_persistent_job_costs_every_started_hour_until_it_is_cancelled() {
    let world = World::new();
    let uuid = create(&world, request("gp4u-1"));
    let mut seen = vec![status(&world, &uuid)];
    for _ in 0..8 {
        world.advance(5);
        seen.push(status(&world, &uuid));
    }
    seen.dedup();
    assert_eq!(seen, ["PENDING", "ASSIGNED", "PREPARING", "RUNNING"]);
    let target = format!("/v1/job-runs?filter[job_uuid]={uuid}&filter[status]=RUNNING&limit=10");
    let runs = world.json(RENDER, 200, "GET", &target, Value::Null);
    let url = &runs["data"][0]["node_urls"][0];
    assert_eq!(
        (&url["description"], &url["hostname"]),
        (&json!("ssh"), &json!("node-0.us-east-1.proxy.dispersed.com"))
    );

    world.advance(3600);
    let cancel = format!("/v1/jobs/{uuid}/cancel");
    assert_eq!(world.json(RENDER, 200, "PUT", &cancel, json!({"reason": "done"}))["status"], "CANCELLING");
    world.advance(86_400);
    assert_eq!(status(&world, &uuid), "CANCELLED");
    world.simulator.change(|cloud| cloud.render.wraps_jobs = true);
    let wrapped = world.json(RENDER, 200, "GET", &format!("/v1/jobs/{uuid}"), Value::Null);
    assert_eq!(wrapped["data"]["status"], "CANCELLED");
    world.json(RENDER, 409, "PUT", &cancel, json!({"reason": "again"}));
    let machine = world.only_machine();
    assert_eq!(world.simulator.billed(&machine), 700_000, "an hour and ten seconds are two hours");
    assert_eq!((machine.ready_at, machine.ended_at), (Some(at(30)), Some(at(3640))));
    assert_eq!(machine.own_end, None, "nothing ends it but a cancel");
}

#[test]
fn a_batch_job_ends_at_its_limit_and_costs_its_time() {
    let world = World::new();
    let mut body = request("gp4u-1");
    body["task"] = json!("BATCH");
    world.json(RENDER, 400, "POST", "/v1/jobs", body.clone());
    body["max_timeout_run_ms"] = json!(1_800_000);
    let uuid = create(&world, body);
    world.advance(86_400);
    let machine = world.only_machine();
    assert_eq!((machine.ended_by, machine.ended_at), (Some(End::RuntimeLimit), Some(at(1830))));
    assert_eq!((world.simulator.billed(&machine), status(&world, &uuid)), (175_000, json!("COMPLETED")));
}

#[test]
fn a_job_is_matched_by_what_it_needs_or_waits_and_fails() {
    let world = World::new();
    let mut body = request("a");
    body["allowed_region_codes"] = json!(["eu-central-1"]);
    create(&world, body.clone());
    assert_eq!(world.only_machine().offer, "off_4090_2", "a larger machine than was asked for");
    let second = create(&world, body.clone());
    world.advance(299);
    assert_eq!(status(&world, &second), "PENDING");
    world.advance(1);
    assert_eq!(status(&world, &second), "FAILED");
    body["gpu_registry_uuid"] = json!("x");
    world.json(RENDER, 400, "POST", "/v1/jobs", body);
    world.simulator.inject(RENDER, Fault::Machine(Trouble::Stuck));
    let stuck = create(&world, request("b"));
    world.advance(304);
    assert_eq!(status(&world, &stuck), "PREPARING");
    world.advance(1);
    assert_eq!(status(&world, &stuck), "FAILED");
    world.simulator.inject(RENDER, Fault::Refused(Refusal::NoMoney));
    world.json(RENDER, 402, "POST", "/v1/jobs", request("c"));
}

#[test]
fn requests_are_signed_once_with_the_right_key_in_time() {
    let world = World::new();
    let target = "/v1/jobs?page=1&limit=50&filter[status]=PENDING,RUNNING";
    let headers = signed_headers("GET", target, "", world.now());
    let send = |target: &str, headers: &[(String, String)]| world.send(RENDER, "GET", target, headers, "").unwrap();
    assert_eq!(send(target, &headers).status, 200);
    let again = send(target, &headers);
    assert_eq!((again.status, &again.json()["error"]["message"]), (401, &json!("Nonce was used")));
    let fresh = signed_headers("GET", target, "", world.now());
    assert_eq!(send("/v1/jobs?page=2", &fresh).status, 401, "another query");
    let stale = signed_headers("GET", target, "", at(-100_000));
    assert_eq!(send(target, &stale).json()["error"]["message"], "Stale time");
    assert_eq!(send("/v1/jobs", &[]).status, 401);
    assert_eq!(send("/v1/compute/offers?limit=50&page=1", &[]).json()["total"], 3);
    world.simulator.change(|cloud| cloud.render.shows_offers_unsigned = false);
    assert_eq!(send("/v1/compute/offers?limit=50&page=1", &[]).status, 401);
}

#[test]
fn lists_have_pages_and_filters() {
    let world = World::new();
    for title in ["a", "b", "c"] {
        create(&world, request(title));
        world.advance(1);
    }
    let list = |query: &str| {
        let page = world.json(RENDER, 200, "GET", &format!("/v1/jobs?{query}"), Value::Null);
        page["data"].as_array().unwrap().iter().map(|job| job["title"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(list("limit=2&page=2&sort=-created_at"), ["a"]);
    assert_eq!(list("limit=50&page=1&filter[status]=PENDING,ASSIGNED,RUNNING"), ["a", "b", "c"]);
    assert_eq!(list("limit=50&page=1&filter[status]=FAILED"), [] as [Value; 0]);
    world.json(RENDER, 400, "GET", "/v1/jobs?limit=51", Value::Null);
}
