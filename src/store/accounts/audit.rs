//! Who did what, when, to what.

use jiff::Timestamp;
use serde_json::Value;

use crate::store::tx::{Tx, on};
use crate::store::{StoreError, micros};
use crate::units::{SessionId, UserId};

/// What was done, to be written down.
#[derive(Clone, Debug)]
pub struct AuditEntry<'a> {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub user: UserId,
    /// With which login or token.
    pub session: Option<SessionId>,
    /// Which command.
    pub command: &'a str,
    /// The id of what it was done to.
    pub object: Option<&'a str>,
    /// How that was before.
    pub before: Option<&'a Value>,
    /// How it is now.
    pub after: Option<&'a Value>,
    /// Under which key it was asked for.
    pub idempotency_key: Option<&'a str>,
}

impl Tx<'_> {
    /// Writes down what this transaction does.
    pub async fn write_audit(&mut self, entry: &AuditEntry<'_>) -> Result<(), StoreError> {
        let sql = "INSERT INTO audit (at, user_id, session_id, command, object, state_before, state_after, idem_key) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(micros(entry.at)).bind(entry.user.to_string());
            let query = query.bind(entry.session.map(|id| id.to_string())).bind(entry.command).bind(entry.object);
            let query = query.bind(entry.before.map(Value::to_string)).bind(entry.after.map(Value::to_string));
            query.bind(entry.idempotency_key).execute(connection).await?;
        });
        Ok(())
    }
}
