//! Money, prices and text sizes: the only place that knows how they are parsed, rounded and printed.
//!
//! Money is an integer number of micro-USD (equal to micro-USDC, six decimals), so sums, orderings and
//! equality mean the same in Rust, SQLite and PostgreSQL. Decimals exist only where text comes in or goes out.

mod id;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use id::{IdError, RentalId, ReservationId, SessionId, UserId};

/// Micro-units in one dollar.
const MICROS_PER_UNIT: i64 = 1_000_000;
/// Decimals an amount may carry: USDC has six.
const MAX_SCALE: usize = 6;
/// Longest amount a user may type: 13 digits, a point, 6 digits.
const MAX_AMOUNT_CHARS: usize = 20;

/// An amount in micro-USDC (1 USDC = 1 USD here). Never mixes with bare integers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usdc(i64);

/// A price in micro-USD per hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Not plain decimal digits with at most one point between them.
    #[error("`{0}` is not a plain decimal number such as 12.50")]
    NotDecimal(String),
    /// More than six decimals.
    #[error("`{0}` has more than 6 decimals")]
    TooPrecise(String),
    /// Does not fit in 64-bit micro-units.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// Parses an amount as a person types it: ASCII digits, at most one point with digits on both sides,
/// at most six decimals. No sign, no exponent, no separators: money typed by hand is never guessed at.
fn parse_plain_micros(text: &str) -> Result<i64, AmountError> {
    let shown = || text.chars().take(MAX_AMOUNT_CHARS * 2).collect::<String>();
    let not_decimal = || AmountError::NotDecimal(shown());
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(not_decimal()),
        None => (text, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(not_decimal());
    }
    if fraction.len() > MAX_SCALE {
        return Err(AmountError::TooPrecise(shown()));
    }
    let too_large = |_| AmountError::TooLarge(shown());
    let whole: i64 = whole.parse().map_err(too_large)?;
    let fraction: i64 = format!("{fraction:0<MAX_SCALE$}").parse().map_err(too_large)?;
    whole
        .checked_mul(MICROS_PER_UNIT)
        .and_then(|micros| micros.checked_add(fraction))
        .ok_or_else(|| AmountError::TooLarge(shown()))
}

/// Rounds a decimal number of dollars up to whole micro-dollars, so that a price is never understated.
/// `None` when it does not fit.
fn micros_ceil(dollars: Decimal) -> Option<i64> {
    dollars
        .checked_mul(Decimal::from(MICROS_PER_UNIT))?
        .round_dp_with_strategy(0, RoundingStrategy::ToPositiveInfinity)
        .to_i64()
}

/// Writes micro-units as a decimal with exact digits: at least two decimals, no needless zeros after them.
fn write_micros(micros: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if micros < 0 { "-" } else { "" };
    let magnitude = micros.unsigned_abs();
    let unit = MICROS_PER_UNIT.unsigned_abs();
    let fraction = format!("{:06}", magnitude % unit);
    let kept = fraction.trim_end_matches('0').len().max(2);
    write!(f, "{sign}{}.{}", magnitude / unit, &fraction[..kept])
}

macro_rules! micro_money {
    ($name:ident, $description:literal) => {
        impl $name {
            /// Builds from a whole number of micro-units.
            #[must_use]
            pub const fn from_micros(micros: i64) -> Self {
                Self(micros)
            }

            /// The whole number of micro-units.
            #[must_use]
            pub const fn micros(self) -> i64 {
                self.0
            }

            /// Rounds a decimal number of dollars up to the micro; `None` when it does not fit.
            #[must_use]
            pub fn from_decimal_ceil(dollars: Decimal) -> Option<Self> {
                micros_ceil(dollars).map(Self)
            }

            /// The exact decimal number of dollars.
            #[must_use]
            pub fn to_decimal(self) -> Decimal {
                Decimal::new(self.0, 6)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_micros(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = AmountError;

            fn from_str(text: &str) -> Result<Self, AmountError> {
                parse_plain_micros(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "pattern": r"^-?[0-9]+\.[0-9]{2,6}$",
                    "description": $description,
                })
            }
        }
    };
}

micro_money!(Usdc, "An amount in USD, as a decimal string with exact digits.");
micro_money!(Rate, "A price in USD per hour, as a decimal string with exact digits.");

impl Rate {
    /// The price of one of `parts` equal parts, rounded up to the micro. `None` for zero parts.
    #[must_use]
    pub fn per_part(self, parts: u32) -> Option<Self> {
        (parts > 0).then(|| Self(ceil_div(self.0, i64::from(parts))))
    }
}

/// Division of non-negative integers rounded up; what SQL writes as `(a + b - 1) / b`.
#[must_use]
pub const fn ceil_div(dividend: i64, divisor: i64) -> i64 {
    dividend.saturating_add(divisor - 1) / divisor
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_parsed_exactly_or_refused() {
        let ok =
            [("0", 0), ("1", 1_000_000), ("0.000001", 1), ("12.5", 12_500_000), ("9223372036854.775807", i64::MAX)];
        for (text, micros) in ok {
            assert_eq!(text.parse(), Ok(Usdc::from_micros(micros)), "{text}");
        }
        let refused = [
            "",
            ".",
            ".5",
            "1.",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1,000",
            "1_000",
            "\u{ff11}",
            "1e3",
            "NaN",
            "inf",
            "0x10",
            "1.0000001",
            "9223372036854.775808",
            "1234567890123456789012345678901234567890",
            "1.2.3",
            "--1",
        ];
        for text in refused {
            assert!(text.parse::<Usdc>().is_err(), "{text} should be refused");
        }
    }

    #[test]
    fn provider_prices_round_up_to_the_micro() {
        let price: Decimal = "0.2814814814814815".parse().unwrap();
        assert_eq!(Rate::from_decimal_ceil(price), Some(Rate::from_micros(281_482)));
    }

    proptest! {
        #[test]
        fn display_then_parse_is_identity(micros in 0..=i64::MAX) {
            let amount = Usdc::from_micros(micros);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }

        #[test]
        fn parts_never_sum_to_less_than_the_whole(micros in 0..1_000_000_000_000_i64, parts in 1_u32..1000) {
            let part = Rate::from_micros(micros).per_part(parts).unwrap().micros();
            prop_assert!(part * i64::from(parts) >= micros);
            prop_assert!((part - 1) * i64::from(parts) < micros);
        }
    }
}
