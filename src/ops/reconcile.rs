//! The database against the providers: which machines carry a label of ours and are nobody's, and which should be there
//! and are not.
//!
//! Providers are asked first and the database second, so that a machine that is made meanwhile is never taken for
//! nobody's. Only machines of this database's own deployment are ever released; what cannot be believed changes nothing.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::actor::require;
use super::lifecycle::machine::{PROVIDER_PAUSE, leak, stray};
use crate::app::App;
use crate::auth::Scope;
use crate::booking::{Rental, RentalState};
use crate::error::{Code, Error, Result};
use crate::providers::Network;
use crate::providers::rental::{self, Bound, Deployment, Listing, Machine, MachineId, Presence};
use crate::store::{Store, Stray};
use crate::units::Rate;

/// A machine younger than this is never released for being nobody's.
const YOUNG: SignedDuration = SignedDuration::from_mins(5);
/// A provider at which nothing was rented for so long is not asked any more.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(7 * 24);
const SECONDS_PER_HOUR: u64 = 3_600;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A machine with a label of ours that nobody owns.
    Orphan,
    /// A machine with a label of this database of which the database knows nothing: never released by gp4u.
    Unknown,
    /// A machine that should be there and is not.
    Missing,
    /// The provider's list cannot be believed; nothing was done.
    Untrusted,
    /// The provider did not answer.
    Unreachable,
    /// A machine that costs more than was agreed on.
    Dearer,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// At which provider.
    pub provider: String,
    /// The provider's name for the machine.
    pub machine: Option<String>,
    /// The label that it carries.
    pub label: Option<String>,
    /// The reservation that it was rented for.
    pub reservation: Option<String>,
    /// What it costs an hour.
    pub price_per_hour: Option<Rate>,
    /// Since when it is there.
    pub since: Option<Timestamp>,
    /// Whether it was released now.
    pub released: bool,
    /// All of it for people.
    pub message: String,
}

/// Everything that is not as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// It, by provider.
    pub findings: Vec<Finding>,
}

impl Reconciliation {
    /// What a script should be told: that a person has to look.
    #[must_use]
    pub fn problem(&self) -> Option<Error> {
        let bad = |finding: &&Finding| finding.kind != FindingKind::Dearer;
        let messages: Vec<&str> = self.findings.iter().filter(bad).map(|finding| finding.message.as_str()).collect();
        let count = messages.len();
        (count > 0).then(|| Error::new(Code::CheckFailed, messages.join("; ")).detail("findings", count))
    }
}

/// The same for the operator alone; `fix` releases what nobody owns.
pub async fn reconcile_as_operator(app: &App, fix: bool) -> Result<Reconciliation> {
    require(app, Scope::Operator).await?;
    reconcile(app, fix).await
}

/// Compares every provider at which something was rented; `fix` releases what nobody owns.
pub async fn reconcile(app: &App, fix: bool) -> Result<Reconciliation> {
    let store = app.store().await?;
    let broken = |_| Error::new(Code::Internal, "the name of this database cannot be read");
    let deployment: Deployment = store.deployment().await?.parse().map_err(broken)?;
    let mut findings = Vec::new();
    let since = app.time().await?.checked_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
    for provider in store.renting_providers(since).await? {
        let Ok(network) = Network::parse(&provider) else { continue };
        match app.rental(network) {
            Ok(rental) => {
                let comparison = Comparison { app, store, provider, rental, deployment, fix };
                findings.extend(comparison.run().await?);
            }
            Err(error) => findings.push(said(&provider, FindingKind::Unreachable, error.message)),
        }
    }
    Ok(Reconciliation { findings })
}

struct Comparison<'a> {
    app: &'a App,
    store: &'a Store,
    provider: String,
    rental: Arc<dyn rental::Rental>,
    deployment: Deployment,
    fix: bool,
}

impl Comparison<'_> {
    async fn run(&self) -> Result<Vec<Finding>> {
        let began = self.app.time().await?;
        let listing = match self.rental.list().await {
            Ok(listing) => listing,
            Err(error) => {
                let message = format!("{} did not tell its machines: {error}", self.provider);
                return Ok(vec![said(&self.provider, FindingKind::Unreachable, message)]);
            }
        };
        let labels: Vec<String> =
            listing.ours(self.deployment).filter_map(|machine| Some(machine.label?.to_string())).collect();
        let rows = self.store.rentals_at(&self.provider, &labels).await?;
        let expected: Vec<&Rental> = rows.iter().filter(|rental| rental.is_expected(began)).collect();
        let known: Vec<MachineId> = expected.iter().filter_map(|rental| machine_of(rental)).collect();
        if let Err(doubt) = listing.trust(&known) {
            return self.untrusted(&doubt, began).await;
        }
        let mut findings = self.missing(&listing, &expected);
        for machine in listing.ours(self.deployment) {
            findings.extend(self.compare(machine, &rows, began).await?);
        }
        if self.fix {
            self.release(&rows, &mut findings).await?;
        }
        Ok(findings)
    }

    async fn untrusted(&self, doubt: &str, began: Timestamp) -> Result<Vec<Finding>> {
        if self.fix {
            let until = began.checked_add(PROVIDER_PAUSE).unwrap_or(began);
            self.store.pause_provider(&self.provider, until, doubt).await?;
        }
        let message = format!("the list of machines of {} cannot be believed: {doubt}", self.provider);
        Ok(vec![said(&self.provider, FindingKind::Untrusted, message)])
    }

    fn missing(&self, listing: &Listing, expected: &[&Rental]) -> Vec<Finding> {
        let is_listed = |rental: &Rental| {
            listing.machines.iter().any(|machine| Some(machine.id.as_str()) == rental.machine.as_deref())
        };
        let missing = expected.iter().filter(|rental| !is_listed(rental));
        missing
            .map(|rental| {
                let machine = rental.machine.clone().unwrap_or_default();
                let message = format!("machine {machine} at {} should be there and is not listed", self.provider);
                Finding {
                    machine: Some(machine),
                    label: Some(rental.label.clone()),
                    reservation: Some(rental.reservation.to_string()),
                    price_per_hour: rental.price,
                    since: Some(rental.created_at),
                    ..said(&self.provider, FindingKind::Missing, message)
                }
            })
            .collect()
    }

    /// What a machine of ours that is there means.
    async fn compare(&self, machine: &Machine, rows: &[Rental], began: Timestamp) -> Result<Option<Finding>> {
        let label = machine.label.map(|label| label.to_string()).unwrap_or_default();
        let Some(row) = rows.iter().find(|row| row.label == label) else {
            let message =
                format!("machine {} at {} carries the label {label}, which was never given", machine.id, self.provider);
            return Ok(Some(about(machine, said(&self.provider, FindingKind::Unknown, message))));
        };
        let is_its_own = row.machine.as_deref() == Some(machine.id.as_str());
        let may_be_its_own = row.machine.is_none() && !row.state.is_over();
        if may_be_its_own || is_its_own && !row.state.is_over() {
            return Ok(self.dearer(machine, row).await?.filter(|_| row.state == RentalState::Running));
        }
        if self.fix {
            let mut stray = stray(row, machine, began);
            if stray.price.is_none() {
                stray.price = Some(self.store.machine_order(row.reservation).await?.max_price);
            }
            self.store.add_stray(&stray, row).await?;
        }
        let message = format!("machine {} at {} carries a label of ours and is nobody's", machine.id, self.provider);
        let finding = Finding {
            reservation: Some(row.reservation.to_string()),
            ..about(machine, said(&self.provider, FindingKind::Orphan, message))
        };
        Ok(Some(finding))
    }

    async fn dearer(&self, machine: &Machine, row: &Rental) -> Result<Option<Finding>> {
        let Some(price) = machine.price_per_hour else { return Ok(None) };
        let order = self.store.machine_order(row.reservation).await?;
        if !order.is_dearer(price) {
            return Ok(None);
        }
        let agreed = order.max_price;
        let message =
            format!("machine {} at {} costs {price} USD an hour, {agreed} was agreed on", machine.id, self.provider);
        let finding = about(machine, said(&self.provider, FindingKind::Dearer, message));
        Ok(Some(Finding { reservation: Some(row.reservation.to_string()), ..finding }))
    }

    /// Releases what nobody owns, once it is old enough for that to be certain, and looks until it is gone.
    async fn release(&self, rows: &[Rental], findings: &mut [Finding]) -> Result<()> {
        for stray in self.store.strays(&self.provider).await? {
            let now = self.app.time().await?;
            let owner = rows.iter().find(|row| row.id == stray.rental);
            // One of two with a label is nobody's whatever its age: the other one is owned.
            let is_second = owner.is_some_and(|owner| !owner.state.is_over() && owner.machine.is_some());
            let is_young = now.duration_since(stray.since) < YOUNG;
            let Some(id) = MachineId::new(&stray.machine).filter(|_| is_second || !is_young) else { continue };
            let gone = match self.rental.destroy(&id).await {
                Ok(_) => matches!(self.rental.get(&id).await, Ok(Presence::Gone { .. })),
                Err(error) => {
                    tracing::warn!(provider = self.provider, "{id} was not released: {error}");
                    false
                }
            };
            if !gone {
                continue;
            }
            let ended = self.app.time().await?;
            // The same machine may be found again.
            let name = format!("{}.{}", stray.machine, stray.found_at.as_second());
            let entry = leak(stray.rental, &name, &self.provider, stray.price, self.billed(&stray, ended))?;
            self.store.end_stray(&stray, entry.as_ref(), ended).await?;
            for finding in findings.iter_mut().filter(|found| found.machine.as_deref() == Some(id.as_str())) {
                finding.released = true;
                finding.message.push_str("; it was released");
            }
        }
        Ok(())
    }

    /// Seconds that the provider bills of a machine that nobody wanted.
    fn billed(&self, stray: &Stray, ended: Timestamp) -> u64 {
        let seconds = u64::try_from(ended.duration_since(stray.since).as_secs()).unwrap_or(0);
        match self.rental.profile().bound {
            Bound::Prepaid => seconds.div_ceil(SECONDS_PER_HOUR) * SECONDS_PER_HOUR,
            _ => seconds,
        }
    }
}

fn machine_of(rental: &Rental) -> Option<MachineId> {
    MachineId::new(rental.machine.as_deref()?)
}

/// A finding of which nothing else is known.
fn said(provider: &str, kind: FindingKind, message: String) -> Finding {
    Finding {
        kind,
        provider: provider.to_owned(),
        machine: None,
        label: None,
        reservation: None,
        price_per_hour: None,
        since: None,
        released: false,
        message,
    }
}

fn about(machine: &Machine, finding: Finding) -> Finding {
    Finding {
        machine: Some(machine.id.as_str().to_owned()),
        label: machine.label.map(|label| label.to_string()),
        price_per_hour: machine.price_per_hour,
        since: machine.created_at,
        ..finding
    }
}
