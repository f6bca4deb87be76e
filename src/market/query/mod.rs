//! Queries over offers: one predicate grammar, sort orders, keyset cursors and `--explain`.
//!
//! Flags and `--where` become one [`Predicate`]. It is evaluated in memory here, and compiled to SQL by the
//! store; both keep a row only when the predicate is *true* under SQL's three-valued logic, so an unknown figure
//! never satisfies a comparison, nor its negation.
//!
//! # Grammar
//!
//! ```text
//! query      = and-chain { "or" and-chain }
//! and-chain  = unary { "and" unary }
//! unary      = "not" unary | "(" query ")" | comparison
//! comparison = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
//!            | field ( "=" | "!=" ) "null"
//!            | field [ "not" ] "in" "(" value { "," value } ")"
//!            | field "~" value
//! value      = word | "'" text "'" | '"' text '"'
//! ```
//!
//! Keywords are case-insensitive, field names are not. A word is made of letters, digits and `_ - + . : /`, with
//! `*` and `?` too after `~`. A quote inside a quoted text is doubled. Where a value is due, every word but `null`
//! is one, so that India and Norway can be asked for: `country in (IN, NO)`.
//!
//! Text compares ASCII-case-insensitively, ids exactly. What fits which field is decided by
//! [`FieldType`](super::row::FieldType): text has `=`, `in` and `~`; kinds `=` and `in`; booleans `=`; numbers,
//! money and times `=`, `in` and the orderings. Everything else is a [`QueryError`], never ignored.

mod ast;
mod cursor;
mod display;
mod error;
mod evaluate;
mod explain;
mod field;
mod lexer;
mod literal;
mod parse;
mod sort;

#[cfg(test)]
pub(crate) mod arbitrary;

pub use ast::{Comparison, Predicate, gpu_choice};
pub use cursor::{Cursor, Fingerprint, MAX_CURSOR_BYTES};
pub use error::QueryError;
pub use explain::{TermReport, explain};
pub use field::{QueryField, parse_fields};
pub use literal::Literal;
pub use parse::{MAX_DEPTH, MAX_LIST_VALUES, MAX_QUERY_BYTES, parse};
pub use sort::{OrderKey, SortKey, SortOrder};
