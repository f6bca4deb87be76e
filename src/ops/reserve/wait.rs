//! Waiting for a reservation, and doing meanwhile what a daemon would.

use std::time::Duration;

use jiff::Timestamp;

use super::read::show;
use super::report::{ReservationDetail, ReservationReport};
use crate::app::App;
use crate::booking::{Reason, State};
use crate::error::{Code, Error, Result};
use crate::ops::lifecycle::{Limits, tick};

/// Longest pause between two looks: another may change the reservation, or the clock may.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Shortest pause.
const SHORTEST_PAUSE: Duration = Duration::from_millis(20);

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// It is active, or it never will be.
    Active,
    /// It has ended.
    Ended,
}

/// Waits until a reservation is there, looking after all that is due; `told` hears of each change of its
/// state and of its machine's progress.
pub async fn wait(
    app: &App,
    id: &str,
    until: Until,
    timeout: Option<Duration>,
    mut told: impl FnMut(&ReservationDetail),
) -> Result<ReservationDetail> {
    let deadline = timeout.map(|timeout| tokio::time::Instant::now() + timeout);
    let mut last = None;
    loop {
        let due = tick(app, Limits::default()).await?.next_due_at;
        let detail = show(app, id).await?;
        let report = &detail.reservation;
        let seen = (report.state, detail.attempts.last().map(|attempt| (attempt.number, attempt.progress.clone())));
        if last.as_ref() != Some(&seen) {
            told(&detail);
            last = Some(seen);
        }
        if is_reached(report, until)? {
            return Ok(detail);
        }
        let pause = pause_until(due, app.time().await?);
        let now = tokio::time::Instant::now();
        match deadline {
            Some(deadline) if deadline <= now => return Err(late(report)),
            Some(deadline) => tokio::time::sleep(pause.min(deadline - now)).await,
            None => tokio::time::sleep(pause).await,
        }
    }
}

/// Whether it is what is waited for; an error when it cannot become that any more.
fn is_reached(report: &ReservationReport, until: Until) -> Result<bool> {
    match (until, report.state) {
        (Until::Active, State::Active) => Ok(true),
        (Until::Ended, state) => Ok(state.is_terminal()),
        (_, State::Pending | State::Activating) => Ok(false),
        (_, state) => {
            let why = report.reason.map(|reason| format!(" ({})", reason.as_str())).unwrap_or_default();
            let code = match report.reason {
                Some(Reason::Unpaid) => Code::InsufficientFunds,
                Some(Reason::OverLimit) => Code::OverLimit,
                Some(Reason::PriceChanged) => Code::PriceChanged,
                Some(Reason::NotStarted) => Code::TimedOut,
                _ => Code::Conflict,
            };
            Err(Error::new(code, format!("the reservation is {}{why}", state.as_str()))
                .detail("id", report.id.clone())
                .detail("state", state.as_str())
                .detail("reason", report.reason.map(Reason::as_str)))
        }
    }
}

fn late(report: &ReservationReport) -> Error {
    Error::new(Code::TimedOut, format!("the reservation is still {}", report.state.as_str()))
        .detail("id", report.id.clone())
        .detail("state", report.state.as_str())
}

fn pause_until(due: Option<Timestamp>, now: Timestamp) -> Duration {
    let left = due.map(|due| Duration::try_from(due.duration_since(now)).unwrap_or_default());
    left.unwrap_or(LONGEST_PAUSE).clamp(SHORTEST_PAUSE, LONGEST_PAUSE)
}
