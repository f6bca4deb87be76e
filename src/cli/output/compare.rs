//! Offers side by side.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::json::{self, Fields};
use super::record::{Record, field_cell};
use super::rows::append_object;
use super::table::{Cell, Heading, Tone, render};
use super::terminal::Terminal;
use super::visible::width;
use crate::error::{Code, Error, Result};
use crate::market::row::OfferRow;
use crate::ops::market::Comparison;

/// Fields without a line of their own: the id stands above, and the age says when.
const NOT_SHOWN: [&str; 4] = ["id", "provider", "external_id", "observed_at"];
/// Columns between two columns.
const GAP: usize = 2;

/// A comparison's data with only some fields of its offers.
pub fn selected(comparison: &Comparison, fields: &[&'static str]) -> Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Selected<'a> {
        offers: Vec<Box<RawValue>>,
        best: BTreeMap<&'a str, &'a [String]>,
    }
    let mut offers = Vec::new();
    for offer in &comparison.offers {
        let mut whole = Vec::new();
        json::append(&mut whole, offer)?;
        let mut part = Vec::new();
        append_object(&mut part, &Fields::read(&whole)?, fields);
        let part = String::from_utf8(part).ok().and_then(|part| RawValue::from_string(part).ok());
        offers.push(part.ok_or_else(|| Error::new(Code::Internal, "an offer is not an object"))?);
    }
    let best = comparison.best.iter().map(|(field, ids)| (field.as_str(), ids.as_slice()));
    let best = best.filter(|(field, _)| fields.contains(field)).collect();
    let mut data = Vec::new();
    json::append(&mut data, &Selected { offers, best })?;
    Ok(data)
}

/// A table with a column for each offer, in as many blocks as the terminal's width makes necessary. A field that is
/// unknown of all is left out, unless it was asked for.
pub fn side_by_side(comparison: &Comparison, fields: Option<&[&'static str]>, terminal: Terminal) -> Result<String> {
    let mut texts = Vec::new();
    for offer in &comparison.offers {
        let mut text = Vec::new();
        json::append(&mut text, offer)?;
        texts.push(text);
    }
    let offers = texts.iter().map(|text| Fields::read(text)).collect::<Result<Vec<_>>>()?;
    let mut lines = Vec::new();
    for field in fields.unwrap_or(OfferRow::FIELDS) {
        let values: Vec<&str> = offers.iter().map(|offer| offer.get(field).unwrap_or("null")).collect();
        let shown = !NOT_SHOWN.contains(field) && values.iter().any(|value| *value != "null");
        if shown || fields.is_some() {
            let best = comparison.best.get(*field);
            let is_best = |offer: &OfferRow| best.is_some_and(|ids| ids.contains(&offer.id));
            let cells = comparison.offers.iter().zip(values).map(|(offer, value)| marked(value, is_best(offer)));
            lines.push((*field, cells.collect::<Vec<_>>()));
        }
    }
    let ids: Vec<&str> = comparison.offers.iter().map(|offer| offer.id.as_str()).collect();
    Ok(blocks(&ids, &lines, terminal))
}

/// A value with a mark where it is the best of its line.
fn marked(json: &str, best: bool) -> Cell {
    let cell = field_cell(json);
    if best { Cell::new(&format!("{} *", cell.text())).tone(Tone::Good) } else { cell }
}

fn blocks(ids: &[&str], lines: &[(&'static str, Vec<Cell>)], terminal: Terminal) -> String {
    let widths: Vec<usize> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let cells = lines.iter().filter_map(|(_, cells)| cells.get(index)).map(Cell::width);
            cells.fold(width(id), usize::max)
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
        let heading =
            |title: &str| Heading { title: title.to_owned().into(), right: false, rank: 0, usual: None, prose: false };
        let shown = ids.iter().skip(first).take(count).copied();
        let headings: Vec<Heading> = std::iter::once("").chain(shown).map(heading).collect();
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
