"""Activities by decoupler: TABLE (samples in rows, first column their names) and NETWORK (source or tf, target, weight or mor).

  python activity_decoupler.py expression.csv dorothea.csv --method ulm --min-targets 5 --out peer.csv

Prints one JSON line: tool, version, method, CPU and wall time without imports (median of the repeats after a first, which compiles).
"""
import argparse
import json
import statistics
import time

import decoupler
import pandas as pd


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("table")
    p.add_argument("network")
    p.add_argument("--method", choices=("ulm", "mlm", "viper"), default="ulm")
    p.add_argument("--min-targets", type=int, default=5)
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--out")
    args = p.parse_args()
    x = pd.read_csv(args.table, index_col=0)
    x.index = x.index.astype(str)
    net = pd.read_csv(args.network).rename(columns={"tf": "source", "mor": "weight"})
    net = net.drop_duplicates(["source", "target"])
    run = getattr(decoupler.mt, args.method)
    times = []
    for _ in range(args.repeat + 1):
        cpu, wall = time.process_time(), time.perf_counter()
        scores, _ = run(x, net, tmin=args.min_targets)
        times.append((time.process_time() - cpu, time.perf_counter() - wall))
    if args.out:
        scores.to_csv(args.out)
    cpu, wall = (statistics.median(column) for column in zip(*times[1:]))
    print(json.dumps({"tool": "decoupler", "version": decoupler.__version__, "method": args.method, "cpu_s": cpu, "wall_s": wall}))


if __name__ == "__main__":
    main()
