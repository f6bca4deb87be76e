//! Many clients at once: every outcome is one that some order of single clients would have given.

use std::sync::Arc;

use gp4u::ledger::rules::{self, Booking};
use gp4u::ledger::{AccountCode, Entry};
use gp4u::store::{PostError, Posted};
use tokio::task::JoinSet;

use super::*;

/// Lets every client post its entries, all at the same time; gives every answer.
async fn all_at_once(book: &Book, clients: Vec<Vec<Entry>>) -> Vec<Result<Posted, PostError>> {
    let start = Arc::new(tokio::sync::Barrier::new(clients.len()));
    let mut running = JoinSet::new();
    for entries in clients {
        let (store, start) = (Arc::clone(&book.store), Arc::clone(&start));
        running.spawn(async move {
            start.wait().await;
            let mut answers = Vec::new();
            for entry in &entries {
                answers.push(store.post(entry, moment(1)).await);
            }
            answers
        });
    }
    running.join_all().await.into_iter().flatten().collect()
}

#[test]
fn a_wallet_of_500_gives_10_exactly_50_times_whoever_asks() {
    const ROUNDS: u128 = 100;
    const CLIENTS: u128 = 32;
    const TRIES_EACH: u128 = 2;
    on_each(async |book| {
        for round in 0..ROUNDS {
            let user = id(round);
            book.fund(user, 500).await;
            let ask = |client, again| withdrawal(round * 1_000 + client * 10 + again, user, 10);
            let clients = (0..CLIENTS).map(|client| {
                let asked = (0..TRIES_EACH).map(|again| rules::withdrawal_requested(&ask(client, again)).unwrap());
                asked.collect()
            });
            let answers = all_at_once(&book, clients.collect()).await;
            assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(Posted { created: true, .. }))).count(), 50);
            for refused in answers.into_iter().filter_map(Result::err) {
                assert!(matches!(refused, PostError::InsufficientFunds { .. }), "{refused:?}");
            }
            assert_eq!(book.balance(&AccountCode::Wallet(user)).await, 0);
        }
        book.proven().await;
    });
}

#[test]
fn one_deposit_told_800_times_is_booked_once() {
    on_each(async |book| {
        let told = rules::deposit_final(&deposit("0xab", 7), &name("hot")).unwrap();
        let answers = all_at_once(&book, vec![vec![told.clone(); 50]; 16]).await;
        let answers: Vec<Posted> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.len(), 800);
        assert_eq!(answers.iter().filter(|posted| posted.created).count(), 1);
        assert!(answers.iter().all(|posted| posted.entry_id == answers[0].entry_id));
        assert_eq!(book.balance(&custody()).await, 7);
        let other = rules::deposit_final(&deposit("0xab", 8), &name("hot")).unwrap();
        assert!(matches!(book.post(&other).await, Err(PostError::KeyReused(key)) if key == *told.key()));
        assert_eq!(book.balance(&custody()).await, 7);
        book.proven().await;
    });
}

#[test]
fn a_booking_ends_once_however_many_try_to_end_it_differently() {
    on_each(async |book| {
        book.fund(id(1), 1_000).await;
        for round in 0..20 {
            let booking = Booking::Reservation(id(round));
            book.post(&rules::hold(booking, id(1), usdc(50)).unwrap()).await.unwrap();
            let earners = [(AccountCode::PayableProvider(name("vast")), 1)];
            let settlement =
                rules::Settlement { user: id(1), held: usdc(50), used: usdc(20), fee: usdc(2), earners: &earners };
            let settled = rules::settle(booking, &settlement).unwrap();
            let voided = rules::void(booking, id(1), usdc(50)).unwrap();
            let clients = [settled, voided].into_iter().cycle().take(8).map(|entry| vec![entry]);
            let answers = all_at_once(&book, clients.collect()).await;
            assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(Posted { created: true, .. }))).count(), 1);
            let reused = answers.iter().filter(|answer| matches!(answer, Err(PostError::KeyReused(_)))).count();
            assert_eq!(reused, 4, "{answers:?}");
        }
        book.proven().await;
    });
}

#[test]
fn opposite_transfers_never_wait_for_each_other() {
    on_each(async |book| {
        let users: Vec<_> = (0..4).map(id).collect();
        for user in &users {
            book.fund(*user, 100_000).await;
        }
        let transfer = |client: usize, step: usize| {
            let (from, to) = (users[(client + step) % 4], users[(client * 3 + step + 1) % 4]);
            let booking = Booking::Cluster(id((client * 1_000 + step) as u128));
            let earners = [(AccountCode::Wallet(to), 1)];
            let settlement =
                rules::Settlement { user: from, held: usdc(9), used: usdc(6), fee: usdc(1), earners: &earners };
            [rules::hold(booking, from, usdc(9)).unwrap(), rules::settle(booking, &settlement).unwrap()]
        };
        let clients = (0..16).map(|client| (0..20).flat_map(|step| transfer(client, step)).collect());
        for answer in all_at_once(&book, clients.collect()).await {
            answer.unwrap();
        }
        book.proven().await;
    });
}

#[test]
fn a_reader_never_sees_money_on_its_way() {
    on_each(async |book| {
        book.fund(id(1), 1_000).await;
        book.fund(id(2), 0x0001_0000).await;
        let holds = (0..100).map(|number| rules::hold(Booking::Cluster(id(number)), id(1), usdc(10)).unwrap());
        let (store, holds) = (Arc::clone(&book.store), holds.collect::<Vec<_>>());
        let writer = tokio::spawn(async move {
            for hold in holds {
                store.post(&hold, moment(1)).await.unwrap();
            }
        });
        let filter = gp4u::store::EntryFilter { limit: 1, ..Default::default() };
        while !writer.is_finished() {
            let statement = book.store.statement(&wallet(1), &filter).await.unwrap().unwrap();
            let last = statement.page.rows.first().unwrap();
            assert_eq!((last.balance_after, last.version), (statement.account.balance, statement.account.version));
            book.proven().await;
        }
        writer.await.unwrap();
        assert_eq!(book.balance(&wallet(1)).await, 0);
    });
}
