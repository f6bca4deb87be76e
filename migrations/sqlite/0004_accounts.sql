-- Accounts: who may act, and what was done. Times are microseconds since 1970 (UTC), money is micro-USDC.
-- Columns and constraint names are the same as in ../postgres; a test compares them.

CREATE TABLE users (
    id            TEXT    NOT NULL PRIMARY KEY,
    email         TEXT    NOT NULL CONSTRAINT users_email UNIQUE,  -- in lower case
    display_name  TEXT,
    password_hash TEXT    NOT NULL,                                -- argon2id, as a PHC string
    is_operator   INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    CONSTRAINT users_email_lower CHECK (email = lower(email))
) STRICT;

-- The first account is the operator's, however many sign up at once.
CREATE UNIQUE INDEX users_one_operator ON users (is_operator) WHERE is_operator;

-- Public halves of the keys that machines sign tokens with.
CREATE TABLE signing_keys (
    id         TEXT    NOT NULL PRIMARY KEY,
    public_key BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT signing_keys_length CHECK (length(public_key) = 32)
) STRICT;

-- Logins and tokens. A token that is shown to gp4u names one; what it may do stands here, and only here.
CREATE TABLE sessions (
    id                  TEXT    NOT NULL PRIMARY KEY,
    user_id             TEXT    NOT NULL CONSTRAINT sessions_user REFERENCES users (id) ON DELETE CASCADE,
    key_id              TEXT    NOT NULL CONSTRAINT sessions_key REFERENCES signing_keys (id) ON DELETE CASCADE,
    kind                TEXT    NOT NULL,
    name                TEXT,                      -- of a token
    source              TEXT,                      -- of a login: user and machine
    scopes              TEXT    NOT NULL,          -- names with spaces between
    spend_limit_per_day INTEGER,
    created_at          INTEGER NOT NULL,
    expires_at          INTEGER NOT NULL,
    revoked_at          INTEGER,                   -- for good
    CONSTRAINT sessions_kind CHECK (kind IN ('login', 'token')),
    CONSTRAINT sessions_limit CHECK (spend_limit_per_day >= 0)
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id, kind, id);

-- Failed logins in a row, by what they are counted for.
CREATE TABLE login_failures (
    subject  TEXT    NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX login_failures_by_age ON login_failures (last_at);

-- What was asked for under an idempotency key, and the first answer.
CREATE TABLE requests (
    actor        TEXT    NOT NULL,                 -- keys of different actors are different keys
    idem_key     TEXT    NOT NULL,
    command      TEXT    NOT NULL,
    request_hash BLOB    NOT NULL,
    answer       TEXT,                             -- JSON; NULL only within the transaction that works it out
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (actor, idem_key),
    CONSTRAINT requests_hash CHECK (length(request_hash) = 32)
) STRICT, WITHOUT ROWID;

-- Who did what, when, to what; append-only.
CREATE TABLE audit (
    id           INTEGER NOT NULL PRIMARY KEY,
    at           INTEGER NOT NULL,
    user_id      TEXT    NOT NULL,
    session_id   TEXT,
    command      TEXT    NOT NULL,
    object       TEXT,                             -- the id of what it was done to
    state_before TEXT,                             -- JSON
    state_after  TEXT,                             -- JSON
    idem_key     TEXT
) STRICT;

CREATE INDEX audit_by_user ON audit (user_id, id);

CREATE TRIGGER audit_append_only BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'audit_append_only');
END;
CREATE TRIGGER audit_append_only_delete BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'audit_append_only');
END;
-- INSERT OR REPLACE deletes without asking the triggers above.
CREATE TRIGGER audit_append_only_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id) BEGIN
    SELECT RAISE(ABORT, 'audit_append_only');
END;
