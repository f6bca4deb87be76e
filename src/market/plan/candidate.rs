//! What a plan chooses from.

use super::quantity::{Reliability, Throughput};
use crate::units::Rate;

/// How the GPUs inside one machine talk to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// Directly (SXM, NVL and other boards with a GPU fabric).
    NvLink,
    /// Over PCI Express, or not known.
    Pcie,
}

impl Link {
    /// The link that comes with a form factor.
    #[must_use]
    pub fn of_form_factor(form_factor: Option<&str>) -> Self {
        match form_factor {
            Some(name) if ["SXM", "NVL", "OAM"].iter().any(|fabric| name.starts_with(fabric)) => Self::NvLink,
            _ => Self::Pcie,
        }
    }
}

/// An offer as the planner sees it: `gpus` GPUs of one machine for one price, to be taken as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'a> {
    /// Unique among the candidates; decides between equals.
    pub id: &'a str,
    /// The network it is from.
    pub provider: &'a str,
    /// The provider's own region.
    pub region: Option<&'a str>,
    /// Country code.
    pub country: Option<&'a str>,
    /// The physical machine, unique within the provider. `None`: it shares its machine with no other candidate.
    pub machine: Option<&'a str>,
    /// GPUs in the physical machine. Of no meaning without `machine`.
    pub machine_gpus: u32,
    /// GPU model.
    pub model: &'a str,
    /// How the GPU is built in.
    pub form_factor: Option<&'a str>,
    /// Memory of one GPU in GiB.
    pub vram_gib: Option<u32>,
    /// How its GPUs are linked.
    pub link: Link,
    /// GPUs in it, at least 1.
    pub gpus: u32,
    /// How many of it can be rented side by side, at least 1: on as many machines, unless `machine` says otherwise.
    pub units: u32,
    /// Price of one unit.
    pub price: Rate,
    /// Throughput of one unit, its GPUs added up.
    pub throughput: Throughput,
    /// How reliable it is; unknown is never good enough where reliability is asked for.
    pub reliability: Option<Reliability>,
}
