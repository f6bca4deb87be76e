//! From a request to a plan and its proof.

use std::collections::BTreeMap;

use super::PlanError;
use super::answer::{Answer, Member, Plan, Status, Value};
use super::candidate::Candidate;
use super::exact::{self, Choice, Model, Outcome, Weights, lowest_terms};
use super::machine::{self, Use};
use super::quantity::{MAX_TENTHS, SECONDS_PER_HOUR, Seconds};
use super::request::{Billing, Budget, Exclusion, GpuLimit, MAX_LIMIT, Objective, Request, Same};

/// Dearest candidate, in micro-USD per hour: a million dollars.
const MAX_PRICE: i64 = 1_000_000_000_000;
/// Thousandths in the whole.
const WHOLE: i64 = 1000;

/// Finds the best plan there is for `request` among `candidates`, and proves it.
///
/// `stop` is asked from time to time; once it says true the best plan so far is returned with an honest bound.
/// Without it the answer depends on the request and the set of candidates only, not on their order.
pub fn plan(request: &Request, candidates: &[Candidate], stop: &dyn Fn() -> bool) -> Result<Answer, PlanError> {
    request.validate()?;
    solve(request, candidates, stop)
}

/// [`plan`] for a request that is known to make sense, or that need not: the fastest plan without any limit is all
/// there is.
pub(super) fn solve(request: &Request, candidates: &[Candidate], stop: &dyn Fn() -> bool) -> Result<Answer, PlanError> {
    let (eligible, excluded) = eligible(request, candidates)?;
    let max_gpus = request.limits.gpus.map_or(MAX_LIMIT, GpuLimit::count);
    let max_risk = request.limits.min_survival.map(super::Share::risk_limit);
    let mut groups = Vec::new();
    for group in groups_of(request.limits.same, candidates, &eligible) {
        groups.push(machine::machines(candidates, &group, request.efficiency, max_gpus, max_risk)?);
    }
    let mut solver = Solver::new(request, stop);
    let (answer, mut best) = solver.solve(&groups)?;
    if let (Goal::Throughput, Status::Optimal, Some(fastest)) = (solver.goal, answer, &best) {
        let mut cheapest = Solver { goal: Goal::Cost, need: -fastest.value.numerator, ..Solver::new(request, stop) };
        cheapest.best = Some(Best { value: Value::whole(fastest.price), ..fastest.clone() });
        let (_, cheaper) = cheapest.solve(&groups)?;
        solver.nodes += cheapest.nodes;
        best = cheaper.map(|cheaper| Best { value: fastest.value, ..cheaper });
    }
    Ok(Answer {
        status: answer,
        objective: request.objective,
        billing: request.billing,
        value: best.as_ref().map(|best| best.value),
        bound: solver.bound(),
        plan: best.map(|best| best.plan(request, candidates)),
        nodes: solver.nodes,
        eligible: eligible.len(),
        excluded,
    })
}

/// The indices of the candidates that may be in a plan, by id, and how many the limits exclude.
fn eligible(
    request: &Request,
    candidates: &[Candidate],
) -> Result<(Vec<usize>, BTreeMap<Exclusion, usize>), PlanError> {
    let mut order = by_id(candidates);
    if let Some(pair) = order.windows(2).find(|pair| candidates[pair[0]].id == candidates[pair[1]].id) {
        return Err(PlanError::DuplicateId(candidates[pair[0]].id.to_owned()));
    }
    let is_bad = |candidate: &&Candidate| {
        let bad_price = !(0..=MAX_PRICE).contains(&candidate.price.micros());
        bad_price || candidate.gpus == 0 || !(1..=MAX_TENTHS).contains(&candidate.throughput.tenths())
    };
    if let Some(candidate) = candidates.iter().find(is_bad) {
        return Err(PlanError::BadCandidate(candidate.id.to_owned()));
    }
    let mut excluded = BTreeMap::new();
    order.retain(|&index| match request.limits.exclusion(&candidates[index]) {
        Some(exclusion) => {
            *excluded.entry(exclusion).or_default() += 1;
            false
        }
        None => true,
    });
    Ok((order, excluded))
}

/// The indices of candidates in the order of their ids. Ids are compared by their first bytes as one number, and by all
/// of them only where those are alike: a long market is sorted several times as fast.
fn by_id(candidates: &[Candidate]) -> Vec<usize> {
    const BYTES: usize = size_of::<u128>();
    let first_bytes = |id: &str| {
        let mut bytes = [0; BYTES];
        bytes.iter_mut().zip(id.bytes()).for_each(|(to, from)| *to = from);
        u128::from_be_bytes(bytes)
    };
    let mut keyed: Vec<(u128, usize)> =
        candidates.iter().enumerate().map(|(index, candidate)| (first_bytes(candidate.id), index)).collect();
    keyed.sort_unstable_by(|a, b| {
        let whole = || candidates[a.1].id.cmp(candidates[b.1].id);
        a.0.cmp(&b.0).then_with(whole)
    });
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// Splits candidates into groups whose members have in common what they must.
fn groups_of(same: Option<Same>, candidates: &[Candidate], eligible: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
    for (position, &index) in eligible.iter().enumerate() {
        let candidate = &candidates[index];
        let common = match same {
            None | Some(Same::Machine) => Some(""),
            Some(Same::Provider) => Some(candidate.provider),
            Some(Same::Region) => candidate.region,
            Some(Same::Country) => candidate.country,
            Some(Same::Model) => Some(candidate.model),
        };
        let key = common.map_or(("", position + 1), |common| (common, 0));
        groups.entry(key).or_default().push(index);
    }
    groups.into_values().collect()
}

/// What is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// Price per hour.
    Cost,
    /// Price per hour and throughput.
    CostPerThroughput,
    /// Minus throughput.
    Throughput,
}

/// What may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spend {
    Unlimited,
    /// Micro-USD per hour.
    PerHour(i64),
    /// Micro-USD for tenths of TFLOP-hours.
    ForWork {
        total: i64,
        work: i64,
    },
}

impl Spend {
    fn new(request: &Request) -> Self {
        match (request.limits.budget, request.billing, request.demand.work(), request.demand.duration()) {
            (None, ..) => Self::Unlimited,
            (Some(Budget::PerHour(rate)), ..) => Self::PerHour(rate.micros()),
            (Some(Budget::Total(total)), Billing::UntilDone, Some(work), _) => {
                Self::ForWork { total: total.micros(), work: work.tenths().cast_signed() }
            }
            (Some(Budget::Total(total)), _, _, duration) => {
                let seconds = duration.map_or(1, Seconds::get);
                let per_hour = i128::from(total.micros()) * i128::from(SECONDS_PER_HOUR) / i128::from(seconds);
                Self::PerHour(i64::try_from(per_hour).unwrap_or(i64::MAX))
            }
        }
    }

    /// Whether `throughput` tenths of a TFLOPS, of which `kept` thousandths are left, may cost `price`.
    fn allows(self, price: i64, throughput: i64, kept: i64) -> bool {
        match self {
            Self::Unlimited => true,
            Self::PerHour(most) => price <= most,
            Self::ForWork { total, work } => {
                let (cost, money) = (i128::from(work) * i128::from(price), i128::from(total) * i128::from(throughput));
                cost * i128::from(WHOLE) <= money * i128::from(kept)
            }
        }
    }
}

/// The best plan so far.
#[derive(Clone, Debug)]
struct Best {
    value: Value,
    uses: Vec<Use>,
    price: i64,
    /// Thousandths of the members' throughput that are left.
    kept: i64,
}

impl Best {
    fn plan(&self, request: &Request, candidates: &[Candidate]) -> Plan {
        let mut members = Vec::new();
        for used in &self.uses {
            let alone = used.gpus == 1;
            members.extend(used.members.iter().map(|&candidate| Member {
                candidate,
                throughput: machine::member_throughput(&candidates[candidate], request.efficiency, alone),
            }));
        }
        members.sort_by_key(|member| candidates[member.candidate].id);
        let risk =
            members.iter().map(|member| candidates[member.candidate].reliability.map(|known| u64::from(known.risk)));
        Plan {
            price: self.price,
            throughput: self.uses.iter().map(|used| used.throughput).sum(),
            kept: self.kept,
            gpus: self.uses.iter().map(|used| used.gpus).sum(),
            machines: self.uses.len(),
            risk: risk.sum(),
            members,
        }
    }
}

/// The machines of one group of candidates, each with its uses.
type Machines = [Vec<Use>];

struct Solver<'a> {
    request: &'a Request,
    stop: &'a dyn Fn() -> bool,
    goal: Goal,
    spend: Spend,
    /// Least throughput, in thousandths of tenths of a TFLOPS.
    need: i128,
    best: Option<Best>,
    /// The least bound among the cases left open.
    open: Option<Value>,
    nodes: u64,
}

impl<'a> Solver<'a> {
    fn new(request: &'a Request, stop: &'a dyn Fn() -> bool) -> Self {
        let goal = match (request.objective, request.billing) {
            (Objective::LeastTime, _) => Goal::Throughput,
            (Objective::LeastCost, Billing::UntilDeadline) => Goal::Cost,
            (Objective::LeastCost, Billing::UntilDone) => Goal::CostPerThroughput,
        };
        // No plan is one of no throughput.
        let need = i128::from(request.demand.needed().tenths().max(1)) * i128::from(WHOLE);
        Self { request, stop, goal, spend: Spend::new(request), need, best: None, open: None, nodes: 0 }
    }

    /// Looks at every group, first at its machines one by one, then together.
    fn solve(&mut self, groups: &[Vec<Vec<Use>>]) -> Result<(Status, Option<Best>), PlanError> {
        let across = self.request.efficiency.across.thousandths().cast_signed();
        let limits = &self.request.limits;
        let one_machine = limits.same == Some(Same::Machine) || limits.max_machines == Some(1);
        for machines in groups {
            if one_machine || across < WHOLE {
                self.try_one_machine(machines);
            }
            if !one_machine {
                self.try_several(machines, across)?;
            }
        }
        let open = self.bound_of_open_cases().is_some();
        let status = match (&self.best, open) {
            (Some(_), false) => Status::Optimal,
            (Some(_), true) => Status::Feasible,
            (None, false) => Status::Infeasible,
            (None, true) => Status::Unknown,
        };
        Ok((status, self.best.clone()))
    }

    /// The bound of the cases left open, if it is below the best plan.
    fn bound_of_open_cases(&self) -> Option<Value> {
        self.open.filter(|open| self.best.as_ref().is_none_or(|best| *open < best.value))
    }

    /// No plan has a value below this.
    fn bound(&self) -> Option<Value> {
        self.bound_of_open_cases().or(self.best.as_ref().map(|best| best.value))
    }

    fn value(&self, price: i64, throughput: i64, kept: i64) -> Value {
        match self.goal {
            Goal::Cost => Value::whole(price),
            Goal::CostPerThroughput => {
                Value::new(i128::from(price) * i128::from(WHOLE), i128::from(throughput) * i128::from(kept))
            }
            Goal::Throughput => Value::new(-i128::from(throughput) * i128::from(kept), 1),
        }
    }

    /// The least Σ throughput that is enough when `kept` thousandths of it are left.
    fn needed(&self, kept: i64) -> i64 {
        i64::try_from(self.need.div_euclid(i128::from(kept)) + i128::from(self.need % i128::from(kept) > 0))
            .unwrap_or(i64::MAX)
    }

    fn offer(&mut self, uses: Vec<Use>, kept: i64) {
        let price = uses.iter().map(|used| used.price).sum();
        let value = self.value(price, uses.iter().map(|used| used.throughput).sum(), kept);
        if self.best.as_ref().is_none_or(|best| (value, price) < (best.value, best.price)) {
            self.best = Some(Best { value, uses, price, kept });
        }
    }

    fn try_one_machine(&mut self, machines: &Machines) {
        let exact_gpus = match self.request.limits.gpus {
            Some(GpuLimit::Exactly(count)) => Some(count),
            _ => None,
        };
        let needed = self.needed(WHOLE);
        for used in machines.iter().flatten() {
            self.nodes += 1;
            let enough = used.throughput >= needed && exact_gpus.is_none_or(|count| used.gpus == count);
            if enough && self.spend.allows(used.price, used.throughput, WHOLE) {
                self.offer(vec![used.clone()], WHOLE);
            }
        }
    }

    fn try_several(&mut self, machines: &Machines, kept: i64) -> Result<(), PlanError> {
        match self.goal {
            Goal::Cost => self.least_cost(machines, kept),
            Goal::Throughput => self.most_throughput(machines, kept),
            Goal::CostPerThroughput => self.least_ratio(machines, kept),
        }
    }

    fn least_cost(&mut self, machines: &Machines, kept: i64) -> Result<(), PlanError> {
        let below_best = self.best.as_ref().map_or(i64::MAX, |best| best.price);
        let affordable = match self.spend {
            Spend::PerHour(most) => most.saturating_add(1),
            _ => i64::MAX,
        };
        let model = self.model(machines, self.needed(kept), |used| Some((used.price, used.throughput)))?;
        let outcome = self.minimise(model, below_best.min(affordable))?;
        self.conclude(machines, kept, &outcome, Value::whole);
        Ok(())
    }

    fn most_throughput(&mut self, machines: &Machines, kept: i64) -> Result<(), PlanError> {
        let enough = 1 - self.needed(kept);
        let below_best = self.best.as_ref().map_or(i64::MAX, |best| {
            let beaten = (best.value.numerator - 1).div_euclid(i128::from(kept)) + 1;
            i64::try_from(beaten).unwrap_or(i64::MAX)
        });
        let model = match self.spend {
            Spend::Unlimited => self.model(machines, 0, |used| Some((-used.throughput, 0))),
            Spend::PerHour(most) => {
                self.model(machines, -most.min(dearest(machines)), |used| Some((-used.throughput, -used.price)))
            }
            Spend::ForWork { total, work } => {
                // work · Σ price ≤ total · kept · Σ throughput
                let (money, work) = lowest_terms(i128::from(total) * i128::from(kept), i128::from(work) * 1000);
                self.model(machines, 0, |used| {
                    let left =
                        money.checked_mul(used.throughput.into())?.checked_sub(work.checked_mul(used.price.into())?)?;
                    Some((-used.throughput, i64::try_from(left).ok()?))
                })
            }
        }?;
        let outcome = self.minimise(model, below_best.min(enough))?;
        self.conclude(machines, kept, &outcome, |bound| Value::new(i128::from(bound) * i128::from(kept), 1));
        Ok(())
    }

    /// Dinkelbach's method: the least ratio is the *r* for which the least Σ (price − r · throughput) is 0.
    fn least_ratio(&mut self, machines: &Machines, kept: i64) -> Result<(), PlanError> {
        let needed = self.needed(kept);
        let affordable = match self.spend {
            Spend::ForWork { total, work } => Some(Value::new(total.into(), work.into())),
            _ => None,
        };
        if self.best.is_none() && affordable.is_none() {
            let model = self.model(machines, needed, |used| Some((used.price, used.throughput)))?;
            let outcome = self.minimise(model, i64::MAX)?;
            if outcome.best.is_none() && !outcome.proven {
                self.conclude(machines, kept, &outcome, |_| Value::whole(0));
            }
            self.take(machines, kept, &outcome);
        }
        let mut cutoff = 1;
        loop {
            // The first ratio may be reached, every other must be beaten.
            let beaten = self.best.as_ref().map(|best| best.value);
            if beaten.is_some() {
                cutoff = 0;
            }
            let Some(ratio) = beaten.or(affordable) else { return Ok(()) };
            let (price, throughput) =
                lowest_terms(ratio.denominator * i128::from(WHOLE), ratio.numerator * i128::from(kept));
            let model = self.model(machines, needed, |used| {
                let excess = price
                    .checked_mul(used.price.into())?
                    .checked_sub(throughput.checked_mul(used.throughput.into())?)?;
                Some((i64::try_from(excess).ok()?, used.throughput))
            })?;
            let outcome = self.minimise(model, cutoff)?;
            if !outcome.proven || outcome.best.is_none() {
                // price · P − throughput · T ≥ bound, hence P / T ≥ (throughput + bound / T) / price.
                let least = i128::from(needed);
                self.conclude(machines, kept, &outcome, |bound| {
                    let numerator = throughput.checked_mul(least).map(|product| product + i128::from(bound.min(0)));
                    let numerator = numerator.and_then(|numerator| numerator.checked_mul(i128::from(WHOLE)));
                    numerator
                        .map_or(Value::whole(0), |numerator| Value::new(numerator, price * least * i128::from(kept)))
                });
                return Ok(());
            }
            self.take(machines, kept, &outcome);
        }
    }

    fn minimise(&mut self, model: Model, cutoff: i64) -> Result<Outcome, PlanError> {
        let outcome = exact::minimise(model, cutoff, self.best.is_none(), self.stop)?;
        self.nodes += outcome.nodes;
        Ok(outcome)
    }

    /// Remembers what a search found and what it left open.
    fn conclude(&mut self, machines: &Machines, kept: i64, outcome: &Outcome, value: impl Fn(i64) -> Value) {
        self.take(machines, kept, outcome);
        if !outcome.proven {
            let bound = value(outcome.bound);
            self.open = Some(self.open.map_or(bound, |open| open.min(bound)));
        }
    }

    fn take(&mut self, machines: &Machines, kept: i64, outcome: &Outcome) {
        if let Some(solution) = &outcome.best {
            let all: Vec<&Use> = machines.iter().flatten().collect();
            let uses = solution.origins.iter().filter_map(|&origin| all.get(origin as usize));
            self.offer(uses.map(|used| (*used).clone()).collect(), kept);
        }
    }

    /// The programme over these machines; each use has the cost and gain that `weights` gives it.
    fn model(
        &self,
        machines: &Machines,
        need: i64,
        weights: impl Fn(&Use) -> Option<(i64, i64)>,
    ) -> Result<Model, PlanError> {
        let limits = &self.request.limits;
        let max_machines = limits.max_machines.and_then(|most| u16::try_from(most).ok());
        let max_machines = max_machines.filter(|most| usize::from(*most) < machines.len());
        let max_risk = limits.min_survival.map(super::Share::risk_limit);
        let mut choices = Vec::new();
        for (class, uses) in (0..).zip(machines) {
            for used in uses {
                let (cost, gain) = weights(used).ok_or(PlanError::TooLarge)?;
                choices.push(Choice {
                    class,
                    origin: u32::try_from(choices.len()).map_err(|_| PlanError::TooLarge)?,
                    weights: Weights {
                        cost,
                        gain,
                        risk: if max_risk.is_some() { u32::try_from(used.risk).unwrap_or(u32::MAX) } else { 0 },
                        gpus: if limits.gpus.is_some() { u16::try_from(used.gpus).unwrap_or(u16::MAX) } else { 0 },
                        machines: max_machines.is_some().into(),
                    },
                });
            }
        }
        Ok(Model {
            choices,
            need,
            gpus: limits.gpus.map_or(0, |limit| u16::try_from(limit.count()).unwrap_or(Model::MAX_GPUS)),
            exact_gpus: matches!(limits.gpus, Some(GpuLimit::Exactly(_))),
            machines: max_machines.unwrap_or(0),
            risk: max_risk.unwrap_or(0),
        })
    }
}

/// What the dearest uses of all machines cost together.
fn dearest(machines: &Machines) -> i64 {
    machines.iter().filter_map(|uses| uses.iter().map(|used| used.price).max()).fold(0, i64::saturating_add)
}
