//! Changing one key of a configuration file, keeping everything else in it as the user wrote it.

use std::fs;
use std::path::Path;

use config::ValueKind;
use secrecy::{ExposeSecret, SecretString};
use toml_edit::{DocumentMut, Item, Table};

use super::database::has_password;
use super::file::{ConfigFile, Trust};
use super::keys::{Key, KeyKind};
use super::secret::write_private_file;
use crate::error::{Code, Error, Result};

/// A value to set, and how it came.
#[derive(Debug)]
pub enum NewValue {
    /// On the command line, where anyone on the machine can read it.
    Argument(String),
    /// Through standard input.
    Stdin(SecretString),
}

/// Sets one key in a file, in a profile of it if one is named. The file is created when missing, replaced as a
/// whole so that no reader sees half of it, and readable only by its owner afterwards.
pub fn set(path: &Path, profile: Option<&str>, key: &'static Key, value: &NewValue) -> Result<()> {
    let text = match value {
        NewValue::Argument(text) if is_secret(key, text) => return Err(secret_as_argument(key)),
        NewValue::Argument(text) => text.as_str(),
        NewValue::Stdin(secret) => secret.expose_secret(),
    };
    let value = key
        .read_text(text)
        .ok_or_else(|| Error::new(Code::Usage, format!("`{}` must be {}", key.name, key.expected())))?;
    let file = ConfigFile::read(path, Trust::User)?;
    let text = file.as_ref().map_or("", ConfigFile::text);
    let mut document: DocumentMut = text.parse().map_err(|_| unreadable(path))?;
    put(&mut document, profile, key, &value).ok_or_else(|| unreadable(path))?;
    // A link stays a link: its target is what changes.
    write_private_file(&fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()), &document.to_string())
}

fn is_secret(key: &Key, text: &str) -> bool {
    key.kind == KeyKind::Secret || (key.kind == KeyKind::Database && has_password(text))
}

fn secret_as_argument(key: &Key) -> Error {
    let file = key.alternative().map(|other| format!("gp4u config set {} PATH, or ", other.name));
    Error::new(Code::Usage, format!("`{}` holds a secret, which cannot be an argument", key.name)).hint(format!(
        "{}give it to gp4u config set {} --stdin",
        file.unwrap_or_default(),
        key.name
    ))
}

fn unreadable(path: &Path) -> Error {
    Error::new(Code::BadConfig, format!("{} is not a configuration gp4u can change", path.display()))
        .hint("gp4u config list says what is wrong with it")
}

/// Writes the value into the document; `None` when something that is not a table is in the way.
fn put(document: &mut DocumentMut, profile: Option<&str>, key: &Key, value: &ValueKind) -> Option<()> {
    let value = match value {
        ValueKind::Boolean(value) => toml_edit::value(*value),
        ValueKind::I64(value) => toml_edit::value(*value),
        ValueKind::String(value) => toml_edit::value(value.as_str()),
        _ => return None,
    };
    let (tables, name) = key.name.rsplit_once('.').map_or((None, key.name), |(tables, name)| (Some(tables), name));
    let profile = profile.into_iter().flat_map(|profile| ["profile", profile]);
    let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
    for part in profile.chain(tables.into_iter().flat_map(|tables| tables.split('.'))) {
        let item = table.entry(part).or_insert_with(|| {
            let mut inner = Table::new();
            inner.set_implicit(true);
            Item::Table(inner)
        });
        table = item.as_table_like_mut()?;
    }
    // Only the value changes: comments and spacing around it belong to the user.
    match (table.get_mut(name), value) {
        (Some(Item::Value(old)), Item::Value(mut new)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (Some(_), _) => return None,
        (None, new) => drop(table.insert(name, new)),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::config::find_key;
    use std::os::unix::fs::PermissionsExt;

    fn argument(text: &str) -> NewValue {
        NewValue::Argument(text.to_owned())
    }

    #[test]
    fn comments_order_and_unknown_keys_survive() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        fs::write(&path, "# mine\noutput = \"json\" # always\n\n[market]\nmax_age = '5m'\nodd = 1\n").unwrap();
        set(&path, None, find_key("output").unwrap(), &argument("csv")).unwrap();
        set(&path, None, find_key("providers.vast.enabled").unwrap(), &argument("false")).unwrap();
        set(&path, Some("ci"), find_key("market.max_age").unwrap(), &argument("1h")).unwrap();
        let expected = "# mine\noutput = \"csv\" # always\n\n[market]\nmax_age = '5m'\nodd = 1\n\n\
                        [providers.vast]\nenabled = false\n\n[profile.ci.market]\nmax_age = \"1h\"\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    }

    #[test]
    fn a_new_file_is_private_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/config.toml");
        set(&path, None, find_key("output").unwrap(), &argument("json")).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn wrong_values_and_secrets_as_arguments_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let refused = [
            ("output", "xml"),
            ("market.max_age", "soon"),
            ("providers.vast.api_key", "CANARY"),
            ("database.url", "postgres://u:CANARY@h/d"),
        ];
        for (name, value) in refused {
            let error = set(&path, None, find_key(name).unwrap(), &argument(value)).unwrap_err();
            assert_eq!(error.code, Code::Usage);
            assert!(!format!("{error:?}").contains("CANARY"));
        }
        assert!(!path.exists());
        set(&path, None, find_key("providers.vast.api_key").unwrap(), &NewValue::Stdin("s3cret".into())).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "[providers.vast]\napi_key = \"s3cret\"\n");
    }
}
