"""Factors by mofapy2: views as text matrices (samples x features, blanks between values, nan where missing).

  python factors_mofapy2.py OUT view_0.txt view_1.txt ... --factors 10 --seed 1

Writes OUT/scores.txt and OUT/viewN.txt (what the factors say of every value) and prints one JSON line: tool, version, CPU and wall
time of the fit, variance explained in all (shares), and by factor.
"""
import argparse
import contextlib
import json
import sys
import time
from pathlib import Path

import mofapy2
import numpy as np
from mofapy2.run.entry_point import entry_point


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("out")
    p.add_argument("views", nargs="+")
    p.add_argument("--factors", type=int, default=10)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--mode", default="medium")
    args = p.parse_args()
    data = [[np.loadtxt(view)] for view in args.views]
    model = entry_point()
    with contextlib.redirect_stdout(sys.stderr):
        model.set_data_options(scale_views=False)
        model.set_data_matrix([[view[0].copy()] for view in data])
        model.set_model_options(factors=args.factors, spikeslab_weights=True, ard_weights=True, ard_factors=False)
        model.set_train_options(seed=args.seed, convergence_mode=args.mode, iter=1000, quiet=True)
        cpu, wall = time.process_time(), time.perf_counter()
        model.build()
        model.run()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    nodes = model.model.getNodes()
    z = nodes["Z"].getExpectation()
    weights = [w["E"] if isinstance(w, dict) else w for w in nodes["W"].getExpectation()]
    out = Path(args.out)
    np.savetxt(out / "scores.txt", z)
    total, each = [], []
    for m, (view, w) in enumerate(zip(data, weights)):
        y = view[0] - np.nanmean(view[0], axis=0)
        square = np.nansum(y**2)
        total.append(float(1 - np.nansum((y - z @ w.T) ** 2) / square))
        each.append([float(1 - np.nansum((y - np.outer(z[:, k], w[:, k])) ** 2) / square) for k in range(z.shape[1])])
        np.savetxt(out / f"view{m}.txt", z @ w.T + np.nanmean(view[0], axis=0))
    print(json.dumps({"tool": "mofapy2", "version": mofapy2.__version__, "cpu_s": cpu, "wall_s": wall, "total": total, "variance": each}))


if __name__ == "__main__":
    main()
