//! What the system asks of the daemon.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::{Code, Error, Result};

/// A wish from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// SIGHUP: read the configuration anew.
    Reload,
    /// SIGTERM or SIGINT: end, with this code when that does not go well.
    Stop(Code),
}

/// The signals that are listened to, from when this is made.
#[derive(Debug)]
pub(super) struct Signals {
    hangup: Signal,
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Begins to listen.
    pub fn watch() -> Result<Self> {
        let listen = |kind| {
            signal(kind).map_err(|error| Error::new(Code::Internal, format!("cannot listen to signals: {error}")))
        };
        Ok(Self {
            hangup: listen(SignalKind::hangup())?,
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    /// The next wish.
    pub async fn next(&mut self) -> Wish {
        tokio::select! {
            _ = self.hangup.recv() => Wish::Reload,
            _ = self.interrupt.recv() => Wish::Stop(Code::Interrupted),
            _ = self.terminate.recv() => Wish::Stop(Code::Terminated),
        }
    }

    /// The next wish to stop; others are not heard meanwhile.
    pub async fn stop(&mut self) -> Code {
        loop {
            if let Wish::Stop(code) = self.next().await {
                return code;
            }
        }
    }
}
