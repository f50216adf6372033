"""Multi-start fits of PEtab problems: `lca model fit` beside pyPESTO with AMICI, taking turns, same number of starts.

  cargo build --release -p lca-cli
  python benches/fits.py target/release/lca PETAB_BENCHMARK_DIR --peer-python VENV/bin/python --peer-script model_amici.py \
      --starts 100 --max-seconds 150 Boehm_JProteomeRes2014 Crauste_CellSystems2017

The peer script is one that prints a JSON line per step, with `best`, `within_0.1`, `starts` and `cpu_s`
for its multi-start; see `shared/peers`. Prints a Markdown row for each problem: best objective, hits within 0.1
of the tool's own best, starts finished and processor time, then the ratio of processor times per finished start.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("benchmark", type=Path, help="folder with one folder for each problem")
    p.add_argument("problems", nargs="+")
    p.add_argument("--peer-python")
    p.add_argument("--peer-script")
    p.add_argument("--optimizer", default="fides", choices=("fides", "lbfgsb"))
    p.add_argument("--starts", type=int, default=100)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--max-seconds", type=float, default=150.0)
    return p.parse_args()


def ours(args, problem):
    with tempfile.TemporaryDirectory() as out:
        command = [args.lca, "model", "fit", str(problem), "--starts", str(args.starts), "--seed", str(args.seed),
                   "--out", out, "--max-seconds", str(args.max_seconds), "--threads", "1", "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return found["objective"], found["hits"], found["starts"], found["cpu_s"]


def peer(args, problem):
    with tempfile.TemporaryDirectory() as build:
        command = [args.peer_python, args.peer_script, str(problem), "--starts", str(args.starts), "--seed",
                   str(args.seed), "--optimizer", args.optimizer, "--max-seconds", str(args.max_seconds),
                   "--budget", "0.2", "--repeat", "3", "--build-dir", build, "--threads", "1"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    steps = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    step = next(step for step in steps if step["step"].startswith("multistart"))
    found = step["result"]
    return found["best"], found["within_0.1"], found["starts"], step["cpu_s"]


def cells(best, hits, starts, cpu):
    return [f"{best:.3f}", f"{hits} of {starts}", f"{cpu:.1f} s"]


def main():
    args = arguments()
    head = ["problem", "LCA best", "hits", "CPU"]
    if args.peer_python:
        head += ["pyPESTO best", "hits", "CPU", "CPU per start, LCA / pyPESTO"]
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for name in args.problems:
        problem = args.benchmark / name / f"{name}.yaml"
        mine = ours(args, problem)
        row = [name, *cells(*mine)]
        if args.peer_python:
            theirs = peer(args, problem)
            row += [*cells(*theirs), f"{mine[3] / mine[2] / (theirs[3] / theirs[2]):.2f}"]
        print("| " + " | ".join(row) + " |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
