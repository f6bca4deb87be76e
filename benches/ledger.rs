//! How fast the book is, against the fastest way to run the same statements on the same machine in the same minute:
//! pgbench on PostgreSQL, a bare loop over one connection on SQLite. Ratios mean something on a busy machine,
//! figures do not.
//!
//!     GP4U_TEST_POSTGRES_FSYNC=on tests/postgres.sh cargo bench --bench ledger
//!
//! `GP4U_BENCH_SECONDS` is how long each measurement runs (3), `GP4U_BENCH_ROUNDS` how often (3).

#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use gp4u::ledger::account::Chain;
use gp4u::ledger::{AccountCode, Entry, Kind, Line};
use gp4u::store::Store;
use gp4u::units::Usdc;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

/// Money flows from one half of the wallets to the other.
const WALLETS: u128 = 10_000;
/// Wallets are numbered so that pgbench can write their codes without arithmetic.
const FIRST_WALLET: u128 = 100_000_000_000;
const FUNDS: i64 = 1_000_000_000_000;
/// Postings of the book that is verified.
const VERIFIED_POSTINGS: u64 = 1_000_000;
const CLIENTS: [usize; 3] = [1, 8, 32];

/// The statements of `Store::post`, with `{…}` for its parameters.
const TAKE_KEY: &str = "INSERT INTO entry (kind, idem_key, request_hash, lines, reverses, event_at, created_at, meta) \
    SELECT 'earnings_release', {key}, {hash}, 2, NULL, 0, 0, '{}' \
    WHERE NOT EXISTS (SELECT 1 FROM entry WHERE idem_key = {key}) ON CONFLICT (idem_key) DO NOTHING RETURNING id";
const LOCK: &str = "SELECT code, id, balance, floor, version, closed_at FROM account WHERE code {codes} \
    ORDER BY code{for_update}";
const MOVE: &str = "INSERT INTO posting (entry_id, line, account_id, amount, balance_after, account_version) SELECT {id}, \
    CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), CAST(value ->> 2 AS BIGINT), \
    CAST(value ->> 3 AS BIGINT), CAST(value ->> 4 AS BIGINT) FROM {rows}";

/// A row of [`LOCK`].
type AccountRow = (String, i64, i64, Option<i64>, i64, Option<i64>);

fn wallet(number: u128) -> AccountCode {
    // The last group of a UUID in decimal digits, read as hexadecimal ones.
    let digits = (FIRST_WALLET + number).to_string();
    AccountCode::Wallet(Uuid::from_u128(u128::from_str_radix(&digits, 16).unwrap_or_default()))
}

/// One micro from a wallet of the first half to one of the second.
fn transfer(number: u64) -> Result<Entry> {
    static RUN: AtomicU64 = AtomicU64::new(0);
    let from = fastrand::u128(0..WALLETS / 2);
    let to = fastrand::u128(WALLETS / 2..WALLETS);
    let key = format!("ours-{}-{number}", RUN.fetch_add(1, Ordering::Relaxed)).parse()?;
    let amount = Usdc::from_micros(1);
    Ok(Entry::new(Kind::EarningsRelease, key, [Line::debit(wallet(from), amount), Line::credit(wallet(to), amount)])?)
}

async fn open(url: &str) -> Result<Arc<Store>> {
    let store = Store::connect(&url.parse()?).await?;
    store.migrate().await?;
    for first in (0..WALLETS).step_by(100) {
        let custody = AccountCode::Custody(Chain::NONE, "bench".parse()?);
        let mut lines = Vec::new();
        for number in first..first + 100 {
            store.open_account(&wallet(number), Timestamp::UNIX_EPOCH).await?;
            lines.push(Line::credit(wallet(number), Usdc::from_micros(FUNDS)));
        }
        lines.push(Line::debit(custody, Usdc::from_micros(FUNDS * 100)));
        let entry = Entry::new(Kind::OperatorTopUp, format!("funds-{first}").parse()?, lines)?;
        store.post(&entry, Timestamp::UNIX_EPOCH).await?;
    }
    Ok(Arc::new(store))
}

/// Entries per second that `clients` book through the store.
async fn ours(store: &Arc<Store>, clients: usize, time: Duration) -> Result<f64> {
    let began = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..clients {
        let store = Arc::clone(store);
        running.spawn(async move {
            let mut booked = 0;
            while began.elapsed() < time {
                ensure!(store.post(&transfer(booked)?, Timestamp::UNIX_EPOCH).await?.created);
                booked += 1;
            }
            Ok(booked)
        });
    }
    let mut booked = 0;
    for client in running.join_all().await {
        booked += client?;
    }
    Ok(booked as f64 / began.elapsed().as_secs_f64())
}

/// Transactions per second that pgbench runs of the same statements.
fn pgbench(url: &str, clients: usize, time: Duration) -> Result<f64> {
    let code = |variable: &str| format!("'wallet:00000000-0000-0000-0000-' || CAST(:{variable} AS TEXT)");
    let codes = format!("'[\"' || {} || '\",\"' || {} || '\"]'", code("a"), code("b"));
    let row = |line: u8, account: &str, amount: i8| {
        format!(
            "[{line},' || CAST(:{account}_id AS TEXT) || ',{amount},' || CAST(CAST(:{account}_balance AS BIGINT) - {amount} AS TEXT) \
             || ',' || CAST(CAST(:{account}_version AS BIGINT) + 1 AS TEXT) || ']"
        )
    };
    let rows = format!("'[{},{}]'", row(1, "a", 1), row(2, "b", -1));
    let write = |sql: &str| {
        sql.replace("{key}", "'pgbench-' || CAST(:key AS TEXT)")
            .replace("{hash}", "decode(repeat('ab', 32), 'hex')")
            .replace("{codes}", &format!("= ANY (ARRAY(SELECT jsonb_array_elements_text(CAST({codes} AS jsonb))))"))
            .replace("{for_update}", " FOR NO KEY UPDATE")
            .replace("{rows}", &format!("jsonb_array_elements(CAST({rows} AS jsonb)) AS unpacked (value)"))
            .replace("{id}", ":id")
    };
    // pgbench keeps one row a query: the two accounts side by side.
    let side_by_side = format!(
        "WITH locked AS MATERIALIZED ({}) SELECT a.id AS a_id, a.balance AS a_balance, a.version AS a_version, \
         b.id AS b_id, b.balance AS b_balance, b.version AS b_version FROM locked a JOIN locked b ON b.code > a.code",
        write(LOCK)
    );
    let half = FIRST_WALLET + WALLETS / 2;
    let script = format!(
        "\\set a random({FIRST_WALLET}, {})\n\\set b random({half}, {})\n\\set key random(1, 9000000000000000000)\n\
         BEGIN;\n{} \\gset\n{side_by_side} \\gset\n{};\nCOMMIT;\n",
        half - 1,
        FIRST_WALLET + WALLETS - 1,
        write(TAKE_KEY),
        write(MOVE),
    );
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("transfer.sql");
    std::fs::write(&file, script)?;
    let output = Command::new(find_pgbench()?)
        .args(["-n", "-M", "prepared", "-c", &clients.to_string(), "-j", &clients.min(2).to_string()])
        .args(["-T", &time.as_secs().to_string(), "-f"])
        .arg(&file)
        .arg(url)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "pgbench: {}", String::from_utf8_lossy(&output.stderr));
    let tps = text.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench told no tps")?;
    Ok(tps.split(' ').next().unwrap_or_default().parse()?)
}

fn find_pgbench() -> Result<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    folders.sort();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders
        .into_iter()
        .map(|folder| folder.join("pgbench"))
        .find(|path| path.exists())
        .context("pgbench is not installed")
}

/// Entries per second that one connection books in a bare loop over the same statements.
async fn bare_sqlite(path: &std::path::Path, time: Duration) -> Result<f64> {
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .disable_statement_logging()
        .connect()
        .await?;
    let write = |sql: &str| {
        sql.replace("{key}", "$1")
            .replace("{hash}", "$2")
            .replace("{codes}", "IN (SELECT value FROM json_each($1))")
            .replace("{for_update}", "")
            .replace("{rows}", "json_each($1) AS unpacked")
            .replace("{id}", "$2")
    };
    let [take_key, lock, moved] = [TAKE_KEY, LOCK, MOVE].map(write);
    let (began, hash) = (Instant::now(), vec![7_u8; 32]);
    let mut booked = 0_u64;
    while began.elapsed() < time {
        let (from, to) = (fastrand::u128(0..WALLETS / 2), fastrand::u128(WALLETS / 2..WALLETS));
        let codes = format!("[\"{}\",\"{}\"]", wallet(from), wallet(to));
        connection.execute("BEGIN IMMEDIATE").await?;
        let key = format!("bare-{}", fastrand::u64(..));
        let id: i64 = sqlx::query_scalar(AssertSqlSafe(take_key.clone()))
            .bind(key)
            .bind(&hash)
            .fetch_one(&mut connection)
            .await?;
        let accounts: Vec<AccountRow> =
            sqlx::query_as(AssertSqlSafe(lock.clone())).bind(&codes).fetch_all(&mut connection).await?;
        let rows = accounts.iter().zip([(1, 1), (2, -1)]).map(|(account, (line, amount))| {
            format!("[{line},{},{amount},{},{}]", account.1, account.2 - amount, account.4 + 1)
        });
        let rows = format!("[{}]", rows.collect::<Vec<_>>().join(","));
        sqlx::query(AssertSqlSafe(moved.clone())).bind(rows).bind(id).execute(&mut connection).await?;
        connection.execute("COMMIT").await?;
        booked += 1;
    }
    let rate = booked as f64 / began.elapsed().as_secs_f64();
    connection.close().await?;
    Ok(rate)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn tell(database: &str, clients: usize, mut ours: Vec<f64>, theirs: Vec<f64>) {
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs * 100.0).collect();
    ours.sort_by(f64::total_cmp);
    println!(
        "{database:10} {clients:2} clients: {:7.0} entries/s, the statements alone {:7.0}: {:3.0} %",
        median(ours),
        median(theirs),
        median(ratios)
    );
}

/// Fills the book with entries of two lines by SQL, and proves it.
async fn verify<C>(store: &Store, connection: &mut C, postgres: bool) -> Result<()>
where
    for<'c> &'c mut C: Executor<'c>,
{
    const BATCH: u64 = 50_000;
    let (generated, overriding) = if postgres {
        ("SELECT CAST(n AS BIGINT) AS n FROM generate_series({first}, {last}) AS n", "OVERRIDING SYSTEM VALUE")
    } else {
        ("WITH RECURSIVE s(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM s WHERE n < {last}) SELECT n FROM s", "")
    };
    let filler = "WITH g AS ({generated}) INSERT INTO entry (id, kind, idem_key, request_hash, lines, event_at, created_at, meta) \
        {overriding} SELECT n + 100000000, 'earnings_release', 'fill-' || n, {hash}, 2, 0, 0, '{}' FROM g; \
        WITH g AS ({generated}) INSERT INTO posting SELECT n + 100000000, line, a.id, CASE line WHEN 1 THEN 1 ELSE -1 END, \
        a.balance + a.normal * CASE line WHEN 1 THEN 1 ELSE -1 END, a.version + 1 \
        FROM g CROSS JOIN (SELECT 1 AS line UNION ALL SELECT 2) AS l \
        JOIN account a ON a.code = 'wallet:00000000-0000-0000-0000-' || CAST({first_wallet} + (line - 1) * {half} + n - {first} AS TEXT) \
        ORDER BY n, line";
    let (mut first, half) = (0, u64::try_from(WALLETS / 2)?);
    while first < VERIFIED_POSTINGS / 2 {
        let sql = filler
            .replace("{generated}", generated)
            .replace("{overriding}", overriding)
            .replace("{hash}", if postgres { "decode(repeat('ab', 32), 'hex')" } else { "zeroblob(32)" })
            .replace("{first_wallet}", &FIRST_WALLET.to_string())
            .replace("{half}", &half.to_string())
            .replace("{first}", &first.to_string())
            .replace("{last}", &(first + half.min(BATCH) - 1).to_string());
        connection.execute(sqlx::raw_sql(AssertSqlSafe(format!("BEGIN; {sql}; COMMIT")))).await?;
        first += half.min(BATCH);
    }
    let began = Instant::now();
    let report = store.verify_ledger().await?;
    let took = began.elapsed();
    ensure!(report.is_clean(), "{report:#?}");
    println!(
        "{:10} verify of {} postings, {} accounts: {:.1} s",
        if postgres { "PostgreSQL" } else { "SQLite" },
        report.postings,
        report.accounts,
        took.as_secs_f64()
    );
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let time = Duration::from_secs(number("GP4U_BENCH_SECONDS", 3));
    let rounds = number("GP4U_BENCH_ROUNDS", 3);

    let folder = tempfile::tempdir()?;
    let path = folder.path().join("book.db");
    let store = open(&format!("sqlite:{}", path.display())).await?;
    for clients in [1, 8] {
        let (mut through_store, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            bare.push(bare_sqlite(&path, time).await?);
            through_store.push(ours(&store, clients, time).await?);
        }
        tell("SQLite", clients, through_store, bare);
    }
    verify(&store, &mut SqliteConnection::connect(&format!("sqlite:{}", path.display())).await?, false).await?;

    let server = std::env::var("GP4U_TEST_POSTGRES_URL").context("run this under tests/postgres.sh")?;
    let mut connection = PgConnection::connect(&server).await?;
    connection.execute("DROP SCHEMA IF EXISTS gp4u_bench CASCADE; CREATE SCHEMA gp4u_bench").await?;
    let url = format!("{server}?options=-csearch_path%3Dgp4u_bench");
    let store = open(&url).await?;
    connection.execute("ANALYZE").await?;
    for clients in CLIENTS {
        let (mut through_store, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            theirs.push(pgbench(&url, clients, time)?);
            through_store.push(ours(&store, clients, time).await?);
        }
        tell("PostgreSQL", clients, through_store, theirs);
    }
    verify(&store, &mut PgConnection::connect(&url).await?, true).await?;
    connection.execute("DROP SCHEMA gp4u_bench CASCADE").await?;
    Ok(())
}
