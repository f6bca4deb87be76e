//! Reading JSON as providers write it: a byte order mark, bare `NaN` and `Infinity`.

use serde_json::error::Category;

use super::Fault;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Parses `body` with `read`, and once more with bare non-finite numbers turned into `null` when that fails.
pub fn read_lenient<T>(body: &mut Vec<u8>, read: &mut impl FnMut(&str) -> serde_json::Result<T>) -> Result<T, Fault> {
    let first = read_strict(body, read);
    match first {
        Err(Fault::NotJson) if nullify_non_finite(body) > 0 => read_strict(body, read),
        first => first,
    }
}

fn read_strict<T>(body: &[u8], read: &mut impl FnMut(&str) -> serde_json::Result<T>) -> Result<T, Fault> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let text = std::str::from_utf8(body).map_err(|_| Fault::NotJson)?;
    read(text).map_err(|error| match error.classify() {
        Category::Data => Fault::WrongShape,
        Category::Io | Category::Syntax | Category::Eof => Fault::NotJson,
    })
}

/// Whether a body begins as a JSON document but does not end as one.
pub fn is_cut(body: &[u8]) -> bool {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body).trim_ascii();
    match body.first() {
        Some(b'{') => body.last() != Some(&b'}'),
        Some(b'[') => body.last() != Some(&b']'),
        _ => false,
    }
}

/// What stands where a number should be, and its replacement.
const NON_FINITE: [&[u8]; 3] = [b"-Infinity", b"Infinity", b"NaN"];
const NULL: &[u8] = b"null";

/// Replaces bare `NaN`, `Infinity` and `-Infinity` outside strings by `null`, in place, and says how many there were.
/// Valid JSON is left alone, because none of these can occur in it outside strings.
pub fn nullify_non_finite(json: &mut Vec<u8>) -> usize {
    let mut found = 0;
    let mut longer = 0;
    scan(json, |piece| {
        if let Piece::NonFinite(token) = piece {
            found += 1;
            longer += NULL.len().saturating_sub(token.len());
        }
    });
    if found == 0 {
        return 0;
    }
    // The text is moved to the end of a buffer that is as much longer as it may grow, then rewritten from the
    // front: what is written never overtakes what is read, and a large body is not held twice.
    let length = json.len();
    json.resize(length + longer, 0);
    json.copy_within(..length, longer);
    let (mut write, mut read) = (0, longer);
    while read < json.len() {
        let (from, length) = match next_piece(&json[read..]) {
            Piece::NonFinite(token) => {
                let length = token.len();
                json[write..write + NULL.len()].copy_from_slice(NULL);
                write += NULL.len();
                read += length;
                continue;
            }
            Piece::Other(piece) => (read, piece.len()),
        };
        json.copy_within(from..from + length, write);
        write += length;
        read += length;
    }
    json.truncate(write);
    found
}

enum Piece<'a> {
    /// A bare `NaN`, `Infinity` or `-Infinity`.
    NonFinite(&'a [u8]),
    /// A whole string, or anything up to the next string or bare word of interest; never empty.
    Other(&'a [u8]),
}

fn scan<'a>(mut rest: &'a [u8], mut each: impl FnMut(Piece<'a>)) {
    while !rest.is_empty() {
        let piece = next_piece(rest);
        let (Piece::NonFinite(bytes) | Piece::Other(bytes)) = &piece;
        rest = &rest[bytes.len()..];
        each(piece);
    }
}

fn next_piece(text: &[u8]) -> Piece<'_> {
    if text.first() == Some(&b'"') {
        return Piece::Other(&text[..string_length(text)]);
    }
    if let Some(token) = NON_FINITE.iter().find(|token| text.starts_with(token)) {
        return Piece::NonFinite(&text[..token.len()]);
    }
    let other = text.iter().skip(1).position(|byte| matches!(byte, b'"' | b'N' | b'I' | b'-'));
    Piece::Other(&text[..other.map_or(text.len(), |at| at + 1)])
}

/// The length of the string that begins at the first byte, quotes included; all the rest when it does not end.
fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
