//! A raw TCP server for tests, because no proper HTTP server can be as rude as the real ones.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::{Exchange, Network, ProviderSettings};

/// What the server was sent.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    /// Path and query.
    pub path: String,
    /// All header lines, names in lower case.
    pub headers: String,
    pub body: String,
}

/// One step of an answer.
#[derive(Clone)]
pub enum Step {
    Send(Vec<u8>),
    /// The same bytes many times.
    Repeat(Vec<u8>, usize),
    Wait(Duration),
}

pub struct Server {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers every request by what `handler` makes of it; connections are closed after one answer.
    pub fn start(handler: impl Fn(&Received) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, handler) = (Arc::clone(&received), Arc::new(handler));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (log, handler) = (Arc::clone(&log), Arc::clone(&handler));
                thread::spawn(move || serve(&stream, &log, &*handler));
            }
        });
        Self { url, received }
    }

    /// Answers the first request with the first of `answers` and so on; the last one stays.
    pub fn in_turn(answers: Vec<Vec<Step>>) -> Self {
        let turn = Mutex::new(0);
        Self::start(move |_| {
            let mut turn = turn.lock().unwrap();
            let answer = answers[(*turn).min(answers.len() - 1)].clone();
            *turn += 1;
            answer
        })
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    pub fn settings(&self, network: Network) -> ProviderSettings {
        ProviderSettings { url: self.url.clone(), rate_per_minute: 60_000, ..ProviderSettings::builtin(network) }
    }

    pub fn provider(&self, network: Network) -> super::Provider {
        super::Provider::new(self.settings(network), &Exchange::Live).unwrap()
    }
}

fn serve(stream: &TcpStream, log: &Mutex<Vec<Received>>, handler: &dyn Fn(&Received) -> Vec<Step>) {
    let Some(received) = receive(stream) else { return };
    log.lock().unwrap().push(received.clone());
    for step in handler(&received) {
        let mut stream = stream;
        let sent = match step {
            Step::Send(bytes) => stream.write_all(&bytes),
            Step::Repeat(bytes, times) => (0..times).try_for_each(|_| stream.write_all(&bytes)),
            Step::Wait(time) => {
                thread::sleep(time);
                Ok(())
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

fn receive(stream: &TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let (method, rest) = line.trim().split_once(' ')?;
    let (method, path) = (method.to_owned(), rest.split(' ').next()?.to_owned());
    let (mut headers, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let (name, value) = line.trim().split_once(':').unwrap_or_default();
        if name.is_empty() {
            break;
        }
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        headers.extend([&name.to_ascii_lowercase(), ": ", value.trim(), "\n"]);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Received { method, path, headers, body: String::from_utf8(body).ok()? })
}

/// An answer with a status line, headers and a body of known length.
pub fn answer(status: u16, headers: &str, body: &[u8]) -> Vec<Step> {
    let head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    vec![Step::Send([head.as_bytes(), body].concat())]
}

/// A plain success.
pub fn ok(body: impl AsRef<[u8]>) -> Vec<Step> {
    answer(200, "content-type: application/json\r\n", body.as_ref())
}

/// The head of a success whose body ends with the connection.
pub fn open_ended(headers: &str) -> Step {
    Step::Send(format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{headers}\r\n").into_bytes())
}

/// A file of the samples folder next to the package (or where `GP4U_SHARED_DIR` points), which is not part of it.
/// Absent samples skip a test, unless `GP4U_REQUIRE_SHARED=1`.
pub fn sample(path: &str) -> Option<String> {
    let shared =
        std::env::var("GP4U_SHARED_DIR").unwrap_or_else(|_| format!("{}/../shared", env!("CARGO_MANIFEST_DIR")));
    let file = format!("{shared}/providers/samples/{path}");
    let text = std::fs::read_to_string(&file).ok();
    let required = std::env::var("GP4U_REQUIRE_SHARED").is_ok_and(|value| value == "1");
    assert!(text.is_some() || !required, "{file} is missing");
    if text.is_none() {
        #[expect(clippy::print_stderr, reason = "a skipped test says so")]
        {
            eprintln!("skipped: {file} is missing");
        }
    }
    text
}
