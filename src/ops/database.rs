//! `db migrate` and `db status`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::error::Result;
use crate::store::Store;

/// Where the database is and how far it is migrated.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DatabaseReport {
    /// Address without password.
    pub url: String,
    /// Newest migration it has; 0 for an empty one.
    pub applied: i64,
    /// Newest migration this program knows.
    pub needed: i64,
    /// Whether this program can use it as it is.
    pub ready: bool,
    /// Whether the command changed it.
    pub changed: bool,
}

/// Tells how far the database is migrated. Changes nothing but makes a missing SQLite file.
pub async fn status(app: &App) -> Result<DatabaseReport> {
    let store = Store::connect(&app.database_url()?).await?;
    let state = store.migration_state().await?;
    Ok(DatabaseReport {
        url: store.url().to_string(),
        applied: state.applied,
        needed: state.needed,
        ready: state.applied == state.needed,
        changed: false,
    })
}

/// Brings the database to this program's schema; a second run changes nothing.
pub async fn migrate(app: &App) -> Result<DatabaseReport> {
    let before = status(app).await?;
    let store = Store::connect(&app.database_url()?).await?;
    let state = store.migrate().await?;
    Ok(DatabaseReport {
        applied: state.applied,
        needed: state.needed,
        ready: state.applied == state.needed,
        changed: state.applied != before.applied,
        ..before
    })
}
