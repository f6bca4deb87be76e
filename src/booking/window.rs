//! Stretches of time, half-open: one that ends at ten and one that begins at ten do not meet.

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

/// First year a booking may lie in.
pub const FIRST_YEAR: i16 = 2024;
/// Last year a booking may lie in.
pub const LAST_YEAR: i16 = 2100;
/// Longest booking: a leap year.
pub const MAX_SECONDS: u64 = 366 * 24 * 3600;

/// Why two instants are not a stretch of time that can be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// It ends when it begins.
    #[error("it has no length: it ends when it starts")]
    Empty,
    /// It ends before it begins.
    #[error("it ends before it starts")]
    Backwards,
    /// It is longer than anything that can be booked.
    #[error("it is longer than {days} days", days = MAX_SECONDS / 86_400)]
    TooLong,
    /// A booking has whole seconds.
    #[error("its times are not whole seconds")]
    Fraction,
    /// An instant lies where nothing is booked.
    #[error("it is not within the years {FIRST_YEAR} to {LAST_YEAR}")]
    OutOfRange,
}

/// A stretch of time `[start, end)` of whole seconds, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    start: Timestamp,
    end: Timestamp,
}

impl Window {
    /// From an instant until another.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self, WindowError> {
        if start.subsec_nanosecond() != 0 || end.subsec_nanosecond() != 0 {
            return Err(WindowError::Fraction);
        }
        if !is_bookable(start) || !is_bookable(end) {
            return Err(WindowError::OutOfRange);
        }
        match end.as_second() - start.as_second() {
            0 => Err(WindowError::Empty),
            length if length < 0 => Err(WindowError::Backwards),
            length if length.unsigned_abs() > MAX_SECONDS => Err(WindowError::TooLong),
            _ => Ok(Self { start, end }),
        }
    }

    /// From an instant on, for so many seconds.
    pub fn lasting(start: Timestamp, seconds: u64) -> Result<Self, WindowError> {
        Self::new(start, after(start, seconds)?)
    }

    /// When it begins.
    #[must_use]
    pub const fn start(self) -> Timestamp {
        self.start
    }

    /// When it is over.
    #[must_use]
    pub const fn end(self) -> Timestamp {
        self.end
    }

    /// Its length.
    #[must_use]
    pub fn seconds(self) -> u64 {
        seconds_between(self.start, self.end)
    }

    /// Whether both have some time in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// What both have in common.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

/// The instant so many seconds later.
pub fn after(instant: Timestamp, seconds: u64) -> Result<Timestamp, WindowError> {
    let seconds = i64::try_from(seconds).map_err(|_| WindowError::TooLong)?;
    let later = instant.as_second().checked_add(seconds).ok_or(WindowError::TooLong)?;
    Timestamp::from_second(later).map_err(|_| WindowError::OutOfRange)
}

/// Whole seconds from one instant to a later one; none when it is earlier: a clock that was put back takes no time.
#[must_use]
pub fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_second().saturating_sub(from.as_second())).unwrap_or(0)
}

/// The whole second an instant lies in.
#[must_use]
pub fn whole_second(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_nanosecond().div_euclid(1_000_000_000).try_into().unwrap_or(0)).unwrap_or(instant)
}

/// Whether an instant lies in the years that can be booked (UTC).
#[must_use]
pub fn is_bookable(instant: Timestamp) -> bool {
    let year = TimeZone::UTC.to_datetime(instant).year();
    (FIRST_YEAR..=LAST_YEAR).contains(&year)
        || instant == TimeZone::UTC.to_timestamp(date(LAST_YEAR + 1, 1, 1).at(0, 0, 0, 0)).unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    pub fn window(start: &str, end: &str) -> Window {
        Window::new(at(start), at(end)).unwrap()
    }

    /// Windows of up to some hours on some days that follow each other.
    pub fn windows() -> impl Strategy<Value = Window> {
        (0_i64..2_000, 1_u64..400).prop_map(|(minute, minutes)| {
            Window::lasting(Timestamp::from_second(1_789_948_800 + minute * 60).unwrap(), minutes * 60).unwrap()
        })
    }

    #[test]
    fn what_is_no_stretch_of_time_is_refused() {
        let ten = at("2026-12-01T10:00:00Z");
        let cases = [
            (ten, ten, WindowError::Empty),
            (ten, at("2026-12-01T09:59:59Z"), WindowError::Backwards),
            (ten, at("2126-12-01T10:00:00Z"), WindowError::OutOfRange),
            (ten, at("2028-12-01T10:00:00Z"), WindowError::TooLong),
            (at("2023-12-31T23:59:59Z"), at("2024-01-01T01:00:00Z"), WindowError::OutOfRange),
            (at("2026-12-01T10:00:00.5Z"), at("2026-12-01T11:00:00Z"), WindowError::Fraction),
        ];
        for (start, end, error) in cases {
            assert_eq!(Window::new(start, end), Err(error), "{start} {end}");
        }
        assert!(Window::new(at("2100-12-31T23:00:00Z"), at("2101-01-01T00:00:00Z")).is_ok());
        assert!(Window::lasting(ten, MAX_SECONDS).is_ok());
        assert_eq!(Window::lasting(ten, MAX_SECONDS + 1), Err(WindowError::TooLong));
        assert_eq!(Window::lasting(ten, u64::MAX), Err(WindowError::TooLong));
    }

    #[test]
    fn back_to_back_is_no_overlap_and_a_second_is() {
        let first = window("2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z");
        assert!(!first.overlaps(window("2026-12-01T11:00:00Z", "2026-12-01T12:00:00Z")));
        assert!(first.overlaps(window("2026-12-01T10:59:59Z", "2026-12-01T12:00:00Z")));
    }

    #[test]
    fn instants_are_cut_to_their_second_and_time_never_runs_backwards() {
        assert_eq!(whole_second(at("2026-12-01T10:00:00.999Z")), at("2026-12-01T10:00:00Z"));
        assert_eq!(seconds_between(at("2026-12-01T10:00:00Z"), at("2026-12-01T09:00:00Z")), 0);
    }

    proptest! {
        #[test]
        fn windows_overlap_when_they_have_time_in_common(a in windows(), b in windows()) {
            prop_assert_eq!(a.overlaps(b), b.overlaps(a));
            prop_assert_eq!(a.overlaps(b), a.intersection(b).is_some_and(|common| common.seconds() > 0));
            prop_assert!(a.overlaps(a));
        }
    }
}
