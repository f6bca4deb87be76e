//! Reservations whose machines gp4u rents, against the simulator of the four networks: their life, what goes wrong in it,
//! and that no machine is ever forgotten.

mod crash;
mod faults;
mod life;
mod office;

use office::{Office, text};
