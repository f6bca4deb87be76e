//! One loop: waits until it is due, takes its lease, runs, tells how it went.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::board::{Board, Ended};
use super::jobs::{Done, Failure, Job, Ran, is_database};
use super::phase::Stop;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ops::lease::{self, ClaimedLoop, Lease, LoopClaim, LoopOutcome};

/// Longest nap: the wall clock, which may be set and goes on while the machine sleeps, is looked at this often.
const MAX_NAP: Duration = Duration::from_secs(30);
/// Shortest time from one look for due work to the next.
const DUE_PAUSE: Duration = Duration::from_secs(1);
/// Waits after the database could not be used: the first, and the longest; twice as long after each.
const FIRST_DATABASE_RETRY: Duration = Duration::from_secs(1);
const LONGEST_DATABASE_RETRY: Duration = Duration::from_secs(30);
/// Time to give a lease back when a run was dropped.
const RELEASE_LIMIT: Duration = Duration::from_secs(1);
/// While another daemon runs the loop, it is looked at after this part of the lease: 1/3.
const LOOK_AGAIN: u32 = 3;

/// What came of a loop's turn.
#[derive(Debug)]
pub(super) enum Turn {
    /// It ran, with this result.
    Ran(Ran<()>, Duration, Timestamp),
    /// It is not due before this.
    NotDue(Timestamp),
    /// Another daemon runs it.
    Held,
    /// The lease was lost while it ran; what it did after that was undone.
    Lost,
    /// It was told to drop its run.
    Abandoned,
    /// The database could not be used.
    Unreachable(Error),
}

/// Everything one loop needs.
pub(super) struct Runner {
    pub job: Job,
    pub app: Arc<App>,
    pub board: Arc<Board>,
    /// Who runs it: host, process, and a number of its own.
    pub holder: String,
    pub stop: Stop,
}

/// When a loop is due, by a clock that is right about the time of day and by one that cannot be set.
#[derive(Clone, Copy, Debug)]
struct Due {
    at: Timestamp,
    monotonic: Instant,
}

impl Due {
    fn at(at: Timestamp, now: Timestamp) -> Self {
        let wait = Duration::try_from(at.duration_since(now)).unwrap_or_default();
        let monotonic = Instant::now();
        Self { at, monotonic: monotonic.checked_add(wait).unwrap_or(monotonic) }
    }

    fn after(wait: Duration, now: Timestamp) -> Self {
        Self::at(now.checked_add(wait).unwrap_or(now), now)
    }
}

impl Runner {
    /// Runs the loop until it is told to stop.
    pub async fn run(mut self) {
        let mut due = Due::after(Duration::ZERO, self.app.now());
        let mut unreachable = 0;
        while self.sleep_until(due).await {
            let turn = self.turn(due.at).await;
            let is_unreachable = matches!(turn, Turn::Unreachable(_));
            self.note_database(&turn);
            let now = self.app.now();
            due = match turn {
                Turn::Ran(_, _, next_at) | Turn::NotDue(next_at) => Due::at(next_at, now),
                Turn::Held => Due::after(self.app.config.daemon.lease / LOOK_AGAIN, now),
                // Whoever lost a lease has to win it anew.
                Turn::Lost => Due::after(Duration::ZERO, now),
                Turn::Unreachable(_) => {
                    let wait = FIRST_DATABASE_RETRY.saturating_mul(1 << unreachable).min(LONGEST_DATABASE_RETRY);
                    Due::after(wait.mul_f64(0.5 + fastrand::f64() / 2.0), now)
                }
                Turn::Abandoned => return,
            };
            unreachable = if is_unreachable { (unreachable + 1).min(16) } else { 0 };
        }
    }

    /// Whether the loop should have its turn now; `false` when it should end.
    async fn sleep_until(&mut self, due: Due) -> bool {
        loop {
            let by_wall = Duration::try_from(due.at.duration_since(self.app.now())).unwrap_or_default();
            let nap = by_wall.min(due.monotonic.saturating_duration_since(Instant::now())).min(MAX_NAP);
            tokio::select! {
                biased;
                () = self.stop.draining() => return false,
                () = tokio::time::sleep(nap) => {}
            }
            if self.app.now() >= due.at || Instant::now() >= due.monotonic {
                return true;
            }
        }
    }

    /// Says once that the database cannot be used, and once that it can be again.
    fn note_database(&self, turn: &Turn) {
        let outcome = match turn {
            Turn::Unreachable(error) => Err(error.message.clone()),
            Turn::Ran(Err(Failure { database: Some(_), message, .. }), ..) => Err(message.clone()),
            _ => Ok(()),
        };
        let problem = outcome.as_ref().err().cloned();
        if self.board.database(outcome) {
            match problem {
                Some(problem) => tracing::error!("the database cannot be used, trying again: {problem}"),
                None => tracing::info!("the database can be used again"),
            }
        }
    }

    /// Runs the loop once if it is due and nobody else runs it. `planned` is when it was known to be due.
    pub async fn turn(&mut self, planned: Timestamp) -> Turn {
        if self.job.is_leased { self.turn_under_lease(planned).await } else { self.shared_turn(planned).await }
    }

    /// Runs a loop that any number of daemons run at once.
    async fn shared_turn(&mut self, planned: Timestamp) -> Turn {
        let started_at = self.app.now();
        let lag = Duration::try_from(started_at.duration_since(planned)).unwrap_or_default();
        let errors = self.board.errors(&self.job);
        self.board.began(&self.job);
        let began = Instant::now();
        let work = tokio::time::timeout(self.job.limit, self.job.run(&self.app, None));
        let ended = tokio::select! {
            biased;
            () = self.stop.abandoning() => {
                self.board.dropped(&self.job, false);
                return Turn::Abandoned;
            }
            ended = work => ended,
        };
        let result = ended.unwrap_or_else(|_| Err(self.took_too_long()));
        let outcome = self.outcome(started_at, errors, &result);
        self.tell(&outcome, &result, errors, lag, began.elapsed());
        match lease::record(&self.app, &self.job.name, lag, &outcome).await {
            Ok(()) => Turn::Ran(result.map(drop), began.elapsed(), outcome.next_at),
            Err(error) => Turn::Unreachable(error),
        }
    }

    async fn turn_under_lease(&mut self, planned: Timestamp) -> Turn {
        let now = self.app.now();
        let claim = LoopClaim {
            name: &self.job.name,
            holder: &self.holder,
            now,
            planned,
            latest: now.checked_add(self.job.schedule.longest_wait()).unwrap_or(Timestamp::MAX),
            lease: self.app.config.daemon.lease,
        };
        match Lease::claim(&self.app, &claim).await {
            Ok(Some(lease)) => self.run_under(lease, now).await,
            Ok(None) => self.why_not().await.unwrap_or_else(Turn::Unreachable),
            Err(error) => Turn::Unreachable(error),
        }
    }

    /// Why a claim found nothing to take.
    async fn why_not(&self) -> Result<Turn> {
        let states = lease::states(&self.app).await?;
        let state = states.into_iter().find(|state| state.name == self.job.name);
        Ok(match state {
            Some(state) => {
                if state.holder.is_some() {
                    Turn::Held
                } else {
                    Turn::NotDue(state.next_at)
                }
            }
            None => {
                return Err(Error::new(Code::Conflict, format!("the loop {} is not in the database", self.job.name)));
            }
        })
    }

    async fn run_under(&mut self, lease: Lease, started_at: Timestamp) -> Turn {
        self.board.began(&self.job);
        tracing::debug!(name = self.job.name, token = lease.fence().token, "running");
        let began = Instant::now();
        let work = tokio::time::timeout(self.job.limit, self.job.run(&self.app, Some(lease.fence())));
        let ended = tokio::select! {
            biased;
            () = self.stop.abandoning() => {
                self.board.dropped(&self.job, false);
                tracing::warn!(name = self.job.name, "dropped; it will run again");
                self.give_back(lease).await;
                return Turn::Abandoned;
            }
            ended = lease.under(&self.app, work) => ended,
        };
        let Some(ended) = ended else { return self.lost(lease).await };
        let result = ended.unwrap_or_else(|_| Err(self.took_too_long()));
        let ClaimedLoop { consecutive_errors: errors, lag, .. } = *lease.claimed();
        let outcome = self.outcome(started_at, errors, &result);
        self.tell(&outcome, &result, errors, lag, began.elapsed());
        let next_at = outcome.next_at;
        match lease.finish(&self.app, &outcome).await {
            Ok(true) => Turn::Ran(result.map(drop), began.elapsed(), next_at),
            Ok(false) => {
                tracing::warn!(name = self.job.name, "another daemon took over in the meantime");
                Turn::Lost
            }
            Err(error) => Turn::Unreachable(error),
        }
    }

    async fn lost(&self, lease: Lease) -> Turn {
        self.board.dropped(&self.job, true);
        tracing::warn!(name = self.job.name, "the lease is over: this run ends, and the loop is claimed anew");
        self.give_back(lease).await;
        Turn::Lost
    }

    /// Best effort: a lease that is not given back ends by itself.
    async fn give_back(&self, lease: Lease) {
        let name = lease.fence().name.clone();
        match tokio::time::timeout(RELEASE_LIMIT, lease.release(&self.app)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(name, "a lease was not given back: {error}"),
            Err(_) => tracing::debug!(name, "a lease was not given back in time"),
        }
    }

    fn took_too_long(&self) -> Failure {
        let message = format!("it was ended after {} s", self.job.limit.as_secs());
        Error::new(Code::TimedOut, message).into()
    }

    fn outcome(&self, started_at: Timestamp, errors: u32, result: &Ran<Done>) -> LoopOutcome {
        let finished_at = self.app.now();
        let schedule = &self.job.schedule;
        let chance = fastrand::f64();
        let (next_at, consecutive_errors, error) = match result {
            Ok(done) => {
                let regular = schedule.after_success(started_at, finished_at, chance);
                // What is due already may be in another daemon's hands: looking again at once would be in vain.
                let soonest = finished_at.checked_add(DUE_PAUSE).unwrap_or(finished_at);
                (done.due_at.map_or(regular, |due| due.max(soonest).min(regular)), 0, None)
            }
            Err(failure) => {
                let errors = errors.saturating_add(1);
                let next_at = schedule.after_failure(finished_at, errors, failure.retry_after, chance);
                (next_at, errors, Some((failure.code.clone(), failure.message.clone())))
            }
        };
        LoopOutcome { started_at, finished_at, next_at, consecutive_errors, error }
    }

    /// Tells the board, and the log what is new.
    fn tell(&self, outcome: &LoopOutcome, result: &Ran<Done>, before: u32, lag: Duration, took: Duration) {
        let name = self.job.name.as_str();
        let took_s = took.as_secs_f64();
        let failure = result.as_ref().err();
        let at = outcome.finished_at;
        self.board.ended(&self.job, &Ended { at, lag, consecutive_errors: outcome.consecutive_errors, failure });
        match result {
            Err(Failure { code, message, .. }) => {
                let next_at = format!("{:.0}", outcome.next_at);
                tracing::warn!(name, code, errors = outcome.consecutive_errors, next_at, "failed: {message}");
            }
            Ok(_) if before > 0 => tracing::info!(name, took_s, "works again after {before} failures"),
            Ok(Done { news: Some(news), .. }) => tracing::info!(name, took_s, "{news}"),
            Ok(_) => tracing::debug!(name, took_s, "done"),
        }
    }
}

/// Whether a turn failed because of the database.
pub(super) const fn database_error(turn: &Turn) -> Option<Code> {
    match turn {
        Turn::Unreachable(error) if is_database(error.code) => Some(error.code),
        Turn::Ran(Err(failure), ..) => failure.database,
        _ => None,
    }
}
