//! What every command shares: the configuration, the clock, and the database, opened on first use.

mod clock;
pub mod config;
pub mod credentials;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use secrecy::ExposeSecret;
use tokio::sync::OnceCell;

use clock::Clock;
use config::{Config, Database};

use crate::error::{Code, Error, Result};
use crate::providers::Clock as ProviderClock;
use crate::providers::rental::{self, Rental};
use crate::providers::{Exchange, FetchError, Network, Provider, ProviderSettings};
use crate::store::{DatabaseUrl, Store};

/// Everything a use case needs from the outside.
#[derive(Debug)]
pub struct App {
    /// The settings in force.
    pub config: Config,
    clock: Clock,
    store: Arc<OnceCell<Store>>,
    providers: Mutex<BTreeMap<Network, Arc<Provider>>>,
    rentals: Mutex<BTreeMap<Network, Arc<dyn Rental>>>,
}

impl App {
    /// An application with these settings; nothing is opened yet.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            config,
            clock: Clock::of_process(),
            store: Arc::default(),
            providers: Mutex::default(),
            rentals: Mutex::default(),
        }
    }

    /// The same application on the same database with other settings. Providers are made anew, without what is
    /// remembered of their failures: a new address or key deserves a new beginning.
    #[must_use]
    pub fn reconfigured(&self, config: Config) -> Self {
        Self {
            config,
            clock: self.clock.clone(),
            store: Arc::clone(&self.store),
            providers: Mutex::default(),
            rentals: Mutex::default(),
        }
    }

    /// The same application by another clock, said as `GP4U_TEST_CLOCK` says it. Builds for testing only.
    #[cfg(debug_assertions)]
    #[must_use]
    pub fn by_test_clock(self, setting: String) -> Self {
        Self { clock: Clock::Test(setting), ..self }
    }

    /// Now, by the clock of this machine, to the microsecond: what databases hold.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let now = self.clock.pretended().unwrap_or_else(Timestamp::now);
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Now, by the clock that counts where people book and pay: the database server's, so that machines whose clocks
    /// differ agree.
    pub async fn time(&self) -> Result<Timestamp> {
        match self.clock.pretended() {
            Some(pretended) => Ok(pretended),
            None => Ok(self.store().await?.clock().await?),
        }
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
        let open = || async {
            let store = Store::open(&self.database_url()?).await?;
            #[cfg(debug_assertions)]
            clock::die_on_time();
            Ok(store)
        };
        self.store.get_or_try_init(open).await
    }

    /// How to reach a provider: what is configured over what is built in. Reads key files.
    pub fn provider_settings(&self, network: Network) -> Result<ProviderSettings> {
        let mut settings = ProviderSettings::builtin(network);
        let clock = self.clock.clone();
        settings.clock = ProviderClock::new(move || clock.pretended().unwrap_or_else(Timestamp::now));
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

    /// The provider as this process keeps it, with its connections, request budget and circuit; made on first use.
    pub fn provider(&self, settings: ProviderSettings) -> std::result::Result<Arc<Provider>, FetchError> {
        let mut providers = self.providers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(provider) = providers.get(&settings.network) {
            return Ok(Arc::clone(provider));
        }
        let network = settings.network;
        let provider = Arc::new(Provider::new(settings, &Exchange::Live)?);
        providers.insert(network, Arc::clone(&provider));
        Ok(provider)
    }

    /// Renting at a network as this process keeps it, made on first use; an error without a key, or where the network is
    /// not to be asked.
    pub fn rental(&self, network: Network) -> Result<Arc<dyn Rental>> {
        let mut rentals = self.rentals.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rental) = rentals.get(&network) {
            return Ok(Arc::clone(rental));
        }
        let settings = self.provider_settings(network)?;
        let unusable =
            |why: &str| Error::new(Code::Conflict, format!("nothing can be rented at {}: {why}", network.title()));
        if !settings.enabled {
            return Err(unusable("it is switched off"));
        }
        let rental: Arc<dyn Rental> = rental::open(&settings).map_err(|error| unusable(&error.to_string()))?.into();
        rentals.insert(network, Arc::clone(&rental));
        Ok(rental)
    }

    /// Whether a network is one on this machine, whose machines are here, too: a simulator.
    pub fn is_local(&self, network: Network) -> Result<bool> {
        Ok(self.provider_settings(network)?.url.starts_with("http://"))
    }

    /// Closes what was opened.
    pub async fn close(&self) {
        if let Some(store) = self.store.get() {
            store.close().await;
        }
    }
}
