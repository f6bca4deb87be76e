//! The contract with users, pinned line by line on the real binary: streams, formats, errors, exit codes, secrets.

use std::fs::{self, Permissions};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::networks::Networks;
use crate::server::Answer;
use crate::world::{Run, World};

const FORMATS: [&str; 5] = ["table", "json", "ndjson", "csv", "ids"];

/// Every command that prints results, and the schema of its JSON.
const COMMANDS: [(&[&str], &str); 28] = [
    (&["gpus", "search", "--all", "--count", "--explain"], "offers"),
    (&["gpus", "search", "--max-price", "0.0001"], "offers"),
    (&["gpus", "show", "vast:101"], "offer"),
    (&["gpus", "compare", "vast:101", "vast:105", "--disk", "100"], "comparison"),
    (&["gpus", "models"], "models"),
    (&["gpus", "history", "4090", "--under", "1"], "history"),
    (&["arbitrage"], "opportunities"),
    (&["arbitrage", "opportunities", "--versus", "5", "--explain"], "opportunities"),
    (&["arbitrage", "best", "4090"], "best"),
    (&["arbitrage", "compare", "4090"], "prices"),
    (&["arbitrage", "savings", "4090", "--from", "5"], "savings"),
    (&["providers", "list"], "providers"),
    (&["providers", "status"], "provider_status"),
    (&["providers", "check", "akash"], "provider_checks"),
    (&["sync", "akash", "render"], "sync"),
    (&["auth", "whoami"], "identity"),
    (&["auth", "update", "--display-name", "Me"], "account"),
    (&["auth", "token", "create", "--name", "ci", "--scope", "read"], "token"),
    (&["auth", "token", "list"], "tokens"),
    (&["audit", "list", "--limit", "5"], "audit"),
    (&["db", "status"], "database"),
    (&["config", "list"], "config"),
    (&["config", "path"], "paths"),
    (&["doctor"], "doctor"),
    (&["exit-codes"], "exit_codes"),
    (&["schema"], "schemas"),
    (&["man", "pages"], "man"),
    (&["config", "get", "output"], "config"),
];

/// A world with a small market and an account in it.
fn market() -> (World, Networks) {
    let mut world = World::new(super::DATABASE);
    let networks = Networks::start(&mut world);
    for provider in ["VAST", "AKASH", "IONET", "RENDER"] {
        world.set(&format!("GP4U_PROVIDERS__{provider}__RATE_PER_MINUTE"), "6000");
    }
    world.run(["sync", "-q"]).exits(0);
    let signup = ["auth", "signup", "--email", "me@example.com", "--password-stdin", "-q"];
    world.run_with_input(signup, "CANARY-correct-horse").exits(0);
    (world, networks)
}

fn with<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    command.iter().chain(more).copied().collect()
}

#[test]
fn every_result_is_valid_in_every_format() {
    let (world, _networks) = market();
    for (command, name) in COMMANDS {
        for format in FORMATS {
            let run = world.run(with(command, &["-o", format]));
            assert_eq!(run.code, 0, "{command:?} -o {format}: {}", run.stderr);
            let lines: Vec<&str> = run.stdout.lines().collect();
            match format {
                "json" => is_document(&world, &run.json(), name, command),
                "ndjson" => assert!(lines.iter().all(|line| is_object(line)), "{command:?}: {}", run.stdout),
                "csv" => {
                    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
                    let width = reader.headers().unwrap().len();
                    assert!(reader.records().all(|record| record.unwrap().len() == width), "{command:?}");
                }
                "ids" => assert!(lines.iter().all(|line| !line.trim().is_empty()), "{command:?}: {}", run.stdout),
                _ => assert!(!run.stdout.contains('\u{1b}'), "{command:?}: {}", run.stdout),
            }
        }
    }
}

fn is_object(line: &str) -> bool {
    serde_json::from_str::<Value>(line).is_ok_and(|value| value.is_object())
}

fn is_document(world: &World, document: &Value, name: &str, command: &[&str]) {
    // `config get` prints one row of what `config list` prints.
    if command.starts_with(&["config", "get"]) {
        return;
    }
    let schema: Value = serde_json::from_str(&world.run(["schema", name]).exits(0).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{command:?}: {errors:#?}\n{document:#}");
    assert_eq!(document["schema"], format!("gp4u.{name}/1"), "{command:?}");
    assert_eq!(document["page"].is_object(), document["data"].is_array(), "page stands on lists only: {command:?}");
}

#[test]
fn an_offers_fields_are_frozen() {
    let (world, _networks) = market();
    let frozen = "id provider external_id machine_id vendor model form_factor gpu_count vram_gib units available kind \
                  price_per_hour price_per_gpu_hour all_in_per_hour region country reliability verified \
                  start_failures gscore tflops_fp16 cpu_cores ram_gib disk_gib net_down_mbps net_up_mbps cuda \
                  storage_price_per_gib_month egress_price_per_gib min_hours observed_at age_s stale";
    let csv = world.run(["gpus", "search", "-o", "csv"]).exits(0).stdout;
    assert_eq!(csv.split("\r\n").next().unwrap().replace(',', " "), frozen);
    let line = world.run(["gpus", "search", "-o", "ndjson", "--limit", "1"]).exits(0).stdout;
    let mut rest = line.as_str();
    for field in frozen.split(' ') {
        let key = format!("\"{field}\":");
        rest = rest.split_once(&key).unwrap_or_else(|| panic!("{field} is missing or out of order in {line}")).1;
    }
}

#[test]
fn fields_are_selected_in_the_order_asked_for() {
    let (world, _networks) = market();
    let fields = ["--fields", "price_per_hour,id", "--model", "4090", "--provider", "vast"];
    let run = |format: &str| world.run(with(&["gpus", "search", "-o", format], &fields)).exits(0).stdout;
    assert_eq!(run("csv"), "price_per_hour,id\r\n0.40,vast:101\r\n");
    assert_eq!(run("ndjson"), "{\"price_per_hour\":\"0.40\",\"id\":\"vast:101\"}\n");
    assert_eq!(run("table"), "price_per_hour  id\n          0.40  vast:101\n");
    assert!(run("json").contains("\n{\"price_per_hour\":\"0.40\",\"id\":\"vast:101\"}\n"));
    for (command, wrong, meant) in [
        (&["gpus", "search"][..], "modle", "model"),
        (&["gpus", "show", "vast:101"], "scoer", "score"),
        (&["gpus", "models"], "offres", "offers"),
        (&["providers", "list"], "tilte", "title"),
    ] {
        let run = world.run(with(command, &["--fields", wrong, "-o", "json"])).exits(2);
        assert!(run.stdout.is_empty());
        assert_eq!(run.error()["hint"], format!("did you mean `{meant}`?"));
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let (world, _networks) = market();
    let run = || {
        let text = world.run(["gpus", "search", "--all", "-o", "json"]).exits(0).stdout;
        let mut document: Value = serde_json::from_str(&text).unwrap();
        for row in document["data"].as_array_mut().unwrap() {
            row["age_s"] = Value::Null;
        }
        document["generated_at"] = Value::Null;
        document.to_string()
    };
    assert_eq!(run(), run());
}

#[test]
fn ids_flow_from_search_to_compare() {
    let (world, _networks) = market();
    let ids = world.run(["gpus", "search", "-o", "ids", "--limit", "3"]).exits(0).stdout;
    assert_eq!(ids.lines().count(), 3);
    let document = world.run_with_input(["gpus", "compare", "-", "-o", "json"], &ids).exits(0).json();
    let compared: Vec<&str> =
        document["data"]["offers"].as_array().unwrap().iter().map(|offer| offer["id"].as_str().unwrap()).collect();
    assert_eq!(compared, ids.lines().collect::<Vec<_>>());
    let table = world.run_with_input(["gpus", "compare", "-"], &ids).exits(0).stdout;
    let price = table.lines().find(|line| line.starts_with("price_per_gpu_hour ")).unwrap();
    assert_eq!(price.matches(" *").count(), 1, "{table}");
    world.run_with_input(["gpus", "compare", "-"], "").exits(2);
    world.run(["gpus", "compare", "vast:101"]).exits(2);
    world.run(["gpus", "compare", "vast:101", "vast:101"]).exits(2);
}

#[test]
fn paging_goes_through_everything_once() {
    let (world, _networks) = market();
    let all = world.run(["gpus", "search", "--all", "-o", "ids"]).exits(0).stdout;
    let mut seen = String::new();
    let mut cursor: Option<String> = None;
    for _page in 0..10 {
        let mut arguments = vec!["gpus", "search", "--all", "--limit", "3", "--count", "-o", "json"];
        arguments.extend(cursor.iter().flat_map(|cursor| ["--after", cursor.as_str()]));
        let document = world.run(arguments).exits(0).json();
        for offer in document["data"].as_array().unwrap() {
            seen.push_str(offer["id"].as_str().unwrap());
            seen.push('\n');
        }
        assert_eq!(document["page"]["total"], all.lines().count());
        cursor = document["page"]["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, all);
}

/// A command with its exit code and error code.
type Failure = (&'static [&'static str], i32, &'static str);

const FAILURES: [Failure; 24] = [
    (&["nonsense"], 2, "usage"),
    (&["gpus"], 2, "usage"),
    (&["gpus", "serach"], 2, "usage"),
    (&["gpus", "search", "--pirce", "1"], 2, "usage"),
    (&["gpus", "search", "--max-price", "NaN"], 2, "usage"),
    (&["gpus", "search", "--max-price", "-1"], 2, "usage"),
    (&["gpus", "search", "--min-reliability", "98"], 2, "usage"),
    (&["gpus", "search", "--min-vram", "1e3"], 2, "usage"),
    (&["gpus", "search", "--country", "Atlantis"], 2, "usage"),
    (&["gpus", "search", "--max-age", "10"], 2, "usage"),
    (&["gpus", "search", "--kind", "free"], 2, "usage"),
    (&["gpus", "search", "--provider", "vsat"], 2, "usage"),
    (&["gpus", "search", "--all", "--available-only"], 2, "usage"),
    (&["gpus", "search", "--where", "priec < 1"], 2, "bad_query"),
    (&["gpus", "search", "--sort", "priec"], 2, "bad_query"),
    (&["gpus", "search", "--after", "x"], 2, "bad_query"),
    (&["gpus", "search", "--model", "no such gpu"], 2, "unknown_model"),
    (&["gpus", "search", "--config", "/nonexistent.toml"], 2, "bad_config"),
    (&["gpus", "search", "--profile", "nobody"], 2, "bad_config"),
    (&["gpus", "search", "--database", "mysql://x"], 2, "usage"),
    (&["gpus", "search", "--database", "sqlite:/proc/nowhere/x.db"], 9, "database_unavailable"),
    (&["gpus", "show", "vast:none"], 3, "not_found"),
    (&["gpus", "search", "--max-price", "0.0001", "--exit-empty"], 10, "empty"),
    (&["config", "get", "providers.vast.api_key"], 3, "not_found"),
];

#[test]
fn every_failure_has_its_code_in_text_and_as_json() {
    let (world, _networks) = market();
    for (command, exit, code) in FAILURES {
        let text = world.run(command.iter().copied()).exits(exit);
        assert!(text.stderr.contains(&format!("error[{code}]: ")), "{command:?}: {}", text.stderr);
        let json = world.run(with(command, &["-o", "json"])).exits(exit);
        // An empty result is a result: it is printed before the exit code tells.
        assert!(code == "empty" || (text.stdout.is_empty() && json.stdout.is_empty()), "{command:?}");
        assert_eq!(json.stderr.lines().count(), 1, "{command:?}: {}", json.stderr);
        let error = json.error();
        assert_eq!((&error["code"], &error["exit"]), (&Value::from(code), &Value::from(exit)), "{command:?}");
        assert!(error["details"].is_object() && error["retryable"].is_boolean());
        let schema: Value = serde_json::from_str(&world.run(["schema", "error"]).stdout).unwrap();
        assert!(jsonschema::is_valid(&schema, &serde_json::from_str(&json.stderr).unwrap()), "{}", json.stderr);
        assert_table_has(&world, exit, code);
    }
}

fn assert_table_has(world: &World, exit: i32, code: &str) {
    let table = world.run(["exit-codes", "-o", "json"]).exits(0).json();
    let rows = table["data"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["exit"] == exit && row["code"] == code), "{code} is not {exit} in {table}");
}

#[test]
fn failing_providers_are_told_after_the_report() {
    let (world, networks) = market();
    for name in ["vast", "akash", "ionet", "render"] {
        networks.break_down(name, Answer::status(404, "gone"));
    }
    let run = world.run(["sync", "-o", "json"]).exits(8);
    assert_eq!(run.error()["code"], "provider_unavailable");
    assert_eq!(run.json()["data"]["providers"].as_array().unwrap().len(), 4);
    let run = world.run(["providers", "check", "-o", "json"]).exits(8);
    assert!(run.json()["data"].as_array().unwrap().iter().all(|check| check["ok"] == false));
    let run = world.run(["doctor", "-o", "json"]).exits(1);
    assert_eq!(run.error()["code"], "check_failed");
    assert_eq!(run.json()["data"].as_array().unwrap().len(), 8);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let (world, _networks) = market();
    for format in FORMATS {
        let mut child = world
            .command()
            .args(["gpus", "search", "-o", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert!(child.wait().unwrap().success(), "{format}: {stderr}");
        assert!(stderr.is_empty(), "{format}: {stderr}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    let (world, _networks) = market();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = world.command().args(["gpus", "search", "-o", "json"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("\"code\":\"io\""));
}

#[test]
fn signals_end_it_with_their_exit_code() {
    let mut world = World::new(super::DATABASE);
    let networks = Networks::start(&mut world);
    networks.break_down("vast", Answer::Silence(Duration::from_secs(20)));
    for (signal, exit, code) in [("-INT", 130, "interrupted"), ("-TERM", 143, "terminated")] {
        let asked = networks.requests("vast").len();
        let child = world
            .command()
            .args(["sync", "vast", "-o", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        while networks.requests("vast").len() == asked {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(exit), "{signal}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains(code));
        assert_table_has(&world, exit, code);
    }
}

#[test]
fn help_is_everywhere_and_begins_with_examples() {
    let world = World::new(super::DATABASE);
    let help = world.run(["gpus", "search", "--help"]).exits(0).stdout;
    assert!(help.starts_with("Examples:\n  gp4u gpus search "), "{help}");
    assert!(help.find("Examples:") < help.find("Usage:"));
    for command in [&["gpus"][..], &["gpus", "search"], &["config", "set"], &["sync"], &["db", "migrate"], &[]] {
        let help = world.run(with(&["help"], command)).exits(0);
        let flag = world.run(with(command, &["--help"])).exits(0);
        assert_eq!(help.stdout, flag.stdout, "{command:?}");
        assert!(help.stderr.is_empty() && help.stdout.contains("Usage: gp4u"));
    }
    assert_eq!(world.run(["--version"]).exits(0).stdout, format!("gp4u {}\n", env!("CARGO_PKG_VERSION")));
    let hint = world.run(["gpus", "serach", "--json"]).exits(2).error()["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("'search'"), "{hint}");
    // A person who gives no command sees the help as well.
    assert!(world.run([]).exits(2).stderr.contains("Commands:"));
}

#[test]
fn quiet_drops_notes_and_nothing_else() {
    let (world, _networks) = market();
    let search = ["gpus", "search", "--limit", "1"];
    let loud = world.run(search).exits(0);
    assert!(loud.stderr.contains("note: "), "{}", loud.stderr);
    assert!(world.run(with(&search, &["-q"])).exits(0).stderr.is_empty());
    assert!(world.run(with(&["gpus", "show", "vast:0"], &["-q"])).exits(3).stderr.contains("error[not_found]"));
    assert!(world.run(with(&search, &["-o", "json"])).exits(0).stderr.is_empty(), "machines get no notes");
}

#[test]
fn the_environment_and_flags_choose_the_format() {
    let (mut world, _networks) = market();
    world.set("GP4U_OUTPUT", "json");
    assert!(world.run(["gpus", "models"]).exits(0).json().is_object());
    assert_eq!(world.run(["gpus", "search", "--bad"]).exits(2).error()["code"], "usage");
    assert!(world.run(["gpus", "models", "-o", "csv"]).exits(0).stdout.starts_with("vendor,"));
    world.set("GP4U_OUTPUT", "xml");
    let run = world.run(["gpus", "models"]).exits(2);
    assert!(run.stderr.contains("error[bad_config]") && run.stderr.contains("GP4U_OUTPUT"), "{}", run.stderr);
}

#[test]
fn colour_is_for_those_who_ask() {
    let (mut world, _networks) = market();
    let coloured = |world: &World, arguments: &[&str]| {
        let run = world.run(with(&["gpus", "search"], arguments)).exits(0);
        run.stdout.contains("\u{1b}[")
    };
    assert!(!coloured(&world, &[]));
    assert!(coloured(&world, &["--color", "always"]));
    world.set("CLICOLOR_FORCE", "1");
    assert!(coloured(&world, &[]));
    assert!(!coloured(&world, &["--color", "never"]));
    world.set("NO_COLOR", "1");
    assert!(!coloured(&world, &[]));
    let help = world.run(["--help"]).exits(0).stdout;
    assert!(!help.contains('\u{1b}'));
}

#[test]
fn the_configuration_is_read_and_changed() {
    let world = World::new(super::DATABASE);
    let file = world.run(["config", "path"]).exits(0).stdout.trim().to_owned();
    assert_eq!(file, world.path(".config/gp4u/config.toml").display().to_string());
    assert_eq!(world.run(["config", "get", "market.max_age"]).exits(0).stdout, "15m\n");
    world.run(["config", "set", "market.max_age", "2h"]).exits(0);
    assert_eq!(world.run(["config", "get", "market.max_age"]).exits(0).stdout, "2h\n");
    let list = world.run(["config", "list", "--origin"]).exits(0).stdout;
    let line = list.lines().find(|line| line.starts_with("market.max_age ")).unwrap();
    assert!(line.contains("2h") && line.contains(&format!("{file}:2")), "{line}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let wrong = world.run(["config", "set", "market.max_aeg", "1h", "--json"]).exits(2);
    assert_eq!(wrong.error()["hint"], "did you mean `market.max_age`?");
    world.run(["config", "set", "market.max_age", "soon"]).exits(2);
    let secret = world.run(["config", "set", "providers.vast.api_key", "CANARY"]).exits(2);
    assert!(!secret.stderr.contains("CANARY") && secret.stderr.contains("--stdin"), "{}", secret.stderr);
    world.run_with_input(["config", "set", "providers.vast.api_key", "--stdin"], "CANARY\n").exits(0);
    assert_eq!(world.run(["config", "get", "providers.vast.api_key"]).exits(0).stdout, "***\n");

    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    let run = world.run(["gpus", "search", "--json"]).exits(2);
    let error = run.error();
    assert_eq!((&error["code"], &error["hint"]), (&"unsafe_permissions".into(), &format!("chmod 600 {file}").into()));
    // What repairs a configuration works without one.
    fs::write(&file, "output = [").unwrap();
    world.run(["config", "path"]).exits(0);
    world.run(["--version"]).exits(0);
    world.run(["schema", "offers"]).exits(0);
    world.run(["completions", "bash"]).exits(0);
    let run = world.run(["doctor"]).exits(1);
    assert!(run.stdout.contains(&format!("{file}:1")), "{}", run.stdout);
}

#[test]
fn a_projects_file_helps_but_cannot_redirect() {
    let (world, _networks) = market();
    let project = world.path(".gp4u.toml");
    fs::write(&project, "output = 'ids'\n[market]\nmax_aeg = '1h'\n").unwrap();
    let run = world.run(["gpus", "search", "--limit", "1"]).exits(0);
    assert!(run.stdout.contains(':') && run.stdout.lines().count() == 1, "{}", run.stdout);
    assert!(run.stderr.contains(&format!("{}:3: unknown key", project.display())), "{}", run.stderr);
    fs::write(&project, "[providers.vast]\nurl = 'https://evil.test'\n").unwrap();
    let run = world.run(["providers", "list"]).exits(2);
    assert!(run.stderr.contains("providers.vast.url") && !run.stderr.contains("evil"), "{}", run.stderr);
}

#[test]
fn secrets_are_never_shown() {
    let (mut world, networks) = market();
    let key_file = world.path("key");
    fs::write(&key_file, "CANARY-file\n").unwrap();
    fs::set_permissions(&key_file, Permissions::from_mode(0o600)).unwrap();
    world
        .set("GP4U_PROVIDERS__VAST__API_KEY", "CANARY-vast")
        .set("GP4U_PROVIDERS__IONET__API_KEY_FILE", key_file.display().to_string())
        .set("GP4U_PROVIDERS__RENDER__PUBLIC_KEY", "public")
        .set("GP4U_PROVIDERS__RENDER__SECRET_KEY", "CANARY-render")
        .set("GP4U_LOG", "trace");
    let clean = |run: Run, command: &[&str]| {
        assert!(!run.stdout.contains("CANARY") && !run.stderr.contains("CANARY"), "{command:?}: {}", run.stderr);
    };
    for (command, _) in COMMANDS {
        clean(world.run(with(command, &["-vvv"])), command);
    }
    clean(world.run(["sync", "-vvv", "--record", "answers"]), &["sync"]);
    networks.break_down("vast", Answer::status(401, "{\"msg\": \"CANARY-vast is not a key\"}"));
    clean(world.run(["sync", "-vvv", "-o", "json"]), &["sync"]);
    clean(world.run(["doctor", "-vvv", "-o", "json"]), &["doctor"]);
    let database = "postgres://user:CANARY@127.0.0.1:1/nothing";
    clean(world.run(["gpus", "search", "--database", database]), &["--database"]);
    clean(world.run(["db", "status", "--database", database, "-o", "json", "-vvv"]), &["--database"]);
    clean(world.run(["config", "list", "--database", database]), &["--database"]);
}

#[test]
fn a_bare_environment_is_enough() {
    let (world, _networks) = market();
    let bare = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gp4u"));
        command.env_clear().current_dir(world.home()).stdin(Stdio::null());
        command
    };
    let output = bare().args(["gpus", "search", "--database", &world.database_url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let output = bare().envs([("TERM", "dumb"), ("LANG", "C")]).args(["exit-codes", "-o", "csv"]).output().unwrap();
    assert!(output.status.success());
    let shell = format!("{} gpus search --database {} <&- >&-", env!("CARGO_BIN_EXE_gp4u"), world.database_url);
    assert!(Command::new("sh").args(["-c", &shell]).status().unwrap().success());
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let world = World::new(super::DATABASE);
    let written = world.run(["man", "pages", "-o", "json"]).exits(0).json();
    let names: Vec<&str> =
        written["data"].as_array().unwrap().iter().map(|row| row["path"].as_str().unwrap()).collect();
    assert!(names.contains(&"pages/gp4u.1") && names.contains(&"pages/gp4u-gpus-search.1"), "{names:?}");
    assert!(names.iter().all(|name| world.path(name).exists()));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(world.run(["completions", shell]).exits(0).stdout.contains("exit-codes"), "{shell}");
    }
}
