//! Reservations: `reserve create`, `list`, `show`, `extend`, `cancel`, `slots`, `calendar`, `wait`,
//! `ssh`, `logs`.

mod change;
mod connect;
mod create;
mod free;
mod machine;
mod offer;
mod read;
mod report;
mod wait;
mod when;

pub use change::{ExtendRequest, Preview, cancel, extend, preview_cancel, preview_extend};
pub use connect::{Connection, OwnEnd, connection, logs, moved, own_end};
pub use create::{CreateRequest, EndWords, create, preview_create};
pub use free::{DaysRequest, calendar, slots};
pub use machine::MachineWish;
pub use read::{ListRequest, ReservationPage, list, show};
pub use report::{AttemptReport, CalendarDay, ReservationDetail, ReservationReport, SlotReport, StretchReport};
pub use wait::{Until, wait};
