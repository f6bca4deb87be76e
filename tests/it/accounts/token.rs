//! Tokens for programs.

use serde_json::json;

use super::people::Person;
use crate::world::{Database, World};

#[test]
fn a_token_is_printed_once_and_alone() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let create = ["auth", "token", "create", "--name", "ci", "--scope", "read", "--idempotency-key", "k1"];
        let made = me.run(create).exits(0);
        let token = made.stdout.strip_suffix('\n').unwrap();
        assert!(!token.contains(char::is_whitespace), "{token}");
        assert!(made.stderr.contains("is not shown again") && !made.stderr.contains(token));
        let who = me.run_with_token(token, ["auth", "whoami", "--json"]).exits(0).json()["data"].clone();
        assert_eq!((&who["kind"], &who["scopes"]), (&"token".into(), &json!(["read"])));

        let again = me.run(create).exits(0);
        assert!(again.stdout.is_empty() && again.stderr.contains("warning[token_not_shown]"), "{again:?}");
        let dry = me.run(["auth", "token", "create", "--name", "ci", "--scope", "read", "-n"]).exits(0);
        assert!(dry.stdout.is_empty(), "{}", dry.stdout);
        let list = me.data(&["auth", "token", "list"]);
        assert_eq!(list.as_array().unwrap().len(), 1);
        assert!(!list.to_string().contains(token) && !me.data(&["audit", "list"]).to_string().contains(token));
        let json = me.data(&["auth", "token", "create", "--name", "json", "--scope", "read,book"]);
        me.run_with_token(json["token"].as_str().unwrap(), ["auth", "whoami"]).exits(0);
    });
}

#[test]
fn a_token_does_what_its_scopes_say_and_no_more() {
    World::each(|world| {
        let operator = Person::signed_up(&world, "operator");
        let book = operator.token("book");
        let denied = operator.run_with_token(&book, ["audit", "list", "--json"]).exits(4);
        assert_eq!(denied.error()["code"], "not_allowed");
        let read = operator.token("read");
        operator.run_with_token(&read, ["audit", "list"]).exits(0);
        for change in [
            &["auth", "token", "create", "--name", "more", "--scope", "read"][..],
            &["auth", "token", "revoke", "0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"],
            &["auth", "update", "--display-name", "Mine"],
        ] {
            let denied = operator.run_with_token(&read, change.iter().copied().chain(["--json"])).exits(4);
            assert_eq!(denied.error()["code"], "not_allowed", "{change:?}");
        }
        let who = operator.run_with_token(&read, ["auth", "whoami", "--json"]).exits(0).json();
        assert_eq!(who["data"]["is_operator"], false, "the scope is missing");
        let all = operator.token("read,operator");
        let who = operator.run_with_token(&all, ["auth", "whoami", "--json"]).exits(0).json();
        assert_eq!(who["data"]["is_operator"], true);
    });
}

#[test]
fn what_makes_no_sense_is_refused() {
    let world = World::new(Database::Sqlite);
    let operator = Person::signed_up(&world, "operator");
    let user = Person::signed_up(&world, "user");
    let create = |more: &[&str], exit: i32| {
        let arguments = ["auth", "token", "create", "--name", "x"].iter().chain(more).copied();
        user.run(arguments).exits(exit);
    };
    create(&[], 2);
    create(&["--scope", "admin"], 2);
    create(&["--scope", "spend"], 2);
    create(&["--scope", "read", "--spend-limit-per-day", "1"], 2);
    for limit in ["-1", "1e3", "NaN", "1.0000001", "", "1,000"] {
        create(&["--scope", "spend", &format!("--spend-limit-per-day={limit}")], 2);
    }
    for expires in ["0s", "367d", "soon", "-1d", "90"] {
        create(&["--scope", "read", &format!("--expires={expires}")], 2);
    }
    create(&["--scope", "operator"], 4);
    for key in ["", "with space", "\u{fc}", &"k".repeat(201)] {
        create(&["--scope", "read", "--idempotency-key", key], 2);
    }
    create(&["--scope", "spend", "--spend-limit-per-day", "0.5", "--expires", "366d"], 0);
    operator.run(["auth", "token", "create", "--name", "x", "--scope", "operator"]).exits(0);
    user.run(["auth", "token", "create", "--scope", "read"]).exits(2);
}

#[test]
fn a_revoked_token_is_refused_at_once() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let token = me.token("read");
        let id = me.data(&["auth", "token", "list"])[0]["token_id"].as_str().unwrap().to_owned();
        me.run(["auth", "token", "revoke", &id, "-n"]).exits(0);
        me.run_with_token(&token, ["auth", "whoami"]).exits(0);
        assert_eq!(me.data(&["auth", "token", "revoke", &id])["changed"], true);
        me.run_with_token(&token, ["auth", "whoami"]).exits(4);
        let again = me.data(&["auth", "token", "revoke", &id]);
        assert_eq!((&again["changed"], &again["state"]), (&false.into(), &"revoked".into()));
        assert_eq!(me.data(&["auth", "token", "list"]), json!([]));
        assert_eq!(me.data(&["auth", "token", "list", "--all"])[0]["state"], "revoked");
    });
}

#[test]
fn anothers_token_is_answered_like_one_that_does_not_exist() {
    World::each(|world| {
        let (me, other) = (Person::signed_up(&world, "me"), Person::signed_up(&world, "other"));
        let token = other.token("read");
        let id = other.data(&["auth", "token", "list"])[0]["token_id"].as_str().unwrap().to_owned();
        assert_eq!(me.data(&["auth", "token", "list", "--all"]), json!([]));
        let unknown = "0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506";
        let message = |id: &str| {
            let error = me.run(["auth", "token", "revoke", id, "--json"]).exits(3).error();
            assert_eq!(error["code"], "not_found");
            error["message"].as_str().unwrap().replace(id, "ID")
        };
        assert_eq!(message(&id), message(unknown));
        for odd in ["x", "' OR 1=1 --", "0193E3A4-5B6C-7D8E-9FA0-B1C2D3E4F506", "\u{455}"] {
            assert_eq!(message(odd), message(unknown), "{odd}");
        }
        other.run_with_token(&token, ["auth", "whoami"]).exits(0);
    });
}

#[test]
fn an_account_has_so_many_tokens_and_no_more() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let token = me.token("read");
    world.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99) \
         INSERT INTO sessions (id, user_id, key_id, kind, name, scopes, created_at, expires_at) \
         SELECT printf('0193e3a4-5b6c-7d8e-9fa0-%012d', i), s.user_id, s.key_id, 'token', 'n', 'read', s.created_at, s.expires_at \
         FROM n, sessions s WHERE s.kind = 'token'",
    );
    let full = me.run(["auth", "token", "create", "--name", "x", "--scope", "read", "--json"]).exits(5);
    assert!(full.error()["message"].as_str().unwrap().contains("100 tokens"));
    me.run(["auth", "token", "revoke", "0193e3a4-5b6c-7d8e-9fa0-000000000007"]).exits(0);
    me.run(["auth", "token", "create", "--name", "x", "--scope", "read"]).exits(0);
    me.run_with_token(&token, ["auth", "whoami"]).exits(0);
}
