//! Prices over time: what an hour's offers amount to, and what can be said about many hours.
//!
//! A market is followed as [series](SeriesKey): one provider, one GPU, one way of billing, and either all offers or
//! those of one [count class](CountClass). Each hour in which a series was seen has its [`PriceStats`], made from the
//! offers of that moment. An hour in which nobody looked has none, and nothing is ever claimed about it.
//!
//! Every statistic is exact: money stays whole micro-USD, percentiles are by nearest rank, so that each is a price
//! somebody really asked, and the same offers give the same numbers on every machine.

mod aggregate;
mod chart;
mod percentile;
mod series;
mod summary;
#[cfg(test)]
pub(in crate::market) mod tests_support;

pub use aggregate::{NEAR_PERCENT, PriceStats, Quote, RELIABILITY_FLOOR, aggregate, aggregate_for};
pub use chart::{Chart, sparkline};
pub use percentile::{MIN_POINTS, MIN_TAIL_POINTS, median, nearest_rank};
pub use series::{Billing, CountClass, GpuKey, Hour, SeriesKey};
pub use summary::{HourPrices, Percentiles, PriceSummary, UnderShare, join_providers};
