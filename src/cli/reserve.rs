//! `gp4u reserve`: booking GPUs for a time.

mod machine;
mod ssh;

use std::time::Duration;

use clap::{ArgGroup, Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use machine::MachineArgs;
use ssh::{LogsArgs, SshArgs};

use super::MutationArgs;
use super::args::words;
use super::gpus::FieldsArg;
use super::output::{Page, Printer, Tail};
use super::values;
use crate::app::App;
use crate::app::config::OutputFormat;
use crate::booking::State;
use crate::booking::calendar::MAX_DAYS;
use crate::booking::moment::parse_date;
use crate::error::{Code, Error, Result};
use crate::ops::mutation::Done;
use crate::ops::reserve::{
    self, CalendarDay, CreateRequest, DaysRequest, EndWords, ExtendRequest, ListRequest, ReservationDetail,
    ReservationReport, SlotReport, Until,
};
use crate::units::{Rate, Usdc};

/// Rows of a table on a terminal, when no limit is given.
const ROWS_ON_TERMINAL: u32 = 20;
/// Names of [`State`] on the command line.
const STATES: [&str; 6] = ["pending", "activating", "active", "completed", "cancelled", "failed"];
/// Names of [`Until`] on the command line.
const UNTIL: [&str; 2] = ["active", "ended"];

const CREATE_EXAMPLES: &str = "\
Examples:
  gp4u reserve create vast:39185351 --start now --for 1h --wait
  gp4u reserve create vast:39185351 --start 'tomorrow 09:00' --for 8h --image pytorch/pytorch:latest --substitute
  gp4u reserve create vast:39185351 --start now --end '2026-12-01 18:00' --max-price 0.50 --manual
  gp4u reserve slots vast:39185351 --date tomorrow --length 2h
";

/// Book a GPU for a time, and look after bookings.
#[derive(Debug, Subcommand)]
pub enum ReserveCommand {
    /// Book an offer; it is paid when it starts
    #[command(before_help = CREATE_EXAMPLES)]
    Create(Box<CreateArgs>),
    /// List reservations, the latest start first
    List(ListArgs),
    /// Show a reservation
    Show(ShowArgs),
    /// Make a reservation longer; an active one is charged at once
    Extend(ExtendArgs),
    /// Cancel a reservation: free before it starts, unused time comes back afterwards
    Cancel(CancelArgs),
    /// Show when an offer is free for long enough
    Slots(SlotsArgs),
    /// Show how full the days of an offer are
    Calendar(CalendarArgs),
    /// Wait until a reservation's machine is up, or it has ended
    Wait(WaitArgs),
    /// Log in to a reservation's machine, or run a command on it
    Ssh(SshArgs),
    /// Show the end of what a reservation's machine printed
    Logs(LogsArgs),
}

/// Whose clocks are meant.
#[derive(Clone, Debug, Args)]
struct ZoneArg {
    /// Time zone of times without an offset, such as Europe/Berlin [default: this machine's]
    #[arg(long, value_name = "ZONE", value_parser = values::zone)]
    zone: Option<TimeZone>,
}

impl ZoneArg {
    fn zone(&self) -> TimeZone {
        self.zone.clone().unwrap_or_else(TimeZone::system)
    }
}

/// Book an offer.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("duration").required(true))]
pub struct CreateArgs {
    /// Id of the offer, such as vast:39185351
    #[arg(value_name = "OFFER", value_parser = values::name)]
    offer: String,

    /// When it starts: RFC 3339, now, +2h, "tomorrow 09:00", "2026-12-01 09:00"
    #[arg(long, value_name = "TIME")]
    start: String,

    /// How long it lasts, such as 8h or 2h30m
    #[arg(long = "for", value_name = "DURATION", value_parser = values::seconds, group = "duration")]
    length: Option<u64>,

    /// When it ends
    #[arg(long, value_name = "TIME", group = "duration")]
    end: Option<String>,

    /// USD per hour at most, now and on the market when it starts; above it nothing is booked or it is cancelled
    #[arg(long, value_name = "USD", value_parser = values::price)]
    max_price: Option<Rate>,

    /// USD for the whole at most
    #[arg(long, value_name = "USD", value_parser = values::amount)]
    max_cost: Option<Usdc>,

    #[command(flatten)]
    machine: MachineArgs,

    /// A note to yourself
    #[arg(long, value_name = "TEXT", value_parser = values::note)]
    note: Option<String>,
    #[command(flatten)]
    zone: ZoneArg,

    /// Wait until it is active
    #[arg(long)]
    wait: bool,

    /// Wait so long at most
    #[arg(long, value_name = "DURATION", value_parser = values::duration, requires = "wait")]
    timeout: Option<Duration>,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// List reservations.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "four independent flags")]
pub struct ListArgs {
    /// Only your own; the default
    #[arg(long, conflicts_with = "all")]
    mine: bool,

    /// Everybody's; for the operator
    #[arg(long)]
    all: bool,

    /// Only in this state (repeatable)
    #[arg(long = "state", value_name = "STATE", value_parser = words(&STATES))]
    states: Vec<&'static str>,

    /// Only of this offer
    #[arg(long, value_name = "OFFER", value_parser = values::name)]
    offer: Option<String>,

    /// Only what is not over at this time
    #[arg(long, value_name = "TIME")]
    from: Option<String>,

    /// Only what starts before this time
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    zone: ZoneArg,

    /// Reservations at most; 0 for all [default: 20 on a terminal, otherwise all]
    #[arg(long, value_name = "N", help_heading = "Result")]
    limit: Option<u32>,

    /// Continue after the page that gave this cursor
    #[arg(long, value_name = "CURSOR", help_heading = "Result")]
    after: Option<String>,

    /// Also count all that match
    #[arg(long, help_heading = "Result")]
    count: bool,

    /// End with exit code 10 when nothing matches
    #[arg(long, help_heading = "Result")]
    exit_empty: bool,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Show a reservation.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Id of the reservation
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Make a reservation longer.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("duration").required(true))]
pub struct ExtendArgs {
    /// Id of the reservation
    #[arg(value_name = "ID")]
    id: String,

    /// By how much, such as 2h
    #[arg(long = "for", value_name = "DURATION", value_parser = values::seconds, group = "duration")]
    length: Option<u64>,

    /// When it ends instead
    #[arg(long, value_name = "TIME", group = "duration")]
    end: Option<String>,

    /// USD for the extension at most
    #[arg(long, value_name = "USD", value_parser = values::amount)]
    max_cost: Option<Usdc>,

    /// Private key to log in with, where the machine keeps its own end [default: ssh's own choice]
    #[arg(long, value_name = "FILE")]
    identity: Option<String>,
    #[command(flatten)]
    zone: ZoneArg,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Cancel a reservation.
#[derive(Debug, Args)]
pub struct CancelArgs {
    /// Id of the reservation
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Free blocks of an offer.
#[derive(Debug, Args)]
pub struct SlotsArgs {
    /// Id of the offer
    #[arg(value_name = "OFFER", value_parser = values::name)]
    offer: String,

    /// Day: today, tomorrow, 2026-12-01 [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,

    /// Days to look at, from that one on
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_DAYS)))]
    days: u32,

    /// How long it must be free, such as 2h
    #[arg(long, value_name = "DURATION", default_value = "1h", value_parser = values::seconds)]
    length: u64,
    #[command(flatten)]
    zone: ZoneArg,

    /// End with exit code 10 when there is none
    #[arg(long, help_heading = "Result")]
    exit_empty: bool,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Days of an offer.
#[derive(Debug, Args)]
pub struct CalendarArgs {
    /// Id of the offer
    #[arg(value_name = "OFFER", value_parser = values::name)]
    offer: String,

    /// First day: today, tomorrow, 2026-12-01 [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,

    /// Days to show
    #[arg(long, value_name = "N", default_value = "7", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_DAYS)))]
    days: u32,
    #[command(flatten)]
    zone: ZoneArg,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Wait for a reservation.
#[derive(Debug, Args)]
pub struct WaitArgs {
    /// Id of the reservation
    #[arg(value_name = "ID")]
    id: String,

    /// What to wait for
    #[arg(long, value_name = "STATE", default_value = "active", value_parser = words(&UNTIL))]
    until: &'static str,

    /// Wait so long at most; then exit code 8
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    timeout: Option<Duration>,
    #[command(flatten)]
    fields: FieldsArg,
}

impl ReserveCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Create(arguments) => arguments.run(app, printer).await,
            Self::List(arguments) => arguments.run(app, printer).await,
            Self::Show(arguments) => {
                let fields = arguments.fields.of::<ReservationDetail>()?;
                printer.object(&reserve::show(app, &arguments.id).await?, fields, &[])
            }
            Self::Extend(arguments) => arguments.run(app, printer).await,
            Self::Cancel(arguments) => arguments.run(app, printer).await,
            Self::Slots(arguments) => arguments.run(app, printer).await,
            Self::Calendar(arguments) => arguments.run(app, printer).await,
            Self::Ssh(arguments) => arguments.run(app, printer).await,
            Self::Logs(arguments) => arguments.run(app, printer).await,
            Self::Wait(arguments) => {
                let fields = arguments.fields.of::<ReservationDetail>()?;
                let until = if arguments.until == "ended" { Until::Ended } else { Until::Active };
                let detail = wait(app, printer, &arguments.id, until, arguments.timeout).await?;
                printer.object(&detail, fields, &[])
            }
        }
    }
}

/// One of the two flags that say how long: clap sees to it.
fn end_words(length: Option<u64>, end: Option<String>) -> Result<EndWords> {
    match (length, end) {
        (Some(seconds), None) => Ok(EndWords::For(seconds)),
        (None, Some(text)) => Ok(EndWords::At(text)),
        _ => Err(Error::new(Code::Usage, "say either --for or --end")),
    }
}

impl CreateArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<Done<ReservationReport>>()?;
        let request = CreateRequest {
            offer_id: self.offer,
            start: self.start,
            end: end_words(self.length, self.end)?,
            max_price: self.max_price,
            max_cost: self.max_cost,
            note: self.note,
            machine: self.machine.wish()?,
            zone: self.zone.zone(),
        };
        if !self.mutation.dry_run && !self.mutation.yes {
            let conditions = reserve::preview_create(app, &request).await?;
            if !conditions.is_empty() {
                printer.confirm(&format!("{}. Book it?", conditions.join(". ")), false)?;
            }
        }
        let (mut done, warnings) = reserve::create(app, &request, &self.mutation.mutation(printer)).await?;
        if self.wait && !done.dry_run {
            done.result = wait(app, printer, &done.result.id, Until::Active, self.timeout).await?.reservation;
        }
        printer.object(&done, fields, &warnings)?;
        if !self.wait && !done.dry_run {
            printer.note(&format!("{} is paid when it starts, at {}", done.result.cost, done.result.starts_at));
        }
        Ok(())
    }
}

async fn wait(
    app: &App,
    printer: &Printer,
    id: &str,
    until: Until,
    timeout: Option<Duration>,
) -> Result<ReservationDetail> {
    reserve::wait(app, id, until, timeout, |detail| {
        let report = &detail.reservation;
        let progress = detail.attempts.last().and_then(|attempt| {
            let progress = attempt.progress.as_deref().unwrap_or(attempt.state.as_str());
            Some(format!("; machine {}: {progress}", attempt.machine.as_deref()?))
        });
        let more = match report.state {
            State::Pending => format!("; it starts at {}", report.starts_at),
            State::Activating => progress.unwrap_or_default(),
            _ => String::new(),
        };
        printer.note(&format!("the reservation is {}{more}", report.state.as_str()));
    })
    .await
}

impl ListArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<ReservationReport>()?;
        let on_terminal = printer.is_terminal() && printer.format() == OutputFormat::Table;
        let request = ListRequest {
            all: self.all,
            states: self.states.iter().filter_map(|word| State::from_word(word)).collect(),
            offer_id: self.offer,
            from: self.from,
            until: self.until,
            zone: self.zone.zone(),
            after: self.after,
            limit: match self.limit {
                Some(0) => None,
                None => on_terminal.then_some(ROWS_ON_TERMINAL),
                limit => limit,
            },
            count: self.count,
        };
        let page = reserve::list(app, &request).await?;
        let mut rows = printer.rows(fields)?;
        for row in &page.rows {
            rows.row(row)?;
        }
        let is_empty = page.rows.is_empty();
        let next = page.next.clone();
        rows.finish(&Tail { page: Page { total: page.total, next: page.next }, ..Tail::default() })?;
        if is_empty {
            printer.note("no reservations");
        } else if let Some(next) = next {
            printer.note(&format!("there are more; --after {next} continues"));
        }
        if is_empty && self.exit_empty {
            return Err(Error::new(Code::Empty, "no reservations"));
        }
        Ok(())
    }
}

impl ExtendArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<Done<ReservationReport>>()?;
        let end = end_words(self.length, self.end)?;
        let request = ExtendRequest { id: self.id, end, max_cost: self.max_cost, zone: self.zone.zone() };
        if !self.mutation.dry_run && !self.mutation.yes {
            let preview = reserve::preview_extend(app, &request).await?;
            if preview.reservation.state == State::Active && preview.charge > Usdc::default() {
                printer.confirm(&format!("Pay {} now to extend the reservation?", preview.charge), false)?;
            }
        }
        let done = reserve::extend(app, &request, &self.mutation.mutation(printer)).await?;
        let warnings = if done.dry_run {
            Vec::new()
        } else {
            ssh::move_own_end(app, &done.result.id, self.identity.as_deref()).await?
        };
        printer.object(&done, fields, &warnings)
    }
}

impl CancelArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<Done<ReservationReport>>()?;
        let asks = !self.mutation.dry_run && !self.mutation.yes;
        if asks && let Some(preview) = reserve::preview_cancel(app, &self.id).await? {
            printer.confirm(&question(&preview), false)?;
        }
        let done = reserve::cancel(app, &self.id, &self.mutation.mutation(printer)).await?;
        printer.object(&done, fields, &[])
    }
}

/// What is asked before a reservation is given up.
fn question(preview: &reserve::Preview) -> String {
    let reservation = &preview.reservation;
    let name = format!("{} from {} to {}", reservation.offer_id, reservation.starts_at, reservation.ends_at);
    if reservation.state == State::Pending {
        return format!("Cancel {name}? Nothing was paid yet");
    }
    let kept = if preview.kept > Usdc::default() {
        format!("; {} of unused time is billed by the provider all the same", preview.kept)
    } else {
        String::new()
    };
    format!("Cancel {name}? {} of {} comes back now{kept}", preview.refund, reservation.charged)
}

/// The day a flag names.
fn days_request(app: &App, offer: String, date: Option<&str>, days: u32, zone: &ZoneArg) -> Result<DaysRequest> {
    let zone = zone.zone();
    let now: Timestamp = app.now();
    let date = date.map(|text| {
        let message = "--date: expected a day such as today, tomorrow or 2026-12-01, from 2024 to 2100";
        parse_date(text, now, &zone).ok_or_else(|| Error::new(Code::Usage, message))
    });
    Ok(DaysRequest { offer_id: offer, date: date.transpose()?, days, zone })
}

impl SlotsArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<SlotReport>()?;
        let request = days_request(app, self.offer, self.date.as_deref(), self.days, &self.zone)?;
        let (slots, warnings) = reserve::slots(app, &request, self.length).await?;
        printer.list(&slots, fields, warnings)?;
        if slots.is_empty() {
            printer.note("no free block of that length; --days looks at more days");
            if self.exit_empty {
                return Err(Error::new(Code::Empty, "no free block"));
            }
        }
        Ok(())
    }
}

impl CalendarArgs {
    async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let fields = self.fields.of::<CalendarDay>()?;
        let request = days_request(app, self.offer, self.date.as_deref(), self.days, &self.zone)?;
        let (days, warnings) = reserve::calendar(app, &request).await?;
        printer.calendar(&days, &request.zone, fields, warnings)
    }
}
