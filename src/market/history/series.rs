//! What is followed over time: series, and the hours they have values for.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::market::offer::PriceKind;

/// Microseconds in an hour.
const MICROS_PER_HOUR: i64 = 3_600_000_000;

/// A whole hour, counted from 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hour(pub i64);

impl Hour {
    /// The hour that an instant falls into.
    #[must_use]
    pub fn of(instant: Timestamp) -> Self {
        Self(instant.as_microsecond().div_euclid(MICROS_PER_HOUR))
    }

    /// When it begins. Hours beyond the calendar end at its last instant.
    #[must_use]
    pub fn start(self) -> Timestamp {
        Timestamp::from_microsecond(self.0.saturating_mul(MICROS_PER_HOUR)).unwrap_or(Timestamp::MAX)
    }

    /// Hours from an earlier one to this one.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

/// A GPU that prices are compared for: an A100 with 40 GiB on PCI Express is not an A100 with 80 GiB on SXM.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GpuKey {
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …; unknown when nobody tells.
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
}

impl fmt::Display for GpuKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.model)?;
        if let Some(form_factor) = &self.form_factor {
            write!(f, " {form_factor}")?;
        }
        if let Some(vram_gib) = self.vram_gib {
            write!(f, " {vram_gib}GB")?;
        }
        Ok(())
    }
}

/// Whether a machine can be taken away again. The two never mix: on the same provider, model and day an interruptible
/// machine is a third cheaper, which alone would fake every saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// Kept until it is given back: fixed prices and what auctions for such machines end at.
    OnDemand,
    /// Taken away when somebody bids more.
    Interruptible,
}

impl Billing {
    /// How offers of a kind are billed; `None` for a price list, which is no machine.
    #[must_use]
    pub const fn of(kind: PriceKind) -> Option<Self> {
        match kind {
            PriceKind::OnDemand | PriceKind::AuctionEstimate => Some(Self::OnDemand),
            PriceKind::Interruptible => Some(Self::Interruptible),
            PriceKind::Indicative => None,
        }
    }

    /// The name used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnDemand => "on_demand",
            Self::Interruptible => "interruptible",
        }
    }

    /// Finds one by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::OnDemand, Self::Interruptible].into_iter().find(|billing| billing.as_str() == name)
    }
}

/// How many GPUs an offer has, as far as it makes them comparable: a GPU among eight on one board costs other than one
/// alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum CountClass {
    /// One GPU.
    #[serde(rename = "1")]
    One,
    /// Two to four.
    #[serde(rename = "2-4")]
    Few,
    /// Eight and more.
    #[serde(rename = "8+")]
    Many,
}

impl CountClass {
    /// Every class, smallest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Few, Self::Many];

    /// The class of an offer. Offers of five to seven GPUs, one in two hundred, are like neither neighbour and have
    /// none.
    #[must_use]
    pub const fn of(gpu_count: u32) -> Option<Self> {
        match gpu_count {
            1 => Some(Self::One),
            2..=4 => Some(Self::Few),
            8.. => Some(Self::Many),
            0 | 5..=7 => None,
        }
    }

    /// The smallest class whose offers can serve a job of this many GPUs.
    #[must_use]
    pub const fn for_job(gpus: u32) -> Self {
        match gpus {
            0 | 1 => Self::One,
            2..=4 => Self::Few,
            5.. => Self::Many,
        }
    }

    /// GPUs that any offer of the class has at least.
    #[must_use]
    pub const fn min_gpus(self) -> u32 {
        match self {
            Self::One => 1,
            Self::Few => 2,
            Self::Many => 8,
        }
    }

    /// GPUs that any offer of the class has at most, when there is such a number.
    #[must_use]
    pub const fn max_gpus(self) -> Option<u32> {
        match self {
            Self::One => Some(1),
            Self::Few => Some(4),
            Self::Many => None,
        }
    }

    /// The name used in JSON, in tables and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::One => "1",
            Self::Few => "2-4",
            Self::Many => "8+",
        }
    }

    /// Finds a class by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

/// A market: offers that compete with each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesKey {
    /// Which GPU.
    pub gpu: GpuKey,
    /// How it is billed.
    pub billing: Billing,
    /// Offers of one class, which are compared; or, without one, all that can be rented, whose history is shown.
    pub class: Option<CountClass>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_begin_on_the_hour_on_either_side_of_1970() {
        for (text, start) in
            [("2026-11-24T21:59:59.999999Z", "2026-11-24T21:00:00Z"), ("1969-12-31T23:30:00Z", "1969-12-31T23:00:00Z")]
        {
            assert_eq!(Hour::of(text.parse().unwrap()).start(), start.parse::<Timestamp>().unwrap());
        }
    }

    #[test]
    fn names_find_what_they_name() {
        for class in CountClass::ALL {
            assert_eq!(CountClass::from_name(class.as_str()), Some(class));
            assert_eq!(CountClass::of(class.min_gpus()), Some(class));
            assert_eq!(CountClass::of(class.max_gpus().unwrap_or(u32::MAX)), Some(class));
            assert_eq!(serde_json::to_value(class).unwrap(), class.as_str());
        }
        assert_eq!(Billing::from_name("interruptible"), Some(Billing::Interruptible));
        assert_eq!(Billing::of(PriceKind::Indicative), None);
    }

    #[test]
    fn a_job_is_served_by_the_smallest_class_that_can() {
        let classes = [1, 2, 4, 5, 7, 8, 64].map(|gpus| CountClass::for_job(gpus).as_str());
        assert_eq!(classes, ["1", "2-4", "2-4", "8+", "8+", "8+", "8+"]);
    }
}
