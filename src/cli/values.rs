//! Values as people type them on the command line, each within its limits.

use std::time::Duration;

use crate::app::config::{DURATION_EXPECTED, parse_duration};
use crate::market::all_in::{MAX_GIB, MAX_RUN_HOURS};
use crate::market::country::country_code;
use crate::market::offer::{MAX_PRICE_PER_HOUR, MAX_TEXT_CHARS, PriceKind};
use crate::providers::Network;
use crate::units::Rate;

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
    let price: Rate = text.parse().map_err(|error: crate::units::AmountError| error.to_string())?;
    if price > MAX_PRICE_PER_HOUR {
        return Err(format!("expected at most {MAX_PRICE_PER_HOUR} USD per hour"));
    }
    Ok(price)
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

/// A country: its ISO 3166-1 code, or its English name.
pub fn country(text: &str) -> Parsed<String> {
    country_code(text)
        .map(str::to_owned)
        .ok_or_else(|| "expected a two-letter country code (ISO 3166-1), such as US or DE".to_owned())
}

/// Any text short enough to be a name.
pub fn name(text: &str) -> Parsed<String> {
    let fits = !text.is_empty() && text.chars().count() <= MAX_TEXT_CHARS && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned()).ok_or_else(|| format!("expected a text of 1 to {MAX_TEXT_CHARS} characters"))
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
    fn countries_and_kinds_are_known_ones() {
        assert_eq!(country("us"), Ok("US".to_owned()));
        assert!(country("XX").is_err() && country("").is_err());
        assert!(KINDS.into_iter().all(|name| kind(name).is_some()));
        assert_eq!(KINDS.len(), PriceKind::ALL.len());
    }
}
