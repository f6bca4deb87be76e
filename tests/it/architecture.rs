//! The invariants of ARCHITECTURE.md that a scan of the sources can check.

use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut found = Vec::new();
    for path in files {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string();
            found.push((name, code_of(&std::fs::read_to_string(&path).unwrap())));
        }
    }
    found
}

/// The code without comments, and without the tests at its end.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn all_sources() -> Vec<(String, String)> {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 40, "the scan finds the sources");
    sources
        .into_iter()
        .filter(|(name, _)| !name.contains("/tests/") && !name.ends_with("tests.rs") && !name.ends_with("testing.rs"))
        .collect()
}

/// Fails when a word stands in a file outside of the folders that may use it.
#[track_caller]
fn only_in(word: &str, allowed: &[&str]) {
    let offenders: Vec<String> = all_sources()
        .into_iter()
        .filter(|(name, code)| code.contains(word) && !allowed.iter().any(|folder| name.starts_with(folder)))
        .map(|(name, _)| name)
        .collect();
    assert!(offenders.is_empty(), "`{word}` outside of {allowed:?}: {offenders:?}");
}

#[test]
fn each_outside_thing_has_one_room() {
    only_in("sqlx::", &["src/store"]);
    only_in("reqwest::", &["src/providers"]);
    only_in("clap::", &["src/cli"]);
    only_in("sd_notify::", &["src/daemon"]);
    only_in("hyper::", &["src/daemon"]);
}

#[test]
fn pure_rooms_have_no_world() {
    for word in
        ["async fn", ".await", "Timestamp::now", "SystemTime", "Instant::now", "std::env", "std::fs", "fastrand"]
    {
        let offenders: Vec<String> = all_sources()
            .into_iter()
            .filter(|(name, code)| {
                let rooms = ["src/auth", "src/booking", "src/ledger", "src/market", "src/units"];
                let pure = rooms.iter().any(|room| name.starts_with(room));
                pure && code.contains(word)
            })
            .map(|(name, _)| name)
            .collect();
        assert!(offenders.is_empty(), "`{word}` in a pure room: {offenders:?}");
    }
}

#[test]
fn the_daemon_knows_the_database_through_the_use_cases() {
    let offenders: Vec<String> = all_sources()
        .into_iter()
        .filter(|(name, code)| name.starts_with("src/daemon") && code.contains("crate::store"))
        .map(|(name, _)| name)
        .collect();
    assert!(offenders.is_empty(), "{offenders:?}");
}

#[test]
fn only_the_output_prints() {
    for word in ["println!", "eprintln!", "print!(", "io::stdout()"] {
        only_in(word, &["src/cli/output"]);
    }
    // A program that is told of an event prints to our standard error.
    only_in("io::stderr()", &["src/cli/output", "src/ops/watch.rs"]);
    // A second signal, or one while a reader does not read, ends the process at once.
    only_in("process::exit", &["src/cli/run.rs"]);
}

#[test]
fn configuration_is_read_in_one_place() {
    only_in("std::env::var", &["src/app", "src/cli"]);
}
