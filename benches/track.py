"""Linking of cells: LCA beside the Hungarian method, LapTrack, trackpy and btrack, taking turns, on sequences of the Cell Tracking
Challenge, whose masks are given as perfect detections under labels drawn at random in each frame.

  cargo build --release -p lca-track --example link_ctc
  python benches/track.py target/release/examples/link_ctc ../shared/data/imaging/ctc --peers ../shared/peers \
      --python VENV/bin/python --btrack-python VENV2/bin/python

The folder of peers has `track.py` (links with one tool and prints a JSON line) and `score.py` (scores a result). LapTrack runs with
its search radius for daughters at 0.75, 1 and 1.5 times the radius estimated for links, and as estimated. Prints a Markdown row per
sequence, with every tool's score of links, and one for divisions; a search radius is estimated from the detections alone. With
--copies N it also prints time and memory of our program on N copies of the last sequence named, side by side.
"""
import argparse
import json
import os
import subprocess
import tempfile


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("link_ctc")
    p.add_argument("folder", help="folder of sequences, each with 01_GT/TRA")
    p.add_argument("--peers", required=True)
    p.add_argument("--python", required=True)
    p.add_argument("--btrack-python", required=True)
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--copies", type=int, default=0)
    p.add_argument("--sequences", nargs="+", help="names of sequences (default: all)")
    return p.parse_args()


def last_json(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])


def peers(args, tra):
    script, repeat = os.path.join(args.peers, "track.py"), ["--repeat", str(args.repeat)]
    rows = {}
    for tool in ("hungarian", "laptrack", "trackpy"):
        rows[tool] = last_json([args.python, script, tra, "--tool", tool, *repeat])
    radius = rows["laptrack"]["result"]["radius"]
    for factor in (0.75, 1, 1.5):
        split = ["--split-radius", str(factor * radius)]
        rows[f"laptrack {factor}"] = last_json([args.python, script, tra, "--tool", "laptrack", *split, *repeat])
    rows["btrack"] = last_json([args.btrack_python, script, tra, "--tool", "btrack", *repeat])
    return rows


def ours(args, tra):
    with tempfile.TemporaryDirectory() as out:
        row = last_json([args.link_ctc, tra, "--out", out, "--repeat", str(args.repeat)])
        scored = last_json([args.python, os.path.join(args.peers, "score.py"), tra, out])
    return {**row, "result": scored["result"]}


def number(value, digits=4):
    return "–" if value is None else f"{value:.{digits}f}"


def sequence(args, name):
    tra = os.path.join(args.folder, name, "01_GT", "TRA")
    row = ours(args, tra)
    others = peers(args, tra)
    best = max(others, key=lambda tool: others[tool]["result"]["LNK"])
    lap = [tool for tool in others if tool.startswith("laptrack")]
    f1 = [others[tool]["result"]["division_F1"] for tool in lap]
    f1 = max((value for value in f1 if value is not None), default=None)
    result, ratio = row["result"], others["laptrack"]["cpu_s"] / row["cpu_s"]
    cells = [name, str(result["nodes_gt"]), number(result["LNK"]), f"{number(others[best]['result']['LNK'])} ({best})",
             f"{result['AOGM']:.1f}", f"{others[best]['result']['AOGM']:.1f}", number(result["TRA"]),
             number(result["division_F1"], 3), number(f1, 3), str(result["divisions_gt"]), f"{ratio:.0f}"]
    print("| " + " | ".join(cells) + " |", flush=True)
    every = [f"{tool} {number(other['result']['LNK'])}" for tool, other in others.items()]
    return f"{name}: " + ", ".join(every)


def large(args, name):
    tra = os.path.join(args.folder, name, "01_GT", "TRA")
    child = subprocess.Popen([args.link_ctc, tra, "--copies", str(args.copies)], stdout=subprocess.PIPE, text=True)
    row = json.loads(child.stdout.read())
    _, _, usage = os.wait4(child.pid, 0)
    print(f"\n{row['objects']} objects: {row['cpu_s']:.2f} s of processor time, {usage.ru_maxrss / 1024:.0f} MB at most")


def main():
    args = arguments()
    names = args.sequences or sorted(n for n in os.listdir(args.folder) if os.path.isdir(os.path.join(args.folder, n)))
    print("| sequence | objects | LNK | best peer's | AOGM | its | TRA | division F1 | LapTrack's best | divisions | LapTrack's CPU / LCA's |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    lines = [sequence(args, name) for name in names]
    print("\nLNK of all peers:\n\n" + "\n".join(lines))
    if args.copies:
        large(args, names[-1])


if __name__ == "__main__":
    main()
