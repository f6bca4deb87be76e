//! Times as people write them: RFC 3339, `now`, `+2h`, `2h30m`, `tomorrow 09:00`, `2026-12-01 09:00`.
//!
//! A time without an offset is the zone's. One that a clock shows twice, or never, is refused with both of its
//! readings: a booking is not a thing to guess at.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, SpanRelativeTo, Timestamp};

use super::window::{FIRST_YEAR, LAST_YEAR, after, is_bookable, whole_second};

/// Longest text read as a time.
const MAX_CHARS: usize = 64;

/// What a time looks like, for messages.
pub const EXPECTED: &str =
    "a time such as 2026-12-01T09:00:00Z, \"2026-12-01 09:00\", \"tomorrow 09:00\", now, +2h or 2h30m";

/// Why a text is not a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// It is none of the forms.
    #[error("`{0}` is not {EXPECTED}")]
    Unreadable(String),
    /// It lies where nothing is booked; a number of milliseconds taken for seconds does.
    #[error("`{0}` is not within the years {FIRST_YEAR} to {LAST_YEAR}")]
    OutOfRange(String),
    /// A leap second.
    #[error("`{0}` is a leap second, which no clock here has")]
    LeapSecond(String),
    /// The zone's clocks are put back over it.
    #[error("{text} happens twice in {zone}: as {} and as {}", readings[0], readings[1])]
    Twice {
        /// What was written.
        text: String,
        /// Where.
        zone: String,
        /// The two instants, the earlier first.
        readings: [Timestamp; 2],
    },
    /// The zone's clocks are put forward over it.
    #[error("{text} never happens in {zone}: by the clock before the change it is {}, by the one after it {}", readings[0], readings[1])]
    Never {
        /// What was written.
        text: String,
        /// Where.
        zone: String,
        /// The instants it is by the clocks before and after the change.
        readings: [Timestamp; 2],
    },
}

impl MomentError {
    /// The instants that may have been meant.
    #[must_use]
    pub const fn readings(&self) -> Option<[Timestamp; 2]> {
        match self {
            Self::Twice { readings, .. } | Self::Never { readings, .. } => Some(*readings),
            _ => None,
        }
    }
}

/// Reads a time, to the second, as seen now and in a zone.
pub fn parse(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, MomentError> {
    let shown = || text.chars().take(MAX_CHARS).collect::<String>();
    let text = text.trim();
    if text.len() > MAX_CHARS {
        return Err(MomentError::Unreadable(shown()));
    }
    if text.split(':').skip(1).any(|part| part.starts_with("60")) {
        return Err(MomentError::LeapSecond(shown()));
    }
    let instant = match relative(text, now) {
        Some(instant) => instant,
        None => match text.parse::<Timestamp>() {
            Ok(instant) => instant,
            Err(_) => {
                let local = local(text, now, zone).ok_or_else(|| MomentError::Unreadable(shown()))?;
                resolve(local, text, zone)?
            }
        },
    };
    let instant = whole_second(instant);
    if is_bookable(instant) { Ok(instant) } else { Err(MomentError::OutOfRange(shown())) }
}

/// Reads a date: `today`, `tomorrow`, `2026-12-01`.
#[must_use]
pub fn parse_date(text: &str, now: Timestamp, zone: &TimeZone) -> Option<Date> {
    let today = zone.to_datetime(now).date();
    let date = match text.trim() {
        "today" => today,
        "tomorrow" => today.tomorrow().ok()?,
        text if is_date(text) => text.parse().ok()?,
        _ => return None,
    };
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year()).then_some(date)
}

/// What a person calls a zone: its name, or how far it is from UTC.
#[must_use]
pub fn zone_name(zone: &TimeZone, at: Timestamp) -> String {
    zone.iana_name().map_or_else(|| zone.to_offset(at).to_string(), str::to_owned)
}

/// `now`, and lengths of time from now on, with or without a plus sign.
fn relative(text: &str, now: Timestamp) -> Option<Timestamp> {
    if text == "now" {
        return Some(now);
    }
    let length = text.strip_prefix('+').unwrap_or(text);
    // A span may also be written in other forms, and may be negative.
    if !length.starts_with(|first: char| first.is_ascii_digit()) || length.ends_with("ago") {
        return None;
    }
    let span: Span = length.parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    after(whole_second(now), u64::try_from(duration.as_secs()).ok()?).ok()
}

/// A local time: a date, with a time of day or without.
fn local(text: &str, now: Timestamp, zone: &TimeZone) -> Option<DateTime> {
    let (date, time) = match text.split_once([' ', 'T', 't']) {
        // The word `tomorrow` holds a `t` of its own.
        _ if text.starts_with("today") || text.starts_with("tomorrow") => {
            text.split_once(' ').map_or((text, "00:00"), |(date, time)| (date, time.trim()))
        }
        Some((date, time)) => (date, time.trim()),
        None => (text, "00:00"),
    };
    let plain_time = time.len() >= 5 && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'.');
    let time: Time = plain_time.then(|| time.parse().ok()).flatten()?;
    Some(parse_date(date, now, zone)?.to_datetime(time))
}

/// `YYYY-MM-DD` and nothing else that parsers also take for a date.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn resolve(local: DateTime, text: &str, zone: &TimeZone) -> Result<Timestamp, MomentError> {
    let reading = |offset: jiff::tz::Offset| offset.to_timestamp(local).unwrap_or_default();
    let name = |at: Timestamp| zone_name(zone, at);
    let text = text.to_owned();
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => {
            offset.to_timestamp(local).map_err(|_| MomentError::OutOfRange(text))
        }
        AmbiguousOffset::Fold { before, after } => {
            let readings = [reading(before), reading(after)];
            Err(MomentError::Twice { text, zone: name(readings[0]), readings })
        }
        AmbiguousOffset::Gap { before, after } => {
            let readings = [reading(before), reading(after)];
            Err(MomentError::Never { text, zone: name(readings[0]), readings })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-24T10:30:15.750Z";

    fn read(text: &str, zone: &str) -> Result<String, MomentError> {
        parse(text, NOW.parse().unwrap(), &TimeZone::get(zone).unwrap()).map(|instant| instant.to_string())
    }

    #[test]
    fn times_are_read_in_every_form_promised() {
        let cases = [
            ("now", "2026-11-24T10:30:15Z"),
            ("+2h", "2026-11-24T12:30:15Z"),
            ("2h30m", "2026-11-24T13:00:15Z"),
            ("+1d", "2026-11-25T10:30:15Z"),
            ("tomorrow 09:00", "2026-11-25T08:00:00Z"),
            ("today 23:59:59", "2026-11-24T22:59:59Z"),
            ("2026-12-01 09:00", "2026-12-01T08:00:00Z"),
            ("2026-12-01T09:00", "2026-12-01T08:00:00Z"),
            ("2026-07-01 09:00", "2026-07-01T07:00:00Z"),
            ("2026-12-01", "2026-11-30T23:00:00Z"),
            ("2026-12-01T09:00:00Z", "2026-12-01T09:00:00Z"),
            ("2026-12-01t09:00:00z", "2026-12-01T09:00:00Z"),
            ("2026-12-01T09:00:00+14:00", "2026-11-30T19:00:00Z"),
            ("2026-12-01 09:00:00-05:30", "2026-12-01T14:30:00Z"),
            ("2026-12-01T09:00:00.999Z", "2026-12-01T09:00:00Z"),
            ("2100-12-31T23:59:59Z", "2100-12-31T23:59:59Z"),
        ];
        for (text, instant) in cases {
            assert_eq!(read(text, "Europe/Berlin").as_deref(), Ok(instant), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let texts = [
            "",
            " ",
            "soon",
            "yesterday",
            "09:00",
            "1764000000",
            "1764000000000",
            "-2h",
            "+-2h",
            "2h ago",
            "+",
            "P1Y",
            "2026-12-01 9",
            "2026-12-01 25:00",
            "2026-13-01",
            "2026-02-30 10:00",
            "2026-W49",
            "20261201",
            "2026-12-01 09:00 tomorrow",
            "\u{ff12}h",
            "2026-12-01 09:00 Europe/Berlin",
            "now+2h",
            "NaN",
        ];
        for text in texts {
            assert!(matches!(read(text, "UTC"), Err(MomentError::Unreadable(_))), "{text}: {:?}", read(text, "UTC"));
        }
        for text in
            ["0000-01-01T00:00:00Z", "2023-12-31T23:59:59Z", "9999-01-01T00:00:00Z", "2101-06-01T00:00:00Z", "+100y"]
        {
            assert!(read(text, "UTC").is_err(), "{text}");
        }
        for text in ["2026-12-31T23:59:60Z", "2026-12-31 23:59:60", "2026-12-31 23:60"] {
            assert!(matches!(read(text, "UTC"), Err(MomentError::LeapSecond(_))), "{text}");
        }
        assert!(read(&"1".repeat(500), "UTC").is_err());
    }

    #[test]
    fn a_time_that_a_clock_shows_twice_or_never_has_two_readings() {
        let twice = [
            ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
            ("America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"),
            // Half an hour only.
            ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
        ];
        for (zone, text, first, second) in twice {
            let readings = [first.parse().unwrap(), second.parse().unwrap()];
            let error = MomentError::Twice { text: text.to_owned(), zone: zone.to_owned(), readings };
            assert_eq!(read(text, zone), Err(error));
        }
        let never = [
            ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z"),
            ("America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00Z", "2026-03-08T06:30:00Z"),
            ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z", "2026-10-03T15:15:00Z"),
        ];
        for (zone, text, before, after) in never {
            let readings = [before.parse().unwrap(), after.parse().unwrap()];
            let error = MomentError::Never { text: text.to_owned(), zone: zone.to_owned(), readings };
            assert_eq!(read(text, zone), Err(error));
        }
        // Next to the change there is nothing to ask.
        for text in ["2026-10-25 01:59", "2026-10-25 03:00", "2026-03-29 01:59", "2026-03-29 03:00"] {
            assert!(read(text, "Europe/Berlin").is_ok(), "{text}");
        }
    }

    #[test]
    fn tomorrow_is_the_zones_and_not_ours() {
        assert_eq!(read("tomorrow 09:00", "Pacific/Kiritimati").as_deref(), Ok("2026-11-25T19:00:00Z"));
        assert_eq!(read("tomorrow 09:00", "Pacific/Pago_Pago").as_deref(), Ok("2026-11-24T20:00:00Z"));
    }
}
