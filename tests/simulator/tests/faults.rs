//! Faults as any network can have them.

use serde_json::{Value, json};

use super::super::{Applied, Fault, Network, Operation, Reply, Trouble, akash, ionet, render};
use super::{World, at};

const VAST: Network = Network::Vast;

fn call(on: Operation, applied: Applied, reply: Reply) -> Fault {
    Fault::Call { on, applied, reply }
}

fn create(world: &World) -> Option<super::Reply> {
    let body = json!({"image": "ubuntu:24.04", "label": "gp4u-1"});
    world.try_call(VAST, "PUT", "/api/v0/asks/101/", body)
}

/// A create of each network that works.
fn create_at(world: &World, network: Network) -> Option<super::Reply> {
    match network {
        Network::Vast => create(world),
        Network::Akash => world.try_call(network, "POST", "/v1/deployments", akash::fine_request("gp4u-1")),
        Network::Ionet => {
            world.try_call(network, "POST", "/enterprise/v1/io-cloud/vmaas/deploy", ionet::fine_request("gp4u-1", 2))
        }
        Network::Render => world.try_call(network, "POST", "/v1/jobs", render::fine_request("gp4u-1")),
    }
}

#[test]
fn a_lost_create_is_applied_at_once_later_or_never() {
    for network in Network::ALL {
        for (applied, seconds) in [
            (Applied::Now, Some(0)),
            (Applied::AfterSeconds(30), Some(30)),
            (Applied::AfterSeconds(90), Some(90)),
            (Applied::AfterSeconds(600), Some(600)),
            (Applied::Never, None),
        ] {
            let world = World::new();
            world.simulator.inject(network, call(Operation::Create, applied, Reply::Lost));
            assert!(create_at(&world, network).is_none(), "{network:?} answers nothing");
            for second in [0, 29, 30, 89, 90, 599, 600, 601] {
                world.simulator.clock().set(at(second));
                let is_made = seconds.is_some_and(|applied| second >= applied);
                let made = world.simulator.machines().len();
                assert_eq!(made, usize::from(is_made), "{network:?} {applied:?} after {second} s");
            }
            let made = world.simulator.machines();
            assert_eq!(made.first().map(|machine| machine.created_at), seconds.map(at));
            assert!(made.iter().all(|machine| machine.label == "gp4u-1"));
        }
    }
}

#[test]
fn a_create_can_be_applied_twice() {
    for network in Network::ALL {
        let world = World::new();
        world.simulator.inject(network, call(Operation::Create, Applied::Twice, Reply::Real));
        assert!(create_at(&world, network).unwrap().status < 300);
        let ids: Vec<_> = world.simulator.live().into_iter().map(|machine| machine.id).collect();
        assert_eq!(ids.len(), 2, "{network:?}");
        assert_ne!(ids[0], ids[1]);
        assert_eq!(world.simulator.count(network, Operation::Create), 1);
    }
}

#[test]
fn a_create_can_work_and_say_that_it_did_not() {
    for network in Network::ALL {
        for (reply, status) in [
            (Reply::Status(500), 500),
            (Reply::Status(503), 503),
            (Reply::TooMany { retry_after: Some("7".into()) }, 429),
            (Reply::Html(200), 200),
            (Reply::Empty, 200),
            (Reply::HalfJson, 200),
            (Reply::Text(200, "null".into()), 200),
        ] {
            let world = World::new();
            world.simulator.inject(network, call(Operation::Create, Applied::Now, reply.clone()));
            let answer = create_at(&world, network).unwrap();
            assert_eq!((answer.status, world.simulator.live().len()), (status, 1), "{network:?} {reply:?}");
            assert!(!answer.text.contains("new_contract\":"), "{answer:?}");
            if status == 429 {
                assert_eq!(answer.headers["Retry-After"], "7");
            }
        }
        let world = World::new();
        world.simulator.inject(network, call(Operation::Create, Applied::Now, Reply::CutShort));
        let body_is_cut = create_at(&world, network).is_none_or(|answer| answer.text.len() <= 2);
        assert!(body_is_cut && world.simulator.live().len() == 1, "{network:?}");
    }
}

#[test]
fn a_create_can_say_that_it_worked_and_have_done_nothing() {
    let world = World::new();
    world.simulator.inject(VAST, call(Operation::Create, Applied::Never, Reply::Real));
    let phantom = create(&world).unwrap().json()["new_contract"].to_string();
    assert!(world.simulator.machines().is_empty());
    let shown = world.json(VAST, 200, "GET", &format!("/api/v0/instances/{phantom}/"), Value::Null);
    assert_eq!(shown["instances"], Value::Null);
}

#[test]
fn a_destroy_can_say_200_and_do_nothing_or_do_it_later() {
    let world = World::new();
    let id = create(&world).unwrap().json()["new_contract"].to_string();
    let path = format!("/api/v0/instances/{id}/");
    world.simulator.inject_times(VAST, call(Operation::Destroy, Applied::Never, Reply::Real), 2);
    world.simulator.inject(VAST, call(Operation::Destroy, Applied::AfterSeconds(300), Reply::Real));
    for _ in 0..3 {
        assert_eq!(world.json(VAST, 200, "DELETE", &path, json!({}))["success"], true);
        assert_eq!(world.simulator.live().len(), 1);
    }
    world.advance(299);
    assert!(world.json(VAST, 200, "GET", &path, Value::Null)["instances"].is_object());
    world.advance(1);
    assert_eq!(world.json(VAST, 200, "GET", &path, Value::Null)["instances"], Value::Null);
    assert_eq!(world.only_machine().ended_at, Some(at(300)));
}

#[test]
fn lists_can_be_empty_cut_or_late_and_look_fine() {
    for network in Network::ALL {
        let (target, rows) = match network {
            Network::Vast => ("/api/v1/instances/", "/instances"),
            Network::Akash => ("/v1/deployments", "/data/deployments"),
            Network::Ionet => ("/enterprise/v1/io-cloud/vmaas/deployments?page=0&page_size=100", "/data/deployments"),
            Network::Render => ("/v1/jobs?limit=50&page=1", "/data"),
        };
        let world = World::new();
        world.simulator.inject(network, call(Operation::Create, Applied::Twice, Reply::Real));
        create_at(&world, network);
        let count = || {
            let list = world.json(network, 200, "GET", target, Value::Null);
            list.pointer(rows).unwrap().as_array().unwrap().len()
        };
        assert_eq!(count(), 2, "{network:?}");
        world.simulator.inject(network, Fault::EmptyList);
        assert_eq!((count(), count()), (0, 2), "{network:?}");
        world.simulator.inject(network, Fault::CutList);
        assert_eq!((count(), count()), (1, 2), "{network:?}");
        world.simulator.inject_times(network, Fault::ListLagsSeconds(60), u32::MAX);
        world.advance(59);
        assert_eq!(count(), 0, "{network:?}");
        world.advance(1);
        assert_eq!(count(), 2, "{network:?}");
        assert_eq!(world.simulator.live().len(), 2);
    }
}

#[test]
fn machines_vanish_lose_contact_and_hold_other_gpus_at_other_prices() {
    let world = World::new();
    for trouble in [
        Trouble::VanishesAfterSeconds(130),
        Trouble::OtherGpu("RTX 3060".into()),
        Trouble::DearerPercent(50),
        Trouble::Host("-oProxyCommand=true".into()),
    ] {
        world.simulator.inject(VAST, Fault::Machine(trouble));
    }
    let id = create(&world).unwrap().json()["new_contract"].to_string();
    world.advance(30);
    let path = format!("/api/v0/instances/{id}/");
    let shown = world.json(VAST, 200, "GET", &path, Value::Null)["instances"].clone();
    assert_eq!((&shown["gpu_name"], &shown["dph_base"]), (&json!("RTX 3060"), &json!(0.6)));
    assert_eq!(shown["public_ipaddr"], "-oProxyCommand=true");
    world.advance(3600);
    assert_eq!(world.json(VAST, 200, "GET", &path, Value::Null)["instances"], Value::Null);
    let machine = world.only_machine();
    assert_eq!((machine.ended_at, machine.gpu.as_str()), (Some(at(130)), "RTX 3060"));

    world.simulator.inject(VAST, Fault::Machine(Trouble::OfflineAfterSeconds(60)));
    let id = create(&world).unwrap().json()["new_contract"].to_string();
    world.advance(3600);
    let path = format!("/api/v0/instances/{id}/");
    let shown = world.json(VAST, 200, "GET", &path, Value::Null)["instances"].clone();
    assert_eq!(shown["actual_status"], "offline");
    world.simulator.inject(VAST, Fault::Machine(Trouble::CannotStart));
    world.json(VAST, 200, "DELETE", &path, json!({}));
    let id = create(&world).unwrap().json()["new_contract"].to_string();
    world.advance(60);
    let path = format!("/api/v0/instances/{id}/");
    let shown = world.json(VAST, 200, "GET", &path, Value::Null)["instances"].clone();
    assert_eq!(shown["actual_status"], "created");
    assert!(shown["status_msg"].as_str().unwrap().contains(": OCI runtime create failed:"));
}

#[test]
fn faults_happen_as_often_as_asked_and_healing_stops_them() {
    let world = World::new();
    let broken = call(Operation::Account, Applied::Now, Reply::Status(500));
    world.simulator.inject_times(VAST, broken.clone(), 2);
    let status = || world.call(VAST, "GET", "/api/v0/users/current/", Value::Null).status;
    assert_eq!((status(), status(), status()), (500, 500, 200));
    world.simulator.inject_times(VAST, broken, u32::MAX);
    assert_eq!((status(), status(), status()), (500, 500, 500));
    world.simulator.heal(VAST);
    assert_eq!(status(), 200);
    let statuses: Vec<_> = world.simulator.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [500, 500, 200, 500, 500, 500, 200].map(Some));
}

#[test]
fn it_can_be_driven_by_hand() {
    let world = World::new();
    let by_hand = |method, target: &str, body: &str| world.send(VAST, method, target, &[], body).unwrap();
    let fault = r#"{"fault": {"call": {"on": "create", "applied": {"after_seconds": 90}, "reply": "lost"}}}"#;
    assert_eq!(by_hand("POST", "/simulator/faults", fault).status, 200);
    assert!(create(&world).is_none());
    let after = by_hand("POST", "/simulator/clock", r#"{"advance_seconds": 90}"#).json();
    assert_eq!((&after["now"], &after["machines"][0]["label"]), (&json!("2026-09-01T10:01:30Z"), &json!("gp4u-1")));
    assert_eq!(by_hand("GET", "/simulator", "").json()["machines"][0]["billed_micro_usd"], 0);
    assert_eq!(by_hand("POST", "/simulator/faults", r#"{"fault": "empty_list", "times": 3}"#).status, 200);
    assert_eq!(by_hand("DELETE", "/simulator/faults", "").status, 200);
    assert_eq!(by_hand("POST", "/simulator/faults", r#"{"fault": "fire"}"#).status, 400);
    assert_eq!(by_hand("POST", "/simulator/time", "").status, 404);
}

#[test]
fn secrets_in_the_wrong_place_are_found() {
    let world = World::new();
    create(&world);
    assert_eq!(world.simulator.leaked_secrets(), [] as [String; 0]);
    let script = format!("vastai destroy instance 1 --api-key {}", super::keys::VAST);
    world.call(VAST, "PUT", "/api/v0/asks/105/", json!({"image": "a:1", "onstart": script}));
    assert_eq!(world.simulator.leaked_secrets().len(), 2, "in the machine and in the call");
}

/// Where a network says that its newest machine answers: host and port.
pub(super) fn address(world: &World, network: Network) -> (String, u64) {
    let machine = world.simulator.machines().pop().unwrap();
    let (target, host, port) = match network {
        Network::Vast => (format!("/api/v0/instances/{}/", machine.id), "/instances/ssh_host", "/instances/ssh_port"),
        Network::Akash => (
            format!("/v1/deployments/{}", machine.id),
            "/data/leases/0/status/forwarded_ports/ssh/0/host",
            "/data/leases/0/status/forwarded_ports/ssh/0/externalPort",
        ),
        Network::Ionet => {
            let target = format!("/enterprise/v1/io-cloud/vmaas/deployment/{}/vms", machine.id);
            let answer = world.json(network, 200, "GET", &target, Value::Null);
            let command = answer["data"]["workers"][0]["ssh_access"].as_str().unwrap().to_owned();
            let (host, port) = command.strip_prefix("ssh ionet@").unwrap().split_once(" -p ").unwrap();
            return (host.to_owned(), port.parse().unwrap());
        }
        Network::Render => (
            format!("/v1/job-runs?filter[job_uuid]={}", machine.id),
            "/data/0/node_urls/0/hostname",
            "/data/0/node_urls/0/port",
        ),
    };
    let answer = world.json(network, 200, "GET", &target, Value::Null);
    let at = |pointer| answer.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {answer:#}"));
    (at(host).as_str().unwrap().to_owned(), at(port).as_u64().unwrap())
}

/// Takes the first bid for an Akash deployment that was made.
pub(super) fn take_bid(world: &World, made: &super::Reply) {
    let (dseq, manifest) = (&made.json()["data"]["dseq"], &made.json()["data"]["manifest"]);
    let bids = world.json(Network::Akash, 200, "GET", &format!("/v1/bids/{}", dseq.as_str().unwrap()), Value::Null);
    let provider = &bids["data"][0]["bid"]["id"]["provider"];
    let lease = json!({"dseq": dseq, "gseq": 1, "oseq": 1, "provider": provider});
    world.json(Network::Akash, 200, "POST", "/v1/leases", json!({"manifest": manifest, "leases": [lease]}));
}

#[test]
fn machines_answer_on_ssh_where_the_networks_say() {
    use std::io::Read;
    for network in Network::ALL {
        let world = World::new();
        world.simulator.answer_on_ssh();
        let made = create_at(&world, network).unwrap();
        world.advance(10);
        if network == Network::Akash {
            take_bid(&world, &made);
        }
        world.advance(60);
        let (host, port) = address(&world, network);
        let mut line = [0; 8];
        let mut stream = std::net::TcpStream::connect(format!("{host}:{port}")).unwrap();
        stream.read_exact(&mut line).unwrap();
        assert_eq!(&line, b"SSH-2.0-", "{network:?}");
    }
}

#[test]
fn others_rent_in_the_same_account() {
    for network in Network::ALL {
        let world = World::new();
        for number in 0..30 {
            world.simulator.change(|cloud| cloud.rent_elsewhere(network, &format!("theirs-{number}")));
        }
        create_at(&world, network);
        assert_eq!(world.simulator.live().len(), 31, "{network:?}");
        assert_eq!(world.simulator.count(network, Operation::Create), 1, "only calls of clients are counted");
        assert_eq!(world.simulator.machines()[7].label, "theirs-7");
    }
}
