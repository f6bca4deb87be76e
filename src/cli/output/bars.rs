//! Amounts as bars side by side.

/// Eighths of a full block.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Widest bar.
const MAX_BAR_COLUMNS: usize = 3;

/// Upright bars for amounts, each as wide as there is room for; neighbours share one when there are too many. The
/// highest reaches the top, and whatever is more than nothing is seen. The lines, top first, and the columns they take.
pub fn upright(amounts: &[i64], lines: usize, columns: usize, unicode: bool) -> (Vec<String>, usize) {
    let together = amounts.len().div_ceil(columns.max(1)).max(1);
    let sums: Vec<i128> =
        amounts.chunks(together).map(|group| group.iter().map(|amount| i128::from((*amount).max(0))).sum()).collect();
    let highest = sums.iter().copied().max().unwrap_or_default();
    let width = (columns / sums.len().max(1)).clamp(1, MAX_BAR_COLUMNS);
    let steps = if unicode { lines * 8 } else { lines };
    let height = |sum: i128| match (sum * steps as i128).checked_div(highest) {
        Some(height) if sum > 0 => usize::try_from(height).unwrap_or(steps).max(1),
        _ => 0,
    };
    let heights: Vec<usize> = sums.into_iter().map(height).collect();
    let block = |height: usize, below: usize| match (unicode, height.saturating_sub(below)) {
        (true, eighths) => EIGHTHS.get(eighths.min(8)).copied().unwrap_or(' '),
        (false, 0) => ' ',
        (false, _) => '#',
    };
    let line = |index: usize| {
        let below = index * if unicode { 8 } else { 1 };
        let bar = |height: &usize| {
            let drawn = width.saturating_sub(1).max(1);
            block(*height, below).to_string().repeat(drawn) + &" ".repeat(width - drawn)
        };
        heights.iter().map(bar).collect::<String>().trim_end().to_owned()
    };
    ((0..lines).rev().map(line).collect(), heights.len() * width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_highest_reaches_the_top_and_the_smallest_is_seen() {
        assert_eq!(upright(&[0, 1, 1_000, 500, -7], 2, 15, true).0, ["      ██", "   ▁▁ ██ ██"]);
        assert_eq!(upright(&[1, 2, 3, 4], 2, 2, false), (vec![" #".to_owned(), "##".to_owned()], 2));
        assert_eq!(upright(&[0, 0], 2, 10, true).0, ["", ""]);
    }

    proptest! {
        #[test]
        fn bars_fit_where_they_stand(
            amounts in prop::collection::vec(any::<i64>(), 0..400),
            lines in 1_usize..12, columns in 1_usize..200, unicode in any::<bool>(),
        ) {
            let (drawn, taken) = upright(&amounts, lines, columns, unicode);
            prop_assert_eq!(drawn.len(), lines);
            prop_assert!(taken <= columns);
            prop_assert!(drawn.iter().all(|line| line.chars().count() <= taken));
            let some = amounts.iter().any(|amount| *amount > 0);
            prop_assert_eq!(drawn.iter().any(|line| !line.is_empty()), some);
        }
    }
}
