//! What must hold between reservations and their machines: the book's law I13. Breaking it is what `gp4u ledger verify`
//! tells.

/// Breaches of it, in words: a reservation that waits for its machine or has it has one rental that is not over, one that
/// has ended has none at work; and only what gp4u rents by itself has an order.
pub(in crate::store) const BREACHES: &str = "SELECT 'reservation ' || r.id || ' is ' || r.state || ', its rentals are ' || COALESCE(live.state, 'over') \
     FROM reservation r LEFT JOIN (SELECT reservation, MIN(state) AS state FROM rental \
     WHERE state NOT IN ('released', 'absent') GROUP BY reservation) AS live ON live.reservation = r.id \
     WHERE r.fulfilment = 'automatic' AND (r.state = 'activating' AND live.state IS NULL \
     OR r.state = 'active' AND COALESCE(live.state, 'over') <> 'running' \
     OR r.state = 'pending' AND live.state IS NOT NULL \
     OR r.state IN ('completed', 'cancelled', 'failed') AND live.state = 'running') \
     UNION ALL SELECT 'reservation ' || r.id || ' is ' || r.fulfilment || CASE WHEN o.reservation IS NULL \
     THEN ' and has no order' ELSE ' and has an order' END FROM reservation r \
     LEFT JOIN machine_order o ON o.reservation = r.id WHERE (r.fulfilment = 'automatic') <> (o.reservation IS NOT NULL)";
