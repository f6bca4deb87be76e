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

#[cfg(test)]
mod tests {
    use super::model::Solution;
    use super::relax::Prices;
    use super::*;

    const PATIENT: &dyn Fn() -> bool = &|| false;

    /// A model of many classes that limits everything, from a seed.
    fn random_model(seed: u64, classes: u32) -> Model {
        let mut state = seed;
        let mut below = move |n: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % n
        };
        let mut choices = Vec::new();
        for class in 0..classes {
            for _ in 0..=below(3) {
                let gpus = 1 + below(8);
                choices.push(Choice {
                    class,
                    origin: u32::try_from(choices.len()).unwrap(),
                    weights: Weights {
                        cost: (gpus * (500 + below(1000))).cast_signed(),
                        gain: (gpus * (200 + below(400))).cast_signed(),
                        risk: u32::try_from(below(5000)).unwrap(),
                        gpus: u16::try_from(gpus).unwrap(),
                        machines: 1,
                    },
                });
            }
        }
        let gpus = 20 + below(20);
        Model {
            choices,
            need: (gpus * 450).cast_signed(),
            gpus: u16::try_from(gpus).unwrap(),
            exact_gpus: seed.is_multiple_of(4),
            machines: u16::try_from(gpus / 4).unwrap(),
            risk: u32::try_from(gpus * 100).unwrap(),
        }
    }

    fn is_solution(model: &Model, solution: &Solution) -> bool {
        let taken: Vec<&Choice> =
            model.choices.iter().filter(|choice| solution.origins.contains(&choice.origin)).collect();
        let one_of_each_class = taken.windows(2).all(|pair| pair[0].class != pair[1].class);
        let total = model.total(&solution.origins);
        one_of_each_class
            && taken.len() == solution.origins.len()
            && model.accepts(&total)
            && total.cost == solution.cost
    }

    #[test]
    fn every_step_keeps_the_optimum_between_its_bound_and_its_solution() {
        for seed in 0..20 {
            let model = random_model(seed, 250);
            let outcome = minimise(model.clone(), i64::MAX, true, PATIENT).unwrap();
            let optimum = outcome.best.unwrap();
            assert!(outcome.proven && outcome.bound == optimum.cost && is_solution(&model, &optimum), "seed {seed}");

            let prices = Prices::best(&model);
            assert!(prices.bound(&model) <= prices.cost * optimum.cost, "seed {seed}");
            let fixed = prices.fix(&model, optimum.cost + 1);
            assert!(is_solution(&fixed, &optimum), "seed {seed}: fixing lost the optimum");
            assert!(fixed.choices.len() < model.choices.len(), "seed {seed}: nothing fixed");

            let bracket = risk::bracket(&model, i64::MAX, PATIENT);
            assert!(bracket.bound <= optimum.cost, "seed {seed}");
            let best = bracket.best.unwrap();
            assert!(best.cost >= optimum.cost && is_solution(&model, &best), "seed {seed}");
            if let Some(polished) = polish::polish(&model, &best, PATIENT) {
                assert!((optimum.cost..best.cost).contains(&polished.cost), "seed {seed}");
                assert!(is_solution(&model, &polished), "seed {seed}");
            }
        }
    }

    #[test]
    fn nothing_below_the_optimum_is_proven_by_a_cutoff_at_it() {
        for seed in 0..20 {
            let model = random_model(seed, 60);
            let Some(optimum) = minimise(model.clone(), i64::MAX, true, PATIENT).unwrap().best else { continue };
            let below = minimise(model, optimum.cost, true, PATIENT).unwrap();
            assert!(below.proven && below.best.is_none() && below.bound >= optimum.cost, "seed {seed}");
        }
    }

    #[test]
    fn the_choices_given_up_are_within_the_bound_however_narrow_the_search() {
        for seed in 0..20 {
            let model = random_model(seed, 60);
            let optimum = minimise(model.clone(), i64::MAX, true, PATIENT).unwrap().best;
            let prices = [Prices::best(&model), Prices::of_gain(&model)];
            for width in [1, 2, 8, 64] {
                let effort = search::Effort { width, steps: 64, stop: PATIENT };
                let found = search::run(&model, &prices, i64::MAX / 4, effort);
                let Some(optimum) = &optimum else { continue };
                match (&found.best, found.given_up) {
                    (Some(best), None) => assert_eq!(best.cost, optimum.cost),
                    (None, None) => panic!("seed {seed}: lost the optimum"),
                    (best, Some(bound)) => {
                        let unseen = best.as_ref().is_none_or(|best| best.cost > optimum.cost);
                        assert!(!unseen || bound <= prices[0].cost * optimum.cost, "seed {seed}, width {width}");
                    }
                }
            }
        }
    }
}
