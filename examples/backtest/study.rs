//! What savings would have been worth, had they been believed: every market of a file of observations is judged at the
//! end of every day, and looked at again a day later.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use gp4u::market::arbitrage::{Deal, Grade, Market, ProviderSeries, Seen, Terms, assess, assess_provider};
use gp4u::market::history::{Billing, Hour, PriceStats, Quote, SeriesKey, aggregate};
use gp4u::market::import::{Columns, Defaults, ImportedPrice, Reader};
use jiff::Timestamp;

/// Hours in a day: the recorded prices are from trackers that looked once a day.
const DAY: i64 = 24;

/// The prices of a file; rows that cannot be read, or do not say when, are left out.
pub fn read(path: &Path) -> Result<Vec<ImportedPrice>, csv::Error> {
    let mut csv = csv::Reader::from_path(path)?;
    let header = csv.headers()?.clone();
    let columns = Columns::new(&header).map_err(|error| csv::Error::from(std::io::Error::other(error)))?;
    let mut reader = Reader::new(columns, Defaults { at: None, now: Timestamp::MAX });
    let mut prices = Vec::new();
    for row in csv.records() {
        let row = row?;
        prices.extend(reader.prices(&|field| row.get(field).unwrap_or_default()).unwrap_or_default());
    }
    Ok(prices)
}

/// One provider's figures in one market, by hour.
type Figures = BTreeMap<Hour, (PriceStats, Timestamp)>;

/// Every market's providers over time, made hour by hour as an import makes them.
pub struct Record(BTreeMap<SeriesKey, BTreeMap<String, Figures>>);

impl Record {
    /// Sorts prices into markets and hours.
    pub fn new(prices: &[ImportedPrice]) -> Self {
        let mut hours: BTreeMap<(&str, Hour), Vec<&ImportedPrice>> = BTreeMap::new();
        for price in prices {
            hours.entry((&price.provider, Hour::of(price.at))).or_default().push(price);
        }
        let mut markets: BTreeMap<SeriesKey, BTreeMap<String, Figures>> = BTreeMap::new();
        for ((provider, hour), seen) in hours {
            let at = seen.iter().map(|price| price.at).max().unwrap_or_default();
            let compared = aggregate(seen.into_iter().map(quote)).into_iter().filter(|(key, _)| key.class.is_some());
            for (key, stats) in compared {
                let figures = markets.entry(key).or_default().entry(provider.to_owned()).or_default();
                figures.insert(hour, (stats, at));
            }
        }
        Self(markets)
    }

    /// Judges every market at the end of every day on which it was seen.
    pub fn judge(&self, terms: &Terms) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        for (key, providers) in &self.0 {
            let past = providers.iter().map(|(provider, figures)| ProviderSeries {
                provider: provider.clone(),
                now: None,
                past: figures.iter().map(|(hour, (stats, _))| (*hour, stats.price)).collect(),
            });
            let mut market = Market { key: key.clone(), providers: past.collect() };
            let days: BTreeSet<i64> =
                providers.values().flat_map(BTreeMap::keys).map(|hour| hour.0.div_euclid(DAY)).collect();
            for day in days {
                let end = Hour(day * DAY + DAY - 1);
                set_present(&mut market, providers, day);
                let Some(deal) = assess(&market, end, terms).filter(|deal| deal.comparison.is_some()) else { continue };
                set_present(&mut market, providers, day + 1);
                let later = assess_provider(&market, &deal.provider, Hour(end.0 + DAY), terms);
                let later_bps = later.and_then(|deal| deal.comparison).map(|comparison| comparison.saving.basis_points);
                let seen =
                    market.providers.iter().any(|series| series.provider == deal.provider && series.now.is_some());
                let recorded = seen || self.is_recorded(&deal.provider, day + 1);
                verdicts.push(Verdict { key: key.clone(), day, deal, recorded, seen, later_bps });
            }
        }
        verdicts
    }

    /// Whether anybody looked at a provider on a day, in whatever market.
    fn is_recorded(&self, provider: &str, day: i64) -> bool {
        let hours = Hour(day * DAY)..Hour(day * DAY + DAY);
        let figures = self.0.values().filter_map(|providers| providers.get(provider));
        figures.into_iter().any(|figures| figures.range(hours.clone()).next().is_some())
    }
}

fn quote(price: &ImportedPrice) -> Quote<'_> {
    Quote {
        provider: &price.provider,
        id: &price.external_id,
        machine: None,
        model: &price.gpu.model,
        form_factor: price.gpu.form_factor.as_deref(),
        vram_gib: price.gpu.vram_gib,
        in_catalogue: price.gpu.slug.is_some(),
        kind: price.kind,
        available: true,
        gpu_count: price.gpu_count,
        units: 1,
        price: price.price_per_gpu_hour,
        reliability: price.reliability,
        egress_price_per_gib: None,
        min_hours: 0,
    }
}

/// Makes a day's last prices the present ones.
fn set_present(market: &mut Market, providers: &BTreeMap<String, Figures>, day: i64) {
    for series in &mut market.providers {
        let of_day =
            providers.get(&series.provider).map(|figures| figures.range(Hour(day * DAY)..Hour(day * DAY + DAY)));
        let last = of_day.and_then(|mut hours| hours.next_back());
        series.now = last.map(|(_, (stats, at))| Seen { stats: stats.clone(), at: *at });
    }
}

/// What was thought of a market at the end of a day, and what had become of it a day later.
pub struct Verdict {
    /// The market.
    pub key: SeriesKey,
    /// Days since 1970.
    pub day: i64,
    /// The best place to buy.
    pub deal: Deal,
    /// Whether somebody looked at that provider the day after, in whatever market.
    pub recorded: bool,
    /// Whether it was seen in this market then.
    pub seen: bool,
    /// What it saved then, in basis points; `None` when it was not seen, or there was nothing to compare with.
    pub later_bps: Option<i64>,
}

impl Verdict {
    fn bps(&self) -> i64 {
        self.deal.comparison.as_ref().map_or(0, |comparison| comparison.saving.basis_points)
    }

    /// Its grade, when it saved enough.
    pub fn grade(&self, terms: &Terms) -> Option<Grade> {
        let comparison = self.deal.comparison.as_ref()?;
        (self.bps() >= terms.min_spread_bps).then_some(comparison.confidence.grade)
    }

    fn usual_is_known(&self) -> bool {
        self.deal.comparison.as_ref().is_some_and(|comparison| comparison.confidence.usual_bps.is_some())
    }

    fn is_event(&self) -> bool {
        self.deal.comparison.as_ref().is_some_and(|comparison| comparison.is_event)
    }
}

/// How savings of one grade fared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fate {
    /// Savings of that grade.
    pub found: u32,
    /// Of those, at providers that somebody looked at a day later.
    pub recorded: u32,
    /// Of those, seen in the same market again: the others were sold out, or passed over by the recorder.
    pub seen: u32,
    /// Of those, still saving enough.
    pub held: u32,
}

impl Fate {
    /// The share that held of those seen again.
    pub fn share(self) -> f64 {
        f64::from(self.held) / f64::from(self.seen)
    }

    /// The share that held when absence counts as failure.
    pub fn strict_share(self) -> f64 {
        f64::from(self.held) / f64::from(self.recorded)
    }
}

/// How savings fared, by grade.
pub fn fates(verdicts: &[Verdict], terms: &Terms) -> BTreeMap<Grade, Fate> {
    let mut fates: BTreeMap<Grade, Fate> = BTreeMap::new();
    for verdict in verdicts {
        let Some(grade) = verdict.grade(terms) else { continue };
        let fate = fates.entry(grade).or_default();
        fate.found += 1;
        fate.recorded += u32::from(verdict.recorded);
        fate.seen += u32::from(verdict.seen);
        fate.held += u32::from(verdict.later_bps.is_some_and(|bps| bps >= terms.min_spread_bps));
    }
    fates
}

/// How much there is to hear of one model.
#[derive(Clone, Copy, Debug, Default)]
pub struct News {
    /// Days on which one of its markets could be judged, each market counted.
    pub judged: u32,
    /// Of those, days on which the usual saving was known.
    pub told: u32,
    /// Events.
    pub events: u32,
    /// Different days.
    pub days: u32,
}

impl News {
    /// Events in 30 days.
    pub fn per_month(self) -> f64 {
        30.0 * f64::from(self.events) / f64::from(self.days)
    }
}

/// Events by model, on demand.
pub fn news(verdicts: &[Verdict]) -> BTreeMap<String, News> {
    let mut models: BTreeMap<String, (News, BTreeSet<i64>)> = BTreeMap::new();
    for verdict in verdicts.iter().filter(|verdict| verdict.key.billing == Billing::OnDemand) {
        let (news, days) = models.entry(verdict.key.gpu.to_string()).or_default();
        news.judged += 1;
        news.told += u32::from(verdict.usual_is_known());
        news.events += u32::from(verdict.is_event());
        days.insert(verdict.day);
    }
    let count = |days: BTreeSet<i64>| u32::try_from(days.len()).unwrap_or(u32::MAX);
    models.into_iter().map(|(model, (news, days))| (model, News { days: count(days), ..news })).collect()
}
