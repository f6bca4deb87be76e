//! Opening a database: addresses, safe files, fast first connections.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::writers::Writers;
use super::{Pools, Store, StoreError};

/// How long a command waits for another program to let go of the database.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection to a server may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 8;
/// Transactions at once; more only wait for the same locks and the same disk.
const POSTGRES_WRITERS: usize = 8;
/// PostgreSQL's default takes disks for rotating ones, and then prefers walking all offers by price to walking those
/// of one model.
const PLANNER: &str = "SET random_page_cost = 1.1";
/// Marks a SQLite file as gp4u's (`PRAGMA application_id`): "gp4u" in ASCII.
const APPLICATION_ID: i64 = 0x6770_3475;

/// Where the database is.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file of this user's.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    /// Reads `sqlite:PATH` or `postgres://…`. A SQLite path is taken literally: no URI options.
    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.contains('\0') {
                return Err(StoreError::BadUrl("sqlite:".to_owned()));
            }
            return Ok(Self::Sqlite(PathBuf::from(path)));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(text)
                // The text may hold a password: it is not repeated.
                .map_err(|_| StoreError::BadUrl("postgres://…".to_owned()))?;
            return Ok(Self::Postgres(Box::new(options)));
        }
        let scheme = text.split(':').next().unwrap_or_default().chars().take(20).collect();
        Err(StoreError::BadUrl(scheme))
    }
}

impl fmt::Display for DatabaseUrl {
    /// The address without any password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(options) => {
                let database = options.get_database().unwrap_or_default();
                write!(
                    f,
                    "postgres://{}@{}:{}/{database}",
                    options.get_username(),
                    options.get_host(),
                    options.get_port()
                )
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Store {
    /// Opens a database and makes sure its schema is this program's: a SQLite file is made and migrated when
    /// needed, a PostgreSQL database must have been migrated (`gp4u db migrate`).
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        let state = store.migration_state().await?;
        if state.applied < state.needed && matches!(url, DatabaseUrl::Sqlite(_)) {
            store.migrate().await?;
        } else {
            state.check(url)?;
            store.verify_file().await?;
        }
        Ok(store)
    }

    /// Opens a database whatever its schema; for `db migrate`, `db status` and `doctor`.
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let pools = match url {
            DatabaseUrl::Sqlite(path) => {
                prepare_file(path)?;
                sqlite_pools(path)
            }
            DatabaseUrl::Postgres(options) => {
                probe(url, options).await?;
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(BUSY_TIMEOUT)
                    .after_connect(|connection, _| {
                        Box::pin(async move { sqlx::query(PLANNER).execute(connection).await.map(drop) })
                    })
                    .connect_lazy_with(options.as_ref().clone().disable_statement_logging());
                Pools::Postgres { write: Writers::new(pool.clone(), POSTGRES_WRITERS), read: pool }
            }
        };
        Ok(Self { pools, url: url.clone() })
    }

    /// Marks a fresh SQLite file as gp4u's; refuses a file that is somebody else's.
    pub(super) async fn claim_file(&self) -> Result<(), StoreError> {
        let Pools::Sqlite { write, .. } = &self.pools else { return Ok(()) };
        let write = write.pool();
        let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema").fetch_one(write).await?;
        if tables > 0 {
            return self.verify_file().await;
        }
        // A pragma takes no placeholder; the number is APPLICATION_ID.
        sqlx::query("PRAGMA application_id = 1735406709").execute(write).await?;
        Ok(())
    }

    /// Refuses a SQLite file that another program made.
    async fn verify_file(&self) -> Result<(), StoreError> {
        let Pools::Sqlite { read, .. } = &self.pools else { return Ok(()) };
        let id: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(read).await?;
        if id == APPLICATION_ID { Ok(()) } else { Err(StoreError::Foreign(self.url.to_string())) }
    }
}

fn sqlite_pools(path: &Path) -> Pools {
    let options = SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT).disable_statement_logging();
    let writer = options
        .clone()
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let reader = options.read_only(true);
    let write = SqlitePoolOptions::new().max_connections(1).acquire_timeout(BUSY_TIMEOUT).connect_lazy_with(writer);
    Pools::Sqlite {
        write: Writers::new(write, 1),
        read: SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect_lazy_with(reader),
    }
}

/// Makes the file (0600, in a 0700 folder) when there is none; refuses one that others can read.
fn prepare_file(path: &Path) -> Result<(), StoreError> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};

    let unreachable = |error: std::io::Error| StoreError::Unreachable {
        url: format!("sqlite:{}", path.display()),
        reason: error.kind().to_string(),
    };
    let unsafe_file = |problem, remedy| StoreError::UnsafeFile { path: path.display().to_string(), problem, remedy };
    match std::fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => {
            Err(unsafe_file("is not a plain file", "name a plain file in --database or GP4U_DATABASE_URL".to_owned()))
        }
        Ok(found) if found.mode() & 0o077 != 0 => {
            Err(unsafe_file("can be read by others", format!("run `chmod 600 {}`", path.display())))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(unreachable)?;
            }
            match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
                Ok(_) => Ok(()),
                // Another gp4u made it a moment ago.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(unreachable(error)),
            }
        }
        Err(error) => Err(unreachable(error)),
    }
}

/// Asks for the server's port first: a pool retries a refused connection until its time-out, a person should
/// be told at once.
async fn probe(url: &DatabaseUrl, options: &PgConnectOptions) -> Result<(), StoreError> {
    if options.get_socket().is_some() || options.get_host().starts_with('/') {
        return Ok(());
    }
    let unreachable = |reason: String| StoreError::Unreachable { url: url.to_string(), reason };
    let address = (options.get_host(), options.get_port());
    match tokio::time::timeout(CONNECT_TIMEOUT, tokio::net::TcpStream::connect(address)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(unreachable(error.to_string())),
        Err(_) => Err(unreachable("it does not answer".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_never_show_a_password() {
        let url: DatabaseUrl = "postgres://me:hunter2@db.example:5433/gpus".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://me@db.example:5433/gpus");
        assert!(!format!("{url:?}").contains("hunter2"));
        let url: DatabaseUrl = "sqlite:/tmp/a b.db?mode=memory".parse().unwrap();
        assert_eq!(url.to_string(), "sqlite:/tmp/a b.db?mode=memory", "no URI options: the path is literal");
        for wrong in ["", "mysql://x", "sqlite:", "/tmp/x.db"] {
            assert!(wrong.parse::<DatabaseUrl>().is_err(), "{wrong}");
        }
    }
}
