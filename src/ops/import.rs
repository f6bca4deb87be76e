//! `import`: taking in prices, or a provider's offers, from a file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::sync::derive;
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::import::{Column, Columns, Defaults, ImportedPrice, Reader, Rejected};
use crate::market::offer::{MAX_OFFERS_PER_PROVIDER, Offer};
use crate::providers::Network;
use crate::store::StoredOffer;

/// Rows taken from one file at most.
const MAX_ROWS: u64 = 2_000_000;
/// Bytes read of one file at most.
const MAX_FILE_BYTES: u64 = 2 << 30;
/// Longest line of NDJSON.
const MAX_LINE_BYTES: usize = 64 * 1024;
/// Bad rows told one by one at most.
const MAX_BAD_ROWS_TOLD: usize = 100;
/// Bad rows named in an error's text.
const BAD_ROWS_IN_MESSAGE: usize = 5;
/// GPU spellings named in a warning at most.
const NAMES_IN_WARNING: usize = 8;
/// What UTF-8 files of some programs begin with.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What `import` is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRequest {
    /// The file; standard input when not given.
    pub file: Option<PathBuf>,
    /// The file is what its providers offer now, instead of what they asked at some time.
    pub offers: bool,
    /// When rows without a time were observed.
    pub at: Option<Timestamp>,
    /// Take the good rows although there are bad ones.
    pub skip_bad: bool,
    /// Do everything, and undo it.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportReport {
    /// The file; `-` for standard input.
    pub file: String,
    /// Rows in it.
    pub rows: u64,
    /// Prices, or offers, in its good rows; a row can have two.
    pub taken: u64,
    /// Of those, not known before.
    pub new: u64,
    /// Of those, known before, or twice in the file.
    pub known: u64,
    /// Prices of hours in which a sync saw the provider itself: the hours stay as they were seen.
    pub overruled: u64,
    /// Rows left out for want of a time.
    pub undated: u64,
    /// Bad rows.
    pub bad: u64,
    /// The first hundred of them.
    pub bad_rows: Vec<BadRow>,
    /// How many prices, or offers, each provider has in it.
    pub providers: BTreeMap<String, u64>,
    /// Earliest observation.
    pub first_at: Option<Timestamp>,
    /// Latest observation.
    pub last_at: Option<Timestamp>,
    /// Whether nothing was kept.
    pub dry_run: bool,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BadRow {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// What is made of a file's rows.
#[derive(Default)]
struct Taken {
    report: ImportReport,
    prices: Vec<ImportedPrice>,
    offers: Vec<(Offer, Timestamp)>,
    unknown_columns: BTreeMap<String, Option<&'static str>>,
    unknown_gpus: BTreeSet<String>,
}

/// Takes in a file: all of it, or nothing when a row is bad and bad rows are not to be skipped.
pub async fn import(app: &App, request: &ImportRequest) -> Result<(ImportReport, Vec<Warning>)> {
    let store = app.store().await?;
    let defaults = Defaults { at: request.at, now: app.now() };
    let mut taken = read(request, defaults)?;
    if taken.report.bad > 0 && !request.skip_bad {
        return Err(bad_rows(&taken.report));
    }
    if request.offers {
        replace_offers(app, &mut taken, request.dry_run).await?;
    } else {
        let outcome = store.import_observations(&taken.prices, request.dry_run).await?;
        taken.report.new = outcome.new;
        taken.report.known = outcome.known;
        taken.report.overruled = outcome.overruled;
    }
    let mut warnings = warnings(&taken);
    warnings.extend(too_old(&taken, app.now(), app.config.history.hourly_days));
    Ok((taken.report, warnings))
}

fn bad_rows(report: &ImportReport) -> Error {
    let told = report.bad_rows.iter().take(BAD_ROWS_IN_MESSAGE);
    let mut message = format!("{} of {} rows are bad, nothing was taken:", report.bad, report.rows);
    for row in told {
        let _infallible = write!(message, " line {}: {};", row.line, row.reason);
    }
    if message.ends_with(';') {
        message.pop();
    }
    let rows = serde_json::to_value(&report.bad_rows).unwrap_or_default();
    Error::new(Code::BadInput, message)
        .hint("mend them, or take the others with --skip-bad")
        .detail("bad", report.bad)
        .detail("rows", report.rows)
        .detail("bad_rows", rows)
}

fn warnings(taken: &Taken) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (name, meant) in &taken.unknown_columns {
        let meant = meant.map(|meant| format!(" (did you mean `{meant}`?)")).unwrap_or_default();
        warnings.push(Warning::new("unknown_column", format!("the column `{name}` means nothing here{meant}")));
    }
    let report = &taken.report;
    if report.undated > 0 {
        let message = format!("{} rows do not say when, and were left out; --at gives them a time", report.undated);
        warnings.push(Warning::new("undated", message));
    }
    if report.bad > 0 {
        warnings.push(Warning::new("bad_rows", format!("{} bad rows were left out", report.bad)));
    }
    if report.overruled > 0 {
        let message = format!("{} prices are of hours that a sync saw itself, and change nothing", report.overruled);
        warnings.push(Warning::new("overruled", message));
    }
    if !taken.unknown_gpus.is_empty() {
        let names: Vec<&str> = taken.unknown_gpus.iter().map(String::as_str).take(NAMES_IN_WARNING).collect();
        let more = taken.unknown_gpus.len().saturating_sub(names.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!(
            "{} GPUs are not exactly one of the catalogue's, and are kept without being compared: {}{more}",
            taken.unknown_gpus.len(),
            names.join(", ")
        );
        warnings.push(Warning::new("unknown_gpu", message));
    }
    warnings
}

/// What will not be kept for long.
fn too_old(taken: &Taken, now: Timestamp, hourly_days: u32) -> Option<Warning> {
    let oldest = now - SignedDuration::from_hours(i64::from(hourly_days) * 24);
    let count = taken.prices.iter().filter(|price| price.at < oldest).count();
    (count > 0).then(|| {
        let message = format!(
            "{count} prices are older than history.hourly_days ({hourly_days}): the next daily clean-up removes them"
        );
        Warning::new("too_old", message)
    })
}

/// Takes the offers over as if their providers had answered a sync.
async fn replace_offers(app: &App, taken: &mut Taken, dry_run: bool) -> Result<()> {
    let store = app.store().await?;
    let mut providers: BTreeMap<&str, Vec<&(Offer, Timestamp)>> = BTreeMap::new();
    for offer in &taken.offers {
        providers.entry(&offer.0.provider).or_default().push(offer);
    }
    for provider in providers.keys() {
        if Network::parse(provider).is_ok() {
            return Err(Error::new(Code::Usage, format!("the offers of {provider} come from `gp4u sync`"))
                .hint("without --offers the file is taken as what it asked at some time"));
        }
    }
    let newest = |offers: &[&(Offer, Timestamp)]| offers.iter().map(|(_, at)| *at).max();
    for state in store.provider_freshness().await? {
        let at = providers.get(state.name.as_str()).and_then(|offers| newest(offers));
        if at.is_some_and(|at| state.synced_at.is_some_and(|synced_at| synced_at > at)) {
            let message = format!("newer offers of {} are already stored; nothing was taken", state.name);
            return Err(Error::new(Code::Conflict, message));
        }
    }
    if dry_run {
        return Ok(());
    }
    let reference = store.market_reference().await?;
    for (provider, offers) in providers {
        let at = newest(&offers).unwrap_or_else(|| app.now());
        let mut ids = BTreeSet::new();
        let distinct = offers.iter().filter(|(offer, _)| ids.insert(offer.external_id.as_str()));
        let stored: Vec<StoredOffer<'_>> =
            distinct.take(MAX_OFFERS_PER_PROVIDER).map(|(offer, _)| derive(offer, reference)).collect();
        // A price list is complete when it is given; what it no longer has is gone, however much that is.
        let mut outcome = store.replace_offers(provider, &stored, true, at).await?;
        if outcome.held > 0 {
            outcome = store.replace_offers(provider, &stored, true, at).await?;
        }
        taken.report.new += outcome.new;
        taken.report.known += stored.len() as u64 - outcome.new;
    }
    Ok(())
}

/// Reads a file of either format.
fn read(request: &ImportRequest, defaults: Defaults) -> Result<Taken> {
    let name = request.file.as_ref().map_or("-".to_owned(), |file| file.display().to_string());
    let failed = |error: std::io::Error| Error::new(Code::Io, format!("cannot read {name}: {error}"));
    let source: Box<dyn Read> = match &request.file {
        Some(path) => Box::new(File::open(path).map_err(failed)?),
        None => Box::new(std::io::stdin()),
    };
    let mut source = BufReader::new(source.take(MAX_FILE_BYTES));
    if source.fill_buf().map_err(failed)?.starts_with(BYTE_ORDER_MARK) {
        source.consume(BYTE_ORDER_MARK.len());
    }
    let start = source.fill_buf().map_err(failed)?;
    let mut taken = Taken::default();
    taken.report.file.clone_from(&name);
    taken.report.dry_run = request.dry_run;
    match start.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => return Err(Error::new(Code::BadInput, format!("{name} is empty"))),
        Some(b'{') => read_ndjson(source, request, defaults, &mut taken)?,
        Some(_) => read_csv(source, request, defaults, &mut taken)?,
    }
    Ok(taken)
}

fn read_csv(source: impl Read, request: &ImportRequest, defaults: Defaults, taken: &mut Taken) -> Result<()> {
    let unreadable = |error: csv::Error| {
        let message = format!("{} cannot be read as CSV: {error}", request.file_name());
        Error::new(Code::BadInput, message)
    };
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(source);
    let header = csv.headers().map_err(unreadable)?.clone();
    let columns = Columns::new(header.iter()).map_err(|error| {
        Error::new(Code::BadInput, format!("{}: {error}", request.file_name()))
            .hint("the columns are described in `gp4u import --help`")
    })?;
    taken.unknown_columns.extend(columns.unknown.iter().cloned());
    let mut reader = Reader::new(columns, defaults);
    let mut record = csv::ByteRecord::new();
    while csv.read_byte_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, csv::Position::line);
        let width = reader.columns().count;
        taken.count_row()?;
        if record.len() != width {
            taken.bad(line, format!("has {} fields where the header has {width}", record.len()));
            continue;
        }
        match csv::StringRecord::from_byte_record(std::mem::take(&mut record)) {
            Ok(row) => taken.take(line, &mut reader, &|position| row.get(position).unwrap_or_default(), request),
            Err(_) => taken.bad(line, "is not UTF-8".to_owned()),
        }
    }
    Ok(())
}

fn read_ndjson(mut source: impl BufRead, request: &ImportRequest, defaults: Defaults, taken: &mut Taken) -> Result<()> {
    let names: Vec<&str> = Column::ALL.iter().filter_map(|column| column.names().first()).copied().collect();
    let columns = Columns::new(names.iter().copied()).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
    let mut reader = Reader::new(columns, defaults);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let limit = MAX_LINE_BYTES as u64 + 1;
        let read = source.by_ref().take(limit).read_until(b'\n', &mut line);
        let read =
            read.map_err(|error| Error::new(Code::Io, format!("cannot read {}: {error}", request.file_name())))?;
        if read == 0 {
            break;
        }
        if line.len() > MAX_LINE_BYTES {
            let message = format!("line {number} of {} is longer than {MAX_LINE_BYTES} bytes", request.file_name());
            return Err(Error::new(Code::BadInput, message));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        taken.count_row()?;
        let Ok(object) = serde_json::from_slice::<Map<String, Value>>(&line) else {
            taken.bad(number, "is not a JSON object".to_owned());
            continue;
        };
        let given = match Columns::named(object.keys().map(String::as_str)) {
            Ok(columns) => columns,
            Err(error) => {
                taken.bad(number, error.to_string());
                continue;
            }
        };
        taken.unknown_columns.extend(given.unknown.iter().cloned());
        let values: Vec<String> = object.values().map(plain).collect();
        let cell = |position: usize| {
            let column = Column::ALL.get(position).copied();
            let at = column.and_then(|column| given.position(column));
            at.and_then(|at| values.get(at)).map_or("", String::as_str)
        };
        taken.take(number, &mut reader, &cell, request);
    }
    Ok(())
}

/// A JSON value as the cell of a table.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl ImportRequest {
    fn file_name(&self) -> String {
        self.file.as_ref().map_or("standard input".to_owned(), |file| file.display().to_string())
    }
}

impl Taken {
    fn count_row(&mut self) -> Result<()> {
        self.report.rows += 1;
        if self.report.rows > MAX_ROWS {
            return Err(Error::new(Code::BadInput, format!("the file has more than {MAX_ROWS} rows"))
                .hint("import it in parts"));
        }
        Ok(())
    }

    fn bad(&mut self, line: u64, reason: String) {
        self.report.bad += 1;
        if self.report.bad_rows.len() < MAX_BAD_ROWS_TOLD {
            self.report.bad_rows.push(BadRow { line, reason });
        }
    }

    fn take<'a>(&mut self, line: u64, reader: &mut Reader, field: &dyn Fn(usize) -> &'a str, request: &ImportRequest) {
        let outcome = if request.offers {
            reader.offers(field).map(|(offers, at)| {
                for offer in offers {
                    self.note(&offer.provider, &offer.gpu, at);
                    self.offers.push((offer, at));
                }
            })
        } else {
            reader.prices(field).map(|prices| {
                for price in prices {
                    self.note(&price.provider, &price.gpu, price.at);
                    self.prices.push(price);
                }
            })
        };
        match outcome {
            Ok(()) => {}
            Err(Rejected::Undated) => self.report.undated += 1,
            Err(Rejected::Bad(reason)) => self.bad(line, reason),
        }
    }

    fn note(&mut self, provider: &str, gpu: &crate::market::offer::Gpu, at: Timestamp) {
        let report = &mut self.report;
        report.taken += 1;
        match report.providers.get_mut(provider) {
            Some(count) => *count += 1,
            None => drop(report.providers.insert(provider.to_owned(), 1)),
        }
        report.first_at = Some(report.first_at.map_or(at, |first| first.min(at)));
        report.last_at = report.last_at.max(Some(at));
        if gpu.slug.is_none() {
            let vram = gpu.vram_gib.map(|gib| format!(" {gib}GB")).unwrap_or_default();
            self.unknown_gpus.insert(format!("{}{vram}", gpu.model));
        }
    }
}
