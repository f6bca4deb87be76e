//! Offers as far as planning needs them: a whole market in one query, as one text.
//!
//! A driver spends more on a row than the database does: a hundred thousand rows of a dozen columns take several times
//! as long as the same rows in one JSON text, which is read where it lies.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use sqlx::AssertSqlSafe;

use super::{Store, StoreError, instant, read};
use crate::market::history::Billing;
use crate::market::offer::PriceKind;
use crate::market::plan::{Listing, Text};
use crate::units::Rate;

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
    /// When a provider last listed its offers.
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
        let rows: Vec<Row<'_>> =
            serde_json::from_str(&self.json).map_err(|_| StoreError::Corrupt("an offer that cannot be read"))?;
        Ok(rows.into_iter().map(Listing::from).collect())
    }
}

/// An offer in the text: the values of [`COLUMNS`].
#[derive(Deserialize)]
struct Row<'a>(
    #[serde(borrow)] Text<'a>,
    #[serde(borrow)] Text<'a>,
    #[serde(borrow)] Option<Text<'a>>,
    #[serde(borrow)] Text<'a>,
    #[serde(borrow)] Option<Text<'a>>,
    Option<u32>,
    u32,
    u32,
    PriceKind,
    i64,
    #[serde(borrow)] Option<Text<'a>>,
    #[serde(borrow)] Option<Text<'a>>,
    Option<u32>,
    Option<u64>,
    u32,
);

/// Thousand millionths in the whole: what reliability is measured in here.
const BILLION: f64 = 1e9;
/// Thousandths in a TFLOPS.
const THOUSAND: f64 = 1e3;
/// Where the region is.
const REGION: &str = "o.region";
/// What is read. Fractions are whole numbers here: a database takes long to write out a floating-point number.
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
    "o.price_per_hour",
    REGION,
    "o.country",
    "CAST(ROUND(o.reliability * 1000000000) AS BIGINT)",
    "CAST(ROUND(o.tflops_fp16 * 1000) AS BIGINT)",
    "o.min_hours",
];

impl<'a> From<Row<'a>> for Listing<'a> {
    fn from(row: Row<'a>) -> Self {
        let mut listing = Self::new(row.0, row.1, row.3, row.6, Rate::from_micros(row.9));
        listing.machine_id = row.2;
        listing.form_factor = row.4;
        listing.vram_gib = row.5;
        listing.units = row.7;
        listing.kind = row.8;
        listing.region = row.10;
        listing.country = row.11;
        listing.reliability = row.12.map(|share| f64::from(share) / BILLION);
        listing.tflops_fp16 = row.13.map(|tflops| tflops as f64 / THOUSAND);
        listing.min_hours = row.14;
        listing
    }
}

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
        // The plus keeps SQLite from following an index through a table that is read as a whole.
        let sql = format!(
            "SELECT CAST({open}{columns}{close} FILTER (WHERE {is_wanted}) AS TEXT), \
             (SELECT MAX(synced_at) FROM providers){} FROM offers o WHERE +o.gone_at IS NULL AND o.available",
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
