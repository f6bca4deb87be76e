//! Deals and prices as people read them.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::Printer;
use super::offers::{age, gpu_name, percent as share, price};
use super::record::{Column, Record};
use super::table::{Cell, Tone, UNKNOWN};
use crate::app::config::OutputFormat;
use crate::error::{Result, Warning};
use crate::market::arbitrage::Grade;
use crate::market::history::Billing;
use crate::ops::arbitrage::{BestDeal, Flag, GpuPrices, Opportunity, ProviderPrices, Savings};
use crate::ops::import::ImportReport;
use crate::units::{Rate, Usdc};

const SECONDS_PER_HOUR: i64 = 3_600;

/// Names of an opportunity's fields.
const DEAL_FIELDS: [&str; 30] = [
    "id",
    "model",
    "form_factor",
    "vram_gib",
    "kind",
    "count_class",
    "gpus",
    "provider",
    "price_per_gpu_hour",
    "reference",
    "reference_providers",
    "reference_price_per_gpu_hour",
    "net_saving_per_gpu_hour",
    "net_saving_percent",
    "switching_cost",
    "break_even_s",
    "depth_gpus",
    "offers",
    "providers",
    "event",
    "usual_saving_percent",
    "confidence",
    "observations",
    "held",
    "span_hours",
    "flags",
    "outliers",
    "observed_at",
    "age_s",
    "explain",
];

/// Names of the fields of `arbitrage best`: those of an opportunity, and the offers to take.
const BEST_FIELDS: [&str; DEAL_FIELDS.len() + 1] = {
    let mut names = ["cheapest_offers"; DEAL_FIELDS.len() + 1];
    let mut index = 0;
    while index < DEAL_FIELDS.len() {
        names[index] = DEAL_FIELDS[index];
        index += 1;
    }
    names
};

/// A row with a deal in it.
trait HasDeal: 'static {
    fn deal(&self) -> &Opportunity;
}

impl HasDeal for Opportunity {
    fn deal(&self) -> &Opportunity {
        self
    }
}

impl HasDeal for BestDeal {
    fn deal(&self) -> &Opportunity {
        &self.deal
    }
}

impl Record for Opportunity {
    const SCHEMA: &'static str = "opportunities";
    const FIELDS: &'static [&'static str] = &DEAL_FIELDS;

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        deal_columns()
    }
}

impl Record for BestDeal {
    const SCHEMA: &'static str = "best";
    const FIELDS: &'static [&'static str] = &BEST_FIELDS;

    /// The offer to take, so that it can be handed on.
    fn id(&self) -> &str {
        self.cheapest_offers.first().map_or(&self.deal.id, |offer| &offer.id)
    }

    fn columns() -> Vec<Column<Self>> {
        let mut columns = deal_columns();
        let offer = |row: &Self| Cell::maybe(row.cheapest_offers.first().map(|offer| offer.id.clone()));
        columns.insert(5, Column::text("OFFER", 2, offer).usually(UNKNOWN));
        columns
    }
}

fn deal_columns<R: HasDeal>() -> Vec<Column<R>> {
    vec![
        Column::text("GPU", 0, |row: &R| {
            let deal = row.deal();
            Cell::new(&gpu(&deal.model, deal.form_factor.as_deref(), deal.vram_gib)).tone(Tone::Strong)
        }),
        Column::text("GPUS", 1, |row: &R| Cell::new(row.deal().count_class.as_str())),
        Column::text("KIND", 3, |row: &R| Cell::new(billing(row.deal().kind))).usually("on-demand"),
        Column::text("BUY AT", 0, |row: &R| Cell::new(&row.deal().provider).tone(Tone::Strong)),
        Column::number("$/GPU-H", 0, |row: &R| Cell::new(&price(row.deal().price_per_gpu_hour)).tone(Tone::Strong)),
        Column::number("AGAINST", 2, |row: &R| Cell::maybe(row.deal().reference_price_per_gpu_hour.map(price))),
        Column::text("OF", 5, |row: &R| {
            let names = row.deal().reference_providers.join("+");
            Cell::maybe((!names.is_empty()).then_some(names))
        }),
        Column::number("SAVES", 0, |row: &R| saving(row.deal())),
        Column::number("NET $/H", 4, |row: &R| Cell::maybe(row.deal().net_saving_per_gpu_hour.map(signed_price))),
        Column::number("PAYS AFTER", 6, |row: &R| Cell::maybe(row.deal().break_even_s.map(hours))),
        Column::number("DEPTH", 4, |row: &R| Cell::new(&row.deal().depth_gpus.to_string())),
        Column::text("LASTS", 1, |row: &R| confidence(row.deal())),
        Column::text("NEWS", 2, |row: &R| flag(row.deal().event, "event", Tone::Good)).usually(UNKNOWN),
        Column::text("FLAGS", 3, |row: &R| flags(row.deal())).usually(UNKNOWN),
        Column::number("AGE", 7, |row: &R| Cell::new(&age(row.deal().age_s))),
    ]
}

fn saving(deal: &Opportunity) -> Cell {
    let Some(percent) = deal.net_saving_percent else { return Cell::maybe(None) };
    let cell = Cell::new(&format!("{percent:.1}%"));
    if percent > 0.0 { cell.tone(Tone::Good) } else { cell.tone(Tone::Faint) }
}

fn confidence(deal: &Opportunity) -> Cell {
    let Some(grade) = deal.confidence else { return Cell::maybe(None) };
    let cell = Cell::new(&format!("{} {}/{}", grade.as_str(), deal.held, deal.observations));
    match grade {
        Grade::Stable => cell.tone(Tone::Good),
        Grade::Seen => cell,
        Grade::New => cell.tone(Tone::Faint),
    }
}

fn flag(is_set: bool, word: &str, tone: Tone) -> Cell {
    if is_set { Cell::new(word).tone(tone) } else { Cell::maybe(None) }
}

fn flags(deal: &Opportunity) -> Cell {
    let names: Vec<&str> = deal.flags.iter().copied().map(Flag::as_str).collect();
    Cell::maybe((!names.is_empty()).then(|| names.join(" ")))
}

/// A GPU's name with its memory.
pub(super) fn gpu(model: &str, form_factor: Option<&str>, vram_gib: Option<u32>) -> String {
    let name = gpu_name(model, form_factor);
    vram_gib.map_or(name.clone(), |gib| format!("{name} {gib}G"))
}

pub(super) const fn billing(kind: Billing) -> &'static str {
    match kind {
        Billing::OnDemand => "on-demand",
        Billing::Interruptible => "interrupt",
    }
}

/// A difference of prices; a gain is rounded down, a loss up.
fn signed_price(rate: Rate) -> String {
    const MICROS_PER_SHOWN: i64 = 100;
    let shown = rate.micros().div_euclid(MICROS_PER_SHOWN);
    let (sign, shown) = if shown < 0 { ("-", shown.unsigned_abs()) } else { ("", shown.unsigned_abs()) };
    format!("{sign}{}.{:04}", shown / 10_000, shown % 10_000)
}

/// Dollars and cents; a gain is rounded down, a loss up.
fn dollars(amount: Usdc) -> String {
    const MICROS_PER_CENT: i64 = 10_000;
    let cents = amount.micros().div_euclid(MICROS_PER_CENT);
    let (sign, cents) = if cents < 0 { ("-", cents.unsigned_abs()) } else { ("", cents.unsigned_abs()) };
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// Seconds as hours, rounded up to tenths.
fn hours(seconds: i64) -> String {
    let tenths = seconds.saturating_mul(10).div_euclid(SECONDS_PER_HOUR)
        + i64::from(seconds.saturating_mul(10) % SECONDS_PER_HOUR != 0);
    format!("{}.{}h", tenths / 10, tenths % 10)
}

impl Record for Savings {
    const SCHEMA: &'static str = "savings";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "model",
        "form_factor",
        "vram_gib",
        "kind",
        "gpus",
        "hours_per_day",
        "from_providers",
        "from_price_per_gpu_hour",
        "to_provider",
        "to_price_per_gpu_hour",
        "per_hour",
        "per_day",
        "per_month",
        "per_year",
        "switching_cost",
        "first_year_net",
        "break_even_s",
        "break_even_days",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("GPU", 0, |row| {
                let name = gpu(&row.model, row.form_factor.as_deref(), row.vram_gib);
                Cell::new(&format!("{}x {name}", row.gpus)).tone(Tone::Strong)
            }),
            Column::text("KIND", 4, |row: &Self| Cell::new(billing(row.kind))).usually("on-demand"),
            Column::number("NOW $/GPU-H", 2, |row| Cell::new(&price(row.from_price_per_gpu_hour))),
            Column::text("TO", 0, |row| Cell::new(&row.to_provider).tone(Tone::Strong)),
            Column::number("$/GPU-H", 1, |row| Cell::new(&price(row.to_price_per_gpu_hour))),
            Column::number("$/HOUR", 3, |row| gain(row.per_hour)),
            Column::number("$/DAY", 0, |row| gain(row.per_day)),
            Column::number("$/30 DAYS", 0, |row| gain(row.per_month)),
            Column::number("$/YEAR", 0, |row| gain(row.per_year)),
            Column::number("MOVING $", 2, |row| Cell::new(&dollars(row.switching_cost))),
            Column::number("PAYS AFTER", 5, |row| Cell::maybe(row.break_even_s.map(hours))),
            Column::number("DAYS", 6, |row| Cell::maybe(row.break_even_days.map(|days| days.to_string()))),
        ]
    }
}

fn gain(amount: Usdc) -> Cell {
    let cell = Cell::new(&dollars(amount));
    if amount > Usdc::default() { cell.tone(Tone::Good) } else { cell.tone(Tone::Faint) }
}

impl Record for GpuPrices {
    const SCHEMA: &'static str = "prices";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "model",
        "form_factor",
        "vram_gib",
        "kind",
        "below_next_percent",
        "below_median_percent",
        "below_dearest_percent",
        "providers",
    ];

    fn id(&self) -> &str {
        &self.id
    }
}

/// What one provider asks for one GPU, as a row.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PriceRow {
    id: String,
    model: String,
    form_factor: Option<String>,
    vram_gib: Option<u32>,
    kind: Billing,
    #[serde(flatten)]
    prices: ProviderPrices,
}

impl Record for PriceRow {
    const SCHEMA: &'static str = "prices";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "model",
        "form_factor",
        "vram_gib",
        "kind",
        "provider",
        "offers",
        "gpus",
        "min_price_per_gpu_hour",
        "p25_price_per_gpu_hour",
        "median_price_per_gpu_hour",
        "max_price_per_gpu_hour",
        "price_per_gpu_hour",
        "mean_reliability",
        "outlier",
        "observed_at",
        "age_s",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("GPU", 0, |row| {
                Cell::new(&gpu(&row.model, row.form_factor.as_deref(), row.vram_gib)).tone(Tone::Strong)
            }),
            Column::text("KIND", 2, |row| Cell::new(billing(row.kind))),
            Column::text("PROVIDER", 0, |row| Cell::new(&row.prices.provider).tone(Tone::Strong)),
            Column::number("PRICE", 0, |row| Cell::new(&price(row.prices.price_per_gpu_hour)).tone(Tone::Strong)),
            Column::number("MIN", 1, |row| Cell::new(&price(row.prices.min_price_per_gpu_hour))),
            Column::number("P25", 4, |row| Cell::new(&price(row.prices.p25_price_per_gpu_hour))),
            Column::number("MEDIAN", 1, |row| Cell::new(&price(row.prices.median_price_per_gpu_hour))),
            Column::number("MAX", 3, |row| Cell::new(&price(row.prices.max_price_per_gpu_hour))),
            Column::number("OFFERS", 2, |row| Cell::new(&row.prices.offers.to_string())),
            Column::number("GPUS", 2, |row| Cell::new(&row.prices.gpus.to_string())),
            Column::number("RELIAB", 5, |row| Cell::maybe(row.prices.mean_reliability.map(share))),
            Column::text("FLAG", 1, |row: &Self| flag(row.prices.outlier, "outlier", Tone::Bad)).usually(UNKNOWN),
            Column::number("AGE", 6, |row| Cell::new(&age(row.prices.age_s))),
        ]
    }
}

impl Record for ImportReport {
    const SCHEMA: &'static str = "import";
    const FIELDS: &'static [&'static str] = &[
        "file",
        "rows",
        "taken",
        "new",
        "known",
        "overruled",
        "undated",
        "bad",
        "bad_rows",
        "providers",
        "first_at",
        "last_at",
        "dry_run",
    ];

    fn id(&self) -> &str {
        &self.file
    }
}

impl Printer {
    /// Prints what providers ask for GPUs: a document for each GPU, or a row for each provider.
    pub fn prices(&mut self, gpus: &[GpuPrices], fields: Option<&str>, warnings: Vec<Warning>) -> Result<()> {
        match self.format {
            OutputFormat::Json | OutputFormat::Ndjson => {
                self.list(gpus, fields.map(GpuPrices::select).transpose()?, warnings)
            }
            _ => {
                let rows: Vec<PriceRow> = gpus.iter().flat_map(price_rows).collect();
                self.list(&rows, fields.map(PriceRow::select).transpose()?, warnings)?;
                for gpu in gpus {
                    self.note_spread(gpu);
                }
                Ok(())
            }
        }
    }

    fn note_spread(&self, prices: &GpuPrices) {
        let (Some(next), Some(median), Some(dearest)) =
            (prices.below_next_percent, prices.below_median_percent, prices.below_dearest_percent)
        else {
            return;
        };
        let name = gpu(&prices.model, prices.form_factor.as_deref(), prices.vram_gib);
        self.note(&format!(
            "{name} {}: the cheapest provider is {next:.1}% below the next, {median:.1}% below the median, \
             {dearest:.1}% below the dearest",
            billing(prices.kind)
        ));
    }
}

fn price_rows(gpu: &GpuPrices) -> impl Iterator<Item = PriceRow> {
    gpu.providers.iter().map(|prices| PriceRow {
        id: format!("{}:{}", gpu.id, prices.provider),
        model: gpu.model.clone(),
        form_factor: gpu.form_factor.clone(),
        vram_gib: gpu.vram_gib,
        kind: gpu.kind,
        prices: prices.clone(),
    })
}

/// An instant as people read it, in UTC.
pub(super) fn day(at: Timestamp) -> String {
    at.strftime("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gains_round_down_and_losses_up() {
        assert_eq!(
            [123_456, -123_456, 99, -1].map(|micros| signed_price(Rate::from_micros(micros))),
            ["0.1234", "-0.1235", "0.0000", "-0.0001"]
        );
        assert_eq!([129_999, -129_999].map(|micros| dollars(Usdc::from_micros(micros))), ["0.12", "-0.13"]);
        assert_eq!([0, 1, 3_600, 17_100].map(hours), ["0.0h", "0.1h", "1.0h", "4.8h"]);
    }

    #[test]
    fn a_gpus_name_tells_what_is_compared() {
        assert_eq!(gpu("H100", Some("SXM"), Some(80)), "H100 SXM 80G");
        assert_eq!(gpu("RTX 4090", Some("PCIe"), Some(24)), "RTX 4090 24G");
    }
}
