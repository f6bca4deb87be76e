//! Secrets and the files they come from: read only when nobody else can.

use std::fs::{File, Metadata, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;
use secrecy::SecretString;

use crate::error::{Code, Error, Result};

/// Largest secret file read.
const MAX_SECRET_BYTES: u64 = 16 * 1024;
/// Permission bits that let anyone but the owner in.
const OTHERS: u32 = 0o077;

/// Reads a secret from a file. The file is opened first, never through a symbolic link, and everything is
/// checked on what was opened, so that it cannot be exchanged in between.
pub fn read_secret_file(path: &Path) -> Result<SecretString> {
    let shown = path.display();
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
        .map_err(|error| open_error(path, &error))?;
    let metadata = file.metadata().map_err(|error| open_error(path, &error))?;
    if !metadata.is_file() {
        return Err(Error::new(Code::UnsafePermissions, format!("{shown} is not a regular file")));
    }
    require_private(path, &metadata)?;
    let text = read_text(file, path)?;
    let secret = text.strip_suffix('\n').unwrap_or(&text);
    let secret = secret.strip_suffix('\r').unwrap_or(secret);
    if secret.is_empty() || secret.chars().any(char::is_control) {
        return Err(Error::new(Code::BadConfig, format!("{shown} must hold one line with the secret")));
    }
    Ok(secret.into())
}

fn read_text(file: File, path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    file.take(MAX_SECRET_BYTES + 1).read_to_end(&mut bytes).map_err(|error| open_error(path, &error))?;
    let fits = bytes.len() as u64 <= MAX_SECRET_BYTES;
    String::from_utf8(bytes)
        .ok()
        .filter(|_| fits)
        .ok_or_else(|| Error::new(Code::BadConfig, format!("{} must hold one line with the secret", path.display())))
}

fn open_error(path: &Path, error: &std::io::Error) -> Error {
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        let message = format!("{} is a symbolic link; a secret is read from a regular file only", path.display());
        return Error::new(Code::UnsafePermissions, message);
    }
    Error::new(Code::BadConfig, format!("cannot read the secret file {}: {error}", path.display()))
}

/// Refuses a file that holds a secret and belongs to, or can be read by, anyone else.
///
/// `metadata` must come from the open file, not from its name.
pub fn require_private(path: &Path, metadata: &Metadata) -> Result<()> {
    let shown = path.display();
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        let message = format!("{shown} holds a secret and belongs to another user");
        return Err(Error::new(Code::UnsafePermissions, message).hint("use a file of your own"));
    }
    if metadata.mode() & OTHERS != 0 {
        let message = format!("{shown} holds a secret and others can open it");
        let hint = format!("chmod 600 {}", shell_quote(&shown.to_string()));
        return Err(Error::new(Code::UnsafePermissions, message).hint(hint));
    }
    Ok(())
}

/// Quotes a text for a POSIX shell, where it needs it.
#[must_use]
pub fn shell_quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%,=".contains(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn file(mode: u32, content: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    #[test]
    fn a_private_file_gives_its_line() {
        for content in ["s3cret", "s3cret\n", "s3cret\r\n"] {
            let (_folder, path) = file(0o600, content.as_bytes());
            assert_eq!(read_secret_file(&path).unwrap().expose_secret(), "s3cret");
        }
    }

    #[test]
    fn a_file_others_can_read_is_refused_with_the_command_that_helps() {
        for mode in [0o640, 0o604, 0o620, 0o666] {
            let (_folder, path) = file(mode, b"s3cret");
            let error = read_secret_file(&path).unwrap_err();
            assert_eq!(error.code, Code::UnsafePermissions);
            assert_eq!(error.hints, [format!("chmod 600 {}", path.display())]);
        }
    }

    #[test]
    fn links_folders_and_pipes_are_refused_at_once() {
        let (folder, path) = file(0o600, b"s3cret");
        let link = folder.path().join("link");
        symlink(&path, &link).unwrap();
        assert_eq!(read_secret_file(&link).unwrap_err().code, Code::UnsafePermissions);
        assert_eq!(read_secret_file(folder.path()).unwrap_err().code, Code::UnsafePermissions);
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        assert_eq!(read_secret_file(&pipe).unwrap_err().code, Code::UnsafePermissions);
    }

    #[test]
    fn what_is_not_a_one_line_secret_is_refused_without_being_shown() {
        let long = b"CANARY".repeat(4_000);
        for content in [&b""[..], b"\n", b"CANARY\nline two", b"CANARY\x1b[2J", b"CANARY\xff", &long] {
            let (_folder, path) = file(0o600, content);
            let error = read_secret_file(&path).unwrap_err();
            assert_eq!(error.code, Code::BadConfig);
            assert!(!error.message.contains("CANARY"));
        }
    }

    #[test]
    fn shell_words_are_quoted_when_they_must_be() {
        assert_eq!(shell_quote("/a/b.toml"), "/a/b.toml");
        assert_eq!(shell_quote("/a b"), "'/a b'");
        assert_eq!(shell_quote("it's"), r"'it'\''s'");
        assert_eq!(shell_quote("-rf"), "'-rf'");
        assert_eq!(shell_quote(""), "''");
    }
}
