//! Improving a solution by deciding some classes anew, exactly, while all others stay as they are.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::minimise;
use super::model::{Choice, Model, Solution};

/// Classes decided anew at a time.
const WINDOW: usize = 192;
/// How far the window moves.
const STEP: usize = 64;
/// Windows looked at.
const WINDOWS: usize = 4;
/// How often the search in one window may ask whether to stop: a few milliseconds.
const MAX_QUESTIONS: u32 = 1000;

/// Decides the least decided classes anew, window by window. `None` if that makes nothing cheaper.
pub(super) fn polish(model: &Model, solution: &Solution, stop: &dyn Fn() -> bool) -> Option<Solution> {
    let classes: Vec<&[Choice]> = model.classes().collect();
    let mut best: Option<Solution> = None;
    for window in 0..WINDOWS {
        let end = classes.len().saturating_sub(window * STEP);
        let free = &classes[end.saturating_sub(WINDOW)..end];
        if free.len() < classes.len() && !stop() {
            best = decide_anew(model, free, best.as_ref().unwrap_or(solution), stop).or(best);
        }
    }
    best
}

/// The cheapest solution that differs from `solution` in the classes of `free` only, if it is cheaper and soon found.
fn decide_anew(model: &Model, free: &[&[Choice]], solution: &Solution, stop: &dyn Fn() -> bool) -> Option<Solution> {
    let freed: BTreeSet<u32> = free.iter().flat_map(|class| class.iter()).map(|choice| choice.origin).collect();
    let kept: Vec<u32> = solution.origins.iter().copied().filter(|origin| !freed.contains(origin)).collect();
    let used = model.total(&kept);
    let part = Model {
        choices: free.concat(),
        need: model.need - used.gain,
        gpus: model.gpus - used.gpus,
        exact_gpus: model.exact_gpus,
        machines: model.machines - used.machines,
        risk: model.risk - used.risk,
    };
    let questions = Cell::new(0);
    let stop_part = || {
        questions.set(questions.get() + 1);
        questions.get() > MAX_QUESTIONS || stop()
    };
    let better = minimise(part, solution.cost - used.cost, false, &stop_part).ok()?.best?;
    let mut origins = [kept, better.origins].concat();
    origins.sort_unstable();
    Some(Solution { cost: used.cost + better.cost, origins })
}
