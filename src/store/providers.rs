//! What is known of each provider: when it last answered, and why it did not.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::daemon::{Fence, require_lease};
use super::tx::Tx;
use super::{Store, StoreError, instant, micros, read, write};

/// A provider's state, with what its offers amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderState {
    /// `vast`, `akash` …
    pub name: String,
    /// When its offers were last taken over.
    pub synced_at: Option<Timestamp>,
    /// When it was last asked.
    pub attempted_at: Option<Timestamp>,
    /// Why the last attempt failed: code and text.
    pub error: Option<(String, String)>,
    /// Offers listed now.
    pub offers: u64,
    /// Offers that can be rented now.
    pub available: u64,
    /// GPUs in offers that can be rented now, as listed (slices of one machine count each).
    pub gpus: u64,
    /// The last sync report, as JSON.
    pub last_report: Option<String>,
}

/// A row of `providers` with its offers counted.
type StateRow = (String, Option<i64>, Option<i64>, Option<String>, Option<String>, Option<String>, i64, i64, i64);

const STATES: &str = "SELECT p.name, p.synced_at, p.attempted_at, p.error_code, p.error_message, p.last_report, \
     COUNT(o.id), CAST(COALESCE(SUM(CASE WHEN o.available THEN 1 ELSE 0 END), 0) AS BIGINT), \
     CAST(COALESCE(SUM(CASE WHEN o.available THEN o.gpu_count ELSE 0 END), 0) AS BIGINT) \
     FROM providers p LEFT JOIN offers o ON o.provider = p.name AND o.gone_at IS NULL \
     GROUP BY p.name, p.synced_at, p.attempted_at, p.error_code, p.error_message, p.last_report ORDER BY p.name";

impl Store {
    /// Every provider that was ever asked, by name.
    pub async fn provider_states(&self) -> Result<Vec<ProviderState>, StoreError> {
        let rows: Vec<StateRow> = read!(self, |pool: Db| sqlx::query_as::<Db, _>(STATES).fetch_all(pool).await)?;
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        rows.into_iter()
            .map(|(name, synced_at, attempted_at, code, message, last_report, offers, available, gpus)| {
                Ok(ProviderState {
                    name,
                    synced_at: synced_at.map(instant).transpose()?,
                    attempted_at: attempted_at.map(instant).transpose()?,
                    error: code.map(|code| (code, message.unwrap_or_default())),
                    offers: count(offers),
                    available: count(available),
                    gpus: count(gpus),
                    last_report,
                })
            })
            .collect()
    }

    /// The same without counting offers, for readers that only want to know how fresh the data are.
    pub async fn provider_freshness(&self) -> Result<Vec<ProviderState>, StoreError> {
        type Row = (String, Option<i64>, Option<i64>, Option<String>, Option<String>);
        let sql = "SELECT name, synced_at, attempted_at, error_code, error_message FROM providers ORDER BY name";
        let rows: Vec<Row> = read!(self, |pool: Db| sqlx::query_as::<Db, _>(sql).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|(name, synced_at, attempted_at, code, message)| {
                Ok(ProviderState {
                    name,
                    synced_at: synced_at.map(instant).transpose()?,
                    attempted_at: attempted_at.map(instant).transpose()?,
                    error: code.map(|code| (code, message.unwrap_or_default())),
                    ..ProviderState::default()
                })
            })
            .collect()
    }

    /// Notes that a provider was asked at `at` and failed. Its offers stay, and count as stale from now on.
    /// Under a lease nothing is noted when it is somebody else's by now.
    pub async fn provider_failed(
        &self,
        lease: Option<&Fence>,
        provider: &str,
        at: Timestamp,
        code: &str,
        message: &str,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO providers (name, attempted_at, error_code, error_message) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (name) DO UPDATE SET attempted_at = excluded.attempted_at, \
             error_code = excluded.error_code, error_message = excluded.error_message";
        write!(self, |tx: Db| {
            if let Some(lease) = lease {
                require_lease(&mut Tx::from(&mut *tx), lease).await?;
            }
            sqlx::query::<Db>(sql).bind(provider).bind(micros(at)).bind(code).bind(message).execute(tx).await?;
        });
        Ok(())
    }

    /// Keeps the last sync report of each provider for `providers status`.
    pub async fn keep_reports(&self, reports: &[(String, String)]) -> Result<(), StoreError> {
        let pairs =
            serde_json::to_string(reports).map_err(|_| StoreError::Corrupt("a report that cannot be written"))?;
        let sql = format!(
            "UPDATE providers SET last_report = report.text FROM \
             (SELECT value ->> 0 AS name, value ->> 1 AS text FROM {}) AS report WHERE providers.name = report.name",
            self.dialect().unpack_first()
        );
        write!(self, |tx: Db| {
            sqlx::query::<Db>(AssertSqlSafe(sql)).bind(pairs).execute(tx).await?;
        });
        Ok(())
    }
}
