//! Asking for a market in slices that each fit into one answer. Pure.
//!
//! Vast's search has no pages: it answers with at most as many rows as asked for, or as it likes, and does not say
//! that there are more. So an answer that looks cut off is asked again in parts: by model, then by GPUs per ask.

use serde_json::{Map, Value, json};

/// Searches of one fetch at most: with ten a minute allowed, more would never end.
pub(super) const MAX_SEARCHES: usize = 60;
/// Rows the server gives when it overlooks the limit.
const DEFAULT_ROWS: usize = 64;
/// Servers' own limits are round numbers; from here on a round number of rows is suspicious.
const ROUND_ROWS: usize = 100;
/// GPUs per ask that hosts offer most.
const COUNTS: [u32; 4] = [1, 2, 4, 8];

/// Which models.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Models {
    All,
    In(Vec<String>),
    NotIn(Vec<String>),
}

/// How many GPUs per ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    All,
    Exactly(u32),
    Others,
}

/// A part of a market.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slice {
    models: Models,
    counts: Counts,
}

/// Whether an answer with so many rows may have been cut off.
pub(super) const fn looks_cut_off(rows: usize, limit: usize) -> bool {
    rows >= limit || rows == DEFAULT_ROWS || (rows > 0 && rows % ROUND_ROWS == 0)
}

impl Slice {
    /// The whole market.
    pub(super) const fn everything() -> Self {
        Self { models: Models::All, counts: Counts::All }
    }

    /// The filters that ask for it.
    pub(super) fn filters(&self) -> Map<String, Value> {
        let mut filters = Map::new();
        match &self.models {
            Models::All => {}
            Models::In(names) => drop(filters.insert("gpu_name".to_owned(), json!({ "in": names }))),
            Models::NotIn(names) => drop(filters.insert("gpu_name".to_owned(), json!({ "notin": names }))),
        }
        match self.counts {
            Counts::All => {}
            Counts::Exactly(count) => drop(filters.insert("num_gpus".to_owned(), json!({ "eq": count }))),
            Counts::Others => drop(filters.insert("num_gpus".to_owned(), json!({ "notin": COUNTS }))),
        }
        filters
    }

    /// Whether an ask belongs to it. An ask without a name or count may belong to any.
    pub(super) fn holds(&self, name: Option<&str>, gpu_count: Option<u32>) -> bool {
        let named = |names: &[String]| name.is_none_or(|name| names.iter().any(|known| known == name));
        let model = match &self.models {
            Models::All => true,
            Models::In(names) => named(names),
            Models::NotIn(names) => name.is_none() || !named(names),
        };
        let count = match self.counts {
            Counts::All => true,
            Counts::Exactly(count) => gpu_count.is_none_or(|found| found == count),
            Counts::Others => gpu_count.is_none_or(|found| !COUNTS.contains(&found)),
        };
        model && count
    }

    /// Smaller slices that make up this one, given the names of models known by now; empty when it cannot be split.
    pub(super) fn parts(&self, known: &[String]) -> Vec<Self> {
        let slice = |models| Self { models, counts: self.counts };
        let halves = |names: &[String]| {
            let (left, right) = names.split_at(names.len() / 2);
            [left, right]
                .into_iter()
                .filter(|half| !half.is_empty())
                .map(|half| slice(Models::In(half.to_vec())))
                .collect()
        };
        let new_names = |excluded: &[String]| -> Vec<String> {
            known.iter().filter(|name| !excluded.contains(name)).cloned().collect()
        };
        let split_off = |excluded: &[String]| {
            let new = new_names(excluded);
            if new.is_empty() {
                return Vec::new();
            }
            let mut parts: Vec<Self> = halves(&new);
            parts.push(slice(Models::NotIn(excluded.iter().chain(&new).cloned().collect())));
            parts
        };
        match &self.models {
            Models::All => split_off(&[]),
            Models::NotIn(excluded) => split_off(excluded),
            Models::In(names) if names.len() > 1 => halves(names),
            Models::In(_) if self.counts == Counts::All => {
                let counts = COUNTS.map(Counts::Exactly).into_iter().chain([Counts::Others]);
                counts.map(|counts| Self { models: self.models.clone(), counts }).collect()
            }
            Models::In(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("GPU {number}")).collect()
    }

    #[test]
    fn round_numbers_of_rows_are_suspicious() {
        for rows in [64, 100, 1000, 3000, 50_000, 60_000] {
            assert!(looks_cut_off(rows, 50_000), "{rows}");
        }
        for rows in [0, 1, 63, 65, 24_867] {
            assert!(!looks_cut_off(rows, 50_000), "{rows}");
        }
    }

    #[test]
    fn one_model_is_split_by_gpus_per_ask_and_then_no_further() {
        let one = Slice { models: Models::In(names(1)), counts: Counts::All };
        let parts = one.parts(&names(1));
        assert_eq!(parts.len(), COUNTS.len() + 1);
        assert!(parts.iter().all(|part| part.parts(&names(1)).is_empty()));
    }

    proptest! {
        #[test]
        fn the_parts_hold_every_ask_of_the_whole_exactly_once(
            known in 1_usize..20, name in 0_usize..30, count in 1_u32..10,
        ) {
            let known = names(known);
            let name = format!("GPU {name}");
            let mut slices = vec![Slice::everything()];
            for _ in 0..8 {
                let holding = slices.iter().filter(|slice| slice.holds(Some(&name), Some(count))).count();
                prop_assert_eq!(holding, 1);
                slices = slices
                    .into_iter()
                    .flat_map(|slice| {
                        let parts = slice.parts(&known);
                        if parts.is_empty() { vec![slice] } else { parts }
                    })
                    .collect();
            }
        }
    }
}
