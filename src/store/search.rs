//! Reading offers: pages of a query, single offers, and what each term of a query removes.

use futures_util::TryStreamExt;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row};

use super::select::{FROM_OFFERS, Frame, Sql};
use super::sql::Bind;
use super::{Store, StoreError, bind_all, instant, micros, read};
use crate::market::all_in::Needs;
use crate::market::offer::PriceKind;
use crate::market::query::{Cursor, Predicate, SortOrder};
use crate::market::row::{Field, OfferRow};
use crate::units::{Rate, Usdc};

/// The moment and the needs that derived fields depend on.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// When it is read.
    pub now: Timestamp,
    /// Age beyond which an offer is stale.
    pub max_age: std::time::Duration,
    /// What the job needs beside the GPU.
    pub needs: Needs,
}

/// A query for a page of offers that are listed now.
#[derive(Clone, Debug)]
pub struct SearchQuery {
    /// Which offers.
    pub predicate: Predicate,
    /// In which order.
    pub order: SortOrder,
    /// How many at most; `None` for all.
    pub limit: Option<u64>,
    /// Start after this row.
    pub after: Option<Cursor>,
    /// The frame of reading.
    pub view: View,
}

/// What surrounds an offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferLinks {
    /// Other listed offers of the same machine.
    pub machine_offers: Vec<String>,
    /// When the provider stopped listing it.
    pub gone_at: Option<Timestamp>,
}

/// An offer as it comes from the database.
#[derive(sqlx::FromRow)]
struct OfferRecord {
    id: String,
    provider: String,
    external_id: String,
    machine_id: Option<String>,
    vendor: Option<String>,
    model: String,
    form_factor: Option<String>,
    gpu_count: i64,
    vram_gib: Option<i64>,
    units: i64,
    available: bool,
    kind: String,
    price_per_hour: i64,
    price_per_gpu_hour: i64,
    all_in_per_hour: Option<i64>,
    region: Option<String>,
    country: Option<String>,
    reliability: Option<f64>,
    verified: bool,
    start_failures: i64,
    gscore: Option<f64>,
    tflops_fp16: Option<f64>,
    cpu_cores: Option<i64>,
    ram_gib: Option<f64>,
    disk_gib: Option<f64>,
    net_down_mbps: Option<f64>,
    net_up_mbps: Option<f64>,
    cuda: Option<f64>,
    storage_price_per_gib_month: Option<i64>,
    egress_price_per_gib: Option<i64>,
    min_hours: i64,
    observed_at: i64,
    age_s: i64,
    stale: bool,
}

impl TryFrom<OfferRecord> for OfferRow {
    type Error = StoreError;

    fn try_from(record: OfferRecord) -> Result<Self, StoreError> {
        let whole = |number: i64| u32::try_from(number).map_err(|_| StoreError::Corrupt("a count out of range"));
        let kind = PriceKind::from_name(&record.kind).ok_or(StoreError::Corrupt("an unknown kind of offer"))?;
        Ok(Self {
            id: record.id,
            provider: record.provider,
            external_id: record.external_id,
            machine_id: record.machine_id,
            vendor: record.vendor,
            model: record.model,
            form_factor: record.form_factor,
            gpu_count: whole(record.gpu_count)?,
            vram_gib: record.vram_gib.map(whole).transpose()?,
            units: whole(record.units)?,
            available: record.available,
            kind,
            price_per_hour: Rate::from_micros(record.price_per_hour),
            price_per_gpu_hour: Rate::from_micros(record.price_per_gpu_hour),
            all_in_per_hour: record.all_in_per_hour.map(Rate::from_micros),
            region: record.region,
            country: record.country,
            reliability: record.reliability,
            verified: record.verified,
            start_failures: whole(record.start_failures)?,
            gscore: record.gscore,
            tflops_fp16: record.tflops_fp16,
            cpu_cores: record.cpu_cores.map(whole).transpose()?,
            ram_gib: record.ram_gib,
            disk_gib: record.disk_gib,
            net_down_mbps: record.net_down_mbps,
            net_up_mbps: record.net_up_mbps,
            cuda: record.cuda,
            storage_price_per_gib_month: record.storage_price_per_gib_month.map(Usdc::from_micros),
            egress_price_per_gib: record.egress_price_per_gib.map(Usdc::from_micros),
            min_hours: whole(record.min_hours)?,
            observed_at: instant(record.observed_at)?,
            age_s: record.age_s,
            stale: record.stale,
        })
    }
}

impl Store {
    fn frame(&self, view: &View) -> Frame {
        Frame {
            dialect: self.dialect(),
            now_micros: micros(view.now),
            max_age_micros: i64::try_from(view.max_age.as_micros()).unwrap_or(i64::MAX / 2),
            needs: view.needs,
        }
    }

    /// Calls `on_row` with each offer of a page, in order, as it comes from the database: a long list is never
    /// held in memory. Returns early with `on_row`'s error.
    pub async fn search<E: From<StoreError>>(
        &self,
        query: &SearchQuery,
        mut on_row: impl FnMut(OfferRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.search_sql(query);
        read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, OfferRecord>(AssertSqlSafe(sql.text));
            let mut rows = bind_all!(query, &sql.binds).fetch(pool);
            while let Some(record) = rows.try_next().await.map_err(StoreError::from)? {
                on_row(OfferRow::try_from(record)?)?;
            }
        });
        Ok(())
    }

    fn search_sql(&self, query: &SearchQuery) -> Sql {
        let frame = self.frame(&query.view);
        let mut sql = select_rows(frame);
        sql.push(" WHERE o.gone_at IS NULL AND ");
        frame.predicate(&mut sql, &query.predicate);
        if let Some(cursor) = &query.after {
            sql.push(" AND ");
            frame.after(&mut sql, &query.order, cursor);
        }
        frame.order_by(&mut sql, &query.order);
        if let Some(limit) = query.limit {
            sql.push(" LIMIT ");
            sql.bind(Bind::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        }
        sql
    }

    /// How the database would run a search, in its own words: which index, and whether it must sort.
    pub async fn explain_search(&self, query: &SearchQuery) -> Result<String, StoreError> {
        let sql = self.search_sql(query);
        let text = format!("{}{}", self.dialect().explain(), sql.text);
        let detail_column = self.dialect().explain_column();
        let lines = read!(self, |pool: Db| {
            let query = sqlx::query::<Db>(AssertSqlSafe(text));
            let rows = bind_all!(query, &sql.binds).fetch_all(pool).await?;
            rows.iter().map(|row| row.try_get::<String, _>(detail_column)).collect::<Result<Vec<_>, _>>()?
        });
        Ok(lines.join("\n"))
    }

    /// How many listed offers satisfy a predicate. A scan: only on request.
    pub async fn count(&self, predicate: &Predicate, view: &View) -> Result<u64, StoreError> {
        let frame = self.frame(view);
        let mut sql = Sql::default();
        sql.push(&format!("SELECT COUNT(*) {FROM_OFFERS} WHERE o.gone_at IS NULL AND "));
        frame.predicate(&mut sql, predicate);
        let count = read!(self, |pool: Db| {
            let query = sqlx::query_scalar::<Db, i64>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_one(pool).await?
        });
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// How many listed offers there are, and how many are left after the first term, after the first two, and
    /// so on. One scan for all of them.
    pub async fn rows_left_by_term(&self, terms: &[Predicate], view: &View) -> Result<Vec<u64>, StoreError> {
        let frame = self.frame(view);
        let mut sql = Sql::default();
        sql.push("SELECT left_after, COUNT(*) FROM (SELECT CASE");
        for (i, term) in terms.iter().enumerate() {
            // The number of terms passed before the first that is not true.
            sql.push(" WHEN (");
            frame.predicate(&mut sql, term);
            sql.push(&format!(") IS NOT TRUE THEN CAST({i} AS BIGINT)"));
        }
        sql.push(&format!(
            " WHEN 1 = 0 THEN CAST(0 AS BIGINT) ELSE CAST({} AS BIGINT) END AS left_after {FROM_OFFERS} \
             WHERE o.gone_at IS NULL) AS passed GROUP BY left_after",
            terms.len()
        ));
        let passed: Vec<(i64, i64)> = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, (i64, i64)>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        });
        let left_after = |terms: usize| {
            let reached = passed.iter().filter(|(count, _)| usize::try_from(*count).is_ok_and(|count| count >= terms));
            reached.map(|(_, rows)| u64::try_from(*rows).unwrap_or(0)).sum()
        };
        Ok((0..=terms.len()).map(left_after).collect())
    }

    /// What an offer's row does not say: its machine's other offers, and when it went.
    pub async fn offer_links(&self, offer: &OfferRow) -> Result<OfferLinks, StoreError> {
        let siblings = "SELECT id FROM offers WHERE provider = $1 AND machine_id = $2 AND id <> $3 AND gone_at IS NULL \
             ORDER BY id";
        let gone = "SELECT gone_at FROM offers WHERE id = $1";
        read!(self, |pool: Db| {
            let machine_offers = match &offer.machine_id {
                Some(machine_id) => {
                    sqlx::query_scalar::<Db, String>(siblings)
                        .bind(&offer.provider)
                        .bind(machine_id)
                        .bind(&offer.id)
                        .fetch_all(pool)
                        .await?
                }
                None => Vec::new(),
            };
            let gone_at: Option<i64> = sqlx::query_scalar::<Db, _>(gone).bind(&offer.id).fetch_one(pool).await?;
            Ok(OfferLinks { machine_offers, gone_at: gone_at.map(instant).transpose()? })
        })
    }

    /// Offers by id, listed or gone, in the order of the ids; an unknown id is left out.
    pub async fn offers_by_id(&self, ids: &[String], view: &View) -> Result<Vec<OfferRow>, StoreError> {
        let mut sql = select_rows(self.frame(view));
        sql.push(" WHERE o.id IN (");
        for (i, id) in ids.iter().enumerate() {
            if i > 0 {
                sql.push(", ");
            }
            sql.bind(Bind::Text(id.clone()));
        }
        sql.push(")");
        let records = read!(self, |pool: Db| {
            let query = sqlx::query_as::<Db, OfferRecord>(AssertSqlSafe(sql.text));
            bind_all!(query, &sql.binds).fetch_all(pool).await?
        });
        let mut rows = records.into_iter().map(OfferRow::try_from).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        Ok(rows)
    }
}

/// `SELECT` of every field of [`OfferRow`], by name.
fn select_rows(frame: Frame) -> Sql {
    let mut sql = Sql::default();
    sql.push("SELECT ");
    for (i, field) in Field::ALL.iter().enumerate() {
        if i > 0 {
            sql.push(", ");
        }
        sql.push(&frame.expression((*field).into()));
        sql.push(" AS ");
        sql.push(field.name());
    }
    sql.push(" ");
    sql.push(FROM_OFFERS);
    sql
}
