//! Accounts as people read them.

use super::record::{Record, done_record};
use crate::ops::auth::{Identity, Logout};

impl Record for Identity {
    const SCHEMA: &'static str = "identity";
    const FIELDS: &'static [&'static str] = &[
        "user_id",
        "email",
        "display_name",
        "is_operator",
        "kind",
        "session_id",
        "scopes",
        "spend_limit_per_day",
        "created_at",
        "expires_at",
    ];

    fn id(&self) -> &str {
        &self.user_id
    }
}

done_record!(
    Identity,
    "signup",
    [
        "user_id",
        "email",
        "display_name",
        "is_operator",
        "kind",
        "session_id",
        "scopes",
        "spend_limit_per_day",
        "created_at",
        "expires_at",
    ],
    |row| &row.user_id
);

done_record!(Logout, "logout", ["session_id"], |row| row.session_id.as_deref().unwrap_or_default());
