//! How a reservation comes to its machine and gives it back: the only place that knows of renting. A way that takes
//! its time says so here, and what is paid waits for it.

use crate::booking::{Fulfilment, Reservation};

/// Rents the machine of a reservation that is due.
pub(super) const fn rent(reservation: &Reservation) {
    match reservation.fulfilment {
        // By hand: the owner has it from its start on.
        Fulfilment::Manual => {}
    }
}

/// Gives the machine of a reservation back that is over.
pub(super) const fn release(reservation: &Reservation) {
    match reservation.fulfilment {
        Fulfilment::Manual => {}
    }
}
