//! Medium markets against a general solver for mixed-integer programmes.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::*;

const INSTANCES: u64 = 200;

/// The programme for one group of candidates, over one machine (`kept` = 1000) or several.
struct Programme<'a> {
    request: &'a Request,
    candidates: &'a [Candidate<'a>],
    kept: u64,
    one_machine: bool,
}

impl Programme<'_> {
    /// What a unit adds to the throughput. Exact only without losses inside machines, as all requests here are.
    fn speed(&self, candidate: &Candidate) -> f64 {
        (candidate.throughput.tenths() * self.kept) as f64
    }

    /// The least Σ `cost` over the plans that keep the limits.
    fn minimum(&self, cost: impl Fn(&Candidate) -> f64) -> Option<f64> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let take: Vec<Variable> = self
            .candidates
            .iter()
            .map(|candidate| problem.add_integer_var(cost(candidate), (0, i32::try_from(candidate.units).unwrap())))
            .collect();
        let sum = |of: &dyn Fn(&Candidate) -> f64| -> Vec<(Variable, f64)> {
            take.iter().zip(self.candidates).map(|(variable, candidate)| (*variable, of(candidate))).collect()
        };
        let limits = &self.request.limits;
        let needed = (self.request.demand.needed().tenths().max(1) * 1000) as f64;
        problem.add_constraint(sum(&|c| self.speed(c)), ComparisonOp::Ge, needed);
        match limits.gpus {
            None => {}
            Some(GpuLimit::AtMost(most)) => {
                problem.add_constraint(sum(&|c| c.gpus.into()), ComparisonOp::Le, most.into());
            }
            Some(GpuLimit::Exactly(count)) => {
                problem.add_constraint(sum(&|c| c.gpus.into()), ComparisonOp::Eq, count.into());
            }
        }
        if let Some(survival) = limits.min_survival {
            let risk = |c: &Candidate| c.reliability.map_or(1e9, |reliability| reliability.risk.into());
            problem.add_constraint(sum(&risk), ComparisonOp::Le, survival.risk_limit().into());
        }
        match (limits.budget, self.request.billing) {
            (None, _) => {}
            (Some(Budget::PerHour(rate)), _) => {
                let most = rate.micros() as f64 / 1e6;
                problem.add_constraint(sum(&|c| c.price.micros() as f64 / 1e6), ComparisonOp::Le, most);
            }
            (Some(Budget::Total(total)), Billing::UntilDeadline) => {
                let hours = self.request.demand.duration().unwrap().hours();
                let most = total.micros() as f64 / 1e6 / hours;
                problem.add_constraint(sum(&|c| c.price.micros() as f64 / 1e6), ComparisonOp::Le, most);
            }
            (Some(Budget::Total(total)), Billing::UntilDone) => {
                let per_speed = total.micros() as f64 / self.request.demand.work().unwrap().tenths() as f64 / 1e9;
                let excess = |c: &Candidate| c.price.micros() as f64 / 1e6 - per_speed * self.speed(c);
                problem.add_constraint(sum(&excess), ComparisonOp::Le, 0.0);
            }
        }
        self.add_machines(&mut problem, &take);
        match problem.solve() {
            Ok(outcome) => Some(outcome.into_solution().unwrap().objective()),
            Err(microlp::Error::Infeasible) => None,
            Err(error) => panic!("{error}"),
        }
    }

    fn add_machines(&self, problem: &mut Problem, take: &[Variable]) {
        let mut machines: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        for (i, candidate) in self.candidates.iter().enumerate() {
            machines.entry((candidate.provider, candidate.machine.unwrap_or(candidate.id))).or_default().push(i);
        }
        let most_machines = if self.one_machine { Some(1) } else { self.request.limits.max_machines };
        let mut used = Vec::new();
        for slices in machines.values() {
            let capacity = slices.iter().map(|&i| self.candidates[i].machine_gpus.max(self.candidates[i].gpus)).max();
            let capacity: f64 = capacity.unwrap().into();
            let gpus: Vec<(Variable, f64)> =
                slices.iter().map(|&i| (take[i], self.candidates[i].gpus.into())).collect();
            let shared = self.candidates[slices[0]].machine.is_some();
            if shared {
                problem.add_constraint(&gpus, ComparisonOp::Le, capacity);
            }
            if most_machines.is_some() && shared {
                let in_use = problem.add_binary_var(0.0);
                let and_if_used: Vec<(Variable, f64)> = gpus.iter().copied().chain([(in_use, -capacity)]).collect();
                problem.add_constraint(&and_if_used, ComparisonOp::Le, 0.0);
                used.push((in_use, 1.0));
            } else {
                used.push((take[slices[0]], 1.0));
            }
        }
        if let Some(most) = most_machines {
            problem.add_constraint(&used, ComparisonOp::Le, most.into());
        }
    }
}

/// Calls `visit` with each programme whose plans together are all plans.
fn for_each_programme(request: &Request, market: &[Candidate], mut visit: impl FnMut(&Programme)) {
    let single = |c: &Candidate| request.limits.exclusion(c).is_none();
    let eligible: Vec<Candidate> = market.iter().copied().filter(single).collect();
    let key = |(i, c): (usize, &Candidate)| match request.limits.same {
        None | Some(Same::Machine) => String::new(),
        Some(Same::Provider) => c.provider.to_owned(),
        Some(Same::Region) => c.region.map_or(format!("#{i}"), str::to_owned),
        Some(Same::Country) => c.country.map_or(format!("#{i}"), str::to_owned),
        Some(Same::Model) => c.model.to_owned(),
    };
    let mut groups: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for (i, candidate) in eligible.iter().enumerate() {
        groups.entry(key((i, candidate))).or_default().push(*candidate);
    }
    for candidates in groups.values() {
        let programme = Programme { request, candidates, kept: 1000, one_machine: true };
        visit(&programme);
        if request.limits.same != Some(Same::Machine) {
            let kept = request.efficiency.across.thousandths();
            visit(&Programme { kept, one_machine: false, ..programme });
        }
    }
}

/// Whether no plan is better than `objective` by more than rounding.
fn assert_none_better(request: &Request, market: &[Candidate], objective: Option<(i128, i128)>, instance: u64) {
    for_each_programme(request, market, |programme| {
        let Some((numerator, denominator)) = objective else {
            assert_eq!(programme.minimum(|_| 0.0), None, "instance {instance}: a plan was missed\n{request:#?}");
            return;
        };
        let value = numerator as f64 / denominator as f64;
        let (least, ours) = match (request.objective, request.billing) {
            (Objective::LeastTime, _) => (programme.minimum(|c| -programme.speed(c) / 1e6), value / 1e6),
            (Objective::LeastCost, Billing::UntilDeadline) => {
                (programme.minimum(|c| c.price.micros() as f64 / 1e6), value / 1e6)
            }
            // The ratio is least when nothing is below it: min Σ (1000 · price − ratio · speed) = 0.
            (Objective::LeastCost, Billing::UntilDone) => {
                let excess = |c: &Candidate| (c.price.micros() as f64 * 1000.0 - value * programme.speed(c)) / 1e9;
                (programme.minimum(excess), 0.0)
            }
        };
        let slack = 1e-6 * (1.0 + ours.abs());
        assert!(
            least.is_none_or(|least| least >= ours - slack),
            "instance {instance}: {least:?} is better than {ours}\n{request:#?}"
        );
    });
}

#[test]
fn medium_markets_are_solved_as_well_as_by_a_general_solver() {
    let mut random = Random(2);
    let mut feasible = 0;
    for instance in 0..INSTANCES {
        let count = usize::try_from(random.between(20, 45)).unwrap();
        // A unit is a machine of its own only where the programme above can say so.
        let market: Vec<Candidate> = random_market(&mut random, count)
            .into_iter()
            .map(|candidate| Candidate { units: 1, ..candidate })
            .collect();
        let mut request = random_request(&mut random, 40);
        request.efficiency.pcie = Fraction::ONE;
        let answer = plan(&request, &market, PATIENT).unwrap();
        let objective = check(&request, &market, &answer).map(|amounts| amounts.objective(&request));
        assert!(matches!(answer.status, Status::Optimal | Status::Infeasible), "instance {instance}");
        assert_none_better(&request, &market, objective, instance);
        feasible += u64::from(objective.is_some());
    }
    assert!(feasible > INSTANCES / 2, "{feasible} feasible");
}
