-- Prices over time. Money is micro-USD, time is microseconds since 1970 (UTC), an hour is a number of hours since then.
-- Columns and constraint names are the same as in ../sqlite; a test compares them.
-- Text is COLLATE "C" so that it sorts by bytes, as it does in SQLite and in Rust.

-- What one offer cost, and whether it could be had, from a moment until its next row.
CREATE TABLE price_points (
    offer_id       TEXT COLLATE "C" NOT NULL,
    at             BIGINT           NOT NULL,
    price_per_hour BIGINT           NOT NULL,
    available      BOOLEAN          NOT NULL,
    PRIMARY KEY (offer_id, at)
);

-- What is followed: one provider, one GPU, one way of billing; all offers, or those of one count class.
CREATE TABLE price_series (
    id          BIGINT           NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    provider    TEXT COLLATE "C" NOT NULL,
    model       TEXT COLLATE "C" NOT NULL,
    form_factor TEXT COLLATE "C",
    vram_gib    BIGINT,
    billing     TEXT COLLATE "C" NOT NULL,
    count_class TEXT COLLATE "C",           -- NULL: all offers that can be rented; else those that are compared
    recent      TEXT COLLATE "C" NOT NULL,  -- price by hour before the provider's newest one, as a JSON array: hour, price, hour, price …
    CONSTRAINT billing_known CHECK (billing IN ('on_demand', 'interruptible')),
    CONSTRAINT count_class_known CHECK (count_class IN ('1', '2-4', '8+'))
);

CREATE UNIQUE INDEX price_series_key ON price_series
    (provider, model, COALESCE(form_factor, ''), COALESCE(vram_gib, 0), billing, COALESCE(count_class, ''));
CREATE INDEX price_series_by_model ON price_series (model);

-- A series in an hour, as it was when last seen in it.
CREATE TABLE price_hours (
    series_id            BIGINT           NOT NULL REFERENCES price_series (id),
    hour                 BIGINT           NOT NULL,
    offers               BIGINT           NOT NULL,
    gpus                 BIGINT           NOT NULL,
    min_price            BIGINT           NOT NULL,
    p25_price            BIGINT           NOT NULL,
    median_price         BIGINT           NOT NULL,
    max_price            BIGINT           NOT NULL,
    price                BIGINT           NOT NULL,  -- the provider's price, which no single offer makes
    near_gpus            BIGINT           NOT NULL,
    near_unmeasured      BIGINT           NOT NULL,
    near_estimates       BIGINT           NOT NULL,
    reliability_ppm      BIGINT,
    egress_price_per_gib BIGINT,
    min_hours            BIGINT           NOT NULL,
    PRIMARY KEY (series_id, hour)
);

-- Hours in which a provider was seen.
CREATE TABLE observed_hours (
    provider    TEXT COLLATE "C" NOT NULL,
    hour        BIGINT           NOT NULL,
    observed_at BIGINT           NOT NULL,  -- last, in that hour
    whole       BOOLEAN          NOT NULL,  -- whether all it had was seen: what has no price then was not on offer
    PRIMARY KEY (provider, hour)
);

-- Observations brought in from files. The hours above are made from them.
CREATE TABLE observations (
    provider           TEXT COLLATE "C" NOT NULL,
    hour               BIGINT           NOT NULL,
    digest             BIGINT           NOT NULL,  -- of everything: the same observation is kept once
    at                 BIGINT           NOT NULL,
    external_id        TEXT COLLATE "C" NOT NULL,
    model              TEXT COLLATE "C" NOT NULL,
    form_factor        TEXT COLLATE "C",
    vram_gib           BIGINT,
    in_catalogue       BOOLEAN          NOT NULL,
    kind               TEXT COLLATE "C" NOT NULL,
    gpu_count          BIGINT           NOT NULL,
    price_per_gpu_hour BIGINT           NOT NULL,
    reliability        DOUBLE PRECISION,
    PRIMARY KEY (provider, hour, digest),
    CONSTRAINT observation_price_positive CHECK (price_per_gpu_hour > 0),
    CONSTRAINT observation_kind_known CHECK (kind IN ('on_demand', 'interruptible', 'auction_estimate', 'indicative'))
);

-- Answers kept for a moment, by everything that was asked; a sync throws them all away.
CREATE TABLE answers (
    question    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    computed_at BIGINT           NOT NULL,
    answer      TEXT COLLATE "C" NOT NULL  -- JSON
);
