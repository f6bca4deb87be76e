//! `gp4u cluster`: several machines for one job.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand};

use super::args::words;
use super::output::Printer;
use super::values;
use crate::app::App;
use crate::app::config::OutputFormat;
use crate::error::{Code, Error, Result};
use crate::market::catalogue::Precision;
use crate::market::history::Billing;
use crate::market::plan::{
    Budget, Efficiency, Fraction, GpuLimit, Limits, Same, Share, Throughput, Unusable, WorkText,
};
use crate::ops::cluster::{self, Aim, CheckRequest, Deadline, Input, PlanRequest};

/// How long a proof is looked for.
const TIME_LIMIT: &str = "2s";
/// Points of a front.
const POINTS: &str = "10";

/// Ways of billing.
const KINDS: [&str; 2] = ["on-demand", "interruptible"];
/// What the best plan is.
const AIMS: [&str; 3] = ["keep", "until-done", "fastest"];
/// What members can have in common.
const SAMES: [&str; 5] = ["provider", "region", "country", "machine", "model"];
/// What throughput can be measured in.
const PRECISIONS: [&str; 3] = ["fp32", "fp16", "fp8"];

const EXAMPLES: &str = "\
Examples:
  gp4u cluster plan --work 5000 --deadline 48h --vram 24
  gp4u cluster plan --work 500xA100-80GB-hours --deadline 2d --max-machines 4 --explain
  gp4u gpus search --verified --where 'country in (US, CA)' -o ndjson | gp4u cluster plan --offers - --throughput 4000
";

const NOTES: &str = "\
The plan is the cheapest set of offers that keeps every limit, and it is proven: `optimal` means that no other set is
cheaper. Two offers of one machine never use a GPU twice. Past --time-limit the best plan found is printed with how
much better another could be.

Work that runs on several GPUs loses some of their throughput. What is left: 1.0 of GPUs of one machine joined by
NVLink (SXM, NVL, OAM), 0.9 of GPUs of one machine on PCI Express, and then 0.7 of the sum of several machines.
Rendering, batch inference and other work in independent pieces loses nothing: --efficiency 1.

-o json prints a document that holds the request, the market's time, the offers and their prices, and the proof;
--check prices it again later. Infeasible is exit 7, and names the smallest change that would help.";

/// Several machines for one job.
#[derive(Debug, Subcommand)]
pub enum ClusterCommand {
    /// Find the cheapest offers that do a job in time, with the proof that none are cheaper
    #[command(before_help = EXAMPLES, after_help = NOTES)]
    Plan(Box<PlanArgs>),
}

impl ClusterCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Plan(arguments) => arguments.run(app, printer).await,
        }
    }
}

/// Find the cheapest offers that do a job in time.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("demand").args(["work", "throughput"]))]
pub struct PlanArgs {
    #[command(flatten)]
    job: JobArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[command(flatten)]
    efficiency: EfficiencyArgs,
    #[command(flatten)]
    market: MarketArgs,
    #[command(flatten)]
    result: ResultArgs,
}

/// What is to be done.
#[derive(Debug, Args)]
#[command(next_help_heading = "Job")]
struct JobArgs {
    /// What is to be done: 5000 (TFLOP-hours), or 500xA100-80GB-hours (hours of one such GPU)
    #[arg(long, value_name = "WORK", value_parser = values::quantity::<WorkText>, allow_hyphen_values = true)]
    work: Option<WorkText>,

    /// Throughput to have, instead of work, in TFLOPS
    #[arg(long, value_name = "TFLOPS", value_parser = values::quantity::<Throughput>, allow_hyphen_values = true)]
    throughput: Option<Throughput>,

    /// When it must be done: 48h from now, or a moment; with --throughput, how long it is needed
    #[arg(long, value_name = "TIME", value_parser = values::deadline, allow_hyphen_values = true)]
    deadline: Option<Deadline>,

    /// Arithmetic that throughput is measured in: dense tensor figures of the catalogue, fp32 of its vector units
    #[arg(long, value_name = "PRECISION", value_parser = words(&PRECISIONS), default_value = "fp16")]
    precision: &'static str,

    /// What is best: cheapest when kept until the deadline, cheapest when paid until done, or fastest for the budget
    #[arg(long, value_name = "OBJECTIVE", value_parser = words(&AIMS), default_value = "keep")]
    objective: &'static str,

    /// What to call it
    #[arg(long = "job", value_name = "NAME", value_parser = values::name)]
    name: Option<String>,
}

/// What the plan must keep to.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
struct LimitArgs {
    /// Memory of each GPU at least
    #[arg(long, value_name = "GIB", value_parser = values::vram, allow_hyphen_values = true)]
    vram: Option<u32>,

    /// GPUs at most
    #[arg(long, value_name = "N", value_parser = values::plan_count, allow_hyphen_values = true)]
    max_gpus: Option<u32>,

    /// GPUs, neither more nor fewer
    #[arg(long, value_name = "N", value_parser = values::plan_count, conflicts_with = "max_gpus", allow_hyphen_values = true)]
    gpus: Option<u32>,

    /// Physical machines at most
    #[arg(long, value_name = "N", value_parser = values::plan_count, allow_hyphen_values = true)]
    max_machines: Option<u32>,

    /// Share of time up of each member at least: 0.99 or 99%
    #[arg(long, value_name = "SHARE", value_parser = values::positive_share, allow_hyphen_values = true)]
    min_reliability: Option<Share>,

    /// Probability at least that all members keep running: the product of their reliabilities
    #[arg(long, value_name = "SHARE", value_parser = values::positive_share, allow_hyphen_values = true)]
    survival: Option<Share>,

    /// What all members must have in common
    #[arg(long, value_name = "WHAT", value_parser = words(&SAMES))]
    same: Option<&'static str>,

    /// Only these GPUs, in any spelling a provider uses (repeatable)
    #[arg(long = "model", value_name = "GPU", value_parser = values::name)]
    models: Vec<String>,

    /// Not from this network (repeatable)
    #[arg(long = "exclude-provider", value_name = "NAME", value_parser = values::name)]
    excluded_providers: Vec<String>,

    /// USD at most: 100 in all, or 5/h
    #[arg(long, value_name = "USD", value_parser = values::budget, allow_hyphen_values = true)]
    budget: Option<Budget>,
}

/// How much of the throughput is left when GPUs work together.
#[derive(Debug, Args)]
#[command(next_help_heading = "Efficiency")]
struct EfficiencyArgs {
    /// What is left of the throughput on every kind of link; 1: nothing is lost
    #[arg(long, value_name = "PART", value_parser = values::fraction, allow_hyphen_values = true)]
    efficiency: Option<Fraction>,

    /// Of GPUs of one machine joined by NVLink or the like [default: 1]
    #[arg(long, value_name = "PART", value_parser = values::fraction, allow_hyphen_values = true)]
    efficiency_nvlink: Option<Fraction>,

    /// Of GPUs of one machine on PCI Express [default: 0.9]
    #[arg(long, value_name = "PART", value_parser = values::fraction, allow_hyphen_values = true)]
    efficiency_pcie: Option<Fraction>,

    /// Of the sum of several machines [default: 0.7]
    #[arg(long, value_name = "PART", value_parser = values::fraction, allow_hyphen_values = true)]
    efficiency_across: Option<Fraction>,
}

/// Which offers.
#[derive(Debug, Args)]
#[command(next_help_heading = "Market")]
struct MarketArgs {
    /// Plan over the offers in this file instead of the stored market; - reads what `gpus search -o ndjson` prints
    #[arg(long, value_name = "FILE")]
    offers: Option<PathBuf>,

    /// How the offers are billed; both are mixed only where both are named (repeatable) [default: on-demand]
    #[arg(long = "kind", value_name = "KIND", value_parser = words(&KINDS))]
    kinds: Vec<&'static str>,
}

/// What is printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Result")]
struct ResultArgs {
    /// Also tell which limits cost money, the next best plan, and what would help
    #[arg(long, conflicts_with_all = ["pareto", "check"])]
    explain: bool,

    /// What time costs: the cheapest plans for up to N times, from the deadline to the fastest
    #[arg(long, value_name = "N", value_parser = values::points, num_args = 0..=1, require_equals = true,
          default_missing_value = POINTS, conflicts_with = "check")]
    pareto: Option<u32>,

    /// How long to look for a proof
    #[arg(long, value_name = "DURATION", value_parser = values::duration, default_value = TIME_LIMIT)]
    time_limit: Duration,

    /// Price this plan again (- reads it) instead of making one; exit 7 when it became dearer
    #[arg(long, value_name = "FILE", conflicts_with_all = ["work", "throughput", "deadline"])]
    check: Option<PathBuf>,

    /// How many percent dearer is still accepted by --check
    #[arg(long, value_name = "PERCENT", value_parser = values::slippage, default_value = "0", requires = "check",
          allow_hyphen_values = true)]
    slippage: u32,

    /// Fields to print, in this order: of the plan in json and ndjson, of its members in table and csv
    #[arg(long, value_name = "FIELDS")]
    fields: Option<String>,
}

impl PlanArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.result.fields.clone();
        let fields = fields.as_deref();
        if let Some(plan) = &self.result.check {
            let request = CheckRequest {
                plan: Input::of(plan),
                offers: self.market.offers.as_deref().map(Input::of),
                slippage_ppm: self.result.slippage,
            };
            let (check, warnings) = cluster::check(app, &request).await?;
            printer.plan_check(&check, fields, &warnings)?;
            return check.refusal().map_or(Ok(()), Err);
        }
        let points = self.result.pareto;
        let request = self.request();
        if let Some(points) = points {
            if request.aim == Aim::Fastest {
                return Err(Error::new(
                    Code::Usage,
                    "--pareto ends with the fastest plan: it needs no --objective fastest",
                ));
            }
            let (rows, warnings) = cluster::front(app, &request, points).await?;
            return printer.front(&rows, fields, warnings);
        }
        let planned = cluster::plan(app, &request).await?;
        if let Some(refusal) = planned.refusal {
            // A machine reads the reasons in the document, a person in the error.
            if matches!(printer.format(), OutputFormat::Json | OutputFormat::Ndjson) {
                printer.plan(&planned.document, fields, &planned.warnings)?;
            } else {
                printer.warn(&planned.warnings);
                if request.explain {
                    printer.repairs(&planned.document);
                }
            }
            return Err(refusal);
        }
        printer.plan(&planned.document, fields, &planned.warnings)?;
        let others = planned.document.proof.unusable.get(&Unusable::OtherKind).copied().unwrap_or_default();
        if others > 0 {
            let kind = if request.kinds.contains(&Billing::OnDemand) { "interruptible" } else { "on-demand" };
            printer.note(&format!("{others} {kind} offers were left out; --kind names what to plan with"));
        }
        Ok(())
    }

    fn request(self) -> PlanRequest {
        let Self { job, limits, efficiency, market, result } = self;
        PlanRequest {
            job: job.name,
            work: job.work,
            throughput: job.throughput,
            deadline: job.deadline,
            aim: aim(job.objective),
            precision: Precision::ALL.into_iter().find(|it| it.as_str() == job.precision).unwrap_or_default(),
            models: limits.models.clone(),
            limits: limits.limits(),
            efficiency: efficiency.efficiency(),
            kinds: market.kinds(),
            offers: market.offers.as_deref().map(Input::of),
            time_limit: result.time_limit,
            explain: result.explain,
        }
    }
}

impl LimitArgs {
    fn limits(self) -> Limits {
        Limits {
            min_vram_gib: self.vram,
            gpus: self.gpus.map(GpuLimit::Exactly).or(self.max_gpus.map(GpuLimit::AtMost)),
            max_machines: self.max_machines,
            min_reliability: self.min_reliability,
            min_survival: self.survival,
            same: self.same.and_then(same),
            models: Vec::new(),
            excluded_providers: self.excluded_providers,
            budget: self.budget,
        }
    }
}

impl EfficiencyArgs {
    fn efficiency(&self) -> Efficiency {
        let usual = Efficiency::default();
        let part = |own: Option<Fraction>, usual: Fraction| own.or(self.efficiency).unwrap_or(usual);
        Efficiency {
            nvlink: part(self.efficiency_nvlink, usual.nvlink),
            pcie: part(self.efficiency_pcie, usual.pcie),
            across: part(self.efficiency_across, usual.across),
        }
    }
}

impl MarketArgs {
    fn kinds(&self) -> Vec<Billing> {
        let mut kinds: Vec<Billing> = self.kinds.iter().filter_map(|kind| values::billing(kind)).collect();
        if kinds.is_empty() {
            kinds.push(Billing::OnDemand);
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

fn aim(name: &str) -> Aim {
    match name {
        "until-done" => Aim::UntilDone,
        "fastest" => Aim::Fastest,
        _ => Aim::Keep,
    }
}

fn same(name: &str) -> Option<Same> {
    let all = [Same::Provider, Same::Region, Same::Country, Same::Machine, Same::Model];
    SAMES.iter().zip(all).find(|(known, _)| **known == name).map(|(_, same)| same)
}
