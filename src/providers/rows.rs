//! Collecting a provider's offers: counted, deduplicated and limited the same way for every network.

use std::collections::{BTreeMap, HashMap};

use super::{Fetched, Network};
use crate::error::Warning;
use crate::market::all_in::MAX_PRICE_PER_GIB;
use crate::market::offer::{MAX_OFFERS_PER_PROVIDER, MAX_TEXT_CHARS, Offer, Rejection};

/// The offers of one fetch so far.
#[derive(Debug)]
pub struct Rows {
    network: Network,
    /// Where in `offers` an id is.
    positions: HashMap<Box<str>, usize>,
    received: usize,
    offers: Vec<Offer>,
    rejected: BTreeMap<Rejection, u64>,
    warnings: Vec<Warning>,
    is_complete: bool,
}

impl Rows {
    /// Nothing yet.
    #[must_use]
    pub fn new(network: Network) -> Self {
        let (offers, rejected, warnings) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { network, positions: HashMap::new(), received: 0, offers, rejected, warnings, is_complete: true }
    }

    /// Counts a row and keeps the offer it became, if its id is new and there is room.
    pub fn push(&mut self, row: Result<Offer, Rejection>) {
        self.received += 1;
        if let Err(rejection) = row.and_then(|offer| self.admit(offer)) {
            *self.rejected.entry(rejection).or_default() += 1;
        }
    }

    fn admit(&mut self, mut offer: Offer) -> Result<(), Rejection> {
        cut_texts(&mut offer);
        for price in [&mut offer.storage_price_per_gib_month, &mut offer.egress_price_per_gib] {
            *price = price.filter(|price| *price <= MAX_PRICE_PER_GIB);
        }
        self.network.as_str().clone_into(&mut offer.provider);
        if offer.external_id.trim().is_empty() {
            return Err(Rejection::MissingId);
        }
        if self.contains(&offer.external_id) {
            return Err(Rejection::DuplicateId);
        }
        if self.offers.len() >= MAX_OFFERS_PER_PROVIDER {
            return Err(Rejection::OverLimit);
        }
        self.positions.insert(offer.external_id.as_str().into(), self.offers.len());
        self.offers.push(offer);
        Ok(())
    }

    /// The number of the offer with this id, in the order they were kept.
    #[must_use]
    pub fn position(&self, external_id: &str) -> Option<usize> {
        self.positions.get(external_id).copied()
    }

    /// Whether an offer with this id was kept.
    #[must_use]
    pub fn contains(&self, external_id: &str) -> bool {
        self.positions.contains_key(external_id)
    }

    /// Rows counted so far.
    #[must_use]
    pub const fn received(&self) -> usize {
        self.received
    }

    /// Offers kept so far.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.offers.len()
    }

    /// Notes that offers are missing from what was read, and why.
    pub fn incomplete(&mut self, message: impl Into<String>) {
        self.is_complete = false;
        self.warn("truncated", message);
    }

    /// Adds something the user should know.
    pub fn warn(&mut self, code: &'static str, message: impl Into<String>) {
        self.warnings.push(Warning::new(code, message));
    }

    /// The result of the fetch.
    #[must_use]
    pub fn finish(self) -> Fetched {
        let Self { received, offers, rejected, warnings, is_complete, .. } = self;
        Fetched { offers, received, rejected, warnings, is_complete, recorded_at: None }
    }
}

/// Cuts every text to [`MAX_TEXT_CHARS`].
fn cut_texts(offer: &mut Offer) {
    let optional = [
        &mut offer.machine_id,
        &mut offer.gpu.vendor,
        &mut offer.gpu.form_factor,
        &mut offer.region,
        &mut offer.country,
    ];
    let required = [&mut offer.external_id, &mut offer.gpu.model, &mut offer.raw_gpu_name];
    optional.into_iter().flatten().chain(required).for_each(cut_text);
}

/// Cuts a text to [`MAX_TEXT_CHARS`] at a character boundary.
pub fn cut_text(text: &mut String) {
    if text.len() <= MAX_TEXT_CHARS {
        return;
    }
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT_CHARS) {
        text.truncate(end);
        text.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::offer::{Gpu, PriceKind};
    use crate::units::Rate;

    fn offer(external_id: &str) -> Offer {
        let gpu = Gpu { vendor: None, model: "X".into(), form_factor: None, vram_gib: None, slug: None };
        Offer {
            provider: String::new(),
            external_id: external_id.into(),
            machine_id: None,
            gpu,
            raw_gpu_name: "X".into(),
            tflops_fp16: None,
            gpu_count: 1,
            units: 1,
            available: true,
            kind: PriceKind::OnDemand,
            price_per_hour: Rate::from_micros(1),
            region: None,
            country: None,
            reliability: None,
            verified: false,
            cpu_cores: None,
            ram_gib: None,
            disk_gib: None,
            net_down_mbps: None,
            net_up_mbps: None,
            cuda: None,
            storage_price_per_gib_month: None,
            egress_price_per_gib: None,
            min_hours: 0,
            rent_ref: None,
            quoted_at: None,
        }
    }

    #[test]
    fn every_row_is_counted_once_and_every_id_kept_once() {
        let mut rows = Rows::new(Network::Ionet);
        for row in [Ok(offer("a")), Ok(offer("b")), Ok(offer("a")), Ok(offer(" ")), Err(Rejection::NoGpu)] {
            rows.push(row);
        }
        assert_eq!((rows.position("b"), rows.position("c"), rows.kept()), (Some(1), None, 2));
        let fetched = rows.finish();
        let rejected = [(Rejection::MissingId, 1), (Rejection::DuplicateId, 1), (Rejection::NoGpu, 1)];
        assert_eq!((fetched.received, fetched.rejected), (5, BTreeMap::from(rejected)));
        assert!(fetched.offers.iter().all(|offer| offer.provider == "ionet"));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let mut rows = Rows::new(Network::Ionet);
        let long = "é".repeat(1_000_000);
        let region = Some(long.clone());
        rows.push(Ok(Offer { raw_gpu_name: long.clone(), region, ..offer(&long) }));
        let offer = rows.finish().offers.remove(0);
        for text in [offer.raw_gpu_name, offer.external_id, offer.region.unwrap()] {
            assert_eq!(text.chars().count(), MAX_TEXT_CHARS);
        }
    }
}
