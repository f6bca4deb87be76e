//! How failed logins are slowed down. Failures are counted for each account and for each source; of both waits the
//! longer one holds.
//!
//! An attempt during a wait is not looked at and not counted, so hammering makes no wait longer. A source that has
//! logged in to the account before has a count of its own there: strangers who guess cannot make its owner wait.

use std::time::Duration;

use jiff::Timestamp;

/// Failures that cost nothing: people mistype.
pub const FREE_FAILURES: u32 = 5;
/// Longest wait.
pub const MAX_WAIT: Duration = Duration::from_mins(15);
/// Failures are forgotten when there was none for so long.
pub const FORGET_AFTER: Duration = Duration::from_hours(24);

/// Failed logins in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the last one was.
    pub last: Timestamp,
}

impl Failures {
    /// How long the next attempt has to wait: 1, 2, 4 … seconds after the last failure, at most [`MAX_WAIT`].
    #[must_use]
    pub fn wait(self, now: Timestamp) -> Duration {
        let Some(exponent) = self.count.checked_sub(FREE_FAILURES) else { return Duration::ZERO };
        let pause = Duration::from_secs(1_u64.checked_shl(exponent).unwrap_or(u64::MAX)).min(MAX_WAIT);
        match Duration::try_from(now.duration_since(self.last)) {
            Ok(passed) => pause.saturating_sub(passed),
            // The clock was set back: no wait is longer for it.
            Err(_) => pause,
        }
    }

    /// One more.
    #[must_use]
    pub fn and_one(before: Option<Self>, now: Timestamp) -> Self {
        let recent = before.filter(|before| now.duration_since(before.last).unsigned_abs() < FORGET_AFTER);
        Self { count: recent.map_or(0, |before| before.count).saturating_add(1), last: now }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    #[test]
    fn waits_double_from_one_second_to_a_quarter_of_an_hour() {
        let waits: Vec<u64> = (0..18).map(|count| Failures { count, last: at(0) }.wait(at(0)).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(Failures { count: u32::MAX, last: at(0) }.wait(at(0)), MAX_WAIT);
    }

    #[test]
    fn a_wait_passes() {
        let failures = Failures { count: 8, last: at(0) };
        assert_eq!(failures.wait(at(3)), Duration::from_secs(5));
        assert_eq!(failures.wait(at(8)), Duration::ZERO);
        assert_eq!(failures.wait(at(-3_600)), Duration::from_secs(8));
    }

    #[test]
    fn failures_add_up_until_they_are_forgotten() {
        let third = [0, 1, 2].into_iter().fold(None, |before, second| Some(Failures::and_one(before, at(second))));
        assert_eq!(third, Some(Failures { count: 3, last: at(2) }));
        assert_eq!(Failures::and_one(third, at(2 + 24 * 3_600)).count, 1);
    }

    proptest! {
        #[test]
        fn nobody_waits_for_longer_than_the_limit(count: u32, seconds in -1_000_000_i64..1_000_000) {
            let failures = Failures { count, last: at(0) };
            prop_assert!(failures.wait(at(seconds)) <= MAX_WAIT);
        }

        #[test]
        fn more_failures_never_make_the_wait_shorter(count in 0..u32::MAX, seconds in 0_i64..2_000) {
            let wait = |count| Failures { count, last: at(0) }.wait(at(seconds));
            prop_assert!(wait(count) <= wait(count + 1));
        }
    }
}
