use proptest::prelude::*;

use super::*;
use crate::market::query::arbitrary;
use crate::market::row::Field;

fn error(text: &str) -> QueryError {
    parse(text).expect_err(text)
}

#[test]
fn the_documented_example_parses() {
    let text = "model in (H100, A100) and vram_gib >= 80 and \
                (price_per_gpu_hour < 2.5 or kind = interruptible) and country != CN";
    let expected = Predicate::all([
        Predicate::one_of(Field::Model, ["H100", "A100"]),
        Predicate::compare(Field::VramGib, Comparison::Ge, 80_u32),
        Predicate::any([
            Predicate::compare(Field::PricePerGpuHour, Comparison::Lt, Literal::Money(2_500_000)),
            Predicate::eq(Field::Kind, "interruptible"),
        ]),
        Predicate::compare(Field::Country, Comparison::Ne, "CN"),
    ]);
    assert_eq!(parse(text), Ok(expected));
}

#[test]
fn and_binds_closer_than_or_and_not_closest() {
    let tree = parse("not gpu_count = 1 and units = 2 or units = 3").unwrap();
    let count = Predicate::eq(Field::GpuCount, 1_u32);
    let [second, third] = [2_u32, 3].map(|units| Predicate::eq(Field::Units, units));
    assert_eq!(tree, Predicate::any([Predicate::all([!count, second]), third]));
}

#[test]
fn keywords_ignore_case_and_can_be_values() {
    assert_eq!(parse("NOT gpu_count IN (1) AND units = 1"), parse("not gpu_count in (1) and units = 1"));
    assert_eq!(
        parse("country in (IN, NO) and country != in"),
        Ok(Predicate::all([
            Predicate::one_of(Field::Country, ["IN", "NO"]),
            Predicate::compare(Field::Country, Comparison::Ne, "in"),
        ]))
    );
}

#[test]
fn null_means_unknown_and_quoted_null_is_text() {
    let country = QueryField::Row(Field::Country);
    assert_eq!(parse("country = null"), Ok(Predicate::IsNull { field: country, negated: false }));
    assert_eq!(parse("country != NULL"), Ok(Predicate::IsNull { field: country, negated: true }));
    assert_eq!(parse("country = 'null'"), Ok(Predicate::eq(country, "null")));
    for text in ["vram_gib < null", "country in (null)", "country in (CN, null)"] {
        assert!(matches!(error(text), QueryError::BadLiteral { .. }), "{text}");
    }
}

#[test]
fn globs_take_bare_and_quoted_patterns() {
    let glob = |pattern: &str| Predicate::Glob { field: Field::Model.into(), pattern: pattern.to_owned() };
    assert_eq!(parse("model ~ RTX*"), Ok(glob("RTX*")));
    assert_eq!(parse("model ~ 'RTX 40?0*'"), Ok(glob("RTX 40?0*")));
    assert!(matches!(error("model = RTX*"), QueryError::BadLiteral { .. }));
    assert_eq!(parse("model = 'RTX*'"), Ok(Predicate::eq(Field::Model, "RTX*")));
}

#[test]
fn a_typing_mistake_is_an_error_with_its_place() {
    let nearest = |text: &str| match error(text) {
        QueryError::UnknownField { nearest, at, .. } => (nearest, at),
        other => panic!("{text}: {other}"),
    };
    assert_eq!(nearest("priec_per_hour<1"), (Some("price_per_hour"), 1));
    assert_eq!(nearest("units = 1 and (vram >= 80)"), (Some("vram_gib"), 16));
    assert_eq!(nearest("Model = H100"), (Some("model"), 1));
    assert_eq!(nearest("xyzzy = 1"), (None, 1));
}

#[test]
fn operators_must_fit_the_field() {
    for (text, operator, at) in [
        ("model < A", "<", 7),
        ("kind >= on_demand", ">=", 6),
        ("kind ~ on*", "~", 6),
        ("verified > false", ">", 10),
        ("verified in (true)", "in", 10),
        ("stale not in (true)", "not in", 7),
        ("vram_gib ~ 8*", "~", 10),
        ("price_per_hour ~ 1", "~", 16),
    ] {
        match error(text) {
            QueryError::OperatorMismatch { operator: found, at: place, .. } => {
                assert_eq!((found, place), (operator, at), "{text}");
            }
            other => panic!("{text}: {other}"),
        }
    }
}

#[test]
fn values_must_fit_the_field() {
    for text in [
        "vram_gib >= lots",
        "vram_gib = 23.5",
        "vram_gib >= '80'",
        "reliability > high",
        "price_per_hour < 1.0000001",
        "price_per_hour < -1",
        "price_per_hour < 1e3",
        "price_per_hour < '1'",
        "verified = yes",
        "kind = spot",
        "observed_at > yesterday",
        "age_s < 10x",
        "gpu_count in (1, two)",
    ] {
        assert!(matches!(error(text), QueryError::BadLiteral { .. }), "{text}: {}", error(text));
    }
}

#[test]
fn foreign_operators_are_refused_with_what_to_write() {
    for (text, instead) in
        [("model == H100", "="), ("model <> H100", "!="), ("gpu_count => 1", ">="), ("model =~ H*", "~")]
    {
        assert_eq!(error(text).hint(), Some(format!("write `{instead}`")), "{text}");
    }
    for text in ["units = 1 && units = 2", "units = 1 || units = 2", "!stale = true", "units >>= 1"] {
        parse(text).expect_err(text);
    }
}

#[test]
fn broken_syntax_is_an_error() {
    for text in [
        "",
        " ",
        "()",
        "(",
        ")",
        "model",
        "model =",
        "= H100",
        "model = H100 and",
        "and",
        "or model = H100",
        "model = H100 model = A100",
        "model = RTX 4090",
        "not",
        "(model = H100",
        "model = H100)",
        "model in",
        "model in ()",
        "model in (H100",
        "model in (H100,)",
        "model in H100",
        "model in (H100 A100)",
        "model not = H100",
        "model not H100",
        "'model' = H100",
        "model = ,",
        "verified",
        "null = null",
    ] {
        assert!(matches!(error(text), QueryError::Unexpected { .. } | QueryError::UnknownField { .. }), "{text}");
    }
}

#[test]
fn text_depth_and_lists_are_limited() {
    let padded = |bytes: usize| format!("{:<bytes$}", "units = 1");
    assert!(parse(&padded(MAX_QUERY_BYTES)).is_ok());
    assert_eq!(error(&padded(MAX_QUERY_BYTES + 1)), QueryError::TooLong { limit: MAX_QUERY_BYTES });

    let nested = |depth: usize| format!("{}units = 1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(error(&nested(MAX_DEPTH + 1)), QueryError::TooDeep { limit: MAX_DEPTH, at: MAX_DEPTH + 1 });
    assert!(matches!(error(&format!("{}units = 1", "not ".repeat(MAX_DEPTH + 1))), QueryError::TooDeep { .. }));

    let list = |values: usize| format!("units in ({})", vec!["1"; values].join(","));
    assert!(parse(&list(MAX_LIST_VALUES)).is_ok());
    assert!(matches!(error(&list(MAX_LIST_VALUES + 1)), QueryError::TooManyValues { .. }));
}

#[test]
fn flags_are_typed_like_unquoted_values() {
    let vram = Predicate::from_text(Field::VramGib, Comparison::Ge, "23.5");
    assert_eq!(vram, Ok(Predicate::compare(Field::VramGib, Comparison::Ge, 24_u32)));
    assert_eq!(
        Predicate::from_text(Field::Region, Comparison::Eq, "North *"),
        Ok(Predicate::eq(Field::Region, "North *"))
    );
    assert!(Predicate::from_text(Field::Kind, Comparison::Eq, "spot").is_err());
    assert!(Predicate::from_text(Field::Model, Comparison::Lt, "A").is_err());
}

proptest! {
    #[test]
    fn a_printed_predicate_parses_as_itself(predicate in arbitrary::predicate()) {
        let text = predicate.to_string();
        prop_assume!(text.len() <= MAX_QUERY_BYTES);
        prop_assert_eq!(parse(&text), Ok(predicate), "{}", text);
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>()) {
        let _outcome = parse(&text);
    }

    #[test]
    fn any_soup_of_tokens_is_parsed_or_refused_and_what_parses_prints(
        soup in proptest::collection::vec(
            prop::sample::select(vec![
                "model", "vram_gib", "kind", "age_s", "price_per_hour", "=", "!=", "<", "in", "not", "and", "or", "(",
                ")", ",", "~", "null", "H100", "80", "10m", "'a b'", "on-demand", "true", "'", "é",
            ]),
            0..24,
        ),
    ) {
        if let Ok(predicate) = parse(&soup.join(" ")) {
            prop_assert_eq!(parse(&predicate.to_string()), Ok(predicate));
        }
    }
}
