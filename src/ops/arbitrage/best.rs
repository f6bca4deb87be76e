//! `arbitrage best`: where to buy one model now.

use schemars::JsonSchema;
use serde::Serialize;

use super::report::near_offers;
use super::{Evidence, EvidenceOffer, Opportunity, Scope, View};
use crate::app::App;
use crate::error::{Result, Warning};
use crate::market::arbitrage::{Terms, assess};

/// Offers named for a deal at most.
const OFFERS_NAMED: usize = 5;

/// What `best` is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct BestRequest {
    /// Which markets: one model.
    pub scope: Scope,
    /// What it is compared with, and for how many GPUs.
    pub terms: Terms,
    /// Also list everything that the numbers follow from.
    pub explain: bool,
}

/// The best place to buy in one market, and the offers to take there.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BestDeal {
    /// The place and what it is worth.
    #[serde(flatten)]
    pub deal: Opportunity,
    /// Its cheapest offers within 5 % of the price; empty for a moment in the past.
    pub cheapest_offers: Vec<EvidenceOffer>,
}

/// The best place to buy a model in each of its markets, cheapest first.
pub async fn best(app: &App, request: &BestRequest) -> Result<(Vec<BestDeal>, Vec<Warning>)> {
    let store = app.store().await?;
    let view = View::new(app, store, &request.scope).await?;
    let terms = View::terms(&request.terms, &request.scope);
    let with_offers = request.explain || request.scope.at.is_none();
    let mut deals = Vec::new();
    for market in view.markets(&terms, with_offers).await? {
        let Some(deal) = assess(&market.market, view.hour(), &terms) else { continue };
        let evidence = request.explain.then(|| Evidence::new(&market, &deal));
        deals.push(BestDeal {
            cheapest_offers: near_offers(&market, &deal, OFFERS_NAMED),
            deal: Opportunity::new(&market.market.key, &deal, &terms, view.at(), evidence),
        });
    }
    deals.sort_by(|a, b| (a.deal.price_per_gpu_hour, &a.deal.id).cmp(&(b.deal.price_per_gpu_hour, &b.deal.id)));
    Ok((deals, view.warnings(app).await?))
}
