//! The book as one user sees it: their wallet is an asset, what they used an expense, and everybody else's accounts
//! are told by what they are for, never by whose they are.

use std::collections::BTreeMap;
use std::fmt;

use super::account::{AccountCode, Name};
use crate::units::Usdc;

/// An account of a user's own books.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalAccount {
    /// What they may spend.
    Wallet,
    /// Held for their bookings.
    Held,
    /// On its way out.
    Withdrawing,
    /// Earnings that may still be disputed.
    Disputable,
    /// Where money comes from and goes to, outside.
    Outside,
    /// What they used at a provider.
    Provider(String),
    /// What they used of other users' machines.
    Owners,
    /// Our share, and fees.
    Fees,
    /// What they were given for trouble.
    Goodwill,
    /// What others used of their machines.
    Earnings,
}

impl fmt::Display for PersonalAccount {
    /// As beancount names accounts (<https://beancount.github.io/docs/beancount_language_syntax.html#accounts>).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wallet => f.write_str("Assets:Gp4u:Wallet"),
            Self::Held => f.write_str("Assets:Gp4u:Held"),
            Self::Withdrawing => f.write_str("Assets:Gp4u:Withdrawing"),
            Self::Disputable => f.write_str("Assets:Gp4u:Disputable"),
            Self::Outside => f.write_str("Equity:Gp4u:Transfers"),
            Self::Provider(name) => write!(f, "Expenses:Gp4u:Gpu:{name}"),
            Self::Owners => f.write_str("Expenses:Gp4u:Gpu:Owners"),
            Self::Fees => f.write_str("Expenses:Gp4u:Fees"),
            Self::Goodwill => f.write_str("Income:Gp4u:Goodwill"),
            Self::Earnings => f.write_str("Income:Gp4u:Earnings"),
        }
    }
}

impl PersonalAccount {
    /// The user's own account that this one is.
    const fn own(account: &AccountCode) -> Self {
        match account {
            AccountCode::EscrowReservation(_) | AccountCode::EscrowCluster(_) => Self::Held,
            AccountCode::PayableWithdrawal(_) => Self::Withdrawing,
            AccountCode::PayableOwner(_) => Self::Disputable,
            _ => Self::Wallet,
        }
    }

    /// What somebody else's account is for a user who pays.
    fn paid(account: &AccountCode) -> Self {
        match account {
            AccountCode::PayableProvider(name) => Self::Provider(component(name)),
            AccountCode::PayableOwner(_) | AccountCode::Wallet(_) => Self::Owners,
            AccountCode::IncomePlatformFee | AccountCode::IncomeWithdrawalFee => Self::Fees,
            AccountCode::ExpenseGoodwill => Self::Goodwill,
            _ => Self::Outside,
        }
    }
}

/// A name as a part of an account's name: it begins with a capital or a digit, and holds letters, digits and dashes.
fn component(name: &Name) -> String {
    let mut characters =
        name.as_str().chars().map(|character| if character.is_alphanumeric() { character } else { '-' });
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The lines of an entry for a user: what they have is positive. They sum to zero, as the entry's do; lines of one
/// account are one line. `own` says which accounts are the user's.
pub fn personal_lines<'a>(
    lines: impl IntoIterator<Item = (&'a AccountCode, Usdc, bool)>,
) -> BTreeMap<PersonalAccount, i128> {
    let lines: Vec<_> = lines.into_iter().collect();
    // Whoever has no money of their own at stake in an entry that pays others was paid: how it was earned, and with
    // whom, is not theirs to see.
    let pays = lines.iter().any(|(_, amount, own)| *own && *amount > Usdc::default());
    let given = lines.iter().any(|(account, _, _)| {
        matches!(account, AccountCode::UnclaimedDeposits(_) | AccountCode::ExpenseGoodwill | AccountCode::Custody(..))
    });
    let mut sums = BTreeMap::new();
    for (account, amount, own) in lines {
        let account = match own {
            true => PersonalAccount::own(account),
            false if pays || given => PersonalAccount::paid(account),
            false => PersonalAccount::Earnings,
        };
        // What we owe a user is what they have.
        *sums.entry(account).or_insert(0) -= i128::from(amount.micros());
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[cfg(test)]
mod tests {
    use super::super::rules::{self, Booking, Deposit, Settlement, Withdrawal};
    use super::super::{Entry, account::Chain};
    use super::*;
    use uuid::Uuid;

    const ME: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    fn usdc(micros: i64) -> Usdc {
        Usdc::from_micros(micros)
    }

    fn seen_by(user: Uuid, mine: &[AccountCode], entry: &Entry) -> Vec<(String, i128)> {
        let own = |account: &AccountCode| *account == AccountCode::Wallet(user) || mine.contains(account);
        let lines = entry.lines().iter().map(|line| (&line.account, line.amount, own(&line.account)));
        let lines = personal_lines(lines);
        assert_eq!(lines.values().sum::<i128>(), 0);
        lines.into_iter().map(|(account, sum)| (account.to_string(), sum)).collect()
    }

    fn told(lines: &[(&str, i128)]) -> Vec<(String, i128)> {
        lines.iter().map(|(account, amount)| ((*account).to_owned(), *amount)).collect()
    }

    #[test]
    fn money_comes_from_outside_and_goes_there() {
        let deposit = Deposit { chain: Chain::NONE, transaction: "a".parse().unwrap(), log: 0, amount: usdc(9) };
        let claimed = rules::deposit_claimed(&deposit, ME).unwrap();
        assert_eq!(seen_by(ME, &[], &claimed), told(&[("Assets:Gp4u:Wallet", 9), ("Equity:Gp4u:Transfers", -9)]));
        let withdrawal = Withdrawal { id: Uuid::from_u128(7), user: ME, amount: usdc(8), fee: usdc(1) };
        let mine = [AccountCode::PayableWithdrawal(withdrawal.id)];
        let asked = rules::withdrawal_requested(&withdrawal).unwrap();
        let lines = [("Assets:Gp4u:Wallet", -9), ("Assets:Gp4u:Withdrawing", 8), ("Expenses:Gp4u:Fees", 1)];
        assert_eq!(seen_by(ME, &mine, &asked), told(&lines));
        let paid = rules::withdrawal_paid(&withdrawal, Chain::NONE, &"hot".parse().unwrap()).unwrap();
        assert_eq!(seen_by(ME, &mine, &paid), told(&[("Assets:Gp4u:Withdrawing", -8), ("Equity:Gp4u:Transfers", 8)]));
    }

    #[test]
    fn a_booking_is_an_expense_to_one_and_earnings_to_another_who_does_not_see_whose() {
        let booking = Booking::Cluster(Uuid::from_u128(5));
        let earners = [
            (AccountCode::PayableProvider("io.net".parse().unwrap()), 1),
            (AccountCode::Wallet(OTHER), 1),
            (AccountCode::Wallet(Uuid::from_u128(3)), 2),
        ];
        let settlement = Settlement { user: ME, held: usdc(100), used: usdc(50), fee: usdc(10), earners: &earners };
        let settled = rules::settle(booking, &settlement).unwrap();
        let lines = [
            ("Assets:Gp4u:Wallet", 50),
            ("Assets:Gp4u:Held", -100),
            ("Expenses:Gp4u:Gpu:Io-net", 10),
            ("Expenses:Gp4u:Gpu:Owners", 30),
            ("Expenses:Gp4u:Fees", 10),
        ];
        assert_eq!(seen_by(ME, &[booking.escrow()], &settled), told(&lines));
        assert_eq!(seen_by(OTHER, &[], &settled), told(&[("Assets:Gp4u:Wallet", 10), ("Income:Gp4u:Earnings", -10)]));
        let goodwill = rules::goodwill(&"t".parse().unwrap(), ME, usdc(3)).unwrap();
        assert_eq!(seen_by(ME, &[], &goodwill), told(&[("Assets:Gp4u:Wallet", 3), ("Income:Gp4u:Goodwill", -3)]));
    }
}
