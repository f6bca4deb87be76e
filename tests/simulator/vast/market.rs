//! Asks, as `POST /api/v0/bundles/` lists them.

use serde_json::{Map, Value, json};

use super::super::cloud::Cloud;
use super::super::{Network, wire};
use super::filter;
use crate::server::{Answer, Request};

/// Hours of the month in which disks are priced.
pub const MONTH_HOURS: f64 = 720.0;
/// How many rows a search without `limit` gets.
const USUAL_LIMIT: usize = 64;
/// Gigabytes a price is for when none are named.
const USUAL_STORAGE_GB: f64 = 8.0;

/// Something to rent: some GPUs of one machine.
#[derive(Clone, Debug)]
pub struct Ask {
    pub id: u64,
    pub machine_id: u64,
    pub gpu_name: String,
    /// The cards it is for; asks of one machine that share a card exclude each other.
    pub gpu_ids: Vec<u64>,
    /// Cards of the whole machine.
    pub machine_gpus: u64,
    pub gpu_ram_mib: u64,
    /// Micro-dollars per hour for all cards.
    pub dph_base: i64,
    pub min_bid: i64,
    /// Micro-dollars per gigabyte and month.
    pub storage_cost: i64,
    pub disk_space_gb: f64,
    pub geolocation: String,
    pub reliability: f64,
    pub verified: bool,
    /// It was taken off the market.
    pub is_gone: bool,
}

/// A market of six asks on five machines: one machine in two slices, one unverified.
pub fn usual() -> Vec<Ask> {
    let ask = |id: u64, machine_id, gpu_name: &str, cards: std::ops::Range<u64>, gpu_ram_mib, dph_base: i64| Ask {
        id,
        machine_id,
        gpu_name: gpu_name.to_owned(),
        machine_gpus: if machine_id == 12 { 8 } else { cards.end },
        gpu_ids: cards.map(|card| machine_id * 100 + card).collect(),
        gpu_ram_mib,
        dph_base,
        min_bid: dph_base / 2,
        storage_cost: 200_000,
        disk_space_gb: 500.0,
        geolocation: "California, US".to_owned(),
        reliability: 0.991,
        verified: true,
        is_gone: false,
    };
    let unverified = Ask {
        verified: false,
        geolocation: "Norway, NO".to_owned(),
        ..ask(104, 13, "A100 SXM4", 0..1, 39_936, 281_481)
    };
    vec![
        ask(101, 11, "RTX 4090", 0..1, 24_564, 400_000),
        ask(102, 12, "H100 SXM", 0..8, 81_559, 20_000_000),
        ask(103, 12, "H100 SXM", 0..4, 81_559, 10_000_000),
        unverified,
        ask(105, 14, "A100 SXM4", 0..2, 81_920, 1_500_000),
        ask(106, 15, "RTX 4090", 0..1, 24_564, 420_000),
    ]
}

impl Ask {
    /// Micro-dollars per hour for a disk.
    pub fn storage_rate(&self, disk_gb: f64) -> i64 {
        #[allow(clippy::cast_possible_truncation, reason = "a few dollars")]
        let rate = (self.storage_cost as f64 * disk_gb / MONTH_HOURS).round() as i64;
        rate
    }

    fn row(&self, storage_gb: f64, is_bid: bool, is_free: bool, now: jiff::Timestamp) -> Value {
        let cards = self.gpu_ids.len() as u64;
        let base = wire::dollars(if is_bid { self.min_bid } else { self.dph_base });
        let storage = wire::dollars(self.storage_cost);
        let disk = storage * storage_gb / MONTH_HOURS;
        let fraction = cards as f64 / self.machine_gpus as f64;
        let duration = 90.0 * 86_400.0;
        let parts = json!({
            "gpuCostPerHour": base, "diskHour": disk, "totalHour": base + disk, "discountTotalHour": 0.0,
            "discountedTotalPerHour": base + disk,
        });
        let offered = json!({
        "id": self.id, "ask_contract_id": self.id, "bundle_id": 1_545_000_000 + self.id,
        "machine_id": self.machine_id, "host_id": 150_000 + self.machine_id, "gpu_name": self.gpu_name,
        "num_gpus": cards, "gpu_ids": self.gpu_ids, "gpu_frac": fraction, "gpu_ram": self.gpu_ram_mib,
        "gpu_total_ram": self.gpu_ram_mib * cards, "gpu_arch": "nvidia", "gpu_lanes": 16, "gpu_mem_bw": 900.5,
        });
        let costs = json!({
            "dph_base": base, "dph_total": base + disk, "discounted_dph_total": base + disk, "discount_rate": 0.0,
            "min_bid": wire::dollars(self.min_bid), "is_bid": is_bid, "search": parts, "storage_cost": storage,
            "storage_total_cost": disk, "inet_up_cost": 0.01, "inet_down_cost": 0.01, "inet_up": 800.25,
            "inet_down": 900.5, "reliability": self.reliability, "reliability2": self.reliability, "dlperf": 85.6,
            "dlperf_per_dphtotal": 85.6 / (base + disk), "score": 80.0 / (base + disk), "total_flops": 82.6,
            "flops_per_dphtotal": 82.6 / (base + disk), "compute_cap": 890, "cuda_max_good": 12.8,
            "driver_version": "570.86.15", });
        let machine = json!({
            "cpu_cores": 64, "cpu_cores_effective": 64.0 * fraction, "cpu_ram": 65_536,
            "cpu_name": "Xeon\u{ae} Gold 6226R", "cpu_ghz": 2.9, "cpu_arch": "amd64", "disk_space": self.disk_space_gb,
            "disk_bw": 1_500.0, "disk_name": "nvme", "geolocation": self.geolocation, "geolocode": 513_588_759,
            "verification": if self.verified { "verified" } else { "unverified" }, "vericode": i32::from(self.verified),
            "hosting_type": 0, "rentable": is_free, "rented": !is_free, "external": null, "direct_port_count": 100,
            "static_ip": false, "public_ipaddr": "203.0.113.10 ", "start_date": wire::epoch(now) - 86_400.0,
            "end_date": wire::epoch(now) + duration, "duration": duration, "pcie_bw": 12.5, "pci_gen": 4.0,
            "bw_nvlink": 0.0, "mobo_name": "X12", "os_version": "22.04", "vms_enabled": false, "webpage": null,
            "hostname": null, "resource_type": "gpu", "time_remaining": "", "time_remaining_isbid": "",
        });
        wire::merged([offered, costs, machine])
    }
}

/// Whether nobody rents a card of an ask.
pub fn is_free(cloud: &Cloud, ask: &Ask) -> bool {
    let mut rented = cloud
        .of(Network::Vast)
        .filter(|(_, machine)| machine.is_live())
        .filter_map(|(index, _)| cloud.vast.instances.get(&index));
    !ask.is_gone
        && !rented.any(|instance| {
            instance.holds_cards()
                && instance.ask.machine_id == ask.machine_id
                && instance.ask.gpu_ids.iter().any(|card| ask.gpu_ids.contains(card))
        })
}

/// `POST /bundles/` with the query as body, `GET /bundles/?q=`, `PUT /search/asks/` with it under `q`.
pub fn search(cloud: &Cloud, request: &Request) -> Answer {
    let text = wire::query(request, "q").unwrap_or_else(|| request.body.clone());
    let Ok(Value::Object(mut query)) = serde_json::from_str(&text) else {
        return wire::reply(400, &json!({"error": "invalid_request", "msg": "Invalid json body"}));
    };
    if let Some(Value::Object(inner)) = query.remove("q") {
        query = inner;
    }
    match rows(cloud, &query) {
        Ok(rows) => wire::ok(&json!({"offers": rows})),
        Err(what) => {
            let text = format!("error 400/3449: Invalid args: bad operator {what}");
            wire::reply(400, &json!({"success": false, "error": "invalid_args", "msg": text}))
        }
    }
}

fn rows(cloud: &Cloud, query: &Map<String, Value>) -> Result<Vec<Value>, String> {
    let is_bid = matches!(query.get("type").and_then(Value::as_str), Some("bid" | "interruptible"));
    let storage = query.get("allocated_storage").and_then(Value::as_f64).unwrap_or(USUAL_STORAGE_GB);
    let mut rows = Vec::new();
    for ask in cloud.vast.asks.iter().filter(|ask| !ask.is_gone) {
        let row = ask.row(storage, is_bid, is_free(cloud, ask), cloud.now);
        if satisfies(&row, query)? {
            rows.push(row);
        }
    }
    for order in query.get("order").and_then(Value::as_array).into_iter().flatten().rev() {
        let (Some(field), direction) = (order[0].as_str(), order[1].as_str()) else { continue };
        rows.sort_by(|left, right| {
            let order = filter::order(&left[field], &right[field]).unwrap_or(std::cmp::Ordering::Equal);
            if direction == Some("desc") { order.reverse() } else { order }
        });
    }
    let limit = query.get("limit").and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    rows.truncate(limit.unwrap_or(USUAL_LIMIT));
    Ok(rows)
}

fn satisfies(row: &Value, query: &Map<String, Value>) -> Result<bool, String> {
    for (field, operators) in query {
        // Everything but filters, and the filter by `id`, which the real one takes no notice of.
        let Value::Object(operators) = operators else { continue };
        let value = match field.as_str() {
            "id" => continue,
            "verified" => json!(row["verification"] == "verified"),
            "external" => json!(row["external"] == true),
            "datacenter" => json!(row["hosting_type"] == 1),
            "geolocation" => json!(row["geolocation"].as_str().and_then(|place| place.rsplit(", ").next())),
            field => row[field].clone(),
        };
        if !filter::holds(&value, operators)? {
            return Ok(false);
        }
    }
    Ok(true)
}
