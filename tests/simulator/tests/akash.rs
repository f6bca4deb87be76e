use serde_json::{Value, json};

use super::super::akash::fine_request as request;
use super::super::{AkashVersion, End, Fault, Network, Operation, Refusal, Trouble};
use super::{World, at};

const AKASH: Network = Network::Akash;
const SDL: &str = include_str!("../akash/ssh.sdl.yml");

fn create(world: &World, body: Value) -> (String, Value) {
    let answer = world.json(AKASH, 201, "POST", "/v1/deployments", body)["data"].clone();
    assert_eq!(answer["signTx"]["code"], 0);
    (answer["dseq"].as_str().unwrap().to_owned(), answer["manifest"].clone())
}

fn bids(world: &World, dseq: &str) -> Vec<Value> {
    let bids = world.json(AKASH, 200, "GET", &format!("/v1/bids?dseq={dseq}"), Value::Null);
    bids["data"].as_array().unwrap().clone()
}

fn lease_request(dseq: &str, manifest: &Value, bid: &Value) -> Value {
    let provider = &bid["bid"]["id"]["provider"];
    json!({"manifest": manifest, "leases": [{"dseq": dseq, "gseq": 1, "oseq": 1, "provider": provider}]})
}

/// A deployment with a lease on its cheapest bid; its name.
fn leased(world: &World, body: Value) -> String {
    let (dseq, manifest) = create(world, body);
    world.advance(10);
    let bids = bids(world, &dseq);
    world.json(AKASH, 200, "POST", "/v1/leases", lease_request(&dseq, &manifest, &bids[0]));
    dseq
}

fn shown(world: &World, dseq: &str) -> Value {
    world.json(AKASH, 200, "GET", &format!("/v1/deployments/{dseq}"), Value::Null)["data"].clone()
}

#[test]
fn a_deployment_gets_bids_a_lease_and_a_port_and_costs_from_the_lease_on() {
    let world = World::new();
    let (dseq, manifest) = create(&world, request("gp4u-1"));
    assert_eq!(dseq, "1788256800000", "milliseconds since 1970");
    assert_eq!(bids(&world, &dseq), [] as [Value; 0]);
    world.advance(10);
    let bids = bids(&world, &dseq);
    let prices: Vec<_> = bids.iter().map(|bid| bid["bid"]["price"]["amount"].as_str().unwrap()).collect();
    assert_eq!(prices, ["458.911666666666666666", "560.431666666666666666"], "audited providers only, per block");
    let gpu = &bids[0]["bid"]["resources_offer"][0]["resources"]["gpu"];
    assert_eq!(gpu["attributes"][0]["key"], "vendor/nvidia/model/rtx4090/ram/24Gi/interface/pcie");

    world.json(AKASH, 200, "POST", "/v1/leases", lease_request(&dseq, &manifest, &bids[0]));
    let status = &shown(&world, &dseq)["leases"][0]["status"];
    assert_eq!(status["services"]["ssh"]["available"], 0);
    world.advance(30);
    let deployment = shown(&world, &dseq);
    let status = &deployment["leases"][0]["status"];
    assert_eq!(status["services"]["ssh"]["available"], 1);
    assert_eq!(status["forwarded_ports"]["ssh"][0]["port"], 22);
    assert_eq!(status["forwarded_ports"]["ssh"][0]["host"], "provider.am3sv.example.net");
    assert_eq!(deployment["consoleSettings"]["sdl"], SDL);
    world.simulator.change(|cloud| cloud.akash.omits_host = true);
    assert_eq!(shown(&world, &dseq)["leases"][0]["status"]["forwarded_ports"]["ssh"][0].get("host"), None);
    let provider = bids[0]["bid"]["id"]["provider"].as_str().unwrap();
    let provider = world.json(AKASH, 200, "GET", &format!("/v1/providers/{provider}"), Value::Null);
    assert_eq!(provider["hostUri"], "https://provider.am3sv.example.net:8443");

    world.advance(3570);
    assert_eq!(
        world.json(AKASH, 200, "DELETE", &format!("/v1/deployments/{dseq}"), Value::Null)["data"]["success"],
        true
    );
    world.json(AKASH, 200, "DELETE", &format!("/v1/deployments/{dseq}"), Value::Null);
    world.json(AKASH, 404, "DELETE", "/v1/deployments/5", Value::Null);
    let deployment = shown(&world, &dseq);
    assert_eq!(
        (&deployment["deployment"]["state"], &deployment["leases"][0]["state"]),
        (&json!("closed"), &json!("closed"))
    );
    let machine = world.only_machine();
    assert_eq!(world.simulator.billed(&machine), 275_347);
    assert_eq!((machine.created_at, machine.ready_at, machine.ended_at), (at(0), Some(at(40)), Some(at(3610))));
    assert_eq!(machine.seconds_billed_outside(Some((at(10), at(3610))), world.now()), 0);
}

#[test]
fn what_nobody_leases_is_closed_and_bids_expire() {
    let world = World::new();
    let (dseq, manifest) = create(&world, request("gp4u-1"));
    world.advance(331);
    let expired = bids(&world, &dseq);
    assert_eq!(expired[0]["bid"]["state"], "closed");
    let late = world.json(AKASH, 400, "POST", "/v1/leases", lease_request(&dseq, &manifest, &expired[0]));
    assert!(late["message"].as_str().unwrap().contains("no longer open"));
    world.advance(269);
    assert_eq!(world.only_machine().ended_by, Some(End::NeverLeased));
    assert_eq!(shown(&world, &dseq)["deployment"]["state"], "closed");
}

#[test]
fn a_limit_to_its_run_time_ends_it_and_can_be_raised() {
    let world = World::new();
    let mut body = request("gp4u-1");
    body["data"]["runtimeLimitHours"] = json!(2);
    let dseq = leased(&world, body.clone());
    body["data"]["runtimeLimitHours"] = json!(49);
    world.json(AKASH, 400, "POST", "/v1/deployments", body);
    let path = format!("/v2/deployment-settings/{dseq}");
    let limit =
        |status, hours| world.json(AKASH, status, "PATCH", &path, json!({"data": {"runtimeLimitHours": hours}}));
    assert_eq!(limit(200, 3)["data"]["runtimeEndsAt"], "2026-09-01T13:00:10.000Z");
    limit(400, 52);
    limit(400, 1);
    world.advance(3 * 3600 - 1);
    assert!(world.only_machine().is_live());
    world.advance(1);
    let machine = world.only_machine();
    assert_eq!((machine.ended_by, machine.ended_at), (Some(End::RuntimeLimit), Some(at(10 + 3 * 3600))));
}

#[test]
fn the_older_console_knows_deposits_and_no_names() {
    let world = World::new();
    world.simulator.change(|cloud| cloud.akash.version = AkashVersion::August);
    let mut body = request("gp4u-1");
    body["data"]["runtimeLimitHours"] = json!(1);
    let dseq = leased(&world, body.clone());
    let list = world.json(AKASH, 200, "GET", "/v1/deployments", Value::Null);
    assert_eq!(list["data"]["deployments"][0]["name"], Value::Null);
    let owner = shown(&world, &dseq)["deployment"]["id"]["owner"].as_str().unwrap().to_owned();
    let chain = world.send(AKASH, "GET", &format!("/v1/deployment/{owner}/{dseq}"), &[], "").unwrap().json();
    assert_eq!(chain["other"]["groups"][0]["group_spec"]["name"], "akash");
    assert!(shown(&world, &dseq).get("consoleSettings").is_none());
    let more = json!({"data": {"dseq": dseq, "deposit": 0.275_347}});
    world.json(AKASH, 200, "POST", "/v1/deposit-deployment", more);
    world.advance(24 * 3600);
    let machine = world.only_machine();
    assert_eq!(machine.ended_by, Some(End::DepositUsedUp));
    assert!((775_270..=775_347).contains(&world.simulator.billed(&machine)), "not more than was deposited");
    assert_eq!(shown(&world, &dseq)["leases"][0]["state"], "insufficient_funds");
    body["data"]["deposit"] = Value::Null;
    world.json(AKASH, 400, "POST", "/v1/deployments", body);
}

#[test]
fn leasing_fails_in_the_consoles_own_ways() {
    let world = World::new();
    let (dseq, manifest) = create(&world, request("gp4u-1"));
    world.advance(10);
    let bid = bids(&world, &dseq).remove(0);
    let lease = |status| world.json(AKASH, status, "POST", "/v1/leases", lease_request(&dseq, &manifest, &bid));
    for (refusal, status) in
        [(Refusal::BidClosed, 400), (Refusal::OrderClosed, 400), (Refusal::ProviderUnreachable, 502)]
    {
        world.simulator.inject(AKASH, Fault::Refused(refusal));
        lease(status);
        assert_eq!(shown(&world, &dseq)["leases"], json!([]), "{refusal:?}");
    }
    world.simulator.inject(AKASH, Fault::Refused(Refusal::ManifestLost));
    assert_eq!(lease(502)["code"], "manifest_not_delivered");
    world.advance(60);
    assert_eq!(shown(&world, &dseq)["leases"][0]["status"], Value::Null, "the lease costs, nothing runs");
    assert!(world.simulator.billed(&world.only_machine()) > 0);
    lease(200);
    world.advance(30);
    assert_eq!(shown(&world, &dseq)["leases"].as_array().unwrap().len(), 1, "sent again, not leased again");
    assert!(world.only_machine().ready_at.is_some());
}

#[test]
fn bids_can_be_missing_for_other_gpus_or_too_dear() {
    let world = World::new();
    world.simulator.inject(AKASH, Fault::NoBids);
    let (ignored, _) = create(&world, request("a"));
    world.simulator.inject(AKASH, Fault::Machine(Trouble::OtherGpu("RTX 3090".into())));
    let (other, _) = create(&world, request("b"));
    let mut capped = request("c");
    capped["data"]["sdl"] = json!(SDL.replace("amount: 100000", "amount: 500"));
    let (capped, _) = create(&world, capped);
    world.advance(60);
    assert_eq!(bids(&world, &ignored).len(), 0);
    assert_eq!(bids(&world, &capped).len(), 1, "one is below 500 millionths of a dollar per block");
    let gpu = &bids(&world, &other)[0]["bid"]["resources_offer"][0]["resources"]["gpu"]["attributes"][0]["key"];
    assert_eq!(gpu, "vendor/nvidia/model/rtx3090");
}

#[test]
fn a_provider_that_goes_away_leaves_the_deployment_open() {
    let world = World::new();
    world.simulator.inject(AKASH, Fault::Machine(Trouble::VanishesAfterSeconds(100)));
    let dseq = leased(&world, request("gp4u-1"));
    world.advance(100);
    let deployment = shown(&world, &dseq);
    assert_eq!(deployment["deployment"]["state"], "active");
    assert_eq!(deployment["leases"][0]["reason"], "provider_closed");
    assert_eq!(world.only_machine().ended_at, Some(at(100)));
    world.json(AKASH, 200, "DELETE", &format!("/v1/deployments/{dseq}"), Value::Null);
    assert_eq!(shown(&world, &dseq)["deployment"]["state"], "closed");
}

#[test]
fn keys_and_the_market_and_lists_are_the_consoles() {
    let world = World::new();
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let key = header("x-api-key", super::keys::AKASH);
    let status =
        |headers: &[(String, String)]| world.send(AKASH, "GET", "/v1/deployments", headers, "").unwrap().status;
    assert_eq!(status(&[]), 401);
    assert_eq!(status(&[header("x-api-key", "wrong")]), 401);
    assert_eq!(status(&[key.clone(), header("Authorization", "Bearer x")]), 400);
    assert_eq!(status(&[key]), 200);
    let prices = world.send(AKASH, "GET", "/v1/gpu-prices", &[], "").unwrap().json();
    assert_eq!(
        prices["models"][1]["price"],
        json!({
            "currency": "USD", "min": 0.15, "max": 0.34, "avg": 0.25, "weightedAverage": 0.21, "med": 0.28,
        })
    );
    let names = ["a", "b", "c"].map(|name| create(&world, request(name)).0);
    assert!(names[0] < names[1] && names[1] < names[2], "{names:?}");
    let page = world.json(AKASH, 200, "GET", "/v1/deployments?skip=1&limit=1", Value::Null)["data"].clone();
    assert_eq!(page["deployments"][0]["name"], "b");
    assert_eq!(page["pagination"], json!({"total": 3, "skip": 1, "limit": 1, "hasMore": true}));
    assert_eq!(world.simulator.count(AKASH, Operation::List), 5);
    world.simulator.inject(AKASH, Fault::Refused(Refusal::NoMoney));
    world.json(AKASH, 402, "POST", "/v1/deployments", request("d"));
    world.json(AKASH, 400, "POST", "/v1/deployments", json!({"data": {"sdl": "version: 1"}}));
}
