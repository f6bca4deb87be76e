//! The index: from the [`key`] of a spelling to the rows it may mean.

use std::collections::HashMap;

use super::spelling::{self, Suffix, is_digit, key};
use super::{FormFactor, GpuSpec};

/// What one spelling may mean.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Rows it may mean: all of a model's for the model's name, fewer for a spelling that says more; rows of several
    /// models where providers disagree (`RTX PRO 6000`).
    pub rows: Vec<usize>,
    /// Rows that some provider's list gives exactly this spelling.
    pub listed: Vec<usize>,
    /// A name that later generations bear too: `RTX 6000` is a Quadro only if its memory does not say otherwise.
    pub shared: bool,
}

/// A spelling taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    pub entry: &'a Entry,
    pub suffix: Suffix,
}

#[derive(Debug)]
pub(super) struct Index {
    entries: HashMap<String, Entry>,
    slugs: HashMap<String, usize>,
}

impl Index {
    pub fn new(specs: &[GpuSpec]) -> Self {
        let slugs = specs.iter().enumerate().map(|(row, spec)| (spec.slug.clone(), row)).collect();
        let mut index = Self { entries: HashMap::new(), slugs };
        for (row, spec) in specs.iter().enumerate() {
            for name in with_short_form(key(&spec.model)) {
                index.entries.entry(name).or_default().rows.push(row);
            }
        }
        for (row, spec) in specs.iter().enumerate() {
            for (_, alias) in spec.aliases() {
                index.add_alias(specs, row, spec, key(alias));
            }
        }
        index
    }

    /// Adds a provider's spelling, unless the rules read it rightly already.
    fn add_alias(&mut self, specs: &[GpuSpec], row: usize, spec: &GpuSpec, alias: String) {
        let fits = |found: Found<'_>| {
            let Suffix { form_factor, memory, .. } = found.suffix;
            found.entry.rows.contains(&row)
                && form_factor.is_none_or(|form| form == spec.form_factor)
                && memory.is_none_or(|size| is_about(f64::from(size), spec.vram_gib))
        };
        if !self.entries.contains_key(&alias) && self.find(specs, &alias).is_some_and(fits) {
            return;
        }
        let shared = spec.model.starts_with("Quadro ") && !alias.starts_with('q');
        let names = if shared { vec![alias] } else { with_short_form(alias) };
        for name in names {
            let entry = self.entries.entry(name).or_default();
            entry.shared |= shared;
            push_new(&mut entry.rows, row);
            push_new(&mut entry.listed, row);
        }
    }

    pub fn row_of_slug(&self, slug: &str) -> Option<usize> {
        self.slugs.get(slug).copied()
    }

    /// The rows a whole spelling may mean; none if it is not known as it stands.
    pub fn exact(&self, spelling: &str) -> &[usize] {
        self.entries.get(&key(spelling)).map_or(&[], |entry| &entry.rows)
    }

    /// Takes a key apart: the longest known name at its front whose remainder is understood.
    pub fn find(&self, specs: &[GpuSpec], key: &str) -> Option<Found<'_>> {
        if let Some(found) = self.find_as_written(specs, key) {
            return Some(found);
        }
        if let Some(found) = spelling::key_without_line(key).and_then(|key| self.find_as_written(specs, key)) {
            return Some(found);
        }
        // Some providers write `GTX` before every GeForce number.
        let rest = key.strip_prefix("gtx")?;
        self.find_as_written(specs, &format!("rtx{rest}"))
    }

    fn find_as_written(&self, specs: &[GpuSpec], key: &str) -> Option<Found<'_>> {
        cuts(key).rev().find_map(|(name, rest)| {
            let entry = self.entries.get(name)?;
            let rows = || entry.rows.iter().filter_map(|row| specs.get(*row));
            let suffix = Suffix::parse(rest, &rows().next()?.architecture)?;
            let understood = suffix.number.is_none_or(|number| rows().any(|row| row.vram_gib == number));
            understood.then_some(Found { entry, suffix })
        })
    }
}

impl Found<'_> {
    /// The form factor that the words after the name tell.
    pub fn form_factor(&self, model: &str) -> Option<FormFactor> {
        // NVIDIA's own name of the SXM board is `H100 80GB HBM3`; the PCIe card has HBM2e.
        let by_memory = (self.suffix.hbm3 && model == "H100").then_some(FormFactor::Sxm);
        self.suffix.form_factor.or(by_memory)
    }

    /// GiB of memory that the words after the name tell.
    pub fn memory(&self) -> Option<u32> {
        self.suffix.memory.or(self.suffix.number)
    }
}

/// Every place where a name may end: never inside a number.
pub(super) fn cuts(key: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    (1..=key.len()).filter_map(|end| key.split_at_checked(end)).filter(|(name, rest)| {
        let inside_number = name.ends_with(is_digit) && rest.starts_with(is_digit);
        !inside_number
    })
}

/// A name and the way people shorten it (`4090`, `a6000`, `pro6000`).
fn with_short_form(name: String) -> Vec<String> {
    let short = ["rtx", "gtx", "rx"].iter().find_map(|line| name.strip_prefix(line)).map(str::to_owned);
    short.into_iter().filter(|short| short.contains(is_digit)).chain([name]).collect()
}

/// Whether a size in GiB, measured or said, is what is sold as `nominal` GiB.
///
/// Drivers and error correction keep back up to a tenth (a T4 shows 14.7 of 16, a B300 262 of 288), and sellers who
/// mix decimal and binary units name up to 7 % more than there is.
pub(super) fn is_about(gib: f64, nominal: u32) -> bool {
    const KEPT_BACK_AT_MOST: f64 = 0.10;
    const OVERSTATED_AT_MOST: f64 = 0.07;
    let share = gib / f64::from(nominal);
    (1.0 - KEPT_BACK_AT_MOST..=1.0 + OVERSTATED_AT_MOST).contains(&share)
}

fn push_new(rows: &mut Vec<usize>, row: usize) {
    if !rows.contains(&row) {
        rows.push(row);
    }
}
