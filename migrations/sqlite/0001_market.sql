-- The market as the providers told it. Money is micro-USD and time is microseconds since 1970 (UTC), both integers.
-- Columns and constraint names are the same as in ../postgres; a test compares them.

CREATE TABLE providers (
    name          TEXT    NOT NULL PRIMARY KEY,
    synced_at     INTEGER,                        -- when the last believed answer was given
    attempted_at  INTEGER,
    error_code    TEXT,                           -- why the last attempt failed; NULL when it did not
    error_message TEXT,
    doubted_at    INTEGER,                        -- when an answer first took away most offers and was not believed
    last_report   TEXT                            -- the last sync report, as JSON
) STRICT;

CREATE TABLE offers (
    id                          TEXT    NOT NULL PRIMARY KEY,
    provider                    TEXT    NOT NULL REFERENCES providers (name),
    external_id                 TEXT    NOT NULL,
    machine_id                  TEXT,
    vendor                      TEXT,
    model                       TEXT    NOT NULL,
    form_factor                 TEXT,
    gpu_count                   INTEGER NOT NULL,
    vram_gib                    INTEGER,
    units                       INTEGER NOT NULL,
    available                   INTEGER NOT NULL,
    kind                        TEXT    NOT NULL,
    price_per_hour              INTEGER NOT NULL,
    price_per_gpu_hour          INTEGER NOT NULL,
    region                      TEXT,
    country                     TEXT,
    reliability                 REAL,
    verified                    INTEGER NOT NULL,
    tflops_fp16                 REAL,
    cpu_cores                   INTEGER,
    ram_gib                     REAL,
    disk_gib                    REAL,
    net_down_mbps               REAL,
    net_up_mbps                 REAL,
    cuda                        REAL,
    storage_price_per_gib_month INTEGER,
    egress_price_per_gib        INTEGER,
    min_hours                   INTEGER NOT NULL,
    raw_gpu_name                TEXT    NOT NULL,
    slug                        TEXT,              -- row of the GPU catalogue
    rent_ref                    TEXT,              -- the provider's key for renting, as JSON
    quoted_at                   INTEGER,
    price_per_tflop_hour        REAL,
    digest                      INTEGER NOT NULL,  -- of all that is above: tells an unchanged offer
    gscore                      REAL,
    indicative                  INTEGER NOT NULL,  -- kind = 'indicative': sorts after real offers
    first_seen_at               INTEGER NOT NULL,
    changed_at                  INTEGER NOT NULL,
    last_seen_at                INTEGER,           -- set while the provider no longer lists it; else providers.synced_at holds
    gone_at                     INTEGER,           -- set when it is believed gone
    CONSTRAINT gpu_count_positive CHECK (gpu_count > 0),
    CONSTRAINT price_positive CHECK (price_per_hour > 0 AND price_per_gpu_hour > 0),
    CONSTRAINT kind_known CHECK (kind IN ('on_demand', 'interruptible', 'auction_estimate', 'indicative'))
) STRICT;

CREATE INDEX offers_by_price ON offers (indicative, price_per_gpu_hour, id) WHERE gone_at IS NULL;
-- Models are compared without regard to case.
CREATE INDEX offers_by_model_price ON offers (lower(model), indicative, price_per_gpu_hour, id) WHERE gone_at IS NULL;
CREATE INDEX offers_by_provider ON offers (provider);

-- One row: what G-Scores are measured against.
CREATE TABLE market_reference (
    id                   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    price_per_tflop_hour REAL    NOT NULL,
    computed_at          INTEGER NOT NULL
) STRICT;
