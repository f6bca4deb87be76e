//! The wallet as people read it.

use plotters::coord::Shift;
use plotters::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::bars::upright;
use super::ledger::minute;
use super::plot::{BLUE, Drawn, GRID, INK, ORANGE, Picture, render, text};
use super::record::{Column, Record};
use super::table::{self, Cell, Heading, Tone};
use super::terminal::Terminal;
use super::{PlotFormat, Printer, Rows};
use crate::app::config::OutputFormat;
use crate::error::Result;
use crate::ledger::transfer::TransferState;
use crate::ops::mutation::Done;
use crate::ops::wallet::{
    DaySpending, GroupSpending, SpendingLimit, SpendingLimits, Transaction, Transfer, WalletAnalytics, WalletBalance,
};
use crate::units::Usdc;

/// Lines of a chart.
const CHART_LINES: usize = 8;
/// Columns of a chart off a terminal, and at most.
const CHART_COLUMNS: usize = 80;
const MAX_CHART_COLUMNS: usize = 160;
/// Room above the highest value, as a share of the scale.
const HEADROOM: f64 = 0.2;
const MICROS: f64 = 1e6;

impl Record for WalletBalance {
    const SCHEMA: &'static str = "wallet";
    const FIELDS: &'static [&'static str] =
        &["available", "held", "withdrawing", "pending_deposits", "deposited", "withdrawn"];

    fn id(&self) -> &'static str {
        "wallet"
    }
}

impl Record for Transfer {
    const SCHEMA: &'static str = "requests";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "kind",
        "state",
        "amount",
        "fee",
        "reference",
        "destination",
        "user",
        "requested_at",
        "decided_at",
        "reason",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            // An id is typed again: it is never cut.
            Column::prose("ID", |row| Cell::new(&row.id).tone(Tone::Strong)),
            Column::text("KIND", 1, |row| Cell::new(row.kind.as_str())),
            Column::text("STATE", 0, |row| Cell::new(row.state.as_str()).tone(tone(row.state))),
            Column::number("AMOUNT", 0, |row| Cell::new(&row.amount.to_string())),
            Column::text("REFERENCE", 2, |row| Cell::maybe(row.reference.clone())),
            Column::text("TO", 2, |row: &Self| Cell::maybe(row.destination.clone())).usually(table::UNKNOWN),
            Column::text("USER", 3, |row| Cell::maybe(row.user.clone())),
            Column::text("ASKED", 4, |row| Cell::new(&minute(row.requested_at))),
        ]
    }
}

fn tone(state: TransferState) -> Tone {
    match state {
        TransferState::Claimed | TransferState::Paid => Tone::Good,
        TransferState::Rejected | TransferState::Failed | TransferState::Reversed => Tone::Bad,
        _ => Tone::Plain,
    }
}

impl Record for Done<Transfer> {
    const SCHEMA: &'static str = "request";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "kind",
        "state",
        "amount",
        "fee",
        "reference",
        "destination",
        "user",
        "requested_at",
        "decided_at",
        "reason",
        "dry_run",
        "replayed",
        "changed",
        "idempotency_key",
    ];

    fn id(&self) -> &str {
        &self.result.id
    }
}

impl Record for SpendingLimit {
    const SCHEMA: &'static str = "limits";
    const FIELDS: &'static [&'static str] = &["period", "limit", "spent", "left", "renewed_at"];

    fn id(&self) -> &str {
        self.period.as_str()
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("PERIOD", 0, |row| Cell::new(row.period.as_str()).tone(Tone::Strong)),
            Column::number("LIMIT", 0, |row| Cell::maybe(row.limit.map(|limit| limit.to_string()))),
            Column::number("SPENT", 0, |row| Cell::new(&row.spent.to_string())),
            Column::number("LEFT", 0, |row| Cell::maybe(row.left.map(|left| left.to_string()))),
            Column::text("RENEWED", 1, |row| Cell::new(&minute(row.renewed_at))),
        ]
    }
}

impl Record for Done<SpendingLimits> {
    const SCHEMA: &'static str = "limits_change";
    const FIELDS: &'static [&'static str] = &["limits", "dry_run", "replayed", "changed", "idempotency_key"];

    fn id(&self) -> &'static str {
        "limits"
    }
}

impl Record for Transaction {
    const SCHEMA: &'static str = "transactions";
    const FIELDS: &'static [&'static str] =
        &["id", "at", "type", "amount", "balance", "object", "provider", "gpu", "key"];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::number("#", 0, |row| Cell::new(&row.id).tone(Tone::Faint)),
            Column::text("AT", 0, |row| Cell::new(&minute(row.at))),
            Column::text("TYPE", 0, |row| Cell::new(row.kind)),
            Column::number("AMOUNT", 0, |row| {
                let tone = if row.amount < Usdc::default() { Tone::Plain } else { Tone::Good };
                Cell::new(&row.amount.to_string()).tone(tone)
            }),
            Column::number("BALANCE", 0, |row| Cell::new(&row.balance.to_string())),
            Column::text("PROVIDER", 3, |row: &Self| Cell::maybe(row.provider.clone())).usually(table::UNKNOWN),
            Column::text("GPU", 3, |row: &Self| Cell::maybe(row.gpu.clone())).usually(table::UNKNOWN),
            Column::text("OBJECT", 2, |row| Cell::maybe(row.object.clone())),
        ]
    }
}

impl Record for WalletAnalytics {
    const SCHEMA: &'static str = "analytics";
    const FIELDS: &'static [&'static str] = &[
        "from",
        "to",
        "opening",
        "closing",
        "money_in",
        "money_out",
        "spent",
        "by_type",
        "by_provider",
        "by_gpu",
        "by_day",
    ];

    fn id(&self) -> &'static str {
        "analytics"
    }
}

/// A day as a row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
struct DayRow(DaySpending);

impl Record for DayRow {
    const SCHEMA: &'static str = "analytics";
    const FIELDS: &'static [&'static str] = &["day", "money_in", "money_out", "spent", "balance"];

    fn id(&self) -> &'static str {
        "day"
    }
}

impl Printer {
    /// Prints what was spent: a chart and tables for people, a row for each day as CSV, otherwise one document.
    pub fn wallet_analytics(&mut self, report: &WalletAnalytics, fields: Option<&str>) -> Result<()> {
        match (self.format, fields) {
            (OutputFormat::Csv, fields) => {
                let days: Vec<DayRow> = report.by_day.iter().cloned().map(DayRow).collect();
                self.list(&days, fields.map(DayRow::select).transpose()?, Vec::new())
            }
            (OutputFormat::Table, None) => {
                let page = page(report, self.terminal);
                self.text(&page)
            }
            (_, fields) => self.object(report, fields.map(WalletAnalytics::select).transpose()?, &[]),
        }
    }

    /// Starts a list in CSV or as lines of JSON, whatever format results have.
    pub fn exported<R: Record>(&mut self, csv: bool) -> Result<Rows<'_, R>> {
        let format = if csv { OutputFormat::Csv } else { OutputFormat::Ndjson };
        Rows::new(format, self.terminal, self.stdout.document(), None, R::columns())
    }
}

/// Everything about a wallet's last days on one page.
fn page(report: &WalletAnalytics, terminal: Terminal) -> String {
    let mut text = format!(
        "{} to {}: {} USDC spent; {} came in, {} went out; the balance went from {} to {}\n\n",
        report.from, report.to, report.spent, report.money_in, report.money_out, report.opening, report.closing
    );
    text.push_str(&chart(report, terminal));
    let number = |title: &'static str| Heading { title: title.into(), right: true, rank: 0, usual: None, prose: false };
    let name = |title: &'static str| Heading { right: false, ..number(title) };
    let amount = |amount: Usdc| Cell::new(&amount.to_string());
    if !report.by_type.is_empty() {
        let rows = report.by_type.iter().map(|kind| {
            let count = Cell::new(&kind.count.to_string());
            vec![Cell::new(kind.kind), count, amount(kind.money_in), amount(kind.money_out)]
        });
        let headings = [name("TYPE"), number("EVENTS"), number("IN"), number("OUT")];
        text.push('\n');
        text.push_str(&table::render(&headings, rows.collect(), terminal));
    }
    for (title, groups) in [("PROVIDER", &report.by_provider), ("GPU", &report.by_gpu)] {
        if !groups.is_empty() {
            let row = |group: &GroupSpending| vec![Cell::maybe(group.name.clone()), amount(group.spent)];
            text.push('\n');
            let rows = groups.iter().map(row).collect();
            text.push_str(&table::render(&[name(title), number("SPENT")], rows, terminal));
        }
    }
    text
}

/// What was spent on each day, as bars.
fn chart(report: &WalletAnalytics, terminal: Terminal) -> String {
    let spent: Vec<i64> = report.by_day.iter().map(|day| day.spent.micros()).collect();
    let highest = report.by_day.iter().map(|day| day.spent).max().unwrap_or_default();
    if highest <= Usdc::default() {
        return "Nothing was spent.\n".to_owned();
    }
    let label = highest.to_string();
    let label_width = label.len().max(1);
    let columns = terminal.columns.unwrap_or(CHART_COLUMNS).min(MAX_CHART_COLUMNS);
    let room = columns.saturating_sub(label_width + 3).max(10);
    let (lines, drawn) = upright(&spent, CHART_LINES, room, terminal.unicode);
    let (bar, tick, corner, rule) = if terminal.unicode { ('│', '┤', '└', '─') } else { ('|', '+', '+', '-') };
    let mut text = String::from("USDC spent by day\n");
    for (index, line) in lines.iter().enumerate() {
        let (label, edge) = if index == 0 { (label.as_str(), tick) } else { ("", bar) };
        text.push_str(format!("{label:>label_width$} {edge}{line}").trim_end());
        text.push('\n');
    }
    let (from, to) = (report.from.to_string(), report.to.to_string());
    let axis: String = std::iter::repeat_n(rule, drawn).collect();
    text.extend([format!("{:label_width$} {corner}{axis}\n", "")]);
    let space = drawn.saturating_sub(from.len());
    text.extend([match space.checked_sub(to.len() + 1) {
        Some(_) => format!("{:label_width$}  {from}{to:>space$}\n", ""),
        None => format!("{:label_width$}  {from}\n", ""),
    }]);
    text
}

/// Draws what was spent on each day, and the balance.
pub fn plot_spending(report: &WalletAnalytics, format: PlotFormat) -> Result<Vec<u8>> {
    render(report, format)
}

impl Picture for WalletAnalytics {
    fn panels(&self) -> usize {
        1
    }

    fn draw<B: DrawingBackend>(&self, page: &DrawingArea<B, Shift>) -> Drawn
    where
        B::ErrorType: 'static,
    {
        let dollars = |amount: Usdc| amount.micros() as f64 / MICROS;
        let highest =
            self.by_day.iter().flat_map(|day| [dollars(day.spent), dollars(day.balance)]).fold(0.01, f64::max);
        let lowest = self.by_day.iter().map(|day| dollars(day.spent)).fold(0.0, f64::min);
        let days = self.by_day.len() as f64;
        let mut chart = ChartBuilder::on(page)
            .caption(format!("{} USDC spent, {} to {}", self.spent, self.from, self.to), text(22))
            .margin(18)
            .x_label_area_size(46)
            .y_label_area_size(92)
            .build_cartesian_2d(0.0..days.max(1.0), lowest..highest * (1.0 + HEADROOM))?;
        let day = |at: &f64| {
            // The axis has no other values than days.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let index = at.max(0.0) as usize;
            self.by_day.get(index).map(|day| day.day.strftime("%-d %b %Y").to_string()).unwrap_or_default()
        };
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(INK)
            .x_labels(9)
            .y_labels(8)
            .x_label_formatter(&day)
            .y_label_formatter(&|amount| format!("{amount:.2}"))
            .x_desc("UTC")
            .y_desc("USDC")
            .axis_desc_style(text(16))
            .label_style(text(15))
            .draw()?;
        let bar = |(index, day): (usize, &DaySpending)| {
            let left = index as f64;
            Rectangle::new([(left + 0.1, 0.0), (left + 0.9, dollars(day.spent))], BLUE.filled())
        };
        chart
            .draw_series(self.by_day.iter().enumerate().map(bar))?
            .label("spent")
            .legend(|(x, y)| Rectangle::new([(x, y - 5), (x + 28, y + 5)], BLUE.filled()));
        let style = ORANGE.stroke_width(2);
        let balance = self.by_day.iter().enumerate().map(|(index, day)| (index as f64 + 0.5, dollars(day.balance)));
        chart
            .draw_series(LineSeries::new(balance, style))?
            .label("balance")
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 28, y)], style));
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .legend_area_size(36)
            .margin(12)
            .background_style(WHITE.mix(0.85))
            .border_style(GRID)
            .label_font(text(16))
            .draw()?;
        Ok(())
    }
}
