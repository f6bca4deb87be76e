//! What is answered.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serde_json::value::RawValue;
use tracing::debug;

use crate::providers::wire::rows_at;
use crate::providers::{Fault, FetchError, json};

/// A complete answer with a success status.
pub struct Answer {
    pub(super) target: String,
    pub(super) body: Vec<u8>,
    /// What may not be shown, should the answer repeat it.
    pub(super) secrets: Arc<[SecretString]>,
}

impl Answer {
    /// The decoded body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the body as JSON. `read` parses the text and returns what it makes of it; it may be called twice,
    /// because providers emit bare `NaN` and `Infinity`, which become texts when the first reading fails.
    pub fn read<T>(mut self, mut read: impl FnMut(&str) -> serde_json::Result<T>) -> Result<T, FetchError> {
        json::read_lenient(&mut self.body, &mut read).map_err(|fault| self.fault(fault))
    }

    /// Hands out the rows of the list under `path` (see [`rows_at`]), each as its own text.
    pub fn for_each_row(self, path: &[&str], mut each: impl FnMut(&RawValue)) -> Result<(), FetchError> {
        self.read(|text| {
            let rows = rows_at(text, path)?;
            rows.into_iter().for_each(&mut each);
            Ok(())
        })
    }

    /// An error about this answer's shape.
    #[must_use]
    pub fn fault(&self, fault: Fault) -> FetchError {
        let error = FetchError::new(self.target.clone(), fault).with_body(&self.body, &self.secrets);
        debug!(target = self.target, code = error.code(), excerpt = error.excerpt, "unusable answer");
        error
    }
}

/// Whatever a server answered to a request that is sent only once: what its status means is for the caller to say.
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The body: complete where the status is a success, else its beginning.
    pub body: Vec<u8>,
    /// The server's wish to be left alone for a while.
    pub retry_after: Option<Duration>,
    /// Time from the sending to the end of the answer.
    pub took: Duration,
}

impl Reply {
    /// Whether the status is a success.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Reads the body as JSON, as [`Answer::read`] does.
    pub fn read<T>(&mut self, mut read: impl FnMut(&str) -> serde_json::Result<T>) -> Result<T, Fault> {
        json::read_lenient(&mut self.body, &mut read)
    }
}
