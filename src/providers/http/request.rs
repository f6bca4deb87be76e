//! What is asked.

use std::time::Duration;

use reqwest::header::HeaderName;
use reqwest::{Method, Url};
use secrecy::SecretString;
use serde::Serialize;

use super::MAX_BODY_BYTES;
use crate::providers::{Fault, FetchError};

/// Largest answer read to a request with a body, where it does not say otherwise: what changes something is told in short.
const MAX_SMALL_BODY_BYTES: usize = 4 << 20;

/// Makes the authentication headers of one attempt from what is about to be sent.
pub type Signer<'a> = dyn Fn(&Signable<'_>) -> Vec<(HeaderName, String)> + Send + Sync + 'a;

/// Asked right before a request's bytes leave: whether the caller still has the right to send them.
pub type MaySend<'a> = dyn Fn() -> bool + Send + Sync + 'a;

/// What a signature covers.
#[derive(Clone, Copy, Debug)]
pub struct Signable<'a> {
    /// `GET`, `POST`, `PUT`, `DELETE`.
    pub method: &'a str,
    /// The path as sent, base path included.
    pub path: &'a str,
    /// The query as sent: sorted and percent-encoded, without `?`; empty when there is none.
    pub query: &'a str,
    /// The body as sent; empty when there is none.
    pub body: &'a [u8],
}

/// One question to a provider.
pub struct Request<'a> {
    pub(super) method: Method,
    pub(super) path: String,
    /// The whole address, where it is not the network's.
    pub(super) elsewhere: Option<Url>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) secrets: Vec<(HeaderName, SecretString)>,
    pub(super) signer: Option<&'a Signer<'a>>,
    pub(super) may_send: Option<&'a MaySend<'a>>,
    pub(super) max_bytes: usize,
    pub(super) timeout: Option<Duration>,
}

impl<'a> Request<'a> {
    /// Asks with GET. `path` begins with `/` and is appended to the base address.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path.into())
    }

    /// Asks with POST and a JSON body; what is sent are exactly the bytes serde makes of it.
    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Result<Self, FetchError> {
        Self::with_body(Method::POST, path.into(), body)
    }

    /// Asks with PUT, as [`Request::post`].
    pub fn put(path: impl Into<String>, body: &impl Serialize) -> Result<Self, FetchError> {
        Self::with_body(Method::PUT, path.into(), body)
    }

    /// Asks with PATCH, as [`Request::post`].
    pub fn patch(path: impl Into<String>, body: &impl Serialize) -> Result<Self, FetchError> {
        Self::with_body(Method::PATCH, path.into(), body)
    }

    /// Asks with DELETE and no body.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path.into())
    }

    /// Asks with DELETE, as [`Request::post`].
    pub fn delete_with(path: impl Into<String>, body: &impl Serialize) -> Result<Self, FetchError> {
        Self::with_body(Method::DELETE, path.into(), body)
    }

    /// Asks an address that the network named, with GET; without any of the network's keys, and see
    /// [`Session::send_once`] for what is refused.
    pub fn get_elsewhere(address: &str) -> Result<Self, FetchError> {
        let bad = || Fault::BadUrl { reason: "the address that the network named is none".to_owned() };
        let url = Url::parse(address).map_err(|_| FetchError::new("", bad()))?;
        Ok(Self { elsewhere: Some(url), ..Self::new(Method::GET, String::new()) })
    }

    fn with_body(method: Method, path: String, body: &impl Serialize) -> Result<Self, FetchError> {
        let body = serde_json::to_vec(body).map_err(|_| FetchError::new(path.clone(), Fault::WrongShape))?;
        Ok(Self { body, max_bytes: MAX_SMALL_BODY_BYTES, ..Self::new(method, path) })
    }

    fn new(method: Method, path: String) -> Self {
        Self {
            method,
            path,
            elsewhere: None,
            query: vec![],
            body: vec![],
            secrets: vec![],
            signer: None,
            may_send: None,
            max_bytes: MAX_BODY_BYTES,
            timeout: None,
        }
    }

    /// Adds a query parameter; parameters are sent sorted.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers are passed as they are")]
    pub fn query(mut self, key: &str, value: impl ToString) -> Self {
        self.query.push((key.to_owned(), value.to_string()));
        self.query.sort();
        self
    }

    /// Adds a header that holds a secret: never logged, recorded or shown.
    #[must_use]
    pub fn secret_header(mut self, name: HeaderName, value: SecretString) -> Self {
        self.secrets.push((name, value));
        self
    }

    /// Adds headers made anew for every attempt (single-use nonces); never logged, recorded or shown.
    #[must_use]
    pub const fn signed(mut self, signer: &'a Signer<'a>) -> Self {
        self.signer = Some(signer);
        self
    }

    /// Has the caller asked right before the bytes of every attempt leave; without its consent they do not.
    #[must_use]
    pub const fn guarded(mut self, may_send: &'a MaySend<'a>) -> Self {
        self.may_send = Some(may_send);
        self
    }

    /// Sets the largest body read, after decompression; [`MAX_BODY_BYTES`], or less for a request with a body, otherwise.
    #[must_use]
    pub const fn max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// Sets the time allowed for the request, its retries included; the network's setting otherwise.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}
