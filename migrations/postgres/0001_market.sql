-- The market as the providers told it. Money is micro-USD and time is microseconds since 1970 (UTC), both integers.
-- Columns and constraint names are the same as in ../sqlite; a test compares them.
-- Text is COLLATE "C" so that it sorts by bytes, as it does in SQLite and in Rust.

CREATE TABLE providers (
    name          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    synced_at     BIGINT,                          -- when the last believed answer was given
    attempted_at  BIGINT,
    error_code    TEXT COLLATE "C",                -- why the last attempt failed; NULL when it did not
    error_message TEXT COLLATE "C",
    doubted_at    BIGINT,                          -- when an answer first took away most offers and was not believed
    last_report   TEXT COLLATE "C"                 -- the last sync report, as JSON
);

CREATE TABLE offers (
    id                          TEXT COLLATE "C"  NOT NULL PRIMARY KEY,
    provider                    TEXT COLLATE "C"  NOT NULL REFERENCES providers (name),
    external_id                 TEXT COLLATE "C"  NOT NULL,
    machine_id                  TEXT COLLATE "C",
    vendor                      TEXT COLLATE "C",
    model                       TEXT COLLATE "C"  NOT NULL,
    form_factor                 TEXT COLLATE "C",
    gpu_count                   BIGINT            NOT NULL,
    vram_gib                    BIGINT,
    units                       BIGINT            NOT NULL,
    available                   BOOLEAN           NOT NULL,
    kind                        TEXT COLLATE "C"  NOT NULL,
    price_per_hour              BIGINT            NOT NULL,
    price_per_gpu_hour          BIGINT            NOT NULL,
    region                      TEXT COLLATE "C",
    country                     TEXT COLLATE "C",
    reliability                 DOUBLE PRECISION,
    verified                    BOOLEAN           NOT NULL,
    tflops_fp16                 DOUBLE PRECISION,
    cpu_cores                   BIGINT,
    ram_gib                     DOUBLE PRECISION,
    disk_gib                    DOUBLE PRECISION,
    net_down_mbps               DOUBLE PRECISION,
    net_up_mbps                 DOUBLE PRECISION,
    cuda                        DOUBLE PRECISION,
    storage_price_per_gib_month BIGINT,
    egress_price_per_gib        BIGINT,
    min_hours                   BIGINT            NOT NULL,
    raw_gpu_name                TEXT COLLATE "C"  NOT NULL,
    slug                        TEXT COLLATE "C",  -- row of the GPU catalogue
    rent_ref                    TEXT COLLATE "C",  -- the provider's key for renting, as JSON
    quoted_at                   BIGINT,
    price_per_tflop_hour        DOUBLE PRECISION,
    digest                      BIGINT            NOT NULL,  -- of all that is above: tells an unchanged offer
    gscore                      DOUBLE PRECISION,
    indicative                  BOOLEAN           NOT NULL,  -- kind = 'indicative': sorts after real offers
    first_seen_at               BIGINT            NOT NULL,
    changed_at                  BIGINT            NOT NULL,
    last_seen_at                BIGINT,            -- set while the provider no longer lists it; else providers.synced_at holds
    gone_at                     BIGINT,            -- set when it is believed gone
    CONSTRAINT gpu_count_positive CHECK (gpu_count > 0),
    CONSTRAINT price_positive CHECK (price_per_hour > 0 AND price_per_gpu_hour > 0),
    CONSTRAINT kind_known CHECK (kind IN ('on_demand', 'interruptible', 'auction_estimate', 'indicative'))
);

CREATE INDEX offers_by_price ON offers (indicative, price_per_gpu_hour, id) WHERE gone_at IS NULL;
-- Models are compared without regard to case.
CREATE INDEX offers_by_model_price ON offers (lower(model), indicative, price_per_gpu_hour, id) WHERE gone_at IS NULL;
CREATE INDEX offers_by_provider ON offers (provider);

-- One row: what G-Scores are measured against.
CREATE TABLE market_reference (
    id                   BIGINT           NOT NULL PRIMARY KEY CHECK (id = 1),
    price_per_tflop_hour DOUBLE PRECISION NOT NULL,
    computed_at          BIGINT           NOT NULL
);

-- Text is compared in lower case: without statistics of that, the planner takes every such term for a rare one.
CREATE STATISTICS offers_models ON (lower(model)) FROM offers;
CREATE STATISTICS offers_countries ON (lower(country)) FROM offers;
CREATE STATISTICS offers_regions ON (lower(region)) FROM offers;
CREATE STATISTICS offers_providers ON (lower(provider)) FROM offers;
