//! Who did what, when, to what.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::actor::require;
use super::pages::{Paging, walk};
use crate::app::App;
use crate::auth::Scope;
use crate::error::Result;
use crate::store::{AuditFilter, AuditRow};
use crate::units::UserId;

/// By whom.
#[derive(Clone, Debug)]
pub enum Author {
    /// The user of this id.
    Id(UserId),
    /// The account of this address.
    Email(String),
}

/// Which of what was done.
#[derive(Clone, Debug, Default)]
pub struct AuditRequest {
    /// Only by this account.
    pub user: Option<Author>,
    /// Only with this command, or this group of commands.
    pub command: Option<String>,
    /// Only to the thing of this id.
    pub object: Option<String>,
    /// At or after.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Which part of the list.
    pub paging: Paging,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AuditRecord {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub user_id: String,
    /// The address of that account now; null when the account is gone.
    pub email: Option<String>,
    /// With which login or token; null for a sign-up.
    pub session_id: Option<String>,
    /// Which command.
    pub command: String,
    /// The id of what it was done to.
    pub object: Option<String>,
    /// How that was before; null when there was nothing.
    pub before: Option<Value>,
    /// How it was afterwards; null when nothing is left.
    pub after: Option<Value>,
    /// Under which key it was asked for.
    pub idempotency_key: Option<String>,
}

impl From<AuditRow> for AuditRecord {
    fn from(row: AuditRow) -> Self {
        let AuditRow { id, at, user_id, email, session_id, command, object, before, after, idempotency_key } = row;
        let id = id.to_string();
        Self { id, at, user_id, email, session_id, command, object, before, after, idempotency_key }
    }
}

/// Gives what was done, newest first; answers with the cursor of the next page. The operator sees everything, others
/// what they did themselves: asked for another's, they find nothing.
pub async fn audit(
    app: &App,
    request: &AuditRequest,
    each: &mut dyn FnMut(&AuditRecord) -> Result<()>,
) -> Result<Option<String>> {
    let actor = require(app, Scope::Read).await?;
    let (wanted_id, email) = match &request.user {
        Some(Author::Id(id)) => (Some(*id), None),
        Some(Author::Email(email)) => (None, Some(email.clone())),
        None => (None, None),
    };
    let user = if actor.is_operator { wanted_id } else { Some(actor.user_id) };
    if wanted_id.is_some() && wanted_id != user {
        return Ok(None);
    }
    let store = app.store().await?;
    let page = async |before, limit| {
        let filter = AuditFilter {
            user,
            email: email.clone(),
            command: request.command.clone(),
            object: request.object.clone(),
            since: request.since,
            until: request.until,
            before,
            limit,
        };
        store.audit(&filter).await
    };
    let next = walk(&request.paging, request.paging.number()?, page, &mut |row| each(&row.into())).await?;
    Ok(next.map(|number| number.to_string()))
}
