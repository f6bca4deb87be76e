//! Transactions that several parts of the store share, and when a transaction is tried again.

use std::time::Duration;

use sqlx::{PgConnection, SqliteConnection};

use super::sql::Dialect;
use super::writers::TRUSTED_IDLE;

/// A connection to either database with a transaction open on it. What is made of one transaction stands or
/// falls together: a reservation's state and the entry that pays for it.
pub enum Tx<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

impl Tx<'_> {
    /// Which dialect the statements must speak.
    pub(super) const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }
}

impl<'a> From<&'a mut SqliteConnection> for Tx<'a> {
    fn from(connection: &'a mut SqliteConnection) -> Self {
        Self::Sqlite(connection)
    }
}

impl<'a> From<&'a mut PgConnection> for Tx<'a> {
    fn from(connection: &'a mut PgConnection) -> Self {
        Self::Postgres(connection)
    }
}

/// Runs one body on whichever connection a [`Tx`] holds.
macro_rules! on {
    ($tx:expr, |$connection:ident: $Db:ident| $body:expr) => {
        match $tx {
            $crate::store::tx::Tx::Sqlite(connection) => {
                #[allow(dead_code)]
                type $Db = sqlx::Sqlite;
                let $connection = &mut **connection;
                $body
            }
            $crate::store::tx::Tx::Postgres(connection) => {
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
                Err(error) if retries.wait(error.database()).await => {}
                _ => break outcome,
            }
        }
    }};
}

pub(super) use {on, retry, snapshot};

/// Times a transaction is tried again.
const MAX_RETRIES: u32 = 3;
/// Pause before the first retry after two transactions got into each other's way; four times longer each time.
const CONFLICT_PAUSE: Duration = Duration::from_millis(10);
/// The same after a connection was lost. Longer than connections may idle untested, so that the next one is alive;
/// a server that restarts is waited for when connecting.
const LOST_PAUSE: Duration = TRUSTED_IDLE.saturating_mul(2);

/// How often an attempt was repeated.
#[derive(Default)]
pub(super) struct Retries(u32);

impl Retries {
    /// Waits and says yes when the error is one that a repetition cures and there were not too many yet.
    pub(super) async fn wait(&mut self, error: Option<&sqlx::Error>) -> bool {
        let Some(pause) = error.and_then(pause_after) else { return false };
        if self.0 >= MAX_RETRIES {
            return false;
        }
        tracing::debug!(?error, retry = self.0 + 1, "trying a transaction again");
        tokio::time::sleep(pause * 4_u32.pow(self.0)).await;
        self.0 += 1;
        true
    }
}

/// How long to wait before an attempt that ended in this error is worth repeating; `None` when it never is.
fn pause_after(error: &sqlx::Error) -> Option<Duration> {
    /// A snapshot that another writer overtook (<https://sqlite.org/rescode.html#busy_snapshot>). Plain "busy" comes
    /// after the whole busy time-out: the user has waited enough.
    const BUSY_SNAPSHOT: &str = "517";
    match error {
        sqlx::Error::Io(_) => Some(LOST_PAUSE),
        sqlx::Error::Database(error) => match error.code()?.as_ref() {
            // Serialization failure, deadlock, lock not available.
            "40001" | "40P01" | "55P03" | BUSY_SNAPSHOT => Some(CONFLICT_PAUSE),
            // Shut down, crashed, starting up; closed for idling in a transaction; connection exceptions.
            "57P01" | "57P02" | "57P03" | "25P03" => Some(LOST_PAUSE),
            code if code.len() == 5 && code.starts_with("08") => Some(LOST_PAUSE),
            _ => None,
        },
        _ => None,
    }
}
