//! Which event moves what: one function an entry, and no entry anywhere else.
//!
//! Keys are business names, so that an event is booked once however often it is tried. `:end` is shared by every
//! way a booking or withdrawal can end: the second end is refused by the database, whoever tries it.

use uuid::Uuid;

use super::LedgerError;
use super::account::{AccountCode, Chain, Name};
use super::arithmetic::{add, split, subtract};
use super::entry::{Entry, EntryKey, Kind, Line};
use crate::units::Usdc;

/// A transfer to us on a chain; with [`Chain::NONE`] the operator's own record of money received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Which chain.
    pub chain: Chain,
    /// The transaction's hash, or the operator's reference.
    pub transaction: Name,
    /// Which log of the transaction.
    pub log: u32,
    /// How much arrived.
    pub amount: Usdc,
}

impl Deposit {
    fn key(&self, event: &str, suffix: &str) -> Result<EntryKey, LedgerError> {
        format!("{event}:{}:{}:{}{suffix}", self.chain, self.transaction, self.log).parse()
    }
}

/// Money arrived, finally: it is at our address and nobody's yet.
pub fn deposit_final(deposit: &Deposit, address: &Name) -> Result<Entry, LedgerError> {
    let amount = positive("the deposit", deposit.amount)?;
    let lines = [
        Line::debit(AccountCode::Custody(deposit.chain, address.clone()), amount),
        Line::credit(AccountCode::UnclaimedDeposits(deposit.chain), amount),
    ];
    Entry::new(Kind::Deposit, deposit.key("deposit", "")?, lines)
}

/// A deposit was proven to be a user's.
pub fn deposit_claimed(deposit: &Deposit, user: Uuid) -> Result<Entry, LedgerError> {
    let amount = positive("the deposit", deposit.amount)?;
    let lines = [
        Line::debit(AccountCode::UnclaimedDeposits(deposit.chain), amount),
        Line::credit(AccountCode::Wallet(user), amount),
    ];
    Entry::new(Kind::DepositClaim, deposit.key("claim", "")?, lines)
}

/// A chain replaced a finalized block and took a deposit back: `recovered` comes from where the money went (the
/// wallet of `claimed_by`, else the unclaimed deposits), the rest is lost.
pub fn deposit_reversed(
    deposit: &Deposit,
    address: &Name,
    claimed_by: Option<Uuid>,
    recovered: Usdc,
) -> Result<Entry, LedgerError> {
    let amount = positive("the deposit", deposit.amount)?;
    let recovered = not_negative("the recovered amount", recovered)?;
    let lost = not_negative("the recovered amount", subtract(amount, recovered)?)?;
    let holder = claimed_by.map_or(AccountCode::UnclaimedDeposits(deposit.chain), AccountCode::Wallet);
    let lines = [
        Line::debit(holder, recovered),
        Line::debit(AccountCode::ExpenseLoss, lost),
        Line::credit(AccountCode::Custody(deposit.chain, address.clone()), amount),
    ];
    let entry = Entry::new(Kind::DepositReversal, deposit.key("deposit", ":reversed")?, lines)?;
    Ok(entry.reversing(deposit.key("deposit", "")?))
}

/// What a user asked to be paid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Its id.
    pub id: Uuid,
    /// Whose wallet it comes from.
    pub user: Uuid,
    /// What arrives.
    pub amount: Usdc,
    /// What it costs on top.
    pub fee: Usdc,
}

impl Withdrawal {
    fn payable(&self) -> AccountCode {
        AccountCode::PayableWithdrawal(self.id)
    }

    fn end_key(&self) -> Result<EntryKey, LedgerError> {
        format!("wd:{}:end", self.id).parse()
    }

    /// What leaves the wallet.
    fn total(&self) -> Result<Usdc, LedgerError> {
        add(positive("the withdrawal", self.amount)?, not_negative("the withdrawal fee", self.fee)?)
    }
}

/// A user asked for money out: it leaves the wallet at once, with the fee.
pub fn withdrawal_requested(withdrawal: &Withdrawal) -> Result<Entry, LedgerError> {
    let lines = [
        Line::debit(AccountCode::Wallet(withdrawal.user), withdrawal.total()?),
        Line::credit(withdrawal.payable(), withdrawal.amount),
        Line::credit(AccountCode::IncomeWithdrawalFee, withdrawal.fee),
    ];
    let key = format!("wd:{}:request", withdrawal.id).parse()?;
    Ok(Entry::new(Kind::WithdrawalRequest, key, lines)?.opening(withdrawal.payable()))
}

/// The money left our address, finally.
pub fn withdrawal_paid(withdrawal: &Withdrawal, chain: Chain, address: &Name) -> Result<Entry, LedgerError> {
    let amount = positive("the withdrawal", withdrawal.amount)?;
    let lines =
        [Line::debit(withdrawal.payable(), amount), Line::credit(AccountCode::Custody(chain, address.clone()), amount)];
    Ok(Entry::new(Kind::WithdrawalPaid, withdrawal.end_key()?, lines)?.closing(withdrawal.payable()))
}

/// The money never left and never will: all of it goes back, the fee too.
pub fn withdrawal_failed(withdrawal: &Withdrawal) -> Result<Entry, LedgerError> {
    let lines = [
        Line::debit(withdrawal.payable(), withdrawal.amount),
        Line::debit(AccountCode::IncomeWithdrawalFee, withdrawal.fee),
        Line::credit(AccountCode::Wallet(withdrawal.user), withdrawal.total()?),
    ];
    Ok(Entry::new(Kind::WithdrawalFailed, withdrawal.end_key()?, lines)?.closing(withdrawal.payable()))
}

/// What money is held for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// One reservation.
    Reservation(Uuid),
    /// One cluster.
    Cluster(Uuid),
}

impl Booking {
    /// The account its money is held on.
    #[must_use]
    pub const fn escrow(self) -> AccountCode {
        match self {
            Self::Reservation(id) => AccountCode::EscrowReservation(id),
            Self::Cluster(id) => AccountCode::EscrowCluster(id),
        }
    }

    fn key(self, event: &str) -> Result<EntryKey, LedgerError> {
        match self {
            Self::Reservation(id) => format!("res:{id}:{event}").parse(),
            Self::Cluster(id) => format!("cluster:{id}:{event}").parse(),
        }
    }

    const fn kind(self, reservation: Kind, cluster: Kind) -> Kind {
        match self {
            Self::Reservation(_) => reservation,
            Self::Cluster(_) => cluster,
        }
    }
}

/// Sets the price of a booking aside, before any provider is called.
pub fn hold(booking: Booking, user: Uuid, price: Usdc) -> Result<Entry, LedgerError> {
    let price = positive("the price", price)?;
    let lines = [Line::debit(AccountCode::Wallet(user), price), Line::credit(booking.escrow(), price)];
    let kind = booking.kind(Kind::ReservationHold, Kind::ClusterHold);
    Ok(Entry::new(kind, booking.key("hold")?, lines)?.opening(booking.escrow()))
}

/// Sets the price of more time aside; `number` counts the extensions of the reservation.
pub fn extend(reservation: Uuid, number: u32, user: Uuid, price: Usdc) -> Result<Entry, LedgerError> {
    let price = positive("the price", price)?;
    let booking = Booking::Reservation(reservation);
    let lines = [Line::debit(AccountCode::Wallet(user), price), Line::credit(booking.escrow(), price)];
    Entry::new(Kind::ReservationExtend, booking.key(&format!("extend:{number}"))?, lines)
}

/// How a booking's money is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement<'a> {
    /// Whose booking it was.
    pub user: Uuid,
    /// What was held: the hold and every extension.
    pub held: Usdc,
    /// The price of what was used, at most what was held.
    pub used: Usdc,
    /// Our share of what was used.
    pub fee: Usdc,
    /// Who earned the rest of what was used, with weights; ordered by member id. Somebody listed twice is paid once,
    /// both shares.
    pub earners: &'a [(AccountCode, u64)],
}

/// Ends a booking that was used: earners and we are paid, the rest goes back.
pub fn settle(booking: Booking, settlement: &Settlement) -> Result<Entry, LedgerError> {
    let held = positive("the held amount", settlement.held)?;
    let used = positive("the used amount", settlement.used)?;
    let back = not_negative("the used amount", subtract(held, used)?)?;
    let fee = not_negative("the fee", settlement.fee)?;
    let earned = not_negative("the fee", subtract(used, fee)?)?;
    let mut lines = vec![
        Line::debit(booking.escrow(), held),
        Line::credit(AccountCode::IncomePlatformFee, fee),
        Line::credit(AccountCode::Wallet(settlement.user), back),
    ];
    if earned > Usdc::default() {
        let weights: Vec<u64> = settlement.earners.iter().map(|(_, weight)| *weight).collect();
        let shares = split(earned, &weights)?;
        lines.extend(
            settlement.earners.iter().zip(shares).map(|((earner, _), share)| Line::credit(earner.clone(), share)),
        );
    }
    let kind = booking.kind(Kind::ReservationSettle, Kind::ClusterSettle);
    Ok(Entry::new(kind, booking.key("end")?, lines)?.closing(booking.escrow()))
}

/// Ends a booking of which nothing was used: all goes back.
pub fn void(booking: Booking, user: Uuid, held: Usdc) -> Result<Entry, LedgerError> {
    let held = positive("the held amount", held)?;
    let lines = [Line::debit(booking.escrow(), held), Line::credit(AccountCode::Wallet(user), held)];
    let kind = booking.kind(Kind::ReservationVoid, Kind::ClusterVoid);
    Ok(Entry::new(kind, booking.key("end")?, lines)?.closing(booking.escrow()))
}

/// Earnings of a cluster become the owner's to spend.
pub fn earnings_released(owner: Uuid, cluster: Uuid, amount: Usdc) -> Result<Entry, LedgerError> {
    let amount = positive("the earnings", amount)?;
    let lines =
        [Line::debit(AccountCode::PayableOwner(owner), amount), Line::credit(AccountCode::Wallet(owner), amount)];
    Entry::new(Kind::EarningsRelease, format!("owner:{owner}:release:{cluster}").parse()?, lines)
}

/// The operator makes a user whole, once a ticket.
pub fn goodwill(ticket: &Name, user: Uuid, amount: Usdc) -> Result<Entry, LedgerError> {
    let amount = positive("the credit", amount)?;
    let lines = [Line::debit(AccountCode::ExpenseGoodwill, amount), Line::credit(AccountCode::Wallet(user), amount)];
    Entry::new(Kind::Goodwill, format!("goodwill:{ticket}").parse()?, lines)
}

/// The operator paid a provider's bill from outside: `owed` is what the book says we owe for it, `billed` what it
/// came to; the difference is ours.
pub fn provider_bill(provider: &Name, invoice: &Name, owed: Usdc, billed: Usdc) -> Result<Entry, LedgerError> {
    let owed = not_negative("the owed amount", owed)?;
    let billed = positive("the bill", billed)?;
    let lines = [
        Line::debit(AccountCode::PayableProvider(provider.clone()), owed),
        Line::debit(AccountCode::ExpenseProviderVariance, subtract(billed, owed)?),
        Line::credit(AccountCode::EquityOperator, billed),
    ];
    Entry::new(Kind::ProviderBill, format!("bill:{provider}:{invoice}").parse()?, lines)
}

/// The operator puts money of their own at one of our addresses.
pub fn operator_top_up(reference: &Name, chain: Chain, address: &Name, amount: Usdc) -> Result<Entry, LedgerError> {
    let amount = positive("the amount", amount)?;
    let lines = [
        Line::debit(AccountCode::Custody(chain, address.clone()), amount),
        Line::credit(AccountCode::EquityOperator, amount),
    ];
    Entry::new(Kind::OperatorTopUp, format!("op:{reference}").parse()?, lines)
}

/// The operator takes money of their own out.
pub fn operator_draw(reference: &Name, chain: Chain, address: &Name, amount: Usdc) -> Result<Entry, LedgerError> {
    let amount = positive("the amount", amount)?;
    let lines = [
        Line::debit(AccountCode::EquityOperator, amount),
        Line::credit(AccountCode::Custody(chain, address.clone()), amount),
    ];
    Entry::new(Kind::OperatorDraw, format!("op:{reference}").parse()?, lines)
}

/// A machine ran outside any booking; its cost is ours. One create call can have made several.
pub fn leak(rental: Uuid, machine: &Name, provider: &Name, amount: Usdc) -> Result<Entry, LedgerError> {
    let amount = positive("the cost", amount)?;
    let lines = [
        Line::debit(AccountCode::ExpenseLeak, amount),
        Line::credit(AccountCode::PayableProvider(provider.clone()), amount),
    ];
    Entry::new(Kind::Leak, format!("leak:{rental}:{machine}").parse()?, lines)
}

/// A chain holds less than the book says at a block. Booked by hand, with withdrawals frozen.
pub fn chain_shortfall(chain: Chain, block: u64, address: &Name, amount: Usdc) -> Result<Entry, LedgerError> {
    let amount = positive("the shortfall", amount)?;
    let lines = [
        Line::debit(AccountCode::Suspense(chain), amount),
        Line::credit(AccountCode::Custody(chain, address.clone()), amount),
    ];
    Entry::new(Kind::ChainShortfall, format!("reconcile:{chain}:{block}").parse()?, lines)
}

fn positive(what: &'static str, amount: Usdc) -> Result<Usdc, LedgerError> {
    if amount > Usdc::default() { Ok(amount) } else { Err(LedgerError::NotPositive { what }) }
}

fn not_negative(what: &'static str, amount: Usdc) -> Result<Usdc, LedgerError> {
    if amount >= Usdc::default() { Ok(amount) } else { Err(LedgerError::OutOfRange { what }) }
}

#[cfg(test)]
mod tests;
