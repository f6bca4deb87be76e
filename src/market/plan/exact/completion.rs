//! What completing a partial solution costs at least.

use super::model::{Choice, Model, Weights};
use super::relax::Prices;

/// Stands for "there is no completion": above every cost of interest, far from overflow.
const NEVER: i64 = 1 << 62;

/// What all requirements and the classes from each layer on add to the reduced cost at least; the last entry is for
/// when no class is left.
fn rest_by_layer(model: &Model, prices: &Prices) -> Vec<i64> {
    let mut sum = prices.constant(model);
    let mut rest = vec![sum];
    let least: Vec<i64> = model.classes().map(|class| prices.least(class)).collect();
    for least in least.iter().rev() {
        sum += least;
        rest.push(sum);
    }
    rest.reverse();
    rest
}

/// Tells whether the need can still be met within the limits.
pub(super) struct Reach {
    prices: Prices,
    rest: Vec<i64>,
}

impl Reach {
    /// `prices` are those of [`Prices::of_gain`].
    pub fn new(model: &Model, prices: Prices) -> Self {
        Self { prices, rest: rest_by_layer(model, &prices) }
    }

    /// Whether a partial solution over the classes before `layer` may still become a solution.
    pub fn allows(&self, layer: usize, used: &Weights) -> bool {
        self.prices.reduced(used) + self.rest[layer] <= 0
    }
}

/// Lower bounds on the cost of completed solutions.
///
/// The limits have their prices, but gain is counted: what the classes from a layer on must cost, limits priced, to
/// add the gain that is missing is looked up in a table. It is filled by the plain knapsack recursion from the last
/// class to the first, leaving out what the relaxation shows to be beyond the cut-off. Where the table ends for lack
/// of room, gain is priced like the rest.
pub(super) struct Completions {
    prices: Prices,
    rest: Vec<i64>,
    /// What the limits add to the bound when gain is counted.
    constant: i64,
    need: i64,
    steps: Vec<Step>,
    /// Where the steps of a layer end; the last layer comes first.
    ends: Vec<usize>,
}

/// How much gain there is for how much cost, limits priced. Both rise from step to step.
#[derive(Clone, Copy, Debug)]
struct Step {
    gain: i64,
    cost: i64,
}

impl Completions {
    /// Bounds for solutions cheaper than `cutoff`, with a table of up to `room` steps. Gain beyond `gain_cap` does not
    /// count.
    pub fn new(model: &Model, prices: Prices, cutoff: i64, gain_cap: i64, room: u64) -> Self {
        let unpriced = Prices { gain: 0, ..prices };
        let mut completions = Self {
            prices,
            rest: rest_by_layer(model, &prices),
            constant: unpriced.constant(model),
            need: model.need,
            steps: Vec::new(),
            ends: Vec::new(),
        };
        let ceiling = completions.ceiling(cutoff);
        let mut before = prices.bound(model);
        let mut layer = vec![Step { gain: gain_cap.min(0), cost: 0 }];
        let classes: Vec<&[Choice]> = model.classes().collect();
        for class in classes.iter().rev() {
            completions.push_layer(&layer);
            before -= prices.least(class);
            let of_interest = |step: &Step| before + step.cost - prices.gain * step.gain <= ceiling;
            let mut longer: Vec<Step> = layer.iter().copied().filter(of_interest).collect();
            for Choice { weights, .. } in *class {
                let cost = unpriced.reduced(weights);
                let add = |step: &Step| Step { gain: (step.gain + weights.gain).min(gain_cap), cost: step.cost + cost };
                longer.extend(layer.iter().map(add).filter(of_interest));
            }
            keep_useful(&mut longer);
            if (completions.steps.len() + longer.len()) as u64 > room {
                return completions;
            }
            layer = longer;
        }
        completions.push_layer(&layer);
        completions
    }

    fn push_layer(&mut self, layer: &[Step]) {
        self.steps.extend_from_slice(layer);
        self.ends.push(self.steps.len());
    }

    /// The largest bound that a solution cheaper than `cutoff` can have.
    pub fn ceiling(&self, cutoff: i64) -> i64 {
        self.prices.cost.saturating_mul(cutoff.saturating_sub(1)).min(NEVER - 1)
    }

    /// At most σ times the cost of every completion of a partial solution over the classes before `layer`.
    pub fn bound(&self, layer: usize, used: &Weights) -> i64 {
        let relaxed = self.relaxed(layer, used);
        let from_last = self.rest.len() - 1 - layer;
        let Some(&end) = self.ends.get(from_last) else { return relaxed };
        let start = from_last.checked_sub(1).map_or(0, |previous| self.ends[previous]);
        let steps = &self.steps[start..end];
        let missing = self.need - used.gain;
        let Some(step) = steps.get(steps.partition_point(|step| step.gain < missing)) else { return NEVER };
        let counted = self.prices.reduced(&Weights { gain: 0, ..*used }) + step.cost + self.constant;
        counted.max(relaxed)
    }

    fn relaxed(&self, layer: usize, used: &Weights) -> i64 {
        self.prices.reduced(used) + self.rest[layer]
    }

    /// Whether [`Completions::bound`] is at most `ceiling`.
    pub fn within(&self, layer: usize, used: &Weights, ceiling: i64) -> bool {
        self.relaxed(layer, used) <= ceiling && self.bound(layer, used) <= ceiling
    }
}

/// Sorts by cost and drops what adds no gain over something cheaper.
fn keep_useful(steps: &mut Vec<Step>) {
    steps.sort_by_key(|step| (step.cost, std::cmp::Reverse(step.gain)));
    let mut most = i64::MIN;
    steps.retain(|step| {
        let useful = step.gain > most;
        most = most.max(step.gain);
        useful
    });
}
