//! `gp4u ledger`: the book, for its operator.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::gpus::FieldsArg;
use super::output::{Page, Printer, Tail};
use super::paging::{PagingArgs, say_rest};
use super::values;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ledger::{AccountCode, Kind, LedgerError};
use crate::ops::ledger::{self, AccountsRequest, EntriesRequest, LawStatus, LedgerAccount};

const ENTRIES_EXAMPLES: &str = "\
Examples:
  gp4u ledger entries --kind withdrawal_request --since 2026-11-01
  gp4u ledger entries --account income:platform_fee -o csv > fees.csv
";

/// The book behind the wallets, for its operator.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Check every law of the book; exit 1 when one is broken
    Verify,
    /// List the accounts with their balances
    Accounts(AccountsArgs),
    /// List the entries with their postings, newest first
    #[command(before_help = ENTRIES_EXAMPLES)]
    Entries(Box<EntriesArgs>),
}

/// List the accounts.
#[derive(Debug, Args)]
pub struct AccountsArgs {
    /// Only codes that start so, such as wallet: or income:
    #[arg(value_name = "PREFIX", value_parser = values::name)]
    prefix: Option<String>,

    /// Closed accounts too
    #[arg(long)]
    closed: bool,
    #[command(flatten)]
    paging: PagingArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// List the entries.
#[derive(Debug, Args)]
pub struct EntriesArgs {
    /// Only this kind of event (repeatable)
    #[arg(long = "kind", value_name = "KIND", value_parser = entry_kind())]
    kinds: Vec<Kind>,

    /// Only entries that move this account
    #[arg(long, value_name = "CODE", value_parser = account)]
    account: Option<AccountCode>,

    /// Only keys that start so, such as wd: or deposit:0:
    #[arg(long, value_name = "PREFIX", value_parser = values::name)]
    key: Option<String>,

    /// Booked at or after this time
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    since: Option<Timestamp>,

    /// Booked before this time
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    until: Option<Timestamp>,
    #[command(flatten)]
    paging: PagingArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

fn account(text: &str) -> std::result::Result<AccountCode, LedgerError> {
    text.parse()
}

/// The kinds of entries by their names.
pub fn entry_kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.as_str())).try_map(|name| name.parse::<Kind>())
}

impl LedgerCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Verify => verify(app, printer).await,
            Self::Accounts(arguments) => accounts(arguments, app, printer).await,
            Self::Entries(arguments) => entries(*arguments, app, printer).await,
        }
    }
}

async fn verify(app: &App, printer: &mut Printer) -> Result<()> {
    let report = ledger::verify(app).await?;
    printer.verification(&report)?;
    printer.note(&format!(
        "{} accounts, {} entries, {} postings in {:.1} s",
        report.accounts, report.entries, report.postings, report.took_s
    ));
    if report.clean {
        return Ok(());
    }
    let broken: Vec<&str> =
        report.laws.iter().filter(|law| law.status == LawStatus::Broken).map(|law| law.law).collect();
    Err(Error::new(Code::CheckFailed, format!("the book breaks {}", broken.join(", ")))
        .hint("stop bookings and withdrawals, and keep a copy of the database as it is now"))
}

async fn accounts(arguments: AccountsArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let request = AccountsRequest {
        prefix: arguments.prefix.unwrap_or_default(),
        closed: arguments.closed,
        paging: arguments.paging.paging(printer),
    };
    let mut rows = printer.rows::<LedgerAccount>(arguments.fields.of::<LedgerAccount>()?)?;
    let next = ledger::accounts(app, &request, &mut |row| rows.row(row)).await?;
    rows.finish(&Tail { page: Page { total: None, next: next.clone() }, ..Tail::default() })?;
    say_rest(printer, next.as_deref());
    Ok(())
}

async fn entries(arguments: EntriesArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let request = EntriesRequest {
        kinds: arguments.kinds,
        account: arguments.account,
        key_prefix: arguments.key,
        since: arguments.since,
        until: arguments.until,
        paging: arguments.paging.paging(printer),
    };
    let mut rows = printer.ledger_entries(arguments.fields.text())?;
    let next = ledger::entries(app, &request, &mut |entry| rows.entry(entry)).await?;
    rows.finish(next.clone())?;
    say_rest(printer, next.as_deref());
    Ok(())
}
