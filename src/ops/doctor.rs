//! `doctor`: is everything as it should be?

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{database, providers};
use crate::app::config::{Database, require_private};
use crate::app::{App, credentials};
use crate::error::{Error, Result};
use crate::providers::Network;

/// Data from further in the future than this means that a clock is wrong.
const MAX_CLOCK_SKEW: SignedDuration = SignedDuration::from_secs(60);
/// 2024-01-01: a clock before it was never set.
const EARLIEST: Timestamp = Timestamp::constant(1_704_067_200, 0);
/// Permission bits that let others write.
const WRITABLE_BY_OTHERS: u32 = 0o022;
/// In a sticky folder, such as `/tmp`, nobody replaces what is not theirs.
const STICKY: u32 = 0o1000;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// As it should be.
    Ok,
    /// Works, but is worth a look.
    Warning,
    /// Does not work.
    Failed,
    /// Not checked: not asked for, or something it depends on failed.
    Skipped,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    /// What: `configuration`, `permissions`, `database`, `clock`, `provider vast` …
    pub check: String,
    /// How it went.
    pub status: CheckStatus,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Check {
    fn new(check: &str, status: CheckStatus, message: impl Into<String>) -> Self {
        Self { check: check.to_owned(), status, message: message.into(), hint: None }
    }

    fn failed(check: &str, error: &Error) -> Self {
        let hint = error.hints.first().cloned();
        Self { hint, ..Self::new(check, CheckStatus::Failed, error.message.clone()) }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Checks everything. What it finds is in the answer: no finding is an error of its own.
pub async fn doctor(app: &App, offline: bool) -> Vec<Check> {
    let mut checks = vec![configuration(app), permissions(app)];
    let database = database(app).await;
    let readable = database.status != CheckStatus::Failed;
    checks.push(database);
    checks.push(clock(app, readable).await);
    checks.extend(reachability(app, offline).await);
    checks
}

/// The answer when the configuration cannot be read: nothing else can be told.
#[must_use]
pub fn without_configuration(error: &Error) -> Vec<Check> {
    let skipped = |check: &str| Check::new(check, CheckStatus::Skipped, "depends on the configuration");
    let rest = ["permissions", "database", "clock", "providers"].map(skipped);
    std::iter::once(Check::failed("configuration", error)).chain(rest).collect()
}

fn configuration(app: &App) -> Check {
    const NAME: &str = "configuration";
    if let Some(warning) = app.config.warnings.first() {
        return Check::new(NAME, CheckStatus::Warning, warning.message.clone());
    }
    let files: Vec<String> = app.config.files.iter().map(|file| file.display().to_string()).collect();
    let message = if files.is_empty() { "built-in values".to_owned() } else { files.join(", ") };
    Check::new(NAME, CheckStatus::Ok, message)
}

fn permissions(app: &App) -> Check {
    const NAME: &str = "permissions";
    match unsafe_file(app) {
        Err(error) => Check::failed(NAME, &error),
        Ok(Some(path)) => {
            let message = format!("others can write to {}", path.display());
            Check::new(NAME, CheckStatus::Failed, message).hint(format!("chmod go-w {}", path.display()))
        }
        Ok(None) => Check::new(NAME, CheckStatus::Ok, "files with data, settings and secrets are yours alone"),
    }
}

/// The first file that others can change; an error for one they can read and must not.
fn unsafe_file(app: &App) -> Result<Option<PathBuf>> {
    for network in Network::ALL {
        app.provider_settings(network)?;
    }
    app.config.token()?;
    credentials::check(app)?;
    let mut files = app.config.files.clone();
    if let Ok(Database::Sqlite(path)) = app.config.database() {
        if let Ok(metadata) = path.metadata() {
            require_private(path, &metadata)?;
        }
        files.extend(path.parent().map(Path::to_owned));
    }
    let writable = |path: &PathBuf| {
        let mode = path.metadata().map_or(0, |metadata| metadata.mode());
        mode & WRITABLE_BY_OTHERS != 0 && mode & STICKY == 0
    };
    Ok(files.into_iter().find(writable))
}

async fn database(app: &App) -> Check {
    const NAME: &str = "database";
    match database::status(app).await {
        Err(error) => Check::failed(NAME, &error),
        Ok(report) if report.ready => Check::new(NAME, CheckStatus::Ok, report.url),
        Ok(report) => {
            let message = format!("{}: at migration {} of {}", report.url, report.applied, report.needed);
            Check::new(NAME, CheckStatus::Warning, message).hint("gp4u db migrate")
        }
    }
}

/// Compares the clock with the newest data: a clock behind it was set back, or was ahead when the data came.
async fn clock(app: &App, readable: bool) -> Check {
    const NAME: &str = "clock";
    let now = app.now();
    if now < EARLIEST {
        return Check::new(NAME, CheckStatus::Failed, format!("{now:.0} is in the past: the clock is not set"));
    }
    let statuses = if readable { providers::status(app).await.unwrap_or_default() } else { Vec::new() };
    let newest = statuses.iter().filter_map(|status| status.synced_at).max();
    match newest.filter(|newest| newest.duration_since(now) > MAX_CLOCK_SKEW) {
        Some(newest) => {
            Check::new(NAME, CheckStatus::Failed, format!("it is {now:.0}, but there is data of {newest:.0}"))
        }
        None => Check::new(NAME, CheckStatus::Ok, format!("{now:.0}")),
    }
}

async fn reachability(app: &App, offline: bool) -> Vec<Check> {
    let name = |network: &str| format!("provider {network}");
    if offline {
        let skipped = |network: Network| Check::new(&name(network.as_str()), CheckStatus::Skipped, "not asked");
        return Network::ALL.map(skipped).into();
    }
    let answers = match providers::check(app, &[]).await {
        Ok(answers) => answers,
        Err(error) => return vec![Check::failed("providers", &error)],
    };
    Network::ALL
        .into_iter()
        .map(|network| {
            let check = name(network.as_str());
            let Some(answer) = answers.iter().find(|answer| answer.provider == network.as_str()) else {
                return Check::new(&check, CheckStatus::Skipped, "disabled");
            };
            let key = if answer.has_key { "with a key" } else { "without a key" };
            match (&answer.error, answer.warnings.first()) {
                (Some(error), _) => Check::new(&check, CheckStatus::Failed, error.message.clone()),
                (None, Some(warning)) => Check::new(&check, CheckStatus::Warning, warning.clone()),
                (None, None) => {
                    let message = format!("{} offers in {:.1} s, {key}", answer.offers, answer.took_s);
                    Check::new(&check, CheckStatus::Ok, message)
                }
            }
        })
        .collect()
}
