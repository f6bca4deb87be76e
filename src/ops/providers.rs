//! `providers list`, `status` and `check`.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::sync::{ProviderFailure, ProviderSync};
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::providers::{Exchange, Network, Provider};

/// A provider as configured.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProviderInfo {
    /// Name in ids, configuration and queries.
    pub provider: String,
    /// Name for people.
    pub title: String,
    /// Whether `sync` asks it.
    pub enabled: bool,
    /// Address.
    pub url: String,
    /// Whether a key is configured.
    pub has_key: bool,
    /// Whether reading its market needs a key.
    pub needs_key: bool,
    /// Requests per minute at most.
    pub rate_per_minute: u32,
    /// Seconds allowed for one request.
    pub timeout_s: f64,
}

/// What is stored of a provider.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProviderStatus {
    /// Which.
    pub provider: String,
    /// Whether `sync` asks it.
    pub enabled: bool,
    /// When its offers were last taken over.
    pub synced_at: Option<Timestamp>,
    /// Seconds since then.
    pub age_s: Option<i64>,
    /// Whether that is older than `market.max_age`, or the last attempt failed, or it was never read.
    pub stale: bool,
    /// When it was last asked.
    pub attempted_at: Option<Timestamp>,
    /// Why the last attempt failed: `code: message`; null when it did not.
    pub error: Option<String>,
    /// Offers listed now.
    pub offers: u64,
    /// Offers that can be rented now.
    pub available: u64,
    /// GPUs in those, slices of one machine counted each.
    pub gpus: u64,
    /// The last sync's report; null when there was none.
    pub last_sync: Option<ProviderSync>,
}

/// Whether a provider can be read now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProviderCheck {
    /// Which.
    pub provider: String,
    /// Whether it answered as expected.
    pub ok: bool,
    /// Seconds the answer took.
    pub took_s: f64,
    /// Offers in the answer.
    pub offers: u64,
    /// Whether a key is configured.
    pub has_key: bool,
    /// Why not.
    pub error: Option<ProviderFailure>,
    /// What its answer warns of.
    pub warnings: Vec<String>,
}

/// The providers as configured; reads nothing but the configuration.
pub fn list(app: &App) -> Result<Vec<ProviderInfo>> {
    Network::ALL
        .into_iter()
        .map(|network| {
            let settings = app.provider_settings(network)?;
            Ok(ProviderInfo {
                provider: network.as_str().to_owned(),
                title: network.title().to_owned(),
                enabled: settings.enabled,
                has_key: settings.has_key(),
                needs_key: false,
                rate_per_minute: settings.rate_per_minute,
                timeout_s: settings.timeout.as_secs_f64(),
                url: settings.url,
            })
        })
        .collect()
}

/// What is stored of each provider, and how its last sync went.
pub async fn status(app: &App) -> Result<Vec<ProviderStatus>> {
    let states = app.store().await?.provider_states().await?;
    let now = app.now();
    let max_age_s = app.config.market.max_age.as_secs_f64();
    Network::ALL
        .into_iter()
        .map(|network| {
            let state = states.iter().find(|state| state.name == network.as_str());
            let synced_at = state.and_then(|state| state.synced_at);
            let age_s = synced_at.map(|at| now.duration_since(at).as_secs().max(0));
            let error = state.and_then(|state| state.error.as_ref());
            Ok(ProviderStatus {
                provider: network.as_str().to_owned(),
                enabled: app.provider_settings(network)?.enabled,
                synced_at,
                age_s,
                stale: error.is_some() || age_s.is_none_or(|age| age as f64 > max_age_s),
                attempted_at: state.and_then(|state| state.attempted_at),
                error: error.map(|(code, message)| format!("{code}: {message}")),
                offers: state.map_or(0, |state| state.offers),
                available: state.map_or(0, |state| state.available),
                gpus: state.map_or(0, |state| state.gpus),
                last_sync: state
                    .and_then(|state| state.last_report.as_deref())
                    .and_then(|text| serde_json::from_str(text).ok()),
            })
        })
        .collect()
}

/// Asks the enabled providers (or those named) for their market and stores nothing.
pub async fn check(app: &App, named: &[Network]) -> Result<Vec<ProviderCheck>> {
    let mut checks = Vec::new();
    for network in Network::ALL {
        let settings = app.provider_settings(network)?;
        if named.contains(&network) || (named.is_empty() && settings.enabled) {
            let has_key = settings.has_key();
            checks.push(tokio::spawn(async move {
                let started = std::time::Instant::now();
                let fetched = match Provider::new(settings, &Exchange::Live) {
                    Ok(provider) => provider.fetch(&|_| ()).await,
                    Err(error) => Err(error),
                };
                let took_s = started.elapsed().as_secs_f64();
                let provider = network.as_str().to_owned();
                match fetched {
                    Ok(fetched) => ProviderCheck {
                        provider,
                        ok: true,
                        took_s,
                        offers: fetched.offers.len() as u64,
                        has_key,
                        error: None,
                        warnings: fetched.warnings.into_iter().map(|warning| warning.message).collect(),
                    },
                    Err(error) => ProviderCheck {
                        provider,
                        ok: false,
                        took_s,
                        offers: 0,
                        has_key,
                        error: Some(ProviderFailure::from(&error)),
                        warnings: Vec::new(),
                    },
                }
            }));
        }
    }
    let mut reports = Vec::new();
    for check in checks {
        reports.push(check.await.map_err(|_| Error::new(Code::Internal, "a provider check stopped unexpectedly"))?);
    }
    Ok(reports)
}
