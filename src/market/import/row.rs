//! From a row of text to prices, or to an offer.

use std::collections::HashMap;

use jiff::Timestamp;
use rust_decimal::Decimal;

use super::columns::{Column, Columns, usual_name};
use crate::market::all_in::{MAX_PRICE_PER_GIB, MAX_RUN_HOURS};
use crate::market::catalogue::{Catalogue, Hints};
use crate::market::country::country_code;
use crate::market::offer::{Gpu, MAX_PRICE_PER_HOUR, MAX_TEXT_CHARS, Offer, PriceKind};
use crate::units::{Rate, Usdc};

/// GPUs in one row at most.
const MAX_GPU_COUNT: u32 = 100_000;
/// Different GPU spellings of a file that are remembered at most.
const MAX_SPELLINGS: usize = 10_000;

/// What networks are called in other people's files.
const PROVIDER_NAMES: [(&str, &str); 6] = [
    ("vastai", "vast"),
    ("vast.ai", "vast"),
    ("io.net", "ionet"),
    ("io_net", "ionet"),
    ("akash network", "akash"),
    ("render network", "render"),
];

/// A price somebody saw.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedPrice {
    /// Whose.
    pub provider: String,
    /// The provider's own id of what was offered.
    pub external_id: String,
    /// Which GPU.
    pub gpu: Gpu,
    /// How the price was made.
    pub kind: PriceKind,
    /// GPUs in what was offered.
    pub gpu_count: u32,
    /// The price of one GPU.
    pub price_per_gpu_hour: Rate,
    /// Measured share of time up.
    pub reliability: Option<f64>,
    /// When.
    pub at: Timestamp,
}

/// What holds for rows that say nothing themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// When rows without a time were observed; they are left out when not given.
    pub at: Option<Timestamp>,
    /// Nothing can have been observed after this.
    pub now: Timestamp,
}

/// Why a row gives nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// It is wrong.
    Bad(String),
    /// It does not say when: nothing can be told of an unknown hour.
    Undated,
}

/// Reads rows of one file.
#[derive(Debug)]
pub struct Reader {
    columns: Columns,
    defaults: Defaults,
    gpus: HashMap<String, Gpu>,
}

/// A row's fields, by position and by column.
struct Row<'r, 'a> {
    columns: &'r Columns,
    field: &'r dyn Fn(usize) -> &'a str,
}

impl<'a> Row<'_, 'a> {
    fn text(&self, column: Column) -> Result<Option<&'a str>, Rejected> {
        let text = self.columns.position(column).map_or("", self.field).trim();
        if text.chars().count() > MAX_TEXT_CHARS {
            return Err(bad(column, text, &format!("is longer than {MAX_TEXT_CHARS} characters")));
        }
        if text.contains(char::is_control) {
            return Err(bad(column, "", "holds control characters"));
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn needed(&self, column: Column) -> Result<&'a str, Rejected> {
        self.text(column)?.ok_or_else(|| Rejected::Bad(format!("{} is missing", usual_name(column))))
    }

    /// A value read by a function that gives `None` for what it cannot be.
    fn value<T>(
        &self,
        column: Column,
        expected: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<Option<T>, Rejected> {
        let Some(text) = self.text(column)? else { return Ok(None) };
        read(text).map(Some).ok_or_else(|| bad(column, text, &format!("is not {expected}")))
    }

    fn number(&self, column: Column) -> Result<Option<f64>, Rejected> {
        let read = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        self.value(column, "a number of 0 or more", read)
    }

    fn whole(&self, column: Column, most: u32) -> Result<Option<u32>, Rejected> {
        self.value(column, &format!("a whole number up to {most}"), |text| whole(text, most))
    }

    fn price(&self, column: Column) -> Result<Option<Rate>, Rejected> {
        let read = |text: &str| {
            let dollars: Decimal = text.parse().ok()?;
            let price = Rate::from_decimal_ceil(dollars)?;
            (price > Rate::default() && price <= MAX_PRICE_PER_HOUR).then_some(price)
        };
        self.value(column, &format!("a price above 0, up to {MAX_PRICE_PER_HOUR} USD per hour"), read)
    }

    fn amount(&self, column: Column) -> Result<Option<Usdc>, Rejected> {
        let read = |text: &str| {
            let amount = Usdc::from_decimal_ceil(text.parse().ok()?)?;
            (Usdc::default()..=MAX_PRICE_PER_GIB).contains(&amount).then_some(amount)
        };
        self.value(column, "an amount in USD", read)
    }
}

fn bad(column: Column, text: &str, problem: &str) -> Rejected {
    let shown: String = text.chars().take(40).collect();
    Rejected::Bad(format!("{} `{shown}` {problem}", usual_name(column)))
}

/// What both prices and offers are made of.
struct Common<'a> {
    provider: String,
    raw_gpu_name: &'a str,
    gpu: Gpu,
    gpu_count: u32,
    external_id: String,
    reliability: Option<f64>,
    prices: Vec<(PriceKind, Rate)>,
    at: Option<Timestamp>,
}

impl Reader {
    /// A reader of rows with these columns.
    #[must_use]
    pub fn new(columns: Columns, defaults: Defaults) -> Self {
        Self { columns, defaults, gpus: HashMap::new() }
    }

    /// The columns of the file.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The prices in a row, given its fields by position: one or two, as a row may have a spot price too.
    pub fn prices<'a>(&mut self, field: &dyn Fn(usize) -> &'a str) -> Result<Vec<ImportedPrice>, Rejected> {
        let common = self.common(field)?;
        let Some(at) = common.at else { return Err(Rejected::Undated) };
        let price = |(kind, price): &(PriceKind, Rate)| ImportedPrice {
            provider: common.provider.clone(),
            external_id: common.external_id.clone(),
            gpu: common.gpu.clone(),
            kind: *kind,
            gpu_count: common.gpu_count,
            price_per_gpu_hour: price.per_part(common.gpu_count).unwrap_or(*price),
            reliability: common.reliability,
            at,
        };
        Ok(common.prices.iter().map(price).collect())
    }

    /// The offers in a row, given its fields by position, and when they were observed.
    pub fn offers<'a>(&mut self, field: &dyn Fn(usize) -> &'a str) -> Result<(Vec<Offer>, Timestamp), Rejected> {
        let common = self.common(field)?;
        let row = Row { columns: &self.columns, field };
        let text = |column| row.text(column).map(|text| text.map(str::to_owned));
        let offer = Offer {
            provider: common.provider,
            external_id: common.external_id,
            machine_id: text(Column::MachineId)?,
            tflops_fp16: Catalogue::builtin().agreed(&common.gpu, |row| row.tflops_fp16),
            gpu: common.gpu,
            raw_gpu_name: common.raw_gpu_name.to_owned(),
            gpu_count: common.gpu_count,
            units: 1,
            available: row.value(Column::Available, "true or false", read_bool)?.unwrap_or(true),
            kind: PriceKind::OnDemand,
            price_per_hour: Rate::default(),
            region: text(Column::Region)?,
            country: row.value(Column::Country, "a country", country_code)?.map(str::to_owned),
            reliability: common.reliability,
            verified: false,
            cpu_cores: row.whole(Column::CpuCores, u32::MAX)?,
            ram_gib: row.number(Column::RamGib)?,
            disk_gib: row.number(Column::DiskGib)?,
            net_down_mbps: row.number(Column::NetDownMbps)?,
            net_up_mbps: row.number(Column::NetUpMbps)?,
            cuda: None,
            storage_price_per_gib_month: row.amount(Column::StoragePrice)?,
            egress_price_per_gib: row.amount(Column::EgressPrice)?,
            min_hours: row.whole(Column::MinHours, MAX_RUN_HOURS)?.unwrap_or(0),
            rent_ref: None,
            quoted_at: None,
        };
        let is_twin = |kind| common.prices.len() > 1 && kind == PriceKind::Interruptible;
        let priced = |(kind, price_per_hour): &(PriceKind, Rate)| Offer {
            external_id: format!("{}{}", offer.external_id, if is_twin(*kind) { "-spot" } else { "" }),
            available: offer.available && *kind != PriceKind::Indicative,
            kind: *kind,
            price_per_hour: *price_per_hour,
            ..offer.clone()
        };
        let offers = common.prices.iter().map(priced).collect();
        Ok((offers, common.at.unwrap_or(self.defaults.now)))
    }

    fn common<'a>(&mut self, field: &dyn Fn(usize) -> &'a str) -> Result<Common<'a>, Rejected> {
        let row = Row { columns: &self.columns, field };
        let provider = provider(row.needed(Column::Provider)?);
        let raw_gpu_name = row.needed(Column::GpuModel)?;
        let gpu = gpu(&mut self.gpus, &row, raw_gpu_name)?;
        let gpu_count = match row.text(Column::GpuCount)? {
            None => 1,
            Some(text) => whole(text, MAX_GPU_COUNT).filter(|count| *count > 0).ok_or_else(|| {
                bad(Column::GpuCount, text, &format!("is not a whole number from 1 to {MAX_GPU_COUNT}"))
            })?,
        };
        let share = |text: &str| text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        Ok(Common {
            external_id: match row.text(Column::ExternalId)? {
                Some(id) => id.to_owned(),
                None => made_up_id(&row, &gpu, gpu_count)?,
            },
            prices: prices(&row, gpu_count)?,
            reliability: row.value(Column::Reliability, "a share from 0 to 1", share)?,
            at: observed_at(&row, self.defaults.now)?.or(self.defaults.at),
            provider,
            raw_gpu_name,
            gpu,
            gpu_count,
        })
    }
}

/// A provider by the name gp4u has for it, or its own in lower case.
fn provider(text: &str) -> String {
    let name = text.to_lowercase();
    let known = PROVIDER_NAMES.iter().find(|(other, _)| *other == name);
    known.map_or(name, |(_, own)| (*own).to_owned())
}

/// The GPU a row means. Files repeat a few spellings many times.
fn gpu(known: &mut HashMap<String, Gpu>, row: &Row<'_, '_>, name: &str) -> Result<Gpu, Rejected> {
    let (vram, form_factor) = (row.number(Column::VramGib)?, row.text(Column::FormFactor)?);
    let spelling = format!("{name}\n{vram:?}\n{form_factor:?}");
    if let Some(gpu) = known.get(&spelling) {
        return Ok(gpu.clone());
    }
    let gpu = Catalogue::builtin().resolve(name, Hints { vram_gib: vram, form_factor });
    if known.len() < MAX_SPELLINGS {
        known.insert(spelling, gpu.clone());
    }
    Ok(gpu)
}

/// The prices of a row: what `kind` says, and the spot price.
fn prices(row: &Row<'_, '_>, gpu_count: u32) -> Result<Vec<(PriceKind, Rate)>, Rejected> {
    let read_kind = |text: &str| PriceKind::from_name(&text.to_lowercase().replace(['-', ' '], "_"));
    let kind = row.value(Column::Kind, "a kind of price", read_kind)?.unwrap_or(PriceKind::OnDemand);
    let per_gpu = || -> Result<Option<Rate>, Rejected> {
        let price = row.price(Column::PricePerGpuHour)?;
        Ok(price.map(|price| Rate::from_micros(price.micros().saturating_mul(i64::from(gpu_count)))))
    };
    let price = match row.price(Column::PricePerHour)? {
        Some(price) => Some(price),
        None => per_gpu()?,
    };
    let spot = row.price(Column::SpotPrice)?;
    let prices: Vec<_> =
        price.map(|price| (kind, price)).into_iter().chain(spot.map(|spot| (PriceKind::Interruptible, spot))).collect();
    if prices.is_empty() {
        return Err(Rejected::Bad("there is no price".to_owned()));
    }
    Ok(prices)
}

fn observed_at(row: &Row<'_, '_>, now: Timestamp) -> Result<Option<Timestamp>, Rejected> {
    let Some(text) = row.text(Column::ObservedAt)? else { return Ok(None) };
    let at: Timestamp =
        text.parse().map_err(|_| bad(Column::ObservedAt, text, "is not a time such as 2026-11-24T10:00:00Z"))?;
    if at > now {
        return Err(bad(Column::ObservedAt, text, "lies in the future"));
    }
    Ok(Some(at))
}

/// An id for a row that has none: what tells it from the provider's other rows.
fn made_up_id(row: &Row<'_, '_>, gpu: &Gpu, gpu_count: u32) -> Result<String, Rejected> {
    let vram = gpu.vram_gib.map(|gib| format!("{gib}GB"));
    let parts = [
        Some(format!("{gpu_count}x{}", gpu.model)),
        gpu.form_factor.clone(),
        vram,
        row.text(Column::MachineId)?.map(str::to_owned),
        row.text(Column::Region)?.map(str::to_owned),
        row.text(Column::Country)?.map(str::to_owned),
    ];
    let id = parts.into_iter().flatten().collect::<Vec<_>>().join("-").to_lowercase().replace(' ', "-");
    Ok(id.chars().take(MAX_TEXT_CHARS).collect())
}

fn whole(text: &str, most: u32) -> Option<u32> {
    text.parse().ok().filter(|number| *number <= most)
}

fn read_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: [&str; 8] = [
        "provider",
        "gpu_model",
        "gpu_count",
        "vram_gb",
        "price_per_hour_usd",
        "spot_price",
        "reliability",
        "observed_at",
    ];

    fn reader() -> Reader {
        let now = "2026-11-24T00:00:00Z".parse().unwrap();
        Reader::new(Columns::new(HEADER).unwrap(), Defaults { at: None, now })
    }

    fn read(row: [&'static str; 8]) -> Result<Vec<ImportedPrice>, Rejected> {
        reader().prices(&|position| row[position])
    }

    const GOOD: [&str; 8] = ["vastai", "H100_SXM", "8", "80", "16.8001", "8.0", "0.98", "2026-02-11T21:00:10Z"];

    fn with(position: usize, value: &'static str) -> [&'static str; 8] {
        let mut row = GOOD;
        row[position] = value;
        row
    }

    #[test]
    fn a_row_gives_a_price_for_each_way_of_billing() {
        let prices = read(GOOD).unwrap();
        let found: Vec<_> = prices.iter().map(|price| (price.kind, price.price_per_gpu_hour.micros())).collect();
        assert_eq!(found, [(PriceKind::OnDemand, 2_100_013), (PriceKind::Interruptible, 1_000_000)]);
        let price = &prices[0];
        assert_eq!((price.provider.as_str(), price.gpu.slug), ("vast", Some("h100-sxm5-80gb")));
        assert_eq!(price.external_id, "8xh100-sxm-80gb");
    }

    #[test]
    fn what_a_row_does_not_say_is_unknown() {
        let prices = read(["Acme", "H100_SXM", "", "", "2", "", "", "2026-02-11T21:00:10Z"]).unwrap();
        assert_eq!(prices.len(), 1);
        assert_eq!((prices[0].provider.as_str(), prices[0].gpu_count, prices[0].reliability), ("acme", 1, None));
    }

    #[test]
    fn wrong_rows_say_what_is_wrong() {
        for (position, value, reason) in [
            (0, "", "provider is missing"),
            (1, " ", "gpu_model is missing"),
            (2, "0", "gpu_count `0` is not a whole number from 1 to 100000"),
            (2, "1.5", "gpu_count `1.5` is not a whole number from 1 to 100000"),
            (3, "-80", "vram_gib `-80` is not a number of 0 or more"),
            (4, "0", "price_per_hour `0` is not a price above 0, up to 10000.00 USD per hour"),
            (4, "-1", "price_per_hour `-1` is not a price above 0, up to 10000.00 USD per hour"),
            (4, "NaN", "price_per_hour `NaN` is not a price above 0, up to 10000.00 USD per hour"),
            (4, "1e300", "price_per_hour `1e300` is not a price above 0, up to 10000.00 USD per hour"),
            (4, "$2", "price_per_hour `$2` is not a price above 0, up to 10000.00 USD per hour"),
            (6, "98", "reliability `98` is not a share from 0 to 1"),
            (7, "yesterday", "observed_at `yesterday` is not a time such as 2026-11-24T10:00:00Z"),
            (7, "2027-01-01T00:00:00Z", "observed_at `2027-01-01T00:00:00Z` lies in the future"),
            (0, "a\u{1b}[2J", "provider `` holds control characters"),
        ] {
            assert_eq!(read(with(position, value)), Err(Rejected::Bad(reason.to_owned())));
        }
        let mut row = with(4, "");
        row[5] = "";
        assert_eq!(read(row), Err(Rejected::Bad("there is no price".to_owned())));
    }

    #[test]
    fn a_row_without_a_time_is_left_out_unless_one_is_given() {
        let row = with(7, "");
        assert_eq!(read(row), Err(Rejected::Undated));
        let mut reader = reader();
        reader.defaults.at = Some("2026-01-01T00:00:00Z".parse().unwrap());
        let prices = reader.prices(&|position| row[position]).unwrap();
        assert_eq!(Some(prices[0].at), reader.defaults.at);
    }

    #[test]
    fn rows_become_offers_with_a_twin_for_spot() {
        let (offers, at) = reader().offers(&|position| GOOD[position]).unwrap();
        let found: Vec<_> =
            offers.iter().map(|offer| (offer.external_id.as_str(), offer.price_per_hour.micros())).collect();
        assert_eq!(found, [("8xh100-sxm-80gb", 16_800_100), ("8xh100-sxm-80gb-spot", 8_000_000)]);
        assert_eq!(at, "2026-02-11T21:00:10Z".parse::<Timestamp>().unwrap());
        assert_eq!((offers[0].tflops_fp16, offers[0].available), (Some(989.0), true));
    }
}
