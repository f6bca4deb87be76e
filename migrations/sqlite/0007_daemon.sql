-- The daemon's loops. Time is microseconds since 1970 (UTC).
-- Columns and constraint names are the same as in ../postgres; a test compares them.

-- One row for each loop, and for each provider of a loop that runs for each: how it went, when it is due, who runs it.
CREATE TABLE daemon_loops (
    name               TEXT    NOT NULL PRIMARY KEY,  -- 'verify', 'sync:vast' …
    started_at         INTEGER,                       -- of the last run
    finished_at        INTEGER,                       -- of the last run that came to an end
    succeeded_at       INTEGER,                       -- end of the last run without an error
    next_at            INTEGER NOT NULL,
    lag                INTEGER,                       -- microseconds from when the last run was due until it began
    consecutive_errors INTEGER NOT NULL,
    error_code         TEXT,                          -- why the last run failed; NULL when it did not
    error_message      TEXT,
    lease_token        INTEGER NOT NULL,              -- grows with every claim: an older one may change nothing any more
    lease_holder       TEXT,                          -- host/pid/instance; NULL while nobody runs it
    lease_until        INTEGER,                       -- by the database's clock
    CONSTRAINT consecutive_errors_natural CHECK (consecutive_errors >= 0),
    CONSTRAINT lease_token_natural CHECK (lease_token >= 0),
    CONSTRAINT lease_whole CHECK ((lease_holder IS NULL) = (lease_until IS NULL)),
    CONSTRAINT error_whole CHECK ((error_code IS NULL) = (error_message IS NULL))
) STRICT;
