//! The simulator's time: it stands still until a test moves it, or runs with the machine's clock.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// A clock that everybody who holds a copy of it shares.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Reading>>);

#[derive(Debug)]
struct Reading {
    /// The time at the last reading that was set.
    at: Timestamp,
    /// Since when real time is added to it; none when time stands still.
    running_since: Option<Instant>,
    /// A file that always holds the time, for another process that goes by the same clock.
    file: Option<PathBuf>,
}

impl Clock {
    /// A clock that stands still at an instant.
    pub fn standing_at(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Reading { at, running_since: None, file: None })))
    }

    /// A clock that runs as the machine's does, from now on; it can be put forward.
    pub fn running() -> Self {
        let reading = Reading { at: Timestamp::now(), running_since: Some(Instant::now()), file: None };
        Self(Arc::new(Mutex::new(reading)))
    }

    /// Keeps a file in which the time stands, as `GP4U_TEST_CLOCK` wants it.
    #[must_use]
    pub fn kept_in(self, file: PathBuf) -> Self {
        self.0.lock().unwrap().file = Some(file);
        self.advance(Duration::ZERO);
        self
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.0.lock().unwrap().now()
    }

    /// Puts the clock forward.
    pub fn advance(&self, by: Duration) {
        let mut reading = self.0.lock().unwrap();
        let now = reading.now() + by;
        reading.set(now);
    }

    /// Sets the clock; it never goes back.
    pub fn set(&self, at: Timestamp) {
        let mut reading = self.0.lock().unwrap();
        let at = at.max(reading.now());
        reading.set(at);
    }
}

impl Reading {
    fn now(&self) -> Timestamp {
        self.at + self.running_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn set(&mut self, at: Timestamp) {
        self.at = at;
        self.running_since = self.running_since.map(|_| Instant::now());
        if let Some(file) = &self.file {
            // Renamed into place, so that a reader never sees half an instant.
            let fresh = file.with_extension("new");
            std::fs::write(&fresh, at.to_string()).unwrap();
            std::fs::rename(&fresh, file).unwrap();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_stands_still_until_it_is_moved_and_never_goes_back() {
        let start: Timestamp = "2026-09-01T00:00:00Z".parse().unwrap();
        let clock = Clock::standing_at(start);
        let copy = clock.clone();
        clock.advance(Duration::from_secs(90));
        clock.set(start);
        assert_eq!(copy.now(), "2026-09-01T00:01:30Z".parse().unwrap());
    }

    #[test]
    fn a_file_follows_the_clock() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("now");
        let clock = Clock::standing_at("2026-09-01T00:00:00Z".parse().unwrap()).kept_in(file.clone());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "2026-09-01T00:00:00Z");
        clock.advance(Duration::from_secs(1));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "2026-09-01T00:00:01Z");
    }
}
