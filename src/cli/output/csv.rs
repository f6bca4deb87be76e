//! CSV after RFC 4180, safe to open in a spreadsheet.

use std::borrow::Cow;

use super::visible::visible;

/// Appends one record. Line breaks inside of cells have been made visible, so that only commas and quotes need quoting.
pub fn append_record<'a>(buffer: &mut Vec<u8>, cells: impl ExactSizeIterator<Item = &'a str>) {
    let is_alone = cells.len() == 1;
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            buffer.push(b',');
        }
        let cell = disarmed(visible(cell));
        // A line with nothing on it would be no record.
        if cell.contains([',', '"']) || (is_alone && cell.is_empty()) {
            buffer.push(b'"');
            buffer.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            buffer.push(b'"');
        } else {
            buffer.extend_from_slice(cell.as_bytes());
        }
    }
    buffer.extend_from_slice(b"\r\n");
}

/// A cell that no spreadsheet takes for a formula: it gets a leading `'` where it would be one.
fn disarmed(cell: Cow<'_, str>) -> Cow<'_, str> {
    let formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}").into() } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(cells: &[&str]) -> String {
        let mut buffer = Vec::new();
        append_record(&mut buffer, cells.iter().copied());
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        let cells = ["=HYPERLINK(\"x\")", "+1+1", "@SUM(A1)", "-2+3", "-1.50", "1e-7", "\t=1", ""];
        let expected = "\"'=HYPERLINK(\"\"x\"\")\",'+1+1,'@SUM(A1),'-2+3,-1.50,1e-7,\\u{9}=1,\r\n";
        assert_eq!(record(&cells), expected);
    }

    proptest! {
        #[test]
        fn a_reader_gets_back_what_was_shown(cells in proptest::collection::vec(any::<String>(), 1..6)) {
            let mut buffer = Vec::new();
            append_record(&mut buffer, cells.iter().map(String::as_str));
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(buffer.as_slice());
            let read = reader.records().next().unwrap().unwrap();
            let shown: Vec<Cow<'_, str>> = cells.iter().map(|cell| disarmed(visible(cell))).collect();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), shown);
        }
    }
}
