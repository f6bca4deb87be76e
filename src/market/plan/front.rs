//! What time costs: the best plans for shorter and shorter times.

use super::answer::Answer;
use super::candidate::Candidate;
use super::quantity::{SECONDS_PER_HOUR, Seconds, Throughput, whole};
use super::request::{Billing, Demand, Objective, Request};
use super::{PlanError, Status, solve};
use crate::units::Usdc;

/// Points of a front at most.
pub const MAX_POINTS: u32 = 100;

/// One way to trade money for time: no other point is both cheaper and faster.
#[derive(Clone, Debug)]
pub struct FrontPoint {
    /// What was asked for to get it.
    pub demand: Demand,
    /// The best plan for that.
    pub answer: Answer,
}

/// The cost/time front from the request's own deadline (or throughput) to the fastest plan its limits allow, by up to
/// `points` demands evenly spaced on a logarithmic scale. Empty if the request cannot be met.
pub fn front(
    request: &Request,
    candidates: &[Candidate],
    points: u32,
    stop: &dyn Fn() -> bool,
) -> Result<Vec<FrontPoint>, PlanError> {
    Request { objective: Objective::LeastCost, ..request.clone() }.validate()?;
    let fastest = solve::solve(&Request { objective: Objective::LeastTime, ..request.clone() }, candidates, stop)?;
    let Some(fastest) = fastest.plan.map(|plan| plan.effective()) else { return Ok(Vec::new()) };
    let mut front: Vec<FrontPoint> = Vec::new();
    let mut demands = ladder(&request.demand, fastest, points.clamp(1, MAX_POINTS));
    demands.dedup();
    for demand in demands.into_iter().rev() {
        let asked = Request { objective: Objective::LeastCost, demand, ..request.clone() };
        let answer = solve::solve(&asked, candidates, stop)?;
        if answer.status == Status::Infeasible || answer.plan.is_none() {
            continue;
        }
        // The plan is the cheapest for all it can do, too: whatever does as much does what was asked.
        let demand = answer.plan.as_ref().map_or(demand, |plan| with_throughput(&demand, plan.effective()));
        let point = FrontPoint { demand, answer };
        // From the fastest to the slowest: what is slower must be cheaper.
        if front.last().is_none_or(|faster| point.cost(request.billing) < faster.cost(request.billing)) {
            front.push(point);
        }
    }
    Ok(front)
}

impl FrontPoint {
    /// Micro-USD in all, or per hour where there is no end.
    fn cost(&self, billing: Billing) -> Option<i64> {
        let plan = self.answer.plan.as_ref()?;
        Some(plan.cost(&self.demand, billing).map_or(plan.price, Usdc::micros))
    }
}

/// Demands from the one given to one for the throughput `fastest`.
fn ladder(demand: &Demand, fastest: Throughput, points: u32) -> Vec<Demand> {
    let slowest = demand.needed().tenths().max(1) as f64;
    let ratio = (fastest.tenths() as f64 / slowest).max(1.0);
    let step = |point: u32| {
        let tenths = match point {
            0 => slowest,
            last if last + 1 == points => slowest * ratio,
            between => slowest * ratio.powf(f64::from(between) / f64::from(points - 1)),
        };
        with_throughput(demand, Throughput::from_tenths(whole(tenths).min(fastest.tenths())))
    };
    (0..points).map(step).collect()
}

/// The same demand with so much throughput: work gets the longest deadline in whole seconds that needs no more.
fn with_throughput(demand: &Demand, throughput: Throughput) -> Demand {
    match *demand {
        Demand::Throughput { duration, .. } => Demand::Throughput { throughput, duration },
        Demand::Work { work, .. } => {
            let seconds = (work.tenths() * SECONDS_PER_HOUR).div_ceil(throughput.tenths().max(1));
            let deadline = i64::try_from(seconds).ok().and_then(|seconds| Seconds::new(seconds).ok());
            Demand::Work { work, deadline }
        }
    }
}
