"""From frames to tracks: `lca segment` and `lca track` beside scikit-image and LapTrack, held against true tracks.

  cargo build --release
  VENV/bin/python benches/end_to_end.py target/release/lca ../shared/data/imaging/hela01_raw \
      ../shared/data/imaging/ctc/Fluo-N2DL-HeLa/01_GT/TRA --peers ../shared/peers --python VENV/bin/python

A true object is matched with the mask that covers more than half of its marker. Of the true links between consecutive frames
(divisions left out) whose two ends are matched, `found` is the share that the tracks have; of the tracks' links between
consecutive frames whose two ends are matched (true divisions left out), `right` is the share that is true. Prints a JSON line;
with --peers also the processor time of `segment_skimage.py` and of `track.py --tool laptrack` over that of both our commands: for
ours and `segment_skimage.py` with files read and written, for LapTrack the linking alone. `lca track` is given the masks alone, as
LapTrack is given what is measured in masks alone (centres and areas); with --raw also the frames, whose brightness it then measures.
Needs numpy, tifffile and imagecodecs.
"""
import argparse
import glob
import json
import os
import re
import resource
import subprocess
import tempfile

import numpy as np
import tifffile


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("frames")
    p.add_argument("truth", help="folder of man_trackNNN.tif and man_track.txt")
    p.add_argument("--peers")
    p.add_argument("--raw", action="store_true", help="give `lca track` the frames, too")
    p.add_argument("--python", default="python3")
    return p.parse_args()


def tracks(args, folder):
    """Runs both commands; their processor time in seconds."""
    masks, out = os.path.join(folder, "masks"), os.path.join(folder, "tracks")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    raw = ["--raw", args.frames] if args.raw else []
    for command in (["segment", args.frames, "--out", masks], ["track", masks, *raw, "--out", out]):
        subprocess.run([args.lca, *command, "--threads", "1"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return out, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def parents(path):
    rows = (line.split() for line in open(path))
    return {int(row[0]): int(row[3]) for row in rows if row}


def by_number(folder):
    paths = glob.glob(os.path.join(folder, "*.tif"))
    return {int(re.search(r"(\d+)\.tif$", path).group(1)): path for path in paths}


def matched(truth, found):
    """The mask that covers more than half of each true object."""
    size = np.bincount(truth.ravel())
    inside = (truth > 0) & (found > 0)
    pairs, count = np.unique(np.stack([truth[inside], found[inside]]), axis=1, return_counts=True)
    return {int(a): int(b) for (a, b), n in zip(pairs.T, count) if 2 * n > size[a]}


def score(truth, result):
    true_of, found_of = parents(os.path.join(truth, "man_track.txt")), parents(os.path.join(result, "res_track.txt"))
    true_files, found_files = by_number(truth), by_number(result)
    each = {t: matched(tifffile.imread(path), tifffile.imread(found_files[t])) for t, path in sorted(true_files.items())}
    links = there = told = right = 0
    for t in sorted(each):
        here, after = each[t], each.get(t + 1, {})
        for label in here.keys() & after.keys():
            links += 1
            there += after[label] == here[label] or found_of.get(after[label]) == here[label]
        first, then = {}, {}
        for label, mask in here.items():
            first.setdefault(mask, set()).add(label)
        for label, mask in after.items():
            then.setdefault(mask, set()).add(label)
        for mask, labels in then.items():
            source = mask if mask in first else found_of.get(mask)
            if source not in first:
                continue
            before = first[source]
            if any(true_of.get(label) in before and label not in before for label in labels):
                continue
            told += 1
            right += bool(before & labels)
    return {"links": links, "found": there / links, "told": told, "right": right / told}


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        out, ours = tracks(args, folder)
        result = score(args.truth, out)
    result["cpu_s"] = round(ours, 2)
    if args.peers:
        def peer(script, *rest):
            done = subprocess.run([args.python, os.path.join(args.peers, script), *rest], check=True, stdout=subprocess.PIPE, text=True)
            return json.loads(done.stdout.splitlines()[-1])

        found = peer("segment_skimage.py", args.frames)["result"]["cpu_total_s"]
        linked = peer("track.py", args.truth, "--tool", "laptrack", "--repeat", "1")["cpu_s"]
        result |= {"scikit_image_s": found, "laptrack_s": linked, "cpu_ratio": round((found + linked) / ours, 2)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
