//! The market by GPU: counts and price ranges, one scan for all models.

use super::{Store, StoreError, read};

/// What one provider has of one GPU under one spelling.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ModelCount {
    /// NVIDIA, AMD, Intel.
    pub vendor: Option<String>,
    /// Canonical model.
    pub model: String,
    /// PCIe, SXM …
    pub form_factor: Option<String>,
    /// GiB of one GPU.
    pub vram_gib: Option<i64>,
    /// Whose offers.
    pub provider: String,
    /// How the provider spells it.
    pub raw_gpu_name: String,
    /// Offers listed.
    pub offers: i64,
    /// Offers that can be rented now.
    pub available_offers: i64,
    /// GPUs that can be rented now; overlapping offers of one machine count once, by the largest.
    pub available_gpus: i64,
    /// Cheapest micro-USD per GPU and hour among offers that can be rented now.
    pub min_price: Option<i64>,
    /// Dearest.
    pub max_price: Option<i64>,
}

/// Machines first: overlapping slices of one machine must not be counted twice.
const COUNTS: &str = "SELECT vendor, model, form_factor, vram_gib, provider, raw_gpu_name, \
     CAST(SUM(offers) AS BIGINT) AS offers, CAST(SUM(available_offers) AS BIGINT) AS available_offers, \
     CAST(SUM(available_gpus) AS BIGINT) AS available_gpus, MIN(min_price) AS min_price, MAX(max_price) AS max_price \
     FROM (SELECT vendor, model, form_factor, vram_gib, provider, raw_gpu_name, COUNT(*) AS offers, \
           SUM(CASE WHEN available THEN 1 ELSE 0 END) AS available_offers, \
           MAX(CASE WHEN available THEN gpu_count * units ELSE 0 END) AS available_gpus, \
           MIN(CASE WHEN available THEN price_per_gpu_hour END) AS min_price, \
           MAX(CASE WHEN available THEN price_per_gpu_hour END) AS max_price \
           FROM offers WHERE gone_at IS NULL \
           GROUP BY vendor, model, form_factor, vram_gib, provider, raw_gpu_name, COALESCE(machine_id, id)) AS machines \
     GROUP BY vendor, model, form_factor, vram_gib, provider, raw_gpu_name \
     ORDER BY model, form_factor, vram_gib, provider, raw_gpu_name";

impl Store {
    /// Every GPU on the market, by model, provider and spelling.
    pub async fn model_counts(&self) -> Result<Vec<ModelCount>, StoreError> {
        Ok(read!(self, |pool: Db| sqlx::query_as::<Db, ModelCount>(COUNTS).fetch_all(pool).await)?)
    }

    /// Models on the market that are no one row of the GPU catalogue, those it does not know among them.
    pub async fn uncatalogued_models(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT model FROM offers WHERE slug IS NULL AND gone_at IS NULL ORDER BY model";
        Ok(read!(self, |pool: Db| sqlx::query_scalar::<Db, String>(sql).fetch_all(pool).await)?)
    }
}
