"""RNA velocity: the example `cell_time` of lca-cells beside scvelo, on the same counts and the same neighbourhood graph.

  cargo build --release -p lca-cells --example cell_time
  pip install -r benches/peers/requirements-velocity.txt    (in a venv of its own)
  VENV/bin/python benches/velocity.py target/release/examples/cell_time DATA.h5ad ... [--modes stochastic dynamical] [--times 3] [--cells 2000]

DATA.h5ad has the layers spliced and unspliced, `obsm["X_pca"]` and the neighbourhood graph, as scvelo's own test data. With --cells the
cells are drawn again with noise (Poisson around smoothed amounts) and a graph is made of them, to compare speed on more cells. For each
file and mode prints one JSON line: Pearson r of each parameter over the genes that both call velocity genes (of the dynamical model by
their logarithms), how near either fit comes to the cells, agreement of velocity genes, velocities, graph, confidence, arrows and latent
time, and processor times, ours over scvelo's.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("NUMBA_THREADING_LAYER", "workqueue")
import anndata
import numpy as np
import scanpy as sc
from scipy.spatial import cKDTree

PEER = Path(__file__).parent / "peers" / "velocity_scvelo.py"
PARS = {
    "deterministic": ["velocity_gamma", "velocity_r2"],
    "stochastic": ["velocity_gamma", "velocity_qreg_ratio", "velocity_r2"],
    "dynamical": ["fit_gamma/fit_beta", "fit_alpha", "fit_beta", "fit_gamma", "fit_t_", "fit_scaling", "fit_likelihood"],
}


def run(command):
    env = {**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    text = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    return json.loads(text.strip().splitlines()[-1])


def drawn(path, cells, to):
    """More cells like those of the file."""
    source = anndata.read_h5ad(path)
    draw = np.random.default_rng(1)
    rows = draw.integers(source.n_obs, size=cells)
    scale = lambda m: np.asarray(m, dtype=float) * 5
    s, u = (draw.poisson(scale(source.layers[k])[rows]).astype(np.float32) for k in ("Ms", "Mu"))
    from scipy.sparse import csr_matrix

    made = anndata.AnnData(X=csr_matrix(np.log1p(s)), layers={"spliced": csr_matrix(s), "unspliced": csr_matrix(u)})
    sc.pp.pca(made, n_comps=30)
    sc.pp.neighbors(made, n_neighbors=30, use_rep="X_pca")
    made.write_h5ad(to)
    return to


def pearson(a, b):
    known = np.isfinite(a) & np.isfinite(b)
    return float(np.corrcoef(a[known], b[known])[0, 1]) if known.sum() > 2 else float("nan")


def rows_cosine(a, b):
    with np.errstate(invalid="ignore"):
        cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    return float(np.nanmedian(cosine))


def squares(load, ours, theirs, genes):
    """Of both fits the squared distances of cells from the fitted course, with amounts by their spread: quartiles of ours over theirs."""
    u, s = load(ours, "Mu"), load(ours, "Ms")
    of = lambda folder, gene: [load(folder, f"var_fit_{name}")[gene] for name in ("alpha", "beta", "gamma", "t_", "scaling")]

    def far(gene, alpha, beta, gamma, switch, scaling):
        beta, left = beta * scaling, lambda rate, time: np.exp(-rate * time)
        on, off = np.linspace(0, switch, 4000), np.linspace(0, 10 / min(beta, gamma), 4000)
        passing = lambda time: (left(gamma, time) - left(beta, time)) / (gamma - beta)
        rising = lambda time: (alpha / beta * (1 - left(beta, time)), alpha / gamma * (1 - left(gamma, time)) + alpha * passing(time))
        (u1, s1), (top_u, top_s) = rising(on), rising(switch)
        course = np.c_[np.r_[u1, top_u * left(beta, off)] * scaling, np.r_[s1, top_s * left(gamma, off) - beta * top_u * passing(off)]]
        seen = (u[:, gene] > 0) & (s[:, gene] > 0)
        spread = np.array([u[seen, gene].std(), s[seen, gene].std()])
        return (cKDTree(course / spread).query(np.c_[u[seen, gene], s[seen, gene]] / spread)[0] ** 2).sum()

    found = [far(gene, *of(ours, gene)) / far(gene, *of(theirs, gene)) for gene in np.flatnonzero(genes)]
    return [round(float(q), 3) for q in np.quantile(found, [0.25, 0.5, 0.75])]


def compare(mode, ours, theirs):
    load = lambda folder, name: np.load(folder / f"{name}.npy")
    ratio = lambda folder, name: np.divide(*(load(folder, f"var_{part}") for part in name.split("/"))) if "/" in name else load(folder, f"var_{name}")
    genes = load(theirs, "var_velocity_genes").astype(bool)
    own = load(ours, "var_velocity_genes").astype(bool)
    answer = {"genes": [int(own.sum()), int(genes.sum())], "genes_alike": float((genes & own).sum() / (genes | own).sum())}
    genes &= own
    if mode == "dynamical":
        answer["squares"] = squares(load, ours, theirs, genes)
    for name in PARS[mode]:
        a, b = ratio(ours, name)[genes], ratio(theirs, name)[genes]
        # Rates and times of the dynamical model span orders of magnitude: by their logarithms.
        answer[name] = round(pearson(np.log(a), np.log(b)) if mode == "dynamical" else pearson(a, b), 6)
    v, w = load(ours, "layer_velocity")[:, genes], load(theirs, "layer_velocity")[:, genes]
    answer["velocity"] = round(pearson(v.ravel(), w.ravel()), 6)
    answer["velocity_by_gene_median"] = round(float(np.median([pearson(v[:, g], w[:, g]) for g in range(v.shape[1])])), 6)
    answer["graph"] = round(pearson(*((load(f, "graph") + load(f, "graph_neg")).ravel() for f in (ours, theirs))), 6)
    for name in ("velocity_length", "velocity_confidence") + (("latent_time",) if mode == "dynamical" else ()):
        answer[name] = round(pearson(load(ours, f"obs_{name}"), load(theirs, f"obs_{name}")), 6)
    answer["arrows_cosine"] = round(rows_cosine(load(ours, "embedded"), load(theirs, "embedded")), 6)
    return answer


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("ours")
    p.add_argument("data", nargs="+")
    p.add_argument("--modes", nargs="+", default=["deterministic", "stochastic", "dynamical"])
    p.add_argument("--times", type=int, default=3)
    p.add_argument("--cells", type=int)
    args = p.parse_args()
    for data in args.data:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            name = Path(data).stem
            if args.cells:
                data = drawn(data, args.cells, folder / "drawn.h5ad")
            for mode in args.modes:
                cpu = {"ours": [], "theirs": []}
                for _ in range(args.times):
                    for who, command in (("ours", [args.ours, "velocity"]), ("theirs", [sys.executable, str(PEER)])):
                        (folder / who).mkdir(exist_ok=True)
                        tail = [mode] if who == "ours" else ["--mode", mode]
                        found = run([*command, str(data), str(folder / who), *tail])
                        cpu[who].append([found["velocity_cpu_s"], found["graph_cpu_s"]])
                ratio = np.median(cpu["ours"], axis=0) / np.median(cpu["theirs"], axis=0)
                answer = {"data": name, "mode": mode, **compare(mode, folder / "ours", folder / "theirs")}
                print(json.dumps({**answer, "cpu_fit": round(float(ratio[0]), 4), "cpu_graph": round(float(ratio[1]), 4)}), flush=True)


if __name__ == "__main__":
    main()
