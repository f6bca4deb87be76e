//! `gp4u wallet`: money.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::args::words;
use super::gpus::FieldsArg;
use super::ledger::entry_kind;
use super::mutation::MutationArgs;
use super::output::{Page, PlotFormat, Printer, Tail, plot_spending};
use super::paging::{PagingArgs, say_rest};
use super::values;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::ledger::Kind;
use crate::ledger::transfer::TransferKind;
use crate::ops::history::DEFAULT_DAYS;
use crate::ops::mutation::Done;
use crate::ops::wallet::{
    self, AnalyticsRequest, Decision, DepositRequest, LimitChange, SpendingLimit, SpendingLimits, Transaction,
    TransactionsRequest, Transfer, TransfersRequest, WalletBalance, WithdrawRequest,
};
use crate::units::Usdc;

const WALLET_EXAMPLES: &str = "\
Examples:
  gp4u wallet deposit --amount 100 --reference inv-2026-17
  gp4u wallet withdraw --amount 25.50 --to 'DE89 3704 0044 0532 0130 00'
  gp4u wallet transactions --type reservation_settle --since 2026-11-01 -o csv > november.csv
";

/// Money in and out, what was spent and on what, and how much may be.
#[derive(Debug, Subcommand)]
#[command(before_help = WALLET_EXAMPLES)]
pub enum WalletCommand {
    /// Show what the wallet holds
    Balance(FieldsArg),
    /// Tell that money was sent; it is credited when the operator has seen it arrive
    Deposit(DepositArgs),
    /// Take money out of the wallet, for the operator to pay out
    Withdraw(WithdrawArgs),
    /// List deposits and withdrawals, and how far they are
    Requests(RequestsArgs),
    /// Say that a deposit arrived or a withdrawal was paid (operator)
    Approve(DecideArgs),
    /// Say that a deposit did not arrive or a withdrawal is not paid: its money goes back (operator)
    Reject(RejectArgs),
    /// List what moved the wallet, newest first, with the balance after each
    Transactions(Box<TransactionsArgs>),
    /// Show what was spent by kind, provider, GPU and day
    Analytics(AnalyticsArgs),
    /// How much may be spent in a day and in a month
    #[command(subcommand)]
    Limits(LimitsCommand),
    /// Write the whole history of the wallet, oldest first
    Export(ExportArgs),
}

/// Tell that money was sent.
#[derive(Debug, Args)]
pub struct DepositArgs {
    /// How much was sent, such as 100 or 12.50
    #[arg(long, value_name = "USDC", value_parser = values::amount, allow_hyphen_values = true)]
    amount: Usdc,

    /// What names the payment: a transaction's hash, a bank's reference. One payment is credited once
    #[arg(long, value_name = "TEXT", value_parser = values::name)]
    reference: String,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Take money out of the wallet.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// How much shall arrive
    #[arg(long, value_name = "USDC", value_parser = values::amount, allow_hyphen_values = true)]
    amount: Usdc,

    /// Where it shall go: an address, or what the operator needs to pay it
    #[arg(long = "to", value_name = "DESTINATION", value_parser = values::name)]
    destination: String,

    /// A note of your own
    #[arg(long, value_name = "TEXT", value_parser = values::name)]
    reference: Option<String>,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// List deposits and withdrawals.
#[derive(Debug, Args)]
pub struct RequestsArgs {
    /// Everybody's (operator)
    #[arg(long)]
    all: bool,

    /// Only those that wait for the operator
    #[arg(long)]
    waiting: bool,

    /// Only deposits or only withdrawals
    #[arg(long, value_name = "KIND", value_parser = words(&["deposit", "withdrawal"]))]
    kind: Option<&'static str>,
    #[command(flatten)]
    paging: PagingArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Decide a deposit or withdrawal.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// Id of the deposit or withdrawal
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Refuse a deposit or withdrawal.
#[derive(Debug, Args)]
pub struct RejectArgs {
    #[command(flatten)]
    decide: DecideArgs,

    /// Why; the user sees it
    #[arg(long, value_name = "TEXT", value_parser = values::name)]
    reason: Option<String>,
}

/// List what moved the wallet.
#[derive(Debug, Args)]
pub struct TransactionsArgs {
    /// Only this type (repeatable)
    #[arg(long = "type", value_name = "TYPE", value_parser = entry_kind())]
    kinds: Vec<Kind>,

    /// Only about this reservation, cluster, withdrawal or deposit
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

/// Show what was spent.
#[derive(Debug, Args)]
pub struct AnalyticsArgs {
    /// Days to look back on, today included
    #[arg(long, value_name = "N", value_parser = values::days, default_value_t = DEFAULT_DAYS)]
    days: u32,

    /// Also draw it into this file, .svg or .png
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    #[command(flatten)]
    fields: FieldsArg,
}

/// How much may be spent.
#[derive(Debug, Subcommand)]
pub enum LimitsCommand {
    /// Set limits; days and months are UTC
    Set(LimitsArgs),
    /// Show the limits, and what is left of them
    Show(FieldsArg),
}

/// Set limits.
#[derive(Debug, Args)]
pub struct LimitsArgs {
    /// USDC in a day at most; none for no limit
    #[arg(long, value_name = "USDC", value_parser = limit, allow_hyphen_values = true)]
    day: Option<LimitChange>,

    /// USDC in a month at most; none for no limit
    #[arg(long, value_name = "USDC", value_parser = limit, allow_hyphen_values = true)]
    month: Option<LimitChange>,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Write the whole history of the wallet.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// csv and ndjson hold the wallet's transactions, beancount your own double-entry books
    #[arg(long, value_name = "FORMAT", value_parser = words(&["csv", "ndjson", "beancount"]), default_value = "csv")]
    format: &'static str,
}

fn limit(text: &str) -> std::result::Result<LimitChange, String> {
    if text == "none" {
        return Ok(LimitChange::Remove);
    }
    text.parse().map(LimitChange::Set).map_err(|error: crate::units::AmountError| error.to_string())
}

impl WalletCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Balance(fields) => {
                let fields = fields.of::<WalletBalance>()?;
                printer.object(&wallet::balance(app).await?, fields, &[])
            }
            Self::Deposit(arguments) => deposit(arguments, app, printer).await,
            Self::Withdraw(arguments) => withdraw(arguments, app, printer).await,
            Self::Requests(arguments) => requests(arguments, app, printer).await,
            Self::Approve(arguments) => decide(arguments, &Decision::Approve, app, printer).await,
            Self::Reject(RejectArgs { decide: arguments, reason }) => {
                decide(arguments, &Decision::Reject { reason }, app, printer).await
            }
            Self::Transactions(arguments) => transactions(*arguments, app, printer).await,
            Self::Analytics(arguments) => analytics(arguments, app, printer).await,
            Self::Limits(LimitsCommand::Set(arguments)) => set_limits(arguments, app, printer).await,
            Self::Limits(LimitsCommand::Show(fields)) => {
                let fields = fields.of::<SpendingLimit>()?;
                printer.list(&wallet::show_limits(app).await?, fields, Vec::new())
            }
            Self::Export(arguments) => export(&arguments, app, printer).await,
        }
    }
}

async fn deposit(arguments: DepositArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<Transfer>>()?;
    let request = DepositRequest { amount: arguments.amount, reference: arguments.reference };
    let mutation = arguments.mutation.mutation(printer);
    let done = wallet::deposit(app, &request, &mutation).await?;
    printer.object(&done, fields, &[])
}

async fn withdraw(arguments: WithdrawArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<Transfer>>()?;
    let request = WithdrawRequest {
        amount: arguments.amount,
        destination: arguments.destination,
        reference: arguments.reference,
    };
    let sure = arguments.mutation.yes || arguments.mutation.dry_run;
    printer.confirm(&format!("Withdraw {} USDC to {}?", request.amount, request.destination), sure)?;
    let mutation = arguments.mutation.mutation(printer);
    let done = wallet::withdraw(app, &request, &mutation).await?;
    printer.object(&done, fields, &[])
}

async fn decide(arguments: DecideArgs, decision: &Decision, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<Transfer>>()?;
    let mutation = arguments.mutation.mutation(printer);
    let done = wallet::decide(app, &arguments.id, decision, &mutation).await?;
    printer.object(&done, fields, &[])
}

async fn requests(arguments: RequestsArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let request = TransfersRequest {
        everybody: arguments.all,
        kind: arguments.kind.and_then(|name| TransferKind::ALL.into_iter().find(|kind| kind.as_str() == name)),
        waiting: arguments.waiting,
        paging: arguments.paging.paging(printer),
    };
    let mut rows = printer.rows::<Transfer>(arguments.fields.of::<Transfer>()?)?;
    let next = wallet::transfers(app, &request, &mut |row| rows.row(row)).await?;
    rows.finish(&Tail { page: Page { total: None, next: next.clone() }, ..Tail::default() })?;
    say_rest(printer, next.as_deref());
    Ok(())
}

async fn transactions(arguments: TransactionsArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let request = TransactionsRequest {
        kinds: arguments.kinds,
        object: arguments.object,
        since: arguments.since,
        until: arguments.until,
        paging: arguments.paging.paging(printer),
    };
    let mut rows = printer.rows::<Transaction>(arguments.fields.of::<Transaction>()?)?;
    let next = wallet::transactions(app, &request, &mut |row| rows.row(row)).await?;
    rows.finish(&Tail { page: Page { total: None, next: next.clone() }, ..Tail::default() })?;
    say_rest(printer, next.as_deref());
    Ok(())
}

async fn analytics(arguments: AnalyticsArgs, app: &App, printer: &mut Printer) -> Result<()> {
    // Told before anything is looked up.
    let format = arguments.plot.as_deref().map(PlotFormat::of).transpose()?;
    let report = wallet::analytics(app, AnalyticsRequest { days: arguments.days }).await?;
    if let (Some(path), Some(format)) = (&arguments.plot, format) {
        let failed = |error| Error::new(Code::Io, format!("cannot write {}: {error}", path.display()));
        fs::write(path, plot_spending(&report, format)?).map_err(failed)?;
    }
    printer.wallet_analytics(&report, arguments.fields.text())
}

async fn set_limits(arguments: LimitsArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<SpendingLimits>>()?;
    let mutation = arguments.mutation.mutation(printer);
    let [day, month] = [arguments.day, arguments.month].map(|change| change.unwrap_or(LimitChange::Keep));
    let done = wallet::set_limits(app, day, month, &mutation).await?;
    printer.object(&done, fields, &[])
}

async fn export(arguments: &ExportArgs, app: &App, printer: &mut Printer) -> Result<()> {
    if arguments.format == "beancount" {
        let mut document = printer.beancount();
        wallet::each_personal_entry(app, &mut |entry| document.entry(entry)).await?;
        return document.finish();
    }
    let mut rows = printer.exported::<Transaction>(arguments.format == "csv")?;
    wallet::each_transaction(app, &mut |row| rows.row(row)).await?;
    rows.finish(&Tail::default())?;
    Ok(())
}
