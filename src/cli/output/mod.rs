//! The only place that prints. Results go to standard output in the format asked for; everything said about them
//! goes to standard error.

mod csv;
mod json;
mod offers;
mod progress;
mod record;
mod rows;
mod schema;
mod stdout;
mod table;
mod terminal;
mod views;
mod visible;

use std::io::Write;

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::{Map, Value};

pub use offers::offer_columns;
pub use progress::SyncProgress;
pub use record::{Column, Record};
pub use rows::{Page, Rows, Tail};
pub use schema::{SCHEMA_NAMES, schema};
pub use terminal::{Hints, Terminal};
pub use views::{ExitCodeRow, ManPages, Paths, SettingRow};
pub use visible::visible;

use crate::app::config::{ColorChoice, OutputFormat};
use crate::error::{Error, Result, Warning};
use json::{Fields, plain_text};
use record::field_cell;
use stdout::Stdout;
use table::{Cell, Heading, Tone, render};

/// How everything is printed.
pub struct Printer {
    format: OutputFormat,
    quiet: bool,
    terminal: Terminal,
    errors: Terminal,
    stdout: Stdout,
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
        }
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
    pub fn sync_progress(&self) -> SyncProgress {
        SyncProgress::new(self.errors.is_terminal() && !self.quiet)
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
        let mut document = self.stdout.document();
        document.push(&format!("{},\"data\":", rows::head::<R>()?))?;
        match fields {
            Some(fields) => rows::append_object(document.buffer(), &Fields::read(&data)?, fields),
            None => document.buffer().append(&mut data),
        }
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

    /// Prints several things side by side, `best` marked in each line.
    ///
    /// `lines` are the fields shown; a field that is unknown of all is left out.
    pub fn side_by_side(
        &mut self,
        columns: &[(String, Vec<u8>)],
        lines: &[&'static str],
        is_best: &dyn Fn(&str, &str) -> bool,
    ) -> Result<()> {
        let mut things = Vec::new();
        for (id, data) in columns {
            things.push((id, Fields::read(data)?));
        }
        let mut table = Vec::new();
        for line in lines {
            let values: Vec<&str> = things.iter().map(|(_, fields)| fields.get(line).unwrap_or("null")).collect();
            if values.iter().any(|value| *value != "null") {
                let cells = things.iter().zip(values).map(|((id, _), value)| marked(value, is_best(line, id)));
                table.push((*line, cells.collect::<Vec<_>>()));
            }
        }
        let ids: Vec<&str> = things.iter().map(|(id, _)| id.as_str()).collect();
        let text = blocks(&ids, &table, self.terminal);
        let mut document = self.stdout.document();
        document.push(&text)?;
        document.finish()
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

    /// Shows warnings.
    pub fn warn(&self, warnings: &[Warning]) {
        for warning in warnings {
            if self.is_machine() {
                self.line(&WarningLine { warning });
            } else {
                self.say(&format!("warning[{}]", warning.code), AnsiColor::Yellow, &warning.message);
            }
        }
    }

    /// Shows an error.
    pub fn error(&self, error: &Error) {
        if self.is_machine() {
            self.line(&ErrorLine { error: ErrorBody::of(error) });
            return;
        }
        self.say(&format!("error[{}]", error.code.as_str()), AnsiColor::Red, &error.message);
        for hint in &error.hints {
            self.say("hint", AnsiColor::Cyan, hint);
        }
    }

    /// Prints text that is already laid out to standard error.
    pub fn help_on_stderr(&self, text: &str) {
        self.to_stderr(text);
    }

    const fn is_machine(&self) -> bool {
        matches!(self.format, OutputFormat::Json | OutputFormat::Ndjson)
    }

    fn say(&self, label: &str, color: AnsiColor, text: &str) {
        let style = if self.errors.color { Style::new().bold().fg_color(Some(color.into())) } else { Style::new() };
        self.to_stderr(&format!("{style}{label}{style:#}: {}\n", visible(text)));
    }

    fn line(&self, value: &impl Serialize) {
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

/// A value with a mark where it is the best of its line.
fn marked(json: &str, best: bool) -> Cell {
    let cell = field_cell(json);
    if best { Cell::new(&format!("{} *", plain_text(json))).tone(Tone::Good) } else { cell }
}

/// Side-by-side columns, in as many blocks as the terminal's width makes necessary.
fn blocks(ids: &[&str], lines: &[(&'static str, Vec<Cell>)], terminal: Terminal) -> String {
    /// Columns between two columns.
    const GAP: usize = 2;
    let widths: Vec<usize> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let cells = lines.iter().filter_map(|(_, cells)| cells.get(index)).map(Cell::width);
            cells.fold(visible::width(id), usize::max)
        })
        .collect();
    let names = lines.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let room = terminal.columns.unwrap_or(usize::MAX).saturating_sub(names);
    let mut text = String::new();
    let mut first = 0;
    while first < ids.len() {
        let mut used = 0;
        let fits = |width: &&usize| {
            used += **width + GAP;
            used <= room
        };
        let count = widths.iter().skip(first).take_while(fits).count().max(1);
        let heading = |title: &str| Heading { title: title.to_owned().into(), right: false, rank: 0, usual: None };
        let shown = ids.iter().skip(first).take(count);
        let headings: Vec<Heading> = std::iter::once("").chain(shown.copied()).map(heading).collect();
        let rows = lines.iter().map(|(name, cells)| {
            let cells = cells.iter().skip(first).take(count).cloned();
            std::iter::once(Cell::new(name).tone(Tone::Faint)).chain(cells).collect()
        });
        if first > 0 {
            text.push('\n');
        }
        text.push_str(&render(&headings, rows.collect(), terminal));
        first += count;
    }
    text
}
