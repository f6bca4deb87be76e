//! `gp4u auth`: the account and what acts for it.

mod token;

use clap::{Args, Subcommand};
use secrecy::SecretString;

use super::gpus::FieldsArg;
use super::mutation::MutationArgs;
use super::output::Printer;
use super::{input, values};
use crate::app::App;
use crate::auth::{Email, Password};
use crate::error::{Code, Error, Result, Warning};
use crate::ops::auth::{self, AccountUpdate, Identity, LoginRequest, Logout, SignupRequest, UpdateRequest};
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
    /// Change the address, the password or the name of the account
    Update(Box<UpdateArgs>),
    /// Make, list and end tokens for programs
    #[command(subcommand)]
    Token(token::TokenCommand),
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
    async fn email(&self, printer: &Printer) -> Result<Email> {
        match &self.email {
            Some(email) => Ok(email.clone()),
            None => Ok(printer.ask("E-mail address", "--email").await?.parse()?),
        }
    }

    async fn password(&self, printer: &Printer, is_new: bool) -> Result<SecretString> {
        if self.password_stdin {
            return input::secret("the password");
        }
        printer.ask_password("Password", is_new, "--password-stdin").await
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

/// Change the account.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// New e-mail address; takes the password
    #[arg(long, value_name = "ADDRESS", value_parser = values::email)]
    email: Option<Email>,

    /// What you want to be called
    #[arg(long, value_name = "NAME", value_parser = values::display_name, conflicts_with = "no_display_name")]
    display_name: Option<String>,

    /// Be called by your address only
    #[arg(long)]
    no_display_name: bool,

    /// Choose a new password; ends every login and token, and logs in anew here
    #[arg(long)]
    new_password: bool,

    /// Read the password, and with --new-password the new one on a second line, from standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    mutation: MutationArgs,
    #[command(flatten)]
    fields: FieldsArg,
}

impl UpdateArgs {
    async fn request(&self, printer: &Printer) -> Result<UpdateRequest> {
        let display_name = self.display_name.clone().map(Some).or(self.no_display_name.then_some(None));
        let mut request = UpdateRequest { email: self.email.clone(), display_name, ..UpdateRequest::default() };
        match (self.new_password, self.email.is_some(), self.password_stdin) {
            (true, _, true) => {
                let [password, new] = input::lines("the password and the new one")?;
                request.password = Some(password);
                request.new_password = Some(Password::new(new)?);
            }
            (true, _, false) => {
                request.password = Some(printer.ask_password("Password until now", false, "--password-stdin").await?);
                let new = printer.ask_password("New password", true, "--password-stdin").await?;
                request.new_password = Some(Password::new(new)?);
            }
            (false, true, true) => request.password = Some(input::secret("the password")?),
            (false, true, false) => {
                request.password = Some(printer.ask_password("Password", false, "--password-stdin").await?);
            }
            (false, false, _) if request.display_name.is_none() => {
                return Err(Error::new(Code::Usage, "nothing is to be changed")
                    .hint("--email, --display-name or --new-password"));
            }
            (false, false, _) => {}
        }
        Ok(request)
    }
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
            Self::Update(arguments) => {
                let fields = arguments.fields.of::<Done<AccountUpdate>>()?;
                let request = arguments.request(printer).await?;
                let done = auth::update(app, &request, &arguments.mutation.mutation(printer)).await?;
                printer.object(&done, fields, &[])
            }
            Self::Token(command) => command.run(app, printer).await,
        }
    }
}

async fn signup(arguments: SignupArgs, app: &App, printer: &mut Printer) -> Result<()> {
    let fields = arguments.fields.of::<Done<Identity>>()?;
    let email = arguments.account.email(printer).await?;
    let password = Password::new(arguments.account.password(printer, true).await?)?;
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
    let email = arguments.account.email(printer).await?;
    let password = arguments.account.password(printer, false).await?;
    let identity = auth::login(app, &LoginRequest { email, password }).await?;
    let mut warnings = Vec::new();
    if app.config.token()?.is_some() {
        let message = "a token is configured (GP4U_TOKEN or GP4U_TOKEN_FILE), and is used instead of the login";
        warnings.push(Warning::new("token_configured", message));
    }
    printer.object(&identity, fields, &warnings)
}
