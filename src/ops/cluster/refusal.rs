//! Why there is no plan, and what to think of one: words for people, facts for scripts.

use serde_json::json;

use super::is_estimate;
use crate::error::{Code, Error, Warning};
use crate::market::plan::{
    Constraint, Demand, Exclusion, GpuLimit, PlanDocument, PlanError, Pool, Relaxation, Request, Seconds, Status,
    Unusable,
};

/// Seconds in an hour, a minute and a second.
const UNITS: [(u64, &str); 3] = [(3_600, "h"), (60, "m"), (1, "s")];
/// From this on a time is told without its seconds.
const LONG: u64 = 600;

/// A length of time, rounded up, as a flag takes it: `52h48m`, `9m30s`, `45s`.
#[must_use]
pub fn time_text(seconds: u64) -> String {
    let seconds = if seconds >= LONG { seconds.next_multiple_of(60) } else { seconds };
    let mut text = String::new();
    let mut left = seconds;
    for (size, name) in UNITS {
        if left >= size {
            text.extend([(left / size).to_string().as_str(), name]);
            left %= size;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// The flag that sets a limit.
#[must_use]
pub const fn flag(constraint: Constraint, request: &Request) -> &'static str {
    match (constraint, &request.demand, request.limits.gpus) {
        (Constraint::Throughput, Demand::Work { .. }, _) => "--deadline",
        (Constraint::Throughput, Demand::Throughput { .. }, _) => "--throughput",
        (Constraint::Vram, ..) => "--vram",
        (Constraint::Gpus, _, Some(GpuLimit::Exactly(_))) => "--gpus",
        (Constraint::Gpus, ..) => "--max-gpus",
        (Constraint::Machines, ..) => "--max-machines",
        (Constraint::Reliability, ..) => "--min-reliability",
        (Constraint::Survival, ..) => "--survival",
        (Constraint::Same, ..) => "--same",
        (Constraint::Models, ..) => "--model",
        (Constraint::Providers, ..) => "--exclude-provider",
        (Constraint::Budget, ..) => "--budget",
    }
}

/// What a relaxation changes: `--vram: 80 GiB instead of 200 GiB`.
#[must_use]
pub fn change(relaxation: &Relaxation, request: &Request) -> String {
    let flag = flag(relaxation.constraint, request);
    let Some(relaxed) = &relaxation.relaxed else { return format!("without {flag} ({})", relaxation.asked) };
    match (relaxation.constraint, request.demand) {
        (Constraint::Throughput, Demand::Work { deadline: Some(asked), .. }) => {
            // As much time as the relaxed plan is given, or takes.
            let deadline = relaxation.totals.paid_s.max(relaxation.totals.done_s);
            let deadline = deadline.map_or_else(|| relaxed.clone(), |seconds| time_text(seconds.get()));
            format!("{flag}: {deadline} instead of {}", time_text(asked.get()))
        }
        _ => format!("{flag}: {relaxed} instead of {}", relaxation.asked),
    }
}

/// What cannot be planned.
pub(super) fn unplannable(error: &PlanError) -> Error {
    let code = match error {
        PlanError::Request(_) | PlanError::TooLarge => Code::Usage,
        PlanError::DuplicateId(_) | PlanError::BadCandidate(_) | PlanError::TooManyUses(_) => Code::BadInput,
    };
    Error::new(code, error.to_string())
}

/// What to know about a plan.
pub(super) fn warnings(document: &PlanDocument) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if document.proof.status == Status::Feasible {
        let gap = document.proof.gap_ppm.map_or_else(|| "unknown".to_owned(), percent);
        let message = format!(
            "not proven optimal in the time given: another plan could be up to {gap} better; --time-limit gives more"
        );
        warnings.push(Warning::new("not_proven", message));
    }
    let estimated = document.members.iter().filter(|member| is_estimate(member.offer.kind)).count();
    if estimated > 0 {
        let message =
            format!("{estimated} of the prices are estimates from recent auctions, known exactly only when renting");
        warnings.push(Warning::new("estimated_prices", message));
    }
    let done = document.totals.as_ref().and_then(|totals| totals.paid_s).map_or(u64::MAX, Seconds::get);
    let short = document.members.iter().filter(|member| u64::from(member.offer.min_hours) * 3_600 > done).count();
    let planned_for = document.request.demand.duration().map_or(u64::MAX, Seconds::get);
    if short > 0 && planned_for > done {
        let message =
            format!("{short} of the offers are paid for longer than the work takes: it will cost a little more");
        warnings.push(Warning::new("minimum_billing", message));
    }
    warnings
}

/// Parts per million as a percentage, rounded up.
fn percent(ppm: u64) -> String {
    format!("{}.{:02} %", ppm.div_ceil(100) / 100, ppm.div_ceil(100) % 100)
}

/// Why there is no plan; `None` if there is one.
pub(super) fn refusal(document: &PlanDocument, pool: &Pool, is_stored: bool) -> Option<Error> {
    match document.proof.status {
        Status::Optimal | Status::Feasible => None,
        Status::Unknown => Some(
            Error::new(Code::TimedOut, "no plan was found in the time given; there may be one")
                .hint("--time-limit 30s gives more"),
        ),
        Status::Infeasible => Some(infeasible(document, pool, is_stored)),
    }
}

fn infeasible(document: &PlanDocument, pool: &Pool, is_stored: bool) -> Error {
    let repair = document.explanation.as_ref().and_then(|explanation| explanation.relaxations.first());
    let largest = pool.candidates.iter().filter_map(|candidate| candidate.vram_gib).max();
    let mut error = Error::new(Code::Infeasible, reason(document, pool, largest));
    if let Some(repair) = repair {
        error = error.hint(format!(
            "the smallest single change that makes it possible is {} ({} USD per hour)",
            change(repair, &document.request),
            repair.totals.price_per_hour
        ));
    } else if !pool.candidates.is_empty() {
        error = error.hint("no single change makes it possible");
    }
    let other_kinds = document.proof.unusable.get(&Unusable::OtherKind).copied().unwrap_or_default();
    if other_kinds > 0 {
        error = error.hint(format!("--kind on-demand --kind interruptible adds {other_kinds} offers"));
    } else if pool.candidates.is_empty() && is_stored {
        error = error.hint("`gp4u sync` fills the market");
    }
    let proof = &document.proof;
    error
        .detail("tflops_needed", json!(document.request.demand.needed()))
        .detail("offers", pool.candidates.len())
        .detail("eligible", proof.eligible)
        .detail("excluded", json!(proof.excluded))
        .detail("unusable", json!(proof.unusable))
        .detail("largest_vram_gib", json!(largest))
        .detail("flag", json!(repair.map(|repair| flag(repair.constraint, &document.request))))
        .detail("smallest_relaxation", json!(repair))
}

/// What keeps plans from being possible.
fn reason(document: &PlanDocument, pool: &Pool, largest_vram: Option<u32>) -> String {
    if pool.candidates.is_empty() {
        return "there is no offer to plan with".to_owned();
    }
    if let Some(asked) = document.request.limits.min_vram_gib
        && let Some(largest) = largest_vram.filter(|largest| *largest < asked)
    {
        return format!("nobody offers a GPU of {asked} GiB: the largest there is has {largest} GiB");
    }
    if document.proof.eligible == 0 {
        let most = document.proof.excluded.iter().max_by_key(|(_, count)| **count);
        let most = most.map_or_else(String::new, |(exclusion, count)| {
            format!("; {} rules out {count} of {}", excluding_flag(*exclusion), pool.candidates.len())
        });
        return format!("no single offer keeps the limits{most}");
    }
    format!(
        "no choice among the {} offers that qualify reaches {} TFLOPS within the limits",
        document.proof.eligible,
        document.request.demand.needed()
    )
}

/// The flag that rules an offer out.
const fn excluding_flag(exclusion: Exclusion) -> &'static str {
    match exclusion {
        Exclusion::Provider => "--exclude-provider",
        Exclusion::Model => "--model",
        Exclusion::Vram => "--vram",
        Exclusion::Gpus => "--max-gpus",
        Exclusion::Reliability => "--min-reliability",
        Exclusion::Survival => "--survival",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_flags_take_them() {
        let shown = [
            (0, "0s"),
            (59, "59s"),
            (599, "9m59s"),
            (601, "11m"),
            (3_600, "1h"),
            (36_001, "10h1m"),
            (187_201, "52h1m"),
        ];
        for (seconds, text) in shown {
            assert_eq!(time_text(seconds), text);
            let parsed = crate::app::config::parse_duration(text).map(|duration| duration.as_secs());
            assert!(seconds == 0 || parsed >= Some(seconds), "{text}");
        }
        assert_eq!(percent(10), "0.01 %");
        assert_eq!(percent(12_301), "1.24 %");
    }
}
