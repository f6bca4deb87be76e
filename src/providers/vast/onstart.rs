//! The script that Vast.ai runs at a machine's start: lets the user in, runs what they want to be run, and ends the
//! machine at its time with the only key that is on it, which can do no more than that.
//!
//! `deadman.sh` never changes; what does are assignments before it, each written by a quoting writer.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::providers::rental::PublicKey;

/// Where the end stands on the machine, in seconds since 1970: whoever is logged in as root can move it.
pub(super) const ENDS_AT_FILE: &str = "/root/.gp4u-ends-at";
const DEADMAN: &str = include_str!("deadman.sh");

/// A text with a null character, which no shell can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a script cannot hold a null character")]
pub(super) struct HasNull;

/// Writes the script. `api` is Vast.ai's address, `user_script` the user's own.
pub(super) fn script(
    api: &str,
    ends_at: Timestamp,
    keys: &[PublicKey],
    user_script: Option<&str>,
) -> Result<String, HasNull> {
    let keys: Vec<&str> = keys.iter().map(PublicKey::as_str).collect();
    let mut script = String::from("#!/bin/bash\n");
    for (name, value) in [
        ("GP4U_API", api.trim_end_matches('/')),
        ("GP4U_ENDS_AT", &ends_at.as_second().to_string()),
        ("GP4U_KEYS", &keys.join("\n")),
    ] {
        // Writing to a string cannot fail.
        let _ = writeln!(script, "{name}={}", quoted(value)?);
    }
    script.push_str(DEADMAN);
    if let Some(user_script) = user_script {
        let _ = writeln!(script, "bash -c {}", quoted(user_script)?);
    }
    Ok(script)
}

fn quoted(text: &str) -> Result<std::borrow::Cow<'_, str>, HasNull> {
    shlex::try_quote(text).map_err(|_| HasNull)
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt as _;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use super::*;
    use crate::providers::testing::{Server, ok};
    use proptest::prelude::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4 me@home";

    /// Runs a script as Vast.ai does, and gives what it printed and the group of processes that it left running.
    fn run(script: &str, home: &std::path::Path) -> (String, u32) {
        let child = Command::new("bash")
            .args(["-c", script])
            .env("HOME", home)
            .env("CONTAINER_ID", "42")
            .env("CONTAINER_API_KEY", "instance-key")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap();
        let group = child.id();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        (String::from_utf8(output.stdout).unwrap(), group)
    }

    /// The watch goes on until the machine is gone; here it would go on until the computer is.
    fn end_watch(group: u32) {
        assert!(Command::new("kill").args(["--", &format!("-{group}")]).status().unwrap().success());
    }

    #[test]
    fn at_its_time_the_machine_ends_itself_with_its_own_key() {
        let home = tempfile::tempdir().unwrap();
        let server = Server::in_turn(vec![ok(r#"{"success":true}"#)]);
        let past = Timestamp::from_second(1_000_000_000).unwrap();
        let script = script(&server.url, past, &[KEY.parse().unwrap()], Some("echo \"it's $((1+1))\"")).unwrap();
        let (printed, group) = run(&script, home.path());
        assert_eq!(printed, "it's 2\n");
        assert_eq!(std::fs::read_to_string(home.path().join(".ssh/authorized_keys")).unwrap(), format!("{KEY}\n"));
        let patience = Instant::now() + Duration::from_secs(20);
        while server.received().is_empty() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(20));
        }
        let received = server.received().remove(0);
        assert_eq!((received.method.as_str(), received.path.as_str()), ("DELETE", "/api/v0/instances/42/"));
        assert!(received.headers.contains("authorization: Bearer instance-key\n"), "{}", received.headers);
        end_watch(group);
    }

    #[test]
    fn an_end_that_was_moved_stays_moved() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(".gp4u-ends-at"), "4102444800\n").unwrap();
        let server = Server::in_turn(vec![ok("{}")]);
        let past = Timestamp::from_second(1_000_000_000).unwrap();
        let script = script(&server.url, past, &[KEY.parse().unwrap()], None).unwrap();
        let (_, group) = run(&script, home.path());
        assert_eq!(std::fs::read_to_string(home.path().join(".gp4u-ends-at")).unwrap(), "4102444800\n");
        assert!(ENDS_AT_FILE.ends_with("/.gp4u-ends-at") && DEADMAN.contains("/.gp4u-ends-at"));
        end_watch(group);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        /// The user's script reaches its shell as it was written, and nothing of it reaches the one that watches.
        #[test]
        fn any_script_is_passed_on_as_it_is(text in "[ -~\n]{0,60}") {
            let script = script("https://console.vast.ai", Timestamp::UNIX_EPOCH, &[], Some(&text)).unwrap();
            let last = script.split_once(DEADMAN).unwrap().1;
            prop_assert_eq!(shlex::split(last.trim_end()).unwrap(), ["bash", "-c", &text]);
        }
    }
}
