//! Accounts: signing up, logging in and out, and who one is.

mod login;
mod signup;
mod token;
mod update;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use login::{LoginRequest, Logout, login, logout};
pub use signup::{SignupRequest, signup};
pub use token::{NewToken, Token, TokenRequest, TokenState, create_token, revoke_token, tokens};
pub use update::{AccountUpdate, UpdateRequest, update};

use super::actor::{self, Actor};
use crate::app::App;
use crate::auth::Scopes;
use crate::error::{Code, Error, Result};
use crate::store::{SessionKind, StoredUser};
use crate::units::Usdc;

/// Somebody, and what they act with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// Who.
    pub user_id: String,
    /// The address of the account.
    pub email: String,
    /// What the user wants to be called.
    pub display_name: Option<String>,
    /// Whether this acts for the operator.
    pub is_operator: bool,
    /// A login, or a token.
    pub kind: SessionKind,
    /// Which one.
    pub session_id: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// What it may spend in a day; null for no limit.
    pub spend_limit_per_day: Option<Usdc>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When the login or token ends by itself.
    pub expires_at: Timestamp,
}

impl Identity {
    fn new(actor: &Actor, user: &StoredUser) -> Self {
        Self {
            user_id: actor.user_id.to_string(),
            email: user.email.to_string(),
            display_name: user.display_name.clone(),
            is_operator: actor.is_operator,
            kind: actor.kind,
            session_id: actor.session_id.to_string(),
            scopes: actor.scopes,
            spend_limit_per_day: actor.spend_limit_per_day,
            created_at: user.created_at,
            expires_at: actor.expires_at,
        }
    }
}

/// Who acts.
pub async fn whoami(app: &App) -> Result<Identity> {
    let actor = actor::current(app).await?;
    let user = app.store().await?.user(actor.user_id).await?;
    let user = user.ok_or_else(|| Error::new(Code::NotLoggedIn, "the account is gone"))?;
    Ok(Identity::new(&actor, &user))
}
