//! `db migrate` and `db status`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::store::{APP_ROLE, DatabaseUrl, Store};

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
    /// The PostgreSQL role whose rights were brought up to date, when that was asked for.
    pub role: Option<&'static str>,
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
        role: None,
    })
}

/// Brings the database to this program's schema, and the least-privilege role's rights up to date where `roles` says
/// so; a second run changes nothing.
pub async fn migrate(app: &App, roles: bool) -> Result<DatabaseReport> {
    let url = app.database_url()?;
    if roles && matches!(url, DatabaseUrl::Sqlite(_)) {
        return Err(Error::new(Code::Usage, "--roles is for PostgreSQL: a SQLite file has no roles")
            .hint("whoever can open the file is the operator; its mode 0600 is the protection"));
    }
    let before = status(app).await?;
    let store = Store::connect(&url).await?;
    let state = store.migrate().await?;
    let role = (roles && store.grant_app_role().await?).then_some(APP_ROLE);
    Ok(DatabaseReport {
        applied: state.applied,
        needed: state.needed,
        ready: state.applied == state.needed,
        changed: state.applied != before.applied,
        role,
        ..before
    })
}
