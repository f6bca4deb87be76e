//! Forgetting what is too old.

use crate::market::history::Hour;
use crate::store::{Store, StoreError, micros, write};
use jiff::Timestamp;

impl Store {
    /// Removes points of offers before one moment, and hours and observations before another.
    pub async fn forget_prices(&self, points_before: Timestamp, hours_before: Timestamp) -> Result<(), StoreError> {
        let hour = Hour::of(hours_before).0;
        write!(self, |tx: Db| {
            let points = sqlx::query::<Db>("DELETE FROM price_points WHERE at < $1").bind(micros(points_before));
            points.execute(&mut *tx).await?;
            for sql in [
                "DELETE FROM price_hours WHERE series_id IN (SELECT id FROM price_series) AND hour < $1",
                "DELETE FROM observed_hours WHERE hour < $1",
                "DELETE FROM observations WHERE hour < $1",
            ] {
                sqlx::query::<Db>(sql).bind(hour).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }
}
