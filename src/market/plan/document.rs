//! A plan as a document that stands for itself: what was asked, of which market, what to rent at which price, and the
//! proof. It can be kept, sent, priced again later and acted upon.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Plan, Status, Value};
use super::explain::Explanation;
use super::pool::{Pool, Unusable};
use super::quantity::{Seconds, Throughput, Work};
use super::request::{Billing, Exclusion, Objective, Request};
use super::split::split;
use crate::market::catalogue::Precision;
use crate::market::history;
use crate::market::row::OfferRow;
use crate::units::{Rate, Usdc};

/// Parts of a contribution.
const MILLION: u64 = 1_000_000;

/// One offer to rent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanMember {
    /// The offer, as it was then.
    #[serde(flatten)]
    pub offer: OfferRow,
    /// USD per hour that the plan reckons with: all in, least hours included.
    pub planned_per_hour: Rate,
    /// TFLOPS that it contributes before what is lost across machines.
    pub tflops: Throughput,
    /// Its part of the cluster's throughput, and of what the cluster earns, in millionths; all members add up to
    /// 1,000,000.
    pub contribution_ppm: u64,
    /// Its share of the work in TFLOP-hours, with which all members finish together; null without work.
    pub share_tflop_hours: Option<Work>,
    /// Seconds it is paid for; null where there is no end.
    pub paid_s: Option<Seconds>,
    /// USD for that time; the members add up to the total.
    pub cost: Option<Usdc>,
}

/// The figures of a whole plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// USD per hour.
    pub price_per_hour: Rate,
    /// TFLOPS of the cluster, losses deducted.
    pub tflops: Throughput,
    /// TFLOPS needed.
    pub tflops_needed: Throughput,
    /// TFLOPS beyond what is needed.
    pub tflops_slack: Throughput,
    /// GPUs.
    pub gpus: u32,
    /// Physical machines.
    pub machines: u32,
    /// Seconds until the work is done; null without work.
    pub done_s: Option<Seconds>,
    /// Seconds between that and the deadline; null without one.
    pub slack_s: Option<u64>,
    /// Seconds the members are paid for; null where there is no end.
    pub paid_s: Option<Seconds>,
    /// USD for that time.
    pub cost: Option<Usdc>,
    /// Probability that all members keep running; null if the reliability of one is unknown.
    pub survival: Option<f64>,
}

impl Totals {
    /// The figures of a plan for a request.
    #[must_use]
    pub fn new(request: &Request, plan: &Plan) -> Self {
        let needed = request.demand.needed();
        let tflops = plan.effective();
        let done = request.demand.work().map(|work| plan.time_for(work));
        let deadline = request.demand.work().and(request.demand.duration());
        Self {
            price_per_hour: plan.price(),
            tflops,
            tflops_needed: needed,
            tflops_slack: Throughput::from_tenths(tflops.tenths().saturating_sub(needed.tenths())),
            gpus: plan.gpus,
            machines: u32::try_from(plan.machines).unwrap_or(u32::MAX),
            done_s: done,
            slack_s: done.zip(deadline).map(|(done, deadline)| deadline.get().saturating_sub(done.get())),
            paid_s: match request.billing {
                Billing::UntilDone => done,
                Billing::UntilDeadline => request.demand.duration(),
            },
            cost: plan.cost(&request.demand, request.billing),
            survival: plan.survival(),
        }
    }
}

/// What the objective is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// USD per hour; less is better.
    UsdPerHour,
    /// USD per TFLOP-hour; less is better.
    UsdPerTflopHour,
    /// TFLOPS; more is better.
    Tflops,
}

/// How good a plan is, and how that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// How sure it is.
    pub status: Status,
    /// What is compared.
    pub measure: Measure,
    /// The plan's own, as a decimal string.
    #[schemars(with = "Option<String>")]
    pub value: Option<Decimal>,
    /// No plan is better than this; as a decimal string.
    #[schemars(with = "Option<String>")]
    pub bound: Option<Decimal>,
    /// How much better another plan could be, in millionths of the plan's value; 0 when it is optimal.
    pub gap_ppm: Option<u64>,
    /// Partial plans looked at.
    pub nodes: u64,
    /// How long it took, where measured.
    pub elapsed_ms: Option<u64>,
    /// Offers that could be in a plan.
    pub eligible: usize,
    /// Offers that could not, by the limit that keeps them out.
    pub excluded: BTreeMap<Exclusion, usize>,
    /// Offers that no plan can use, by reason.
    pub unusable: BTreeMap<Unusable, usize>,
}

/// Digits kept of a value or bound.
const DIGITS: u32 = 12;

impl Proof {
    fn new(answer: &Answer, unusable: &BTreeMap<Unusable, usize>) -> Self {
        let (measure, scale) = match (answer.objective, answer.billing) {
            (Objective::LeastTime, _) => (Measure::Tflops, -10_000),
            (Objective::LeastCost, Billing::UntilDeadline) => (Measure::UsdPerHour, 1_000_000),
            (Objective::LeastCost, Billing::UntilDone) => (Measure::UsdPerTflopHour, 100_000),
        };
        // A value is never shown better than it is, a bound never tighter.
        let worse = RoundingStrategy::ToPositiveInfinity;
        let better = RoundingStrategy::ToNegativeInfinity;
        let (value_rounding, bound_rounding) = if scale > 0 { (worse, better) } else { (better, worse) };
        Self {
            status: answer.status,
            measure,
            value: answer.value.and_then(|value| decimal(&value, scale, value_rounding)),
            bound: answer.bound.and_then(|bound| decimal(&bound, scale, bound_rounding)),
            gap_ppm: answer.gap_ppm(),
            nodes: answer.nodes,
            elapsed_ms: None,
            eligible: answer.eligible,
            excluded: answer.excluded.clone(),
            unusable: unusable.clone(),
        }
    }
}

/// `value / scale` with [`DIGITS`] decimals; `None` where that does not fit.
fn decimal(value: &Value, scale: i64, rounding: RoundingStrategy) -> Option<Decimal> {
    let numerator = Decimal::try_from_i128_with_scale(value.numerator, 0).ok()?;
    let denominator = Decimal::try_from_i128_with_scale(value.denominator, 0).ok()?;
    let quotient = numerator.checked_div(denominator.checked_mul(Decimal::from(scale))?)?;
    Some(quotient.round_dp_with_strategy(DIGITS, rounding).normalize())
}

/// A plan that stands for itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlanDocument {
    /// What the job is called.
    #[serde(default)]
    pub job: Option<String>,
    /// When the market planned over was last listed.
    pub market_at: Option<Timestamp>,
    /// How the offers planned over are billed.
    #[serde(default = "on_demand")]
    pub kinds: Vec<history::Billing>,
    /// What the throughputs are measured in.
    #[serde(default)]
    pub precision: Precision,
    /// What was asked.
    pub request: Request,
    /// What to rent; empty if there is no plan.
    pub members: Vec<PlanMember>,
    /// The figures of the plan.
    pub totals: Option<Totals>,
    /// How good it is.
    pub proof: Proof,
    /// Why it is what it is, when that was asked.
    pub explanation: Option<Explanation>,
}

fn on_demand() -> Vec<history::Billing> {
    vec![history::Billing::OnDemand]
}

impl PlanDocument {
    /// Writes an answer to `request` over the candidates of `pool` down. `offers` are the offers of the plan's members,
    /// in their order.
    #[must_use]
    pub fn new(request: &Request, pool: &Pool, answer: &Answer, offers: &[OfferRow]) -> Self {
        Self {
            job: None,
            market_at: pool.market_at,
            kinds: on_demand(),
            precision: Precision::default(),
            request: request.clone(),
            members: answer.plan.as_ref().map(|plan| members(request, pool, plan, offers)).unwrap_or_default(),
            totals: answer.plan.as_ref().map(|plan| Totals::new(request, plan)),
            proof: Proof::new(answer, &pool.unusable),
            explanation: None,
        }
    }
}

fn members(request: &Request, pool: &Pool, plan: &Plan, offers: &[OfferRow]) -> Vec<PlanMember> {
    let totals = Totals::new(request, plan);
    let speeds: Vec<u64> = plan.members.iter().map(|member| member.throughput.unsigned_abs()).collect();
    let prices: Vec<Rate> = plan.members.iter().map(|member| pool.candidates[member.candidate].price).collect();
    let price_weights: Vec<u64> = prices.iter().map(|price| price.micros().unsigned_abs()).collect();
    let contributions = split(MILLION, &speeds).unwrap_or_default();
    let shares = request.demand.work().and_then(|work| split(work.tenths(), &speeds));
    let costs = totals.cost.and_then(|cost| split(cost.micros().unsigned_abs(), &price_weights));
    let part = |parts: &Option<Vec<u64>>, i: usize| parts.as_ref().and_then(|parts| parts.get(i).copied());
    let member = |(i, offer): (usize, &OfferRow)| PlanMember {
        offer: offer.clone(),
        planned_per_hour: prices[i],
        tflops: Throughput::from_tenths(speeds[i]),
        contribution_ppm: contributions.get(i).copied().unwrap_or_default(),
        share_tflop_hours: part(&shares, i).map(Work::from_tenths),
        paid_s: totals.paid_s,
        cost: part(&costs, i).and_then(|micros| i64::try_from(micros).ok()).map(Usdc::from_micros),
    };
    offers.iter().take(plan.members.len()).enumerate().map(member).collect()
}
