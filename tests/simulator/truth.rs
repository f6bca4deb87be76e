//! What really happened, whatever the networks' answers said: which machine lived when and what it billed.

use jiff::Timestamp;
use serde::Serialize;

use super::fault::Trouble;
use super::{Network, ssh};

/// Seconds of an hour, the unit of every price.
const HOUR_SECONDS: i64 = 3600;

/// A rented machine, or on Akash a deployment, which costs money once it has a lease.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    pub network: Network,
    /// The network's name for it: instance, dseq, deployment or job.
    pub id: String,
    /// What the renter called it: label, deployment name or title.
    pub label: String,
    /// What it was rented from: ask, Akash provider, hardware or offer.
    pub offer: String,
    /// The GPU that is really inside.
    pub gpu: String,
    pub gpu_count: u64,
    /// The body of the call that created it.
    pub request: String,
    pub created_at: Timestamp,
    /// Its port on this computer, if it has one.
    pub ssh_port: Option<u16>,
    /// When it began to answer on SSH.
    pub ready_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<End>,
    /// When it ends by itself if nobody ends it before, and why: a dead-man switch.
    pub own_end: Option<(Timestamp, End)>,
    meters: Vec<Meter>,
}

/// Why a machine ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum End {
    /// The renter destroyed it.
    Renter,
    /// Its own start script destroyed it.
    StartScript,
    /// The hours paid for were over.
    Prepaid,
    /// The network's own limit on its run time.
    RuntimeLimit,
    /// Its deposit was used up.
    DepositUsedUp,
    /// A deployment that never got a lease.
    NeverLeased,
    /// It could not be started.
    Failed,
    /// Its owner took it away.
    Vanished,
}

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum What {
    /// The machine at work.
    Compute,
    /// Its disk, which is kept while it is stopped.
    Storage,
}

/// A price that runs over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meter {
    pub what: What,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    /// Micro-dollars per hour.
    pub rate: i64,
    /// Time is charged in started units of this many seconds.
    pub unit_seconds: i64,
    /// This much is charged however short it was.
    pub at_least_seconds: i64,
}

impl Meter {
    /// A price charged to the second.
    pub fn per_second(what: What, from: Timestamp, rate: i64) -> Self {
        Self { what, from, until: None, rate, unit_seconds: 1, at_least_seconds: 0 }
    }

    /// Seconds charged until an instant.
    fn seconds(&self, at: Timestamp) -> i64 {
        if at < self.from {
            return 0;
        }
        let until = self.until.unwrap_or(at).min(at);
        let elapsed = until.as_microsecond() - self.from.as_microsecond();
        let started = started_units(elapsed, 1_000_000).max(self.at_least_seconds);
        started_units(started, self.unit_seconds) * self.unit_seconds
    }

    /// Micro-dollars charged until an instant, in the nearest whole one.
    fn micro_dollars(&self, at: Timestamp) -> i64 {
        let exact = i128::from(self.rate) * i128::from(self.seconds(at));
        let hour = i128::from(HOUR_SECONDS);
        i64::try_from((exact + hour / 2) / hour).unwrap()
    }
}

fn started_units(amount: i64, unit: i64) -> i64 {
    (amount + unit - 1).div_euclid(unit).max(0)
}

impl Machine {
    /// A machine that exists from an instant and costs nothing yet.
    pub fn new(network: Network, id: String, label: String, created_at: Timestamp) -> Self {
        Self {
            network,
            id,
            label,
            offer: String::new(),
            gpu: String::new(),
            gpu_count: 0,
            request: String::new(),
            created_at,
            ssh_port: None,
            ready_at: None,
            ended_at: None,
            ended_by: None,
            own_end: None,
            meters: Vec::new(),
        }
    }

    /// Whether it has not ended.
    pub fn is_live(&self) -> bool {
        self.ended_at.is_none()
    }

    /// Where it answers on SSH with these troubles, at the usual place unless it has a port; none when nobody says.
    pub fn ssh(&self, troubles: &[Trouble], usual: (&str, u16)) -> Option<(String, u16)> {
        let (host, port) = self.ssh_port.map_or(usual, |port| (ssh::HOST, port));
        let mut host = host.to_owned();
        for trouble in troubles {
            match trouble {
                Trouble::NoAddress => return None,
                Trouble::Host(other) => host.clone_from(other),
                _ => {}
            }
        }
        Some((host, port))
    }

    /// Whether it existed at an instant.
    pub fn lived_at(&self, at: Timestamp) -> bool {
        self.created_at <= at && self.ended_at.is_none_or(|ended| at < ended)
    }

    /// Whether it cost money at an instant.
    pub fn billed_at(&self, at: Timestamp) -> bool {
        self.meters.iter().any(|meter| meter.from <= at && meter.until.is_none_or(|until| at < until))
    }

    /// Micro-dollars billed until an instant.
    pub fn billed(&self, at: Timestamp) -> i64 {
        self.meters.iter().map(|meter| meter.micro_dollars(at)).sum()
    }

    /// Whole seconds until an instant in which it cost money and that lie outside of a window.
    pub fn seconds_billed_outside(&self, window: Option<(Timestamp, Timestamp)>, at: Timestamp) -> i64 {
        let seconds = |from: Timestamp, until: Timestamp| (until.as_second() - from.as_second()).max(0);
        self.stretches(at)
            .into_iter()
            .map(|(from, until)| match window {
                None => seconds(from, until),
                Some((start, end)) => {
                    seconds(from, until) - seconds(from.max(start), until.min(end).max(from.max(start)))
                }
            })
            .sum()
    }

    /// The stretches until an instant in which it cost money, without overlap, in order.
    pub fn stretches(&self, at: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let mut all: Vec<_> = self.meters.iter().map(|meter| (meter.from, meter.until.unwrap_or(at).min(at))).collect();
        all.retain(|(from, until)| from < until);
        all.sort();
        let mut merged: Vec<(Timestamp, Timestamp)> = Vec::new();
        for (from, until) in all {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => merged.push((from, until)),
            }
        }
        merged
    }

    /// Starts a price.
    pub fn start(&mut self, meter: Meter) {
        self.meters.push(meter);
    }

    /// Ends what still runs of a price.
    pub fn stop(&mut self, what: What, at: Timestamp) {
        for meter in self.meters.iter_mut().filter(|meter| meter.until.is_none() && meter.what == what) {
            meter.until = Some(at.max(meter.from));
        }
    }

    /// Ends it and all its prices; what has ended stays ended.
    pub fn end(&mut self, at: Timestamp, by: End) {
        if self.is_live() {
            self.ended_at = Some(at);
            self.ended_by = Some(by);
            self.stop(What::Compute, at);
            self.stop(What::Storage, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-09-01T{text}Z").parse().unwrap()
    }

    fn machine() -> Machine {
        Machine::new(Network::Vast, "1".into(), "gp4u-1".into(), at("10:00:00"))
    }

    #[test]
    fn a_machine_bills_to_the_second_and_no_longer_than_it_lives() {
        let mut machine = machine();
        machine.start(Meter::per_second(What::Compute, at("10:00:30"), 3_600_000));
        assert_eq!(machine.billed(at("10:00:30")), 0);
        assert_eq!(machine.billed(at("10:00:31")), 1_000);
        machine.end(at("10:10:30"), End::Renter);
        machine.end(at("10:20:30"), End::Vanished);
        assert_eq!((machine.billed(at("12:00:00")), machine.ended_by), (600_000, Some(End::Renter)));
        assert!(machine.lived_at(at("10:00:00")) && !machine.lived_at(at("10:10:30")));
        assert!(!machine.billed_at(at("10:00:29")) && machine.billed_at(at("10:10:29")));
        assert!(!machine.billed_at(at("10:10:30")));
    }

    #[test]
    fn a_part_of_a_second_is_a_second_and_a_part_of_a_micro_dollar_is_rounded() {
        let mut machine = machine();
        machine.start(Meter::per_second(What::Compute, at("10:00:00"), 1_800));
        assert_eq!(machine.billed(at("10:00:00.000001")), 1, "half a micro-dollar");
        assert_eq!(machine.billed(at("10:00:02.4")), 2, "three seconds");
    }

    #[test]
    fn started_hours_and_first_hours_are_charged_in_full() {
        let mut machine = machine();
        let hourly = Meter { unit_seconds: 3600, ..Meter::per_second(What::Compute, at("10:00:00"), 350_000) };
        machine.start(hourly);
        assert_eq!(machine.billed(at("10:00:00")), 0);
        assert_eq!(machine.billed(at("10:00:01")), 350_000);
        assert_eq!(machine.billed(at("11:00:01")), 700_000);

        let first_hour =
            Meter { at_least_seconds: 3600, ..Meter::per_second(What::Compute, at("10:00:00"), 3_600_000) };
        assert_eq!(first_hour.micro_dollars(at("10:00:00")), 3_600_000);
        assert_eq!(first_hour.micro_dollars(at("11:00:01")), 3_601_000);
        assert_eq!(first_hour.micro_dollars(at("09:59:59")), 0, "not before it began");
    }

    #[test]
    fn several_prices_add_up_but_their_seconds_count_once() {
        let mut machine = machine();
        machine.start(Meter::per_second(What::Storage, at("10:00:00"), 36_000));
        machine.start(Meter::per_second(What::Compute, at("10:01:00"), 3_600_000));
        machine.stop(What::Compute, at("10:02:00"));
        machine.end(at("10:03:00"), End::Renter);
        assert_eq!(machine.billed(at("10:30:00")), 1_800 + 60_000);
        assert_eq!(machine.stretches(at("10:30:00")), [(at("10:00:00"), at("10:03:00"))]);
        let outside = |from, until| machine.seconds_billed_outside(Some((at(from), at(until))), at("10:30:00"));
        assert_eq!(outside("10:00:00", "10:03:00"), 0);
        assert_eq!(outside("10:00:30", "10:02:00"), 90);
        assert_eq!(outside("11:00:00", "12:00:00"), 180);
        assert_eq!(machine.seconds_billed_outside(None, at("10:30:00")), 180);
    }
}
