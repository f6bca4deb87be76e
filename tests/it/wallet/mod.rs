//! The wallet through the real binary, on both databases. Every scenario ends with `ledger verify`.

mod export;
mod input;
mod limits;
mod people;
mod race;
mod reading;
mod requests;

pub use people::Person;
