//! Dropping choices that some optimal solution does without.
//!
//! A choice *a* dominates *b* when it costs no more, gains no less and uses no more of anything limited. Within one
//! class *b* is then useless. Across classes, a solution that takes *b* could take *a* instead unless *a*'s class is
//! in use already. So if the classes with a dominator of *b* cannot all be in use together with *b*, because that
//! breaks a limit, some optimal solution does without *b*: on real markets, without all but some hundred of many
//! thousand offers.

use std::cmp::Reverse;

use super::model::{Choice, Model, Weights};

/// Pairs of choices compared at most; what is not compared is kept.
const MAX_COMPARISONS: usize = 20_000_000;

/// Drops dominated choices, and those that break a limit on their own. Without limits only the latter: no class can then
/// be relied on to be free.
pub(super) fn reduce(model: &mut Model) {
    let mut order: Vec<Choice> = model.choices.iter().copied().filter(|choice| model.allows(&choice.weights)).collect();
    order.sort_unstable_by_key(rank);
    let classes = order.iter().map(|choice| choice.class as usize + 1).max().unwrap_or(0);
    let unlimited = model.gpus == 0 && model.machines == 0 && model.risk == 0;
    let mut sieve = Sieve { model, least: least_use(&order, classes), visitor: vec![0; classes], comparisons: 0 };
    let mut kept: Vec<Choice> = Vec::new();
    for (turn, choice) in (1..).zip(&order) {
        if unlimited || sieve.comparisons > MAX_COMPARISONS || !sieve.is_redundant(choice, &kept, turn) {
            kept.push(*choice);
        }
    }
    kept.sort_unstable_by_key(|choice| (choice.class, rank(choice)));
    model.choices = kept;
}

/// A total order in which every choice comes after those that dominate it.
fn rank(choice: &Choice) -> (i64, Reverse<i64>, u16, u16, u32, u32) {
    let Weights { cost, gain, gpus, machines, risk } = choice.weights;
    (cost, Reverse(gain), gpus, machines, risk, choice.origin)
}

/// The least GPUs and risk of a class in use.
fn least_use(choices: &[Choice], classes: usize) -> Vec<(u16, u32)> {
    let mut least = vec![(u16::MAX, u32::MAX); classes];
    for Choice { class, weights, .. } in choices {
        let entry = &mut least[*class as usize];
        *entry = (entry.0.min(weights.gpus), entry.1.min(weights.risk));
    }
    least
}

struct Sieve<'a> {
    model: &'a Model,
    /// By class.
    least: Vec<(u16, u32)>,
    /// The last turn in which a class was counted, by class.
    visitor: Vec<u32>,
    comparisons: usize,
}

impl Sieve<'_> {
    fn is_redundant(&mut self, choice: &Choice, kept: &[Choice], turn: u32) -> bool {
        let mut gpus = u32::from(choice.weights.gpus);
        let mut machines = u32::from(choice.weights.machines);
        let mut risk = u64::from(choice.weights.risk);
        for (index, other) in kept.iter().enumerate() {
            if !self.dominates(&other.weights, &choice.weights) {
                continue;
            }
            let class = other.class as usize;
            let counted = std::mem::replace(&mut self.visitor[class], turn) == turn;
            if !counted {
                gpus += u32::from(self.least[class].0);
                machines += u32::from(choice.weights.machines);
                risk += u64::from(self.least[class].1);
            }
            let beyond_limits = gpus > u32::from(self.model.gpus)
                || machines > u32::from(self.model.machines)
                || risk > u64::from(self.model.risk);
            if other.class == choice.class || beyond_limits {
                self.comparisons += index;
                return true;
            }
        }
        self.comparisons += kept.len();
        false
    }

    fn dominates(&self, a: &Weights, b: &Weights) -> bool {
        let gpus = if self.model.exact_gpus { a.gpus == b.gpus } else { a.gpus <= b.gpus };
        gpus && a.cost <= b.cost && a.gain >= b.gain && a.risk <= b.risk && a.machines <= b.machines
    }
}
