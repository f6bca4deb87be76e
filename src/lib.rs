//! gp4u, the Kayak of GPUs: everything the `gp4u` command does, as a library.
//!
//! Rooms, from the pure core outwards (see `ARCHITECTURE.md`):
//! [`units`] money and prices · [`ledger`] the book · [`auth`] passwords, tokens and who may do what ·
//! [`market`] offers, the GPU catalogue, queries and scores · [`booking`] what can be booked and what becomes of it ·
//! [`providers`] the rental networks' APIs · [`store`] the database · [`app`] configuration and what commands share ·
//! [`ops`] the use cases · [`daemon`] those that run by themselves · [`cli`] the command line.

pub mod app;
pub mod auth;
pub mod booking;
pub mod cli;
pub mod daemon;
pub mod error;
pub mod ledger;
pub mod market;
pub mod ops;
pub mod providers;
pub mod store;
pub mod units;
