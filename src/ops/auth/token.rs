//! Tokens: what programs act with instead of a login.

use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::{App, credentials};
use crate::auth::{Claims, Scope, Scopes};
use crate::error::{Code, Error, Result};
use crate::ops::actor::{require, require_login};
use crate::ops::mutation::{Done, Effect, Mutation, mutate};
use crate::store::{NewSession, SessionKind, StoredSession};
use crate::units::{SessionId, Usdc};

/// Tokens of one account that are good at the same time.
const MAX_GOOD_TOKENS: i64 = 100;

/// A token to be made.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// What it is for.
    pub name: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// What it may spend in a day; needed with [`Scope::Spend`], and only with it.
    pub spend_limit_per_day: Option<Usdc>,
    /// How long it is good for.
    pub lifetime: Duration,
}

impl TokenRequest {
    fn check(&self, is_operator: bool) -> Result<()> {
        let usage = |message: &str, hint: &str| Err(Error::new(Code::Usage, message).hint(hint));
        if self.scopes.is_empty() {
            return usage("a token without a scope may do nothing", "--scope read, or more of them");
        }
        match (self.scopes.contains(Scope::Spend), self.spend_limit_per_day) {
            (true, None) => return usage("a token that may spend needs a limit", "--spend-limit-per-day AMOUNT"),
            (false, Some(_)) => return usage("a limit is for tokens that may spend", "--scope spend"),
            _ => {}
        }
        if self.scopes.contains(Scope::Operator) && !is_operator {
            return Err(Error::new(Code::NotAllowed, "only the operator's tokens act for the operator"));
        }
        Ok(())
    }
}

/// Whether a token is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It is.
    Active,
    /// Its time is over.
    Expired,
    /// It was ended, by hand or by a new password.
    Revoked,
}

/// A token, without what makes it one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Token {
    /// Its id.
    pub token_id: String,
    /// What it is for.
    pub name: Option<String>,
    /// Whether it is good.
    pub state: TokenState,
    /// What it may be used for.
    pub scopes: Scopes,
    /// What it may spend in a day; null for nothing.
    pub spend_limit_per_day: Option<Usdc>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    fn new(session: StoredSession, now: Timestamp) -> Self {
        let state = match session.revoked_at {
            Some(_) => TokenState::Revoked,
            None if session.expires_at <= now => TokenState::Expired,
            None => TokenState::Active,
        };
        Self {
            token_id: session.id.to_string(),
            name: session.name,
            state,
            scopes: session.scopes,
            spend_limit_per_day: session.spend_limit_per_day,
            created_at: session.created_at,
            expires_at: session.expires_at,
            revoked_at: session.revoked_at,
        }
    }
}

/// A token that was just made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NewToken {
    /// All but itself.
    #[serde(flatten)]
    pub token_info: Token,
    /// Itself; only this once. Null for a dry run, and when the request is repeated.
    #[serde(serialize_with = "exposed")]
    #[schemars(with = "Option<String>")]
    pub token: Option<SecretString>,
}

/// The one place where a token is meant to be read.
#[allow(clippy::ref_option, reason = "serde asks for this form")]
fn exposed<S: Serializer>(token: &Option<SecretString>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    token.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// Makes a token. It is in the answer this once and is kept nowhere.
pub async fn create_token(app: &App, request: &TokenRequest, mutation: &Mutation) -> Result<Done<NewToken>> {
    let actor = require_login(app).await?;
    request.check(actor.is_operator)?;
    let key = credentials::signing_key(app)?;
    let (id, now) = (SessionId::new(Uuid::now_v7()), app.now());
    let expires_at = now.checked_add(request.lifetime);
    let expires_at = expires_at.map_err(|_| Error::new(Code::Usage, "the token would never end"))?;
    let session = NewSession {
        id,
        user: actor.user_id,
        kind: SessionKind::Token,
        name: Some(&request.name),
        source: None,
        scopes: request.scopes,
        spend_limit_per_day: request.spend_limit_per_day,
        created_at: now,
        expires_at,
    };
    let fingerprint = json!({
        "name": request.name,
        "scopes": request.scopes,
        "spend_limit_per_day": request.spend_limit_per_day,
        "lifetime_s": request.lifetime.as_secs(),
    });
    let done = mutate(app, &actor, "auth token create", &fingerprint, mutation, async |tx| {
        tx.hold_user(actor.user_id).await?;
        if tx.count_tokens(actor.user_id, now).await? >= MAX_GOOD_TOKENS {
            let message = format!("the account has {MAX_GOOD_TOKENS} tokens, and no more are possible");
            return Err(Error::new(Code::Conflict, message).hint("gp4u auth token revoke ID ends one"));
        }
        tx.insert_session(&session, &key.public()).await?;
        let stored = tx.hold_session(actor.user_id, id).await?;
        let token = Token::new(stored.ok_or_else(|| missing(&id.to_string()))?, now);
        let after = state(&token);
        Ok(Effect::changed(token, id, None, Some(after)))
    });
    let done = done.await?;
    let token = if done.dry_run || done.replayed {
        None
    } else {
        let claims = Claims::new(actor.user_id, id, now, expires_at);
        Some(key.sign(&claims).map_err(|error| Error::new(Code::Internal, error.to_string()))?)
    };
    Ok(done.map(|token_info| NewToken { token_info, token }))
}

/// The tokens of the account, newest first: those that are good, or all that ever were.
pub async fn tokens(app: &App, ended_too: bool) -> Result<Vec<Token>> {
    let actor = require(app, Scope::Read).await?;
    let now = app.now();
    let stored = app.store().await?.tokens(actor.user_id, (!ended_too).then_some(now)).await?;
    Ok(stored.into_iter().map(|session| Token::new(session, now)).collect())
}

/// Ends a token, or a login on another machine, at once.
pub async fn revoke_token(app: &App, id: &str, mutation: &Mutation) -> Result<Done<Token>> {
    let actor = require_login(app).await?;
    // Another's id, an unknown one and what is none are answered alike.
    let session: SessionId = id.parse().map_err(|_| missing(id))?;
    let request = json!({ "token_id": session });
    mutate(app, &actor, "auth token revoke", &request, mutation, async |tx| {
        let now = app.now();
        let before = tx.hold_session(actor.user_id, session).await?.ok_or_else(|| missing(id))?;
        if before.revoked_at.is_some() {
            return Ok(Effect::unchanged(Token::new(before, now)));
        }
        tx.revoke_session(session, now).await?;
        let after = Token::new(StoredSession { revoked_at: Some(now), ..before.clone() }, now);
        let states = (state(&Token::new(before, now)), state(&after));
        Ok(Effect::changed(after, session, Some(states.0), Some(states.1)))
    })
    .await
}

fn state(token: &Token) -> Value {
    json!({
        "name": token.name,
        "state": token.state,
        "scopes": token.scopes,
        "spend_limit_per_day": token.spend_limit_per_day,
        "expires_at": token.expires_at,
    })
}

fn missing(id: &str) -> Error {
    Error::new(Code::NotFound, format!("there is no token `{id}`")).hint("gp4u auth token list shows yours")
}
