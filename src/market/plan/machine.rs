//! The ways to use a physical machine.
//!
//! Marketplaces list one machine as several overlapping slices (1×, 2×, 4×, 8×). Their combinations that fit the
//! machine are worked out here, once; a plan then takes at most one *use* of each machine, and that no GPU is used
//! twice needs no further care.

use std::collections::HashMap;

use super::PlanError;
use super::candidate::Candidate;
use super::request::Efficiency;

/// Uses of one machine that are kept at most, of those none is better than another in every respect. Slices of one
/// real machine differ in size only, which leaves about one use per GPU.
const MAX_USES: usize = 4096;

/// Units of all candidates together at most.
const MAX_SLICES: usize = 1 << 21;

/// One way to use a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Use {
    /// Indices of candidates, ascending; one that has several units may be there several times.
    pub members: Vec<usize>,
    /// Micro-USD per hour.
    pub price: i64,
    /// Effective throughput in tenths of a TFLOPS, as a machine of its own.
    pub throughput: i64,
    /// GPUs used.
    pub gpus: u32,
    /// Joint risk of the members.
    pub risk: u64,
    /// What `throughput` will be once a second GPU joins.
    linked: i64,
}

/// What a member contributes: its throughput alone on its machine, or next to other GPUs.
pub(super) fn member_throughput(candidate: &Candidate, efficiency: Efficiency, alone: bool) -> i64 {
    let kept = if alone { 1000 } else { efficiency.inside(candidate.link).thousandths() };
    (candidate.throughput.tenths() * kept / 1000).cast_signed()
}

/// Groups candidates by machine and works out the uses of each, in the order of their first candidates.
///
/// `order` holds the indices of the candidates to use; `max_gpus` limits the GPUs of a use, and `max_risk` its risk.
pub(super) fn machines(
    candidates: &[Candidate],
    order: &[usize],
    efficiency: Efficiency,
    max_gpus: u32,
    max_risk: Option<u32>,
) -> Result<Vec<Vec<Use>>, PlanError> {
    let mut slots: HashMap<(&str, &str), usize> = HashMap::with_capacity(order.len());
    let mut machines: Vec<Vec<usize>> = Vec::new();
    let mut slices = 0;
    for &index in order {
        let candidate = &candidates[index];
        let copies = candidate.units.min(max_gpus / candidate.gpus.max(1)) as usize;
        slices += copies;
        if slices > MAX_SLICES {
            return Err(PlanError::TooLarge);
        }
        if let Some(machine) = candidate.machine {
            let slot = *slots.entry((candidate.provider, machine)).or_insert_with(|| {
                machines.push(Vec::new());
                machines.len() - 1
            });
            machines[slot].extend(std::iter::repeat_n(index, copies));
        } else {
            machines.extend(std::iter::repeat_n(vec![index], copies));
        }
    }
    machines.iter().map(|slices| uses(candidates, slices, efficiency, max_gpus, max_risk)).collect()
}

fn uses(
    candidates: &[Candidate],
    slices: &[usize],
    efficiency: Efficiency,
    max_gpus: u32,
    max_risk: Option<u32>,
) -> Result<Vec<Use>, PlanError> {
    let capacity = |candidate: &Candidate| {
        if candidate.machine.is_some() { candidate.machine_gpus.max(candidate.gpus) } else { candidate.gpus }
    };
    // Slices of one machine that disagree about its size: the larger is what somebody has seen.
    let capacity = slices.iter().map(|&index| capacity(&candidates[index])).max().unwrap_or(0).min(max_gpus);
    let mut uses: Vec<Use> = Vec::new();
    for &index in slices {
        let slice = single(index, &candidates[index], efficiency, max_risk.is_some());
        let joint = uses.iter().map(|other| joined(other, &slice));
        let fitting = |used: &Use| used.gpus <= capacity && max_risk.is_none_or(|most| used.risk <= u64::from(most));
        let mut more: Vec<Use> = joint.filter(fitting).collect();
        more.extend(Some(slice).filter(fitting));
        if !more.is_empty() {
            uses.extend(more);
            drop_worse(&mut uses);
        }
        if uses.len() > MAX_USES {
            return Err(PlanError::TooManyUses(candidates[index].id.to_owned()));
        }
    }
    Ok(uses)
}

fn single(index: usize, candidate: &Candidate, efficiency: Efficiency, with_risk: bool) -> Use {
    let risk = candidate.reliability.filter(|_| with_risk).map_or(0, |reliability| reliability.risk);
    Use {
        members: vec![index],
        price: candidate.price.micros(),
        throughput: member_throughput(candidate, efficiency, candidate.gpus == 1),
        gpus: candidate.gpus,
        risk: u64::from(risk),
        linked: member_throughput(candidate, efficiency, false),
    }
}

fn joined(a: &Use, b: &Use) -> Use {
    let linked = a.linked + b.linked;
    Use {
        members: a.members.iter().chain(&b.members).copied().collect(),
        price: a.price.saturating_add(b.price),
        throughput: linked,
        gpus: a.gpus + b.gpus,
        risk: a.risk + b.risk,
        linked,
    }
}

/// Drops uses that another with as many GPUs equals or beats in every respect.
fn drop_worse(uses: &mut Vec<Use>) {
    uses.sort_by(|a, b| (a.gpus, a.price, b.linked, a.risk).cmp(&(b.gpus, b.price, a.linked, b.risk)));
    let mut kept: Vec<Use> = Vec::with_capacity(uses.len());
    for used in uses.drain(..) {
        let worse =
            kept.iter().rev().take_while(|other| other.gpus == used.gpus).any(|other| {
                other.throughput >= used.throughput && other.linked >= used.linked && other.risk <= used.risk
            });
        if !worse {
            kept.push(used);
        }
    }
    *uses = kept;
}

#[cfg(test)]
mod tests {
    use super::super::candidate::Link;
    use super::super::quantity::{Fraction, Throughput};
    use super::*;
    use crate::units::Rate;

    fn slice(id: &str, gpus: u32, price: i64) -> Candidate<'_> {
        Candidate {
            id,
            provider: "vast",
            region: None,
            country: None,
            machine: Some("m1"),
            machine_gpus: 4,
            model: "RTX 4090",
            form_factor: None,
            vram_gib: Some(24),
            link: Link::Pcie,
            gpus,
            units: 1,
            price: Rate::from_micros(price),
            throughput: Throughput::from_tenths(u64::from(gpus) * 1000),
            reliability: None,
        }
    }

    fn shown(uses: &[Use]) -> Vec<(Vec<usize>, u32, i64, i64)> {
        uses.iter().map(|used| (used.members.clone(), used.gpus, used.price, used.throughput)).collect()
    }

    #[test]
    fn overlapping_slices_combine_up_to_the_size_of_the_machine() {
        let slices = [slice("a", 1, 10), slice("b", 2, 25), slice("c", 4, 35)];
        let machines = machines(&slices, &[0, 1, 2], Efficiency::PERFECT, 8, None).unwrap();
        let expected =
            vec![(vec![0], 1, 10, 1000), (vec![1], 2, 25, 2000), (vec![0, 1], 3, 35, 3000), (vec![2], 4, 35, 4000)];
        assert_eq!(machines.iter().map(|uses| shown(uses)).collect::<Vec<_>>(), vec![expected]);
    }

    #[test]
    fn a_second_gpu_costs_all_members_what_the_link_costs() {
        let efficiency = Efficiency { pcie: Fraction::from_thousandths(900).unwrap(), ..Efficiency::PERFECT };
        let slices = [slice("a", 1, 10), slice("b", 1, 20)];
        let machines = machines(&slices, &[0, 1], efficiency, 8, None).unwrap();
        assert_eq!(shown(&machines[0]), vec![(vec![0], 1, 10, 1000), (vec![0, 1], 2, 30, 1800)]);
    }

    #[test]
    fn units_without_a_machine_are_machines_of_their_own() {
        let candidate = Candidate { machine: None, units: 3, ..slice("a", 2, 10) };
        let machines = machines(&[candidate], &[0], Efficiency::PERFECT, 5, None).unwrap();
        assert_eq!(machines.len(), 2, "a third would exceed the five GPUs");
    }
}
