//! Render Network's published prices: RNP-019 ("general compute network"), implemented 2025-03-31.

use jiff::Timestamp;

use crate::market::offer::{Offer, PriceKind};
use crate::providers::gpu::{Hints, resolve};
use crate::providers::rows::Rows;
use crate::providers::{Fetched, Network};
use crate::units::Rate;

/// When the prices were published.
const PUBLISHED: &str = "2025-03-31T00:00:00Z";
/// Name and memory of a GPU, and micro-USD of an hour of it. Of a range of prices the upper end: a price that nobody
/// can be held to must not look better than it is (RTX 5090: 0.45 to 0.69).
const PRICES: [(&str, f64, i64); 3] =
    [("RTX 5090", 32.0, 690_000), ("RTX 4090", 24.0, 350_000), ("RTX 3090", 24.0, 310_000)];

/// The sheet as the result of a fetch, with a warning that says what it is.
pub fn fetched() -> Fetched {
    let mut rows = Rows::new(Network::Render);
    rows.warn(
        "indicative_prices",
        "render: needs providers.render.public_key and providers.render.secret_key (console.dispersed.com/keys); \
         showing indicative prices from RNP-019 of 2025-03-31, not live, not rentable",
    );
    for (name, vram_gib, micros) in PRICES {
        rows.push(Ok(offer(name, vram_gib, Rate::from_micros(micros))));
    }
    rows.finish()
}

/// A line of the sheet: no machine stands behind it, so there are no units of it.
fn offer(name: &str, vram_gib: f64, price_per_hour: Rate) -> Offer {
    let (gpu, tflops_fp16) = resolve(name, Hints { vram_gib: Some(vram_gib), form_factor: None });
    Offer {
        provider: Network::Render.as_str().to_owned(),
        external_id: format!("rnp-019-{}", name.to_lowercase().replace(' ', "-")),
        machine_id: None,
        gpu,
        raw_gpu_name: name.to_owned(),
        tflops_fp16,
        gpu_count: 1,
        units: 0,
        available: false,
        kind: PriceKind::Indicative,
        price_per_hour,
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
        min_hours: 1,
        rent_ref: None,
        quoted_at: PUBLISHED.parse::<Timestamp>().ok(),
    }
}
