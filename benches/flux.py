"""Fluxes of a metabolic model: lca against COBRApy (GLPK), in one run, taking turns, one thread each.

    cargo build --release
    python benches/flux.py target/release/lca MODEL.xml.gz

Needs `cobra` (benches/peers/requirements-flux.txt). Prints for reading, flux variability and knock-outs of single genes the
ratio of the medians of processor time (below 1: lca is faster; its time includes starting, and reading the model each
time, COBRApy's does not) and how far the results lie apart: relative to values above one.
"""
import argparse
import json
import logging
import resource
import statistics
import subprocess
import time
import warnings

import cobra
from cobra.flux_analysis import flux_variability_analysis, pfba, single_gene_deletion

TOLERANCE = 1e-6


def lca(args, *question):
    command = [args.lca, "network", "fba", args.model, *question, "--threads", "1", "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, found


def timed(question):
    start = time.process_time()
    found = question()
    return time.process_time() - start, found


def bare(id, prefix):
    return id[len(prefix):] if id.startswith(prefix) else id


def apart(pairs):
    return [abs(a - b) / max(1.0, abs(b)) for a, b in pairs]


def agreement_fva(mine, theirs):
    ranges = {bare(id, "R_"): ends for id, ends in mine["ranges"].items()}
    pairs = [(ranges[id][k], row[k]) for id, row in zip(theirs.index, theirs[["minimum", "maximum"]].values) for k in (0, 1)]
    off = apart(pairs)
    return f"{sum(d <= TOLERANCE for d in off)} of {len(off)} ends within {TOLERANCE}, largest difference {max(off):.1e}"


def agreement_genes(mine, theirs, best):
    left = {bare(one["targets"][0], "G_"): one for one in mine["single"]}
    same = values = 0
    for ids, growth in zip(theirs.ids, theirs.growth.fillna(0.0)):
        one = left[next(iter(ids))]
        same += one["lethal"] == (growth < 0.01 * best)
        values += abs((one["value"] or 0.0) - growth) <= TOLERANCE
    return f"lethality of {same} of {len(theirs)} genes, growth of {values} within {TOLERANCE}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lca")
    parser.add_argument("model")
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    model = cobra.io.read_sbml_model(args.model)
    best = model.slim_optimize()
    peers = {
        "read and balance": ((), lambda: cobra.io.read_sbml_model(args.model).slim_optimize()),
        "parsimonious": (("--pfba",), lambda: pfba(model).objective_value),
        "variability": (("--fva",), lambda: flux_variability_analysis(model, fraction_of_optimum=1.0, processes=1)),
        "single genes": (("--knockouts", "genes"), lambda: single_gene_deletion(model, processes=1)),
    }
    for name, (question, peer) in peers.items():
        ours, others = [], []
        for _ in range(args.turns):
            seconds, mine = lca(args, *question)
            ours.append(seconds)
            seconds, theirs = timed(peer)
            others.append(seconds)
        said = {
            "read and balance": lambda: f"value apart by {apart([(mine['value'], theirs)])[0]:.1e}",
            "parsimonious": lambda: f"sum of sizes apart by {apart([(mine['total'], theirs)])[0]:.1e}",
            "variability": lambda: agreement_fva(mine, theirs),
            "single genes": lambda: agreement_genes(mine, theirs, best),
        }[name]()
        print(f"{name}: ratio {statistics.median(ours) / statistics.median(others):.3f}; {said}")


if __name__ == "__main__":
    main()
