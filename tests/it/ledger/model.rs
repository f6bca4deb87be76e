//! Random commands against a small model that predicts the answer to each; the laws hold after every command.

use std::collections::{BTreeMap, HashMap, HashSet};

use gp4u::ledger::rules::{self, Booking, Settlement};
use gp4u::ledger::{AccountCode, Entry, LedgerError};
use gp4u::store::PostError;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;

const CASES: u32 = 24;

/// What a user, a worker or the operator may try, in any order. Ids are few, so that commands meet.
#[derive(Clone, Debug)]
enum Command {
    SignUp { user: u8 },
    Deposit { deposit: u8, amount: i64 },
    Claim { deposit: u8, amount: i64, user: u8 },
    ReverseDeposit { deposit: u8, amount: i64, claimed_by: Option<u8>, recovered: i64 },
    Hold { booking: u8, user: u8, price: i64 },
    Extend { booking: u8, number: u8, user: u8, price: i64 },
    Settle { booking: u8, user: u8, held: i64, used: i64, fee: i64, owner: u8 },
    Void { booking: u8, user: u8, held: i64 },
    Withdraw { withdrawal: u8, user: u8, amount: i64, fee: i64 },
    Pay { withdrawal: u8, user: u8, amount: i64 },
    Fail { withdrawal: u8, user: u8, amount: i64, fee: i64 },
    Release { user: u8, cluster: u8, amount: i64 },
    Goodwill { ticket: u8, user: u8, amount: i64 },
    Bill { invoice: u8, owed: i64, billed: i64 },
    Draw { reference: u8, amount: i64 },
}

/// Few amounts, so that they meet, and the edges of 64 bits.
fn amount() -> impl Strategy<Value = i64> {
    let edge = (0_u32..63, -2_i64..=2).prop_map(|(bit, by)| (1_i64 << bit).saturating_add(by));
    prop_oneof![12 => prop::sample::select(vec![1_i64, 10, 25, 50, 100, 500]), 2 => edge, 1 => -1_i64..=0]
}

fn command() -> impl Strategy<Value = Command> {
    let user = || 0_u8..3;
    let thing = || 0_u8..4;
    prop_oneof![
        3 => user().prop_map(|user| Command::SignUp { user }),
        3 => (thing(), amount()).prop_map(|(deposit, amount)| Command::Deposit { deposit, amount }),
        3 => (thing(), amount(), user()).prop_map(|(deposit, amount, user)| Command::Claim { deposit, amount, user }),
        1 => (thing(), amount(), prop::option::of(user()), amount())
            .prop_map(|(deposit, amount, claimed_by, recovered)| Command::ReverseDeposit { deposit, amount, claimed_by, recovered }),
        3 => (thing(), user(), amount()).prop_map(|(booking, user, price)| Command::Hold { booking, user, price }),
        2 => (thing(), 1_u8..3, user(), amount())
            .prop_map(|(booking, number, user, price)| Command::Extend { booking, number, user, price }),
        2 => (thing(), user(), amount(), amount(), 0_i64..3, user())
            .prop_map(|(booking, user, held, used, fee, owner)| Command::Settle { booking, user, held, used, fee, owner }),
        2 => (thing(), user(), amount()).prop_map(|(booking, user, held)| Command::Void { booking, user, held }),
        3 => (thing(), user(), amount(), 0_i64..3)
            .prop_map(|(withdrawal, user, amount, fee)| Command::Withdraw { withdrawal, user, amount, fee }),
        2 => (thing(), user(), amount()).prop_map(|(withdrawal, user, amount)| Command::Pay { withdrawal, user, amount }),
        2 => (thing(), user(), amount(), 0_i64..3)
            .prop_map(|(withdrawal, user, amount, fee)| Command::Fail { withdrawal, user, amount, fee }),
        1 => (user(), thing(), amount()).prop_map(|(user, cluster, amount)| Command::Release { user, cluster, amount }),
        1 => (thing(), user(), amount()).prop_map(|(ticket, user, amount)| Command::Goodwill { ticket, user, amount }),
        1 => (thing(), amount(), amount()).prop_map(|(invoice, owed, billed)| Command::Bill { invoice, owed, billed }),
        1 => (thing(), amount()).prop_map(|(reference, amount)| Command::Draw { reference, amount }),
    ]
}

/// The entry of a command; half of the bookings are clusters. `None` signs a user up.
fn entry_of(command: &Command) -> Option<Result<Entry, LedgerError>> {
    let booking = |number: u8| {
        let number_id = id(number.into());
        if number.is_multiple_of(2) { Booking::Reservation(number_id) } else { Booking::Cluster(number_id) }
    };
    let user = |number: u8| id(u128::from(number) + 100);
    let known = |number: u8, amount| deposit(&format!("d{number}"), amount);
    let asked = |number: u8, from, amount, fee| rules::Withdrawal {
        fee: usdc(fee),
        ..withdrawal(number.into(), user(from), amount)
    };
    let label = |number: u8| name(&format!("n{number}"));
    Some(match *command {
        Command::SignUp { .. } => return None,
        Command::Deposit { deposit, amount } => rules::deposit_final(&known(deposit, amount), &name("hot")),
        Command::Claim { deposit, amount, user: who } => rules::deposit_claimed(&known(deposit, amount), user(who)),
        Command::ReverseDeposit { deposit, amount, claimed_by, recovered } => {
            rules::deposit_reversed(&known(deposit, amount), &name("hot"), claimed_by.map(user), usdc(recovered))
        }
        Command::Hold { booking: number, user: who, price } => rules::hold(booking(number), user(who), usdc(price)),
        Command::Extend { booking: number, number: extension, user: who, price } => {
            rules::extend(id(number.into()), extension.into(), user(who), usdc(price))
        }
        Command::Settle { booking: number, user: who, held, used, fee, owner } => {
            let earners = [(AccountCode::PayableOwner(user(owner)), 3), (AccountCode::Wallet(user(who)), 1)];
            let settlement =
                Settlement { user: user(who), held: usdc(held), used: usdc(used), fee: usdc(fee), earners: &earners };
            rules::settle(booking(number), &settlement)
        }
        Command::Void { booking: number, user: who, held } => rules::void(booking(number), user(who), usdc(held)),
        Command::Withdraw { withdrawal, user, amount, fee } => {
            rules::withdrawal_requested(&asked(withdrawal, user, amount, fee))
        }
        Command::Pay { withdrawal, user, amount } => rules::withdrawal_paid(
            &asked(withdrawal, user, amount, 0),
            gp4u::ledger::account::Chain::NONE,
            &name("hot"),
        ),
        Command::Fail { withdrawal, user, amount, fee } => {
            rules::withdrawal_failed(&asked(withdrawal, user, amount, fee))
        }
        Command::Release { user: who, cluster, amount } => {
            rules::earnings_released(user(who), id(cluster.into()), usdc(amount))
        }
        Command::Goodwill { ticket, user: who, amount } => rules::goodwill(&label(ticket), user(who), usdc(amount)),
        Command::Bill { invoice, owed, billed } => {
            rules::provider_bill(&name("vast"), &label(invoice), usdc(owed), usdc(billed))
        }
        Command::Draw { reference, amount } => {
            rules::operator_draw(&label(reference), gp4u::ledger::account::Chain::NONE, &name("hot"), usdc(amount))
        }
    })
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
    reversed: HashSet<String>,
}

impl Model {
    /// Books an entry or says why not, as the name of the answer.
    fn post(&mut self, entry: &Entry) -> &'static str {
        if let Some(booked) = self.booked.get(entry.key().as_str()) {
            let same = booked.kind() == entry.kind() && booked.lines() == entry.lines();
            return if same { "repeated" } else { "KeyReused" };
        }
        if let Some(reversed) = entry.reverses() {
            if !self.booked.contains_key(reversed.as_str()) {
                return "ReversedMissing";
            }
            if self.reversed.contains(reversed.as_str()) {
                return "AlreadyReversed";
            }
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
        self.reversed.extend(entry.reverses().map(ToString::to_string));
        ["AccountClosed", "InsufficientFunds", "BalanceTooLarge", "NotEmpty"]
            .into_iter()
            .find(|name| refusals.contains(name))
    }
}

fn name_of(error: &PostError) -> &'static str {
    match error {
        PostError::KeyReused(_) => "KeyReused",
        PostError::ReversedMissing(_) => "ReversedMissing",
        PostError::AlreadyReversed(_) => "AlreadyReversed",
        PostError::AccountMissing(_) => "AccountMissing",
        PostError::AccountClosed(_) => "AccountClosed",
        PostError::InsufficientFunds { .. } => "InsufficientFunds",
        PostError::BalanceTooLarge(_) => "BalanceTooLarge",
        PostError::NotEmpty(_) => "NotEmpty",
        PostError::Database(error) => panic!("{error}"),
        PostError::Corrupt(what) => panic!("{what}"),
    }
}

async fn follow(book: &Book, commands: &[Command]) -> Result<(), TestCaseError> {
    let mut model = Model::default();
    for (step, command) in commands.iter().enumerate() {
        match entry_of(command) {
            None => {
                let Command::SignUp { user } = command else { unreachable!() };
                let account = wallet(u128::from(*user) + 100);
                book.open(&account).await;
                model.accounts.entry(account.to_string()).or_default();
            }
            Some(Err(_)) => {}
            Some(Ok(entry)) => {
                let predicted = model.post(&entry);
                let answer = match book.post(&entry).await {
                    Ok(posted) if posted.created => "created",
                    Ok(_) => "repeated",
                    Err(error) => name_of(&error),
                };
                prop_assert_eq!(answer, predicted, "step {} {:?}", step, command);
            }
        }
        let report = book.store.verify_ledger().await.unwrap();
        prop_assert!(report.is_clean(), "after step {}: {:#?}", step, report);
    }
    for (code, account) in &model.accounts {
        let state = book.store.account(&code.parse().unwrap()).await.unwrap().unwrap();
        prop_assert_eq!(i128::from(state.balance.micros()), account.balance, "{}", code);
        prop_assert_eq!(state.closed_at.is_some(), account.closed, "{}", code);
    }
    Ok(())
}

#[test]
fn every_answer_is_the_models() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let commands = || prop::collection::vec(command(), 1..60);
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let sqlite = |commands: Vec<Command>| runtime.block_on(async { follow(&Book::sqlite().await, &commands).await });
    TestRunner::new(config.clone()).run(&commands(), sqlite).unwrap();
    let postgres = |commands: Vec<Command>| {
        let url = crate::world::fresh_postgres();
        runtime.block_on(async { follow(&Book::postgres(url).await, &commands).await })
    };
    TestRunner::new(config).run(&commands(), postgres).unwrap();
}
