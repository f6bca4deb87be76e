//! Reservations: `reserve create`, `list`, `show`, `extend`, `cancel`, `slots`, `calendar`, `wait`.

mod change;
mod create;
mod free;
mod offer;
mod read;
mod report;
mod wait;
mod when;

pub use change::{ExtendRequest, Preview, cancel, extend, preview_cancel, preview_extend};
pub use create::{CreateRequest, EndWords, create};
pub use free::{DaysRequest, calendar, slots};
pub use read::{ListRequest, ReservationPage, list, show};
pub use report::{CalendarDay, ReservationDetail, ReservationReport, SlotReport, StretchReport};
pub use wait::{Until, wait};
