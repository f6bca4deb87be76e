//! The one error every command ends in: a stable code for scripts, a message and hints for people.
//!
//! Inside, modules have typed errors of their own; they become an [`Error`] where a use case gives up.

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal, $exit:literal, $retryable:literal; )+) => {
        /// What went wrong, as scripts see it. The strings are frozen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $variant, )+ }

        impl Code {
            /// Every code, ordered by exit code.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The frozen name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }

            /// The process exit code.
            #[must_use]
            pub const fn exit(self) -> u8 {
                match self { $( Self::$variant => $exit, )+ }
            }

            /// Whether the same command may succeed when simply run again later.
            #[must_use]
            pub const fn retryable(self) -> bool {
                match self { $( Self::$variant => $retryable, )+ }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $( Self::$variant => concat!($($doc),+), )+ }
            }
        }
    };
}

codes! {
    /// An unexpected failure.
    Internal = "internal", 1, false;
    /// A file or folder could not be read or written.
    Io = "io", 1, false;
    /// A check found a problem.
    CheckFailed = "check_failed", 1, false;
    /// An argument, field, value or unit is wrong.
    Usage = "usage", 2, false;
    /// A query names an unknown field, operator or type.
    BadQuery = "bad_query", 2, false;
    /// A file given as input is not what it should be.
    BadInput = "bad_input", 2, false;
    /// A GPU model is unknown or ambiguous.
    UnknownModel = "unknown_model", 2, false;
    /// The configuration is wrong.
    BadConfig = "bad_config", 2, false;
    /// A file that holds a secret can be read by others.
    UnsafePermissions = "unsafe_permissions", 2, false;
    /// An answer is needed and nobody can be asked.
    PromptNeeded = "prompt_needed", 2, false;
    /// The thing asked for does not exist.
    NotFound = "not_found", 3, false;
    /// A login is needed.
    NotLoggedIn = "not_logged_in", 4, false;
    /// The account or token may not do this.
    NotAllowed = "not_allowed", 4, false;
    /// The e-mail address or the password is wrong.
    BadCredentials = "bad_credentials", 4, false;
    /// Too many logins failed; the next one has to wait.
    TooManyAttempts = "too_many_attempts", 4, true;
    /// The state of things does not allow it.
    Conflict = "conflict", 5, false;
    /// The idempotency key was used for something else.
    KeyReused = "key_reused", 5, false;
    /// The balance is too low.
    InsufficientFunds = "insufficient_funds", 6, false;
    /// More would be spent than a limit allows.
    OverLimit = "over_limit", 6, false;
    /// No solution satisfies the constraints.
    Infeasible = "infeasible", 7, false;
    /// The price moved beyond what was accepted.
    PriceChanged = "price_changed", 7, false;
    /// No provider could be reached, or all failed.
    ProviderUnavailable = "provider_unavailable", 8, true;
    /// What was waited for did not come in time.
    TimedOut = "timed_out", 8, true;
    /// The database cannot be reached or opened.
    DatabaseUnavailable = "database_unavailable", 9, true;
    /// The database is held by another program.
    DatabaseBusy = "database_busy", 9, true;
    /// The database has not been migrated to this version of gp4u.
    NotMigrated = "not_migrated", 9, false;
    /// The database was written by a newer gp4u, or is not gp4u's.
    WrongDatabase = "wrong_database", 9, false;
    /// Nothing matched, and the exit code was asked to tell.
    Empty = "empty", 10, false;
    /// Some providers failed; the others were stored.
    PartialSync = "partial_sync", 11, true;
    /// Some loops of the daemon failed; the others ran.
    LoopsFailed = "loops_failed", 11, true;
    /// Stopped by the user.
    Interrupted = "interrupted", 130, false;
    /// Stopped by a signal.
    Terminated = "terminated", 143, false;
}

/// An error as it reaches a user.
#[derive(Debug)]
pub struct Error {
    /// For scripts.
    pub code: Code,
    /// What happened and why.
    pub message: String,
    /// What to do next; the first is shown as `hint:`.
    pub hints: Vec<String>,
    /// Seconds after which a retry makes sense, where known.
    pub retry_after_s: Option<u64>,
    /// Facts for scripts (ids, names, candidates).
    pub details: serde_json::Map<String, Value>,
    /// How long to wait before repeating the transaction that ended in this is worth it; `None` when it never is.
    pub(crate) retry_pause: Option<Duration>,
}

/// The result of everything above the pure modules.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with a code and what happened.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hints: Vec::new(),
            retry_after_s: None,
            details: serde_json::Map::new(),
            retry_pause: None,
        }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a fact for scripts.
    #[must_use]
    pub fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.to_owned(), value.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A note that does not stop a command; it travels with the answer and is shown on standard error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Warning {
    /// For scripts.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

impl Warning {
    /// A warning with a code and a text.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The name nearest to `wrong` among `known`, when it is near enough to be a typing mistake.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SIMILAR_ENOUGH: f64 = 0.75;
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(wrong, name), name))
        .filter(|(similarity, _)| *similarity >= SIMILAR_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
