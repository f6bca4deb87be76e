//! How loops are told to stop.

use tokio::sync::watch;

/// What loops should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// Go on.
    Running,
    /// Finish the run in hand and end.
    Draining,
    /// Drop the run in hand, leave things tidy and end.
    Abandoning,
}

/// A loop's view of the phase.
#[derive(Clone, Debug)]
pub(super) struct Stop(watch::Receiver<Phase>);

impl Stop {
    /// A phase and who listens to it.
    pub fn new() -> (watch::Sender<Phase>, Self) {
        let (sender, receiver) = watch::channel(Phase::Running);
        (sender, Self(receiver))
    }

    /// Resolves when the loop should end.
    pub async fn draining(&mut self) {
        self.reached(Phase::Draining).await;
    }

    /// Resolves when the run in hand should be dropped.
    pub async fn abandoning(&mut self) {
        self.reached(Phase::Abandoning).await;
    }

    async fn reached(&mut self, phase: Phase) {
        // A sender that is gone has nothing more to say: the same as the last phase.
        drop(self.0.wait_for(|now| *now >= phase).await);
    }
}
