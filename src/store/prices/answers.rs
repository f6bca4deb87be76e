//! Answers kept for a moment.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::store::tx::{Tx, on};
use crate::store::writers::Writers;
use crate::store::{Pools, Store, StoreError, micros, read, write};

impl Store {
    /// An answer to the same question that is not older than `not_before`.
    pub async fn kept_answer(&self, question: &str, not_before: Timestamp) -> Result<Option<String>, StoreError> {
        let sql = "SELECT answer FROM answers WHERE question = $1 AND computed_at >= $2";
        Ok(read!(self, |pool: Db| {
            let query = sqlx::query_scalar::<Db, String>(sql).bind(question).bind(micros(not_before));
            query.fetch_optional(pool).await?
        }))
    }

    /// Forgets answers older than this moment; gives how many.
    pub async fn forget_answers_before(&self, moment: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM answers WHERE computed_at < $1";
        Ok(write!(self, |tx: Db| sqlx::query::<Db>(sql).bind(micros(moment)).execute(tx).await?.rows_affected()))
    }

    /// Keeps an answer, and forgets those older than `not_before`. A reader never waits for a writer: when the
    /// database is being written, or cannot be, the answer is simply not kept.
    pub async fn keep_answer(&self, question: &str, answer: &str, at: Timestamp, not_before: Timestamp) {
        let kept = match &self.pools {
            Pools::Sqlite { write, .. } => keep_sqlite(write.pool(), question, answer, at, not_before).await,
            Pools::Postgres { write, .. } => keep_postgres(write, question, answer, at, not_before).await,
        };
        if let Err(error) = kept {
            tracing::debug!("an answer was not kept: {error}");
        }
    }
}

async fn keep_sqlite(
    pool: &sqlx::SqlitePool,
    question: &str,
    answer: &str,
    at: Timestamp,
    not_before: Timestamp,
) -> Result<(), StoreError> {
    // A connection of its own, that gives up at once where the others wait.
    let options = pool.connect_options().as_ref().clone().busy_timeout(Duration::ZERO);
    let mut connection = options.connect().await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    keep(&mut Tx::from(&mut *transaction), question, answer, at, not_before).await?;
    transaction.commit().await?;
    Ok(connection.close().await?)
}

async fn keep_postgres(
    writers: &Writers<sqlx::Postgres>,
    question: &str,
    answer: &str,
    at: Timestamp,
    not_before: Timestamp,
) -> Result<(), StoreError> {
    let mut connection = writers.lend().await?;
    let mut transaction = connection.begin("BEGIN").await?;
    sqlx::query("SET LOCAL lock_timeout = '10ms'").execute(&mut *transaction).await?;
    keep(&mut Tx::from(&mut *transaction), question, answer, at, not_before).await?;
    transaction.commit().await?;
    connection.keep();
    Ok(())
}

async fn keep(
    tx: &mut Tx<'_>,
    question: &str,
    answer: &str,
    at: Timestamp,
    not_before: Timestamp,
) -> Result<(), StoreError> {
    let insert = "INSERT INTO answers (question, computed_at, answer) VALUES ($1, $2, $3) \
         ON CONFLICT (question) DO UPDATE SET computed_at = excluded.computed_at, answer = excluded.answer";
    on!(tx, |connection: Db| {
        let forget = sqlx::query::<Db>("DELETE FROM answers WHERE computed_at < $1").bind(micros(not_before));
        forget.execute(&mut *connection).await?;
        let query = sqlx::query::<Db>(insert).bind(question).bind(micros(at)).bind(answer);
        query.execute(&mut *connection).await?;
    });
    Ok(())
}

/// Throws all kept answers away: the market has changed.
pub(in crate::store) async fn forget_answers(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    on!(tx, |connection: Db| {
        sqlx::query::<Db>("DELETE FROM answers").execute(connection).await?;
    });
    Ok(())
}
