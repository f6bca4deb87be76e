//! What goes wrong at providers, and what gp4u makes of it.

use gp4u::booking::{Reason, RentalState, State};
use serde_json::json;

use super::*;
use crate::simulator::{Applied, End, Fault, Network, Operation, Refusal, Reply, Trouble};
use crate::world::Database;

fn lost(applied: Applied) -> Fault {
    Fault::Call { on: Operation::Create, applied, reply: Reply::Lost }
}

#[test]
fn an_empty_list_is_not_believed() {
    Office::each(|office| {
        for network in Network::ALL {
            let offers = office.any_offers(network);
            let active: Vec<_> = (0..3)
                .map(|number| {
                    let booked = office.book_offer(network, &offers[number], &[]);
                    office.settle(&booked);
                    assert_eq!(office.seen(&booked).0.state, State::Active, "{:#}", office.show(&booked));
                    booked
                })
                .collect();
            office.later(180);
            office.turn();
            let calls = |operation| office.simulator.count(network, operation);
            let before = (calls(Operation::Create), calls(Operation::Destroy));
            office.simulator.inject_times(network, Fault::EmptyList, u32::MAX);
            let error = office.run(&["reconcile", "--fix"]).exits(1).error();
            assert_eq!(error["code"], "check_failed");
            assert!(text(&error["message"]).contains("cannot be believed"), "{error}");
            office.later(60);
            office.turn();
            for reservation in &active {
                let (seen, rentals) = office.seen(reservation);
                assert_eq!((seen.state, rentals[0].state), (State::Active, RentalState::Running));
            }
            assert_eq!((calls(Operation::Create), calls(Operation::Destroy)), before, "{network:?}");
            // Nothing is rented there either, until a person has looked.
            let waiting = office.any_offers(network).get(3).map(|offer| {
                let waiting = office.book_offer(network, offer, &["--start-timeout", "5m"]);
                office.turn();
                waiting
            });
            assert_eq!(calls(Operation::Create), before.0, "{network:?}");
            office.simulator.heal(network);
            for reservation in active.iter().chain(&waiting) {
                office.run(&["reserve", "cancel", text(&reservation["id"]), "--yes"]).exits(0);
                office.rest(reservation);
            }
            office.later(700);
            office.tidy();
            office.proven();
        }
    });
}

#[test]
fn a_create_call_that_is_applied_late_leaves_one_machine_and_one_charge() {
    for network in [Network::Vast, Network::Ionet, Network::Render, Network::Akash] {
        for seconds in [30, 90, 600] {
            let office = Office::new(Database::Sqlite);
            let before = office.stand();
            let booked = office.book(network, &[]);
            office.simulator.inject(network, lost(Applied::AfterSeconds(seconds)));
            office.settle(&booked);
            let (seen, rentals) = office.seen(&booked);
            assert_eq!(seen.state, State::Active, "{network:?} {seconds}: {:#}", office.show(&booked));
            // On Akash what comes late was never bid for, and is closed.
            let is_late = seconds == 600 || network == Network::Akash;
            assert_eq!(rentals.len(), if is_late { 2 } else { 1 }, "{network:?} {seconds}");
            // The late one comes, is young, and then is nobody's.
            for _ in 0..16 {
                office.later(60);
                office.turn();
                office.reconcile();
            }
            let live = office.live(network);
            assert_eq!(live.len(), 1, "{network:?} {seconds}");
            assert_eq!(live[0].label, rentals.last().unwrap().label, "the late one is destroyed");
            office.run(&["reserve", "cancel", text(&booked["id"]), "--yes"]).exits(0);
            office.rest(&booked);
            office.is_clean(&booked, before, &format!("{network:?} {seconds}"));
            if network != Network::Akash {
                let leaks = office.leaks();
                assert_eq!(leaks, i64::from(seconds == 600), "{network:?} {seconds}");
            }
        }
    }
}

#[test]
fn with_everybody_dead_machines_end_by_themselves() {
    let office = Office::new(Database::Sqlite);
    let active: Vec<_> = [Network::Vast, Network::Akash, Network::Ionet].map(|network| office.active(network)).into();
    let ends_at = office.seen(&active[0]).0.window.end();
    office.simulator.clock().set(ends_at + jiff::SignedDuration::from_hours(3));
    office.later(0);
    let ended: Vec<_> = office.simulator.machines().iter().map(|machine| machine.ended_by).collect();
    assert_eq!(ended, [Some(End::StartScript), Some(End::RuntimeLimit), Some(End::Prepaid)]);
    for machine in office.simulator.machines() {
        let late = machine.ended_at.unwrap().duration_since(ends_at).as_secs();
        assert!((0..=3_600 + 900).contains(&late), "{machine:?}");
    }
}

#[test]
fn what_never_starts_is_released_and_paid_back() {
    Office::each(|office| {
        let before = office.stand();
        office.simulator.inject_times(Network::Vast, Fault::Machine(Trouble::Stuck), u32::MAX);
        let booked = office.book(Network::Vast, &["--start-timeout", "5m"]);
        office.until(&booked, 20, |seen, _| seen.state.is_terminal());
        let (seen, _) = office.seen(&booked);
        assert_eq!((seen.state, seen.reason), (State::Failed, Some(Reason::NotStarted)));
        office.rest(&booked);
        office.is_clean(&booked, before, "stuck");
        assert_eq!(before.balance, office.balance(), "all of it comes back");
        // It is remembered beside the price.
        let failing = office.data(&["gpus", "search", "--where", "start_failures = 1", "--all"]);
        let ids: Vec<_> = failing.as_array().unwrap().iter().map(|offer| text(&offer["id"]).to_owned()).collect();
        assert!(ids.contains(&text(&booked["offer_id"]).to_owned()), "{ids:?}");
    });
}

#[test]
fn another_gpu_than_was_sold_is_given_back() {
    let office = Office::new(Database::Sqlite);
    let before = office.stand();
    office.simulator.inject(Network::Vast, Fault::Machine(Trouble::OtherGpu("RTX 3060".into())));
    let booked = office.book(Network::Vast, &[]);
    office.settle(&booked);
    let (seen, _) = office.seen(&booked);
    assert_eq!((seen.state, seen.reason), (State::Failed, Some(Reason::WrongMachine)));
    office.rest(&booked);
    office.is_clean(&booked, before, "another GPU");
}

#[test]
fn an_equivalent_offer_takes_the_place_of_one_that_is_gone_and_never_a_dearer_or_lesser_one() {
    Office::each(|office| {
        let rent = |offer: &str| {
            let booked = office.book_offer(Network::Vast, offer, &["--substitute"]);
            office.simulator.inject(Network::Vast, Fault::Refused(Refusal::NoSuchAskWild));
            office.settle(&booked);
            (booked.clone(), office.seen(&booked))
        };
        // Of two verified ones the cheaper takes the dearer one's place, at the price that was agreed on.
        let (booked, (seen, rentals)) = rent("vast:106");
        assert_eq!((seen.state, seen.offer.id.as_str()), (State::Active, "vast:101"), "{:#}", office.show(&booked));
        assert_eq!(
            rentals.iter().map(|rental| rental.state).collect::<Vec<_>>(),
            [RentalState::Absent, RentalState::Running]
        );
        assert_eq!(json!(seen.terms.rate), booked["price_per_hour"]);
        office.run(&["reserve", "cancel", text(&booked["id"]), "--yes"]).exits(0);
        office.rest(&booked);
        // Not the other way round; and the cheaper ones of other networks are not verified.
        let (booked, (seen, _)) = rent("vast:101");
        assert_eq!((seen.state, seen.reason), (State::Failed, Some(Reason::NoMachine)), "{:#}", office.show(&booked));
        assert_eq!(office.simulator.machines().len(), 1);
        office.proven();
    });
}

#[test]
fn a_refusal_is_final_and_costs_nothing() {
    Office::each(|office| {
        let before = office.stand();
        let booked = office.book(Network::Vast, &[]);
        office.simulator.inject(Network::Vast, Fault::Refused(Refusal::NoSuchAskWild));
        office.settle(&booked);
        let shown = office.show(&booked);
        assert_eq!((&shown["state"], &shown["reason"]), (&json!("failed"), &json!("no_machine")), "{shown:#}");
        assert_eq!(shown["attempts"][0]["events"][2]["kind"], "refused");
        office.is_clean(&booked, before, "refused");
    });
}

#[test]
fn a_key_that_is_refused_pauses_the_provider() {
    let office = Office::new(Database::Sqlite);
    let booked = office.book(Network::Vast, &[]);
    office.simulator.inject_times(
        Network::Vast,
        Fault::Call { on: Operation::Create, applied: Applied::Never, reply: Reply::Status(401) },
        u32::MAX,
    );
    office.settle(&booked);
    assert_eq!(office.seen(&booked).0.state, State::Failed);
    let next = office.book(Network::Vast, &["--start-timeout", "5m"]);
    office.settle(&next);
    assert_eq!(office.seen(&next).0.reason, Some(Reason::NotStarted), "nothing is rented for a while");
    assert_eq!(office.simulator.count(Network::Vast, Operation::Create), 1);
}

#[test]
fn a_release_that_is_accepted_and_not_done_is_repeated_until_it_is() {
    Office::each(|office| {
        let before = office.stand();
        let active = office.active(Network::Vast);
        let ignored = Fault::Call { on: Operation::Destroy, applied: Applied::Never, reply: Reply::Real };
        office.simulator.inject_times(Network::Vast, ignored, 12);
        office.run(&["reserve", "cancel", text(&active["id"]), "--yes"]).exits(0);
        let cancelled = office.seen(&active).0;
        assert_eq!((cancelled.state, office.live(Network::Vast).len()), (State::Cancelled, 1));
        office.rest(&active);
        // The user was done at once; the rest is ours.
        assert_eq!(before.balance - office.balance(), cancelled.paid().micros());
        assert_eq!(office.leaks(), 1);
        office.is_clean(&active, before, "200 but lives");
    });
}

#[test]
fn a_machine_that_is_lost_is_paid_for_until_it_was_last_well() {
    Office::each(|office| {
        for network in [Network::Vast, Network::Render] {
            let before = office.stand();
            let active = office.active(network);
            office.later(1_800);
            office.turn();
            let well = office.now();
            let machine = office.live(network).remove(0);
            office.simulator.change(|cloud| {
                let found = cloud.find(machine.network, &machine.id).unwrap();
                cloud.end(found, End::Vanished);
            });
            office.later(60);
            office.until(&active, 60, |seen, _| seen.state.is_terminal());
            let (seen, _) = office.seen(&active);
            assert_eq!((seen.state, seen.reason), (State::Failed, Some(Reason::MachineLost)));
            assert!(seen.stopped_at.unwrap() <= well, "{:#}", office.show(&active));
            office.rest(&active);
            office.is_clean(&active, before, "lost");
        }
    });
}

#[test]
fn a_machine_of_another_deployment_is_left_alone() {
    let office = Office::new(Database::Sqlite);
    let active = office.active(Network::Vast);
    office.simulator.change(|cloud| {
        cloud.rent_elsewhere(Network::Vast, "gp4u-zzzzzzzz-01jdhyhsv4fp9sq1b1m3kxnkwp");
        cloud.rent_elsewhere(Network::Vast, "somebody else's");
    });
    office.later(900);
    office.run(&["reconcile", "--fix"]).exits(0);
    assert_eq!(office.live(Network::Vast).len(), 3);
    // One with our own deployment's label, which was never given, is told and left alone, too.
    let own = office.seen(&active).1[0].label.clone();
    let unknown = format!("{}01jdhyhsv4fp9sq1b1m3kxnkwp", &own[..own.len() - 26]);
    office.simulator.change(|cloud| cloud.rent_elsewhere(Network::Vast, &unknown));
    office.later(900);
    let run = office.run(&["reconcile", "--fix"]).exits(1);
    assert_eq!(run.json()["data"][0]["kind"], "unknown");
    assert_eq!(office.live(Network::Vast).len(), 4);
}

#[test]
fn two_machines_with_one_label_become_one() {
    let office = Office::new(Database::Sqlite);
    let before = office.stand();
    let booked = office.book(Network::Vast, &[]);
    office.simulator.inject(Network::Vast, lost(Applied::Twice));
    office.settle(&booked);
    assert_eq!(office.seen(&booked).0.state, State::Active, "{:#}", office.show(&booked));
    assert_eq!(office.live(Network::Vast).len(), 2);
    office.run(&["reconcile", "--fix"]);
    assert_eq!(office.live(Network::Vast).len(), 1, "whatever its age");
    office.run(&["reserve", "cancel", text(&booked["id"]), "--yes"]).exits(0);
    office.rest(&booked);
    office.is_clean(&booked, before, "twice");
}

#[test]
fn a_hostile_address_is_refused() {
    for host in ["-oProxyCommand=touch x", "$(reboot)", "169.254.169.254", "a;b"] {
        let office = Office::new(Database::Sqlite);
        office.simulator.inject_times(Network::Vast, Fault::Machine(Trouble::Host(host.into())), u32::MAX);
        let booked = office.book(Network::Vast, &["--start-timeout", "2m"]);
        office.until(&booked, 20, |seen, _| seen.state.is_terminal());
        assert_eq!(office.seen(&booked).0.state, State::Failed, "{host}");
        office.run(&["reserve", "ssh", text(&booked["id"]), "--print"]).exits(5);
        office.rest(&booked);
        assert_eq!(office.live(Network::Vast).len(), 0);
    }
}

#[test]
fn without_a_key_only_what_is_rented_by_hand_is_booked() {
    let office = Office::new(Database::Sqlite);
    let offer = office.offer(Network::Vast);
    let mut command = office.command(&["reserve", "create", &offer, "--start", "now", "--for", "1h"]);
    let refused = crate::world::run_of(&command.env_remove("GP4U_PROVIDERS__VAST__API_KEY").output().unwrap()).exits(5);
    assert!(text(&refused.error()["hint"]).contains("--manual"), "{refused:?}");
    assert_eq!(office.world.count("SELECT COUNT(*) FROM reservation"), 0);
}
