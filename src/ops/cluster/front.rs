//! `cluster plan --pareto`: what time costs.

use schemars::JsonSchema;
use serde::Serialize;

use super::{PlanRequest, refusal, timer};
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::plan::{self, Demand, FrontPoint, Pool, Request, Seconds, Status, Totals};

/// One way to trade money for time: no other is both cheaper and faster.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FrontRow {
    /// What to ask for to get this plan: a `--deadline`, or a `--throughput`.
    pub id: String,
    /// How sure it is that no plan for that is cheaper.
    pub status: Status,
    /// How much cheaper another could be, in millionths.
    pub gap_ppm: Option<u64>,
    /// Its figures.
    #[serde(flatten)]
    pub totals: Totals,
    /// The offers to rent.
    pub members: Vec<String>,
}

/// The best plans for up to `points` times, the fastest first.
pub async fn front(app: &App, request: &PlanRequest, points: u32) -> Result<(Vec<FrontRow>, Vec<Warning>)> {
    let market = request.market(app).await?;
    let lines = market.lines()?;
    let listings = market.listings(&lines)?;
    let providers = market.providers(app, &listings).await?;
    let asked = request.resolve(app.now(), &listings, &providers)?;
    let pool = market.pool(&listings, &request.kinds, asked.demand.duration(), request.precision);
    let found = tokio::task::block_in_place(|| {
        plan::front(&asked, &pool.candidates, points, &timer(request.time_limit))
            .map_err(|error| refusal::unplannable(&error))
    })?;
    let rows: Vec<FrontRow> = found.iter().filter_map(|point| FrontRow::new(&asked, &pool, point)).collect();
    if rows.is_empty() {
        return Err(Error::new(Code::Infeasible, "no plan meets the limits, however long it may take")
            .hint("the same without --pareto tells what would help"));
    }
    Ok((rows, market.warnings(app).await?))
}

impl FrontRow {
    fn new(asked: &Request, pool: &Pool, point: &FrontPoint) -> Option<Self> {
        let plan = point.answer.plan.as_ref()?;
        let request = Request { demand: point.demand, ..asked.clone() };
        let members = plan.members.iter().filter_map(|member| pool.candidates.get(member.candidate));
        Some(Self {
            id: match point.demand {
                Demand::Work { deadline, .. } => format!("{}s", deadline.map_or(0, Seconds::get)),
                Demand::Throughput { throughput, .. } => throughput.to_string(),
            },
            status: point.answer.status,
            gap_ppm: point.answer.gap_ppm(),
            totals: Totals::new(&request, plan),
            members: members.map(|candidate| candidate.id.to_owned()).collect(),
        })
    }
}
