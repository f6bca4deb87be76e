//! Random commands against a small model that predicts the answer to each; the laws hold after every command.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use gp4u::ledger::account::Chain;
use gp4u::ledger::rules::{self, Booking, Settlement};
use gp4u::ledger::{AccountCode, Entry, LedgerError};
use gp4u::store::PostError;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use super::*;

const CASES: u32 = 24;

/// What a user, a worker or the operator may try, in any order, on a thing of a small number, so that commands meet.
#[derive(Clone, Copy, Debug)]
enum Action {
    SignUp,
    Deposit,
    Claim,
    ReverseDeposit { claimed: bool },
    Hold,
    Extend,
    Settle { used: i64, fee: i64 },
    Void,
    Withdraw,
    Pay,
    Fail,
    Release,
    Goodwill,
    Bill { billed: i64 },
    Draw,
}

/// Users and amounts are mostly those that the thing's earlier commands had; else anybody's and any.
#[derive(Clone, Copy, Debug)]
struct Command {
    action: Action,
    thing: u8,
    user: Option<u8>,
    amount: Option<i64>,
    extensions: u8,
}

const USERS: u8 = 3;
const THINGS: u8 = 4;

/// Few amounts, so that they meet, and the edges of 64 bits.
fn amount() -> impl Strategy<Value = i64> {
    let edge = (0_u32..63, -2_i64..=2).prop_map(|(bit, by)| (1_i64 << bit).saturating_add(by));
    prop_oneof![6 => prop::sample::select(vec![1_i64, 5, 10, 25, 100, 500]), 2 => edge, 1 => -1_i64..=0]
}

fn command() -> impl Strategy<Value = Command> {
    let action = prop_oneof![
        1 => Just(Action::SignUp),
        3 => Just(Action::Deposit),
        3 => Just(Action::Claim),
        1 => any::<bool>().prop_map(|claimed| Action::ReverseDeposit { claimed }),
        5 => Just(Action::Hold),
        4 => Just(Action::Extend),
        8 => (1_i64..30, 0_i64..4).prop_map(|(used, fee)| Action::Settle { used, fee }),
        4 => Just(Action::Void),
        3 => Just(Action::Withdraw),
        5 => Just(Action::Pay),
        3 => Just(Action::Fail),
        2 => Just(Action::Release),
        1 => Just(Action::Goodwill),
        1 => amount().prop_map(|billed| Action::Bill { billed }),
        1 => Just(Action::Draw),
    ];
    (action, 0..THINGS, prop::option::weighted(0.1, 0..USERS + 1), prop::option::weighted(0.15, amount()), 0_u8..3)
        .prop_map(|(action, thing, user, amount, extensions)| Command { action, thing, user, amount, extensions })
}

fn user_id(number: u8) -> Uuid {
    id(u128::from(number) + 100)
}

impl Command {
    fn user(self) -> Uuid {
        user_id(self.user.unwrap_or(self.thing % USERS))
    }

    /// The entry, if the command makes one. Even things are reservations, odd ones clusters.
    fn entry(self) -> Result<Entry, LedgerError> {
        let (number, user) = (id(self.thing.into()), self.user());
        let booking =
            if self.thing.is_multiple_of(2) { Booking::Reservation(number) } else { Booking::Cluster(number) };
        let label = name(&format!("n{}", self.thing));
        let usual = |micros: i64| usdc(self.amount.unwrap_or(micros + i64::from(self.thing)));
        let known = deposit(&format!("d{}", self.thing), usual(40).micros());
        let asked = rules::Withdrawal {
            fee: usdc(i64::from(self.thing % 2)),
            ..withdrawal(self.thing.into(), user, usual(20).micros())
        };
        let held = usual(20 + 5 * i64::from(self.extensions));
        match self.action {
            Action::SignUp => unreachable!("a sign-up makes no entry"),
            Action::Deposit => rules::deposit_final(&known, &name("hot")),
            Action::Claim => rules::deposit_claimed(&known, user),
            Action::ReverseDeposit { claimed } => {
                rules::deposit_reversed(&known, &name("hot"), claimed.then_some(user), usdc(10))
            }
            Action::Hold => rules::hold(booking, user, usual(20)),
            Action::Extend => rules::extend(number, self.extensions.into(), user, usdc(self.amount.unwrap_or(5))),
            Action::Settle { used, fee } => {
                let earners =
                    [(AccountCode::PayableOwner(user_id(self.extensions)), 3), (AccountCode::Wallet(user), 1)];
                rules::settle(booking, &Settlement { user, held, used: usdc(used), fee: usdc(fee), earners: &earners })
            }
            Action::Void => rules::void(booking, user, held),
            Action::Withdraw => rules::withdrawal_requested(&asked),
            Action::Pay => rules::withdrawal_paid(&asked, Chain::NONE, &name("hot")),
            Action::Fail => rules::withdrawal_failed(&asked),
            Action::Release => rules::earnings_released(user, number, usual(1)),
            Action::Goodwill => rules::goodwill(&label, user, usual(9)),
            Action::Bill { billed } => rules::provider_bill(&name("vast"), &label, usual(3), usdc(billed)),
            Action::Draw => rules::operator_draw(&label, Chain::NONE, &name("hot"), usual(2)),
        }
    }
}

/// An account of the model.
#[derive(Clone, Debug, Default)]
struct Account {
    balance: i128,
    closed: bool,
}

/// The whole book, as simply as it can be said.
#[derive(Clone, Debug, Default)]
struct Model {
    accounts: BTreeMap<String, Account>,
    booked: HashMap<String, Entry>,
}

impl Model {
    /// Books an entry or says why not, as the name of the answer.
    fn post(&mut self, entry: &Entry) -> &'static str {
        if let Some(booked) = self.booked.get(entry.key().as_str()) {
            let same = booked.kind() == entry.kind() && booked.lines() == entry.lines();
            return if same { "repeated" } else { "KeyReused" };
        }
        if entry.reverses().is_some_and(|reversed| !self.booked.contains_key(reversed.as_str())) {
            return "ReversedMissing";
        }
        let mut after = self.clone();
        let refusal = after.apply(entry);
        if refusal.is_none() {
            *self = after;
        }
        refusal.unwrap_or("created")
    }

    fn apply(&mut self, entry: &Entry) -> Option<&'static str> {
        for account in entry.opens() {
            self.accounts.entry(account.to_string()).or_default();
        }
        let lines = entry.lines().iter();
        if lines
            .clone()
            .any(|line| line.account.opens_by_name() && !self.accounts.contains_key(&line.account.to_string()))
        {
            return Some("AccountMissing");
        }
        let mut refusals = HashSet::new();
        for line in lines {
            let account = self.accounts.entry(line.account.to_string()).or_default();
            account.balance += i128::from(line.account.class().normal()) * i128::from(line.amount.micros());
            let floor = line.account.floor().map(|floor| i128::from(floor.micros()));
            refusals.extend(account.closed.then_some("AccountClosed"));
            refusals.extend(floor.is_some_and(|floor| account.balance < floor).then_some("InsufficientFunds"));
            refusals.extend(i64::try_from(account.balance).is_err().then_some("BalanceTooLarge"));
        }
        for account in entry.closes() {
            let account = self.accounts.entry(account.to_string()).or_default();
            refusals.extend((account.balance != 0).then_some("NotEmpty"));
            account.closed = true;
        }
        self.booked.insert(entry.key().to_string(), entry.clone());
        ["AccountClosed", "InsufficientFunds", "BalanceTooLarge", "NotEmpty"]
            .into_iter()
            .find(|name| refusals.contains(name))
    }
}

fn name_of(error: &PostError) -> &'static str {
    match error {
        PostError::KeyReused(_) => "KeyReused",
        PostError::ReversedMissing(_) => "ReversedMissing",
        PostError::AccountMissing(_) => "AccountMissing",
        PostError::AccountClosed(_) => "AccountClosed",
        PostError::InsufficientFunds { .. } => "InsufficientFunds",
        PostError::BalanceTooLarge(_) => "BalanceTooLarge",
        PostError::OverLimit { .. } => "OverLimit",
        PostError::NotEmpty(_) => "NotEmpty",
        PostError::Database(error) => panic!("{error}"),
    }
}

/// Users who have signed up and hold money, and then the commands.
async fn follow(book: &Book, commands: &[Command], seen: &RefCell<BTreeSet<String>>) -> Result<(), TestCaseError> {
    let mut model = Model::default();
    for user in 0..USERS - 1 {
        sign_up(book, &mut model, user_id(user)).await;
        let funds = rules::goodwill(&name(&format!("funds-{user}")), user_id(user), usdc(100)).unwrap();
        prop_assert_eq!(model.post(&funds), "created");
        book.post(&funds).await.unwrap();
    }
    for (step, command) in commands.iter().enumerate() {
        if matches!(command.action, Action::SignUp) {
            sign_up(book, &mut model, command.user()).await;
        } else if let Ok(entry) = command.entry() {
            let predicted = model.post(&entry);
            let answer = match book.post(&entry).await {
                Ok(posted) if posted.created => "created",
                Ok(_) => "repeated",
                Err(error) => name_of(&error),
            };
            prop_assert_eq!(answer, predicted, "step {} {:?}", step, command);
            seen.borrow_mut().insert(if answer == "created" { entry.kind().to_string() } else { answer.to_owned() });
        }
        let report = book.store.verify_ledger().await.unwrap();
        prop_assert!(broken(&report).is_empty(), "after step {}: {:#?}", step, report);
    }
    for (code, account) in &model.accounts {
        let state = book.store.account(&code.parse().unwrap()).await.unwrap().unwrap();
        prop_assert_eq!(i128::from(state.balance.micros()), account.balance, "{}", code);
        prop_assert_eq!(state.closed_at.is_some(), account.closed, "{}", code);
    }
    Ok(())
}

async fn sign_up(book: &Book, model: &mut Model, user: Uuid) {
    let account = AccountCode::Wallet(user);
    book.open(&account).await;
    model.accounts.entry(account.to_string()).or_default();
}

#[test]
fn every_answer_is_the_models() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let seen = RefCell::default();
    let commands = || prop::collection::vec(command(), 30..80);
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let sqlite =
        |commands: Vec<Command>| runtime.block_on(async { follow(&Book::sqlite().await, &commands, &seen).await });
    TestRunner::new(config.clone()).run(&commands(), sqlite).unwrap();
    let postgres = |commands: Vec<Command>| {
        let url = crate::world::fresh_postgres();
        runtime.block_on(async { follow(&Book::postgres(url).await, &commands, &seen).await })
    };
    TestRunner::new(config).run(&commands(), postgres).unwrap();
    // A generator that no longer gets anywhere would prove nothing.
    let seen = seen.into_inner();
    for answer in [
        "repeated",
        "KeyReused",
        "AccountMissing",
        "InsufficientFunds",
        "deposit_claim",
        "withdrawal_paid",
        "withdrawal_failed",
        "reservation_hold",
        "reservation_extend",
        "cluster_settle",
    ] {
        assert!(seen.contains(answer), "{answer} never happened: {seen:?}");
    }
}
