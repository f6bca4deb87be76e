//! The only SQL. One store over SQLite and PostgreSQL: statements are written once and run on whichever
//! driver is behind; the few places where the dialects differ stand side by side in [`sql`].
//!
//! Money is BIGINT micro-USD and time BIGINT microseconds on both, so that sums, orderings and comparisons agree.

mod accounts;
mod booking;
mod daemon;
mod error;
mod failpoint;
mod ledger;
mod listings;
mod migrations;
mod models;
mod offers;
mod open;
mod prices;
mod providers;
mod rental;
mod roles;
mod score;
mod search;
mod select;
mod sql;
mod tx;
mod wallet;
mod writers;

use jiff::Timestamp;
use writers::Writers;

pub use accounts::{
    AuditEntry, AuditFilter, AuditRow, NewSession, RequestKey, RequestState, SessionKind, StoredSession, StoredUser,
};
pub use booking::{Claim, ReservationFilter, ReserveError};
pub use daemon::{ClaimedLoop, Fence, LoopClaim, LoopOutcome, LoopState};
pub use error::StoreError;
#[cfg(debug_assertions)]
pub use failpoint::die_at;
pub use ledger::{
    AccountFilter, AccountState, EntryFilter, LedgerCheck, LedgerReport, LimitOf, MAX_PAGE, Page, PostError, Posted,
    Statement, StatementLine, StoredEntry, StoredLine,
};
pub use listings::{Listings, ListingsQuery};
pub use migrations::MigrationState;
pub use models::ModelCount;
pub use offers::{Replacement, StoredOffer};
pub use open::DatabaseUrl;
pub use prices::{
    HistoryQuery, ImportOutcome, MarketFilter, MarketQuery, ModelHistory, OwnedQuote, PricePoint, ProviderStats,
};
pub use providers::ProviderState;
pub use rental::{Advance, Candidate, Effect, ProviderLoad, RentalClaim, RentalEvent, Stray, Substitute};
pub use roles::APP_ROLE;
pub use search::{OfferLinks, SearchQuery, View};
pub use tx::{End, Tx};
pub use wallet::{
    NewDeposit, NewWithdrawal, OwnEntry, OwnLine, StoredTransfer, TransferFilter, Verdict, WalletLimit, WalletState,
};

/// Connections to one of the two databases.
#[derive(Debug)]
enum Pools {
    /// One writer and several readers: SQLite has one writer, and a reader must never wait for it.
    Sqlite { write: Writers<sqlx::Sqlite>, read: sqlx::SqlitePool },
    /// PostgreSQL arbitrates by itself.
    Postgres { write: Writers<sqlx::Postgres>, read: sqlx::PgPool },
}

/// The database. Cheap to share by reference; open it once.
#[derive(Debug)]
pub struct Store {
    pools: Pools,
    url: DatabaseUrl,
}

/// Runs one body on whichever driver is behind, on connections for reading.
macro_rules! read {
    ($store:expr, |$pool:ident: $Db:ident| $body:expr) => {
        match &$store.pools {
            $crate::store::Pools::Sqlite { read: $pool, .. } => {
                #[allow(dead_code)]
                type $Db = sqlx::Sqlite;
                $body
            }
            $crate::store::Pools::Postgres { read: $pool, .. } => {
                #[allow(dead_code)]
                type $Db = sqlx::Postgres;
                $body
            }
        }
    };
}

/// Runs one body in a transaction on whichever driver is behind; commits when the body is `Ok`.
macro_rules! write {
    ($store:expr, |$tx:ident: $Db:ident| $body:expr) => {
        match &$store.pools {
            $crate::store::Pools::Sqlite { write, .. } => {
                #[allow(dead_code)]
                type $Db = sqlx::Sqlite;
                $crate::store::write!(@transaction write, $crate::store::writers::BEGIN_SQLITE, $tx, $body)
            }
            $crate::store::Pools::Postgres { write, .. } => {
                #[allow(dead_code)]
                type $Db = sqlx::Postgres;
                $crate::store::write!(@transaction write, $crate::store::writers::BEGIN_POSTGRES, $tx, $body)
            }
        }
    };
    (@transaction $writers:expr, $begin:path, $tx:ident, $body:expr) => {{
        let mut connection = $writers.lend().await?;
        let mut transaction = connection.begin($begin).await?;
        let result = {
            let $tx = &mut *transaction;
            $body
        };
        $crate::store::failpoint::pass();
        transaction.commit().await?;
        $crate::store::failpoint::pass();
        connection.keep();
        result
    }};
}

/// Binds a list of [`sql::Bind`]s to a query of either driver, in order.
macro_rules! bind_all {
    ($query:expr, $binds:expr) => {{
        let mut query = $query;
        for bind in $binds {
            query = match bind {
                $crate::store::sql::Bind::Text(value) => query.bind(value.clone()),
                $crate::store::sql::Bind::Integer(value) => query.bind(*value),
                $crate::store::sql::Bind::Number(value) => query.bind(*value),
                $crate::store::sql::Bind::Bool(value) => query.bind(*value),
            };
        }
        query
    }};
}

pub(crate) use {bind_all, read, write};

impl Store {
    /// Which dialect the statements must speak.
    fn dialect(&self) -> sql::Dialect {
        match self.pools {
            Pools::Sqlite { .. } => sql::Dialect::Sqlite,
            Pools::Postgres { .. } => sql::Dialect::Postgres,
        }
    }

    /// Where the database is, without any password.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Closes all connections; on SQLite this also folds the write-ahead log back into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { write, .. } => write.close().await,
        }
    }
}

/// An instant as the databases hold it.
fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// An instant from the database.
fn instant(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| StoreError::Corrupt("a time out of range"))
}
