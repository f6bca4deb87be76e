//! What a machine's start script does to the machine itself: the renter's dead-man switch, read instead of run.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

/// When a script that starts at an instant will destroy its own machine, if it will.
///
/// It must call the API with the instance's own key and number, as Vast.ai hands them in (`CONTAINER_API_KEY` and
/// `CONTAINER_ID`): `DELETE`, or `vastai destroy instance` with its question answered, since without `--yes` the official
/// client reads no answer where nobody is, says "Aborted." and ends with code 0. The time is the first that it names as seconds since 1970 or in RFC 3339, else what it adds to
/// `date +%s`, else its longest `sleep`. Numbers may stand in variables that are set in the script or its environment.
pub fn deadline(script: &str, environment: &BTreeMap<String, String>, started: Timestamp) -> Option<Timestamp> {
    let answered = ["-y", "--yes", "yes |", "echo y |", "printf 'y"].iter().any(|answer| script.contains(answer));
    let asks = script.contains("DELETE") || (script.contains("destroy instance") && answered);
    let as_itself = script.contains("CONTAINER_API_KEY") && script.contains("CONTAINER_ID");
    if !asks || !as_itself {
        return None;
    }
    let script = with_variables(script, environment);
    let named = words(&script).find_map(instant);
    let relative = || added_to_now(&script).or_else(|| longest_sleep(&script));
    let at = named.or_else(|| Some(started + SignedDuration::from_secs(relative()?)))?;
    Some(at.max(started))
}

fn with_variables(script: &str, environment: &BTreeMap<String, String>) -> String {
    let mut variables = environment.clone();
    for (name, value) in words(script).filter_map(|word| word.split_once('=')) {
        let value = value.trim_matches(['"', '\'']);
        if is_name(name) && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            variables.insert(name.to_owned(), value.to_owned());
        }
    }
    // Longest first, so that `$END` is not taken for the start of `$END_AT`.
    let mut names: Vec<_> = variables.into_iter().collect();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    names.into_iter().fold(script.to_owned(), |script, (name, value)| {
        script.replace(&format!("${{{name}}}"), &value).replace(&format!("${name}"), &value)
    })
}

fn is_name(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn words(script: &str) -> impl Iterator<Item = &str> {
    script.split(|character: char| character.is_whitespace() || "\"';()[]{}<>|&".contains(character))
}

fn instant(word: &str) -> Option<Timestamp> {
    let word = word.rsplit('=').next()?.trim_start_matches('@');
    if word.len() == 10 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Timestamp::from_second(word.parse().ok()?).ok();
    }
    word.parse().ok()
}

fn added_to_now(script: &str) -> Option<i64> {
    let (_, rest) = script.split_once("date +%s")?;
    let rest = rest.trim_start_matches([')', '`', ' ']).strip_prefix('+')?.trim_start();
    rest[..rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
}

fn longest_sleep(script: &str) -> Option<i64> {
    let words: Vec<&str> = words(script).collect();
    let waits = words.windows(2).filter(|pair| pair[0] == "sleep").filter_map(|pair| {
        let digits = pair[1].trim_end_matches(['s', 'm', 'h', 'd']);
        let unit = match &pair[1][digits.len()..] {
            "" | "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return None,
        };
        Some(digits.parse::<i64>().ok()? * unit)
    });
    waits.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn read(script: &str) -> Option<Timestamp> {
        deadline(script, &BTreeMap::new(), at("2026-09-01T10:00:00Z"))
    }

    #[test]
    fn scripts_are_read_as_a_shell_would_run_them() {
        let two_hours = Some(at("2026-09-01T12:00:00Z"));
        let end = "while :; do vastai destroy instance $CONTAINER_ID -y --api-key $CONTAINER_API_KEY; sleep 10; done";
        let curl = "curl -X DELETE -H \"Authorization: Bearer ${CONTAINER_API_KEY}\" https://x/$CONTAINER_ID/";
        for start in [
            "sleep 7200;",
            "( sleep 120m;",
            "nohup sh -c 'sleep 2h;",
            "sleep $((1788264000 - $(date +%s)));",
            "deadline=1788264000; while [ $(date +%s) -lt $deadline ]; do sleep 5; done;",
            "deadline=$(( $(date +%s) + 7200 )); while [ $(date +%s) -lt $deadline ]; do sleep 5; done;",
            "LEFT=7200\nsleep ${LEFT}\n",
            "echo 1788264000 > /root/.deadline;",
            "sleep $(( $(date -d 2026-09-01T12:00:00Z +%s) - $(date +%s) ));",
        ] {
            assert_eq!(read(&format!("{start} {end}")), two_hours, "{start}");
            assert_eq!(read(&format!("{start} {curl}")), two_hours, "{start}");
        }
        let environment = BTreeMap::from([("END".to_owned(), "1788264000".to_owned())]);
        let script = format!("while [ $(date +%s) -lt \"$END\" ]; do sleep 60; done; {end}");
        assert_eq!(deadline(&script, &environment, at("2026-09-01T10:00:00Z")), two_hours);
    }

    #[test]
    fn a_script_that_cannot_destroy_its_machine_does_not() {
        for script in [
            "",
            "sleep 7200",
            "sleep 7200; vastai destroy instance 123 -y --api-key secret",
            "sleep 7200; vastai stop instance $CONTAINER_ID --api-key $CONTAINER_API_KEY",
            "sleep infinity; vastai destroy instance $CONTAINER_ID -y --api-key $CONTAINER_API_KEY",
            "sleep 7200; vastai destroy instance $CONTAINER_ID --api-key $CONTAINER_API_KEY",
        ] {
            assert_eq!(read(script), None, "{script}");
        }
    }

    #[test]
    fn a_deadline_that_is_over_is_now() {
        let script = "T=1700000000; vastai destroy instance $CONTAINER_ID --yes --api-key $CONTAINER_API_KEY";
        assert_eq!(read(script), Some(at("2026-09-01T10:00:00Z")));
    }
}
