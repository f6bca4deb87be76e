//! Passwords: which are taken, and the hash that is kept of them.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};

use crate::error::{Code, Error};

/// Bytes of randomness in every hash (RFC 9106, section 3.1).
pub const SALT_BYTES: usize = 16;
/// Fewest characters (NIST SP 800-63B, section 5.1.1.2).
const MIN_CHARS: usize = 8;
/// Most bytes. More adds nothing, and hashing them takes time before anybody is known.
const MAX_BYTES: usize = 512;

/// A password that may be one: within its limits, of one line.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

/// Why a text is taken as no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer characters than are safe.
    #[error("a password has at least {MIN_CHARS} characters")]
    TooShort,
    /// More bytes than are hashed.
    #[error("a password has at most {MAX_BYTES} bytes")]
    TooLong,
    /// Contains what no keyboard types: a line break, a tab, an escape sequence.
    #[error("a password contains no control characters")]
    Control,
    /// Cannot be hashed; never happens with a salt of [`SALT_BYTES`].
    #[error("the password cannot be hashed")]
    Unhashable,
}

impl From<PasswordError> for Error {
    fn from(error: PasswordError) -> Self {
        Self::new(Code::Usage, error.to_string())
    }
}

impl Password {
    /// Takes a text as it was typed: no trimming, no normalisation, any script.
    pub fn new(text: SecretString) -> Result<Self, PasswordError> {
        let shown = text.expose_secret();
        if shown.len() > MAX_BYTES {
            return Err(PasswordError::TooLong);
        }
        if shown.chars().any(char::is_control) {
            return Err(PasswordError::Control);
        }
        if shown.chars().count() < MIN_CHARS {
            return Err(PasswordError::TooShort);
        }
        Ok(Self(text))
    }

    /// Its hash with this randomness: argon2id with the library's parameters, 19 MiB and 2 passes, which are those of
    /// OWASP's password storage cheat sheet.
    pub fn hash(&self, salt: [u8; SALT_BYTES]) -> Result<PasswordHash, PasswordError> {
        let hash = Argon2::default().hash_password_with_salt(self.0.expose_secret().as_bytes(), &salt);
        hash.map(|hash| PasswordHash(hash.to_string().into())).map_err(|_| PasswordError::Unhashable)
    }
}

/// What is stored instead of a password, as a PHC string.
#[derive(Clone, Debug)]
pub struct PasswordHash(SecretString);

impl PasswordHash {
    /// A hash that was stored.
    #[must_use]
    pub fn stored(phc: String) -> Self {
        Self(phc.into())
    }

    /// The hash that stands in where there is no account, so that finding that out takes the same work. It is of no
    /// password: whatever matched it would have to be found for its all-zero output first.
    #[must_use]
    pub fn of_nobody() -> Self {
        Self(
            "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                .to_owned()
                .into(),
        )
    }

    /// The text to store.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether it is of this password.
    #[must_use]
    pub fn matches(&self, password: &Password) -> bool {
        Argon2::default().verify_password(password.0.expose_secret().as_bytes(), self.expose()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Result<Password, PasswordError> {
        Password::new(text.to_owned().into())
    }

    #[test]
    fn lengths_and_characters_have_limits() {
        assert!(password("12345678").is_ok() && password(&"x".repeat(512)).is_ok());
        assert!(password("\u{1f511}".repeat(8).as_str()).is_ok() && password("  spaces  ").is_ok());
        assert_eq!(password("1234567").unwrap_err(), PasswordError::TooShort);
        assert_eq!(password("").unwrap_err(), PasswordError::TooShort);
        assert_eq!(password(&"x".repeat(513)).unwrap_err(), PasswordError::TooLong);
        assert_eq!(password("12345678\n").unwrap_err(), PasswordError::Control);
    }

    #[test]
    fn a_hash_matches_its_own_password_only() {
        let right = password("correct horse").unwrap();
        let hash = right.hash([7; SALT_BYTES]).unwrap();
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hash.matches(&right));
        for wrong in ["correct horsf", "Correct horse", "correct horse "] {
            assert!(!hash.matches(&password(wrong).unwrap()), "{wrong}");
        }
        assert_ne!(hash.expose(), right.hash([8; SALT_BYTES]).unwrap().expose());
        assert!(!PasswordHash::stored("nonsense".to_owned()).matches(&right));
    }

    #[test]
    fn nobody_has_the_same_work_and_no_password() {
        let parameters = |hash: &PasswordHash| hash.expose().split('$').take(4).collect::<Vec<_>>().join("$");
        let real = password("correct horse").unwrap();
        assert_eq!(parameters(&PasswordHash::of_nobody()), parameters(&real.hash([1; SALT_BYTES]).unwrap()));
        assert!(!PasswordHash::of_nobody().matches(&real));
    }

    #[test]
    fn debugging_shows_no_secret() {
        let shown = format!("{:?} {:?}", password("CANARY-123").unwrap(), PasswordHash::of_nobody());
        assert!(!shown.contains("CANARY") && !shown.contains("argon2"), "{shown}");
    }
}
