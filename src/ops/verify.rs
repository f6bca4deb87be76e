//! Proving the ledger.

use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::store::LedgerReport;

/// Checks every law of the book; an error names those that are broken, and the log what breaks them.
pub async fn verify_ledger(app: &App) -> Result<LedgerReport> {
    let report = app.store().await?.verify_ledger().await?;
    if report.is_clean() {
        return Ok(report);
    }
    let mut broken = Vec::new();
    for check in report.checks.iter().filter(|check| !check.breaches.is_empty()) {
        for breach in &check.breaches {
            tracing::error!(law = check.id, "the ledger breaks a law: {breach}");
        }
        broken.push(format!("{} ({})", check.id, check.law));
    }
    Err(Error::new(Code::CheckFailed, format!("the ledger breaks its laws: {}", broken.join(", "))))
}
