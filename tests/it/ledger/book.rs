//! What the tests of the book share: a database to themselves, short ways to write entries, and the proof at the end.

use std::sync::Arc;

use gp4u::ledger::account::Chain;
use gp4u::ledger::rules::{self, Deposit, Withdrawal};
use gp4u::ledger::{AccountCode, Entry, Name};
use gp4u::store::{LedgerReport, PostError, Posted, Store};
use gp4u::units::Usdc;
use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

use crate::world::fresh_postgres;

/// Laws about more than entries: those that these tests write have no deposits and withdrawals behind them, and money
/// that is given away out of nothing.
const BEYOND_ENTRIES: [&str; 3] = ["I9", "I10", "I12"];

/// A migrated database for one test.
pub struct Book {
    pub store: Arc<Store>,
    pub url: String,
    _folder: Option<TempDir>,
}

impl Book {
    pub async fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("book.db").display());
        let store = Arc::new(Store::open(&url.parse().unwrap()).await.unwrap());
        Self { store, url, _folder: Some(folder) }
    }

    pub async fn postgres(url: String) -> Self {
        let store = Arc::new(Store::connect(&url.parse().unwrap()).await.unwrap());
        store.migrate().await.unwrap();
        Self { store, url, _folder: None }
    }

    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite")
    }

    pub async fn post(&self, entry: &Entry) -> Result<Posted, PostError> {
        self.store.post(entry, moment(0)).await
    }

    pub async fn open(&self, account: &AccountCode) {
        self.store.open_account(account, moment(0)).await.unwrap();
    }

    /// Opens a wallet with money in it, deposited and claimed under its own reference.
    pub async fn fund(&self, user: Uuid, amount: i64) {
        self.open(&AccountCode::Wallet(user)).await;
        let deposit = deposit(&format!("funds-{user}"), amount);
        self.post(&rules::deposit_final(&deposit, &name("hot")).unwrap()).await.unwrap();
        self.post(&rules::deposit_claimed(&deposit, user).unwrap()).await.unwrap();
    }

    pub async fn balance(&self, account: &AccountCode) -> i64 {
        self.store.account(account).await.unwrap().unwrap().balance.micros()
    }

    /// Fails unless every law about entries holds.
    #[track_caller]
    pub fn proven(&self) -> impl Future<Output = ()> {
        let store = Arc::clone(&self.store);
        async move {
            let report = store.verify_ledger().await.unwrap();
            assert!(broken(&report).is_empty(), "{report:#?}");
        }
    }
}

/// The laws about entries that are broken.
pub fn broken(report: &LedgerReport) -> Vec<&'static str> {
    let broken = report.checks.iter().filter(|check| !check.breaches.is_empty()).map(|check| check.id);
    broken.filter(|id| !BEYOND_ENTRIES.contains(id)).collect()
}

/// Runs a test on an empty book in each database.
pub fn on_each<F: Future<Output = ()>>(test: impl Fn(Book) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { test(Book::sqlite().await).await });
    let url = fresh_postgres();
    runtime.block_on(async { test(Book::postgres(url).await).await });
}

/// A moment for all tests: nothing here may depend on today.
pub fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

pub fn usdc(micros: i64) -> Usdc {
    Usdc::from_micros(micros)
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub fn name(text: &str) -> Name {
    text.parse().unwrap()
}

pub fn wallet(number: u128) -> AccountCode {
    AccountCode::Wallet(id(number))
}

pub fn custody() -> AccountCode {
    AccountCode::Custody(Chain::NONE, name("hot"))
}

pub fn deposit(reference: &str, amount: i64) -> Deposit {
    Deposit { chain: Chain::NONE, transaction: name(reference), log: 0, amount: usdc(amount) }
}

pub fn withdrawal(number: u128, user: Uuid, amount: i64) -> Withdrawal {
    Withdrawal { id: id(number), user, amount: usdc(amount), fee: usdc(0) }
}
