//! Signing up.

use serde_json::json;
use uuid::Uuid;

use super::Identity;
use super::login::LoginSession;
use crate::app::{App, credentials};
use crate::auth::{Email, Password};
use crate::error::{Code, Error, Result};
use crate::ledger::AccountCode;
use crate::ops::mutation::{Done, Effect, Mutation, Who, mutate};
use crate::units::UserId;

/// Who signs up.
#[derive(Debug)]
pub struct SignupRequest {
    /// The address that names the account.
    pub email: Email,
    /// What the user wants to be called.
    pub display_name: Option<String>,
    /// The password.
    pub password: Password,
}

/// Makes an account with its wallet, and logs in to it. The first account of a database is its operator's.
pub async fn signup(app: &App, request: &SignupRequest, mutation: &Mutation) -> Result<Done<Identity>> {
    let SignupRequest { email, display_name, password } = request;
    let password_hash = password.hash(credentials::random()?)?;
    let session = LoginSession::new(app, UserId::new(Uuid::now_v7()))?;
    let who = Who::newcomer(session.user, email);
    // Not of the password: whoever read its fingerprint could guess at it.
    let fingerprint = json!({ "email": email.as_str(), "display_name": display_name });
    let done = mutate(app, who, "auth signup", &fingerprint, mutation, async |tx| {
        let user = tx.insert_user(session.user, email, display_name.as_deref(), &password_hash, session.created_at);
        let user = user.await?.ok_or_else(|| taken(email))?;
        tx.open_account(&AccountCode::Wallet(user.id.uuid()), session.created_at).await?;
        tx.insert_session(&session.row(user.is_operator), &session.key.public()).await?;
        let identity = Identity::new(&session.actor(&user), &user);
        let after =
            json!({ "email": user.email.as_str(), "display_name": user.display_name, "is_operator": user.is_operator });
        Ok(Effect::changed(identity, user.id, None, Some(after)))
    });
    let done = done.await?;
    if !done.dry_run && !done.replayed {
        session.keep(app)?;
    }
    Ok(done)
}

pub(super) fn taken(email: &Email) -> Error {
    Error::new(Code::Conflict, format!("there is an account of {email} already"))
        .hint(format!("gp4u auth login --email {email}"))
}
