//! Lengths of time as people write them: `30s`, `15m`, `2h30m`, `1d`.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};

/// Longest text read as a duration.
const MAX_CHARS: usize = 64;
/// Longest duration that makes sense anywhere in gp4u: a leap year.
const MAX: Duration = Duration::from_hours(366 * 24);

/// What a duration looks like, for messages.
pub const EXPECTED: &str = "a duration such as 30s, 15m, 2h30m or 1d, of 366 days at most";

/// Reads a positive duration of at most a year. A bare number is refused, because its unit would be a guess.
#[must_use]
pub fn parse_duration(text: &str) -> Option<Duration> {
    if text.len() > MAX_CHARS {
        return None;
    }
    let span: Span = text.parse().ok()?;
    let signed = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    let duration = Duration::try_from(signed).ok()?;
    (!duration.is_zero() && duration <= MAX).then_some(duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit_and_a_positive_length() {
        let ok = [("30s", 30), ("15m", 900), ("2h30m", 9000), ("2h 30m", 9000), ("1d", 86_400), ("1.5h", 5400)];
        for (text, seconds) in ok {
            assert_eq!(parse_duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "30", "0s", "-5m", "5m ago", "1e3s", "NaN", "400d", "1mo", "15 parsecs", "\u{ff11}s"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
        assert_eq!(parse_duration(&"1".repeat(100)), None);
    }
}
