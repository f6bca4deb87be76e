//! The name that every rented machine carries: how it is found again after a crash, and told from other people's.
//!
//! `gp4u-<deployment>-<rental>`: 8 characters for the database that rents, 26 for the one create call. Lower case and
//! hyphens only, so that no network's rules for names can bend it, and 40 characters in all, of the 60 that fit everywhere.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// What every label begins with.
const PREFIX: &str = "gp4u-";
/// Characters of a deployment.
const DEPLOYMENT_CHARS: usize = 8;
/// Characters of a rental: 128 bits, five each.
const RENTAL_CHARS: usize = 26;
/// Crockford's base 32, in lower case.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Bits of one character.
const BITS: usize = 5;

/// Whose a machine is: eight lower-case letters or digits drawn when the database was made. Two databases that share a
/// provider account tell their machines apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deployment([u8; DEPLOYMENT_CHARS]);

/// The label of one create call. Made anew for every call and never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    deployment: Deployment,
    rental: Uuid,
}

/// A text that is no label of ours, or no deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a label of gp4u")]
pub struct NotALabel;

impl Deployment {
    /// Makes a deployment's name of random bits.
    #[must_use]
    pub fn from_random(bits: u64) -> Self {
        Self(std::array::from_fn(|place| digit(bits.into(), place)))
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// The character for the five bits at a place, counted from the lowest.
const fn digit(number: u128, place: usize) -> u8 {
    DIGITS[(number >> (BITS * place) & 31) as usize]
}

impl Label {
    /// The label of the rental with this number.
    #[must_use]
    pub const fn new(deployment: Deployment, rental: Uuid) -> Self {
        Self { deployment, rental }
    }

    /// Whose it is.
    #[must_use]
    pub const fn deployment(&self) -> Deployment {
        self.deployment
    }

    /// The rental's number.
    #[must_use]
    pub const fn rental(&self) -> Uuid {
        self.rental
    }

    /// The first label that stands in a text: in a document that repeats what was ordered, for example.
    #[must_use]
    pub fn find_in(text: &str) -> Option<Self> {
        let length = PREFIX.len() + DEPLOYMENT_CHARS + 1 + RENTAL_CHARS;
        text.match_indices(PREFIX).find_map(|(at, _)| text.get(at..at + length)?.parse().ok())
    }
}

impl fmt::Display for Deployment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Deployment {
    type Err = NotALabel;

    fn from_str(text: &str) -> Result<Self, NotALabel> {
        let bytes: [u8; DEPLOYMENT_CHARS] = text.as_bytes().try_into().map_err(|_| NotALabel)?;
        let valid = bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if valid { Ok(Self(bytes)) } else { Err(NotALabel) }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.rental.as_u128();
        let rental: String = (0..RENTAL_CHARS).rev().map(|place| char::from(digit(number, place))).collect();
        write!(f, "{PREFIX}{}-{rental}", self.deployment)
    }
}

impl FromStr for Label {
    type Err = NotALabel;

    /// Reads exactly what is printed.
    fn from_str(text: &str) -> Result<Self, NotALabel> {
        let (deployment, rental) = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('-')).ok_or(NotALabel)?;
        if rental.len() != RENTAL_CHARS {
            return Err(NotALabel);
        }
        let number = rental.bytes().try_fold(0_u128, |number, byte| {
            let value = DIGITS.iter().position(|digit| *digit == byte)? as u128;
            number.checked_mul(1 << BITS)?.checked_add(value)
        });
        Ok(Self { deployment: deployment.parse()?, rental: Uuid::from_u128(number.ok_or(NotALabel)?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "gp4u-k3v9a0zx-01jdhyhsv4fp9sq1b1m3kxnkwp";

    #[test]
    fn a_label_is_read_as_it_is_written() {
        let label: Label = TEXT.parse().unwrap();
        assert_eq!(label.to_string(), TEXT);
        assert_eq!(label.deployment().to_string(), "k3v9a0zx");
        assert!(TEXT.len() <= 60, "the shortest limit of any network");
        let refused = [
            "",
            "gp4u-",
            "gp4u-7f3a",
            "GP4U-K3V9A0ZX-01JDHYHSV4FP9SQ1B1M3KXNKWP",
            "gp4u-k3v9a0zx-81jdhyhsv4fp9sq1b1m3kxnkwp",
            "gp4u-k3v9a0zx-01jdhyhsv4fp9sq1b1m3kxnkw",
            "gp4u-k3v9a0zx-01jdhyhsv4fp9sq1b1m3kxnkwpp",
            "gp4u-k3v9a0zx-01jdhyhsv4fp9sq1b1m3kxnkwu",
            "gp4u-k3v9a0z-01jdhyhsv4fp9sq1b1m3kxnkwp",
            "gp4u-k3v9a\u{0435}zx-01jdhyhsv4fp9sq1b1m3kxnkwp",
            " gp4u-k3v9a0zx-01jdhyhsv4fp9sq1b1m3kxnkwp",
        ];
        for text in refused {
            assert_eq!(text.parse::<Label>(), Err(NotALabel), "{text}");
        }
    }

    #[test]
    fn a_label_is_found_in_a_document() {
        let document = format!("placement:\n  gp4u-old:\n  {TEXT}:\n    pricing: {{}}\n");
        assert_eq!(Label::find_in(&document), TEXT.parse().ok());
        assert_eq!(Label::find_in("gp4u-gp4u-k3v9a0zx-é"), None);
    }

    proptest! {
        #[test]
        fn every_number_has_one_label(bits: u64, number: u128) {
            let label = Label::new(Deployment::from_random(bits), Uuid::from_u128(number));
            prop_assert_eq!(label.to_string().parse(), Ok(label));
            prop_assert_eq!(Label::find_in(&format!("x {label}\n")), Some(label));
        }

        #[test]
        fn any_text_can_be_read(text in ".{0,80}") {
            let _ = text.parse::<Label>();
            let _ = Label::find_in(&format!("gp4u-{text}"));
        }
    }
}
