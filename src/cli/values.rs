//! Values as people type them on the command line, each within its limits.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::app::config::{DURATION_EXPECTED, parse_duration};
use crate::auth::{Email, EmailError};
use crate::booking::MAX_NOTE_CHARS;
use crate::market::all_in::{MAX_GIB, MAX_RUN_HOURS};
use crate::market::arbitrage::{Grade, Versus};
use crate::market::country::country_code;
use crate::market::history::Billing;
use crate::market::offer::{MAX_PRICE_PER_HOUR, MAX_TEXT_CHARS, PriceKind};
use crate::market::plan::{Budget, Fraction, MAX_LIMIT, MAX_POINTS, QuantityError, Seconds, Share};
use crate::ops::arbitrage::{From, MAX_HOURS_PER_DAY};
use crate::ops::cluster::Deadline;
use crate::ops::history::MAX_DAYS;
use crate::providers::Network;
use crate::units::{AmountError, Rate, Usdc};

/// GPUs in one offer that can be asked for.
const MAX_GPUS: u32 = 100_000;

type Parsed<T> = Result<T, String>;

/// A size: a whole number of GiB, with or without the unit. `80GB` of GPU memory is sold as, and means, 80 GiB.
pub fn gib(text: &str) -> Parsed<u32> {
    let number = ["GiB", "GB", "G"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    whole(number, 0, MAX_GIB).ok_or_else(|| format!("expected a whole number of GiB up to {MAX_GIB}, such as 80"))
}

/// A number of GPUs.
pub fn gpu_count(text: &str) -> Parsed<u32> {
    whole(text, 1, MAX_GPUS).ok_or_else(|| format!("expected a whole number from 1 to {MAX_GPUS}"))
}

/// A number of hours.
pub fn hours(text: &str) -> Parsed<u32> {
    let number = text.strip_suffix('h').unwrap_or(text);
    whole(number, 1, MAX_RUN_HOURS).ok_or_else(|| format!("expected a whole number of hours from 1 to {MAX_RUN_HOURS}"))
}

fn whole(text: &str, least: u32, most: u32) -> Option<u32> {
    // `parse` would also take a leading plus sign.
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| plain && (least..=most).contains(number))
}

/// USD per hour.
pub fn price(text: &str) -> Parsed<Rate> {
    let price: Rate = text.parse().map_err(|error: AmountError| error.to_string())?;
    if price > MAX_PRICE_PER_HOUR {
        return Err(format!("expected at most {MAX_PRICE_PER_HOUR} USD per hour"));
    }
    Ok(price)
}

/// An amount of USDC, more than nothing.
pub fn amount(text: &str) -> Parsed<Usdc> {
    let amount: Usdc = text.parse().map_err(|error: crate::units::AmountError| error.to_string())?;
    if amount > Usdc::default() { Ok(amount) } else { Err("expected more than 0".to_owned()) }
}

/// A share from 0 to 1, or a percentage.
pub fn share(text: &str) -> Parsed<f64> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let share = number.parse::<f64>().ok().filter(|_| plain).map(|number| number / scale);
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "expected a number from 0 to 1, or a percentage such as 99%".to_owned())
}

/// A length of time.
pub fn duration(text: &str) -> Parsed<Duration> {
    parse_duration(text).ok_or_else(|| format!("expected {DURATION_EXPECTED}"))
}

/// A quantity that its own type reads.
pub fn quantity<T: std::str::FromStr<Err = QuantityError>>(text: &str) -> Parsed<T> {
    text.parse().map_err(|error: QuantityError| error.to_string())
}

/// A length of time from now, or a moment.
pub fn deadline(text: &str) -> Parsed<Deadline> {
    if let Ok(at) = time(text) {
        return Ok(Deadline::At(at));
    }
    let span = text.strip_prefix('+').unwrap_or(text);
    let is_nothing = |text: &str| {
        let digits = text.trim_start_matches('-').trim_end_matches(|unit: char| unit.is_ascii_alphabetic());
        digits.parse::<f64>().is_ok_and(|number| number <= 0.0 || (text.starts_with('-') && number.is_finite()))
    };
    match parse_duration(span).map(|duration| Seconds::new(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX))) {
        Some(Ok(seconds)) => Ok(Deadline::In(seconds)),
        Some(Err(error)) => Err(error.to_string()),
        None if is_nothing(span) => Err("must be later than now".to_owned()),
        None => Err("expected a time from now such as 48h or 2d12h (up to a year), or a moment such as \
                     2026-11-24T10:00:00Z"
            .to_owned()),
    }
}

/// What is left of a throughput: above 0 and at most 1, or a percentage.
pub fn fraction(text: &str) -> Parsed<Fraction> {
    let share = share(text).map_err(|_| FRACTION_EXPECTED.to_owned())?;
    Fraction::try_from(share).map_err(|_| FRACTION_EXPECTED.to_owned())
}

const FRACTION_EXPECTED: &str = "expected a number above 0 and at most 1 (none lost), or a percentage such as 90%";

/// A probability above 0.
pub fn positive_share(text: &str) -> Parsed<Share> {
    let expected = || "expected a number above 0 and at most 1, or a percentage such as 99%".to_owned();
    share(text).ok().and_then(|share| Share::try_from(share).ok()).ok_or_else(expected)
}

/// A number of GPUs or machines in a plan.
pub fn plan_count(text: &str) -> Parsed<u32> {
    whole(text, 1, MAX_LIMIT).ok_or_else(|| format!("expected a whole number from 1 to {MAX_LIMIT}"))
}

/// Points of a front.
pub fn points(text: &str) -> Parsed<u32> {
    whole(text, 2, MAX_POINTS).ok_or_else(|| format!("expected a whole number from 2 to {MAX_POINTS}"))
}

/// Memory of one GPU, more than none.
pub fn vram(text: &str) -> Parsed<u32> {
    gib(text).and_then(|gib| if gib > 0 { Ok(gib) } else { Err("expected more than 0 GiB".to_owned()) })
}

/// What may be spent: in all, or an hour with `/h` after it.
pub fn budget(text: &str) -> Parsed<Budget> {
    let is_positive = |micros: i64| {
        if micros > 0 { Ok(()) } else { Err("expected more than 0 USD".to_owned()) }
    };
    let wrong = |error: AmountError| format!("{error}; expected USD in all such as 100, or per hour such as 5/h");
    if let Some(rate) = text.strip_suffix("/h") {
        let rate: Rate = rate.parse().map_err(wrong)?;
        return is_positive(rate.micros()).map(|()| Budget::PerHour(rate));
    }
    let total: Usdc = text.parse().map_err(wrong)?;
    is_positive(total.micros()).map(|()| Budget::Total(total))
}

/// How much dearer something may be: a percentage, in millionths.
pub fn slippage(text: &str) -> Parsed<u32> {
    const PPM_PER_BASIS_POINT: u32 = 100;
    let basis_points = percent(text)?;
    u32::try_from(basis_points).map(|bps| bps * PPM_PER_BASIS_POINT).map_err(|_| "too large".to_owned())
}

/// A length of time in whole seconds.
pub fn seconds(text: &str) -> Parsed<u64> {
    let whole = |length: &Duration| length.subsec_nanos() == 0;
    duration(text).and_then(|length| {
        Some(length).filter(whole).map(|length| length.as_secs()).ok_or_else(|| "expected whole seconds".to_owned())
    })
}

/// A time zone by its name in the IANA database.
pub fn zone(text: &str) -> Parsed<TimeZone> {
    TimeZone::get(text).map_err(|_| "expected the name of a time zone, such as Europe/Berlin or UTC".to_owned())
}

/// A note: a text of a line or some, without anything that a terminal would obey.
pub fn note(text: &str) -> Parsed<String> {
    let fits = !text.is_empty() && text.chars().count() <= MAX_NOTE_CHARS && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned()).ok_or_else(|| format!("expected a text of 1 to {MAX_NOTE_CHARS} characters"))
}

/// A country: its ISO 3166-1 code, or its English name.
pub fn country(text: &str) -> Parsed<String> {
    country_code(text)
        .map(str::to_owned)
        .ok_or_else(|| "expected a two-letter country code (ISO 3166-1), such as US or DE".to_owned())
}

/// A moment: RFC 3339, or a date with or without a time of day in the local time zone.
pub fn time(text: &str) -> Parsed<Timestamp> {
    let local = |moment: DateTime| moment.to_zoned(TimeZone::system()).ok().map(|moment| moment.timestamp());
    let parsed = text.parse::<Timestamp>().ok();
    let parsed = parsed.or_else(|| text.parse::<DateTime>().ok().and_then(local));
    parsed.ok_or_else(|| "expected a time such as 2026-11-24T10:00:00Z, \"2026-11-24 11:00\" or 2026-11-24".to_owned())
}

/// A number of days.
pub fn days(text: &str) -> Parsed<u32> {
    let number = text.strip_suffix('d').unwrap_or(text);
    whole(number, 1, MAX_DAYS).ok_or_else(|| format!("expected a whole number of days from 1 to {MAX_DAYS}"))
}

/// Hours of use in a day.
pub fn hours_per_day(text: &str) -> Parsed<u32> {
    let number = text.strip_suffix('h').unwrap_or(text);
    let expected = || format!("expected a whole number of hours from 1 to {MAX_HOURS_PER_DAY}");
    whole(number, 1, MAX_HOURS_PER_DAY).ok_or_else(expected)
}

/// A percentage from 0 to 100 with at most two decimals, in hundredths of a percent.
pub fn percent(text: &str) -> Parsed<i64> {
    const MICROS_PER_BASIS_POINT: i64 = 10_000;
    let number = text.strip_suffix('%').unwrap_or(text);
    let micros = number.parse::<Rate>().ok().map(Rate::micros);
    micros
        .filter(|micros| *micros <= 100_000_000 && micros % MICROS_PER_BASIS_POINT == 0)
        .map(|micros| micros / MICROS_PER_BASIS_POINT)
        .ok_or_else(|| "expected a percentage from 0 to 100 with at most two decimals".to_owned())
}

/// What a price is compared with.
pub fn versus(text: &str) -> Parsed<Versus> {
    match text {
        "median" => Ok(Versus::Median),
        "next" => Ok(Versus::Next),
        "dearest" => Ok(Versus::Dearest),
        _ => price(text)
            .ok()
            .filter(|price| *price > Rate::default())
            .map(Versus::Price)
            .ok_or_else(|| "expected median, next, dearest, or USD per GPU-hour such as 2.95".to_owned()),
    }
}

/// What is paid now: a provider, or USD per GPU and hour.
pub fn paid_now(text: &str) -> Parsed<From> {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        let price = price(text)?;
        return if price > Rate::default() {
            Ok(From::Price(price))
        } else {
            Err("expected a price above 0".to_owned())
        };
    }
    Ok(From::Provider(name(text)?.to_lowercase()))
}

/// A way of billing by its name on the command line.
pub fn billing(text: &str) -> Option<Billing> {
    Billing::from_name(&text.replace('-', "_"))
}

/// A grade of confidence by its name.
pub fn grade(text: &str) -> Option<Grade> {
    Grade::ALL.into_iter().find(|grade| grade.as_str() == text)
}

/// Any text short enough to be a name.
pub fn name(text: &str) -> Parsed<String> {
    let fits = !text.is_empty() && text.chars().count() <= MAX_TEXT_CHARS && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned()).ok_or_else(|| format!("expected a text of 1 to {MAX_TEXT_CHARS} characters"))
}

/// Longest name a user may want to be called.
const MAX_NAME_CHARS: usize = 80;

/// An e-mail address.
pub fn email(text: &str) -> Parsed<Email> {
    text.parse().map_err(|error: EmailError| error.to_string())
}

/// What somebody wants to be called, or what a token is for.
pub fn display_name(text: &str) -> Parsed<String> {
    let fits = (1..=MAX_NAME_CHARS).contains(&text.chars().count()) && !text.trim().is_empty();
    if fits && !text.chars().any(char::is_control) {
        Ok(text.trim().to_owned())
    } else {
        Err(format!("expected 1 to {MAX_NAME_CHARS} characters on one line"))
    }
}

/// Names of the kinds of prices on the command line.
pub const KINDS: [&str; 4] = ["on-demand", "interruptible", "auction-estimate", "indicative"];

/// A kind of price out of [`KINDS`].
pub fn kind(text: &str) -> Option<PriceKind> {
    PriceKind::ALL.into_iter().find(|kind| kind.as_str() == text.replace('-', "_"))
}

/// A rental network out of its names.
pub fn network(text: &str) -> Option<Network> {
    Network::parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_are_whole_and_limited() {
        for (text, size) in [("80", 80), ("80GB", 80), ("80GiB", 80), ("80G", 80), ("0", 0), ("1000000", 1_000_000)] {
            assert_eq!(gib(text), Ok(size), "{text}");
        }
        for text in ["", "-1", "+1", "1.5", "1e3", "1000001", "80TB", "80 GB", "NaN", "inf", "\u{ff18}"] {
            assert!(gib(text).is_err(), "{text}");
        }
        assert_eq!((gpu_count("8"), gpu_count("0").is_err()), (Ok(8), true));
        assert_eq!(
            (hours("24"), hours("24h"), hours("0").is_err(), hours("1d").is_err()),
            (Ok(24), Ok(24), true, true)
        );
    }

    #[test]
    fn shares_are_between_nothing_and_all() {
        for (text, value) in [("0", 0.0), ("0.98", 0.98), ("1", 1.0), ("1.0", 1.0), ("98%", 0.98), ("100%", 1.0)] {
            assert_eq!(share(text), Ok(value), "{text}");
        }
        for text in ["", "%", "1.01", "-0.1", "98", "101%", "NaN", "inf", "1e-3", "+0.5", "0.5.5"] {
            assert!(share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn prices_are_plain_amounts() {
        assert_eq!(price("2.50"), Ok(Rate::from_micros(2_500_000)));
        for text in ["", "-1", "1e3", "NaN", "inf", "10000.01", "$2", "2,50", "0.0000001"] {
            assert!(price(text).is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_are_more_than_nothing_and_exact() {
        assert_eq!(amount("9223372036854.775807"), Ok(Usdc::from_micros(i64::MAX)));
        for text in ["0", "0.0", "-1", "+1", "1,000", "1.0000001", "9223372036854.775808", "", "1e3"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn percentages_are_exact() {
        for (text, bps) in [("15", 1_500), ("15%", 1_500), ("12.5", 1_250), ("0", 0), ("100", 10_000), ("0.01", 1)] {
            assert_eq!(percent(text), Ok(bps), "{text}");
        }
        for text in ["", "%", "-1", "100.01", "1.001", "15 %", "1e1"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }

    #[test]
    fn comparisons_and_present_prices_are_names_or_amounts() {
        let rate = Rate::from_micros(2_950_000);
        assert_eq!((versus("next"), versus("2.95")), (Ok(Versus::Next), Ok(Versus::Price(rate))));
        assert_eq!(paid_now("2.95"), Ok(From::Price(rate)));
        assert_eq!(paid_now("Vast"), Ok(From::Provider("vast".to_owned())));
        for text in ["", "mean", "0", "-1", "2,95"] {
            assert!(versus(text).is_err(), "{text}");
        }
        assert!(paid_now("0").is_err() && paid_now("2x").is_err() && paid_now("").is_err());
    }

    #[test]
    fn times_are_instants_or_local_dates() {
        assert_eq!(time("2026-11-24T10:00:00+02:00").map(|at| at.to_string()), Ok("2026-11-24T08:00:00Z".to_owned()));
        assert!(time("2026-11-24").is_ok() && time("2026-11-24 10:30").is_ok());
        for text in ["", "yesterday", "2026-13-01", "10:00"] {
            assert!(time(text).is_err(), "{text}");
        }
        assert_eq!((days("30"), days("30d"), days("0").is_err()), (Ok(30), Ok(30), true));
    }

    #[test]
    fn countries_and_kinds_are_known_ones() {
        assert_eq!(country("us"), Ok("US".to_owned()));
        assert!(country("XX").is_err() && country("").is_err());
        assert!(KINDS.into_iter().all(|name| kind(name).is_some()));
        assert_eq!(KINDS.len(), PriceKind::ALL.len());
    }
}
