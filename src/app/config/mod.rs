//! Configuration: flags over environment over files over built-in values, each value knowing where it came from.
//!
//! Files are `.gp4u.toml` of the project (or the one named by `--config`) over the user's own
//! `$XDG_CONFIG_HOME/gp4u/config.toml`; a profile's tables lie over both. Loading opens no secret file and no
//! database: that happens when they are used.

mod database;
mod duration;
mod edit;
mod file;
mod folders;
mod keys;
mod layer;
mod secret;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use config::builder::{ConfigBuilder, DefaultState};
use config::{Value, ValueKind};
use jiff::civil::Time;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

pub use database::{Database, redact_url};
pub use duration::{EXPECTED as DURATION_EXPECTED, parse_duration};
pub use edit::{NewValue, set};
pub use folders::Folders;
pub use keys::{
    COLOR_CHOICES, Key, KeyKind, OUTPUT_FORMATS, PROVIDERS, find as find_key, keys, nearest as nearest_key,
};
pub use secret::{
    create_private_file, read_private_file, read_secret_file, require_private, require_private_folder, shell_quote,
    write_private_file,
};

use crate::error::{Code, Error, Result, Warning};
use crate::units::Rate;
use file::{ConfigFile, FileLayers, Trust};
use layer::Layer;

/// The project's configuration file.
pub const PROJECT_FILE: &str = ".gp4u.toml";
/// Folders looked through for a project's file at most.
const MAX_PARENTS: usize = 64;

/// How data is written to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputFormat {
    /// For people.
    #[default]
    Table,
    /// One document.
    Json,
    /// One object a line.
    Ndjson,
    /// RFC 4180.
    Csv,
    /// One id a line.
    Ids,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColorChoice {
    /// On a terminal that wants it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Settings of the market commands.
#[derive(Clone, Debug, Deserialize)]
pub struct MarketConfig {
    /// Age from which market data is called stale.
    #[serde(deserialize_with = "duration_setting")]
    pub max_age: Duration,
}

/// Settings of the arbitrage commands.
#[derive(Clone, Debug, Deserialize)]
pub struct ArbitrageConfig {
    /// How long an answer is kept.
    #[serde(deserialize_with = "duration_setting")]
    pub ttl: Duration,
}

/// Settings of the price history.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct HistoryConfig {
    /// Days for which each change of an offer is kept.
    pub raw_days: u32,
    /// Days for which hourly prices are kept.
    pub hourly_days: u32,
}

/// What the operator takes for bookings.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct FeesConfig {
    /// Share of what a reservation cost, in hundredths of a percent, out of the provider's part.
    pub platform_basis_points: u32,
}

/// Settings of renting.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct RentalConfig {
    /// Longest wait for a machine to be up.
    #[serde(deserialize_with = "duration_setting")]
    pub start_timeout: Duration,
    /// What all machines at one provider may cost an hour.
    pub max_price_per_hour: Rate,
}

/// Settings of `sync`.
#[derive(Clone, Debug, Deserialize)]
pub struct SyncConfig {
    /// Longest time a sync takes.
    #[serde(deserialize_with = "duration_setting")]
    pub deadline: Duration,
}

/// Settings of the daemon.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DaemonConfig {
    /// Time from one sync of a provider to the next.
    #[serde(deserialize_with = "duration_setting")]
    pub sync_every: Duration,
    /// Longest time without a look for due work.
    #[serde(deserialize_with = "duration_setting")]
    pub lifecycle_every: Duration,
    /// Time from one comparison with the providers' machines to the next.
    #[serde(deserialize_with = "duration_setting")]
    pub reconcile_every: Duration,
    /// Time from one proof of the ledger to the next.
    #[serde(deserialize_with = "duration_setting")]
    pub verify_every: Duration,
    /// Time of day of the clean-up, UTC.
    #[serde(deserialize_with = "time_of_day_setting")]
    pub cleanup_at: Time,
    /// Part of a period, in percent, by which a loop may be late, so that many do not run at one moment.
    pub jitter_percent: u32,
    /// Time after which a daemon that is silent is replaced.
    #[serde(deserialize_with = "duration_setting")]
    pub lease: Duration,
}

/// Settings of one provider; what is `None` is the provider's own default.
#[derive(Clone, Debug, Deserialize)]
pub struct ProviderConfig {
    /// Whether it is asked at all.
    pub enabled: bool,
    /// Address of its API.
    pub url: Option<String>,
    /// Longest wait for one answer.
    #[serde(default, deserialize_with = "optional_duration")]
    pub timeout: Option<Duration>,
    /// Requests a minute at most.
    pub rate_per_minute: Option<u32>,
    /// Public half of the signing key (Render).
    pub public_key: Option<String>,
    #[serde(default, deserialize_with = "optional_secret")]
    api_key: Option<SecretString>,
    api_key_file: Option<PathBuf>,
    #[serde(default, deserialize_with = "optional_secret")]
    secret_key: Option<SecretString>,
    secret_key_file: Option<PathBuf>,
}

impl ProviderConfig {
    /// The API key; reads its file now when that is how it is given.
    pub fn api_key(&self) -> Result<Option<SecretString>> {
        reveal(self.api_key.as_ref(), self.api_key_file.as_deref())
    }

    /// The secret half of the signing key (Render); reads its file now when that is how it is given.
    pub fn secret_key(&self) -> Result<Option<SecretString>> {
        reveal(self.secret_key.as_ref(), self.secret_key_file.as_deref())
    }
}

fn reveal(value: Option<&SecretString>, file: Option<&Path>) -> Result<Option<SecretString>> {
    match (value, file) {
        (Some(value), _) => Ok(Some(value.clone())),
        (None, Some(path)) => read_secret_file(path).map(Some),
        (None, None) => Ok(None),
    }
}

/// Settings of all providers.
#[derive(Clone, Debug, Deserialize)]
pub struct ProvidersConfig {
    /// Vast.ai.
    pub vast: ProviderConfig,
    /// Akash Network.
    pub akash: ProviderConfig,
    /// io.net.
    pub ionet: ProviderConfig,
    /// Render Network.
    pub render: ProviderConfig,
}

impl ProvidersConfig {
    /// The settings of a provider by its name.
    #[must_use]
    pub fn get(&self, provider: &str) -> Option<&ProviderConfig> {
        match provider {
            "vast" => Some(&self.vast),
            "akash" => Some(&self.akash),
            "ionet" => Some(&self.ionet),
            "render" => Some(&self.render),
            _ => None,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct DatabaseConfig {
    url: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Settings {
    #[serde(default)]
    database: DatabaseConfig,
    output: OutputFormat,
    color: ColorChoice,
    market: MarketConfig,
    arbitrage: ArbitrageConfig,
    history: HistoryConfig,
    fees: FeesConfig,
    rental: RentalConfig,
    sync: SyncConfig,
    daemon: DaemonConfig,
    providers: ProvidersConfig,
    #[serde(default, deserialize_with = "optional_secret")]
    token: Option<SecretString>,
    token_file: Option<PathBuf>,
}

/// One key with its value as shown, secrets hidden, and where the value came from.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Dotted name.
    pub key: &'static Key,
    /// The value, or `***` for a secret; `None` when not set.
    pub value: Option<String>,
    /// Flag, environment variable, `file:line` or `built-in`; `None` when not set.
    pub origin: Option<String>,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// Default output format.
    pub output: OutputFormat,
    /// When to use colour.
    pub color: ColorChoice,
    /// Market commands.
    pub market: MarketConfig,
    /// Arbitrage commands.
    pub arbitrage: ArbitrageConfig,
    /// The price history.
    pub history: HistoryConfig,
    /// What the operator takes.
    pub fees: FeesConfig,
    /// Renting.
    pub rental: RentalConfig,
    /// `sync`.
    pub sync: SyncConfig,
    /// The daemon.
    pub daemon: DaemonConfig,
    /// Providers.
    pub providers: ProvidersConfig,
    /// What was odd, but not wrong.
    pub warnings: Vec<Warning>,
    /// Where things are kept.
    pub folders: Folders,
    /// Configuration files that were read, strongest first.
    pub files: Vec<PathBuf>,
    database: Option<Database>,
    token: Option<SecretString>,
    token_file: Option<PathBuf>,
    settings: Vec<Setting>,
}

/// What was said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`: instead of a project's file.
    pub config: Option<PathBuf>,
    /// `--profile`.
    pub profile: Option<String>,
    /// `--database`.
    pub database: Option<String>,
    /// `--output`, as a name out of [`OUTPUT_FORMATS`].
    pub output: Option<&'static str>,
    /// `--color`, as a name out of [`COLOR_CHOICES`].
    pub color: Option<&'static str>,
}

/// Everything configuration is made of.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The command line.
    pub flags: Flags,
    /// Environment variables; only `GP4U_*` are looked at.
    pub environment: Vec<(OsString, OsString)>,
    /// Where to start looking for a project's file.
    pub working_folder: Option<PathBuf>,
    /// Where the user's file and the data are.
    pub folders: Folders,
}

impl Sources {
    /// The command line with what this process finds around it.
    #[must_use]
    pub fn of_process(flags: Flags) -> Self {
        Self {
            flags,
            environment: std::env::vars_os().collect(),
            working_folder: std::env::current_dir().ok(),
            folders: Folders::locate(),
        }
    }

    /// The user's own configuration file, whether or not it exists.
    #[must_use]
    pub fn user_file(&self) -> Option<PathBuf> {
        self.folders.config.as_ref().map(|folder| folder.join("config.toml"))
    }

    /// The file that `config set` writes and `config path` names.
    pub fn editable_file(&self) -> Result<PathBuf> {
        self.flags.config.clone().or_else(|| self.user_file()).ok_or_else(|| {
            Error::new(Code::BadConfig, "there is no home directory to keep the configuration in")
                .hint("set HOME or XDG_CONFIG_HOME, or name a file with --config")
        })
    }
}

impl Config {
    /// Reads and merges everything. Opens configuration files only.
    pub fn load(sources: &Sources) -> Result<Self> {
        let profile = sources.flags.profile.as_deref();
        let files = config_files(sources)?;
        let mut read = Vec::new();
        for file in &files {
            read.push(file.layers(profile)?);
        }
        let known: Vec<String> = read.iter().flat_map(|layers| layers.profiles.clone()).collect();
        if let Some(wanted) = profile.filter(|_| read.iter().all(|layers| layers.profile.is_none())) {
            return Err(file::no_such_profile(wanted, &known));
        }
        let (environment, unknown_variables) =
            Layer::environment(sources.environment.iter().map(|(name, value)| (name, value)))?;
        let mut warnings: Vec<Warning> = read.iter().flat_map(|layers| layers.warnings.clone()).collect();
        warnings.extend(unknown_variables);
        let merged = merge(read, environment, flag_layer(&sources.flags)?)?;
        let mut settings: Vec<Setting> = keys().map(|key| setting(key, &merged.cache)).collect();
        let typed: Settings = merged.try_deserialize().map_err(|_| internal())?;
        let database = database(typed.database.url.as_deref(), &sources.folders)?;
        if let Some(setting) = settings.iter_mut().find(|setting| setting.key.kind == KeyKind::Database) {
            // The built-in database depends on where the user's folders are, so that no layer can hold it.
            setting.value = setting.value.take().or_else(|| database.as_ref().map(Database::to_string));
            setting.origin = setting.origin.take().or_else(|| database.as_ref().map(|_| "built-in".to_owned()));
        }
        Ok(Self {
            database,
            token: typed.token,
            token_file: typed.token_file,
            output: typed.output,
            color: typed.color,
            market: typed.market,
            arbitrage: typed.arbitrage,
            history: typed.history,
            fees: typed.fees,
            rental: typed.rental,
            sync: typed.sync,
            daemon: typed.daemon,
            providers: typed.providers,
            warnings,
            folders: sources.folders.clone(),
            files: files.iter().map(|file| file.path().to_owned()).collect(),
            settings,
        })
    }

    /// The database to use: the one named, or gp4u's own file.
    pub fn database(&self) -> Result<&Database> {
        self.database.as_ref().ok_or_else(|| {
            Error::new(Code::DatabaseUnavailable, "there is no home directory to keep the database in")
                .hint("set HOME or XDG_DATA_HOME, or name one with --database sqlite:PATH")
        })
    }

    /// The token to act with, where one is configured; reads its file now when that is how it is given.
    pub fn token(&self) -> Result<Option<SecretString>> {
        reveal(self.token.as_ref(), self.token_file.as_deref())
    }

    /// Every key with its value and where that came from.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }
}

/// The files there are, strongest first.
fn config_files(sources: &Sources) -> Result<Vec<ConfigFile>> {
    let mut files = Vec::new();
    if let Some(path) = &sources.flags.config {
        let file = ConfigFile::read(path, Trust::User)?;
        files.push(file.ok_or_else(|| Error::new(Code::BadConfig, format!("there is no file {}", path.display())))?);
    } else if let Some(folder) = &sources.working_folder {
        files.extend(project_file(folder, sources.folders.home.as_deref())?);
    }
    if let Some(path) = sources.user_file() {
        files.extend(ConfigFile::read(&path, Trust::User)?);
    }
    Ok(files)
}

/// The nearest project file, from a folder upwards to the root of its repository, or the user's home.
fn project_file(folder: &Path, home: Option<&Path>) -> Result<Option<ConfigFile>> {
    for folder in folder.ancestors().take(MAX_PARENTS) {
        if let Some(file) = ConfigFile::read(&folder.join(PROJECT_FILE), Trust::Project)? {
            return Ok(Some(file));
        }
        if home == Some(folder) || folder.join(".git").exists() {
            break;
        }
    }
    Ok(None)
}

fn flag_layer(flags: &Flags) -> Result<Layer> {
    let mut layer = Layer::default();
    let given = [
        ("database.url", "--database", flags.database.as_deref()),
        ("output", "--output", flags.output),
        ("color", "--color", flags.color),
    ];
    for (name, flag, value) in given {
        if let Some(value) = value {
            layer.flag(name, flag, value)?;
        }
    }
    Ok(layer)
}

/// Lays the layers over each other, weakest first: built-in, files, profiles, environment, flags.
fn merge(files: Vec<FileLayers>, environment: Layer, flags: Layer) -> Result<config::Config> {
    let (bases, profiles): (Vec<Layer>, Vec<Option<Layer>>) =
        files.into_iter().rev().map(|layers| (layers.base, layers.profile)).unzip();
    let layers = std::iter::once(Layer::built_in()?)
        .chain(bases)
        .chain(profiles.into_iter().flatten())
        .chain([environment, flags]);
    let builder = layers.fold(ConfigBuilder::<DefaultState>::default(), ConfigBuilder::<DefaultState>::add_source);
    builder.build().map_err(|_| internal())
}

/// Every value has been checked on its way in, so merging cannot fail; its errors could quote a secret.
fn internal() -> Error {
    Error::new(Code::Internal, "the configuration could not be put together")
}

fn database(url: Option<&str>, folders: &Folders) -> Result<Option<Database>> {
    let Some(url) = url else {
        return Ok(folders.data.as_ref().map(|folder| Database::Sqlite(folder.join("gp4u.db"))));
    };
    Database::parse(url).map(Some).ok_or_else(internal)
}

fn setting(key: &'static Key, root: &Value) -> Setting {
    let found = key.name.split('.').try_fold(root, |value, part| match &value.kind {
        ValueKind::Table(table) => table.get(part),
        _ => None,
    });
    let found = found.filter(|value| value.kind != ValueKind::Nil);
    let shown = |value: &Value| match key.kind {
        KeyKind::Secret => "***".to_owned(),
        KeyKind::Database | KeyKind::Url => redact_url(&value.to_string()),
        _ => value.to_string(),
    };
    Setting { key, value: found.map(shown), origin: found.and_then(Value::origin).map(str::to_owned) }
}

fn duration_setting<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_duration(&text).ok_or_else(|| serde::de::Error::custom(DURATION_EXPECTED))
}

fn time_of_day_setting<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Time, D::Error> {
    let text = String::deserialize(deserializer)?;
    keys::parse_time_of_day(&text).ok_or_else(|| serde::de::Error::custom("a time of day"))
}

fn optional_duration<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<Duration>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let parse = |text: String| parse_duration(&text).ok_or_else(|| serde::de::Error::custom(DURATION_EXPECTED));
    text.map(parse).transpose()
}

fn optional_secret<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<SecretString>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(Into::into))
}

#[cfg(test)]
mod tests;
