//! What every command shares: the configuration, the clock, and the database, opened on first use.

pub mod config;
pub mod credentials;

use jiff::Timestamp;
use secrecy::ExposeSecret;
use tokio::sync::OnceCell;

use config::{Config, Database};

use crate::error::Result;
use crate::providers::{Network, ProviderSettings};
use crate::store::{DatabaseUrl, Store};

/// Everything a use case needs from the outside.
#[derive(Debug)]
pub struct App {
    /// The settings in force.
    pub config: Config,
    store: OnceCell<Store>,
}

impl App {
    /// An application with these settings; nothing is opened yet.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self { config, store: OnceCell::const_new() }
    }

    /// Now, to the microsecond: what databases hold.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Where the database is.
    pub fn database_url(&self) -> Result<DatabaseUrl> {
        Ok(match self.config.database()? {
            Database::Sqlite(path) => DatabaseUrl::Sqlite(path.clone()),
            Database::Postgres(url) => url.expose_secret().parse()?,
        })
    }

    /// The database, opened and fit for this program.
    pub async fn store(&self) -> Result<&Store> {
        let open = || async { Ok(Store::open(&self.database_url()?).await?) };
        self.store.get_or_try_init(open).await
    }

    /// How to reach a provider: what is configured over what is built in. Reads key files.
    pub fn provider_settings(&self, network: Network) -> Result<ProviderSettings> {
        let mut settings = ProviderSettings::builtin(network);
        let Some(configured) = self.config.providers.get(network.as_str()) else { return Ok(settings) };
        settings.enabled = configured.enabled;
        settings.url = configured.url.clone().unwrap_or(settings.url);
        settings.timeout = configured.timeout.unwrap_or(settings.timeout);
        settings.rate_per_minute = configured.rate_per_minute.unwrap_or(settings.rate_per_minute);
        // Ends a little before the sync itself, so that what was read until then is kept.
        settings.deadline = self.config.sync.deadline * 9 / 10;
        settings.public_key.clone_from(&configured.public_key);
        settings.api_key = configured.api_key()?;
        settings.secret_key = configured.secret_key()?;
        Ok(settings)
    }

    /// Closes what was opened.
    pub async fn close(&self) {
        if let Some(store) = self.store.get() {
            store.close().await;
        }
    }
}
