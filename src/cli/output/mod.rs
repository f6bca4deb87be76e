//! The only place that prints. Results go to standard output in the format asked for; everything said about them
//! goes to standard error.

mod accounts;
mod arbitrage;
mod bars;
mod beancount;
mod cluster;
mod compare;
mod csv;
mod daemon;
mod history;
mod json;
mod ledger;
mod log;
mod offers;
mod plot;
mod progress;
mod prompt;
mod reconcile;
mod record;
mod reserve;
mod rows;
mod schema;
mod stdout;
mod table;
mod terminal;
mod views;
mod visible;
mod wallet;

use std::io::Write;
use std::process::Stdio;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::{Map, Value};

pub use log::{LogFormat, start as start_log};
pub use offers::offer_columns;
pub use plot::{PlotFormat, plot};
pub use progress::SyncProgress;
pub use prompt::restore_terminal;
pub use record::{Column, Record};
pub use rows::{Page, Rows, Tail};
pub use schema::{SCHEMA_NAMES, schema, schema_id};
pub use terminal::{Hints, Terminal};
pub use views::{ExitCodeRow, ManPages, Paths, SchemaRow, SettingRow};
pub use visible::visible;
pub use wallet::plot_spending;

use crate::app::config::{ColorChoice, OutputFormat};
use crate::error::{Error, Result, Warning};
use crate::ops::market::Comparison;
use crate::ops::sync::SyncReport;
use crate::ops::watch::WatchEvent;
use crate::providers::Network;
use json::Fields;
use record::field_cell;
use stdout::Stdout;

/// How everything is printed.
pub struct Printer {
    format: OutputFormat,
    quiet: bool,
    terminal: Terminal,
    errors: Terminal,
    stdout: Stdout,
    may_ask: bool,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    error: ErrorBody<'a>,
}

/// An error as scripts read it.
#[derive(Serialize, schemars::JsonSchema)]
struct ErrorBody<'a> {
    /// Frozen name of what went wrong.
    code: &'a str,
    /// The exit code that goes with it.
    exit: u8,
    /// What happened.
    message: &'a str,
    /// What to do about it.
    hint: Option<&'a str>,
    /// Whether the same command may succeed later.
    retryable: bool,
    /// Seconds after which a retry makes sense, where known.
    retry_after_s: Option<u64>,
    /// Facts for scripts.
    details: &'a Map<String, Value>,
}

#[derive(Serialize)]
struct WarningLine<'a> {
    warning: &'a Warning,
}

impl Printer {
    /// A printer on the streams of this process.
    #[must_use]
    pub fn new(format: OutputFormat, color: ColorChoice, quiet: bool) -> Self {
        let hints = Hints::from_environment();
        Self {
            format,
            quiet,
            terminal: Terminal::stdout(color, &hints),
            errors: Terminal::stderr(color, &hints),
            stdout: Stdout::new(Box::new(std::io::stdout())),
            may_ask: false,
        }
    }

    /// Whether the user wants to be asked, as far as the command line says.
    #[must_use]
    pub fn may_ask(mut self, may_ask: bool) -> Self {
        self.may_ask = may_ask;
        self
    }

    /// The format of results.
    #[must_use]
    pub const fn format(&self) -> OutputFormat {
        self.format
    }

    /// Whether a person is reading the results.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        self.terminal.is_terminal()
    }

    /// Whether whoever read the results has gone away.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.stdout.is_closed()
    }

    /// A progress display for `sync`, if anyone would see it.
    #[must_use]
    pub fn sync_progress(&self, networks: &[Network]) -> SyncProgress {
        SyncProgress::new(self.errors.is_terminal() && !self.quiet, networks)
    }

    /// Starts a list with the record's own columns, or the fields chosen.
    pub fn rows<R: Record>(&mut self, fields: Option<Vec<&'static str>>) -> Result<Rows<'_, R>> {
        self.rows_with(fields, R::columns())
    }

    /// Starts a list with these columns in its table.
    pub fn rows_with<R: Record>(
        &mut self,
        fields: Option<Vec<&'static str>>,
        columns: Vec<Column<R>>,
    ) -> Result<Rows<'_, R>> {
        Rows::new(self.format, self.terminal, self.stdout.document(), fields, columns)
    }

    /// Prints a whole list, and its warnings.
    pub fn list<R: Record>(
        &mut self,
        list: &[R],
        fields: Option<Vec<&'static str>>,
        warnings: Vec<Warning>,
    ) -> Result<()> {
        let mut rows = self.rows(fields)?;
        for row in list {
            rows.row(row)?;
        }
        let tail = Tail { warnings, ..Tail::default() };
        rows.finish(&tail)?;
        self.warn(&tail.warnings);
        Ok(())
    }

    /// Prints one thing, and its warnings.
    pub fn object<R: Record>(
        &mut self,
        object: &R,
        fields: Option<Vec<&'static str>>,
        warnings: &[Warning],
    ) -> Result<()> {
        match self.format {
            OutputFormat::Json => self.json_object(object, fields.as_deref(), warnings)?,
            OutputFormat::Table => self.sheet(object, fields.as_deref())?,
            // The other formats show one thing as a list of one.
            _ => {
                let mut rows = self.rows_with(fields, Vec::new())?;
                rows.row(object)?;
                rows.finish(&Tail::default())?;
            }
        }
        self.warn(warnings);
        Ok(())
    }

    fn json_object<R: Record>(
        &mut self,
        object: &R,
        fields: Option<&[&'static str]>,
        warnings: &[Warning],
    ) -> Result<()> {
        let mut data = Vec::new();
        json::append(&mut data, object)?;
        if let Some(fields) = fields {
            let mut selected = Vec::new();
            rows::append_object(&mut selected, &Fields::read(&data)?, fields);
            data = selected;
        }
        self.json_document::<R>(&mut data, warnings)
    }

    fn json_document<R: Record>(&mut self, data: &mut Vec<u8>, warnings: &[Warning]) -> Result<()> {
        let mut document = self.stdout.document();
        document.push(&format!("{},\"data\":", rows::head::<R>()?))?;
        document.buffer().append(data);
        document.push(&format!(",\"warnings\":{}}}\n", json::line(warnings)?))?;
        document.finish()
    }

    /// One thing for a person: a line for each field.
    fn sheet<R: Record>(&mut self, object: &R, fields: Option<&[&'static str]>) -> Result<()> {
        let mut data = Vec::new();
        json::append(&mut data, object)?;
        let values = Fields::read(&data)?;
        let width = R::FIELDS.iter().map(|field| field.len()).max().unwrap_or_default();
        let mut document = self.stdout.document();
        for field in fields.unwrap_or(R::FIELDS) {
            let value = field_cell(values.get(field).unwrap_or("null"));
            document.push(&format!("{field:width$}  {}\n", value.text()))?;
        }
        document.finish()
    }

    /// Prints a sync's report: one document as JSON, otherwise a row for each provider.
    pub fn sync(&mut self, report: &SyncReport) -> Result<()> {
        match self.format {
            OutputFormat::Json => self.object(report, None, &report.warnings()),
            _ => self.list(&report.providers, None, report.warnings()),
        }
    }

    /// Prints offers side by side, the best of each line marked; the other formats list them.
    pub fn comparison(&mut self, comparison: &Comparison, fields: Option<Vec<&'static str>>) -> Result<()> {
        match (self.format, fields) {
            (OutputFormat::Json, None) => self.object(comparison, None, &[]),
            (OutputFormat::Json, Some(fields)) => {
                let mut data = compare::selected(comparison, &fields)?;
                self.json_document::<Comparison>(&mut data, &[])
            }
            (OutputFormat::Table, fields) => {
                let table = compare::side_by_side(comparison, fields.as_deref(), self.terminal)?;
                self.text(&table)?;
                self.note("* the best of its line");
                Ok(())
            }
            (_, fields) => self.list(&comparison.offers, fields, Vec::new()),
        }
    }

    /// Prints an event as a line of JSON, at once.
    pub fn event(&mut self, event: &WatchEvent) -> Result<()> {
        self.text(&format!("{}\n", json::line(event)?))
    }

    /// Empties the terminal for a new picture.
    pub fn clear(&mut self) -> Result<()> {
        // Home, then erase all: ECMA-48 CUP and ED.
        self.text("\u{1b}[H\u{1b}[2J")
    }

    /// Prints one value as a line.
    pub fn line(&mut self, value: &str) -> Result<()> {
        self.text(&format!("{}\n", visible(value)))
    }

    /// Prints a text as it is: a script, a schema, help.
    pub fn text(&mut self, text: &str) -> Result<()> {
        let mut document = self.stdout.document();
        document.push(text)?;
        document.finish()
    }

    /// Whether text for standard output may be coloured.
    #[must_use]
    pub const fn color(&self) -> bool {
        self.terminal.color
    }

    /// Whether text for standard error may be coloured.
    #[must_use]
    pub const fn error_color(&self) -> bool {
        self.errors.color
    }

    /// Shows help that was not asked for, to people only.
    pub fn help(&self, text: &str) {
        if !self.is_machine() {
            self.to_stderr(&format!("{text}\n"));
        }
    }

    /// Says something about the results that is worth knowing, to people only.
    pub fn note(&self, text: &str) {
        if !self.quiet && !self.is_machine() {
            self.say("note", AnsiColor::Cyan, text);
        }
    }

    /// Says something that was asked for, beside the results.
    pub fn aside(&self, text: &str) {
        self.to_stderr(&format!("{}\n", visible(text)));
    }

    /// Where programs that gp4u runs print: standard output is the data's.
    #[must_use]
    pub fn output_of_programs(&self) -> Stdio {
        std::io::stderr().into()
    }

    /// Shows warnings.
    pub fn warn(&self, warnings: &[Warning]) {
        for warning in warnings {
            if self.is_machine() {
                self.json_line(&WarningLine { warning });
            } else {
                self.say(&format!("warning[{}]", warning.code), AnsiColor::Yellow, &warning.message);
            }
        }
    }

    /// Shows an error.
    pub fn error(&self, error: &Error) {
        if self.is_machine() {
            self.json_line(&ErrorLine { error: ErrorBody::of(error) });
            return;
        }
        self.say(&format!("error[{}]", error.code.as_str()), AnsiColor::Red, &error.message);
        for hint in &error.hints {
            self.say("hint", AnsiColor::Cyan, hint);
        }
    }

    const fn is_machine(&self) -> bool {
        matches!(self.format, OutputFormat::Json | OutputFormat::Ndjson)
    }

    fn say(&self, label: &str, color: AnsiColor, text: &str) {
        let style = if self.errors.color { Style::new().bold().fg_color(Some(color.into())) } else { Style::new() };
        self.to_stderr(&format!("{style}{label}{style:#}: {}\n", visible(text)));
    }

    fn json_line(&self, value: &impl Serialize) {
        if let Ok(line) = json::line(value) {
            self.to_stderr(&format!("{line}\n"));
        }
    }

    /// In one write, so that lines of several threads do not mix.
    #[allow(clippy::unused_self)]
    fn to_stderr(&self, text: &str) {
        // There is nobody left to tell when standard error is gone.
        let _ignored = std::io::stderr().lock().write_all(text.as_bytes());
    }
}

impl<'a> ErrorBody<'a> {
    fn of(error: &'a Error) -> Self {
        Self {
            code: error.code.as_str(),
            exit: error.code.exit(),
            message: &error.message,
            hint: error.hints.first().map(String::as_str),
            retryable: error.code.retryable(),
            retry_after_s: error.retry_after_s,
            details: &error.details,
        }
    }
}
