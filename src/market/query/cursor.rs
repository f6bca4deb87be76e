//! Keyset cursors: where a page ended, so that the next one starts right after it whatever came and went between.

use std::cmp::Ordering;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::ast::Predicate;
use super::error::QueryError;
use super::literal::Literal;
use super::sort::{OrderKey, SortOrder};
use crate::market::row::{FieldType, OfferRow, Value};

/// Longest cursor that is read.
pub const MAX_CURSOR_BYTES: usize = 64 * 1024;
/// Bytes of the digest that tell queries apart: enough against mistakes, which is all it is for.
const FINGERPRINT_BYTES: usize = 8;

/// What tells one query from another: filters, order, and whatever else the sorted values depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a query. `parameters` is any text that changes when computed fields do, such as the
    /// disk, traffic and hours of `all_in_per_hour`.
    #[must_use]
    pub fn new(predicate: &Predicate, order: &SortOrder, parameters: &str) -> Self {
        // No part can hold the separator: the grammar has no zero character.
        let digest = Sha256::digest(format!("{predicate}\0{order}\0{parameters}"));
        Self(URL_SAFE_NO_PAD.encode(digest.get(..FINGERPRINT_BYTES).unwrap_or(&digest)))
    }
}

/// The last row of a page, as far as the order looks at it. Its text form is opaque to users.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    fingerprint: Fingerprint,
    values: Vec<Option<Literal>>,
}

impl Cursor {
    /// A cursor that stands on a row.
    #[must_use]
    pub fn at_row(fingerprint: Fingerprint, order: &SortOrder, row: &OfferRow) -> Self {
        let values = order.keys().iter().map(|key| Literal::from_value(key.value(row))).collect();
        Self { fingerprint, values }
    }

    /// Reads a cursor of this query; one of another query, or anything else, is an error.
    pub fn parse(text: &str, fingerprint: &Fingerprint, order: &SortOrder) -> Result<Self, QueryError> {
        if text.len() > MAX_CURSOR_BYTES {
            return Err(QueryError::BadCursor);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| QueryError::BadCursor)?;
        let (found, values): (String, Vec<Json>) = serde_json::from_slice(&bytes).map_err(|_| QueryError::BadCursor)?;
        if found != fingerprint.0 {
            return Err(QueryError::OtherCursor);
        }
        if values.len() != order.keys().len() {
            return Err(QueryError::BadCursor);
        }
        let values = order.keys().iter().zip(values).map(|(key, value)| literal_from_json(*key, value));
        Ok(Self { fingerprint: fingerprint.clone(), values: values.collect::<Result<_, _>>()? })
    }

    /// The row's value under each key of the order, `None` where unknown.
    #[must_use]
    pub fn values(&self) -> &[Option<Literal>] {
        &self.values
    }

    /// Whether a row comes after the cursor in the order that it was made with.
    #[must_use]
    pub fn precedes(&self, order: &SortOrder, row: &OfferRow) -> bool {
        let keys = order.keys().iter().zip(&self.values);
        keys.map(|(key, value)| key.compare(value.as_ref().map_or(Value::Null, Literal::value), key.value(row)))
            .find(|ordering| ordering.is_ne())
            .is_some_and(Ordering::is_lt)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<Json> = self.values.iter().map(|value| value.as_ref().map_or(Json::Null, json)).collect();
        let document = Json::from(vec![Json::from(self.fingerprint.0.as_str()), Json::from(values)]);
        f.write_str(&URL_SAFE_NO_PAD.encode(document.to_string()))
    }
}

fn json(literal: &Literal) -> Json {
    match literal {
        Literal::Text(text) => Json::from(text.as_str()),
        Literal::Integer(number) | Literal::Money(number) | Literal::Time(number) => Json::from(*number),
        // The bits, because JSON's decimals do not promise to come back as the same number.
        Literal::Number(number) => Json::from(number.to_bits()),
        Literal::Bool(value) => Json::from(*value),
    }
}

fn literal_from_json(key: OrderKey, value: Json) -> Result<Option<Literal>, QueryError> {
    let literal = match (key.field_type(), value) {
        (_, Json::Null) => return Ok(None),
        (FieldType::Text | FieldType::Kind, Json::String(text)) if !text.contains('\0') => Some(Literal::Text(text)),
        (FieldType::Integer, value) => value.as_i64().map(Literal::Integer),
        (FieldType::Money, value) => value.as_i64().map(Literal::Money),
        (FieldType::Time, value) => value.as_i64().map(Literal::Time).filter(|time| time.value() != Value::Null),
        (FieldType::Number, value) => {
            value.as_u64().map(f64::from_bits).filter(|number| !number.is_nan()).map(Literal::Number)
        }
        (FieldType::Bool, Json::Bool(value)) => Some(Literal::Bool(value)),
        _ => None,
    };
    literal.map(Some).ok_or(QueryError::BadCursor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::market::query::{arbitrary, parse};

    fn fingerprint(filter: &str, sort: &str, parameters: &str) -> Fingerprint {
        Fingerprint::new(&parse(filter).unwrap(), &SortOrder::parse(sort).unwrap(), parameters)
    }

    #[test]
    fn a_cursor_of_another_query_is_refused() {
        let order = SortOrder::parse("gscore").unwrap();
        let own = fingerprint("units = 1", "gscore", "disk=10");
        let cursor = Cursor::at_row(own.clone(), &order, &arbitrary::example_row()).to_string();
        assert!(Cursor::parse(&cursor, &own, &order).is_ok());
        for other in [
            fingerprint("units = 2", "gscore", "disk=10"),
            fingerprint("units = 1", "-gscore", "disk=10"),
            fingerprint("units = 1", "gscore", "disk=20"),
        ] {
            assert_eq!(Cursor::parse(&cursor, &other, &order), Err(QueryError::OtherCursor));
        }
    }

    #[test]
    fn the_same_query_spelled_otherwise_has_the_same_cursor() {
        assert_eq!(
            fingerprint("price_per_hour<1.50", "units", ""),
            fingerprint("price_per_hour < 1.5", "units,id", "")
        );
    }

    #[test]
    fn a_cursor_with_values_that_do_not_fit_is_refused() {
        let order = SortOrder::parse("gscore").unwrap();
        let own = Fingerprint::new(&Predicate::all([]), &order, "");
        let encoded = |values: &str| URL_SAFE_NO_PAD.encode(format!(r#"["{}",{values}]"#, own.0));
        assert!(Cursor::parse(&encoded(r#"[0,"a"]"#), &own, &order).is_ok());
        for values in [r#"["a","a"]"#, "[0,0]", "[0]", r#"[0,"a",0]"#, r#"[-1,"a"]"#, r#"[0,"a\u0000"]"#, "{}"] {
            assert_eq!(Cursor::parse(&encoded(values), &own, &order), Err(QueryError::BadCursor), "{values}");
        }
        let not_a_number = format!(r#"[{},"a"]"#, f64::NAN.to_bits());
        assert_eq!(Cursor::parse(&encoded(&not_a_number), &own, &order), Err(QueryError::BadCursor));
        assert_eq!(Cursor::parse(&"A".repeat(MAX_CURSOR_BYTES + 1), &own, &order), Err(QueryError::BadCursor));
    }

    proptest! {
        #[test]
        fn a_printed_cursor_parses_as_itself(order in arbitrary::sort_order(), row in arbitrary::row()) {
            let fingerprint = Fingerprint::new(&Predicate::all([]), &order, "");
            let cursor = Cursor::at_row(fingerprint.clone(), &order, &row);
            let text = cursor.to_string();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
            prop_assert_eq!(Cursor::parse(&text, &fingerprint, &order), Ok(cursor));
        }

        #[test]
        fn the_rows_after_a_cursor_are_the_rest_of_the_list(
            order in arbitrary::sort_order(),
            mut rows in arbitrary::distinct_rows(),
        ) {
            rows.sort_by(|a, b| order.compare(a, b));
            let fingerprint = Fingerprint::new(&Predicate::all([]), &order, "");
            for (index, row) in rows.iter().enumerate() {
                let cursor = Cursor::at_row(fingerprint.clone(), &order, row);
                let after: Vec<&OfferRow> = rows.iter().filter(|row| cursor.precedes(&order, row)).collect();
                let rest: Vec<&OfferRow> = rows.iter().skip(index + 1).collect();
                prop_assert_eq!(after, rest);
            }
        }

        #[test]
        fn garbage_is_refused(text in any::<String>()) {
            let order = SortOrder::new(&[]);
            let fingerprint = Fingerprint::new(&Predicate::all([]), &order, "");
            prop_assert_eq!(Cursor::parse(&text, &fingerprint, &order), Err(QueryError::BadCursor));
        }
    }
}
