//! The answer to a request: a plan and how good it is.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::quantity::{SECONDS_PER_HOUR, Seconds, Throughput, Work, survival_of};
use super::request::{Billing, Demand, Exclusion, Objective};
use crate::units::{Rate, Usdc};

/// How sure an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The plan is the best there is.
    Optimal,
    /// The plan keeps all limits; how much better another could be is bounded.
    Feasible,
    /// There is no plan.
    Infeasible,
    /// No plan was found in the time given; there may be one.
    Unknown,
}

/// An exact fraction with a positive denominator; the smaller the better.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    pub(super) numerator: i128,
    pub(super) denominator: i128,
}

impl Value {
    pub(super) const fn new(numerator: i128, denominator: i128) -> Self {
        Self { numerator, denominator }
    }

    pub(super) fn whole(number: i64) -> Self {
        Self::new(number.into(), 1)
    }

    /// How far `other` is below this, in parts per million of this, rounded up; 0 if it is not below.
    #[must_use]
    pub fn gap_ppm(&self, other: &Self) -> u64 {
        let ours = self.numerator.saturating_mul(other.denominator);
        parts_per_million(ours.saturating_sub(other.numerator.saturating_mul(self.denominator)), ours)
    }

    /// How far this is above `other`, in parts per million of `other`, rounded up; 0 if it is not above.
    #[must_use]
    pub fn excess_ppm(&self, other: &Self) -> u64 {
        let theirs = other.numerator.saturating_mul(self.denominator);
        parts_per_million(self.numerator.saturating_mul(other.denominator).saturating_sub(theirs), theirs)
    }

    /// As a floating-point number.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// `part` in millionths of the magnitude of `whole`, rounded up; 0 if there is no part.
fn parts_per_million(part: i128, whole: i128) -> u64 {
    const MILLION: i128 = 1_000_000;
    const MAX_BITS: u32 = 100;
    let shift = (i128::BITS - whole.abs().leading_zeros()).saturating_sub(MAX_BITS);
    let (whole, part) = (whole.abs() >> shift, if shift > 0 { (part >> shift) + 1 } else { part });
    if part <= 0 || whole == 0 {
        return 0;
    }
    u64::try_from((part.saturating_mul(MILLION) - 1) / whole + 1).unwrap_or(u64::MAX)
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        let ours = self.numerator.saturating_mul(other.denominator);
        ours.cmp(&other.numerator.saturating_mul(self.denominator))
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

/// One rented unit of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its index among the candidates.
    pub candidate: usize,
    /// What it contributes before losses across machines, in tenths of a TFLOPS. Contributions and shares of the work
    /// are in proportion to this, so that all members finish together.
    pub throughput: i64,
}

/// What to rent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// By id.
    pub members: Vec<Member>,
    /// Micro-USD per hour of all members.
    pub price: i64,
    /// The members' throughput added up, in tenths of a TFLOPS.
    pub throughput: i64,
    /// Thousandths of that which are left when they work together.
    pub kept: i64,
    /// GPUs.
    pub gpus: u32,
    /// Physical machines.
    pub machines: usize,
    /// Joint risk; `None` if the reliability of a member is unknown.
    pub risk: Option<u64>,
}

impl Plan {
    /// What the cluster does, rounded down to a tenth.
    #[must_use]
    pub fn effective(&self) -> Throughput {
        let tenths = u128::from(self.throughput.unsigned_abs()) * u128::from(self.kept.unsigned_abs()) / 1000;
        Throughput::from_tenths(u64::try_from(tenths).unwrap_or(u64::MAX))
    }

    /// Price of all members.
    #[must_use]
    pub const fn price(&self) -> Rate {
        Rate::from_micros(self.price)
    }

    /// The probability that all members keep running, where known.
    #[must_use]
    pub fn survival(&self) -> Option<f64> {
        self.risk.map(survival_of)
    }

    /// How long the work takes, rounded up to a second.
    #[must_use]
    pub fn time_for(&self, work: Work) -> Seconds {
        let (work, speed) = self.work_and_speed(work);
        let seconds = (work * u128::from(SECONDS_PER_HOUR)).div_ceil(speed);
        Seconds::new(i64::try_from(seconds).unwrap_or(i64::MAX)).unwrap_or(Seconds::MAX)
    }

    fn work_and_speed(&self, work: Work) -> (u128, u128) {
        let speed = u128::from(self.throughput.unsigned_abs()) * u128::from(self.kept.unsigned_abs());
        (u128::from(work.tenths()) * 1000, speed.max(1))
    }

    /// What it costs in all, rounded up to the micro: until the work is done, or as long as it is kept. `None` where
    /// that has no end.
    #[must_use]
    pub fn cost(&self, demand: &Demand, billing: Billing) -> Option<Usdc> {
        let price = u128::from(self.price.unsigned_abs());
        let micros = match billing {
            Billing::UntilDone => {
                let (work, speed) = self.work_and_speed(demand.work()?);
                price.checked_mul(work)?.div_ceil(speed)
            }
            Billing::UntilDeadline => {
                (price * u128::from(demand.duration()?.get())).div_ceil(u128::from(SECONDS_PER_HOUR))
            }
        };
        i64::try_from(micros).ok().map(Usdc::from_micros)
    }
}

/// A plan and its proof.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How sure it is.
    pub status: Status,
    /// What was minimised.
    pub objective: Objective,
    /// For how long the machines are paid.
    pub billing: Billing,
    /// What to rent, unless there is nothing.
    pub plan: Option<Plan>,
    /// The value of the plan: micro-USD per hour; that per tenth of a TFLOPS when paid until done; or minus thousandths
    /// of tenths of a TFLOPS for the least time.
    pub value: Option<Value>,
    /// No plan has a value below this.
    pub bound: Option<Value>,
    /// Partial plans looked at.
    pub nodes: u64,
    /// Candidates that could be in a plan.
    pub eligible: usize,
    /// Candidates that could not, by the limit that keeps them out.
    pub excluded: BTreeMap<Exclusion, usize>,
}

impl Answer {
    /// How much better than the plan another could be, in parts per million of its value; 0 when it is optimal.
    #[must_use]
    pub fn gap_ppm(&self) -> Option<u64> {
        Some(self.value?.gap_ppm(&self.bound?))
    }
}
