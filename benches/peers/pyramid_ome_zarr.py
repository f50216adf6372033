"""The same movie pyramid by zarr-python and by ome-zarr.

    pyramid_ome_zarr.py write-zarr RAW OUT   zarr-python, in the very layout that LCA writes
    pyramid_ome_zarr.py write-ome  RAW OUT   ome-zarr's own writer with its local mean and chunks
    pyramid_ome_zarr.py read OUT             every level, prints the sum of all pixels of each

RAW holds 16-bit frames one after the other, beside RAW.json with the shape [t, c, z, y, x].
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import dask
import numpy as np
import zarr
from ome_zarr.format import FormatV05
from ome_zarr.scale import Methods
from ome_zarr.writer import write_image, write_multiscales_metadata

CHUNK, SHARD = 512, 4096
THREADS = len(os.sched_getaffinity(0))
AXES = [
    {"name": "t", "type": "time", "unit": "second"},
    {"name": "c", "type": "channel"},
    *({"name": name, "type": "space", "unit": "micrometer"} for name in "zyx"),
]


def load(raw: str) -> np.memmap:
    with open(raw + ".json") as file:
        return np.memmap(raw, dtype="<u2", mode="r", shape=tuple(json.load(file)))


def halve(frame: np.ndarray) -> np.ndarray:
    """Means of 2 × 2 pixels, halves up."""
    sums = frame[..., ::2, ::2].astype(np.uint32)
    for part in (frame[..., 1::2, ::2], frame[..., ::2, 1::2], frame[..., 1::2, 1::2]):
        sums += part
    return ((sums + 2) >> 2).astype(np.uint16)


def write_zarr(raw: str, out: str) -> None:
    movie = load(raw)
    group = zarr.open_group(out, mode="w", zarr_format=3)
    levels, shape = [], movie.shape
    while True:
        chunk = min(CHUNK, shape[-1])
        levels.append(
            group.create_array(
                str(len(levels)), shape=shape, dtype="uint16", dimension_names=list("tczyx"),
                chunks=(1, 1, 1, chunk, chunk), shards=(1, 1, 1, min(SHARD, shape[-2]), min(SHARD, shape[-1])),
                compressors=zarr.codecs.ZstdCodec(level=1, checksum=False), fill_value=0,
            )
        )
        if max(shape[-2:]) <= CHUNK:
            break
        shape = (*shape[:-2], shape[-2] // 2, shape[-1] // 2)

    def write(t: int) -> None:
        frame = np.asarray(movie[t : t + 1])
        for at, level in enumerate(levels):
            if at:
                frame = halve(frame)
            level[t : t + 1] = frame

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(movie.shape[0])))
    scale = lambda at: [{"type": "scale", "scale": [60.0, 1.0, 1.0, 0.5 * 2**at, 0.5 * 2**at]}]
    datasets = [{"path": str(at), "coordinateTransformations": scale(at)} for at in range(len(levels))]
    write_multiscales_metadata(group, datasets, FormatV05(), AXES)


def write_ome(raw: str, out: str) -> None:
    movie = load(raw)
    group = zarr.open_group(out, mode="w", zarr_format=3)
    factors = [2**at for at in range(1, 10) if movie.shape[-1] >> at >= CHUNK]
    frames = dask.array.from_array(movie, chunks=(1, 1, 1, *movie.shape[-2:]))
    with dask.config.set(scheduler="threads", num_workers=THREADS):
        write_image(
            frames, group, axes=AXES, fmt=FormatV05(), scaler=None, method=Methods.LOCAL_MEAN,
            scale_factors=[{"y": factor, "x": factor} for factor in factors],
            storage_options={"chunks": (1, 1, 1, CHUNK, CHUNK)},
        )


def read(out: str) -> None:
    group = zarr.open_group(out, mode="r")
    paths = [one["path"] for one in group.attrs["ome"]["multiscales"][0]["datasets"]]
    sums = []
    with ThreadPoolExecutor(THREADS) as pool:
        for path in paths:
            level = group[path]
            sums.append(sum(pool.map(lambda t: int(level[t].sum(dtype=np.uint64)), range(level.shape[0]))))
    print(json.dumps(sums))


if __name__ == "__main__":
    {"write-zarr": write_zarr, "write-ome": write_ome, "read": read}[sys.argv[1]](*sys.argv[2:])
