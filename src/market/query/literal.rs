//! Typed values in a query, and how each field type reads them from text.

use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ast::Comparison;
use super::error::{QueryError, shown};
use super::field::QueryField;
use super::lexer::is_word;
use crate::error::did_you_mean;
use crate::market::offer::PriceKind;
use crate::market::row::{Field, FieldType, Value};
use crate::units::{Rate, Usdc};

/// A value in a query, of the type its field has.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Text as it was written, or a kind's name.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// Micro-USD.
    Money(i64),
    /// True or false.
    Bool(bool),
    /// Microseconds since 1970-01-01 UTC.
    Time(i64),
}

macro_rules! literal_from {
    ($( $type:ty: $value:ident => $literal:expr; )+) => {
        $( impl From<$type> for Literal {
            fn from($value: $type) -> Self {
                $literal
            }
        } )+
    };
}

literal_from! {
    &str: text => Self::Text(text.to_owned());
    String: text => Self::Text(text);
    PriceKind: kind => Self::Text(kind.as_str().to_owned());
    u32: number => Self::Integer(i64::from(number));
    i64: number => Self::Integer(number);
    f64: number => Self::Number(number);
    Rate: rate => Self::Money(rate.micros());
    Usdc: amount => Self::Money(amount.micros());
    bool: value => Self::Bool(value);
    Timestamp: time => Self::Time(time.as_microsecond());
}

impl Literal {
    /// The value, borrowed; null for a time that no calendar has.
    #[must_use]
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Integer(number) => Value::Integer(*number),
            Self::Number(number) => Value::Number(*number),
            Self::Money(micros) => Value::Money(*micros),
            Self::Bool(value) => Value::Bool(*value),
            Self::Time(micros) => Timestamp::from_microsecond(*micros).map_or(Value::Null, Value::Time),
        }
    }

    /// Copies a known value; `None` for null.
    #[must_use]
    pub fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Text(text) => Some(Self::Text(text.to_owned())),
            Value::Integer(number) => Some(Self::Integer(number)),
            Value::Number(number) => (!number.is_nan()).then_some(Self::Number(number)),
            Value::Money(micros) => Some(Self::Money(micros)),
            Value::Bool(value) => Some(Self::Bool(value)),
            Value::Time(time) => Some(Self::Time(time.as_microsecond())),
        }
    }
}

/// A value as it stands in a query, not yet typed.
pub(super) struct RawLiteral<'a> {
    pub text: &'a str,
    pub quoted: bool,
    /// The character it starts at, counted from 1.
    pub at: usize,
}

impl RawLiteral<'_> {
    /// Reads the value as one of the field's type. The operator matters only where a decimal meets whole numbers.
    pub fn typed(&self, field: QueryField, op: Comparison) -> Result<Literal, QueryError> {
        let literal = match (field.field_type(), self.quoted) {
            (FieldType::Text, _) => self.text_without_wildcards(),
            (FieldType::Kind, _) => parse_kind(self.text).map(Literal::from),
            (FieldType::Time, _) => parse_time(self.text).map(Literal::Time),
            (FieldType::Integer, false) if is_duration(field) => {
                parse_duration_s(self.text).or_else(|| parse_whole(self.text, op)).map(Literal::Integer)
            }
            (FieldType::Integer, false) => parse_whole(self.text, op).map(Literal::Integer),
            (FieldType::Number, false) => parse_number(self.text).map(Literal::Number),
            (FieldType::Money, false) => self.text.parse::<Usdc>().ok().map(Literal::from),
            (FieldType::Bool, false) => parse_bool(self.text).map(Literal::Bool),
            (FieldType::Integer | FieldType::Number | FieldType::Money | FieldType::Bool, true) => None,
        };
        literal.ok_or_else(|| self.refused(field, op))
    }

    /// A bare `RTX*` outside of a glob is a mistake; in quotes the star is meant.
    fn text_without_wildcards(&self) -> Option<Literal> {
        let has_wildcards = self.text.contains(['*', '?']);
        (self.quoted || !has_wildcards).then(|| Literal::from(self.text))
    }

    fn refused(&self, field: QueryField, op: Comparison) -> QueryError {
        let expected = match field.field_type() {
            FieldType::Text => "text; patterns need the operator ~, a literal * or ? needs quotes",
            FieldType::Kind => "on_demand, interruptible, auction_estimate or indicative",
            FieldType::Integer if is_duration(field) => "seconds, or a duration such as 10m or 1h30m",
            FieldType::Integer if matches!(op, Comparison::Eq | Comparison::Ne) => "a whole number",
            FieldType::Integer | FieldType::Number => "a number without quotes",
            FieldType::Money => "dollars with at most 6 decimals such as 2.50, without sign or quotes",
            FieldType::Bool => "true or false",
            FieldType::Time => "a time such as 2026-01-31T12:00:00Z, to the microsecond at most",
        };
        let nearest = match field.field_type() {
            FieldType::Kind => did_you_mean(&kind_name(self.text), PriceKind::ALL.map(PriceKind::as_str)),
            _ => None,
        };
        QueryError::BadLiteral { literal: shown(self.text), field: field.name(), expected, nearest, at: self.at }
    }
}

fn is_duration(field: QueryField) -> bool {
    field == QueryField::Row(Field::AgeS)
}

fn kind_name(text: &str) -> String {
    text.to_ascii_lowercase().replace('-', "_")
}

fn parse_kind(text: &str) -> Option<PriceKind> {
    let name = kind_name(text);
    PriceKind::ALL.into_iter().find(|kind| kind.as_str() == name)
}

fn parse_bool(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn parse_number(text: &str) -> Option<f64> {
    // `f64::from_str` also takes `inf`, `nan` and `+1`.
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

/// Reads what a whole number is compared with. A decimal becomes the whole number for which the comparison says
/// exactly the same (`>= 23.5` is `>= 24`); equality with a fraction can never hold and is refused.
fn parse_whole(text: &str, op: Comparison) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain {
        return None;
    }
    let number = Decimal::from_str_exact(text).ok()?;
    let whole = match op {
        Comparison::Eq | Comparison::Ne => return if number.fract().is_zero() { number.to_i64() } else { None },
        Comparison::Lt | Comparison::Ge => number.ceil(),
        Comparison::Gt | Comparison::Le => number.floor(),
    };
    whole.to_i64()
}

/// Reads a duration such as `90s`, `10m` or `1d2h` as seconds: whole numbers with a unit each, every unit at
/// most once and the larger first.
fn parse_duration_s(text: &str) -> Option<i64> {
    const UNITS: [(char, i64); 4] = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
    let (mut rest, mut total_s) = (text, 0_i64);
    for (unit, unit_s) in UNITS {
        if let Some((count, after)) = rest.split_once(unit) {
            let is_whole = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
            let part_s = count.parse::<i64>().ok().filter(|_| is_whole)?.checked_mul(unit_s)?;
            total_s = total_s.checked_add(part_s)?;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(total_s)
}

/// Reads an RFC 3339 time as microseconds; a finer one is refused, not rounded.
fn parse_time(text: &str) -> Option<i64> {
    let time: Timestamp = text.parse().ok()?;
    (time.subsec_nanosecond() % 1_000 == 0).then(|| time.as_microsecond())
}

/// Writes a literal so that [`parse`](super::parse()) reads the same one back.
impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => write_text(f, text, is_word(text) && !text.contains(['*', '?'])),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Number(number) => {
                let digits = format!("{number:?}");
                f.write_str(digits.strip_suffix(".0").unwrap_or(&digits))
            }
            Self::Money(micros) => write!(f, "{}", Usdc::from_micros(*micros)),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Time(micros) => match Timestamp::from_microsecond(*micros) {
                Ok(time) => write!(f, "{time}"),
                Err(_) => write!(f, "{micros}"),
            },
        }
    }
}

/// Writes text bare where that reads back as the same, else in quotes.
pub(super) fn write_text(f: &mut std::fmt::Formatter<'_>, text: &str, can_be_bare: bool) -> std::fmt::Result {
    const READS_AS_KEYWORD: [&str; 5] = ["null", "and", "or", "not", "in"];
    let is_keyword = READS_AS_KEYWORD.iter().any(|keyword| text.eq_ignore_ascii_case(keyword));
    if can_be_bare && !is_keyword { f.write_str(text) } else { write!(f, "'{}'", text.replace('\'', "''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(field: Field, op: Comparison, text: &str) -> Option<Literal> {
        RawLiteral { text, quoted: false, at: 1 }.typed(field.into(), op).ok()
    }

    #[test]
    fn decimals_meet_whole_numbers_exactly() {
        use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
        let cases = [
            (Ge, "23.5", Some(24)),
            (Lt, "23.5", Some(24)),
            (Gt, "23.5", Some(23)),
            (Le, "23.5", Some(23)),
            (Gt, "-0.5", Some(-1)),
            (Ge, "-0.5", Some(0)),
            (Ge, "23.0000000000000000001", Some(24)),
            (Eq, "24.0", Some(24)),
            (Eq, "23.5", None),
            (Ne, "23.5", None),
            (Eq, "99999999999999999999", None),
            (Eq, "1_000", None),
            (Eq, "+1", None),
            (Eq, "1e3", None),
            (Eq, "-", None),
            (Eq, "-.5", None),
        ];
        for (op, text, expected) in cases {
            let expected = expected.map(Literal::Integer);
            assert_eq!(typed(Field::VramGib, op, text), expected, "{} {text}", op.symbol());
        }
    }

    #[test]
    fn durations_are_whole_numbers_with_units() {
        let cases = [
            ("10m", Some(600)),
            ("1h30m", Some(5_400)),
            ("2d", Some(172_800)),
            ("90s", Some(90)),
            ("0s", Some(0)),
            ("600", None),
            ("", None),
            ("m", None),
            ("30m1h", None),
            ("1h1h", None),
            ("-5m", None),
            ("1.5h", None),
            ("10M", None),
            ("9223372036854775807d", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_duration_s(text), expected, "{text}");
        }
        assert_eq!(typed(Field::AgeS, Comparison::Le, "600"), Some(Literal::Integer(600)));
        assert_eq!(typed(Field::GpuCount, Comparison::Le, "10m"), None, "only ages are durations");
    }

    #[test]
    fn numbers_are_finite_and_plain() {
        assert_eq!(typed(Field::Reliability, Comparison::Ge, "0.98"), Some(Literal::Number(0.98)));
        assert_eq!(typed(Field::Cuda, Comparison::Ge, "-1e-3"), Some(Literal::Number(-0.001)));
        for text in ["nan", "inf", "-inf", "1e999", "+1", ".5", "0x10", "1,5", ""] {
            assert_eq!(typed(Field::Reliability, Comparison::Ge, text), None, "{text}");
        }
    }

    #[test]
    fn times_are_exact_instants() {
        let noon = Some(Literal::Time(1_769_860_800_000_000));
        assert_eq!(typed(Field::ObservedAt, Comparison::Gt, "2026-01-31T12:00:00Z"), noon);
        assert_eq!(typed(Field::ObservedAt, Comparison::Gt, "2026-01-31T14:00:00+02:00"), noon);
        for text in ["2026-01-31", "2026-01-31T12:00:00", "2026-01-31T12:00:00.0000001Z", "now", "1769860800"] {
            assert_eq!(typed(Field::ObservedAt, Comparison::Gt, text), None, "{text}");
        }
    }

    #[test]
    fn kinds_are_known_names_in_either_spelling() {
        let on_demand = Some(Literal::from("on_demand"));
        for text in ["on_demand", "on-demand", "On-Demand"] {
            assert_eq!(typed(Field::Kind, Comparison::Eq, text), on_demand);
        }
        let error = RawLiteral { text: "interuptible", quoted: false, at: 8 }.typed(Field::Kind.into(), Comparison::Eq);
        assert_eq!(error.unwrap_err().hint().as_deref(), Some("did you mean `interruptible`?"));
    }

    #[test]
    fn quoted_text_is_not_a_number() {
        for field in [Field::VramGib, Field::Reliability, Field::PricePerHour, Field::Verified] {
            let literal = RawLiteral { text: "1", quoted: true, at: 1 };
            assert!(literal.typed(field.into(), Comparison::Eq).is_err(), "{}", field.name());
        }
    }
}
