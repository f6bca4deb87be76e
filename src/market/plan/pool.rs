//! From offers as users see them to candidates.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::candidate::{Candidate, Link};
use super::quantity::{Reliability, SECONDS_PER_HOUR, Seconds, Throughput};
use crate::market::offer::{MAX_PRICE_PER_HOUR, PriceKind};
use crate::market::row::OfferRow;
use crate::units::Rate;

/// Why an offer cannot be planned with, whatever the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// It cannot be rented now.
    Unavailable,
    /// A published price list is not a machine.
    Indicative,
    /// A price it needs is unknown, zero or beyond belief.
    BadPrice,
    /// The throughput of its GPUs is unknown.
    NoThroughput,
}

/// The candidates that offers make.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    /// One for each usable offer.
    pub candidates: Vec<Candidate<'a>>,
    /// The offer of each candidate.
    pub offers: Vec<&'a OfferRow>,
    /// Offers that could not be used, by reason.
    pub unusable: BTreeMap<Unusable, usize>,
    /// When the newest of all offers was listed.
    pub market_at: Option<Timestamp>,
}

impl<'a> Pool<'a> {
    /// Makes candidates of offers.
    ///
    /// `tflops` tells what one GPU of an offer does at the precision planned for. The price is the all-in price; with a
    /// `duration`, an offer that is paid for at least so many hours is the dearer the shorter that is (`None` where the
    /// all-in prices were made for a number of hours, which counts that already). A machine has as many GPUs as its
    /// largest offer.
    pub fn new(offers: &'a [OfferRow], duration: Option<Seconds>, tflops: impl Fn(&OfferRow) -> Option<f64>) -> Self {
        let mut largest: HashMap<(&str, &str), u32> = HashMap::new();
        for offer in offers {
            if let Some(machine) = &offer.machine_id {
                let gpus = largest.entry((&offer.provider, machine)).or_default();
                *gpus = offer.gpu_count.max(*gpus);
            }
        }
        let mut pool = Self {
            candidates: Vec::new(),
            offers: Vec::new(),
            unusable: BTreeMap::new(),
            market_at: offers.iter().map(|offer| offer.observed_at).max(),
        };
        for offer in offers {
            match usable(offer, duration, tflops(offer)) {
                Ok((price, throughput)) => {
                    let machine = offer.machine_id.as_deref();
                    let gpus = machine.and_then(|machine| largest.get(&(offer.provider.as_str(), machine)));
                    pool.offers.push(offer);
                    pool.candidates.push(Candidate {
                        id: &offer.id,
                        provider: &offer.provider,
                        region: offer.region.as_deref(),
                        country: offer.country.as_deref(),
                        machine,
                        machine_gpus: gpus.copied().unwrap_or(offer.gpu_count),
                        model: &offer.model,
                        vram_gib: offer.vram_gib,
                        link: Link::of_form_factor(offer.form_factor.as_deref()),
                        gpus: offer.gpu_count,
                        units: offer.units,
                        price,
                        throughput,
                        reliability: offer.reliability.and_then(|share| Reliability::try_from(share).ok()),
                    });
                }
                Err(reason) => *pool.unusable.entry(reason).or_default() += 1,
            }
        }
        pool
    }
}

fn usable(offer: &OfferRow, duration: Option<Seconds>, tflops: Option<f64>) -> Result<(Rate, Throughput), Unusable> {
    if offer.kind == PriceKind::Indicative {
        return Err(Unusable::Indicative);
    }
    if !offer.available || offer.units == 0 || offer.gpu_count == 0 {
        return Err(Unusable::Unavailable);
    }
    let price = offer.all_in_per_hour.and_then(|price| billed(price, offer.min_hours, duration));
    let price = price.filter(|price| (1..=MAX_PRICE_PER_HOUR.micros()).contains(&price.micros()));
    let throughput = tflops.and_then(|tflops| Throughput::of_gpus(tflops, offer.gpu_count));
    Ok((price.ok_or(Unusable::BadPrice)?, throughput.ok_or(Unusable::NoThroughput)?))
}

/// What an hour costs when at least `min_hours` are paid of a rental of this duration, rounded up.
fn billed(price: Rate, min_hours: u32, duration: Option<Seconds>) -> Option<Rate> {
    let least = u64::from(min_hours) * SECONDS_PER_HOUR;
    match duration {
        Some(duration) if least > duration.get() => {
            let micros = u128::from(price.micros().unsigned_abs()) * u128::from(least);
            i64::try_from(micros.div_ceil(duration.get().into())).ok().map(Rate::from_micros)
        }
        _ => Some(price),
    }
}
