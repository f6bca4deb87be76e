//! Deposits and withdrawals, from the asking to the end.

use super::people::{Person, proven};
use crate::world::World;

const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

fn text(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

#[test]
fn money_comes_in_and_goes_out_by_the_operators_word() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        let user = Person::sign_up(&world, "user");
        let deposit = user.data(["wallet", "deposit", "--amount", "100", "--reference", "INV-17"]);
        assert_eq!((text(&deposit["state"]), text(&deposit["reference"])), ("seen", "inv-17"));
        assert_eq!(user.available(), "0.00");
        assert_eq!(user.balance()["pending_deposits"], "100.00");
        let waiting = operator.data(["wallet", "requests", "--all", "--waiting"]);
        assert_eq!((text(&waiting[0]["id"]), text(&waiting[0]["user"])), (text(&deposit["id"]), user.email.as_str()));

        let approved = operator.data(["wallet", "approve", text(&deposit["id"])]);
        assert_eq!((text(&approved["state"]), &approved["changed"]), ("claimed", &true.into()));
        assert_eq!(user.available(), "100.00");
        let again = operator.data(["wallet", "approve", text(&deposit["id"])]);
        assert_eq!((text(&again["state"]), &again["changed"]), ("claimed", &false.into()));
        let error = operator.run(["wallet", "reject", text(&deposit["id"]), "-o", "json"]).exits(5).error();
        assert_eq!(error["details"]["state"], "claimed");

        let paid = user.data(["wallet", "withdraw", "--amount", "30", "--to", "bank", "--yes"]);
        let failed = user.data(["wallet", "withdraw", "--amount", "50.000001", "--to", "bank", "--yes"]);
        let balance = user.balance();
        assert_eq!((text(&balance["available"]), text(&balance["withdrawing"])), ("19.999999", "80.000001"));
        operator.run(["wallet", "approve", text(&paid["id"])]).exits(0);
        let rejected = operator.data(["wallet", "reject", text(&failed["id"]), "--reason", "no such bank"]);
        assert_eq!((text(&rejected["state"]), text(&rejected["reason"])), ("failed", "no such bank"));
        operator.run(["wallet", "approve", text(&failed["id"])]).exits(5);
        let balance = user.balance();
        let expected = ["70.00", "0.00", "0.00", "0.00", "100.00", "30.00"];
        let fields = ["available", "held", "withdrawing", "pending_deposits", "deposited", "withdrawn"];
        assert_eq!(fields.map(|field| text(&balance[field])), expected);
        let audit = operator.data(["ledger", "entries"]);
        assert_eq!(audit.as_array().unwrap().len(), 6);
        proven(&world);
    });
}

#[test]
fn one_payment_is_credited_once() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        let user = Person::sign_up(&world, "user");
        let ask = |who: &Person<'_>, amount: &str, reference: &str| {
            who.run(["wallet", "deposit", "--amount", amount, "--reference", reference, "-o", "json"])
        };
        let first = ask(&user, "10", "0xAB").exits(0).json()["data"].clone();
        let same = ask(&user, "10", "0xab").exits(0).json()["data"].clone();
        assert_eq!((&same["id"], &same["changed"]), (&first["id"], &false.into()));
        assert_eq!(ask(&user, "11", "0xab").exits(5).error()["code"], "conflict");
        // Somebody else may say the same; only one of them can be right.
        let claimed = ask(&operator, "10", "0xab").exits(0).json()["data"].clone();
        operator.run(["wallet", "approve", text(&first["id"])]).exits(0);
        operator.run(["wallet", "approve", text(&claimed["id"])]).exits(5);
        operator.run(["wallet", "reject", text(&claimed["id"]), "--reason", "another's"]).exits(0);
        assert_eq!((user.available(), operator.available()), ("10.00".to_owned(), "0.00".to_owned()));
        // What was refused may be told again.
        let refused = ask(&user, "5", "late").exits(0).json()["data"].clone();
        operator.run(["wallet", "reject", text(&refused["id"])]).exits(0);
        let later = ask(&user, "5", "late").exits(0).json()["data"].clone();
        assert_ne!(later["id"], refused["id"]);
        operator.run(["wallet", "approve", text(&later["id"])]).exits(0);
        assert_eq!(user.available(), "15.00");
        proven(&world);
    });
}

#[test]
fn all_can_be_withdrawn_and_not_a_micro_more() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("12.345678");
        let withdraw = |amount: &str| {
            operator.run(["wallet", "withdraw", "--amount", amount, "--to", "bank", "--yes", "-o", "json"])
        };
        let error = withdraw("12.345679").exits(6).error();
        assert_eq!((text(&error["code"]), text(&error["details"]["available"])), ("insufficient_funds", "12.345678"));
        assert_eq!(operator.available(), "12.345678");
        withdraw("12.345678").exits(0);
        assert_eq!(operator.available(), "0.00");
        withdraw("0.000001").exits(6);
        proven(&world);
    });
}

#[test]
fn what_is_another_users_does_not_exist() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        let alice = Person::sign_up(&world, "alice");
        let bob = Person::sign_up(&world, "bob");
        operator.fund_of(&alice, "50");
        let withdrawal = alice.data(["wallet", "withdraw", "--amount", "7", "--to", "bank", "--yes"]);
        let id = text(&withdrawal["id"]);
        // Bob sees nothing of it, by whatever name.
        for object in [id, NOBODY] {
            let seen = bob.data(["wallet", "transactions", "--object", object]);
            assert_eq!(seen.as_array().unwrap().len(), 0);
        }
        assert_eq!(alice.data(["wallet", "transactions", "--object", id]).as_array().unwrap().len(), 1);
        assert_eq!(bob.data(["wallet", "requests"]).as_array().unwrap().len(), 0);
        for command in [&["wallet", "approve", id][..], &["wallet", "reject", id], &["wallet", "requests", "--all"]] {
            assert_eq!(bob.run(command.iter().copied().chain(["-o", "json"])).exits(4).error()["code"], "not_allowed");
        }
        assert_eq!(operator.run(["wallet", "approve", NOBODY, "-o", "json"]).exits(3).error()["code"], "not_found");
        for command in [&["ledger", "accounts"][..], &["ledger", "entries"]] {
            bob.run(command.iter().copied()).exits(4);
            world.run(command.iter().copied()).exits(4);
        }
        let nobody = [
            &["wallet", "balance"][..],
            &["wallet", "deposit", "--amount", "1", "--reference", "x"],
            &["wallet", "withdraw", "--amount", "1", "--to", "x", "--yes"],
            &["wallet", "requests"],
            &["wallet", "transactions"],
            &["wallet", "analytics"],
            &["wallet", "limits", "show"],
            &["wallet", "limits", "set", "--day", "1"],
            &["wallet", "export"],
            &["wallet", "approve", NOBODY],
        ];
        for command in nobody {
            let run = world.run(command.iter().copied().chain(["-o", "json"])).exits(4);
            assert_eq!((run.error()["code"].as_str(), run.stdout.as_str()), (Some("not_logged_in"), ""), "{command:?}");
        }
        proven(&world);
    });
}

#[test]
fn a_dry_run_tells_all_and_changes_nothing() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("100");
        let before = operator.data(["ledger", "entries"]);
        let withdraw = ["wallet", "withdraw", "--amount", "40", "--to", "bank"];
        let told = operator.data(withdraw.into_iter().chain(["--dry-run"]));
        assert_eq!((text(&told["state"]), &told["dry_run"]), ("requested", &true.into()));
        let too_much = ["wallet", "withdraw", "--amount", "101", "--to", "bank", "--dry-run"];
        operator.run(too_much).exits(6);
        let limits = operator.data(["wallet", "limits", "set", "--day", "1", "-n"]);
        assert_eq!(limits["limits"][0]["limit"], "1.00");
        let deposit = operator.data(["wallet", "deposit", "--amount", "1", "--reference", "r", "-n"]);
        operator.run(["wallet", "approve", text(&deposit["id"])]).exits(3);
        assert_eq!(operator.data(["ledger", "entries"]), before);
        assert_eq!(operator.available(), "100.00");
        assert!(operator.data(["wallet", "limits", "show"])[0]["limit"].is_null());
        proven(&world);
    });
}

#[test]
fn a_key_does_once_what_is_asked_twice() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("100");
        let withdraw = |amount: &str| {
            let arguments = ["wallet", "withdraw", "--amount", amount, "--to", "bank", "--yes", "-o", "json"];
            operator.run(arguments.into_iter().chain(["--idempotency-key", "mine"]))
        };
        let first = withdraw("40").exits(0).json()["data"].clone();
        let again = withdraw("40").exits(0).json()["data"].clone();
        assert_eq!((&again["id"], &again["replayed"], &first["replayed"]), (&first["id"], &true.into(), &false.into()));
        assert_eq!(withdraw("41").exits(5).error()["code"], "key_reused");
        assert_eq!(operator.available(), "60.00");
        // A refusal is not an answer that is kept: the key is free for when there is money.
        let big = ["wallet", "withdraw", "--amount", "61", "--to", "bank", "--yes", "--idempotency-key", "big"];
        operator.run(big).exits(6);
        operator.fund("1");
        operator.run(big).exits(0);
        proven(&world);
    });
}

#[test]
fn spending_asks_unless_told_not_to() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("10");
        let run = operator.run(["wallet", "withdraw", "--amount", "5", "--to", "bank", "-o", "json"]).exits(2);
        assert_eq!(run.error()["code"], "prompt_needed");
        assert!(run.error()["hint"].as_str().unwrap().contains("--yes"));
        assert_eq!(operator.available(), "10.00");
    });
}

#[test]
fn a_withdrawal_cannot_be_paid_from_money_that_is_not_there() {
    World::each(|world| {
        let operator = Person::sign_up(&world, "operator");
        operator.fund("10");
        let withdrawal = operator.data(["wallet", "withdraw", "--amount", "10", "--to", "bank", "--yes"]);
        // The operator took the money elsewhere, by an entry of their own.
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let store = gp4u::store::Store::open(&world.database_url.parse().unwrap()).await.unwrap();
            let name = |text: &str| text.parse().unwrap();
            let amount = gp4u::units::Usdc::from_micros(1);
            let chain = gp4u::ledger::account::Chain::NONE;
            let draw = gp4u::ledger::rules::operator_draw(&name("d"), chain, &name("operator"), amount).unwrap();
            store.post(&draw, jiff::Timestamp::now()).await.unwrap();
            store.close().await;
        });
        let run = operator.run(["wallet", "approve", text(&withdrawal["id"]), "-o", "json"]).exits(6);
        assert!(text(&run.error()["message"]).contains("custody:0:operator"), "{}", run.stderr);
        assert_eq!(operator.data(["wallet", "requests"])[0]["state"], "requested");
        let verified = world.run(["ledger", "verify", "-o", "json"]).exits(1);
        assert_eq!(verified.error()["message"], "the book breaks I12");
    });
}
