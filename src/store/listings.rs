//! Offers as far as planning needs them: a whole market in one query, as one text.
//!
//! A driver spends more on a row than the database does: a hundred thousand rows of a dozen columns take several times
//! as long as the same rows in one JSON text, which is read where it lies.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::select::FROM_OFFERS;
use super::{Store, StoreError, instant, read};
use crate::market::history::Billing;
use crate::market::offer::PriceKind;
use crate::market::plan::Listing;

/// Which offers, and what of them.
#[derive(Clone, Copy, Debug)]
pub struct ListingsQuery<'a> {
    /// Ways of billing.
    pub kinds: &'a [Billing],
    /// Whether regions are needed: theirs is the longest text.
    pub with_regions: bool,
}

/// Offers that are listed and can be rented now.
#[derive(Clone, Debug, Default)]
pub struct Listings {
    json: String,
    /// When the newest was listed.
    pub market_at: Option<Timestamp>,
    /// How many others there are, by kind.
    pub left_out: BTreeMap<PriceKind, usize>,
}

impl Listings {
    /// The offers.
    pub fn offers(&self) -> Result<Vec<Listing<'_>>, StoreError> {
        if self.json.is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str(&self.json).map_err(|_| StoreError::Corrupt("an offer that cannot be read"))
    }
}

/// The columns of a [`Listing`], in the order of its fields; what comes after them is as usual.
const COLUMNS: [&str; 15] = [
    "o.id",
    "o.provider",
    "o.machine_id",
    "o.model",
    "o.form_factor",
    "o.vram_gib",
    "o.gpu_count",
    "o.units",
    "o.kind",
    "(o.price_per_hour / 1000000) || '.' || substr(CAST(1000000 + o.price_per_hour % 1000000 AS TEXT), 2)",
    REGION,
    "o.country",
    "o.reliability",
    "o.tflops_fp16",
    "o.min_hours",
];
const REGION: &str = "o.region";

impl Store {
    /// Every offer that is listed and can be rented now.
    pub async fn listings(&self, query: &ListingsQuery<'_>) -> Result<Listings, StoreError> {
        let is_wanted = |kind: &PriceKind| Billing::of(*kind).is_some_and(|billing| query.kinds.contains(&billing));
        let (wanted, others): (Vec<PriceKind>, Vec<PriceKind>) = PriceKind::ALL.into_iter().partition(is_wanted);
        let names: Vec<String> = wanted.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
        let is_wanted = if names.is_empty() { "1 = 0".to_owned() } else { format!("o.kind IN ({})", names.join(", ")) };
        let column = |column: &'static str| if column == REGION && !query.with_regions { "NULL" } else { column };
        let columns = COLUMNS.map(column).join(", ");
        let (open, close) = self.dialect().all_rows_as_json();
        let counts = others.iter().map(|kind| format!(", COUNT(*) FILTER (WHERE o.kind = '{}')", kind.as_str()));
        let sql = format!(
            "SELECT CAST({open}{columns}{close} FILTER (WHERE {is_wanted}) AS TEXT), \
             MAX(COALESCE(o.last_seen_at, p.synced_at, o.changed_at)){} {FROM_OFFERS} \
             WHERE o.gone_at IS NULL AND o.available",
            counts.collect::<String>()
        );
        let (json, market_at, left_out) = read!(self, |pool: Db| {
            use sqlx::Row;
            let row = sqlx::query::<Db>(AssertSqlSafe(sql)).fetch_one(pool).await?;
            let counts = (0..others.len()).map(|index| row.try_get::<i64, _>(index + 2));
            let counts = counts.collect::<Result<Vec<_>, _>>()?;
            (row.try_get::<Option<String>, _>(0)?, row.try_get::<Option<i64>, _>(1)?, counts)
        });
        let count = |count: i64| usize::try_from(count).unwrap_or_default();
        let left_out = others.into_iter().zip(left_out.into_iter().map(count)).filter(|(_, count)| *count > 0);
        Ok(Listings {
            json: json.unwrap_or_default(),
            market_at: market_at.map(instant).transpose()?,
            left_out: left_out.collect(),
        })
    }
}
