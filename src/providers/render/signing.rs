//! Request signing of the Dispersed API (`otoyinc.mintlify.app/authenticate-requests`), pure given time and nonce.
//!
//! ```text
//! canonical = publicKey|timestamp|nonce|METHOD|pathname|queryString|sha256hex(body)
//! signature = hex(HMAC_SHA256(secretKey, canonical))
//! ```

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::providers::http::Signable;

/// The two halves of a key from `console.dispersed.com/keys`. `Debug` never shows the secret.
#[derive(Clone, Debug)]
pub struct Keys {
    /// `pk_…`: travels with every request.
    pub public: String,
    /// `sk_…`: never travels.
    pub secret: SecretString,
}

impl Keys {
    /// The four headers that authenticate `request`. `nonce` is 32 hex digits, good for one request: every retry
    /// needs another. The server compares `at` with its own clock.
    #[must_use]
    pub fn sign(&self, request: &Signable<'_>, at: Timestamp, nonce: &str) -> Vec<(HeaderName, String)> {
        let time = at.as_millisecond().to_string();
        let signature = hmac_hex(self.secret.expose_secret(), &canonical(&self.public, &time, nonce, request));
        vec![
            (HeaderName::from_static("x-api-key"), self.public.clone()),
            (HeaderName::from_static("x-time"), time),
            (HeaderName::from_static("x-nonce"), nonce.to_owned()),
            (HeaderName::from_static("x-signature"), signature),
        ]
    }
}

/// The text that is signed.
fn canonical(public_key: &str, time: &str, nonce: &str, request: &Signable<'_>) -> String {
    let Signable { method, path, query, body } = request;
    let body_hash = hex(&Sha256::digest(body));
    format!("{public_key}|{time}|{nonce}|{method}|{path}|{query}|{body_hash}")
}

fn hmac_hex(key: &str, text: &str) -> String {
    // HMAC takes keys of any length: the fallback is never used, and no server would accept it.
    Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map(|mac| hex(&mac.chain_update(text).finalize().into_bytes()))
        .unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    const DOCS_EXAMPLE: Signable<'static> =
        Signable { method: "GET", path: "/v1/jobs", query: "limit=10&page=1", body: b"" };
    const TIME: &str = "1706918400000";
    const NONCE: &str = "a1b2c3d4e5f6a7b8";

    fn headers(request: &Signable<'_>, secret: &str, time: &str, nonce: &str) -> Vec<String> {
        let keys = Keys { public: "pk_abc123".into(), secret: secret.into() };
        let at = Timestamp::from_millisecond(time.parse().unwrap()).unwrap();
        let headers = keys.sign(request, at, nonce);
        headers.into_iter().map(|(name, value)| format!("{name}: {value}")).collect()
    }

    #[test]
    fn the_documented_example_is_reproduced() {
        assert_eq!(
            canonical("pk_abc123", TIME, NONCE, &DOCS_EXAMPLE),
            "pk_abc123|1706918400000|a1b2c3d4e5f6a7b8|GET|/v1/jobs|limit=10&page=1|\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            headers(&DOCS_EXAMPLE, "sk_test_secret", TIME, NONCE),
            [
                "x-api-key: pk_abc123",
                "x-time: 1706918400000",
                "x-nonce: a1b2c3d4e5f6a7b8",
                "x-signature: 1cd69539931a2791e7b5148ab04f121b652dd664946e342b471b30aba97172eb",
            ]
        );
    }

    #[test]
    fn every_part_of_the_request_changes_the_signature() {
        let signature = |request, secret, time, nonce| headers(&request, secret, time, nonce).pop().unwrap();
        let others = [
            signature(Signable { method: "PUT", ..DOCS_EXAMPLE }, "sk", TIME, NONCE),
            signature(Signable { path: "/v1/job", ..DOCS_EXAMPLE }, "sk", TIME, NONCE),
            signature(Signable { query: "limit=10&page=2", ..DOCS_EXAMPLE }, "sk", TIME, NONCE),
            signature(Signable { body: b"{}", ..DOCS_EXAMPLE }, "sk", TIME, NONCE),
            signature(DOCS_EXAMPLE, "sk_other", TIME, NONCE),
            signature(DOCS_EXAMPLE, "sk", "1706918400001", NONCE),
            signature(DOCS_EXAMPLE, "sk", TIME, "b1b2c3d4e5f6a7b8"),
        ];
        let own = signature(DOCS_EXAMPLE, "sk", TIME, NONCE);
        assert!(!others.contains(&own));
    }

    #[test]
    fn debug_shows_no_secret() {
        let keys = Keys { public: "pk_abc123".into(), secret: "canary".into() };
        assert!(!format!("{keys:?}").contains("canary"));
    }

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        secret_key: String,
        timestamp_ms: String,
        nonce: String,
        method: String,
        path: String,
        query_string: String,
        canonical_body: Option<String>,
        canonical_string: String,
        signature: String,
    }

    #[test]
    fn the_official_clients_signatures_are_reproduced() {
        let Some(text) = crate::providers::testing::sample("render/signing_vectors.json") else { return };
        let vectors: Vec<Vector> = serde_json::from_str(&text).unwrap();
        assert!(!vectors.is_empty());
        for vector in vectors {
            let request = Signable {
                method: &vector.method,
                path: &vector.path,
                query: &vector.query_string,
                body: vector.canonical_body.as_deref().unwrap_or_default().as_bytes(),
            };
            let canonical = canonical("pk_abc123", &vector.timestamp_ms, &vector.nonce, &request);
            assert_eq!(canonical, vector.canonical_string, "{}", vector.name);
            let headers = headers(&request, &vector.secret_key, &vector.timestamp_ms, &vector.nonce);
            assert_eq!(headers[3], format!("x-signature: {}", vector.signature), "{}", vector.name);
        }
    }
}
