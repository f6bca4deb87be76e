use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

fn usdc(micros: i64) -> Usdc {
    Usdc::from_micros(micros)
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// Balances in each account's own direction after booking entries in order.
fn balances(entries: &[Entry]) -> HashMap<String, i64> {
    let mut balances = HashMap::new();
    for line in entries.iter().flat_map(Entry::lines) {
        *balances.entry(line.account.to_string()).or_insert(0) += line.account.class().normal() * line.amount.micros();
    }
    balances
}

fn balance(balances: &HashMap<String, i64>, account: &AccountCode) -> i64 {
    balances.get(&account.to_string()).copied().unwrap_or(0)
}

const USER: Uuid = Uuid::from_u128(1);
const BOOKING: Booking = Booking::Cluster(Uuid::from_u128(2));

proptest! {
    #[test]
    fn a_settled_booking_leaves_nothing_held_and_every_micro_somewhere(
        held in 1_i64..=i64::MAX,
        parts in (1_u64..=u64::MAX, 0_u64..=u64::MAX),
        weights in prop::collection::vec((1_u64..=u64::MAX, 0_u128..6), 1..40),
    ) {
        // Parts of the whole: what is used, and our share of it.
        let part = |of: i64, by: u64| i64::try_from(i128::from(of) * i128::from(by) / i128::from(u64::MAX)).unwrap();
        let used = part(held, parts.0).max(1);
        let fee = part(used, parts.1);
        let earners: Vec<(AccountCode, u64)> =
            weights.iter().map(|(weight, owner)| (AccountCode::PayableOwner(id(*owner)), *weight)).collect();
        let settlement =
            Settlement { user: USER, held: usdc(held), used: usdc(used), fee: usdc(fee), earners: &earners };
        let entries = [hold(BOOKING, USER, usdc(held)).unwrap(), settle(BOOKING, &settlement).unwrap()];
        let after = balances(&entries);
        prop_assert_eq!(balance(&after, &BOOKING.escrow()), 0);
        prop_assert_eq!(balance(&after, &AccountCode::Wallet(USER)), -used, "the user pays what was used");
        prop_assert_eq!(balance(&after, &AccountCode::IncomePlatformFee), fee);
        let earned: i64 = (0..6).map(|owner| balance(&after, &AccountCode::PayableOwner(id(owner)))).sum();
        prop_assert_eq!(earned, used - fee);
        prop_assert_eq!(entries[0].opens(), &[BOOKING.escrow()]);
        prop_assert_eq!(entries[1].closes(), &[BOOKING.escrow()]);
    }

    #[test]
    fn a_withdrawal_ends_paid_or_as_if_it_had_never_been(amount in 1_i64..1_000_000_000, fee in 0_i64..1_000_000) {
        let withdrawal = Withdrawal { id: id(9), user: USER, amount: usdc(amount), fee: usdc(fee) };
        let request = withdrawal_requested(&withdrawal).unwrap();
        let failed = withdrawal_failed(&withdrawal).unwrap();
        let paid = withdrawal_paid(&withdrawal, Chain(8453), &name("hot")).unwrap();
        prop_assert!(balances(&[request.clone(), failed.clone()]).values().all(|balance| *balance == 0));
        let after = balances(&[request, paid.clone()]);
        prop_assert_eq!(balance(&after, &AccountCode::Wallet(USER)), -amount - fee);
        prop_assert_eq!(balance(&after, &AccountCode::Custody(Chain(8453), name("hot"))), -amount);
        prop_assert_eq!(paid.key(), failed.key(), "the database takes only one of the two");
    }

    #[test]
    fn a_reversed_deposit_takes_back_what_is_there_and_loses_the_rest(amount in 1_i64..i64::MAX, claimed in any::<bool>(), part in 0_u32..=100) {
        let deposit = Deposit { chain: Chain(1), transaction: name("0xab"), log: 3, amount: usdc(amount) };
        let recovered = i64::try_from(i128::from(amount) * i128::from(part) / 100).unwrap();
        let mut entries = vec![deposit_final(&deposit, &name("main")).unwrap()];
        if claimed {
            entries.push(deposit_claimed(&deposit, USER).unwrap());
        }
        let reversal = deposit_reversed(&deposit, &name("main"), claimed.then_some(USER), usdc(recovered)).unwrap();
        prop_assert_eq!(reversal.reverses(), Some(entries[0].key()));
        entries.push(reversal);
        let after = balances(&entries);
        prop_assert_eq!(balance(&after, &AccountCode::Custody(Chain(1), name("main"))), 0);
        prop_assert_eq!(balance(&after, &AccountCode::ExpenseLoss), amount - recovered);
    }
}

#[test]
fn every_way_to_end_a_booking_has_the_same_key() {
    let earners = [(AccountCode::PayableProvider(name("vast")), 1)];
    let settlement = Settlement { user: USER, held: usdc(10), used: usdc(4), fee: usdc(1), earners: &earners };
    for booking in [BOOKING, Booking::Reservation(id(3))] {
        let settled = settle(booking, &settlement).unwrap();
        let voided = void(booking, USER, usdc(10)).unwrap();
        assert_eq!(settled.key(), voided.key());
        assert_ne!(settled.request_hash(), voided.request_hash(), "the second is an error, not a repetition");
    }
}

#[test]
fn keys_are_what_other_programs_expect() {
    let deposit = Deposit { chain: Chain(8453), transaction: name("0xab"), log: 3, amount: usdc(1) };
    let two = "00000000-0000-0000-0000-000000000002";
    let withdrawal = Withdrawal { id: id(2), user: USER, amount: usdc(1), fee: usdc(0) };
    let keys = [
        (deposit_final(&deposit, &name("hot")), "deposit:8453:0xab:3".to_owned()),
        (deposit_claimed(&deposit, USER), "claim:8453:0xab:3".to_owned()),
        (deposit_reversed(&deposit, &name("hot"), None, usdc(1)), "deposit:8453:0xab:3:reversed".to_owned()),
        (withdrawal_requested(&withdrawal), format!("wd:{two}:request")),
        (withdrawal_failed(&withdrawal), format!("wd:{two}:end")),
        (hold(Booking::Reservation(id(2)), USER, usdc(1)), format!("res:{two}:hold")),
        (extend(id(2), 4, USER, usdc(1)), format!("res:{two}:extend:4")),
        (void(Booking::Reservation(id(2)), USER, usdc(1)), format!("res:{two}:end")),
        (hold(BOOKING, USER, usdc(1)), format!("cluster:{two}:hold")),
        (void(BOOKING, USER, usdc(1)), format!("cluster:{two}:end")),
        (earnings_released(USER, id(2), usdc(1)), format!("owner:{USER}:release:{two}")),
        (goodwill(&name("t-1"), USER, usdc(1)), "goodwill:t-1".to_owned()),
        (provider_bill(&name("vast"), &name("2026-07"), usdc(5), usdc(7)), "bill:vast:2026-07".to_owned()),
        (operator_top_up(&name("x"), Chain::NONE, &name("hot"), usdc(1)), "op:x".to_owned()),
        (leak(id(2), &name("7"), &name("vast"), usdc(1)), format!("leak:{two}:7")),
        (chain_shortfall(Chain(1), 77, &name("hot"), usdc(1)), "reconcile:1:77".to_owned()),
    ];
    for (entry, key) in keys {
        assert_eq!(entry.unwrap().key().as_str(), key);
    }
}

#[test]
fn a_bill_that_differs_from_what_is_owed_is_the_operators_gain_or_loss() {
    for billed in [3, 5, 7] {
        let after = balances(&[provider_bill(&name("vast"), &name("b"), usdc(5), usdc(billed)).unwrap()]);
        assert_eq!(balance(&after, &AccountCode::PayableProvider(name("vast"))), -5);
        assert_eq!(balance(&after, &AccountCode::ExpenseProviderVariance), billed - 5);
        assert_eq!(balance(&after, &AccountCode::EquityOperator), billed);
    }
}

#[test]
fn amounts_that_make_no_sense_are_refused() {
    for wrong in [0, -1, i64::MIN] {
        let wrong = usdc(wrong);
        let deposit = Deposit { chain: Chain::NONE, transaction: name("r"), log: 0, amount: wrong };
        let withdrawal = Withdrawal { id: id(2), user: USER, amount: wrong, fee: usdc(0) };
        let refused = [
            deposit_final(&deposit, &name("hot")),
            deposit_claimed(&deposit, USER),
            deposit_reversed(&deposit, &name("hot"), None, usdc(0)),
            withdrawal_requested(&withdrawal),
            withdrawal_paid(&withdrawal, Chain::NONE, &name("hot")),
            withdrawal_failed(&withdrawal),
            hold(BOOKING, USER, wrong),
            extend(id(2), 1, USER, wrong),
            void(BOOKING, USER, wrong),
            earnings_released(USER, id(2), wrong),
            goodwill(&name("t"), USER, wrong),
            provider_bill(&name("vast"), &name("b"), usdc(0), wrong),
            operator_top_up(&name("x"), Chain::NONE, &name("hot"), wrong),
            operator_draw(&name("x"), Chain::NONE, &name("hot"), wrong),
            leak(id(2), &name("7"), &name("vast"), wrong),
            chain_shortfall(Chain::NONE, 1, &name("hot"), wrong),
        ];
        for entry in refused {
            assert!(matches!(entry, Err(LedgerError::NotPositive { .. })), "{entry:?}");
        }
    }
}

#[test]
fn nobody_is_paid_more_than_was_held_or_used() {
    let earners = [(AccountCode::PayableProvider(name("vast")), 1)];
    let good = Settlement { user: USER, held: usdc(10), used: usdc(4), fee: usdc(1), earners: &earners };
    let wrong = [
        Settlement { used: usdc(11), ..good },
        Settlement { used: usdc(0), ..good },
        Settlement { fee: usdc(5), ..good },
        Settlement { fee: usdc(-1), ..good },
        Settlement { held: usdc(0), ..good },
    ];
    for settlement in wrong {
        assert!(settle(BOOKING, &settlement).is_err(), "{settlement:?}");
    }
    let nobody = [(AccountCode::PayableProvider(name("vast")), 0)];
    assert_eq!(settle(BOOKING, &Settlement { earners: &nobody, ..good }), Err(LedgerError::NoWeight));
    assert!(settle(BOOKING, &Settlement { fee: usdc(4), earners: &[], ..good }).is_ok(), "all of it may be our fee");
    let withdrawal = Withdrawal { id: id(2), user: USER, amount: usdc(i64::MAX), fee: usdc(1) };
    assert_eq!(withdrawal_requested(&withdrawal), Err(LedgerError::TooLarge));
    let withdrawal = Withdrawal { fee: usdc(-1), ..withdrawal };
    assert!(withdrawal_requested(&withdrawal).is_err());
}

#[test]
fn a_renter_who_owns_the_machine_still_pays_our_fee() {
    let earners = [(AccountCode::Wallet(USER), 1)];
    let settlement = Settlement { user: USER, held: usdc(10), used: usdc(10), fee: usdc(2), earners: &earners };
    let after = balances(&[hold(BOOKING, USER, usdc(10)).unwrap(), settle(BOOKING, &settlement).unwrap()]);
    assert_eq!(balance(&after, &AccountCode::Wallet(USER)), -2);
}
