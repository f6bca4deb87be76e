//! The quantities a plan is made of. All are whole numbers of a small unit, so that sums and comparisons are exact.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Tenths in one unit of throughput or work.
const TENTHS: i64 = 10;
/// Most throughput or work: a million million units.
pub(super) const MAX_TENTHS: u64 = 10_000_000_000_000;
/// Seconds in an hour.
pub const SECONDS_PER_HOUR: u64 = 3600;
/// Longest deadline: ten years.
const MAX_SECONDS: u64 = 10 * 366 * 24 * SECONDS_PER_HOUR;
/// Longest text of a quantity.
const MAX_CHARS: usize = 60;

/// Why a text or number is not the quantity it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number (`NaN` and `inf` are none).
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// Zero or negative.
    #[error("`{0}` must be greater than zero")]
    NotPositive(String),
    /// Beyond what is planned with.
    #[error("`{0}` is too large")]
    TooLarge(String),
    /// A fraction that is not above 0 and at most 1.
    #[error("`{0}` must be greater than 0 and at most 1")]
    NotAFraction(String),
}

fn parse_decimal(text: &str) -> Result<Decimal, QuantityError> {
    let shown: String = text.chars().take(MAX_CHARS).collect();
    if text.len() > MAX_CHARS {
        return Err(QuantityError::TooLarge(shown));
    }
    text.parse().or_else(|_| Decimal::from_scientific(text)).map_err(|_| QuantityError::NotANumber(shown))
}

/// The whole part of a number that is not negative; what does not fit becomes the nearest that does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
pub(super) const fn whole(number: f64) -> u64 {
    number as u64
}

/// [`whole`] for fewer bits.
fn whole_u32(number: f64) -> u32 {
    u32::try_from(whole(number)).unwrap_or(u32::MAX)
}

macro_rules! tenths {
    ($(#[doc = $doc:literal])+ $name:ident, $description:literal) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Builds from a whole number of tenths.
            #[must_use]
            pub const fn from_tenths(tenths: u64) -> Self {
                Self(tenths)
            }

            /// The whole number of tenths.
            #[must_use]
            pub const fn tenths(self) -> u64 {
                self.0
            }

            /// A positive decimal number of units, rounded up to a tenth.
            pub fn from_decimal_ceil(units: Decimal) -> Result<Self, QuantityError> {
                if units <= Decimal::ZERO {
                    return Err(QuantityError::NotPositive(units.to_string()));
                }
                let tenths = units
                    .checked_mul(Decimal::from(TENTHS))
                    .and_then(|tenths| tenths.round_dp_with_strategy(0, RoundingStrategy::ToPositiveInfinity).to_u64());
                match tenths {
                    Some(tenths) if tenths <= MAX_TENTHS => Ok(Self(tenths)),
                    _ => Err(QuantityError::TooLarge(units.to_string())),
                }
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            fn from_str(text: &str) -> Result<Self, QuantityError> {
                Self::from_decimal_ceil(parse_decimal(text)?)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 % 10 {
                    0 => write!(f, "{}", self.0 / 10),
                    tenth => write!(f, "{}.{tenth}", self.0 / 10),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_f64(self.0 as f64 / 10.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let units = f64::deserialize(deserializer)?;
                if !(0.0..=MAX_TENTHS as f64 / 10.0).contains(&units) {
                    return Err(serde::de::Error::custom(format!("{units} is out of range")));
                }
                Ok(Self(whole((units * 10.0).round())))
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "number", "minimum": 0, "multipleOf": 0.1, "description": $description })
            }
        }
    };
}

tenths! {
    /// Computing speed in tenths of a TFLOPS.
    Throughput, "TFLOPS, exact to a tenth."
}
tenths! {
    /// Computing to be done, in tenths of a TFLOP-hour (what one TFLOPS does in an hour).
    Work, "TFLOP-hours, exact to a tenth."
}

impl Throughput {
    /// The speed of `gpus` GPUs of `tflops` each, rounded down to a tenth per GPU. `None` if that is nothing, not a
    /// number or out of range.
    #[must_use]
    pub fn of_gpus(tflops: f64, gpus: u32) -> Option<Self> {
        // A tenth written in binary may lie a little below itself.
        const BINARY_ERROR: f64 = 1e-6;
        let tenths = (tflops * 10.0 + BINARY_ERROR).floor() * f64::from(gpus);
        (1.0..=MAX_TENTHS as f64).contains(&tenths).then_some(Self(whole(tenths)))
    }
}

impl Work {
    /// The work of so many hours of one GPU of `tflops`, rounded up to a tenth.
    pub fn of_gpu_hours(hours: Decimal, tflops: Decimal) -> Result<Self, QuantityError> {
        let product = hours.checked_mul(tflops).ok_or_else(|| QuantityError::TooLarge(hours.to_string()))?;
        Self::from_decimal_ceil(product)
    }

    /// The least throughput that does this work within `time`: work / time, rounded up to a tenth.
    #[must_use]
    pub fn needed_within(self, time: Seconds) -> Throughput {
        let needed = u128::from(self.0 * SECONDS_PER_HOUR).div_ceil(u128::from(time.0.max(1)));
        Throughput(u64::try_from(needed).unwrap_or(u64::MAX))
    }
}

/// A length of time in seconds, more than none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Seconds(u64);

impl Seconds {
    /// The longest there is.
    pub const MAX: Self = Self(MAX_SECONDS);

    /// So many seconds; more than none and at most ten years.
    pub fn new(seconds: i64) -> Result<Self, QuantityError> {
        match u64::try_from(seconds) {
            Ok(0) | Err(_) => Err(QuantityError::NotPositive(format!("{seconds} s"))),
            Ok(seconds) if seconds > MAX_SECONDS => Err(QuantityError::TooLarge(format!("{seconds} s"))),
            Ok(seconds) => Ok(Self(seconds)),
        }
    }

    /// So many hours.
    pub fn from_hours(hours: u32) -> Result<Self, QuantityError> {
        Self::new(i64::from(hours).saturating_mul(SECONDS_PER_HOUR.cast_signed()))
    }

    /// Seconds.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Hours.
    #[must_use]
    pub fn hours(self) -> f64 {
        self.0 as f64 / SECONDS_PER_HOUR as f64
    }
}

/// A part of a whole in thousandths, above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
pub struct Fraction(u16);

impl Fraction {
    /// All of it.
    pub const ONE: Self = Self(1000);

    /// So many thousandths; `None` unless 1 to 1000.
    #[must_use]
    pub const fn from_thousandths(thousandths: u16) -> Option<Self> {
        if thousandths >= 1 && thousandths <= 1000 { Some(Self(thousandths)) } else { None }
    }

    /// Thousandths, 1 to 1000.
    #[must_use]
    pub const fn thousandths(self) -> u64 {
        self.0 as u64
    }
}

impl TryFrom<f64> for Fraction {
    type Error = QuantityError;

    /// Rounds down to a thousandth.
    fn try_from(value: f64) -> Result<Self, QuantityError> {
        const BINARY_ERROR: f64 = 1e-9;
        let thousandths = (value * 1000.0 + BINARY_ERROR).floor();
        if (1.0..=1000.0).contains(&thousandths) {
            Ok(Self(u16::try_from(whole(thousandths)).unwrap_or(1000)))
        } else {
            Err(QuantityError::NotAFraction(value.to_string()))
        }
    }
}

impl From<Fraction> for f64 {
    fn from(fraction: Fraction) -> Self {
        Self::from(fraction.0) / 1000.0
    }
}

/// A share of time up, or a probability: above 0 and at most 1, in parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(u32);

impl Share {
    /// So many parts per million; `None` unless 1 to a million.
    #[must_use]
    pub const fn from_ppm(ppm: u32) -> Option<Self> {
        if ppm >= 1 && ppm <= 1_000_000 { Some(Self(ppm)) } else { None }
    }

    /// Parts per million.
    #[must_use]
    pub const fn ppm(self) -> u32 {
        self.0
    }

    /// The most risk that members may have together to survive with this probability.
    #[must_use]
    pub fn risk_limit(self) -> u32 {
        whole_u32(-f64::from(self).ln() * 1e6)
    }
}

impl TryFrom<f64> for Share {
    type Error = QuantityError;

    /// Rounds to a millionth.
    fn try_from(value: f64) -> Result<Self, QuantityError> {
        let ppm = (value * 1e6).round();
        if (1.0..=1e6).contains(&ppm) && value <= 1.0 {
            Ok(Self(whole_u32(ppm)))
        } else {
            Err(QuantityError::NotAFraction(value.to_string()))
        }
    }
}

impl From<Share> for f64 {
    fn from(share: Share) -> Self {
        Self::from(share.0) / 1e6
    }
}

/// How reliable a machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reliability {
    /// The share of time up.
    pub share: Share,
    /// −ln(share) in millionths, rounded. Shares multiply when several machines must all keep running; this adds up.
    pub risk: u32,
}

impl TryFrom<f64> for Reliability {
    type Error = QuantityError;

    fn try_from(share: f64) -> Result<Self, QuantityError> {
        Ok(Self { share: Share::try_from(share)?, risk: whole_u32((-share.ln() * 1e6).round()) })
    }
}

/// The probability that members with this much risk together all keep running.
#[must_use]
pub fn survival_of(risk: u64) -> f64 {
    (-(risk as f64) / 1e6).exp()
}

/// Work as a person writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkText {
    /// `5000`: TFLOP-hours.
    TflopHours(Work),
    /// `500xA100-80GB-hours`: hours of one GPU of a model.
    GpuHours {
        /// How many hours.
        hours: Decimal,
        /// The model as written (`A100-80GB`).
        gpu: String,
    },
}

impl FromStr for WorkText {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let gpu_hours = text.strip_suffix("-hours").and_then(|rest| rest.split_once(['x', 'X', '×']));
        let Some((hours, gpu)) = gpu_hours.filter(|(_, gpu)| !gpu.is_empty()) else {
            return text.parse().map(Self::TflopHours);
        };
        let hours = parse_decimal(hours)?;
        if hours <= Decimal::ZERO {
            return Err(QuantityError::NotPositive(text.chars().take(MAX_CHARS).collect()));
        }
        Ok(Self::GpuHours { hours, gpu: gpu.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn work_is_read_as_tflop_hours_or_gpu_hours() {
        assert_eq!("5000".parse(), Ok(WorkText::TflopHours(Work(50_000))));
        assert_eq!("0.01".parse(), Ok(WorkText::TflopHours(Work(1))), "rounded up");
        let gpu_hours = WorkText::GpuHours { hours: Decimal::from(500), gpu: "A100-80GB".to_owned() };
        assert_eq!("500xA100-80GB-hours".parse(), Ok(gpu_hours));
        assert_eq!(Work::of_gpu_hours(Decimal::from(500), "311.84".parse().unwrap()), Ok(Work(1_559_200)));
    }

    #[test]
    fn bad_quantities_are_refused_with_the_reason() {
        for (text, reason) in [
            ("0", "greater than zero"),
            ("-5", "greater than zero"),
            ("NaN", "not a number"),
            ("inf", "not a number"),
            ("", "not a number"),
            ("5e", "not a number"),
            ("1e20", "too large"),
            ("99999999999999", "too large"),
            ("0xA100-hours", "greater than zero"),
            ("-1xA100-hours", "greater than zero"),
            ("NaNxA100-hours", "not a number"),
            ("5x-hours", "not a number"),
        ] {
            let error = text.parse::<WorkText>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
        assert!(Seconds::new(0).is_err());
        assert!(Seconds::new(-1).is_err());
        assert!(Seconds::new(i64::MAX).is_err());
        for share in [0.0, -0.5, 1.1, f64::NAN, f64::INFINITY] {
            assert!(Fraction::try_from(share).is_err(), "{share}");
            assert!(Reliability::try_from(share).is_err(), "{share}");
        }
        assert_eq!(Throughput::of_gpus(f64::NAN, 1), None);
        assert_eq!(Throughput::of_gpus(0.0, 8), None);
    }

    #[test]
    fn tenths_of_catalogue_figures_are_exact() {
        assert_eq!(Throughput::of_gpus(989.4, 8), Some(Throughput(79_152)));
        assert_eq!(Throughput::of_gpus(8.87, 1), Some(Throughput(88)), "never overstated");
    }

    proptest! {
        #[test]
        fn needed_throughput_is_enough_and_no_tenth_less_is(work in 1..=MAX_TENTHS, seconds in 1..=MAX_SECONDS) {
            let needed = Work(work).needed_within(Seconds(seconds)).0;
            let done = |throughput: u64| u128::from(throughput) * u128::from(seconds);
            prop_assert!(done(needed) >= u128::from(work) * 3600);
            prop_assert!(done(needed - 1) < u128::from(work) * 3600);
        }

        #[test]
        fn tenths_survive_json(tenths in 0..=MAX_TENTHS) {
            let json = serde_json::to_string(&Work(tenths)).unwrap();
            prop_assert_eq!(serde_json::from_str::<Work>(&json).unwrap(), Work(tenths));
        }
    }
}
