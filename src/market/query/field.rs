//! The fields a query may name: those of a row, and those worth asking for but not worth printing.

use std::cmp::Ordering;

use super::error::{QueryError, shown};
use super::parse::MAX_QUERY_BYTES;
use crate::error::did_you_mean;
use crate::market::row::{Field, FieldType, OfferRow, Value};

/// A field in `--where` and `--sort`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueryField {
    /// A field of the printed row.
    Row(Field),
    /// `all_in_per_gpu_hour`: `all_in_per_hour / gpu_count`, rounded up to the micro.
    AllInPerGpuHour,
}

impl From<Field> for QueryField {
    fn from(field: Field) -> Self {
        Self::Row(field)
    }
}

impl QueryField {
    /// Every field a query may name.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL.iter().copied().map(Self::Row).chain([Self::AllInPerGpuHour])
    }

    /// The name in queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Row(field) => field.name(),
            Self::AllInPerGpuHour => "all_in_per_gpu_hour",
        }
    }

    /// What kind of values it has.
    #[must_use]
    pub const fn field_type(self) -> FieldType {
        match self {
            Self::Row(field) => field.field_type(),
            Self::AllInPerGpuHour => FieldType::Money,
        }
    }

    /// Finds a field by its exact name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name() == name)
    }

    /// Whether text equality and globs are exact; elsewhere they ignore ASCII case.
    #[must_use]
    pub const fn is_case_sensitive(self) -> bool {
        matches!(self, Self::Row(Field::Id | Field::ExternalId | Field::MachineId))
    }

    /// The value in one row.
    #[must_use]
    pub fn value(self, row: &OfferRow) -> Value<'_> {
        match self {
            Self::Row(field) => row.value(field),
            Self::AllInPerGpuHour => row
                .all_in_per_hour
                .and_then(|price| price.per_part(row.gpu_count))
                .map_or(Value::Null, |price| Value::Money(price.micros())),
        }
    }

    /// Finds a field by name, or says which one may have been meant. `at` is the name's place for the error.
    pub(super) fn find(name: &str, at: usize) -> Result<Self, QueryError> {
        Self::from_name(name).ok_or_else(|| QueryError::UnknownField {
            name: shown(name),
            at,
            nearest: nearest_name(name, &Self::all().map(Self::name).collect::<Vec<_>>()),
        })
    }
}

/// The field that may have been meant. A name also counts by its first words, so that `priec` leads to
/// `price_per_hour` although it is nearer to `provider`.
fn nearest_name(wrong: &str, names: &[&'static str]) -> Option<&'static str> {
    let first_words = |name: &'static str| name.match_indices('_').filter_map(|(end, _)| name.get(..end));
    let beginnings = names.iter().flat_map(|name| first_words(name).chain([*name]));
    let nearest = did_you_mean(&wrong.to_ascii_lowercase(), beginnings)?;
    let whole = names.iter().find(|name| **name == nearest);
    whole.or_else(|| names.iter().find(|name| name.starts_with(nearest))).copied()
}

/// Whether a value is unknown. Not-a-number counts as unknown, as it does in SQLite.
pub(super) fn is_unknown(value: Value<'_>) -> bool {
    match value {
        Value::Null => true,
        Value::Number(number) => number.is_nan(),
        _ => false,
    }
}

/// Compares two known values of one type, text by its bytes and instants to the microsecond, as the database
/// does. `None` when either is unknown or the types differ.
pub(super) fn compare_values(left: Value<'_>, right: Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Integer(a), Value::Integer(b)) | (Value::Money(a), Value::Money(b)) => Some(a.cmp(&b)),
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(&b),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(&b)),
        (Value::Time(a), Value::Time(b)) => Some(a.as_microsecond().cmp(&b.as_microsecond())),
        _ => None,
    }
}

/// Splits a comma-separated list of names, each with the character it starts at, counted from 1.
/// Spaces around names are dropped; an empty name or list is an error.
pub(super) fn split_names(text: &str) -> Result<Vec<(&str, usize)>, QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        return Err(QueryError::TooLong { limit: MAX_QUERY_BYTES });
    }
    let mut names = Vec::new();
    let mut start = 1;
    for part in text.split(',') {
        let name = part.trim();
        let at = start + part.chars().take_while(|c| c.is_whitespace()).count();
        if name.is_empty() {
            return Err(QueryError::Unexpected {
                expected: "a field name",
                found: "nothing".to_owned(),
                at,
                hint: None,
            });
        }
        names.push((name, at));
        start += part.chars().count() + 1;
    }
    Ok(names)
}

/// Parses `--fields a,b,c`: fields of the printed row, each at most once, in the order asked for.
pub fn parse_fields(text: &str) -> Result<Vec<Field>, QueryError> {
    let mut fields = Vec::new();
    for (name, at) in split_names(text)? {
        let field = Field::from_name(name).ok_or_else(|| QueryError::UnknownField {
            name: shown(name),
            at,
            nearest: nearest_name(name, &Field::ALL.iter().map(|field| field.name()).collect::<Vec<_>>()),
        })?;
        if fields.contains(&field) {
            return Err(QueryError::Repeated { name: field.name(), at });
        }
        fields.push(field);
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_field_is_found_by_its_name() {
        for field in QueryField::all() {
            assert_eq!(QueryField::from_name(field.name()), Some(field));
        }
        assert_eq!(QueryField::from_name("Model"), None);
    }

    #[test]
    fn fields_come_in_the_order_asked_for() {
        assert_eq!(parse_fields("price_per_hour, id"), Ok(vec![Field::PricePerHour, Field::Id]));
    }

    #[test]
    fn a_wrong_field_names_its_place_and_the_nearest_one() {
        let error = parse_fields("id,  modle").unwrap_err();
        assert_eq!(error, QueryError::UnknownField { name: "modle".to_owned(), at: 6, nearest: Some("model") });
        assert_eq!(error.hint().as_deref(), Some("did you mean `model`?"));
    }

    #[test]
    fn repeated_and_empty_fields_are_refused() {
        assert_eq!(parse_fields("id,model,id"), Err(QueryError::Repeated { name: "id", at: 10 }));
        for text in ["", ",", "id,", ",id", "id,,model", " "] {
            assert!(matches!(parse_fields(text), Err(QueryError::Unexpected { .. })), "{text:?}");
        }
        assert!(parse_fields("all_in_per_gpu_hour").is_err(), "only for queries, not printed");
    }
}
