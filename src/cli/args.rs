//! The command line as a whole: global flags and the tree of commands.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use super::{
    arbitrage, audit, auth, cluster, config, daemon, database, doctor, documents, gpus, import, ledger, providers,
    reconcile, reserve, sync, wallet,
};
use crate::app::config::{COLOR_CHOICES, ColorChoice, Flags, OUTPUT_FORMATS, OutputFormat};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const OVERVIEW: &str = "\
Exit codes: gp4u exit-codes    Output schemas: gp4u schema    Problems: gp4u doctor";

/// Find and compare the cheapest trustworthy GPU across Vast.ai, Akash, io.net and Render Network
#[derive(Debug, Parser)]
#[command(name = "gp4u", version, styles = STYLES, after_help = OVERVIEW, max_term_width = 100)]
pub struct Cli {
    /// Flags that every command has.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command has.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Format of the results [default: table; env: GP4U_OUTPUT]
    #[arg(short, long, global = true, value_name = "FORMAT", value_parser = words(&OUTPUT_FORMATS))]
    output: Option<&'static str>,

    /// Same as --output json
    #[arg(long, global = true, conflicts_with = "output")]
    json: bool,

    /// No notes and no progress on standard error; errors and warnings stay
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Log to standard error; -vv and -vvv log more [env: GP4U_LOG]
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,

    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN", value_parser = words(&COLOR_CHOICES))]
    color: Option<&'static str>,

    /// Configuration file to use instead of the project's .gp4u.toml [env: GP4U_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Profile of the configuration to use [env: GP4U_PROFILE]
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,

    /// Where the data is: sqlite:PATH or postgres://… [env: GP4U_DATABASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,

    /// Never ask anything
    #[arg(long, global = true)]
    pub no_input: bool,
}

/// A value out of a list of words, with a did-you-mean for a wrong one.
pub fn words(words: &'static [&'static str]) -> impl TypedValueParser<Value = &'static str> {
    PossibleValuesParser::new(words)
        .try_map(|given| words.iter().copied().find(|word| *word == given).ok_or("not one of the possible values"))
}

impl GlobalArgs {
    /// What they say about the configuration. Here an empty environment variable counts as not set.
    #[must_use]
    pub fn flags(&self) -> Flags {
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let profile = || variable("GP4U_PROFILE").map(|name| name.to_string_lossy().into_owned());
        Flags {
            config: self.config.clone().or_else(|| variable("GP4U_CONFIG").map(PathBuf::from)),
            profile: self.profile.clone().or_else(profile),
            database: self.database.clone(),
            output: if self.json { Some("json") } else { self.output },
            color: self.color,
        }
    }
}

/// What gp4u can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find, show and compare GPUs for rent
    #[command(subcommand)]
    Gpus(gpus::GpusCommand),
    /// Find where the same GPU is really cheaper, by how much, and whether it lasts
    Arbitrage(Box<arbitrage::ArbitrageArgs>),
    /// Several machines for one job: the cheapest that do it in time, proven
    #[command(subcommand)]
    Cluster(cluster::ClusterCommand),
    /// The rental networks: what is configured, stored and reachable
    #[command(subcommand)]
    Providers(providers::ProvidersCommand),
    /// Ask the rental networks for their offers and store them
    Sync(sync::SyncArgs),
    /// Sign up, log in, and manage the account and its tokens
    #[command(subcommand)]
    Auth(auth::AuthCommand),
    /// Who did what, when, to what
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Book a GPU for a time, and look after bookings
    #[command(subcommand)]
    Reserve(reserve::ReserveCommand),
    /// Take in prices or offers from a file
    Import(import::ImportArgs),
    /// Keep the market fresh and the books proven: run the loops in the foreground
    Daemon(daemon::DaemonArgs),
    /// Money in and out, what was spent and on what, and how much may be
    #[command(subcommand)]
    Wallet(wallet::WalletCommand),
    /// Compare rented machines with what the providers show; exit 1 when one is nobody's or missing
    Reconcile(reconcile::ReconcileArgs),
    /// The book behind the wallets, for its operator
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// The database behind it all
    #[command(subcommand)]
    Db(database::DbCommand),
    /// Read and change the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Check configuration, database, providers, clock and file permissions
    Doctor(doctor::DoctorArgs),
    /// Print the JSON Schema of an output, or the names of all
    Schema(documents::SchemaArgs),
    /// Print the table of exit codes
    ExitCodes,
    /// Print the completion script of a shell
    Completions(documents::CompletionsArgs),
    /// Write the manual pages into a folder
    Man(documents::ManArgs),
}

/// What can be told of output before the command line is understood, so that even its errors come in the right form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// The format.
    pub format: OutputFormat,
    /// Colour.
    pub color: ColorChoice,
    /// `--quiet`.
    pub quiet: bool,
}

impl Preview {
    /// Looks through raw arguments, and at `GP4U_OUTPUT` and `GP4U_COLOR` where they say nothing.
    pub fn of(arguments: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let named = |name: &str| variable(name).and_then(|value| value.into_string().ok());
        let mut preview = Self {
            format: named("GP4U_OUTPUT").and_then(|value| format_named(&value)).unwrap_or_default(),
            color: named("GP4U_COLOR").and_then(|value| color_named(&value)).unwrap_or_default(),
            quiet: false,
        };
        let mut arguments = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
        while let Some(argument) = arguments.next() {
            match argument.split_once('=').unwrap_or((argument, "")) {
                ("--", "") => break,
                ("--json", _) => preview.format = OutputFormat::Json,
                ("--quiet", _) => preview.quiet = true,
                ("--output", "") => preview.format(arguments.next().unwrap_or_default()),
                ("--output", value) => preview.format(value),
                ("--color", "") => preview.color(arguments.next().unwrap_or_default()),
                ("--color", value) => preview.color(value),
                _ if argument.starts_with("--") => {}
                _ => {
                    let Some(cluster) = argument.strip_prefix('-') else { continue };
                    let (switches, value) =
                        cluster.split_once('o').map_or((cluster, None), |(switches, value)| (switches, Some(value)));
                    if !switches.bytes().all(|switch| switch == b'q' || switch == b'v') {
                        continue;
                    }
                    preview.quiet |= switches.contains('q');
                    match value {
                        Some("") => preview.format(arguments.next().unwrap_or_default()),
                        Some(value) => preview.format(value.trim_start_matches('=')),
                        None => {}
                    }
                }
            }
        }
        preview
    }

    fn format(&mut self, name: &str) {
        self.format = format_named(name).unwrap_or(self.format);
    }

    fn color(&mut self, name: &str) {
        self.color = color_named(name).unwrap_or(self.color);
    }

    /// Of this process.
    #[must_use]
    pub fn of_process(arguments: &[OsString]) -> Self {
        Self::of(arguments, |name| std::env::var_os(OsStr::new(name)))
    }
}

fn format_named(name: &str) -> Option<OutputFormat> {
    use OutputFormat::{Csv, Ids, Json, Ndjson, Table};
    let formats = [Table, Json, Ndjson, Csv, Ids];
    OUTPUT_FORMATS.iter().zip(formats).find(|(known, _)| **known == name).map(|(_, format)| format)
}

fn color_named(name: &str) -> Option<ColorChoice> {
    use ColorChoice::{Always, Auto, Never};
    COLOR_CHOICES.iter().zip([Auto, Always, Never]).find(|(known, _)| **known == name).map(|(_, choice)| choice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_tree_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_flag_says_what_it_is_for() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} has no help", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {} has no help", command.get_name(), argument.get_id());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }

    #[test]
    fn the_format_is_known_before_the_rest_is_understood() {
        let cases: [(&[&str], OutputFormat); 12] = [
            (&["-o", "json", "--bad"], OutputFormat::Json),
            (&["--bad", "-ojson"], OutputFormat::Json),
            (&["-o=json"], OutputFormat::Json),
            (&["-qo", "ndjson"], OutputFormat::Ndjson),
            (&["-vvojson"], OutputFormat::Json),
            (&["--output=csv"], OutputFormat::Csv),
            (&["--output", "ids"], OutputFormat::Ids),
            (&["nonsense", "--json"], OutputFormat::Json),
            (&["--", "--json"], OutputFormat::Table),
            (&["-x", "-o"], OutputFormat::Table),
            (&["--output", "xml"], OutputFormat::Table),
            (&[], OutputFormat::Table),
        ];
        for (arguments, format) in cases {
            let arguments: Vec<OsString> =
                std::iter::once("gp4u").chain(arguments.iter().copied()).map(Into::into).collect();
            assert_eq!(Preview::of(&arguments, |_| None).format, format, "{arguments:?}");
        }
        let variable = |name: &str| (name == "GP4U_OUTPUT").then(|| OsString::from("ndjson"));
        assert_eq!(Preview::of(&[], variable).format, OutputFormat::Ndjson);
    }
}
