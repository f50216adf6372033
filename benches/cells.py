"""Counts to markers: LCA's rooms beside scanpy, taking turns, on one matrix of counts.

    cargo build --release -p lca-cells --example scanpy_path
    pip install -r benches/peers/requirements-cells.txt
    python benches/cells.py target/release/examples/scanpy_path COUNTS [--cells 100000] [--repeat 3]

COUNTS is a table of genes × cells (.csv.gz), an .h5ad file or an AnnData .zarr. With --cells, as many cells are made from it first:
each is a Poisson draw around the mean of a real cell and its neighbours, of random depth, in the 2,000 most variable genes. Both
contestants are whole processes with as many threads each; the time to read the matrix is left out of the whole path. A cold run is a
whole process, reading and loading of libraries included, on the first 2,000 cells. Prints Markdown, then how far the results agree
(peers/cells_agreement.py).
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

PEERS = Path(__file__).parent / "peers"
STEPS = ["qc_filter", "normalize_log1p", "hvg", "pca", "neighbors", "leiden", "umap", "markers_ttest", "markers_wilcoxon"]


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("binary")
    p.add_argument("counts")
    p.add_argument("--cells", type=int)
    p.add_argument("--genes", type=int, default=2000)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("--folder", help="keep matrix and results here; a matrix that is there already is used")
    return p.parse_args()


def counts_of(path):
    """Counts as a sparse matrix of cells × genes."""
    import anndata
    import pandas as pd
    import scipy.sparse as sp
    import zarr

    if path.endswith(".h5ad"):
        a = anndata.read_h5ad(path)
        x = a.layers["counts"] if "counts" in a.layers else a.X
    elif path.rstrip("/").endswith(".zarr"):
        group = zarr.open_group(path, mode="r", use_consolidated=False)
        x = anndata.io.read_elem(group["layers/counts"] if "layers/counts" in group else group["X"])
    else:
        x = pd.read_csv(path, index_col=0).T.to_numpy(np.float32)
    return anndata.AnnData(sp.csr_matrix(x).astype(np.float32))


def resampled(a, n, genes):
    """n cells: Poisson draws around the mean of a cell and its neighbours' average, of random depth."""
    import scanpy as sc
    import scipy.sparse as sp

    rng = np.random.default_rng(1)
    sc.pp.filter_genes(a, min_cells=3)
    sc.pp.highly_variable_genes(a, n_top_genes=min(genes, a.n_vars), flavor="seurat_v3")
    raw = a[:, a.var.highly_variable].copy()
    b = raw.copy()
    sc.pp.normalize_total(b)
    sc.pp.log1p(b)
    sc.pp.pca(b, n_comps=min(20, min(b.shape) - 1))
    sc.pp.neighbors(b, n_neighbors=min(8, b.n_obs - 1))
    w = (b.obsp["distances"] > 0).astype(np.float32)
    w = sp.diags(1 / np.maximum(np.asarray(w.sum(1)).ravel(), 1)) @ w
    mean = np.asarray((0.5 * raw.X + 0.5 * (w @ raw.X)).todense())
    source, depth = rng.integers(0, len(mean), n), rng.lognormal(0, 0.3, n)
    draw = lambda at: sp.csr_matrix(rng.poisson(mean[source[at:at + 5000]] * depth[at:at + 5000, None]).astype(np.float32))
    return sp.vstack([draw(at) for at in range(0, n, 5000)]).tocsr()


def save(x, folder):
    folder.mkdir(parents=True, exist_ok=True)
    x.sort_indices()
    np.save(folder / "shape.npy", np.array(x.shape, np.uint64))
    for name, values, kind in (("indptr", x.indptr, "u8"), ("indices", x.indices, "u4"), ("data", x.data, "f4")):
        np.save(folder / f"{name}.npy", values.astype("<" + kind))


def prepare(args, folder):
    import scipy.sparse as sp

    if not (folder / "in" / "data.npy").exists():
        a = counts_of(args.counts)
        save(resampled(a, args.cells, args.genes) if args.cells else a.X, folder / "in")
    data, indices, indptr, shape = (np.load(folder / "in" / f"{name}.npy") for name in ("data", "indices", "indptr", "shape"))
    x = sp.csr_matrix((data, indices, indptr), shape=tuple(int(length) for length in shape))
    save(x[:2000], folder / "few")
    return x.shape, x.nnz / x.shape[0] / x.shape[1]


def run(command):
    """The steps a process printed, and its own processor seconds."""
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    printed = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"failed: {command}")
    return [json.loads(line) for line in printed.splitlines()], usage.ru_utime + usage.ru_stime


def median(runs, step):
    return statistics.median(next(row["cpu_s"] for row in rows if row["step"] == step) for rows, _ in runs)


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(args.folder or temporary)
        shape, density = prepare(args, folder)
        ours, theirs, cold = [], [], []
        scanpy = [sys.executable, PEERS / "cells_scanpy.py"]
        for _ in range(args.repeat):
            theirs.append(run([*scanpy, folder / "in", folder / "scanpy", args.threads]))
            ours.append(run([args.binary, folder / "in", folder / "lca", args.threads, "keep"]))
            few = [run([*who, folder / "few", folder / "none", args.threads, "cold"])[1] for who in (scanpy, [args.binary])]
            cold.append(few)
        print(f"{shape[0]} cells, {shape[1]} genes, {density:.1%} not zero, {args.threads} threads, {args.repeat} turns\n")
        print("| step | processor time, scanpy / LCA |\n|---|---|")
        whole = [sum(median(runs, step) for step in STEPS) for runs in (theirs, ours)]
        print(f"| whole path | {whole[0] / whole[1]:.2f} |")
        for step in STEPS:
            print(f"| {step} | {median(theirs, step) / median(ours, step):.2f} |")
        their_cold, our_cold = (statistics.median(few[who] for few in cold) for who in (0, 1))
        print(f"| cold run, 2,000 cells | {their_cold / our_cold:.1f} |\n")
        peak = [max(row["peak_mb"] for rows, _ in runs for row in rows) for runs in (theirs, ours)]
        print(f"Peak memory: scanpy {peak[0]:.0f} MB, LCA {peak[1]:.0f} MB.\n")
        print("Share of LCA's time:", ", ".join(f"{step} {median(ours, step) / whole[1]:.0%}" for step in STEPS), "\n", flush=True)
        subprocess.run([sys.executable, PEERS / "cells_agreement.py", folder], check=True)


if __name__ == "__main__":
    main()
