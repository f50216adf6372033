"""Stochastic simulation: lca against libRoadRunner's direct method, in one run, taking turns, one thread each.

    cargo build --release
    python benches/ssa.py target/release/lca MODEL.xml --end 50 --points 51 --runs 1000

Needs `libroadrunner`. Prints the ratio of the medians of processor time (below 1: lca is faster; its time includes
starting and loading the model, libRoadRunner's does not) and how far the means at the end lie apart, in standard
errors of their difference.
"""
import argparse
import json
import resource
import statistics
import subprocess
import time

import roadrunner


def lca(args):
    command = [args.lca, "model", "simulate", args.model, "--end", str(args.end), "--points", str(args.points)]
    command += ["--ssa", "--runs", str(args.runs), "--sampling", "independent", "--threads", "1", "--json"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, {id: (found["mean"][id][-1], found["sd"][id][-1]) for id in found["mean"]}


def peer(model, args, turn):
    names = list(model.model.getFloatingSpeciesIds())
    model.timeCourseSelections = names
    ends = []
    start = time.process_time()
    for run in range(args.runs):
        model.getIntegrator().setValue("seed", turn * args.runs + run + 1)
        model.reset()
        ends.append(model.simulate(0, args.end, args.points)[-1])
    seconds = time.process_time() - start
    columns = zip(names, zip(*ends))
    return seconds, {id: (statistics.mean(values), statistics.stdev(values)) for id, values in columns}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lca")
    parser.add_argument("model")
    parser.add_argument("--end", type=float, default=50.0)
    parser.add_argument("--points", type=int, default=51)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    model = roadrunner.RoadRunner(args.model)
    model.setIntegrator("gillespie")
    model.getIntegrator().setValue("variable_step_size", False)
    ours, theirs = [], []
    for turn in range(args.turns):
        seconds, mine = lca(args)
        ours.append(seconds)
        seconds, others = peer(model, args, turn)
        theirs.append(seconds)
    apart = {}
    for id, (mean, sd) in others.items():
        error = ((sd**2 + mine[id][1] ** 2) / args.runs) ** 0.5
        apart[id] = (mine[id][0] - mean) / error if error else mine[id][0] - mean
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(json.dumps({"ratio": ratio, "lca_s": ours, "roadrunner_s": theirs, "means_apart": apart}))


if __name__ == "__main__":
    main()
