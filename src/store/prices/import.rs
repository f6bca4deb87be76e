//! Taking in observations from files, and making the figures of their hours.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, FromRow};

use super::StatsRecord;
use super::answers::forget_answers;
use super::record::{newest_hour, write_hours};
use super::series::{ids_with, pack_recent, write_recent};
use crate::market::arbitrage::LOOKBACK_HOURS;
use crate::market::history::{Hour, Quote, SeriesKey, aggregate};
use crate::market::import::ImportedPrice;
use crate::market::offer::{Gpu, PriceKind};
use crate::store::tx::{Tx, on};
use crate::store::{Store, StoreError, micros, write};
use crate::units::Rate;

/// Observations written in one statement.
const CHUNK: usize = 5_000;

/// What taking in observations did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Observations not known before.
    pub new: u64,
    /// Observations known before, or twice in the file.
    pub known: u64,
    /// New observations of hours in which a sync saw the provider itself: kept, but the hour stays as the sync saw it.
    pub overruled: u64,
}

/// An observation as it is written.
struct Row<'a> {
    observation: &'a ImportedPrice,
    hour: Hour,
    digest: i64,
}

impl<'a> Row<'a> {
    fn new(observation: &'a ImportedPrice) -> Self {
        let ImportedPrice { provider, external_id, gpu, kind, gpu_count, price_per_gpu_hour, reliability, at } =
            observation;
        let Gpu { model, form_factor, vram_gib, .. } = gpu;
        let identity = json!([
            provider,
            external_id,
            model,
            form_factor,
            vram_gib,
            kind.as_str(),
            gpu_count,
            price_per_gpu_hour.micros(),
            reliability,
            micros(*at)
        ]);
        let hash = Sha256::digest(identity.to_string().as_bytes());
        let digest = hash.first_chunk::<8>().map_or(0, |first| i64::from_be_bytes(*first));
        Self { observation, hour: Hour::of(*at), digest }
    }

    fn json(&self) -> serde_json::Value {
        let ImportedPrice { provider, external_id, gpu, kind, gpu_count, price_per_gpu_hour, reliability, at } =
            self.observation;
        json!([
            provider,
            self.hour,
            self.digest,
            micros(*at),
            external_id,
            gpu.model,
            gpu.form_factor,
            gpu.vram_gib,
            gpu.slug.is_some(),
            kind.as_str(),
            gpu_count,
            price_per_gpu_hour.micros(),
            reliability
        ])
    }
}

/// An observation as it comes from the database.
#[derive(FromRow)]
struct Record {
    provider: String,
    hour: i64,
    at: i64,
    external_id: String,
    model: String,
    form_factor: Option<String>,
    vram_gib: Option<i64>,
    in_catalogue: bool,
    kind: String,
    gpu_count: i64,
    price_per_gpu_hour: i64,
    reliability: Option<f64>,
}

impl Record {
    fn quote(&self) -> Result<Quote<'_>, StoreError> {
        Ok(Quote {
            provider: &self.provider,
            id: &self.external_id,
            machine: None,
            model: &self.model,
            form_factor: self.form_factor.as_deref(),
            vram_gib: self.vram_gib.map(super::whole).transpose()?,
            in_catalogue: self.in_catalogue,
            kind: PriceKind::from_name(&self.kind).ok_or(StoreError::Corrupt("an unknown kind of price"))?,
            available: true,
            gpu_count: super::whole(self.gpu_count)?,
            units: 1,
            price: Rate::from_micros(self.price_per_gpu_hour),
            reliability: self.reliability,
            egress_price_per_gib: None,
            min_hours: 0,
        })
    }
}

impl Store {
    /// Takes in observations, all or none; the same observation is kept once, however often it is brought. The figures
    /// of the hours they belong to are made anew from all observations known of them.
    ///
    /// A dry run does everything and undoes it.
    pub async fn import_observations(
        &self,
        observations: &[ImportedPrice],
        dry_run: bool,
    ) -> Result<ImportOutcome, StoreError> {
        let rows: Vec<Row<'_>> = observations.iter().map(Row::new).collect();
        Ok(write!(self, |tx: Db| {
            let outcome = import(&mut Tx::from(tx), &rows).await?;
            if dry_run {
                // Without a commit the transaction is rolled back.
                return Ok(outcome);
            }
            outcome
        }))
    }
}

async fn import(tx: &mut Tx<'_>, rows: &[Row<'_>]) -> Result<ImportOutcome, StoreError> {
    let mut new = 0;
    for chunk in rows.chunks(CHUNK) {
        new += insert(tx, chunk).await?;
    }
    let mut outcome = ImportOutcome { new, known: rows.len() as u64 - new, overruled: 0 };
    if new == 0 {
        return Ok(outcome);
    }
    forget_answers(tx).await?;
    let mut hours: BTreeMap<&str, BTreeSet<Hour>> = BTreeMap::new();
    for row in rows {
        hours.entry(&row.observation.provider).or_default().insert(row.hour);
    }
    for (provider, hours) in &mut hours {
        let seen_whole = whole_hours(tx, provider).await?;
        let overruled = |row: &&Row<'_>| row.observation.provider == *provider && seen_whole.contains(&row.hour);
        outcome.overruled += rows.iter().filter(overruled).count() as u64;
        hours.retain(|hour| !seen_whole.contains(hour));
        remake_hours(tx, provider, hours).await?;
        refresh_recent(tx, provider).await?;
    }
    Ok(outcome)
}

/// Writes observations that are not known yet; gives their number.
async fn insert(tx: &mut Tx<'_>, rows: &[Row<'_>]) -> Result<u64, StoreError> {
    let sql = format!(
        "INSERT INTO observations (provider, hour, digest, at, external_id, model, form_factor, vram_gib, in_catalogue, \
         kind, gpu_count, price_per_gpu_hour, reliability) SELECT value ->> 0, CAST(value ->> 1 AS BIGINT), \
         CAST(value ->> 2 AS BIGINT), CAST(value ->> 3 AS BIGINT), value ->> 4, value ->> 5, value ->> 6, \
         CAST(value ->> 7 AS BIGINT), CAST(value ->> 8 AS BOOLEAN), value ->> 9, CAST(value ->> 10 AS BIGINT), \
         CAST(value ->> 11 AS BIGINT), CAST(value ->> 12 AS DOUBLE PRECISION) FROM {} WHERE true \
         ON CONFLICT (provider, hour, digest) DO NOTHING",
        tx.dialect().unpack_first()
    );
    let values = json!(rows.iter().map(Row::json).collect::<Vec<_>>()).to_string();
    Ok(on!(tx, |connection: Db| {
        sqlx::query::<Db>(AssertSqlSafe(sql)).bind(values).execute(connection).await?.rows_affected()
    }))
}

async fn whole_hours(tx: &mut Tx<'_>, provider: &str) -> Result<BTreeSet<Hour>, StoreError> {
    let sql = "SELECT hour FROM observed_hours WHERE provider = $1 AND whole";
    let hours: Vec<i64> =
        on!(tx, |connection: Db| sqlx::query_scalar::<Db, i64>(sql).bind(provider).fetch_all(connection).await?);
    Ok(hours.into_iter().map(Hour).collect())
}

/// Makes the figures of some hours from all observations of them. Observations are never taken back, so that no series
/// disappears from an hour.
async fn remake_hours(tx: &mut Tx<'_>, provider: &str, hours: &BTreeSet<Hour>) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (hours.first(), hours.last()) else { return Ok(()) };
    let sql = "SELECT provider, hour, at, external_id, model, form_factor, vram_gib, in_catalogue, kind, gpu_count, \
         price_per_gpu_hour, reliability FROM observations WHERE provider = $1 AND hour BETWEEN $2 AND $3 ORDER BY hour";
    let records: Vec<Record> = on!(tx, |connection: Db| {
        let query = sqlx::query_as::<Db, Record>(sql).bind(provider).bind(first.0).bind(last.0);
        query.fetch_all(connection).await?
    });
    let mut figures: Vec<(SeriesKey, Hour, StatsRecord)> = Vec::new();
    let mut seen: Vec<(Hour, i64)> = Vec::new();
    for of_hour in records.chunk_by(|a, b| a.hour == b.hour) {
        let Some(hour) = of_hour.first().map(|record| Hour(record.hour)).filter(|hour| hours.contains(hour)) else {
            continue;
        };
        let quotes = of_hour.iter().map(Record::quote).collect::<Result<Vec<_>, _>>()?;
        figures.extend(aggregate(quotes).iter().map(|(key, stats)| (key.clone(), hour, stats.into())));
        seen.push((hour, of_hour.iter().map(|record| record.at).max().unwrap_or(0)));
    }
    observe(tx, provider, &seen).await?;
    let ids = ids_with(tx, provider, figures.iter().map(|(key, ..)| key).collect::<BTreeSet<_>>().into_iter()).await?;
    let rows: Vec<(i64, Hour, StatsRecord)> =
        figures.iter().filter_map(|(key, hour, stats)| Some((*ids.get(key)?, *hour, *stats))).collect();
    write_hours(tx, &rows).await
}

async fn observe(tx: &mut Tx<'_>, provider: &str, hours: &[(Hour, i64)]) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO observed_hours (provider, hour, observed_at, whole) \
         SELECT CAST($2 AS TEXT), CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), (1 = 0) FROM {} WHERE true \
         ON CONFLICT (provider, hour) DO UPDATE SET observed_at = excluded.observed_at",
        tx.dialect().unpack_first()
    );
    on!(tx, |connection: Db| {
        let query = sqlx::query::<Db>(AssertSqlSafe(sql)).bind(json!(hours).to_string()).bind(provider);
        query.execute(connection).await?;
    });
    Ok(())
}

/// Packs anew what the compared series of a provider carry with them.
async fn refresh_recent(tx: &mut Tx<'_>, provider: &str) -> Result<(), StoreError> {
    let Some(newest) = newest_hour(tx, provider).await? else { return Ok(()) };
    let sql = "SELECT h.series_id, h.hour, h.price FROM price_series s JOIN price_hours h ON h.series_id = s.id \
         WHERE s.provider = $1 AND s.count_class IS NOT NULL AND h.hour BETWEEN $2 AND $3 ORDER BY h.series_id, h.hour";
    let rows: Vec<(i64, i64, i64)> = on!(tx, |connection: Db| {
        let query = sqlx::query_as::<Db, _>(sql).bind(provider).bind(newest.0 - LOOKBACK_HOURS);
        query.bind(newest.0).fetch_all(connection).await?
    });
    let mut prices: HashMap<i64, Vec<(Hour, Rate)>> = HashMap::new();
    for (series, hour, price) in rows {
        prices.entry(series).or_default().push((Hour(hour), Rate::from_micros(price)));
    }
    let packed: Vec<(i64, String)> =
        prices.iter().map(|(series, prices)| (*series, pack_recent(prices, newest))).collect();
    write_recent(tx, &packed).await
}
