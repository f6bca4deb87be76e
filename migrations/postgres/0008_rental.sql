-- Real machines. Money is micro-USDC, time is microseconds since 1970 (UTC).
-- Columns and constraint names are the same as in ../sqlite; a test compares them.

-- A reservation can be on its way to its machine now.
ALTER TABLE reservation
    ADD COLUMN start_by BIGINT,       -- its machine has to be up by then; only of one that is or was being rented
    DROP CONSTRAINT reservation_state,
    DROP CONSTRAINT reservation_reason,
    DROP CONSTRAINT reservation_fulfilment,
    DROP CONSTRAINT reservation_started,
    DROP CONSTRAINT reservation_unit_overlap,
    DROP CONSTRAINT reservation_machine_overlap,
    ADD CONSTRAINT reservation_state CHECK (state IN ('pending', 'activating', 'active', 'completed', 'cancelled', 'failed')),
    ADD CONSTRAINT reservation_reason CHECK (reason IN ('requested', 'unpaid', 'over_limit', 'price_changed', 'missed', 'machine_lost',
        'no_machine', 'not_started', 'wrong_machine')),
    ADD CONSTRAINT reservation_fulfilment CHECK (fulfilment IN ('manual', 'automatic')),
    ADD CONSTRAINT reservation_started CHECK ((started_at IS NULL) = (charged = 0) AND (state NOT IN ('activating', 'active') OR started_at IS NOT NULL)),
    ADD CONSTRAINT reservation_start_by CHECK (state <> 'activating' OR start_by IS NOT NULL),
    ADD CONSTRAINT reservation_unit_overlap
    EXCLUDE USING gist (offer_id WITH =, unit WITH =, int8range(starts_at, ends_at) WITH &&)
    WHERE (state IN ('pending', 'activating', 'active')),
    ADD CONSTRAINT reservation_machine_overlap
    EXCLUDE USING gist (machine WITH =, offer_id WITH <>, int8range(starts_at, ends_at) WITH &&)
    WHERE (state IN ('pending', 'activating', 'active') AND machine IS NOT NULL);

DROP INDEX reservation_by_unit;
DROP INDEX reservation_by_machine;
CREATE INDEX reservation_by_unit ON reservation (offer_id, unit, ends_at) WHERE state IN ('pending', 'activating', 'active');
CREATE INDEX reservation_by_machine ON reservation (machine, ends_at) WHERE state IN ('pending', 'activating', 'active');

-- What was agreed on stays, but for the offer of one that is being rented and took another; what has ended has ended.
DROP TRIGGER reservation_fixed ON reservation;
CREATE TRIGGER reservation_fixed BEFORE UPDATE ON reservation
    FOR EACH ROW WHEN ((NEW.id, NEW.owner, NEW.token, NEW.price_per_hour, NEW.min_seconds, NEW.fee_basis_points, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.owner, OLD.token, OLD.price_per_hour, OLD.min_seconds, OLD.fee_basis_points, OLD.created_at)
        OR (NEW.offer_id, NEW.provider, NEW.machine) IS DISTINCT FROM (OLD.offer_id, OLD.provider, OLD.machine)
        AND OLD.state <> 'activating'
        OR OLD.state IN ('completed', 'cancelled', 'failed'))
    EXECUTE FUNCTION ledger_refuse('reservation_fixed');

-- What is to be rented for a reservation: its owner's wishes, and what of the offer renting needs.
CREATE TABLE machine_order (
    reservation    TEXT COLLATE "C"    NOT NULL PRIMARY KEY CONSTRAINT machine_order_reservation REFERENCES reservation (id),
    wanted         TEXT COLLATE "C"    NOT NULL,   -- JSON: the offer as renting knows it; another one after a substitution
    max_price      BIGINT NOT NULL,   -- per hour, the whole machine with its disk and the provider's fees
    image          TEXT COLLATE "C",
    disk_gib       BIGINT NOT NULL,
    ssh_keys       TEXT COLLATE "C"    NOT NULL,   -- JSON: public keys
    env            TEXT COLLATE "C"    NOT NULL,   -- JSON: holds secrets, and is emptied once no machine can need it any more
    onstart        TEXT COLLATE "C",               -- likewise
    substitute     BIGINT NOT NULL,   -- 1 when an equivalent offer will do
    start_timeout  BIGINT NOT NULL,   -- seconds
    CONSTRAINT machine_order_disk CHECK (disk_gib > 0),
    CONSTRAINT machine_order_price CHECK (max_price > 0),
    CONSTRAINT machine_order_substitute CHECK (substitute IN (0, 1)),
    CONSTRAINT machine_order_timeout CHECK (start_timeout > 0)
);

-- One row for each create call: written down before the call, and kept when the machine is long gone.
CREATE TABLE rental (
    id             TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    reservation    TEXT COLLATE "C"    NOT NULL CONSTRAINT rental_reservation REFERENCES machine_order (reservation),
    number         BIGINT NOT NULL,   -- of this reservation, from 1
    provider       TEXT COLLATE "C"    NOT NULL,
    offer_id       TEXT COLLATE "C"    NOT NULL,
    label          TEXT COLLATE "C"    NOT NULL CONSTRAINT rental_label UNIQUE,
    state          TEXT COLLATE "C"    NOT NULL,
    reason         TEXT COLLATE "C",               -- why it is being given back, or never was
    machine        TEXT COLLATE "C",               -- the provider's name for it
    host           TEXT COLLATE "C",               -- whose failures to start are counted
    endpoint       TEXT COLLATE "C",               -- JSON: user, host, port
    progress       TEXT COLLATE "C",               -- the provider's own word
    price_per_hour BIGINT,            -- what the provider charges by
    own_end_at     BIGINT,            -- when the machine ends by itself, as far as we know
    call_until     BIGINT,            -- the create call is over by then, whoever made it
    misses         BIGINT NOT NULL,   -- looks in a row that did not find it well
    missed_since   BIGINT,            -- the first of them
    seen_at        BIGINT,            -- when it was last well
    created_at     BIGINT NOT NULL,
    running_at     BIGINT,
    releasing_at   BIGINT,
    ended_at       BIGINT,
    version        BIGINT NOT NULL,
    next_try_at    BIGINT,
    attempts       BIGINT NOT NULL,
    lease_token    BIGINT NOT NULL,
    CONSTRAINT rental_number UNIQUE (reservation, number),
    CONSTRAINT rental_state CHECK (state IN ('intent', 'creating', 'created', 'running', 'releasing', 'released', 'absent')),
    CONSTRAINT rental_machine CHECK (state NOT IN ('created', 'running', 'releasing', 'released') OR machine IS NOT NULL),
    CONSTRAINT rental_call CHECK (state <> 'creating' OR call_until IS NOT NULL),
    CONSTRAINT rental_released CHECK (state NOT IN ('releasing', 'released') OR releasing_at IS NOT NULL),
    CONSTRAINT rental_ended CHECK ((ended_at IS NOT NULL) = (state IN ('released', 'absent'))),
    CONSTRAINT rental_work CHECK ((next_try_at IS NULL) = (state IN ('released', 'absent')))
);

-- One machine at a time, whatever happens.
CREATE UNIQUE INDEX rental_one ON rental (reservation) WHERE state NOT IN ('released', 'absent');
CREATE UNIQUE INDEX rental_by_machine ON rental (provider, machine) WHERE machine IS NOT NULL;
CREATE INDEX rental_due ON rental (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX rental_by_provider ON rental (provider, state);

CREATE TRIGGER rental_kept BEFORE DELETE OR TRUNCATE ON rental
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('rental_kept');

-- What happened to it, in the providers' words too.
CREATE TABLE rental_event (
    rental  TEXT COLLATE "C"    NOT NULL CONSTRAINT rental_event_rental REFERENCES rental (id),
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    kind    TEXT COLLATE "C"    NOT NULL,
    message TEXT COLLATE "C"    NOT NULL,
    PRIMARY KEY (rental, number)
);

-- Providers at which nothing is rented for a while: a key that is refused, a list that cannot be believed.
CREATE TABLE rental_pause (
    provider TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    until    BIGINT NOT NULL,
    reason   TEXT COLLATE "C"    NOT NULL
);

-- Machines with our label that nobody owns, found at a provider: what is made after it was given up.
CREATE TABLE stray (
    provider       TEXT COLLATE "C"    NOT NULL,
    machine        TEXT COLLATE "C"    NOT NULL,
    rental         TEXT COLLATE "C"    NOT NULL CONSTRAINT stray_rental REFERENCES rental (id),
    found_at       BIGINT NOT NULL,
    since          BIGINT NOT NULL,   -- it bills from then on at the latest
    price_per_hour BIGINT,
    ended_at       BIGINT,
    PRIMARY KEY (provider, machine)
);

-- Machines that were rented and did not come up.
CREATE TABLE start_failure (
    rental   TEXT COLLATE "C"    NOT NULL PRIMARY KEY CONSTRAINT start_failure_rental REFERENCES rental (id),
    provider TEXT COLLATE "C"    NOT NULL,
    host     TEXT COLLATE "C"    NOT NULL,   -- the physical machine or the provider on it; the offer where neither is told
    at       BIGINT NOT NULL
);

CREATE INDEX start_failure_by_host ON start_failure (provider, host);

-- Whose machines are whose where several databases share a provider account.
CREATE TABLE deployment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY
);

INSERT INTO deployment (id) VALUES (substr(md5(CAST(gen_random_uuid() AS TEXT)), 1, 8));
