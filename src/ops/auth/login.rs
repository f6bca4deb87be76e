//! Logging in and out.

use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::Identity;
use crate::app::{App, credentials};
use crate::auth::{Claims, Email, Password, PasswordHash, Scopes, SigningKey};
use crate::error::{Code, Error, Result};
use crate::ops::actor::{self, Actor};
use crate::ops::mutation::{Done, Effect, Mutation, mutate};
use crate::store::{AuditEntry, End, NewSession, SessionKind, StoredUser};
use crate::units::{SessionId, UserId};

/// How long a login lasts.
const LOGIN_LIFETIME: Duration = Duration::from_hours(30 * 24);
/// Longest name of a machine that is told.
const MAX_SOURCE_CHARS: usize = 128;

/// Who logs in.
#[derive(Debug)]
pub struct LoginRequest {
    /// The address of the account.
    pub email: Email,
    /// The password, as typed.
    pub password: SecretString,
}

/// What a logout did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Logout {
    /// The login that ended; null when there was none.
    pub session_id: Option<String>,
}

/// A login on its way: everything that is settled before the database is asked.
pub(super) struct LoginSession {
    pub id: SessionId,
    pub user: UserId,
    pub key: SigningKey,
    pub source: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl LoginSession {
    pub fn new(app: &App, user: UserId) -> Result<Self> {
        let created_at = app.now();
        let expires_at = created_at.checked_add(LOGIN_LIFETIME);
        let expires_at = expires_at.map_err(|_| Error::new(Code::Internal, "the clock is at the end of time"))?;
        let key = credentials::signing_key(app)?;
        Ok(Self { id: SessionId::new(Uuid::now_v7()), user, key, source: source(), created_at, expires_at })
    }

    pub fn row(&self, is_operator: bool) -> NewSession<'_> {
        NewSession {
            id: self.id,
            user: self.user,
            kind: SessionKind::Login,
            name: None,
            source: Some(&self.source),
            scopes: Scopes::of_login(is_operator),
            spend_limit_per_day: None,
            created_at: self.created_at,
            expires_at: self.expires_at,
        }
    }

    pub fn actor(&self, user: &StoredUser) -> Actor {
        Actor {
            user_id: user.id,
            email: user.email.to_string(),
            is_operator: user.is_operator,
            scopes: Scopes::of_login(user.is_operator),
            session_id: self.id,
            kind: SessionKind::Login,
            spend_limit_per_day: None,
            expires_at: self.expires_at,
        }
    }

    /// Keeps it on this machine.
    pub fn keep(&self, app: &App) -> Result<()> {
        let claims = Claims::new(self.user, self.id, self.created_at, self.expires_at);
        let token = self.key.sign(&claims).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
        credentials::save(app, &token)
    }
}

/// Logs in, and keeps the login on this machine.
pub async fn login(app: &App, request: &LoginRequest) -> Result<Identity> {
    let email = &request.email;
    let (user, attempt) = prove_password(app, email, &request.password).await?;
    let session = LoginSession::new(app, user.id)?;
    app.store()
        .await?
        .transaction(async |tx| {
            attempt.succeeded(tx).await?;
            tx.insert_session(&session.row(user.is_operator), &session.key.public()).await?;
            let after = json!({ "session_id": session.id, "source": session.source });
            tx.write_audit(&AuditEntry {
                at: session.created_at,
                user: user.id,
                session: Some(session.id),
                command: "auth login",
                object: Some(&user.id.to_string()),
                before: None,
                after: Some(&after),
                idempotency_key: None,
            })
            .await?;
            Ok(End::Commit(()))
        })
        .await?;
    session.keep(app)?;
    Ok(Identity::new(&session.actor(&user), &user))
}

/// An attempt that was counted as failed, to be taken back when it succeeded.
pub(super) struct Attempt {
    account: String,
    source: String,
}

impl Attempt {
    pub async fn succeeded(&self, tx: &mut crate::store::Tx<'_>) -> Result<()> {
        tx.clear_failures(&self.account).await?;
        Ok(tx.uncount_attempt(&self.source).await?)
    }
}

/// The account of an address, when this is its password. Attempts are counted before they are made, and slowed down;
/// where there is no account the same work is done.
pub(super) async fn prove_password(app: &App, email: &Email, password: &SecretString) -> Result<(StoredUser, Attempt)> {
    let password = Password::new(password.clone()).map_err(|_| bad_credentials())?;
    let (now, here) = (app.now(), source());
    let counted = app.store().await?.transaction(async |tx| {
        let user = tx.user_by_email(email).await?;
        let id = user.as_ref().map_or(UserId::new(Uuid::nil()), |user| user.id);
        let account = if tx.knows_source(id, &here).await? {
            format!("account {email} from {here}")
        } else {
            format!("account {email}")
        };
        let attempt = Attempt { account, source: format!("source {here}") };
        let wait = tx.count_attempt(&[&attempt.account, &attempt.source], now).await?;
        Ok(End::Commit((user, attempt, wait)))
    });
    let (user, attempt, wait) = counted.await?;
    if !wait.is_zero() {
        return Err(too_many_attempts(wait));
    }
    let hash = user.as_ref().map_or_else(PasswordHash::of_nobody, |user| user.password_hash.clone());
    match user.filter(|_| hash.matches(&password)) {
        Some(user) => Ok((user, attempt)),
        None => Err(bad_credentials()),
    }
}

fn bad_credentials() -> Error {
    Error::new(Code::BadCredentials, "the e-mail address or the password is wrong")
}

fn too_many_attempts(wait: Duration) -> Error {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let mut error = Error::new(Code::TooManyAttempts, "too many logins failed; this one was not looked at")
        .hint(format!("try again in {seconds} s"));
    error.retry_after_s = Some(seconds);
    error
}

/// Where a login comes from: the user and the machine.
fn source() -> String {
    let name = rustix::system::uname();
    let machine: String = name.nodename().to_string_lossy().chars().take(MAX_SOURCE_CHARS).collect();
    format!("{}@{machine}", rustix::process::getuid().as_raw())
}

/// Ends this machine's login at once, wherever its token may have been copied to, and forgets it.
pub async fn logout(app: &App, mutation: &Mutation) -> Result<Done<Logout>> {
    let none = Done {
        result: Logout { session_id: None },
        dry_run: mutation.dry_run,
        replayed: false,
        changed: false,
        idempotency_key: None,
    };
    let actor = match actor::logged_in(app).await {
        Ok(actor) => actor,
        // A login that cannot be used, or even read, is none.
        Err(error) if matches!(error.code, Code::NotLoggedIn | Code::BadConfig | Code::UnsafePermissions) => {
            let changed = !mutation.dry_run && credentials::forget(app)?;
            return Ok(Done { changed, ..none });
        }
        Err(error) => return Err(error),
    };
    let session = actor.session_id;
    let request = json!({ "session_id": session });
    let done = mutate(app, &actor, "auth logout", &request, mutation, async |tx| {
        tx.revoke_session(session, app.now()).await?;
        let (before, after) = (json!({ "ended": false }), json!({ "ended": true }));
        Ok(Effect::changed(Logout { session_id: Some(session.to_string()) }, session, Some(before), Some(after)))
    });
    let done = done.await?;
    if !done.dry_run {
        credentials::forget(app)?;
    }
    Ok(done)
}
