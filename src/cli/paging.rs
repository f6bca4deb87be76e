//! Flags of lists that come in pages.

use clap::Args;

use super::output::Printer;
use crate::app::config::OutputFormat;
use crate::ops::pages::Paging;

/// Rows of a table on a terminal, when no limit is given.
const ROWS_ON_TERMINAL: u64 = 20;

/// Which part of a list.
#[derive(Clone, Debug, Args)]
pub struct PagingArgs {
    /// Rows at most; 0 for all [default: 20 on a terminal, otherwise all]
    #[arg(long, value_name = "N", help_heading = "Result")]
    limit: Option<u64>,

    /// Continue after the page that gave this cursor
    #[arg(long, value_name = "CURSOR", help_heading = "Result")]
    after: Option<String>,
}

impl PagingArgs {
    /// What they mean on this printer.
    pub fn paging(self, printer: &Printer) -> Paging {
        let on_terminal = printer.is_terminal() && printer.format() == OutputFormat::Table;
        let limit = self.limit.or_else(|| on_terminal.then_some(ROWS_ON_TERMINAL)).filter(|limit| *limit > 0);
        Paging { limit, after: self.after }
    }
}

/// What a person wants to know after a page.
pub fn say_rest(printer: &Printer, next: Option<&str>) {
    if let Some(next) = next {
        printer.note(&format!("the next with --after {next}; --limit 0 shows all"));
    }
}
