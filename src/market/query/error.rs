//! What can be wrong with a query.

use crate::error::{Code, Error};

/// Longest piece of a query repeated in a message.
const MAX_SHOWN_CHARS: usize = 60;

/// Why a text is not a query. Places are characters of that text, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// No field has this name.
    #[error("unknown field `{name}` at character {at}")]
    UnknownField {
        /// The name as written.
        name: String,
        /// Where it starts.
        at: usize,
        /// The field that may have been meant.
        nearest: Option<&'static str>,
    },
    /// Not an operator of this grammar.
    #[error("unknown operator `{operator}` at character {at}")]
    UnknownOperator {
        /// The operator as written.
        operator: String,
        /// Where it starts.
        at: usize,
        /// How it is written here.
        instead: Option<&'static str>,
    },
    /// An operator that the field's type does not have.
    #[error("`{operator}` at character {at} does not fit `{field}`, which holds {holds}")]
    OperatorMismatch {
        /// The operator.
        operator: &'static str,
        /// The field.
        field: &'static str,
        /// What the field holds, in words.
        holds: &'static str,
        /// The operators that fit.
        fitting: &'static str,
        /// Where the operator starts.
        at: usize,
    },
    /// A value that the field cannot have.
    #[error("`{literal}` at character {at} is not a value of `{field}`, which takes {expected}")]
    BadLiteral {
        /// The value as written.
        literal: String,
        /// The field.
        field: &'static str,
        /// What the field takes, in words.
        expected: &'static str,
        /// The value that may have been meant.
        nearest: Option<&'static str>,
        /// Where the value starts.
        at: usize,
    },
    /// Something else was due here.
    #[error("expected {expected}, found {found} at character {at}")]
    Unexpected {
        /// What was due.
        expected: &'static str,
        /// What stands there.
        found: String,
        /// Where.
        at: usize,
        /// What to write, where that is known.
        hint: Option<&'static str>,
    },
    /// A quote without its partner.
    #[error("the text quoted from character {at} on has no closing quote")]
    UnclosedQuote {
        /// Where the quote stands.
        at: usize,
    },
    /// A character with no meaning outside of quotes, or a control character.
    #[error("unexpected character {character:?} at character {at}")]
    UnexpectedCharacter {
        /// The character.
        character: char,
        /// Where.
        at: usize,
    },
    /// A field named twice in `--sort` or `--fields`.
    #[error("`{name}` is named a second time at character {at}")]
    Repeated {
        /// The field.
        name: &'static str,
        /// Where the second one starts.
        at: usize,
    },
    /// More text than is read.
    #[error("the query is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// Too many parentheses and `not`s inside each other.
    #[error("the query is nested deeper than {limit} levels at character {at}")]
    TooDeep {
        /// The limit.
        limit: usize,
        /// Where the limit is passed.
        at: usize,
    },
    /// Too many values in one `in` list.
    #[error("an `in` list holds more than {limit} values at character {at}")]
    TooManyValues {
        /// The limit.
        limit: usize,
        /// The first value beyond it.
        at: usize,
    },
    /// Not a cursor.
    #[error("the cursor is not one that gp4u printed")]
    BadCursor,
    /// A cursor of a query with other filters or another order.
    #[error("the cursor belongs to a query with other filters or another order")]
    OtherCursor,
}

impl QueryError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let nearest = |name: &str| Some(format!("did you mean `{name}`?"));
        match self {
            Self::UnknownField { nearest: Some(name), .. } | Self::BadLiteral { nearest: Some(name), .. } => {
                nearest(name)
            }
            Self::UnknownField { nearest: None, .. } => {
                Some("the fields are those of `gp4u schema offers`, and `all_in_per_gpu_hour`".to_owned())
            }
            Self::UnknownOperator { instead: Some(operator), .. } => Some(format!("write `{operator}`")),
            Self::UnknownOperator { instead: None, .. } => {
                Some("the operators are = != < <= > >= in, not in, ~ and or not".to_owned())
            }
            Self::OperatorMismatch { field, fitting, .. } => Some(format!("`{field}` can be used with {fitting}")),
            Self::UnexpectedCharacter { character: '$', .. } => {
                Some("amounts are plain numbers of dollars, such as 2.50".to_owned())
            }
            Self::UnexpectedCharacter { .. } => Some("put text with special characters in quotes".to_owned()),
            Self::Unexpected { hint, .. } => hint.map(str::to_owned),
            Self::BadCursor | Self::OtherCursor => {
                Some("start again without --after, and keep filters and --sort the same on every page".to_owned())
            }
            Self::UnclosedQuote { .. } => Some("a quote inside quoted text is doubled: 'it''s'".to_owned()),
            _ => None,
        }
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        let mut converted = Self::new(Code::BadQuery, error.to_string());
        if let Some(hint) = error.hint() {
            converted = converted.hint(hint);
        }
        match error {
            QueryError::UnknownField { name, nearest, .. } => {
                converted.detail("field", name).detail("did_you_mean", nearest)
            }
            _ => converted,
        }
    }
}

/// A piece of a query as a message repeats it: short and without control characters.
pub(super) fn shown(text: &str) -> String {
    let mut shown: String =
        text.chars().take(MAX_SHOWN_CHARS).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(MAX_SHOWN_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::query::parse;

    #[test]
    fn errors_reach_users_as_bad_query_with_a_hint() {
        let error = Error::from(parse("priec < 1").unwrap_err());
        assert_eq!(error.code, Code::BadQuery);
        assert_eq!(error.message, "unknown field `priec` at character 1");
        assert!(error.hints[0].starts_with("did you mean `price_per_"), "{:?}", error.hints);
        assert_eq!(error.details["field"], "priec");
    }

    #[test]
    fn messages_repeat_only_short_printable_pieces() {
        assert_eq!(shown("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), MAX_SHOWN_CHARS + 1);
    }
}
