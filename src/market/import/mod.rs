//! Prices and offers from files: columns by name, rows as text, each row taken or refused with a reason.
//!
//! | column | also called | meaning |
//! |---|---|---|
//! | `provider` | | whose; the networks' own names are recognised (`vastai` is `vast`) |
//! | `gpu_model` | `model`, `gpu` | any spelling the catalogue knows, or any name |
//! | `price_per_hour` | `price_per_hour_usd` | USD per hour of everything in the row |
//! | `price_per_gpu_hour` | `price_per_gpu_hour_usd` | USD per hour of one GPU, instead |
//! | `spot_price` | `spot_price_usd` | USD per hour of everything in the row when it can be taken away |
//! | `gpu_count` | `num_gpus` | GPUs in the row; 1 when missing |
//! | `vram_gib` | `vram_gb` | memory of one GPU |
//! | `form_factor` | | `SXM`, `PCIe` … |
//! | `kind` | | `on_demand` (when missing), `interruptible`, `auction_estimate`, `indicative` |
//! | `external_id` | | the provider's own id of it |
//! | `observed_at` | `time`, `timestamp` | when, RFC 3339 |
//! | `reliability` | | share of time up, 0 to 1 |
//! | `available` | | whether it can be rented; `true` when missing |
//! | `region`, `country`, `cpu_cores`, `ram_gib`, `disk_gib`, `net_down_mbps`, `net_up_mbps`, `machine_id`, `storage_price_per_gib_month`, `egress_price_per_gib`, `min_hours` | `ram_gb`, `disk_gb`, `inet_down_mbps`, `inet_up_mbps` | as in an offer |
//!
//! One of the three prices is needed. An empty cell is unknown.

mod columns;
mod row;

pub use columns::{Column, Columns, UnusableHeader};
pub use row::{Defaults, ImportedPrice, Reader, Rejected};
