//! Secrets and the files they come from: read only when nobody else can.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::error::{Code, Error, Result};

/// Largest secret file read.
const MAX_SECRET_BYTES: u64 = 16 * 1024;
/// Mode of a file with a secret.
const OWNER_ONLY: u32 = 0o600;
/// Permission bits that let others write.
const WRITABLE_BY_OTHERS: u32 = 0o022;
/// Permission bits that let anyone but the owner in.
const OTHERS: u32 = 0o077;

/// Reads a secret from a file: one line.
pub fn read_secret_file(path: &Path) -> Result<SecretString> {
    let not_one_line = || Error::new(Code::BadConfig, format!("{} must hold one line with the secret", path.display()));
    let text = read_private_file(path, MAX_SECRET_BYTES)?.ok_or_else(|| {
        Error::new(Code::BadConfig, format!("cannot read the secret file {}: there is none", path.display()))
    })?;
    let text = text.ok_or_else(not_one_line)?;
    let secret = text.expose_secret();
    let secret = secret.strip_suffix('\n').unwrap_or(secret);
    let secret = secret.strip_suffix('\r').unwrap_or(secret);
    if secret.is_empty() || secret.chars().any(char::is_control) {
        return Err(not_one_line());
    }
    Ok(secret.into())
}

/// Reads a file that only its owner, who must be this user, may read; `None` when there is none, `Some(None)` when it
/// is no text or longer than the limit. The file is opened first, never through a symbolic link, and everything is
/// checked on what was opened, so that it cannot be exchanged in between.
pub fn read_private_file(path: &Path, max_bytes: u64) -> Result<Option<Option<SecretString>>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(open_error(path, &error)),
    };
    let metadata = file.metadata().map_err(|error| open_error(path, &error))?;
    if !metadata.is_file() {
        return Err(Error::new(Code::UnsafePermissions, format!("{} is not a regular file", path.display())));
    }
    require_private(path, &metadata)?;
    let mut bytes = Vec::new();
    file.take(max_bytes + 1).read_to_end(&mut bytes).map_err(|error| open_error(path, &error))?;
    let fits = bytes.len() as u64 <= max_bytes;
    Ok(Some(String::from_utf8(bytes).ok().filter(|_| fits).map(Into::into)))
}

fn open_error(path: &Path, error: &std::io::Error) -> Error {
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        let message = format!("{} is a symbolic link; a secret is read from a regular file only", path.display());
        return Error::new(Code::UnsafePermissions, message);
    }
    Error::new(Code::BadConfig, format!("cannot read the secret file {}: {error}", path.display()))
}

/// Writes a file that only its owner may read, in a folder of the owner's, whatever the umask: a new file beside it,
/// complete on the disk, takes its place. A link in its place is replaced, not followed.
pub fn write_private_file(path: &Path, text: &str) -> Result<()> {
    let folder = private_folder_of(path)?;
    let temporary = temporary_beside(path);
    let written = write_new(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    finish(path, &temporary, folder, written)
}

/// The same, unless the file is there already; tells whether it was written.
pub fn create_private_file(path: &Path, text: &str) -> Result<bool> {
    let folder = private_folder_of(path)?;
    let temporary = temporary_beside(path);
    match write_new(&temporary, text).and_then(|()| fs::hard_link(&temporary, path)) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            finish(path, &temporary, folder, Ok(()))?;
            Ok(false)
        }
        written => finish(path, &temporary, folder, written).map(|()| true),
    }
}

/// Makes the folder of a private file when it is missing; refuses one that others can write to, who could exchange
/// the file.
fn private_folder_of(path: &Path) -> Result<&Path> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| write_error(folder, &error))?;
    require_private_folder(folder)?;
    Ok(folder)
}

/// Refuses a folder that belongs to, or can be written to by, anyone else.
pub fn require_private_folder(folder: &Path) -> Result<()> {
    let shown = folder.display();
    let metadata = folder.metadata().map_err(|error| write_error(folder, &error))?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(Error::new(
            Code::UnsafePermissions,
            format!("{shown} is to hold secrets and belongs to another user"),
        ));
    }
    if metadata.mode() & WRITABLE_BY_OTHERS != 0 {
        let message = format!("{shown} is to hold secrets and others can write to it");
        let hint = format!("chmod go-w {}", shell_quote(&shown.to_string()));
        return Err(Error::new(Code::UnsafePermissions, message).hint(hint));
    }
    Ok(())
}

fn temporary_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", Uuid::now_v7()))
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(path)?;
    // A umask takes away from the mode above.
    file.set_permissions(Permissions::from_mode(OWNER_ONLY))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn finish(path: &Path, temporary: &Path, folder: &Path, written: std::io::Result<()>) -> Result<()> {
    // It is gone when all went well; a stray file is the lesser harm, and the first error is the one to tell.
    let _ignored = fs::remove_file(temporary);
    written.and_then(|()| File::open(folder)?.sync_all()).map_err(|error| write_error(path, &error))
}

fn write_error(path: &Path, error: &std::io::Error) -> Error {
    Error::new(Code::Io, format!("cannot write {}: {error}", path.display()))
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
    use std::os::unix::fs::symlink;

    fn file(mode: u32, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
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
