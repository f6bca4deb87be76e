//! CSV after RFC 4180, safe to open in a spreadsheet.

use csv::{Terminator, WriterBuilder};

use super::visible::visible;
use crate::error::{Code, Error, Result};

/// Appends one record.
pub fn append_record(buffer: &mut Vec<u8>, cells: &[String]) -> Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).buffer_capacity(1024).from_writer(buffer);
    let written =
        writer.write_record(cells.iter().map(|cell| disarmed(&visible(cell)))).and_then(|()| Ok(writer.flush()?));
    written.map_err(|error| Error::new(Code::Internal, format!("a row cannot be written as CSV: {error}")))
}

/// A cell that no spreadsheet takes for a formula: it gets a leading `'` where it would be one.
fn disarmed(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(cells: &[&str]) -> String {
        let mut buffer = Vec::new();
        append_record(&mut buffer, &cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()).unwrap();
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
            append_record(&mut buffer, &cells).unwrap();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(buffer.as_slice());
            let read = reader.records().next().unwrap().unwrap();
            let shown: Vec<String> = cells.iter().map(|cell| disarmed(&visible(cell))).collect();
            prop_assert_eq!(read.iter().collect::<Vec<_>>(), shown);
        }
    }
}
