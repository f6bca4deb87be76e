//! The search for the optimum of one model, by trials with growing cut-offs.
//!
//! The nearer a cut-off is to the Lagrangian bound, the fewer choices remain once those are dropped that would exceed
//! it, and the fewer partial solutions a search must keep. So trials start just above the bound and move away from it
//! in growing steps: one that finds nothing lifts the bound to its cut-off, and the first that finds anything has
//! found the optimum.

use std::cmp::Reverse;

use super::model::{Choice, Model, Outcome, Solution};
use super::relax::Prices;
use super::search::{self, Effort};
use super::{ceil_div, polish, risk};

/// Partial solutions kept per class while proving (32 bytes each, up to three times).
const PROOF_WIDTH: usize = 3 << 16;
/// Partial solutions kept per class while looking for just any solution.
const DIVE_WIDTH: usize = 1 << 8;
/// Trials made in looking for just any solution, each going twice as far as the one before, the last all the way.
const DIVES: u32 = 12;
/// Steps in a table of completions (16 bytes each).
const STEPS: std::ops::RangeInclusive<u64> = 1 << 12..=1 << 18;
/// Steps in a table for each node of the trial before: a table is worth about the work of the search it speeds up.
const STEPS_PER_NODE: u64 = 4;
/// Nodes of a trial that costs next to nothing.
const CHEAP_NODES: u64 = 1 << 18;
/// Classes left undecided by the first trial.
const FIRST_UNDECIDED: usize = 24;
/// The first trial goes at least one part in this many above the bound.
const FIRST_REACH: i64 = 4096;

/// What is known so far.
pub(super) struct Hunt {
    /// The model, the classes with the clearest decisions first: wrong ones are found out early.
    model: Model,
    /// For cost, and for [`search`] to see what can still meet the need.
    prices: [Prices; 2],
    /// σ times the Lagrangian bound.
    root: i64,
    /// How far above the root the next trial goes, times σ.
    reach: i64,
    /// Only solutions below this are of interest.
    cutoff: i64,
    best: Option<Solution>,
    bound: i64,
    nodes: u64,
    /// Nodes of the last trial.
    last_nodes: u64,
}

impl Hunt {
    /// Relaxes the model.
    pub fn new(model: &Model, cutoff: i64) -> Self {
        let prices = Prices::best(model);
        let root = prices.bound(model);
        let mut classes: Vec<(i64, &[Choice])> = model.classes().map(|class| (prices.margin(class), class)).collect();
        classes.sort_by_key(|(margin, class)| (Reverse(*margin), class.first().map(|choice| choice.class)));
        let undecided = classes.iter().rev().nth(FIRST_UNDECIDED).map_or(i64::MAX, |(margin, _)| *margin);
        let choices = classes.iter().flat_map(|(_, class)| class.iter().copied()).collect();
        let costliest = |class: &[Choice]| class.iter().map(|choice| choice.weights.cost).fold(0, i64::max);
        let above_all: i64 = 1 + model.classes().map(costliest).sum::<i64>();
        Self {
            prices: [prices, Prices::of_gain(model)],
            model: Model { choices, ..*model },
            root,
            reach: undecided.max(prices.cost).max(root.abs() / FIRST_REACH),
            cutoff: cutoff.min(above_all),
            best: None,
            bound: ceil_div(root, prices.cost),
            nodes: 0,
            last_nodes: 0,
        }
    }

    /// Closes the gap between the bound and the best solution as far as it can be done. When that leaves no solution at
    /// all, `any` says whether just any should then be looked for.
    pub fn pursue(mut self, any: bool, stop: &dyn Fn() -> bool) -> Outcome {
        if self.model.risk > 0 && !self.is_proven() {
            self.bracket(stop);
        }
        while !self.is_proven() && !stop() {
            let (trial, steps) = (self.trial(), self.steps());
            if !self.try_below(trial, Effort { width: PROOF_WIDTH, steps, stop }) {
                break;
            }
        }
        if any && self.best.is_none() && !self.is_proven() {
            self.dive();
        }
        Outcome { proven: self.is_proven(), best: self.best, bound: self.bound, nodes: self.nodes }
    }

    fn is_proven(&self) -> bool {
        self.bound >= self.cutoff
    }

    fn take(&mut self, solution: Solution) {
        if solution.cost < self.cutoff {
            self.cutoff = solution.cost;
            self.best = Some(solution);
        }
    }

    /// Narrows the gap before any trial, by pricing the risk and polishing what comes of it.
    fn bracket(&mut self, stop: &dyn Fn() -> bool) {
        let bracket = risk::bracket(&self.model, self.cutoff, stop);
        self.nodes += bracket.nodes;
        self.bound = self.bound.max(bracket.bound);
        if let Some(best) = bracket.best {
            let better = polish::polish(&self.model, &best, stop);
            self.take(better.unwrap_or(best));
        }
        // What pricing the risk has shown needs no trial.
        let shown = i128::from(self.bound) * i128::from(self.prices[0].cost) - i128::from(self.root);
        self.reach = self.reach.max(i64::try_from(shown).unwrap_or(i64::MAX));
        self.last_nodes = bracket.nodes;
        self.reach_out();
    }

    /// The cut-off of the next trial.
    fn trial(&self) -> i64 {
        let limit = (i128::from(self.root) + i128::from(self.reach)).div_euclid(i128::from(self.prices[0].cost));
        i64::try_from(limit + 1).unwrap_or(i64::MAX).min(self.cutoff)
    }

    fn steps(&self) -> u64 {
        (STEPS_PER_NODE * self.last_nodes).clamp(*STEPS.start(), *STEPS.end())
    }

    /// Lets the next trial go further, the less so the more work the last one was.
    fn reach_out(&mut self) {
        let fifths = if self.last_nodes < CHEAP_NODES { 2 } else { 1 };
        self.reach = self.reach.saturating_add((self.reach / 5).saturating_mul(fifths).max(1));
    }

    /// Looks for solutions cheaper than `trial`. False if that was too much and found nothing.
    fn try_below(&mut self, trial: i64, effort: Effort) -> bool {
        let undecided = self.prices[0].fix(&self.model, trial);
        let trial = if undecided.choices.len() == self.model.choices.len() { self.cutoff } else { trial };
        let found = search::run(&undecided, &self.prices, trial, effort);
        self.nodes += found.nodes;
        self.last_nodes = found.nodes;
        let improved = found.best.is_some();
        if let Some(best) = found.best {
            self.take(best);
        }
        if let Some(bound) = found.given_up {
            self.bound = self.bound.max(ceil_div(bound, self.prices[0].cost));
        } else {
            self.bound = self.bound.max(trial.min(self.cutoff));
            self.reach_out();
        }
        improved || found.given_up.is_none()
    }

    /// Looks for just any solution, with little effort for each trial.
    fn dive(&mut self) {
        let cutoff = self.cutoff;
        for dive in 1..=DIVES {
            if self.cutoff < cutoff || self.is_proven() {
                break;
            }
            let trial = if dive == DIVES { cutoff } else { self.trial() };
            self.try_below(trial, Effort { width: DIVE_WIDTH, steps: *STEPS.start(), stop: &|| false });
            self.reach = self.reach.saturating_mul(2);
        }
    }
}
