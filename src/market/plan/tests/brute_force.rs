use super::*;

/// Units in a small market at most: all their subsets are tried.
const MAX_UNITS: usize = 11;
const INSTANCES: u64 = 2000;

/// Every subset of the units.
fn best_by_force(request: &Request, candidates: &[Candidate]) -> Option<(i128, i128)> {
    let units: Vec<usize> =
        candidates.iter().enumerate().flat_map(|(i, c)| std::iter::repeat_n(i, c.units as usize)).collect();
    let subset = |bits: usize| units.iter().enumerate().filter(move |(i, _)| bits >> i & 1 == 1).map(|(_, &unit)| unit);
    let mut best = None;
    for bits in 1..1_usize << units.len() {
        let taken: Vec<usize> = subset(bits).collect();
        if let Some(amounts) = amounts_to(request, candidates, &taken) {
            let objective = amounts.objective(request);
            if best.is_none_or(|best| less(objective, best)) {
                best = Some(objective);
            }
        }
    }
    best
}

fn small_market(random: &mut Random) -> Vec<Candidate<'static>> {
    let count = usize::try_from(random.between(2, 10)).unwrap();
    let mut market = random_market(random, count);
    while market.iter().map(|candidate| candidate.units as usize).sum::<usize>() > MAX_UNITS {
        market.pop();
    }
    market
}

#[test]
fn small_markets_are_solved_as_well_as_by_trying_everything() {
    let mut random = Random(1);
    let (mut feasible, mut infeasible) = (0, 0);
    for instance in 0..INSTANCES {
        let market = small_market(&mut random);
        let request = random_request(&mut random, 16);
        let answer = plan(&request, &market, PATIENT).unwrap();
        let found = check(&request, &market, &answer).map(|amounts| amounts.objective(&request));
        let best = best_by_force(&request, &market);
        assert!(matches!(answer.status, Status::Optimal | Status::Infeasible), "instance {instance}: {answer:?}");
        match (found, best) {
            (None, None) => infeasible += 1,
            (Some(found), Some(best)) if !less(best, found) => feasible += 1,
            _ => panic!("instance {instance}: {found:?} instead of {best:?}\n{request:#?}\n{market:#?}"),
        }
    }
    assert!(feasible > INSTANCES / 3 && infeasible > INSTANCES / 10, "{feasible} feasible, {infeasible} infeasible");
}
