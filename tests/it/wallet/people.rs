//! People with accounts of their own in one world.

use std::path::PathBuf;

use serde_json::Value;

use crate::world::{Run, World};

/// Somebody with an account, logged in. The first of a world is its operator.
pub struct Person<'a> {
    world: &'a World,
    state: PathBuf,
    pub email: String,
}

impl<'a> Person<'a> {
    pub fn sign_up(world: &'a World, name: &str) -> Self {
        let person = Self { world, state: world.path(name), email: format!("{name}@example.com") };
        let arguments = ["auth", "signup", "--email", &person.email, "--password-stdin"];
        let mut command = person.command();
        let input = world.path(&format!("{name}-password"));
        std::fs::write(&input, "correct horse battery staple\n").unwrap();
        let output = command.args(arguments).stdin(std::fs::File::open(input).unwrap()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        person
    }

    /// The binary in this person's hands.
    pub fn command(&self) -> std::process::Command {
        let mut command = self.world.command();
        command.env("XDG_STATE_HOME", &self.state);
        command
    }

    pub fn run<'b>(&self, arguments: impl IntoIterator<Item = &'b str>) -> Run {
        let output = self.command().args(arguments).output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The `data` of a command's JSON.
    #[track_caller]
    pub fn data<'b>(&self, arguments: impl IntoIterator<Item = &'b str>) -> Value {
        let arguments = arguments.into_iter().chain(["-o", "json"]);
        self.run(arguments).exits(0).json()["data"].clone()
    }

    /// Money in the wallet, deposited and approved by this person, who is the operator.
    pub fn fund(&self, amount: &str) {
        self.fund_of(self, amount);
    }

    /// Money in another's wallet, approved by this person, who is the operator.
    pub fn fund_of(&self, other: &Person<'_>, amount: &str) {
        let reference = format!("funds-{}", fastrand::u64(..));
        let deposit = other.data(["wallet", "deposit", "--amount", amount, "--reference", &reference]);
        self.run(["wallet", "approve", deposit["id"].as_str().unwrap()]).exits(0);
    }

    #[track_caller]
    pub fn balance(&self) -> Value {
        self.data(["wallet", "balance"])
    }

    #[track_caller]
    pub fn available(&self) -> String {
        self.balance()["available"].as_str().unwrap().to_owned()
    }

    /// The token of this person's login.
    pub fn token(&self) -> String {
        let folder = self.state.join("gp4u/credentials");
        let file = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        let credentials: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        credentials["token"].as_str().unwrap().to_owned()
    }
}

/// Fails unless every law of the book holds.
#[track_caller]
pub fn proven(world: &World) {
    let run = world.run(["ledger", "verify", "-o", "json"]);
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
}
