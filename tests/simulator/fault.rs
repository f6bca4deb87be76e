//! What can go wrong, and when it does.

use std::time::Duration;

use serde::Deserialize;

use super::{Network, wire};
use crate::server::Answer;

/// What a call is for, whatever the network calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// What there is to rent.
    Market,
    /// What it would cost.
    Price,
    /// Rent: Vast ask, Akash deployment, io.net deploy, Dispersed job.
    Create,
    /// Akash: who would take the deployment.
    Bids,
    /// Akash: take a bid.
    Lease,
    /// One machine.
    Get,
    /// Where to reach one: io.net's virtual machines, Dispersed's job runs.
    Address,
    /// All machines.
    List,
    /// Give one back.
    Destroy,
    /// Keep one longer.
    Extend,
    /// Stop, start or rename one.
    Change,
    /// What one printed.
    Logs,
    /// Keys, balance and the like.
    Account,
    /// Anything else.
    Other,
}

/// Something that goes wrong once, or as often as it was injected.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A call has another effect or another answer than it should.
    Call { on: Operation, applied: Applied, reply: Reply },
    /// The next create is refused in one of the network's own ways.
    Refused(Refusal),
    /// The next machine has something wrong with it.
    Machine(Trouble),
    /// A list says nothing of any machine, but is otherwise fine.
    EmptyList,
    /// A list ends after its first page, or half of it, and says that there is no more.
    CutList,
    /// A list does not know of machines younger than this.
    ListLagsSeconds(i64),
    /// Akash: a list shows each deployment with its neighbour's leases.
    LeasesMixedUp,
    /// Akash: nobody bids for the next deployment.
    NoBids,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applied {
    /// What it asks for, at once.
    Now,
    /// What it asks for, so many seconds later.
    AfterSeconds(i64),
    /// What it asks for, and then the same again.
    Twice,
    /// Nothing.
    Never,
}

/// What is answered to a call.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// What the network says when all is well.
    Real,
    /// Nothing: the connection is cut after the request was read.
    Lost,
    /// Nothing, for so many milliseconds of real time; then the connection is cut.
    HangsMilliseconds(u64),
    /// This status with the network's own words.
    Status(u16),
    /// 429, with this header `Retry-After`.
    TooMany { retry_after: Option<String> },
    /// A proxy's page in HTML with this status.
    Html(u16),
    /// 200 and no body.
    Empty,
    /// 200 and half of the JSON.
    HalfJson,
    /// The true length is announced, and the connection is cut after half of it.
    CutShort,
    /// This status and text.
    Text(u16, String),
}

/// A create that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Vast.ai: `no_such_ask` as seen in the wild, with status 400.
    NoSuchAskWild,
    /// Vast.ai: `no_such_ask` as documented, with status 404.
    NoSuchAsk,
    /// Vast.ai: `no_such_ask` of an ask that was there a moment ago, with status 410.
    AskGone,
    /// Vast.ai: 200 with `success: false`, and yet a stopped instance that bills its disk.
    Orphan,
    /// The account is empty.
    NoMoney,
    /// Akash, when a bid is taken: it is no longer open.
    BidClosed,
    /// Akash, when a bid is taken: the order is matched or closed.
    OrderClosed,
    /// Akash, when a bid is taken: the provider does not answer and there is no lease.
    ProviderUnreachable,
    /// Akash, when a bid is taken: there is a lease, which costs money, but the provider did not get the manifest.
    ManifestLost,
}

/// Something wrong with a machine.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// It never gets further than loading.
    Stuck,
    /// It cannot be started, and the network says so.
    CannotStart,
    /// It is gone so many seconds after it was created, and bills no more.
    VanishesAfterSeconds(i64),
    /// Its host loses contact so many seconds after it was created; it stays on the list.
    OfflineAfterSeconds(i64),
    /// Another GPU is inside than was sold.
    OtherGpu(String),
    /// It costs so many percent more than was offered.
    DearerPercent(i64),
    /// Its address is this text.
    Host(String),
    /// It runs but nobody says where.
    NoAddress,
}

/// How many percent dearer a machine is that has these troubles.
pub fn dearer_percent(troubles: &[Trouble]) -> i64 {
    let percent = |trouble: &Trouble| if let Trouble::DearerPercent(percent) = trouble { *percent } else { 0 };
    troubles.iter().map(percent).sum()
}

/// The faults that wait for their turn.
#[derive(Clone, Debug, Default)]
pub struct Faults(Vec<(Network, Fault, u32)>);

impl Faults {
    /// Adds one that happens a number of times.
    pub fn add(&mut self, network: Network, fault: Fault, times: u32) {
        self.0.push((network, fault, times));
    }

    /// Forgets a network's.
    pub fn clear(&mut self, network: Network) {
        self.0.retain(|(of, _, _)| *of != network);
    }

    /// Takes the first of a network that a function knows.
    pub fn take<T>(&mut self, network: Network, known: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let (index, found) = self
            .0
            .iter()
            .enumerate()
            .filter(|(_, (of, _, times))| *of == network && *times > 0)
            .find_map(|(index, (_, fault, _))| known(fault).map(|found| (index, found)))?;
        let times = &mut self.0[index].2;
        // What was injected for ever stays.
        *times -= u32::from(*times != u32::MAX);
        Some(found)
    }

    /// Takes a fault if it is the next one's of a network.
    pub fn happens(&mut self, network: Network, wanted: &Fault) -> bool {
        self.take(network, |fault| (fault == wanted).then_some(())).is_some()
    }

    /// Takes what is wrong with the next machine of a network: at most one of each trouble.
    pub fn troubles(&mut self, network: Network) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        for (of, fault, times) in &mut self.0 {
            if let Fault::Machine(trouble) = fault
                && *of == network
                && *times > 0
                && !troubles.contains(trouble)
            {
                troubles.push(trouble.clone());
                *times -= u32::from(*times != u32::MAX);
            }
        }
        troubles
    }

    /// Takes the refusal of a network's next create.
    pub fn refusal(&mut self, network: Network, known: &[Refusal]) -> Option<Refusal> {
        self.take(network, |fault| match fault {
            Fault::Refused(refusal) if known.contains(refusal) => Some(*refusal),
            _ => None,
        })
    }
}

impl Reply {
    /// The answer that is sent where this one would be right.
    pub fn instead_of(self, right: Answer, network: Network) -> Answer {
        let body = match &right {
            Answer::Full(_, _, body) => body.clone(),
            _ => Vec::new(),
        };
        match self {
            Self::Real => right,
            Self::Lost => Answer::Silence(Duration::ZERO),
            Self::HangsMilliseconds(wait) => Answer::Silence(Duration::from_millis(wait)),
            Self::Status(status) => wire::failure(network, status),
            Self::TooMany { retry_after } => wire::too_many(network, retry_after.as_deref()),
            Self::Html(status) => wire::html(status),
            Self::Empty => Answer::status(200, ""),
            Self::HalfJson => Answer::json(String::from_utf8_lossy(&body[..body.len() / 2]).into_owned()),
            Self::CutShort => {
                let half = body.len() / 2;
                Answer::Truncated(body, half)
            }
            Self::Text(status, text) => Answer::status(status, &text),
        }
    }
}
