//! Lists: rows written one by one, in whichever format, without keeping them where the format allows it.

use std::borrow::Cow;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::csv::append_record;
use super::json::{self, Fields, plain_text};
use super::record::{Column, Record, chosen, field_cell, field_headings};
use super::schema::schema_id;
use super::stdout::Document;
use super::table::{Cell, Heading, render};
use super::terminal::Terminal;
use super::visible::visible;
use crate::app::config::OutputFormat;
use crate::error::{Result, Warning};
use crate::market::query::TermReport;

/// Where a list stands among all that match.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Page {
    /// All that match, when counting was asked for.
    pub total: Option<u64>,
    /// What continues the list with `--after`; null at its end.
    pub next: Option<String>,
}

/// What is said after the rows.
#[derive(Clone, Debug, Default)]
pub struct Tail {
    /// Where the list stands.
    pub page: Page,
    /// What each term of the query removed, when that was asked for.
    pub explain: Option<Vec<TermReport>>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

/// A list being written.
pub struct Rows<'a, R: Record> {
    format: OutputFormat,
    terminal: Terminal,
    document: Document<'a>,
    fields: Option<Vec<&'static str>>,
    columns: Vec<Column<R>>,
    cells: Vec<Vec<Cell>>,
    numeric: Vec<bool>,
    scratch: Vec<u8>,
    count: u64,
}

impl<'a, R: Record> Rows<'a, R> {
    pub(super) fn new(
        format: OutputFormat,
        terminal: Terminal,
        document: Document<'a>,
        fields: Option<Vec<&'static str>>,
        columns: Vec<Column<R>>,
    ) -> Result<Self> {
        let mut rows = Self {
            format,
            terminal,
            document,
            fields,
            columns,
            cells: Vec::new(),
            numeric: Vec::new(),
            scratch: Vec::new(),
            count: 0,
        };
        match format {
            OutputFormat::Json => rows.document.push(&format!("{},\"data\":[", head::<R>()?))?,
            OutputFormat::Csv => {
                let header: Vec<String> = rows.fields().iter().map(|field| (*field).to_owned()).collect();
                append_record(rows.document.buffer(), header.iter().map(String::as_str));
            }
            _ => {}
        }
        Ok(rows)
    }

    /// Rows so far.
    pub const fn count(&self) -> u64 {
        self.count
    }

    fn fields(&self) -> &[&'static str] {
        self.fields.as_deref().unwrap_or(R::FIELDS)
    }

    /// Whether the table is made of fields rather than of the record's own columns.
    fn is_plain(&self) -> bool {
        self.fields.is_some() || self.columns.is_empty()
    }

    /// Writes a row.
    pub fn row(&mut self, row: &R) -> Result<()> {
        self.count += 1;
        match self.format {
            OutputFormat::Json => {
                self.document.push(if self.count == 1 { "\n" } else { ",\n" })?;
                self.json_row(row)?;
            }
            OutputFormat::Ndjson => {
                self.json_row(row)?;
                self.document.push("\n")?;
            }
            OutputFormat::Csv => self.text_row(row)?,
            OutputFormat::Ids => {
                self.document.push(&visible(row.id()))?;
                self.document.push("\n")?;
            }
            OutputFormat::Table if self.is_plain() => self.field_row(row)?,
            OutputFormat::Table => self.cells.push(self.columns.iter().map(|column| (column.cell)(row)).collect()),
        }
        self.document.written()
    }

    fn json_row(&mut self, row: &R) -> Result<()> {
        let Some(fields) = &self.fields else { return json::append(self.document.buffer(), row) };
        self.scratch.clear();
        json::append(&mut self.scratch, row)?;
        append_object(self.document.buffer(), &Fields::read(&self.scratch)?, fields);
        Ok(())
    }

    fn text_row(&mut self, row: &R) -> Result<()> {
        self.scratch.clear();
        json::append(&mut self.scratch, row)?;
        let values = Fields::read(&self.scratch)?;
        let cells: Vec<Cow<'_, str>> = chosen(&values, self.fields()).into_iter().map(plain_text).collect();
        append_record(self.document.buffer(), cells.iter().map(AsRef::as_ref));
        Ok(())
    }

    fn field_row(&mut self, row: &R) -> Result<()> {
        self.scratch.clear();
        json::append(&mut self.scratch, row)?;
        let values = Fields::read(&self.scratch)?;
        let values = chosen(&values, self.fields.as_deref().unwrap_or(R::FIELDS));
        if self.cells.is_empty() {
            self.numeric = vec![true; values.len()];
        }
        for (numeric, value) in self.numeric.iter_mut().zip(&values) {
            *numeric &= *value == "null" || plain_text(value).parse::<f64>().is_ok();
        }
        self.cells.push(values.into_iter().map(field_cell).collect());
        Ok(())
    }

    /// Writes what comes after the rows; tells how many rows there were.
    pub fn finish(mut self, tail: &Tail) -> Result<u64> {
        match self.format {
            OutputFormat::Json => {
                let end = if self.count == 0 { "" } else { "\n" };
                self.document.push(&format!("{end}],\"page\":{}", json::line(&tail.page)?))?;
                if let Some(explain) = &tail.explain {
                    self.document.push(&format!(",\"explain\":{}", json::line(explain)?))?;
                }
                self.document.push(&format!(",\"warnings\":{}}}\n", json::line(&tail.warnings)?))?;
            }
            OutputFormat::Table if self.count > 0 => {
                let headings: Vec<Heading> = if self.is_plain() {
                    field_headings(self.fields(), &self.cells, &self.numeric)
                } else {
                    self.columns.iter().map(|column| column.heading.clone()).collect()
                };
                let table = render(&headings, std::mem::take(&mut self.cells), self.terminal);
                self.document.push(&table)?;
            }
            _ => {}
        }
        self.document.finish()?;
        Ok(self.count)
    }
}

/// The beginning of every JSON document, up to its data.
pub fn head<R: Record>() -> Result<String> {
    let schema = schema_id(R::SCHEMA);
    let now = Timestamp::from_millisecond(Timestamp::now().as_millisecond()).unwrap_or_default();
    Ok(format!("{{\"schema\":{},\"generated_at\":{}", json::line(&schema)?, json::line(&now)?))
}

/// Appends an object of some fields of a row.
pub fn append_object(buffer: &mut Vec<u8>, row: &Fields<'_>, fields: &[&'static str]) {
    let pairs = fields.iter().zip(chosen(row, fields)).map(|(name, value)| format!("\"{name}\":{value}"));
    buffer.extend_from_slice(format!("{{{}}}", pairs.collect::<Vec<_>>().join(",")).as_bytes());
}
