//! Offers as statistics need them, read from the market as it is stored.

use sqlx::{AssertSqlSafe, FromRow};

use crate::market::history::{PriceStats, Quote, SeriesKey, aggregate};
use crate::market::offer::PriceKind;
use crate::store::StoreError;
use crate::store::tx::{Tx, on};
use crate::units::{Rate, Usdc};

/// Microseconds for which an offer that an incomplete answer lacks still counts: a quarter of an hour.
const HELD_FOR: i64 = 15 * 60 * 1_000_000;

/// The columns of a [`QuoteRecord`].
pub(super) const QUOTE_COLUMNS: &str = "o.id, o.provider, o.machine_id, o.model, o.form_factor, o.vram_gib, \
     o.slug IS NOT NULL AS in_catalogue, o.kind, o.available, o.gpu_count, o.units, o.price_per_gpu_hour, o.reliability, \
     o.egress_price_per_gib, o.min_hours";

/// An offer as it comes from the database.
#[derive(Clone, Debug, FromRow)]
pub(super) struct QuoteRecord {
    pub(super) id: String,
    provider: String,
    machine_id: Option<String>,
    model: String,
    form_factor: Option<String>,
    vram_gib: Option<i64>,
    in_catalogue: bool,
    kind: String,
    available: bool,
    gpu_count: i64,
    units: i64,
    price_per_gpu_hour: i64,
    reliability: Option<f64>,
    egress_price_per_gib: Option<i64>,
    min_hours: i64,
}

impl QuoteRecord {
    pub(super) fn quote(&self) -> Result<Quote<'_>, StoreError> {
        Ok(Quote {
            provider: &self.provider,
            id: &self.id,
            machine: self.machine_id.as_deref(),
            model: &self.model,
            form_factor: self.form_factor.as_deref(),
            vram_gib: self.vram_gib.map(super::whole).transpose()?,
            in_catalogue: self.in_catalogue,
            kind: PriceKind::from_name(&self.kind).ok_or(StoreError::Corrupt("an unknown kind of offer"))?,
            available: self.available,
            gpu_count: super::whole(self.gpu_count)?,
            units: super::whole(self.units)?,
            price: Rate::from_micros(self.price_per_gpu_hour),
            reliability: self.reliability,
            egress_price_per_gib: self.egress_price_per_gib.map(Usdc::from_micros),
            min_hours: super::whole(self.min_hours)?,
        })
    }
}

/// The figures of what a provider lists after an incomplete answer of `at` (microseconds): what the answer has, and
/// what was seen a moment before.
pub(in crate::store) async fn still_listed(
    tx: &mut Tx<'_>,
    provider: &str,
    at: i64,
) -> Result<Vec<(SeriesKey, PriceStats)>, StoreError> {
    let sql = format!(
        "SELECT {QUOTE_COLUMNS} FROM offers o WHERE o.provider = $1 AND o.gone_at IS NULL AND o.available \
         AND (o.last_seen_at IS NULL OR o.last_seen_at >= $2)"
    );
    let rows: Vec<QuoteRecord> = on!(tx, |connection: Db| {
        let query = sqlx::query_as::<Db, QuoteRecord>(AssertSqlSafe(sql)).bind(provider);
        query.bind(at.saturating_sub(HELD_FOR)).fetch_all(connection).await?
    });
    let quotes = rows.iter().map(QuoteRecord::quote).collect::<Result<Vec<_>, _>>()?;
    Ok(aggregate(quotes))
}
