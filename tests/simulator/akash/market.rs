//! Providers, the estimates of what they would bid, and their bids.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::fault::{Trouble, dearer_percent};
use super::super::{Network, ssh, wire};
use super::sdl::Order;
use crate::server::{Answer, Request};

/// Blocks of an hour by the Console's reckoning, six seconds each.
const BLOCKS_PER_HOUR: u128 = 600;
/// Seconds in which a bid can be taken.
const BID_SECONDS: i64 = 320;
/// The account's address.
pub const OWNER: &str = "akash13265twfqejnma6cc93rw5dxk4cldyz2zyy8cdm";

/// Who has GPUs.
#[derive(Clone, Debug)]
pub struct Provider {
    pub owner: String,
    pub host: String,
    /// As an SDL names it.
    pub model: String,
    pub ram: String,
    pub interface: String,
    pub gpus: u64,
    /// Micro-dollars per GPU and hour.
    pub rate: i64,
    pub is_audited: bool,
    pub is_online: bool,
    pub country: String,
}

/// Four providers, one of them not audited.
pub fn usual() -> Vec<Provider> {
    let provider = |owner: &str, model: &str, ram: &str, interface: &str, gpus, rate, country: &str| Provider {
        owner: format!("akash1{owner:0<38}"),
        host: format!("provider.{owner}.example.net"),
        model: model.to_owned(),
        ram: ram.to_owned(),
        interface: interface.to_owned(),
        gpus,
        rate,
        is_audited: owner != "cheap",
        is_online: true,
        country: country.to_owned(),
    };
    vec![
        provider("am3sv", "rtx4090", "24Gi", "PCIe", 4, 275_347, "US"),
        provider("5ksej", "rtx4090", "24Gi", "PCIe", 2, 336_259, "DE"),
        provider("cheap", "rtx4090", "24Gi", "PCIe", 8, 150_000, "US"),
        provider("h00ps", "a100", "80Gi", "SXM4", 8, 1_069_200, "US"),
    ]
}

/// A provider's offer for a deployment.
pub struct Bid<'a> {
    pub provider: &'a Provider,
    /// Micro-dollars per hour for the whole order.
    pub rate: i64,
    pub state: &'static str,
}

/// The height of the chain.
pub fn height(at: jiff::Timestamp) -> String {
    (at.as_second() / 6 - 268_000_000).to_string()
}

/// A rate as the chain writes it: per block, with eighteen decimals.
pub fn per_block(rate: i64) -> Value {
    let exact = u128::try_from(rate).unwrap() * 10_u128.pow(18) / BLOCKS_PER_HOUR;
    let (whole, part) = (exact / 10_u128.pow(18), exact % 10_u128.pow(18));
    json!({"denom": "uact", "amount": format!("{whole}.{part:018}")})
}

fn free(cloud: &Cloud, provider: &Provider) -> u64 {
    let leased = cloud.of(Network::Akash).filter(|(_, machine)| machine.is_live()).filter_map(|(index, _)| {
        let deployment = &cloud.akash.deployments[&index];
        deployment.lease.as_ref().filter(|lease| lease.provider == provider.owner).map(|_| deployment.order.gpus)
    });
    provider.gpus.saturating_sub(leased.sum())
}

fn fits(order: &Order, provider: &Provider) -> bool {
    let mut models = order.models.iter();
    order.models.is_empty() || models.any(|model| model.fits(&provider.model, &provider.ram, &provider.interface))
}

/// The bids for a deployment, cheapest first, as the Console shows them: of audited providers only.
pub fn bids(cloud: &Cloud, index: usize) -> Vec<Bid<'_>> {
    let deployment = &cloud.akash.deployments[&index];
    let age = cloud.now.as_second() - cloud.machines[index].created_at.as_second();
    if deployment.is_ignored || age < cloud.akash.bid_delay_seconds {
        return Vec::new();
    }
    let is_over = age > cloud.akash.bid_delay_seconds + BID_SECONDS || !cloud.machines[index].is_live();
    let dearer = dearer_percent(&deployment.troubles);
    let lease = deployment.lease.as_ref().map(|lease| &lease.provider);
    let gpus = i64::try_from(deployment.order.gpus).unwrap();
    let mut bids: Vec<_> = cloud
        .akash
        .providers
        .iter()
        .filter(|provider| provider.is_online && provider.is_audited && fits(&deployment.order, provider))
        .filter(|provider| lease == Some(&provider.owner) || free(cloud, provider) >= deployment.order.gpus)
        .map(|provider| {
            let rate = provider.rate * gpus;
            let state = match lease {
                Some(taken) if *taken == provider.owner => "active",
                Some(_) => "closed",
                None if is_over => "closed",
                None => "open",
            };
            Bid { provider, rate: rate + rate * dearer / 100, state }
        })
        .filter(|bid| bid.rate as f64 / BLOCKS_PER_HOUR as f64 <= deployment.order.price_max)
        .collect();
    bids.sort_by_key(|bid| bid.rate);
    bids
}

/// `GET /v1/bids?dseq=` and `GET /v1/bids/{dseq}`.
pub fn list_bids(cloud: &Cloud, dseq: &str) -> Answer {
    let Some(index) = cloud.find(Network::Akash, dseq) else { return wire::ok(&json!({"data": []})) };
    let bids: Vec<_> =
        bids(cloud, index).iter().enumerate().map(|(number, bid)| shown(cloud, index, number, bid)).collect();
    wire::ok(&json!({"data": bids}))
}

fn shown(cloud: &Cloud, index: usize, number: usize, bid: &Bid<'_>) -> Value {
    let deployment = &cloud.akash.deployments[&index];
    let machine = &cloud.machines[index];
    let at = height(cloud.now);
    let provider = bid.provider;
    let other = deployment.troubles.iter().find_map(|trouble| match trouble {
        Trouble::OtherGpu(gpu) => Some(gpu.to_lowercase().replace(' ', "")),
        _ => None,
    });
    let interface = provider.interface.to_lowercase();
    let gpu = match other {
        Some(other) => format!("vendor/nvidia/model/{other}"),
        None => format!("vendor/nvidia/model/{}/ram/{}/interface/{interface}", provider.model, provider.ram),
    };
    let zero = json!([{"denom": "uakt", "amount": "0.000000000000000000"}]);
    let half = json!([{"denom": "uakt", "amount": "500000.000000000000000000"}]);
    json!({
        "bid": {
            "id": {
                "owner": OWNER, "dseq": machine.id, "gseq": 1, "oseq": 1, "provider": provider.owner, "bseq": number,
            },
            "state": bid.state, "price": per_block(bid.rate), "created_at": at, "reclamation_window": null,
            "resources_offer": [{
                "resources": {
                    "id": 1, "cpu": {"units": {"val": "8000"}, "attributes": []},
                    "memory": {"quantity": {"val": "34359738368"}, "attributes": []},
                    "storage": [{"name": "default", "quantity": {"val": "107374182400"}, "attributes": []}],
                    "gpu": {
                        "units": {"val": deployment.order.gpus.to_string()},
                        "attributes": [{"key": gpu, "value": "true"}],
                    },
                    "endpoints": [{"kind": "RANDOM_PORT", "sequence_number": 0}],
                },
                "count": 1, "prices": null,
            }],
        },
        "escrow_account": {
            "id": {"scope": "bid", "xid": format!("{OWNER}/{}/1/1/{}", machine.id, provider.owner)},
            "state": {
                "owner": provider.owner, "state": "open", "transferred": zero, "settled_at": at, "funds": half,
                "deposits": [],
            },
        },
    })
}

/// `GET /v1/providers`.
pub fn list_providers(cloud: &Cloud) -> Answer {
    let providers = cloud.akash.providers.iter().map(|provider| shown_provider(cloud, provider));
    wire::ok(&Value::Array(providers.collect()))
}

/// `GET /v1/providers/{address}`.
pub fn show_provider(cloud: &Cloud, owner: &str) -> Answer {
    match cloud.akash.providers.iter().find(|provider| provider.owner == owner) {
        Some(provider) => wire::ok(&shown_provider(cloud, provider)),
        None => super::error(404, "not_found", "Provider not found"),
    }
}

fn shown_provider(cloud: &Cloud, provider: &Provider) -> Value {
    let host = cloud.ssh_ports.as_ref().map_or(provider.host.as_str(), |_| ssh::HOST);
    json!({
        "owner": provider.owner, "name": provider.host, "hostUri": format!("https://{host}:8443"),
        "isOnline": provider.is_online, "isAudited": provider.is_audited, "isValidVersion": true, "uptime1d": 1.0,
        "uptime7d": 0.999, "uptime30d": 0.998, "ipCountryCode": provider.country, "country": provider.country,
        "ipRegion": null, "locationRegion": null, "networkSpeedDown": 0, "networkSpeedUp": 0, "attributes": [],
        "gpuModels": [{
            "vendor": "nvidia", "model": provider.model, "ram": provider.ram, "interface": provider.interface,
        }],
        "stats": {"gpu": {
            "active": provider.gpus - free(cloud, provider), "available": free(cloud, provider), "pending": 0,
            "total": provider.gpus,
        }},
    })
}

/// `GET /v1/gpu-prices`, with each provider's best bid for `?debug=true`.
pub fn prices(cloud: &Cloud, request: &Request) -> Answer {
    let providers = || cloud.akash.providers.iter().filter(|provider| provider.is_online);
    let kinds: std::collections::BTreeSet<_> =
        providers().map(|provider| (&provider.model, &provider.ram, &provider.interface)).collect();
    let is_debug = wire::query(request, "debug").as_deref() == Some("true");
    let models = kinds.into_iter().map(|kind| {
        let of: Vec<_> =
            providers().filter(|provider| (&provider.model, &provider.ram, &provider.interface) == kind).collect();
        let mut model = priced(cloud, &of);
        if is_debug {
            model["bidCount"] = json!(of.len());
            model["providerAvailability"]["providers"] = of
                .iter()
                .map(|provider| {
                    json!({
                        "owner": provider.owner, "hostUri": format!("https://{}:8443", provider.host),
                        "allocated": provider.gpus - free(cloud, provider), "allocatable": provider.gpus,
                    })
                })
                .collect();
            model["providersWithBestBid"] = of.iter().map(|provider| best_bid(cloud, provider)).collect();
        }
        model
    });
    let models: Vec<_> = models.collect();
    let total: u64 = providers().map(|provider| provider.gpus).sum();
    let available: u64 = providers().map(|provider| free(cloud, provider)).sum();
    wire::ok(&json!({"availability": {"total": total, "available": available}, "models": models}))
}

fn priced(cloud: &Cloud, of: &[&Provider]) -> Value {
    let cents = |rate: f64| (rate / 1e4).round() / 100.0;
    let mut rates: Vec<f64> = of.iter().map(|provider| provider.rate as f64).collect();
    rates.sort_by(f64::total_cmp);
    let gpus: u64 = of.iter().map(|provider| provider.gpus).sum();
    let available: u64 = of.iter().map(|provider| free(cloud, provider)).sum();
    let weighted: f64 =
        of.iter().map(|provider| provider.rate as f64 * provider.gpus as f64).sum::<f64>() / gpus as f64;
    json!({
        "vendor": "nvidia", "model": of[0].model, "ram": of[0].ram, "interface": of[0].interface,
        "availability": {"total": gpus, "available": available},
        "providerAvailability": {
            "total": of.len(), "available": of.iter().filter(|provider| free(cloud, provider) > 0).count(),
        },
        "price": {
            "currency": "USD", "min": cents(rates[0]), "max": cents(rates[rates.len() - 1]),
            "avg": cents(rates.iter().sum::<f64>() / rates.len() as f64), "weightedAverage": cents(weighted),
            "med": cents(f64::midpoint(rates[(rates.len() - 1) / 2], rates[rates.len() / 2])),
        },
    })
}

fn best_bid(cloud: &Cloud, provider: &Provider) -> Value {
    let hourly = (provider.rate as f64 / 1e4).round() / 100.0;
    json!({
        "provider": {"owner": provider.owner, "hostUri": format!("https://{}:8443", provider.host)},
        "bestBid": {
            "height": 28_826_000, "txHash": "A19F1950D97E576F", "provider": provider.owner, "hourlyPrice": hourly,
            "datetime": wire::iso(cloud.now), "monthlyPrice": hourly * 730.5, "aktTokenPrice": 0.54,
            "deployment": {"owner": OWNER, "cpuUnits": 100, "gpus": [{"vendor": "nvidia", "model": provider.model}]},
        },
    })
}
