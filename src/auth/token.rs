//! Tokens: JSON Web Tokens (RFC 7519) signed with Ed25519 (`EdDSA`, RFC 8037), and nothing else.
//!
//! A token says who and which session; what the session may do, and whether it still lasts, says the database. Each
//! machine signs with a key of its own and stores the public half, so a stolen database makes no tokens.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::units::{SessionId, UserId};

/// Longest token that is looked at.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// How far the clocks of two machines may be apart.
pub const LEEWAY: Duration = Duration::from_mins(1);
/// Longest time between a token's making and its end: a leap year.
pub const MAX_LIFETIME: Duration = Duration::from_hours(366 * 24);
/// Who makes tokens, and for whom.
const ISSUER: &str = "gp4u";
/// The only algorithm, whatever a token says of itself.
const ALGORITHM: Algorithm = Algorithm::EdDSA;
/// Bytes of a public key's digest that name it.
const KEY_ID_BYTES: usize = 16;
/// Longest name of a key that is looked up.
const MAX_KEY_ID_CHARS: usize = 64;
/// Bytes of a signing key, as of a public one (RFC 8032, section 5.1.5).
const KEY_BYTES: usize = 32;

/// Why a token is refused. What is wrong with it helps its owner no further, and an attacker too much: all of these
/// read the same to users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token of gp4u's: too long, malformed, or of another algorithm.
    #[error("it is not a token of gp4u's")]
    Malformed,
    /// It was not signed by this key, is for others, or lacks a claim.
    #[error("it was not made for this database")]
    Invalid,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come.
    #[error("it is not valid yet")]
    Early,
    /// The key cannot be used.
    #[error("the signing key is unusable")]
    BadKey,
}

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    iss: String,
    aud: String,
    /// Whose it is.
    pub sub: UserId,
    /// The session it stands for.
    pub jti: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Claims {
    /// A token's claims for a session that lasts from one moment to another.
    #[must_use]
    pub fn new(user: UserId, session: SessionId, from: Timestamp, until: Timestamp) -> Self {
        let (iat, exp) = (from.as_second(), until.as_second());
        Self { iss: ISSUER.to_owned(), aud: ISSUER.to_owned(), sub: user, jti: session, iat, nbf: iat, exp }
    }

    fn check(&self, now: Timestamp) -> Result<(), TokenError> {
        let (now, leeway) = (now.as_second(), seconds(LEEWAY));
        let lifetime = self.exp.checked_sub(self.iat).ok_or(TokenError::Invalid)?;
        if self.iss != ISSUER || self.aud != ISSUER || !(0..=seconds(MAX_LIFETIME)).contains(&lifetime) {
            Err(TokenError::Invalid)
        } else if self.nbf.saturating_sub(leeway) > now || self.iat.saturating_sub(leeway) > now {
            Err(TokenError::Early)
        } else if self.exp.saturating_add(leeway) <= now {
            Err(TokenError::Expired)
        } else {
            Ok(())
        }
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// The half of a key that checks signatures; no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; KEY_BYTES]);

impl PublicKey {
    /// A key that was stored; `None` when it is not one.
    #[must_use]
    pub fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes to store.
    #[must_use]
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its name: a digest of itself.
    #[must_use]
    pub fn id(&self) -> String {
        let digest = Sha256::digest(self.0);
        URL_SAFE_NO_PAD.encode(digest.get(..KEY_ID_BYTES).unwrap_or(&digest))
    }

    /// What a token says, when it was signed with this key, is gp4u's, and is valid now.
    pub fn verify(&self, token: &SecretString, now: Timestamp) -> Result<Claims, TokenError> {
        let token = short_enough(token)?;
        let mut validation = Validation::new(ALGORITHM);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        // The library would ask the clock; [`Claims::check`] is told the time.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let decoded = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ed_der(&self.0), &validation);
        let claims = decoded.map_err(|_| TokenError::Invalid)?.claims;
        claims.check(now)?;
        Ok(claims)
    }
}

/// The name of the key that a token says it was signed with. Nothing is proved by it.
pub fn key_id_of(token: &SecretString) -> Result<String, TokenError> {
    let header = jsonwebtoken::decode_header(short_enough(token)?).map_err(|_| TokenError::Malformed)?;
    let named = |id: &String| {
        let fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        !id.is_empty() && id.len() <= MAX_KEY_ID_CHARS && id.bytes().all(fine)
    };
    match header.kid.filter(named) {
        Some(id) if header.alg == ALGORITHM => Ok(id),
        _ => Err(TokenError::Malformed),
    }
}

fn short_enough(token: &SecretString) -> Result<&str, TokenError> {
    let token = token.expose_secret();
    if token.len() <= MAX_TOKEN_BYTES { Ok(token) } else { Err(TokenError::Malformed) }
}

/// The half of a key that makes signatures.
pub struct SigningKey {
    seed: SecretSlice<u8>,
    public: PublicKey,
}

impl SigningKey {
    /// The key that grows from this randomness (RFC 8032, section 5.1.5).
    pub fn from_seed(seed: [u8; KEY_BYTES]) -> Result<Self, TokenError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| TokenError::BadKey)?;
        let public = PublicKey::stored(pair.public_key().as_ref()).ok_or(TokenError::BadKey)?;
        Ok(Self { seed: seed.to_vec().into(), public })
    }

    /// Reads what [`SigningKey::to_text`] wrote.
    pub fn from_text(text: &SecretString) -> Result<Self, TokenError> {
        let bytes = URL_SAFE_NO_PAD.decode(text.expose_secret()).map_err(|_| TokenError::BadKey)?;
        Self::from_seed(bytes.try_into().map_err(|_| TokenError::BadKey)?)
    }

    /// The key as a line of text.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        URL_SAFE_NO_PAD.encode(self.seed.expose_secret()).into()
    }

    /// What checks its signatures.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.public
    }

    /// Makes a token.
    pub fn sign(&self, claims: &Claims) -> Result<SecretString, TokenError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(self.seed.expose_secret()).map_err(|_| TokenError::BadKey)?;
        let document = pair.to_pkcs8().map_err(|_| TokenError::BadKey)?;
        let header = Header { kid: Some(self.public.id()), ..Header::new(ALGORITHM) };
        let token = jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(document.as_ref()));
        token.map(Into::into).map_err(|_| TokenError::BadKey)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public.id()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
