//! The market to plan over: what is stored, or offers in a file.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::all_in::Needs;
use crate::market::catalogue::{Catalogue, Precision};
use crate::market::history::Billing;
use crate::market::offer::{Gpu, MAX_OFFERS_PER_PROVIDER, PriceKind};
use crate::market::plan::{Listing, Pool, Seconds, Unusable, offer_of_line};
use crate::market::row::OfferRow;
use crate::ops::market::{freshness, view};
use crate::providers::Network;
use crate::store::{Listings, ListingsQuery};

/// Bytes of offers read from a file at most.
const MAX_OFFERS_BYTES: u64 = 1 << 30;
/// Offers read from a file at most.
const MAX_OFFERS: usize = MAX_OFFERS_PER_PROVIDER;

/// A file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// This file.
    File(PathBuf),
}

impl Input {
    /// What `-` or a path means.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::File(path.to_owned()) }
    }

    /// Its name for people.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// All of its text.
    pub(super) fn read(&self, most_bytes: u64) -> Result<String> {
        let mut text = String::new();
        let failed = |error: std::io::Error| {
            let code = if error.kind() == std::io::ErrorKind::InvalidData { Code::BadInput } else { Code::Io };
            Error::new(code, format!("cannot read {}: {error}", self.name()))
        };
        let read = match self {
            Self::Stdin => stdin().lock().take(most_bytes + 1).read_to_string(&mut text),
            Self::File(path) => File::open(path).and_then(|file| {
                let bytes = file.metadata()?.len().min(most_bytes);
                text.reserve(usize::try_from(bytes).unwrap_or_default());
                file.take(most_bytes + 1).read_to_string(&mut text)
            }),
        };
        read.map_err(failed)?;
        if text.len() as u64 > most_bytes {
            let message = format!("{} is longer than {most_bytes} bytes", self.name());
            return Err(Error::new(Code::BadInput, message));
        }
        Ok(text)
    }
}

/// The offers there are.
pub(super) enum Market {
    /// What is stored.
    Stored(Listings),
    /// What somebody gave.
    Given { text: String, name: String },
}

/// The document of `gpus search -o json`.
#[derive(Deserialize)]
struct SearchDocument<'a> {
    schema: String,
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
}

impl Market {
    /// Reads a file, or the stored market without what is not needed of it.
    pub(super) async fn read(app: &App, offers: Option<&Input>, query: &ListingsQuery<'_>) -> Result<Self> {
        Ok(match offers {
            Some(input) => Self::Given { text: input.read(MAX_OFFERS_BYTES)?, name: input.name() },
            None => Self::Stored(app.store().await?.listings(query).await?),
        })
    }

    /// The texts of the offers in a file; none of the stored market.
    pub(super) fn lines(&self) -> Result<Vec<&str>> {
        let Self::Given { text, name } = self else { return Ok(Vec::new()) };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document = serde_json::from_str::<SearchDocument<'_>>(text).ok();
        let lines: Vec<&str> = match document.filter(|document| document.schema.starts_with("gp4u.offers/")) {
            Some(document) => document.data.into_iter().map(RawValue::get).collect(),
            None => text.lines().filter(|line| !line.trim().is_empty()).collect(),
        };
        if lines.len() > MAX_OFFERS {
            return Err(Error::new(Code::BadInput, format!("{name} has more than {MAX_OFFERS} offers")));
        }
        Ok(lines)
    }

    /// What planning needs of each offer; of a file, in the order of its lines.
    pub(super) fn listings<'a>(&'a self, lines: &[&'a str]) -> Result<Vec<Listing<'a>>> {
        match self {
            Self::Stored(listings) => Ok(listings.offers()?),
            Self::Given { name, .. } => lines
                .iter()
                .zip(1..)
                .map(|(line, number)| Listing::parse(line).map_err(|error| bad_line(name, number, &error)))
                .collect(),
        }
    }

    /// Makes candidates of offers.
    pub(super) fn pool<'a>(
        &self,
        listings: &'a [Listing<'a>],
        kinds: &[Billing],
        duration: Option<Seconds>,
        precision: Precision,
    ) -> Pool<'a> {
        let known = RefCell::new(HashMap::new());
        let mut pool = Pool::new(listings, kinds, duration, |listing| match precision {
            Precision::Fp16 => listing.tflops_fp16,
            Precision::Fp32 | Precision::Fp8 => {
                let gpu = Gpu {
                    vendor: None,
                    model: listing.model.to_string(),
                    form_factor: listing.form_factor.as_deref().map(str::to_owned),
                    vram_gib: listing.vram_gib,
                    slug: None,
                };
                let mut known = known.borrow_mut();
                *known
                    .entry(gpu)
                    .or_insert_with_key(|gpu| Catalogue::builtin().agreed(gpu, |spec| precision.tflops(spec)))
            }
        });
        if let Self::Stored(stored) = self {
            pool.market_at = stored.market_at;
            for (kind, count) in &stored.left_out {
                let reason = if *kind == PriceKind::Indicative { Unusable::Indicative } else { Unusable::OtherKind };
                *pool.unusable.entry(reason).or_default() += count;
            }
        }
        pool
    }

    /// Whole offers by id, one for each id.
    pub(super) async fn offers(
        &self,
        app: &App,
        ids: &[&str],
        listings: &[Listing<'_>],
        lines: &[&str],
    ) -> Result<Vec<OfferRow>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        let rows: Vec<OfferRow> = match self {
            Self::Stored(_) => {
                let ids: Vec<String> = distinct.into_iter().map(str::to_owned).collect();
                app.store().await?.offers_by_id(&ids, &view(app, Needs::default())).await?
            }
            Self::Given { name, .. } => {
                let numbered = listings.iter().zip(lines).zip(1..);
                let wanted = numbered.filter(|((listing, _), _)| distinct.contains(&*listing.id));
                wanted
                    .map(|((_, line), number)| {
                        offer_of_line(line, app.now()).map_err(|error| bad_line(name, number, &error))
                    })
                    .collect::<Result<_>>()?
            }
        };
        let by_id: BTreeMap<&str, &OfferRow> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
        ids.iter().map(|id| by_id.get(id).map(|row| (*row).clone()).ok_or_else(changed_meanwhile)).collect()
    }

    /// The providers there are, whether or not they have anything to plan with.
    pub(super) async fn providers(&self, app: &App, listings: &[Listing<'_>]) -> Result<BTreeSet<String>> {
        let networks = Network::ALL.iter().map(|network| network.as_str().to_owned());
        let mut names: BTreeSet<String> = networks.collect();
        match self {
            Self::Stored(_) => {
                names.extend(app.store().await?.provider_freshness().await?.into_iter().map(|state| state.name));
            }
            Self::Given { .. } => {
                let given: BTreeSet<&str> = listings.iter().map(|listing| &*listing.provider).collect();
                names.extend(given.into_iter().map(str::to_owned));
            }
        }
        Ok(names)
    }

    /// What there is to say about the data.
    pub(super) async fn warnings(&self, app: &App) -> Result<Vec<Warning>> {
        match self {
            Self::Stored(_) => freshness(app, app.store().await?).await,
            Self::Given { .. } => Ok(Vec::new()),
        }
    }

    /// Whether the offers are the stored ones.
    pub(super) const fn is_stored(&self) -> bool {
        matches!(self, Self::Stored(_))
    }
}

fn bad_line(name: &str, number: usize, error: &serde_json::Error) -> Error {
    // serde names a line of its own, which is always the first.
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    Error::new(Code::BadInput, format!("offer {number} in {name} cannot be read: {reason}"))
        .hint("--offers takes what `gp4u gpus search -o ndjson` prints: an offer a line")
        .detail("line", number)
}

/// The market moved between planning and reading the members.
pub(super) fn changed_meanwhile() -> Error {
    Error::new(Code::Conflict, "the market changed while it was planned over").hint("run it again")
}
