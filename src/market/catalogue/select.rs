//! From a user's words to the GPUs they mean.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::index::{Found, cuts};
use super::resolve::{common, common_name, fit};
use super::spelling::{Suffix, is_digit, key, runs};
use super::{Catalogue, FormFactor, GpuSpec};
use crate::error::{self, Code};

/// Names offered when none is right.
const MAX_SUGGESTIONS: usize = 5;
/// Names listed when several are right.
const MAX_CANDIDATES: usize = 8;

/// GPUs a user asked for: a model, narrowed by what else was said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// The model as offers bear it.
    pub model: String,
    /// Only this form factor.
    pub form_factor: Option<FormFactor>,
    /// Only this much memory, in GiB.
    pub vram_gib: Option<u32>,
}

impl Selection {
    /// Whether a GPU is one of them; what is not known of it fits no narrower choice.
    #[must_use]
    pub fn fits(&self, model: &str, form_factor: Option<&str>, vram_gib: Option<u32>) -> bool {
        self.model == model
            && self.form_factor.is_none_or(|wanted| form_factor == Some(wanted.as_str()))
            && self.vram_gib.is_none_or(|wanted| vram_gib == Some(wanted))
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.model)?;
        if let Some(form) = self.form_factor {
            write!(f, " {form}")?;
        }
        if let Some(gib) = self.vram_gib {
            write!(f, " {gib}GB")?;
        }
        Ok(())
    }
}

/// Why a user's words select no GPU.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SelectError {
    /// Nothing is called so; the candidates are the nearest names, or what there is of the model.
    #[error("no GPU is called `{argument}`")]
    Unknown {
        /// What was asked for.
        argument: String,
        /// Nearest first, at most 5.
        candidates: Vec<String>,
    },
    /// Several different models are called so.
    #[error("`{argument}` could be several different GPUs")]
    Ambiguous {
        /// What was asked for.
        argument: String,
        /// The models, at most 8.
        candidates: Vec<String>,
    },
}

impl From<SelectError> for error::Error {
    fn from(wrong: SelectError) -> Self {
        let message = wrong.to_string();
        let (argument, candidates, ask) = match wrong {
            SelectError::Unknown { argument, candidates } => (argument, candidates, "did you mean"),
            SelectError::Ambiguous { argument, candidates } => (argument, candidates, "say which"),
        };
        let hint = match candidates.as_slice() {
            [] => "`gp4u gpus models` lists the GPUs there are".to_owned(),
            names => format!("{ask}: {}", names.join(", ")),
        };
        Self::new(Code::UnknownModel, message).hint(hint).detail("argument", argument).detail("candidates", candidates)
    }
}

impl Catalogue {
    /// The GPUs a user means: any provider's spelling or a shorter one, with form factor and memory in any order
    /// (`4090`, `h100-sxm`, `A100 80GB`, `rtx 6000 ada`).
    ///
    /// What is said narrows, what is not said does not: `A100` is every A100. A family is several models
    /// (`RTX PRO 6000`). `also_known` are names found in the market that the catalogue does not have.
    pub fn select(&self, argument: &str, also_known: &[String]) -> Result<Vec<Selection>, SelectError> {
        let wanted = key(argument);
        if let Some(found) = self.index.find(&self.specs, &wanted)
            && !found.entry.shared
        {
            return self.narrow(&found).ok_or_else(|| self.other_versions(argument, &found));
        }
        let in_market = from_market(&wanted, also_known);
        if !in_market.is_empty() {
            return Ok(in_market);
        }
        self.select_by_words(argument, &wanted, also_known)
    }

    /// The models of a name that is known, narrowed by the words after it; `None` when no row is like that.
    fn narrow(&self, found: &Found<'_>) -> Option<Vec<Selection>> {
        let rows: Vec<&GpuSpec> = self.rows(&found.entry.rows).collect();
        let first = rows.first()?;
        let (form, size) = (found.form_factor(&first.model), found.memory().map(f64::from));
        let fitting = fit(&rows, form, size);
        // A spelling may say memory or form factor in a way of its own (`GH200_480GB`).
        let says_more = |all: usize| found.entry.rows.len() < all && form.is_none() && size.is_none();
        let narrower = common(&rows, |row| &row.model).is_some_and(|model| says_more(self.rows_of(model).count()));
        let form_factor = common(&fitting, |row| row.form_factor).filter(|_| form.is_some() || narrower);
        let vram_gib = common(&fitting, |row| row.vram_gib).filter(|_| size.is_some() || narrower);
        if fitting.is_empty() {
            return None;
        }
        let models = self.family(&rows);
        Some(models.into_iter().map(|model| Selection { model, form_factor, vram_gib }).collect())
    }

    /// The models of a family with the name they share first, as offers may bear only that; or the one model.
    fn family(&self, rows: &[&GpuSpec]) -> Vec<String> {
        let name = common_name(rows);
        if common(rows, |row| &row.model).is_some() {
            return vec![name];
        }
        let members = self.specs.iter().map(|spec| &spec.model);
        let members = members.filter(|model| model.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' ')));
        distinct([&name].into_iter().chain(members).cloned())
    }

    /// The model exists, but not like that.
    fn other_versions(&self, argument: &str, found: &Found<'_>) -> SelectError {
        let versions = self.rows(&found.entry.rows).map(|row| {
            let version = self.told_apart(row);
            Selection { vram_gib: Some(row.vram_gib), ..version }.to_string()
        });
        let candidates = distinct(versions).into_iter().take(MAX_SUGGESTIONS).collect();
        SelectError::Unknown { argument: argument.to_owned(), candidates }
    }

    /// The models whose names have all the words asked for, in whatever order; one must be a number, as all others
    /// stand in the names of unlike GPUs.
    fn select_by_words(&self, argument: &str, key: &str, market: &[String]) -> Result<Vec<Selection>, SelectError> {
        let without_number = |rest: &str| Suffix::parse(rest, "").filter(|suffix| suffix.number.is_none());
        let (name, suffix) = cuts(key)
            .find_map(|(name, rest)| without_number(rest).map(|suffix| (name, suffix)))
            .unwrap_or((key, Suffix::default()));
        let (form, size) = (suffix.form_factor, suffix.memory.map(f64::from));
        let words: Vec<&str> = runs(name).collect();
        let named: Vec<&GpuSpec> = self.specs.iter().filter(|spec| has_words(&spec.model, &words)).collect();
        let fitting = fit(&named, form, size);
        let models = distinct(fitting.iter().map(|row| row.model.clone()));
        let family = common_name(&fitting);
        match models.as_slice() {
            [] => Err(self.nearest_names(argument, key, market)),
            [_] => Ok(self.selections(&fitting, form, size)),
            _ if self.index.exact(&family).len() > 1 => Ok(self.selections(&fitting, form, size)),
            _ => Err(SelectError::Ambiguous {
                argument: argument.to_owned(),
                candidates: models.into_iter().take(MAX_CANDIDATES).collect(),
            }),
        }
    }

    fn selections(&self, rows: &[&GpuSpec], form: Option<FormFactor>, size: Option<f64>) -> Vec<Selection> {
        let form_factor = common(rows, |row| row.form_factor).filter(|_| form.is_some());
        let vram_gib = common(rows, |row| row.vram_gib).filter(|_| size.is_some());
        self.family(rows).into_iter().map(|model| Selection { model, form_factor, vram_gib }).collect()
    }

    fn nearest_names(&self, argument: &str, wanted: &str, market: &[String]) -> SelectError {
        const SIMILAR_ENOUGH: f64 = 0.75;
        let names = distinct(self.specs.iter().map(|spec| &spec.model).chain(market).cloned());
        let mut scored: Vec<(f64, String)> = names
            .into_iter()
            .map(|name| (strsim::jaro_winkler(wanted, &key(&name)), name))
            .filter(|(similarity, _)| *similarity >= SIMILAR_ENOUGH)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let candidates = scored.into_iter().take(MAX_SUGGESTIONS).map(|(_, name)| name).collect();
        SelectError::Unknown { argument: argument.to_owned(), candidates }
    }
}

/// The market's own names that are spelt like what is wanted, apart from memory and form factor after it.
fn from_market(wanted: &str, also_known: &[String]) -> Vec<Selection> {
    let selections = also_known.iter().filter_map(|model| {
        let known = key(model);
        let (_, rest) = cuts(wanted).find(|(name, _)| *name == known)?;
        let Suffix { memory: vram_gib, form_factor, number: None, .. } = Suffix::parse(rest, "")? else { return None };
        Some(Selection { model: model.clone(), form_factor, vram_gib })
    });
    selections.collect()
}

/// Whether a model's name has all the words, run together (`rtxpro`) or apart (`pro`).
fn has_words(model: &str, words: &[&str]) -> bool {
    let (together, apart) = (key(model), model.to_lowercase());
    let known: Vec<&str> = runs(&together).chain(runs(&apart)).collect();
    words.iter().any(|word| word.starts_with(is_digit)) && words.iter().all(|word| known.contains(word))
}

/// Each name once, in order.
fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}
