//! The least a PostgreSQL user needs to work with gp4u. Whoever has no more cannot change or erase the journal, not
//! even by switching off the triggers that forbid it to everybody.

use sqlx::AssertSqlSafe;

use super::{Pools, Store, StoreError};

/// The role. It cannot log in: an administrator grants it to users that can.
pub const APP_ROLE: &str = "gp4u_app";

/// Everything a table of plain state needs.
const STATE: &str = "SELECT, INSERT, UPDATE, DELETE";
/// A table that is only added to.
const APPEND_ONLY: &str = "SELECT, INSERT";

/// What the role may do with each table and view. A test compares the list with the tables there are.
const GRANTS: &[(&str, &str)] = &[
    ("_sqlx_migrations", "SELECT"),
    ("account", "SELECT, INSERT, UPDATE (balance, version, closed_at)"),
    ("account_readable", "SELECT"),
    ("answers", STATE),
    ("audit", APPEND_ONLY),
    ("daemon_loops", "SELECT, INSERT, UPDATE"),
    ("deployment", "SELECT"),
    ("deposit", "SELECT, INSERT, UPDATE (state, decided_at, decided_by, reason)"),
    ("entry", APPEND_ONLY),
    ("ledger_readable", "SELECT"),
    ("login_failures", STATE),
    ("machine_order", "SELECT, INSERT, UPDATE (wanted, env, onstart)"),
    ("market_reference", STATE),
    ("observations", STATE),
    ("observed_hours", STATE),
    ("offers", STATE),
    ("posting", APPEND_ONLY),
    ("price_hours", STATE),
    ("price_points", STATE),
    ("price_series", STATE),
    ("providers", STATE),
    ("rental", "SELECT, INSERT, UPDATE"),
    ("rental_event", APPEND_ONLY),
    ("rental_pause", STATE),
    ("requests", "SELECT, INSERT, UPDATE (answer), DELETE"),
    (
        "reservation",
        "SELECT, INSERT, UPDATE (ends_at, state, reason, started_at, stopped_at, market_price, extensions, charged, \
         refunded, updated_at, version, next_try_at, attempts, lease_token, start_by, offer_id, provider, machine, unit)",
    ),
    ("reservation_readable", "SELECT"),
    // One that is gone is refused as one that was revoked is.
    ("sessions", "SELECT, INSERT, UPDATE (revoked_at), DELETE"),
    ("signing_keys", APPEND_ONLY),
    ("spending", APPEND_ONLY),
    ("spending_limit", STATE),
    // Not who the operator is.
    ("users", "SELECT, INSERT, UPDATE (email, display_name, password_hash)"),
    ("start_failure", APPEND_ONLY),
    ("stray", "SELECT, INSERT, UPDATE (ended_at, found_at, since)"),
    ("withdrawal", "SELECT, INSERT, UPDATE (state, decided_at, decided_by, reason)"),
];

/// One lock for everybody who makes the role: PostgreSQL fails when two change the same grants at once.
const LOCK: &str = "SELECT pg_advisory_xact_lock(6861)";
/// Roles belong to the whole server: another database's gp4u may make it at the same moment.
const MAKE_ROLE: &str = "DO $$ BEGIN CREATE ROLE gp4u_app NOLOGIN; \
     EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
const ROLE_EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'gp4u_app')";

impl Store {
    /// Makes the role, or brings what it may do up to date. `false` on SQLite, where whoever can open the file can
    /// do everything.
    pub async fn grant_app_role(&self) -> Result<bool, StoreError> {
        let Pools::Postgres { write, .. } = &self.pools else { return Ok(false) };
        let mut transaction = write.pool().begin().await?;
        sqlx::query(LOCK).execute(&mut *transaction).await?;
        if !sqlx::query_scalar::<_, bool>(ROLE_EXISTS).fetch_one(&mut *transaction).await? {
            sqlx::raw_sql(MAKE_ROLE).execute(&mut *transaction).await?;
        }
        let schema: String = sqlx::query_scalar("SELECT quote_ident(CAST(current_schema() AS TEXT))")
            .fetch_one(&mut *transaction)
            .await?;
        let mut statements = format!(
            "GRANT USAGE ON SCHEMA {schema} TO {APP_ROLE}; REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {APP_ROLE};"
        );
        let grant = |(table, rights): &(&str, &str)| format!("GRANT {rights} ON {schema}.{table} TO {APP_ROLE};");
        statements.extend(GRANTS.iter().map(grant));
        sqlx::raw_sql(AssertSqlSafe(statements)).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
