//! A predicate as a tree, and the ways to build one.

use std::cmp::Ordering;
use std::ops::Not;

use super::field::QueryField;
use super::literal::Literal;
use crate::market::row::Field;

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Comparison {
    /// How it is written, in queries and in SQL alike.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Eq => "=",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }

    /// Whether it holds between two values that compare like this.
    #[must_use]
    pub const fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Eq => ordering.is_eq(),
            Self::Ne => ordering.is_ne(),
            Self::Lt => ordering.is_lt(),
            Self::Le => ordering.is_le(),
            Self::Gt => ordering.is_gt(),
            Self::Ge => ordering.is_ge(),
        }
    }
}

/// A condition on a row: true, false or unknown, by SQL's three-valued logic.
///
/// The parser builds only well-typed predicates. One built by hand with a literal of another type than the
/// field's is unknown for every row, so it keeps none.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of them; an empty one is true.
    And(Vec<Self>),
    /// At least one of them; an empty one is false.
    Or(Vec<Self>),
    /// Not this one.
    Not(Box<Self>),
    /// A field compared with a value. Text is equal when it is so in lower-case ASCII, ids when they are the same.
    Compare {
        /// Left side.
        field: QueryField,
        /// Operator.
        op: Comparison,
        /// Right side, of the field's type.
        value: Literal,
    },
    /// A field equal to one of several values, never an empty list.
    In {
        /// Left side.
        field: QueryField,
        /// The values, of the field's type.
        values: Vec<Literal>,
        /// `not in`.
        negated: bool,
    },
    /// Text that fits a pattern as a whole: `*` is any run of characters, `?` any one character, nothing else is
    /// special and nothing escapes. Case matters as it does in [`Predicate::Compare`].
    Glob {
        /// Left side, a text field.
        field: QueryField,
        /// The pattern.
        pattern: String,
    },
    /// Whether a field is unknown. Itself always true or false.
    IsNull {
        /// The field.
        field: QueryField,
        /// Known instead of unknown.
        negated: bool,
    },
}

impl Predicate {
    /// All of these; just the one when there is one, and true when there is none. Inner `and`s stay one term.
    #[must_use]
    pub fn all(predicates: impl IntoIterator<Item = Self>) -> Self {
        join(predicates, Self::And)
    }

    /// Any of these; just the one when there is one, and false when there is none.
    #[must_use]
    pub fn any(predicates: impl IntoIterator<Item = Self>) -> Self {
        join(predicates, Self::Or)
    }

    /// A field compared with a value.
    #[must_use]
    pub fn compare(field: impl Into<QueryField>, op: Comparison, value: impl Into<Literal>) -> Self {
        Self::Compare { field: field.into(), op, value: value.into() }
    }

    /// A field equal to a value.
    #[must_use]
    pub fn eq(field: impl Into<QueryField>, value: impl Into<Literal>) -> Self {
        Self::compare(field, Comparison::Eq, value)
    }

    /// A field equal to one of these values; false when there is none.
    #[must_use]
    pub fn one_of<L: Into<Literal>>(field: impl Into<QueryField>, values: impl IntoIterator<Item = L>) -> Self {
        let values: Vec<Literal> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            return Self::any([]);
        }
        Self::In { field: field.into(), values, negated: false }
    }

    /// Splits a predicate into the terms that all have to hold: those of its outermost `and`, or itself.
    #[must_use]
    pub fn into_terms(self) -> Vec<Self> {
        match self {
            Self::And(terms) => terms,
            term => vec![term],
        }
    }

    /// The same terms as [`Predicate::into_terms`], each with its text.
    #[must_use]
    pub fn terms(&self) -> Vec<(String, &Self)> {
        let terms = match self {
            Self::And(terms) => terms.as_slice(),
            term => std::slice::from_ref(term),
        };
        terms.iter().map(|term| (term.to_string(), term)).collect()
    }

    /// Replaces what is compared with `model` by what the catalogue makes of it.
    ///
    /// `resolve` gets each model named with `=`, `!=`, `in` or `not in` (globs are left alone) and answers with a
    /// predicate such as [`gpu_choice`]'s, or with `None` to leave the text as it is.
    pub fn resolve_models<E>(self, resolve: &mut impl FnMut(&str) -> Result<Option<Self>, E>) -> Result<Self, E> {
        const MODEL: QueryField = QueryField::Row(Field::Model);
        match self {
            Self::And(terms) => Ok(Self::And(resolve_each(terms, resolve)?)),
            Self::Or(terms) => Ok(Self::Or(resolve_each(terms, resolve)?)),
            Self::Not(inner) => Ok(Self::Not(Box::new(inner.resolve_models(resolve)?))),
            Self::Compare { field: MODEL, op, value: Literal::Text(model) } => Ok(match (op, resolve(&model)?) {
                (Comparison::Eq, Some(choice)) => choice,
                (Comparison::Ne, Some(choice)) => !choice,
                _ => Self::compare(MODEL, op, Literal::Text(model)),
            }),
            Self::In { field: MODEL, values, negated } => {
                let mut choices = Vec::with_capacity(values.len());
                for value in &values {
                    choices.push(match value {
                        Literal::Text(model) => resolve(model)?,
                        _ => None,
                    });
                }
                if choices.iter().all(Option::is_none) {
                    return Ok(Self::In { field: MODEL, values, negated });
                }
                let listed = values.into_iter().zip(choices);
                let any = Self::any(listed.map(|(value, choice)| choice.unwrap_or_else(|| Self::eq(MODEL, value))));
                Ok(if negated { !any } else { any })
            }
            other => Ok(other),
        }
    }
}

impl Not for Predicate {
    type Output = Self;

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

fn join(predicates: impl IntoIterator<Item = Predicate>, many: fn(Vec<Predicate>) -> Predicate) -> Predicate {
    let mut predicates: Vec<Predicate> = predicates.into_iter().collect();
    match (predicates.pop(), predicates.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            predicates.extend(last);
            many(predicates)
        }
    }
}

fn resolve_each<E>(
    terms: Vec<Predicate>,
    resolve: &mut impl FnMut(&str) -> Result<Option<Predicate>, E>,
) -> Result<Vec<Predicate>, E> {
    terms.into_iter().map(|term| term.resolve_models(resolve)).collect()
}

/// The offers of one GPU: a canonical model, and form factor and memory where they were asked for.
#[must_use]
pub fn gpu_choice(model: &str, form_factor: Option<&str>, vram_gib: Option<u32>) -> Predicate {
    let model = Some(Predicate::eq(Field::Model, model));
    let form_factor = form_factor.map(|form_factor| Predicate::eq(Field::FormFactor, form_factor));
    let vram_gib = vram_gib.map(|vram_gib| Predicate::eq(Field::VramGib, vram_gib));
    Predicate::all([model, form_factor, vram_gib].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::query::parse;

    #[test]
    fn one_predicate_needs_no_and_around_it() {
        let one = Predicate::eq(Field::Provider, "vast");
        assert_eq!(Predicate::all([one.clone()]), one);
        assert_eq!(Predicate::any([one.clone()]), one);
        assert_eq!(Predicate::all([]), Predicate::And(vec![]));
    }

    #[test]
    fn a_gpu_choice_says_only_what_was_asked() {
        assert_eq!(gpu_choice("RTX 4090", None, None).to_string(), "model = 'RTX 4090'");
        assert_eq!(
            gpu_choice("A100", Some("SXM"), Some(80)).to_string(),
            "model = A100 and form_factor = SXM and vram_gib = 80"
        );
    }

    #[test]
    fn models_in_a_query_are_resolved_wherever_they_stand() {
        let mut resolve = |model: &str| match model {
            "rtx4090" => Ok(Some(gpu_choice("RTX 4090", None, None))),
            "a100-80" => Ok(Some(gpu_choice("A100", None, Some(80)))),
            "odd" => Ok(None),
            _ => Err(format!("unknown {model}")),
        };
        let mut resolved = |text: &str| parse(text).unwrap().resolve_models(&mut resolve).map(|p| p.to_string());
        let cases = [
            ("model = rtx4090", "model = 'RTX 4090'"),
            ("not (model != rtx4090 or gpu_count = 1)", "not (not model = 'RTX 4090' or gpu_count = 1)"),
            (
                "model in (a100-80, odd) and available = true",
                "((model = A100 and vram_gib = 80) or model = odd) and available = true",
            ),
            ("model not in (a100-80)", "not (model = A100 and vram_gib = 80)"),
            ("model in (odd, odd)", "model in (odd, odd)"),
            ("model ~ rtx* and region = rtx4090", "model ~ rtx* and region = rtx4090"),
        ];
        for (text, expected) in cases {
            assert_eq!(resolved(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(resolved("gpu_count = 1 or model = nonsense"), Err("unknown nonsense".to_owned()));
    }
}
