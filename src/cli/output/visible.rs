//! The border between text written by strangers and a terminal: whatever would steer a terminal, reorder a line
//! or hide is shown as `\u{…}` instead of being obeyed.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Characters that are shown escaped besides the controls (Cc): all of Cf (bidirectional overrides, zero-width and
/// tag characters), line and paragraph separators, fillers that look like nothing, and the whole tag plane.
/// Sorted and not overlapping.
const HIDDEN: [(char, char); 26] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1345f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a character may not reach a terminal as it is.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control() || {
        let after = HIDDEN.partition_point(|(_, last)| *last < c);
        HIDDEN.get(after).is_some_and(|(first, _)| *first <= c)
    }
}

/// A text with every hidden character made visible. The result is one line.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hidden(c) {
            // Writing to a String cannot fail.
            let _infallible = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Columns a visible text takes on a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// At most `columns` columns of a visible text, ending in `mark` where something was cut.
#[must_use]
pub fn truncate<'a>(text: &'a str, columns: usize, mark: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(width(mark));
    let mut used = 0;
    let kept = text.char_indices().find_map(|(at, c)| {
        used += c.width().unwrap_or(0);
        (used > room).then_some(at)
    });
    Cow::Owned(format!("{}{mark}", &text[..kept.unwrap_or(text.len())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_scalar_value_reaches_the_terminal_hidden() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            let shown = visible(&text);
            assert!(!shown.contains(is_hidden), "{:x}", u32::from(c));
            assert!(!shown.contains(char::is_control), "{:x}", u32::from(c));
            assert_eq!(shown == text, !is_hidden(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(HIDDEN.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
    }

    #[test]
    fn attacks_are_shown_and_ordinary_text_is_left_alone() {
        let cases = [
            ("RTX 4090", "RTX 4090"),
            ("Zürich 東京 🎮", "Zürich 東京 🎮"),
            ("a\x1b[2J\x1b[1;1HPAID", "a\\u{1b}[2J\\u{1b}[1;1HPAID"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("ok\r\nfake: line", "ok\\u{d}\\u{a}fake: line"),
            ("\x1b]8;;http://evil\x07x", "\\u{1b}]8;;http://evil\\u{7}x"),
            ("abc\u{202e}fdp.exe", "abc\\u{202e}fdp.exe"),
            ("a\u{200b}b\u{e0041}c", "a\\u{200b}b\\u{e0041}c"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown);
        }
    }

    proptest! {
        #[test]
        fn every_format_character_of_unicode_is_escaped(text in "\\p{Cf}{1,20}") {
            prop_assert!(text.chars().all(is_hidden), "{:?}", text);
        }

        #[test]
        fn truncation_never_exceeds_its_columns(text in "\\PC{0,80}", columns in 1_usize..60) {
            let cut = truncate(&text, columns, "…");
            prop_assert!(width(&cut) <= columns);
            prop_assert!(cut == text || cut.ends_with('…'));
        }
    }
}
