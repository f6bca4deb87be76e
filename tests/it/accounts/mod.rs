//! Accounts on both databases: the commands, and attacks on them.

mod attack;
mod audit;
mod files;
mod mutation;
mod people;
mod secrets;
mod session;
mod throttle;
mod token;
