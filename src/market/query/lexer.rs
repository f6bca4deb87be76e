//! Words, quoted texts and operators of a query, each with its place.

use std::borrow::Cow;

use super::error::QueryError;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind<'a> {
    /// A bare word: a field, a keyword or a value.
    Word(&'a str),
    /// Text from between quotes, with doubled quotes undone.
    Quoted(Cow<'a, str>),
    /// A run of operator characters, not yet known to be an operator.
    Operator(&'a str),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
}

/// A token and the character it starts at, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: TokenKind<'a>,
    pub at: usize,
}

/// Whether a text can stand without quotes.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_word_char)
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || "_-+.:/*?".contains(c)
}

fn is_operator_char(c: char) -> bool {
    "=!<>~&|".contains(c)
}

/// The text read so far and what is left of it.
struct Lexer<'a> {
    rest: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Takes characters off the front while they fit.
    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    /// Takes this many bytes, which end at a character boundary.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        self.at += taken.chars().count();
        taken
    }

    /// Takes text up to the closing quote, which a doubled quote is not.
    fn take_quoted(&mut self, quote: char) -> Result<Cow<'a, str>, QueryError> {
        let unclosed = QueryError::UnclosedQuote { at: self.at };
        self.take(quote.len_utf8());
        let mut text = Cow::Borrowed("");
        loop {
            text += self.take_while(|c| c != quote);
            if self.rest.is_empty() {
                return Err(unclosed);
            }
            self.take(quote.len_utf8());
            if !self.rest.starts_with(quote) {
                return Ok(text);
            }
            text += self.take(quote.len_utf8());
        }
    }

    fn next(&mut self) -> Result<Option<Token<'a>>, QueryError> {
        self.take_while(char::is_whitespace);
        let at = self.at;
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let kind = match first {
            '(' | ')' | ',' => {
                self.take(first.len_utf8());
                match first {
                    '(' => TokenKind::Open,
                    ')' => TokenKind::Close,
                    _ => TokenKind::Comma,
                }
            }
            '\'' | '"' => TokenKind::Quoted(self.take_quoted(first)?),
            c if is_operator_char(c) => TokenKind::Operator(self.take_while(is_operator_char)),
            c if is_word_char(c) => TokenKind::Word(self.take_while(is_word_char)),
            character => return Err(QueryError::UnexpectedCharacter { character, at }),
        };
        Ok(Some(Token { kind, at }))
    }
}

/// Splits a text into tokens. Control characters other than white space are refused, in quotes too: no offer has
/// them, and PostgreSQL cannot hold the zero character.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, QueryError> {
    let is_refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if let Some((index, character)) = text.chars().enumerate().find(|&(_, c)| is_refused(c)) {
        return Err(QueryError::UnexpectedCharacter { character, at: index + 1 });
    }
    let mut lexer = Lexer { rest: text, at: 1 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<TokenKind<'_>> {
        tokens(text).unwrap().into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn tokens_need_no_spaces_between_them() {
        use TokenKind::{Close, Comma, Open, Operator, Word};
        assert_eq!(
            kinds("a<=-1.5(b,c)"),
            [Word("a"), Operator("<="), Word("-1.5"), Open, Word("b"), Comma, Word("c"), Close]
        );
    }

    #[test]
    fn doubled_quotes_stand_for_one() {
        assert_eq!(
            kinds("'it''s' \"a'b\" ''"),
            [TokenKind::Quoted("it's".into()), TokenKind::Quoted("a'b".into()), TokenKind::Quoted("".into())]
        );
    }

    #[test]
    fn places_count_characters_not_bytes() {
        let places: Vec<usize> = tokens("é = 'ü' x").unwrap().iter().map(|token| token.at).collect();
        assert_eq!(places, [1, 3, 5, 9]);
    }

    #[test]
    fn odd_characters_are_refused_where_they_stand() {
        assert_eq!(tokens("a = 'b"), Err(QueryError::UnclosedQuote { at: 5 }));
        assert_eq!(tokens("a ; b"), Err(QueryError::UnexpectedCharacter { character: ';', at: 3 }));
        assert_eq!(tokens("a = 'b\0'"), Err(QueryError::UnexpectedCharacter { character: '\0', at: 7 }));
    }
}
