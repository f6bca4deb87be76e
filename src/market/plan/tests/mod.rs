//! Tests of whole answers: against recorded optima, brute force and a general solver. Every answer is re-checked by
//! [`check`], which shares no code with the planner.

mod brute_force;
mod documents;
mod general_solver;
mod laws;
mod recorded;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::market::catalogue::Selection;
use crate::units::{Rate, Usdc};

/// Never stops.
const PATIENT: &dyn Fn() -> bool = &|| false;

/// A stop that says true from the `n`-th time it is asked.
fn after(n: u32) -> impl Fn() -> bool {
    let left = Cell::new(n);
    move || {
        left.set(left.get().saturating_sub(1));
        left.get() == 0
    }
}

fn candidate(id: &str) -> Candidate<'_> {
    Candidate {
        id,
        provider: "vast",
        region: None,
        country: None,
        machine: None,
        machine_gpus: 0,
        model: "RTX 4090",
        form_factor: None,
        vram_gib: Some(24),
        link: Link::Pcie,
        gpus: 1,
        units: 1,
        price: Rate::from_micros(1_000_000),
        throughput: Throughput::from_tenths(1000),
        reliability: None,
    }
}

fn request(demand: Demand) -> Request {
    Request {
        demand,
        objective: Objective::LeastCost,
        billing: Billing::UntilDeadline,
        limits: Limits::default(),
        efficiency: Efficiency::PERFECT,
    }
}

fn gpu_model(model: &str) -> Selection {
    Selection { model: model.to_owned(), form_factor: None, vram_gib: None }
}

fn throughput(tenths: u64) -> Demand {
    Demand::Throughput { throughput: Throughput::from_tenths(tenths), duration: None }
}

/// What a choice of candidates amounts to, worked out from the rules alone. `taken` holds candidate indices, one for
/// each unit. `None` if it breaks a limit.
fn amounts_to(request: &Request, candidates: &[Candidate], taken: &[usize]) -> Option<Amounts> {
    let limits = &request.limits;
    let members: Vec<&Candidate> = taken.iter().map(|&index| &candidates[index]).collect();
    let gpus: u32 = members.iter().map(|member| member.gpus).sum();
    // A member without a machine has one of its own.
    let machine_of: Vec<(&str, String)> = members
        .iter()
        .enumerate()
        .map(|(i, member)| (member.provider, member.machine.map_or(format!("#{i}"), str::to_owned)))
        .collect();
    let mut gpus_on: BTreeMap<&(&str, String), u32> = BTreeMap::new();
    for (member, machine) in members.iter().zip(&machine_of) {
        *gpus_on.entry(machine).or_default() += member.gpus;
    }
    let ok_gpus = match limits.gpus {
        None => true,
        Some(GpuLimit::AtMost(most)) => gpus <= most,
        Some(GpuLimit::Exactly(count)) => gpus == count,
    };
    let fits = members.iter().zip(&machine_of).all(|(member, machine)| {
        let siblings = candidates.iter().filter(|c| c.provider == member.provider && c.machine == member.machine);
        let capacity = siblings.map(|c| c.machine_gpus.max(c.gpus)).max().unwrap_or(0);
        member.machine.is_none() || gpus_on[machine] <= capacity
    });
    let each = members.iter().all(|member| {
        limits.min_vram_gib.is_none_or(|least| member.vram_gib.is_some_and(|vram| vram >= least))
            && limits.min_reliability.is_none_or(|least| member.reliability.is_some_and(|r| r.share >= least))
            && (limits.models.is_empty() || limits.models.iter().any(|wanted| wanted.model == member.model))
            && !limits.excluded_providers.iter().any(|provider| provider == member.provider)
    });
    let survives = limits.min_survival.is_none_or(|least| {
        let risks: Option<u64> = members.iter().map(|m| m.reliability.map(|r| u64::from(r.risk))).sum();
        risks.is_some_and(|risk| risk <= u64::from(least.risk_limit()))
    });
    let in_common = |of: &dyn Fn(usize) -> Option<String>| {
        members.len() == 1
            || (0..members.len()).all(|i| of(i).is_some())
                && (0..members.len()).map(of).collect::<BTreeSet<_>>().len() == 1
    };
    let same = match limits.same {
        None => true,
        Some(Same::Provider) => in_common(&|i| Some(members[i].provider.to_owned())),
        Some(Same::Region) => in_common(&|i| members[i].region.map(str::to_owned)),
        Some(Same::Country) => in_common(&|i| members[i].country.map(str::to_owned)),
        Some(Same::Model) => in_common(&|i| Some(members[i].model.to_owned())),
        Some(Same::Machine) => gpus_on.len() == 1,
    };
    let machines = gpus_on.len();
    let few_machines = limits.max_machines.is_none_or(|most| machines <= most as usize);
    if !(ok_gpus && fits && each && survives && same && few_machines) {
        return None;
    }
    let throughput: u64 = members
        .iter()
        .zip(&machine_of)
        .map(|(member, machine)| {
            let kept = match (gpus_on[machine], member.link) {
                (1, _) => Fraction::ONE,
                (_, Link::NvLink) => request.efficiency.nvlink,
                (_, Link::Pcie) => request.efficiency.pcie,
            };
            member.throughput.tenths() * kept.thousandths() / 1000
        })
        .sum();
    let kept = if machines > 1 { request.efficiency.across.thousandths() } else { 1000 };
    let amounts = Amounts {
        price: members.iter().map(|member| member.price.micros()).sum(),
        speed: i128::from(throughput) * i128::from(kept),
    };
    let enough = amounts.speed >= i128::from(request.demand.needed().tenths().max(1)) * 1000;
    (enough && amounts.is_affordable(request)).then_some(amounts)
}

/// Micro-USD per hour, and thousandths of tenths of a TFLOPS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Amounts {
    price: i64,
    speed: i128,
}

impl Amounts {
    fn is_affordable(&self, request: &Request) -> bool {
        let price = i128::from(self.price);
        match (request.limits.budget, request.billing) {
            (None, _) => true,
            (Some(Budget::PerHour(rate)), _) => price <= i128::from(rate.micros()),
            (Some(Budget::Total(total)), Billing::UntilDeadline) => {
                price * i128::from(request.demand.duration().unwrap().get()) <= i128::from(total.micros()) * 3600
            }
            (Some(Budget::Total(total)), Billing::UntilDone) => {
                let work = i128::from(request.demand.work().unwrap().tenths());
                price * work * 1000 <= i128::from(total.micros()) * self.speed
            }
        }
    }

    /// The objective as a fraction; smaller is better.
    fn objective(&self, request: &Request) -> (i128, i128) {
        match (request.objective, request.billing) {
            (Objective::LeastTime, _) => (-self.speed, 1),
            (Objective::LeastCost, Billing::UntilDeadline) => (self.price.into(), 1),
            (Objective::LeastCost, Billing::UntilDone) => (i128::from(self.price) * 1000, self.speed),
        }
    }
}

fn less(a: (i128, i128), b: (i128, i128)) -> bool {
    a.0 * b.1 < b.0 * a.1
}

/// Re-checks an answer: its plan keeps every limit, its figures are those of its members, and its status fits.
fn check(request: &Request, candidates: &[Candidate], answer: &Answer) -> Option<Amounts> {
    assert_eq!(answer.eligible + answer.excluded.values().sum::<usize>(), candidates.len());
    let Some(plan) = &answer.plan else {
        assert!(matches!(answer.status, Status::Infeasible | Status::Unknown), "{answer:?}");
        return None;
    };
    let taken: Vec<usize> = plan.members.iter().map(|member| member.candidate).collect();
    assert!(!taken.is_empty());
    for &index in &taken {
        assert!(taken.iter().filter(|&&other| other == index).count() <= candidates[index].units as usize);
    }
    let amounts = amounts_to(request, candidates, &taken);
    let amounts = amounts.unwrap_or_else(|| panic!("the plan breaks a limit: {plan:?} for {request:?}"));
    assert_eq!(plan.price, amounts.price);
    assert_eq!(i128::from(plan.throughput) * i128::from(plan.kept), amounts.speed);
    assert_eq!(plan.members.iter().map(|member| member.throughput).sum::<i64>(), plan.throughput);
    assert_eq!(plan.gpus, taken.iter().map(|&index| candidates[index].gpus).sum::<u32>());
    let (value, bound) = (answer.value.unwrap(), answer.bound.unwrap());
    assert_eq!(value, Value::new(amounts.objective(request).0, amounts.objective(request).1));
    assert!(bound <= value, "{answer:?}");
    match answer.status {
        Status::Optimal => assert_eq!((bound, answer.gap_ppm()), (value, Some(0))),
        Status::Feasible => assert!(bound < value && answer.gap_ppm() > Some(0)),
        Status::Infeasible | Status::Unknown => panic!("{answer:?}"),
    }
    Some(amounts)
}

/// A small random number generator (SplitMix64), so that every run tests the same.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// The id of the `n`-th candidate.
fn id(n: usize) -> &'static str {
    Box::leak(format!("{n:02}").into_boxed_str())
}

/// A random market of `count` candidates, with shared machines, ties, and unknown figures.
fn random_market(random: &mut Random, count: usize) -> Vec<Candidate<'static>> {
    const GPUS: [(&str, u32, u64, u64); 5] = [
        ("H100", 80, 9890, 2000),
        ("A100", 80, 3120, 1000),
        ("A100", 40, 3120, 750),
        ("4090", 24, 1652, 350),
        ("3090", 24, 710, 180),
    ];
    let grid = random.pick(&[1, 1000, 50_000]);
    let mut market = Vec::new();
    while market.len() < count {
        let (model, vram, tenths, price) = random.pick(&GPUS);
        let size = u32::try_from(random.pick(&[1, 1, 2, 4, 8])).unwrap();
        let machine = random.chance(60).then(|| id(market.len()));
        let provider = random.pick(&["vast", "akash", "ionet"]);
        let place = random.chance(85).then(|| random.pick(&["US", "DE", "IS"]));
        let share = random.between(900_000, 1_000_000) as f64 / 1e6;
        let reliability = random.chance(85).then(|| Reliability::try_from(share).unwrap());
        let dear = random.between(60, 180);
        for _ in 0..if machine.is_some() { random.between(1, 4) } else { 1 } {
            let gpus = u32::try_from(random.between(1, size.into())).unwrap();
            let micros = (u64::from(gpus) * price * dear * 10 * random.between(95, 105) / 100).next_multiple_of(grid);
            if market.len() < count {
                market.push(Candidate {
                    id: id(market.len()),
                    provider,
                    region: place,
                    country: place,
                    machine,
                    machine_gpus: size,
                    model,
                    form_factor: None,
                    vram_gib: random.chance(95).then_some(vram),
                    link: random.pick(&[Link::NvLink, Link::Pcie]),
                    gpus,
                    units: if random.chance(10) { 2 } else { 1 },
                    price: Rate::from_micros(micros.cast_signed()),
                    throughput: Throughput::from_tenths(u64::from(gpus) * tenths),
                    reliability,
                });
            }
        }
    }
    market
}

/// A random request that some plans of up to `gpus` GPUs may meet, with any mix of limits and objectives.
fn random_request(random: &mut Random, gpus: u64) -> Request {
    let needed = random.between(1, gpus * 2000);
    let hours = u32::try_from(random.between(1, 100)).unwrap();
    let time = Seconds::from_hours(hours).unwrap();
    let work = Work::from_tenths(needed * u64::from(hours));
    let objective = random.pick(&[Objective::LeastCost, Objective::LeastCost, Objective::LeastTime]);
    let billing = random.pick(&[Billing::UntilDeadline, Billing::UntilDone]);
    let share =
        |low: u32, random: &mut Random| Share::try_from(random.between(low.into(), 999_999) as f64 / 1e6).unwrap();
    let count = u32::try_from(random.between(gpus / 3, gpus)).unwrap();
    let per_hour = Rate::from_micros(random.between(gpus * 200_000, gpus * 2_500_000).cast_signed());
    let total = Usdc::from_micros(per_hour.micros() * i64::from(hours));
    let per_hour_makes_sense = (objective, billing) != (Objective::LeastCost, Billing::UntilDone);
    let budget = random.chance(30).then(|| {
        if per_hour_makes_sense && random.chance(50) { Budget::PerHour(per_hour) } else { Budget::Total(total) }
    });
    let efficiency = |random: &mut Random| Fraction::from_thousandths(random.pick(&[1000, 900, 777, 500])).unwrap();
    let limits = Limits {
        min_vram_gib: random.chance(20).then(|| random.pick(&[24, 40, 80])),
        gpus: match random.below(10) {
            0 => Some(GpuLimit::Exactly(count / 2)),
            1..=5 => Some(GpuLimit::AtMost(count)),
            _ => None,
        },
        max_machines: random.chance(30).then(|| u32::try_from(random.between(1, 4)).unwrap()),
        min_reliability: random.chance(12).then(|| share(900_000, random)),
        min_survival: random.chance(35).then(|| share(500_000, random)),
        same: random
            .chance(30)
            .then(|| random.pick(&[Same::Provider, Same::Region, Same::Country, Same::Machine, Same::Model])),
        models: if random.chance(15) { ["A100", "4090"].map(gpu_model).to_vec() } else { Vec::new() },
        excluded_providers: if random.chance(15) { vec!["akash".to_owned()] } else { Vec::new() },
        budget,
    };
    let mut request = Request {
        demand: Demand::Work { work, deadline: Some(time) },
        objective,
        billing,
        limits,
        efficiency: Efficiency { nvlink: Fraction::ONE, pcie: efficiency(random), across: efficiency(random) },
    };
    if request.validate() == Err(RequestError::Unlimited) {
        request.limits.gpus = Some(GpuLimit::AtMost(count));
    }
    request
}
