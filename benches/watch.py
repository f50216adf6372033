"""Replays a folder of frames as a microscope would write them, out of order and in pieces, beside `lca watch`, and holds the
atlas against that of the batch run.

  cargo build --release
  python benches/watch.py target/release/lca ../shared/data/imaging/hela01_raw --every 1.5

Prints the latencies (from the last write of a frame to the line that tells it was done), the processor time for each frame, how many
events of each kind were told, how the divisions told agree with those of the atlas (the same place within 15 pixels and two frames)
and how many frames after the first with daughters they were told, and whether the digests are equal; ends with code 1 if they are
not, or if fewer than 99 % of frames were done within a second.
"""
import argparse
import collections
import csv
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time


def land(source, target, names, every, rng):
    """Blocks of three frames come in any order, each in four pieces over a third of the time between frames."""
    order = list(names)
    for at in range(0, len(order), 3):
        block = order[at : at + 3]
        rng.shuffle(block)
        order[at : at + 3] = block
    for name in order:
        begin = time.monotonic()
        data = open(os.path.join(source, name), "rb").read()
        with open(os.path.join(target, name), "wb") as f:
            for k in range(4):
                f.write(data[k * len(data) // 4 : (k + 1) * len(data) // 4])
                f.flush()
                time.sleep(every / 12)
        time.sleep(max(0.0, every - (time.monotonic() - begin)))


def lives(lca, atlas, work):
    """First and last place of every track, and its parent."""
    table = os.path.join(work, "traces.csv")
    query = "SELECT track, parent, t, centre_y, centre_x FROM traces ORDER BY t"
    subprocess.run([lca, "query", atlas, query, "--out", table], check=True, capture_output=True)
    first, last, parent = {}, {}, {}
    for row in csv.DictReader(open(table)):
        track, place = int(float(row["track"])), tuple(float(row[n]) for n in ("t", "centre_y", "centre_x"))
        first.setdefault(track, place)
        last[track] = place
        if row["parent"]:
            parent[track] = int(float(row["parent"]))
    return first, last, parent


def divisions(told, first, last, parent):
    """Precision and recall of the divisions told against those of the atlas, and their delay in frames."""
    daughters = collections.defaultdict(list)
    for track, mother in parent.items():
        daughters[mother].append(first[track])
    known = [(last[mother], young) for mother, young in daughters.items() if len(young) > 1]

    def near(seen, place):
        return abs(seen["y"] - place[1]) + abs(seen["x"] - place[2]) < 15

    def same(event, mother, young):
        return (abs(event["frame"] - young[0][0]) <= 2 and near(event["mother"], mother)
                and any(near(seen, place) for seen in event["daughters"] for place in young))

    free, hits = list(known), 0
    for event in told:
        found = next((one for one in free if same(event, *one)), None)
        if found:
            free.remove(found)
            hits += 1
    late = sorted(event["seen_in"] - event["frame"] for event in told)
    return {"told": len(told), "in_atlas": len(known), "precision": hits / max(1, len(told)),
            "recall": hits / max(1, len(known)), "frames_late": late[len(late) // 2] if late else None}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("folder")
    p.add_argument("--every", type=float, default=1.5, help="seconds between frames")
    p.add_argument("--frames", type=int, help="only the first of them")
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--confirm", type=int, default=1, help="frames in which daughters must have been seen")
    args = p.parse_args()
    names = sorted(n for n in os.listdir(args.folder) if n.endswith(".tif"))[: args.frames]
    work = tempfile.mkdtemp()
    landing, out, batch = (os.path.join(work, n) for n in ("landing", "live.zarr", "batch.zarr"))
    os.mkdir(landing)
    command = [args.lca, "watch", landing, "--out", out, "--frames", str(len(names)), "--channels", "nuclei",
               "--threads", str(args.threads), "--confirm", str(args.confirm)]
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    land(args.folder, landing, names, args.every, random.Random(1))
    lines = [json.loads(line) for line in watch.communicate()[0].splitlines()]
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = lines[-1]
    subprocess.run([args.lca, "run", os.path.join(work, "live.toml"), "--atlas", batch, "--threads", str(args.threads)],
                   check=True, capture_output=True)
    said = subprocess.run([args.lca, "verify", "--digest", batch, "--json"], check=True, capture_output=True, text=True)
    same = json.loads(said.stdout)["digest"] == done["digest"]
    told = [line for line in lines if line["event"] == "division"]
    judged = divisions(told, *lives(args.lca, out, work))
    counts = collections.Counter(line["event"] for line in lines)
    print(json.dumps({"latency_s": done["latency_s"], "cpu_s_per_frame": (cpu.ru_utime + cpu.ru_stime) / len(names),
                      "events": counts, "divisions": judged, "same_digest": same}))
    shutil.rmtree(work)
    sys.exit(not same or done["latency_s"]["within_1s"] < 0.99)


if __name__ == "__main__":
    main()
