//! Prices over time as people see them.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use super::Printer;
use super::arbitrage::{billing, day, gpu};
use super::offers::{percent, price};
use super::record::Record;
use super::table::{Cell, Heading, Tone, render};
use super::terminal::Terminal;
use crate::app::config::OutputFormat;
use crate::error::{Result, Warning};
use crate::market::history::{Billing, Chart, Hour, PriceSummary};
use crate::ops::history::{GpuHistory, HistoryPoint};
use crate::units::Rate;

/// Lines of a chart.
const CHART_LINES: usize = 8;
/// Columns of a chart off a terminal, and at most.
const CHART_COLUMNS: usize = 80;
const MAX_CHART_COLUMNS: usize = 160;
/// Providers named above a chart.
const PROVIDERS_NAMED: usize = 4;

impl Record for GpuHistory {
    const SCHEMA: &'static str = "history";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "model",
        "form_factor",
        "vram_gib",
        "kind",
        "providers",
        "from",
        "to",
        "observed_hours",
        "offered_hours",
        "lowest",
        "price",
        "median",
        "points",
    ];

    fn id(&self) -> &str {
        &self.id
    }
}

/// The prices of one GPU in one hour, as a row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PointRow {
    id: String,
    model: String,
    form_factor: Option<String>,
    vram_gib: Option<u32>,
    kind: Billing,
    #[serde(flatten)]
    point: HistoryPoint,
}

impl Record for PointRow {
    const SCHEMA: &'static str = "history";
    const FIELDS: &'static [&'static str] =
        &["id", "model", "form_factor", "vram_gib", "kind", "hour", "lowest", "price", "median", "offers", "gpus"];

    fn id(&self) -> &str {
        &self.id
    }
}

impl Printer {
    /// Prints histories: a chart and percentiles for people, a row for each hour as CSV, otherwise a document for
    /// each GPU.
    pub fn history(&mut self, histories: &[GpuHistory], fields: Option<&str>, warnings: Vec<Warning>) -> Result<()> {
        match (self.format, fields) {
            (OutputFormat::Csv, fields) => {
                let mut rows = self.rows::<PointRow>(fields.map(PointRow::select).transpose()?)?;
                for history in histories {
                    for point in &history.points {
                        rows.row(&point_row(history, point))?;
                    }
                }
                rows.finish(&super::Tail::default())?;
                self.warn(&warnings);
                Ok(())
            }
            (OutputFormat::Table, None) => {
                let texts: Vec<String> = histories.iter().map(|history| picture(history, self.terminal)).collect();
                self.text(&texts.join("\n"))?;
                self.warn(&warnings);
                Ok(())
            }
            (_, fields) => self.list(histories, fields.map(GpuHistory::select).transpose()?, warnings),
        }
    }
}

fn point_row(history: &GpuHistory, point: &HistoryPoint) -> PointRow {
    PointRow {
        id: history.id.clone(),
        model: history.model.clone(),
        form_factor: history.form_factor.clone(),
        vram_gib: history.vram_gib,
        kind: history.kind,
        point: point.clone(),
    }
}

/// Everything about one GPU's past on one page.
fn picture(history: &GpuHistory, terminal: Terminal) -> String {
    let name = gpu(&history.model, history.form_factor.as_deref(), history.vram_gib);
    let mut text = format!(
        "{name} {}, {} to {}: on offer in {} of {} observed hours, at {}\n\n",
        billing(history.kind),
        day(history.from),
        day(history.to),
        history.offered_hours,
        history.observed_hours,
        providers(&history.providers)
    );
    text.push_str(&chart(history, terminal));
    text.push('\n');
    text.push_str(&percentiles(history, terminal));
    text
}

/// Names of providers, the first of many.
fn providers(names: &[String]) -> String {
    match names.len().checked_sub(PROVIDERS_NAMED) {
        None | Some(0) => names.join(", "),
        Some(more) => {
            let first: Vec<&str> = names.iter().take(PROVIDERS_NAMED).map(String::as_str).collect();
            format!("{} and {more} more", first.join(", "))
        }
    }
}

/// The cheapest provider's price as a line, with its scale and its dates.
fn chart(history: &GpuHistory, terminal: Terminal) -> String {
    let prices: Vec<(Hour, Rate)> = history.points.iter().map(|point| (Hour::of(point.hour), point.price)).collect();
    let (Some(first), Some(last)) = (prices.first(), prices.last()) else { return String::new() };
    let label_width = prices.iter().map(|(_, rate)| price(*rate).len()).max().unwrap_or_default();
    let columns = terminal.columns.unwrap_or(CHART_COLUMNS).min(MAX_CHART_COLUMNS);
    let width = columns.saturating_sub(label_width + 3).max(10);
    let Some(chart) = Chart::new(&prices, first.0, last.0, if terminal.unicode { width * 2 } else { width }) else {
        return String::new();
    };
    let lines = if terminal.unicode { chart.braille(CHART_LINES) } else { chart.ascii(CHART_LINES) };
    let (bar, tick, corner, rule) = if terminal.unicode { ('│', '┤', '└', '─') } else { ('|', '+', '+', '-') };
    let mut text = format!("USD per GPU-hour at the cheapest provider{}\n", resolution(first.0, last.0, &chart));
    for (index, line) in lines.iter().enumerate() {
        // A price that never moved is drawn in the middle.
        let (top, bottom) =
            if chart.low == chart.high { (lines.len() / 2 - 1, usize::MAX) } else { (0, lines.len() - 1) };
        let label = match index {
            _ if index == top => price(chart.high),
            _ if index == bottom => price(chart.low),
            _ => String::new(),
        };
        let edge = if label.is_empty() { bar } else { tick };
        text.push_str(format!("{label:>label_width$} {edge}{line}").trim_end());
        text.push('\n');
    }
    let drawn = lines.first().map_or(0, |line| line.chars().count());
    let axis: String = std::iter::repeat_n(rule, drawn).collect();
    let _infallible = writeln!(text, "{:label_width$} {corner}{axis}", "");
    let (from, to) = (day(first.0.start()), day(last.0.start()));
    let room = drawn.saturating_sub(from.len());
    let _infallible = match room.checked_sub(to.len() + 1) {
        Some(_) => writeln!(text, "{:label_width$}  {from}{to:>room$}", ""),
        None => writeln!(text, "{:label_width$}  {from}", ""),
    };
    text
}

/// What a dot of the chart stands for.
fn resolution(first: Hour, last: Hour, chart: &Chart) -> String {
    let hours = (last.since(first) + 1).div_euclid(i64::try_from(chart.stretches.len()).unwrap_or(i64::MAX).max(1));
    match hours {
        ..=1 => String::new(),
        2..48 => format!(", {hours}-hour medians"),
        _ => format!(", {}-day medians", hours / 24),
    }
}

/// What can be said of the three measures, side by side.
fn percentiles(history: &GpuHistory, terminal: Terminal) -> String {
    let under = history.price.under.map(|under| format!("UNDER {}", under.under));
    let measures = [
        ("cheapest offer", &history.lowest),
        ("cheapest provider", &history.price),
        ("median provider", &history.median),
    ];
    let column = |title: String, rank| Heading { title: title.into(), right: true, rank, usual: None, prose: false };
    let mut headings = vec![Heading { right: false, ..column("$/GPU-H".to_owned(), 0) }];
    headings.extend(
        [
            ("NOW", 0),
            ("BEEN CHEAPER", 1),
            ("MIN", 2),
            ("P5", 5),
            ("P25", 3),
            ("P50", 0),
            ("P75", 3),
            ("P95", 5),
            ("MAX", 2),
        ]
        .map(|(title, rank)| column(title.to_owned(), rank)),
    );
    headings.extend(under.map(|title| column(title, 0)));
    render(&headings, measures.map(|(name, summary)| measure(name, summary)).into(), terminal)
}

fn measure(name: &str, summary: &PriceSummary) -> Vec<Cell> {
    let shown = |rate: Option<Rate>| Cell::maybe(rate.map(price));
    let of = &summary.percentiles;
    let mut cells = vec![
        Cell::new(name),
        shown(summary.now).tone(Tone::Strong),
        Cell::maybe(summary.cheaper_share.map(percent)),
        shown(of.min),
        shown(of.p5),
        shown(of.p25),
        shown(of.p50),
        shown(of.p75),
        shown(of.p95),
        shown(of.max),
    ];
    cells.extend(summary.under.map(|under| Cell::maybe(under.share.map(percent))));
    cells
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::Timestamp;

    use super::*;

    /// An H100's prices of some hours, with a gap in them.
    pub fn history(hours: i64) -> GpuHistory {
        let start: Timestamp = "2026-08-01T00:00:00Z".parse().unwrap();
        let price = |hour: i64| Rate::from_micros(2_000_000 + 300_000 * ((hour / 24) % 3));
        let points: Vec<HistoryPoint> = (0..hours)
            .filter(|hour| !(100..160).contains(hour))
            .map(|hour| HistoryPoint {
                hour: Hour(Hour::of(start).0 + hour).start(),
                lowest: Rate::from_micros(price(hour).micros() - 100_000),
                price: price(hour),
                median: Rate::from_micros(price(hour).micros() * 2),
                offers: 3,
                gpus: 8,
            })
            .collect();
        let summary = |price: fn(&HistoryPoint) -> Rate| {
            let prices: Vec<Rate> = points.iter().map(price).collect();
            PriceSummary::new(&prices, prices.last().copied(), points.len() as u64, Some(Rate::from_micros(2_300_000)))
        };
        GpuHistory {
            id: "h100-sxm5-80gb:on_demand".to_owned(),
            model: "H100".to_owned(),
            form_factor: Some("SXM".to_owned()),
            vram_gib: Some(80),
            kind: Billing::OnDemand,
            providers: vec!["akash".to_owned(), "vast".to_owned()],
            from: start,
            to: Hour(Hour::of(start).0 + hours - 1).start(),
            observed_hours: points.len() as u64,
            offered_hours: points.len() as u64,
            lowest: summary(|point| point.lowest),
            price: summary(|point| point.price),
            median: summary(|point| point.median),
            points,
        }
    }

    #[test]
    fn a_picture_fits_its_terminal() {
        for columns in [60, 80, 160] {
            for unicode in [true, false] {
                let text = picture(&history(240), Terminal { columns: Some(columns), color: false, unicode });
                let body = text.lines().skip(1);
                assert!(body.clone().all(|line| super::super::visible::width(line) <= columns), "{text}");
                assert!(unicode || text.is_ascii(), "{text}");
            }
        }
    }

    #[test]
    fn a_picture_at_80_columns() {
        insta::assert_snapshot!(picture(&history(240), Terminal { columns: Some(80), color: false, unicode: true }));
    }

    #[test]
    fn two_hours_are_a_picture_too() {
        insta::assert_snapshot!(picture(&history(2), Terminal::NONE));
    }
}
