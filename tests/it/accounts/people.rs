//! Several people in one world: each has a login of their own.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::world::{Run, World, run_of};

pub const PASSWORD: &str = "CANARY-correct-horse";

/// Somebody with a machine of their own.
pub struct Person<'a> {
    pub world: &'a World,
    pub email: String,
    pub state: PathBuf,
}

impl<'a> Person<'a> {
    /// Somebody without an account yet.
    pub fn new(world: &'a World, name: &str) -> Self {
        Self { world, email: format!("{name}@example.com"), state: world.path(&format!("{name}-state")) }
    }

    /// Somebody with an account, logged in.
    pub fn signed_up(world: &'a World, name: &str) -> Self {
        let person = Self::new(world, name);
        person.signup(&[]).exits(0);
        person
    }

    pub fn command(&self) -> Command {
        let mut command = self.world.command();
        command.env("XDG_STATE_HOME", &self.state);
        command
    }

    pub fn run<'b>(&self, arguments: impl IntoIterator<Item = &'b str>) -> Run {
        run_of(&self.command().args(arguments).output().unwrap())
    }

    pub fn run_with_input<'b>(&self, arguments: impl IntoIterator<Item = &'b str>, input: &str) -> Run {
        feed(self.command().args(arguments), input)
    }

    /// Acts with a token instead of the login.
    pub fn run_with_token<'b>(&self, token: &str, arguments: impl IntoIterator<Item = &'b str>) -> Run {
        run_of(&self.command().env("GP4U_TOKEN", token).args(arguments).output().unwrap())
    }

    pub fn signup(&self, more: &[&str]) -> Run {
        let arguments = ["auth", "signup", "--email", &self.email, "--password-stdin"];
        self.run_with_input(arguments.iter().chain(more).copied(), PASSWORD)
    }

    pub fn login(&self, password: &str) -> Run {
        self.run_with_input(["auth", "login", "--email", &self.email, "--password-stdin", "--json"], password)
    }

    /// What a command's JSON says.
    #[track_caller]
    pub fn data(&self, arguments: &[&str]) -> Value {
        self.run(arguments.iter().copied().chain(["-o", "json"])).exits(0).json()["data"].clone()
    }

    /// A new token with these scopes.
    #[track_caller]
    pub fn token(&self, scopes: &str) -> String {
        let run = self.run(["auth", "token", "create", "--name", "test", "--scope", scopes, "-q"]).exits(0);
        run.stdout.trim_end().to_owned()
    }

    /// The token of the login on this machine.
    pub fn login_token(&self) -> String {
        let folder = self.state.join("gp4u/credentials");
        let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        let text: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        text["token"].as_str().unwrap().to_owned()
    }
}

/// Runs a command to its end with text on standard input.
pub fn feed(command: &mut Command, input: &str) -> Run {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // It may have ended without reading.
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    run_of(&child.wait_with_output().unwrap())
}
