//! Countries: ISO 3166-1 alpha-2 codes out of the ways providers write places.

mod table;

use std::collections::HashMap;
use std::sync::OnceLock;

use super::offer::MAX_TEXT_CHARS;
use table::COUNTRIES;

/// What providers write where they do not know the place.
const NULL_LIKE: [&str; 8] = ["", "-", "—", "null", "none", "unknown", "n/a", "undefined"];

/// AWS's region codes, which Dispersed (Render Network) uses too. Source: AWS General Reference, "Regions and endpoints".
const CLOUD_REGIONS: [(&str, &str); 39] = [
    ("af-south-1", "ZA"),
    ("ap-east-1", "HK"),
    ("ap-east-2", "TW"),
    ("ap-northeast-1", "JP"),
    ("ap-northeast-2", "KR"),
    ("ap-northeast-3", "JP"),
    ("ap-south-1", "IN"),
    ("ap-south-2", "IN"),
    ("ap-southeast-1", "SG"),
    ("ap-southeast-2", "AU"),
    ("ap-southeast-3", "ID"),
    ("ap-southeast-4", "AU"),
    ("ap-southeast-5", "MY"),
    ("ap-southeast-6", "NZ"),
    ("ap-southeast-7", "TH"),
    ("ca-central-1", "CA"),
    ("ca-west-1", "CA"),
    ("cn-north-1", "CN"),
    ("cn-northwest-1", "CN"),
    ("eu-central-1", "DE"),
    ("eu-central-2", "CH"),
    ("eu-north-1", "SE"),
    ("eu-south-1", "IT"),
    ("eu-south-2", "ES"),
    ("eu-west-1", "IE"),
    ("eu-west-2", "GB"),
    ("eu-west-3", "FR"),
    ("eusc-de-east-1", "DE"),
    ("il-central-1", "IL"),
    ("me-central-1", "AE"),
    ("me-south-1", "BH"),
    ("mx-central-1", "MX"),
    ("sa-east-1", "BR"),
    ("us-east-1", "US"),
    ("us-east-2", "US"),
    ("us-gov-east-1", "US"),
    ("us-gov-west-1", "US"),
    ("us-west-1", "US"),
    ("us-west-2", "US"),
];

/// First parts of region codes that are parts of the world although some are also country codes.
const WORLD_PARTS: [&str; 8] = ["af", "ap", "as", "eu", "me", "na", "oc", "sa"];

/// The upper-case code when `text` is a country's two-letter code, in any case; `UK` counts as `GB`.
#[must_use]
pub fn country_code(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.len() != 2 {
        return None;
    }
    let code = text.to_ascii_uppercase();
    let code = if code == "UK" { "GB" } else { code.as_str() };
    let at = COUNTRIES.binary_search_by_key(&code, |(known, _)| known).ok()?;
    COUNTRIES.get(at).map(|(known, _)| *known)
}

/// The code of the country that goes by this English name (`The Netherlands`, `Viet Nam`, `USA`).
#[must_use]
pub fn country_of_name(name: &str) -> Option<&'static str> {
    static BY_NAME: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| {
        COUNTRIES.iter().flat_map(|(code, names)| names.split('|').map(move |name| (name_key(name), *code))).collect()
    });
    by_name.get(&name_key(name)).copied()
}

/// The country of a cloud region: AWS's codes (`eu-central-1`), codes that start with a country (`us-central1`), and
/// Akash's `location-region` (`na-us-west`: part of the world, country, direction).
#[must_use]
pub fn country_of_cloud_region(region: &str) -> Option<&'static str> {
    let region = region.trim().to_ascii_lowercase();
    if let Some((_, country)) = CLOUD_REGIONS.iter().find(|(code, _)| *code == region) {
        return Some(country);
    }
    let (first, rest) = region.split_once('-')?;
    if WORLD_PARTS.contains(&first) {
        let (country, _direction) = rest.split_once('-')?;
        return country_code(country);
    }
    // The number tells `us-central1` from a place such as `St-Denis`.
    if rest.ends_with(|c: char| c.is_ascii_digit()) { country_code(first) } else { None }
}

/// Splits a place as Vast writes it into the region and the country's code: `Alberta, CA`, `, US`, `Norway`,
/// `Place, Sub, CC`, `California, United States`. Cloud regions are understood too.
///
/// The region is the provider's text without the country; nothing is left of it when the text is only a country.
/// A text whose country cannot be told is kept whole as the region.
#[must_use]
pub fn parse_location(text: &str) -> (Option<String>, Option<String>) {
    let text = clean(text);
    if let Some(country) = country_of_text(&text) {
        return (None, Some(country.to_owned()));
    }
    if let Some((head, tail)) = text.rsplit_once(',')
        && let Some(country) = country_of_text(tail)
    {
        return (region(head), Some(country.to_owned()));
    }
    let country = country_of_cloud_region(&text).map(str::to_owned);
    (region(&text), country)
}

fn country_of_text(text: &str) -> Option<&'static str> {
    country_code(text).or_else(|| country_of_name(text))
}

fn region(text: &str) -> Option<String> {
    let text = text.trim_matches([' ', ',']);
    let unknown = NULL_LIKE.iter().any(|null| text.eq_ignore_ascii_case(null));
    (!unknown).then(|| text.to_owned())
}

/// The text on one line, at most [`MAX_TEXT_CHARS`] long.
fn clean(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TEXT_CHARS);
    printable.collect::<String>().trim().to_owned()
}

/// What two spellings of one name have in common: its words in lower case, without `the`, `and` and punctuation.
fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let lower = name.to_lowercase();
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        match word {
            "the" | "and" => {}
            "st" => key.push_str("saint"),
            word => key.push_str(word),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(region: Option<&str>, country: Option<&str>) -> (Option<String>, Option<String>) {
        (region.map(str::to_owned), country.map(str::to_owned))
    }

    #[test]
    fn the_table_is_ordered_whole_and_unambiguous() {
        assert!(COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(COUNTRIES.iter().all(|(code, _)| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())));
        assert_eq!(COUNTRIES.len(), 249 + 1, "the codes of ISO 3166-1, and XK");
        for (code, names) in COUNTRIES {
            for name in names.split('|') {
                assert_eq!(country_of_name(name), Some(code), "{name}");
            }
        }
    }

    #[test]
    fn vast_places_are_split_into_region_and_country() {
        assert_eq!(parse_location("Alberta, CA"), place(Some("Alberta"), Some("CA")));
        assert_eq!(parse_location("Germany, DE"), place(Some("Germany"), Some("DE")));
        assert_eq!(parse_location(", US"), place(None, Some("US")));
        assert_eq!(parse_location("Norway"), place(None, Some("NO")));
        assert_eq!(parse_location("us"), place(None, Some("US")));
        assert_eq!(
            parse_location("Greater Paris, Île-de-France, FR"),
            place(Some("Greater Paris, Île-de-France"), Some("FR"))
        );
        assert_eq!(parse_location("California, United States"), place(Some("California"), Some("US")));
        assert_eq!(parse_location("Virginia, USA"), place(Some("Virginia"), Some("US")));
        assert_eq!(parse_location("Georgia, US"), place(Some("Georgia"), Some("US")));
        assert_eq!(parse_location("Korea, Republic of"), place(None, Some("KR")));
        assert_eq!(parse_location("London, UK"), place(Some("London"), Some("GB")));
    }

    #[test]
    fn what_is_not_a_place_is_unknown_and_what_is_not_a_country_stays_a_region() {
        for nothing in ["", "  ", "null", "None", ",", " , ", "-", "\0"] {
            assert_eq!(parse_location(nothing), place(None, None), "{nothing:?}");
        }
        assert_eq!(parse_location("Middle of Nowhere, XX"), place(Some("Middle of Nowhere, XX"), None));
        assert_eq!(parse_location("secure"), place(Some("secure"), None));
        assert_eq!(parse_location("line\nbreak, FI"), place(Some("line break"), Some("FI")));
    }

    #[test]
    fn cloud_regions_tell_their_country() {
        for (region, country) in [
            ("us-west-1", Some("US")),
            ("us-east-9", Some("US")),
            ("us-central1", Some("US")),
            ("US-GOV-WEST-1", Some("US")),
            ("ca-central-1", Some("CA")),
            ("eu-central-1", Some("DE")),
            ("eu-west-2", Some("GB")),
            ("ap-northeast-1", Some("JP")),
            ("sa-east-1", Some("BR")),
            ("me-south-1", Some("BH")),
            ("na-us-west", Some("US")),
            ("na-us-mid-atlantic", Some("US")),
            ("na-ca-central", Some("CA")),
            ("eu-west", None),
            ("sa-south-7", None),
            ("us", None),
            ("St-Denis", None),
            ("as-is", None),
            ("", None),
        ] {
            assert_eq!(country_of_cloud_region(region), country, "{region}");
        }
        assert_eq!(parse_location("eu-central-1"), place(Some("eu-central-1"), Some("DE")));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_short_region_and_a_real_country(text in ".{0,300}") {
            let (region, country) = parse_location(&text);
            if let Some(region) = region {
                prop_assert!(!region.is_empty() && region.chars().count() <= MAX_TEXT_CHARS);
            }
            if let Some(country) = country {
                prop_assert_eq!(country_code(&country), Some(country.as_str()));
            }
        }

        #[test]
        fn any_place_in_any_country_is_found(place in "[A-Z][a-z]{0,12}( [a-z]{1,8})?", at in 0..COUNTRIES.len()) {
            let code = COUNTRIES[at].0;
            prop_assert_eq!(parse_location(&format!("{place}, {code}")), (Some(place), Some(code.to_owned())));
        }
    }
}
