//! What of searches, opportunities and histories is watched.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Subject;
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::condition::Condition;
use crate::market::row::OfferRow;
use crate::ops::arbitrage::{self, OpportunitiesRequest};
use crate::ops::history::{GpuHistory, HistoryRequest, history};
use crate::ops::market::{self, SearchRequest};
use crate::units::Rate;

/// What of a search is watched: everything that it finds; or, when something is waited for, the offers that are like
/// that, and those told of before as they are now. What is out of date is never what is waited for.
pub async fn search_subjects(
    app: &App,
    request: &SearchRequest,
    until: Option<&str>,
    told: &[String],
) -> Result<(Vec<Subject>, Vec<Warning>)> {
    let mut request = request.clone();
    if let Some(until) = until {
        let wanted = format!("({until}) and stale = false");
        request.filter.query =
            Some(request.filter.query.map_or(wanted.clone(), |query| format!("({query}) and {wanted}")));
    }
    let mut subjects = Vec::new();
    let summary = market::search(app, &request, &mut |row| {
        subjects.push(subject_of_offer(row, until.is_some())?);
        Ok(())
    })
    .await?;
    let others: Vec<String> =
        told.iter().filter(|id| !subjects.iter().any(|subject| subject.id == **id)).cloned().collect();
    if !others.is_empty() {
        let view = market::view(app, request.needs);
        for row in app.store().await?.offers_by_id(&others, &view).await? {
            subjects.push(subject_of_offer(&row, false)?);
        }
    }
    Ok((subjects, summary.warnings))
}

fn subject_of_offer(row: &OfferRow, is_hit: bool) -> Result<Subject> {
    Ok(Subject { id: row.id.clone(), price: Some(row.price_per_gpu_hour), is_hit, row: object(row)? })
}

/// What of the opportunities is watched: all markets in which one could buy, news being what is waited for unless
/// something else is.
pub async fn opportunity_subjects(
    app: &App,
    request: &OpportunitiesRequest,
    until: Option<&Condition>,
) -> Result<(Vec<Subject>, Vec<Warning>)> {
    let all = OpportunitiesRequest { every_market: true, no_cache: true, ..request.clone() };
    let found = arbitrage::opportunities(app, &all).await?;
    let (least, grade) = (request.terms.min_spread_bps, request.min_confidence);
    let mut subjects = Vec::new();
    for row in found.rows {
        let fields = object(&row)?;
        let saves = row.net_saving_percent.is_some_and(|percent| percent >= arbitrage::percent(least));
        let lasts = row.confidence.is_some_and(|confidence| confidence >= grade);
        let is_wanted = saves && lasts && (row.event || !request.events);
        let is_hit = is_wanted && until.map_or(row.event, |until| until.matches(&fields));
        subjects.push(Subject { id: row.id.clone(), price: Some(row.price_per_gpu_hour), is_hit, row: fields });
    }
    Ok((subjects, found.warnings))
}

/// What of histories is watched: each GPU's present prices.
pub async fn history_subjects(
    app: &App,
    request: &HistoryRequest,
    until: Option<&Condition>,
) -> Result<(Vec<Subject>, Vec<Warning>)> {
    let (histories, warnings) = history(app, request).await?;
    let mut subjects = Vec::new();
    for history in histories {
        let present = PresentPrices::of(&history);
        let row = object(&present)?;
        let is_hit = until.is_some_and(|until| until.matches(&row));
        subjects.push(Subject { id: history.id, price: present.price_per_gpu_hour, is_hit, row });
    }
    Ok((subjects, warnings))
}

/// The present end of a history.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PresentPrices {
    /// Names GPU and billing.
    pub id: String,
    /// The newest hour with offers.
    pub hour: Option<Timestamp>,
    /// The cheapest provider's price now; null when nothing is on offer.
    pub price_per_gpu_hour: Option<Rate>,
    /// The cheapest offer now.
    pub lowest: Option<Rate>,
    /// The median provider's price now.
    pub median: Option<Rate>,
    /// Share of the hours looked back on in which the price was lower than now.
    pub cheaper_share: Option<f64>,
    /// Offers in the newest hour.
    pub offers: Option<u32>,
    /// GPUs in the newest hour.
    pub gpus: Option<u32>,
}

impl PresentPrices {
    /// Names of its fields.
    pub const FIELDS: [&str; 8] =
        ["id", "hour", "price_per_gpu_hour", "lowest", "median", "cheaper_share", "offers", "gpus"];

    fn of(history: &GpuHistory) -> Self {
        let newest = history.points.last();
        Self {
            id: history.id.clone(),
            hour: newest.map(|point| point.hour),
            price_per_gpu_hour: history.price.now,
            lowest: history.lowest.now,
            median: history.median.now,
            cheaper_share: history.price.cheaper_share,
            offers: newest.map(|point| point.offers),
            gpus: newest.map(|point| point.gpus),
        }
    }
}

fn object(row: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(Error::new(Code::Internal, "a result is not an object")),
    }
}
