//! What tests of prices start from.

use super::Quote;
use crate::market::offer::PriceKind;
use crate::units::Rate;

/// An offer of one H100 SXM at a price, measured and in the catalogue.
pub(in crate::market) fn quote(provider: &'static str, id: &'static str, micros: i64) -> Quote<'static> {
    Quote {
        provider,
        id,
        machine: None,
        model: "H100",
        form_factor: Some("SXM"),
        vram_gib: Some(80),
        in_catalogue: true,
        kind: PriceKind::OnDemand,
        available: true,
        gpu_count: 1,
        units: 1,
        price: Rate::from_micros(micros),
        reliability: Some(0.99),
        egress_price_per_gib: None,
        min_hours: 0,
    }
}
