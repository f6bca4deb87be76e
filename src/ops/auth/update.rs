//! Changing the account.

use schemars::JsonSchema;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::login::{LoginSession, prove_password};
use super::signup::taken;
use crate::app::{App, credentials};
use crate::auth::{Email, Password};
use crate::error::{Code, Error, Result};
use crate::ops::actor::require_login;
use crate::ops::mutation::{Done, Effect, Mutation, answered, mutate};
use crate::store::StoredUser;

const COMMAND: &str = "auth update";

/// What is to change; what is `None` stays.
#[derive(Debug, Default)]
pub struct UpdateRequest {
    /// The address that names the account.
    pub email: Option<Email>,
    /// What the user wants to be called; the inner `None` for nothing.
    pub display_name: Option<Option<String>>,
    /// The password.
    pub new_password: Option<Password>,
    /// The password until now, as typed: needed for a new address or password.
    pub password: Option<SecretString>,
}

impl UpdateRequest {
    /// Whether the password until now is needed: a login that was left open must not be enough to take the account.
    #[must_use]
    pub const fn needs_password(&self) -> bool {
        self.email.is_some() || self.new_password.is_some()
    }
}

/// The account as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AccountUpdate {
    /// Who.
    pub user_id: String,
    /// The address that names the account.
    pub email: String,
    /// What the user wants to be called.
    pub display_name: Option<String>,
    /// Whether the password is another one now.
    pub password_changed: bool,
    /// Logins and tokens that ended because of that.
    pub sessions_ended: u64,
}

/// Changes the account. A new password ends every login and every token; this machine is logged in anew.
pub async fn update(app: &App, request: &UpdateRequest, mutation: &Mutation) -> Result<Done<AccountUpdate>> {
    let actor = require_login(app).await?;
    // Not of the passwords: whoever read their fingerprint could guess at them.
    let fingerprint = json!({
        "email": request.email.as_ref().map(Email::as_str),
        "display_name": request.display_name,
        "new_password": request.new_password.is_some(),
    });
    // The password until now is another one the second time.
    if let Some(done) = answered(app, &actor, COMMAND, &fingerprint, mutation).await? {
        return Ok(done);
    }
    let attempt = match (&request.password, request.needs_password()) {
        (_, false) => None,
        (Some(password), true) => Some(prove_password(app, &actor.email.parse()?, password).await?.1),
        (None, true) => return Err(Error::new(Code::BadCredentials, "the password until now is needed")),
    };
    let new_hash = match &request.new_password {
        Some(password) => Some(password.hash(credentials::random()?)?),
        None => None,
    };
    let session = LoginSession::new(app, actor.user_id)?;
    let done = mutate(app, &actor, COMMAND, &fingerprint, mutation, async |tx| {
        if let Some(attempt) = &attempt {
            attempt.succeeded(tx).await?;
        }
        let before = tx.hold_user(actor.user_id).await?;
        let before = before.ok_or_else(|| Error::new(Code::NotLoggedIn, "the account is gone"))?;
        let after = changed(&before, request, new_hash.as_ref());
        if !tx.update_user(&after).await? {
            return Err(taken(&after.email));
        }
        let mut sessions_ended = 0;
        if new_hash.is_some() {
            sessions_ended = tx.revoke_all_sessions(after.id, session.created_at).await?;
            tx.insert_session(&session.row(after.is_operator), &session.key.public()).await?;
        }
        let report = AccountUpdate {
            user_id: after.id.to_string(),
            email: after.email.to_string(),
            display_name: after.display_name.clone(),
            password_changed: new_hash.is_some(),
            sessions_ended,
        };
        let nothing_new = before.email == after.email && before.display_name == after.display_name;
        if nothing_new && new_hash.is_none() {
            return Ok(Effect::unchanged(report));
        }
        let state = |user: &StoredUser| json!({ "email": user.email.as_str(), "display_name": user.display_name });
        let mut now = state(&after);
        if new_hash.is_some() {
            now["password"] = "changed".into();
            now["sessions_ended"] = sessions_ended.into();
        }
        Ok(Effect::changed(report, after.id, Some(state(&before)), Some(now)))
    });
    let done = done.await?;
    if done.result.password_changed && !done.dry_run && !done.replayed {
        session.keep(app)?;
    }
    Ok(done)
}

fn changed(before: &StoredUser, request: &UpdateRequest, hash: Option<&crate::auth::PasswordHash>) -> StoredUser {
    StoredUser {
        email: request.email.clone().unwrap_or_else(|| before.email.clone()),
        display_name: request.display_name.clone().unwrap_or_else(|| before.display_name.clone()),
        password_hash: hash.unwrap_or(&before.password_hash).clone(),
        ..before.clone()
    }
}
