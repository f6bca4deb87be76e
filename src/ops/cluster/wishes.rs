//! From what a person asks to a request the planner understands.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::{Aim, Deadline, PlanRequest};
use crate::error::{Code, Error, Result, did_you_mean};
use crate::market::catalogue::{Catalogue, GpuSpec, Precision, SelectError, Selection};
use crate::market::plan::{
    Billing, Demand, GpuLimit, Listing, Objective, QuantityError, Request, RequestError, Seconds, Throughput, Work,
    WorkText,
};

/// Names in a hint at most.
const MAX_NAMES_IN_HINT: usize = 8;

impl PlanRequest {
    /// The request for the planner; a mistake names the flag that has it.
    pub(super) fn resolve(
        &self,
        now: Timestamp,
        listings: &[Listing<'_>],
        providers: &BTreeSet<String>,
    ) -> Result<Request> {
        let demand = self.demand(now)?;
        let (objective, billing) = match (self.aim, demand) {
            (Aim::Keep, _) => (Objective::LeastCost, Billing::UntilDeadline),
            (Aim::UntilDone, _) => (Objective::LeastCost, Billing::UntilDone),
            (Aim::Fastest, Demand::Work { .. }) => (Objective::LeastTime, Billing::UntilDone),
            (Aim::Fastest, Demand::Throughput { .. }) => (Objective::LeastTime, Billing::UntilDeadline),
        };
        let mut limits = self.limits.clone();
        for model in &self.models {
            limits.models.extend(gpus(model, listings)?);
        }
        limits.excluded_providers =
            limits.excluded_providers.iter().map(|name| provider(name, providers)).collect::<Result<_>>()?;
        let request = Request { demand, objective, billing, limits, efficiency: self.efficiency };
        request.validate().map_err(|error| senseless(&error))?;
        Ok(request)
    }

    fn demand(&self, now: Timestamp) -> Result<Demand> {
        let deadline = self.deadline.map(|deadline| deadline.from(now)).transpose()?;
        let anything = self.aim == Aim::Fastest || matches!(self.limits.gpus, Some(GpuLimit::Exactly(_)));
        match (&self.work, self.throughput) {
            (Some(work), _) => Ok(Demand::Work { work: tflop_hours(work, self.precision)?, deadline }),
            (None, Some(throughput)) => Ok(Demand::Throughput { throughput, duration: deadline }),
            (None, None) if anything => {
                Ok(Demand::Throughput { throughput: Throughput::from_tenths(1), duration: deadline })
            }
            (None, None) => Err(Error::new(Code::Usage, "nothing says how much is to be done: --work is missing")
                .hint(
                    "--work 5000 (TFLOP-hours) or --work 500xA100-80GB-hours with --deadline 48h, or --throughput 104",
                )),
        }
    }
}

impl Deadline {
    fn from(self, now: Timestamp) -> Result<Seconds> {
        match self {
            Self::In(seconds) => Ok(seconds),
            Self::At(at) => {
                let left = at.duration_since(now).as_secs();
                Seconds::new(left).map_err(|error| match error {
                    QuantityError::TooLarge(_) => bad("--deadline", &format!("{at} is more than ten years away")),
                    _ => bad("--deadline", &format!("{at} is in the past")),
                })
            }
        }
    }
}

fn bad(flag: &str, reason: &str) -> Error {
    Error::new(Code::Usage, format!("{flag}: {reason}")).detail("flag", flag)
}

/// Work in TFLOP-hours.
fn tflop_hours(work: &WorkText, precision: Precision) -> Result<Work> {
    match work {
        WorkText::TflopHours(work) => Ok(*work),
        WorkText::GpuHours { hours, gpu } => {
            let too_large = |error: QuantityError| bad("--work", &error.to_string());
            Work::of_gpu_hours(*hours, tflops(gpu, precision)?).map_err(too_large)
        }
    }
}

/// The throughput of one GPU that a person names, if it is one and known.
fn tflops(gpu: &str, precision: Precision) -> Result<Decimal> {
    let catalogue = Catalogue::builtin();
    let choices = catalogue.select(gpu, &[]).map_err(|error| unknown("--work", error))?;
    let is_meant = |spec: &&GpuSpec| {
        choices.iter().any(|choice| choice.fits(&spec.model, Some(spec.form_factor.as_str()), Some(spec.vram_gib)))
    };
    let meant: Vec<&GpuSpec> = catalogue.specs().iter().filter(is_meant).collect();
    let figure = |spec: &&GpuSpec| precision.tflops(spec).and_then(|tflops| Decimal::try_from(tflops).ok());
    let figures: BTreeSet<Option<Decimal>> = meant.iter().map(figure).collect();
    match figures.iter().collect::<Vec<_>>().as_slice() {
        [Some(tflops)] => Ok(*tflops),
        [] | [None] => Err(bad("--work", &format!("the {} throughput of a {gpu} is not known", precision.as_str()))
            .hint("give the work in TFLOP-hours")),
        _ => {
            let labels: BTreeSet<String> = meant.iter().map(|spec| catalogue.label(spec)).collect();
            let names: Vec<String> = labels.into_iter().take(MAX_NAMES_IN_HINT).collect();
            Err(bad("--work", &format!("`{gpu}` could be GPUs of different speed"))
                .hint(format!("say which: {}", names.join(", ")))
                .detail("candidates", names))
        }
    }
}

/// The GPUs that a person names; the market may have some that the catalogue does not.
fn gpus(model: &str, listings: &[Listing<'_>]) -> Result<Vec<Selection>> {
    let catalogue = Catalogue::builtin();
    match catalogue.select(model, &[]) {
        Err(SelectError::Unknown { .. }) => {
            let in_market: BTreeSet<&str> = listings.iter().map(|listing| &*listing.model).collect();
            let in_market: Vec<String> = in_market.into_iter().map(str::to_owned).collect();
            catalogue.select(model, &in_market)
        }
        found => found,
    }
    .map_err(|error| unknown("--model", error))
}

fn unknown(flag: &str, error: SelectError) -> Error {
    let mut error = Error::from(error).detail("flag", flag);
    error.message = format!("{flag}: {}", error.message);
    error
}

/// A provider by its name, which must be one.
fn provider(name: &str, known: &BTreeSet<String>) -> Result<String> {
    let wanted = name.to_lowercase();
    if known.contains(&wanted) {
        return Ok(wanted);
    }
    let error = bad("--exclude-provider", &format!("no provider is called `{name}`"));
    if let Some(meant) = did_you_mean(&wanted, known.iter().map(String::as_str)) {
        return Err(error.hint(format!("did you mean `{meant}`?")).detail("did_you_mean", meant));
    }
    let names: Vec<&str> = known.iter().take(MAX_NAMES_IN_HINT).map(String::as_str).collect();
    Err(error.hint(format!("there are {}", names.join(", "))))
}

/// A request that makes no sense, with the flag to change.
fn senseless(error: &RequestError) -> Error {
    let (flag, hint) = match error {
        RequestError::NothingAsked => ("--work", None),
        RequestError::ZeroLimit("the budget") => ("--budget", None),
        RequestError::ZeroLimit("the memory per GPU") => ("--vram", None),
        RequestError::ZeroLimit("the number of machines")
        | RequestError::LimitTooLarge { what: "the number of machines", .. } => ("--max-machines", None),
        RequestError::ZeroLimit(_) | RequestError::LimitTooLarge { .. } => ("--max-gpus", None),
        RequestError::TooManyNames("models") => ("--model", None),
        RequestError::TooManyNames(_) => ("--exclude-provider", None),
        RequestError::NoDeadline => ("--deadline", Some("--deadline 48h, or --objective until-done, which needs none")),
        RequestError::NoWork => ("--objective", Some("give --work with --objective until-done")),
        RequestError::NoDuration => ("--budget", Some("--budget 5/h, or --deadline to add costs up to")),
        RequestError::BudgetPerHour => ("--budget", Some("--budget 100, or --objective keep")),
        RequestError::Unlimited => ("--objective", Some("give --budget, --max-gpus or --max-machines")),
    };
    let error = bad(flag, &error.to_string());
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}
