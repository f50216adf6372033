"""Velocity by scvelo: an h5ad file with layers spliced and unspliced and a neighbourhood graph.

  python velocity_scvelo.py IN.h5ad OUT --mode dynamical

Writes what it finds to OUT as arrays (var_NAME, obs_NAME, layer_NAME, graph, graph_neg, embedded) and prints one JSON line with
processor times of the fit and of the graph with confidences, without imports and compilation.
"""
import argparse
import contextlib
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("NUMBA_THREADING_LAYER", "workqueue")
import anndata
import numpy as np
import scvelo as scv


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("data")
    p.add_argument("out")
    p.add_argument("--mode", default="stochastic")
    args = p.parse_args()
    out = Path(args.out)
    scv.settings.verbosity = 0
    adata = anndata.read_h5ad(args.data)
    if "highly_variable" in adata.var:
        del adata.var["highly_variable"]
    with contextlib.redirect_stdout(sys.stderr):
        cpu = time.process_time()
        scv.pp.moments(adata, n_pcs=None, n_neighbors=None)
        if args.mode == "dynamical":
            scv.tl.recover_dynamics(adata, n_jobs=1, backend="threading", show_progress_bar=False)
        scv.tl.velocity(adata, mode=args.mode)
        fit = time.process_time() - cpu
        cpu = time.process_time()
        scv.tl.velocity_graph(adata, n_jobs=1, backend="threading", show_progress_bar=False)
        adata.obs["velocity_confidence_transition"] = 0.0
        scv.tl.velocity_confidence(adata)
        graph = time.process_time() - cpu
        if args.mode == "dynamical":
            scv.tl.latent_time(adata)
        if "X_pca" in adata.obsm:
            adata.obsm["X_pca"] = adata.obsm["X_pca"][:, :2]
            scv.tl.velocity_embedding(adata, basis="pca", autoscale=False)
            np.save(out / "embedded.npy", adata.obsm["velocity_pca"])
    for kind, frame in (("obs", adata.obs), ("var", adata.var)):
        for name in frame.columns:
            if np.issubdtype(frame[name].dtype, np.number) or frame[name].dtype == bool:
                np.save(out / f"{kind}_{name}.npy", frame[name].to_numpy().astype(float))
    dense = lambda m: np.asarray(m.toarray() if hasattr(m, "toarray") else m, dtype=float)
    for name in adata.layers:
        np.save(out / f"layer_{name}.npy", dense(adata.layers[name]))
    np.save(out / "graph.npy", dense(adata.uns["velocity_graph"]))
    np.save(out / "graph_neg.npy", dense(adata.uns["velocity_graph_neg"]))
    print(json.dumps({"tool": "scvelo", "version": scv.__version__, "velocity_cpu_s": fit, "graph_cpu_s": graph}))


if __name__ == "__main__":
    main()
