//! Whether a saving lasts, and whether it is news.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::market::history::Hour;

/// Hours of history that are looked at: enough for [`BASELINE_OBSERVATIONS`] of a market that is seen once a day.
pub const LOOKBACK_HOURS: i64 = 360;
/// A saving is news when it is this many basis points above the usual one: 10 points of a percent.
pub const EVENT_POINTS_BPS: i64 = 1_000;
/// Observations whose median is the usual saving.
const BASELINE_OBSERVATIONS: usize = 14;
/// Fewest of them from which a usual saving is told.
pub const MIN_BASELINE: usize = 5;
/// Confidence is taken from the observations of a day …
const WINDOW_HOURS: i64 = 24;
/// … or from this many, when a day has fewer …
const MIN_WINDOW: usize = 6;
/// … but from none that is older than a week: six looks in a month say nothing of tomorrow.
const MAX_SPAN_HOURS: i64 = 168;
/// Observations that must have held for `seen`.
const SEEN: usize = 3;
/// Share of the observations that must have held for `stable`, in percent.
const STABLE_PERCENT: usize = 80;

/// How well a saving has lasted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// It holds now; it held in fewer than 3 observations.
    #[default]
    New,
    /// It held in at least 3 observations.
    Seen,
    /// It held in at least 80 % of the observations of a day: 6 or more of them, over 24 hours or more.
    Stable,
}

impl Grade {
    /// Every grade, least first.
    pub const ALL: [Self; 3] = [Self::New, Self::Seen, Self::Stable];

    /// The name used in JSON and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Seen => "seen",
            Self::Stable => "stable",
        }
    }
}

/// One look at a market: what could be saved then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When.
    pub hour: Hour,
    /// Basis points that the best provider of that moment saved.
    pub best_bps: i64,
    /// Basis points that today's provider saved then; `None` when it had nothing on offer.
    pub same_bps: Option<i64>,
}

/// In how many observations the same provider was worth it, and what the market usually offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Confidence {
    /// The verdict.
    pub grade: Grade,
    /// Observations of the last 24 hours, or the last 6 of a week where that are fewer.
    pub observations: u32,
    /// Of those, how many had the same provider at the least saving asked for.
    pub held: u32,
    /// Hours from the first of those to the last.
    pub span_hours: i64,
    /// Median saving of this market, whoever the provider, over its 14 observations before this one, in basis points;
    /// null with fewer than 5.
    pub usual_bps: Option<i64>,
}

impl Confidence {
    /// Judges a saving by the observations of its market, newest first, the present one included.
    #[must_use]
    pub fn new(observations: &[Observation], min_bps: i64) -> Self {
        let newest = observations.first().map_or(Hour(0), |newest| newest.hour);
        let of_a_day = observations.iter().take_while(|seen| newest.since(seen.hour) <= WINDOW_HOURS).count();
        let of_a_week = observations.iter().take_while(|seen| newest.since(seen.hour) <= MAX_SPAN_HOURS);
        let window: Vec<&Observation> = of_a_week.take(of_a_day.max(MIN_WINDOW)).collect();
        let held = window.iter().filter(|seen| seen.same_bps.is_some_and(|bps| bps >= min_bps)).count();
        let span_hours = window.last().map_or(0, |oldest| newest.since(oldest.hour));
        let lasts = held * 100 >= window.len() * STABLE_PERCENT;
        let grade = if window.len() >= MIN_WINDOW && span_hours >= WINDOW_HOURS && lasts {
            Grade::Stable
        } else if held >= SEEN {
            Grade::Seen
        } else {
            Grade::New
        };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            grade,
            observations: count(window.len()),
            held: count(held),
            span_hours,
            usual_bps: usual_bps(observations.get(1..).unwrap_or_default()),
        }
    }

    /// Whether a saving is news: at least `min_bps`, and well above the usual.
    #[must_use]
    pub fn is_event(&self, bps: i64, min_bps: i64) -> bool {
        bps >= min_bps && self.usual_bps.is_some_and(|usual| bps >= usual.saturating_add(EVENT_POINTS_BPS))
    }
}

/// The median of the best savings, rounded up between two.
fn usual_bps(earlier: &[Observation]) -> Option<i64> {
    let mut best: Vec<i64> = earlier.iter().take(BASELINE_OBSERVATIONS).map(|seen| seen.best_bps).collect();
    if best.len() < MIN_BASELINE {
        return None;
    }
    best.sort_unstable();
    let (lower, upper) = (*best.get((best.len() - 1) / 2)?, *best.get(best.len() / 2)?);
    Some(lower + (upper - lower + 1) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIN: i64 = 1_500;

    /// Observations newest first, `step` hours apart, from the savings of today's provider.
    fn seen(step: i64, same: &[Option<i64>]) -> Vec<Observation> {
        let at = |(i, same_bps): (usize, &Option<i64>)| Observation {
            hour: Hour(1_000 - step * i64::try_from(i).unwrap()),
            best_bps: same_bps.unwrap_or(0),
            same_bps: *same_bps,
        };
        same.iter().enumerate().map(at).collect()
    }

    fn grade(step: i64, same: &[Option<i64>]) -> (Grade, u32, u32) {
        let confidence = Confidence::new(&seen(step, same), MIN);
        (confidence.grade, confidence.held, confidence.observations)
    }

    #[test]
    fn once_is_new_and_three_times_is_seen() {
        assert_eq!(grade(1, &[Some(MIN)]), (Grade::New, 1, 1));
        assert_eq!(grade(1, &[Some(MIN); 2]), (Grade::New, 2, 2));
        assert_eq!(grade(1, &[Some(MIN); 3]), (Grade::Seen, 3, 3));
    }

    #[test]
    fn stable_takes_a_day_however_often_it_is_looked() {
        assert_eq!(grade(1, &[Some(MIN); 24]), (Grade::Seen, 24, 24), "23 hours");
        assert_eq!(grade(1, &[Some(MIN); 200]), (Grade::Stable, 25, 25), "what is older does not matter");
        assert_eq!(grade(24, &[Some(MIN); 5]), (Grade::Seen, 5, 5), "five looks are too few");
        assert_eq!(grade(24, &[Some(MIN); 6]), (Grade::Stable, 6, 6));
        assert_eq!(grade(48, &[Some(MIN); 6]), (Grade::Seen, 4, 4), "six looks in ten days");
    }

    #[test]
    fn one_in_five_may_fail_and_absence_is_failure() {
        let held = Some(MIN);
        assert_eq!(grade(24, &[held, None, held, held, held, held]), (Grade::Stable, 5, 6));
        assert_eq!(grade(24, &[held, None, held, Some(MIN - 1), held, held]), (Grade::Seen, 4, 6));
    }

    #[test]
    fn news_is_what_stands_out_from_the_usual() {
        let usual = |savings: &[i64]| {
            Confidence::new(&seen(24, &savings.iter().map(|bps| Some(*bps)).collect::<Vec<_>>()), MIN)
        };
        assert_eq!(usual(&[9_000, 1, 2, 3, 4]).usual_bps, None, "four looks before are too few");
        let calm = usual(&[9_000, 1_000, 1_100, 1_300, 1_200, 900]);
        assert_eq!(calm.usual_bps, Some(1_100));
        assert!(calm.is_event(2_100, MIN) && !calm.is_event(2_099, MIN));
        let standing = usual(&[4_000; 9]);
        assert!(!standing.is_event(4_000, MIN), "what is always there is no news");
        let low = usual(&[0, -3_000, -3_000, -3_000, -3_000, -3_000]);
        assert!(!low.is_event(MIN - 1, MIN));
    }

    #[test]
    fn the_usual_is_taken_from_fourteen_looks() {
        let mut savings = vec![Some(0)];
        savings.extend([Some(2_000); 14]);
        savings.extend([Some(9_000); 30]);
        assert_eq!(Confidence::new(&seen(1, &savings), MIN).usual_bps, Some(2_000));
    }
}
