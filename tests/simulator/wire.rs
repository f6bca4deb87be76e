//! Requests taken apart and answers put together.

use serde_json::{Value, json};

use super::Network;
use crate::server::{Answer, Request};

/// The segments of a request's path.
pub fn segments(request: &Request) -> Vec<&str> {
    request.path().split('/').filter(|segment| !segment.is_empty()).collect()
}

/// A query parameter, decoded.
pub fn query(request: &Request, name: &str) -> Option<String> {
    let (_, query) = request.target.split_once('?')?;
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// A query parameter that is a number.
pub fn number(request: &Request, name: &str) -> Option<usize> {
    query(request, name)?.parse().ok()
}

/// The body as JSON; null when it is none.
pub fn body(request: &Request) -> Value {
    serde_json::from_str(&request.body).unwrap_or(Value::Null)
}

/// An answer in JSON. The official client of Vast.ai insists on this very content type.
pub fn reply(status: u16, body: &Value) -> Answer {
    let headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    Answer::Full(status, headers, body.to_string().into_bytes())
}

/// 200 in JSON.
pub fn ok(body: &Value) -> Answer {
    reply(200, body)
}

/// Micro-dollars as the number of dollars that networks write.
pub fn dollars(micro: i64) -> f64 {
    micro as f64 / 1e6
}

/// Seconds since 1970 with their fraction, as Vast.ai writes time.
pub fn epoch(at: jiff::Timestamp) -> f64 {
    at.as_microsecond() as f64 / 1e6
}

/// An instant to the millisecond, as the others write time.
pub fn iso(at: jiff::Timestamp) -> String {
    format!("{at:.3}")
}

/// A UUID that is always the same for the same number.
pub fn uuid(number: u64) -> String {
    format!("{:08x}-5717-4562-b3fc-{number:012x}", 0x3fa8_5f64_u64.wrapping_add(number) & 0xffff_ffff)
}

/// What a network answers when its own machinery fails.
pub fn failure(network: Network, status: u16) -> Answer {
    match network {
        Network::Vast => reply(status, &json!({"success": false, "error": "server_error", "msg": "Internal error"})),
        Network::Akash => reply(
            status,
            &json!({
                "error": "InternalServerError", "message": "Internal server error", "code": "internal_server_error",
                "type": "server_error",
            }),
        ),
        Network::Ionet => reply(status, &json!({"detail": "Internal Server Error"})),
        Network::Render => {
            reply(status, &json!({"error": {"code": "INTERNAL_SERVER_ERROR", "message": "Something went wrong"}}))
        }
    }
}

/// What a network answers when it is asked too often.
pub fn too_many(network: Network, retry_after: Option<&str>) -> Answer {
    let body = match network {
        Network::Vast => json!({
            "success": false, "error": "rate_limit_exceeded", "msg": "API requests too frequent endpoint threshold=3.0",
        }),
        Network::Akash => json!({
            "error": "TooManyRequestsError", "message": "Too Many Requests", "code": "rate_limited",
            "type": "client_error",
        }),
        Network::Ionet => json!({"detail": "Too Many Requests"}),
        Network::Render => json!({"error": {"code": "RATE_LIMITED", "message": "Too many requests"}}),
    };
    let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
    headers.extend(retry_after.map(|value| ("Retry-After".to_owned(), value.to_owned())));
    Answer::Full(429, headers, body.to_string().into_bytes())
}

/// The page a proxy shows instead of an answer.
pub fn html(status: u16) -> Answer {
    let page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>";
    let headers = vec![("Content-Type".to_owned(), "text/html; charset=UTF-8".to_owned())];
    Answer::Full(status, headers, page.as_bytes().to_vec())
}

/// Objects as one.
pub fn merged<const N: usize>(parts: [Value; N]) -> Value {
    let entries = parts.into_iter().flat_map(|part| part.as_object().cloned().unwrap_or_default());
    Value::Object(entries.collect())
}
