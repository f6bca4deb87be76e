//! Days of somebody's time zone: they begin when its clocks say so, and some have 23, 25, or 23½ hours.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};

use super::window::Window;

/// Days that can be shown at once: a leap year.
pub const MAX_DAYS: u32 = 366;

/// A day of a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: Date,
    /// From its first instant until the next day's.
    pub window: Window,
}

/// So many days from a date on. Days that cannot be booked, before 2024 or after 2100, are left out, and so are dates
/// that a zone skipped.
#[must_use]
pub fn days(first: Date, count: u32, zone: &TimeZone) -> Vec<Day> {
    let start = |date: Date| date.to_zoned(zone.clone()).ok();
    let dates = (0..i64::from(count.min(MAX_DAYS))).filter_map(|number| first.checked_add(number.days()).ok());
    dates
        .filter_map(|date| {
            let (begins, ends): (Zoned, Zoned) = (start(date)?, start(date.tomorrow().ok()?)?);
            let window = Window::new(begins.timestamp(), ends.timestamp()).ok()?;
            Some(Day { date, window })
        })
        .collect()
}

/// What a day is cut into for a picture: so many parts of equal length, the last one shorter on a day of odd length.
#[must_use]
pub fn parts(day: &Day, seconds: u64) -> Vec<Window> {
    let (mut parts, mut from) = (Vec::new(), day.window.start());
    while let Ok(rest) = Window::new(from, day.window.end()) {
        let part = Window::lasting(from, seconds.clamp(1, rest.seconds())).unwrap_or(rest);
        from = part.end();
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn lengths(zone: &str, first: Date) -> Vec<u64> {
        days(first, 3, &TimeZone::get(zone).unwrap()).iter().map(|day| day.window.seconds() / 60).collect()
    }

    #[test]
    fn days_are_as_long_as_the_clocks_make_them() {
        assert_eq!(lengths("Europe/Berlin", date(2026, 3, 28)), [1440, 1380, 1440]);
        assert_eq!(lengths("Europe/Berlin", date(2026, 10, 24)), [1440, 1500, 1440]);
        assert_eq!(lengths("America/New_York", date(2026, 3, 7)), [1440, 1380, 1440]);
        assert_eq!(lengths("America/New_York", date(2026, 10, 31)), [1440, 1500, 1440]);
        assert_eq!(lengths("Australia/Lord_Howe", date(2026, 10, 3)), [1440, 1410, 1440]);
        assert_eq!(lengths("Australia/Lord_Howe", date(2026, 4, 4)), [1440, 1470, 1440]);
    }

    #[test]
    fn only_days_that_can_be_booked_are_shown() {
        let zone = TimeZone::UTC;
        assert_eq!(days(date(2023, 12, 30), 4, &zone).first().unwrap().date, date(2024, 1, 1));
        assert_eq!(days(date(2100, 12, 30), 9, &zone).last().unwrap().date, date(2100, 12, 31));
        assert_eq!(days(date(2026, 1, 1), u32::MAX, &zone).len(), 366);
    }

    proptest! {
        #[test]
        fn days_and_their_parts_follow_each_other_without_gaps(
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"]),
            day_of_year in 0_i64..366,
            minutes in 1_u64..2_000,
        ) {
            let first = date(2026, 1, 1).checked_add(day_of_year.days()).unwrap();
            let days = days(first, 9, &TimeZone::get(zone).unwrap());
            prop_assert_eq!(days.len(), 9);
            for pair in days.windows(2) {
                prop_assert_eq!(pair[0].window.end(), pair[1].window.start());
            }
            for day in &days {
                let parts = parts(day, minutes * 60);
                prop_assert_eq!(parts.first().unwrap().start(), day.window.start());
                prop_assert_eq!(parts.last().unwrap().end(), day.window.end());
                prop_assert_eq!(parts.iter().map(|part| part.seconds()).sum::<u64>(), day.window.seconds());
            }
        }
    }
}
