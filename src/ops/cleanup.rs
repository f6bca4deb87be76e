//! The daily clean-up: removes what nobody will ask for again.

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Serialize;

use super::sync::forget_prices;
use crate::app::App;
use crate::error::Result;

/// Offers that their provider has not listed for longer are removed.
const KEEP_UNLISTED: SignedDuration = SignedDuration::from_hours(24);

/// Logins and tokens that ended longer ago are removed; until then a machine that was logged in is a known one.
const KEEP_ENDED_SESSIONS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Idempotency keys that were used longer ago are forgotten, with their answers. Far longer than anybody repeats a
/// command whose answer was lost: a pipeline does within hours, a person who was away within days.
const KEEP_REQUESTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a clean-up removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CleanupReport {
    /// Offers that were no longer listed.
    pub offers: u64,
    /// Logins and tokens that had ended.
    pub sessions: u64,
    /// Answers kept for longer than they hold.
    pub answers: u64,
    /// Idempotency keys, with what was answered under them.
    pub requests: u64,
}

/// Removes offers that were not listed for a day, prices older than is configured, logins and tokens that ended a month
/// ago, idempotency keys of then, and answers that no longer hold.
///
/// Offers of a provider that does not answer stay: nobody said that they are gone, and they are shown as stale.
pub async fn cleanup(app: &App) -> Result<CleanupReport> {
    let store = app.store().await?;
    let now = app.now();
    let offers = store.forget_offers(now - KEEP_UNLISTED).await?;
    forget_prices(app, store).await?;
    let sessions = store.forget_sessions(now - KEEP_ENDED_SESSIONS).await?;
    let ttl = SignedDuration::try_from(app.config.arbitrage.ttl).unwrap_or(SignedDuration::ZERO);
    let answers = store.forget_answers_before(now - ttl).await?;
    // By the clock that counts for money: one that runs ahead would let what was done be done again.
    let requests = store.forget_requests(app.time().await? - KEEP_REQUESTS).await?;
    Ok(CleanupReport { offers, sessions, answers, requests })
}
