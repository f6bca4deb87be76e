//! All loops of this process, started, exchanged and stopped together.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::board::Board;
use super::jobs::jobs;
use super::phase::{Phase, Stop};
use super::runner::Runner;
use super::signals::Signals;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ops::lease;

/// Time for loops to finish what they do, then to leave things tidy without finishing it. With the time to close the
/// database they make 10 seconds.
pub(super) const FINISH_LIMIT: Duration = Duration::from_secs(7);
pub(super) const TIDY_LIMIT: Duration = Duration::from_millis(1_500);

/// The loops that run.
pub(super) struct Fleet {
    board: Arc<Board>,
    running: JoinSet<()>,
    /// One for each configuration whose loops have not ended yet; the last is in force.
    phases: Vec<watch::Sender<Phase>>,
}

impl Fleet {
    pub fn new(board: Arc<Board>) -> Self {
        Self { board, running: JoinSet::new(), phases: Vec::new() }
    }

    /// Starts the loops of a configuration; those of the one before finish what they do and end. Gives how many.
    pub async fn start(&mut self, app: &Arc<App>) -> Result<usize> {
        let jobs = jobs(&app.config);
        let names: Vec<&str> = jobs.iter().map(|job| job.name.as_str()).collect();
        lease::add_loops(app, &names).await?;
        self.tell(Phase::Draining);
        self.phases.retain(|phase| !phase.is_closed());
        self.board.show(&jobs);
        let (phase, stop) = Stop::new();
        self.phases.push(phase);
        let (holder, count) = (holder(), jobs.len());
        for job in jobs {
            let (app, board, holder, stop) = (Arc::clone(app), Arc::clone(&self.board), holder.clone(), stop.clone());
            self.running.spawn(Runner { job, app, board, holder, stop }.run());
        }
        Ok(count)
    }

    /// Resolves when a loop ended that should not have.
    pub async fn failed(&mut self) -> Error {
        loop {
            match self.running.join_next().await {
                // One of an earlier configuration.
                Some(Ok(())) => {}
                _ => return Error::new(Code::Internal, "a loop ended unexpectedly"),
            }
        }
    }

    /// Ends all loops. `false` when some did not end in time and were cut off. Whoever asks twice does not wait for
    /// them to finish.
    pub async fn drain(mut self, signals: &mut Signals) -> bool {
        self.tell(Phase::Draining);
        tokio::select! {
            () = ended(&mut self.running) => return true,
            () = tokio::time::sleep(FINISH_LIMIT) => tracing::warn!("loops are dropped that did not finish in time"),
            _ = signals.stop() => {}
        }
        self.tell(Phase::Abandoning);
        tokio::time::timeout(TIDY_LIMIT, ended(&mut self.running)).await.is_ok()
    }

    fn tell(&self, phase: Phase) {
        for sender in &self.phases {
            sender.send_replace(phase);
        }
    }
}

async fn ended(running: &mut JoinSet<()>) {
    while running.join_next().await.is_some() {}
}

/// Who runs loops: host, process, and a number that no other start has.
pub(super) fn holder() -> String {
    let system = rustix::system::uname();
    let host = system.nodename().to_string_lossy();
    format!("{host}/{}/{:08x}", std::process::id(), fastrand::u32(..))
}
