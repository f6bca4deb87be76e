//! Guessing passwords is slow, for strangers and for nobody else.

use super::people::{PASSWORD, Person};
use crate::world::{Database, World};

#[test]
fn the_sixth_attempt_waits_even_with_the_right_password() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        for _ in 0..5 {
            assert_eq!(me.login("CANARY-wrong-horse").exits(4).error()["code"], "bad_credentials");
        }
        // A few more, so that the wait is long enough for a busy machine to see it.
        world.sql("UPDATE login_failures SET failures = 12");
        let error = me.login(PASSWORD).exits(4).error();
        assert_eq!((&error["code"], &error["retryable"]), (&"too_many_attempts".into(), &true.into()));
        assert!((1..=128).contains(&error["retry_after_s"].as_i64().unwrap()), "{error}");
        // The login there is goes on.
        me.run(["auth", "whoami"]).exits(0);
        world.sql("UPDATE login_failures SET last_at = last_at - 128000000");
        me.login(PASSWORD).exits(0);
        for _ in 0..2 {
            world.sql("UPDATE login_failures SET last_at = last_at - 2000000");
            assert_eq!(
                me.login("CANARY-wrong-horse").exits(4).error()["code"],
                "bad_credentials",
                "the count began anew"
            );
        }
    });
}

#[test]
fn waits_grow_to_a_quarter_of_an_hour() {
    let world = World::new(Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    me.login("CANARY-wrong-horse").exits(4);
    world.sql("UPDATE login_failures SET failures = 1000000");
    let error = me.login(PASSWORD).exits(4).error();
    assert!((899..=900).contains(&error["retry_after_s"].as_i64().unwrap()), "{error}");
    world.sql("UPDATE login_failures SET last_at = last_at - 900000000");
    me.login(PASSWORD).exits(0);
    assert_eq!(
        world.count("SELECT MAX(failures) FROM login_failures"),
        5,
        "a success brings the waits back to the first"
    );
    world.sql("UPDATE login_failures SET last_at = last_at - 86400000000");
    me.login("CANARY-wrong-horse").exits(4);
    assert_eq!(world.count("SELECT MAX(failures) FROM login_failures"), 1, "a day without any forgets them");
}

#[test]
fn where_there_is_no_account_it_is_the_same() {
    World::each(|world| {
        Person::signed_up(&world, "me");
        let nobody = Person::new(&world, "nobody");
        let first = nobody.login(PASSWORD).exits(4).error();
        assert_eq!(first["code"], "bad_credentials");
        for _ in 0..4 {
            assert_eq!(nobody.login(PASSWORD).exits(4).error(), first);
        }
        world.sql("UPDATE login_failures SET failures = failures + 7");
        assert_eq!(nobody.login(PASSWORD).exits(4).error()["code"], "too_many_attempts");
    });
}

#[test]
fn strangers_cannot_lock_the_owner_out() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        me.login("CANARY-wrong-horse").exits(4);
        // As if they had guessed from elsewhere, all the time until now.
        world.sql(
            "INSERT INTO login_failures (subject, failures, last_at) \
             SELECT 'account me@example.com', 1000000, last_at FROM login_failures WHERE subject LIKE 'source %'",
        );
        me.login(PASSWORD).exits(0);
        // On a machine the owner never used, it takes the longest wait at most.
        world.sql("UPDATE sessions SET source = 'elsewhere'");
        let error = me.login(PASSWORD).exits(4).error();
        assert!(error["retry_after_s"].as_i64().unwrap() <= 900, "{error}");
        world.sql("UPDATE login_failures SET last_at = last_at - 900000000");
        me.login(PASSWORD).exits(0);
    });
}

#[test]
fn a_source_that_fails_everywhere_waits_everywhere() {
    let world = World::new(Database::Sqlite);
    let people: Vec<Person> = (0..5).map(|number| Person::new(&world, &format!("p{number}"))).collect();
    let me = Person::signed_up(&world, "me");
    for person in &people {
        person.login("CANARY-guess").exits(4);
    }
    world.sql("UPDATE login_failures SET failures = failures + 7 WHERE subject LIKE 'source %'");
    assert_eq!(me.login(PASSWORD).exits(4).error()["code"], "too_many_attempts");
}

#[test]
fn many_guesses_at_once_are_still_many() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let codes: Vec<String> = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..12)
                .map(|_| {
                    scope.spawn(|| me.login("CANARY-wrong-horse").exits(4).error()["code"].as_str().unwrap().to_owned())
                })
                .collect();
            guesses.into_iter().map(|guess| guess.join().unwrap()).collect()
        });
        let looked_at = codes.iter().filter(|code| *code == "bad_credentials").count();
        // Five are free; one more for each wait that passed meanwhile.
        assert!((5..=9).contains(&looked_at), "{codes:?}");
    });
}
