//! Connections for writing. A pool asks a connection whether it lives each time it comes back, and hands them out in
//! turn; for short transactions that is a third of their time. Here a connection whose transaction was committed goes
//! to the next writer as it is, the warmest first; only one that was left in doubt is asked.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::{Connection, Database, Pool, SqlSafeStr as _, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::open::BUSY_TIMEOUT;

/// A connection that was idle for longer is asked whether it is still alive before it is used.
pub(super) const TRUSTED_IDLE: Duration = Duration::from_millis(10);

/// Lends connections to so many writers at once; the others wait in line.
pub(super) struct Writers<DB: Database> {
    /// Makes new connections, and waits for a server that restarts.
    pool: Pool<DB>,
    free: Arc<Free<DB>>,
    permits: Arc<Semaphore>,
}

/// Connections nobody uses, with when they were last used; the last is the warmest.
struct Free<DB: Database>(Mutex<Vec<(DB::Connection, Instant)>>);

impl<DB: Database> Free<DB> {
    fn push(&self, connection: DB::Connection) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((connection, Instant::now()));
    }

    fn pop(&self) -> Option<(DB::Connection, Instant)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }
}

/// A connection on loan. [`Lent::keep`] gives it back; when it is dropped instead, whatever was begun on it is undone.
pub(super) struct Lent<DB: Database> {
    loan: Option<(DB::Connection, OwnedSemaphorePermit)>,
    free: Arc<Free<DB>>,
}

impl<DB: Database> Writers<DB> {
    pub(super) fn new(pool: Pool<DB>, writers: usize) -> Self {
        Self { pool, free: Arc::new(Free(Mutex::default())), permits: Arc::new(Semaphore::new(writers)) }
    }

    /// The pool that makes the connections, for what is no transaction.
    pub(super) const fn pool(&self) -> &Pool<DB> {
        &self.pool
    }

    /// A living connection, after waiting for one at most as long as for a busy database.
    pub(super) async fn lend(&self) -> Result<Lent<DB>, sqlx::Error> {
        let permit = tokio::time::timeout(BUSY_TIMEOUT, Arc::clone(&self.permits).acquire_owned()).await;
        let permit = permit.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let connection = match self.free_and_alive().await {
            Some(connection) => connection,
            None => self.pool.acquire().await?.detach(),
        };
        Ok(Lent { loan: Some((connection, permit)), free: Arc::clone(&self.free) })
    }

    async fn free_and_alive(&self) -> Option<DB::Connection> {
        while let Some((mut connection, used)) = self.free.pop() {
            if used.elapsed() < TRUSTED_IDLE || connection.ping().await.is_ok() {
                return Some(connection);
            }
        }
        None
    }

    /// Lends no more and closes what is not on loan.
    pub(super) async fn close(&self) {
        self.permits.close();
        while let Some((connection, _)) = self.free.pop() {
            // A connection that cannot say goodbye is closed all the same.
            drop(connection.close().await);
        }
        self.pool.close().await;
    }
}

impl<DB: Database> fmt::Debug for Writers<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writers").field("pool", &self.pool).finish_non_exhaustive()
    }
}

impl<DB: Database> Lent<DB> {
    /// Begins a transaction with this statement.
    pub(super) async fn begin(&mut self, statement: &'static str) -> Result<Transaction<'_, DB>, sqlx::Error> {
        let (connection, _) = self.loan.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        connection.begin_with(statement.into_sql_str()).await
    }

    /// Gives the connection back after a commit.
    pub(super) fn keep(mut self) {
        if let Some((connection, _permit)) = self.loan.take() {
            self.free.push(connection);
        }
    }
}

impl<DB: Database> Drop for Lent<DB> {
    fn drop(&mut self) {
        let (Some((mut connection, permit)), Ok(runtime)) = (self.loan.take(), tokio::runtime::Handle::try_current())
        else {
            return;
        };
        let free = Arc::clone(&self.free);
        runtime.spawn(async move {
            // The transaction's rollback waits to be sent; this sends it and tells whether the connection lives. SQLite
            // rolls back by itself when the disk is full, after which the driver counts a transaction that is not there.
            if connection.ping().await.is_ok() && !connection.is_in_transaction() {
                free.push(connection);
            }
            drop(permit);
        });
    }
}
