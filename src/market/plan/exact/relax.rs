//! Lagrangian relaxation: every requirement is given a price instead of being kept, and each class decides alone.
//!
//! With prices σ (cost), λ (gain), μ (GPUs), κ (machines) and ν (risk), the *reduced cost* of a choice is
//! `r = σ·cost − λ·gain + μ·gpus + κ·machines + ν·risk`, and for every solution
//!
//! ```text
//! σ·Σ cost  ≥  λ·need − μ·K − κ·M − ν·R + Σ over classes of min(0, least r of the class)
//! ```
//!
//! because λ, μ, κ, ν ≥ 0 and the solution keeps the requirements (μ may be negative where Σ gpus = K). The best
//! prices are looked for in floating point and then written as integers, σ being a power of two; from there on the
//! bound and all that is concluded from it are exact.

use super::dual::{self, Axis, DIMENSIONS, Point, Sample};
use super::model::{Choice, Model, Weights};

/// Each of the five terms of a sum of reduced costs stays below this, so that the sum fits in 64 bits.
const MAX_TERM: i128 = 1 << 58;
/// Finest σ used.
const MAX_SHIFT: u32 = 40;
/// A price is looked for up to this many times what a unit costs in the median choice.
const REACH: f64 = 30.0;

/// The variable that prices GPUs.
const GPUS: usize = 1;

/// Prices of everything a choice has, as integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prices {
    /// σ
    pub cost: i64,
    /// λ
    pub gain: i64,
    /// μ
    pub gpus: i64,
    /// κ
    pub machines: i64,
    /// ν
    pub risk: i64,
}

impl Prices {
    /// Nearly the prices with the highest bound.
    pub fn best(model: &Model) -> Self {
        let axes = axes(model);
        let point = dual::maximise(&axes, |point| relaxed(model, point));
        Self::from_point(model, &point)
    }

    /// Prices that tell how much gain the limits leave room for, whatever it costs: with them a bound above zero means
    /// that the need cannot be met.
    pub fn of_gain(model: &Model) -> Self {
        let mut most_gain = Model { need: 0, ..model.clone() };
        for choice in &mut most_gain.choices {
            choice.weights = Weights { cost: -choice.weights.gain, gain: 0, ..choice.weights };
        }
        let prices = Self::best(&most_gain);
        Self { cost: 0, gain: prices.cost, ..prices }
    }

    /// Writes a point as integers over the finest σ for which every sum fits.
    fn from_point(model: &Model, point: &Point) -> Self {
        let takers = model.classes().count() as i128 + 1;
        let limited = |limit: u32| takers * i128::from(limit);
        // The largest sum of each weight, in the order of the variables.
        let largest = [
            model.largest_sum(|weights| weights.gain) + i128::from(model.need).abs(),
            limited(model.gpus.into()),
            limited(model.machines.into()),
            limited(model.risk),
        ];
        let fits = |shift: &u32| {
            let sigma = (1_u64 << shift) as f64;
            let term = |(price, largest): (&f64, &i128)| price.abs() * sigma * *largest as f64;
            model.largest_sum(|weights| weights.cost) << shift <= MAX_TERM
                && point.iter().zip(&largest).map(term).all(|term| term <= MAX_TERM as f64)
        };
        let sigma = 1_i64 << (0..=MAX_SHIFT).rev().find(fits).unwrap_or(0);
        #[expect(clippy::cast_possible_truncation, reason = "clamped to what fits")]
        let integer = |i: usize| {
            let limit = (MAX_TERM / largest[i].max(1)) as f64;
            (point[i] * sigma as f64).round().clamp(-limit, limit) as i64
        };
        Self { cost: sigma, gain: integer(0), gpus: integer(1), machines: integer(2), risk: integer(3) }
    }

    /// The reduced cost of anything with these weights.
    pub fn reduced(&self, weights: &Weights) -> i64 {
        self.cost * weights.cost - self.gain * weights.gain
            + self.gpus * i64::from(weights.gpus)
            + self.machines * i64::from(weights.machines)
            + self.risk * i64::from(weights.risk)
    }

    /// The least reduced cost in a class, that of taking nothing included.
    pub fn least(&self, class: &[Choice]) -> i64 {
        class.iter().map(|choice| self.reduced(&choice.weights)).fold(0, i64::min)
    }

    /// What the requirements add to the bound.
    pub fn constant(&self, model: &Model) -> i64 {
        -self.reduced(&Weights {
            cost: 0,
            gain: model.need,
            gpus: model.gpus,
            machines: model.machines,
            risk: model.risk,
        })
    }

    /// At most σ times the cost of every solution.
    pub fn bound(&self, model: &Model) -> i64 {
        self.constant(model) + model.classes().map(|class| self.least(class)).sum::<i64>()
    }

    /// How clear the decision in a class is: the difference between its two least reduced costs.
    pub fn margin(&self, class: &[Choice]) -> i64 {
        let mut least = [0, i64::MAX];
        for choice in class {
            let reduced = self.reduced(&choice.weights);
            if reduced < least[0] {
                least = [reduced, least[0]];
            } else {
                least[1] = least[1].min(reduced);
            }
        }
        least[1].saturating_sub(least[0])
    }

    /// The model without the choices that no solution cheaper than `cutoff` can contain: taking one of them instead of
    /// the best of its class would lift the bound to the cut-off.
    pub fn fix(&self, model: &Model, cutoff: i64) -> Model {
        let slack = i128::from(self.cost) * (i128::from(cutoff) - 1) - i128::from(self.bound(model));
        let mut choices = Vec::new();
        for class in model.classes() {
            let least = self.least(class);
            let loss = |choice: &Choice| i128::from(self.reduced(&choice.weights) - least);
            choices.extend(class.iter().filter(|choice| loss(choice) <= slack));
        }
        Model { choices, ..*model }
    }
}

/// The price vector as the dual function sees it: what each variable is the price of, per choice.
fn priced(weights: &Weights) -> Point {
    [-weights.gain as f64, f64::from(weights.gpus), f64::from(weights.machines), f64::from(weights.risk)]
}

/// The dual function over σ: the bound as a function of the prices, and how it changes with them.
fn relaxed(model: &Model, point: &Point) -> Sample {
    let limits =
        priced(&Weights { cost: 0, gain: model.need, gpus: model.gpus, machines: model.machines, risk: model.risk });
    let mut sample = Sample { value: -dual::dot(point, &limits), slope: limits.map(|limit| -limit) };
    for class in model.classes() {
        let mut least = (0.0, [0.0; DIMENSIONS]);
        for choice in class {
            let weights = priced(&choice.weights);
            let reduced = choice.weights.cost as f64 + dual::dot(point, &weights);
            if reduced < least.0 {
                least = (reduced, weights);
            }
        }
        sample.value += least.0;
        for (slope, weight) in sample.slope.iter_mut().zip(least.1) {
            *slope += weight;
        }
    }
    sample
}

/// Where each price is looked for; the price of what no choice has stays 0.
fn axes(model: &Model) -> [Axis; DIMENSIONS] {
    let mut axes = [Axis::default(); DIMENSIONS];
    for (i, axis) in axes.iter_mut().enumerate() {
        let unit_cost = |choice: &Choice| (choice.weights.cost as f64 / priced(&choice.weights)[i]).abs();
        let mut unit_costs: Vec<f64> = model.choices.iter().map(unit_cost).filter(|cost| cost.is_finite()).collect();
        if unit_costs.is_empty() {
            continue;
        }
        let middle = unit_costs.len() / 2;
        let (_, median, _) = unit_costs.select_nth_unstable_by(middle, f64::total_cmp);
        *axis = Axis { start: 0.0, radius: *median * REACH, signed: i == GPUS && model.exact_gpus };
    }
    axes
}
