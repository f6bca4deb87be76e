//! From a provider's spelling of a GPU to the catalogue's.

use crate::market::catalogue::Catalogue;
pub(super) use crate::market::catalogue::Hints;
use crate::market::offer::Gpu;

/// The GPU a provider means, and its FP16 dense tensor TFLOPS where all rows it may be agree on them.
pub(super) fn resolve(raw_name: &str, hints: Hints<'_>) -> (Gpu, Option<f64>) {
    let catalogue = Catalogue::builtin();
    let gpu = catalogue.resolve(raw_name, hints);
    let tflops_fp16 = catalogue.agreed(&gpu, |row| row.tflops_fp16);
    (gpu, tflops_fp16)
}
