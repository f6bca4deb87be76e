#!/usr/bin/env python3
"""gp4u's planner against HiGHS, a general solver of integer programmes, on the same instances in the same run.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install highspy
    cargo build --release && /tmp/venv/bin/python benches/highs.py target/release/gp4u

Markets and jobs are made up from fixed seeds. gp4u is the whole process, from reading the offers as NDJSON to the
plan as JSON; of HiGHS only the solving counts, and its gap is 0. Times are processor time, so that whatever else runs
does not matter. Where both prove their answer it must be the same optimum to the micro-dollar, or the script fails. The
table it prints is the one in the README.
"""

import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

import highspy
import numpy

SIZES = [1_000, 10_000]
SEEDS = range(1, 4)
# Of processor time, for each instance.
HIGHS_SECONDS = 10.0
VARIANTS = [
    "cheapest for a throughput",
    "… with a limit of GPUs",
    "… and of machines",
    "… and a joint survival",
    "… and both",
    "… all in one country",
    "cheapest until done",
    "fastest within a budget",
]

# Model, GiB, TFLOPS, usual USD per hour.
GPUS = [
    ("B200", 180, 2250.0, 4.5), ("H200", 141, 989.0, 2.6), ("H100", 80, 989.0, 2.0), ("H100", 80, 756.0, 1.7),
    ("A100", 80, 312.0, 1.0), ("A100", 40, 312.0, 0.75), ("L40S", 48, 362.0, 0.7), ("RTX A6000", 48, 154.8, 0.45),
    ("A40", 48, 149.7, 0.4), ("RTX 5090", 32, 209.5, 0.5), ("RTX 4090", 24, 165.2, 0.35), ("RTX 3090", 24, 71.0, 0.18),
    ("L4", 24, 121.0, 0.4), ("RTX A5000", 24, 111.0, 0.22), ("RTX 4080", 16, 97.5, 0.2), ("RTX 3080", 10, 59.5, 0.1),
]
COUNTRIES = ["CA", "DE", "FR", "GB", "IS", "JP", "NO", "PL", "SE", "US"]


def market(size, rng):
    """Machines of 1 to 8 GPUs, each listed whole and half of the time in halves too, at prices to the micro."""
    offers, machine = [], 0
    while len(offers) < size:
        machine += 1
        model, vram, tflops, usual = rng.choice(GPUS)
        whole = rng.choice([1, 1, 2, 4, 8, 8])
        scatter = 0.6 + 1.2 * rng.random() * rng.random() + 0.4 * rng.random()
        reliability = round(1 - 0.15 * rng.random() ** 3, 6)
        country, gpus = rng.choice(COUNTRIES), whole
        while gpus >= 1 and len(offers) < size:
            if gpus == whole or rng.random() < 0.5:
                price = int(usual * 1e6 * gpus * scatter * (1 + 0.02 * rng.random()))
                offers.append({
                    "id": f"vast:{len(offers):07}", "provider": "vast", "machine_id": str(machine), "model": model,
                    "gpu_count": gpus, "vram_gib": vram, "price_per_hour": f"{price // 10**6}.{price % 10**6:06}",
                    "country": country, "reliability": reliability, "tflops_fp16": tflops,
                    "machine_gpus": whole, "micros": price, "tenths": round(tflops * 10) * gpus,
                    "risk": round(-math.log(reliability) * 1e6),
                })
            gpus //= 2
    return offers


def job(variant, rng):
    """A job for up to 10, 24 or 64 GPUs, from easy to nearly out of reach."""
    gpus = rng.choice([10, 24, 64])
    need = int(gpus * 9890 * rng.choice([0.15, 0.35, 0.7]) * (0.9 + 0.2 * rng.random()))
    survival = round(math.exp(-gpus * 0.0006 * (0.8 + rng.random())), 6)
    name = VARIANTS[variant]
    return {
        "need": 1 if name.startswith("fastest") else need,
        "gpus": None if variant == 0 else gpus,
        "machines": max(gpus // 6, 2) if variant in (2, 4) else None,
        "survival": survival if variant in (3, 4) else None,
        "country": variant == 5,
        "until_done": variant == 6,
        "budget": need * 150 if variant == 7 else None,
    }


def flags(job):
    need = f"{job['need'] // 10}.{job['need'] % 10}"
    found = ["--efficiency", "1", "--time-limit", "30s"]
    if job["until_done"]:
        found += ["--work", f"{job['need'] * 24 // 10}.{job['need'] * 24 % 10}", "--deadline", "24h", "--objective", "until-done"]
    else:
        found += ["--throughput", need]
    if job["budget"]:
        found += ["--objective", "fastest", "--budget", f"{job['budget'] / 1e6:.6f}/h"]
    if job["gpus"]:
        found += ["--max-gpus", str(job["gpus"])]
    if job["machines"]:
        found += ["--max-machines", str(job["machines"])]
    if job["survival"]:
        found += ["--survival", f"{job['survival']:.6f}"]
    if job["country"]:
        found += ["--same", "country"]
    return found


def gp4u(binary, path, job):
    """Seconds of the whole process, whether its plan is proven, and (Σ price, Σ tenths)."""
    environment = {"HOME": os.path.dirname(path), "GP4U_DATABASE_URL": "sqlite:/nowhere/at/all"}
    run = subprocess.Popen([binary, "cluster", "plan", "--offers", path, "-o", "json", *flags(job)],
                           env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    output = run.stdout.read()
    _, status, usage = os.wait4(run.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 7):
        sys.exit(f"gp4u failed: {job}")
    elapsed = usage.ru_utime + usage.ru_stime
    plan = json.loads(output)["data"]
    members = plan["members"]
    price = sum(micros(member["planned_per_hour"]) for member in members)
    tenths = sum(round(member["tflops"] * 10) for member in members)
    proven = plan["proof"]["status"] in ("optimal", "infeasible")
    return elapsed, proven, (price, tenths) if members else None


def micros(text):
    whole, fraction = text.split(".")
    return int(whole) * 10**6 + int(fraction.ljust(6, "0"))


class Programme:
    """min cost·x over whole x of 0 or 1, with rows low ≤ a·x ≤ high."""

    def __init__(self, columns):
        self.columns, self.rows = columns, []

    def row(self, entries, low=-highspy.kHighsInf, high=highspy.kHighsInf):
        self.rows.append((entries, low, high))

    def solve(self, cost, processor_end):
        """The status and the x of the optimum."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, len(self.rows)
        lp.col_cost_ = numpy.array(cost, dtype=float)
        lp.col_lower_, lp.col_upper_ = numpy.zeros(self.columns), numpy.ones(self.columns)
        lp.row_lower_ = numpy.array([low for _, low, _ in self.rows], dtype=float)
        lp.row_upper_ = numpy.array([high for _, _, high in self.rows], dtype=float)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * self.columns
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = numpy.cumsum([0] + [len(entries) for entries, _, _ in self.rows])
        lp.a_matrix_.index_ = numpy.array([index for entries, _, _ in self.rows for index, _ in entries])
        lp.a_matrix_.value_ = numpy.array([value for entries, _, _ in self.rows for _, value in entries], dtype=float)
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 0.0)
        solver.cbMipInterrupt += lambda event: event.interrupt() if time.process_time() > processor_end else None
        solver.passModel(lp)
        solver.run()
        status = solver.getModelStatus()
        return status, [round(value) for value in solver.getSolution().col_value]


def programme(offers, job):
    machines = {}
    for index, offer in enumerate(offers):
        machines.setdefault(offer["machine_id"], []).append(index)
    with_machines = job["machines"] is not None
    model = Programme(len(offers) + (len(machines) if with_machines else 0))
    model.row([(i, offer["tenths"]) for i, offer in enumerate(offers)], low=job["need"])
    if job["gpus"]:
        model.row([(i, offer["gpu_count"]) for i, offer in enumerate(offers)], high=job["gpus"])
    if job["survival"]:
        most = int(-math.log(job["survival"]) * 1e6)
        model.row([(i, offer["risk"]) for i, offer in enumerate(offers)], high=most)
    if job["budget"]:
        model.row([(i, offer["micros"]) for i, offer in enumerate(offers)], high=job["budget"])
    for number, indices in enumerate(machines.values()):
        size = max(offers[i]["gpu_count"] for i in indices)
        entries = [(i, offers[i]["gpu_count"]) for i in indices]
        if with_machines:
            model.row([*entries, (len(offers) + number, -size)], high=0)
        elif len(indices) > 1:
            model.row(entries, high=size)
    if with_machines:
        model.row([(len(offers) + i, 1) for i in range(len(machines))], high=job["machines"])
    return model


def highs(offers, job):
    """Seconds of solving, whether it is proven, and (Σ price, Σ tenths)."""
    groups = [offers]
    if job["country"]:
        groups = [[offer for offer in offers if offer["country"] == country] for country in COUNTRIES]
    best, proven, elapsed, end = None, True, 0.0, time.process_time() + HIGHS_SECONDS
    for group in groups:
        model = programme(group, job)
        rest = [0] * (model.columns - len(group))
        ratio = None
        while True:
            if job["budget"]:
                cost = [-offer["tenths"] for offer in group]
            elif ratio:
                # Dinkelbach: the least Σ price / Σ throughput.
                cost = [offer["micros"] * ratio[1] - offer["tenths"] * ratio[0] for offer in group]
                scale = max(map(abs, cost))
                cost = [value * 1e6 / scale for value in cost]
            else:
                cost = [offer["micros"] for offer in group]
            started = time.process_time()
            status, values = model.solve(cost + rest, end)
            elapsed += time.process_time() - started
            if status == highspy.HighsModelStatus.kInfeasible:
                break
            if status != highspy.HighsModelStatus.kOptimal:
                proven = False
                break
            chosen = [offer for offer, value in zip(group, values) if value]
            found = (sum(offer["micros"] for offer in chosen), sum(offer["tenths"] for offer in chosen))
            if job["until_done"] and (ratio is None or found[0] * ratio[1] < ratio[0] * found[1]):
                ratio = found
                continue
            found = ratio or found
            if best is None or value_of(job, found) < value_of(job, best):
                best = found
            break
    return elapsed, proven, best


def value_of(job, found):
    if found is None:
        return None
    if job["until_done"]:
        return found[0] / found[1]
    return -found[1] if job["budget"] else found[0]


def same(job, ours, theirs):
    if ours is None or theirs is None or not job["until_done"]:
        return value_of(job, ours) == value_of(job, theirs)
    return abs(value_of(job, ours) / value_of(job, theirs) - 1) < 1e-9


def shown(seconds):
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1e3:.0f} ms"


def cell(times, unproven):
    rest = f"; {unproven} of {len(times)} unproven" if unproven else ""
    return f"{shown(statistics.median(times))} ({shown(max(times))}{rest})"


def main(binary):
    print("| problem | offers | gp4u, median (worst) | HiGHS, median (worst) |", "|---|---|---|---|", sep="\n")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "offers.ndjson")
        for variant, name in enumerate(VARIANTS):
            for size in SIZES:
                ours, theirs, ours_open, theirs_open = [], [], 0, 0
                for seed in SEEDS:
                    rng = random.Random(seed * 1000 + variant * 10 + (size > 1000))
                    offers, task = market(size, rng), job(variant, rng)
                    with open(path, "w", encoding="utf-8") as file:
                        file.writelines(json.dumps(offer) + "\n" for offer in offers)
                    took, ours_proven, our_plan = gp4u(binary, path, task)
                    seconds, theirs_proven, their_plan = highs(offers, task)
                    ours.append(took)
                    theirs.append(seconds)
                    ours_open += not ours_proven
                    theirs_open += not theirs_proven
                    if ours_proven and theirs_proven and not same(task, our_plan, their_plan):
                        wrong += 1
                        print(f"different: {name}, {size}, seed {seed}: {our_plan}, {their_plan}", file=sys.stderr)
                print(f"| {name} | {size:,} | {cell(ours, ours_open)} | {cell(theirs, theirs_open)} |",
                      flush=True)
    if wrong:
        sys.exit(f"{wrong} answers differ")


if __name__ == "__main__":
    main(sys.argv[1])
