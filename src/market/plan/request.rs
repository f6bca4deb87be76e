//! What is asked of a plan.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::candidate::{Candidate, Link};
use super::exact::Model;
use super::quantity::{Fraction, Seconds, Share, Throughput, Work};
use crate::market::catalogue::Selection;
use crate::units::{Rate, Usdc};

/// Most GPUs, and most machines, that a limit can name.
pub const MAX_LIMIT: u32 = 10_000;
/// Longest list of models or providers.
const MAX_NAMES: usize = 1000;
const _: () = assert!(MAX_LIMIT <= Model::MAX_GPUS as u32 && MAX_LIMIT <= Model::MAX_MACHINES as u32);

/// What the cluster is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// A job of known size.
    Work {
        /// How much there is to do.
        work: Work,
        /// When it must be done.
        deadline: Option<Seconds>,
    },
    /// A throughput to be had.
    Throughput {
        /// How much.
        throughput: Throughput,
        /// For how long, where costs are to be added up.
        duration: Option<Seconds>,
    },
}

impl Demand {
    /// The least throughput that meets it: work / deadline, rounded up.
    #[must_use]
    pub fn needed(&self) -> Throughput {
        match *self {
            Self::Work { work, deadline: Some(deadline) } => work.needed_within(deadline),
            Self::Work { deadline: None, .. } => Throughput::default(),
            Self::Throughput { throughput, .. } => throughput,
        }
    }

    /// How long a cluster is kept that is kept until the end.
    #[must_use]
    pub const fn duration(&self) -> Option<Seconds> {
        match *self {
            Self::Work { deadline: duration, .. } | Self::Throughput { duration, .. } => duration,
        }
    }

    /// The work, where it has a size.
    #[must_use]
    pub const fn work(&self) -> Option<Work> {
        match *self {
            Self::Work { work, .. } => Some(work),
            Self::Throughput { .. } => None,
        }
    }
}

/// What the best plan has the least of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// Money.
    #[default]
    LeastCost,
    /// Time: the most throughput the limits and the budget allow, and that at the least price.
    LeastTime,
}

/// For how long the machines are paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// Until the deadline, done or not.
    #[default]
    UntilDeadline,
    /// Until the work is done.
    UntilDone,
}

/// A limit on GPUs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GpuLimit {
    /// No more than this.
    AtMost(u32),
    /// Neither more nor fewer.
    Exactly(u32),
}

impl GpuLimit {
    /// The number.
    #[must_use]
    pub const fn count(self) -> u32 {
        match self {
            Self::AtMost(count) | Self::Exactly(count) => count,
        }
    }
}

/// What all members must have in common. Where it is unknown of an offer, it is in common with no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Same {
    /// The network.
    Provider,
    /// The region, as the provider names it.
    Region,
    /// The country.
    Country,
    /// The physical machine.
    Machine,
    /// The GPU model.
    Model,
}

/// The most that may be spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Budget {
    /// In all.
    Total(Usdc),
    /// Per hour.
    PerHour(Rate),
}

/// What a plan must keep to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Limits {
    /// Least memory of each GPU, in GiB.
    pub min_vram_gib: Option<u32>,
    /// How many GPUs.
    pub gpus: Option<GpuLimit>,
    /// Most physical machines.
    pub max_machines: Option<u32>,
    /// Least reliability of each member.
    pub min_reliability: Option<Share>,
    /// Least probability that all members keep running: the product of their reliabilities.
    pub min_survival: Option<Share>,
    /// What all members must share.
    pub same: Option<Same>,
    /// The GPUs allowed; all when empty.
    pub models: Vec<Selection>,
    /// Networks not to be used.
    pub excluded_providers: Vec<String>,
    /// The most to spend.
    pub budget: Option<Budget>,
}

/// How much of the throughput is left when GPUs work together.
///
/// Inside a machine a member keeps `nvlink` or `pcie` of its throughput once the plan uses more than one GPU of that
/// machine, rounded down to 0.1 TFLOPS; a plan over several machines keeps `across` of the sum of its members. The
/// defaults are cautious guesses for training without a fast network between machines; work that needs no exchange
/// (rendering, batch inference) loses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Efficiency {
    /// GPUs of one machine with a fabric between them. Default 1.
    pub nvlink: Fraction,
    /// GPUs of one machine on PCI Express. Default 0.9.
    pub pcie: Fraction,
    /// Several machines. Default 0.7.
    pub across: Fraction,
}

impl Efficiency {
    /// Nothing is lost anywhere.
    pub const PERFECT: Self = Self { nvlink: Fraction::ONE, pcie: Fraction::ONE, across: Fraction::ONE };

    /// What is left inside a machine.
    #[must_use]
    pub const fn inside(&self, link: Link) -> Fraction {
        match link {
            Link::NvLink => self.nvlink,
            Link::Pcie => self.pcie,
        }
    }
}

impl Default for Efficiency {
    fn default() -> Self {
        let fraction = |thousandths| Fraction::from_thousandths(thousandths).unwrap_or(Fraction::ONE);
        Self { nvlink: Fraction::ONE, pcie: fraction(900), across: fraction(700) }
    }
}

/// Everything asked of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// What the cluster is for.
    pub demand: Demand,
    /// What to have the least of.
    pub objective: Objective,
    /// For how long the machines are paid.
    pub billing: Billing,
    /// What to keep to.
    pub limits: Limits,
    /// What is lost when GPUs work together.
    pub efficiency: Efficiency,
}

/// Why a request makes no sense, whatever the market.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Nothing is asked for.
    #[error("the throughput or work asked for must be greater than zero")]
    NothingAsked,
    /// A limit of nothing.
    #[error("{0} must be greater than zero")]
    ZeroLimit(&'static str),
    /// A limit beyond what is planned with.
    #[error("{what} may be at most {most}")]
    LimitTooLarge {
        /// What is limited.
        what: &'static str,
        /// The largest limit.
        most: u32,
    },
    /// Too many names in a list.
    #[error("more than {MAX_NAMES} {0}")]
    TooManyNames(&'static str),
    /// The least cost until a deadline, without one.
    #[error("work that is paid for until a deadline needs a deadline")]
    NoDeadline,
    /// Paying until something is done that has no end.
    #[error("to pay until the work is done, the amount of work must be known")]
    NoWork,
    /// A total budget with nothing to add up to.
    #[error("a total budget needs a duration to add up costs over; give a budget per hour")]
    NoDuration,
    /// A budget per hour for a plan of the least cost until done.
    #[error(
        "a plan of the least cost until done may be dear per hour: give the budget in all, or pay until the deadline"
    )]
    BudgetPerHour,
    /// The most throughput, without a limit.
    #[error("the least time needs a limit: a budget, or a number of GPUs or machines")]
    Unlimited,
}

impl Request {
    /// Checks what no market can make right.
    pub fn validate(&self) -> Result<(), RequestError> {
        let nothing = match self.demand {
            Demand::Work { work, .. } => work == Work::default(),
            Demand::Throughput { throughput, .. } => throughput == Throughput::default(),
        };
        if nothing {
            return Err(RequestError::NothingAsked);
        }
        self.limits.validate()?;
        let until_done = self.billing == Billing::UntilDone;
        if until_done && self.demand.work().is_none() {
            return Err(RequestError::NoWork);
        }
        if !until_done && self.demand.duration().is_none() {
            if matches!(self.demand, Demand::Work { .. }) {
                return Err(RequestError::NoDeadline);
            }
            if matches!(self.limits.budget, Some(Budget::Total(_))) {
                return Err(RequestError::NoDuration);
            }
        }
        let Limits { budget, gpus, max_machines, .. } = &self.limits;
        if until_done && self.objective == Objective::LeastCost && matches!(budget, Some(Budget::PerHour(_))) {
            return Err(RequestError::BudgetPerHour);
        }
        if self.objective == Objective::LeastTime && budget.is_none() && gpus.is_none() && max_machines.is_none() {
            return Err(RequestError::Unlimited);
        }
        Ok(())
    }
}

impl Limits {
    fn validate(&self) -> Result<(), RequestError> {
        let counts = [
            ("the memory per GPU", self.min_vram_gib, u32::MAX),
            ("the number of GPUs", self.gpus.map(GpuLimit::count), MAX_LIMIT),
            ("the number of machines", self.max_machines, MAX_LIMIT),
        ];
        for (what, count, most) in counts {
            match count {
                Some(0) => return Err(RequestError::ZeroLimit(what)),
                Some(count) if count > most => return Err(RequestError::LimitTooLarge { what, most }),
                _ => {}
            }
        }
        let spendable = match self.budget {
            Some(Budget::Total(total)) => total.micros(),
            Some(Budget::PerHour(rate)) => rate.micros(),
            None => 1,
        };
        if spendable <= 0 {
            return Err(RequestError::ZeroLimit("the budget"));
        }
        for (what, names) in [("models", self.models.len()), ("providers", self.excluded_providers.len())] {
            if names > MAX_NAMES {
                return Err(RequestError::TooManyNames(what));
            }
        }
        Ok(())
    }

    /// Why a candidate cannot be in any plan, if it cannot.
    #[must_use]
    pub fn exclusion(&self, candidate: &Candidate) -> Option<Exclusion> {
        let is_below = |least: Option<Share>| match (least, candidate.reliability) {
            (Some(least), Some(reliability)) => reliability.share < least,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let too_risky = self.min_survival.is_some_and(|survival| {
            candidate.reliability.is_none_or(|reliability| reliability.risk > survival.risk_limit())
        });
        if self.excluded_providers.iter().any(|provider| provider == candidate.provider) {
            Some(Exclusion::Provider)
        } else if !self.models.is_empty()
            && !self.models.iter().any(|wanted| wanted.fits(candidate.model, candidate.form_factor, candidate.vram_gib))
        {
            Some(Exclusion::Model)
        } else if self.min_vram_gib.is_some_and(|least| candidate.vram_gib.is_none_or(|vram| vram < least)) {
            Some(Exclusion::Vram)
        } else if self.gpus.is_some_and(|limit| candidate.gpus > limit.count()) {
            Some(Exclusion::Gpus)
        } else if is_below(self.min_reliability) {
            Some(Exclusion::Reliability)
        } else if too_risky {
            Some(Exclusion::Survival)
        } else {
            None
        }
    }
}

/// Which limit keeps a candidate out of every plan. The first that does counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Its network is not to be used.
    Provider,
    /// Its model is not allowed.
    Model,
    /// Its GPUs have too little memory, or it is not known how much.
    Vram,
    /// It has more GPUs than the plan may have.
    Gpus,
    /// It is not reliable enough, or it is not known how reliable it is.
    Reliability,
    /// It alone is riskier than all members together may be.
    Survival,
}
