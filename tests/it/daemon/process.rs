//! A daemon that runs in the background of a test.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::world::World;

/// How long a test waits for what must happen sooner or later.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until something is there.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A running `gp4u daemon`; killed when it is dropped.
pub struct Daemon {
    child: Child,
    log: PathBuf,
}

impl Daemon {
    /// Starts one and waits until its loops run.
    pub fn start<'a>(world: &World, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let daemon = Self::spawn(world, arguments);
        until(&format!("the start of the daemon:\n{}", daemon.log()), || {
            daemon.log().contains("started").then_some(())
        });
        daemon
    }

    /// Starts one, whatever becomes of it.
    pub fn spawn<'a>(world: &World, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let log = world.path(&format!("daemon-{}.log", fastrand::u64(..)));
        let child = world
            .command()
            .arg("daemon")
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Self { child, log }
    }

    /// Everything it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Waits until the log holds a text.
    #[track_caller]
    pub fn says(&self, text: &str) {
        until(&format!("`{text}` in the log"), || self.log().contains(text).then_some(()));
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits for its end; gives the exit code and the log.
    #[track_caller]
    pub fn wait(mut self) -> (Option<i32>, String) {
        let status = until("the daemon's end", || self.child.try_wait().unwrap());
        (status.code(), self.log())
    }

    /// Asks it to end and waits; gives the exit code and the log.
    #[track_caller]
    pub fn stop(self) -> (Option<i32>, String) {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Ends it without asking.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It may have ended long ago.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
