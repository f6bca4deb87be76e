//! One source of settings, ready to be laid over others by the `config` crate.

use std::ffi::OsStr;

use config::{ConfigError, Map, Source, Value, ValueKind};

use super::keys::{self, Key};
use crate::error::{Code, Error, Result, Warning};

/// Environment variables that are gp4u's but not settings of the configuration.
const SHORT_FORMS: [(&str, &str); 1] = [("GP4U_DATABASE_URL", "database.url")];

/// Settings from one source, each with where it came from.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    values: Map<String, Value>,
}

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> std::result::Result<Map<String, Value>, ConfigError> {
        Ok(self.values.clone())
    }
}

impl Layer {
    /// Sets a checked value. A secret and its `_file` form exclude each other inside one layer, and either
    /// hides both from the layers below.
    pub fn set(&mut self, key: &'static Key, value: ValueKind, origin: &str) -> Result<()> {
        if let Some(other) = key.alternative() {
            if self.values.get(other.name).is_some_and(|value| value.kind != ValueKind::Nil) {
                let message = format!("{origin}: `{}` and `{}` are both set; keep one", key.name, other.name);
                return Err(Error::new(Code::BadConfig, message));
            }
            self.values.insert(other.name.to_owned(), Value::new(None, ValueKind::Nil));
        }
        self.values.insert(key.name.to_owned(), Value::new(Some(&origin.to_owned()), value));
        Ok(())
    }

    /// The built-in values.
    pub fn built_in() -> Result<Self> {
        let mut layer = Self::default();
        for key in keys::keys() {
            if let Some(value) = key.default.and_then(|default| key.read_text(default)) {
                layer.set(key, value, "built-in")?;
            }
        }
        Ok(layer)
    }

    /// The `GP4U_*` variables. Empty ones count as not set.
    pub fn environment<K: AsRef<OsStr>, V: AsRef<OsStr>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Result<(Self, Vec<Warning>)> {
        let mut layer = Self::default();
        let mut warnings = Vec::new();
        for (variable, value) in variables {
            let Some(variable) = variable.as_ref().to_str().filter(|name| name.starts_with("GP4U_")) else { continue };
            if value.as_ref().is_empty() {
                continue;
            }
            let short = SHORT_FORMS.iter().find(|(short, _)| *short == variable).map(|(_, name)| *name);
            let name = short.map_or_else(|| key_name(variable), str::to_owned);
            let Some(key) = keys::find(&name) else {
                warnings.extend(unknown_variable(variable, &name));
                continue;
            };
            let value = value.as_ref().to_str().and_then(|text| key.read_text(text)).ok_or_else(|| {
                Error::new(Code::BadConfig, format!("the environment variable {variable} must be {}", key.expected()))
            })?;
            layer.set(key, value, &format!("environment {variable}"))?;
        }
        Ok((layer, warnings))
    }

    /// A setting given on the command line.
    pub fn flag(&mut self, name: &str, flag: &str, text: &str) -> Result<()> {
        let key = keys::find(name).ok_or_else(|| Error::new(Code::Internal, format!("no key behind {flag}")))?;
        let value =
            key.read_text(text).ok_or_else(|| Error::new(Code::Usage, format!("{flag} must be {}", key.expected())))?;
        self.set(key, value, &format!("flag {flag}"))
    }
}

fn key_name(variable: &str) -> String {
    variable.strip_prefix("GP4U_").unwrap_or(variable).replace("__", ".").to_ascii_lowercase()
}

/// Only nested names are surely meant as settings: other `GP4U_` variables steer other things.
fn unknown_variable(variable: &str, name: &str) -> Option<Warning> {
    if !variable.contains("__") {
        return None;
    }
    let meant = keys::nearest(name).and_then(keys::find).map(|key| format!("; did you mean {}?", key.variable()));
    let message = format!("unknown environment variable {variable}{}", meant.unwrap_or_default());
    Some(Warning::new("unknown_config_key", message))
}
