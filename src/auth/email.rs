//! The e-mail address that names an account.

use std::fmt;
use std::str::FromStr;

use crate::error::{Code, Error};

/// Longest address (RFC 5321, section 4.5.3.1.3, without the angle brackets).
const MAX_BYTES: usize = 254;
/// Longest part before the `@` (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;
/// Longest part of a host name between its dots (RFC 1035, section 2.3.4).
const MAX_LABEL_BYTES: usize = 63;

/// An e-mail address in the one spelling that is stored and compared: ASCII, lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// Why a text is no e-mail address that gp4u takes. The text itself is not repeated: a password may have been typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address looks like name@example.com: ASCII, at most 254 characters, no quotes or comments")]
pub struct EmailError;

impl From<EmailError> for Error {
    fn from(error: EmailError) -> Self {
        Self::new(Code::Usage, error.to_string())
    }
}

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = EmailError;

    /// Reads the form that mail providers hand out: a dot-atom (RFC 5322, section 3.2.3) at a host name with a dot.
    /// Upper and lower case are the same, on both sides of the `@`.
    fn from_str(text: &str) -> Result<Self, EmailError> {
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError)?;
        let atom = |part: &str| !part.is_empty() && part.bytes().all(is_atom_byte);
        let label = |part: &str| {
            let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !part.is_empty()
                && part.len() <= MAX_LABEL_BYTES
                && part.bytes().all(fine)
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        let fits = text.len() <= MAX_BYTES && local.len() <= MAX_LOCAL_BYTES;
        if fits && local.split('.').all(atom) && domain.contains('.') && domain.split('.').all(label) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(EmailError)
        }
    }
}

const fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^' | b'_' | b'`'
        )
        || matches!(byte, b'{' | b'|' | b'}' | b'~')
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_in_any_case_and_kept_in_one() {
        for (text, kept) in [
            ("me@example.com", "me@example.com"),
            ("Me.And.You+gpus@Example.COM", "me.and.you+gpus@example.com"),
            ("o'brien@a-b.co.uk", "o'brien@a-b.co.uk"),
            ("1@2.3", "1@2.3"),
        ] {
            assert_eq!(text.parse::<Email>().unwrap().as_str(), kept);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long_label = format!("a@{}.com", "b".repeat(64));
        let long = format!("a@{}com", "b.".repeat(130));
        let refused = [
            "",
            "me",
            "@",
            "me@",
            "@example.com",
            "me@localhost",
            "me@@example.com",
            "a b@example.com",
            "me@exa mple.com",
            "me@example.com ",
            " me@example.com",
            ".me@example.com",
            "me.@example.com",
            "a..b@example.com",
            "me@.example.com",
            "me@example.com.",
            "me@-a.com",
            "me@a-.com",
            "\"a b\"@example.com",
            "me(x)@example.com",
            "m\u{00e9}@example.com",
            "me@ex\u{0430}mple.com",
            "me@example.com\0",
            "me@example.com\n",
            "<me@example.com>",
            "me@[127.0.0.1]",
            "a,b@example.com",
            &long_local,
            &long_label,
            &long,
        ];
        for text in refused {
            assert_eq!(text.parse::<Email>(), Err(EmailError), "{text}");
        }
    }
}
