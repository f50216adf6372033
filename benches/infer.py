"""Network inference: `lca network infer` beside GENIE3 by scikit-learn, taking turns, on one table with a known network.

  cargo build --release -p lca-cli
  python benches/infer.py target/release/lca --peer-python VENV/bin/python --peer-script grn.py EXPRESSION GOLD --genes rows

The peer script is one that prints a JSON line per step with `cpu_s` and `result.AUPRC_ratio`. Both grow as many
trees on the same samples with one thread. Prints a Markdown row per method; ours is timed as a whole process. The peer scores pairs of
regulators with an edge, ours all pairs of genes in GOLD unless the peer is given --all-regulators, which this does.
"""
import argparse
import json
import resource
import statistics
import subprocess


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("expression")
    p.add_argument("gold")
    p.add_argument("--genes", choices=("rows", "columns"), default="rows")
    p.add_argument("--prefix")
    p.add_argument("--peer-python", required=True)
    p.add_argument("--peer-script", required=True)
    p.add_argument("--trees", type=int, default=100)
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--methods", nargs="+", default=["genie3", "genie3:values", "grnboost2", "consensus"], help="METHOD[:SCALE]")
    return p.parse_args()


def ours(args, method):
    name, _, scale = method.partition(":")
    command = [args.lca, "network", "infer", args.expression, "--genes-in", args.genes, "--gold", args.gold, "--method", name,
               "--trees", str(args.trees), "--threads", "1", "--json"]
    command += ["--gene-prefix", args.prefix] if args.prefix else []
    command += ["--scale", scale] if scale else []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, json.loads(done.stdout)["gold"]


def peer(args):
    command = [args.peer_python, args.peer_script, args.expression, args.gold, "--genes", args.genes, "--all-regulators",
               "--trees", str(args.trees), "--threads", "1"]
    command += ["--prefix", args.prefix] if args.prefix else []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    steps = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    step = next(step for step in steps if step["step"] == "genie3_forest")
    return step["cpu_s"], step["result"]["AUPRC_ratio"]


def main():
    args = arguments()
    rows, peers = {method: [] for method in args.methods}, []
    for _ in range(args.repeat):
        peers.append(peer(args))
        for method in args.methods:
            rows[method].append(ours(args, method))
    theirs = statistics.median(cpu for cpu, _ in peers)
    print("| method | CPU | scikit-learn / LCA | AUPRC ratio | correlation |\n|---|---|---|---|---|")
    print(f"| scikit-learn forest | {theirs:.2f} s | 1 | {peers[0][1]:.3f} | |")
    for method, found in rows.items():
        cpu, gold = statistics.median(cpu for cpu, _ in found), found[0][1]
        ratios = gold["method"]["AUPRC_ratio"], gold["correlation"]["AUPRC_ratio"]
        print(f"| {method} | {cpu:.2f} s | {theirs / cpu:.1f} | {ratios[0]:.3f} | {ratios[1]:.3f} |")


if __name__ == "__main__":
    main()
