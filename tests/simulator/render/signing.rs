//! Signatures: `hex(HMAC-SHA256(secret, publicKey|time|nonce|METHOD|path|query|sha256hex(body)))`.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::super::keys;
use crate::server::Request;

/// How far a caller's clock may be off, in milliseconds.
const SKEW_MAX_MS: i64 = 300_000;

/// What is wrong with a request's signature; its nonce when nothing is.
pub fn check(request: &Request, now_ms: i64) -> Result<String, &'static str> {
    let header = |name: &str| request.header(name).ok_or("Missing signature");
    let (key, time) = (header("X-API-Key")?, header("X-Time")?);
    let (nonce, signature) = (header("X-Nonce")?, header("X-Signature")?);
    if key != keys::RENDER_PUBLIC {
        return Err("Unknown key");
    }
    // A caller may go by the simulator's clock or by its own.
    let system_ms = jiff::Timestamp::now().as_millisecond();
    let sent = time.parse::<i64>().map_err(|_| "Invalid time")?;
    if [now_ms, system_ms].iter().all(|now| (sent - now).abs() > SKEW_MAX_MS) {
        return Err("Stale time");
    }
    let right = sign(keys::RENDER_SECRET, key, time, nonce, request);
    if signature == right { Ok(nonce.to_owned()) } else { Err("Invalid signature") }
}

fn sign(secret: &str, key: &str, time: &str, nonce: &str, request: &Request) -> String {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let body = hex(&Sha256::digest(request.body.as_bytes()));
    let text = format!("{key}|{time}|{nonce}|{}|{path}|{}|{body}", request.method, canonical(query));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

/// The headers of a caller who has the account's keys.
pub fn signed_headers(method: &str, target: &str, body: &str, at: jiff::Timestamp) -> Vec<(String, String)> {
    let request =
        Request { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: body.to_owned() };
    let (time, nonce) = (at.as_millisecond().to_string(), format!("{:032x}", fastrand::u128(..)));
    let signature = sign(keys::RENDER_SECRET, keys::RENDER_PUBLIC, &time, &nonce, &request);
    [("X-API-Key", keys::RENDER_PUBLIC), ("X-Time", &time), ("X-Nonce", &nonce), ("X-Signature", &signature)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// A query sorted by name, then by value.
fn canonical(query: &str) -> String {
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    pairs.sort();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Signatures that the official `dispersed.py` makes.
    #[test]
    fn signatures_are_the_official_clients() {
        let request = |method: &str, target: &str, body: &str| Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            body: body.to_owned(),
        };
        for (request, nonce, signature) in [
            (
                request("GET", "/v1/jobs", ""),
                "a1b2c3d4e5f6a7b8",
                "38dea86b3d2f09d3f936e2893723da2661bacd5ac67b10f3133db64c62ce51f4",
            ),
            (
                request("GET", "/v1/jobs?page=1&limit=10", ""),
                "a1b2c3d4e5f6a7b8",
                "1cd69539931a2791e7b5148ab04f121b652dd664946e342b471b30aba97172eb",
            ),
            (
                request(
                    "GET",
                    "/v1/job-runs?filter[job_uuid]=7d0f3b7a-6d59-4f0b-9f5e-2f2b8f7e1a10&limit=10&filter[status]=RUNNING",
                    "",
                ),
                "0123456789abcdef0123456789abcdef",
                "1c92ee2d1709b9ab6b0f5d494e5ef186166bd71ebbb8002d65325ca0e345ed6e",
            ),
            (
                request(
                    "PUT",
                    "/v1/jobs/7d0f3b7a-6d59-4f0b-9f5e-2f2b8f7e1a10/cancel",
                    "{\"reason\":\"Cancelled by user\"}",
                ),
                "0123456789abcdef0123456789abcdef",
                "508ee1b64381dcf655bf9fb307594ad2a7f81478d793a781b46aa45cd4b383d7",
            ),
        ] {
            assert_eq!(sign("sk_test_secret", "pk_abc123", "1706918400000", nonce, &request), signature);
        }
    }
}
