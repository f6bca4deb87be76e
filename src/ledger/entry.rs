//! What is booked: balanced by construction, under a key that is booked once, with a fingerprint of the request.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::account::shown;
use super::{AccountCode, LedgerError};
use crate::units::Usdc;

/// Accounts one entry may change: a cluster of 10,000 members and what surrounds it, with room to spare.
pub const MAX_LINES: usize = 20_000;
/// Names and values of all notes of an entry together.
pub const MAX_META_BYTES: usize = 4_096;
/// Longest key.
const MAX_KEY_CHARS: usize = 200;

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $variant:ident = $name:literal; )+) => {
        /// What kind of event an entry books. The strings are frozen: they stand in databases and exports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind { $( $(#[doc = $doc])+ $variant, )+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$( Self::$variant, )+];

            /// The frozen name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }
        }
    };
}

kinds! {
    /// Money arrived and is nobody's yet.
    Deposit = "deposit";
    /// A user proved that a deposit is theirs.
    DepositClaim = "deposit_claim";
    /// A chain took a final deposit back.
    DepositReversal = "deposit_reversal";
    /// A user asked for money out.
    WithdrawalRequest = "withdrawal_request";
    /// The money is out, finally.
    WithdrawalPaid = "withdrawal_paid";
    /// The money never went out and never will.
    WithdrawalFailed = "withdrawal_failed";
    /// The price of a reservation was set aside.
    ReservationHold = "reservation_hold";
    /// The price of more time was set aside.
    ReservationExtend = "reservation_extend";
    /// Used time was paid; the rest went back.
    ReservationSettle = "reservation_settle";
    /// Nothing was used; all went back.
    ReservationVoid = "reservation_void";
    /// The price of a cluster was set aside.
    ClusterHold = "cluster_hold";
    /// Members were paid their shares; the rest went back.
    ClusterSettle = "cluster_settle";
    /// Nothing was used; all went back.
    ClusterVoid = "cluster_void";
    /// Earnings are no longer disputable.
    EarningsRelease = "earnings_release";
    /// The operator made a user whole.
    Goodwill = "goodwill";
    /// A provider's bill was paid from outside the book.
    ProviderBill = "provider_bill";
    /// The operator put money in.
    OperatorTopUp = "operator_top_up";
    /// The operator took money out.
    OperatorDraw = "operator_draw";
    /// A machine ran outside any booking.
    Leak = "leak";
    /// A chain holds less than the book says.
    ChainShortfall = "chain_shortfall";
}

impl Kind {
    /// Whether it takes money out of a wallet by its owner's will: what spending limits are about.
    #[must_use]
    pub const fn spends(self) -> bool {
        matches!(self, Self::WithdrawalRequest | Self::ReservationHold | Self::ReservationExtend | Self::ClusterHold)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let found = Self::ALL.iter().copied().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| LedgerError::BadKind(shown(text)))
    }
}

/// The business name of an event, booked at most once. Outcomes that exclude each other share one key, so that
/// the database itself refuses the second.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntryKey(String);

impl EntryKey {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl EntryKey {
    /// What it is about: the id of a reservation, cluster or withdrawal, or the transaction of a deposit.
    #[must_use]
    pub fn object(&self) -> Option<&str> {
        let mut parts = self.0.split(':');
        match parts.next()? {
            "res" | "cluster" | "wd" => parts.next(),
            "claim" | "deposit" => parts.nth(1),
            _ => None,
        }
    }
}

impl FromStr for EntryKey {
    type Err = LedgerError;

    fn from_str(text: &str) -> Result<Self, LedgerError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b":_.-".contains(&byte);
        if !text.is_empty() && text.len() <= MAX_KEY_CHARS && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(LedgerError::BadKey(shown(text)))
        }
    }
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One account's part of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which account.
    pub account: AccountCode,
    /// Debits are positive, credits negative, so that an entry sums to zero.
    pub amount: Usdc,
}

impl Line {
    /// An amount on the debit side.
    #[must_use]
    pub const fn debit(account: AccountCode, amount: Usdc) -> Self {
        Self { account, amount }
    }

    /// An amount on the credit side. `i64::MIN` has no opposite: an entry with it does not balance.
    #[must_use]
    pub const fn credit(account: AccountCode, amount: Usdc) -> Self {
        Self { account, amount: Usdc::from_micros(amount.micros().saturating_neg()) }
    }
}

/// An event ready to be booked. There is no unbalanced one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    kind: Kind,
    key: EntryKey,
    lines: Vec<Line>,
    event_at: Option<Timestamp>,
    reverses: Option<EntryKey>,
    meta: BTreeMap<String, String>,
    opens: Vec<AccountCode>,
    closes: Vec<AccountCode>,
}

impl Entry {
    /// An entry of these lines: summed per account, accounts without change left out, ordered by code.
    ///
    /// The order is what keeps two entries from waiting for each other: everybody locks accounts in it.
    pub fn new(kind: Kind, key: EntryKey, lines: impl IntoIterator<Item = Line>) -> Result<Self, LedgerError> {
        let mut sums: BTreeMap<String, (AccountCode, i128)> = BTreeMap::new();
        let mut total = 0_i128;
        for Line { account, amount } in lines {
            total += i128::from(amount.micros());
            sums.entry(account.to_string()).or_insert((account, 0)).1 += i128::from(amount.micros());
        }
        if total != 0 {
            let by = i64::try_from(total).map_err(|_| LedgerError::TooLarge)?;
            return Err(LedgerError::Unbalanced(Usdc::from_micros(by)));
        }
        let lines = sums.into_values().filter(|(_, sum)| *sum != 0).map(|(account, sum)| match i64::try_from(sum) {
            // The lowest has no opposite, which a liability's balance needs.
            Ok(i64::MIN) | Err(_) => Err(LedgerError::TooLarge),
            Ok(amount) => Ok(Line { account, amount: Usdc::from_micros(amount) }),
        });
        let lines: Vec<Line> = lines.collect::<Result<_, _>>()?;
        match lines.len() {
            0 | 1 => Err(LedgerError::TooFewLines),
            2..=MAX_LINES => Ok(Self {
                kind,
                key,
                lines,
                event_at: None,
                reverses: None,
                meta: BTreeMap::new(),
                opens: Vec::new(),
                closes: Vec::new(),
            }),
            _ => Err(LedgerError::TooManyLines),
        }
    }

    /// Says when it happened, where that is not when it is booked: a block's time, a stop.
    #[must_use]
    pub fn happened_at(mut self, instant: Timestamp) -> Self {
        self.event_at = Some(instant);
        self
    }

    /// Adds a note. Notes are part of the request: a repetition must carry the same ones.
    pub fn note(mut self, name: &str, value: impl Into<String>) -> Result<Self, LedgerError> {
        self.meta.insert(name.to_owned(), value.into());
        let bytes: usize = self.meta.iter().map(|(name, value)| name.len() + value.len()).sum();
        let storable = self.meta.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0'));
        if bytes <= MAX_META_BYTES && storable { Ok(self) } else { Err(LedgerError::TooMuchMeta) }
    }

    /// Names the entry that this one takes back. An entry is taken back at most once.
    pub(super) fn reversing(mut self, key: EntryKey) -> Self {
        self.reverses = Some(key);
        self
    }

    /// Opens an account with this entry.
    pub(super) fn opening(mut self, account: AccountCode) -> Self {
        self.opens.push(account);
        self
    }

    /// Closes an account after this entry; it must be empty then.
    pub(super) fn closing(mut self, account: AccountCode) -> Self {
        self.closes.push(account);
        self
    }

    /// What kind of event it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Its key.
    #[must_use]
    pub const fn key(&self) -> &EntryKey {
        &self.key
    }

    /// At least two lines that sum to zero, each account once, none zero, ordered by account code.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// When it happened, where that is not when it is booked.
    #[must_use]
    pub const fn event_at(&self) -> Option<Timestamp> {
        self.event_at
    }

    /// The key of the entry it takes back.
    #[must_use]
    pub const fn reverses(&self) -> Option<&EntryKey> {
        self.reverses.as_ref()
    }

    /// Its notes.
    #[must_use]
    pub const fn meta(&self) -> &BTreeMap<String, String> {
        &self.meta
    }

    /// Accounts it opens.
    #[must_use]
    pub fn opens(&self) -> &[AccountCode] {
        &self.opens
    }

    /// Accounts it closes.
    #[must_use]
    pub fn closes(&self) -> &[AccountCode] {
        &self.closes
    }

    /// The wallet that the money is spent from, how much, and the account it goes to; `None` when nothing is spent.
    #[must_use]
    pub fn spending(&self) -> Option<(&AccountCode, Usdc, &AccountCode)> {
        if !self.kind.spends() {
            return None;
        }
        let lines = || self.lines.iter();
        let from = lines().find(|line| matches!(line.account, AccountCode::Wallet(_)) && line.amount > Usdc::default());
        let to = lines().find(|line| line.account.holds());
        from.zip(to).map(|(from, to)| (&from.account, from.amount, &to.account))
    }

    /// A fingerprint of what was asked for: the same key with another fingerprint is another request, and refused.
    /// When it happened is not part of it: a command that is repeated has another clock.
    #[must_use]
    pub fn request_hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        // Each part carries its length, so that no two requests read the same.
        let mut part = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        };
        // Names this format: databases hold hashes of it for ever.
        part("1");
        part(self.kind.as_str());
        part(self.key.as_str());
        part(self.reverses.as_ref().map_or("", EntryKey::as_str));
        for line in &self.lines {
            part(&line.account.to_string());
            part(&line.amount.micros().to_string());
        }
        part("");
        for (name, value) in &self.meta {
            part(name);
            part(value);
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::account::tests::account;
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn key(text: &str) -> EntryKey {
        text.parse().unwrap()
    }

    fn wallet(id: u128) -> AccountCode {
        AccountCode::Wallet(Uuid::from_u128(id))
    }

    fn usdc(micros: i64) -> Usdc {
        Usdc::from_micros(micros)
    }

    proptest! {
        #[test]
        fn an_entry_is_balanced_sorted_and_without_empty_lines_or_it_is_none(
            accounts in prop::collection::vec(account(), 1..6),
            lines in prop::collection::vec((any::<prop::sample::Index>(), any::<i64>()), 0..12),
            close in any::<bool>(),
        ) {
            let mut lines: Vec<Line> =
                lines.iter().map(|(at, amount)| Line::debit(at.get(&accounts).clone(), usdc(*amount))).collect();
            let sum = |lines: &[Line]| lines.iter().map(|line| i128::from(line.amount.micros())).sum::<i128>();
            if close && let Ok(missing) = i64::try_from(-sum(&lines)) {
                lines.push(Line::debit(AccountCode::EquityOperator, usdc(missing)));
            }
            let total = sum(&lines);
            match Entry::new(Kind::Goodwill, key("k"), lines) {
                Ok(entry) => {
                    prop_assert_eq!(total, 0);
                    prop_assert_eq!(sum(entry.lines()), 0);
                    prop_assert!(entry.lines().len() >= 2);
                    prop_assert!(entry.lines().iter().all(|line| line.amount.micros() != 0));
                    let codes: Vec<String> = entry.lines().iter().map(|line| line.account.to_string()).collect();
                    prop_assert!(codes.is_sorted_by(|a, b| a < b));
                }
                Err(LedgerError::Unbalanced(by)) => prop_assert_eq!(i128::from(by.micros()), total),
                Err(LedgerError::TooFewLines | LedgerError::TooLarge) => {}
                Err(other) => prop_assert!(false, "{other}"),
            }
        }

        #[test]
        fn the_order_in_which_lines_are_given_changes_nothing(amounts in prop::collection::vec(1_i64..1_000_000, 2..8)) {
            let mut lines: Vec<Line> =
                amounts.iter().zip(0..).map(|(amount, id)| Line::credit(wallet(id), usdc(*amount))).collect();
            lines.push(Line::debit(AccountCode::EquityOperator, usdc(amounts.iter().sum())));
            let forward = Entry::new(Kind::Goodwill, key("k"), lines.clone()).unwrap();
            lines.reverse();
            let backward = Entry::new(Kind::Goodwill, key("k"), lines).unwrap();
            prop_assert_eq!(forward.request_hash(), backward.request_hash());
            prop_assert_eq!(forward, backward);
        }
    }

    fn sample() -> Entry {
        let lines = [Line::debit(AccountCode::EquityOperator, usdc(5)), Line::credit(wallet(1), usdc(5))];
        Entry::new(Kind::Goodwill, key("goodwill:7"), lines).unwrap()
    }

    #[test]
    fn the_fingerprint_is_the_same_for_ever() {
        assert_eq!(sample().request_hash()[..8], [0x2e, 0xe4, 0xf0, 0xd6, 0x26, 0xec, 0xd7, 0xad]);
    }

    #[test]
    fn the_fingerprint_sees_every_part_of_the_request_but_not_the_clock() {
        let sample = sample();
        let hash = sample.request_hash();
        assert_eq!(sample.clone().happened_at(Timestamp::UNIX_EPOCH).request_hash(), hash);
        let lines = |amount, to| {
            [Line::debit(AccountCode::EquityOperator, usdc(amount)), Line::credit(wallet(to), usdc(amount))]
        };
        let others = [
            Entry::new(Kind::Goodwill, key("goodwill:8"), lines(5, 1)).unwrap(),
            Entry::new(Kind::Leak, key("goodwill:7"), lines(5, 1)).unwrap(),
            Entry::new(Kind::Goodwill, key("goodwill:7"), lines(6, 1)).unwrap(),
            Entry::new(Kind::Goodwill, key("goodwill:7"), lines(5, 2)).unwrap(),
            sample.clone().note("reason", "late").unwrap(),
            sample.reversing(key("goodwill:6")),
        ];
        for other in others {
            assert_ne!(other.request_hash(), hash, "{other:?}");
        }
    }

    #[test]
    fn notes_and_keys_have_limits() {
        assert!(sample().note("a", "x".repeat(MAX_META_BYTES)).is_err());
        assert!(sample().note("a", "\0").is_err());
        for text in ["", "a b", "ключ", "a\n", &"k".repeat(201)] {
            assert!(text.parse::<EntryKey>().is_err(), "{text:?}");
        }
        assert!("k".repeat(200).parse::<EntryKey>().is_ok());
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
    }
}
