//! Akash through its Console API: `https://console-api.akash.network/v1/`, as its source and its documentation have it.

mod deployments;
mod market;
mod sdl;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use deployments::close_unleased;
pub use market::Provider;

use super::cloud::Cloud;
use super::fault::Operation;
use super::{keys, wire};
use crate::server::{Answer, Request};

/// How old the Console is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// August 2026: a deployment has a deposit, and neither a name nor a limit to its run time.
    August,
    /// Later: names, limits, settings, and an account that pays until it is empty.
    Later,
}

/// The account and the market.
#[derive(Clone)]
pub struct Akash {
    pub version: Version,
    pub providers: Vec<Provider>,
    /// Money on the account, in micro-dollars.
    pub balance: i64,
    /// Ports are told without the host, which then is the provider's own.
    pub omits_host: bool,
    /// Seconds until providers bid.
    pub bid_delay_seconds: i64,
    deployments: BTreeMap<usize, deployments::Deployment>,
}

impl Default for Akash {
    fn default() -> Self {
        Self {
            version: Version::Later,
            providers: market::usual(),
            balance: 1_000_000_000,
            omits_host: false,
            bid_delay_seconds: 10,
            deployments: BTreeMap::new(),
        }
    }
}

/// The body of a create that is fine.
pub fn fine_request(name: &str) -> Value {
    json!({"data": {"sdl": include_str!("ssh.sdl.yml"), "name": name, "deposit": 0.5}})
}

/// What a call is for.
pub fn operation(request: &Request) -> Operation {
    match (request.method.as_str(), wire::segments(request).as_slice()) {
        ("GET", ["v1", "gpu-prices" | "providers" | "gpu" | "gpu-models" | "market-data", ..]) => Operation::Market,
        ("POST", ["v1", "deployments"]) => Operation::Create,
        ("GET", ["v1", "deployments"]) => Operation::List,
        ("GET", ["v1", "deployments", _] | ["v1", "deployment", _, _] | ["v2", "deployment-settings", _]) => {
            Operation::Get
        }
        ("DELETE", ["v1", "deployments", _]) => Operation::Destroy,
        ("GET", ["v1", "bids", ..]) => Operation::Bids,
        ("POST", ["v1", "leases"]) => Operation::Lease,
        ("POST", ["v1", "deposit-deployment"]) | ("PATCH", ["v2", "deployment-settings", _]) => Operation::Extend,
        ("GET", ["v1", "balances" | "deployment-funding-config"]) => Operation::Account,
        _ => Operation::Other,
    }
}

/// An error in the Console's envelope.
pub fn error(status: u16, code: &str, message: &str) -> Answer {
    let class = match status {
        401 => "UnauthorizedError",
        402 => "PaymentRequiredError",
        403 => "ForbiddenError",
        404 => "NotFoundError",
        502 => "BadGatewayError",
        503 => "ServiceUnavailableError",
        _ => "BadRequestError",
    };
    let kind = match (status, code) {
        (_, "validation_error") => "validation_error",
        (500.., _) => "server_error",
        _ => "client_error",
    };
    wire::reply(status, &json!({"error": class, "message": message, "code": code, "type": kind}))
}

/// Answers a call.
pub fn answer(cloud: &mut Cloud, request: &Request) -> Answer {
    let segments = wire::segments(request);
    match (request.method.as_str(), segments.as_slice()) {
        ("GET", ["v1", "gpu-prices"]) => return market::prices(cloud, request),
        ("GET", ["v1", "providers"]) => return market::list_providers(cloud),
        ("GET", ["v1", "providers", owner]) => return market::show_provider(cloud, owner),
        ("GET", ["v1", "deployment", owner, dseq]) => return deployments::on_chain(cloud, owner, dseq),
        ("GET", ["v1", "market-data", ..]) => return wire::ok(&json!({"price": 0.543_471_6})),
        ("POST", ["v1", "certificates"]) => {
            let text = "This endpoint has been removed. mTLS certificates are no longer required as identity is now \
                verified via API key.";
            return wire::reply(400, &json!({"error": text}));
        }
        _ => {}
    }
    match (request.header("x-api-key"), request.header("Authorization")) {
        _ if cloud.is_echo => {}
        (Some(_), Some(_)) => {
            return error(400, "bad_request", "Authorization and X-Api-Key headers are mutually exclusive");
        }
        (Some(keys::AKASH), None) => {}
        (Some(_), None) => return error(401, "unauthorized", "Invalid API key"),
        (None, _) => return error(401, "unauthorized", "Unauthorized"),
    }
    of_account(cloud, request, &segments)
}

fn of_account(cloud: &mut Cloud, request: &Request, path: &[&str]) -> Answer {
    let body = wire::body(request);
    let is_later = cloud.akash.version == Version::Later;
    match (request.method.as_str(), path) {
        ("POST", ["v1", "deployments"]) => deployments::create(cloud, &body["data"], &request.body),
        ("GET", ["v1", "deployments"]) => deployments::list(cloud, request),
        ("GET", ["v1", "deployments", dseq]) => deployments::show(cloud, dseq),
        ("DELETE", ["v1", "deployments", dseq]) => deployments::close(cloud, request, dseq),
        ("GET", ["v1", "bids"]) => market::list_bids(cloud, &wire::query(request, "dseq").unwrap_or_default()),
        ("GET", ["v1", "bids", dseq]) => market::list_bids(cloud, dseq),
        ("POST", ["v1", "leases"]) => deployments::lease(cloud, &body),
        ("POST", ["v1", "deposit-deployment"]) => deployments::deposit(cloud, &body["data"]),
        ("GET", ["v2", "deployment-settings", dseq]) if is_later => deployments::settings(cloud, dseq),
        ("PATCH", ["v2", "deployment-settings", dseq]) if is_later => {
            deployments::limit(cloud, dseq, &body["data"]["runtimeLimitHours"])
        }
        ("GET", ["v1", "balances"]) => balances(cloud),
        ("GET", ["v1", "deployment-funding-config"]) if is_later => wire::ok(&json!({
            "data": {"targetRunwayHours": 48, "balanceHeadroomUsd": 5, "defaultDepositUsd": 0.5},
        })),
        _ => error(404, "not_found", "Not found"),
    }
}

/// In micro-units from the older Console, in dollars from the later one.
fn balances(cloud: &Cloud) -> Answer {
    let spent: i64 = cloud.of(super::Network::Akash).map(|(_, machine)| machine.billed(cloud.now)).sum();
    let micro = cloud.akash.balance - spent;
    let balance: Value = match cloud.akash.version {
        Version::August => json!(micro),
        Version::Later => json!(wire::dollars(micro)),
    };
    wire::ok(&json!({"data": {"balance": balance, "deployments": 0, "total": balance}}))
}
