//! Reading prices: whole markets with their recent past, what providers ask, and long histories.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::{AssertSqlSafe, FromRow};

use super::series::{KeyRecord, parse_recent};
use super::{StatsRecord, stats_columns};
use crate::market::arbitrage::{LOOKBACK_HOURS, Market, ProviderSeries, Seen};
use crate::market::catalogue::{FormFactor, Selection};
use crate::market::history::{Billing, GpuKey, Hour, HourPrices, PriceStats, SeriesKey};
use crate::market::score::{ProviderClass, provider_class};
use crate::store::select::Sql;
use crate::store::sql::Bind;
use crate::store::{Store, StoreError, bind_all, instant, read};
use crate::units::Rate;

/// Age up to which a list price is believed: firms change theirs seldom.
const LIST_PRICE_MAX_AGE: Duration = Duration::from_hours(24);

/// Which markets.
#[derive(Clone, Debug, Default)]
pub struct MarketFilter {
    /// Any of these GPUs; all when empty.
    pub gpus: Vec<Selection>,
    /// Only this way of billing.
    pub billing: Option<Billing>,
}

/// Which markets, as of when.
#[derive(Clone, Debug)]
pub struct MarketQuery {
    /// Which.
    pub filter: MarketFilter,
    /// The moment.
    pub at: Timestamp,
    /// Whether the moment has passed: then the market is what it was in that hour.
    pub is_past: bool,
    /// Age up to which a marketplace's prices count as present.
    pub max_age: Duration,
}

/// What one provider asks for one GPU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderStats {
    /// Which GPU, and how it is billed.
    pub key: SeriesKey,
    /// Who.
    pub provider: String,
    /// The figures of everything that can be rented.
    pub stats: PriceStats,
    /// Of when they are.
    pub observed_at: Timestamp,
}

/// Which history.
#[derive(Clone, Debug)]
pub struct HistoryQuery {
    /// Any of these GPUs.
    pub gpus: Vec<Selection>,
    /// How it is billed.
    pub billing: Billing,
    /// Only this provider.
    pub provider: Option<String>,
    /// First hour.
    pub from: Hour,
    /// Last hour.
    pub to: Hour,
}

/// The past of one GPU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelHistory {
    /// Which.
    pub gpu: GpuKey,
    /// Each provider's hours with offers, oldest first.
    pub hours: BTreeMap<String, Vec<HourPrices>>,
    /// Hours in which somebody looked, also those with nothing on offer.
    pub observed_hours: u64,
    /// The newest of them.
    pub newest_hour: Option<Hour>,
}

/// A price of an offer, and whether it could be had, from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PricePoint {
    /// From when.
    pub at: Timestamp,
    /// USD per hour of the whole offer.
    pub price_per_hour: Rate,
    /// Whether it could be rented.
    pub available: bool,
}

impl MarketQuery {
    /// Whether what was seen of a provider at `seen` still counts.
    pub(super) fn is_fresh(&self, provider: &str, seen: Timestamp) -> bool {
        let limit = match provider_class(provider) {
            ProviderClass::Marketplace => self.max_age,
            ProviderClass::ListPrice => self.max_age.max(LIST_PRICE_MAX_AGE),
        };
        self.at.duration_since(seen).as_secs_f64() <= limit.as_secs_f64()
    }

    fn hour(&self) -> Hour {
        Hour::of(self.at)
    }
}

/// A series with the newest figures of it, if there are any.
#[derive(FromRow)]
struct SeriesRecord {
    id: i64,
    provider: String,
    #[sqlx(flatten)]
    key: KeyRecord,
    recent: String,
    seen_hour: i64,
    observed_at: i64,
    /// The provider was seen since, without it.
    is_over: bool,
    #[sqlx(flatten)]
    stats: StatsRecord,
}

/// Reads a JSON array that a database made.
fn parse_list<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("hours that are no numbers"))
}

/// Adds the ids of series, with commas between them.
fn push_ids<'a>(sql: &mut Sql, series: impl Iterator<Item = &'a (i64, String)>) {
    for (i, (id, _)) in series.enumerate() {
        sql.push(if i == 0 { "" } else { ", " });
        sql.bind(Bind::Integer(*id));
    }
}

/// Adds the condition that a series is of one of the GPUs.
pub(super) fn push_gpus(sql: &mut Sql, alias: &str, gpus: &[Selection]) {
    if gpus.is_empty() {
        sql.push("(1 = 1)");
        return;
    }
    for (i, choice) in gpus.iter().enumerate() {
        sql.push(if i == 0 { "(" } else { " OR " });
        sql.push(&format!("({alias}.model = "));
        sql.bind(Bind::Text(choice.model.clone()));
        if let Some(form_factor) = choice.form_factor.map(FormFactor::as_str) {
            sql.push(&format!(" AND {alias}.form_factor = "));
            sql.bind(Bind::Text(form_factor.to_owned()));
        }
        if let Some(vram_gib) = choice.vram_gib {
            sql.push(&format!(" AND {alias}.vram_gib = "));
            sql.bind(Bind::Integer(vram_gib.into()));
        }
        sql.push(")");
    }
    sql.push(")");
}

impl MarketFilter {
    fn push(&self, sql: &mut Sql, alias: &str) {
        push_gpus(sql, alias, &self.gpus);
        if let Some(billing) = self.billing {
            sql.push(&format!(" AND {alias}.billing = "));
            sql.bind(Bind::Text(billing.as_str().to_owned()));
        }
    }
}

impl Store {
    /// The markets in which offers are compared, each with its providers' recent past.
    pub async fn markets(&self, query: &MarketQuery) -> Result<Vec<Market>, StoreError> {
        let newest = self.newest_series(query, true).await?;
        let past = if query.is_past { self.past_prices(query).await? } else { HashMap::new() };
        let mut markets: BTreeMap<SeriesKey, Vec<ProviderSeries>> = BTreeMap::new();
        for row in newest {
            let seen_hour = Hour(row.seen_hour);
            let observed_at = instant(row.observed_at)?;
            let stats = PriceStats::try_from(row.stats)?;
            let mut past = match past.get(&row.id) {
                Some(prices) => prices.clone(),
                None => parse_recent(&row.recent)?,
            };
            past.retain(|(hour, _)| *hour < seen_hour);
            past.push((seen_hour, stats.price));
            let is_present = !row.is_over && query.is_fresh(&row.provider, observed_at);
            let now = is_present.then_some(Seen { stats, at: observed_at });
            let series = ProviderSeries { provider: row.provider, now, past };
            markets.entry(row.key.try_into()?).or_default().push(series);
        }
        Ok(markets.into_iter().map(|(key, providers)| Market { key, providers }).collect())
    }

    /// What each provider asks for each GPU; what is too old is left out.
    pub async fn provider_stats(&self, query: &MarketQuery) -> Result<Vec<ProviderStats>, StoreError> {
        let mut found = Vec::new();
        for row in self.newest_series(query, false).await? {
            let observed_at = instant(row.observed_at)?;
            if !row.is_over && query.is_fresh(&row.provider, observed_at) {
                let (key, stats) = (row.key.try_into()?, row.stats.try_into()?);
                found.push(ProviderStats { key, provider: row.provider, stats, observed_at });
            }
        }
        found.sort_by(|a, b| (&a.key, &a.provider).cmp(&(&b.key, &b.provider)));
        Ok(found)
    }

    /// Every series with its newest figures.
    async fn newest_series(&self, query: &MarketQuery, compared: bool) -> Result<Vec<SeriesRecord>, StoreError> {
        let (now, oldest) = (query.hour().0, query.hour().0 - LOOKBACK_HOURS);
        let mut sql = Sql::default();
        sql.push("SELECT s.id, s.provider, s.model, s.form_factor, s.vram_gib, s.billing, s.count_class, ");
        sql.push(if compared && !query.is_past { "s.recent" } else { "'[]' AS recent" });
        sql.push(&format!(
            ", o.hour AS seen_hour, o.observed_at, EXISTS (SELECT 1 FROM observed_hours later \
             WHERE later.provider = s.provider AND later.whole AND later.hour > h.hour AND later.hour <= {now}) AS is_over, \
             {} FROM price_series s JOIN price_hours h ON h.series_id = s.id AND h.hour = (SELECT MAX(x.hour) \
             FROM price_hours x WHERE x.series_id = s.id AND x.hour <= {now}) \
             JOIN observed_hours o ON o.provider = s.provider AND o.hour = h.hour \
             WHERE h.hour >= {oldest} AND s.count_class IS {} NULL AND ",
            stats_columns("h."),
            if compared { "NOT" } else { "" }
        ));
        query.filter.push(&mut sql, "s");
        Ok(read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, SeriesRecord>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        }))
    }

    /// The prices of the compared series in the two weeks before a moment, by series, oldest first.
    async fn past_prices(&self, query: &MarketQuery) -> Result<HashMap<i64, Vec<(Hour, Rate)>>, StoreError> {
        let (now, oldest) = (query.hour().0, query.hour().0 - LOOKBACK_HOURS);
        let mut sql = Sql::default();
        sql.push(&format!(
            "SELECT h.series_id, h.hour, h.price FROM price_series s JOIN price_hours h ON h.series_id = s.id \
             WHERE h.hour BETWEEN {oldest} AND {now} AND s.count_class IS NOT NULL AND "
        ));
        query.filter.push(&mut sql, "s");
        sql.push(" ORDER BY h.series_id, h.hour");
        let rows: Vec<(i64, i64, i64)> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        });
        let mut prices: HashMap<i64, Vec<(Hour, Rate)>> = HashMap::new();
        for (series, hour, price) in rows {
            prices.entry(series).or_default().push((Hour(hour), Rate::from_micros(price)));
        }
        Ok(prices)
    }

    /// The newest changes of an offer's price and availability, newest first.
    pub async fn price_points(&self, offer_id: &str, limit: u32) -> Result<Vec<PricePoint>, StoreError> {
        let sql =
            "SELECT at, price_per_hour, available FROM price_points WHERE offer_id = $1 ORDER BY at DESC LIMIT $2";
        let rows: Vec<(i64, i64, bool)> = read!(self, |pool: Db| {
            sqlx::query_as::<Db, _>(sql).bind(offer_id).bind(i64::from(limit)).fetch_all(pool).await?
        });
        rows.into_iter()
            .map(|(at, price, available)| {
                Ok(PricePoint { at: instant(at)?, price_per_hour: Rate::from_micros(price), available })
            })
            .collect()
    }

    /// The past of some GPUs, each by provider.
    pub async fn history(&self, query: &HistoryQuery) -> Result<Vec<ModelHistory>, StoreError> {
        #[derive(FromRow)]
        struct Record {
            id: i64,
            provider: String,
            #[sqlx(flatten)]
            key: KeyRecord,
        }
        let mut sql = Sql::default();
        sql.push(
            "SELECT s.id, s.provider, s.model, s.form_factor, s.vram_gib, s.billing, s.count_class FROM price_series s \
             WHERE s.count_class IS NULL AND s.billing = ",
        );
        sql.bind(Bind::Text(query.billing.as_str().to_owned()));
        if let Some(provider) = &query.provider {
            sql.push(" AND s.provider = ");
            sql.bind(Bind::Text(provider.clone()));
        }
        sql.push(" AND ");
        push_gpus(&mut sql, "s", &query.gpus);
        let series: Vec<Record> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, Record>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        });
        let mut gpus: BTreeMap<GpuKey, Vec<(i64, String)>> = BTreeMap::new();
        for row in series {
            let key = SeriesKey::try_from(row.key)?;
            gpus.entry(key.gpu).or_default().push((row.id, row.provider));
        }
        if gpus.is_empty() {
            return Ok(Vec::new());
        }
        let mut hours = self.hours_of_series(gpus.values().flatten(), query).await?;
        let mut histories = Vec::with_capacity(gpus.len());
        for (gpu, series) in gpus {
            let mut observed = self.whole_hours(&series, query).await?;
            let hours: BTreeMap<String, Vec<HourPrices>> =
                series.into_iter().filter_map(|(id, provider)| Some((provider, hours.remove(&id)?))).collect();
            observed.extend(hours.values().flatten().map(|prices| prices.hour));
            observed.sort_unstable();
            observed.dedup();
            let newest_hour = observed.last().copied();
            histories.push(ModelHistory { gpu, hours, observed_hours: observed.len() as u64, newest_hour });
        }
        Ok(histories)
    }

    /// The hours with offers of each series that has any, oldest first. A year of them comes as one value: a row for
    /// each would take five times as long.
    async fn hours_of_series(
        &self,
        series: impl Iterator<Item = &(i64, String)>,
        query: &HistoryQuery,
    ) -> Result<HashMap<i64, Vec<HourPrices>>, StoreError> {
        let mut sql = Sql::default();
        let hours = self.dialect().json_rows("hour, min_price, price, median_price, offers, gpus");
        sql.push(&format!("SELECT series_id, {hours} FROM price_hours WHERE series_id IN ("));
        push_ids(&mut sql, series);
        sql.push(&format!(") AND hour BETWEEN {} AND {} GROUP BY series_id", query.from.0, query.to.0));
        let rows: Vec<(i64, String)> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, _>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        });
        let mut found = HashMap::with_capacity(rows.len());
        for (series, text) in rows {
            let rows: Vec<(i64, i64, i64, i64, u32, u32)> = parse_list(&text)?;
            let prices = rows.into_iter().map(|(hour, lowest, price, median, offers, gpus)| HourPrices {
                hour: Hour(hour),
                lowest: Rate::from_micros(lowest),
                price: Rate::from_micros(price),
                median: Rate::from_micros(median),
                offers,
                gpus,
            });
            let mut prices: Vec<HourPrices> = prices.collect();
            prices.sort_unstable_by_key(|prices| prices.hour);
            found.insert(series, prices);
        }
        Ok(found)
    }

    /// Hours in which a provider of these series was seen whole, in any order: what has no price then was not on offer.
    async fn whole_hours(&self, series: &[(i64, String)], query: &HistoryQuery) -> Result<Vec<Hour>, StoreError> {
        let mut sql = Sql::default();
        let hours = self.dialect().json_list("hour");
        sql.push(&format!(
            "SELECT {hours} FROM (SELECT DISTINCT hour FROM observed_hours WHERE whole AND provider IN ("
        ));
        for (i, (_, provider)) in series.iter().enumerate() {
            sql.push(if i == 0 { "" } else { ", " });
            sql.bind(Bind::Text(provider.clone()));
        }
        sql.push(&format!(") AND hour BETWEEN {} AND {}) AS seen", query.from.0, query.to.0));
        let list: Option<String> = read!(self, |pool: Db| {
            let query = sqlx::query_scalar::<Db, _>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_one(pool).await?
        });
        let hours: Vec<i64> = list.map_or(Ok(Vec::new()), |list| parse_list(&list))?;
        Ok(hours.into_iter().map(Hour).collect())
    }
}
