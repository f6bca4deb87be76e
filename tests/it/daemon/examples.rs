//! The examples are what they claim to be, as far as that can be told without the programs they are for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

fn example(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn yaml(name: &str) -> Value {
    serde_saphyr::from_str(&example(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Directives of a unit by their section, every value of each.
fn unit() -> BTreeMap<(String, String), Vec<String>> {
    let mut directives: BTreeMap<_, Vec<String>> = BTreeMap::new();
    let mut section = String::new();
    for line in example("systemd/gp4u.service").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name.clone_into(&mut section);
        } else {
            let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("`{line}` is no directive"));
            directives.entry((section.clone(), key.to_owned())).or_default().push(value.to_owned());
        }
    }
    directives
}

#[test]
fn the_unit_has_known_directives_and_is_hardened() {
    let known: BTreeSet<&str> = "After AmbientCapabilities CapabilityBoundingSet ConfigurationDirectory \
         ConfigurationDirectoryMode Description DevicePolicy Documentation Environment EnvironmentFile ExecReload \
         ExecStart Group LimitCORE LockPersonality MemoryDenyWriteExecute MemoryMax NoNewPrivileges NotifyAccess \
         PrivateDevices PrivateIPC PrivateTmp PrivateUsers ProcSubset ProtectClock ProtectControlGroups ProtectHome \
         ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc ProtectSystem \
         RemoveIPC Restart RestartSec RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID \
         StartLimitIntervalSec StateDirectory StateDirectoryMode SystemCallArchitectures SystemCallErrorNumber \
         SystemCallFilter TasksMax TimeoutStopSec Type UMask User WantedBy Wants WatchdogSec WorkingDirectory"
        .split_whitespace()
        .collect();
    let unit = unit();
    let unknown: Vec<_> = unit.keys().filter(|(_, key)| !known.contains(key.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let value = |section: &str, key: &str| {
        let values = unit.get(&(section.to_owned(), key.to_owned())).unwrap_or_else(|| panic!("{key} is missing"));
        values.join(" ")
    };
    for (key, expected) in [
        ("Type", "notify"),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
    ] {
        assert_eq!(value("Service", key), expected, "{key}");
    }
    assert!(value("Service", "ExecStart").starts_with("/usr/local/bin/gp4u daemon"));
    assert_eq!(value("Install", "WantedBy"), "multi-user.target");
}

#[test]
fn systemd_finds_nothing_wrong_with_the_unit() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("skipped: there is no systemd-analyze here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gp4u.service");
    // It asks whether the program exists.
    let text =
        example("systemd/gp4u.service").replace("/usr/local/bin/gp4u ", &format!("{} ", env!("CARGO_BIN_EXE_gp4u")));
    std::fs::write(&path, text).unwrap();
    let verify = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&path).output().unwrap();
    let said = String::from_utf8_lossy(&verify.stderr).into_owned();
    let about_it: Vec<&str> = said.lines().filter(|line| line.contains("gp4u.service")).collect();
    assert!(verify.status.success() && about_it.is_empty(), "{said}");
    // Exposure of at most 2.0 of 10.
    let security = ["security", "--offline=true", "--no-pager", "--threshold=20"];
    let security = Command::new("systemd-analyze").args(security).arg(&path).output().unwrap();
    assert!(security.status.success(), "{}", String::from_utf8_lossy(&security.stdout));
}

#[test]
fn the_crontab_has_five_times_and_a_command_on_each_line() {
    let text = example("cron/gp4u.crontab");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let is_variable =
        |line: &&&str| line.split_once('=').is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_uppercase()));
    let jobs: Vec<&&str> = lines.iter().filter(|line| !is_variable(line)).collect();
    assert!(jobs.len() >= 2, "{lines:?}");
    for job in jobs {
        let fields: Vec<&str> = job.split_whitespace().collect();
        let is_time = |field: &&str| field.bytes().all(|byte| byte.is_ascii_digit() || b"*/,-".contains(&byte));
        assert!(fields.len() > 5 && fields[..5].iter().all(|field| is_time(&field)), "{job}");
        assert_eq!(fields[5], "gp4u", "{job}");
        assert!(!job.contains('%'), "cron ends a command at a percent sign: {job}");
    }
}

#[test]
fn the_workflow_books_once_and_gives_back_always() {
    let workflow = yaml("github-actions/book-gpu.yml");
    assert_eq!(workflow["permissions"], json!({"contents": "read"}));
    let steps = workflow["jobs"]["train"]["steps"].as_array().expect("steps").clone();
    let running = |text: &str| {
        let mut found = steps.iter().filter(|step| step["run"].as_str().is_some_and(|run| run.contains(text)));
        found.next().unwrap_or_else(|| panic!("no step runs {text}")).clone()
    };
    assert!(running("gp4u reserve create")["run"].as_str().unwrap().contains("--idempotency-key"));
    assert!(running("gp4u reserve create")["run"].as_str().unwrap().contains("--max-cost"));
    assert!(running("gp4u reserve cancel")["if"].as_str().unwrap().starts_with("always()"));
    for step in &steps {
        // What others can write must not become part of a script.
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step:#}");
    }
}

#[test]
fn the_compose_file_serves_this_machine_only() {
    let compose = yaml("compose/compose.yaml");
    let postgres = &compose["services"]["postgres"];
    for port in postgres["ports"].as_array().expect("ports") {
        assert!(port.as_str().unwrap().starts_with("127.0.0.1:"), "{port}");
    }
    assert!(postgres["environment"]["POSTGRES_PASSWORD"].is_null(), "a password is no part of the file");
    let file = postgres["environment"]["POSTGRES_PASSWORD_FILE"].as_str().unwrap();
    let secret = postgres["secrets"][0].as_str().unwrap();
    assert_eq!(file, format!("/run/secrets/{secret}"));
    assert!(compose["secrets"][secret]["file"].is_string());
    let volume = postgres["volumes"][0].as_str().unwrap().split(':').next().unwrap().to_owned();
    assert!(compose["volumes"].as_object().unwrap().contains_key(&volume), "{volume}");
    assert_eq!(postgres["healthcheck"]["test"][1], "pg_isready");
}
