//! Questions, on standard error; asked only when somebody can answer.

use std::io::IsTerminal;

use dialoguer::{Confirm, Input, Password};
use secrecy::SecretString;

use super::{Printer, visible};
use crate::error::{Code, Error, Result};

impl Printer {
    /// Whether somebody is there to answer, and wants to.
    fn can_ask(&self) -> bool {
        let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        self.may_ask && !in_ci && std::io::stdin().is_terminal() && self.errors.is_terminal()
    }

    /// Asks for a line of text; `instead` is the flag that answers where nobody can.
    pub fn ask(&self, question: &str, instead: &str) -> Result<String> {
        self.require_somebody(question, instead)?;
        Input::new().with_prompt(visible(question)).interact_text().map_err(|error| unanswered(&error))
    }

    /// Asks for a password without showing it, twice when it is a new one.
    pub fn ask_password(&self, question: &str, is_new: bool, instead: &str) -> Result<SecretString> {
        self.require_somebody(question, instead)?;
        let prompt = Password::new().with_prompt(visible(question)).report(false);
        let prompt =
            if is_new { prompt.with_confirmation("The same again", "These were different passwords") } else { prompt };
        prompt.interact().map(Into::into).map_err(|error| unanswered(&error))
    }

    /// Asks before something is done that costs or removes something, unless `yes` was said already.
    pub fn confirm(&self, question: &str, yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        self.require_somebody(question, "--yes")?;
        let agreed = Confirm::new().with_prompt(visible(question)).default(false).interact();
        if agreed.map_err(|error| unanswered(&error))? {
            Ok(())
        } else {
            Err(Error::new(Code::Interrupted, "not confirmed; nothing was changed"))
        }
    }

    fn require_somebody(&self, question: &str, instead: &str) -> Result<()> {
        if self.can_ask() {
            return Ok(());
        }
        Err(Error::new(Code::PromptNeeded, format!("nobody can be asked: {question}")).hint(format!("use {instead}")))
    }
}

fn unanswered(error: &dialoguer::Error) -> Error {
    Error::new(Code::Interrupted, format!("no answer: {error}"))
}
