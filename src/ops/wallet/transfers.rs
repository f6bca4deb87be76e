//! Deposits and withdrawals: asked for by users, decided by the operator. Until a chain tells, the operator's word
//! stands for its proof.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::auth::Scope;
use crate::error::{Code, Error, Result};
use crate::ledger::Name;
use crate::ledger::account::Chain;
use crate::ledger::rules::{self, Deposit, Withdrawal};
use crate::ledger::transfer::{TransferKind, TransferState};
use crate::ops::actor;
use crate::ops::mutation::{Done, Effect, Mutation, mutate};
use crate::ops::pages::{Paging, walk};
use crate::store::{NewDeposit, NewWithdrawal, StoredTransfer, TransferFilter, Tx, Verdict};
use crate::units::Usdc;

/// Where money is that the operator vouches for.
const OPERATOR_CUSTODY: &str = "operator";
/// Deposits of one user that may wait at once.
const MAX_WAITING_DEPOSITS: u64 = 100;

/// A deposit or withdrawal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// Its id.
    pub id: String,
    /// Which way it goes.
    pub kind: TransferKind,
    /// How far it is.
    pub state: TransferState,
    /// How much.
    pub amount: Usdc,
    /// What a withdrawal costs on top.
    pub fee: Usdc,
    /// What names a deposit where it was made; the user's own note on a withdrawal.
    pub reference: Option<String>,
    /// Where a withdrawal goes.
    pub destination: Option<String>,
    /// Whose it is.
    pub user: Option<String>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: Option<String>,
}

impl From<StoredTransfer> for Transfer {
    fn from(stored: StoredTransfer) -> Self {
        Self {
            id: stored.id.to_string(),
            kind: stored.kind,
            state: stored.state,
            amount: stored.amount,
            fee: stored.fee,
            reference: stored.reference,
            destination: stored.destination,
            user: stored.email,
            requested_at: stored.requested_at,
            decided_at: stored.decided_at,
            reason: stored.reason,
        }
    }
}

/// Money that was sent.
#[derive(Clone, Debug, Serialize)]
pub struct DepositRequest {
    /// How much.
    pub amount: Usdc,
    /// What names it where it was sent: a transaction's hash, a bank's reference. One of them is credited once.
    pub reference: String,
}

/// Money that is wanted.
#[derive(Clone, Debug, Serialize)]
pub struct WithdrawRequest {
    /// How much shall arrive.
    pub amount: Usdc,
    /// Where it shall go.
    pub destination: String,
    /// The user's own note.
    pub reference: Option<String>,
}

/// Writes down that money was sent; the operator looks whether it came.
pub async fn deposit(app: &App, request: &DepositRequest, mutation: &Mutation) -> Result<Done<Transfer>> {
    let reference: Name = request.reference.to_ascii_lowercase().parse().map_err(|_| {
        Error::new(Code::Usage, "--reference takes up to 80 letters, digits, `_`, `.` and `-`, a letter or digit first")
            .detail("field", "reference")
    })?;
    let amount = positive(request.amount)?;
    let actor = actor::require(app, Scope::Spend).await?;
    let request = DepositRequest { amount, reference: reference.to_string() };
    mutate(app, &actor, "wallet deposit", &request, mutation, async |tx| {
        let user = actor.user_id.uuid();
        let new =
            NewDeposit { id: Uuid::now_v7(), user, chain: Chain::NONE, reference: reference.clone(), log: 0, amount };
        let id = tx.insert_deposit(&new, app.now()).await?;
        let transfer = found(tx, id).await?;
        if id == new.id {
            check_waiting(tx, user).await?;
            return Ok(Effect::changed(transfer.clone().into(), id, None, Some(told(&transfer))));
        }
        if transfer.amount != amount {
            let message = format!("a deposit of {} with the reference `{reference}` is known already", transfer.amount);
            return Err(Error::new(Code::Conflict, message).detail("id", id.to_string()));
        }
        Ok(Effect::unchanged(transfer.into()))
    })
    .await
}

async fn check_waiting(tx: &mut Tx<'_>, user: Uuid) -> Result<()> {
    if tx.count_waiting_deposits(user).await? <= MAX_WAITING_DEPOSITS {
        return Ok(());
    }
    Err(Error::new(Code::Conflict, format!("{MAX_WAITING_DEPOSITS} deposits wait for the operator already")))
}

/// Takes money out of the wallet at once, for the operator to pay out.
pub async fn withdraw(app: &App, request: &WithdrawRequest, mutation: &Mutation) -> Result<Done<Transfer>> {
    let amount = positive(request.amount)?;
    let actor = actor::require(app, Scope::Spend).await?;
    mutate(app, &actor, "wallet withdraw", request, mutation, async |tx| {
        let (user, now) = (actor.user_id.uuid(), app.now());
        let new = NewWithdrawal {
            id: Uuid::now_v7(),
            user,
            destination: request.destination.clone(),
            reference: request.reference.clone(),
            amount,
            fee: Usdc::default(),
        };
        let entry = rules::withdrawal_requested(&Withdrawal { id: new.id, user, amount, fee: new.fee })?;
        tx.post(&entry, now).await?;
        tx.insert_withdrawal(&new, now).await?;
        let transfer = found(tx, new.id).await?;
        Ok(Effect::changed(transfer.clone().into(), new.id, None, Some(told(&transfer))))
    })
    .await
}

fn positive(amount: Usdc) -> Result<Usdc> {
    if amount > Usdc::default() {
        Ok(amount)
    } else {
        Err(Error::new(Code::Usage, "--amount must be more than 0").detail("field", "amount"))
    }
}

/// What the operator decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The deposit came; the withdrawal was paid.
    Approve,
    /// It did not, or was not.
    Reject {
        /// Why.
        reason: Option<String>,
    },
}

/// Decides a deposit or withdrawal. Deciding alike again changes nothing; deciding otherwise is refused.
pub async fn decide(app: &App, id: &str, decision: &Decision, mutation: &Mutation) -> Result<Done<Transfer>> {
    let operator = actor::require(app, Scope::Operator).await?;
    let transfer_id = parse_id(id)?;
    let (command, reason) = match decision {
        Decision::Approve => ("wallet approve", None),
        Decision::Reject { reason } => ("wallet reject", reason.as_deref()),
    };
    mutate(app, &operator, command, &json!({ "id": id, "decision": decision }), mutation, async |tx| {
        let before = tx.transfer(transfer_id).await?.ok_or_else(|| unknown(id))?;
        let state = match decision {
            Decision::Approve => before.kind.succeeds(),
            Decision::Reject { .. } => before.kind.fails(),
        };
        if before.state == state {
            return Ok(Effect::unchanged(before.into()));
        }
        let (now, by) = (app.now(), operator.user_id.to_string());
        if !tx.decide_transfer(&before, &Verdict { state, by: &by, reason, at: now }).await? {
            let now_is = found(tx, transfer_id).await?;
            if now_is.state == state {
                return Ok(Effect::unchanged(now_is.into()));
            }
            let message = format!("this {} is {} already", now_is.kind.as_str(), now_is.state);
            return Err(Error::new(Code::Conflict, message).detail("state", now_is.state.as_str()));
        }
        book(tx, &before, decision, now).await?;
        let after = found(tx, transfer_id).await?;
        Ok(Effect::changed(after.clone().into(), transfer_id, Some(told(&before)), Some(told(&after))))
    })
    .await
}

/// Books what a decision moves.
async fn book(tx: &mut Tx<'_>, transfer: &StoredTransfer, decision: &Decision, at: Timestamp) -> Result<()> {
    let custody: Name = OPERATOR_CUSTODY.parse()?;
    let withdrawal = Withdrawal { id: transfer.id, user: transfer.user, amount: transfer.amount, fee: transfer.fee };
    match (transfer.kind, decision) {
        (TransferKind::Deposit, Decision::Approve) => {
            let transaction = transfer.reference.as_deref().unwrap_or_default().parse()?;
            let deposit = Deposit { chain: transfer.chain, transaction, log: transfer.log, amount: transfer.amount };
            tx.post(&rules::deposit_final(&deposit, &custody)?, at).await?;
            tx.post(&rules::deposit_claimed(&deposit, transfer.user)?, at).await?;
        }
        // Nothing was booked yet.
        (TransferKind::Deposit, Decision::Reject { .. }) => {}
        (TransferKind::Withdrawal, Decision::Approve) => {
            tx.post(&rules::withdrawal_paid(&withdrawal, Chain::NONE, &custody)?, at).await?;
        }
        (TransferKind::Withdrawal, Decision::Reject { .. }) => {
            tx.post(&rules::withdrawal_failed(&withdrawal)?, at).await?;
        }
    }
    Ok(())
}

/// Which deposits and withdrawals.
#[derive(Clone, Debug, Default)]
pub struct TransfersRequest {
    /// Everybody's; for the operator.
    pub everybody: bool,
    /// Only this way.
    pub kind: Option<TransferKind>,
    /// Only those that wait for the operator.
    pub waiting: bool,
    /// Which part of the list.
    pub paging: Paging,
}

/// Gives deposits and withdrawals, newest first; answers with the cursor of the next page.
pub async fn transfers(
    app: &App,
    request: &TransfersRequest,
    each: &mut dyn FnMut(&Transfer) -> Result<()>,
) -> Result<Option<String>> {
    let actor = actor::require(app, if request.everybody { Scope::Operator } else { Scope::Read }).await?;
    let store = app.store().await?;
    let user = (!request.everybody).then_some(actor.user_id.uuid());
    let waiting = TransferKind::ALL.map(TransferKind::begins).to_vec();
    let states = if request.waiting { waiting } else { Vec::new() };
    let page = async |before, limit| {
        store.transfers(&TransferFilter { user, kind: request.kind, states: states.clone(), before, limit }).await
    };
    let after = request.paging.after.as_deref().map(parse_id).transpose()?;
    let next = walk(&request.paging, after, page, &mut |transfer| each(&transfer.into())).await?;
    Ok(next.map(|id| id.to_string()))
}

/// Reads exactly what is printed: of a UUID's many spellings only one is taken.
fn parse_id(text: &str) -> Result<Uuid> {
    let id = Uuid::try_parse(text).ok().filter(|id| id.to_string() == text);
    id.ok_or_else(|| Error::new(Code::Usage, "this is not the id of a deposit or withdrawal").detail("field", "id"))
}

fn unknown(id: &str) -> Error {
    Error::new(Code::NotFound, format!("there is no deposit or withdrawal {id}"))
        .hint("gp4u wallet requests --all lists them")
}

/// What was just written.
async fn found(tx: &mut Tx<'_>, id: Uuid) -> Result<StoredTransfer> {
    tx.transfer(id).await?.ok_or_else(|| unknown(&id.to_string()))
}

/// A transfer for the audit.
fn told(transfer: &StoredTransfer) -> Value {
    json!({
        "kind": transfer.kind,
        "state": transfer.state,
        "amount": transfer.amount,
        "fee": transfer.fee,
        "reference": transfer.reference,
        "destination": transfer.destination,
        "reason": transfer.reason,
    })
}
