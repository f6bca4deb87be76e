//! A world of its own for each test: an empty home, a database, and the real binary.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use tempfile::TempDir;

/// Which database a world uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Everything one test owns.
pub struct World {
    home: TempDir,
    pub database: Database,
    pub database_url: String,
    environment: Vec<(String, String)>,
}

/// What a run of the binary gave.
#[derive(Clone, Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!("stdout is not one JSON document ({error}):\n{}\n{}", self.stdout, self.stderr)
        })
    }

    /// The error document on standard error.
    #[track_caller]
    pub fn error(&self) -> Value {
        let line = self.stderr.lines().rev().find(|line| line.starts_with('{')).unwrap_or_default();
        let document: Value = serde_json::from_str(line)
            .unwrap_or_else(|error| panic!("no JSON error on stderr ({error}):\n{}", self.stderr));
        document["error"].clone()
    }

    /// Fails unless the exit code is this one.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}

/// The address of the test server; a test without one fails, it is never skipped.
pub fn postgres_url() -> String {
    std::env::var("GP4U_TEST_POSTGRES_URL")
        .expect("GP4U_TEST_POSTGRES_URL is not set: run the tests with tests/run.sh, which starts PostgreSQL")
}

/// Makes an empty schema and gives the address of a connection that lives in it.
pub fn fresh_postgres() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let base = postgres_url();
    let schema = format!("gp4u_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        use sqlx::{AssertSqlSafe, Connection};
        let mut connection = sqlx::PgConnection::connect(&base).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    });
    let separator = if base.contains('?') { '&' } else { '?' };
    format!("{base}{separator}options=-csearch_path%3D{schema}")
}

impl World {
    /// A world on an empty, migrated database.
    pub fn new(database: Database) -> Self {
        let home = TempDir::new().unwrap();
        let database_url = match database {
            Database::Sqlite => format!("sqlite:{}", home.path().join("data/gp4u.db").display()),
            Database::Postgres => fresh_postgres(),
        };
        let world = Self { home, database, database_url, environment: Vec::new() };
        world.run(["db", "migrate"]).exits(0);
        world
    }

    /// A world on a migrated PostgreSQL database somewhere.
    pub fn on_server(database_url: String) -> Self {
        let home = TempDir::new().unwrap();
        let world = Self { home, database: Database::Postgres, database_url, environment: Vec::new() };
        world.run(["db", "migrate"]).exits(0);
        world
    }

    /// Runs a test in a world on each database.
    pub fn each(test: impl Fn(Self)) {
        for database in [Database::Sqlite, Database::Postgres] {
            test(Self::new(database));
        }
    }

    /// Does something to the database behind the program's back.
    #[track_caller]
    pub fn sql(&self, sql: &'static str) {
        self.try_sql(sql).unwrap();
    }

    /// Tries to; tells why the database refused.
    pub fn try_sql(&self, sql: &'static str) -> Result<(), String> {
        self.texts(sql).map(drop)
    }

    /// The first column of what a query finds, a number, in its first row.
    #[track_caller]
    pub fn count(&self, sql: &str) -> i64 {
        self.texts(&format!("SELECT CAST(({sql}) AS TEXT)")).unwrap()[0].parse().unwrap()
    }

    /// Everything in a table.
    pub fn dump(&self, table: &str) -> String {
        let sql = match self.database {
            Database::Postgres => format!("SELECT CAST(t AS TEXT) FROM {table} t"),
            Database::Sqlite => {
                let columns = self.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
                let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
                format!("SELECT {} FROM {table}", quoted.join(" || ',' || "))
            }
        };
        self.texts(&sql).unwrap().join("\n")
    }

    /// The first column of what a statement finds.
    fn texts(&self, sql: &str) -> Result<Vec<String>, String> {
        use sqlx::{AssertSqlSafe, Connection, Row};
        let (url, sql) = (self.database_url.as_str(), AssertSqlSafe(sql.to_owned()));
        let failed = |error: sqlx::Error| error.to_string();
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            match self.database {
                Database::Sqlite => {
                    let mut connection = sqlx::SqliteConnection::connect(url).await.map_err(failed)?;
                    let rows = sqlx::query(sql).fetch_all(&mut connection).await.map_err(failed)?;
                    connection.close().await.map_err(failed)?;
                    Ok(rows.iter().map(|row| row.get(0)).collect())
                }
                Database::Postgres => {
                    let mut connection = sqlx::PgConnection::connect(url).await.map_err(failed)?;
                    let rows = sqlx::query(sql).fetch_all(&mut connection).await.map_err(failed)?;
                    connection.close().await.map_err(failed)?;
                    Ok(rows.iter().map(|row| row.get(0)).collect())
                }
            }
        })
    }

    /// A file of mode 0600 in the world's folder.
    pub fn private_file(&self, name: &str, content: &str) -> PathBuf {
        use std::os::unix::fs::OpenOptionsExt as _;
        let path = self.path(name);
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).unwrap();
        file.write_all(content.as_bytes()).unwrap();
        path
    }

    /// The folder that is HOME.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A path in the world's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Sets an environment variable for all later runs.
    pub fn set(&mut self, name: &str, value: impl Into<String>) -> &mut Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// The binary with this world's environment and nothing of the tester's.
    pub fn command(&self) -> Command {
        let binary = std::env::var_os("GP4U_BENCH_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_gp4u").into());
        let mut command = Command::new(binary);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home.path())
            .env("TZ", "UTC")
            .env("GP4U_DATABASE_URL", &self.database_url)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the binary to its end.
    pub fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Run {
        let output = self.command().args(arguments).output().unwrap();
        run_of(&output)
    }

    /// Runs the binary to its end with text on standard input.
    pub fn run_with_input<'a>(&self, arguments: impl IntoIterator<Item = &'a str>, input: &str) -> Run {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        run_of(&child.wait_with_output().unwrap())
    }
}

/// What a process printed; fails when a secret is in it.
pub fn run_of(output: &Output) -> Run {
    /// Every password, key and file of the tests that must not be seen holds this word.
    const CANARY: &str = "CANARY";
    /// What every token begins with: `{"typ` in base64.
    const TOKEN: &str = "eyJ0eX";
    let run = Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout.clone()).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr.clone()).expect("stderr is UTF-8"),
    };
    assert!(!run.stdout.contains(CANARY) && !run.stderr.contains(CANARY), "a secret was printed: {run:#?}");
    assert!(!run.stderr.contains(TOKEN), "a token was printed where it is not asked for: {run:#?}");
    run
}
