//! What the tests of all networks share: an order, and answers that are wrong in one place.

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::{Creation, Deployment, Label, Order, Presence, Wanted};
use crate::market::offer::PriceKind;
use crate::providers::FetchError;
use crate::units::Rate;

/// A key of 32 made-up bytes.
pub const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4uGp4 me@home";

/// An order for one GPU of an offer, for an hour from now on, at 0.50 USD an hour.
pub fn order(external_id: &str) -> Order {
    let deployment: Deployment = "k3v9a0zx".parse().unwrap();
    Order {
        label: Label::new(deployment, Uuid::from_u128(0x0193_6111_e764_7d93_0b4d_69c5_9d3a_9a96)),
        wanted: Wanted {
            external_id: external_id.to_owned(),
            rent_ref: None,
            kind: PriceKind::OnDemand,
            gpu_name: "RTX 4090".to_owned(),
            gpu_count: 1,
            vram_gib: Some(24),
            cpu_cores: None,
            ram_gib: None,
        },
        max_price_per_hour: Rate::from_micros(500_000),
        image: None,
        disk_gib: 20,
        ssh_keys: vec![KEY.parse().unwrap()],
        env: [("MODE".to_owned(), "a 'b' \"c\": #d".into())].into(),
        onstart: None,
        ends_at: Timestamp::now() + SignedDuration::from_hours(1),
    }
}

/// What may stand anywhere in an answer.
const JUNK: [&str; 16] = [
    "null",
    "true",
    "0",
    "-1",
    "1e308",
    "18446744073709551616",
    "\"\"",
    "\"NaN\"",
    "\"-oProxyCommand=x\"",
    "\"../..\"",
    "\"\\u0000\\u202e\"",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "{\"a\":{}}",
];

/// Answers that are wrong in one place: a value of `answer` replaced by something else, or the text cut or overwritten.
pub fn mangled(answer: &Value) -> impl Strategy<Value = String> + use<> {
    let answer = answer.clone();
    let places = count(&answer);
    (0..places + 2, 0..JUNK.len(), any::<proptest::sample::Index>()).prop_map(move |(place, junk, at)| {
        let mut mangled = answer.clone();
        let junk_value: Value = serde_json::from_str(JUNK[junk]).unwrap();
        let mut left = place;
        replace(&mut mangled, &mut left, &junk_value);
        let mut text = mangled.to_string();
        if place == places {
            text.truncate(at.index(text.len() + 1).min(text.len()));
            while !text.is_char_boundary(text.len()) {
                text.pop();
            }
        } else if place > places {
            text = text.replace(':', ",");
        }
        text
    })
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(values) => values.iter().map(count).sum(),
        Value::Object(values) => values.values().map(count).sum(),
        _ => 0,
    }
}

fn replace(value: &mut Value, left: &mut usize, junk: &Value) {
    if *left == 0 {
        *value = junk.clone();
        *left = usize::MAX;
        return;
    }
    *left -= 1;
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, left, junk)),
        Value::Object(values) => values.values_mut().for_each(|value| replace(value, left, junk)),
        _ => {}
    }
}

/// What a look at a machine showed, for tables of cases.
pub fn seen(look: &Result<Presence, FetchError>) -> &'static str {
    match look {
        Ok(Presence::Here(machine)) => machine.state.as_str(),
        Ok(Presence::Gone { .. }) => "gone",
        Err(error) => error.code(),
    }
}

/// The kind of outcome, for tables of cases.
pub fn kind(creation: &Creation) -> &'static str {
    match creation {
        Creation::Created(_) => "created",
        Creation::Refused(refusal) => refusal.why.as_str(),
        Creation::Stillborn { .. } => "stillborn",
        Creation::Unknown { .. } => "unknown",
    }
}
