//! The log: on standard error, only when asked for, one escaped line an event.

use std::io::{self, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;
use tracing_subscriber::fmt::MakeWriter;

use super::visible::visible;

/// The environment variable with a filter in the syntax of `tracing-subscriber`.
const VARIABLE: &str = "GP4U_LOG";
/// Libraries that would log what is sent and received, secrets included, below this level. No filter lowers it.
const CAPPED: [&str; 7] =
    ["h2=info", "hyper=info", "hyper_util=info", "reqwest=info", "rustls=info", "sqlx=warn", "tower=info"];

/// Starts logging when `-v` or `GP4U_LOG` asks for it.
pub fn start(verbosity: u8) {
    let from_environment = std::env::var(VARIABLE).ok().filter(|filter| !filter.is_empty());
    let from_flags = match verbosity {
        0 => None,
        1 => Some("gp4u=info,warn"),
        2 => Some("gp4u=debug,info"),
        _ => Some("gp4u=trace,debug"),
    };
    let Some(wanted) = from_flags.map(str::to_owned).or(from_environment) else { return };
    let filter = CAPPED
        .iter()
        .filter_map(|directive| directive.parse::<Directive>().ok())
        .fold(EnvFilter::new(wanted), EnvFilter::add_directive);
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(Escaped);
    // A second subscriber in one process is a caller's decision that stands.
    let _ignored = subscriber.try_init();
}

/// Standard error for events: whatever an event contains, it is one line that steers no terminal.
#[derive(Clone, Copy)]
struct Escaped;

impl<'a> MakeWriter<'a> for Escaped {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}

impl Write for Escaped {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        // A log that cannot be written is no reason to fail.
        let _ignored = io::stderr().lock().write_all(escaped(event).as_bytes());
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn escaped(event: &[u8]) -> String {
    let text = String::from_utf8_lossy(event);
    format!("{}\n", visible(text.strip_suffix('\n').unwrap_or(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_harmless_line() {
        let line = escaped(b"offer x\n2026-01-01 ERROR fake\x1b[2J\n");
        assert_eq!(line, "offer x\\u{a}2026-01-01 ERROR fake\\u{1b}[2J\n");
    }

    #[test]
    fn the_caps_are_valid_filters() {
        assert!(CAPPED.iter().all(|directive| directive.parse::<Directive>().is_ok()));
    }
}
