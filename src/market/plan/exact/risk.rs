//! Closing in on the optimum under a limit on risk by adding risk to the cost, at the right price
//! (Handler and Zang, "A dual algorithm for the constrained shortest path problem", 1980).
//!
//! Without the limit the problem is easy. If a solution *a* is cheap but too risky and *b* keeps the limit, then at the
//! price where both cost the same the easy problem is solved again: a better solution replaces *a* or *b*, and when
//! there is none, that price gives the best bound there is.

use super::model::{Choice, Model, Solution, Weights};
use super::{ceil_div, lowest_terms, minimise};

/// Prices tried at most.
const MAX_PRICES: usize = 24;

/// What pricing the risk shows.
#[derive(Debug)]
pub(super) struct Bracket {
    /// The cheapest solution below the cut-off that was met.
    pub best: Option<Solution>,
    /// No solution costs less than this.
    pub bound: i64,
    /// Partial solutions looked at.
    pub nodes: u64,
}

/// Brackets the optimum of a model that limits risk; `bound` is at least `cutoff` if no solution is below it.
pub(super) fn bracket(model: &Model, cutoff: i64, stop: &dyn Fn() -> bool) -> Bracket {
    let mut pricing = Pricing { model, stop, found: Bracket { best: None, bound: i64::MIN, nodes: 0 }, cutoff };
    let Some(mut risky) = pricing.solve(1, 0, cutoff) else { return pricing.found };
    if risky.risk <= model.risk {
        return pricing.found;
    }
    let Some(mut safe) = pricing.solve(0, 1, i64::MAX) else { return pricing.found };
    if safe.risk > model.risk {
        return pricing.found;
    }
    for _ in 0..MAX_PRICES {
        let (cost_price, risk_price) = prices(&risky, &safe);
        if risk_price <= 0 {
            break;
        }
        let level = cost_price * risky.cost + risk_price * i64::from(risky.risk);
        match pricing.solve(cost_price, risk_price, level) {
            Some(better) if better.risk <= model.risk => safe = better,
            Some(better) => risky = better,
            None => break,
        }
    }
    pricing.found
}

/// The prices of cost and of risk at which both cost the same, in lowest terms.
fn prices(risky: &Weights, safe: &Weights) -> (i64, i64) {
    let (cost, risk) = lowest_terms(i128::from(risky.risk - safe.risk), i128::from(safe.cost) - i128::from(risky.cost));
    (i64::try_from(cost).unwrap_or(i64::MAX), i64::try_from(risk).unwrap_or(i64::MAX))
}

struct Pricing<'a> {
    model: &'a Model,
    stop: &'a dyn Fn() -> bool,
    cutoff: i64,
    found: Bracket,
}

impl Pricing<'_> {
    /// Minimises `cost_price · cost + risk_price · risk` without a limit on risk, and learns from the result.
    fn solve(&mut self, cost_price: i64, risk_price: i64, below: i64) -> Option<Weights> {
        let mut priced = Model { risk: 0, ..self.model.clone() };
        for Choice { weights, .. } in &mut priced.choices {
            let cost = i128::from(cost_price) * i128::from(weights.cost);
            let risk = i128::from(risk_price) * i128::from(weights.risk);
            *weights = Weights { cost: i64::try_from(cost + risk).ok()?, risk: 0, ..*weights };
        }
        let outcome = minimise(priced, below, false, self.stop).ok()?;
        self.found.nodes += outcome.nodes;
        let above_limit = outcome.bound.saturating_sub(risk_price.saturating_mul(i64::from(self.model.risk)));
        if cost_price > 0 {
            self.found.bound = self.found.bound.max(ceil_div(above_limit, cost_price));
        } else if above_limit > 0 {
            self.found.bound = i64::MAX;
        }
        let solution = outcome.best?;
        let weights = self.model.total(&solution.origins);
        if weights.risk <= self.model.risk && weights.cost < self.cutoff {
            self.cutoff = weights.cost;
            self.found.best = Some(Solution { cost: weights.cost, ..solution });
        }
        Some(weights)
    }
}
