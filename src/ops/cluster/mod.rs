//! `cluster plan`: the cheapest machines for a job, with the proof. Nothing here touches the network.

mod check;
mod front;
mod market;
mod refusal;
mod wishes;

use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::app::App;
use crate::error::{Error, Result, Warning};
use crate::market::catalogue::Precision;
use crate::market::history::Billing;
use crate::market::offer::PriceKind;
use crate::market::plan::{
    self, Answer, Efficiency, Explanation, Limits, Listing, PlanDocument, Pool, Request, Same, Seconds, Status,
    Throughput, WorkText,
};
use crate::market::row::OfferRow;
use crate::store::ListingsQuery;

pub use check::{CheckRequest, PlanCheck, check};
pub use front::{FrontRow, front};
pub use market::Input;
pub use refusal::{change, time_text};

use market::{Market, changed_meanwhile};

/// How often a market that changes meanwhile is planned over again.
const MAX_ATTEMPTS: u32 = 3;

/// When a job must be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// So long from now.
    In(Seconds),
    /// At this moment.
    At(Timestamp),
}

/// What the best plan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// The cheapest when machines are kept until the deadline.
    #[default]
    Keep,
    /// The cheapest when machines are paid until the work is done.
    UntilDone,
    /// The fastest that the limits and the budget allow.
    Fastest,
}

/// What a plan is asked for.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// What the job is called.
    pub job: Option<String>,
    /// The work there is.
    pub work: Option<WorkText>,
    /// The throughput to have, instead.
    pub throughput: Option<Throughput>,
    /// When it must be done, or how long it is needed.
    pub deadline: Option<Deadline>,
    /// What is best.
    pub aim: Aim,
    /// GPUs allowed, as users spell them; all when empty.
    pub models: Vec<String>,
    /// Other limits.
    pub limits: Limits,
    /// What is lost when GPUs work together.
    pub efficiency: Efficiency,
    /// Ways of billing that may be mixed.
    pub kinds: Vec<Billing>,
    /// What throughput is measured in.
    pub precision: Precision,
    /// Offers to plan over instead of the stored market.
    pub offers: Option<Input>,
    /// How long to look for a proof, and again for an explanation.
    pub time_limit: Duration,
    /// Also say why.
    pub explain: bool,
}

/// A plan, or why there is none.
#[derive(Debug)]
pub struct Planned {
    /// The plan; without members if there is none.
    pub document: PlanDocument,
    /// Why there is none.
    pub refusal: Option<Error>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

/// Plans.
pub async fn plan(app: &App, request: &PlanRequest) -> Result<Planned> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        match plan_once(app, request).await? {
            Some(planned) => return Ok(planned),
            // What comes through a pipe can be read once, and does not change.
            None if attempts < MAX_ATTEMPTS && request.offers.is_none() => {}
            None => return Err(changed_meanwhile()),
        }
    }
}

/// `None` if the market changed between planning and reading the members.
async fn plan_once(app: &App, request: &PlanRequest) -> Result<Option<Planned>> {
    let market = request.market(app).await?;
    let lines = market.lines()?;
    let listings = market.listings(&lines)?;
    let providers = market.providers(app, &listings).await?;
    let asked = request.resolve(app.now(), &listings, &providers)?;
    let pool = market.pool(&listings, &request.kinds, asked.demand.duration(), request.precision);
    let started = Instant::now();
    let (answer, explanation) = tokio::task::block_in_place(|| solve(&asked, &pool, request))?;
    let elapsed = started.elapsed();
    let members: Vec<usize> =
        answer.plan.iter().flat_map(|plan| &plan.members).map(|member| member.candidate).collect();
    let ids: Vec<&str> = members.iter().filter_map(|index| pool.candidates.get(*index)).map(|it| it.id).collect();
    let offers = market.offers(app, &ids, &listings, &lines).await?;
    if market.is_stored() && has_changed(&pool, &members, &offers, asked.demand.duration()) {
        return Ok(None);
    }
    let mut document = PlanDocument::new(&asked, &pool, &answer, &offers);
    document.job.clone_from(&request.job);
    document.kinds.clone_from(&request.kinds);
    document.precision = request.precision;
    document.proof.elapsed_ms = u64::try_from(elapsed.as_millis()).ok();
    document.explanation = explanation;
    let mut warnings = market.warnings(app).await?;
    warnings.extend(refusal::warnings(&document));
    let refusal = refusal::refusal(&document, &pool, market.is_stored());
    Ok(Some(Planned { document, refusal, warnings }))
}

impl PlanRequest {
    async fn market(&self, app: &App) -> Result<Market> {
        let query = ListingsQuery { kinds: &self.kinds, with_regions: self.limits.same == Some(Same::Region) };
        Market::read(app, self.offers.as_ref(), &query).await
    }
}

/// The answer, and an explanation where one is asked for or needed.
fn solve(asked: &Request, pool: &Pool, request: &PlanRequest) -> Result<(Answer, Option<Explanation>)> {
    let answer = plan::plan(asked, &pool.candidates, &timer(request.time_limit))
        .map_err(|error| refusal::unplannable(&error))?;
    let needs_explaining = request.explain || answer.status == Status::Infeasible;
    let explanation = needs_explaining
        .then(|| plan::explain(asked, &pool.candidates, &answer, &timer(request.time_limit)))
        .transpose()
        .map_err(|error| refusal::unplannable(&error))?;
    Ok((answer, explanation))
}

/// A stop that says true after this time.
fn timer(limit: Duration) -> impl Fn() -> bool {
    let started = Instant::now();
    move || started.elapsed() >= limit
}

/// Whether members read after planning are not what was planned with.
fn has_changed(pool: &Pool, members: &[usize], offers: &[OfferRow], duration: Option<Seconds>) -> bool {
    let candidates = members.iter().filter_map(|index| pool.candidates.get(*index));
    candidates.zip(offers).any(|(candidate, offer)| {
        let listing = [Listing::from(offer)];
        let billing = Billing::of(offer.kind);
        let kinds: Vec<Billing> = billing.into_iter().collect();
        let now = Pool::new(&listing, &kinds, duration, |_| Some(1.0));
        now.candidates.first().is_none_or(|now| now.price != candidate.price || now.gpus != candidate.gpus)
    })
}

/// Whether a price is known only when renting.
fn is_estimate(kind: PriceKind) -> bool {
    kind == PriceKind::AuctionEstimate
}
