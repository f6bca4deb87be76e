//! `gp4u db`: the database.

use clap::Subcommand;

use super::output::Printer;
use crate::app::App;
use crate::error::Result;
use crate::ops::database;

/// The database behind it all.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Bring the database to the schema of this gp4u
    Migrate,
    /// Show where the database is and whether this gp4u can use it
    Status,
}

impl DbCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let report = match self {
            Self::Migrate => database::migrate(app).await?,
            Self::Status => database::status(app).await?,
        };
        printer.object(&report, None, &[])
    }
}
