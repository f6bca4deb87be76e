//! The folders gp4u keeps things in, after the XDG base directory specification.

use std::path::PathBuf;

use etcetera::base_strategy::{BaseStrategy, Xdg};

/// gp4u's own folder inside each base folder.
const OWN: &str = "gp4u";

/// Base folders with gp4u's own name appended; `None` where neither XDG nor a home directory tells.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The user's home.
    pub home: Option<PathBuf>,
    /// Settings: `$XDG_CONFIG_HOME/gp4u`.
    pub config: Option<PathBuf>,
    /// The database: `$XDG_DATA_HOME/gp4u`.
    pub data: Option<PathBuf>,
    /// What may be lost but should survive: `$XDG_STATE_HOME/gp4u`.
    pub state: Option<PathBuf>,
    /// What can be fetched again: `$XDG_CACHE_HOME/gp4u`.
    pub cache: Option<PathBuf>,
}

impl Folders {
    /// Looks them up in the environment of this process.
    #[must_use]
    pub fn locate() -> Self {
        match Xdg::new() {
            Ok(xdg) => Self {
                home: Some(xdg.home_dir().to_owned()),
                config: Some(xdg.config_dir().join(OWN)),
                data: Some(xdg.data_dir().join(OWN)),
                state: xdg.state_dir().map(|folder| folder.join(OWN)),
                cache: Some(xdg.cache_dir().join(OWN)),
            },
            // Without a home each folder can still be named on its own.
            Err(_) => Self {
                home: None,
                config: named_by("XDG_CONFIG_HOME"),
                data: named_by("XDG_DATA_HOME"),
                state: named_by("XDG_STATE_HOME"),
                cache: named_by("XDG_CACHE_HOME"),
            },
        }
    }
}

fn named_by(variable: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os(variable)?);
    folder.is_absolute().then(|| folder.join(OWN))
}
