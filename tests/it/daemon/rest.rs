//! What a daemon costs while there is little to do: memory and processor time, fresh and after 10,000 runs.
//!
//! ```sh
//! cargo build --release
//! GP4U_BENCH_BINARY=$PWD/target/release/gp4u cargo test --test it daemon::rest -- --ignored --nocapture
//! ```

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::{Daemon, hasty, until};
use crate::world::{Database, World};

/// How long the daemon is looked at.
const LOOK: Duration = Duration::from_secs(60);
/// Runs after which it is looked at again.
const RUNS: u64 = 10_000;
/// What it may take.
const MAX_KIB: u64 = 30 * 1024;

/// Memory of a process in KiB: `VmRSS` of proc(5).
fn memory_kib(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Processor time of a process in ticks of 10 ms: `utime` and `stime` of proc(5).
fn ticks(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let after_name = stat.rsplit_once(") ").unwrap().1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

fn runs(world: &World) -> u64 {
    u64::try_from(world.count("SELECT CAST(SUM(lease_token) AS BIGINT) FROM daemon_loops")).unwrap()
}

fn look(what: &str, daemon: &Daemon) {
    let (began, before) = (Instant::now(), ticks(daemon.id()));
    std::thread::sleep(LOOK);
    let used = (ticks(daemon.id()) - before) as f64 / 100.0;
    let percent = used / began.elapsed().as_secs_f64() * 100.0;
    let memory = memory_kib(daemon.id());
    eprintln!("{what}: {:.1} MiB, {percent:.2} % of a processor", memory as f64 / 1024.0);
    assert!(memory <= MAX_KIB, "{memory} KiB");
}

#[test]
#[ignore = "takes minutes; see above"]
fn at_rest_and_after_many_runs() {
    for database in [Database::Sqlite, Database::Postgres] {
        let (mut world, _networks) = hasty(database);
        let folder = world.path(".config/gp4u");
        std::fs::create_dir_all(&folder).unwrap();
        let write = |text: &str| std::fs::write(folder.join("config.toml"), text).unwrap();
        for name in ["SYNC_EVERY", "LIFECYCLE_EVERY", "VERIFY_EVERY", "LEASE"] {
            // What is empty counts as not set.
            world.set(&format!("GP4U_DAEMON__{name}"), "");
        }
        let daemon = Daemon::start(&world, ["--listen", "127.0.0.1:0"]);
        std::thread::sleep(Duration::from_secs(5));
        look(&format!("{database:?}, at rest"), &daemon);
        write("[daemon]\nsync_every = \"10ms\"\nlifecycle_every = \"10ms\"\nverify_every = \"10ms\"\n");
        daemon.signal(Signal::HUP);
        let target = runs(&world) + RUNS;
        while runs(&world) < target {
            std::thread::sleep(Duration::from_millis(500));
        }
        write("");
        daemon.signal(Signal::HUP);
        until("the reload", || (daemon.log().matches("reloaded").count() == 2).then_some(()));
        std::thread::sleep(Duration::from_secs(5));
        look(&format!("{database:?}, after {} runs", runs(&world)), &daemon);
        assert_eq!(daemon.stop().0, Some(0));
    }
}
