//! A small HTTP server on loopback that answers as a test tells it to, and can misbehave: cut an answer short, send it a
//! byte a second, or never.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What to do with a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Status, extra header lines, body.
    Full(u16, Vec<(String, String)>, Vec<u8>),
    /// Promise the whole body and send its first bytes.
    Truncated(Vec<u8>, usize),
    /// Say nothing and hold the connection.
    Silence(Duration),
    /// The answer, after a while.
    After(Duration, Box<Self>),
    /// This many bytes of a JSON string that never ends.
    Flood(usize),
}

impl Answer {
    pub fn json(body: impl Into<String>) -> Self {
        Self::Full(200, vec![("Content-Type".into(), "application/json".into())], body.into().into_bytes())
    }

    pub fn status(status: u16, body: &str) -> Self {
        Self::Full(status, Vec::new(), body.as_bytes().to_vec())
    }
}

/// A running server; it stops when dropped.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    stopping: Arc<AtomicBool>,
}

impl Server {
    /// Starts a server that answers by a function.
    pub fn start(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let stopping = Arc::new(AtomicBool::new(false));
        let answer = Arc::new(answer);
        let (seen, stop) = (Arc::clone(&requests), Arc::clone(&stopping));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                std::thread::spawn(move || serve(stream, &*answer, &seen));
            }
        });
        Self { url, requests, stopping }
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(self.url.trim_start_matches("http://")));
    }
}

fn serve(stream: TcpStream, answer: &dyn Fn(&Request) -> Answer, seen: &Mutex<Vec<Request>>) {
    let Ok(mut writer) = stream.try_clone() else { return };
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader) {
        seen.lock().unwrap().push(request.clone());
        if !respond(&mut writer, answer(&request)) {
            return;
        }
    }
}

fn read_request(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut parts = line.split_whitespace();
    let method = parts.next()?.to_owned();
    let target = parts.next()?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, target, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

/// Answers; whether the connection may be used again.
fn respond(writer: &mut TcpStream, answer: Answer) -> bool {
    match answer {
        Answer::Full(status, headers, body) => {
            let mut head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
            for (name, value) in headers {
                head.extend([name.as_str(), ": ", value.as_str(), "\r\n"]);
            }
            head.push_str("\r\n");
            writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&body)).is_ok()
        }
        Answer::Truncated(body, kept) => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n", body.len());
            drop(writer.write_all(head.as_bytes()).and_then(|()| writer.write_all(&body[..kept.min(body.len())])));
            close(writer)
        }
        Answer::Silence(wait) => {
            std::thread::sleep(wait);
            close(writer)
        }
        Answer::After(wait, answer) => {
            std::thread::sleep(wait);
            respond(writer, *answer)
        }
        Answer::Flood(bytes) => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {bytes}\r\n\r\n");
            let chunk = vec![b' '; 65_536];
            let mut left = bytes;
            let mut sent = writer.write_all(head.as_bytes()).is_ok();
            while sent && left > 0 {
                let size = left.min(chunk.len());
                sent = writer.write_all(&chunk[..size]).is_ok();
                left -= size;
            }
            sent
        }
    }
}

fn close(writer: &TcpStream) -> bool {
    drop(writer.shutdown(std::net::Shutdown::Both));
    false
}
