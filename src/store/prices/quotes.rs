//! Offers as statistics need them, read from the market as it is stored.

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, FromRow};

use super::read::{MarketQuery, push_gpus};
use crate::market::history::{Billing, CountClass, PriceStats, Quote, SeriesKey, aggregate};
use crate::market::offer::PriceKind;
use crate::store::select::Sql;
use crate::store::tx::{Tx, on};
use crate::store::{Store, StoreError, bind_all, instant, read};
use crate::units::{Rate, Usdc};

/// Microseconds for which an offer that an incomplete answer lacks still counts: a quarter of an hour.
const HELD_FOR: i64 = 15 * 60 * 1_000_000;

/// The columns of a [`QuoteRecord`].
const QUOTE_COLUMNS: &str = "o.id, o.provider, o.machine_id, o.model, o.form_factor, o.vram_gib, \
     o.slug IS NOT NULL AS in_catalogue, o.kind, o.available, o.gpu_count, o.units, o.price_per_gpu_hour, o.reliability, \
     o.egress_price_per_gib, o.min_hours, COALESCE(o.last_seen_at, p.synced_at, o.changed_at) AS observed_at";

/// An offer as it comes from the database.
#[derive(FromRow)]
struct QuoteRecord {
    id: String,
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
    observed_at: i64,
}

/// An offer as statistics need it, with the text it is made of.
#[derive(Clone, Debug)]
pub struct OwnedQuote {
    id: String,
    provider: String,
    machine_id: Option<String>,
    model: String,
    form_factor: Option<String>,
    vram_gib: Option<u32>,
    in_catalogue: bool,
    kind: PriceKind,
    available: bool,
    gpu_count: u32,
    units: u32,
    price: Rate,
    reliability: Option<f64>,
    egress_price_per_gib: Option<Usdc>,
    min_hours: u32,
    /// When its provider last listed it.
    pub observed_at: Timestamp,
}

impl TryFrom<QuoteRecord> for OwnedQuote {
    type Error = StoreError;

    fn try_from(record: QuoteRecord) -> Result<Self, StoreError> {
        Ok(Self {
            vram_gib: record.vram_gib.map(super::whole).transpose()?,
            kind: PriceKind::from_name(&record.kind).ok_or(StoreError::Corrupt("an unknown kind of offer"))?,
            gpu_count: super::whole(record.gpu_count)?,
            units: super::whole(record.units)?,
            price: Rate::from_micros(record.price_per_gpu_hour),
            egress_price_per_gib: record.egress_price_per_gib.map(Usdc::from_micros),
            min_hours: super::whole(record.min_hours)?,
            observed_at: instant(record.observed_at)?,
            id: record.id,
            provider: record.provider,
            machine_id: record.machine_id,
            model: record.model,
            form_factor: record.form_factor,
            in_catalogue: record.in_catalogue,
            available: record.available,
            reliability: record.reliability,
        })
    }
}

impl OwnedQuote {
    /// Whose it is.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The offer for statistics.
    #[must_use]
    pub fn quote(&self) -> Quote<'_> {
        Quote {
            provider: &self.provider,
            id: &self.id,
            machine: self.machine_id.as_deref(),
            model: &self.model,
            form_factor: self.form_factor.as_deref(),
            vram_gib: self.vram_gib,
            in_catalogue: self.in_catalogue,
            kind: self.kind,
            available: self.available,
            gpu_count: self.gpu_count,
            units: self.units,
            price: self.price,
            reliability: self.reliability,
            egress_price_per_gib: self.egress_price_per_gib,
            min_hours: self.min_hours,
        }
    }
}

impl Store {
    /// The offers that are compared in some markets now, of one class of GPU counts or of all; what is too old is left
    /// out.
    pub async fn quotes(&self, query: &MarketQuery, class: Option<CountClass>) -> Result<Vec<OwnedQuote>, StoreError> {
        let mut sql = Sql::default();
        sql.push(&format!(
            "SELECT {QUOTE_COLUMNS} FROM offers o JOIN providers p ON p.name = o.provider \
             WHERE o.gone_at IS NULL AND o.available AND o.slug IS NOT NULL AND "
        ));
        push_gpus(&mut sql, "o", &query.filter.gpus);
        if let Some(class) = class {
            sql.push(&format!(" AND o.gpu_count >= {}", class.min_gpus()));
            if let Some(max) = class.max_gpus() {
                sql.push(&format!(" AND o.gpu_count <= {max}"));
            }
        }
        let rows: Vec<QuoteRecord> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, QuoteRecord>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        });
        let mut quotes = Vec::with_capacity(rows.len());
        for row in rows {
            let quote = OwnedQuote::try_from(row)?;
            let wanted = query.filter.billing.is_none_or(|billing| Billing::of(quote.kind) == Some(billing));
            if wanted && query.is_fresh(&quote.provider, quote.observed_at) {
                quotes.push(quote);
            }
        }
        Ok(quotes)
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
        "SELECT {QUOTE_COLUMNS} FROM offers o JOIN providers p ON p.name = o.provider \
         WHERE o.provider = $1 AND o.gone_at IS NULL AND o.available \
         AND (o.last_seen_at IS NULL OR o.last_seen_at >= $2)"
    );
    let rows: Vec<QuoteRecord> = on!(tx, |connection: Db| {
        let query = sqlx::query_as::<Db, QuoteRecord>(AssertSqlSafe(sql)).bind(provider);
        query.bind(at.saturating_sub(HELD_FOR)).fetch_all(connection).await?
    });
    let quotes = rows.into_iter().map(OwnedQuote::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(aggregate(quotes.iter().map(OwnedQuote::quote)))
}
