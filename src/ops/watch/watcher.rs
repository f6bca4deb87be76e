//! What is news between two looks.

use std::collections::HashMap;

use jiff::Timestamp;

use super::{EventKind, Subject, WatchEvent};
use crate::units::Rate;

const BPS: i128 = 10_000;

/// What is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Everything that comes, changes and goes.
    Changes,
    /// What is waited for, once it is there.
    Hits,
}

/// What was last told of a subject.
struct Known {
    told: Option<Rate>,
    last: Subject,
    is_present: bool,
    is_armed: bool,
}

/// Tells one look from the next.
pub struct Watcher {
    telling: Telling,
    /// How far a price must move, in basis points, before it is told of again.
    rearm_bps: i64,
    known: HashMap<String, Known>,
    has_looked: bool,
}

impl Watcher {
    /// A watcher that has seen nothing yet.
    #[must_use]
    pub fn new(telling: Telling, rearm_bps: i64) -> Self {
        Self { telling, rearm_bps, known: HashMap::new(), has_looked: false }
    }

    /// What is news in what is there now. The first look at changes is what later ones are compared with; a hit that
    /// is there at once is told at once.
    ///
    /// A hit is told once. It can be told again after it was none for a moment, and the price was higher than the one
    /// told by the margin: what wavers about a limit, or comes and goes, is told once.
    pub fn look(&mut self, subjects: Vec<Subject>, at: Timestamp) -> Vec<WatchEvent> {
        let mut events = Vec::new();
        for known in self.known.values_mut() {
            known.is_present = false;
        }
        for subject in subjects {
            events.extend(match self.telling {
                Telling::Changes => self.change(subject, at),
                Telling::Hits => self.hit(subject, at),
            });
        }
        if self.telling == Telling::Changes {
            events.extend(self.forget_gone(at));
        } else if self.rearm_bps == 0 {
            self.known.retain(|_, known| known.is_present);
        }
        self.has_looked = true;
        events
    }

    /// Subjects that were told of as hits.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            self.known.iter().filter(|(_, known)| !known.is_armed).map(|(id, _)| id.clone()).collect();
        ids.sort_unstable();
        ids
    }

    fn change(&mut self, subject: Subject, at: Timestamp) -> Option<WatchEvent> {
        let price = subject.price;
        let Some(known) = self.known.get_mut(&subject.id) else {
            let known = Known { told: price, last: subject.clone(), is_present: true, is_armed: true };
            self.known.insert(subject.id.clone(), known);
            return self.has_looked.then(|| event_of(EventKind::New, subject, None, at));
        };
        let previous = known.told;
        known.is_present = true;
        known.last = subject.clone();
        if previous == price || !has_moved(previous, price, self.rearm_bps) {
            return None;
        }
        known.told = price;
        Some(event_of(EventKind::Changed, subject, previous, at))
    }

    fn hit(&mut self, subject: Subject, at: Timestamp) -> Option<WatchEvent> {
        let known = self.known.entry(subject.id.clone()).or_insert_with(|| Known {
            told: None,
            last: subject.clone(),
            is_present: true,
            is_armed: true,
        });
        known.is_present = true;
        if !subject.is_hit {
            let (told, price, margin) = (known.told, subject.price, self.rearm_bps);
            known.is_armed |= margin == 0 || told.zip(price).is_none_or(|(told, price)| rose(told, price, margin));
            return None;
        }
        if !known.is_armed {
            return None;
        }
        known.is_armed = false;
        let previous = std::mem::replace(&mut known.told, subject.price);
        Some(event_of(EventKind::Hit, subject, previous, at))
    }

    fn forget_gone(&mut self, at: Timestamp) -> Vec<WatchEvent> {
        let mut gone: Vec<String> =
            self.known.iter().filter(|(_, known)| !known.is_present).map(|(id, _)| id.clone()).collect();
        gone.sort_unstable();
        let known = gone.into_iter().filter_map(|id| self.known.remove(&id));
        known.map(|known| event_of(EventKind::Gone, known.last, known.told, at)).collect()
    }
}

fn event_of(event: EventKind, subject: Subject, previous: Option<Rate>, at: Timestamp) -> WatchEvent {
    WatchEvent {
        event,
        at,
        id: subject.id,
        price_per_gpu_hour: subject.price,
        previous_price_per_gpu_hour: previous,
        data: subject.row,
    }
}

/// Whether a price has moved by so many basis points, up or down, or become known or unknown.
fn has_moved(before: Option<Rate>, now: Option<Rate>, bps: i64) -> bool {
    let (Some(before), Some(now)) = (before, now) else { return before != now };
    let moved = i128::from(now.micros()) - i128::from(before.micros());
    moved.abs() * BPS >= i128::from(before.micros()) * i128::from(bps)
}

/// Whether a price has risen by so many basis points.
fn rose(before: Rate, now: Rate, bps: i64) -> bool {
    i128::from(now.micros()) * BPS >= i128::from(before.micros()) * (BPS + i128::from(bps))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use serde_json::Map;

    use super::*;

    fn subject(id: &str, micros: i64, limit: i64) -> Subject {
        Subject { id: id.to_owned(), price: Some(Rate::from_micros(micros)), is_hit: micros < limit, row: Map::new() }
    }

    fn told(watcher: &mut Watcher, subjects: &[(&str, i64)]) -> Vec<String> {
        let subjects = subjects.iter().map(|(id, micros)| subject(id, *micros, 100)).collect();
        let name = |event: WatchEvent| {
            let kind = serde_json::to_value(event.event).unwrap();
            format!("{} {}", kind.as_str().unwrap(), event.id)
        };
        watcher.look(subjects, Timestamp::UNIX_EPOCH).into_iter().map(name).collect()
    }

    #[test]
    fn changes_are_what_differs_from_the_last_look() {
        let mut watcher = Watcher::new(Telling::Changes, 0);
        assert!(told(&mut watcher, &[("a", 10), ("b", 20)]).is_empty(), "the first look is the baseline");
        assert!(told(&mut watcher, &[("a", 10), ("b", 20)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 11), ("c", 5)]), ["changed a", "new c", "gone b"]);
        assert_eq!(told(&mut watcher, &[("a", 11), ("b", 20), ("c", 5)]), ["new b"]);
    }

    #[test]
    fn small_changes_are_told_when_they_add_up() {
        let mut watcher = Watcher::new(Telling::Changes, 1_000);
        told(&mut watcher, &[("a", 100)]);
        assert!(told(&mut watcher, &[("a", 105)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 110)]), ["changed a"]);
        assert!(told(&mut watcher, &[("a", 100)]).is_empty());
    }

    #[test]
    fn a_hit_is_told_once_until_it_was_none() {
        let mut watcher = Watcher::new(Telling::Hits, 0);
        assert_eq!(told(&mut watcher, &[("a", 99), ("b", 100)]), ["hit a"]);
        assert!(told(&mut watcher, &[("a", 98), ("b", 100)]).is_empty());
        assert!(told(&mut watcher, &[("a", 100), ("b", 100)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 99), ("b", 1)]), ["hit a", "hit b"]);
        assert!(told(&mut watcher, &[]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 99)]), ["hit a"]);
    }

    #[test]
    fn what_wavers_about_the_limit_is_told_once() {
        let mut watcher = Watcher::new(Telling::Hits, 500);
        assert_eq!(told(&mut watcher, &[("a", 99)]), ["hit a"]);
        for price in [100, 99, 103, 98, 101, 99] {
            assert!(told(&mut watcher, &[("a", price)]).is_empty(), "{price}");
            assert!(told(&mut watcher, &[]).is_empty(), "coming and going is wavering too");
        }
        assert!(told(&mut watcher, &[("a", 104)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 99)]), ["hit a"], "103.95 is 5 % above what was told");
    }

    proptest! {
        /// Between two hits of one subject, its price was above the first by the margin.
        #[test]
        fn no_two_hits_without_leaving_in_between(prices in prop::collection::vec(prop::option::of(80..120_i64), 1..60), rearm in 1..1_000_i64) {
            let mut watcher = Watcher::new(Telling::Hits, rearm);
            let mut last: Option<(i64, bool)> = None;
            for price in prices {
                let subjects: Vec<(&str, i64)> = price.iter().map(|price| ("a", *price)).collect();
                let hit = !told(&mut watcher, &subjects).is_empty();
                if let (Some((told, left)), Some(price)) = (&mut last, price) {
                    prop_assert!(!hit || *left);
                    *left |= price >= 100 && price * 10_000 >= *told * (10_000 + rearm);
                }
                if hit {
                    last = Some((price.unwrap(), false));
                }
            }
        }
    }
}
