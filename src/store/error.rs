//! What can go wrong in the database, told apart by what a caller may do about it.

use std::time::Duration;

use super::tx::{CONFLICT_PAUSE, LOST_PAUSE};
use crate::error::{Code, Error};

/// A snapshot that another writer overtook (<https://sqlite.org/rescode.html#busy_snapshot>). Plain "busy" comes after
/// the whole busy time-out: the user has waited enough.
const BUSY_SNAPSHOT: &str = "517";

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is not one gp4u can open.
    #[error("`{0}` is not a database address")]
    BadUrl(String),
    /// The server or file cannot be reached.
    #[error("the database {url} cannot be reached: {reason}")]
    Unreachable {
        /// Where, without password.
        url: String,
        /// Why.
        reason: String,
    },
    /// Another program held the database for too long.
    #[error("the database is held by another program")]
    Busy,
    /// No connection was free, or could be made, within the busy time-out. Which of the two, a pool does not tell.
    #[error("the database did not answer in time: it cannot be reached, or others keep it busy")]
    NoConnection,
    /// Another daemon has taken over the loop; what it was about to write was not written.
    #[error("another daemon has taken over the loop {0}")]
    LeaseLost(String),
    /// Two transactions got into each other's way, and this one gave way.
    #[error("the database is held by another program")]
    Conflict,
    /// The connection broke.
    #[error("the connection to the database was lost: {0}")]
    Lost(String),
    /// The schema is older than this program.
    #[error("the database {0} is not migrated to this version of gp4u")]
    NotMigrated(String),
    /// The schema is newer than this program.
    #[error("the database {0} was written by a newer gp4u")]
    TooNew(String),
    /// The file is a database of another program, or none.
    #[error("{0} is not a gp4u database")]
    Foreign(String),
    /// The file can be read by others, or is not a plain file of this user.
    #[error("{path} {problem}")]
    UnsafeFile {
        /// The file.
        path: String,
        /// What is wrong with it.
        problem: &'static str,
        /// The command that mends it.
        remedy: String,
    },
    /// The database's user may not do this.
    #[error("the database does not let this user do that")]
    NotPermitted,
    /// The disk is full or cannot be written.
    #[error("the database cannot be written: {0}")]
    NotWritable(&'static str),
    /// The database holds a value that gp4u never writes.
    #[error("the database holds {0}")]
    Corrupt(&'static str),
    /// Any other database error. Its text may carry other people's data, so it only goes to the log.
    #[error("the database refused a statement")]
    Sql(#[source] sqlx::Error),
}

/// SQLite's primary result codes that need a name of their own (<https://sqlite.org/rescode.html>).
mod sqlite_code {
    pub const BUSY: i64 = 5;
    pub const LOCKED: i64 = 6;
    pub const READONLY: i64 = 8;
    pub const IOERR: i64 = 10;
    pub const CORRUPT: i64 = 11;
    pub const FULL: i64 = 13;
    pub const CANTOPEN: i64 = 14;
    pub const NOTADB: i64 = 26;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::NoConnection,
            sqlx::Error::Io(io) => Self::Lost(io.to_string()),
            sqlx::Error::Tls(_) => Self::Unreachable { url: "server".to_owned(), reason: "TLS failed".to_owned() },
            sqlx::Error::Database(database) => from_code(database.code().as_deref()).unwrap_or(Self::Sql(error)),
            _ => Self::Sql(error),
        }
    }
}

impl StoreError {
    /// How long to wait before repeating the transaction that ended in this is worth it; `None` when it never is.
    pub(super) const fn retry_pause(&self) -> Option<Duration> {
        match self {
            Self::Conflict => Some(CONFLICT_PAUSE),
            Self::Lost(_) => Some(LOST_PAUSE),
            _ => None,
        }
    }
}

/// Names the failures that a user can do something about, by SQLite result code or SQLSTATE.
fn from_code(code: Option<&str>) -> Option<StoreError> {
    let code = code?;
    match code {
        "42501" => return Some(StoreError::NotPermitted),
        "42P01" => return Some(StoreError::NotMigrated("on the server".to_owned())),
        // Serialization failure, deadlock, lock not available; a snapshot that another writer overtook.
        "40001" | "40P01" | "55P03" | BUSY_SNAPSHOT => return Some(StoreError::Conflict),
        // Shut down, crashed, starting up; closed for idling in a transaction; connection exceptions.
        "57P01" | "57P02" | "57P03" | "25P03" => {
            return Some(StoreError::Lost("it is starting or stopping".to_owned()));
        }
        "28P01" | "28000" | "3D000" | "53300" => {
            return Some(StoreError::Unreachable {
                url: "server".to_owned(),
                reason: match code {
                    "28P01" | "28000" => "it refuses this user or password",
                    "3D000" => "there is no such database",
                    _ => "it has no connection left",
                }
                .to_owned(),
            });
        }
        "53100" => return Some(StoreError::NotWritable("the server's disk is full")),
        "25006" => return Some(StoreError::NotWritable("the server is read-only")),
        code if code.len() == 5 && code.starts_with("08") => return Some(StoreError::Lost("it hung up".to_owned())),
        _ => {}
    }
    match code.parse::<i64>().ok()? & 0xff {
        sqlite_code::BUSY | sqlite_code::LOCKED => Some(StoreError::Busy),
        sqlite_code::READONLY => Some(StoreError::NotWritable("the file or folder is read-only")),
        sqlite_code::FULL => Some(StoreError::NotWritable("the disk is full")),
        // So it is called when the disk is full while a database is opened.
        sqlite_code::IOERR => Some(StoreError::NotWritable("the disk is full, or fails")),
        sqlite_code::CANTOPEN => {
            Some(StoreError::Unreachable { url: "file".to_owned(), reason: "it cannot be opened".to_owned() })
        }
        sqlite_code::CORRUPT | sqlite_code::NOTADB if code.len() <= 2 => {
            Some(StoreError::Foreign("the file".to_owned()))
        }
        _ => None,
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        let retry_pause = error.retry_pause();
        let error = match error {
            StoreError::BadUrl(_) => Self::new(Code::BadConfig, message)
                .hint("use sqlite:PATH or postgres://USER@HOST/DATABASE in --database or GP4U_DATABASE_URL"),
            StoreError::Unreachable { .. } | StoreError::Lost(_) => {
                Self::new(Code::DatabaseUnavailable, message).hint("check --database or GP4U_DATABASE_URL")
            }
            StoreError::Busy | StoreError::NoConnection | StoreError::Conflict => {
                Self::new(Code::DatabaseBusy, message).hint("run the command again; nothing was changed")
            }
            StoreError::LeaseLost(_) => Self::new(Code::Conflict, message),
            StoreError::NotMigrated(_) => Self::new(Code::NotMigrated, message).hint("run `gp4u db migrate`"),
            StoreError::TooNew(_) => Self::new(Code::WrongDatabase, message).hint("upgrade gp4u"),
            StoreError::Foreign(_) => {
                Self::new(Code::WrongDatabase, message).hint("name another file in --database or GP4U_DATABASE_URL")
            }
            StoreError::UnsafeFile { ref remedy, .. } => {
                Self::new(Code::UnsafePermissions, message).hint(remedy.clone())
            }
            StoreError::NotPermitted => Self::new(Code::NotAllowed, message)
                .hint("use the database's owner, or have the owner run `gp4u db migrate --roles` and grant gp4u_app"),
            StoreError::NotWritable(_) => Self::new(Code::DatabaseUnavailable, message),
            StoreError::Corrupt(_) => Self::new(Code::Internal, message).hint("run `gp4u doctor`"),
            StoreError::Sql(source) => {
                tracing::debug!(error = ?source, "database error");
                Self::new(Code::Internal, message).hint("run again with -vv to see the database's own words")
            }
        };
        Self { retry_pause, ..error }
    }
}
