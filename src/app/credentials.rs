//! Where this machine keeps its login, and the key that it signs tokens with: files in `$XDG_STATE_HOME/gp4u` that
//! only their owner may read.
//!
//! Each database has a file of its own, so that a login to one does not touch the login to another.

use std::fs;
use std::path::{Path, PathBuf};

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::App;
use super::config::{
    create_private_file, read_private_file, read_secret_file, require_private_folder, write_private_file,
};
use crate::auth::{MAX_TOKEN_BYTES, SigningKey};
use crate::error::{Code, Error, Result};
use crate::store::DatabaseUrl;

/// Folder of the logins.
const FOLDER: &str = "credentials";
/// File of the signing key.
const SIGNING_KEY: &str = "signing-key";
/// Largest file with a login.
const MAX_FILE_BYTES: u64 = 2 * MAX_TOKEN_BYTES as u64;
/// Bytes of a database address's digest that name its file.
const NAME_BYTES: usize = 9;

/// What the file of a login holds.
#[derive(Serialize, Deserialize)]
struct Credentials {
    /// For people who look.
    database: String,
    token: String,
}

/// The token of this machine's login to the database; `None` when there is none.
pub fn load(app: &App) -> Result<Option<SecretString>> {
    let (path, _) = place(app)?;
    let Some(text) = read_private_file(&path, MAX_FILE_BYTES)? else { return Ok(None) };
    if let Some(folder) = path.parent() {
        require_private_folder(folder)?;
    }
    let read = text.and_then(|text| serde_json::from_str::<Credentials>(text.expose_secret()).ok());
    // What the file holds is not told: it may be another's secret.
    let credentials = read.ok_or_else(|| {
        Error::new(Code::BadConfig, format!("{} does not hold a login", path.display()))
            .hint("gp4u auth logout removes it, gp4u auth login makes a new one")
    })?;
    Ok(Some(credentials.token.into()))
}

/// Keeps the token of a login to the database.
pub fn save(app: &App, token: &SecretString) -> Result<()> {
    let (path, database) = place(app)?;
    let credentials = Credentials { database, token: token.expose_secret().to_owned() };
    let text = serde_json::to_string_pretty(&credentials);
    let text = text.map_err(|_| Error::new(Code::Internal, "the login cannot be written"))?;
    write_private_file(&path, &format!("{text}\n"))
}

/// Forgets the login to the database; tells whether there was one.
pub fn forget(app: &App) -> Result<bool> {
    let (path, _) = place(app)?;
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::new(Code::Io, format!("cannot remove {}: {error}", path.display()))),
    }
}

/// This machine's signing key; made on first use.
pub fn signing_key(app: &App) -> Result<SigningKey> {
    let path = state_folder(app)?.join(SIGNING_KEY);
    if !path.exists() {
        let key = SigningKey::from_seed(random()?).map_err(|error| Error::new(Code::Internal, error.to_string()))?;
        create_private_file(&path, &format!("{}\n", key.to_text().expose_secret()))?;
    }
    let text = read_secret_file(&path)?;
    require_private_folder(path.parent().unwrap_or(Path::new(".")))?;
    SigningKey::from_text(&text).map_err(|_| {
        Error::new(Code::BadConfig, format!("{} does not hold a signing key", path.display()))
            .hint("remove it: the next login makes a new one, and the tokens signed with the old one stay valid")
    })
}

/// Refuses files of this module's that others could read or exchange.
pub fn check(app: &App) -> Result<()> {
    let Some(folder) = app.config.folders.state.as_deref() else { return Ok(()) };
    load(app)?;
    let key = folder.join(SIGNING_KEY);
    if key.exists() {
        read_secret_file(&key)?;
        require_private_folder(folder)?;
    }
    Ok(())
}

/// Randomness for keys and salts.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| Error::new(Code::Internal, "this machine gives no randomness"))?;
    Ok(bytes)
}

/// The file of the login, and the database's address as it is written there.
fn place(app: &App) -> Result<(PathBuf, String)> {
    let database = match app.database_url()? {
        // One file is one database, however it is named.
        DatabaseUrl::Sqlite(path) => {
            let path = fs::canonicalize(&path).or_else(|_| std::path::absolute(&path)).unwrap_or(path);
            DatabaseUrl::Sqlite(path).to_string()
        }
        server @ DatabaseUrl::Postgres(_) => server.to_string(),
    };
    let digest = Sha256::digest(&database);
    let name = URL_SAFE_NO_PAD.encode(digest.get(..NAME_BYTES).unwrap_or(&digest));
    Ok((state_folder(app)?.join(FOLDER).join(format!("{name}.json")), database))
}

fn state_folder(app: &App) -> Result<&Path> {
    app.config.folders.state.as_deref().ok_or_else(|| {
        Error::new(Code::BadConfig, "there is no home directory to keep the login in")
            .hint("set HOME or XDG_STATE_HOME, or act with a token in GP4U_TOKEN_FILE")
    })
}
