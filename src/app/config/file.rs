//! One configuration file: read within limits, parsed with line numbers, checked key by key.
//!
//! Messages name the file, the line and the key, never what is written there: it may be a secret, or another
//! file altogether.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use config::ValueKind;
use rustix::fs::OFlags;
use toml_edit::{Document, Item, TableLike};

use super::database::has_password;
use super::keys::{self, Key, KeyKind};
use super::layer::Layer;
use super::secret::require_private;
use crate::error::{Code, Error, Result, Warning, did_you_mean};

/// Largest configuration file read.
const MAX_FILE_BYTES: u64 = 1024 * 1024;
/// Unknown keys reported from one file at most.
const MAX_WARNINGS: usize = 20;
/// The table that holds the profiles.
const PROFILES: &str = "profile";

/// Who wrote a file, which decides what it may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// The user: everything.
    User,
    /// Whoever wrote the project: nothing that redirects data or holds secrets.
    Project,
}

/// A configuration file that has been read.
#[derive(Debug)]
pub struct ConfigFile {
    path: PathBuf,
    trust: Trust,
    text: String,
    metadata: Metadata,
}

/// What one file says.
#[derive(Debug, Default)]
pub struct FileLayers {
    /// The settings outside profiles.
    pub base: Layer,
    /// The settings of the profile asked for, if the file has it.
    pub profile: Option<Layer>,
    /// Names of all profiles in the file.
    pub profiles: Vec<String>,
    /// Unknown keys.
    pub warnings: Vec<Warning>,
}

impl ConfigFile {
    /// Reads a file; `None` when there is none.
    pub fn read(path: &Path, trust: Trust) -> Result<Option<Self>> {
        let failed = |error: &std::io::Error| bad(path, &format!("cannot be read: {error}"));
        let file = match open(path, trust) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        let metadata = file.metadata().map_err(|error| failed(&error))?;
        if trust == Trust::Project && !metadata.is_file() {
            return Err(bad(path, "is not a regular file"));
        }
        let mut bytes = Vec::new();
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(bad(path, "is larger than 1 MiB"));
        }
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
            bad_line(path, line, "not UTF-8 text")
        })?;
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Ok(Some(Self { path: path.to_owned(), trust, text, metadata }))
    }

    /// Where it was read from.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text, without a byte order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Parses and checks it, with the settings of one profile apart.
    pub fn layers(&self, profile: Option<&str>) -> Result<FileLayers> {
        let document = Document::parse(self.text.as_str()).map_err(|error| self.syntax_error(&error))?;
        let mut reading = Reading { file: self, layers: FileLayers::default() };
        let root = document.as_table();
        let mut base = Layer::default();
        reading.table(root, "", &mut base)?;
        reading.layers.base = base;
        reading.profiles(root, profile)?;
        Ok(reading.layers)
    }

    fn syntax_error(&self, error: &toml_edit::TomlError) -> Error {
        let line = line_of(self.text.as_bytes(), error.span().map_or(self.text.len(), |span| span.start));
        // Only the parser's own words: its Display would quote the line.
        bad_line(&self.path, line, &format!("not valid TOML: {}", error.message().replace('\n', ", ")))
    }

    fn line_at(&self, span: Option<std::ops::Range<usize>>) -> usize {
        line_of(self.text.as_bytes(), span.map_or(0, |span| span.start))
    }
}

/// Opens a file. The user may name a pipe; a project's file is whatever stands there, and must not make us wait.
fn open(path: &Path, trust: Trust) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    if trust == Trust::Project {
        options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

/// A walk through one file.
struct Reading<'a> {
    file: &'a ConfigFile,
    layers: FileLayers,
}

impl Reading<'_> {
    /// Reads the keys of a table whose dotted name is `prefix` into `layer`.
    fn table(&mut self, table: &dyn TableLike, prefix: &str, layer: &mut Layer) -> Result<()> {
        for (part, item) in table.iter() {
            if prefix.is_empty() && part == PROFILES {
                continue;
            }
            let name = if prefix.is_empty() { part.to_owned() } else { format!("{prefix}.{part}") };
            let span = table.get_key_value(part).and_then(|(key, _)| key.span());
            let line = self.file.line_at(span.or_else(|| item.span()));
            if let Some(key) = keys::find(&name) {
                self.value(key, item, line, layer)?;
            } else if !keys::is_table(&name) {
                self.unknown(&name, line);
            } else if let Some(inner) = item.as_table_like() {
                self.table(inner, &name, layer)?;
            } else {
                return Err(bad_line(&self.file.path, line, &format!("`{name}` must be a table")));
            }
        }
        Ok(())
    }

    fn value(&self, key: &'static Key, item: &Item, line: usize, layer: &mut Layer) -> Result<()> {
        let path = &self.file.path;
        if self.file.trust == Trust::Project && !key.project {
            let message = format!("`{}` cannot be set by a project file", key.name);
            let hint = format!("set it in your own configuration (gp4u config path) or as {}", key.variable());
            return Err(bad_line(path, line, &message).hint(hint));
        }
        let value = item
            .as_value()
            .and_then(|value| key.read_toml(value))
            .ok_or_else(|| bad_line(path, line, &format!("`{}` must be {}", key.name, key.expected())))?;
        if holds_secret(key, &value) {
            require_private(path, &self.file.metadata)?;
        }
        let value = based_at(key, value, path.parent().unwrap_or(Path::new("")));
        layer.set(key, value, &format!("{}:{line}", path.display()))
    }

    fn unknown(&mut self, name: &str, line: usize) {
        if self.layers.warnings.len() >= MAX_WARNINGS {
            return;
        }
        let meant = keys::nearest(name).map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        let message = format!("{}:{line}: unknown key `{name}`{meant}", self.file.path.display());
        self.layers.warnings.push(Warning::new("unknown_config_key", message));
    }

    fn profiles(&mut self, root: &dyn TableLike, wanted: Option<&str>) -> Result<()> {
        let Some(item) = root.get(PROFILES) else { return Ok(()) };
        let path = &self.file.path;
        let Some(profiles) = item.as_table_like() else {
            let line = self.file.line_at(item.span());
            return Err(bad_line(path, line, "`profile` must be a table of profiles"));
        };
        for (name, item) in profiles.iter() {
            self.layers.profiles.push(name.to_owned());
            let Some(table) = item.as_table_like() else {
                let line = self.file.line_at(item.span());
                return Err(bad_line(path, line, &format!("`profile.{name}` must be a table")));
            };
            let mut layer = Layer::default();
            self.table(table, "", &mut layer)?;
            if Some(name) == wanted {
                self.layers.profile = Some(layer);
            }
        }
        Ok(())
    }
}

/// A profile asked for that no file has.
#[must_use]
pub fn no_such_profile(wanted: &str, known: &[String]) -> Error {
    let error = Error::new(Code::BadConfig, format!("no profile named `{wanted}` in the configuration"));
    match did_you_mean(wanted, known.iter().map(String::as_str)) {
        Some(meant) => error.hint(format!("did you mean `{meant}`?")),
        None if known.is_empty() => error.hint(format!("add a table [profile.{wanted}] to your configuration")),
        None => error.hint(format!("known profiles: {}", known.join(", "))),
    }
}

fn holds_secret(key: &Key, value: &ValueKind) -> bool {
    match (key.kind, value) {
        (KeyKind::Secret, _) => true,
        (KeyKind::Database, ValueKind::String(url)) => has_password(url),
        _ => false,
    }
}

/// Relative paths in a file are seen from the file's folder.
fn based_at(key: &Key, value: ValueKind, folder: &Path) -> ValueKind {
    match (key.kind, value) {
        (KeyKind::SecretFile, ValueKind::String(path)) => {
            joined(folder, &path).map_or(ValueKind::String(path), Into::into)
        }
        (KeyKind::Database, ValueKind::String(url)) => match url.strip_prefix("sqlite:") {
            Some(path) => {
                joined(folder, path).map_or_else(|| url.clone().into(), |path| format!("sqlite:{path}").into())
            }
            None => url.into(),
        },
        (_, value) => value,
    }
}

fn joined(folder: &Path, path: &str) -> Option<String> {
    folder.join(path).to_str().map(str::to_owned)
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

fn bad(path: &Path, what: &str) -> Error {
    Error::new(Code::BadConfig, format!("{} {what}", path.display()))
}

fn bad_line(path: &Path, line: usize, what: &str) -> Error {
    Error::new(Code::BadConfig, format!("{}:{line}: {what}", path.display()))
}
