//! Who runs a loop: one daemon on a file, one at a time on a server, and never one that slept past its lease.

use std::time::{Duration, Instant};

use gp4u::store::{ClaimedLoop, Fence, LoopClaim, LoopOutcome, Store, StoreError};
use jiff::Timestamp;
use rustix::process::Signal;
use serde_json::json;

use super::{Daemon, hasty, offers, status_of, until};
use crate::networks::vast_rows;
use crate::server::Answer;
use crate::world::{Database, World};

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

/// Claims the loop `verify` at a moment.
async fn claim(store: &Store, holder: &str, seconds: i64, lease: Duration) -> Option<ClaimedLoop> {
    let (now, latest) = (moment(seconds), moment(seconds + 1_000));
    store.claim_loop(&LoopClaim { name: "verify", holder, now, planned: now, latest, lease }).await.unwrap()
}

fn outcome(next: i64) -> LoopOutcome {
    LoopOutcome {
        started_at: moment(0),
        finished_at: moment(1),
        next_at: moment(next),
        consecutive_errors: 0,
        error: None,
    }
}

const LONG: Duration = Duration::from_secs(600);
const OVER: Duration = Duration::ZERO;

#[test]
fn a_loop_is_claimed_once_and_only_when_it_is_due() {
    World::each(|world| {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
            store.add_loops(&["verify", "cleanup"], moment(0)).await.unwrap();
            assert!(claim(&store, "a", -1, LONG).await.is_none(), "not due yet");
            let first = claim(&store, "a", 5, LONG).await.unwrap();
            assert_eq!((first.fence.token, first.consecutive_errors, first.lag), (1, 0, Duration::from_secs(5)));
            assert!(claim(&store, "b", 6, LONG).await.is_none(), "somebody runs it");
            assert!(store.finish_loop(&first.fence, &outcome(60)).await.unwrap());
            assert!(claim(&store, "b", 59, LONG).await.is_none(), "not due yet");
            store.add_loops(&["verify"], moment(0)).await.unwrap();
            assert!(claim(&store, "b", 59, LONG).await.is_none(), "a loop that is known keeps its plan");
            let second = claim(&store, "b", 60, LONG).await.unwrap();
            assert_eq!(second.fence.token, 2);
            let failed =
                LoopOutcome { consecutive_errors: 1, error: Some(("timeout".into(), "late".into())), ..outcome(90) };
            assert!(store.finish_loop(&second.fence, &failed).await.unwrap());
            let states = store.loop_states().await.unwrap();
            let state = states.iter().find(|state| state.name == "verify").unwrap();
            assert_eq!((state.consecutive_errors, state.succeeded_at), (1, Some(moment(1))), "the last success stays");
            assert_eq!(state.error, Some(("timeout".into(), "late".into())));
        });
    });
}

#[test]
fn a_clock_that_was_set_back_does_not_put_a_loop_off() {
    World::each(|world| {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
            store.add_loops(&["verify"], moment(0)).await.unwrap();
            let claimed = claim(&store, "a", 0, LONG).await.unwrap();
            store.finish_loop(&claimed.fence, &outcome(30)).await.unwrap();
            // An hour back: by the wall the loop is due in an hour, by a clock that cannot be set it is due now.
            let (now, latest) = (moment(-3_570), moment(0));
            let wish = |planned, latest| LoopClaim { name: "verify", holder: "a", now, planned, latest, lease: LONG };
            assert!(store.claim_loop(&wish(now, moment(100))).await.unwrap().is_none(), "not before that");
            let claimed = store.claim_loop(&wish(moment(30), moment(100))).await.unwrap().expect("it is due");
            store.finish_loop(&claimed.fence, &outcome(30)).await.unwrap();
            // A daemon that has just started knows no plan, but that nothing is planned so far ahead.
            assert!(store.claim_loop(&wish(now, latest)).await.unwrap().is_some());
        });
    });
}

#[test]
fn whoever_lost_a_lease_changes_nothing_any_more() {
    World::each(|world| {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
            store.add_loops(&["verify"], moment(0)).await.unwrap();
            let old = claim(&store, "a", 0, OVER).await.unwrap().fence;
            assert!(store.renew_lease(&old, OVER).await.unwrap(), "over, but nobody else has it");
            let new = claim(&store, "b", 1, LONG).await.unwrap().fence;
            assert_eq!(new.token, old.token + 1);

            assert!(!store.renew_lease(&old, LONG).await.unwrap());
            assert!(!store.finish_loop(&old, &outcome(60)).await.unwrap());
            store.release_lease(&old).await.unwrap();
            let lost =
                |result: Result<(), StoreError>| matches!(result, Err(StoreError::LeaseLost(name)) if name == "verify");
            let stored = store.replace_offers_under(Some(&old), "vast", &[], true, moment(5)).await;
            assert!(lost(stored.map(drop)));
            assert!(lost(store.provider_failed(Some(&old), "vast", moment(5), "timeout", "late").await));
            assert!(store.provider_freshness().await.unwrap().is_empty(), "nothing was written");

            store.replace_offers_under(Some(&new), "vast", &[], true, moment(5)).await.unwrap();
            assert_eq!(store.loop_states().await.unwrap()[0].holder.as_deref(), Some("b"));
            assert!(store.finish_loop(&new, &outcome(60)).await.unwrap());
            let stale = Fence { token: new.token, ..new.clone() };
            assert!(!store.renew_lease(&stale, LONG).await.unwrap(), "what was given back is not renewed");

            let held = claim(&store, "c", 60, LONG).await.unwrap().fence;
            store.break_leases().await.unwrap();
            assert!(!store.finish_loop(&held, &outcome(90)).await.unwrap(), "a broken lease is lost");
            assert!(claim(&store, "d", 60, LONG).await.is_some());
        });
    });
}

#[test]
fn a_file_has_one_daemon_and_names_it() {
    let (world, _networks) = hasty(Database::Sqlite);
    let daemon = Daemon::start(&world, []);
    for arguments in [&["daemon", "-o", "json"][..], &["daemon", "--once", "-o", "json"]] {
        let run = world.run(arguments.iter().copied()).exits(5);
        assert_eq!(run.error()["code"], "conflict");
        let holder = run.error()["details"]["holder"].as_str().unwrap().to_owned();
        assert!(holder.contains(&format!("/{}/", daemon.id())), "{holder}");
        assert!(run.error()["message"].as_str().unwrap().contains(&holder));
        assert!(run.stdout.is_empty());
    }
    daemon.kill();
    let after = Daemon::start(&world, []);
    until("the loops run though the dead daemon gave nothing back", || {
        (world.run(["daemon", "status"]).code == 0).then_some(())
    });
    assert_eq!(after.stop().0, Some(0));
}

#[test]
fn daemons_on_one_server_share_the_loops_and_take_over_from_each_other() {
    const ANSWER_TAKES: Duration = Duration::from_millis(500);
    let (world, networks) = hasty(Database::Postgres);
    let market = json!({"data": [], "limit": 50, "page": 1, "total": 0}).to_string();
    networks.break_down("render", Answer::After(ANSWER_TAKES, Box::new(Answer::json(market))));
    let began = Instant::now();
    let [first, second] = [Daemon::start(&world, []), Daemon::start(&world, [])];
    until("some runs", || (networks.requests("render").len() > 12).then_some(()));
    // One question a run, and never two runs at once: each takes half a second at least.
    let most = began.elapsed().as_millis() / ANSWER_TAKES.as_millis() + 1;
    assert!(
        networks.requests("render").len() as u128 <= most,
        "{} runs, {most} fit",
        networks.requests("render").len()
    );

    first.kill();
    let before = status_of(&world, "sync:render")["last_success_at"].clone();
    until("the other goes on", || (status_of(&world, "sync:render")["last_success_at"] != before).then_some(()));
    until("all are well", || (world.run(["daemon", "status"]).code == 0).then_some(()));
    assert_eq!(second.stop().0, Some(0));
}

#[test]
fn a_daemon_that_slept_past_its_lease_drops_what_it_did_and_is_elected_anew() {
    let (world, networks) = hasty(Database::Postgres);
    networks.break_down("vast", Answer::Silence(Duration::from_secs(300)));
    let mut sleeper = Daemon::start(&world, ["-v", "-v"]);
    until("the question", || (!networks.requests("vast").is_empty()).then_some(()));
    sleeper.signal(Signal::STOP);
    networks.mend("vast");
    let other = Daemon::start(&world, []);
    until("the other takes over", || status_of(&world, "sync:vast")["last_success_at"].as_str().map(drop));
    sleeper.signal(Signal::CONT);
    sleeper.says("the lease is over");
    until("the market", || (offers(&world) == 8).then_some(()));
    other.kill();
    let rows: Vec<_> = vast_rows().into_iter().take(4).collect();
    networks.set_vast(rows);
    until("it works again", || (offers(&world) == 7).then_some(()));
    assert!(sleeper.is_running());
    assert_eq!(sleeper.stop().0, Some(0));
}

#[test]
fn a_laptop_that_slept_claims_its_loops_anew() {
    let (world, networks) = hasty(Database::Sqlite);
    networks.break_down("vast", Answer::Silence(Duration::from_secs(300)));
    let daemon = Daemon::start(&world, []);
    until("the question", || (!networks.requests("vast").is_empty()).then_some(()));
    daemon.signal(Signal::STOP);
    networks.mend("vast");
    // Past the lease of two seconds, as the database's clock has it.
    let asleep_until = "SELECT COUNT(*) FROM daemon_loops WHERE name = 'sync:vast' \
         AND lease_until <= CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)";
    until("the end of the lease", || (world.count(asleep_until) == 1).then_some(()));
    daemon.signal(Signal::CONT);
    daemon.says("the lease is over");
    until("it works again", || status_of(&world, "sync:vast")["last_success_at"].as_str().map(drop));
    assert_eq!(daemon.stop().0, Some(0));
}
