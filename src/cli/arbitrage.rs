//! `gp4u arbitrage`: where the same GPU is really cheaper.

use std::time::Duration;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::args::words;
use super::gpus::FieldsArg;
use super::output::{Printer, Record};
use super::values;
use super::watch::{WatchArgs, Watchable};
use crate::app::App;
use crate::app::config::OutputFormat;
use crate::error::{Code, Error, Result, Warning};
use crate::market::arbitrage::{DEFAULT_HOURS, Grade, Terms, Versus};
use crate::market::condition::Condition;
use crate::market::history::Billing;
use crate::ops::arbitrage::{
    self, BestDeal, BestRequest, CompareRequest, From, OpportunitiesRequest, Opportunity, Savings, SavingsRequest,
    Scope,
};

use crate::ops::watch::{Subject, Telling, opportunity_subjects};

/// Rows of a table on a terminal, when no limit is given.
const ROWS_ON_TERMINAL: usize = 20;

const EXAMPLES: &str = "\
Examples:
  gp4u arbitrage
  gp4u arbitrage opportunities --model h100 --gpus 8 --data 200 --hours 72 --min-confidence stable
  gp4u arbitrage best h100 --gpus 8
  gp4u arbitrage savings h100 --from 2.95 --hours-per-day 8
";

/// Ways of billing.
const BILLINGS: [&str; 2] = ["on-demand", "interruptible"];
/// Names of the grades of confidence.
const GRADES: [&str; 3] = ["new", "seen", "stable"];

/// Find where the same GPU is really cheaper
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, before_help = EXAMPLES)]
pub struct ArbitrageArgs {
    #[command(subcommand)]
    command: Option<ArbitrageCommand>,
    #[command(flatten)]
    opportunities: OpportunitiesArgs,
}

#[derive(Debug, Subcommand)]
enum ArbitrageCommand {
    /// List what is saved by buying elsewhere, net of moving, and which of it is news (the default)
    Opportunities(Box<OpportunitiesArgs>),
    /// Show where to buy one model now, and which offers
    Best(BestArgs),
    /// Show what each provider asks for one model
    Compare(CompareArgs),
    /// Show what moving to the best price is worth in money
    Savings(SavingsArgs),
}

/// Which markets, and as of when.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Market")]
struct ScopeArgs {
    /// Only this way of billing; the two are never mixed
    #[arg(long, value_name = "KIND", value_parser = words(&BILLINGS))]
    kind: Option<&'static str>,

    /// The market as it was at this time: 2026-08-01T12:00:00Z, "2026-08-01 12:00", 2026-08-01
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    at: Option<Timestamp>,

    /// Prices older than this do not count [default: market.max_age, 24h for list prices]
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    max_age: Option<Duration>,
}

impl ScopeArgs {
    fn scope(&self, models: Vec<String>) -> Scope {
        Scope { models, billing: self.kind.and_then(values::billing), at: self.at, max_age: self.max_age }
    }
}

/// What a price is compared with.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Comparison")]
struct TermsArgs {
    /// Compare with the median provider (of three at least), the next cheapest, the dearest, or what you pay per GPU-hour
    #[arg(long, value_name = "median|next|dearest|USD", value_parser = values::versus, default_value = "median")]
    versus: Versus,

    /// GPUs of the job: what must be available, and what moving costs is shared by
    #[arg(long, value_name = "N", value_parser = values::gpu_count)]
    gpus: Option<u32>,

    /// GB to move from the old place
    #[arg(long, value_name = "GB", value_parser = values::gib, default_value = "0")]
    data: u32,

    /// Hours the job goes on: moving is paid back in them
    #[arg(long, value_name = "HOURS", value_parser = values::hours, default_value_t = DEFAULT_HOURS)]
    hours: u32,

    /// Also buy at prices that are probably mistakes
    #[arg(long)]
    include_outliers: bool,
}

impl TermsArgs {
    fn terms(&self) -> Terms {
        Terms {
            versus: self.versus,
            gpus: self.gpus,
            data_gib: self.data,
            hours: self.hours,
            include_outliers: self.include_outliers,
            ..Terms::default()
        }
    }
}

/// List what is saved by buying elsewhere.
#[expect(clippy::struct_excessive_bools, reason = "independent flags")]
#[derive(Debug, Args)]
struct OpportunitiesArgs {
    /// GPU, in any spelling a provider uses (repeatable)
    #[arg(long = "model", value_name = "GPU", value_parser = values::name)]
    models: Vec<String>,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    terms: TermsArgs,

    /// Net saving at least, in percent of the price compared with
    #[arg(long, value_name = "PERCENT", value_parser = values::percent, default_value = "15", help_heading = "Comparison")]
    min_spread: i64,

    /// Only savings that have lasted: seen 3 times, or in 80 % of a day's observations
    #[arg(long, value_name = "GRADE", value_parser = words(&GRADES), help_heading = "Comparison")]
    min_confidence: Option<&'static str>,

    /// Only news: savings well above what the same market usually offers
    #[arg(long, help_heading = "Comparison")]
    events: bool,

    /// Opportunities at most; 0 for all [default: 20 on a terminal, otherwise all]
    #[arg(long, value_name = "N", help_heading = "Result")]
    limit: Option<usize>,
    #[command(flatten)]
    fields: FieldsArg,

    /// Also list the offers and observations that every number follows from
    #[arg(long, help_heading = "Result")]
    explain: bool,

    /// Neither use nor keep an earlier answer
    #[arg(long, help_heading = "Result")]
    no_cache: bool,

    /// End with exit code 10 when there is none
    #[arg(long, help_heading = "Result")]
    exit_empty: bool,
    #[command(flatten)]
    watch: WatchArgs,
}

/// Show where to buy one model now.
#[derive(Debug, Args)]
struct BestArgs {
    /// GPU, in any spelling a provider uses
    #[arg(value_name = "GPU", value_parser = values::name)]
    model: String,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    terms: TermsArgs,
    #[command(flatten)]
    fields: FieldsArg,

    /// Also list the offers and observations that every number follows from
    #[arg(long, help_heading = "Result")]
    explain: bool,
}

/// Show what each provider asks for one model.
#[derive(Debug, Args)]
struct CompareArgs {
    /// GPU, in any spelling a provider uses
    #[arg(value_name = "GPU", value_parser = values::name)]
    model: String,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Show what moving to the best price is worth in money.
#[derive(Debug, Args)]
struct SavingsArgs {
    /// GPU, in any spelling a provider uses
    #[arg(value_name = "GPU", value_parser = values::name)]
    model: String,

    /// What is paid now: a provider's price, or USD per GPU-hour [default: the median provider's]
    #[arg(long, value_name = "PROVIDER|USD", value_parser = values::paid_now)]
    from: Option<From>,

    /// Hours of use in a day
    #[arg(long, value_name = "HOURS", value_parser = values::hours_per_day, default_value = "24")]
    hours_per_day: u32,

    /// GPUs of the job
    #[arg(long, value_name = "N", value_parser = values::gpu_count, default_value = "1")]
    gpus: u32,

    /// GB to move from the old place
    #[arg(long, value_name = "GB", value_parser = values::gib, default_value = "0")]
    data: u32,

    /// Also move to prices that are probably mistakes
    #[arg(long)]
    include_outliers: bool,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

impl ArbitrageArgs {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self.command {
            None => self.opportunities.run(app, printer).await,
            Some(ArbitrageCommand::Opportunities(arguments)) => arguments.run(app, printer).await,
            Some(ArbitrageCommand::Best(arguments)) => arguments.run(app, printer).await,
            Some(ArbitrageCommand::Compare(arguments)) => arguments.run(app, printer).await,
            Some(ArbitrageCommand::Savings(arguments)) => arguments.run(app, printer).await,
        }
    }
}

impl OpportunitiesArgs {
    fn request(&self) -> OpportunitiesRequest {
        OpportunitiesRequest {
            scope: self.scope.scope(self.models.clone()),
            terms: Terms { min_spread_bps: self.min_spread, ..self.terms.terms() },
            min_confidence: self.min_confidence.and_then(values::grade).unwrap_or(Grade::New),
            events: self.events,
            every_market: false,
            explain: self.explain,
            no_cache: self.no_cache,
        }
    }

    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        self.fields.of::<Opportunity>()?;
        if !self.watch.is_asked()? {
            return self.show(app, printer).await;
        }
        if self.scope.at.is_some() {
            return Err(Error::new(Code::Usage, "the past does not change: --at does not go with --watch"));
        }
        self.until()?;
        self.watch.watch(&self, app, printer).await
    }

    fn until(&self) -> Result<Option<Condition>> {
        self.watch.until().map(|text| Condition::parse(text, Opportunity::FIELDS)).transpose()
    }
}

impl Watchable for OpportunitiesArgs {
    /// News alone: a saving that stands is none.
    const TELLING: Telling = Telling::Hits;

    async fn subjects(&self, app: &App, _: &[String]) -> Result<(Vec<Subject>, Vec<Warning>)> {
        opportunity_subjects(app, &self.request(), self.until()?.as_ref()).await
    }

    async fn show(&self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<Opportunity>()?;
        let found = arbitrage::opportunities(app, &self.request()).await?;
        let on_terminal = printer.is_terminal() && printer.format() == OutputFormat::Table;
        let limit = match self.limit {
            Some(0) => usize::MAX,
            Some(limit) => limit,
            None if on_terminal => ROWS_ON_TERMINAL,
            None => usize::MAX,
        };
        let shown = found.rows.get(..limit.min(found.rows.len())).unwrap_or_default();
        printer.list(shown, fields, found.warnings)?;
        say_more(printer, shown, found.rows.len());
        if self.explain {
            explain(printer, shown);
        }
        if found.rows.is_empty() && self.exit_empty {
            return Err(Error::new(Code::Empty, "no opportunity"));
        }
        Ok(())
    }
}

/// What a person wants to know after the table.
fn say_more(printer: &Printer, shown: &[Opportunity], all: usize) {
    if shown.is_empty() {
        printer.note("no saving of that size; --min-spread, --versus next and --min-confidence new widen the search");
    } else if shown.len() < all {
        printer.note(&format!("the first {} of {all} opportunities; --limit 0 shows all", shown.len()));
    }
    say_outliers(printer, shown.iter());
}

fn say_outliers<'a>(printer: &Printer, deals: impl Iterator<Item = &'a Opportunity>) {
    for deal in deals {
        for outlier in &deal.outliers {
            printer.note(&format!(
                "{}: {} asks {}, far from the usual {}{}",
                deal.id,
                outlier.provider,
                outlier.price_per_gpu_hour,
                outlier.usual_per_gpu_hour,
                if outlier.provider == deal.provider { "" } else { "; left out" }
            ));
        }
    }
}

/// The evidence in lines; machine formats have it in the document.
fn explain(printer: &Printer, deals: &[Opportunity]) {
    if printer.format() != OutputFormat::Table {
        return;
    }
    for deal in deals {
        let Some(evidence) = &deal.explain else { continue };
        printer.aside(&format!("{}:", deal.id));
        for provider in &evidence.providers {
            printer.aside(&format!("  {} asks {}", provider.provider, provider.price_per_gpu_hour));
            for offer in &provider.offers {
                printer.aside(&format!("    {}  {}x  {}", offer.price_per_gpu_hour, offer.gpu_count, offer.id));
            }
        }
        let seen = evidence.observations.iter().map(|seen| match seen.same_saving_percent {
            Some(percent) => format!("{percent:.1}%"),
            None => "-".to_owned(),
        });
        printer.aside(&format!("  saved at {}, newest first: {}", deal.provider, seen.collect::<Vec<_>>().join(" ")));
    }
}

impl BestArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<BestDeal>()?;
        let request = BestRequest {
            scope: self.scope.scope(vec![self.model.clone()]),
            terms: self.terms.terms(),
            explain: self.explain,
        };
        let (deals, warnings) = arbitrage::best(app, &request).await?;
        if deals.is_empty() {
            return Err(nothing_on_offer(&self.model, self.terms.gpus));
        }
        printer.list(&deals, fields, warnings)?;
        say_outliers(printer, deals.iter().map(|deal| &deal.deal));
        if self.explain {
            let deals: Vec<Opportunity> = deals.into_iter().map(|deal| deal.deal).collect();
            explain(printer, &deals);
        }
        Ok(())
    }
}

fn nothing_on_offer(model: &str, gpus: Option<u32>) -> Error {
    let message = match gpus {
        Some(gpus) => format!("nobody has {gpus} {model} to compare and rent now"),
        None => format!("nobody has a {model} to compare and rent now"),
    };
    Error::new(Code::NotFound, message).hint("`gp4u gpus search --model … --all` shows everything that is listed")
}

impl CompareArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let request = CompareRequest { scope: self.scope.scope(vec![self.model.clone()]) };
        let (gpus, warnings) = arbitrage::compare(app, &request).await?;
        if gpus.is_empty() {
            return Err(nothing_on_offer(&self.model, None));
        }
        printer.prices(&gpus, self.fields.text(), warnings)
    }
}

impl SavingsArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<Savings>()?;
        let mut scope = self.scope.scope(vec![self.model.clone()]);
        scope.billing = scope.billing.or(Some(Billing::OnDemand));
        let request = SavingsRequest {
            scope,
            hours_per_day: self.hours_per_day,
            from: self.from.unwrap_or_default(),
            gpus: self.gpus,
            data_gib: self.data,
            include_outliers: self.include_outliers,
        };
        let (savings, warnings) = arbitrage::savings(app, &request).await?;
        if savings.is_empty() {
            return Err(nothing_on_offer(&self.model, Some(self.gpus))
                .hint("name what you pay with --from where fewer than three providers have it"));
        }
        printer.list(&savings, fields, warnings)
    }
}
