//! Names of things that gp4u makes: opaque to users, never reused.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the id of {0}")]
pub struct IdError(&'static str);

macro_rules! ids {
    ($( $(#[doc = $doc:literal])+ $name:ident = $what:literal; )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// Its number, as the book's account codes hold it.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            /// Reads exactly what is printed: of a UUID's many spellings only one is taken.
            fn from_str(text: &str) -> Result<Self, IdError> {
                let id = Uuid::try_parse(text).map_err(|_| IdError($what))?;
                if id.to_string() == text { Ok(Self(id)) } else { Err(IdError($what)) }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": concat!("Id of ", $what, "; opaque.") })
            }
        }
    )+};
}

ids! {
    /// An account's owner.
    UserId = "a user";
    /// A login or a token.
    SessionId = "a login or token";
    /// A reservation.
    ReservationId = "a reservation";
    /// One create call at a provider, and the machine that came of it.
    RentalId = "a rental";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let text = "0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506";
        let id: UserId = text.parse().unwrap();
        assert_eq!(id.to_string(), text);
        let refused = [
            "",
            "0193E3A4-5B6C-7D8E-9FA0-B1C2D3E4F506",
            "0193e3a45b6c7d8e9fa0b1c2d3e4f506",
            "{0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506}",
            "urn:uuid:0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506",
            "0193\u{0435}3a4-5b6c-7d8e-9fa0-b1c2d3e4f506",
            " 0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506",
        ];
        for text in refused {
            assert!(text.parse::<UserId>().is_err(), "{text}");
        }
    }
}
