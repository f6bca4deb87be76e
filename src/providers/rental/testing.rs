//! An order for tests.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Deployment, Label, Order, Wanted};
use crate::market::offer::PriceKind;
use crate::units::Rate;

/// A key of 32 made-up bytes.
pub const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4 me@home";

/// An order for one GPU of an offer, for an hour from now on, at 0.50 USD an hour.
pub fn order(external_id: &str) -> Order {
    let deployment: Deployment = "k3v9a0zx".parse().unwrap();
    Order {
        label: Label::new(deployment, Uuid::from_u128(0x0193_6111_e764_7d93_0b4d_69c5_9d3a_9a96)),
        wanted: Wanted {
            external_id: external_id.to_owned(),
            rent_ref: None,
            kind: PriceKind::OnDemand,
            gpu_name: "RTX 4090".to_owned(),
            gpu_count: 1,
            vram_gib: Some(24),
            cpu_cores: None,
            ram_gib: None,
        },
        max_price_per_hour: Rate::from_micros(500_000),
        image: None,
        disk_gib: 20,
        ssh_keys: vec![KEY.parse().unwrap()],
        env: [("MODE".to_owned(), "a 'b' \"c\": #d".into())].into(),
        onstart: None,
        ends_at: Timestamp::now() + SignedDuration::from_hours(1),
    }
}
