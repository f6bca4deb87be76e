//! Progress bars on standard error, for work that takes longer than one wants to wait without a word.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ops::sync::SyncEvent;
use crate::providers::Network;

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Frames a second at most.
const FRAMES_PER_SECOND: u8 = 10;

/// What `sync` is doing: one line for each provider, or nothing where nobody looks.
#[derive(Clone)]
pub struct SyncProgress {
    display: Option<Arc<Display>>,
}

struct Display {
    bars: MultiProgress,
    lines: Mutex<HashMap<Network, ProgressBar>>,
    started: Instant,
}

impl SyncProgress {
    pub(super) fn new(shown: bool) -> Self {
        let display = shown.then(|| {
            let target = ProgressDrawTarget::stderr_with_hz(FRAMES_PER_SECOND);
            let bars = MultiProgress::with_draw_target(target);
            Arc::new(Display { bars, lines: Mutex::default(), started: Instant::now() })
        });
        Self { display }
    }

    /// Takes in what happened.
    pub fn on_event(&self, event: SyncEvent) {
        let Some(display) = self.display.as_deref().filter(|display| display.started.elapsed() >= PATIENCE) else {
            return;
        };
        match event {
            SyncEvent::Received(network, progress) => {
                let rows = HumanCount(progress.rows);
                display.line(network).set_message(format!("{rows} rows, {}", HumanBytes(progress.bytes)));
            }
            SyncEvent::Finished(network, true) => display.line(network).finish_with_message("done"),
            SyncEvent::Finished(network, false) => display.line(network).abandon_with_message("failed"),
        }
    }

    /// Takes everything off the screen again; the report says it all.
    pub fn clear(&self) {
        if let Some(display) = &self.display {
            // A terminal that cannot be cleared only looks less tidy.
            let _ignored = display.bars.clear();
        }
    }
}

impl Display {
    fn line(&self, network: Network) -> ProgressBar {
        let mut lines = self.lines.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let line = lines.entry(network).or_insert_with(|| {
            let style = ProgressStyle::with_template("{prefix:8} {spinner} {wide_msg}");
            let bar = ProgressBar::new_spinner()
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
                .with_prefix(network.as_str());
            self.bars.add(bar)
        });
        line.clone()
    }
}
