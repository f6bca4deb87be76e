//! The least-privilege role on PostgreSQL: gp4u works under it, and the journal cannot be changed.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::world::{Database, World};

/// What a user with no more than the role tries, and each time is refused by the server itself.
const FORBIDDEN: [&str; 16] = [
    "UPDATE entry SET kind = 'x'",
    "DELETE FROM entry",
    "UPDATE posting SET amount = amount + 1",
    "DELETE FROM posting",
    "TRUNCATE posting CASCADE",
    "UPDATE account SET floor = -100",
    "UPDATE account SET code = 'wallet:mine'",
    "DELETE FROM account",
    "UPDATE spending SET amount = 0",
    "DELETE FROM audit",
    "UPDATE deposit SET amount = 1000000",
    "DELETE FROM withdrawal",
    "ALTER TABLE posting DISABLE TRIGGER ALL",
    "DROP TABLE posting CASCADE",
    "SET session_replication_role = replica",
    "INSERT INTO _sqlx_migrations SELECT * FROM _sqlx_migrations",
];

/// A login user of the server with the role and nothing else; the address to connect as them.
async fn limited_user(world: &World) -> String {
    let user = format!("gp4u_limited_{}", std::process::id());
    let mut owner = PgConnection::connect(&world.database_url).await.unwrap();
    let made = owner.execute(sqlx::raw_sql(AssertSqlSafe(format!("CREATE ROLE {user} LOGIN")))).await;
    if let Err(error) = made {
        // Left over by an earlier run with the same process id.
        assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("42710"));
    }
    owner.execute(sqlx::raw_sql(AssertSqlSafe(format!("GRANT gp4u_app TO {user}")))).await.unwrap();
    let (scheme, rest) = world.database_url.split_once("://").unwrap();
    format!("{scheme}://{user}@{}", rest.split_once('@').unwrap().1)
}

#[test]
fn the_role_may_do_all_that_gp4u_does_and_nothing_to_the_journal() {
    let mut world = World::new(Database::Postgres);
    for _ in 0..2 {
        let report = world.run(["db", "migrate", "--roles", "-o", "json"]).exits(0).json();
        assert_eq!(report["data"]["role"], "gp4u_app");
    }
    assert!(world.run(["db", "migrate", "-o", "json"]).exits(0).json()["data"]["role"].is_null());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let limited = runtime.block_on(limited_user(&world));
    world.database_url.clone_from(&limited);

    let alice = crate::wallet::Person::sign_up(&world, "alice");
    alice.fund("100");
    alice.run(["wallet", "withdraw", "--amount", "30", "--to", "bank", "--yes"]).exits(0);
    alice.run(["wallet", "limits", "set", "--day", "50"]).exits(0);
    alice.run(["wallet", "balance"]).exits(0);
    let _networks = crate::networks::Networks::start(&mut world);
    for command in [&["sync", "-q"][..], &["gpus", "models"], &["arbitrage"], &["gpus", "history", "4090"], &["doctor"]]
    {
        world.run(command.iter().copied()).exits(0);
    }
    world.run(["ledger", "verify"]).exits(0);

    runtime.block_on(async {
        let mut connection = PgConnection::connect(&limited).await.unwrap();
        for statement in FORBIDDEN {
            let error = connection.execute(sqlx::raw_sql(statement)).await.expect_err(statement);
            let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code).unwrap_or_default().into_owned();
            assert_eq!(code, "42501", "{statement}: {error}");
        }
        let unlisted: Vec<String> = sqlx::query_scalar(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = CAST(current_schema() AS regnamespace) \
             AND c.relkind IN ('r', 'v') AND NOT has_table_privilege('gp4u_app', c.oid, 'SELECT')",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        assert!(unlisted.is_empty(), "the role's list of grants does not know {unlisted:?}");
    });
    world.run(["ledger", "verify"]).exits(0);
}
