//! The files that hold a login, a key or a token: private when made, refused when not.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::people::{PASSWORD, Person, feed};
use crate::world::{Database, Run, World};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn login_file(person: &Person) -> PathBuf {
    fs::read_dir(person.state.join("gp4u/credentials")).unwrap().next().unwrap().unwrap().path()
}

/// Fails unless the command refused to read a secret, and said which command helps.
#[track_caller]
fn refused(run: Run, remedy: Option<String>) {
    let error = run.exits(2).error();
    assert_eq!(error["code"], "unsafe_permissions", "{error}");
    if let Some(remedy) = remedy {
        assert_eq!(error["hint"], remedy);
    }
}

/// Runs gp4u from a shell with this umask.
fn with_umask(person: &Person, umask: &str, arguments: &str) -> Run {
    let mut command = Command::new("sh");
    let script = format!("umask {umask}; exec \"$0\" {arguments}");
    let from = person.command();
    command.env_clear().envs(from.get_envs().filter_map(|(name, value)| Some((name, value?))));
    feed(command.current_dir(person.world.home()).args(["-c", &script, env!("CARGO_BIN_EXE_gp4u")]), PASSWORD)
}

#[test]
fn files_are_private_whatever_the_umask() {
    for umask in ["000", "022", "0377"] {
        let world = World::new(Database::Sqlite);
        let me = Person::new(&world, "me");
        // Folders are not ours to widen: a umask that forbids entering them is obeyed.
        fs::create_dir_all(me.state.join("gp4u/credentials")).unwrap();
        with_umask(&me, umask, "auth signup --email me@example.com --password-stdin").exits(0);
        let mut files = vec![login_file(&me), me.state.join("gp4u/signing-key")];
        if umask == "000" {
            files.push(world.path("data/gp4u.db"));
        }
        for file in files {
            assert_eq!(mode(&file), 0o600, "{} under {umask}", file.display());
        }
        assert_eq!(fs::read_dir(me.state.join("gp4u/credentials")).unwrap().count(), 1, "no temporary file is left");
    }
}

#[test]
fn folders_are_made_for_the_owner_alone() {
    let world = World::new(Database::Sqlite);
    let me = Person::new(&world, "me");
    with_umask(&me, "000", "auth signup --email me@example.com --password-stdin").exits(0);
    for folder in ["gp4u", "gp4u/credentials"] {
        assert_eq!(mode(&me.state.join(folder)), 0o700, "{folder}");
    }
}

#[test]
fn a_login_that_others_can_read_or_exchange_is_refused() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let whoami = || me.run(["auth", "whoami", "--json"]);
    let file = login_file(&me);
    for wrong in [0o604, 0o640, 0o666, 0o620] {
        set_mode(&file, wrong);
        refused(whoami(), Some(format!("chmod 600 {}", file.display())));
    }
    set_mode(&file, 0o600);
    whoami().exits(0);
    let folder = file.parent().unwrap();
    for wrong in [0o777, 0o722, 0o770] {
        set_mode(folder, wrong);
        refused(whoami(), Some(format!("chmod go-w {}", folder.display())));
    }
    set_mode(folder, 0o755);
    whoami().exits(0);
}

#[test]
fn a_signing_key_that_others_can_read_signs_nothing() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let key = me.state.join("gp4u/signing-key");
    set_mode(&key, 0o644);
    refused(me.login(PASSWORD), Some(format!("chmod 600 {}", key.display())));
    refused(me.run(["auth", "token", "create", "--name", "x", "--scope", "read", "--json"]), None);
    // The login is not signed anew to be looked at.
    me.run(["auth", "whoami"]).exits(0);
    set_mode(&key, 0o600);
    fs::write(&key, "not a key\n").unwrap();
    let error = me.login(PASSWORD).exits(2).error();
    assert!(error["code"] == "bad_config" && !error.to_string().contains("not a key\\n"), "{error}");
}

#[test]
fn links_pipes_and_folders_are_not_followed() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let file = login_file(&me);
    let real = world.path("real");
    fs::rename(&file, &real).unwrap();
    let whoami = || me.run(["auth", "whoami", "--json"]);
    symlink(&real, &file).unwrap();
    refused(whoami(), None);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    refused(whoami(), None);
    fs::remove_dir(&file).unwrap();
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(&file).status().unwrap().success());
    let start = Instant::now();
    refused(whoami(), None);
    assert!(start.elapsed() < Duration::from_secs(20), "nobody waits for the other end");
    me.run(["auth", "logout"]).exits(0);
    assert!(!file.exists());
}

#[test]
fn a_login_replaces_a_link_and_does_not_write_through_it() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let (file, victim) = (login_file(&me), world.path("victim"));
    fs::write(&victim, "mine").unwrap();
    fs::remove_file(&file).unwrap();
    symlink(&victim, &file).unwrap();
    me.login(PASSWORD).exits(0);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
    assert!(fs::symlink_metadata(&file).unwrap().is_file());
    me.run(["auth", "whoami"]).exits(0);
}

#[test]
fn anothers_file_is_refused() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let file = login_file(&me);
    if fs::metadata(&file).unwrap().uid() != 0 {
        // Only root can give a file away.
        return;
    }
    std::os::unix::fs::chown(&file, Some(65_534), None).unwrap();
    refused(me.run(["auth", "whoami", "--json"]), None);
}

#[test]
fn a_token_file_is_as_private_as_a_login() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let token = me.token("read");
    let file = world.private_file("token", &format!("{token}\n"));
    let whoami = |file: &Path| {
        let mut command = me.command();
        feed(command.env("GP4U_TOKEN_FILE", file).args(["auth", "whoami", "--json"]), "")
    };
    assert_eq!(whoami(&file).exits(0).json()["data"]["kind"], "token");
    set_mode(&file, 0o644);
    refused(whoami(&file), Some(format!("chmod 600 {}", file.display())));
    set_mode(&file, 0o600);
    let link = world.path("link");
    symlink(&file, &link).unwrap();
    refused(whoami(&link), None);
    whoami(&world.path("none")).exits(2);
    let both = me.command().env("GP4U_TOKEN_FILE", &file).env("GP4U_TOKEN", &token).args(["auth", "whoami"]).output();
    assert_eq!(both.unwrap().status.code(), Some(2), "which one is meant?");
}

#[test]
fn a_broken_login_is_not_shown_and_can_be_removed() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let file = login_file(&me);
    fs::write(&file, "CANARY: not a login").unwrap();
    let error = me.run(["auth", "whoami", "--json"]).exits(2).error();
    assert!(error["code"] == "bad_config" && !error.to_string().contains("CANARY"), "{error}");
    me.run(["auth", "logout"]).exits(0);
    assert!(!file.exists());
}
