//! Renting on Akash through its Console API: an order, bids on it, a lease of the best, and the order closed whenever
//! that does not end in a machine (`akash-network/console`, `apps/api/src/deployment` and `apps/api/src/bid`).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use jiff::Timestamp;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::PROVIDERS;
use super::auction::{PACE, Pace, gpu_of};
use super::deployment::{Described, host_endpoint, label_on_chain, log_in_at, read_one, read_page};
use crate::providers::http::{Answer, Http, Request, Session};
use crate::providers::rental::{
    Bound, Creation, DEADMAN_MARGIN, Destruction, Label, Listing, Machine, MachineId, MaySend, Order, Pending,
    Presence, Profile, Prolonging, Quote, Refusal, Rental, Why, whole_hours,
};
use crate::providers::wire::object;
use crate::providers::{Clock, Exchange, Fault, FetchError, Network, ProviderSettings};

pub(super) const DEPLOYMENTS: &str = "/v1/deployments";
/// What the chain itself says of a deployment; takes its owner, too.
const ON_CHAIN: &str = "/v1/deployment";
const SETTINGS: &str = "/v2/deployment-settings";
/// Deployments of one page: the most that newer consoles give.
const PAGE_ROWS: usize = 100;
/// Pages read at most.
const MAX_PAGES: usize = 100;
/// Hours by which a deployment's own end can be moved at once (`runtime-limit.ts`), and what it can be at most.
pub(super) const MAX_STEP_HOURS: i64 = 48;
pub(super) const MAX_HOURS: i64 = 8760;
/// Deployments whose labels are remembered.
const MAX_REMEMBERED: usize = 10_000;
/// Time for everything that renting does: order, bids, a few tries to take one, and closing.
const CREATE_LIMIT: Duration = Duration::from_mins(5);

/// Renting on Akash.
#[derive(Debug)]
pub(in crate::providers) struct Akash {
    http: Http,
    key: SecretString,
    pub(super) clock: Clock,
    pub(super) pace: Pace,
    /// Whose deployments were found to be; never changes, and costs two requests to find out.
    labels: Mutex<HashMap<MachineId, Whose>>,
}

/// Whose a deployment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// gp4u's, of whatever database.
    Gp4u(Label),
    /// Another program's.
    Foreign,
}

impl Whose {
    fn label(self) -> Option<Label> {
        match self {
            Self::Gp4u(label) => Some(label),
            Self::Foreign => None,
        }
    }
}

object! {
    struct Envelope {
        data,
    }
}

object! {
    struct Limit {
        hours = "runtimeLimitHours",
        ends_at = "runtimeEndsAt",
    }
}

object! {
    struct Owner {
        host_uri = "hostUri",
    }
}

impl Akash {
    pub(in crate::providers) fn new(settings: ProviderSettings) -> Result<Self, FetchError> {
        let settings = ProviderSettings { deadline: CREATE_LIMIT, ..settings };
        let http = Http::new(&settings, &Exchange::Live)?;
        let no_key = || FetchError::new(Network::Akash.as_str(), Fault::NoKey);
        let key = settings.api_key.filter(|key| !key.expose_secret().is_empty()).ok_or_else(no_key)?;
        Ok(Self { http, key, clock: settings.clock, pace: PACE, labels: Mutex::default() })
    }

    pub(super) fn session(&self) -> Session<'_> {
        self.http.session(&|_| {})
    }

    pub(super) fn keyed<'a>(&self, request: Request<'a>) -> Request<'a> {
        request.secret_header(HeaderName::from_static("x-api-key"), self.key.clone())
    }

    pub(super) async fn send(&self, session: &Session<'_>, request: Request<'_>) -> Result<Answer, FetchError> {
        session.send(&self.keyed(request)).await
    }

    pub(super) async fn try_destroy(&self, session: &Session<'_>, id: &MachineId) -> Result<Destruction, FetchError> {
        match self.send(session, Request::delete(format!("{DEPLOYMENTS}/{id}"))).await {
            Ok(_) => Ok(Destruction::Accepted),
            Err(error) if is_absent(&error) => Ok(Destruction::AlreadyGone),
            Err(error) => Err(error),
        }
    }

    /// What the console says of a deployment; `None` when it knows of none.
    pub(super) async fn look(&self, session: &Session<'_>, id: &MachineId) -> Result<Option<Described>, FetchError> {
        match self.send(session, Request::get(format!("{DEPLOYMENTS}/{id}"))).await {
            Err(error) if is_absent(&error) => Ok(None),
            answer => answer?.read(|text| read_one(text, id, self.clock.now())).map(Some),
        }
    }

    /// As [`Akash::look`], with the address to log in at where only the provider's own entry has it.
    async fn look_closely(&self, session: &Session<'_>, id: &MachineId) -> Result<Option<Described>, FetchError> {
        let mut described = self.look(session, id).await?;
        if let Some(Described { presence: Presence::Here(machine), host_of: Some((provider, port)), .. }) =
            &mut described
            && MachineId::new(provider).is_some()
        {
            let answer = session.send(&Request::get(format!("{PROVIDERS}/{provider}"))).await;
            let endpoint = answer.and_then(|answer| {
                answer.read(|text| {
                    let owner: Owner<'_> = serde_json::from_str(text)?;
                    Ok(host_endpoint(&owner.host_uri.text().unwrap_or_default(), *port))
                })
            });
            log_in_at(machine, endpoint.unwrap_or_else(|error| Err(error.to_string())));
        }
        Ok(described)
    }

    pub(super) fn remember(&self, id: &MachineId, whose: Whose) {
        let mut labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        if labels.len() >= MAX_REMEMBERED {
            labels.clear();
        }
        labels.insert(id.clone(), whose);
    }

    fn remembered(&self, id: &MachineId) -> Option<Whose> {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }

    /// Finds out what a deployment is called: from the order that newer consoles remember, else from the chain.
    async fn find_out(
        &self,
        session: &Session<'_>,
        id: &MachineId,
        described: &Described,
    ) -> Result<Whose, FetchError> {
        let told = match &described.presence {
            Presence::Here(machine) => machine.label,
            Presence::Gone { .. } => None,
        };
        let label = match &described.owner {
            _ if told.is_some() || described.remembered => told,
            Some(owner) if MachineId::new(owner).is_some() => {
                let request = Request::get(format!("{ON_CHAIN}/{owner}/{id}"));
                session.send(&request).await?.read(label_on_chain)?
            }
            _ => return Err(FetchError::new(DEPLOYMENTS, Fault::WrongShape)),
        };
        let whose = label.map_or(Whose::Foreign, Whose::Gp4u);
        self.remember(id, whose);
        Ok(whose)
    }

    async fn read_ids(&self, session: &Session<'_>, listing: &mut Listing) -> Result<Vec<MachineId>, FetchError> {
        let mut ids: Vec<MachineId> = Vec::new();
        for page in 0..MAX_PAGES {
            let request = Request::get(DEPLOYMENTS).query("skip", page * PAGE_ROWS).query("limit", PAGE_ROWS);
            let (found, more, unreadable) = self.send(session, request).await?.read(read_page)?;
            if unreadable > 0 {
                listing.doubts.push(format!("{unreadable} deployments in the list cannot be read"));
            }
            let is_new = found.iter().any(|id| !ids.contains(id));
            ids.extend(found);
            if !more {
                ids.sort();
                ids.dedup();
                return Ok(ids);
            }
            if !is_new {
                break;
            }
        }
        listing.doubts.push("the list has no end".to_owned());
        Ok(ids)
    }

    async fn read_list(&self) -> Result<Listing, FetchError> {
        let session = self.session();
        let mut listing = Listing::default();
        for id in self.read_ids(&session, &mut listing).await? {
            let known = self.remembered(&id);
            if known == Some(Whose::Foreign) {
                listing.foreign += 1;
                continue;
            }
            let Some(described) = self.look_closely(&session, &id).await? else { continue };
            let whose = match known {
                Some(whose) => Ok(whose),
                None => self.find_out(&session, &id, &described).await,
            };
            match (whose, described.presence) {
                (Err(error), _) => listing.doubts.push(format!("it cannot be told whose deployment {id} is: {error}")),
                (Ok(_), Presence::Gone { .. }) => {}
                (Ok(Whose::Foreign), Presence::Here(_)) => listing.foreign += 1,
                (Ok(Whose::Gp4u(label)), Presence::Here(machine)) => {
                    listing.machines.push(Machine { label: Some(label), ..*machine });
                }
            }
        }
        Ok(listing)
    }

    /// Moves a deployment's own end, in as many steps as it takes.
    async fn move_end(&self, id: &MachineId, ends_at: Timestamp) -> Result<Prolonging, FetchError> {
        let session = self.session();
        let path = format!("{SETTINGS}/{id}");
        let wanted = ends_at + DEADMAN_MARGIN;
        let mut answer = match self.send(&session, Request::get(path.as_str())).await {
            // An older console, whose only bound is what lies in escrow.
            Err(FetchError { fault: Fault::HttpStatus { status: 404 }, .. }) => {
                return self.top_up(&session, id, wanted).await.map(Prolonging::Until);
            }
            answer => answer?,
        };
        for _ in 0..MAX_HOURS / MAX_STEP_HOURS {
            let limit = answer.read(|text| {
                let envelope: Envelope<'_> = serde_json::from_str(text)?;
                let limit: Limit<'_> = envelope.data.parsed().unwrap_or_default();
                let end = limit.ends_at.text().and_then(|text| text.parse::<Timestamp>().ok());
                Ok(limit.hours.integer().zip(end))
            })?;
            let Some((hours, end)) = limit else { return Ok(Prolonging::NotHere) };
            let missing = whole_hours(end, wanted);
            if missing <= 0 || hours >= MAX_HOURS {
                return Ok(Prolonging::Until(end));
            }
            let hours = (hours + missing.min(MAX_STEP_HOURS)).min(MAX_HOURS);
            let request = Request::patch(path.as_str(), &json!({"data": {"runtimeLimitHours": hours}}))?;
            answer = self.send(&session, request).await?;
        }
        Err(FetchError::new(SETTINGS, Fault::WrongShape))
    }
}

impl Rental for Akash {
    fn network(&self) -> Network {
        Network::Akash
    }

    fn profile(&self) -> Profile {
        Profile {
            create_limit: self.http.deadline(),
            bound: Bound::Provider,
            notice: Some("the price is what the auction brings, and the provider may close the lease at any time"),
        }
    }

    fn check(&self, order: &Order) -> Result<(), Refusal> {
        order.check()?;
        gpu_of(order)?;
        if order.onstart.is_some() {
            let message = "Akash runs an image as it is: a start script has to be part of it";
            return Err(Refusal::new(Why::Unsupported, message));
        }
        Ok(())
    }

    fn quote<'a>(&'a self, order: &'a Order) -> Pending<'a, Result<Quote, Refusal>> {
        async move {
            self.check(order)?;
            Ok(Quote { price_per_hour: None, prepaid: None, kept: None })
        }
        .boxed()
    }

    fn create<'a>(&'a self, order: &'a Order, may_send: &'a MaySend<'a>) -> Pending<'a, Creation> {
        self.try_create(order, may_send).map(|tried| tried.unwrap_or_else(Creation::from)).boxed()
    }

    fn get<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Presence, FetchError>> {
        async move {
            let described = self.look_closely(&self.session(), id).await?;
            let presence = described.map_or(Presence::Gone { reason: None }, |described| described.presence);
            Ok(match presence {
                Presence::Here(machine) if machine.label.is_none() => {
                    let label = self.remembered(id).and_then(Whose::label);
                    Presence::Here(Box::new(Machine { label, ..*machine }))
                }
                presence => presence,
            })
        }
        .boxed()
    }

    fn list(&self) -> Pending<'_, Result<Listing, FetchError>> {
        self.read_list().boxed()
    }

    fn destroy<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Destruction, FetchError>> {
        async move { self.try_destroy(&self.session(), id).await }.boxed()
    }

    fn prolong<'a>(&'a self, id: &'a MachineId, ends_at: Timestamp) -> Pending<'a, Result<Prolonging, FetchError>> {
        self.move_end(id, ends_at).boxed()
    }

    fn logs<'a>(&'a self, _: &'a MachineId, _: u32) -> Pending<'a, Result<Option<String>, FetchError>> {
        async { Ok(None) }.boxed()
    }
}

/// Whether an error says that there is no such deployment; a bare 404 does not.
fn is_absent(error: &FetchError) -> bool {
    matches!(error.fault, Fault::HttpStatus { status: 404 }) && error.excerpt.contains("not_found")
}

#[cfg(test)]
mod tests;
