//! Proving that all is well: every law of the book as one query, run on one snapshot.

use sqlx::AssertSqlSafe;

use crate::store::tx::{Tx, on, snapshot};
use crate::store::{Store, StoreError};

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
}

/// A law as a query for what breaks it: one text a row.
struct Law {
    id: &'static str,
    says: &'static str,
    breaches: &'static str,
}

/// Accounts kept for one thing that begins and ends, with that thing's part of its entries' keys.
/// Whoever adds a kind of thing adds it here; whoever adds its table adds a law that joins on `thing`.
macro_rules! things {
    ($query:literal) => {
        concat!(
            "WITH thing AS (SELECT id AS account_id, code, balance, closed_at, CASE \
             WHEN code LIKE 'escrow:res:%' THEN 'res:' || substr(code, 12) \
             WHEN code LIKE 'escrow:cluster:%' THEN 'cluster:' || substr(code, 16) \
             ELSE 'wd:' || substr(code, 20) END AS name FROM account \
             WHERE code LIKE 'escrow:%' OR code LIKE 'payable:withdrawal:%') ",
            $query
        )
    };
}

/// The laws whose tables exist. Each is proven to notice a breach by a test that breaks it.
const LAWS: &[Law] = &[
    Law {
        id: "I1",
        says: "the book sums to zero",
        breaches: "SELECT what || ' sum to ' || CAST(total AS TEXT) FROM ( \
             SELECT 'postings' AS what, SUM(amount) AS total FROM posting UNION ALL \
             SELECT 'balances' AS what, SUM(normal * balance) AS total FROM account) AS sums WHERE total <> 0",
    },
    Law {
        id: "I2",
        says: "every entry balances and has at least two lines",
        breaches: "SELECT 'entry ' || CAST(entry_id AS TEXT) || ' has ' || CAST(COUNT(*) AS TEXT) || ' lines that sum to ' \
             || CAST(SUM(amount) AS TEXT) FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0 OR COUNT(*) < 2",
    },
    Law {
        id: "I3",
        says: "every balance is the sum of the account's postings",
        breaches: "SELECT code || ' holds ' || CAST(balance AS TEXT) || ', its postings sum to ' || CAST(total AS TEXT) \
             FROM (SELECT a.code, a.balance, a.normal * COALESCE(p.total, 0) AS total FROM account a LEFT JOIN \
             (SELECT account_id, SUM(amount) AS total FROM posting GROUP BY account_id) AS p ON p.account_id = a.id) \
             AS compared WHERE balance <> total",
    },
    Law {
        id: "I4",
        says: "every account's postings are numbered without gaps and follow each other",
        breaches: "SELECT code || ' breaks at version ' || CAST(account_version AS TEXT) FROM ( \
             SELECT a.code, p.account_version, p.balance_after, a.normal * p.amount AS change, \
             COALESCE(LAG(p.balance_after) OVER chain, 0) AS balance_before, \
             ROW_NUMBER() OVER chain AS number FROM posting p JOIN account a ON a.id = p.account_id \
             WINDOW chain AS (PARTITION BY p.account_id ORDER BY p.account_version)) AS chained \
             WHERE account_version <> number OR balance_after - change <> balance_before \
             UNION ALL SELECT code || ' is at version ' || CAST(version AS TEXT) || ', its postings end at ' \
             || CAST(last AS TEXT) FROM (SELECT a.code, a.version, COALESCE(p.last, 0) AS last FROM account a LEFT JOIN \
             (SELECT account_id, MAX(account_version) AS last FROM posting GROUP BY account_id) AS p \
             ON p.account_id = a.id) AS compared WHERE version <> last",
    },
    Law {
        id: "I5",
        says: "no account ever fell below its floor, and floors are the chart's",
        breaches: "SELECT a.code || ' fell to ' || CAST(p.lowest AS TEXT) FROM account a JOIN \
             (SELECT account_id, MIN(balance_after) AS lowest FROM posting GROUP BY account_id) AS p \
             ON p.account_id = a.id WHERE p.lowest < a.floor \
             UNION ALL SELECT code || ' has another floor than the chart' FROM account WHERE COALESCE(floor, -1) <> CASE \
             WHEN code LIKE 'custody:%' OR code LIKE 'wallet:%' OR code LIKE 'escrow:%' OR code LIKE 'unclaimed:%' \
             OR code LIKE 'payable:withdrawal:%' OR code LIKE 'payable:owner:%' THEN 0 ELSE -1 END",
    },
    Law {
        id: "I6",
        says: "what has ended holds nothing and is closed; what is closed has ended",
        breaches: things!(
            "SELECT code || ' holds ' || CAST(balance AS TEXT) || CASE WHEN closed_at IS NULL THEN ', is open' \
             ELSE ', is closed' END || CASE WHEN e.id IS NULL THEN ' and has no end' ELSE ' and has an end' END \
             FROM thing LEFT JOIN entry e ON e.idem_key = name || ':end' \
             WHERE (e.id IS NULL) <> (closed_at IS NULL) OR (e.id IS NOT NULL AND balance <> 0)"
        ),
    },
    Law {
        id: "I7",
        says: "money is held by one hold and its extensions, and moved by nothing else",
        breaches: things!(
            "SELECT code || ' was opened without a hold' FROM thing WHERE NOT EXISTS (SELECT 1 FROM posting p \
             JOIN entry e ON e.id = p.entry_id WHERE p.account_id = thing.account_id AND p.account_version = 1 \
             AND e.idem_key IN (name || ':hold', name || ':request')) \
             UNION ALL SELECT code || ' was moved by ' || e.idem_key FROM thing \
             JOIN posting p ON p.account_id = thing.account_id JOIN entry e ON e.id = p.entry_id \
             WHERE e.idem_key NOT IN (name || ':hold', name || ':request', name || ':end') \
             AND e.idem_key NOT LIKE name || ':extend:%'"
        ),
    },
    Law {
        id: "I8",
        says: "nothing ends that did not begin",
        breaches: "SELECT ended.idem_key || ' has no beginning' FROM entry ended WHERE ended.idem_key LIKE '%:end' \
             AND NOT EXISTS (SELECT 1 FROM entry began WHERE began.idem_key IN ( \
             substr(ended.idem_key, 1, length(ended.idem_key) - 3) || 'hold', \
             substr(ended.idem_key, 1, length(ended.idem_key) - 3) || 'request') AND began.id < ended.id)",
    },
    Law {
        id: "I14",
        says: "no entry is left open",
        breaches: "SELECT 'entry ' || CAST(e.id AS TEXT) || ' has no line ' || CAST(e.lines AS TEXT) FROM entry e \
             LEFT JOIN posting p ON p.entry_id = e.id AND p.line = e.lines WHERE p.entry_id IS NULL",
    },
];

impl Store {
    /// Checks every law of the book on one snapshot. The answer names what is broken; nothing is changed.
    pub async fn verify_ledger(&self) -> Result<LedgerReport, StoreError> {
        Ok(snapshot!(self, |tx| {
            let mut checks = Vec::with_capacity(LAWS.len());
            for law in LAWS {
                checks.push(LedgerCheck { id: law.id, law: law.says, breaches: breaches(tx, law).await? });
            }
            let [accounts, entries, postings] = counts(tx).await?;
            LedgerReport { accounts, entries, postings, checks }
        }))
    }
}

async fn breaches(tx: &mut Tx<'_>, law: &Law) -> Result<Vec<String>, StoreError> {
    let sql = format!("{} LIMIT {MAX_BREACHES}", law.breaches);
    Ok(on!(tx, |connection: Db| sqlx::query_scalar::<Db, String>(AssertSqlSafe(sql)).fetch_all(connection).await?))
}

async fn counts(tx: &mut Tx<'_>) -> Result<[u64; 3], StoreError> {
    let sql = "SELECT (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM entry), (SELECT COUNT(*) FROM posting)";
    let (accounts, entries, postings): (i64, i64, i64) =
        on!(tx, |connection: Db| sqlx::query_as::<Db, _>(sql).fetch_one(connection).await?);
    Ok([accounts, entries, postings].map(|count| u64::try_from(count).unwrap_or(0)))
}
