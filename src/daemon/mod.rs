//! `gp4u daemon`: the use cases that run by themselves, over and over.
//!
//! [`jobs`] is the table of loops. Each loop has a task ([`runner`]) that waits until the loop is due ([`schedule`]),
//! takes its lease in the database, runs it, and writes down how it went. The schedule is the database's: any number of
//! daemons on one PostgreSQL, and cron jobs beside them ([`once()`]), share it, and whoever takes over goes on where the
//! one before stopped. A SQLite file has one daemon ([`lock`]).
//!
//! Nothing here is a state of its own that a crash could lose: what is due, and what has been done, is in the database.

mod board;
mod fleet;
mod http;
mod jobs;
mod lock;
mod metrics;
mod once;
mod phase;
mod runner;
mod schedule;
mod service;
mod signals;
mod status;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::MissedTickBehavior;

pub use once::{LoopTurn, TurnOutcome, Turns, once};
pub use status::{LoopHealth, LoopStatus, problem, status};

use crate::app::App;
use crate::app::config::{Config, Database};
use crate::error::{Code, Error, Result};
use crate::ops::lease;
use board::Board;
use fleet::{Fleet, holder};
use lock::DatabaseLock;
use service::ServiceManager;
use signals::{Signals, Wish};

/// Time for closing the database at the end.
const CLOSE_LIMIT: Duration = Duration::from_millis(1_500);
/// A clock that is further from the database's is worth a warning; one much further cannot be worked with.
const WARN_SKEW: SignedDuration = SignedDuration::from_secs(2);
const MAX_SKEW: SignedDuration = SignedDuration::from_secs(60);

/// How a daemon runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Where to answer `/healthz` and `/metrics`: an address of this machine that others cannot reach.
    pub listen: Option<SocketAddr>,
}

/// Runs the loops until SIGTERM or SIGINT. SIGHUP exchanges the configuration for what `reload` gives.
pub async fn run(app: App, options: Options, reload: impl Fn() -> Result<Config>) -> Result<()> {
    let mut app = Arc::new(app);
    let mut signals = Signals::watch()?;
    let listener = match options.listen {
        Some(address) => Some(http::listen(address).await?),
        None => None,
    };
    let me = holder();
    let lock = tokio::select! {
        lock = prepare(&app, &me) => lock?,
        code = signals.stop() => return Err(Error::new(code, "stopped by a signal before anything was begun")),
    };
    let board = Arc::new(Board::default());
    let mut service = ServiceManager::of_process();
    let mut fleet = Fleet::new(Arc::clone(&board));
    let loops = fleet.start(&app).await?;
    if let Some(listener) = listener {
        let address = listener.local_addr().map(|address| address.to_string()).unwrap_or_default();
        tracing::info!(address, "answering /healthz and /metrics");
        tokio::spawn(http::serve(listener, Arc::clone(&board)));
    }
    service.ready();
    tracing::info!(loops, database = app.database_url()?.to_string(), version = env!("CARGO_PKG_VERSION"), "started");
    let mut pulse = tokio::time::interval(service.interval());
    pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let reason = loop {
        tokio::select! {
            wish = signals.next() => match wish {
                Wish::Reload => reload_into(&mut app, &mut fleet, &reload).await,
                Wish::Stop(code) => break Ok(code),
            },
            error = fleet.failed() => break Err(error),
            _ = pulse.tick() => service.alive(board.health().is_ok(), board.summary()),
        }
    };
    service.stopping();
    tracing::info!("stopping");
    let is_tidy = fleet.drain(&mut signals).await;
    close(&app).await;
    drop(lock);
    match reason? {
        _ if is_tidy => {
            tracing::info!("stopped");
            Ok(())
        }
        code => Err(Error::new(code, "stopped by a signal; loops that did not end in time were cut off")),
    }
}

/// Exchanges the configuration. When the new one cannot be used, the old one stays in force.
async fn reload_into(app: &mut Arc<App>, fleet: &mut Fleet, reload: &impl Fn() -> Result<Config>) {
    let config = match reload() {
        Ok(config) => config,
        Err(error) => return tracing::error!("the configuration stays as it was: {error}"),
    };
    for warning in &config.warnings {
        tracing::warn!(code = warning.code, "{}", warning.message);
    }
    let named = |config: &Config| config.database().map(Database::to_string).ok();
    if named(&config) != named(&app.config) {
        tracing::warn!("another database is taken only by a restart");
    }
    let fresh = Arc::new(app.reconfigured(config));
    match fleet.start(&fresh).await {
        Ok(loops) => {
            *app = fresh;
            tracing::info!(loops, "reloaded");
        }
        Err(error) => tracing::error!("the configuration stays as it was: {error}"),
    }
}

/// Opens the database and makes sure that this daemon may work on it.
async fn prepare(app: &App, holder: &str) -> Result<Option<DatabaseLock>> {
    app.store().await?;
    match app.config.database()? {
        Database::Sqlite(path) => {
            let lock = DatabaseLock::take(path, holder)?;
            // Whoever held one died without giving it back.
            lease::break_leases(app).await?;
            Ok(Some(lock))
        }
        Database::Postgres(_) => {
            compare_clocks(app).await?;
            Ok(None)
        }
    }
}

/// Daemons on several machines share a schedule: their clocks must agree with the database's.
async fn compare_clocks(app: &App) -> Result<()> {
    let before = app.now();
    let database = app.time().await?;
    let ahead = before.duration_since(database);
    let skew = ahead.abs();
    if skew > MAX_SKEW {
        let direction = if ahead.is_positive() { "ahead of" } else { "behind" };
        let message = format!("this machine's clock is {} s {direction} the database's", skew.as_secs());
        return Err(Error::new(Code::CheckFailed, message).hint("set it, with NTP for example"));
    }
    if skew > WARN_SKEW {
        tracing::warn!(skew_s = skew.as_secs_f64(), "this machine's clock differs from the database's");
    }
    Ok(())
}

/// Closes the database, unless it hangs.
async fn close(app: &App) {
    if tokio::time::timeout(CLOSE_LIMIT, app.close()).await.is_err() {
        tracing::warn!("the database was not closed in time");
    }
}
