//! What a provider needs to be reached: address, keys, time-out, rate.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};

use super::{Fault, FetchError, Network};

/// Time allowed for one request, its retries included.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// Time allowed for a whole fetch: all its requests, and waiting for the request budget.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(55);

/// Where the time comes from: the machine's clock, unless somebody brings another.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that is asked like this.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// How to reach one network. `Debug` never shows a key.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    /// Which network.
    pub network: Network,
    /// Whether it is asked at all.
    pub enabled: bool,
    /// Base address: `https://`, or `http://` to this machine.
    pub url: String,
    /// The API key (Vast, io.net, Akash console).
    pub api_key: Option<SecretString>,
    /// The public half of a signing key (Render).
    pub public_key: Option<String>,
    /// The secret half of a signing key (Render).
    pub secret_key: Option<SecretString>,
    /// Time allowed for one request, its retries included.
    pub timeout: Duration,
    /// Time allowed for a whole fetch: all its requests, and waiting for the request budget.
    pub deadline: Duration,
    /// Requests in any 60 seconds at most.
    pub rate_per_minute: u32,
    /// What time it is.
    pub clock: Clock,
}

impl ProviderSettings {
    /// The built-in settings of a network: its public address, no keys.
    #[must_use]
    pub fn builtin(network: Network) -> Self {
        let (url, rate_per_minute) = match network {
            // 10 searches a minute and address: x-rate-limit of Vast's search_offers.yaml.
            Network::Vast => ("https://console.vast.ai", 10),
            Network::Akash => ("https://console-api.akash.network", 60),
            Network::Ionet => ("https://api.io.solutions", 60),
            Network::Render => ("https://api.dispersed.com", 60),
        };
        Self {
            network,
            enabled: true,
            url: url.to_owned(),
            api_key: None,
            public_key: None,
            secret_key: None,
            timeout: DEFAULT_TIMEOUT,
            deadline: DEFAULT_DEADLINE,
            rate_per_minute,
            clock: Clock::default(),
        }
    }

    /// Whether a key is configured.
    #[must_use]
    pub const fn has_key(&self) -> bool {
        self.api_key.is_some() || (self.public_key.is_some() && self.secret_key.is_some())
    }

    /// Checks the address: the only part that can be wrong before a request is made.
    pub fn validate(&self) -> Result<(), FetchError> {
        self.base().map(drop)
    }

    /// The parsed base address, without a slash at its end.
    pub(super) fn base(&self) -> Result<Url, FetchError> {
        parse_base(&self.url).map_err(|reason| {
            let reason = format!("providers.{}.url {reason}", self.network.as_str());
            FetchError::new(self.network.as_str(), Fault::BadUrl { reason })
        })
    }

    /// Everything that may never be written anywhere.
    pub(super) fn secrets(&self) -> Vec<SecretString> {
        let keys = [&self.api_key, &self.secret_key].into_iter().flatten();
        keys.filter(|key| !key.expose_secret().is_empty()).cloned().collect()
    }
}

fn parse_base(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text.trim_end_matches('/')).map_err(|_| "is not a URL")?;
    let host = url.host_str().ok_or("has no host")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user name or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not hold a query or fragment");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(host) => Ok(url),
        "http" => Err("must be https:// (http:// is only allowed to this machine)"),
        _ => Err("must begin with https://"),
    }
}

/// Whether an address is this machine's.
pub(super) fn is_local(url: &Url) -> bool {
    url.host_str().is_some_and(is_loopback)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_url(url: &str) -> ProviderSettings {
        ProviderSettings { url: url.into(), ..ProviderSettings::builtin(Network::Vast) }
    }

    #[test]
    fn only_https_or_this_machine_is_accepted() {
        for network in Network::ALL {
            assert_eq!(ProviderSettings::builtin(network).validate(), Ok(()));
        }
        for url in ["https://example.com/base/", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"] {
            assert_eq!(with_url(url).validate(), Ok(()), "{url}");
        }
        let refused = [
            "",
            "console.vast.ai",
            "http://console.vast.ai",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "file:///etc/passwd",
            "https://user:secret@example.com",
            "https://example.com/?api_key=secret",
            "https://example.com/#x",
        ];
        for url in refused {
            let error = with_url(url).validate().expect_err(url);
            assert_eq!(error.code(), "bad_url", "{url}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let settings = ProviderSettings {
            api_key: Some("canary-key".into()),
            secret_key: Some("canary-secret".into()),
            ..ProviderSettings::builtin(Network::Render)
        };
        assert!(!format!("{settings:?}").contains("canary"));
    }
}
