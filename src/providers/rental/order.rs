//! What is to be rented.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::Machine;
use super::label::Label;
use super::outcome::{Refusal, Why};
use super::ssh::PublicKey;
use crate::booking::Wanted;
use crate::market::catalogue::{Catalogue, Hints};
use crate::market::offer::PriceKind;
use crate::units::Rate;

/// Longest reference to an image (OCI distribution: 255 for the name, 128 for the tag).
const MAX_IMAGE_CHARS: usize = 400;
/// Environment variables of one machine at most.
const MAX_VARIABLES: usize = 100;
/// Longest name or value of an environment variable.
const MAX_VARIABLE_BYTES: usize = 8 << 10;
/// Longest start script.
const MAX_SCRIPT_BYTES: usize = 8 << 10;
/// Keys that may log in at most.
const MAX_KEYS: usize = 20;
/// Largest disk that can be asked for.
const MAX_DISK_GIB: u32 = 65_536;
/// Vast.ai's and every other network's smallest.
const MIN_DISK_GIB: u32 = 8;

impl Machine {
    /// How the GPUs that are there differ from those that were sold, as far as the provider tells. Names are compared by
    /// what the catalogue makes of them; two names of which it knows nothing may mean the same.
    #[must_use]
    pub fn mismatch(&self, wanted: &Wanted) -> Option<String> {
        if let Some(count) = self.gpu_count.filter(|count| *count != wanted.gpu_count) {
            return Some(format!("{count} GPUs are there, {} were sold", wanted.gpu_count));
        }
        let there = self.gpu_name.as_deref()?;
        let model = |name: &str| {
            let model = Catalogue::builtin().resolve(name, Hints::default()).model;
            let is_known = Catalogue::builtin().rows_of(&model).next().is_some();
            is_known.then_some(model)
        };
        let differ = model(there).zip(model(&wanted.gpu_name)).is_some_and(|(there, sold)| there != sold);
        differ.then(|| format!("{there} is there, {} was sold", wanted.gpu_name))
    }
}

/// One machine to be rented by one create call. `Debug` shows neither variables nor scripts, which hold secrets.
#[derive(Clone)]
pub struct Order {
    /// Made for this call alone.
    pub label: Label,
    /// What was chosen.
    pub wanted: Wanted,
    /// The dearest price at which it is still rented: the whole machine with its disk and the provider's fees.
    pub max_price_per_hour: Rate,
    /// The container image with its tag; the network's own when none is named.
    pub image: Option<String>,
    /// Disk.
    pub disk_gib: u32,
    /// Who may log in: one at least.
    pub ssh_keys: Vec<PublicKey>,
    /// Environment variables of the machine.
    pub env: BTreeMap<String, SecretString>,
    /// Shell script to be run at the machine's start.
    pub onstart: Option<String>,
    /// The end of what was booked. What ends the machine if nobody is left to release it is set to this, and where it is
    /// not paid for by then, to [`DEADMAN_MARGIN`](super::DEADMAN_MARGIN) later.
    pub ends_at: Timestamp,
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order")
            .field("label", &self.label.to_string())
            .field("wanted", &self.wanted)
            .field("max_price_per_hour", &self.max_price_per_hour)
            .field("image", &self.image)
            .field("disk_gib", &self.disk_gib)
            .field("ends_at", &self.ends_at)
            .finish_non_exhaustive()
    }
}

impl Order {
    /// Checks what every network asks of an order.
    pub fn check(&self) -> Result<(), Refusal> {
        let wrong = |message: &str| Err(Refusal::new(Why::Invalid, message));
        if !(MIN_DISK_GIB..=MAX_DISK_GIB).contains(&self.disk_gib) {
            return wrong("the disk must be of 8 to 65,536 GiB");
        }
        if self.wanted.kind == PriceKind::Indicative {
            return Err(Refusal::new(Why::Unsupported, "a published price is not a machine and cannot be rented"));
        }
        if !self.image.as_deref().is_none_or(is_image) {
            return wrong("this is not the name of a container image");
        }
        if self.ssh_keys.is_empty() || self.ssh_keys.len() > MAX_KEYS {
            return wrong("one to 20 public SSH keys are needed: nobody could log in otherwise");
        }
        if self.env.len() > MAX_VARIABLES || !self.env.iter().all(|(name, value)| is_variable(name, value)) {
            return wrong("an environment variable has a name or value that cannot be passed on");
        }
        if self.onstart.as_ref().is_some_and(|script| script.len() > MAX_SCRIPT_BYTES || script.contains('\0')) {
            return wrong("the start script is longer than 8 KiB or holds a null character");
        }
        Ok(())
    }
}

/// A reference as `docker pull` takes it, and Vast.ai's `image:@vastai-automatic-tag`.
fn is_image(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/:@".contains(&byte);
    let starts_well = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    starts_well && text.len() <= MAX_IMAGE_CHARS && text.bytes().all(allowed)
}

fn is_variable(name: &str, value: &SecretString) -> bool {
    let value = value.expose_secret();
    let starts_well = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let named = starts_well && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    named && name.len().max(value.len()) <= MAX_VARIABLE_BYTES && !value.contains(|c: char| c.is_control())
}
