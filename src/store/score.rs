//! Keeping G-Scores: they depend on the whole market, so they are renewed when the market's reference moves.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::offers::lock_providers;
use super::tx::Tx;
use super::{Store, StoreError, micros, read, write};
use crate::market::offer::PriceKind;
use crate::market::score::{ScoreInputs, provider_class};
use crate::units::Rate;

/// Scores written in one statement.
const SCORE_CHUNK: usize = 10_000;

impl Store {
    /// The median USD per TFLOPS and hour over offers that can be rented now at a price that stays
    /// (on demand or by auction). `None` for an empty market.
    pub async fn median_price_per_tflop_hour(&self) -> Result<Option<f64>, StoreError> {
        const ELIGIBLE: &str = "FROM offers WHERE gone_at IS NULL AND available AND price_per_tflop_hour IS NOT NULL \
             AND kind IN ('on_demand', 'auction_estimate')";
        let count_sql = format!("SELECT COUNT(*) {ELIGIBLE}");
        let median_sql =
            format!("SELECT price_per_tflop_hour {ELIGIBLE} ORDER BY price_per_tflop_hour LIMIT 1 OFFSET $1");
        read!(self, |pool: Db| {
            let count: i64 = sqlx::query_scalar::<Db, _>(AssertSqlSafe(count_sql)).fetch_one(pool).await?;
            let lower_median = (count - 1).max(0) / 2;
            Ok(sqlx::query_scalar::<Db, f64>(AssertSqlSafe(median_sql)).bind(lower_median).fetch_optional(pool).await?)
        })
    }

    /// The reference that stored scores were measured against.
    pub async fn market_reference(&self) -> Result<Option<f64>, StoreError> {
        let sql = "SELECT price_per_tflop_hour FROM market_reference";
        Ok(read!(self, |pool: Db| sqlx::query_scalar::<Db, f64>(sql).fetch_optional(pool).await)?)
    }

    /// Sets a new reference and renews every score that differs under it.
    pub async fn rescore(
        &self,
        reference: f64,
        at: Timestamp,
        score: impl Fn(&ScoreInputs) -> Option<f64>,
    ) -> Result<u64, StoreError> {
        let inputs_sql = "SELECT id, provider, kind, tflops_fp16, gpu_count, price_per_hour, reliability, gscore \
             FROM offers WHERE gone_at IS NULL AND tflops_fp16 IS NOT NULL";
        let update_sql = format!(
            "UPDATE offers SET gscore = fresh.gscore FROM (SELECT value ->> 0 AS id, \
             CAST(value ->> 1 AS DOUBLE PRECISION) AS gscore FROM {}) AS fresh WHERE offers.id = fresh.id",
            self.dialect().unpack_first()
        );
        let reference_sql = "INSERT INTO market_reference (id, price_per_tflop_hour, computed_at) VALUES (1, $1, $2) \
             ON CONFLICT (id) DO UPDATE SET price_per_tflop_hour = excluded.price_per_tflop_hour, \
             computed_at = excluded.computed_at";
        let renewed = write!(self, |tx: Db| {
            type Inputs = (String, String, String, f64, i64, i64, Option<f64>, Option<f64>);
            lock_providers(&mut Tx::from(&mut *tx)).await?;
            let rows: Vec<Inputs> = sqlx::query_as::<Db, _>(inputs_sql).fetch_all(&mut *tx).await?;
            let fresh: Vec<(String, Option<f64>)> = rows
                .into_iter()
                .filter_map(|(id, provider, kind, tflops, gpu_count, price_per_hour, reliability, gscore)| {
                    let inputs = ScoreInputs {
                        tflops_per_gpu: Some(tflops),
                        gpu_count: u32::try_from(gpu_count).ok()?,
                        price_per_hour: Rate::from_micros(price_per_hour),
                        kind: PriceKind::from_name(&kind)?,
                        reliability,
                        provider_class: provider_class(&provider),
                    };
                    let renewed = score(&inputs);
                    (renewed != gscore).then_some((id, renewed))
                })
                .collect();
            for chunk in fresh.chunks(SCORE_CHUNK) {
                let json =
                    serde_json::to_string(chunk).map_err(|_| StoreError::Corrupt("a score that is no number"))?;
                sqlx::query::<Db>(AssertSqlSafe(update_sql.clone())).bind(json).execute(&mut *tx).await?;
            }
            sqlx::query::<Db>(reference_sql).bind(reference).bind(micros(at)).execute(&mut *tx).await?;
            fresh.len() as u64
        });
        Ok(renewed)
    }
}
