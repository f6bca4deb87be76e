-- Prices over time. Money is micro-USD, time is microseconds since 1970 (UTC), an hour is a number of hours since then.
-- Columns and constraint names are the same as in ../postgres; a test compares them.

-- What one offer cost, and whether it could be had, from a moment until its next row.
CREATE TABLE price_points (
    offer_id       TEXT    NOT NULL,
    at             INTEGER NOT NULL,
    price_per_hour INTEGER NOT NULL,
    available      INTEGER NOT NULL,
    PRIMARY KEY (offer_id, at)
) STRICT, WITHOUT ROWID;

-- What is followed: one provider, one GPU, one way of billing; all offers, or those of one count class.
CREATE TABLE price_series (
    id          INTEGER NOT NULL PRIMARY KEY,
    provider    TEXT    NOT NULL,
    model       TEXT    NOT NULL,
    form_factor TEXT,
    vram_gib    INTEGER,
    billing     TEXT    NOT NULL,
    count_class TEXT,              -- NULL: all offers that can be rented; else those that are compared
    recent      TEXT    NOT NULL,  -- price by hour before the provider's newest one, as a JSON array: hour, price, hour, price …
    CONSTRAINT billing_known CHECK (billing IN ('on_demand', 'interruptible')),
    CONSTRAINT count_class_known CHECK (count_class IN ('1', '2-4', '8+'))
) STRICT;

CREATE UNIQUE INDEX price_series_key ON price_series
    (provider, model, COALESCE(form_factor, ''), COALESCE(vram_gib, 0), billing, COALESCE(count_class, ''));
CREATE INDEX price_series_by_model ON price_series (model);

-- A series in an hour, as it was when last seen in it.
CREATE TABLE price_hours (
    series_id            INTEGER NOT NULL REFERENCES price_series (id),
    hour                 INTEGER NOT NULL,
    offers               INTEGER NOT NULL,
    gpus                 INTEGER NOT NULL,
    min_price            INTEGER NOT NULL,
    p25_price            INTEGER NOT NULL,
    median_price         INTEGER NOT NULL,
    max_price            INTEGER NOT NULL,
    price                INTEGER NOT NULL,  -- the provider's price, which no single offer makes
    near_gpus            INTEGER NOT NULL,
    near_unmeasured      INTEGER NOT NULL,
    near_estimates       INTEGER NOT NULL,
    reliability_ppm      INTEGER,
    egress_price_per_gib INTEGER,
    min_hours            INTEGER NOT NULL,
    PRIMARY KEY (series_id, hour)
) STRICT, WITHOUT ROWID;

-- Hours in which a provider was seen.
CREATE TABLE observed_hours (
    provider    TEXT    NOT NULL,
    hour        INTEGER NOT NULL,
    observed_at INTEGER NOT NULL,  -- last, in that hour
    whole       INTEGER NOT NULL,  -- whether all it had was seen: what has no price then was not on offer
    PRIMARY KEY (provider, hour)
) STRICT, WITHOUT ROWID;

-- Observations brought in from files. The hours above are made from them.
CREATE TABLE observations (
    provider           TEXT    NOT NULL,
    hour               INTEGER NOT NULL,
    digest             INTEGER NOT NULL,  -- of everything: the same observation is kept once
    at                 INTEGER NOT NULL,
    external_id        TEXT    NOT NULL,
    model              TEXT    NOT NULL,
    form_factor        TEXT,
    vram_gib           INTEGER,
    in_catalogue       INTEGER NOT NULL,
    kind               TEXT    NOT NULL,
    gpu_count          INTEGER NOT NULL,
    price_per_gpu_hour INTEGER NOT NULL,
    reliability        REAL,
    PRIMARY KEY (provider, hour, digest),
    CONSTRAINT observation_price_positive CHECK (price_per_gpu_hour > 0),
    CONSTRAINT observation_kind_known CHECK (kind IN ('on_demand', 'interruptible', 'auction_estimate', 'indicative'))
) STRICT, WITHOUT ROWID;

-- Answers kept for a moment, by everything that was asked; a sync throws them all away.
CREATE TABLE answers (
    question    TEXT    NOT NULL PRIMARY KEY,
    computed_at INTEGER NOT NULL,
    answer      TEXT    NOT NULL  -- JSON
) STRICT, WITHOUT ROWID;
