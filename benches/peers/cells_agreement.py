"""How far LCA's results on the path from counts to markers agree with scanpy's: `python cells_agreement.py FOLDER`.

FOLDER holds `in`, `lca` and `scanpy`, as `benches/cells.py` leaves them. Neighbours, states, layout and markers are judged on LCA's own
values, components, graph and states, so that each line speaks of one step. Prints a Markdown table.
"""
import random
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import anndata
import igraph
import numpy as np
import scanpy as sc
import scipy.sparse as sp
from sklearn.metrics import adjusted_rand_score

SEEDS = 10


def sparse(folder, name):
    data, indices, indptr = (np.load(folder / f"{name}_{part}.npy") for part in ("data", "indices", "indptr"))
    return sp.csr_matrix((data, indices.astype(np.int32), indptr.astype(np.int64)), shape=(len(indptr) - 1,) * 2)


def sine(a, b):
    """The sine of the largest angle between two spaces of columns."""
    a, b = np.linalg.qr(a.astype(float))[0], np.linalg.qr(b.astype(float))[0]
    return np.linalg.norm(b - a @ (a.T @ b), 2)


def components(a, ours):
    """Sines of the first 20 components' space, and of that up to the last of the first 20 gaps of 5 % between variances; scanpy's
    components are those of LCA's values and genes."""
    sc.pp.pca(a, n_comps=50, mask_var=np.load(ours / "hvg.npy") > 0, random_state=1)
    found, theirs, variance = np.load(ours / "pca.npy"), a.obsm["X_pca"], a.uns["pca"]["variance"]
    last = max((k for k in range(1, 21) if variance[k] < 0.95 * variance[k - 1]), default=1)
    return sine(found[:, :20], theirs[:, :20]), sine(found[:, :last], theirs[:, :last]), last


def nearest(x, row, k):
    d = ((x - x[row]) ** 2).sum(1)
    d[row] = np.inf
    return np.argpartition(d, k)[:k]


def recall(folder, rows, name="distances"):
    x, found = np.load(folder / "pca.npy").astype(float), sparse(folder, name)
    share = lambda row, known: len(set(nearest(x, row, len(known))) & set(known)) / len(known)
    return np.mean([share(row, found.indices[found.indptr[row]:found.indptr[row + 1]]) for row in rows])


def trustworthiness(folder, rows, k=15):
    """How far neighbours in the layout are neighbours among the components (Venna & Kaski 2001), over some rows."""
    x, y = np.load(folder / "pca.npy").astype(float), np.load(folder / "umap.npy").astype(float)
    penalty = 0
    for row in rows:
        rank = np.argsort(np.argsort(((x - x[row]) ** 2).sum(1), kind="stable"), kind="stable")
        penalty += np.maximum(rank[nearest(y, row, k)] - k, 0).sum()
    n = len(x)
    return 1 - 2 * penalty / (len(rows) * k * (2 * n - 3 * k - 1))


def leiden(ours):
    """Our quality as a share of igraph's best of ten seeds, our mean agreement with igraph's, and igraph's least with itself."""
    weights, labels = sparse(ours, "connectivities"), np.load(ours / "leiden.npy")
    upper = sp.triu(weights, 1).tocoo()
    graph = igraph.Graph(n=weights.shape[0], edges=np.column_stack([upper.row, upper.col]))
    graph.es["weight"] = upper.data.astype(float)
    found = []
    for seed in range(SEEDS):
        random.seed(seed)
        found.append(graph.community_leiden("modularity", weights="weight", n_iterations=2).membership)
    quality = [graph.modularity(one, weights="weight") for one in found]
    own = graph.modularity(labels.tolist(), weights="weight")
    pairs = [adjusted_rand_score(a, b) for i, a in enumerate(found) for b in found[:i]]
    each = [adjusted_rand_score(labels, one) for one in found]
    return own / np.max(quality), np.mean(each), min(each), min(pairs), labels.max() + 1, sorted(len(set(one)) for one in found)


def normalised(folder, ours):
    """LCA's values, as scanpy holds them."""
    data, indices, indptr = (np.load(folder / "in" / f"{name}.npy") for name in ("data", "indices", "indptr"))
    x = sp.csr_matrix((data, indices, indptr), shape=tuple(int(n) for n in np.load(folder / "in" / "shape.npy")))
    x = x[np.load(ours / "cells.npy")][:, np.load(ours / "genes.npy")]
    x.sort_indices()
    a = anndata.AnnData(sp.csr_matrix((np.load(ours / "x.npy"), x.indices, x.indptr), shape=x.shape))
    a.uns["log1p"] = {}
    return a


def markers(a, ours):
    """The largest difference of scores, over the score where that is above 1; on LCA's values and states."""
    a.obs["state"] = np.load(ours / "leiden.npy").astype(str)
    a.obs["state"] = a.obs["state"].astype("category")
    a.var_names = [str(at) for at in range(a.n_vars)]
    for method, name in (("t-test", "ttest"), ("wilcoxon", "wilcoxon")):
        groups = [str(group) for group in np.load(ours / f"{name}_groups.npy")]
        sc.tl.rank_genes_groups(a, "state", groups=groups, method=method)
        worst = 0.0
        genes, scores = np.load(ours / f"{name}_genes.npy"), np.load(ours / f"{name}_scores.npy")
        for at, group in enumerate(groups):
            theirs = np.empty(a.n_vars)
            table = a.uns["rank_genes_groups"]
            theirs[table["names"][group].astype(int)] = table["scores"][group]
            worst = max(worst, (abs(scores[at] - theirs[genes[at]]) / np.maximum(abs(theirs[genes[at]]), 1)).max())
        yield method, worst


def main():
    folder = Path(sys.argv[1])
    ours, theirs = folder / "lca", folder / "scanpy"
    print("| what | figure |\n|---|---|")
    line = lambda what, text: print(f"| {what} | {text} |", flush=True)
    x, y = np.load(ours / "x.npy").astype(float), np.load(theirs / "x.npy").astype(float)
    line("normalised values, largest difference over value", f"{(abs(x - y) / y).max():.1e}")
    for name, flavor in (("hvg", "seurat_v3"), ("hvg_seurat", "seurat"), ("hvg_cell_ranger", "cell_ranger")):
        x, y = np.load(ours / f"{name}.npy") > 0, np.load(theirs / f"{name}.npy") > 0
        line(f"variable genes by {flavor}, Jaccard", f"{(x & y).sum() / (x | y).sum():.4f}")
    a = normalised(folder, ours)
    twenty, gap, last = components(a, ours)
    line(f"components, sine of the first 20 and of the first {last} (to the last gap of 5 %)", f"{twenty:.1e}, {gap:.1e}")
    rows = np.random.default_rng(1).permutation(len(np.load(ours / "pca.npy")))[:500]
    line("share of true neighbours, LCA and scanpy", f"{recall(ours, rows):.4f}, {recall(theirs, rows):.4f}")
    line("the same of LCA's search of a growing graph", f"{recall(ours, rows, 'approximate'):.4f}")
    share, mean, least, own, count, counts = leiden(ours)
    line("Leiden's quality over igraph's best of ten seeds", f"{share:.5f}")
    line("ARI with igraph's, mean and least; igraph's least between seeds", f"{mean:.3f}, {least:.3f}; {own:.3f}")
    line("states, LCA and igraph's ten", f"{count}; {' '.join(map(str, counts))}")
    line("trustworthiness of the layout, LCA and scanpy", f"{trustworthiness(ours, rows):.4f}, {trustworthiness(theirs, rows):.4f}")
    for method, worst in markers(a, ours):
        line(f"scores of {method}, largest difference", f"{worst:.1e}")


if __name__ == "__main__":
    main()
