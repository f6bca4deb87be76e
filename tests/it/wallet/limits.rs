//! How much may be spent: refused inside the transaction that would spend it.

use gp4u::ledger::limits::Spender;
use gp4u::ledger::rules::{self, Booking, Settlement, Withdrawal};
use gp4u::ledger::{AccountCode, Entry};
use gp4u::store::{End, LimitOf, PostError, Store};
use gp4u::units::Usdc;
use jiff::Timestamp;
use uuid::Uuid;

use super::people::{Person, proven};
use crate::world::World;

#[test]
fn limits_hold_by_day_and_month_and_say_what_is_left() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("100");
        let withdraw = |amount: &str| {
            operator.run(["wallet", "withdraw", "--amount", amount, "--to", "bank", "--yes", "-o", "json"])
        };
        let set = operator.data(["wallet", "limits", "set", "--day", "30", "--month", "40"]);
        assert_eq!((&set["changed"], &set["limits"][0]["left"]), (&true.into(), &"30.00".into()));
        let again = operator.data(["wallet", "limits", "set", "--day", "30"]);
        assert_eq!(again["changed"], false);
        withdraw("20").exits(0);
        let error = withdraw("10.000001").exits(6).error();
        assert_eq!(error["code"], "over_limit");
        assert_eq!((&error["details"]["limit"], &error["details"]["spent"]), (&"30.00".into(), &"20.00".into()));
        assert_eq!(operator.available(), "80.00");
        withdraw("10").exits(0);
        operator.run(["wallet", "limits", "set", "--day", "none"]).exits(0);
        assert!(withdraw("10.000001").exits(6).error()["message"].as_str().unwrap().contains("a month"));
        // What comes back makes room again.
        let rejected = operator.data(["wallet", "requests"])[0]["id"].as_str().unwrap().to_owned();
        operator.run(["wallet", "reject", &rejected]).exits(0);
        withdraw("20").exits(0);
        withdraw("0.000001").exits(6);
        let shown = operator.data(["wallet", "limits", "show"]);
        assert_eq!((&shown[0]["limit"], &shown[0]["left"]), (&serde_json::Value::Null, &serde_json::Value::Null));
        assert_eq!((&shown[1]["spent"], &shown[1]["left"]), (&"40.00".into(), &"0.00".into()));
        // Nothing at all, and no limit at all.
        operator.run(["wallet", "limits", "set", "--day", "0", "--month", "none"]).exits(0);
        withdraw("0.000001").exits(6);
        operator.run(["wallet", "limits", "set", "--day", "none"]).exits(0);
        withdraw("60").exits(0);
        proven(&world);
    });
}

#[test]
fn a_token_spends_what_it_may_in_a_day_and_changes_no_limit() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("100");
        let token = |scopes: &str, limit: &[&str]| {
            let create = ["auth", "token", "create", "--name", "ci", "--scope", scopes];
            operator.data(create.into_iter().chain(limit.iter().copied()))["token"].as_str().unwrap().to_owned()
        };
        let spender = token("read,spend", &["--spend-limit-per-day", "10"]);
        let reader = token("read", &[]);
        let with = |token: &str, arguments: &[&str]| {
            let mut command = world.command();
            let output = command.env("GP4U_TOKEN", token).args(arguments).args(["-o", "json"]).output().unwrap();
            (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
        };
        let withdraw = |amount| ["wallet", "withdraw", "--amount", amount, "--to", "bank", "--yes"];
        assert_eq!(with(&spender, &withdraw("7")).0, 0);
        let (code, said) = with(&spender, &withdraw("3.000001"));
        assert!(code == 6 && said.contains("\"over_limit\"") && said.contains("for this token"), "{said}");
        assert_eq!(with(&spender, &withdraw("3")).0, 0);
        assert_eq!(with(&spender, &withdraw("0.000001")).0, 6);
        for refused in [&["wallet", "limits", "set", "--day", "none"][..], &["ledger", "accounts"]] {
            assert_eq!(with(&spender, refused).0, 4, "{refused:?}");
        }
        assert_eq!(with(&reader, &withdraw("1")).0, 4);
        assert_eq!(with(&reader, &["wallet", "balance"]).0, 0);
        // The owner's own login has no such limit.
        operator.run(withdraw("20")).exits(0);
        assert_eq!(operator.available(), "70.00");
        proven(&world);
    });
}

fn usdc(units: i64) -> Usdc {
    Usdc::from_micros(units * 1_000_000)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Money in the wallet of user 1.
async fn funded(store: &Store, units: i64) -> Uuid {
    let user = Uuid::from_u128(1);
    store.open_account(&AccountCode::Wallet(user), at("2026-01-01T00:00:00Z")).await.unwrap();
    let gift = rules::goodwill(&"t".parse().unwrap(), user, usdc(units)).unwrap();
    store.post(&gift, at("2026-01-01T00:00:00Z")).await.unwrap();
    user
}

async fn with_store(world: &World, test: impl AsyncFnOnce(&Store)) {
    let store = Store::open(&world.database_url.parse().unwrap()).await.unwrap();
    test(&store).await;
    store.close().await;
}

fn withdrawal(number: u128, user: Uuid, units: i64) -> Entry {
    let withdrawal = Withdrawal { id: Uuid::from_u128(number), user, amount: usdc(units), fee: Usdc::default() };
    rules::withdrawal_requested(&withdrawal).unwrap()
}

#[test]
fn what_comes_back_counts_for_the_day_it_was_spent_on() {
    World::each(|world| {
        tokio::runtime::Runtime::new().unwrap().block_on(with_store(&world, async |store| {
            let user = funded(store, 1_000).await;
            let limit = async |period, limit| {
                let set = store.transaction(async |tx| {
                    tx.set_wallet_limit(user, period, Some(limit)).await?;
                    Ok(End::Commit(()))
                });
                set.await.unwrap();
            };
            limit(gp4u::ledger::limits::Period::Day, usdc(100)).await;
            let [monday, tuesday] = ["2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z"].map(at);
            let booking = Booking::Reservation(Uuid::from_u128(5));
            store.post(&rules::hold(booking, user, usdc(100)).unwrap(), monday).await.unwrap();
            let over = store.post(&withdrawal(1, user, 1), monday).await;
            assert!(matches!(over, Err(PostError::OverLimit { whose: LimitOf::Wallet(_), .. })), "{over:?}");
            // A refusal leaves nothing, not even the key.
            store.post(&withdrawal(1, user, 60), tuesday).await.unwrap();
            let earners = [(AccountCode::PayableProvider("vast".parse().unwrap()), 1)];
            let settlement = Settlement { user, held: usdc(100), used: usdc(30), fee: usdc(1), earners: &earners };
            store.post(&rules::settle(booking, &settlement).unwrap(), tuesday).await.unwrap();
            let limits = store.wallet_limits(user, tuesday).await.unwrap().unwrap();
            assert_eq!((limits[0].spent, limits[1].spent), (usdc(60), usdc(60)));
            let limits = store.wallet_limits(user, monday).await.unwrap().unwrap();
            assert_eq!((limits[0].spent, limits[0].left()), (usdc(30), Some(usdc(70))));
            assert!(store.post(&withdrawal(2, user, 41), tuesday).await.is_err());
            // An extension is spending too, a deposit is not.
            let second = Uuid::from_u128(6);
            store.post(&rules::hold(Booking::Reservation(second), user, usdc(20)).unwrap(), tuesday).await.unwrap();
            let extension = |price| rules::extend(second, 1, user, usdc(price)).unwrap();
            assert!(matches!(store.post(&extension(21), tuesday).await, Err(PostError::OverLimit { .. })));
            store.post(&extension(20), tuesday).await.unwrap();
            let voided = rules::void(Booking::Reservation(second), user, usdc(40)).unwrap();
            store.post(&voided, tuesday).await.unwrap();
            assert_eq!(store.wallet_limits(user, tuesday).await.unwrap().unwrap()[0].spent, usdc(60));
            let report = store.verify_ledger().await.unwrap();
            let broken: Vec<_> = report.checks.iter().filter(|check| !check.breaches.is_empty()).collect();
            // There is no deposit behind the money, and no withdrawal beside its entry.
            assert!(broken.iter().all(|check| ["I10", "I12"].contains(&check.id)), "{broken:?}");
        }));
    });
}

#[test]
fn a_tokens_limit_is_its_own() {
    World::each(|world| {
        tokio::runtime::Runtime::new().unwrap().block_on(with_store(&world, async |store| {
            let user = funded(store, 1_000).await;
            let now = at("2026-11-25T12:00:00Z");
            let spend = async |token: u128, number, units| {
                let spender = Spender { token: Uuid::from_u128(token), per_day: Some(usdc(50)) };
                let done = store.transaction(async |tx| {
                    tx.spend_with(Some(spender));
                    tx.post(&withdrawal(number, user, units), now).await?;
                    Ok(End::Commit(()))
                });
                done.await.map_err(|error| error.code.as_str())
            };
            assert_eq!(spend(1, 1, 30).await, Ok(()));
            assert_eq!(spend(1, 2, 21).await, Err("over_limit"));
            assert_eq!(spend(2, 3, 50).await, Ok(()));
            assert_eq!(spend(1, 4, 20).await, Ok(()));
            assert_eq!(spend(1, 5, 1).await, Err("over_limit"));
        }));
    });
}

#[test]
fn limits_hold_when_many_spend_at_once() {
    World::each(|world| {
        tokio::runtime::Runtime::new().unwrap().block_on(with_store(&world, async |store| {
            let user = funded(store, 1_000).await;
            let set = store.transaction(async |tx| {
                tx.set_wallet_limit(user, gp4u::ledger::limits::Period::Month, Some(usdc(100))).await?;
                Ok(End::Commit(()))
            });
            set.await.unwrap();
            let now = at("2026-11-25T12:00:00Z");
            let entries: Vec<Entry> = (0..64).map(|number| withdrawal(number, user, 10)).collect();
            let answers = futures_util::future::join_all(entries.iter().map(|entry| store.post(entry, now))).await;
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 10);
            let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
            assert!(refused.into_iter().all(|error| matches!(error, PostError::OverLimit { .. })));
        }));
    });
}
