//! The parser of `--where`: recursive descent over [`tokens`], typed as it goes.

use super::ast::{Comparison, Predicate};
use super::error::{QueryError, shown};
use super::field::QueryField;
use super::lexer::{Token, TokenKind, tokens};
use super::literal::{Literal, RawLiteral};
use crate::market::row::FieldType;

/// Longest query that is read.
pub const MAX_QUERY_BYTES: usize = 4 * 1024;
/// Deepest nesting of parentheses and `not`s.
pub const MAX_DEPTH: usize = 64;
/// Most values in one `in` list.
pub const MAX_LIST_VALUES: usize = 1_000;

/// What is wrong most often where a value ends too early.
const QUOTE_SPACES: Option<&str> = Some("a value with spaces needs quotes, such as model = 'RTX 4090'");

/// Parses a `--where` text, in the grammar of the [module](super).
pub fn parse(text: &str) -> Result<Predicate, QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        return Err(QueryError::TooLong { limit: MAX_QUERY_BYTES });
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end_at: text.chars().count() + 1 };
    let predicate = parser.or_chain(0)?;
    match parser.peek() {
        None => Ok(predicate),
        Some(_) => Err(parser.unexpected("`and`, `or` or the end", QUOTE_SPACES)),
    }
}

impl Predicate {
    /// A field compared with a value given as text, as a flag's argument is; read as an unquoted value would be.
    pub fn from_text(field: impl Into<QueryField>, op: Comparison, text: &str) -> Result<Self, QueryError> {
        let field = field.into();
        check_operator(field, op, 1)?;
        let quoted = field.field_type() == FieldType::Text;
        let value = RawLiteral { text, quoted, at: 1 }.typed(field, op)?;
        Ok(Self::Compare { field, op, value })
    }
}

/// An operator, once it is known to be one.
#[derive(Clone, Copy)]
enum Operator {
    Compare(Comparison),
    Glob,
    In { negated: bool },
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    next: usize,
    /// Where the text ends, for messages.
    end_at: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.next)
    }

    fn at(&self) -> usize {
        self.peek().map_or(self.end_at, |token| token.at)
    }

    /// Goes past the next token if it is this one.
    fn eat(&mut self, kind: &TokenKind<'_>) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.next += usize::from(found);
        found
    }

    fn eat_keyword(&mut self, keyword: &str) -> bool {
        let found = self
            .peek()
            .is_some_and(|token| matches!(token.kind, TokenKind::Word(word) if word.eq_ignore_ascii_case(keyword)));
        self.next += usize::from(found);
        found
    }

    fn unexpected(&self, expected: &'static str, hint: Option<&'static str>) -> QueryError {
        let found = match self.peek().map(|token| &token.kind) {
            None => "the end".to_owned(),
            Some(TokenKind::Word(text) | TokenKind::Operator(text)) => format!("`{}`", shown(text)),
            Some(TokenKind::Quoted(text)) => format!("the text '{}'", shown(text)),
            Some(TokenKind::Open) => "`(`".to_owned(),
            Some(TokenKind::Close) => "`)`".to_owned(),
            Some(TokenKind::Comma) => "`,`".to_owned(),
        };
        QueryError::Unexpected { expected, found, at: self.at(), hint }
    }

    fn or_chain(&mut self, depth: usize) -> Result<Predicate, QueryError> {
        self.chain("or", Predicate::any, |parser| parser.chain("and", Predicate::all, |parser| parser.unary(depth)))
    }

    fn chain(
        &mut self,
        keyword: &str,
        join: fn(Vec<Predicate>) -> Predicate,
        mut operand: impl FnMut(&mut Self) -> Result<Predicate, QueryError>,
    ) -> Result<Predicate, QueryError> {
        let mut operands = vec![operand(self)?];
        while self.eat_keyword(keyword) {
            operands.push(operand(self)?);
        }
        Ok(join(operands))
    }

    fn unary(&mut self, depth: usize) -> Result<Predicate, QueryError> {
        let at = self.at();
        let deeper =
            || if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(QueryError::TooDeep { limit: MAX_DEPTH, at }) };
        if self.eat_keyword("not") {
            return Ok(!self.unary(deeper()?)?);
        }
        if self.eat(&TokenKind::Open) {
            let inner = self.or_chain(deeper()?)?;
            return if self.eat(&TokenKind::Close) {
                Ok(inner)
            } else {
                Err(self.unexpected("`and`, `or` or `)`", QUOTE_SPACES))
            };
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Predicate, QueryError> {
        let field = self.field()?;
        let at = self.at();
        match self.operator()? {
            Operator::Compare(op) => self.compared(field, op, at),
            Operator::Glob => self.glob(field, at),
            Operator::In { negated } => self.list(field, negated, at),
        }
    }

    fn field(&mut self) -> Result<QueryField, QueryError> {
        let Some(Token { kind: TokenKind::Word(name), at }) = self.peek() else {
            return Err(self.unexpected("a field name", None));
        };
        let field = QueryField::find(name, *at)?;
        self.next += 1;
        Ok(field)
    }

    fn operator(&mut self) -> Result<Operator, QueryError> {
        if self.eat_keyword("in") {
            return Ok(Operator::In { negated: false });
        }
        if self.eat_keyword("not") {
            return if self.eat_keyword("in") {
                Ok(Operator::In { negated: true })
            } else {
                Err(self.unexpected("`in` after `not`", Some("write `not field = value`, or `field != value`")))
            };
        }
        let Some(Token { kind: TokenKind::Operator(symbol), at }) = self.peek() else {
            return Err(self.unexpected("an operator", Some("write `field = value`, also for true and false")));
        };
        let operator = operator_named(symbol, *at)?;
        self.next += 1;
        Ok(operator)
    }

    /// The value that is due here.
    fn raw_literal(&mut self) -> Result<RawLiteral<'_>, QueryError> {
        let is_value = |token: &Token<'_>| matches!(token.kind, TokenKind::Word(_) | TokenKind::Quoted(_));
        if !self.peek().is_some_and(is_value) {
            return Err(self.unexpected("a value", None));
        }
        let token = self.tokens.get(self.next);
        self.next += 1;
        match token {
            Some(Token { kind: TokenKind::Quoted(text), at }) => Ok(RawLiteral { text, quoted: true, at: *at }),
            Some(Token { kind: TokenKind::Word(text), at }) => Ok(RawLiteral { text, quoted: false, at: *at }),
            _ => Err(self.unexpected("a value", None)),
        }
    }

    fn compared(&mut self, field: QueryField, op: Comparison, at: usize) -> Result<Predicate, QueryError> {
        if matches!(op, Comparison::Eq | Comparison::Ne) && self.eat_keyword("null") {
            return Ok(Predicate::IsNull { field, negated: op == Comparison::Ne });
        }
        check_operator(field, op, at)?;
        let value = self.known_literal(field, op)?;
        Ok(Predicate::Compare { field, op, value })
    }

    /// A typed value that is not `null`, which only `=` and `!=` take.
    fn known_literal(&mut self, field: QueryField, op: Comparison) -> Result<Literal, QueryError> {
        let raw = self.raw_literal()?;
        if !raw.quoted && raw.text.eq_ignore_ascii_case("null") {
            return Err(QueryError::BadLiteral {
                literal: raw.text.to_owned(),
                field: field.name(),
                expected: "null only with = and !=; the text null needs quotes",
                nearest: None,
                at: raw.at,
            });
        }
        raw.typed(field, op)
    }

    fn glob(&mut self, field: QueryField, at: usize) -> Result<Predicate, QueryError> {
        if field.field_type() != FieldType::Text {
            return Err(mismatch(field, "~", at));
        }
        let pattern = self.raw_literal()?.text.to_owned();
        Ok(Predicate::Glob { field, pattern })
    }

    fn list(&mut self, field: QueryField, negated: bool, at: usize) -> Result<Predicate, QueryError> {
        if field.field_type() == FieldType::Bool {
            return Err(mismatch(field, if negated { "not in" } else { "in" }, at));
        }
        if !self.eat(&TokenKind::Open) {
            return Err(self.unexpected("`(` after `in`", Some("write the values as (A, B)")));
        }
        let mut values = Vec::new();
        loop {
            if values.len() == MAX_LIST_VALUES {
                return Err(QueryError::TooManyValues { limit: MAX_LIST_VALUES, at: self.at() });
            }
            values.push(self.known_literal(field, Comparison::Eq)?);
            if self.eat(&TokenKind::Close) {
                return Ok(Predicate::In { field, values, negated });
            }
            if !self.eat(&TokenKind::Comma) {
                return Err(self.unexpected("`,` or `)`", QUOTE_SPACES));
            }
        }
    }
}

fn operator_named(symbol: &str, at: usize) -> Result<Operator, QueryError> {
    let instead = match symbol {
        "=" => return Ok(Operator::Compare(Comparison::Eq)),
        "!=" => return Ok(Operator::Compare(Comparison::Ne)),
        "<" => return Ok(Operator::Compare(Comparison::Lt)),
        "<=" => return Ok(Operator::Compare(Comparison::Le)),
        ">" => return Ok(Operator::Compare(Comparison::Gt)),
        ">=" => return Ok(Operator::Compare(Comparison::Ge)),
        "~" => return Ok(Operator::Glob),
        "==" => Some("="),
        "<>" => Some("!="),
        "=<" => Some("<="),
        "=>" => Some(">="),
        "=~" => Some("~"),
        "!~" => Some("not field ~ pattern"),
        "&&" | "&" => Some("and"),
        "||" | "|" => Some("or"),
        "!" => Some("not"),
        _ => None,
    };
    Err(QueryError::UnknownOperator { operator: shown(symbol), at, instead })
}

/// Equality fits every type; the orderings only what has an order people agree on.
fn check_operator(field: QueryField, op: Comparison, at: usize) -> Result<(), QueryError> {
    let is_ordered =
        matches!(field.field_type(), FieldType::Integer | FieldType::Number | FieldType::Money | FieldType::Time);
    if is_ordered || matches!(op, Comparison::Eq | Comparison::Ne) {
        return Ok(());
    }
    Err(mismatch(field, op.symbol(), at))
}

fn mismatch(field: QueryField, operator: &'static str, at: usize) -> QueryError {
    let (holds, fitting) = match field.field_type() {
        FieldType::Text => ("text", "= != in, not in and ~"),
        FieldType::Kind => ("a kind of price", "= != in and not in"),
        FieldType::Bool => ("true or false", "= and !="),
        FieldType::Integer => ("a whole number", "= != < <= > >= in and not in"),
        FieldType::Number => ("a number", "= != < <= > >= in and not in"),
        FieldType::Money => ("dollars", "= != < <= > >= in and not in"),
        FieldType::Time => ("a time", "= != < <= > >= in and not in"),
    };
    QueryError::OperatorMismatch { operator, field: field.name(), holds, fitting, at }
}

#[cfg(test)]
mod tests;
