-- The wallet: what people ask to have put in or paid out, what they spend, and how much they may.
-- Columns and constraint names are the same as in ../postgres; a test compares them.

-- The wallet whose money an account holds: of a booking's escrow, of a withdrawal.
ALTER TABLE account ADD COLUMN owner INTEGER REFERENCES account (id);
CREATE INDEX account_by_owner ON account (owner, closed_at) WHERE owner IS NOT NULL;

DROP TRIGGER account_fixed;
CREATE TRIGGER account_fixed BEFORE UPDATE ON account
WHEN (NEW.id, NEW.code, NEW.class, NEW.normal, NEW.floor, NEW.opened_at, NEW.owner)
    IS NOT (OLD.id, OLD.code, OLD.class, OLD.normal, OLD.floor, OLD.opened_at, OLD.owner)
    OR OLD.closed_at IS NOT NULL BEGIN
    SELECT RAISE(ABORT, 'account_fixed');
END;

-- Money that somebody says they sent. It is booked when it is final.
CREATE TABLE deposit (
    id           TEXT    NOT NULL PRIMARY KEY,
    wallet_id    INTEGER NOT NULL REFERENCES account (id),
    chain        INTEGER NOT NULL,  -- EIP-155; 0: the operator's word
    reference    TEXT    NOT NULL,  -- the transaction
    log          INTEGER NOT NULL,  -- of the transaction
    amount       INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    decided_at   INTEGER,
    decided_by   TEXT,  -- the operator's user id
    reason       TEXT,
    CONSTRAINT deposit_amount CHECK (amount > 0),
    CONSTRAINT deposit_state CHECK (state IN ('seen', 'final', 'claimed', 'rejected', 'reversed')),
    CONSTRAINT deposit_decided CHECK ((state = 'seen') = (decided_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX deposit_reference ON deposit (wallet_id, chain, reference, log) WHERE state <> 'rejected';
CREATE INDEX deposit_by_wallet ON deposit (wallet_id, id);
CREATE INDEX deposit_by_state ON deposit (state, id);

-- Money that somebody wants to have. It left their wallet when it was asked for.
CREATE TABLE withdrawal (
    id           TEXT    NOT NULL PRIMARY KEY,
    wallet_id    INTEGER NOT NULL REFERENCES account (id),
    destination  TEXT    NOT NULL,
    reference    TEXT,  -- the user's own note
    amount       INTEGER NOT NULL,
    fee          INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    decided_at   INTEGER,
    decided_by   TEXT,  -- the operator's user id
    reason       TEXT,
    CONSTRAINT withdrawal_amount CHECK (amount > 0 AND fee >= 0),
    CONSTRAINT withdrawal_state CHECK (state IN ('requested', 'signed', 'broadcast', 'paid', 'failed')),
    CONSTRAINT withdrawal_decided CHECK ((state IN ('paid', 'failed')) = (decided_at IS NOT NULL))
) STRICT;
CREATE INDEX withdrawal_by_wallet ON withdrawal (wallet_id, id);
CREATE INDEX withdrawal_by_state ON withdrawal (state, id);

-- What left a wallet by its owner's will, and what came back of it. What comes back counts for the time it was spent.
CREATE TABLE spending (
    entry_id     INTEGER NOT NULL PRIMARY KEY REFERENCES entry (id),
    wallet_id    INTEGER NOT NULL REFERENCES account (id),
    held_id      INTEGER NOT NULL REFERENCES account (id),  -- where it went
    token_id     TEXT,  -- the token that spent it
    at           INTEGER NOT NULL,
    amount       INTEGER NOT NULL  -- what came back is negative
) STRICT;
CREATE INDEX spending_by_wallet ON spending (wallet_id, at);
CREATE INDEX spending_by_token ON spending (token_id, at) WHERE token_id IS NOT NULL;
CREATE INDEX spending_by_held ON spending (held_id);

CREATE TABLE spending_limit (
    wallet_id    INTEGER NOT NULL REFERENCES account (id),
    period       TEXT    NOT NULL,
    amount       INTEGER NOT NULL,
    PRIMARY KEY (wallet_id, period),
    CONSTRAINT spending_limit_period CHECK (period IN ('day', 'month')),
    CONSTRAINT spending_limit_amount CHECK (amount >= 0)
) STRICT;
