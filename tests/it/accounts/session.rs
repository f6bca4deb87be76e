//! Signing up, logging in and out, changing the account.

use super::people::{PASSWORD, Person};
use crate::world::World;

#[test]
fn an_account_has_a_wallet_and_the_first_is_the_operators() {
    World::each(|world| {
        let (first, second) = (Person::signed_up(&world, "first"), Person::signed_up(&world, "second"));
        let (one, two) = (first.data(&["auth", "whoami"]), second.data(&["auth", "whoami"]));
        assert_eq!((&one["is_operator"], &two["is_operator"]), (&true.into(), &false.into()));
        assert_eq!(one["scopes"], serde_json::json!(["read", "book", "spend", "operator"]));
        assert_eq!(two["scopes"], serde_json::json!(["read", "book", "spend"]));
        assert_eq!((&two["email"], &two["kind"]), (&"second@example.com".into(), &"login".into()));
        for id in [&one["user_id"], &two["user_id"]] {
            let code = format!("wallet:{}", id.as_str().unwrap());
            assert_eq!(world.count(&format!("SELECT COUNT(*) FROM account WHERE code = '{code}'")), 1);
        }
    });
}

#[test]
fn every_answer_is_what_its_schema_says() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::new(&world, "me");
    let is_document = |run: crate::world::Run, name: &str| {
        let document = run.exits(0).json();
        let schema = serde_json::from_str(&world.run(["schema", name]).exits(0).stdout).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}\n{document:#}");
        assert_eq!(document["schema"], format!("gp4u.{name}/1"));
        document["data"].clone()
    };
    let run = |arguments: &[&str]| me.run(arguments.iter().copied().chain(["--json"]));
    is_document(me.signup(&["--json"]), "signup");
    is_document(me.login(PASSWORD), "identity");
    is_document(run(&["auth", "update", "--display-name", "Me"]), "account");
    let create = ["auth", "token", "create", "--name", "x", "--scope", "spend", "--spend-limit-per-day", "5"];
    let token = is_document(run(&create), "token");
    is_document(run(&["auth", "token", "revoke", token["token_id"].as_str().unwrap()]), "revoked_token");
    is_document(run(&["auth", "token", "list", "--all"]), "tokens");
    is_document(run(&["audit", "list"]), "audit");
    is_document(run(&["auth", "logout"]), "logout");
    is_document(run(&["auth", "logout"]), "logout");
}

#[test]
fn of_many_who_sign_up_at_once_one_is_the_operator() {
    World::each(|world| {
        let people: Vec<Person> = (0..8).map(|number| Person::new(&world, &format!("p{number}"))).collect();
        std::thread::scope(|scope| {
            for person in &people {
                scope.spawn(|| person.signup(&[]).exits(0));
            }
        });
        let operators = people.iter().filter(|person| person.data(&["auth", "whoami"])["is_operator"] == true);
        assert_eq!(operators.count(), 1);
    });
}

#[test]
fn an_address_has_one_account_in_any_case() {
    World::each(|world| {
        Person::signed_up(&world, "me");
        let again = Person { email: "ME@Example.COM".to_owned(), ..Person::new(&world, "other-machine") };
        assert!(again.signup(&[]).exits(5).stderr.contains("there is an account of me@example.com already"));
        again.login(PASSWORD).exits(0);
        assert_eq!(again.data(&["auth", "whoami"])["email"], "me@example.com");
    });
}

#[test]
fn bad_input_is_refused_by_name_and_changes_nothing() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::new(&world, "me");
    let signup = |email: &str, password: &str| {
        me.run_with_input(["auth", "signup", "--email", email, "--password-stdin", "--json"], password)
    };
    for email in ["", "me", "me@localhost", "me@example.com ", "m\u{435}@example.com", "a b@example.com"] {
        assert!(signup(email, PASSWORD).exits(2).error()["message"].as_str().unwrap().contains("--email"), "{email}");
    }
    let long = "x".repeat(513);
    for password in ["", "\n", "1234567", "tab\tinside", "two\nlines", &long] {
        let run = signup("me@example.com", password).exits(2);
        let error = run.error();
        assert!(error["message"].as_str().unwrap().contains("password"), "{password}: {error}");
        assert!(password.len() < 7 || !run.stderr.contains(password));
    }
    assert!(signup("me@example.com", &"x".repeat(20_000)).exits(2).stderr.contains("too long"));
    let name = ["auth", "signup", "--email", "me@example.com", "--password-stdin", "--display-name"];
    for wrong in ["", "  ", "line\nbreak", "\u{1b}[2J", &"n".repeat(81)] {
        me.run_with_input(name.iter().copied().chain([wrong]), PASSWORD).exits(2);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM users"), 0);
}

#[test]
fn nobody_is_asked_where_nobody_can_answer() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::new(&world, "me");
    for (arguments, flag) in [
        (&["auth", "signup"][..], "--email"),
        (&["auth", "login"], "--email"),
        (&["auth", "signup", "--email", "me@example.com"], "--password-stdin"),
        (&["auth", "login", "--email", "me@example.com"], "--password-stdin"),
    ] {
        let error = me.run(arguments.iter().copied().chain(["--json"])).exits(2).error();
        assert_eq!(error["code"], "prompt_needed");
        assert!(error["hint"].as_str().unwrap().contains(flag), "{error}");
    }
}

#[test]
fn a_logout_ends_the_login_wherever_its_token_is() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let copied = me.login_token();
        me.run_with_token(&copied, ["auth", "whoami"]).exits(0);
        let dry = me.data(&["auth", "logout", "--dry-run"]);
        assert_eq!((&dry["dry_run"], &dry["changed"]), (&true.into(), &true.into()));
        me.run(["auth", "whoami"]).exits(0);
        me.run(["auth", "logout"]).exits(0);
        me.run_with_token(&copied, ["auth", "whoami"]).exits(4);
        assert_eq!(me.run(["auth", "whoami", "--json"]).exits(4).error()["code"], "not_logged_in");
        let again = me.data(&["auth", "logout"]);
        assert_eq!((&again["changed"], &again["session_id"]), (&false.into(), &serde_json::Value::Null));
        me.login(PASSWORD).exits(0);
        me.run(["auth", "whoami"]).exits(0);
    });
}

#[test]
fn a_logout_leaves_other_logins_and_given_tokens_alone() {
    let world = World::new(crate::world::Database::Sqlite);
    let here = Person::signed_up(&world, "me");
    let there = Person { state: world.path("elsewhere"), ..Person::new(&world, "me") };
    there.login(PASSWORD).exits(0);
    let token = here.token("read");
    here.run_with_token(&token, ["auth", "logout"]).exits(0);
    here.run(["auth", "whoami"]).exits(4);
    here.run_with_token(&token, ["auth", "whoami"]).exits(0);
    there.run(["auth", "whoami"]).exits(0);
}

#[test]
fn a_new_password_ends_every_session_but_the_one_it_makes() {
    World::each(|world| {
        let here = Person::signed_up(&world, "me");
        let there = Person { state: world.path("elsewhere"), ..Person::new(&world, "me") };
        there.login(PASSWORD).exits(0);
        let (token, copied) = (here.token("read"), here.login_token());
        let update = ["auth", "update", "--new-password", "--password-stdin", "--json"];
        let lines = format!("{PASSWORD}\nCANARY-battery-staple\n");
        let wrong = here.run_with_input(update, "CANARY-wrong-horse\nCANARY-battery-staple\n").exits(4);
        assert_eq!(wrong.error()["code"], "bad_credentials");
        here.run_with_input(update, PASSWORD).exits(2);
        let dry = here.run_with_input(update.into_iter().chain(["-n"]), &lines).exits(0).json();
        assert_eq!((&dry["data"]["sessions_ended"], &dry["data"]["dry_run"]), (&3.into(), &true.into()));
        here.login(PASSWORD).exits(0);
        let done = here.run_with_input(update, &lines).exits(0).json();
        assert_eq!(done["data"]["sessions_ended"], 4);
        for old in [&token, &copied] {
            here.run_with_token(old, ["auth", "whoami"]).exits(4);
        }
        there.run(["auth", "whoami"]).exits(4);
        here.run(["auth", "whoami"]).exits(0);
        there.login(PASSWORD).exits(4);
        there.login("CANARY-battery-staple").exits(0);
    });
}

#[test]
fn a_new_password_can_be_repeated_safely() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let update = ["auth", "update", "--new-password", "--password-stdin", "--json", "--idempotency-key", "k1"];
        let lines = format!("{PASSWORD}\nCANARY-battery-staple\n");
        let first = me.run_with_input(update, &lines).exits(0).json();
        // The login is lost with the machine's state; the old password is no longer right.
        std::fs::remove_dir_all(&me.state).unwrap();
        me.login("CANARY-battery-staple").exits(0);
        let second = me.run_with_input(update, &lines).exits(0).json();
        assert_eq!(second["data"]["replayed"], true);
        assert_eq!(second["data"]["sessions_ended"], first["data"]["sessions_ended"]);
        me.run(["auth", "whoami"]).exits(0);
    });
}

#[test]
fn address_and_name_change_and_addresses_stay_unique() {
    World::each(|world| {
        let (me, other) = (Person::signed_up(&world, "me"), Person::signed_up(&world, "other"));
        me.run(["auth", "update"]).exits(2);
        assert_eq!(me.data(&["auth", "update", "--display-name", "Me"])["display_name"], "Me");
        assert_eq!(me.data(&["auth", "update", "--display-name", "Me"])["changed"], false);
        assert!(me.data(&["auth", "update", "--no-display-name"])["display_name"].is_null());
        let to = |email: &str, password: &str| {
            me.run_with_input(["auth", "update", "--email", email, "--password-stdin", "--json"], password)
        };
        to("new@example.com", "CANARY-wrong-horse").exits(4);
        assert_eq!(to("Other@example.com", PASSWORD).exits(5).error()["code"], "conflict");
        assert_eq!(to("New@example.com", PASSWORD).exits(0).json()["data"]["email"], "new@example.com");
        assert_eq!(me.data(&["auth", "whoami"])["email"], "new@example.com");
        me.login(PASSWORD).exits(4);
        Person { email: "new@example.com".to_owned(), ..Person::new(&world, "me") }.login(PASSWORD).exits(0);
        other.run(["auth", "whoami"]).exits(0);
    });
}

#[test]
fn each_database_has_a_login_of_its_own() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let token = me.login_token();
    let second = format!("sqlite:{}", world.path("second.db").display());
    let there = |arguments: &[&str]| me.run(arguments.iter().copied().chain(["--database", &second]));
    there(&["auth", "whoami"]).exits(4);
    let signup = ["auth", "signup", "--email", "you@example.com", "--password-stdin", "--database", &second];
    me.run_with_input(signup, PASSWORD).exits(0);
    assert!(there(&["auth", "whoami"]).exits(0).stdout.contains("you@example.com"));
    assert_eq!(me.data(&["auth", "whoami"])["email"], "me@example.com");
    me.run_with_token(&token, ["auth", "whoami", "--database", &second]).exits(4);
}
