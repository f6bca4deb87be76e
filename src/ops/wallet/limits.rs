//! How much may be spent in a day and in a month.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::no_wallet;
use crate::app::App;
use crate::auth::Scope;
use crate::error::{Code, Error, Result};
use crate::ledger::limits::Period;
use crate::ops::actor;
use crate::ops::mutation::{Done, Effect, Mutation, mutate};
use crate::store::WalletLimit;
use crate::units::Usdc;

/// A limit and what is left of it. What counts is what was withdrawn or held for bookings, less what came back of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpendingLimit {
    /// `day` or `month`, in UTC.
    pub period: Period,
    /// At most; null for no limit.
    pub limit: Option<Usdc>,
    /// So far.
    pub spent: Usdc,
    /// What is left; null without a limit.
    pub left: Option<Usdc>,
    /// When the next period begins.
    pub renewed_at: Timestamp,
}

impl From<WalletLimit> for SpendingLimit {
    fn from(limit: WalletLimit) -> Self {
        let left = limit.left();
        let WalletLimit { period, limit, spent, renewed_at } = limit;
        Self { period, limit, spent, left, renewed_at }
    }
}

/// The limits of a wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpendingLimits {
    /// One for each period.
    pub limits: Vec<SpendingLimit>,
}

/// What a limit shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitChange {
    /// As it is.
    Keep,
    /// None.
    Remove,
    /// This much.
    Set(Usdc),
}

/// Tells the limits and what is left of them.
pub async fn show_limits(app: &App) -> Result<Vec<SpendingLimit>> {
    let actor = actor::require(app, Scope::Read).await?;
    let limits = app.store().await?.wallet_limits(actor.user_id.uuid(), app.now()).await?.ok_or_else(no_wallet)?;
    Ok(limits.into_iter().map(SpendingLimit::from).collect())
}

/// Sets limits. Not for tokens: they are what the limits are for.
pub async fn set_limits(
    app: &App,
    day: LimitChange,
    month: LimitChange,
    mutation: &Mutation,
) -> Result<Done<SpendingLimits>> {
    if (day, month) == (LimitChange::Keep, LimitChange::Keep) {
        return Err(Error::new(Code::Usage, "no limit was given")
            .hint("--day 100 and --month 1000 set limits, --day none takes one away"));
    }
    let actor = actor::require_login(app).await?;
    let user = actor.user_id.uuid();
    let request = json!({ "day": day, "month": month });
    mutate(app, &actor, "wallet limits set", &request, mutation, async |tx| {
        let now = app.now();
        let before = tx.wallet_limits(user, now).await?;
        for (period, change) in [(Period::Day, day), (Period::Month, month)] {
            match change {
                LimitChange::Keep => {}
                LimitChange::Remove => tx.set_wallet_limit(user, period, None).await?,
                LimitChange::Set(limit) => tx.set_wallet_limit(user, period, Some(limit)).await?,
            }
        }
        let after = tx.wallet_limits(user, now).await?;
        let (was, is) = (told(&before), told(&after));
        let result = SpendingLimits { limits: after.into_iter().map(SpendingLimit::from).collect() };
        Ok(if was == is { Effect::unchanged(result) } else { Effect::changed(result, user, Some(was), Some(is)) })
    })
    .await
}

/// The limits for the audit.
fn told(limits: &[WalletLimit]) -> serde_json::Value {
    limits.iter().map(|limit| (limit.period.as_str().to_owned(), json!(limit.limit))).collect()
}
