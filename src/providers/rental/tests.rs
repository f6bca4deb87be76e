use super::testing::{KEY, order};
use super::*;
use crate::market::offer::PriceKind;

type Change = fn(&mut Order);

fn id(text: &str) -> MachineId {
    MachineId::new(text).unwrap()
}

#[test]
fn names_of_machines_fit_into_an_address() {
    for text in ["12345678", "1788868820092", "3fa85f64-5717-4562-b3fc-2c963f66afa6", "dep_1"] {
        assert_eq!(id(text).to_string(), text);
    }
    for text in ["", "..", "a/b", "a?b", "a b", "a%2f", "é", "a\n", &"a".repeat(65)] {
        assert_eq!(MachineId::new(text), None, "{text}");
    }
}

#[test]
fn a_list_proves_absence_only_if_it_is_complete_and_shows_what_is_known() {
    let label = order("1").label;
    let there = Machine::new(id("1"), Some(label), State::Running);
    let listing = Listing { machines: vec![there], ..Listing::default() };
    assert_eq!(listing.trust([]), Ok(()));
    assert_eq!(listing.trust([&id("1"), &id("2")]), Ok(()));
    assert!(listing.trust([&id("2"), &id("3")]).is_err());
    let empty = Listing::default();
    assert_eq!(empty.trust([]), Ok(()), "nothing is known, and nothing is there");
    assert!(empty.trust([&id("1")]).is_err(), "an empty list is not believed");
    let cut = Listing { doubts: vec!["the list has no end".to_owned()], ..listing };
    assert_eq!(cut.trust([&id("1")]), Err("the list has no end".to_owned()));
    assert_eq!(cut.with_label(label).count(), 1, "what is there is there");
}

#[test]
fn only_machines_of_a_deployment_are_its_own() {
    let ours = order("1").label;
    let others = Label::new("aaaaaaaa".parse().unwrap(), ours.rental());
    let labels = [Some(ours), Some(others), None];
    let machines = labels.into_iter().map(|label| Machine::new(id("1"), label, State::Running)).collect();
    let listing = Listing { machines, ..Listing::default() };
    let found: Vec<_> = listing.ours(ours.deployment()).map(|machine| machine.label).collect();
    assert_eq!(found, [Some(ours)]);
}

#[test]
fn begun_hours_count() {
    let from = Timestamp::UNIX_EPOCH;
    for (seconds, hours) in [(-3601, 0), (0, 0), (1, 1), (3600, 1), (3601, 2)] {
        assert_eq!(whole_hours(from, Timestamp::from_second(seconds).unwrap()), hours, "{seconds}");
    }
}

#[test]
fn an_order_that_nobody_could_rent_is_refused_before_anybody_is_asked() {
    assert_eq!(order("1").check(), Ok(()));
    let wrong: [(&str, Change); 11] = [
        ("disk", |order| order.disk_gib = 7),
        ("disk", |order| order.disk_gib = 100_000),
        ("price", |order| order.wanted.kind = PriceKind::Indicative),
        ("image", |order| order.image = Some("a b".into())),
        ("image", |order| order.image = Some("-v".into())),
        ("image", |order| order.image = Some("a\nb".into())),
        ("SSH", |order| order.ssh_keys.clear()),
        ("SSH", |order| order.ssh_keys = vec![KEY.parse().unwrap(); 21]),
        ("variable", |order| drop(order.env.insert("-p 22:22".into(), "1".into()))),
        ("variable", |order| drop(order.env.insert("A".into(), "a\nB=1".into()))),
        ("script", |order| order.onstart = Some("a\0b".into())),
    ];
    for (word, change) in wrong {
        let mut order = order("1");
        change(&mut order);
        let refusal = order.check().unwrap_err();
        assert!(refusal.message.contains(word), "{refusal}");
    }
}

#[test]
fn nothing_secret_is_shown_of_an_order() {
    let mut order = order("1");
    order.env.insert("TOKEN".into(), "canary".into());
    order.onstart = Some("export TOKEN=canary".into());
    assert!(!format!("{order:?}").contains("canary"));
}

#[test]
fn renting_needs_a_key() {
    for network in Network::ALL {
        let settings = ProviderSettings::builtin(network);
        assert_eq!(open(&settings).unwrap_err().code(), "no_key", "{network}");
        let empty = ProviderSettings {
            api_key: Some("".into()),
            public_key: Some(String::new()),
            secret_key: Some("".into()),
            ..settings.clone()
        };
        assert_eq!(open(&empty).unwrap_err().code(), "no_key", "{network}");
        let keyed = ProviderSettings {
            api_key: Some("canary".into()),
            public_key: Some("pk_1".into()),
            secret_key: Some("canary".into()),
            ..settings
        };
        let rental = open(&keyed).unwrap();
        assert_eq!(rental.network(), network);
        assert!(!format!("{rental:?}").contains("canary"));
    }
}

#[test]
fn what_is_there_is_compared_with_what_was_sold() {
    let wanted = order("1").wanted;
    let cases = [
        (Some("RTX 4090"), Some(1), None),
        (Some("NVIDIA GeForce RTX 4090"), Some(1), None),
        (Some("GeForce RTX 4090"), None, None),
        (None, None, None),
        (Some("a GPU nobody knows"), Some(1), None),
        (Some("RTX 3090"), Some(1), Some("RTX 3090 is there, RTX 4090 was sold")),
        (Some("H100 80GB HBM3"), None, Some("H100 80GB HBM3 is there, RTX 4090 was sold")),
        (Some("RTX 4090"), Some(2), Some("2 GPUs are there, 1 were sold")),
    ];
    for (gpu_name, gpu_count, expected) in cases {
        let gpu_name = gpu_name.map(str::to_owned);
        let machine = Machine { gpu_name, gpu_count, ..Machine::new(id("1"), None, State::Running) };
        assert_eq!(machine.mismatch(&wanted).as_deref(), expected, "{machine:?}");
    }
}
