//! Offers as far as planning needs them.
//!
//! A market of a hundred thousand offers is read for a plan of a few: of all others these fields are enough, and their
//! text stays where it was read.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::market::offer::PriceKind;
use crate::market::row::OfferRow;
use crate::units::Rate;

/// A text that is borrowed where it is written without escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a>(pub Cow<'a, str>);

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

/// What planning needs to know of an offer: some fields of an [`OfferRow`], with the same names.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Listing<'a> {
    /// Unique.
    #[serde(borrow)]
    pub id: Text<'a>,
    /// The network it is from.
    #[serde(borrow)]
    pub provider: Text<'a>,
    /// The physical machine.
    #[serde(borrow, default)]
    pub machine_id: Option<Text<'a>>,
    /// GPU model.
    #[serde(borrow)]
    pub model: Text<'a>,
    /// How the GPU is built in.
    #[serde(borrow, default)]
    pub form_factor: Option<Text<'a>>,
    /// Memory of one GPU in GiB.
    #[serde(default)]
    pub vram_gib: Option<u32>,
    /// GPUs in it.
    pub gpu_count: u32,
    /// How many can be rented side by side.
    #[serde(default = "one")]
    pub units: u32,
    /// How its price is made.
    #[serde(default = "on_demand")]
    pub kind: PriceKind,
    /// USD per hour without anything else.
    pub price_per_hour: Rate,
    /// The provider's own region.
    #[serde(borrow, default)]
    pub region: Option<Text<'a>>,
    /// Country code.
    #[serde(borrow, default)]
    pub country: Option<Text<'a>>,
    /// Share of time up.
    #[serde(default)]
    pub reliability: Option<f64>,
    /// FP16 TFLOPS of one GPU.
    #[serde(default)]
    pub tflops_fp16: Option<f64>,
    /// Hours paid for at least.
    #[serde(default)]
    pub min_hours: u32,
    /// Whether it can be rented now.
    #[serde(default = "yes")]
    pub available: bool,
    /// USD per hour with everything that was asked for; `None` where that is not known.
    #[serde(default = "as_listed", deserialize_with = "some")]
    all_in_per_hour: AllIn,
    /// When it was listed.
    #[serde(default)]
    pub observed_at: Option<Timestamp>,
}

/// An all-in price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AllIn {
    /// Nothing was asked for.
    AsListed,
    /// What it is; `None` where a price that it needs is not known.
    Known(Option<Rate>),
}

const fn as_listed() -> AllIn {
    AllIn::AsListed
}

fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AllIn, D::Error> {
    Option::deserialize(deserializer).map(AllIn::Known)
}

const fn one() -> u32 {
    1
}

const fn yes() -> bool {
    true
}

const fn on_demand() -> PriceKind {
    PriceKind::OnDemand
}

impl<'a> Listing<'a> {
    /// An offer of which no more is known: one unit on demand that can be rented now.
    #[must_use]
    pub const fn new(id: Text<'a>, provider: Text<'a>, model: Text<'a>, gpu_count: u32, price_per_hour: Rate) -> Self {
        Self {
            id,
            provider,
            machine_id: None,
            model,
            form_factor: None,
            vram_gib: None,
            gpu_count,
            units: 1,
            kind: PriceKind::OnDemand,
            price_per_hour,
            region: None,
            country: None,
            reliability: None,
            tflops_fp16: None,
            min_hours: 0,
            available: true,
            all_in_per_hour: AllIn::AsListed,
            observed_at: None,
        }
    }

    /// Reads an offer as `gpus search -o ndjson` prints it. Fields that planning does not need may be missing, and
    /// others may be there.
    pub fn parse(line: &'a str) -> serde_json::Result<Self> {
        serde_json::from_str(line)
    }

    /// The price to plan with, and the hours that are still to be paid for at least.
    ///
    /// A price that is not the list price was made for a job's disk, traffic or hours: the least hours are in it.
    #[must_use]
    pub fn price(&self) -> Option<(Rate, u32)> {
        match self.all_in_per_hour {
            AllIn::AsListed => Some((self.price_per_hour, self.min_hours)),
            AllIn::Known(price) if price == Some(self.price_per_hour) => Some((self.price_per_hour, self.min_hours)),
            AllIn::Known(price) => price.map(|price| (price, 0)),
        }
    }
}

impl<'a> From<&'a OfferRow> for Listing<'a> {
    fn from(row: &'a OfferRow) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().map(Text::from);
        Self {
            id: row.id.as_str().into(),
            provider: row.provider.as_str().into(),
            machine_id: text(&row.machine_id),
            model: row.model.as_str().into(),
            form_factor: text(&row.form_factor),
            vram_gib: row.vram_gib,
            gpu_count: row.gpu_count,
            units: row.units,
            kind: row.kind,
            price_per_hour: row.price_per_hour,
            region: text(&row.region),
            country: text(&row.country),
            reliability: row.reliability,
            tflops_fp16: row.tflops_fp16,
            min_hours: row.min_hours,
            available: row.available,
            all_in_per_hour: AllIn::Known(row.all_in_per_hour),
            observed_at: Some(row.observed_at),
        }
    }
}

/// Reads the whole offer of a line that [`Listing::parse`] has read. What the line leaves out is as it usually is:
/// one unit, on demand, available, not verified, no least hours, listed at `now`.
pub fn offer_of_line(line: &str, now: Timestamp) -> serde_json::Result<OfferRow> {
    let listing = Listing::parse(line)?;
    let mut fields: Map<String, Value> = serde_json::from_str(line)?;
    let external_id = listing.id.split_once(':').map_or(&*listing.id, |(_, id)| id);
    let per_gpu = listing.price_per_hour.per_part(listing.gpu_count).unwrap_or(listing.price_per_hour);
    let usual = [
        ("external_id", Value::from(external_id)),
        ("units", listing.units.into()),
        ("available", listing.available.into()),
        ("kind", listing.kind.as_str().into()),
        ("price_per_gpu_hour", per_gpu.to_string().into()),
        ("all_in_per_hour", listing.price().map(|(price, _)| price.to_string()).into()),
        ("verified", false.into()),
        ("start_failures", 0.into()),
        ("min_hours", 0.into()),
        ("observed_at", now.to_string().into()),
        ("age_s", 0.into()),
        ("stale", false.into()),
    ];
    for (name, value) in usual {
        fields.entry(name).or_insert(value);
    }
    serde_json::from_value(Value::Object(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"id":"vast:1","provider":"vast","model":"RTX 4090","gpu_count":2,"price_per_hour":"0.80","tflops_fp16":165.2}"#;

    #[test]
    fn a_line_needs_little_and_gets_the_rest() {
        let offer = offer_of_line(LINE, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((offer.external_id.as_str(), offer.units, offer.available), ("1", 1, true));
        assert_eq!(
            (offer.price_per_gpu_hour.to_string(), offer.all_in_per_hour),
            ("0.40".to_owned(), "0.80".parse().ok())
        );
        assert_eq!(Listing::from(&offer).price(), Listing::parse(LINE).unwrap().price());
        let whole = serde_json::to_string(&offer).unwrap();
        assert_eq!(offer_of_line(&whole, Timestamp::now()).unwrap(), offer);
        assert_eq!(Listing::parse(&whole).unwrap(), Listing::from(&offer));
    }

    #[test]
    fn a_line_that_says_nonsense_is_refused() {
        for (from, to) in [
            ("\"gpu_count\":2", "\"gpu_count\":-2"),
            ("\"gpu_count\":2", "\"gpu_count\":1e400"),
            ("\"gpu_count\":2,", ""),
            ("\"0.80\"", "\"-0.80\""),
            ("\"0.80\"", "\"NaN\""),
            ("\"0.80\"", "99"),
            ("165.2", "NaN"),
            ("\"vast:1\"", "null"),
        ] {
            let line = LINE.replace(from, to);
            assert!(line != LINE && Listing::parse(&line).is_err(), "{line}");
        }
    }

    #[test]
    fn an_all_in_price_has_its_least_hours_in_it() {
        let price = |all_in: &str| {
            let line = LINE.replace("\"tflops", &format!("\"min_hours\":6{all_in},\"tflops"));
            Listing::parse(&line).unwrap().price()
        };
        let rate = |text: &str| text.parse::<Rate>().unwrap();
        assert_eq!(price(""), Some((rate("0.80"), 6)));
        assert_eq!(price(r#","all_in_per_hour":"0.80""#), Some((rate("0.80"), 6)));
        assert_eq!(price(r#","all_in_per_hour":"0.90""#), Some((rate("0.90"), 0)));
        assert_eq!(price(r#","all_in_per_hour":null"#), None);
    }
}
