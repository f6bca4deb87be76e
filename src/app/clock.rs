//! Where the time comes from.

use jiff::Timestamp;

/// The machine's clock. Builds for testing take another one from `GP4U_TEST_CLOCK`: an instant at which time stands
/// still, or the path of a file that holds one and is read each time.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    /// The machine's.
    Machine,
    /// A test's.
    #[cfg(debug_assertions)]
    Test(String),
}

impl Clock {
    /// The clock of this process.
    pub(super) fn of_process() -> Self {
        #[cfg(debug_assertions)]
        if let Ok(test) = std::env::var("GP4U_TEST_CLOCK") {
            return Self::Test(test);
        }
        Self::Machine
    }

    /// The instant a test wants it to be; `None` when it really is now.
    pub(super) fn pretended(&self) -> Option<Timestamp> {
        match self {
            Self::Machine => None,
            #[cfg(debug_assertions)]
            Self::Test(test) => {
                let text = if test.starts_with('/') { std::fs::read_to_string(test).ok()? } else { test.clone() };
                text.trim().parse().ok()
            }
        }
    }
}

/// Builds for testing die at the commit that `GP4U_TEST_DIE_AT` numbers, two numbers a commit: before and after it.
#[cfg(debug_assertions)]
pub(super) fn die_on_time() {
    if let Some(point) = std::env::var("GP4U_TEST_DIE_AT").ok().and_then(|point| point.parse().ok()) {
        crate::store::die_at(point);
    }
}
