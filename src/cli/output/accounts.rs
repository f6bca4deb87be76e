//! Accounts as people read them.

use super::record::{Column, Record, done_record};
use super::table::{Cell, Tone};
use crate::ops::audit::AuditRecord;
use crate::ops::auth::{AccountUpdate, Identity, Logout, NewToken, Token, TokenState};

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

done_record!(
    AccountUpdate,
    "account",
    ["user_id", "email", "display_name", "password_changed", "sessions_ended"],
    |row| &row.user_id
);

impl Record for Token {
    const SCHEMA: &'static str = "tokens";
    const FIELDS: &'static [&'static str] =
        &["token_id", "name", "state", "scopes", "spend_limit_per_day", "created_at", "expires_at", "revoked_at"];

    fn id(&self) -> &str {
        &self.token_id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("TOKEN", 0, |row| Cell::new(&row.token_id).tone(Tone::Strong)),
            Column::text("NAME", 0, |row| Cell::maybe(row.name.clone())),
            Column::text("STATE", 0, |row: &Self| match row.state {
                TokenState::Active => Cell::new("active"),
                TokenState::Expired => Cell::new("expired").tone(Tone::Faint),
                TokenState::Revoked => Cell::new("revoked").tone(Tone::Faint),
            })
            .usually("active"),
            Column::text("SCOPES", 0, |row| Cell::new(&row.scopes.to_string())),
            Column::number("PER DAY", 1, |row| Cell::maybe(row.spend_limit_per_day.map(|limit| limit.to_string()))),
            Column::text("EXPIRES", 1, |row| Cell::new(&format!("{:.0}", row.expires_at))),
        ]
    }
}

done_record!(
    Token,
    "revoked_token",
    ["token_id", "name", "state", "scopes", "spend_limit_per_day", "created_at", "expires_at", "revoked_at"],
    |row| &row.token_id
);

done_record!(
    NewToken,
    "token",
    ["token_id", "name", "state", "scopes", "spend_limit_per_day", "created_at", "expires_at", "revoked_at", "token"],
    |row| &row.token_info.token_id
);

impl Record for AuditRecord {
    const SCHEMA: &'static str = "audit";
    const FIELDS: &'static [&'static str] =
        &["id", "at", "user_id", "email", "session_id", "command", "object", "before", "after", "idempotency_key"];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::number("ID", 1, |row| Cell::new(&row.id).tone(Tone::Strong)),
            Column::text("AT", 0, |row| Cell::new(&format!("{:.0}", row.at))),
            Column::text("WHO", 0, |row| Cell::new(row.email.as_ref().unwrap_or(&row.user_id))),
            Column::text("COMMAND", 0, |row| Cell::new(&row.command)),
            Column::text("OBJECT", 2, |row| Cell::maybe(row.object.clone())),
            Column::prose("BEFORE", |row| Cell::maybe(row.before.as_ref().map(ToString::to_string))),
            Column::prose("AFTER", |row| Cell::maybe(row.after.as_ref().map(ToString::to_string))),
        ]
    }
}
