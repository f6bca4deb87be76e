//! Dynamic programming over the classes, with bound pruning.
//!
//! Class by class, every partial solution is continued with each choice of the class and with none. The set is then
//! cut down by three rules: what breaks a limit goes; what cannot be completed to a solution cheaper than the best one
//! known goes, as far as bounds tell; and of those with as many GPUs and machines, what another equals or beats in
//! cost, gain and risk goes. If too many remain, the least promising are given up and the least bound among them is
//! remembered, so that the result stays honest.

use std::cmp::Reverse;

use super::completion::{Completions, Reach};
use super::model::{Choice, Model, Solution, Weights};
use super::relax::Prices;

/// Path nodes at most (8 bytes each), after those no longer in use are cleared away.
const MAX_PATH_NODES: usize = 1 << 20;
/// Partial solutions of one class in memory, as a multiple of the width.
const ROOM: usize = 2;
/// Nodes after which a run is asked whether to stop: about a millisecond.
const NODES_BETWEEN_QUESTIONS: u64 = 1 << 15;
/// No choice; the path of the empty solution.
const NOTHING: u32 = u32::MAX;

/// How much a run may do.
#[derive(Clone, Copy)]
pub(super) struct Effort<'a> {
    /// Partial solutions kept per class.
    pub width: usize,
    /// Steps in the table of [`Completions`].
    pub steps: u64,
    /// True ends the run.
    pub stop: &'a dyn Fn() -> bool,
}

/// What a run found.
#[derive(Debug)]
pub(super) struct Found {
    /// The cheapest solution below the cut-off.
    pub best: Option<Solution>,
    /// At most σ times the cost of everything given up; `None` if nothing cheaper than `best` and the cut-off was.
    pub given_up: Option<i64>,
    /// Partial solutions looked at.
    pub nodes: u64,
}

/// Looks for the cheapest solution below `cutoff`.
pub(super) fn run(model: &Model, prices: &[Prices; 2], cutoff: i64, effort: Effort) -> Found {
    let mut search = Search::new(model, prices, cutoff, &effort);
    let mut states = search.start();
    let mut next = Vec::new();
    for (layer, class) in model.classes().enumerate() {
        search.clear_paths(layer, &mut states);
        if (effort.stop)() || !search.expand(layer + 1, class, &states, &mut next) {
            search.give_up(layer, &states);
            break;
        }
        std::mem::swap(&mut states, &mut next);
    }
    search.finish()
}

/// A partial solution.
#[derive(Clone, Copy, Debug)]
struct State {
    used: Weights,
    /// The choices made in earlier classes.
    path: u32,
    /// The choice made in the class at hand, if any.
    taken: u32,
}

/// A choice made and the path of those made before.
#[derive(Clone, Copy, Debug)]
struct PathNode {
    before: u32,
    origin: u32,
}

struct Search<'a> {
    model: &'a Model,
    completions: Completions,
    reach: Reach,
    width: usize,
    /// Gain beyond this is worth nothing.
    gain_cap: i64,
    /// Only solutions below this are of interest.
    cutoff: i64,
    best: Option<Solution>,
    given_up: i64,
    paths: Vec<PathNode>,
    nodes: u64,
    stop: &'a dyn Fn() -> bool,
    /// The number of nodes at which to ask `stop` again.
    next_question: u64,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, prices: &[Prices; 2], cutoff: i64, effort: &Effort<'a>) -> Self {
        let gains_only = model.choices.iter().all(|choice| choice.weights.gain >= 0);
        let gain_cap = if gains_only { model.need } else { i64::MAX };
        Self {
            model,
            completions: Completions::new(model, prices[0], cutoff, gain_cap, effort.steps),
            reach: Reach::new(model, prices[1]),
            width: effort.width,
            gain_cap,
            cutoff,
            best: None,
            given_up: i64::MAX,
            paths: Vec::new(),
            nodes: 1,
            stop: effort.stop,
            next_question: NODES_BETWEEN_QUESTIONS,
        }
    }

    fn start(&mut self) -> Vec<State> {
        let root = State { used: Weights::default(), path: NOTHING, taken: NOTHING };
        self.note_if_complete(&root);
        if self.is_promising(0, &root.used) { vec![root] } else { Vec::new() }
    }

    fn is_promising(&self, layer: usize, used: &Weights) -> bool {
        let ceiling = self.completions.ceiling(self.cutoff);
        self.reach.allows(layer, used) && self.completions.within(layer, used, ceiling)
    }

    /// Fills `next` with what becomes of the partial solutions in one class. False if it was stopped before the end.
    ///
    /// `states` is sorted by [`rank`], and adding the same choice to all of them keeps them so. What comes of each
    /// choice is therefore a sorted stream, and merging the streams yields what can beat another before it.
    fn expand(&mut self, layer: usize, class: &[Choice], states: &[State], next: &mut Vec<State>) -> bool {
        next.clear();
        let nothing = Choice { class: 0, origin: NOTHING, weights: Weights::default() };
        let mut streams: Vec<Stream> = std::iter::once(&nothing)
            .chain(class)
            .map(|choice| Stream { choice: *choice, states: states.iter(), head: None })
            .collect();
        for stream in &mut streams {
            self.advance(layer, stream);
        }
        let mut front = Front::default();
        loop {
            streams.retain(|stream| stream.head.is_some());
            let first = streams.iter_mut().min_by_key(|stream| stream.head.as_ref().map(rank));
            let Some(stream) = first else { break };
            let head = stream.head.take();
            self.advance(layer, stream);
            next.extend(head.filter(|state| front.admits(&state.used)));
            if self.nodes >= self.next_question {
                self.next_question = self.nodes + NODES_BETWEEN_QUESTIONS;
                if (self.stop)() {
                    return false;
                }
            }
            if next.len() >= ROOM * self.width {
                self.narrow(layer, self.width, next);
            }
        }
        self.narrow(layer, self.width, next);
        for state in next {
            state.path = self.lengthen(state.path, std::mem::replace(&mut state.taken, NOTHING));
        }
        true
    }

    /// Moves a stream to its next partial solution that is worth continuing.
    fn advance(&mut self, layer: usize, stream: &mut Stream) {
        stream.head = None;
        for state in stream.states.by_ref() {
            self.nodes += 1;
            let mut used = state.used + stream.choice.weights;
            used.gain = used.gain.min(self.gain_cap);
            if self.model.allows(&used) {
                let longer = State { used, path: state.path, taken: stream.choice.origin };
                self.note_if_complete(&longer);
                if self.is_promising(layer, &used) {
                    stream.head = Some(longer);
                    return;
                }
            }
        }
    }

    fn note_if_complete(&mut self, state: &State) {
        if state.used.cost < self.cutoff && self.model.accepts(&state.used) {
            self.cutoff = state.used.cost;
            let mut origins: Vec<u32> = Some(state.taken).into_iter().filter(|origin| *origin != NOTHING).collect();
            let mut path = state.path;
            while let Some(node) = self.paths.get(path as usize) {
                origins.push(node.origin);
                path = node.before;
            }
            origins.sort_unstable();
            self.best = Some(Solution { cost: state.used.cost, origins });
        }
    }

    /// Keeps the most promising.
    fn narrow(&mut self, layer: usize, width: usize, states: &mut Vec<State>) {
        if states.len() <= width {
            return;
        }
        let mut bounds: Vec<i64> = states.iter().map(|state| self.completions.bound(layer, &state.used)).collect();
        let (_, &mut last_kept, worse) = bounds.select_nth_unstable(width - 1);
        let least_given_up = worse.iter().copied().min().unwrap_or(i64::MAX);
        self.given_up = self.given_up.min(least_given_up);
        let mut room = width;
        states.retain(|state| {
            let keep = room > 0 && self.completions.bound(layer, &state.used) <= last_kept;
            room -= usize::from(keep);
            keep
        });
    }

    fn give_up(&mut self, layer: usize, states: &[State]) {
        let bounds = states.iter().map(|state| self.completions.bound(layer, &state.used));
        self.given_up = bounds.fold(self.given_up, i64::min);
    }

    fn lengthen(&mut self, path: u32, origin: u32) -> u32 {
        if origin == NOTHING {
            return path;
        }
        self.paths.push(PathNode { before: path, origin });
        u32::try_from(self.paths.len() - 1).unwrap_or(NOTHING)
    }

    /// Makes room for paths: forgets those that no partial solution is on and, if need be, gives up some of these.
    fn clear_paths(&mut self, layer: usize, states: &mut Vec<State>) {
        let mut width = self.width;
        while self.paths.len() + ROOM * self.width > MAX_PATH_NODES && width > 0 {
            self.narrow(layer, width, states);
            self.forget_unused_paths(states);
            width /= 2;
        }
    }

    fn forget_unused_paths(&mut self, states: &mut [State]) {
        let mut moved_to = vec![NOTHING; self.paths.len()];
        for state in states.iter() {
            let mut path = state.path as usize;
            while let Some(node) = self.paths.get(path).filter(|_| moved_to[path] == NOTHING) {
                moved_to[path] = 0;
                path = node.before as usize;
            }
        }
        let mut kept = 0;
        for old in 0..self.paths.len() {
            if moved_to[old] != NOTHING {
                let PathNode { before, origin } = self.paths[old];
                let before = moved_to.get(before as usize).copied().unwrap_or(NOTHING);
                self.paths[kept] = PathNode { before, origin };
                moved_to[old] = u32::try_from(kept).unwrap_or(NOTHING);
                kept += 1;
            }
        }
        self.paths.truncate(kept);
        for state in states {
            state.path = moved_to.get(state.path as usize).copied().unwrap_or(NOTHING);
        }
    }

    fn finish(self) -> Found {
        let open = self.given_up <= self.completions.ceiling(self.cutoff);
        Found { given_up: open.then_some(self.given_up), best: self.best, nodes: self.nodes }
    }
}

/// By GPUs and machines, then cheapest first; what can beat another comes before it.
fn rank(state: &State) -> (u16, u16, i64, Reverse<i64>, u32) {
    let Weights { cost, gain, risk, gpus, machines } = state.used;
    (gpus, machines, cost, Reverse(gain), risk)
}

/// The partial solutions that one choice makes of those before, sorted by [`rank`].
struct Stream<'a> {
    choice: Choice,
    states: std::slice::Iter<'a, State>,
    head: Option<State>,
}

/// The gains and risks seen among partial solutions with the same GPUs and machines that nothing seen beats, both
/// falling.
#[derive(Default)]
struct Front {
    gpus: u16,
    machines: u16,
    unbeaten: Vec<(i64, u32)>,
}

impl Front {
    /// Whether nothing that came before beats this. To be asked in the order of [`rank`].
    fn admits(&mut self, used: &Weights) -> bool {
        if (used.gpus, used.machines) != (self.gpus, self.machines) {
            (self.gpus, self.machines) = (used.gpus, used.machines);
            self.unbeaten.clear();
        }
        let mut from = self.unbeaten.partition_point(|(gain, _)| *gain >= used.gain);
        if let Some((gain, risk)) = from.checked_sub(1).map(|last| self.unbeaten[last]) {
            if risk <= used.risk {
                return false;
            }
            from -= usize::from(gain == used.gain);
        }
        let beaten = self.unbeaten[from..].partition_point(|(_, risk)| *risk >= used.risk);
        self.unbeaten.splice(from..from + beaten, [(used.gain, used.risk)]);
        true
    }
}
