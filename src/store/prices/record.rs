//! What a sync leaves behind: points of offers that changed, and the figures of the hour.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use sqlx::{AssertSqlSafe, FromRow};

use super::answers::forget_answers;
use super::series::{ids_with, pack_recent, parse_recent, write_recent};
use super::{StatsRecord, stats_columns};
use crate::market::history::{Hour, PriceStats, SeriesKey};
use crate::store::StoreError;
use crate::store::tx::{Tx, on};
use crate::units::Rate;

/// Rows written in one statement.
const ROWS_CHUNK: usize = 5_000;

/// A new price or availability of an offer.
pub(in crate::store) struct Point<'a> {
    pub(in crate::store) offer_id: &'a str,
    pub(in crate::store) price_per_hour: i64,
    pub(in crate::store) available: bool,
}

/// Writes points of the moment `at` (microseconds).
pub(in crate::store) async fn write_points(tx: &mut Tx<'_>, points: &[Point<'_>], at: i64) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO price_points (offer_id, at, price_per_hour, available) \
         SELECT value ->> 0, CAST($2 AS BIGINT), CAST(value ->> 1 AS BIGINT), CAST(value ->> 2 AS BOOLEAN) FROM {} \
         WHERE true ON CONFLICT (offer_id, at) DO UPDATE SET price_per_hour = excluded.price_per_hour, \
         available = excluded.available",
        tx.dialect().unpack_first()
    );
    for chunk in points.chunks(ROWS_CHUNK) {
        let rows: Vec<_> = chunk.iter().map(|point| (point.offer_id, point.price_per_hour, point.available)).collect();
        on!(tx, |connection: Db| {
            let query = sqlx::query::<Db>(AssertSqlSafe(sql.clone()));
            query.bind(json!(rows).to_string()).bind(at).execute(connection).await?;
        });
    }
    Ok(())
}

/// Records a provider's figures of the moment `at` (microseconds): all that it has. Nothing but the moment is written
/// where they are the same as before in the same hour.
pub(in crate::store) async fn record(
    tx: &mut Tx<'_>,
    provider: &str,
    at: i64,
    series: &[(SeriesKey, PriceStats)],
) -> Result<(), StoreError> {
    let hour = hour_of(at);
    let before = newest_hour(tx, provider).await?;
    if before.is_some_and(|before| before > hour) {
        return Ok(());
    }
    observe(tx, provider, hour, at).await?;
    forget_answers(tx).await?;
    let ids = ids_with(tx, provider, series.iter().map(|(key, _)| key)).await?;
    if let Some(before) = before.filter(|before| *before < hour) {
        roll(tx, provider, before, hour).await?;
    }
    let mut known = figures_of_hour(tx, provider, hour).await?;
    let mut fresh = Vec::new();
    for (key, stats) in series {
        let Some(id) = ids.get(key) else { continue };
        let stats = StatsRecord::from(stats);
        if known.remove(id) != Some(stats) {
            fresh.push((*id, hour, stats));
        }
    }
    write_hours(tx, &fresh).await?;
    remove_hours(tx, hour, &known.into_keys().collect()).await
}

fn hour_of(micros: i64) -> Hour {
    jiff::Timestamp::from_microsecond(micros).map_or(Hour(0), Hour::of)
}

/// The newest hour in which a provider was seen.
pub(super) async fn newest_hour(tx: &mut Tx<'_>, provider: &str) -> Result<Option<Hour>, StoreError> {
    let sql = "SELECT MAX(hour) FROM observed_hours WHERE provider = $1";
    let hour: Option<i64> = on!(tx, |connection: Db| {
        sqlx::query_scalar::<Db, Option<i64>>(sql).bind(provider).fetch_one(connection).await?
    });
    Ok(hour.map(Hour))
}

async fn observe(tx: &mut Tx<'_>, provider: &str, hour: Hour, at: i64) -> Result<(), StoreError> {
    let sql = "INSERT INTO observed_hours (provider, hour, observed_at, whole) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (provider, hour) DO UPDATE SET observed_at = excluded.observed_at, whole = excluded.whole";
    on!(tx, |connection: Db| {
        sqlx::query::<Db>(sql).bind(provider).bind(hour.0).bind(at).bind(true).execute(connection).await?;
    });
    Ok(())
}

/// An hour is over: its prices join those that each compared series carries with it.
async fn roll(tx: &mut Tx<'_>, provider: &str, before: Hour, hour: Hour) -> Result<(), StoreError> {
    let sql = "SELECT s.id, s.recent, h.price FROM price_series s JOIN price_hours h ON h.series_id = s.id \
         WHERE s.provider = $1 AND h.hour = $2 AND s.count_class IS NOT NULL";
    let rows: Vec<(i64, String, i64)> = on!(tx, |connection: Db| {
        sqlx::query_as::<Db, _>(sql).bind(provider).bind(before.0).fetch_all(connection).await?
    });
    let mut packed = Vec::with_capacity(rows.len());
    for (id, recent, price) in rows {
        let mut prices = parse_recent(&recent)?;
        prices.retain(|(seen, _)| *seen < before);
        prices.push((before, Rate::from_micros(price)));
        packed.push((id, pack_recent(&prices, hour)));
    }
    write_recent(tx, &packed).await
}

/// A provider's figures of an hour, by series.
async fn figures_of_hour(tx: &mut Tx<'_>, provider: &str, hour: Hour) -> Result<HashMap<i64, StatsRecord>, StoreError> {
    #[derive(FromRow)]
    struct Record {
        series_id: i64,
        #[sqlx(flatten)]
        stats: StatsRecord,
    }
    let sql = format!(
        "SELECT h.series_id, {} FROM price_series s JOIN price_hours h ON h.series_id = s.id \
         WHERE s.provider = $1 AND h.hour = $2",
        stats_columns("h.")
    );
    let rows: Vec<Record> = on!(tx, |connection: Db| {
        sqlx::query_as::<Db, Record>(AssertSqlSafe(sql)).bind(provider).bind(hour.0).fetch_all(connection).await?
    });
    Ok(rows.into_iter().map(|row| (row.series_id, row.stats)).collect())
}

/// Writes figures of series and hours, over what was there.
pub(super) async fn write_hours(tx: &mut Tx<'_>, rows: &[(i64, Hour, StatsRecord)]) -> Result<(), StoreError> {
    let values: Vec<String> =
        (0..super::STATS_COLUMNS.len() + 2).map(|i| format!("CAST(value ->> {i} AS BIGINT)")).collect();
    let updates = super::STATS_COLUMNS.map(|column| format!("{column} = excluded.{column}"));
    let sql = format!(
        "INSERT INTO price_hours (series_id, hour, {}) SELECT {} FROM {} WHERE true \
         ON CONFLICT (series_id, hour) DO UPDATE SET {}",
        stats_columns(""),
        values.join(", "),
        tx.dialect().unpack_first(),
        updates.join(", ")
    );
    for chunk in rows.chunks(ROWS_CHUNK) {
        let rows: Vec<Vec<Option<i64>>> = chunk
            .iter()
            .map(|(id, hour, stats)| [Some(*id), Some(hour.0)].into_iter().chain(stats.values()).collect())
            .collect();
        on!(tx, |connection: Db| {
            sqlx::query::<Db>(AssertSqlSafe(sql.clone())).bind(json!(rows).to_string()).execute(connection).await?;
        });
    }
    Ok(())
}

/// Removes series from an hour: what is not on offer any more has no figures.
async fn remove_hours(tx: &mut Tx<'_>, hour: Hour, series: &HashSet<i64>) -> Result<(), StoreError> {
    if series.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "DELETE FROM price_hours WHERE hour = $2 AND series_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM {})",
        tx.dialect().unpack_first()
    );
    let rows: Vec<[i64; 1]> = series.iter().map(|id| [*id]).collect();
    on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(AssertSqlSafe(sql)).bind(json!(rows).to_string());
        query.bind(hour.0).execute(connection).await?;
    });
    Ok(())
}
