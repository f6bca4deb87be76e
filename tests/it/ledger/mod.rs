//! The book on both databases: exact under races, retries and crashes, and defended against hand-written SQL.

mod attack;
mod book;
mod commands;
mod crash;
mod model;
mod race;
mod reading;

use book::*;
