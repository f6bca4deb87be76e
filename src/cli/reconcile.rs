//! `gp4u reconcile`: the database against the providers.

use clap::Args;

use super::gpus::FieldsArg;
use super::output::Printer;
use crate::app::App;
use crate::error::Result;
use crate::ops::reconcile::{Finding, reconcile_as_operator};

const EXAMPLES: &str = "\
Examples:
  gp4u reconcile
  gp4u reconcile --fix -o json
";

/// Compare rented machines with what the providers show; exit 1 when one is nobody's or missing
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub struct ReconcileArgs {
    /// Release the machines that nobody owns
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    fields: FieldsArg,
}

impl ReconcileArgs {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<Finding>()?;
        let report = reconcile_as_operator(app, self.fix).await?;
        printer.list(&report.findings, fields, Vec::new())?;
        if report.findings.is_empty() {
            printer.note("every machine is somebody's, and nobody's is missing");
        }
        report.problem().map_or(Ok(()), Err)
    }
}
