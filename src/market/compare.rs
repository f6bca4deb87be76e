//! Which of several offers is best in each respect.

use std::cmp::Ordering;

use super::offer::PriceKind;
use super::row::{Field, OfferRow, Value};

/// Whether more or less of a field is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Better {
    Less,
    More,
}

/// Fields with a better and a worse; the others (names, places, kinds) have no best.
const RANKED: [(Field, Better); 17] = [
    (Field::GpuCount, Better::More),
    (Field::VramGib, Better::More),
    (Field::PricePerHour, Better::Less),
    (Field::PricePerGpuHour, Better::Less),
    (Field::AllInPerHour, Better::Less),
    (Field::Reliability, Better::More),
    (Field::StartFailures, Better::Less),
    (Field::Gscore, Better::More),
    (Field::TflopsFp16, Better::More),
    (Field::CpuCores, Better::More),
    (Field::RamGib, Better::More),
    (Field::DiskGib, Better::More),
    (Field::NetDownMbps, Better::More),
    (Field::NetUpMbps, Better::More),
    (Field::Cuda, Better::More),
    (Field::StoragePricePerGibMonth, Better::Less),
    (Field::EgressPricePerGib, Better::Less),
];

/// The ids of the offers that are best in a field. Empty when the field has no better and worse, when nothing is
/// known, or when all offers are alike. A price list is never best at a price.
#[must_use]
pub fn best(field: Field, rows: &[OfferRow]) -> Vec<&str> {
    let Some((_, better)) = RANKED.iter().find(|(ranked, _)| *ranked == field) else { return Vec::new() };
    let ranked: Vec<(&OfferRow, f64)> = rows
        .iter()
        .filter(|row| row.kind != PriceKind::Indicative)
        .filter_map(|row| Some((row, number(row.value(field))?)))
        .collect();
    let order = |a: f64, b: f64| match better {
        Better::Less => a.total_cmp(&b),
        Better::More => b.total_cmp(&a),
    };
    let Some((_, top)) = ranked.iter().copied().min_by(|a, b| order(a.1, b.1)) else { return Vec::new() };
    if ranked.len() == rows.len() && ranked.iter().all(|(_, value)| order(*value, top) == Ordering::Equal) {
        return Vec::new();
    }
    ranked
        .into_iter()
        .filter(|(_, value)| order(*value, top) == Ordering::Equal)
        .map(|(row, _)| row.id.as_str())
        .collect()
}

/// A value as a number to rank by; every money amount within the limits of the market is exact as one.
fn number(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Integer(number) | Value::Money(number) => Some(number as f64),
        Value::Number(number) => Some(number),
        _ => None,
    }
}
