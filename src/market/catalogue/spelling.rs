//! Spellings: what two ways of writing one GPU have in common, and what the words after a model's name say.

use std::borrow::Cow;

use super::FormFactor;
use crate::market::offer::MAX_TEXT_CHARS;

/// Words that say whose GPU it is; they stand before the model and can be left away. Longer spellings of the same
/// maker come as several words (`NVIDIA GeForce`).
const MAKERS: [(&str, &str); 9] = [
    ("nvidia", "NVIDIA"),
    ("geforce", "NVIDIA"),
    ("tesla", "NVIDIA"),
    ("quadro", "NVIDIA"),
    ("amd", "AMD"),
    ("instinct", "AMD"),
    ("radeon", "AMD"),
    ("intel", "Intel"),
    ("habana", "Intel"),
];

/// Makers' words that belong to the name of some models.
const PART_OF_NAMES: [&str; 2] = ["quadro", "radeon"];

/// Words rewritten wherever they stand: (as written, as kept).
const SYNONYMS: [(&str, &str); 6] = [
    ("superchip", ""),
    ("super", "s"),
    ("generation", ""),
    ("edition", ""),
    ("notebook", "laptop"),
    ("mobile", "laptop"),
];

/// Words that may follow a model's name and say nothing about the GPU; `NVL72` is a rack of GB200.
const NOISE: [&str; 7] = ["tensorcore", "gpu", "graphics", "card", "grace", "lhr", "nvl72"];

/// `text` cut at [`MAX_TEXT_CHARS`].
pub(super) fn capped(text: &str) -> &str {
    text.char_indices().nth(MAX_TEXT_CHARS).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

/// What all spellings of a name share: letters in lower case and digits, run together, without words that only say
/// who makes it. A space is kept between two numbers, so that `A100 80` is not `a10080`.
///
/// `RTX 4090`, `rtx_4090` and `NVIDIA GeForce RTX-4090` give `rtx4090`; `RTX 4070 Ti SUPER` gives `rtx4070tis`.
pub(super) fn key(text: &str) -> String {
    let lower = without_count(capped(text).trim()).to_lowercase();
    let mut key = String::with_capacity(lower.len());
    for run in runs(&lower) {
        if run.starts_with(is_digit) {
            if key.ends_with(is_digit) {
                key.push(' ');
            }
            key.push_str(run);
        } else {
            key.push_str(&rewritten(run, &key));
        }
    }
    while let Some(rest) = strip_maker(&key, |maker| !PART_OF_NAMES.contains(&maker)) {
        key = rest.to_owned();
    }
    key
}

/// `key` without a maker's word that is part of some names, if it starts with one.
pub(super) fn key_without_line(key: &str) -> Option<&str> {
    strip_maker(key, |maker| PART_OF_NAMES.contains(&maker))
}

fn strip_maker(key: &str, wanted: impl Fn(&str) -> bool) -> Option<&str> {
    MAKERS
        .iter()
        .filter(|(word, _)| wanted(word))
        .find_map(|(word, _)| key.strip_prefix(word))
        .map(str::trim_start)
        .filter(|rest| !rest.is_empty())
}

/// Runs of letters and runs of digits, in order.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let digits = rest.chars().next()?.is_ascii_digit();
            let end = rest.find(|c| is_digit(c) != digits).unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            rest = tail;
            Some(run)
        })
    })
}

fn rewritten<'a>(run: &'a str, before: &str) -> Cow<'a, str> {
    // The workstation cards are sold with and without this word; elsewhere it tells two generations apart.
    if run == "blackwell" && before.contains("pro") {
        return Cow::Borrowed("");
    }
    let mut run = Cow::Borrowed(run);
    for (written, kept) in SYNONYMS {
        if run.contains(written) {
            run = Cow::Owned(run.replace(written, kept));
        }
    }
    run
}

/// The name without a count before it (`8x H100 SXM5`).
fn without_count(text: &str) -> &str {
    let rest = text.trim_start_matches(is_digit);
    let after = rest.strip_prefix(['x', 'X']).unwrap_or(rest);
    let counted = rest.len() < text.len() && after.len() < rest.len() && after.starts_with([' ', '-', '_']);
    if counted { after.trim_start_matches([' ', '-', '_']) } else { text }
}

/// Whether the name says that it is a slice of a GPU (NVIDIA's Multi-Instance GPU).
pub(super) fn is_slice(text: &str) -> bool {
    capped(text).split(|c: char| !c.is_alphanumeric()).any(|word| word.eq_ignore_ascii_case("mig"))
}

/// What the words after a model's name say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Suffix {
    /// `80GB`, `80G`, `80Gi`.
    pub memory: Option<u32>,
    /// A number without a unit: memory, if the model comes in that size.
    pub number: Option<u32>,
    /// `SXM4`, `PCIE`, `NVL`, `OAM`.
    pub form_factor: Option<FormFactor>,
    /// Third-generation high-bandwidth memory, without `e`.
    pub hbm3: bool,
}

impl Suffix {
    /// Reads the end of a [`key`]; `None` when it holds a word that is not understood, as then the name before it
    /// may be another GPU's. `architecture` is the model's, which may be named too (`RTX 4090 Ada`).
    pub fn parse(end_of_key: &str, architecture: &str) -> Option<Self> {
        let mut suffix = Self::default();
        let mut rest = end_of_key.trim_start();
        while !rest.is_empty() {
            rest = suffix.take_word(rest, architecture)?.trim_start();
        }
        Some(suffix)
    }

    /// Takes one word off the front and returns what follows it.
    fn take_word<'a>(&mut self, text: &'a str, architecture: &str) -> Option<&'a str> {
        if text.starts_with(is_digit) {
            return self.take_number(text);
        }
        if let Some(rest) = NOISE.iter().find_map(|word| text.strip_prefix(word)) {
            return Some(rest);
        }
        if let Some((form, rest)) = FormFactor::take(text) {
            // `H100 NVL PCIe`: every card plugs into PCI Express, so the other word says more.
            if self.form_factor.is_none_or(|known| known == FormFactor::Pcie) {
                self.form_factor = Some(form);
            }
            return Some(rest);
        }
        if let Some(rest) = text.strip_prefix("hbm") {
            let (version, rest) = take_digit(rest);
            let after = rest.strip_prefix('e').unwrap_or(rest);
            self.hbm3 |= version == Some('3') && after.len() == rest.len();
            return Some(after);
        }
        if let Some(rest) = text.strip_prefix("gddr") {
            let (_, rest) = take_digit(rest);
            return Some(rest.strip_prefix('x').unwrap_or(rest));
        }
        let named = |word: &&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let word = architecture.split(' ').filter(|word| word.len() > 1).find(named)?;
        text.get(word.len()..)
    }

    fn take_number<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        const UNITS: [&str; 4] = ["gib", "gb", "gi", "g"];
        let rest = text.trim_start_matches(is_digit);
        let number: u32 = text.get(..text.len() - rest.len())?.parse().ok()?;
        let with_unit = UNITS.iter().find_map(|unit| rest.strip_prefix(unit));
        let place = if with_unit.is_some() { &mut self.memory } else { &mut self.number };
        if number == 0 || place.is_some_and(|known| known != number) {
            return None;
        }
        *place = Some(number);
        Some(with_unit.unwrap_or(rest))
    }
}

impl FormFactor {
    /// The form factor that a word at the front of a key names, and what follows it.
    fn take(text: &str) -> Option<(Self, &str)> {
        const WORDS: [(&str, FormFactor); 6] = [
            ("sxm", FormFactor::Sxm),
            ("pcie", FormFactor::Pcie),
            ("pci", FormFactor::Pcie),
            ("fhhl", FormFactor::Pcie),
            ("nvl", FormFactor::Nvl),
            ("oam", FormFactor::Oam),
        ];
        let (word, form) = WORDS.into_iter().find(|(word, _)| text.starts_with(word))?;
        let rest = text.get(word.len()..)?;
        // SXM2 … SXM6; but in `SXM 40GB` the number is the memory's.
        let rest = if form == Self::Sxm { take_digit(rest).1 } else { rest };
        Some((form, rest))
    }

    /// The form factor in a provider's own words (`sxm5`, `PCIe`, `SXM4`, `NVL`); `None` for anything else
    /// (`NVLink`, an empty text).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let key = key(text);
        Self::take(&key).filter(|(_, rest)| rest.trim_start_matches(is_digit).is_empty()).map(|(form, _)| form)
    }
}

/// A number of one digit at the front of a key, and what follows it.
fn take_digit(text: &str) -> (Option<char>, &str) {
    let mut rest = text.chars();
    match rest.next().filter(char::is_ascii_digit) {
        Some(digit) if !rest.as_str().starts_with(is_digit) => (Some(digit), rest.as_str()),
        _ => (None, text),
    }
}

pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A name that is not in the catalogue, tidied: one line, single spaces for underscores and other gaps, at most
/// [`MAX_TEXT_CHARS`]; and its maker, where a word says so. The maker's word goes if a name with a number is left.
pub(super) fn tidy(raw: &str) -> (Option<&'static str>, String) {
    let spaced = capped(raw).replace(|c: char| c == '_' || c.is_control(), " ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    let mut vendor = None;
    while let Some(maker) = words.first().and_then(|word| maker_of(word)) {
        vendor = vendor.or(Some(maker.1));
        let rest = words.get(1..).unwrap_or_default();
        let holds = |wanted: fn(char) -> bool| rest.iter().any(|word| word.contains(wanted));
        let named = holds(is_digit) && holds(char::is_alphabetic);
        if PART_OF_NAMES.contains(&maker.0) || !named {
            break;
        }
        words.remove(0);
    }
    (vendor, words.join(" "))
}

fn maker_of(word: &str) -> Option<(&'static str, &'static str)> {
    MAKERS.into_iter().find(|(maker, _)| word.eq_ignore_ascii_case(maker))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (spelling, expected) in [
            ("RTX 4090", "rtx4090"),
            ("NVIDIA GeForce RTX_4090", "rtx4090"),
            ("geforcertx4090", "rtx4090"),
            ("1x NVIDIA GeForce RTX 4090", "rtx4090"),
            ("8x-H100 SXM5 80GB", "h100sxm5 80gb"),
            ("A100 80", "a100 80"),
            ("A10080", "a10080"),
            ("RTX 4070 Ti SUPER", "rtx4070tis"),
            ("RTX4070TiSUPER", "rtx4070tis"),
            ("RTX 6000 Ada Generation", "rtx6000ada"),
            ("RTX PRO 5000 72GB Blackwell", "rtxpro5000 72gb"),
            ("RTX 5000 Blackwell", "rtx5000blackwell"),
            ("InstinctMI250X", "mi250x"),
            ("Quadro RTX 8000", "quadrortx8000"),
            ("NVIDIA", "nvidia"),
            ("  ", ""),
        ] {
            assert_eq!(key(spelling), expected, "{spelling:?}");
        }
    }

    #[test]
    fn words_after_the_name_tell_memory_and_form_factor() {
        let suffix = |text| Suffix::parse(text, "Ada Lovelace");
        assert_eq!(suffix(""), Some(Suffix::default()));
        let sxm = |memory| Suffix { memory, form_factor: Some(FormFactor::Sxm), ..Suffix::default() };
        assert_eq!(suffix("sxm4 80gb"), Some(sxm(Some(80))));
        assert_eq!(suffix("sxm40gb"), Some(sxm(Some(40))), "the 4 of 40 is no generation");
        assert_eq!(suffix("80gbsxm"), Some(sxm(Some(80))));
        assert_eq!(suffix(" 80"), Some(Suffix { number: Some(80), ..Suffix::default() }));
        assert_eq!(suffix("80gbhbm3"), Some(Suffix { memory: Some(80), hbm3: true, ..Suffix::default() }));
        assert_eq!(suffix("hbm3e"), Some(Suffix::default()));
        assert_eq!(suffix("pcienvl").and_then(|words| words.form_factor), Some(FormFactor::Nvl));
        assert_eq!(suffix("ada"), Some(Suffix::default()));
        for unknown in ["x", "d", "blackwell", "0gb", "40gb80gb", "99999999999gb"] {
            assert_eq!(suffix(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn form_factors_are_read_from_providers_words() {
        for (text, expected) in [
            ("sxm5", Some(FormFactor::Sxm)),
            ("SXM", Some(FormFactor::Sxm)),
            ("PCIe", Some(FormFactor::Pcie)),
            ("PCI-E 4", Some(FormFactor::Pcie)),
            ("NVL", Some(FormFactor::Nvl)),
            ("NVLink", None),
            ("infiniband", None),
            ("", None),
        ] {
            assert_eq!(FormFactor::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_unknown_name_is_tidied_and_keeps_its_meaning() {
        for (raw, vendor, name) in [
            ("NVIDIA GeForce GTX 1650", Some("NVIDIA"), "GTX 1650"),
            ("GTX_1050_TI", None, "GTX 1050 TI"),
            ("Tesla K80", Some("NVIDIA"), "K80"),
            ("Quadro P4000", Some("NVIDIA"), "Quadro P4000"),
            ("NVIDIA", Some("NVIDIA"), "NVIDIA"),
            ("NVIDIA 4000", Some("NVIDIA"), "NVIDIA 4000"),
            ("Radeon VII", Some("AMD"), "Radeon VII"),
            ("  Imaginary\nRTX\u{0} 9999 ", None, "Imaginary RTX 9999"),
            ("", None, ""),
        ] {
            assert_eq!(tidy(raw), (vendor, name.to_owned()), "{raw:?}");
        }
        assert_eq!(tidy(&"é".repeat(5_000)).1.chars().count(), MAX_TEXT_CHARS);
    }
}
