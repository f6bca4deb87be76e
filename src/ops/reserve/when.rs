//! Times in the user's words.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serializer;

use crate::booking::moment::{self, MomentError, zone_name};
use crate::error::{Code, Error, Result};

/// What the words depend on.
pub(super) struct When<'a> {
    /// Now.
    pub now: Timestamp,
    /// Whose clocks are meant.
    pub zone: &'a TimeZone,
}

/// Reads a time that a flag was given.
pub(super) fn instant(text: &str, flag: &str, when: &When<'_>) -> Result<Timestamp> {
    moment::parse(text, when.now, when.zone).map_err(|error| unreadable(&error, flag))
}

fn unreadable(error: &MomentError, flag: &str) -> Error {
    let told = Error::new(Code::Usage, format!("{flag}: {error}"));
    match error.readings() {
        Some([first, second]) => told
            .hint(format!("say which: {flag} {first} or {flag} {second}"))
            .detail("readings", vec![first.to_string(), second.to_string()]),
        None => told,
    }
}

/// A zone as part of a request.
pub(super) fn zone_word<S: Serializer>(zone: &TimeZone, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&zone_name(zone, Timestamp::UNIX_EPOCH))
}
