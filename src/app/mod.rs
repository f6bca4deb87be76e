//! What every command shares: the configuration, and whatever is opened from it on first use.

pub mod config;

use config::Config;

/// Everything a use case needs from the outside.
#[derive(Debug)]
pub struct App {
    /// The settings in force.
    pub config: Config,
}

impl App {
    /// An application with these settings; nothing is opened yet.
    #[must_use]
    pub const fn new(config: Config) -> Self {
        Self { config }
    }
}
