use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

const NOW: i64 = 1_790_000_000;
const DAY: i64 = 24 * 3_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(NOW + second).unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed([seed; 32]).unwrap()
}

fn claims() -> Claims {
    Claims::new(UserId::new(Uuid::from_u128(1)), SessionId::new(Uuid::from_u128(2)), at(0), at(DAY))
}

fn header() -> Value {
    json!({"typ": "JWT", "alg": "EdDSA", "kid": key(1).public().id()})
}

fn part(value: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(value)
}

/// A token of these parts, well signed with the first key whatever they say.
fn signed(header: &str, payload: &str) -> SecretString {
    let message = format!("{}.{}", part(header), part(payload));
    let pair = Ed25519KeyPair::from_seed_unchecked(&[1; 32]).unwrap();
    format!("{message}.{}", part(pair.sign(message.as_bytes()))).into()
}

/// A well signed token with some claims changed, or left out where null.
fn with_claims(changes: &Value) -> SecretString {
    let mut payload = serde_json::to_value(claims()).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        payload[name] = value.clone();
    }
    payload.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    signed(&header().to_string(), &payload.to_string())
}

fn verify(token: &SecretString) -> Result<Claims, TokenError> {
    key(1).public().verify(token, at(10))
}

#[test]
fn a_token_says_what_was_signed() {
    let token = key(1).sign(&claims()).unwrap();
    assert_eq!(key_id_of(&token).unwrap(), key(1).public().id());
    assert_eq!(verify(&token), Ok(claims()));
    assert_eq!(verify(&with_claims(&json!({}))), Ok(claims()), "the forger's workshop makes good tokens too");
}

#[test]
fn a_key_is_read_as_it_is_written() {
    let again = SigningKey::from_text(&key(1).to_text()).unwrap();
    assert_eq!(again.public(), key(1).public());
    for text in ["", "AAAA", "not base64!", &"A".repeat(44)] {
        assert!(SigningKey::from_text(&text.to_owned().into()).is_err(), "{text}");
    }
    assert!(!format!("{:?}", key(1)).contains(key(1).to_text().expose_secret()));
}

#[test]
fn another_key_and_a_changed_token_are_refused() {
    let token = key(1).sign(&claims()).unwrap();
    assert_eq!(key(2).public().verify(&token, at(10)), Err(TokenError::Invalid));
    assert_eq!(verify(&key(2).sign(&claims()).unwrap()), Err(TokenError::Invalid));
    let parts: Vec<&str> = token.expose_secret().split('.').collect();
    let other = part(serde_json::to_string(&Claims { exp: NOW + 2 * DAY, ..claims() }).unwrap());
    for forged in [
        format!("{}.{other}.{}", parts[0], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{}.{}.{}.{}", parts[0], parts[1], parts[2], parts[2]),
        format!("{}.{}.{}A", parts[0], parts[1], parts[2]),
    ] {
        assert!(verify(&forged.into()).is_err());
    }
}

#[test]
fn no_other_algorithm_is_taken() {
    let payload = serde_json::to_string(&claims()).unwrap();
    for algorithm in ["none", "None", "NONE", "HS256", "HS512", "RS256", "PS256", "ES256", "eddsa", ""] {
        let head = json!({"typ": "JWT", "alg": algorithm, "kid": key(1).public().id()}).to_string();
        let token = signed(&head, &payload);
        assert!(verify(&token).is_err() && key_id_of(&token).is_err(), "{algorithm}");
    }
    // The public key taken for a shared secret.
    let head = Header { kid: Some(key(1).public().id()), ..Header::new(Algorithm::HS256) };
    for secret in [key(1).public().bytes(), key(1).public().id().as_bytes()] {
        let token = jsonwebtoken::encode(&head, &claims(), &EncodingKey::from_secret(secret)).unwrap();
        assert_eq!(verify(&token.into()), Err(TokenError::Invalid));
    }
    // Nothing at all where the signature should be.
    let unsigned = format!("{}.{}.", part(json!({"alg": "none"}).to_string()), part(&payload));
    assert!(verify(&unsigned.into()).is_err());
}

#[test]
fn times_are_kept_to_with_a_minutes_grace() {
    let verify_at = |second: i64| key(1).public().verify(&key(1).sign(&claims()).unwrap(), at(second));
    assert_eq!(verify_at(-61), Err(TokenError::Early));
    assert!(verify_at(-60).is_ok() && verify_at(DAY + 59).is_ok());
    assert_eq!(verify_at(DAY + 60), Err(TokenError::Expired));
    for (changes, why) in [
        (json!({"exp": NOW - 100}), TokenError::Invalid),
        (json!({"exp": NOW - 100, "iat": NOW - 200, "nbf": NOW - 200}), TokenError::Expired),
        (json!({"nbf": NOW + 3_600}), TokenError::Early),
        (json!({"iat": NOW + 3_600, "exp": NOW + 7_200}), TokenError::Early),
        (json!({"exp": NOW + 3_660 * DAY}), TokenError::Invalid),
        (json!({"exp": i64::MAX, "iat": i64::MIN, "nbf": i64::MIN}), TokenError::Invalid),
        (json!({"exp": i64::MAX}), TokenError::Invalid),
    ] {
        assert_eq!(verify(&with_claims(&changes)), Err(why), "{changes}");
    }
}

#[test]
fn every_claim_must_be_there_once_and_be_right() {
    for name in ["iss", "aud", "sub", "jti", "iat", "nbf", "exp"] {
        assert!(verify(&with_claims(&json!({name: null}))).is_err(), "without {name}");
        let payload = serde_json::to_string(&claims()).unwrap();
        let value = serde_json::to_value(claims()).unwrap()[name].to_string();
        let twice = payload.replacen('{', &format!("{{\"{name}\":{value},"), 1);
        assert!(verify(&signed(&header().to_string(), &twice)).is_err(), "{name} twice");
    }
    for changes in [
        json!({"iss": "other"}),
        json!({"iss": ["gp4u"]}),
        json!({"aud": "other"}),
        json!({"aud": ["gp4u", "other"]}),
        json!({"sub": "root"}),
        json!({"sub": "../../etc/passwd"}),
        json!({"jti": "0193E3A4-5B6C-7D8E-9FA0-B1C2D3E4F506"}),
        json!({"exp": "tomorrow"}),
        json!({"exp": 1.8e9}),
        json!({"exp": -1}),
        json!({"exp": 1e300}),
        json!({"scopes": ["operator"]}),
    ] {
        assert!(verify(&with_claims(&changes)).is_err(), "{changes}");
    }
}

#[test]
fn names_of_keys_are_plain() {
    let payload = serde_json::to_string(&claims()).unwrap();
    for kid in
        [json!("../../etc/passwd"), json!("' OR 1=1 --"), json!(""), json!("a".repeat(65)), json!(7), json!(null)]
    {
        let token = signed(&json!({"alg": "EdDSA", "kid": kid}).to_string(), &payload);
        assert_eq!(key_id_of(&token), Err(TokenError::Malformed), "{kid}");
    }
    assert_eq!(key_id_of(&signed(r#"{"alg":"EdDSA"}"#, &payload)), Err(TokenError::Malformed));
    assert_eq!(key_id_of(&signed(r#"{"alg":"EdDSA","kid":"a","kid":"b"}"#, &payload)), Err(TokenError::Malformed));
}

#[test]
fn a_long_token_is_not_looked_at() {
    let long: SecretString = "a".repeat(1024 * 1024).into();
    assert_eq!(verify(&long), Err(TokenError::Malformed));
    assert_eq!(key_id_of(&long), Err(TokenError::Malformed));
    let padded = with_claims(&json!({"iss": "x".repeat(MAX_TOKEN_BYTES)}));
    assert_eq!(verify(&padded), Err(TokenError::Malformed));
}

proptest! {
    #[test]
    fn garbage_is_refused(text in any::<String>(), parts in prop::collection::vec("[A-Za-z0-9_-]{0,40}", 3)) {
        for token in [text, parts.join(".")] {
            let token: SecretString = token.into();
            prop_assert!(verify(&token).is_err() && key_id_of(&token).is_err());
        }
    }
}
