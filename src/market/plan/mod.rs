//! The cluster planner (Dynamic Pooling Protocol): which offers do a job by its deadline for the least money, proven.
//!
//! Pure: offers come in as [`Candidate`]s, time comes in as a question ("stop now?"), and the answer depends on nothing
//! else. All sums are of whole numbers (micro-USD, tenths of a TFLOPS, millionths of risk), so an answer is exact, and
//! its order is total (ids decide between equals), so the same market gives the same plan in whatever order it comes.
//!
//! # The model
//!
//! Offers of one physical machine overlap, so what is chosen is a *use* of each machine: one of the combinations of its
//! slices that fit its GPUs (`machine`). With x = 1 for a use that is taken, and for each use its price p, effective
//! throughput t, GPUs k and risk −ln(reliability):
//!
//! ```text
//! at most one use of each machine
//! e · Σ t·x ≥ work / deadline          Σ k·x ≤ GPUs (or = GPUs)          Σ x ≤ machines
//! Σ risk·x ≤ −ln(joint survival)        p, t, k, risk, x whole numbers
//! ```
//!
//! - **Efficiency.** Inside a machine a member keeps a part of its throughput that depends on its link as soon as a
//!   second GPU of that machine is used; that is settled when uses are worked out. A plan over several machines keeps
//!   the part *e* of the sum. *e* depends on whether there are several, so two problems are solved: over single
//!   machines with e = 1, by looking at each use; and over any number with e as given. A single machine taken as a
//!   solution of the second is no worse in the first, because e ≤ 1; the better of the two optima is therefore the
//!   optimum, and both stay linear.
//! - **In common.** For plans within one network, region, country or model each group is solved apart; groups after
//!   the first need only beat the best so far.
//! - **Objectives.** Kept until the deadline, the least cost is min Σ p·x. Paid until done, the cost is
//!   work · Σ p·x / (e · Σ t·x): the least ratio is found by Dinkelbach's method, as the ratio q/s for which
//!   min Σ (s·p − q·t)·x = 0, in two to four solutions of the linear problem. The least time within a budget is
//!   min Σ −t·x with Σ p·x ≤ budget per hour or, paid until done, Σ (budget·e·t − work·p)·x ≥ 0; then the least price
//!   for that much throughput.
//!
//! # The proof
//!
//! Every one of these is the same kind of programme, and `exact` solves it: dominance, a Lagrangian bound,
//! reduced-cost fixing, and dynamic programming over what is left. What it leaves unsearched when stopped is bounded
//! from below, so an [`Answer`] is `optimal`, `infeasible`, or `feasible` with a bound that holds.
//!
//! # The rooms
//!
//! `request` what is asked · `listing`, `pool`, `candidate` what there is · `machine` uses of machines · `solve` the
//! objectives · `exact` the solver · `answer` plan and proof · `front` time against money · `explain` what
//! binds and what would help · `split` exact shares · `document` the plan as a file · `reprice` that file at
//! today's prices.

mod answer;
mod candidate;
mod document;
mod exact;
mod explain;
mod front;
mod listing;
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
pub use listing::{Listing, Text, offer_of_line};
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
    /// No GPUs, no throughput, or a price below nothing or beyond reason.
    #[error("offer `{0}` has no GPUs, no throughput, or an impossible price")]
    BadCandidate(String),
    /// One machine in too many different slices.
    #[error("the machine of offer `{0}` is listed in too many different ways to plan with")]
    TooManyUses(String),
    /// Beyond 64-bit arithmetic, or millions of units.
    #[error("the prices, throughputs, units or amount of work are too large to plan with exactly")]
    TooLarge,
}

impl From<exact::TooLarge> for PlanError {
    fn from(_: exact::TooLarge) -> Self {
        Self::TooLarge
    }
}
