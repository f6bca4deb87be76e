//! `doctor`: is everything as it should be?

use schemars::JsonSchema;
use serde::Serialize;

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
    /// Could not be checked because of an earlier failure.
    Skipped,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Check {
    /// What: `configuration`, `database`, `provider vast`, `clock` …
    pub check: String,
    /// How it went.
    pub status: CheckStatus,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}
