//! Proving that all is well: every law of the book, on one snapshot.

use sqlx::AssertSqlSafe;

use super::laws::{LAWS, Law, Test};
use crate::store::tx::{Tx, on, snapshot};
use crate::store::{Store, StoreError, booking};

/// Breaches of one law that are told in full.
const MAX_BREACHES: i64 = 20;

/// What the book's laws came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerReport {
    /// Accounts looked at.
    pub accounts: u64,
    /// Entries looked at.
    pub entries: u64,
    /// Postings looked at.
    pub postings: u64,
    /// Every law, in order.
    pub checks: Vec<LedgerCheck>,
}

impl LedgerReport {
    /// Whether no law is broken.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.checks.iter().all(|check| check.breaches.is_empty())
    }
}

/// A law and what breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerCheck {
    /// Its number.
    pub id: &'static str,
    /// What it says.
    pub law: &'static str,
    /// What breaks it, the first 20.
    pub breaches: Vec<String>,
    /// Why it was not looked at.
    pub not_checked: Option<&'static str>,
}

impl Store {
    /// Checks every law of the book on one snapshot. The answer names what is broken; nothing is changed.
    pub async fn verify_ledger(&self) -> Result<LedgerReport, StoreError> {
        Ok(snapshot!(self, |tx| {
            let mut checks = Vec::new();
            for law in LAWS.iter().chain(booking::LAWS) {
                checks.push(check(tx, law).await?);
            }
            let [accounts, entries, postings] = counts(tx).await?;
            LedgerReport { accounts, entries, postings, checks }
        }))
    }
}

async fn check(tx: &mut Tx<'_>, law: &Law) -> Result<LedgerCheck, StoreError> {
    let (breaches, not_checked) = match law.test {
        Test::Breaches(query) => {
            let sql = format!("{query} LIMIT {MAX_BREACHES}");
            let found = on!(tx, |connection: Db| {
                sqlx::query_scalar::<Db, String>(AssertSqlSafe(sql)).fetch_all(connection).await?
            });
            (found, None)
        }
        Test::Later(reason) => (Vec::new(), Some(reason)),
    };
    Ok(LedgerCheck { id: law.id, law: law.says, breaches, not_checked })
}

async fn counts(tx: &mut Tx<'_>) -> Result<[u64; 3], StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM entry), (SELECT COUNT(*) FROM posting)";
    let (accounts, entries, postings): (i64, i64, i64) =
        on!(tx, |connection: Db| sqlx::query_as::<Db, _>(sql).fetch_one(connection).await?);
    Ok([accounts, entries, postings].map(|count| u64::try_from(count).unwrap_or(0)))
}
