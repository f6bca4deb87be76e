//! Forged, old and oversized tokens, shown to the real binary.

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::people::{PASSWORD, Person};
use crate::world::World;

/// Somebody who knows how tokens are made.
struct Forger {
    header: Value,
    claims: Value,
    /// The key of the machine: only to show that each claim is looked at, not the signature alone.
    key: Ed25519KeyPair,
}

impl Forger {
    fn new(person: &Person) -> Self {
        let token = person.login_token();
        let part = |index: usize| {
            let text = URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap();
            serde_json::from_slice(&text).unwrap()
        };
        let seed = std::fs::read_to_string(person.state.join("gp4u/signing-key")).unwrap();
        let seed = URL_SAFE_NO_PAD.decode(seed.trim_end()).unwrap();
        Self { header: part(0), claims: part(1), key: Ed25519KeyPair::from_seed_unchecked(&seed).unwrap() }
    }

    fn token(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(self.key.sign(message.as_bytes())))
    }

    /// A well signed token with some claims changed, or left out where null.
    fn with_claims(&self, changes: &Value) -> String {
        let mut claims = self.claims.clone();
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.token(&self.header.to_string(), &claims.to_string())
    }

    fn with_header(&self, changes: &Value) -> String {
        let mut header = self.header.clone();
        for (name, value) in changes.as_object().unwrap() {
            header[name] = value.clone();
        }
        self.token(&header.to_string(), &self.claims.to_string())
    }

    /// Signed with the public key as if it were a shared secret.
    fn with_public_key_as_secret(&self) -> String {
        use aws_lc_rs::signature::KeyPair as _;
        let header = jsonwebtoken::Header {
            kid: self.header["kid"].as_str().map(str::to_owned),
            ..jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256)
        };
        let secret = jsonwebtoken::EncodingKey::from_secret(self.key.public_key().as_ref());
        jsonwebtoken::encode(&header, &self.claims, &secret).unwrap()
    }

    /// Signed well, but not by a key of this database.
    fn with_another_key(&self) -> String {
        let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let other = Self { header: self.header.clone(), claims: self.claims.clone(), key };
        other.with_claims(&json!({}))
    }

    fn forgeries(&self) -> Vec<String> {
        let year = 366 * 24 * 3_600;
        let iat = self.claims["iat"].as_i64().unwrap();
        let claims = self.claims.to_string();
        let good = self.with_claims(&json!({}));
        let (message, _) = good.rsplit_once('.').unwrap();
        let mut forged = vec![
            String::from("x"),
            String::from(".."),
            format!("{message}."),
            self.with_public_key_as_secret(),
            self.with_another_key(),
            self.token(&self.header.to_string(), &claims.replacen('{', "{\"exp\":4102444800,", 1)),
            self.with_claims(&json!({"sub": "0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"})),
            self.with_claims(&json!({"jti": "0193e3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"})),
            self.with_claims(&json!({"exp": iat - 61, "iat": iat - 100, "nbf": iat - 100})),
            self.with_claims(&json!({"nbf": iat + 3_600})),
            self.with_claims(&json!({"exp": iat + 10 * year})),
            self.with_claims(&json!({"iss": "evil"})),
            self.with_claims(&json!({"aud": "evil"})),
            self.with_claims(&json!({"scopes": ["operator"]})),
            self.with_header(&json!({"kid": "../../../../etc/passwd"})),
            self.with_header(&json!({"kid": "' OR '1'='1"})),
            self.with_header(&json!({"kid": "AAAAAAAAAAAAAAAAAAAAAA"})),
            self.with_header(&json!({"kid": null})),
            self.with_header(&json!({"alg": "none"})),
            self.with_header(&json!({"alg": "HS256"})),
        ];
        forged.extend(
            ["iss", "aud", "sub", "jti", "iat", "nbf", "exp"].map(|name| self.with_claims(&json!({name: null}))),
        );
        forged
    }
}

#[test]
fn no_forged_token_opens_the_door() {
    World::each(|world| {
        let operator = Person::signed_up(&world, "operator");
        let forger = Forger::new(&operator);
        operator.run_with_token(&forger.with_claims(&json!({})), ["auth", "whoami"]).exits(0);
        for token in forger.forgeries() {
            let run = operator.run_with_token(&token, ["auth", "whoami", "--json"]).exits(4);
            assert_eq!(run.error()["code"], "not_logged_in", "{token:.80}");
            assert!(run.stdout.is_empty() && (token.len() < 5 || !run.stderr.contains(&token)));
        }
    });
}

#[test]
fn a_large_token_is_not_looked_at() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let long = Forger::new(&me).with_claims(&json!({"pad": "x".repeat(7_000)}));
    me.run_with_token(&long, ["auth", "whoami"]).exits(2);
    for (name, token, exit) in [("long", &long, 4), ("huge", &"a".repeat(1024 * 1024), 2)] {
        let file = world.private_file(name, token);
        let output = me.command().env("GP4U_TOKEN_FILE", &file).args(["auth", "whoami"]).output().unwrap();
        assert_eq!(output.status.code(), Some(exit), "{name}");
        assert!(output.stdout.is_empty() && output.stderr.len() < 1_000);
    }
}

#[test]
fn the_database_has_the_last_word() {
    World::each(|world| {
        let me = Person::signed_up(&world, "me");
        let token = me.token("read");
        world.sql("UPDATE sessions SET expires_at = created_at WHERE kind = 'token'");
        let expired = me.run_with_token(&token, ["auth", "whoami", "--json"]).exits(4).error();
        assert!(expired["message"].as_str().unwrap().contains("expired"));
        me.run(["auth", "whoami"]).exits(0);
        let copied = me.login_token();
        world.sql("DELETE FROM users");
        me.run_with_token(&copied, ["auth", "whoami"]).exits(4);
        me.login(PASSWORD).exits(4);
    });
}

#[test]
fn a_copied_signing_key_of_another_database_is_worth_nothing() {
    let world = World::new(crate::world::Database::Sqlite);
    let me = Person::signed_up(&world, "me");
    let forger = Forger::new(&me);
    // Whoever cannot write to the database cannot have it believe their key.
    world.sql("DELETE FROM signing_keys");
    me.run_with_token(&forger.with_claims(&json!({})), ["auth", "whoami"]).exits(4);
    me.login(PASSWORD).exits(0);
    me.run(["auth", "whoami"]).exits(0);
}

#[test]
fn a_machine_makes_tokens_for_its_own_sessions_only() {
    World::each(|world| {
        let (operator, other) = (Person::signed_up(&world, "operator"), Person::signed_up(&world, "other"));
        let (theirs, own) = (Forger::new(&operator), Forger::new(&other));
        let stolen = Forger { header: own.header, claims: theirs.claims, key: own.key };
        other.run_with_token(&stolen.with_claims(&json!({})), ["auth", "whoami"]).exits(4);
        other.run(["auth", "whoami"]).exits(0);
    });
}

#[test]
fn hand_written_sql_cannot_rewrite_what_was_done() {
    World::each(|world| {
        Person::signed_up(&world, "me");
        for attempt in ["UPDATE audit SET command = 'nothing'", "DELETE FROM audit"] {
            assert!(world.try_sql(attempt).unwrap_err().contains("audit_append_only"), "{attempt}");
        }
        if world.database == crate::world::Database::Sqlite {
            let replace = "INSERT OR REPLACE INTO audit (id, at, user_id, command) VALUES (1, 0, 'x', 'x')";
            assert!(world.try_sql(replace).unwrap_err().contains("audit_append_only"));
        } else {
            assert!(world.try_sql("TRUNCATE audit").unwrap_err().contains("audit_append_only"));
        }
        assert!(world.try_sql("UPDATE users SET email = 'ME@example.com'").unwrap_err().contains("users_email_lower"));
        let second = "INSERT INTO users (id, email, password_hash, is_operator, created_at) \
                      VALUES ('x', 'x@example.com', 'x', TRUE, 0)";
        assert!(world.try_sql(second).unwrap_err().to_lowercase().contains("unique"));
    });
}
