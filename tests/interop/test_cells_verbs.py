"""`lca cells VERB` between Python's own tables: what is written opens in anndata, and scanpy plots from it."""

import os
import subprocess
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from conftest import ROOT


@pytest.fixture(scope="module")
def lca(binaries) -> Path:
    if "LCA_BIN" not in os.environ:
        # With the features the tests have, which also builds the command: nothing is compiled twice.
        build = ["cargo", "test", "--quiet", "--workspace", "--no-run", "--test", "commands"]
        subprocess.run(build, cwd=ROOT, check=True)
    return Path(os.environ.get("LCA_BIN", binaries.parent / "lca"))


def table(kind) -> anndata.AnnData:
    rng = np.random.default_rng(3)
    mean = np.where((np.arange(120)[:, None] % 2) == (np.arange(80)[None, :] % 2), 8.0, 1.5)
    x = rng.poisson(mean).astype("float32")
    made = anndata.AnnData(kind(x), obs=pd.DataFrame(index=[f"c{i}" for i in range(120)]),
                           var=pd.DataFrame(index=[f"g{i}" for i in range(80)]))
    made.layers["spliced"] = kind(x)
    made.layers["unspliced"] = kind(x // 2)
    made.obs["percent mito"] = rng.random(120)
    made.obs["donor"] = pd.Categorical(["a", "b"] * 60)
    made.obsm["X_old"] = rng.random((120, 3))
    made.uns["note"] = {"by": "python"}
    return made


def dense(matrix) -> np.ndarray:
    return matrix.toarray() if scipy.sparse.issparse(matrix) else np.asarray(matrix)


def run(lca, verb, path, out, *more):
    subprocess.run([lca, "cells", verb, path, "--out", out, *more], check=True, capture_output=True)
    return anndata.read_zarr(out)


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("kind", [scipy.sparse.csr_matrix, scipy.sparse.csc_matrix, np.asarray],
                         ids=["csr", "csc", "dense"])
def test_counts_and_all_else_are_kept(lca, tmp_path, version, kind):
    made = table(kind)
    anndata.settings.zarr_write_format = version
    made.write_zarr(tmp_path / "in.zarr")
    anndata.settings.zarr_write_format = 3
    found = run(lca, "qc", tmp_path / "in.zarr", tmp_path / "out.zarr", "--min-genes", "1")
    assert list(found.obs_names) == list(made.obs_names) and list(found.var_names) == list(made.var_names)
    np.testing.assert_array_equal(dense(found.X), dense(made.X))
    for layer in ["spliced", "unspliced"]:
        np.testing.assert_array_equal(dense(found.layers[layer]), dense(made.layers[layer]))
    np.testing.assert_array_equal(found.obs["percent mito"], made.obs["percent mito"])
    np.testing.assert_array_equal(found.obsm["X_old"], made.obsm["X_old"])
    assert list(found.obs["donor"]) == list(made.obs["donor"]) and found.uns["note"]["by"] == "python"
    np.testing.assert_array_equal(found.obs["total_counts"], dense(made.X).sum(1))


def test_scanpy_plots_without_renaming(lca, tmp_path):
    sc = pytest.importorskip("scanpy")
    import matplotlib
    matplotlib.use("Agg")
    path = tmp_path / "in.h5ad"
    table(scipy.sparse.csr_matrix).write_h5ad(path)
    for verb, more in [("qc", ["--min-genes", "1"]), ("normalize", []), ("hvg", ["--n-top-genes", "40"]),
                       ("pca", ["--n-comps", "10"]), ("neighbors", []), ("leiden", []), ("umap", []), ("markers", [])]:
        out = tmp_path / f"{verb}.zarr"
        found = run(lca, verb, path, out, *more)
        path = out
    sc.pl.umap(found, color="leiden", show=False)
    sc.pl.pca(found, color="donor", show=False)
    sc.pl.pca_variance_ratio(found, show=False)
    sc.pl.highly_variable_genes(found, show=False)
    sc.pl.rank_genes_groups(found, show=False)
    sc.pl.rank_genes_groups_dotplot(found, show=False)
    assert len(sc.get.rank_genes_groups_df(found, found.obs["leiden"].cat.categories[0])) == 80
    np.testing.assert_array_equal(dense(found.layers["counts"]), dense(table(np.asarray).X))
