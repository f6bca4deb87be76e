//! Renting at Vast.ai (`vast-ai/docs`, `api-reference/openapi/yaml/{create_instance,show_instance,destroy_instance}.yaml`).

use futures_util::FutureExt as _;
use jiff::Timestamp;
use rust_decimal::Decimal;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::instance::{read_one, read_page};
use super::offer::{BID_SUFFIX, HOURS_PER_MONTH, Row, normalize};
use super::{SEARCH, onstart, refuses_key, told_apart, with_key};
use crate::market::offer::PriceKind;
use crate::providers::http::{Answer, Http, Reply, Request, Session};
use crate::providers::rental::{
    Bound, Created, Creation, DEADMAN_MARGIN, Destruction, Listing, MachineId, MaySend, Order, Pending, Presence,
    Profile, Prolonging, Quote, Refusal, Rental, Why, in_full,
};
use crate::providers::wire::{Raw, number_of, object, price_of, rows_at};
use crate::providers::{Exchange, Fault, FetchError, Network, ProviderSettings};
use crate::units::Rate;

const ASKS: &str = "/api/v0/asks/";
const INSTANCE: &str = "/api/v0/instances/";
/// Only this version of the list is alive: the other answers with nothing, whatever runs.
const INSTANCES: &str = "/api/v1/instances/";
/// Rows asked for to find one offer: one is due, but servers have been seen to ignore filters.
const ASK_ROWS: usize = 64;
/// Instances of one page: the most the server gives.
const PAGE_ROWS: usize = 25;
/// Pages read at most.
const MAX_PAGES: usize = 400;
/// What is run where the user names nothing else.
const IMAGE: &str = "vastai/base-image:@vastai-automatic-tag";
/// With SSH, directly where the host has open ports, and through the proxy.
const RUNTYPE: &str = "ssh_direc ssh_proxy";
/// In every answer that says an offer is gone, whatever its status and code.
const OFFER_GONE: &str = "no_such_ask";
/// An offer that only its own host can rent.
const NOT_FOR_RENT: &str = "is not your own";
/// What an account without money is told.
const NO_FUNDS: [&str; 3] = ["missing_billing", "insufficient", "no_credit"];
/// What stands in a 404 about an instance that is not there.
const NO_INSTANCE: [&str; 2] = ["no_such_instance", "not_found"];
/// Largest log read.
const MAX_LOG_BYTES: usize = 1 << 20;
/// Looks at a log that is not ready yet.
const LOG_LOOKS: usize = 15;
const LOG_INTERVAL: std::time::Duration = std::time::Duration::from_secs(1);

/// Renting at Vast.ai.
#[derive(Debug)]
pub(in crate::providers) struct Vast {
    http: Http,
    key: SecretString,
    url: String,
}

object! {
    struct CreateAnswer {
        success,
        new_contract,
    }
}

object! {
    struct LogAnswer {
        result_url,
    }
}

#[derive(Serialize)]
struct CreateBody<'a> {
    client_id: &'static str,
    image: &'a str,
    disk: u32,
    label: String,
    runtype: &'static str,
    onstart: String,
    env: std::collections::BTreeMap<&'a str, &'a str>,
    /// A bid; without one the machine is rented at its fixed price.
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<Box<RawValue>>,
    target_state: &'static str,
    /// A machine that cannot start at once is an error then, not a stopped one that bills its disk.
    cancel_unavail: bool,
}

impl Vast {
    pub(in crate::providers) fn new(settings: ProviderSettings) -> Result<Self, FetchError> {
        let http = Http::new(&settings, &Exchange::Live)?;
        let no_key = || FetchError::new(Network::Vast.as_str(), Fault::NoKey);
        let key = settings.api_key.filter(|key| !key.expose_secret().is_empty()).ok_or_else(no_key)?;
        Ok(Self { http, key, url: settings.url })
    }

    fn session(&self) -> Session<'_> {
        self.http.session(&|_| {})
    }

    async fn send(&self, session: &Session<'_>, request: Request<'_>) -> Result<Answer, FetchError> {
        session.send(&with_key(request, &self.key)).await.map_err(told_apart)
    }

    /// Asks for the one offer again. By `ask_contract_id`: a filter by `id` is ignored.
    async fn ask_quote(&self, session: &Session<'_>, order: &Order) -> Result<AskQuote, Refusal> {
        let ask = ask_id(order)?;
        let question = json!({
            "ask_contract_id": {"eq": ask},
            "type": if order.wanted.kind == PriceKind::Interruptible { "bid" } else { "on-demand" },
            "allocated_storage": order.disk_gib,
            "limit": ASK_ROWS,
        });
        let answer = async {
            let request = Request::post(SEARCH, &question)?;
            let answer = self.send(session, request).await?;
            answer.read(|text| Ok(find_ask(&rows_at(text, &["offers"])?, order, ask)))
        };
        answer.await.map_err(|error: FetchError| Refusal::before_sending(&error))?
    }

    async fn try_create(&self, order: &Order, may_send: &MaySend<'_>) -> Result<Creation, Refusal> {
        self.check(order)?;
        let session = self.session();
        let quote = self.ask_quote(&session, order).await?;
        if quote.price_per_hour > order.max_price_per_hour {
            let message = format!("Vast.ai asks {} USD per hour by now", quote.price_per_hour);
            return Err(Refusal::new(Why::PriceChanged { now: quote.price_per_hour }, message));
        }
        let body = self.body(order, &quote)?;
        let path = format!("{ASKS}{}/", ask_id(order)?);
        let request = Request::put(path, &body).map_err(|error| Refusal::before_sending(&error))?;
        let request = with_key(request, &self.key).guarded(may_send);
        let creation = match session.send_once(&request).await {
            Ok(reply) => read_creation(&session, &request, reply),
            Err(error) => Creation::unanswered(&error),
        };
        Ok(match creation {
            Creation::Created(created) => Creation::Created(self.let_in(&session, order, created).await),
            creation => creation,
        })
    }

    fn body<'a>(&self, order: &'a Order, quote: &AskQuote) -> Result<CreateBody<'a>, Refusal> {
        let invalid = |message: String| Refusal::new(Why::Invalid, message);
        let onstart =
            onstart::script(&self.url, order.ends_at + DEADMAN_MARGIN, &order.ssh_keys, order.onstart.as_deref())
                .map_err(|error| invalid(error.to_string()))?;
        let price = (order.wanted.kind == PriceKind::Interruptible)
            .then(|| Rate::from_micros(order.max_price_per_hour.micros() - quote.storage_per_hour.micros()))
            .map(|bid| number_of(bid.to_decimal()))
            .transpose()
            .map_err(|_| invalid("the bid cannot be written".to_owned()))?;
        Ok(CreateBody {
            client_id: "me",
            image: order.image.as_deref().unwrap_or(IMAGE),
            disk: order.disk_gib,
            label: order.label.to_string(),
            runtype: RUNTYPE,
            onstart,
            env: order.env.iter().map(|(name, value)| (name.as_str(), value.expose_secret())).collect(),
            price,
            target_state: "running",
            cancel_unavail: true,
        })
    }

    /// Lets the keys in, of this machine alone: a key of the account would open everybody's machines. The start script
    /// does the same from within; this is for images in which it cannot.
    async fn let_in(&self, session: &Session<'_>, order: &Order, mut created: Created) -> Created {
        for key in &order.ssh_keys {
            let attached = async {
                let path = format!("{INSTANCE}{}/ssh/", created.id);
                self.send(session, Request::post(path, &json!({"ssh_key": key.as_str()}))?).await
            };
            if let Err(error) = attached.await {
                created.notes.push(format!("an SSH key could not be attached: {}", in_full(&error)));
            }
        }
        created
    }

    async fn read_list(&self) -> Result<Listing, FetchError> {
        let session = self.session();
        let mut listing = Listing::default();
        let mut seen = 0;
        let mut token: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let order = json!([{"col": "id", "dir": "asc"}]);
            let request = Request::get(INSTANCES).query("limit", PAGE_ROWS).query("order_by", order);
            let request = match &token {
                Some(token) => request.query("after_token", token),
                None => request,
            };
            let answer = self.send(&session, request).await?;
            let mut page = Listing::default();
            let end = answer.read(|text| {
                page = Listing::default();
                read_page(text, &mut page)
            })?;
            listing.machines.extend(page.machines);
            listing.foreign += page.foreign;
            listing.doubts.extend(page.doubts);
            seen += end.rows;
            if end.next.is_none() {
                if seen < end.total {
                    listing.doubts.push(format!("the list shows {seen} instances and counts {}", end.total));
                }
                return Ok(listing);
            }
            if end.next == token || end.rows == 0 {
                break;
            }
            token = end.next;
        }
        listing.doubts.push("the list has no end".to_owned());
        Ok(listing)
    }

    async fn read_logs(&self, id: &MachineId, lines: u32) -> Result<Option<String>, FetchError> {
        let session = self.session();
        let request = Request::put(format!("{INSTANCE}request_logs/{id}/"), &json!({"tail": lines.to_string()}))?;
        let address = self.send(&session, request).await?.read(|text| {
            let answer: LogAnswer<'_> = serde_json::from_str(text)?;
            answer.result_url.text().map(String::from).ok_or_else(|| serde::de::Error::custom("no address"))
        })?;
        let request = Request::get_elsewhere(&address)?.max_bytes(MAX_LOG_BYTES);
        for _ in 0..LOG_LOOKS {
            let reply = session.send_once(&request).await?;
            if reply.is_success() {
                return Ok(Some(String::from_utf8_lossy(&reply.body).into_owned()));
            }
            tokio::time::sleep(LOG_INTERVAL).await;
        }
        Ok(None)
    }
}

impl Rental for Vast {
    fn network(&self) -> Network {
        Network::Vast
    }

    fn profile(&self) -> Profile {
        Profile {
            create_limit: self.http.deadline(),
            bound: Bound::Script { file: onstart::ENDS_AT_FILE },
            notice: Some("traffic is billed on top by the host, per GB"),
        }
    }

    fn check(&self, order: &Order) -> Result<(), Refusal> {
        order.check()?;
        ask_id(order).map(drop)
    }

    fn quote<'a>(&'a self, order: &'a Order) -> Pending<'a, Result<Quote, Refusal>> {
        async move {
            self.check(order)?;
            let quote = self.ask_quote(&self.session(), order).await?;
            Ok(Quote { price_per_hour: Some(quote.price_per_hour), prepaid: None, kept: None })
        }
        .boxed()
    }

    fn create<'a>(&'a self, order: &'a Order, may_send: &'a MaySend<'a>) -> Pending<'a, Creation> {
        self.try_create(order, may_send).map(|tried| tried.unwrap_or_else(Creation::from)).boxed()
    }

    fn get<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Presence, FetchError>> {
        async move {
            let request = Request::get(format!("{INSTANCE}{id}/")).query("owner", "me");
            match self.send(&self.session(), request).await {
                Err(error) if is_absent(&error) => Ok(Presence::Gone { reason: None }),
                answer => answer?.read(read_one),
            }
        }
        .boxed()
    }

    fn list(&self) -> Pending<'_, Result<Listing, FetchError>> {
        self.read_list().boxed()
    }

    fn destroy<'a>(&'a self, id: &'a MachineId) -> Pending<'a, Result<Destruction, FetchError>> {
        async move {
            let request = Request::delete_with(format!("{INSTANCE}{id}/"), &json!({}))?;
            match self.send(&self.session(), request).await {
                Err(error) if is_absent(&error) => Ok(Destruction::AlreadyGone),
                answer => answer?.read(|text| {
                    let answer: CreateAnswer<'_> = serde_json::from_str(text)?;
                    let accepted = answer.success.flag() == Some(true);
                    accepted.then_some(Destruction::Accepted).ok_or_else(|| serde::de::Error::custom("not accepted"))
                }),
            }
        }
        .boxed()
    }

    fn prolong<'a>(&'a self, _: &'a MachineId, _: Timestamp) -> Pending<'a, Result<Prolonging, FetchError>> {
        async { Ok(Prolonging::NotHere) }.boxed()
    }

    fn logs<'a>(&'a self, id: &'a MachineId, lines: u32) -> Pending<'a, Result<Option<String>, FetchError>> {
        self.read_logs(id, lines).boxed()
    }
}

/// What an offer costs with the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct AskQuote {
    price_per_hour: Rate,
    storage_per_hour: Rate,
}

fn ask_id(order: &Order) -> Result<u64, Refusal> {
    let id = order.wanted.external_id.strip_suffix(BID_SUFFIX).unwrap_or(&order.wanted.external_id);
    id.parse().map_err(|_| Refusal::new(Why::Unsupported, "this is not an offer of Vast.ai's"))
}

/// Finds the offer among rows that need not be what was asked for, and compares it with what was chosen.
fn find_ask(rows: &[&RawValue], order: &Order, ask: u64) -> Result<AskQuote, Refusal> {
    let gone = || Refusal::new(Why::OfferGone, "the offer is not listed any more");
    let rows = rows.iter().filter_map(|row| Raw::new(row).parsed::<Row<'_>>());
    let row = rows
        .filter(|row| row.id.integer().is_some_and(|id| u64::try_from(id) == Ok(ask)))
        .find(|row| row.is_bid.flag().is_none_or(|bid| bid == (order.wanted.kind == PriceKind::Interruptible)))
        .ok_or_else(gone)?;
    let offer = normalize(&row, order.wanted.kind).map_err(|_| gone())?;
    if !offer.available {
        return Err(gone());
    }
    let same_gpu = offer.raw_gpu_name.eq_ignore_ascii_case(&order.wanted.gpu_name);
    if !same_gpu || offer.gpu_count != order.wanted.gpu_count {
        return Err(Refusal::new(Why::Mismatch, "the offer has other GPUs than the one that was chosen"));
    }
    if offer.disk_gib.is_some_and(|disk| disk < f64::from(order.disk_gib)) {
        return Err(Refusal::new(Why::Mismatch, "the offer has less disk than was asked for"));
    }
    let bad_price = || Refusal::new(Why::OfferGone, "the offer has no price any more");
    let storage = offer.storage_price_per_gib_month.map_or(Decimal::ZERO, crate::units::Usdc::to_decimal)
        * Decimal::from(order.disk_gib)
        / Decimal::from(HOURS_PER_MONTH);
    let storage_per_hour = Rate::from_decimal_ceil(storage).ok_or_else(bad_price)?;
    let with_disk =
        price_of(offer.price_per_hour.to_decimal() + storage_per_hour.to_decimal()).ok_or_else(bad_price)?;
    // The total is for the disk that was asked for; where it says more than its parts, it is what is billed.
    let price_per_hour = row.dph_total.price().filter(|total| *total > with_disk).unwrap_or(with_disk);
    Ok(AskQuote { price_per_hour, storage_per_hour })
}

/// What an answer to a create call means.
fn read_creation(session: &Session<'_>, request: &Request<'_>, mut reply: Reply) -> Creation {
    let said = String::from_utf8_lossy(&reply.body).into_owned();
    let fault = if refuses_key(&said) {
        Fault::Unauthorized { status: reply.status }
    } else {
        Fault::HttpStatus { status: reply.status }
    };
    let refused = |why, reply: &Reply| {
        let error = session.reply_error(request, fault.clone(), reply);
        Creation::Refused(Refusal { why, message: in_full(&error), retry_after: reply.retry_after })
    };
    if reply.status < 500 && said.contains(OFFER_GONE) {
        return refused(Why::OfferGone, &reply);
    }
    if reply.is_success() {
        let read = reply.read(|text| {
            let answer: CreateAnswer<'_> = serde_json::from_str(text)?;
            let id = answer.new_contract.id().and_then(|id| MachineId::new(&id));
            Ok((id, answer.success.flag()))
        });
        return match read {
            Ok((Some(id), Some(false))) => {
                Creation::Stillborn { id, reason: "Vast.ai made the instance but did not start it".to_owned() }
            }
            Ok((Some(id), _)) => Creation::Created(Created { id, notes: vec![] }),
            Ok((None, _)) => Creation::unknown(&session.reply_error(request, Fault::WrongShape, &reply)),
            Err(fault) => Creation::unknown(&session.reply_error(request, fault, &reply)),
        };
    }
    let is_client_error = matches!(reply.status, 400..=499);
    if is_client_error && refuses_key(&said) {
        return refused(Why::Unauthorized, &reply);
    }
    if is_client_error && NO_FUNDS.iter().any(|text| said.contains(text)) {
        return refused(Why::NoFunds, &reply);
    }
    if reply.status == 403 && said.contains(NOT_FOR_RENT) {
        return refused(Why::OfferGone, &reply);
    }
    Creation::answered(&reply, &session.reply_error(request, fault, &reply))
}

/// Whether an error says that there is no such instance: a bare 404 does not, since retired paths answer with it too.
fn is_absent(error: &FetchError) -> bool {
    matches!(error.fault, Fault::HttpStatus { status: 404 })
        && NO_INSTANCE.iter().any(|text| error.excerpt.contains(text))
}

#[cfg(test)]
mod tests;
