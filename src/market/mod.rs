//! The market, pure: offers, the GPU catalogue, queries, scores and the cluster planner. No I/O, no clock, no randomness.

pub mod all_in;
pub mod arbitrage;
pub mod catalogue;
pub mod compare;
pub mod condition;
pub mod country;
pub mod filter;
pub mod history;
pub mod import;
pub mod offer;
pub mod plan;
pub mod query;
pub mod row;
pub mod score;
