//! What must hold between reservations and the book. Breaking one is what `gp4u ledger verify` tells.

use crate::store::ledger::{Law, Test};

/// The laws of reservations. Each is proven to notice a breach by a test that breaks it.
pub(in crate::store) const LAWS: &[Law] = &[
    Law {
        id: "R1",
        says: "a reservation holds what was charged from when it is rented until it ends, and nothing before and after",
        test: Test::Breaches(
            "SELECT 'reservation ' || r.id || ' is ' || r.state || ', ' || CASE WHEN a.id IS NULL THEN 'nothing was held' \
             ELSE CAST(a.balance AS TEXT) || CASE WHEN a.closed_at IS NULL THEN ' is held' ELSE ' is closed' END END \
             FROM reservation r LEFT JOIN account a ON a.code = 'escrow:res:' || r.id \
             WHERE NOT CASE WHEN r.charged = 0 THEN a.id IS NULL \
             WHEN a.id IS NULL THEN 1 = 0 \
             WHEN r.state IN ('activating', 'active') THEN a.closed_at IS NULL AND a.balance = r.charged \
             ELSE a.closed_at IS NOT NULL AND a.balance = 0 END",
        ),
    },
    Law {
        id: "R2",
        says: "every reservation was charged and refunded what it says, and no money is held for another",
        test: Test::Breaches(
            "SELECT 'reservation ' || r.id || ' says ' || CAST(r.charged AS TEXT) || ' was charged, the book ' \
             || CAST(COALESCE(held.charged, 0) AS TEXT) FROM reservation r \
             LEFT JOIN (SELECT a.code, -SUM(p.amount) AS charged FROM account a JOIN posting p ON p.account_id = a.id \
             WHERE a.code LIKE 'escrow:res:%' AND p.amount < 0 GROUP BY a.code) AS held \
             ON held.code = 'escrow:res:' || r.id WHERE r.charged <> COALESCE(held.charged, 0) \
             UNION ALL SELECT 'reservation ' || r.id || ' says ' || CAST(r.refunded AS TEXT) || ' went back, the book ' \
             || CAST(COALESCE(-p.amount, 0) AS TEXT) FROM reservation r \
             LEFT JOIN entry e ON e.idem_key = 'res:' || r.id || ':end' \
             LEFT JOIN account w ON w.code = 'wallet:' || r.owner \
             LEFT JOIN posting p ON p.entry_id = e.id AND p.account_id = w.id WHERE r.refunded <> COALESCE(-p.amount, 0) \
             UNION ALL SELECT a.code || ' is of no reservation' FROM account a WHERE a.code LIKE 'escrow:res:%' \
             AND NOT EXISTS (SELECT 1 FROM reservation r WHERE r.id = substr(a.code, 12))",
        ),
    },
    Law {
        id: "R3",
        says: "nobody has a unit, or another offer of its machine, while somebody else has it",
        test: Test::Breaches(
            "SELECT 'reservations ' || a.id || ' and ' || b.id || ' have the same time' FROM reservation a \
             JOIN reservation b ON a.offer_id = b.offer_id AND a.unit = b.unit AND a.id < b.id \
             AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at \
             WHERE a.state IN ('pending', 'activating', 'active') AND b.state IN ('pending', 'activating', 'active') \
             UNION ALL SELECT 'reservations ' || a.id || ' and ' || b.id || ' have the same machine' FROM reservation a \
             JOIN reservation b ON a.machine = b.machine AND a.offer_id < b.offer_id \
             AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at \
             WHERE a.state IN ('pending', 'activating', 'active') AND b.state IN ('pending', 'activating', 'active')",
        ),
    },
];
