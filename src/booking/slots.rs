//! Free time of an offer: the blocks a booking fits into, and how full each stretch of time is.

use super::window::{Window, after};
use jiff::Timestamp;

/// What is booked of an offer: of each of its units that has bookings at all, and of the machine under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occupied {
    /// Units the offer has.
    pub units: u32,
    /// A booking of one unit, with the number of the unit.
    pub bookings: Vec<(u32, Window)>,
    /// Bookings of other offers of the same machine: they take all units.
    pub machine: Vec<Window>,
}

/// A stretch of time in which the same number of units is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When.
    pub window: Window,
    /// Units that are free.
    pub free: u32,
}

impl Occupied {
    /// The longest blocks within a window, of at least so many seconds, in which one and the same unit is free
    /// throughout. Blocks may overlap (of different units); none lies within another.
    #[must_use]
    pub fn free_blocks(&self, within: Window, at_least_seconds: u64) -> Vec<Window> {
        let mut by_unit = self.bookings.clone();
        by_unit.sort_unstable();
        let mut units: Vec<Vec<Window>> = by_unit
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|bookings| bookings.first().is_some_and(|(unit, _)| *unit < self.units))
            .map(|bookings| bookings.iter().map(|(_, window)| *window).collect())
            .collect();
        // All units without a booking are alike.
        if units.len() < self.units as usize {
            units.push(Vec::new());
        }
        let mut machine = self.machine.clone();
        machine.sort_unstable();
        let mut blocks: Vec<Window> = Vec::new();
        for mut busy in units {
            if !machine.is_empty() {
                busy.extend(&machine);
                busy.sort_unstable();
            }
            blocks.extend(gaps(&busy, within).filter(|gap| gap.seconds() >= at_least_seconds));
        }
        blocks.sort_unstable_by_key(|block| (block.start(), std::cmp::Reverse(block.end())));
        let mut reached = Timestamp::MIN;
        blocks.retain(|block| {
            let news = block.end() > reached;
            reached = reached.max(block.end());
            news
        });
        blocks
    }

    /// The first block from an instant on into which a booking of so many seconds fits, as long as the booking.
    #[must_use]
    pub fn next_free(&self, from: Timestamp, until: Timestamp, seconds: u64) -> Option<Window> {
        let within = Window::new(from, until).ok()?;
        let start = self.free_blocks(within, seconds).first()?.start();
        Window::lasting(start, seconds).ok()
    }

    /// A window from its start to its end, cut where the number of free units changes.
    #[must_use]
    pub fn stretches(&self, within: Window) -> Vec<Stretch> {
        let whole = u64::from(self.units);
        let bookings = self.bookings.iter().filter(|(unit, _)| *unit < self.units).map(|(_, window)| (*window, 1));
        let machine = self.machine.iter().map(|window| (*window, whole));
        let mut changes: Vec<(Timestamp, i64)> = bookings
            .chain(machine)
            .filter_map(|(window, units)| Some((window.intersection(within)?, i64::try_from(units).ok()?)))
            .flat_map(|(window, units)| [(window.start(), units), (window.end(), -units)])
            .collect();
        changes.push((within.end(), 0));
        changes.sort_unstable();
        let (mut stretches, mut taken, mut from) = (Vec::<Stretch>::new(), 0_i64, within.start());
        for (at, change) in changes {
            if let Ok(window) = Window::new(from, at) {
                let free = u32::try_from(i64::from(self.units).saturating_sub(taken)).unwrap_or(0);
                match stretches.last_mut() {
                    Some(last) if last.free == free => {
                        last.window = Window::new(last.window.start(), at).unwrap_or(last.window);
                    }
                    _ => stretches.push(Stretch { window, free }),
                }
                from = at;
            }
            taken = taken.saturating_add(change);
        }
        stretches
    }
}

/// What a list of busy windows, ordered by their starts, leaves free of a window.
fn gaps(busy: &[Window], within: Window) -> impl Iterator<Item = Window> {
    let mut free_from = within.start();
    let ends = std::iter::once(after(within.end(), 0).unwrap_or(within.end()));
    let edges = busy.iter().map(|window| (window.start(), window.end())).chain(ends.map(|end| (end, end)));
    edges.filter_map(move |(start, end)| {
        let gap = Window::new(free_from, start.min(within.end())).ok();
        free_from = free_from.max(end);
        gap
    })
}

#[cfg(test)]
mod tests {
    use super::super::window::tests::{at, window, windows};
    use super::*;
    use proptest::prelude::*;

    fn day() -> Window {
        window("2026-09-21T00:00:00Z", "2026-09-22T00:00:00Z")
    }

    fn occupied() -> impl Strategy<Value = Occupied> {
        let bookings = prop::collection::vec((0_u32..4, windows()), 0..20);
        (0_u32..4, bookings, prop::collection::vec(windows(), 0..3)).prop_map(|(units, bookings, machine)| Occupied {
            units,
            bookings,
            machine,
        })
    }

    /// By trying every minute.
    fn is_free(occupied: &Occupied, wanted: Window) -> bool {
        (0..occupied.units).any(|unit| {
            let busy = occupied.bookings.iter().filter(|(of, _)| *of == unit).map(|(_, window)| window);
            busy.chain(&occupied.machine).all(|window| !window.overlaps(wanted))
        })
    }

    proptest! {
        #[test]
        fn a_booking_fits_where_a_block_says_so_and_nowhere_else(occupied in occupied(), start in 0_u64..1_380, minutes in 1_u64..60) {
            let wanted = Window::lasting(after(day().start(), start * 60).unwrap(), minutes * 60).unwrap();
            let blocks = occupied.free_blocks(day(), minutes * 60);
            let fits = blocks.iter().any(|block| block.intersection(wanted) == Some(wanted));
            prop_assert_eq!(fits, is_free(&occupied, wanted));
        }

        #[test]
        fn blocks_are_long_enough_within_the_window_and_none_is_part_of_another(occupied in occupied(), minutes in 1_u64..600) {
            let blocks = occupied.free_blocks(day(), minutes * 60);
            for (index, block) in blocks.iter().enumerate() {
                prop_assert!(block.seconds() >= minutes * 60);
                prop_assert_eq!(block.intersection(day()), Some(*block));
                for other in &blocks[index + 1..] {
                    prop_assert!(block.start() <= other.start() && block.end() < other.end());
                }
            }
        }

        #[test]
        fn the_next_free_block_is_free_and_nothing_before_it_is(occupied in occupied(), minutes in 1_u64..120) {
            match occupied.next_free(day().start(), day().end(), minutes * 60) {
                None => prop_assert!(occupied.free_blocks(day(), minutes * 60).is_empty()),
                Some(next) => {
                    prop_assert!(is_free(&occupied, next));
                    let before = Window::new(day().start(), next.start());
                    for minute in 0..before.map_or(0, Window::seconds) / 60 {
                        let earlier = Window::lasting(after(day().start(), minute * 60).unwrap(), minutes * 60).unwrap();
                        prop_assert!(!is_free(&occupied, earlier));
                    }
                }
            }
        }

        #[test]
        fn stretches_cover_the_window_and_count_the_free_units(occupied in occupied()) {
            let stretches = occupied.stretches(day());
            prop_assert_eq!(stretches.first().map(|first| first.window.start()), Some(day().start()));
            prop_assert_eq!(stretches.last().map(|last| last.window.end()), Some(day().end()));
            for pair in stretches.windows(2) {
                prop_assert_eq!(pair[0].window.end(), pair[1].window.start());
                prop_assert!(pair[0].free != pair[1].free);
            }
            for minute in 0..1_440 {
                let moment = Window::lasting(after(day().start(), minute * 60).unwrap(), 60).unwrap();
                let stretch = stretches.iter().find(|stretch| stretch.window.overlaps(moment)).unwrap();
                let booked = occupied.bookings.iter().filter(|(unit, at)| *unit < occupied.units && at.overlaps(moment)).count();
                let all = occupied.machine.iter().any(|at| at.overlaps(moment));
                let free = if all { 0 } else { i64::from(occupied.units) - i64::try_from(booked).unwrap() };
                prop_assert_eq!(i64::from(stretch.free), free.max(0));
            }
        }
    }

    #[test]
    fn a_unit_without_bookings_makes_the_whole_window_free() {
        let booking = window("2026-09-21T10:00:00Z", "2026-09-21T11:00:00Z");
        let mut occupied = Occupied { units: 2, bookings: vec![(0, booking)], machine: Vec::new() };
        assert_eq!(occupied.free_blocks(day(), 60), [day()]);
        occupied.units = 1;
        let free = [
            window("2026-09-21T00:00:00Z", "2026-09-21T10:00:00Z"),
            window("2026-09-21T11:00:00Z", "2026-09-22T00:00:00Z"),
        ];
        assert_eq!(occupied.free_blocks(day(), 60), free);
        let next = occupied.next_free(at("2026-09-21T09:30:00Z"), day().end(), 3600);
        assert_eq!(next, Some(window("2026-09-21T11:00:00Z", "2026-09-21T12:00:00Z")));
    }
}
