//! What every command that changes something takes.

use clap::Args;

use super::output::Printer;
use crate::ops::mutation::Mutation;

/// How a change is to be made.
#[derive(Clone, Debug, Args)]
pub struct MutationArgs {
    /// Tell what would be done, and change nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,

    /// Name of this request: however often it is repeated, it is done once [default: a new one]
    #[arg(long, value_name = "KEY", value_parser = key)]
    pub idempotency_key: Option<String>,

    /// Do not ask before doing it
    #[arg(short, long)]
    pub yes: bool,
}

fn key(text: &str) -> Result<String, String> {
    Mutation::check_key(text).map(|()| text.to_owned())
}

impl MutationArgs {
    /// The request's part. A key that is made up is told before anything is done, so that the command can be repeated
    /// safely whatever becomes of it.
    #[must_use]
    pub fn mutation(&self, printer: &Printer) -> Mutation {
        let made_up = || {
            let key = Mutation::new_key();
            if !self.dry_run {
                printer.note(&format!("to repeat this safely add --idempotency-key {key}"));
            }
            key
        };
        let key = self.idempotency_key.clone().unwrap_or_else(made_up);
        Mutation { dry_run: self.dry_run, idempotency_key: Some(key) }
    }
}
