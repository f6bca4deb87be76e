//! The integer programme that every plan question becomes.

use std::ops::Add;

/// What a choice, or a set of choices, amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::market::plan) struct Weights {
    /// What the objective adds up.
    pub cost: i64,
    /// What [`Model::need`] asks for.
    pub gain: i64,
    /// Joint risk.
    pub risk: u32,
    /// GPUs.
    pub gpus: u16,
    /// Machines.
    pub machines: u16,
}

impl Add for Weights {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            cost: self.cost + other.cost,
            gain: self.gain + other.gain,
            risk: self.risk + other.risk,
            gpus: self.gpus + other.gpus,
            machines: self.machines + other.machines,
        }
    }
}

/// One way to use one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::market::plan) struct Choice {
    /// The machine; of the choices of one class at most one is taken.
    pub class: u32,
    /// The caller's number for this choice.
    pub origin: u32,
    /// What it amounts to.
    pub weights: Weights,
}

/// Minimise Σ cost subject to Σ gain ≥ `need`, the three limits, and at most one choice of each class.
///
/// A limit that nobody asked for is written as 0 with all its weights 0, so nothing below needs to know of it.
/// Limits are at most [`Model::MAX_GPUS`] and [`Model::MAX_MACHINES`], and that of risk at most half of `u32`, so sums of
/// two weights within them cannot overflow.
#[derive(Clone, Debug, Default)]
pub(in crate::market::plan) struct Model {
    /// All choices, those of a class next to each other.
    pub choices: Vec<Choice>,
    /// Least Σ gain.
    pub need: i64,
    /// Most Σ gpus.
    pub gpus: u16,
    /// Whether Σ gpus must be `gpus` exactly.
    pub exact_gpus: bool,
    /// Most Σ machines.
    pub machines: u16,
    /// Most Σ risk.
    pub risk: u32,
}

impl Model {
    /// Largest limit on GPUs.
    pub const MAX_GPUS: u16 = u16::MAX / 2;
    /// Largest limit on machines.
    pub const MAX_MACHINES: u16 = u16::MAX / 2;
    /// Σ over classes of the largest |cost|, and likewise |gain| with the need, must not exceed this.
    pub const MAX_SUM: i64 = 1 << 58;

    /// The classes, each as the slice of its choices.
    pub fn classes(&self) -> impl Iterator<Item = &[Choice]> {
        self.choices.chunk_by(|a, b| a.class == b.class)
    }

    /// Whether these weights are within the limits.
    pub fn allows(&self, weights: &Weights) -> bool {
        weights.gpus <= self.gpus && weights.machines <= self.machines && weights.risk <= self.risk
    }

    /// Whether these weights are those of a solution.
    pub fn accepts(&self, weights: &Weights) -> bool {
        self.allows(weights) && weights.gain >= self.need && (!self.exact_gpus || weights.gpus == self.gpus)
    }

    /// What the choices with these origins amount to; `origins` is ascending.
    pub fn total(&self, origins: &[u32]) -> Weights {
        let taken = self.choices.iter().filter(|choice| origins.binary_search(&choice.origin).is_ok());
        taken.fold(Weights::default(), |sum, choice| sum + choice.weights)
    }

    /// Σ over classes of the largest absolute value of one weight: no set of choices can exceed it.
    pub fn largest_sum(&self, weight: impl Fn(&Weights) -> i64) -> i128 {
        let largest = |class: &[Choice]| class.iter().map(|choice| i128::from(weight(&choice.weights)).abs()).max();
        self.classes().filter_map(largest).sum()
    }

    /// Whether all sums fit the arithmetic used here.
    pub fn is_representable(&self) -> bool {
        let limit = i128::from(Self::MAX_SUM);
        self.largest_sum(|weights| weights.cost) <= limit
            && self.largest_sum(|weights| weights.gain) + i128::from(self.need).abs() <= limit
    }
}

/// A set of choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::market::plan) struct Solution {
    /// Σ cost.
    pub cost: i64,
    /// The choices by [`Choice::origin`], ascending.
    pub origins: Vec<u32>,
}

/// What is known at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::market::plan) struct Outcome {
    /// The cheapest solution found below the cut-off.
    pub best: Option<Solution>,
    /// No solution costs less than this.
    pub bound: i64,
    /// Whether nothing is left to search: `best` is optimal, or there is no solution below the cut-off.
    pub proven: bool,
    /// Partial solutions looked at.
    pub nodes: u64,
}
