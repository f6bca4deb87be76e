//! `gp4u db`: the database.

use clap::{Args, Subcommand};

use super::output::Printer;
use crate::app::App;
use crate::error::Result;
use crate::ops::database;

/// The database behind it all.
#[derive(Debug, Subcommand)]
pub enum DbCommand {
    /// Bring the database to the schema of this gp4u
    Migrate(MigrateArgs),
    /// Show where the database is and whether this gp4u can use it
    Status,
}

/// Bring the database to the schema of this gp4u.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Also make the PostgreSQL role gp4u_app, or bring its rights up to date: all that gp4u needs, and no right to
    /// change or erase the journal
    #[arg(long)]
    roles: bool,
}

impl DbCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let report = match self {
            Self::Migrate(arguments) => database::migrate(app, arguments.roles).await?,
            Self::Status => database::status(app).await?,
        };
        printer.object(&report, None, &[])
    }
}
