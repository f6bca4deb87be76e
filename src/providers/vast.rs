//! Vast.ai, a marketplace of hosts: reading the market, which needs no key, and [`rental`], which does.
//!
//! `POST /api/v0/bundles/` answers with as many offers as it likes and no sign that there are more, so an answer that
//! looks cut off is asked for again in parts: by GPU model, then by GPU count.
//!
//! Sources of the wire format: `vast-ai/docs` (`api-reference/openapi/yaml/search_offers.yaml`),
//! `vast-ai/vast-cli` (`vastai/api/offers.py`), and recorded answers.

mod instance;
mod offer;
mod onstart;
mod query;
pub(super) mod rental;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use reqwest::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use serde_json::value::RawValue;

use super::http::{Answer, Request, Session};
use super::rows::Rows;
use super::wire::{Raw, rows_at};
use super::{Fault, FetchError, Fetched, Network, ProviderSettings};
use crate::market::offer::{PriceKind, Rejection};
use offer::Row;
use query::Question;

/// The search; the slash at its end is part of it.
const SEARCH: &str = "/api/v0/bundles/";
/// The names of all GPU models.
const MODELS: &str = "/api/v0/gpu_names/unique/";
/// Largest answer read: the whole market of 25,000 offers is 70 to 95 MB.
const MAX_BODY_BYTES: usize = 96_000_000;
/// Requests made for one fetch at most.
const MAX_REQUESTS: usize = 200;
/// Names of GPU models taken from the list at most.
const MAX_MODELS: usize = 1_000;
/// Counts of rows at which servers are known or likely to cut an answer. 64 is Vast's when no limit is sent.
const USUAL_CUTS: [usize; 17] =
    [64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024, 2000, 2048, 3000, 4096, 5000, 8192, 10_000];
/// When more than one row in this many is not what was asked for, the server does not filter. Vast lets a few slip in.
const ROWS_PER_STRAY: usize = 4;
/// What Vast says with status 404 when it does not know a key.
const KEY_REFUSALS: [&str; 2] = ["Invalid user key", "Session expired"];

/// Reads the whole market: on-demand offers and their interruptible twins.
pub(super) async fn fetch(session: &Session<'_>, settings: &ProviderSettings) -> Result<Fetched, FetchError> {
    let market = Market { rows: Rows::new(Network::Vast), refused: HashSet::new() };
    let key = settings.api_key.as_ref();
    let mut search = Search { session, key, market, requests: 0, models: None, unfiltered: false, failure: None };
    let mut answered = Vec::new();
    // Both kinds are asked for before any is asked for in parts: a tight request budget then costs detail, not a kind.
    for kind in [PriceKind::OnDemand, PriceKind::Interruptible] {
        let whole = Question::whole(kind);
        let outcome = match search.ask(&whole).await {
            Err(error) if matches!(error.fault, Fault::TooLarge { .. }) => {
                search.failure = Some(error);
                Outcome::Cut(BTreeSet::new())
            }
            outcome => outcome?,
        };
        answered.push((whole, outcome));
    }
    for (whole, outcome) in answered {
        search.complete(whole, outcome).await;
    }
    match search.failure {
        Some(failure) if search.market.rows.received() == 0 => Err(failure),
        _ => Ok(search.market.rows.finish()),
    }
}

fn with_key<'a>(request: Request<'a>, key: &SecretString) -> Request<'a> {
    request.secret_header(AUTHORIZATION, format!("Bearer {}", key.expose_secret()).into())
}

/// Tells a key that is not known from a thing that is not there: both are answered with 404.
fn told_apart(error: FetchError) -> FetchError {
    match error.fault {
        Fault::HttpStatus { status: 404 } if refuses_key(&error.excerpt) => {
            FetchError { fault: Fault::Unauthorized { status: 404 }, ..error }
        }
        _ => error,
    }
}

fn refuses_key(answer: &str) -> bool {
    KEY_REFUSALS.iter().any(|text| answer.contains(text))
}

/// What came of one question.
enum Outcome {
    /// Everything that was asked for.
    Complete,
    /// Cut off, or too large to be read. Names of the models that were seen.
    Cut(BTreeSet<String>),
    /// Cut off, and holding what was not asked for: the server does not filter, so asking in parts is of no use.
    Unfiltered,
}

/// One fetch in progress.
struct Search<'a> {
    session: &'a Session<'a>,
    key: Option<&'a SecretString>,
    market: Market,
    requests: usize,
    /// All models' names, once they were asked for.
    models: Option<BTreeSet<String>>,
    /// Whether the server was seen not to filter.
    unfiltered: bool,
    /// Why an answer is missing.
    failure: Option<FetchError>,
}

impl Search<'_> {
    /// Asks one question and takes over the rows of the answer.
    async fn ask(&mut self, question: &Question) -> Result<Outcome, FetchError> {
        self.requests += 1;
        let request = Request::post(SEARCH, &question.body())?.max_bytes(MAX_BODY_BYTES);
        let answer = self.send(request).await?;
        let (session, market) = (self.session, &mut self.market);
        answer.read(|text| {
            let answered = rows_at(text, &["offers"])?;
            let outcome = market.take_over(question, &answered);
            session.add_rows(answered.len() as u64);
            Ok(outcome)
        })
    }

    async fn send(&self, request: Request<'_>) -> Result<Answer, FetchError> {
        let request = match self.key {
            Some(key) => with_key(request, key),
            None => request,
        };
        self.session.send(&request).await.map_err(told_apart)
    }

    /// Asks for what was cut off in parts, until nothing is cut off. What cannot be had is said in a warning.
    async fn complete(&mut self, whole: Question, outcome: Outcome) {
        let kind = whole.kind.as_str();
        let mut open = vec![(whole, outcome)];
        let mut missing = None;
        while let Some((question, outcome)) = open.pop() {
            let seen = match outcome {
                Outcome::Complete => continue,
                Outcome::Cut(seen) if !self.unfiltered => seen,
                Outcome::Cut(_) | Outcome::Unfiltered => {
                    self.unfiltered = true;
                    missing = Some("the server does not filter by model".to_owned());
                    break;
                }
            };
            let known = if question.is_whole() { self.all_models(seen).await } else { seen };
            let parts = question.split(&known);
            if parts.is_empty() {
                missing = Some(format!("{question} is cut off and cannot be asked for in smaller parts"));
                continue;
            }
            match self.ask_all(parts).await {
                Ok(answered) => open.extend(answered),
                Err(reason) => {
                    missing = Some(reason);
                    break;
                }
            }
        }
        if let Some(reason) = missing {
            self.market.rows.incomplete(format!("not all {kind} offers of Vast.ai could be read: {reason}"));
        }
    }

    /// Asks several questions, up to one that shows that it is no use; or says why they cannot all be asked.
    async fn ask_all(&mut self, questions: Vec<Question>) -> Result<Vec<(Question, Outcome)>, String> {
        let mut answered = Vec::new();
        for question in questions {
            if self.requests >= MAX_REQUESTS {
                return Err(format!("{MAX_REQUESTS} requests are not enough"));
            }
            let outcome = self.ask(&question).await.map_err(|error| {
                let reason = error.to_string();
                self.failure = Some(error);
                reason
            })?;
            let is_useless = matches!(outcome, Outcome::Unfiltered);
            answered.push((question, outcome));
            if is_useless {
                break;
            }
        }
        Ok(answered)
    }

    /// The names of all models as far as they can be known: the list's, and those that were seen.
    async fn all_models(&mut self, seen: BTreeSet<String>) -> BTreeSet<String> {
        if self.models.is_none() {
            self.requests += 1;
            let listed = match self.send(Request::get(MODELS)).await {
                Ok(answer) => answer.read(|text| Ok(names(&rows_at(text, &["gpu_names"])?))),
                Err(error) => Err(error),
            };
            // The list only makes parts more even: what is on no list is asked for as the rest.
            self.models = Some(listed.unwrap_or_default());
        }
        self.models.iter().flatten().cloned().chain(seen).collect()
    }
}

fn names(values: &[&RawValue]) -> BTreeSet<String> {
    let names = values.iter().take(MAX_MODELS).filter_map(|value| Raw::new(value).text());
    names.map(Cow::into_owned).collect()
}

/// What was read so far.
struct Market {
    rows: Rows,
    /// Hashes of rows that did not become offers.
    refused: HashSet<u64>,
}

impl Market {
    /// Takes over the rows of an answer, each row once however many answers hold it (parts overlap with the whole,
    /// and a server may ignore what is asked), and judges whether they are all there are.
    fn take_over(&mut self, question: &Question, answered: &[&RawValue]) -> Outcome {
        let is_cut = answered.len() >= query::LIMIT || USUAL_CUTS.contains(&answered.len());
        let kept_before = self.rows.kept();
        let mut refused = Vec::new();
        let mut seen = BTreeSet::new();
        let mut strays = 0_usize;
        for value in answered {
            let row: Result<Row<'_>, Rejection> = serde_json::from_str(value.get()).map_err(|_| Rejection::Malformed);
            if is_cut && let Ok(row) = &row {
                seen.extend(row.gpu_name.text().filter(|name| !seen.contains(&**name)).map(Cow::into_owned));
                strays += usize::from(!question.is_about(row));
            }
            let offer = row.and_then(|row| offer::normalize(&row, question.kind));
            let is_known = if let Ok(offer) = &offer {
                self.rows.position(&offer.external_id).is_some_and(|at| at < kept_before)
            } else {
                let hash = hash(value.get());
                refused.push(hash);
                self.refused.contains(&hash)
            };
            if !is_known {
                self.rows.push(offer);
            }
        }
        self.refused.extend(refused);
        match is_cut {
            false => Outcome::Complete,
            true if strays * ROWS_PER_STRAY > answered.len() => Outcome::Unfiltered,
            true => Outcome::Cut(seen),
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
