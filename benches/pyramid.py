"""Writing and reading a 2 GB image pyramid: LCA against zarr-python and ome-zarr, in one run.

    python benches/pyramid.py BINARY [--runs 3] [--frames 64] [--side 4096] [--folder /tmp]

BINARY is `target/release/examples/pyramid_bench` (cargo build --release -p lca-store --example
pyramid_bench). Needs the packages of tests/interop/requirements.txt. The contestants take turns;
medians of wall time, of processor time and of peak memory are printed, and the pixels compared.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import zarr

PEER = Path(__file__).parent / "peers" / "pyramid_ome_zarr.py"


def make(raw: Path, frames: int, side: int) -> None:
    """Cells that drift over a noisy camera background."""
    rng = np.random.default_rng(1)
    noise = rng.normal(400, 12, (side + 64, side + 64)).astype(np.float32)
    cells = np.zeros((side, side), dtype=np.float32)
    y, x = np.mgrid[-20:21, -20:21]
    spot = 900 * np.exp(-(y**2 + x**2) / 120).astype(np.float32)
    for top, left in rng.integers(0, side - 41, (side * side // 6000, 2)):
        cells[top : top + 41, left : left + 41] += spot
    with open(raw, "wb") as file:
        for t in range(frames):
            frame = np.roll(cells, (t, 2 * t), (0, 1)) + noise[t % 64 :, (7 * t) % 64 :][:side, :side]
            frame.clip(0, 65_535).astype("<u2").tofile(file)
    Path(f"{raw}.json").write_text(json.dumps([frames, 1, 1, side, side]))


def measure(command: list[str]) -> tuple[float, float, float, str]:
    """Wall and processor seconds, peak memory in MB, and what was printed."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{command} failed with {status}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("binary")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--frames", type=int, default=64)
    options.add_argument("--side", type=int, default=4096)
    options.add_argument("--folder")
    options = options.parse_args()
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    raw = folder / "movie.raw"
    make(raw, options.frames, options.side)
    outs = {name: folder / f"{name}.zarr" for name in ["lca", "zarr-python", "ome-zarr"]}
    python = [sys.executable, "-W", "ignore", str(PEER)]
    writers = {
        "lca": [options.binary, "write", str(raw), str(outs["lca"])],
        "zarr-python": [*python, "write-zarr", str(raw), str(outs["zarr-python"])],
        "ome-zarr": [*python, "write-ome", str(raw), str(outs["ome-zarr"])],
    }
    readers = {name: [*python, "read", str(out)] for name, out in outs.items()}
    readers["lca"] = [options.binary, "read", str(outs["lca"])]
    results = {(verb, name): [] for verb in ["write", "read"] for name in outs}
    sizes = {}
    for run in range(options.runs):
        for name, out in outs.items():
            shutil.rmtree(out, ignore_errors=True)
            results["write", name].append(measure(writers[name]))
            sizes[name] = size(out)
        for name in outs:
            results["read", name].append(measure(readers[name]))
    compare(outs, {name: json.loads(results["read", name][0][3]) for name in outs}, options.frames)
    megabytes = raw.stat().st_size / 1e6
    print(f"{megabytes:.0f} MB of pixels, {options.runs} runs in turns, {os.cpu_count()} processors")
    print("| | wall s | MB/s | processor s | peak MB | on disk MB | wall against LCA |")
    print("|---|---|---|---|---|---|---|")
    for (verb, name), runs in results.items():
        wall, cpu, peak = (statistics.median(run[at] for run in runs) for at in range(3))
        ours = statistics.median(run[0] for run in results[verb, "lca"])
        print(f"| {verb} {name} | {wall:.1f} | {megabytes / wall:.0f} | {cpu:.1f} | {peak:.0f} "
              f"| {sizes[name]:.0f} | {wall / ours:.1f} × |")
    shutil.rmtree(folder)


def compare(outs: dict[str, Path], sums: dict[str, list[int]], frames: int) -> None:
    """All levels of LCA and zarr-python must be equal; ome-zarr rounds its smaller levels otherwise."""
    assert sums["lca"] == sums["zarr-python"], sums
    assert sums["lca"][0] == sums["ome-zarr"][0], sums
    ours = zarr.open_group(outs["lca"] / "lca" / "movies" / "bench", mode="r")
    theirs = zarr.open_group(outs["zarr-python"], mode="r")
    for level in range(len(sums["lca"])):
        for t in (0, frames // 2):
            np.testing.assert_array_equal(ours[str(level)][t], theirs[str(level)][t])
    print("pixels are equal")


if __name__ == "__main__":
    main()
