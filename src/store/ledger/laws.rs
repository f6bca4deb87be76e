//! The laws of the book. Breaking one is what `gp4u ledger verify` tells.

/// A law and how it is looked after.
pub(in crate::store) struct Law {
    pub(in crate::store) id: &'static str,
    pub(in crate::store) says: &'static str,
    pub(in crate::store) test: Test,
}

/// How a law is looked after.
pub(in crate::store) enum Test {
    /// By a query for what breaks it: one text a row.
    Breaches(&'static str),
    /// Not yet: what it speaks of does not exist.
    Later(&'static str),
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
pub(super) const LAWS: &[Law] = &[
    Law {
        id: "I1",
        says: "the book sums to zero",
        test: Test::Breaches(
            "SELECT what || ' sum to ' || CAST(total AS TEXT) FROM ( \
             SELECT 'postings' AS what, SUM(amount) AS total FROM posting UNION ALL \
             SELECT 'balances' AS what, SUM(normal * balance) AS total FROM account) AS sums WHERE total <> 0",
        ),
    },
    Law {
        id: "I2",
        says: "every entry balances and has at least two lines",
        test: Test::Breaches(
            "SELECT 'entry ' || CAST(entry_id AS TEXT) || ' has ' || CAST(COUNT(*) AS TEXT) || ' lines that sum to ' \
             || CAST(SUM(amount) AS TEXT) FROM posting GROUP BY entry_id HAVING SUM(amount) <> 0 OR COUNT(*) < 2",
        ),
    },
    Law {
        id: "I3",
        says: "every balance is the sum of the account's postings",
        test: Test::Breaches(
            "SELECT code || ' holds ' || CAST(balance AS TEXT) || ', its postings sum to ' || CAST(total AS TEXT) \
             FROM (SELECT a.code, a.balance, a.normal * COALESCE(p.total, 0) AS total FROM account a LEFT JOIN \
             (SELECT account_id, SUM(amount) AS total FROM posting GROUP BY account_id) AS p ON p.account_id = a.id) \
             AS compared WHERE balance <> total",
        ),
    },
    Law {
        id: "I4",
        says: "every account's postings are numbered without gaps and follow each other",
        test: Test::Breaches(
            "SELECT code || ' breaks at version ' || CAST(account_version AS TEXT) FROM ( \
             SELECT a.code, p.account_version, p.balance_after, a.normal * p.amount AS change, \
             COALESCE(LAG(p.balance_after) OVER chain, 0) AS balance_before, \
             ROW_NUMBER() OVER chain AS number FROM posting p JOIN account a ON a.id = p.account_id \
             WINDOW chain AS (PARTITION BY p.account_id ORDER BY p.account_version)) AS chained \
             WHERE account_version <> number OR balance_after - change <> balance_before \
             UNION ALL SELECT code || ' is at version ' || CAST(version AS TEXT) || ', its postings end at ' \
             || CAST(last AS TEXT) FROM (SELECT a.code, a.version, COALESCE(p.last, 0) AS last FROM account a LEFT JOIN \
             (SELECT account_id, MAX(account_version) AS last FROM posting GROUP BY account_id) AS p \
             ON p.account_id = a.id) AS compared WHERE version <> last",
        ),
    },
    Law {
        id: "I5",
        says: "no account ever fell below its floor, and floors are the chart's",
        test: Test::Breaches(
            "SELECT a.code || ' fell to ' || CAST(p.lowest AS TEXT) FROM account a JOIN \
             (SELECT account_id, MIN(balance_after) AS lowest FROM posting GROUP BY account_id) AS p \
             ON p.account_id = a.id WHERE p.lowest < a.floor \
             UNION ALL SELECT code || ' has another floor than the chart' FROM account WHERE COALESCE(floor, -1) <> CASE \
             WHEN code LIKE 'custody:%' OR code LIKE 'wallet:%' OR code LIKE 'escrow:%' OR code LIKE 'unclaimed:%' \
             OR code LIKE 'payable:withdrawal:%' OR code LIKE 'payable:owner:%' THEN 0 ELSE -1 END",
        ),
    },
    Law {
        id: "I6",
        says: "what has ended holds nothing and is closed; what is closed has ended",
        test: Test::Breaches(things!(
            "SELECT code || ' holds ' || CAST(balance AS TEXT) || CASE WHEN closed_at IS NULL THEN ', is open' \
             ELSE ', is closed' END || CASE WHEN e.id IS NULL THEN ' and has no end' ELSE ' and has an end' END \
             FROM thing LEFT JOIN entry e ON e.idem_key = name || ':end' \
             WHERE (e.id IS NULL) <> (closed_at IS NULL) OR (e.id IS NOT NULL AND balance <> 0)"
        )),
    },
    Law {
        id: "I7",
        says: "money is held by one hold and its extensions, and moved by nothing else",
        test: Test::Breaches(things!(
            "SELECT code || ' was opened without a hold' FROM thing WHERE NOT EXISTS (SELECT 1 FROM posting p \
             JOIN entry e ON e.id = p.entry_id WHERE p.account_id = thing.account_id AND p.account_version = 1 \
             AND e.idem_key IN (name || ':hold', name || ':request')) \
             UNION ALL SELECT code || ' was moved by ' || e.idem_key FROM thing \
             JOIN posting p ON p.account_id = thing.account_id JOIN entry e ON e.id = p.entry_id \
             WHERE e.idem_key NOT IN (name || ':hold', name || ':request', name || ':end') \
             AND e.idem_key NOT LIKE name || ':extend:%'"
        )),
    },
    Law {
        id: "I8",
        says: "nothing ends that did not begin",
        test: Test::Breaches(
            "SELECT ended.idem_key || ' has no beginning' FROM entry ended WHERE ended.idem_key LIKE '%:end' \
             AND NOT EXISTS (SELECT 1 FROM entry began WHERE began.idem_key IN ( \
             substr(ended.idem_key, 1, length(ended.idem_key) - 3) || 'hold', \
             substr(ended.idem_key, 1, length(ended.idem_key) - 3) || 'request') AND began.id < ended.id)",
        ),
    },
    Law {
        id: "I9",
        says: "every deposit that is final was booked once with its amount, and every deposit that was booked is final",
        test: Test::Breaches(
            // Written out once: of an expression SQLite would make no index.
            "WITH final AS MATERIALIZED (SELECT id, wallet_id, amount, state, \
             chain || ':' || reference || ':' || log AS name FROM deposit WHERE state IN ('final', 'claimed', 'reversed')), \
             booked AS MATERIALIZED (SELECT kind, idem_key, substr(idem_key, CASE kind WHEN 'deposit' THEN 9 ELSE 7 END) \
             AS name FROM entry WHERE kind IN ('deposit', 'deposit_claim')) \
             SELECT 'deposit ' || d.id || ' is ' || d.state || ' and was not booked so' FROM final d \
             WHERE NOT EXISTS (SELECT 1 FROM entry e JOIN posting p ON p.entry_id = e.id \
             JOIN account a ON a.id = p.account_id \
             WHERE e.idem_key = 'deposit:' || d.name AND a.class = 'asset' AND p.amount = d.amount) \
             UNION ALL SELECT 'deposit ' || d.id || ' is ' || d.state || ' and not in its wallet' FROM final d \
             WHERE d.state <> 'final' AND NOT EXISTS (SELECT 1 FROM entry e JOIN posting p ON p.entry_id = e.id \
             WHERE e.idem_key = 'claim:' || d.name AND p.account_id = d.wallet_id AND p.amount = -d.amount) \
             UNION ALL SELECT b.idem_key || ' has no deposit' FROM booked b LEFT JOIN final d ON d.name = b.name \
             AND (b.kind = 'deposit' OR d.state <> 'final') WHERE d.id IS NULL",
        ),
    },
    Law {
        id: "I10",
        says: "every withdrawal holds what it says until it ends, and is paid if and only if custody paid it",
        test: Test::Breaches(
            "SELECT 'withdrawal ' || w.id || ' is ' || w.state || ', the book has ' || COALESCE(e.kind, 'no end') \
             FROM withdrawal w LEFT JOIN entry e ON e.idem_key = 'wd:' || w.id || ':end' \
             WHERE COALESCE(e.kind, 'none') <> CASE w.state WHEN 'paid' THEN 'withdrawal_paid' \
             WHEN 'failed' THEN 'withdrawal_failed' ELSE 'none' END \
             UNION ALL SELECT 'withdrawal ' || w.id || ' did not take its amount from its wallet' FROM withdrawal w \
             WHERE NOT EXISTS (SELECT 1 FROM entry e JOIN posting p ON p.entry_id = e.id \
             WHERE e.idem_key = 'wd:' || w.id || ':request' AND p.account_id = w.wallet_id AND p.amount = w.amount + w.fee) \
             UNION ALL SELECT e.idem_key || ' has no withdrawal' FROM entry e WHERE e.kind = 'withdrawal_request' \
             AND NOT EXISTS (SELECT 1 FROM withdrawal w WHERE w.id = substr(e.idem_key, 4, 36))",
        ),
    },
    Law {
        id: "I11",
        says: "custody is what the chain says our addresses hold",
        test: Test::Later("no chain is connected"),
    },
    Law {
        id: "I12",
        says: "what users can claim is covered by custody and prepaid credit",
        test: Test::Breaches(
            "SELECT 'users can claim ' || CAST(owed AS TEXT) || ' micro-USDC, ' || CAST(covered AS TEXT) || ' are there' \
             FROM (SELECT COALESCE(SUM(CASE WHEN class = 'liability' THEN balance END), 0) AS owed, \
             COALESCE(SUM(CASE WHEN class = 'asset' THEN balance END), 0) AS covered FROM account \
             WHERE code LIKE 'wallet:%' OR code LIKE 'escrow:%' OR code LIKE 'payable:withdrawal:%' \
             OR code LIKE 'payable:owner:%' OR code LIKE 'unclaimed:%' OR class = 'asset') AS sums WHERE owed > covered",
        ),
    },
    Law {
        id: "I13",
        says: "every rented machine belongs to a booking, and every active booking has its machines",
        test: Test::Breaches(crate::store::rental::BREACHES),
    },
    Law {
        id: "I14",
        says: "no entry is left open",
        test: Test::Breaches(
            "SELECT 'entry ' || CAST(e.id AS TEXT) || ' has no line ' || CAST(e.lines AS TEXT) FROM entry e \
             LEFT JOIN posting p ON p.entry_id = e.id AND p.line = e.lines WHERE p.entry_id IS NULL",
        ),
    },
    Law {
        id: "I15",
        says: "what a booking pays out at its end, shares, fee and refund, is what was held for it",
        test: Test::Breaches(things!(
            "SELECT ended.idem_key || ' pays out ' || CAST(ending.amount AS TEXT) || ', held was ' \
             || CAST(COALESCE(SUM(-held.amount), 0) AS TEXT) FROM thing \
             JOIN entry ended ON ended.idem_key = name || ':end' \
             JOIN posting ending ON ending.entry_id = ended.id AND ending.account_id = thing.account_id \
             LEFT JOIN posting held ON held.account_id = thing.account_id AND held.entry_id <> ended.id \
             GROUP BY ended.idem_key, ending.amount HAVING ending.amount <> COALESCE(SUM(-held.amount), 0)"
        )),
    },
];
