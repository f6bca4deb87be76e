//! `gp4u reserve ssh` and `logs`: OpenSSH's own program, told where to go.

use std::os::unix::process::CommandExt as _;
use std::process::Stdio;

use clap::Args;

use crate::app::App;
use crate::cli::output::Printer;
use crate::error::{Code, Error, Result, Warning};
use crate::ops::reserve;

/// The program.
const SSH: &str = "ssh";

/// Log in to a machine.
#[derive(Debug, Args)]
pub struct SshArgs {
    /// Id of the reservation
    #[arg(value_name = "ID")]
    id: String,

    /// Run this command there instead; its exit code becomes ours
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,

    /// Private key to log in with [default: ssh's own choice]
    #[arg(long, value_name = "FILE")]
    identity: Option<String>,

    /// Print the command, and do not run it
    #[arg(long)]
    print: bool,
}

/// What a machine printed.
#[derive(Debug, Args)]
pub struct LogsArgs {
    /// Id of the reservation
    #[arg(value_name = "ID")]
    id: String,

    /// Lines at most
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    lines: u32,
}

impl SshArgs {
    /// Becomes `ssh`.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        let connection = reserve::connection(app, &self.id).await?;
        let mut arguments = connection.arguments(self.identity.as_deref());
        arguments.extend(self.exec);
        if self.print {
            let words = std::iter::once(SSH).chain(arguments.iter().map(String::as_str));
            let line =
                shlex::try_join(words).map_err(|_| Error::new(Code::Usage, "the command holds a null character"))?;
            return printer.line(&line);
        }
        make_folder(app)?;
        app.close().await;
        let error = std::process::Command::new(SSH).args(arguments).exec();
        Err(not_run(&error))
    }
}

/// ssh makes its file of known hosts, but no folder for it.
fn make_folder(app: &App) -> Result<()> {
    let Some(folder) = &app.config.folders.state else { return Ok(()) };
    std::fs::create_dir_all(folder)
        .map_err(|error| Error::new(Code::Io, format!("{} cannot be made: {error}", folder.display())))
}

fn not_run(error: &std::io::Error) -> Error {
    Error::new(Code::Io, format!("`ssh` cannot be run: {error}"))
        .hint("install OpenSSH's client, or see `gp4u reserve ssh ID --print`")
}

/// Moves the end that a machine keeps by itself to where its longer booking ends. When that does not work it is told: the
/// machine would end before.
pub async fn move_own_end(app: &App, id: &str, identity: Option<&str>) -> Result<Vec<Warning>> {
    let own_end = match reserve::own_end(app, id).await {
        Ok(Some(own_end)) => own_end,
        Ok(None) => return Ok(Vec::new()),
        // The booking is longer whatever comes of this.
        Err(error) => return Ok(vec![Warning::new("own_end", error.message)]),
    };
    make_folder(app)?;
    let mut command = tokio::process::Command::new(SSH);
    command.args(["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"]);
    command.args(own_end.connection.arguments(identity)).arg(&own_end.command);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    if command.status().await.is_ok_and(|status| status.success()) {
        reserve::moved(app, &own_end).await?;
        return Ok(Vec::new());
    }
    let message = format!(
        "the machine still ends itself at its old time, because nobody could log in: run `gp4u reserve ssh {id} --exec \
         '{}'`",
        own_end.command
    );
    Ok(vec![Warning::new("own_end", message)])
}

impl LogsArgs {
    /// Prints them as they are, without what could move a terminal's cursor.
    pub async fn run(self, app: &App, printer: &mut Printer) -> Result<()> {
        for line in reserve::logs(app, &self.id, self.lines).await?.lines() {
            printer.line(line)?;
        }
        Ok(())
    }
}
