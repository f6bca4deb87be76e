//! Improving a solution by exchanging one or two of its choices for one or two others.

use super::model::{Choice, Model, Solution, Weights};

/// Exchanges made at most.
const MAX_EXCHANGES: usize = 64;
/// The choices exchanged for, the least decided ones.
const MAX_OTHERS: usize = 128;

/// Makes the cheapest exchange there is until none makes the solution cheaper.
pub(super) fn polish(model: &Model, solution: Solution) -> Solution {
    let mut others: Vec<Choice> = model.choices.iter().rev().take(MAX_OTHERS).copied().collect();
    others.sort_by_key(|choice| (choice.weights.cost, choice.origin));
    let is_taken = |choice: &&Choice| solution.origins.binary_search(&choice.origin).is_ok();
    let mut taken: Vec<Choice> = model.choices.iter().filter(is_taken).copied().collect();
    for _ in 0..MAX_EXCHANGES {
        let Some(better) = best_exchange(model, &taken, &others) else { break };
        taken = better;
    }
    let mut origins: Vec<u32> = taken.iter().map(|choice| choice.origin).collect();
    origins.sort_unstable();
    Solution { cost: sum(&taken).cost, origins }
}

fn sum(choices: &[Choice]) -> Weights {
    choices.iter().fold(Weights::default(), |sum, choice| sum + choice.weights)
}

/// The cheapest solution that differs from `taken` by one exchange, if it is cheaper.
fn best_exchange(model: &Model, taken: &[Choice], others: &[Choice]) -> Option<Vec<Choice>> {
    let mut least = sum(taken).cost;
    let mut best = None;
    for first in 0..taken.len() {
        for second in first..taken.len() {
            let mut kept: Vec<Choice> = taken.to_vec();
            kept.remove(second);
            if second != first {
                kept.remove(first);
            }
            if let Some(new) = cheapest_addition(model, &kept, others, least) {
                kept.extend(new);
                least = sum(&kept).cost;
                best = Some(kept);
            }
        }
    }
    best
}

/// The one or two choices that complete `kept` to a solution cheaper than `below`, and most cheaply so.
fn cheapest_addition(model: &Model, kept: &[Choice], others: &[Choice], mut below: i64) -> Option<Vec<Choice>> {
    let base = sum(kept);
    let is_free = |choice: &Choice| kept.iter().all(|other| other.class != choice.class);
    let mut best = None;
    for (index, one) in others.iter().enumerate() {
        let with_one = base + one.weights;
        if with_one.cost >= below {
            break;
        }
        if !model.allows(&with_one) || !is_free(one) {
            continue;
        }
        if model.accepts(&with_one) {
            return Some(vec![*one]).filter(|_| with_one.cost < below).or(best);
        }
        for two in &others[index + 1..] {
            let with_two = with_one + two.weights;
            if with_two.cost >= below {
                break;
            }
            if model.accepts(&with_two) && one.class != two.class && is_free(two) {
                below = with_two.cost;
                best = Some(vec![*one, *two]);
                break;
            }
        }
    }
    best
}
