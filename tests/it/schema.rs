//! The two schemas are one: what the databases themselves say of their tables is the same.

use std::collections::BTreeSet;

use gp4u::store::Store;
use sqlx::Connection;
use tempfile::TempDir;

use crate::world::fresh_postgres;

#[test]
fn both_databases_have_the_same_columns_and_constraints() {
    let sqlite_columns = "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    let postgres_columns = "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c \
         JOIN information_schema.tables t USING (table_schema, table_name) WHERE c.table_schema = current_schema() \
         AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE '\\_sqlx%'";
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = TempDir::new().unwrap();
    let urls = [format!("sqlite:{}", folder.path().join("test.db").display()), fresh_postgres()];
    runtime.block_on(async {
        for url in &urls {
            let store = Store::connect(&url.parse().unwrap()).await.unwrap();
            store.migrate().await.unwrap();
            store.close().await;
        }
        let mut lite = sqlx::SqliteConnection::connect(&urls[0]).await.unwrap();
        let mut server = sqlx::PgConnection::connect(&urls[1]).await.unwrap();
        let of_sqlite: Vec<String> = sqlx::query_scalar(sqlite_columns).fetch_all(&mut lite).await.unwrap();
        let of_postgres: Vec<String> = sqlx::query_scalar(postgres_columns).fetch_all(&mut server).await.unwrap();
        let set = |names: Vec<String>| names.into_iter().collect::<BTreeSet<_>>();
        assert_eq!(set(of_sqlite), set(of_postgres));
        // The server makes up names for keys that have none; every name the file has must be there.
        let text: Vec<String> =
            sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL")
                .fetch_all(&mut lite)
                .await
                .unwrap();
        let text = text.join(" ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let named: BTreeSet<String> =
            words.windows(2).filter(|pair| pair[0] == "CONSTRAINT").map(|pair| pair[1].to_owned()).collect();
        let on_server: Vec<String> = sqlx::query_scalar(
            "SELECT conname FROM pg_constraint WHERE connamespace = CAST(current_schema() AS regnamespace)",
        )
        .fetch_all(&mut server)
        .await
        .unwrap();
        let missing: Vec<&String> = named.iter().filter(|name| !on_server.contains(name)).collect();
        assert!(named.len() > 10 && missing.is_empty(), "not on the server: {missing:?}");
    });
}
