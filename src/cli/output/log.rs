//! The log: on standard error, only when asked for, one escaped line an event.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;
use tracing_subscriber::fmt::MakeWriter;

use super::json::harmless;
use super::visible::visible;

/// The environment variable with a filter in the syntax of `tracing-subscriber`.
const VARIABLE: &str = "GP4U_LOG";
/// Libraries that would log what is sent and received, secrets included, below this level. No filter lowers it.
const CAPPED: [&str; 7] =
    ["h2=info", "hyper=info", "hyper_util=info", "reqwest=info", "rustls=info", "sqlx=warn", "tower=info"];

/// What an event looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// An object a line.
    Json,
}

/// Starts logging when `-v` or `GP4U_LOG` asks for it, or with the filter that a command has without being asked.
pub fn start(verbosity: u8, format: LogFormat, unasked: Option<&str>) {
    let from_environment = std::env::var(VARIABLE).ok().filter(|filter| !filter.is_empty());
    let from_flags = match verbosity {
        0 => None,
        1 => Some("gp4u=info,warn"),
        2 => Some("gp4u=debug,info"),
        _ => Some("gp4u=trace,debug"),
    };
    let wanted = from_flags.map(str::to_owned).or(from_environment).or(unasked.map(str::to_owned));
    let Some(wanted) = wanted else { return };
    let filter = CAPPED
        .iter()
        .filter_map(|directive| directive.parse::<Directive>().ok())
        .fold(EnvFilter::new(wanted), EnvFilter::add_directive);
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Escaped(format));
    // A second subscriber in one process is a caller's decision that stands.
    let _ignored = match format {
        LogFormat::Text => subscriber.try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
}

/// Standard error for events: whatever an event contains, it is one line that steers no terminal.
#[derive(Clone, Copy)]
struct Escaped(LogFormat);

impl<'a> MakeWriter<'a> for Escaped {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}

impl Write for Escaped {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        // A log that cannot be written is no reason to fail.
        let _ignored = io::stderr().lock().write_all(escaped(event, self.0).as_bytes());
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn escaped(event: &[u8], format: LogFormat) -> String {
    let text = String::from_utf8_lossy(event);
    let line = text.strip_suffix('\n').unwrap_or(&text);
    match format {
        LogFormat::Text => format!("{}\n", visible(line)),
        LogFormat::Json => format!("{}\n", harmless(line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_harmless_line() {
        let line = escaped(b"offer x\n2026-01-01 ERROR fake\x1b[2J\n", LogFormat::Text);
        assert_eq!(line, "offer x\\u{a}2026-01-01 ERROR fake\\u{1b}[2J\n");
        let line = escaped("{\"message\":\"a\u{202e}b\u{9b}\"}\n".as_bytes(), LogFormat::Json);
        assert_eq!(line, "{\"message\":\"a\\u202eb\\u009b\"}\n");
        assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
    }

    #[test]
    fn the_caps_are_valid_filters() {
        assert!(CAPPED.iter().all(|directive| directive.parse::<Directive>().is_ok()));
    }
}
