//! The daemon's loops: how each went, when it is due, and the lease of who runs it.
//!
//! A lease is proven by its token, which grows with every claim. Whoever holds an older token may change nothing any
//! more, however long it was asleep. When a lease ends is told by the database's clock, the only one that the daemons
//! of several machines share.

use std::time::Duration;

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};

use super::tx::{Tx, on};
use super::{Store, StoreError, instant, micros, read, write};

/// What the database knows of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopState {
    /// Which.
    pub name: String,
    /// When its last run began.
    pub started_at: Option<Timestamp>,
    /// When a run last came to an end.
    pub finished_at: Option<Timestamp>,
    /// When a run last ended without an error.
    pub succeeded_at: Option<Timestamp>,
    /// When it is due.
    pub next_at: Timestamp,
    /// How long after it was due the last run began.
    pub lag: Option<Duration>,
    /// Runs in a row that failed.
    pub consecutive_errors: u32,
    /// Why the last run failed: code and text.
    pub error: Option<(String, String)>,
    /// Who runs it now.
    pub holder: Option<String>,
}

/// A loop as the database holds it.
#[derive(FromRow)]
struct LoopRecord {
    name: String,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    succeeded_at: Option<i64>,
    next_at: i64,
    lag: Option<i64>,
    consecutive_errors: i64,
    error_code: Option<String>,
    error_message: Option<String>,
    holder: Option<String>,
}

impl TryFrom<LoopRecord> for LoopState {
    type Error = StoreError;

    fn try_from(record: LoopRecord) -> Result<Self, StoreError> {
        Ok(Self {
            name: record.name,
            started_at: record.started_at.map(instant).transpose()?,
            finished_at: record.finished_at.map(instant).transpose()?,
            succeeded_at: record.succeeded_at.map(instant).transpose()?,
            next_at: instant(record.next_at)?,
            lag: record.lag.map(|lag| Duration::from_micros(lag.unsigned_abs())),
            consecutive_errors: natural(record.consecutive_errors)?,
            error: record.error_code.map(|code| (code, record.error_message.unwrap_or_default())),
            holder: record.holder,
        })
    }
}

/// Proof of who may act for a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The loop.
    pub name: String,
    /// The claim's number.
    pub token: i64,
}

/// A wish to run a loop.
#[derive(Clone, Copy, Debug)]
pub struct LoopClaim<'a> {
    /// The loop.
    pub name: &'a str,
    /// Who wants it: its own earlier lease does not stand in its way.
    pub holder: &'a str,
    /// Now; the loop must be due.
    pub now: Timestamp,
    /// When it was known to be due, and by a clock that cannot be set it is: then it is, whatever `now` says.
    pub planned: Timestamp,
    /// A loop that is due later than this is due now: the clock was set back after it was planned.
    pub latest: Timestamp,
    /// How long the lease lasts unless it is renewed.
    pub lease: Duration,
}

/// A loop that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedLoop {
    /// Proof of it.
    pub fence: Fence,
    /// Runs in a row that failed before this one.
    pub consecutive_errors: u32,
    /// How long it had been due.
    pub lag: Duration,
}

/// How a run went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopOutcome {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// When the loop is due again.
    pub next_at: Timestamp,
    /// Runs in a row that failed, this one included.
    pub consecutive_errors: u32,
    /// Why it failed: code and text.
    pub error: Option<(String, String)>,
}

impl LoopOutcome {
    /// When it succeeded, if it did.
    fn succeeded_at(&self) -> Option<i64> {
        self.error.is_none().then(|| micros(self.finished_at))
    }

    fn error_parts(&self) -> (Option<&str>, Option<&str>) {
        self.error.as_ref().map(|(code, message)| (code.as_str(), message.as_str())).unzip()
    }
}

impl Store {
    /// Makes sure that each of these loops has a row; a new one is due at once.
    pub async fn add_loops(&self, names: &[&str], now: Timestamp) -> Result<(), StoreError> {
        let names = serde_json::to_string(names).map_err(|_| StoreError::Corrupt("a name that cannot be written"))?;
        let texts = self.dialect().texts_first();
        let sql = format!(
            "INSERT INTO daemon_loops (name, next_at, consecutive_errors, lease_token) \
             SELECT name, CAST($2 AS BIGINT), 0, 0 FROM {texts} WHERE true ON CONFLICT (name) DO NOTHING"
        );
        write!(self, |tx: Db| {
            sqlx::query::<Db>(AssertSqlSafe(sql)).bind(names).bind(micros(now)).execute(tx).await?;
        });
        Ok(())
    }

    /// Takes a loop that is due and that nobody runs.
    pub async fn claim_loop(&self, claim: &LoopClaim<'_>) -> Result<Option<ClaimedLoop>, StoreError> {
        let clock = self.dialect().clock();
        let sql = format!(
            "UPDATE daemon_loops SET lease_token = lease_token + 1, lease_holder = $2, lease_until = {clock} + $3, \
             started_at = $4, lag = CASE WHEN next_at < $4 THEN $4 - next_at ELSE 0 END \
             WHERE name = $1 AND (lease_until IS NULL OR lease_until <= {clock} OR lease_holder = $2) \
             AND (next_at <= $4 OR next_at = $5 OR next_at > $6) RETURNING lease_token, consecutive_errors, lag"
        );
        let claimed: Option<(i64, i64, i64)> = write!(self, |tx: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).bind(claim.name).bind(claim.holder);
            let query = query.bind(length(claim.lease)).bind(micros(claim.now)).bind(micros(claim.planned));
            query.bind(micros(claim.latest)).fetch_optional(tx).await?
        });
        let claimed = claimed.map(|(token, errors, lag)| {
            let fence = Fence { name: claim.name.to_owned(), token };
            Ok(ClaimedLoop {
                fence,
                consecutive_errors: natural(errors)?,
                lag: Duration::from_micros(lag.unsigned_abs()),
            })
        });
        claimed.transpose()
    }

    /// Prolongs a lease from now on. `false` when somebody else has claimed the loop.
    pub async fn renew_lease(&self, fence: &Fence, lease: Duration) -> Result<bool, StoreError> {
        let clock = self.dialect().clock();
        let sql = format!(
            "UPDATE daemon_loops SET lease_until = {clock} + $3 \
             WHERE name = $1 AND lease_token = $2 AND lease_holder IS NOT NULL"
        );
        let renewed = write!(self, |tx: Db| {
            let query = sqlx::query::<Db>(AssertSqlSafe(sql)).bind(&fence.name).bind(fence.token);
            query.bind(length(lease)).execute(tx).await?.rows_affected()
        });
        Ok(renewed > 0)
    }

    /// Gives a lease back without having anything to tell. Does nothing when it is somebody else's by now.
    pub async fn release_lease(&self, fence: &Fence) -> Result<(), StoreError> {
        let sql = "UPDATE daemon_loops SET lease_holder = NULL, lease_until = NULL \
             WHERE name = $1 AND lease_token = $2";
        write!(self, |tx: Db| {
            sqlx::query::<Db>(sql).bind(&fence.name).bind(fence.token).execute(tx).await?;
        });
        Ok(())
    }

    /// Ends every lease. Only for whoever knows that no other daemon lives, as the holder of a file's lock does.
    pub async fn break_leases(&self) -> Result<(), StoreError> {
        let sql = "UPDATE daemon_loops SET lease_token = lease_token + 1, lease_holder = NULL, lease_until = NULL \
             WHERE lease_holder IS NOT NULL";
        write!(self, |tx: Db| {
            sqlx::query::<Db>(sql).execute(tx).await?;
        });
        Ok(())
    }

    /// Tells how a run went and gives its lease back. `false`, and nothing told, when it is somebody else's by now.
    pub async fn finish_loop(&self, fence: &Fence, outcome: &LoopOutcome) -> Result<bool, StoreError> {
        let sql = "UPDATE daemon_loops SET finished_at = $3, succeeded_at = COALESCE($4, succeeded_at), next_at = $5, \
             consecutive_errors = $6, error_code = $7, error_message = $8, lease_holder = NULL, lease_until = NULL \
             WHERE name = $1 AND lease_token = $2";
        let (code, message) = outcome.error_parts();
        let told = write!(self, |tx: Db| {
            let query = sqlx::query::<Db>(sql).bind(&fence.name).bind(fence.token).bind(micros(outcome.finished_at));
            let query = query.bind(outcome.succeeded_at()).bind(micros(outcome.next_at));
            let query = query.bind(i64::from(outcome.consecutive_errors)).bind(code).bind(message);
            query.execute(tx).await?.rows_affected()
        });
        Ok(told > 0)
    }

    /// Tells how a run went of a loop that any number of daemons run at once.
    pub async fn record_loop(&self, name: &str, lag: Duration, outcome: &LoopOutcome) -> Result<(), StoreError> {
        let sql = "UPDATE daemon_loops SET started_at = $2, finished_at = $3, \
             succeeded_at = COALESCE($4, succeeded_at), next_at = $5, consecutive_errors = $6, error_code = $7, \
             error_message = $8, lag = $9 WHERE name = $1";
        let (code, message) = outcome.error_parts();
        write!(self, |tx: Db| {
            let query = sqlx::query::<Db>(sql).bind(name).bind(micros(outcome.started_at));
            let query = query.bind(micros(outcome.finished_at)).bind(outcome.succeeded_at());
            let query = query.bind(micros(outcome.next_at)).bind(i64::from(outcome.consecutive_errors));
            query.bind(code).bind(message).bind(length(lag)).execute(tx).await?;
        });
        Ok(())
    }

    /// Every loop that a daemon has ever run on this database, by name.
    pub async fn loop_states(&self) -> Result<Vec<LoopState>, StoreError> {
        let clock = self.dialect().clock();
        let sql = format!(
            "SELECT name, started_at, finished_at, succeeded_at, next_at, lag, consecutive_errors, error_code, \
             error_message, CASE WHEN lease_until > {clock} THEN lease_holder END AS holder \
             FROM daemon_loops ORDER BY name"
        );
        let rows: Vec<LoopRecord> =
            read!(self, |pool: Db| sqlx::query_as::<Db, _>(AssertSqlSafe(sql)).fetch_all(pool).await)?;
        rows.into_iter().map(LoopState::try_from).collect()
    }
}

/// Makes sure that a lease is still its holder's, and that it stays so until the transaction ends.
pub(super) async fn require_lease(tx: &mut Tx<'_>, fence: &Fence) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT lease_token FROM daemon_loops WHERE name = $1 AND lease_token = $2{}",
        tx.dialect().for_share()
    );
    let held: Option<i64> = on!(tx, |connection: Db| {
        let query = sqlx::query_scalar::<Db, _>(AssertSqlSafe(sql)).bind(&fence.name).bind(fence.token);
        query.fetch_optional(connection).await?
    });
    held.map(drop).ok_or_else(|| StoreError::LeaseLost(fence.name.clone()))
}

fn length(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

fn natural(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Corrupt("a count out of range"))
}
