//! `gp4u sync`: fill the market.

use std::path::PathBuf;

use clap::Args;

use super::args::words;
use super::output::Printer;
use super::values;
use crate::app::App;
use crate::app::config::PROVIDERS;
use crate::error::Result;
use crate::ops::sync::{SyncRequest, sync};
use crate::providers::Network;

const EXAMPLES: &str = "\
Examples:
  gp4u sync
  gp4u sync vast akash --record answers
  gp4u sync --replay answers
";

/// Ask the rental networks for their offers and store them.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub struct SyncArgs {
    /// Providers to ask [default: all that are enabled]
    #[arg(value_name = "PROVIDER", value_parser = words(&PROVIDERS))]
    providers: Vec<&'static str>,

    /// Also write the raw answers into this folder, secrets removed
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,

    /// Take the answers from this folder instead of the network
    #[arg(long, value_name = "DIR", conflicts_with = "record")]
    replay: Option<PathBuf>,
}

impl SyncArgs {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let request = SyncRequest {
            providers: self.providers.into_iter().filter_map(values::network).collect(),
            record: self.record,
            replay: self.replay,
            lease: None,
        };
        let progress = printer.sync_progress(&asked(app, &request));
        let shown = progress.clone();
        let outcome = sync(app, request, move |event| shown.on_event(event)).await;
        progress.clear();
        let report = outcome?;
        printer.sync(&report)?;
        report.failure().map_or(Ok(()), Err)
    }
}

/// The providers that will be asked.
fn asked(app: &App, request: &SyncRequest) -> Vec<Network> {
    let is_enabled = |network: &Network| {
        let settings = app.config.providers.get(network.as_str());
        settings.is_some_and(|settings| settings.enabled)
    };
    match request.providers.as_slice() {
        [] => Network::ALL.into_iter().filter(is_enabled).collect(),
        named => named.to_vec(),
    }
}
