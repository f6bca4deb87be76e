//! One turn of every loop, for cron.

use std::sync::Arc;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::board::Board;
use super::fleet::{FINISH_LIMIT, TIDY_LIMIT, holder};
use super::jobs::{jobs, parts};
use super::phase::{Phase, Stop};
use super::runner::{Runner, Turn, database_error};
use super::signals::Signals;
use super::{close, prepare};
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ops::lease;

/// What came of a loop's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TurnOutcome {
    /// It ran.
    Done,
    /// It ran and failed.
    Failed,
    /// It was not due.
    NotDue,
    /// A daemon runs it now.
    Held,
    /// It was stopped, or took longer than its lease; it will run again.
    Dropped,
}

/// One loop's turn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LoopTurn {
    /// Name of the row: `sync:vast`, `verify`.
    pub id: String,
    /// Which loop.
    #[serde(rename = "loop")]
    pub name: String,
    /// Of which provider, where a loop runs for each.
    pub provider: Option<String>,
    /// What came of it.
    pub outcome: TurnOutcome,
    /// Seconds it took, if it ran.
    pub took_s: Option<f64>,
    /// Why it failed: its code; null when it did not.
    pub error_code: Option<String>,
    /// The same for people.
    pub error_message: Option<String>,
    /// When it is due again, where known.
    pub next_run_at: Option<Timestamp>,
    #[serde(skip)]
    database_error: Option<Code>,
}

impl LoopTurn {
    fn new(id: &str, turn: Turn) -> Self {
        let (name, provider) = parts(id);
        let database_error = database_error(&turn);
        let (outcome, took, error, next_run_at) = match turn {
            Turn::Ran(Ok(()), took, next_at) => (TurnOutcome::Done, Some(took), None, Some(next_at)),
            Turn::Ran(Err(failure), took, next_at) => {
                (TurnOutcome::Failed, Some(took), Some((failure.code, failure.message)), Some(next_at))
            }
            Turn::NotDue(next_at) => (TurnOutcome::NotDue, None, None, Some(next_at)),
            Turn::Held => (TurnOutcome::Held, None, None, None),
            Turn::Lost | Turn::Abandoned => (TurnOutcome::Dropped, None, None, None),
            Turn::Unreachable(error) => {
                (TurnOutcome::Failed, None, Some((error.code.as_str().to_owned(), error.message)), None)
            }
        };
        let (error_code, error_message) = error.unzip();
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            provider: provider.map(str::to_owned),
            outcome,
            took_s: took.map(|took| took.as_secs_f64()),
            error_code,
            error_message,
            next_run_at,
            database_error,
        }
    }
}

/// Every loop's turn.
#[derive(Clone, Debug)]
pub struct Turns {
    /// In the order of the table of loops.
    pub turns: Vec<LoopTurn>,
    /// The signal that ended it early.
    pub stopped: Option<Code>,
}

impl Turns {
    /// What a scheduler should be told: that it was stopped, else that the database failed, else that loops failed.
    #[must_use]
    pub fn failure(&self) -> Option<Error> {
        if let Some(code) = self.stopped {
            return Some(Error::new(code, "stopped by a signal; what was not finished will run again"));
        }
        let failed: Vec<&LoopTurn> = self.turns.iter().filter(|turn| turn.outcome == TurnOutcome::Failed).collect();
        let told = |turn: &&LoopTurn| format!("{}: {}", turn.id, turn.error_message.as_deref().unwrap_or_default());
        let message = failed.iter().map(told).collect::<Vec<_>>().join("; ");
        let ids: Vec<&str> = failed.iter().map(|turn| turn.id.as_str()).collect();
        let code = match failed.iter().find_map(|turn| turn.database_error) {
            _ if failed.is_empty() => return None,
            Some(code) => code,
            None => Code::LoopsFailed,
        };
        Some(Error::new(code, message).detail("failed", ids))
    }
}

/// Runs every loop that is due and that no daemon runs, all at once, and tells how it went.
pub async fn once(app: App) -> Result<Turns> {
    let app = Arc::new(app);
    let mut signals = Signals::watch()?;
    let me = holder();
    let lock = tokio::select! {
        lock = prepare(&app, &me) => lock?,
        code = signals.stop() => return Ok(Turns { turns: Vec::new(), stopped: Some(code) }),
    };
    let jobs = jobs(&app.config);
    let names: Vec<String> = jobs.iter().map(|job| job.name.clone()).collect();
    lease::add_loops(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let (phase, stop) = Stop::new();
    let board = Arc::new(Board::default());
    let mut running = JoinSet::new();
    for job in jobs {
        let (app, board, stop) = (Arc::clone(&app), Arc::clone(&board), stop.clone());
        let mut runner = Runner { job, app, board, holder: me.clone(), stop };
        running.spawn(async move {
            let planned = runner.app.now();
            let turn = runner.turn(planned).await;
            LoopTurn::new(&runner.job.name, turn)
        });
    }
    let mut turns = Vec::new();
    let mut stopped = None;
    // From a signal on: when runs are dropped, and when nobody waits for them any more.
    let mut end = Instant::now();
    loop {
        tokio::select! {
            ended = running.join_next() => match ended {
                Some(Ok(turn)) => turns.push(turn),
                Some(Err(_)) => return Err(Error::new(Code::Internal, "a loop ended unexpectedly")),
                None => break,
            },
            code = signals.stop(), if stopped.is_none() => {
                stopped = Some(code);
                end = Instant::now() + FINISH_LIMIT;
            }
            () = tokio::time::sleep_until(end), if stopped.is_some() => {
                if *phase.borrow() == Phase::Abandoning {
                    break;
                }
                phase.send_replace(Phase::Abandoning);
                end += TIDY_LIMIT;
            }
        }
    }
    turns.sort_by_key(|turn: &LoopTurn| names.iter().position(|name| *name == turn.id));
    close(&app).await;
    drop(lock);
    Ok(Turns { turns, stopped })
}
