//! How long planning takes over generated markets, by variant and number of eligible offers: the planner alone, and
//! `gp4u cluster plan` as a whole process over a stored market.
//!
//! `cargo bench --bench plan` times each variant; every sample is a different target, and for the planner alone a
//! different market, all from fixed seeds. At the end it tells how many plans of the planner were not proven optimal
//! within the time limit, and their widest gap. `benches/highs.py` compares with another solver.

#![allow(
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "a benchmark of its own making"
)]

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use divan::{Bencher, black_box};
use gp4u::market::offer::{Gpu, Offer, PriceKind};
use gp4u::market::plan::{
    Answer, Billing, Budget, Candidate, Demand, Efficiency, GpuLimit, Limits, Link, Objective, Reliability, Request,
    Same, Seconds, Share, Status, Throughput, Work, plan,
};
use gp4u::store::{Store, StoredOffer};
use gp4u::units::Rate;
use jiff::Timestamp;
use tempfile::TempDir;

#[expect(clippy::print_stderr, reason = "a benchmark reports what it saw")]
fn main() {
    divan::main();
    for (name, Proofs { plans, unproven, widest_gap_ppm }) in &*PROOFS.lock().expect("nothing panics while it is held")
    {
        eprintln!("{name}: {unproven} of {plans} not proven, widest gap {:.3} %", *widest_gap_ppm as f64 / 1e4);
    }
}

#[derive(Default)]
struct Proofs {
    plans: u32,
    unproven: u32,
    widest_gap_ppm: u64,
}

/// By variant and number of offers.
static PROOFS: Mutex<BTreeMap<String, Proofs>> = Mutex::new(BTreeMap::new());

/// As long as the command line gives a plan.
const TIME_LIMIT: Duration = Duration::from_secs(2);

/// Model, GiB, tenths of a TFLOPS, typical micro-USD per hour.
const GPUS: [(&str, u32, u64, u64); 16] = [
    ("B200", 180, 22_500, 4_500_000),
    ("H200", 141, 9_890, 2_600_000),
    ("H100 SXM", 80, 9_890, 2_000_000),
    ("H100 PCIe", 80, 7_560, 1_700_000),
    ("A100 80", 80, 3_120, 1_000_000),
    ("A100 40", 40, 3_120, 750_000),
    ("L40S", 48, 3_620, 700_000),
    ("RTX A6000", 48, 1_548, 450_000),
    ("A40", 48, 1_497, 400_000),
    ("RTX 5090", 32, 2_095, 500_000),
    ("RTX 4090", 24, 1_652, 350_000),
    ("RTX 3090", 24, 710, 180_000),
    ("L4", 24, 1_210, 400_000),
    ("RTX A5000", 24, 1_110, 220_000),
    ("RTX 4080", 16, 975, 200_000),
    ("RTX 3080", 10, 595, 100_000),
];

/// SplitMix64.
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

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The names that a market's candidates borrow.
struct Names(Vec<String>);

impl Names {
    fn new(count: usize) -> Self {
        Self((0..count).map(|i| format!("{i:07}")).collect())
    }
}

/// A market of `names.0.len()` offers: machines of 1 to 8 GPUs, each listed whole and half of the time in halves too,
/// at prices to the micro that scatter around the model's.
fn market<'a>(names: &'a Names, random: &mut Random) -> Vec<Candidate<'a>> {
    const PROVIDERS: [&str; 4] = ["akash", "ionet", "render", "vast"];
    const COUNTRIES: [&str; 10] = ["CA", "DE", "FR", "GB", "IS", "JP", "NO", "PL", "SE", "US"];
    let mut offers: Vec<Candidate> = Vec::with_capacity(names.0.len());
    while offers.len() < names.0.len() {
        let (model, vram, tenths, price) = GPUS[random.below(GPUS.len() as u64) as usize];
        let whole = [1, 1, 2, 4, 8, 8][random.below(6) as usize];
        let scatter = 0.6 + 1.2 * random.unit() * random.unit() + 0.4 * random.unit();
        let reliability = Reliability::try_from(1.0 - 0.15 * random.unit().powi(3)).ok();
        let provider = PROVIDERS[random.below(4) as usize];
        let country = COUNTRIES[random.below(10) as usize];
        let machine = &names.0[offers.len()];
        let mut gpus = whole;
        while gpus >= 1 && offers.len() < names.0.len() {
            if gpus == whole || random.below(2) == 0 {
                let micros = price as f64 * f64::from(gpus) * scatter * (1.0 + 0.02 * random.unit());
                offers.push(Candidate {
                    id: &names.0[offers.len()],
                    provider,
                    region: None,
                    country: Some(country),
                    machine: Some(machine),
                    machine_gpus: whole,
                    model,
                    form_factor: None,
                    vram_gib: Some(vram),
                    link: Link::Pcie,
                    gpus,
                    units: 1,
                    price: Rate::from_micros(micros as i64),
                    throughput: Throughput::from_tenths(tenths * u64::from(gpus)),
                    reliability,
                });
            }
            gpus /= 2;
        }
    }
    offers
}

#[derive(Clone, Copy, Debug)]
enum Variant {
    Unlimited,
    Gpus,
    Machines,
    Survival,
    SurvivalAndMachines,
    SameCountry,
    Budget,
    UntilDone,
}

const VARIANTS: [Variant; 8] = [
    Variant::Unlimited,
    Variant::Gpus,
    Variant::Machines,
    Variant::Survival,
    Variant::SurvivalAndMachines,
    Variant::SameCountry,
    Variant::Budget,
    Variant::UntilDone,
];

/// A request for up to 10, 24 or 64 GPUs that run from easy to nearly out of reach.
fn request(variant: Variant, random: &mut Random) -> Request {
    let gpus = [10, 24, 64][random.below(3) as usize];
    let per_gpu = 9890.0 * [0.15, 0.35, 0.7][random.below(3) as usize] * (0.9 + 0.2 * random.unit());
    let needed = Throughput::from_tenths((f64::from(gpus) * per_gpu) as u64);
    let duration = Seconds::from_hours(24).ok();
    let mut limits = Limits { gpus: Some(GpuLimit::AtMost(gpus)), ..Limits::default() };
    let machines = Some((gpus / 6).max(2));
    let survival = (-f64::from(gpus) * 0.0006 * (0.8 + random.unit())).exp();
    let min_survival = Share::try_from(survival).ok();
    let mut demand = Demand::Throughput { throughput: needed, duration };
    let (mut objective, mut billing) = (Objective::LeastCost, Billing::UntilDeadline);
    match variant {
        Variant::Gpus => {}
        Variant::Unlimited => limits.gpus = None,
        Variant::Machines => limits.max_machines = machines,
        Variant::Survival => limits.min_survival = min_survival,
        Variant::SurvivalAndMachines => {
            limits.min_survival = min_survival;
            limits.max_machines = machines;
        }
        Variant::SameCountry => limits.same = Some(Same::Country),
        Variant::Budget => {
            objective = Objective::LeastTime;
            limits.budget = Some(Budget::PerHour(Rate::from_micros(needed.tenths() as i64 * 150)));
            demand = Demand::Throughput { throughput: Throughput::from_tenths(1), duration };
        }
        Variant::UntilDone => {
            billing = Billing::UntilDone;
            demand = Demand::Work { work: Work::from_tenths(needed.tenths() * 24), deadline: duration };
        }
    }
    let efficiency = Efficiency { across: Efficiency::PERFECT.across, ..Efficiency::default() };
    Request { demand, objective, billing, limits, efficiency }
}

fn solve(request: &Request, candidates: &[Candidate]) -> Answer {
    let end = Instant::now() + TIME_LIMIT;
    plan(request, candidates, &|| Instant::now() >= end).expect("the request makes sense")
}

fn note(name: String, answer: &Answer) {
    let mut all = PROOFS.lock().expect("nothing panics while it is held");
    let proofs = all.entry(name).or_default();
    proofs.plans += 1;
    proofs.unproven += u32::from(matches!(answer.status, Status::Feasible | Status::Unknown));
    proofs.widest_gap_ppm = proofs.widest_gap_ppm.max(answer.gap_ppm().unwrap_or(0));
}

fn bench(bencher: Bencher, variant: Variant, offers: usize) {
    let names = Names::new(offers);
    let mut seed = 0;
    bencher
        .with_inputs(|| {
            seed += 1;
            let mut random = Random(seed);
            (market(&names, &mut random), request(variant, &mut random))
        })
        .bench_local_values(|(candidates, request)| {
            let answer = black_box(solve(&request, &candidates));
            note(format!("{offers} offers, {variant:?}"), &answer);
        });
}

#[divan::bench(args = VARIANTS, sample_count = 40, sample_size = 1)]
fn offers_10_000(bencher: Bencher, variant: Variant) {
    bench(bencher, variant, 10_000);
}

#[divan::bench(args = VARIANTS, sample_count = 10, sample_size = 1)]
fn offers_100_000(bencher: Bencher, variant: Variant) {
    bench(bencher, variant, 100_000);
}

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));
static STORED_10_000: LazyLock<String> = LazyLock::new(|| stored(10_000));
static STORED_100_000: LazyLock<String> = LazyLock::new(|| stored(100_000));

/// The address of a database with a market of so many offers.
fn stored(count: usize) -> String {
    let url = format!("sqlite:{}", FOLDER.path().join(format!("{count}.db")).display());
    let names = Names::new(count);
    let offers: Vec<Offer> = market(&names, &mut Random(7)).iter().map(offer).collect();
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let store = Store::connect(&url.parse().expect("an address")).await.expect("a database");
        store.migrate().await.expect("a schema");
        for provider in ["akash", "ionet", "render", "vast"] {
            let own = offers.iter().filter(|offer| offer.provider == provider);
            let stored: Vec<StoredOffer<'_>> =
                own.map(|offer| StoredOffer { offer, price_per_tflop_hour: None, gscore: None }).collect();
            store.replace_offers(provider, &stored, true, Timestamp::now()).await.expect("offers");
        }
        store.analyze().await.expect("statistics");
        store.close().await;
    });
    url
}

fn offer(candidate: &Candidate) -> Offer {
    Offer {
        provider: candidate.provider.to_owned(),
        external_id: candidate.id.to_owned(),
        machine_id: candidate.machine.map(str::to_owned),
        gpu: Gpu {
            vendor: None,
            model: candidate.model.to_owned(),
            form_factor: None,
            vram_gib: candidate.vram_gib,
            slug: None,
        },
        raw_gpu_name: candidate.model.to_owned(),
        tflops_fp16: Some(candidate.throughput.tenths() as f64 / 10.0 / f64::from(candidate.gpus)),
        gpu_count: candidate.gpus,
        units: 1,
        available: true,
        kind: PriceKind::OnDemand,
        price_per_hour: candidate.price,
        region: Some("a region of some length".to_owned()),
        country: candidate.country.map(str::to_owned),
        reliability: candidate.reliability.map(|reliability| f64::from(reliability.share)),
        verified: true,
        cpu_cores: Some(32),
        ram_gib: Some(128.0),
        disk_gib: Some(1000.0),
        net_down_mbps: Some(1000.0),
        net_up_mbps: Some(1000.0),
        cuda: Some(12.8),
        storage_price_per_gib_month: None,
        egress_price_per_gib: None,
        min_hours: 0,
        rent_ref: None,
        quoted_at: None,
    }
}

/// The flags that ask for what a request does.
fn flags(request: &Request) -> Vec<String> {
    let mut flags: Vec<String> = ["cluster", "plan", "-o", "json", "--efficiency-across", "1"].map(String::from).into();
    let mut add = |flag: &str, value: String| flags.extend([flag.to_owned(), value]);
    match request.demand {
        Demand::Work { work, .. } => add("--work", work.to_string()),
        Demand::Throughput { throughput, .. } => add("--throughput", throughput.to_string()),
    }
    add("--deadline", "24h".to_owned());
    match (request.objective, request.billing) {
        (Objective::LeastTime, _) => add("--objective", "fastest".to_owned()),
        (_, Billing::UntilDone) => add("--objective", "until-done".to_owned()),
        _ => {}
    }
    let limits = &request.limits;
    if let Some(gpus) = limits.gpus {
        add("--max-gpus", gpus.count().to_string());
    }
    if let Some(machines) = limits.max_machines {
        add("--max-machines", machines.to_string());
    }
    if let Some(survival) = limits.min_survival {
        add("--survival", f64::from(survival).to_string());
    }
    if limits.same == Some(Same::Country) {
        add("--same", "country".to_owned());
    }
    if let Some(Budget::PerHour(rate)) = limits.budget {
        add("--budget", format!("{rate}/h"));
    }
    flags
}

fn bench_process(bencher: Bencher, variant: Variant, url: &str) {
    let mut seed = 0;
    bencher
        .with_inputs(|| {
            seed += 1;
            flags(&request(variant, &mut Random(seed)))
        })
        .bench_local_values(|flags| {
            let status = Command::new(env!("CARGO_BIN_EXE_gp4u"))
                .env_clear()
                .env("HOME", FOLDER.path())
                .env("GP4U_DATABASE_URL", url)
                .args(&flags)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .expect("the binary runs");
            // 7: a target out of reach.
            assert!(matches!(status.code(), Some(0 | 7)), "{flags:?}: {status}");
        });
}

#[divan::bench(args = VARIANTS, sample_count = 40, sample_size = 1)]
fn process_10_000(bencher: Bencher, variant: Variant) {
    bench_process(bencher, variant, &STORED_10_000);
}

#[divan::bench(args = VARIANTS, sample_count = 10, sample_size = 1)]
fn process_100_000(bencher: Bencher, variant: Variant) {
    bench_process(bencher, variant, &STORED_100_000);
}
