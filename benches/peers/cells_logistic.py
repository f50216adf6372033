"""Scanpy's logistic markers, run to the end and in double precision, and its scores of a set of genes with all control genes.

The numbers that the test `weights_are_those_that_scanpy_calls_for` (crates/cells/tests/named/logistic.rs) holds ours against, and how far
scanpy's own default (100 rounds) is from the end. Needs requirements-cells.txt.

  python cells_logistic.py FOLDER/sc_mixology/data/csv
"""
import sys
import warnings

warnings.filterwarnings("ignore")
import anndata as ad
import numpy as np
import pandas as pd
import scanpy as sc
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression


def main():
    counts = pd.read_csv(sys.argv[1] + "/sc_celseq2.count.csv.gz", index_col=0)
    cells = ad.AnnData(sp.csr_matrix(counts.T.astype(np.float32)))
    cells.obs_names, cells.var_names = counts.columns, counts.index
    known = pd.read_csv(sys.argv[1] + "/sc_celseq2.metadata.csv.gz", index_col=0).loc[cells.obs_names]
    cells.obs["line"] = known.cell_line_demuxlet.astype("category").values
    sc.pp.filter_cells(cells, min_genes=100)
    sc.pp.filter_genes(cells, min_cells=3)
    sc.pp.normalize_total(cells)
    sc.pp.log1p(cells)
    end = LogisticRegression(max_iter=20000, tol=1e-12).fit(cells.X.astype(np.float64), cells.obs["line"])
    for line, weights in zip(end.classes_, end.coef_):
        first = np.argsort(-weights)[:3]
        print("double precision", line, dict(zip(cells.var_names[first], weights[first].tolist())))
    scores = []
    for options in [{"max_iter": 20000, "tol": 1e-9}, {}]:
        sc.tl.rank_genes_groups(cells, "line", method="logreg", **options)
        found = cells.uns["rank_genes_groups"]
        scores.append({g: pd.Series(found["scores"][g], index=found["names"][g]) for g in found["names"].dtype.names})
    for group, end in scores[0].items():
        default = scores[1][group].loc[end.index]
        print(group, end.head(3).to_dict(), "default: r", round(np.corrcoef(end, default)[0, 1], 4))
    genes = list(cells.var_names[[10, 100, 1000, 5000, 9000]])
    sc.tl.score_genes(cells, genes, ctrl_size=100_000)
    print("score", cells.obs["score"].head(3).to_list(), cells.obs["score"].sum())
    seeds = []
    for seed in range(5):
        sc.tl.score_genes(cells, genes, random_state=seed)
        seeds.append(cells.obs["score"].to_numpy())
    print("r of its seeds", np.corrcoef(seeds)[0].round(3))


main()
