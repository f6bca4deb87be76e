-- Reservations. Money is micro-USDC, time is microseconds since 1970 (UTC) in whole seconds where somebody is billed by it.
-- Columns and constraint names are the same as in ../sqlite; a test compares them.
--
-- The table itself refuses to book a unit twice, or two offers of one physical machine, at the same time.

-- Lets text stand beside ranges in the constraints below. Whoever owns the database may add it (it is trusted).
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'btree_gist') THEN
        IF to_regnamespace('public') IS NULL THEN
            CREATE EXTENSION btree_gist;
        ELSE
            CREATE EXTENSION btree_gist SCHEMA public;
        END IF;
    END IF;
END $$;

CREATE TABLE reservation (
    id               TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    owner            TEXT COLLATE "C" NOT NULL CONSTRAINT reservation_owner REFERENCES users (id),
    token            TEXT COLLATE "C",            -- that booked it, where one did: its limit counts when it is paid
    offer_id         TEXT COLLATE "C" NOT NULL,   -- offers come and go: what matters of one is kept here
    provider         TEXT COLLATE "C" NOT NULL,
    machine          TEXT COLLATE "C",            -- provider and machine: its offers exclude each other
    model            TEXT COLLATE "C" NOT NULL,
    gpu_count        BIGINT           NOT NULL,
    unit             BIGINT           NOT NULL,   -- 0 … units of the offer − 1
    starts_at        BIGINT           NOT NULL,
    ends_at          BIGINT           NOT NULL,   -- not part of it
    price_per_hour   BIGINT           NOT NULL,   -- agreed on when it was booked
    min_seconds      BIGINT           NOT NULL,   -- paid for at least
    fee_basis_points BIGINT           NOT NULL,
    max_price        BIGINT,                      -- dearest market price per hour at which it still becomes active
    fulfilment       TEXT COLLATE "C" NOT NULL,
    note             TEXT COLLATE "C",
    state            TEXT COLLATE "C" NOT NULL,
    reason           TEXT COLLATE "C",            -- why it ended, when not by its time
    started_at       BIGINT,                      -- paid for from then on
    stopped_at       BIGINT,                      -- … until then
    market_price     BIGINT,                      -- per hour, when it became active
    extensions       BIGINT           NOT NULL,
    charged          BIGINT           NOT NULL,
    refunded         BIGINT           NOT NULL,
    created_at       BIGINT           NOT NULL,
    updated_at       BIGINT           NOT NULL,
    version          BIGINT           NOT NULL,   -- counts changes: nobody changes what another has changed meanwhile
    next_try_at      BIGINT,                      -- when there is something to do, or a worker's lease ends; NULL when never
    attempts         BIGINT           NOT NULL,   -- failed ones in a row
    lease_token      BIGINT           NOT NULL,   -- counts leases: a worker that overslept its lease changes nothing
    CONSTRAINT reservation_state CHECK (state IN ('pending', 'active', 'completed', 'cancelled', 'failed')),
    CONSTRAINT reservation_reason CHECK (reason IN ('requested', 'unpaid', 'over_limit', 'price_changed', 'missed', 'machine_lost')),
    CONSTRAINT reservation_fulfilment CHECK (fulfilment IN ('manual')),
    CONSTRAINT reservation_window CHECK (starts_at < ends_at AND starts_at % 1000000 = 0 AND ends_at % 1000000 = 0),
    CONSTRAINT reservation_unit CHECK (unit >= 0),
    CONSTRAINT reservation_price CHECK (price_per_hour > 0),
    CONSTRAINT reservation_started CHECK ((started_at IS NULL) = (charged = 0) AND (state <> 'active' OR started_at IS NOT NULL)),
    CONSTRAINT reservation_refunded CHECK (refunded BETWEEN 0 AND charged),
    CONSTRAINT reservation_work CHECK ((next_try_at IS NULL) = (state IN ('completed', 'cancelled', 'failed')))
);

CREATE INDEX reservation_by_unit ON reservation (offer_id, unit, ends_at) WHERE state IN ('pending', 'active');
CREATE INDEX reservation_by_machine ON reservation (machine, ends_at) WHERE state IN ('pending', 'active');
CREATE INDEX reservation_by_owner ON reservation (owner, starts_at);
CREATE INDEX reservation_due ON reservation (next_try_at) WHERE next_try_at IS NOT NULL;

ALTER TABLE reservation
    ADD CONSTRAINT reservation_unit_overlap
    EXCLUDE USING gist (offer_id WITH =, unit WITH =, int8range(starts_at, ends_at) WITH &&)
    WHERE (state IN ('pending', 'active'));
ALTER TABLE reservation
    ADD CONSTRAINT reservation_machine_overlap
    EXCLUDE USING gist (machine WITH =, offer_id WITH <>, int8range(starts_at, ends_at) WITH &&)
    WHERE (state IN ('pending', 'active') AND machine IS NOT NULL);

CREATE TRIGGER reservation_kept BEFORE DELETE OR TRUNCATE ON reservation
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('reservation_kept');
-- What was agreed on stays, and what has ended has ended.
CREATE TRIGGER reservation_fixed BEFORE UPDATE ON reservation
    FOR EACH ROW WHEN ((NEW.id, NEW.owner, NEW.token, NEW.offer_id, NEW.provider, NEW.machine, NEW.price_per_hour, NEW.min_seconds,
            NEW.fee_basis_points, NEW.created_at)
        IS DISTINCT FROM (OLD.id, OLD.owner, OLD.token, OLD.offer_id, OLD.provider, OLD.machine, OLD.price_per_hour, OLD.min_seconds,
            OLD.fee_basis_points, OLD.created_at)
        OR OLD.state IN ('completed', 'cancelled', 'failed'))
    EXECUTE FUNCTION ledger_refuse('reservation_fixed');

-- For people.
CREATE VIEW reservation_readable AS
    SELECT id, owner, offer_id, unit, model, gpu_count, state, reason,
        to_timestamp(starts_at * 0.000001) AS starts_at, to_timestamp(ends_at * 0.000001) AS ends_at,
        to_timestamp(started_at * 0.000001) AS started_at, to_timestamp(stopped_at * 0.000001) AS stopped_at,
        price_per_hour * 0.000001 AS price_per_hour, charged * 0.000001 AS charged, refunded * 0.000001 AS refunded, note
    FROM reservation;
