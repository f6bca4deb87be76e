//! Questions, on standard error; asked only when somebody can answer.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};

use dialoguer::{Confirm, Input, Password};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use secrecy::SecretString;
use tokio::task::spawn_blocking;

use super::{Printer, visible};
use crate::error::{Code, Error, Result};

/// How the terminal was before a question, while one is being asked: where passwords are typed it shows nothing.
static TERMINAL: Mutex<Option<Termios>> = Mutex::new(None);

/// Puts the terminal back as it was, when the program ends in the middle of a question.
pub fn restore_terminal() {
    if let Some(before) = TERMINAL.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // There is nothing left to do when it fails.
        let _ignored = tcsetattr(std::io::stdin(), OptionalActions::Now, &before);
    }
}

/// Asks on a thread of its own, so that a signal need not wait for the answer.
async fn ask<T: Send + 'static>(question: impl FnOnce() -> dialoguer::Result<T> + Send + 'static) -> Result<T> {
    *TERMINAL.lock().unwrap_or_else(PoisonError::into_inner) = tcgetattr(std::io::stdin()).ok();
    let answer = spawn_blocking(question).await;
    *TERMINAL.lock().unwrap_or_else(PoisonError::into_inner) = None;
    match answer {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(unanswered(&error)),
        Err(error) => Err(Error::new(Code::Internal, format!("the question failed: {error}"))),
    }
}

fn unanswered(error: &dialoguer::Error) -> Error {
    Error::new(Code::Interrupted, format!("no answer: {error}"))
}

impl Printer {
    /// Whether somebody is there to answer, and wants to.
    fn can_ask(&self) -> bool {
        let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
        self.may_ask && !in_ci && std::io::stdin().is_terminal() && self.errors.is_terminal()
    }

    /// Asks for a line of text; `instead` is the flag that answers where nobody can.
    pub async fn ask(&self, question: &str, instead: &str) -> Result<String> {
        self.require_somebody(question, instead)?;
        let question = visible(question).into_owned();
        ask(move || Input::new().with_prompt(question).interact_text()).await
    }

    /// Asks for a password without showing it, twice when it is a new one.
    pub async fn ask_password(&self, question: &str, is_new: bool, instead: &str) -> Result<SecretString> {
        self.require_somebody(question, instead)?;
        let question = visible(question).into_owned();
        ask(move || {
            let mut prompt = Password::new().with_prompt(question).report(false);
            if is_new {
                prompt = prompt.with_confirmation("The same again", "These were different passwords");
            }
            prompt.interact().map(Into::into)
        })
        .await
    }

    /// Asks before something is done that costs or removes something, unless `yes` was said already.
    pub fn confirm(&self, question: &str, yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        self.require_somebody(question, "--yes")?;
        match Confirm::new().with_prompt(visible(question)).default(false).interact() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::new(Code::Interrupted, "not confirmed; nothing was changed")),
            Err(error) => Err(unanswered(&error)),
        }
    }

    fn require_somebody(&self, question: &str, instead: &str) -> Result<()> {
        if self.can_ask() {
            return Ok(());
        }
        Err(Error::new(Code::PromptNeeded, format!("nobody can be asked: {question}")).hint(format!("use {instead}")))
    }
}
