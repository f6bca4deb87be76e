//! What can be shown where: terminal or not, how wide, with colour or without.

use std::io::IsTerminal;

use crate::app::config::ColorChoice;

/// Columns assumed of a terminal that does not tell.
const DEFAULT_COLUMNS: usize = 80;

/// One output stream as a place to show things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Columns of the terminal; `None` when it is none, and nothing is cut.
    pub columns: Option<usize>,
    /// Whether to use colour.
    pub color: bool,
    /// Whether more than ASCII can be shown.
    pub unicode: bool,
}

/// The environment variables that say what a terminal can do.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
pub struct Hints {
    /// `NO_COLOR`, when not empty.
    pub no_color: bool,
    /// `CLICOLOR_FORCE`, when neither empty nor `0`.
    pub force_color: bool,
    /// `TERM` is `dumb`, or missing.
    pub dumb: bool,
    /// The locale encodes text as UTF-8.
    pub unicode: bool,
}

impl Hints {
    /// Reads them.
    #[must_use]
    pub fn from_environment() -> Self {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default();
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        Self {
            no_color: variable("NO_COLOR").is_some(),
            force_color: variable("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            dumb: variable("TERM").is_none_or(|term| term == "dumb"),
            unicode: locale.contains("utf-8") || locale.contains("utf8"),
        }
    }
}

impl Terminal {
    /// No terminal: a pipe or a file.
    pub const NONE: Self = Self { columns: None, color: false, unicode: true };

    /// Standard output.
    #[must_use]
    pub fn stdout(choice: ColorChoice, hints: &Hints) -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let columns = is_terminal.then(|| comfy_table::Table::new().width().map_or(DEFAULT_COLUMNS, usize::from));
        Self {
            columns: columns.map(|columns| if columns == 0 { DEFAULT_COLUMNS } else { columns }),
            color: use_color(choice, is_terminal, hints),
            unicode: !is_terminal || hints.unicode,
        }
    }

    /// Standard error.
    #[must_use]
    pub fn stderr(choice: ColorChoice, hints: &Hints) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        Self {
            columns: is_terminal.then_some(DEFAULT_COLUMNS),
            color: use_color(choice, is_terminal, hints),
            unicode: !is_terminal || hints.unicode,
        }
    }

    /// Whether a person is looking.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        self.columns.is_some()
    }
}

/// The user's word first, then `NO_COLOR`, then `CLICOLOR_FORCE`, then what the terminal can do.
fn use_color(choice: ColorChoice, is_terminal: bool, hints: &Hints) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if hints.no_color => false,
        ColorChoice::Auto => hints.force_color || (is_terminal && !hints.dumb),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_follows_the_user_then_the_environment_then_the_terminal() {
        let hints = |no_color, force_color, dumb| Hints { no_color, force_color, dumb, unicode: true };
        let cases = [
            (ColorChoice::Auto, true, hints(false, false, false), true),
            (ColorChoice::Auto, false, hints(false, false, false), false),
            (ColorChoice::Auto, true, hints(false, false, true), false),
            (ColorChoice::Auto, true, hints(true, true, false), false),
            (ColorChoice::Auto, false, hints(false, true, true), true),
            (ColorChoice::Always, false, hints(true, false, true), true),
            (ColorChoice::Never, true, hints(false, true, false), false),
        ];
        for (choice, is_terminal, hints, expected) in cases {
            assert_eq!(use_color(choice, is_terminal, &hints), expected, "{choice:?} {is_terminal} {hints:?}");
        }
    }
}
