//! Bringing a database to the schema of this program, and telling when it is not.

use schemars::JsonSchema;
use serde::Serialize;
use sqlx::migrate::Migrator;

use super::{Pools, Store, StoreError, read};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How far a database is migrated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MigrationState {
    /// Version of the newest migration the database has; 0 for an empty one.
    pub applied: i64,
    /// Version this program needs.
    pub needed: i64,
}

impl MigrationState {
    /// Whether the database fits this program.
    pub(super) fn check(self, url: &impl ToString) -> Result<(), StoreError> {
        match self.applied.cmp(&self.needed) {
            std::cmp::Ordering::Less => Err(StoreError::NotMigrated(url.to_string())),
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(StoreError::TooNew(url.to_string())),
        }
    }
}

impl Store {
    fn migrator(&self) -> &'static Migrator {
        match self.pools {
            Pools::Sqlite { .. } => &SQLITE,
            Pools::Postgres { .. } => &POSTGRES,
        }
    }

    /// How far the database is migrated.
    pub async fn migration_state(&self) -> Result<MigrationState, StoreError> {
        let needed = self.migrator().iter().map(|migration| migration.version).max().unwrap_or(0);
        let sql = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations WHERE success";
        let applied = read!(self, |pool: Db| sqlx::query_scalar::<Db, i64>(sql).fetch_one(pool).await);
        let applied = match applied {
            Ok(version) => version,
            Err(error) if is_missing_table(&error) => 0,
            Err(error) => return Err(error.into()),
        };
        Ok(MigrationState { applied, needed })
    }

    /// Applies what is missing; safe to run from several processes at once.
    pub async fn migrate(&self) -> Result<MigrationState, StoreError> {
        let state = self.migration_state().await?;
        if state.applied > state.needed {
            state.check(&self.url)?;
        }
        self.claim_file().await?;
        let outcome = match &self.pools {
            Pools::Sqlite { write, .. } => SQLITE.run(write.pool()).await,
            Pools::Postgres { write, .. } => POSTGRES.run(write.pool()).await,
        };
        outcome.map_err(|error| match error {
            sqlx::migrate::MigrateError::Execute(error) | sqlx::migrate::MigrateError::ExecuteMigration(error, _) => {
                error.into()
            }
            sqlx::migrate::MigrateError::VersionMismatch(_) | sqlx::migrate::MigrateError::VersionMissing(_) => {
                StoreError::TooNew(self.url.to_string())
            }
            other => StoreError::Sql(sqlx::Error::Migrate(Box::new(other))),
        })?;
        self.migration_state().await
    }
}

/// Whether a statement failed because the migrations table does not exist yet.
fn is_missing_table(error: &sqlx::Error) -> bool {
    const UNDEFINED_TABLE: &str = "42P01";
    match error {
        sqlx::Error::Database(database) => {
            database.code().as_deref() == Some(UNDEFINED_TABLE) || database.message().starts_with("no such table")
        }
        _ => false,
    }
}
