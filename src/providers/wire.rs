//! Tolerant readers of wire values. Providers send numbers as strings, integers as floats, `null` for anything,
//! the same key twice and new keys every month; none of that may cost more than the one value it concerns.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use rust_decimal::Decimal;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::value::RawValue;

use crate::market::offer::MAX_PRICE_PER_HOUR;
use crate::units::Rate;

/// Longest text of a number that is read.
const MAX_NUMBER_CHARS: usize = 64;
/// Values of a list that are read at most.
const MAX_ITEMS: usize = 10_000;

/// One value as it stands in the answer. What is absent, `null` or of the wrong type reads as `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Raw<'a>(Option<&'a RawValue>);

impl<'a> Raw<'a> {
    /// Wraps a value.
    #[must_use]
    pub const fn new(value: &'a RawValue) -> Self {
        Self(Some(value))
    }

    /// Whether the key stands in the answer, be it with `null`.
    #[must_use]
    pub const fn is_present(self) -> bool {
        self.0.is_some()
    }

    /// The JSON text; `None` for `null`.
    #[must_use]
    pub fn json(self) -> Option<&'a str> {
        self.0.map(RawValue::get).filter(|text| *text != "null")
    }

    /// A string without white space around it; `None` when nothing is left.
    #[must_use]
    pub fn text(self) -> Option<Cow<'a, str>> {
        match self.string()? {
            Cow::Borrowed(text) => Some(Cow::Borrowed(text.trim())),
            Cow::Owned(text) => Some(Cow::Owned(text.trim().to_owned())),
        }
        .filter(|text| !text.is_empty() && text != "NaN")
    }

    /// An id: a string, or a whole number as it is written.
    #[must_use]
    pub fn id(self) -> Option<Cow<'a, str>> {
        self.text().or_else(|| {
            let number = self.integer()?;
            Some(self.json().filter(|text| is_digits(text)).map_or_else(|| number.to_string().into(), Cow::Borrowed))
        })
    }

    /// A finite number, also from a string.
    #[must_use]
    pub fn float(self) -> Option<f64> {
        self.number()?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// A finite number above zero: for measures where zero means that nobody measured.
    #[must_use]
    pub fn positive(self) -> Option<f64> {
        self.float().filter(|number| *number > 0.0)
    }

    /// A whole number, also from a string or written as a float (`4.0`).
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        let text = self.number()?;
        text.parse().ok().or_else(|| {
            let number = parse_decimal(&text)?;
            (number.fract().is_zero()).then(|| i64::try_from(number).ok()).flatten()
        })
    }

    /// A whole number that fits a count.
    #[must_use]
    pub fn count(self) -> Option<u32> {
        self.integer().and_then(|number| u32::try_from(number).ok())
    }

    /// True or false, also as 1 and 0 or as text.
    #[must_use]
    pub fn flag(self) -> Option<bool> {
        match self.json()?.trim_matches('"') {
            "true" | "True" | "1" => Some(true),
            "false" | "False" | "0" => Some(false),
            _ => None,
        }
    }

    /// An exact decimal number, also from a string, exponents included.
    #[must_use]
    pub fn decimal(self) -> Option<Decimal> {
        parse_decimal(&self.number()?)
    }

    /// A price in USD per hour, rounded up to the micro: above zero and at most [`MAX_PRICE_PER_HOUR`].
    #[must_use]
    pub fn price(self) -> Option<Rate> {
        self.decimal().and_then(price_of)
    }

    /// The value under a key that is only known at run time; the last one where the key stands twice.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<Self> {
        let mut deserializer = serde_json::Deserializer::from_str(self.json()?);
        deserializer.deserialize_map(EntryVisitor(key)).ok()?
    }

    /// The values of a list, at most [`MAX_ITEMS`]; empty for anything else.
    #[must_use]
    pub fn items(self) -> Vec<Self> {
        let items: Vec<&RawValue> = self.parsed().unwrap_or_default();
        items.into_iter().take(MAX_ITEMS).map(Self::new).collect()
    }

    /// The value read as an [`object`](crate::providers::wire::object); `None` for anything else.
    #[must_use]
    pub fn parsed<T: Deserialize<'a>>(self) -> Option<T> {
        serde_json::from_str(self.json()?).ok()
    }

    fn string(self) -> Option<Cow<'a, str>> {
        let json = self.json()?;
        let inner = json.strip_prefix('"')?.strip_suffix('"')?;
        if inner.contains('\\') { serde_json::from_str(json).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
    }

    /// The text of a number, bare or in a string.
    fn number(self) -> Option<Cow<'a, str>> {
        let json = self.json()?;
        let text = if json.starts_with('"') { self.text()? } else { Cow::Borrowed(json) };
        let numeric = text.len() <= MAX_NUMBER_CHARS
            && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'));
        numeric.then_some(text)
    }
}

struct EntryVisitor<'k>(&'k str);

impl<'de> Visitor<'de> for EntryVisitor<'_> {
    type Value = Option<Raw<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(key)) = map.next_key()? {
            let value = map.next_value()?;
            if key == self.0 {
                found = Some(Raw::new(value));
            }
        }
        Ok(found)
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_decimal(text: &str) -> Option<Decimal> {
    if text.contains(['e', 'E']) { Decimal::from_scientific_lossy(text).ok() } else { text.parse().ok() }
}

/// A believable price, rounded up to the micro.
#[must_use]
pub fn price_of(dollars: Decimal) -> Option<Rate> {
    let price = Rate::from_decimal_ceil(dollars)?;
    (price > Rate::default() && price <= MAX_PRICE_PER_HOUR).then_some(price)
}

/// A decimal as a JSON number of exactly its digits, to be sent.
pub fn number_of(decimal: Decimal) -> serde_json::Result<Box<RawValue>> {
    RawValue::from_string(decimal.normalize().to_string())
}

/// The elements of the list found under `path` (one key a level; none for a list at the top), each as its own text,
/// in one pass and without copying. Where a key stands twice, the last one counts.
pub fn rows_at<'a>(text: &'a str, path: &[&str]) -> serde_json::Result<Vec<&'a RawValue>> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let rows = At(path).deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(rows)
}

struct At<'p>(&'p [&'p str]);

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = Vec<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.0.is_empty() { Vec::deserialize(deserializer) } else { deserializer.deserialize_map(self) }
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a list under `{}`", self.0.join("."))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (wanted, below) = self.0.split_first().ok_or_else(|| de::Error::custom("no key"))?;
        let mut found = None;
        while let Some(Key(key)) = map.next_key()? {
            if key == *wanted {
                found = Some(map.next_value_seed(At(below))?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| de::Error::custom(format_args!("no `{wanted}`")))
    }
}

/// An object's key, borrowed where it has no escapes.
#[derive(Debug)]
pub struct Key<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for KeyVisitor<'a> {
            type Value = Key<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor(PhantomData))
    }
}

/// Declares a wire object: a struct of [`Raw`] fields that any JSON object can be read into, whatever its values.
/// A field is read from the key of its own name, or from the one given (`host_uri = "hostUri"`); unknown keys are
/// skipped, and where a key stands twice the last one counts.
macro_rules! object {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $( $(#[$field_meta:meta])* $field:ident $(= $key:literal)?, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default)]
        #[allow(clippy::struct_field_names, reason = "the names are the provider's")]
        $vis struct $name<'a> { $( $(#[$field_meta])* pub $field: $crate::providers::wire::Raw<'a>, )+ }

        impl<'de: 'a, 'a> serde::Deserialize<'de> for $name<'a> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor<'a>(std::marker::PhantomData<&'a ()>);
                impl<'de: 'a, 'a> serde::de::Visitor<'de> for ObjectVisitor<'a> {
                    type Value = $name<'a>;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        let mut object = $name::default();
                        while let Some(key) = map.next_key::<$crate::providers::wire::Key<'de>>()? {
                            match &*key.0 {
                                $( $crate::providers::wire::object!(@key $field $($key)?) =>
                                    object.$field = $crate::providers::wire::Raw::new(map.next_value()?), )+
                                _ => { map.next_value::<serde::de::IgnoredAny>()?; }
                            }
                        }
                        Ok(object)
                    }
                }
                deserializer.deserialize_map(ObjectVisitor(std::marker::PhantomData))
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}
pub(crate) use object;

#[cfg(test)]
mod tests {
    use super::*;

    object! {
        struct Sample {
            id,
            price,
            host_uri = "hostUri",
            nested,
        }
    }

    fn sample(json: &str) -> Sample<'_> {
        serde_json::from_str(json).unwrap()
    }

    fn raw(json: &str) -> Raw<'_> {
        Raw::new(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn an_object_takes_any_values_and_the_last_of_doubled_keys() {
        let row = sample(r#"{"id":1,"new":{"x":[1]},"hostUri":"a","id":2,"price":{"deep":true},"nested":null}"#);
        assert_eq!(row.id.integer(), Some(2));
        assert_eq!(row.host_uri.text().as_deref(), Some("a"));
        assert_eq!(row.price.price(), None);
        assert!(row.nested.parsed::<Sample<'_>>().is_none());
        for not_an_object in ["[]", "null", "1", r#""text""#] {
            assert!(serde_json::from_str::<Sample<'_>>(not_an_object).is_err(), "{not_an_object}");
        }
    }

    #[test]
    fn a_value_is_found_by_a_key_of_run_time() {
        let ports = raw(r#"{"80/tcp":1,"22/tcp":2,"22\/tcp":[3]}"#);
        assert_eq!(ports.entry("22/tcp").map(|value| value.items().len()), Some(1));
        assert!(ports.entry("443/tcp").is_none());
        for not_an_object in ["null", "[1]", r#""22/tcp""#, "1"] {
            assert!(raw(not_an_object).entry("22/tcp").is_none(), "{not_an_object}");
        }
    }

    #[test]
    fn prices_are_read_exactly_or_refused() {
        let cases = [
            ("0.2814814814814815", Some(281_482)),
            ("2.5e-1", Some(250_000)),
            ("1E+2", Some(100_000_000)),
            (r#""0.3""#, Some(300_000)),
            (r#"" 0.3 ""#, Some(300_000)),
            ("1e-9", Some(1)),
            ("10000", Some(10_000_000_000)),
            ("10000.000001", None),
            ("1e308", None),
            ("1e400", None),
            ("0", None),
            ("-0", None),
            ("0.0", None),
            ("-5", None),
            ("null", None),
            ("true", None),
            (r#""""#, None),
            (r#""NaN""#, None),
            (r#""inf""#, None),
            (r#""1_000""#, None),
            (r#""0x10""#, None),
            (r#""1,5""#, None),
            ("[1]", None),
        ];
        for (json, micros) in cases {
            assert_eq!(raw(json).price().map(Rate::micros), micros, "{json}");
        }
    }

    #[test]
    fn numbers_are_sent_with_exactly_their_digits() {
        for (decimal, json) in
            [("0.490000", "0.49"), ("0.1", "0.1"), ("3", "3"), ("9223372036854.775807", "9223372036854.775807")]
        {
            assert_eq!(number_of(decimal.parse().unwrap()).unwrap().get(), json);
        }
    }

    #[test]
    fn numbers_come_in_many_spellings() {
        for json in ["4", "4.0", r#""4""#, r#""4.0""#, "4e0"] {
            assert_eq!(raw(json).count(), Some(4), "{json}");
        }
        for json in ["4.5", "-4", "null", r#""four""#, "[]", "99999999999"] {
            assert_eq!(raw(json).count(), None, "{json}");
        }
        assert_eq!(raw("1e999").float(), None);
        assert_eq!(raw("0").positive(), None);
        assert_eq!(raw(r#""12.5""#).float(), Some(12.5));
    }

    #[test]
    fn ids_are_text_or_whole_numbers() {
        let cases = [
            ("39185351", Some("39185351")),
            ("39185351.0", Some("39185351")),
            ("18446744073709551616", None),
            (r#"" a-b ""#, Some("a-b")),
            (r#""\u00e9""#, Some("é")),
            (r#""""#, None),
            ("null", None),
            ("1.5", None),
        ];
        for (json, id) in cases {
            assert_eq!(raw(json).id().as_deref(), id, "{json}");
        }
    }

    #[test]
    fn rows_are_found_under_a_path() {
        let text = r#"{"data":{"rows":[1]},"x":null,"data":{"rows":[ {"a":1} , 2, null ],"total":3}}"#;
        let rows: Vec<_> = rows_at(text, &["data", "rows"]).unwrap().iter().map(|row| row.get()).collect();
        assert_eq!(rows, [r#"{"a":1}"#, "2", "null"]);
        assert_eq!(rows_at("[1,2]", &[]).unwrap().len(), 2);
        for wrong in [r#"{"data":[]}"#, r#"{"data":{"rows":{}}}"#, r#"{"data":{"rows":null}}"#, "{}", "null", "[]"] {
            let error = rows_at(wrong, &["data", "rows"]).unwrap_err();
            assert!(error.is_data(), "{wrong}: {error}");
        }
    }
}
