//! The frame of every change: keys, dry runs, crashes.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use gp4u::store::{AuditEntry, End, RequestKey, RequestState, Store};
use gp4u::units::UserId;
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use super::people::Person;
use crate::world::{Database, World, fresh_postgres};

fn named<'a>(name: &'a str, key: &'a str) -> [&'a str; 6] {
    ["auth", "update", "--display-name", name, "--idempotency-key", key]
}

#[test]
fn a_repeated_request_is_answered_and_not_done_again() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let first = me.data(&named("First", "k1"));
        assert_eq!((&first["changed"], &first["replayed"]), (&true.into(), &false.into()));
        me.data(&named("Second", "k2"));
        let mut again = me.data(&named("First", "k1"));
        assert_eq!(again["replayed"], true);
        again["replayed"] = false.into();
        assert_eq!(again, first, "the first answer, though much has happened since");
        assert_eq!(me.data(&["auth", "whoami"])["display_name"], "Second");
        let other = me.run(named("Third", "k1").into_iter().chain(["--json"])).exits(5).error();
        assert_eq!((&other["code"], &other["details"]["idempotency_key"]), (&"key_reused".into(), &"k1".into()));
        let command =
            ["auth", "token", "create", "--name", "x", "--scope", "read", "--idempotency-key", "k1", "--json"];
        assert_eq!(me.run(command).exits(5).error()["code"], "key_reused");
        assert_eq!(me.data(&["audit", "list", "--command", "auth update"]).as_array().unwrap().len(), 2);
    });
}

#[test]
fn everybody_has_keys_of_their_own() {
    let world = World::new(Database::Sqlite);
    let (me, other) = (Person::signed_up(&world, "me"), Person::signed_up(&world, "other"));
    me.data(&named("Me", "k1"));
    assert_eq!(other.data(&named("Other", "k1"))["replayed"], false);
    let fresh = Person::new(&world, "fresh");
    fresh.signup(&["--idempotency-key", "k1"]).exits(0);
    let again = fresh.signup(&["--idempotency-key", "k1", "--json"]).exits(0).json();
    assert_eq!(again["data"]["replayed"], true);
    fresh.signup(&["--idempotency-key", "k1", "--display-name", "Else"]).exits(5);
}

#[test]
fn a_key_that_is_made_up_is_told_before_and_after() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let run = me.run(["auth", "update", "--display-name", "Me", "--fields", "idempotency_key"]).exits(0);
    let key = run.stdout.split_whitespace().last().unwrap();
    assert!(run.stderr.contains(&format!("note: to repeat this safely add --idempotency-key {key}\n")), "{run:?}");
    assert_eq!(me.data(&named("Me", key))["replayed"], true);
}

#[test]
fn a_dry_run_tells_all_and_changes_nothing() {
    World::each(|world| {
        let fresh = Person::new(&world, "fresh");
        let dry = fresh.signup(&["-n", "--json"]).exits(0).json()["data"].clone();
        assert_eq!((&dry["dry_run"], &dry["is_operator"]), (&true.into(), &true.into()));
        assert!(dry["idempotency_key"].is_null());
        assert!(!fresh.state.join("gp4u/credentials").exists());
        for table in ["users", "sessions", "signing_keys", "requests", "audit", "account"] {
            assert_eq!(world.count(&format!("SELECT COUNT(*) FROM {table}")), 0, "{table}");
        }
        let me = Person::signed_up(&world, "me");
        let before = me.data(&["auth", "whoami"]);
        assert_eq!(me.data(&["auth", "update", "--display-name", "Me", "-n"])["display_name"], "Me");
        assert_eq!(
            me.data(&["auth", "update", "--display-name", "Me", "-n", "--idempotency-key", "k"])["changed"],
            true
        );
        assert_eq!(me.data(&["auth", "whoami"]), before);
        assert_eq!(me.data(&named("Other", "k"))["changed"], true, "a dry run takes no key");
    });
}

#[test]
fn one_request_from_many_at_once_is_done_once() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let create =
            ["auth", "token", "create", "--name", "ci", "--scope", "read", "--idempotency-key", "k1", "-o", "json"];
        let answers: Vec<_> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| me.run(create).exits(0).json()["data"].clone())).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer["replayed"] == false).count(), 1);
        assert!(answers.iter().all(|answer| answer["token_id"] == answers[0]["token_id"]));
        assert_eq!(me.data(&["auth", "token", "list"]).as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_killed_command_can_be_repeated() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        for number in 0..12 {
            let key = format!("k{number}");
            let create = ["auth", "token", "create", "--name", "ci", "--scope", "read", "--idempotency-key", &key];
            let mut child = me.command().args(create).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(Duration::from_millis(number * 4));
            child.kill().unwrap();
            child.wait().unwrap();
            me.run(create).exits(0);
        }
        assert_eq!(me.data(&["auth", "token", "list"]).as_array().unwrap().len(), 12);
        assert_eq!(me.data(&["audit", "list", "--command", "auth token create"]).as_array().unwrap().len(), 12);
        assert_eq!(world.count("SELECT COUNT(*) FROM requests WHERE answer IS NULL"), 0);
    });
}

/// Takes a key, writes an audit row and keeps an answer, as every change does; `false` when it was done before.
async fn change(store: &Store, key: &str) -> gp4u::error::Result<bool> {
    let request = RequestKey { actor: "me", key, command: "test", hash: [1; 32] };
    let work = store.transaction(async |tx| {
        let at = Timestamp::from_second(1_790_000_000).unwrap();
        match tx.take_key(&request, at).await? {
            RequestState::New => {}
            RequestState::Answered(_) => return Ok(End::RollBack(false)),
            RequestState::Other => unreachable!(),
        }
        let user = UserId::new(Uuid::nil());
        let (before, after) = (None, Some(json!(key)));
        let (object, after) = (Some(key), after.as_ref());
        let entry =
            AuditEntry { at, user, session: None, command: "test", object, before, after, idempotency_key: Some(key) };
        tx.write_audit(&entry).await?;
        tx.keep_answer(&request, "{}").await?;
        Ok(End::Commit(true))
    });
    work.await
}

#[test]
fn a_change_whose_connection_is_cut_is_made_once() {
    let url = fresh_postgres();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let over = AtomicBool::new(false);
    runtime.block_on(async {
        use sqlx::Connection as _;
        let store = Store::connect(&url.parse().unwrap()).await.unwrap();
        store.migrate().await.unwrap();
        let mut killer = sqlx::PgConnection::connect(&url).await.unwrap();
        let cutting = async {
            while !over.load(Ordering::Relaxed) {
                // Only connections whose transaction writes to this schema's tables.
                let cut = "SELECT pg_terminate_backend(l.pid) FROM pg_locks l \
                     WHERE l.relation = CAST('requests' AS regclass) AND l.pid <> pg_backend_pid()";
                sqlx::query(cut).execute(&mut killer).await.unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let working = async {
            let mut lost = 0;
            for number in 0..300 {
                let key = format!("k{number}");
                while change(&store, &key).await.is_err() {
                    lost += 1;
                    assert!(lost < 1_000);
                }
            }
            over.store(true, Ordering::Relaxed);
        };
        tokio::join!(cutting, working);
        for sql in
            ["SELECT COUNT(*) FROM audit", "SELECT COUNT(DISTINCT object) FROM audit", "SELECT COUNT(*) FROM requests"]
        {
            let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut killer).await.unwrap();
            assert_eq!(count, 300, "{sql}");
        }
    });
}

/// A laptop put to sleep in the middle of a change is no reason for the others to wait for it.
#[test]
fn who_stops_in_the_middle_of_a_change_holds_up_nobody_for_long() {
    let url = fresh_postgres();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = Store::connect(&url.parse().unwrap()).await.unwrap();
        store.migrate().await.unwrap();
        let tries = AtomicU32::new(0);
        let held = tokio::sync::Notify::new();
        let stopped = store.transaction(async |tx| {
            tx.count_attempt(&["account"], Timestamp::UNIX_EPOCH).await?;
            held.notify_one();
            if tries.fetch_add(1, Ordering::Relaxed) == 0 {
                tokio::time::sleep(Duration::from_mins(5)).await;
            }
            Ok(End::Commit(()))
        });
        let other = async {
            held.notified().await;
            let change = store.transaction(async |tx| {
                tx.count_attempt(&["account"], Timestamp::UNIX_EPOCH).await?;
                Ok(End::Commit(()))
            });
            change.await.unwrap();
        };
        tokio::select! {
            done = stopped => panic!("it sleeps: {done:?}"),
            () = other => assert_eq!(tries.load(Ordering::Relaxed), 1),
        }
        store.close().await;
    });
}

#[test]
fn a_key_is_kept_for_thirty_days() {
    for database in [Database::Sqlite, Database::Postgres] {
        let (world, _networks) = crate::daemon::hasty(database);
        let me = Person::signed_up(&world, "me");
        me.data(&named("First", "k1"));
        let clean_up = || {
            world.run(["daemon", "--once", "-q"]).exits(0);
            world.sql("UPDATE daemon_loops SET next_at = 1 WHERE name = 'cleanup'");
            world.run(["daemon", "--once", "-q"]).exits(0);
        };
        world.sql("UPDATE requests SET created_at = created_at - 2591940000000");
        clean_up();
        assert_eq!(me.data(&named("First", "k1"))["replayed"], true, "a minute is left");
        world.sql("UPDATE requests SET created_at = created_at - 120000000 WHERE idem_key = 'k1'");
        me.data(&named("Second", "k2"));
        clean_up();
        let again = me.data(&named("First", "k1"));
        assert_eq!((&again["replayed"], &again["changed"]), (&false.into(), &true.into()), "a new request");
        assert_eq!(me.data(&named("Second", "k2"))["replayed"], true, "others stay");
    }
}
