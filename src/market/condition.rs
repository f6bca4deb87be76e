//! Conditions on the fields of any result: `net_saving_percent >= 30 and confidence = stable`.
//!
//! A subset of the grammar of `--where`, for results that are no offers: comparisons joined by `and` and `or` (`and`
//! binds tighter). Numbers and amounts are compared exactly, texts without regard to case, and only for being equal or
//! not. An unknown value satisfies nothing.

use std::cmp::Ordering;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::query::Comparison;
use crate::error::{Code, Error, Result, did_you_mean};

/// Longest condition.
const MAX_CHARS: usize = 1_000;
/// Comparisons in a condition at most.
const MAX_TERMS: usize = 50;

/// Longer ones first, so that `<=` is not taken for `<`.
const OPERATORS: [(&str, Comparison); 6] = [
    ("<=", Comparison::Le),
    (">=", Comparison::Ge),
    ("!=", Comparison::Ne),
    ("=", Comparison::Eq),
    ("<", Comparison::Lt),
    (">", Comparison::Gt),
];

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    field: &'static str,
    operator: Comparison,
    value: String,
}

/// A condition: any of these, each all of its comparisons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition(Vec<Vec<Term>>);

impl Condition {
    /// Reads a condition on some known fields.
    pub fn parse(text: &str, fields: &[&'static str]) -> Result<Self> {
        if text.chars().count() > MAX_CHARS {
            return Err(Error::new(Code::BadQuery, format!("a condition has at most {MAX_CHARS} characters")));
        }
        let mut words = Words(text);
        let mut alternatives = vec![Vec::new()];
        for _ in 0..MAX_TERMS {
            let term = term(&mut words, fields)?;
            if let Some(last) = alternatives.last_mut() {
                last.push(term);
            }
            match words.next()?.as_deref() {
                None => return Ok(Self(alternatives)),
                Some("and" | "AND") => {}
                Some("or" | "OR") => alternatives.push(Vec::new()),
                Some(other) => {
                    return Err(Error::new(Code::BadQuery, format!("expected `and` or `or`, not `{other}`")));
                }
            }
        }
        Err(Error::new(Code::BadQuery, format!("a condition has at most {MAX_TERMS} comparisons")))
    }

    /// Whether a result satisfies it.
    #[must_use]
    pub fn matches(&self, row: &Map<String, Value>) -> bool {
        self.0.iter().any(|terms| terms.iter().all(|term| term.matches(row.get(term.field).unwrap_or(&Value::Null))))
    }
}

impl Term {
    fn matches(&self, value: &Value) -> bool {
        let order = match value {
            Value::Null | Value::Array(_) | Value::Object(_) => return false,
            Value::Bool(truth) => truth.to_string().as_str().cmp(&self.value),
            Value::Number(number) => match compare_numbers(&number.to_string(), &self.value) {
                Some(order) => order,
                None => return false,
            },
            Value::String(text) => compare_numbers(text, &self.value)
                .unwrap_or_else(|| text.to_lowercase().cmp(&self.value.to_lowercase())),
        };
        self.operator.holds(order)
    }
}

fn number(text: &str) -> Option<Decimal> {
    text.parse().ok().or_else(|| Decimal::from_scientific(text).ok())
}

fn compare_numbers(a: &str, b: &str) -> Option<Ordering> {
    Some(number(a)?.cmp(&number(b)?))
}

fn term(words: &mut Words<'_>, fields: &[&'static str]) -> Result<Term> {
    let missing = |what: &str| Error::new(Code::BadQuery, format!("the condition ends where {what} should be"));
    let name = words.next()?.ok_or_else(|| missing("a field"))?;
    let Some(field) = fields.iter().find(|field| **field == name) else {
        let error = Error::new(Code::BadQuery, format!("unknown field `{name}`"));
        return Err(match did_you_mean(&name, fields.iter().copied()) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")).detail("did_you_mean", meant),
            None => error.hint(format!("the fields are {}", fields.join(", "))),
        });
    };
    let symbol = words.next()?.ok_or_else(|| missing("an operator"))?;
    let Some((_, operator)) = OPERATORS.iter().find(|(text, _)| *text == symbol) else {
        return Err(
            Error::new(Code::BadQuery, format!("`{symbol}` is no operator")).hint("the operators are = != < <= > >=")
        );
    };
    let value = words.next()?.ok_or_else(|| missing("a value"))?;
    let is_ordered = number(&value).is_some() || value.parse::<Timestamp>().is_ok();
    if !matches!(operator, Comparison::Eq | Comparison::Ne) && !is_ordered {
        return Err(Error::new(
            Code::BadQuery,
            format!("`{value}` is neither a number nor a time: {symbol} needs one"),
        ));
    }
    Ok(Term { field, operator: *operator, value })
}

/// Splits a condition into names, operators and values.
struct Words<'a>(&'a str);

impl Words<'_> {
    fn next(&mut self) -> Result<Option<String>> {
        let text = self.0.trim_start();
        let Some(first) = text.chars().next() else { return Ok(None) };
        if let quote @ ('\'' | '"') = first {
            let (_, rest) = text.split_at(1);
            let Some((word, rest)) = rest.split_once(quote) else {
                return Err(Error::new(Code::BadQuery, "a quote is not closed"));
            };
            self.0 = rest;
            return Ok(Some(word.to_owned()));
        }
        if let Some((symbol, _)) = OPERATORS.iter().find(|(symbol, _)| text.starts_with(symbol)) {
            let (_, rest) = text.split_at(symbol.len());
            self.0 = rest;
            return Ok(Some((*symbol).to_owned()));
        }
        let end = text.find(|c: char| c.is_whitespace() || "=!<>'\"".contains(c)).unwrap_or(text.len());
        if end == 0 {
            return Err(Error::new(Code::BadQuery, format!("`{first}` means nothing here")));
        }
        let (word, rest) = text.split_at(end);
        self.0 = rest;
        Ok(Some(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FIELDS: [&str; 5] = ["price", "share", "provider", "event", "missing"];

    fn matches(text: &str) -> bool {
        let row = json!({"price": "2.10", "share": 0.25, "provider": "Vast", "event": true, "missing": null});
        Condition::parse(text, &FIELDS).unwrap().matches(row.as_object().unwrap())
    }

    #[test]
    fn numbers_are_numbers_and_texts_have_no_case() {
        for holds in [
            "price < 2.2",
            "price=2.1",
            "price >= 2.10 and share <= 0.25",
            "provider = vast",
            "provider != 'akash'",
            "event = true",
            "price > 9 or share > 0.2",
            "price > 1 and share > 0.2 or event = false",
        ] {
            assert!(matches(holds), "{holds}");
        }
        for fails in ["price < 2.1", "price > 10", "provider = io", "event = false", "missing = 1", "missing != 1"] {
            assert!(!matches(fails), "{fails}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_refused() {
        for (text, message) in [
            ("", "the condition ends where a field should be"),
            ("price", "the condition ends where an operator should be"),
            ("price <", "the condition ends where a value should be"),
            ("prise < 2", "unknown field `prise`"),
            ("price ~ 2", "`~` is no operator"),
            ("price < 2 price > 1", "expected `and` or `or`, not `price`"),
            ("price < 'x", "a quote is not closed"),
            ("share < x", "`x` is neither a number nor a time: < needs one"),
            ("price ! 2", "`!` means nothing here"),
        ] {
            assert_eq!(Condition::parse(text, &FIELDS).unwrap_err().message, message, "{text}");
        }
        assert!(Condition::parse(&"price < 2 and ".repeat(60), &FIELDS).is_err());
        assert!(Condition::parse(&"x".repeat(1_001), &FIELDS).is_err());
    }
}
