//! `gp4u gpus`: the market.

use std::io::Read;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::args::words;
use super::history::HistoryArgs;
use super::output::{Page, Printer, Record, Tail, offer_columns};
use super::values::{self, KINDS};
use super::watch::{WatchArgs, Watchable};
use crate::app::App;
use crate::app::config::{OutputFormat, PROVIDERS};
use crate::error::{Code, Error, Result, Warning};
use crate::market::all_in::Needs;
use crate::market::filter::OfferFilter;
use crate::market::query::parse;
use crate::market::row::OfferRow;
use crate::ops::market::{self, COMPARED, ModelSummary, OfferDetail, SearchRequest, SearchSummary};
use crate::ops::watch::{Subject, Telling, search_subjects};
use crate::units::Rate;

/// Rows of a table on a terminal, when no limit is given.
const ROWS_ON_TERMINAL: u64 = 20;
/// Text read from standard input for `-` at most.
const MAX_STDIN_BYTES: u64 = 64 * 1024;

const SEARCH_EXAMPLES: &str = "\
Examples:
  gp4u gpus search --model 4090 --max-price 0.40 --min-reliability 99%
  gp4u gpus search --where 'vram_gib >= 80 and country != CN' --disk 200 --hours 24
  gp4u gpus search --model h100-sxm -o ids --limit 3 | gp4u gpus compare -
";

/// Find, show and compare GPUs for rent.
#[derive(Debug, Subcommand)]
pub enum GpusCommand {
    /// Find offers, the cheapest per GPU first
    #[command(before_help = SEARCH_EXAMPLES)]
    Search(Box<SearchArgs>),
    /// Show everything known about one offer
    Show(ShowArgs),
    /// Put two to eight offers side by side, the best value of each line marked with *
    Compare(CompareArgs),
    /// List the GPUs on the market, with their prices and how each provider spells them
    Models(ModelsArgs),
    /// Show what a GPU cost over time: chart, percentiles, time under a price
    History(HistoryArgs),
}

/// Find offers, the cheapest per GPU first.
#[derive(Debug, Args)]
pub struct SearchArgs {
    #[command(flatten)]
    filter: FilterArgs,
    #[command(flatten)]
    needs: NeedsArgs,
    #[command(flatten)]
    fields: FieldsArg,

    /// Order, such as price_per_gpu_hour,-reliability (a minus sign: largest first)
    #[arg(long, value_name = "FIELDS", value_parser = values::name, help_heading = "Result", allow_hyphen_values = true)]
    sort: Option<String>,

    /// Offers at most; 0 for all [default: 20 on a terminal, otherwise all]
    #[arg(long, value_name = "N", help_heading = "Result")]
    limit: Option<u64>,

    /// Continue after the page that gave this cursor
    #[arg(long, value_name = "CURSOR", help_heading = "Result")]
    after: Option<String>,

    /// Also count all offers that match
    #[arg(long, help_heading = "Result")]
    count: bool,

    /// Also tell how many offers each filter removed
    #[arg(long, help_heading = "Result")]
    explain: bool,

    /// End with exit code 10 when nothing matches
    #[arg(long, help_heading = "Result")]
    exit_empty: bool,
    #[command(flatten)]
    watch: WatchArgs,
}

/// Which offers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Filters")]
struct FilterArgs {
    /// GPU, in any spelling a provider uses: 4090, "A100 80GB", h100-sxm (repeatable)
    #[arg(long = "model", value_name = "GPU", value_parser = values::name)]
    models: Vec<String>,

    /// Rental network (repeatable)
    #[arg(long = "provider", value_name = "NAME", value_parser = words(&PROVIDERS))]
    providers: Vec<&'static str>,

    /// Memory of one GPU at least
    #[arg(long, value_name = "GIB", value_parser = values::gib)]
    min_vram: Option<u32>,

    /// GPUs in the offer at least
    #[arg(long, value_name = "N", value_parser = values::gpu_count)]
    min_count: Option<u32>,

    /// GPUs in the offer at most
    #[arg(long, value_name = "N", value_parser = values::gpu_count)]
    max_count: Option<u32>,

    /// USD per GPU and hour at most
    #[arg(long, value_name = "USD", value_parser = values::price)]
    max_price: Option<Rate>,

    /// Region in the provider's words; * and ? stand for anything (repeatable)
    #[arg(long = "region", value_name = "PATTERN", value_parser = values::name)]
    regions: Vec<String>,

    /// Country code, such as US (repeatable)
    #[arg(long = "country", value_name = "CODE", value_parser = values::country)]
    countries: Vec<String>,

    /// Share of time up at least: 0.99 or 99%
    #[arg(long, value_name = "SHARE", value_parser = values::share)]
    min_reliability: Option<f64>,

    /// G-Score at least, from 0 to 1
    #[arg(long, value_name = "SCORE", value_parser = values::share)]
    min_gscore: Option<f64>,

    /// Only machines their provider vouches for
    #[arg(long)]
    verified: bool,

    /// Only this kind of price
    #[arg(long, value_name = "KIND", value_parser = words(&KINDS))]
    kind: Option<&'static str>,

    /// Only offers that can be rented now (this is the default)
    #[arg(long, conflicts_with = "all")]
    available_only: bool,

    /// Also offers that cannot be rented now, and price lists
    #[arg(long)]
    all: bool,

    /// Only offers seen within this time, such as 10m
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    max_age: Option<Duration>,

    /// Any condition on any field: 'vram_gib >= 80 and (price_per_gpu_hour < 2.5 or kind = interruptible)'
    #[arg(long = "where", value_name = "QUERY")]
    query: Option<String>,
}

impl FilterArgs {
    fn filter(self) -> OfferFilter {
        OfferFilter {
            models: self.models,
            providers: self.providers.into_iter().map(str::to_owned).collect(),
            min_vram_gib: self.min_vram,
            min_count: self.min_count,
            max_count: self.max_count,
            max_price: self.max_price,
            regions: self.regions,
            countries: self.countries,
            min_reliability: self.min_reliability,
            min_gscore: self.min_gscore,
            verified: self.verified,
            kind: self.kind.and_then(values::kind),
            max_age: self.max_age,
            include_unavailable: self.all,
            query: self.query,
        }
    }
}

/// What the job needs beside the GPU, for `all_in_per_hour`.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "All-in price")]
struct NeedsArgs {
    /// GB of disk to include in the price
    #[arg(long, value_name = "GB", value_parser = values::gib)]
    disk: Option<u32>,

    /// GB sent from the machine to include in the price
    #[arg(long, value_name = "GB", value_parser = values::gib)]
    egress: Option<u32>,

    /// Hours the machine is kept: traffic and minimum billing are spread over them
    #[arg(long, value_name = "HOURS", value_parser = values::hours)]
    hours: Option<u32>,
}

impl NeedsArgs {
    fn needs(self) -> Needs {
        Needs {
            disk_gib: self.disk.unwrap_or_default(),
            egress_gib: self.egress.unwrap_or_default(),
            run_hours: self.hours,
        }
    }
}

/// Which fields to print.
#[derive(Clone, Debug, Default, Args)]
pub struct FieldsArg {
    /// Fields to print, in this order: id,model,price_per_hour
    #[arg(long, value_name = "FIELDS", help_heading = "Result")]
    fields: Option<String>,
}

impl FieldsArg {
    /// What was typed.
    pub fn text(&self) -> Option<&str> {
        self.fields.as_deref()
    }

    /// The fields of a kind of record.
    pub fn of<R: Record>(&self) -> Result<Option<Vec<&'static str>>> {
        self.fields.as_deref().map(R::select).transpose()
    }
}

/// Show everything known about one offer.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id of the offer, such as vast:39185351
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Put offers side by side.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Ids of two to eight offers; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    needs: NeedsArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// List the GPUs on the market.
#[derive(Debug, Args)]
pub struct ModelsArgs {
    /// Only these GPUs, in any spelling
    #[arg(value_name = "GPU", value_parser = values::name)]
    models: Vec<String>,
    #[command(flatten)]
    fields: FieldsArg,
}

impl GpusCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Search(arguments) => search(*arguments, app, printer).await,
            Self::Show(arguments) => show(arguments, app, printer).await,
            Self::Compare(arguments) => compare(arguments, app, printer).await,
            Self::Models(arguments) => models(arguments, app, printer).await,
            Self::History(arguments) => arguments.run(app, printer).await,
        }
    }
}

async fn search(arguments: SearchArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let watch = arguments.watch.clone();
    let search = Search::new(arguments)?;
    if !watch.is_asked()? {
        return search.show(app, printer).await;
    }
    if let Some(until) = watch.until() {
        // Told at once, not at the first look.
        parse(until)?;
    }
    watch.watch(&search, app, printer).await
}

/// A search as it was asked for.
struct Search {
    request: SearchRequest,
    has_limit: bool,
    fields: Option<Vec<&'static str>>,
    exit_empty: bool,
    until: Option<String>,
}

impl Search {
    fn new(arguments: SearchArgs) -> Result<Self> {
        Ok(Self {
            fields: arguments.fields.of::<OfferRow>()?,
            has_limit: arguments.limit.is_some(),
            exit_empty: arguments.exit_empty,
            until: arguments.watch.until().map(str::to_owned),
            request: SearchRequest {
                filter: arguments.filter.filter(),
                sort: arguments.sort,
                limit: arguments.limit.filter(|limit| *limit > 0),
                after: arguments.after,
                count: arguments.count,
                explain: arguments.explain,
                needs: arguments.needs.needs(),
            },
        })
    }
}

impl Watchable for Search {
    const TELLING: Telling = Telling::Changes;

    async fn subjects(&self, app: &App, told: &[String]) -> Result<(Vec<Subject>, Vec<Warning>)> {
        search_subjects(app, &self.request, self.until.as_deref(), told).await
    }

    async fn show(&self, app: &App, printer: &mut Printer) -> Result<()> {
        let on_terminal = printer.is_terminal() && printer.format() == OutputFormat::Table;
        let mut request = self.request.clone();
        if on_terminal && !self.has_limit {
            request.limit = Some(ROWS_ON_TERMINAL);
        }
        let mut rows = printer.rows_with::<OfferRow>(self.fields.clone(), offer_columns(request.needs.any()))?;
        let summary = market::search(app, &request, &mut |row| rows.row(row)).await?;
        let SearchSummary { next, total, explain, warnings, .. } = summary;
        let tail = Tail { page: Page { total, next }, explain, warnings };
        let count = rows.finish(&tail)?;
        printer.warn(&tail.warnings);
        say_rest(printer, count, &tail);
        if count == 0 && self.exit_empty {
            return Err(Error::new(Code::Empty, "no offer matches").hint("--explain tells what each filter removed"));
        }
        Ok(())
    }
}

/// What a person wants to know after the table.
fn say_rest(printer: &Printer, count: u64, tail: &Tail) {
    if printer.format() != OutputFormat::Json {
        for term in tail.explain.iter().flatten() {
            printer.aside(&format!("{:>9} removed by {}", term.removed, term.term));
        }
    }
    if count == 0 {
        printer.note("no offer matches; --explain tells what each filter removed");
    }
    match (tail.page.total, &tail.page.next) {
        (Some(total), _) => printer.note(&format!("{count} of {total} offers")),
        (None, Some(_)) => printer.note(&format!("the first {count} offers; --limit 0 shows all")),
        (None, None) => {}
    }
    if let Some(next) = &tail.page.next {
        printer.note(&format!("the next with --after {next}"));
    }
}

async fn show(arguments: ShowArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<OfferDetail>()?;
    let detail = market::show(app, &arguments.id).await?;
    printer.object(&detail, fields, &[])
}

async fn compare(arguments: CompareArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<OfferRow>()?;
    let ids = expand(arguments.ids, &mut std::io::stdin().lock())?;
    let comparison = market::compare(app, &ids, arguments.needs.needs()).await?;
    printer.comparison(&comparison, fields)
}

/// The ids as given, with those of standard input in place of `-`.
fn expand(given: Vec<String>, stdin: &mut dyn Read) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let mut stdin = Some(stdin);
    for id in given {
        match (id.as_str(), stdin.take()) {
            ("-", Some(stdin)) => ids.extend(read_ids(stdin)?),
            ("-", None) => return Err(Error::new(Code::Usage, "- can be given once")),
            (_, rest) => {
                stdin = rest;
                ids.push(id);
            }
        }
    }
    if ids.len() > *COMPARED.end() {
        let message = format!("{} offers are more than can be compared at once ({})", ids.len(), COMPARED.end());
        return Err(Error::new(Code::Usage, message).hint("narrow the search with --limit 8"));
    }
    Ok(ids)
}

fn read_ids(stdin: &mut dyn Read) -> Result<Vec<String>> {
    let mut text = String::new();
    let read = stdin.take(MAX_STDIN_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| Error::new(Code::Io, format!("cannot read ids from standard input: {error}")))?;
    if text.len() as u64 > MAX_STDIN_BYTES {
        return Err(Error::new(Code::Usage, "standard input holds more than ids"));
    }
    let ids: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if ids.is_empty() {
        return Err(Error::new(Code::Usage, "standard input holds no ids"));
    }
    Ok(ids)
}

async fn models(arguments: ModelsArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<ModelSummary>()?;
    let (models, warnings) = market::models(app, &arguments.models).await?;
    printer.list(&models, fields, warnings)
}

#[cfg(test)]
mod tests {
    use super::super::args::Cli;
    use super::*;
    use clap::Parser;

    #[test]
    fn the_examples_in_the_help_are_real() {
        let examples: Vec<&str> = SEARCH_EXAMPLES.lines().filter_map(|line| line.strip_prefix("  gp4u ")).collect();
        assert_eq!(examples.len(), 3);
        for example in examples {
            for command in example.split(" | gp4u ") {
                let words = shlex::split(command).unwrap();
                let parsed = Cli::try_parse_from(std::iter::once("gp4u".to_owned()).chain(words));
                assert!(parsed.is_ok(), "{command}: {}", parsed.unwrap_err());
            }
        }
    }

    #[test]
    fn a_minus_stands_for_the_ids_of_standard_input() {
        let given = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let expanded = expand(given(&["a:1", "-"]), &mut "b:2\r\nc:3\n\n".as_bytes()).unwrap();
        assert_eq!(expanded, ["a:1", "b:2", "c:3"]);
        assert_eq!(expand(given(&["-", "-"]), &mut "a:1".as_bytes()).unwrap_err().code, Code::Usage);
        assert_eq!(expand(given(&["-"]), &mut "".as_bytes()).unwrap_err().code, Code::Usage);
        assert_eq!(expand(given(&["-"]), &mut "a:1 ".repeat(9).as_bytes()).unwrap_err().code, Code::Usage);
        assert_eq!(expand(given(&["-"]), &mut "x".repeat(70_000).as_bytes()).unwrap_err().code, Code::Usage);
        assert_eq!(expand(given(&["-"]), &mut &b"\xff"[..]).unwrap_err().code, Code::Io);
    }
}
