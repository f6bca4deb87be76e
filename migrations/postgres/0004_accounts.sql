-- Accounts: who may act, and what was done. Times are microseconds since 1970 (UTC), money is micro-USDC.
-- Columns and constraint names are the same as in ../sqlite; a test compares them.

CREATE TABLE users (
    id                  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email               TEXT COLLATE "C" NOT NULL CONSTRAINT users_email UNIQUE,  -- in lower case
    display_name        TEXT COLLATE "C",
    password_hash       TEXT COLLATE "C" NOT NULL,  -- argon2id, as a PHC string
    is_operator         BOOLEAN          NOT NULL,
    created_at          BIGINT           NOT NULL,
    CONSTRAINT users_email_lower CHECK (email = lower(email))
);

-- The first account is the operator's, however many sign up at once.
CREATE UNIQUE INDEX users_one_operator ON users (is_operator) WHERE is_operator;

-- Public halves of the keys that machines sign tokens with.
CREATE TABLE signing_keys (
    id                  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    public_key          BYTEA            NOT NULL,
    created_at          BIGINT           NOT NULL,
    CONSTRAINT signing_keys_length CHECK (length(public_key) = 32)
);

-- Logins and tokens. A token that is shown to gp4u names one; what it may do stands here, and only here.
CREATE TABLE sessions (
    id                  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id             TEXT COLLATE "C" NOT NULL CONSTRAINT sessions_user REFERENCES users (id) ON DELETE CASCADE,
    key_id              TEXT COLLATE "C" NOT NULL CONSTRAINT sessions_key REFERENCES signing_keys (id) ON DELETE CASCADE,
    kind                TEXT COLLATE "C" NOT NULL,
    name                TEXT COLLATE "C",  -- of a token
    source              TEXT COLLATE "C",  -- of a login: user and machine
    scopes              TEXT COLLATE "C" NOT NULL,  -- names with spaces between
    spend_limit_per_day BIGINT,
    created_at          BIGINT           NOT NULL,
    expires_at          BIGINT           NOT NULL,
    revoked_at          BIGINT,  -- for good
    CONSTRAINT sessions_kind CHECK (kind IN ('login', 'token')),
    CONSTRAINT sessions_limit CHECK (spend_limit_per_day >= 0)
);

CREATE INDEX sessions_by_user ON sessions (user_id, kind, id);

-- Failed logins in a row, by what they are counted for.
CREATE TABLE login_failures (
    subject             TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    failures            BIGINT           NOT NULL,
    last_at             BIGINT           NOT NULL
);

CREATE INDEX login_failures_by_age ON login_failures (last_at);

-- What was asked for under an idempotency key, and the first answer.
CREATE TABLE requests (
    actor               TEXT COLLATE "C" NOT NULL,  -- keys of different actors are different keys
    idem_key            TEXT COLLATE "C" NOT NULL,
    command             TEXT COLLATE "C" NOT NULL,
    request_hash        BYTEA            NOT NULL,
    answer              TEXT COLLATE "C",  -- JSON; NULL only within the transaction that works it out
    created_at          BIGINT           NOT NULL,
    PRIMARY KEY (actor, idem_key),
    CONSTRAINT requests_hash CHECK (length(request_hash) = 32)
);

-- Who did what, when, to what; append-only.
CREATE TABLE audit (
    id                  BIGINT           NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at                  BIGINT           NOT NULL,
    user_id             TEXT COLLATE "C" NOT NULL,
    session_id          TEXT COLLATE "C",
    command             TEXT COLLATE "C" NOT NULL,
    object              TEXT COLLATE "C",  -- the id of what it was done to
    state_before        TEXT COLLATE "C",  -- JSON
    state_after         TEXT COLLATE "C",  -- JSON
    idem_key            TEXT COLLATE "C"
);

CREATE INDEX audit_by_user ON audit (user_id, id);

CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('audit_append_only');
