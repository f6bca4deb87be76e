//! Transactions that several parts of the store share, and when a transaction is tried again.

use std::fmt;
use std::time::Duration;

use sqlx::{Database, PgConnection, SqliteConnection};

use super::sql::Dialect;
use super::writers::{TRUSTED_IDLE, Writers};
use super::{Pools, Store, StoreError, failpoint};
use crate::error::Result;
use crate::ledger::limits::Spender;

/// A transaction on either database. What is done in one stands or falls together: a reservation's state and the
/// entry that pays for it. The store's writing functions are methods of it.
pub struct Tx<'a> {
    pub(super) connection: Connection<'a>,
    /// The token that spends, where it is one.
    pub(super) spender: Option<Spender>,
}

/// The connection that a transaction is open on.
pub(super) enum Connection<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// How a transaction ends that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End<T> {
    /// All that was done stays.
    Commit(T),
    /// Nothing of it does: it was to see what would happen.
    RollBack(T),
}

impl Tx<'_> {
    /// Says which token spends what this transaction takes out of wallets: its limit holds from now on.
    pub const fn spend_with(&mut self, spender: Option<Spender>) {
        self.spender = spender;
    }

    /// Which dialect the statements must speak.
    pub(super) const fn dialect(&self) -> Dialect {
        match self.connection {
            Connection::Sqlite(_) => Dialect::Sqlite,
            Connection::Postgres(_) => Dialect::Postgres,
        }
    }
}

impl<'a> From<&'a mut SqliteConnection> for Tx<'a> {
    fn from(connection: &'a mut SqliteConnection) -> Self {
        Self { connection: Connection::Sqlite(connection), spender: None }
    }
}

impl<'a> From<&'a mut PgConnection> for Tx<'a> {
    fn from(connection: &'a mut PgConnection) -> Self {
        Self { connection: Connection::Postgres(connection), spender: None }
    }
}

impl fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tx").field(&self.dialect()).finish()
    }
}

impl Store {
    /// Runs the work in one transaction. It is run again, from the start, when the database gave way to another
    /// transaction or the connection was lost: the work must not mind. A lost connection may have taken the answer to
    /// a commit with it, so what must happen once needs a key.
    ///
    /// The future is not `Send`, because the compiler cannot see that async closures are: several run side by side with
    /// `join!` or on a `LocalSet`, not with `tokio::spawn`.
    pub async fn transaction<T>(&self, mut work: impl AsyncFnMut(&mut Tx<'_>) -> Result<End<T>>) -> Result<T> {
        let mut retries = Retries::default();
        loop {
            let outcome = match &self.pools {
                Pools::Sqlite { write, .. } => attempt(write, "BEGIN IMMEDIATE", &mut work).await,
                Pools::Postgres { write, .. } => attempt(write, "BEGIN", &mut work).await,
            };
            match &outcome {
                Err(error) if retries.wait(error.retry_pause).await => {}
                _ => break outcome,
            }
        }
    }
}

async fn attempt<DB: Database, T>(
    writers: &Writers<DB>,
    begin: &'static str,
    work: &mut impl AsyncFnMut(&mut Tx<'_>) -> Result<End<T>>,
) -> Result<T>
where
    for<'c> Tx<'c>: From<&'c mut DB::Connection>,
{
    let mut connection = writers.lend().await.map_err(StoreError::from)?;
    let mut transaction = connection.begin(begin).await.map_err(StoreError::from)?;
    let result = match work(&mut Tx::from(&mut *transaction)).await? {
        End::Commit(result) => {
            failpoint::pass();
            transaction.commit().await.map_err(StoreError::from)?;
            failpoint::pass();
            result
        }
        End::RollBack(result) => {
            transaction.rollback().await.map_err(StoreError::from)?;
            result
        }
    };
    connection.keep();
    Ok(result)
}

/// Runs one body on whichever connection a [`Tx`] holds.
macro_rules! on {
    ($tx:expr, |$connection:ident: $Db:ident| $body:expr) => {
        match &mut $tx.connection {
            $crate::store::tx::Connection::Sqlite(connection) => {
                #[allow(dead_code)]
                type $Db = sqlx::Sqlite;
                let $connection = &mut **connection;
                $body
            }
            $crate::store::tx::Connection::Postgres(connection) => {
                #[allow(dead_code)]
                type $Db = sqlx::Postgres;
                let $connection = &mut **connection;
                $body
            }
        }
    };
}

/// Runs one body on a snapshot: everything it reads is of one moment, whatever is written meanwhile.
macro_rules! snapshot {
    ($store:expr, |$tx:ident| $body:expr) => {
        match &$store.pools {
            $crate::store::Pools::Sqlite { read, .. } => {
                let mut transaction = read.begin().await?;
                let $tx = &mut $crate::store::tx::Tx::from(&mut *transaction);
                let result = $body;
                transaction.commit().await?;
                result
            }
            $crate::store::Pools::Postgres { read, .. } => {
                let mut transaction = read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                let $tx = &mut $crate::store::tx::Tx::from(&mut *transaction);
                let result = $body;
                transaction.commit().await?;
                result
            }
        }
    };
}

/// Makes an attempt, an expression that is a future, again while its error says that this may help.
/// Only for what is safe to do twice: an entry is, its key sees to it.
macro_rules! retry {
    ($attempt:expr) => {{
        let mut retries = $crate::store::tx::Retries::default();
        loop {
            let outcome = $attempt.await;
            match &outcome {
                Err(error) if retries.wait(error.retry_pause()).await => {}
                _ => break outcome,
            }
        }
    }};
}

pub(super) use {on, retry, snapshot};

/// Times a transaction is tried again.
const MAX_RETRIES: u32 = 3;
/// Pause before the first retry after two transactions got into each other's way; four times longer each time.
pub(super) const CONFLICT_PAUSE: Duration = Duration::from_millis(10);
/// The same after a connection was lost. Longer than connections may idle untested, so that the next one is alive;
/// a server that restarts is waited for when connecting.
pub(super) const LOST_PAUSE: Duration = TRUSTED_IDLE.saturating_mul(2);

/// How often an attempt was repeated.
#[derive(Default)]
pub(super) struct Retries(u32);

impl Retries {
    /// Waits for as long as the error asks for and says yes, when it asks for that and there were not too many yet.
    pub(super) async fn wait(&mut self, pause: Option<Duration>) -> bool {
        let Some(pause) = pause else { return false };
        if self.0 >= MAX_RETRIES {
            return false;
        }
        tracing::debug!(retry = self.0 + 1, "trying a transaction again");
        tokio::time::sleep(pause * 4_u32.pow(self.0)).await;
        self.0 += 1;
        true
    }
}
