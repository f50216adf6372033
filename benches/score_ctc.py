"""Scores of the Cell Tracking Challenge: LCA beside py-ctcmetrics, on results for the sequences of a folder: the links of our own
linker, and the truth spoiled at random (objects left out, added, merged, moved; tracks cut, joined and given other mothers).

  cargo build --release
  VENV/bin/python benches/score_ctc.py target/release/lca ../shared/data/imaging/ctc

Needs py-ctcmetrics, numpy and tifffile. Prints a Markdown row per sequence and kind of result with the largest difference of any
measure, and ends with code 1 if one is above 1e-6 or a measure is there for one program only. With --golden FILE it writes py-ctcmetrics' measures of small made movies there instead, which
the tests of lca-track compare with.
"""
import argparse
import contextlib
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

import numpy as np
import tifffile

MEASURES = ["SEG", "DET", "TRA", "LNK", "CT", "TF", "BC", "CCA"]


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca", help="the built command")
    p.add_argument("folder", help="folder of sequences, each with 01_GT/TRA")
    p.add_argument("--sequences", nargs="+")
    p.add_argument("--golden", help="write expected measures of made movies here, and end")
    p.add_argument("--spoiled", type=int, default=3, help="results spoiled at random, per sequence")
    return p.parse_args()


def masks(folder):
    names = sorted(n for n in os.listdir(folder) if n.endswith(".tif"))
    return [(int(re.search(r"(\d+)\.tif$", n).group(1)), n, tifffile.imread(os.path.join(folder, n))) for n in names]


def spoil(tra, out, rng):
    """Writes a spoiled copy of the truth, which stays a valid result."""
    table = {int(r[0]): int(r[3]) for r in np.loadtxt(os.path.join(tra, "man_track.txt"), dtype=int, ndmin=2)}
    top, frames = max(table), masks(tra)
    rename, parent, span, fresh = {}, {}, {}, [top]
    last_seen = {}
    for t, name, image in frames:
        image = image.astype(np.int64)
        labels = [int(v) for v in np.unique(image) if v]
        result = np.zeros_like(image)
        for label in labels:
            cut = last_seen.get(label, t - 1) < t - 1 or label not in rename or rng.random() < 0.01
            if rng.random() < 0.02:
                continue
            if cut:
                before = rename.get(label)
                fresh[0] += 1
                rename[label] = fresh[0]
                mother = rename.get(table[label]) if before is None else before
                if rng.random() < 0.1:
                    mother = rng.choice(list(rename.values()))
                parent[fresh[0]] = 0 if mother is None else mother
            last_seen[label] = t
            where = image == label
            if rng.random() < 0.1:
                where = np.roll(where, (rng.randint(-6, 6), rng.randint(-6, 6)), (0, 1))
            result[where] = rename[label]
        if len(labels) > 1 and rng.random() < 0.3:
            a, b = rng.sample(labels, 2)
            if a in rename and b in rename:
                result[result == rename[b]] = rename[a]
        if len(labels) > 1 and rng.random() < 0.1:
            a, b = rng.sample(labels, 2)
            rename[a], rename[b] = rename.get(b, top + 1), rename.get(a, top + 2)
        if rng.random() < 0.2:
            fresh[0] += 1
            y, x = rng.randrange(image.shape[0] - 8), rng.randrange(image.shape[1] - 8)
            result[y : y + 8, x : x + 8] = fresh[0]
        write(out, t, name, result, span)
    finish(out, frames, span, parent)


def write(out, t, name, result, span):
    for v in np.unique(result):
        if v:
            span.setdefault(int(v), []).append(t)
    tifffile.imwrite(os.path.join(out, name.replace("man_track", "mask")), result.astype(np.uint16))


def finish(out, frames, span, parent):
    """The table: only unbroken tracks are valid, so those with holes are cut in the images too."""
    pieces, number = {}, max(span, default=0)
    rows = []
    for label, seen in sorted(span.items()):
        first, piece = seen[0], label
        for a, b in zip(seen, seen[1:] + [None]):
            pieces[a, label] = piece
            if b != a + 1:
                rows.append((piece, first, a, parent.get(label, 0) if piece == label else 0))
                number += 1
                first, piece = b, number
    ends = {row[0]: row[2] for row in rows}
    for t, name, _ in frames:
        path = os.path.join(out, name.replace("man_track", "mask"))
        image = tifffile.imread(path).astype(np.int64)
        for label in np.unique(image):
            if label and pieces[t, int(label)] != label:
                image[image == label] = pieces[t, int(label)]
        tifffile.imwrite(path, image.astype(np.uint16))
    with open(os.path.join(out, "res_track.txt"), "w") as f:
        for label, begin, end, mother in rows:
            f.write(f"{label} {begin} {end} {mother if ends.get(mother, begin) < begin else 0}\n")


def theirs(truth, result):
    from ctc_metrics.scripts.evaluate import evaluate_sequence

    wanted = [m for m in MEASURES if m != "SEG" or os.path.isdir(os.path.join(truth, "SEG"))]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with contextlib.redirect_stdout(io.StringIO()):
        scores = evaluate_sequence(result, truth, metrics=wanted, threads=1)
    return scores, resource.getrusage(resource.RUSAGE_SELF).ru_utime - before


def ours(lca, truth, result):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([lca, "score", "ctc", truth, result, "--json", "--threads", "1"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def compare(lca, name, kind, truth, result):
    (their, their_time), (our, our_time) = theirs(truth, result), ours(lca, truth, result)
    worst, which, count = 0.0, "", 0
    for key, value in our.items():
        if key not in their:
            continue
        other = their[key]
        other = None if other is None or other != other else float(other)
        difference = 0.0 if value is None and other is None else float("inf") if None in (value, other) else abs(value - other)
        count += 1
        if difference > worst:
            worst, which = difference, f" ({key}: {value} and {other})"
    print(f"| {name} | {kind} | {count} | {our['TRA']:.4f} | {worst:.1e}{which} | {their_time / our_time:.1f} |", flush=True)
    return worst


def made(tra, rng, frames=9, size=56):
    """Writes a made movie: squares that wander, divide and are missed now and then."""
    cells = {k: [rng.uniform(6, size - 6), rng.uniform(6, size - 6)] for k in range(1, 6)}
    spans, top, seen = {k: [None, None, 0] for k in cells}, 5, set()
    for t in range(frames):
        image = np.zeros((size, size), np.uint16)
        for k in list(cells):
            if rng.random() < 0.12 and k in seen and len(cells) < 9:
                y, x = cells.pop(k)
                for step in (-4, 4):
                    top += 1
                    cells[top], spans[top] = [y, x + step], [None, None, k]
        for k, place in cells.items():
            place[:] = [min(max(v + rng.uniform(-3, 3), 3), size - 4) for v in place]
            if rng.random() < 0.08:
                continue
            y, x = (int(v) for v in place)
            patch = image[y - 2 : y + 3, x - 2 : x + 3]
            patch[patch == 0] = k
        for k in np.unique(image[image > 0]):
            seen.add(int(k))
            span = spans[int(k)]
            span[0] = t if span[0] is None else span[0]
            span[1] = t
        tifffile.imwrite(os.path.join(tra, f"man_track{t:03d}.tif"), image)
    with open(os.path.join(tra, "man_track.txt"), "w") as f:
        for k, (begin, end, mother) in spans.items():
            if begin is not None:
                known = mother if mother in spans and spans[mother][1] is not None and spans[mother][1] < begin else 0
                f.write(f"{k} {begin} {end} {known}\n")


def golden(path, cases=12):
    from ctc_metrics.utils.representations import match

    with open(path, "w") as f:
        f.write("# Measures of py-ctcmetrics 1.3.3 on made movies: written by benches/score_ctc.py --golden\n")
        for case in range(cases):
            with tempfile.TemporaryDirectory() as folder:
                truth, out = os.path.join(folder, "01_GT"), os.path.join(folder, "01_RES")
                tra = os.path.join(truth, "TRA")
                os.makedirs(tra), os.makedirs(out)
                rng = random.Random(1000 + case)
                made(tra, rng)
                spoil(tra, out, rng)
                for n in os.listdir(tra):
                    if n.endswith(".tif"):
                        os.makedirs(os.path.join(truth, "SEG"), exist_ok=True)
                        os.link(os.path.join(tra, n), os.path.join(truth, "SEG", n.replace("man_track", "man_seg")))
                f.write(f"case {case}\n")
                for kind, table in (("truth", os.path.join(tra, "man_track.txt")), ("result", os.path.join(out, "res_track.txt"))):
                    f.writelines(f"{kind} {line}" for line in open(table))
                for t, (_, name, _) in enumerate(masks(tra)):
                    a, b, ma, mb, iou = match(os.path.join(tra, name), os.path.join(out, name.replace("man_track", "mask")))
                    cover = {x: (y, j) for x, y, j in zip(ma, mb, iou)}
                    f.writelines(f"cover {t} {x} {cover.get(x, (0, 0))[0]} {cover.get(x, (0, 0))[1]!r}\n" for x in a)
                    f.writelines(f"found {t} {y}\n" for y in b)
                scores, _ = theirs(truth, out)
                f.writelines(f"score {k} {v}\n" for k, v in scores.items() if k != "Valid")


def main():
    args = arguments()
    if args.golden:
        golden(args.golden)
        return
    names = args.sequences or sorted(n for n in os.listdir(args.folder) if os.path.isdir(os.path.join(args.folder, n)))
    print("| sequence | result | measures | TRA | largest difference | py-ctcmetrics' CPU / LCA's |\n|---|---|---|---|---|---|")
    worst = 0.0
    for name in names:
        truth = os.path.join(args.folder, name, "01_GT")
        tra = os.path.join(truth, "TRA")
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([args.lca, "track", tra, "--out", out, "--threads", "1"], capture_output=True, check=True)
            worst = max(worst, compare(args.lca, name, "linked", truth, out))
        for seed in range(args.spoiled):
            with tempfile.TemporaryDirectory() as out:
                spoil(tra, out, random.Random(seed))
                worst = max(worst, compare(args.lca, name, f"spoiled {seed}", truth, out))
    sys.exit(worst > 1e-6)


if __name__ == "__main__":
    main()
