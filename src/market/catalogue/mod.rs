//! The GPU catalogue: which GPUs there are, what they can do, and how each provider spells them.
//!
//! A catalogue row is one *model* × *memory* × *form factor*: an A100 with 40 GiB on PCI Express is not an A100 with
//! 80 GiB on SXM. [`Catalogue::resolve`] turns a provider's spelling into a [`Gpu`], [`Catalogue::select`] a user's.
//!
//! The data is `gpus.csv` beside this file; it is embedded and read once, on first use. Its columns:
//!
//! | column | meaning |
//! |---|---|
//! | `slug` | stable key of the row (`a100-sxm4-80gb`) |
//! | `model` | canonical name without memory and form factor |
//! | `vendor`, `architecture`, `form_factor`, `vram_gib` | what it is; all SXM generations are `SXM` |
//! | `memory_bandwidth_gb_s` | decimal GB/s |
//! | `tflops_fp32` | vector throughput at boost clock |
//! | `tflops_fp16`, `tflops_fp8` | dense tensor throughput, without sparsity; the `…_source` column says whose figure |
//! | `source`, `note` | where the other figures come from, and known conflicts |
//! | `alias_…` | spellings by provider, separated by `\|`; Akash's are `name/memory/interface`; `alias_other` holds `provider:spelling` |
//!
//! An empty cell is unknown, never zero.

mod index;
mod resolve;
mod select;
mod spelling;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::offer::Gpu;
use index::Index;

pub use resolve::Hints;
pub use select::{SelectError, Selection};

/// How a GPU is built into a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum FormFactor {
    /// A card in a PCI Express slot.
    #[serde(rename = "PCIe")]
    Pcie,
    /// A module on an NVLink board, any generation (SXM2 to SXM6).
    #[serde(rename = "SXM")]
    Sxm,
    /// PCI Express cards joined by NVLink bridges.
    #[serde(rename = "NVL")]
    Nvl,
    /// A module of the Open Compute Project.
    #[serde(rename = "OAM")]
    Oam,
    /// One package with the CPU.
    #[serde(rename = "APU")]
    Apu,
    /// On one board with the CPU (GH200, GB200).
    Superchip,
    /// Soldered into a laptop.
    Mobile,
}

impl FormFactor {
    /// The name used in JSON, in the database and in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pcie => "PCIe",
            Self::Sxm => "SXM",
            Self::Nvl => "NVL",
            Self::Oam => "OAM",
            Self::Apu => "APU",
            Self::Superchip => "Superchip",
            Self::Mobile => "Mobile",
        }
    }
}

impl fmt::Display for FormFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The arithmetic that a throughput is measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Vector units, 32 bits.
    Fp32,
    /// Tensor cores, 16 bits, dense.
    #[default]
    Fp16,
    /// Tensor cores, 8 bits, dense.
    Fp8,
}

impl Precision {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Fp32, Self::Fp16, Self::Fp8];

    /// The name used in JSON and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fp32 => "fp32",
            Self::Fp16 => "fp16",
            Self::Fp8 => "fp8",
        }
    }

    /// What one GPU does, in TFLOPS.
    #[must_use]
    pub const fn tflops(self, spec: &GpuSpec) -> Option<f64> {
        match self {
            Self::Fp32 => spec.tflops_fp32,
            Self::Fp16 => spec.tflops_fp16,
            Self::Fp8 => spec.tflops_fp8,
        }
    }
}

/// One row of the catalogue. An unknown figure is `None`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct GpuSpec {
    /// Stable key (`a100-sxm4-80gb`).
    pub slug: String,
    /// Canonical name without memory and form factor (`A100`, `RTX 4090`).
    pub model: String,
    /// `NVIDIA`, `AMD`, `Intel`.
    pub vendor: String,
    /// The maker's name of the generation (`Ada Lovelace`).
    pub architecture: String,
    /// How it is built in.
    pub form_factor: FormFactor,
    /// The memory it is sold with, in GiB.
    pub vram_gib: u32,
    /// Decimal GB/s.
    pub memory_bandwidth_gb_s: Option<f64>,
    /// Vector TFLOPS at boost clock.
    pub tflops_fp32: Option<f64>,
    /// Dense tensor TFLOPS.
    pub tflops_fp16: Option<f64>,
    /// Dense tensor TFLOPS.
    pub tflops_fp8: Option<f64>,
    alias_vast: String,
    alias_akash: String,
    alias_ionet: String,
    alias_render: String,
    alias_other: String,
}

impl GpuSpec {
    /// The spellings of this row: (provider, spelling). Akash's memory and interface are left away.
    pub fn aliases(&self) -> impl Iterator<Item = (&str, &str)> {
        let named = [("vast", &self.alias_vast), ("ionet", &self.alias_ionet), ("render", &self.alias_render)];
        let named = named.into_iter().flat_map(|(provider, cell)| cells(cell).map(move |alias| (provider, alias)));
        let akash = cells(&self.alias_akash).map(|alias| ("akash", alias.split('/').next().unwrap_or(alias)));
        let other = cells(&self.alias_other).filter_map(|alias| alias.split_once(':'));
        named.chain(akash).chain(other)
    }
}

fn cells(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|part| !part.is_empty())
}

/// All known GPUs, ready to be looked up by any spelling.
#[derive(Debug)]
pub struct Catalogue {
    specs: Vec<GpuSpec>,
    index: Index,
}

impl Catalogue {
    /// The catalogue that comes with gp4u; read on first use (under a millisecond).
    #[must_use]
    #[expect(clippy::missing_panics_doc, reason = "the file is embedded: no input reaches it, and every test reads it")]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "the file is embedded: no input reaches it, and every test reads it"
            )]
            let specs = parse(include_str!("gpus.csv")).expect("gpus.csv is well-formed");
            let index = Index::new(&specs);
            Self { specs, index }
        })
    }

    /// Every row, in the order of the file: by maker, class and generation.
    #[must_use]
    pub fn specs(&self) -> &[GpuSpec] {
        &self.specs
    }

    /// The row with this slug.
    #[must_use]
    pub fn spec(&self, slug: &str) -> Option<&GpuSpec> {
        self.index.row_of_slug(slug).and_then(|row| self.specs.get(row))
    }

    /// Every row of a model, by its canonical name.
    pub fn rows_of<'a>(&'a self, model: &'a str) -> impl Iterator<Item = &'a GpuSpec> {
        self.specs.iter().filter(move |spec| spec.model == model)
    }

    /// A figure of a GPU, if every row it may be has the same: an A100 whose form factor is unknown computes like
    /// either, an H100 does not. `None` for what is not in the catalogue and for memory no row has.
    ///
    /// ```
    /// use gp4u::market::catalogue::{Catalogue, Hints};
    ///
    /// let catalogue = Catalogue::builtin();
    /// let gpu = catalogue.resolve("A100", Hints { vram_gib: Some(79.6), form_factor: None });
    /// assert_eq!(gpu.slug, None);
    /// assert_eq!(catalogue.agreed(&gpu, |row| row.tflops_fp16), Some(312.0));
    /// ```
    pub fn agreed(&self, gpu: &Gpu, figure: impl Fn(&GpuSpec) -> Option<f64>) -> Option<f64> {
        if let Some(slug) = gpu.slug {
            return figure(self.spec(slug)?);
        }
        let fits = |row: &&GpuSpec| {
            gpu.vram_gib.is_none_or(|size| size == row.vram_gib)
                && gpu.form_factor.as_deref().is_none_or(|form| form == row.form_factor.as_str())
        };
        let mut figures = self.rows(self.index.exact(&gpu.model)).filter(fits).map(figure);
        let first = figures.next()??;
        figures.all(|other| other == Some(first)).then_some(first)
    }

    /// How providers spell a model, by provider, each spelling once.
    #[must_use]
    pub fn spellings<'a>(&'a self, model: &'a str) -> BTreeMap<&'a str, Vec<&'a str>> {
        let mut by_provider: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (provider, alias) in self.rows_of(model).flat_map(GpuSpec::aliases) {
            let spellings = by_provider.entry(provider).or_default();
            if !spellings.contains(&alias) {
                spellings.push(alias);
            }
        }
        by_provider
    }

    /// A row's name with as much of form factor and memory as tells it from the model's other rows
    /// (`RTX 4090`, `H100 NVL 94GB`).
    #[must_use]
    pub fn label(&self, spec: &GpuSpec) -> String {
        self.told_apart(spec).to_string()
    }

    fn told_apart(&self, spec: &GpuSpec) -> Selection {
        let differs = |differ: fn(&GpuSpec, &GpuSpec) -> bool| self.rows_of(&spec.model).any(|row| differ(row, spec));
        let form_factor = differs(|a, b| a.form_factor != b.form_factor).then_some(spec.form_factor);
        let vram_gib = differs(|a, b| a.vram_gib != b.vram_gib).then_some(spec.vram_gib);
        Selection { model: spec.model.clone(), form_factor, vram_gib }
    }

    fn rows<'a, 'b>(&'a self, rows: &'b [usize]) -> impl Iterator<Item = &'a GpuSpec> + use<'a, 'b> {
        rows.iter().filter_map(|row| self.specs.get(*row))
    }
}

fn parse(text: &str) -> Result<Vec<GpuSpec>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}
