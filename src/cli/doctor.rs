//! `gp4u doctor`: is everything as it should be?

use clap::Args;

use super::output::Printer;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ops::doctor::{self, Check, CheckStatus};

/// Check configuration, database, providers, clock and file permissions.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Do not ask the providers
    #[arg(long)]
    offline: bool,
}

impl DoctorArgs {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let checks = doctor::doctor(app, self.offline).await;
        report(&checks, printer)
    }

    /// Says that everything else depends on a configuration that can be read.
    pub fn without_configuration(error: &Error, printer: &mut Printer) -> Result<()> {
        report(&doctor::without_configuration(error), printer)
    }
}

fn report(checks: &[Check], printer: &mut Printer) -> Result<()> {
    printer.list(checks, None, Vec::new())?;
    for check in checks {
        if let Some(hint) = &check.hint {
            printer.note(&format!("{}: {hint}", check.check));
        }
    }
    let failed: Vec<&str> =
        checks.iter().filter(|check| check.status == CheckStatus::Failed).map(|check| check.check.as_str()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::CheckFailed, format!("not as it should be: {}", failed.join(", "))))
}
