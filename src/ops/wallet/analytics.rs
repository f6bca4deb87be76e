//! Where the money went.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::Serialize;

use super::no_wallet;
use crate::app::App;
use crate::auth::Scope;
use crate::error::{Code, Error, Result};
use crate::ledger::analytics::{Analytics, DayFlow, Flow, GPU_NOTE, Movement, PROVIDER_NOTE, day_of};
use crate::ledger::limits::Period;
use crate::ops::actor;
use crate::store::EntryFilter;
use crate::units::Usdc;

/// Which days.
#[derive(Clone, Copy, Debug)]
pub struct AnalyticsRequest {
    /// The last of them is today.
    pub days: u32,
}

/// What came into a wallet and went out of it, by kind of event, provider, GPU and day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WalletAnalytics {
    /// The first day (UTC).
    pub from: Date,
    /// The last day (UTC).
    pub to: Date,
    /// The balance before the first day.
    pub opening: Usdc,
    /// The balance now.
    pub closing: Usdc,
    /// All that came in.
    pub money_in: Usdc,
    /// All that went out.
    pub money_out: Usdc,
    /// What bookings took, less what came back of bookings.
    pub spent: Usdc,
    /// By kind of event.
    pub by_type: Vec<KindFlow>,
    /// What was spent at each provider, the most first.
    pub by_provider: Vec<GroupSpending>,
    /// What was spent on each GPU, the most first.
    pub by_gpu: Vec<GroupSpending>,
    /// Every day, the first first.
    pub by_day: Vec<DaySpending>,
}

/// What events of one kind moved.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KindFlow {
    /// What kind of event.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Events.
    pub count: u64,
    /// What came in.
    pub money_in: Usdc,
    /// What went out.
    pub money_out: Usdc,
}

/// What bookings of one group took.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupSpending {
    /// The provider or GPU; null where the booking does not say.
    pub name: Option<String>,
    /// What bookings took, less what came back.
    pub spent: Usdc,
}

/// A day of a wallet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DaySpending {
    /// Which day (UTC).
    pub day: Date,
    /// What came in.
    pub money_in: Usdc,
    /// What went out.
    pub money_out: Usdc,
    /// What bookings took, less what came back of bookings.
    pub spent: Usdc,
    /// The balance at its end.
    pub balance: Usdc,
}

impl From<DayFlow> for DaySpending {
    fn from(day: DayFlow) -> Self {
        let DayFlow { day, flow, spent, balance } = day;
        Self { day, money_in: flow.money_in, money_out: flow.money_out, spent, balance }
    }
}

/// Sums what moved the wallet in the last days, today included.
pub async fn analytics(app: &App, request: AnalyticsRequest) -> Result<WalletAnalytics> {
    let actor = actor::require(app, Scope::Read).await?;
    let user = actor.user_id.uuid();
    let store = app.store().await?;
    let closing = store.wallet(user).await?.ok_or_else(no_wallet)?.available;
    let (since, today) = first_moment(app.now(), request.days)?;
    let filter = EntryFilter { since: Some(since), ..EntryFilter::default() };
    let mut sums = Analytics::default();
    let mut ends: Option<(Usdc, Usdc)> = None;
    let add = |line: crate::store::StatementLine| {
        let before = Usdc::from_micros(line.balance_after.micros().saturating_sub(line.change.micros()));
        ends = Some((ends.map_or(before, |(opening, _)| opening), line.balance_after));
        sums.add(&Movement {
            kind: line.kind,
            at: line.created_at,
            change: line.change,
            balance_after: line.balance_after,
            provider: line.meta.get(PROVIDER_NOTE).map(String::as_str),
            gpu: line.meta.get(GPU_NOTE).map(String::as_str),
        });
        Ok::<_, Error>(())
    };
    store.each_movement(user, &filter, add).await?;
    // Without a movement the balance is what it was.
    let (opening, closing) = ends.unwrap_or((closing, closing));
    let from = day_of(since);
    Ok(WalletAnalytics {
        from,
        to: today,
        opening,
        closing,
        money_in: sums.total.money_in,
        money_out: sums.total.money_out,
        spent: sums.spent(),
        by_type: sums.by_kind.iter().map(|(kind, flow)| kind_flow(kind, *flow)).collect(),
        by_provider: groups(&sums.by_provider),
        by_gpu: groups(&sums.by_gpu),
        by_day: sums.days(from, today, opening).into_iter().map(DaySpending::from).collect(),
    })
}

/// The first moment of the days that end today, and today.
fn first_moment(now: Timestamp, days: u32) -> Result<(Timestamp, Date)> {
    let today = day_of(now);
    let first = today.checked_sub(i64::from(days.saturating_sub(1)).days());
    let first = first.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC));
    let first = first.map_err(|_| Error::new(Code::Usage, "so many days are more than there were"))?;
    Ok((Period::Day.around(first.timestamp()).0, today))
}

const fn kind_flow(kind: &'static str, flow: Flow) -> KindFlow {
    KindFlow { kind, count: flow.count, money_in: flow.money_in, money_out: flow.money_out }
}

fn groups(flows: &std::collections::BTreeMap<Option<String>, Flow>) -> Vec<GroupSpending> {
    let mut groups: Vec<GroupSpending> =
        flows.iter().map(|(name, flow)| GroupSpending { name: name.clone(), spent: flow.net_out() }).collect();
    groups.sort_by(|a, b| b.spent.cmp(&a.spent).then_with(|| a.name.cmp(&b.name)));
    groups
}
