//! The cluster planner.

mod answer;
mod candidate;
mod document;
mod exact;
mod explain;
mod front;
mod machine;
mod pool;
mod quantity;
mod reprice;
mod request;
mod solve;
mod split;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Member, Plan, Status, Value};
pub use candidate::{Candidate, Link};
pub use document::{Measure, PlanDocument, PlanMember, Proof, Totals};
pub use explain::{Constraint, Explanation, NextBest, Relaxation, explain};
pub use front::{FrontPoint, MAX_POINTS, front};
pub use pool::{Pool, Unusable};
pub use quantity::{
    Fraction, QuantityError, Reliability, SECONDS_PER_HOUR, Seconds, Share, Throughput, Work, WorkText, survival_of,
};
pub use reprice::{Repriced, RepricedMember, reprice};
pub use request::{
    Billing, Budget, Demand, Efficiency, Exclusion, GpuLimit, Limits, MAX_LIMIT, Objective, Request, RequestError, Same,
};
pub use solve::plan;
pub use split::split;

/// Why there can be no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The request makes no sense.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The same offer twice.
    #[error("offer `{0}` is there twice")]
    DuplicateId(String),
    /// One machine in too many different slices.
    #[error("the machine of offer `{0}` is listed in too many different ways to plan with")]
    TooManyUses(String),
    /// Beyond 64-bit arithmetic.
    #[error("the prices, throughputs or amount of work are too large to plan with exactly")]
    TooLarge,
}

impl From<machine::TooManyUses> for PlanError {
    fn from(error: machine::TooManyUses) -> Self {
        Self::TooManyUses(error.candidate)
    }
}

impl From<exact::TooLarge> for PlanError {
    fn from(_: exact::TooLarge) -> Self {
        Self::TooLarge
    }
}
