//! When a request is tried again, and after how long: pure, so that it can be tested without waiting.

use std::time::Duration;

use backon::ExponentialBuilder;
use jiff::Timestamp;

use super::{Fault, FetchError};

/// Requests sent for one answer at most.
pub const MAX_ATTEMPTS: usize = 3;
/// First pause between attempts, before jitter.
const FIRST_PAUSE: Duration = Duration::from_millis(300);
/// Longest pause chosen by us, before jitter.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A server's wish is believed within these bounds.
const WISH: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));
/// What is added to Vast's minimum interval between requests.
const THRESHOLD_MARGIN: f64 = 1.2;

/// Pauses that double and are jittered.
pub fn pauses() -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_min_delay(FIRST_PAUSE)
        .with_max_delay(LONGEST_PAUSE)
        .with_max_times(MAX_ATTEMPTS - 1)
        .with_jitter()
}

/// Whether one more attempt within the same deadline is worth it.
pub fn worth_another(error: &FetchError) -> bool {
    error.retryable() && !matches!(error.fault, Fault::Timeout { .. } | Fault::CircuitOpen { .. })
}

/// The pause before the next attempt: the server's wish, else `planned`; `None` when attempts or time are used up.
pub fn pause(error: &FetchError, planned: Option<Duration>, time_left: Duration) -> Option<Duration> {
    let planned = planned?;
    let pause = error.retry_after().unwrap_or(planned);
    (pause < time_left).then_some(pause)
}

/// When a server that answered 429 or 503 wants to be asked again: the `Retry-After` header (seconds or a date,
/// RFC 9110 §10.2.3), else Vast's `threshold=4.5` in the body (seconds between requests).
pub fn server_wish(retry_after: Option<&str>, body: &[u8], now: Timestamp) -> Option<Duration> {
    let seconds = retry_after.and_then(|text| header_seconds(text, now)).or_else(|| threshold_seconds(body))?;
    let (least, most) = WISH;
    Some(Duration::from_secs_f64(seconds.clamp(least.as_secs_f64(), most.as_secs_f64())))
}

fn header_seconds(text: &str, now: Timestamp) -> Option<f64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(date.duration_since(now).as_secs_f64())
}

fn threshold_seconds(body: &[u8]) -> Option<f64> {
    const MARK: &str = "threshold=";
    let text = std::str::from_utf8(body).ok()?;
    let number = text.get(text.find(MARK)? + MARK.len()..)?;
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    let seconds: f64 = number.get(..end)?.parse().ok()?;
    Some(seconds * THRESHOLD_MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(header: Option<&str>, body: &str) -> Option<f64> {
        let now = "2026-08-07T12:00:00Z".parse().unwrap();
        server_wish(header, body.as_bytes(), now).map(|wish| wish.as_secs_f64())
    }

    #[test]
    fn a_servers_wish_is_honoured_within_bounds() {
        let cases = [
            (Some("7"), "", Some(7.0)),
            (Some("0"), "", Some(1.0)),
            (Some("1000000000"), "", Some(60.0)),
            (Some("99999999999999999999999999"), "", Some(60.0)),
            (Some("Fri, 07 Aug 2026 12:00:30 GMT"), "", Some(30.0)),
            (Some("Fri, 07 Aug 2026 11:00:00 GMT"), "", Some(1.0)),
            (Some("Fri, 07 Aug 2099 11:00:00 GMT"), "", Some(60.0)),
            (Some("soon"), "", None),
            (Some(""), "", None),
            (Some("-5"), "", None),
            (None, "", None),
            (None, r#"{"detail":"API requests too frequent endpoint threshold=4.5"}"#, Some(5.4)),
            (None, "API requests too frequent: endpoint threshold=2.0", Some(2.4)),
            (None, "threshold=", None),
            (None, "threshold=...", None),
            (None, "threshold=900000000", Some(60.0)),
            (Some("3"), "threshold=9", Some(3.0)),
        ];
        for (header, body, expected) in cases {
            let got = wish(header, body);
            let same = match (got, expected) {
                (Some(got), Some(expected)) => (got - expected).abs() < 1e-9,
                (got, expected) => got == expected,
            };
            assert!(same, "{header:?} {body}: {got:?}, expected {expected:?}");
        }
    }

    #[test]
    fn a_pause_never_passes_the_deadline() {
        let second = Duration::from_secs(1);
        let busy = FetchError::new("host/", Fault::RateLimited { retry_after: Some(20 * second) });
        let broken = FetchError::new("host/", Fault::HttpStatus { status: 502 });
        assert_eq!(pause(&busy, Some(second), 30 * second), Some(20 * second));
        assert_eq!(pause(&busy, Some(second), 20 * second), None);
        assert_eq!(pause(&broken, Some(second), 30 * second), Some(second));
        assert_eq!(pause(&broken, None, 30 * second), None, "attempts are used up");
    }

    #[test]
    fn only_faults_that_pass_are_tried_again() {
        let statuses = [500, 502, 504].map(|status| Fault::HttpStatus { status });
        let busy = [Fault::RateLimited { retry_after: None }, Fault::Unavailable { retry_after: None }];
        assert!(statuses.into_iter().chain(busy).all(|fault| worth_another(&FetchError::new("", fault))));
        let not = [
            Fault::HttpStatus { status: 404 },
            Fault::HttpStatus { status: 501 },
            Fault::Unauthorized { status: 401 },
            Fault::Redirect { status: 302 },
            Fault::NotJson,
            Fault::Timeout { limit: Duration::from_secs(1) },
        ];
        assert!(!not.iter().any(|fault| worth_another(&FetchError::new("", fault.clone()))));
    }
}
