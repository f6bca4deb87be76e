//! The use cases: one function for each thing gp4u can do, `async fn x(&App, XRequest) -> Result<XReport>`.
//!
//! This is the only place that orders I/O. Reports are plain data; nothing here formats or prints.

pub mod actor;
pub mod arbitrage;
pub mod audit;
pub mod auth;
pub mod cleanup;
pub mod cluster;
pub mod database;
pub mod doctor;
pub mod history;
pub mod import;
pub mod lease;
pub mod ledger;
pub mod lifecycle;
pub mod market;
pub mod mutation;
pub mod pages;
pub mod providers;
pub mod reconcile;
pub mod reserve;
pub mod sync;
pub mod wallet;
pub mod watch;
