//! People with money in one world.

use std::ops::Deref;

use serde_json::Value;

use crate::accounts::people;
use crate::world::World;

/// Somebody with an account and a wallet, logged in. The first of a world is its operator.
pub struct Person<'a>(people::Person<'a>);

impl<'a> Deref for Person<'a> {
    type Target = people::Person<'a>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a> Person<'a> {
    pub fn sign_up(world: &'a World, name: &str) -> Self {
        Self(people::Person::signed_up(world, name))
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
}

/// Fails unless every law of the book holds.
#[track_caller]
pub fn proven(world: &World) {
    let run = world.run(["ledger", "verify", "-o", "json"]);
    assert_eq!(run.code, 0, "{}\n{}", run.stdout, run.stderr);
}
