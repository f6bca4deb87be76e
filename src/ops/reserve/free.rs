//! Free time of an offer. Nobody needs an account to see when something is free, and nobody sees whose the rest is.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::offer::bookable;
use super::report::{CalendarDay, SlotReport, StretchReport, local};
use crate::app::App;
use crate::booking::calendar::days;
use crate::booking::moment::zone_name;
use crate::booking::window::{MAX_SECONDS, after, whole_second};
use crate::booking::{BookingError, Window};
use crate::error::{Code, Error, Result, Warning};

/// Days of an offer in a time zone.
#[derive(Clone, Debug)]
pub struct DaysRequest {
    /// Id of the offer.
    pub offer_id: String,
    /// The first day; today when not given.
    pub date: Option<Date>,
    /// How many.
    pub days: u32,
    /// Whose days they are.
    pub zone: TimeZone,
}

/// Free blocks of an offer within some days, from now on, of at least so many seconds.
pub async fn slots(app: &App, request: &DaysRequest, seconds: u64) -> Result<(Vec<SlotReport>, Vec<Warning>)> {
    if seconds == 0 || seconds > MAX_SECONDS {
        return Err(Error::new(Code::Usage, "a block is from a second to a year long"));
    }
    let (now, offer) = (whole_second(app.time().await?), bookable(app, &request.offer_id).await?);
    let all = days_asked_for(request, now)?;
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Ok((Vec::new(), offer.warnings)) };
    let Ok(within) = Window::new(first.1.start().max(now), last.1.end()) else {
        return Ok((Vec::new(), offer.warnings));
    };
    let occupied = offer.occupied(app, within).await?;
    let cost = offer.terms().price(seconds).map_err(BookingError::from)?;
    let zone = zone_name(&request.zone, now);
    let slot = |block: Window| {
        Ok(SlotReport {
            offer_id: request.offer_id.clone(),
            starts_at: block.start(),
            ends_at: block.end(),
            length_s: block.seconds(),
            latest_start_at: after(block.start(), block.seconds() - seconds)?,
            cost,
            zone: zone.clone(),
            local_starts_at: local(block.start(), &request.zone),
            local_ends_at: local(block.end(), &request.zone),
        })
    };
    let slots = occupied.free_blocks(within, seconds).into_iter().map(slot).collect::<Result<Vec<_>>>()?;
    Ok((slots, offer.warnings))
}

/// How full some days of an offer are.
pub async fn calendar(app: &App, request: &DaysRequest) -> Result<(Vec<CalendarDay>, Vec<Warning>)> {
    let (now, offer) = (app.time().await?, bookable(app, &request.offer_id).await?);
    let all = days_asked_for(request, now)?;
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return Ok((Vec::new(), offer.warnings)) };
    let occupied = offer.occupied(app, Window::new(first.1.start(), last.1.end())?).await?;
    let zone = zone_name(&request.zone, now);
    let day = |(date, window): (Date, Window)| {
        let stretches = occupied.stretches(window);
        let free = stretches.iter().filter(|stretch| stretch.free > 0);
        CalendarDay {
            offer_id: request.offer_id.clone(),
            date,
            zone: zone.clone(),
            starts_at: window.start(),
            ends_at: window.end(),
            length_s: window.seconds(),
            units: offer.units,
            free_s: free.map(|stretch| stretch.window.seconds()).sum(),
            stretches: stretches.iter().map(|stretch| StretchReport::new(stretch.window, stretch.free)).collect(),
        }
    };
    Ok((all.into_iter().map(day).collect(), offer.warnings))
}

fn days_asked_for(request: &DaysRequest, now: Timestamp) -> Result<Vec<(Date, Window)>> {
    let first = request.date.unwrap_or_else(|| request.zone.to_datetime(now).date());
    Ok(days(first, request.days, &request.zone).into_iter().map(|day| (day.date, day.window)).collect())
}
