//! Who may do what, without a database: passwords and their hashes, signed tokens, scopes, and how failed logins are
//! slowed down. Time and randomness come in as arguments.

mod email;
mod password;
mod scope;
mod throttle;
mod token;

pub use email::{Email, EmailError};
pub use password::{Password, PasswordError, PasswordHash, SALT_BYTES};
pub use scope::{Scope, Scopes};
pub use throttle::{FORGET_AFTER, FREE_FAILURES, Failures, MAX_WAIT};
pub use token::{Claims, LEEWAY, MAX_LIFETIME, MAX_TOKEN_BYTES, PublicKey, SigningKey, TokenError, key_id_of};
