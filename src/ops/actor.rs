//! Who acts: the login kept on this machine, or the token that was given.

use jiff::Timestamp;
use secrecy::SecretString;

use crate::app::{App, credentials};
use crate::auth::{Claims, Scope, Scopes, TokenError, key_id_of};
use crate::error::{Code, Error, Result};
use crate::ledger::limits::Spender;
use crate::store::{SessionKind, StoredSession, StoredUser};
use crate::units::{SessionId, Usdc, UserId};

/// Somebody who may act.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub user_id: UserId,
    /// The address of the account.
    pub email: String,
    /// Whether this acts for the operator: the operator's account, and a login or a token with that scope.
    pub is_operator: bool,
    /// What this may be used for.
    pub scopes: Scopes,
    /// Which login or token.
    pub session_id: SessionId,
    /// Login or token.
    pub kind: SessionKind,
    /// What it may spend in a day; no limit when `None`.
    pub spend_limit_per_day: Option<Usdc>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Actor {
    /// The token that spends, where this is one.
    #[must_use]
    pub fn spender(&self) -> Option<Spender> {
        let spender = Spender { token: self.session_id.uuid(), per_day: self.spend_limit_per_day };
        (self.kind == SessionKind::Token).then_some(spender)
    }
}

/// Who acts, when that is somebody who may do this.
pub async fn require(app: &App, scope: Scope) -> Result<Actor> {
    let actor = current(app).await?;
    if scope == Scope::Operator && !actor.is_operator {
        return Err(Error::new(Code::NotAllowed, "only the operator may do this"));
    }
    if !actor.scopes.contains(scope) {
        let message = format!("this token may not be used to {}", purpose(scope));
        return Err(Error::new(Code::NotAllowed, message)
            .hint(format!("make one that may: gp4u auth token create --scope {scope}"))
            .detail("scope", scope.as_str()));
    }
    Ok(actor)
}

/// Who acts, when that is somebody with the password at hand: what changes the account itself is not for tokens.
pub async fn require_login(app: &App) -> Result<Actor> {
    let actor = current(app).await?;
    if actor.kind == SessionKind::Login {
        return Ok(actor);
    }
    Err(Error::new(Code::NotAllowed, "a token cannot change the account")
        .hint("unset GP4U_TOKEN and GP4U_TOKEN_FILE, and log in with gp4u auth login"))
}

/// Who acts, whatever they may do: by the token of the environment or configuration, else by this machine's login.
pub async fn current(app: &App) -> Result<Actor> {
    match app.config.token()? {
        Some(token) => of_token(app, &token).await,
        None => logged_in(app).await,
    }
}

/// Who is logged in on this machine, whichever token is given beside that.
pub(super) async fn logged_in(app: &App) -> Result<Actor> {
    match credentials::load(app)? {
        Some(token) => of_token(app, &token).await,
        None => Err(not_logged_in("you are not logged in")),
    }
}

async fn of_token(app: &App, token: &SecretString) -> Result<Actor> {
    let refused = |error: TokenError| not_logged_in(&format!("the login or token is refused: {error}"));
    let store = app.store().await?;
    let key_id = key_id_of(token).map_err(refused)?;
    let key = store.signing_key(&key_id).await?.ok_or_else(|| refused(TokenError::Invalid))?;
    let now = app.now();
    let claims = key.verify(token, now).map_err(refused)?;
    let session = store.session(claims.jti).await?;
    let user = store.user(claims.sub).await?;
    match (session, user) {
        (Some(session), Some(user)) if session.user == user.id && session.key_id == key_id => {
            actor(&claims, &session, &user, now)
        }
        _ => Err(refused(TokenError::Invalid)),
    }
}

/// The database has the last word: a token is good for as long as its session is.
fn actor(claims: &Claims, session: &StoredSession, user: &StoredUser, now: Timestamp) -> Result<Actor> {
    if session.revoked_at.is_some() {
        return Err(not_logged_in("the login or token was ended: by logout, revocation or a change of password"));
    }
    if session.expires_at <= now {
        return Err(not_logged_in("the login or token has expired"));
    }
    Ok(Actor {
        user_id: user.id,
        email: user.email.to_string(),
        is_operator: user.is_operator && session.scopes.contains(Scope::Operator),
        scopes: session.scopes,
        session_id: claims.jti,
        kind: session.kind,
        spend_limit_per_day: session.spend_limit_per_day,
        expires_at: session.expires_at,
    })
}

fn not_logged_in(message: &str) -> Error {
    Error::new(Code::NotLoggedIn, message)
        .hint("gp4u auth login, or gp4u auth signup for a new account; in scripts put a token into GP4U_TOKEN_FILE")
}

const fn purpose(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => "look at the account",
        Scope::Book => "book",
        Scope::Spend => "spend",
        Scope::Operator => "act for the operator",
    }
}
