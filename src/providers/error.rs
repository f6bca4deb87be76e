//! Why a provider could not be read: one error type for all networks, with frozen names for scripts.

use std::time::Duration;

use secrecy::SecretString;

use super::redact::redact;

/// Longest piece of an unexpected answer kept for debug logs.
pub const MAX_EXCERPT_CHARS: usize = 200;

/// What went wrong with a request, as [`FetchError::code`] names it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No complete answer in time: connecting, waiting or reading.
    #[error("no complete answer within {} s", limit.as_secs_f64())]
    Timeout {
        /// The time that was allowed.
        limit: Duration,
    },
    /// The host's name does not resolve.
    #[error("the host name cannot be resolved")]
    Dns,
    /// No connection.
    #[error("cannot connect: {reason}")]
    Connect {
        /// The innermost cause.
        reason: String,
    },
    /// The connection broke before an answer began: the server may have seen the request.
    #[error("the connection broke: {reason}")]
    Broken {
        /// The innermost cause.
        reason: String,
    },
    /// The server's certificate or the handshake was refused.
    #[error("the secure connection failed: {reason}")]
    Tls {
        /// The innermost cause.
        reason: String,
    },
    /// A status that is neither success nor one of the cases below.
    #[error("answered HTTP {status}")]
    HttpStatus {
        /// The status code.
        status: u16,
    },
    /// Too many requests, by the server's count or by ours.
    #[error("too many requests{}", retry_text(*retry_after))]
    RateLimited {
        /// When the next request may succeed.
        retry_after: Option<Duration>,
    },
    /// The server cannot answer for now (HTTP 503).
    #[error("answered HTTP 503{}", retry_text(*retry_after))]
    Unavailable {
        /// When the next request may succeed.
        retry_after: Option<Duration>,
    },
    /// No key is configured, and the network answers nobody without one.
    #[error("no API key is configured")]
    NoKey,
    /// The key is missing, wrong or lacks a permission.
    #[error("not authorised: the API key is missing or was refused (HTTP {status})")]
    Unauthorized {
        /// The status code.
        status: u16,
    },
    /// A redirect; never followed, because the key would travel with it.
    #[error("answered with a redirect (HTTP {status}), which is not followed")]
    Redirect {
        /// The status code.
        status: u16,
    },
    /// The body is larger than is read, after decompression.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The body ended too early.
    #[error("the answer is cut short")]
    Truncated,
    /// The body is not JSON.
    #[error("the answer is not JSON")]
    NotJson,
    /// JSON, but not of the documented shape.
    #[error("the answer does not have the expected shape")]
    WrongShape,
    /// The provider failed too often; it is left alone for a while.
    #[error("left alone after repeated failures, next try in {} s", retry_after.as_secs())]
    CircuitOpen {
        /// Time until the next probe.
        retry_after: Duration,
    },
    /// The configured address cannot be used.
    #[error("{reason}")]
    BadUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The configured key cannot be sent (characters that no HTTP header may hold).
    #[error("the configured key holds characters that cannot be sent")]
    BadKey,
    /// The caller lost the right to send the request before it was sent.
    #[error("the right to send the request ended before it was sent")]
    Withheld,
    /// A replay holds no answer to this request.
    #[error("the recording holds no answer to this request")]
    NotRecorded,
    /// A recording cannot be read or written.
    #[error("recording: {reason}")]
    Recording {
        /// What happened, and to which file.
        reason: String,
    },
    /// The HTTP client cannot be set up on this machine.
    #[error("the HTTP client cannot start: {reason}")]
    Client {
        /// The innermost cause.
        reason: String,
    },
}

fn retry_text(after: Option<Duration>) -> String {
    after.map(|after| format!(", retry in {} s", after.as_secs_f64().ceil())).unwrap_or_default()
}

/// A failed request or fetch. Its message names host and path, never a query or a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{target}: {fault}")]
pub struct FetchError {
    /// Host and path of the request (`console.vast.ai/api/v0/bundles/`), or the network's name.
    pub target: String,
    /// What went wrong.
    pub fault: Fault,
    /// The beginning of an unexpected answer, made harmless; for debug logs and for telling what a provider means.
    pub excerpt: String,
}

impl FetchError {
    /// An error without an answer.
    pub fn new(target: impl Into<String>, fault: Fault) -> Self {
        Self { target: target.into(), fault, excerpt: String::new() }
    }

    /// Keeps the harmless beginning of the answer that caused the error.
    #[must_use]
    pub fn with_body(mut self, body: &[u8], secrets: &[SecretString]) -> Self {
        let start = body.get(..MAX_EXCERPT_CHARS * 4).unwrap_or(body);
        self.excerpt = excerpt(&redact(start, secrets));
        self
    }

    /// The frozen name for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.fault {
            Fault::Timeout { .. } => "timeout",
            Fault::Dns => "dns",
            Fault::Connect { .. } | Fault::Broken { .. } => "connect",
            Fault::Tls { .. } => "tls",
            Fault::HttpStatus { .. } | Fault::Unavailable { .. } => "http_status",
            Fault::NoKey => "no_key",
            Fault::RateLimited { .. } => "rate_limited",
            Fault::Unauthorized { .. } => "unauthorized",
            Fault::Redirect { .. } => "redirect",
            Fault::TooLarge { .. } => "too_large",
            Fault::Truncated => "truncated",
            Fault::NotJson => "not_json",
            Fault::WrongShape => "wrong_shape",
            Fault::CircuitOpen { .. } => "circuit_open",
            Fault::BadUrl { .. } => "bad_url",
            Fault::BadKey => "bad_key",
            Fault::Withheld => "withheld",
            Fault::NotRecorded => "not_recorded",
            Fault::Recording { .. } => "recording",
            Fault::Client { .. } => "client",
        }
    }

    /// Whether the same request may succeed later without anybody changing anything.
    #[must_use]
    pub const fn retryable(&self) -> bool {
        match self.fault {
            Fault::HttpStatus { status } => matches!(status, 500 | 502 | 504),
            Fault::Timeout { .. }
            | Fault::Dns
            | Fault::Connect { .. }
            | Fault::Broken { .. }
            | Fault::RateLimited { .. }
            | Fault::Unavailable { .. }
            | Fault::Truncated
            | Fault::CircuitOpen { .. } => true,
            Fault::Tls { .. }
            | Fault::NoKey
            | Fault::Unauthorized { .. }
            | Fault::Redirect { .. }
            | Fault::TooLarge { .. }
            | Fault::NotJson
            | Fault::WrongShape
            | Fault::BadUrl { .. }
            | Fault::BadKey
            | Fault::Withheld
            | Fault::NotRecorded
            | Fault::Recording { .. }
            | Fault::Client { .. } => false,
        }
    }

    /// Whether the cause is on this side: the key, the configuration or a recording.
    #[must_use]
    pub const fn is_ours(&self) -> bool {
        matches!(
            self.fault,
            Fault::NoKey
                | Fault::Unauthorized { .. }
                | Fault::BadUrl { .. }
                | Fault::BadKey
                | Fault::NotRecorded
                | Fault::Recording { .. }
                | Fault::Client { .. }
        )
    }

    /// Whether the server certainly never saw a request that was sent once. A time-out proves nothing: it may have
    /// come at any moment.
    #[must_use]
    pub const fn never_sent(&self) -> bool {
        matches!(
            self.fault,
            Fault::Dns
                | Fault::Connect { .. }
                | Fault::Tls { .. }
                | Fault::NoKey
                | Fault::RateLimited { .. }
                | Fault::CircuitOpen { .. }
                | Fault::BadUrl { .. }
                | Fault::BadKey
                | Fault::Withheld
                | Fault::NotRecorded
                | Fault::Client { .. }
        )
    }

    /// When a retry makes sense, where that is known.
    #[must_use]
    pub const fn retry_after(&self) -> Option<Duration> {
        match self.fault {
            Fault::RateLimited { retry_after } | Fault::Unavailable { retry_after } => retry_after,
            Fault::CircuitOpen { retry_after } => Some(retry_after),
            _ => None,
        }
    }
}

/// The first characters of a body on one line, without control or formatting characters.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    text.chars().map(|c| if is_harmless(c) { c } else { ' ' }).take(MAX_EXCERPT_CHARS).collect()
}

/// Neither a control character nor one that reorders or hides text.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_the_place_and_the_reason() {
        let error = FetchError::new(
            "console.vast.ai/api/v0/bundles/",
            Fault::RateLimited { retry_after: Some(Duration::from_millis(5400)) },
        );
        assert_eq!(error.to_string(), "console.vast.ai/api/v0/bundles/: too many requests, retry in 6 s");
        assert_eq!((error.code(), error.retryable()), ("rate_limited", true));
    }

    #[test]
    fn an_excerpt_is_short_and_harmless() {
        let body = format!("<h1>\u{1b}[2J\u{202e}paid tops3cret\r\n{}", "x".repeat(5000));
        let error = FetchError::new("host/", Fault::NotJson).with_body(body.as_bytes(), &["tops3cret".into()]);
        assert_eq!(error.excerpt.chars().count(), MAX_EXCERPT_CHARS);
        assert!(error.excerpt.starts_with("<h1> [2J paid [redacted]  xxx"), "{}", error.excerpt);
        assert!(!error.to_string().contains("h1"), "the answer is not part of the message");
    }
}
