-- The book: accounts, entries and their postings. Money is micro-USDC and time is microseconds since 1970 (UTC).
-- Columns and constraint names are the same as in ../postgres; a test compares them.
--
-- The tables defend themselves, whoever writes: an entry says how many lines it has, its last line must bring its sum
-- to zero, and it cannot be committed without that line; a line moves its account, and nothing else does; nothing is
-- ever changed or removed.

CREATE TABLE account (
    id        INTEGER NOT NULL PRIMARY KEY,
    code      TEXT    NOT NULL CONSTRAINT account_code UNIQUE,
    class     TEXT    NOT NULL,
    normal    INTEGER NOT NULL,            -- 1 when debits make the balance grow, -1 when credits do
    floor     INTEGER,                     -- the balance never goes below it
    balance   INTEGER NOT NULL DEFAULT 0,  -- in the account's own direction
    version   INTEGER NOT NULL DEFAULT 0,  -- number of postings
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,                     -- for good
    CONSTRAINT account_code_form CHECK (code GLOB '[a-z0-9]*' AND code NOT GLOB '*[^a-z0-9:_.-]*' AND length(code) <= 120),
    CONSTRAINT account_class CHECK (class IN ('asset', 'liability', 'income', 'expense', 'equity')),
    CONSTRAINT account_normal CHECK (normal = CASE WHEN class IN ('asset', 'expense') THEN 1 ELSE -1 END),
    CONSTRAINT insufficient_funds CHECK (balance >= floor),
    CONSTRAINT account_closed_empty CHECK (closed_at IS NULL OR balance = 0)
) STRICT;

CREATE TABLE entry (
    id           INTEGER NOT NULL PRIMARY KEY,
    kind         TEXT    NOT NULL,
    idem_key     TEXT    NOT NULL CONSTRAINT entry_idem_key UNIQUE,
    request_hash BLOB    NOT NULL,         -- of what was asked for under the key
    lines        INTEGER NOT NULL,         -- how many postings it has
    reverses     INTEGER CONSTRAINT entry_reverses UNIQUE REFERENCES entry (id),
    event_at     INTEGER NOT NULL,         -- when it happened
    created_at   INTEGER NOT NULL,         -- when it was booked
    meta         TEXT    NOT NULL,         -- notes, as a JSON object
    CONSTRAINT entry_request_hash CHECK (length(request_hash) = 32),
    CONSTRAINT entry_lines CHECK (lines BETWEEN 2 AND 20000),
    -- Looked at when a transaction ends: the last line, whose arrival proved the sum, must be there.
    CONSTRAINT entry_complete FOREIGN KEY (id, lines) REFERENCES posting (entry_id, line) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE posting (
    entry_id        INTEGER NOT NULL REFERENCES entry (id),
    line            INTEGER NOT NULL,      -- 1 … entry.lines
    account_id      INTEGER NOT NULL REFERENCES account (id),
    amount          INTEGER NOT NULL,      -- debits positive, credits negative
    balance_after   INTEGER NOT NULL,      -- of the account, in its own direction
    account_version INTEGER NOT NULL,      -- 1, 2, 3 … without gaps in each account
    PRIMARY KEY (entry_id, line),
    CONSTRAINT posting_account_version UNIQUE (account_id, account_version),
    CONSTRAINT posting_line CHECK (line >= 1),
    CONSTRAINT posting_amount CHECK (amount <> 0)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_append_only BEFORE UPDATE ON entry BEGIN
    SELECT RAISE(ABORT, 'entry_append_only');
END;
CREATE TRIGGER entry_append_only_delete BEFORE DELETE ON entry BEGIN
    SELECT RAISE(ABORT, 'entry_append_only');
END;
-- INSERT OR REPLACE deletes without asking the triggers above.
CREATE TRIGGER entry_append_only_replace BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR idem_key = NEW.idem_key) BEGIN
    SELECT RAISE(ABORT, 'entry_append_only');
END;
CREATE TRIGGER entry_reverses_replace BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM entry WHERE reverses = NEW.reverses) BEGIN
    SELECT RAISE(ABORT, 'entry_reverses');
END;
-- Other programs must turn foreign keys on before they write (and leave `trusted_schema` on, for this question to be
-- allowed): `entry_complete` is one.
CREATE TRIGGER entry_foreign_keys BEFORE INSERT ON entry
WHEN (SELECT foreign_keys FROM pragma_foreign_keys) <> 1 BEGIN
    SELECT RAISE(ABORT, 'entry_foreign_keys');
END;

CREATE TRIGGER posting_append_only BEFORE UPDATE ON posting BEGIN
    SELECT RAISE(ABORT, 'posting_append_only');
END;
CREATE TRIGGER posting_append_only_delete BEFORE DELETE ON posting BEGIN
    SELECT RAISE(ABORT, 'posting_append_only');
END;

CREATE TRIGGER account_kept BEFORE DELETE ON account BEGIN
    SELECT RAISE(ABORT, 'account_kept');
END;
CREATE TRIGGER account_kept_replace BEFORE INSERT ON account
WHEN EXISTS (SELECT 1 FROM account WHERE id = NEW.id OR code = NEW.code) BEGIN
    SELECT RAISE(ABORT, 'account_kept');
END;
CREATE TRIGGER account_opens_empty BEFORE INSERT ON account
WHEN NEW.balance <> 0 OR NEW.version <> 0 OR NEW.closed_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'account_opens_empty');
END;
CREATE TRIGGER account_fixed BEFORE UPDATE ON account
WHEN (NEW.id, NEW.code, NEW.class, NEW.normal, NEW.floor, NEW.opened_at)
    IS NOT (OLD.id, OLD.code, OLD.class, OLD.normal, OLD.floor, OLD.opened_at)
    OR OLD.closed_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'account_fixed');
END;

-- A balance moves to what the account's next posting says, and to nothing else.
CREATE TRIGGER account_follows BEFORE UPDATE ON account
WHEN (NEW.balance <> OLD.balance OR NEW.version <> OLD.version) AND (NEW.version <> OLD.version + 1 OR NOT EXISTS (
    SELECT 1 FROM posting
    WHERE account_id = NEW.id AND account_version = NEW.version AND balance_after = NEW.balance
)) BEGIN
    SELECT RAISE(ABORT, 'account_follows');
END;

-- A line follows the line before it and its account's last state, and moves the account; the last one closes the sum.
CREATE TRIGGER posting_line BEFORE INSERT ON posting
WHEN NEW.line > COALESCE((SELECT lines FROM entry WHERE id = NEW.entry_id), 0)
    OR EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.entry_id AND line = NEW.line)
    OR (NEW.line > 1 AND NOT EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.entry_id AND line = NEW.line - 1)) BEGIN
    SELECT RAISE(ABORT, 'posting_line');
END;
CREATE TRIGGER posting_follows BEFORE INSERT ON posting
WHEN NOT EXISTS (
    SELECT 1 FROM account
    WHERE id = NEW.account_id AND closed_at IS NULL
    AND balance + normal * NEW.amount = NEW.balance_after AND version + 1 = NEW.account_version
) BEGIN
    SELECT RAISE(ABORT, 'posting_follows');
END;
-- INSERT OR IGNORE and OR FAIL would let the line stand when the account's own constraint refuses the move.
CREATE TRIGGER posting_floor BEFORE INSERT ON posting
WHEN NEW.balance_after < (SELECT floor FROM account WHERE id = NEW.account_id) BEGIN
    SELECT RAISE(ABORT, 'insufficient_funds');
END;
CREATE TRIGGER posting_applies AFTER INSERT ON posting BEGIN
    UPDATE account SET balance = NEW.balance_after, version = NEW.account_version WHERE id = NEW.account_id;
    SELECT RAISE(ABORT, 'entry_balanced')
    WHERE NEW.line = (SELECT lines FROM entry WHERE id = NEW.entry_id)
    AND (SELECT SUM(amount) FROM posting WHERE entry_id = NEW.entry_id) <> 0;
END;
