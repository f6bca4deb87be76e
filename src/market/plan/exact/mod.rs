//! An exact solver for choosing among machines: the cheapest set that meets a need within limits, and the proof.
//!
//! [`model`] states the programme: a multiple-choice knapsack with a covering constraint and up to three limits. The
//! parts, in the order they are used:
//! [`dominance`] drops choices that are never needed · [`relax`] and [`dual`] find Lagrangian prices, whose bound is
//! usually a fraction of a percent below the optimum · [`risk`] and [`polish`] bracket the optimum where risk is
//! limited · [`hunt`] makes trials with growing cut-offs, for each of which reduced costs fix most classes ·
//! [`search`] decides the rest by dynamic programming, pruned by the bounds in [`completion`].

mod completion;
mod dominance;
mod dual;
mod hunt;
mod model;
mod polish;
mod relax;
mod risk;
mod search;

pub(in crate::market::plan) use model::{Choice, Model, Outcome, Weights};

/// Numbers too large for the solver's arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::market::plan) struct TooLarge;

/// Finds the cheapest solution below `cutoff` and proves that none is cheaper, or comes as near to that as it can
/// before `stop` says true. If that is before any solution was found, and `any` is set, it still looks for just any.
///
/// Without `stop` the result depends on nothing but the model; the order of its choices decides between equals.
pub(in crate::market::plan) fn minimise(
    mut model: Model,
    cutoff: i64,
    any: bool,
    stop: &dyn Fn() -> bool,
) -> Result<Outcome, TooLarge> {
    dominance::reduce(&mut model);
    if model.is_representable() { Ok(hunt::Hunt::new(&model, cutoff).pursue(any, stop)) } else { Err(TooLarge) }
}

/// Division rounded up; the divisor is positive.
fn ceil_div(dividend: i64, divisor: i64) -> i64 {
    -(-dividend).div_euclid(divisor)
}

/// Divides both by their greatest common divisor.
pub(in crate::market::plan) fn lowest_terms(a: i128, b: i128) -> (i128, i128) {
    let (mut divisor, mut rest) = (a.abs(), b.abs());
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (a / divisor.max(1), b / divisor.max(1))
}
