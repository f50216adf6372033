"""Whether an atlas of `lca cells run` holds, to the bit, what the same path found with counts in memory.

    target/release/examples/scanpy_path IN OWN 2 keep
    lca cells run big.h5ad --config path.toml --seed 0 --threads 2 --out big.zarr
    python benches/cells_same.py OWN big.zarr

IN is a folder that cells.py made (--folder), big.h5ad the same counts, and path.toml says what the example does: quality
keep.min_genes = 20, normalize target_sum = 10000.0, variable-genes flavor = "seurat_v3" and n_top_genes = 2000, leiden
iterations = 2. Prints a line for each array.
"""
import sys

import numpy as np
import zarr

own, atlas = sys.argv[1], zarr.open_group(sys.argv[2], mode="r")["tables/cells"]
alike = True


def load(name):
    return np.load(f"{own}/{name}.npy")


def same(what, a, b):
    global alike
    equal = a.shape == b.shape and a.astype(b.dtype).tobytes() == b.tobytes()
    alike &= equal
    print("same" if equal else "APART", what, b.shape, b.dtype)


same("obsm/X_pca", load("pca"), atlas["obsm/X_pca"][:])
same("obsm/X_umap", load("umap"), atlas["obsm/X_umap"][:])
same("uns/pca/variance", load("pca_variance"), atlas["uns/pca/variance"][:])
for name in ("distances", "connectivities"):
    for part in ("indptr", "indices", "data"):
        same(f"obsp/{name}/{part}", load(f"{name}_{part}"), atlas[f"obsp/{name}/{part}"][:])
same("X/data", load("x"), atlas["X/data"][:])
same("var/highly_variable", load("hvg").astype(bool), atlas["var/highly_variable"][:])
states = np.array([int(name) for name in atlas["obs/leiden/categories"][:]], np.uint32)
same("obs/leiden", load("leiden"), states[atlas["obs/leiden/codes"][:]])
scores = atlas["uns/rank_genes_groups/scores"][:]
same("uns/rank_genes_groups/scores", load("ttest_scores"), np.stack([scores[str(group)] for group in load("ttest_groups")]))
sys.exit(0 if alike else "not the same")
