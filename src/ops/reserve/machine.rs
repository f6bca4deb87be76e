//! What machine is to be rented for a booking: checked and priced before anything is booked.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::offer::Bookable;
use crate::app::App;
use crate::booking::MachineOrder;
use crate::error::{Code, Error, Result};
use crate::providers::Network;
use crate::providers::rental::{Bound, Label, Order, PublicKey, Quote, Refusal, Why};
use crate::store::Store;
use crate::units::{Rate, Usdc};

/// Longest wait for a price.
const QUOTE_LIMIT: Duration = Duration::from_secs(10);

/// The machine that somebody wants.
#[derive(Clone, Debug, Serialize)]
pub struct MachineWish {
    /// The container image; the network's own when none is named.
    pub image: Option<String>,
    /// Disk.
    pub disk_gib: u32,
    /// Who may log in.
    pub ssh_keys: Vec<String>,
    /// Environment variables.
    #[serde(serialize_with = "exposed")]
    pub env: BTreeMap<String, SecretString>,
    /// A script for the machine's start.
    #[serde(serialize_with = "exposed_script")]
    pub onstart: Option<SecretString>,
    /// Whether an equivalent offer will do.
    pub substitute: bool,
    /// Longest wait for it to be up.
    pub start_timeout: Option<Duration>,
}

/// The request is only ever turned into its fingerprint.
fn exposed<S: Serializer>(env: &BTreeMap<String, SecretString>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_map(env.iter().map(|(name, value)| (name, value.expose_secret())))
}

#[expect(clippy::ref_option, reason = "serde asks for it")]
fn exposed_script<S: Serializer>(script: &Option<SecretString>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    script.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// A machine that can be rented, and what it costs.
#[derive(Clone, Debug)]
pub(super) struct Priced {
    pub order: MachineOrder,
    /// The price it is sold at.
    pub rate: Rate,
    /// What the provider does not give back, if the machine is released at once, and what a user has to know.
    pub conditions: Vec<String>,
}

/// Refuses what cannot be rented, and asks the provider for the price of what can.
pub(super) async fn priced(app: &App, offer: &Bookable, wish: &MachineWish, ends_at: Timestamp) -> Result<Priced> {
    let by_hand =
        |error: Error| error.hint("with --manual gp4u keeps the calendar and the money, and you rent by hand");
    let network =
        Network::parse(&offer.offer.provider).map_err(|error| Error::new(Code::Conflict, error.to_string()))?;
    let rental = app.rental(network).map_err(by_hand)?;
    let store = app.store().await?;
    let mut order = order(app, store, offer, wish, ends_at).await?;
    rental.check(&order).map_err(|refusal| by_hand(refused(&refusal)))?;
    let late = |_| {
        let message = format!("{} did not tell a price in {} s", network.title(), QUOTE_LIMIT.as_secs());
        Error::new(Code::ProviderUnavailable, message)
    };
    let quote = tokio::time::timeout(QUOTE_LIMIT, rental.quote(&order)).await.map_err(late)?;
    let quote = quote.map_err(|refusal| refused(&refusal))?;
    let rate = quote.price_per_hour.unwrap_or(offer.offer.price_per_hour);
    order.max_price_per_hour = rate;
    let timeout = wish.start_timeout.unwrap_or(app.config.rental.start_timeout);
    Ok(Priced {
        conditions: conditions(network, rental.profile().notice, rental.profile().bound, &quote, rate),
        rate,
        order: MachineOrder {
            wanted: order.wanted,
            max_price: rate,
            image: order.image,
            disk_gib: order.disk_gib,
            ssh_keys: order.ssh_keys.iter().map(|key| key.as_str().to_owned()).collect(),
            env: wish.env.clone(),
            onstart: wish.onstart.clone(),
            substitute: wish.substitute,
            start_timeout: timeout.as_secs().max(1),
        },
    })
}

/// The order as the network would take it now; its label is never used.
async fn order(app: &App, store: &Store, offer: &Bookable, wish: &MachineWish, ends_at: Timestamp) -> Result<Order> {
    let broken = |_| Error::new(Code::Internal, "the name of this database cannot be read");
    let missing = || Error::new(Code::Conflict, format!("{} is no longer listed", offer.offer.id));
    let keys = wish.ssh_keys.iter().map(|key| key.parse::<PublicKey>());
    let wrong_key =
        |_| Error::new(Code::BadInput, "--ssh-key: this is not one public SSH key (`ssh-ed25519 AAAA… comment`)");
    Ok(Order {
        label: Label::new(store.deployment().await?.parse().map_err(broken)?, Uuid::now_v7()),
        wanted: store.wanted(&offer.offer.id).await?.ok_or_else(missing)?,
        max_price_per_hour: app.config.rental.max_price_per_hour,
        image: wish.image.clone(),
        disk_gib: wish.disk_gib,
        ssh_keys: keys.collect::<std::result::Result<_, _>>().map_err(wrong_key)?,
        env: wish.env.clone(),
        onstart: wish.onstart.as_ref().map(|script| script.expose_secret().to_owned()),
        ends_at,
    })
}

/// What a user has to know before agreeing.
fn conditions(network: Network, notice: Option<&str>, bound: Bound, quote: &Quote, rate: Rate) -> Vec<String> {
    let mut conditions: Vec<String> =
        notice.map(|notice| format!("{} at {rate} USD an hour: {notice}", network.title())).into_iter().collect();
    if let Some(kept) = quote.kept.filter(|kept| *kept > Usdc::default()) {
        conditions.push(format!("{} keeps {kept} USD of it, however early the machine is released", network.title()));
    }
    if bound == Bound::Nothing {
        conditions.push(format!("{} ends no machine by itself: gp4u has to run until it is released", network.title()));
    }
    conditions
}

fn refused(refusal: &Refusal) -> Error {
    let code = match refusal.why {
        Why::NotSent | Why::Busy => Code::ProviderUnavailable,
        Why::PriceChanged { .. } => Code::PriceChanged,
        Why::Invalid => Code::BadInput,
        Why::OfferGone | Why::Mismatch | Why::Unsupported | Why::Unauthorized | Why::NoFunds => Code::Conflict,
    };
    Error::new(code, format!("it cannot be rented: {}", refusal.message)).detail("why", refusal.why.as_str())
}
