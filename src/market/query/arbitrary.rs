//! Random rows, predicates and orders for property tests: few distinct values, so that they meet, and many
//! unknown ones.

use jiff::Timestamp;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{Comparison, Literal, Predicate, QueryField, SortKey, SortOrder};
use crate::market::offer::PriceKind;
use crate::market::row::{FieldType, OfferRow};
use crate::units::{Rate, Usdc};

/// A plain on-demand offer, for tests that change a field or two.
pub(crate) fn example_row() -> OfferRow {
    OfferRow {
        id: "vast:1".to_owned(),
        provider: "vast".to_owned(),
        external_id: "1".to_owned(),
        machine_id: Some("m1".to_owned()),
        vendor: Some("NVIDIA".to_owned()),
        model: "RTX 4090".to_owned(),
        form_factor: Some("PCIe".to_owned()),
        gpu_count: 1,
        vram_gib: Some(24),
        units: 1,
        available: true,
        kind: PriceKind::OnDemand,
        price_per_hour: Rate::from_micros(350_000),
        price_per_gpu_hour: Rate::from_micros(350_000),
        all_in_per_hour: Some(Rate::from_micros(350_000)),
        region: Some("California".to_owned()),
        country: Some("US".to_owned()),
        reliability: Some(0.98),
        verified: true,
        start_failures: 0,
        gscore: Some(0.5),
        tflops_fp16: Some(165.2),
        cpu_cores: Some(16),
        ram_gib: Some(64.0),
        disk_gib: Some(500.0),
        net_down_mbps: Some(800.0),
        net_up_mbps: Some(600.0),
        cuda: Some(12.8),
        storage_price_per_gib_month: Some(Usdc::from_micros(150_000)),
        egress_price_per_gib: Some(Usdc::from_micros(10_000)),
        min_hours: 0,
        observed_at: Timestamp::UNIX_EPOCH,
        age_s: 30,
        stale: false,
    }
}

/// Texts with what trips parsers and databases: quotes, wildcards of three languages, keywords, other scripts.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["a", "A", "b", "ab", "aB", "US", "RTX 4090", "H100"]).prop_map(str::to_owned),
        1 => select(vec!["", "null", "and", "IN", "true", "-1", "it's", "\"", "%", "_", "*", "a?", "[a]", "\\", "é", "É"])
            .prop_map(str::to_owned),
        1 => "[ -~]{0,6}",
    ]
}

fn small() -> impl Strategy<Value = u32> {
    prop_oneof![0_u32..6, select(vec![23, 24, 80, u32::MAX])]
}

fn micros() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..4, 999_998_i64..1_000_003, select(vec![2_500_000, 10_000_000_000])]
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![select(vec![0.0, -0.0, 0.5, 0.9, 0.98, 1.0, 12.8, 1e-9, 1e16, 1e300, -2.5]), -10.0..10.0_f64]
}

fn time() -> impl Strategy<Value = Timestamp> {
    let micros = prop_oneof![0_i64..3, 1_769_860_800_000_000_i64..1_769_860_800_000_003];
    micros.prop_map(|micros| Timestamp::from_microsecond(micros).unwrap())
}

/// A row in which every field is its own random value; only ids are made to fit each other.
pub(crate) fn row() -> impl Strategy<Value = OfferRow> {
    let names = (text(), "[a-d]{1,2}", option::of(text()), option::of(text()), text(), option::of(text()));
    let sizes = (1_u32..5, option::of(small()), small(), any::<bool>(), select(PriceKind::ALL.to_vec()));
    let prices = (micros(), micros(), option::of(micros()), option::of(micros()), option::of(micros()));
    let places = (option::of(text()), option::of(text()), option::of(number()), any::<bool>(), small());
    let figures = (option::of(number()), option::of(number()), option::of(small()), vec(option::of(number()), 5));
    let ages = (small(), time(), 0_i64..1_000, any::<bool>());
    (names, sizes, prices, places, figures, ages).prop_map(|(names, sizes, prices, places, figures, ages)| {
        let [ram_gib, disk_gib, net_down_mbps, net_up_mbps, cuda] = figures.3[..] else { unreachable!() };
        OfferRow {
            id: format!("{}:{}", names.0, names.1),
            provider: names.0,
            external_id: names.1,
            machine_id: names.2,
            vendor: names.3,
            model: names.4,
            form_factor: names.5,
            gpu_count: sizes.0,
            vram_gib: sizes.1,
            units: sizes.2,
            available: sizes.3,
            kind: sizes.4,
            price_per_hour: Rate::from_micros(prices.0),
            price_per_gpu_hour: Rate::from_micros(prices.1),
            all_in_per_hour: prices.2.map(Rate::from_micros),
            storage_price_per_gib_month: prices.3.map(Usdc::from_micros),
            egress_price_per_gib: prices.4.map(Usdc::from_micros),
            region: places.0,
            country: places.1,
            reliability: places.2,
            verified: places.3,
            start_failures: places.4,
            gscore: figures.0,
            tflops_fp16: figures.1,
            cpu_cores: figures.2,
            ram_gib,
            disk_gib,
            net_down_mbps,
            net_up_mbps,
            cuda,
            min_hours: ages.0,
            observed_at: ages.1,
            age_s: ages.2,
            stale: ages.3,
        }
    })
}

/// Rows of which no two have the same id.
pub(crate) fn distinct_rows() -> impl Strategy<Value = Vec<OfferRow>> {
    btree_map("[a-c]{1,2}", row(), 0..12).prop_map(|rows| {
        let renamed = |(id, row)| OfferRow { id, ..row };
        rows.into_iter().map(renamed).collect()
    })
}

fn field() -> impl Strategy<Value = QueryField> {
    select(QueryField::all().collect::<Vec<_>>())
}

/// A literal of the field's type, as the parser would make it.
fn literal(field: QueryField) -> BoxedStrategy<Literal> {
    match field.field_type() {
        FieldType::Text => text().prop_map(Literal::Text).boxed(),
        FieldType::Kind => select(PriceKind::ALL.to_vec()).prop_map(Literal::from).boxed(),
        FieldType::Integer => prop_oneof![small().prop_map(Literal::from), (-9_i64..9).prop_map(Literal::from)].boxed(),
        FieldType::Number => number().prop_map(Literal::Number).boxed(),
        FieldType::Money => micros().prop_map(Literal::Money).boxed(),
        FieldType::Bool => any::<bool>().prop_map(Literal::Bool).boxed(),
        FieldType::Time => time().prop_map(Literal::from).boxed(),
    }
}

fn comparison(field: QueryField) -> impl Strategy<Value = Comparison> {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    match field.field_type() {
        FieldType::Text | FieldType::Kind | FieldType::Bool => select(vec![Eq, Ne]),
        _ => select(vec![Eq, Ne, Lt, Le, Gt, Ge]),
    }
}

/// A field that takes lists and some values for it.
pub(crate) fn field_and_values() -> impl Strategy<Value = (QueryField, Vec<Literal>)> {
    let listable = |field: &QueryField| field.field_type() != FieldType::Bool;
    let fields: Vec<QueryField> = QueryField::all().filter(listable).collect();
    select(fields).prop_flat_map(|field| (Just(field), vec(literal(field), 1..4)))
}

fn leaf() -> impl Strategy<Value = Predicate> {
    let is_text = |field: &QueryField| field.field_type() == FieldType::Text;
    let texts: Vec<QueryField> = QueryField::all().filter(is_text).collect();
    let compare = field().prop_flat_map(|field| (Just(field), comparison(field), literal(field)));
    let pattern = prop_oneof!["[abA*?]{0,5}", text()];
    prop_oneof![
        4 => compare.prop_map(|(field, op, value)| Predicate::Compare { field, op, value }),
        2 => (field_and_values(), any::<bool>())
            .prop_map(|((field, values), negated)| Predicate::In { field, values, negated }),
        1 => (select(texts), pattern).prop_map(|(field, pattern)| Predicate::Glob { field, pattern }),
        1 => (field(), any::<bool>()).prop_map(|(field, negated)| Predicate::IsNull { field, negated }),
    ]
}

/// A predicate that some text parses to.
pub(crate) fn predicate() -> impl Strategy<Value = Predicate> {
    leaf().prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Predicate::And),
            vec(inner.clone(), 2..4).prop_map(Predicate::Or),
            inner.prop_map(|inner| !inner),
        ]
    })
}

/// An order by up to four fields.
pub(crate) fn sort_order() -> impl Strategy<Value = SortOrder> {
    let fields: Vec<QueryField> = QueryField::all().collect();
    subsequence(fields, 0..5).prop_shuffle().prop_flat_map(|fields| {
        let directions = vec(any::<bool>(), fields.len());
        directions.prop_map(move |directions| {
            let keys = fields.iter().zip(directions);
            let keys: Vec<SortKey> = keys.map(|(&field, descending)| SortKey { field, descending }).collect();
            SortOrder::new(&keys)
        })
    })
}
