//! Thirty planning instances over three recorded markets, with optima that two other solvers have proven.
//!
//! They are not part of the package: they are read from the folder that `GP4U_SHARED_DIR` names, or from `../shared`.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::*;

/// One row of a recorded market.
struct Row {
    id: String,
    machine: String,
    machine_gpus: u32,
    provider: String,
    country: String,
    model: String,
    gpus: u32,
    vram_gib: u32,
    price: i64,
    tenths: u64,
    share: f64,
    risk: u32,
}

/// Where the instances are; `None`, with the reason printed, where they need not be.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("GP4U_SHARED_DIR").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let folder = shared.join("market/plan");
    if folder.is_dir() {
        return Some(folder);
    }
    let missing = format!("no recorded instances in {}", folder.display());
    assert!(std::env::var("GP4U_REQUIRE_SHARED").as_deref() != Ok("1"), "{missing}");
    eprintln!("skipped: {missing}");
    None
}

fn rows(path: PathBuf) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |record: csv::StringRecord| Row {
        id: format!("{:>5}", &record[0]),
        machine: record[1].to_owned(),
        machine_gpus: record[2].parse().unwrap(),
        provider: record[3].to_owned(),
        country: record[4].to_owned(),
        model: record[5].to_owned(),
        gpus: record[6].parse().unwrap(),
        vram_gib: record[7].parse().unwrap(),
        // In 1e-4 USD there.
        price: record[8].parse::<i64>().unwrap() * 100,
        tenths: record[9].parse().unwrap(),
        share: record[10].parse::<f64>().unwrap() / 1e6,
        risk: record[11].parse().unwrap(),
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn candidates(rows: &[Row], by_machine: bool) -> Vec<Candidate<'_>> {
    let candidate = |row: &'_ Row| Candidate {
        id: "",
        provider: "",
        region: None,
        country: None,
        machine: None,
        machine_gpus: row.machine_gpus,
        model: "",
        form_factor: None,
        vram_gib: Some(row.vram_gib),
        link: Link::NvLink,
        gpus: row.gpus,
        units: 1,
        price: Rate::from_micros(row.price),
        throughput: Throughput::from_tenths(row.tenths),
        reliability: Some(Reliability { share: Share::try_from(row.share).unwrap(), risk: row.risk }),
    };
    rows.iter()
        .map(|row| Candidate {
            id: &row.id,
            provider: &row.provider,
            country: Some(&row.country),
            model: &row.model,
            machine: by_machine.then_some(row.machine.as_str()),
            ..candidate(row)
        })
        .collect()
}

/// The request that an instance describes, for one of its targets.
fn request_of(instance: &Json, target: Option<&Json>) -> Request {
    let number = |key: &str| instance[key].as_u64();
    let count = |key: &str| number(key).map(|n| u32::try_from(n).unwrap());
    let variant = instance["variant"].as_str().unwrap();
    let needed = target.and_then(Json::as_u64).or(number("target")).unwrap_or(1);
    let mut request = request(throughput(needed));
    request.limits.min_vram_gib = count("min_vram");
    request.limits.gpus = count("max_gpus").map(GpuLimit::AtMost);
    request.limits.min_reliability = number("min_rel").map(|ppm| Share::try_from(ppm as f64 / 1e6).unwrap());
    match variant {
        "same_region" => request.limits.same = Some(Same::Country),
        "same_provider" => request.limits.same = Some(Same::Provider),
        "exact_model" => {
            request.limits.same = Some(Same::Model);
            request.limits.gpus = count("exact_gpus").map(GpuLimit::Exactly);
        }
        "survival" => {
            let most = count("max_nlr").unwrap();
            let survival = Share::try_from((survival_of(most.into()) * 1e4).round() / 1e4).unwrap();
            assert_eq!(survival.risk_limit(), most);
            request.limits.min_survival = Some(survival);
        }
        "budget" => {
            request.objective = Objective::LeastTime;
            let micros = number("budget").unwrap().cast_signed() * 100;
            request.limits.budget = Some(Budget::PerHour(Rate::from_micros(micros)));
        }
        "pay_until_done" => {
            request.billing = Billing::UntilDone;
            let hours = count("deadline_h").unwrap();
            let deadline = Some(Seconds::from_hours(hours).unwrap());
            request.demand = Demand::Work { work: Work::from_tenths(needed * u64::from(hours)), deadline };
        }
        _ => {}
    }
    assert_eq!(request.validate(), Ok(()));
    request
}

/// The recorded optimum as an objective.
fn optimum(variant: &str, objective: &Json) -> (i128, i128) {
    let number = |json: &Json| i128::from(json.as_i64().unwrap());
    match variant {
        "budget" => (-number(objective) * 1000, 1),
        "pay_until_done" => (number(&objective[0]) * 100, number(&objective[1])),
        _ => (number(objective) * 100, 1),
    }
}

#[test]
fn recorded_instances_reach_their_proven_optima() {
    let Some(folder) = folder() else { return };
    let read =
        |name: &str| -> Json { serde_json::from_str(&std::fs::read_to_string(folder.join(name)).unwrap()).unwrap() };
    let optima = read("optima.json");
    let mut count = 0;
    for (name, recorded) in optima.as_object().unwrap() {
        let instance = read(&format!("{name}.json"));
        let variant = instance["variant"].as_str().unwrap();
        let (pool, _) = name.split_once('-').unwrap();
        let rows = rows(folder.join(format!("{pool}.csv")));
        let market = candidates(&rows, instance["machine_cap"] == true);
        let several = instance["targets"].as_array();
        let targets: Vec<Option<&Json>> = several.map_or(vec![None], |targets| targets.iter().map(Some).collect());
        for (i, target) in targets.iter().enumerate() {
            let request = request_of(&instance, *target);
            let answer = plan(&request, &market, PATIENT).unwrap();
            assert_eq!(answer.status, Status::Optimal, "{name}");
            let too_risky = answer.excluded.get(&Exclusion::Survival).copied().unwrap_or_default();
            assert_eq!((answer.eligible + too_risky) as u64, recorded["eligible"].as_u64().unwrap(), "{name}");
            let amounts = check(&request, &market, &answer).unwrap();
            let objective = amounts.objective(&request);
            let best =
                optimum(variant, if several.is_some() { &recorded["objective"][i] } else { &recorded["objective"] });
            assert!(!less(objective, best) && !less(best, objective), "{name}: {objective:?} is not {best:?}");
        }
        count += 1;
    }
    assert_eq!(count, 30);
}
