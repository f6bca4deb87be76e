//! What the renderer must know of a result to print it in every format.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::json::{Fields, plain_text};
use super::table::{Cell, Heading, Tone, UNKNOWN};
use crate::error::{Code, Error, Result, did_you_mean};

/// A result, or a row of one.
pub trait Record: Serialize + JsonSchema + Sized + 'static {
    /// Name of its schema: `offers` in `gp4u.offers/1`.
    const SCHEMA: &'static str;
    /// Its fields, in order.
    const FIELDS: &'static [&'static str];

    /// What `-o ids` prints.
    fn id(&self) -> &str;

    /// Columns of its table, where they are not simply its fields.
    fn columns() -> Vec<Column<Self>> {
        Vec::new()
    }

    /// Reads `--fields a,b,c`.
    fn select(text: &str) -> Result<Vec<&'static str>> {
        select_among(Self::FIELDS, text)
    }
}

/// Makes the answer to a change a record: the fields of its result, then those of [`Done`](crate::ops::mutation::Done).
macro_rules! done_record {
    ($result:ty, $schema:literal, [$($field:literal),+ $(,)?], |$row:ident| $id:expr) => {
        impl $crate::cli::output::Record for $crate::ops::mutation::Done<$result> {
            const SCHEMA: &'static str = $schema;
            const FIELDS: &'static [&'static str] =
                &[$($field,)+ "dry_run", "replayed", "changed", "idempotency_key"];

            fn id(&self) -> &str {
                let $row = &self.result;
                $id
            }
        }
    };
}

pub(super) use done_record;

/// A column that is made from a row.
pub struct Column<R> {
    /// What stands above it, and how it behaves.
    pub heading: Heading,
    /// Its value.
    pub cell: fn(&R) -> Cell,
}

impl<R> Column<R> {
    /// A column of text.
    pub fn text(title: &'static str, rank: u8, cell: fn(&R) -> Cell) -> Self {
        Self { heading: Heading { title: title.into(), right: false, rank, usual: None, prose: false }, cell }
    }

    /// A column of numbers.
    pub fn number(title: &'static str, rank: u8, cell: fn(&R) -> Cell) -> Self {
        Self { heading: Heading { title: title.into(), right: true, rank, usual: None, prose: false }, cell }
    }

    /// A column of gp4u's own sentences.
    pub fn prose(title: &'static str, cell: fn(&R) -> Cell) -> Self {
        Self { heading: Heading { title: title.into(), right: false, rank: 0, usual: None, prose: true }, cell }
    }

    /// Left out on a terminal where it says only this.
    #[must_use]
    pub fn usually(mut self, usual: &'static str) -> Self {
        self.heading.usual = Some(usual);
        self
    }
}

/// Reads a comma-separated selection of known field names, each at most once.
fn select_among(known: &'static [&'static str], text: &str) -> Result<Vec<&'static str>> {
    let mut selected = Vec::new();
    for name in text.split(',').map(str::trim) {
        let Some(field) = known.iter().find(|field| **field == name) else {
            let error = Error::new(Code::Usage, format!("unknown field `{name}` in --fields"));
            return Err(match did_you_mean(name, known.iter().copied()) {
                Some(meant) => error.hint(format!("did you mean `{meant}`?")).detail("did_you_mean", meant),
                None => error.hint(format!("the fields are {}", known.join(", "))),
            });
        };
        if selected.contains(field) {
            return Err(Error::new(Code::Usage, format!("`{field}` is named twice in --fields")));
        }
        selected.push(*field);
    }
    Ok(selected)
}

/// A field for a table: unknown values stand out from empty ones, lists and tables are spelled out.
pub fn field_cell(json: &str) -> Cell {
    match json {
        "null" => Cell::maybe(None),
        "true" => Cell::new("yes"),
        "false" => Cell::new("no").tone(Tone::Faint),
        _ => Cell::new(&spelled_out(json)),
    }
}

fn spelled_out(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(value @ (Value::Array(_) | Value::Object(_) | Value::Number(_))) => words(&value),
        _ => plain_text(json).into_owned(),
    }
}

/// A value in words: `a 1, b 2`. Measured numbers have four decimals at most.
fn words(value: &Value) -> String {
    match value {
        Value::Null => UNKNOWN.to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => {
            let text = format!("{:.4}", number.as_f64().unwrap_or_default());
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Object(fields) if fields.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| format!("{name} {}", words(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// Headings for fields chosen by name; what looks like numbers in the first rows is aligned as such.
pub fn field_headings(fields: &[&'static str], rows: &[Vec<Cell>], numeric: &[bool]) -> Vec<Heading> {
    let heading = |(index, field): (usize, &&'static str)| Heading {
        title: (*field).into(),
        right: !rows.is_empty() && numeric.get(index).copied().unwrap_or(false),
        rank: 0,
        usual: None,
        prose: false,
    };
    fields.iter().enumerate().map(heading).collect()
}

/// The values of some fields of a row, as JSON texts.
pub fn chosen<'a>(row: &Fields<'a>, fields: &[&'static str]) -> Vec<&'a str> {
    fields.iter().map(|field| row.get(field).unwrap_or("null")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_spelled_out_for_people() {
        let cases = [
            ("null", "-"),
            ("true", "yes"),
            ("0.8653053", "0.8653"),
            ("989.0", "989"),
            ("12", "12"),
            (r#""0.281482""#, "0.281482"),
            ("[]", "none"),
            (r#"["a","b"]"#, "a, b"),
            (r#"{"value":0.5,"imputed":false,"x":null}"#, "imputed false, value 0.5, x -"),
        ];
        for (json, text) in cases {
            assert_eq!(field_cell(json).text(), text);
        }
    }

    #[test]
    fn fields_are_selected_in_the_order_asked_for_or_refused() {
        const KNOWN: &[&str] = &["id", "model", "price_per_hour"];
        assert_eq!(select_among(KNOWN, "model, id").unwrap(), ["model", "id"]);
        let error = select_among(KNOWN, "id,modle").unwrap_err();
        assert_eq!((error.code, error.hints[0].as_str()), (Code::Usage, "did you mean `model`?"));
        for text in ["", "id,id", "id,", "ID"] {
            assert_eq!(select_among(KNOWN, text).unwrap_err().code, Code::Usage, "{text}");
        }
    }
}
