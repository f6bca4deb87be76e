//! Secrets from standard input: never from an argument, which everyone on the machine can read.

use std::io::{IsTerminal, Read};

use secrecy::{ExposeSecret, SecretString};

use crate::error::{Code, Error, Result};

/// Most that is read.
const MAX_BYTES: u64 = 16 * 1024;

/// The secret on standard input, without the line break at its end.
pub fn secret(what: &str) -> Result<SecretString> {
    let [secret] = lines(what)?;
    Ok(secret)
}

/// The secrets on standard input, one a line; the last one takes what is left.
pub fn lines<const N: usize>(what: &str) -> Result<[SecretString; N]> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Err(Error::new(Code::PromptNeeded, "standard input is a terminal, where a secret could be seen")
            .hint("give it from a file or a pipe: … < FILE"));
    }
    let mut text = String::new();
    let read = stdin.lock().take(MAX_BYTES + 1).read_to_string(&mut text);
    let text = SecretString::from(text);
    read.map_err(|error| Error::new(Code::Io, format!("cannot read {what} from standard input: {error}")))?;
    let line = |line: &str| SecretString::from(line.strip_suffix('\r').unwrap_or(line));
    let whole = text.expose_secret();
    if whole.len() as u64 > MAX_BYTES {
        return Err(Error::new(Code::Usage, format!("standard input is too long for {what}")));
    }
    let whole = whole.strip_suffix('\n').unwrap_or(whole);
    let lines: Vec<SecretString> = whole.splitn(N, '\n').map(line).collect();
    lines.try_into().map_err(|lines: Vec<SecretString>| {
        Error::new(Code::Usage, format!("standard input must have {N} lines for {what}, and has {}", lines.len()))
    })
}
