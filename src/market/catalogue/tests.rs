//! The catalogue against its own file, against recorded markets, and against arbitrary text.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn resolve(name: &str, vram_gib: Option<f64>, form_factor: Option<&str>) -> Gpu {
    Catalogue::builtin().resolve(name, Hints { vram_gib, form_factor })
}

/// A GPU as `model / form factor / memory / slug`.
fn shown(gpu: &Gpu) -> String {
    let vram = gpu.vram_gib.map(|gib| gib.to_string());
    let or_unknown = |text: Option<&str>| text.unwrap_or("?").to_owned();
    let (form, vram) = (or_unknown(gpu.form_factor.as_deref()), or_unknown(vram.as_deref()));
    format!("{} / {form} / {vram} / {}", gpu.model, or_unknown(gpu.slug))
}

fn selected(argument: &str) -> Result<Vec<String>, SelectError> {
    let selections = Catalogue::builtin().select(argument, &[])?;
    Ok(selections.iter().map(ToString::to_string).collect())
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_file_is_whole() {
    let catalogue = Catalogue::builtin();
    assert_eq!(catalogue.specs().len(), 131);
    for spec in catalogue.specs() {
        assert_eq!(catalogue.spec(&spec.slug), Some(spec), "slugs are unique");
        assert!(spec.vram_gib > 0 && !spec.model.is_empty() && !spec.architecture.is_empty(), "{}", spec.slug);
        let figures = [spec.memory_bandwidth_gb_s, spec.tflops_fp32, spec.tflops_fp16, spec.tflops_fp8];
        assert!(figures.into_iter().flatten().all(|figure| figure > 0.0), "{}: unknown is empty, not 0", spec.slug);
        let same = |other: &&GpuSpec| (other.form_factor, other.vram_gib) == (spec.form_factor, spec.vram_gib);
        assert_eq!(catalogue.rows_of(&spec.model).filter(same).count(), 1, "{}", spec.slug);
    }
    assert_eq!(catalogue.spec("h100-sxm5-80gb").and_then(|spec| spec.tflops_fp16), Some(989.0));
    assert_eq!(catalogue.spec("gtx-1080").and_then(|spec| spec.tflops_fp16), None);
}

/// Spellings that providers use for several of the RTX PRO 6000 cards, which memory and form factor do not tell apart.
const FAMILY: &str = "RTX PRO 6000";

#[test]
fn every_alias_names_its_row_when_memory_and_form_factor_are_given() {
    for spec in Catalogue::builtin().specs() {
        for (provider, alias) in spec.aliases() {
            let gpu = resolve(alias, Some(f64::from(spec.vram_gib)), Some(spec.form_factor.as_str()));
            assert_eq!(gpu.vendor.as_deref(), Some(spec.vendor.as_str()), "{provider}: {alias}");
            assert_eq!(gpu.vram_gib, Some(spec.vram_gib), "{provider}: {alias}");
            assert_eq!(gpu.form_factor.as_deref(), Some(spec.form_factor.as_str()), "{provider}: {alias}");
            if gpu.model == FAMILY {
                assert!(spec.model.starts_with(FAMILY) && gpu.slug.is_none(), "{provider}: {alias}");
            } else {
                assert_eq!(gpu.slug, Some(spec.slug.as_str()), "{provider}: {alias}");
            }
        }
    }
}

#[test]
fn an_alias_alone_is_never_taken_for_another_model() {
    for spec in Catalogue::builtin().specs() {
        for (provider, alias) in spec.aliases() {
            let gpu = resolve(alias, None, None);
            assert!(
                gpu.model == spec.model || (gpu.model == FAMILY && spec.model.starts_with(FAMILY)),
                "{provider}: {alias}"
            );
            if let Some(slug) = gpu.slug.filter(|slug| *slug != spec.slug) {
                panic!("{provider}: {alias} names {}, and was taken for {slug}", spec.slug);
            }
        }
    }
}

#[test]
fn akash_models_with_memory_and_interface_name_their_rows() {
    for spec in Catalogue::builtin().specs() {
        for alias in cells(&spec.alias_akash).filter(|alias| alias.contains('/')) {
            let parts: Vec<&str> = alias.split('/').collect();
            let gpu = resolve(parts[0], parts[1].strip_suffix("Gi").unwrap().parse().ok(), Some(parts[2]));
            if gpu.model != FAMILY {
                assert_eq!(gpu.slug, Some(spec.slug.as_str()), "{alias}");
            }
        }
    }
}

#[test]
fn providers_spellings_resolve() {
    for (name, vram_gib, form, expected) in [
        // Vast: GiB as measured, form factor in the name.
        ("A100 SXM4", Some(39936.0 / 1024.0), None, "A100 / SXM / 40 / a100-sxm4-40gb"),
        ("A100 SXM4", Some(81920.0 / 1024.0), None, "A100 / SXM / 80 / a100-sxm4-80gb"),
        ("A100 PCIE", Some(40960.0 / 1024.0), None, "A100 / PCIe / 40 / a100-pcie-40gb"),
        ("RTX 4090", Some(24564.0 / 1024.0), None, "RTX 4090 / PCIe / 24 / rtx-4090"),
        ("RTX 4090D", Some(24564.0 / 1024.0), None, "RTX 4090 D / PCIe / 24 / rtx-4090-d"),
        ("RTX 4070S Ti", Some(16376.0 / 1024.0), None, "RTX 4070 Ti SUPER / PCIe / 16 / rtx-4070-ti-super"),
        ("RTX 5090", Some(32607.0 / 1024.0), None, "RTX 5090 / PCIe / 32 / rtx-5090"),
        ("RTX 6000Ada", Some(49140.0 / 1024.0), None, "RTX 6000 Ada / PCIe / 48 / rtx-6000-ada"),
        ("H100 SXM", Some(81559.0 / 1024.0), None, "H100 / SXM / 80 / h100-sxm5-80gb"),
        ("H100 NVL", Some(95830.0 / 1024.0), None, "H100 / NVL / 94 / h100-nvl-94gb"),
        ("H200", Some(143_771.0 / 1024.0), None, "H200 / SXM / 141 / h200-sxm-141gb"),
        ("H200 NVL", Some(143_771.0 / 1024.0), None, "H200 / NVL / 141 / h200-nvl-141gb"),
        ("GH200 SXM", Some(97871.0 / 1024.0), None, "GH200 / Superchip / 96 / gh200-96gb"),
        ("Q RTX 8000", Some(46080.0 / 1024.0), None, "Quadro RTX 8000 / PCIe / 48 / quadro-rtx-8000"),
        ("Tesla V100", Some(16160.0 / 1024.0), None, "V100 / ? / 16 / ?"),
        ("Tesla T4", Some(15109.0 / 1024.0), None, "T4 / PCIe / 16 / t4"),
        ("Tesla P4", Some(7611.0 / 1024.0), None, "P4 / PCIe / 8 / p4"),
        ("A10g", Some(22731.0 / 1024.0), None, "A10G / PCIe / 24 / a10g"),
        ("B300", Some(262.0), None, "B300 / SXM / 288 / b300-288gb"),
        ("InstinctMI250X", Some(131_040.0 / 1024.0), None, "MI250X / OAM / 128 / mi250x"),
        ("RTX PRO 6000 S", Some(97887.0 / 1024.0), None, "RTX PRO 6000 Server / PCIe / 96 / rtx-pro-6000-server"),
        ("RTX PRO 6000 WS", Some(97887.0 / 1024.0), None, "RTX PRO 6000 Workstation / PCIe / 96 / rtx-pro-6000-ws"),
        ("RTX PRO 6000", Some(97887.0 / 1024.0), None, "RTX PRO 6000 / PCIe / 96 / ?"),
        // Akash: glued lower case, interface as a hint.
        ("h100", Some(80.0), Some("SXM5"), "H100 / SXM / 80 / h100-sxm5-80gb"),
        ("h100", Some(80.0), Some("pcie"), "H100 / PCIe / 80 / h100-pcie-80gb"),
        ("h100", Some(94.0), Some("PCIe"), "H100 / NVL / 94 / h100-nvl-94gb"),
        ("h100", Some(80.0), None, "H100 / ? / 80 / ?"),
        ("h200nvl", Some(141.0), Some("PCIe"), "H200 / NVL / 141 / h200-nvl-141gb"),
        ("v100", Some(32.0), Some("SXM3"), "V100 / SXM / 32 / v100-sxm2-32gb"),
        ("pro6000se", Some(96.0), Some("PCIe"), "RTX PRO 6000 Server / PCIe / 96 / rtx-pro-6000-server"),
        ("rtx4000sada", Some(20.0), Some("PCIe"), "RTX 4000 SFF Ada / PCIe / 20 / rtx-4000-sff-ada"),
        // io.net: marketing names, `interconnect`, `GTX` where it should say `RTX`.
        ("H100", Some(80.0), Some("sxm5"), "H100 / SXM / 80 / h100-sxm5-80gb"),
        ("H100 80GB HBM3", None, None, "H100 / SXM / 80 / h100-sxm5-80gb"),
        ("A100-SXM4-80GB", None, None, "A100 / SXM / 80 / a100-sxm4-80gb"),
        ("B200", Some(192.0), Some("sxm6"), "B200 / SXM / 180 / b200-180gb"),
        ("GeForce GTX 2080 Ti", Some(11.0), None, "RTX 2080 Ti / PCIe / 11 / rtx-2080-ti"),
        ("GeForce GTX 3050", Some(6.0), None, "RTX 3050 / PCIe / 6 / rtx-3050-6gb"),
        ("GeForce GTX 4090", None, None, "RTX 4090 / PCIe / 24 / rtx-4090"),
        ("RTX 4000", Some(8.0), None, "Quadro RTX 4000 / PCIe / 8 / quadro-rtx-4000"),
        // Others.
        ("8x H100 SXM5 80GB", None, None, "H100 / SXM / 80 / h100-sxm5-80gb"),
        ("A100_80", None, None, "A100 / ? / 80 / ?"),
        ("V100_16", None, None, "V100 / ? / 16 / ?"),
        ("GH200_480GB", None, None, "GH200 / Superchip / 96 / gh200-96gb"),
        ("NVIDIA A100 Tensor Core GPU", Some(40.0), None, "A100 / ? / 40 / ?"),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", Some(16.0), None, "RTX 4090 Laptop / Mobile / 16 / rtx-4090-laptop"),
        ("NVIDIA GB200 NVL72", None, None, "GB200 / Superchip / 186 / gb200-186gb"),
        ("AMD Instinct MI300X OAM", Some(191.98), None, "MI300X / OAM / 192 / mi300x"),
    ] {
        assert_eq!(shown(&resolve(name, vram_gib, form)), expected, "{name:?} {vram_gib:?} {form:?}");
    }
}

#[test]
fn what_was_not_said_is_not_invented() {
    for (name, vram_gib, expected) in [
        ("RTX 3060", None, "RTX 3060 / PCIe / ? / ?"),
        ("RTX 4090", None, "RTX 4090 / PCIe / 24 / rtx-4090"),
        ("A100", None, "A100 / ? / ? / ?"),
        ("H100", Some(93.6), "H100 / NVL / 94 / h100-nvl-94gb"),
        ("H200", None, "H200 / SXM / 141 / h200-sxm-141gb"),
    ] {
        assert_eq!(shown(&resolve(name, vram_gib, None)), expected, "{name:?} {vram_gib:?}");
    }
    for odd in [f64::NAN, f64::INFINITY, -24.0, 0.0, 1e300] {
        assert_eq!(shown(&resolve("RTX 3060", Some(odd), None)), "RTX 3060 / PCIe / ? / ?");
        assert_eq!(shown(&resolve("RTX 9999", Some(odd), None)), "RTX 9999 / ? / ? / ?");
    }
    assert_eq!(resolve("RTX 9999", Some(0.2), None).vram_gib, None);
}

#[test]
fn modified_cards_and_slices_are_not_the_catalogues_gpu() {
    let modified = resolve("RTX 4090", Some(49140.0 / 1024.0), None);
    assert_eq!(shown(&modified), "RTX 4090 / PCIe / 48 / ?");
    assert_eq!(Catalogue::builtin().agreed(&modified, |row| row.tflops_fp16), None);
    assert_eq!(shown(&resolve("RTX_4090_48G", None, None)), "RTX 4090 / PCIe / 48 / ?");
    assert_eq!(shown(&resolve("A100 SXM4", Some(9.75), None)), "A100 / SXM / 10 / ?");
    assert_eq!(shown(&resolve("H100 NVL", Some(80.0), None)), "H100 / NVL / 80 / ?");
    let slice = resolve("NVIDIA A100-SXM4-80GB MIG 1g.10gb", Some(9.75), None);
    assert_eq!(shown(&slice), "A100-SXM4-80GB MIG 1g.10gb / ? / 10 / ?");
    assert_eq!(Catalogue::builtin().agreed(&slice, |row| row.tflops_fp16), None);
}

#[test]
fn names_that_look_alike_are_never_confused() {
    for (name, vram_gib, model) in [
        ("RTX 4000", Some(8.0), "Quadro RTX 4000"),
        ("RTX A4000", Some(16.0), "RTX A4000"),
        ("RTX 4000 Ada", Some(20.0), "RTX 4000 Ada"),
        ("RTX PRO 4000", Some(24.0), "RTX PRO 4000 Blackwell"),
        ("RTX 6000", Some(24.0), "Quadro RTX 6000"),
        ("RTX 6000", Some(48.0), "RTX 6000"),
        ("RTX 6000 Blackwell", Some(96.0), "RTX 6000 Blackwell"),
        ("RTX A6000", Some(48.0), "RTX A6000"),
        ("RTX 6000 Ada", Some(48.0), "RTX 6000 Ada"),
        ("RTX PRO 6000", Some(96.0), "RTX PRO 6000"),
        ("RTX PRO 4000 SFF Blackwell", Some(24.0), "RTX PRO 4000 SFF Blackwell"),
        ("A10", None, "A10"),
        ("A10G", None, "A10G"),
        ("A10 GPU", None, "A10"),
        ("A100", None, "A100"),
        ("A100X", None, "A100X"),
        ("A1000", None, "A1000"),
        ("A16", None, "A16"),
        ("L4", None, "L4"),
        ("L40", None, "L40"),
        ("L40 SXM", None, "L40"),
        ("L40S", None, "L40S"),
        ("V100 SXM2", None, "V100"),
        ("V100S", None, "V100S"),
        ("H20", None, "H20"),
        ("H200", None, "H200"),
        ("P4", None, "P4"),
        ("P40", None, "P40"),
        ("P400", None, "P400"),
        ("T4", None, "T4"),
        ("T400 4GB", None, "T400 4GB"),
        ("RTX 4090", None, "RTX 4090"),
        ("RTX 4090 D", None, "RTX 4090 D"),
        ("RTX 3080 Ti Laptop", None, "RTX 3080 Ti Laptop"),
        ("GTX 1080", None, "GTX 1080"),
        ("RTX 1080", None, "RTX 1080"),
        ("MI300X", None, "MI300X"),
        ("MI300A", None, "MI300A"),
        ("NVIDIA RTX 4090 + NVIDIA RTX 3090", None, "RTX 4090 + NVIDIA RTX 3090"),
    ] {
        let gpu = resolve(name, vram_gib, None);
        assert_eq!(gpu.model, model, "{name}");
        let known = Catalogue::builtin().rows_of(model).next().is_some();
        assert!(known || gpu.slug.is_none(), "{name}");
    }
}

#[test]
fn a_figure_is_given_when_all_rows_agree() {
    let catalogue = Catalogue::builtin();
    let fp16 = |gpu: &Gpu| catalogue.agreed(gpu, |row| row.tflops_fp16);
    assert_eq!(fp16(&resolve("H100 SXM", None, None)), Some(989.0), "with 80 or 96 GB");
    assert_eq!(fp16(&resolve("A100", Some(80.0), None)), Some(312.0));
    assert_eq!(fp16(&resolve("H100", Some(80.0), None)), None);
    assert_eq!(fp16(&resolve("RTX PRO 6000", Some(96.0), None)), Some(503.8));
    assert_eq!(fp16(&resolve("GTX 1080", None, None)), None);
}

#[test]
fn users_words_select_models() {
    for (argument, expected) in [
        ("4090", &["RTX 4090"][..]),
        ("rtx4090", &["RTX 4090"]),
        ("rtx 4090 24gb", &["RTX 4090 24GB"]),
        ("A100", &["A100"]),
        ("A100 80GB", &["A100 80GB"]),
        ("a100_80g", &["A100 80GB"]),
        ("A100 80", &["A100 80GB"]),
        ("a100-pcie", &["A100 PCIe"]),
        ("h100-sxm", &["H100 SXM"]),
        ("H100 SXM5 80GB", &["H100 SXM 80GB"]),
        ("80GB H100", &[]),
        ("h100nvl", &["H100 NVL"]),
        ("H200 PCIe", &["H200 NVL"]),
        ("GH200_480GB", &["GH200 Superchip 96GB"]),
        ("GH200 SXM", &["GH200"]),
        ("rtx 6000 ada", &["RTX 6000 Ada"]),
        ("6000 ada", &["RTX 6000 Ada"]),
        ("Ada 6000", &["RTX 6000 Ada"]),
        ("rtx 6000 24gb", &["Quadro RTX 6000 24GB"]),
        ("quadro rtx 6000", &["Quadro RTX 6000"]),
        ("rtx 8000", &["Quadro RTX 8000"]),
        ("A6000", &["RTX A6000"]),
        ("a4000", &["RTX A4000"]),
        ("3060 ti", &["RTX 3060 Ti"]),
        ("4070 ti super", &["RTX 4070 Ti SUPER"]),
        ("7900xtx", &["RX 7900 XTX"]),
        ("pro6000se", &["RTX PRO 6000 Server"]),
        ("pro 5000 72gb", &["RTX PRO 5000 Blackwell 72GB"]),
        ("pro6000", &["RTX PRO 6000", "RTX PRO 6000 Workstation", "RTX PRO 6000 Server", "RTX PRO 6000 Max-Q"]),
        (
            "6000 pro 96gb",
            &[
                "RTX PRO 6000 96GB",
                "RTX PRO 6000 Workstation 96GB",
                "RTX PRO 6000 Server 96GB",
                "RTX PRO 6000 Max-Q 96GB",
            ],
        ),
    ] {
        assert_eq!(selected(argument).unwrap_or_default(), names(expected), "{argument}");
    }
}

#[test]
fn words_that_fit_several_models_are_ambiguous() {
    for (argument, expected) in [
        (
            "rtx 4000",
            &["Quadro RTX 4000", "RTX A4000", "RTX 4000 Ada", "RTX 4000 SFF Ada", "RTX PRO 4000 Blackwell"][..],
        ),
        ("5000", &["Quadro RTX 5000", "RTX A5000", "RTX 5000 Ada", "RTX PRO 5000 Blackwell"]),
        ("rtx6000 48gb", &["RTX A6000", "RTX 6000 Ada"]),
        ("7900", &["RX 7900 XTX", "RX 7900 XT", "Radeon PRO W7900"]),
    ] {
        let wrong = SelectError::Ambiguous { argument: argument.to_owned(), candidates: names(expected) };
        assert_eq!(selected(argument), Err(wrong));
    }
    assert!(matches!(selected("RTX 6000"), Err(SelectError::Ambiguous { candidates, .. }) if candidates.len() == 6));
}

#[test]
fn unknown_words_get_the_nearest_names() {
    for (argument, first) in [
        ("rtx 4909", Some("RTX 4090")),
        ("RTX 6090", Some("RTX 5090")),
        ("A100 24GB", Some("A100 PCIe 40GB")),
        ("H100 OAM", Some("H100 PCIe 80GB")),
        ("A4000 Ada", Some("RTX 4000 Ada")),
        ("RTX 4090 48GB", Some("RTX 4090 24GB")),
        ("titan", Some("TITAN V")),
        ("radeon", Some("Radeon PRO W7900")),
        ("", None),
        ("'; DROP TABLE--", None),
    ] {
        let Err(SelectError::Unknown { candidates, .. }) = selected(argument) else { panic!("{argument} is unknown") };
        assert!(candidates.len() <= 5, "{argument}: {candidates:?}");
        match first {
            Some(first) => assert!(candidates.iter().any(|name| name == first), "{argument}: {candidates:?}"),
            None => assert!(candidates.is_empty(), "{argument}: {candidates:?}"),
        }
    }
    let error = crate::error::Error::from(selected("A100 24GB").unwrap_err());
    assert_eq!(error.code, crate::error::Code::UnknownModel);
    assert_eq!(error.details["candidates"].as_array().map(Vec::len), Some(4));
    assert!(error.hints[0].contains("A100 SXM 80GB"), "{:?}", error.hints);
}

#[test]
fn names_found_in_the_market_can_be_selected() {
    let market = names(&["RTX 6090", "GTX 1650", "", "RTX 6000"]);
    let select = |argument| Catalogue::builtin().select(argument, &market).unwrap();
    assert_eq!(select("rtx6090"), [Selection { model: "RTX 6090".into(), form_factor: None, vram_gib: None }]);
    assert_eq!(select("RTX_6090 48GB")[0].to_string(), "RTX 6090 48GB");
    assert_eq!(select("nvidia gtx-1650")[0].to_string(), "GTX 1650");
    assert_eq!(select("RTX 6000")[0].to_string(), "RTX 6000");
    assert!(Catalogue::builtin().select("RTX 609", &market).is_err());
}

#[test]
fn spellings_are_told_by_provider() {
    let spellings = Catalogue::builtin().spellings("RTX 4090");
    assert_eq!(spellings["akash"], ["rtx4090"]);
    assert_eq!(spellings["vast"], ["RTX 4090"]);
    assert_eq!(spellings["ionet"], ["GeForce RTX 4090", "NVIDIA GeForce RTX 4090"]);
    assert_eq!(spellings["render"], ["NVIDIA RTX 4090", "RTX 4090"]);
    assert_eq!(Catalogue::builtin().spellings("A100")["akash"], ["a100"]);
    assert!(Catalogue::builtin().spellings("RTX 9999").is_empty());
}

/// The recorded markets, which are not part of the package: `GP4U_SHARED_DIR`, or `../shared` beside it.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn shared_dir() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let dir = std::env::var_os("GP4U_SHARED_DIR").map_or_else(beside, PathBuf::from);
    let required = std::env::var("GP4U_REQUIRE_SHARED").is_ok_and(|value| value == "1");
    assert!(dir.is_dir() || !required, "{} does not exist", dir.display());
    if dir.is_dir() {
        return Some(dir);
    }
    println!("skipped: {} does not exist", dir.display());
    None
}

#[test]
#[expect(clippy::print_stdout, reason = "says what is missing from the catalogue")]
fn recorded_markets_resolve() {
    let Some(dir) = shared_dir() else { return };
    let unzipped = Command::new("gzip").arg("-dc").arg(dir.join("market/observations.csv.gz")).output().unwrap();
    assert!(unzipped.status.success());
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for row in csv::Reader::from_reader(&unzipped.stdout[..]).records() {
        let row = row.unwrap();
        *counts.entry((row[2].to_owned(), row[4].to_owned())).or_default() += 1;
    }
    let is_known = |name: &str, vram: &str| {
        let gpu = resolve(name, vram.parse().ok(), None);
        Catalogue::builtin().rows_of(&gpu.model).next().is_some() || gpu.model == FAMILY
    };
    let (known, unknown): (Vec<_>, Vec<_>) = counts.iter().partition(|((name, vram), _)| is_known(name, vram));
    let total = |pairs: &[(&(String, String), &u32)]| pairs.iter().map(|(_, count)| f64::from(**count)).sum::<f64>();
    let share = total(&known) / (total(&known) + total(&unknown));
    println!("resolved {share:.4} of the observations; unresolved: {unknown:?}");
    assert!(share >= 0.99, "{share}");
}

/// A GPU in a provider's recorded answer: name, GiB, form factor.
type Recorded = (String, Option<f64>, Option<String>);

fn collect_gpus(value: &Value, found: &mut Vec<Recorded>) {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |value: &Value, key: &str| value.get(key).and_then(Value::as_f64);
    if let Some(name) = text(value, "gpu_name").or_else(|| text(value, "gpu_model_label")) {
        found.push((name, number(value, "gpu_ram").map(|mib| mib / 1024.0), None));
    } else if let (Some(name), true) = (text(value, "name"), value.get("vram_per_card").is_some()) {
        found.push((name, number(value, "vram_per_card"), text(value, "interconnect")));
    } else if let (Some(name), Some(ram)) = (text(value, "model"), text(value, "ram")) {
        let gib = ram.strip_suffix("Gi").and_then(|gib| gib.parse().ok());
        found.push((name, gib, text(value, "interface")));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_gpus(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| collect_gpus(field, found)),
        _ => {}
    }
}

#[test]
fn names_in_providers_recorded_answers_resolve() {
    let Some(dir) = shared_dir() else { return };
    let mut recorded = Vec::new();
    for provider in ["vast", "akash", "ionet", "ionet/real", "render"] {
        for entry in dir.join("providers/samples").join(provider).read_dir().unwrap() {
            let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) else { continue };
            if let Ok(value) = serde_json::from_str(&text) {
                collect_gpus(&value, &mut recorded);
            }
        }
    }
    assert!(recorded.len() > 50, "{}", recorded.len());
    let mut unresolved: Vec<&str> = Vec::new();
    for (name, vram_gib, form) in &recorded {
        let gpu = resolve(name, *vram_gib, form.as_deref());
        if Catalogue::builtin().rows_of(&gpu.model).next().is_none() {
            unresolved.push(name);
        }
    }
    unresolved.sort_unstable();
    unresolved.dedup();
    assert_eq!(
        unresolved,
        ["", "Imaginary RTX 9999", "NVIDIA RTX 4090 + NVIDIA RTX 3090", "gpu0", "gpu1", "gpu2", "gpu3"]
    );
}

proptest! {
    #[test]
    fn resolving_any_text_ends_in_a_bounded_honest_gpu(name in ".{0,300}", vram in proptest::num::f64::ANY, form in ".{0,10}") {
        let gpu = resolve(&name, Some(vram), Some(&form));
        prop_assert!(gpu.model.chars().count() <= crate::market::offer::MAX_TEXT_CHARS);
        prop_assert!(gpu.vram_gib != Some(0));
        if let Some(slug) = gpu.slug {
            let spec = Catalogue::builtin().spec(slug).unwrap();
            prop_assert_eq!((&gpu.model, gpu.vram_gib), (&spec.model, Some(spec.vram_gib)));
        }
    }

    #[test]
    fn resolving_text_like_a_gpus_name_ends_in_an_honest_gpu(
        name in "(NVIDIA |GeForce |Quadro )?(RTX|GTX|A|L|H|V|T|P|MI)? ?(PRO )?[0-9]{0,4}( ?(Ti|S|SUPER|Ada|GB|SXM|PCIe|NVL|D|G|X|4|80))*",
        vram in proptest::option::of(0.0..300.0_f64),
    ) {
        let gpu = resolve(&name, vram, None);
        if let Some(spec) = gpu.slug.and_then(|slug| Catalogue::builtin().spec(slug)) {
            let number = |text: &str| spelling::runs(text).find(|run| run.len() > 1 && run.starts_with(spelling::is_digit)).map(str::to_owned);
            prop_assert!(number(&spec.model).is_none_or(|number| name.contains(&number)), "{name} became {}", spec.model);
        }
        drop(Catalogue::builtin().select(&name, &[]));
    }

    #[test]
    fn selecting_any_text_never_panics(argument in ".{0,300}", market in proptest::collection::vec(".{0,20}", 0..4)) {
        if let Err(wrong) = Catalogue::builtin().select(&argument, &market) {
            prop_assert_eq!(crate::error::Error::from(wrong).code, crate::error::Code::UnknownModel);
        }
    }

    #[test]
    fn what_a_row_is_called_selects_it(row in 0..131_usize, glued in any::<bool>(), lower in any::<bool>()) {
        let catalogue = Catalogue::builtin();
        let spec = &catalogue.specs()[row];
        let mut argument = catalogue.label(spec);
        if glued { argument = argument.replace(' ', "-"); }
        if lower { argument = argument.to_lowercase(); }
        let selections = catalogue.select(&argument, &[]).unwrap();
        prop_assert_eq!(selections.len(), 1, "{}", argument);
        prop_assert_eq!(&selections[0].model, &spec.model);
        prop_assert!(selections[0].vram_gib.is_none_or(|gib| gib == spec.vram_gib));
        prop_assert!(selections[0].form_factor.is_none_or(|form| form == spec.form_factor));
    }
}
