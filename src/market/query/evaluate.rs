//! Evaluation of a predicate on one row, in memory. The store's SQL must keep exactly the same rows.

use std::str::Chars;

use super::ast::{Comparison, Predicate};
use super::field::{QueryField, compare_values, is_unknown};
use super::literal::Literal;
use crate::market::row::{OfferRow, Value};

impl Predicate {
    /// Whether a query with this predicate keeps the row: only when it is true, not when it is unknown.
    #[must_use]
    pub fn matches(&self, row: &OfferRow) -> bool {
        self.evaluate(row) == Some(true)
    }

    /// True, false or unknown, as SQL has it.
    #[must_use]
    pub fn evaluate(&self, row: &OfferRow) -> Option<bool> {
        match self {
            Self::And(terms) => decided_by(false, terms, row),
            Self::Or(terms) => decided_by(true, terms, row),
            Self::Not(inner) => inner.evaluate(row).map(|holds| !holds),
            Self::Compare { field, op, value } => compare(*field, *op, value, row),
            Self::In { field, values, negated } => one_of(*field, values, row).map(|found| found != *negated),
            Self::Glob { field, pattern } => match field.value(row) {
                Value::Text(text) => Some(glob_matches(pattern, text, field.is_case_sensitive())),
                _ => None,
            },
            Self::IsNull { field, negated } => Some(is_unknown(field.value(row)) != *negated),
        }
    }
}

/// `and` is decided by the first false term, `or` by the first true one; else one unknown makes all unknown.
fn decided_by(decisive: bool, terms: &[Predicate], row: &OfferRow) -> Option<bool> {
    let mut outcome = Some(!decisive);
    for term in terms {
        match term.evaluate(row) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => outcome = None,
        }
    }
    outcome
}

fn compare<'a>(field: QueryField, op: Comparison, value: &'a Literal, row: &'a OfferRow) -> Option<bool> {
    match (field.value(row), value.value()) {
        (Value::Text(a), Value::Text(b)) if !field.is_case_sensitive() => {
            let folded = |text: &'a str| text.bytes().map(|byte| byte.to_ascii_lowercase());
            Some(op.holds(folded(a).cmp(folded(b))))
        }
        (a, b) => compare_values(a, b).map(|ordering| op.holds(ordering)),
    }
}

fn one_of(field: QueryField, values: &[Literal], row: &OfferRow) -> Option<bool> {
    let mut found = Some(false);
    for value in values {
        match compare(field, Comparison::Eq, value, row) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => found = None,
        }
    }
    found
}

/// Whether a text fits a pattern of `*` and `?` as a whole. On a mismatch only the last `*` takes one more
/// character: an earlier one could only repeat what the last already tries. So time is at most
/// pattern × text, both of which are limited.
fn glob_matches(pattern: &str, text: &str, case_sensitive: bool) -> bool {
    let same = |a: char, b: char| a == b || (!case_sensitive && a.eq_ignore_ascii_case(&b));
    let (mut pattern, mut text) = (pattern.chars(), text.chars());
    let mut last_star: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let text_before = text.clone();
        match (pattern.next(), text.next()) {
            (Some('*'), _) => {
                text = text_before;
                last_star = Some((pattern.clone(), text.clone()));
                continue;
            }
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == '?' || same(wanted, found) => continue,
            _ => {}
        }
        let Some((after_star, resume_at)) = &mut last_star else { return false };
        if resume_at.next().is_none() {
            return false;
        }
        (pattern, text) = (after_star.clone(), resume_at.clone());
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::market::query::{arbitrary, parse};
    use crate::market::row::Field;

    fn matches(text: &str, row: &OfferRow) -> bool {
        parse(text).unwrap().matches(row)
    }

    #[test]
    fn unknown_figures_satisfy_no_comparison_and_no_negation() {
        let row = OfferRow { reliability: None, country: None, ..arbitrary::example_row() };
        for text in [
            "reliability >= 0.9",
            "not reliability >= 0.9",
            "reliability != 0.9",
            "reliability not in (0.9)",
            "country != CN",
            "country not in (CN)",
            "not country ~ C*",
            "country = US or not country = US",
        ] {
            assert!(!matches(text, &row), "{text}");
        }
        assert!(matches("reliability = null and not country != null", &row));
        assert!(matches("country != CN or gpu_count > 0", &row), "true or unknown is true");
    }

    #[test]
    fn text_ignores_ascii_case_and_ids_do_not() {
        let row = OfferRow {
            id: "vast:Ab".to_owned(),
            country: Some("US".to_owned()),
            region: Some("Zürich".to_owned()),
            ..arbitrary::example_row()
        };
        assert!(matches("country = us and region ~ z?RICH", &row));
        assert!(matches("id = vast:Ab and not id = vast:ab and not id ~ VAST:*", &row));
        assert!(!matches("region = ZÜRICH", &row), "only ASCII letters are folded");
    }

    #[test]
    fn money_is_compared_to_the_micro() {
        let row = OfferRow { price_per_gpu_hour: "1.000001".parse().unwrap(), ..arbitrary::example_row() };
        assert!(matches("price_per_gpu_hour > 1 and price_per_gpu_hour <= 1.000001", &row));
        assert!(!matches("price_per_gpu_hour < 1.000001", &row));
    }

    #[test]
    fn all_in_per_gpu_hour_is_rounded_up() {
        let row = OfferRow { gpu_count: 3, all_in_per_hour: Some("1".parse().unwrap()), ..arbitrary::example_row() };
        assert!(matches("all_in_per_gpu_hour = 0.333334", &row));
        assert!(matches("all_in_per_gpu_hour = null", &OfferRow { all_in_per_hour: None, ..row }));
    }

    #[test]
    fn a_literal_of_another_type_keeps_nothing() {
        let wrong = Predicate::compare(Field::GpuCount, Comparison::Ge, 0.5);
        assert_eq!(wrong.evaluate(&arbitrary::example_row()), None);
    }

    #[test]
    fn globs_match_whole_texts() {
        let cases = [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("?", "", false),
            ("?", "é", true),
            ("a*c", "abbc", true),
            ("a*c", "abcd", false),
            ("*ab*ab", "aababab", true),
            ("a**b?", "axyb!", true),
            ("RTX 40*", "rtx 4090", true),
            ("[a]", "a", false),
            ("*.*", "a%b", false),
        ];
        for (pattern, text, fits) in cases {
            assert_eq!(glob_matches(pattern, text, false), fits, "{pattern} {text}");
        }
        assert!(!glob_matches("A", "a", true));
        let hostile = format!("{}b", "a*".repeat(2_000));
        assert!(!glob_matches(&hostile, &"a".repeat(4_000), false));
    }

    /// The obvious definition, exponential but right.
    fn fits(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], _) => text.is_empty(),
            (['*', rest @ ..], _) => (0..=text.len()).any(|skipped| fits(rest, &text[skipped..])),
            ([wanted, rest @ ..], [found, after @ ..]) => {
                (*wanted == '?' || wanted.eq_ignore_ascii_case(found)) && fits(rest, after)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn globs_agree_with_their_definition(pattern in "[abA*?]{0,8}", text in "[abB]{0,8}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(glob_matches(&pattern, &text, false), fits(&chars(&pattern), &chars(&text)));
        }

        #[test]
        fn de_morgan(a in arbitrary::predicate(), b in arbitrary::predicate(), row in arbitrary::row()) {
            let neither = !Predicate::any([a.clone(), b.clone()]);
            let both_not = Predicate::all([!a.clone(), !b.clone()]);
            prop_assert_eq!(neither.evaluate(&row), both_not.evaluate(&row));
            let not_both = !Predicate::all([a.clone(), b.clone()]);
            let either_not = Predicate::any([!a, !b]);
            prop_assert_eq!(not_both.evaluate(&row), either_not.evaluate(&row));
        }

        #[test]
        fn not_not_is_nothing(a in arbitrary::predicate(), row in arbitrary::row()) {
            prop_assert_eq!((!!a.clone()).evaluate(&row), a.evaluate(&row));
        }

        #[test]
        fn a_list_is_an_or_of_equalities(
            (field, values) in arbitrary::field_and_values(),
            row in arbitrary::row(),
        ) {
            let any = Predicate::any(values.iter().map(|value| Predicate::eq(field, value.clone())));
            let list = Predicate::In { field, values: values.clone(), negated: false };
            prop_assert_eq!(list.evaluate(&row), any.evaluate(&row));
            let negated = Predicate::In { field, values, negated: true };
            prop_assert_eq!(negated.evaluate(&row), (!any).evaluate(&row));
        }
    }
}
