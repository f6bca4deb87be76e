//! A PostgreSQL server of a test's own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A server that the test may restart.
pub struct Server {
    script: Child,
    commands: ChildStdin,
    answers: std::io::Lines<BufReader<ChildStdout>>,
    pub url: String,
}

impl Server {
    /// Starts a server of one's own.
    pub fn start() -> Self {
        let serve = r#"echo "$GP4U_TEST_POSTGRES_URL"; while read -r _; do "$GP4U_TEST_POSTGRES_RESTART"; echo restarted; done"#;
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres.sh"))
            .args(["bash", "-c", serve])
            .env_remove("GP4U_TEST_POSTGRES_URL")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = script.stdin.take().unwrap();
        let mut answers = BufReader::new(script.stdout.take().unwrap()).lines();
        let url = answers.next().expect("the server starts").unwrap();
        Self { script, commands, answers, url }
    }

    /// Kills every process of the server at once and starts it again.
    pub fn restart(&mut self) {
        writeln!(self.commands, "restart").unwrap();
        assert_eq!(self.answers.next().unwrap().unwrap(), "restarted");
    }

    /// Stops and removes the server.
    pub fn stop(self) {
        let Self { mut script, commands, answers, .. } = self;
        drop((commands, answers));
        assert!(script.wait().unwrap().success());
    }
}
