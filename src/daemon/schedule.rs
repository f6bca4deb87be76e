//! When a loop is due again. Pure: the clock and the dice are the caller's.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

/// Shortest period: a mistake in the configuration must not become a busy loop.
const MIN_PERIOD: Duration = Duration::from_millis(10);
/// Wait after the first of a row of failures, where the period is not shorter; twice as long after each.
const FIRST_RETRY: Duration = Duration::from_secs(30);
/// The longest wait that a provider may wish for.
const LONGEST_WISH: Duration = Duration::from_mins(15);
/// From 02:00 to 02:00.
const DAY: Duration = Duration::from_hours(24);

/// When a loop runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rhythm {
    /// So long after it last began, or up to some percent later.
    Every(Duration, u32),
    /// At a time of day, UTC.
    DailyAt(Time),
}

/// When a loop runs, and when again after it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    /// When it runs.
    pub rhythm: Rhythm,
    /// The longest wait after a failure.
    pub longest_retry: Duration,
}

impl Schedule {
    /// When it is due after a run that worked. `chance` is a random number from 0 to 1.
    pub fn after_success(&self, started: Timestamp, finished: Timestamp, chance: f64) -> Timestamp {
        match self.rhythm {
            Rhythm::Every(period, jitter_percent) => {
                let period = period.max(MIN_PERIOD);
                // A clock that was set back in between must not put the next run off.
                let next = later(started.min(finished), period).max(finished);
                later(next, jitter(period, jitter_percent, chance))
            }
            Rhythm::DailyAt(time) => next_at(time, finished),
        }
    }

    /// When it is due after this many failures in a row. `wish` is what the provider asked for.
    pub fn after_failure(&self, finished: Timestamp, errors: u32, wish: Option<Duration>, chance: f64) -> Timestamp {
        let (period, jitter_percent) = match self.rhythm {
            Rhythm::Every(period, jitter_percent) => (period.max(MIN_PERIOD), jitter_percent),
            Rhythm::DailyAt(_) => (DAY, 0),
        };
        let doubled = period.min(FIRST_RETRY).saturating_mul(1 << errors.saturating_sub(1).min(16));
        let wait = doubled.min(self.longest_retry).max(wish.unwrap_or_default().min(LONGEST_WISH));
        later(finished, wait + jitter(wait, jitter_percent, chance))
    }

    /// Nothing is ever planned further ahead than this.
    pub fn longest_wait(&self) -> Duration {
        let period = match self.rhythm {
            Rhythm::Every(period, _) => period,
            Rhythm::DailyAt(_) => DAY,
        };
        // Half as much again covers the largest jitter.
        let longest = period.max(self.longest_retry).max(LONGEST_WISH);
        longest + longest / 2
    }
}

fn later(at: Timestamp, wait: Duration) -> Timestamp {
    at.checked_add(wait).unwrap_or(at)
}

fn jitter(period: Duration, percent: u32, chance: f64) -> Duration {
    period.mul_f64(f64::from(percent) / 100.0 * chance.clamp(0.0, 1.0))
}

/// The first such time of day after a moment.
fn next_at(time: Time, after: Timestamp) -> Timestamp {
    let today = TimeZone::UTC.to_datetime(after).date();
    let on = |date: jiff::civil::Date| TimeZone::UTC.to_timestamp(date.to_datetime(time)).ok();
    let candidates = [Some(today), today.tomorrow().ok()];
    candidates.into_iter().flatten().filter_map(on).find(|at| *at > after).unwrap_or_else(|| later(after, DAY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SYNC: Schedule =
        Schedule { rhythm: Rhythm::Every(Duration::from_secs(30), 10), longest_retry: Duration::from_mins(5) };
    const DAILY: Schedule =
        Schedule { rhythm: Rhythm::DailyAt(Time::constant(2, 0, 0, 0)), longest_retry: Duration::from_mins(15) };

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_counts_from_when_a_run_began() {
        let (began, ended) = (at("2026-11-25T10:00:00Z"), at("2026-11-25T10:00:12Z"));
        assert_eq!(SYNC.after_success(began, ended, 0.0), at("2026-11-25T10:00:30Z"));
        assert_eq!(SYNC.after_success(began, ended, 1.0), at("2026-11-25T10:00:33Z"));
        let late = at("2026-11-25T10:01:00Z");
        assert_eq!(SYNC.after_success(began, late, 0.0), late, "a run that took longer is followed at once");
        let back = at("2026-11-25T09:00:10Z");
        assert_eq!(SYNC.after_success(began, back, 0.0), at("2026-11-25T09:00:40Z"), "the clock was set back");
    }

    #[test]
    fn failures_are_retried_later_and_later() {
        let ended = at("2026-11-25T10:00:00Z");
        let waits = [(1, 30), (2, 60), (3, 120), (4, 240), (5, 300), (100, 300)];
        for (errors, seconds) in waits {
            let due = SYNC.after_failure(ended, errors, None, 0.0);
            assert_eq!(due.duration_since(ended).as_secs(), seconds, "after {errors}");
        }
        let wish = |seconds| SYNC.after_failure(ended, 1, Some(Duration::from_secs(seconds)), 0.0);
        assert_eq!(wish(1), at("2026-11-25T10:00:30Z"), "a short wish shortens nothing");
        assert_eq!(wish(400), at("2026-11-25T10:06:40Z"), "a longer one is honoured");
        assert_eq!(wish(1_000_000_000), at("2026-11-25T10:15:00Z"), "within reason");
        assert_eq!(DAILY.after_failure(ended, 1, None, 0.0), at("2026-11-25T10:00:30Z"));
    }

    #[test]
    fn a_daily_loop_runs_at_its_hour_even_when_zones_change_theirs() {
        assert_eq!(
            DAILY.after_success(at("2026-11-25T01:59:59Z"), at("2026-11-25T01:59:59Z"), 0.5),
            at("2026-11-25T02:00:00Z")
        );
        assert_eq!(
            DAILY.after_success(at("2026-11-25T02:00:00Z"), at("2026-11-25T02:00:00Z"), 0.5),
            at("2026-11-26T02:00:00Z")
        );
        assert_eq!(
            DAILY.after_success(at("2026-12-31T02:00:01Z"), at("2026-12-31T02:00:09Z"), 0.5),
            at("2027-01-01T02:00:00Z")
        );
    }

    proptest! {
        /// Whatever happened, the next run is never before now and never further ahead than promised.
        #[test]
        fn the_next_run_is_in_the_future_and_near(
            started_s in 0_i64..4_000_000_000, took_s in -100_000_i64..100_000, errors in 1_u32..1_000,
            period_ms in 1_u64..100_000_000, wish_s in proptest::option::of(0_u64..100_000), chance in 0.0..=1.0,
        ) {
            let started = Timestamp::from_second(started_s).unwrap();
            let finished = Timestamp::from_second((started_s + took_s).max(0)).unwrap();
            let rhythms = [Rhythm::Every(Duration::from_millis(period_ms), 50), DAILY.rhythm];
            for rhythm in rhythms {
                let schedule = Schedule { rhythm, longest_retry: Duration::from_mins(5) };
                let latest = later(finished, schedule.longest_wait());
                for due in [
                    schedule.after_success(started, finished, chance),
                    schedule.after_failure(finished, errors, wish_s.map(Duration::from_secs), chance),
                ] {
                    prop_assert!(due >= finished && due <= latest, "{due} {finished} {latest}");
                }
            }
        }
    }
}
