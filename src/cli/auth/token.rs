//! `gp4u auth token`: what programs act with instead of a login.

use std::time::Duration;

use clap::{Args, Subcommand};
use secrecy::ExposeSecret;

use crate::app::App;
use crate::app::config::OutputFormat;
use crate::auth::Scope;
use crate::cli::args::words;
use crate::cli::gpus::FieldsArg;
use crate::cli::mutation::MutationArgs;
use crate::cli::output::Printer;
use crate::cli::values;
use crate::error::{Result, Warning};
use crate::ops::auth::{self, NewToken, Token, TokenRequest};
use crate::ops::mutation::Done;
use crate::units::Usdc;

const EXAMPLES: &str = "\
Examples:
  TOKEN=$(gp4u auth token create --name ci --scope read --scope book)
  gp4u auth token create --name nightly --scope book --scope spend --spend-limit-per-day 25 --expires 30d > token
  GP4U_TOKEN_FILE=token gp4u auth whoami
";

/// Names of the scopes.
const SCOPES: [&str; 4] = ["read", "book", "spend", "operator"];

/// Make, list and end tokens for programs.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token; it is printed this once
    Create(Box<CreateArgs>),
    /// List the tokens of the account
    List(ListArgs),
    /// End a token at once
    Revoke(RevokeArgs),
}

/// Make a token.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub struct CreateArgs {
    /// What it is for
    #[arg(long, value_name = "NAME", value_parser = values::display_name)]
    name: String,

    /// What it may be used for; none includes another (repeatable)
    #[arg(long = "scope", value_name = "SCOPE", value_parser = words(&SCOPES), value_delimiter = ',', required = true)]
    scopes: Vec<&'static str>,

    /// USDC it may spend in a day; needed with the scope spend
    #[arg(long, value_name = "AMOUNT")]
    spend_limit_per_day: Option<Usdc>,

    /// How long it is good for, at most 366d
    #[arg(long, value_name = "DURATION", value_parser = values::duration, default_value = "90d")]
    expires: Duration,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// List the tokens.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Also those that have ended
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    fields: FieldsArg,
}

/// End a token.
#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// Id of the token
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

impl TokenCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Create(arguments) => create(*arguments, app, printer).await,
            Self::List(arguments) => {
                let fields = arguments.fields.of::<Token>()?;
                printer.list(&auth::tokens(app, arguments.all).await?, fields, Vec::new())
            }
            Self::Revoke(arguments) => {
                let fields = arguments.fields.of::<Done<Token>>()?;
                let done = auth::revoke_token(app, &arguments.id, &arguments.mutation.mutation(printer)).await?;
                printer.object(&done, fields, &[])
            }
        }
    }
}

async fn create(arguments: CreateArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<NewToken>>()?;
    let scopes = arguments.scopes.iter().filter_map(|name| name.parse::<Scope>().ok()).collect();
    let request = TokenRequest {
        name: arguments.name,
        scopes,
        spend_limit_per_day: arguments.spend_limit_per_day,
        lifetime: arguments.expires,
    };
    let done = auth::create_token(app, &request, &arguments.mutation.mutation(printer)).await?;
    let mut warnings = Vec::new();
    if done.replayed {
        let message = "the token was shown when it was made, and cannot be again; if it was lost, revoke it";
        warnings.push(Warning::new("token_not_shown", message));
    }
    if printer.format() != OutputFormat::Table || fields.is_some() {
        return printer.object(&done, fields, &warnings);
    }
    // The token alone, or nothing, so that a script can catch it.
    if let Some(token) = &done.result.token {
        printer.line(token.expose_secret())?;
    }
    printer.warn(&warnings);
    let Token { token_id, expires_at, .. } = &done.result.token_info;
    let made = if done.dry_run { "would be made" } else { "is not shown again" };
    printer.note(&format!("token {token_id}, good until {expires_at:.0}, {made}"));
    Ok(())
}
