//! One daemon for each SQLite file: a lock on a file beside it, which the system lets go of when the process dies.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, OFlags, flock, fstatfs, ftruncate};
use rustix::io::Errno;

use crate::error::{Code, Error, Result};

/// Most that is read of what the holder wrote.
const MAX_HOLDER_BYTES: u64 = 256;
/// `f_type` of file systems on which a lock may not reach other machines (linux/magic.h, cifsglob.h): NFS, SMB, CIFS,
/// SMB2, 9P, AFS.
const NETWORK_FILE_SYSTEMS: [u64; 6] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x0102_1997, 0x5346_414f];

/// The lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct DatabaseLock {
    _file: File,
}

impl DatabaseLock {
    /// Locks a database file for this daemon; names the other one when there is one.
    pub fn take(database: &Path, holder: &str) -> Result<Self> {
        let mut path = database.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let mut file = open(&path)?;
        if is_on_network(&file) {
            let message = format!("{} is on a network file system, where locks cannot be trusted", database.display());
            return Err(
                Error::new(Code::Conflict, message).hint("use a local file, or PostgreSQL for several machines")
            );
        }
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => return Err(held_by(&mut file, database)),
            Err(error) => return Err(failed(&path, error.into())),
        }
        let write = ftruncate(&file, 0).map_err(Into::into).and_then(|()| file.write_all(holder.as_bytes()));
        // On a full disk the lock holds all the same, only without a name in it.
        if let Err(error) = write {
            tracing::warn!("the lock's file cannot be written: {error}");
        }
        Ok(Self { _file: file })
    }
}

/// Never through a link: whoever may write to the folder could have put it there.
fn open(path: &Path) -> Result<File> {
    let flags = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false).mode(0o600).custom_flags(flags);
    options.open(path).map_err(|error| failed(path, error))
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    use std::io::ErrorKind::{ReadOnlyFilesystem, StorageFull};
    let code = match error.kind() {
        ReadOnlyFilesystem | StorageFull => Code::DatabaseUnavailable,
        _ => Code::Io,
    };
    Error::new(code, format!("cannot lock {}: {error}", path.display()))
}

fn held_by(file: &mut File, database: &Path) -> Error {
    let mut holder = String::new();
    let read = file.take(MAX_HOLDER_BYTES).read_to_string(&mut holder);
    let holder =
        if read.is_ok() && !holder.trim().is_empty() { holder.trim().to_owned() } else { "unknown".to_owned() };
    Error::new(Code::Conflict, format!("a daemon already works on {}: {holder}", database.display()))
        .hint("`gp4u daemon status` tells how it is doing")
        .detail("holder", holder)
}

fn is_on_network(file: &File) -> bool {
    // The width and sign of `f_type` differ between machines; the numbers are of 32 bits.
    let kind = fstatfs(file).map(|found| u64::from(found.f_type as u32));
    kind.is_ok_and(|kind| NETWORK_FILE_SYSTEMS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_daemon_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("gp4u.db");
        let first = DatabaseLock::take(&database, "box/17/ab12").unwrap();
        let error = DatabaseLock::take(&database, "box/18/cd34").unwrap_err();
        assert_eq!((error.code, error.details["holder"].as_str()), (Code::Conflict, Some("box/17/ab12")));
        drop(first);
        drop(DatabaseLock::take(&database, "box/18/cd34").unwrap());
        let text = std::fs::read_to_string(folder.path().join("gp4u.db.lock")).unwrap();
        assert_eq!(text, "box/18/cd34", "nothing of the longer name before is left");
    }

    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("gp4u.db.lock")).unwrap();
        assert!(DatabaseLock::take(&folder.path().join("gp4u.db"), "me").is_err());
        assert!(!elsewhere.exists());
    }
}
