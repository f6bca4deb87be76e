//! The frame that every change runs in: one transaction with the change, its idempotency key and its audit row, all of
//! it or none.

use std::fmt::Display;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::actor::Actor;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ledger::limits::Spender;
use crate::store::{AuditEntry, End, RequestKey, RequestState, Tx};
use crate::units::{SessionId, UserId};

/// Longest idempotency key.
const MAX_KEY_CHARS: usize = 200;

/// How a change is to be made.
#[derive(Clone, Debug, Default)]
pub struct Mutation {
    /// Work it out, tell the result, and change nothing.
    pub dry_run: bool,
    /// Names the request: the same one twice is done once. One is made up when `None`.
    pub idempotency_key: Option<String>,
}

impl Mutation {
    /// Checks a key that a user chose.
    pub fn check_key(key: &str) -> std::result::Result<(), String> {
        let fits = !key.is_empty() && key.len() <= MAX_KEY_CHARS && key.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(()) } else { Err(format!("expected 1 to {MAX_KEY_CHARS} ASCII characters without spaces")) }
    }

    /// A key that nobody has used: a UUID of version 7.
    #[must_use]
    pub fn new_key() -> String {
        Uuid::now_v7().to_string()
    }
}

/// Who makes a change.
#[derive(Clone, Debug)]
pub struct Who {
    /// Whose idempotency keys are used.
    key_space: String,
    user: UserId,
    session: Option<SessionId>,
    spender: Option<Spender>,
}

impl Who {
    /// A user who is not logged in yet, with keys of their own under this name.
    #[must_use]
    pub fn newcomer(user: UserId, name: impl Display) -> Self {
        Self { key_space: format!("newcomer:{name}"), user, session: None, spender: None }
    }
}

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Self {
        Self {
            key_space: actor.user_id.to_string(),
            user: actor.user_id,
            session: Some(actor.session_id),
            spender: actor.spender(),
        }
    }
}

/// What a change did, for its answer and for the audit.
#[derive(Clone, Debug)]
pub struct Effect<T> {
    /// The answer.
    pub result: T,
    /// Whether anything is different now; when not, there is no audit row.
    pub changed: bool,
    /// The id of what was changed.
    pub object: Option<String>,
    /// How it was before, without secrets.
    pub before: Option<Value>,
    /// How it is now, without secrets.
    pub after: Option<Value>,
}

impl<T> Effect<T> {
    /// Something was changed: the thing of this id, from one state to another.
    pub fn changed(result: T, object: impl Display, before: Option<Value>, after: Option<Value>) -> Self {
        Self { result, changed: true, object: Some(object.to_string()), before, after }
    }

    /// All was as it should be already.
    pub const fn unchanged(result: T) -> Self {
        Self { result, changed: false, object: None, before: None, after: None }
    }
}

/// The answer to a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Done<T> {
    /// What came of it.
    #[serde(flatten)]
    pub result: T,
    /// Whether it was only worked out, and nothing is different.
    pub dry_run: bool,
    /// Whether it had been done before, and this is the answer of then.
    pub replayed: bool,
    /// Whether anything is different for it.
    pub changed: bool,
    /// What repeats the request safely; null for a dry run.
    pub idempotency_key: Option<String>,
}

impl<T> Done<T> {
    /// The same answer in other words.
    pub fn map<U>(self, words: impl FnOnce(T) -> U) -> Done<U> {
        let Self { result, dry_run, replayed, changed, idempotency_key } = self;
        Done { result: words(result), dry_run, replayed, changed, idempotency_key }
    }
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Answer<T> {
    result: T,
    changed: bool,
}

/// Makes a change in one transaction: `work` does it, and may be run more than once, each time from the start. What the
/// same user asked for before under the same key is answered as then; with other parameters it is refused. `request`
/// holds every parameter that matters, and no secret.
pub async fn mutate<T, R>(
    app: &App,
    who: impl Into<Who>,
    command: &'static str,
    request: &R,
    mutation: &Mutation,
    mut work: impl AsyncFnMut(&mut Tx<'_>) -> Result<Effect<T>>,
) -> Result<Done<T>>
where
    T: Serialize + DeserializeOwned,
    R: Serialize,
{
    let who = who.into();
    let key = mutation.idempotency_key.clone().unwrap_or_else(Mutation::new_key);
    let request = RequestKey { actor: &who.key_space, key: &key, command, hash: fingerprint(command, request)? };
    let store = app.store().await?;
    let done = store.transaction(async |tx| {
        let at = app.now();
        match tx.take_key(&request, at).await? {
            RequestState::New => {}
            RequestState::Answered(answer) => return Ok(End::RollBack(replayed(&answer, mutation, &key)?)),
            RequestState::Other => return Err(key_reused(&key)),
        }
        tx.spend_with(who.spender);
        let Effect { result, changed, object, before, after } = work(tx).await?;
        let answer = Answer { result, changed };
        if changed {
            let (object, before, after) = (object.as_deref(), before.as_ref(), after.as_ref());
            let (user, session, idempotency_key) = (who.user, who.session, Some(key.as_str()));
            tx.write_audit(&AuditEntry { at, user, session, command, object, before, after, idempotency_key }).await?;
        }
        tx.keep_answer(&request, &serde_json::to_string(&answer).map_err(|error| unwritable(&error))?).await?;
        let done = Done {
            result: answer.result,
            dry_run: mutation.dry_run,
            replayed: false,
            changed,
            idempotency_key: (!mutation.dry_run).then(|| key.clone()),
        };
        Ok(if mutation.dry_run { End::RollBack(done) } else { End::Commit(done) })
    });
    done.await.map_err(|error| repeatable(error, &key))
}

/// The answer to a request that was made before under this key. For changes that take more than the transaction, and
/// should not do that again.
pub async fn answered<T: DeserializeOwned, R: Serialize>(
    app: &App,
    who: impl Into<Who>,
    command: &'static str,
    request: &R,
    mutation: &Mutation,
) -> Result<Option<Done<T>>> {
    let (who, Some(key)) = (who.into(), &mutation.idempotency_key) else { return Ok(None) };
    let request = RequestKey { actor: &who.key_space, key, command, hash: fingerprint(command, request)? };
    let found = app.store().await?.transaction(async |tx| {
        Ok(End::RollBack(match tx.take_key(&request, app.now()).await? {
            RequestState::New => None,
            RequestState::Answered(answer) => Some(replayed(&answer, mutation, key)?),
            RequestState::Other => return Err(key_reused(key)),
        }))
    });
    found.await.map_err(|error| repeatable(error, key))
}

fn replayed<T: DeserializeOwned>(answer: &str, mutation: &Mutation, key: &str) -> Result<Done<T>> {
    let answer: Answer<T> = serde_json::from_str(answer).map_err(|_| {
        Error::new(
            Code::Conflict,
            format!("`{key}` was used by another version of gp4u, whose answer is not known here"),
        )
    })?;
    Ok(Done {
        result: answer.result,
        dry_run: mutation.dry_run,
        replayed: true,
        changed: answer.changed,
        idempotency_key: Some(key.to_owned()),
    })
}

/// What tells a request from others under the same key.
fn fingerprint(command: &str, request: &impl Serialize) -> Result<[u8; 32]> {
    let text =
        serde_json::to_vec(&json!({ "command": command, "request": request })).map_err(|error| unwritable(&error))?;
    Ok(Sha256::digest(text).into())
}

fn unwritable(error: &serde_json::Error) -> Error {
    Error::new(Code::Internal, format!("the request or its answer cannot be written as JSON: {error}"))
}

fn key_reused(key: &str) -> Error {
    Error::new(Code::KeyReused, format!("the idempotency key `{key}` was used with other parameters"))
        .hint("repeat the first request as it was, or choose another key for this one")
}

/// A failure after which nobody knows whether the change was made says how to find out.
fn repeatable(error: Error, key: &str) -> Error {
    let error = error.detail("idempotency_key", key);
    if error.code == Code::DatabaseUnavailable {
        error.hint(format!("then repeat the command with --idempotency-key {key}: it is done once, if it was not yet"))
    } else {
        error
    }
}
