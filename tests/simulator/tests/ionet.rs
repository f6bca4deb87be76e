use serde_json::{Value, json};

use super::super::ionet::fine_request as request;
use super::super::{End, Fault, Network, Refusal, Trouble};
use super::{World, at};

const IONET: Network = Network::Ionet;
const VMAAS: &str = "/enterprise/v1/io-cloud/vmaas";

fn call(world: &World, status: u16, method: &str, path: &str, body: Value) -> Value {
    world.json(IONET, status, method, &format!("{VMAAS}{path}"), body)
}

/// The name that the network gives to the deployment with this one.
fn id_of(world: &World, name: &str) -> String {
    let list = call(world, 200, "GET", "/deployments?page=0&page_size=100", Value::Null);
    let rows = list["data"]["deployments"].as_array().unwrap().clone();
    rows.iter().find(|row| row["name"] == name).unwrap()["id"].as_str().unwrap().to_owned()
}

#[test]
fn hours_are_paid_in_advance_the_first_for_good_and_the_rest_by_the_second() {
    let world = World::new();
    let quote = call(
        &world,
        200,
        "GET",
        "/price?location_ids=%5B%22US%22%5D&hardware_id=12&currency=usdc&duration_hours=3&gpus_per_vm=1&replica_count=1",
        Value::Null,
    );
    // 0.30 an hour, and 1.5 % and 2 % of it.
    assert_eq!(quote["data"]["total_cost_usdc"], 0.9315);
    assert_eq!(call(&world, 200, "POST", "/deploy", request("long", 3)), json!({}), "nothing is said of what it made");
    call(&world, 200, "POST", "/deploy", request("short", 3));
    let (long, short) = (id_of(&world, "long"), id_of(&world, "short"));
    let status =
        |id: &str| call(&world, 200, "GET", &format!("/deployment/{id}"), Value::Null)["data"]["status"].clone();
    assert_eq!(status(&long), "deployment requested");
    world.advance(30);
    assert_eq!(status(&long), "running");
    world.simulator.change(|cloud| cloud.ionet.shouts = true);
    assert_eq!(status(&long), "RUNNING");
    world.simulator.change(|cloud| cloud.ionet.shouts = false);
    let vms = call(&world, 200, "GET", &format!("/deployment/{long}/vms"), Value::Null)["data"]["workers"].clone();
    assert!(vms[0]["ssh_access"].as_str().unwrap().starts_with("ssh ionet@203.0.113.7 -p "));

    world.advance(60);
    call(&world, 200, "DELETE", &format!("/deployment/{short}"), Value::Null);
    assert_eq!(status(&short), "termination requested");
    world.advance(3600);
    call(&world, 200, "DELETE", &format!("/deployment/{long}"), Value::Null);
    world.advance(86_400);
    assert_eq!((status(&short), status(&long)), (json!("destroyed"), json!("destroyed")));
    let [long, short] = world.simulator.machines().try_into().unwrap();
    assert_eq!(world.simulator.billed(&short), 310_500, "the first hour is never paid back");
    assert_eq!(world.simulator.billed(&long), 310_500 + 5_175, "and a minute of the second");
    assert_eq!(short.ended_at, Some(at(90)));
}

#[test]
fn it_ends_by_itself_when_its_hours_are_over_and_more_can_be_bought() {
    let world = World::new();
    call(&world, 200, "POST", "/deploy", request("gp4u-1", 1));
    let id = id_of(&world, "gp4u-1");
    world.advance(30 + 1800);
    let extended = call(&world, 200, "POST", &format!("/deployment/{id}/extend"), json!({"duration_hours": 2}));
    assert_eq!(extended["data"]["compute_minutes_remaining"], 150);
    world.advance(86_400);
    let machine = world.only_machine();
    assert_eq!((machine.ended_by, machine.ended_at), (Some(End::Prepaid), Some(at(30 + 3 * 3600))));
    assert_eq!(world.simulator.billed(&machine), 3 * 310_500);
    let done = call(&world, 200, "GET", &format!("/deployment/{id}"), Value::Null);
    assert_eq!(done["data"]["status"], "completed");
    call(&world, 400, "POST", &format!("/deployment/{id}/extend"), json!({"duration_hours": 2}));
}

#[test]
fn what_never_starts_fails_and_costs_nothing() {
    let world = World::new();
    for (name, trouble) in [("stuck", Trouble::Stuck), ("broken", Trouble::CannotStart)] {
        world.simulator.inject(IONET, Fault::Machine(trouble));
        call(&world, 200, "POST", "/deploy", request(name, 1));
    }
    world.advance(3600);
    let [stuck, broken] = world.simulator.machines().try_into().unwrap();
    assert_eq!((stuck.ended_by, stuck.ended_at), (Some(End::Failed), Some(at(3600))));
    assert_eq!((broken.ended_by, broken.ended_at), (Some(End::Failed), Some(at(30))));
    assert_eq!(world.simulator.billed(&stuck) + world.simulator.billed(&broken), 0);
}

#[test]
fn requests_are_checked_to_the_letter() {
    let world = World::new();
    let refused = |status: u16, field: &str, value: Value| {
        let mut body = request("gp4u-1", 1);
        body[field] = value;
        call(&world, status, "POST", "/deploy", body)
    };
    assert_eq!(refused(422, "image", json!("ubuntu"))["detail"][0]["msg"], "extra fields not permitted");
    refused(422, "duration_hours", json!(0));
    refused(422, "duration_hours", json!(1.5));
    refused(422, "location_ids", json!(["US", "FI"]));
    refused(422, "ssh_keys", json!({"a": 1}));
    refused(404, "hardware_id", json!("12"));
    refused(404, "location_ids", json!(["FI"]));
    world.simulator.inject(IONET, Fault::Refused(Refusal::NoMoney));
    call(&world, 402, "POST", "/deploy", request("gp4u-1", 1));
    let other = [("Authorization".to_owned(), format!("Bearer {}", super::keys::IONET))];
    let answer = world.send(IONET, "GET", &format!("{VMAAS}/deployments"), &other, "").unwrap();
    assert_eq!((answer.status, &answer.json()["detail"]), (401, &json!("Invalid API key provided!")));
    assert!(world.simulator.machines().is_empty());
}

#[test]
fn what_is_rented_out_is_sold_out() {
    let world = World::new();
    let body = json!({"resource_private_name": "a", "duration_hours": 1, "gpus_per_vm": 1, "hardware_id": 203,
        "location_ids": ["US"]});
    call(&world, 200, "POST", "/deploy", body.clone());
    call(&world, 400, "POST", "/deploy", body);
    let rows =
        world.send(IONET, "GET", "/v1/io-cloud/vmaas/hardware", &[], "").unwrap().json()["data"]["hardware"].clone();
    assert_eq!((&rows[3]["id"], &rows[3]["sold_out"]), (&json!("203__1"), &json!(true)));
    let stock =
        world.send(IONET, "GET", "/v1/io-cloud/caas/hardware", &[], "").unwrap().json()["data"]["hardware"].clone();
    assert_eq!((&stock[0]["available_replicas"], &stock[3]["available_replicas"]), (&json!(3), &json!(0)));
}
