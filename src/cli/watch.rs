//! `--watch` and what goes with it: looking again and again, and telling what is new.

use std::time::{Duration, Instant};

use clap::Args;

use super::output::Printer;
use super::values;
use crate::app::App;
use crate::app::config::OutputFormat;
use crate::error::{Code, Error, Result, Warning};
use crate::ops::sync::{SyncRequest, sync};
use crate::ops::watch::{Hook, Subject, Telling, WatchEvent, Watcher};

/// Time between two looks when none is given.
const DEFAULT_INTERVAL: &str = "30s";
/// Shortest time between two looks.
const MIN_INTERVAL: Duration = Duration::from_secs(1);

/// Looking again and again.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Watching")]
pub struct WatchArgs {
    /// Look again every so often: redraws on a terminal, prints events as NDJSON off it [default: 30s]
    #[arg(long, value_name = "INTERVAL", num_args = 0..=1, require_equals = true, default_missing_value = DEFAULT_INTERVAL,
          value_parser = values::duration)]
    watch: Option<Duration>,

    /// Watch until something is like this: 'price_per_gpu_hour < 2'
    #[arg(long, value_name = "CONDITION")]
    until: Option<String>,

    /// Stop watching after this time; with --until, exit code 8
    #[arg(long, value_name = "DURATION", value_parser = values::duration)]
    timeout: Option<Duration>,

    /// Run this program, without a shell, for each event, with the event as JSON on its standard input
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,

    /// Tell of something again only after its price has moved away by this, so that nothing flaps
    #[arg(long, value_name = "PERCENT", value_parser = values::percent, default_value = "0")]
    rearm: i64,

    /// Ask the rental networks before each look, where no daemon does
    #[arg(long)]
    sync: bool,
}

/// Something that can be watched.
pub trait Watchable {
    /// What is told of, when nothing in particular is waited for.
    const TELLING: Telling;

    /// It as it is now; `told` are those told of as hits.
    async fn subjects(&self, app: &App, told: &[String]) -> Result<(Vec<Subject>, Vec<Warning>)>;

    /// Shows it to a person.
    async fn show(&self, app: &App, printer: &mut Printer) -> Result<()>;
}

impl WatchArgs {
    /// Whether anything is to be watched. Flags that only go with watching are wrong without it.
    pub fn is_asked(&self) -> Result<bool> {
        if self.watch.is_some() || self.until.is_some() {
            return Ok(true);
        }
        let stray = [
            ("--timeout", self.timeout.is_some()),
            ("--exec", self.exec.is_some()),
            ("--rearm", self.rearm > 0),
            ("--sync", self.sync),
        ];
        match stray.iter().find(|(_, given)| *given) {
            Some((flag, _)) => Err(Error::new(Code::Usage, format!("{flag} goes with --watch or --until"))),
            None => Ok(false),
        }
    }

    /// What is waited for.
    pub fn until(&self) -> Option<&str> {
        self.until.as_deref()
    }

    /// Watches until what is waited for is there, the time is over, or somebody stops it.
    pub async fn watch<W: Watchable>(&self, what: &W, app: &App, printer: &mut Printer) -> Result<()> {
        let on_terminal = printer.is_terminal() && printer.format() == OutputFormat::Table;
        if !matches!(printer.format(), OutputFormat::Table | OutputFormat::Ndjson) {
            return Err(Error::new(Code::Usage, "events are printed as NDJSON: --watch goes with -o ndjson only"));
        }
        let hook = self.exec.as_deref().map(Hook::parse).transpose()?;
        let interval =
            self.watch.unwrap_or(values::duration(DEFAULT_INTERVAL).unwrap_or(MIN_INTERVAL)).max(MIN_INTERVAL);
        let deadline = self.timeout.map(|timeout| Instant::now() + timeout);
        let telling = if self.until.is_some() { Telling::Hits } else { W::TELLING };
        let mut watcher = Watcher::new(telling, self.rearm);
        let mut warned: Vec<Warning> = Vec::new();
        loop {
            let mut warnings = if self.sync { refresh(app).await } else { Vec::new() };
            let events = match what.subjects(app, &watcher.told()).await {
                Ok((subjects, more)) => {
                    warnings.extend(more);
                    watcher.look(subjects, app.now())
                }
                // A database that is busy now is free at the next look.
                Err(error) if error.code.retryable() => {
                    warnings.push(Warning::new("look_failed", error.message));
                    Vec::new()
                }
                Err(error) => return Err(error),
            };
            if on_terminal {
                printer.clear()?;
                what.show(app, printer).await?;
            }
            // Said once, and again when they change.
            if warned != warnings {
                printer.warn(&warnings);
                warned = warnings;
            }
            self.tell(&events, hook.as_ref(), on_terminal, printer).await?;
            if self.until.is_some() && !events.is_empty() {
                return Ok(());
            }
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left < interval) {
                tokio::time::sleep(left.unwrap_or_default()).await;
                return self.time_is_over();
            }
            tokio::time::sleep(interval).await;
        }
    }

    fn time_is_over(&self) -> Result<()> {
        match &self.until {
            Some(until) => Err(Error::new(Code::TimedOut, format!("nothing was like this in time: {until}"))),
            None => Ok(()),
        }
    }

    async fn tell(
        &self,
        events: &[WatchEvent],
        hook: Option<&Hook>,
        on_terminal: bool,
        printer: &mut Printer,
    ) -> Result<()> {
        for event in events {
            if on_terminal {
                printer.note(&describe(event));
            } else {
                printer.event(event)?;
            }
            let Some(hook) = hook else { continue };
            if let Err(error) = hook.run(event, printer.output_of_programs()).await {
                printer.warn(&[Warning::new("exec_failed", error.message)]);
            }
        }
        Ok(())
    }
}

/// An event in a line for a person.
fn describe(event: &WatchEvent) -> String {
    let kind = serde_json::to_value(event.event).unwrap_or_default();
    let kind = kind.as_str().unwrap_or_default().to_owned();
    match (event.price_per_gpu_hour, event.previous_price_per_gpu_hour) {
        (Some(price), Some(previous)) => format!("{kind}: {} at {price}, was {previous}", event.id),
        (Some(price), None) => format!("{kind}: {} at {price}", event.id),
        _ => format!("{kind}: {}", event.id),
    }
}

/// Asks the networks; what fails is said and does not stop the watch.
async fn refresh(app: &App) -> Vec<Warning> {
    match sync(app, SyncRequest::default(), |_| ()).await {
        Ok(report) => report.failure().map(|error| Warning::new("sync_failed", error.message)).into_iter().collect(),
        Err(error) => vec![Warning::new("sync_failed", error.message)],
    }
}
