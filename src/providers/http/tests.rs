//! The client against servers that misbehave in every known way.

use std::io::Write;
use std::sync::Arc;

use futures_util::future::join_all;

use super::*;
use crate::providers::testing::{Server, Step, answer, ok, open_ended};

/// `{"a":1}`, gzipped.
const GZIPPED: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\xab\x56\x4a\x54\xb2\x32\xac\x05\0\xaf\xac\x1b\x56\x07\0\0\0";
const GZIP_HEAD: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03";

/// A megabyte of spaces as one self-contained deflate block, which may be repeated for ever.
fn megabyte_of_spaces() -> Vec<u8> {
    let start = b"\xec\xc1\x31\x01\0\0\0\xc2\xa0\x2a\xeb\x9f\xd2\x10\xbe\x40\x01";
    [start.as_slice(), &[0; 1015], b"\x7c\x06\0\0\xff\xff"].concat()
}

fn client(settings: &ProviderSettings) -> Http {
    Http::new(settings, &Exchange::Live).unwrap()
}

async fn get(settings: &ProviderSettings) -> Result<Vec<u8>, FetchError> {
    let http = client(settings);
    let session = http.session(&|_| {});
    session.send(&Request::get("/offers").query("q", "canary")).await.map(|answer| answer.body().to_vec())
}

/// Asks a server that gives these answers in turn; says what came of it and how often it was asked.
async fn outcome(answers: Vec<Vec<Step>>) -> (Result<Vec<u8>, FetchError>, usize) {
    let server = Server::in_turn(answers);
    let settings = ProviderSettings { timeout: Duration::from_secs(5), ..server.settings(Network::Ionet) };
    (get(&settings).await, server.received().len())
}

async fn code(answer: Vec<Step>) -> &'static str {
    match outcome(vec![answer]).await.0 {
        Ok(_) => "ok",
        Err(error) => {
            assert!(error.to_string().starts_with("127.0.0.1:"), "{error}");
            assert!(!error.to_string().contains("canary"), "{error}");
            error.code()
        }
    }
}

/// As [`code`], with little patience: for answers that never end.
async fn code_in_a_hurry(answer: Vec<Step>) -> &'static str {
    let server = Server::in_turn(vec![answer]);
    let settings = ProviderSettings { timeout: Duration::from_millis(300), ..server.settings(Network::Ionet) };
    let code = get(&settings).await.unwrap_err().code();
    assert_eq!(server.received().len(), 1, "what came too late is not asked again");
    code
}

#[tokio::test]
async fn plain_and_compressed_answers_are_read() {
    assert_eq!(outcome(vec![ok("{}")]).await.0.unwrap(), b"{}");
    let gzipped = answer(200, "content-encoding: gzip\r\n", GZIPPED);
    assert_eq!(outcome(vec![gzipped]).await.0.unwrap(), br#"{"a":1}"#);
}

#[tokio::test]
async fn a_request_is_what_was_asked_for() {
    let server = Server::in_turn(vec![ok("{}")]);
    let settings = ProviderSettings { url: format!("{}/base/", server.url), ..server.settings(Network::Render) };
    let http = client(&settings);
    let session = http.session(&|_| {});
    let signer = |signable: &Signable<'_>| {
        let Signable { method, path, query, body } = *signable;
        vec![(HeaderName::from_static("x-signature"), format!("{method}|{path}|{query}|{}", body.len()))]
    };
    let request = Request::post("/v1/offers", &serde_json::json!({"b": 1, "a": "x"})).unwrap();
    let request = request.query("page", 1).query("filter[a]", "b c").signed(&signer);
    let request = request.secret_header(HeaderName::from_static("x-api-key"), "key".into());
    session.send(&request).await.unwrap();
    let received = server.received().remove(0);
    assert_eq!(received.path, "/base/v1/offers?filter%5Ba%5D=b+c&page=1");
    assert_eq!(received.body, r#"{"a":"x","b":1}"#);
    for header in [
        "x-signature: POST|/base/v1/offers|filter%5Ba%5D=b+c&page=1|15\n",
        "x-api-key: key\n",
        "content-type: application/json\n",
        concat!("user-agent: gp4u/", env!("CARGO_PKG_VERSION"), "\n"),
        "accept-encoding: gzip",
    ] {
        assert!(received.headers.contains(header), "{header} in {}", received.headers);
    }
}

#[tokio::test]
async fn silence_and_slowness_end_at_the_deadline() {
    let drip = |byte: &[u8]| {
        (0..100).flat_map(|_| [Step::Send(byte.to_vec()), Step::Wait(Duration::from_millis(50))]).collect()
    };
    let silent = vec![Step::Wait(Duration::from_secs(20))];
    let slow_head: Vec<Step> = [vec![Step::Send(b"HTTP/1.1 200 OK\r\nx: ".to_vec())], drip(b"x")].concat();
    let slow_body: Vec<Step> = [vec![open_ended("")], drip(b" ")].concat();
    let stalled =
        vec![open_ended("content-length: 100\r\n"), Step::Send(b"{".to_vec()), Step::Wait(Duration::from_secs(20))];
    for answer in [silent, slow_head, slow_body, stalled] {
        assert_eq!(code_in_a_hurry(answer).await, "timeout");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::in_turn(vec![ok("{}")]);
    for status in [300, 301, 302, 303, 304, 307, 308] {
        for target in [elsewhere.url.as_str(), "file:///etc/passwd", "/offers", "https://example.com"] {
            let redirect = answer(status, &format!("location: {target}\r\n"), b"");
            let (result, asked) = outcome(vec![redirect]).await;
            assert_eq!((result.unwrap_err().code(), asked), ("redirect", 1), "{status} {target}");
        }
    }
    assert_eq!(elsewhere.received().len(), 0);
}

#[tokio::test]
async fn large_bodies_are_refused_after_decompression() {
    let promised = vec![open_ended("content-length: 100000000\r\n")];
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
    let chunked = vec![open_ended("transfer-encoding: chunked\r\n"), Step::Repeat(chunk, 100_000)];
    let endless = vec![open_ended(""), Step::Repeat(vec![b' '; 1 << 20], 100_000)];
    let bomb = vec![
        open_ended("content-encoding: gzip\r\n"),
        Step::Send(GZIP_HEAD.to_vec()),
        Step::Repeat(megabyte_of_spaces(), 10_000),
    ];
    for answer in [promised, chunked, endless, bomb] {
        let (result, asked) = outcome(vec![answer]).await;
        assert_eq!((result.unwrap_err().fault, asked), (Fault::TooLarge { limit: MAX_BODY_BYTES }, 1));
    }
}

#[tokio::test]
async fn truncated_answers_are_asked_for_again() {
    let lying_length = vec![open_ended("content-length: 100\r\n"), Step::Send(b"{\"a\":".to_vec())];
    let cut_chunks = vec![open_ended("transfer-encoding: chunked\r\n"), Step::Send(b"ff\r\n{\"a\":".to_vec())];
    let cut_gzip = answer(200, "content-encoding: gzip\r\n", &GZIPPED[..20]);
    let cut_document = vec![open_ended(""), Step::Send(b"{\"a\":[1,2".to_vec())];
    let check = async |answer: Vec<Step>| {
        assert_eq!(outcome(vec![answer.clone(), ok("{}")]).await.0.unwrap(), b"{}");
        let (result, asked) = outcome(vec![answer]).await;
        assert_eq!((result.unwrap_err().code(), asked), ("truncated", retry::MAX_ATTEMPTS));
    };
    join_all([lying_length, cut_chunks, cut_gzip, cut_document].map(check)).await;
}

#[tokio::test]
async fn garbage_is_named_and_not_asked_for_again() {
    let garbled_gzip = answer(200, "content-encoding: gzip\r\n", b"this is not gzip at all, not a bit of it");
    assert_eq!(code(garbled_gzip).await, "not_json");
    assert_eq!(code(vec![Step::Send(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())]).await, "connect");

    let bodies: [(&[u8], &str); 9] = [
        (b"<!DOCTYPE html><title>Just a moment...</title>", "not_json"),
        (b"", "not_json"),
        (b"null", "wrong_shape"),
        (b"[]", "wrong_shape"),
        (br#"{"rows":null}"#, "wrong_shape"),
        (br#"{"other":[]}"#, "wrong_shape"),
        (b"\xff\xfe{\0}\0", "not_json"),
        (b"{\"rows\":[\"\xff\"]}", "not_json"),
        (b"API requests too frequent", "not_json"),
    ];
    for (body, expected) in bodies {
        let server = Server::in_turn(vec![ok(body)]);
        let http = client(&server.settings(Network::Ionet));
        let session = http.session(&|_| {});
        let answer = session.send(&Request::get("/")).await.unwrap();
        let error = answer.for_each_row(&["rows"], |_| {}).unwrap_err();
        assert_eq!(error.code(), expected, "{}", body.escape_ascii());
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn rows_are_read_past_marks_and_bare_numbers() {
    let server = Server::in_turn(vec![ok("\u{feff}{\"rows\":[{\"a\":NaN},{\"a\":1,\"a\":2}]}")]);
    let http = client(&server.settings(Network::Ionet));
    let answer = http.session(&|_| {}).send(&Request::get("/")).await.unwrap();
    let mut rows = Vec::new();
    answer.for_each_row(&["rows"], |row| rows.push(row.get().to_owned())).unwrap();
    assert_eq!(rows, [r#"{"a":"NaN"}"#, r#"{"a":1,"a":2}"#]);
}

#[tokio::test]
async fn statuses_mean_what_they_say() {
    let cases = [
        (200, "ok", 1),
        (204, "ok", 1),
        (400, "http_status", 1),
        (401, "unauthorized", 1),
        (403, "unauthorized", 1),
        (404, "http_status", 1),
        (500, "http_status", 3),
        (501, "http_status", 1),
        (503, "http_status", 3),
    ];
    let check = async |(status, expected, attempts)| {
        let (result, asked) = outcome(vec![answer(status, "", b"<h1>no</h1>")]).await;
        let code = result.as_ref().map_or_else(FetchError::code, |_| "ok");
        assert_eq!((code, asked), (expected, attempts), "{status}");
    };
    join_all(cases.map(check)).await;
}

#[tokio::test]
async fn a_status_counts_whatever_its_body_is_like() {
    let cut = vec![Step::Send(b"HTTP/1.1 401 X\r\ncontent-length: 1000\r\n\r\n{".to_vec())];
    let (result, asked) = outcome(vec![cut]).await;
    assert_eq!((result.unwrap_err().code(), asked), ("unauthorized", 1));
    let flood = vec![
        Step::Send(b"HTTP/1.1 404 X\r\ncontent-length: 20000000\r\n\r\n".to_vec()),
        Step::Repeat(b"no such thing ".to_vec(), 1_000_000),
    ];
    let (result, asked) = outcome(vec![flood]).await;
    assert_eq!((result.unwrap_err().code(), asked), ("http_status", 1));
}

#[tokio::test]
async fn a_busy_server_is_asked_again_when_it_wants() {
    let busy = answer(429, "retry-after: 0\r\n", b"API requests too frequent");
    let (result, asked) = outcome(vec![busy.clone(), ok("{}")]).await;
    assert_eq!((result.unwrap(), asked), (b"{}".to_vec(), 2));
    let (result, asked) = outcome(vec![busy]).await;
    assert_eq!((result.unwrap_err().code(), asked), ("rate_limited", 3));
}

#[tokio::test]
async fn a_wish_past_the_deadline_ends_the_request_at_once() {
    let wishes = [
        (answer(429, "retry-after: 1000000000\r\n", b""), 60.0),
        (answer(429, "", br#"{"detail":"API requests too frequent endpoint threshold=4.5"}"#), 5.4),
    ];
    for (busy, wish) in wishes {
        let (result, asked) = outcome(vec![busy]).await;
        let retry_after = Some(Duration::from_secs_f64(wish));
        assert_eq!((result.unwrap_err().fault, asked), (Fault::RateLimited { retry_after }, 1));
    }
}

#[tokio::test]
async fn a_server_that_is_down_for_a_while_is_asked_again_when_it_wants() {
    let down = answer(503, "retry-after: 1\r\n", b"<h1>maintenance</h1>");
    let (result, asked) = outcome(vec![down, ok("{}")]).await;
    assert_eq!((result.unwrap(), asked), (b"{}".to_vec(), 2));
    let (result, asked) = outcome(vec![answer(503, "retry-after: 30\r\n", b"")]).await;
    let error = result.unwrap_err();
    assert_eq!((error.code(), error.retry_after(), asked), ("http_status", Some(Duration::from_secs(30)), 1));
}

#[tokio::test]
async fn what_may_be_sent_once_is_sent_once() {
    let once = async |steps: Vec<Step>| {
        let server = Server::in_turn(vec![steps, ok("{}")]);
        let settings = ProviderSettings { timeout: Duration::from_millis(500), ..server.settings(Network::Ionet) };
        let http = client(&settings);
        let request = Request::post("/orders", &serde_json::json!({})).unwrap();
        let reply = http.session(&|_| {}).send_once(&request).await;
        assert_eq!(server.received().len(), 1);
        reply
    };
    for status in [200, 302, 404, 429, 500, 502, 503, 504] {
        let reply = once(answer(status, "retry-after: 0\r\n", b"{\"a\":1")).await.ok().unwrap();
        assert_eq!(
            (reply.status, reply.body, reply.retry_after),
            (status, b"{\"a\":1".to_vec(), Some(Duration::from_secs(1)))
        );
    }
    let cut = vec![open_ended("content-length: 100\r\n"), Step::Send(b"{".to_vec())];
    let garbled = vec![Step::Send(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())];
    let silent = vec![Step::Wait(Duration::from_secs(5))];
    for (steps, code) in [(vec![], "connect"), (cut, "truncated"), (garbled, "connect"), (silent, "timeout")] {
        let error = once(steps).await.err().unwrap();
        assert_eq!((error.code(), error.never_sent()), (code, false), "{error}");
    }
}

/// Addresses at which no request leaves: a closed port, a name that does not exist, a server without TLS.
fn unreachable() -> (Server, [ProviderSettings; 3]) {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let plain = Server::in_turn(vec![ok("{}")]);
    let urls = [format!("http://{closed}"), "https://gp4u.invalid".into(), plain.url.replace("http:", "https:")];
    (plain, urls.map(|url| ProviderSettings { url, ..ProviderSettings::builtin(Network::Ionet) }))
}

#[tokio::test]
async fn what_never_left_is_known_to_be_so() {
    let (_plain, unreachable) = unreachable();
    for settings in unreachable {
        let http = client(&settings);
        let request = Request::post("/orders", &serde_json::json!({})).unwrap();
        let error = http.session(&|_| {}).send_once(&request).await.err().unwrap();
        assert!(error.never_sent(), "{error}");
    }
}

#[tokio::test]
async fn connections_that_fail_are_named() {
    let (_plain, unreachable) = unreachable();
    let codes = join_all(unreachable.map(async |settings| get(&settings).await.unwrap_err().code())).await;
    assert_eq!(codes, ["connect", "dns", "tls"]);
}

#[tokio::test]
async fn requests_past_the_budget_wait_or_say_when() {
    let server = Server::in_turn(vec![ok("{}")]);
    let settings =
        ProviderSettings { rate_per_minute: 1, timeout: Duration::from_secs(2), ..server.settings(Network::Vast) };
    let http = client(&settings);
    let session = http.session(&|_| {});
    session.send(&Request::get("/")).await.unwrap();
    let error = session.send(&Request::get("/")).await.err().unwrap();
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(50)), "{error}");
    assert_eq!((error.code(), server.received().len()), ("rate_limited", 1));
}

#[test]
fn the_budget_holds_in_every_minute() {
    for per_minute in 1..1000 {
        let quota = quota(per_minute);
        let refilled = u32::try_from(60_000_000_000 / quota.replenish_interval().as_nanos()).unwrap();
        assert!(refilled + quota.burst_size().get() <= per_minute.max(2), "{per_minute}");
    }
}

#[tokio::test]
async fn keys_that_no_header_can_hold_are_refused_without_being_shown() {
    let server = Server::in_turn(vec![ok("{}")]);
    let http = client(&server.settings(Network::Vast));
    let request = Request::get("/").secret_header(HeaderName::from_static("x-api-key"), "canary\n".into());
    let error = http.session(&|_| {}).send(&request).await.err().unwrap();
    assert_eq!(error.code(), "bad_key");
    assert!(!format!("{error:?} {error}").contains("canary"));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_log_line_holds_a_secret_or_a_query() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone());
    let guard = tracing::subscriber::set_default(subscriber.finish());
    // Twice: another test may have made these lines known, as nobody's, at the very moment at which we began to listen.
    let servers = || [Server::in_turn(vec![ok("{}")]), Server::in_turn(vec![answer(404, "", b"nothing here")])];
    for server in servers().into_iter().chain(servers()) {
        tracing::callsite::rebuild_interest_cache();
        let http = client(&server.settings(Network::Vast));
        let bearer = "Bearer canary-key".into();
        let request = Request::get("/offers").query("api_key", "canary-query");
        let request = request.secret_header(reqwest::header::AUTHORIZATION, bearer);
        let result = http.session(&|_| {}).send(&request).await;
        assert_eq!(result.is_ok(), server.received()[0].headers.contains("canary-key") && result.is_ok());
    }
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("path=\"/offers\" status=200 bytes=2"), "{log}");
    assert!(log.contains("nothing here"), "{log}");
    assert!(!log.contains("canary"), "{log}");
}

#[tokio::test]
async fn answers_are_recorded_and_replayed_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let settings = {
        let server = Server::start(|received| match received.path.as_str() {
            "/a" => ok(r#"{"rows":[1]}"#),
            _ => answer(404, "", b"{\"msg\":\"Invalid user key\"}"),
        });
        let settings = server.settings(Network::Vast);
        let http = Http::new(&settings, &Exchange::Record(folder.path().into())).unwrap();
        let session = http.session(&|_| {});
        session.send(&Request::get("/a")).await.unwrap();
        assert!(session.send(&Request::get("/b")).await.is_err());
        assert_eq!(session.recorded_at(), None);
        settings
    };
    let http = Http::new(&settings, &Exchange::Replay(folder.path().into())).unwrap();
    let session = http.session(&|_| {});
    assert_eq!(session.send(&Request::get("/a")).await.unwrap().body(), br#"{"rows":[1]}"#);
    assert!(session.recorded_at().is_some_and(|at| at <= Timestamp::now()));
    let error = session.send(&Request::get("/b")).await.err().unwrap();
    assert_eq!((error.code(), error.excerpt.as_str()), ("http_status", r#"{"msg":"Invalid user key"}"#));
    assert_eq!(session.send(&Request::get("/c")).await.err().unwrap().code(), "not_recorded");
    assert_eq!(session.send(&Request::get("/a").max_bytes(3)).await.err().unwrap().code(), "too_large");
}

#[tokio::test]
async fn progress_counts_requests_bytes_and_rows() {
    let server = Server::in_turn(vec![ok(r#"{"rows":[1]}"#)]);
    let seen = Mutex::new(Progress::default());
    let http = client(&server.settings(Network::Vast));
    let watch = |progress| *seen.lock().unwrap() = progress;
    let session = http.session(&watch);
    session.send(&Request::get("/")).await.unwrap();
    session.add_rows(1);
    assert_eq!(*seen.lock().unwrap(), Progress { requests: 1, bytes: 12, rows: 1 });
}
