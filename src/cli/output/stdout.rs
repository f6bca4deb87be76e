//! Standard output, all or nothing as far as memory allows.

use std::cell::Cell;
use std::io::{self, ErrorKind, Write};

use crate::error::{Code, Error, Result};

/// Output held back until it is complete: up to here, a command that fails leaves standard output empty.
const HELD_BYTES: usize = 8 * 1024 * 1024;
/// Output written at once when there is more than is held back.
const CHUNK_BYTES: usize = 64 * 1024;

/// Where documents go. Whoever read them may have gone away, which is no failure of ours.
pub struct Stdout {
    sink: Box<dyn Write + Send>,
    closed: Cell<bool>,
}

impl Stdout {
    /// Writes to this.
    pub fn new(sink: Box<dyn Write + Send>) -> Self {
        Self { sink, closed: Cell::new(false) }
    }

    /// Whether the reader has gone away.
    pub fn is_closed(&self) -> bool {
        self.closed.get()
    }

    /// A document that appears when it is finished, or once it is too large to hold.
    pub fn document(&mut self) -> Document<'_> {
        Document { stdout: self, held: Vec::new(), started: false }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.sink.write_all(bytes).map_err(|error| self.failed(&error))
    }

    fn flush(&mut self) -> Result<()> {
        self.sink.flush().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Error {
        if error.kind() == ErrorKind::BrokenPipe {
            self.closed.set(true);
        }
        Error::new(Code::Io, format!("cannot write to standard output: {error}"))
    }
}

/// One document on its way to standard output. Dropped unfinished it leaves no trace, unless it was too large to hold.
pub struct Document<'a> {
    stdout: &'a mut Stdout,
    held: Vec<u8>,
    started: bool,
}

impl Document<'_> {
    /// What is held back; append to it, then call [`Document::written`].
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.held
    }

    /// Appends.
    pub fn push(&mut self, text: &str) -> Result<()> {
        self.held.extend_from_slice(text.as_bytes());
        self.written()
    }

    /// Passes on what is too much to hold.
    pub fn written(&mut self) -> Result<()> {
        if self.held.len() >= if self.started { CHUNK_BYTES } else { HELD_BYTES } {
            self.started = true;
            self.pass_on()?;
        }
        Ok(())
    }

    /// Writes all of it.
    pub fn finish(mut self) -> Result<()> {
        self.pass_on()?;
        self.stdout.flush()
    }

    fn pass_on(&mut self) -> Result<()> {
        self.stdout.write(&self.held)?;
        self.held.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_unfinished_document_leaves_nothing() {
        let seen = Shared::default();
        let mut stdout = Stdout::new(Box::new(seen.clone()));
        let mut document = stdout.document();
        document.push("half").unwrap();
        drop(document);
        assert!(seen.0.lock().unwrap().is_empty());
        let mut document = stdout.document();
        document.push("whole").unwrap();
        document.finish().unwrap();
        assert_eq!(*seen.0.lock().unwrap(), b"whole");
    }

    #[test]
    fn a_large_document_streams() {
        let seen = Shared::default();
        let mut stdout = Stdout::new(Box::new(seen.clone()));
        let mut document = stdout.document();
        let line = "x".repeat(1000);
        for _ in 0..10_000 {
            document.push(&line).unwrap();
        }
        assert!(seen.0.lock().unwrap().len() >= HELD_BYTES);
        document.finish().unwrap();
        assert_eq!(seen.0.lock().unwrap().len(), 10_000_000);
    }

    #[test]
    fn a_reader_gone_away_is_noticed() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(ErrorKind::BrokenPipe.into())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut stdout = Stdout::new(Box::new(Gone));
        let mut document = stdout.document();
        document.push("x").unwrap();
        assert!(document.finish().is_err());
        assert!(stdout.is_closed());
    }
}
