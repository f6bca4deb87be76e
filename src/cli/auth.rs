//! `gp4u auth`: the account and what acts for it.

use clap::{Args, Subcommand};
use secrecy::SecretString;

use super::gpus::FieldsArg;
use super::mutation::MutationArgs;
use super::output::Printer;
use super::{input, values};
use crate::app::App;
use crate::auth::{Email, Password};
use crate::error::{Code, Error, Result};
use crate::ops::auth::{self, Identity, LoginRequest, Logout, SignupRequest};
use crate::ops::mutation::Done;

/// Sign up, log in, and manage the account and its tokens.
#[derive(Debug, Subcommand)]
pub enum AuthCommand {
    /// Make an account with a wallet, and log in to it
    Signup(SignupArgs),
    /// Log in on this machine
    Login(LoginArgs),
    /// End the login of this machine
    Logout(LogoutArgs),
    /// Show who is logged in, and what the login or token may be used for
    Whoami(FieldsArg),
}

/// Which account, and how its password comes in.
#[derive(Debug, Args)]
pub struct AccountArgs {
    /// E-mail address that names the account [default: asked for]
    #[arg(long, value_name = "ADDRESS", value_parser = values::email)]
    email: Option<Email>,

    /// Read the password from standard input instead of asking
    #[arg(long)]
    password_stdin: bool,
}

impl AccountArgs {
    fn email(&self, printer: &Printer) -> Result<Email> {
        match &self.email {
            Some(email) => Ok(email.clone()),
            None => values::email(&printer.ask("E-mail address", "--email")?)
                .map_err(|message| Error::new(Code::Usage, message)),
        }
    }

    fn password(&self, printer: &Printer, is_new: bool) -> Result<SecretString> {
        if self.password_stdin {
            return input::secret("the password");
        }
        printer.ask_password("Password", is_new, "--password-stdin")
    }
}

/// Make an account.
#[derive(Debug, Args)]
pub struct SignupArgs {
    #[command(flatten)]
    account: AccountArgs,

    /// What you want to be called
    #[arg(long, value_name = "NAME", value_parser = values::display_name)]
    display_name: Option<String>,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Log in.
#[derive(Debug, Args)]
pub struct LoginArgs {
    #[command(flatten)]
    account: AccountArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

/// Log out.
#[derive(Debug, Args)]
pub struct LogoutArgs {
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

impl AuthCommand {
    /// Runs it.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Signup(arguments) => signup(arguments, app, printer).await,
            Self::Login(arguments) => login(arguments, app, printer).await,
            Self::Logout(arguments) => {
                let fields = arguments.fields.of::<Done<Logout>>()?;
                let done = auth::logout(app, &arguments.mutation.mutation(printer)).await?;
                printer.object(&done, fields, &[])
            }
            Self::Whoami(fields) => {
                let fields = fields.of::<Identity>()?;
                printer.object(&auth::whoami(app).await?, fields, &[])
            }
        }
    }
}

async fn signup(arguments: SignupArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<Identity>>()?;
    let email = arguments.account.email(printer)?;
    let password = Password::new(arguments.account.password(printer, true)?);
    let password = password.map_err(|error| Error::new(Code::Usage, error.to_string()))?;
    let request = SignupRequest { email, display_name: arguments.display_name, password };
    let done = auth::signup(app, &request, &arguments.mutation.mutation(printer)).await?;
    printer.object(&done, fields, &[])?;
    if done.replayed {
        printer.note("the account was made before; log in with gp4u auth login");
    }
    Ok(())
}

async fn login(arguments: LoginArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Identity>()?;
    let email = arguments.account.email(printer)?;
    let password = arguments.account.password(printer, false)?;
    let identity = auth::login(app, &LoginRequest { email, password }).await?;
    printer.object(&identity, fields, &[])
}
