//! Prices over time in the database: written by a sync and by imports, read for histories and comparisons.
//!
//! A sync has all of a provider's offers in memory, so the figures of the hour cost it no reading of offers; they are
//! written where they differ. What comparisons look back on, two weeks of each series, is packed into the series' own
//! row once an hour, so that a comparison of the whole market reads some hundred rows and no history.

mod answers;
mod import;
mod quotes;
mod read;
mod record;
mod retention;
mod series;

use sqlx::FromRow;

use super::StoreError;
use crate::market::history::PriceStats;
use crate::units::{Rate, Usdc};

pub(super) use quotes::still_listed;
pub(super) use record::{Point, record, write_points};

pub use import::ImportOutcome;
pub use quotes::OwnedQuote;
pub use read::{HistoryQuery, MarketFilter, MarketQuery, ModelHistory, PricePoint, ProviderStats};

/// Columns of `price_hours` after its key, in the order of [`stats_values`].
const STATS_COLUMNS: [&str; 13] = [
    "offers",
    "gpus",
    "min_price",
    "p25_price",
    "median_price",
    "max_price",
    "price",
    "near_gpus",
    "near_unmeasured",
    "near_estimates",
    "reliability_ppm",
    "egress_price_per_gib",
    "min_hours",
];

/// Figures as the database holds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
struct StatsRecord {
    offers: i64,
    gpus: i64,
    min_price: i64,
    p25_price: i64,
    median_price: i64,
    max_price: i64,
    price: i64,
    near_gpus: i64,
    near_unmeasured: i64,
    near_estimates: i64,
    reliability_ppm: Option<i64>,
    egress_price_per_gib: Option<i64>,
    min_hours: i64,
}

impl From<&PriceStats> for StatsRecord {
    fn from(stats: &PriceStats) -> Self {
        Self {
            offers: stats.offers.into(),
            gpus: stats.gpus.into(),
            min_price: stats.min.micros(),
            p25_price: stats.p25.micros(),
            median_price: stats.median.micros(),
            max_price: stats.max.micros(),
            price: stats.price.micros(),
            near_gpus: stats.near_gpus.into(),
            near_unmeasured: stats.near_unmeasured.into(),
            near_estimates: stats.near_estimates.into(),
            reliability_ppm: stats.reliability_ppm.map(Into::into),
            egress_price_per_gib: stats.egress_price_per_gib.map(Usdc::micros),
            min_hours: stats.min_hours.into(),
        }
    }
}

impl TryFrom<StatsRecord> for PriceStats {
    type Error = StoreError;

    fn try_from(record: StatsRecord) -> Result<Self, StoreError> {
        Ok(Self {
            offers: whole(record.offers)?,
            gpus: whole(record.gpus)?,
            min: Rate::from_micros(record.min_price),
            p25: Rate::from_micros(record.p25_price),
            median: Rate::from_micros(record.median_price),
            max: Rate::from_micros(record.max_price),
            price: Rate::from_micros(record.price),
            near_gpus: whole(record.near_gpus)?,
            near_unmeasured: whole(record.near_unmeasured)?,
            near_estimates: whole(record.near_estimates)?,
            reliability_ppm: record.reliability_ppm.map(whole).transpose()?,
            egress_price_per_gib: record.egress_price_per_gib.map(Usdc::from_micros),
            min_hours: whole(record.min_hours)?,
        })
    }
}

impl StatsRecord {
    /// The values in the order of [`STATS_COLUMNS`].
    fn values(&self) -> [Option<i64>; STATS_COLUMNS.len()] {
        [
            Some(self.offers),
            Some(self.gpus),
            Some(self.min_price),
            Some(self.p25_price),
            Some(self.median_price),
            Some(self.max_price),
            Some(self.price),
            Some(self.near_gpus),
            Some(self.near_unmeasured),
            Some(self.near_estimates),
            self.reliability_ppm,
            self.egress_price_per_gib,
            Some(self.min_hours),
        ]
    }
}

fn whole(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Corrupt("a count out of range"))
}

/// The columns of `price_hours` after its key, with a prefix, separated by commas.
fn stats_columns(prefix: &str) -> String {
    STATS_COLUMNS.map(|column| format!("{prefix}{column}")).join(", ")
}
