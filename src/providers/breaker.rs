//! The circuit breaker: a provider that keeps failing is left alone, but for one probe every half minute.

use std::time::{Duration, Instant};

/// Failed fetches in a row after which the circuit opens.
pub const FAILURES_TO_OPEN: u32 = 5;
/// Time between probes while it is open.
pub const PROBE_INTERVAL: Duration = Duration::from_secs(30);

/// What is known of a provider's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Working, or not failing for long.
    Closed {
        /// Failed fetches since the last one that worked.
        failures: u32,
    },
    /// Failing: nothing is asked before `probe_at`.
    Open {
        /// When the next single fetch is allowed.
        probe_at: Instant,
    },
}

impl Default for State {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

/// What happens to a circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A fetch begins.
    Started,
    /// A fetch worked.
    Succeeded,
    /// A fetch failed.
    Failed,
}

impl State {
    /// How long a fetch has to wait; `None` when it may begin now.
    #[must_use]
    pub fn wait(self, now: Instant) -> Option<Duration> {
        match self {
            Self::Open { probe_at } if probe_at > now => Some(probe_at - now),
            _ => None,
        }
    }
}

/// The state after an event. While open, a fetch that begins takes the probe, so that no second one joins it.
#[must_use]
pub fn next(state: State, event: Event, now: Instant) -> State {
    let open = State::Open { probe_at: now + PROBE_INTERVAL };
    match (state, event) {
        (_, Event::Succeeded) => State::Closed { failures: 0 },
        (State::Open { .. }, Event::Started | Event::Failed) => open,
        (State::Closed { failures }, Event::Failed) if failures + 1 >= FAILURES_TO_OPEN => open,
        (State::Closed { failures }, Event::Failed) => State::Closed { failures: failures + 1 },
        (State::Closed { .. }, Event::Started) => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn failed(times: u32, now: Instant) -> State {
        (0..times).fold(State::default(), |state, _| next(state, Event::Failed, now))
    }

    #[test]
    fn it_opens_after_five_failures_and_closes_on_success() {
        let now = Instant::now();
        assert_eq!(failed(4, now).wait(now), None);
        assert_eq!(failed(5, now).wait(now), Some(PROBE_INTERVAL));
        assert_eq!(next(failed(5, now), Event::Succeeded, now), State::default());
    }

    #[test]
    fn one_success_forgets_earlier_failures() {
        let now = Instant::now();
        let state = next(failed(4, now), Event::Succeeded, now);
        assert_eq!(next(state, Event::Failed, now).wait(now), None);
    }

    #[test]
    fn while_open_one_probe_is_let_through() {
        let now = Instant::now();
        let later = now + PROBE_INTERVAL;
        let open = failed(5, now);
        assert_eq!(open.wait(later), None);
        let probing = next(open, Event::Started, later);
        assert_eq!(probing.wait(later), Some(PROBE_INTERVAL), "a second fetch has to wait");
        assert_eq!(next(probing, Event::Failed, later).wait(later), Some(PROBE_INTERVAL));
    }

    proptest! {
        /// However often an hour-long outage is asked about, the provider sees at most one fetch per interval.
        #[test]
        fn an_outage_is_probed_at_most_every_interval(gaps_s in proptest::collection::vec(0_u64..20, 1..500)) {
            let mut now = Instant::now();
            let mut state = failed(5, now);
            let mut last_probe = now;
            for gap in gaps_s {
                now += Duration::from_secs(gap);
                if state.wait(now).is_none() {
                    prop_assert!(now - last_probe >= PROBE_INTERVAL);
                    last_probe = now;
                    state = next(next(state, Event::Started, now), Event::Failed, now);
                }
            }
        }
    }
}
