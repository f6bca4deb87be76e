//! Offers as people read them.

use super::record::{Column, Record};
use super::table::{Cell, Tone};
use crate::error::Result;
use crate::market::catalogue::Catalogue;
use crate::market::offer::PriceKind;
use crate::market::query::parse_fields;
use crate::market::row::{Field, OfferRow};
use crate::ops::market::{ModelSummary, OfferDetail};
use crate::units::{Rate, ceil_div};

/// Names of an offer's fields.
pub(super) const OFFER_FIELDS: [&str; Field::ALL.len()] = {
    let mut names = [""; Field::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = Field::ALL[index].name();
        index += 1;
    }
    names
};

/// Names of an offer's fields, and of what `show` adds.
const DETAIL_FIELDS: [&str; OFFER_FIELDS.len() + 4] = {
    let mut names = [""; OFFER_FIELDS.len() + 4];
    let mut index = 0;
    while index < OFFER_FIELDS.len() {
        names[index] = OFFER_FIELDS[index];
        index += 1;
    }
    names[index] = "score";
    names[index + 1] = "machine_offers";
    names[index + 2] = "gone_at";
    names[index + 3] = "price_points";
    names
};

impl Record for OfferRow {
    const SCHEMA: &'static str = "offers";
    const FIELDS: &'static [&'static str] = &OFFER_FIELDS;

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        offer_columns(false)
    }

    fn select(text: &str) -> Result<Vec<&'static str>> {
        Ok(parse_fields(text)?.into_iter().map(Field::name).collect())
    }
}

impl Record for OfferDetail {
    const SCHEMA: &'static str = "offer";
    const FIELDS: &'static [&'static str] = &DETAIL_FIELDS;

    fn id(&self) -> &str {
        &self.offer.id
    }
}

/// The columns of a search; the all-in price only where it was asked for.
#[must_use]
pub fn offer_columns(all_in: bool) -> Vec<Column<OfferRow>> {
    let mut columns = vec![
        Column::text("ID", 0, |row: &OfferRow| Cell::new(&row.id).tone(freshness(row, Tone::Plain))),
        Column::text("GPU", 0, |row| {
            let name = gpu_name(&row.model, row.form_factor.as_deref());
            Cell::new(&format!("{}x {name}", row.gpu_count)).tone(freshness(row, Tone::Strong))
        }),
        Column::number("VRAM", 1, |row| Cell::maybe(row.vram_gib.map(|gib| format!("{gib}G")))),
        Column::number("$/GPU-H", 0, |row| {
            Cell::new(&price(row.price_per_gpu_hour)).tone(freshness(row, Tone::Strong))
        }),
        Column::number("$/H", 3, |row| Cell::new(&price(row.price_per_hour))),
    ];
    if all_in {
        columns.push(Column::number("ALL-IN $/H", 1, |row| Cell::maybe(row.all_in_per_hour.map(price))));
    }
    columns.push(
        Column::number("FAILED STARTS", 1, |row: &OfferRow| {
            let tone = if row.start_failures > 0 { Tone::Bad } else { Tone::Faint };
            Cell::new(&row.start_failures.to_string()).tone(tone)
        })
        .usually("0"),
    );
    columns.extend([
        Column::text("KIND", 1, |row: &OfferRow| Cell::new(kind(row.kind))).usually("on-demand"),
        Column::text("FREE", 1, |row: &OfferRow| yes_no(row.available)).usually("yes"),
        Column::text("CC", 4, |row| Cell::maybe(row.country.clone())),
        Column::number("RELIAB", 3, |row| Cell::maybe(row.reliability.map(percent))),
        Column::number("G", 2, |row| Cell::maybe(row.gscore.map(|score| format!("{score:.2}")))),
        Column::text("VERIFIED", 6, |row| yes_no(row.verified)),
        Column::number("AGE", 5, |row| {
            let age = age(row.age_s);
            if row.stale { Cell::new(&format!("{age} stale")).tone(Tone::Bad) } else { Cell::new(&age) }
        }),
        Column::text("REGION", 8, |row| Cell::maybe(row.region.clone())),
        Column::number("CPUS", 9, |row| Cell::maybe(row.cpu_cores.map(|cores| cores.to_string()))),
        Column::number("RAM", 9, |row| Cell::maybe(row.ram_gib.map(|gib| format!("{gib:.0}G")))),
        Column::number("DISK", 9, |row| Cell::maybe(row.disk_gib.map(|gib| format!("{gib:.0}G")))),
        Column::number("DOWN", 10, |row| Cell::maybe(row.net_down_mbps.map(|mbps| format!("{mbps:.0}M")))),
        Column::number("UP", 10, |row| Cell::maybe(row.net_up_mbps.map(|mbps| format!("{mbps:.0}M")))),
    ]);
    columns
}

impl Record for ModelSummary {
    const SCHEMA: &'static str = "models";
    const FIELDS: &'static [&'static str] = &[
        "vendor",
        "model",
        "form_factor",
        "vram_gib",
        "tflops_fp16",
        "offers",
        "available_offers",
        "available_gpus",
        "min_price_per_gpu_hour",
        "max_price_per_gpu_hour",
        "providers",
    ];

    fn id(&self) -> &str {
        &self.model
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("GPU", 0, |row| {
                Cell::new(&gpu_name(&row.model, row.form_factor.as_deref())).tone(Tone::Strong)
            }),
            Column::number("VRAM", 1, |row| Cell::maybe(row.vram_gib.map(|gib| format!("{gib}G")))),
            Column::text("VENDOR", 6, |row| Cell::maybe(row.vendor.clone())),
            Column::number("TFLOPS", 4, |row| Cell::maybe(row.tflops_fp16.map(|tflops| format!("{tflops:.0}")))),
            Column::number("OFFERS", 3, |row| Cell::new(&row.offers.to_string())),
            Column::number("FREE GPUS", 2, |row| Cell::new(&row.available_gpus.to_string())),
            Column::number("FROM $/GPU-H", 0, |row| {
                Cell::maybe(row.min_price_per_gpu_hour.map(price)).tone(Tone::Strong)
            }),
            Column::number("TO", 2, |row| Cell::maybe(row.max_price_per_gpu_hour.map(price))),
            Column::text("PROVIDERS", 5, |row| {
                Cell::new(&row.providers.keys().map(String::as_str).collect::<Vec<_>>().join(" "))
            }),
            Column::text("SPELLED", 7, |row| {
                let mut spellings: Vec<&str> = row.providers.values().flatten().map(String::as_str).collect();
                spellings.sort_unstable();
                spellings.dedup();
                Cell::new(&spellings.join(", ")).tone(Tone::Faint)
            }),
        ]
    }
}

fn freshness(row: &OfferRow, tone: Tone) -> Tone {
    if row.stale || !row.available { Tone::Faint } else { tone }
}

/// A GPU's name, with the form factor where the model comes in several, or nobody knows.
pub(super) fn gpu_name(model: &str, form_factor: Option<&str>) -> String {
    let mut known = Catalogue::builtin().rows_of(model).map(|spec| spec.form_factor.as_str()).peekable();
    let goes_without_saying = known.peek().is_some() && known.all(|known| Some(known) == form_factor);
    match form_factor.filter(|_| !goes_without_saying) {
        Some(form_factor) => format!("{model} {form_factor}"),
        None => model.to_owned(),
    }
}

/// Dollars with four decimals, rounded up: a price is never understated. The exact one is in every other format.
pub(super) fn price(price: Rate) -> String {
    const MICROS_PER_SHOWN: i64 = 100;
    let shown = ceil_div(price.micros(), MICROS_PER_SHOWN);
    format!("{}.{:04}", shown / 10_000, shown % 10_000)
}

pub(super) const fn kind(kind: PriceKind) -> &'static str {
    match kind {
        PriceKind::OnDemand => "on-demand",
        PriceKind::Interruptible => "interrupt",
        PriceKind::AuctionEstimate => "auction",
        PriceKind::Indicative => "list",
    }
}

/// A share as a percentage, rounded down: 99.99 % is not 100 %.
pub(super) fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).floor();
    if tenths >= 1000.0 { "100%".to_owned() } else { format!("{:.1}%", tenths / 10.0) }
}

pub(super) fn yes_no(value: bool) -> Cell {
    if value { Cell::new("yes").tone(Tone::Good) } else { Cell::new("no").tone(Tone::Faint) }
}

/// Seconds in the largest unit that fits.
pub(super) fn age(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{}s", seconds.max(0)),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        _ => format!("{}d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_factors_are_shown_where_they_tell_something() {
        assert_eq!(gpu_name("RTX 4090", Some("PCIe")), "RTX 4090");
        assert_eq!(gpu_name("H100", Some("SXM")), "H100 SXM");
        assert_eq!(gpu_name("H100", None), "H100");
        assert_eq!(gpu_name("Strange 1", Some("PCIe")), "Strange 1 PCIe");
    }

    #[test]
    fn prices_round_up_and_shares_down() {
        let shown =
            [(281_482, "0.2815"), (2_500_000, "2.5000"), (1, "0.0001"), (0, "0.0000"), (12_345_678_900, "12345.6789")];
        for (micros, text) in shown {
            assert_eq!(price(Rate::from_micros(micros)), text);
        }
        assert_eq!([0.9959, 1.0, 0.99999, 0.0].map(percent), ["99.5%", "100%", "99.9%", "0.0%"]);
        assert_eq!([-3, 59, 60, 3_600, 90_000].map(age), ["0s", "59s", "1m", "1h", "1d"]);
    }
}
