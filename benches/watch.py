"""Replays a folder of frames as a microscope would write them, out of order and in pieces, beside `lca watch`, and holds the
atlas against that of the batch run.

  cargo build --release
  python benches/watch.py target/release/lca ../shared/data/imaging/hela01_raw --every 1.5

Prints the latencies (from the last write of a frame to the line that tells it was done), the processor time for each frame, how many
events of each kind were told, and whether the digests are equal; ends with code 1 if they are not, or if fewer than 99 % of frames
were done within a second.
"""
import argparse
import collections
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


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("folder")
    p.add_argument("--every", type=float, default=1.5, help="seconds between frames")
    p.add_argument("--frames", type=int, help="only the first of them")
    p.add_argument("--threads", type=int, default=2)
    args = p.parse_args()
    names = sorted(n for n in os.listdir(args.folder) if n.endswith(".tif"))[: args.frames]
    work = tempfile.mkdtemp()
    landing, out, batch = (os.path.join(work, n) for n in ("landing", "live.zarr", "batch.zarr"))
    os.mkdir(landing)
    command = [args.lca, "watch", landing, "--out", out, "--frames", str(len(names)), "--channels", "nuclei",
               "--threads", str(args.threads)]
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    land(args.folder, landing, names, args.every, random.Random(1))
    lines = [json.loads(line) for line in watch.communicate()[0].splitlines()]
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = lines[-1]
    subprocess.run([args.lca, "run", os.path.join(work, "live.toml"), "--atlas", batch, "--threads", str(args.threads)],
                   check=True, capture_output=True)
    said = subprocess.run([args.lca, "verify", "--digest", batch, "--json"], check=True, capture_output=True, text=True)
    same = json.loads(said.stdout)["digest"] == done["digest"]
    counts = collections.Counter(line["event"] for line in lines)
    print(json.dumps({"latency_s": done["latency_s"], "cpu_s_per_frame": (cpu.ru_utime + cpu.ru_stime) / len(names),
                      "events": counts, "same_digest": same}))
    shutil.rmtree(work)
    sys.exit(not same or done["latency_s"]["within_1s"] < 0.99)


if __name__ == "__main__":
    main()
