//! `sync`: ask the providers, all at once, and take over what they answer.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use crate::app::App;
use crate::app::config::HistoryConfig;
use crate::error::{Code, Error, Result, Warning};
use crate::market::offer::Offer;
use crate::market::score::{Reference, Score, ScoreInputs, price_per_tflop_hour};
use crate::providers::{Exchange, Fault, FetchError, Fetched, Network, Progress, Provider, ProviderSettings};
use crate::store::{Fence, Replacement, Store, StoredOffer};

/// Offers changed by one sync above which the database is told to count its rows anew.
const LARGE_CHANGE: u64 = 1_000;
const SECONDS_PER_DAY: i64 = 86_400;

type FetchResult<T> = std::result::Result<T, FetchError>;

/// Which providers to ask, and whether over the network.
#[derive(Clone, Debug, Default)]
pub struct SyncRequest {
    /// The providers; empty means every enabled one.
    pub providers: Vec<Network>,
    /// Also write the raw answers to this folder, secrets removed.
    pub record: Option<PathBuf>,
    /// Read the answers from this folder instead of the network.
    pub replay: Option<PathBuf>,
    /// Store only as long as this lease is held.
    pub lease: Option<Fence>,
}

/// What a sync did, provider by provider.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SyncReport {
    /// One entry per provider asked, in the order of the networks.
    pub providers: Vec<ProviderSync>,
}

/// What a sync did with one provider.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProviderSync {
    /// Which.
    pub provider: String,
    /// Moment the data is of: now, or when a recording was made.
    pub observed_at: Option<Timestamp>,
    /// Rows received.
    pub fetched: u64,
    /// Rows that became offers.
    pub kept: u64,
    /// Rows that did not, by reason.
    pub rejected: BTreeMap<String, u64>,
    /// Offers not listed before.
    pub new: u64,
    /// Offers listed before with other figures.
    pub changed: u64,
    /// Offers no longer listed.
    pub gone: u64,
    /// Offers missing from an answer that was incomplete, or that took away most of them: kept for now.
    pub held: u64,
    /// Seconds from asking to stored.
    pub took_s: f64,
    /// Why it failed, if it did; what was stored before stays.
    pub error: Option<ProviderFailure>,
    /// What is incomplete or of a weaker kind.
    pub warnings: Vec<ProviderWarning>,
}

/// Why a provider could not be read or stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProviderFailure {
    /// For scripts: `timeout`, `rate_limited`, `not_json` …
    pub code: String,
    /// For people.
    pub message: String,
    /// Whether asking again later may help.
    pub retryable: bool,
    /// Seconds after which asking again makes sense, where known.
    #[serde(default)]
    pub retry_after_s: Option<f64>,
}

impl From<&FetchError> for ProviderFailure {
    fn from(error: &FetchError) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.to_string(),
            retryable: error.retryable(),
            retry_after_s: error.retry_after().map(|wait| wait.as_secs_f64()),
        }
    }
}

/// A warning that came with a provider's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProviderWarning {
    /// For scripts.
    pub code: String,
    /// For people.
    pub message: String,
}

impl SyncReport {
    /// The error a sync with failed providers ends in: exit 11 when some failed, 8 when all did.
    #[must_use]
    pub fn failure(&self) -> Option<Error> {
        let failed: Vec<&ProviderSync> = self.providers.iter().filter(|report| report.error.is_some()).collect();
        let names = failed.iter().map(|report| report.provider.as_str()).collect::<Vec<_>>();
        let reasons = failed
            .iter()
            .filter_map(|report| report.error.as_ref().map(|error| format!("{}: {}", report.provider, error.message)))
            .collect::<Vec<_>>()
            .join("; ");
        let error = match failed.len() {
            0 => return None,
            count if count == self.providers.len() => {
                Error::new(Code::ProviderUnavailable, format!("no provider could be read: {reasons}"))
                    .hint("`gp4u providers check` tells what is wrong with each")
            }
            _ => Error::new(Code::PartialSync, format!("some providers could not be read: {reasons}"))
                .hint("their earlier offers are kept and marked stale"),
        };
        Some(error.detail("failed", names))
    }
}

/// What happens while syncing, for progress bars.
#[derive(Clone, Copy, Debug)]
pub enum SyncEvent {
    /// Bytes or rows arrived.
    Received(Network, Progress),
    /// The provider is done: stored, or failed.
    Finished(Network, bool),
}

/// Asks the providers and stores what they answer. One provider failing never costs another's data:
/// each is taken over in a transaction of its own, as soon as it has answered.
pub async fn sync(
    app: &App,
    request: SyncRequest,
    on_event: impl Fn(SyncEvent) + Send + Sync + 'static,
) -> Result<SyncReport> {
    let store = app.store().await?;
    let exchange = exchange(&request)?;
    let networks = wanted(app, &request)?;
    let used = store.market_reference().await?;
    let last_sync = store.provider_freshness().await?.iter().filter_map(|state| state.synced_at).max();
    let on_event: Arc<dyn Fn(SyncEvent) + Send + Sync> = Arc::new(on_event);
    let mut fetches: FuturesUnordered<_> = networks
        .into_iter()
        .map(|settings| fetch(provider(app, settings, &exchange), app.config.sync.deadline, Arc::clone(&on_event)))
        .collect();
    let mut providers = Vec::new();
    while let Some((network, started, fetched)) = fetches.next().await {
        let mut report = take_over(store, network, fetched, used, request.lease.as_ref(), app.now()).await?;
        report.took_s = started.elapsed().as_secs_f64();
        on_event(SyncEvent::Finished(network, report.error.is_none()));
        providers.push((network, report));
    }
    providers.sort_by_key(|(network, _)| *network);
    let report = SyncReport { providers: providers.into_iter().map(|(_, report)| report).collect() };
    let changes: u64 = report.providers.iter().map(|provider| provider.new + provider.changed + provider.gone).sum();
    if changes > LARGE_CHANGE {
        store.analyze().await?;
    }
    renew_scores(store, used, changes > 0, app.now()).await?;
    keep_reports(store, &report).await?;
    if last_sync.is_some_and(|last| day(last) < day(app.now())) {
        forget_prices(app, store).await?;
    }
    Ok(report)
}

/// The days since 1970 (UTC).
fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(SECONDS_PER_DAY)
}

/// Removes prices older than is configured.
pub(super) async fn forget_prices(app: &App, store: &Store) -> Result<()> {
    let HistoryConfig { raw_days, hourly_days } = app.config.history;
    let days_ago = |days: u32| app.now() - SignedDuration::from_hours(i64::from(days) * 24);
    Ok(store.forget_prices(days_ago(raw_days), days_ago(hourly_days)).await?)
}

fn exchange(request: &SyncRequest) -> Result<Exchange> {
    Ok(match (&request.record, &request.replay) {
        (_, Some(folder)) if !folder.is_dir() => {
            return Err(Error::new(Code::NotFound, format!("there is no recording in {}", folder.display()))
                .hint("make one with `gp4u sync --record DIR`"));
        }
        (_, Some(folder)) => Exchange::Replay(folder.clone()),
        (Some(folder), None) => Exchange::Record(folder.clone()),
        (None, None) => Exchange::Live,
    })
}

/// The settings of the providers to ask.
fn wanted(app: &App, request: &SyncRequest) -> Result<Vec<ProviderSettings>> {
    let mut settings = Vec::new();
    for network in Network::ALL {
        let provider = app.provider_settings(network)?;
        let named = request.providers.contains(&network);
        if named && !provider.enabled {
            return Err(Error::new(Code::BadConfig, format!("the provider {network} is disabled"))
                .hint(format!("enable it with `gp4u config set providers.{network}.enabled true`")));
        }
        if named || (request.providers.is_empty() && provider.enabled) {
            settings.push(provider);
        }
    }
    if settings.is_empty() {
        return Err(Error::new(Code::BadConfig, "every provider is disabled")
            .hint("enable one with `gp4u config set providers.vast.enabled true`"));
    }
    Ok(settings)
}

/// Who is asked: over the network the provider this process keeps, with its connections, budget and circuit.
fn provider(app: &App, settings: ProviderSettings, exchange: &Exchange) -> (Network, FetchResult<Arc<Provider>>) {
    let network = settings.network;
    let provider = match exchange {
        Exchange::Live => app.provider(settings),
        Exchange::Record(_) | Exchange::Replay(_) => Provider::new(settings, exchange).map(Arc::new),
    };
    (network, provider)
}

/// Reads one provider's market within the deadline, on a task of its own: decoding large answers is real work.
async fn fetch(
    (network, provider): (Network, FetchResult<Arc<Provider>>),
    deadline: Duration,
    on_event: Arc<dyn Fn(SyncEvent) + Send + Sync>,
) -> (Network, Instant, FetchResult<Fetched>) {
    let started = Instant::now();
    let provider = match provider {
        Ok(provider) => provider,
        Err(error) => return (network, started, Err(error)),
    };
    // A set, because it ends its task when it is dropped.
    let mut task = JoinSet::new();
    task.spawn(async move {
        let progress = move |progress| on_event(SyncEvent::Received(network, progress));
        provider.fetch(&progress).await
    });
    let outcome = match tokio::time::timeout(deadline, task.join_next()).await {
        Ok(Some(Ok(outcome))) => outcome,
        Ok(_) => Err(FetchError::new(network.as_str(), Fault::WrongShape)),
        Err(_) => Err(FetchError::new(network.as_str(), Fault::Timeout { limit: deadline })),
    };
    (network, started, outcome)
}

/// Stores an answer, or notes the failure.
async fn take_over(
    store: &Store,
    network: Network,
    fetched: FetchResult<Fetched>,
    reference: Option<f64>,
    lease: Option<&Fence>,
    now: Timestamp,
) -> Result<ProviderSync> {
    let provider = network.as_str();
    let fetched = match fetched {
        Ok(fetched) => fetched,
        Err(error) => {
            tracing::debug!(provider, code = error.code(), excerpt = error.excerpt, "provider failed: {error}");
            let failure = ProviderFailure::from(&error);
            store.provider_failed(lease, provider, now, &failure.code, &failure.message).await?;
            return Ok(ProviderSync { provider: provider.to_owned(), error: Some(failure), ..ProviderSync::default() });
        }
    };
    let observed_at = fetched.recorded_at.unwrap_or(now);
    let stored: Vec<StoredOffer<'_>> = fetched.offers.iter().map(|offer| derive(offer, reference)).collect();
    let outcome = store.replace_offers_under(lease, provider, &stored, fetched.is_complete, observed_at).await?;
    Ok(report(provider, observed_at, &fetched, outcome))
}

/// Adds what gp4u derives from an offer.
pub(super) fn derive(offer: &Offer, reference: Option<f64>) -> StoredOffer<'_> {
    let score = |price_per_tflop_hour| Score::new(&ScoreInputs::from(offer), Reference { price_per_tflop_hour });
    StoredOffer {
        offer,
        price_per_tflop_hour: offer
            .tflops_fp16
            .map(|tflops| price_per_tflop_hour(offer.price_per_hour, offer.gpu_count, tflops)),
        gscore: reference.and_then(score).map(|score| score.value),
    }
}

fn report(provider: &str, observed_at: Timestamp, fetched: &Fetched, outcome: Replacement) -> ProviderSync {
    let mut warnings: Vec<ProviderWarning> = fetched
        .warnings
        .iter()
        .map(|warning| ProviderWarning { code: warning.code.to_owned(), message: warning.message.clone() })
        .collect();
    if outcome.held > 0 && fetched.is_complete {
        warnings.push(ProviderWarning {
            code: "mass_disappearance".to_owned(),
            message: format!(
                "{provider} no longer lists {} offers, most of what it had: they are kept until the next sync says the same",
                outcome.held
            ),
        });
    }
    if outcome.outdated {
        warnings.push(ProviderWarning {
            code: "outdated".to_owned(),
            message: format!("a newer answer of {provider} is already stored; this one was not taken over"),
        });
    }
    ProviderSync {
        provider: provider.to_owned(),
        observed_at: Some(observed_at),
        fetched: fetched.received as u64,
        kept: fetched.offers.len() as u64,
        rejected: fetched.rejected.iter().map(|(reason, count)| (reason.as_str().to_owned(), *count)).collect(),
        new: outcome.new,
        changed: outcome.changed,
        gone: outcome.gone,
        held: outcome.held,
        warnings,
        ..ProviderSync::default()
    }
}

/// Renews G-Scores when the market's reference price moved, or when it was moved by another sync after this one had
/// `used` it for what it stored.
async fn renew_scores(store: &Store, used: Option<f64>, is_changed: bool, now: Timestamp) -> Result<()> {
    let current = store.market_reference().await?;
    if !is_changed && current.is_some() {
        return Ok(());
    }
    let median = store.median_price_per_tflop_hour().await?;
    let Some(reference) = Reference::from_prices(median) else { return Ok(()) };
    if current != Some(reference.price_per_tflop_hour) || current != used {
        let renewed = |inputs: &ScoreInputs| Score::new(inputs, reference).map(|score| score.value);
        store.rescore(reference.price_per_tflop_hour, now, renewed).await?;
    }
    Ok(())
}

/// Keeps each provider's report for `providers status`.
async fn keep_reports(store: &Store, report: &SyncReport) -> Result<()> {
    let texts: Vec<(String, String)> = report
        .providers
        .iter()
        .filter_map(|provider| Some((provider.provider.clone(), serde_json::to_string(provider).ok()?)))
        .collect();
    Ok(store.keep_reports(&texts).await?)
}

impl SyncReport {
    /// The warnings of all providers.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        self.providers
            .iter()
            .flat_map(|provider| &provider.warnings)
            .map(|warning| Warning::new("provider", format!("{}: {}", warning.code, warning.message)))
            .collect()
    }
}
