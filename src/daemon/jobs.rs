//! The table of loops.

use std::time::Duration;

use jiff::Timestamp;

use super::schedule::{Rhythm, Schedule};
use crate::app::App;
use crate::app::config::Config;
use crate::error::{Code, Error};
use crate::ops::cleanup::{CleanupReport, cleanup};
use crate::ops::lease::Fence;
use crate::ops::ledger::{LawStatus, verify};
use crate::ops::lifecycle::{LifecycleReport, Limits, tick};
use crate::ops::reconcile::reconcile;
use crate::ops::sync::{ProviderSync, SyncRequest, sync};
use crate::providers::Network;

/// Beyond the deadline of a sync: for storing what was read until then.
const STORING_LIMIT: Duration = Duration::from_mins(2);
/// The longest that a look for due work may take: what it has not come to is due again.
const LIFECYCLE_LIMIT: Duration = Duration::from_mins(10);
/// The longest that the other loops' runs may take.
const HOUSEKEEPING_LIMIT: Duration = Duration::from_mins(30);
/// The longest waits after failures.
const LONGEST_SYNC_RETRY: Duration = Duration::from_mins(5);
const LONGEST_HOUSEKEEPING_RETRY: Duration = Duration::from_mins(15);

/// What a loop does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Asks one provider for its market. Prices, hourly figures and scores are renewed with it, and kept answers
    /// thrown away.
    Sync(Network),
    /// Begins, ends and settles reservations whose time has come.
    Lifecycle,
    /// Compares what is rented with the machines that providers show, and releases those that nobody owns.
    Reconcile,
    /// Proves the ledger.
    Verify,
    /// Removes what nobody will ask for again.
    Cleanup,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// What it does.
    pub work: Work,
    /// Its name in the database: `verify`, `sync:vast`.
    pub name: String,
    /// When.
    pub schedule: Schedule,
    /// A run that takes longer is ended.
    pub limit: Duration,
    /// Whether one daemon runs it at a time. Work that is claimed piece by piece is done by all at once.
    pub is_leased: bool,
}

/// What came of a run that worked.
#[derive(Clone, Debug, Default)]
pub(super) struct Done {
    /// What is worth a line in the log.
    pub news: Option<String>,
    /// When it is due again, if before its period is over.
    pub due_at: Option<Timestamp>,
}

/// Why a run did not work.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// For scripts: an error's code, or a provider's.
    pub code: String,
    /// For people.
    pub message: String,
    /// When another try makes sense, where known.
    pub retry_after: Option<Duration>,
    /// The error, when it was the database's.
    pub database: Option<Code>,
}

/// What comes of a run.
pub(super) type Ran<T> = Result<T, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            code: error.code.as_str().to_owned(),
            retry_after: error.retry_after_s.map(Duration::from_secs),
            database: is_database(error.code).then_some(error.code),
            message: error.message,
        }
    }
}

/// Whether the database is to blame.
pub(super) const fn is_database(code: Code) -> bool {
    code.exit() == Code::DatabaseUnavailable.exit()
}

/// The loops to run with this configuration.
pub(super) fn jobs(config: &Config) -> Vec<Job> {
    let daemon = &config.daemon;
    let every = |period| Rhythm::Every(period, daemon.jitter_percent);
    let job = |work, name: &str, rhythm, longest_retry, limit| Job {
        work,
        name: name.to_owned(),
        schedule: Schedule { rhythm, longest_retry },
        limit,
        is_leased: work != Work::Lifecycle,
    };
    let enabled = |network: &Network| config.providers.get(network.as_str()).is_some_and(|provider| provider.enabled);
    let mut jobs: Vec<Job> = Network::ALL
        .into_iter()
        .filter(enabled)
        .map(|network| {
            let limit = config.sync.deadline + STORING_LIMIT;
            job(Work::Sync(network), &format!("sync:{network}"), every(daemon.sync_every), LONGEST_SYNC_RETRY, limit)
        })
        .collect();
    let lifecycle = every(daemon.lifecycle_every);
    jobs.push(job(Work::Lifecycle, "lifecycle", lifecycle, daemon.lifecycle_every, LIFECYCLE_LIMIT));
    let reconcile = every(daemon.reconcile_every);
    jobs.push(job(Work::Reconcile, "reconcile", reconcile, daemon.reconcile_every, LIFECYCLE_LIMIT));
    let [verify, cleanup] = [every(daemon.verify_every), Rhythm::DailyAt(daemon.cleanup_at)];
    jobs.push(job(Work::Verify, "verify", verify, LONGEST_HOUSEKEEPING_RETRY, HOUSEKEEPING_LIMIT));
    jobs.push(job(Work::Cleanup, "cleanup", cleanup, LONGEST_HOUSEKEEPING_RETRY, HOUSEKEEPING_LIMIT));
    jobs
}

/// The parts of a loop's name: the loop, and the provider if it runs for each.
pub(super) fn parts(name: &str) -> (&str, Option<&str>) {
    name.split_once(':').map_or((name, None), |(name, provider)| (name, Some(provider)))
}

impl Job {
    /// Does it once.
    pub async fn run(&self, app: &App, fence: Option<&Fence>) -> Ran<Done> {
        match self.work {
            Work::Sync(network) => sync_one(app, network, fence).await,
            Work::Lifecycle => {
                let report = tick(app, Limits::default()).await?;
                let LifecycleReport { due, activated, completed, cancelled, failed, postponed, machines, next_due_at } =
                    report;
                let news = format!(
                    "{due} reservations were due: {activated} began, {completed} ended, {cancelled} were cancelled, \
                     {failed} failed, {postponed} were put off; {machines} machines were looked after"
                );
                Ok(Done { news: (due + machines > 0).then_some(news), due_at: next_due_at })
            }
            Work::Reconcile => reconcile_all(app).await,
            Work::Verify => verify_ledger(app).await,
            Work::Cleanup => {
                let report = cleanup(app).await?;
                let CleanupReport { offers, sessions, answers, requests } = report;
                let news = format!(
                    "removed {offers} offers that are gone, {sessions} ended logins, {answers} old answers, {requests} \
                     old idempotency keys"
                );
                Ok(Done { news: Some(news), ..Done::default() })
            }
        }
    }
}

/// What a person should look at is a failure that says so.
async fn reconcile_all(app: &App) -> Ran<Done> {
    let report = reconcile(app, true).await?;
    for finding in &report.findings {
        tracing::error!(provider = finding.provider, machine = finding.machine, "{}", finding.message);
    }
    match report.problem() {
        Some(error) => Err(error.into()),
        None => Ok(Done::default()),
    }
}

/// A broken law is a failure that names it; the log tells what breaks it.
async fn verify_ledger(app: &App) -> Ran<Done> {
    let report = verify(app).await?;
    if report.clean {
        tracing::debug!(entries = report.entries, accounts = report.accounts, "the ledger is proven");
        return Ok(Done::default());
    }
    let mut broken = Vec::new();
    for law in report.laws.iter().filter(|law| law.status == LawStatus::Broken) {
        for breach in &law.breaches {
            tracing::error!(law = law.law, "the ledger breaks a law: {breach}");
        }
        broken.push(format!("{} ({})", law.law, law.says));
    }
    Err(Error::new(Code::CheckFailed, format!("the ledger breaks its laws: {}", broken.join(", "))).into())
}

async fn sync_one(app: &App, network: Network, fence: Option<&Fence>) -> Ran<Done> {
    let request = SyncRequest { providers: vec![network], lease: fence.cloned(), ..SyncRequest::default() };
    let report = sync(app, request, |_| ()).await?;
    let provider = report.providers.into_iter().next().unwrap_or_default();
    if let Some(error) = provider.error {
        let retry_after = error.retry_after_s.and_then(|wait| Duration::try_from_secs_f64(wait).ok());
        return Err(Failure { code: error.code, message: error.message, retry_after, database: None });
    }
    let ProviderSync { kept, new, changed, gone, held, .. } = provider;
    tracing::debug!(provider = network.as_str(), kept, new, changed, gone, held, "synced");
    Ok(Done::default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::config::Sources;

    #[test]
    fn every_enabled_provider_and_every_loop_has_one_row() {
        let mut sources = Sources::default();
        sources.environment.push(("GP4U_PROVIDERS__RENDER__ENABLED".into(), "false".into()));
        let jobs = jobs(&Config::load(&sources).unwrap());
        let names: Vec<&str> = jobs.iter().map(|job| job.name.as_str()).collect();
        assert_eq!(names, ["sync:vast", "sync:akash", "sync:ionet", "lifecycle", "reconcile", "verify", "cleanup"]);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        assert_eq!(parts("sync:vast"), ("sync", Some("vast")));
        assert_eq!(parts("verify"), ("verify", None));
    }
}
