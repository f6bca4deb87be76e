//! What others are told: over HTTP, in the log, and to the service manager.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use serde_json::Value;

use super::{Daemon, hasty, until};
use crate::server::Answer;
use crate::world::{Database, World};

/// The address that the log tells.
fn address(daemon: &Daemon) -> String {
    daemon.says("answering /healthz");
    let log = daemon.log();
    let (_, rest) = log.split_once("address=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// Sends bytes and reads everything that comes back.
fn exchange(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    // A connection that is cut is an answer too.
    drop(stream.read_to_string(&mut answer));
    answer
}

fn get(address: &str, path: &str) -> String {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"))
}

#[test]
fn health_and_metrics_are_served_on_loopback() {
    for database in [Database::Sqlite, Database::Postgres] {
        let (world, networks) = hasty(database);
        networks.break_down("akash", Answer::status(404, "gone"));
        let daemon = Daemon::start(&world, ["--listen", "127.0.0.1:0"]);
        let address = address(&daemon);
        let metrics = until("runs in the metrics", || {
            let text = get(&address, "/metrics");
            let has = |line: &str| text.contains(line);
            (has("gp4u_loop_failures_total{loop=\"sync\",provider=\"akash\"} ")
                && !has("gp4u_loop_failures_total{loop=\"sync\",provider=\"akash\"} 0")
                && has("gp4u_loop_last_success_timestamp_seconds{loop=\"sync\",provider=\"vast\"}"))
            .then_some(text)
        });
        assert!(metrics.starts_with("HTTP/1.1 200"), "{metrics}");
        assert!(metrics.contains("content-type: text/plain; version=0.0.4"), "{metrics}");
        assert!(metrics.contains("gp4u_healthy 1"), "{metrics}");
        assert!(!metrics.contains("last_success_timestamp_seconds{loop=\"sync\",provider=\"akash\"}"), "{metrics}");
        let health = get(&address, "/healthz");
        assert!(health.starts_with("HTTP/1.1 200") && health.ends_with("\r\n\r\nok\n"), "{health}");
        assert!(get(&address, "/").starts_with("HTTP/1.1 404"));
        assert!(exchange(&address, "POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 405"));
        assert!(!exchange(&address, "nonsense\r\n\r\n").starts_with("HTTP/1.1 200"));
        let endless = exchange(&address, &format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(100_000)));
        assert!(!endless.starts_with("HTTP/1.1 200"), "{endless}");
        assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"));
        assert_eq!(daemon.stop().0, Some(0));
    }
}

#[test]
fn other_machines_are_not_listened_to() {
    let world = World::new(Database::Sqlite);
    for address in ["0.0.0.0:9184", "192.0.2.1:9184", "[::]:9184", "localhost", "9184"] {
        let run = world.run(["daemon", "--listen", address, "-o", "json"]).exits(2);
        assert_eq!(run.error()["code"], "usage", "{address}");
    }
    world.run(["daemon", "--once", "--listen", "127.0.0.1:0"]).exits(2);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = world.run(["daemon", "--listen", &address, "-o", "json"]).exits(1);
    assert_eq!(run.error()["code"], "io");
}

#[test]
fn the_log_is_text_or_json_and_holds_no_secret() {
    const SECRETS: [&str; 2] = ["canary-k3y-of-vast", "canary-passw0rd"];
    let (mut world, networks) = hasty(Database::Postgres);
    world.set("GP4U_PROVIDERS__VAST__API_KEY", SECRETS[0]);
    let with_password = world.database_url.replacen("gp4u@", &format!("gp4u:{}@", SECRETS[1]), 1);
    world.set("GP4U_DATABASE_URL", with_password);
    networks.break_down("vast", Answer::status(500, "a \u{202e}hostile\u{1b}[2J answer canary-k3y-of-vast"));
    for format in ["json", "text"] {
        let daemon = Daemon::start(&world, ["-vvv", "--log-format", format]);
        daemon.says("http_status");
        let (code, log) = daemon.stop();
        assert_eq!(code, Some(0), "{log}");
        for secret in SECRETS {
            assert!(!log.contains(secret), "{secret} in the log");
        }
        assert!(!log.contains(['\u{1b}', '\u{202e}']), "control characters in the log");
        if format == "json" {
            let events: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
            let started = events.iter().find(|event| event["message"] == "started").expect("the start");
            assert_eq!((&started["level"], started["loops"].is_number()), (&Value::from("INFO"), true));
            let failed = events.iter().find(|event| event["name"] == "sync:vast" && event["level"] == "WARN");
            assert!(failed.is_some_and(|event| event["code"] == "http_status"), "{failed:?}");
        }
    }
}

#[test]
fn the_service_manager_is_told() {
    let (mut world, _networks) = hasty(Database::Sqlite);
    let path = world.path("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
    world.set("NOTIFY_SOCKET", path.display().to_string()).set("WATCHDOG_USEC", "400000");
    let daemon = Daemon::start(&world, []);
    let heard = |wanted: &str| {
        let mut text = String::new();
        let mut buffer = [0; 4_096];
        while !text.lines().any(|line| line.starts_with(wanted)) {
            let length = socket.recv(&mut buffer).unwrap_or_else(|_| panic!("no {wanted} after {text}"));
            text.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        }
    };
    heard("READY=1");
    heard("STATUS=");
    for _ in 0..3 {
        heard("WATCHDOG=1");
    }
    rustix::process::kill_process(
        rustix::process::Pid::from_raw(i32::try_from(daemon.id()).unwrap()).unwrap(),
        rustix::process::Signal::TERM,
    )
    .unwrap();
    heard("STOPPING=1");
    assert_eq!(daemon.wait().0, Some(0));
}
