//! `/healthz` and `/metrics`, on loopback when asked for.
//!
//! Served by hyper, which is here already as reqwest's foundation: a framework would bring routers and middleware for
//! two addresses, and a server of our own would have to learn what hyper knows of slow and hostile clients.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::board::Board;
use super::metrics;
use crate::error::{Code, Error, Result};

/// Connections at once; more wait.
const MAX_CONNECTIONS: usize = 16;
/// Time for a request to come in, and for the whole exchange.
const HEADER_LIMIT: Duration = Duration::from_secs(5);
const EXCHANGE_LIMIT: Duration = Duration::from_secs(10);
/// Longest head of a request; hyper takes no less.
const MAX_HEAD_BYTES: usize = 8_192;
/// Pause after a connection could not be accepted: the process may have no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Begins to listen. The address is for this machine only: what is told is nobody else's business.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(Error::new(Code::Usage, format!("{address} can be reached from other machines"))
            .hint("listen on 127.0.0.1 or [::1] and let a collector on this machine pass it on"));
    }
    TcpListener::bind(address)
        .await
        .map_err(|error| Error::new(Code::Io, format!("cannot listen on {address}: {error}")).hint("name another port"))
}

/// Answers until it is dropped.
pub(super) async fn serve(listener: TcpListener, board: Arc<Board>) {
    let permits = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { return };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::debug!("a connection was not accepted: {error}");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let board = Arc::clone(&board);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let response = answer(&request, &board);
                async move { Ok::<_, Infallible>(response) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADER_LIMIT)
                .max_buf_size(MAX_HEAD_BYTES)
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), service);
            if let Ok(Err(error)) = tokio::time::timeout(EXCHANGE_LIMIT, connection).await {
                tracing::debug!("a client went away: {error}");
            }
            drop(permit);
        });
    }
}

fn answer(request: &Request<Incoming>, board: &Board) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n".to_owned());
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    match (request.uri().path(), board.health()) {
        ("/healthz", Ok(())) => text(StatusCode::OK, "ok\n".to_owned()),
        ("/healthz", Err(problem)) => text(StatusCode::SERVICE_UNAVAILABLE, format!("{problem}\n")),
        ("/metrics", health) => {
            let mut response = text(StatusCode::OK, metrics::render(&board.loops(), health.is_ok()));
            let version = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, version);
            response
        }
        _ => text(StatusCode::NOT_FOUND, "there are /healthz and /metrics\n".to_owned()),
    }
}

fn text(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
