"""Factors: the example `factors` of lca-cells beside mofapy2, on the same views with the same values held out.

  cargo build --release -p lca-cells --example factors
  pip install -r benches/peers/requirements-factors.txt    (in a venv of its own)
  python benches/factors.py target/release/examples/factors VENV/bin/python VIEW.txt ... [--factors 10] [--seeds 3] [--hold-out 0.05]

For each seed (of the held-out values and of the peer) prints one JSON line: variance explained in all per view by both, the
correlation of matched factors that explain at least 1 % of some view, and the mean squared error of held-out values by both and by
the features' means; processor time of our whole command, of the peer only the fit.
"""
import argparse
import json
import resource
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

PEER = Path(__file__).parent / "peers" / "factors_mofapy2.py"


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(text.strip().splitlines()[-1])
    found["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found


def matched(ours, theirs, strong):
    """Correlations of the peer's strong factors with ours, one to one."""
    r = np.abs(np.corrcoef(ours.T, theirs.T)[: ours.shape[1], ours.shape[1] :])
    rows, columns = linear_sum_assignment(-r)
    return {int(c): round(float(r[i, c]), 4) for i, c in zip(rows, columns) if c in strong}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("ours")
    p.add_argument("peer_python")
    p.add_argument("views", nargs="+")
    p.add_argument("--factors", type=int, default=10)
    p.add_argument("--seeds", type=int, default=3)
    p.add_argument("--hold-out", type=float, default=0.05)
    args = p.parse_args()
    data = [np.loadtxt(view) for view in args.views]
    for seed in range(1, args.seeds + 1):
        draw = np.random.default_rng(seed)
        held = [~np.isnan(view) & (draw.random(view.shape) < args.hold_out) for view in data]
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            names = []
            for m, (view, out) in enumerate(zip(data, held)):
                names.append(str(folder / f"in{m}.txt"))
                np.savetxt(names[-1], np.where(out, np.nan, view))
            (folder / "ours").mkdir()
            ours = run([args.ours, str(folder / "ours"), str(args.factors), "components", str(seed), "1e-8", *names])
            (folder / "peer").mkdir()
            theirs = run([args.peer_python, str(PEER), str(folder / "peer"), *names, "--factors", str(args.factors), "--seed", str(seed)])
            error = lambda name: float(np.concatenate([(np.loadtxt(folder / name / f"view{m}.txt") - view)[out] ** 2 for m, (view, out) in enumerate(zip(data, held))]).mean())
            means = float(np.concatenate([(np.nanmean(np.where(out, np.nan, view), axis=0) - view)[out] ** 2 for view, out in zip(data, held)]).mean())
            scores = {name: np.loadtxt(folder / name / "scores.txt") for name in ("ours", "peer")}
            strong = {k for k in range(scores["peer"].shape[1]) if max(view[k] for view in theirs["variance"]) >= 0.01}
            print(json.dumps({
                "seed": seed, "rounds": ours["rounds"], "factors": [scores["ours"].shape[1], scores["peer"].shape[1]],
                "variance_ours": ours["total"], "variance_peer": theirs["total"], "r": matched(scores["ours"], scores["peer"], strong),
                "mse_ours": error("ours"), "mse_peer": error("peer"), "mse_means": means,
                "cpu_ours": ours["cpu"], "cpu_peer_fit": theirs["cpu_s"],
            }))


if __name__ == "__main__":
    main()
