#![allow(warnings)]
use super::exact::*;
use std::collections::*;
use std::time::Instant;

#[derive(Clone, Debug)]
struct Row { id: u32, machine: u64, mcap: u32, provider: String, country: String, model: String, k: u32, vram: u32, price: i64, tf: i64, rel: u32, nlr: u32 }

fn pool(name: &str) -> Vec<Row> {
    let mut r = csv::Reader::from_path(format!("/work/shared/market/plan/{name}.csv")).unwrap();
    r.records().map(|x| { let x = x.unwrap(); let g = |i: usize| x[i].to_string();
        Row { id: g(0).parse().unwrap(), machine: g(1).parse().unwrap(), mcap: g(2).parse().unwrap(), provider: g(3), country: g(4), model: g(5), k: g(6).parse().unwrap(), vram: g(7).parse().unwrap(), price: g(8).parse::<i64>().unwrap()*100, tf: g(9).parse().unwrap(), rel: g(10).parse().unwrap(), nlr: g(11).parse().unwrap() } }).collect()
}

fn choices(rows: &[&Row], cap: bool, cost: &dyn Fn(i64,i64)->i64, gain: &dyn Fn(i64,i64)->i64, risk: bool) -> Vec<Choice> {
    let mut groups: BTreeMap<u64, Vec<&Row>> = BTreeMap::new();
    for r in rows { groups.entry(if cap { r.machine } else { r.id as u64 }).or_default().push(r); }
    let mut out = vec![];
    for (c, (_, g)) in groups.iter().enumerate() {
        let n = g.len();
        for mask in 1..(1u32 << n) {
            let sel: Vec<_> = (0..n).filter(|i| mask >> i & 1 == 1).map(|i| g[i]).collect();
            let k: u32 = sel.iter().map(|r| r.k).sum();
            if n > 1 && k > sel[0].mcap { continue; }
            let p: i64 = sel.iter().map(|r| r.price).sum();
            let t: i64 = sel.iter().map(|r| r.tf).sum();
            let s: u32 = sel.iter().map(|r| r.nlr).sum();
            out.push(Choice { class: c as u32, weights: Weights { cost: cost(p, t), gain: gain(p, t), gpus: k as u16, machines: 0, risk: if risk { s } else { 0 } }, origin: out.len() as u32 });
        }
    }
    out
}

fn solve(model: Model, cutoff: i64) -> Outcome {
    let n = model.choices.len(); let t = Instant::now();
    let limit: f64 = std::env::var("LIMIT").map_or(2.0, |x| x.parse().unwrap()); let o = minimise(model, cutoff, &|| t.elapsed().as_secs_f64() > limit);
    println!("      {:>9} choices {:?} value {:?} bound {:?} nodes {}", n, t.elapsed(), o.best.as_ref().map(|b| b.cost), (o.proven, o.bound), o.nodes);
    o
}

#[test]
fn instances() {
    let optima: serde_json::Value = serde_json::from_str(&std::fs::read_to_string("/work/shared/market/plan/optima.json").unwrap()).unwrap();
    let only = std::env::var("ONLY").unwrap_or_default();
    for (name, opt) in optima.as_object().unwrap() {
        if !name.contains(&only) { continue; }
        let inst: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(format!("/work/shared/market/plan/{name}.json")).unwrap()).unwrap();
        let rows = pool(&name[..5]);
        let n = |f: &str| inst[f].as_i64();
        let rows: Vec<&Row> = rows.iter().filter(|r| r.vram as i64 >= n("min_vram").unwrap() && r.rel as i64 >= n("min_rel").unwrap() && r.k as i64 <= n("max_gpus").unwrap()).collect();
        let variant = inst["variant"].as_str().unwrap();
        println!("{name} eligible {} {}", rows.len(), opt["eligible"]);
        let t = Instant::now();
        let k = n("max_gpus").unwrap() as u32;
        let pt = |p: i64, _t: i64| p; let tt = |_p: i64, t: i64| t;
        let big = i64::MAX / 4;
        let base = |rows: &[&Row], target: i64| Model { choices: choices(rows, inst["machine_cap"] == true, &pt, &tt, variant == "survival"), need: target, gpus: k as u16, exact_gpus: false, machines: 0, risk: n("max_nlr").unwrap_or(0) as u32 };
        match variant {
            "basic" | "large" | "machine_cap" | "survival" => {
                let o = solve(base(&rows, n("target").unwrap()), big);
                assert_eq!(o.best.unwrap().cost, opt["objective"].as_i64().unwrap() * 100);
            }
            "same_region" | "same_provider" | "exact_model" => {
                let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
                for r in &rows { groups.entry(match variant { "same_region" => r.country.clone(), "same_provider" => r.provider.clone(), _ => r.model.clone() }).or_default().push(r); }
                let mut cut = big;
                for (g, rows) in groups {
                    let mut m = base(&rows, n("target").unwrap_or(0));
                    if variant == "exact_model" { m.exact_gpus = true; for c in &mut m.choices { c.weights.gain = 0; } }
                    let o = solve(m, cut);
                    if let Some(b) = o.best { cut = b.cost; }
                }
                assert_eq!(cut, opt["objective"].as_i64().unwrap() * 100);
            }
            "budget" => {
                let m = Model { choices: choices(&rows, false, &|_, t| -t, &|p, _| -p, false), need: -n("budget").unwrap() * 100, gpus: k as u16, exact_gpus: false, machines: 0, risk: 0 };
                let o = solve(m, big);
                assert_eq!(-o.best.unwrap().cost, opt["objective"].as_i64().unwrap());
            }
            "pareto" => {
                for (i, t) in inst["targets"].as_array().unwrap().iter().enumerate() {
                    let o = solve(base(&rows, t.as_i64().unwrap()), big);
                    assert_eq!(o.best.unwrap().cost, opt["objective"][i].as_i64().unwrap() * 100);
                }
            }
            "pay_until_done" => {
                let m = base(&rows, n("target").unwrap());
                let o = solve(m.clone(), big);
                let (mut p, mut t) = (0i64, 0i64);
                for i in &o.best.unwrap().origins { p += m.choices[*i as usize].weights.cost; t += m.choices[*i as usize].weights.gain; }
                loop {
                    let mut m2 = m.clone();
                    let mut g = 0i64; for c in &m2.choices { let v = c.weights.cost * t - c.weights.gain * p; let (mut a, mut b) = (g.abs(), v.abs()); while b != 0 { (a, b) = (b, a % b); } g = a; }
                    for c in &mut m2.choices { c.weights.cost = (c.weights.cost * t - c.weights.gain * p) / g.max(1); }
                    let o = solve(m2, 0);
                    match o.best { None => break, Some(Solution { origins: v, .. }) => { (p, t) = (0, 0); for i in v { p += m.choices[i as usize].weights.cost; t += m.choices[i as usize].weights.gain; } } }
                }
                let (op, ot) = (opt["objective"][0].as_i64().unwrap() * 100, opt["objective"][1].as_i64().unwrap());
                assert_eq!(p as i128 * ot as i128, op as i128 * t as i128);
            }
            _ => panic!(),
        }
        println!("   TOTAL {:?}", t.elapsed());
    }
}

struct Rng(u64);
impl Rng { fn next(&mut self) -> u64 { self.0 = self.0.wrapping_add(0x9E3779B97F4A7C15); let mut z = self.0; z = (z ^ (z >> 30)).wrapping_mul(0xBF58476D1CE4E5B9); z = (z ^ (z >> 27)).wrapping_mul(0x94D049BB133111EB); z ^ (z >> 31) }
 fn below(&mut self, n: u64) -> u64 { self.next() % n } fn unit(&mut self) -> f64 { (self.next() >> 11) as f64 / (1u64 << 53) as f64 } }

const GPUS: &[(&str, u32, i64, f64)] = &[("H200",141,9890,2.6),("H100",80,9890,2.0),("H100P",80,7560,1.7),("A100",80,3120,1.0),("A100-40",40,3120,0.75),("L40S",48,3620,0.7),("A6000",48,1548,0.45),("4090",24,1652,0.35),("3090",24,710,0.18),("5090",32,2095,0.5),("A40",48,1497,0.4),("L4",24,1210,0.4),("A5000",24,1110,0.22),("B200",180,22500,4.5),("4080",16,975,0.2),("3080",10,595,0.1)];

fn generate(n: usize, seed: u64) -> Vec<Row> {
    let mut r = Rng(seed); let mut out: Vec<Row> = vec![]; let mut machine = 0;
    while out.len() < n {
        machine += 1;
        let g = GPUS[r.below(GPUS.len() as u64) as usize];
        let cap = [1u32,1,2,4,8,8][r.below(6) as usize];
        let unit = g.3 * (0.6 + 1.2 * r.unit() * r.unit() + 0.4 * r.unit());
        let rel = 1.0 - 0.15 * r.unit().powi(3);
        let prov = r.below(12); let country = r.below(30);
        let mut k = cap; 
        loop {
            if out.len() < n && (k == cap || r.below(2) == 0) {
            out.push(Row { id: out.len() as u32, machine, mcap: cap, provider: format!("p{prov}"), country: format!("c{country}"), model: g.0.into(), k, vram: g.1, price: (unit * k as f64 * (1.0 + 0.02 * r.unit()) * 1e6) as i64, tf: g.2 * k as i64, rel: (rel*1e6) as u32, nlr: (-rel.ln()*1e6).round() as u32 });
            }
            if k == 1 { break; } k /= 2;
        }
    }
    out
}

#[test]
fn generated() {
    let n: usize = std::env::var("N").map_or(10000, |x| x.parse().unwrap());
    let seeds: u64 = std::env::var("SEEDS").map_or(5, |x| x.parse().unwrap());
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut times: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for seed in 0..seeds {
        let rows = generate(n, seed); let rows: Vec<&Row> = rows.iter().collect();
        let mut r = Rng(seed + 1000);
        let ks: Vec<u32> = std::env::var("K").map_or(vec![10, 24, 64], |x| x.split(',').map(|x| x.parse().unwrap()).collect()); let tiers: Vec<f64> = std::env::var("TIER").map_or(vec![0.15, 0.35, 0.7], |x| x.split(',').map(|x| x.parse().unwrap()).collect());
 for k in ks {
            // target: between cheap and max
            for &tier in &tiers {
            let target = (k as f64 * 9890.0 * tier * (0.9 + 0.2 * r.unit())) as i64;
            for variant in ["basic", "free", "machine", "cap", "survival", "survcap", "budget"] {
                let surv = variant.starts_with("surv"); let risk_draw = if surv { r.unit() } else { 0.0 }; if !(only.is_empty() || only == variant) { continue; }
                let big = i64::MAX / 4;
                                let budget = variant == "budget";
                let mut m = Model { choices: if budget { choices(&rows, false, &|_, t| -t, &|p, _| -p, false) } else { choices(&rows, variant != "basic" && variant != "survival" , &|p, _| p, &|_, t| t, surv) }, need: target, gpus: k as u16, exact_gpus: false, machines: 0, risk: 0 };
                if variant == "free" { for c in &mut m.choices { c.weights.gpus = 0; } m.gpus = 0; }
                if surv { m.risk = (k as f64 * 600.0 * (0.8 + risk_draw)) as u32; }
                if budget { m.need = -(target * 150); }
                if variant == "cap" || variant == "survcap" { for c in &mut m.choices { c.weights.machines = 1; } m.machines = (k / 6).max(2) as u16; }
                println!("seed {seed} k {k} target {target} {variant} risk {} machines {}", m.risk, m.machines);
                let t = Instant::now();
                let o = solve(m, big);
                let gap = match &o.best { Some(b) => (b.cost - o.bound) as f64 / b.cost.abs() as f64, _ => if o.proven { 0.0 } else { 9.99 } };
                times.entry(format!("{variant} {k}")).or_default().push((t.elapsed().as_secs_f64(), gap));
            } }
        }
    }
    for (v, mut t) in times { t.sort_by(|a, b| a.partial_cmp(b).unwrap()); println!("{v:>15}: median {:.1} ms worst {:.1} ms maxgap {:.5}%", t[t.len()/2].0 * 1e3, t.last().unwrap().0*1e3, t.iter().map(|x| x.1).fold(0.0, f64::max)*100.0); }
}
