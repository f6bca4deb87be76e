//! Users.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::auth::{Email, PasswordHash};
use crate::store::tx::{Tx, on};
use crate::store::{Store, StoreError, instant, micros, read};
use crate::units::UserId;

/// A user as stored.
#[derive(Clone, Debug)]
pub struct StoredUser {
    /// Who.
    pub id: UserId,
    /// The address that names the account.
    pub email: Email,
    /// What the user wants to be called.
    pub display_name: Option<String>,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// Whether this is the operator's account.
    pub is_operator: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// A row of `users`.
type UserRow = (String, String, Option<String>, String, bool, i64);

const COLUMNS: &str = "SELECT id, email, display_name, password_hash, is_operator, created_at FROM users";

impl Tx<'_> {
    /// Makes an account, the operator's if there is none yet; `None` when the address has one.
    pub async fn insert_user(
        &mut self,
        id: UserId,
        email: &Email,
        display_name: Option<&str>,
        password_hash: &PasswordHash,
        at: Timestamp,
    ) -> Result<Option<StoredUser>, StoreError> {
        let sql = "INSERT INTO users (id, email, display_name, password_hash, is_operator, created_at) \
             SELECT $1, $2, $3, $4, NOT EXISTS (SELECT 1 FROM users), $5 WHERE TRUE ON CONFLICT DO NOTHING";
        let inserted = on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(id.to_string()).bind(email.as_str()).bind(display_name);
            query.bind(password_hash.expose()).bind(micros(at)).execute(connection).await?.rows_affected()
        });
        let user = self.user_by_email(email).await?;
        match (inserted, user) {
            (1, user @ Some(_)) => Ok(user),
            (_, Some(_)) => Ok(None),
            // Another became the operator in the same moment: this one no longer would.
            (_, None) => Err(StoreError::Conflict),
        }
    }

    /// A user by id, held until the transaction ends.
    pub async fn hold_user(&mut self, id: UserId) -> Result<Option<StoredUser>, StoreError> {
        let sql = format!("{COLUMNS} WHERE id = $1{}", self.dialect().for_update());
        let row: Option<UserRow> = on!(self, |connection: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(connection).await?
        });
        row.map(stored_user).transpose()
    }

    /// Writes what may change of a user; `false` when the address has another account.
    pub async fn update_user(&mut self, user: &StoredUser) -> Result<bool, StoreError> {
        let sql = "UPDATE users SET email = $2, display_name = $3, password_hash = $4 WHERE id = $1";
        if self.user_by_email(&user.email).await?.is_some_and(|other| other.id != user.id) {
            return Ok(false);
        }
        let updated: Result<(), sqlx::Error> = on!(self, |connection: Db| {
            let query = sqlx::query::<Db>(sql).bind(user.id.to_string()).bind(user.email.as_str());
            let query = query.bind(user.display_name.as_deref()).bind(user.password_hash.expose());
            query.execute(connection).await.map(drop)
        });
        match updated {
            Ok(()) => Ok(true),
            // Another took the address in the same moment: the next look at it says so.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(StoreError::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// The account of an address.
    pub async fn user_by_email(&mut self, email: &Email) -> Result<Option<StoredUser>, StoreError> {
        let sql = format!("{COLUMNS} WHERE email = $1");
        let row: Option<UserRow> = on!(self, |connection: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(email.as_str()).fetch_optional(connection).await?
        });
        row.map(stored_user).transpose()
    }
}

impl Store {
    /// A user by id.
    pub async fn user(&self, id: UserId) -> Result<Option<StoredUser>, StoreError> {
        let sql = format!("{COLUMNS} WHERE id = $1");
        let row: Option<UserRow> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(pool).await?
        });
        row.map(stored_user).transpose()
    }
}

fn stored_user((id, email, display_name, hash, is_operator, created_at): UserRow) -> Result<StoredUser, StoreError> {
    Ok(StoredUser {
        id: id.parse().map_err(|_| StoreError::Corrupt("a user without an id"))?,
        email: email.parse().map_err(|_| StoreError::Corrupt("a user without an address"))?,
        display_name,
        password_hash: PasswordHash::stored(hash),
        is_operator,
        created_at: instant(created_at)?,
    })
}
