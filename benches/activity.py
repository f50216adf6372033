"""Activities: `lca network activity` beside decoupler, taking turns, on one table and one network.

  cargo build --release -p lca-cli
  pip install -r benches/peers/requirements-activity.txt    (in a venv of its own)
  python benches/activity.py target/release/lca VENV/bin/python dorothea.csv [--table expression.csv] [--samples 300]

Without --table, expression over the network's targets and as many other genes is made. Prints a Markdown row for each
method: processor time of both (ours with reading and writing, the peer's without imports and files), their ratio, the largest
difference of scores, and their correlation.
"""
import argparse
import csv
import json
import random
import resource
import statistics
import subprocess
import tempfile
from pathlib import Path

PEER = Path(__file__).parent / "peers" / "activity_decoupler.py"


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("peer_python")
    p.add_argument("network")
    p.add_argument("--table")
    p.add_argument("--samples", type=int, default=300)
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--min-targets", type=int, default=5)
    p.add_argument("--methods", nargs="+", default=["ulm", "mlm", "viper"])
    return p.parse_args()


def made(path, network, samples):
    """Expression over the targets and as many strangers: shared factors, noise, a fifth of the values 0."""
    with open(network) as f:
        targets = sorted({row["target"] for row in csv.DictReader(f)})
    genes = targets + [f"other{i}" for i in range(len(targets))]
    draw = random.Random(1)
    loads = [[draw.gauss(0, 1) for _ in range(3)] for _ in genes]
    with open(path, "w", newline="") as f:
        out = csv.writer(f)
        out.writerow(["", *genes])
        for s in range(samples):
            z = [draw.gauss(0, 1) for _ in range(3)]
            row = [0.0 if draw.random() < 0.2 else round(sum(a * b for a, b in zip(z, w)) + draw.gauss(0, 1) + 4, 4) for w in loads]
            out.writerow([f"s{s}", *row])


def cpu_of(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def scores(path):
    with open(path) as f:
        rows = list(csv.reader(f))
    return {(row[0], source): float(value) for row in rows[1:] for source, value in zip(rows[0][1:], row[1:])}


def agreement(ours, theirs):
    a, b = scores(ours), scores(theirs)
    assert a.keys() == b.keys(), f"{len(a.keys() ^ b.keys())} scores of one tool only"
    x, y = list(a.values()), [b[key] for key in a]
    return max(abs(u - v) for u, v in zip(x, y)), statistics.correlation(x, y)


def main():
    args = arguments()
    print("| method | LCA CPU | decoupler CPU | LCA / decoupler | largest difference | correlation |\n|" + "---|" * 6)
    with tempfile.TemporaryDirectory() as folder:
        table = args.table or f"{folder}/made.csv"
        if not args.table:
            made(table, args.network, args.samples)
        for method in args.methods:
            ours, theirs = [], []
            common = ["--method", method, "--min-targets", str(args.min_targets)]
            for _ in range(args.repeat):
                command = [args.lca, "network", "activity", table, "--network", args.network, *common, "--threads", "1"]
                ours.append(cpu_of([*command, "--out", f"{folder}/ours.csv"]))
                command = [args.peer_python, str(PEER), table, args.network, *common, "--repeat", "1", "--out", f"{folder}/peer.csv"]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                theirs.append(json.loads(done.stdout.strip().splitlines()[-1])["cpu_s"])
            a, b = statistics.median(ours), statistics.median(theirs)
            worst, together = agreement(f"{folder}/ours.csv", f"{folder}/peer.csv")
            print(f"| {method} | {a:.2f} s | {b:.2f} s | {a / b:.2f} | {worst:.1e} | {together:.6f} |")


if __name__ == "__main__":
    main()
