"""One trajectory of an SBML model: LCA against libRoadRunner, in one run.

    python benches/trajectory.py BINARY MODEL.xml [MODEL.xml ...] [--end 240] [--points 101] [--runs 3]

BINARY is `target/release/examples/trajectory` (cargo build --release -p lca-conformance --example
trajectory). Needs libroadrunner 2.10.0 and python-libsbml. Both start from the file, at relative tolerance 1e-6 and
absolute 1e-12; the contestants take turns. Printed: the ratios of processor times of a trajectory and
of loading (LCA over libRoadRunner), and the largest difference of any species at any time, relative
to the largest value of that species (at least 1e-6 of the largest of all).
"""

import argparse
import json
import statistics
import subprocess
import time

import libsbml
import numpy as np
import roadrunner

ABSOLUTE, RELATIVE = 1e-12, 1e-6


def peer(path: str, end: float, points: int) -> dict:
    start = time.process_time()
    model = roadrunner.RoadRunner(path)
    load = time.process_time() - start
    model.integrator.setValue("absolute_tolerance", ABSOLUTE)
    model.integrator.setValue("relative_tolerance", RELATIVE)
    names = list(model.model.getFloatingSpeciesIds())
    species = libsbml.readSBML(path).getModel().getSpecies
    # As in SBML's formulas: a concentration, but where a species has only substance units.
    shown = [name if species(name).getHasOnlySubstanceUnits() else f"[{name}]" for name in names]
    model.timeCourseSelections = ["time", *shown]
    each, begin = [], time.perf_counter()
    while len(each) < 5 or (time.perf_counter() - begin < 1 and len(each) < 1000):
        model.resetAll()
        start = time.process_time()
        found = np.array(model.simulate(0, end, points))
        each.append(time.process_time() - start)
    amounts = found[:, 1:]
    return {"load_s": load, "cpu_s": statistics.median(each), "species": names, "values": amounts}


def ours(binary: str, path: str, end: float, points: int) -> dict:
    command = [binary, path, str(end), str(points), str(RELATIVE), str(ABSOLUTE)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def difference(theirs: dict, found: dict) -> float:
    largest, whole = 0.0, float(np.abs(theirs["values"]).max())
    for at, name in enumerate(theirs["species"]):
        if name not in found["species"]:
            continue
        a = theirs["values"][:, at]
        b = np.array([row[found["species"].index(name)] for row in found["values"]])
        largest = max(largest, float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-6 * whole)))
    return largest


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("models", nargs="+")
    options.add_argument("--end", type=float, default=240)
    options.add_argument("--points", type=int, default=101)
    options.add_argument("--runs", type=int, default=3)
    options = options.parse_args()
    print("| model | trajectory | loading | values differ |")
    print("|---|---|---|---|")
    for path in options.models:
        runs = [(peer(path, options.end, options.points), ours(options.binary, path, options.end, options.points))
                for _ in range(options.runs)]
        median = {key: [statistics.median(run[tool][key] for run in runs) for tool in (0, 1)]
                  for key in ("cpu_s", "load_s")}
        ratio = {key: mine / theirs for key, (theirs, mine) in median.items()}
        name = path.rsplit("/", 1)[-1].removesuffix(".xml").removeprefix("model_")
        print(f"| {name} | {ratio['cpu_s']:.3f} | {ratio['load_s']:.3f} | {difference(*runs[0]):.0e} |", flush=True)


if __name__ == "__main__":
    main()
