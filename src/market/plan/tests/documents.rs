use super::*;
use crate::market::history;
use crate::market::offer::PriceKind;
use crate::market::row::OfferRow;

fn offer(id: &str, machine: Option<&str>, gpus: u32, price: &str) -> OfferRow {
    OfferRow {
        id: format!("vast:{id}"),
        provider: "vast".to_owned(),
        external_id: id.to_owned(),
        machine_id: machine.map(str::to_owned),
        vendor: None,
        model: "RTX 4090".to_owned(),
        form_factor: Some("PCIe".to_owned()),
        gpu_count: gpus,
        vram_gib: Some(24),
        units: 1,
        available: true,
        kind: PriceKind::OnDemand,
        price_per_hour: price.parse().unwrap(),
        price_per_gpu_hour: price.parse().unwrap(),
        all_in_per_hour: Some(price.parse().unwrap()),
        region: None,
        country: Some("IS".to_owned()),
        reliability: Some(0.99),
        verified: true,
        start_failures: 0,
        gscore: None,
        tflops_fp16: Some(165.2),
        cpu_cores: None,
        ram_gib: None,
        disk_gib: None,
        net_down_mbps: None,
        net_up_mbps: None,
        cuda: None,
        storage_price_per_gib_month: None,
        egress_price_per_gib: None,
        min_hours: 0,
        observed_at: "2026-10-01T12:00:00Z".parse().unwrap(),
        age_s: 0,
        stale: false,
    }
}

/// Offers as planning needs them.
fn listings(offers: &[OfferRow]) -> Vec<Listing<'_>> {
    offers.iter().map(Listing::from).collect()
}

fn pool<'a>(listings: &'a [Listing<'a>]) -> Pool<'a> {
    Pool::new(listings, &[history::Billing::OnDemand], None, |offer| offer.tflops_fp16)
}

/// The offers of an answer's members.
fn members_of(answer: &Answer, pool: &Pool, offers: &[OfferRow]) -> Vec<OfferRow> {
    let members = answer.plan.iter().flat_map(|plan| &plan.members);
    let id = |member: &Member| pool.candidates[member.candidate].id;
    members.map(|member| offers.iter().find(|offer| offer.id == id(member)).unwrap().clone()).collect()
}

fn hours(hours: u32) -> Seconds {
    Seconds::from_hours(hours).unwrap()
}

/// 4,000 TFLOP-hours in ten hours: 400 TFLOPS, three GPUs of 165.2.
fn job() -> Request {
    request(Demand::Work { work: Work::from_tenths(40_000), deadline: Some(hours(10)) })
}

fn document(request: &Request, offers: &[OfferRow]) -> PlanDocument {
    let listings = listings(offers);
    let pool = pool(&listings);
    let answer = plan(request, &pool.candidates, PATIENT).unwrap();
    check(request, &pool.candidates, &answer);
    PlanDocument::new(request, &pool, &answer, &members_of(&answer, &pool, offers))
}

fn market() -> Vec<OfferRow> {
    vec![
        offer("1", Some("m1"), 1, "0.30"),
        offer("2", Some("m1"), 2, "0.62"),
        offer("3", Some("m2"), 2, "0.70"),
        offer("4", None, 1, "0.333333"),
    ]
}

#[test]
fn a_document_says_who_does_what_for_how_much() {
    let document = document(&job(), &market());
    let ids: Vec<&str> = document.members.iter().map(|member| member.offer.id.as_str()).collect();
    assert_eq!(ids, ["vast:2", "vast:4"], "not 1 and 2, which share two GPUs");
    let totals = document.totals.unwrap();
    assert_eq!(totals.price_per_hour.to_string(), "0.953333");
    assert_eq!(totals.cost.unwrap().to_string(), "9.53333");
    assert_eq!((totals.tflops.to_string(), totals.tflops_slack.to_string()), ("495.6".to_owned(), "95.6".to_owned()));
    // 4,000 / 495.6 hours, rounded up to the second.
    assert_eq!((totals.done_s.unwrap().get(), totals.slack_s), (29_056, Some(36_000 - 29_056)));
    let shares: Vec<u64> = document.members.iter().map(|member| member.share_tflop_hours.unwrap().tenths()).collect();
    assert_eq!(shares, [26_667, 13_333], "in proportion to throughput");
    let contributions: Vec<u64> = document.members.iter().map(|member| member.contribution_ppm).collect();
    assert_eq!(contributions, [666_667, 333_333]);
    let costs: Vec<String> = document.members.iter().map(|member| member.cost.unwrap().to_string()).collect();
    assert_eq!(costs, ["6.20", "3.33333"]);
    assert_eq!(document.proof.status, Status::Optimal);
    assert_eq!(document.proof.value.unwrap().to_string(), "0.953333");
    assert_eq!(document.proof.bound, document.proof.value);
    assert_eq!(document.market_at, Some("2026-10-01T12:00:00Z".parse().unwrap()));
}

#[test]
fn paid_until_done_the_cost_is_that_of_the_time_it_takes() {
    let mut job = job();
    job.billing = Billing::UntilDone;
    let totals = document(&job, &market()).totals.unwrap();
    assert_eq!(totals.paid_s, totals.done_s);
    assert_eq!(totals.cost.unwrap().to_string(), "7.694375");
}

#[test]
fn a_document_survives_json_unchanged() {
    let market = market();
    let mut document = document(&job(), &market);
    let listings = listings(&market);
    let pool = pool(&listings);
    let answer = plan(&job(), &pool.candidates, PATIENT).unwrap();
    document.explanation = Some(explain(&job(), &pool.candidates, &answer, PATIENT).unwrap());
    let json = serde_json::to_string(&document).unwrap();
    assert_eq!(serde_json::from_str::<PlanDocument>(&json).unwrap(), document);
    let schema = schemars::schema_for!(PlanDocument);
    assert!(schema.as_object().unwrap().contains_key("properties"));
}

#[test]
fn parts_of_a_document_add_up_exactly() {
    let mut random = Random(7);
    for _ in 0..100 {
        let prices: Vec<String> = (0..12).map(|_| format!("0.{:06}", random.between(100_000, 999_999))).collect();
        let offers: Vec<OfferRow> = prices.iter().enumerate().map(|(i, p)| offer(&i.to_string(), None, 1, p)).collect();
        let work = Work::from_tenths(random.between(1, 100_000));
        let job = request(Demand::Work { work, deadline: Some(hours(10)) });
        let document = document(&job, &offers);
        let sum = |of: &dyn Fn(&PlanMember) -> u64| document.members.iter().map(of).sum::<u64>();
        assert_eq!(sum(&|member| member.contribution_ppm), 1_000_000);
        assert_eq!(sum(&|member| member.share_tflop_hours.unwrap().tenths()), work.tenths());
        let cost = document.totals.as_ref().unwrap().cost.unwrap().micros().unsigned_abs();
        assert_eq!(sum(&|member| member.cost.unwrap().micros().unsigned_abs()), cost);
    }
}

#[test]
fn offers_that_cannot_be_rented_or_priced_are_counted_not_used() {
    let usable = offer("1", None, 1, "0.30");
    let offers = [
        usable.clone(),
        OfferRow { available: false, ..offer("2", None, 1, "0.30") },
        OfferRow { kind: PriceKind::Indicative, ..offer("3", None, 1, "0.30") },
        OfferRow { all_in_per_hour: None, ..offer("4", None, 1, "0.30") },
        OfferRow { tflops_fp16: None, ..offer("5", None, 1, "0.30") },
        OfferRow { tflops_fp16: Some(f64::NAN), ..offer("6", None, 1, "0.30") },
        OfferRow { kind: PriceKind::Interruptible, ..offer("7", None, 1, "0.10") },
    ];
    let listings = listings(&offers);
    let pool = pool(&listings);
    let ids: Vec<&str> = pool.candidates.iter().map(|candidate| candidate.id).collect();
    assert_eq!(ids, [usable.id.as_str()]);
    let counts: Vec<usize> = pool.unusable.values().copied().collect();
    assert_eq!(counts, [1, 1, 1, 1, 2]);
}

#[test]
fn hours_paid_for_at_least_make_short_rentals_dearer() {
    let offers = [OfferRow { min_hours: 3, ..offer("1", None, 1, "1.00") }];
    let listings = listings(&offers);
    let kinds = [history::Billing::OnDemand];
    let price =
        |duration| Pool::new(&listings, &kinds, duration, |offer| offer.tflops_fp16).candidates[0].price.to_string();
    assert_eq!(price(Some(hours(2))), "1.50");
    assert_eq!(price(Some(hours(3))), "1.00");
    assert_eq!(price(None), "1.00");
}

#[test]
fn a_plan_is_priced_again_by_id_or_by_machine() {
    let planned = document(&job(), &market());
    let today = |change: &dyn Fn(&mut Vec<OfferRow>), slippage_ppm| {
        let mut offers = market();
        change(&mut offers);
        reprice(&planned, &pool(&listings(&offers)), slippage_ppm)
    };
    let same = today(&|_| {}, 0);
    assert_eq!((same.acceptable, same.change_ppm), (true, Some(0)));

    let dearer: &dyn Fn(&mut Vec<OfferRow>) = &|offers| offers[1].all_in_per_hour = Some("0.72".parse().unwrap());
    assert_eq!(today(dearer, 104_894).change_ppm, Some(104_896), "rounded up");
    assert!(!today(dearer, 104_894).acceptable);
    assert!(today(dearer, 104_896).acceptable);

    let renamed = today(&|offers| offers[1].id = "vast:9".to_owned(), 0);
    assert_eq!((renamed.acceptable, renamed.members[0].found_as.as_deref()), (true, Some("vast:9")));

    let gone = today(&|offers| offers.truncate(1), 1_000_000);
    assert_eq!((gone.acceptable, gone.price_per_hour, gone.members[0].found_as.clone()), (false, None, None));

    let replaced = today(&|offers| offers[3].model = "RTX 3090".to_owned(), 0);
    assert!(!replaced.acceptable, "another GPU under the same id");
}

#[test]
fn limits_that_cost_money_are_named_with_what_they_cost() {
    let offers = market();
    let listings = listings(&offers);
    let pool = pool(&listings);
    let mut job = job();
    job.limits.max_machines = Some(2);
    job.limits.gpus = Some(GpuLimit::AtMost(3));
    job.limits.same = Some(Same::Provider);
    let answer = plan(&job, &pool.candidates, PATIENT).unwrap();
    let explanation = explain(&job, &pool.candidates, &answer, PATIENT).unwrap();
    assert!(explanation.complete);
    let relaxation = |constraint| explanation.relaxations.iter().find(|r| r.constraint == constraint).unwrap();
    assert!(!relaxation(Constraint::Same).is_binding(), "there is only one provider");
    assert!(!relaxation(Constraint::Gpus).is_binding());
    let more_time = relaxation(Constraint::Throughput);
    assert_eq!(more_time.relaxed.as_deref(), Some("363.7 TFLOPS"));
    assert!(!more_time.is_binding(), "still three GPUs");
    let next = explanation.next_best.unwrap();
    assert_eq!((next.without.as_str(), next.members), ("vast:2", vec!["vast:1".to_owned(), "vast:3".to_owned()]));
    assert_eq!(next.totals.price_per_hour.to_string(), "1.00");
    assert_eq!(next.worse_ppm, 48_952);
}

#[test]
fn without_a_plan_the_smallest_repair_comes_first() {
    let offers = market();
    let listings = listings(&offers);
    let pool = pool(&listings);
    let mut job = job();
    job.limits.gpus = Some(GpuLimit::AtMost(2));
    job.limits.min_vram_gib = Some(24);
    let answer = plan(&job, &pool.candidates, PATIENT).unwrap();
    assert_eq!(answer.status, Status::Infeasible);
    let explanation = explain(&job, &pool.candidates, &answer, PATIENT).unwrap();
    let repairs: Vec<_> =
        explanation.relaxations.iter().map(|r| (r.constraint, r.relaxed.as_deref(), r.change_ppm)).collect();
    let expected = [
        (Constraint::Throughput, Some("330.4 TFLOPS"), Some(174_000)),
        (Constraint::Gpus, Some("at most 3 GPUs"), Some(500_000)),
    ];
    assert_eq!(repairs, expected, "less memory would not help");

    job.limits = Limits { min_vram_gib: Some(80), ..Limits::default() };
    let answer = plan(&job, &pool.candidates, PATIENT).unwrap();
    assert_eq!((answer.status, answer.excluded[&Exclusion::Vram]), (Status::Infeasible, 4));
    let explanation = explain(&job, &pool.candidates, &answer, PATIENT).unwrap();
    let repairs: Vec<_> = explanation.relaxations.iter().map(|r| (r.constraint, r.relaxed.as_deref())).collect();
    assert_eq!(repairs, [(Constraint::Vram, Some("24 GiB"))], "the largest there is");
}

#[test]
fn every_single_limit_can_be_repaired_by_the_least_change() {
    let offers = market();
    let listings = listings(&offers);
    let pool = pool(&listings);
    let repaired = |limits: Limits, constraint: Constraint| {
        let job = Request { limits, ..job() };
        let answer = plan(&job, &pool.candidates, PATIENT).unwrap();
        assert_eq!(answer.status, Status::Infeasible);
        let explanation = explain(&job, &pool.candidates, &answer, PATIENT).unwrap();
        explanation.relaxations.iter().find(|r| r.constraint == constraint).unwrap().relaxed.clone()
    };
    let total = |text: &str| Some(Budget::Total(text.parse().unwrap()));
    let none = Limits::default();
    let share = |value: f64| Some(Share::try_from(value).unwrap());
    assert_eq!(
        repaired(Limits { budget: total("9.50"), ..none.clone() }, Constraint::Budget).as_deref(),
        Some("9.53333 USD")
    );
    assert_eq!(
        repaired(Limits { max_machines: Some(1), ..none.clone() }, Constraint::Machines).as_deref(),
        Some("at most 2 machines")
    );
    assert_eq!(
        repaired(Limits { min_reliability: share(0.995), ..none.clone() }, Constraint::Reliability).as_deref(),
        Some("0.99")
    );
    assert_eq!(
        repaired(Limits { min_survival: share(0.99), ..none.clone() }, Constraint::Survival).as_deref(),
        Some("0.9801"),
        "two members of 0.99"
    );
    assert_eq!(repaired(Limits { same: Some(Same::Machine), ..none.clone() }, Constraint::Same), None);
    assert_eq!(repaired(Limits { models: vec![gpu_model("H100")], ..none.clone() }, Constraint::Models), None);
    assert_eq!(repaired(Limits { excluded_providers: vec!["vast".to_owned()], ..none }, Constraint::Providers), None);
}

#[test]
fn the_front_trades_money_for_time() {
    let offers = market();
    let listings = listings(&offers);
    let pool = pool(&listings);
    let mut job = job();
    for billing in [Billing::UntilDeadline, Billing::UntilDone] {
        job.billing = billing;
        let front = front(&job, &pool.candidates, 8, PATIENT).unwrap();
        let points: Vec<(u64, i64)> = front
            .iter()
            .map(|point| {
                let asked = Request { demand: point.demand, ..job.clone() };
                assert_eq!(point.answer.status, Status::Optimal);
                check(&asked, &pool.candidates, &point.answer);
                let totals = Totals::new(&asked, point.answer.plan.as_ref().unwrap());
                (totals.paid_s.unwrap().get(), totals.cost.unwrap().micros())
            })
            .collect();
        assert!(points.len() > 1, "{points:?}");
        assert!(points.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1), "{points:?}");
        // The fastest: all five GPUs that are not the same two.
        assert_eq!(points[0].0, 17_434);
    }
}
