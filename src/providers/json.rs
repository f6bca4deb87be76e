//! Reading JSON as providers write it: a byte order mark, bare `NaN` and `Infinity`.

use serde_json::error::Category;

use super::Fault;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Parses `body` with `read`, and once more with bare non-finite numbers turned into texts when that fails.
pub fn read_lenient<T>(body: &mut Vec<u8>, read: &mut impl FnMut(&str) -> serde_json::Result<T>) -> Result<T, Fault> {
    let first = read_strict(body, read);
    match first {
        Err(Fault::NotJson) if quote_non_finite(body) > 0 => read_strict(body, read),
        first => first,
    }
}

fn read_strict<T>(body: &[u8], read: &mut impl FnMut(&str) -> serde_json::Result<T>) -> Result<T, Fault> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|_| Fault::NotJson)?;
    read(text).map_err(|error| match error.classify() {
        Category::Data => Fault::WrongShape,
        Category::Io | Category::Syntax | Category::Eof => Fault::NotJson,
    })
}

/// Whether a body begins as a JSON document but does not end as one.
pub fn is_cut(body: &[u8]) -> bool {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body).trim_ascii();
    match body.first() {
        Some(b'{') => body.last() != Some(&b'}'),
        Some(b'[') => body.last() != Some(&b']'),
        _ => false,
    }
}

/// What stands where a number should be, and its replacement: a text that reads as no number, so that a broken figure
/// is not taken for one that is only missing.
const NON_FINITE: [&[u8]; 3] = [b"-Infinity", b"Infinity", b"NaN"];
const QUOTED: &[u8] = b"\"NaN\"";

/// Replaces bare `NaN`, `Infinity` and `-Infinity` outside strings by the text `"NaN"`, in place, and says how many there were.
/// Valid JSON is left alone, because none of these can occur in it outside strings.
pub fn quote_non_finite(json: &mut Vec<u8>) -> usize {
    let (mut found, mut growth) = (0, 0);
    let mut read = 0;
    while read < json.len() {
        let (length, is_non_finite) = next_piece(&json[read..]);
        read += length;
        found += usize::from(is_non_finite);
        growth += if is_non_finite { QUOTED.len().saturating_sub(length) } else { 0 };
    }
    if found == 0 {
        return 0;
    }
    // The text moves to the end of a buffer that is as much longer as it can grow and is rewritten from the front:
    // what is written never overtakes what is read, and a large body is never held twice.
    let length = json.len();
    json.reserve_exact(growth);
    json.resize(length + growth, 0);
    json.copy_within(..length, growth);
    let (mut write, mut read) = (0, growth);
    while read < json.len() {
        let (length, is_non_finite) = next_piece(&json[read..]);
        let written = if is_non_finite {
            json[write..write + QUOTED.len()].copy_from_slice(QUOTED);
            QUOTED.len()
        } else {
            json.copy_within(read..read + length, write);
            length
        };
        write += written;
        read += length;
    }
    json.truncate(write);
    found
}

/// The length of the piece a text begins with, at least 1, and whether it is a bare non-finite number. Any other
/// piece is a whole string, or reaches to the next byte that may begin one of the two.
fn next_piece(text: &[u8]) -> (usize, bool) {
    if text.first() == Some(&b'"') {
        return (string_length(text), false);
    }
    if let Some(token) = NON_FINITE.iter().find(|token| text.starts_with(token)) {
        return (token.len(), true);
    }
    let end = text.iter().skip(1).position(|byte| matches!(byte, b'"' | b'N' | b'I' | b'-'));
    (end.map_or(text.len(), |at| at + 1), false)
}

/// The length of the string that begins at the first byte, quotes included; all the rest when it does not end.
pub fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn quoted(text: &str) -> String {
        let mut json = text.as_bytes().to_vec();
        quote_non_finite(&mut json);
        String::from_utf8(json).unwrap()
    }

    fn read(body: &[u8]) -> Result<Value, Fault> {
        read_lenient(&mut body.to_vec(), &mut |text| serde_json::from_str(text))
    }

    #[test]
    fn bare_non_finite_numbers_become_texts() {
        let cases = [
            ("NaN", r#""NaN""#),
            ("[NaN,NaN,-Infinity,Infinity,-1]", r#"["NaN","NaN","NaN","NaN",-1]"#),
            (r#"{"NaN":"Infinity","a":NaN}"#, r#"{"NaN":"Infinity","a":"NaN"}"#),
            (r#"{"a\\":NaN,"b\"":NaN}"#, r#"{"a\\":"NaN","b\"":"NaN"}"#),
            (r#"{"a":"unfinished NaN"#, r#"{"a":"unfinished NaN"#),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text), expected);
        }
    }

    #[test]
    fn bodies_are_json_or_named_faults() {
        assert_eq!(read(b"\xef\xbb\xbf{\"a\":NaN}"), Ok(serde_json::json!({"a": "NaN"})));
        assert_eq!(read(b"{\"a\":1,\"a\":2}"), Ok(serde_json::json!({"a": 2})));
        let garbage: [&[u8]; 7] =
            [b"", b" ", b"<html>", b"{\"a\":nan}", b"{\"a\":\"\xff\"}", b"\xff\xfe{\0}\0", b"NaNNaN"];
        for body in garbage {
            assert_eq!(read(body), Err(Fault::NotJson), "{}", body.escape_ascii());
        }
        let deep = b"[".repeat(100_000);
        assert_eq!(read(&deep), Err(Fault::NotJson));
    }

    #[test]
    fn a_document_that_does_not_end_is_cut() {
        for cut in ["{\"a\":1", "[1,2", "{\"a\":[1]", "\u{feff} [1,"] {
            assert!(is_cut(cut.as_bytes()), "{cut}");
        }
        for whole in ["{}", "[1]\n", "", "null", "<html>", "\u{feff}{} "] {
            assert!(!is_cut(whole.as_bytes()), "{whole}");
        }
    }

    fn json_values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "(NaN|Infinity|-Infinity|\"|\\\\|\\PC){0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::btree_map("(NaN|\"|[a-z]){0,4}", inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn valid_json_is_left_alone(value in json_values(), pretty: bool) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            prop_assert_eq!(quoted(&text), text);
        }

        #[test]
        fn non_finite_numbers_are_read_as_texts(values in proptest::collection::vec(json_values(), 0..8)) {
            let tokens = ["NaN", "Infinity", "-Infinity"];
            let items: Vec<String> = values.iter().enumerate().flat_map(|(at, value)| {
                [value.to_string(), tokens[at % tokens.len()].to_owned()]
            }).collect();
            let expected: Vec<Value> = values.into_iter().flat_map(|value| [value, Value::from("NaN")]).collect();
            let read: Value = serde_json::from_str(&quoted(&format!("[{}]", items.join(",")))).unwrap();
            prop_assert_eq!(read, Value::from(expected));
        }

        #[test]
        fn any_bytes_can_be_quoted(bytes in "[NaInfity\"\\\\,-]{0,60}") {
            let once = quoted(&bytes);
            prop_assert_eq!(quoted(&once), once);
        }
    }
}
