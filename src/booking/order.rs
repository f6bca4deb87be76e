//! What is to be rented for a reservation.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::market::offer::PriceKind;
use crate::units::Rate;

/// What an offer was when it was booked, as far as renting needs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// The provider's own id of the offer.
    pub external_id: String,
    /// The provider's own key for renting, where the id alone does not do.
    pub rent_ref: Option<String>,
    /// How its price is made.
    pub kind: PriceKind,
    /// How the provider spells the GPU.
    pub gpu_name: String,
    /// GPUs, at least 1.
    pub gpu_count: u32,
    /// Nominal memory of one GPU in GiB.
    pub vram_gib: Option<u32>,
    /// Cores that come with it.
    pub cpu_cores: Option<u32>,
    /// GiB of memory that come with it.
    pub ram_gib: Option<f64>,
}

/// The machine that is to be rented for a reservation. `Debug` shows neither variables nor scripts, which hold secrets.
#[derive(Clone)]
pub struct MachineOrder {
    /// The offer as renting knows it.
    pub wanted: Wanted,
    /// The dearest price at which it is rented: the whole machine with its disk and the provider's fees.
    pub max_price: Rate,
    /// The container image; the network's own when none is named.
    pub image: Option<String>,
    /// Disk.
    pub disk_gib: u32,
    /// Public SSH keys of those who may log in.
    pub ssh_keys: Vec<String>,
    /// Environment variables.
    pub env: BTreeMap<String, SecretString>,
    /// Shell script to be run at the machine's start.
    pub onstart: Option<SecretString>,
    /// Whether an equivalent offer will do when this one is gone.
    pub substitute: bool,
    /// Seconds that the machine may take to be up, all attempts together.
    pub start_timeout: u64,
}

/// A price may be so much dearer, as one part of this many, than was agreed on: providers add up and round for themselves.
const ROUNDING: i64 = 1_000;

impl MachineOrder {
    /// Whether a provider charges more than was agreed on.
    #[must_use]
    pub const fn is_dearer(&self, price: Rate) -> bool {
        let agreed = self.max_price.micros();
        price.micros() > agreed.saturating_add(agreed / ROUNDING + 1)
    }
}

impl fmt::Debug for MachineOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MachineOrder")
            .field("wanted", &self.wanted)
            .field("max_price", &self.max_price)
            .field("image", &self.image)
            .field("disk_gib", &self.disk_gib)
            .field("substitute", &self.substitute)
            .field("start_timeout", &self.start_timeout)
            .finish_non_exhaustive()
    }
}
