//! Programs that are told of events.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::WatchEvent;
use crate::error::{Code, Error, Result};

/// How long a program told of an event may take.
const HOOK_TIMEOUT: Duration = Duration::from_mins(1);
/// Words of a program's command line at most.
const MAX_HOOK_WORDS: usize = 100;

/// A program with its arguments, run without a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    program: String,
    arguments: Vec<String>,
}

impl Hook {
    /// A command line in words, quoted as for a shell. Nothing else that a shell does is done: no variables, no globs,
    /// no pipes.
    ///
    /// # Errors
    /// `usage` when a quote is open, or there is no word, or there are too many.
    pub fn parse(text: &str) -> Result<Self> {
        let mut words = shlex::split(text).unwrap_or_default().into_iter();
        let program = words.next().filter(|_| words.len() < MAX_HOOK_WORDS).ok_or_else(|| {
            let message = format!("`{text}` is no command line: a program and its arguments, quotes closed");
            Error::new(Code::Usage, message)
        })?;
        Ok(Self { program, arguments: words.collect() })
    }

    /// Runs the program with an event as one line of JSON on its standard input, and waits for its end. What it prints
    /// goes to `output`.
    ///
    /// # Errors
    /// `io` when it cannot be run, fails, or takes longer than a minute: then it is stopped.
    pub async fn run(&self, event: &WatchEvent, output: Stdio) -> Result<()> {
        let failed = |what: String| Error::new(Code::Io, format!("{} {what}", self.program));
        let mut line = serde_json::to_vec(event).map_err(|error| failed(error.to_string()))?;
        line.push(b'\n');
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(output)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(format!("cannot be run: {error}")))?;
        let stdin = child.stdin.take();
        let told = async {
            if let Some(mut stdin) = stdin {
                // A program need not read what it is told.
                drop(stdin.write_all(&line).await);
            }
            child.wait().await
        };
        match tokio::time::timeout(HOOK_TIMEOUT, told).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(failed(format!("failed: {status}"))),
            Ok(Err(error)) => Err(failed(error.to_string())),
            Err(_) => Err(failed(format!("took longer than {} s and was stopped", HOOK_TIMEOUT.as_secs()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::{Map, Value};

    use super::*;
    use crate::ops::watch::EventKind;
    use crate::units::Rate;

    fn hook(text: &str) -> Hook {
        Hook::parse(text).unwrap()
    }

    #[test]
    fn command_lines_are_split_without_a_shell() {
        let words = |text| {
            let Hook { program, arguments } = hook(text);
            [vec![program], arguments].concat()
        };
        assert_eq!(words("notify-send  'a b' \"$HOME;\" c"), ["notify-send", "a b", "$HOME;", "c"]);
        assert_eq!(words("a ''"), ["a", ""]);
        for wrong in ["", "  ", "a 'b", &"a ".repeat(101)] {
            assert!(Hook::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_program_is_given_the_event_and_its_failure_is_told() {
        let event = WatchEvent {
            event: EventKind::Hit,
            at: Timestamp::UNIX_EPOCH,
            id: "a".to_owned(),
            price_per_gpu_hour: Some(Rate::from_micros(5)),
            previous_price_per_gpu_hour: None,
            data: Map::new(),
        };
        let folder = tempfile::TempDir::new().unwrap();
        let seen = folder.path().join("seen").display().to_string();
        hook(&format!("tee '{seen}'")).run(&event, Stdio::null()).await.unwrap();
        let line = std::fs::read_to_string(seen).unwrap();
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&value["event"], &value["price_per_gpu_hour"]), (&"hit".into(), &"0.000005".into()));
        assert!(hook("false").run(&event, Stdio::null()).await.is_err());
        assert!(hook("/no/such/program").run(&event, Stdio::null()).await.is_err());
        hook("true").run(&event, Stdio::null()).await.unwrap();
    }
}
