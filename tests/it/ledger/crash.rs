//! Processes, connections and servers that die: every key is booked exactly once, and nothing is half done.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gp4u::ledger::{Entry, rules};
use gp4u::store::{EntryFilter, PostError, Store};
use sqlx::Connection;

use super::*;
use crate::postgres::Server;

/// The database that [`a_writer_that_is_killed`] writes to, and the number of its first deposit.
const CHILD_DATABASE: &str = "GP4U_TEST_CRASH_DATABASE";
const CHILD_FROM: &str = "GP4U_TEST_CRASH_FROM";
const KILLS: u64 = 60;

fn numbered(number: u64) -> Entry {
    rules::deposit_final(&deposit(&format!("d{number}"), 1), &name("hot")).unwrap()
}

/// The numbers of all deposits that are booked, each once.
async fn booked(store: &Store) -> BTreeSet<u64> {
    let mut filter = EntryFilter { limit: 1_000, ..EntryFilter::default() };
    let mut numbers = BTreeSet::new();
    loop {
        let page = store.entries(&filter).await.unwrap();
        for entry in page.rows {
            let number = entry.key.as_str().trim_start_matches("deposit:0:d").trim_end_matches(":0").parse().unwrap();
            assert!(numbers.insert(number), "{number} is booked twice");
        }
        filter.before = page.next;
        if filter.before.is_none() {
            return numbers;
        }
    }
}

/// Not a test by itself: the process that [`a_killed_writer_loses_nothing_and_books_nothing_twice`] starts and kills.
/// Books deposits one after the other and tells each number once it is booked.
#[test]
fn a_writer_that_is_killed() {
    let Ok(url) = std::env::var(CHILD_DATABASE) else { return };
    let from: u64 = std::env::var(CHILD_FROM).unwrap().parse().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::open(&url.parse().unwrap()).await.unwrap();
        let mut told = std::io::stdout();
        for number in from.. {
            store.post(&numbered(number), moment(0)).await.unwrap();
            writeln!(told, "booked {number}").unwrap();
            told.flush().unwrap();
        }
    });
}

#[test]
fn a_killed_writer_loses_nothing_and_books_nothing_twice() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let book = Book::sqlite().await;
        let (mut told, mut unheard) = (0, 0);
        for kill in 0..KILLS {
            let before = booked(&book.store).await.len() as u64;
            assert!(before == told || before == told + 1, "{before} booked, {told} told");
            unheard += before - told;
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "ledger::crash::a_writer_that_is_killed", "--nocapture"])
                .env(CHILD_DATABASE, &book.url)
                .env(CHILD_FROM, told.to_string())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
            // From the first deposit on, death may come at any moment.
            let first = lines.find(|line| line.starts_with("booked ")).unwrap();
            std::thread::sleep(Duration::from_micros(kill * 377 % 9_000));
            child.kill().unwrap();
            child.wait().unwrap();
            let last = lines.filter(|line| line.starts_with("booked ")).last().unwrap_or(first);
            told = last.trim_start_matches("booked ").parse::<u64>().unwrap() + 1;
            book.proven().await;
        }
        let numbers = booked(&book.store).await;
        assert_eq!(numbers, (0..numbers.len() as u64).collect(), "no number is missing");
        assert_eq!(book.balance(&custody()).await, i64::try_from(numbers.len()).unwrap());
        assert!(told >= KILLS, "{told} booked in {KILLS} lives, {unheard} of them unheard");
    });
}

/// Cuts some of the connections every 30 ms, until told to stop; gives how many it cut.
async fn cut_connections(url: String, stop: Arc<AtomicU64>) -> i64 {
    let mut cuts = 0;
    while stop.load(Ordering::Relaxed) == 0 {
        let Ok(mut connection) = sqlx::PgConnection::connect(&url).await else { continue };
        let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND random() < 0.3";
        while stop.load(Ordering::Relaxed) == 0 {
            let Ok(cut) = sqlx::query_scalar::<_, i64>(cut).fetch_one(&mut connection).await else { break };
            cuts += cut;
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
    cuts
}

#[test]
fn cut_connections_and_a_restarted_server_lose_nothing_and_book_nothing_twice() {
    const POSTS: u64 = 2_000;
    const CLIENTS: u64 = 8;
    const RESTARTS: u64 = 3;
    let mut server = Server::start();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let book = Book::postgres(server.url.clone()).await;
        let (stop, done, gave_up) =
            (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let cutter = tokio::spawn(cut_connections(server.url.clone(), Arc::clone(&stop)));
        let mut clients = tokio::task::JoinSet::new();
        for client in 0..CLIENTS {
            let (store, done, gave_up) = (Arc::clone(&book.store), Arc::clone(&done), Arc::clone(&gave_up));
            clients.spawn(async move {
                for number in (0..POSTS).filter(|number| number % CLIENTS == client) {
                    // A caller that is told of a lost connection comes again with the same key.
                    while let Err(error) = store.post(&numbered(number), moment(0)).await {
                        assert!(matches!(error, PostError::Database(_)), "{error:?}");
                        gave_up.fetch_add(1, Ordering::Relaxed);
                    }
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for restart in 1..=RESTARTS {
            while done.load(Ordering::Relaxed) < restart * POSTS / (RESTARTS + 1) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::task::block_in_place(|| server.restart());
        }
        clients.join_all().await;
        stop.store(1, Ordering::Relaxed);
        let cuts = cutter.await.unwrap();
        assert!(cuts > 20, "{cuts} connections were cut");
        assert_eq!(booked(&book.store).await, (0..POSTS).collect());
        assert_eq!(book.balance(&custody()).await, i64::try_from(POSTS).unwrap());
        book.proven().await;
        let gave_up = gave_up.load(Ordering::Relaxed);
        assert!(gave_up < POSTS / 10, "{gave_up} posts of {POSTS} did not survive {cuts} cuts by themselves");
    });
    server.stop();
}
