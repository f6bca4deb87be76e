//! The four networks on loopback, answering in their wire formats, each as well or as badly as a test wants.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::server::{Answer, Request, Server};
use crate::world::World;

/// Networks by their name in the configuration.
pub const NAMES: [&str; 4] = ["vast", "akash", "ionet", "render"];

/// Four servers and what they answer.
pub struct Networks {
    servers: BTreeMap<&'static str, Server>,
    faults: Arc<Mutex<BTreeMap<String, Answer>>>,
    vast: Arc<Mutex<Vec<Value>>>,
}

impl Networks {
    /// Starts all four with a small market and points a world at them.
    pub fn start(world: &mut World) -> Self {
        let faults: Arc<Mutex<BTreeMap<String, Answer>>> = Arc::default();
        let vast = Arc::new(Mutex::new(vast_rows()));
        let servers = NAMES.into_iter().map(|name| {
            let (faults, vast) = (Arc::clone(&faults), Arc::clone(&vast));
            let server = Server::start(move |request| {
                let fault = faults.lock().unwrap().get(name).cloned();
                fault.unwrap_or_else(|| Answer::json(answer(name, request, &vast.lock().unwrap())))
            });
            world.set(&format!("GP4U_PROVIDERS__{}__URL", name.to_uppercase()), server.url.clone());
            (name, server)
        });
        Self { servers: servers.collect(), faults, vast }
    }

    /// Makes a network answer every request like this from now on.
    pub fn break_down(&self, name: &str, fault: Answer) {
        self.faults.lock().unwrap().insert(name.to_owned(), fault);
    }

    /// Makes a network well again.
    pub fn mend(&self, name: &str) {
        self.faults.lock().unwrap().remove(name);
    }

    /// Replaces Vast's rows.
    pub fn set_vast(&self, rows: Vec<Value>) {
        *self.vast.lock().unwrap() = rows;
    }

    /// What a network was asked.
    pub fn requests(&self, name: &str) -> Vec<Request> {
        self.servers[name].requests()
    }
}

/// Asks of three machines, one of them in two slices, all spellings as Vast has them.
pub fn vast_rows() -> Vec<Value> {
    let row = |id: u64, machine: u64, name: &str, count: u32, ram_mib: u32, price: f64| {
        json!({
            "id": id, "ask_contract_id": id, "machine_id": machine, "gpu_name": name, "num_gpus": count,
            "gpu_ram": ram_mib, "dph_base": price, "dph_total": price + 0.01, "min_bid": price / 2.0, "is_bid": false,
            "rentable": true, "rented": false, "verification": "verified", "geolocation": "California, US",
            "reliability2": 0.991, "cpu_cores_effective": 16.0, "cpu_ram": 65_536, "disk_space": 500.0,
            "inet_down": 900.5, "inet_up": 800.25, "cuda_max_good": 12.8, "storage_cost": 0.2, "inet_up_cost": 0.01,
        })
    };
    let mut unmeasured = row(104, 13, "A100 SXM4", 1, 39_936, 0.281_481_481_481_481_5);
    unmeasured["reliability2"] = Value::Null;
    unmeasured["geolocation"] = json!("Norway");
    unmeasured["verification"] = json!("unverified");
    vec![
        row(101, 11, "RTX 4090", 1, 24_564, 0.4),
        row(102, 12, "H100 SXM", 8, 81_559, 20.0),
        row(103, 12, "H100 SXM", 4, 81_559, 10.0),
        unmeasured,
        row(105, 14, "A100 SXM4", 2, 81_920, 1.5),
    ]
}

fn answer(name: &str, request: &Request, vast: &[Value]) -> String {
    match (name, request.path()) {
        ("vast", "/api/v0/bundles/") => {
            let bids = request.body.contains("\"bid\"");
            let rows: Vec<Value> = if bids { Vec::new() } else { vast.to_vec() };
            // Written by hand so that a test can put a bare NaN into a row.
            format!("{{\"offers\": [{}]}}", rows.iter().map(bare_nan).collect::<Vec<_>>().join(", "))
        }
        ("akash", "/v1/gpu-prices") => json!({
            "availability": {"total": 10, "available": 4},
            "models": [{
                "vendor": "nvidia", "model": "a100", "ram": "80Gi", "interface": "SXM4",
                "availability": {"total": 8, "available": 4}, "providerAvailability": {"total": 1, "available": 1},
                "price": {"currency": "USD", "min": 1.07, "max": 1.84, "avg": 1.5, "weightedAverage": 1.46, "med": 1.3},
            }],
        })
        .to_string(),
        ("akash", "/v1/providers") => "[]".to_owned(),
        ("ionet", path) if path.ends_with("/vmaas/hardware") => json!({"data": {"hardware": [
            {"id": "8H100.80S.176V__FI", "deploy_id": "8H100.80S.176V", "name": "H100", "num_cards": 8,
             "supplier": "external", "sold_out": false, "price": 27.875_342_465_753_423, "vram_per_card": 80,
             "interconnect": "sxm5", "nvlink": true, "storage": 2000, "vcpu": 176, "memory": 1480, "location": "FI"},
        ]}})
        .to_string(),
        ("ionet", path) if path.ends_with("/caas/hardware") => {
            json!({"data": {"hardware": [{"id": "8H100.80S.176V__FI", "available_replicas": 3}]}}).to_string()
        }
        ("render", "/v1/compute/offers") => json!({
            "data": [{
                "availability": {}, "offer_id": "off_1", "region_code": "us-east-1",
                "hardware_summary": {"cpu_cores": 8, "gpu_count": 1, "gpu_model_label": "NVIDIA RTX 4090",
                    "gpu_models": [{"count": 1, "gpu_registry_uuid": "u-1", "min_vram_gib": 24, "name": "NVIDIA RTX 4090"}],
                    "gpu_registry_uuid": "u-1", "min_gpu_vram_gib": 24, "ram_gib": 32, "storage_gib": 200},
                "pricing": {"hourly_rate_usd": 0.35, "quoted_at": "2026-08-20T10:00:00Z"},
            }],
            "limit": 50, "page": 1, "total": 1,
        })
        .to_string(),
        _ => "{}".to_owned(),
    }
}

/// A row as text, with the string "bare NaN" turned into the token that Python writes.
fn bare_nan(row: &Value) -> String {
    row.to_string().replace("\"bare NaN\"", "NaN")
}
