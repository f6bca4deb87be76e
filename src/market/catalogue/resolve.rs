//! From a provider's spelling to a GPU.

use super::index::{Found, is_about};
use super::spelling::{is_slice, key, tidy};
use super::{Catalogue, FormFactor, GpuSpec};
use crate::market::offer::Gpu;

/// Largest memory of one GPU that is believed, in GiB.
const MAX_VRAM_GIB: f64 = 4096.0;

/// What a provider says about a GPU beside its name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Memory of one GPU in GiB, as measured or as sold.
    pub vram_gib: Option<f64>,
    /// The provider's own word (`sxm5`, `PCIe`); words that name no form factor are passed over.
    pub form_factor: Option<&'a str>,
}

impl Catalogue {
    /// The GPU a provider means by `raw_name`.
    ///
    /// Memory is snapped to the size the model is sold with. A size that no row of the model has (a modified card, a
    /// slice) is kept as it is, without a slug: it is not the catalogue's GPU although it bears the model's name. The
    /// slug is given only when exactly one row fits. A name that is not in the catalogue is kept, tidied, with
    /// nothing but the hints; so is a name that says it is a slice (`MIG`).
    #[must_use]
    pub fn resolve(&'static self, raw_name: &str, hints: Hints<'_>) -> Gpu {
        let vram_gib = hints.vram_gib.filter(|gib| gib.is_finite() && *gib > 0.0 && *gib <= MAX_VRAM_GIB);
        let form_factor = hints.form_factor.and_then(FormFactor::parse);
        let found = if is_slice(raw_name) { None } else { self.index.find(&self.specs, &key(raw_name)) };
        found
            .and_then(|found| self.identify(found, vram_gib, form_factor))
            .unwrap_or_else(|| unknown(raw_name, vram_gib, form_factor))
    }

    /// Picks among the rows a spelling may mean; `None` when the memory shows that it means another GPU.
    fn identify(&'static self, found: Found<'_>, vram_gib: Option<f64>, hint: Option<FormFactor>) -> Option<Gpu> {
        let rows: Vec<&'static GpuSpec> = self.rows(&found.entry.rows).collect();
        let first = *rows.first()?;
        let said = common(&rows, |row| row.form_factor).or(found.form_factor(&first.model)).or(hint);
        let size = vram_gib.or(found.memory().map(f64::from));
        let mut fitting = fit(&rows, said, size);
        if found.entry.shared && fitting.is_empty() {
            return None;
        }
        let vram = match size {
            Some(size) => nearest(size, &fitting).or_else(|| nearest(size, &rows)).or_else(|| whole(size)),
            None => common(&fitting, |row| row.vram_gib),
        };
        if vram.is_some() && common(&fitting, |row| row.form_factor).is_none() {
            let listed = |row: &&GpuSpec| self.rows(&found.entry.listed).any(|listed| listed.slug == row.slug);
            if let [only] = *fitting.iter().copied().filter(listed).collect::<Vec<_>>() {
                fitting = vec![only];
            }
        }
        let form_factor = common(&fitting, |row| row.form_factor).or(said);
        Some(Gpu {
            vendor: Some(first.vendor.clone()),
            model: common_name(&rows),
            form_factor: form_factor.map(|form| form.as_str().to_owned()),
            vram_gib: vram,
            slug: if let [row] = *fitting { Some(&row.slug) } else { None },
        })
    }
}

/// The rows with this form factor and about this memory in GiB; what is `None` does not narrow.
///
/// NVL cards are PCI Express cards, and some providers call them no more than that: they fit where no other does.
pub(super) fn fit<'a>(rows: &[&'a GpuSpec], form: Option<FormFactor>, size: Option<f64>) -> Vec<&'a GpuSpec> {
    let with = |form: Option<FormFactor>| {
        let mut fitting = rows.to_vec();
        fitting.retain(|row| form.is_none_or(|form| row.form_factor == form));
        if let Some(size) = size {
            let nominal = nearest(size, &fitting);
            fitting.retain(|row| Some(row.vram_gib) == nominal);
        }
        fitting
    };
    let fitting = with(form);
    if fitting.is_empty() && form == Some(FormFactor::Pcie) { with(Some(FormFactor::Nvl)) } else { fitting }
}

/// The size among `rows` that is sold as what was measured as `size` GiB.
fn nearest(size: f64, rows: &[&GpuSpec]) -> Option<u32> {
    let off = |nominal: u32| (size / f64::from(nominal) - 1.0).abs();
    let sizes = rows.iter().map(|row| row.vram_gib).filter(|nominal| is_about(size, *nominal));
    sizes.min_by(|a, b| off(*a).total_cmp(&off(*b)))
}

/// What all rows have in common.
pub(super) fn common<'a, T: PartialEq>(rows: &[&'a GpuSpec], value: impl Fn(&'a GpuSpec) -> T) -> Option<T> {
    let first = value(rows.first()?);
    rows.iter().all(|row| value(row) == first).then_some(first)
}

/// The model's name, or the words that the names of several models begin with (`RTX PRO 6000`).
pub(super) fn common_name(rows: &[&GpuSpec]) -> String {
    let mut words: Vec<&str> = rows.first().map(|row| row.model.split(' ').collect()).unwrap_or_default();
    for row in rows {
        let same = words.iter().zip(row.model.split(' ')).take_while(|(a, b)| *a == b).count();
        words.truncate(same);
    }
    words.join(" ")
}

fn unknown(raw_name: &str, vram_gib: Option<f64>, form_factor: Option<FormFactor>) -> Gpu {
    let (vendor, model) = tidy(raw_name);
    Gpu {
        vendor: vendor.map(str::to_owned),
        model,
        form_factor: form_factor.map(|form| form.as_str().to_owned()),
        vram_gib: vram_gib.and_then(whole),
        slug: None,
    }
}

/// The nearest whole GiB, unless that is none.
fn whole(gib: f64) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and MAX_VRAM_GIB")]
    let whole = gib.round() as u32;
    (whole > 0).then_some(whole)
}
