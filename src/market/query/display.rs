//! A predicate printed back in the grammar that it is parsed from.

use std::fmt::{Display, Formatter, Result};

use super::ast::Predicate;
use super::lexer::is_word;
use super::literal::write_text;

impl Display for Predicate {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            // The grammar has no words for true and false; but every offer has an id.
            Self::And(terms) if terms.is_empty() => f.write_str("id != null"),
            Self::Or(terms) if terms.is_empty() => f.write_str("id = null"),
            Self::And(terms) => write_separated(f, terms, " and ", write_operand),
            Self::Or(terms) => write_separated(f, terms, " or ", write_operand),
            Self::Not(inner) => {
                f.write_str("not ")?;
                write_operand(inner, f)
            }
            Self::Compare { field, op, value } => write!(f, "{} {} {value}", field.name(), op.symbol()),
            Self::In { field, values, negated } => {
                write!(f, "{} {} (", field.name(), if *negated { "not in" } else { "in" })?;
                write_separated(f, values, ", ", Display::fmt)?;
                f.write_str(")")
            }
            Self::Glob { field, pattern } => {
                write!(f, "{} ~ ", field.name())?;
                write_text(f, pattern, is_word(pattern))
            }
            Self::IsNull { field, negated } => {
                write!(f, "{} {} null", field.name(), if *negated { "!=" } else { "=" })
            }
        }
    }
}

/// Writes an operand of `and`, `or` or `not`: what is itself such a chain goes in parentheses, which the parser
/// needs in part and a reader always.
fn write_operand(operand: &Predicate, f: &mut Formatter<'_>) -> Result {
    match operand {
        Predicate::And(terms) | Predicate::Or(terms) if !terms.is_empty() => write!(f, "({operand})"),
        _ => write!(f, "{operand}"),
    }
}

fn write_separated<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    separator: &str,
    write: impl Fn(&T, &mut Formatter<'_>) -> Result,
) -> Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        write(item, f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::query::parse;

    #[test]
    fn predicates_print_in_one_normal_spelling() {
        let cases = [
            ("model='RTX 4090'", "model = 'RTX 4090'"),
            ("model = \"it's\"", "model = 'it''s'"),
            ("region = 'and' and region = 'null'", "region = 'and' and region = 'null'"),
            ("price_per_hour<2.5", "price_per_hour < 2.50"),
            ("age_s <= 10m", "age_s <= 600"),
            ("cuda>=12.0 or reliability>1e-9", "cuda >= 12 or reliability > 1e-9"),
            ("observed_at > '2026-01-31T14:00:00+02:00'", "observed_at > 2026-01-31T12:00:00Z"),
            ("NOT (units = 1 OR units = 2)", "not (units = 1 or units = 2)"),
            ("units=1 or units=2 and units=3", "units = 1 or (units = 2 and units = 3)"),
            ("machine_id ~ '*7'", "machine_id ~ *7"),
            ("country NOT IN (CN,RU)", "country not in (CN, RU)"),
            ("kind = On-Demand", "kind = on_demand"),
        ];
        for (text, printed) in cases {
            assert_eq!(parse(text).unwrap().to_string(), printed);
        }
    }

    #[test]
    fn true_and_false_print_as_something_that_parses() {
        assert_eq!(Predicate::all([]).to_string(), "id != null");
        assert_eq!(Predicate::any([]).to_string(), "id = null");
    }
}
