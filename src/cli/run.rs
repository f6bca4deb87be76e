//! Running asynchronous work to its end, or to the signal that stops it.

use std::time::Duration;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::output::restore_terminal;
use crate::error::{Code, Error, Result};

/// Time a stopped command has to leave things tidy before the process ends anyway.
const GRACE: Duration = Duration::from_secs(2);

/// Threads of a daemon: it waits nearly always, and a large answer that is read must not keep leases from renewal.
const DAEMON_THREADS: usize = 2;

/// Runs the work; a signal drops it where it stands, which rolls open transactions back.
pub fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let io = |error: std::io::Error| Error::new(Code::Internal, format!("cannot start: {error}"));
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(io)?;
    let outcome = runtime.block_on(async {
        let stopped = watch_signals().map_err(io)?;
        tokio::select! {
            outcome = work => outcome,
            Ok(code) = stopped => Err(Error::new(code, "stopped by a signal; nothing half done was kept")),
        }
    });
    runtime.shutdown_background();
    outcome
}

/// Runs work that listens to signals itself and leaves things tidy: the daemon.
pub fn block_on_unwatched<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = Builder::new_multi_thread()
        .worker_threads(DAEMON_THREADS)
        .enable_all()
        .build()
        .map_err(|error| Error::new(Code::Internal, format!("cannot start: {error}")))?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_background();
    outcome
}

/// Resolves on the first SIGINT or SIGTERM. A second one, or the end of the grace period, ends the process: the work
/// may be stuck in writing to a reader that does not read.
fn watch_signals() -> std::io::Result<oneshot::Receiver<Code>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let (sender, receiver) = oneshot::channel();
    tokio::spawn(async move {
        let code = tokio::select! {
            _ = interrupt.recv() => Code::Interrupted,
            _ = terminate.recv() => Code::Terminated,
        };
        // Nobody listens when the work has just ended.
        let _ignored = sender.send(code);
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = tokio::time::sleep(GRACE) => {}
        }
        restore_terminal();
        #[allow(clippy::exit)]
        std::process::exit(i32::from(code.exit()));
    });
    Ok(receiver)
}
