//! Why a plan is what it is: which limits bind, what comes next, and what would help where there is none.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Plan};
use super::candidate::Candidate;
use super::document::Totals;
use super::quantity::{SECONDS_PER_HOUR, Seconds, Share, Throughput, whole};
use super::request::{Billing, Budget, Demand, GpuLimit, MAX_LIMIT, Objective, Request};
use super::{PlanError, solve};

/// Members without which a next best plan is looked for, at most.
const MAX_MEMBERS_LEFT_OUT: usize = 64;
/// How much more time is tried: one part in this many.
const DEADLINE_PARTS: u64 = 10;

/// A limit that can be relaxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Constraint {
    /// Deadline, or the throughput itself.
    Throughput,
    /// Memory per GPU.
    Vram,
    /// Number of GPUs.
    Gpus,
    /// Number of machines.
    Machines,
    /// Reliability of each member.
    Reliability,
    /// Joint survival.
    Survival,
    /// What members share.
    Same,
    /// Allowed models.
    Models,
    /// Excluded networks.
    Providers,
    /// Money.
    Budget,
}

impl Constraint {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Throughput,
        Self::Vram,
        Self::Gpus,
        Self::Machines,
        Self::Reliability,
        Self::Survival,
        Self::Same,
        Self::Models,
        Self::Providers,
        Self::Budget,
    ];
}

/// Another plan, and what it takes to get it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relaxation {
    /// The limit that is relaxed; all others stay.
    pub constraint: Constraint,
    /// What was asked.
    pub asked: String,
    /// What is asked instead; null: nothing.
    pub relaxed: Option<String>,
    /// How far that is from what was asked, in millionths of it; null where there is no measure.
    pub change_ppm: Option<u64>,
    /// How much better the plan becomes, in millionths of the objective; null if there was none.
    pub saves_ppm: Option<u64>,
    /// The best plan then.
    pub totals: Totals,
}

impl Relaxation {
    /// Whether the limit is what keeps the plan from being better.
    #[must_use]
    pub fn is_binding(&self) -> bool {
        self.saves_ppm.is_none_or(|saved| saved > 0)
    }
}

/// The best plan that is not the best plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NextBest {
    /// The member of the best plan that it does without.
    pub without: String,
    /// Its members.
    pub members: Vec<String>,
    /// How much worse it is, in millionths of the objective; 0 if it is as good.
    pub worse_ppm: u64,
    /// Its figures.
    pub totals: Totals,
}

/// Why an answer is what it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// With a plan: what comes of dropping each limit that was asked for (and of a tenth more time), the most helpful
    /// first. Without: the least that must change in each single limit for there to be one, the smallest change first.
    pub relaxations: Vec<Relaxation>,
    /// The next best plan, if there is another.
    pub next_best: Option<NextBest>,
    /// Whether there was time to look at everything.
    pub complete: bool,
}

/// Explains an answer to `request` among `candidates`.
pub fn explain(
    request: &Request,
    candidates: &[Candidate],
    answer: &Answer,
    stop: &dyn Fn() -> bool,
) -> Result<Explanation, PlanError> {
    let explainer = Explainer { request, candidates, stop };
    let mut relaxations = Vec::new();
    for constraint in Constraint::ALL {
        relaxations.extend(match &answer.plan {
            Some(_) => explainer.gain(constraint, answer)?,
            None => explainer.repair(constraint)?,
        });
    }
    relaxations.sort_by_key(|relaxation| {
        let change = relaxation.change_ppm.filter(|_| answer.plan.is_none()).unwrap_or(u64::MAX);
        (std::cmp::Reverse(relaxation.saves_ppm), change, relaxation.constraint)
    });
    let next_best = match &answer.plan {
        Some(plan) => explainer.next_best(answer, plan)?,
        None => None,
    };
    Ok(Explanation { relaxations, next_best, complete: !stop() })
}

struct Explainer<'a> {
    request: &'a Request,
    candidates: &'a [Candidate<'a>],
    stop: &'a dyn Fn() -> bool,
}

impl Explainer<'_> {
    fn solve(&self, request: &Request) -> Result<Answer, PlanError> {
        solve::solve(request, self.candidates, self.stop)
    }

    /// All GPUs there are, as far as a limit may name them: there are no more machines than that either.
    fn all_gpus(&self) -> u32 {
        let gpus = self.candidates.iter().map(|candidate| candidate.gpus.saturating_mul(candidate.units));
        gpus.fold(0, u32::saturating_add).min(MAX_LIMIT)
    }

    /// What a limit costs.
    fn gain(&self, constraint: Constraint, answer: &Answer) -> Result<Option<Relaxation>, PlanError> {
        let relaxed = match constraint {
            Constraint::Throughput => self.request.with_more_time(),
            _ => self.request.without(constraint),
        };
        let (Some(asked), Some(relaxed)) = (self.request.asked(constraint), relaxed) else { return Ok(None) };
        let better = self.solve(&relaxed)?;
        let (Some(plan), Some(before), Some(after)) = (better.plan, answer.value, better.value) else {
            return Ok(None);
        };
        Ok(Some(Relaxation {
            constraint,
            asked,
            relaxed: relaxed.asked(constraint),
            change_ppm: None,
            saves_ppm: Some(before.gap_ppm(&after)),
            totals: Totals::new(&relaxed, &plan),
        }))
    }

    /// The least that must change in one limit for there to be a plan.
    fn repair(&self, constraint: Constraint) -> Result<Option<Relaxation>, PlanError> {
        if self.request.asked(constraint).is_none() {
            return Ok(None);
        }
        match constraint {
            Constraint::Throughput => self.most_throughput(),
            Constraint::Budget => self.least_budget(),
            Constraint::Vram => {
                let sizes = self.candidates.iter().filter_map(|candidate| candidate.vram_gib);
                self.first_enough(constraint, self.request.limits.min_vram_gib, sizes.collect(), |request, size| {
                    request.limits.min_vram_gib = Some(size);
                })
            }
            Constraint::Reliability => {
                let shares = self.candidates.iter().filter_map(|candidate| Some(candidate.reliability?.share));
                self.first_enough(
                    constraint,
                    self.request.limits.min_reliability,
                    shares.collect(),
                    |request, share| {
                        request.limits.min_reliability = Some(share);
                    },
                )
            }
            Constraint::Survival => {
                let asked = self.request.limits.min_survival.map_or(1, Share::ppm);
                self.least_change(constraint, asked, asked - 1, |request, step| {
                    request.limits.min_survival = Share::from_ppm(asked - step);
                })
            }
            Constraint::Gpus => {
                let Some(GpuLimit::AtMost(asked)) = self.request.limits.gpus else { return self.dropped(constraint) };
                self.least_change(constraint, asked, self.all_gpus().saturating_sub(asked), |request, step| {
                    request.limits.gpus = Some(GpuLimit::AtMost(asked + step));
                })
            }
            Constraint::Machines => {
                let asked = self.request.limits.max_machines.unwrap_or(1);
                self.least_change(constraint, asked, self.all_gpus().saturating_sub(asked), |request, step| {
                    request.limits.max_machines = Some(asked + step);
                })
            }
            Constraint::Same | Constraint::Models | Constraint::Providers => self.dropped(constraint),
        }
    }

    fn relaxation(
        &self,
        constraint: Constraint,
        relaxed: &Request,
        plan: &Plan,
        change_ppm: Option<u64>,
    ) -> Relaxation {
        Relaxation {
            constraint,
            asked: self.request.asked(constraint).unwrap_or_default(),
            relaxed: relaxed.asked(constraint),
            change_ppm,
            saves_ppm: None,
            totals: Totals::new(relaxed, plan),
        }
    }

    /// Without the limit, if that makes a plan.
    fn dropped(&self, constraint: Constraint) -> Result<Option<Relaxation>, PlanError> {
        let Some(relaxed) = self.request.without(constraint) else { return Ok(None) };
        let plan = self.solve(&relaxed)?.plan;
        Ok(plan.map(|plan| self.relaxation(constraint, &relaxed, &plan, None)))
    }

    /// The highest of some values below the one asked for with which there is a plan; without the limit if none.
    fn first_enough<T: Ord + Copy + Into<f64>>(
        &self,
        constraint: Constraint,
        asked: Option<T>,
        values: BTreeSet<T>,
        set: impl Fn(&mut Request, T),
    ) -> Result<Option<Relaxation>, PlanError> {
        let Some(asked) = asked else { return Ok(None) };
        let lower: Vec<T> = values.into_iter().filter(|value| *value < asked).rev().collect();
        let request = |step: u64| {
            let mut request = self.request.clone();
            set(&mut request, *lower.get(usize::try_from(step).ok()?.checked_sub(1)?)?);
            Some(request)
        };
        match self.least_step(lower.len() as u64, request)? {
            Some((step, relaxed, plan)) => {
                let value: f64 = usize::try_from(step - 1).ok().and_then(|i| lower.get(i)).map_or(0.0, |v| (*v).into());
                let change = (1.0 - value / asked.into()) * 1e6;
                Ok(Some(self.relaxation(constraint, &relaxed, &plan, Some(whole(change)))))
            }
            None => self.dropped(constraint),
        }
    }

    /// The least change of a number, of at most `last`, for which there is a plan.
    fn least_change(
        &self,
        constraint: Constraint,
        asked: u32,
        last: u32,
        set: impl Fn(&mut Request, u32),
    ) -> Result<Option<Relaxation>, PlanError> {
        let request = |step: u64| {
            let mut request = self.request.clone();
            set(&mut request, u32::try_from(step).ok()?);
            Some(request)
        };
        let found = self.least_step(last.into(), request)?;
        Ok(found.map(|(step, relaxed, plan)| {
            let change = step.saturating_mul(1_000_000) / u64::from(asked.max(1));
            self.relaxation(constraint, &relaxed, &plan, Some(change))
        }))
    }

    /// The least step of 1 to `last` for which there is a plan, when every further step only helps.
    fn least_step(
        &self,
        last: u64,
        request: impl Fn(u64) -> Option<Request>,
    ) -> Result<Option<(u64, Request, Plan)>, PlanError> {
        let attempt = |step: u64| -> Result<Option<(u64, Request, Plan)>, PlanError> {
            if step == 0 {
                return Ok(None);
            }
            let Some(request) = request(step) else { return Ok(None) };
            Ok(self.solve(&request)?.plan.map(|plan| (step, request, plan)))
        };
        let mut found = attempt(last)?;
        let mut too_little = 0;
        while let Some((enough, ..)) = found.as_ref().filter(|(enough, ..)| *enough - too_little > 1) {
            let middle = too_little + (enough - too_little) / 2;
            match attempt(middle)? {
                Some(less) => found = Some(less),
                None => too_little = middle,
            }
        }
        Ok(found)
    }

    /// The most throughput there is, and with it the shortest deadline.
    fn most_throughput(&self) -> Result<Option<Relaxation>, PlanError> {
        let mut fastest = self.request.clone();
        fastest.objective = Objective::LeastTime;
        fastest.demand = match fastest.demand {
            Demand::Work { work, .. } if fastest.billing == Billing::UntilDone => Demand::Work { work, deadline: None },
            Demand::Work { deadline: duration, .. } | Demand::Throughput { duration, .. } => {
                Demand::Throughput { throughput: Throughput::from_tenths(1), duration }
            }
        };
        let Some(plan) = self.solve(&fastest)?.plan else { return Ok(None) };
        let needed = self.request.demand.needed().tenths();
        let short = needed.saturating_sub(plan.effective().tenths());
        let change = u128::from(short) * 1_000_000 / u128::from(needed.max(1));
        let relaxed = self.request.with_throughput_of(&plan);
        Ok(Some(self.relaxation(Constraint::Throughput, &relaxed, &plan, u64::try_from(change).ok())))
    }

    /// The least money that buys a plan.
    fn least_budget(&self) -> Result<Option<Relaxation>, PlanError> {
        let Some(mut relaxed) = self.request.without(Constraint::Budget) else { return Ok(None) };
        relaxed.objective = Objective::LeastCost;
        let Some(plan) = self.solve(&relaxed)?.plan else { return Ok(None) };
        let (budget, asked, needed) = match self.request.limits.budget {
            Some(Budget::Total(asked)) => {
                let Some(cost) = plan.cost(&relaxed.demand, relaxed.billing) else { return Ok(None) };
                (Budget::Total(cost), asked.micros(), cost.micros())
            }
            Some(Budget::PerHour(asked)) => (Budget::PerHour(plan.price()), asked.micros(), plan.price),
            None => return Ok(None),
        };
        let change = i128::from(needed - asked) * 1_000_000 / i128::from(asked.max(1));
        relaxed.objective = self.request.objective;
        relaxed.limits.budget = Some(budget);
        Ok(Some(self.relaxation(Constraint::Budget, &relaxed, &plan, u64::try_from(change).ok())))
    }

    /// The best plan that lacks a member of the best: any other plan lacks one, or has all of them and more.
    fn next_best(&self, answer: &Answer, plan: &Plan) -> Result<Option<NextBest>, PlanError> {
        let mut best: Option<(Answer, &str)> = None;
        let mut tried = BTreeSet::new();
        for member in &plan.members {
            let id = self.candidates[member.candidate].id;
            if tried.len() >= MAX_MEMBERS_LEFT_OUT || (self.stop)() || !tried.insert(id) {
                continue;
            }
            let others: Vec<Candidate> = self.candidates.iter().filter(|other| other.id != id).copied().collect();
            let mut other = solve::solve(self.request, &others, self.stop)?;
            let is_better = best.as_ref().is_none_or(|(best, _)| other.value < best.value);
            if let Some(plan) = other.plan.as_mut().filter(|_| is_better) {
                let place = |member: usize| self.candidates.iter().position(|known| known.id == others[member].id);
                for member in &mut plan.members {
                    member.candidate = place(member.candidate).unwrap_or(member.candidate);
                }
                best = Some((other, id));
            }
        }
        Ok(best.and_then(|(other, id)| {
            let plan = other.plan?;
            Some(NextBest {
                without: id.to_owned(),
                members: plan.members.iter().map(|member| self.candidates[member.candidate].id.to_owned()).collect(),
                worse_ppm: other.value?.excess_ppm(&answer.value?),
                totals: Totals::new(self.request, &plan),
            })
        }))
    }
}

impl Request {
    /// What was asked of a limit, as text; `None` if nothing was.
    fn asked(&self, constraint: Constraint) -> Option<String> {
        let limits = &self.limits;
        let list = |names: Vec<String>| (!names.is_empty()).then(|| names.join(", "));
        match constraint {
            Constraint::Throughput => Some(format!("{} TFLOPS", self.demand.needed()))
                .filter(|_| self.demand.needed() > Throughput::default()),
            Constraint::Vram => limits.min_vram_gib.map(|gib| format!("{gib} GiB")),
            Constraint::Gpus => limits.gpus.map(|gpus| match gpus {
                GpuLimit::AtMost(count) => format!("at most {count} GPUs"),
                GpuLimit::Exactly(count) => format!("exactly {count} GPUs"),
            }),
            Constraint::Machines => limits.max_machines.map(|count| format!("at most {count} machines")),
            Constraint::Reliability => limits.min_reliability.map(|share| f64::from(share).to_string()),
            Constraint::Survival => limits.min_survival.map(|share| f64::from(share).to_string()),
            Constraint::Same => limits.same.map(|same| format!("the same {}", format!("{same:?}").to_lowercase())),
            Constraint::Models => list(limits.models.iter().map(ToString::to_string).collect()),
            Constraint::Providers => list(limits.excluded_providers.clone()),
            Constraint::Budget => limits.budget.map(|budget| match budget {
                Budget::Total(total) => format!("{total} USD"),
                Budget::PerHour(rate) => format!("{rate} USD per hour"),
            }),
        }
    }

    /// The request without one of its limits; `None` where it would ask for nothing or for everything.
    fn without(&self, constraint: Constraint) -> Option<Self> {
        let mut request = self.clone();
        let limits = &mut request.limits;
        match constraint {
            Constraint::Throughput => return None,
            Constraint::Vram => limits.min_vram_gib = None,
            Constraint::Gpus => limits.gpus = None,
            Constraint::Machines => limits.max_machines = None,
            Constraint::Reliability => limits.min_reliability = None,
            Constraint::Survival => limits.min_survival = None,
            Constraint::Same => limits.same = None,
            Constraint::Models => limits.models.clear(),
            Constraint::Providers => limits.excluded_providers.clear(),
            Constraint::Budget => limits.budget = None,
        }
        request.validate().is_ok().then_some(request)
    }

    /// The request with a tenth more time, or a tenth less throughput.
    fn with_more_time(&self) -> Option<Self> {
        let demand = match self.demand {
            Demand::Work { work, deadline } => {
                let seconds = deadline?.get().checked_add(deadline?.get().div_ceil(DEADLINE_PARTS))?;
                Demand::Work { work, deadline: Some(Seconds::new(seconds.cast_signed()).ok()?) }
            }
            Demand::Throughput { throughput, duration } => {
                let tenths = throughput.tenths() - throughput.tenths().div_ceil(DEADLINE_PARTS);
                Demand::Throughput { throughput: Throughput::from_tenths(tenths), duration }
            }
        };
        let request = Self { demand, ..self.clone() };
        request.validate().is_ok().then_some(request)
    }

    /// The request for no more throughput than a plan has.
    fn with_throughput_of(&self, plan: &Plan) -> Self {
        let throughput = plan.effective();
        let demand = match self.demand {
            Demand::Throughput { duration, .. } => Demand::Throughput { throughput, duration },
            Demand::Work { work, .. } => {
                let seconds = (work.tenths() * SECONDS_PER_HOUR).div_ceil(throughput.tenths().max(1));
                Demand::Work { work, deadline: Seconds::new(seconds.cast_signed()).ok() }
            }
        };
        Self { demand, ..self.clone() }
    }
}
