//! Reservations and free time as people see them.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Printer;
use super::offers::price;
use super::record::{Column, Record, done_record};
use super::table::{Cell, Tone};
use super::terminal::Terminal;
use crate::app::config::OutputFormat;
use crate::booking::State;
use crate::error::{Result, Warning};
use crate::ops::reserve::{CalendarDay, ReservationDetail, ReservationReport, SlotReport, StretchReport};

/// Columns from which a picture of a day has room for quarters of an hour.
const WIDE: usize = 130;
const SECONDS_PER_HOUR: u64 = 3_600;
const SECONDS_PER_DAY: u64 = 86_400;

impl Record for ReservationReport {
    const SCHEMA: &'static str = "reservations";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "state",
        "reason",
        "offer_id",
        "unit",
        "provider",
        "model",
        "gpu_count",
        "starts_at",
        "ends_at",
        "duration_s",
        "price_per_hour",
        "cost",
        "charged",
        "refunded",
        "started_at",
        "stopped_at",
        "billed_s",
        "min_billed_s",
        "max_price_per_hour",
        "market_price_per_hour",
        "extensions",
        "fulfilment",
        "note",
        "owner",
        "created_at",
        "updated_at",
    ];

    fn id(&self) -> &str {
        &self.id
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("ID", 0, |row| Cell::new(&row.id).tone(Tone::Strong)),
            Column::text("STATE", 0, state),
            Column::text("OFFER", 1, |row| Cell::new(&row.offer_id)),
            Column::text("GPU", 2, |row| Cell::new(&format!("{}x {}", row.gpu_count, row.model))),
            Column::text("FROM (UTC)", 0, |row| Cell::new(&minute(row.starts_at))),
            Column::number("LENGTH", 1, |row| Cell::new(&length(row.duration_s))),
            Column::number("COST", 0, |row| Cell::new(&row.cost.to_string())),
            Column::number("PER HOUR", 3, |row| Cell::new(&price(row.price_per_hour))),
            Column::text("NOTE", 4, |row: &Self| Cell::maybe(row.note.clone())).usually("-"),
        ]
    }
}

impl Record for ReservationDetail {
    const SCHEMA: &'static str = "reservation";
    const FIELDS: &'static [&'static str] = &[
        "id",
        "state",
        "reason",
        "offer_id",
        "unit",
        "provider",
        "model",
        "gpu_count",
        "starts_at",
        "ends_at",
        "duration_s",
        "price_per_hour",
        "cost",
        "charged",
        "refunded",
        "started_at",
        "stopped_at",
        "billed_s",
        "min_billed_s",
        "max_price_per_hour",
        "market_price_per_hour",
        "extensions",
        "fulfilment",
        "note",
        "owner",
        "created_at",
        "updated_at",
        "refund_now",
        "next_step_at",
        "start_by",
        "ssh",
        "attempts",
        "entries",
    ];

    fn id(&self) -> &str {
        &self.reservation.id
    }
}

done_record!(
    ReservationReport,
    "reservation_change",
    [
        "id",
        "state",
        "reason",
        "offer_id",
        "unit",
        "provider",
        "model",
        "gpu_count",
        "starts_at",
        "ends_at",
        "duration_s",
        "price_per_hour",
        "cost",
        "charged",
        "refunded",
        "started_at",
        "stopped_at",
        "billed_s",
        "min_billed_s",
        "max_price_per_hour",
        "market_price_per_hour",
        "extensions",
        "fulfilment",
        "note",
        "owner",
        "created_at",
        "updated_at",
    ],
    |row| &row.id
);

fn state(row: &ReservationReport) -> Cell {
    let word = match row.reason {
        Some(reason) if row.state != State::Completed => format!("{} ({})", row.state.as_str(), reason.as_str()),
        _ => row.state.as_str().to_owned(),
    };
    Cell::new(&word).tone(match row.state {
        State::Active => Tone::Good,
        State::Failed => Tone::Bad,
        State::Completed | State::Cancelled => Tone::Faint,
        State::Pending | State::Activating => Tone::Plain,
    })
}

impl Record for SlotReport {
    const SCHEMA: &'static str = "slots";
    const FIELDS: &'static [&'static str] = &[
        "offer_id",
        "starts_at",
        "ends_at",
        "length_s",
        "latest_start_at",
        "cost",
        "zone",
        "local_starts_at",
        "local_ends_at",
    ];

    fn id(&self) -> &str {
        &self.local_starts_at
    }

    fn columns() -> Vec<Column<Self>> {
        vec![
            Column::text("FREE FROM", 0, |row| local(&row.local_starts_at).tone(Tone::Strong)),
            Column::text("UNTIL", 0, |row| local(&row.local_ends_at)),
            Column::number("FREE FOR", 0, |row| Cell::new(&length(row.length_s)).tone(Tone::Good)),
            Column::text("BOOK BY (UTC)", 2, |row| Cell::new(&minute(row.latest_start_at))),
            Column::number("COST", 1, |row| Cell::new(&row.cost.to_string())),
        ]
    }
}

impl Record for CalendarDay {
    const SCHEMA: &'static str = "calendar";
    const FIELDS: &'static [&'static str] =
        &["offer_id", "date", "zone", "starts_at", "ends_at", "length_s", "units", "free_s", "stretches"];

    fn id(&self) -> &str {
        &self.offer_id
    }
}

/// An instant as a table shows it.
fn minute(instant: Timestamp) -> String {
    instant.strftime("%Y-%m-%d %H:%M").to_string()
}

/// A local time with its offset as a table shows it: `Tue 2026-12-01 09:00 +01:00`.
fn local(text: &str) -> Cell {
    let shown = jiff::fmt::temporal::Pieces::parse(text).ok().and_then(|pieces| {
        let moment = pieces.date().to_datetime(pieces.time()?);
        let offset = text.get(text.len().checked_sub(6)?..).filter(|offset| !offset.contains('Z'))?;
        Some(format!("{} {offset}", moment.strftime("%a %Y-%m-%d %H:%M")))
    });
    Cell::new(shown.as_deref().unwrap_or(text))
}

/// A part of a day in hours and minutes.
fn hours(seconds: u64) -> String {
    let (hours, minutes) = (seconds / SECONDS_PER_HOUR, seconds % SECONDS_PER_HOUR / 60);
    if minutes == 0 { format!("{hours}h") } else { format!("{hours}h {minutes}m") }
}

/// A length of time in its two largest units.
fn length(seconds: u64) -> String {
    let (days, hours) = (seconds / SECONDS_PER_DAY, seconds % SECONDS_PER_DAY / SECONDS_PER_HOUR);
    let (minutes, rest) = (seconds % SECONDS_PER_HOUR / 60, seconds % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "m"), (rest, "s")];
    let shown: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .take(2)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if shown.is_empty() { "0s".to_owned() } else { shown.join(" ") }
}

impl Printer {
    /// Prints a calendar: a picture for people, a row for each day otherwise.
    pub fn calendar(
        &mut self,
        days: &[CalendarDay],
        zone: &TimeZone,
        fields: Option<Vec<&'static str>>,
        warnings: Vec<Warning>,
    ) -> Result<()> {
        if self.format != OutputFormat::Table || fields.is_some() {
            return self.list(days, fields, warnings);
        }
        self.text(&picture(days, zone, self.terminal))?;
        self.warn(&warnings);
        Ok(())
    }
}

/// How a part of a day is drawn: in Unicode and ASCII, its name, its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Free,
    Partly,
    Booked,
    /// The clocks of the zone skip it.
    Skipped,
}

impl Mark {
    const fn sign(self, unicode: bool) -> char {
        match (self, unicode) {
            (Self::Free, true) => '·',
            (Self::Free, false) => '.',
            (Self::Partly, true) => '▒',
            (Self::Partly, false) => '+',
            (Self::Booked, true) => '█',
            (Self::Booked, false) => '#',
            (Self::Skipped, _) => ' ',
        }
    }

    fn style(self) -> Style {
        match self {
            Self::Free => Style::new().fg_color(Some(AnsiColor::Green.into())),
            Self::Partly => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
            Self::Booked => Style::new().fg_color(Some(AnsiColor::Red.into())),
            Self::Skipped => Style::new(),
        }
    }

    /// What two readings of the same time of day come to.
    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Skipped, mark) | (mark, Self::Skipped) => mark,
            (Self::Free, Self::Free) => Self::Free,
            (Self::Booked, Self::Booked) => Self::Booked,
            _ => Self::Partly,
        }
    }
}

/// Days under each other, their hours beside each other by the zone's clocks.
fn picture(days: &[CalendarDay], zone: &TimeZone, terminal: Terminal) -> String {
    let per_hour = if terminal.columns.unwrap_or(0) >= WIDE { 4 } else { 2 };
    let margin = " ".repeat(LABEL_COLUMNS);
    let bold = if terminal.color { Style::new().bold() } else { Style::new() };
    let mut text = format!("{margin}{bold}{}  FREE{bold:#}\n", ruler(per_hour));
    // Writing to a String cannot fail.
    for day in days {
        let label = day.date.strftime("%a %Y-%m-%d").to_string();
        let _ = write!(text, "{label:<LABEL_COLUMNS$}{}", marked(day, zone, per_hour, terminal));
        let odd = if day.length_s == SECONDS_PER_DAY { String::new() } else { format!(" of {}", hours(day.length_s)) };
        let _ = writeln!(text, "  {}{odd}", hours(day.free_s));
    }
    let key = [(Mark::Free, "free"), (Mark::Partly, "partly free"), (Mark::Booked, "booked")];
    let key = key.map(|(mark, word)| {
        format!("{} {word}", styled(&mark.sign(terminal.unicode).to_string(), mark, terminal.color))
    });
    let name = days.first().map_or("", |day| day.zone.as_str());
    let _ = writeln!(text, "\n{}   by the clocks of {name}", key.join("   "));
    text
}

/// Columns of a day's name and the gap after it.
const LABEL_COLUMNS: usize = 16;

/// `0     3     6 …`: every third hour, every other when there is room.
fn ruler(per_hour: usize) -> String {
    let step = if per_hour > 2 { 2 } else { 3 };
    let mut text = String::new();
    for hour in (0..24).step_by(step) {
        let label = format!("{hour:02}");
        let _ = write!(text, "{label:<width$}", width = step * per_hour);
    }
    text
}

/// A day's parts, each where the zone's clocks put it: an hour that is skipped is left out, one that comes twice is
/// free when both are.
fn marked(day: &CalendarDay, zone: &TimeZone, per_hour: usize, terminal: Terminal) -> String {
    let mut marks = vec![Mark::Skipped; 24 * per_hour];
    let seconds = SECONDS_PER_HOUR / per_hour as u64;
    let mut from = day.starts_at.as_second();
    let end = day.ends_at.as_second();
    while from < end {
        let until = from.saturating_add(seconds.cast_signed()).min(end);
        if let Ok(start) = Timestamp::from_second(from) {
            let clock = zone.to_datetime(start);
            let place = usize::from(clock.hour().unsigned_abs()) * per_hour
                + usize::from(clock.minute().unsigned_abs()) * per_hour / 60;
            if let Some(mark) = marks.get_mut(place) {
                *mark = mark.and(mark_of(&day.stretches, day.units, from, until));
            }
        }
        from = until;
    }
    let mut text = String::new();
    for run in marks.chunk_by(|a, b| a == b) {
        let Some(mark) = run.first() else { continue };
        let signs: String = run.iter().map(|mark| mark.sign(terminal.unicode)).collect();
        text.push_str(&styled(&signs, *mark, terminal.color));
    }
    text
}

fn mark_of(stretches: &[StretchReport], units: u32, from: i64, until: i64) -> Mark {
    let within = stretches.iter().filter(|part| part.starts_at.as_second() < until && part.ends_at.as_second() > from);
    let marks = within.map(|part| match part.free_units {
        0 => Mark::Booked,
        free if free == units => Mark::Free,
        _ => Mark::Partly,
    });
    marks.fold(Mark::Skipped, Mark::and)
}

fn styled(text: &str, mark: Mark, color: bool) -> String {
    let style = if color { mark.style() } else { Style::new() };
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booking::calendar::days;
    use crate::booking::slots::Occupied;
    use crate::booking::window::Window;
    use jiff::civil::date;

    const WIDE_TERMINAL: Terminal = Terminal { columns: Some(160), color: false, unicode: true };
    const NARROW: Terminal = Terminal { columns: Some(80), color: false, unicode: true };

    fn calendar(zone: &str, bookings: &[(u32, &str, &str)]) -> (Vec<CalendarDay>, TimeZone) {
        let zone = TimeZone::get(zone).unwrap();
        let window = |(unit, from, until): &(u32, &str, &str)| {
            (*unit, Window::new(from.parse().unwrap(), until.parse().unwrap()).unwrap())
        };
        let occupied = Occupied { units: 2, bookings: bookings.iter().map(window).collect(), machine: Vec::new() };
        let report = days(date(2026, 10, 24), 3, &zone).into_iter().map(|day| {
            let stretches = occupied.stretches(day.window);
            CalendarDay {
                offer_id: "vast:1".to_owned(),
                date: day.date,
                zone: zone.iana_name().unwrap().to_owned(),
                starts_at: day.window.start(),
                ends_at: day.window.end(),
                length_s: day.window.seconds(),
                units: 2,
                free_s: stretches.iter().filter(|part| part.free > 0).map(|part| part.window.seconds()).sum(),
                stretches: stretches
                    .iter()
                    .map(|part| StretchReport {
                        starts_at: part.window.start(),
                        ends_at: part.window.end(),
                        free_units: part.free,
                    })
                    .collect(),
            }
        });
        (report.collect(), zone)
    }

    #[test]
    fn a_calendar_fits_a_narrow_terminal_and_shows_the_change_of_clocks() {
        let bookings = [
            (0, "2026-10-24T07:00:00Z", "2026-10-24T15:00:00Z"),
            (1, "2026-10-24T09:00:00Z", "2026-10-24T12:00:00Z"),
            // The second of the two hours that are both called two o'clock.
            (0, "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"),
            (1, "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"),
        ];
        let (days, zone) = calendar("Europe/Berlin", &bookings);
        let text = picture(&days, &zone, NARROW);
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        insta::assert_snapshot!(text);
        let ascii = picture(&days, &zone, Terminal { unicode: false, ..NARROW });
        assert!(ascii.is_ascii());
    }

    #[test]
    fn a_wide_terminal_shows_quarters_of_an_hour() {
        let (days, zone) = calendar("UTC", &[(0, "2026-10-24T07:15:00Z", "2026-10-24T15:30:00Z")]);
        let text = picture(&days, &zone, WIDE_TERMINAL);
        assert!(text.lines().all(|line| line.chars().count() <= 160), "{text}");
        insta::assert_snapshot!(text);
    }

    #[test]
    fn lengths_and_local_times_are_short() {
        let cases = [(0, "0s"), (59, "59s"), (3_600, "1h"), (9_000, "2h 30m"), (90_000, "1d 1h"), (86_400 * 7, "7d")];
        for (seconds, text) in cases {
            assert_eq!(length(seconds), text);
        }
        assert_eq!(local("2026-12-01T09:00:00+01:00").text(), "Tue 2026-12-01 09:00 +01:00");
    }
}
