//! The chart of accounts: every account gp4u keeps, its code, and how it behaves.
//!
//! | code | class | floor | what its balance means |
//! |---|---|---|---|
//! | `custody:CHAIN:LABEL` | asset | 0 | USDC at one of our addresses, by the finalized chain |
//! | `prepaid:provider:NAME` | asset | – | credit bought at a provider |
//! | `wallet:USER` | liability | 0 | what the user may spend |
//! | `escrow:res:ID`, `escrow:cluster:ID` | liability | 0 | held for one booking; 0 and closed at its end |
//! | `payable:withdrawal:ID` | liability | 0 | asked for, not yet final on chain; then 0 and closed |
//! | `unclaimed:deposits:CHAIN` | liability | 0 | arrived, nobody's yet |
//! | `payable:provider:NAME` | liability | – | owed to a provider for used time |
//! | `payable:owner:USER` | liability | 0 | earnings that may still be disputed |
//! | `income:platform_fee`, `income:withdrawal_fee` | income | – | |
//! | `expense:provider_variance`, `:leak`, `:goodwill`, `:loss` | expense | – | |
//! | `suspense:CHAIN` | liability | – | a difference under investigation; 0 when all is well |
//! | `equity:operator` | equity | – | the operator's own money |

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use super::LedgerError;
use crate::units::Usdc;

/// Longest account code the databases hold.
const MAX_CODE_CHARS: usize = 120;
/// Longest name inside a code or key: a transaction's hash fits, and every code with a name does.
const MAX_NAME_CHARS: usize = 80;
/// A text that is refused is shown up to here.
const MAX_SHOWN_CHARS: usize = 140;

/// Where an account stands in the balance sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// What we have.
    Asset,
    /// What we owe.
    Liability,
    /// What we earned.
    Income,
    /// What we spent.
    Expense,
    /// What the operator put in.
    Equity,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Asset, Self::Liability, Self::Income, Self::Expense, Self::Equity];

    /// The name in the database and in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asset => "asset",
            Self::Liability => "liability",
            Self::Income => "income",
            Self::Expense => "expense",
            Self::Equity => "equity",
        }
    }

    /// +1 when debits make the balance grow, −1 when credits do.
    #[must_use]
    pub const fn normal(self) -> i64 {
        match self {
            Self::Asset | Self::Expense => 1,
            Self::Liability | Self::Income | Self::Equity => -1,
        }
    }
}

/// A part of an account code or key that is a name elsewhere: a provider, the label of an address, a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(String);

impl Name {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let letter_or_digit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let starts_well = text.bytes().next().is_some_and(letter_or_digit);
        let allowed = |byte: u8| letter_or_digit(byte) || b"_.-".contains(&byte);
        if starts_well && text.len() <= MAX_NAME_CHARS && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(LedgerError::BadName(shown(text)))
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A blockchain by its EIP-155 id. Zero is none: the operator's word stands in for a chain's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chain(pub u64);

impl Chain {
    /// Money the operator vouches for, without a chain.
    pub const NONE: Self = Self(0);
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An account of the chart. Its text form, the code, names it in the database and orders it in entries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AccountCode {
    /// USDC at one of our addresses.
    Custody(Chain, Name),
    /// Credit bought at a provider.
    PrepaidProvider(Name),
    /// What a user may spend.
    Wallet(Uuid),
    /// Held for a reservation.
    EscrowReservation(Uuid),
    /// Held for a cluster.
    EscrowCluster(Uuid),
    /// Asked for by a user, not yet final on chain.
    PayableWithdrawal(Uuid),
    /// Owed to a provider for used time.
    PayableProvider(Name),
    /// A user's earnings that may still be disputed.
    PayableOwner(Uuid),
    /// Arrived on a chain, nobody's yet.
    UnclaimedDeposits(Chain),
    /// Our share of used time.
    IncomePlatformFee,
    /// Our share of withdrawals.
    IncomeWithdrawalFee,
    /// A provider billed more or less than we sold.
    ExpenseProviderVariance,
    /// A machine that ran outside any booking.
    ExpenseLeak,
    /// What users were given for trouble.
    ExpenseGoodwill,
    /// Lost for good.
    ExpenseLoss,
    /// A difference between a chain and the book, under investigation.
    Suspense(Chain),
    /// The operator's own money.
    EquityOperator,
}

impl AccountCode {
    /// Where it stands in the balance sheet.
    #[must_use]
    pub const fn class(&self) -> Class {
        match self {
            Self::Custody(..) | Self::PrepaidProvider(_) => Class::Asset,
            Self::Wallet(_)
            | Self::EscrowReservation(_)
            | Self::EscrowCluster(_)
            | Self::PayableWithdrawal(_)
            | Self::PayableProvider(_)
            | Self::PayableOwner(_)
            | Self::UnclaimedDeposits(_)
            | Self::Suspense(_) => Class::Liability,
            Self::IncomePlatformFee | Self::IncomeWithdrawalFee => Class::Income,
            Self::ExpenseProviderVariance | Self::ExpenseLeak | Self::ExpenseGoodwill | Self::ExpenseLoss => {
                Class::Expense
            }
            Self::EquityOperator => Class::Equity,
        }
    }

    /// The balance it may never go below; `None` where any balance has a meaning.
    #[must_use]
    pub const fn floor(&self) -> Option<Usdc> {
        match self {
            Self::Custody(..)
            | Self::Wallet(_)
            | Self::EscrowReservation(_)
            | Self::EscrowCluster(_)
            | Self::PayableWithdrawal(_)
            | Self::PayableOwner(_)
            | Self::UnclaimedDeposits(_) => Some(Usdc::from_micros(0)),
            Self::PrepaidProvider(_)
            | Self::PayableProvider(_)
            | Self::IncomePlatformFee
            | Self::IncomeWithdrawalFee
            | Self::ExpenseProviderVariance
            | Self::ExpenseLeak
            | Self::ExpenseGoodwill
            | Self::ExpenseLoss
            | Self::Suspense(_)
            | Self::EquityOperator => None,
        }
    }

    /// Whether it holds a user's money for one thing, and is closed when that ends.
    #[must_use]
    pub const fn holds(&self) -> bool {
        matches!(self, Self::EscrowReservation(_) | Self::EscrowCluster(_) | Self::PayableWithdrawal(_))
    }

    /// Whether it must have been opened before it is used: by the sign-up or the entry that made the person or
    /// thing it is for. All other accounts open with their first entry.
    #[must_use]
    pub const fn opens_by_name(&self) -> bool {
        self.holds() || matches!(self, Self::Wallet(_))
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custody(chain, label) => write!(f, "custody:{chain}:{label}"),
            Self::PrepaidProvider(provider) => write!(f, "prepaid:provider:{provider}"),
            Self::Wallet(user) => write!(f, "wallet:{user}"),
            Self::EscrowReservation(id) => write!(f, "escrow:res:{id}"),
            Self::EscrowCluster(id) => write!(f, "escrow:cluster:{id}"),
            Self::PayableWithdrawal(id) => write!(f, "payable:withdrawal:{id}"),
            Self::PayableProvider(provider) => write!(f, "payable:provider:{provider}"),
            Self::PayableOwner(user) => write!(f, "payable:owner:{user}"),
            Self::UnclaimedDeposits(chain) => write!(f, "unclaimed:deposits:{chain}"),
            Self::IncomePlatformFee => f.write_str("income:platform_fee"),
            Self::IncomeWithdrawalFee => f.write_str("income:withdrawal_fee"),
            Self::ExpenseProviderVariance => f.write_str("expense:provider_variance"),
            Self::ExpenseLeak => f.write_str("expense:leak"),
            Self::ExpenseGoodwill => f.write_str("expense:goodwill"),
            Self::ExpenseLoss => f.write_str("expense:loss"),
            Self::Suspense(chain) => write!(f, "suspense:{chain}"),
            Self::EquityOperator => f.write_str("equity:operator"),
        }
    }
}

impl FromStr for AccountCode {
    type Err = LedgerError;

    /// Reads the one text form of an account: what [`AccountCode`] writes, and nothing else.
    fn from_str(code: &str) -> Result<Self, LedgerError> {
        let bad = || LedgerError::BadAccount(shown(code));
        let parts: Vec<&str> = code.splitn(4, ':').collect();
        let id = |text: &str| text.parse::<Uuid>().map_err(|_| bad());
        let chain = |text: &str| text.parse().map(Chain).map_err(|_| bad());
        let name = |text: &str| text.parse::<Name>().map_err(|_| bad());
        let account = match parts.as_slice() {
            ["custody", on, label] => Self::Custody(chain(on)?, name(label)?),
            ["prepaid", "provider", provider] => Self::PrepaidProvider(name(provider)?),
            ["wallet", user] => Self::Wallet(id(user)?),
            ["escrow", "res", booking] => Self::EscrowReservation(id(booking)?),
            ["escrow", "cluster", booking] => Self::EscrowCluster(id(booking)?),
            ["payable", "withdrawal", withdrawal] => Self::PayableWithdrawal(id(withdrawal)?),
            ["payable", "provider", provider] => Self::PayableProvider(name(provider)?),
            ["payable", "owner", user] => Self::PayableOwner(id(user)?),
            ["unclaimed", "deposits", on] => Self::UnclaimedDeposits(chain(on)?),
            ["income", "platform_fee"] => Self::IncomePlatformFee,
            ["income", "withdrawal_fee"] => Self::IncomeWithdrawalFee,
            ["expense", "provider_variance"] => Self::ExpenseProviderVariance,
            ["expense", "leak"] => Self::ExpenseLeak,
            ["expense", "goodwill"] => Self::ExpenseGoodwill,
            ["expense", "loss"] => Self::ExpenseLoss,
            ["suspense", on] => Self::Suspense(chain(on)?),
            ["equity", "operator"] => Self::EquityOperator,
            _ => return Err(bad()),
        };
        // Upper-case or brace-wrapped UUIDs and `007` parse too: they would name an account twice.
        if code.len() <= MAX_CODE_CHARS && account.to_string() == code { Ok(account) } else { Err(bad()) }
    }
}

/// A refused text as an error shows it.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(MAX_SHOWN_CHARS).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub fn name() -> impl Strategy<Value = Name> {
        "[a-z0-9][a-z0-9_.-]{0,79}".prop_map(|text| text.parse().unwrap())
    }

    pub fn account() -> impl Strategy<Value = AccountCode> {
        let id = || any::<u128>().prop_map(Uuid::from_u128);
        let chain = || any::<u64>().prop_map(Chain);
        prop_oneof![
            (chain(), name()).prop_map(|(chain, label)| AccountCode::Custody(chain, label)),
            name().prop_map(AccountCode::PrepaidProvider),
            id().prop_map(AccountCode::Wallet),
            id().prop_map(AccountCode::EscrowReservation),
            id().prop_map(AccountCode::EscrowCluster),
            id().prop_map(AccountCode::PayableWithdrawal),
            name().prop_map(AccountCode::PayableProvider),
            id().prop_map(AccountCode::PayableOwner),
            chain().prop_map(AccountCode::UnclaimedDeposits),
            chain().prop_map(AccountCode::Suspense),
            prop::sample::select(vec![
                AccountCode::IncomePlatformFee,
                AccountCode::IncomeWithdrawalFee,
                AccountCode::ExpenseProviderVariance,
                AccountCode::ExpenseLeak,
                AccountCode::ExpenseGoodwill,
                AccountCode::ExpenseLoss,
                AccountCode::EquityOperator,
            ]),
        ]
    }

    proptest! {
        #[test]
        fn every_account_has_one_code_that_the_databases_hold(account in account()) {
            let code = account.to_string();
            prop_assert_eq!(code.parse(), Ok(account));
            prop_assert!(code.len() <= MAX_CODE_CHARS);
            prop_assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b":_.-".contains(&byte)));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".{0,160}") {
            if let Ok(account) = text.parse::<AccountCode>() {
                prop_assert_eq!(account.to_string(), text);
            }
        }
    }

    #[test]
    fn look_alike_codes_are_refused() {
        let refused = [
            "",
            "wallet",
            "wallet:",
            "wallet:alice",
            "WALLET:00000000-0000-0000-0000-000000000001",
            "wallet:00000000-0000-0000-0000-00000000000A",
            "wallet:{00000000-0000-0000-0000-000000000001}",
            "wallet:00000000000000000000000000000001",
            "wallet:00000000-0000-0000-0000-000000000001:",
            "custody:01:hot",
            "custody:+1:hot",
            "custody:1:Hot",
            "custody:1:a:b",
            "income:other",
            "suspense:-1",
        ];
        for text in refused {
            assert!(text.parse::<AccountCode>().is_err(), "{text}");
        }
    }
}
