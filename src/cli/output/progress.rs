//! Progress bars on standard error, for work that takes longer than one wants to wait without a word.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ops::sync::SyncEvent;
use crate::providers::Network;

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two frames.
const FRAME: Duration = Duration::from_millis(100);

/// What `sync` is doing: a line for each provider, or nothing where nobody looks.
#[derive(Clone)]
pub struct SyncProgress {
    display: Option<Arc<Display>>,
}

struct Display {
    bars: MultiProgress,
    lines: Vec<(Network, ProgressBar)>,
    done: Mutex<bool>,
}

impl SyncProgress {
    pub(super) fn new(shown: bool, networks: &[Network]) -> Self {
        let display = shown.then(|| Arc::new(Display::new(networks)));
        if let Some(display) = &display {
            let display = Arc::clone(display);
            thread::spawn(move || {
                thread::sleep(PATIENCE);
                display.show();
            });
        }
        Self { display }
    }

    /// Takes in what happened.
    pub fn on_event(&self, event: SyncEvent) {
        let Some(display) = &self.display else { return };
        let line = |network: Network| display.lines.iter().find(|(shown, _)| *shown == network).map(|(_, line)| line);
        match event {
            SyncEvent::Received(network, progress) => {
                let message = format!("{} rows, {}", HumanCount(progress.rows), HumanBytes(progress.bytes));
                if let Some(line) = line(network) {
                    line.set_message(message);
                }
            }
            SyncEvent::Finished(network, stored) => {
                if let Some(line) = line(network) {
                    line.abandon_with_message(if stored { "done" } else { "failed" });
                }
            }
        }
    }

    /// Takes everything off the screen again: the report says it all.
    pub fn clear(&self) {
        if let Some(display) = &self.display {
            *display.done.lock().unwrap_or_else(PoisonError::into_inner) = true;
            // A terminal that cannot be cleared only looks less tidy.
            let _ignored = display.bars.clear();
        }
    }
}

impl Display {
    fn new(networks: &[Network]) -> Self {
        let bars = MultiProgress::with_draw_target(ProgressDrawTarget::hidden());
        let line = |network: &Network| {
            let style = ProgressStyle::with_template("{prefix:8} {spinner} {wide_msg}");
            let line = ProgressBar::new_spinner()
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()).tick_chars("|/-\\ "))
                .with_prefix(network.as_str())
                .with_message("waiting");
            let line = bars.add(line);
            line.enable_steady_tick(FRAME);
            (*network, line)
        };
        Self { lines: networks.iter().map(line).collect(), bars: bars.clone(), done: Mutex::new(false) }
    }

    fn show(&self) {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        if !*done {
            self.bars.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}
