//! What the loops last did, from the database: by whichever daemon, on whichever machine.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::jobs::{Job, jobs, parts};
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ops::lease::{self, LoopState};

/// A loop that nobody has begun for so long after it was due has no daemon, nor a cron job that runs every 5 minutes.
const OVERDUE_AFTER: SignedDuration = SignedDuration::from_mins(6);

/// How a loop is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoopHealth {
    /// Its last run worked, and the next one is planned.
    Ok,
    /// It runs now.
    Running,
    /// Its last run failed.
    Failing,
    /// It was due for a while and nobody runs it.
    Overdue,
    /// No daemon has ever run it.
    NeverRan,
}

/// A loop as the database knows it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LoopStatus {
    /// Name of the row: `sync:vast`, `verify`.
    pub id: String,
    /// Which loop.
    #[serde(rename = "loop")]
    pub name: String,
    /// Of which provider, where a loop runs for each.
    pub provider: Option<String>,
    /// How it is doing.
    pub state: LoopHealth,
    /// When its last run began.
    pub last_run_at: Option<Timestamp>,
    /// When a run last ended without an error.
    pub last_success_at: Option<Timestamp>,
    /// When it is due.
    pub next_run_at: Option<Timestamp>,
    /// Runs in a row that failed.
    pub consecutive_errors: u32,
    /// Why the last run failed: its code; null when it did not.
    pub error_code: Option<String>,
    /// The same for people.
    pub error_message: Option<String>,
    /// Seconds from when the last run was due until it began; while it is overdue, until now.
    pub lag_s: Option<f64>,
    /// Who runs it now: host/process/instance.
    pub holder: Option<String>,
}

/// What every loop of this configuration last did.
pub async fn status(app: &App) -> Result<Vec<LoopStatus>> {
    let states = lease::states(app).await?;
    let now = app.now();
    let find = |job: &Job| states.iter().find(|state| state.name == job.name);
    Ok(jobs(&app.config).iter().map(|job| describe(job, find(job), now)).collect())
}

fn describe(job: &Job, state: Option<&LoopState>, now: Timestamp) -> LoopStatus {
    let (name, provider) = parts(&job.name);
    let overdue = state.map(|state| now.duration_since(state.next_at)).filter(|late| *late > OVERDUE_AFTER);
    let overdue = overdue.filter(|_| state.is_some_and(|state| state.holder.is_none()));
    let health = match state {
        None => LoopHealth::NeverRan,
        Some(state) if state.started_at.is_none() && state.holder.is_none() => LoopHealth::NeverRan,
        Some(_) if overdue.is_some() => LoopHealth::Overdue,
        Some(state) if state.error.is_some() => LoopHealth::Failing,
        Some(state) if state.holder.is_some() => LoopHealth::Running,
        Some(_) => LoopHealth::Ok,
    };
    let (error_code, error_message) = state.and_then(|state| state.error.clone()).unzip();
    let lag = overdue.and_then(|late| late.try_into().ok()).or(state.and_then(|state| state.lag));
    LoopStatus {
        id: job.name.clone(),
        name: name.to_owned(),
        provider: provider.map(str::to_owned),
        state: health,
        last_run_at: state.and_then(|state| state.started_at),
        last_success_at: state.and_then(|state| state.succeeded_at),
        next_run_at: state.map(|state| state.next_at),
        consecutive_errors: state.map_or(0, |state| state.consecutive_errors),
        error_code,
        error_message,
        lag_s: lag.map(|lag: std::time::Duration| lag.as_secs_f64()),
        holder: state.and_then(|state| state.holder.clone()),
    }
}

/// What a monitor should be told: `None` when every loop is well.
#[must_use]
pub fn problem(loops: &[LoopStatus]) -> Option<Error> {
    if loops.iter().all(|status| status.state == LoopHealth::NeverRan) {
        return Some(
            Error::new(Code::CheckFailed, "no daemon has run on this database yet")
                .hint("start one with `gp4u daemon`, or run `gp4u daemon --once` from cron"),
        );
    }
    let is_bad = |status: &&LoopStatus| !matches!(status.state, LoopHealth::Ok | LoopHealth::Running);
    let bad: Vec<&LoopStatus> = loops.iter().filter(is_bad).collect();
    if bad.is_empty() {
        return None;
    }
    let told = |status: &&LoopStatus| match (&status.state, &status.error_message) {
        (LoopHealth::Failing, Some(message)) => format!("{}: {message}", status.id),
        (LoopHealth::Overdue, _) => format!("{} is overdue", status.id),
        _ => format!("{} has never run", status.id),
    };
    let message = bad.iter().map(told).collect::<Vec<_>>().join("; ");
    let ids: Vec<&str> = bad.iter().map(|status| status.id.as_str()).collect();
    Some(Error::new(Code::CheckFailed, message).detail("loops", ids))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::app::config::{Config, Sources};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_564_800 + second).unwrap()
    }

    fn described(change: impl Fn(&mut LoopState), now: Timestamp) -> LoopStatus {
        let jobs = jobs(&Config::load(&Sources::default()).unwrap());
        let mut state = LoopState {
            name: "sync:vast".to_owned(),
            started_at: Some(at(0)),
            finished_at: Some(at(1)),
            succeeded_at: Some(at(1)),
            next_at: at(30),
            lag: Some(Duration::from_millis(250)),
            consecutive_errors: 0,
            error: None,
            holder: None,
        };
        change(&mut state);
        describe(&jobs[0], Some(&state), now)
    }

    #[test]
    fn a_loop_is_well_until_it_fails_or_nobody_runs_it() {
        let fine = described(|_| (), at(10));
        assert_eq!((fine.state, fine.lag_s, fine.provider.as_deref()), (LoopHealth::Ok, Some(0.25), Some("vast")));
        assert!(problem(&[fine]).is_none());
        assert_eq!(described(|_| (), at(100)).state, LoopHealth::Ok, "a little late is not overdue");
        let overdue = described(|_| (), at(1_000));
        assert_eq!((overdue.state, overdue.lag_s), (LoopHealth::Overdue, Some(970.0)));
        let held = described(|state| state.holder = Some("box/1/a".to_owned()), at(1_000));
        assert_eq!(held.state, LoopHealth::Running);
        let failed = |state: &mut LoopState| state.error = Some(("timeout".to_owned(), "no answer".to_owned()));
        let failing = described(failed, at(10));
        assert_eq!((failing.state, failing.error_code.as_deref()), (LoopHealth::Failing, Some("timeout")));
        let error = problem(&[failing, overdue]).unwrap();
        assert_eq!(error.message, "sync:vast: no answer; sync:vast is overdue");
        assert_eq!(error.code, Code::CheckFailed);
        let never = described(|state| state.started_at = None, at(10));
        assert_eq!(never.state, LoopHealth::NeverRan);
        assert!(problem(&[never]).unwrap().message.starts_with("no daemon has run"));
    }
}
