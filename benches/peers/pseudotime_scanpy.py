"""Diffusion pseudotime and PAGA of scanpy beside the example `cell_time` of lca-cells, on the same neighbourhood graph.

  python pseudotime_scanpy.py CELL_TIME    (in a venv with scanpy)

For krumsiek11, toggleswitch and pbmc68k_reduced, which scanpy brings, and for 20,000 made cells of a fork prints one JSON line: r and
largest difference of pseudotime, of eigenvalues, of PAGA's connectivities and tree, and processor times, ours over scanpy's.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"
import anndata
import numpy as np
import pandas as pd
import scanpy as sc


def table(path):
    frame = pd.read_csv(path, sep=r"\s+", comment="#", header=None, skiprows=0, engine="python")
    if not np.issubdtype(frame.iloc[0].infer_objects().dtype, np.number):
        frame = frame.iloc[1:]
    values = frame.apply(pd.to_numeric, errors="coerce").dropna(axis=1).to_numpy(np.float32)
    return anndata.AnnData(values[:, 1:] if values.shape[1] > 2 else values)


def fork(cells):
    """A trunk that parts into two, in ten dimensions with noise."""
    draw = np.random.default_rng(3)
    t = draw.uniform(0, 1, cells)
    side = np.where(draw.random(cells) < 0.5, 1, -1) * np.maximum(t - 0.5, 0)
    points = draw.normal(0, 0.05, (cells, 10))
    points[:, 0] += t
    points[:, 1] += side
    return anndata.AnnData(points[np.argsort(t)].astype(np.float32))


def main():
    ours, folder = sys.argv[1], Path(sc.__file__).parent / "datasets"
    read = anndata.read_h5ad(folder / "10x_pbmc68k_reduced.h5ad")
    pbmc = anndata.AnnData(np.zeros((read.n_obs, 1), np.float32), obsm={"X_pca": np.asarray(read.obsm["X_pca"])})
    for name, adata in (("krumsiek11", table(folder / "krumsiek11.txt")), ("toggleswitch", table(folder / "toggleswitch.txt")), ("pbmc68k_reduced", pbmc), ("fork", fork(20_000))):
        sc.pp.neighbors(adata, n_neighbors=15, use_rep="X_pca" if "X_pca" in adata.obsm else "X")
        sc.tl.leiden(adata, flavor="igraph", n_iterations=2)
        adata.uns["iroot"] = 0
        cpu = time.process_time()
        sc.tl.diffmap(adata)
        sc.tl.dpt(adata)
        dpt = time.process_time() - cpu
        cpu = time.process_time()
        sc.tl.paga(adata, groups="leiden")
        paga = time.process_time() - cpu
        with tempfile.TemporaryDirectory() as out:
            copy = anndata.AnnData(np.ones((adata.n_obs, 1), np.float32), obs=adata.obs[["leiden"]], obsp=dict(adata.obsp))
            copy.write_h5ad(f"{out}/in.h5ad")
            env = {**os.environ, "RAYON_NUM_THREADS": "1"}
            text = subprocess.run([ours, "dpt", f"{out}/in.h5ad", out, "0", "leiden"], check=True, capture_output=True, text=True, env=env).stdout
            cpu = json.loads(text.strip().splitlines()[-1])
            load = lambda part: np.load(f"{out}/{part}.npy")
            order = sorted(range(len(adata.obs["leiden"].cat.categories)), key=lambda at: adata.obs["leiden"].cat.categories[at])
            pick = lambda m: m.toarray()[np.ix_(order, order)]
            tree = pick(adata.uns["paga"]["connectivities_tree"])
            theirs, found = adata.obs["dpt_pseudotime"].to_numpy(), load("pseudotime")
            finite = np.isfinite(theirs)
            print(json.dumps({
                "data": name, "cells": adata.n_obs, "states": len(order), "reached_alike": bool((finite == np.isfinite(found)).all()),
                "pseudotime_r": float(np.corrcoef(theirs[finite], found[finite])[0, 1]),
                "pseudotime_apart": float(np.abs(theirs - found)[finite].max()),
                "evals_apart": float(np.abs(adata.uns["diffmap_evals"] - load("evals")).max()),
                "paga_apart": float(np.abs(pick(adata.uns["paga"]["connectivities"]) - load("paga")).max()),
                "tree_apart": float(np.abs((tree + tree.T) - (load("tree") + load("tree").T)).max()),
                "cpu_dpt": round(cpu["dpt_cpu_s"] / dpt, 4), "cpu_paga": round(cpu["paga_cpu_s"] / paga, 4),
            }), flush=True)


if __name__ == "__main__":
    main()
