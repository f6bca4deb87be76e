//! An offer as users see it: the frozen fields of `gp4u.offers/1`, their types, and one way to read any of them.
//!
//! Every place that deals in fields — `--fields`, `--sort`, `--where`, CSV headers, the SQL column map — goes
//! through [`Field`], so a name means the same everywhere and a wrong one is caught everywhere.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::offer::PriceKind;
use crate::units::{Rate, Usdc};

/// What kind of values a field has; decides which operators and literals fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Free text.
    Text,
    /// One of [`PriceKind`]'s names.
    Kind,
    /// A whole number.
    Integer,
    /// A measured number.
    Number,
    /// An exact amount in USD, held in micro-units.
    Money,
    /// True or false.
    Bool,
    /// An instant.
    Time,
}

/// A field's value in one row, borrowed from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Unknown.
    Null,
    /// Text, or a kind's name.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A measured number.
    Number(f64),
    /// Micro-USD.
    Money(i64),
    /// True or false.
    Bool(bool),
    /// An instant.
    Time(Timestamp),
}

/// Conversion of a row's field into a [`Value`].
trait AsValue {
    fn as_value(&self) -> Value<'_>;
}

impl AsValue for String {
    fn as_value(&self) -> Value<'_> {
        Value::Text(self)
    }
}
impl AsValue for u32 {
    fn as_value(&self) -> Value<'_> {
        Value::Integer(i64::from(*self))
    }
}
impl AsValue for i64 {
    fn as_value(&self) -> Value<'_> {
        Value::Integer(*self)
    }
}
impl AsValue for f64 {
    fn as_value(&self) -> Value<'_> {
        Value::Number(*self)
    }
}
impl AsValue for bool {
    fn as_value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}
impl AsValue for Rate {
    fn as_value(&self) -> Value<'_> {
        Value::Money(self.micros())
    }
}
impl AsValue for Usdc {
    fn as_value(&self) -> Value<'_> {
        Value::Money(self.micros())
    }
}
impl AsValue for Timestamp {
    fn as_value(&self) -> Value<'_> {
        Value::Time(*self)
    }
}
impl AsValue for PriceKind {
    fn as_value(&self) -> Value<'_> {
        Value::Text(self.as_str())
    }
}
impl<T: AsValue> AsValue for Option<T> {
    fn as_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, T::as_value)
    }
}

macro_rules! offer_fields {
    ($( $(#[doc = $doc:literal])+ $variant:ident $name:ident: $rust:ty => $kind:ident, )+) => {
        /// An offer as printed: these keys, in this order, always all of them; `null` when unknown.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        pub struct OfferRow {
            $( $(#[doc = $doc])+ pub $name: $rust, )+
        }

        /// A field of [`OfferRow`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Field {
            $( $(#[doc = $doc])+ $variant, )+
        }

        impl Field {
            /// Every field, in output order.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The name in JSON, in CSV headers and in queries.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => stringify!($name), )+ }
            }

            /// What kind of values it has.
            #[must_use]
            pub const fn field_type(self) -> FieldType {
                match self { $( Self::$variant => FieldType::$kind, )+ }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $( Self::$variant => concat!($($doc),+), )+ }
            }

            /// Finds a field by its exact name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $( stringify!($name) => Some(Self::$variant), )+ _ => None }
            }
        }

        impl OfferRow {
            /// The value of one field.
            #[must_use]
            pub fn value(&self, field: Field) -> Value<'_> {
                match field { $( Field::$variant => self.$name.as_value(), )+ }
            }
        }
    };
}

offer_fields! {
    /// Stable id: provider, colon, the provider's own id.
    Id id: String => Text,
    /// Network the offer is from: vast, akash, ionet or render.
    Provider provider: String => Text,
    /// The provider's own id of the offer.
    ExternalId external_id: String => Text,
    /// Physical machine; offers of one machine exclude each other.
    MachineId machine_id: Option<String> => Text,
    /// GPU vendor: NVIDIA, AMD or Intel.
    Vendor vendor: Option<String> => Text,
    /// Canonical GPU model, without memory and form factor.
    Model model: String => Text,
    /// PCIe, SXM, NVL, OAM; null when unknown.
    FormFactor form_factor: Option<String> => Text,
    /// GPUs in the offer.
    GpuCount gpu_count: u32 => Integer,
    /// Nominal memory of one GPU in GiB.
    VramGib vram_gib: Option<u32> => Integer,
    /// How many of the offer can be booked side by side.
    Units units: u32 => Integer,
    /// Whether it can be rented now.
    Available available: bool => Bool,
    /// on_demand, interruptible, auction_estimate or indicative.
    Kind kind: PriceKind => Kind,
    /// USD per hour of the whole offer, without extra disk or traffic.
    PricePerHour price_per_hour: Rate => Money,
    /// USD per hour of one GPU: price_per_hour / gpu_count, rounded up.
    PricePerGpuHour price_per_gpu_hour: Rate => Money,
    /// USD per hour of the whole offer with the disk, traffic and hours asked for; null when a price needed for it is unknown.
    AllInPerHour all_in_per_hour: Option<Rate> => Money,
    /// Region in the provider's words.
    Region region: Option<String> => Text,
    /// Country, ISO 3166-1 alpha-2.
    Country country: Option<String> => Text,
    /// Share of time up, 0 to 1, measured by the provider.
    Reliability reliability: Option<f64> => Number,
    /// Whether the provider vouches for the machine.
    Verified verified: bool => Bool,
    /// Failed starts seen on this machine by this gp4u.
    StartFailures start_failures: u32 => Integer,
    /// G-Score, 0 to 1: performance, reliability and price in one number.
    Gscore gscore: Option<f64> => Number,
    /// FP16 dense tensor TFLOPS of one GPU, from the catalogue.
    TflopsFp16 tflops_fp16: Option<f64> => Number,
    /// CPU cores that come with the offer.
    CpuCores cpu_cores: Option<u32> => Integer,
    /// GiB of memory that come with the offer.
    RamGib ram_gib: Option<f64> => Number,
    /// GiB of disk at most.
    DiskGib disk_gib: Option<f64> => Number,
    /// Mbit/s towards the machine.
    NetDownMbps net_down_mbps: Option<f64> => Number,
    /// Mbit/s from the machine.
    NetUpMbps net_up_mbps: Option<f64> => Number,
    /// Highest CUDA version the driver supports.
    Cuda cuda: Option<f64> => Number,
    /// USD per GiB of disk and 720-hour month; 0 where disk is included.
    StoragePricePerGibMonth storage_price_per_gib_month: Option<Usdc> => Money,
    /// USD per GiB sent from the machine.
    EgressPricePerGib egress_price_per_gib: Option<Usdc> => Money,
    /// Hours paid for at least.
    MinHours min_hours: u32 => Integer,
    /// When the provider last listed the offer.
    ObservedAt observed_at: Timestamp => Time,
    /// Seconds since observed_at.
    AgeS age_s: i64 => Integer,
    /// Whether the offer's data is older than market.max_age, or its provider's last sync failed.
    Stale stale: bool => Bool,
}
