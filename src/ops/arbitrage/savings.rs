//! `arbitrage savings`: what moving to the best price is worth in money.

use schemars::JsonSchema;
use serde::Serialize;

use super::report::market_id;
use super::{MarketOffers, Scope, View};
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::arbitrage::{ASSUMED_EGRESS_PER_GIB, Job, Terms, Versus, assess};
use crate::market::history::{Billing, Hour};
use crate::units::{Rate, Usdc, ceil_div};

/// Days in the month that savings are counted for.
const DAYS_PER_MONTH: i64 = 30;
/// Days in the year.
const DAYS_PER_YEAR: i64 = 365;
/// Hours of use in a day at most.
pub const MAX_HOURS_PER_DAY: u32 = 24;

/// What the user pays now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum From {
    /// What the median provider asks.
    #[default]
    Median,
    /// A provider's price.
    Provider(String),
    /// USD per GPU and hour.
    Price(Rate),
}

/// What `savings` is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct SavingsRequest {
    /// Which markets: one model.
    pub scope: Scope,
    /// Hours of use in a day.
    pub hours_per_day: u32,
    /// What is paid now.
    pub from: From,
    /// GPUs of the job.
    pub gpus: u32,
    /// GiB to move.
    pub data_gib: u32,
    /// Also move to a price that is probably a mistake.
    pub include_outliers: bool,
}

/// What moving to the best price of one GPU saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Savings {
    /// Names the market: GPU, billing, count class.
    pub id: String,
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
    /// Whether the machines can be taken away.
    pub kind: Billing,
    /// GPUs of the job.
    pub gpus: u32,
    /// Hours of use in a day.
    pub hours_per_day: u32,
    /// Whose price is paid now; two when it lies between two, none when the user named it.
    pub from_providers: Vec<String>,
    /// What is paid now, USD per GPU and hour.
    pub from_price_per_gpu_hour: Rate,
    /// Where to move.
    pub to_provider: String,
    /// What is asked there.
    pub to_price_per_gpu_hour: Rate,
    /// Saved by the whole job in an hour of use, USD; negative when the present price is better.
    pub per_hour: Usdc,
    /// In a day of so many hours; minimum billing counts once a day.
    pub per_day: Usdc,
    /// In 30 days.
    pub per_month: Usdc,
    /// In 365 days.
    pub per_year: Usdc,
    /// What moving costs once.
    pub switching_cost: Usdc,
    /// What is left of the first year's saving after that.
    pub first_year_net: Usdc,
    /// Seconds of use after which moving has paid; null when it never does.
    pub break_even_s: Option<i64>,
    /// Days of so many hours after which it has; null when it never does.
    pub break_even_days: Option<i64>,
}

/// What moving to the best price saves, for each GPU that the model may be, greatest saving first.
pub async fn savings(app: &App, request: &SavingsRequest) -> Result<(Vec<Savings>, Vec<Warning>)> {
    let store = app.store().await?;
    let view = View::new(app, store, &request.scope).await?;
    let terms = View::terms(
        &Terms {
            gpus: Some(request.gpus),
            data_gib: request.data_gib,
            hours: request.hours_per_day.max(1),
            include_outliers: request.include_outliers,
            ..Terms::default()
        },
        &request.scope,
    );
    let mut rows = Vec::new();
    for market in view.markets(&terms, false).await? {
        rows.extend(of_market(&market, view.hour(), &terms, request));
    }
    if rows.is_empty()
        && let From::Provider(provider) = &request.from
    {
        let message = format!("{provider} has no such GPU on offer now, or nobody else has");
        return Err(Error::new(Code::NotFound, message).hint("name your price instead: --from 2.50"));
    }
    rows.sort_by(|a, b| (b.per_hour, &a.id).cmp(&(a.per_hour, &b.id)));
    Ok((rows, view.warnings(app).await?))
}

fn of_market(market: &MarketOffers, now: Hour, terms: &Terms, request: &SavingsRequest) -> Option<Savings> {
    let market = &market.market;
    let price_of = |name: &str| {
        let series = market.providers.iter().find(|series| series.provider == name)?;
        series.now.as_ref().map(|seen| &seen.stats)
    };
    let (versus, egress) = match &request.from {
        From::Median => (Versus::Median, None),
        From::Price(price) => (Versus::Price(*price), None),
        From::Provider(name) => {
            let stats = price_of(name)?;
            (Versus::Price(stats.price), stats.egress_price_per_gib)
        }
    };
    let deal = assess(market, now, &Terms { versus, ..*terms })?;
    let comparison = deal.comparison?;
    let holders = comparison.reference.providers.iter();
    let egress = egress.or_else(|| holders.filter_map(|name| price_of(name)?.egress_price_per_gib).max());
    let job = Job {
        gpus: request.gpus,
        data_gib: request.data_gib,
        hours: request.hours_per_day,
        egress_price_per_gib: egress.unwrap_or(ASSUMED_EGRESS_PER_GIB),
        min_hours: deal.stats.min_hours,
    };
    let from = comparison.reference.price_per_gpu_hour;
    let to = deal.stats.price;
    let moving = job.saving(to, from);
    let per_day = per_day(&job, from, to);
    let per_year = per_day.saturating_mul(DAYS_PER_YEAR);
    Some(Savings {
        id: market_id(&market.key),
        model: market.key.gpu.model.clone(),
        form_factor: market.key.gpu.form_factor.clone(),
        vram_gib: market.key.gpu.vram_gib,
        kind: market.key.billing,
        gpus: request.gpus,
        hours_per_day: request.hours_per_day,
        from_providers: match &request.from {
            From::Provider(name) => vec![name.clone()],
            _ => comparison.reference.providers.clone(),
        },
        from_price_per_gpu_hour: from,
        to_provider: deal.provider,
        to_price_per_gpu_hour: to,
        per_hour: Usdc::from_micros((from.micros() - to.micros()).saturating_mul(i64::from(request.gpus))),
        per_day: Usdc::from_micros(per_day),
        per_month: Usdc::from_micros(per_day.saturating_mul(DAYS_PER_MONTH)),
        per_year: Usdc::from_micros(per_year),
        switching_cost: moving.switching_cost,
        first_year_net: Usdc::from_micros(per_year.saturating_sub(moving.switching_cost.micros())),
        break_even_s: moving.break_even_s,
        break_even_days: (per_day > 0).then(|| ceil_div(moving.switching_cost.micros(), per_day)),
    })
}

/// Micro-USD saved in a day.
fn per_day(job: &Job, from: Rate, to: Rate) -> i64 {
    let gpus = i64::from(job.gpus);
    let (hours, billed) = (i64::from(job.hours), i64::from(job.hours.max(job.min_hours)));
    (from.micros() * hours - to.micros() * billed).saturating_mul(gpus)
}
