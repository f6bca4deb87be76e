//! `arbitrage opportunities`, `best`, `compare` and `savings`: reading, nothing here touches the network.

mod best;
mod compare;
mod report;
mod savings;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::arbitrage::{Deal, Grade, Market, Seen, Terms, assess};
use crate::market::catalogue::Selection;
use crate::market::history::{Billing, CountClass, Hour, PriceStats, Quote, SeriesKey, aggregate_for};
use crate::store::{MarketFilter, MarketQuery, OwnedQuote, Store};

pub use best::{BestDeal, BestRequest, best};
pub use compare::{CompareRequest, GpuPrices, ProviderPrices, compare};
pub use report::{Evidence, EvidenceObservation, EvidenceOffer, EvidenceProvider, Flag, Opportunity};
pub(super) use report::{gpu_id, percent};
pub use savings::{From, MAX_HOURS_PER_DAY, Savings, SavingsRequest, savings};

const SECONDS_PER_HOUR: u64 = 3_600;

/// Which markets, and as of when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// GPUs as users spell them; all when empty.
    pub models: Vec<String>,
    /// Only this way of billing.
    pub billing: Option<Billing>,
    /// The moment; now when not given.
    pub at: Option<Timestamp>,
    /// Age up to which prices count as present; `market.max_age` when not given.
    pub max_age: Option<Duration>,
}

/// What `opportunities` is asked.
#[expect(clippy::struct_excessive_bools, reason = "four independent switches")]
#[derive(Clone, Debug, PartialEq)]
pub struct OpportunitiesRequest {
    /// Which markets.
    pub scope: Scope,
    /// What counts as a saving.
    pub terms: Terms,
    /// Only savings that have lasted so well.
    pub min_confidence: Grade,
    /// Only news.
    pub events: bool,
    /// Every market in which one could buy, whatever it saves.
    pub every_market: bool,
    /// Also list the offers and observations that every number follows from.
    pub explain: bool,
    /// Neither use nor keep an earlier answer.
    pub no_cache: bool,
}

/// What `opportunities` found.
#[derive(Clone, Debug, Default)]
pub struct Opportunities {
    /// Greatest saving first.
    pub rows: Vec<Opportunity>,
    /// What the reader should know about the data.
    pub warnings: Vec<Warning>,
    /// Whether the answer was computed earlier.
    pub from_cache: bool,
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    rows: Vec<Opportunity>,
}

/// What is saved where, at least as much as asked for, greatest saving first.
pub async fn opportunities(app: &App, request: &OpportunitiesRequest) -> Result<Opportunities> {
    let store = app.store().await?;
    let now = app.now();
    let question = format!("opportunities {:?}", OpportunitiesRequest { no_cache: false, ..request.clone() });
    let not_before = now - SignedDuration::try_from(app.config.arbitrage.ttl).unwrap_or(SignedDuration::ZERO);
    if !request.no_cache
        && let Some(rows) = kept(store, &question, not_before, now).await?
    {
        return Ok(Opportunities { rows, warnings: super::market::freshness(app, store).await?, from_cache: true });
    }
    let view = View::new(app, store, &request.scope).await?;
    let terms = View::terms(&request.terms, &request.scope);
    let mut rows = Vec::new();
    for market in view.markets(&terms, request.explain).await? {
        let Some(deal) = assess(&market.market, view.hour(), &terms) else { continue };
        if is_wanted(&deal, request) {
            let evidence = request.explain.then(|| Evidence::new(&market, &deal));
            rows.push(Opportunity::new(&market.market.key, &deal, &terms, view.at(), evidence));
        }
    }
    rows.sort_by(|a, b| b.net_saving_percent.total_cmp_option(a.net_saving_percent).then_with(|| a.id.cmp(&b.id)));
    if !request.no_cache
        && let Ok(answer) = serde_json::to_string(&Kept { rows: rows.clone() })
    {
        store.keep_answer(&question, &answer, now, not_before).await;
    }
    Ok(Opportunities { rows, warnings: view.warnings(app).await?, from_cache: false })
}

async fn kept(
    store: &Store,
    question: &str,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<Option<Vec<Opportunity>>> {
    let answer = store.kept_answer(question, not_before).await?;
    // An answer that cannot be read is of another version of gp4u: it is computed anew.
    let rows = answer.and_then(|answer| serde_json::from_str::<Kept>(&answer).ok()).map(|kept| kept.rows);
    Ok(rows.map(|mut rows| {
        for row in &mut rows {
            row.age_s = age_s(row.observed_at, now);
        }
        rows
    }))
}

fn is_wanted(deal: &Deal, request: &OpportunitiesRequest) -> bool {
    if request.every_market {
        return true;
    }
    deal.comparison.as_ref().is_some_and(|comparison| {
        comparison.saving.basis_points >= request.terms.min_spread_bps
            && comparison.confidence.grade >= request.min_confidence
            && (comparison.is_event || !request.events)
    })
}

/// Orders what may be unknown: known before unknown, as numbers.
trait TotalCmpOption {
    fn total_cmp_option(self, other: Self) -> std::cmp::Ordering;
}

impl TotalCmpOption for Option<f64> {
    fn total_cmp_option(self, other: Self) -> std::cmp::Ordering {
        self.unwrap_or(f64::NEG_INFINITY).total_cmp(&other.unwrap_or(f64::NEG_INFINITY))
    }
}

/// Seconds from a moment until now, never negative.
pub(super) fn age_s(then: Timestamp, now: Timestamp) -> i64 {
    now.duration_since(then).as_secs().max(0)
}

/// A market, with the offers behind it where they were read.
struct MarketOffers {
    market: Market,
    offers: Vec<OwnedQuote>,
}

/// A moment of the markets asked about.
struct View<'a> {
    store: &'a Store,
    query: MarketQuery,
}

impl<'a> View<'a> {
    async fn new(app: &App, store: &'a Store, scope: &Scope) -> Result<Self> {
        let mut gpus: Vec<Selection> = Vec::new();
        for model in &scope.models {
            gpus.extend(super::market::resolve_known(store, model).await?);
        }
        let query = MarketQuery {
            filter: MarketFilter { gpus, billing: scope.billing },
            at: scope.at.unwrap_or_else(|| app.now()),
            is_past: scope.at.is_some(),
            max_age: scope.max_age.unwrap_or(app.config.market.max_age),
        };
        Ok(Self { store, query })
    }

    const fn at(&self) -> Timestamp {
        self.query.at
    }

    fn hour(&self) -> Hour {
        Hour::of(self.query.at)
    }

    /// The terms with the length of an observation: an hour, or as long as prices were said to count as present.
    fn terms(terms: &Terms, scope: &Scope) -> Terms {
        let hours = scope.max_age.map_or(1, |age| age.as_secs().div_ceil(SECONDS_PER_HOUR));
        Terms { step_hours: i64::try_from(hours).unwrap_or(i64::MAX).max(1), ..*terms }
    }

    /// The markets; from the offers themselves where figures kept ready do not do: for several GPUs, and to list
    /// the offers.
    async fn markets(&self, terms: &Terms, with_offers: bool) -> Result<Vec<MarketOffers>> {
        let mut markets = self.store.markets(&self.query).await?;
        let class = terms.gpus.map(CountClass::for_job);
        if class.is_some() {
            markets.retain(|market| market.key.class == class);
        }
        // The figures kept ready are those for a job of one GPU.
        let larger_job = terms.gpus.filter(|gpus| *gpus > 1);
        if !with_offers && larger_job.is_none() {
            return Ok(markets.into_iter().map(|market| MarketOffers { market, offers: Vec::new() }).collect());
        }
        if self.query.is_past {
            let message = "offers of the past are not kept: --at goes with neither --gpus nor --explain";
            return Err(Error::new(Code::Usage, message));
        }
        let quotes = self.store.quotes(&self.query, class).await?;
        Ok(join_offers(markets, quotes, terms.gpus, with_offers))
    }

    async fn warnings(&self, app: &App) -> Result<Vec<Warning>> {
        if self.query.is_past { Ok(Vec::new()) } else { super::market::freshness(app, self.store).await }
    }
}

/// Puts offers to their markets, and makes the present figures from them.
fn join_offers(
    markets: Vec<Market>,
    offers: Vec<OwnedQuote>,
    gpus: Option<u32>,
    with_offers: bool,
) -> Vec<MarketOffers> {
    let mut figures: HashMap<(SeriesKey, String), PriceStats> = HashMap::new();
    let mut seen: HashMap<&str, Timestamp> = HashMap::new();
    let mut by_provider: BTreeMap<&str, Vec<Quote<'_>>> = BTreeMap::new();
    for offer in &offers {
        seen.entry(offer.provider()).or_insert(offer.observed_at);
        by_provider.entry(offer.provider()).or_default().push(offer.quote());
    }
    for (provider, quotes) in &by_provider {
        for (key, stats) in aggregate_for(quotes.iter().copied(), gpus.unwrap_or(1)) {
            figures.insert((key, (*provider).to_owned()), stats);
        }
    }
    let mut joined: Vec<MarketOffers> = markets
        .into_iter()
        .map(|mut market| {
            for series in &mut market.providers {
                let stats = figures.remove(&(market.key.clone(), series.provider.clone()));
                let at = seen.get(series.provider.as_str()).copied();
                series.now = stats.zip(at).map(|(stats, at)| Seen { stats, at });
            }
            MarketOffers { market, offers: Vec::new() }
        })
        .collect();
    if !with_offers {
        return joined;
    }
    let positions: HashMap<SeriesKey, usize> =
        joined.iter().enumerate().map(|(position, market)| (market.market.key.clone(), position)).collect();
    for offer in offers {
        let position = offer.quote().series().and_then(|key| positions.get(&key).copied());
        if let Some(market) = position.and_then(|position| joined.get_mut(position)) {
            market.offers.push(offer);
        }
    }
    joined
}
