//! Offers in the database: taking over a provider's answer, and reading offers back.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::ser::{Serialize, SerializeSeq, Serializer};
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::daemon::{Fence, require_lease};
use super::prices::{Point, record, still_listed, write_points};
use super::tx::{Tx, on};
use super::{Pools, Store, StoreError, micros, write};
use crate::market::history::{Quote, aggregate};
use crate::market::offer::Offer;
use crate::units::Usdc;

/// Offers written in one statement.
const UPSERT_CHUNK: usize = 5_000;
/// Offers removed in one transaction, and transactions of one clean-up.
const FORGET_BATCH: i64 = 5_000;
const MAX_FORGET_BATCHES: u32 = 1_000;
/// An answer that takes away more than this share of a provider's offers is doubted once: 4/5.
const DOUBTED_LOSS: (u64, u64) = (4, 5);

/// An offer with what gp4u derives from it when storing.
#[derive(Clone, Debug)]
pub struct StoredOffer<'a> {
    /// What the provider said.
    pub offer: &'a Offer,
    /// USD per FP16 TFLOPS and hour; unknown without TFLOPS.
    pub price_per_tflop_hour: Option<f64>,
    /// G-Score against today's reference, where there is one already.
    pub gscore: Option<f64>,
}

/// What taking over an answer did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// Offers not listed before.
    pub new: u64,
    /// Offers listed before with other figures.
    pub changed: u64,
    /// Offers that are no longer listed.
    pub gone: u64,
    /// Offers missing from an answer that was incomplete, or that took away most of them: kept for now.
    pub held: u64,
    /// A newer answer was already stored; nothing was done.
    pub outdated: bool,
}

/// What the database knew of an offer before the answer.
#[derive(sqlx::FromRow)]
struct Known {
    id: String,
    digest: i64,
    listed: bool,
    gone: bool,
    price_per_hour: i64,
    available: bool,
}

/// Columns written from an offer, in the order of [`StoredOffer`]'s JSON array, with the type to cast to.
/// Up to `price_per_tflop_hour` they are what the digest is taken of.
const COLUMNS: [(&str, &str); 34] = [
    ("id", "TEXT"),
    ("provider", "TEXT"),
    ("external_id", "TEXT"),
    ("machine_id", "TEXT"),
    ("vendor", "TEXT"),
    ("model", "TEXT"),
    ("form_factor", "TEXT"),
    ("gpu_count", "BIGINT"),
    ("vram_gib", "BIGINT"),
    ("units", "BIGINT"),
    ("available", "BOOLEAN"),
    ("kind", "TEXT"),
    ("price_per_hour", "BIGINT"),
    ("price_per_gpu_hour", "BIGINT"),
    ("region", "TEXT"),
    ("country", "TEXT"),
    ("reliability", "DOUBLE PRECISION"),
    ("verified", "BOOLEAN"),
    ("tflops_fp16", "DOUBLE PRECISION"),
    ("cpu_cores", "BIGINT"),
    ("ram_gib", "DOUBLE PRECISION"),
    ("disk_gib", "DOUBLE PRECISION"),
    ("net_down_mbps", "DOUBLE PRECISION"),
    ("net_up_mbps", "DOUBLE PRECISION"),
    ("cuda", "DOUBLE PRECISION"),
    ("storage_price_per_gib_month", "BIGINT"),
    ("egress_price_per_gib", "BIGINT"),
    ("min_hours", "BIGINT"),
    ("raw_gpu_name", "TEXT"),
    ("slug", "TEXT"),
    ("rent_ref", "TEXT"),
    ("quoted_at", "BIGINT"),
    ("price_per_tflop_hour", "DOUBLE PRECISION"),
    ("indicative", "BOOLEAN"),
];

impl Serialize for StoredOffer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Offer { gpu, .. } = self.offer;
        let offer = self.offer;
        let mut row = serializer.serialize_seq(Some(COLUMNS.len()))?;
        row.serialize_element(&offer.id())?;
        row.serialize_element(&offer.provider)?;
        row.serialize_element(&offer.external_id)?;
        row.serialize_element(&offer.machine_id)?;
        row.serialize_element(&gpu.vendor)?;
        row.serialize_element(&gpu.model)?;
        row.serialize_element(&gpu.form_factor)?;
        row.serialize_element(&offer.gpu_count)?;
        row.serialize_element(&gpu.vram_gib)?;
        row.serialize_element(&offer.units)?;
        row.serialize_element(&offer.available)?;
        row.serialize_element(offer.kind.as_str())?;
        row.serialize_element(&offer.price_per_hour.micros())?;
        row.serialize_element(&offer.price_per_gpu_hour().micros())?;
        row.serialize_element(&offer.region)?;
        row.serialize_element(&offer.country)?;
        row.serialize_element(&offer.reliability)?;
        row.serialize_element(&offer.verified)?;
        row.serialize_element(&offer.tflops_fp16)?;
        row.serialize_element(&offer.cpu_cores)?;
        row.serialize_element(&offer.ram_gib)?;
        row.serialize_element(&offer.disk_gib)?;
        row.serialize_element(&offer.net_down_mbps)?;
        row.serialize_element(&offer.net_up_mbps)?;
        row.serialize_element(&offer.cuda)?;
        row.serialize_element(&offer.storage_price_per_gib_month.map(Usdc::micros))?;
        row.serialize_element(&offer.egress_price_per_gib.map(Usdc::micros))?;
        row.serialize_element(&offer.min_hours)?;
        row.serialize_element(&offer.raw_gpu_name)?;
        row.serialize_element(&gpu.slug)?;
        row.serialize_element(&offer.rent_ref)?;
        row.serialize_element(&offer.quoted_at.map(micros))?;
        row.serialize_element(&self.price_per_tflop_hour)?;
        row.serialize_element(&(offer.kind == crate::market::offer::PriceKind::Indicative))?;
        row.end()
    }
}

/// A row ready to be written: its JSON array and the digest that tells whether it changed.
struct Row {
    id: String,
    json: String,
    digest: i64,
    price_per_hour: i64,
    available: bool,
}

impl Row {
    fn new(stored: &StoredOffer<'_>) -> Result<Self, StoreError> {
        let mut json =
            serde_json::to_string(stored).map_err(|_| StoreError::Corrupt("an offer that cannot be written"))?;
        let hash = Sha256::digest(json.as_bytes());
        let digest = hash.first_chunk::<8>().map_or(0, |first| i64::from_be_bytes(*first));
        json.pop();
        json.push(',');
        json.push_str(&digest.to_string());
        json.push(',');
        json.push_str(&stored.gscore.map_or_else(|| "null".to_owned(), |score| score.to_string()));
        json.push(']');
        let Offer { price_per_hour, available, .. } = *stored.offer;
        Ok(Self { id: stored.offer.id(), json, digest, price_per_hour: price_per_hour.micros(), available })
    }
}

/// Writes changed offers: inserts, or overwrites everything the provider said.
fn upsert_sql(unpack: &str) -> String {
    let columns = || COLUMNS.iter().copied().chain([("digest", "BIGINT"), ("gscore", "DOUBLE PRECISION")]);
    let join = |parts: Vec<String>| parts.join(", ");
    let names = join(columns().map(|(name, _)| name.to_owned()).collect());
    let values = join(columns().enumerate().map(|(i, (_, kind))| format!("CAST(value ->> {i} AS {kind})")).collect());
    let updates = join(columns().skip(1).map(|(name, _)| format!("{name} = excluded.{name}")).collect());
    format!(
        "INSERT INTO offers ({names}, first_seen_at, changed_at) \
         SELECT {values}, CAST($2 AS BIGINT), CAST($2 AS BIGINT) FROM {unpack} WHERE true \
         ON CONFLICT (id) DO UPDATE SET {updates}, changed_at = excluded.changed_at, last_seen_at = NULL, gone_at = NULL"
    )
}

impl Store {
    /// Lets PostgreSQL count its rows after a large change: until its own job does, it plans searches for an
    /// almost empty table. SQLite follows the indexes without.
    pub async fn analyze(&self) -> Result<(), StoreError> {
        if let Pools::Postgres { read, .. } = &self.pools {
            sqlx::query("ANALYZE offers, providers").execute(read).await?;
        }
        Ok(())
    }

    /// Takes over a provider's answer of `at`: writes what changed, marks what is gone, notes that the provider
    /// answered, and records what it asks now. All in one transaction.
    ///
    /// What an incomplete answer lacks is not gone: it stays, with the time it was last seen.
    /// An answer that would take away more than 4/5 of the provider's offers is believed only when the next one
    /// says the same: half an outage must not empty the market. Until then nothing is recorded.
    pub async fn replace_offers(
        &self,
        provider: &str,
        offers: &[StoredOffer<'_>],
        is_complete: bool,
        at: Timestamp,
    ) -> Result<Replacement, StoreError> {
        self.replace_offers_under(None, provider, offers, is_complete, at).await
    }

    /// The same under a lease: nothing is changed when it is somebody else's by now.
    pub async fn replace_offers_under(
        &self,
        lease: Option<&Fence>,
        provider: &str,
        offers: &[StoredOffer<'_>],
        is_complete: bool,
        at: Timestamp,
    ) -> Result<Replacement, StoreError> {
        let rows = offers.iter().map(Row::new).collect::<Result<Vec<_>, _>>()?;
        let series = aggregate(offers.iter().map(|stored| Quote::from(stored.offer)));
        let at = micros(at);
        let dialect = self.dialect();
        let upsert = upsert_sql(dialect.unpack_first());
        let lock = format!("SELECT synced_at, doubted_at FROM providers WHERE name = $1{}", dialect.for_update());
        let listed_ids = format!("(SELECT value ->> 0 FROM {})", dialect.unpack_first());
        let hold = format!(
            "UPDATE offers SET last_seen_at = COALESCE(last_seen_at, CAST($2 AS BIGINT)) WHERE id IN {listed_ids}"
        );
        let bury = format!(
            "UPDATE offers SET last_seen_at = COALESCE(last_seen_at, CAST($2 AS BIGINT)), \
             gone_at = CAST($3 AS BIGINT) WHERE id IN {listed_ids}"
        );
        write!(self, |tx: Db| {
            if let Some(lease) = lease {
                require_lease(&mut Tx::from(&mut *tx), lease).await?;
            }
            sqlx::query::<Db>("INSERT INTO providers (name) VALUES ($1) ON CONFLICT (name) DO NOTHING")
                .bind(provider)
                .execute(&mut *tx)
                .await?;
            let (synced_at, doubted_at): (Option<i64>, Option<i64>) =
                sqlx::query_as::<Db, _>(AssertSqlSafe(lock)).bind(provider).fetch_one(&mut *tx).await?;
            if synced_at.is_some_and(|synced_at| synced_at > at) {
                return Ok(Replacement { outdated: true, ..Replacement::default() });
            }
            let known: Vec<Known> = sqlx::query_as::<Db, _>(
                "SELECT id, digest, last_seen_at IS NULL AS listed, gone_at IS NOT NULL AS gone, price_per_hour, available \
                 FROM offers WHERE provider = $1",
            )
            .bind(provider)
            .fetch_all(&mut *tx)
            .await?;
            let plan = Plan::new(&known, &rows, is_complete, doubted_at.is_some());
            for chunk in plan.write.chunks(UPSERT_CHUNK) {
                sqlx::query::<Db>(AssertSqlSafe(upsert.clone()))
                    .bind(json_array(chunk.iter().map(|row| row.json.as_str())))
                    .bind(at)
                    .execute(&mut *tx)
                    .await?;
            }
            write_points(&mut Tx::from(&mut *tx), &plan.points, at).await?;
            let missing = json_array(plan.missing.iter().map(|offer| serde_json::json!([offer.id]).to_string()));
            let last_seen = synced_at.unwrap_or(at);
            if plan.outcome.held > 0 {
                sqlx::query::<Db>(AssertSqlSafe(hold)).bind(missing).bind(last_seen).execute(&mut *tx).await?;
            } else if plan.outcome.gone > 0 {
                sqlx::query::<Db>(AssertSqlSafe(bury)).bind(missing).bind(last_seen).bind(at).execute(&mut *tx).await?;
            }
            sqlx::query::<Db>(
                "UPDATE providers SET synced_at = $2, attempted_at = $2, error_code = NULL, error_message = NULL, \
                 doubted_at = $3 WHERE name = $1",
            )
            .bind(provider)
            .bind(at)
            .bind(plan.doubted.then_some(at))
            .execute(&mut *tx)
            .await?;
            if !plan.doubted {
                let tx = &mut Tx::from(&mut *tx);
                let series = if is_complete { series } else { still_listed(tx, provider, at).await? };
                record(tx, provider, at, &series).await?;
            }
            Ok(plan.outcome)
        })
    }
}

impl Store {
    /// Removes offers that their provider has not listed since before this moment; gives how many.
    pub async fn forget_offers(&self, unlisted_before: Timestamp) -> Result<u64, StoreError> {
        let sql = "DELETE FROM offers WHERE id IN (SELECT id FROM offers WHERE last_seen_at < $1 ORDER BY id LIMIT $2)";
        let mut forgotten = 0;
        for _ in 0..MAX_FORGET_BATCHES {
            let batch = write!(self, |tx: Db| {
                lock_providers(&mut Tx::from(&mut *tx)).await?;
                let query = sqlx::query::<Db>(sql).bind(micros(unlisted_before)).bind(FORGET_BATCH);
                query.execute(tx).await?.rows_affected()
            });
            forgotten += batch;
            if batch == 0 {
                break;
            }
        }
        Ok(forgotten)
    }
}

/// Locks every provider, in order, for what changes offers of several: whoever takes over an answer locks its provider
/// first, so that nobody waits in a circle.
pub(super) async fn lock_providers(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let sql = format!("SELECT name FROM providers ORDER BY name{}", tx.dialect().for_update());
    on!(tx, |connection: Db| {
        sqlx::query::<Db>(AssertSqlSafe(sql)).fetch_all(connection).await?;
    });
    Ok(())
}

/// What an answer changes, decided before anything is written.
struct Plan<'a> {
    write: Vec<&'a Row>,
    points: Vec<Point<'a>>,
    missing: Vec<&'a Known>,
    doubted: bool,
    outcome: Replacement,
}

impl<'a> Plan<'a> {
    fn new(known: &'a [Known], rows: &'a [Row], is_complete: bool, doubted_before: bool) -> Self {
        let live = known.iter().filter(|offer| !offer.gone).count() as u64;
        let mut known: HashMap<&str, &'a Known> = known.iter().map(|offer| (offer.id.as_str(), offer)).collect();
        let mut outcome = Replacement::default();
        let mut write = Vec::new();
        let mut points = Vec::new();
        for row in rows {
            let before = known.remove(row.id.as_str()).filter(|before| !before.gone);
            if let Some(before) = before {
                outcome.changed += u64::from(before.digest != row.digest);
            } else {
                outcome.new += 1;
            }
            if before.is_none_or(|before| before.digest != row.digest || !before.listed) {
                write.push(row);
            }
            let now = (row.price_per_hour, row.available);
            if before.is_none_or(|before| (before.price_per_hour, before.available) != now) {
                points.push(Point { offer_id: &row.id, price_per_hour: row.price_per_hour, available: row.available });
            }
        }
        let missing: Vec<&Known> = known.into_values().filter(|offer| !offer.gone).collect();
        let lost = missing.len() as u64;
        let doubted = is_complete && lost * DOUBTED_LOSS.1 > live * DOUBTED_LOSS.0 && !doubted_before;
        if doubted || !is_complete {
            outcome.held = lost;
        } else {
            outcome.gone = lost;
            let had = missing.iter().filter(|offer| offer.available);
            points.extend(had.map(|offer| Point {
                offer_id: &offer.id,
                price_per_hour: offer.price_per_hour,
                available: false,
            }));
        }
        Self { write, points, missing, doubted, outcome }
    }
}

/// Joins JSON texts into one JSON array.
fn json_array(elements: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut array = String::from("[");
    for (i, element) in elements.into_iter().enumerate() {
        if i > 0 {
            array.push(',');
        }
        array.push_str(element.as_ref());
    }
    array.push(']');
    array
}
