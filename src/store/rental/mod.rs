//! Rented machines in the database: what was to be called before it is called, what came of it, and what nobody owns.
//!
//! Rows are locked in one order everywhere: the calendar, the reservation, its rental.

mod change;
mod laws;
mod read;
mod record;
mod strays;
mod work;

pub(in crate::store) use laws::BREACHES;
pub use read::{Candidate, ProviderLoad, RentalEvent};
pub use strays::Stray;
pub use work::{Advance, Effect, RentalClaim, Substitute};
