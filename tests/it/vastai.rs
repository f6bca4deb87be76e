//! The official command line of Vast.ai, unchanged from PyPI, against the simulator: what it takes for Vast.ai is
//! faithful enough for gp4u.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::simulator::{Applied, Clock, End, Fault, Network, Operation, Reply, Simulator, keys};

/// The release that is installed.
const RELEASE: &str = "vastai==1.9.1";

/// The client, installed at the first call; what is wrong when it cannot be.
fn installed() -> Result<PathBuf, String> {
    static CLIENT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    CLIENT.get_or_init(install).clone()
}

/// Installs the client into the target folder, unless an earlier run did.
fn install() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(RELEASE);
    let client = folder.join("bin/vastai");
    let done = folder.join("installed");
    if done.exists() {
        return Ok(client);
    }
    let venv = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder).output();
    succeeded("python3 -m venv", venv)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet", RELEASE]);
    succeeded("pip install", pip.output())?;
    std::fs::write(done, "").map_err(|error| error.to_string())?;
    Ok(client)
}

fn succeeded(what: &str, output: std::io::Result<Output>) -> Result<(), String> {
    let output = output.map_err(|error| format!("{what}: {error}"))?;
    let text = || String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{what}: {}", text())) }
}

/// The client in a home of its own, and the simulator it takes for Vast.ai.
struct Client {
    program: PathBuf,
    home: TempDir,
    simulator: Simulator,
}

impl Client {
    /// None when the client cannot be had here; with `GP4U_REQUIRE_VASTAI=1` that is a failure.
    #[allow(clippy::print_stderr, reason = "a test that does not run says so")]
    fn new() -> Option<Self> {
        match installed() {
            Ok(program) => {
                let clock = Clock::standing_at("2026-09-01T10:00:00Z".parse().unwrap());
                Some(Self { program, home: TempDir::new().unwrap(), simulator: Simulator::start(clock) })
            }
            Err(why) => {
                assert!(std::env::var_os("GP4U_REQUIRE_VASTAI").is_none(), "{RELEASE} cannot be installed: {why}");
                eprintln!("skipped: {RELEASE} cannot be installed: {why}");
                None
            }
        }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.program)
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("LC_ALL", "C.UTF-8")
            .env("COLUMNS", "400")
            .env("VASTAI_NO_UPDATE_CHECK", "1")
            .env("VAST_URL", self.simulator.url(Network::Vast))
            .env("VAST_API_KEY", keys::VAST)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// What it prints.
    #[track_caller]
    fn prints(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !errors.contains("Traceback"), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it prints with `--raw`.
    #[track_caller]
    fn raw(&self, arguments: &[&str]) -> Value {
        let text = self.prints(&[arguments, &["--raw"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {text}"))
    }

    /// What it complains of.
    fn complains(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.run(arguments).stderr).unwrap()
    }
}

#[test]
fn the_official_client_searches_rents_shows_labels_and_destroys() {
    let Some(client) = Client::new() else { return };
    let simulator = &client.simulator;
    let query = "gpu_name=RTX_4090 num_gpus=1 gpu_ram>=23 reliability>0.9 geolocation in [US,CA]";
    let offers = client.raw(&["search", "offers", query, "-o", "dph", "--storage", "36"]);
    let ids: Vec<_> = offers.as_array().unwrap().iter().map(|offer| offer["id"].clone()).collect();
    assert_eq!(ids, [101, 106]);
    assert!(client.prints(&["search", "offers", query]).contains("RTX_4090"));
    assert_eq!(client.raw(&["search", "offers", "--new", "num_gpus>=8"])[0]["id"], 102);
    assert_eq!(client.raw(&["search", "offers", "--interruptible", "-n", "machine_id=13"])[0]["is_bid"], true);

    let created = client.raw(&[
        "create",
        "instance",
        "101",
        "--image",
        "pytorch/pytorch",
        "--disk",
        "36",
        "--label",
        "gp4u-1",
        "--ssh",
        "--direct",
        "--env",
        "-e TZ=UTC -p 8080:8080",
        "--onstart-cmd",
        "echo hello",
    ]);
    assert_eq!(created["success"], true);
    let id = created["new_contract"].to_string();
    let machine = simulator.machines().remove(0);
    assert_eq!((machine.id.as_str(), machine.label.as_str()), (id.as_str(), "gp4u-1"));
    assert!(machine.request.contains("\"-p 8080:8080\": \"1\""), "{}", machine.request);
    assert!(client.complains(&["create", "instance", "101", "--image", "a:1"]).contains("no_such_ask"));

    assert_eq!(client.raw(&["show", "instance", &id])["actual_status"], Value::Null);
    simulator.advance(Duration::from_secs(30));
    let shown = client.raw(&["show", "instance", &id]);
    assert_eq!((&shown["actual_status"], &shown["extra_env"]["TZ"]), (&json!("running"), &json!("UTC")));
    assert!(client.prints(&["show", "instance", &id]).contains("RTX_4090"));
    assert!(client.prints(&["ssh-url", &id]).starts_with("ssh://root@203.0.113.10:2"));
    assert!(client.prints(&["logs", &id]).contains("gp4u-1: started"));

    client.prints(&["label", "instance", &id, "renamed"]);
    let listed = client.raw(&["show", "instances"]);
    assert_eq!((&listed[0]["label"], listed.as_array().unwrap().len()), (&json!("renamed"), 1));
    for arguments in [&["show", "instances"][..], &["show", "instances", "-v", "--label", "renamed"]] {
        let table = client.prints(arguments);
        assert!(table.contains("renamed") && table.contains("running"), "{table}");
    }
    assert_eq!(client.raw(&["show", "instances", "--label", "other"]), json!([]));

    client.prints(&["stop", "instance", &id]);
    assert_eq!(client.raw(&["show", "instance", &id])["actual_status"], "exited");
    client.prints(&["start", "instance", &id]);
    simulator.advance(Duration::from_hours(1));
    assert!(client.prints(&["destroy", "instance", &id, "--yes"]).contains("destroying instance"));
    assert_eq!(client.prints(&["show", "instances", "-q"]), "");
    assert!(client.complains(&["show", "instance", &id]).contains("no longer exists"));
    assert!(client.complains(&["destroy", "instance", &id, "--yes"]).contains("404"));
    assert_eq!(simulator.machines()[0].ended_by, Some(End::Renter));
    let calls = simulator.calls();
    let unknown = calls.iter().find(|call| call.status == Some(404) && call.operation != Operation::Destroy);
    assert!(unknown.is_none(), "a path that the simulator does not know: {unknown:?}");
}

#[test]
fn the_official_client_pages_keeps_keys_and_reads_errors() {
    let Some(client) = Client::new() else { return };
    client.simulator.change(|cloud| {
        for number in 0..30 {
            let mut ask = cloud.vast.asks[0].clone();
            (ask.id, ask.machine_id, ask.gpu_ids) = (1000 + number, 1000 + number, vec![100_000 + number]);
            cloud.vast.asks.push(ask);
        }
    });
    for ask in ["1000", "1001", "1002", "1003"] {
        client.raw(&["create", "instance", ask, "--image", "a:1"]);
    }
    let page = client.raw(&["show", "instances", "--limit", "3"]);
    assert_eq!((&page["total_instances"], page["instances"].as_array().unwrap().len()), (&json!(4), 3));
    let next = page["next_token"].as_str().unwrap();
    let rest = client.raw(&["show", "instances", "--limit", "3", "--next-token", next]);
    assert_eq!((&rest["next_token"], rest["instances"].as_array().unwrap().len()), (&Value::Null, 1));
    assert_eq!(client.prints(&["show", "instances", "-q"]).lines().count(), 4);

    client.prints(&["create", "ssh-key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample me", "-y"]);
    assert!(client.raw(&["show", "ssh-keys"])[0]["key"].as_str().unwrap().starts_with("ssh-ed25519"));
    assert_eq!(client.raw(&["show", "user"])["credit"], 1000.0);

    assert!(client.complains(&["show", "instances", "--api-key", "wrong"]).contains("Invalid user key"));
    let retired = Fault::Call { on: Operation::List, applied: Applied::Now, reply: Reply::Status(500) };
    client.simulator.inject(Network::Vast, retired);
    assert!(client.complains(&["show", "instances", "--raw"]).contains("500"));
}

/// What a start script can rely on: the restricted key suffices, and a question that nobody answers destroys nothing.
#[test]
fn the_official_client_destroys_a_machine_with_the_machines_own_key() {
    let Some(client) = Client::new() else { return };
    let created = client.raw(&["create", "instance", "101", "--image", "a:1"]);
    let (id, key) = (created["new_contract"].to_string(), created["instance_api_key"].as_str().unwrap());
    assert!(client.complains(&["show", "instances", "--api-key", key]).contains("401"));
    let unanswered = client.run(&["destroy", "instance", &id, "--api-key", key]);
    assert!(unanswered.status.success(), "and yet it ends with code 0");
    assert_eq!(client.simulator.live().len(), 1);
    client.prints(&["destroy", "instance", &id, "--api-key", key, "-y"]);
    assert_eq!(client.simulator.machines()[0].ended_by, Some(End::StartScript));
}
