//! The board in Prometheus' text format, version 0.0.4
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>).
//!
//! Written by hand: the numbers are already kept for health and status, so that a registry would keep them twice.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;

use super::board::Entry;
use super::jobs::parts;

/// A metric that every loop has.
struct Metric {
    name: &'static str,
    kind: &'static str,
    help: &'static str,
    /// `None` while there is nothing to tell.
    value: fn(&Entry) -> Option<f64>,
}

const METRICS: [Metric; 8] = [
    Metric {
        name: "gp4u_loop_runs_total",
        kind: "counter",
        help: "Runs that came to an end.",
        value: |entry| Some(entry.runs as f64),
    },
    Metric {
        name: "gp4u_loop_failures_total",
        kind: "counter",
        help: "Runs that failed.",
        value: |entry| Some(entry.failures as f64),
    },
    Metric {
        name: "gp4u_loop_lost_leases_total",
        kind: "counter",
        help: "Runs dropped because their lease was lost.",
        value: |entry| Some(entry.lost as f64),
    },
    Metric {
        name: "gp4u_loop_run_seconds_total",
        kind: "counter",
        help: "Time that runs took, together.",
        value: |entry| Some(entry.took.as_secs_f64()),
    },
    Metric {
        name: "gp4u_loop_lag_seconds",
        kind: "gauge",
        help: "How long after it was due the last run began.",
        value: |entry| entry.last_run_at.map(|_| entry.lag.as_secs_f64()),
    },
    Metric {
        name: "gp4u_loop_consecutive_errors",
        kind: "gauge",
        help: "Runs in a row that failed.",
        value: |entry| Some(f64::from(entry.consecutive_errors)),
    },
    Metric {
        name: "gp4u_loop_last_run_timestamp_seconds",
        kind: "gauge",
        help: "When the last run ended.",
        value: |entry| entry.last_run_at.map(seconds),
    },
    Metric {
        name: "gp4u_loop_last_success_timestamp_seconds",
        kind: "gauge",
        help: "When the last run that worked ended.",
        value: |entry| entry.last_success_at.map(seconds),
    },
];

fn seconds(at: Timestamp) -> f64 {
    at.as_microsecond() as f64 / 1e6
}

/// All metrics of this process.
pub(super) fn render(loops: &BTreeMap<String, Entry>, is_healthy: bool) -> String {
    let mut text = String::new();
    let version = env!("CARGO_PKG_VERSION");
    head(&mut text, "gp4u_build_info", "gauge", "The version that runs.");
    line(&mut text, &format!("gp4u_build_info{{version=\"{version}\"}}"), 1.0);
    head(&mut text, "gp4u_healthy", "gauge", "Whether the database can be used and no loop is stuck.");
    line(&mut text, "gp4u_healthy", f64::from(u8::from(is_healthy)));
    for metric in &METRICS {
        head(&mut text, metric.name, metric.kind, metric.help);
        for (name, entry) in loops {
            if let Some(value) = (metric.value)(entry) {
                line(&mut text, &format!("{}{}", metric.name, labels(name)), value);
            }
        }
    }
    text
}

/// Names of loops and providers are gp4u's own and need no escaping.
fn labels(name: &str) -> String {
    let (name, provider) = parts(name);
    format!("{{loop=\"{name}\",provider=\"{}\"}}", provider.unwrap_or_default())
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a string does not fail.
    let _infallible = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn line(text: &mut String, name: &str, value: f64) {
    let _infallible = writeln!(text, "{name} {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_loop_has_every_metric_it_can_have() {
        let ran = Entry {
            runs: 3,
            failures: 1,
            last_run_at: Some(Timestamp::constant(1_795_564_800, 500_000_000)),
            ..Entry::default()
        };
        let loops = BTreeMap::from([("sync:vast".to_owned(), ran), ("verify".to_owned(), Entry::default())]);
        let text = render(&loops, true);
        for line in [
            "gp4u_healthy 1",
            "gp4u_loop_runs_total{loop=\"sync\",provider=\"vast\"} 3",
            "gp4u_loop_failures_total{loop=\"sync\",provider=\"vast\"} 1",
            "gp4u_loop_runs_total{loop=\"verify\",provider=\"\"} 0",
            "gp4u_loop_last_run_timestamp_seconds{loop=\"sync\",provider=\"vast\"} 1795564800.5",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
        assert!(!text.contains("last_run_timestamp_seconds{loop=\"verify\""), "it has not run yet");
        assert_eq!(text.matches("# TYPE").count(), METRICS.len() + 2);
    }
}
