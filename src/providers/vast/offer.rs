//! From one row of Vast's search to an offer.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::query::ALLOCATED_STORAGE_GB;
use crate::market::country::parse_location;
use crate::market::offer::{Offer, PriceKind, Rejection};
use crate::providers::Network;
use crate::providers::gpu::{Hints, resolve};
use crate::providers::wire::{Raw, object, price_of};
use crate::units::{Rate, Usdc};

/// Hours in the month that Vast's storage prices are for.
pub(super) const HOURS_PER_MONTH: u32 = 720;
/// What an interruptible offer's id ends in: the same ask is listed at a fixed price too.
pub(super) const BID_SUFFIX: &str = "-bid";

object! {
    /// A row of the search. Any field but `id`, `num_gpus` and `dph_base` has been seen absent or null.
    pub(super) struct Row {
        id,
        /// The physical machine; its slices are offers of their own.
        machine_id,
        /// `A100 SXM4`, `RTX 4090`; may be empty. The same name covers several sizes of memory.
        gpu_name,
        num_gpus,
        /// Share of the machine's GPUs.
        gpu_frac,
        /// MiB of one GPU.
        gpu_ram,
        /// MiB of all GPUs of the offer.
        gpu_total_ram,
        /// USD per hour of the whole offer, without disk.
        dph_base,
        /// With [`ALLOCATED_STORAGE_GB`] of disk: `dph_base + storage_cost × GB / 720`.
        dph_total,
        /// USD per hour of the whole offer below which no bid is taken; on fixed-price rows too.
        min_bid,
        is_bid,
        /// USD per GB and month of 720 hours.
        storage_cost,
        /// USD per GB sent.
        inet_up_cost,
        /// Mbit/s of the machine.
        inet_up,
        /// Mbit/s of the machine.
        inet_down,
        /// 0 to 1; older rows have only `reliability2`, some only `reliability`.
        reliability,
        reliability2,
        rentable,
        rented,
        external,
        /// `verified`, `unverified`, `deverified`.
        verification,
        /// This offer's share; may be a fraction.
        cpu_cores_effective,
        /// Of the whole machine.
        cpu_cores,
        /// MB, this offer's share.
        cpu_ram,
        /// GB, this offer's share.
        disk_space,
        /// Highest CUDA version the driver supports (12.8).
        cuda_max_good,
        /// `Alberta, CA`, `, US`, `Norway`.
        geolocation,
    }
}

/// Makes an offer of a row, or says why not. `asked` is the kind that was searched for; a row that says what it is
/// is believed.
pub(super) fn normalize(row: &Row<'_>, asked: PriceKind) -> Result<Offer, Rejection> {
    let id = row.id.id().ok_or(Rejection::MissingId)?;
    if row.external.flag() == Some(true) {
        return Err(Rejection::NotAsked);
    }
    let kind = match row.is_bid.flag() {
        Some(true) => PriceKind::Interruptible,
        Some(false) => PriceKind::OnDemand,
        None => asked,
    };
    let gpu_count = row.num_gpus.count().filter(|count| *count > 0).ok_or(Rejection::NoGpu)?;
    let raw_gpu_name = row.gpu_name.text().ok_or(Rejection::NoModel)?;
    let price_per_hour = match kind {
        PriceKind::Interruptible => row.min_bid.price(),
        _ => fixed_price(row),
    }
    .ok_or(Rejection::BadPrice)?;
    let (gpu, tflops_fp16) = resolve(&raw_gpu_name, Hints { vram_gib: vram_gib(row, gpu_count), form_factor: None });
    let (region, country) = row.geolocation.text().map(|place| parse_location(&place)).unwrap_or_default();
    Ok(Offer {
        provider: Network::Vast.as_str().to_owned(),
        external_id: if kind == PriceKind::Interruptible { format!("{id}{BID_SUFFIX}") } else { id.into_owned() },
        machine_id: row.machine_id.id().map(std::borrow::Cow::into_owned),
        gpu,
        raw_gpu_name: raw_gpu_name.into_owned(),
        tflops_fp16,
        gpu_count,
        units: 1,
        available: row.rentable.flag().unwrap_or(true) && !row.rented.flag().unwrap_or(false),
        kind,
        price_per_hour,
        region,
        country,
        reliability: row.reliability2.float().or_else(|| row.reliability.float()).map(|share| share.clamp(0.0, 1.0)),
        verified: row.verification.text().is_some_and(|text| text == "verified"),
        cpu_cores: cpu_cores(row),
        ram_gib: row.cpu_ram.positive().map(|mb| two_decimals(mb / 1024.0)).filter(|gib| *gib > 0.0),
        disk_gib: row.disk_space.positive(),
        net_down_mbps: row.inet_down.positive(),
        net_up_mbps: row.inet_up.positive(),
        cuda: row.cuda_max_good.positive(),
        // Nobody gives disk away: zero means that the host did not set a price.
        storage_price_per_gib_month: amount(row.storage_cost).filter(|price| price.micros() > 0),
        egress_price_per_gib: amount(row.inet_up_cost),
        // Billed by the second.
        min_hours: 0,
        rent_ref: None,
        quoted_at: None,
    })
}

/// The whole offer without disk: as listed, or where that is not sent, the total without the disk that was asked for.
fn fixed_price(row: &Row<'_>) -> Option<Rate> {
    if row.dph_base.json().is_some() {
        return row.dph_base.price();
    }
    let gigabytes = Decimal::from(ALLOCATED_STORAGE_GB);
    let storage = row.storage_cost.decimal()?.checked_mul(gigabytes)? / Decimal::from(HOURS_PER_MONTH);
    price_of(row.dph_total.decimal()?.checked_sub(storage)?)
}

/// Memory of one GPU in GiB as measured; the catalogue knows the size it is sold as.
fn vram_gib(row: &Row<'_>, gpu_count: u32) -> Option<f64> {
    let mib = row.gpu_ram.positive().or_else(|| Some(row.gpu_total_ram.positive()? / f64::from(gpu_count)))?;
    Some(mib / 1024.0)
}

fn cpu_cores(row: &Row<'_>) -> Option<u32> {
    let share = || Some(row.cpu_cores.positive()? * row.gpu_frac.positive()?);
    u32::from_f64(row.cpu_cores_effective.positive().or_else(share)?.floor()).filter(|cores| *cores > 0)
}

fn amount(value: Raw<'_>) -> Option<Usdc> {
    let dollars = value.decimal().filter(|dollars| !dollars.is_sign_negative() || dollars.is_zero())?;
    Usdc::from_decimal_ceil(dollars)
}

fn two_decimals(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
