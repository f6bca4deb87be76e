//! Machines let in the real `ssh`, with the right key, while they live.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::super::{Applied, End, Fault, Network, Operation, Reply, akash, ionet, render};
use super::faults::{address, take_bid};
use super::{World, at};

const VAST: Network = Network::Vast;
const SCRIPT: &str = "sleep 7200; vastai destroy instance $CONTAINER_ID -y --api-key $CONTAINER_API_KEY";

/// A folder with keys, if there are programs to make and use them.
fn keys() -> Option<tempfile::TempDir> {
    if Command::new("ssh").arg("-V").output().is_err() {
        eprintln!("skipped: there is no ssh");
        return None;
    }
    Some(tempfile::TempDir::new().unwrap())
}

/// Makes a key; its file and its public half.
fn make_key(folder: &Path, name: &str) -> (PathBuf, String) {
    let file = folder.join(name);
    let mut program = Command::new("ssh-keygen");
    program.args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"]).arg(&file);
    assert!(program.status().unwrap().success());
    let public = std::fs::read_to_string(file.with_extension("pub")).unwrap();
    (file, public.trim().to_owned())
}

/// Runs a command where a network says that its newest machine is; exit status and what was printed, errors last.
fn ssh(world: &World, network: Network, key: &Path, command: &str) -> (i32, String) {
    let (host, port) = address(world, network);
    let options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "BatchMode=yes", "LogLevel=ERROR"];
    let mut ssh = Command::new("ssh");
    ssh.args(["-F", "/dev/null", "-o", "IdentityAgent=none", "-o", "IdentitiesOnly=yes", "-i"]).arg(key);
    ssh.args(options.iter().flat_map(|option| ["-o", option])).args(["-p", &port.to_string()]);
    let output = ssh.arg(format!("root@{}", host.trim())).arg(command).output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(printed).unwrap())
}

/// Creates a machine that lets a key in and waits until it is ready, if it is not to be caught before.
fn create(world: &World, network: Network, key: &str) {
    let (method, target, body) = match network {
        Network::Vast => {
            let script = format!("echo '{key}' >> ~/.ssh/authorized_keys; {SCRIPT}");
            ("PUT", "/api/v0/asks/101/", json!({"image": "ubuntu:24.04", "onstart": script}))
        }
        Network::Akash => ("POST", "/v1/deployments", akash::fine_request("gp4u-1")),
        Network::Ionet => ("POST", "/enterprise/v1/io-cloud/vmaas/deploy", ionet::fine_request("gp4u-1", 2)),
        Network::Render => ("POST", "/v1/jobs", render::fine_request("gp4u-1")),
    };
    let example = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample user@host";
    let body = body.to_string().replace(example, key).replace("\"ssh-ed25519 AAAA\"", &json!(key).to_string());
    let made = world.call(network, method, target, serde_json::from_str(&body).unwrap());
    world.advance(10);
    if network == Network::Akash {
        take_bid(world, &made);
    }
}

fn destroy(world: &World, network: Network, id: &str) {
    let (method, target, body) = match network {
        Network::Vast => ("DELETE", format!("/api/v0/instances/{id}/"), json!({})),
        Network::Akash => ("DELETE", format!("/v1/deployments/{id}"), Value::Null),
        Network::Ionet => ("DELETE", format!("/enterprise/v1/io-cloud/vmaas/deployment/{id}"), Value::Null),
        Network::Render => ("PUT", format!("/v1/jobs/{id}/cancel"), json!({"reason": "done"})),
    };
    world.json(network, 200, method, &target, body);
}

/// Whether anything is said at a port.
fn says_something(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).and_then(|mut line| line.read(&mut [0; 8])).unwrap_or(0) > 0
}

#[test]
fn a_machine_lets_its_renter_in_from_when_it_is_ready_until_it_ends() {
    let Some(folder) = keys() else { return };
    let (key, public) = make_key(folder.path(), "renter");
    let (other, _) = make_key(folder.path(), "other");
    for network in Network::ALL {
        let world = World::new();
        world.simulator.serve_ssh();
        create(&world, network, &public);
        let port = world.only_machine().ssh_port.unwrap();
        assert!(!says_something(port), "{network:?}");
        world.advance(60);
        let machine = world.only_machine();
        assert_eq!(address(&world, network), ("127.0.0.1".to_owned(), u64::from(port)));
        let (status, table) = ssh(&world, network, &key, "nvidia-smi");
        assert!(status == 0 && table.contains(&machine.gpu), "{network:?} {status} {table}");
        assert_eq!(ssh(&world, network, &key, "true"), (0, String::new()));
        assert_eq!(ssh(&world, network, &key, "echo \"it's\" on"), (0, "it's on\n".to_owned()));
        assert_eq!(ssh(&world, network, &key, "reboot now"), (127, "sh: reboot: not found\n".to_owned()));
        let (status, refusal) = ssh(&world, network, &other, "true");
        assert!(status == 255 && refusal.contains("Permission denied (publickey)"), "{network:?} {refusal}");

        let written = ssh(&world, network, &key, "echo 1788260400 > /root/.gp4u-ends-at");
        assert_eq!(written, (0, String::new()));
        let moved = network == VAST;
        let own_end = world.only_machine().own_end;
        assert_eq!(own_end == Some((at(3600), End::StartScript)), moved, "{network:?} {own_end:?}");
        assert!(moved || own_end == machine.own_end, "{network:?} {own_end:?}");

        destroy(&world, network, &machine.id);
        assert!(!says_something(port), "{network:?}");
    }
}

#[test]
fn an_end_that_was_moved_by_hand_is_when_the_machine_ends() {
    let Some(folder) = keys() else { return };
    let (key, public) = make_key(folder.path(), "renter");
    let world = World::new();
    world.simulator.serve_ssh();
    create(&world, VAST, &public);
    world.advance(60);
    ssh(&world, VAST, &key, "printf '%s\\n' 1788260400 > ~/.gp4u-ends-at");
    world.advance(86_400);
    let machine = world.only_machine();
    assert_eq!((machine.ended_by, machine.ended_at), (Some(End::StartScript), Some(at(3600))));
}

#[test]
fn keys_of_the_account_are_for_machines_created_after_them_and_one_can_be_attached() {
    let Some(folder) = keys() else { return };
    let (attached, attached_public) = make_key(folder.path(), "attached");
    let (early, early_public) = make_key(folder.path(), "early");
    let (late, late_public) = make_key(folder.path(), "late");
    let world = World::new();
    world.simulator.serve_ssh();
    world.json(VAST, 200, "POST", "/api/v0/ssh/", json!({"ssh_key": early_public}));
    create(&world, VAST, "none");
    world.json(VAST, 200, "POST", "/api/v0/ssh/", json!({"ssh_key": late_public}));
    world.advance(60);
    let status = |key| ssh(&world, VAST, key, "true").0;
    assert_eq!((status(&early), status(&late), status(&attached)), (0, 255, 255));
    let path = format!("/api/v0/instances/{}", world.only_machine().id);
    world.json(VAST, 200, "POST", &format!("{path}/ssh/"), json!({"ssh_key": attached_public}));
    assert_eq!(status(&attached), 0);
    world.json(VAST, 200, "PUT", &format!("{path}/"), json!({"state": "stopped"}));
    assert_eq!(status(&attached), 255, "what is stopped lets nobody in");
}

#[test]
fn what_was_never_created_has_no_port_and_what_is_created_late_has_its_own() {
    let world = World::new();
    world.simulator.serve_ssh();
    for applied in [Applied::Never, Applied::AfterSeconds(90), Applied::Twice] {
        world.simulator.inject(VAST, Fault::Call { on: Operation::Create, applied, reply: Reply::Real });
        world.json(VAST, 200, "PUT", "/api/v0/asks/101/", json!({"image": "ubuntu:24.04"}));
    }
    world.advance(90 + 30);
    let ports: Vec<u16> = world.simulator.machines().iter().map(|machine| machine.ssh_port.unwrap()).collect();
    let different: std::collections::BTreeSet<_> = ports.iter().collect();
    assert_eq!((ports.len(), different.len()), (3, 3));
    assert!(ports.iter().all(|port| says_something(*port)));
    drop(world);
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while ports.iter().any(|port| says_something(*port)) {
        assert!(std::time::Instant::now() < patience, "ports close with the simulator");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
