-- Real machines. Money is micro-USDC, time is microseconds since 1970 (UTC).
-- Columns and constraint names are the same as in ../postgres; a test compares them.

-- A reservation can be on its way to its machine now. SQLite changes a table's constraints by making it anew.
CREATE TABLE reservation_new (
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
    start_by         INTEGER,            -- its machine has to be up by then; only of one that is or was being rented
    CONSTRAINT reservation_state CHECK (state IN ('pending', 'activating', 'active', 'completed', 'cancelled', 'failed')),
    CONSTRAINT reservation_reason CHECK (reason IN ('requested', 'unpaid', 'over_limit', 'price_changed', 'missed', 'machine_lost',
        'no_machine', 'not_started', 'wrong_machine')),
    CONSTRAINT reservation_fulfilment CHECK (fulfilment IN ('manual', 'automatic')),
    CONSTRAINT reservation_window CHECK (starts_at < ends_at AND starts_at % 1000000 = 0 AND ends_at % 1000000 = 0),
    CONSTRAINT reservation_unit CHECK (unit >= 0),
    CONSTRAINT reservation_price CHECK (price_per_hour > 0),
    CONSTRAINT reservation_started CHECK ((started_at IS NULL) = (charged = 0) AND (state NOT IN ('activating', 'active') OR started_at IS NOT NULL)),
    CONSTRAINT reservation_refunded CHECK (refunded BETWEEN 0 AND charged),
    CONSTRAINT reservation_start_by CHECK (state <> 'activating' OR start_by IS NOT NULL),
    CONSTRAINT reservation_work CHECK ((next_try_at IS NULL) = (state IN ('completed', 'cancelled', 'failed')))
) STRICT;

INSERT INTO reservation_new SELECT id, owner, token, offer_id, provider, machine, model, gpu_count, unit, starts_at, ends_at, price_per_hour, min_seconds, fee_basis_points, max_price,
    fulfilment, note, state, reason, started_at, stopped_at, market_price, extensions, charged, refunded, created_at, updated_at, version, next_try_at, attempts, lease_token, NULL FROM reservation;
DROP TABLE reservation;
ALTER TABLE reservation_new RENAME TO reservation;


CREATE INDEX reservation_by_unit ON reservation (offer_id, unit, ends_at) WHERE state IN ('pending', 'activating', 'active');
CREATE INDEX reservation_by_machine ON reservation (machine, ends_at) WHERE state IN ('pending', 'activating', 'active');
CREATE INDEX reservation_by_owner ON reservation (owner, starts_at);
CREATE INDEX reservation_due ON reservation (next_try_at) WHERE next_try_at IS NOT NULL;

CREATE TRIGGER reservation_unit_overlap_insert BEFORE INSERT ON reservation
WHEN NEW.state IN ('pending', 'activating', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE offer_id = NEW.offer_id AND unit = NEW.unit AND state IN ('pending', 'activating', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
) BEGIN
    SELECT RAISE(ABORT, 'reservation_unit_overlap');
END;
CREATE TRIGGER reservation_unit_overlap_update BEFORE UPDATE OF offer_id, unit, starts_at, ends_at, state ON reservation
WHEN NEW.state IN ('pending', 'activating', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE offer_id = NEW.offer_id AND unit = NEW.unit AND state IN ('pending', 'activating', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at AND id <> OLD.id
) BEGIN
    SELECT RAISE(ABORT, 'reservation_unit_overlap');
END;
CREATE TRIGGER reservation_machine_overlap_insert BEFORE INSERT ON reservation
WHEN NEW.state IN ('pending', 'activating', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE machine = NEW.machine AND offer_id <> NEW.offer_id AND state IN ('pending', 'activating', 'active')
    AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
) BEGIN
    SELECT RAISE(ABORT, 'reservation_machine_overlap');
END;
CREATE TRIGGER reservation_machine_overlap_update BEFORE UPDATE OF offer_id, machine, starts_at, ends_at, state ON reservation
WHEN NEW.state IN ('pending', 'activating', 'active') AND EXISTS (
    SELECT 1 FROM reservation
    WHERE machine = NEW.machine AND offer_id <> NEW.offer_id AND state IN ('pending', 'activating', 'active')
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
-- What was agreed on stays, but for the offer of one that is being rented and took another; what has ended has ended.
CREATE TRIGGER reservation_fixed BEFORE UPDATE ON reservation
WHEN (NEW.id, NEW.owner, NEW.token, NEW.price_per_hour, NEW.min_seconds, NEW.fee_basis_points, NEW.created_at)
    IS NOT (OLD.id, OLD.owner, OLD.token, OLD.price_per_hour, OLD.min_seconds, OLD.fee_basis_points, OLD.created_at)
    OR (NEW.offer_id, NEW.provider, NEW.machine) IS NOT (OLD.offer_id, OLD.provider, OLD.machine) AND OLD.state <> 'activating'
    OR OLD.state IN ('completed', 'cancelled', 'failed') BEGIN
    SELECT RAISE(ABORT, 'reservation_fixed');
END;

-- What is to be rented for a reservation: its owner's wishes, and what of the offer renting needs.
CREATE TABLE machine_order (
    reservation    TEXT    NOT NULL PRIMARY KEY CONSTRAINT machine_order_reservation REFERENCES reservation (id),
    wanted         TEXT    NOT NULL,   -- JSON: the offer as renting knows it; another one after a substitution
    max_price      INTEGER NOT NULL,   -- per hour, the whole machine with its disk and the provider's fees
    image          TEXT,
    disk_gib       INTEGER NOT NULL,
    ssh_keys       TEXT    NOT NULL,   -- JSON: public keys
    env            TEXT    NOT NULL,   -- JSON: holds secrets, and is emptied once no machine can need it any more
    onstart        TEXT,               -- likewise
    substitute     INTEGER NOT NULL,   -- 1 when an equivalent offer will do
    start_timeout  INTEGER NOT NULL,   -- seconds
    CONSTRAINT machine_order_disk CHECK (disk_gib > 0),
    CONSTRAINT machine_order_price CHECK (max_price > 0),
    CONSTRAINT machine_order_substitute CHECK (substitute IN (0, 1)),
    CONSTRAINT machine_order_timeout CHECK (start_timeout > 0)
) STRICT;

-- One row for each create call: written down before the call, and kept when the machine is long gone.
CREATE TABLE rental (
    id             TEXT    NOT NULL PRIMARY KEY,
    reservation    TEXT    NOT NULL CONSTRAINT rental_reservation REFERENCES machine_order (reservation),
    number         INTEGER NOT NULL,   -- of this reservation, from 1
    provider       TEXT    NOT NULL,
    offer_id       TEXT    NOT NULL,
    label          TEXT    NOT NULL CONSTRAINT rental_label UNIQUE,
    state          TEXT    NOT NULL,
    reason         TEXT,               -- why it is being given back, or never was
    machine        TEXT,               -- the provider's name for it
    host           TEXT,               -- whose failures to start are counted
    endpoint       TEXT,               -- JSON: user, host, port
    progress       TEXT,               -- the provider's own word
    price_per_hour INTEGER,            -- what the provider charges by
    own_end_at     INTEGER,            -- when the machine ends by itself, as far as we know
    call_until     INTEGER,            -- the create call is over by then, whoever made it
    misses         INTEGER NOT NULL,   -- looks in a row that did not find it well
    missed_since   INTEGER,            -- the first of them
    seen_at        INTEGER,            -- when it was last well
    created_at     INTEGER NOT NULL,
    running_at     INTEGER,
    releasing_at   INTEGER,
    ended_at       INTEGER,
    version        INTEGER NOT NULL,
    next_try_at    INTEGER,
    attempts       INTEGER NOT NULL,
    lease_token    INTEGER NOT NULL,
    CONSTRAINT rental_number UNIQUE (reservation, number),
    CONSTRAINT rental_state CHECK (state IN ('intent', 'creating', 'created', 'running', 'releasing', 'released', 'absent')),
    CONSTRAINT rental_machine CHECK (state NOT IN ('created', 'running', 'releasing', 'released') OR machine IS NOT NULL),
    CONSTRAINT rental_call CHECK (state <> 'creating' OR call_until IS NOT NULL),
    CONSTRAINT rental_released CHECK (state NOT IN ('releasing', 'released') OR releasing_at IS NOT NULL),
    CONSTRAINT rental_ended CHECK ((ended_at IS NOT NULL) = (state IN ('released', 'absent'))),
    CONSTRAINT rental_work CHECK ((next_try_at IS NULL) = (state IN ('released', 'absent')))
) STRICT;

-- One machine at a time, whatever happens.
CREATE UNIQUE INDEX rental_one ON rental (reservation) WHERE state NOT IN ('released', 'absent');
CREATE UNIQUE INDEX rental_by_machine ON rental (provider, machine) WHERE machine IS NOT NULL;
CREATE INDEX rental_due ON rental (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX rental_by_provider ON rental (provider, state);

CREATE TRIGGER rental_kept BEFORE DELETE ON rental BEGIN
    SELECT RAISE(ABORT, 'rental_kept');
END;

-- What happened to it, in the providers' words too.
CREATE TABLE rental_event (
    rental  TEXT    NOT NULL CONSTRAINT rental_event_rental REFERENCES rental (id),
    number  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    message TEXT    NOT NULL,
    PRIMARY KEY (rental, number)
) STRICT;

-- Providers at which nothing is rented for a while: a key that is refused, a list that cannot be believed.
CREATE TABLE rental_pause (
    provider TEXT    NOT NULL PRIMARY KEY,
    until    INTEGER NOT NULL,
    reason   TEXT    NOT NULL
) STRICT;

-- Machines with our label that nobody owns, found at a provider: what is made after it was given up.
CREATE TABLE stray (
    provider       TEXT    NOT NULL,
    machine        TEXT    NOT NULL,
    rental         TEXT    NOT NULL CONSTRAINT stray_rental REFERENCES rental (id),
    found_at       INTEGER NOT NULL,
    since          INTEGER NOT NULL,   -- it bills from then on at the latest
    price_per_hour INTEGER,
    ended_at       INTEGER,
    PRIMARY KEY (provider, machine)
) STRICT;

-- Machines that were rented and did not come up.
CREATE TABLE start_failure (
    rental   TEXT    NOT NULL PRIMARY KEY CONSTRAINT start_failure_rental REFERENCES rental (id),
    provider TEXT    NOT NULL,
    host     TEXT    NOT NULL,   -- the physical machine or the provider on it; the offer where neither is told
    at       INTEGER NOT NULL
) STRICT;

CREATE INDEX start_failure_by_host ON start_failure (provider, host);

-- Whose machines are whose where several databases share a provider account.
CREATE TABLE deployment (
    id TEXT NOT NULL PRIMARY KEY
) STRICT;

INSERT INTO deployment (id) VALUES (lower(hex(randomblob(4))));
