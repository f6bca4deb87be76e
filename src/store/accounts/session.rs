//! Logins and tokens, and the keys that they are signed with.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::auth::{PublicKey, Scopes};
use crate::store::tx::{Tx, on};
use crate::store::{Store, StoreError, instant, micros, read, write};
use crate::units::{SessionId, Usdc, UserId};

/// How a session came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A login with the password.
    Login,
    /// A token, made for a program.
    Token,
}

impl SessionKind {
    /// The name in the database and in output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Token => "token",
        }
    }
}

/// A session to be made.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Login or token.
    pub kind: SessionKind,
    /// What a token is for.
    pub name: Option<&'a str>,
    /// Where a login came from.
    pub source: Option<&'a str>,
    /// What it may be used for.
    pub scopes: Scopes,
    /// What it may spend in a day; no limit when `None`.
    pub spend_limit_per_day: Option<Usdc>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session as stored.
#[derive(Clone, Debug)]
pub struct StoredSession {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Name of the key that its token is signed with; no other is good for it.
    pub key_id: String,
    /// Login or token.
    pub kind: SessionKind,
    /// What a token is for.
    pub name: Option<String>,
    /// What it may be used for.
    pub scopes: Scopes,
    /// What it may spend in a day; no limit when `None`.
    pub spend_limit_per_day: Option<Usdc>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
}

/// Tokens listed at most.
const MAX_TOKENS: u32 = 1_000;

/// A row of `sessions`.
type SessionRow = (String, String, String, String, Option<String>, String, Option<i64>, i64, i64, Option<i64>);

const COLUMNS: &str = "SELECT id, user_id, key_id, kind, name, scopes, spend_limit_per_day, created_at, expires_at, \
     revoked_at FROM sessions";

impl Tx<'_> {
    /// Makes a session that is signed with this key.
    pub async fn insert_session(&mut self, session: &NewSession<'_>, key: &PublicKey) -> Result<(), StoreError> {
        let key_sql =
            "INSERT INTO signing_keys (id, public_key, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
        let sql = "INSERT INTO sessions (id, user_id, kind, name, source, scopes, spend_limit_per_day, created_at, \
             expires_at, key_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let created_at = micros(session.created_at);
        on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(key_sql).bind(key.id()).bind(key.bytes().to_vec()).bind(created_at);
            query.execute(&mut *connection).await?;
            let query = sqlx::query::<Db>(sql).bind(session.id.to_string()).bind(session.user.to_string());
            let query = query.bind(session.kind.as_str()).bind(session.name).bind(session.source);
            let query = query.bind(session.scopes.to_string()).bind(session.spend_limit_per_day.map(Usdc::micros));
            query.bind(created_at).bind(micros(session.expires_at)).bind(key.id()).execute(connection).await?;
        });
        Ok(())
    }

    /// A session of this user, held until the transaction ends.
    pub async fn hold_session(&mut self, user: UserId, id: SessionId) -> Result<Option<StoredSession>, StoreError> {
        let sql = format!("{COLUMNS} WHERE id = $1 AND user_id = $2{}", self.dialect().for_update());
        let row: Option<SessionRow> = on!(self, |connection: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(id.to_string()).bind(user.to_string());
            query.fetch_optional(connection).await?
        });
        row.map(stored_session).transpose()
    }

    /// How many tokens of a user are good now.
    pub async fn count_tokens(&mut self, user: UserId, now: Timestamp) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM sessions \
             WHERE user_id = $1 AND kind = 'token' AND revoked_at IS NULL AND expires_at > $2";
        Ok(on!(self, |connection: Db| {
            sqlx::query_scalar::<Db, _>(sql).bind(user.to_string()).bind(micros(now)).fetch_one(connection).await?
        }))
    }

    /// Ends all sessions of a user, logins and tokens; tells how many had not ended before.
    pub async fn revoke_all_sessions(&mut self, user: UserId, at: Timestamp) -> Result<u64, StoreError> {
        let sql = "UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";
        Ok(on!(self, |connection: Db| {
            sqlx::query::<Db>(sql).bind(user.to_string()).bind(micros(at)).execute(connection).await?.rows_affected()
        }))
    }

    /// Ends a session for good; `false` when it had been ended before.
    pub async fn revoke_session(&mut self, id: SessionId, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        let ended = on!(self, |connection: Db| {
            sqlx::query::<Db>(sql).bind(id.to_string()).bind(micros(at)).execute(connection).await?.rows_affected()
        });
        Ok(ended == 1)
    }
}

impl Store {
    /// Forgets logins and tokens that expired or were revoked before this moment; gives how many.
    pub async fn forget_sessions(&self, ended_before: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1";
        Ok(write!(self, |tx: Db| sqlx::query::<Db>(sql).bind(micros(ended_before)).execute(tx).await?.rows_affected()))
    }

    /// A session by id.
    pub async fn session(&self, id: SessionId) -> Result<Option<StoredSession>, StoreError> {
        let sql = format!("{COLUMNS} WHERE id = $1");
        let row: Option<SessionRow> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(pool).await?
        });
        row.map(stored_session).transpose()
    }

    /// Tokens of a user, newest first: those that are good now, or all that ever were; [`MAX_TOKENS`] at most.
    pub async fn tokens(&self, user: UserId, good_at: Option<Timestamp>) -> Result<Vec<StoredSession>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE user_id = $1 AND kind = 'token' AND ($2 = 0 OR (revoked_at IS NULL AND expires_at > $2)) \
             ORDER BY id DESC LIMIT {MAX_TOKENS}"
        );
        let rows: Vec<SessionRow> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(user.to_string());
            query.bind(good_at.map_or(0, micros)).fetch_all(pool).await?
        });
        rows.into_iter().map(stored_session).collect()
    }

    /// The key of this name.
    pub async fn signing_key(&self, id: &str) -> Result<Option<PublicKey>, StoreError> {
        let sql = "SELECT public_key FROM signing_keys WHERE id = $1";
        let bytes: Option<Vec<u8>> =
            read!(self, |pool: Db| sqlx::query_scalar::<Db, _>(sql).bind(id).fetch_optional(pool).await?);
        let key = |bytes: Vec<u8>| PublicKey::stored(&bytes).ok_or(StoreError::Corrupt("a signing key that is none"));
        bytes.map(key).transpose()
    }
}

fn stored_session(row: SessionRow) -> Result<StoredSession, StoreError> {
    let (id, user, key_id, kind, name, scopes, spend_limit_per_day, created_at, expires_at, revoked_at) = row;
    Ok(StoredSession {
        id: id.parse().map_err(|_| StoreError::Corrupt("a session without an id"))?,
        user: user.parse().map_err(|_| StoreError::Corrupt("a session without a user"))?,
        key_id,
        kind: match kind.as_str() {
            "login" => SessionKind::Login,
            "token" => SessionKind::Token,
            _ => return Err(StoreError::Corrupt("a session of an unknown kind")),
        },
        name,
        scopes: scopes.parse().map_err(|()| StoreError::Corrupt("a session with unknown scopes"))?,
        spend_limit_per_day: spend_limit_per_day.map(Usdc::from_micros),
        created_at: instant(created_at)?,
        expires_at: instant(expires_at)?,
        revoked_at: revoked_at.map(instant).transpose()?,
    })
}
