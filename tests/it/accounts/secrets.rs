//! Canaries: secrets that are used everywhere and must be seen nowhere.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use super::people::Person;
use crate::world::{Run, World, run_of};

const PASSWORD: &str = "CANARY-password-1";
const NEW_PASSWORD: &str = "CANARY-password-2";
const WRONG_PASSWORD: &str = "CANARY-password-3";
const PROVIDER_KEY: &str = "CANARY-provider-key";

/// What was seen, and what must not be.
struct Watch {
    secrets: Vec<String>,
}

impl Watch {
    fn look(&self, run: &Run, what: &str) {
        for secret in &self.secrets {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{secret} in {what}: {run:?}");
        }
    }

    fn add_token(&mut self, token: &str) {
        self.secrets.push(token.to_owned());
        // The signature alone makes any copy of the rest a token.
        self.secrets.push(token.rsplit('.').next().unwrap().to_owned());
    }
}

fn canaries() -> Watch {
    Watch { secrets: [PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, PROVIDER_KEY].map(str::to_owned).to_vec() }
}

#[test]
fn no_secret_is_seen_anywhere() {
    World::each(|mut world| {
        let key_file = world.private_file("provider-key", PROVIDER_KEY).display().to_string();
        for provider in ["VAST", "AKASH", "IONET", "RENDER"] {
            // Nothing listens there.
            world.set(&format!("GP4U_PROVIDERS__{provider}__URL"), "http://127.0.0.1:9");
        }
        world.set("GP4U_PROVIDERS__VAST__API_KEY_FILE", &*key_file).set("GP4U_SYNC__DEADLINE", "1s");
        let mut watch = canaries();
        let me = Person::new(&world, "me");
        for format in ["table", "json"] {
            let feed = |command: &[&str], input: &str| {
                let run = me.run_with_input(command.iter().copied().chain(["-vvv", "-o", format]), input);
                watch.look(&run, &format!("{command:?}"));
                run
            };
            let account = ["--email", "me@example.com", "--password-stdin"];
            let with_account = |verb| [&["auth", verb], &account[..]].concat();
            feed(&with_account("signup"), PASSWORD);
            feed(&with_account("signup"), PASSWORD).exits(5);
            feed(&with_account("signup"), "CANARY-password-3\nx").exits(2);
            feed(&with_account("login"), WRONG_PASSWORD).exits(4);
            feed(&with_account("login"), PASSWORD).exits(0);
            let update = ["auth", "update", "--new-password", "--password-stdin"];
            feed(&update, &format!("{WRONG_PASSWORD}\n{NEW_PASSWORD}")).exits(4);
            feed(&update, &format!("{PASSWORD}\n{NEW_PASSWORD}")).exits(0);
            feed(&update, &format!("{NEW_PASSWORD}\n{PASSWORD}")).exits(0);
        }
        watch.add_token(&me.login_token());
        let made = me.run(["auth", "token", "create", "--name", "x", "--scope", "read,operator", "-vvv"]).exits(0);
        let token = made.stdout.trim_end();
        watch.look(&made, "token create");
        watch.add_token(token);
        let silent = Run { stdout: String::new(), ..made.clone() };
        watch.look(&silent, "what is said about a new token");
        for command in [
            &["auth", "whoami"][..],
            &["auth", "token", "list", "--all"],
            &["audit", "list"],
            &["auth", "update", "--display-name", "x"],
            &["auth", "token", "revoke", "x"],
            &["config", "list", "--origin"],
            &["config", "get", "token"],
            &["db", "status"],
            &["doctor"],
            &["providers", "status"],
            &["sync", "vast"],
            &["auth", "logout"],
            &["auth", "whoami"],
        ] {
            for format in ["table", "json"] {
                let run = me.run(command.iter().copied().chain(["-vvv", "-o", format]));
                watch.look(&run, &format!("{command:?}"));
                let run = me.run_with_token(token, command.iter().copied().chain(["-vvv", "-o", format]));
                watch.look(&run, &format!("{command:?} with the token"));
            }
        }
        let broken = format!("{token}x");
        watch.look(&me.run_with_token(&broken, ["auth", "whoami", "-vvv"]).exits(4), "a broken token");
        nothing_is_kept(&world, &watch);
    });
}

/// The database holds hashes and public keys, no secret.
fn nothing_is_kept(world: &World, watch: &Watch) {
    for table in ["users", "sessions", "signing_keys", "requests", "audit", "login_failures"] {
        let rows = world.dump(table);
        for secret in &watch.secrets {
            assert!(!rows.contains(secret), "{secret} in {table}");
        }
    }
    if world.database == crate::world::Database::Sqlite {
        let bytes = fs::read(world.path("data/gp4u.db")).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(watch.secrets.iter().all(|secret| !text.contains(secret.as_str())));
    }
}

#[test]
fn debugging_shows_no_secret() {
    use gp4u::auth::{Claims, Password, SigningKey};
    use gp4u::ops::auth::{LoginRequest, SignupRequest, UpdateRequest};
    use gp4u::units::{SessionId, UserId};
    let secret = || PASSWORD.to_owned().into();
    let (email, password) = ("me@example.com".parse().unwrap(), Password::new(secret()).unwrap());
    let requests = format!(
        "{:?} {:?} {:?}",
        LoginRequest { email, password: secret() },
        SignupRequest { email: "me@example.com".parse().unwrap(), display_name: None, password: password.clone() },
        UpdateRequest { new_password: Some(password), password: Some(secret()), ..UpdateRequest::default() },
    );
    assert!(!requests.contains("CANARY") && requests.contains("me@example.com"), "{requests}");
    let key = SigningKey::from_seed([1; 32]).unwrap();
    let (from, until) = (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::from_second(60).unwrap());
    let claims = Claims::new(UserId::new(uuid::Uuid::nil()), SessionId::new(uuid::Uuid::nil()), from, until);
    let shown = format!("{:?} {:?}", key, key.sign(&claims).unwrap());
    assert!(!shown.contains("eyJ") && !shown.contains("AQEB"), "{shown}");
}

#[test]
fn no_flag_and_no_variable_takes_a_password() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::new(&world, "me");
    for verb in ["signup", "login", "update"] {
        for flag in ["--password", "--new-password", "--password-stdin"] {
            let joined = format!("{flag}={PASSWORD}");
            for password in [&[joined.as_str()][..], &[flag, PASSWORD]] {
                let run = me.run(["auth", verb, "--email", "me@example.com"].iter().chain(password).copied()).exits(2);
                assert!(run.stdout.is_empty() && run.stderr.contains("error[usage]"), "{run:?}");
            }
        }
        let help = me.run(["auth", verb, "--help"]).exits(0).stdout;
        assert!(!help.contains("--password <") && !help.contains("PASSWORD]"), "{help}");
    }
    let mut command = me.command();
    let output = command.env("GP4U_PASSWORD", PASSWORD).args(["auth", "login", "--email", "me@example.com"]).output();
    assert_eq!(run_of(&output.unwrap()).code, 2);
}

#[test]
fn the_process_table_shows_no_secret() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::new(&world, "me");
    let mut child = me
        .command()
        .args(["auth", "signup", "--email", "me@example.com", "--password-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(PASSWORD.as_bytes()).unwrap();
    let look = |name: &str| {
        let text = fs::read(format!("/proc/{}/{name}", child.id())).unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains("CANARY"), "{text}");
        text
    };
    // It waits for the rest of its input: there is time to look.
    while !look("cmdline").contains("--password-stdin") {
        std::thread::sleep(Duration::from_millis(5));
    }
    look("environ");
    drop(stdin);
    assert!(child.wait_with_output().unwrap().status.success());
    me.run(["auth", "whoami"]).exits(0);
}
