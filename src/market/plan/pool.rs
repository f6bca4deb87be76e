//! From offers as users see them to candidates.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::candidate::{Candidate, Link};
use super::listing::{Listing, Text};
use super::quantity::{Reliability, SECONDS_PER_HOUR, Seconds, Throughput};
use crate::market::history;
use crate::market::offer::{MAX_PRICE_PER_HOUR, PriceKind};
use crate::units::Rate;

/// Why an offer cannot be planned with, whatever the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// It cannot be rented now.
    Unavailable,
    /// A published price list is not a machine.
    Indicative,
    /// It is billed in a way that was not asked for: machines that can be taken away are not mixed with others.
    OtherKind,
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
    /// How the price of each candidate is made.
    pub kinds: Vec<PriceKind>,
    /// Offers that could not be used, by reason.
    pub unusable: BTreeMap<Unusable, usize>,
    /// When the market was last listed.
    pub market_at: Option<Timestamp>,
}

impl<'a> Pool<'a> {
    /// Makes candidates of offers that are billed in one of some ways.
    ///
    /// `tflops` tells what one GPU of an offer does at the precision planned for. The price is the all-in price; with a
    /// `duration`, an offer that is paid for at least so many hours is the dearer the shorter that is. A machine has as
    /// many GPUs as its largest offer.
    pub fn new(
        offers: &'a [Listing<'a>],
        kinds: &[history::Billing],
        duration: Option<Seconds>,
        tflops: impl Fn(&Listing) -> Option<f64>,
    ) -> Self {
        let mut numbers: HashMap<(&str, &str), usize> = HashMap::new();
        // GPUs of the largest offer of each machine.
        let mut largest: Vec<u32> = Vec::new();
        let mut machine_number = |offer: &'a Listing<'a>| {
            let machine = offer.machine_id.as_deref()?;
            let number = *numbers.entry((&offer.provider, machine)).or_insert(largest.len());
            match largest.get_mut(number) {
                Some(gpus) => *gpus = offer.gpu_count.max(*gpus),
                None => largest.push(offer.gpu_count),
            }
            Some(number)
        };
        let machines: Vec<Option<usize>> = offers.iter().map(&mut machine_number).collect();
        let mut pool = Self {
            candidates: Vec::with_capacity(offers.len()),
            kinds: Vec::with_capacity(offers.len()),
            unusable: BTreeMap::new(),
            market_at: offers.iter().filter_map(|offer| offer.observed_at).max(),
        };
        for (offer, machine) in offers.iter().zip(machines) {
            match usable(offer, kinds, duration, tflops(offer)) {
                Ok((price, throughput)) => {
                    let machine_gpus = machine.and_then(|number| largest.get(number).copied());
                    pool.kinds.push(offer.kind);
                    pool.candidates.push(candidate(offer, price, throughput, machine_gpus));
                }
                Err(reason) => *pool.unusable.entry(reason).or_default() += 1,
            }
        }
        pool
    }
}

fn candidate<'a>(
    offer: &'a Listing<'a>,
    price: Rate,
    throughput: Throughput,
    machine_gpus: Option<u32>,
) -> Candidate<'a> {
    let text = |text: &'a Option<Text<'a>>| text.as_deref();
    Candidate {
        id: &offer.id,
        provider: &offer.provider,
        region: text(&offer.region),
        country: text(&offer.country),
        machine: text(&offer.machine_id),
        machine_gpus: machine_gpus.unwrap_or(offer.gpu_count),
        model: &offer.model,
        form_factor: text(&offer.form_factor),
        vram_gib: offer.vram_gib,
        link: Link::of_form_factor(text(&offer.form_factor)),
        gpus: offer.gpu_count,
        units: offer.units,
        price,
        throughput,
        reliability: offer.reliability.and_then(|share| Reliability::try_from(share).ok()),
    }
}

fn usable(
    offer: &Listing,
    kinds: &[history::Billing],
    duration: Option<Seconds>,
    tflops: Option<f64>,
) -> Result<(Rate, Throughput), Unusable> {
    let billing = history::Billing::of(offer.kind).ok_or(Unusable::Indicative)?;
    if !offer.available || offer.units == 0 || offer.gpu_count == 0 {
        return Err(Unusable::Unavailable);
    }
    if !kinds.contains(&billing) {
        return Err(Unusable::OtherKind);
    }
    let price = offer.price().and_then(|(price, min_hours)| billed(price, min_hours, duration));
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
