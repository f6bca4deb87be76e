//! `gp4u gpus history`: what a GPU cost over time.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::args::words;
use super::gpus::FieldsArg;
use super::output::{PlotFormat, Printer, plot};
use super::values;
use super::watch::{WatchArgs, Watchable};
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::condition::Condition;
use crate::market::history::Billing;
use crate::ops::history::{DEFAULT_DAYS, HistoryRequest, history};
use crate::ops::watch::{PresentPrices, Subject, Telling, history_subjects};
use crate::units::Rate;

/// Show what a GPU cost over time.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// GPU, in any spelling a provider uses
    #[arg(value_name = "GPU", value_parser = values::name)]
    model: String,

    /// Only this provider, rental network or any other whose prices were imported
    #[arg(long, value_name = "NAME", value_parser = values::name)]
    provider: Option<String>,

    /// Days to look back on
    #[arg(long, value_name = "N", value_parser = values::days, default_value_t = DEFAULT_DAYS)]
    days: u32,

    /// Also tell for how much of the time the price was under this, USD per GPU-hour
    #[arg(long, value_name = "USD", value_parser = values::price)]
    under: Option<Rate>,

    /// How it is billed
    #[arg(long, value_name = "KIND", value_parser = words(&["on-demand", "interruptible"]), default_value = "on-demand")]
    kind: &'static str,

    /// The last moment to show [default: now]
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    at: Option<Timestamp>,
    /// Also draw it into this file, .svg or .png
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    fields: FieldsArg,
    #[command(flatten)]
    watch: WatchArgs,
}

impl HistoryArgs {
    fn request(&self) -> HistoryRequest {
        HistoryRequest {
            model: self.model.clone(),
            billing: values::billing(self.kind).unwrap_or(Billing::OnDemand),
            provider: self.provider.clone(),
            days: self.days,
            at: self.at,
            under: self.under,
        }
    }

    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        // Told before anything is looked up.
        self.plot.as_deref().map(PlotFormat::of).transpose()?;
        if !self.watch.is_asked()? {
            return self.show(app, printer).await;
        }
        if self.at.is_some() {
            return Err(Error::new(Code::Usage, "the past does not change: --at does not go with --watch"));
        }
        self.until()?;
        self.watch.watch(&self, app, printer).await
    }

    fn until(&self) -> Result<Option<Condition>> {
        self.watch.until().map(|text| Condition::parse(text, &PresentPrices::FIELDS)).transpose()
    }
}

impl Watchable for HistoryArgs {
    const TELLING: Telling = Telling::Changes;

    async fn subjects(&self, app: &App, _: &[String]) -> Result<(Vec<Subject>, Vec<Warning>)> {
        history_subjects(app, &self.request(), self.until()?.as_ref()).await
    }

    async fn show(&self, app: &App, printer: &mut Printer) -> Result<()> {
        let (histories, warnings) = history(app, &self.request()).await?;
        if histories.is_empty() {
            return Err(Error::new(Code::NotFound, format!("no price of a {} is known in that time", self.model))
                .hint("prices gather with every `gp4u sync`; `gp4u import` brings older ones"));
        }
        if let Some(path) = &self.plot {
            let picture = plot(&histories, PlotFormat::of(path)?)?;
            let failed = |error| Error::new(Code::Io, format!("cannot write {}: {error}", path.display()));
            fs::write(path, picture).map_err(failed)?;
        }
        printer.history(&histories, self.fields.text(), warnings)
    }
}
