//! `gp4u config`: read and change the configuration.

use clap::{Args, Subcommand};

use super::input;
use super::output::{Paths, Printer, SettingRow};
use crate::app::config::{self, Config, Key, NewValue, OutputFormat, Sources};
use crate::error::{Code, Error, Result};

/// Read and change the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// List every key with its value
    List(ListArgs),
    /// Print the value of a key
    Get(GetArgs),
    /// Set a key in your own configuration file
    Set(SetArgs),
    /// Print the path of your configuration file
    Path,
}

/// List every key with its value.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Also show where each value comes from
    #[arg(long)]
    origin: bool,
}

/// Print the value of a key.
#[derive(Debug, Args)]
pub struct GetArgs {
    /// Dotted name, such as market.max_age
    #[arg(value_name = "KEY")]
    key: String,
}

/// Set a key in your own configuration file.
#[derive(Debug, Args)]
pub struct SetArgs {
    /// Dotted name, such as market.max_age
    #[arg(value_name = "KEY")]
    key: String,

    /// The value; never a secret
    #[arg(value_name = "VALUE", required_unless_present = "stdin", conflicts_with = "stdin")]
    value: Option<String>,

    /// Read the value, which may be a secret, from standard input
    #[arg(long)]
    stdin: bool,
}

impl ConfigCommand {
    /// Whether it works, and must work, with a configuration that cannot be read.
    #[must_use]
    pub const fn repairs(&self) -> bool {
        matches!(self, Self::Set(_) | Self::Path)
    }

    /// Runs what needs no configuration.
    pub fn repair(self, sources: &Sources, printer: &mut Printer) -> Result<()> {
        match self {
            Self::Set(arguments) => set(&arguments, sources, printer),
            _ => path(sources, printer),
        }
    }

    /// Runs what reads the configuration.
    pub fn run(self, config: &Config, printer: &mut Printer) -> Result<()> {
        match self {
            Self::List(arguments) => list(&arguments, config, printer),
            Self::Get(arguments) => get(&arguments, config, printer),
            Self::Set(_) | Self::Path => Ok(()),
        }
    }
}

fn list(arguments: &ListArgs, config: &Config, printer: &mut Printer) -> Result<()> {
    let mut rows = printer.rows_with(None, SettingRow::columns_with(arguments.origin))?;
    for setting in config.settings() {
        rows.row(&SettingRow::from(setting))?;
    }
    rows.finish(&super::output::Tail::default())?;
    Ok(())
}

fn get(arguments: &GetArgs, config: &Config, printer: &mut Printer) -> Result<()> {
    let key = known_key(&arguments.key)?;
    let setting = config.settings().iter().find(|setting| setting.key.name == key.name);
    let row = setting.map(SettingRow::from).filter(|row| row.value.is_some());
    let row = row.ok_or_else(|| Error::new(Code::NotFound, format!("`{}` is not set", key.name)))?;
    match (printer.format(), &row.value) {
        (OutputFormat::Table, Some(value)) => printer.line(value),
        _ => printer.object(&row, None, &[]),
    }
}

fn set(arguments: &SetArgs, sources: &Sources, printer: &mut Printer) -> Result<()> {
    let key = known_key(&arguments.key)?;
    let value = match &arguments.value {
        Some(value) => NewValue::Argument(value.clone()),
        None => NewValue::Stdin(input::secret("the value")?),
    };
    let file = sources.editable_file()?;
    config::set(&file, sources.flags.profile.as_deref(), key, &value)?;
    printer.note(&format!("set {} in {}", key.name, file.display()));
    Ok(())
}

fn path(sources: &Sources, printer: &mut Printer) -> Result<()> {
    let shown = |path: &std::path::PathBuf| path.display().to_string();
    let file = sources.editable_file()?;
    if printer.format() == OutputFormat::Table {
        return printer.line(&shown(&file));
    }
    let folders = &sources.folders;
    let paths = Paths {
        config: Some(shown(&file)),
        data: folders.data.as_ref().map(shown),
        state: folders.state.as_ref().map(shown),
        cache: folders.cache.as_ref().map(shown),
    };
    printer.object(&paths, None, &[])
}

fn known_key(name: &str) -> Result<&'static Key> {
    config::find_key(name).ok_or_else(|| {
        let error = Error::new(Code::Usage, format!("unknown key `{name}`"));
        match config::nearest_key(name) {
            Some(meant) => error.hint(format!("did you mean `{meant}`?")),
            None => error.hint("gp4u config list shows every key"),
        }
    })
}
