//! `gp4u audit`: who did what.

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::gpus::FieldsArg;
use super::output::{Page, Printer, Tail};
use super::paging::{PagingArgs, say_rest};
use super::values;
use crate::app::App;
use crate::error::Result;
use crate::ops::audit::{AuditRecord, AuditRequest, Author, audit};

/// Who did what, when, to what.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List what was done, newest first: everything for the operator, your own for others
    List(Box<ListArgs>),
}

/// List what was done.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only by this account: its e-mail address or id
    #[arg(long, value_name = "USER", value_parser = author)]
    user: Option<Author>,

    /// Only with this command, or group of commands: "wallet withdraw", auth
    #[arg(long, value_name = "COMMAND", value_parser = values::name)]
    command: Option<String>,

    /// Only to the thing of this id
    #[arg(long, value_name = "ID", value_parser = values::name)]
    object: Option<String>,

    /// At or after this time
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    since: Option<Timestamp>,

    /// Before this time
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    until: Option<Timestamp>,
    #[command(flatten)]
    paging: PagingArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

fn author(text: &str) -> std::result::Result<Author, String> {
    if text.contains('@') {
        return values::email(text).map(|email| Author::Email(email.to_string()));
    }
    text.parse().map(Author::Id).map_err(|_| "expected an e-mail address or the id of a user".to_owned())
}

impl AuditCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let Self::List(arguments) = self;
        let request = AuditRequest {
            user: arguments.user,
            command: arguments.command,
            object: arguments.object,
            since: arguments.since,
            until: arguments.until,
            paging: arguments.paging.paging(printer),
        };
        let mut rows = printer.rows::<AuditRecord>(arguments.fields.of::<AuditRecord>()?)?;
        let next = audit(app, &request, &mut |row| rows.row(row)).await?;
        rows.finish(&Tail { page: Page { total: None, next: next.clone() }, ..Tail::default() })?;
        say_rest(printer, next.as_deref());
        Ok(())
    }
}
