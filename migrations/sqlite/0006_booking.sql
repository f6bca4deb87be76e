-- Reservations. Money is micro-USDC, time is microseconds since 1970 (UTC) in whole seconds where somebody is billed by it.
-- Columns and constraint names are the same as in ../postgres; a test compares them.
--
-- The table itself refuses to book a unit twice, or two offers of one physical machine, at the same time.

CREATE TABLE reservation (
    id               TEXT    NOT NULL PRIMARY KEY,
    owner            TEXT    NOT NULL CONSTRAINT reservation_owner REFERENCES users (id),
    token            TEXT,               -- that booked it, where one did: its limit counts when it is paid
    offer_id         TEXT    NOT NULL,   -- offers come and go: what matters of one is kept here
    provider         TEXT    NOT NULL,
    machine          TEXT,               -- provider and machine: its offers exclude each other
    model            TEXT    NOT NULL,
    gpu_count        INTEGER NOT NULL,
    unit             INTEGER NOT NULL,   -- 0 … units of the offer − 1
    starts_at        INTEGER NOT NULL,
    ends_at          INTEGER NOT NULL,   -- not part of it
    price_per_hour   INTEGER NOT NULL,   -- agreed on when it was booked
    min_seconds      INTEGER NOT NULL,   -- paid for at least
    fee_basis_points INTEGER NOT NULL,
    max_price        INTEGER,            -- dearest market price per hour at which it still becomes active
    fulfilment       TEXT    NOT NULL,
    note             TEXT,
    state            TEXT    NOT NULL,
    reason           TEXT,               -- why it ended, when not by its time
    started_at       INTEGER,            -- paid for from then on
    stopped_at       INTEGER,            -- … until then
    market_price     INTEGER,            -- per hour, when it became active
    extensions       INTEGER NOT NULL,
    charged          INTEGER NOT NULL,
    refunded         INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    version          INTEGER NOT NULL,   -- counts changes: nobody changes what another has changed meanwhile
    next_try_at      INTEGER,            -- when there is something to do, or a worker's lease ends; NULL when never
    attempts         INTEGER NOT NULL,   -- failed ones in a row
    lease_token      INTEGER NOT NULL,   -- counts leases: a worker that overslept its lease changes nothing
    CONSTRAINT reservation_state CHECK (state IN ('pending', 'active', 'completed', 'cancelled', 'failed')),
    CONSTRAINT reservation_reason CHECK (reason IN ('requested', 'unpaid', 'over_limit', 'price_changed', 'missed', 'machine_lost')),
    CONSTRAINT reservation_fulfilment CHECK (fulfilment IN ('manual')),
    CONSTRAINT reservation_window CHECK (starts_at < ends_at AND starts_at % 1000000 = 0 AND ends_at % 1000000 = 0),
    CONSTRAINT reservation_unit CHECK (unit >= 0),
    CONSTRAINT reservation_price CHECK (price_per_hour > 0),
    CONSTRAINT reservation_started CHECK ((started_at IS NULL) = (charged = 0) AND (state <> 'active' OR started_at IS NOT NULL)),
    CONSTRAINT reservation_refunded CHECK (refunded BETWEEN 0 AND charged),
    CONSTRAINT reservation_work CHECK ((next_try_at IS NULL) = (state IN ('completed', 'cancelled', 'failed')))
) STRICT;

CREATE INDEX reservation_by_unit ON reservation (offer_id, unit, ends_at) WHERE state IN ('pending', 'active');
CREATE INDEX reservation_by_machine ON reservation (machine, ends_at) WHERE state IN ('pending', 'active');
CREATE INDEX reservation_by_owner ON reservation (owner, starts_at);
CREATE INDEX reservation_due ON reservation (next_try_at) WHERE next_try_at IS NOT NULL;

CREATE TRIGGER reservation_unit_overlap_insert BEFORE INSERT ON reservation
WHEN NEW.state IN ('pending', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE offer_id = NEW.offer_id AND unit = NEW.unit AND state IN ('pending', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
) BEGIN
    SELECT RAISE(ABORT, 'reservation_unit_overlap');
END;
CREATE TRIGGER reservation_unit_overlap_update BEFORE UPDATE OF offer_id, unit, starts_at, ends_at, state ON reservation
WHEN NEW.state IN ('pending', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE offer_id = NEW.offer_id AND unit = NEW.unit AND state IN ('pending', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND id <> OLD.id
) BEGIN
    SELECT RAISE(ABORT, 'reservation_unit_overlap');
END;
CREATE TRIGGER reservation_machine_overlap_insert BEFORE INSERT ON reservation
WHEN NEW.state IN ('pending', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE machine = NEW.machine AND offer_id <> NEW.offer_id AND state IN ('pending', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
) BEGIN
    SELECT RAISE(ABORT, 'reservation_machine_overlap');
END;
CREATE TRIGGER reservation_machine_overlap_update BEFORE UPDATE OF offer_id, machine, starts_at, ends_at, state ON reservation
WHEN NEW.state IN ('pending', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE machine = NEW.machine AND offer_id <> NEW.offer_id AND state IN ('pending', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND id <> OLD.id
) BEGIN
    SELECT RAISE(ABORT, 'reservation_machine_overlap');
END;

-- INSERT OR REPLACE would delete the old row without asking anybody.
CREATE TRIGGER reservation_kept_replace BEFORE INSERT ON reservation
WHEN EXISTS (SELECT 1 FROM reservation WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'reservation_kept');
END;
CREATE TRIGGER reservation_kept BEFORE DELETE ON reservation BEGIN
    SELECT RAISE(ABORT, 'reservation_kept');
END;
-- What was agreed on stays, and what has ended has ended.
CREATE TRIGGER reservation_fixed BEFORE UPDATE ON reservation
WHEN (NEW.id, NEW.owner, NEW.token, NEW.offer_id, NEW.provider, NEW.machine, NEW.price_per_hour, NEW.min_seconds,
        NEW.fee_basis_points, NEW.created_at)
    IS NOT (OLD.id, OLD.owner, OLD.token, OLD.offer_id, OLD.provider, OLD.machine, OLD.price_per_hour, OLD.min_seconds,
        OLD.fee_basis_points, OLD.created_at)
    OR OLD.state IN ('completed', 'cancelled', 'failed') BEGIN
    SELECT RAISE(ABORT, 'reservation_fixed');
END;
