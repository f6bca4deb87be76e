//! Everything but offers as people read it.

use schemars::JsonSchema;
use serde::Serialize;

use super::offers::{age, yes_no};
use super::record::{Column, Record};
use super::table::{Cell, Tone};
use crate::app::config::Setting;
use crate::error::Code;
use crate::ops::database::DatabaseReport;
use crate::ops::doctor::{Check, CheckStatus};
use crate::ops::market::Comparison;
use crate::ops::providers::{ProviderCheck, ProviderInfo, ProviderStatus};
use crate::ops::sync::{ProviderSync, SyncReport};

impl Record for Comparison {
    const SCHEMA: &'static str = "comparison";
    const FIELDS: &'static [&'static str] = &["offers", "best"];

    fn id(&self) -> &'static str {
        "comparison"
    }
}

impl Record for ProviderInfo {
    const SCHEMA: &'static str = "providers";
    const FIELDS: &'static [&'static str] =
        &["provider", "title", "enabled", "url", "has_key", "needs_key", "rate_per_minute", "timeout_s"];

    fn id(&self) -> &str {
        &self.provider
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("PROVIDER", 0, |row| Cell::new(&row.provider).tone(Tone::Strong)),
            Column::text("NAME", 2, |row| Cell::new(&row.title)),
            Column::text("ENABLED", 0, |row| yes_no(row.enabled)),
            Column::text("KEY", 1, |row| yes_no(row.has_key)),
            Column::number("PER MINUTE", 3, |row| Cell::new(&row.rate_per_minute.to_string())),
            Column::number("TIMEOUT", 4, |row| Cell::new(&format!("{}s", row.timeout_s))),
            Column::text("URL", 1, |row| Cell::new(&row.url)),
        ]
    }
}

impl Record for ProviderStatus {
    const SCHEMA: &'static str = "provider_status";
    const FIELDS: &'static [&'static str] = &[
        "provider",
        "enabled",
        "synced_at",
        "age_s",
        "stale",
        "attempted_at",
        "error",
        "offers",
        "available",
        "gpus",
        "last_sync",
    ];

    fn id(&self) -> &str {
        &self.provider
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("PROVIDER", 0, |row| Cell::new(&row.provider).tone(Tone::Strong)),
            Column::text("ENABLED", 3, |row| yes_no(row.enabled)),
            Column::number("OFFERS", 0, |row| Cell::new(&row.offers.to_string())),
            Column::number("AVAILABLE", 0, |row| Cell::new(&row.available.to_string())),
            Column::number("GPUS", 2, |row| Cell::new(&row.gpus.to_string())),
            Column::number("AGE", 0, |row| match row.age_s {
                Some(seconds) if row.stale => Cell::new(&format!("{} stale", age(seconds))).tone(Tone::Bad),
                Some(seconds) => Cell::new(&age(seconds)),
                None => Cell::new("never").tone(Tone::Faint),
            }),
            Column::prose("LAST ERROR", |row| match &row.error {
                Some(error) => Cell::new(error).tone(Tone::Bad),
                None => Cell::maybe(None),
            }),
        ]
    }
}

impl Record for ProviderCheck {
    const SCHEMA: &'static str = "provider_checks";
    const FIELDS: &'static [&'static str] = &["provider", "ok", "took_s", "offers", "has_key", "error", "warnings"];

    fn id(&self) -> &str {
        &self.provider
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("PROVIDER", 0, |row| Cell::new(&row.provider).tone(Tone::Strong)),
            Column::text("OK", 0, |row| if row.ok { yes_no(true) } else { Cell::new("no").tone(Tone::Bad) }),
            Column::number("TOOK", 1, |row| Cell::new(&format!("{:.1}s", row.took_s))),
            Column::number("OFFERS", 1, |row| Cell::new(&row.offers.to_string())),
            Column::text("KEY", 2, |row| yes_no(row.has_key)),
            Column::prose("PROBLEM", |row| match (&row.error, row.warnings.first()) {
                (Some(error), _) => Cell::new(&error.message).tone(Tone::Bad),
                (None, Some(warning)) => Cell::new(warning),
                (None, None) => Cell::maybe(None),
            }),
        ]
    }
}

impl Record for SyncReport {
    const SCHEMA: &'static str = "sync";
    const FIELDS: &'static [&'static str] = &["providers"];

    fn id(&self) -> &'static str {
        "sync"
    }
}

impl Record for ProviderSync {
    const SCHEMA: &'static str = "sync";
    const FIELDS: &'static [&'static str] = &[
        "provider",
        "observed_at",
        "fetched",
        "kept",
        "rejected",
        "new",
        "changed",
        "gone",
        "held",
        "took_s",
        "error",
        "warnings",
    ];

    fn id(&self) -> &str {
        &self.provider
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("PROVIDER", 0, |row| Cell::new(&row.provider).tone(Tone::Strong)),
            Column::number("FETCHED", 2, |row| Cell::new(&row.fetched.to_string())),
            Column::number("KEPT", 0, |row| Cell::new(&row.kept.to_string())),
            Column::number("NEW", 0, |row| Cell::new(&row.new.to_string())),
            Column::number("CHANGED", 0, |row| Cell::new(&row.changed.to_string())),
            Column::number("GONE", 0, |row| Cell::new(&row.gone.to_string())),
            Column::number("HELD", 1, |row: &Self| Cell::new(&row.held.to_string())).usually("0"),
            Column::number("TOOK", 1, |row| Cell::new(&format!("{:.1}s", row.took_s))),
            Column::text("REJECTED", 3, |row: &Self| {
                let reasons = row.rejected.iter().map(|(reason, count)| format!("{reason} {count}"));
                let reasons = reasons.collect::<Vec<_>>().join(", ");
                Cell::maybe((!reasons.is_empty()).then_some(reasons))
            })
            .usually(super::table::UNKNOWN),
            Column::text("ERROR", 0, |row: &Self| match &row.error {
                Some(error) => Cell::new(&error.code).tone(Tone::Bad),
                None => Cell::maybe(None),
            })
            .usually(super::table::UNKNOWN),
        ]
    }
}

impl Record for DatabaseReport {
    const SCHEMA: &'static str = "database";
    const FIELDS: &'static [&'static str] = &["url", "applied", "needed", "ready", "changed", "role"];

    fn id(&self) -> &str {
        &self.url
    }
}

impl Record for Check {
    const SCHEMA: &'static str = "doctor";
    const FIELDS: &'static [&'static str] = &["check", "status", "message", "hint"];

    fn id(&self) -> &str {
        &self.check
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("CHECK", 0, |row| Cell::new(&row.check).tone(Tone::Strong)),
            Column::text("STATUS", 0, |row| match row.status {
                CheckStatus::Ok => Cell::new("ok").tone(Tone::Good),
                CheckStatus::Warning => Cell::new("warning").tone(Tone::Strong),
                CheckStatus::Failed => Cell::new("FAILED").tone(Tone::Bad),
                CheckStatus::Skipped => Cell::new("skipped").tone(Tone::Faint),
            }),
            Column::prose("WHAT", |row| Cell::new(&row.message)),
        ]
    }
}

/// A row of `config list`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SettingRow {
    /// Dotted name.
    pub key: &'static str,
    /// Its value, `***` for a secret; null when not set.
    pub value: Option<String>,
    /// Flag, environment variable, `file:line` or `built-in`; null when not set.
    pub origin: Option<String>,
    /// What it is for.
    pub description: &'static str,
    /// The environment variable that sets it.
    pub variable: String,
}

impl From<&Setting> for SettingRow {
    fn from(setting: &Setting) -> Self {
        Self {
            key: setting.key.name,
            value: setting.value.clone(),
            origin: setting.origin.clone(),
            description: setting.key.doc,
            variable: setting.key.variable(),
        }
    }
}

impl SettingRow {
    /// The table's columns; where values come from only when asked.
    #[must_use]
    pub fn columns_with(origin: bool) -> Vec<Column<Self>> {
        let mut columns = vec![
            Column::text("KEY", 0, |row: &Self| Cell::new(row.key).tone(Tone::Strong)),
            Column::prose("VALUE", |row: &Self| Cell::maybe(row.value.clone())),
        ];
        if origin {
            columns.push(Column::prose("ORIGIN", |row: &Self| Cell::maybe(row.origin.clone()).tone(Tone::Faint)));
        }
        columns
    }
}

impl Record for SettingRow {
    const SCHEMA: &'static str = "config";
    const FIELDS: &'static [&'static str] = &["key", "value", "origin", "description", "variable"];

    fn id(&self) -> &str {
        self.key
    }

    fn columns() -> Vec<Column<Self>> {
        Self::columns_with(false)
    }
}

/// Where gp4u keeps things; null where no home directory tells.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Paths {
    /// The configuration file that `config set` writes.
    pub config: Option<String>,
    /// The folder of the database.
    pub data: Option<String>,
    /// The folder of what should survive a restart.
    pub state: Option<String>,
    /// The folder of what can be fetched again.
    pub cache: Option<String>,
}

impl Record for Paths {
    const SCHEMA: &'static str = "paths";
    const FIELDS: &'static [&'static str] = &["config", "data", "state", "cache"];

    fn id(&self) -> &str {
        self.config.as_deref().unwrap_or_default()
    }
}

/// A row of `exit-codes`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExitCodeRow {
    /// What the process ends with.
    pub exit: u8,
    /// The `code` of the error; `ok` for none.
    pub code: &'static str,
    /// What happened.
    pub meaning: &'static str,
    /// Whether the same command may succeed later.
    pub retryable: bool,
}

impl ExitCodeRow {
    /// The whole table.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let done = Self { exit: 0, code: "ok", meaning: "Done.", retryable: false };
        let failed = Code::ALL.iter().map(|code| Self {
            exit: code.exit(),
            code: code.as_str(),
            meaning: code.meaning().trim(),
            retryable: code.retryable(),
        });
        std::iter::once(done).chain(failed).collect()
    }
}

impl Record for ExitCodeRow {
    const SCHEMA: &'static str = "exit_codes";
    const FIELDS: &'static [&'static str] = &["exit", "code", "meaning", "retryable"];

    fn id(&self) -> &str {
        self.code
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::number("EXIT", 0, |row| Cell::new(&row.exit.to_string()).tone(Tone::Strong)),
            Column::text("CODE", 0, |row| Cell::new(row.code)),
            Column::text("RETRY", 0, |row| yes_no(row.retryable)),
            Column::prose("MEANING", |row| Cell::new(row.meaning)),
        ]
    }
}

/// A file that `man` wrote.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ManPages {
    /// Where it is.
    pub path: String,
}

impl Record for ManPages {
    const SCHEMA: &'static str = "man";
    const FIELDS: &'static [&'static str] = &["path"];

    fn id(&self) -> &str {
        &self.path
    }
}

/// A row of `schema` without a name.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemaRow {
    /// What `schema` takes.
    pub name: &'static str,
    /// What a document says of itself.
    pub schema: String,
}

impl Record for SchemaRow {
    const SCHEMA: &'static str = "schemas";
    const FIELDS: &'static [&'static str] = &["name", "schema"];

    fn id(&self) -> &str {
        self.name
    }
}
