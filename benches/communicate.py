"""Cell-cell communication: `lca network communicate` beside CellPhoneDB, taking turns, same permutations and threads.

  cargo build --release -p lca-cli
  python benches/communicate.py target/release/lca cellphonedb.zip counts.h5ad --labels bulk_labels \
      --peer-python VENV/bin/python --peer-script benches/peers/communicate_cellphonedb.py

Expression must be log-normalised. Prints a Markdown row: medians of processor time and their ratio, the largest
difference of means, the correlation of p-values and the share of pairs that both call alike at 0.05; beside it
the same of two seeds of CellPhoneDB. With `--cells 40000` a further row on cells drawn with replacement: LCA's
processor time and its largest resident memory (needs anndata in this Python, and GNU time).
"""
import argparse
import csv
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("database")
    p.add_argument("counts")
    p.add_argument("--labels", required=True)
    p.add_argument("--peer-python")
    p.add_argument("--peer-script")
    p.add_argument("--permutations", type=int, default=1000)
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--cells", type=int, help="also measure on as many resampled cells, in 13 types")
    return p.parse_args()


def ours(args, counts, labels, out, timed=False):
    command = [args.lca, "network", "communicate", counts, "--labels", labels, "--resource", args.database,
               "--permutations", str(args.permutations), "--threads", "1", "--out", out, "--json"]
    before = os.times()
    done = subprocess.run((["/usr/bin/time", "-f", "%M"] if timed else []) + command, capture_output=True, text=True, check=True)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, int(done.stderr.split()[-1]) / 1024 if timed else None


def peer(args, out, seed):
    command = [args.peer_python, args.peer_script, args.database, args.counts, "--labels", args.labels,
               "--iterations", str(args.permutations), "--seed", str(seed), "--threads", "1", "--out", out]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])["cpu_s"]


def table(path):
    with open(path, newline="") as file:
        rows = csv.DictReader(file)
        return {(r["id_cp_interaction"], r["interacting_cells"]): (float(r["mean"]), float(r["pvalue"])) for r in rows}


def agreement(mine, theirs):
    assert mine.keys() == theirs.keys(), f"{len(mine.keys() ^ theirs.keys())} pairs are in one table only"
    a, b = zip(*((mine[key], theirs[key]) for key in sorted(mine)))
    means = max(abs(x[0] - y[0]) for x, y in zip(a, b))
    p, q = [x[1] for x in a], [y[1] for y in b]
    alike = sum((x < 0.05) == (y < 0.05) for x, y in zip(p, q)) / len(p)
    return means, statistics.correlation(p, q), alike


def resampled(args, folder):
    import anndata
    import numpy
    data = anndata.read_h5ad(args.counts)
    draw = numpy.random.default_rng(1)
    many = data[draw.integers(0, data.n_obs, args.cells)].copy()
    many.obs_names = [f"c{at}" for at in range(args.cells)]
    many.obs["thirteen"] = [f"t{at % 13:02}" for at in range(args.cells)]
    path = str(Path(folder) / "many.h5ad")
    many.write_h5ad(path)
    return path


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        out, other, again = (str(Path(folder) / name) for name in ("ours.csv", "peer.csv", "again.csv"))
        mine, theirs = [], []
        for at in range(args.repeat):
            mine.append(ours(args, args.counts, args.labels, out)[0])
            if args.peer_python:
                theirs.append(peer(args, other, 1 + at))
        print("| CPU, LCA | CPU, CellPhoneDB | ratio | means differ by | p-values correlate | called alike | two seeds of CellPhoneDB |\n|" + "---|" * 7)
        a = statistics.median(mine)
        if args.peer_python:
            peer(args, again, 99)
            b = statistics.median(theirs)
            means, r, alike = agreement(table(out), table(other))
            _, r2, alike2 = agreement(table(again), table(other))
            print(f"| {a:.2f} s | {b:.2f} s | {b / a:.0f} | {means:.1e} | {r:.5f} | {alike:.2%} | {r2:.5f}, {alike2:.2%} |")
        else:
            print(f"| {a:.2f} s | | | | | | |")
        if args.cells:
            spent, memory = ours(args, resampled(args, folder), "thirteen", out, timed=True)
            print(f"\n{args.cells} cells in 13 types: {spent:.1f} s of processor time, {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
