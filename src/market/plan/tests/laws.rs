use super::*;

/// Markets of these sizes keep a run of many cases short.
const CASES: u64 = 150;

fn random_case(random: &mut Random) -> (Vec<Candidate<'static>>, Request) {
    let count = usize::try_from(random.between(5, 40)).unwrap();
    (random_market(random, count), random_request(random, 40))
}

/// The value of the best plan; `None` if there is none.
fn best(request: &Request, market: &[Candidate]) -> Option<Value> {
    let answer = plan(request, market, PATIENT).unwrap();
    check(request, market, &answer);
    answer.value
}

fn is_no_worse(after: Option<Value>, before: Option<Value>) -> bool {
    before.is_none_or(|before| after.is_some_and(|after| after <= before))
}

#[test]
fn the_order_of_offers_changes_nothing() {
    let mut random = Random(3);
    for _ in 0..CASES {
        let (mut market, request) = random_case(&mut random);
        let members = |market: &[Candidate]| -> Option<Vec<String>> {
            let plan = plan(&request, market, PATIENT).unwrap().plan?;
            Some(plan.members.iter().map(|member| market[member.candidate].id.to_owned()).collect())
        };
        let before = members(&market);
        for i in (1..market.len()).rev() {
            market.swap(i, usize::try_from(random.below(i as u64 + 1)).unwrap());
        }
        assert_eq!(members(&market), before, "{request:#?}");
    }
}

#[test]
fn one_more_offer_never_makes_a_plan_worse() {
    let mut random = Random(4);
    for _ in 0..CASES {
        let (mut market, request) = random_case(&mut random);
        // A slice with a machine may be what makes its machine known to be larger, which only helps.
        let with = best(&request, &market);
        market.remove(usize::try_from(random.below(market.len() as u64)).unwrap());
        let without = best(&request, &market);
        assert!(is_no_worse(with, without), "{request:#?}");
    }
}

#[test]
fn loosening_a_limit_never_makes_a_plan_worse() {
    let mut random = Random(5);
    for _ in 0..CASES {
        let (market, request) = random_case(&mut random);
        let before = best(&request, &market);
        let mut looser = request.clone();
        let limits = &mut looser.limits;
        match random.below(9) {
            0 => limits.min_vram_gib = None,
            1 => limits.gpus = limits.gpus.map(|gpus| GpuLimit::AtMost(gpus.count() + 1)),
            2 => limits.max_machines = limits.max_machines.map(|count| count + 1),
            3 => limits.min_reliability = None,
            4 => limits.min_survival = limits.min_survival.and_then(|share| Share::from_ppm(share.ppm() / 2)),
            5 => limits.same = None,
            6 => limits.models.clear(),
            7 => limits.excluded_providers.clear(),
            _ => looser.efficiency = Efficiency::PERFECT,
        }
        assert!(is_no_worse(best(&looser, &market), before), "{request:#?}\n{looser:#?}");
    }
}

#[test]
fn stopped_early_the_bound_is_honest() {
    let mut random = Random(6);
    let mut feasible = 0;
    for case in 0..CASES {
        let (market, request) = random_case(&mut random);
        let stop = after(u32::try_from(case % 12 + 1).unwrap());
        let early = plan(&request, &market, &stop).unwrap();
        check(&request, &market, &early);
        let best = best(&request, &market);
        match early.status {
            Status::Optimal => assert_eq!(early.value, best),
            Status::Infeasible => assert_eq!(best, None),
            Status::Feasible => {
                feasible += 1;
                assert!(early.bound <= best && best <= early.value, "{early:?} but {best:?}\n{request:#?}");
            }
            Status::Unknown => assert!(best.is_none() || early.bound <= best, "{early:?} but {best:?}"),
        }
    }
    assert!(feasible > 5, "{feasible} stopped with a plan");
}

#[test]
fn the_fastest_plan_is_the_cheapest_of_the_fastest() {
    let market = [
        Candidate { price: Rate::from_micros(3), ..candidate("a") },
        Candidate { price: Rate::from_micros(2), ..candidate("b") },
        Candidate { price: Rate::from_micros(5), ..candidate("c") },
    ];
    let mut fastest = request(throughput(1));
    fastest.objective = Objective::LeastTime;
    fastest.limits.gpus = Some(GpuLimit::AtMost(2));
    fastest.limits.budget = Some(Budget::PerHour(Rate::from_micros(9)));
    let answer = plan(&fastest, &market, PATIENT).unwrap();
    let plan = answer.plan.unwrap();
    assert_eq!((plan.price, plan.throughput), (5, 2000));
}

#[test]
fn losses_across_machines_can_make_one_machine_the_better_plan() {
    let market = [
        Candidate {
            gpus: 2,
            throughput: Throughput::from_tenths(2000),
            price: Rate::from_micros(90),
            ..candidate("big")
        },
        Candidate { price: Rate::from_micros(40), ..candidate("one") },
        Candidate { price: Rate::from_micros(40), ..candidate("two") },
    ];
    let mut request = request(throughput(1600));
    let price = |request: &Request| plan(request, &market, PATIENT).unwrap().plan.unwrap().price;
    assert_eq!(price(&request), 80, "nothing lost: two small ones are cheaper");
    request.efficiency.across = Fraction::from_thousandths(700).unwrap();
    assert_eq!(price(&request), 90, "two small ones would only do 140 TFLOPS");
    request.efficiency.pcie = Fraction::from_thousandths(700).unwrap();
    assert_eq!(price(&request), 130, "the big one alone does 140 too; with a small one, 168");
}

#[test]
fn nonsense_is_refused_with_the_reason() {
    let market = [candidate("a")];
    let refused = |request: Request| plan(&request, &market, PATIENT).unwrap_err().to_string();
    assert!(refused(request(throughput(0))).contains("greater than zero"));
    let mut no_gpus = request(throughput(1));
    no_gpus.limits.gpus = Some(GpuLimit::AtMost(0));
    assert!(refused(no_gpus).contains("the number of GPUs must be greater than zero"));
    let mut all = request(throughput(1));
    all.objective = Objective::LeastTime;
    assert!(refused(all).contains("needs a limit"));
    let work = Demand::Work { work: Work::from_tenths(10), deadline: None };
    assert!(refused(request(work)).contains("needs a deadline"));
    let twice = plan(&request(throughput(1)), &[candidate("a"), candidate("a")], PATIENT).unwrap_err();
    assert_eq!(twice, PlanError::DuplicateId("a".to_owned()));
}

#[test]
fn numbers_too_large_to_be_exact_are_refused_not_rounded() {
    let dear = |micros: i64| [Candidate { price: Rate::from_micros(micros), ..candidate("a") }];
    let refused = |request: &Request, market: &[Candidate]| plan(request, market, PATIENT).unwrap_err();
    let bad = PlanError::BadCandidate("a".to_owned());
    assert_eq!(refused(&request(throughput(1)), &dear(i64::MAX)), bad);
    assert_eq!(refused(&request(throughput(1)), &dear(-1)), bad);

    let work = "999999999999.9".parse().unwrap();
    let mut huge = request(Demand::Work { work, deadline: None });
    huge.objective = Objective::LeastTime;
    huge.billing = Billing::UntilDone;
    huge.limits.budget = Some(Budget::Total(Usdc::from_micros(i64::MAX)));
    assert_eq!(refused(&huge, &dear(999_999_999_999)), PlanError::TooLarge);
}
