//! Who did what.

use serde_json::Value;

use super::people::Person;
use crate::world::World;

fn commands(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["command"].as_str().unwrap()).collect()
}

#[test]
fn the_operator_sees_all_and_others_their_own() {
    World::each(|world| {
        let (operator, user) = (Person::signed_up(&world, "operator"), Person::signed_up(&world, "user"));
        user.run(["auth", "update", "--display-name", "User"]).exits(0);
        let id = user.data(&["auth", "whoami"])["user_id"].as_str().unwrap().to_owned();
        let all = operator.data(&["audit", "list"]);
        assert_eq!(commands(&all), ["auth update", "auth signup", "auth signup"]);
        let row = &all[0];
        assert_eq!((&row["email"], &row["object"]), (&"user@example.com".into(), &id.as_str().into()));
        assert_eq!(row["before"], serde_json::json!({"email": "user@example.com", "display_name": null}));
        assert_eq!(row["after"], serde_json::json!({"email": "user@example.com", "display_name": "User"}));
        assert_eq!(row["session_id"], user.data(&["auth", "whoami"])["session_id"]);

        assert_eq!(commands(&user.data(&["audit", "list"])), ["auth update", "auth signup"]);
        for theirs in ["operator@example.com", operator.data(&["auth", "whoami"])["user_id"].as_str().unwrap()] {
            assert_eq!(user.data(&["audit", "list", "--user", theirs]), serde_json::json!([]));
            assert_eq!(commands(&operator.data(&["audit", "list", "--user", theirs])), ["auth signup"]);
        }
        for own in ["User@example.com", &id] {
            assert_eq!(user.data(&["audit", "list", "--user", own]).as_array().unwrap().len(), 2);
            assert_eq!(operator.data(&["audit", "list", "--user", own]).as_array().unwrap().len(), 2);
        }
    });
}

#[test]
fn filters_narrow_and_pages_go_through_all_of_it_once() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        for number in 0..5 {
            me.run(["auth", "update", "--display-name", &format!("Me {number}")]).exits(0);
        }
        let token = me.token("read");
        let count = |more: &[&str]| {
            let rows = me.data(&["audit", "list"].iter().chain(more).copied().collect::<Vec<_>>());
            rows.as_array().unwrap().len()
        };
        assert_eq!((count(&[]), count(&["--command", "auth"]), count(&["--command", "auth update"])), (7, 7, 5));
        assert_eq!(
            (count(&["--command", "auth token"]), count(&["--command", "aut"]), count(&["--command", "%"])),
            (1, 0, 0)
        );
        assert_eq!((count(&["--since", "2020-01-01"]), count(&["--until", "2020-01-01"])), (7, 0));
        let id = me.data(&["auth", "token", "list"])[0]["token_id"].as_str().unwrap().to_owned();
        assert_eq!(count(&["--object", &id]), 1);

        let all = me.run(["audit", "list", "-o", "ids"]).exits(0).stdout;
        let (mut seen, mut after) = (String::new(), None::<String>);
        for _page in 0..10 {
            let mut arguments = vec!["audit", "list", "--limit", "3", "-o", "json"];
            arguments.extend(after.iter().flat_map(|after| ["--after", after.as_str()]));
            let document = me.run_with_token(&token, arguments).exits(0).json();
            for row in document["data"].as_array().unwrap() {
                seen.push_str(row["id"].as_str().unwrap());
                seen.push('\n');
            }
            after = document["page"]["next"].as_str().map(str::to_owned);
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
        for wrong in [["--after", "x"], ["--user", "x"], ["--since", "yesterday"], ["--fields", "comand"]] {
            me.run(["audit", "list"].into_iter().chain(wrong)).exits(2);
        }
    });
}
