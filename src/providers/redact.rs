//! Removing secrets from text that is kept: known values anywhere, and the values of telling keys in JSON.

use std::borrow::Cow;
use std::ops::Range;

use secrecy::{ExposeSecret, SecretString};

use super::json::string_length;

/// What stands for a secret.
const REDACTED: &[u8] = b"[redacted]";
/// Shorter values are not looked for: they are no real keys and would be found everywhere.
const MIN_SECRET_CHARS: usize = 4;
/// Names whose values are secret in any provider's JSON or query.
const SECRET_NAMES: [&str; 11] = [
    "access_token",
    "api_key",
    "apikey",
    "authorization",
    "instance_api_key",
    "jupyter_token",
    "password",
    "private_key",
    "refresh_token",
    "secret",
    "secret_key",
];

/// Whether a key or parameter of this name holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    SECRET_NAMES.iter().any(|secret| secret.eq_ignore_ascii_case(name))
}

/// The text without `secrets` and without the values of secret keys; borrowed when there are none.
pub fn redact<'a>(text: &'a [u8], secrets: &[SecretString]) -> Cow<'a, [u8]> {
    let mut text = Cow::Borrowed(text);
    for secret in secrets.iter().map(|secret| secret.expose_secret().as_bytes()) {
        if secret.len() >= MIN_SECRET_CHARS {
            let found = find_all(&text, secret);
            replace(&mut text, &found, REDACTED);
        }
    }
    let found = secret_values(&text);
    replace(&mut text, &found, &[b"\"".as_slice(), REDACTED, b"\""].concat());
    text
}

/// Replaces ranges, which are sorted and apart, by the same text.
fn replace(text: &mut Cow<'_, [u8]>, ranges: &[Range<usize>], by: &[u8]) {
    if ranges.is_empty() {
        return;
    }
    let mut replaced = Vec::with_capacity(text.len());
    let mut kept_to = 0;
    for range in ranges {
        replaced.extend_from_slice(&text[kept_to..range.start]);
        replaced.extend_from_slice(by);
        kept_to = range.end;
    }
    replaced.extend_from_slice(&text[kept_to..]);
    *text = Cow::Owned(replaced);
}

fn find_all(text: &[u8], wanted: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].windows(wanted.len()).position(|window| window == wanted) {
        found.push(from + at..from + at + wanted.len());
        from += at + wanted.len();
    }
    found
}

/// Where the strings and numbers stand that belong to secret keys.
fn secret_values(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(quote) = text[at..].iter().position(|byte| *byte == b'"') {
        let start = at + quote;
        let end = start + string_length(&text[start..]);
        at = end;
        let name = std::str::from_utf8(&text[start + 1..end.saturating_sub(1).max(start + 1)]).unwrap_or_default();
        if is_secret_name(name)
            && let Some(value) = value_after(text, end)
        {
            at = value.end;
            found.push(value);
        }
    }
    found
}

/// The string or number that follows a key and its colon; nothing for other values.
fn value_after(text: &[u8], key_end: usize) -> Option<Range<usize>> {
    let skip_space = |from: usize| from + text[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let colon = skip_space(key_end);
    if text.get(colon) != Some(&b':') {
        return None;
    }
    let start = skip_space(colon + 1);
    let length = match text.get(start)? {
        b'"' => string_length(&text[start..]),
        b'0'..=b'9' | b'-' => text[start..].iter().take_while(|byte| !b",]} \r\n\t".contains(byte)).count(),
        _ => return None,
    };
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redacted(text: &str) -> String {
        String::from_utf8(redact(text.as_bytes(), &["canary".into(), "abc".into()]).into_owned()).unwrap()
    }

    #[test]
    fn known_values_and_secret_keys_are_replaced() {
        let cases = [
            (r#"{"a":"x canary y"}"#, r#"{"a":"x [redacted] y"}"#),
            (r#"{"api_key" : "v\"w", "b":1}"#, r#"{"api_key" : "[redacted]", "b":1}"#),
            (r#"{"API_KEY":12,"b":1}"#, r#"{"API_KEY":"[redacted]","b":1}"#),
            (
                r#"{"jupyter_token":null,"secret":{"password":"p"}}"#,
                r#"{"jupyter_token":null,"secret":{"password":"[redacted]"}}"#,
            ),
            (r#"["api_key","next_token"]"#, r#"["api_key","next_token"]"#),
            (r#"{"abc":"the api_key: is \"api_key\":\"x\""}"#, r#"{"abc":"the api_key: is \"api_key\":\"x\""}"#),
            (r#"{"api_key":"unfinished"#, r#"{"api_key":"[redacted]""#),
            (r#"{"api_key""#, r#"{"api_key""#),
            ("\"", "\""),
        ];
        for (text, expected) in cases {
            assert_eq!(redacted(text), expected);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_redacted(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let secrets = ["canary".into()];
            let clean = redact(&bytes, &secrets);
            prop_assert_eq!(redact(&clean, &secrets), Cow::Borrowed(&*clean), "twice is once");
        }

        #[test]
        fn redacted_json_is_json_without_the_secret(value in "[a-z\"\\\\ ]{1,20}", name in "[a-z]{1,5}") {
            let text = serde_json::json!({"api_key": value, name.clone(): "canary"}).to_string();
            let clean: serde_json::Value = serde_json::from_str(&redacted(&text)).unwrap();
            prop_assert_eq!(&clean["api_key"], "[redacted]");
            prop_assert_eq!(&clean[&name], "[redacted]");
        }
    }
}
