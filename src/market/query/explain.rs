//! `--explain`: which term of a query removed how many rows.

use schemars::JsonSchema;
use serde::Serialize;

use super::ast::Predicate;
use crate::market::row::OfferRow;

/// One term of a query and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TermReport {
    /// The term, in the grammar of `--where`.
    pub term: String,
    /// Rows that every term before it kept and it did not.
    pub removed: u64,
}

/// Counts for each top-level term, in order, the rows that it removed of those the terms before it had left. The
/// counts and the rows kept add up to all rows.
pub fn explain<'a>(predicate: &Predicate, rows: impl IntoIterator<Item = &'a OfferRow>) -> Vec<TermReport> {
    let terms = predicate.terms();
    let mut removed = vec![0_u64; terms.len()];
    for row in rows {
        let mut counted = terms.iter().zip(&mut removed);
        if let Some((_, count)) = counted.find(|((_, term), _)| !term.matches(row)) {
            *count += 1;
        }
    }
    terms.into_iter().zip(removed).map(|((term, _), removed)| TermReport { term, removed }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::market::query::{arbitrary, parse};

    #[test]
    fn each_row_counts_against_the_first_term_it_fails() {
        let counts = [1, 2, 3, 4].map(|gpu_count| OfferRow { gpu_count, ..arbitrary::example_row() });
        let flag = parse("gpu_count > 1").unwrap();
        let filter = parse("gpu_count != 1 and (gpu_count = 3 or gpu_count = 4) and reliability = null").unwrap();
        let query = Predicate::all([flag].into_iter().chain(filter.into_terms()));
        let report = explain(&query, &counts);
        let report: Vec<(&str, u64)> = report.iter().map(|term| (term.term.as_str(), term.removed)).collect();
        assert_eq!(
            report,
            [
                ("gpu_count > 1", 1),
                ("gpu_count != 1", 0),
                ("gpu_count = 3 or gpu_count = 4", 1),
                ("reliability = null", 2),
            ]
        );
    }

    proptest! {
        #[test]
        fn removed_and_kept_add_up(predicate in arbitrary::predicate(), rows in arbitrary::distinct_rows()) {
            let kept = rows.iter().filter(|row| predicate.matches(row)).count() as u64;
            let removed: u64 = explain(&predicate, &rows).iter().map(|term| term.removed).sum();
            prop_assert_eq!(kept + removed, rows.len() as u64);
        }
    }
}
