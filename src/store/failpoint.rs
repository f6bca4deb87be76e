//! Death at a chosen moment, for tests: before and after each commit is a point, and builds for testing can be told at
//! which one to die. Others know nothing of it.

#[cfg(debug_assertions)]
mod armed {
    use std::sync::atomic::{AtomicU32, Ordering};

    /// Points to live through.
    static LEFT: AtomicU32 = AtomicU32::new(u32::MAX);

    /// Dies at the point of this number, counted from 0.
    pub fn die_at(point: u32) {
        LEFT.store(point, Ordering::SeqCst);
    }

    pub(in crate::store) fn pass() {
        let left = LEFT.load(Ordering::SeqCst);
        if left == u32::MAX {
            return;
        }
        if LEFT.fetch_sub(1, Ordering::SeqCst) == 0 {
            // As by somebody else's hand: nothing is tidied up.
            let _killed = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
        }
    }
}

#[cfg(debug_assertions)]
pub use armed::die_at;
#[cfg(debug_assertions)]
pub(super) use armed::pass;

#[cfg(not(debug_assertions))]
pub(super) const fn pass() {}
