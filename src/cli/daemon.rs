//! `gp4u daemon`: the loops, and how they are doing.

use std::net::SocketAddr;

use clap::{Args, Subcommand};

use super::args::{GlobalArgs, words};
use super::gpus::FieldsArg;
use super::output::{self, LogFormat, Printer};
use super::run;
use crate::app::App;
use crate::app::config::{Config, Sources};
use crate::daemon::{self, LoopStatus, Options};
use crate::error::Result;

/// Names of [`LogFormat`].
const LOG_FORMATS: [&str; 2] = ["text", "json"];

const EXAMPLES: &str = "\
Examples:
  gp4u daemon --listen 127.0.0.1:9184 --log-format json
  gp4u daemon --once
  gp4u daemon status -o json
";

/// Keep the market fresh and the books proven: run the loops in the foreground
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, before_help = EXAMPLES)]
pub struct DaemonArgs {
    #[command(subcommand)]
    command: Option<DaemonCommand>,
    #[command(flatten)]
    run: RunArgs,
}

#[derive(Debug, Subcommand)]
enum DaemonCommand {
    /// Show what each loop last did and when it is due; exit code 1 unless all are well
    Status(FieldsArg),
}

/// How to run.
#[derive(Debug, Args)]
struct RunArgs {
    /// Run every loop that is due once, and end: for cron
    #[arg(long)]
    once: bool,

    /// Answer /healthz and /metrics (Prometheus) at this address of this machine: 127.0.0.1:9184
    #[arg(long, value_name = "ADDRESS", value_parser = loopback, conflicts_with = "once")]
    listen: Option<SocketAddr>,

    /// Format of the log on standard error
    #[arg(long, value_name = "FORMAT", value_parser = words(&LOG_FORMATS), default_value = "text")]
    log_format: &'static str,
}

/// An address that other machines cannot reach.
fn loopback(text: &str) -> std::result::Result<SocketAddr, String> {
    let address: SocketAddr =
        text.parse().map_err(|_| "expected an address and a port, such as 127.0.0.1:9184".to_owned())?;
    if !address.ip().is_loopback() {
        return Err("other machines could reach this address: listen on 127.0.0.1 or [::1]".to_owned());
    }
    Ok(address)
}

impl DaemonArgs {
    /// Starts the log: a daemon has one without being asked.
    pub fn start_log(&self, global: &GlobalArgs) {
        let format = if self.run.log_format == "json" { LogFormat::Json } else { LogFormat::Text };
        match &self.command {
            None if self.run.once => output::start_log(global.verbose, format, Some("warn")),
            None if global.quiet => output::start_log(global.verbose, format, Some("warn")),
            None => output::start_log(global.verbose, format, Some("gp4u=info,warn")),
            Some(_) => output::start_log(global.verbose, format, None),
        }
    }

    /// Runs it.
    pub fn run(self, config: Config, sources: &Sources, printer: &mut Printer) -> Result<()> {
        let app = App::new(config);
        match self.command {
            Some(DaemonCommand::Status(fields)) => run::block_on(async {
                let outcome = status(&app, &fields, printer).await;
                app.close().await;
                outcome
            }),
            None if self.run.once => {
                let turns = run::block_on_unwatched(daemon::once(app))?;
                printer.list(&turns.turns, None, Vec::new())?;
                turns.failure().map_or(Ok(()), Err)
            }
            None => {
                let options = Options { listen: self.run.listen };
                run::block_on_unwatched(daemon::run(app, options, || Config::load(sources)))
            }
        }
    }
}

async fn status(app: &App, fields: &FieldsArg, printer: &mut Printer) -> Result<()> {
    let fields = fields.of::<LoopStatus>()?;
    let loops = daemon::status(app).await?;
    printer.list(&loops, fields, Vec::new())?;
    daemon::problem(&loops).map_or(Ok(()), Err)
}
