//! An offer: one indivisible thing a provider has for rent, as every provider's answer is normalised to it.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::{Rate, Usdc};

/// How an offer's price is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriceKind {
    /// A fixed price; the machine is kept until it is given back.
    OnDemand,
    /// The lowest bid that is accepted now; a higher one takes the machine away.
    Interruptible,
    /// What recent auctions ended at; the real price is known only when renting.
    AuctionEstimate,
    /// A published price list. Not a machine: never ranked as cheapest, never rentable.
    Indicative,
}

impl PriceKind {
    /// Every kind, in the order of [`PriceKind::as_str`]'s table.
    pub const ALL: [Self; 4] = [Self::OnDemand, Self::Interruptible, Self::AuctionEstimate, Self::Indicative];

    /// Finds a kind by the name [`PriceKind::as_str`] gives it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name used in JSON, in the database and in queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnDemand => "on_demand",
            Self::Interruptible => "interruptible",
            Self::AuctionEstimate => "auction_estimate",
            Self::Indicative => "indicative",
        }
    }
}

/// What a provider sold as a GPU, resolved against the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gpu {
    /// `NVIDIA`, `AMD`, `Intel`; unknown when neither the catalogue nor the name tells.
    pub vendor: Option<String>,
    /// The catalogue's model without memory and form factor (`RTX 4090`, `A100`), or the provider's own
    /// spelling when the catalogue has no such GPU.
    pub model: String,
    /// `PCIe`, `SXM`, `NVL`, `OAM` …; unknown when neither the provider nor the catalogue tells.
    pub form_factor: Option<String>,
    /// Nominal memory of one GPU in GiB (the size it is sold as).
    pub vram_gib: Option<u32>,
    /// The catalogue row (`a100-sxm4-80gb`); `None` for an unknown GPU or an undecided form factor.
    pub slug: Option<&'static str>,
}

/// One offer as the provider has it now. An unknown figure is `None`, never 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// `vast`, `akash`, `ionet`, `render`.
    pub provider: String,
    /// The provider's own id, made unique within the provider (an interruptible twin of a Vast ask ends in `-bid`).
    pub external_id: String,
    /// The physical machine, as the provider names it: offers of one machine exclude each other.
    pub machine_id: Option<String>,
    /// Which GPU.
    pub gpu: Gpu,
    /// How the provider spells the GPU.
    pub raw_gpu_name: String,
    /// FP16 dense tensor TFLOPS of one GPU, from the catalogue.
    pub tflops_fp16: Option<f64>,
    /// GPUs in this offer, at least 1.
    pub gpu_count: u32,
    /// How many of this offer can be booked side by side.
    pub units: u32,
    /// Whether it can be rented now.
    pub available: bool,
    /// How the price is made.
    pub kind: PriceKind,
    /// The whole offer without extra disk or traffic.
    pub price_per_hour: Rate,
    /// Free text of the provider (`Alberta`, `us-west-1`).
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// Share of time up, 0 to 1, as measured by the provider.
    pub reliability: Option<f64>,
    /// Whether the provider vouches for the machine.
    pub verified: bool,
    /// Whole cores that come with the offer.
    pub cpu_cores: Option<u32>,
    /// GiB of memory that come with the offer.
    pub ram_gib: Option<f64>,
    /// GiB of disk at most.
    pub disk_gib: Option<f64>,
    /// Mbit/s towards the machine.
    pub net_down_mbps: Option<f64>,
    /// Mbit/s from the machine.
    pub net_up_mbps: Option<f64>,
    /// Highest CUDA version the driver supports (12.8).
    pub cuda: Option<f64>,
    /// USD per GiB and 720-hour month of disk; zero where disk is inside the price.
    pub storage_price_per_gib_month: Option<Usdc>,
    /// USD per GiB sent from the machine.
    pub egress_price_per_gib: Option<Usdc>,
    /// Hours paid for at least.
    pub min_hours: u32,
    /// The provider's own key for renting, where the id alone does not do (JSON text).
    pub rent_ref: Option<String>,
    /// When the provider itself quoted the price, where it says so.
    pub quoted_at: Option<Timestamp>,
}

/// Why a provider's row did not become an offer. The row is counted and costs no other row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// The row is not a JSON object, or a field has a shape that cannot be read.
    Malformed,
    /// No id, or an id that is empty or null.
    MissingId,
    /// The id was already seen in this answer.
    DuplicateId,
    /// No GPU in the row.
    NoGpu,
    /// The row names no GPU model.
    NoModel,
    /// No price, or a price of zero or less, not finite, or above the limit.
    BadPrice,
    /// Several different GPU models in one row.
    MixedGpus,
    /// The row does not satisfy the query it answers.
    NotAsked,
    /// More rows than are taken from one provider.
    OverLimit,
}

impl Rejection {
    /// The name used in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::MissingId => "missing_id",
            Self::DuplicateId => "duplicate_id",
            Self::NoGpu => "no_gpu",
            Self::NoModel => "no_model",
            Self::BadPrice => "bad_price",
            Self::MixedGpus => "mixed_gpus",
            Self::NotAsked => "not_asked",
            Self::OverLimit => "over_limit",
        }
    }
}

/// Dearest price believed, per hour and offer, in micro-USD: anything above is a mistake of the provider.
pub const MAX_PRICE_PER_HOUR: Rate = Rate::from_micros(10_000_000_000);
/// Longest text kept from a provider (ids, names, regions); longer text is cut at a character boundary.
pub const MAX_TEXT_CHARS: usize = 200;
/// Offers taken from one provider at most.
pub const MAX_OFFERS_PER_PROVIDER: usize = 1_000_000;

impl Offer {
    /// The id used everywhere in gp4u: `provider:external_id`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}:{}", self.provider, self.external_id)
    }

    /// The price of one GPU for one hour, rounded up to the micro.
    #[must_use]
    pub fn price_per_gpu_hour(&self) -> Rate {
        self.price_per_hour.per_part(self.gpu_count).unwrap_or(self.price_per_hour)
    }
}
