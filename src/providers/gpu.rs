//! Seam to the catalogue until it is merged.

use crate::market::offer::Gpu;

pub(super) struct Hints<'a> {
    pub vram_gib: Option<f64>,
    pub form_factor: Option<&'a str>,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn resolve(raw: &str, hints: Hints<'_>) -> (Gpu, Option<f64>) {
    let gpu = Gpu {
        vendor: None,
        model: raw.to_owned(),
        form_factor: hints.form_factor.map(str::to_owned),
        vram_gib: hints.vram_gib.map(|gib| gib as u32),
        slug: None,
    };
    (gpu, None)
}
