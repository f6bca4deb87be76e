//! Watching results over time: what is news since the last look, and programs that are told of it.

use std::collections::HashMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::arbitrage::{self, OpportunitiesRequest};
use super::history::{GpuHistory, HistoryRequest, history};
use super::market::{self, SearchRequest};
use crate::app::App;
use crate::error::{Code, Error, Result, Warning};
use crate::market::condition::Condition;
use crate::market::row::OfferRow;
use crate::units::Rate;

/// How long a program told of an event may take.
const HOOK_TIMEOUT: Duration = Duration::from_mins(1);
/// Pause between looks at whether it has ended.
const HOOK_POLL: Duration = Duration::from_millis(20);
/// Words of a program's command line at most.
const MAX_HOOK_WORDS: usize = 100;
const BPS: i128 = 10_000;

/// Something that is watched, as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Names it over time.
    pub id: String,
    /// Its price, USD per GPU and hour.
    pub price: Option<Rate>,
    /// Whether it is what is waited for.
    pub is_hit: bool,
    /// It as the command prints it.
    pub row: Map<String, Value>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It is what was waited for.
    Hit,
    /// It is there, and was not at the last look.
    New,
    /// Its price is another than at the last look.
    Changed,
    /// It was there at the last look, and is no more.
    Gone,
}

/// Something that happened between two looks.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WatchEvent {
    /// What.
    pub event: EventKind,
    /// When it was seen.
    pub at: Timestamp,
    /// Of what.
    pub id: String,
    /// Its price now, or the last one, USD per GPU and hour.
    pub price_per_gpu_hour: Option<Rate>,
    /// Its price when it was last told of.
    pub previous_price_per_gpu_hour: Option<Rate>,
    /// It as the command prints it.
    pub data: Map<String, Value>,
}

/// What is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Everything that comes, changes and goes.
    Changes,
    /// What is waited for, once it is there.
    Hits,
}

/// What was last told of a subject.
struct Known {
    told: Option<Rate>,
    last: Subject,
    is_present: bool,
    is_armed: bool,
}

/// Tells one look from the next.
pub struct Watcher {
    telling: Telling,
    /// How far a price must move, in basis points, before it is told of again.
    rearm_bps: i64,
    known: HashMap<String, Known>,
    has_looked: bool,
}

impl Watcher {
    /// A watcher that has seen nothing yet.
    #[must_use]
    pub fn new(telling: Telling, rearm_bps: i64) -> Self {
        Self { telling, rearm_bps, known: HashMap::new(), has_looked: false }
    }

    /// What is news in what is there now. The first look at changes is what later ones are compared with; a hit that
    /// is there at once is told at once.
    ///
    /// A hit is told once. It can be told again after it was none for a moment, and the price was higher than the one
    /// told by the margin: what wavers about a limit, or comes and goes, is told once.
    pub fn look(&mut self, subjects: Vec<Subject>, at: Timestamp) -> Vec<WatchEvent> {
        let mut events = Vec::new();
        for known in self.known.values_mut() {
            known.is_present = false;
        }
        for subject in subjects {
            events.extend(match self.telling {
                Telling::Changes => self.change(subject, at),
                Telling::Hits => self.hit(subject, at),
            });
        }
        if self.telling == Telling::Changes {
            events.extend(self.forget_gone(at));
        } else if self.rearm_bps == 0 {
            self.known.retain(|_, known| known.is_present);
        }
        self.has_looked = true;
        events
    }

    /// Subjects that were told of as hits.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            self.known.iter().filter(|(_, known)| !known.is_armed).map(|(id, _)| id.clone()).collect();
        ids.sort_unstable();
        ids
    }

    fn change(&mut self, subject: Subject, at: Timestamp) -> Option<WatchEvent> {
        let price = subject.price;
        let known = self.known.get_mut(&subject.id);
        let (event, previous) = match known {
            Some(known) => {
                let previous = known.told;
                known.is_present = true;
                known.last = subject.clone();
                if previous == price || !has_moved(previous, price, self.rearm_bps) {
                    return None;
                }
                known.told = price;
                (EventKind::Changed, previous)
            }
            None => {
                let known = Known { told: price, last: subject.clone(), is_present: true, is_armed: true };
                self.known.insert(subject.id.clone(), known);
                if !self.has_looked {
                    return None;
                }
                (EventKind::New, None)
            }
        };
        Some(event_of(event, subject, previous, at))
    }

    fn hit(&mut self, subject: Subject, at: Timestamp) -> Option<WatchEvent> {
        let known = self.known.entry(subject.id.clone()).or_insert_with(|| Known {
            told: None,
            last: subject.clone(),
            is_present: true,
            is_armed: true,
        });
        known.is_present = true;
        if !subject.is_hit {
            let (told, price, margin) = (known.told, subject.price, self.rearm_bps);
            known.is_armed |= margin == 0 || told.zip(price).is_none_or(|(told, price)| rose(told, price, margin));
            return None;
        }
        if !known.is_armed {
            return None;
        }
        known.is_armed = false;
        let previous = std::mem::replace(&mut known.told, subject.price);
        Some(event_of(EventKind::Hit, subject, previous, at))
    }

    fn forget_gone(&mut self, at: Timestamp) -> Vec<WatchEvent> {
        let mut gone: Vec<String> =
            self.known.iter().filter(|(_, known)| !known.is_present).map(|(id, _)| id.clone()).collect();
        gone.sort_unstable();
        let known = gone.into_iter().filter_map(|id| self.known.remove(&id));
        known.map(|known| event_of(EventKind::Gone, known.last, known.told, at)).collect()
    }
}

fn event_of(event: EventKind, subject: Subject, previous: Option<Rate>, at: Timestamp) -> WatchEvent {
    WatchEvent {
        event,
        at,
        id: subject.id,
        price_per_gpu_hour: subject.price,
        previous_price_per_gpu_hour: previous,
        data: subject.row,
    }
}

/// Whether a price has moved by so many basis points, up or down, or become known or unknown.
fn has_moved(before: Option<Rate>, now: Option<Rate>, bps: i64) -> bool {
    let (Some(before), Some(now)) = (before, now) else { return before != now };
    let moved = i128::from(now.micros()) - i128::from(before.micros());
    moved.abs() * BPS >= i128::from(before.micros()) * i128::from(bps)
}

/// Whether a price has risen by so many basis points.
fn rose(before: Rate, now: Rate, bps: i64) -> bool {
    i128::from(now.micros()) * BPS >= i128::from(before.micros()) * (BPS + i128::from(bps))
}

/// What of a search is watched: everything that it finds; or, when something is waited for, the offers that are like
/// that, and those told of before as they are now. What is out of date is never what is waited for.
pub async fn search_subjects(
    app: &App,
    request: &SearchRequest,
    until: Option<&str>,
    told: &[String],
) -> Result<(Vec<Subject>, Vec<Warning>)> {
    let mut request = request.clone();
    if let Some(until) = until {
        let wanted = format!("({until}) and stale = false");
        request.filter.query =
            Some(request.filter.query.map_or(wanted.clone(), |query| format!("({query}) and {wanted}")));
    }
    let mut subjects = Vec::new();
    let summary = market::search(app, &request, &mut |row| {
        subjects.push(subject_of_offer(row, until.is_some())?);
        Ok(())
    })
    .await?;
    let others: Vec<String> =
        told.iter().filter(|id| !subjects.iter().any(|subject| subject.id == **id)).cloned().collect();
    if !others.is_empty() {
        let view = market::view(app, request.needs);
        for row in app.store().await?.offers_by_id(&others, &view).await? {
            subjects.push(subject_of_offer(&row, false)?);
        }
    }
    Ok((subjects, summary.warnings))
}

fn subject_of_offer(row: &OfferRow, is_hit: bool) -> Result<Subject> {
    Ok(Subject { id: row.id.clone(), price: Some(row.price_per_gpu_hour), is_hit, row: object(row)? })
}

/// What of the opportunities is watched: all markets in which one could buy, news being what is waited for unless
/// something else is.
pub async fn opportunity_subjects(
    app: &App,
    request: &OpportunitiesRequest,
    until: Option<&Condition>,
) -> Result<(Vec<Subject>, Vec<Warning>)> {
    let all = OpportunitiesRequest { every_market: true, no_cache: true, ..request.clone() };
    let found = arbitrage::opportunities(app, &all).await?;
    let (least, grade) = (request.terms.min_spread_bps, request.min_confidence);
    let mut subjects = Vec::new();
    for row in found.rows {
        let fields = object(&row)?;
        let saves = row.net_saving_percent.is_some_and(|percent| percent >= arbitrage::percent(least));
        let lasts = row.confidence.is_some_and(|confidence| confidence >= grade);
        let is_wanted = saves && lasts && (row.event || !request.events);
        let is_hit = is_wanted && until.map_or(row.event, |until| until.matches(&fields));
        subjects.push(Subject { id: row.id.clone(), price: Some(row.price_per_gpu_hour), is_hit, row: fields });
    }
    Ok((subjects, found.warnings))
}

/// What of histories is watched: each GPU's present prices.
pub async fn history_subjects(
    app: &App,
    request: &HistoryRequest,
    until: Option<&Condition>,
) -> Result<(Vec<Subject>, Vec<Warning>)> {
    let (histories, warnings) = history(app, request).await?;
    let mut subjects = Vec::new();
    for history in histories {
        let present = PresentPrices::of(&history);
        let row = object(&present)?;
        let is_hit = until.is_some_and(|until| until.matches(&row));
        subjects.push(Subject { id: history.id, price: present.price_per_gpu_hour, is_hit, row });
    }
    Ok((subjects, warnings))
}

/// The present end of a history.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PresentPrices {
    /// Names GPU and billing.
    pub id: String,
    /// The newest hour with offers.
    pub hour: Option<Timestamp>,
    /// The cheapest provider's price now; null when nothing is on offer.
    pub price_per_gpu_hour: Option<Rate>,
    /// The cheapest offer now.
    pub lowest: Option<Rate>,
    /// The median provider's price now.
    pub median: Option<Rate>,
    /// Share of the hours looked back on in which the price was lower than now.
    pub cheaper_share: Option<f64>,
    /// Offers in the newest hour.
    pub offers: Option<u32>,
    /// GPUs in the newest hour.
    pub gpus: Option<u32>,
}

impl PresentPrices {
    /// Names of its fields.
    pub const FIELDS: [&str; 8] =
        ["id", "hour", "price_per_gpu_hour", "lowest", "median", "cheaper_share", "offers", "gpus"];

    fn of(history: &GpuHistory) -> Self {
        let newest = history.points.last();
        Self {
            id: history.id.clone(),
            hour: newest.map(|point| point.hour),
            price_per_gpu_hour: history.price.now,
            lowest: history.lowest.now,
            median: history.median.now,
            cheaper_share: history.price.cheaper_share,
            offers: newest.map(|point| point.offers),
            gpus: newest.map(|point| point.gpus),
        }
    }
}

fn object(row: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(row) {
        Ok(Value::Object(fields)) => Ok(fields),
        _ => Err(Error::new(Code::Internal, "a result is not an object")),
    }
}

/// Splits a program's command line into words at spaces outside of quotes, as a shell does, and does nothing else that
/// a shell does.
pub fn split_words(text: &str) -> Result<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if quote.is_some() || words.is_empty() || words.len() > MAX_HOOK_WORDS {
        let message = format!("`{text}` is no command line: a program and its arguments, quotes closed");
        return Err(Error::new(Code::Usage, message));
    }
    Ok(words)
}

/// Runs a program with an event as one line of JSON on its standard input, and waits for its end. What it prints goes
/// to standard error: standard output is the events'.
pub fn run_hook(words: &[String], event: &WatchEvent) -> Result<()> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let failed = |what: String| Error::new(Code::Io, format!("{program} {what}"));
    let line = serde_json::to_string(event).map_err(|error| failed(error.to_string()))?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::from(std::io::stderr()))
        .spawn()
        .map_err(|error| failed(format!("cannot be run: {error}")))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program need not read what it is told.
        drop(stdin.write_all(line.as_bytes()).and_then(|()| stdin.write_all(b"\n")));
    }
    let started = Instant::now();
    loop {
        match child.try_wait().map_err(|error| failed(error.to_string()))? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(failed(format!("failed: {status}"))),
            None if started.elapsed() > HOOK_TIMEOUT => {
                drop(child.kill());
                drop(child.wait());
                return Err(failed(format!("took longer than {} s and was stopped", HOOK_TIMEOUT.as_secs())));
            }
            None => std::thread::sleep(HOOK_POLL),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subject(id: &str, micros: i64, limit: i64) -> Subject {
        Subject { id: id.to_owned(), price: Some(Rate::from_micros(micros)), is_hit: micros < limit, row: Map::new() }
    }

    fn told(watcher: &mut Watcher, subjects: &[(&str, i64)]) -> Vec<String> {
        let subjects = subjects.iter().map(|(id, micros)| subject(id, *micros, 100)).collect();
        let name = |event: WatchEvent| {
            let kind = serde_json::to_value(event.event).unwrap();
            format!("{} {}", kind.as_str().unwrap(), event.id)
        };
        watcher.look(subjects, Timestamp::UNIX_EPOCH).into_iter().map(name).collect()
    }

    #[test]
    fn changes_are_what_differs_from_the_last_look() {
        let mut watcher = Watcher::new(Telling::Changes, 0);
        assert!(told(&mut watcher, &[("a", 10), ("b", 20)]).is_empty(), "the first look is the baseline");
        assert!(told(&mut watcher, &[("a", 10), ("b", 20)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 11), ("c", 5)]), ["changed a", "new c", "gone b"]);
        assert_eq!(told(&mut watcher, &[("a", 11), ("b", 20), ("c", 5)]), ["new b"]);
    }

    #[test]
    fn small_changes_are_told_when_they_add_up() {
        let mut watcher = Watcher::new(Telling::Changes, 1_000);
        told(&mut watcher, &[("a", 100)]);
        assert!(told(&mut watcher, &[("a", 105)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 110)]), ["changed a"]);
        assert!(told(&mut watcher, &[("a", 100)]).is_empty());
    }

    #[test]
    fn a_hit_is_told_once_until_it_was_none() {
        let mut watcher = Watcher::new(Telling::Hits, 0);
        assert_eq!(told(&mut watcher, &[("a", 99), ("b", 100)]), ["hit a"]);
        assert!(told(&mut watcher, &[("a", 98), ("b", 100)]).is_empty());
        assert!(told(&mut watcher, &[("a", 100), ("b", 100)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 99), ("b", 1)]), ["hit a", "hit b"]);
        assert!(told(&mut watcher, &[]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 99)]), ["hit a"]);
    }

    #[test]
    fn what_wavers_about_the_limit_is_told_once() {
        let mut watcher = Watcher::new(Telling::Hits, 500);
        assert_eq!(told(&mut watcher, &[("a", 99)]), ["hit a"]);
        for price in [100, 99, 103, 98, 101, 99] {
            assert!(told(&mut watcher, &[("a", price)]).is_empty(), "{price}");
            assert!(told(&mut watcher, &[]).is_empty(), "coming and going is wavering too");
        }
        assert!(told(&mut watcher, &[("a", 104)]).is_empty());
        assert_eq!(told(&mut watcher, &[("a", 99)]), ["hit a"], "103.95 is 5 % above what was told");
    }

    #[test]
    fn command_lines_are_split_without_a_shell() {
        assert_eq!(split_words("notify-send  'a b' \"$HOME;\" c").unwrap(), ["notify-send", "a b", "$HOME;", "c"]);
        assert_eq!(split_words("a ''").unwrap(), ["a", ""]);
        for wrong in ["", "  ", "a 'b"] {
            assert!(split_words(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_program_is_given_the_event_and_its_failure_is_told() {
        let event = event_of(EventKind::Hit, subject("a", 5, 9), None, Timestamp::UNIX_EPOCH);
        let folder = tempfile::TempDir::new().unwrap();
        let seen = folder.path().join("seen").display().to_string();
        let words = ["tee".to_owned(), seen.clone()];
        run_hook(&words, &event).unwrap();
        let line = std::fs::read_to_string(seen).unwrap();
        let value: Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&value["event"], &value["price_per_gpu_hour"]), (&"hit".into(), &"0.000005".into()));
        assert!(run_hook(&["false".to_owned()], &event).is_err());
        assert!(run_hook(&["/no/such/program".to_owned()], &event).is_err());
        run_hook(&["true".to_owned()], &event).unwrap();
    }

    proptest! {
        /// Between two hits of one subject, its price was above the first by the margin.
        #[test]
        fn no_two_hits_without_leaving_in_between(prices in prop::collection::vec(prop::option::of(80..120_i64), 1..60), rearm in 1..1_000_i64) {
            let mut watcher = Watcher::new(Telling::Hits, rearm);
            let mut last: Option<(i64, bool)> = None;
            for price in prices {
                let subjects: Vec<(&str, i64)> = price.iter().map(|price| ("a", *price)).collect();
                let hit = !told(&mut watcher, &subjects).is_empty();
                if let (Some((told, left)), Some(price)) = (&mut last, price) {
                    prop_assert!(!hit || *left);
                    *left |= price >= 100 && price * 10_000 >= *told * (10_000 + rearm);
                }
                if hit {
                    last = Some((price.unwrap(), false));
                }
            }
        }
    }
}
