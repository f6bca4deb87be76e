//! What moved a wallet, and the same as a user's own books.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::no_wallet;
use crate::app::App;
use crate::auth::Scope;
use crate::error::{Code, Error, Result};
use crate::ledger::analytics::{GPU_NOTE, PROVIDER_NOTE};
use crate::ledger::personal::{PersonalAccount, personal_lines};
use crate::ledger::{AccountCode, Kind, Name};
use crate::ops::actor;
use crate::ops::pages::{Paging, walk};
use crate::store::{EntryFilter, OwnEntry, StatementLine};
use crate::units::Usdc;

/// A movement of a wallet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Transaction {
    /// The wallet's own number of it: 1, 2, 3 … without gaps.
    pub id: String,
    /// When it was booked.
    pub at: Timestamp,
    /// What kind of event.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// By how much the balance changed.
    pub amount: Usdc,
    /// The balance after it.
    pub balance: Usdc,
    /// What it is about: the id of a reservation, cluster or withdrawal, or the reference of a deposit.
    pub object: Option<String>,
    /// The provider of a booking.
    pub provider: Option<String>,
    /// The GPU of a booking.
    pub gpu: Option<String>,
    /// The key under which the event is booked, once.
    pub key: String,
}

impl From<StatementLine> for Transaction {
    fn from(mut line: StatementLine) -> Self {
        Self {
            id: line.version.to_string(),
            at: line.created_at,
            kind: line.kind.as_str(),
            amount: line.change,
            balance: line.balance_after,
            object: line.key.object().map(str::to_owned),
            provider: line.meta.remove(PROVIDER_NOTE),
            gpu: line.meta.remove(GPU_NOTE),
            key: line.key.to_string(),
        }
    }
}

/// Which movements.
#[derive(Clone, Debug, Default)]
pub struct TransactionsRequest {
    /// Only of these kinds; of every kind when empty.
    pub kinds: Vec<Kind>,
    /// Only about this reservation, cluster, withdrawal or deposit.
    pub object: Option<String>,
    /// Booked at or after.
    pub since: Option<Timestamp>,
    /// Booked before.
    pub until: Option<Timestamp>,
    /// Which part of the list.
    pub paging: Paging,
}

impl TransactionsRequest {
    fn filter(&self) -> Result<EntryFilter> {
        let prefixes = |object: &String| {
            let object: Name = object.to_ascii_lowercase().parse().map_err(|_| {
                Error::new(Code::Usage, "--object takes the id or reference that a transaction shows")
                    .detail("field", "object")
            })?;
            let things = ["res", "cluster", "wd", "claim:0"];
            Ok::<_, Error>(things.map(|thing| format!("{thing}:{object}:")).to_vec())
        };
        Ok(EntryFilter {
            kinds: self.kinds.clone(),
            since: self.since,
            until: self.until,
            key_prefixes: self.object.as_ref().map(prefixes).transpose()?.unwrap_or_default(),
            ..EntryFilter::default()
        })
    }
}

/// Gives movements of the wallet, newest first; answers with the cursor of the next page.
pub async fn transactions(
    app: &App,
    request: &TransactionsRequest,
    each: &mut dyn FnMut(&Transaction) -> Result<()>,
) -> Result<Option<String>> {
    let filter = request.filter()?;
    let actor = actor::require(app, Scope::Read).await?;
    let (store, wallet) = (app.store().await?, AccountCode::Wallet(actor.user_id.uuid()));
    let page = async |before, limit| {
        let statement = store.statement(&wallet, &EntryFilter { before, limit, ..filter.clone() }).await?;
        Ok(statement.map_or_else(Default::default, |statement| statement.page))
    };
    let next = walk(&request.paging, request.paging.number()?, page, &mut |line| each(&line.into())).await?;
    Ok(next.map(|version| version.to_string()))
}

/// Gives every movement of the wallet, the oldest first.
pub async fn each_transaction(app: &App, each: &mut dyn FnMut(&Transaction) -> Result<()>) -> Result<()> {
    let actor = actor::require(app, Scope::Read).await?;
    let filter = EntryFilter::default();
    app.store().await?.each_movement(actor.user_id.uuid(), &filter, |line| each(&line.into())).await
}

/// An entry as one user sees it.
#[derive(Clone, Debug)]
pub struct PersonalEntry {
    /// Its number.
    pub id: i64,
    /// When it was booked.
    pub at: Timestamp,
    /// What kind of event.
    pub kind: Kind,
    /// The key under which the event is booked, once.
    pub key: String,
    /// Its notes.
    pub notes: Vec<(String, String)>,
    /// Its lines, which sum to zero.
    pub lines: Vec<PersonalLine>,
    /// The wallet's balance after it, where it moves the wallet.
    pub wallet_after: Option<Usdc>,
}

/// A line of it.
#[derive(Clone, Debug)]
pub struct PersonalLine {
    /// Which account of the user's own books.
    pub account: PersonalAccount,
    /// What the user has, or spent, more.
    pub amount: Usdc,
}

impl From<OwnEntry> for PersonalEntry {
    fn from(entry: OwnEntry) -> Self {
        let lines = personal_lines(entry.lines.iter().map(|line| (&line.account, line.amount, line.own)));
        let lines = lines.into_iter().map(|(account, sum)| PersonalLine {
            account,
            amount: Usdc::from_micros(i64::try_from(sum).unwrap_or(i64::MAX)),
        });
        let wallet = entry.lines.iter().find(|line| line.own && matches!(line.account, AccountCode::Wallet(_)));
        Self {
            id: entry.id,
            at: entry.created_at,
            kind: entry.kind,
            key: entry.key.to_string(),
            lines: lines.collect(),
            wallet_after: wallet.map(|line| line.balance_after),
            notes: entry.meta.into_iter().collect(),
        }
    }
}

/// Gives every entry that moves the user's money, the oldest first; answers with the address of the account.
pub async fn each_personal_entry(app: &App, each: &mut dyn FnMut(&PersonalEntry) -> Result<()>) -> Result<()> {
    let actor = actor::require(app, Scope::Read).await?;
    let store = app.store().await?;
    store.account(&AccountCode::Wallet(actor.user_id.uuid())).await?.ok_or_else(no_wallet)?;
    store.each_own_entry(actor.user_id.uuid(), |entry| each(&entry.into())).await
}
