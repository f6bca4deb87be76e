//! Idempotency keys: what was asked for under one, and the first answer.

use jiff::Timestamp;

use crate::store::tx::{Tx, on};
use crate::store::{Store, StoreError, micros, write};

/// What tells a request from all others.
#[derive(Clone, Debug)]
pub struct RequestKey<'a> {
    /// Whose key it is.
    pub actor: &'a str,
    /// The key.
    pub key: &'a str,
    /// What was asked for.
    pub command: &'a str,
    /// SHA-256 of what was asked for, parameters and all.
    pub hash: [u8; 32],
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestState {
    /// Nothing: it is taken now, until the transaction ends.
    New,
    /// The same was asked for before, and this was the answer.
    Answered(String),
    /// Something else was asked for.
    Other,
}

impl Tx<'_> {
    /// Takes a key. PostgreSQL waits here for another who is just using it.
    pub async fn take_key(&mut self, request: &RequestKey<'_>, at: Timestamp) -> Result<RequestState, StoreError> {
        let insert = "INSERT INTO requests (actor, idem_key, command, request_hash, created_at) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (actor, idem_key) DO NOTHING";
        let select = "SELECT command, request_hash, answer FROM requests WHERE actor = $1 AND idem_key = $2";
        let (inserted, found) = on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(insert).bind(request.actor).bind(request.key).bind(request.command);
            let query = query.bind(request.hash.to_vec()).bind(micros(at));
            let inserted = query.execute(&mut *connection).await?.rows_affected();
            let query = sqlx::query_as::<Db, (String, Vec<u8>, Option<String>)>(select);
            (inserted, query.bind(request.actor).bind(request.key).fetch_optional(connection).await?)
        });
        match found {
            _ if inserted == 1 => Ok(RequestState::New),
            Some((command, hash, _)) if command != request.command || hash != request.hash => Ok(RequestState::Other),
            Some((_, _, Some(answer))) => Ok(RequestState::Answered(answer)),
            _ => Err(StoreError::Corrupt("a request without an answer")),
        }
    }

    /// Keeps the answer to a request whose key was taken in this transaction.
    pub async fn keep_answer(&mut self, request: &RequestKey<'_>, answer: &str) -> Result<(), StoreError> {
        let sql = "UPDATE requests SET answer = $3 WHERE actor = $1 AND idem_key = $2";
        on!(self, |connection: Db| {
            sqlx::query::<Db>(sql).bind(request.actor).bind(request.key).bind(answer).execute(connection).await?;
        });
        Ok(())
    }
}

impl Store {
    /// Forgets keys that were taken before a time: under them the same request is a new one.
    pub async fn forget_requests(&self, taken_before: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM requests WHERE created_at < $1";
        Ok(write!(self, |tx: Db| sqlx::query::<Db>(sql).bind(micros(taken_before)).execute(tx).await?.rows_affected()))
    }
}
