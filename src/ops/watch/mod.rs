//! Watching results over time: what is news since the last look, and programs that are told of it.

mod hook;
mod subjects;
mod watcher;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

pub use hook::Hook;
pub use subjects::{PresentPrices, history_subjects, opportunity_subjects, search_subjects};
pub use watcher::{Telling, Watcher};

use crate::units::Rate;

/// Something that is watched, as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Names it over time.
    pub id: String,
    /// Its price, USD per GPU and hour.
    pub price: Option<Rate>,
    /// Whether it is what is waited for.
    pub is_hit: bool,
    /// It as the command prints it.
    pub row: Map<String, Value>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It is what was waited for.
    Hit,
    /// It is there, and was not at the last look.
    New,
    /// Its price is another than at the last look.
    Changed,
    /// It was there at the last look, and is no more.
    Gone,
}

/// Something that happened between two looks.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WatchEvent {
    /// What.
    pub event: EventKind,
    /// When it was seen.
    pub at: Timestamp,
    /// Of what.
    pub id: String,
    /// Its price now, or the last one, USD per GPU and hour.
    pub price_per_gpu_hour: Option<Rate>,
    /// Its price when it was last told of.
    pub previous_price_per_gpu_hour: Option<Rate>,
    /// It as the command prints it.
    pub data: Map<String, Value>,
}
