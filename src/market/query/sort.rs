//! Sort orders: total, with unknown values last and price lists behind offers.

use std::cmp::Ordering;
use std::fmt;

use super::error::QueryError;
use super::field::{QueryField, compare_values, is_unknown, split_names};
use crate::market::offer::PriceKind;
use crate::market::row::{Field, FieldType, OfferRow, Value};

/// A field to sort by. Unknown values come last in either direction; text sorts by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// The field.
    pub field: QueryField,
    /// Largest first.
    pub descending: bool,
}

impl SortKey {
    /// Smallest first.
    #[must_use]
    pub fn ascending(field: impl Into<QueryField>) -> Self {
        Self { field: field.into(), descending: false }
    }

    /// Largest first.
    #[must_use]
    pub fn descending(field: impl Into<QueryField>) -> Self {
        Self { field: field.into(), descending: true }
    }
}

/// One key of a complete order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderKey {
    /// Whether the offer's kind is `indicative`, false first.
    IndicativeLast,
    /// A field.
    Field(SortKey),
}

impl OrderKey {
    /// What the row is sorted by under this key.
    #[must_use]
    pub fn value(self, row: &OfferRow) -> Value<'_> {
        match self {
            Self::IndicativeLast => Value::Bool(row.kind == PriceKind::Indicative),
            Self::Field(key) => key.field.value(row),
        }
    }

    /// The type of [`OrderKey::value`].
    #[must_use]
    pub const fn field_type(self) -> FieldType {
        match self {
            Self::IndicativeLast => FieldType::Bool,
            Self::Field(key) => key.field.field_type(),
        }
    }

    /// Largest first.
    #[must_use]
    pub const fn is_descending(self) -> bool {
        match self {
            Self::IndicativeLast => false,
            Self::Field(key) => key.descending,
        }
    }

    /// The order of two values under this key.
    #[must_use]
    pub(super) fn compare(self, left: Value<'_>, right: Value<'_>) -> Ordering {
        match (is_unknown(left), is_unknown(right)) {
            (false, false) => {
                let ordering = compare_values(left, right).unwrap_or(Ordering::Equal);
                if self.is_descending() { ordering.reverse() } else { ordering }
            }
            (left_unknown, right_unknown) => left_unknown.cmp(&right_unknown),
        }
    }
}

/// A total order of offers: the keys asked for and those that are implied.
///
/// When the first key asked for is money, offers of kind `indicative` come after all others: a price list is
/// never the cheapest. The id is always the last key, so that no two offers are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortOrder {
    keys: Vec<OrderKey>,
}

impl SortOrder {
    /// Completes the keys asked for.
    #[must_use]
    pub fn new(asked: &[SortKey]) -> Self {
        const ID: QueryField = QueryField::Row(Field::Id);
        let mut keys = Vec::with_capacity(asked.len() + 2);
        if asked.first().is_some_and(|key| key.field.field_type() == FieldType::Money) {
            keys.push(OrderKey::IndicativeLast);
        }
        keys.extend(asked.iter().copied().map(OrderKey::Field));
        if !asked.iter().any(|key| key.field == ID) {
            keys.push(OrderKey::Field(SortKey::ascending(ID)));
        }
        Self { keys }
    }

    /// Parses `--sort price_per_gpu_hour,-reliability`: fields, each at most once, `-` for largest first.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut asked: Vec<SortKey> = Vec::new();
        for (name, at) in split_names(text)? {
            let (name, at, descending) = match name.strip_prefix('-') {
                Some(name) => (name, at + 1, true),
                None => (name, at, false),
            };
            let field = QueryField::find(name, at)?;
            if asked.iter().any(|key| key.field == field) {
                return Err(QueryError::Repeated { name: field.name(), at });
            }
            asked.push(SortKey { field, descending });
        }
        Ok(Self::new(&asked))
    }

    /// Every key, the most important first, `id` among them.
    #[must_use]
    pub fn keys(&self) -> &[OrderKey] {
        &self.keys
    }

    /// The order of two rows.
    #[must_use]
    pub fn compare(&self, left: &OfferRow, right: &OfferRow) -> Ordering {
        self.keys
            .iter()
            .map(|key| key.compare(key.value(left), key.value(right)))
            .find(|ordering| ordering.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

/// Writes the order as `--sort` takes it, the id included.
impl fmt::Display for SortOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for key in &self.keys {
            if let OrderKey::Field(SortKey { field, descending }) = key {
                write!(f, "{separator}{}{}", if *descending { "-" } else { "" }, field.name())?;
                separator = ",";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::market::query::arbitrary::{self, example_row};

    fn sorted_ids(sort: &str, rows: &[OfferRow]) -> Vec<String> {
        let order = SortOrder::parse(sort).unwrap();
        let mut rows: Vec<&OfferRow> = rows.iter().collect();
        rows.sort_by(|a, b| order.compare(a, b));
        rows.into_iter().map(|row| row.id.clone()).collect()
    }

    fn row(id: &str, micros: i64, kind: PriceKind, reliability: Option<f64>) -> OfferRow {
        let price_per_hour = crate::units::Rate::from_micros(micros);
        OfferRow { id: id.to_owned(), price_per_hour, kind, reliability, ..example_row() }
    }

    #[test]
    fn unknown_values_come_last_in_either_direction() {
        let kind = PriceKind::OnDemand;
        let rows = [row("a", 1, kind, None), row("b", 1, kind, Some(0.5)), row("c", 1, kind, Some(0.9))];
        assert_eq!(sorted_ids("reliability", &rows), ["b", "c", "a"]);
        assert_eq!(sorted_ids("-reliability", &rows), ["c", "b", "a"]);
    }

    #[test]
    fn a_price_list_is_never_the_cheapest() {
        let (list, machine) = (PriceKind::Indicative, PriceKind::OnDemand);
        let rows = [row("a", 1, list, None), row("b", 3, machine, None), row("c", 2, machine, None)];
        assert_eq!(sorted_ids("price_per_hour", &rows), ["c", "b", "a"]);
        assert_eq!(sorted_ids("-price_per_hour", &rows), ["b", "c", "a"]);
        assert_eq!(sorted_ids("gpu_count,price_per_hour", &rows), ["a", "c", "b"], "only as the first key");
    }

    #[test]
    fn the_id_is_the_last_key_unless_it_was_asked_for() {
        assert_eq!(SortOrder::parse("gscore").unwrap().to_string(), "gscore,id");
        assert_eq!(SortOrder::parse(" -id , gscore ").unwrap().to_string(), "-id,gscore");
        assert_eq!(SortOrder::new(&[]).to_string(), "id");
        let by_price = SortOrder::parse("all_in_per_gpu_hour").unwrap();
        assert_eq!(by_price.keys()[0], OrderKey::IndicativeLast);
        assert_eq!(by_price, SortOrder::new(&[SortKey::ascending(QueryField::AllInPerGpuHour)]));
    }

    #[test]
    fn wrong_and_repeated_keys_are_refused() {
        let wrong = SortOrder::parse("units,-relaibility").unwrap_err();
        assert_eq!(
            wrong,
            QueryError::UnknownField { name: "relaibility".to_owned(), at: 8, nearest: Some("reliability") }
        );
        assert_eq!(SortOrder::parse("id,-id"), Err(QueryError::Repeated { name: "id", at: 5 }));
        for text in ["", "units,", "-", "--units", "+units"] {
            assert!(SortOrder::parse(text).is_err(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn sorting_is_a_total_order(
            order in arbitrary::sort_order(),
            a in arbitrary::row(), b in arbitrary::row(), c in arbitrary::row(),
        ) {
            let compare = |a, b| order.compare(a, b);
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert!(compare(&a, &a).is_eq());
            prop_assert!(compare(&a, &b).is_ne() || a.id == b.id);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }

        #[test]
        fn a_printed_order_parses_as_itself(order in arbitrary::sort_order()) {
            prop_assert_eq!(SortOrder::parse(&order.to_string()), Ok(order));
        }
    }
}
