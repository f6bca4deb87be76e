//! One HTTP client for every network: time-outs, retries, request budget, body limits, redaction, recordings.

mod answer;
mod request;

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use backon::Retryable;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, timeout_at};
use tracing::debug;

pub use answer::{Answer, Reply};
pub use request::{MaySend, Request, Signable, Signer};

use super::recording::{Exchange, Key, Recorded, Tape};
use super::settings::is_local;
use super::{Fault, FetchError, Network, ProviderSettings, json, retry};

/// Time allowed for a connection, TLS included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Largest answer read, after decompression, where a request does not say otherwise.
pub const MAX_BODY_BYTES: usize = 16 << 20;
/// Requests that may go out at once when the budget is untouched.
const MAX_BURST: u32 = 10;
/// Read of an answer whose status says all: enough to tell what the provider means.
const MAX_REFUSAL_BYTES: usize = 16 << 10;
/// A body's buffer grows by at least this much at a time.
const BODY_STEP_BYTES: usize = 64 << 10;

/// How far a fetch is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Requests sent.
    pub requests: u32,
    /// Bytes received, after decompression.
    pub bytes: u64,
    /// Rows understood.
    pub rows: u64,
}

/// The client of one network.
pub struct Http {
    network: Network,
    base: Url,
    timeout: Duration,
    fetch_deadline: Duration,
    budget: DefaultDirectRateLimiter,
    /// `None` when answers come from a recording.
    client: Option<reqwest::Client>,
    tape: Tape,
    secrets: Arc<[SecretString]>,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http")
            .field("network", &self.network)
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

impl Http {
    /// Prepares a client; nothing is sent.
    pub fn new(settings: &ProviderSettings, exchange: &Exchange) -> Result<Self, FetchError> {
        let network = settings.network;
        let fail = |fault| FetchError::new(network.as_str(), fault);
        let secrets: Arc<[SecretString]> = settings.secrets().into();
        let tape = Tape::new(exchange, network, Arc::clone(&secrets)).map_err(fail)?;
        let client =
            if tape.is_replay() { None } else { Some(client_builder().build().map_err(client_fault).map_err(fail)?) };
        let budget = RateLimiter::direct(quota(settings.rate_per_minute));
        Ok(Self {
            network,
            base: settings.base()?,
            timeout: settings.timeout,
            fetch_deadline: settings.deadline,
            budget,
            client,
            tape,
            secrets,
        })
    }

    /// Time allowed for everything one session does.
    #[must_use]
    pub const fn deadline(&self) -> Duration {
        self.fetch_deadline
    }

    /// Begins a fetch: requests made through it share a deadline and a progress count.
    pub fn session<'a>(&'a self, progress: &'a (dyn Fn(Progress) + Send + Sync)) -> Session<'a> {
        let deadline = Instant::now() + self.fetch_deadline;
        Session { http: self, deadline, progress, so_far: Mutex::default(), recorded_at: Mutex::default() }
    }
}

fn client_builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(concat!("gp4u/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
}

/// A client for one request that must have exactly one sender: no connection that was used before and may be dead,
/// and none of the repeats that reqwest makes by itself.
fn single_use_client() -> Result<reqwest::Client, Fault> {
    client_builder().pool_max_idle_per_host(0).retry(reqwest::retry::never()).build().map_err(client_fault)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` wants it")]
fn client_fault(error: reqwest::Error) -> Fault {
    Fault::Client { reason: innermost(&error) }
}

/// A quota that lets a few requests go at once, yet never more than `per_minute` in any 60 seconds.
fn quota(per_minute: u32) -> Quota {
    let per_minute = per_minute.max(1);
    let burst = (per_minute / 2).clamp(1, MAX_BURST);
    let refilled_per_minute = (per_minute - burst).max(1);
    let interval = Duration::from_mins(1) / refilled_per_minute;
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(interval).unwrap_or(Quota::per_minute(NonZeroU32::MIN)).allow_burst(burst)
}

/// One fetch in progress.
pub struct Session<'a> {
    http: &'a Http,
    deadline: Instant,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
    so_far: Mutex<Progress>,
    recorded_at: Mutex<Option<Timestamp>>,
}

impl Session<'_> {
    /// Sends a request, again if that may help, and returns the complete answer; any status but 2xx is an error.
    pub async fn send(&self, request: &Request<'_>) -> Result<Answer, FetchError> {
        let sending = Sending { session: self, request, url: self.url(request), began: OnceLock::new() };
        if self.is_replay() {
            return sending.replay();
        }
        let result = (|| sending.attempt())
            .retry(retry::pauses())
            .when(retry::worth_another)
            .adjust(|error, planned| retry::pause(error, planned, sending.time_left()))
            .await;
        if let Err(error) = &result {
            debug!(target = error.target, code = error.code(), excerpt = error.excerpt, "request failed");
        }
        result
    }

    /// Sends a request exactly once, on a connection of its own, and returns whatever is answered. An error says by
    /// [`FetchError::never_sent`] whether the server can have seen the request. Not for recordings. An address
    /// elsewhere is asked over TLS only, unless the network's own is on this machine and it is too.
    pub async fn send_once(&self, request: &Request<'_>) -> Result<Reply, FetchError> {
        let sending = Sending { session: self, request, url: self.url(request), began: OnceLock::new() };
        let reply = sending.once().await;
        if let Err(error) = &reply {
            debug!(target = error.target, code = error.code(), "request failed");
        }
        reply
    }

    /// An error about an answer to a request sent with [`Session::send_once`].
    #[must_use]
    pub fn reply_error(&self, request: &Request<'_>, fault: Fault, reply: &Reply) -> FetchError {
        let target = target(&self.url(request));
        FetchError::new(target, fault).with_body(&reply.body, &self.http.secrets)
    }

    /// Adds understood rows to the progress.
    pub fn add_rows(&self, rows: u64) {
        self.advance(|progress| progress.rows += rows);
    }

    /// Time left for the whole fetch.
    #[must_use]
    pub fn time_left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Whether answers come from a recording.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.http.tape.is_replay()
    }

    /// When the answers were recorded, if they come from a recording: the oldest of them.
    #[must_use]
    pub fn recorded_at(&self) -> Option<Timestamp> {
        *self.recorded_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn advance(&self, change: impl FnOnce(&mut Progress)) {
        let mut progress = self.so_far.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut progress);
        (self.progress)(*progress);
    }

    fn url(&self, request: &Request<'_>) -> Url {
        if let Some(url) = &request.elsewhere {
            return url.clone();
        }
        let mut url = self.http.base.clone();
        url.set_path(&format!("{}{}", url.path().trim_end_matches('/'), request.path));
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        url
    }

    /// Waits for the request budget; gives up at once when that would take too long.
    async fn permit(&self, deadline: Instant) -> Result<(), Fault> {
        let clock = DefaultClock::default();
        while let Err(not_yet) = self.http.budget.check() {
            let wait = not_yet.wait_time_from(clock.now());
            if Instant::now() + wait >= deadline {
                return Err(Fault::RateLimited { retry_after: Some(wait) });
            }
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }
}

/// Host and path, for people: no query and no key.
fn target(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}{}", url.host_str().unwrap_or_default(), url.path())
}

/// One request on its way: all its attempts.
struct Sending<'a> {
    session: &'a Session<'a>,
    request: &'a Request<'a>,
    url: Url,
    /// When the first attempt was let through: the request's time-out counts from here.
    began: OnceLock<Instant>,
}

impl Sending<'_> {
    fn deadline(&self) -> Instant {
        let own = self.began.get().map(|began| *began + self.timeout());
        own.map_or(self.session.deadline, |own| own.min(self.session.deadline))
    }

    fn time_left(&self) -> Duration {
        self.deadline().saturating_duration_since(Instant::now())
    }

    fn may_ask(&self, url: &Url) -> bool {
        let base = &self.session.http.base;
        url.scheme() == "https" || (url.scheme() == "http" && is_local(base) && is_local(url))
    }

    fn timeout(&self) -> Duration {
        self.request.timeout.unwrap_or(self.session.http.timeout)
    }

    fn target(&self) -> String {
        target(&self.url)
    }

    fn error(&self, fault: Fault) -> FetchError {
        FetchError::new(self.target(), fault)
    }

    async fn attempt(&self) -> Result<Answer, FetchError> {
        let client = self.session.http.client.as_ref().ok_or_else(|| self.error(Fault::NotRecorded))?;
        let recorded = self.ask(client).await?;
        self.session.http.tape.keep(&self.key(), &recorded).map_err(|fault| self.error(fault))?;
        self.judge(recorded)
    }

    async fn once(&self) -> Result<Reply, FetchError> {
        if self.session.is_replay() {
            return Err(self.error(Fault::NotRecorded));
        }
        if self.request.elsewhere.as_ref().is_some_and(|url| !self.may_ask(url)) {
            return Err(self.error(Fault::BadUrl { reason: "the network named an unsafe address".to_owned() }));
        }
        let client = single_use_client().map_err(|fault| self.error(fault))?;
        let Recorded { status, retry_after, body, .. } = self.ask(&client).await?;
        let retry_after = retry::server_wish(retry_after.as_deref(), &body, Timestamp::now());
        let took = self.began.get().map(Instant::elapsed).unwrap_or_default();
        Ok(Reply { status, body, retry_after, took })
    }

    async fn ask(&self, client: &reqwest::Client) -> Result<Recorded, FetchError> {
        self.session.permit(self.deadline()).await.map_err(|fault| self.error(fault))?;
        // Not before: the budget may have made us wait.
        if self.request.may_send.is_some_and(|may_send| !may_send()) {
            return Err(self.error(Fault::Withheld));
        }
        let began = Instant::now();
        self.began.get_or_init(|| began);
        let result = timeout_at(self.deadline(), self.exchange(client)).await;
        let recorded = result.unwrap_or(Err(Fault::Timeout { limit: self.timeout() }));
        let recorded = recorded.map_err(|fault| self.error(fault))?;
        debug!(
            method = self.request.method.as_str(),
            host = self.url.host_str(),
            path = self.url.path(),
            status = recorded.status,
            bytes = recorded.body.len(),
            took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        Ok(recorded)
    }

    /// Sends once and reads the answer to its end.
    async fn exchange(&self, client: &reqwest::Client) -> Result<Recorded, Fault> {
        self.session.advance(|progress| progress.requests += 1);
        let request = client
            .request(self.request.method.clone(), self.url.clone())
            .headers(self.headers()?)
            .body(self.request.body.clone());
        let response = request.send().await.map_err(|error| send_fault(&error))?;
        let status = response.status().as_u16();
        let retry_after = header_text(response.headers(), &RETRY_AFTER);
        let content_type = header_text(response.headers(), &CONTENT_TYPE);
        let body =
            if response.status().is_success() { self.read_body(response).await? } else { read_refusal(response).await };
        Ok(Recorded { status, retry_after, content_type, body, recorded_at: Timestamp::now() })
    }

    fn headers(&self) -> Result<HeaderMap, Fault> {
        let mut headers = HeaderMap::new();
        if !self.request.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let signed = self.request.signer.map(|sign| {
            sign(&Signable {
                method: self.request.method.as_str(),
                path: self.url.path(),
                query: self.url.query().unwrap_or_default(),
                body: &self.request.body,
            })
        });
        let fixed = self.request.secrets.iter().map(|(name, value)| (name, value.expose_secret()));
        let signed = signed.iter().flatten().map(|(name, value)| (name, value.as_str()));
        for (name, value) in fixed.chain(signed) {
            let mut value = HeaderValue::from_str(value).map_err(|_| Fault::BadKey)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(headers)
    }

    async fn read_body(&self, mut response: reqwest::Response) -> Result<Vec<u8>, Fault> {
        let limit = self.request.max_bytes;
        // A promise only spares the reading: the count below does not rely on it.
        if response.content_length().is_some_and(|promised| promised > limit as u64) {
            return Err(Fault::TooLarge { limit });
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| body_fault(&error))? {
            if body.len() + chunk.len() > limit {
                return Err(Fault::TooLarge { limit });
            }
            reserve(&mut body, chunk.len(), limit);
            body.extend_from_slice(&chunk);
            self.session.advance(|progress| progress.bytes += chunk.len() as u64);
        }
        Ok(body)
    }

    /// Makes of a status what it means.
    fn judge(&self, recorded: Recorded) -> Result<Answer, FetchError> {
        let Recorded { status, body, .. } = &recorded;
        let wish = retry::server_wish(recorded.retry_after.as_deref(), body, Timestamp::now());
        let fault = match StatusCode::from_u16(*status) {
            Ok(code) if code.is_success() && json::is_cut(body) => Fault::Truncated,
            Ok(code) if code.is_success() => {
                let secrets = Arc::clone(&self.session.http.secrets);
                return Ok(Answer { target: self.target(), body: recorded.body, secrets });
            }
            Ok(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => Fault::Unauthorized { status: *status },
            Ok(StatusCode::TOO_MANY_REQUESTS) => Fault::RateLimited { retry_after: wish },
            Ok(StatusCode::SERVICE_UNAVAILABLE) => Fault::Unavailable { retry_after: wish },
            Ok(code) if code.is_redirection() => Fault::Redirect { status: *status },
            _ => Fault::HttpStatus { status: *status },
        };
        Err(self.error(fault).with_body(body, &self.session.http.secrets))
    }

    fn replay(&self) -> Result<Answer, FetchError> {
        let limit = self.request.max_bytes;
        let recorded = self.session.http.tape.answer(&self.key(), limit).map_err(|fault| self.error(fault))?;
        if recorded.body.len() > limit {
            return Err(self.error(Fault::TooLarge { limit }));
        }
        self.session.advance(|progress| {
            progress.requests += 1;
            progress.bytes += recorded.body.len() as u64;
        });
        let mut oldest = self.session.recorded_at.lock().unwrap_or_else(PoisonError::into_inner);
        *oldest = Some(oldest.map_or(recorded.recorded_at, |oldest| oldest.min(recorded.recorded_at)));
        drop(oldest);
        self.judge(recorded)
    }

    fn key(&self) -> Key {
        Key::new(self.request.method.as_str(), &self.request.path, &self.request.query, &self.request.body)
    }
}

/// The beginning of the body of an answer that is no success: whatever is wrong with it, the status counts.
async fn read_refusal(mut response: reqwest::Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_REFUSAL_BYTES - body.len();
        body.extend(chunk.iter().take(room));
        if chunk.len() >= room {
            break;
        }
    }
    body
}

/// Room for `more` bytes. Growing by a quarter keeps the unused rest small: a body can be most of the memory used.
fn reserve(body: &mut Vec<u8>, more: usize, limit: usize) {
    if body.capacity() - body.len() < more {
        let room = more.max(BODY_STEP_BYTES).max(body.len() / 4).min(limit.saturating_sub(body.len()));
        body.reserve_exact(room);
    }
}

fn header_text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// What a failure before or while the answer's head was awaited means.
fn send_fault(error: &reqwest::Error) -> Fault {
    let reason = innermost(error);
    if error.is_builder() {
        Fault::BadUrl { reason }
    } else if error.is_dns() {
        Fault::Dns
    } else if error.is_timeout() {
        Fault::Connect { reason: format!("no connection within {} s", CONNECT_TIMEOUT.as_secs()) }
    } else if error.is_connect() && is_past_tcp(error) {
        Fault::Tls { reason }
    } else if error.is_connect() {
        Fault::Connect { reason }
    } else {
        Fault::Broken { reason }
    }
}

/// What a failure while the body was read means.
fn body_fault(error: &reqwest::Error) -> Fault {
    let garbled = has_io_error(error, std::io::ErrorKind::InvalidData)
        || has_io_error(error, std::io::ErrorKind::InvalidInput)
        || has_io_error(error, std::io::ErrorKind::Other);
    if error.is_decode() && garbled { Fault::NotJson } else { Fault::Truncated }
}

/// Whether connecting failed after TCP: hyper wraps name and TCP errors in a type of its own, TLS errors not.
fn is_past_tcp(error: &reqwest::Error) -> bool {
    causes(error).nth(1).is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |error: &&(dyn std::error::Error + 'static)| error.source())
}

fn has_io_error(error: &reqwest::Error, kind: std::io::ErrorKind) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref::<std::io::Error>()).any(|cause| cause.kind() == kind)
}

/// The last cause's text: reqwest's own begins with the URL, which may not be shown.
fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests;
