//! Talking to the service manager (sd_notify(3)). Without one, nothing is said.

use std::time::Duration;

use sd_notify::NotifyState;

/// How often the state of things is told.
const TELL_EVERY: Duration = Duration::from_secs(10);

/// The service manager, and what it was last told.
#[derive(Debug)]
pub(super) struct ServiceManager {
    watchdog: Option<Duration>,
    status: String,
}

impl ServiceManager {
    /// The one that started this process.
    pub fn of_process() -> Self {
        Self { watchdog: sd_notify::watchdog_enabled(), status: String::new() }
    }

    /// How often [`alive`](Self::alive) wants to be called: twice within the watchdog's patience.
    pub fn interval(&self) -> Duration {
        self.watchdog.map_or(TELL_EVERY, |patience| (patience / 2).min(TELL_EVERY)).max(Duration::from_millis(1))
    }

    /// The loops run.
    pub fn ready(&self) {
        say(&[NotifyState::Ready]);
    }

    /// The loops end.
    pub fn stopping(&self) {
        say(&[NotifyState::Stopping]);
    }

    /// Tells how things are, when that is news, and keeps the watchdog quiet unless something is stuck.
    pub fn alive(&mut self, is_healthy: bool, status: String) {
        if self.status != status {
            say(&[NotifyState::Status(&status)]);
            self.status = status;
        }
        if self.watchdog.is_some() && is_healthy {
            say(&[NotifyState::Watchdog]);
        }
    }
}

fn say(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        tracing::debug!("the service manager cannot be told: {error}");
    }
}
