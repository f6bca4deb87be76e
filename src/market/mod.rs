//! The market, pure: offers, the GPU catalogue, queries and scores. No I/O, no clock, no randomness.

pub mod offer;
pub mod plan;
pub mod row;
