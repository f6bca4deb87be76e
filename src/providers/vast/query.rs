//! What is asked of Vast's search, and how a question is split when its answer is cut off.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

use super::offer::Row;
use crate::market::offer::PriceKind;

/// Offers asked for at most. Vast cuts at 64 when nothing is asked for; the whole market is about 25,000.
pub(super) const LIMIT: usize = 100_000;
/// Gigabytes of disk that `dph_total` includes; the least that clients ask for, so that no offer is left out for it.
pub(super) const ALLOCATED_STORAGE_GB: u32 = 5;
/// GPU counts that machines are mostly rented out in.
const USUAL_COUNTS: [u32; 4] = [1, 2, 4, 8];

/// Which models a question is about. Names are Vast's own spelling (`RTX 4090`).
#[derive(Clone, Debug, PartialEq)]
enum Models {
    All,
    These(Vec<String>),
    AllBut(Vec<String>),
}

/// Which GPU counts a question is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Counts {
    All,
    Exactly(u32),
    /// Not one of [`USUAL_COUNTS`].
    Unusual,
}

/// One search.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    /// On-demand or interruptible.
    pub(super) kind: PriceKind,
    models: Models,
    counts: Counts,
}

impl Question {
    /// The whole market.
    pub(super) const fn whole(kind: PriceKind) -> Self {
        Self { kind, models: Models::All, counts: Counts::All }
    }

    /// Whether it is about the whole market.
    pub(super) fn is_whole(&self) -> bool {
        self.models == Models::All && self.counts == Counts::All
    }

    /// The body of the request. Few filters, because combined ones have been seen to hide offers, and none on
    /// verification: unverified machines are told apart, not left out. Cheapest first, so that what may be cut off
    /// is what matters least.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({
            "type": if self.kind == PriceKind::Interruptible { "bid" } else { "on-demand" },
            "rentable": {"eq": true},
            "rented": {"eq": false},
            "external": {"eq": false},
            "allocated_storage": ALLOCATED_STORAGE_GB,
            "order": [["dph_total", "asc"]],
            "limit": LIMIT,
        });
        match &self.models {
            Models::All => {}
            Models::These(names) => body["gpu_name"] = json!({"in": names}),
            Models::AllBut(names) => body["gpu_name"] = json!({"notin": names}),
        }
        match self.counts {
            Counts::All => {}
            Counts::Exactly(count) => body["num_gpus"] = json!({"eq": count}),
            Counts::Unusual => body["num_gpus"] = json!({"notin": USUAL_COUNTS}),
        }
        body
    }

    /// Whether a row is what this question asks for by model and GPU count.
    pub(super) fn is_about(&self, row: &Row<'_>) -> bool {
        let name = row.gpu_name.text().unwrap_or_default();
        let is_named = |names: &[String]| names.binary_search_by(|known| known.as_str().cmp(&name)).is_ok();
        let model = match &self.models {
            Models::All => true,
            Models::These(names) => is_named(names),
            Models::AllBut(names) => !is_named(names),
        };
        let gpus = row.num_gpus.count().unwrap_or_default();
        model
            && match self.counts {
                Counts::All => true,
                Counts::Exactly(count) => gpus == count,
                Counts::Unusual => !USUAL_COUNTS.contains(&gpus),
            }
    }

    /// Smaller questions that together ask the same; none when it cannot be split. `known` are names of models: all
    /// that are known for the whole market, those in the answer for a part.
    pub(super) fn split(&self, known: &BTreeSet<String>) -> Vec<Self> {
        match &self.models {
            Models::All => self.halves_and_rest(&known.iter().cloned().collect::<Vec<_>>(), known),
            Models::AllBut(named) => {
                let new: Vec<String> = known.iter().filter(|name| !named.contains(name)).cloned().collect();
                let named = known.iter().chain(named).cloned().collect();
                if new.is_empty() { vec![] } else { self.halves_and_rest(&new, &named) }
            }
            Models::These(names) if names.len() > 1 => self.halves(names),
            Models::These(_) if self.counts == Counts::All => {
                let counts = USUAL_COUNTS.map(Counts::Exactly).into_iter().chain([Counts::Unusual]);
                counts.map(|counts| Self { counts, ..self.clone() }).collect()
            }
            Models::These(_) => vec![],
        }
    }

    fn halves(&self, names: &[String]) -> Vec<Self> {
        let (first, second) = names.split_at(names.len().div_ceil(2));
        let halves = [first, second].into_iter().filter(|names| !names.is_empty());
        halves.map(|names| Self { models: Models::These(names.to_vec()), ..self.clone() }).collect()
    }

    fn halves_and_rest(&self, names: &[String], all: &BTreeSet<String>) -> Vec<Self> {
        if names.is_empty() {
            return vec![];
        }
        let rest = Self { models: Models::AllBut(all.iter().cloned().collect()), ..self.clone() };
        self.halves(names).into_iter().chain([rest]).collect()
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.models, self.counts) {
            (Models::These(names), Counts::Exactly(count)) => write!(f, "{count} × {}", names.join(", ")),
            (Models::These(names), _) => f.write_str(&names.join(", ")),
            (Models::All, _) => f.write_str("the answer"),
            (Models::AllBut(_), _) => f.write_str("the answer for models on no list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn row(json: &str) -> Row<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_question_is_sent_as_vast_documents_it() {
        let expected = json!({
            "type": "bid",
            "rentable": {"eq": true},
            "rented": {"eq": false},
            "external": {"eq": false},
            "allocated_storage": 5,
            "order": [["dph_total", "asc"]],
            "limit": 100_000,
        });
        assert_eq!(Question::whole(PriceKind::Interruptible).body(), expected);
        assert_eq!(Question::whole(PriceKind::OnDemand).body()["type"], "on-demand");
    }

    #[test]
    fn parts_together_are_the_whole_and_do_not_overlap() {
        let rows = [
            r#"{"gpu_name":"A","num_gpus":1}"#,
            r#"{"gpu_name":"B","num_gpus":2}"#,
            r#"{"gpu_name":"C","num_gpus":8}"#,
            r#"{"gpu_name":"D","num_gpus":12}"#,
            r#"{"gpu_name":"Z","num_gpus":4}"#,
            r#"{"gpu_name":""}"#,
        ];
        let mut open = vec![Question::whole(PriceKind::OnDemand)];
        let mut asked = 0;
        while let Some(question) = open.pop() {
            asked += 1;
            let known = if question.is_whole() { names(&["A", "B", "C", "D"]) } else { names(&["Z"]) };
            let parts = question.split(&known);
            if parts.is_empty() {
                continue;
            }
            for json in rows {
                let row = row(json);
                if question.is_about(&row) {
                    assert_eq!(parts.iter().filter(|part| part.is_about(&row)).count(), 1, "{json} {parts:?}");
                }
            }
            open.extend(parts.into_iter().filter(|part| !matches!(&part.models, Models::AllBut(all) if all.len() > 4)));
        }
        assert!(asked > 25, "every model and count is asked for: {asked}");
    }

    #[test]
    fn a_rest_without_new_names_cannot_be_split() {
        let rest = Question::whole(PriceKind::OnDemand).split(&names(&["A"])).pop().unwrap();
        assert_eq!(rest.body()["gpu_name"], json!({"notin": ["A"]}));
        assert_eq!(rest.split(&names(&["A"])), []);
        assert_eq!(Question::whole(PriceKind::OnDemand).split(&names(&[])), []);
        let parts = rest.split(&names(&["A", "B"]));
        let filters: Vec<_> = parts.iter().map(|part| part.body()["gpu_name"].clone()).collect();
        assert_eq!(filters, [json!({"in": ["B"]}), json!({"notin": ["A", "B"]})]);
    }
}
