//! Tables for people: aligned, no lines to clutter them, narrowed to the terminal by leaving out columns.

use std::borrow::Cow;

use comfy_table::{
    Attribute, Cell as TableCell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Row, Table, Width,
    presets,
};

use super::terminal::Terminal;
use super::visible::{truncate, visible, width};

/// Widest cell on a terminal.
const MAX_CELL_COLUMNS: usize = 40;
/// Columns between two columns.
const GAP: u16 = 2;
/// Rows laid out at once: a table keeps several copies of what it holds.
const CHUNK_ROWS: usize = 1_000;
/// Narrowest column of prose.
const MIN_PROSE_COLUMNS: usize = 24;
/// What stands for an unknown value.
pub const UNKNOWN: &str = "-";

/// How a cell is coloured; never the only sign of anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// As usual.
    #[default]
    Plain,
    /// Important.
    Strong,
    /// Unknown, old or beside the point.
    Faint,
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
}

/// One value, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    text: String,
    tone: Tone,
}

impl Cell {
    /// A text from anywhere: what it hides is made visible.
    pub fn new(text: &str) -> Self {
        Self { text: visible(text).into_owned(), tone: Tone::Plain }
    }

    /// A value that may be unknown.
    pub fn maybe(text: Option<String>) -> Self {
        text.map_or(Self { text: UNKNOWN.to_owned(), tone: Tone::Faint }, |text| Self::new(&text))
    }

    /// The text as shown.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Columns it takes.
    pub fn width(&self) -> usize {
        width(&self.text)
    }

    /// The same in another tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }
}

/// A column's heading and how it behaves.
#[derive(Clone, Debug)]
pub struct Heading {
    /// What stands above it.
    pub title: Cow<'static, str>,
    /// Whether its values are numbers, aligned right.
    pub right: bool,
    /// What is left out first where there is no room: the highest. 0 always stays.
    pub rank: u8,
    /// A value so usual that a column of nothing else is left out on a terminal.
    pub usual: Option<&'static str>,
    /// Whether its values are gp4u's own sentences, which are wrapped rather than cut.
    pub prose: bool,
}

/// Lays out a table. Off a terminal every column is there and nothing is cut.
#[must_use]
pub fn render(headings: &[Heading], mut rows: Vec<Vec<Cell>>, terminal: Terminal) -> String {
    let mark = if terminal.unicode { "…" } else { "~" };
    if terminal.is_terminal() {
        for row in &mut rows {
            for (cell, _) in row.iter_mut().zip(headings).filter(|(_, heading)| !heading.prose) {
                if let Cow::Owned(cut) = truncate(&cell.text, MAX_CELL_COLUMNS, mark) {
                    cell.text = cut;
                }
            }
        }
    }
    let kept = kept_columns(headings, &rows, terminal);
    let widths = widths(headings, &rows, &kept);
    let mut text = String::new();
    let mut rows = rows.into_iter().peekable();
    while text.is_empty() || rows.peek().is_some() {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).force_no_tty();
        if terminal.color {
            table.enforce_styling();
        }
        if text.is_empty() {
            table.set_header(header(headings, &kept, terminal.color));
        }
        for row in rows.by_ref().take(CHUNK_ROWS) {
            table.add_row(styled_row(row, &kept, terminal.color));
        }
        arrange(&mut table, headings, &kept, &widths);
        wrap_prose(&mut table, headings, &kept, terminal);
        for line in table.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

fn header(headings: &[Heading], kept: &[usize], color: bool) -> Row {
    let cells = kept.iter().filter_map(|index| headings.get(*index)).map(|heading| {
        let cell = TableCell::new(visible(&heading.title));
        if color { cell.add_attribute(Attribute::Bold) } else { cell }
    });
    Row::from(cells.collect::<Vec<_>>())
}

fn styled_row(row: Vec<Cell>, kept: &[usize], color: bool) -> Row {
    let mut cells: Vec<Option<Cell>> = row.into_iter().map(Some).collect();
    let cells = kept.iter().map(|index| {
        let cell = cells.get_mut(*index).and_then(Option::take).unwrap_or_default();
        styled(cell, color)
    });
    Row::from(cells.collect::<Vec<_>>())
}

/// Aligns columns, and makes them as wide in every part of the table.
fn arrange(table: &mut Table, headings: &[Heading], kept: &[usize], widths: &[usize]) {
    for ((column, index), width) in table.column_iter_mut().zip(kept).zip(widths) {
        let Some(heading) = headings.get(*index) else { continue };
        column.set_padding((0, GAP));
        if heading.right {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if !heading.prose {
            let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(GAP);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }
}

/// The widths of the columns kept.
fn widths(headings: &[Heading], rows: &[Vec<Cell>], kept: &[usize]) -> Vec<usize> {
    let widest = |index: &usize| {
        let title = headings.get(*index).map_or(0, |heading| width(&heading.title));
        rows.iter().filter_map(|row| row.get(*index)).map(Cell::width).fold(title, usize::max)
    };
    kept.iter().map(widest).collect()
}

/// Fits columns of prose into what the others leave of the terminal.
fn wrap_prose(table: &mut Table, headings: &[Heading], kept: &[usize], terminal: Terminal) {
    let is_prose = |index: &usize| headings.get(*index).is_some_and(|heading| heading.prose);
    let Some(columns) = terminal.columns.filter(|_| kept.iter().any(is_prose)) else { return };
    table.set_content_arrangement(ContentArrangement::Dynamic);
    // The gap after the last column may hang over the edge: nothing is written there.
    table.set_width(u16::try_from(columns).unwrap_or(u16::MAX).saturating_add(GAP));
    for (column, index) in table.column_iter_mut().zip(kept) {
        if !is_prose(index) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

fn styled(cell: Cell, color: bool) -> TableCell {
    let styled = TableCell::new_owned(cell.text);
    if !color {
        return styled;
    }
    match cell.tone {
        Tone::Plain => styled,
        Tone::Strong => styled.add_attribute(Attribute::Bold),
        Tone::Faint => styled.add_attribute(Attribute::Dim),
        Tone::Good => styled.fg(Color::Green),
        Tone::Bad => styled.fg(Color::Red),
    }
}

/// Indexes of the columns there is room for.
fn kept_columns(headings: &[Heading], rows: &[Vec<Cell>], terminal: Terminal) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..headings.len()).collect();
    let Some(columns) = terminal.columns else { return kept };
    let cells = |index: usize| rows.iter().filter_map(move |row| row.get(index));
    kept.retain(|index| {
        let usual = headings.get(*index).and_then(|heading| heading.usual);
        rows.is_empty() || usual.is_none_or(|usual| cells(*index).any(|cell| cell.text != usual))
    });
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(index, heading)| {
            let widest = cells(index).map(Cell::width).fold(width(&heading.title), usize::max);
            if heading.prose { widest.min(MIN_PROSE_COLUMNS) } else { widest }
        })
        .collect();
    let total = |kept: &[usize]| {
        let wide: usize = kept.iter().filter_map(|index| widths.get(*index)).sum();
        wide + kept.len().saturating_sub(1) * usize::from(GAP)
    };
    while total(&kept) > columns {
        let rank = |index: &usize| headings.get(*index).map_or(0, |heading| heading.rank);
        // Of equally dispensable columns the rightmost goes first.
        let Some((position, last)) = kept.iter().enumerate().max_by_key(|(_, index)| rank(index)) else { break };
        if rank(last) == 0 {
            break;
        }
        kept.remove(position);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(title: &'static str, right: bool, rank: u8, usual: Option<&'static str>) -> Heading {
        Heading { title: title.into(), right, rank, usual, prose: false }
    }

    fn table(terminal: Terminal) -> String {
        let headings = [
            heading("ID", false, 0, None),
            heading("PRICE", true, 0, None),
            heading("PLACE", false, 2, None),
            heading("KIND", false, 1, Some("usual")),
        ];
        let row = |cells: [&str; 4]| cells.map(Cell::new).to_vec();
        let long = "x".repeat(50);
        render(&headings, vec![row(["a", "0.5", &long, "usual"]), row(["bb\x07", "12.25", "東京", "usual"])], terminal)
    }

    #[test]
    fn off_a_terminal_everything_is_there() {
        let expected = format!(
            "ID       PRICE  PLACE                                               KIND\n\
             a          0.5  {}  usual\n\
             bb\\u{{7}}  12.25  東京                                                usual\n",
            "x".repeat(50)
        );
        assert_eq!(table(Terminal::NONE), expected);
    }

    #[test]
    fn on_a_terminal_cells_are_cut_and_dull_columns_left_out() {
        let wide = Terminal { columns: Some(100), color: false, unicode: true };
        let expected = format!("ID       PRICE  PLACE\na          0.5  {}…\nbb\\u{{7}}  12.25  東京\n", "x".repeat(39));
        assert_eq!(table(wide), expected);
        let narrow = Terminal { columns: Some(30), color: false, unicode: false };
        assert_eq!(table(narrow), "ID       PRICE\na          0.5\nbb\\u{7}  12.25\n");
    }

    #[test]
    fn a_long_table_is_aligned_all_the_way() {
        let headings = [heading("ID", false, 0, None), heading("PRICE", true, 0, None)];
        let row = |number: usize| vec![Cell::new("x"), Cell::new(&number.to_string())];
        let text = render(&headings, (0..=CHUNK_ROWS * 12).map(row).collect(), Terminal::NONE);
        assert_eq!(text.lines().count(), CHUNK_ROWS * 12 + 2);
        assert!(text.lines().all(|line| line.len() == "ID  PRICE".len()), "{text}");
    }

    #[test]
    fn sentences_are_wrapped_and_not_cut() {
        let headings = [heading("N", true, 0, None), Heading { prose: true, ..heading("WHY", false, 0, None) }];
        let sentence = "a sentence that is much longer than what is left of the line";
        let narrow = Terminal { columns: Some(30), color: false, unicode: true };
        let text = render(&headings, vec![vec![Cell::new("7"), Cell::new(sentence)]], narrow);
        assert!(text.lines().all(|line| width(line) <= 30), "{text}");
        let words: Vec<&str> = text.split_whitespace().filter(|word| !["N", "WHY", "7"].contains(word)).collect();
        assert_eq!(words.join(" "), sentence);
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let plain = Terminal { columns: Some(100), color: false, unicode: true };
        let coloured = table(Terminal { color: true, ..plain });
        assert!(coloured.contains("\x1b["));
        let stripped: Vec<String> = strip_ansi(&coloured).lines().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(stripped, table(plain).lines().collect::<Vec<_>>());
    }

    fn strip_ansi(text: &str) -> String {
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("\x1b[") {
            plain.push_str(before);
            rest = after.split_once('m').map_or("", |(_, after)| after);
        }
        plain + rest
    }
}
