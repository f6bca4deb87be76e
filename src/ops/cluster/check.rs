//! `cluster plan --check`: what a plan made earlier costs today.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

use super::market::{Input, Market};
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::plan::{PlanDocument, Repriced, reprice};
use crate::store::ListingsQuery;

/// Bytes of a plan at most.
const MAX_PLAN_BYTES: u64 = 64 << 20;
/// Offers named in an error's text at most.
const MAX_NAMED: usize = 5;

/// Which plan to price, over which market.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    /// The plan, as `-o json` or `-o ndjson` printed it.
    pub plan: Input,
    /// Offers to price it with instead of the stored market.
    pub offers: Option<Input>,
    /// How much dearer it may have become, in millionths.
    pub slippage_ppm: u32,
}

/// A plan at today's prices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlanCheck {
    /// What the job is called.
    pub job: Option<String>,
    /// When the market planned over was last listed.
    pub planned_at: Option<Timestamp>,
    /// When the market that is there now was last listed.
    pub market_at: Option<Timestamp>,
    /// How much dearer it may be, in millionths.
    pub slippage_ppm: u32,
    /// What it costs.
    #[serde(flatten)]
    pub repriced: Repriced,
}

/// The document of `cluster plan -o json`.
#[derive(Deserialize)]
struct PlanFile<'a> {
    schema: String,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// Prices a plan again.
pub async fn check(app: &App, request: &CheckRequest) -> Result<(PlanCheck, Vec<Warning>)> {
    if request.plan == Input::Stdin && request.offers == Some(Input::Stdin) {
        return Err(Error::new(Code::Usage, "--check and --offers cannot both read standard input"));
    }
    let plan = read(&request.plan)?;
    let query = ListingsQuery { kinds: &plan.kinds, with_regions: false };
    let market = Market::read(app, request.offers.as_ref(), &query).await?;
    let lines = market.lines()?;
    let listings = market.listings(&lines)?;
    let pool = market.pool(&listings, &plan.kinds, plan.request.demand.duration(), plan.precision);
    let check = PlanCheck {
        job: plan.job.clone(),
        planned_at: plan.market_at,
        market_at: pool.market_at,
        slippage_ppm: request.slippage_ppm,
        repriced: reprice(&plan, &pool, request.slippage_ppm),
    };
    Ok((check, market.warnings(app).await?))
}

fn read(input: &Input) -> Result<PlanDocument> {
    let text = input.read(MAX_PLAN_BYTES)?;
    let wrong = |reason: String| {
        Error::new(Code::BadInput, format!("{} is not a plan: {reason}", input.name()))
            .hint("--check takes what `gp4u cluster plan … -o json` prints")
    };
    let file = serde_json::from_str::<PlanFile<'_>>(&text).ok();
    let body = match &file {
        Some(file) if file.schema == "gp4u.plan/1" => file.data.get(),
        Some(file) => return Err(wrong(format!("its schema is {}", file.schema))),
        None => text.as_str(),
    };
    let plan: PlanDocument = serde_json::from_str(body).map_err(|error| wrong(error.to_string()))?;
    if plan.members.is_empty() {
        return Err(wrong("it has no members".to_owned()));
    }
    Ok(plan)
}

impl PlanCheck {
    /// Why the plan cannot be taken at today's prices; `None` if it can.
    #[must_use]
    pub fn refusal(&self) -> Option<Error> {
        let repriced = &self.repriced;
        if repriced.acceptable {
            return None;
        }
        let gone: Vec<&str> = repriced
            .members
            .iter()
            .filter(|member| member.found_as.is_none())
            .map(|member| member.id.as_str())
            .collect();
        let message = if let Some(now) = repriced.price_per_hour {
            format!("the plan costs {now} USD per hour now instead of {}", repriced.planned_per_hour)
        } else {
            let named = gone.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
            let rest = if gone.len() > MAX_NAMED { ", …" } else { "" };
            let all = repriced.members.len();
            format!("{} of the plan's {all} offers cannot be rented now: {named}{rest}", gone.len())
        };
        let hint = match repriced.change_ppm {
            Some(change) => format!("--slippage {} accepts it; or plan again", slippage(change)),
            None => "plan again".to_owned(),
        };
        let error = Error::new(Code::PriceChanged, message).hint(hint);
        Some(
            error
                .detail("planned_per_hour", json!(repriced.planned_per_hour))
                .detail("price_per_hour", json!(repriced.price_per_hour))
                .detail("change_ppm", json!(repriced.change_ppm))
                .detail("gone", gone),
        )
    }
}

/// The least slippage that accepts a change, in percent with two decimals.
fn slippage(change_ppm: i64) -> String {
    let hundredths = change_ppm.unsigned_abs().div_ceil(100);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
