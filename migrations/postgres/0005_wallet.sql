-- The wallet: what people ask to have put in or paid out, what they spend, and how much they may.
-- Columns and constraint names are the same as in ../sqlite; a test compares them.

-- The wallet whose money an account holds: of a booking's escrow, of a withdrawal.
ALTER TABLE account ADD COLUMN owner BIGINT REFERENCES account (id);
CREATE INDEX account_by_owner ON account (owner, closed_at) WHERE owner IS NOT NULL;

DROP TRIGGER account_fixed ON account;
CREATE TRIGGER account_fixed BEFORE UPDATE ON account
    FOR EACH ROW WHEN ((NEW.id, NEW.code, NEW.class, NEW.normal, NEW.floor, NEW.opened_at, NEW.owner)
        IS DISTINCT FROM (OLD.id, OLD.code, OLD.class, OLD.normal, OLD.floor, OLD.opened_at, OLD.owner)
        OR OLD.closed_at IS NOT NULL)
    EXECUTE FUNCTION ledger_refuse('account_fixed');

-- Money that somebody says they sent. It is booked when it is final.
CREATE TABLE deposit (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    wallet_id    BIGINT           NOT NULL REFERENCES account (id),
    chain        BIGINT           NOT NULL,  -- EIP-155; 0: the operator's word
    reference    TEXT COLLATE "C" NOT NULL,  -- the transaction
    log          BIGINT           NOT NULL,  -- of the transaction
    amount       BIGINT           NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT           NOT NULL,
    decided_at   BIGINT,
    decided_by   TEXT COLLATE "C",           -- the operator's user id
    reason       TEXT COLLATE "C",
    CONSTRAINT deposit_amount CHECK (amount > 0),
    CONSTRAINT deposit_state CHECK (state IN ('seen', 'final', 'claimed', 'rejected', 'reversed')),
    CONSTRAINT deposit_decided CHECK ((state = 'seen') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX deposit_reference ON deposit (wallet_id, chain, reference, log) WHERE state <> 'rejected';
CREATE INDEX deposit_by_wallet ON deposit (wallet_id, id);
CREATE INDEX deposit_by_state ON deposit (state, id);

-- Money that somebody wants to have. It left their wallet when it was asked for.
CREATE TABLE withdrawal (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    wallet_id    BIGINT           NOT NULL REFERENCES account (id),
    destination  TEXT COLLATE "C" NOT NULL,
    reference    TEXT COLLATE "C",           -- the user's own note
    amount       BIGINT           NOT NULL,
    fee          BIGINT           NOT NULL,
    state        TEXT COLLATE "C" NOT NULL,
    requested_at BIGINT           NOT NULL,
    decided_at   BIGINT,
    decided_by   TEXT COLLATE "C",           -- the operator's user id
    reason       TEXT COLLATE "C",
    CONSTRAINT withdrawal_amount CHECK (amount > 0 AND fee >= 0),
    CONSTRAINT withdrawal_state CHECK (state IN ('requested', 'signed', 'broadcast', 'paid', 'failed')),
    CONSTRAINT withdrawal_decided CHECK ((state IN ('paid', 'failed')) = (decided_at IS NOT NULL))
);
CREATE INDEX withdrawal_by_wallet ON withdrawal (wallet_id, id);
CREATE INDEX withdrawal_by_state ON withdrawal (state, id);

-- What left a wallet by its owner's will, and what came back of it. What comes back counts for the time it was spent.
CREATE TABLE spending (
    entry_id  BIGINT NOT NULL PRIMARY KEY REFERENCES entry (id),
    wallet_id BIGINT NOT NULL REFERENCES account (id),
    held_id   BIGINT NOT NULL REFERENCES account (id),  -- where it went
    token_id  TEXT COLLATE "C",                         -- the token that spent it
    at        BIGINT NOT NULL,
    amount    BIGINT NOT NULL                           -- what came back is negative
);
CREATE INDEX spending_by_wallet ON spending (wallet_id, at);
CREATE INDEX spending_by_token ON spending (token_id, at) WHERE token_id IS NOT NULL;
CREATE INDEX spending_by_held ON spending (held_id);

CREATE TABLE spending_limit (
    wallet_id BIGINT           NOT NULL REFERENCES account (id),
    period    TEXT COLLATE "C" NOT NULL,
    amount    BIGINT           NOT NULL,
    PRIMARY KEY (wallet_id, period),
    CONSTRAINT spending_limit_period CHECK (period IN ('day', 'month')),
    CONSTRAINT spending_limit_amount CHECK (amount >= 0)
);
