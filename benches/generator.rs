//! A made-up market of any size, the same for the same seed: for benchmarks and property tests, never for users.
//!
//! Models, their shares, slices of one machine, regions and the spread of prices follow recorded markets.

use std::fmt::Write as _;

use fastrand::Rng;
use gp4u::market::catalogue::Catalogue;
use gp4u::market::offer::{Gpu, Offer, PriceKind};
use gp4u::units::{Rate, Usdc};

/// Model, form factor, Vast's spelling, GiB, FP16 TFLOPS, usual USD per GPU and hour, share in the market.
const GPUS: [(&str, &str, &str, u32, f64, f64, u32); 24] = [
    ("RTX 4090", "PCIe", "RTX 4090", 24, 165.2, 0.40, 220),
    ("RTX 3090", "PCIe", "RTX 3090", 24, 71.0, 0.20, 130),
    ("RTX 5090", "PCIe", "RTX 5090", 32, 209.5, 0.60, 120),
    ("H100", "SXM", "H100 SXM", 80, 989.0, 2.20, 80),
    ("H100", "PCIe", "H100 PCIE", 80, 756.0, 2.00, 25),
    ("H100", "NVL", "H100 NVL", 94, 835.0, 2.30, 20),
    ("H200", "SXM", "H200", 141, 989.0, 3.00, 40),
    ("A100", "SXM", "A100 SXM4", 80, 312.0, 1.20, 45),
    ("A100", "SXM", "A100 SXM4", 40, 312.0, 0.80, 25),
    ("A100", "PCIe", "A100 PCIE", 80, 312.0, 1.10, 25),
    ("A100", "PCIe", "A100 PCIE", 40, 312.0, 0.75, 20),
    ("L40S", "PCIe", "L40S", 48, 362.0, 0.80, 30),
    ("L40", "PCIe", "L40", 48, 181.0, 0.65, 15),
    ("L4", "PCIe", "L4", 24, 121.0, 0.35, 12),
    ("RTX A6000", "PCIe", "RTX A6000", 48, 154.8, 0.45, 35),
    ("RTX A5000", "PCIe", "RTX A5000", 24, 111.1, 0.25, 25),
    ("RTX A4000", "PCIe", "RTX A4000", 16, 76.7, 0.15, 30),
    ("RTX 6000 Ada", "PCIe", "RTX 6000Ada", 48, 364.2, 0.75, 15),
    ("RTX 4080", "PCIe", "RTX 4080", 16, 97.5, 0.25, 25),
    ("RTX 4070 Ti", "PCIe", "RTX 4070 Ti", 12, 80.2, 0.17, 25),
    ("RTX 3080", "PCIe", "RTX 3080", 10, 59.5, 0.13, 25),
    ("RTX 3060", "PCIe", "RTX 3060", 12, 25.5, 0.08, 30),
    ("V100", "SXM", "Tesla V100", 16, 125.0, 0.20, 12),
    ("B200", "SXM", "B200", 180, 2250.0, 4.00, 10),
];
const PLACES: [(&str, &str, u32); 16] = [
    ("California", "US", 12),
    ("Texas", "US", 10),
    ("Washington", "US", 8),
    ("New York", "US", 5),
    ("Quebec", "CA", 6),
    ("Sweden", "SE", 6),
    ("Norway", "NO", 5),
    ("Germany", "DE", 6),
    ("France", "FR", 5),
    ("Netherlands", "NL", 4),
    ("Czechia", "CZ", 4),
    ("Poland", "PL", 3),
    ("Korea", "KR", 5),
    ("Taiwan", "TW", 5),
    ("China", "CN", 10),
    ("Vietnam", "VN", 6),
];
/// Providers and how many of a hundred offers are theirs.
const PROVIDERS: [(&str, u32); 4] = [("vast", 85), ("akash", 7), ("ionet", 6), ("render", 2)];

fn weighted<T: Copy>(rng: &mut Rng, choices: &[T], weight: impl Fn(&T) -> u32) -> T {
    let mut ticket = rng.u32(0..choices.iter().map(&weight).sum());
    for choice in choices {
        let share = weight(choice);
        if ticket < share {
            return *choice;
        }
        ticket -= share;
    }
    unreachable!("the ticket is below the sum of weights")
}

/// A factor around 1, as spread as real prices of one model.
fn spread(rng: &mut Rng) -> f64 {
    (0..6).map(|_| rng.f64() - 0.5).sum::<f64>().exp().powf(0.9)
}

/// A price in whole micro-dollars, at least one.
#[allow(clippy::cast_possible_truncation)]
fn dollars(price: f64) -> Rate {
    Rate::from_micros((price * 1e6) as i64 + 1)
}

fn maybe<T>(rng: &mut Rng, percent: u32, value: impl FnOnce(&mut Rng) -> T) -> Option<T> {
    (rng.u32(0..100) < percent).then(|| value(rng))
}

/// The catalogue's row of a GPU.
fn slug(model: &str, form_factor: &str, vram_gib: u32) -> Option<&'static str> {
    let mut rows = Catalogue::builtin().specs().iter();
    let row = rows
        .find(|row| (row.model.as_str(), row.vram_gib) == (model, vram_gib) && row.form_factor.as_str() == form_factor);
    row.map(|row| row.slug.as_str())
}

/// A market of `count` offers. Machines offer one to four overlapping slices.
pub fn market(seed: u64, count: usize) -> Vec<Offer> {
    let mut rng = Rng::with_seed(seed);
    let mut offers = Vec::with_capacity(count);
    let mut machine = 0;
    while offers.len() < count {
        machine += 1;
        machine_offers(&mut rng, machine, count, &mut offers);
    }
    offers
}

fn machine_offers(rng: &mut Rng, machine: u32, count: usize, offers: &mut Vec<Offer>) {
    let (model, form_factor, raw, vram_gib, tflops, usual, _) = weighted(rng, &GPUS, |gpu| gpu.6);
    let (region, country, _) = weighted(rng, &PLACES, |place| place.2);
    let (provider, _) = weighted(rng, &PROVIDERS, |provider| provider.1);
    let size = [1, 1, 2, 4, 8, 8][rng.usize(0..6)];
    let price = usual * spread(rng);
    let reliability = maybe(rng, 90, |rng| (1.0 - rng.f64().powi(3) * 0.2).clamp(0.0, 1.0));
    let kind = match (provider, rng.u32(0..100)) {
        ("akash", _) => PriceKind::AuctionEstimate,
        ("vast", 0..30) => PriceKind::Interruptible,
        ("render", 0..20) => PriceKind::Indicative,
        _ => PriceKind::OnDemand,
    };
    let slug = slug(model, form_factor, vram_gib);
    let mut gpu_count = size;
    while gpu_count >= 1 && offers.len() < count {
        let id = offers.len();
        let known_form_factor = rng.u32(0..100) < 95;
        offers.push(Offer {
            provider: provider.to_owned(),
            external_id: (30_000_000 + id).to_string(),
            machine_id: maybe(rng, 95, |_| machine.to_string()),
            gpu: Gpu {
                vendor: Some("NVIDIA".to_owned()),
                model: model.to_owned(),
                form_factor: known_form_factor.then(|| form_factor.to_owned()),
                vram_gib: Some(vram_gib),
                slug: slug.filter(|_| known_form_factor),
            },
            raw_gpu_name: raw.to_owned(),
            tflops_fp16: Some(tflops),
            gpu_count,
            units: 1,
            available: kind != PriceKind::Indicative && rng.u32(0..100) < 85,
            kind,
            price_per_hour: dollars(price * f64::from(gpu_count)),
            region: maybe(rng, 95, |_| region.to_owned()),
            country: maybe(rng, 95, |_| country.to_owned()),
            reliability,
            verified: rng.u32(0..100) < 60,
            cpu_cores: maybe(rng, 95, |rng| rng.u32(2..32) * gpu_count),
            ram_gib: maybe(rng, 95, |rng| f64::from(rng.u32(16..128) * gpu_count)),
            disk_gib: maybe(rng, 95, |rng| f64::from(rng.u32(50..4000))),
            net_down_mbps: maybe(rng, 90, |rng| f64::from(rng.u32(50..10_000))),
            net_up_mbps: maybe(rng, 90, |rng| f64::from(rng.u32(50..10_000))),
            cuda: maybe(rng, 90, |rng| [12.2, 12.4, 12.6, 12.8, 13.0][rng.usize(0..5)]),
            storage_price_per_gib_month: maybe(rng, 80, |rng| Usdc::from_micros(rng.i64(10_000..400_000))),
            egress_price_per_gib: maybe(rng, 80, |rng| Usdc::from_micros(rng.i64(0..30_000))),
            min_hours: u32::from(provider == "ionet"),
            rent_ref: None,
            quoted_at: None,
        });
        gpu_count /= 2;
        if rng.bool() {
            break;
        }
    }
}

/// A Vast answer with these offers, each row as wide as a real one (about 3.6 kB).
#[allow(dead_code)]
pub fn vast_answer(offers: &[Offer]) -> String {
    let mut body = String::from("{\"offers\": [");
    for (index, offer) in offers.iter().enumerate() {
        if index > 0 {
            body.push_str(", ");
        }
        vast_row(&mut body, offer);
    }
    body.push_str("]}");
    body
}

fn vast_row(body: &mut String, offer: &Offer) {
    let price = offer.price_per_hour.micros() as f64 / 1e6;
    let number = |value: Option<f64>| value.map_or_else(|| "null".to_owned(), |value| value.to_string());
    let storage = number(offer.storage_price_per_gib_month.map(|price| price.micros() as f64 / 1e6));
    let egress = number(offer.egress_price_per_gib.map(|price| price.micros() as f64 / 1e6));
    let place = match (&offer.region, &offer.country) {
        (Some(region), Some(country)) => format!("\"{region}, {country}\""),
        _ => "null".to_owned(),
    };
    let vram_mib = offer.gpu.vram_gib.unwrap_or(0) * 1024;
    let _ = write!(
        body,
        "{{\"id\": {id}, \"ask_contract_id\": {id}, \"machine_id\": {machine}, \"gpu_name\": \"{gpu}\", \
         \"num_gpus\": {count}, \"gpu_ram\": {vram_mib}, \"dph_base\": {price}, \"dph_total\": {price}, \"min_bid\": {price}, \
         \"is_bid\": {bid}, \"storage_cost\": {storage}, \"inet_up_cost\": {egress}, \"inet_down_cost\": {egress}, \
         \"inet_up\": {up}, \"inet_down\": {down}, \"reliability2\": {reliability}, \"reliability\": {reliability}, \
         \"cuda_max_good\": {cuda}, \"cpu_cores_effective\": {cores}, \"cpu_ram\": {ram}, \"disk_space\": {disk}, \
         \"geolocation\": {place}, \"verification\": \"{verification}\", \"rentable\": {rentable}, \"rented\": false",
        id = offer.external_id,
        machine = offer.machine_id.as_deref().unwrap_or("null"),
        gpu = offer.raw_gpu_name,
        count = offer.gpu_count,
        bid = offer.kind == PriceKind::Interruptible,
        up = number(offer.net_up_mbps),
        down = number(offer.net_down_mbps),
        reliability = number(offer.reliability),
        cuda = number(offer.cuda),
        cores = number(offer.cpu_cores.map(f64::from)),
        ram = number(offer.ram_gib.map(|gib| gib * 1024.0)),
        disk = number(offer.disk_gib),
        verification = if offer.verified { "verified" } else { "unverified" },
        rentable = offer.available,
    );
    body.push_str(FILLER);
    body.push('}');
}

/// The rest of a real row: fields gp4u does not read.
const FILLER: &str = r#", "avail_vol_ask_id": 39185353, "avail_vol_dph": 0.0002777777777777778, "avail_vol_size": 788.0, "bundle_id": 1545339500, "bundled_results": null, "bw_nvlink": 300.0, "cluster_id": null, "compute_cap": 800, "cpu_arch": "amd64", "cpu_cores": 32, "cpu_ghz": 3.4, "cpu_name": "Xeon® E5-2640 v3 ", "credit_discount_max": 0.0, "direct_port_count": 298, "discount_rate": 0.0, "discounted_dph_total": 0.6951851851851852, "discounted_hourly": 0.0, "disk_bw": 397.0, "disk_name": "Lexar SSD NM710 2TB", "dlperf": 85.64906845877562, "dlperf_per_dphtotal": 123.20324178939485, "dph_total_adj": 0.6968127893518519, "driver_vers": 595058003, "driver_version": "595.58.03", "duration": 15772729.19177866, "end_date": 1796246355.0, "expected_reliability": 0.0, "external": null, "flops_per_dphtotal": 22.43067362812999, "geolocode": 513588759, "gpu_arch": "nvidia", "gpu_display_active": false, "gpu_frac": 1.0, "gpu_ids": [120112], "gpu_lanes": 8, "gpu_max_power": 300.0, "gpu_max_temp": 97.0, "gpu_mem_bw": 1313.3, "gpu_total_ram": 39936, "has_avx": 1, "host_id": 150140, "hosting_type": 0, "hostname": null, "instance": {"gpuCostPerHour": 0.0, "diskHour": 0.0018518518518518515, "totalHour": 0.0018518518518518515, "discountTotalHour": 0.0, "discountedTotalPerHour": 0.0018518518518518515, "slaPremiumPerHour": 0}, "internet_down_cost_per_tb": 1.3333333333333333, "internet_up_cost_per_tb": 1.3333333333333333, "is_vm_deverified": false, "logo": "/static/logos/vastai_small2.png", "mobo_name": "Z10PA-D8 Series", "nw_disk_avg_bw": null, "nw_disk_max_bw": null, "nw_disk_min_bw": null, "os_version": "24.04", "pci_gen": 3.0, "pcie_bw": 5.8, "public_ipaddr": "203.0.113.10", "reliability_mult": 0.7329837, "resource_type": "gpu", "rn": 1, "score": 82.02898694047474, "search": {"gpuCostPerHour": 0.6933333333333334, "diskHour": 0.0018518518518518515, "totalHour": 0.6951851851851852, "discountTotalHour": 0.0, "discountedTotalPerHour": 0.6951851851851852, "slaPremiumPerHour": 0.0}, "sla_broker_rate": null, "sla_r_claim": 0.0, "sla_sigma_x": null, "start_date": 1780448379.470651, "static_ip": false, "storage_total_cost": 0.0018518518518518515, "target_reliability": 0.0, "time_remaining": "", "time_remaining_isbid": "", "total_flops": 15.593471999999998, "vericode": 1, "vms_enabled": false, "vram_costperhour": 0.017777777777777778, "webpage": null"#;
