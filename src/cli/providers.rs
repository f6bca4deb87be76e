//! `gp4u providers`: the rental networks.

use clap::{Args, Subcommand};

use super::args::words;
use super::gpus::FieldsArg;
use super::output::Printer;
use super::values;
use crate::app::App;
use crate::app::config::PROVIDERS;
use crate::error::{Code, Error, Result};
use crate::ops::providers::{self, ProviderCheck, ProviderInfo, ProviderStatus};

/// The rental networks: what is configured, stored and reachable.
#[derive(Debug, Subcommand)]
pub enum ProvidersCommand {
    /// List the providers and how they are configured
    List(FieldsArg),
    /// Show what is stored of each provider, and how its last sync went
    Status(FieldsArg),
    /// Ask the providers now whether they can be read; stores nothing
    Check(CheckArgs),
}

/// Ask the providers now whether they can be read.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Providers to check [default: all that are enabled]
    #[arg(value_name = "PROVIDER", value_parser = words(&PROVIDERS))]
    providers: Vec<&'static str>,
    #[command(flatten)]
    fields: FieldsArg,
}

impl ProvidersCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::List(fields) => printer.list(&providers::list(app)?, fields.of::<ProviderInfo>()?, Vec::new()),
            Self::Status(fields) => {
                let fields = fields.of::<ProviderStatus>()?;
                printer.list(&providers::status(app).await?, fields, Vec::new())
            }
            Self::Check(arguments) => check(arguments, app, printer).await,
        }
    }
}

async fn check(arguments: CheckArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<ProviderCheck>()?;
    let named: Vec<_> = arguments.providers.into_iter().filter_map(values::network).collect();
    let checks = providers::check(app, &named).await?;
    printer.list(&checks, fields, Vec::new())?;
    let failed: Vec<String> = checks
        .iter()
        .filter(|check| !check.ok)
        .map(|check| {
            let why = check.error.as_ref().map_or("no reason given", |error| error.message.as_str());
            format!("{}: {why}", check.provider)
        })
        .collect();
    if failed.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::ProviderUnavailable, format!("could not be read: {}", failed.join("; "))))
}
