//! Prices over time in text: a chart of braille dots, and a one-line version of it.

use super::percentile::median;
use super::series::Hour;
use crate::units::Rate;

/// Dots in a braille cell: across and down.
const CELL: (usize, usize) = (2, 4);
/// Where braille cells begin in Unicode.
const BRAILLE: u32 = 0x2800;
/// The bits of a cell's dots, by column and row from the top.
const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// Levels of a one-line chart.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A price over time, cut into as many equal stretches as there is room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The median price of each stretch; `None` where nobody looked or nothing was on offer.
    pub stretches: Vec<Option<Rate>>,
    /// Lowest of them.
    pub low: Rate,
    /// Highest of them.
    pub high: Rate,
}

impl Chart {
    /// Cuts the hours from `from` to `to`, both included, into stretches. A stretch is at least an hour long, so there
    /// may be fewer than asked for. `None` when no price lies in them.
    #[must_use]
    pub fn new(prices: &[(Hour, Rate)], from: Hour, to: Hour, stretches: usize) -> Option<Self> {
        let hours = usize::try_from(to.since(from)).ok()? + 1;
        let stretches = stretches.clamp(1, hours);
        let mut groups: Vec<Vec<Rate>> = vec![Vec::new(); stretches];
        for (hour, price) in prices {
            let Ok(offset) = usize::try_from(hour.since(from)) else { continue };
            if let Some(group) = groups.get_mut(offset * stretches / hours) {
                group.push(*price);
            }
        }
        let stretches: Vec<Option<Rate>> = groups
            .into_iter()
            .map(|mut group| {
                group.sort_unstable();
                median(&group)
            })
            .collect();
        let known = || stretches.iter().flatten().copied();
        Some(Self { low: known().min()?, high: known().max()?, stretches })
    }

    /// The chart in `lines` lines of braille, top first; two stretches share a character. Neighbouring prices are
    /// joined by upright strokes, gaps stay empty.
    #[must_use]
    pub fn braille(&self, lines: usize) -> Vec<String> {
        let rows = lines * CELL.1;
        let width = self.stretches.len().div_ceil(CELL.0);
        let mut cells = vec![vec![0_u32; width]; lines];
        let mut before = None;
        for (x, price) in self.stretches.iter().enumerate() {
            let row = price.map(|price| self.row(price, rows));
            let Some(row) = row else {
                before = None;
                continue;
            };
            let reached: usize = before.unwrap_or(row);
            // The stroke ends beside the dot it comes from.
            let (top, bottom) = match reached.cmp(&row) {
                std::cmp::Ordering::Less => (reached + 1, row),
                std::cmp::Ordering::Equal => (row, row),
                std::cmp::Ordering::Greater => (row, reached - 1),
            };
            for y in top..=bottom {
                if let Some(cell) = cells.get_mut(y / CELL.1).and_then(|line| line.get_mut(x / CELL.0)) {
                    *cell |= DOTS.get(x % CELL.0).and_then(|column| column.get(y % CELL.1)).copied().unwrap_or(0);
                }
            }
            before = Some(row);
        }
        let draw = |cell: u32| if cell == 0 { ' ' } else { char::from_u32(BRAILLE + cell).unwrap_or(' ') };
        cells.into_iter().map(|line| line.into_iter().map(draw).collect()).collect()
    }

    /// The chart in `lines` lines of plain characters, top first; each stretch is one.
    #[must_use]
    pub fn ascii(&self, lines: usize) -> Vec<String> {
        let rows: Vec<Option<usize>> = self.stretches.iter().map(|price| price.map(|p| self.row(p, lines))).collect();
        let mark = |line, row: &Option<usize>| if *row == Some(line) { '*' } else { ' ' };
        (0..lines).map(|line| rows.iter().map(|row| mark(line, row)).collect()).collect()
    }

    /// The row of a price among `rows`, counted from the top.
    #[must_use]
    pub fn row(&self, price: Rate, rows: usize) -> usize {
        let last = rows.saturating_sub(1);
        let span = self.high.micros() - self.low.micros();
        if span == 0 {
            return last / 2;
        }
        let above = i128::from((self.high.micros() - price.micros()).clamp(0, span));
        let row = (above * last as i128 * 2 + i128::from(span)) / (i128::from(span) * 2);
        usize::try_from(row).unwrap_or(last).min(last)
    }
}

/// The chart on one line: a block per stretch, a blank where nothing is known.
#[must_use]
pub fn sparkline(chart: &Chart) -> String {
    let block = |price: &Option<Rate>| match price {
        Some(price) => LEVELS.iter().rev().nth(chart.row(*price, LEVELS.len())).copied().unwrap_or(' '),
        None => ' ',
    };
    chart.stretches.iter().map(block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(prices: &[(i64, i64)], hours: i64, stretches: usize) -> Chart {
        let prices: Vec<_> = prices.iter().map(|(hour, micros)| (Hour(*hour), Rate::from_micros(*micros))).collect();
        Chart::new(&prices, Hour(0), Hour(hours - 1), stretches).unwrap()
    }

    #[test]
    fn hours_that_nobody_saw_stay_empty() {
        let chart = chart(&[(0, 1), (1, 8), (4, 5)], 5, 80);
        assert_eq!(sparkline(&chart), "▁█  ▅");
        assert_eq!(Chart::new(&[], Hour(0), Hour(9), 10), None);
    }

    #[test]
    fn a_stretch_is_the_median_of_its_hours() {
        let chart = chart(&[(0, 1), (1, 3), (2, 8), (3, 100)], 8, 2);
        assert_eq!(chart.stretches, [Some(Rate::from_micros(6)), None]);
    }

    #[test]
    fn the_line_joins_what_was_seen_in_a_row() {
        let chart = chart(&[(0, 0), (1, 7), (2, 7), (3, 7), (6, 0), (7, 0)], 8, 8);
        assert_eq!(chart.braille(2), ["⢸⠉  ", "⡸  ⣀"]);
    }

    #[test]
    fn a_price_that_never_moves_is_drawn_in_the_middle() {
        let chart = chart(&[(0, 5), (1, 5)], 2, 2);
        assert_eq!(sparkline(&chart), "▅▅");
    }
}
