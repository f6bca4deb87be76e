//! Series in the database: their numbers, and the two weeks of prices that each carries with it.

use std::collections::HashMap;

use serde_json::json;
use sqlx::{AssertSqlSafe, FromRow};

use crate::market::arbitrage::{LOOKBACK_HOURS, USUAL_HOURS};
use crate::market::history::{Billing, CountClass, GpuKey, Hour, SeriesKey};
use crate::store::StoreError;
use crate::store::tx::{Tx, on};
use crate::units::Rate;

/// Prices older than a week that are kept at hand: as many as the usual saving is taken from.
const OLDER_KEPT: usize = 15;
/// Series made, or renewed, in one statement.
const SERIES_CHUNK: usize = 500;

/// What identifies a series, as the database holds it.
#[derive(Clone, Debug, FromRow)]
pub(super) struct KeyRecord {
    pub(super) model: String,
    pub(super) form_factor: Option<String>,
    pub(super) vram_gib: Option<i64>,
    pub(super) billing: String,
    pub(super) count_class: Option<String>,
}

impl TryFrom<KeyRecord> for SeriesKey {
    type Error = StoreError;

    fn try_from(record: KeyRecord) -> Result<Self, StoreError> {
        let class = |name: String| CountClass::from_name(&name).ok_or(StoreError::Corrupt("an unknown count class"));
        Ok(Self {
            gpu: GpuKey {
                model: record.model,
                form_factor: record.form_factor,
                vram_gib: record.vram_gib.map(super::whole).transpose()?,
            },
            billing: Billing::from_name(&record.billing).ok_or(StoreError::Corrupt("an unknown way of billing"))?,
            class: record.count_class.map(class).transpose()?,
        })
    }
}

/// The numbers of a provider's series.
pub(super) async fn ids(tx: &mut Tx<'_>, provider: &str) -> Result<HashMap<SeriesKey, i64>, StoreError> {
    #[derive(FromRow)]
    struct Record {
        id: i64,
        #[sqlx(flatten)]
        key: KeyRecord,
    }
    let sql = "SELECT id, model, form_factor, vram_gib, billing, count_class FROM price_series WHERE provider = $1";
    let rows: Vec<Record> =
        on!(tx, |connection: Db| sqlx::query_as::<Db, Record>(sql).bind(provider).fetch_all(connection).await?);
    rows.into_iter().map(|row| Ok((row.key.try_into()?, row.id))).collect()
}

/// The numbers of a provider's series, after making those that are missing.
pub(super) async fn ids_with(
    tx: &mut Tx<'_>,
    provider: &str,
    wanted: impl Iterator<Item = &SeriesKey>,
) -> Result<HashMap<SeriesKey, i64>, StoreError> {
    let known = ids(tx, provider).await?;
    let missing: Vec<&SeriesKey> = wanted.filter(|key| !known.contains_key(*key)).collect();
    if missing.is_empty() {
        return Ok(known);
    }
    let insert = format!(
        "INSERT INTO price_series (provider, model, form_factor, vram_gib, billing, count_class, recent) \
         SELECT $2, value ->> 0, value ->> 1, CAST(value ->> 2 AS BIGINT), value ->> 3, value ->> 4, '[]' FROM {}",
        tx.dialect().unpack_first()
    );
    for chunk in missing.chunks(SERIES_CHUNK) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|key| {
                let GpuKey { model, form_factor, vram_gib } = &key.gpu;
                json!([model, form_factor, vram_gib, key.billing.as_str(), key.class.map(CountClass::as_str)])
            })
            .collect();
        on!(tx, |connection: Db| {
            let query = sqlx::query::<Db>(AssertSqlSafe(insert.clone()));
            query.bind(json!(rows).to_string()).bind(provider).execute(connection).await?;
        });
    }
    ids(tx, provider).await
}

/// The prices a series carries with it, oldest first.
pub(super) fn parse_recent(text: &str) -> Result<Vec<(Hour, Rate)>, StoreError> {
    let flat: Vec<i64> =
        serde_json::from_str(text).map_err(|_| StoreError::Corrupt("recent prices that are no numbers"))?;
    let pair = |pair: &[i64]| match pair {
        [hour, price] => Ok((Hour(*hour), Rate::from_micros(*price))),
        _ => Err(StoreError::Corrupt("recent prices without their hours")),
    };
    flat.chunks(2).map(pair).collect()
}

/// Packs prices, oldest first, for a series whose newest hour is `newest`: the last week's, and as many older ones as
/// a market that is seldom seen needs.
pub(super) fn pack_recent(prices: &[(Hour, Rate)], newest: Hour) -> String {
    let week = prices.partition_point(|(hour, _)| newest.since(*hour) >= USUAL_HOURS);
    let first = prices.len().saturating_sub(OLDER_KEPT).min(week);
    let kept = prices.iter().skip(first).filter(|(hour, _)| *hour < newest && newest.since(*hour) <= LOOKBACK_HOURS);
    let flat: Vec<i64> = kept.flat_map(|(hour, price)| [hour.0, price.micros()]).collect();
    json!(flat).to_string()
}

/// Writes packed prices to their series.
pub(super) async fn write_recent(tx: &mut Tx<'_>, packed: &[(i64, String)]) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE price_series SET recent = fresh.recent FROM \
         (SELECT CAST(value ->> 0 AS BIGINT) AS id, value ->> 1 AS recent FROM {}) AS fresh \
         WHERE price_series.id = fresh.id",
        tx.dialect().unpack_first()
    );
    for chunk in packed.chunks(SERIES_CHUNK) {
        on!(tx, |connection: Db| {
            sqlx::query::<Db>(AssertSqlSafe(sql.clone())).bind(json!(chunk).to_string()).execute(connection).await?;
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_kept_and_what_a_seldom_seen_market_needs() {
        let prices = |hours: &[i64]| -> Vec<(Hour, Rate)> {
            hours.iter().map(|hour| (Hour(*hour), Rate::from_micros(*hour + 1))).collect()
        };
        let kept = |hours: &[i64]| -> Vec<i64> {
            let packed = pack_recent(&prices(hours), Hour(1_000));
            parse_recent(&packed).unwrap().iter().map(|(hour, _)| hour.0).collect()
        };
        let hourly: Vec<i64> = (500..=1_000).collect();
        assert_eq!(kept(&hourly), (833..1_000).collect::<Vec<_>>(), "the newest hour is not among them");
        let daily: Vec<i64> = (0..40).map(|day| 24 * day + 40).collect();
        assert_eq!(kept(&daily), (25..40).map(|day| 24 * day + 40).collect::<Vec<_>>());
        assert_eq!(kept(&[600, 639, 640]), [640], "two weeks at most");
        assert_eq!(parse_recent("[1,2]").unwrap(), [(Hour(1), Rate::from_micros(2))]);
        assert!(parse_recent("[1]").is_err() && parse_recent("{}").is_err());
    }
}
