//! The order that Akash's providers bid on: an SDL document (`akash-network/console`,
//! `apps/api/src/deployment/services/gpu-bids-creator/sdl-templates.ts`), written by a YAML writer with every text quoted.

use std::collections::BTreeMap;

use secrecy::ExposeSecret as _;
use serde::Serialize;
use serde_saphyr::{ser_options, to_string_with_options};

use super::UNTOLD;
use crate::providers::rental::{Order, PublicKey};
use crate::units::Rate;

/// The one service of an order.
pub(super) const SERVICE: &str = "ssh";
/// The port that has to be reachable.
pub(super) const SSH_PORT: i64 = 22;
/// Blocks per hour, as the console counts them (`averageBlockTime = 6`).
pub(super) const BLOCKS_PER_HOUR: i64 = 600;
/// What is run where the user names nothing else: an image with an SSH server that takes [`KEY_VARIABLE`].
const IMAGE: &str = "ghcr.io/akash-network/ubuntu-2404-ssh:2";
const KEY_VARIABLE: &str = "SSH_PUBKEY";
/// What is asked for where the offer does not say.
const CPU_CORES: u32 = 8;
const MEMORY_GIB: u64 = 32;
/// Longest part of an offer's id.
const MAX_PART_CHARS: usize = 64;

/// A GPU as Akash names it, and who has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GpuSpec {
    pub vendor: String,
    pub model: String,
    /// `80Gi`
    pub ram: Option<String>,
    /// `pcie`, `sxm`
    pub interface: Option<String>,
    /// The only provider whose bid is taken.
    pub owner: Option<String>,
}

impl GpuSpec {
    /// Reads an offer's id: `nvidia/h100/80Gi/SXM5@akash1…`.
    pub(super) fn parse(external_id: &str) -> Option<Self> {
        let (gpu, owner) = match external_id.split_once('@') {
            Some((gpu, owner)) => (gpu, Some(owner)),
            None => (external_id, None),
        };
        let parts: Vec<&str> = gpu.split('/').collect();
        let [vendor, model, ram, interface] = parts.as_slice() else { return None };
        if !parts.iter().chain(owner.iter()).all(|part| is_part(part)) || [vendor, model].contains(&&UNTOLD) {
            return None;
        }
        Some(Self {
            vendor: vendor.to_ascii_lowercase(),
            model: model.to_ascii_lowercase(),
            ram: ram_text(ram),
            interface: interface_family(interface),
            owner: owner.map(str::to_owned),
        })
    }
}

fn is_part(text: &str) -> bool {
    (1..=MAX_PART_CHARS).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// `80Gi`; other spellings are of lists that orders do not understand.
pub(super) fn ram_text(text: &str) -> Option<String> {
    let digits = text.strip_suffix("Gi")?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
}

/// Orders know `sxm` and `pcie`, price lists also `SXM4` and `PCIe`.
pub(super) fn interface_family(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    ["sxm", "pcie"].into_iter().find(|family| text.starts_with(family)).map(str::to_owned)
}

/// The dearest amount per block that stays within a price per hour.
pub(super) const fn amount_per_block(price: Rate) -> i64 {
    price.micros() / BLOCKS_PER_HOUR
}

#[derive(Serialize)]
struct Sdl<'a> {
    version: &'static str,
    services: BTreeMap<&'static str, Service<'a>>,
    profiles: Profiles<'a>,
    deployment: BTreeMap<&'static str, BTreeMap<&'a str, Placed>>,
}

#[derive(Serialize)]
struct Service<'a> {
    image: &'a str,
    env: Vec<String>,
    expose: [Expose; 1],
}

#[derive(Serialize)]
struct Expose {
    port: i64,
    r#as: i64,
    proto: &'static str,
    to: [To; 1],
}

#[derive(Serialize)]
struct To {
    global: bool,
}

#[derive(Serialize)]
struct Profiles<'a> {
    compute: BTreeMap<&'static str, Compute<'a>>,
    placement: BTreeMap<&'a str, Placement>,
}

#[derive(Serialize)]
struct Compute<'a> {
    resources: Resources<'a>,
}

#[derive(Serialize)]
struct Resources<'a> {
    cpu: Units,
    memory: Size,
    storage: [Size; 1],
    gpu: Gpus<'a>,
}

#[derive(Serialize)]
struct Units {
    units: u32,
}

#[derive(Serialize)]
struct Size {
    size: String,
}

#[derive(Serialize)]
struct Gpus<'a> {
    units: u32,
    attributes: Attributes<'a>,
}

#[derive(Serialize)]
struct Attributes<'a> {
    vendor: BTreeMap<&'a str, [Model<'a>; 1]>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are Akash's")]
struct Model<'a> {
    model: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ram: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interface: Option<&'a str>,
}

#[derive(Serialize)]
struct Placement {
    pricing: BTreeMap<&'static str, Pricing>,
}

#[derive(Serialize)]
struct Pricing {
    denom: &'static str,
    amount: i64,
}

#[derive(Serialize)]
struct Placed {
    profile: &'static str,
    count: u32,
}

/// Writes the order. Its placement is named by the label: the chain keeps that name, so an order can be found again by it
/// whatever the console remembers.
pub(super) fn write(order: &Order, gpu: &GpuSpec) -> Result<String, serde_saphyr::ser::Error> {
    let label = order.label.to_string();
    let keys: Vec<&str> = order.ssh_keys.iter().map(PublicKey::as_str).collect();
    let mut env = vec![[KEY_VARIABLE, &keys.join("\n")].join("=")];
    env.extend(order.env.iter().map(|(name, value)| [name, value.expose_secret()].join("=")));
    let memory = order.wanted.ram_gib.filter(|gib| (1.0..1e6).contains(gib)).map_or(MEMORY_GIB, whole);
    let model = Model { model: &gpu.model, ram: gpu.ram.as_deref(), interface: gpu.interface.as_deref() };
    let resources = Resources {
        cpu: Units { units: order.wanted.cpu_cores.unwrap_or(CPU_CORES) },
        memory: Size { size: gibibytes(memory) },
        storage: [Size { size: gibibytes(order.disk_gib.into()) }],
        gpu: Gpus {
            units: order.wanted.gpu_count,
            attributes: Attributes { vendor: BTreeMap::from([(gpu.vendor.as_str(), [model])]) },
        },
    };
    let pricing = Pricing { denom: "uact", amount: amount_per_block(order.max_price_per_hour) };
    let sdl = Sdl {
        version: "2.0",
        services: BTreeMap::from([(
            SERVICE,
            Service {
                image: order.image.as_deref().unwrap_or(IMAGE),
                env,
                expose: [Expose { port: SSH_PORT, r#as: SSH_PORT, proto: "tcp", to: [To { global: true }] }],
            },
        )]),
        profiles: Profiles {
            compute: BTreeMap::from([(SERVICE, Compute { resources })]),
            placement: BTreeMap::from([(label.as_str(), Placement { pricing: BTreeMap::from([(SERVICE, pricing)]) })]),
        },
        deployment: BTreeMap::from([(
            SERVICE,
            BTreeMap::from([(label.as_str(), Placed { profile: SERVICE, count: 1 })]),
        )]),
    };
    to_string_with_options(&sdl, ser_options! { quote_all: true })
}

fn gibibytes(count: u64) -> String {
    format!("{count}Gi")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and a million")]
const fn whole(gib: f64) -> u64 {
    gib as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::providers::rental::testing::order;

    const ID: &str = "nvidia/h100/80Gi/SXM5@akash1provider";

    fn read(yaml: &str) -> Value {
        serde_saphyr::from_str(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"))
    }

    #[test]
    fn an_order_is_written_as_the_console_documents_it() {
        let order = order(ID);
        let label = order.label.to_string();
        let yaml = write(&order, &GpuSpec::parse(ID).unwrap()).unwrap();
        let expected = json!({
            "version": "2.0",
            "services": {"ssh": {
                "image": IMAGE,
                "env": [format!("SSH_PUBKEY={}", order.ssh_keys[0].as_str()), "MODE=a 'b' \"c\": #d"],
                "expose": [{"port": 22, "as": 22, "proto": "tcp", "to": [{"global": true}]}],
            }},
            "profiles": {
                "compute": {"ssh": {"resources": {
                    "cpu": {"units": 8},
                    "memory": {"size": "32Gi"},
                    "storage": [{"size": "20Gi"}],
                    "gpu": {"units": 1, "attributes": {"vendor": {"nvidia": [
                        {"model": "h100", "ram": "80Gi", "interface": "sxm"},
                    ]}}},
                }}},
                "placement": {label.as_str(): {"pricing": {"ssh": {"denom": "uact", "amount": 833}}}},
            },
            "deployment": {"ssh": {label.as_str(): {"profile": "ssh", "count": 1}}},
        });
        assert_eq!(read(&yaml), expected, "{yaml}");
        assert!(yaml.contains("\"2.0\"") || yaml.contains("'2.0'"), "a version is no number: {yaml}");
    }

    #[test]
    fn an_offers_id_names_gpu_and_provider() {
        let spec = GpuSpec::parse(ID).unwrap();
        assert_eq!((spec.model.as_str(), spec.ram.as_deref()), ("h100", Some("80Gi")));
        assert_eq!((spec.interface.as_deref(), spec.owner.as_deref()), (Some("sxm"), Some("akash1provider")));
        let model = GpuSpec::parse("nvidia/rtx4090/-/-").unwrap();
        assert_eq!((model.ram, model.interface, model.owner), (None, None, None));
        for id in [
            "",
            "h100",
            "nvidia/h100/80Gi",
            "nvidia/-/80Gi/-",
            "a/b/c/d/e",
            "nvidia/h1\n00/-/-",
            "a/b/-/-@",
            "a/b c/-/-",
        ] {
            assert_eq!(GpuSpec::parse(id), None, "{id}");
        }
    }

    proptest! {
        /// Whatever a user's variable holds, it stays one variable.
        #[test]
        fn no_value_escapes_its_place(value in "\\PC{0,60}") {
            let mut order = order(ID);
            order.env = [("X".to_owned(), value.clone().into())].into();
            let yaml = write(&order, &GpuSpec::parse(ID).unwrap()).unwrap();
            let read = read(&yaml);
            prop_assert_eq!(&read["services"]["ssh"]["env"][1], &json!(format!("X={value}")));
            prop_assert_eq!(read["services"]["ssh"]["env"].as_array().unwrap().len(), 2);
        }

        #[test]
        fn any_id_can_be_read(id in "[a-z0-9/@.-]{0,40}|\\PC{0,20}") {
            drop(GpuSpec::parse(&id));
        }
    }
}
