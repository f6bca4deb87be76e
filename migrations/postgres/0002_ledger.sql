-- The book: accounts, entries and their postings. Money is micro-USDC and time is microseconds since 1970 (UTC).
-- Columns and constraint names are the same as in ../sqlite; a test compares them.
--
-- The tables defend themselves, whoever writes: an entry says how many lines it has, its last line must bring its sum
-- to zero, and it cannot be committed without that line; a line moves its account, and nothing else does; nothing is
-- ever changed or removed.

CREATE TABLE account (
    id        BIGINT           NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    code      TEXT COLLATE "C" NOT NULL CONSTRAINT account_code UNIQUE,
    class     TEXT COLLATE "C" NOT NULL,
    normal    BIGINT           NOT NULL,            -- 1 when debits make the balance grow, -1 when credits do
    floor     BIGINT,                               -- the balance never goes below it
    balance   BIGINT           NOT NULL DEFAULT 0,  -- in the account's own direction
    version   BIGINT           NOT NULL DEFAULT 0,  -- number of postings
    opened_at BIGINT           NOT NULL,
    closed_at BIGINT,                               -- for good
    CONSTRAINT account_code_form CHECK (code ~ '^[a-z0-9][a-z0-9:_.-]{0,119}$'),
    CONSTRAINT account_class CHECK (class IN ('asset', 'liability', 'income', 'expense', 'equity')),
    CONSTRAINT account_normal CHECK (normal = CASE WHEN class IN ('asset', 'expense') THEN 1 ELSE -1 END),
    CONSTRAINT insufficient_funds CHECK (balance >= floor),
    CONSTRAINT account_closed_empty CHECK (closed_at IS NULL OR balance = 0)
);

CREATE TABLE entry (
    id           BIGINT           NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    kind         TEXT COLLATE "C" NOT NULL,
    idem_key     TEXT COLLATE "C" NOT NULL CONSTRAINT entry_idem_key UNIQUE,
    request_hash BYTEA            NOT NULL,         -- of what was asked for under the key
    lines        BIGINT           NOT NULL,         -- how many postings it has
    reverses     BIGINT CONSTRAINT entry_reverses UNIQUE REFERENCES entry (id),
    event_at     BIGINT           NOT NULL,         -- when it happened
    created_at   BIGINT           NOT NULL,         -- when it was booked
    meta         TEXT COLLATE "C" NOT NULL,         -- notes, as a JSON object
    CONSTRAINT entry_request_hash CHECK (length(request_hash) = 32),
    CONSTRAINT entry_lines CHECK (lines BETWEEN 2 AND 20000)
);

CREATE TABLE posting (
    entry_id        BIGINT NOT NULL REFERENCES entry (id),
    line            BIGINT NOT NULL,                -- 1 … entry.lines
    account_id      BIGINT NOT NULL REFERENCES account (id),
    amount          BIGINT NOT NULL,                -- debits positive, credits negative
    balance_after   BIGINT NOT NULL,                -- of the account, in its own direction
    account_version BIGINT NOT NULL,                -- 1, 2, 3 … without gaps in each account
    PRIMARY KEY (entry_id, line),
    CONSTRAINT posting_account_version UNIQUE (account_id, account_version),
    CONSTRAINT posting_line CHECK (line >= 1),
    CONSTRAINT posting_amount CHECK (amount <> 0)
);

-- Looked at when a transaction ends: the last line, whose arrival proved the sum, must be there.
ALTER TABLE entry ADD CONSTRAINT entry_complete
    FOREIGN KEY (id, lines) REFERENCES posting (entry_id, line) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;

CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('entry_append_only');
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('posting_append_only');
CREATE TRIGGER account_kept BEFORE DELETE OR TRUNCATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('account_kept');
CREATE TRIGGER account_opens_empty BEFORE INSERT ON account
    FOR EACH ROW WHEN (NEW.balance <> 0 OR NEW.version <> 0 OR NEW.closed_at IS NOT NULL)
    EXECUTE FUNCTION ledger_refuse('account_opens_empty');
CREATE TRIGGER account_fixed BEFORE UPDATE ON account
    FOR EACH ROW WHEN ((NEW.id, NEW.code, NEW.class, NEW.normal, NEW.floor, NEW.opened_at)
        IS DISTINCT FROM (OLD.id, OLD.code, OLD.class, OLD.normal, OLD.floor, OLD.opened_at)
        OR OLD.closed_at IS NOT NULL)
    EXECUTE FUNCTION ledger_refuse('account_fixed');

-- A balance moves to what the account's next posting says, and to nothing else.
CREATE FUNCTION account_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> OLD.version + 1 OR NOT EXISTS (
        SELECT 1 FROM posting
        WHERE account_id = NEW.id AND account_version = NEW.version AND balance_after = NEW.balance
    ) THEN
        RAISE EXCEPTION 'account_follows' USING ERRCODE = 'check_violation', CONSTRAINT = 'account_follows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER account_follows BEFORE UPDATE ON account
    FOR EACH ROW WHEN (NEW.balance <> OLD.balance OR NEW.version <> OLD.version)
    EXECUTE FUNCTION account_follows();

-- A line follows the line before it and its account's last state, and moves the account; the last one closes the sum.
CREATE FUNCTION posting_applies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_line BIGINT;
BEGIN
    SELECT lines INTO last_line FROM entry WHERE id = NEW.entry_id;
    IF NEW.line > last_line OR (NEW.line > 1 AND NOT EXISTS (
        SELECT 1 FROM posting WHERE entry_id = NEW.entry_id AND line = NEW.line - 1
    )) THEN
        RAISE EXCEPTION 'posting_line' USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_line';
    END IF;
    UPDATE account SET balance = NEW.balance_after, version = NEW.account_version
        WHERE id = NEW.account_id AND closed_at IS NULL
        AND balance + normal * NEW.amount = NEW.balance_after AND version + 1 = NEW.account_version;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'posting_follows' USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_follows';
    END IF;
    IF NEW.line = last_line AND (SELECT SUM(amount) FROM posting WHERE entry_id = NEW.entry_id) <> 0 THEN
        RAISE EXCEPTION 'entry_balanced' USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_balanced';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_applies AFTER INSERT ON posting
    FOR EACH ROW EXECUTE FUNCTION posting_applies();

-- The functions see this schema's tables, not temporary ones of the same name.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION account_follows() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION posting_applies() SET search_path = %I, pg_temp', current_schema());
END $$;

-- For people.
CREATE VIEW account_readable AS
    SELECT code, class, balance * 0.000001 AS balance, floor * 0.000001 AS floor, version AS postings,
        to_timestamp(opened_at * 0.000001) AS opened_at, to_timestamp(closed_at * 0.000001) AS closed_at
    FROM account;
CREATE VIEW ledger_readable AS
    SELECT e.id AS entry, p.line, e.kind, e.idem_key AS key, a.code AS account,
        CASE WHEN p.amount > 0 THEN p.amount * 0.000001 END AS debit,
        CASE WHEN p.amount < 0 THEN p.amount * -0.000001 END AS credit,
        p.balance_after * 0.000001 AS balance_after,
        to_timestamp(e.event_at * 0.000001) AS event_at, to_timestamp(e.created_at * 0.000001) AS created_at,
        CAST(e.meta AS jsonb) AS meta
    FROM posting p JOIN entry e ON e.id = p.entry_id JOIN account a ON a.id = p.account_id;
