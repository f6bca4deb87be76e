//! Leases: of many daemons one runs a loop at a time, and one that slept past its lease notices before it does
//! anything more.
//!
//! A holder steps down by its own clocks before the database lets another one in, and every transaction that matters
//! is fenced by the claim's token (see [`Fence`]).

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use jiff::Timestamp;

pub use crate::store::{ClaimedLoop, Fence, LoopClaim, LoopOutcome, LoopState};

use crate::app::App;
use crate::error::Result;

/// A lease is renewed after this part of it: 1/3.
const RENEW_AFTER: u32 = 3;
/// A holder steps down this part of the lease before its end: 1/10.
const MARGIN: u32 = 10;

/// The right to run a loop, until somebody else has it.
#[derive(Debug)]
pub struct Lease {
    claimed: ClaimedLoop,
    length: Duration,
    end: Mutex<End>,
}

/// When a lease ends, by a clock that cannot be set and by one that goes on while the machine sleeps.
#[derive(Clone, Copy, Debug)]
struct End {
    monotonic: Instant,
    wall: Timestamp,
}

impl End {
    /// Counted from before the database was asked.
    fn of(length: Duration, now: Timestamp) -> Self {
        let lasting = length.saturating_sub(length / MARGIN);
        let monotonic = Instant::now();
        Self {
            monotonic: monotonic.checked_add(lasting).unwrap_or(monotonic),
            wall: now.checked_add(lasting).unwrap_or(now),
        }
    }
}

impl Lease {
    /// Takes a loop that is due and that nobody runs.
    pub async fn claim(app: &App, claim: &LoopClaim<'_>) -> Result<Option<Self>> {
        let end = End::of(claim.lease, app.now());
        let claimed = app.store().await?.claim_loop(claim).await?;
        Ok(claimed.map(|claimed| Self { claimed, length: claim.lease, end: Mutex::new(end) }))
    }

    /// What transactions are fenced with.
    #[must_use]
    pub const fn fence(&self) -> &Fence {
        &self.claimed.fence
    }

    /// What was known of the loop when it was claimed.
    #[must_use]
    pub const fn claimed(&self) -> &ClaimedLoop {
        &self.claimed
    }

    /// Does some work as long as the lease is held, and keeps renewing it. `None` when it was lost: then the work
    /// was dropped where it stood.
    pub async fn under<T>(&self, app: &App, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        // Asked before every step: after a long sleep the work must not take another one.
        let guarded = poll_fn(|context| match self.is_over(app.now()) {
            true => Poll::Ready(None),
            false => work.as_mut().poll(context).map(Some),
        });
        tokio::select! {
            biased;
            () = self.keep(app) => None,
            outcome = guarded => outcome,
        }
    }

    fn is_over(&self, now: Timestamp) -> bool {
        let end = *self.end.lock().unwrap_or_else(PoisonError::into_inner);
        Instant::now() >= end.monotonic || now >= end.wall
    }

    /// Renews the lease until it is lost.
    async fn keep(&self, app: &App) {
        loop {
            tokio::time::sleep(self.length / RENEW_AFTER).await;
            if self.is_over(app.now()) {
                return;
            }
            match self.renew(app).await {
                Ok(true) => {}
                Ok(false) => return,
                // The next attempt may work; when none does, the lease is over by its own clocks.
                Err(error) => tracing::warn!(name = self.fence().name, "a lease was not renewed: {error}"),
            }
        }
    }

    async fn renew(&self, app: &App) -> Result<bool> {
        let end = End::of(self.length, app.now());
        let renewed = app.store().await?.renew_lease(self.fence(), self.length).await?;
        if renewed {
            *self.end.lock().unwrap_or_else(PoisonError::into_inner) = end;
        }
        Ok(renewed)
    }

    /// Tells how the run went and gives the lease back. `false` when it was somebody else's by then.
    pub async fn finish(self, app: &App, outcome: &LoopOutcome) -> Result<bool> {
        Ok(app.store().await?.finish_loop(self.fence(), outcome).await?)
    }

    /// Gives the lease back, if it is still this one, without having anything to tell.
    pub async fn release(self, app: &App) -> Result<()> {
        Ok(app.store().await?.release_lease(self.fence()).await?)
    }
}

/// Makes sure that each loop has its row.
pub async fn add_loops(app: &App, names: &[&str]) -> Result<()> {
    Ok(app.store().await?.add_loops(names, app.now()).await?)
}

/// Ends every lease; for whoever knows that no other daemon lives.
pub async fn break_leases(app: &App) -> Result<()> {
    Ok(app.store().await?.break_leases().await?)
}

/// Tells how a run went of a loop that needs no lease.
pub async fn record(app: &App, name: &str, lag: Duration, outcome: &LoopOutcome) -> Result<()> {
    Ok(app.store().await?.record_loop(name, lag, outcome).await?)
}

/// Every loop that was ever run on this database.
pub async fn states(app: &App) -> Result<Vec<LoopState>> {
    Ok(app.store().await?.loop_states().await?)
}
