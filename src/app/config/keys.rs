//! Every key the configuration knows: its name, the values it takes, its default. All reading, listing and
//! writing of configuration goes through this table, so a key means the same in a file, in the environment
//! and in `config set`.

use std::net::IpAddr;

use config::ValueKind;
use jiff::civil::Time;

use super::database::{self, Database};
use super::duration::{self, parse_duration};
use crate::error::did_you_mean;
use crate::ledger::arithmetic::MAX_BASIS_POINTS;
use crate::units::Rate;

/// The rental networks.
pub const PROVIDERS: [&str; 4] = ["vast", "akash", "ionet", "render"];

/// Names of [`OutputFormat`](super::OutputFormat), in the order they are shown.
pub const OUTPUT_FORMATS: [&str; 5] = ["table", "json", "ndjson", "csv", "ids"];

/// Names of [`ColorChoice`](super::ColorChoice).
pub const COLOR_CHOICES: [&str; 3] = ["auto", "always", "never"];

/// Requests per minute a provider may be asked for at most.
const MAX_RATE_PER_MINUTE: i64 = 6_000;
/// Days that history can be kept at most: ten years.
const MAX_DAYS: i64 = 3_650;
/// Largest part of a period by which the daemon's loops may be put off, in percent.
const MAX_JITTER_PERCENT: i64 = 50;
/// Longest text taken as a value.
const MAX_VALUE_CHARS: usize = 4_096;

/// What values a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// One of these words.
    Word(&'static [&'static str]),
    /// True or false.
    Bool,
    /// A number of requests per minute.
    PerMinute,
    /// A number of days.
    Days,
    /// A length of time.
    Duration,
    /// A time of day, UTC.
    TimeOfDay,
    /// A whole number of percent, up to a half.
    Percent,
    /// A share in whole basis points (hundredths of a percent), up to all of it.
    BasisPoints,
    /// USD an hour.
    Price,
    /// `sqlite:PATH` or `postgres://…`.
    Database,
    /// `https://…`, or `http://` to this machine.
    Url,
    /// Any one-line text.
    Text,
    /// A secret.
    Secret,
    /// The path of a file that holds a secret; its name is the secret's plus `_file`.
    SecretFile,
}

/// A key of the configuration.
#[derive(Debug)]
pub struct Key {
    /// Dotted, as in `providers.vast.url`.
    pub name: &'static str,
    /// What values it takes.
    pub kind: KeyKind,
    /// The built-in value.
    pub default: Option<&'static str>,
    /// Whether a project's own `.gp4u.toml` may set it: nothing that redirects data or spends.
    pub project: bool,
    /// What it is for, in one sentence.
    pub doc: &'static str,
}

macro_rules! provider_keys {
    ($provider:literal) => {
        [
            key(
                concat!("providers.", $provider, ".enabled"),
                KeyKind::Bool,
                Some("true"),
                true,
                "Whether it is asked.",
            ),
            key(concat!("providers.", $provider, ".url"), KeyKind::Url, None, false, "Address of its API."),
            key(concat!("providers.", $provider, ".api_key"), KeyKind::Secret, None, false, "Its API key."),
            key(
                concat!("providers.", $provider, ".api_key_file"),
                KeyKind::SecretFile,
                None,
                false,
                "File with its API key.",
            ),
            key(
                concat!("providers.", $provider, ".timeout"),
                KeyKind::Duration,
                None,
                true,
                "Longest wait for one answer.",
            ),
            key(
                concat!("providers.", $provider, ".rate_per_minute"),
                KeyKind::PerMinute,
                None,
                true,
                "Requests a minute at most.",
            ),
        ]
    };
}

const fn key(
    name: &'static str,
    kind: KeyKind,
    default: Option<&'static str>,
    project: bool,
    doc: &'static str,
) -> Key {
    Key { name, kind, default, project, doc }
}

static GENERAL: [Key; 11] = [
    key("database.url", KeyKind::Database, None, false, "Where the data is: sqlite:PATH or postgres://…."),
    key("output", KeyKind::Word(&OUTPUT_FORMATS), Some("table"), true, "Output format."),
    key("color", KeyKind::Word(&COLOR_CHOICES), Some("auto"), true, "When to use colour."),
    key("market.max_age", KeyKind::Duration, Some("15m"), true, "Age from which market data is stale."),
    key("arbitrage.ttl", KeyKind::Duration, Some("30s"), true, "How long an answer about opportunities is kept."),
    key(
        "history.raw_days",
        KeyKind::Days,
        Some("30"),
        false,
        "Days for which each change of an offer's price is kept.",
    ),
    key("history.hourly_days", KeyKind::Days, Some("400"), false, "Days for which hourly prices are kept."),
    key(
        "fees.platform_basis_points",
        KeyKind::BasisPoints,
        Some("0"),
        false,
        "Operator's share of what a reservation cost, out of the provider's part: 250 is 2.5 %.",
    ),
    key("sync.deadline", KeyKind::Duration, Some("60s"), true, "Longest time a sync takes."),
    key("token", KeyKind::Secret, None, false, "Token to act with, instead of the login."),
    key("token_file", KeyKind::SecretFile, None, false, "File with the token."),
];
static RENTAL: [Key; 2] = [
    key("rental.start_timeout", KeyKind::Duration, Some("15m"), false, "Longest wait for a rented machine to be up."),
    key(
        "rental.max_price_per_hour",
        KeyKind::Price,
        Some("500"),
        false,
        "USD an hour that all machines rented at one provider may cost together.",
    ),
];
static DAEMON: [Key; 7] = [
    key("daemon.sync_every", KeyKind::Duration, Some("30s"), false, "Time from one sync of a provider to the next."),
    key("daemon.lifecycle_every", KeyKind::Duration, Some("60s"), false, "Longest time without a look for due work."),
    key(
        "daemon.reconcile_every",
        KeyKind::Duration,
        Some("60s"),
        false,
        "Time from one comparison with the providers' machines to the next.",
    ),
    key("daemon.verify_every", KeyKind::Duration, Some("1h"), false, "Time from one proof of the ledger to the next."),
    key("daemon.cleanup_at", KeyKind::TimeOfDay, Some("02:00"), false, "Time of day of the clean-up, UTC."),
    key("daemon.jitter_percent", KeyKind::Percent, Some("10"), false, "Part of a period by which a loop may be late."),
    key("daemon.lease", KeyKind::Duration, Some("60s"), false, "Time after which a daemon that is silent is replaced."),
];
static VAST: [Key; 6] = provider_keys!("vast");
static AKASH: [Key; 6] = provider_keys!("akash");
static IONET: [Key; 6] = provider_keys!("ionet");
static RENDER: [Key; 6] = provider_keys!("render");
static RENDER_SIGNING: [Key; 3] = [
    key("providers.render.public_key", KeyKind::Text, None, false, "Public half of the signing key."),
    key("providers.render.secret_key", KeyKind::Secret, None, false, "Secret half of the signing key."),
    key("providers.render.secret_key_file", KeyKind::SecretFile, None, false, "File with the secret half."),
];

/// Every key, in the order it is listed.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    [&GENERAL[..], &RENTAL, &DAEMON, &VAST, &AKASH, &IONET, &RENDER, &RENDER_SIGNING].into_iter().flatten()
}

/// Finds a key by its exact name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Key> {
    keys().find(|key| key.name == name)
}

/// The key a wrong name was probably meant to be.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    did_you_mean(name, keys().map(|key| key.name))
}

/// Whether some key is inside the table of this dotted name.
#[must_use]
pub fn is_table(name: &str) -> bool {
    keys().any(|key| key.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}

impl Key {
    /// What a value must look like, for messages.
    #[must_use]
    pub fn expected(&self) -> String {
        match self.kind {
            KeyKind::Word(words) => format!("one of {}", words.join(", ")),
            KeyKind::Bool => "true or false".to_owned(),
            KeyKind::PerMinute => format!("a whole number from 1 to {MAX_RATE_PER_MINUTE}"),
            KeyKind::Days => format!("a whole number of days from 1 to {MAX_DAYS}"),
            KeyKind::Duration => duration::EXPECTED.to_owned(),
            KeyKind::TimeOfDay => "a time of day such as 02:00 (UTC)".to_owned(),
            KeyKind::Percent => format!("a whole number of percent from 0 to {MAX_JITTER_PERCENT}"),
            KeyKind::BasisPoints => format!("a whole number of basis points from 0 to {MAX_BASIS_POINTS}"),
            KeyKind::Price => "USD an hour, such as 500".to_owned(),
            KeyKind::Database => database::EXPECTED.to_owned(),
            KeyKind::Url => "an https:// address without user, query or fragment (http:// only to this machine)".into(),
            KeyKind::Text | KeyKind::Secret => "one line of text".to_owned(),
            KeyKind::SecretFile => "the path of a file".to_owned(),
        }
    }

    /// Reads a value written as text, as in the environment.
    #[must_use]
    pub fn read_text(&self, text: &str) -> Option<ValueKind> {
        match self.kind {
            KeyKind::Bool => text.parse().ok().map(ValueKind::Boolean),
            KeyKind::PerMinute => from_one_to(MAX_RATE_PER_MINUTE, text.parse().ok()?),
            KeyKind::Days => from_one_to(MAX_DAYS, text.parse().ok()?),
            KeyKind::Percent => from_zero_to(MAX_JITTER_PERCENT, text.parse().ok()?),
            KeyKind::BasisPoints => from_zero_to(MAX_BASIS_POINTS.into(), text.parse().ok()?),
            _ => self.accepts(text).then(|| text.into()),
        }
    }

    /// Reads a value of a TOML file, which has types of its own.
    #[must_use]
    pub fn read_toml(&self, value: &toml_edit::Value) -> Option<ValueKind> {
        match self.kind {
            KeyKind::Bool => value.as_bool().map(ValueKind::Boolean),
            KeyKind::PerMinute => from_one_to(MAX_RATE_PER_MINUTE, value.as_integer()?),
            KeyKind::Days => from_one_to(MAX_DAYS, value.as_integer()?),
            KeyKind::Percent => from_zero_to(MAX_JITTER_PERCENT, value.as_integer()?),
            KeyKind::BasisPoints => from_zero_to(MAX_BASIS_POINTS.into(), value.as_integer()?),
            _ => value.as_str().filter(|text| self.accepts(text)).map(Into::into),
        }
    }

    fn accepts(&self, text: &str) -> bool {
        if text.is_empty() || text.len() > MAX_VALUE_CHARS || text.chars().any(char::is_control) {
            return false;
        }
        match self.kind {
            KeyKind::Word(words) => words.contains(&text),
            KeyKind::Duration => parse_duration(text).is_some(),
            KeyKind::TimeOfDay => parse_time_of_day(text).is_some(),
            KeyKind::Price => text.parse::<Rate>().is_ok_and(|price| price > Rate::default()),
            KeyKind::Database => Database::parse(text).is_some(),
            KeyKind::Url => is_safe_url(text),
            _ => true,
        }
    }

    /// The key that gives the same secret another way: `api_key` and `api_key_file`.
    #[must_use]
    pub fn alternative(&self) -> Option<&'static Self> {
        match self.kind {
            KeyKind::Secret => find(&format!("{}_file", self.name)),
            KeyKind::SecretFile => find(self.name.strip_suffix("_file")?),
            _ => None,
        }
    }

    /// The environment variable that sets it.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("GP4U_{}", self.name.replace('.', "__").to_ascii_uppercase())
    }
}

fn from_one_to(most: i64, number: i64) -> Option<ValueKind> {
    (1..=most).contains(&number).then_some(ValueKind::I64(number))
}

fn from_zero_to(most: i64, number: i64) -> Option<ValueKind> {
    (0..=most).contains(&number).then_some(ValueKind::I64(number))
}

/// Reads a time of day written as `HH:MM`.
#[must_use]
pub fn parse_time_of_day(text: &str) -> Option<Time> {
    let written = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    Time::strptime("%H:%M", text).ok().filter(|_| written)
}

/// Whether a provider's address is encrypted, or does not leave this machine, and carries no secret.
fn is_safe_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let strange = |c: char| c.is_whitespace() || !c.is_ascii() || "@?#\\\"<>^`{|}".contains(c);
    if rest.contains(strange) {
        return false;
    }
    let authority = rest.split('/').next().unwrap_or_default();
    let Some(host) = host_of(authority) else { return false };
    match scheme {
        "https" => true,
        "http" => {
            host == "localhost"
                || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        _ => false,
    }
}

/// The host of `host`, `host:port` or `[v6]:port`.
fn host_of(authority: &str) -> Option<&str> {
    let port_at =
        authority.find("]:").map(|at| at + 1).or_else(|| authority.rfind(':').filter(|_| !authority.ends_with(']')));
    let (host, port) = match port_at {
        Some(at) => (&authority[..at], Some(&authority[at + 1..])),
        None => (authority, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok());
    (!host.is_empty() && port_fits).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_values_their_own_keys_accept() {
        for key in keys() {
            if let Some(default) = key.default {
                assert!(key.read_text(default).is_some(), "{}", key.name);
            }
        }
    }

    #[test]
    fn names_are_unique_and_secrets_have_a_file_form() {
        let mut names: Vec<_> = keys().map(|key| key.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for key in keys().filter(|key| key.kind == KeyKind::Secret) {
            let file = key.alternative().unwrap();
            assert_eq!(file.kind, KeyKind::SecretFile);
            assert_eq!(file.alternative().unwrap().name, key.name);
        }
    }

    #[test]
    fn a_project_may_not_choose_databases_addresses_or_secrets() {
        for key in keys().filter(|key| key.project) {
            assert!(
                matches!(key.kind, KeyKind::Word(_) | KeyKind::Bool | KeyKind::PerMinute | KeyKind::Duration),
                "{}",
                key.name
            );
        }
    }

    #[test]
    fn provider_addresses_are_encrypted_or_local() {
        let ok = [
            "https://console.vast.ai",
            "https://x.test:8443/api",
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://127.9.9.9:1/x",
            "http://[::1]:9",
            "http://[::1]",
        ];
        let refused = [
            "",
            "vast.ai",
            "http://vast.ai",
            "http://localhost.evil.test",
            "http://127.0.0.1.evil.test",
            "http://localhost@evil.test",
            "http://localhost\\@evil.test",
            "https://user:p@x.test",
            "https://x.test/?api_key=k",
            "https://x.test/#f",
            "https://",
            "https://:80",
            "https://x.test:99999",
            "file:///etc/passwd",
            "ftp://x.test",
            "https://x .test",
            "https://x\u{430}.test",
        ];
        for url in ok {
            assert!(is_safe_url(url), "{url}");
        }
        for url in refused {
            assert!(!is_safe_url(url), "{url}");
        }
    }

    #[test]
    fn values_are_read_strictly() {
        let rate = find("providers.vast.rate_per_minute").unwrap();
        for (text, fits) in [("1", true), ("6000", true), ("0", false), ("-1", false), ("6001", false), ("1.5", false)]
        {
            assert_eq!(rate.read_text(text).is_some(), fits, "{text}");
        }
        let output = find("output").unwrap();
        assert!(output.read_text("json").is_some());
        assert!(output.read_text("JSON").is_none());
        let hour = find("daemon.cleanup_at").unwrap();
        for (text, fits) in [("02:00", true), ("23:59", true), ("24:00", false), ("2:00", false), ("02:00:30", false)] {
            assert_eq!(hour.read_text(text).is_some(), fits, "{text}");
        }
        let jitter = find("daemon.jitter_percent").unwrap();
        for (text, fits) in [("0", true), ("50", true), ("51", false), ("-1", false), ("5%", false)] {
            assert_eq!(jitter.read_text(text).is_some(), fits, "{text}");
        }
        let fee = find("fees.platform_basis_points").unwrap();
        for (text, fits) in
            [("0", true), ("250", true), ("10000", true), ("10001", false), ("-1", false), ("2.5", false)]
        {
            assert_eq!(fee.read_text(text).is_some(), fits, "{text}");
        }
        let secret = find("providers.vast.api_key").unwrap();
        assert!(secret.read_text("two\nlines").is_none());
    }
}
