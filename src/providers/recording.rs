//! Recordings of providers' raw answers: how bugs are reported, tests are fed and the sample market ships.
//!
//! A recording is a folder with one folder per network. In it, `index.json` lists the requests with the file that
//! holds each answer, made to be read and edited by hand. Secrets never enter it: request headers are not recorded,
//! and what is known to be secret is replaced in queries and bodies.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::redact::{is_secret_name, redact};
use super::{Fault, Network};

/// Largest index read.
const MAX_INDEX_BYTES: u64 = 16 << 20;
/// The index's name.
const INDEX_FILE: &str = "index.json";
/// Query parameters that differ from one request to the next without changing what is asked.
const VOLATILE_PARAMETERS: [&str; 3] = ["nonce", "signature", "timestamp"];

/// Where answers come from and where they go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Exchange {
    /// The network.
    #[default]
    Live,
    /// The network, and every answer is also written to this folder.
    Record(PathBuf),
    /// This folder, without any network.
    Replay(PathBuf),
}

/// What tells one request from another: method, path, query and body, without what changes every time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Key {
    method: String,
    /// Without the base address, so that a recording can be made and replayed anywhere.
    path: String,
    /// Sorted, without secrets.
    #[serde(default)]
    query: Vec<(String, String)>,
    /// The request's JSON; `null` without a body.
    #[serde(default)]
    body: Value,
}

impl Key {
    pub(super) fn new(method: &str, path: &str, query: &[(String, String)], body: &[u8]) -> Self {
        let body = serde_json::from_slice(&redact(body, &[])).unwrap_or(Value::Null);
        Self { method: method.to_owned(), path: path.to_owned(), query: query.to_vec(), body }.normalized()
    }

    fn normalized(mut self) -> Self {
        self.query.retain(|(name, _)| !is_secret_name(name) && !VOLATILE_PARAMETERS.contains(&name.as_str()));
        self.query.sort();
        self
    }
}

/// An answer, as received or recorded.
#[derive(Debug, PartialEq)]
#[expect(clippy::struct_field_names, reason = "the moment has the name it has in the index")]
pub(super) struct Recorded {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) body: Vec<u8>,
    pub(super) recorded_at: Timestamp,
}

/// `index.json`.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Index {
    answers: Vec<Entry>,
}

/// One request and where its answer is.
#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(default)]
    content_type: Option<String>,
    /// A file in the same folder.
    body_file: String,
    recorded_at: Timestamp,
}

/// One network's side of an [`Exchange`].
pub(super) enum Tape {
    Live,
    Record { folder: PathBuf, secrets: Arc<[SecretString]>, index: Mutex<Index> },
    Replay { folder: PathBuf, index: Index },
}

impl Tape {
    /// Opens a recording to be written (nothing is written yet) or reads the index of one to be replayed.
    pub(super) fn new(exchange: &Exchange, network: Network, secrets: Arc<[SecretString]>) -> Result<Self, Fault> {
        Ok(match exchange {
            Exchange::Live => Self::Live,
            Exchange::Record(folder) => {
                Self::Record { folder: folder.join(network.as_str()), secrets, index: Mutex::default() }
            }
            Exchange::Replay(folder) => {
                let folder = folder.join(network.as_str());
                Self::Replay { index: read_index(&folder)?, folder }
            }
        })
    }

    /// Whether answers come from a recording.
    pub(super) const fn is_replay(&self) -> bool {
        matches!(self, Self::Replay { .. })
    }

    /// Writes an answer, if this is a recording being made. A later answer to the same request takes its place.
    pub(super) fn keep(&self, key: &Key, answer: &Recorded) -> Result<(), Fault> {
        let Self::Record { folder, secrets, index } = self else { return Ok(()) };
        let mut index = index.lock().unwrap_or_else(PoisonError::into_inner);
        let known = index.answers.iter().position(|entry| entry.key == *key);
        let number = known.unwrap_or(index.answers.len()) + 1;
        let entry = Entry {
            key: key.clone(),
            status: answer.status,
            retry_after: answer.retry_after.clone(),
            content_type: answer.content_type.clone(),
            body_file: body_file_name(number, key, &answer.body),
            recorded_at: answer.recorded_at,
        };
        create_folder(folder)?;
        write_file(&folder.join(&entry.body_file), &redact(&answer.body, secrets))?;
        match known.and_then(|at| index.answers.get_mut(at)) {
            Some(old) => *old = entry,
            None => index.answers.push(entry),
        }
        let text = serde_json::to_vec_pretty(&*index).map_err(|error| recording(folder, &error))?;
        write_file(&folder.join(INDEX_FILE), &redact(&text, secrets))
    }

    /// The recorded answer to a request; at most `max_bytes` of its body and one more.
    pub(super) fn answer(&self, key: &Key, max_bytes: usize) -> Result<Recorded, Fault> {
        let Self::Replay { folder, index } = self else { return Err(Fault::NotRecorded) };
        let entry = index.answers.iter().find(|entry| entry.key == *key).ok_or(Fault::NotRecorded)?;
        Ok(Recorded {
            status: entry.status,
            retry_after: entry.retry_after.clone(),
            content_type: entry.content_type.clone(),
            body: read_file(&folder.join(plain_name(&entry.body_file)?), max_bytes as u64 + 1)?,
            recorded_at: entry.recorded_at,
        })
    }
}

fn read_index(folder: &Path) -> Result<Index, Fault> {
    let path = folder.join(INDEX_FILE);
    let text = match read_file(&path, MAX_INDEX_BYTES) {
        Err(_) if !path.exists() => return Ok(Index::default()),
        text => text?,
    };
    let mut index: Index = serde_json::from_slice(&text).map_err(|error| recording(&path, &error))?;
    for entry in &mut index.answers {
        plain_name(&entry.body_file)?;
        entry.key = entry.key.clone().normalized();
    }
    Ok(index)
}

/// A readable name for an answer's file: its number and what was asked.
fn body_file_name(number: usize, key: &Key, body: &[u8]) -> String {
    const MAX_SLUG_CHARS: usize = 60;
    let word = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let slug: String = key.path.trim_matches('/').chars().take(MAX_SLUG_CHARS).map(word).collect();
    let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    format!("{number:03}-{slug}.{}", if is_json { "json" } else { "txt" })
}

/// A body file's name, if it cannot lead out of its folder.
fn plain_name(name: &str) -> Result<&str, Fault> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    plain.then_some(name).ok_or_else(|| Fault::Recording { reason: format!("body_file {name:?} is not a file name") })
}

fn read_file(path: &Path, max_bytes: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| recording(path, &error))?;
    file.take(max_bytes).read_to_end(&mut bytes).map_err(|error| recording(path, &error))?;
    Ok(bytes)
}

/// Makes the network's folder. Only real folders are written to: a link could lead anywhere.
fn create_folder(folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(|error| recording(folder, &error))?;
    [Some(folder), folder.parent()].into_iter().flatten().try_for_each(refuse_link)
}

/// Writes a file whole or not at all: aside, to disk, then into place.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    refuse_link(path)?;
    let aside = path.with_added_extension(format!("{}.part", std::process::id()));
    let write = || -> io::Result<()> {
        let mut file = fs::File::create_new(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)
    };
    write().map_err(|error| {
        drop(fs::remove_file(&aside));
        recording(path, &error)
    })
}

fn refuse_link(path: &Path) -> Result<(), Fault> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(recording(path, &"is a symbolic link, which is not written through"));
    }
    Ok(())
}

fn recording(path: &Path, reason: &dyn std::fmt::Display) -> Fault {
    Fault::Recording { reason: format!("{}: {reason}", path.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "canary-0123456789";

    fn recorded(body: &str) -> Recorded {
        Recorded {
            status: 200,
            retry_after: None,
            content_type: Some("application/json".into()),
            body: body.into(),
            recorded_at: "2026-08-07T12:00:00Z".parse().unwrap(),
        }
    }

    fn key(path: &str, query: &[(&str, &str)], body: &str) -> Key {
        let query: Vec<_> = query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Key::new("POST", path, &query, body.as_bytes())
    }

    fn record(folder: &Path) -> Tape {
        Tape::new(&Exchange::Record(folder.into()), Network::Vast, [SECRET.into()].into()).unwrap()
    }

    fn replay(folder: &Path) -> Tape {
        Tape::new(&Exchange::Replay(folder.into()), Network::Vast, [].into()).unwrap()
    }

    #[test]
    fn what_was_recorded_is_replayed() {
        let folder = tempfile::tempdir().unwrap();
        let tape = record(folder.path());
        let asked = key("/api/v0/bundles/", &[("b", "2"), ("a", "1")], r#"{"limit":5,"type":"bid"}"#);
        tape.keep(&asked, &recorded("old")).unwrap();
        tape.keep(&key("/other", &[], ""), &recorded("other")).unwrap();
        tape.keep(&asked, &recorded(r#"{"offers":[]}"#)).unwrap();

        let tape = replay(folder.path());
        let same = key("/api/v0/bundles/", &[("a", "1"), ("nonce", "x"), ("b", "2")], r#"{"type":"bid","limit":5}"#);
        assert_eq!(tape.answer(&same, 100).unwrap(), recorded(r#"{"offers":[]}"#));
        assert_eq!(tape.answer(&key("/other", &[], ""), 3).unwrap().body, b"othe", "one byte past the limit");
        let others = [key("/api/v0/bundles/", &[], ""), key("/api/v0/bundles/", &[("a", "1"), ("b", "2")], "{}")];
        assert!(others.iter().all(|other| tape.answer(other, 100) == Err(Fault::NotRecorded)));
    }

    #[test]
    fn no_secret_enters_a_recording() {
        let folder = tempfile::tempdir().unwrap();
        let body = format!(r#"{{"jupyter_token":"canary-token","echo":"key {SECRET}"}}"#);
        let asked = key("/x", &[("api_key", SECRET), ("page", SECRET)], &format!(r#"{{"api_key":"{SECRET}"}}"#));
        record(folder.path()).keep(&asked, &recorded(&body)).unwrap();
        let files: Vec<_> =
            fs::read_dir(folder.path().join("vast")).unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 2, "an index and a body, nothing else: {files:?}");
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("canary"), "{}: {text}", file.display());
        }
    }

    #[test]
    fn a_hand_written_index_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let vast = folder.path().join("vast");
        fs::create_dir(&vast).unwrap();
        fs::write(vast.join("names.json"), "{}").unwrap();
        let index = r#"{"answers": [{
            "method": "POST", "path": "/names", "query": [["b", "2"], ["a", "1"]],
            "status": 200, "body_file": "names.json", "recorded_at": "2026-08-07T12:00:00Z"
        }]}"#;
        fs::write(vast.join(INDEX_FILE), index).unwrap();
        let answer = replay(folder.path()).answer(&key("/names", &[("a", "1"), ("b", "2")], ""), 100).unwrap();
        assert_eq!(answer, Recorded { content_type: None, ..recorded("{}") });
    }

    #[test]
    fn an_index_that_leads_elsewhere_or_is_broken_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let vast = folder.path().join("vast");
        fs::create_dir(&vast).unwrap();
        for name in ["../secret", "/etc/passwd", "a/b", "", ".", "..", "a\\\\b"] {
            let entry = format!(
                r#"{{"method":"GET","path":"/","status":200,"body_file":"{name}","recorded_at":"2026-08-07T12:00:00Z"}}"#
            );
            fs::write(vast.join(INDEX_FILE), format!(r#"{{"answers":[{entry}]}}"#)).unwrap();
            let opened = Tape::new(&Exchange::Replay(folder.path().into()), Network::Vast, [].into());
            assert!(matches!(opened, Err(Fault::Recording { .. })), "{name}");
        }
        fs::write(vast.join(INDEX_FILE), "{").unwrap();
        let opened = Tape::new(&Exchange::Replay(folder.path().into()), Network::Vast, [].into());
        assert!(matches!(opened, Err(Fault::Recording { .. })));
    }

    #[test]
    fn a_network_without_a_recording_answers_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(replay(folder.path()).answer(&key("/", &[], ""), 10), Err(Fault::NotRecorded));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("vast")).unwrap();
        let refused = record(folder.path()).keep(&key("/x", &[], ""), &recorded("{}"));
        assert!(matches!(refused, Err(Fault::Recording { .. })));

        let linked = folder.path().join("linked");
        std::os::unix::fs::symlink(elsewhere.path(), &linked).unwrap();
        assert!(record(&linked).keep(&key("/x", &[], ""), &recorded("{}")).is_err());

        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("vast")).unwrap();
        let target = elsewhere.path().join("target");
        fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(&target, folder.path().join("vast/001-x.json")).unwrap();
        assert!(record(folder.path()).keep(&key("/x", &[], ""), &recorded("{}")).is_err());
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
    }
}
