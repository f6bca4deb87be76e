//! JSON as it is written: compact, keys in the order of the structs, and harmless to look at on a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::ser::Formatter;
use serde_json::value::RawValue;

use super::visible::is_hidden;
use crate::error::{Code, Error, Result};

/// Escapes in strings what [`visible`](super::visible::visible) escapes in text; serde itself escapes only C0.
#[derive(Clone, Copy)]
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        writer.write_all(harmless(fragment).as_bytes())
    }
}

/// A piece of JSON with the characters escaped that only strings can hold and nobody can see.
pub fn harmless(json: &str) -> Cow<'_, str> {
    if !json.contains(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string does not fail.
                let _infallible = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// Appends a value to a text.
pub fn append(buffer: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) -> Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(buffer, Harmless);
    value
        .serialize(&mut serializer)
        .map_err(|error| Error::new(Code::Internal, format!("a result cannot be written as JSON: {error}")))
}

/// A value as one line.
pub fn line(value: &(impl Serialize + ?Sized)) -> Result<String> {
    let mut buffer = Vec::new();
    append(&mut buffer, value)?;
    String::from_utf8(buffer).map_err(|_| Error::new(Code::Internal, "a result is not text"))
}

/// The fields of one JSON object in the order they were written, values as their JSON text.
pub struct Fields<'a>(pub Vec<(&'a str, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Reads an object that [`append`] wrote.
    pub fn read(object: &'a [u8]) -> Result<Self> {
        serde_json::from_slice(object).map_err(|_| Error::new(Code::Internal, "a result row is not an object"))
    }

    /// The JSON text of one field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(field, _)| *field == name).map(|(_, value)| value.get())
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A JSON value as plain text: strings without quotes, nothing for null, everything else as JSON writes it.
#[must_use]
pub fn plain_text(json: &str) -> Cow<'_, str> {
    if json == "null" {
        return Cow::Borrowed("");
    }
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => Cow::Borrowed(text),
        Some(_) => Cow::Owned(serde_json::from_str(json).unwrap_or_else(|_| json.to_owned())),
        None => Cow::Borrowed(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        assert_eq!(line("a\u{9b}b\u{202e}\u{e0041}\n").unwrap(), r#""a\u009bb\u202e\udb40\udc41\n""#);
    }

    #[test]
    fn fields_keep_their_order() {
        let fields = Fields::read(br#"{"z":1,"a":"x","m":{"k":[null]}}"#).unwrap();
        let names: Vec<_> = fields.0.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["z", "a", "m"]);
        assert_eq!(fields.get("m"), Some(r#"{"k":[null]}"#));
        assert_eq!(["null", "true", "1.5", r#""a\u009b""#].map(plain_text), ["", "true", "1.5", "a\u{9b}"]);
    }

    proptest! {
        #[test]
        fn json_is_harmless_and_means_the_same(text in any::<String>()) {
            let json = line(&text).unwrap();
            prop_assert!(!json.contains(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
