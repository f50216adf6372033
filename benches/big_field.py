"""Large data through `lca segment`: a made field of 20,000 by 20,000 pixels and a made recording of 500 frames.

  cargo build --release
  VENV/bin/python benches/big_field.py target/release/lca --side 20000 --frames 500

The field is cut into tiles of two sizes, whose results must be the same in every pixel; a piece of it is also found at once and in
tiles. Prints the greatest memory of each run (which is at least this script's own), its processor time and the number of cells as a JSON line; ends with code 1 where tiles
change a pixel or a run takes more than --most MB. Needs numpy and tifffile, about 3 GB of disk for the field and 1.3 GB for the
recording.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
import tifffile

BAND = 500


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("lca")
    p.add_argument("--side", type=int, default=20_000, help="pixels of the field along each side")
    p.add_argument("--piece", type=int, default=3_000, help="pixels of the piece that is also found at once")
    p.add_argument("--frames", type=int, default=500)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--most", type=float, default=1000, help="MB that no run may exceed")
    return p.parse_args()


def band(rng, rows, columns):
    """Nuclei of many sizes and shades on a ground of noise, 16 bits from 33,000 on."""
    image = rng.normal(33_000, 20, (rows, columns)).astype(np.float32)
    y, x = np.mgrid[-14:15, -14:15].astype(np.float32)
    for _ in range(rows * columns // 1500):
        wide, tall, turn = rng.uniform(6, 12), rng.uniform(6, 12), rng.uniform(0, np.pi)
        u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        cell = rng.uniform(80, 600) / (1 + np.exp(4 * (np.hypot(u / wide, v / tall) * 6 - 6)))
        top, left = rng.integers(0, rows - 29), rng.integers(0, columns - 29)
        part = image[top : top + 29, left : left + 29]
        np.maximum(part, 33_000 + cell, out=part)
    return np.clip(image, 0, 65_535).astype(np.uint16)


def field(path, side):
    """Each band is drawn from a few that are shifted, so that none is as another and drawing takes minutes, not hours."""
    rng = np.random.default_rng(1)
    pool = [band(rng, BAND, min(side, 5_000)) for _ in range(4)]
    out = tifffile.memmap(path, shape=(side, side), dtype=np.uint16, bigtiff=True)
    for at, top in enumerate(range(0, side, BAND)):
        wide = np.tile(np.roll(pool[at % 4], int(rng.integers(5_000)), axis=1), -(-side // 5_000))[:, :side]
        out[top : top + BAND] = wide[: side - top]
    out.flush()


def run(lca, threads, *command):
    """Greatest memory in MB, processor time in seconds, and what the command told."""
    child = subprocess.Popen([lca, "segment", *command, "--threads", str(threads), "--json"], stdout=subprocess.PIPE, text=True)
    told = json.loads(child.stdout.read().splitlines()[-1])
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"lca segment {' '.join(command)} ended with {status}")
    return {"mb": round(usage.ru_maxrss / 1024), "cpu_s": round(usage.ru_utime + usage.ru_stime, 1), "cells": told["cells"]}


def same(one, other):
    """Whether two label images are equal, some rows at a time."""
    with tifffile.TiffFile(one) as a, tifffile.TiffFile(other) as b:
        pages = a.pages[0], b.pages[0]
        strips = [len(page.dataoffsets) for page in pages]
        if pages[0].shape != pages[1].shape or strips[0] != strips[1]:
            return False
        return all(np.array_equal(x[0], y[0]) for x, y in zip(pages[0].segments(), pages[1].segments()))


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as work:
        at = lambda name: os.path.join(work, name)
        result = {}
        field(at("field.tif"), args.side)
        for tile in (1024, 1600):
            result[f"field, tiles of {tile}"] = run(args.lca, args.threads, at("field.tif"), "--tile", str(tile), "--out", at(f"t{tile}"))
        result["tiles alike"] = same(at("t1024/mask000.tif"), at("t1600/mask000.tif"))
        piece = np.asarray(tifffile.memmap(at("field.tif"))[: args.piece, : args.piece])
        tifffile.imwrite(at("piece.tif"), piece)
        for name, tile in (("tiles", 700), ("at once", 10 * args.piece)):
            result[f"piece, {name}"] = run(args.lca, args.threads, at("piece.tif"), "--tile", str(tile), "--out", at(name))
        result["piece alike"] = same(at("tiles/mask000.tif"), at("at once/mask000.tif"))
        os.remove(at("field.tif"))
        os.mkdir(at("movie"))
        rng = np.random.default_rng(2)
        pool = [band(rng, 1024, 1024) for _ in range(8)]
        for t in range(args.frames):
            tifffile.imwrite(at(f"movie/t{t:03}.tif"), np.roll(pool[t % 8], 7 * t, axis=1))
        result["recording"] = run(args.lca, args.threads, at("movie"), "--out", at("masks"))
    print(json.dumps(result))
    runs = [value for name, value in result.items() if isinstance(value, dict) and name != "piece, at once"]
    sys.exit(not (result["tiles alike"] and result["piece alike"] and all(one["mb"] <= args.most for one in runs)))


if __name__ == "__main__":
    main()
