"""scanpy's path from counts to markers on the matrix that `benches/cells.py` wrote: one JSON line for each step.

    python cells_scanpy.py IN OUT THREADS [cold]

IN holds shape.npy, indptr.npy, indices.npy and data.npy; results go to OUT as .npy files. Numba's code is compiled on a small
random matrix before anything is timed, unless the run is `cold`.
"""
import os
import sys

THREADS = sys.argv[3]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = THREADS
os.environ.setdefault("NUMBA_THREADING_LAYER", "workqueue")

import json
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import anndata
import numpy as np
import scanpy as sc
import scipy.sparse as sp


def peak_mb():
    with open("/proc/self/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024


def timed(step, work):
    start = time.process_time()
    work()
    print(json.dumps({"step": step, "cpu_s": time.process_time() - start, "peak_mb": peak_mb()}), flush=True)


def path(a, step):
    def qc():
        sc.pp.calculate_qc_metrics(a, inplace=True, percent_top=None)
        sc.pp.filter_cells(a, min_genes=20)
        sc.pp.filter_genes(a, min_cells=3)
        a.layers["counts"] = a.X.copy()

    def normalize():
        sc.pp.normalize_total(a, target_sum=1e4)
        sc.pp.log1p(a)

    step("qc_filter", qc)
    step("normalize_log1p", normalize)
    step("hvg", lambda: sc.pp.highly_variable_genes(a, n_top_genes=min(2000, a.n_vars), flavor="seurat_v3", layer="counts"))
    step("pca", lambda: sc.pp.pca(a, n_comps=50, mask_var="highly_variable", random_state=1))
    step("neighbors", lambda: sc.pp.neighbors(a, n_neighbors=15, random_state=1))
    step("leiden", lambda: sc.tl.leiden(a, flavor="igraph", n_iterations=2, directed=False, random_state=1))
    step("umap", lambda: sc.tl.umap(a, random_state=1))
    for method in ("t-test", "wilcoxon"):
        name = "markers_" + method.replace("-", "")
        groups = [group for group, size in a.obs.leiden.value_counts().items() if size > 1]
        step(name, lambda: sc.tl.rank_genes_groups(a, "leiden", groups=groups, method=method, key_added=name))


def read(folder):
    data, indices, indptr = (np.load(folder / f"{name}.npy") for name in ("data", "indices", "indptr"))
    x = sp.csr_matrix((data, indices.astype(np.int32), indptr.astype(np.int64)), shape=tuple(np.load(folder / "shape.npy")))
    a = anndata.AnnData(x)
    a.obs_names, a.var_names = (["%d" % at for at in range(n)] for n in a.shape)
    return a


def write(a, folder):
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"cells": a.obs_names.astype(np.uint64), "genes": a.var_names.astype(np.uint64), "x": a.X.data, "hvg": a.var.highly_variable,
              "pca": a.obsm["X_pca"], "pca_variance": a.uns["pca"]["variance"], "leiden": a.obs.leiden.astype(int), "umap": a.obsm["X_umap"]}
    for flavor in ("seurat", "cell_ranger"):
        found = sc.pp.highly_variable_genes(a, flavor=flavor, n_top_genes=1000, inplace=False)
        arrays[f"hvg_{flavor}"] = found["highly_variable"]
    for name in ("distances", "connectivities"):
        m = a.obsp[name].tocsr()
        m.sort_indices()
        arrays |= {f"{name}_indptr": m.indptr, f"{name}_indices": m.indices, f"{name}_data": m.data}
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", np.asarray(values))


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    if "cold" not in sys.argv:
        n = min(9000, 2 * int(np.load(folder / "shape.npy")[0]))
        warm = anndata.AnnData(sp.csr_matrix(np.random.default_rng(0).poisson(0.5, (n, 300)).astype(np.float32)))
        path(warm, lambda _, work: work())
    held = []
    timed("read", lambda: held.append(read(folder)))
    path(held[0], timed)
    if "cold" not in sys.argv:
        write(held[0], out)


if __name__ == "__main__":
    main()
