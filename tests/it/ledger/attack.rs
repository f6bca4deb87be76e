//! Hand-written SQL against the book: the database itself refuses it, whoever connects.

use gp4u::ledger::rules;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor};

use super::*;

/// Attacks on a book whose entry 1 is a deposit of 500 to custody, entry 2 its claim by a wallet: what is tried, how,
/// and the name under which it is refused. `{wallet}`, `{custody}`, `{unclaimed}` are ids of accounts, `{entry}` is
/// how an entry of two lines begins.
const ATTACKS: &[(&str, &str, &str)] = &[
    (
        "an entry that does not sum to zero",
        "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 2), (9, 2, {wallet}, -50, 550, 2)",
        "entry_balanced",
    ),
    ("an entry of one line", "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 2)", "entry_complete"),
    ("an entry without lines", "{entry}", "entry_complete"),
    (
        "a line without an entry",
        "INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 2)",
        "FOREIGN KEY|foreign key|posting_line",
    ),
    (
        "a last line without the first",
        "{entry}; INSERT INTO posting VALUES (9, 2, {custody}, 100, 600, 2)",
        "posting_line",
    ),
    (
        "a third line",
        "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 2), (9, 2, {wallet}, -100, 600, 2), \
      (9, 3, {unclaimed}, -10, 10, 3)",
        "posting_line|entry_balanced",
    ),
    ("a line added to an old entry", "INSERT INTO posting VALUES (1, 3, {custody}, 100, 600, 2)", "posting_line"),
    (
        "a line put in the place of an old one",
        "INSERT INTO posting VALUES (1, 1, {custody}, 100, 600, 2)",
        "posting_line|posting_pkey",
    ),
    ("an edited amount", "UPDATE posting SET amount = amount * 2", "posting_append_only"),
    (
        "an edited balance",
        "UPDATE posting SET balance_after = balance_after + 1 WHERE entry_id = 1",
        "posting_append_only",
    ),
    ("an edited entry", "UPDATE entry SET event_at = 0", "entry_append_only"),
    (
        "a changed key, so that it can be used again",
        "UPDATE entry SET idem_key = 'x' WHERE id = 1",
        "entry_append_only",
    ),
    (
        "an upsert over an old entry",
        "INSERT INTO entry (kind, idem_key, request_hash, lines, event_at, created_at, meta) SELECT 'x', idem_key, \
      request_hash, 2, 0, 0, '{}' FROM entry WHERE id = 1 ON CONFLICT (idem_key) DO UPDATE SET meta = excluded.meta",
        "entry_append_only",
    ),
    (
        "a key used twice",
        "INSERT INTO entry (kind, idem_key, request_hash, lines, event_at, created_at, meta) SELECT 'x', idem_key, \
      request_hash, 2, 0, 0, '{}' FROM entry WHERE id = 1",
        "entry_append_only|entry_idem_key",
    ),
    ("a deleted line", "DELETE FROM posting WHERE entry_id = 2", "posting_append_only"),
    ("a deleted entry", "DELETE FROM entry WHERE id = 2", "entry_append_only"),
    ("a deleted account", "DELETE FROM account WHERE id = {wallet}", "account_kept"),
    (
        "a version used twice",
        "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 1), (9, 2, {wallet}, -100, 600, 2)",
        "posting_follows|posting_account_version",
    ),
    (
        "a version left out",
        "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 3), (9, 2, {wallet}, -100, 600, 2)",
        "posting_follows",
    ),
    (
        "a wrong balance after a line",
        "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 700, 2), (9, 2, {wallet}, -100, 600, 2)",
        "posting_follows",
    ),
    (
        "an account moved twice by one entry",
        "{entry}; INSERT INTO posting VALUES (9, 1, {wallet}, -100, 600, 2), (9, 2, {wallet}, 100, 500, 2)",
        "posting_follows|posting_account_version",
    ),
    (
        "an overdraft",
        "{entry}; INSERT INTO posting VALUES (9, 1, {wallet}, 501, -1, 2), (9, 2, {unclaimed}, -501, 501, 3)",
        "insufficient_funds",
    ),
    ("a lowered floor", "UPDATE account SET floor = -1000 WHERE id = {wallet}", "account_fixed"),
    ("a removed floor", "UPDATE account SET floor = NULL WHERE id = {wallet}", "account_fixed"),
    ("a turned account", "UPDATE account SET normal = -normal, class = 'asset' WHERE id = {wallet}", "account_fixed"),
    ("a renamed account", "UPDATE account SET code = 'wallet:mine' WHERE id = {wallet}", "account_fixed"),
    ("money from nothing", "UPDATE account SET balance = balance + 1 WHERE id = {wallet}", "account_follows"),
    (
        "money from nothing, with a version",
        "UPDATE account SET balance = balance + 1, version = version + 1 WHERE id = {wallet}",
        "account_follows",
    ),
    (
        "an account taken back to before a posting",
        "UPDATE account SET balance = 0, version = 0 WHERE id = {wallet}",
        "account_follows",
    ),
    (
        "an account opened with money",
        "INSERT INTO account (code, class, normal, floor, balance, opened_at) VALUES ('wallet:mine', 'liability', -1, 0, 5, 0)",
        "account_opens_empty",
    ),
    (
        "a wallet that counts the wrong way",
        "INSERT INTO account (code, class, normal, opened_at) VALUES ('wallet:mine', 'liability', 1, 0)",
        "account_normal",
    ),
    ("a wallet's money called another's", "UPDATE account SET owner = {wallet} WHERE id = {custody}", "account_fixed"),
    ("an account with money closed", "UPDATE account SET closed_at = 1 WHERE id = {wallet}", "account_closed_empty"),
    (
        "a closed account opened again",
        "UPDATE account SET closed_at = 1 WHERE id = {unclaimed}; UPDATE account SET closed_at = NULL WHERE id = {unclaimed}",
        "account_fixed",
    ),
    (
        "a posting to a closed account",
        "UPDATE account SET closed_at = 1 WHERE id = {unclaimed}; {entry}; \
      INSERT INTO posting VALUES (9, 1, {wallet}, 100, 400, 2), (9, 2, {unclaimed}, -100, 100, 3)",
        "posting_follows|account_fixed",
    ),
    (
        "a deposit taken back twice",
        "INSERT INTO entry (id, kind, idem_key, request_hash, lines, reverses, event_at, created_at, meta) OVERRIDING \
      SELECT 9, 'x', 'a', request_hash, 2, 1, 0, 0, '{}' FROM entry WHERE id = 1; \
      INSERT INTO entry (id, kind, idem_key, request_hash, lines, reverses, event_at, created_at, meta) OVERRIDING \
      SELECT 10, 'x', 'b', request_hash, 2, 1, 0, 0, '{}' FROM entry WHERE id = 1",
        "entry_reverses",
    ),
];

const SQLITE_ATTACKS: &[(&str, &str, &str)] = &[
    (
        "a replaced entry",
        "INSERT OR REPLACE INTO entry SELECT id, 'x', idem_key, request_hash, lines, reverses, 0, 0, '{}' \
      FROM entry WHERE id = 1",
        "entry_append_only",
    ),
    ("a replaced line", "INSERT OR REPLACE INTO posting VALUES (1, 1, {custody}, 100, 600, 2)", "posting_line"),
    (
        "a replaced account",
        "INSERT OR REPLACE INTO account SELECT id, code, class, normal, NULL, 0, 0, opened_at, NULL, NULL \
      FROM account WHERE id = {wallet}",
        "account_kept",
    ),
    (
        "an overdraft, ignoring conflicts",
        "{entry}; INSERT OR IGNORE INTO posting VALUES (9, 1, {wallet}, 501, -1, 2), (9, 2, {unclaimed}, -501, 501, 3)",
        "insufficient_funds",
    ),
    (
        "an overdraft, stopping half-way",
        "{entry}; INSERT OR FAIL INTO posting VALUES (9, 1, {wallet}, 501, -1, 2), (9, 2, {unclaimed}, -501, 501, 3)",
        "insufficient_funds",
    ),
    (
        "an amount that is no whole number",
        "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 0.5, 500.5, 2), (9, 2, {wallet}, -0.5, 500.5, 2)",
        "REAL|posting_follows",
    ),
];

const POSTGRES_ATTACKS: &[(&str, &str, &str)] = &[
    (
        "emptied tables",
        "TRUNCATE posting, entry, account CASCADE",
        "posting_append_only|entry_append_only|account_kept",
    ),
    ("a truncated journal", "TRUNCATE posting CASCADE", "posting_append_only|entry_append_only"),
    (
        "decoys of the same name",
        "CREATE TEMP TABLE posting (entry_id BIGINT, line BIGINT, account_id BIGINT, amount BIGINT, balance_after BIGINT, \
      account_version BIGINT); INSERT INTO pg_temp.posting VALUES (9, 1, {wallet}, 0, 1000000, 2); \
      UPDATE account SET balance = 1000000, version = 2 WHERE id = {wallet}",
        "account_follows",
    ),
    (
        "checks put off to the end",
        "SET CONSTRAINTS ALL DEFERRED; {entry}; \
      INSERT INTO posting VALUES (9, 1, {wallet}, 501, -1, 2), (9, 2, {unclaimed}, -501, 501, 3)",
        "insufficient_funds",
    ),
];

/// An entry of two lines by hand.
const ENTRY: &str = "INSERT INTO entry (id, kind, idem_key, request_hash, lines, event_at, created_at, meta) OVERRIDING \
     SELECT 9, 'x', 'mine', request_hash, 2, 0, 0, '{}' FROM entry WHERE id = 1";

fn written_out(attack: &str, sqlite: bool) -> String {
    let id = |code: &str| format!("(SELECT id FROM account WHERE code LIKE '{code}')");
    attack
        .replace("{entry}", ENTRY)
        .replace("{wallet}", &id("wallet:%"))
        .replace("{custody}", &id("custody:%"))
        .replace("{unclaimed}", &id("unclaimed:%"))
        .replace("OVERRIDING", if sqlite { "" } else { "OVERRIDING SYSTEM VALUE" })
}

/// Runs an attack in a transaction as far as it gets; gives the text of the refusal, COMMIT's included.
async fn refusal<C: Connection>(connection: &mut C, attack: &str) -> String
where
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    connection.execute("BEGIN").await.unwrap();
    let mut outcome = connection.execute(sqlx::raw_sql(AssertSqlSafe(attack.to_owned()))).await;
    if outcome.is_ok() {
        outcome = connection.execute("COMMIT").await;
    }
    let refusal = match outcome {
        Ok(_) => "nothing".to_owned(),
        Err(error) => {
            let constraint = error.as_database_error().and_then(|error| error.constraint()).unwrap_or_default();
            format!("{constraint} {error}")
        }
    };
    // SQLite's transaction is still open; PostgreSQL only warns when it is not.
    drop(connection.execute("ROLLBACK").await);
    refusal
}

#[test]
fn hand_written_sql_cannot_forge_edit_or_erase() {
    on_each(async |book| {
        book.fund(id(1), 500).await;
        let before = book.store.entries(&gp4u::store::EntryFilter::default()).await.unwrap();
        let own = if book.is_sqlite() { SQLITE_ATTACKS } else { POSTGRES_ATTACKS };
        let mut sqlite = sqlx::SqliteConnection::connect(if book.is_sqlite() { &book.url } else { "sqlite::memory:" })
            .await
            .unwrap();
        for (what, attack, name) in ATTACKS.iter().chain(own) {
            let attack = written_out(attack, book.is_sqlite());
            let refusal = if book.is_sqlite() {
                refusal(&mut sqlite, &attack).await
            } else {
                let mut connection = sqlx::PgConnection::connect(&book.url).await.unwrap();
                refusal(&mut connection, &attack).await
            };
            // SQLite does not name a foreign key.
            let names = if *name == "entry_complete" { "entry_complete|FOREIGN KEY" } else { name };
            assert!(names.split('|').any(|name| refusal.contains(name)), "{what}: refused by {refusal}\n{attack}");
            book.proven().await;
        }
        assert_eq!(book.store.entries(&gp4u::store::EntryFilter::default()).await.unwrap(), before);
        assert_eq!(book.balance(&wallet(1)).await, 500);
        assert!(book.post(&rules::withdrawal_requested(&withdrawal(1, id(1), 500)).unwrap()).await.unwrap().created);
    });
}

#[test]
fn a_program_without_foreign_keys_cannot_write_an_entry() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let book = Book::sqlite().await;
        book.fund(id(1), 500).await;
        let options: SqliteConnectOptions = book.url.parse().unwrap();
        let mut connection = sqlx::SqliteConnection::connect_with(&options.foreign_keys(false)).await.unwrap();
        let one_line = "{entry}; INSERT INTO posting VALUES (9, 1, {custody}, 100, 600, 2)";
        let refusal = refusal(&mut connection, &written_out(one_line, true)).await;
        assert!(refusal.contains("entry_foreign_keys"), "{refusal}");
        book.proven().await;
    });
}
