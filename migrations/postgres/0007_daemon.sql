-- The daemon's loops. Time is microseconds since 1970 (UTC).
-- Columns and constraint names are the same as in ../sqlite; a test compares them.

-- One row for each loop, and for each provider of a loop that runs for each: how it went, when it is due, who runs it.
CREATE TABLE daemon_loops (
    name               TEXT COLLATE "C" NOT NULL PRIMARY KEY,  -- 'verify', 'sync:vast' …
    started_at         BIGINT,                                 -- of the last run
    finished_at        BIGINT,                                 -- of the last run that came to an end
    succeeded_at       BIGINT,                                 -- end of the last run without an error
    next_at            BIGINT           NOT NULL,
    lag                BIGINT,                                 -- microseconds from when the last run was due until it began
    consecutive_errors BIGINT           NOT NULL,
    error_code         TEXT COLLATE "C",                       -- why the last run failed; NULL when it did not
    error_message      TEXT COLLATE "C",
    lease_token        BIGINT           NOT NULL,              -- grows with every claim: an older one may change nothing any more
    lease_holder       TEXT COLLATE "C",                       -- host/pid/instance; NULL while nobody runs it
    lease_until        BIGINT,                                 -- by the database's clock
    CONSTRAINT consecutive_errors_natural CHECK (consecutive_errors >= 0),
    CONSTRAINT lease_token_natural CHECK (lease_token >= 0),
    CONSTRAINT lease_whole CHECK ((lease_holder IS NULL) = (lease_until IS NULL)),
    CONSTRAINT error_whole CHECK ((error_code IS NULL) = (error_message IS NULL))
);
