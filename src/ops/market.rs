//! Reading the market: `gpus search`, `show`, `compare` and `models`. Nothing here touches the network.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::all_in::Needs;
use crate::market::catalogue::{Catalogue, Selection};
use crate::market::compare::best;
use crate::market::filter::OfferFilter;
use crate::market::offer::Gpu;
use crate::market::query::{Cursor, Fingerprint, Predicate, QueryField, SortKey, SortOrder, TermReport};
use crate::market::row::{Field, OfferRow};
use crate::market::score::{Reference, Score, ScoreInputs};
use crate::providers::Network;
use crate::store::{ModelCount, PricePoint, ProviderState, SearchQuery, Store, View};
use crate::units::Rate;

/// Offers compared side by side: at least and at most.
pub const COMPARED: std::ops::RangeInclusive<usize> = 2..=8;

/// Changes of an offer's price that are shown with it at most.
const PRICE_POINTS_SHOWN: u32 = 20;

/// A search: which offers, in which order, how many.
#[derive(Clone, Debug, Default)]
pub struct SearchRequest {
    /// Which.
    pub filter: OfferFilter,
    /// `--sort`; the cheapest per GPU first when not given.
    pub sort: Option<String>,
    /// How many at most; `None` for all.
    pub limit: Option<u64>,
    /// Continue after the page that gave this cursor.
    pub after: Option<String>,
    /// Also count all that match.
    pub count: bool,
    /// Also tell what each term removed.
    pub explain: bool,
    /// What the job needs beside the GPU.
    pub needs: Needs,
}

/// What a search found, beside the rows themselves.
#[derive(Clone, Debug, Default)]
pub struct SearchSummary {
    /// Rows given.
    pub rows: u64,
    /// Cursor of the next page, when there is one.
    pub next: Option<String>,
    /// How many match in all, when counted.
    pub total: Option<u64>,
    /// What each term removed, when asked for.
    pub explain: Option<Vec<TermReport>>,
    /// What the reader should know about the data.
    pub warnings: Vec<Warning>,
}

/// One offer with everything known about it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfferDetail {
    /// Its fields.
    #[serde(flatten)]
    pub offer: OfferRow,
    /// The G-Score's factors against today's market.
    pub score: Option<Score>,
    /// Other listed offers of the same machine: renting one takes the others away.
    pub machine_offers: Vec<String>,
    /// When the provider stopped listing it; null while it is listed.
    pub gone_at: Option<Timestamp>,
    /// Its last changes of price and availability, newest first.
    pub price_points: Vec<PricePoint>,
}

/// Several offers side by side.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Comparison {
    /// In the order asked for.
    pub offers: Vec<OfferRow>,
    /// For each field with a better and a worse, the ids of the best; empty when all are alike.
    pub best: BTreeMap<String, Vec<String>>,
}

/// A GPU on the market.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ModelSummary {
    /// NVIDIA, AMD or Intel; null for a GPU that is not in the catalogue.
    pub vendor: Option<String>,
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …; null when unknown.
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<u32>,
    /// FP16 dense tensor TFLOPS of one GPU, from the catalogue.
    pub tflops_fp16: Option<f64>,
    /// Offers listed.
    pub offers: u64,
    /// Offers that can be rented now.
    pub available_offers: u64,
    /// GPUs that can be rented now; overlapping offers of one machine count once.
    pub available_gpus: u64,
    /// Cheapest USD per GPU and hour that can be rented now.
    pub min_price_per_gpu_hour: Option<Rate>,
    /// Dearest.
    pub max_price_per_gpu_hour: Option<Rate>,
    /// How each provider that lists it spells it.
    pub providers: BTreeMap<String, BTreeSet<String>>,
}

/// Gives each matching offer to `on_row`, in order, and then says what there is to say about them.
pub async fn search(
    app: &App,
    request: &SearchRequest,
    on_row: &mut (dyn FnMut(&OfferRow) -> Result<()> + Send),
) -> Result<SearchSummary> {
    let store = app.store().await?;
    let predicate = predicate(store, &request.filter).await?;
    let order = order(request)?;
    let fingerprint = Fingerprint::new(&predicate, &order, &format!("{:?}", request.needs));
    let after = request.after.as_deref().map(|text| Cursor::parse(text, &fingerprint, &order)).transpose()?;
    let view = view(app, request.needs);
    let query = SearchQuery {
        predicate,
        order,
        // One more than asked for tells whether there is a next page.
        limit: request.limit.map(|limit| limit.saturating_add(1)),
        after,
        view,
    };
    let mut summary = SearchSummary::default();
    let mut last: Option<OfferRow> = None;
    store
        .search(&query, |row| {
            if request.limit.is_some_and(|limit| summary.rows >= limit) {
                let cursor = last.as_ref().map(|last| Cursor::at_row(fingerprint.clone(), &query.order, last));
                summary.next = cursor.map(|cursor| cursor.to_string());
                return Ok(());
            }
            summary.rows += 1;
            on_row(&row)?;
            if request.limit == Some(summary.rows) {
                last = Some(row);
            }
            Ok::<(), Error>(())
        })
        .await?;
    if request.count {
        summary.total = Some(store.count(&query.predicate, &view).await?);
    }
    if request.explain {
        summary.explain = Some(explain(store, &query.predicate, &view).await?);
    }
    summary.warnings = freshness(app, store).await?;
    Ok(summary)
}

/// Everything about one offer.
pub async fn show(app: &App, id: &str) -> Result<OfferDetail> {
    let store = app.store().await?;
    let view = view(app, Needs::default());
    let offer =
        store.offers_by_id(&[id.to_owned()], &view).await?.pop().ok_or_else(|| unknown_offers(&[id.to_owned()]))?;
    let stored_reference = store.market_reference().await?;
    let factors = stored_reference
        .and_then(|price_per_tflop_hour| Score::new(&ScoreInputs::from(&offer), Reference { price_per_tflop_hour }));
    let links = store.offer_links(&offer).await?;
    let price_points = store.price_points(id, PRICE_POINTS_SHOWN).await?;
    Ok(OfferDetail {
        score: factors,
        machine_offers: links.machine_offers,
        gone_at: links.gone_at,
        price_points,
        offer,
    })
}

/// Two to eight offers side by side.
pub async fn compare(app: &App, ids: &[String], needs: Needs) -> Result<Comparison> {
    let mut wanted: Vec<String> = Vec::new();
    for id in ids {
        if !wanted.contains(id) {
            wanted.push(id.clone());
        }
    }
    if !COMPARED.contains(&wanted.len()) {
        return Err(Error::new(
            Code::Usage,
            format!(
                "{} to {} different offers can be compared, not {}",
                COMPARED.start(),
                COMPARED.end(),
                wanted.len()
            ),
        )
        .hint("name them by id: `gp4u gpus search -o ids --limit 3 | gp4u gpus compare -`"));
    }
    let store = app.store().await?;
    let offers = store.offers_by_id(&wanted, &view(app, needs)).await?;
    let missing: Vec<String> = wanted.into_iter().filter(|id| !offers.iter().any(|offer| offer.id == *id)).collect();
    if !missing.is_empty() {
        return Err(unknown_offers(&missing));
    }
    let best = Field::ALL
        .iter()
        .map(|field| (field.name().to_owned(), best(*field, &offers).into_iter().map(str::to_owned).collect()))
        .filter(|(_, ids): &(String, Vec<String>)| !ids.is_empty())
        .collect();
    Ok(Comparison { offers, best })
}

/// Every GPU on the market, optionally only those an argument means.
pub async fn models(app: &App, arguments: &[String]) -> Result<(Vec<ModelSummary>, Vec<Warning>)> {
    let store = app.store().await?;
    let mut choices = Vec::new();
    for argument in arguments {
        choices.extend(resolve(argument, &store.uncatalogued_models().await?)?);
    }
    let mut summaries: Vec<ModelSummary> = Vec::new();
    for count in store.model_counts().await? {
        let wanted = choices.is_empty() || choices.iter().any(|choice| is_choice(choice, &count));
        if wanted {
            add_count(&mut summaries, count);
        }
    }
    Ok((summaries, freshness(app, store).await?))
}

fn is_choice(choice: &Selection, count: &ModelCount) -> bool {
    choice.model == count.model
        && choice.form_factor.is_none_or(|form_factor| count.form_factor.as_deref() == Some(form_factor.as_str()))
        && choice.vram_gib.is_none_or(|vram| count.vram_gib == Some(i64::from(vram)))
}

/// Adds one provider's count to its GPU; counts come sorted by GPU.
fn add_count(summaries: &mut Vec<ModelSummary>, count: ModelCount) {
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let vram_gib = count.vram_gib.and_then(|vram| u32::try_from(vram).ok());
    let same_gpu = |summary: &ModelSummary| {
        summary.model == count.model && summary.form_factor == count.form_factor && summary.vram_gib == vram_gib
    };
    if !summaries.last().is_some_and(same_gpu) {
        let gpu = Gpu {
            vendor: count.vendor.clone(),
            model: count.model.clone(),
            form_factor: count.form_factor.clone(),
            vram_gib,
            slug: None,
        };
        summaries.push(ModelSummary {
            vendor: count.vendor.clone(),
            model: count.model.clone(),
            form_factor: count.form_factor.clone(),
            vram_gib,
            tflops_fp16: Catalogue::builtin().agreed(&gpu, |row| row.tflops_fp16),
            offers: 0,
            available_offers: 0,
            available_gpus: 0,
            min_price_per_gpu_hour: None,
            max_price_per_gpu_hour: None,
            providers: BTreeMap::new(),
        });
    }
    let Some(summary) = summaries.last_mut() else { return };
    summary.offers += number(count.offers);
    summary.available_offers += number(count.available_offers);
    summary.available_gpus += number(count.available_gpus);
    let price = |micros: Option<i64>| micros.map(Rate::from_micros);
    summary.min_price_per_gpu_hour =
        [summary.min_price_per_gpu_hour, price(count.min_price)].into_iter().flatten().min();
    summary.max_price_per_gpu_hour = summary.max_price_per_gpu_hour.max(price(count.max_price));
    summary.providers.entry(count.provider).or_default().insert(count.raw_gpu_name);
}

pub(super) fn view(app: &App, needs: Needs) -> View {
    View { now: app.now(), max_age: app.config.market.max_age, needs }
}

fn order(request: &SearchRequest) -> Result<SortOrder> {
    Ok(match &request.sort {
        Some(sort) => SortOrder::parse(sort)?,
        None if request.needs.any() => SortOrder::new(&[SortKey::ascending(QueryField::AllInPerGpuHour)]),
        None => SortOrder::new(&[SortKey::ascending(Field::PricePerGpuHour)]),
    })
}

/// The filter as a predicate. The market is asked for GPUs the catalogue does not know only when a name is not found.
async fn predicate(store: &Store, filter: &OfferFilter) -> Result<Predicate> {
    match filter.predicate(&mut |model: &str| resolve(model, &[])) {
        Err(error) if error.code == Code::UnknownModel => {
            let also_known = store.uncatalogued_models().await?;
            filter.predicate(&mut |model: &str| resolve(model, &also_known))
        }
        outcome => outcome,
    }
}

/// What a user's spelling of a GPU means, GPUs that the catalogue does not know included.
pub(super) async fn resolve_known(store: &Store, argument: &str) -> Result<Vec<Selection>> {
    match resolve(argument, &[]) {
        Err(error) if error.code == Code::UnknownModel => resolve(argument, &store.uncatalogued_models().await?),
        outcome => outcome,
    }
}

/// What a user's spelling of a GPU means.
fn resolve(argument: &str, also_known: &[String]) -> Result<Vec<Selection>> {
    Ok(Catalogue::builtin().select(argument, also_known)?)
}

async fn explain(store: &Store, predicate: &Predicate, view: &View) -> Result<Vec<TermReport>> {
    let terms = predicate.clone().into_terms();
    let left = store.rows_left_by_term(&terms, view).await?;
    Ok(terms
        .iter()
        .zip(left.iter().zip(left.iter().skip(1)))
        .map(|(term, (before, after))| TermReport { term: term.to_string(), removed: before - after })
        .collect())
}

/// Warnings about old, failed or missing data.
pub(super) async fn freshness(app: &App, store: &Store) -> Result<Vec<Warning>> {
    let states = store.provider_freshness().await?;
    if states.iter().all(|state| state.synced_at.is_none()) {
        return Ok(vec![Warning::new("empty_market", "the market is empty: run `gp4u sync` to fill it")]);
    }
    let now = app.now();
    let max_age_s = app.config.market.max_age.as_secs_f64();
    let mut warnings = Vec::new();
    let mut stale: Vec<(Timestamp, String)> = Vec::new();
    // What was brought in from files is not refreshed by a sync.
    let networks = states.into_iter().filter(|state| Network::parse(&state.name).is_ok());
    for ProviderState { name, synced_at, error, .. } in networks {
        if let Some((code, message)) = error {
            warnings.push(Warning::new(
                "provider_failed",
                format!("{name} could not be read last time ({code}: {message}); its offers may be out of date"),
            ));
        }
        if let Some(synced_at) = synced_at.filter(|at| now.duration_since(*at).as_secs_f64() > max_age_s) {
            stale.push((synced_at, name));
        }
    }
    if let Some((oldest, _)) = stale.iter().min() {
        let names = stale.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        let message =
            format!("offers of {names} are older than market.max_age, the oldest of {oldest:.0}: run `gp4u sync`");
        warnings.push(Warning::new("stale_market", message));
    }
    Ok(warnings)
}

pub(super) fn unknown_offers(ids: &[String]) -> Error {
    let named = ids.join(", ");
    Error::new(Code::NotFound, format!("no offer with the id {named}"))
        .hint("list ids with `gp4u gpus search -o ids`")
        .detail("ids", ids)
}
