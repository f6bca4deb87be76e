//! Plans as people read them.

use super::Printer;
use super::arbitrage::gpu;
use super::offers::{OFFER_FIELDS, kind, percent as share, price};
use super::record::{Column, Record};
use super::table::{Cell, Heading, Tone, UNKNOWN, render};
use super::visible::visible;
use crate::app::config::OutputFormat;
use crate::error::{Result, Warning};
use crate::market::plan::{
    Billing, Demand, Explanation, Objective, PlanDocument, PlanMember, Relaxation, RepricedMember, Seconds, Status,
    Totals,
};
use crate::ops::cluster::{FrontRow, PlanCheck, change, time_text};
use crate::units::{Usdc, ceil_div};

/// Columns of the names before lines of a plan.
const LABEL_COLUMNS: usize = 11;
/// Offers of the next best plan named at most.
const MAX_NAMED: usize = 8;

impl Record for PlanDocument {
    const SCHEMA: &'static str = "plan";
    const FIELDS: &'static [&'static str] =
        &["job", "market_at", "kinds", "precision", "request", "members", "totals", "proof", "explanation"];

    fn id(&self) -> &str {
        self.job.as_deref().unwrap_or_default()
    }
}

/// Names of a member's fields: those of its offer, and its part in the plan.
const MEMBER_FIELDS: [&str; OFFER_FIELDS.len() + 6] = {
    let own = ["planned_per_hour", "tflops", "contribution_ppm", "share_tflop_hours", "paid_s", "cost"];
    let mut names = [""; OFFER_FIELDS.len() + 6];
    let mut index = 0;
    while index < names.len() {
        names[index] = if index < OFFER_FIELDS.len() { OFFER_FIELDS[index] } else { own[index - OFFER_FIELDS.len()] };
        index += 1;
    }
    names
};

impl Record for PlanMember {
    const SCHEMA: &'static str = "plan";
    const FIELDS: &'static [&'static str] = &MEMBER_FIELDS;

    fn id(&self) -> &str {
        &self.offer.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("OFFER", 0, |row| Cell::new(&row.offer.id)),
            Column::text("GPU", 0, |row| {
                let name = gpu(&row.offer.model, row.offer.form_factor.as_deref(), row.offer.vram_gib);
                Cell::new(&format!("{}x {name}", row.offer.gpu_count)).tone(Tone::Strong)
            }),
            Column::number("$/H", 0, |row| Cell::new(&price(row.planned_per_hour)).tone(Tone::Strong)),
            Column::text("KIND", 1, |row: &Self| Cell::new(kind(row.offer.kind))).usually("on-demand"),
            Column::number("TFLOPS", 2, |row| Cell::new(&row.tflops.to_string())),
            Column::number("SHARE", 0, |row| Cell::new(&parts_of_100(row.contribution_ppm))),
            Column::number("TFLOP-H", 5, |row: &Self| Cell::maybe(row.share_tflop_hours.map(|work| work.to_string())))
                .usually(UNKNOWN),
            Column::number("COST $", 1, |row: &Self| Cell::maybe(row.cost.map(cents))).usually(UNKNOWN),
            Column::text("CC", 3, |row| Cell::maybe(row.offer.country.clone())),
            Column::number("RELIAB", 3, |row| Cell::maybe(row.offer.reliability.map(share))),
            Column::text("MACHINE", 6, |row| Cell::maybe(row.offer.machine_id.clone())),
            Column::text("REGION", 7, |row| Cell::maybe(row.offer.region.clone())),
        ]
    }
}

impl Record for FrontRow {
    const SCHEMA: &'static str = "front";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "status",
        "gap_ppm",
        "price_per_hour",
        "tflops",
        "tflops_needed",
        "tflops_slack",
        "gpus",
        "machines",
        "done_s",
        "slack_s",
        "paid_s",
        "cost",
        "survival",
        "members",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("ASK FOR", 0, |row| Cell::new(&row.id).tone(Tone::Strong)),
            Column::number("DONE IN", 1, |row: &Self| Cell::maybe(row.totals.done_s.map(time))).usually(UNKNOWN),
            Column::number("COST $", 0, |row| Cell::maybe(row.totals.cost.map(cents)).tone(Tone::Strong)),
            Column::number("$/H", 0, |row| Cell::new(&price(row.totals.price_per_hour))),
            Column::number("TFLOPS", 0, |row| Cell::new(&row.totals.tflops.to_string())),
            Column::number("GPUS", 1, |row| Cell::new(&row.totals.gpus.to_string())),
            Column::number("MACHINES", 2, |row| Cell::new(&row.totals.machines.to_string())),
            Column::number("SURVIVAL", 3, |row| Cell::maybe(row.totals.survival.map(share))),
            Column::text("PROOF", 1, |row| match row.status {
                Status::Optimal => Cell::new("optimal").tone(Tone::Good),
                _ => Cell::new(&format!("within {}", gap(row.gap_ppm))),
            }),
        ]
    }
}

impl Record for PlanCheck {
    const SCHEMA: &'static str = "plan_check";
    const FIELDS: &'static [&'static str] = &[
        "job",
        "planned_at",
        "market_at",
        "slippage_ppm",
        "members",
        "planned_per_hour",
        "price_per_hour",
        "change_ppm",
        "acceptable",
    ];

    fn id(&self) -> &str {
        self.job.as_deref().unwrap_or_default()
    }
}

impl Record for RepricedMember {
    const SCHEMA: &'static str = "plan_check";
    const FIELDS: &'static [&'static str] = &["id", "found_as", "planned_per_hour", "price_per_hour"];

    /// Its id now.
    fn id(&self) -> &str {
        self.found_as.as_deref().unwrap_or(&self.id)
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("OFFER", 0, |row| Cell::new(&row.id)),
            Column::text("NOW", 0, |row: &Self| match &row.found_as {
                Some(id) if *id == row.id => Cell::new("the same"),
                Some(id) => Cell::new(id),
                None => Cell::new("gone").tone(Tone::Bad),
            })
            .usually("the same"),
            Column::number("PLANNED $/H", 0, |row| Cell::new(&price(row.planned_per_hour))),
            Column::number("NOW $/H", 0, |row| {
                let cell = Cell::maybe(row.price_per_hour.map(price));
                let dearer = row.price_per_hour.is_some_and(|now| now > row.planned_per_hour);
                if dearer { cell.tone(Tone::Bad) } else { cell }
            }),
        ]
    }
}

/// Millionths as a percentage with two decimals.
fn parts_of_100(ppm: u64) -> String {
    format!("{}.{:02}%", ppm / 10_000, ppm % 10_000 / 100)
}

/// The same, rounded up; what is not known is that.
fn gap(ppm: Option<u64>) -> String {
    ppm.map_or_else(|| "an unknown part".to_owned(), |ppm| parts_of_100(ppm.next_multiple_of(100)))
}

/// Dollars and cents, rounded up: a cost is never understated.
fn cents(amount: Usdc) -> String {
    const MICROS_PER_CENT: i64 = 10_000;
    let cents = ceil_div(amount.micros(), MICROS_PER_CENT);
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn time(seconds: Seconds) -> String {
    time_text(seconds.get())
}

/// `1 GPU`, `2 GPUs`.
fn counted(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn line(label: &str, text: &str) -> String {
    format!("{label:LABEL_COLUMNS$}{}\n", visible(text))
}

impl Printer {
    /// Prints a plan: the document, or its members.
    pub fn plan(&mut self, document: &PlanDocument, fields: Option<&str>, warnings: &[Warning]) -> Result<()> {
        match (self.format, fields) {
            (OutputFormat::Json | OutputFormat::Ndjson, fields) => {
                self.object(document, fields.map(PlanDocument::select).transpose()?, warnings)
            }
            (OutputFormat::Table, None) => {
                let text = self.plan_text(document);
                self.text(&text)?;
                self.warn(warnings);
                Ok(())
            }
            (_, fields) => self.list(&document.members, fields.map(PlanMember::select).transpose()?, warnings.to_vec()),
        }
    }

    fn plan_text(&self, document: &PlanDocument) -> String {
        let mut text = String::new();
        if let Some(job) = &document.job {
            text.push_str(&line("job", job));
        }
        if let Some(totals) = &document.totals {
            text.push_str(&summary(document, totals));
        }
        text.push('\n');
        text.push_str(&self.table_of(&document.members));
        text.push('\n');
        text.push_str(&line("proof", &proof(document)));
        if let Some(explanation) = &document.explanation {
            text.push_str(&explained(document, explanation));
        }
        text
    }

    /// Rows as the table they have in a list.
    fn table_of<R: Record>(&self, rows: &[R]) -> String {
        let columns = R::columns();
        let headings: Vec<Heading> = columns.iter().map(|column| column.heading.clone()).collect();
        let cells = rows.iter().map(|row| columns.iter().map(|column| (column.cell)(row)).collect()).collect();
        render(&headings, cells, self.terminal)
    }

    /// Tells what would make an impossible plan possible.
    pub fn repairs(&self, document: &PlanDocument) {
        let Some(explanation) = &document.explanation else { return };
        for relaxation in &explanation.relaxations {
            let cost = costs(&relaxation.totals);
            self.aside(&format!("possible with {}: {cost}", change(relaxation, &document.request)));
        }
    }

    /// Prints what time costs.
    pub fn front(&mut self, rows: &[FrontRow], fields: Option<&str>, warnings: Vec<Warning>) -> Result<()> {
        self.list(rows, fields.map(FrontRow::select).transpose()?, warnings)?;
        self.note("ask for one with --deadline or --throughput as in the first column");
        Ok(())
    }

    /// Prints a plan at today's prices.
    pub fn plan_check(&mut self, check: &PlanCheck, fields: Option<&str>, warnings: &[Warning]) -> Result<()> {
        match (self.format, fields) {
            (OutputFormat::Json | OutputFormat::Ndjson, fields) => {
                self.object(check, fields.map(PlanCheck::select).transpose()?, warnings)
            }
            (OutputFormat::Table, None) => {
                let mut text = self.table_of(&check.repriced.members);
                text.push('\n');
                text.push_str(&line("planned", &format!("{} USD/h", check.repriced.planned_per_hour)));
                if let (Some(now), Some(ppm)) = (check.repriced.price_per_hour, check.repriced.change_ppm) {
                    let sign = if ppm < 0 { "-" } else { "+" };
                    text.push_str(&line("now", &format!("{now} USD/h ({sign}{})", parts_of_100(ppm.unsigned_abs()))));
                }
                self.text(&text)?;
                self.warn(warnings);
                Ok(())
            }
            (_, fields) => {
                let fields = fields.map(RepricedMember::select).transpose()?;
                self.list(&check.repriced.members, fields, warnings.to_vec())
            }
        }
    }
}

/// A plan's figures.
fn summary(document: &PlanDocument, totals: &Totals) -> String {
    let mut text = line("cost", &costs(totals));
    let size = format!("{} on {}", counted(totals.gpus, "GPU"), counted(totals.machines, "machine"));
    let needed = match document.request.demand {
        // Where nothing was asked for, a tenth is.
        Demand::Throughput { throughput, .. } if throughput.tenths() <= 1 => String::new(),
        _ if totals.tflops_needed.tenths() == 0 => String::new(),
        _ => format!(", {} needed", totals.tflops_needed),
    };
    let precision = document.precision.as_str().to_uppercase();
    text.push_str(&line("cluster", &format!("{size}: {} {precision} TFLOPS{needed}", totals.tflops)));
    if let Some(done) = totals.done_s {
        let before = totals.slack_s.map_or_else(String::new, |slack| {
            // A reserve is rounded down.
            format!(", {} before the deadline", time_text(if slack < 600 { slack } else { slack - slack % 60 }))
        });
        text.push_str(&line("time", &format!("done after {}{before}", time(done))));
    }
    let survival = totals.survival.map_or_else(
        || "unknown that all keep running".to_owned(),
        |survival| format!("{} that all keep running", share(survival)),
    );
    text.push_str(&line("survival", &survival));
    text
}

/// What a plan costs: in all where there is an end, and per hour.
fn costs(totals: &Totals) -> String {
    match (totals.cost, totals.paid_s) {
        (Some(cost), Some(paid)) => {
            format!("{} USD for {} at {} USD/h", cents(cost), time(paid), price(totals.price_per_hour))
        }
        _ => format!("{} USD/h", price(totals.price_per_hour)),
    }
}

/// How good a plan is, and how that is known.
fn proof(document: &PlanDocument) -> String {
    let better = match document.request.objective {
        Objective::LeastCost => "cheaper",
        Objective::LeastTime => "faster",
    };
    let proof = &document.proof;
    let verdict = match proof.status {
        Status::Optimal => format!("optimal, no plan is {better}"),
        _ => format!("not proven, another may be up to {} {better}", gap(proof.gap_ppm)),
    };
    let elapsed = proof.elapsed_ms.map_or_else(String::new, |ms| format!(", {ms} ms"));
    let nodes = counted(u32::try_from(proof.nodes).unwrap_or(u32::MAX), "node");
    format!("{verdict} ({} offers qualify, {nodes}{elapsed})", proof.eligible)
}

/// Which limits cost something, and what comes next.
fn explained(document: &PlanDocument, explanation: &Explanation) -> String {
    let request = &document.request;
    let gains = match (request.objective, request.billing) {
        (Objective::LeastTime, _) => "gains",
        (Objective::LeastCost, Billing::UntilDeadline) => "saves per hour",
        (Objective::LeastCost, Billing::UntilDone) => "saves",
    };
    let (binding, free): (Vec<&Relaxation>, Vec<&Relaxation>) =
        explanation.relaxations.iter().partition(|relaxation| relaxation.is_binding());
    let mut text = String::new();
    for relaxation in &binding {
        let gain = parts_of_100(relaxation.saves_ppm.unwrap_or_default());
        text.push_str(&line("binding", &change(relaxation, request)));
        text.push_str(&line("", &format!("  {gains} {gain}: {}", costs(&relaxation.totals))));
    }
    for relaxation in &free {
        text.push_str(&line("free", &format!("{} saves nothing", change(relaxation, request))));
    }
    if let Some(next) = &explanation.next_best {
        let worse = parts_of_100(next.worse_ppm);
        text.push_str(&line("next best", &format!("without {}, {worse} worse: {}", next.without, costs(&next.totals))));
        for id in next.members.iter().take(MAX_NAMED) {
            text.push_str(&line("", &format!("  {id}")));
        }
        if next.members.len() > MAX_NAMED {
            text.push_str(&line("", &format!("  and {} more", next.members.len() - MAX_NAMED)));
        }
    }
    if !explanation.complete {
        text.push_str(&line("", "there was no time to look at everything; --time-limit gives more"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_round_up_and_shares_down() {
        assert_eq!(
            [0, 1, 10_000, 9_533_330].map(|micros| cents(Usdc::from_micros(micros))),
            ["0.00", "0.01", "0.01", "9.54"]
        );
        assert_eq!([0, 99, 666_667, 1_000_000].map(parts_of_100), ["0.00%", "0.00%", "66.66%", "100.00%"]);
        assert_eq!([Some(1), Some(100), None].map(gap), ["0.01%", "0.01%", "an unknown part"]);
    }
}
