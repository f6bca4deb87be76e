//! What this process knows of its loops, for metrics, health and the service manager. The database is not asked.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::jobs::{Failure, Job};

/// A run that goes on for longer than its limit and this is stuck: its end was not even noticed.
const STUCK_AFTER: Duration = Duration::from_mins(1);

/// What is known of one loop.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Runs that came to an end.
    pub runs: u64,
    /// Those of them that failed.
    pub failures: u64,
    /// Runs that were dropped because the lease was lost.
    pub lost: u64,
    /// Time that runs took, together.
    pub took: Duration,
    /// How long after it was due the last run began.
    pub lag: Duration,
    /// End of the last run.
    pub last_run_at: Option<Timestamp>,
    /// End of the last run that worked.
    pub last_success_at: Option<Timestamp>,
    /// Failures since.
    pub consecutive_errors: u32,
    /// Why the last run failed.
    pub error_code: Option<String>,
    /// The run that goes on now.
    pub running: Option<Running>,
}

/// A run that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running {
    since: Instant,
    limit: Duration,
}

/// How a run ended, for the board.
pub(super) struct Ended<'a> {
    /// When.
    pub at: Timestamp,
    /// How long after it was due it had begun.
    pub lag: Duration,
    /// Failures in a row, this one included.
    pub consecutive_errors: u32,
    /// Why it failed.
    pub failure: Option<&'a Failure>,
}

/// All loops of this process.
#[derive(Debug, Default)]
pub(super) struct Board {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    loops: BTreeMap<String, Entry>,
    /// Why the database could not be used when it was last tried.
    database: Option<String>,
}

impl Board {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to show these loops and no others.
    pub fn show(&self, jobs: &[Job]) {
        let mut state = self.state();
        state.loops.retain(|name, _| jobs.iter().any(|job| job.name == *name));
        for job in jobs {
            state.loops.entry(job.name.clone()).or_default();
        }
    }

    /// A run begins.
    pub fn began(&self, job: &Job) {
        let running = Running { since: Instant::now(), limit: job.limit };
        self.state().loops.entry(job.name.clone()).or_default().running = Some(running);
    }

    /// A run has come to an end.
    pub fn ended(&self, job: &Job, ended: &Ended<'_>) {
        let mut state = self.state();
        let entry = state.loops.entry(job.name.clone()).or_default();
        entry.runs += 1;
        entry.took += entry.running.take().map(|running| running.since.elapsed()).unwrap_or_default();
        entry.lag = ended.lag;
        entry.last_run_at = Some(ended.at);
        entry.consecutive_errors = ended.consecutive_errors;
        entry.error_code = ended.failure.map(|failure| failure.code.clone());
        match ended.failure {
            Some(_) => entry.failures += 1,
            None => entry.last_success_at = Some(ended.at),
        }
    }

    /// Failures in a row of a loop.
    pub fn errors(&self, job: &Job) -> u32 {
        self.state().loops.get(&job.name).map_or(0, |entry| entry.consecutive_errors)
    }

    /// A run was dropped where it stood.
    pub fn dropped(&self, job: &Job, is_lost: bool) {
        let mut state = self.state();
        let entry = state.loops.entry(job.name.clone()).or_default();
        entry.running = None;
        entry.lost += u64::from(is_lost);
    }

    /// Whether the database could be used: `Err` says why not. Gives whether that is news.
    pub fn database(&self, outcome: Result<(), String>) -> bool {
        let mut state = self.state();
        let is_news = state.database.is_some() != outcome.is_err();
        state.database = outcome.err();
        is_news
    }

    /// A copy of everything.
    pub fn loops(&self) -> BTreeMap<String, Entry> {
        self.state().loops.clone()
    }

    /// What keeps this process from doing its work; failing providers do not.
    pub fn health(&self) -> Result<(), String> {
        let state = self.state();
        if let Some(reason) = &state.database {
            return Err(format!("database: {reason}"));
        }
        let is_stuck =
            |entry: &Entry| entry.running.is_some_and(|running| running.since.elapsed() > running.limit + STUCK_AFTER);
        match state.loops.iter().find(|(_, entry)| is_stuck(entry)) {
            Some((name, _)) => Err(format!("{name} is stuck")),
            None => Ok(()),
        }
    }

    /// The state of things in a line, for the service manager.
    pub fn summary(&self) -> String {
        if let Err(problem) = self.health() {
            return problem;
        }
        let state = self.state();
        let failing: Vec<String> = state
            .loops
            .iter()
            .filter_map(|(name, entry)| Some(format!("{name} ({})", entry.error_code.as_ref()?)))
            .collect();
        match failing.len() {
            0 => format!("{} loops, all well", state.loops.len()),
            count => format!("{count} of {} loops failing: {}", state.loops.len(), failing.join(", ")),
        }
    }
}
