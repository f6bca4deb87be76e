//! The command line: arguments become a request, a use case answers it, [`output`] prints the answer.

mod arbitrage;
mod args;
mod audit;
mod auth;
mod cluster;
mod config;
mod daemon;
mod database;
mod doctor;
mod documents;
#[cfg(test)]
mod examples;
mod gpus;
mod history;
mod import;
mod input;
mod ledger;
mod mutation;
pub mod output;
mod paging;
mod providers;
mod reconcile;
mod reserve;
mod run;
mod sync;
mod values;
mod wallet;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::app::App;
use crate::app::config::{Config, Sources};
use crate::error::{Code, Error, Result};
use args::{Cli, Command, Preview};
use doctor::DoctorArgs;
pub use mutation::MutationArgs;
use output::{LogFormat, Printer};

/// Runs gp4u on the arguments of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let preview = Preview::of_process(&arguments);
    let mut printer = Printer::new(preview.format, preview.color, preview.quiet);
    let outcome = match Cli::try_parse_from(&arguments) {
        Ok(cli) => execute(cli, &mut printer),
        Err(error) => answer(&error, &mut printer),
    };
    output::restore_terminal();
    match outcome {
        // Whoever read the results has seen enough.
        _ if printer.is_closed() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            printer.error(&error);
            ExitCode::from(error.code.exit())
        }
    }
}

/// What clap has to say: help and version are results, everything else is a usage error.
fn answer(error: &clap::Error, printer: &mut Printer) -> Result<()> {
    let render = |color: bool| {
        let text = error.render();
        if color { text.ansi().to_string() } else { text.to_string() }
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = render(printer.color());
            printer.text(&text)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let text = render(printer.error_color());
            printer.help(&text);
            Err(missing_command(&error.render().to_string()))
        }
        _ => {
            let text = error.render().to_string();
            Err(usage_error(&match misplaced(error, &text) {
                Some(misplaced) => text.replace(&format!("'{misplaced}'"), "that"),
                None => text,
            }))
        }
    }
}

/// What was given where nothing was expected, and may be a password: it is not repeated in an error, which others may
/// read.
fn misplaced<'a>(error: &'a clap::Error, text: &str) -> Option<&'a str> {
    let kind = match error.kind() {
        ErrorKind::TooManyValues => ContextKind::InvalidValue,
        ErrorKind::UnknownArgument if text.contains("Usage: gp4u auth") => ContextKind::InvalidArg,
        _ => return None,
    };
    match error.get(kind) {
        Some(ContextValue::String(value)) if !value.starts_with('-') => Some(value),
        _ => None,
    }
}

/// A usage error out of clap's words: the first paragraph says what, `tip:` lines and the usage say what to do.
fn usage_error(text: &str) -> Error {
    let paragraphs: Vec<String> =
        text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let first = paragraphs.first().map(String::as_str).unwrap_or_default();
    let mut error = Error::new(Code::Usage, first.strip_prefix("error: ").unwrap_or(first));
    for paragraph in &paragraphs {
        for tip in paragraph.split("tip: ").skip(1) {
            error = error.hint(tip.trim());
        }
    }
    match paragraphs.iter().find_map(|paragraph| paragraph.strip_prefix("Usage: ")) {
        Some(usage) if error.hints.is_empty() => error.hint(format!("usage: {usage}")),
        _ => error,
    }
}

/// A group of commands that was given none; clap answers with help, which holds the usage.
fn missing_command(help: &str) -> Error {
    let usage = help.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap_or("gp4u");
    let group = usage.split(" [").next().unwrap_or(usage);
    Error::new(Code::Usage, format!("{group} needs a command")).hint(format!("{group} --help lists them"))
}

fn execute(cli: Cli, printer: &mut Printer) -> Result<()> {
    let Cli { global, command } = cli;
    // These need nothing but the program itself.
    match &command {
        Command::Schema(arguments) => return arguments.run(printer),
        Command::Completions(arguments) => return arguments.run(printer),
        Command::Man(arguments) => return arguments.run(printer),
        _ => {}
    }
    match &command {
        Command::Daemon(arguments) => arguments.start_log(&global),
        _ => output::start_log(global.verbose, LogFormat::default(), None),
    }
    let sources = Sources::of_process(global.flags());
    let command = match command {
        Command::Config(command) if command.repairs() => return command.repair(&sources, printer),
        command => command,
    };
    let config = match (Config::load(&sources), &command) {
        (Ok(config), _) => config,
        (Err(error), Command::Doctor(_)) => return DoctorArgs::without_configuration(&error, printer),
        (Err(error), _) => return Err(error),
    };
    *printer = Printer::new(config.output, config.color, global.quiet).may_ask(!global.no_input);
    printer.warn(&config.warnings);
    match command {
        Command::ExitCodes => documents::exit_codes(printer),
        Command::Config(command) => command.run(&config, printer),
        Command::Daemon(arguments) => arguments.run(config, &sources, printer),
        command => run::block_on(ask(command, App::new(config), printer)),
    }
}

/// Runs the commands that ask a use case.
async fn ask(command: Command, app: App, printer: &mut Printer) -> Result<()> {
    let outcome = match command {
        Command::Gpus(command) => command.run(&app, printer).await,
        Command::Arbitrage(arguments) => arguments.run(&app, printer).await,
        Command::Cluster(command) => command.run(&app, printer).await,
        Command::Auth(command) => command.run(&app, printer).await,
        Command::Audit(command) => command.run(&app, printer).await,
        Command::Import(arguments) => arguments.run(&app, printer).await,
        Command::Providers(command) => command.run(&app, printer).await,
        Command::Reserve(command) => command.run(&app, printer).await,
        Command::Sync(arguments) => arguments.run(&app, printer).await,
        Command::Wallet(command) => command.run(&app, printer).await,
        Command::Ledger(command) => command.run(&app, printer).await,
        Command::Reconcile(arguments) => arguments.run(&app, printer).await,
        Command::Db(command) => command.run(&app, printer).await,
        Command::Doctor(arguments) => arguments.run(&app, printer).await,
        _ => Ok(()),
    };
    app.close().await;
    outcome
}
