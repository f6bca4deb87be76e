//! The four networks' common state, and how time goes by in it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::fault::{Applied, Fault, Faults, Operation, Reply, Trouble};
use super::ssh::Ports;
use super::truth::{End, Machine};
use super::{Network, akash, ionet, render, vast};
use crate::server::{Answer, Request};

/// Events in one step of the clock; more is a loop without end.
const EVENTS_MAX: usize = 100_000;

/// Everything there is. A copy of it is a way to see what an answer would be without any effect.
#[derive(Clone)]
pub struct Cloud {
    pub now: Timestamp,
    pub machines: Vec<Machine>,
    pub faults: Faults,
    /// From create to an answer on SSH.
    pub boot_seconds: i64,
    /// How machines get ports to answer on SSH; without, each has an address that leads nowhere.
    pub ssh_ports: Option<Ports>,
    pub vast: vast::Vast,
    pub akash: akash::Akash,
    pub ionet: ionet::Ionet,
    pub render: render::Render,
    /// A call that is applied late or twice: its signature was checked, and what it rents need not be free.
    pub is_echo: bool,
    events: BTreeMap<(Timestamp, u64), Event>,
    numbers: u64,
}

/// Something that happens by itself.
#[derive(Clone, Debug)]
pub enum Event {
    /// A call that was answered or lost takes effect.
    Call(Network, Request),
    /// A machine answers on SSH.
    Ready(usize),
    /// A machine reaches its own end, unless that has been put off.
    OwnEnd(usize),
    /// A machine ends, whatever its renter thinks.
    End(usize, End),
    /// A machine's host loses contact.
    Offline(usize),
    /// A deployment that has no lease by now is closed.
    CloseUnleased(usize),
}

/// A call that came in, and what became of it.
#[derive(Clone, Debug)]
pub struct Call {
    pub at: Timestamp,
    pub network: Network,
    pub operation: Operation,
    pub method: String,
    pub target: String,
    pub body: String,
    pub headers: Vec<(String, String)>,
    /// The status that was sent; none when nothing was.
    pub status: Option<u16>,
}

impl Cloud {
    /// Markets with something to rent, and nothing rented.
    pub fn new(now: Timestamp) -> Self {
        Self {
            now,
            machines: Vec::new(),
            faults: Faults::default(),
            boot_seconds: 30,
            ssh_ports: None,
            vast: vast::Vast::default(),
            akash: akash::Akash::default(),
            ionet: ionet::Ionet::default(),
            render: render::Render::default(),
            is_echo: false,
            events: BTreeMap::new(),
            numbers: 0,
        }
    }

    /// A number that was not used before.
    pub fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// So many seconds from now.
    pub fn after(&self, seconds: i64) -> Timestamp {
        self.now + SignedDuration::from_secs(seconds)
    }

    /// Plans something.
    pub fn at(&mut self, at: Timestamp, event: Event) {
        let order = self.number();
        self.events.insert((at.max(self.now), order), event);
    }

    /// Lets everything happen that is due by an instant, in order.
    pub fn advance(&mut self, to: Timestamp) {
        for _ in 0..EVENTS_MAX {
            let Some(entry) = self.events.first_entry().filter(|entry| entry.key().0 <= to) else {
                self.now = self.now.max(to);
                return self.open_ports();
            };
            let ((at, _), event) = entry.remove_entry();
            self.now = self.now.max(at);
            self.happen(event);
        }
        panic!("more than {EVENTS_MAX} events until {to}");
    }

    /// Gives ports to those machines that have none. Time goes by in the truth only, so that no copy opens any, and a
    /// machine has its port before anybody can ask for it.
    fn open_ports(&mut self) {
        let Some(ports) = &self.ssh_ports else { return };
        for (index, machine) in self.machines.iter_mut().enumerate() {
            if machine.is_live() && machine.ssh_port.is_none() {
                machine.ssh_port = Some(ports.open(index));
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Call(network, request) => {
                drop(self.echo(network, &request));
            }
            Event::Ready(machine) => self.ready(machine),
            Event::OwnEnd(machine) => {
                if let Some((at, by)) = self.machines[machine].own_end
                    && at <= self.now
                {
                    self.end(machine, by);
                }
            }
            Event::End(machine, by) => self.end(machine, by),
            Event::Offline(machine) => vast::offline(self, machine),
            Event::CloseUnleased(machine) => akash::close_unleased(self, machine),
        }
    }

    /// Adds a machine with what is wrong with it, and plans its life.
    pub fn add(&mut self, mut machine: Machine, troubles: &[Trouble]) -> usize {
        let index = self.machines.len();
        for trouble in troubles {
            match trouble {
                Trouble::OtherGpu(gpu) => machine.gpu.clone_from(gpu),
                Trouble::VanishesAfterSeconds(seconds) => {
                    let at = self.after(*seconds);
                    self.at(at, Event::End(index, End::Vanished));
                }
                Trouble::OfflineAfterSeconds(seconds) => {
                    let at = self.after(*seconds);
                    self.at(at, Event::Offline(index));
                }
                _ => {}
            }
        }
        self.machines.push(machine);
        index
    }

    /// Plans when a machine will answer on SSH, if ever.
    pub fn boot(&mut self, machine: usize, troubles: &[Trouble]) {
        if !troubles.iter().any(|trouble| matches!(trouble, Trouble::Stuck | Trouble::CannotStart)) {
            let at = self.after(self.boot_seconds);
            self.at(at, Event::Ready(machine));
        }
    }

    fn ready(&mut self, machine: usize) {
        if !self.machines[machine].is_live() {
            return;
        }
        match self.machines[machine].network {
            Network::Vast => vast::ready(self, machine),
            Network::Akash => self.machines[machine].ready_at = Some(self.now),
            Network::Ionet => ionet::ready(self, machine),
            Network::Render => render::ready(self, machine),
        }
    }

    /// Sets when a machine ends by itself.
    pub fn set_own_end(&mut self, machine: usize, at: Timestamp, by: End) {
        self.machines[machine].own_end = Some((at, by));
        self.at(at, Event::OwnEnd(machine));
    }

    /// Ends a machine.
    pub fn end(&mut self, machine: usize, by: End) {
        let now = self.now;
        self.machines[machine].end(now, by);
    }

    /// Whether a machine answers on SSH now.
    pub fn answers_on_ssh(&self, machine: usize) -> bool {
        let Machine { network, ready_at, .. } = self.machines[machine];
        let is_ready = self.machines[machine].is_live() && ready_at.is_some();
        is_ready && (network != Network::Vast || vast::is_running(self, machine))
    }

    /// Whether a machine was told of a public key, given by its middle part.
    pub fn lets_in(&self, machine: usize, key: &str) -> bool {
        self.machines[machine].request.contains(key) || vast::attached_keys(self, machine).contains(key)
    }

    /// Rents something as another user of the same account would; the market stays as it is.
    pub fn rent_elsewhere(&mut self, network: Network, label: &str) {
        let (target, body) = match network {
            Network::Vast => {
                let ask = vast::Ask { is_gone: true, ..self.vast.asks[0].clone() };
                let number = 5_000_000 + self.number();
                self.vast.asks.push(vast::Ask { id: number, machine_id: number, gpu_ids: vec![number], ..ask });
                (format!("/api/v0/asks/{number}/"), json!({"image": "ubuntu:24.04", "label": label}))
            }
            Network::Akash => ("/v1/deployments".to_owned(), akash::fine_request(label)),
            Network::Ionet => ("/enterprise/v1/io-cloud/vmaas/deploy".to_owned(), ionet::fine_request(label, 24)),
            Network::Render => ("/v1/jobs".to_owned(), render::fine_request(label)),
        };
        let method = if network == Network::Vast { "PUT" } else { "POST" };
        let request = Request { method: method.to_owned(), target, headers: Vec::new(), body: body.to_string() };
        let before = self.machines.len();
        drop(self.echo(network, &request));
        assert_eq!(self.machines.len(), before + 1, "a market without anything to rent");
        "elsewhere".clone_into(&mut self.machines[before].offer);
    }

    /// A network's machines with their numbers.
    pub fn of(&self, network: Network) -> impl Iterator<Item = (usize, &Machine)> {
        self.machines.iter().enumerate().filter(move |(_, machine)| machine.network == network)
    }

    /// The number of a machine by the network's name for it.
    pub fn find(&self, network: Network, id: &str) -> Option<usize> {
        self.of(network).find(|(_, machine)| machine.id == id).map(|(index, _)| index)
    }

    /// Answers a call, with the faults that wait for one.
    pub fn call(&mut self, network: Network, request: &Request) -> (Answer, Operation) {
        let operation = network.operation(request);
        let fault = self.faults.take(network, |fault| match fault {
            Fault::Call { on, applied, reply } if *on == operation => Some((*applied, reply.clone())),
            _ => None,
        });
        let (applied, reply) = fault.unwrap_or((Applied::Now, Reply::Real));
        let right = match applied {
            Applied::Now => self.route(network, request),
            Applied::Never => self.clone().route(network, request),
            Applied::AfterSeconds(seconds) => {
                let at = self.after(seconds);
                self.at(at, Event::Call(network, request.clone()));
                self.clone().route(network, request)
            }
            Applied::Twice => {
                let right = self.route(network, request);
                drop(self.echo(network, request));
                right
            }
        };
        (reply.instead_of(right, network), operation)
    }

    fn echo(&mut self, network: Network, request: &Request) -> Answer {
        self.is_echo = true;
        let answer = self.route(network, request);
        self.is_echo = false;
        answer
    }

    fn route(&mut self, network: Network, request: &Request) -> Answer {
        match network {
            Network::Vast => vast::answer(self, request),
            Network::Akash => akash::answer(self, request),
            Network::Ionet => ionet::answer(self, request),
            Network::Render => render::answer(self, request),
        }
    }
}
