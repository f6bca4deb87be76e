//! How much may be spent in a day or a month. What counts is what left a wallet by its owner's will, to withdraw it or
//! to hold it for a booking, less what came back of it.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::units::Usdc;

/// A calendar day or month in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From the first to the last.
    Month,
}

impl Period {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Day, Self::Month];

    /// The name in the database and in output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    /// The one around an instant: its first moment, and the first moment after it.
    #[must_use]
    pub fn around(self, at: Timestamp) -> (Timestamp, Timestamp) {
        let at = at.to_zoned(TimeZone::UTC);
        let (first, length) = match self {
            Self::Day => (at.clone(), 1.day()),
            Self::Month => (at.first_of_month().unwrap_or_else(|_| at.clone()), 1.month()),
        };
        let begins = first.start_of_day().map_or(Timestamp::MIN, |first| first.timestamp());
        let ends = first.start_of_day().and_then(|first: Zoned| first.checked_add(length));
        (begins, ends.map_or(Timestamp::MAX, |end| end.timestamp()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|period| period.as_str() == text).ok_or(())
    }
}

/// A token that spends, which may have a limit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spender {
    /// Its id.
    pub token: Uuid,
    /// What it may spend in a day (UTC) at most.
    pub per_day: Option<Usdc>,
}

/// What may be spent in a period, and what was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// At most.
    pub limit: Usdc,
    /// So far. More than the limit, when that was lowered since.
    pub spent: Usdc,
}

impl Allowance {
    /// What is left.
    #[must_use]
    pub fn left(self) -> Usdc {
        let left = i128::from(self.limit.micros()) - i128::from(self.spent.micros());
        Usdc::from_micros(i64::try_from(left.max(0)).unwrap_or(i64::MAX))
    }

    /// Whether so much more may be spent.
    #[must_use]
    pub fn allows(self, amount: Usdc) -> bool {
        i128::from(self.spent.micros()) + i128::from(amount.micros()) <= i128::from(self.limit.micros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_and_months_are_utc_ones() {
        let around = |period: Period, at: &str| {
            let (from, to) = period.around(at.parse().unwrap());
            (from.to_string(), to.to_string())
        };
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let day = pair("2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z");
        assert_eq!(around(Period::Day, "2024-02-29T00:00:00Z"), day);
        assert_eq!(around(Period::Day, "2024-02-29T23:59:59.999999Z"), day);
        assert_eq!(around(Period::Day, "2024-03-01T01:30:00+02:00"), day);
        assert_eq!(around(Period::Month, "2024-02-29T12:00:00Z"), pair("2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"));
        assert_eq!(around(Period::Month, "2026-12-31T23:00:00Z"), pair("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    }

    proptest! {
        #[test]
        fn what_is_left_is_the_most_that_is_allowed(limit in 0..=i64::MAX, spent in any::<i64>()) {
            let allowance = Allowance { limit: Usdc::from_micros(limit), spent: Usdc::from_micros(spent) };
            let left = allowance.left();
            prop_assert!(left == Usdc::default() || allowance.allows(left));
            if let Some(more) = left.micros().checked_add(1) {
                prop_assert!(!allowance.allows(Usdc::from_micros(more)));
            }
        }

        #[test]
        fn every_instant_is_in_its_period(second in 1_700_000_000_i64..4_100_000_000) {
            let at = Timestamp::from_second(second).unwrap();
            for period in Period::ALL {
                let (from, to) = period.around(at);
                prop_assert!(from <= at && at < to);
                prop_assert_eq!(period.around(from), (from, to));
            }
        }
    }
}
