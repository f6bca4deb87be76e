//! Reservations on both databases: exact through races, crashes and the change of clocks.

mod attack;
mod crash;
mod daemons;
mod desk;
mod life;
mod model;
mod race;
mod time;

use desk::*;
