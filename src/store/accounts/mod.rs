//! Accounts in the database: users, their logins and tokens, failed logins, what was asked for under a key, and who
//! did what.

mod audit;
mod login;
mod request;
mod session;
mod user;

pub use audit::{AuditEntry, AuditFilter, AuditRow};
pub use request::{RequestKey, RequestState};
pub use session::{NewSession, SessionKind, StoredSession};
pub use user::StoredUser;
